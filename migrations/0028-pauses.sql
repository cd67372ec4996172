-- The clock of an induction is stopped from a day to a day: leave by right is told, and nobody has to agree it. What was
-- corrected or taken back is kept as replaced, its dates only. Why is for the person alone; 0 where it was not said.
CREATE TABLE pause_period (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  induction INTEGER NOT NULL REFERENCES induction (id),
  starts INTEGER NOT NULL,
  ends INTEGER,                     -- date, the last day of it; NULL while nobody can say
  kind INTEGER NOT NULL DEFAULT 0,  -- enum pause_kind
  created INTEGER NOT NULL,
  created_by INTEGER REFERENCES person (id),
  replaced_at INTEGER,
  replaced_by INTEGER REFERENCES person (id),
  CHECK (ends IS NULL OR ends >= starts)
) STRICT;
CREATE INDEX pause_period_induction ON pause_period (induction, starts);

--[sqlite]
CREATE TRIGGER pause_period_overlap_insert BEFORE INSERT ON pause_period
WHEN NEW.replaced_at IS NULL AND EXISTS (SELECT 1 FROM pause_period r WHERE r.induction = NEW.induction
             AND r.replaced_at IS NULL AND r.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(r.ends, 9999999))
BEGIN SELECT RAISE(ABORT, 'constraint: pause_period_overlap'); END;
CREATE TRIGGER pause_period_overlap_update BEFORE UPDATE ON pause_period
WHEN NEW.replaced_at IS NULL AND EXISTS (SELECT 1 FROM pause_period r WHERE r.id <> NEW.id AND r.induction = NEW.induction
             AND r.replaced_at IS NULL AND r.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(r.ends, 9999999))
BEGIN SELECT RAISE(ABORT, 'constraint: pause_period_overlap'); END;
--[postgresql]
ALTER TABLE pause_period ADD CONSTRAINT pause_period_overlap EXCLUDE USING gist
  (induction WITH =, int8range(starts, ends, '[]') WITH &&) WHERE (replaced_at IS NULL);
--[end]

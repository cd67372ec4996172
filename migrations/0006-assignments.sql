-- Who supervises, assesses and observes whom, and what stands against it.

-- Where one person does both, why, and who reads as the second.
ALTER TABLE assignment ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE assignment ADD COLUMN second_reader INTEGER REFERENCES person (id);
ALTER TABLE assignment ADD COLUMN ended_why INTEGER NOT NULL DEFAULT 0; -- enum assignment_end
ALTER TABLE assignment ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
CREATE INDEX assignment_second_reader ON assignment (second_reader) WHERE second_reader IS NOT NULL;

-- Somebody stands too near an ECSW to judge them: from a day, until it is ended.
CREATE TABLE conflict_of_interest (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  person INTEGER NOT NULL REFERENCES person (id),       -- who may not act
  about INTEGER NOT NULL REFERENCES person (id),        -- the ECSW
  kind INTEGER NOT NULL,            -- enum conflict_kind
  since INTEGER,                    -- when it began, if known: views given from then on are marked
  starts INTEGER NOT NULL,          -- when it was declared
  ends INTEGER,
  declared_by INTEGER NOT NULL REFERENCES person (id),
  ended_by INTEGER REFERENCES person (id),
  created INTEGER NOT NULL,
  CHECK (ends IS NULL OR ends >= starts),
  CHECK (person <> about)
) STRICT;
CREATE INDEX conflict_about ON conflict_of_interest (about);
CREATE INDEX conflict_person ON conflict_of_interest (person);

-- A view given by somebody who has since declared a conflict. The view stays as it was; this says what is known of it now.
CREATE TABLE view_taint (
  view_given INTEGER NOT NULL PRIMARY KEY REFERENCES view_given (id),
  conflict INTEGER NOT NULL REFERENCES conflict_of_interest (id),
  marked_at INTEGER NOT NULL
) STRICT;

-- How many ECSWs somebody has room for in a role at an employer, from a date.
CREATE TABLE capacity (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  person INTEGER NOT NULL REFERENCES person (id),
  organisation INTEGER NOT NULL REFERENCES organisation (id),
  role INTEGER NOT NULL,            -- enum role: supervisor or assessor
  most INTEGER NOT NULL,
  starts INTEGER NOT NULL,
  ends INTEGER,
  created INTEGER NOT NULL,
  CHECK (ends IS NULL OR ends >= starts),
  CHECK (most >= 0)
) STRICT;
CREATE INDEX capacity_person ON capacity (person, organisation, role);

-- Training for the part somebody plays, with the day until which it counts as current (none: for good).
CREATE TABLE training (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  person INTEGER NOT NULL REFERENCES person (id),
  kind INTEGER NOT NULL,            -- enum training_kind
  title TEXT NOT NULL,
  completed INTEGER NOT NULL,
  current_until INTEGER,
  recorded_by INTEGER REFERENCES person (id),
  created INTEGER NOT NULL,
  removed_at INTEGER,
  CHECK (current_until IS NULL OR current_until >= completed)
) STRICT;
CREATE INDEX training_person ON training (person, kind);

-- What may never be, whoever asks: acting on one's own portfolio, an assignment against a standing conflict, a supervisor
-- who assesses without leave of the programme and a second reader, a reader who is the ECSW or the reader of themself.
--[sqlite]
CREATE TRIGGER assignment_duties_insert BEFORE INSERT ON assignment
BEGIN
  SELECT RAISE(ABORT, 'constraint: assignment_own') WHERE EXISTS (
    SELECT 1 FROM induction i WHERE i.id = NEW.induction AND (i.ecsw = NEW.person OR i.ecsw = NEW.second_reader));
  SELECT RAISE(ABORT, 'constraint: assignment_reader') WHERE NEW.second_reader = NEW.person;
  SELECT RAISE(ABORT, 'constraint: assignment_conflict') WHERE EXISTS (
    SELECT 1 FROM conflict_of_interest c JOIN induction i ON i.ecsw = c.about
    WHERE i.id = NEW.induction AND (c.person = NEW.person OR c.person = NEW.second_reader)
      AND c.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(c.ends, 9999999));
  SELECT RAISE(ABORT, 'constraint: assignment_both') WHERE NEW.role IN (2, 3) AND EXISTS (
    SELECT 1 FROM assignment r JOIN induction i ON i.id = r.induction JOIN programme g ON g.id = i.programme
    WHERE r.induction = NEW.induction AND r.person = NEW.person AND r.role IN (2, 3) AND r.role <> NEW.role
      AND r.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(r.ends, 9999999)
      AND (g.supervisor_may_assess = 0 OR (NEW.second_reader IS NULL AND r.second_reader IS NULL)));
END;
CREATE TRIGGER assignment_duties_update BEFORE UPDATE OF induction, person, role, starts, ends, second_reader ON assignment
BEGIN
  SELECT RAISE(ABORT, 'constraint: assignment_own') WHERE EXISTS (
    SELECT 1 FROM induction i WHERE i.id = NEW.induction AND (i.ecsw = NEW.person OR i.ecsw = NEW.second_reader));
  SELECT RAISE(ABORT, 'constraint: assignment_reader') WHERE NEW.second_reader = NEW.person;
  SELECT RAISE(ABORT, 'constraint: assignment_conflict') WHERE EXISTS (
    SELECT 1 FROM conflict_of_interest c JOIN induction i ON i.ecsw = c.about
    WHERE i.id = NEW.induction AND (c.person = NEW.person OR c.person = NEW.second_reader)
      AND c.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(c.ends, 9999999));
  SELECT RAISE(ABORT, 'constraint: assignment_both') WHERE NEW.role IN (2, 3) AND EXISTS (
    SELECT 1 FROM assignment r JOIN induction i ON i.id = r.induction JOIN programme g ON g.id = i.programme
    WHERE r.id <> NEW.id AND r.induction = NEW.induction AND r.person = NEW.person AND r.role IN (2, 3)
      AND r.role <> NEW.role AND r.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(r.ends, 9999999)
      AND (g.supervisor_may_assess = 0 OR (NEW.second_reader IS NULL AND r.second_reader IS NULL)));
END;
CREATE TRIGGER conflict_assigned BEFORE INSERT ON conflict_of_interest
BEGIN
  SELECT RAISE(ABORT, 'constraint: conflict_assigned') WHERE EXISTS (
    SELECT 1 FROM assignment a JOIN induction i ON i.id = a.induction
    WHERE i.ecsw = NEW.about AND (a.person = NEW.person OR a.second_reader = NEW.person)
      AND a.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(a.ends, 9999999));
END;
CREATE TRIGGER conflict_overlap BEFORE INSERT ON conflict_of_interest
WHEN EXISTS (SELECT 1 FROM conflict_of_interest r WHERE r.person = NEW.person AND r.about = NEW.about
             AND r.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(r.ends, 9999999))
BEGIN SELECT RAISE(ABORT, 'constraint: conflict_overlap'); END;
CREATE TRIGGER capacity_overlap_insert BEFORE INSERT ON capacity
WHEN EXISTS (SELECT 1 FROM capacity r WHERE r.person = NEW.person AND r.organisation = NEW.organisation
             AND r.role = NEW.role AND r.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(r.ends, 9999999))
BEGIN SELECT RAISE(ABORT, 'constraint: capacity_overlap'); END;
CREATE TRIGGER capacity_overlap_update BEFORE UPDATE ON capacity
WHEN EXISTS (SELECT 1 FROM capacity r WHERE r.id <> NEW.id AND r.person = NEW.person AND r.organisation = NEW.organisation
             AND r.role = NEW.role AND r.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(r.ends, 9999999))
BEGIN SELECT RAISE(ABORT, 'constraint: capacity_overlap'); END;
--[postgresql]
CREATE FUNCTION assignment_duties() RETURNS trigger AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM induction i WHERE i.id = NEW.induction AND (i.ecsw = NEW.person OR i.ecsw = NEW.second_reader)) THEN
    RAISE EXCEPTION 'assignment_own' USING ERRCODE = '23514', CONSTRAINT = 'assignment_own';
  END IF;
  IF NEW.second_reader = NEW.person THEN
    RAISE EXCEPTION 'assignment_reader' USING ERRCODE = '23514', CONSTRAINT = 'assignment_reader';
  END IF;
  IF EXISTS (SELECT 1 FROM conflict_of_interest c JOIN induction i ON i.ecsw = c.about
    WHERE i.id = NEW.induction AND (c.person = NEW.person OR c.person = NEW.second_reader)
      AND c.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(c.ends, 9999999)) THEN
    RAISE EXCEPTION 'assignment_conflict' USING ERRCODE = '23514', CONSTRAINT = 'assignment_conflict';
  END IF;
  IF NEW.role IN (2, 3) AND EXISTS (
    SELECT 1 FROM assignment r JOIN induction i ON i.id = r.induction JOIN programme g ON g.id = i.programme
    WHERE r.id <> NEW.id AND r.induction = NEW.induction AND r.person = NEW.person AND r.role IN (2, 3)
      AND r.role <> NEW.role AND r.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(r.ends, 9999999)
      AND (g.supervisor_may_assess = 0 OR (NEW.second_reader IS NULL AND r.second_reader IS NULL))) THEN
    RAISE EXCEPTION 'assignment_both' USING ERRCODE = '23514', CONSTRAINT = 'assignment_both';
  END IF;
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER assignment_duties BEFORE INSERT OR UPDATE OF induction, person, role, starts, ends, second_reader
  ON assignment FOR EACH ROW EXECUTE FUNCTION assignment_duties();
CREATE FUNCTION conflict_assigned() RETURNS trigger AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM assignment a JOIN induction i ON i.id = a.induction
    WHERE i.ecsw = NEW.about AND (a.person = NEW.person OR a.second_reader = NEW.person)
      AND a.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(a.ends, 9999999)) THEN
    RAISE EXCEPTION 'conflict_assigned' USING ERRCODE = '23514', CONSTRAINT = 'conflict_assigned';
  END IF;
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER conflict_assigned BEFORE INSERT ON conflict_of_interest FOR EACH ROW EXECUTE FUNCTION conflict_assigned();
ALTER TABLE conflict_of_interest ADD CONSTRAINT conflict_overlap EXCLUDE USING gist
  (person WITH =, about WITH =, int8range(starts, ends, '[]') WITH &&);
ALTER TABLE capacity ADD CONSTRAINT capacity_overlap EXCLUDE USING gist
  (person WITH =, organisation WITH =, role WITH =, int8range(starts, ends, '[]') WITH &&);
--[end]

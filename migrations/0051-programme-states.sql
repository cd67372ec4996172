-- A programme is a draft until the department publishes it; from then on nothing of its rules changes, nobody can be started on one that
-- is a draft or withdrawn, and nobody who began is moved but by a recorded act. What was here before was in use: it is published.
ALTER TABLE programme ADD COLUMN state INTEGER NOT NULL DEFAULT 2; -- enum programme_state
ALTER TABLE programme ADD COLUMN published_at INTEGER;             -- NULL: before there were drafts
ALTER TABLE programme ADD COLUMN published_by INTEGER REFERENCES person (id);
ALTER TABLE programme ADD COLUMN sole_operator INTEGER NOT NULL DEFAULT 0; -- published from the command line by who brought it in, and recorded as such
ALTER TABLE programme ADD COLUMN withdrawn_at INTEGER;
ALTER TABLE programme ADD COLUMN withdrawn_by INTEGER REFERENCES person (id);

-- What a published programme could not say at first, said once: a key and what stands there, read with its rules.
CREATE TABLE programme_addition (
  id INTEGER PRIMARY KEY,
  programme INTEGER NOT NULL REFERENCES programme (id),
  key TEXT NOT NULL,                -- "calendar", "next.themes"
  body TEXT NOT NULL,               -- JSON
  created INTEGER NOT NULL,
  UNIQUE (programme, key)
) STRICT;

-- Somebody goes to a newer version of their programme, when they want it: offered to them or asked for by them, and then done.
CREATE TABLE programme_move (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  induction INTEGER NOT NULL REFERENCES induction (id),
  from_programme INTEGER NOT NULL REFERENCES programme (id),
  to_programme INTEGER NOT NULL REFERENCES programme (id),
  state INTEGER NOT NULL,           -- enum move_state
  begun INTEGER NOT NULL,
  begun_by INTEGER NOT NULL REFERENCES person (id),
  wanted_at INTEGER,                -- the ECSW asked for it, or agreed
  closed_at INTEGER,                -- done, or not to be
  closed_by INTEGER REFERENCES person (id),
  reason TEXT NOT NULL DEFAULT '',  -- the coordinator's, when it is not to be
  end_before INTEGER,               -- dates: the latest end by either, on the day it was done
  end_after INTEGER,
  CHECK (to_programme <> from_programme),
  CHECK (state <> 3 OR wanted_at IS NOT NULL)
) STRICT;
CREATE INDEX programme_move_induction ON programme_move (induction);
CREATE UNIQUE INDEX programme_move_open ON programme_move (induction) WHERE closed_at IS NULL;

-- What an employer has varied of a programme, within the bounds the programme sets, for the better: laid over its own value from a day.
CREATE TABLE variation (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  organisation INTEGER NOT NULL REFERENCES organisation (id),
  programme INTEGER NOT NULL REFERENCES programme (id),
  what INTEGER NOT NULL,            -- enum variable
  value INTEGER NOT NULL,
  starts INTEGER NOT NULL,          -- date
  ends INTEGER,                     -- date, the last day; before `starts`: it never held
  reason TEXT NOT NULL,
  created INTEGER NOT NULL,
  created_by INTEGER NOT NULL REFERENCES person (id),
  ended_at INTEGER,
  ended_by INTEGER REFERENCES person (id),
  CHECK (what IN (1, 2, 3, 4)),
  CHECK (value > 0),
  CHECK ((ends IS NULL) = (ended_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX variation_open ON variation (organisation, programme, what) WHERE ends IS NULL;
CREATE INDEX variation_programme ON variation (programme, organisation);

--[sqlite]
CREATE TRIGGER programme_kept BEFORE UPDATE OF uuid, slug, name, framework, months, enough_kinds, enough_observed, enough_months, answer_days,
  rules, is_national, contains, supervisor_may_assess, illustrative, published, in_force, replaces, created ON programme
WHEN OLD.state <> 1
BEGIN SELECT RAISE(ABORT, 'constraint: programme_kept'); END;
CREATE TRIGGER programme_back BEFORE UPDATE OF state ON programme
WHEN NEW.state <> OLD.state AND NOT (OLD.state = 1 AND NEW.state = 2) AND NOT (OLD.state = 2 AND NEW.state = 3)
BEGIN SELECT RAISE(ABORT, 'constraint: programme_back'); END;
CREATE TRIGGER programme_stays BEFORE DELETE ON programme
WHEN OLD.state <> 1
BEGIN SELECT RAISE(ABORT, 'constraint: programme_stays'); END;
CREATE TRIGGER programme_addition_changed BEFORE UPDATE ON programme_addition
BEGIN SELECT RAISE(ABORT, 'constraint: programme_addition_kept'); END;
CREATE TRIGGER programme_addition_gone BEFORE DELETE ON programme_addition
BEGIN SELECT RAISE(ABORT, 'constraint: programme_addition_kept'); END;
CREATE TRIGGER induction_begins BEFORE INSERT ON induction
WHEN NOT EXISTS (SELECT 1 FROM programme g WHERE g.id = NEW.programme AND g.state = 2)
BEGIN SELECT RAISE(ABORT, 'constraint: induction_begins'); END;
CREATE TRIGGER induction_stays BEFORE UPDATE OF programme ON induction
WHEN NEW.programme <> OLD.programme AND NOT EXISTS (SELECT 1 FROM programme_move m JOIN programme g ON g.id = m.to_programme
  WHERE m.induction = OLD.id AND m.from_programme = OLD.programme AND m.to_programme = NEW.programme AND m.state = 3 AND g.state = 2)
BEGIN SELECT RAISE(ABORT, 'constraint: induction_stays'); END;
CREATE TRIGGER variation_kept BEFORE UPDATE ON variation
WHEN OLD.ended_at IS NOT NULL OR NEW.uuid <> OLD.uuid OR NEW.organisation <> OLD.organisation OR NEW.programme <> OLD.programme
  OR NEW.what <> OLD.what OR NEW.value <> OLD.value OR NEW.starts <> OLD.starts OR NEW.reason <> OLD.reason
  OR NEW.created <> OLD.created OR NEW.created_by <> OLD.created_by
BEGIN SELECT RAISE(ABORT, 'constraint: variation_kept'); END;
CREATE TRIGGER variation_stays BEFORE DELETE ON variation
BEGIN SELECT RAISE(ABORT, 'constraint: variation_kept'); END;
--[postgresql]
CREATE FUNCTION programme_kept() RETURNS trigger AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 1 THEN
      RAISE EXCEPTION 'programme_stays' USING ERRCODE = '23514', CONSTRAINT = 'programme_stays';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.state <> 1 AND (NEW.uuid <> OLD.uuid OR NEW.slug <> OLD.slug OR NEW.name <> OLD.name OR NEW.framework <> OLD.framework
      OR NEW.months <> OLD.months OR NEW.enough_kinds <> OLD.enough_kinds OR NEW.enough_observed <> OLD.enough_observed
      OR NEW.enough_months <> OLD.enough_months OR NEW.answer_days <> OLD.answer_days OR NEW.rules <> OLD.rules
      OR NEW.is_national <> OLD.is_national OR NEW.contains IS DISTINCT FROM OLD.contains
      OR NEW.supervisor_may_assess <> OLD.supervisor_may_assess OR NEW.illustrative <> OLD.illustrative
      OR NEW.published IS DISTINCT FROM OLD.published OR NEW.in_force IS DISTINCT FROM OLD.in_force
      OR NEW.replaces IS DISTINCT FROM OLD.replaces OR NEW.created <> OLD.created) THEN
    RAISE EXCEPTION 'programme_kept' USING ERRCODE = '23514', CONSTRAINT = 'programme_kept';
  END IF;
  IF NEW.state <> OLD.state AND NOT (OLD.state = 1 AND NEW.state = 2) AND NOT (OLD.state = 2 AND NEW.state = 3) THEN
    RAISE EXCEPTION 'programme_back' USING ERRCODE = '23514', CONSTRAINT = 'programme_back';
  END IF;
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER programme_kept BEFORE UPDATE OR DELETE ON programme FOR EACH ROW EXECUTE FUNCTION programme_kept();
CREATE FUNCTION programme_addition_kept() RETURNS trigger AS $$
BEGIN
  RAISE EXCEPTION 'programme_addition_kept' USING ERRCODE = '23514', CONSTRAINT = 'programme_addition_kept';
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER programme_addition_kept BEFORE UPDATE OR DELETE ON programme_addition FOR EACH ROW EXECUTE FUNCTION programme_addition_kept();
CREATE FUNCTION induction_begins() RETURNS trigger AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NOT EXISTS (SELECT 1 FROM programme g WHERE g.id = NEW.programme AND g.state = 2) THEN
    RAISE EXCEPTION 'induction_begins' USING ERRCODE = '23514', CONSTRAINT = 'induction_begins';
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.programme <> OLD.programme AND NOT EXISTS (SELECT 1 FROM programme_move m JOIN programme g ON g.id = m.to_programme
      WHERE m.induction = OLD.id AND m.from_programme = OLD.programme AND m.to_programme = NEW.programme AND m.state = 3 AND g.state = 2) THEN
    RAISE EXCEPTION 'induction_stays' USING ERRCODE = '23514', CONSTRAINT = 'induction_stays';
  END IF;
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER induction_begins BEFORE INSERT OR UPDATE OF programme ON induction FOR EACH ROW EXECUTE FUNCTION induction_begins();
CREATE FUNCTION variation_kept() RETURNS trigger AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL OR NEW.uuid <> OLD.uuid OR NEW.organisation <> OLD.organisation
      OR NEW.programme <> OLD.programme OR NEW.what <> OLD.what OR NEW.value <> OLD.value OR NEW.starts <> OLD.starts
      OR NEW.reason <> OLD.reason OR NEW.created <> OLD.created OR NEW.created_by <> OLD.created_by THEN
    RAISE EXCEPTION 'variation_kept' USING ERRCODE = '23514', CONSTRAINT = 'variation_kept';
  END IF;
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER variation_kept BEFORE UPDATE OR DELETE ON variation FOR EACH ROW EXECUTE FUNCTION variation_kept();
--[end]

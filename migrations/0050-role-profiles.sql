-- How a kind of job meets the standards (C2): every statement is core, and only exceptions have a line. An employer drafts one, a
-- national administrator approves it or sends it back, another publishes it; from then on nothing of it changes, and a newer
-- version takes its place. Whoever is on an older one stays on it.
CREATE TABLE role_profile (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  organisation INTEGER NOT NULL REFERENCES organisation (id),
  framework INTEGER NOT NULL REFERENCES framework (id),
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  job TEXT NOT NULL,                -- what the job is, for somebody who does not know it
  state INTEGER NOT NULL,           -- enum profile_state
  version INTEGER NOT NULL,
  replaces INTEGER REFERENCES role_profile (id),
  created INTEGER NOT NULL,
  created_by INTEGER NOT NULL REFERENCES person (id),
  asked_at INTEGER,
  asked_by INTEGER REFERENCES person (id),
  returned_at INTEGER,
  returned_by INTEGER REFERENCES person (id),
  reasons TEXT NOT NULL DEFAULT '', -- of the last time it was sent back
  approved_at INTEGER,
  approved_by INTEGER REFERENCES person (id),
  published_at INTEGER,
  published_by INTEGER REFERENCES person (id),
  sole_operator INTEGER NOT NULL DEFAULT 0,  -- approved and published by one person, there being no other, and recorded as such
  replaced_at INTEGER,
  CHECK (replaces <> id)
) STRICT;
CREATE INDEX role_profile_organisation ON role_profile (organisation, state);
CREATE INDEX role_profile_name ON role_profile (name_sort, id);
CREATE INDEX role_profile_published ON role_profile (published_at, id);
CREATE INDEX role_profile_framework ON role_profile (framework, state);
CREATE UNIQUE INDEX role_profile_replaces ON role_profile (replaces) WHERE replaces IS NOT NULL;

-- One exception: how one statement is met in that job.
CREATE TABLE role_profile_line (
  id INTEGER PRIMARY KEY,
  profile INTEGER NOT NULL REFERENCES role_profile (id),
  item INTEGER NOT NULL REFERENCES framework_item (id),
  way INTEGER NOT NULL,             -- enum profile_way: adapted, arranged, not applicable
  words TEXT NOT NULL,              -- guidance, what is arranged, or the reason
  partner INTEGER REFERENCES organisation (id),
  starts INTEGER,                   -- date; of what is arranged
  ends INTEGER,
  CHECK (way IN (1, 2, 3)),
  CHECK (ends IS NULL OR ends >= starts),
  UNIQUE (profile, item)
) STRICT;

-- Which profile somebody's job has, from a day on until the next row begins; no profile: the standards as they stand. A row that was a
-- mistake is taken back, and stays.
CREATE TABLE induction_profile (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  induction INTEGER NOT NULL REFERENCES induction (id),
  profile INTEGER REFERENCES role_profile (id),
  starts INTEGER NOT NULL,          -- date
  created INTEGER NOT NULL,
  created_by INTEGER NOT NULL REFERENCES person (id),
  taken_back_at INTEGER,
  taken_back_by INTEGER REFERENCES person (id)
) STRICT;
CREATE UNIQUE INDEX induction_profile_from ON induction_profile (induction, starts) WHERE taken_back_at IS NULL;
CREATE INDEX induction_profile_of ON induction_profile (profile);

-- What an employer asks besides the national standards (C5): its own statements, beside an outcome. Nothing is linked to them, and nothing
-- adds them up with the national ones.
CREATE TABLE supplement (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  organisation INTEGER NOT NULL REFERENCES organisation (id),
  item INTEGER NOT NULL REFERENCES framework_item (id),  -- the outcome it stands beside
  code TEXT NOT NULL,
  text TEXT NOT NULL,
  starts INTEGER NOT NULL,          -- date
  created INTEGER NOT NULL,
  created_by INTEGER NOT NULL REFERENCES person (id),
  ended_at INTEGER,
  ended_by INTEGER REFERENCES person (id)
) STRICT;
CREATE INDEX supplement_organisation ON supplement (organisation, ended_at);
CREATE UNIQUE INDEX supplement_code ON supplement (organisation, code) WHERE ended_at IS NULL;

-- It was said that a partner takes part in no cases of this employer's people (C17): nothing is arranged with one of whom it was not.
ALTER TABLE partnership ADD COLUMN apart_at INTEGER;
ALTER TABLE partnership ADD COLUMN apart_by INTEGER REFERENCES person (id);

--[sqlite]
CREATE TRIGGER role_profile_kept BEFORE UPDATE OF uuid, organisation, framework, name, job, replaces, created_by ON role_profile
WHEN OLD.state NOT IN (1, 3)
BEGIN SELECT RAISE(ABORT, 'constraint: role_profile_kept'); END;
CREATE TRIGGER role_profile_back BEFORE UPDATE OF state, published_at, published_by ON role_profile
WHEN OLD.state >= 5 AND NOT (OLD.state = 5 AND NEW.state = 6 AND NEW.published_at = OLD.published_at AND NEW.published_by = OLD.published_by)
BEGIN SELECT RAISE(ABORT, 'constraint: role_profile_back'); END;
CREATE TRIGGER role_profile_stays BEFORE DELETE ON role_profile
WHEN OLD.state <> 1
BEGIN SELECT RAISE(ABORT, 'constraint: role_profile_stays'); END;
CREATE TRIGGER role_profile_line_added BEFORE INSERT ON role_profile_line
WHEN EXISTS (SELECT 1 FROM role_profile p WHERE p.id = NEW.profile AND p.state NOT IN (1, 3))
BEGIN SELECT RAISE(ABORT, 'constraint: role_profile_line_kept'); END;
CREATE TRIGGER role_profile_line_changed BEFORE UPDATE ON role_profile_line
WHEN EXISTS (SELECT 1 FROM role_profile p WHERE p.id IN (OLD.profile, NEW.profile) AND p.state NOT IN (1, 3))
BEGIN SELECT RAISE(ABORT, 'constraint: role_profile_line_kept'); END;
CREATE TRIGGER role_profile_line_gone BEFORE DELETE ON role_profile_line
WHEN EXISTS (SELECT 1 FROM role_profile p WHERE p.id = OLD.profile AND p.state NOT IN (1, 3))
BEGIN SELECT RAISE(ABORT, 'constraint: role_profile_line_kept'); END;
--[postgresql]
CREATE FUNCTION role_profile_kept() RETURNS trigger AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 1 THEN
      RAISE EXCEPTION 'role_profile_stays' USING ERRCODE = '23514', CONSTRAINT = 'role_profile_stays';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.state NOT IN (1, 3) AND (NEW.uuid <> OLD.uuid OR NEW.organisation <> OLD.organisation OR NEW.framework <> OLD.framework
      OR NEW.name <> OLD.name OR NEW.job <> OLD.job OR NEW.replaces IS DISTINCT FROM OLD.replaces OR NEW.created_by <> OLD.created_by) THEN
    RAISE EXCEPTION 'role_profile_kept' USING ERRCODE = '23514', CONSTRAINT = 'role_profile_kept';
  END IF;
  IF OLD.state >= 5 AND (NEW.state <> OLD.state OR NEW.published_at <> OLD.published_at OR NEW.published_by <> OLD.published_by)
      AND NOT (OLD.state = 5 AND NEW.state = 6 AND NEW.published_at = OLD.published_at AND NEW.published_by = OLD.published_by) THEN
    RAISE EXCEPTION 'role_profile_back' USING ERRCODE = '23514', CONSTRAINT = 'role_profile_back';
  END IF;
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER role_profile_kept BEFORE UPDATE OR DELETE ON role_profile FOR EACH ROW EXECUTE FUNCTION role_profile_kept();
CREATE FUNCTION role_profile_line_kept() RETURNS trigger AS $$
DECLARE
  changed BIGINT := CASE WHEN TG_OP = 'INSERT' THEN NEW.profile ELSE OLD.profile END;
BEGIN
  IF EXISTS (SELECT 1 FROM role_profile p WHERE p.id = changed AND p.state NOT IN (1, 3))
      OR (TG_OP = 'UPDATE' AND NEW.profile <> OLD.profile) THEN
    RAISE EXCEPTION 'role_profile_line_kept' USING ERRCODE = '23514', CONSTRAINT = 'role_profile_line_kept';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER role_profile_line_kept BEFORE INSERT OR UPDATE OR DELETE ON role_profile_line
  FOR EACH ROW EXECUTE FUNCTION role_profile_line_kept();
--[end]

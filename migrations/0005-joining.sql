-- Joining a programme: eligibility, funding, registration, hours.

-- A programme's rules are its data (`rules`); these columns are what queries need of them. One that has been used never
-- changes: another version has another slug, and nobody is moved to it.
ALTER TABLE programme ADD COLUMN is_national INTEGER NOT NULL DEFAULT 1;
ALTER TABLE programme ADD COLUMN contains INTEGER REFERENCES programme (id); -- a local one: the national one inside it
ALTER TABLE programme ADD COLUMN organisation INTEGER REFERENCES organisation (id); -- whose own it is; NULL: for everyone
ALTER TABLE programme ADD COLUMN supervisor_may_assess INTEGER NOT NULL DEFAULT 0; -- 0 no, 1 with a second reader
ALTER TABLE programme ADD COLUMN illustrative INTEGER NOT NULL DEFAULT 1;
ALTER TABLE programme ADD COLUMN published INTEGER; -- date
ALTER TABLE programme ADD COLUMN in_force INTEGER;  -- date

-- One open national induction a person. A local programme may contain it and goes on when it has its outcome.
ALTER TABLE induction ADD COLUMN is_national INTEGER NOT NULL DEFAULT 1; -- as its programme's
ALTER TABLE induction ADD COLUMN contained_in INTEGER REFERENCES induction (id); -- the local induction around it
DROP INDEX induction_open;
CREATE UNIQUE INDEX induction_open_national ON induction (ecsw) WHERE ended IS NULL AND is_national = 1;
CREATE UNIQUE INDEX induction_open_local ON induction (ecsw) WHERE ended IS NULL AND is_national = 0;
CREATE INDEX induction_ecsw ON induction (ecsw, ended);
CREATE INDEX induction_contained_in ON induction (contained_in) WHERE contained_in IS NOT NULL;

-- Somebody on the way into a programme: who, which, and how far. The person may not have an account yet.
CREATE TABLE joining (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  organisation INTEGER NOT NULL REFERENCES organisation (id),
  programme INTEGER NOT NULL REFERENCES programme (id),
  person INTEGER REFERENCES person (id),
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  email TEXT NOT NULL,
  state INTEGER NOT NULL,           -- enum joining_state
  outcome INTEGER NOT NULL,         -- enum eligibility: the result that stands
  induction INTEGER REFERENCES induction (id), -- once it has started
  version INTEGER NOT NULL,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  created_by INTEGER REFERENCES person (id)
) STRICT;
CREATE INDEX joining_organisation ON joining (organisation, changed, id);
CREATE INDEX joining_organisation_name ON joining (organisation, name_folded, id);
CREATE INDEX joining_person ON joining (person) WHERE person IS NOT NULL;
CREATE INDEX joining_induction ON joining (induction) WHERE induction IS NOT NULL;

-- Every answer ever given, by whom and when; one stands at a time.
CREATE TABLE eligibility_answer (
  id INTEGER PRIMARY KEY,
  joining INTEGER NOT NULL REFERENCES joining (id),
  question TEXT NOT NULL,           -- keys of the programme's table
  answer TEXT NOT NULL,
  person INTEGER REFERENCES person (id),
  given_at INTEGER NOT NULL,
  replaced_at INTEGER
) STRICT;
CREATE UNIQUE INDEX eligibility_answer_stands ON eligibility_answer (joining, question) WHERE replaced_at IS NULL;
CREATE INDEX eligibility_answer_joining ON eligibility_answer (joining);
-- What the answers came to, by which rule. The newest stands.
CREATE TABLE eligibility_result (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  joining INTEGER NOT NULL REFERENCES joining (id),
  outcome INTEGER NOT NULL,         -- enum eligibility
  rule TEXT NOT NULL,               -- names of rules in the programme's data
  person INTEGER REFERENCES person (id),
  decided_at INTEGER NOT NULL
) STRICT;
CREATE INDEX eligibility_result_joining ON eligibility_result (joining);

-- Hours a week of an induction, in hundredths, beside the employer's full week. What was replaced is kept.
CREATE TABLE hours_period (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  induction INTEGER NOT NULL REFERENCES induction (id),
  starts INTEGER NOT NULL,
  ends INTEGER,
  hours INTEGER NOT NULL,
  full_week INTEGER NOT NULL,
  created INTEGER NOT NULL,
  created_by INTEGER REFERENCES person (id),
  replaced_at INTEGER,
  replaced_by INTEGER REFERENCES person (id),
  CHECK (ends IS NULL OR ends >= starts),
  CHECK (hours > 0 AND full_week > 0)
) STRICT;
CREATE INDEX hours_period_induction ON hours_period (induction, starts);

-- Whether the induction is paid for from the programme's grant, from when until when, and why. A correction replaces
-- what stood; what was believed before is kept.
CREATE TABLE funding_period (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  induction INTEGER NOT NULL REFERENCES induction (id),
  starts INTEGER NOT NULL,
  ends INTEGER,
  is_funded INTEGER NOT NULL,
  reason INTEGER NOT NULL,          -- enum funding_reason
  rule TEXT NOT NULL,               -- of the eligibility table, where it came from one
  note TEXT NOT NULL,
  created INTEGER NOT NULL,
  created_by INTEGER REFERENCES person (id),
  replaced_at INTEGER,
  replaced_by INTEGER REFERENCES person (id),
  CHECK (ends IS NULL OR ends >= starts)
) STRICT;
CREATE INDEX funding_period_induction ON funding_period (induction, starts);

--[sqlite]
CREATE TRIGGER hours_period_overlap_insert BEFORE INSERT ON hours_period
WHEN NEW.replaced_at IS NULL AND EXISTS (SELECT 1 FROM hours_period r WHERE r.induction = NEW.induction
             AND r.replaced_at IS NULL AND r.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(r.ends, 9999999))
BEGIN SELECT RAISE(ABORT, 'constraint: hours_period_overlap'); END;
CREATE TRIGGER hours_period_overlap_update BEFORE UPDATE ON hours_period
WHEN NEW.replaced_at IS NULL AND EXISTS (SELECT 1 FROM hours_period r WHERE r.id <> NEW.id AND r.induction = NEW.induction
             AND r.replaced_at IS NULL AND r.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(r.ends, 9999999))
BEGIN SELECT RAISE(ABORT, 'constraint: hours_period_overlap'); END;
CREATE TRIGGER funding_period_overlap_insert BEFORE INSERT ON funding_period
WHEN NEW.replaced_at IS NULL AND EXISTS (SELECT 1 FROM funding_period r WHERE r.induction = NEW.induction
             AND r.replaced_at IS NULL
             AND r.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(r.ends, 9999999))
BEGIN SELECT RAISE(ABORT, 'constraint: funding_period_overlap'); END;
CREATE TRIGGER funding_period_overlap_update BEFORE UPDATE ON funding_period
WHEN NEW.replaced_at IS NULL AND EXISTS (SELECT 1 FROM funding_period r WHERE r.id <> NEW.id AND r.induction = NEW.induction
             AND r.replaced_at IS NULL
             AND r.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(r.ends, 9999999))
BEGIN SELECT RAISE(ABORT, 'constraint: funding_period_overlap'); END;
--[postgresql]
ALTER TABLE hours_period ADD CONSTRAINT hours_period_overlap EXCLUDE USING gist
  (induction WITH =, int8range(starts, ends, '[]') WITH &&) WHERE (replaced_at IS NULL);
ALTER TABLE funding_period ADD CONSTRAINT funding_period_overlap EXCLUDE USING gist
  (induction WITH =, int8range(starts, ends, '[]') WITH &&) WHERE (replaced_at IS NULL);
--[end]

-- What an ECSW says of themselves when they register: one row a person, each part written by itself.
CREATE TABLE ecsw_details (
  person INTEGER NOT NULL PRIMARY KEY REFERENCES person (id),
  version INTEGER NOT NULL,
  confirmed_at INTEGER,             -- name and registration number are right
  born INTEGER,                     -- date
  registered_on INTEGER,            -- date
  qualification TEXT NOT NULL DEFAULT '',
  qualified_year INTEGER,
  route TEXT NOT NULL DEFAULT '',   -- key of the programme's list
  equality_at INTEGER,              -- the optional page was answered or passed over; says nothing of the answers
  changed INTEGER NOT NULL
) STRICT;

-- Answers about protected characteristics: read by nobody but who gave them, and as suppressed sums. 0: prefers not to say.
CREATE TABLE equality_answer (
  person INTEGER NOT NULL PRIMARY KEY REFERENCES person (id),
  sex INTEGER NOT NULL,
  gender INTEGER NOT NULL,
  ethnic_group INTEGER NOT NULL,
  disability INTEGER NOT NULL,
  religion INTEGER NOT NULL,
  orientation INTEGER NOT NULL,
  caring INTEGER NOT NULL
) STRICT;

-- Organisations: what they are called elsewhere, who they work with, and what becomes of them. And what lists of
-- organisations and people are read by, so that a page of one costs the same however many there are.

ALTER TABLE organisation ADD COLUMN name_sort TEXT NOT NULL DEFAULT '';  -- the name folded (text_fold)
ALTER TABLE organisation ADD COLUMN opened INTEGER;              -- date, where it is known
ALTER TABLE organisation ADD COLUMN closed INTEGER;              -- date: the last day it took part
ALTER TABLE organisation ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE organisation ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE organisation ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE organisation ADD COLUMN liaison INTEGER REFERENCES person (id);   -- who at the department looks after it
ALTER TABLE organisation ADD COLUMN primary_coordinator INTEGER REFERENCES person (id);
ALTER TABLE organisation ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
UPDATE organisation SET name_sort = LOWER(name);
CREATE INDEX organisation_by_name ON organisation (name_sort);
CREATE INDEX organisation_by_created ON organisation (created);

-- What it was called before, until the day before another name began.
CREATE TABLE organisation_name (
  id INTEGER PRIMARY KEY,
  organisation INTEGER NOT NULL REFERENCES organisation (id),
  name TEXT NOT NULL,
  ends INTEGER NOT NULL,
  created INTEGER NOT NULL
) STRICT;
CREATE INDEX organisation_name_of ON organisation_name (organisation, ends);

-- What others call it: a code of a scheme, from a date until a date (the last day) or open. One code belongs to one
-- organisation at a time; an organisation may have several of one scheme, as a trust has that serves two authorities.
CREATE TABLE organisation_code (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  organisation INTEGER NOT NULL REFERENCES organisation (id),
  scheme INTEGER NOT NULL,          -- enum code_scheme
  code TEXT NOT NULL,
  starts INTEGER NOT NULL,
  ends INTEGER,
  created INTEGER NOT NULL,
  CHECK (ends IS NULL OR ends >= starts)
) STRICT;
CREATE INDEX organisation_code_of ON organisation_code (organisation, scheme);
CREATE INDEX organisation_code_by ON organisation_code (scheme, code);

-- Who works with whom, dated: `partner` does something for `organisation`.
CREATE TABLE partnership (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  organisation INTEGER NOT NULL REFERENCES organisation (id),
  partner INTEGER NOT NULL REFERENCES organisation (id),
  kind INTEGER NOT NULL,            -- enum partnership_kind
  starts INTEGER NOT NULL,
  ends INTEGER,
  created INTEGER NOT NULL,
  CHECK (organisation <> partner),
  CHECK (ends IS NULL OR ends >= starts)
) STRICT;
CREATE INDEX partnership_of ON partnership (organisation, kind);
CREATE INDEX partnership_by ON partnership (partner, kind);

-- What became of organisations: several into one, or one into several, on a day. Proposed by one national administrator,
-- done by another.
CREATE TABLE succession (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  kind INTEGER NOT NULL,            -- enum succession_kind
  state INTEGER NOT NULL,           -- enum succession_state
  on_date INTEGER NOT NULL,         -- the first day of what comes after
  proposed_by INTEGER NOT NULL REFERENCES person (id),
  proposed_at INTEGER NOT NULL,
  decided_by INTEGER REFERENCES person (id),
  decided_at INTEGER,
  sole_operator INTEGER NOT NULL DEFAULT 0   -- done by one person, there being no other, and recorded as such
) STRICT;
CREATE TABLE succession_part (
  succession INTEGER NOT NULL REFERENCES succession (id),
  organisation INTEGER NOT NULL REFERENCES organisation (id),
  becomes INTEGER NOT NULL REFERENCES organisation (id),
  team TEXT NOT NULL DEFAULT '',    -- of a split: the team that goes there; empty for everybody else
  PRIMARY KEY (succession, organisation, becomes, team)
) STRICT;
CREATE INDEX succession_part_from ON succession_part (organisation);
CREATE INDEX succession_part_to ON succession_part (becomes);

-- Which employer an induction was with before, until the day before another followed it.
CREATE TABLE induction_employer_before (
  id INTEGER PRIMARY KEY,
  induction INTEGER NOT NULL REFERENCES induction (id),
  employer INTEGER NOT NULL REFERENCES organisation (id),
  ends INTEGER NOT NULL,
  succession INTEGER NOT NULL REFERENCES succession (id)
) STRICT;
CREATE INDEX induction_employer_before_of ON induction_employer_before (induction, ends);

--[sqlite]
CREATE TRIGGER organisation_code_overlap_insert BEFORE INSERT ON organisation_code
WHEN EXISTS (SELECT 1 FROM organisation_code c WHERE c.scheme = NEW.scheme AND c.code = NEW.code
             AND c.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(c.ends, 9999999))
BEGIN SELECT RAISE(ABORT, 'constraint: organisation_code_overlap'); END;
CREATE TRIGGER organisation_code_overlap_update BEFORE UPDATE ON organisation_code
WHEN EXISTS (SELECT 1 FROM organisation_code c WHERE c.id <> NEW.id AND c.scheme = NEW.scheme AND c.code = NEW.code
             AND c.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(c.ends, 9999999))
BEGIN SELECT RAISE(ABORT, 'constraint: organisation_code_overlap'); END;
CREATE TRIGGER partnership_overlap_insert BEFORE INSERT ON partnership
WHEN EXISTS (SELECT 1 FROM partnership p WHERE p.organisation = NEW.organisation AND p.partner = NEW.partner
             AND p.kind = NEW.kind AND p.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(p.ends, 9999999))
BEGIN SELECT RAISE(ABORT, 'constraint: partnership_overlap'); END;
CREATE TRIGGER partnership_overlap_update BEFORE UPDATE ON partnership
WHEN EXISTS (SELECT 1 FROM partnership p WHERE p.id <> NEW.id AND p.organisation = NEW.organisation
             AND p.partner = NEW.partner AND p.kind = NEW.kind
             AND p.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(p.ends, 9999999))
BEGIN SELECT RAISE(ABORT, 'constraint: partnership_overlap'); END;
--[postgresql]
ALTER TABLE organisation_code ADD CONSTRAINT organisation_code_overlap EXCLUDE USING gist
  (scheme WITH =, code WITH =, int8range(starts, ends, '[]') WITH &&);
ALTER TABLE partnership ADD CONSTRAINT partnership_overlap EXCLUDE USING gist
  (organisation WITH =, partner WITH =, kind WITH =, int8range(starts, ends, '[]') WITH &&);
--[end]

-- Whom a list of people holds, in the order of their names: one row for each organisation they hold or have held a role
-- in; scope 0 for everybody, -1 for coordinators and national staff, now or before. Kept by people_index.
ALTER TABLE person ADD COLUMN name_sort TEXT NOT NULL DEFAULT '';
UPDATE person SET name_sort = LOWER(name);
CREATE TABLE person_listed (
  scope INTEGER NOT NULL,           -- organisation, 0 or -1
  person INTEGER NOT NULL REFERENCES person (id),
  name_sort TEXT NOT NULL,
  PRIMARY KEY (scope, person)
) STRICT;
CREATE INDEX person_listed_name ON person_listed (scope, name_sort, person);
CREATE INDEX person_listed_person ON person_listed (person);
INSERT INTO person_listed (scope, person, name_sort) SELECT 0, p.id, p.name_sort FROM person p;
INSERT INTO person_listed (scope, person, name_sort)
SELECT DISTINCT r.organisation, p.id, p.name_sort FROM role_held r JOIN person p ON p.id = r.person;
INSERT INTO person_listed (scope, person, name_sort)
SELECT DISTINCT -1, p.id, p.name_sort FROM role_held r JOIN person p ON p.id = r.person WHERE r.role IN (4, 6, 7, 8);

-- Words that lists find people and organisations by, from their beginnings.
CREATE TABLE person_word (
  scope INTEGER NOT NULL,           -- as person_listed
  word TEXT NOT NULL,               -- folded: of the name, the address before its @, the registration number
  person INTEGER NOT NULL REFERENCES person (id),
  PRIMARY KEY (scope, word, person)
) STRICT;
CREATE INDEX person_word_person ON person_word (person);
CREATE TABLE organisation_word (
  word TEXT NOT NULL,               -- folded: of its name, its earlier names, its codes
  organisation INTEGER NOT NULL REFERENCES organisation (id),
  PRIMARY KEY (word, organisation)
) STRICT;
CREATE INDEX organisation_word_organisation ON organisation_word (organisation);

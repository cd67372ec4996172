-- The regulator's register, practice-educator standing, training.

-- What the register last said of somebody's number. One row a person; asked again every night.
CREATE TABLE register_finding (
  person INTEGER NOT NULL PRIMARY KEY REFERENCES person (id),
  number TEXT NOT NULL,
  status INTEGER NOT NULL,          -- enum register_status
  name TEXT NOT NULL,               -- as the register has it
  town TEXT NOT NULL,
  registered_from INTEGER,
  registered_until INTEGER,
  annotations TEXT NOT NULL,        -- one a line
  source INTEGER NOT NULL,          -- enum register_source
  asked_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,      -- since when it says this
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX register_finding_asked ON register_finding (asked_at);

-- A person has looked at both names and said whether they are one and the same. The newest for these names counts.
CREATE TABLE register_confirmation (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  person INTEGER NOT NULL REFERENCES person (id),
  number TEXT NOT NULL,
  register_name TEXT NOT NULL,
  own_name TEXT NOT NULL,
  is_same INTEGER NOT NULL,
  confirmed_by INTEGER NOT NULL REFERENCES person (id),
  confirmed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX register_confirmation_person ON register_confirmation (person);

-- A copy of the register, from a file: read beside the one in use, then taken into use at one stroke.
CREATE TABLE register_copy (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  person INTEGER NOT NULL REFERENCES person (id),
  name TEXT NOT NULL,               -- of the file
  bytes INTEGER NOT NULL,
  content BLOB,                     -- until it has been read
  state INTEGER NOT NULL,           -- enum register_copy_state
  rows_read INTEGER NOT NULL DEFAULT 0,
  rows_bad INTEGER NOT NULL DEFAULT 0,
  problems TEXT NOT NULL DEFAULT '', -- the first few, a line each: line number and what is wrong
  created INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
CREATE UNIQUE INDEX register_copy_in_use ON register_copy (state) WHERE state = 3;
CREATE TABLE register_row (
  copy INTEGER NOT NULL REFERENCES register_copy (id),
  number TEXT NOT NULL,
  name TEXT NOT NULL,
  status INTEGER NOT NULL,
  town TEXT NOT NULL,
  registered_from INTEGER,
  registered_until INTEGER,
  annotations TEXT NOT NULL,
  PRIMARY KEY (copy, number)
) STRICT;

-- How the asking went, for who looks after it.
CREATE TABLE register_source (
  source INTEGER NOT NULL PRIMARY KEY, -- enum register_source
  answered_at INTEGER,
  failed_at INTEGER,
  why TEXT NOT NULL
) STRICT;

-- Practice-educator standing: stage 1 or 2, and until when it is current.
CREATE TABLE educator_stage (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  person INTEGER NOT NULL REFERENCES person (id),
  stage INTEGER NOT NULL,
  awarded INTEGER NOT NULL,
  current_until INTEGER,
  recorded_by INTEGER REFERENCES person (id),
  created INTEGER NOT NULL,
  replaced_at INTEGER,
  CHECK (stage IN (1, 2)),
  CHECK (current_until IS NULL OR current_until >= awarded)
) STRICT;
CREATE UNIQUE INDEX educator_stage_stands ON educator_stage (person) WHERE replaced_at IS NULL;

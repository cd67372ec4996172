-- Many at once, from a spreadsheet: a file on its way to being checked, its rows, and what became of each.
-- Swept 30 days after it was sent; what was added stays.

CREATE TABLE bulk_import (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  person INTEGER NOT NULL REFERENCES person (id),
  role_held INTEGER NOT NULL REFERENCES role_held (id),  -- acting as, for whom
  kind INTEGER NOT NULL,            -- enum bulk_kind
  name TEXT NOT NULL,               -- of the file
  hash BLOB NOT NULL,               -- SHA-256 of its bytes
  content BLOB,                     -- the bytes, until its rows stand below
  state INTEGER NOT NULL,           -- enum bulk_state
  dates INTEGER NOT NULL,           -- enum date_order: what was answered, or asked
  reading TEXT NOT NULL DEFAULT '', -- what is said of the file as a whole: see app/bulk/bulk_read.h
  rows INTEGER NOT NULL DEFAULT 0,  -- in the file
  adding INTEGER NOT NULL DEFAULT 0, -- rows that the run which was confirmed last has to add
  created INTEGER NOT NULL,
  confirmed_at INTEGER,             -- the last time
  ended_at INTEGER,                 -- of that run
  invites_at INTEGER,               -- when the people it added are written to; until then it can be taken back
  swept_after INTEGER NOT NULL
) STRICT;
CREATE INDEX bulk_import_person ON bulk_import (person, created);

CREATE TABLE bulk_row (
  id INTEGER PRIMARY KEY,
  import INTEGER NOT NULL REFERENCES bulk_import (id),
  row INTEGER NOT NULL,             -- as the spreadsheet counts, without its heading
  state INTEGER NOT NULL,           -- enum bulk_row_state
  has_note INTEGER NOT NULL,
  name TEXT NOT NULL,               -- who or what it is about, as typed
  cells TEXT NOT NULL,              -- as typed, in the order of the kind's columns, parted by U+001F
  findings TEXT NOT NULL,           -- what is wrong with it or worth knowing: see app/bulk/bulk_check.h
  version INTEGER NOT NULL DEFAULT 1,
  organisation INTEGER REFERENCES organisation (id),     -- what came of it
  person INTEGER REFERENCES person (id),
  role_held INTEGER,
  induction INTEGER REFERENCES induction (id),
  made_person INTEGER NOT NULL DEFAULT 0, -- it was this row that made the person
  made_role INTEGER NOT NULL DEFAULT 0,   -- … and gave the role in role_held
  invited_at INTEGER,               -- written to
  UNIQUE (import, row)
) STRICT;
CREATE INDEX bulk_row_state ON bulk_row (import, state, has_note, row);
CREATE INDEX bulk_row_person ON bulk_row (person);

-- How an induction ended. One an induction, for ever.
CREATE TABLE induction_outcome (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  induction INTEGER NOT NULL UNIQUE REFERENCES induction (id),
  outcome INTEGER NOT NULL,         -- enum induction_outcome
  on_date INTEGER NOT NULL,
  recorded_by INTEGER NOT NULL REFERENCES person (id),
  created INTEGER NOT NULL
) STRICT;

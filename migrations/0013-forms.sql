-- What is asked for each kind of evidence, as data of the programme: versions that never change once published. A piece keeps
-- the one it was written with; one without (written before, or under a programme that has no forms) is one text.
CREATE TABLE evidence_form (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  programme INTEGER NOT NULL REFERENCES programme (id),
  kind INTEGER NOT NULL,            -- enum evidence_kind
  version INTEGER NOT NULL,
  body TEXT NOT NULL,               -- JSON, as programmes/README.md says
  published_at INTEGER NOT NULL,
  UNIQUE (programme, kind, version)
) STRICT;

ALTER TABLE evidence ADD COLUMN form INTEGER REFERENCES evidence_form (id);
ALTER TABLE evidence ADD COLUMN month_only INTEGER NOT NULL DEFAULT 0; -- on_date is the first of the month it was in
ALTER TABLE evidence_version ADD COLUMN form INTEGER REFERENCES evidence_form (id);
ALTER TABLE evidence_version ADD COLUMN month_only INTEGER NOT NULL DEFAULT 0;
ALTER TABLE evidence_version ADD COLUMN themes TEXT NOT NULL DEFAULT ''; -- keys, comma-separated

-- Answers beside the text of a piece: one a prompt, and what each version said.
CREATE TABLE evidence_answer (
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  prompt TEXT NOT NULL,             -- its id in the form
  text TEXT NOT NULL,               -- words, a choice's key, yes or no, a date as 2027-10-06 or 2027-10
  PRIMARY KEY (evidence, prompt)
) STRICT;
CREATE TABLE evidence_version_answer (
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  version INTEGER NOT NULL,
  prompt TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (evidence, version, prompt)
) STRICT;

-- Themes of the framework that its writer says a piece is about.
CREATE TABLE evidence_theme (
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  thread TEXT NOT NULL,             -- key of the framework's thread
  PRIMARY KEY (evidence, thread)
) STRICT;

-- What somebody else than its writer is asked for on a piece.
CREATE TABLE evidence_part (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  filler INTEGER NOT NULL,          -- enum filler
  role INTEGER NOT NULL,            -- enum role that is asked; 0: nobody who signs in
  asked_at INTEGER NOT NULL,
  due INTEGER,                      -- last day of the promise
  person INTEGER REFERENCES person (id), -- who gave it
  given_by TEXT NOT NULL DEFAULT '', -- who gave it without an account, as they said
  given_at INTEGER,
  UNIQUE (evidence, filler)
) STRICT;
CREATE INDEX evidence_part_owed ON evidence_part (role, evidence) WHERE given_at IS NULL;

-- What files say, read in a job: for the privacy check. By content: the same bytes say the same. Gone with its content.
CREATE TABLE file_text (
  hash BLOB NOT NULL PRIMARY KEY REFERENCES file_content (hash) ON DELETE CASCADE,
  state INTEGER NOT NULL,           -- enum file_text_state; no row: not read yet
  search TEXT NOT NULL,             -- its beginning, folded: before what is long, so that a search need not pass that
  text TEXT NOT NULL,
  more INTEGER NOT NULL,            -- 1: only its beginning was read
  warns INTEGER NOT NULL,           -- a bit for each enum file_warning
  author TEXT NOT NULL,             -- whom the file itself names
  changed_by TEXT NOT NULL,
  read_at INTEGER NOT NULL
) STRICT;

-- How often reading it may yet be tried; 0: it was read, can't be, or is gone. Where it stands is found without walking through all.
ALTER TABLE file_content ADD COLUMN to_read INTEGER NOT NULL DEFAULT 3;
ALTER TABLE file_content ADD COLUMN read_after INTEGER NOT NULL DEFAULT 0; -- and when
CREATE INDEX file_content_to_read ON file_content (hash) WHERE to_read > 0;

-- The writer has looked at what no check can read, and says that it names nobody.
ALTER TABLE file ADD COLUMN looked_at INTEGER;

-- A file on its way, piece by piece; its bytes are beside the other files until the last has come.
CREATE TABLE upload (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  person INTEGER NOT NULL REFERENCES person (id),
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  begins BLOB NOT NULL,             -- SHA-256 of its first piece: the same file chosen again goes on where it stopped
  received INTEGER NOT NULL,
  ended INTEGER NOT NULL DEFAULT 0, -- 1: kept as a file; whoever did not hear so may ask again for a day
  touched INTEGER NOT NULL,
  UNIQUE (person, evidence, name, size, begins)
) STRICT;
CREATE INDEX upload_touched ON upload (touched);
CREATE INDEX upload_evidence ON upload (evidence);

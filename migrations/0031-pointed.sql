-- A reader who sends a piece back says what names somebody: it goes back only when that is gone.

-- The words as they stood in the piece, one a line; forgotten when it is mended. Nobody but the piece's writer reads them.
ALTER TABLE privacy_hold ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE privacy_hold ADD COLUMN in_file INTEGER NOT NULL DEFAULT 0; -- 1: it is in one of the files

-- What the check or a reader found in a piece that was on its way to others, by class: for numbers over a cohort, and nothing else.
CREATE TABLE privacy_seen (
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  class INTEGER NOT NULL,           -- enum privacy_class
  first_at INTEGER NOT NULL,
  PRIMARY KEY (evidence, class)
) STRICT;

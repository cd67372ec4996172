-- What could identify a child: what was kept with a reason, and pieces that nobody but their writer may read until they are mended.

ALTER TABLE evidence ADD COLUMN held INTEGER NOT NULL DEFAULT 0;          -- enum privacy_hold; 0: not held back
ALTER TABLE evidence_version ADD COLUMN closed INTEGER NOT NULL DEFAULT 0; -- 1: said what has been taken out since; its writer's alone

-- Words that stay in a piece, and why. They are part of the piece: nobody reads them but whoever may read it.
CREATE TABLE privacy_kept (
  id INTEGER PRIMARY KEY,
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  class INTEGER NOT NULL,           -- enum privacy_class
  what TEXT NOT NULL,
  reason INTEGER NOT NULL,          -- enum privacy_reason
  why TEXT NOT NULL,                -- in the writer's words; may be empty
  person INTEGER NOT NULL REFERENCES person (id),
  kept_at INTEGER NOT NULL,
  UNIQUE (evidence, class, what)
) STRICT;

-- Times a piece was held back. Ended when it was mended.
CREATE TABLE privacy_hold (
  id INTEGER PRIMARY KEY,
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  kind INTEGER NOT NULL,            -- enum privacy_hold
  version INTEGER NOT NULL,         -- of the piece when it began
  classes INTEGER NOT NULL,         -- what was seen: a bit for each enum privacy_class
  person INTEGER NOT NULL REFERENCES person (id),
  began INTEGER NOT NULL,
  ended INTEGER
) STRICT;
CREATE INDEX privacy_hold_evidence ON privacy_hold (evidence, id);
CREATE UNIQUE INDEX privacy_hold_open ON privacy_hold (evidence) WHERE ended IS NULL;

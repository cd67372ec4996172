-- What somebody has taken into their development plan from what would help most: the programme's words as they stood, and the
-- outcomes by code. Taken out again it stays as a row with a date.
CREATE TABLE plan_item (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  induction INTEGER NOT NULL REFERENCES induction (id),
  key TEXT NOT NULL,                -- of the programme's candidate
  say TEXT NOT NULL,
  ask TEXT NOT NULL,
  kind INTEGER NOT NULL,            -- enum evidence_kind
  setting INTEGER NOT NULL,         -- enum setting
  codes TEXT NOT NULL,              -- "2.6, 3.3"
  added_at INTEGER NOT NULL,
  removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX plan_item_once ON plan_item (induction, key) WHERE removed_at IS NULL;

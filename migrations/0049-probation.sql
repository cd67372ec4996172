-- Probation is the employer's own date: kept as somebody entered it, with who and why, and never worked out. What was entered before stays.
CREATE TABLE probation (
  id INTEGER PRIMARY KEY,
  induction INTEGER NOT NULL REFERENCES induction (id),
  ends_on INTEGER,                  -- date; NULL: there is none, or it is over
  why TEXT NOT NULL,
  entered_by INTEGER NOT NULL REFERENCES person (id),
  entered_at INTEGER NOT NULL,
  replaced_at INTEGER
) STRICT;
CREATE UNIQUE INDEX probation_stands ON probation (induction) WHERE replaced_at IS NULL;
CREATE INDEX probation_induction ON probation (induction, id);

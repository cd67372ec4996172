-- What a record of supervision said before it was changed, where it had been countersigned or shared: both stay known.
CREATE TABLE supervision_before (
  id INTEGER PRIMARY KEY,
  supervision INTEGER NOT NULL REFERENCES supervision (id),
  version INTEGER NOT NULL,
  on_date INTEGER NOT NULL,
  held INTEGER NOT NULL,
  actions TEXT NOT NULL,
  next_on INTEGER,
  person INTEGER NOT NULL REFERENCES person (id), -- who had written it
  changed INTEGER NOT NULL,         -- when they had
  countersigned_at INTEGER,
  remark TEXT NOT NULL,
  shared_at INTEGER,                -- the practice assessor could read it
  UNIQUE (supervision, version)
) STRICT;

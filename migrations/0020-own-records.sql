-- What is its owner's alone: a reflection nobody else reads. It belongs to the person, not to an induction or an employer; no
-- other table points at it, so that no query about evidence can reach it.
CREATE TABLE private_reflection (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  person INTEGER NOT NULL REFERENCES person (id),
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  version INTEGER NOT NULL,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  copied_at INTEGER                 -- last made into a draft of evidence, by the owner
) STRICT;
CREATE INDEX private_reflection_person ON private_reflection (person, changed);

-- That supervision was held or not, and the development actions. The discussion of cases stays in the children's records.
CREATE TABLE supervision (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  induction INTEGER NOT NULL REFERENCES induction (id),
  on_date INTEGER NOT NULL,
  held INTEGER NOT NULL,
  actions TEXT NOT NULL,
  next_on INTEGER,                  -- when the next one is planned
  person INTEGER NOT NULL REFERENCES person (id), -- who wrote it last
  version INTEGER NOT NULL,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  countersigned_at INTEGER,         -- by the ECSW; a change takes it away
  remark TEXT NOT NULL DEFAULT '',  -- of the ECSW, when countersigning
  shared_at INTEGER                 -- the ECSW lets the practice assessor read the actions
) STRICT;
CREATE INDEX supervision_induction ON supervision (induction, on_date);

-- Goals of the development plan. A later piece of evidence closes one.
CREATE TABLE goal (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  induction INTEGER NOT NULL REFERENCES induction (id),
  text TEXT NOT NULL,               -- what to get better at
  how TEXT NOT NULL,                -- what would help
  by_date INTEGER,
  state INTEGER NOT NULL,           -- enum goal_state
  evidence INTEGER REFERENCES evidence (id), -- the piece that closed it
  version INTEGER NOT NULL,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  closed_at INTEGER
) STRICT;
CREATE INDEX goal_induction ON goal (induction, state);
CREATE INDEX goal_evidence ON goal (evidence);

-- What the induction of a job would look like, for whoever is thinking of taking it: a coordinator makes a page behind a link. Nothing
-- is known of who reads it. The link is kept as it is, since it opens nothing but what stands in this row and in public rules, and a
-- coordinator comes back to copy it again.
CREATE TABLE job_outline (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  organisation INTEGER NOT NULL REFERENCES organisation (id),
  programme INTEGER NOT NULL REFERENCES programme (id),
  token TEXT NOT NULL UNIQUE,
  job TEXT NOT NULL,
  team TEXT NOT NULL,
  starts INTEGER NOT NULL,          -- date
  hours INTEGER NOT NULL,           -- a week, in hundredths
  full_week INTEGER NOT NULL,       -- the same, full-time
  title TEXT NOT NULL,              -- the employer's words, empty for none: the job's title once it is completed
  pay TEXT NOT NULL,                -- the step on the pay scale
  promises TEXT NOT NULL,           -- protected time, workload
  ask TEXT NOT NULL,                -- whom to ask
  created INTEGER NOT NULL,
  created_by INTEGER NOT NULL REFERENCES person (id),
  expires INTEGER NOT NULL,
  ended_at INTEGER,
  CHECK (hours > 0 AND full_week > 0),
  CHECK (expires > created)
) STRICT;
CREATE INDEX job_outline_organisation ON job_outline (organisation, id);

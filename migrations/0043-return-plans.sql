-- Coming back after a pause: what eases the first weeks, written by the practice supervisor with the ECSW and confirmed by both. A plan is
-- for a pause by its dates, never by its kind: nothing here knows why somebody was away.
CREATE TABLE return_plan (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  induction INTEGER NOT NULL REFERENCES induction (id),
  starts INTEGER NOT NULL,          -- of the pause: date
  ends INTEGER,                     -- its last day; NULL while nobody can say
  opens_on INTEGER,                 -- date from which the plan is asked for; NULL where `ends` is
  by_on INTEGER,                    -- date by which both are to have confirmed
  workload TEXT NOT NULL,           -- empty until it is written
  stands TEXT NOT NULL,
  ask TEXT NOT NULL,
  supervision_on INTEGER,           -- date of the first supervision
  written_by INTEGER REFERENCES person (id),
  written_at INTEGER,
  ecsw_at INTEGER,                  -- confirmed by the ECSW, as it is now
  supervisor_at INTEGER,
  supervisor INTEGER REFERENCES person (id), -- who confirmed as practice supervisor
  reminded_on INTEGER NOT NULL,     -- date on which somebody was last asked or reminded
  above_on INTEGER,                 -- date on which the employer's coordinators were told
  closed_at INTEGER,                -- the pause stands no more, or another has come
  version INTEGER NOT NULL,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  CHECK (ends IS NULL OR ends >= starts),
  CHECK ((ends IS NULL) = (opens_on IS NULL)),
  CHECK ((supervisor_at IS NULL) = (supervisor IS NULL)),
  CHECK (written_at IS NOT NULL OR (ecsw_at IS NULL AND supervisor_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX return_plan_open ON return_plan (induction) WHERE closed_at IS NULL;
CREATE INDEX return_plan_waiting ON return_plan (opens_on) WHERE closed_at IS NULL AND (ecsw_at IS NULL OR supervisor_at IS NULL);
CREATE INDEX return_plan_induction ON return_plan (induction, id);

-- What it said before it was changed, where somebody had confirmed it.
CREATE TABLE return_plan_before (
  id INTEGER PRIMARY KEY,
  return_plan INTEGER NOT NULL REFERENCES return_plan (id),
  version INTEGER NOT NULL,
  ends INTEGER,
  workload TEXT NOT NULL,
  stands TEXT NOT NULL,
  ask TEXT NOT NULL,
  supervision_on INTEGER,
  written_by INTEGER REFERENCES person (id),
  written_at INTEGER,
  ecsw_at INTEGER,
  supervisor_at INTEGER,
  UNIQUE (return_plan, version)
) STRICT;
CREATE INDEX pause_period_ends ON pause_period (ends) WHERE replaced_at IS NULL;

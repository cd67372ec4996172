-- Reasonable adjustments: what an ECSW asks for in their own words, whom they chose to answer and to see it, and what was agreed. Nobody else
-- reads any of it, and nothing here asks why somebody needs it.
CREATE TABLE adjustment (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  induction INTEGER NOT NULL REFERENCES induction (id),
  kind INTEGER NOT NULL,            -- enum adjust_kind
  help TEXT NOT NULL,               -- what would help
  starts INTEGER NOT NULL,          -- date
  ends INTEGER,                     -- its last day; NULL for as long as the induction lasts
  answers INTEGER NOT NULL REFERENCES person (id), -- who is asked
  state INTEGER NOT NULL,           -- enum adjust_state
  words TEXT NOT NULL,              -- what was agreed, or why not and what instead; empty until it is answered
  days INTEGER NOT NULL,            -- working days more for what has to be answered by a day; 0 for none
  look_on INTEGER,                  -- date on which it is looked at again
  answered_by INTEGER REFERENCES person (id),
  answered_at INTEGER,
  reminded_on INTEGER NOT NULL,     -- date on which somebody was last told that it waits
  above_on INTEGER,                 -- date on which the employer's coordinators were told that an answer is late, without a name
  ended_on INTEGER,
  version INTEGER NOT NULL,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  CHECK (ends IS NULL OR ends >= starts),
  CHECK ((answered_at IS NULL) = (answered_by IS NULL))
) STRICT;
CREATE INDEX adjustment_induction ON adjustment (induction, id);
CREATE INDEX adjustment_answers ON adjustment (answers, state);

-- What was answered before, where the answer has changed.
CREATE TABLE adjustment_before (
  id INTEGER PRIMARY KEY,
  adjustment INTEGER NOT NULL REFERENCES adjustment (id),
  state INTEGER NOT NULL,
  words TEXT NOT NULL,
  days INTEGER NOT NULL,
  look_on INTEGER,
  answered_by INTEGER NOT NULL REFERENCES person (id),
  answered_at INTEGER NOT NULL
) STRICT;
CREATE INDEX adjustment_before_of ON adjustment_before (adjustment, id);

-- With whom the ECSW shares it: people, not roles. Whoever takes their place is not shown it.
CREATE TABLE adjustment_share (
  id INTEGER PRIMARY KEY,
  adjustment INTEGER NOT NULL REFERENCES adjustment (id),
  person INTEGER NOT NULL REFERENCES person (id),
  since INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX adjustment_share_now ON adjustment_share (adjustment, person) WHERE ended_at IS NULL;
CREATE INDEX adjustment_share_of ON adjustment_share (adjustment, id);

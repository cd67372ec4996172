-- How an induction comes to its outcome: one row from the first draft to what was issued, its rounds of words, its acts, the people
-- named for it, and the outcome in force. The states and acts are rules/decision.h; nothing else moves a decision.
CREATE TABLE decision (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  induction INTEGER NOT NULL REFERENCES induction (id),
  state INTEGER NOT NULL,           -- enum decision_state
  judgement INTEGER NOT NULL,       -- enum judgement: what is recommended
  round INTEGER NOT NULL,           -- grows when it comes back to the assessor
  version INTEGER NOT NULL,
  recommended_by INTEGER REFERENCES person (id),
  told_at INTEGER,                  -- instant: the ECSW has read of it for the first time
  owed_until INTEGER,               -- date, the last day to answer what is owed
  respond_until INTEGER,            -- date
  appeal_until INTEGER,             -- date
  owed_answered_at INTEGER,
  responded_at INTEGER,
  no_appeal_at INTEGER,             -- the ECSW has said that there will be none
  drawn INTEGER NOT NULL,
  moderated INTEGER NOT NULL,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  closed_at INTEGER,                -- nothing more happens here: withdrawn, taken out of force, or another one has begun
  CHECK (state <> 11 OR closed_at IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX decision_one_open ON decision (induction) WHERE closed_at IS NULL;
CREATE INDEX decision_of_induction ON decision (induction, id);
CREATE INDEX decision_waiting ON decision (state, owed_until) WHERE closed_at IS NULL;

-- What the assessor writes, a row a round: what was sent is never written over.
CREATE TABLE recommendation (
  id INTEGER PRIMARY KEY,
  decision INTEGER NOT NULL REFERENCES decision (id),
  round INTEGER NOT NULL,
  reasons TEXT NOT NULL,
  next_steps TEXT NOT NULL,         -- what to work on next
  raised_on INTEGER,                -- date on which it was first said to the ECSW
  support TEXT NOT NULL,            -- what was done about it since
  owed_said TEXT NOT NULL,          -- why what was owed made no difference
  owed TEXT NOT NULL,               -- what was owed on the day it was asked about: numbers of enum readiness_rule
  again_on INTEGER,                 -- date by which it is judged again
  sent_at INTEGER,
  UNIQUE (decision, round)
) STRICT;
CREATE TABLE recommendation_outcome (
  recommendation INTEGER NOT NULL REFERENCES recommendation (id),
  item INTEGER NOT NULL REFERENCES framework_item (id),
  seen TEXT NOT NULL,               -- what the assessor has seen
  would_show TEXT NOT NULL,
  PRIMARY KEY (recommendation, item)
) STRICT;
CREATE TABLE recommendation_plan (
  recommendation INTEGER NOT NULL REFERENCES recommendation (id),
  place INTEGER NOT NULL,
  what TEXT NOT NULL,
  by_date INTEGER,
  who TEXT NOT NULL,
  PRIMARY KEY (recommendation, place)
) STRICT;
CREATE TABLE recommendation_piece (
  recommendation INTEGER NOT NULL REFERENCES recommendation (id),
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  PRIMARY KEY (recommendation, evidence)
) STRICT;
CREATE INDEX recommendation_piece_evidence ON recommendation_piece (evidence);

-- Every act, with the words that came with it.
CREATE TABLE decision_act (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  decision INTEGER NOT NULL REFERENCES decision (id),
  round INTEGER NOT NULL,
  act INTEGER NOT NULL,             -- enum decision_act
  acted_as INTEGER NOT NULL,        -- enum decider
  from_state INTEGER NOT NULL,
  to_state INTEGER NOT NULL,
  judgement INTEGER NOT NULL,
  person INTEGER REFERENCES person (id), -- NULL: the date
  words TEXT NOT NULL,
  ground INTEGER NOT NULL,          -- of an appeal: enum appeal_ground
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX decision_act_of ON decision_act (decision, id);

-- Who sits. Whoever is replaced stays on record with what they said.
CREATE TABLE panel_member (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  decision INTEGER NOT NULL REFERENCES decision (id),
  sitting INTEGER NOT NULL,         -- 1 the panel, 2 the people of an appeal
  round INTEGER NOT NULL,
  person INTEGER NOT NULL REFERENCES person (id),
  is_chair INTEGER NOT NULL,
  conflict INTEGER NOT NULL,        -- 0 not said yet, 1 none, 2 there is one
  said INTEGER NOT NULL,            -- 0 nothing yet, 1 yes, 2 back, with reasons
  words TEXT NOT NULL,
  said_at INTEGER,
  named_at INTEGER NOT NULL,
  named_by INTEGER REFERENCES person (id),
  ended_at INTEGER,
  CHECK (conflict <> 2 OR said = 0)
) STRICT;
CREATE UNIQUE INDEX panel_member_once ON panel_member (decision, sitting, person) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX panel_member_chair ON panel_member (decision, sitting) WHERE ended_at IS NULL AND is_chair = 1;
CREATE INDEX panel_member_person ON panel_member (person, ended_at);

-- Who reads it without the name: the second assessor of "does not yet meet", and the moderator from outside.
CREATE TABLE decision_reader (
  id INTEGER PRIMARY KEY,
  decision INTEGER NOT NULL REFERENCES decision (id),
  kind INTEGER NOT NULL,            -- 1 second assessor, 2 moderator
  round INTEGER NOT NULL,
  person INTEGER NOT NULL REFERENCES person (id),
  named_at INTEGER NOT NULL,
  named_by INTEGER REFERENCES person (id),
  ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX decision_reader_one ON decision_reader (decision, kind) WHERE ended_at IS NULL;
CREATE INDEX decision_reader_person ON decision_reader (person, ended_at);

-- The outcome in force: one of an induction at any moment.
CREATE TABLE outcome (
  id INTEGER PRIMARY KEY,
  induction INTEGER NOT NULL REFERENCES induction (id),
  decision INTEGER NOT NULL REFERENCES decision (id),
  judgement INTEGER NOT NULL,
  issued_at INTEGER NOT NULL,
  issued_by INTEGER REFERENCES person (id),
  ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX outcome_in_force ON outcome (induction) WHERE ended_at IS NULL;
CREATE INDEX outcome_of_decision ON outcome (decision);

-- Reviews: conversations at the points of a programme, and between them when somebody is concerned. Nobody confirms one.
CREATE TABLE review (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  induction INTEGER NOT NULL REFERENCES induction (id),
  kind INTEGER NOT NULL CHECK (kind IN (1, 2)), -- enum review_kind
  month INTEGER,                    -- of the programme's point
  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3), -- enum review_state
  days INTEGER,                     -- between two points: due so many days after it was asked for, those of a pause not counted
  due_on INTEGER NOT NULL,          -- as the calendar last said
  opens_on INTEGER NOT NULL,        -- its window, both days in it
  closes_on INTEGER NOT NULL,
  planned_on INTEGER,               -- the day that was agreed
  begun_on INTEGER,                 -- its first half, when it was held in two
  met_on INTEGER,
  concern TEXT NOT NULL DEFAULT '', -- between two points: what it is about
  prepared_on INTEGER NOT NULL,     -- since when its parts are waited for
  asked_by INTEGER REFERENCES person (id), -- NULL: the calendar
  released_at INTEGER,              -- all parts, together
  reminded_on INTEGER,
  version INTEGER NOT NULL,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  CHECK ((kind = 1) = (month IS NOT NULL) AND (kind = 2) = (days IS NOT NULL)),
  CHECK ((state = 2) = (met_on IS NOT NULL)),
  CHECK (state NOT IN (1, 2) OR released_at IS NOT NULL)
) STRICT;
-- One that stands for each point; one that was cancelled may be prepared again.
CREATE UNIQUE INDEX review_point ON review (induction, month) WHERE kind = 1 AND state <> 3;
CREATE INDEX review_induction ON review (induction, state);
CREATE INDEX review_state ON review (state, id);

-- Why it was moved, cancelled, or held in two.
CREATE TABLE review_change (
  id INTEGER PRIMARY KEY,
  review INTEGER NOT NULL REFERENCES review (id),
  act INTEGER NOT NULL,             -- enum review_act
  from_on INTEGER,
  to_on INTEGER,
  why INTEGER NOT NULL,             -- enum review_why
  words TEXT NOT NULL,              -- nobody's absence: read by all three
  person INTEGER NOT NULL REFERENCES person (id),
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX review_change_review ON review_change (review);

-- What one of the three thinks: the writer's alone until all parts are released together.
CREATE TABLE review_part (
  id INTEGER PRIMARY KEY,
  review INTEGER NOT NULL REFERENCES review (id),
  role INTEGER NOT NULL CHECK (role IN (1, 2, 3)),
  person INTEGER NOT NULL REFERENCES person (id),   -- whose view it is
  typed_by INTEGER NOT NULL REFERENCES person (id), -- another, who typed for all in the room
  strengths TEXT NOT NULL,
  needs TEXT NOT NULL,
  onward TEXT NOT NULL,
  version INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  given_at INTEGER,
  UNIQUE (review, role, person)
) STRICT;
CREATE INDEX review_part_person ON review_part (person);

-- Where they see an outcome, on the programme's scale.
CREATE TABLE review_outcome (
  part INTEGER NOT NULL REFERENCES review_part (id),
  item INTEGER NOT NULL REFERENCES framework_item (id),
  step INTEGER NOT NULL CHECK (step BETWEEN 0 AND 9), -- of the scale, from 1; 0: not said yet
  reason TEXT NOT NULL,
  PRIMARY KEY (part, item)
) STRICT;
CREATE TABLE review_pointed (
  part INTEGER NOT NULL REFERENCES review_part (id),
  item INTEGER NOT NULL REFERENCES framework_item (id),
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  PRIMARY KEY (part, item, evidence)
) STRICT;
CREATE INDEX review_pointed_evidence ON review_pointed (evidence);

-- What will be done, by whom, by when. It stays until it is done.
CREATE TABLE review_action (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  review INTEGER NOT NULL REFERENCES review (id),
  text TEXT NOT NULL,
  role INTEGER NOT NULL CHECK (role IN (1, 2, 3)), -- whose it is; of whoever has that part at the time
  by_on INTEGER NOT NULL,
  added_by INTEGER NOT NULL REFERENCES person (id),
  added_at INTEGER NOT NULL,
  done_at INTEGER,
  done_by INTEGER REFERENCES person (id)
) STRICT;
CREATE INDEX review_action_review ON review_action (review);

-- Read and signed, by each; who sees it differently says so, and it stays beside the rest.
CREATE TABLE review_signature (
  review INTEGER NOT NULL REFERENCES review (id),
  role INTEGER NOT NULL CHECK (role IN (1, 2, 3)),
  person INTEGER NOT NULL REFERENCES person (id),
  agrees INTEGER NOT NULL CHECK (agrees IN (0, 1)),
  words TEXT NOT NULL,
  signed_at INTEGER NOT NULL,
  PRIMARY KEY (review, role)
) STRICT;
CREATE INDEX review_signature_person ON review_signature (person);

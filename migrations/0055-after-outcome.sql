-- What follows an outcome that was issued: steps with a day and whose they are, made with it out of its plan and of the programme. They stand as
-- long as the outcome does. A line of a plan says who is to see to it: 0 in what was written before that was asked, and then its assessor.
CREATE TABLE after_step (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  outcome INTEGER NOT NULL REFERENCES outcome (id),
  place INTEGER NOT NULL,
  origin INTEGER NOT NULL CHECK (origin IN (1, 2, 3)), -- enum after_origin
  what TEXT NOT NULL,
  whose TEXT NOT NULL,              -- in the plan's own words; empty
  role INTEGER NOT NULL CHECK (role IN (1, 3, 4)), -- who is reminded, and says that it is done: of whoever has that part at the time
  by_on INTEGER NOT NULL,           -- date, as it was set
  due_on INTEGER NOT NULL,          -- date, moved on by pauses since
  told INTEGER NOT NULL DEFAULT 0,  -- enum after_tell
  done_at INTEGER,
  done_by INTEGER REFERENCES person (id),
  UNIQUE (outcome, place)
) STRICT;
CREATE INDEX after_step_open ON after_step (id) WHERE done_at IS NULL;
ALTER TABLE recommendation_plan ADD COLUMN role INTEGER NOT NULL DEFAULT 0;

-- Protected time and workload: what was agreed for a stage, what the person says they got in a week, how many cases they hold, and what of
-- it is owed. One answer in a week is for the person and who supports them; nobody's answer is asked for twice, and none is no answer.
CREATE TABLE time_plan (
  id INTEGER PRIMARY KEY,
  induction INTEGER NOT NULL REFERENCES induction (id),
  from_month INTEGER NOT NULL,      -- of the programme's stage
  percent INTEGER NOT NULL,         -- of working time that is protected
  cases INTEGER NOT NULL,           -- at most
  held TEXT NOT NULL,               -- where in the week it stands
  created INTEGER NOT NULL,
  created_by INTEGER NOT NULL REFERENCES person (id),
  replaced_at INTEGER,
  CHECK (percent BETWEEN 0 AND 100 AND cases BETWEEN 0 AND 99)
) STRICT;
CREATE UNIQUE INDEX time_plan_stands ON time_plan (induction, from_month) WHERE replaced_at IS NULL;

CREATE TABLE time_answer (
  id INTEGER PRIMARY KEY,
  induction INTEGER NOT NULL REFERENCES induction (id),
  week INTEGER NOT NULL,            -- date of its Monday
  answer INTEGER NOT NULL,          -- enum time_answer
  changed INTEGER NOT NULL,
  UNIQUE (induction, week)
) STRICT;

CREATE TABLE cases_held (
  id INTEGER PRIMARY KEY,
  induction INTEGER NOT NULL REFERENCES induction (id),
  month_on INTEGER NOT NULL,        -- date of its first day
  cases INTEGER NOT NULL,
  agreed INTEGER NOT NULL,          -- how many had been agreed at most when it was entered
  entered INTEGER NOT NULL,
  entered_by INTEGER NOT NULL REFERENCES person (id),
  UNIQUE (induction, month_on),
  CHECK (cases BETWEEN 0 AND 99)
) STRICT;

-- What is owed to a person, by whom it is asked: inside first, then above. One of a kind is open at a time.
CREATE TABLE support_owed (
  id INTEGER PRIMARY KEY,
  induction INTEGER NOT NULL REFERENCES induction (id),
  what INTEGER NOT NULL,            -- enum support_owed
  since INTEGER NOT NULL,           -- date
  reminded_on INTEGER NOT NULL,     -- date on which who owes it was last told
  above_on INTEGER,                 -- date on which the employer's coordinators were told
  closed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX support_owed_open ON support_owed (induction, what) WHERE closed_at IS NULL;

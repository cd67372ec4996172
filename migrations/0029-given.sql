-- Time given back: when somebody did which task, to the minute, from their requests. Minutes become goes at night and are
-- gone; goes are gone after 30 days. Nobody but the person sees either; sums over ten people and more are shown.
CREATE TABLE given_mark (
  person INTEGER NOT NULL REFERENCES person (id),
  minute INTEGER NOT NULL,          -- since 1970
  role INTEGER NOT NULL,
  task INTEGER NOT NULL,            -- enum given_task
  PRIMARY KEY (person, minute)
) STRICT;
CREATE INDEX given_mark_minute ON given_mark (minute, person);

CREATE TABLE given_go (
  id INTEGER PRIMARY KEY,
  person INTEGER NOT NULL REFERENCES person (id),
  role INTEGER NOT NULL,
  task INTEGER NOT NULL,
  began INTEGER NOT NULL,           -- minute
  minutes INTEGER NOT NULL,
  programme INTEGER REFERENCES programme (id) -- that the person was in, or worked for, on that day; NULL: none
) STRICT;
CREATE INDEX given_go_person ON given_go (person, began);
CREATE INDEX given_go_sums ON given_go (programme, role, task, minutes, person, began);
CREATE INDEX given_go_began ON given_go (began);

-- Who does not want it: nothing is kept of them.
CREATE TABLE given_stopped (
  person INTEGER PRIMARY KEY REFERENCES person (id),
  since INTEGER NOT NULL
) STRICT;

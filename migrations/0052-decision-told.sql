-- Whom an open decision waits for is told once a step: days that end soon, days gone by, and those above. Nobody is told twice of one wait.
CREATE TABLE decision_told (
  id INTEGER PRIMARY KEY,
  decision INTEGER NOT NULL REFERENCES decision (id),
  state INTEGER NOT NULL,           -- enum decision_state
  since INTEGER NOT NULL,           -- date on which it came there
  step INTEGER NOT NULL,            -- enum wait_step
  at INTEGER NOT NULL,
  UNIQUE (decision, state, since, step)
) STRICT;

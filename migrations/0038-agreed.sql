-- Pauses and extensions that somebody agrees to: asked for, agreed or declined with a reason, changed, taken back. What stands of a
-- pause is a row of pause_period like any other, which names what it was agreed by; leave by right names nothing. Which kind it is is
-- for the person, for who agrees, and for who entered it.
CREATE TABLE agreed_ask (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  induction INTEGER NOT NULL REFERENCES induction (id),
  what INTEGER NOT NULL,            -- enum agreed_what
  ground TEXT NOT NULL,             -- key in the programme's data; 'outcome' for what follows from one
  starts INTEGER,                   -- of a pause: date
  ends INTEGER,                     -- of a pause: date, the last day of it
  days INTEGER NOT NULL,            -- of a pause all its days; of an extension how many more
  answers INTEGER NOT NULL,         -- enum role: who agrees
  state INTEGER NOT NULL,           -- enum agreed_state
  place INTEGER NOT NULL,           -- of an extension that stands: the how-manieth; 0 otherwise
  decision INTEGER REFERENCES decision (id), -- of an extension: the outcome it follows
  is_owed INTEGER NOT NULL,         -- it follows "more time owed"
  said TEXT NOT NULL,               -- why it was declined
  replaces INTEGER REFERENCES agreed_ask (id), -- the one that stands until this is agreed
  given_on INTEGER,                 -- date on which it was agreed
  version INTEGER NOT NULL,
  created INTEGER NOT NULL,
  created_by INTEGER REFERENCES person (id),
  changed INTEGER NOT NULL,
  answered_by INTEGER REFERENCES person (id),
  CHECK (days > 0),
  CHECK ((what = 1 AND starts IS NOT NULL AND ends IS NOT NULL AND ends >= starts) OR (what = 2 AND starts IS NULL AND ends IS NULL)),
  CHECK (state <> 2 OR given_on IS NOT NULL),
  CHECK ((place > 0) = (what = 2 AND state = 2))
) STRICT;
CREATE INDEX agreed_ask_induction ON agreed_ask (induction, what, state);
-- One of each waits at a time; of extensions that stand no two are the same one, and one follows an outcome.
CREATE UNIQUE INDEX agreed_ask_waits ON agreed_ask (induction, what) WHERE state = 1;
CREATE UNIQUE INDEX agreed_ask_place ON agreed_ask (induction, place) WHERE place > 0;
CREATE UNIQUE INDEX agreed_ask_decision ON agreed_ask (decision) WHERE place > 0 AND decision IS NOT NULL;

ALTER TABLE pause_period ADD COLUMN agreed INTEGER REFERENCES agreed_ask (id);
CREATE UNIQUE INDEX pause_period_agreed ON pause_period (agreed) WHERE replaced_at IS NULL AND agreed IS NOT NULL;

-- Words of people who have no account: asked for by a link that works once, each for one form.

-- One request: a professional's feedback, a family's, or what somebody saw who observed.
CREATE TABLE ask (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  kind INTEGER NOT NULL,            -- enum ask_kind
  induction INTEGER NOT NULL REFERENCES induction (id),
  evidence INTEGER REFERENCES evidence (id), -- the piece it is for; a family's: the one it was released into
  asked_by INTEGER NOT NULL REFERENCES person (id),
  asked_as INTEGER NOT NULL,        -- enum role
  name TEXT NOT NULL DEFAULT '',    -- whom the asker means; never of a family
  address TEXT NOT NULL DEFAULT '', -- where it was mailed; forgotten once it is over
  about TEXT NOT NULL DEFAULT '',   -- what it is about, in the asker's words; a family's: for the supervisor, until confirmed
  days INTEGER NOT NULL,            -- how long a link is good for
  token_hash BLOB,                  -- NULL: no link is out
  reminder_hash BLOB,               -- the reminder's own link
  by_mail INTEGER NOT NULL DEFAULT 0,
  sends INTEGER NOT NULL DEFAULT 0,
  sent_at INTEGER,
  expires INTEGER,
  reminded_at INTEGER,
  opened_at INTEGER,
  done_at INTEGER,
  revoked_at INTEGER,
  draft TEXT NOT NULL DEFAULT '',   -- what is being typed, form-encoded; gone once sent
  draft_at INTEGER,
  send_key BLOB,                    -- hash: of the posting that was taken
  code_hash BLOB,                   -- of the code that deletes it
  deleted_at INTEGER,
  given_name TEXT NOT NULL DEFAULT '', -- who they said they are; never of a family
  given_role TEXT NOT NULL DEFAULT '',
  given_organisation TEXT NOT NULL DEFAULT '',
  helped_by TEXT NOT NULL DEFAULT '', -- a family's helper: what they are, not who
  version INTEGER NOT NULL DEFAULT 1,
  created INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX ask_token ON ask (token_hash) WHERE token_hash IS NOT NULL;
CREATE UNIQUE INDEX ask_reminder ON ask (reminder_hash) WHERE reminder_hash IS NOT NULL;
CREATE INDEX ask_induction ON ask (induction, id);
CREATE INDEX ask_evidence ON ask (evidence) WHERE evidence IS NOT NULL;
CREATE INDEX ask_running ON ask (expires) WHERE done_at IS NULL AND revoked_at IS NULL AND expires IS NOT NULL;

-- What a supervisor confirmed before a family was asked, and in which words they are asked.
CREATE TABLE ask_family (
  ask INTEGER NOT NULL PRIMARY KEY REFERENCES ask (id),
  who INTEGER NOT NULL,             -- enum family_member
  language TEXT NOT NULL DEFAULT '', -- of the asker's own translation; empty for none
  right_to_left INTEGER NOT NULL DEFAULT 0,
  confirmed_by INTEGER REFERENCES person (id),
  confirmed_at INTEGER,
  declined_at INTEGER,
  released_at INTEGER
) STRICT;
CREATE TABLE ask_words (
  ask INTEGER NOT NULL REFERENCES ask (id),
  word TEXT NOT NULL,               -- which question or answer
  text TEXT NOT NULL,
  PRIMARY KEY (ask, word)
) STRICT;
-- What was answered. Of a family it is nobody's to read until it has been released.
CREATE TABLE ask_answer (
  ask INTEGER NOT NULL REFERENCES ask (id),
  question TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (ask, question)
) STRICT;

-- A direct observation beside its piece: what it is to look at, who watches, what became of it.
CREATE TABLE observation (
  evidence INTEGER NOT NULL PRIMARY KEY REFERENCES evidence (id),
  uuid BLOB NOT NULL UNIQUE,
  focus TEXT NOT NULL,
  planned_by INTEGER NOT NULL REFERENCES person (id),
  planned_at INTEGER NOT NULL,
  observer INTEGER REFERENCES person (id), -- NULL: somebody without an account, by an ask
  observer_role INTEGER NOT NULL,   -- enum role they watch in; 0 without an account
  given_at INTEGER,                 -- their part
  given_by TEXT NOT NULL DEFAULT '', -- who they said they are
  agreed INTEGER,                   -- the ECSW's answer to what the assessor says it shows: 1 or 0
  agreed_at INTEGER,
  agreed_words TEXT NOT NULL DEFAULT '',
  cancelled_at INTEGER,
  cancelled_by INTEGER REFERENCES person (id),
  cancelled_why INTEGER NOT NULL DEFAULT 0, -- enum cancelled_why
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX observation_observer ON observation (observer) WHERE observer IS NOT NULL;
-- What a professional or an observer said for a piece.
CREATE TABLE given_answer (
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  kind INTEGER NOT NULL,            -- enum ask_kind
  question TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (evidence, kind, question)
) STRICT;

-- People: invitations, leaving and coming back, names and addresses.

-- A person's name and addresses are edited. The work address is empty once it is retired; email_folded then holds what no
-- address can be. A personal address is the person's own: a sign-in link may go there.
ALTER TABLE person ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE person ADD COLUMN personal_email TEXT;
ALTER TABLE person ADD COLUMN personal_folded TEXT;
CREATE UNIQUE INDEX person_personal ON person (personal_folded) WHERE personal_folded IS NOT NULL;

-- An offer of a role by mail. The link is stored as its hash; sending it again makes a new one, and the old one is nothing.
CREATE TABLE invitation (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  organisation INTEGER NOT NULL REFERENCES organisation (id),
  role INTEGER NOT NULL,            -- enum role
  person INTEGER REFERENCES person (id), -- whom it is for, where that was known; then whoever accepted it
  name TEXT NOT NULL,               -- as the inviter typed it
  folded TEXT NOT NULL,             -- name and address, folded
  email TEXT NOT NULL,
  email_folded TEXT NOT NULL,
  registration TEXT,
  starts INTEGER NOT NULL,          -- the role's first day, unless it is accepted later
  token_hash BLOB NOT NULL UNIQUE,
  made_by INTEGER NOT NULL REFERENCES person (id),
  made_as INTEGER NOT NULL,         -- enum role
  second_by INTEGER REFERENCES person (id), -- a national act: who confirmed it
  needs_second INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL,
  sent_at INTEGER NOT NULL,
  sends INTEGER NOT NULL DEFAULT 1,
  expires INTEGER NOT NULL,
  accepted_at INTEGER,
  revoked_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX invitation_open ON invitation (organisation, role, email_folded)
  WHERE accepted_at IS NULL AND revoked_at IS NULL;
CREATE INDEX invitation_organisation ON invitation (organisation, created, id);
CREATE INDEX invitation_created ON invitation (created, id);
CREATE INDEX invitation_person ON invitation (person);

-- Somebody left an organisation for good, or is away from it for a while. Why somebody is away is not kept here.
CREATE TABLE departure (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  person INTEGER NOT NULL REFERENCES person (id),
  organisation INTEGER NOT NULL REFERENCES organisation (id),
  kind INTEGER NOT NULL,            -- enum departure_kind
  reason INTEGER NOT NULL DEFAULT 0, -- enum departure_reason, of leaving for good
  last_day INTEGER NOT NULL,        -- date
  back_on INTEGER,                  -- date expected, when away for a while
  recorded_by INTEGER NOT NULL REFERENCES person (id),
  created INTEGER NOT NULL,
  done_at INTEGER,                  -- roles have ended, the address is retired
  ended_on INTEGER,                 -- date: came back, or it was taken back before it took effect
  CHECK (back_on IS NULL OR back_on > last_day)
) STRICT;
CREATE UNIQUE INDEX departure_open ON departure (person, organisation) WHERE ended_on IS NULL;
CREATE INDEX departure_due ON departure (last_day) WHERE done_at IS NULL AND ended_on IS NULL;

-- A new address, until it is confirmed from there.
CREATE TABLE address_change (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  person INTEGER NOT NULL REFERENCES person (id),
  kind INTEGER NOT NULL,            -- 1 work, 2 personal
  email TEXT NOT NULL,
  email_folded TEXT NOT NULL,
  token_hash BLOB NOT NULL UNIQUE,
  asked_by INTEGER NOT NULL REFERENCES person (id),
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  used_at INTEGER,
  dropped_at INTEGER
) STRICT;
CREATE UNIQUE INDEX address_change_open ON address_change (person, kind) WHERE used_at IS NULL AND dropped_at IS NULL;

-- What somebody did, newest first: for the person, and to notice that somebody opens far more than their work explains.
CREATE INDEX event_by ON event (person, at);
-- Downloads, for those who stand in what was downloaded.
CREATE INDEX event_exported ON event (chain, id) WHERE kind = 83;

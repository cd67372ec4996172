-- What becomes of mail, what people want of it, and ends of chains that were signed.

-- A mail is for a person, on behalf of the organisation whose coordinators may see what became of it.
ALTER TABLE mail ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;      -- enum notice_kind
ALTER TABLE mail ADD COLUMN organisation INTEGER REFERENCES organisation (id);
ALTER TABLE mail ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mail ADD COLUMN tried_at INTEGER;
ALTER TABLE mail ADD COLUMN why INTEGER NOT NULL DEFAULT 0;       -- enum mail_why
ALTER TABLE mail ADD COLUMN status INTEGER NOT NULL DEFAULT 0;    -- the mail server's last answer
ALTER TABLE mail ADD COLUMN stop TEXT NOT NULL DEFAULT '';        -- path that ends such mail with one click
CREATE INDEX mail_organisation ON mail (organisation, id);
CREATE INDEX mail_person ON mail (person, id);

-- What waits for somebody's quiet hours to end or for their daily mail. No words: the kind says it.
CREATE TABLE notice (
  id INTEGER PRIMARY KEY,
  person INTEGER NOT NULL REFERENCES person (id),
  organisation INTEGER REFERENCES organisation (id),
  kind INTEGER NOT NULL,            -- enum notice_kind
  daily INTEGER NOT NULL,           -- 1: asked for once a day
  due INTEGER NOT NULL,
  created INTEGER NOT NULL
) STRICT;
CREATE INDEX notice_due ON notice (due);
CREATE INDEX notice_person ON notice (person, due);

-- What somebody wishes of mail; no row: the usual.
CREATE TABLE mail_wishes (
  person INTEGER NOT NULL PRIMARY KEY REFERENCES person (id),
  choices TEXT NOT NULL,            -- one digit a kind of notice: enum notice_choice
  digest_at INTEGER NOT NULL,       -- minute of the day in London
  quiet INTEGER NOT NULL,
  quiet_from INTEGER NOT NULL,
  quiet_to INTEGER NOT NULL,
  weekends INTEGER NOT NULL,
  version INTEGER NOT NULL,
  CHECK (digest_at BETWEEN 0 AND 1439 AND quiet_from BETWEEN 0 AND 1439 AND quiet_to BETWEEN 0 AND 1439)
) STRICT;

-- An address that takes no mail. It holds for that address only: with a new one the person is reached again.
CREATE TABLE mail_trouble (
  person INTEGER NOT NULL PRIMARY KEY REFERENCES person (id),
  address_folded TEXT NOT NULL,
  why INTEGER NOT NULL,             -- enum mail_why
  since INTEGER NOT NULL
) STRICT;

-- The ends of chains as they were signed. A signature covers the chains that have grown since the one before it, and that
-- one's digest, so that the signatures form a chain of their own. Rows before this migration signed all ends at once.
ALTER TABLE chain_signature ADD COLUMN format INTEGER NOT NULL DEFAULT 1;
CREATE TABLE signed_head (
  signature INTEGER NOT NULL REFERENCES chain_signature (id),
  kind INTEGER NOT NULL,            -- enum chain_kind
  object INTEGER NOT NULL,
  length INTEGER NOT NULL,
  head BLOB NOT NULL,
  PRIMARY KEY (signature, kind, object)
) STRICT;
CREATE INDEX signed_head_chain ON signed_head (kind, object, length);
-- How far each chain has been signed. Apart from the chain, so that signing waits for nobody who is adding to it.
CREATE TABLE signed_upto (
  kind INTEGER NOT NULL,
  object INTEGER NOT NULL,
  length INTEGER NOT NULL,
  PRIMARY KEY (kind, object)
) STRICT;

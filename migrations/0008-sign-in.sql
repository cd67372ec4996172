-- Other ways to sign in, second factors, limits by role.

-- A session says how it began and what else was shown. It is whole (0), or waits for the second factor (1) or for one to
-- be set up (2): until then it is nobody's.
ALTER TABLE session ADD COLUMN uuid BLOB;                        -- to end it from elsewhere; NULL where it began before this
ALTER TABLE session ADD COLUMN how INTEGER NOT NULL DEFAULT 0;   -- enum sign_in_way
ALTER TABLE session ADD COLUMN waits INTEGER NOT NULL DEFAULT 0; -- enum factor_step
ALTER TABLE session ADD COLUMN factor_at INTEGER;                -- the second factor was last shown
ALTER TABLE session ADD COLUMN challenge BLOB;                   -- what a passkey must sign; used once
CREATE UNIQUE INDEX session_uuid ON session (uuid) WHERE uuid IS NOT NULL;

-- Addresses that asked for a link, until the job has answered them. The page does the same work for every address.
CREATE TABLE sign_in_asked (
  id INTEGER PRIMARY KEY,
  address TEXT NOT NULL,            -- as typed
  next TEXT NOT NULL,               -- where to go afterwards; empty for the first screen
  created INTEGER NOT NULL
) STRICT;

-- A person at another service, by what that service calls them for ever. The address is never what identifies.
CREATE TABLE identity (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  person INTEGER NOT NULL REFERENCES person (id),
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  linked_at INTEGER NOT NULL,
  last_used INTEGER,
  UNIQUE (issuer, subject)
) STRICT;
CREATE INDEX identity_person ON identity (person);

-- What a provider says of itself (OpenID Connect Discovery) and its keys, as read by a job.
CREATE TABLE oidc_provider (
  issuer TEXT NOT NULL PRIMARY KEY, -- as in the settings
  document TEXT,
  document_at INTEGER,
  keys TEXT,
  keys_at INTEGER,
  failed_at INTEGER                 -- the last reading failed then
) STRICT;

-- One going to a provider and coming back: single use, ten minutes.
CREATE TABLE oidc_try (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  provider INTEGER NOT NULL,        -- number in the settings
  issuer TEXT NOT NULL,             -- as in the settings when it began
  state_hash BLOB NOT NULL UNIQUE,
  browser_hash BLOB NOT NULL,       -- of the cookie of the browser that began
  state TEXT NOT NULL,              -- dropped when spent, as are nonce, verifier and code
  nonce TEXT NOT NULL,
  verifier TEXT NOT NULL,           -- PKCE
  person INTEGER REFERENCES person (id), -- who links; NULL for signing in
  next TEXT NOT NULL,
  stage INTEGER NOT NULL,           -- enum oidc_stage
  code TEXT,
  subject_issuer TEXT,              -- what the verified ID token said
  subject TEXT,
  email TEXT,                       -- only if the provider vouches for it
  factor_at INTEGER,                -- the provider asked for a second factor
  why INTEGER NOT NULL DEFAULT 0,   -- enum oidc_refusal
  created INTEGER NOT NULL,
  ends INTEGER NOT NULL
) STRICT;

-- A secret shared with an authenticator app, sealed with the installation's key.
CREATE TABLE factor_totp (
  person INTEGER NOT NULL PRIMARY KEY REFERENCES person (id),
  secret BLOB,                      -- NULL until the first one is confirmed
  pending BLOB,                     -- being set up; the one before works until it is confirmed
  last_step INTEGER NOT NULL,       -- the newest time step that was used: none is used twice
  confirmed_at INTEGER,
  created INTEGER NOT NULL
) STRICT;
-- Codes for the day the app is lost: hashed with the installation's key, each good once.
CREATE TABLE factor_recovery (
  id INTEGER PRIMARY KEY,
  person INTEGER NOT NULL REFERENCES person (id),
  code_hash BLOB NOT NULL,
  used_at INTEGER,
  created INTEGER NOT NULL,
  UNIQUE (person, code_hash)
) STRICT;
CREATE TABLE factor_passkey (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  person INTEGER NOT NULL REFERENCES person (id),
  credential BLOB NOT NULL UNIQUE,
  algorithm INTEGER NOT NULL,       -- COSE: -7 ES256, -257 RS256, -8 EdDSA
  public_key BLOB NOT NULL,
  sign_count INTEGER NOT NULL,
  name TEXT NOT NULL,
  created INTEGER NOT NULL,
  last_used INTEGER
) STRICT;
CREATE INDEX factor_passkey_person ON factor_passkey (person);
-- Since when somebody has known that their role wants a second factor.
CREATE TABLE factor_asked (
  person INTEGER NOT NULL PRIMARY KEY REFERENCES person (id),
  since INTEGER NOT NULL
) STRICT;

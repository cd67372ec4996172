-- The foundation: organisations, people and how they get in, frameworks, inductions, evidence and what is
-- said of it, the history of everything, and the work that is done behind the pages.
--
-- Inside, rows have integer keys; at the edge (URLs, JSON) everything has a UUID. Instants are milliseconds since
-- 1970 UTC; dates are whole days since 1970-01-01. Enumerations are numbers named in src/rules/words.h.

-- One row a setting of the installation that must travel with the data.
CREATE TABLE setting (
  name TEXT NOT NULL PRIMARY KEY,   -- 'demo', 'demo_now', …
  value TEXT NOT NULL
) STRICT;

CREATE TABLE organisation (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL,
  type INTEGER NOT NULL,            -- enum organisation_type
  created INTEGER NOT NULL
) STRICT;

CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL,
  initials TEXT NOT NULL,
  email TEXT NOT NULL,              -- as it was given
  email_folded TEXT NOT NULL UNIQUE,
  registration TEXT,                -- Social Work England: SW and 1 to 6 digits
  salt BLOB NOT NULL,               -- for hashes of personal fields in events
  disabled_at INTEGER,
  created INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX person_registration ON person (registration) WHERE registration IS NOT NULL;

-- Only in a database that `cairn demo` made: who is offered on the sign-in page.
CREATE TABLE demo_person (
  person INTEGER NOT NULL PRIMARY KEY REFERENCES person (id),
  position INTEGER NOT NULL,
  says TEXT NOT NULL
) STRICT;

-- A role held in an organisation from a date, until a date (the last day held) or open.
CREATE TABLE role_held (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  person INTEGER NOT NULL REFERENCES person (id),
  organisation INTEGER NOT NULL REFERENCES organisation (id),
  role INTEGER NOT NULL,            -- enum role
  starts INTEGER NOT NULL,
  ends INTEGER,
  created INTEGER NOT NULL,
  CHECK (ends IS NULL OR ends >= starts)
) STRICT;
CREATE INDEX role_held_person ON role_held (person);
CREATE INDEX role_held_organisation ON role_held (organisation, role);

-- A published version of a set of standards. `document` is its CASE 1.1 package, which import and export share;
-- framework_item holds what links need to point at. A published version never changes.
CREATE TABLE framework (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,        -- this version
  series BLOB NOT NULL,             -- the CASE identifier, the same for every version
  slug TEXT,                        -- short name used by programmes, e.g. pqs-2025-illustrative
  title TEXT NOT NULL,
  version TEXT NOT NULL,
  state INTEGER NOT NULL,           -- enum framework_state
  national INTEGER NOT NULL,
  illustrative INTEGER NOT NULL,
  items INTEGER NOT NULL,
  document TEXT NOT NULL,
  created INTEGER NOT NULL,
  created_by INTEGER REFERENCES person (id),
  published_at INTEGER,
  published_by INTEGER REFERENCES person (id),
  sole_operator INTEGER NOT NULL DEFAULT 0,  -- published by one person, and recorded as such
  withdrawn_at INTEGER,
  in_force INTEGER                  -- date
) STRICT;
CREATE INDEX framework_series ON framework (series);

CREATE TABLE framework_item (
  id INTEGER PRIMARY KEY,
  framework INTEGER NOT NULL REFERENCES framework (id),
  uuid BLOB NOT NULL,
  position INTEGER NOT NULL,        -- in reading order, from 0: the index in the document's model
  outcome INTEGER NOT NULL,         -- position of the outcome it belongs to, -1 for none
  kind INTEGER NOT NULL,            -- enum item_kind
  code TEXT NOT NULL,
  UNIQUE (framework, uuid),
  UNIQUE (framework, position)
) STRICT;

-- An import waiting for its preview to be confirmed. Nothing of it is a framework yet.
CREATE TABLE framework_import (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  person INTEGER NOT NULL REFERENCES person (id),
  name TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  state INTEGER NOT NULL,           -- enum import_state
  progress INTEGER NOT NULL DEFAULT 0, -- percent
  content BLOB,                     -- the file, until it is confirmed or given up
  result TEXT,                      -- problems and counts, JSON
  framework INTEGER REFERENCES framework (id),
  created INTEGER NOT NULL
) STRICT;

-- The rules of one kind of induction, as data. `rules` is its JSON; the columns are what queries need.
CREATE TABLE programme (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  framework INTEGER NOT NULL REFERENCES framework (id),
  months INTEGER NOT NULL,
  enough_kinds INTEGER NOT NULL,    -- kinds of evidence that make an outcome enough to talk about
  enough_observed INTEGER NOT NULL, -- or this many pieces somebody else saw; 0: never enough alone
  enough_months INTEGER NOT NULL,   -- how recent
  answer_days INTEGER NOT NULL,     -- working days in which an assessor promises to answer
  rules TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT;

CREATE TABLE induction (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  ecsw INTEGER NOT NULL REFERENCES person (id),
  programme INTEGER NOT NULL REFERENCES programme (id),
  framework INTEGER NOT NULL REFERENCES framework (id),
  employer INTEGER NOT NULL REFERENCES organisation (id),
  starts INTEGER NOT NULL,
  ended INTEGER,
  team TEXT NOT NULL DEFAULT '',
  intake TEXT NOT NULL DEFAULT '',
  seen_at INTEGER NOT NULL DEFAULT 0,   -- the ECSW's last visit to their first screen but one
  seen_next INTEGER NOT NULL DEFAULT 0, -- the ECSW's last visit to it
  created INTEGER NOT NULL,
  CHECK (ended IS NULL OR ended >= starts)
) STRICT;
CREATE UNIQUE INDEX induction_open ON induction (ecsw) WHERE ended IS NULL;
CREATE INDEX induction_employer ON induction (employer, starts);

-- A supervisor or assessor of one induction, dated.
CREATE TABLE assignment (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  induction INTEGER NOT NULL REFERENCES induction (id),
  person INTEGER NOT NULL REFERENCES person (id),
  role INTEGER NOT NULL,            -- enum role: supervisor or assessor
  starts INTEGER NOT NULL,
  ends INTEGER,
  created INTEGER NOT NULL,
  CHECK (ends IS NULL OR ends >= starts)
) STRICT;
CREATE INDEX assignment_induction ON assignment (induction, role);
CREATE INDEX assignment_person ON assignment (person, role);

-- Periods that would overlap are refused by the database itself.
--[sqlite]
CREATE TRIGGER role_held_overlap_insert BEFORE INSERT ON role_held
WHEN EXISTS (SELECT 1 FROM role_held r WHERE r.person = NEW.person AND r.organisation = NEW.organisation
             AND r.role = NEW.role AND r.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(r.ends, 9999999))
BEGIN SELECT RAISE(ABORT, 'constraint: role_held_overlap'); END;
CREATE TRIGGER role_held_overlap_update BEFORE UPDATE ON role_held
WHEN EXISTS (SELECT 1 FROM role_held r WHERE r.id <> NEW.id AND r.person = NEW.person AND r.organisation = NEW.organisation
             AND r.role = NEW.role AND r.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(r.ends, 9999999))
BEGIN SELECT RAISE(ABORT, 'constraint: role_held_overlap'); END;
CREATE TRIGGER assignment_overlap_insert BEFORE INSERT ON assignment
WHEN EXISTS (SELECT 1 FROM assignment r WHERE r.induction = NEW.induction AND r.person = NEW.person
             AND r.role = NEW.role AND r.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(r.ends, 9999999))
BEGIN SELECT RAISE(ABORT, 'constraint: assignment_overlap'); END;
CREATE TRIGGER assignment_overlap_update BEFORE UPDATE ON assignment
WHEN EXISTS (SELECT 1 FROM assignment r WHERE r.id <> NEW.id AND r.induction = NEW.induction AND r.person = NEW.person
             AND r.role = NEW.role AND r.starts <= COALESCE(NEW.ends, 9999999) AND NEW.starts <= COALESCE(r.ends, 9999999))
BEGIN SELECT RAISE(ABORT, 'constraint: assignment_overlap'); END;
--[postgresql]
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE role_held ADD CONSTRAINT role_held_overlap EXCLUDE USING gist
  (person WITH =, organisation WITH =, role WITH =, int8range(starts, ends, '[]') WITH &&);
ALTER TABLE assignment ADD CONSTRAINT assignment_overlap EXCLUDE USING gist
  (induction WITH =, person WITH =, role WITH =, int8range(starts, ends, '[]') WITH &&);
--[end]

-- A dated record of practice.
CREATE TABLE evidence (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  induction INTEGER NOT NULL REFERENCES induction (id),
  kind INTEGER NOT NULL,            -- enum evidence_kind
  title TEXT NOT NULL,
  on_date INTEGER,
  setting INTEGER NOT NULL,         -- enum setting, 0 for not said
  text TEXT NOT NULL,
  state INTEGER NOT NULL,           -- enum evidence_state
  version INTEGER NOT NULL,         -- grows with every save; the ETag
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  shared_at INTEGER,                -- first seen by anyone else
  submitted_at INTEGER,             -- last handed to the assessor
  assessed_at INTEGER,              -- first view; after it the words stand
  withdrawn_at INTEGER
) STRICT;
CREATE INDEX evidence_induction ON evidence (induction, state);
CREATE INDEX evidence_shared ON evidence (induction, shared_at);

-- What each submitted version said. Kept for ever; the newest equals the evidence row.
CREATE TABLE evidence_version (
  id INTEGER PRIMARY KEY,
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  version INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  title TEXT NOT NULL,
  on_date INTEGER,
  setting INTEGER NOT NULL,
  text TEXT NOT NULL,
  codes TEXT NOT NULL,              -- the links it had, as typed codes
  person INTEGER NOT NULL REFERENCES person (id),
  saved_at INTEGER NOT NULL,
  UNIQUE (evidence, version)
) STRICT;

-- The claim that a piece shows a statement. Never deleted once submitted: withdrawn.
CREATE TABLE link (
  id INTEGER PRIMARY KEY,
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  item INTEGER NOT NULL REFERENCES framework_item (id),
  state INTEGER NOT NULL,           -- enum link_state
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  UNIQUE (evidence, item)
) STRICT;
CREATE INDEX link_item ON link (item);

-- One assessor's view of one piece: the sentence that comes first, then what they agree. Kept, never overwritten.
CREATE TABLE view_given (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  evidence_version INTEGER NOT NULL,
  person INTEGER NOT NULL REFERENCES person (id),
  sentence TEXT NOT NULL,
  given_at INTEGER NOT NULL,
  undone_at INTEGER
) STRICT;
CREATE INDEX view_given_evidence ON view_given (evidence);
CREATE INDEX view_given_person ON view_given (person, given_at);

CREATE TABLE view_link (
  view_given INTEGER NOT NULL REFERENCES view_given (id),
  link INTEGER NOT NULL REFERENCES link (id),
  agreed INTEGER NOT NULL,
  before INTEGER NOT NULL,          -- enum link_state before this view, for undoing
  comment TEXT NOT NULL,            -- what is asked, where it was returned
  PRIMARY KEY (view_given, link)
) STRICT;
CREATE INDEX view_link_link ON view_link (link);

-- The ECSW's answer to a returned link; the link is claimed again.
CREATE TABLE link_answer (
  id INTEGER PRIMARY KEY,
  link INTEGER NOT NULL REFERENCES link (id),
  person INTEGER NOT NULL REFERENCES person (id),
  text TEXT NOT NULL,
  answered_at INTEGER NOT NULL
) STRICT;
CREATE INDEX link_answer_link ON link_answer (link);

-- Bytes by content, and the files that show them. No download before the scan is clean.
CREATE TABLE file_content (
  hash BLOB NOT NULL PRIMARY KEY,   -- SHA-256
  size INTEGER NOT NULL,
  scan INTEGER NOT NULL,            -- enum scan_state
  scanned_at INTEGER,
  created INTEGER NOT NULL
) STRICT;
CREATE TABLE file (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  hash BLOB NOT NULL REFERENCES file_content (hash),
  name TEXT NOT NULL,
  type TEXT NOT NULL,               -- media type, from the bytes
  person INTEGER NOT NULL REFERENCES person (id),
  created INTEGER NOT NULL,
  removed_at INTEGER
) STRICT;
CREATE INDEX file_evidence ON file (evidence);
CREATE INDEX file_hash ON file (hash);

-- What the links of one induction add up to (rules/coverage.h says how the bytes are laid out). Written in the
-- transaction that changes a link; `cairn check` recomputes and compares.
CREATE TABLE coverage (
  induction INTEGER NOT NULL PRIMARY KEY REFERENCES induction (id),
  framework INTEGER NOT NULL REFERENCES framework (id),
  statements BLOB NOT NULL,
  outcomes BLOB NOT NULL,
  waiting_since INTEGER,            -- of the piece that has waited longest for an assessor's answer
  asked_since INTEGER,              -- of the question that has waited longest for the ECSW's
  changed INTEGER NOT NULL
) STRICT;

-- Getting in.
CREATE TABLE sign_in_link (
  id INTEGER PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  person INTEGER NOT NULL REFERENCES person (id),
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
CREATE TABLE session (
  id INTEGER PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  person INTEGER NOT NULL REFERENCES person (id),
  role_held INTEGER REFERENCES role_held (id),  -- acting as
  csrf BLOB NOT NULL,
  created INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  ends INTEGER NOT NULL,            -- absolute limit
  ended_at INTEGER
) STRICT;
CREATE INDEX session_person ON session (person);
CREATE TABLE api_token (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  token_hash BLOB NOT NULL UNIQUE,
  person INTEGER NOT NULL REFERENCES person (id),
  role_held INTEGER NOT NULL REFERENCES role_held (id),
  name TEXT NOT NULL,
  read_only INTEGER NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
-- How often something was tried from one source in one window.
CREATE TABLE throttle (
  subject TEXT NOT NULL,            -- e.g. 'mail:' and a hash of the address
  window_start INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  PRIMARY KEY (subject, window_start)
) STRICT;

-- Words being typed: saved every few seconds, no event, no version.
CREATE TABLE draft (
  id INTEGER PRIMARY KEY,
  person INTEGER NOT NULL REFERENCES person (id),
  form TEXT NOT NULL,               -- the route's path pattern
  object BLOB NOT NULL,             -- UUID of what is edited; zeros for something new
  tab TEXT NOT NULL,                -- one browser tab
  body TEXT NOT NULL,               -- form-encoded, without its CSRF token
  saved_at INTEGER NOT NULL,
  UNIQUE (person, form, object, tab)
) STRICT;

-- Every change, in one hash chain per induction, organisation, person or framework series. Ids, states and dates,
-- never free text.
CREATE TABLE chain (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,            -- enum chain_kind
  object INTEGER NOT NULL,          -- the row it is about; 0 for the installation
  length INTEGER NOT NULL,
  head BLOB NOT NULL,               -- hash of the last event
  UNIQUE (kind, object)
) STRICT;
CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  chain INTEGER NOT NULL REFERENCES chain (id),
  seq INTEGER NOT NULL,             -- from 1, without gaps
  at INTEGER NOT NULL,
  person INTEGER REFERENCES person (id),   -- who; NULL for Cairn itself
  acting_as INTEGER NOT NULL,       -- enum role
  kind INTEGER NOT NULL,            -- enum event_kind
  object BLOB NOT NULL,             -- UUID of what changed
  data TEXT NOT NULL,               -- JSON: ids, states, dates
  hash BLOB NOT NULL,               -- SHA-256(previous hash, canonical text of this row)
  UNIQUE (chain, seq)
) STRICT;
CREATE INDEX event_object ON event (object);
-- The chain heads, signed together (Ed25519) by a job.
CREATE TABLE chain_signature (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  chains INTEGER NOT NULL,
  digest BLOB NOT NULL,
  public_key BLOB NOT NULL,
  signature BLOB NOT NULL
) STRICT;

-- Work that is done behind the pages: leased, repeatable.
CREATE TABLE job (
  id INTEGER PRIMARY KEY,
  lane INTEGER NOT NULL,            -- enum job_lane
  kind INTEGER NOT NULL,            -- enum job_kind
  object INTEGER NOT NULL,          -- the row it is about, 0 for none
  payload TEXT NOT NULL,
  run_at INTEGER NOT NULL,
  leased_until INTEGER NOT NULL DEFAULT 0,
  tries INTEGER NOT NULL DEFAULT 0,
  done_at INTEGER,
  failed_at INTEGER,                -- given up
  why TEXT,
  created INTEGER NOT NULL
) STRICT;
CREATE INDEX job_waiting ON job (lane, run_at) WHERE done_at IS NULL AND failed_at IS NULL;
CREATE TABLE mail (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  person INTEGER REFERENCES person (id),
  address TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  created INTEGER NOT NULL,
  sent_at INTEGER,
  failed_at INTEGER
) STRICT;

-- The agreement about support and assessment: what the ECSW, their supervisor, their assessor and their employer promise each other, signed by
-- all four. A version is never changed once somebody has signed it: what it was made under is kept with it, and when that changes the next one
-- is begun.
CREATE TABLE support_pact (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  induction INTEGER NOT NULL REFERENCES induction (id),
  number INTEGER NOT NULL,
  why INTEGER NOT NULL,             -- bits of enum pact_why
  supervisor INTEGER REFERENCES person (id), -- who it was made with
  assessor INTEGER REFERENCES person (id),
  share INTEGER NOT NULL,           -- thousandths of full time
  pause_ended INTEGER,              -- date, the last day of the last pause that was over
  programme INTEGER NOT NULL REFERENCES programme (id),
  reminded_on INTEGER NOT NULL,     -- date on which those who had not signed were last told
  replaced_at INTEGER,
  version INTEGER NOT NULL,
  created INTEGER NOT NULL,
  created_by INTEGER REFERENCES person (id),
  UNIQUE (induction, number)
) STRICT;
CREATE UNIQUE INDEX support_pact_stands ON support_pact (induction) WHERE replaced_at IS NULL;

-- What one party promises besides what the programme says, a line each.
CREATE TABLE support_pact_own (
  id INTEGER PRIMARY KEY,
  pact INTEGER NOT NULL REFERENCES support_pact (id),
  role INTEGER NOT NULL,
  lines TEXT NOT NULL,
  UNIQUE (pact, role)
) STRICT;

CREATE TABLE support_pact_signature (
  id INTEGER PRIMARY KEY,
  pact INTEGER NOT NULL REFERENCES support_pact (id),
  role INTEGER NOT NULL,
  person INTEGER NOT NULL REFERENCES person (id),
  signed_at INTEGER NOT NULL,
  UNIQUE (pact, role)
) STRICT;

-- The pieces an ECSW shows first for an outcome: at most three, in their order.
CREATE TABLE showcase (
  induction INTEGER NOT NULL REFERENCES induction (id),
  item INTEGER NOT NULL REFERENCES framework_item (id), -- the outcome
  place INTEGER NOT NULL CHECK (place BETWEEN 1 AND 3),
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  chosen_at INTEGER NOT NULL,
  PRIMARY KEY (induction, item, place),
  UNIQUE (induction, item, evidence)
) STRICT;
CREATE INDEX showcase_evidence ON showcase (evidence);

-- Statements somebody has said do not come up in their work. Taken back it goes.
CREATE TABLE not_applicable (
  induction INTEGER NOT NULL REFERENCES induction (id),
  item INTEGER NOT NULL REFERENCES framework_item (id),
  declared_at INTEGER NOT NULL,
  PRIMARY KEY (item, induction)
) STRICT;
CREATE INDEX not_applicable_induction ON not_applicable (induction);

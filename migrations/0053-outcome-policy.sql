-- Where an employer's own policy on what may follow an outcome can be read; empty while it has said none.
ALTER TABLE organisation ADD COLUMN outcome_policy TEXT NOT NULL DEFAULT '';

-- What is asked in a record of supervision and in a goal is the programme's, in versions beside those of evidence (evidence_form.kind 101
-- and 102). A record keeps the one it was written with; one without was asked what Cairn asks by itself.
ALTER TABLE supervision ADD COLUMN form INTEGER REFERENCES evidence_form (id);
ALTER TABLE goal ADD COLUMN form INTEGER REFERENCES evidence_form (id);

-- Answers beside the columns, one a question.
CREATE TABLE supervision_answer (
  supervision INTEGER NOT NULL REFERENCES supervision (id),
  version INTEGER NOT NULL,         -- 0: as it stands; else of supervision_before
  prompt TEXT NOT NULL,             -- its id in the form
  text TEXT NOT NULL,               -- as in evidence_answer
  PRIMARY KEY (supervision, version, prompt)
) STRICT;
CREATE TABLE goal_answer (
  goal INTEGER NOT NULL REFERENCES goal (id),
  prompt TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (goal, prompt)
) STRICT;

-- A draft of standards is opened for comments to the end of a day (C30); from then on whoever is bound by it reads it and says what they
-- think of a statement, an outcome or the whole. Once it has closed the department says what came of each, and that stays.
CREATE TABLE framework_opened (
  framework INTEGER PRIMARY KEY REFERENCES framework (id),
  asks TEXT NOT NULL,               -- what the department wants to know
  ends INTEGER NOT NULL,            -- date: the last day
  opened_at INTEGER NOT NULL,
  opened_by INTEGER REFERENCES person (id),
  version INTEGER NOT NULL,
  closed_at INTEGER                 -- noted by the night after the last day
) STRICT;

-- What came of one comment or of several.
CREATE TABLE draft_answer (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  framework INTEGER NOT NULL REFERENCES framework_opened (framework),
  came INTEGER NOT NULL,            -- enum comment_came
  words TEXT NOT NULL,
  shows INTEGER NOT NULL,           -- what was said stands beside it, for everybody who may read the draft
  version INTEGER NOT NULL,
  created INTEGER NOT NULL,
  created_by INTEGER NOT NULL REFERENCES person (id),
  changed INTEGER NOT NULL,
  CHECK (came IN (1, 2, 3))
) STRICT;
CREATE INDEX draft_answer_framework ON draft_answer (framework);

CREATE TABLE draft_comment (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  framework INTEGER NOT NULL REFERENCES framework_opened (framework),
  place INTEGER NOT NULL,           -- position of the item it is about; -1: the whole
  person INTEGER NOT NULL REFERENCES person (id),
  role INTEGER NOT NULL,            -- enum role: as what it was written
  employer_type INTEGER NOT NULL,   -- enum organisation_type of whom it was written for; 0 for none
  sort INTEGER NOT NULL,            -- enum comment_sort
  shown INTEGER NOT NULL,           -- enum comment_shown
  words TEXT NOT NULL,              -- empty once it is taken back
  version INTEGER NOT NULL,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  withdrawn_at INTEGER,
  answer INTEGER REFERENCES draft_answer (id),
  CHECK (place >= -1),
  CHECK (sort IN (1, 2, 3, 4, 5)),
  CHECK (shown IN (1, 2)),
  CHECK (withdrawn_at IS NULL OR (words = '' AND answer IS NULL))
) STRICT;
CREATE INDEX draft_comment_place ON draft_comment (framework, place);
CREATE INDEX draft_comment_created ON draft_comment (framework, created);
CREATE INDEX draft_comment_person ON draft_comment (person, framework);
CREATE INDEX draft_comment_answer ON draft_comment (answer) WHERE answer IS NOT NULL;

-- What has an answer is what was answered: nobody rewrites it, or takes it away, beneath it. One that was taken back stays so.
--[sqlite]
CREATE TRIGGER draft_comment_kept BEFORE UPDATE ON draft_comment
WHEN NEW.uuid <> OLD.uuid OR NEW.framework <> OLD.framework OR NEW.place <> OLD.place OR NEW.person <> OLD.person OR NEW.role <> OLD.role
  OR NEW.created <> OLD.created OR OLD.withdrawn_at IS NOT NULL
  OR (OLD.answer IS NOT NULL AND (NEW.words <> OLD.words OR NEW.sort <> OLD.sort OR NEW.withdrawn_at IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'constraint: draft_comment_kept'); END;
CREATE TRIGGER draft_comment_stays BEFORE DELETE ON draft_comment
BEGIN SELECT RAISE(ABORT, 'constraint: draft_comment_kept'); END;
--[postgresql]
CREATE FUNCTION draft_comment_kept() RETURNS trigger AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.uuid <> OLD.uuid OR NEW.framework <> OLD.framework OR NEW.place <> OLD.place OR NEW.person <> OLD.person
      OR NEW.role <> OLD.role OR NEW.created <> OLD.created OR OLD.withdrawn_at IS NOT NULL
      OR (OLD.answer IS NOT NULL AND (NEW.words <> OLD.words OR NEW.sort <> OLD.sort OR NEW.withdrawn_at IS NOT NULL)) THEN
    RAISE EXCEPTION 'draft_comment_kept' USING ERRCODE = '23514', CONSTRAINT = 'draft_comment_kept';
  END IF;
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER draft_comment_kept BEFORE UPDATE OR DELETE ON draft_comment FOR EACH ROW EXECUTE FUNCTION draft_comment_kept();
--[end]

-- Conversations about a piece, or about a passage: words of the given version of one of its answers. A conversation is open until
-- it is resolved.
CREATE TABLE talk (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  evidence_version INTEGER NOT NULL, -- of the words that were read
  field TEXT NOT NULL,              -- "title", "text", "prompts.felt"; empty: about the piece
  quote TEXT NOT NULL,              -- the words as they stood; empty: about all of the field
  at_byte INTEGER NOT NULL,         -- where they stood in it
  person INTEGER NOT NULL REFERENCES person (id), -- who began it
  began INTEGER NOT NULL,
  resolved_by INTEGER REFERENCES person (id),
  resolved_at INTEGER
) STRICT;
CREATE INDEX talk_evidence ON talk (evidence);

-- What was said, in order. Held: an assessor's, which nobody else reads before the view it was given with (and not after that is
-- taken back). Taken back by its writer it keeps its place without its words.
CREATE TABLE talk_comment (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  talk INTEGER NOT NULL REFERENCES talk (id),
  person INTEGER NOT NULL REFERENCES person (id),
  role INTEGER NOT NULL,            -- enum role: acting as
  text TEXT NOT NULL,
  said_at INTEGER NOT NULL,
  held INTEGER NOT NULL,            -- 1: until its writer gives a view
  view_given INTEGER REFERENCES view_given (id), -- the view it was released with
  removed_at INTEGER
) STRICT;
CREATE INDEX talk_comment_talk ON talk_comment (talk);
CREATE INDEX talk_comment_held ON talk_comment (person) WHERE held = 1;

-- Whom a conversation is with: whose piece it is, who began it, who said something, who was told.
CREATE TABLE talk_with (
  talk INTEGER NOT NULL REFERENCES talk (id),
  person INTEGER NOT NULL REFERENCES person (id),
  since INTEGER NOT NULL,
  PRIMARY KEY (talk, person)
) STRICT;
CREATE INDEX talk_with_person ON talk_with (person);

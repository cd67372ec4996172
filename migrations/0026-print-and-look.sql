-- Copies on paper: who asked for a PDF of what, and how far it is. Its bytes are in the folder of files; after seven days both go.
CREATE TABLE print (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  person INTEGER NOT NULL REFERENCES person (id),       -- who asked: it is theirs alone
  role INTEGER NOT NULL,                                -- enum role they asked in
  role_held INTEGER NOT NULL REFERENCES role_held (id),
  induction INTEGER NOT NULL REFERENCES induction (id),
  scope INTEGER NOT NULL,                               -- enum print_scope
  about BLOB NOT NULL,                                  -- the piece, the outcome, or the induction
  with_private INTEGER NOT NULL DEFAULT 0,              -- with one's own private reflections
  state INTEGER NOT NULL DEFAULT 0,                     -- enum print_state
  done INTEGER NOT NULL DEFAULT 0,                      -- pieces gathered, then pages set
  total INTEGER NOT NULL DEFAULT 0,
  pages INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  asked_at INTEGER NOT NULL,
  made_at INTEGER,
  swept_after INTEGER NOT NULL
) STRICT;
-- Asked for again while it is being made, it is the same one: with and without private reflections are two.
CREATE UNIQUE INDEX print_running ON print (person, role_held, induction, scope, about, with_private) WHERE state < 3;
CREATE INDEX print_person ON print (person, induction);
CREATE INDEX print_swept ON print (swept_after);

-- Which pieces were to be in it, as of which version (of two, when it changed in between): their titles are in it, whether their
-- words could be put or not. What is held back or taken out afterwards is not handed out any more.
CREATE TABLE print_piece (
  print INTEGER NOT NULL REFERENCES print (id),
  evidence INTEGER NOT NULL REFERENCES evidence (id),
  version INTEGER NOT NULL,
  PRIMARY KEY (print, evidence, version)
) STRICT;

-- How somebody wants pages to look; the cookie of a device says the same.
CREATE TABLE person_look (
  person INTEGER PRIMARY KEY REFERENCES person (id),
  size INTEGER NOT NULL,
  font INTEGER NOT NULL,
  spacing INTEGER NOT NULL,
  ground INTEGER NOT NULL,
  changed INTEGER NOT NULL
) STRICT;

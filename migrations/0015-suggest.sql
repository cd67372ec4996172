-- What a framework's agreed links teach: for each word, how many people's pieces have it, by statement and outcome
-- (rules/suggest.h says the form). Counts of at least five people, nothing else; made anew each night from what stands.
CREATE TABLE suggest_learnt (
  framework INTEGER NOT NULL PRIMARY KEY REFERENCES framework (id),
  made_at INTEGER NOT NULL,
  pieces INTEGER NOT NULL,
  words TEXT NOT NULL
) STRICT;

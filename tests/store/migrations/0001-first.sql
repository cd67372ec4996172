-- The store test's own small schema; it has nothing to do with Cairn's.
-- A 'thing' has one value of each type; the words INTEGER PRIMARY KEY, BLOB and STRICT here stay as they are.
CREATE TABLE thing (
	thing INTEGER PRIMARY KEY, -- its number
	id BLOB NOT NULL UNIQUE CHECK (length(id) = 16), -- outside name
	code TEXT NOT NULL UNIQUE,
	whole INTEGER,
	ratio REAL,
	made INTEGER NOT NULL DEFAULT 0, -- instant
	day INTEGER, -- date
	yes INTEGER NOT NULL DEFAULT 0 CHECK (yes IN (0, 1)),
	bytes BLOB,
	words TEXT DEFAULT 'it''s -- no BLOB; STRICT'
) STRICT;

CREATE INDEX thing_by_words ON thing (words);

-- The counter two writers move at once.
CREATE TABLE counter (
	name TEXT PRIMARY KEY,
	n INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counter (name, n) VALUES ('visits', 0);

CREATE TABLE part (
	part INTEGER PRIMARY KEY,
	thing INTEGER NOT NULL REFERENCES thing (thing),
	/* a block comment: INTEGER PRIMARY KEY */
	label TEXT NOT NULL DEFAULT 'INTEGER PRIMARY KEY'
) STRICT;

-- A programme may say which one it takes the place of. Nobody who began under that one is moved.
ALTER TABLE programme ADD COLUMN replaces INTEGER REFERENCES programme (id);
CREATE INDEX programme_replaces ON programme (replaces) WHERE replaces IS NOT NULL;

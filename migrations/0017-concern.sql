-- Whom to turn to with a concern: one text of the installation's, and one of an employer's own for the people who work there.
CREATE TABLE concern_text (
  id INTEGER PRIMARY KEY,
  place INTEGER NOT NULL UNIQUE,    -- 0: the installation; otherwise the organisation
  organisation INTEGER REFERENCES organisation (id),
  body TEXT NOT NULL,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  CHECK (place = COALESCE(organisation, 0))
) STRICT;

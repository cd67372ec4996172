-- Where what can't be known goes when an organisation splits: open invitations to one role, people joining one programme.
CREATE TABLE succession_place (
  succession INTEGER NOT NULL REFERENCES succession (id),
  organisation INTEGER NOT NULL REFERENCES organisation (id), -- that splits
  kind INTEGER NOT NULL,            -- 1 invitations, 2 people joining
  what INTEGER NOT NULL,            -- role; programme
  becomes INTEGER NOT NULL REFERENCES organisation (id),
  PRIMARY KEY (succession, organisation, kind, what)
) STRICT;

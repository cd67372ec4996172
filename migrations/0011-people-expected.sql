-- People whom an employer has added before they have come in themselves: their record, role and induction are there for
-- others to work with, and nobody signs in as them until they accept the invitation that goes to their address.
ALTER TABLE person ADD COLUMN expected_since INTEGER;
-- Somebody who asks to sign in and is only invited gets the invitation again.
CREATE INDEX invitation_address ON invitation (email_folded) WHERE accepted_at IS NULL AND revoked_at IS NULL;
-- Whose record an offer goes on, as a link at that person's own address has still to prove: somebody who has left everywhere
-- and has nothing to sign in with but a registration number.
ALTER TABLE invitation ADD COLUMN returns INTEGER REFERENCES person (id);
-- Links of an invitation that a newer one has ended: whoever presses one is told to look for the newest, and it is noted.
CREATE TABLE invitation_link_before (
  token_hash BLOB NOT NULL PRIMARY KEY,
  invitation INTEGER NOT NULL REFERENCES invitation (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX invitation_link_before_of ON invitation_link_before (invitation);

-- Lists of people in other orders than that of their names: by what they work as (a letter for the role, then the name), by
-- their first day in the list's organisation, by when they last signed in (0: never). people_index keeps the first two.
ALTER TABLE person ADD COLUMN last_in INTEGER;
ALTER TABLE person_listed ADD COLUMN role_sort TEXT NOT NULL DEFAULT '';
ALTER TABLE person_listed ADD COLUMN joined INTEGER NOT NULL DEFAULT 0;
ALTER TABLE person_listed ADD COLUMN last_in INTEGER NOT NULL DEFAULT 0;
UPDATE person SET last_in = (SELECT MAX(s.created) FROM session s WHERE s.person = person.id);
UPDATE person_listed SET
  role_sort = COALESCE((SELECT MIN(CASE r.role WHEN 1 THEN 'a' WHEN 2 THEN 'b' WHEN 3 THEN 'c' WHEN 4 THEN 'd' WHEN 5 THEN 'e'
    WHEN 6 THEN 'f' WHEN 7 THEN 'g' WHEN 8 THEN 'h' WHEN 9 THEN 'i' WHEN 10 THEN 'j' WHEN 11 THEN 'k' END) FROM role_held r WHERE r.person = person_listed.person
    AND (person_listed.scope < 1 OR r.organisation = person_listed.scope) AND r.ends IS NULL), 'z') || ' ' || name_sort,
  joined = COALESCE((SELECT MIN(r.starts) FROM role_held r WHERE r.person = person_listed.person
    AND (person_listed.scope < 1 OR r.organisation = person_listed.scope)), 0),
  last_in = COALESCE((SELECT p.last_in FROM person p WHERE p.id = person_listed.person), 0);
CREATE INDEX person_listed_role ON person_listed (scope, role_sort, person);
CREATE INDEX person_listed_joined ON person_listed (scope, joined, person);
CREATE INDEX person_listed_last_in ON person_listed (scope, last_in, person);
CREATE INDEX role_held_ends ON role_held (ends) WHERE ends IS NOT NULL;

-- Lists are read in their own order by an index, however long they are (tests/page/test_lists.py asks the planner).
CREATE INDEX mail_organisation_created ON mail (organisation, created, id);
CREATE INDEX role_held_person_organisation ON role_held (person, organisation, role);
CREATE INDEX mail_trouble_since ON mail_trouble (since, person);
CREATE INDEX invitation_expires ON invitation (organisation, expires, id);
-- offers of roles that national administrators give, everywhere
CREATE INDEX invitation_national_created ON invitation (created, id) WHERE role IN (4, 5, 6, 7, 8);
CREATE INDEX invitation_national_expires ON invitation (expires, id) WHERE role IN (4, 5, 6, 7, 8);

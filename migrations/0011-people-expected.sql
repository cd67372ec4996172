-- People whom an employer has added before they have come in themselves: their record, role and induction are there for
-- others to work with, and nobody signs in as them until they accept the invitation that goes to their address.
ALTER TABLE person ADD COLUMN expected_since INTEGER;
-- Somebody who asks to sign in and is only invited gets the invitation again.
CREATE INDEX invitation_address ON invitation (email_folded) WHERE accepted_at IS NULL AND revoked_at IS NULL;
-- Links of an invitation that a newer one has ended: whoever presses one is told to look for the newest, and it is noted.
CREATE TABLE invitation_link_before (
  token_hash BLOB NOT NULL PRIMARY KEY,
  invitation INTEGER NOT NULL REFERENCES invitation (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX invitation_link_before_of ON invitation_link_before (invitation);

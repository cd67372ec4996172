-- invitation.sql — offers of a role by mail.

-- name: invitation_add   one
-- open: made in this transaction
-- in:   id uuid, organisation int, role int, person int?, name text, folded text, email text, email_folded text, registration text?,
--       starts date, token_hash blob, made_by int, made_as int, needs_second int, now instant, expires instant
-- out:  invitation int
INSERT INTO invitation (uuid, organisation, role, person, name, folded, email, email_folded, registration, starts, token_hash, made_by,
  made_as, needs_second, created, sent_at, expires)
VALUES (:id, :organisation, :role, :person, :name, :folded, :email, :email_folded, :registration, :starts, :token_hash, :made_by,
  :made_as, :needs_second, :now, :now, :expires) RETURNING id AS invitation

-- name: invitation_open_for   one
-- why:  the one that waits or has expired, for the same address, role and organisation
-- open: the caller may invite there
-- in:   organisation int, role int, email_folded text
-- out:  invitation int, id uuid
SELECT id AS invitation, uuid AS id FROM invitation
WHERE organisation = :organisation AND role = :role AND email_folded = :email_folded AND accepted_at IS NULL AND revoked_at IS NULL

-- name: invitation_by_id   one
-- open: the object rule decides
-- in:   id uuid
-- out:  invitation int, organisation int, organisation_id uuid, organisation_name text, role int, person int?, name text, email text, email_folded text,
--       registration text?, starts date, made_by int, made_by_name text, made_as int, needs_second int, second_by int?, sent_at instant, sends int,
--       expires instant, accepted_at instant?, revoked_at instant?, created instant, returns int?, version int
SELECT i.id AS invitation, i.organisation, o.uuid AS organisation_id, o.name AS organisation_name, i.role, i.person, i.name, i.email, i.email_folded, i.registration,
  i.starts, i.made_by, p.name AS made_by_name, i.made_as, i.needs_second, i.second_by, i.sent_at, i.sends, i.expires, i.accepted_at,
  i.revoked_at, i.created, i.returns, i.version
FROM invitation i JOIN organisation o ON o.id = i.organisation JOIN person p ON p.id = i.made_by WHERE i.uuid = :id

-- name: invitation_lock   one
-- open: the object rule decides
-- lock: yes
-- in:   id uuid
-- out:  invitation int
SELECT i.id AS invitation FROM invitation i WHERE i.uuid = :id

-- name: invitation_uuid   one
-- open: whoever went to another service from its page
-- in:   invitation int
-- out:  id uuid
SELECT uuid AS id FROM invitation WHERE id = :invitation

-- name: invitation_by_token   one
-- open: whoever has the token
-- in:   token_hash blob
-- out:  id uuid
SELECT uuid AS id FROM invitation WHERE token_hash = :token_hash

-- name: invitation_by_link_before   one
-- open: whoever has the token
-- in:   token_hash blob
-- out:  id uuid
SELECT i.uuid AS id FROM invitation_link_before b JOIN invitation i ON i.id = b.invitation WHERE b.token_hash = :token_hash

-- name: invitation_link_ends   exec
-- why:  the link before, which a new one takes the place of
-- in:   invitation int
INSERT INTO invitation_link_before (token_hash, invitation) SELECT i.token_hash, i.id FROM invitation i WHERE i.id = :invitation

-- name: invitation_send_again   exec
-- why:  a new link: the one before it is nothing any more
-- in:   invitation int, token_hash blob, now instant, expires instant
UPDATE invitation SET token_hash = :token_hash, sent_at = :now, expires = :expires, sends = sends + 1, version = version + 1,
  returns = NULL
WHERE id = :invitation AND accepted_at IS NULL AND revoked_at IS NULL

-- name: invitation_returns   exec
-- why:  the link that works now is at this person's own address
-- in:   invitation int, person int
UPDATE invitation SET returns = :person WHERE id = :invitation

-- name: invitation_revoke   exec
-- in:   invitation int, now instant
UPDATE invitation SET revoked_at = :now, version = version + 1 WHERE id = :invitation AND accepted_at IS NULL AND revoked_at IS NULL

-- name: invitation_accept   exec
-- why:  of two presses at once one changes a row, the other none
-- in:   invitation int, person int, now instant
UPDATE invitation SET accepted_at = :now, person = :person, version = version + 1
WHERE id = :invitation AND accepted_at IS NULL AND revoked_at IS NULL AND expires > :now

-- name: invitation_confirm   exec
-- why:  the second administrator's
-- in:   invitation int, person int
UPDATE invitation SET second_by = :person, needs_second = 0, version = version + 1 WHERE id = :invitation AND needs_second = 1

-- name: invitations_revoke_of   exec
-- why:  offers made to somebody who has left for good end with it
-- in:   person int, organisation int, now instant
UPDATE invitation SET revoked_at = :now WHERE person = :person AND organisation = :organisation AND accepted_at IS NULL AND revoked_at IS NULL

-- name: invitations_expired   many
-- why:  open offers of one organisation whose link has expired, longest first; not those that two people make
-- open: the coordinator's own organisation
-- in:   organisation int, now instant, limit int
-- out:  id uuid
SELECT uuid AS id FROM invitation WHERE organisation = :organisation AND accepted_at IS NULL AND revoked_at IS NULL
AND expires <= :now AND needs_second = 0 ORDER BY expires, id LIMIT :limit

-- name: invitations_sender   one
-- why:  who sends them again, if they coordinate there still
-- open: the service itself
-- in:   role_held int, today date
-- out:  person int, name text, role int, organisation int
SELECT p.id AS person, p.name, r.role, r.organisation FROM role_held r JOIN person p ON p.id = r.person
WHERE r.id = :role_held AND p.disabled_at IS NULL AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today)

-- name: invitations_sweep   exec
-- why:  names and addresses of people who never came are not kept; those who are expected have a record, and may ask again
-- in:   before instant
DELETE FROM invitation WHERE expires < :before AND accepted_at IS NULL
AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = invitation.person AND p.expected_since IS NOT NULL)

-- name: invitation_of_address   one
-- why:  what somebody who is only invited gets again when they ask to sign in; never an offer that two people make (6, 8)
-- open: nobody is told
-- in:   email_folded text
-- out:  id uuid
SELECT uuid AS id FROM invitation WHERE email_folded = :email_folded AND accepted_at IS NULL AND revoked_at IS NULL
AND needs_second = 0 AND role NOT IN (6, 8) ORDER BY id DESC LIMIT 1

-- name: invitation_of_person   one
-- why:  the open invitation of somebody who is expected; organisation 0: of any
-- open: the caller has been allowed the person
-- in:   person int, organisation int
-- out:  id uuid, sent_at instant, expires instant
SELECT uuid AS id, sent_at, expires FROM invitation WHERE person = :person AND (:organisation = 0 OR organisation = :organisation)
AND accepted_at IS NULL AND revoked_at IS NULL AND needs_second = 0 ORDER BY id DESC LIMIT 1

-- name: invitation_is_for   exec
-- why:  an invitation to an address whose owner has a record now
-- in:   invitation int, person int
UPDATE invitation SET person = :person, version = version + 1 WHERE id = :invitation

-- name: invitations_readdress   exec
-- why:  the address of somebody who has not come in was put right: what was sent to the wrong one goes
-- in:   person int, email text, email_folded text, folded text
UPDATE invitation SET email = :email, email_folded = :email_folded, folded = :folded, version = version + 1
WHERE person = :person AND accepted_at IS NULL AND revoked_at IS NULL

-- name: person_came_in   exec
-- in:   person int
UPDATE person SET expected_since = NULL WHERE id = :person AND expected_since IS NOT NULL

-- name: invitations_waiting   one
-- open: a number, of one's own organisation
-- in:   organisation int
-- out:  waiting int
SELECT COUNT(*) AS waiting FROM (SELECT id FROM invitation
WHERE organisation = :organisation AND accepted_at IS NULL AND revoked_at IS NULL LIMIT 1000) w

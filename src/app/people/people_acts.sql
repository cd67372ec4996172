-- people_acts.sql — what is done to an account: deactivated, left, renamed, reached elsewhere.

-- name: act_disable   exec
-- in:   person int, now instant?
UPDATE person SET disabled_at = :now, version = version + 1 WHERE id = :person

-- name: act_sessions_end   exec
-- why:  everywhere, at once
-- in:   person int, now instant
UPDATE session SET ended_at = :now WHERE person = :person AND ended_at IS NULL

-- name: act_tokens_end   exec
-- in:   person int, now instant
UPDATE api_token SET ended_at = :now WHERE person = :person AND ended_at IS NULL

-- name: act_links_end   exec
-- why:  a sign-in link that is on its way is spent
-- in:   person int, now instant
UPDATE sign_in_link SET used_at = :now WHERE person = :person AND used_at IS NULL

-- name: act_rename   exec
-- in:   person int, version int, name text, initials text, registration text?
UPDATE person SET name = :name, initials = :initials, registration = :registration, version = version + 1
WHERE id = :person AND version = :version

-- name: act_rename_invitations   exec
-- why:  the name before stands nowhere
-- in:   person int, name text, folded text
UPDATE invitation SET name = :name, folded = :folded WHERE person = :person

-- name: act_set_email   exec
-- in:   person int, email text, email_folded text
UPDATE person SET email = :email, email_folded = :email_folded, version = version + 1 WHERE id = :person

-- name: act_set_personal   exec
-- in:   person int, email text?, email_folded text?
UPDATE person SET personal_email = :email, personal_folded = :email_folded, version = version + 1 WHERE id = :person

-- name: act_person   one
-- open: the caller has been allowed the person, or is the service itself
-- in:   person int
-- out:  id uuid, name text, initials text, email text, email_folded text, registration text?, personal_email text?, personal_folded text?,
--       disabled_at instant?, expected_since instant?, version int
SELECT uuid AS id, name, initials, email, email_folded, registration, personal_email, personal_folded, disabled_at, expected_since,
  version
FROM person WHERE id = :person

-- name: act_address_holder   one
-- why:  whose address this is, at work or personally
-- open: nobody is told
-- in:   email_folded text
-- out:  person int, disabled_at instant?
SELECT id AS person, disabled_at FROM person WHERE email_folded = :email_folded OR personal_folded = :email_folded ORDER BY id LIMIT 1

-- name: act_registration_holder   one
-- open: nobody is told
-- in:   registration text
-- out:  person int
SELECT id AS person FROM person WHERE registration = :registration

-- name: departure_of   one
-- why:  the departure that is open: recorded, or taken effect and not come back from
-- open: the caller has been allowed the person
-- in:   person int, organisation int
-- out:  departure int, id uuid, kind int, reason int, last_day date, back_on date?, done_at instant?
SELECT id AS departure, uuid AS id, kind, reason, last_day, back_on, done_at FROM departure
WHERE person = :person AND organisation = :organisation AND ended_on IS NULL

-- name: departure_add   one
-- open: made in this transaction
-- in:   id uuid, person int, organisation int, kind int, reason int, last_day date, back_on date?, recorded_by int, now instant
-- out:  departure int
INSERT INTO departure (uuid, person, organisation, kind, reason, last_day, back_on, recorded_by, created)
VALUES (:id, :person, :organisation, :kind, :reason, :last_day, :back_on, :recorded_by, :now) RETURNING id AS departure

-- name: departure_end   exec
-- in:   departure int, today date
UPDATE departure SET ended_on = :today WHERE id = :departure AND ended_on IS NULL

-- name: departure_done   exec
-- in:   departure int, now instant
UPDATE departure SET done_at = :now WHERE id = :departure AND done_at IS NULL

-- name: departures_due   many
-- why:  last days that are over
-- open: the service itself
-- in:   today date
-- out:  departure int, person int, organisation int, kind int, last_day date
SELECT id AS departure, person, organisation, kind, last_day FROM departure
WHERE last_day < :today AND kind = 1 AND done_at IS NULL AND ended_on IS NULL ORDER BY id LIMIT 100

-- name: departure_assignments   one
-- why:  how many people somebody still supervises or assesses
-- open: a number
-- in:   person int, today date
-- out:  assignments int
SELECT COUNT(*) AS assignments FROM assignment a WHERE a.person = :person AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)

-- name: address_change_drop   exec
-- in:   person int, kind int, now instant
UPDATE address_change SET dropped_at = :now WHERE person = :person AND kind = :kind AND used_at IS NULL AND dropped_at IS NULL

-- name: address_change_add   exec
-- in:   id uuid, person int, kind int, email text, email_folded text, token_hash blob, asked_by int, now instant, expires instant
INSERT INTO address_change (uuid, person, kind, email, email_folded, token_hash, asked_by, created, expires)
VALUES (:id, :person, :kind, :email, :email_folded, :token_hash, :asked_by, :now, :expires)

-- name: address_change_open   one
-- why:  what waits for its link to be pressed
-- open: the caller has been allowed the person
-- in:   person int, kind int, now instant
-- out:  email text, created instant, expires instant
SELECT email, created, expires FROM address_change
WHERE person = :person AND kind = :kind AND used_at IS NULL AND dropped_at IS NULL AND expires > :now

-- name: address_change_live   one
-- open: whoever has the token
-- in:   token_hash blob, now instant
-- out:  change int, person int, kind int, email text, email_folded text, asked_by int
SELECT c.id AS change, c.person, c.kind, c.email, c.email_folded, c.asked_by FROM address_change c
WHERE c.token_hash = :token_hash AND c.used_at IS NULL AND c.dropped_at IS NULL AND c.expires > :now

-- name: address_change_any   one
-- why:  whose link it was, whatever became of it
-- open: whoever has the token
-- in:   token_hash blob
-- out:  person int, person_id uuid
SELECT c.person, p.uuid AS person_id FROM address_change c JOIN person p ON p.id = c.person WHERE c.token_hash = :token_hash

-- name: address_change_spend   exec
-- why:  of two presses at once one changes a row, the other none
-- in:   change int, now instant
UPDATE address_change SET used_at = :now WHERE id = :change AND used_at IS NULL AND dropped_at IS NULL

-- name: address_changes_sweep   exec
-- why:  addresses nobody confirmed are not kept
-- in:   before instant
DELETE FROM address_change WHERE expires < :before

-- name: roles_left   many
-- why:  roles that are kept at organisations somebody has left for good
-- open: the service itself
-- in:   person int, but_organisation int, role int, today date
-- out:  role_held int, id uuid, organisation int, starts date
SELECT r.id AS role_held, r.uuid AS id, r.organisation, r.starts FROM role_held r
WHERE r.person = :person AND r.role = :role AND r.organisation <> :but_organisation AND (r.ends IS NULL OR r.ends >= :today)
  AND EXISTS (SELECT 1 FROM departure d WHERE d.person = r.person AND d.organisation = r.organisation AND d.kind = 1
    AND d.ended_on IS NULL AND d.last_day < :today) ORDER BY r.id LIMIT 50

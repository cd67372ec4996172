-- sign_in.sql — links, who may come in, and how often somebody tried.

-- name: sign_in_people   many
-- why:  who is offered on the sign-in page of a demonstration, with the role they start in
-- open: empty outside a demonstration
-- in:   today date
-- out:  name text, email_folded text, says text, role int
SELECT p.name, p.email_folded, d.says, MIN(r.role) AS role
FROM demo_person d JOIN person p ON p.id = d.person JOIN role_held r ON r.person = p.id
WHERE p.disabled_at IS NULL AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today)
GROUP BY p.name, p.email_folded, d.says, d.position ORDER BY d.position LIMIT 100

-- name: sign_in_demo_person   one
-- open: empty outside a demonstration
-- in:   email_folded text
-- out:  person int, id uuid
SELECT p.id AS person, p.uuid AS id FROM demo_person d JOIN person p ON p.id = d.person
WHERE p.email_folded = :email_folded AND p.disabled_at IS NULL

-- name: sign_in_person   one
-- why:  whose address this is, at work or personally; the link goes there. Nobody signs in who has not come in by an invitation
-- open: the answer to the asker is the same either way
-- in:   email_folded text
-- out:  person int, id uuid, name text, email text
SELECT id AS person, uuid AS id, name, CASE WHEN email_folded = :email_folded THEN email ELSE COALESCE(personal_email, email) END AS email
FROM person WHERE (email_folded = :email_folded OR personal_folded = :email_folded) AND disabled_at IS NULL AND expected_since IS NULL
ORDER BY CASE WHEN email_folded = :email_folded THEN 0 ELSE 1 END LIMIT 1

-- name: sign_in_link_add   exec
-- in:   token_hash blob, person int, sent_to text, now instant, expires instant
INSERT INTO sign_in_link (token_hash, person, sent_to, created, expires) VALUES (:token_hash, :person, :sent_to, :now, :expires)

-- name: sign_in_link_live   one
-- why:  whom a link is for, if it still works; reads only
-- open: whoever has the token
-- in:   token_hash blob, now instant
-- out:  link int, person int, id uuid, name text, sent_to text
SELECT l.id AS link, p.id AS person, p.uuid AS id, p.name, l.sent_to FROM sign_in_link l JOIN person p ON p.id = l.person
WHERE l.token_hash = :token_hash AND l.used_at IS NULL AND l.expires > :now AND p.disabled_at IS NULL
AND p.expected_since IS NULL

-- name: sign_in_link_spend   exec
-- why:  of two presses at once one changes a row, the other none
-- in:   link int, now instant
UPDATE sign_in_link SET used_at = :now WHERE id = :link AND used_at IS NULL

-- name: throttle_tries   one
-- why:  how often in this window, without counting
-- open: counters
-- in:   subject text, window_start instant
-- out:  tries int
SELECT tries FROM throttle WHERE subject = :subject AND window_start = :window_start

-- name: person_of   one
-- open: the person signing in
-- in:   person int
-- out:  id uuid, name text
SELECT uuid AS id, name FROM person WHERE id = :person

-- name: sign_in_asked_add   one
-- open: what somebody typed, until it is answered
-- in:   address text, next text, now instant
-- out:  asked int
INSERT INTO sign_in_asked (address, next, created) VALUES (:address, :next, :now) RETURNING id AS asked

-- name: sign_in_asked   one
-- open: the job that answers it
-- in:   asked int
-- out:  address text, next text, created instant
SELECT address, next, created FROM sign_in_asked WHERE id = :asked

-- name: sign_in_asked_drop   exec
-- in:   asked int
DELETE FROM sign_in_asked WHERE id = :asked

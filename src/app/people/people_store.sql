-- people_store.sql — organisations, people, roles, programmes, inductions and assignments coming into being.

-- name: organisation_add   one
-- open: made in this transaction
-- in:   id uuid, name text, name_sort text, type int, now instant
-- out:  organisation int
INSERT INTO organisation (uuid, name, name_sort, type, created) VALUES (:id, :name, :name_sort, :type, :now)
RETURNING id AS organisation

-- name: person_add   one
-- open: made in this transaction
-- in:   id uuid, name text, name_sort text, initials text, email text, email_folded text, registration text?, salt blob,
--       expected_since instant?, now instant
-- out:  person int
INSERT INTO person (uuid, name, name_sort, initials, email, email_folded, registration, salt, expected_since, created)
VALUES (:id, :name, :name_sort, :initials, :email, :email_folded, :registration, :salt, :expected_since, :now) RETURNING id AS person

-- name: person_by_email   one
-- open: the caller is the service itself
-- in:   email_folded text
-- out:  person int, id uuid, name text, email text, disabled_at instant?
SELECT id AS person, uuid AS id, name, email, disabled_at FROM person WHERE email_folded = :email_folded

-- name: people_count   one
-- open: a number
-- in:   none
-- out:  people int
SELECT COUNT(*) AS people FROM person

-- name: role_first   exec
-- why:  role_add where nobody asks for its number
-- in:   id uuid, person int, organisation int, role int, starts date, now instant
INSERT INTO role_held (uuid, person, organisation, role, starts, ends, created)
VALUES (:id, :person, :organisation, :role, :starts, NULL, :now)

-- name: role_add   one
-- open: made in this transaction
-- in:   id uuid, person int, organisation int, role int, starts date, ends date?, now instant
-- out:  role_held int
INSERT INTO role_held (uuid, person, organisation, role, starts, ends, created)
VALUES (:id, :person, :organisation, :role, :starts, :ends, :now) RETURNING id AS role_held

-- name: induction_add   one
-- open: made in this transaction
-- in:   id uuid, ecsw int, programme int, framework int, employer int, starts date, team text, intake text, seen_at instant,
--       contained_in int?, now instant
-- out:  induction int
INSERT INTO induction (uuid, ecsw, programme, framework, employer, starts, team, intake, seen_at, seen_next, contained_in,
  is_national, created)
SELECT :id, :ecsw, g.id, :framework, :employer, :starts, :team, :intake, :seen_at, :seen_at, :contained_in, g.is_national, :now
FROM programme g WHERE g.id = :programme
RETURNING id AS induction

-- name: assignment_add   one
-- open: made in this transaction
-- in:   id uuid, induction int, person int, role int, starts date, ends date?, now instant
-- out:  assignment int
INSERT INTO assignment (uuid, induction, person, role, starts, ends, created)
VALUES (:id, :induction, :person, :role, :starts, :ends, :now) RETURNING id AS assignment

-- name: demo_person_add   exec
-- in:   person int, position int, says text
INSERT INTO demo_person (person, position, says) VALUES (:person, :position, :says)

-- name: demo_people   many
-- why:  who is offered on the sign-in page of a demo
-- open: empty outside a demo
-- in:   none
-- out:  person int, id uuid, name text, says text
SELECT p.id AS person, p.uuid AS id, p.name, d.says FROM demo_person d JOIN person p ON p.id = d.person
ORDER BY d.position LIMIT 100

-- name: person_salt   one
-- open: for the salted hashes in events
-- in:   person int
-- out:  id uuid, salt blob
SELECT uuid AS id, salt FROM person WHERE id = :person

-- name: roles_here   many
-- why:  what somebody holds, held or will hold in one organisation, newest first
-- open: the caller has been allowed the person
-- in:   person int, organisation int
-- out:  role_held int, id uuid, role int, starts date, ends date?
SELECT id AS role_held, uuid AS id, role, starts, ends FROM role_held
WHERE person = :person AND organisation = :organisation ORDER BY COALESCE(ends, 9999999) DESC, starts DESC, id LIMIT 100

-- name: roles_anywhere   many
-- why:  the same in all organisations
-- open: the caller has been allowed the person
-- in:   person int
-- out:  role_held int, id uuid, role int, organisation int, organisation_id uuid, organisation_name text, organisation_type int,
--       starts date, ends date?
SELECT r.id AS role_held, r.uuid AS id, r.role, r.organisation, o.uuid AS organisation_id, o.name AS organisation_name, o.type AS organisation_type, r.starts, r.ends
FROM role_held r JOIN organisation o ON o.id = r.organisation
WHERE r.person = :person ORDER BY COALESCE(r.ends, 9999999) DESC, r.starts DESC, r.id LIMIT 200

-- name: role_set_ends   exec
-- in:   role_held int, ends date
UPDATE role_held SET ends = :ends WHERE id = :role_held

-- name: role_ends_by_leaving   exec
-- why:  the end it had is kept, for leaving that is taken back
-- in:   role_held int, before date?
UPDATE role_held SET ended_by_leaving = 1, ends_before = :before WHERE id = :role_held

-- name: roles_go_on   exec
-- why:  leaving was taken back: what ended with it has the end it had before
-- in:   person int, organisation int, last date
UPDATE role_held SET ends = ends_before, ended_by_leaving = 0, ends_before = NULL
WHERE person = :person AND organisation = :organisation AND ends = :last AND ended_by_leaving = 1

-- name: role_drop   exec
-- why:  it began on the day it ended, or never began: there is no whole day to keep; its events stay
-- in:   role_held int
DELETE FROM role_held WHERE id = :role_held

-- name: role_offers_end   exec
-- why:  an invitation that still waits would give back what has been ended
-- in:   person int, organisation int, role int, now instant
UPDATE invitation SET revoked_at = :now, version = version + 1
WHERE person = :person AND organisation = :organisation AND role = :role AND accepted_at IS NULL AND revoked_at IS NULL

-- name: role_sessions_end   exec
-- why:  whoever works in that role is out at once
-- in:   role_held int, now instant
UPDATE session SET ended_at = :now WHERE role_held = :role_held AND ended_at IS NULL

-- name: role_sessions_forget   exec
-- why:  before a role without a whole day is dropped
-- in:   role_held int
UPDATE session SET role_held = NULL WHERE role_held = :role_held

-- name: role_tokens_end   exec
-- in:   role_held int, now instant
UPDATE api_token SET ended_at = :now WHERE role_held = :role_held AND ended_at IS NULL

-- name: role_tokens_drop   exec
-- in:   role_held int
DELETE FROM api_token WHERE role_held = :role_held

-- name: roles_held_elsewhere   one
-- why:  how many roles somebody holds or will hold outside one organisation
-- open: a number
-- in:   person int, organisation int, today date
-- out:  roles int
SELECT COUNT(*) AS roles FROM role_held
WHERE person = :person AND organisation <> :organisation AND (ends IS NULL OR ends >= :today)

-- name: holders_today   one
-- why:  how many people hold a role today
-- open: a number
-- in:   role int, today date
-- out:  people int
SELECT COUNT(*) AS people FROM (SELECT DISTINCT r.person FROM role_held r JOIN person p ON p.id = r.person
WHERE r.role = :role AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today) AND p.disabled_at IS NULL LIMIT 10) h

-- name: people_organisation   one
-- open: the organisation somebody acts for
-- in:   organisation int
-- out:  id uuid, name text, type int
SELECT uuid AS id, name, type FROM organisation WHERE id = :organisation

-- name: people_organisation_of   one
-- open: may_grant decides
-- in:   id uuid
-- out:  organisation int, name text, type int
SELECT id AS organisation, name, type FROM organisation WHERE uuid = :id

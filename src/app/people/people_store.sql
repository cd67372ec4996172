-- people_store.sql — organisations, people, roles, programmes, inductions and assignments coming into being.

-- name: organisation_add   one
-- open: made in this transaction
-- in:   id uuid, name text, name_sort text, type int, now instant
-- out:  organisation int
INSERT INTO organisation (uuid, name, name_sort, type, created) VALUES (:id, :name, :name_sort, :type, :now)
RETURNING id AS organisation

-- name: person_add   one
-- open: made in this transaction
-- in:   id uuid, name text, initials text, email text, email_folded text, registration text?, salt blob, now instant
-- out:  person int
INSERT INTO person (uuid, name, initials, email, email_folded, registration, salt, created)
VALUES (:id, :name, :initials, :email, :email_folded, :registration, :salt, :now) RETURNING id AS person

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

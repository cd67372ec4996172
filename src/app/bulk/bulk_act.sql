-- bulk_act.sql — taking back what an import has added and nobody was told of.

-- name: bulk_person_touched   one
-- why:  has anybody made anything of a person since: signed in, been assigned, been invited, left something
-- open: a number
-- in:   person int, role_held int, induction int
-- out:  touched int
SELECT (SELECT COUNT(*) FROM session s WHERE s.person = :person)
     + (SELECT COUNT(*) FROM sign_in_link l WHERE l.person = :person)
     + (SELECT COUNT(*) FROM role_held r WHERE r.person = :person AND r.id <> :role_held)
     + (SELECT COUNT(*) FROM assignment a WHERE a.person = :person)
     + (SELECT COUNT(*) FROM induction i WHERE i.ecsw = :person AND i.id <> :induction)
     + (SELECT COUNT(*) FROM api_token t WHERE t.person = :person)
     + (SELECT COUNT(*) FROM invitation v WHERE v.person = :person)
     + (SELECT COUNT(*) FROM event e WHERE e.person = :person) AS touched

-- name: bulk_induction_touched   one
-- open: a number
-- in:   induction int
-- out:  touched int
SELECT (SELECT COUNT(*) FROM evidence e WHERE e.induction = :induction)
     + (SELECT COUNT(*) FROM induction_outcome o WHERE o.induction = :induction) AS touched

-- name: bulk_induction_gone   exec
-- why:  an induction taken back on the day it was added ended the day it began
-- in:   induction int
UPDATE induction SET ended = starts WHERE id = :induction AND ended IS NULL

-- name: bulk_assignments_gone   exec
-- in:   induction int
DELETE FROM assignment WHERE induction = :induction

-- name: bulk_role_gone   exec
-- in:   role_held int
DELETE FROM role_held WHERE id = :role_held

-- name: bulk_person_gone   exec
-- why:  what the history points at stays; what it was called does not
-- in:   person int, name text, nowhere text, now instant
UPDATE person SET name = :name, initials = '', email = '', email_folded = :nowhere, registration = NULL, disabled_at = :now
WHERE id = :person

-- name: bulk_person_uuid   one
-- open: for an event about them
-- in:   person int
-- out:  id uuid
SELECT uuid AS id FROM person WHERE id = :person

-- name: bulk_code_add   exec
-- in:   id uuid, organisation int, scheme int, code text, starts date, now instant
INSERT INTO organisation_code (uuid, organisation, scheme, code, starts, created)
VALUES (:id, :organisation, :scheme, :code, :starts, :now)

-- name: bulk_contact_put   exec
-- in:   organisation int, phone text, address text
UPDATE organisation SET phone = :phone, address = :address WHERE id = :organisation

-- name: bulk_primary_gone   exec
-- why:  whoever was added by mistake is nobody's primary coordinator
-- in:   person int
UPDATE organisation SET primary_coordinator = NULL WHERE primary_coordinator = :person

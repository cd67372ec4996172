-- bulk_facts.sql — who and what a row means. Nothing of this is shown but what its finding needs.

-- name: bulk_person_by_email   one
-- why:  who has this work address, and how they stand to the organisation the row is about
-- open: a row says at most that somebody is in Cairn through another employer
-- in:   email_folded text, organisation int, today date
-- out:  person int, id uuid, name text, email_folded text, registration text?, disabled bool, here int, ever_here int
SELECT p.id AS person, p.uuid AS id, p.name, p.email_folded, p.registration, CASE WHEN p.disabled_at IS NULL THEN 0 ELSE 1 END AS disabled,
       (SELECT COUNT(*) FROM role_held r WHERE r.person = p.id AND r.organisation = :organisation
        AND (r.ends IS NULL OR r.ends >= :today)) AS here,
       (SELECT COUNT(*) FROM role_held r WHERE r.person = p.id AND r.organisation = :organisation) AS ever_here
FROM person p WHERE p.email_folded = :email_folded

-- name: bulk_person_by_number   one
-- open: as bulk_person_by_email
-- in:   registration text, organisation int, today date
-- out:  person int, id uuid, name text, email_folded text, registration text?, disabled bool, here int, ever_here int
SELECT p.id AS person, p.uuid AS id, p.name, p.email_folded, p.registration, CASE WHEN p.disabled_at IS NULL THEN 0 ELSE 1 END AS disabled,
       (SELECT COUNT(*) FROM role_held r WHERE r.person = p.id AND r.organisation = :organisation
        AND (r.ends IS NULL OR r.ends >= :today)) AS here,
       (SELECT COUNT(*) FROM role_held r WHERE r.person = p.id AND r.organisation = :organisation) AS ever_here
FROM person p WHERE p.registration = :registration

-- name: bulk_people_by_email   many
-- why:  the same of the rows of a batch, in one go
-- open: as bulk_person_by_email
-- in:   emails text[100], organisation int, today date
-- out:  person int, id uuid, name text, email_folded text, registration text?, disabled bool, here int, ever_here int
SELECT p.id AS person, p.uuid AS id, p.name, p.email_folded, p.registration, CASE WHEN p.disabled_at IS NULL THEN 0 ELSE 1 END AS disabled,
       (SELECT COUNT(*) FROM role_held r WHERE r.person = p.id AND r.organisation = :organisation
        AND (r.ends IS NULL OR r.ends >= :today)) AS here,
       (SELECT COUNT(*) FROM role_held r WHERE r.person = p.id AND r.organisation = :organisation) AS ever_here
FROM (VALUES (:emails)) AS w JOIN person p ON p.email_folded = w.column1 LIMIT 100

-- name: bulk_people_by_number   many
-- open: as bulk_person_by_email
-- in:   numbers text[100], organisation int, today date
-- out:  person int, id uuid, name text, email_folded text, registration text?, disabled bool, here int, ever_here int
-- row:  bulk_people_by_email
SELECT p.id AS person, p.uuid AS id, p.name, p.email_folded, p.registration, CASE WHEN p.disabled_at IS NULL THEN 0 ELSE 1 END AS disabled,
       (SELECT COUNT(*) FROM role_held r WHERE r.person = p.id AND r.organisation = :organisation
        AND (r.ends IS NULL OR r.ends >= :today)) AS here,
       (SELECT COUNT(*) FROM role_held r WHERE r.person = p.id AND r.organisation = :organisation) AS ever_here
FROM (VALUES (:numbers)) AS w JOIN person p ON p.registration = w.column1 LIMIT 100

-- name: bulk_organisation_type   one
-- why:  which roles such an organisation has
-- open: a number
-- in:   organisation int
-- out:  type int
SELECT type FROM organisation WHERE id = :organisation

-- name: bulk_role_from   one
-- why:  does somebody hold a role here on a day, or will they
-- in:   person int, organisation int, role int, from_day date
-- out:  held int, starts date?
SELECT COUNT(*) AS held, MIN(starts) AS starts FROM role_held
WHERE person = :person AND organisation = :organisation AND role = :role AND (ends IS NULL OR ends >= :from_day)

-- name: bulk_induction_now   one
-- why:  the national induction somebody is on
-- open: of a person the sender's organisation employs
-- in:   person int
-- out:  induction int, employer int, starts date, programme int
SELECT id AS induction, employer, starts, programme FROM induction WHERE ecsw = :person AND ended IS NULL AND is_national = 1
ORDER BY id DESC LIMIT 1

-- name: bulk_induction_last   one
-- why:  the induction an outcome is about: the newest with this employer
-- open: the sender coordinates that employer
-- lock: yes
-- in:   person int, employer int
-- out:  induction int, uuid uuid, starts date, ended date?
SELECT id AS induction, uuid, starts, ended FROM induction
WHERE ecsw = :person AND employer = :employer ORDER BY induction.is_national DESC, induction.id DESC LIMIT 1

-- name: bulk_induction_lock   one
-- open: the sender coordinates its employer
-- lock: yes
-- in:   induction int
-- out:  uuid uuid, ended date?
SELECT uuid, ended FROM induction WHERE id = :induction

-- name: bulk_outcome_of   one
-- in:   induction int
-- out:  outcome int, on_date date
SELECT outcome, on_date FROM induction_outcome WHERE induction = :induction

-- name: bulk_outcome_add   exec
-- in:   id uuid, induction int, outcome int, on_date date, person int, now instant
INSERT INTO induction_outcome (uuid, induction, outcome, on_date, recorded_by, created)
VALUES (:id, :induction, :outcome, :on_date, :person, :now)

-- name: bulk_induction_end   exec
-- in:   induction int, ended date
UPDATE induction SET ended = :ended WHERE id = :induction AND ended IS NULL

-- name: bulk_programmes   many
-- open: every employer may see which programmes there are
-- in:   organisation int, limit int
-- out:  programme int, slug text, name text, framework int, for_all bool
SELECT id AS programme, slug, name, framework, CASE WHEN is_national = 1 AND published IS NOT NULL THEN 1 ELSE 0 END AS for_all
FROM programme WHERE state = 2 AND (organisation IS NULL OR organisation = :organisation) ORDER BY id LIMIT :limit

-- name: bulk_organisations_named   many
-- why:  whose name is this, folded
-- open: national administrators see every organisation
-- in:   name_sort text, limit int
-- out:  organisation int, name text, type int
SELECT id AS organisation, name, type FROM organisation WHERE name_sort = :name_sort AND closed IS NULL ORDER BY id LIMIT :limit

-- name: bulk_organisation_coded   many
-- why:  whose code is this today
-- open: national administrators see every organisation
-- in:   code text, today date, limit int
-- out:  organisation int, name text, type int
SELECT o.id AS organisation, o.name, o.type FROM organisation_code c JOIN organisation o ON o.id = c.organisation
WHERE c.code = :code AND c.starts <= :today AND (c.ends IS NULL OR c.ends >= :today) ORDER BY o.id LIMIT :limit

-- name: bulk_departure_of   one
-- why:  has their leaving been recorded
-- in:   person int, organisation int
-- out:  last_day date
SELECT last_day FROM departure WHERE person = :person AND organisation = :organisation AND kind = 1 AND ended_on IS NULL

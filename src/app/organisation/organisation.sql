-- organisation.sql — one organisation: what its pages show, and what changes it.

-- name: organisation_people   one
-- why:  who looks after it, and how many take part today
-- open: numbers, and names of those who are its contacts; the object rule has been asked
-- in:   organisation int
-- out:  liaison text?, liaison_email text?, inductions int
SELECT l.name AS liaison, l.email AS liaison_email,
  (SELECT COUNT(*) FROM induction i WHERE i.employer = o.id AND i.ended IS NULL) AS inductions
FROM organisation o LEFT JOIN person l ON l.id = o.liaison WHERE o.id = :organisation

-- name: organisation_names   many
-- why:  what it was called before, latest first
-- open: names of organisations are public
-- in:   organisation int
-- out:  name text, ends date
SELECT name, ends FROM organisation_name WHERE organisation = :organisation ORDER BY ends DESC, id DESC LIMIT 50

-- name: organisation_codes   many
-- why:  what others call it, those of today first
-- open: codes of organisations are public
-- in:   organisation int
-- out:  id uuid, scheme int, code text, starts date, ends date?
SELECT uuid AS id, scheme, code, starts, ends FROM organisation_code WHERE organisation = :organisation
ORDER BY COALESCE(ends, 9999999) DESC, scheme, code LIMIT 100

-- name: organisation_coordinators   many
-- why:  who coordinates today or will, the primary one first
-- open: the contacts of an organisation; the object rule has been asked
-- in:   organisation int, today date
-- out:  person int, id uuid, name text, email text, starts date, ends date?, is_primary bool, disabled_at instant?
SELECT p.id AS person, p.uuid AS id, p.name, p.email, r.starts, r.ends,
  CASE WHEN o.primary_coordinator = p.id THEN 1 ELSE 0 END AS is_primary, p.disabled_at
FROM role_held r JOIN person p ON p.id = r.person JOIN organisation o ON o.id = r.organisation
WHERE r.organisation = :organisation AND r.role = 4 AND (r.ends IS NULL OR r.ends >= :today)
ORDER BY is_primary DESC, p.name_sort, p.id LIMIT 50

-- name: organisation_partners   many
-- why:  who does something for it, and for whom it does; those of today first
-- open: who works with whom; the object rule has been asked
-- in:   organisation int
-- out:  id uuid, kind int, starts date, ends date?, other_id uuid, other text, is_theirs bool, apart_at instant?, apart_by text?
SELECT a.uuid AS id, a.kind, a.starts, a.ends, o.uuid AS other_id, o.name AS other,
  CASE WHEN a.partner = :organisation THEN 1 ELSE 0 END AS is_theirs, a.apart_at, p.name AS apart_by
FROM partnership a JOIN organisation o ON o.id = CASE WHEN a.partner = :organisation THEN a.organisation ELSE a.partner END
LEFT JOIN person p ON p.id = a.apart_by
WHERE a.organisation = :organisation OR a.partner = :organisation
ORDER BY COALESCE(a.ends, 9999999) DESC, a.kind, o.name_sort, a.id LIMIT 100

-- name: organisation_put   exec
-- in:   organisation int, version int, name text, name_sort text, type int, opened date?, liaison int?
UPDATE organisation SET name = :name, name_sort = :name_sort, type = :type, opened = :opened, liaison = :liaison,
  version = version + 1 WHERE id = :organisation AND version = :version

-- name: organisation_name_add   exec
-- in:   organisation int, name text, ends date, now instant
INSERT INTO organisation_name (organisation, name, ends, created) VALUES (:organisation, :name, :ends, :now)

-- name: organisation_contact_put   exec
-- in:   organisation int, version int, phone text, email text, address text, policy text
UPDATE organisation SET phone = :phone, email = :email, address = :address, outcome_policy = :policy, version = version + 1
WHERE id = :organisation AND version = :version

-- name: organisation_opened_put   exec
-- in:   organisation int, opened date?
UPDATE organisation SET opened = :opened WHERE id = :organisation

-- name: organisation_closed_put   exec
-- in:   organisation int, closed date
UPDATE organisation SET closed = :closed, version = version + 1 WHERE id = :organisation

-- name: organisation_in_use   one
-- why:  what stands in the way of closing: open inductions, people whose roles go on, partnerships that go on
-- open: numbers
-- in:   organisation int, last date
-- out:  inductions int, people int
SELECT (SELECT COUNT(*) FROM induction i WHERE i.employer = :organisation AND i.ended IS NULL) AS inductions,
  (SELECT COUNT(DISTINCT r.person) FROM role_held r WHERE r.organisation = :organisation
    AND (r.ends IS NULL OR r.ends > :last)) AS people

-- name: organisation_national_person   one
-- why:  somebody of the department, by address: who can be a liaison
-- open: to name them
-- in:   email_folded text, today date
-- out:  person int, id uuid
SELECT p.id AS person, p.uuid AS id FROM person p WHERE p.email_folded = :email_folded AND p.disabled_at IS NULL
AND EXISTS (SELECT 1 FROM role_held r JOIN organisation o ON o.id = r.organisation WHERE r.person = p.id AND o.type = 8
  AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today))

-- name: organisation_code_add   exec
-- in:   id uuid, organisation int, scheme int, code text, starts date, now instant
INSERT INTO organisation_code (uuid, organisation, scheme, code, starts, created)
VALUES (:id, :organisation, :scheme, :code, :starts, :now)

-- name: organisation_code_end   exec
-- in:   id uuid, organisation int, ends date
UPDATE organisation_code SET ends = :ends WHERE uuid = :id AND organisation = :organisation AND ends IS NULL AND starts <= :ends

-- name: organisation_code_holder   one
-- why:  whose a code is in that time
-- open: codes of organisations are public
-- in:   scheme int, code text, starts date
-- out:  name text
SELECT o.name FROM organisation_code c JOIN organisation o ON o.id = c.organisation
WHERE c.scheme = :scheme AND c.code = :code AND (c.ends IS NULL OR c.ends >= :starts) ORDER BY c.starts DESC LIMIT 1

-- name: organisation_primary_put   exec
-- in:   organisation int, person int?
UPDATE organisation SET primary_coordinator = :person, version = version + 1 WHERE id = :organisation

-- name: organisation_primary_if_none   exec
-- why:  the first coordinator is the primary one
-- in:   organisation int, person int
UPDATE organisation SET primary_coordinator = :person WHERE id = :organisation AND primary_coordinator IS NULL

-- name: organisation_others   one
-- why:  coordinators who go on beyond a day, one of them, and whether this one is the primary
-- open: numbers
-- in:   organisation int, person int, last date
-- out:  others int, another int?, is_primary bool, closed_on date?
SELECT COUNT(r.id) AS others, MIN(r.person) AS another,
  CASE WHEN MIN(o.primary_coordinator) = :person THEN 1 ELSE 0 END AS is_primary, MIN(o.closed) AS closed_on
FROM organisation o LEFT JOIN role_held r ON r.organisation = o.id AND r.role = 4 AND r.person <> :person
  AND (r.ends IS NULL OR r.ends > :last)
  AND EXISTS (SELECT 1 FROM person p WHERE p.id = r.person AND p.disabled_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM departure d WHERE d.person = r.person AND d.organisation = r.organisation AND d.kind = 1
    AND d.ended_on IS NULL AND d.done_at IS NULL AND (d.last_day <= :last OR d.last_day < r.starts))
WHERE o.id = :organisation

-- name: organisation_match   many
-- why:  the organisation somebody means, by its name or the three-digit code; closed ones are not meant
-- open: names of organisations are public
-- in:   name_sort text, code text, word_from text, word_to text, today date
-- out:  organisation int, id uuid, name text, name_sort text, type int, by_code bool
SELECT o.id AS organisation, o.uuid AS id, o.name, o.name_sort, o.type,
  CASE WHEN EXISTS (SELECT 1 FROM organisation_code c WHERE c.organisation = o.id AND c.code = :code
    AND c.starts <= :today AND (c.ends IS NULL OR c.ends >= :today)) THEN 1 ELSE 0 END AS by_code
FROM organisation o
WHERE (o.closed IS NULL OR o.closed >= :today) AND (o.name_sort = :name_sort OR o.id IN (
  SELECT w.organisation FROM organisation_word w WHERE w.word >= :word_from AND w.word < :word_to LIMIT 200))
ORDER BY o.name_sort, o.id LIMIT 200

-- name: partnership_add   exec
-- in:   id uuid, organisation int, partner int, kind int, starts date, now instant
INSERT INTO partnership (uuid, organisation, partner, kind, starts, created)
VALUES (:id, :organisation, :partner, :kind, :starts, :now)

-- name: partnership_of_id   one
-- open: the object rule of its organisation has been asked
-- in:   id uuid, organisation int
-- out:  partner int, partner_id uuid, kind int, starts date, ends date?
SELECT a.partner, o.uuid AS partner_id, a.kind, a.starts, a.ends FROM partnership a JOIN organisation o ON o.id = a.partner
WHERE a.uuid = :id AND a.organisation = :organisation

-- name: partnership_apart   exec
-- why:  it is said, or not any more, that the partner takes part in no cases of this employer's people
-- in:   id uuid, at instant?, by int?
UPDATE partnership SET apart_at = :at, apart_by = :by WHERE uuid = :id

-- name: partnership_end   exec
-- in:   id uuid, ends date
UPDATE partnership SET ends = :ends WHERE uuid = :id AND ends IS NULL AND starts <= :ends

-- name: replace_holds   one
-- why:  whether somebody still supervises or assesses here
-- open: a number; the object rule of the organisation has been asked
-- in:   person int, organisation int, today date
-- out:  assignments int
SELECT COUNT(*) AS assignments FROM assignment a JOIN induction i ON i.id = a.induction
WHERE a.person = :person AND i.employer = :organisation AND i.ended IS NULL AND (a.ends IS NULL OR a.ends >= :today)

-- name: organisation_liaison_put   exec
-- in:   organisation int, liaison int
UPDATE organisation SET liaison = :liaison WHERE id = :organisation

-- people_list.sql — who works here, and who is invited. A scope is an organisation, 0 for everybody, -1 for coordinators and
-- national staff (person_listed); where it is an organisation, roles and states are those held there. States as in
-- rules/people.h (person_state_of): 1 active, 2 coming, 3 away, 4 deactivated, 5 left, 6 invited and not yet in, 7 not invited.

-- name: people_listed   many
-- why:  those of a scope, in the order of their names, of what they work as, of when they came or last signed in. Counted
--       and not EXISTS: PostgreSQL would read the whole table once to answer for all, where a page asks for 25
-- sorts: name_sort x.name_sort, role_sort x.role_sort, joined x.joined, last_in x.last_in; person x.person
-- in:   scope int, role int, state int, today date, limit int
-- out:  person int, id uuid, name text, name_sort text, role_sort text, joined date, last_in instant, email text,
--       registration text?, state int
SELECT x.person, x.id, x.name, x.name_sort, x.role_sort, x.joined, x.last_in, x.email, x.registration, x.state FROM
 (SELECT l.person, p.uuid AS id, p.name, l.name_sort, l.role_sort, l.joined, l.last_in, p.email, p.registration,
   CASE WHEN p.disabled_at IS NOT NULL THEN 4
    WHEN :scope > 0 AND (SELECT COUNT(*) FROM departure d WHERE d.person = l.person AND d.organisation = :scope
      AND d.kind = 1 AND d.ended_on IS NULL AND d.last_day < :today) > 0 THEN 5
    WHEN p.expected_since IS NOT NULL AND (SELECT COUNT(*) FROM role_held r WHERE r.person = l.person
      AND (:scope < 1 OR r.organisation = :scope) AND (r.ends IS NULL OR r.ends >= :today)) > 0
    THEN CASE WHEN (SELECT COUNT(*) FROM invitation i WHERE i.person = l.person AND (:scope < 1 OR i.organisation = :scope)
      AND i.accepted_at IS NULL AND i.revoked_at IS NULL) > 0 THEN 6 ELSE 7 END
    WHEN (SELECT COUNT(*) FROM role_held r WHERE r.person = l.person AND (:scope < 1 OR r.organisation = :scope)
      AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today)) > 0
    THEN CASE WHEN (SELECT COUNT(*) FROM departure d WHERE d.person = l.person AND (:scope < 1 OR d.organisation = :scope)
      AND d.kind = 2 AND d.ended_on IS NULL AND d.last_day < :today) > 0 THEN 3 ELSE 1 END
    WHEN (SELECT COUNT(*) FROM role_held r WHERE r.person = l.person AND (:scope < 1 OR r.organisation = :scope)
      AND r.starts > :today) > 0 THEN 2
    ELSE 5 END AS state
  FROM person_listed l JOIN person p ON p.id = l.person
  WHERE l.scope = :scope AND (:role < 0 OR (SELECT COUNT(*) FROM role_held r WHERE r.person = l.person AND r.role = :role
    AND (:scope < 1 OR r.organisation = :scope) AND (r.ends IS NULL OR r.ends >= :today)) > 0)) x
WHERE (:state < 0 OR x.state = :state) AND /*after*/ ORDER BY /*order*/ LIMIT :limit

-- name: people_found   many
-- why:  those with a word that begins so, of the first 1,000
-- row:  people_listed
-- sorts: name_sort x.name_sort, role_sort x.role_sort, joined x.joined, last_in x.last_in; person x.person
-- in:   scope int, word_from text, word_to text, also text, also_too text, role int, state int, today date, limit int
-- out:  person int, id uuid, name text, name_sort text, role_sort text, joined date, last_in instant, email text,
--       registration text?, state int
SELECT x.person, x.id, x.name, x.name_sort, x.role_sort, x.joined, x.last_in, x.email, x.registration, x.state FROM
 (SELECT l.person, p.uuid AS id, p.name, l.name_sort, l.role_sort, l.joined, l.last_in, p.email, p.registration,
   CASE WHEN p.disabled_at IS NOT NULL THEN 4
    WHEN :scope > 0 AND (SELECT COUNT(*) FROM departure d WHERE d.person = l.person AND d.organisation = :scope
      AND d.kind = 1 AND d.ended_on IS NULL AND d.last_day < :today) > 0 THEN 5
    WHEN p.expected_since IS NOT NULL AND (SELECT COUNT(*) FROM role_held r WHERE r.person = l.person
      AND (:scope < 1 OR r.organisation = :scope) AND (r.ends IS NULL OR r.ends >= :today)) > 0
    THEN CASE WHEN (SELECT COUNT(*) FROM invitation i WHERE i.person = l.person AND (:scope < 1 OR i.organisation = :scope)
      AND i.accepted_at IS NULL AND i.revoked_at IS NULL) > 0 THEN 6 ELSE 7 END
    WHEN (SELECT COUNT(*) FROM role_held r WHERE r.person = l.person AND (:scope < 1 OR r.organisation = :scope)
      AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today)) > 0
    THEN CASE WHEN (SELECT COUNT(*) FROM departure d WHERE d.person = l.person AND (:scope < 1 OR d.organisation = :scope)
      AND d.kind = 2 AND d.ended_on IS NULL AND d.last_day < :today) > 0 THEN 3 ELSE 1 END
    WHEN (SELECT COUNT(*) FROM role_held r WHERE r.person = l.person AND (:scope < 1 OR r.organisation = :scope)
      AND r.starts > :today) > 0 THEN 2
    ELSE 5 END AS state
  FROM (SELECT DISTINCT w.person FROM person_word w WHERE w.scope = :scope AND w.word >= :word_from AND w.word < :word_to
    LIMIT 1000) f JOIN person_listed l ON l.scope = :scope AND l.person = f.person JOIN person p ON p.id = l.person
  WHERE ' ' || l.name_sort LIKE :also ESCAPE '!' AND ' ' || l.name_sort LIKE :also_too ESCAPE '!'
    AND (:role < 0 OR (SELECT COUNT(*) FROM role_held r WHERE r.person = l.person AND r.role = :role
    AND (:scope < 1 OR r.organisation = :scope) AND (r.ends IS NULL OR r.ends >= :today)) > 0)) x
WHERE (:state < 0 OR x.state = :state) AND /*after*/ ORDER BY /*order*/ LIMIT :limit

-- name: people_listed_count   one
-- open: a number, of one's own scope
-- in:   scope int, limit int
-- out:  n int
SELECT COUNT(*) AS n FROM (SELECT 1 FROM person_listed l WHERE l.scope = :scope LIMIT :limit) AS counted

-- name: people_roles   many
-- why:  what somebody holds or will hold; what they held, where they hold nothing
-- open: the list has been allowed
-- in:   person int, scope int, today date
-- out:  role int, organisation_name text, starts date, now int
SELECT r.role, o.name AS organisation_name, r.starts, CASE WHEN r.ends IS NULL OR r.ends >= :today THEN 1 ELSE 0 END AS now
FROM role_held r JOIN organisation o ON o.id = r.organisation
WHERE r.person = :person AND (:scope < 1 OR r.organisation = :scope)
ORDER BY CASE WHEN r.ends IS NULL OR r.ends >= :today THEN 0 ELSE 1 END, r.role, r.id LIMIT 12

-- name: invitations_listed   many
-- why:  offers of one organisation. States as in rules/people.h (invitation_state_of): 1 waiting, 2 expired, 3 accepted,
--       4 revoked
-- open: scoped
-- sorts: created x.created, expires x.expires; invitation x.invitation
-- in:   scope int, pattern text, state int, now instant, limit int
-- out:  invitation int, id uuid, name text, email text, role int, organisation_name text, created instant, expires instant,
--       needs_second int, state int
SELECT x.invitation, x.id, x.name, x.email, x.role, x.organisation_name, x.created, x.expires, x.needs_second, x.state FROM
 (SELECT i.id AS invitation, i.uuid AS id, COALESCE(p.name, i.name) AS name, i.email, i.role, o.name AS organisation_name, i.created,
   i.expires, i.needs_second, i.folded,
   CASE WHEN i.accepted_at IS NOT NULL THEN 3 WHEN i.revoked_at IS NOT NULL THEN 4 WHEN i.expires > :now THEN 1 ELSE 2 END AS state
  FROM invitation i JOIN organisation o ON o.id = i.organisation LEFT JOIN person p ON p.id = i.person
  WHERE i.organisation = :scope) x
WHERE (:state < 0 OR x.state = :state) AND (:pattern = '' OR x.folded LIKE :pattern ESCAPE '!') AND /*after*/
ORDER BY /*order*/ LIMIT :limit

-- name: invitations_national   many
-- why:  offers of roles that national administrators give, everywhere
-- open: scoped
-- row:  invitations_listed
-- sorts: created x.created, expires x.expires; invitation x.invitation
-- in:   pattern text, state int, now instant, limit int
-- out:  invitation int, id uuid, name text, email text, role int, organisation_name text, created instant, expires instant,
--       needs_second int, state int
SELECT x.invitation, x.id, x.name, x.email, x.role, x.organisation_name, x.created, x.expires, x.needs_second, x.state FROM
 (SELECT i.id AS invitation, i.uuid AS id, COALESCE(p.name, i.name) AS name, i.email, i.role, o.name AS organisation_name, i.created,
   i.expires, i.needs_second, i.folded,
   CASE WHEN i.accepted_at IS NOT NULL THEN 3 WHEN i.revoked_at IS NOT NULL THEN 4 WHEN i.expires > :now THEN 1 ELSE 2 END AS state
  FROM invitation i JOIN organisation o ON o.id = i.organisation LEFT JOIN person p ON p.id = i.person
  WHERE i.role IN (4, 5, 6, 7, 8)) x
WHERE (:state < 0 OR x.state = :state) AND (:pattern = '' OR x.folded LIKE :pattern ESCAPE '!') AND /*after*/
ORDER BY /*order*/ LIMIT :limit

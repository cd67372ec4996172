-- assignment.sql — who supervises, assesses and observes whom: one at a time, and a whole caseload.

-- name: assignment_insert   one
-- open: made in this transaction
-- in:   id uuid, induction int, person int, role int, starts date, ends date?, reason text, second_reader int?, now instant
-- out:  assignment int
INSERT INTO assignment (uuid, induction, person, role, starts, ends, reason, second_reader, created)
VALUES (:id, :induction, :person, :role, :starts, :ends, :reason, :second_reader, :now) RETURNING id AS assignment

-- name: assignment_set_end   exec
-- in:   assignment int, ends date, why int
UPDATE assignment SET ends = :ends, ended_why = :why, ended_by_leaving = 0, ends_before = NULL, version = version + 1
WHERE id = :assignment

-- name: assignment_ends_by_leaving   exec
-- why:  the ECSW leaves: the end it had, or was to have, is kept, for leaving that is taken back
-- in:   assignment int, before date?
UPDATE assignment SET ended_by_leaving = 1, ends_before = :before WHERE id = :assignment

-- name: assignment_goes_on   exec
-- why:  the ECSW does not leave
-- in:   assignment int, ends date?
UPDATE assignment SET ends = :ends, ended_why = 0, ended_by_leaving = 0, ends_before = NULL, version = version + 1
WHERE id = :assignment

-- name: assignment_take_back   exec
-- why:  it has not run a day; its history is in the events
-- in:   assignment int
DELETE FROM assignment WHERE id = :assignment

-- name: assignment_set_reader   exec
-- in:   assignment int, second_reader int?
UPDATE assignment SET second_reader = :second_reader, version = version + 1 WHERE id = :assignment

-- name: duty_person   one
-- why:  somebody who may be named, by identifier; whether they hold a role at the employer from a day on
-- open: the coordinator's own organisation
-- in:   id uuid, organisation int, role int, on date
-- out:  person int, name text, registration text?, holds_role bool
SELECT p.id AS person, p.name, p.registration,
  CASE WHEN EXISTS (SELECT 1 FROM role_held r WHERE r.person = p.id AND r.organisation = :organisation
    AND (r.role = :role OR (:role = 9 AND r.role IN (2, 3, 4)))
    AND (r.ends IS NULL OR r.ends >= :on)) THEN 1 ELSE 0 END AS holds_role
FROM person p WHERE p.uuid = :id AND p.disabled_at IS NULL

-- name: duty_facts   one
-- why:  what stands against one person in one part of one induction at these dates
-- open: the object rule of the induction has been asked
-- in:   induction int, person int, role int, starts date, ends date?, but_assignment int
-- out:  is_ecsw bool, has_already bool, has_other_part bool, conflict bool, rule int
SELECT CASE WHEN i.ecsw = :person THEN 1 ELSE 0 END AS is_ecsw,
  CASE WHEN EXISTS (SELECT 1 FROM assignment a WHERE a.induction = i.id AND a.person = :person AND a.role = :role
    AND a.id <> :but_assignment AND a.starts <= COALESCE(:ends, 9999999) AND :starts <= COALESCE(a.ends, 9999999))
    THEN 1 ELSE 0 END AS has_already,
  CASE WHEN EXISTS (SELECT 1 FROM assignment a WHERE a.induction = i.id AND a.person = :person AND a.role <> :role
    AND a.role IN (2, 3) AND a.id <> :but_assignment
    AND a.starts <= COALESCE(:ends, 9999999) AND :starts <= COALESCE(a.ends, 9999999)) THEN 1 ELSE 0 END AS has_other_part,
  CASE WHEN EXISTS (SELECT 1 FROM conflict_of_interest c WHERE c.about = i.ecsw AND c.person = :person
    AND c.starts <= COALESCE(:ends, 9999999) AND :starts <= COALESCE(c.ends, 9999999)) THEN 1 ELSE 0 END AS conflict,
  g.supervisor_may_assess AS rule
FROM induction i JOIN programme g ON g.id = i.programme WHERE i.id = :induction

-- name: assignments_of_induction   many
-- why:  everybody around an ECSW, those of today first, then those to come, then those before
-- open: the object rule of the induction has been asked
-- in:   induction int, today date, limit int
-- out:  id uuid, assignment int, person int, person_id uuid, name text, registration text?, role int, starts date,
--       ends date?, ended_why int, reason text, reader text?, version int
SELECT a.uuid AS id, a.id AS assignment, a.person, p.uuid AS person_id, p.name, p.registration, a.role, a.starts, a.ends,
  a.ended_why, a.reason, s.name AS reader, a.version
FROM assignment a JOIN person p ON p.id = a.person LEFT JOIN person s ON s.id = a.second_reader
WHERE a.induction = :induction
ORDER BY CASE WHEN a.ends < :today THEN 2 WHEN a.starts > :today THEN 1 ELSE 0 END, a.role, a.starts DESC, a.id DESC
LIMIT :limit

-- name: candidates   many
-- why:  who of the employer may be named for a part, by name, with what speaks for and against each; one alone where they are named
-- open: the coordinator's own organisation
-- in:   organisation int, role int, induction int, words text, only uuid?, starts date, today date, limit int, offset int
-- out:  person int, id uuid, name text, registration text?, now int, from_then int, most int?, has_training bool,
--       trained_for_good bool, trained_until date?, already bool, other_part bool, conflict bool, is_ecsw bool, total int
SELECT p.id AS person, p.uuid AS id, p.name, p.registration,
  (SELECT COUNT(*) FROM assignment a JOIN induction o ON o.id = a.induction WHERE a.person = p.id AND a.role = :role
    AND o.ended IS NULL AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)) AS now,
  (SELECT COUNT(*) FROM assignment a JOIN induction o ON o.id = a.induction WHERE a.person = p.id AND a.role = :role
    AND o.ended IS NULL AND a.starts <= :starts AND (a.ends IS NULL OR a.ends >= :starts)) AS from_then,
  (SELECT c.most FROM capacity c WHERE c.person = p.id AND c.organisation = :organisation AND c.role = :role
    AND c.starts <= :starts AND (c.ends IS NULL OR c.ends >= :starts)) AS most,
  CASE WHEN EXISTS (SELECT 1 FROM training t WHERE t.person = p.id AND t.removed_at IS NULL
    AND (t.kind = 4 OR t.kind = CASE :role WHEN 3 THEN 1 WHEN 2 THEN 2 ELSE 3 END)) THEN 1 ELSE 0 END AS has_training,
  CASE WHEN EXISTS (SELECT 1 FROM training t WHERE t.person = p.id AND t.removed_at IS NULL AND t.current_until IS NULL
    AND (t.kind = 4 OR t.kind = CASE :role WHEN 3 THEN 1 WHEN 2 THEN 2 ELSE 3 END)) THEN 1 ELSE 0 END AS trained_for_good,
  (SELECT MAX(t.current_until) FROM training t WHERE t.person = p.id AND t.removed_at IS NULL
    AND (t.kind = 4 OR t.kind = CASE :role WHEN 3 THEN 1 WHEN 2 THEN 2 ELSE 3 END)) AS trained_until,
  CASE WHEN EXISTS (SELECT 1 FROM assignment a WHERE a.induction = i.id AND a.person = p.id AND a.role = :role
    AND (a.ends IS NULL OR a.ends >= :starts)) THEN 1 ELSE 0 END AS already,
  CASE WHEN EXISTS (SELECT 1 FROM assignment a WHERE a.induction = i.id AND a.person = p.id AND a.role <> :role
    AND a.role IN (2, 3) AND (a.ends IS NULL OR a.ends >= :starts)) THEN 1 ELSE 0 END AS other_part,
  CASE WHEN EXISTS (SELECT 1 FROM conflict_of_interest c WHERE c.about = i.ecsw AND c.person = p.id
    AND (c.ends IS NULL OR c.ends >= :starts)) THEN 1 ELSE 0 END AS conflict,
  CASE WHEN i.ecsw = p.id THEN 1 ELSE 0 END AS is_ecsw, COUNT(*) OVER () AS total
FROM induction i CROSS JOIN person p
WHERE i.id = :induction AND p.disabled_at IS NULL AND (:words = '' OR LOWER(p.name) LIKE :words ESCAPE '!')
  AND (:only IS NULL OR p.uuid = :only)
  AND EXISTS (SELECT 1 FROM role_held r WHERE r.person = p.id AND r.organisation = :organisation
    AND (r.role = :role OR (:role = 9 AND r.role IN (2, 3, 4))) AND (r.ends IS NULL OR r.ends >= :starts))
ORDER BY p.name, p.id LIMIT :limit OFFSET :offset

-- name: readers   many
-- why:  assessors of the employer who might be the second reader
-- open: the coordinator's own organisation
-- in:   organisation int, induction int, today date, limit int
-- out:  id uuid, name text
SELECT p.uuid AS id, p.name FROM person p JOIN induction i ON i.id = :induction
WHERE p.disabled_at IS NULL AND p.id <> i.ecsw AND EXISTS (SELECT 1 FROM role_held r WHERE r.person = p.id
    AND r.organisation = :organisation AND r.role = 3 AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today))
ORDER BY p.name, p.id LIMIT :limit

-- name: caseload_of   many
-- why:  everything somebody holds on or after a day: who it is, in which part, and what waits there for that part: claims to
--       answer, parts of pieces to fill in, families to be asked, observations to write up (its part of a piece is not counted
--       again); one assignment alone where it is named
-- open: the object rule of the person has been asked; counts, no words
-- in:   person int, organisation int, only int, on date, limit int
-- out:  assignment int, id uuid, induction int, induction_id uuid, name text, team text, employer int, employer_name text,
--       role int, starts date, ends date?, claims int, parts int, asks int, observations int, total int, ecsw int
SELECT a.id AS assignment, a.uuid AS id, a.induction, i.uuid AS induction_id, p.name, i.team, i.employer,
  o.name AS employer_name, a.role, a.starts, a.ends,
  CASE WHEN a.role = 3 THEN (SELECT COUNT(*) FROM evidence e JOIN link l ON l.evidence = e.id
    WHERE e.induction = i.id AND e.state = 2 AND l.state = 0) ELSE 0 END AS claims,
  (SELECT COUNT(*) FROM evidence e JOIN evidence_part r ON r.evidence = e.id WHERE e.induction = i.id AND e.state IN (1, 2)
    AND r.role = a.role AND r.given_at IS NULL
    AND (r.filler <> 2 OR NOT EXISTS (SELECT 1 FROM observation o WHERE o.evidence = e.id))) AS parts,
  CASE WHEN a.role = 2 THEN (SELECT COUNT(*) FROM ask k JOIN ask_family f ON f.ask = k.id WHERE k.induction = i.id
    AND k.revoked_at IS NULL AND f.confirmed_at IS NULL AND f.declined_at IS NULL) ELSE 0 END AS asks,
  (SELECT COUNT(*) FROM evidence e JOIN observation o ON o.evidence = e.id WHERE e.induction = i.id AND e.state <> 3
    AND o.observer = a.person AND o.observer_role = a.role AND o.given_at IS NULL AND o.cancelled_at IS NULL) AS observations,
  COUNT(*) OVER () AS total, i.ecsw
FROM assignment a JOIN induction i ON i.id = a.induction JOIN person p ON p.id = i.ecsw
JOIN organisation o ON o.id = i.employer
WHERE a.person = :person AND i.ended IS NULL AND (a.ends IS NULL OR a.ends >= :on)
  AND (:organisation = 0 OR i.employer = :organisation) AND (:only = 0 OR a.id = :only)
ORDER BY a.role DESC, p.name, a.id LIMIT :limit

-- name: readings_of   many
-- why:  where somebody is the second reader
-- open: the object rule of the person has been asked
-- in:   person int, organisation int, on date, limit int
-- out:  assignment int, id uuid, induction int, name text, ecsw int, reads_for int, role int, starts date
SELECT a.id AS assignment, a.uuid AS id, a.induction, p.name, i.ecsw, a.person AS reads_for, a.role, a.starts
FROM assignment a JOIN induction i ON i.id = a.induction
JOIN person p ON p.id = i.ecsw
WHERE a.second_reader = :person AND i.ended IS NULL AND (a.ends IS NULL OR a.ends >= :on)
  AND (:organisation = 0 OR i.employer = :organisation)
ORDER BY p.name, a.id LIMIT :limit

-- name: assignments_around   many
-- why:  who supervises, assesses and observes an ECSW on a day or after it, and reads with them: it ends when the ECSW leaves
-- open: the object rule of the person has been asked; numbers and dates
-- in:   ecsw int, organisation int, on date, limit int
-- out:  assignment int, id uuid, induction int, person int, role int, starts date, ends date?, reader int?
SELECT a.id AS assignment, a.uuid AS id, a.induction, a.person, a.role, a.starts, a.ends, a.second_reader AS reader
FROM assignment a JOIN induction i ON i.id = a.induction
WHERE i.ecsw = :ecsw AND i.employer = :organisation AND (a.ends IS NULL OR a.ends >= :on)
ORDER BY a.induction, a.id LIMIT :limit

-- name: assignments_ended_around   many
-- why:  what ended, or was made to end, on the last day of an ECSW, and when whoever has it or reads with them leaves themselves
-- open: the object rule of the person has been asked; numbers and dates
-- in:   ecsw int, organisation int, last date, limit int
-- out:  assignment int, id uuid, induction int, person int, role int, starts date, before date?, left_on date?, reader int?
SELECT a.id AS assignment, a.uuid AS id, a.induction, a.person, a.role, a.starts, a.ends_before AS before,
  (SELECT MIN(d.last_day) FROM departure d WHERE d.person IN (a.person, a.second_reader) AND d.organisation = i.employer
    AND d.kind = 1 AND d.ended_on IS NULL) AS left_on, a.second_reader AS reader
FROM assignment a JOIN induction i ON i.id = a.induction
WHERE i.ecsw = :ecsw AND i.employer = :organisation AND i.ended IS NULL AND a.ended_by_leaving = 1 AND a.ends = :last
ORDER BY a.induction, a.id LIMIT :limit

-- name: induction_lock_row   one
-- why:  a caseload is handed over induction by induction, each held while it changes
-- open: the object rule of the person has been asked
-- lock: yes
-- in:   induction int
-- out:  uuid uuid
SELECT i.uuid FROM induction i WHERE i.id = :induction

-- name: takers   many
-- why:  who of the employer could take over a part, with what they hold now
-- open: the coordinator's own organisation
-- in:   organisation int, role int, but_person int, today date, limit int
-- out:  person int, id uuid, name text, registration text?, now int, most int?
SELECT p.id AS person, p.uuid AS id, p.name, p.registration,
  (SELECT COUNT(*) FROM assignment a JOIN induction o ON o.id = a.induction WHERE a.person = p.id AND a.role = :role
    AND o.ended IS NULL AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)) AS now,
  (SELECT c.most FROM capacity c WHERE c.person = p.id AND c.organisation = :organisation AND c.role = :role
    AND c.starts <= :today AND (c.ends IS NULL OR c.ends >= :today)) AS most
FROM person p WHERE p.id <> :but_person AND p.disabled_at IS NULL
  AND EXISTS (SELECT 1 FROM role_held r WHERE r.person = p.id AND r.organisation = :organisation AND r.role = :role
    AND (r.ends IS NULL OR r.ends >= :today))
ORDER BY p.name, p.id LIMIT :limit

-- name: duty_induction   one
-- open: dates and employer, for the rules
-- in:   induction int
-- out:  employer int, starts date, ended date?, left_on date?
SELECT i.employer, i.starts, i.ended, d.last_day AS left_on FROM induction i
LEFT JOIN departure d ON d.person = i.ecsw AND d.organisation = i.employer AND d.kind = 1 AND d.ended_on IS NULL
WHERE i.id = :induction

-- name: duty_rule   one
-- open: a rule of the programme
-- in:   induction int
-- out:  rule int
SELECT g.supervisor_may_assess AS rule FROM induction i JOIN programme g ON g.id = i.programme WHERE i.id = :induction

-- name: person_uuid   one
-- open: oneself
-- in:   person int
-- out:  id uuid
SELECT uuid AS id FROM person WHERE id = :person

-- register.sql — what the regulator's register says of people here.

-- name: registration_row   one
-- why:  a person, what the register says of their number, what somebody said of the two names, and their stage
-- open: whoever asks has been let in to the person or an induction they are around
-- in:   person int
-- out:  own_name text, number text?, finding_number text?, status int?, name text?, town text?, registered_from date?,
--       registered_until date?, annotations text?, source int?, asked_at instant?, version int?, is_same int?, said_by text?,
--       said_at instant?, stage int?, stage_awarded date?, stage_until date?
SELECT p.name AS own_name, p.registration AS number, f.number AS finding_number, f.status, f.name, f.town,
  f.registered_from, f.registered_until, f.annotations, f.source, f.asked_at, f.version, c.is_same, b.name AS said_by,
  c.confirmed_at AS said_at, s.stage, s.awarded AS stage_awarded, s.current_until AS stage_until
FROM person p LEFT JOIN register_finding f ON f.person = p.id
LEFT JOIN register_confirmation c ON c.id = (SELECT MAX(x.id) FROM register_confirmation x WHERE x.person = p.id
  AND x.number = f.number AND x.register_name = f.name AND x.own_name = p.name)
LEFT JOIN person b ON b.id = c.confirmed_by
LEFT JOIN educator_stage s ON s.person = p.id AND s.replaced_at IS NULL
WHERE p.id = :person

-- name: register_number   one
-- why:  what to ask about
-- open: for the job
-- in:   person int
-- out:  id uuid, number text?, disabled_at instant?
SELECT uuid AS id, registration AS number, disabled_at FROM person WHERE id = :person

-- name: register_found   one
-- why:  what was found before, held until the new answer is written
-- open: for the job
-- lock: yes
-- in:   person int
-- out:  number text, status int, name text, registered_until date?, annotations text, version int
SELECT number, status, name, registered_until, annotations, version FROM register_finding WHERE person = :person

-- name: register_put   exec
-- in:   person int, number text, status int, name text, town text, registered_from date?, registered_until date?,
--       annotations text, source int, changed bool, now instant
INSERT INTO register_finding (person, number, status, name, town, registered_from, registered_until, annotations, source,
  asked_at, changed_at, version)
VALUES (:person, :number, :status, :name, :town, :registered_from, :registered_until, :annotations, :source, :now, :now, 1)
ON CONFLICT (person) DO UPDATE SET number = excluded.number, status = excluded.status, name = excluded.name,
  town = excluded.town, registered_from = excluded.registered_from, registered_until = excluded.registered_until,
  annotations = excluded.annotations, source = excluded.source, asked_at = excluded.asked_at,
  changed_at = CASE WHEN :changed = 1 THEN excluded.changed_at ELSE register_finding.changed_at END,
  version = CASE WHEN :changed = 1 THEN register_finding.version + 1 ELSE register_finding.version END

-- name: register_due   many
-- why:  whose number is to be asked next: those never asked first, then by how long ago
-- open: for the job
-- in:   before instant, after int, limit int
-- out:  person int, number text?
SELECT p.id AS person, p.registration AS number FROM person p LEFT JOIN register_finding f ON f.person = p.id
WHERE p.registration IS NOT NULL AND p.disabled_at IS NULL AND p.id > :after
  AND (f.asked_at IS NULL OR f.asked_at < :before OR f.number <> p.registration)
ORDER BY p.id LIMIT :limit

-- name: register_source_ok   exec
-- in:   source int, now instant
INSERT INTO register_source (source, answered_at, why) VALUES (:source, :now, '')
ON CONFLICT (source) DO UPDATE SET answered_at = excluded.answered_at

-- name: register_source_fault   exec
-- in:   source int, now instant, why text
INSERT INTO register_source (source, failed_at, why) VALUES (:source, :now, :why)
ON CONFLICT (source) DO UPDATE SET failed_at = excluded.failed_at, why = excluded.why

-- name: register_sources   many
-- open: how the asking goes
-- in:   none
-- out:  source int, answered_at instant?, failed_at instant?, why text
SELECT source, answered_at, failed_at, why FROM register_source ORDER BY source LIMIT 10

-- name: register_counts   one
-- open: numbers
-- in:   today date
-- out:  people int, asked int, registered int, conditions int, suspended int, lapsed int, removed int, unknown int
SELECT (SELECT COUNT(*) FROM person WHERE registration IS NOT NULL AND disabled_at IS NULL) AS people,
  COUNT(*) AS asked,
  COALESCE(SUM(CASE WHEN f.status = 1 AND (f.registered_until IS NULL OR f.registered_until >= :today) THEN 1 ELSE 0 END), 0)
    AS registered,
  COALESCE(SUM(CASE WHEN f.status = 2 THEN 1 ELSE 0 END), 0) AS conditions,
  COALESCE(SUM(CASE WHEN f.status = 3 THEN 1 ELSE 0 END), 0) AS suspended,
  COALESCE(SUM(CASE WHEN f.status = 4 OR (f.status = 1 AND f.registered_until < :today) THEN 1 ELSE 0 END), 0) AS lapsed,
  COALESCE(SUM(CASE WHEN f.status = 5 THEN 1 ELSE 0 END), 0) AS removed,
  COALESCE(SUM(CASE WHEN f.status = 6 THEN 1 ELSE 0 END), 0) AS unknown
FROM register_finding f JOIN person p ON p.id = f.person WHERE p.disabled_at IS NULL AND p.registration = f.number

-- name: register_confirm   exec
-- in:   id uuid, person int, number text, register_name text, own_name text, is_same bool, by int, now instant
INSERT INTO register_confirmation (uuid, person, number, register_name, own_name, is_same, confirmed_by, confirmed_at)
VALUES (:id, :person, :number, :register_name, :own_name, :is_same, :by, :now)

-- name: educator_replace   exec
-- in:   person int, now instant
UPDATE educator_stage SET replaced_at = :now WHERE person = :person AND replaced_at IS NULL

-- name: educator_insert   exec
-- in:   id uuid, person int, stage int, awarded date, current_until date?, by int?, now instant
INSERT INTO educator_stage (uuid, person, stage, awarded, current_until, recorded_by, created)
VALUES (:id, :person, :stage, :awarded, :current_until, :by, :now)

-- name: register_job_waits   one
-- why:  is somebody's number to be asked already?
-- open: a number
-- in:   person int
-- out:  n int
SELECT COUNT(*) AS n FROM job WHERE kind = 10 AND object = :person AND done_at IS NULL AND failed_at IS NULL

-- name: register_copy_in_use   one
-- open: which copy
-- in:   none
-- out:  copy int, id uuid, name text, rows_read int, used_at instant?
SELECT id AS copy, uuid AS id, name, rows_read, used_at FROM register_copy WHERE state = 3

-- name: register_row_of   one
-- open: the public register
-- in:   copy int, number text
-- out:  name text, status int, town text, registered_from date?, registered_until date?, annotations text
SELECT name, status, town, registered_from, registered_until, annotations FROM register_row
WHERE copy = :copy AND number = :number

-- name: register_copy_add   one
-- in:   id uuid, person int, name text, bytes int, content blob, now instant
-- out:  copy int
INSERT INTO register_copy (uuid, person, name, bytes, content, state, created)
VALUES (:id, :person, :name, :bytes, :content, 0, :now) RETURNING id AS copy

-- name: register_copies   many
-- open: files and how they were read; no people
-- in:   none
-- out:  id uuid, name text, state int, rows_read int, rows_bad int, created instant, used_at instant?
SELECT uuid AS id, name, state, rows_read, rows_bad, created, used_at FROM register_copy ORDER BY id DESC LIMIT 20

-- name: register_copy_by_id   one
-- open: the route's capability
-- in:   id uuid
-- out:  copy int, name text, bytes int, state int, rows_read int, rows_bad int, problems text, created instant, used_at instant?
SELECT id AS copy, name, bytes, state, rows_read, rows_bad, problems, created, used_at FROM register_copy WHERE uuid = :id

-- name: register_copy_content   one
-- open: for the job
-- in:   copy int
-- out:  state int, content blob?
SELECT state, content FROM register_copy WHERE id = :copy

-- name: register_copy_lock   one
-- open: the route's capability
-- lock: yes
-- in:   copy int
-- out:  state int
SELECT c.state FROM register_copy c WHERE c.id = :copy

-- name: register_row_put   exec
-- why:  reading again after a lane died starts over where it may have been
-- in:   copy int, number text, name text, status int, town text, registered_from date?, registered_until date?, annotations text
INSERT INTO register_row (copy, number, name, status, town, registered_from, registered_until, annotations)
VALUES (:copy, :number, :name, :status, :town, :registered_from, :registered_until, :annotations)
ON CONFLICT (copy, number) DO UPDATE SET name = excluded.name, status = excluded.status, town = excluded.town,
  registered_from = excluded.registered_from, registered_until = excluded.registered_until, annotations = excluded.annotations

-- name: register_copy_done   exec
-- in:   copy int, state int, rows_read int, rows_bad int, problems text
UPDATE register_copy SET state = :state, rows_read = :rows_read, rows_bad = :rows_bad, problems = :problems, content = NULL
WHERE id = :copy AND state = 0

-- name: register_copy_replace   exec
-- in:   none
UPDATE register_copy SET state = 4 WHERE state = 3

-- name: register_copy_take   exec
-- in:   copy int, now instant
UPDATE register_copy SET state = 3, used_at = :now WHERE id = :copy

-- name: register_copy_let_go   exec
-- in:   copy int
UPDATE register_copy SET state = 5, content = NULL WHERE id = :copy

-- name: register_copy_would   one
-- why:  what taking it into use would mean, in numbers: how many of our people it knows, and who would no longer be found
-- open: numbers
-- in:   copy int
-- out:  people int, known int, lost int
SELECT COUNT(*) AS people, COALESCE(SUM(CASE WHEN r.number IS NOT NULL THEN 1 ELSE 0 END), 0) AS known,
  COALESCE(SUM(CASE WHEN r.number IS NULL AND f.status IN (1, 2) THEN 1 ELSE 0 END), 0) AS lost
FROM person p LEFT JOIN register_row r ON r.copy = :copy AND r.number = p.registration
LEFT JOIN register_finding f ON f.person = p.id AND f.number = p.registration
WHERE p.registration IS NOT NULL AND p.disabled_at IS NULL

-- name: register_rows_sweep   exec
-- why:  rows of copies that are out of use, a handful at a time
-- in:   limit int
DELETE FROM register_row WHERE (copy, number) IN (SELECT r.copy, r.number FROM register_row r
  JOIN register_copy c ON c.id = r.copy WHERE c.state IN (2, 4, 5) LIMIT :limit)

-- name: register_nightly_now   exec
-- why:  the nightly asking does not wait for the night
-- in:   now instant
UPDATE job SET run_at = :now WHERE kind = 11 AND done_at IS NULL AND failed_at IS NULL AND leased_until <= :now

-- name: register_employers   many
-- why:  whose coordinators hear of a registration that is not what it should be
-- in:   person int, today date
-- out:  organisation int
SELECT DISTINCT r.organisation FROM role_held r
WHERE r.person = :person AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today) ORDER BY r.organisation LIMIT 20

-- name: register_inductions   many
-- why:  whose assessors hear of it
-- open: told to those assigned, not shown
-- in:   person int
-- out:  induction int, employer int
SELECT i.id AS induction, i.employer FROM induction i WHERE i.ecsw = :person AND i.ended IS NULL ORDER BY i.id LIMIT 4

-- name: register_flagged   many
-- why:  who works here and is not simply registered: what a coordinator has to see to
-- open: the coordinator's own organisation
-- in:   organisation int, today date, limit int
-- out:  person int, id uuid, name text
SELECT p.id AS person, p.uuid AS id, p.name
FROM person_listed l JOIN person p ON p.id = l.person
JOIN register_finding f ON f.person = p.id AND f.number = p.registration
WHERE l.scope = :organisation AND f.status <> 1 AND EXISTS (SELECT 1 FROM role_held r WHERE r.person = p.id AND r.organisation = :organisation
  AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today))
ORDER BY l.name_sort, l.person LIMIT :limit

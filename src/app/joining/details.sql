-- details.sql — what an ECSW says of themselves. Each part is written by itself: nothing else is touched.

-- name: details_of   one
-- open: one's own, or of an ECSW whose induction the coordinator arranges
-- in:   person int
-- out:  person_id uuid, name text, registration text?, version int?, confirmed_at instant?, born date?, registered_on date?,
--       qualification text?, qualified_year int?, route text?, equality_at instant?
SELECT p.uuid AS person_id, p.name, p.registration, r.version, r.confirmed_at, r.born, r.registered_on, r.qualification,
       r.qualified_year, r.route, r.equality_at
FROM person p LEFT JOIN ecsw_details r ON r.person = p.id WHERE p.id = :person

-- name: details_start   exec
-- in:   person int, now instant
INSERT INTO ecsw_details (person, version, changed) VALUES (:person, 0, :now) ON CONFLICT (person) DO NOTHING

-- name: details_lock   one
-- why:  two who save at once come one after the other
-- open: one's own, or of an ECSW whose induction the coordinator arranges
-- lock: yes
-- in:   person int
-- out:  version int
SELECT version FROM ecsw_details WHERE person = :person

-- name: details_confirm   exec
-- in:   person int, now instant
UPDATE ecsw_details SET confirmed_at = :now, version = version + 1, changed = :now WHERE person = :person

-- name: details_set_born   exec
-- in:   person int, born date, now instant
UPDATE ecsw_details SET born = :born, version = version + 1, changed = :now WHERE person = :person

-- name: details_set_registered   exec
-- in:   person int, registered_on date, now instant
UPDATE ecsw_details SET registered_on = :registered_on, version = version + 1, changed = :now WHERE person = :person

-- name: details_set_qualification   exec
-- in:   person int, qualification text, qualified_year int, now instant
UPDATE ecsw_details SET qualification = :qualification, qualified_year = :qualified_year, version = version + 1, changed = :now
WHERE person = :person

-- name: details_set_route   exec
-- in:   person int, route text, now instant
UPDATE ecsw_details SET route = :route, version = version + 1, changed = :now WHERE person = :person

-- name: details_set_equality_at   exec
-- in:   person int, now instant
UPDATE ecsw_details SET equality_at = :now, changed = :now WHERE person = :person

-- name: details_programme   one
-- why:  the programme whose list of routes applies
-- open: one's own, or of an ECSW whose induction the coordinator arranges
-- in:   person int
-- out:  programme int
SELECT i.programme FROM induction i WHERE i.ecsw = :person ORDER BY CASE WHEN i.ended IS NULL THEN 0 ELSE 1 END, i.is_national DESC,
  i.id DESC LIMIT 1

-- name: details_any_programme   one
-- why:  for somebody without an induction yet
-- open: rules of programmes are public
-- in:   none
-- out:  programme int
SELECT id AS programme FROM programme WHERE is_national = 1 AND state = 2 ORDER BY id DESC LIMIT 1

-- name: equality_own   one
-- in:   person int, role int
-- out:  sex int, gender int, ethnic_group int, disability int, religion int, orientation int, caring int
-- use:  visible_equality(q, :person, :role)
SELECT q.sex, q.gender, q.ethnic_group, q.disability, q.religion, q.orientation, q.caring FROM equality_answer q
WHERE (/*visible_equality*/)

-- name: equality_put   exec
-- in:   person int, sex int, gender int, ethnic_group int, disability int, religion int, orientation int, caring int
INSERT INTO equality_answer (person, sex, gender, ethnic_group, disability, religion, orientation, caring)
VALUES (:person, :sex, :gender, :ethnic_group, :disability, :religion, :orientation, :caring)
ON CONFLICT (person) DO UPDATE SET sex = :sex, gender = :gender, ethnic_group = :ethnic_group, disability = :disability,
  religion = :religion, orientation = :orientation, caring = :caring

-- name: equality_drop   exec
-- in:   person int
DELETE FROM equality_answer WHERE person = :person

-- name: equality_sums   many
-- why:  how many gave each answer; small numbers are hidden before anybody sees them
-- open: added up over everybody, with nobody in it
-- in:   none
-- out:  question int, answer int, people int
SELECT 0 AS question, q.sex AS answer, COUNT(*) AS people FROM equality_answer q GROUP BY q.sex
UNION ALL SELECT 1, q.gender, COUNT(*) FROM equality_answer q GROUP BY q.gender
UNION ALL SELECT 2, q.ethnic_group, COUNT(*) FROM equality_answer q GROUP BY q.ethnic_group
UNION ALL SELECT 3, q.disability, COUNT(*) FROM equality_answer q GROUP BY q.disability
UNION ALL SELECT 4, q.religion, COUNT(*) FROM equality_answer q GROUP BY q.religion
UNION ALL SELECT 5, q.orientation, COUNT(*) FROM equality_answer q GROUP BY q.orientation
UNION ALL SELECT 6, q.caring, COUNT(*) FROM equality_answer q GROUP BY q.caring
LIMIT 200

-- objects.sql — one query an object kind: the row a route names, and the facts its object rule needs. The same query runs
-- whether or not the person may see it; the rule (rules/access.c) decides.

-- name: induction_by_id   one
-- open: the object rule decides; the facts are what it decides by
-- in:   id uuid, person int, today date
-- out:  induction int, ecsw int, ecsw_id uuid, ecsw_name text, ecsw_initials text, employer int, employer_name text,
--       framework int, framework_id uuid, programme text, programme_row int, is_national bool, months int,
--       enough_kinds int, enough_observed bool,
--       enough_months int, answer_days int, starts date, ended date?, team text, intake text,
--       seen_at instant, assessor bool, supervisor bool, is_moved bool, profile int?
-- use:  has_moved_months(i); layered_answer_days(i, g, :today)
SELECT i.id AS induction, i.ecsw, p.uuid AS ecsw_id, p.name AS ecsw_name, p.initials AS ecsw_initials, i.employer, o.name AS employer_name, i.framework, f.uuid AS framework_id,
       g.name AS programme, g.id AS programme_row, i.is_national, g.months, g.enough_kinds, g.enough_observed, g.enough_months, /*layered_answer_days*/ AS answer_days, i.starts, i.ended, i.team,
       i.intake, i.seen_at,
       CASE WHEN EXISTS (SELECT 1 FROM assignment a WHERE a.induction = i.id AND a.person = :person AND a.role = 3
         AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)) THEN 1 ELSE 0 END AS assessor,
       CASE WHEN EXISTS (SELECT 1 FROM assignment a WHERE a.induction = i.id AND a.person = :person AND a.role = 2
         AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)) THEN 1 ELSE 0 END AS supervisor,
       CASE WHEN /*has_moved_months*/ THEN 1 ELSE 0 END AS is_moved,
       (SELECT g.profile FROM induction_profile g WHERE g.induction = i.id AND g.taken_back_at IS NULL AND g.starts <= :today
         ORDER BY g.starts DESC, g.id DESC LIMIT 1) AS profile
FROM induction i JOIN person p ON p.id = i.ecsw JOIN organisation o ON o.id = i.employer
JOIN programme g ON g.id = i.programme JOIN framework f ON f.id = i.framework
WHERE i.uuid = :id

-- name: induction_of_person   one
-- why:  what has ended stays theirs to read
-- open: a person's own induction
-- in:   person int
-- out:  id uuid
SELECT uuid AS id FROM induction WHERE ecsw = :person
ORDER BY CASE WHEN ended IS NULL THEN 0 ELSE 1 END, is_national DESC, id DESC LIMIT 1

-- name: strip_of_ecsw   one
-- why:  what stands in the strip under an ECSW's header, where their induction was not loaded anyway
-- open: the person's own induction
-- in:   person int
-- out:  induction int, id uuid, programme text, programme_row int, months int, employer text, starts date, is_moved bool
-- use:  has_moved_months(i)
SELECT i.id AS induction, i.uuid AS id, g.name AS programme, g.id AS programme_row, g.months, o.name AS employer, i.starts,
       CASE WHEN /*has_moved_months*/ THEN 1 ELSE 0 END AS is_moved
FROM induction i JOIN programme g ON g.id = i.programme JOIN organisation o ON o.id = i.employer
WHERE i.ecsw = :person AND i.ended IS NULL ORDER BY i.is_national DESC, i.id DESC LIMIT 1

-- name: evidence_by_id   one
-- open: the object rule decides
-- in:   id uuid
-- out:  evidence int, induction_id uuid, kind int, title text, on_date date?, setting int, text text, state int,
--       version int, created instant, changed instant, shared_at instant?, submitted_at instant?, assessed_at instant?,
--       withdrawn_at instant?, form int?, month_only bool, claimed int, returned int, endorsed int, held int
SELECT e.id AS evidence, i.uuid AS induction_id, e.kind, e.title, e.on_date, e.setting, e.text, e.state, e.version, e.created, e.changed, e.shared_at,
       e.submitted_at, e.assessed_at, e.withdrawn_at, e.form, e.month_only,
       (SELECT COUNT(*) FROM link l WHERE l.evidence = e.id AND l.state = 0) AS claimed,
       (SELECT COUNT(*) FROM link l WHERE l.evidence = e.id AND l.state = 2) AS returned,
       (SELECT COUNT(*) FROM link l WHERE l.evidence = e.id AND l.state = 1) AS endorsed, e.held
FROM evidence e JOIN induction i ON i.id = e.induction
WHERE e.uuid = :id

-- name: evidence_lock   one
-- why:  holds the induction for the rest of the transaction: two decisions on it come one after the other
-- open: the object rule decides
-- lock: yes
-- in:   id uuid
-- out:  induction int
SELECT i.id AS induction FROM induction i WHERE i.id = (SELECT e.induction FROM evidence e WHERE e.uuid = :id)

-- name: induction_lock   one
-- open: the object rule decides
-- lock: yes
-- in:   id uuid
-- out:  induction int
SELECT i.id AS induction FROM induction i WHERE i.uuid = :id

-- name: file_by_id   one
-- open: the object rule decides
-- in:   id uuid
-- out:  file int, evidence_id uuid, name text, type text, hash blob, size int, scan int, created instant,
--       removed_at instant?
SELECT f.id AS file, e.uuid AS evidence_id, f.name, f.type, f.hash, c.size, c.scan, f.created, f.removed_at
FROM file f JOIN evidence e ON e.id = f.evidence JOIN file_content c ON c.hash = f.hash
WHERE f.uuid = :id

-- name: framework_by_uuid   one
-- why:  with when its comments end, where it was opened for them, and which draft of its series, since what was published before, had
--       the comments that can be read with it
-- open: the object rule decides
-- in:   id uuid
-- out:  framework int, series uuid, state int, national bool, created_by int?, ends date?, closed_at instant?, commented int?
SELECT f.id AS framework, f.series, f.state, f.national, f.created_by, o.ends, o.closed_at,
  (SELECT MAX(b.framework) FROM framework_opened b JOIN framework d ON d.id = b.framework WHERE d.series = f.series AND d.id <= f.id
    AND d.id > COALESCE((SELECT MAX(p.id) FROM framework p WHERE p.series = f.series AND p.state <> 0 AND p.id < f.id), 0)) AS commented
FROM framework f LEFT JOIN framework_opened o ON o.framework = f.id WHERE f.uuid = :id

-- name: import_by_id   one
-- open: the object rule decides
-- in:   id uuid
-- out:  import int, person int, name text, bytes int, state int, progress int, result text?, framework int?, created instant
SELECT id AS import, person, name, bytes, state, progress, result, framework, created FROM framework_import WHERE uuid = :id

-- name: organisation_lock   one
-- open: the object rule decides
-- lock: yes
-- in:   id uuid
-- out:  organisation int
SELECT o.id AS organisation FROM organisation o WHERE o.uuid = :id

-- name: organisation_by_id   one
-- open: the object rule decides
-- in:   id uuid, own int, today date
-- out:  organisation int, name text, type int, phone text, email text, address text, policy text, opened date?, closed_on date?,
--       liaison int?, primary_coordinator int?, version int, partner bool
SELECT o.id AS organisation, o.name, o.type, o.phone, o.email, o.address, o.outcome_policy AS policy, o.opened, o.closed AS closed_on, o.liaison,
  o.primary_coordinator, o.version,
  CASE WHEN EXISTS (SELECT 1 FROM partnership a WHERE ((a.organisation = o.id AND a.partner = :own)
    OR (a.partner = o.id AND a.organisation = :own)) AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today))
    THEN 1 ELSE 0 END AS partner
FROM organisation o WHERE o.uuid = :id

-- name: person_lock   one
-- open: the object rule decides
-- lock: yes
-- in:   id uuid
-- out:  person int
SELECT p.id AS person FROM person p WHERE p.uuid = :id

-- name: person_by_id   one
-- why:  a role that is still to begin counts as held; whoever has left for good does not work here, though an ECSW keeps
--       their role; 4 coordinates, 6 to 8 are national staff
-- open: the object rule decides; the facts are what it decides by
-- in:   id uuid, organisation int, today date
-- out:  person int, name text, initials text, email text, registration text?, disabled_at instant?, created instant,
--       works_here bool, worked_here bool, coordinator bool, national_staff bool
SELECT p.id AS person, p.name, p.initials, p.email, p.registration, p.disabled_at, p.created,
  CASE WHEN EXISTS (SELECT 1 FROM role_held r WHERE r.person = p.id AND r.organisation = :organisation
    AND (r.ends IS NULL OR r.ends >= :today)) AND NOT EXISTS (SELECT 1 FROM departure d WHERE d.person = p.id
    AND d.organisation = :organisation AND d.kind = 1 AND d.ended_on IS NULL AND d.last_day < :today)
    THEN 1 ELSE 0 END AS works_here,
  CASE WHEN EXISTS (SELECT 1 FROM role_held r WHERE r.person = p.id AND r.organisation = :organisation
    AND r.ends < :today) OR EXISTS (SELECT 1 FROM departure d WHERE d.person = p.id AND d.organisation = :organisation
    AND d.kind = 1 AND d.ended_on IS NULL AND d.last_day < :today) THEN 1 ELSE 0 END AS worked_here,
  CASE WHEN EXISTS (SELECT 1 FROM role_held r WHERE r.person = p.id AND r.role = 4
    AND (r.ends IS NULL OR r.ends >= :today)) THEN 1 ELSE 0 END AS coordinator,
  CASE WHEN EXISTS (SELECT 1 FROM role_held r WHERE r.person = p.id AND r.role IN (6, 7, 8)
    AND (r.ends IS NULL OR r.ends >= :today)) THEN 1 ELSE 0 END AS national_staff
FROM person p WHERE p.uuid = :id

-- name: assignment_lock   one
-- why:  two changes to who is around an ECSW come one after the other
-- open: the object rule decides
-- lock: yes
-- in:   id uuid
-- out:  induction int
SELECT i.id AS induction FROM induction i WHERE i.id = (SELECT a.induction FROM assignment a WHERE a.uuid = :id)

-- name: assignment_by_id   one
-- open: the object rule decides
-- in:   id uuid
-- out:  assignment int, induction_id uuid, person int, person_id uuid, name text, role int, starts date, ends date?,
--       second_reader int?, version int
SELECT a.id AS assignment, i.uuid AS induction_id, a.person, p.uuid AS person_id, p.name, a.role, a.starts, a.ends,
  a.second_reader, a.version
FROM assignment a JOIN induction i ON i.id = a.induction JOIN person p ON p.id = a.person WHERE a.uuid = :id

-- name: conflict_lock   one
-- open: the object rule decides
-- lock: yes
-- in:   id uuid
-- out:  conflict int
SELECT c.id AS conflict FROM conflict_of_interest c WHERE c.uuid = :id

-- name: conflict_by_id   one
-- why:  with the ECSW's induction that is open, or their last one
-- open: the object rule decides
-- in:   id uuid
-- out:  conflict int, induction_id uuid, person int, name text, kind int, since date?, starts date, ends date?
SELECT c.id AS conflict, i.uuid AS induction_id, c.person, p.name, c.kind, c.since, c.starts, c.ends
FROM conflict_of_interest c JOIN person p ON p.id = c.person JOIN induction i ON i.ecsw = c.about
WHERE c.uuid = :id ORDER BY CASE WHEN i.ended IS NULL THEN 0 ELSE 1 END, i.starts DESC LIMIT 1

-- name: mail_facts   one
-- open: the object rule decides; a mail to nobody we know belongs to no organisation
-- in:   id uuid, today date
-- out:  person int, organisation int, works_there bool
SELECT m.person, m.organisation, CASE WHEN EXISTS (SELECT 1 FROM role_held r WHERE r.person = m.person
  AND r.organisation = m.organisation AND (r.ends IS NULL OR r.ends >= :today)) THEN 1 ELSE 0 END AS works_there
FROM mail m WHERE m.uuid = :id AND m.person IS NOT NULL AND m.organisation IS NOT NULL

-- name: portfolios_opened   one
-- why:  how many people's records somebody opened lately, and whether that was said already
-- open: a number
-- in:   person int, since instant, read int, flagged int
-- out:  id uuid, people int, said int
SELECT p.uuid AS id,
  (SELECT COUNT(DISTINCT e.object) FROM event e WHERE e.person = :person AND e.at >= :since AND e.kind = :read) AS people,
  (SELECT COUNT(*) FROM event e WHERE e.person = :person AND e.at >= :since AND e.kind = :flagged) AS said
FROM person p WHERE p.id = :person

-- name: succession_lock   one
-- open: the object rule decides
-- lock: yes
-- in:   id uuid
-- out:  succession int
SELECT s.id AS succession FROM succession s WHERE s.uuid = :id

-- name: succession_by_id   one
-- why:  with the number of national administrators there are today
-- open: the object rule decides
-- in:   id uuid, today date
-- out:  succession int, kind int, state int, on_date date, proposed_by int, proposer text, proposed_at instant,
--       decider text?, decided_at instant?, sole_operator bool, admins int
SELECT s.id AS succession, s.kind, s.state, s.on_date, s.proposed_by, p.name AS proposer, s.proposed_at, d.name AS decider,
  s.decided_at, s.sole_operator,
  (SELECT COUNT(DISTINCT r.person) FROM role_held r JOIN person a ON a.id = r.person WHERE r.role = 6
    AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today) AND a.disabled_at IS NULL) AS admins
FROM succession s JOIN person p ON p.id = s.proposed_by LEFT JOIN person d ON d.id = s.decided_by WHERE s.uuid = :id

-- name: reflection_lock   one
-- open: the object rule decides
-- lock: yes
-- in:   id uuid
-- out:  reflection int
SELECT r.id AS reflection FROM private_reflection r WHERE r.uuid = :id

-- name: reflection_by_id   one
-- open: the object rule decides: its owner alone
-- in:   id uuid
-- out:  reflection int, person int, title text, text text, version int, created instant, changed instant, copied_at instant?
SELECT r.id AS reflection, r.person, r.title, r.text, r.version, r.created, r.changed, r.copied_at
FROM private_reflection r WHERE r.uuid = :id

-- name: supervision_lock   one
-- open: the object rule decides
-- lock: yes
-- in:   id uuid
-- out:  induction int
SELECT i.id AS induction FROM induction i WHERE i.id = (SELECT s.induction FROM supervision s WHERE s.uuid = :id)

-- name: supervision_by_id   one
-- open: the object rule decides
-- in:   id uuid
-- out:  supervision int, induction_id uuid, on_date date, held bool, actions text, next_on date?, remark text, name text,
--       version int, changed instant, countersigned_at instant?, shared_at instant?, form int?, created instant
SELECT s.id AS supervision, i.uuid AS induction_id, s.on_date, s.held, s.actions, s.next_on, s.remark, p.name, s.version,
  s.changed, s.countersigned_at, s.shared_at, s.form, s.created
FROM supervision s JOIN induction i ON i.id = s.induction JOIN person p ON p.id = s.person WHERE s.uuid = :id

-- name: review_lock   one
-- open: the object rule decides
-- lock: yes
-- in:   id uuid
-- out:  induction int
SELECT i.id AS induction FROM induction i WHERE i.id = (SELECT v.induction FROM review v WHERE v.uuid = :id)

-- name: review_by_id   one
-- open: the object rule decides
-- in:   id uuid, person int, role int
-- out:  review int, induction_id uuid, kind int, month int?, days int?, state int, due_on date, opens_on date, closes_on date, planned_on date?,
--       begun_on date?, met_on date?, concern text, prepared_on date, released_at instant?, version int, given bool, has_signed bool
SELECT v.id AS review, i.uuid AS induction_id, v.kind, v.month, v.days, v.state, v.due_on, v.opens_on, v.closes_on, v.planned_on, v.begun_on,
  v.met_on, v.concern, v.prepared_on, v.released_at, v.version,
  CASE WHEN EXISTS (SELECT 1 FROM review_part a WHERE a.review = v.id AND a.role = :role AND a.person = :person
    AND a.given_at IS NOT NULL) THEN 1 ELSE 0 END AS given,
  CASE WHEN EXISTS (SELECT 1 FROM review_signature s WHERE s.review = v.id AND s.role = :role) THEN 1 ELSE 0 END AS has_signed
FROM review v JOIN induction i ON i.id = v.induction WHERE v.uuid = :id

-- name: goal_lock   one
-- open: the object rule decides
-- lock: yes
-- in:   id uuid
-- out:  induction int
SELECT i.id AS induction FROM induction i WHERE i.id = (SELECT g.induction FROM goal g WHERE g.uuid = :id)

-- name: goal_by_id   one
-- open: the object rule decides
-- in:   id uuid
-- out:  goal int, induction_id uuid, text text, how text, by_date date?, state int, version int, closed_at instant?, form int?,
--       created instant
SELECT g.id AS goal, i.uuid AS induction_id, g.text, g.how, g.by_date, g.state, g.version, g.closed_at, g.form, g.created
FROM goal g JOIN induction i ON i.id = g.induction WHERE g.uuid = :id

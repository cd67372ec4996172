-- observation.sql — direct observations beside their pieces.

-- name: observation_by_id   one
-- open: the object rule decides
-- in:   id uuid, today date
-- out:  evidence int, evidence_id uuid, focus text, planned_by int, planned_at instant, observer int?, observer_name text?,
--       observer_role int, assigned bool, given_at instant?, given_by text, agreed int?, agreed_at instant?, agreed_words text,
--       cancelled_at instant?, cancelled_why int, version int, form int?, looks text
SELECT o.evidence, e.uuid AS evidence_id, o.focus, o.planned_by, o.planned_at, o.observer, p.name AS observer_name, o.observer_role,
  CASE WHEN EXISTS (SELECT 1 FROM assignment a WHERE a.induction = e.induction AND a.person = o.observer
    AND a.role = o.observer_role AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)) THEN 1 ELSE 0 END AS assigned,
  o.given_at, o.given_by, o.agreed, o.agreed_at, o.agreed_words, o.cancelled_at, o.cancelled_why, o.version, o.form, o.looks
FROM observation o JOIN evidence e ON e.id = o.evidence LEFT JOIN person p ON p.id = o.observer WHERE o.uuid = :id

-- name: observation_lock   one
-- open: the object rule decides
-- lock: yes
-- in:   id uuid
-- out:  induction int
SELECT i.id AS induction FROM induction i
WHERE i.id = (SELECT e.induction FROM observation o JOIN evidence e ON e.id = o.evidence WHERE o.uuid = :id)

-- name: observation_of_piece   one
-- open: the object rule of the piece has been asked, or its link shown
-- in:   evidence int
-- out:  id uuid, focus text, looks text
SELECT uuid AS id, focus, looks FROM observation WHERE evidence = :evidence

-- name: observations_listed   many
-- in:   induction int, person int, role int, today date, limit int
-- out:  id uuid, title text, on_date date?, state int, submitted_at instant?, assessed_at instant?, planned_at instant,
--       observer_name text?, given_at instant?, given_by text, agreed int?, agreed_at instant?, cancelled_at instant?
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT o.uuid AS id, e.title, e.on_date, e.state, e.submitted_at, e.assessed_at, o.planned_at, p.name AS observer_name, o.given_at,
  o.given_by, o.agreed, o.agreed_at, o.cancelled_at
FROM observation o JOIN evidence e ON e.id = o.evidence JOIN induction i ON i.id = e.induction
LEFT JOIN person p ON p.id = o.observer
WHERE e.induction = :induction AND e.state <> 3 AND (/*visible_evidence*/) ORDER BY o.planned_at DESC LIMIT :limit

-- name: observations_to_watch   many
-- why:  what somebody is named to watch in the role they act in, while they are assigned; what is still to be given comes first
-- open: who is named to watch sees what it is to look at (may_read_observation)
-- in:   person int, role int, today date, limit int
-- out:  id uuid, title text, ecsw text, on_date date?, planned_at instant, given_at instant?, cancelled_at instant?
SELECT o.uuid AS id, e.title, p.name AS ecsw, e.on_date, o.planned_at, o.given_at, o.cancelled_at
FROM observation o JOIN evidence e ON e.id = o.evidence JOIN induction i ON i.id = e.induction JOIN person p ON p.id = i.ecsw
WHERE o.observer = :person AND o.observer_role = :role AND e.state <> 3 AND e.held = 0 AND EXISTS (
  SELECT 1 FROM assignment a WHERE a.induction = i.id AND a.person = :person AND a.role = :role AND a.starts <= :today
  AND (a.ends IS NULL OR a.ends >= :today))
ORDER BY CASE WHEN o.given_at IS NULL AND o.cancelled_at IS NULL THEN 0 ELSE 1 END, e.on_date LIMIT :limit

-- name: observation_made_twin   one
-- why:  the form came twice
-- open: of the induction that is loaded, in which only those who may plan add
-- in:   induction int, title text, focus text, on_date date, observer int?, name text, planned_by int, since instant, looks text
-- out:  id uuid, ask uuid?
SELECT o.uuid AS id, (SELECT k.uuid FROM ask k WHERE k.evidence = o.evidence AND k.kind = 3 ORDER BY k.id LIMIT 1) AS ask
FROM observation o JOIN evidence e ON e.id = o.evidence
WHERE e.induction = :induction AND e.title = :title AND o.focus = :focus AND o.looks = :looks AND e.on_date = :on_date
  AND COALESCE(o.observer, 0) = COALESCE(:observer, 0) AND o.planned_by = :planned_by AND o.planned_at >= :since
  AND o.cancelled_at IS NULL AND e.state <> 3
  AND (o.observer IS NOT NULL OR EXISTS (SELECT 1 FROM ask k WHERE k.evidence = o.evidence AND k.kind = 3 AND k.name = :name))
ORDER BY o.evidence DESC LIMIT 1

-- name: observations_to_read   many
-- why:  an ECSW's own first screen: what an observer has given and they have not answered, and views to agree
-- open: an ECSW's own induction
-- in:   induction int, limit int
-- out:  id uuid, title text, on_date date?, given_by text, assessed_at instant?
SELECT o.uuid AS id, e.title, e.on_date, o.given_by, e.assessed_at FROM observation o JOIN evidence e ON e.id = o.evidence
WHERE e.induction = :induction AND e.state <> 3 AND o.given_at IS NOT NULL AND o.cancelled_at IS NULL AND o.agreed_at IS NULL
  AND (e.submitted_at IS NULL OR e.assessed_at IS NOT NULL)
ORDER BY o.given_at, o.evidence LIMIT :limit

-- name: observation_add   exec
-- in:   evidence int, id uuid, focus text, planned_by int, now instant, observer int?, observer_role int,
--       form int?, looks text
INSERT INTO observation (evidence, uuid, focus, planned_by, planned_at, observer, observer_role, form, looks)
VALUES (:evidence, :id, :focus, :planned_by, :now, :observer, :observer_role, :form, :looks)

-- name: observation_given   exec
-- in:   evidence int, by text, now instant
UPDATE observation SET given_at = :now, given_by = :by, version = version + 1 WHERE evidence = :evidence AND given_at IS NULL

-- name: observation_taken_back   exec
-- in:   evidence int
UPDATE observation SET given_at = NULL, given_by = '', version = version + 1 WHERE evidence = :evidence

-- name: observation_answered   exec
-- in:   evidence int, agrees bool, words text, now instant
UPDATE observation SET agreed = :agrees, agreed_words = :words, agreed_at = :now, version = version + 1
WHERE evidence = :evidence AND agreed_at IS NULL

-- name: observation_cancelled   exec
-- in:   evidence int, person int, why int, now instant
UPDATE observation SET cancelled_at = :now, cancelled_by = :person, cancelled_why = :why, version = version + 1
WHERE evidence = :evidence AND cancelled_at IS NULL AND given_at IS NULL

-- name: piece_asks_open   many
-- why:  whom nothing has come from yet, for a piece that is not to be any more
-- open: the object rule of the piece has been asked
-- in:   evidence int
-- out:  ask int, id uuid
SELECT k.id AS ask, k.uuid AS id FROM ask k
WHERE k.evidence = :evidence AND k.kind <> 2 AND k.done_at IS NULL AND k.revoked_at IS NULL ORDER BY k.id LIMIT 100

-- name: observer_follows   one
-- why:  who else has the same part from that day
-- open: the act that ends the part has been allowed
-- in:   induction int, person int, role int, on_day date
-- out:  person int
SELECT a.person FROM assignment a JOIN person p ON p.id = a.person
WHERE a.induction = :induction AND a.role = :role AND a.person <> :person AND (a.ends IS NULL OR a.ends >= :on_day)
  AND p.disabled_at IS NULL ORDER BY CASE WHEN a.starts <= :on_day THEN 0 ELSE 1 END, a.starts DESC, a.id DESC LIMIT 1

-- name: observations_to_come   many
-- why:  what somebody was to watch from that day on, in one part
-- open: the act that ends the part has been allowed
-- in:   induction int, person int, role int, on_day date
-- out:  evidence int, id uuid, planned_by int, ecsw int
SELECT o.evidence, e.uuid AS id, o.planned_by, i.ecsw
FROM observation o JOIN evidence e ON e.id = o.evidence JOIN induction i ON i.id = e.induction
WHERE e.induction = :induction AND o.observer = :person AND o.observer_role = :role AND o.given_at IS NULL
  AND o.cancelled_at IS NULL AND e.state <> 3 AND (e.on_date IS NULL OR e.on_date >= :on_day) ORDER BY o.evidence LIMIT 200

-- name: observation_goes_to   exec
-- in:   evidence int, person int
UPDATE observation SET observer = :person, version = version + 1 WHERE evidence = :evidence AND given_at IS NULL

-- name: watchers_of   many
-- why:  who supervises, assesses or observes this ECSW today
-- open: who is around an ECSW is known to those who may plan
-- in:   induction int, today date, limit int
-- out:  person int, id uuid, name text, role int
SELECT p.id AS person, p.uuid AS id, p.name, a.role FROM assignment a JOIN person p ON p.id = a.person
WHERE a.induction = :induction AND a.role IN (2, 3, 9) AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)
  AND p.disabled_at IS NULL
ORDER BY a.role, p.name, p.id LIMIT :limit

-- name: view_of_piece   one
-- why:  what the assessor says a piece shows them
-- open: the object rule of the piece has been asked
-- in:   evidence int
-- out:  sentence text, name text, given_at instant
SELECT v.sentence, p.name, v.given_at FROM view_given v JOIN person p ON p.id = v.person
WHERE v.evidence = :evidence AND v.undone_at IS NULL ORDER BY v.given_at DESC, v.id DESC LIMIT 1

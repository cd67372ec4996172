-- reviews.sql — reviews, the parts three people write, what is agreed, and who has signed.

-- name: reviews_of   many
-- why:  every review of one induction, by the day it is or was due; `given` and `signed` are roles as bits
-- open: dates and states; the object rule of the induction has been asked
-- in:   induction int, today date
-- out:  review int, id uuid, kind int, month int?, days int?, state int, due_on date, opens_on date, closes_on date, planned_on date?,
--       met_on date?, prepared_on date, given int, signed_by int, more int
-- use:  more_days(v, :today)
SELECT v.id AS review, v.uuid AS id, v.kind, v.month, v.days, v.state, v.due_on, v.opens_on, v.closes_on, v.planned_on, v.met_on, v.prepared_on,
  (SELECT COALESCE(SUM(CASE g.role WHEN 1 THEN 2 WHEN 2 THEN 4 ELSE 8 END), 0) FROM (
    SELECT DISTINCT p.role FROM review_part p WHERE p.review = v.id AND p.given_at IS NOT NULL) g) AS given,
  v.signed_by, /*more_days*/ AS more
FROM review v WHERE v.induction = :induction ORDER BY COALESCE(v.met_on, v.planned_on, v.due_on), v.id LIMIT 200

-- name: review_add   exec
-- why:  a point has one that stands: prepared twice at once, the second finds it there. Told of it, nobody is reminded for a week
-- in:   id uuid, induction int, kind int, month int?, days int?, due_on date, opens_on date, closes_on date, concern text, prepared_on date,
--       asked_by int?, now instant
INSERT INTO review (uuid, induction, kind, month, days, state, due_on, opens_on, closes_on, concern, prepared_on, reminded_on, asked_by, version,
  created, changed)
VALUES (:id, :induction, :kind, :month, :days, 0, :due_on, :opens_on, :closes_on, :concern, :prepared_on, :prepared_on, :asked_by, 1, :now, :now)
ON CONFLICT DO NOTHING

-- name: review_standing   one
-- why:  the one of a point that stands; one between two points that is not over
-- open: the object rule of the induction has been asked
-- in:   induction int, kind int, month int?
-- out:  id uuid
SELECT v.uuid AS id FROM review v WHERE v.induction = :induction AND v.kind = :kind AND v.state <> 3
  AND ((v.kind = 1 AND v.month = :month) OR (v.kind = 2 AND v.state < 2)) ORDER BY v.id DESC LIMIT 1

-- name: review_dates_put   exec
-- why:  what the calendar says now of one that was not held
-- in:   review int, due_on date, opens_on date, closes_on date
UPDATE review SET due_on = :due_on, opens_on = :opens_on, closes_on = :closes_on WHERE id = :review AND state < 2

-- name: review_set   exec
-- why:  moved on by an act, which everybody is told of: nobody is reminded for a week
-- in:   review int, state int, planned_on date?, begun_on date?, met_on date?, released_at instant?, today date, version int, now instant
UPDATE review SET state = :state, planned_on = :planned_on, begun_on = :begun_on, met_on = :met_on, released_at = :released_at,
  reminded_on = :today, version = version + 1, changed = :now WHERE id = :review AND version = :version

-- name: review_change_add   exec
-- in:   review int, act int, from_on date?, to_on date?, why int, words text, person int, now instant
INSERT INTO review_change (review, act, from_on, to_on, why, words, person, at)
VALUES (:review, :act, :from_on, :to_on, :why, :words, :person, :now)

-- name: review_changes   many
-- open: the object rule of the review has been asked
-- in:   review int
-- out:  act int, from_on date?, to_on date?, why int, words text, name text, at instant
SELECT c.act, c.from_on, c.to_on, c.why, c.words, p.name, c.at FROM review_change c JOIN person p ON p.id = c.person
WHERE c.review = :review ORDER BY c.id LIMIT 50

-- ---- parts ----

-- name: review_parts   many
-- why:  what the reader may read: their own, and all once they are released; of the others only that they are there
-- in:   review int, person int
-- out:  part int, role int, person int, name text, typed_by int, typed_name text, shown bool, strengths text, needs text, onward text,
--       version int, changed instant, given_at instant?, late bool
-- open: the words are left out where released_part does not let them be read
SELECT a.id AS part, a.role, a.person, p.name, a.typed_by, t.name AS typed_name,
  CASE WHEN v.released_at IS NOT NULL OR a.person = :person OR a.typed_by = :person THEN 1 ELSE 0 END AS shown,
  CASE WHEN (v.released_at IS NOT NULL AND a.given_at IS NOT NULL) OR a.person = :person OR a.typed_by = :person THEN a.strengths ELSE '' END AS strengths,
  CASE WHEN (v.released_at IS NOT NULL AND a.given_at IS NOT NULL) OR a.person = :person OR a.typed_by = :person THEN a.needs ELSE '' END AS needs,
  CASE WHEN (v.released_at IS NOT NULL AND a.given_at IS NOT NULL) OR a.person = :person OR a.typed_by = :person THEN a.onward ELSE '' END AS onward,
  a.version, a.changed, a.given_at, CASE WHEN a.given_at > v.released_at THEN 1 ELSE 0 END AS late
FROM review_part a JOIN review v ON v.id = a.review JOIN person p ON p.id = a.person JOIN person t ON t.id = a.typed_by
WHERE a.review = :review AND (a.given_at IS NOT NULL OR a.person = :person) ORDER BY a.role, a.id LIMIT 30

-- name: review_part_own   one
-- why:  the part of one person in one role, to write on
-- open: only ever asked for the person acting, or for whom they type: then nothing but whether it is there
-- in:   review int, role int, person int
-- out:  part int, version int, given_at instant?, typed_by int
SELECT a.id AS part, a.version, a.given_at, a.typed_by FROM review_part a
WHERE a.review = :review AND a.role = :role AND a.person = :person

-- name: review_part_add   one
-- in:   review int, role int, person int, typed_by int, strengths text, needs text, onward text, given_at instant?, now instant
-- out:  part int
INSERT INTO review_part (review, role, person, typed_by, strengths, needs, onward, version, changed, given_at)
VALUES (:review, :role, :person, :typed_by, :strengths, :needs, :onward, 1, :now, :given_at) RETURNING id AS part

-- name: review_part_put   exec
-- in:   part int, typed_by int, strengths text, needs text, onward text, given_at instant?, version int, now instant
UPDATE review_part SET typed_by = :typed_by, strengths = :strengths, needs = :needs, onward = :onward, given_at = :given_at,
  version = version + 1, changed = :now WHERE id = :part AND version = :version

-- name: review_outcomes_clear   exec
-- in:   part int
DELETE FROM review_outcome WHERE part = :part

-- name: review_pointed_clear   exec
-- in:   part int
DELETE FROM review_pointed WHERE part = :part

-- name: review_outcome_add   exec
-- in:   part int, item int, step int, reason text
INSERT INTO review_outcome (part, item, step, reason) VALUES (:part, :item, :step, :reason)

-- name: review_pointed_add   exec
-- in:   part int, item int, evidence int
INSERT INTO review_pointed (part, item, evidence) VALUES (:part, :item, :evidence) ON CONFLICT DO NOTHING

-- name: review_outcomes_of   many
-- why:  what the parts that may be read say of outcomes
-- in:   review int, person int
-- out:  part int, role int, item int, step int, reason text
-- use:  released_part(a, v, :person)
SELECT a.id AS part, a.role, o.item, o.step, o.reason FROM review_part a JOIN review v ON v.id = a.review
JOIN review_outcome o ON o.part = a.id WHERE a.review = :review AND (/*released_part*/) ORDER BY a.role, a.id, o.item LIMIT 2000

-- name: review_pointed_of   many
-- why:  the pieces they point at, as far as the reader may see them
-- in:   review int, person int, role int, today date
-- out:  part int, item int, evidence int, id uuid, title text
-- use:  released_part(a, v, :person)
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT a.id AS part, q.item, e.id AS evidence, e.uuid AS id, e.title FROM review_part a JOIN review v ON v.id = a.review
JOIN review_pointed q ON q.part = a.id JOIN evidence e ON e.id = q.evidence JOIN induction i ON i.id = e.induction
WHERE a.review = :review AND (/*released_part*/) AND (/*visible_evidence*/) ORDER BY a.id, q.item, e.id LIMIT 2000

-- name: review_given   many
-- why:  whose parts are there
-- open: roles; the object rule of the review has been asked
-- in:   review int
-- out:  role int
SELECT DISTINCT a.role FROM review_part a WHERE a.review = :review AND a.given_at IS NOT NULL LIMIT 10

-- name: review_people   many
-- why:  the three: the ECSW, and who supervises and assesses today
-- open: people around the induction; the object rule has been asked
-- in:   induction int, today date
-- out:  role int, person int, name text
SELECT 1 AS role, i.ecsw AS person, p.name FROM induction i JOIN person p ON p.id = i.ecsw WHERE i.id = :induction
UNION ALL SELECT a.role, a.person, p.name FROM assignment a JOIN person p ON p.id = a.person
WHERE a.induction = :induction AND a.role IN (2, 3) AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)
ORDER BY role, person LIMIT 20

-- ---- what it is prepared from ----

-- name: review_changed_items   many
-- why:  what has come or been judged since, by the items it is linked to
-- open: items alone; the object rule of the review has been asked
-- in:   induction int, since instant
-- out:  item int
SELECT DISTINCT l.item FROM evidence e JOIN link l ON l.evidence = e.id
WHERE e.induction = :induction AND e.state = 2 AND e.held = 0 AND l.state <> 3 AND (l.changed >= :since OR e.submitted_at >= :since)
LIMIT 5000

-- name: review_pieces   many
-- why:  what can be pointed at, newest first, with the items it is linked to
-- in:   induction int, person int, role int, today date
-- out:  evidence int, id uuid, title text, item int
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.id AS evidence, e.uuid AS id, e.title, l.item FROM evidence e JOIN induction i ON i.id = e.induction
JOIN link l ON l.evidence = e.id AND l.state <> 3
WHERE e.induction = :induction AND e.state = 2 AND (/*visible_evidence*/) ORDER BY COALESCE(e.on_date, 0) DESC, e.id DESC LIMIT 3000

-- name: review_shown_first   many
-- in:   induction int, person int, role int, today date
-- out:  id uuid, title text, kind int
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.uuid AS id, e.title, e.kind FROM evidence e JOIN induction i ON i.id = e.induction
WHERE e.induction = :induction AND e.state = 2 AND EXISTS (SELECT 1 FROM showcase s WHERE s.evidence = e.id)
  AND (/*visible_evidence*/) ORDER BY e.id DESC LIMIT 6

-- name: review_kinds_done   many
-- open: numbers; the object rule of the review has been asked
-- in:   induction int
-- out:  kind int, pieces int
SELECT e.kind, COUNT(*) AS pieces FROM evidence e WHERE e.induction = :induction AND e.state = 2 GROUP BY e.kind LIMIT 20

-- name: review_supervised   one
-- open: numbers; dates are for everybody around the induction
-- in:   induction int, today date
-- out:  held int, last date?
SELECT COUNT(*) AS held, MAX(s.on_date) AS last FROM supervision s WHERE s.induction = :induction AND s.held = 1 AND s.on_date <= :today

-- name: review_feedback   many
-- why:  what people said since the last review that was held: feedback that was handed in or shared, the newest first
-- in:   induction int, review int, person int, role int, today date
-- out:  id uuid, title text, on_date date?
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.uuid AS id, e.title, e.on_date FROM evidence e JOIN induction i ON i.id = e.induction
WHERE e.induction = :induction AND e.kind = 3 AND e.state IN (1, 2) AND (/*visible_evidence*/)
  AND e.on_date >= COALESCE((SELECT MAX(v.met_on) FROM review v WHERE v.induction = :induction AND v.id <> :review AND v.state = 2), 0)
ORDER BY e.on_date DESC, e.id DESC LIMIT 10

-- name: review_goals   many
-- in:   induction int, person int, role int, today date
-- out:  id uuid, text text, by_date date?
-- use:  visible_plan(i, :person, :role, :today)
SELECT g.uuid AS id, g.text, g.by_date FROM goal g JOIN induction i ON i.id = g.induction
WHERE g.induction = :induction AND g.state = 0 AND (/*visible_plan*/) ORDER BY COALESCE(g.by_date, 9999999), g.id LIMIT 20

-- name: review_met_before   one
-- why:  the day of the last review that was held, before this one
-- open: a date
-- in:   induction int, review int
-- out:  met_on date?
SELECT MAX(v.met_on) AS met_on FROM review v WHERE v.induction = :induction AND v.id <> :review AND v.state = 2

-- ---- actions ----

-- name: review_actions   many
-- why:  of one review; and of those before it, what is still open or has been done since it was prepared. One before it may be held,
--       and agree on something, after this one was prepared
-- open: dates and actions are for all who may read the induction (ACCESS, REV)
-- in:   induction int, review int, since instant
-- out:  id uuid, of_this bool, month int?, text text, role int, by_on date, added_name text, added_at instant, done_at instant?
SELECT a.uuid AS id, CASE WHEN a.review = :review THEN 1 ELSE 0 END AS of_this, v.month, a.text, a.role, a.by_on, p.name AS added_name,
  a.added_at, a.done_at
FROM review_action a JOIN review v ON v.id = a.review JOIN person p ON p.id = a.added_by
WHERE v.induction = :induction AND (a.review = :review OR ((a.done_at IS NULL OR a.done_at >= :since)
  AND (a.added_at < :since OR COALESCE(v.met_on, v.planned_on, v.due_on) <=
    (SELECT COALESCE(t.met_on, t.planned_on, t.due_on) FROM review t WHERE t.id = :review))))
ORDER BY of_this, a.by_on, a.id LIMIT 200

-- name: review_actions_open   many
-- why:  what stays until it is done, over all reviews of one induction
-- open: dates and actions are for all who may read the induction (ACCESS, REV)
-- in:   induction int
-- out:  id uuid, review_id uuid, text text, role int, by_on date
SELECT a.uuid AS id, v.uuid AS review_id, a.text, a.role, a.by_on FROM review_action a JOIN review v ON v.id = a.review
WHERE v.induction = :induction AND a.done_at IS NULL ORDER BY a.by_on, a.id LIMIT 100

-- name: review_action_count   one
-- open: a number
-- why:  `same` is to be done already: by the same, by the same day
-- in:   review int, text text, role int, by_on date
-- out:  n int, same int
SELECT COUNT(*) AS n,
  COALESCE(SUM(CASE WHEN a.text = :text AND a.role = :role AND a.by_on = :by_on AND a.done_at IS NULL THEN 1 ELSE 0 END), 0) AS same
FROM review_action a WHERE a.review = :review

-- name: review_action_add   exec
-- in:   id uuid, review int, text text, role int, by_on date, person int, now instant
INSERT INTO review_action (uuid, review, text, role, by_on, added_by, added_at)
VALUES (:id, :review, :text, :role, :by_on, :person, :now)

-- name: review_action_done   exec
-- in:   review int, id uuid, person int, now instant
UPDATE review_action SET done_at = :now, done_by = :person WHERE review = :review AND uuid = :id AND done_at IS NULL

-- name: review_action_undone   exec
-- in:   review int, id uuid
UPDATE review_action SET done_at = NULL, done_by = NULL WHERE review = :review AND uuid = :id AND done_at IS NOT NULL

-- name: review_action_there   one
-- open: the object rule of the review has been asked
-- in:   review int, id uuid
-- out:  done_at instant?
SELECT a.done_at FROM review_action a WHERE a.review = :review AND a.uuid = :id

-- ---- signatures ----

-- name: review_signatures   many
-- open: the object rule of the review has been asked
-- in:   review int
-- out:  role int, name text, agrees bool, words text, signed_at instant
SELECT s.role, p.name, s.agrees, s.words, s.signed_at FROM review_signature s JOIN person p ON p.id = s.person
WHERE s.review = :review ORDER BY s.signed_at, s.role LIMIT 3

-- name: review_sign   exec
-- in:   review int, role int, person int, agrees bool, words text, now instant
INSERT INTO review_signature (review, role, person, agrees, words, signed_at)
VALUES (:review, :role, :person, :agrees, :words, :now) ON CONFLICT DO NOTHING

-- ---- first screens ----

-- name: reviews_with   many
-- why:  reviews that wait for somebody in the role they act in: their part, a meeting, their signature. Not while the clock is stopped,
--       and a day that was agreed is none when the clock is stopped on it
-- in:   person int, organisation int, role int, today date
-- out:  id uuid, programme int, name text, kind int, month int?, state int, due_on date, closes_on date, planned_on date?, met_on date?,
--       prepared_on date, given int, signed_by int, more int, paused bool
-- open: whose parts are there, never their words; of inductions the reader may see
-- use:  visible_induction(i, :person, :organisation, :role, :today); has_not_left(i, :today); is_not_paused(i, :today); more_days(v, :today)
SELECT v.uuid AS id, i.programme, p.name, v.kind, v.month, v.state, v.due_on, v.closes_on,
  CASE WHEN EXISTS (SELECT 1 FROM pause_period z WHERE z.induction = i.id AND z.replaced_at IS NULL AND z.starts <= v.planned_on
    AND (z.ends IS NULL OR z.ends >= v.planned_on)) THEN NULL ELSE v.planned_on END AS planned_on, v.met_on, v.prepared_on,
  (SELECT COALESCE(SUM(CASE g.role WHEN 1 THEN 2 WHEN 2 THEN 4 ELSE 8 END), 0) FROM (
    SELECT DISTINCT a.role FROM review_part a WHERE a.review = v.id AND a.given_at IS NOT NULL) g) AS given,
  v.signed_by, /*more_days*/ AS more,
  CASE WHEN /*is_not_paused*/ THEN 0 ELSE 1 END AS paused
FROM review v JOIN induction i ON i.id = v.induction JOIN person p ON p.id = i.ecsw
WHERE i.ended IS NULL AND v.state <> 3 AND (/*visible_induction*/) AND /*has_not_left*/
  AND i.id IN (SELECT o.id FROM induction o WHERE o.ecsw = :person
    UNION ALL SELECT w.induction FROM assignment w WHERE w.person = :person AND w.role = :role)
  AND (v.state < 2 OR NOT EXISTS (SELECT 1 FROM review_signature s WHERE s.review = v.id AND s.role = :role))
  AND (v.state = 2 OR /*is_not_paused*/)
ORDER BY COALESCE(v.planned_on, v.due_on), v.id LIMIT 50

-- name: review_actions_with   many
-- why:  actions of whoever acts in this role, over all their inductions, until they are done
-- in:   person int, organisation int, role int, today date
-- out:  review_id uuid, text text, name text, by_on date, paused bool
-- use:  visible_induction(i, :person, :organisation, :role, :today); has_not_left(i, :today); is_not_paused(i, :today)
SELECT v.uuid AS review_id, a.text, p.name, a.by_on, CASE WHEN /*is_not_paused*/ THEN 0 ELSE 1 END AS paused
FROM induction i JOIN review v ON v.induction = i.id JOIN review_action a ON a.review = v.id
JOIN person p ON p.id = i.ecsw
WHERE i.ended IS NULL AND a.role = :role AND a.done_at IS NULL AND (/*visible_induction*/) AND /*has_not_left*/
  AND i.id IN (SELECT o.id FROM induction o WHERE o.ecsw = :person
    UNION ALL SELECT w.induction FROM assignment w WHERE w.person = :person AND w.role = :role)
ORDER BY a.by_on, a.id LIMIT 50

-- ---- the nightly job ----

-- name: reviews_to_look_at   many
-- why:  open inductions behind one row. Nobody's who has left
-- open: work behind the pages; ids alone
-- in:   behind int, today date, limit int
-- out:  induction int, id uuid, programme int, starts date
-- use:  has_not_left(i, :today)
SELECT i.id AS induction, i.uuid AS id, i.programme, i.starts FROM induction i
WHERE i.ended IS NULL AND i.id > :behind AND /*has_not_left*/ ORDER BY i.id LIMIT :limit

-- name: reviews_open   many
-- why:  of each of these, those that are not over
-- open: work behind the pages
-- in:   inductions int[30], today date
-- use:  more_days(v, :today)
-- out:  induction int, review int, id uuid, kind int, month int?, days int?, state int, due_on date, opens_on date, closes_on date,
--       planned_on date?, met_on date?, prepared_on date, reminded_on date?, given int, signed_by int, more int
SELECT v.induction, v.id AS review, v.uuid AS id, v.kind, v.month, v.days, v.state, v.due_on, v.opens_on, v.closes_on, v.planned_on, v.met_on,
  v.prepared_on, v.reminded_on,
  (SELECT COALESCE(SUM(CASE g.role WHEN 1 THEN 2 WHEN 2 THEN 4 ELSE 8 END), 0) FROM (
    SELECT DISTINCT p.role FROM review_part p WHERE p.review = v.id AND p.given_at IS NOT NULL) g) AS given,
  v.signed_by, /*more_days*/ AS more
FROM (VALUES (:inductions)) AS w CROSS JOIN review v
WHERE v.induction = w.column1 AND (v.state < 2 OR (v.state = 2 AND v.signed_by <> 14))
ORDER BY v.induction, v.id LIMIT 600

-- name: review_reminded   exec
-- in:   review int, today date
UPDATE review SET reminded_on = :today WHERE id = :review

-- name: reviews_points_prepared   many
-- why:  points that had a review, also one that was cancelled: that one is prepared again by somebody, never by the night
-- open: months
-- in:   inductions int[30]
-- out:  induction int, month int
SELECT DISTINCT v.induction, v.month FROM (VALUES (:inductions)) AS w CROSS JOIN review v
WHERE v.induction = w.column1 AND v.kind = 1 LIMIT 1800

-- name: reviews_moved   many
-- why:  since when each goes by another version of its programme: what was past by then was never asked of it
-- open: dates
-- in:   inductions int[30]
-- out:  induction int, moved_at instant
SELECT m.induction, MAX(m.closed_at) AS moved_at FROM (VALUES (:inductions)) AS w CROSS JOIN programme_move m
WHERE m.induction = w.column1 AND m.state = 3 GROUP BY m.induction LIMIT 100

-- name: review_touch   exec
-- why:  something of it is new that has to be read before one signs
-- in:   review int, now instant
UPDATE review SET version = version + 1, changed = :now WHERE id = :review

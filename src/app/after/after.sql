-- after.sql — steps that follow an outcome in force.

-- name: after_outcome   one
-- why:  the outcome in force of an induction
-- open: the object rule of the induction has been asked (DEC)
-- in:   induction int
-- out:  outcome int, decision_id uuid, judgement int, issued_at instant
SELECT o.id AS outcome, d.uuid AS decision_id, o.judgement, o.issued_at
FROM outcome o JOIN decision d ON d.id = o.decision WHERE o.induction = :induction AND o.ended_at IS NULL

-- name: after_steps   many
-- open: the object rule of the induction has been asked (DEC)
-- in:   outcome int
-- out:  id uuid, origin int, what text, whose text, role int, by_on date, due_on date, done_at instant?, done_name text?
SELECT s.uuid AS id, s.origin, s.what, s.whose, s.role, s.by_on, s.due_on, s.done_at, p.name AS done_name
FROM after_step s LEFT JOIN person p ON p.id = s.done_by WHERE s.outcome = :outcome ORDER BY s.due_on, s.place LIMIT 40

-- name: after_counts   one
-- open: numbers; the object rule of the decision has been asked
-- in:   outcome int
-- out:  steps int, finished int
SELECT COUNT(*) AS steps, COALESCE(SUM(CASE WHEN s.done_at IS NULL THEN 0 ELSE 1 END), 0) AS finished FROM after_step s WHERE s.outcome = :outcome

-- name: after_plan   many
-- why:  the lines of the plan that was issued, and the day by which it is judged again
-- open: made in the transaction that issues it
-- in:   decision int
-- out:  what text, who text, by_date date?, role int
SELECT p.what, p.who, p.by_date, p.role FROM decision d JOIN recommendation w ON w.decision = d.id AND w.round = d.round
JOIN recommendation_plan p ON p.recommendation = w.id WHERE d.id = :decision ORDER BY p.place LIMIT 10

-- name: after_again   one
-- open: made in the transaction that issues it
-- in:   decision int
-- out:  again_on date?
SELECT w.again_on FROM decision d JOIN recommendation w ON w.decision = d.id AND w.round = d.round WHERE d.id = :decision

-- name: after_add   exec
-- in:   id uuid, outcome int, place int, origin int, what text, whose text, role int, due date
INSERT INTO after_step (uuid, outcome, place, origin, what, whose, role, by_on, due_on)
VALUES (:id, :outcome, :place, :origin, :what, :whose, :role, :due, :due)

-- name: after_there   one
-- open: the object rule of the induction has been asked (DEC)
-- in:   outcome int, id uuid
-- out:  role int, done_at instant?
SELECT s.role, s.done_at FROM after_step s WHERE s.outcome = :outcome AND s.uuid = :id

-- name: after_done   exec
-- in:   outcome int, id uuid, person int, now instant
UPDATE after_step SET done_at = :now, done_by = :person WHERE outcome = :outcome AND uuid = :id AND done_at IS NULL

-- name: after_undone   exec
-- in:   outcome int, id uuid
UPDATE after_step SET done_at = NULL, done_by = NULL WHERE outcome = :outcome AND uuid = :id AND done_at IS NOT NULL

-- name: after_again_done   exec
-- open: in the transaction in which it is judged again
-- in:   induction int, person int?, now instant
UPDATE after_step SET done_at = :now, done_by = :person WHERE origin = 3 AND done_at IS NULL
  AND outcome IN (SELECT o.id FROM outcome o WHERE o.induction = :induction AND o.ended_at IS NULL)

-- name: after_with   many
-- why:  steps of whoever acts in this role, over all their inductions, until they are done; for coordinators also those that those above are told of
-- in:   person int, organisation int, role int, today date
-- out:  induction_id uuid, what text, name text, role int, due_on date, paused bool
-- open: what follows an outcome is for who may read it (DEC): of inductions the reader may see, by role
-- use:  visible_induction(i, :person, :organisation, :role, :today); is_not_paused(i, :today)
SELECT i.uuid AS induction_id, s.what, p.name, s.role, s.due_on, CASE WHEN /*is_not_paused*/ THEN 0 ELSE 1 END AS paused
FROM after_step s JOIN outcome o ON o.id = s.outcome JOIN induction i ON i.id = o.induction JOIN person p ON p.id = i.ecsw
WHERE s.done_at IS NULL AND o.ended_at IS NULL AND (s.role = :role OR (:role = 4 AND s.role = 3 AND s.told = 3)) AND (/*visible_induction*/)
ORDER BY s.due_on, s.id LIMIT 20

-- name: after_above   many
-- why:  where coordinators have let steps go by: for the department, of employers, never of people
-- open: numbers and the oldest day by employer
-- out:  id uuid, name text, steps int, due_on date
SELECT e.uuid AS id, e.name, COUNT(*) AS steps, MIN(s.due_on) AS due_on
FROM after_step s JOIN outcome o ON o.id = s.outcome JOIN induction i ON i.id = o.induction JOIN organisation e ON e.id = i.employer
WHERE s.done_at IS NULL AND o.ended_at IS NULL AND s.role = 4 AND s.told = 3 GROUP BY e.id, e.uuid, e.name ORDER BY MIN(s.due_on), e.id LIMIT 20

-- ---- behind the pages ----

-- name: after_open   many
-- why:  open steps behind one row, with what their dates follow from
-- open: work behind the pages
-- in:   behind int, today date, limit int
-- out:  step int, induction int, programme int, starts date, employer int, ecsw int, issued_at instant, role int, by_on date, due_on date, told int,
--       paused bool
-- use:  is_not_paused(i, :today)
SELECT s.id AS step, i.id AS induction, i.programme, i.starts, i.employer, i.ecsw, o.issued_at, s.role, s.by_on, s.due_on, s.told,
  CASE WHEN /*is_not_paused*/ THEN 0 ELSE 1 END AS paused
FROM after_step s JOIN outcome o ON o.id = s.outcome JOIN induction i ON i.id = o.induction
WHERE s.id > :behind AND s.done_at IS NULL AND o.ended_at IS NULL ORDER BY s.id LIMIT :limit

-- name: after_due_put   exec
-- why:  a day that has moved on is told of again
-- in:   step int, due_on date
UPDATE after_step SET due_on = :due_on, told = 0 WHERE id = :step AND done_at IS NULL AND due_on <> :due_on

-- name: after_told   exec
-- in:   step int, told int
UPDATE after_step SET told = :told WHERE id = :step AND done_at IS NULL AND told < :told

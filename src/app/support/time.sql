-- time.sql — protected time and workload: agreed, answered, entered, owed.

-- name: time_plans   many
-- why:  what stands for each stage
-- open: the object rule of the induction has been asked; levels are for everybody around it
-- in:   induction int
-- out:  time_plan int, from_month int, percent int, cases int, held text, by text, created instant
SELECT t.id AS time_plan, t.from_month, t.percent, t.cases, t.held, p.name AS by, t.created
FROM time_plan t JOIN person p ON p.id = t.created_by
WHERE t.induction = :induction AND t.replaced_at IS NULL ORDER BY t.from_month LIMIT 12

-- name: time_plan_replace   exec
-- in:   induction int, from_month int, now instant
UPDATE time_plan SET replaced_at = :now WHERE induction = :induction AND from_month = :from_month AND replaced_at IS NULL

-- name: time_plan_add   exec
-- in:   induction int, from_month int, percent int, cases int, held text, by int, now instant
INSERT INTO time_plan (induction, from_month, percent, cases, held, created, created_by)
VALUES (:induction, :from_month, :percent, :cases, :held, :now, :by)

-- name: time_answers   many
-- why:  the newest week first
-- open: for the person and who supports and assesses them; the handler asks who reads
-- in:   induction int, since date
-- out:  week date, answer int
SELECT a.week, a.answer FROM time_answer a WHERE a.induction = :induction AND a.week >= :since ORDER BY a.week DESC LIMIT 200

-- name: time_answer_put   exec
-- in:   induction int, week date, answer int, now instant
INSERT INTO time_answer (induction, week, answer, changed) VALUES (:induction, :week, :answer, :now)
ON CONFLICT (induction, week) DO UPDATE SET answer = excluded.answer, changed = excluded.changed

-- name: cases_of   many
-- why:  the newest month first
-- open: the object rule of the induction has been asked; the handler asks who reads
-- in:   induction int
-- out:  month_on date, cases int, agreed int, entered instant, by text
SELECT c.month_on, c.cases, c.agreed, c.entered, p.name AS by FROM cases_held c JOIN person p ON p.id = c.entered_by
WHERE c.induction = :induction ORDER BY c.month_on DESC LIMIT 60

-- name: cases_put   exec
-- in:   induction int, month_on date, cases int, agreed int, by int, now instant
INSERT INTO cases_held (induction, month_on, cases, agreed, entered, entered_by) VALUES (:induction, :month_on, :cases, :agreed, :now, :by)
ON CONFLICT (induction, month_on) DO UPDATE SET cases = excluded.cases, agreed = excluded.agreed, entered = excluded.entered,
  entered_by = excluded.entered_by

-- name: support_owed_of   many
-- why:  what is open
-- open: the object rule of the induction has been asked
-- in:   induction int
-- out:  support_owed int, what int, since date, reminded_on date, above_on date?
SELECT o.id AS support_owed, o.what, o.since, o.reminded_on, o.above_on FROM support_owed o
WHERE o.induction = :induction AND o.closed_at IS NULL ORDER BY o.what LIMIT 10

-- name: support_owed_add   exec
-- in:   induction int, what int, since date, today date
INSERT INTO support_owed (induction, what, since, reminded_on) VALUES (:induction, :what, :since, :today)

-- name: support_owed_close   exec
-- in:   support_owed int, now instant
UPDATE support_owed SET closed_at = :now WHERE id = :support_owed AND closed_at IS NULL

-- name: support_owed_told   exec
-- in:   support_owed int, reminded_on date, above_on date?
UPDATE support_owed SET reminded_on = :reminded_on, above_on = :above_on WHERE id = :support_owed

-- name: support_owed_waiting   many
-- why:  what waits for who owes it, the longest first; a coordinator sees what has come to them
-- open: that something is owed and since when, of those assigned today, or of the employer
-- in:   person int, organisation int, role int, today date, limit int
-- out:  induction uuid, name text, what int, since date, above_on date?
-- use:  visible_induction(i, :person, :organisation, :role, :today); has_not_left(i, :today); is_not_paused(i, :today)
SELECT i.uuid AS induction, p.name, o.what, o.since, o.above_on
FROM support_owed o JOIN induction i ON i.id = o.induction JOIN person p ON p.id = i.ecsw
WHERE o.closed_at IS NULL AND i.ended IS NULL AND (:role = 2 OR (:role = 4 AND o.above_on IS NOT NULL))
  AND (/*visible_induction*/) AND /*has_not_left*/ AND /*is_not_paused*/
ORDER BY o.since, o.id LIMIT :limit

-- name: support_owed_count   many
-- why:  for a coordinator: how much of each kind is owed in their employer, told to them or not
-- open: numbers alone, of the employer
-- in:   organisation int
-- out:  what int, n int
SELECT o.what, COUNT(*) AS n FROM support_owed o JOIN induction i ON i.id = o.induction
WHERE o.closed_at IS NULL AND i.ended IS NULL AND i.employer = :organisation GROUP BY o.what ORDER BY o.what LIMIT 10

-- name: time_answers_sum   many
-- why:  answers of whole weeks over an employer, by answer, with how many people gave any: shown for ten people or more
-- open: numbers alone, of the employer; small ones are not shown
-- in:   organisation int, since date, until date
-- out:  answer int, n int, people int
SELECT a.answer, COUNT(*) AS n, (SELECT COUNT(DISTINCT b.induction) FROM time_answer b JOIN induction k ON k.id = b.induction
  WHERE k.employer = :organisation AND b.week >= :since AND b.week < :until) AS people
FROM time_answer a JOIN induction i ON i.id = a.induction
WHERE i.employer = :organisation AND a.week >= :since AND a.week < :until GROUP BY a.answer ORDER BY a.answer LIMIT 5

-- name: time_answers_national   many
-- why:  answers of whole weeks by kind of employer, with how many people gave any
-- open: numbers alone; kinds of which fewer than ten people answered are not shown
-- in:   since date, until date
-- out:  type int, people int, yes int, some int, no int
SELECT o.type, COUNT(DISTINCT i.id) AS people, SUM(CASE WHEN a.answer = 1 THEN 1 ELSE 0 END) AS yes,
  SUM(CASE WHEN a.answer = 2 THEN 1 ELSE 0 END) AS some, SUM(CASE WHEN a.answer = 3 THEN 1 ELSE 0 END) AS no
FROM induction i JOIN organisation o ON o.id = i.employer JOIN time_answer a ON a.induction = i.id AND a.week >= :since AND a.week < :until
WHERE i.is_national = 1 GROUP BY o.type ORDER BY o.type LIMIT 20

-- name: support_to_look_at   many
-- why:  for the night: open inductions behind one row, a seventh of them a night and those with something owed
-- open: work behind the pages; ids alone
-- in:   behind int, turn int, turns int, today date, limit int
-- out:  induction int, id uuid
-- use:  has_not_left(i, :today)
SELECT i.id AS induction, i.uuid AS id FROM induction i
WHERE i.ended IS NULL AND i.id > :behind AND /*has_not_left*/
  AND (i.id - (i.id / :turns) * :turns = :turn
    OR EXISTS (SELECT 1 FROM support_pact g WHERE g.induction = i.id AND g.replaced_at IS NULL AND g.reminded_on + 7 = :today)
    OR EXISTS (SELECT 1 FROM support_owed o WHERE o.induction = i.id AND o.closed_at IS NULL))
ORDER BY i.id LIMIT :limit

-- name: time_home   one
-- why:  the question of this week, for the person themself: what they said, what was agreed last, and whether anything is asked at all
-- open: their own
-- in:   induction int, week date, today date
-- out:  answer int?, percent int?, held text?, paused bool
-- use:  is_not_paused(i, :today)
SELECT (SELECT a.answer FROM time_answer a WHERE a.induction = i.id AND a.week = :week) AS answer,
  (SELECT t.percent FROM time_plan t WHERE t.induction = i.id AND t.replaced_at IS NULL ORDER BY t.id DESC LIMIT 1) AS percent,
  (SELECT t.held FROM time_plan t WHERE t.induction = i.id AND t.replaced_at IS NULL ORDER BY t.id DESC LIMIT 1) AS held,
  CASE WHEN /*is_not_paused*/ THEN 0 ELSE 1 END AS paused
FROM induction i WHERE i.id = :induction

-- goals.sql — goals and the pieces that close them.

-- name: goals_of   many
-- why:  open ones by date, then the others, newest first; a draft's title is its writer's alone
-- in:   induction int, person int, role int, today date
-- out:  goal int, form int?, id uuid, text text, how text, by_date date?, state int, closed_at instant?, piece uuid?, piece_title text?, paused bool
-- use:  visible_plan(i, :person, :role, :today)
-- use:  visible_evidence(e, i, :person, :role, :today)
-- use:  is_not_paused(i, :today)
SELECT g.id AS goal, g.form, g.uuid AS id, g.text, g.how, g.by_date, g.state, g.closed_at, e.uuid AS piece, e.title AS piece_title,
  CASE WHEN /*is_not_paused*/ THEN 0 ELSE 1 END AS paused
FROM goal g JOIN induction i ON i.id = g.induction
LEFT JOIN evidence e ON e.id = g.evidence AND (/*visible_evidence*/)
WHERE g.induction = :induction AND (/*visible_plan*/)
ORDER BY g.state, COALESCE(g.by_date, 9999999), g.id DESC LIMIT 200

-- name: goal_add   one
-- open: made in this transaction
-- in:   id uuid, induction int, text text, how text, by_date date?, form int?, now instant
-- out:  goal int
INSERT INTO goal (uuid, induction, text, how, by_date, form, state, version, created, changed)
VALUES (:id, :induction, :text, :how, :by_date, :form, 0, 1, :now, :now)
RETURNING id AS goal

-- name: goal_answers_of   many
-- why:  of all goals of an induction
-- use:  visible_plan(i, :person, :role, :today)
-- in:   induction int, person int, role int, today date
-- out:  goal int, prompt text, text text
SELECT a.goal, a.prompt, a.text FROM goal_answer a JOIN goal g ON g.id = a.goal JOIN induction i ON i.id = g.induction
WHERE g.induction = :induction AND (/*visible_plan*/) ORDER BY a.goal, a.prompt LIMIT 2000

-- name: goal_answers   many
-- open: the object rule of the goal has been asked
-- in:   goal int
-- out:  prompt text, text text
SELECT prompt, text FROM goal_answer WHERE goal = :goal ORDER BY prompt LIMIT 40

-- name: goal_answer_put   exec
-- in:   goal int, prompt text, text text
INSERT INTO goal_answer (goal, prompt, text) VALUES (:goal, :prompt, :text)
ON CONFLICT (goal, prompt) DO UPDATE SET text = excluded.text

-- name: goal_answer_drop   exec
-- in:   goal int, prompt text
DELETE FROM goal_answer WHERE goal = :goal AND prompt = :prompt

-- name: goals_open   one
-- open: a number; the object rule of the induction has been asked
-- in:   induction int, text text
-- out:  n int, same int
SELECT COUNT(*) AS n, COALESCE(SUM(CASE WHEN g.text = :text THEN 1 ELSE 0 END), 0) AS same
FROM goal g WHERE g.induction = :induction AND g.state = 0

-- name: goal_put   exec
-- in:   goal int, text text, how text, by_date date?, version int, now instant
UPDATE goal SET text = :text, how = :how, by_date = :by_date, version = version + 1, changed = :now
WHERE id = :goal AND version = :version

-- name: goal_set   exec
-- in:   goal int, state int, evidence int?, version int, now instant
UPDATE goal SET state = :state, evidence = :evidence, closed_at = :now, version = version + 1, changed = :now
WHERE id = :goal AND version = :version

-- name: goal_pieces   many
-- why:  pieces that can close a goal: shared or submitted, newest first
-- in:   induction int, person int, role int, today date
-- out:  evidence int, id uuid, title text
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.id AS evidence, e.uuid AS id, e.title FROM evidence e JOIN induction i ON i.id = e.induction
WHERE e.induction = :induction AND e.state IN (1, 2) AND (/*visible_evidence*/) ORDER BY e.id DESC LIMIT 100

-- demo_kinds.sql — for demo/kinds.json.

-- name: demo_portfolio   one
-- open: the demo's own
-- in:   email text
-- out:  person int, id uuid
SELECT p.id AS person, i.uuid AS id FROM person p JOIN induction i ON i.ecsw = p.id AND i.ended IS NULL
WHERE p.email = :email ORDER BY i.is_national DESC LIMIT 1

-- name: demo_person   one
-- open: the demo's own
-- in:   email text
-- out:  person int
SELECT id AS person FROM person WHERE email = :email

-- name: demo_piece   one
-- open: the demo's own
-- in:   induction int, title text
-- out:  id uuid
SELECT uuid AS id FROM evidence WHERE induction = :induction AND title = :title ORDER BY id LIMIT 1

-- name: demo_supervision_add   one
-- open: the demo's own
-- in:   id uuid, induction int, on_date date, held bool, actions text, next_on date?, person int, now instant,
--       countersigned_at instant?, remark text, shared_at instant?, form int?
-- out:  supervision int
INSERT INTO supervision (uuid, induction, on_date, held, actions, next_on, person, version, created, changed, countersigned_at,
  remark, shared_at, form)
VALUES (:id, :induction, :on_date, :held, :actions, :next_on, :person, 1, :now, :now, :countersigned_at, :remark, :shared_at, :form)
RETURNING id AS supervision

-- name: demo_goal_add   one
-- open: the demo's own
-- in:   id uuid, induction int, text text, how text, by_date date?, state int, evidence int?, now instant, closed_at instant?, form int?
-- out:  goal int
INSERT INTO goal (uuid, induction, text, how, by_date, state, evidence, version, created, changed, closed_at, form)
VALUES (:id, :induction, :text, :how, :by_date, :state, :evidence, 1, :now, :now, :closed_at, :form)
RETURNING id AS goal

-- name: demo_supervision_answer   exec
-- in:   supervision int, prompt text, text text
INSERT INTO supervision_answer (supervision, version, prompt, text) VALUES (:supervision, 0, :prompt, :text)

-- name: demo_goal_answer   exec
-- in:   goal int, prompt text, text text
INSERT INTO goal_answer (goal, prompt, text) VALUES (:goal, :prompt, :text)

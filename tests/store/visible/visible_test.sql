-- Queries of test_visible: the fragments of src/app/visible.sql, asked about every row.

-- name: everybody   many
-- open: the test asks for each of them
-- in:   none
-- out:  person int, organisation int
SELECT DISTINCT person, organisation FROM role_held ORDER BY person, organisation LIMIT 10000

-- name: inductions_with_verdict   many
-- in:   person int, organisation int, role int, today date
-- out:  id uuid, seen bool
-- use:  visible_induction(i, :person, :organisation, :role, :today)
SELECT i.uuid AS id, CASE WHEN /*visible_induction*/ THEN 1 ELSE 0 END AS seen FROM induction i ORDER BY i.id LIMIT 10000

-- name: evidence_with_verdict   many
-- in:   person int, role int, today date
-- out:  id uuid, seen bool
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.uuid AS id, CASE WHEN /*visible_evidence*/ THEN 1 ELSE 0 END AS seen
FROM evidence e JOIN induction i ON i.id = e.induction ORDER BY e.id LIMIT 10000

-- name: held_with_verdict   many
-- why:  pieces that are held back in this test
-- row:  evidence_with_verdict
-- in:   person int, role int, today date
-- out:  id uuid, seen bool
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.uuid AS id, CASE WHEN /*visible_evidence*/ THEN 1 ELSE 0 END AS seen
FROM evidence e JOIN induction i ON i.id = e.induction WHERE e.held <> 0 ORDER BY e.id LIMIT 10000

-- name: observations_with_verdict   many
-- row:  evidence_with_verdict
-- in:   person int, role int, today date
-- out:  id uuid, seen bool
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT o.uuid AS id, CASE WHEN /*visible_evidence*/ THEN 1 ELSE 0 END AS seen
FROM observation o JOIN evidence e ON e.id = o.evidence JOIN induction i ON i.id = e.induction ORDER BY o.evidence LIMIT 10000

-- name: given_with_verdict   many
-- why:  what somebody without an account said, and what others gave as their part: as its piece
-- row:  evidence_with_verdict
-- in:   person int, role int, today date
-- out:  id uuid, seen bool
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.uuid AS id, CASE WHEN /*visible_evidence*/ THEN 1 ELSE 0 END AS seen
FROM evidence e JOIN induction i ON i.id = e.induction WHERE EXISTS (SELECT 1 FROM given_answer g WHERE g.evidence = e.id)
  OR EXISTS (SELECT 1 FROM evidence_part r WHERE r.evidence = e.id) OR EXISTS (SELECT 1 FROM privacy_kept k WHERE k.evidence = e.id)
ORDER BY e.id LIMIT 10000

-- name: supervisions_with_verdict   many
-- row:  evidence_with_verdict
-- in:   person int, role int, today date
-- out:  id uuid, seen bool
-- use:  visible_supervision(s, i, :person, :role, :today)
SELECT s.uuid AS id, CASE WHEN /*visible_supervision*/ THEN 1 ELSE 0 END AS seen
FROM supervision s JOIN induction i ON i.id = s.induction ORDER BY s.id LIMIT 10000

-- name: goals_with_verdict   many
-- row:  evidence_with_verdict
-- in:   person int, role int, today date
-- out:  id uuid, seen bool
-- use:  visible_plan(i, :person, :role, :today)
SELECT g.uuid AS id, CASE WHEN /*visible_plan*/ THEN 1 ELSE 0 END AS seen
FROM goal g JOIN induction i ON i.id = g.induction ORDER BY g.id LIMIT 10000

-- name: reflections_with_verdict   many
-- row:  evidence_with_verdict
-- in:   person int, role int
-- out:  id uuid, seen bool
-- use:  visible_reflection(r, :person, :role)
SELECT r.uuid AS id, CASE WHEN /*visible_reflection*/ THEN 1 ELSE 0 END AS seen FROM private_reflection r ORDER BY r.id LIMIT 10000

-- name: some_are_held   exec
-- why:  the demo has no piece that is held back
-- in:   none
UPDATE evidence SET held = 2 WHERE state IN (1, 2) AND id % 4 = 0

-- name: joinings_with_verdict   many
-- in:   person int, organisation int, role int
-- out:  id uuid, seen bool
-- use:  visible_joining(j, :person, :organisation, :role)
SELECT j.uuid AS id, CASE WHEN /*visible_joining*/ THEN 1 ELSE 0 END AS seen FROM joining j ORDER BY j.id LIMIT 10000

-- name: asks_with_verdict   many
-- in:   person int, role int, today date
-- out:  id uuid, seen bool
-- use:  visible_ask(k, i, :person, :role, :today)
SELECT k.uuid AS id, CASE WHEN /*visible_ask*/ THEN 1 ELSE 0 END AS seen
FROM ask k JOIN induction i ON i.id = k.induction ORDER BY k.id LIMIT 10000

-- name: held_answers_seen   one
-- open: what is released is released to whoever may read its piece
-- why:  what families said that the fragment would give to anybody though it has not been released
-- in:   none
-- out:  held int, released int
-- use:  released_answer(k, f)
SELECT COUNT(CASE WHEN f.released_at IS NULL OR k.deleted_at IS NOT NULL THEN 1 END) AS held, COUNT(*) AS released
FROM ask_answer w JOIN ask k ON k.id = w.ask JOIN ask_family f ON f.ask = k.id WHERE (/*released_answer*/)

-- name: answers_there_are   one
-- open: the test counts them
-- in:   none
-- out:  answers int
SELECT COUNT(*) AS answers FROM ask_answer

-- name: equality_seen   one
-- in:   person int, role int
-- out:  mine int, others int
-- use:  visible_equality(q, :person, :role)
SELECT COUNT(CASE WHEN q.person = :person THEN 1 END) AS mine, COUNT(CASE WHEN q.person <> :person THEN 1 END) AS others
FROM equality_answer q WHERE (/*visible_equality*/)

-- name: induction_of_name   one
-- open: to prepare the test
-- in:   name text
-- out:  induction int, ecsw int, employer int
SELECT i.id AS induction, i.ecsw, i.employer FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.name = :name

-- name: induction_end_now   exec
-- in:   induction int, ended date
UPDATE induction SET ended = :ended WHERE id = :induction

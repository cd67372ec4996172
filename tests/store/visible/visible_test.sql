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

-- multiply.sql — for `cairn demo --inductions N`.

-- name: multiply_base   one
-- open: the demo's own
-- in:   none
-- out:  employer int, programme int, framework int, inductions int
SELECT i.employer AS employer, i.programme AS programme, i.framework AS framework, (SELECT COUNT(*) FROM induction) AS inductions
FROM induction i ORDER BY i.id LIMIT 1

-- name: multiply_link   exec
-- in:   evidence int, item int, state int, now instant
INSERT INTO link (evidence, item, state, created, changed) VALUES (:evidence, :item, :state, :now, :now)
ON CONFLICT (evidence, item) DO NOTHING

-- name: coverage_brief_put_many   exec
-- in:   induction int, brief blob
INSERT INTO coverage_brief (induction, brief) VALUES (:induction, :brief)

-- name: coverage_put_many   exec
-- in:   induction int, framework int, statements blob, outcomes blob, waiting_since instant?, now instant
INSERT INTO coverage (induction, framework, statements, outcomes, waiting_since, changed)
VALUES (:induction, :framework, :statements, :outcomes, :waiting_since, :now)

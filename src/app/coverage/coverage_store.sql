-- coverage_store.sql — the stored summary of one induction's links, and what it is made of.

-- name: coverage_facts   each
-- why:  every link of one induction that counts: submitted pieces, not withdrawn; grouped by piece
-- open: adds up one induction the caller has been allowed; nothing of it is shown row by row
-- in:   induction int
-- out:  evidence int, position int, kind int, on_date date?, state int, handed_in instant, since instant
SELECT e.id AS evidence, t.position, e.kind, e.on_date, l.state, COALESCE(e.submitted_at, e.changed) AS handed_in,
  CASE WHEN l.state = 0 THEN COALESCE((SELECT MAX(n.answered_at) FROM link_answer n WHERE n.link = l.id), l.created)
    ELSE l.changed END AS since
FROM evidence e JOIN link l ON l.evidence = e.id JOIN framework_item t ON t.id = l.item
WHERE e.induction = :induction AND e.state = 2 AND l.state IN (0, 1, 2)
ORDER BY e.id

-- name: coverage_facts_of_piece   each
-- why:  the same for one piece
-- open: adds up a piece the caller has been allowed
-- in:   evidence int
-- out:  evidence int, position int, kind int, on_date date?, state int, handed_in instant, since instant
SELECT e.id AS evidence, t.position, e.kind, e.on_date, l.state, COALESCE(e.submitted_at, e.changed) AS handed_in,
  CASE WHEN l.state = 0 THEN COALESCE((SELECT MAX(n.answered_at) FROM link_answer n WHERE n.link = l.id), l.created)
    ELSE l.changed END AS since
FROM evidence e JOIN link l ON l.evidence = e.id JOIN framework_item t ON t.id = l.item
WHERE e.id = :evidence AND e.state = 2 AND l.state IN (0, 1, 2)

-- name: coverage_put   exec
-- in:   induction int, framework int, statements blob, outcomes blob, waiting_since instant?, asked_since instant?,
--       now instant
INSERT INTO coverage (induction, framework, statements, outcomes, waiting_since, asked_since, changed)
VALUES (:induction, :framework, :statements, :outcomes, :waiting_since, :asked_since, :now)
ON CONFLICT (induction) DO UPDATE SET framework = excluded.framework, statements = excluded.statements,
  outcomes = excluded.outcomes, waiting_since = excluded.waiting_since, asked_since = excluded.asked_since,
  changed = excluded.changed

-- name: coverage_brief_put   exec
-- in:   induction int, brief blob
INSERT INTO coverage_brief (induction, brief) VALUES (:induction, :brief)
ON CONFLICT (induction) DO UPDATE SET brief = excluded.brief

-- name: coverage_brief_get   one
-- open: compared with what it should be
-- in:   induction int
-- out:  brief blob
SELECT brief FROM coverage_brief WHERE induction = :induction

-- name: coverage_without_brief   many
-- why:  summaries stored before there were briefs
-- open: made again from what is stored; nothing is shown
-- in:   limit int
-- out:  induction int, framework int
SELECT c.induction, c.framework FROM coverage c
WHERE NOT EXISTS (SELECT 1 FROM coverage_brief b WHERE b.induction = c.induction) ORDER BY c.induction LIMIT :limit

-- name: coverage_get   one
-- open: the object rule of the induction has been asked
-- in:   induction int
-- out:  framework int, statements blob, outcomes blob, waiting_since instant?, asked_since instant?, changed instant
SELECT framework, statements, outcomes, waiting_since, asked_since, changed FROM coverage WHERE induction = :induction

-- name: inductions_all   each
-- why:  for checking every summary
-- open: compared, not shown
-- in:   none
-- out:  induction int, framework int
SELECT id AS induction, framework FROM induction ORDER BY induction.id

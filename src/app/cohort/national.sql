-- national.sql — everyone's stored summaries, to be added up; nobody is named.

-- name: national_frameworks   many
-- why:  the versions in use, and by how many open inductions
-- open: counted
-- in:   none
-- out:  framework int, inductions int
SELECT i.framework, COUNT(*) AS inductions FROM induction i WHERE i.ended IS NULL AND i.is_national = 1
GROUP BY i.framework ORDER BY COUNT(*) DESC, i.framework LIMIT 20

-- name: national_summaries   each
-- why:  every open induction's summary; as few columns as can be, since there are thousands of rows
-- open: added up, never shown one by one
-- in:   none
-- out:  framework int, programme int, brief blob
SELECT i.framework, i.programme, b.brief FROM induction i JOIN coverage_brief b ON b.induction = i.id
WHERE i.ended IS NULL AND i.is_national = 1

-- name: national_rules   many
-- why:  what each programme that is in use calls enough
-- open: public
-- in:   none
-- out:  programme int, enough_kinds int, enough_observed bool, enough_months int
SELECT g.id AS programme, g.enough_kinds, g.enough_observed, g.enough_months FROM programme g ORDER BY g.id LIMIT 1000

-- name: national_profiled   many
-- why:  of how many open inductions the role profile of the job says that a statement is not applicable in it
-- open: counted
-- in:   framework int, today date
-- out:  position int, inductions int
SELECT t.position, COUNT(*) AS inductions FROM induction i
JOIN induction_profile g ON g.id = (SELECT h.id FROM induction_profile h WHERE h.induction = i.id AND h.taken_back_at IS NULL
  AND h.starts <= :today ORDER BY h.starts DESC, h.id DESC LIMIT 1)
JOIN role_profile_line l ON l.profile = g.profile AND l.way = 3 JOIN framework_item t ON t.id = l.item
WHERE i.ended IS NULL AND i.is_national = 1 AND t.framework = :framework AND i.framework = :framework
GROUP BY t.position ORDER BY t.position LIMIT 5000

-- name: national_declared   many
-- why:  of how many open inductions it is said that a statement does not come up in their work
-- open: counted
-- in:   framework int
-- out:  position int, inductions int
SELECT t.position, COUNT(*) AS inductions FROM framework_item t JOIN not_applicable n ON n.item = t.id
JOIN induction i ON i.id = n.induction AND i.ended IS NULL AND i.is_national = 1
WHERE t.framework = :framework GROUP BY t.position ORDER BY t.position LIMIT 5000

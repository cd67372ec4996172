-- cohort_line.sql — who is where: open inductions by their first day, a few at a time, with what the line of each is made
-- of. Dates and names; never why somebody is away, and never anybody's writing. Who is not there is not there on the cohort's page
-- either (cohort.sql).
--
-- standing: which may be in it at all; rules/line.h has the last word. 3 paused, 2 late, any other anybody.

-- name: line_bounds   one
-- why:  how many there are, counted to the limit, and between which days they began: for one employer, without asking who may see whom
-- open: numbers and days of the coordinator's own organisation
-- in:   organisation int, limit int
-- out:  n int, first date?, last date?
SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM induction i WHERE i.employer = :organisation AND i.ended IS NULL LIMIT :limit) AS counted) AS n,
  (SELECT MIN(f.starts) FROM induction f WHERE f.employer = :organisation AND f.ended IS NULL) AS first,
  (SELECT MAX(l.starts) FROM induction l WHERE l.employer = :organisation AND l.ended IS NULL) AS last

-- name: line_of_employer   many
-- in:   person int, organisation int, role int, today date, low date, high date, after_day date, after int, limit int
-- out:  induction int, id uuid, name text, starts date, programme int, months int, intake text
-- use:  visible_induction(i, :person, :organisation, :role, :today); has_not_left(i, :today)
SELECT i.id AS induction, i.uuid AS id, p.name, i.starts, i.programme, g.months, i.intake
FROM induction i JOIN person p ON p.id = i.ecsw JOIN programme g ON g.id = i.programme
WHERE i.employer = :organisation AND i.ended IS NULL AND i.starts >= :low AND i.starts <= :high
  AND (i.starts > :after_day OR (i.starts = :after_day AND i.id > :after)) AND (/*visible_induction*/) AND /*has_not_left*/
  AND (i.is_national = 1 OR NOT EXISTS (SELECT 1 FROM induction n WHERE n.contained_in = i.id AND n.ended IS NULL))
ORDER BY i.starts, i.id LIMIT :limit

-- name: line_narrowed   many
-- row:  line_of_employer
-- why:  the same with a name, an assessor or a standing: a query of its own, so that a page of everybody is read off the index
-- in:   person int, organisation int, role int, today date, low date, high date, after_day date, after int, pattern text,
--       by_assessor int, assessor uuid, assessor_pattern text, standing int, limit int
-- out:  induction int, id uuid, name text, starts date, programme int, months int, intake text
-- use:  visible_induction(i, :person, :organisation, :role, :today); has_not_left(i, :today); is_not_paused(i, :today)
SELECT i.id AS induction, i.uuid AS id, p.name, i.starts, i.programme, g.months, i.intake
FROM induction i JOIN person p ON p.id = i.ecsw JOIN programme g ON g.id = i.programme
WHERE i.employer = :organisation AND i.ended IS NULL AND i.starts >= :low AND i.starts <= :high
  AND (i.starts > :after_day OR (i.starts = :after_day AND i.id > :after)) AND (/*visible_induction*/) AND /*has_not_left*/
  AND (i.is_national = 1 OR NOT EXISTS (SELECT 1 FROM induction n WHERE n.contained_in = i.id AND n.ended IS NULL))
  AND (:pattern = '' OR EXISTS (SELECT 1 FROM person_listed q WHERE q.scope = 0 AND q.person = i.ecsw
    AND ' ' || q.name_sort LIKE :pattern ESCAPE '!'))
  AND (:by_assessor = 0 OR EXISTS (SELECT 1 FROM assignment b JOIN person o ON o.id = b.person AND o.disabled_at IS NULL
    WHERE b.induction = i.id AND b.role = 3 AND b.starts <= :today AND (b.ends IS NULL OR b.ends >= :today)
    AND ((:by_assessor = 1 AND o.uuid = :assessor) OR (:by_assessor = 2 AND EXISTS (SELECT 1 FROM person_listed s
      WHERE s.scope = 0 AND s.person = o.id AND ' ' || s.name_sort LIKE :assessor_pattern ESCAPE '!')))))
  AND (:standing <> 3 OR NOT (/*is_not_paused*/))
  AND (:standing <> 2 OR EXISTS (SELECT 1 FROM review v WHERE v.induction = i.id AND ((v.state = 0 AND v.prepared_on < :today)
    OR (v.state = 1 AND (v.closes_on < :today OR v.planned_on < :today))
    OR (v.state = 2 AND v.met_on < :today AND v.signed_by <> 14))))
ORDER BY i.starts, i.id LIMIT :limit

-- name: line_of_helper   many
-- row:  line_of_employer
-- why:  those whom a supervisor or an assessor has, of whichever employer
-- in:   person int, organisation int, role int, today date, low date, high date, after_day date, after int, pattern text,
--       by_assessor int, assessor uuid, assessor_pattern text, standing int, limit int
-- out:  induction int, id uuid, name text, starts date, programme int, months int, intake text
-- use:  visible_induction(i, :person, :organisation, :role, :today); has_not_left(i, :today); is_not_paused(i, :today)
SELECT i.id AS induction, i.uuid AS id, p.name, i.starts, i.programme, g.months, i.intake
FROM induction i JOIN person p ON p.id = i.ecsw JOIN programme g ON g.id = i.programme
WHERE i.id IN (SELECT w.induction FROM assignment w WHERE w.person = :person AND w.role = :role)
  AND i.ended IS NULL AND i.starts >= :low AND i.starts <= :high
  AND (i.starts > :after_day OR (i.starts = :after_day AND i.id > :after)) AND (/*visible_induction*/) AND /*has_not_left*/
  AND (i.is_national = 1 OR NOT EXISTS (SELECT 1 FROM induction n WHERE n.contained_in = i.id AND n.ended IS NULL))
  AND (:pattern = '' OR EXISTS (SELECT 1 FROM person_listed q WHERE q.scope = 0 AND q.person = i.ecsw
    AND ' ' || q.name_sort LIKE :pattern ESCAPE '!'))
  AND (:by_assessor = 0 OR EXISTS (SELECT 1 FROM assignment b JOIN person o ON o.id = b.person AND o.disabled_at IS NULL
    WHERE b.induction = i.id AND b.role = 3 AND b.starts <= :today AND (b.ends IS NULL OR b.ends >= :today)
    AND ((:by_assessor = 1 AND o.uuid = :assessor) OR (:by_assessor = 2 AND EXISTS (SELECT 1 FROM person_listed s
      WHERE s.scope = 0 AND s.person = o.id AND ' ' || s.name_sort LIKE :assessor_pattern ESCAPE '!')))))
  AND (:standing <> 3 OR NOT (/*is_not_paused*/))
ORDER BY i.starts, i.id LIMIT :limit

-- name: line_of_own   many
-- row:  line_of_employer
-- why:  an ECSW's own that is open, the national one before the local one around it
-- in:   person int, organisation int, role int, today date, after_day date, after int, limit int
-- out:  induction int, id uuid, name text, starts date, programme int, months int, intake text
-- use:  visible_induction(i, :person, :organisation, :role, :today)
SELECT i.id AS induction, i.uuid AS id, p.name, i.starts, i.programme, g.months, i.intake
FROM induction i JOIN person p ON p.id = i.ecsw JOIN programme g ON g.id = i.programme
WHERE i.ecsw = :person AND i.ended IS NULL AND (i.starts > :after_day OR (i.starts = :after_day AND i.id > :after)) AND (/*visible_induction*/)
  AND (i.is_national = 1 OR NOT EXISTS (SELECT 1 FROM induction n WHERE n.contained_in = i.id AND n.ended IS NULL))
ORDER BY i.starts, i.id LIMIT :limit

-- name: line_reviews   many
-- why:  every review of these that was not cancelled; `given` and `signed_by` are roles as bits, where they are waited for
-- open: dates and states are for all who may read the induction (ACCESS, REV); the inductions have been read through visible_induction
-- in:   inductions int[30], today date
-- use:  more_days(v, :today)
-- out:  induction int, id uuid, kind int, month int?, days int?, state int, due_on date, closes_on date, planned_on date?, met_on date?,
--       prepared_on date, given int, signed_by int, more int
SELECT v.induction, v.uuid AS id, v.kind, v.month, v.days, v.state, v.due_on, v.closes_on, v.planned_on, v.met_on, v.prepared_on,
  CASE WHEN v.state <> 0 THEN 14 ELSE (SELECT COALESCE(SUM(CASE g.role WHEN 1 THEN 2 WHEN 2 THEN 4 ELSE 8 END), 0) FROM (
    SELECT DISTINCT a.role FROM review_part a WHERE a.review = v.id AND a.given_at IS NOT NULL) g) END AS given,
  v.signed_by, /*more_days*/ AS more
FROM (VALUES (:inductions)) AS w CROSS JOIN review v
WHERE v.induction = w.column1 AND v.state <> 3 LIMIT 5000

-- name: line_people   many
-- why:  who supervises and assesses today; an account that is deactivated does neither
-- in:   inductions int[30], today date
-- out:  induction int, assigned int, person int, id uuid, name text
SELECT a.induction, a.role AS assigned, a.person, p.uuid AS id, p.name
FROM (VALUES (:inductions)) AS w CROSS JOIN assignment a JOIN person p ON p.id = a.person AND p.disabled_at IS NULL
WHERE a.induction = w.column1 AND a.role IN (2, 3) AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)
ORDER BY a.induction, a.role, p.name LIMIT 2000

-- name: line_organisation   one
-- open: the reader's own organisation
-- in:   organisation int
-- out:  id uuid
SELECT uuid AS id FROM organisation WHERE id = :organisation

-- name: several_emails   many
-- why:  by what address each of these ECSWs goes in a table of assignments
-- open: the inductions have been read through visible_induction; a coordinator sees the addresses of their people
-- in:   inductions int[100]
-- out:  induction int, email text, name text
SELECT i.id AS induction, p.email, p.name FROM (VALUES (:inductions)) AS w CROSS JOIN induction i JOIN person p ON p.id = i.ecsw
WHERE i.id = w.column1 ORDER BY i.id LIMIT 100

-- cohort.sql — what a coordinator sees of the inductions of one employer: dates, names of who does what, and what the
-- stored summaries say by outcome. Never a word of anybody's writing. A local induction stands back while the national one
-- inside it is open: nobody is there twice. Whoever has left for good is not there.

-- name: cohort_organisation   one
-- open: the coordinator's own organisation
-- in:   organisation int
-- out:  id uuid, name text
SELECT uuid AS id, name FROM organisation WHERE id = :organisation

-- name: cohort_frameworks   many
-- why:  the versions in use, so that they are at hand before the summaries are read
-- in:   person int, organisation int, role int, today date
-- out:  framework int
-- use:  visible_induction(i, :person, :organisation, :role, :today); has_not_left(i, :today)
SELECT i.framework FROM induction i
WHERE i.employer = :organisation AND i.ended IS NULL AND (/*visible_induction*/) AND /*has_not_left*/
  AND (i.is_national = 1 OR NOT EXISTS (SELECT 1 FROM induction n WHERE n.contained_in = i.id AND n.ended IS NULL))
GROUP BY i.framework ORDER BY COUNT(*) DESC, i.framework LIMIT 20

-- name: cohort_members   each
-- why:  every open induction of the employer with its stored summary, by row id
-- open: the date something was last shared, and no more of any piece
-- in:   person int, organisation int, role int, today date
-- out:  induction int, id uuid, name text, starts date, team text, intake text, framework int, months int,
--       enough_kinds int, enough_observed bool, enough_months int, answer_days int, outcomes blob?,
--       waiting_since instant?, asked_since instant?, shared_at instant?, paused bool, back date?, programme int, edition int
-- use:  visible_induction(i, :person, :organisation, :role, :today); has_not_left(i, :today); is_not_paused(i, :today); layered_answer_days(i, g, :today)
SELECT i.id AS induction, i.uuid AS id, p.name, i.starts, i.team, i.intake, i.framework, g.months, g.enough_kinds,
  g.enough_observed, g.enough_months, /*layered_answer_days*/ AS answer_days, c.outcomes, c.waiting_since, c.asked_since,
  (SELECT MAX(e.shared_at) FROM evidence e WHERE e.induction = i.id) AS shared_at,
  CASE WHEN /*is_not_paused*/ THEN 0 ELSE 1 END AS paused,
  (SELECT MAX(s.ends) + 1 FROM pause_period s WHERE s.induction = i.id AND s.replaced_at IS NULL AND s.ends < :today) AS back,
  g.id AS programme, g.edition
FROM induction i JOIN person p ON p.id = i.ecsw JOIN programme g ON g.id = i.programme
LEFT JOIN coverage c ON c.induction = i.id
WHERE i.employer = :organisation AND i.ended IS NULL AND (/*visible_induction*/) AND /*has_not_left*/
  AND (i.is_national = 1 OR NOT EXISTS (SELECT 1 FROM induction n WHERE n.contained_in = i.id AND n.ended IS NULL))
ORDER BY i.id

-- name: cohort_people   each
-- why:  who supervises and assesses whom today; an account that is deactivated does neither
-- in:   person int, organisation int, role int, today date
-- out:  induction int, id uuid, name text, assigned int
-- use:  visible_induction(i, :person, :organisation, :role, :today); has_not_left(i, :today)
SELECT i.id AS induction, p.uuid AS id, p.name, a.role AS assigned
FROM induction i JOIN assignment a ON a.induction = i.id JOIN person p ON p.id = a.person AND p.disabled_at IS NULL
WHERE i.employer = :organisation AND i.ended IS NULL AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)
  AND (/*visible_induction*/) AND /*has_not_left*/
  AND (i.is_national = 1 OR NOT EXISTS (SELECT 1 FROM induction n WHERE n.contained_in = i.id AND n.ended IS NULL))
ORDER BY i.id, a.role DESC, p.name

-- name: cohort_pauses   each
-- why:  those that stand, for the month somebody is in; dates, and nothing of why
-- in:   person int, organisation int, role int, today date
-- out:  induction int, starts date, ends date?
-- use:  visible_induction(i, :person, :organisation, :role, :today); has_not_left(i, :today)
SELECT i.id AS induction, r.starts, r.ends FROM induction i JOIN pause_period r ON r.induction = i.id AND r.replaced_at IS NULL
WHERE i.employer = :organisation AND i.ended IS NULL AND r.starts <= :today AND (/*visible_induction*/) AND /*has_not_left*/
ORDER BY i.id, r.starts

-- name: cohort_hours   each
-- why:  part-time work, for the same
-- in:   person int, organisation int, role int, today date
-- out:  induction int, starts date, ends date?, hours int, full_week int
-- use:  visible_induction(i, :person, :organisation, :role, :today); has_not_left(i, :today)
SELECT i.id AS induction, h.starts, h.ends, h.hours, h.full_week
FROM induction i JOIN hours_period h ON h.induction = i.id AND h.replaced_at IS NULL AND h.hours < h.full_week
WHERE i.employer = :organisation AND i.ended IS NULL AND h.starts <= :today AND (/*visible_induction*/) AND /*has_not_left*/
ORDER BY i.id, h.starts

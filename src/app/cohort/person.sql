-- person.sql — one induction as those around it see it.

-- name: person_people   many
-- why:  who supervises and assesses, now and before, with their dates
-- open: the object rule of the induction has been asked
-- in:   induction int
-- out:  person int, name text, role int, starts date, ends date?
SELECT a.person, p.name, a.role, a.starts, a.ends FROM assignment a JOIN person p ON p.id = a.person
WHERE a.induction = :induction ORDER BY COALESCE(a.ends, 9999999) DESC, a.role DESC, a.starts DESC LIMIT 100

-- name: person_pieces   many
-- why:  what was handed in, by title, kind, date and state; never the words. Those assigned see shared pieces too; what is
--       held back they see as a number, and nobody but its writer by title
-- open: no words; drafts are left out, and shared pieces unless :shared
-- in:   person int, organisation int, role int, today date, induction int, shared bool, limit int, offset int
-- out:  id uuid, title text, kind int, on_date date?, month_only bool, state int, submitted_at instant?, claimed int, endorsed int,
--       returned int, total int
-- use:  visible_induction(i, :person, :organisation, :role, :today)
SELECT e.uuid AS id, CASE WHEN e.held = 0 OR :role = 1 THEN e.title ELSE '' END AS title, e.kind, e.on_date, e.month_only, e.state, e.submitted_at,
  (SELECT COUNT(*) FROM link l WHERE l.evidence = e.id AND l.state = 0) AS claimed,
  (SELECT COUNT(*) FROM link l WHERE l.evidence = e.id AND l.state = 1) AS endorsed,
  (SELECT COUNT(*) FROM link l WHERE l.evidence = e.id AND l.state = 2) AS returned, COUNT(*) OVER () AS total
FROM induction i JOIN evidence e ON e.induction = i.id
WHERE i.id = :induction AND (e.state = 2 OR (:shared = 1 AND e.state = 1)) AND (e.held = 0 OR :role NOT IN (2, 3)) AND (/*visible_induction*/)
ORDER BY COALESCE(e.submitted_at, e.changed) DESC, e.id DESC LIMIT :limit OFFSET :offset

-- name: person_facts   one
-- why:  since when something waits, as cohort_members has it for everyone
-- open: dates only; the object rule of the induction has been asked
-- in:   induction int, today date
-- out:  waiting_since instant?, asked_since instant?, shared_at instant?, paused bool, back date?
-- use:  is_not_paused(i, :today)
SELECT c.waiting_since, c.asked_since, (SELECT MAX(e.shared_at) FROM evidence e WHERE e.induction = i.id) AS shared_at,
  CASE WHEN /*is_not_paused*/ THEN 0 ELSE 1 END AS paused,
  (SELECT MAX(s.ends) + 1 FROM pause_period s WHERE s.induction = i.id AND s.replaced_at IS NULL AND s.ends < :today) AS back
FROM induction i LEFT JOIN coverage c ON c.induction = i.id WHERE i.id = :induction

-- name: inductions_visible   many
-- why:  the inductions a person may see, newest first; `before` is the row the page before ended with
-- in:   person int, organisation int, role int, today date, before int, limit int
-- out:  induction int, id uuid, name text, employer_id uuid, employer text, programme text, months int, starts date,
--       ended date?, team text, intake text, programme_row int
-- use:  visible_induction(i, :person, :organisation, :role, :today)
SELECT i.id AS induction, i.uuid AS id, p.name, o.uuid AS employer_id, o.name AS employer, g.name AS programme, g.months,
  i.starts, i.ended, i.team, i.intake, g.id AS programme_row
FROM induction i JOIN person p ON p.id = i.ecsw JOIN organisation o ON o.id = i.employer
JOIN programme g ON g.id = i.programme
WHERE i.id < :before AND (/*visible_induction*/)
ORDER BY i.id DESC LIMIT :limit

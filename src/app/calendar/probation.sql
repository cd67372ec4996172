-- probation.sql — the employer's date, as entered.

-- name: probation_of   many
-- why:  what stands and what was entered before, the newest first
-- open: the ECSW, their practice supervisor and their employer's coordinators: the page asks may_read_agreed
-- in:   induction int
-- out:  probation int, ends_on date?, why text, entered_by text, entered_at instant, replaced_at instant?
SELECT b.id AS probation, b.ends_on, b.why, (SELECT p.name FROM person p WHERE p.id = b.entered_by) AS entered_by, b.entered_at, b.replaced_at
FROM probation b WHERE b.induction = :induction ORDER BY b.id DESC LIMIT 20

-- name: probation_replace   exec
-- in:   induction int, now instant
UPDATE probation SET replaced_at = :now WHERE induction = :induction AND replaced_at IS NULL

-- name: probation_add   exec
-- in:   induction int, ends_on date?, why text, by int, now instant
INSERT INTO probation (induction, ends_on, why, entered_by, entered_at) VALUES (:induction, :ends_on, :why, :by, :now)

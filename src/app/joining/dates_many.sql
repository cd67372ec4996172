-- dates_many.sql — what the dates of many inductions follow from, in one journey each. The rows come by induction.
-- CROSS JOIN, so that SQLite reads the list as it goes instead of keeping it in a table first.

-- name: many_pauses   many
-- why:  those that stand; dates, and nothing of why
-- open: the inductions have been read through visible_induction
-- in:   inductions int[30]
-- out:  induction int, starts date, ends date?
SELECT r.induction, r.starts, r.ends FROM (VALUES (:inductions)) AS w CROSS JOIN pause_period r
WHERE r.induction = w.column1 AND r.replaced_at IS NULL ORDER BY r.induction, r.starts LIMIT 6000

-- name: many_hours   many
-- open: the inductions have been read through visible_induction
-- in:   inductions int[30]
-- out:  induction int, starts date, ends date?, hours int, full_week int
SELECT h.induction, h.starts, h.ends, h.hours, h.full_week FROM (VALUES (:inductions)) AS w CROSS JOIN hours_period h
WHERE h.induction = w.column1 AND h.replaced_at IS NULL ORDER BY h.induction, h.starts LIMIT 20000

-- name: many_extensions   many
-- why:  those that stand, by the day they were given
-- open: the inductions have been read through visible_induction; dates only
-- in:   inductions int[30]
-- out:  induction int, days int, given_on date
SELECT a.induction, a.days, a.given_on FROM (VALUES (:inductions)) AS w CROSS JOIN agreed_ask a
WHERE a.induction = w.column1 AND a.what = 2 AND a.place > 0 ORDER BY a.induction, a.given_on, a.place LIMIT 300

-- name: many_programmes   many
-- why:  which edition of its rules each programme has now
-- open: rules of programmes are public
-- in:   programmes int[30]
-- out:  programme int, edition int
SELECT g.id AS programme, g.edition FROM (VALUES (:programmes)) AS w CROSS JOIN programme g WHERE g.id = w.column1 ORDER BY g.id LIMIT 100

-- moving.sql — going to a newer version of one's programme: asked for or offered, wanted, done.

-- name: move_open   one
-- open: the object rule of the induction has been asked
-- in:   induction int
-- out:  move int, id uuid, to_programme int, state int, begun instant, begun_by int, name text, wanted_at instant?
SELECT m.id AS move, m.uuid AS id, m.to_programme, m.state, m.begun, m.begun_by, p.name, m.wanted_at
FROM programme_move m JOIN person p ON p.id = m.begun_by WHERE m.induction = :induction AND m.closed_at IS NULL

-- name: moves_waiting   many
-- why:  first screens: what was offered, with the ECSW; what is wanted, with the coordinators. Nobody's who has left
-- in:   person int, organisation int, role int, today date
-- out:  induction_id uuid, name text, after text, since instant
-- use:  visible_induction(i, :person, :organisation, :role, :today); has_not_left(i, :today)
SELECT i.uuid AS induction_id, p.name, g.name AS after, COALESCE(m.wanted_at, m.begun) AS since
FROM programme_move m JOIN induction i ON i.id = m.induction JOIN person p ON p.id = i.ecsw JOIN programme g ON g.id = m.to_programme
WHERE m.closed_at IS NULL AND m.state = CASE WHEN :role = 1 THEN 1 ELSE 2 END AND :role IN (1, 4) AND i.ended IS NULL
  AND (/*visible_induction*/) AND /*has_not_left*/
ORDER BY m.id LIMIT 20

-- name: moves_of   many
-- why:  those that are over, newest first
-- open: the object rule of the induction has been asked
-- in:   induction int
-- out:  id uuid, before text, after text, state int, wanted_at instant?, closed_at instant, name text, reason text, end_before date?, end_after date?
SELECT m.uuid AS id, b.name AS before, a.name AS after, m.state, m.wanted_at, m.closed_at, p.name, m.reason, m.end_before, m.end_after
FROM programme_move m JOIN programme b ON b.id = m.from_programme JOIN programme a ON a.id = m.to_programme JOIN person p ON p.id = m.closed_by
WHERE m.induction = :induction AND m.closed_at IS NOT NULL ORDER BY m.id DESC LIMIT 50

-- name: move_versions   many
-- why:  the published ones that take the place of one, for everyone or an employer's own
-- open: rules of programmes are public
-- in:   programme int, employer int
-- out:  programme int
SELECT g.id AS programme FROM programme g WHERE g.replaces = :programme AND g.state = 2 AND (g.organisation IS NULL OR g.organisation = :employer)
ORDER BY g.id LIMIT 10

-- name: move_stops   one
-- why:  a decision that is under way, from when somebody besides the assessor has it until the outcome is in force; and the programme of the
--       national induction inside this one
-- open: numbers; the object rule of the induction has been asked
-- in:   induction int
-- out:  deciding int, inside int?
SELECT (SELECT COUNT(*) FROM decision d WHERE d.induction = :induction AND d.state IN (2, 3, 4, 5, 6, 7, 8, 10)) AS deciding,
  (SELECT MAX(n.programme) FROM induction n WHERE n.contained_in = :induction AND n.ended IS NULL) AS inside

-- name: move_reviews   many
-- why:  which points have a review, and which was held
-- open: dates; the object rule of the induction has been asked
-- in:   induction int
-- out:  month int, met_on date?
SELECT v.month, MAX(v.met_on) AS met_on FROM review v WHERE v.induction = :induction AND v.kind = 1 AND v.state <> 3 AND v.month IS NOT NULL
GROUP BY v.month ORDER BY v.month LIMIT 100

-- name: move_add   exec
-- in:   id uuid, induction int, from_programme int, to_programme int, state int, now instant, person int, wanted_at instant?
INSERT INTO programme_move (uuid, induction, from_programme, to_programme, state, begun, begun_by, wanted_at)
VALUES (:id, :induction, :from_programme, :to_programme, :state, :now, :person, :wanted_at)

-- name: move_set_wanted   exec
-- in:   move int, now instant
UPDATE programme_move SET state = 2, wanted_at = :now WHERE id = :move AND state = 1 AND closed_at IS NULL

-- name: move_close   exec
-- in:   move int, state int, now instant, person int, reason text, end_before date?, end_after date?
UPDATE programme_move SET state = :state, closed_at = :now, closed_by = :person, reason = :reason, end_before = :end_before, end_after = :end_after
WHERE id = :move AND closed_at IS NULL

-- name: move_induction   exec
-- why:  the database lets nothing but a move that is done do this
-- in:   induction int, from_programme int, to_programme int
UPDATE induction SET programme = :to_programme WHERE id = :induction AND programme = :from_programme

-- calendar.sql — pauses of an induction, and when supervision was last held.

-- name: pauses_of   many
-- why:  those that stand, by date; `version` is the last row of any, replaced or not
-- open: the object rule has been asked; the page shows why to the person alone
-- in:   induction int
-- out:  pause_period int, id uuid, starts date, ends date?, kind int, agreed int?, agreed_id uuid?, ground text?
SELECT r.id AS pause_period, r.uuid AS id, r.starts, r.ends, r.kind, r.agreed, a.uuid AS agreed_id, a.ground
FROM pause_period r LEFT JOIN agreed_ask a ON a.id = r.agreed
WHERE r.induction = :induction AND r.replaced_at IS NULL ORDER BY r.starts, r.id LIMIT 60

-- name: extensions_of   many
-- open: the object rule has been asked; dates only
-- in:   induction int
-- out:  id uuid, days int, given_on date
SELECT uuid AS id, days, given_on FROM agreed_ask WHERE induction = :induction AND place > 0 ORDER BY given_on, place LIMIT 8

-- name: pauses_version   one
-- open: a number
-- in:   induction int
-- out:  version int
SELECT COALESCE(MAX(r.id), 0) + COUNT(r.replaced_at) AS version FROM pause_period r WHERE r.induction = :induction

-- name: pause_add   exec
-- in:   id uuid, induction int, starts date, ends date?, kind int, now instant, by int?
INSERT INTO pause_period (uuid, induction, starts, ends, kind, created, created_by)
VALUES (:id, :induction, :starts, :ends, :kind, :now, :by)

-- name: pause_replace   exec
-- why:  it is corrected or taken back: the dates that were said stay, and who said them; not why, which nobody needs any more
-- in:   pause_period int, now instant, by int?
UPDATE pause_period SET replaced_at = :now, replaced_by = :by, kind = 0 WHERE id = :pause_period AND replaced_at IS NULL

-- name: supervision_last   one
-- why:  from when the next supervision is counted; the date and no more
-- open: the object rule of the induction has been asked; dates are for everybody around it (ACCESS, SUP)
-- in:   induction int, today date
-- out:  last date?
SELECT MAX(s.on_date) AS last FROM supervision s WHERE s.induction = :induction AND s.held = 1 AND s.on_date <= :today

-- terms.sql — hours and funding of an induction, and what its end is computed from.

-- name: terms_facts   one
-- open: the object rule has been asked
-- in:   induction int
-- out:  starts date, ended date?, programme int, is_national bool, contained_in_id uuid?, contained_in_name text?, team text,
--       intake text
SELECT i.starts, i.ended, i.programme, i.is_national, o.uuid AS contained_in_id, g.name AS contained_in_name, i.team, i.intake
FROM induction i LEFT JOIN induction o ON o.id = i.contained_in LEFT JOIN programme g ON g.id = o.programme
WHERE i.id = :induction

-- name: terms_contained   one
-- why:  the national induction inside a local one
-- open: the object rule has been asked of the one around it, of the same person and employer
-- in:   induction int
-- out:  id uuid, name text, ended date?
SELECT i.uuid AS id, g.name, i.ended FROM induction i JOIN programme g ON g.id = i.programme WHERE i.contained_in = :induction
ORDER BY i.id DESC LIMIT 1

-- name: place_of   one
-- open: the object rule has been asked
-- in:   induction int
-- out:  team text, intake text, version int
SELECT team, intake, place_version AS version FROM induction WHERE id = :induction

-- name: place_put   exec
-- in:   induction int, team text, intake text
UPDATE induction SET team = :team, intake = :intake, place_version = place_version + 1 WHERE id = :induction

-- name: hours_of   many
-- why:  what stands and what was replaced, by date
-- open: the object rule has been asked
-- in:   induction int
-- out:  hours_period int, id uuid, starts date, ends date?, hours int, full_week int, name text?, created instant,
--       replaced_at instant?
SELECT h.id AS hours_period, h.uuid AS id, h.starts, h.ends, h.hours, h.full_week, p.name, h.created, h.replaced_at
FROM hours_period h LEFT JOIN person p ON p.id = h.created_by WHERE h.induction = :induction ORDER BY h.starts, h.id LIMIT 200

-- name: hours_add   exec
-- in:   id uuid, induction int, starts date, ends date?, hours int, full_week int, now instant, by int?
INSERT INTO hours_period (uuid, induction, starts, ends, hours, full_week, created, created_by)
VALUES (:id, :induction, :starts, :ends, :hours, :full_week, :now, :by)

-- name: hours_replace_from   exec
-- why:  what was said of a date and after it gives way
-- in:   induction int, from_date date, now instant, by int?
UPDATE hours_period SET replaced_at = :now, replaced_by = :by
WHERE induction = :induction AND starts >= :from_date AND replaced_at IS NULL

-- name: hours_end_before   exec
-- why:  the period that reaches over the date ends on the day before
-- in:   induction int, from_date date, last date
UPDATE hours_period SET ends = :last
WHERE induction = :induction AND starts < :from_date AND (ends IS NULL OR ends >= :from_date) AND replaced_at IS NULL

-- name: funding_of   many
-- why:  what stands and what was corrected, by date
-- open: the object rule has been asked
-- in:   induction int
-- out:  funding_period int, id uuid, starts date, ends date?, is_funded bool, reason int, rule text, note text, name text?,
--       created instant, replaced_at instant?, replaced_name text?
SELECT f.id AS funding_period, f.uuid AS id, f.starts, f.ends, f.is_funded, f.reason, f.rule, f.note, p.name, f.created,
       f.replaced_at, r.name AS replaced_name
FROM funding_period f LEFT JOIN person p ON p.id = f.created_by LEFT JOIN person r ON r.id = f.replaced_by
WHERE f.induction = :induction ORDER BY f.starts, f.id LIMIT 200

-- name: funding_add   exec
-- in:   id uuid, induction int, starts date, ends date?, is_funded bool, reason int, rule text, note text, now instant, by int?
INSERT INTO funding_period (uuid, induction, starts, ends, is_funded, reason, rule, note, created, created_by)
VALUES (:id, :induction, :starts, :ends, :is_funded, :reason, :rule, :note, :now, :by)

-- name: funding_replace_from   exec
-- in:   induction int, from_date date, now instant, by int?
UPDATE funding_period SET replaced_at = :now, replaced_by = :by
WHERE induction = :induction AND starts >= :from_date AND replaced_at IS NULL

-- name: funding_end_before   exec
-- in:   induction int, from_date date, last date
UPDATE funding_period SET ends = :last
WHERE induction = :induction AND starts < :from_date AND (ends IS NULL OR ends >= :from_date) AND replaced_at IS NULL

-- name: open_national   one
-- why:  what a local programme can be put around
-- open: this person's own; the handler has been allowed the person
-- in:   person int, programme int, employer int
-- out:  induction int, id uuid
SELECT id AS induction, uuid AS id FROM induction
WHERE ecsw = :person AND programme = :programme AND employer = :employer AND ended IS NULL AND contained_in IS NULL

-- name: induction_put_inside   exec
-- in:   induction int, around int
UPDATE induction SET contained_in = :around WHERE id = :induction

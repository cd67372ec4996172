-- capacity.sql — how many ECSWs somebody has room for, and the training that lets them.

-- name: capacities_of   many
-- why:  what was said of somebody's room, newest first
-- open: the object rule of the person has been asked
-- in:   person int, organisation int
-- out:  id uuid, role int, most int, starts date, ends date?
SELECT uuid AS id, role, most, starts, ends FROM capacity WHERE person = :person AND organisation = :organisation
ORDER BY role DESC, starts DESC LIMIT 100

-- name: capacity_from   one
-- why:  what holds on a day or after it, nearest first
-- open: the object rule of the person has been asked
-- in:   person int, organisation int, role int, on date
-- out:  capacity int, starts date
SELECT id AS capacity, starts FROM capacity WHERE person = :person AND organisation = :organisation AND role = :role
  AND (ends IS NULL OR ends >= :on) ORDER BY starts DESC LIMIT 1

-- name: capacity_end   exec
-- in:   capacity int, ends date
UPDATE capacity SET ends = :ends WHERE id = :capacity

-- name: capacity_remove   exec
-- why:  a number that would never hold; the events keep that it was said
-- in:   capacity int
DELETE FROM capacity WHERE id = :capacity

-- name: capacity_insert   exec
-- in:   id uuid, person int, organisation int, role int, most int, starts date, now instant
INSERT INTO capacity (uuid, person, organisation, role, most, starts, created)
VALUES (:id, :person, :organisation, :role, :most, :starts, :now)

-- name: trainings_of   many
-- open: the object rule of the person has been asked
-- in:   person int
-- out:  id uuid, kind int, title text, completed date, current_until date?
SELECT uuid AS id, kind, title, completed, current_until FROM training WHERE person = :person AND removed_at IS NULL
ORDER BY completed DESC, id DESC LIMIT 100

-- name: training_insert   exec
-- in:   id uuid, person int, kind int, title text, completed date, current_until date?, recorded_by int?, now instant
INSERT INTO training (uuid, person, kind, title, completed, current_until, recorded_by, created)
VALUES (:id, :person, :kind, :title, :completed, :current_until, :recorded_by, :now)

-- name: training_take_out   exec
-- in:   id uuid, person int, now instant
UPDATE training SET removed_at = :now WHERE uuid = :id AND person = :person AND removed_at IS NULL

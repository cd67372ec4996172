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

-- name: capacity_listed   many
-- why:  everybody who supervises or assesses for an employer today: how many they hold, for how many there is room, training
-- open: a coordinator's own organisation
-- sorts: name_sort l.name_sort; held h.id
-- in:   organisation int, role int, pattern text, today date, limit int
-- out:  held int, person int, id uuid, name text, name_sort text, role int, now int, most int?, next_most int?,
--       next_from date?, has_training bool, trained_for_good bool, trained_until date?
SELECT h.id AS held, p.id AS person, p.uuid AS id, p.name, l.name_sort, h.role,
  (SELECT COUNT(*) FROM assignment a JOIN induction o ON o.id = a.induction WHERE a.person = p.id AND a.role = h.role
    AND o.ended IS NULL AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)) AS now,
  (SELECT c.most FROM capacity c WHERE c.person = p.id AND c.organisation = :organisation AND c.role = h.role
    AND c.starts <= :today AND (c.ends IS NULL OR c.ends >= :today)) AS most,
  (SELECT c.most FROM capacity c WHERE c.person = p.id AND c.organisation = :organisation AND c.role = h.role
    AND c.starts > :today ORDER BY c.starts LIMIT 1) AS next_most,
  (SELECT MIN(c.starts) FROM capacity c WHERE c.person = p.id AND c.organisation = :organisation AND c.role = h.role
    AND c.starts > :today) AS next_from,
  CASE WHEN EXISTS (SELECT 1 FROM training t WHERE t.person = p.id AND t.removed_at IS NULL
    AND (t.kind = 4 OR t.kind = CASE h.role WHEN 3 THEN 1 ELSE 2 END)) THEN 1 ELSE 0 END AS has_training,
  CASE WHEN EXISTS (SELECT 1 FROM training t WHERE t.person = p.id AND t.removed_at IS NULL AND t.current_until IS NULL
    AND (t.kind = 4 OR t.kind = CASE h.role WHEN 3 THEN 1 ELSE 2 END)) THEN 1 ELSE 0 END AS trained_for_good,
  (SELECT MAX(t.current_until) FROM training t WHERE t.person = p.id AND t.removed_at IS NULL
    AND (t.kind = 4 OR t.kind = CASE h.role WHEN 3 THEN 1 ELSE 2 END)) AS trained_until
FROM person_listed l JOIN role_held h ON h.person = l.person AND h.organisation = l.scope JOIN person p ON p.id = l.person
WHERE l.scope = :organisation AND h.role IN (2, 3) AND h.starts <= :today AND (h.ends IS NULL OR h.ends >= :today)
  AND (:role < 0 OR h.role = :role) AND (:pattern = '' OR l.name_sort LIKE :pattern ESCAPE '!') AND /*after*/
ORDER BY /*order*/ LIMIT :limit

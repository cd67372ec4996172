-- agreed.sql — pauses and extensions that somebody agrees to.

-- name: agreed_of   many
-- why:  those of one induction that wait, stand or were declined, the newest first; what each reader sees of one is agreed_reads_ground
-- open: the object rule of the induction has been asked
-- in:   induction int
-- out:  agreed_ask int, id uuid, what int, ground text, starts date?, ends date?, days int, answers int, state int, place int,
--       decision int?, is_owed bool, said text, replaces int?, given_on date?, version int, created instant, created_by int?,
--       changed instant, answered_by text?
SELECT a.id AS agreed_ask, a.uuid AS id, a.what, a.ground, a.starts, a.ends, a.days, a.answers, a.state, a.place, a.decision, a.is_owed,
  a.said, a.replaces, a.given_on, a.version, a.created, a.created_by, a.changed,
  (SELECT p.name FROM person p WHERE p.id = a.answered_by) AS answered_by
FROM agreed_ask a WHERE a.induction = :induction ORDER BY a.id DESC LIMIT 200

-- name: agreed_add   exec
-- in:   id uuid, induction int, what int, ground text, starts date?, ends date?, days int, answers int, decision int?, is_owed bool,
--       replaces int?, now instant, by int?
INSERT INTO agreed_ask (uuid, induction, what, ground, starts, ends, days, answers, state, place, decision, is_owed, said, replaces, version,
  created, created_by, changed)
VALUES (:id, :induction, :what, :ground, :starts, :ends, :days, :answers, 1, 0, :decision, :is_owed, '', :replaces, 1, :now, :by, :now)

-- name: agreed_alter   exec
-- why:  what is asked for, or the dates of a pause that has become shorter
-- in:   agreed_ask int, ground text, starts date?, ends date?, days int, answers int, decision int?, is_owed bool, now instant
UPDATE agreed_ask SET ground = :ground, starts = :starts, ends = :ends, days = :days, answers = :answers, decision = :decision,
  is_owed = :is_owed, version = version + 1, changed = :now WHERE id = :agreed_ask AND state IN (1, 2)

-- name: agreed_settle   exec
-- in:   agreed_ask int, state int, place int, said text, given_on date?, by int?, now instant
UPDATE agreed_ask SET state = :state, place = :place, said = :said, given_on = :given_on, answered_by = :by, version = version + 1, changed = :now
WHERE id = :agreed_ask AND state = 1

-- name: agreed_end   exec
-- why:  taken back, or another stands in its place
-- in:   agreed_ask int, state int, now instant
UPDATE agreed_ask SET state = :state, place = 0, version = version + 1, changed = :now WHERE id = :agreed_ask AND state IN (1, 2)

-- name: agreed_id   one
-- open: of the id just made
-- in:   id uuid
-- out:  agreed_ask int
SELECT id AS agreed_ask FROM agreed_ask WHERE uuid = :id

-- name: agreed_period_add   exec
-- in:   id uuid, induction int, starts date, ends date, agreed int, now instant, by int?
INSERT INTO pause_period (uuid, induction, starts, ends, kind, agreed, created, created_by)
VALUES (:id, :induction, :starts, :ends, 0, :agreed, :now, :by)

-- name: agreed_period_end   exec
-- in:   agreed int, now instant, by int?
UPDATE pause_period SET replaced_at = :now, replaced_by = :by WHERE agreed = :agreed AND replaced_at IS NULL

-- name: agreed_outcome   one
-- why:  the outcome in force, when more time may follow from it: "does not yet meet" or "more time owed", and nothing has yet
-- open: the object rule of the induction has been asked; that there is one is told with the dates
-- in:   induction int
-- out:  decision int, judgement int, issued_at instant
SELECT o.decision, o.judgement, o.issued_at FROM outcome o WHERE o.induction = :induction AND o.ended_at IS NULL AND o.judgement IN (2, 3)
  AND NOT EXISTS (SELECT 1 FROM agreed_ask a WHERE a.decision = o.decision AND a.place > 0)

-- name: agreed_owed   many
-- why:  an outcome in force says that more time is owed, and nobody has said how much or asked for it: the longest first
-- open: of the coordinator's own employer
-- in:   person int, organisation int, limit int
-- out:  induction uuid, name text, programme int, issued_at instant
SELECT i.uuid AS induction, p.name, i.programme, o.issued_at
FROM induction i JOIN outcome o ON o.induction = i.id AND o.ended_at IS NULL AND o.judgement = 3 JOIN person p ON p.id = i.ecsw
WHERE i.employer = :organisation AND i.ended IS NULL AND i.ecsw <> :person
  AND NOT EXISTS (SELECT 1 FROM agreed_ask a WHERE a.decision = o.decision AND (a.place > 0 OR a.state = 1))
ORDER BY o.issued_at, i.id LIMIT :limit

-- name: agreed_waiting   many
-- why:  what waits for whoever acts, the longest first: of the inductions of an employer, of those assigned, or one's own
-- open: of their own organisation, of those assigned today, or their own; dates only
-- in:   person int, organisation int, role int, today date, limit int
-- out:  induction uuid, id uuid, name text, what int, starts date?, ends date?, days int, created instant
-- use:  visible_induction(i, :person, :organisation, :role, :today)
SELECT i.uuid AS induction, a.uuid AS id, p.name, a.what, a.starts, a.ends, a.days, a.created
FROM agreed_ask a JOIN induction i ON i.id = a.induction JOIN person p ON p.id = i.ecsw
WHERE a.state = 1 AND i.ended IS NULL AND (a.answers = :role OR i.ecsw = :person) AND (/*visible_induction*/)
ORDER BY a.created, a.id LIMIT :limit

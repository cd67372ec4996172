-- adjust.sql — reasonable adjustments: read by their ECSW and by whom they share each with.

-- name: adjustments_of   many
-- why:  one's own, or those that are shared with whoever asks, the newest first
-- open: one's own; of others those that are shared with the reader by name
-- in:   induction int, person int, own int
-- out:  adjustment int, id uuid, kind int, help text, starts date, ends date?, answers int, asked text, state int, words text, days int,
--       look_on date?, answered_by text?, answered_at instant?, reminded_on date, above_on date?, ended_on date?, version int, created instant
SELECT a.id AS adjustment, a.uuid AS id, a.kind, a.help, a.starts, a.ends, a.answers, (SELECT p.name FROM person p WHERE p.id = a.answers) AS asked,
  a.state, a.words, a.days, a.look_on, (SELECT p.name FROM person p WHERE p.id = a.answered_by) AS answered_by, a.answered_at, a.reminded_on,
  a.above_on, a.ended_on, a.version, a.created
FROM adjustment a WHERE a.induction = :induction AND (:own = 1 OR EXISTS (
  SELECT 1 FROM adjustment_share s WHERE s.adjustment = a.id AND s.person = :person AND s.ended_at IS NULL))
ORDER BY a.id DESC LIMIT 40

-- name: adjustments_count   one
-- open: of one's own induction
-- in:   induction int
-- out:  n int
SELECT COUNT(*) AS n FROM adjustment a WHERE a.induction = :induction

-- name: adjustment_before   many
-- why:  what was answered before, newest first
-- open: whoever asks reads the adjustment
-- in:   adjustment int
-- out:  state int, words text, days int, answered_by text, answered_at instant
SELECT b.state, b.words, b.days, (SELECT p.name FROM person p WHERE p.id = b.answered_by) AS answered_by, b.answered_at
FROM adjustment_before b WHERE b.adjustment = :adjustment ORDER BY b.id DESC LIMIT 20

-- name: adjustment_shares   many
-- why:  with whom, since when
-- open: whoever asks reads the adjustment
-- in:   adjustment int
-- out:  person int, id uuid, name text, since instant
SELECT s.person, p.uuid AS id, p.name, s.since FROM adjustment_share s JOIN person p ON p.id = s.person
WHERE s.adjustment = :adjustment AND s.ended_at IS NULL ORDER BY s.id LIMIT 30

-- name: adjust_people   many
-- why:  whom the ECSW may ask and share with: who is assigned to them today, and their employer's coordinators
-- open: to the ECSW themselves
-- in:   induction int, employer int, ecsw int, today date
-- out:  person int, id uuid, name text, role int
SELECT x.person, p.uuid AS id, p.name, x.role FROM (
  SELECT a.person, a.role FROM assignment a WHERE a.induction = :induction AND a.role IN (2, 3) AND a.starts <= :today
    AND (a.ends IS NULL OR a.ends >= :today)
  UNION SELECT r.person, r.role FROM role_held r WHERE r.organisation = :employer AND r.role = 4 AND r.starts <= :today
    AND (r.ends IS NULL OR r.ends >= :today)) x
JOIN person p ON p.id = x.person WHERE x.person <> :ecsw ORDER BY x.role, p.name, p.id LIMIT 25

-- name: adjustment_add   one
-- open: of what is just made
-- in:   id uuid, induction int, kind int, help text, starts date, ends date?, answers int, today date, now instant
-- out:  adjustment int
INSERT INTO adjustment (uuid, induction, kind, help, starts, ends, answers, state, words, days, reminded_on, version, created, changed)
VALUES (:id, :induction, :kind, :help, :starts, :ends, :answers, 1, '', 0, :today, 1, :now, :now) RETURNING id AS adjustment

-- name: adjustment_keep   exec
-- why:  an answer that changes stays known
-- in:   adjustment int
INSERT INTO adjustment_before (adjustment, state, words, days, look_on, answered_by, answered_at)
SELECT a.id, a.state, a.words, a.days, a.look_on, a.answered_by, a.answered_at FROM adjustment a
WHERE a.id = :adjustment AND a.answered_at IS NOT NULL

-- name: adjustment_answer   exec
-- in:   adjustment int, state int, words text, days int, look_on date?, by int, version int, today date, now instant
UPDATE adjustment SET state = :state, words = :words, days = :days, look_on = :look_on, answered_by = :by, answered_at = :now,
  reminded_on = :today, version = version + 1, changed = :now WHERE id = :adjustment AND version = :version

-- name: adjustment_end   exec
-- in:   adjustment int, state int, version int, today date, now instant
UPDATE adjustment SET state = :state, ended_on = :today, version = version + 1, changed = :now WHERE id = :adjustment AND version = :version

-- name: adjustment_ask   exec
-- why:  somebody else is asked
-- in:   adjustment int, answers int, version int, today date, now instant
UPDATE adjustment SET answers = :answers, reminded_on = :today, version = version + 1, changed = :now
WHERE id = :adjustment AND version = :version

-- name: adjustment_share_add   exec
-- in:   adjustment int, person int, now instant
INSERT INTO adjustment_share (adjustment, person, since) SELECT :adjustment, :person, :now
WHERE NOT EXISTS (SELECT 1 FROM adjustment_share s WHERE s.adjustment = :adjustment AND s.person = :person AND s.ended_at IS NULL)

-- name: adjustment_share_end   exec
-- in:   adjustment int, person int, now instant
UPDATE adjustment_share SET ended_at = :now WHERE adjustment = :adjustment AND person = :person AND ended_at IS NULL

-- name: adjustment_reminded   exec
-- in:   adjustment int, reminded_on date, above_on date?
UPDATE adjustment SET reminded_on = :reminded_on, above_on = :above_on WHERE id = :adjustment

-- name: adjustments_waiting   many
-- why:  what waits for whoever acts: an answer, or a look again
-- open: of one's own, and of those of whom one was asked by name and can still be
-- in:   person int, organisation int, role int, today date, limit int
-- out:  induction uuid, id uuid, name text, state int, look_on date?, created instant
-- use:  visible_induction(i, :person, :organisation, :role, :today); has_not_left(i, :today)
SELECT i.uuid AS induction, a.uuid AS id, p.name, a.state, a.look_on, a.created
FROM adjustment a JOIN induction i ON i.id = a.induction JOIN person p ON p.id = i.ecsw
WHERE i.ended IS NULL AND ((a.state = 1 AND a.answers = :person AND :role IN (2, 4)) OR
    (a.state IN (2, 3) AND a.look_on <= :today AND ((a.answers = :person AND :role IN (2, 4)) OR (i.ecsw = :person AND :role = 1))))
  AND (/*visible_induction*/) AND /*has_not_left*/
ORDER BY a.created, a.id LIMIT :limit

-- name: adjustments_to_tell   many
-- why:  for the night: those of one induction that may need telling
-- open: work behind the pages; no words
-- in:   induction int
-- out:  adjustment int, answers int, state int, created instant, reminded_on date, above_on date?, look_on date?
SELECT a.id AS adjustment, a.answers, a.state, a.created, a.reminded_on, a.above_on, a.look_on FROM adjustment a
WHERE a.induction = :induction AND (a.state = 1 OR (a.state IN (2, 3) AND a.look_on IS NOT NULL)) ORDER BY a.id LIMIT 40

-- name: adjusted_to_look_at   many
-- why:  for the night: open inductions with an adjustment that waits for an answer, or for a look again
-- open: work behind the pages; ids alone
-- in:   behind int, today date, limit int
-- out:  induction int, id uuid
-- use:  has_not_left(i, :today); is_not_paused(i, :today)
SELECT i.id AS induction, i.uuid AS id FROM induction i WHERE i.ended IS NULL AND i.id > :behind AND /*has_not_left*/ AND /*is_not_paused*/
  AND EXISTS (SELECT 1 FROM adjustment a WHERE a.induction = i.id AND (a.state = 1 OR (a.state IN (2, 3) AND a.look_on <= :today)))
ORDER BY i.id LIMIT :limit

-- name: adjust_lines   many
-- why:  how many days more somebody has: what was agreed, without its words
-- open: days alone, for dates that are worked out
-- in:   induction int
-- out:  state int, starts date, ends date?, days int
SELECT a.state, a.starts, a.ends, a.days FROM adjustment a WHERE a.induction = :induction AND a.state IN (2, 3) AND a.days > 0 ORDER BY a.id LIMIT 40

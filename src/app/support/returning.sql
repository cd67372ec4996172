-- returning.sql — return plans: what eases the first weeks after a pause.

-- name: return_plan_open   one
-- why:  the plan of the pause that matters now, if it was ever asked for
-- open: the object rule of the induction has been asked; what a coordinator sees of it is dates
-- in:   induction int
-- out:  return_plan int, id uuid, starts date, ends date?, opens_on date?, by_on date?, workload text, stands text, ask text,
--       supervision_on date?, written_by text?, written_at instant?, ecsw_at instant?, supervisor_at instant?, supervisor text?,
--       reminded_on date, above_on date?, version int
SELECT r.id AS return_plan, r.uuid AS id, r.starts, r.ends, r.opens_on, r.by_on, r.workload, r.stands, r.ask, r.supervision_on,
  (SELECT p.name FROM person p WHERE p.id = r.written_by) AS written_by, r.written_at, r.ecsw_at, r.supervisor_at,
  (SELECT p.name FROM person p WHERE p.id = r.supervisor) AS supervisor, r.reminded_on, r.above_on, r.version
FROM return_plan r WHERE r.induction = :induction AND r.closed_at IS NULL

-- name: return_plan_add   exec
-- in:   id uuid, induction int, starts date, ends date?, opens_on date?, by_on date?, today date, now instant
INSERT INTO return_plan (uuid, induction, starts, ends, opens_on, by_on, workload, stands, ask, reminded_on, version, created, changed)
VALUES (:id, :induction, :starts, :ends, :opens_on, :by_on, '', '', '', :today, 1, :now, :now)

-- name: return_plan_close   exec
-- in:   return_plan int, now instant
UPDATE return_plan SET closed_at = :now, version = version + 1, changed = :now WHERE id = :return_plan AND closed_at IS NULL

-- name: return_plan_move   exec
-- why:  the pause has other dates: what was confirmed was for the ones before
-- in:   return_plan int, starts date, ends date?, opens_on date?, by_on date?, today date, now instant
UPDATE return_plan SET starts = :starts, ends = :ends, opens_on = :opens_on, by_on = :by_on, ecsw_at = NULL, supervisor_at = NULL,
  supervisor = NULL, reminded_on = :today, above_on = NULL, version = version + 1, changed = :now WHERE id = :return_plan

-- name: return_plan_keep   exec
-- why:  what somebody had confirmed stays known when it is changed
-- in:   return_plan int
INSERT INTO return_plan_before (return_plan, version, ends, workload, stands, ask, supervision_on, written_by, written_at, ecsw_at, supervisor_at)
SELECT r.id, r.version, r.ends, r.workload, r.stands, r.ask, r.supervision_on, r.written_by, r.written_at, r.ecsw_at, r.supervisor_at
FROM return_plan r WHERE r.id = :return_plan AND (r.ecsw_at IS NOT NULL OR r.supervisor_at IS NOT NULL)

-- name: return_plan_write   exec
-- why:  who writes has confirmed what they wrote; the other has not
-- in:   return_plan int, workload text, stands text, ask text, supervision_on date?, by int, ecsw_at instant?, supervisor_at instant?,
--       supervisor int?, version int, today date, now instant
UPDATE return_plan SET workload = :workload, stands = :stands, ask = :ask, supervision_on = :supervision_on, written_by = :by,
  written_at = :now, ecsw_at = :ecsw_at, supervisor_at = :supervisor_at, supervisor = :supervisor, reminded_on = :today,
  version = version + 1, changed = :now WHERE id = :return_plan AND version = :version

-- name: return_plan_confirm   exec
-- in:   return_plan int, ecsw_at instant?, supervisor_at instant?, supervisor int?, version int, now instant
UPDATE return_plan SET ecsw_at = COALESCE(ecsw_at, :ecsw_at), supervisor_at = COALESCE(supervisor_at, :supervisor_at),
  supervisor = COALESCE(supervisor, :supervisor), version = version + 1, changed = :now
WHERE id = :return_plan AND version = :version

-- name: return_plan_reminded   exec
-- in:   return_plan int, reminded_on date, above_on date?
UPDATE return_plan SET reminded_on = :reminded_on, above_on = :above_on WHERE id = :return_plan

-- name: return_plan_before   many
-- why:  what it said before, newest first
-- open: the object rule has been asked
-- in:   return_plan int
-- out:  version int, ends date?, workload text, stands text, ask text, supervision_on date?, written_by text?, written_at instant?
SELECT b.version, b.ends, b.workload, b.stands, b.ask, b.supervision_on, (SELECT p.name FROM person p WHERE p.id = b.written_by) AS written_by,
  b.written_at FROM return_plan_before b WHERE b.return_plan = :return_plan ORDER BY b.version DESC LIMIT 20

-- name: return_plans_earlier   many
-- why:  plans of pauses before, newest first
-- open: the object rule has been asked
-- in:   induction int
-- out:  ends date?, workload text, stands text, ask text, supervision_on date?, written_at instant
SELECT r.ends, r.workload, r.stands, r.ask, r.supervision_on, r.written_at FROM return_plan r
WHERE r.induction = :induction AND r.closed_at IS NOT NULL AND r.written_at IS NOT NULL ORDER BY r.id DESC LIMIT 20

-- name: return_plans_waiting   many
-- why:  plans that wait for whoever acts, the nearest return first; a coordinator is shown those they were told of
-- open: dates and who has confirmed, of one's own, of those assigned today, of the employer
-- in:   person int, organisation int, role int, today date, limit int
-- out:  induction uuid, name text, ends date, opens_on date, by_on date, written_at instant?, ecsw_at instant?, supervisor_at instant?,
--       reminded_on date, above_on date?, programme int
-- use:  visible_induction(i, :person, :organisation, :role, :today); has_not_left(i, :today)
SELECT i.uuid AS induction, p.name, r.ends, r.opens_on, r.by_on, r.written_at, r.ecsw_at, r.supervisor_at, r.reminded_on, r.above_on,
  i.programme
FROM return_plan r JOIN induction i ON i.id = r.induction JOIN person p ON p.id = i.ecsw
WHERE r.closed_at IS NULL AND (r.ecsw_at IS NULL OR r.supervisor_at IS NULL) AND r.opens_on <= :today AND i.ended IS NULL
  AND (:role <> 4 OR r.above_on IS NOT NULL) AND (:role <> 1 OR (r.written_at IS NOT NULL AND r.ecsw_at IS NULL))
  AND (:role <> 2 OR r.supervisor_at IS NULL) AND :role IN (1, 2, 4)
  AND (/*visible_induction*/) AND /*has_not_left*/
ORDER BY r.by_on, r.id LIMIT :limit

-- name: returns_to_look_at   many
-- why:  for the night: open inductions behind one row with a plan that is open, or a pause that ended lately or ends soon
-- open: work behind the pages; ids alone
-- in:   behind int, today date, limit int
-- out:  induction int, id uuid
-- use:  has_not_left(i, :today)
SELECT i.id AS induction, i.uuid AS id FROM induction i
WHERE i.ended IS NULL AND i.id > :behind AND /*has_not_left*/
  AND i.id IN (SELECT r.induction FROM return_plan r WHERE r.closed_at IS NULL
    UNION SELECT z.induction FROM pause_period z WHERE z.replaced_at IS NULL AND z.ends >= :today - 92 AND z.ends <= :today + 92)
ORDER BY i.id LIMIT :limit

-- supervision.sql — records of supervision: content by the fragment, dates alone where the induction's rule was asked.

-- name: supervisions_listed   many
-- why:  newest first. Whoever sees dates alone sees those on which it was held; an assessor opens what was shared
-- open: dates alone; the object rule of the induction has been asked
-- in:   induction int, role int, limit int
-- out:  id uuid, on_date date, held bool, countersigned_at instant?, next_on date?, opens bool
SELECT s.uuid AS id, s.on_date, s.held, s.countersigned_at, s.next_on,
  CASE WHEN :role IN (1, 2) OR (:role = 3 AND s.shared_at IS NOT NULL) THEN 1 ELSE 0 END AS opens
FROM supervision s WHERE s.induction = :induction
  AND (:role IN (1, 2) OR s.held = 1 OR (:role = 3 AND s.shared_at IS NOT NULL)) ORDER BY s.on_date DESC, s.id DESC LIMIT :limit

-- name: supervision_add   one
-- open: made in this transaction
-- in:   id uuid, induction int, on_date date, held bool, actions text, next_on date?, person int, form int?, now instant
-- out:  supervision int
INSERT INTO supervision (uuid, induction, on_date, held, actions, next_on, person, form, version, created, changed)
VALUES (:id, :induction, :on_date, :held, :actions, :next_on, :person, :form, 1, :now, :now)
RETURNING id AS supervision

-- name: supervision_twin   one
-- why:  the same day twice is two presses, or a record that is there already
-- open: the object rule of the induction has been asked
-- in:   induction int, on_date date
-- out:  supervision int, id uuid, held bool, actions text, next_on date?, person int, created instant
SELECT s.id AS supervision, s.uuid AS id, s.held, s.actions, s.next_on, s.person, s.created FROM supervision s
WHERE s.induction = :induction AND s.on_date = :on_date ORDER BY s.id LIMIT 1

-- name: supervision_keep   exec
-- why:  what was countersigned, or read by the assessor, stays known when it is changed
-- open: the object rule of the record has been asked
-- in:   supervision int, version int
INSERT INTO supervision_before (supervision, version, on_date, held, actions, next_on, person, changed, countersigned_at, remark, shared_at)
SELECT s.id, s.version, s.on_date, s.held, s.actions, s.next_on, s.person, s.changed, s.countersigned_at, s.remark, s.shared_at
FROM supervision s WHERE s.id = :supervision AND s.version = :version AND (s.countersigned_at IS NOT NULL OR s.shared_at IS NOT NULL)

-- name: supervision_before   many
-- why:  newest first; an assessor reads of it what they could read then
-- open: the object rule of the record has been asked
-- in:   supervision int, role int
-- out:  version int, on_date date, held bool, actions text, name text, changed instant, countersigned_at instant?, remark text
SELECT b.version, b.on_date, b.held, b.actions, p.name, b.changed, b.countersigned_at, b.remark
FROM supervision_before b JOIN person p ON p.id = b.person
WHERE b.supervision = :supervision AND (:role IN (1, 2) OR b.shared_at IS NOT NULL) ORDER BY b.version DESC LIMIT 50

-- name: supervision_answers   many
-- why:  as it stands (version 0), and of each that stood before
-- open: the object rule of the record has been asked
-- in:   supervision int
-- out:  version int, prompt text, text text
SELECT version, prompt, text FROM supervision_answer WHERE supervision = :supervision ORDER BY version, prompt LIMIT 2000

-- name: supervision_answers_keep   exec
-- why:  with what supervision_keep has kept
-- in:   supervision int, version int
INSERT INTO supervision_answer (supervision, version, prompt, text)
SELECT a.supervision, :version, a.prompt, a.text FROM supervision_answer a WHERE a.supervision = :supervision AND a.version = 0

-- name: supervision_answer_put   exec
-- in:   supervision int, prompt text, text text
INSERT INTO supervision_answer (supervision, version, prompt, text) VALUES (:supervision, 0, :prompt, :text)
ON CONFLICT (supervision, version, prompt) DO UPDATE SET text = excluded.text

-- name: supervision_answer_drop   exec
-- in:   supervision int, prompt text
DELETE FROM supervision_answer WHERE supervision = :supervision AND version = 0 AND prompt = :prompt

-- name: supervision_put   exec
-- why:  new words take the countersignature away, and what let the assessor read the old ones
-- in:   supervision int, on_date date, held bool, actions text, next_on date?, person int, version int, now instant
UPDATE supervision SET on_date = :on_date, held = :held, actions = :actions, next_on = :next_on, person = :person,
  version = version + 1, changed = :now, countersigned_at = NULL, remark = '', shared_at = NULL
WHERE id = :supervision AND version = :version

-- name: supervision_sign   exec
-- in:   supervision int, remark text, version int, now instant
UPDATE supervision SET countersigned_at = :now, remark = :remark, version = version + 1
WHERE id = :supervision AND version = :version

-- name: supervision_set_shared   exec
-- in:   supervision int, shared_at instant?
UPDATE supervision SET shared_at = :shared_at WHERE id = :supervision

-- name: supervisions_to_sign   many
-- in:   person int, role int, today date
-- out:  id uuid, on_date date, held bool, name text
-- use:  visible_supervision(s, i, :person, :role, :today)
SELECT s.uuid AS id, s.on_date, s.held, p.name
FROM induction i JOIN supervision s ON s.induction = i.id JOIN person p ON p.id = s.person
WHERE i.ecsw = :person AND i.ended IS NULL AND s.countersigned_at IS NULL AND (/*visible_supervision*/)
ORDER BY s.on_date LIMIT 50

-- name: supervision_due   many
-- why:  people this supervisor supervises today, with the newest record: what was planned next and has passed comes first,
--       unless the clock is stopped
-- open: dates of those assigned
-- in:   person int, today date, limit int
-- out:  id uuid, name text, last_on date?, next_on date?, paused bool
-- use:  is_not_paused(i, :today)
SELECT i.uuid AS id, p.name,
  (SELECT MAX(s.on_date) FROM supervision s WHERE s.induction = i.id) AS last_on,
  (SELECT s.next_on FROM supervision s WHERE s.induction = i.id ORDER BY s.on_date DESC, s.id DESC LIMIT 1) AS next_on,
  CASE WHEN /*is_not_paused*/ THEN 0 ELSE 1 END AS paused
FROM assignment a JOIN induction i ON i.id = a.induction AND i.ended IS NULL JOIN person p ON p.id = i.ecsw
WHERE a.person = :person AND a.role = 2 AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today) AND i.ecsw <> :person
ORDER BY CASE WHEN (SELECT s.next_on FROM supervision s WHERE s.induction = i.id ORDER BY s.on_date DESC, s.id DESC LIMIT 1)
  <= :today AND /*is_not_paused*/ THEN 0 ELSE 1 END, p.name, i.id LIMIT :limit

-- name: supervisions_read   many
-- why:  what its reader may read of each, oldest first, for a copy on paper
-- in:   induction int, person int, role int, today date
-- out:  supervision int, on_date date, held bool, actions text, remark text, next_on date?, countersigned_at instant?, form int?, name text
-- use:  visible_supervision(s, i, :person, :role, :today)
SELECT s.id AS supervision, s.on_date, s.held, s.actions, s.remark, s.next_on, s.countersigned_at, s.form, p.name
FROM supervision s JOIN induction i ON i.id = s.induction JOIN person p ON p.id = s.person
WHERE s.induction = :induction AND (/*visible_supervision*/) ORDER BY s.on_date, s.id LIMIT 500

-- reflections.sql — private reflections. Every query is narrowed to the person who asks, also where the object rule was asked.

-- name: reflections_listed   many
-- in:   person int, role int, words text, limit int, offset int
-- out:  id uuid, title text, text text, changed instant, total int
-- use:  visible_reflection(r, :person, :role)
SELECT r.uuid AS id, r.title, r.text, r.changed, COUNT(*) OVER () AS total
FROM private_reflection r
WHERE (/*visible_reflection*/) AND (:words = '' OR LOWER(r.title) LIKE :words ESCAPE '!' OR LOWER(r.text) LIKE :words ESCAPE '!')
ORDER BY r.changed DESC, r.id DESC LIMIT :limit OFFSET :offset

-- name: reflection_add   exec
-- in:   id uuid, person int, title text, text text, now instant
INSERT INTO private_reflection (uuid, person, title, text, version, created, changed)
VALUES (:id, :person, :title, :text, 1, :now, :now)

-- name: reflection_writer   one
-- why:  two presses of one person one after the other
-- open: oneself
-- lock: yes
-- in:   person int
-- out:  person int
SELECT p.id AS person FROM person p WHERE p.id = :person

-- name: reflection_twin   one
-- why:  the form came twice
-- open: of the person who asks
-- in:   person int, title text, text text, since instant
-- out:  id uuid
SELECT r.uuid AS id FROM private_reflection r WHERE r.person = :person AND r.created >= :since AND r.title = :title AND r.text = :text
ORDER BY r.id DESC LIMIT 1

-- name: reflection_piece   one
-- why:  the draft that a first press made of the same words a moment ago
-- open: of the induction of the person who asks
-- in:   induction int, kind int, title text, text text, since instant
-- out:  id uuid
SELECT e.uuid AS id FROM evidence e WHERE e.induction = :induction AND e.kind = :kind AND e.title = :title AND e.text = :text
  AND e.created >= :since AND e.state = 0 ORDER BY e.id DESC LIMIT 1

-- name: reflection_save   exec
-- why:  0 rows when it was saved elsewhere in between, or is not this person's
-- in:   reflection int, person int, title text, text text, version int, now instant
UPDATE private_reflection SET title = :title, text = :text, version = version + 1, changed = :now
WHERE id = :reflection AND person = :person AND version = :version

-- name: reflection_drop   exec
-- in:   reflection int, person int
DELETE FROM private_reflection WHERE id = :reflection AND person = :person

-- name: reflection_copied   exec
-- in:   reflection int, person int, now instant
UPDATE private_reflection SET copied_at = :now WHERE id = :reflection AND person = :person

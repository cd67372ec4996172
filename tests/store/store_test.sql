-- Queries of the store test.

-- name: thing_add   one
-- why:  one of everything
-- in:   id uuid, code text, whole int?, ratio real?, made instant,
--       day date?, yes bool, bytes blob?, words text?
-- out:  thing int
INSERT INTO thing (id, code, whole, ratio, made, day, yes, bytes, words)
VALUES (:id, :code, :whole, :ratio, :made, :day, :yes, :bytes, :words)
RETURNING thing;

-- name: thing_by_id   one
-- in:   id uuid
-- out:  thing int, id uuid, code text, whole int?, ratio real?, made instant, day date?, yes bool, bytes blob?,
--       words text?
SELECT thing, id, code, whole, ratio, made, day, yes, bytes, words FROM thing WHERE id = :id

-- name: things   many
-- why:  by code; :limit in a string or "a comment" is not a parameter
-- in:   code text, limit int
-- out:  thing int, code text, note text
SELECT t.thing, t.code, ':code ?' AS note -- :nothing here
FROM thing t
WHERE t.code >= :code
ORDER BY t.code
LIMIT :limit;

-- name: things_each   each
-- in:   none
-- out:  thing int, code text
SELECT thing, code FROM thing ORDER BY thing

-- name: thing_wrong_null   one
-- why:  whole may be NULL and this denies it
-- in:   id uuid
-- out:  whole int
SELECT whole FROM thing WHERE id = :id

-- name: thing_count   one
-- out:  n int, total int, any_yes bool
SELECT COUNT(*) AS n, COALESCE(SUM(whole), 0) AS total, EXISTS (SELECT 1 FROM thing WHERE yes = 1) AS any_yes FROM thing

-- name: thing_ahead   exec
-- why:  a change whose answer nobody needs
-- in:   id uuid, code text
INSERT INTO thing (id, code, made, yes) VALUES (:id, :code, 1, 0)

-- name: things_coded   many
-- why:  many looked up at once
-- in:   codes text[3], least int
-- out:  thing int, code text
SELECT t.thing, t.code FROM (VALUES (:codes)) AS w JOIN thing t ON t.code = w.column1 WHERE t.thing >= :least
ORDER BY t.code LIMIT 10

-- name: thing_remove   exec
-- in:   code text
DELETE FROM thing WHERE code = :code

-- name: thing_put   one
-- in:   id uuid, code text, words text
-- out:  thing int, words text?
INSERT INTO thing (id, code, words) VALUES (:id, :code, :words)
ON CONFLICT (code) DO UPDATE SET words = excluded.words
RETURNING thing, words

-- name: part_add   exec
-- in:   thing int, label text
INSERT INTO part (thing, label) VALUES (:thing, :label)

-- name: parts_seen   many
-- in:   hidden text, limit int
-- out:  part int, label text
-- use:  visible_part(p, :hidden)
SELECT p.part, p.label FROM part p WHERE /*visible_part*/ ORDER BY p.part LIMIT :limit

-- name: parts_all   one
-- out:  n int
-- open: a count shows nobody's part
SELECT COUNT(*) AS n FROM part

-- name: counter_read_locked   one
-- in:   name text
-- out:  n int
-- lock: yes
SELECT n FROM counter WHERE name = :name

-- name: counter_set   exec
-- in:   name text, n int
UPDATE counter SET n = :n WHERE name = :name

-- name: slow   one
-- why:  longer than any statement may take
-- in:   n int
-- out:  total int
WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < :n)
SELECT COUNT(*) AS total FROM c

-- timeline.sql — the events of one chain, newest first.

-- name: timeline_events   each
-- why:  read until a page is full of what this reader may see; the title of a piece only to its writer, or once handed in and
--       while nothing holds it back
-- open: the caller has been allowed the object whose chain this is
-- in:   kind int, object int, before int, own int, limit int
-- out:  seq int, at instant, person int?, name text?, acting_as int, kind int, about uuid, data text, title text?
SELECT e.seq, e.at, e.person, p.name, e.acting_as, e.kind, e.object AS about, e.data, v.title
FROM chain c JOIN event e ON e.chain = c.id LEFT JOIN person p ON p.id = e.person
LEFT JOIN evidence v ON v.uuid = e.object AND (:own = 1 OR (v.submitted_at IS NOT NULL AND v.held = 0))
WHERE c.kind = :kind AND c.object = :object AND e.seq < :before
ORDER BY e.seq DESC LIMIT :limit

-- name: timeline_person   one
-- open: the name of somebody in an event the reader may see
-- in:   person int
-- out:  name text
SELECT name FROM person WHERE id = :person

-- name: timeline_organisation   one
-- open: names of organisations are public
-- in:   organisation int
-- out:  name text
SELECT name FROM organisation WHERE id = :organisation

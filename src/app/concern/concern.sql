-- concern.sql — whom to turn to, by installation and by employer.

-- name: concern_text_of   one
-- why:  a text meant for everybody who works there, or for everybody
-- open: public, or the reader's own organisation
-- in:   place int
-- out:  body text, version int
SELECT body, version FROM concern_text WHERE place = :place

-- name: concern_text_add   exec
-- in:   place int, organisation int?, body text, now instant
INSERT INTO concern_text (place, organisation, body, version, changed_at) VALUES (:place, :organisation, :body, 1, :now)

-- name: concern_text_change   exec
-- why:  of two changes based on one version one is made
-- in:   place int, version int, body text, now instant
UPDATE concern_text SET body = :body, version = version + 1, changed_at = :now WHERE place = :place AND version = :version

-- name: concern_organisation   one
-- open: its name, to whoever works there
-- in:   organisation int
-- out:  id uuid, name text
SELECT uuid AS id, name FROM organisation WHERE id = :organisation

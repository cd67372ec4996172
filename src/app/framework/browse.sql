-- browse.sql — the list of frameworks, and what one page says about a version beside its document.

-- name: fw_list   many
-- open: drafts and withdrawn ones only where the handler asks for all, for national administrators
-- in:   all bool, most int, skip int
-- out:  id uuid, series uuid, title text, version text, state int, national bool, illustrative bool, items int, created instant, published_at instant?,
--       in_force date?
SELECT uuid AS id, series, title, version, state, national, illustrative, items, created, published_at, in_force
FROM framework WHERE state = 1 OR :all = 1 ORDER BY state = 2, framework.id DESC LIMIT :most OFFSET :skip

-- name: fw_list_size   one
-- open: as fw_list
-- in:   all bool
-- out:  n int
SELECT COUNT(*) AS n FROM framework WHERE state = 1 OR :all = 1

-- name: fw_previous   one
-- why:  what a version is compared with: the one published before it
-- open: published versions are public
-- in:   series uuid, framework int
-- out:  previous int
SELECT id AS previous FROM framework
WHERE series = :series AND state = 1 AND id < :framework ORDER BY framework.id DESC LIMIT 1

-- name: fw_made   one
-- why:  who imported and published a version: for national administrators
-- open: the object rule has been asked
-- in:   framework int
-- out:  created instant, created_by int?, maker text?, published_at instant?, publisher text?, sole_operator bool,
--       withdrawn_at instant?, programmes int
SELECT f.created, f.created_by, m.name AS maker, f.published_at, p.name AS publisher, f.sole_operator, f.withdrawn_at,
  (SELECT COUNT(*) FROM programme g WHERE g.framework = f.id) AS programmes
FROM framework f LEFT JOIN person m ON m.id = f.created_by LEFT JOIN person p ON p.id = f.published_by
WHERE f.id = :framework

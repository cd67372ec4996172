-- case_api.sql — which published national versions the CASE read API answers with. All of it is public.

-- name: fw_case_series   many
-- why:  the newest published version of every series
-- open: published versions are public
-- in:   most int
-- out:  framework int, series uuid, title text, published_at instant
SELECT f.id AS framework, f.series, f.title, f.published_at FROM framework f
WHERE f.state = 1 AND f.national = 1 AND NOT EXISTS (SELECT 1 FROM framework g WHERE g.series = f.series AND g.state = 1
  AND g.national = 1 AND g.id > f.id)
ORDER BY f.id LIMIT :most

-- name: fw_case_document   one
-- open: published versions are public
-- in:   series uuid
-- out:  framework int
SELECT id AS framework FROM framework WHERE series = :series AND state = 1 AND national = 1 ORDER BY framework.id DESC LIMIT 1

-- name: fw_case_item   one
-- why:  the newest published version that holds an item
-- open: published versions are public
-- in:   item uuid
-- out:  framework int
SELECT f.id AS framework FROM framework f WHERE f.state = 1 AND f.national = 1
AND EXISTS (SELECT 1 FROM framework_item i WHERE i.framework = f.id AND i.uuid = :item) ORDER BY f.id DESC LIMIT 1

-- name: fw_case_all   many
-- why:  every published version, newest first: where an association or a definition may stand
-- open: published versions are public
-- in:   most int
-- out:  framework int
SELECT id AS framework FROM framework WHERE state = 1 AND national = 1 ORDER BY framework.id DESC LIMIT :most

-- variation.sql — what employers have varied of a programme.

-- name: variations_now   many
-- why:  what holds for an employer's people on a day; the better where two would
-- open: of the employer of an induction whose rule has been asked
-- in:   organisation int, programme int, today date
-- out:  what int, value int
SELECT v.what, v.value FROM variation v WHERE v.organisation = :organisation AND v.programme = :programme
  AND v.starts <= :today AND (v.ends IS NULL OR v.ends >= :today) ORDER BY v.what, v.starts DESC LIMIT 20

-- name: variations_of   many
-- why:  all there have been, by employer, with their reasons; of one employer, or of all for the department
-- open: narrowed to one's own employer, unless the department asks
-- in:   programme int, organisation int, everywhere bool
-- out:  id uuid, organisation_name text, what int, value int, starts date, ends date?, reason text, created instant, by text
SELECT v.uuid AS id, o.name AS organisation_name, v.what, v.value, v.starts, v.ends, v.reason, v.created, p.name AS by
FROM variation v JOIN organisation o ON o.id = v.organisation JOIN person p ON p.id = v.created_by
WHERE v.programme = :programme AND (:everywhere = 1 OR v.organisation = :organisation)
ORDER BY v.what, o.name_sort, v.starts DESC, v.id DESC LIMIT 300

-- name: variation_open_one   one
-- open: narrowed to one's own employer
-- in:   organisation int, programme int, what int
-- out:  variation int, starts date
SELECT v.id AS variation, v.starts FROM variation v
WHERE v.organisation = :organisation AND v.programme = :programme AND v.what = :what AND v.ends IS NULL

-- name: variation_by_uuid   one
-- open: narrowed to one's own employer
-- in:   id uuid, organisation int, programme int
-- out:  variation int, starts date, what int, ends date?
SELECT v.id AS variation, v.starts, v.what, v.ends FROM variation v
WHERE v.uuid = :id AND v.organisation = :organisation AND v.programme = :programme

-- name: variation_end   exec
-- in:   variation int, ends date, now instant, person int
UPDATE variation SET ends = :ends, ended_at = :now, ended_by = :person WHERE id = :variation AND ends IS NULL

-- name: variation_add   exec
-- in:   id uuid, organisation int, programme int, what int, value int, starts date, reason text, now instant, person int
INSERT INTO variation (uuid, organisation, programme, what, value, starts, reason, created, created_by)
VALUES (:id, :organisation, :programme, :what, :value, :starts, :reason, :now, :person)

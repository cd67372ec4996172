-- supplement.sql — what an employer asks besides the national standards. Nothing else reads this table.

-- name: supplements_of   many
-- open: of one's own employer, or of that of an induction or a role profile whose rule has been asked
-- in:   organisation int, framework int
-- out:  id uuid, position int, code text, text text, starts date
SELECT s.uuid AS id, t.position, s.code, s.text, s.starts FROM supplement s JOIN framework_item t ON t.id = s.item
WHERE s.organisation = :organisation AND s.ended_at IS NULL AND t.framework = :framework ORDER BY t.position, s.id LIMIT 100

-- name: supplements_own   many
-- why:  an employer's of all standards
-- open: narrowed to one's own employer
-- in:   organisation int
-- out:  id uuid, framework int, position int, code text, text text, starts date
SELECT s.uuid AS id, t.framework, t.position, s.code, s.text, s.starts FROM supplement s JOIN framework_item t ON t.id = s.item
WHERE s.organisation = :organisation AND s.ended_at IS NULL ORDER BY t.framework DESC, t.position, s.id LIMIT 100

-- name: supplement_add   exec
-- in:   id uuid, organisation int, item int, code text, text text, starts date, now instant, person int
INSERT INTO supplement (uuid, organisation, item, code, text, starts, created, created_by)
VALUES (:id, :organisation, :item, :code, :text, :starts, :now, :person)

-- name: supplement_end   exec
-- in:   id uuid, organisation int, now instant, person int
UPDATE supplement SET ended_at = :now, ended_by = :person WHERE uuid = :id AND organisation = :organisation AND ended_at IS NULL

-- evidence_parts.sql — what others are asked to add to a piece.

-- name: part_ask   exec
-- why:  asked once; asked of somebody in another role while it was not given, it is asked anew
-- in:   id uuid, evidence int, filler int, role int, now instant, due date?
INSERT INTO evidence_part (uuid, evidence, filler, role, asked_at, due) VALUES (:id, :evidence, :filler, :role, :now, :due)
ON CONFLICT (evidence, filler) DO UPDATE SET role = excluded.role, asked_at = excluded.asked_at, due = excluded.due
  WHERE evidence_part.given_at IS NULL AND evidence_part.role <> excluded.role

-- name: part_take_back   exec
-- in:   evidence int, filler int
DELETE FROM evidence_part WHERE evidence = :evidence AND filler = :filler AND given_at IS NULL

-- name: part_put   exec
-- in:   id uuid, evidence int, filler int, role int, person int?, given_by text, now instant
INSERT INTO evidence_part (uuid, evidence, filler, role, asked_at, person, given_by, given_at)
VALUES (:id, :evidence, :filler, :role, :now, :person, :given_by, :now)
ON CONFLICT (evidence, filler) DO UPDATE SET person = excluded.person, given_by = excluded.given_by,
  given_at = excluded.given_at

-- name: parts_of   many
-- open: the object rule of the piece has been asked
-- in:   evidence int
-- out:  filler int, role int, asked_at instant, due date?, name text?, given_by text, given_at instant?
SELECT r.filler, r.role, r.asked_at, r.due, p.name, r.given_by, r.given_at
FROM evidence_part r LEFT JOIN person p ON p.id = r.person WHERE r.evidence = :evidence ORDER BY r.filler LIMIT 10

-- name: parts_owed   many
-- why:  what waits for this person's part, soonest due first
-- in:   person int, role int, today date
-- out:  id uuid, title text, kind int, filler int, due date?, asked_at instant, name text
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.uuid AS id, e.title, e.kind, r.filler, r.due, r.asked_at, p.name
FROM assignment a JOIN induction i ON i.id = a.induction AND i.ended IS NULL JOIN evidence e ON e.induction = i.id
JOIN evidence_part r ON r.evidence = e.id AND r.role = :role AND r.given_at IS NULL JOIN person p ON p.id = i.ecsw
WHERE a.person = :person AND a.role = :role AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)
  AND e.state IN (1, 2) AND (/*visible_evidence*/)
ORDER BY COALESCE(r.due, 9999999), r.id LIMIT 100

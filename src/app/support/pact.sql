-- pact.sql — agreements about support and assessment, and who has signed.

-- name: pact_of   one
-- why:  the one that stands
-- open: the object rule of the induction has been asked
-- in:   induction int
-- out:  pact int, id uuid, number int, why int, supervisor int?, assessor int?, share int, pause_ended date?, programme int, reminded_on date,
--       version int, created instant
SELECT p.id AS pact, p.uuid AS id, p.number, p.why, p.supervisor, p.assessor, p.share, p.pause_ended, p.programme, p.reminded_on, p.version, p.created
FROM support_pact p WHERE p.induction = :induction AND p.replaced_at IS NULL

-- name: pact_now   one
-- why:  who supervises and assesses today, the newest first where there are two
-- open: of the induction whose object rule has been asked
-- in:   induction int, today date
-- out:  supervisor int?, assessor int?
SELECT (SELECT a.person FROM assignment a WHERE a.induction = i.id AND a.role = 2 AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)
    ORDER BY a.id DESC LIMIT 1) AS supervisor,
  (SELECT a.person FROM assignment a WHERE a.induction = i.id AND a.role = 3 AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)
    ORDER BY a.id DESC LIMIT 1) AS assessor
FROM induction i WHERE i.id = :induction

-- name: pact_add   one
-- in:   id uuid, induction int, number int, why int, supervisor int?, assessor int?, share int, pause_ended date?, programme int, today date,
--       now instant, by int?
-- out:  pact int
INSERT INTO support_pact (uuid, induction, number, why, supervisor, assessor, share, pause_ended, programme, reminded_on, version, created, created_by)
VALUES (:id, :induction, :number, :why, :supervisor, :assessor, :share, :pause_ended, :programme, :today, 1, :now, :by) RETURNING id AS pact

-- name: pact_replace   exec
-- in:   pact int, now instant
UPDATE support_pact SET replaced_at = :now WHERE id = :pact AND replaced_at IS NULL

-- name: pact_touch   exec
-- in:   pact int, version int
UPDATE support_pact SET version = version + 1 WHERE id = :pact AND version = :version

-- name: pact_reminded   exec
-- in:   pact int, today date
UPDATE support_pact SET reminded_on = :today WHERE id = :pact

-- name: pact_own_copy   exec
-- in:   before int, pact int
INSERT INTO support_pact_own (pact, role, lines) SELECT :pact, o.role, o.lines FROM support_pact_own o WHERE o.pact = :before

-- name: pact_own_put   exec
-- in:   pact int, role int, lines text
INSERT INTO support_pact_own (pact, role, lines) VALUES (:pact, :role, :lines)
ON CONFLICT (pact, role) DO UPDATE SET lines = excluded.lines

-- name: pact_own   many
-- open: the object rule of the induction has been asked: all four read it
-- in:   pact int
-- out:  role int, lines text
SELECT o.role, o.lines FROM support_pact_own o WHERE o.pact = :pact ORDER BY o.role LIMIT 8

-- name: pact_sign   exec
-- in:   pact int, role int, person int, now instant
INSERT INTO support_pact_signature (pact, role, person, signed_at) VALUES (:pact, :role, :person, :now) ON CONFLICT DO NOTHING

-- name: pact_signatures   many
-- open: the object rule of the induction has been asked
-- in:   pact int
-- out:  role int, name text, signed_at instant
SELECT s.role, p.name, s.signed_at FROM support_pact_signature s JOIN person p ON p.id = s.person WHERE s.pact = :pact ORDER BY s.role LIMIT 8

-- name: pacts_before   many
-- why:  those that were replaced, newest first, with how many had signed
-- open: the object rule of the induction has been asked
-- in:   induction int
-- out:  pact int, programme int, number int, why int, created instant, replaced_at instant, signatures int
SELECT p.id AS pact, p.programme, p.number, p.why, p.created, p.replaced_at, (SELECT COUNT(*) FROM support_pact_signature s WHERE s.pact = p.id) AS signatures
FROM support_pact p WHERE p.induction = :induction AND p.replaced_at IS NOT NULL ORDER BY p.number DESC LIMIT 30

-- name: pacts_waiting   many
-- why:  agreements that whoever acts has not signed, the longest first; not while the clock is stopped
-- open: that one waits, of one's own, of those assigned today, of the employer
-- in:   person int, organisation int, role int, today date, limit int
-- out:  induction uuid, name text, created instant
-- use:  visible_induction(i, :person, :organisation, :role, :today); has_not_left(i, :today); is_not_paused(i, :today)
SELECT i.uuid AS induction, q.name, p.created FROM support_pact p JOIN induction i ON i.id = p.induction JOIN person q ON q.id = i.ecsw
WHERE p.replaced_at IS NULL AND i.ended IS NULL AND :role IN (1, 2, 3, 4)
  AND NOT EXISTS (SELECT 1 FROM support_pact_signature s WHERE s.pact = p.id AND s.role = :role)
  AND (/*visible_induction*/) AND /*has_not_left*/ AND /*is_not_paused*/
ORDER BY p.created, p.id LIMIT :limit

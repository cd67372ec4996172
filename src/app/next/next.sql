-- next.sql — what is planned, and how many pieces of a kind there are.

-- name: next_pieces_of_kinds   many
-- why:  how many pieces of each kind somebody has handed in, for what their programme requires
-- open: counted, of an induction whose owner asks
-- in:   induction int
-- out:  kind int, pieces int
SELECT e.kind, COUNT(*) AS pieces FROM evidence e WHERE e.induction = :induction AND e.state = 2
GROUP BY e.kind ORDER BY e.kind LIMIT 20

-- name: plan_items   many
-- why:  what somebody has planned, with the first piece of that kind they handed in since that shows one of the outcomes it was for
-- open: asked by the owner alone (may_add_evidence)
-- in:   induction int
-- out:  id uuid, key text, say text, ask text, kind int, setting int, codes text, added_at instant, piece uuid?,
--       piece_title text?
SELECT n.uuid AS id, n.key, n.say, n.ask, n.kind, n.setting, n.codes, n.added_at,
  (SELECT e.uuid FROM evidence e WHERE e.induction = n.induction AND e.kind = n.kind AND e.state = 2
     AND e.created >= n.added_at AND EXISTS (SELECT 1 FROM link l JOIN framework_item t ON t.id = l.item
       JOIN framework_item o ON o.framework = t.framework AND o.position = t.outcome WHERE l.evidence = e.id AND l.state IN (0, 1)
       AND ', ' || n.codes || ',' LIKE '%, ' || o.code || ',%') ORDER BY e.id LIMIT 1) AS piece,
  (SELECT e.title FROM evidence e WHERE e.induction = n.induction AND e.kind = n.kind AND e.state = 2
     AND e.created >= n.added_at AND EXISTS (SELECT 1 FROM link l JOIN framework_item t ON t.id = l.item
       JOIN framework_item o ON o.framework = t.framework AND o.position = t.outcome WHERE l.evidence = e.id AND l.state IN (0, 1)
       AND ', ' || n.codes || ',' LIKE '%, ' || o.code || ',%') ORDER BY e.id LIMIT 1) AS piece_title
FROM plan_item n WHERE n.induction = :induction AND n.removed_at IS NULL ORDER BY n.id LIMIT 40

-- name: plan_item_add   exec
-- why:  twice is once
-- in:   id uuid, induction int, key text, say text, ask text, kind int, setting int, codes text, now instant
INSERT INTO plan_item (uuid, induction, key, say, ask, kind, setting, codes, added_at)
VALUES (:id, :induction, :key, :say, :ask, :kind, :setting, :codes, :now)
ON CONFLICT (induction, key) WHERE removed_at IS NULL DO NOTHING

-- name: plan_item_remove   exec
-- in:   induction int, id uuid, now instant
UPDATE plan_item SET removed_at = :now WHERE induction = :induction AND uuid = :id AND removed_at IS NULL

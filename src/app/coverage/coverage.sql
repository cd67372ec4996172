-- coverage.sql — pieces that point at one statement or outcome, those shown first, and what does not come up in somebody's work.

-- name: pieces_of_statement   many
-- why:  what this person may see of the pieces linked to one statement, newest first
-- in:   induction int, item int, person int, role int, today date
-- out:  id uuid, title text, kind int, on_date date?, month_only bool, link_state int, evidence_state int
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.uuid AS id, e.title, e.kind, e.on_date, e.month_only, l.state AS link_state, e.state AS evidence_state
FROM link l JOIN evidence e ON e.id = l.evidence JOIN induction i ON i.id = e.induction
WHERE e.induction = :induction AND l.item = :item AND l.state <> 3 AND e.state <> 3 AND /*visible_evidence*/
ORDER BY e.on_date DESC, e.id DESC LIMIT 200

-- name: pieces_of_outcome   many
-- why:  handed in and linked to a statement of one outcome: those shown first in their order, then the newest
-- in:   induction int, framework int, item int, from int, until int, person int, role int, today date
-- out:  evidence int, id uuid, title text, kind int, on_date date?, month_only bool, links int, agreed int, place int?, elsewhere int
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.id AS evidence, e.uuid AS id, e.title, e.kind, e.on_date, e.month_only, COUNT(*) AS links,
  SUM(CASE WHEN l.state = 1 THEN 1 ELSE 0 END) AS agreed, MIN(s.place) AS place,
  (SELECT COUNT(*) FROM showcase o WHERE o.evidence = e.id AND o.item <> :item) AS elsewhere
FROM evidence e JOIN induction i ON i.id = e.induction JOIN link l ON l.evidence = e.id AND l.state <> 3
JOIN framework_item t ON t.id = l.item AND t.framework = :framework AND t.position >= :from AND t.position < :until
LEFT JOIN showcase s ON s.induction = e.induction AND s.item = :item AND s.evidence = e.id
WHERE e.induction = :induction AND e.state = 2 AND (/*visible_evidence*/)
GROUP BY e.id, e.uuid, e.title, e.kind, e.on_date, e.month_only
ORDER BY COALESCE(MIN(s.place), 9), COALESCE(e.on_date, 0) DESC, e.id DESC LIMIT 200

-- name: showcase_of   many
-- why:  what is shown first for each outcome, as far as this person may see it
-- in:   induction int, person int, role int, today date
-- out:  position int, place int, id uuid, title text
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT t.position, s.place, e.uuid AS id, e.title FROM showcase s JOIN framework_item t ON t.id = s.item
JOIN evidence e ON e.id = s.evidence AND e.state = 2 JOIN induction i ON i.id = s.induction
WHERE s.induction = :induction AND (/*visible_evidence*/) ORDER BY t.position, s.place LIMIT 1000

-- name: showcase_changed   one
-- why:  when the choice for an outcome was last changed: its version
-- open: the object rule of the induction has been asked
-- in:   induction int, item int
-- out:  at int
SELECT COALESCE(MAX(s.chosen_at), 0) AS at FROM showcase s WHERE s.induction = :induction AND s.item = :item

-- name: showcase_of_piece   many
-- why:  for which outcomes a piece is among those shown first
-- open: the object rule of the piece has been asked
-- in:   evidence int
-- out:  item int
SELECT s.item FROM showcase s WHERE s.evidence = :evidence ORDER BY s.item LIMIT 1000

-- name: showcase_points   one
-- why:  how many links of a piece that are not withdrawn point at a statement of one outcome
-- open: the object rule of the piece has been asked
-- in:   evidence int, framework int, from int, until int
-- out:  n int
SELECT COUNT(*) AS n FROM link l JOIN framework_item t ON t.id = l.item
WHERE l.evidence = :evidence AND l.state <> 3 AND t.framework = :framework AND t.position >= :from AND t.position < :until

-- name: showcase_others   many
-- why:  what is shown first for one outcome, but for a piece that goes
-- open: the object rule of the induction has been asked
-- in:   induction int, item int, but int
-- out:  evidence int
SELECT s.evidence FROM showcase s WHERE s.induction = :induction AND s.item = :item AND s.evidence <> :but ORDER BY s.place LIMIT 10

-- name: showcase_clear   exec
-- in:   induction int, item int
DELETE FROM showcase WHERE induction = :induction AND item = :item

-- name: showcase_put   exec
-- in:   induction int, item int, place int, evidence int, now instant
INSERT INTO showcase (induction, item, place, evidence, chosen_at) VALUES (:induction, :item, :place, :evidence, :now)

-- name: not_applicable_said   one
-- open: the object rule of the induction has been asked
-- in:   induction int, item int
-- out:  declared_at instant
SELECT n.declared_at FROM not_applicable n WHERE n.induction = :induction AND n.item = :item

-- name: not_applicable_say   exec
-- in:   induction int, item int, now instant
INSERT INTO not_applicable (induction, item, declared_at) VALUES (:induction, :item, :now) ON CONFLICT (item, induction) DO NOTHING

-- name: not_applicable_take_back   exec
-- in:   induction int, item int
DELETE FROM not_applicable WHERE induction = :induction AND item = :item

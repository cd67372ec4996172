-- coverage.sql — pieces that point at one statement.

-- name: pieces_of_statement   many
-- why:  what this person may see of the pieces linked to one statement, newest first
-- in:   induction int, item int, person int, role int, today date
-- out:  id uuid, title text, kind int, on_date date?, month_only bool, link_state int, evidence_state int
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.uuid AS id, e.title, e.kind, e.on_date, e.month_only, l.state AS link_state, e.state AS evidence_state
FROM link l JOIN evidence e ON e.id = l.evidence JOIN induction i ON i.id = e.induction
WHERE e.induction = :induction AND l.item = :item AND l.state <> 3 AND e.state <> 3 AND /*visible_evidence*/
ORDER BY e.on_date DESC, e.id DESC LIMIT 200

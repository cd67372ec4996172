-- outsider_words.sql — words in a piece that its writer did not type there: as the privacy check reads and covers them.

-- name: piece_focus   one
-- why:  what an observer is to look at, who wrote it, and the ECSW's own words about what it showed
-- open: the object rule of the piece has been asked, or it is being shared
-- in:   evidence int
-- out:  focus text, agreed_words text, planned_by int, name text, looks text
SELECT o.focus, o.agreed_words, o.planned_by, p.name, o.looks FROM observation o JOIN person p ON p.id = o.planned_by
WHERE o.evidence = :evidence

-- name: piece_given   many
-- why:  what a professional or an observer said, with who they said they are
-- open: the object rule of the piece has been asked, or it is being shared
-- in:   evidence int
-- out:  kind int, question text, text text, given_by text?
SELECT g.kind, g.question, g.text, COALESCE((SELECT MAX(k.given_name) FROM ask k
  WHERE k.evidence = g.evidence AND k.kind = g.kind AND k.done_at IS NOT NULL AND k.deleted_at IS NULL),
  (SELECT o.given_by FROM observation o WHERE o.evidence = g.evidence)) AS given_by
FROM given_answer g WHERE g.evidence = :evidence ORDER BY g.kind, g.question LIMIT 60

-- name: piece_families   many
-- why:  what families said that was released into the piece
-- open: the object rule of the piece has been asked, or it is being shared
-- in:   evidence int
-- out:  answer int, question text, text text
-- use:  released_answer(k, f)
SELECT k.id AS answer, w.question, w.text FROM ask_answer w JOIN ask k ON k.id = w.ask JOIN ask_family f ON f.ask = k.id
WHERE k.evidence = :evidence AND k.kind = 2 AND (/*released_answer*/) ORDER BY w.question, w.text LIMIT 400

-- name: piece_abouts   many
-- why:  what somebody was told the piece is about
-- open: the object rule of the piece has been asked, or it is being shared
-- in:   evidence int
-- out:  ask int, about text
SELECT k.id AS ask, k.about FROM ask k WHERE k.evidence = :evidence AND k.kind <> 2 AND k.about <> '' ORDER BY k.id LIMIT 20

-- name: piece_focus_set   exec
-- in:   evidence int, text text
UPDATE observation SET focus = :text, version = version + 1 WHERE evidence = :evidence

-- name: piece_looks_set   exec
-- in:   evidence int, text text
UPDATE observation SET looks = :text, version = version + 1 WHERE evidence = :evidence

-- name: piece_agreed_set   exec
-- in:   evidence int, text text
UPDATE observation SET agreed_words = :text, version = version + 1 WHERE evidence = :evidence

-- name: piece_given_set   exec
-- in:   evidence int, kind int, question text, text text
UPDATE given_answer SET text = :text WHERE evidence = :evidence AND kind = :kind AND question = :question

-- name: piece_family_set   exec
-- open: of a piece whose rule has been asked
-- in:   evidence int, answer int, question text, text text
UPDATE ask_answer SET text = :text WHERE ask = :answer AND question = :question
  AND EXISTS (SELECT 1 FROM ask k WHERE k.id = :answer AND k.evidence = :evidence)

-- name: piece_about_set   exec
-- in:   evidence int, ask int, text text
UPDATE ask SET about = :text, version = version + 1 WHERE id = :ask AND evidence = :evidence

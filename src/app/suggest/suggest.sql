-- suggest.sql — what agreed links teach, as counts of people.

-- name: suggest_learnt_at   one
-- why:  whether the kept index is still the newest
-- in:   framework int
-- out:  made_at instant
SELECT made_at FROM suggest_learnt WHERE framework = :framework

-- name: suggest_learnt_get   one
-- in:   framework int
-- out:  made_at instant, words text
SELECT made_at, words FROM suggest_learnt WHERE framework = :framework

-- name: suggest_learnt_put   exec
-- in:   framework int, now instant, pieces int, words text
INSERT INTO suggest_learnt (framework, made_at, pieces, words) VALUES (:framework, :now, :pieces, :words)
ON CONFLICT (framework) DO UPDATE SET made_at = excluded.made_at, pieces = excluded.pieces, words = excluded.words

-- name: suggest_frameworks   many
-- why:  published versions that somebody's induction uses
-- open: no person's
-- in:   none
-- out:  framework int
SELECT f.id AS framework FROM framework f WHERE f.state = 1 AND EXISTS (SELECT 1 FROM induction i WHERE i.framework = f.id)
ORDER BY f.id LIMIT 20

-- name: suggest_pieces   many
-- why:  pieces with agreed links, person after person, to be counted; a page of them at a time
-- open: their words go into counts of at least five people and nowhere else
-- in:   framework int, after_induction int, after int, limit int
-- out:  person int, induction int, evidence int, text text
SELECT i.ecsw AS person, i.id AS induction, e.id AS evidence, e.text FROM induction i JOIN evidence e ON e.induction = i.id
WHERE i.framework = :framework AND e.state = 2
  AND (i.id > :after_induction OR (i.id = :after_induction AND e.id > :after))
  AND EXISTS (SELECT 1 FROM link l WHERE l.evidence = e.id AND l.state = 1)
ORDER BY i.id, e.id LIMIT :limit

-- name: suggest_answers   many
-- why:  the answers beside the text of a piece
-- open: of a piece its writer goes on with, or that is being counted
-- in:   evidence int
-- out:  text text
SELECT text FROM evidence_answer WHERE evidence = :evidence ORDER BY prompt LIMIT 60

-- name: suggest_agreed   many
-- open: as above
-- in:   evidence int
-- out:  position int
SELECT t.position FROM link l JOIN framework_item t ON t.id = l.item WHERE l.evidence = :evidence AND l.state = 1
ORDER BY t.position LIMIT 100

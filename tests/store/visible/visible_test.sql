-- Queries of test_visible: the fragments of src/app/visible.sql, asked about every row.

-- name: everybody   many
-- open: the test asks for each of them
-- in:   none
-- out:  person int, organisation int
SELECT DISTINCT person, organisation FROM role_held ORDER BY person, organisation LIMIT 10000

-- name: inductions_with_verdict   many
-- in:   person int, organisation int, role int, today date
-- out:  id uuid, seen bool
-- use:  visible_induction(i, :person, :organisation, :role, :today)
SELECT i.uuid AS id, CASE WHEN /*visible_induction*/ THEN 1 ELSE 0 END AS seen FROM induction i ORDER BY i.id LIMIT 10000

-- name: evidence_with_verdict   many
-- in:   person int, role int, today date
-- out:  id uuid, seen bool
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.uuid AS id, CASE WHEN /*visible_evidence*/ THEN 1 ELSE 0 END AS seen
FROM evidence e JOIN induction i ON i.id = e.induction ORDER BY e.id LIMIT 10000

-- name: held_with_verdict   many
-- why:  pieces that are held back in this test
-- row:  evidence_with_verdict
-- in:   person int, role int, today date
-- out:  id uuid, seen bool
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.uuid AS id, CASE WHEN /*visible_evidence*/ THEN 1 ELSE 0 END AS seen
FROM evidence e JOIN induction i ON i.id = e.induction WHERE e.held <> 0 ORDER BY e.id LIMIT 10000

-- name: observations_with_verdict   many
-- row:  evidence_with_verdict
-- in:   person int, role int, today date
-- out:  id uuid, seen bool
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT o.uuid AS id, CASE WHEN /*visible_evidence*/ THEN 1 ELSE 0 END AS seen
FROM observation o JOIN evidence e ON e.id = o.evidence JOIN induction i ON i.id = e.induction ORDER BY o.evidence LIMIT 10000

-- name: given_with_verdict   many
-- why:  what somebody without an account said, and what others gave as their part: as its piece
-- row:  evidence_with_verdict
-- in:   person int, role int, today date
-- out:  id uuid, seen bool
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.uuid AS id, CASE WHEN /*visible_evidence*/ THEN 1 ELSE 0 END AS seen
FROM evidence e JOIN induction i ON i.id = e.induction WHERE EXISTS (SELECT 1 FROM given_answer g WHERE g.evidence = e.id)
  OR EXISTS (SELECT 1 FROM evidence_part r WHERE r.evidence = e.id) OR EXISTS (SELECT 1 FROM privacy_kept k WHERE k.evidence = e.id)
ORDER BY e.id LIMIT 10000

-- name: supervisions_with_verdict   many
-- row:  evidence_with_verdict
-- in:   person int, role int, today date
-- out:  id uuid, seen bool
-- use:  visible_supervision(s, i, :person, :role, :today)
SELECT s.uuid AS id, CASE WHEN /*visible_supervision*/ THEN 1 ELSE 0 END AS seen
FROM supervision s JOIN induction i ON i.id = s.induction ORDER BY s.id LIMIT 10000

-- name: goals_with_verdict   many
-- row:  evidence_with_verdict
-- in:   person int, role int, today date
-- out:  id uuid, seen bool
-- use:  visible_plan(i, :person, :role, :today)
SELECT g.uuid AS id, CASE WHEN /*visible_plan*/ THEN 1 ELSE 0 END AS seen
FROM goal g JOIN induction i ON i.id = g.induction ORDER BY g.id LIMIT 10000

-- name: reflections_with_verdict   many
-- row:  evidence_with_verdict
-- in:   person int, role int
-- out:  id uuid, seen bool
-- use:  visible_reflection(r, :person, :role)
SELECT r.uuid AS id, CASE WHEN /*visible_reflection*/ THEN 1 ELSE 0 END AS seen FROM private_reflection r ORDER BY r.id LIMIT 10000

-- name: some_are_held   exec
-- why:  the demo has no piece that is held back
-- in:   none
UPDATE evidence SET held = 2 WHERE state IN (1, 2) AND id % 4 = 0

-- name: decisions_with_verdict   many
-- row:  inductions_with_verdict
-- in:   person int, organisation int, role int, today date
-- out:  id uuid, seen bool
-- use:  visible_decision(d, i, :person, :organisation, :role, :today)
SELECT d.uuid AS id, CASE WHEN /*visible_decision*/ THEN 1 ELSE 0 END AS seen FROM decision d JOIN induction i ON i.id = d.induction
ORDER BY d.id LIMIT 10000

-- name: decision_in_state   exec
-- open: to prepare the test
-- why:  the demo has one with a panel and one that was issued: others beside them
-- in:   id uuid, state int, told instant?
INSERT INTO decision (uuid, induction, state, judgement, round, version, told_at, drawn, moderated, created, changed, closed_at)
SELECT :id, d.induction, :state, 2, 1, 1, :told, 0, 0, 1, 1, 1 FROM decision d WHERE d.id = (SELECT MIN(x.id) FROM decision x)

-- name: decision_words_there   exec
-- open: to prepare the test
-- in:   none
INSERT INTO recommendation (decision, round, reasons, next_steps, support, owed_said, owed)
SELECT d.id, 1, '', '', '', '', '' FROM decision d WHERE NOT EXISTS (SELECT 1 FROM recommendation r WHERE r.decision = d.id)

-- name: decision_seat   exec
-- open: to prepare the test
-- in:   id uuid, decision_id uuid, person int, sitting int, conflict int, ended instant?
INSERT INTO panel_member (uuid, decision, sitting, round, person, is_chair, conflict, said, words, named_at, ended_at)
SELECT :id, d.id, :sitting, 1, :person, 0, :conflict, 0, '', 1, :ended FROM decision d WHERE d.uuid = :decision_id

-- name: decision_reader_there   exec
-- open: to prepare the test
-- in:   decision_id uuid, person int, kind int, ended instant?
INSERT INTO decision_reader (decision, kind, round, person, named_at, ended_at)
SELECT d.id, :kind, 1, :person, 1, :ended FROM decision d WHERE d.uuid = :decision_id

-- name: joinings_with_verdict   many
-- in:   person int, organisation int, role int
-- out:  id uuid, seen bool
-- use:  visible_joining(j, :person, :organisation, :role)
SELECT j.uuid AS id, CASE WHEN /*visible_joining*/ THEN 1 ELSE 0 END AS seen FROM joining j ORDER BY j.id LIMIT 10000

-- name: asks_with_verdict   many
-- in:   person int, role int, today date
-- out:  id uuid, seen bool
-- use:  visible_ask(k, i, :person, :role, :today)
SELECT k.uuid AS id, CASE WHEN /*visible_ask*/ THEN 1 ELSE 0 END AS seen
FROM ask k JOIN induction i ON i.id = k.induction ORDER BY k.id LIMIT 10000

-- name: held_answers_seen   one
-- open: what is released is released to whoever may read its piece
-- why:  what families said that the fragment would give to anybody though it has not been released
-- in:   none
-- out:  held int, released int
-- use:  released_answer(k, f)
SELECT COUNT(CASE WHEN f.released_at IS NULL OR k.deleted_at IS NOT NULL THEN 1 END) AS held, COUNT(*) AS released
FROM ask_answer w JOIN ask k ON k.id = w.ask JOIN ask_family f ON f.ask = k.id WHERE (/*released_answer*/)

-- name: answers_there_are   one
-- open: the test counts them
-- in:   none
-- out:  answers int
SELECT COUNT(*) AS answers FROM ask_answer

-- name: equality_seen   one
-- in:   person int, role int
-- out:  mine int, others int
-- use:  visible_equality(q, :person, :role)
SELECT COUNT(CASE WHEN q.person = :person THEN 1 END) AS mine, COUNT(CASE WHEN q.person <> :person THEN 1 END) AS others
FROM equality_answer q WHERE (/*visible_equality*/)

-- name: comments_with_verdict   many
-- open: the test asks the rule about each view
-- why:  each comment, whether it is seen, and what the rule of views makes of it and of what its conversation began with: whose it
--       is, whether it is held, the view it was given with where that stands, and the reader's own that stands
-- in:   person int, role int
-- out:  id uuid, seen bool, said_by int, held bool, view_by int, view_of int, began_by int, began_held bool, began_view_by int,
--       began_view_of int, own_view_of int
-- use:  visible_comment(c, :person, :role)
SELECT c.uuid AS id, CASE WHEN /*visible_comment*/ THEN 1 ELSE 0 END AS seen, c.person AS said_by, c.held,
  COALESCE(v.person, 0) AS view_by, COALESCE(v.evidence_version, 0) AS view_of, f.person AS began_by, f.held AS began_held,
  COALESCE(fv.person, 0) AS began_view_by, COALESCE(fv.evidence_version, 0) AS began_view_of,
  COALESCE((SELECT MAX(o.evidence_version) FROM view_given o WHERE o.evidence = t.evidence AND o.person = :person
    AND o.undone_at IS NULL), 0) AS own_view_of
FROM talk t JOIN talk_comment c ON c.talk = t.id JOIN talk_comment f ON f.id = (SELECT MIN(x.id) FROM talk_comment x WHERE x.talk = t.id)
LEFT JOIN view_given v ON v.id = c.view_given AND v.undone_at IS NULL
LEFT JOIN view_given fv ON fv.id = f.view_given AND fv.undone_at IS NULL ORDER BY c.id LIMIT 10000

-- name: reviews_with_verdict   many
-- in:   person int, organisation int, role int, today date
-- out:  id uuid, seen bool
-- use:  visible_induction(i, :person, :organisation, :role, :today)
SELECT v.uuid AS id, CASE WHEN /*visible_induction*/ THEN 1 ELSE 0 END AS seen
FROM review v JOIN induction i ON i.id = v.induction ORDER BY v.id LIMIT 10000

-- name: parts_with_verdict   many
-- why:  each part of a review, whether it is read, and what the rule follows from
-- in:   person int
-- out:  part int, seen bool, writer int, typist int, given bool, released bool
-- use:  released_part(a, v, :person)
SELECT a.id AS part, CASE WHEN /*released_part*/ THEN 1 ELSE 0 END AS seen, a.person AS writer, a.typed_by AS typist,
  CASE WHEN a.given_at IS NULL THEN 0 ELSE 1 END AS given, CASE WHEN v.released_at IS NULL THEN 0 ELSE 1 END AS released
FROM review_part a JOIN review v ON v.id = a.review ORDER BY a.id LIMIT 10000

-- name: some_parts_are_typed   exec
-- why:  the demo has none that another typed
-- in:   who int
UPDATE review_part SET typed_by = :who WHERE id % 4 = 0

-- name: some_parts_are_begun   exec
-- why:  the demo has none that was begun and not handed in
-- in:   none
UPDATE review_part SET given_at = NULL WHERE id % 5 = 0

-- name: talk_begun   one
-- open: to prepare the test
-- in:   id uuid, evidence int, who int
-- out:  talk int
INSERT INTO talk (uuid, evidence, evidence_version, field, quote, at_byte, person, began)
VALUES (:id, :evidence, 1, '', '', 0, :who, 0) RETURNING id AS talk

-- name: talk_said   exec
-- in:   id uuid, talk int, who int, role int, held bool, view_given int?
INSERT INTO talk_comment (uuid, talk, person, role, text, said_at, held, view_given)
VALUES (:id, :talk, :who, :role, 'said', 0, :held, :view_given)

-- name: views_there_are   many
-- open: to prepare the test
-- in:   none
-- out:  view int, evidence int, who int, ecsw int
SELECT v.id AS view, v.evidence, v.person AS who, i.ecsw FROM view_given v JOIN evidence e ON e.id = v.evidence
JOIN induction i ON i.id = e.induction WHERE v.undone_at IS NULL ORDER BY v.id LIMIT 4

-- name: view_undone   exec
-- in:   view int
UPDATE view_given SET undone_at = 1 WHERE id = :view

-- name: induction_of_name   one
-- open: to prepare the test
-- in:   name text
-- out:  induction int, ecsw int, employer int
SELECT i.id AS induction, i.ecsw, i.employer FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.name = :name

-- name: induction_end_now   exec
-- in:   induction int, ended date
UPDATE induction SET ended = :ended WHERE id = :induction

-- talk.sql — conversations about pieces. What is held back with a view is nobody's but its writer's: visible_comment.

-- name: talks_of   many
-- why:  the conversations of one piece in which this person may read something, oldest first
-- open: the object rule of the piece has been asked
-- in:   evidence int, who int, role int
-- out:  talk int, id uuid, evidence_version int, field text, quote text, at_byte int, person int, name text, began instant,
--       resolver text?, resolved_at instant?, waits bool
-- use:  visible_comment(c, :who, :role)
-- use:  talk_waits(t)
SELECT t.id AS talk, t.uuid AS id, t.evidence_version, t.field, t.quote, t.at_byte, t.person, p.name, t.began, r.name AS resolver,
  t.resolved_at, CASE WHEN /*talk_waits*/ THEN 1 ELSE 0 END AS waits
FROM talk t JOIN person p ON p.id = t.person LEFT JOIN person r ON r.id = t.resolved_by
WHERE t.evidence = :evidence AND EXISTS (SELECT 1 FROM talk_comment c WHERE c.talk = t.id AND (/*visible_comment*/))
ORDER BY t.id LIMIT 100

-- name: talk_comments   many
-- why:  what was said in them, in order: what was held was said when its view was given
-- open: the object rule of the piece has been asked
-- in:   evidence int, who int, role int
-- out:  talk int, id uuid, person int, name text, role int, text text, said_at instant, waits bool, removed_at instant?
-- use:  visible_comment(c, :who, :role)
SELECT c.talk, c.uuid AS id, c.person, p.name, c.role, c.text, COALESCE(v.given_at, c.said_at) AS said_at,
  CASE WHEN c.held = 1 AND v.id IS NULL THEN 1 ELSE 0 END AS waits, c.removed_at
FROM talk t JOIN talk_comment c ON c.talk = t.id JOIN person p ON p.id = c.person
LEFT JOIN view_given v ON v.id = c.view_given AND v.undone_at IS NULL
WHERE t.evidence = :evidence AND (/*visible_comment*/) ORDER BY COALESCE(v.given_at, c.said_at), c.id LIMIT 5000

-- name: talk_people   many
-- why:  who may read the piece beside whoever asks: its writer, and those assigned today
-- open: the object rule of the piece has been asked
-- in:   induction int, ecsw int, who int, today date
-- out:  person int, id uuid, name text, role int
SELECT p.id AS person, p.uuid AS id, p.name, MIN(a.role) AS role FROM person p JOIN (
  SELECT x.person, x.role FROM assignment x WHERE x.induction = :induction AND x.role IN (2, 3) AND x.starts <= :today
    AND (x.ends IS NULL OR x.ends >= :today)
  UNION ALL SELECT i.ecsw, 1 FROM induction i WHERE i.id = :induction) AS a ON a.person = p.id
WHERE p.id <> :who AND p.disabled_at IS NULL AND (a.role = 1 OR p.id <> :ecsw)
GROUP BY p.id, p.uuid, p.name ORDER BY MIN(a.role), p.name LIMIT 20

-- name: talk_lock   one
-- why:  holds the induction for the rest of the transaction
-- open: the object rule decides
-- lock: yes
-- in:   id uuid
-- out:  induction int
SELECT i.id AS induction FROM induction i WHERE i.id = (SELECT e.induction FROM talk t JOIN evidence e ON e.id = t.evidence WHERE t.uuid = :id)

-- name: talk_by_id   one
-- open: the object rule decides by the facts
-- in:   id uuid, who int, role int
-- out:  talk int, evidence_id uuid, person int, began instant, resolved_at instant?, shown bool, waits bool
-- use:  visible_comment(c, :who, :role)
-- use:  talk_waits(t)
SELECT t.id AS talk, e.uuid AS evidence_id, t.person, t.began, t.resolved_at,
  CASE WHEN EXISTS (SELECT 1 FROM talk_comment c WHERE c.talk = t.id AND (/*visible_comment*/)) THEN 1 ELSE 0 END AS shown,
  CASE WHEN /*talk_waits*/ THEN 1 ELSE 0 END AS waits
FROM talk t JOIN evidence e ON e.id = t.evidence WHERE t.uuid = :id

-- name: talk_counts   one
-- why:  how much there is, for the bounds
-- open: numbers
-- in:   evidence int, talk int
-- out:  talks int, all_comments int, comments int
SELECT (SELECT COUNT(*) FROM talk t WHERE t.evidence = :evidence) AS talks,
  (SELECT COUNT(*) FROM talk t JOIN talk_comment c ON c.talk = t.id WHERE t.evidence = :evidence) AS all_comments,
  (SELECT COUNT(*) FROM talk_comment c WHERE c.talk = :talk) AS comments FROM induction i WHERE i.id =
  (SELECT e.induction FROM evidence e WHERE e.id = :evidence)

-- name: talk_twin   one
-- why:  the comment a second press would say again; an answer after which somebody has said something is none
-- open: the writer's own
-- in:   evidence int, talk int, who int, text text, held bool, field text, quote text, since instant
-- out:  id uuid
SELECT t.uuid AS id FROM talk t JOIN talk_comment c ON c.talk = t.id
WHERE t.evidence = :evidence AND (:talk = 0 OR (t.id = :talk AND c.id = (SELECT MAX(l.id) FROM talk_comment l WHERE l.talk = t.id)))
  AND c.person = :who AND c.text = :text AND c.held = :held AND c.said_at >= :since
  AND c.removed_at IS NULL AND (:talk <> 0 OR (t.field = :field AND t.quote = :quote)) ORDER BY c.id DESC LIMIT 1

-- name: talk_add   one
-- open: made in this transaction
-- in:   id uuid, evidence int, evidence_version int, field text, quote text, at_byte int, who int, now instant
-- out:  talk int
INSERT INTO talk (uuid, evidence, evidence_version, field, quote, at_byte, person, began)
VALUES (:id, :evidence, :evidence_version, :field, :quote, :at_byte, :who, :now) RETURNING id AS talk

-- name: talk_comment_add   exec
-- in:   id uuid, talk int, who int, role int, text text, held bool, now instant
INSERT INTO talk_comment (uuid, talk, person, role, text, said_at, held) VALUES (:id, :talk, :who, :role, :text, :now, :held)

-- name: talk_with_add   exec
-- in:   talk int, who int, now instant
INSERT INTO talk_with (talk, person, since) VALUES (:talk, :who, :now) ON CONFLICT (talk, person) DO NOTHING

-- name: talk_resolve   exec
-- in:   talk int, who int?, now instant?
UPDATE talk SET resolved_by = :who, resolved_at = :now
WHERE id = :talk AND (CASE WHEN resolved_at IS NULL THEN 0 ELSE 1 END) <> (CASE WHEN :now IS NULL THEN 0 ELSE 1 END)

-- name: talk_comment_remove   exec
-- why:  its writer takes it back
-- in:   talk int, id uuid, who int, now instant
UPDATE talk_comment SET text = '', removed_at = :now WHERE talk = :talk AND uuid = :id AND person = :who AND removed_at IS NULL

-- name: talk_say_now   exec
-- why:  a comment its writer held back is held no longer; nor is what the conversation began with, without which nobody reads it
-- open: the writer's own
-- in:   talk int, id uuid, who int, now instant
UPDATE talk_comment SET held = 0, view_given = NULL, said_at = :now
WHERE talk = :talk AND person = :who AND held = 1
  AND (view_given IS NULL OR view_given IN (SELECT v.id FROM view_given v WHERE v.undone_at IS NOT NULL))
  AND ((uuid = :id AND removed_at IS NULL) OR (id = (SELECT MIN(f.id) FROM talk_comment f WHERE f.talk = :talk)
    AND EXISTS (SELECT 1 FROM talk_comment o WHERE o.uuid = :id AND o.talk = :talk AND o.person = :who AND o.held = 1
      AND o.removed_at IS NULL)))

-- name: talk_release   exec
-- why:  what an assessor held goes out with their view
-- open: the writer's own
-- in:   evidence int, who int, view_given int
UPDATE talk_comment SET view_given = :view_given WHERE held = 1 AND person = :who
  AND talk IN (SELECT t.id FROM talk t WHERE t.evidence = :evidence)
  AND (view_given IS NULL OR view_given IN (SELECT v.id FROM view_given v WHERE v.undone_at IS NOT NULL))

-- name: talk_released   many
-- why:  conversations that had been resolved, in which a view lets something be read
-- open: the writer's own
-- in:   evidence int, view_given int
-- out:  talk int, id uuid
SELECT t.id AS talk, t.uuid AS id FROM talk t WHERE t.evidence = :evidence AND t.resolved_at IS NOT NULL AND EXISTS (
  SELECT 1 FROM talk_comment c WHERE c.talk = t.id AND c.view_given = :view_given AND c.removed_at IS NULL) ORDER BY t.id LIMIT 100

-- name: talk_told_with   many
-- why:  whom the comments of a view concern beside its writer and the one judged, who hears of the view
-- open: whom to tell
-- in:   evidence int, view_given int, who int, ecsw int
-- out:  person int
SELECT DISTINCT w.person FROM talk t JOIN talk_comment c ON c.talk = t.id JOIN talk_with w ON w.talk = t.id
WHERE t.evidence = :evidence AND c.view_given = :view_given AND w.person <> :who AND w.person <> :ecsw ORDER BY w.person LIMIT 50

-- name: talk_with   many
-- why:  whom a conversation is with, of those who may read the piece today
-- open: whom to tell
-- in:   talk int, induction int, who int, today date
-- out:  person int
SELECT w.person FROM talk_with w WHERE w.talk = :talk AND w.person <> :who AND (
  EXISTS (SELECT 1 FROM induction i WHERE i.id = :induction AND i.ecsw = w.person)
  OR EXISTS (SELECT 1 FROM assignment a WHERE a.induction = :induction AND a.person = w.person AND a.role IN (2, 3)
    AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today))) ORDER BY w.person LIMIT 50

-- name: talk_waiting   many
-- why:  conversations with this person that are open and in which somebody else spoke last, newest first
-- in:   who int, role int, today date
-- out:  id uuid, piece uuid, title text, name text, text text, said_at instant
-- use:  visible_comment(c, :who, :role)
-- use:  visible_evidence(e, i, :who, :role, :today)
SELECT t.uuid AS id, e.uuid AS piece, e.title, p.name, l.text, COALESCE(g.given_at, l.said_at) AS said_at
FROM talk_with w JOIN talk t ON t.id = w.talk AND t.resolved_at IS NULL JOIN evidence e ON e.id = t.evidence AND e.state IN (1, 2)
JOIN induction i ON i.id = e.induction AND i.ended IS NULL
JOIN talk_comment l ON l.id = (SELECT c.id FROM talk_comment c LEFT JOIN view_given v ON v.id = c.view_given AND v.undone_at IS NULL
  WHERE c.talk = t.id AND c.removed_at IS NULL AND (/*visible_comment*/) ORDER BY COALESCE(v.given_at, c.said_at) DESC, c.id DESC LIMIT 1)
LEFT JOIN view_given g ON g.id = l.view_given AND g.undone_at IS NULL
JOIN person p ON p.id = l.person
WHERE w.person = :who AND l.person <> :who AND (/*visible_evidence*/) ORDER BY COALESCE(g.given_at, l.said_at) DESC, l.id DESC LIMIT 20

-- name: talk_words_of   many
-- why:  what was said about a piece and may be read by others, as the privacy check reads it; what is held or taken back is not
-- open: the object rule of the piece has been asked, or it is being shared
-- in:   evidence int, person int, role int
-- out:  id uuid, name text, text text
-- use:  talk_waits(t)
-- use:  visible_comment(c, :person, :role)
SELECT c.uuid AS id, p.name, c.text FROM talk t JOIN talk_comment c ON c.talk = t.id JOIN person p ON p.id = c.person
WHERE t.evidence = :evidence AND c.removed_at IS NULL AND NOT (/*talk_waits*/) AND (/*visible_comment*/) AND (c.held = 0 OR EXISTS (
  SELECT 1 FROM view_given v WHERE v.id = c.view_given AND v.undone_at IS NULL)) ORDER BY c.id LIMIT 1000

-- name: talk_names_of   many
-- why:  everybody a conversation about the piece is with: whoever was named with an @ is among them
-- open: names only, for a pure rule
-- in:   evidence int
-- out:  name text
SELECT DISTINCT p.name FROM talk t JOIN talk_with w ON w.talk = t.id JOIN person p ON p.id = w.person
WHERE t.evidence = :evidence ORDER BY p.name LIMIT 100

-- name: talk_comment_set   exec
-- why:  what identifies somebody in it is covered
-- in:   evidence int, id uuid, text text
UPDATE talk_comment SET text = :text WHERE uuid = :id AND removed_at IS NULL
  AND talk IN (SELECT t.id FROM talk t WHERE t.evidence = :evidence)

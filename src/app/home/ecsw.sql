-- ecsw.sql — an ECSW's first screen: what needs them, what is with others, what changed since they were last here.

-- name: home_questions   many
-- why:  links an assessor has returned with a question, oldest first, with what was asked last
-- in:   person int, role int, today date
-- out:  id uuid, title text, kind int, submitted_at instant?, position int, comment text, by_name text, asked_at instant
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.uuid AS id, e.title, e.kind, e.submitted_at,
  (SELECT t.position FROM framework_item t WHERE t.id = l.item) AS position, x.comment,
  (SELECT p.name FROM person p WHERE p.id = g.person) AS by_name, g.given_at AS asked_at
FROM induction i JOIN evidence e ON e.induction = i.id JOIN link l ON l.evidence = e.id AND l.state = 2
JOIN view_link x ON x.link = l.id AND x.agreed = 0
JOIN view_given g ON g.id = x.view_given AND g.undone_at IS NULL
WHERE i.ecsw = :person AND i.ended IS NULL AND e.state = 2 AND /*visible_evidence*/
  AND g.id = (SELECT MAX(h.id) FROM view_link y JOIN view_given h ON h.id = y.view_given
              WHERE y.link = l.id AND h.undone_at IS NULL)
ORDER BY g.given_at, position LIMIT 50

-- name: home_drafts   many
-- in:   person int, role int, today date
-- out:  id uuid, title text, kind int, changed instant, state int, links int
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.uuid AS id, e.title, e.kind, e.changed, e.state, (SELECT COUNT(*) FROM link l WHERE l.evidence = e.id) AS links
FROM induction i JOIN evidence e ON e.induction = i.id
WHERE i.ecsw = :person AND i.ended IS NULL AND e.state IN (0, 1) AND /*visible_evidence*/
ORDER BY e.changed DESC LIMIT 6

-- name: home_waiting   many
-- why:  pieces an assessor has not answered, oldest first
-- in:   person int, role int, today date
-- out:  id uuid, title text, kind int, submitted_at instant?, claims int, paused bool
-- use:  visible_evidence(e, i, :person, :role, :today); is_not_paused(i, :today)
SELECT e.uuid AS id, e.title, e.kind, e.submitted_at,
  (SELECT COUNT(*) FROM link l WHERE l.evidence = e.id AND l.state = 0) AS claims, CASE WHEN /*is_not_paused*/ THEN 0 ELSE 1 END AS paused
FROM induction i JOIN evidence e ON e.induction = i.id
WHERE i.ecsw = :person AND i.ended IS NULL AND e.state = 2 AND /*visible_evidence*/
  AND EXISTS (SELECT 1 FROM link l WHERE l.evidence = e.id AND l.state = 0)
ORDER BY e.submitted_at LIMIT 100

-- name: home_new_views   many
-- why:  what assessors have said since the visit before this one
-- in:   person int, role int, today date, since instant
-- out:  id uuid, title text, by_name text, given_at instant, sentence text, agreed int, returned int
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.uuid AS id, e.title, p.name AS by_name, g.given_at, g.sentence,
  (SELECT COUNT(*) FROM view_link x WHERE x.view_given = g.id AND x.agreed = 1) AS agreed,
  (SELECT COUNT(*) FROM view_link x WHERE x.view_given = g.id AND x.agreed = 0) AS returned
FROM induction i JOIN evidence e ON e.induction = i.id JOIN view_given g ON g.evidence = e.id AND g.undone_at IS NULL
JOIN person p ON p.id = g.person
WHERE i.ecsw = :person AND i.ended IS NULL AND g.given_at > :since AND /*visible_evidence*/
ORDER BY g.given_at DESC LIMIT 10

-- name: home_pieces   one
-- why:  how many pieces there are at all
-- in:   person int, role int, today date
-- out:  pieces int
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT COUNT(*) AS pieces FROM induction i JOIN evidence e ON e.induction = i.id
WHERE i.ecsw = :person AND i.ended IS NULL AND /*visible_evidence*/

-- name: home_people   many
-- why:  who is with this ECSW today
-- open: names of those assigned to the person's own induction
-- in:   induction int, today date
-- out:  name text, role int
SELECT p.name, a.role FROM assignment a JOIN person p ON p.id = a.person
WHERE a.induction = :induction AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)
ORDER BY a.role DESC, p.name LIMIT 20

-- name: induction_visited   exec
-- why:  at sign-in: what is newer than the visit before is new
-- in:   person int, now instant
UPDATE induction SET seen_at = seen_next, seen_next = :now WHERE ecsw = :person AND ended IS NULL

-- desk.sql — what waits for an assessor or lies with a supervisor, and what has been said of one piece.

-- name: desk_waiting   many
-- why:  pieces with claims that wait for this assessor, longest waiting first, of one day those first that their ECSW shows
--       first for an outcome; a piece waits from when it was handed in,
--       or from when what was returned came back; `letters` is the length of all of them together
-- in:   person int, role int, today date, who uuid?, limit int, offset int
-- out:  id uuid, evidence int, induction int, name text, starts date, programme int, months int, answer_days int, kind int, title text,
--       text text, since instant, claims int, back int, back_at instant?, first int, total int, letters int
-- use:  visible_evidence(e, i, :person, :role, :today); layered_answer_days(i, g, :today)
SELECT w.id, w.evidence, w.induction, w.name, w.starts, w.programme, w.months, w.answer_days, w.kind, w.title, w.text,
  CASE WHEN w.claimed_at > w.submitted_at THEN w.claimed_at ELSE w.submitted_at END AS since, w.claims, w.back, w.back_at, w.first,
  COUNT(*) OVER () AS total, SUM(LENGTH(w.text)) OVER () AS letters
FROM (
  SELECT e.uuid AS id, e.id AS evidence, i.id AS induction, p.name, i.starts, g.id AS programme, g.months, /*layered_answer_days*/ AS answer_days, e.kind, e.title,
    e.text, COALESCE(e.submitted_at, e.changed) AS submitted_at,
    (SELECT MIN(COALESCE((SELECT MAX(n.answered_at) FROM link_answer n WHERE n.link = l.id), l.created))
     FROM link l WHERE l.evidence = e.id AND l.state = 0) AS claimed_at,
    (SELECT COUNT(*) FROM link l WHERE l.evidence = e.id AND l.state = 0) AS claims,
    (SELECT COUNT(DISTINCT x.link) FROM link l JOIN view_link x ON x.link = l.id AND x.agreed = 0
       JOIN view_given v ON v.id = x.view_given AND v.undone_at IS NULL
     WHERE l.evidence = e.id AND l.state = 0) AS back,
    (SELECT MAX(v.given_at) FROM link l JOIN view_link x ON x.link = l.id AND x.agreed = 0
       JOIN view_given v ON v.id = x.view_given AND v.undone_at IS NULL
     WHERE l.evidence = e.id AND l.state = 0) AS back_at,
    (SELECT COUNT(*) FROM showcase s WHERE s.evidence = e.id) AS first
  FROM assignment a JOIN induction i ON i.id = a.induction JOIN evidence e ON e.induction = i.id
  JOIN person p ON p.id = i.ecsw JOIN programme g ON g.id = i.programme
  WHERE a.person = :person AND a.role = 3 AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)
    AND e.state = 2 AND i.ended IS NULL AND (:who IS NULL OR i.uuid = :who)
    AND EXISTS (SELECT 1 FROM link l WHERE l.evidence = e.id AND l.state = 0) AND (/*visible_evidence*/)
) w
ORDER BY CASE WHEN w.claimed_at > w.submitted_at THEN w.claimed_at ELSE w.submitted_at END / 86400000,
  CASE WHEN w.first > 0 THEN 0 ELSE 1 END, since, evidence LIMIT :limit OFFSET :offset

-- name: desk_claims   many
-- why:  which statements of one piece wait
-- open: of pieces desk_waiting has given
-- in:   evidence int
-- out:  position int
SELECT t.position FROM link l JOIN framework_item t ON t.id = l.item WHERE l.evidence = :evidence AND l.state = 0
ORDER BY t.position LIMIT 100

-- name: desk_people   many
-- why:  the ECSWs of an assessor or supervisor today, with their stored summaries
-- in:   person int, organisation int, role int, today date, limit int, offset int
-- out:  induction int, id uuid, ecsw int, name text, team text, starts date, programme int, months int, framework int, enough_kinds int,
--       enough_observed bool, enough_months int, statements blob?, outcomes blob?, total int
-- use:  visible_induction(i, :person, :organisation, :role, :today)
SELECT i.id AS induction, i.uuid AS id, i.ecsw, p.name, i.team, i.starts, g.id AS programme, g.months, i.framework, g.enough_kinds, g.enough_observed,
  g.enough_months, c.statements, c.outcomes, COUNT(*) OVER () AS total
FROM assignment a JOIN induction i ON i.id = a.induction JOIN person p ON p.id = i.ecsw
JOIN programme g ON g.id = i.programme LEFT JOIN coverage c ON c.induction = i.id
WHERE a.person = :person AND a.role = :role AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)
  AND i.ended IS NULL AND (/*visible_induction*/)
ORDER BY p.name, i.id LIMIT :limit OFFSET :offset

-- name: desk_people_work   many
-- why:  for the same people: claims that wait, and when something was last shared
-- in:   person int, role int, today date
-- out:  induction int, claims int, shared_at instant?
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT i.id AS induction, COUNT(l.id) AS claims, MAX(e.shared_at) AS shared_at
FROM assignment a JOIN induction i ON i.id = a.induction JOIN evidence e ON e.induction = i.id
LEFT JOIN link l ON l.evidence = e.id AND l.state = 0 AND e.state = 2
WHERE a.person = :person AND a.role = :role AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)
  AND i.ended IS NULL AND (/*visible_evidence*/)
GROUP BY i.id LIMIT 1000

-- name: desk_decided   many
-- why:  what this assessor has decided lately, newest first
-- in:   person int, role int, today date, since instant, limit int, offset int
-- out:  id uuid, title text, kind int, name text, given_at instant, agreed int, returned int, total int
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.uuid AS id, e.title, e.kind, p.name, v.given_at,
  (SELECT COUNT(*) FROM view_link x WHERE x.view_given = v.id AND x.agreed = 1) AS agreed,
  (SELECT COUNT(*) FROM view_link x WHERE x.view_given = v.id AND x.agreed = 0) AS returned, COUNT(*) OVER () AS total
FROM view_given v JOIN evidence e ON e.id = v.evidence JOIN induction i ON i.id = e.induction JOIN person p ON p.id = i.ecsw
WHERE v.person = :person AND v.given_at > :since AND v.undone_at IS NULL AND (/*visible_evidence*/)
ORDER BY v.given_at DESC, v.id DESC LIMIT :limit OFFSET :offset

-- name: desk_shared   many
-- why:  what the ECSWs of a supervisor have shared, newest first
-- in:   person int, role int, today date, limit int, offset int
-- out:  id uuid, title text, kind int, name text, state int, shared_at instant?, claims int, returned int, total int
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.uuid AS id, e.title, e.kind, p.name, e.state, e.shared_at,
  (SELECT COUNT(*) FROM link l WHERE l.evidence = e.id AND l.state = 0) AS claims,
  (SELECT COUNT(*) FROM link l WHERE l.evidence = e.id AND l.state = 2) AS returned, COUNT(*) OVER () AS total
FROM assignment a JOIN induction i ON i.id = a.induction JOIN evidence e ON e.induction = i.id
JOIN person p ON p.id = i.ecsw
WHERE a.person = :person AND a.role = :role AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)
  AND i.ended IS NULL AND e.state IN (1, 2) AND (/*visible_evidence*/)
ORDER BY COALESCE(e.shared_at, e.changed) DESC, e.id DESC LIMIT :limit OFFSET :offset

-- name: judge_earlier   many
-- why:  other pieces of the same induction that point at what waits here, those shown first before the others, with the last
--       view of each link
-- in:   evidence int, induction int, person int, role int, today date
-- out:  item int, id uuid, title text, state int, by_person int?, by_name text?, given_at instant?, comment text?
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT l.item, e.uuid AS id, e.title, l.state, v.person AS by_person, p.name AS by_name, v.given_at, x.comment
FROM evidence e JOIN induction i ON i.id = e.induction JOIN link l ON l.evidence = e.id
LEFT JOIN view_link x ON x.link = l.id AND x.view_given = (
  SELECT MAX(w.id) FROM view_link y JOIN view_given w ON w.id = y.view_given WHERE y.link = l.id AND w.undone_at IS NULL)
LEFT JOIN view_given v ON v.id = x.view_given LEFT JOIN person p ON p.id = v.person
WHERE e.induction = :induction AND e.id <> :evidence AND e.state = 2 AND l.state <> 3
  AND EXISTS (SELECT 1 FROM link c WHERE c.evidence = :evidence AND c.item = l.item AND c.state = 0)
  AND (/*visible_evidence*/)
ORDER BY CASE WHEN EXISTS (SELECT 1 FROM showcase s WHERE s.evidence = e.id) THEN 0 ELSE 1 END,
  COALESCE(v.given_at, e.submitted_at) DESC, e.id DESC LIMIT 1000

-- name: judge_views   many
-- why:  every view of one piece that stands, oldest first
-- open: the object rule of the piece has been asked
-- in:   evidence int
-- out:  view int, id uuid, person int, name text, sentence text, given_at instant, evidence_version int, tainted bool
SELECT v.id AS view, v.uuid AS id, v.person, p.name, v.sentence, v.given_at, v.evidence_version,
  CASE WHEN EXISTS (SELECT 1 FROM view_taint t WHERE t.view_given = v.id) THEN 1 ELSE 0 END AS tainted
FROM view_given v JOIN person p ON p.id = v.person
WHERE v.evidence = :evidence AND v.undone_at IS NULL ORDER BY v.given_at, v.id LIMIT 200

-- name: judge_view_links   many
-- why:  what those views say of each link, with how the link stands now and the answer to what was asked
-- open: the object rule of the piece has been asked
-- in:   evidence int
-- out:  view int, link int, position int, agreed bool, before int, comment text, state int, answer text?
SELECT x.view_given AS view, x.link, t.position, x.agreed, x.before, x.comment, l.state,
  (SELECT n.text FROM link_answer n WHERE n.link = x.link AND n.answered_at >= v.given_at
   ORDER BY n.answered_at DESC, n.id DESC LIMIT 1) AS answer
FROM view_given v JOIN view_link x ON x.view_given = v.id JOIN link l ON l.id = x.link
JOIN framework_item t ON t.id = l.item
WHERE v.evidence = :evidence AND v.undone_at IS NULL ORDER BY v.given_at, v.id, t.position LIMIT 5000

-- name: judge_text_at   one
-- why:  what a piece said as of a version; changes beside its words have a number but no row
-- open: the object rule of the piece has been asked
-- in:   evidence int, version int
-- out:  version int, title text, text text, codes text, closed bool
SELECT version, title, text, codes, closed FROM evidence_version
WHERE evidence = :evidence AND version <= :version ORDER BY version DESC LIMIT 1

-- name: judge_files   many
-- open: the object rule of the piece has been asked
-- in:   evidence int
-- out:  id uuid, name text, size int, scan int
SELECT f.uuid AS id, f.name, c.size, c.scan FROM file f JOIN file_content c ON c.hash = f.hash
WHERE f.evidence = :evidence AND f.removed_at IS NULL ORDER BY f.id LIMIT 50

-- name: view_overtaken   one
-- why:  has anything happened since to a link this view decided?
-- open: the object rule of the piece has been asked
-- in:   view int
-- out:  overtaken bool
SELECT CASE WHEN EXISTS (
  SELECT 1 FROM view_link x JOIN link l ON l.id = x.link
  WHERE x.view_given = :view AND (l.state <> CASE WHEN x.agreed = 1 THEN 1 ELSE 2 END OR EXISTS (
    SELECT 1 FROM view_link y JOIN view_given w ON w.id = y.view_given
    WHERE y.link = x.link AND y.view_given > x.view_given AND w.undone_at IS NULL))) THEN 1 ELSE 0 END AS overtaken

-- name: view_undo   exec
-- in:   view int, now instant
UPDATE view_given SET undone_at = :now WHERE id = :view AND undone_at IS NULL

-- name: view_first   one
-- why:  when the first view that stands was given; from then on the words of a piece stand
-- open: the object rule of the piece has been asked
-- in:   evidence int
-- out:  given_at instant?
SELECT MIN(given_at) AS given_at FROM view_given WHERE evidence = :evidence AND undone_at IS NULL

-- evidence.sql — what the pages of this feature read.

-- name: evidence_listed   many
-- why:  pieces of one induction, those this person may see; where a piece is: -1 anywhere, 0 to 3 its state, 4 with a
--       question, 5 waiting for a view, 6 agreed and nothing open, 7 with its writer (a draft or a question)
-- in:   induction int, person int, role int, today date, kind int, place int, words text, folded text, oldest bool, limit int,
--       offset int
-- out:  id uuid, kind int, title text, on_date date?, month_only bool, setting int, state int, version int, created instant,
--       changed instant, shared_at instant?, submitted_at instant?, assessed_at instant?, withdrawn_at instant?,
--       claimed int, endorsed int, returned int, total int
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.uuid AS id, e.kind, e.title, e.on_date, e.month_only, e.setting, e.state, e.version, e.created, e.changed, e.shared_at,
  e.submitted_at, e.assessed_at, e.withdrawn_at,
  (SELECT COUNT(*) FROM link l WHERE l.evidence = e.id AND l.state = 0) AS claimed,
  (SELECT COUNT(*) FROM link l WHERE l.evidence = e.id AND l.state = 1) AS endorsed,
  (SELECT COUNT(*) FROM link l WHERE l.evidence = e.id AND l.state = 2) AS returned,
  COUNT(*) OVER () AS total
FROM evidence e JOIN induction i ON i.id = e.induction
WHERE e.induction = :induction AND (/*visible_evidence*/)
  AND (:kind = 0 OR e.kind = :kind)
  AND (:place = -1 OR e.state = :place
    OR (:place = 4 AND e.state = 2 AND EXISTS (SELECT 1 FROM link l WHERE l.evidence = e.id AND l.state = 2))
    OR (:place = 5 AND e.state = 2 AND EXISTS (SELECT 1 FROM link l WHERE l.evidence = e.id AND l.state = 0))
    OR (:place = 6 AND e.state = 2 AND EXISTS (SELECT 1 FROM link l WHERE l.evidence = e.id AND l.state = 1)
        AND NOT EXISTS (SELECT 1 FROM link l WHERE l.evidence = e.id AND l.state IN (0, 2)))
    OR (:place = 7 AND (e.state = 0
        OR (e.state = 2 AND EXISTS (SELECT 1 FROM link l WHERE l.evidence = e.id AND l.state = 2)))))
  AND (:words = '' OR LOWER(e.title) LIKE :words ESCAPE '!' OR LOWER(e.text) LIKE :words ESCAPE '!'
    OR EXISTS (SELECT 1 FROM evidence_answer a WHERE a.evidence = e.id AND LOWER(a.text) LIKE :words ESCAPE '!')
    OR (:folded <> '' AND EXISTS (SELECT 1 FROM file f JOIN file_text t ON t.hash = f.hash
      WHERE f.evidence = e.id AND f.removed_at IS NULL AND t.search LIKE :folded ESCAPE '!')))
ORDER BY CASE WHEN :oldest = 1 THEN COALESCE(e.on_date, e.created / 86400000)
  ELSE -COALESCE(e.on_date, e.created / 86400000) END, CASE WHEN :oldest = 1 THEN e.id ELSE -e.id END
LIMIT :limit OFFSET :offset

-- name: evidence_counts   one
-- why:  what the lead of the list says
-- in:   induction int, person int, role int, today date
-- out:  total int, drafts int, questions int, waiting int
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT COUNT(*) AS total, COALESCE(SUM(CASE WHEN e.state = 0 THEN 1 ELSE 0 END), 0) AS drafts,
  COALESCE(SUM(CASE WHEN e.state = 2 AND EXISTS (SELECT 1 FROM link l WHERE l.evidence = e.id AND l.state = 2)
    THEN 1 ELSE 0 END), 0) AS questions,
  COALESCE(SUM(CASE WHEN e.state = 2 AND EXISTS (SELECT 1 FROM link l WHERE l.evidence = e.id AND l.state = 0)
    THEN 1 ELSE 0 END), 0) AS waiting
FROM evidence e JOIN induction i ON i.id = e.induction
WHERE e.induction = :induction AND (/*visible_evidence*/)

-- name: evidence_people   many
-- why:  who reads this induction today, in the order they were assigned
-- open: the object rule has been asked
-- in:   induction int, today date
-- out:  name text, role int
SELECT p.name, a.role FROM assignment a JOIN person p ON p.id = a.person
WHERE a.induction = :induction AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)
ORDER BY a.starts, a.id LIMIT 20

-- name: evidence_views   many
-- why:  every view given of one piece, oldest first; those undone within their time are as if they had not been
-- open: the object rule of the piece has been asked
-- in:   evidence int
-- out:  view_given int, person int, name text, sentence text, given_at instant, evidence_version int, tainted bool
SELECT v.id AS view_given, v.person, p.name, v.sentence, v.given_at, v.evidence_version,
  CASE WHEN EXISTS (SELECT 1 FROM view_taint t WHERE t.view_given = v.id) THEN 1 ELSE 0 END AS tainted
FROM view_given v JOIN person p ON p.id = v.person
WHERE v.evidence = :evidence AND v.undone_at IS NULL ORDER BY v.given_at, v.id LIMIT 200

-- name: evidence_view_links   many
-- open: the object rule of the piece has been asked
-- in:   evidence int
-- out:  view_given int, link int, agreed bool, comment text
SELECT vl.view_given, vl.link, vl.agreed, vl.comment
FROM view_link vl JOIN view_given v ON v.id = vl.view_given
WHERE v.evidence = :evidence AND v.undone_at IS NULL ORDER BY v.given_at, v.id, vl.link LIMIT 5000

-- name: evidence_answers   many
-- open: the object rule of the piece has been asked
-- in:   evidence int
-- out:  link int, name text, text text, answered_at instant
SELECT n.link, p.name, n.text, n.answered_at
FROM link_answer n JOIN link l ON l.id = n.link JOIN person p ON p.id = n.person
WHERE l.evidence = :evidence ORDER BY n.answered_at, n.id LIMIT 1000

-- name: evidence_version_at   one
-- why:  what a piece said as of a version: changes beside its words have a number of their own but no row
-- open: the object rule of the piece has been asked
-- in:   evidence int, version int
-- out:  version int, kind int, title text, on_date date?, month_only bool, setting int, text text, codes text, form int?,
--       themes text, saved_at instant, closed bool
SELECT version, kind, title, on_date, month_only, setting, text, codes, form, themes, saved_at, closed FROM evidence_version
WHERE evidence = :evidence AND version <= :version ORDER BY version DESC LIMIT 1

-- name: evidence_versions   many
-- open: the object rule of the piece has been asked
-- in:   evidence int
-- out:  version int, saved_at instant
SELECT version, saved_at FROM evidence_version WHERE evidence = :evidence ORDER BY version LIMIT 1000

-- name: evidence_last_read   one
-- why:  when this person last read the piece, or gave a view of it, before its newest version was saved: with the version they saw
-- open: the object rule of the piece has been asked; the reader's own reading
-- in:   evidence int, object uuid, who int, read int, viewed int
-- out:  at instant?, version int?
SELECT w.at, (SELECT MAX(v.version) FROM evidence_version v WHERE v.evidence = :evidence AND v.saved_at <= w.at) AS version
FROM (SELECT MAX(e.at) AS at FROM event e WHERE e.object = :object AND e.person = :who AND e.kind IN (:read, :viewed)
  AND e.at < (SELECT MAX(n.saved_at) FROM evidence_version n WHERE n.evidence = :evidence)) AS w

-- name: evidence_themes   many
-- open: the object rule of the piece has been asked
-- in:   evidence int
-- out:  thread text
SELECT thread FROM evidence_theme WHERE evidence = :evidence ORDER BY thread LIMIT 50

-- name: evidence_last_said   one
-- why:  where the writer's last piece of this kind was, and what it was about: offered for the next, never taken over
-- in:   induction int, kind int, but int, person int, role int, today date
-- out:  evidence int, setting int
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.id AS evidence, e.setting FROM evidence e JOIN induction i ON i.id = e.induction
WHERE e.induction = :induction AND e.kind = :kind AND e.id <> :but AND e.state <> 3 AND (/*visible_evidence*/)
  AND (e.setting <> 0 OR EXISTS (SELECT 1 FROM evidence_theme t WHERE t.evidence = e.id))
ORDER BY e.id DESC LIMIT 1

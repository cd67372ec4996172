-- consult.sql — drafts of standards that are or were open for comments, what was said of them, and what came of it.

-- name: consult_of   one
-- why:  the draft whose comments are read with a version: itself, or one behind it in its series since what was published before
-- open: the object rule has been asked
-- in:   framework int
-- out:  opened int, id uuid, asks text, ends date, opened_at instant, version int, closed_at instant?, state int
SELECT o.framework AS opened, d.uuid AS id, o.asks, o.ends, o.opened_at, o.version, o.closed_at, d.state
FROM framework f JOIN framework d ON d.series = f.series AND d.id <= f.id JOIN framework_opened o ON o.framework = d.id
WHERE f.id = :framework
  AND d.id > COALESCE((SELECT MAX(p.id) FROM framework p WHERE p.series = f.series AND p.state <> 0 AND p.id < f.id), 0)
ORDER BY d.id DESC LIMIT 1

-- name: consult_lock   one
-- why:  nothing is said while it closes, and nothing is answered twice
-- open: the object rule has been asked
-- lock: yes
-- in:   framework int
-- out:  opened int
SELECT o.framework AS opened FROM framework_opened o WHERE o.framework = :framework

-- name: consult_open_add   exec
-- in:   framework int, asks text, ends date, now instant, person int?
INSERT INTO framework_opened (framework, asks, ends, opened_at, opened_by, version) VALUES (:framework, :asks, :ends, :now, :person, 1)

-- name: consult_open_change   exec
-- why:  more time, or other words; one that had closed is open again
-- in:   framework int, version int, asks text, ends date
UPDATE framework_opened SET asks = :asks, ends = :ends, closed_at = NULL, version = version + 1
WHERE framework = :framework AND version = :version

-- name: consult_close   exec
-- in:   framework int, today date, now instant
UPDATE framework_opened SET closed_at = :now, version = version + 1 WHERE framework = :framework AND closed_at IS NULL AND ends < :today

-- name: consults_over   many
-- why:  whose last day has gone by, for the night
-- open: identifiers, for the job
-- in:   today date, limit int
-- out:  opened int, id uuid
SELECT o.framework AS opened, f.uuid AS id FROM framework_opened o JOIN framework f ON f.id = o.framework
WHERE o.closed_at IS NULL AND o.ends < :today ORDER BY o.framework LIMIT :limit

-- name: consults   many
-- why:  every draft that was ever opened, the newest first, with how much was said and how much has no answer
-- open: drafts that were opened are everybody's; numbers
-- in:   person int
-- out:  id uuid, title text, version text, illustrative bool, state int, ends date, closed_at instant?, said int, waiting int, own int, own_answered int
SELECT f.uuid AS id, f.title, f.version, f.illustrative, f.state, o.ends, o.closed_at,
  (SELECT COUNT(*) FROM draft_comment c WHERE c.framework = o.framework AND c.withdrawn_at IS NULL) AS said,
  (SELECT COUNT(*) FROM draft_comment c WHERE c.framework = o.framework AND c.withdrawn_at IS NULL AND c.answer IS NULL) AS waiting,
  (SELECT COUNT(*) FROM draft_comment c WHERE c.framework = o.framework AND c.person = :person AND c.withdrawn_at IS NULL) AS own,
  (SELECT COUNT(*) FROM draft_comment c WHERE c.framework = o.framework AND c.person = :person AND c.answer IS NOT NULL) AS own_answered
FROM framework_opened o JOIN framework f ON f.id = o.framework ORDER BY o.opened_at DESC, o.framework DESC LIMIT 50

-- name: consults_open   many
-- why:  what everybody signed in is told of on the list of standards
-- open: drafts that are open are everybody's
-- in:   today date
-- out:  id uuid, title text, version text, ends date
SELECT f.uuid AS id, f.title, f.version, o.ends FROM framework_opened o JOIN framework f ON f.id = o.framework
WHERE o.closed_at IS NULL AND o.ends >= :today AND f.state = 0 ORDER BY o.ends, o.framework LIMIT 10

-- name: consult_became   one
-- why:  the version that was published after a draft in its series; while there is none, the newest draft that was opened after it
-- open: published standards are public, and drafts that were opened are everybody's who is signed in
-- in:   framework int, drafts bool
-- out:  became int
SELECT n.id AS became FROM framework f JOIN framework n ON n.series = f.series AND n.id > f.id
WHERE f.id = :framework AND (n.state = 1 OR (:drafts = 1 AND n.state = 0 AND EXISTS (SELECT 1 FROM framework_opened o WHERE o.framework = n.id)))
ORDER BY CASE WHEN n.state = 1 THEN 0 ELSE 1 END, CASE WHEN n.state = 1 THEN n.id ELSE -n.id END LIMIT 1

-- name: consult_type   one
-- why:  the kind of employer somebody acts for
-- open: kinds of organisations are public
-- in:   organisation int
-- out:  type int
SELECT o.type FROM organisation o WHERE o.id = :organisation

-- name: consult_department   many
-- open: used for mail, never shown
-- in:   today date
-- out:  person int
SELECT DISTINCT r.person FROM role_held r WHERE r.role = 6 AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today)
ORDER BY r.person LIMIT 50

-- ---- what was said

-- name: draft_comment_add   one
-- open: made in this transaction
-- in:   id uuid, framework int, place int, person int, role int, employer_type int, sort int, shown int, words text, now instant
-- out:  comment int
INSERT INTO draft_comment (uuid, framework, place, person, role, employer_type, sort, shown, words, version, created, changed)
VALUES (:id, :framework, :place, :person, :role, :employer_type, :sort, :shown, :words, 1, :now, :now) RETURNING id AS comment

-- name: draft_comment_own   one
-- why:  one of one's own that still stands
-- open: the writer's own
-- in:   framework int, id uuid, person int
-- out:  comment int, place int, sort int, shown int, words text, version int, answer int?
SELECT c.id AS comment, c.place, c.sort, c.shown, c.words, c.version, c.answer FROM draft_comment c
WHERE c.framework = :framework AND c.uuid = :id AND c.person = :person AND c.withdrawn_at IS NULL

-- name: draft_comment_change   exec
-- in:   comment int, version int, sort int, shown int, words text, now instant
UPDATE draft_comment SET sort = :sort, shown = :shown, words = :words, changed = :now, version = version + 1
WHERE id = :comment AND version = :version AND withdrawn_at IS NULL AND answer IS NULL

-- name: draft_comment_withdraw   exec
-- in:   comment int, now instant
UPDATE draft_comment SET words = '', withdrawn_at = :now, changed = :now, version = version + 1
WHERE id = :comment AND withdrawn_at IS NULL AND answer IS NULL

-- name: draft_comment_counts   one
-- why:  how many of one person there are, for the bounds
-- open: numbers of the person's own
-- in:   framework int, place int, person int
-- out:  all_places int, here int
SELECT COUNT(*) AS all_places, COALESCE(SUM(CASE WHEN c.place = :place THEN 1 ELSE 0 END), 0) AS here
FROM draft_comment c WHERE c.framework = :framework AND c.person = :person AND c.withdrawn_at IS NULL

-- name: draft_comments_own   many
-- why:  one's own of one draft, in its order; of one place, or of all (-2)
-- open: the writer's own
-- in:   framework int, place int, person int
-- out:  id uuid, place int, sort int, shown int, words text, created instant, changed instant, came int?, answer_words text?, shows bool
SELECT c.uuid AS id, c.place, c.sort, c.shown, c.words, c.created, c.changed, a.came, a.words AS answer_words, COALESCE(a.shows, 0) AS shows
FROM draft_comment c LEFT JOIN draft_answer a ON a.id = c.answer
WHERE c.framework = :framework AND c.person = :person AND c.withdrawn_at IS NULL AND (:place = -2 OR c.place = :place)
ORDER BY c.place, c.id LIMIT 200

-- name: draft_comments_by_sort   many
-- why:  counted by sort, and by the role they were written in
-- open: numbers; the page hides small ones from everybody but the department
-- in:   framework int
-- out:  sort int, role int, n int
SELECT c.sort, c.role, COUNT(*) AS n FROM draft_comment c WHERE c.framework = :framework AND c.withdrawn_at IS NULL
GROUP BY c.sort, c.role ORDER BY c.sort, c.role LIMIT 100

-- name: draft_comments_by_place   many
-- why:  counted by what they are about, in the order of the draft
-- open: numbers, for the department
-- in:   framework int, limit int, offset int
-- out:  place int, n int, waiting int
SELECT c.place, COUNT(*) AS n, SUM(CASE WHEN c.answer IS NULL THEN 1 ELSE 0 END) AS waiting FROM draft_comment c
WHERE c.framework = :framework AND c.withdrawn_at IS NULL GROUP BY c.place ORDER BY c.place LIMIT :limit OFFSET :offset

-- name: draft_comments_listed   many
-- why:  each, for the department: a name only where its writer wants to be shown by it
-- use:  visible_draft_comment(c, :person, :role)
-- sorts: place c.place, created c.created; comment c.id
-- in:   framework int, person int, role int, pattern text, sort int, by_role int, waits int, limit int
-- out:  comment int, id uuid, place int, sort int, writer_role int, employer_type int, name text?, words text, created instant, came int?,
--       answer_words text?
SELECT c.id AS comment, c.uuid AS id, c.place, c.sort, c.role AS writer_role, c.employer_type,
  CASE WHEN c.shown = 1 THEN p.name END AS name, c.words, c.created, a.came, a.words AS answer_words
FROM draft_comment c JOIN person p ON p.id = c.person LEFT JOIN draft_answer a ON a.id = c.answer
WHERE c.framework = :framework AND c.withdrawn_at IS NULL AND (/*visible_draft_comment*/)
  AND (:sort < 0 OR c.sort = :sort) AND (:by_role < 0 OR c.role = :by_role)
  AND (:waits < 0 OR (:waits = 0 AND c.answer IS NULL) OR (:waits = 1 AND c.answer IS NOT NULL))
  AND (:pattern = '' OR LOWER(c.words) LIKE :pattern ESCAPE '!') AND /*after*/ ORDER BY /*order*/ LIMIT :limit

-- name: draft_comments_waiting   many
-- why:  those without an answer, for the department to tick: of one place or all (-2), of a sort and a role or all (0)
-- use:  visible_draft_comment(c, :person, :role)
-- in:   framework int, person int, role int, place int, sort int, by_role int, limit int
-- out:  comment int, id uuid, place int, sort int, writer_role int, employer_type int, name text?, words text, created instant, total int
SELECT c.id AS comment, c.uuid AS id, c.place, c.sort, c.role AS writer_role, c.employer_type,
  CASE WHEN c.shown = 1 THEN p.name END AS name, c.words, c.created, COUNT(*) OVER () AS total
FROM draft_comment c JOIN person p ON p.id = c.person
WHERE c.framework = :framework AND c.withdrawn_at IS NULL AND c.answer IS NULL AND (/*visible_draft_comment*/)
  AND (:place = -2 OR c.place = :place) AND (:sort = 0 OR c.sort = :sort) AND (:by_role = 0 OR c.role = :by_role)
ORDER BY c.place, c.id LIMIT :limit

-- ---- what came of it

-- name: draft_answer_add   one
-- open: made in this transaction
-- in:   id uuid, framework int, came int, words text, shows bool, now instant, person int
-- out:  answer int
INSERT INTO draft_answer (uuid, framework, came, words, shows, version, created, created_by, changed)
VALUES (:id, :framework, :came, :words, :shows, 1, :now, :person, :now) RETURNING id AS answer

-- name: draft_comment_answered   exec
-- why:  a comment that has an answer keeps it
-- in:   framework int, id uuid, answer int
UPDATE draft_comment SET answer = :answer, version = version + 1
WHERE framework = :framework AND uuid = :id AND withdrawn_at IS NULL AND answer IS NULL

-- name: draft_answer_writers   many
-- why:  whom to tell of an answer
-- open: whom to tell
-- in:   answer int
-- out:  person int
SELECT DISTINCT c.person FROM draft_comment c WHERE c.answer = :answer ORDER BY c.person LIMIT 200

-- name: draft_answer_one   one
-- open: the object rule has been asked: the department's
-- in:   framework int, id uuid
-- out:  answer int, came int, words text, shows bool, version int, n int
SELECT a.id AS answer, a.came, a.words, a.shows, a.version, (SELECT COUNT(*) FROM draft_comment c WHERE c.answer = a.id) AS n
FROM draft_answer a WHERE a.framework = :framework AND a.uuid = :id

-- name: draft_answer_change   exec
-- in:   answer int, version int, came int, words text, shows bool, now instant
UPDATE draft_answer SET came = :came, words = :words, shows = :shows, changed = :now, version = version + 1
WHERE id = :answer AND version = :version

-- name: draft_answer_let_go   exec
-- why:  its comments wait again
-- in:   answer int
UPDATE draft_comment SET answer = NULL, version = version + 1 WHERE answer = :answer

-- name: draft_answer_drop   exec
-- in:   answer int
DELETE FROM draft_answer WHERE id = :answer

-- name: draft_answered   many
-- why:  what came of comments, in the order of the draft: a row for each answer at each place it is about; of one place, or all (-2)
-- open: answers are everybody's who may read the draft
-- in:   framework int, place int, limit int, offset int
-- out:  place int, answer int, id uuid, came int, words text, shows bool, created instant, changed instant, n int
SELECT w.place, a.id AS answer, a.uuid AS id, a.came, a.words, a.shows, a.created, a.changed, w.n FROM (
  SELECT c.place, c.answer, COUNT(*) AS n FROM draft_comment c WHERE c.framework = :framework AND c.answer IS NOT NULL
    AND (:place = -2 OR c.place = :place) GROUP BY c.place, c.answer) AS w JOIN draft_answer a ON a.id = w.answer
ORDER BY w.place, a.id LIMIT :limit OFFSET :offset

-- name: draft_answered_n   one
-- why:  how many such rows there are of a whole draft
-- open: a number
-- in:   framework int
-- out:  n int
SELECT COUNT(*) AS n FROM (SELECT DISTINCT c.place, c.answer FROM draft_comment c
WHERE c.framework = :framework AND c.answer IS NOT NULL) AS answered

-- name: draft_comments_answered   many
-- why:  what was said, for those answers: at most so many of each are shown beside them
-- use:  visible_draft_comment(c, :person, :role)
-- in:   framework int, person int, role int, first int, last int, answer int, limit int
-- out:  place int, answer int, sort int, writer_role int, employer_type int, name text?, words text
SELECT c.place, c.answer, c.sort, c.role AS writer_role, c.employer_type, CASE WHEN c.shown = 1 THEN p.name END AS name, c.words
FROM draft_comment c JOIN person p ON p.id = c.person JOIN draft_answer a ON a.id = c.answer
WHERE c.framework = :framework AND c.place >= :first AND c.place <= :last AND (:answer = 0 OR c.answer = :answer) AND a.shows = 1
  AND (/*visible_draft_comment*/) ORDER BY c.place, c.answer, c.id LIMIT :limit

-- name: draft_comments_unanswered   one
-- why:  how many of a place, or of all (-2), there are and wait for an answer, and on how many places
-- open: a number
-- in:   framework int, place int
-- out:  n int, places int, waiting int
SELECT COUNT(*) AS n, COUNT(DISTINCT c.place) AS places, COALESCE(SUM(CASE WHEN c.answer IS NULL THEN 1 ELSE 0 END), 0) AS waiting FROM draft_comment c
WHERE c.framework = :framework AND c.withdrawn_at IS NULL AND (:place = -2 OR c.place = :place)

-- outsider.sql — asking people without an account. Whoever holds a link is let in by its hash; everybody else by the object
-- rule of the ask (rules/access.c) or by visible_ask.

-- name: ask_by_id   one
-- open: the object rule decides, or the link has been shown
-- in:   id uuid
-- out:  ask int, kind int, induction_id uuid, evidence int?, evidence_id uuid?, assessed_at instant?, asked_by int, asker text,
--       asked_as int, name text, address text, about text, days int, by_mail bool, sends int, sent_at instant?, expires instant?,
--       reminded_at instant?, opened_at instant?, done_at instant?, revoked_at instant?, draft text, draft_at instant?,
--       send_key blob?, code_hash blob?, deleted_at instant?, given_name text, given_role text, given_organisation text,
--       version int, created instant, who int?, language text?, right_to_left int?, confirmed_at instant?, declined_at instant?,
--       released_at instant?, held bool, form int?
SELECT k.id AS ask, k.kind, i.uuid AS induction_id, k.evidence, e.uuid AS evidence_id, e.assessed_at, k.asked_by, p.name AS asker,
  k.asked_as, k.name, k.address, k.about, k.days, k.by_mail, k.sends, k.sent_at, k.expires, k.reminded_at, k.opened_at, k.done_at,
  k.revoked_at, k.draft, k.draft_at, k.send_key, k.code_hash, k.deleted_at, k.given_name, k.given_role, k.given_organisation,
  k.version, k.created, f.who, f.language, f.right_to_left, f.confirmed_at, f.declined_at, f.released_at,
  CASE WHEN k.kind <> 2 AND e.held <> 0 THEN 1 ELSE 0 END AS held, k.form
FROM ask k JOIN induction i ON i.id = k.induction JOIN person p ON p.id = k.asked_by
LEFT JOIN evidence e ON e.id = k.evidence LEFT JOIN ask_family f ON f.ask = k.id
WHERE k.uuid = :id

-- name: ask_lock   one
-- why:  what happens to an ask holds its induction, as everything about a portfolio does
-- open: the object rule decides
-- lock: yes
-- in:   id uuid
-- out:  induction int
SELECT i.id AS induction FROM induction i WHERE i.id = (SELECT k.induction FROM ask k WHERE k.uuid = :id)

-- name: ask_by_token   one
-- why:  either link: the one that was sent, or the reminder's
-- open: whoever shows the link was given it
-- in:   hash blob
-- out:  id uuid
SELECT k.uuid AS id FROM ask k WHERE k.token_hash = :hash OR k.reminder_hash = :hash

-- name: ask_add   one
-- open: made in this transaction
-- in:   id uuid, kind int, induction int, evidence int?, asked_by int, asked_as int, name text, address text, about text, days int,
--       now instant, form int?
-- out:  ask int
INSERT INTO ask (uuid, kind, induction, evidence, asked_by, asked_as, name, address, about, days, created, form)
VALUES (:id, :kind, :induction, :evidence, :asked_by, :asked_as, :name, :address, :about, :days, :now, :form) RETURNING id AS ask

-- name: ask_made_twin   one
-- why:  the form came twice
-- open: of the induction that is loaded, in which only those who may ask add
-- in:   induction int, kind int, name text, address text, about text, since instant
-- out:  id uuid
SELECT k.uuid AS id FROM ask k WHERE k.induction = :induction AND k.kind = :kind AND k.name = :name AND k.address = :address
  AND k.about = :about AND k.created >= :since AND k.revoked_at IS NULL AND k.done_at IS NULL ORDER BY k.id DESC LIMIT 1

-- name: ask_family_add   exec
-- in:   ask int, who int
INSERT INTO ask_family (ask, who) VALUES (:ask, :who)

-- name: asks_counted   one
-- why:  how many still wait, and how many were made lately. Of families' all that were confirmed count until their link is over,
--       answered or not
-- open: numbers, to keep within bounds
-- in:   induction int, now instant, since instant
-- out:  waiting int, lately int
SELECT COUNT(CASE WHEN k.revoked_at IS NULL AND k.deleted_at IS NULL AND (k.done_at IS NULL OR k.kind = 2)
    AND (k.expires IS NULL OR k.expires > :now) AND f.declined_at IS NULL THEN 1 END) AS waiting,
  COUNT(CASE WHEN k.created >= :since THEN 1 END) AS lately
FROM ask k LEFT JOIN ask_family f ON f.ask = k.id WHERE k.induction = :induction

-- name: ask_linked   exec
-- why:  a new link ends the one before it, its reminder too, and what was being typed under it goes: whoever asks could open
--       the new one
-- in:   ask int, hash blob, days int, by_mail bool, now instant, expires instant
UPDATE ask SET token_hash = :hash, reminder_hash = NULL, days = :days, by_mail = :by_mail, sends = sends + 1, sent_at = :now,
  expires = :expires, opened_at = NULL, reminded_at = NULL, draft = '', draft_at = NULL, about = CASE WHEN kind = 2 THEN '' ELSE about END,
  version = version + 1
WHERE id = :ask

-- name: links_made   one
-- why:  how many links somebody has made lately, for whomever
-- open: a number of one's own acts
-- in:   person int, kind int, since instant
-- out:  n int
SELECT COUNT(*) AS n FROM event v WHERE v.person = :person AND v.at >= :since AND v.kind = :kind

-- name: ask_opened   exec
-- in:   ask int, now instant
UPDATE ask SET opened_at = :now WHERE id = :ask AND opened_at IS NULL

-- name: ask_keep_draft   exec
-- in:   ask int, draft text, now instant
UPDATE ask SET draft = :draft, draft_at = :now WHERE id = :ask

-- name: ask_answered   exec
-- why:  what was typed goes, and so does the address: the link is used. A family's keeps its version, which others see
-- in:   ask int, now instant, send_key blob, code_hash blob, name text, role text, organisation text, helped_by text
UPDATE ask SET done_at = :now, send_key = :send_key, code_hash = :code_hash, draft = '', draft_at = NULL, address = '',
  given_name = :name, given_role = :role, given_organisation = :organisation, helped_by = :helped_by,
  version = version + CASE WHEN kind = 2 THEN 0 ELSE 1 END
WHERE id = :ask AND done_at IS NULL

-- name: ask_revoked   exec
-- why:  a family's that was answered is marked all the same, so that nobody can tell; its giver can still delete
-- in:   ask int, now instant
UPDATE ask SET revoked_at = :now, token_hash = CASE WHEN done_at IS NULL THEN NULL ELSE token_hash END, reminder_hash = NULL,
  draft = '', draft_at = NULL, address = '', version = version + 1
WHERE id = :ask AND revoked_at IS NULL AND (done_at IS NULL OR kind = 2)

-- name: ask_deleted   exec
-- in:   ask int, now instant
UPDATE ask SET deleted_at = :now, given_name = '', given_role = '', given_organisation = '', helped_by = '', code_hash = NULL,
  version = version + CASE WHEN kind = 2 THEN 0 ELSE 1 END
WHERE id = :ask

-- name: ask_answer_add   exec
-- in:   ask int, question text, text text
INSERT INTO ask_answer (ask, question, text) VALUES (:ask, :question, :text)

-- name: ask_answers_drop   exec
-- in:   ask int
DELETE FROM ask_answer WHERE ask = :ask

-- name: asks_listed   many
-- in:   induction int, person int, role int, today date, limit int, offset int
-- out:  id uuid, kind int, who int?, name text, given_name text, about text, asked_by int, sent_at instant?, expires instant?,
--       opened_at instant?, done_at instant?, revoked_at instant?, deleted_at instant?, created instant, confirmed_at instant?,
--       declined_at instant?, assessed_at instant?, total int
-- use:  visible_ask(k, i, :person, :role, :today)
-- open: of the piece only whether it has a view; what it is about not while it is held back
SELECT k.uuid AS id, k.kind, f.who, k.name, k.given_name, CASE WHEN :role <> 1 AND EXISTS (SELECT 1 FROM evidence h
  WHERE h.id = k.evidence AND h.held <> 0) THEN '' ELSE k.about END AS about, k.asked_by, k.sent_at, k.expires, k.opened_at, k.done_at,
  k.revoked_at, k.deleted_at, k.created, f.confirmed_at, f.declined_at,
  (SELECT e.assessed_at FROM evidence e WHERE e.id = k.evidence) AS assessed_at, COUNT(*) OVER () AS total
FROM ask k JOIN induction i ON i.id = k.induction LEFT JOIN ask_family f ON f.ask = k.id
WHERE k.induction = :induction AND (/*visible_ask*/)
ORDER BY k.id DESC LIMIT :limit OFFSET :offset

-- name: asks_to_confirm   many
-- why:  families of whom this supervisor is asked, longest waiting first
-- in:   person int, role int, today date, limit int
-- out:  id uuid, name text, created instant
-- use:  visible_ask(k, i, :person, :role, :today)
SELECT k.uuid AS id, p.name, k.created
FROM assignment a JOIN induction i ON i.id = a.induction AND i.ended IS NULL JOIN ask k ON k.induction = i.id
JOIN ask_family f ON f.ask = k.id JOIN person p ON p.id = i.ecsw
WHERE a.person = :person AND a.role = 2 AND :role = 2 AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)
  AND k.kind = 2 AND f.confirmed_at IS NULL AND f.declined_at IS NULL AND k.revoked_at IS NULL AND (/*visible_ask*/)
ORDER BY k.created, k.id LIMIT :limit

-- name: ask_words_of   many
-- open: the object rule of the ask has been asked, or its link shown
-- in:   ask int
-- out:  word text, text text
SELECT word, text FROM ask_words WHERE ask = :ask ORDER BY word LIMIT 120

-- name: ask_words_put   exec
-- in:   ask int, word text, text text
INSERT INTO ask_words (ask, word, text) VALUES (:ask, :word, :text)
ON CONFLICT (ask, word) DO UPDATE SET text = excluded.text

-- name: ask_words_drop   exec
-- in:   ask int
DELETE FROM ask_words WHERE ask = :ask

-- name: ask_language   exec
-- in:   ask int, language text, right_to_left int
UPDATE ask_family SET language = :language, right_to_left = :right_to_left WHERE ask = :ask

-- name: ask_changed   exec
-- in:   ask int
UPDATE ask SET version = version + 1 WHERE id = :ask

-- name: ask_family_confirmed   exec
-- why:  what the ECSW wrote so that the supervisor knows who is meant has done its work
-- in:   ask int, person int, now instant
UPDATE ask_family SET confirmed_by = :person, confirmed_at = :now WHERE ask = :ask AND confirmed_at IS NULL

-- name: ask_family_declined   exec
-- in:   ask int, now instant
UPDATE ask_family SET declined_at = :now WHERE ask = :ask AND confirmed_at IS NULL

-- name: ask_about_forgotten   exec
-- in:   ask int
UPDATE ask SET about = '', version = version + 1 WHERE id = :ask

-- ---- by the job ----

-- name: asks_to_remind   many
-- why:  mailed ones whose last days have come, while there is somebody and something to answer for: not of a piece that is
--       withdrawn, held back or has a view, nor of somebody who has left or whose clock is stopped
-- open: by the job: nobody reads them
-- in:   now instant, until instant, today date, limit int
-- out:  id uuid
-- use:  has_not_left(i, :today); is_not_paused(i, :today)
SELECT k.uuid AS id FROM ask k JOIN induction i ON i.id = k.induction JOIN evidence e ON e.id = k.evidence
WHERE k.done_at IS NULL AND k.revoked_at IS NULL AND k.expires IS NOT NULL AND k.by_mail = 1 AND k.kind <> 2
  AND k.reminded_at IS NULL AND k.expires > :now AND k.expires <= :until AND k.address <> ''
  AND i.ended IS NULL AND e.state <> 3 AND e.held = 0 AND e.assessed_at IS NULL
  AND /*has_not_left*/ AND /*is_not_paused*/
ORDER BY k.expires LIMIT :limit

-- name: ask_reminded   exec
-- in:   ask int, hash blob, now instant
UPDATE ask SET reminder_hash = :hash, reminded_at = :now WHERE id = :ask

-- name: families_held   many
-- why:  the ECSWs of whom families have said something that is held
-- open: by the job: numbers
-- in:   after int, limit int
-- out:  induction int, id uuid, held int
SELECT k.induction, i.uuid AS id, COUNT(*) AS held
FROM ask k JOIN ask_family f ON f.ask = k.id JOIN induction i ON i.id = k.induction
WHERE k.kind = 2 AND k.done_at IS NOT NULL AND k.deleted_at IS NULL AND f.released_at IS NULL AND k.induction > :after
GROUP BY k.induction, i.uuid ORDER BY k.induction LIMIT :limit

-- name: family_groups   many
-- why:  answers are read together where the questions were the same: how many are held of each version, and when the last came
-- open: by the job: numbers
-- in:   induction int
-- out:  form int?, held int, newest instant
SELECT k.form, COUNT(*) AS held, MAX(k.done_at) AS newest
FROM ask k JOIN ask_family f ON f.ask = k.id
WHERE k.induction = :induction AND k.kind = 2 AND k.done_at IS NOT NULL AND k.deleted_at IS NULL AND f.released_at IS NULL
GROUP BY k.form ORDER BY k.form LIMIT 40

-- name: family_asked_with   one
-- why:  the questions of the family asked last whose answer may lie and wait. By the clock alone, never by whether somebody has
--       answered, since the questions of the next one would tell: until its link is over (`sending` longer when it was opened in
--       time), and after that until something is released
-- open: which questions, of the induction that is loaded
-- in:   induction int, sending int
-- out:  form int?
SELECT k.form FROM ask k JOIN ask_family f ON f.ask = k.id
WHERE k.induction = :induction AND k.kind = 2 AND f.declined_at IS NULL AND (k.revoked_at IS NULL OR k.sent_at IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM ask r JOIN ask_family g ON g.ask = r.id WHERE r.induction = :induction AND r.kind = 2
    AND g.released_at > CASE WHEN k.revoked_at < k.expires + :sending THEN k.revoked_at ELSE k.expires + :sending END)
ORDER BY k.id DESC LIMIT 1

-- name: family_release_asks   exec
-- open: by the job
-- in:   induction int, evidence int, form int
UPDATE ask SET evidence = :evidence WHERE induction = :induction AND kind = 2 AND done_at IS NOT NULL AND deleted_at IS NULL
  AND COALESCE(form, 0) = :form
  AND EXISTS (SELECT 1 FROM ask_family f WHERE f.ask = ask.id AND f.released_at IS NULL)

-- name: family_release   exec
-- open: by the job
-- in:   evidence int, now instant
UPDATE ask_family SET released_at = :now WHERE released_at IS NULL AND EXISTS (
  SELECT 1 FROM ask k WHERE k.id = ask_family.ask AND k.evidence = :evidence AND k.kind = 2)

-- name: asks_forgotten   exec
-- why:  what was typed and where it was sent, of links that have been over for a week
-- in:   before instant
UPDATE ask SET draft = '', draft_at = NULL, address = '' WHERE done_at IS NULL AND expires IS NOT NULL AND expires < :before
  AND (draft <> '' OR address <> '')

-- ---- what was said ----

-- name: family_said   many
-- why:  what families said that was released into a piece, one question after the other, in an order that is nobody's: those
--       of one question are not in the order of another
-- open: the object rule of the piece has been asked
-- in:   evidence int
-- out:  question text, text text
-- use:  released_answer(k, f)
SELECT w.question, w.text FROM ask_answer w JOIN ask k ON k.id = w.ask JOIN ask_family f ON f.ask = k.id
WHERE k.evidence = :evidence AND k.kind = 2 AND (/*released_answer*/) ORDER BY w.question, w.text LIMIT 400

-- name: family_heard   one
-- open: a number, of a piece whose rule has been asked
-- in:   evidence int
-- out:  families int
SELECT COUNT(*) AS families FROM ask k JOIN ask_family f ON f.ask = k.id
WHERE k.evidence = :evidence AND k.kind = 2 AND f.released_at IS NOT NULL AND k.deleted_at IS NULL

-- name: asks_of_piece   many
-- why:  who without an account was asked for a piece
-- open: the object rule of the piece has been asked
-- in:   evidence int
-- out:  id uuid, kind int, name text, given_name text, given_role text, given_organisation text, by_mail bool, done_at instant?,
--       deleted_at instant?, revoked_at instant?, expires instant?, sent_at instant?, opened_at instant?, asked_by int
SELECT k.uuid AS id, k.kind, k.name, k.given_name, k.given_role, k.given_organisation, k.by_mail, k.done_at, k.deleted_at,
  k.revoked_at, k.expires, k.sent_at, k.opened_at, k.asked_by
FROM ask k WHERE k.evidence = :evidence AND k.kind <> 2 ORDER BY k.id LIMIT 20

-- name: ask_house   one
-- why:  what a giver is told about whom they are asked about
-- open: whoever shows the link was given it
-- in:   induction int
-- out:  ecsw text, employer text, phone text, assessor text?, supervisor text?
SELECT p.name AS ecsw, o.name AS employer, o.phone,
  (SELECT q.name FROM assignment a JOIN person q ON q.id = a.person WHERE a.induction = i.id AND a.role = 3 AND a.ends IS NULL
    ORDER BY a.starts DESC, a.id DESC LIMIT 1) AS assessor,
  (SELECT q.name FROM assignment a JOIN person q ON q.id = a.person WHERE a.induction = i.id AND a.role = 2 AND a.ends IS NULL
    ORDER BY a.starts DESC, a.id DESC LIMIT 1) AS supervisor
FROM induction i JOIN person p ON p.id = i.ecsw JOIN organisation o ON o.id = i.employer WHERE i.id = :induction

-- name: ask_piece_add   one
-- why:  the piece that what is asked for becomes part of
-- open: made in this transaction
-- in:   id uuid, induction int, kind int, title text, on_date date?, setting int, state int, now instant, shared_at instant?
-- out:  evidence int
INSERT INTO evidence (uuid, induction, kind, title, on_date, setting, text, state, version, created, changed, shared_at)
VALUES (:id, :induction, :kind, :title, :on_date, :setting, '', :state, 1, :now, :now, :shared_at) RETURNING id AS evidence

-- name: ask_piece_touch   exec
-- in:   evidence int, now instant
UPDATE evidence SET changed = :now, version = version + 1 WHERE id = :evidence

-- name: given_answer_add   exec
-- in:   evidence int, kind int, question text, text text
INSERT INTO given_answer (evidence, kind, question, text) VALUES (:evidence, :kind, :question, :text)
ON CONFLICT (evidence, kind, question) DO UPDATE SET text = excluded.text

-- name: given_answers   many
-- open: the object rule of the piece has been asked
-- in:   evidence int, kind int
-- out:  question text, text text
SELECT question, text FROM given_answer WHERE evidence = :evidence AND kind = :kind ORDER BY question LIMIT 40

-- name: asked_with   one
-- why:  the version of the questions that what was given for a piece answers
-- open: the object rule of the piece has been asked, or it is being shared
-- in:   evidence int, kind int
-- out:  form int?
SELECT CASE WHEN :kind = 3 THEN (SELECT o.form FROM observation o WHERE o.evidence = e.id)
  ELSE (SELECT MIN(k.form) FROM ask k WHERE k.evidence = e.id AND k.kind = :kind) END AS form
FROM evidence e WHERE e.id = :evidence

-- name: given_answers_drop   exec
-- in:   evidence int, kind int
DELETE FROM given_answer WHERE evidence = :evidence AND kind = :kind

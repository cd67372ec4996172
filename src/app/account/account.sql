-- account.sql — a person's own account.

-- name: account_person   one
-- open: the person themself
-- in:   person int
-- out:  id uuid, name text, email text, personal_email text?, registration text?, created instant
SELECT uuid AS id, name, email, personal_email, registration, created FROM person WHERE id = :person

-- name: account_sessions   many
-- why:  where the person is signed in now
-- open: the person themself
-- in:   person int, now instant, idle_since instant
-- out:  session int, id uuid?, created instant, last_seen instant, how int, factor_at instant?, role int
SELECT s.id AS session, s.uuid AS id, s.created, s.last_seen, s.how, s.factor_at, r.role
FROM session s JOIN role_held r ON r.id = s.role_held
WHERE s.person = :person AND s.ended_at IS NULL AND s.waits = 0 AND s.ends > :now AND s.last_seen > :idle_since
ORDER BY s.last_seen DESC LIMIT 50

-- name: account_session_end   exec
-- in:   person int, id uuid, now instant
UPDATE session SET ended_at = :now WHERE person = :person AND uuid = :id AND ended_at IS NULL

-- name: account_sessions_end   exec
-- in:   person int, but_session int, now instant
UPDATE session SET ended_at = :now WHERE person = :person AND id <> :but_session AND ended_at IS NULL

-- name: account_tokens   many
-- open: the person themself
-- in:   person int, now instant
-- out:  id uuid, name text, role int, organisation_name text, read_only bool, expires instant
SELECT t.uuid AS id, t.name, r.role, o.name AS organisation_name, t.read_only, t.expires
FROM api_token t JOIN role_held r ON r.id = t.role_held JOIN organisation o ON o.id = r.organisation
WHERE t.person = :person AND t.ended_at IS NULL AND t.expires > :now ORDER BY t.id LIMIT 200

-- name: account_token_end   exec
-- in:   id uuid, person int, now instant
UPDATE api_token SET ended_at = :now WHERE uuid = :id AND person = :person AND ended_at IS NULL

-- name: account_token_add   exec
-- in:   id uuid, token_hash blob, person int, role_held int, name text, read_only bool, now instant, expires instant
INSERT INTO api_token (uuid, token_hash, person, role_held, name, read_only, created, expires)
VALUES (:id, :token_hash, :person, :role_held, :name, :read_only, :now, :expires)

-- name: account_person_by_email   one
-- open: the operator
-- in:   email_folded text
-- out:  person int, id uuid
SELECT id AS person, uuid AS id FROM person WHERE email_folded = :email_folded AND disabled_at IS NULL

-- name: account_drafts   many
-- why:  what the person was writing, newest first
-- open: the person's own drafts
-- in:   person int
-- out:  form text, object uuid, tab text, body text, saved_at instant
SELECT form, object, tab, body, saved_at FROM draft WHERE person = :person ORDER BY saved_at DESC LIMIT 50

-- name: draft_piece   one
-- why:  what the piece is called that somebody was writing about: one they may read, itself or an observation or conversation of it
-- in:   object uuid, person int, role int, today date
-- out:  title text
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.title FROM evidence e JOIN induction i ON i.id = e.induction
WHERE e.id = COALESCE((SELECT p.id FROM evidence p WHERE p.uuid = :object), (SELECT o.evidence FROM observation o WHERE o.uuid = :object),
                      (SELECT t.evidence FROM talk t WHERE t.uuid = :object))
AND e.title <> '' AND (/*visible_evidence*/)

-- name: draft_person   one
-- why:  whose induction or review somebody was writing about: never their own name, and only of whom they read
-- in:   object uuid, person int, organisation int, role int, today date
-- out:  name text
-- use:  visible_induction(i, :person, :organisation, :role, :today)
SELECT p.name FROM induction i JOIN person p ON p.id = i.ecsw
WHERE i.id = COALESCE((SELECT n.id FROM induction n WHERE n.uuid = :object), (SELECT v.induction FROM review v WHERE v.uuid = :object))
AND i.ecsw <> :person AND (/*visible_induction*/)

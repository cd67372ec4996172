-- web.sql — what every request needs before a feature is asked: sessions, tokens, roles, drafts, history, throttles.

-- name: session_by_token   one
-- why:  the session behind a cookie, ended or not, with the role it acts in if that is still held today
-- open: this is what decides who asks
-- in:   token_hash blob, today date
-- out:  session int, person int, csrf blob, created instant, last_seen instant, ends instant, ended_at instant?, how int,
--       waits int, factor_at instant?, role_held int?, role int?, organisation int?, person_name text, initials text,
--       disabled_at instant?
SELECT s.id AS session, s.person, s.csrf, s.created, s.last_seen, s.ends, s.ended_at, s.how, s.waits, s.factor_at,
       r.id AS role_held, r.role, r.organisation, p.name AS person_name, p.initials, p.disabled_at
FROM session s JOIN person p ON p.id = s.person
LEFT JOIN role_held r ON r.id = s.role_held AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today)
WHERE s.token_hash = :token_hash

-- name: session_seen   exec
-- in:   session int, now instant
UPDATE session SET last_seen = :now WHERE id = :session

-- name: session_start   one
-- open: made in this transaction
-- in:   id uuid, token_hash blob, person int, role_held int?, csrf blob, how int, waits int, factor_at instant?, now instant,
--       ends instant
-- out:  session int
INSERT INTO session (uuid, token_hash, person, role_held, csrf, how, waits, factor_at, created, last_seen, ends)
VALUES (:id, :token_hash, :person, :role_held, :csrf, :how, :waits, :factor_at, :now, :now, :ends) RETURNING id AS session

-- name: session_renew   exec
-- why:  more was shown: what the session may do has grown, so its cookie is a new one
-- in:   session int, token_hash blob, waits int, factor_at instant?, now instant
UPDATE session SET token_hash = :token_hash, waits = :waits, factor_at = :factor_at, last_seen = :now, challenge = NULL
WHERE id = :session

-- name: session_end   exec
-- in:   session int, now instant
UPDATE session SET ended_at = :now WHERE id = :session AND ended_at IS NULL

-- name: session_act_as   exec
-- why:  the same session in another role the person holds
-- in:   session int, role_held int
UPDATE session SET role_held = :role_held WHERE id = :session

-- name: token_by_hash   one
-- why:  an API token that is still good, acting in the role it was made for while that is held
-- open: this is what decides who asks
-- in:   token_hash blob, now instant, today date
-- out:  token int, person int, read_only bool, role_held int, role int, organisation int, person_name text, initials text
SELECT t.id AS token, t.person, t.read_only, r.id AS role_held, r.role, r.organisation, p.name AS person_name, p.initials
FROM api_token t JOIN person p ON p.id = t.person AND p.disabled_at IS NULL
JOIN role_held r ON r.id = t.role_held AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today)
WHERE t.token_hash = :token_hash AND t.ended_at IS NULL AND t.expires > :now

-- name: roles_of_person   many
-- why:  what somebody may act as today, not what would begin after they leave; the first is where a session starts
-- open: a person's own roles
-- in:   person int, today date
-- out:  role_held int, uuid uuid, role int, organisation int, organisation_name text
-- use:  role_is_to_be(r)
SELECT r.id AS role_held, r.uuid, r.role, r.organisation, o.name AS organisation_name
FROM role_held r JOIN organisation o ON o.id = r.organisation
WHERE r.person = :person AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today)
  AND (/*role_is_to_be*/)
ORDER BY r.role, r.id LIMIT 50

-- name: roles_how_many   one
-- why:  whether there is another role to change to
-- open: a person's own roles
-- in:   person int, today date
-- out:  roles int
-- use:  role_is_to_be(r)
SELECT COUNT(*) AS roles FROM (SELECT r.id FROM role_held r
WHERE r.person = :person AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today) AND (/*role_is_to_be*/) LIMIT 2) held

-- name: organisation_name   one
-- open: names of organisations are public
-- in:   organisation int
-- out:  name text
SELECT name FROM organisation WHERE id = :organisation

-- name: setting_get   one
-- open: settings of the installation
-- in:   name text
-- out:  value text
SELECT value FROM setting WHERE name = :name

-- name: setting_put   exec
-- in:   name text, value text
INSERT INTO setting (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- name: draft_put   exec
-- why:  what is being typed; the last save of a tab wins, other tabs keep theirs
-- in:   person int, form text, object uuid, tab text, body text, now instant
INSERT INTO draft (person, form, object, tab, body, saved_at)
VALUES (:person, :form, :object, :tab, :body, :now)
ON CONFLICT (person, form, object, tab) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at

-- name: drafts_bound   exec
-- why:  so many beside the one being written; of its own form and object the oldest go first
-- in:   person int, form text, object uuid, tab text, beside int
DELETE FROM draft WHERE id IN (SELECT d.id FROM draft d
  WHERE d.person = :person AND NOT (d.form = :form AND d.object = :object AND d.tab = :tab)
  ORDER BY CASE WHEN d.form = :form AND d.object = :object THEN 1 ELSE 0 END, d.saved_at DESC, d.id DESC
  LIMIT 100000 OFFSET :beside)

-- name: drafts_of   many
-- open: a person's own drafts
-- in:   person int, form text, object uuid
-- out:  draft int, tab text, body text, saved_at instant
SELECT id AS draft, tab, body, saved_at FROM draft
WHERE person = :person AND form = :form AND object = :object
ORDER BY saved_at DESC LIMIT 20

-- name: draft_objects   many
-- why:  what a form of this kind was kept for, where a page has one for each of several objects
-- open: a person's own drafts
-- in:   person int, form text
-- out:  object uuid
SELECT DISTINCT object FROM draft WHERE person = :person AND form = :form ORDER BY object LIMIT 50

-- name: drafts_of_person   many
-- open: a person's own drafts
-- in:   person int
-- out:  form text, object uuid, saved_at instant
SELECT form, object, MAX(saved_at) AS saved_at FROM draft WHERE person = :person
GROUP BY form, object ORDER BY MAX(saved_at) DESC LIMIT 50

-- name: drafts_drop   exec
-- in:   person int, form text, object uuid
DELETE FROM draft WHERE person = :person AND form = :form AND object = :object

-- name: draft_drop_tab   exec
-- in:   person int, form text, object uuid, tab text
DELETE FROM draft WHERE person = :person AND form = :form AND object = :object AND tab = :tab

-- name: draft_drop_same   exec
-- why:  what another tab began from, unless somebody has gone on writing there
-- in:   person int, form text, object uuid, tab text, saved_at instant
DELETE FROM draft WHERE person = :person AND form = :form AND object = :object AND tab = :tab AND saved_at = :saved_at

-- name: drafts_sweep   exec
-- why:  drafts nobody came back to
-- in:   before instant
DELETE FROM draft WHERE saved_at < :before

-- name: sent_where   one
-- why:  where the answer led when this very posting came before
-- in:   person int, posting blob
-- out:  went_to text
SELECT went_to FROM sent WHERE person = :person AND posting = :posting

-- name: sent_add   exec
-- why:  remembers a posting; nothing when the same came at the same moment and was first
-- in:   person int, posting blob, went_to text, now instant
INSERT INTO sent (person, posting, went_to, sent_at) VALUES (:person, :posting, :went_to, :now)
ON CONFLICT (person, posting) DO NOTHING

-- name: sent_sweep   exec
-- why:  no device keeps what it has not sent so long
-- in:   before instant
DELETE FROM sent WHERE sent_at < :before

-- name: chain_lock   one
-- why:  the end of a chain, held until the transaction ends
-- open: history
-- lock: yes
-- in:   kind int, object int
-- out:  chain int, length int, head blob
SELECT id AS chain, length, head FROM chain WHERE kind = :kind AND object = :object

-- name: chain_start   exec
-- in:   kind int, object int, head blob
INSERT INTO chain (kind, object, length, head) VALUES (:kind, :object, 0, :head)
ON CONFLICT (kind, object) DO NOTHING

-- name: chain_made   exec
-- why:  the chain of something made in this transaction, with its first events counted already
-- in:   kind int, object int, length int, head blob
INSERT INTO chain (kind, object, length, head) VALUES (:kind, :object, :length, :head)

-- name: event_first   exec
-- why:  an event of a chain made in this transaction, whose number nobody has asked for
-- open: history
-- in:   chain_kind int, chain_object int, seq int, now instant, person int?, acting_as int, kind int, object uuid, data text,
--       hash blob
INSERT INTO event (chain, seq, at, person, acting_as, kind, object, data, hash)
SELECT c.id, :seq, :now, :person, :acting_as, :kind, :object, :data, :hash FROM chain c
WHERE c.kind = :chain_kind AND c.object = :chain_object

-- name: chain_grow   exec
-- in:   chain int, length int, head blob
UPDATE chain SET length = :length, head = :head WHERE id = :chain

-- name: event_append   exec
-- in:   chain int, seq int, now instant, person int?, acting_as int, kind int, object uuid, data text, hash blob
INSERT INTO event (chain, seq, at, person, acting_as, kind, object, data, hash)
VALUES (:chain, :seq, :now, :person, :acting_as, :kind, :object, :data, :hash)

-- name: events_of_object   many
-- why:  the history of one thing, oldest first
-- open: the caller has been allowed the object itself
-- in:   object uuid, limit int
-- out:  at instant, person int?, person_name text?, initials text?, acting_as int, kind int, data text
SELECT e.at, e.person, p.name AS person_name, p.initials, e.acting_as, e.kind, e.data
FROM event e LEFT JOIN person p ON p.id = e.person
WHERE e.object = :object ORDER BY e.id LIMIT :limit

-- name: throttle_add   one
-- why:  counts a try and says how many there were in this window
-- open: counters
-- in:   subject text, window_start instant
-- out:  tries int
INSERT INTO throttle (subject, window_start, tries) VALUES (:subject, :window_start, 1)
ON CONFLICT (subject, window_start) DO UPDATE SET tries = throttle.tries + 1
RETURNING tries

-- name: throttle_sweep   exec
-- in:   before instant
DELETE FROM throttle WHERE window_start < :before

-- name: job_add   one
-- open: work behind the pages
-- in:   lane int, rank int, kind int, object int, payload text, run_at instant, now instant
-- out:  job int
INSERT INTO job (lane, rank, kind, object, payload, run_at, created)
VALUES (:lane, :rank, :kind, :object, :payload, :run_at, :now)
RETURNING id AS job

-- name: job_put   exec
-- why:  job_add where nobody asks for its number
-- in:   lane int, rank int, kind int, object int, payload text, run_at instant, now instant
INSERT INTO job (lane, rank, kind, object, payload, run_at, created)
VALUES (:lane, :rank, :kind, :object, :payload, :run_at, :now)

-- name: job_next   one
-- why:  what somebody waits for first (rank 0), then the oldest
-- open: work behind the pages
-- lock: yes
-- in:   lane int, now instant
-- out:  job int, kind int, object int, payload text, tries int
SELECT id AS job, kind, object, payload, tries FROM job
WHERE lane = :lane AND done_at IS NULL AND failed_at IS NULL AND run_at <= :now AND leased_until <= :now
ORDER BY rank, run_at, id LIMIT 1

-- name: job_lease   exec
-- in:   job int, until instant
UPDATE job SET leased_until = :until, tries = tries + 1 WHERE id = :job

-- name: job_done   exec
-- in:   job int, now instant
UPDATE job SET done_at = :now, leased_until = 0 WHERE id = :job

-- name: job_later   exec
-- why:  a passing fault: again after a while
-- in:   job int, run_at instant, why text
UPDATE job SET run_at = :run_at, leased_until = 0, why = :why WHERE id = :job

-- name: job_failed   exec
-- in:   job int, now instant, why text
UPDATE job SET failed_at = :now, leased_until = 0, why = :why WHERE id = :job

-- name: job_waits   one
-- why:  whether a kind of periodic work is queued already
-- open: work behind the pages
-- in:   kind int
-- out:  waiting int
SELECT COUNT(*) AS waiting FROM job WHERE kind = :kind AND done_at IS NULL AND failed_at IS NULL

-- name: jobs_sweep   exec
-- in:   before instant
DELETE FROM job WHERE done_at IS NOT NULL AND done_at < :before

-- name: chain_signature_last   one
-- open: history
-- in:   none
-- out:  at instant, chains int, digest blob, public_key blob, signature blob
SELECT at, chains, digest, public_key, signature FROM chain_signature ORDER BY id DESC LIMIT 1

-- name: organisation_of   one
-- open: the organisation somebody acts for
-- in:   organisation int
-- out:  id uuid
SELECT uuid AS id FROM organisation WHERE id = :organisation

-- name: look_put   exec
-- in:   person int, size int, font int, spacing int, ground int, now instant
INSERT INTO person_look (person, size, font, spacing, ground, changed) VALUES (:person, :size, :font, :spacing, :ground, :now)
ON CONFLICT (person) DO UPDATE SET size = excluded.size, font = excluded.font, spacing = excluded.spacing,
  ground = excluded.ground, changed = excluded.changed

-- name: look_get   one
-- open: the person's own
-- in:   person int
-- out:  size int, font int, spacing int, ground int
SELECT size, font, spacing, ground FROM person_look WHERE person = :person

-- name: given_mark_add   exec
-- why:  somebody did a task in a minute, unless they do not want it known
-- in:   person int, minute int, role int, task int
INSERT INTO given_mark (person, minute, role, task) SELECT :person, :minute, :role, :task
WHERE NOT EXISTS (SELECT 1 FROM given_stopped s WHERE s.person = :person) ON CONFLICT (person, minute) DO NOTHING

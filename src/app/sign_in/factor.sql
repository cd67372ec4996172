-- factor.sql — second factors: apps, recovery codes, passkeys.

-- name: factors_of   one
-- why:  what a person can show, without the secrets
-- open: the person themself, or whoever may reset it
-- in:   person int
-- out:  apps int, passkeys int, codes int, app_since instant?
SELECT (SELECT COUNT(*) FROM factor_totp t WHERE t.person = p.id AND t.confirmed_at IS NOT NULL) AS apps,
       (SELECT COUNT(*) FROM factor_passkey k WHERE k.person = p.id) AS passkeys,
       (SELECT COUNT(*) FROM factor_recovery r WHERE r.person = p.id AND r.used_at IS NULL) AS codes,
       (SELECT t.confirmed_at FROM factor_totp t WHERE t.person = p.id) AS app_since
FROM person p WHERE p.id = :person

-- name: totp_of   one
-- open: the person themself
-- lock: yes
-- in:   person int
-- out:  secret blob?, pending blob?, last_step int, confirmed_at instant?
SELECT secret, pending, last_step, confirmed_at FROM factor_totp WHERE person = :person

-- name: totp_read   one
-- open: the person themself
-- in:   person int
-- out:  pending blob?
SELECT pending FROM factor_totp WHERE person = :person

-- name: totp_begin   exec
-- why:  a new secret, beside the one that works
-- in:   person int, pending blob, now instant
INSERT INTO factor_totp (person, pending, last_step, created) VALUES (:person, :pending, 0, :now)
ON CONFLICT (person) DO UPDATE SET pending = excluded.pending

-- name: totp_confirm   exec
-- in:   person int, secret blob, step int, now instant
UPDATE factor_totp SET secret = :secret, pending = NULL, last_step = :step, confirmed_at = :now WHERE person = :person

-- name: totp_step   exec
-- why:  of two that send the same code one changes a row
-- in:   person int, step int
UPDATE factor_totp SET last_step = :step WHERE person = :person AND last_step < :step

-- name: totp_drop   exec
-- in:   person int
DELETE FROM factor_totp WHERE person = :person

-- name: recovery_add   exec
-- in:   person int, code_hash blob, now instant
INSERT INTO factor_recovery (person, code_hash, created) VALUES (:person, :code_hash, :now)

-- name: recovery_spend   exec
-- in:   person int, code_hash blob, now instant
UPDATE factor_recovery SET used_at = :now WHERE person = :person AND code_hash = :code_hash AND used_at IS NULL

-- name: recovery_drop   exec
-- in:   person int
DELETE FROM factor_recovery WHERE person = :person

-- name: passkeys_drop   exec
-- in:   person int
DELETE FROM factor_passkey WHERE person = :person

-- name: factor_asked_since   one
-- open: the person themself
-- in:   person int
-- out:  since instant
SELECT since FROM factor_asked WHERE person = :person

-- name: factor_asked_note   exec
-- why:  the first time counts
-- in:   person int, now instant
INSERT INTO factor_asked (person, since) VALUES (:person, :now) ON CONFLICT (person) DO NOTHING

-- name: factor_whose   one
-- open: the person themself, or whoever may reset it
-- in:   person int
-- out:  id uuid, name text, email text
SELECT uuid AS id, name, email FROM person WHERE id = :person

-- name: sessions_end_but   exec
-- why:  a second factor changed: who is in elsewhere comes in again
-- in:   person int, but_session int, now instant
UPDATE session SET ended_at = :now WHERE person = :person AND id <> :but_session AND ended_at IS NULL

-- name: session_going   exec
-- why:  where to go once a second factor has been set up
-- in:   session int, next text
UPDATE session SET next = :next WHERE id = :session

-- name: session_goes   one
-- open: one's own session
-- in:   session int
-- out:  next text
SELECT next FROM session WHERE id = :session

-- name: challenge_set   exec
-- why:  what the next passkey must sign, in this session
-- in:   session int, challenge blob?
UPDATE session SET challenge = :challenge WHERE id = :session

-- name: challenge_get   one
-- open: one's own session
-- in:   session int
-- out:  challenge blob?
SELECT challenge FROM session WHERE id = :session

-- name: challenge_take   exec
-- why:  good once
-- in:   session int, challenge blob
UPDATE session SET challenge = NULL WHERE id = :session AND challenge = :challenge

-- name: passkeys_of   many
-- open: the person themself
-- in:   person int
-- out:  passkey int, id uuid, credential blob, algorithm int, public_key blob, sign_count int, name text, created instant,
--       last_used instant?
SELECT id AS passkey, uuid AS id, credential, algorithm, public_key, sign_count, name, created, last_used
FROM factor_passkey WHERE person = :person ORDER BY id LIMIT 20

-- name: passkey_add   exec
-- in:   id uuid, person int, credential blob, algorithm int, public_key blob, sign_count int, name text, now instant
INSERT INTO factor_passkey (uuid, person, credential, algorithm, public_key, sign_count, name, created)
VALUES (:id, :person, :credential, :algorithm, :public_key, :sign_count, :name, :now)

-- name: passkey_used   exec
-- in:   passkey int, sign_count int, now instant
UPDATE factor_passkey SET sign_count = :sign_count, last_used = :now WHERE id = :passkey

-- name: passkey_drop   exec
-- in:   id uuid, person int
DELETE FROM factor_passkey WHERE uuid = :id AND person = :person

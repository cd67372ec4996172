-- provider.sql — going to another service to sign in, and coming back.

-- name: provider_known   one
-- why:  what a provider says of itself, as a job has read it
-- open: a provider's own words
-- in:   issuer text
-- out:  document text?, document_at instant?, keys text?, keys_at instant?, failed_at instant?
SELECT document, document_at, keys, keys_at, failed_at FROM oidc_provider WHERE issuer = :issuer

-- name: provider_document_put   exec
-- in:   issuer text, document text, now instant
INSERT INTO oidc_provider (issuer, document, document_at) VALUES (:issuer, :document, :now)
ON CONFLICT (issuer) DO UPDATE SET document = excluded.document, document_at = excluded.document_at, failed_at = NULL

-- name: provider_keys_put   exec
-- in:   issuer text, keys text, now instant
UPDATE oidc_provider SET keys = :keys, keys_at = :now WHERE issuer = :issuer

-- name: provider_failed   exec
-- in:   issuer text, now instant
INSERT INTO oidc_provider (issuer, failed_at) VALUES (:issuer, :now)
ON CONFLICT (issuer) DO UPDATE SET failed_at = excluded.failed_at

-- name: try_add   one
-- open: made in this transaction
-- in:   id uuid, provider int, issuer text, state_hash blob, browser_hash blob, state text, nonce text, verifier text,
--       person int?, invitation int?, next text, now instant, ends instant
-- out:  try int
INSERT INTO oidc_try (uuid, provider, issuer, state_hash, browser_hash, state, nonce, verifier, person, invitation, next, stage,
  created, ends)
VALUES (:id, :provider, :issuer, :state_hash, :browser_hash, :state, :nonce, :verifier, :person, :invitation, :next, 0, :now, :ends)
RETURNING id AS try

-- name: try_by_id   one
-- why:  one going, for the browser that began it
-- open: whoever has the cookie of that browser
-- lock: yes
-- in:   id uuid, browser_hash blob
-- out:  try int, provider int, issuer text, state text, nonce text, verifier text, person int?, invitation int?, next text,
--       stage int, subject_issuer text?, subject text?, email text?, factor_at instant?, why int, ends instant
SELECT id AS try, provider, issuer, state, nonce, verifier, person, invitation, next, stage, subject_issuer, subject, email,
  factor_at, why, ends
FROM oidc_try WHERE uuid = :id AND browser_hash = :browser_hash

-- name: try_by_state   one
-- why:  what a provider sends somebody back with
-- open: whoever has the cookie of the browser that began it
-- lock: yes
-- in:   state_hash blob, browser_hash blob
-- out:  try int, id uuid, provider int, issuer text, stage int, ends instant
SELECT id AS try, uuid AS id, provider, issuer, stage, ends FROM oidc_try
WHERE state_hash = :state_hash AND browser_hash = :browser_hash

-- name: try_stage   exec
-- in:   try int, stage int
UPDATE oidc_try SET stage = :stage WHERE id = :try

-- name: try_code   exec
-- why:  of two that come back with one state one changes a row
-- in:   try int, code text
UPDATE oidc_try SET stage = 2, code = :code, state = '' WHERE id = :try AND stage <= 1

-- name: try_to_exchange   one
-- open: the job
-- in:   try int
-- out:  provider int, issuer text, nonce text, verifier text, person int?, invitation int?, stage int, code text?, ends instant
SELECT provider, issuer, nonce, verifier, person, invitation, stage, code, ends FROM oidc_try WHERE id = :try

-- name: try_take   exec
-- why:  a code is sent once, whatever becomes of the lane
-- in:   try int
UPDATE oidc_try SET code = NULL WHERE id = :try AND code IS NOT NULL

-- name: try_proved   exec
-- in:   try int, subject_issuer text, subject text, email text?, factor_at instant?
UPDATE oidc_try SET stage = 3, subject_issuer = :subject_issuer, subject = :subject, email = :email, factor_at = :factor_at,
  nonce = '', verifier = '', code = NULL WHERE id = :try

-- name: try_refused   exec
-- in:   try int, why int
UPDATE oidc_try SET stage = 4, why = :why, state = '', nonce = '', verifier = '', code = NULL WHERE id = :try

-- name: try_spent   exec
-- why:  used: nothing of what it said is kept
-- in:   try int
UPDATE oidc_try SET stage = 5, subject_issuer = NULL, subject = NULL, email = NULL WHERE id = :try AND stage = 3

-- name: tries_sweep   exec
-- in:   before instant
DELETE FROM oidc_try WHERE ends < :before

-- name: identity_person   one
-- why:  whose account at another service this is
-- open: whoever has just shown that it is theirs
-- in:   issuer text, subject text
-- out:  identity int, id uuid, person int, disabled bool
SELECT i.id AS identity, i.uuid AS id, i.person, CASE WHEN p.disabled_at IS NULL THEN 0 ELSE 1 END AS disabled
FROM identity i JOIN person p ON p.id = i.person WHERE i.issuer = :issuer AND i.subject = :subject

-- name: identity_used   exec
-- in:   identity int, now instant
UPDATE identity SET last_used = :now WHERE id = :identity

-- name: identity_add   exec
-- in:   id uuid, person int, issuer text, subject text, now instant
INSERT INTO identity (uuid, person, issuer, subject, linked_at) VALUES (:id, :person, :issuer, :subject, :now)

-- name: identities_of   many
-- open: the person themself
-- in:   person int
-- out:  id uuid, issuer text, linked_at instant, last_used instant?
SELECT uuid AS id, issuer, linked_at, last_used FROM identity WHERE person = :person ORDER BY id LIMIT 20

-- name: identity_drop   exec
-- in:   id uuid, person int
DELETE FROM identity WHERE uuid = :id AND person = :person

-- name: person_folded   one
-- open: the person themself
-- in:   person int
-- out:  id uuid, name text, email text, email_folded text
SELECT uuid AS id, name, email, email_folded FROM person WHERE id = :person AND disabled_at IS NULL

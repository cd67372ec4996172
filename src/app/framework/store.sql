-- store.sql — frameworks in the database: versions, their documents, the items links point at.

-- name: framework_row   one
-- open: who may see which state is the object rule's
-- in:   framework int
-- out:  id uuid, series uuid, slug text?, title text, version text, state int, national bool, illustrative bool,
--       document text, published_at instant?, in_force date?
SELECT uuid AS id, series, slug, title, version, state, national, illustrative, document, published_at, in_force
FROM framework WHERE id = :framework

-- name: framework_facts   one
-- why:  what can change about a version whose document does not
-- open: who may see which state is the object rule's
-- in:   framework int
-- out:  id uuid, state int
SELECT uuid AS id, state FROM framework WHERE id = :framework

-- name: framework_item_rows   many
-- open: items of a framework the caller has been allowed
-- in:   framework int
-- out:  item int, position int
SELECT id AS item, position FROM framework_item WHERE framework = :framework ORDER BY position LIMIT 20001

-- name: framework_add   one
-- open: made in this transaction
-- in:   id uuid, series uuid, slug text?, title text, version text, national bool, illustrative bool, items int,
--       document text, now instant, person int?
-- out:  framework int
INSERT INTO framework (uuid, series, slug, title, version, state, national, illustrative, items, document, created, created_by)
VALUES (:id, :series, :slug, :title, :version, 0, :national, :illustrative, :items, :document, :now, :person)
RETURNING id AS framework

-- name: framework_item_add   exec
-- in:   framework int, id uuid, position int, outcome int, kind int, code text
INSERT INTO framework_item (framework, uuid, position, outcome, kind, code)
VALUES (:framework, :id, :position, :outcome, :kind, :code)

-- name: framework_publish   exec
-- why:  a draft becomes immutable; nothing happens to anything else
-- in:   framework int, now instant, person int?, sole_operator bool, in_force date?
UPDATE framework SET state = 1, published_at = :now, published_by = :person, sole_operator = :sole_operator,
  in_force = :in_force
WHERE id = :framework AND state = 0

-- name: framework_withdraw   exec
-- in:   framework int, now instant
UPDATE framework SET state = 2, withdrawn_at = :now WHERE id = :framework AND state = 1

-- name: framework_state_lock   one
-- open: the object rule has been asked
-- lock: yes
-- in:   framework int
-- out:  state int, created_by int?, ends date?
SELECT state, created_by, (SELECT o.ends FROM framework_opened o WHERE o.framework = framework.id AND o.closed_at IS NULL) AS ends
FROM framework WHERE id = :framework

-- name: framework_by_slug   one
-- why:  the newest version a programme means by a short name
-- open: names of frameworks are public
-- in:   slug text
-- out:  framework int, id uuid, state int
SELECT id AS framework, uuid AS id, state FROM framework WHERE slug = :slug ORDER BY framework.id DESC LIMIT 1

-- name: framework_versions   many
-- why:  every version there is, newest first; which of them are shown is the page's
-- open: the page shows drafts to national administrators only
-- in:   drafts bool
-- out:  framework int, id uuid, series uuid, slug text?, title text, version text, state int, illustrative bool, items int,
--       created instant, created_by int?, published_at instant?, in_force date?
SELECT id AS framework, uuid AS id, series, slug, title, version, state, illustrative, items, created, created_by, published_at,
  in_force
FROM framework WHERE state = 1 OR :drafts = 1 ORDER BY framework.id DESC LIMIT 500

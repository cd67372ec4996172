-- programme.sql — the rules of inductions, as data.

-- name: programme_add   one
-- why:  a draft
-- open: made in this transaction
-- in:   id uuid, slug text, name text, framework int, months int, enough_kinds int, enough_observed bool,
--       enough_months int, answer_days int, rules text, is_national bool, contains int?, organisation int?,
--       supervisor_may_assess int, illustrative bool, published date?, in_force date?, replaces int?, now instant
-- out:  programme int
INSERT INTO programme (uuid, slug, name, framework, months, enough_kinds, enough_observed, enough_months, answer_days, rules,
  is_national, contains, organisation, supervisor_may_assess, illustrative, published, in_force, replaces, created, state)
VALUES (:id, :slug, :name, :framework, :months, :enough_kinds, :enough_observed, :enough_months, :answer_days, :rules,
  :is_national, :contains, :organisation, :supervisor_may_assess, :illustrative, :published, :in_force, :replaces, :now, 1)
RETURNING id AS programme

-- name: programme_redraft   exec
-- why:  a draft may be brought in again, otherwise; the database refuses it of any other
-- in:   programme int, name text, framework int, months int, enough_kinds int, enough_observed bool, enough_months int, answer_days int,
--       rules text, is_national bool, contains int?, organisation int?, supervisor_may_assess int, illustrative bool, published date?,
--       in_force date?, replaces int?
UPDATE programme SET name = :name, framework = :framework, months = :months, enough_kinds = :enough_kinds,
  enough_observed = :enough_observed, enough_months = :enough_months, answer_days = :answer_days, rules = :rules,
  is_national = :is_national, contains = :contains, organisation = :organisation, supervisor_may_assess = :supervisor_may_assess,
  illustrative = :illustrative, published = :published, in_force = :in_force, replaces = :replaces, edition = edition + 1
WHERE id = :programme

-- name: programme_forms_drop   exec
-- why:  of a draft, which nobody has written anything with
-- in:   programme int
DELETE FROM evidence_form WHERE programme = :programme AND EXISTS (SELECT 1 FROM programme g WHERE g.id = :programme AND g.state = 1)

-- name: programme_addition_add   exec
-- why:  a key that it has not got yet
-- in:   programme int, key text, body text, now instant
INSERT INTO programme_addition (programme, key, body, created) VALUES (:programme, :key, :body, :now)

-- name: programme_edition_next   exec
-- in:   programme int
UPDATE programme SET edition = edition + 1 WHERE id = :programme

-- name: programme_additions   many
-- open: rules of programmes are public
-- in:   programme int
-- out:  key text, body text
SELECT key, body FROM programme_addition WHERE programme = :programme ORDER BY id LIMIT 40

-- name: programme_set_published   exec
-- in:   programme int, now instant, person int?, sole_operator bool
UPDATE programme SET state = 2, published_at = :now, published_by = :person, sole_operator = :sole_operator WHERE id = :programme AND state = 1

-- name: programme_set_withdrawn   exec
-- in:   programme int, now instant, person int?
UPDATE programme SET state = 3, withdrawn_at = :now, withdrawn_by = :person WHERE id = :programme AND state = 2

-- name: programme_standing   one
-- why:  its state and that of the one inside it; with who did what, for the department
-- open: rules of programmes are public; a draft is the department's, which the object rule asks
-- in:   programme int
-- out:  state int, created instant, published_at instant?, publisher text?, sole_operator bool, withdrawn_at instant?, withdrawer text?,
--       inner_state int?, before_state int?, framework_state int, containing int
SELECT g.state, g.created, g.published_at, p.name AS publisher, g.sole_operator, g.withdrawn_at, w.name AS withdrawer,
  n.state AS inner_state, b.state AS before_state, f.state AS framework_state,
  (SELECT COUNT(*) FROM programme o WHERE o.contains = g.id AND o.state = 2) AS containing
FROM programme g JOIN framework f ON f.id = g.framework LEFT JOIN programme n ON n.id = g.contains LEFT JOIN programme b ON b.id = g.replaces
LEFT JOIN person p ON p.id = g.published_by LEFT JOIN person w ON w.id = g.withdrawn_by
WHERE g.id = :programme

-- name: programme_edition   one
-- why:  which edition of its rules it has now, and the one inside it; one that was read before is good for as long as both are
-- open: rules of programmes are public
-- in:   programme int
-- out:  id uuid, edition int, inner_edition int?, organisation int?
SELECT g.uuid AS id, g.edition, n.edition AS inner_edition, g.organisation FROM programme g LEFT JOIN programme n ON n.id = g.contains WHERE g.id = :programme

-- name: programme_row   one
-- open: rules of programmes are public
-- in:   programme int
-- out:  id uuid, slug text, rules text, framework int, framework_id uuid, organisation int?, contains int?,
--       replaces int?
SELECT g.uuid AS id, g.slug, g.rules, g.framework, f.uuid AS framework_id, g.organisation, g.contains, g.replaces
FROM programme g JOIN framework f ON f.id = g.framework WHERE g.id = :programme

-- name: programme_next_versions   many
-- why:  what takes its place; drafts for the department
-- open: rules of programmes are public
-- in:   programme int, drafts bool
-- out:  id uuid, name text, published date?, in_force date?, state int
SELECT uuid AS id, name, published, in_force, state FROM programme WHERE replaces = :programme AND (state <> 1 OR :drafts = 1)
ORDER BY in_force, id LIMIT 20

-- name: programme_people   one
-- why:  how many are on it; for the department
-- open: a number
-- in:   programme int
-- out:  n int
SELECT COUNT(*) AS n FROM induction WHERE programme = :programme AND ended IS NULL

-- name: programme_by_slug   one
-- open: rules of programmes are public
-- in:   slug text
-- out:  programme int, id uuid, rules text, is_national bool, months int, state int
SELECT id AS programme, uuid AS id, rules, is_national, months, state FROM programme WHERE slug = :slug

-- name: programme_by_uuid   one
-- open: rules of programmes are public
-- in:   id uuid
-- out:  programme int, state int
SELECT id AS programme, state FROM programme WHERE uuid = :id

-- name: programmes_all   many
-- why:  national ones first; an employer's own behind them; drafts for the department
-- open: rules of programmes are public
-- in:   drafts bool
-- out:  programme int, id uuid, slug text, name text, months int, is_national bool, illustrative bool, published date?,
--       in_force date?, organisation int?, organisation_name text?, contains_name text?, inductions int,
--       state int
SELECT g.id AS programme, g.uuid AS id, g.slug, g.name, g.months, g.is_national, g.illustrative, g.published, g.in_force,
       g.organisation, o.name AS organisation_name, c.name AS contains_name,
       (SELECT COUNT(*) FROM induction i WHERE i.programme = g.id) AS inductions, g.state
FROM programme g LEFT JOIN organisation o ON o.id = g.organisation LEFT JOIN programme c ON c.id = g.contains
WHERE g.state <> 1 OR :drafts = 1
ORDER BY g.is_national DESC, g.name, g.id LIMIT 200

-- name: programmes_for   many
-- why:  what an organisation may start somebody on
-- open: rules of programmes are public
-- in:   organisation int
-- out:  programme int, slug text, name text, months int
SELECT id AS programme, slug, name, months FROM programme WHERE state = 2 AND (organisation IS NULL OR organisation = :organisation)
ORDER BY is_national DESC, name, id LIMIT 200

-- name: organisation_named   many
-- open: the operator
-- in:   name text
-- out:  organisation int
SELECT id AS organisation FROM organisation WHERE name = :name LIMIT 2

-- programme.sql — the rules of inductions, as data.

-- name: programme_add   one
-- open: made in this transaction
-- in:   id uuid, slug text, name text, framework int, months int, enough_kinds int, enough_observed bool,
--       enough_months int, answer_days int, rules text, is_national bool, contains int?, organisation int?,
--       supervisor_may_assess int, illustrative bool, published date?, in_force date?, replaces int?, now instant
-- out:  programme int
INSERT INTO programme (uuid, slug, name, framework, months, enough_kinds, enough_observed, enough_months, answer_days, rules,
  is_national, contains, organisation, supervisor_may_assess, illustrative, published, in_force, replaces, created)
VALUES (:id, :slug, :name, :framework, :months, :enough_kinds, :enough_observed, :enough_months, :answer_days, :rules,
  :is_national, :contains, :organisation, :supervisor_may_assess, :illustrative, :published, :in_force, :replaces, :now)
RETURNING id AS programme

-- name: programme_add_to   exec
-- why:  the same rules with more said; what they said has been compared
-- in:   programme int, rules text
UPDATE programme SET rules = :rules, edition = edition + 1 WHERE id = :programme

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
-- why:  what takes its place
-- open: rules of programmes are public
-- in:   programme int
-- out:  id uuid, name text, published date?, in_force date?
SELECT uuid AS id, name, published, in_force FROM programme WHERE replaces = :programme ORDER BY in_force, id LIMIT 20

-- name: programme_people   one
-- why:  how many are on it; for the department
-- open: a number
-- in:   programme int
-- out:  n int
SELECT COUNT(*) AS n FROM induction WHERE programme = :programme AND ended IS NULL

-- name: programme_by_slug   one
-- open: rules of programmes are public
-- in:   slug text
-- out:  programme int, id uuid, rules text, is_national bool, months int
SELECT id AS programme, uuid AS id, rules, is_national, months FROM programme WHERE slug = :slug

-- name: programme_by_uuid   one
-- open: rules of programmes are public
-- in:   id uuid
-- out:  programme int
SELECT id AS programme FROM programme WHERE uuid = :id

-- name: programmes_all   many
-- why:  national ones first; an employer's own behind them
-- open: rules of programmes are public
-- in:   none
-- out:  programme int, id uuid, slug text, name text, months int, is_national bool, illustrative bool, published date?,
--       in_force date?, organisation int?, organisation_name text?, contains_name text?, inductions int
SELECT g.id AS programme, g.uuid AS id, g.slug, g.name, g.months, g.is_national, g.illustrative, g.published, g.in_force,
       g.organisation, o.name AS organisation_name, c.name AS contains_name,
       (SELECT COUNT(*) FROM induction i WHERE i.programme = g.id) AS inductions
FROM programme g LEFT JOIN organisation o ON o.id = g.organisation LEFT JOIN programme c ON c.id = g.contains
ORDER BY g.is_national DESC, g.name, g.id LIMIT 200

-- name: programmes_for   many
-- why:  what an organisation may start somebody on
-- open: rules of programmes are public
-- in:   organisation int
-- out:  programme int, slug text, name text, months int
SELECT id AS programme, slug, name, months FROM programme WHERE organisation IS NULL OR organisation = :organisation
ORDER BY is_national DESC, name, id LIMIT 200

-- name: organisation_named   many
-- open: the operator
-- in:   name text
-- out:  organisation int
SELECT id AS organisation FROM organisation WHERE name = :name LIMIT 2

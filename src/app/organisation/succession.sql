-- succession.sql — organisations that merge or split: proposed, seen before it is done, done in one act.

-- name: succession_add   one
-- in:   id uuid, kind int, on_date date, person int, now instant
-- out:  succession int
INSERT INTO succession (uuid, kind, state, on_date, proposed_by, proposed_at)
VALUES (:id, :kind, 0, :on_date, :person, :now) RETURNING id AS succession

-- name: succession_part_add   exec
-- in:   succession int, organisation int, becomes int, team text
INSERT INTO succession_part (succession, organisation, becomes, team) VALUES (:succession, :organisation, :becomes, :team)

-- name: succession_decide   exec
-- in:   succession int, state int, person int, now instant, sole_operator bool
UPDATE succession SET state = :state, decided_by = :person, decided_at = :now, sole_operator = :sole_operator
WHERE id = :succession AND state = 0

-- name: succession_parts   many
-- why:  what becomes what; the part for everybody else first
-- open: national administrators; names of organisations are public
-- in:   succession int
-- out:  organisation int, organisation_id uuid, name text, type int, closed_on date?, becomes int, becomes_id uuid,
--       becomes_name text, becomes_type int, becomes_closed date?, team text
SELECT s.organisation, f.uuid AS organisation_id, f.name, f.type, f.closed AS closed_on, s.becomes, t.uuid AS becomes_id,
  t.name AS becomes_name, t.type AS becomes_type, t.closed AS becomes_closed, s.team
FROM succession_part s JOIN organisation f ON f.id = s.organisation JOIN organisation t ON t.id = s.becomes
WHERE s.succession = :succession ORDER BY f.name_sort, f.id, s.team, t.id LIMIT 200

-- name: succession_of_organisation   many
-- why:  what became of it, and what it follows on from
-- open: what became of organisations is public
-- in:   organisation int
-- out:  kind int, on_date date, other_id uuid, other text, follows bool, team text
SELECT s.kind, s.on_date, o.uuid AS other_id, o.name AS other, CASE WHEN p.becomes = :organisation THEN 1 ELSE 0 END AS follows,
  p.team
FROM succession_part p JOIN succession s ON s.id = p.succession
JOIN organisation o ON o.id = CASE WHEN p.becomes = :organisation THEN p.organisation ELSE p.becomes END
WHERE (p.organisation = :organisation OR p.becomes = :organisation) AND p.organisation <> p.becomes AND s.state = 1
ORDER BY s.on_date DESC, o.name_sort, p.team LIMIT 100

-- name: succession_waiting_for   one
-- why:  whether an organisation is in another proposal that waits
-- open: a number
-- in:   organisation int, but int
-- out:  n int
SELECT COUNT(*) AS n FROM succession_part p JOIN succession s ON s.id = p.succession
WHERE s.state = 0 AND s.id <> :but AND (p.organisation = :organisation OR p.becomes = :organisation)

-- name: successions_all   many
-- why:  proposals and what was done, latest first
-- open: national administrators
-- in:   limit int
-- out:  id uuid, kind int, state int, on_date date, proposer text, proposed_at instant, first_name text, parts int
SELECT s.uuid AS id, s.kind, s.state, s.on_date, p.name AS proposer, s.proposed_at,
  (SELECT MIN(o.name) FROM succession_part a JOIN organisation o ON o.id = CASE WHEN s.kind = 1 THEN a.becomes ELSE a.organisation END
    WHERE a.succession = s.id) AS first_name,
  (SELECT COUNT(*) FROM succession_part b WHERE b.succession = s.id) AS parts
FROM succession s JOIN person p ON p.id = s.proposed_by ORDER BY CASE WHEN s.state = 0 THEN 0 ELSE 1 END, s.id DESC LIMIT :limit

-- name: succession_counts   one
-- why:  what would move from an organisation
-- open: numbers
-- in:   organisation int, last date
-- out:  inductions int, open_inductions int, people int, codes int, partnerships int
SELECT (SELECT COUNT(*) FROM induction i WHERE i.employer = :organisation) AS inductions,
  (SELECT COUNT(*) FROM induction i WHERE i.employer = :organisation AND i.ended IS NULL) AS open_inductions,
  (SELECT COUNT(DISTINCT r.person) FROM role_held r WHERE r.organisation = :organisation
    AND (r.ends IS NULL OR r.ends > :last)) AS people,
  (SELECT COUNT(*) FROM organisation_code c WHERE c.organisation = :organisation AND (c.ends IS NULL OR c.ends > :last)) AS codes,
  (SELECT COUNT(*) FROM partnership a WHERE (a.organisation = :organisation OR a.partner = :organisation)
    AND (a.ends IS NULL OR a.ends > :last)) AS partnerships

-- name: succession_roles_held   many
-- why:  which roles people hold there beyond that day: each must fit what comes after
-- open: numbers
-- in:   organisation int, last date
-- out:  role int, people int
SELECT r.role, COUNT(*) AS people FROM role_held r WHERE r.organisation = :organisation AND (r.ends IS NULL OR r.ends > :last)
GROUP BY r.role ORDER BY r.role LIMIT 20

-- name: succession_teams   many
-- why:  teams with open inductions, to name those that go elsewhere
-- open: numbers by team
-- in:   organisation int
-- out:  team text, people int
SELECT i.team, COUNT(*) AS people FROM induction i WHERE i.employer = :organisation AND i.ended IS NULL
GROUP BY i.team ORDER BY i.team LIMIT 200

-- name: succession_inductions   many
-- why:  those that go with one part: of a team, or of all teams that are named for no other part
-- open: national administrators' act; ids alone
-- in:   succession int, organisation int, team text, after int, limit int
-- out:  induction int, id uuid, ecsw int
SELECT i.id AS induction, i.uuid AS id, i.ecsw FROM induction i
WHERE i.employer = :organisation AND i.id > :after AND (i.team = :team OR (:team = '' AND NOT EXISTS (
  SELECT 1 FROM succession_part p WHERE p.succession = :succession AND p.organisation = :organisation AND p.team = i.team
    AND p.team <> '')))
ORDER BY i.id LIMIT :limit

-- name: succession_induction_move   exec
-- in:   induction int, becomes int
UPDATE induction SET employer = :becomes WHERE id = :induction

-- name: succession_induction_before   exec
-- in:   induction int, organisation int, ends date, succession int
INSERT INTO induction_employer_before (induction, employer, ends, succession)
VALUES (:induction, :organisation, :ends, :succession)

-- name: succession_roles   many
-- why:  roles that go on beyond the last day; the primary coordinator first, who stays the one asked first
-- open: national administrators' act
-- in:   organisation int, last date
-- out:  role_held int, id uuid, person int, role int, starts date, ends date?
SELECT r.id AS role_held, r.uuid AS id, r.person, r.role, r.starts, r.ends FROM role_held r
JOIN organisation o ON o.id = r.organisation
WHERE r.organisation = :organisation AND (r.ends IS NULL OR r.ends > :last)
ORDER BY CASE WHEN r.person = o.primary_coordinator THEN 0 ELSE 1 END, r.id LIMIT 20000

-- name: succession_goes_with   many
-- why:  where somebody's work has gone: their own induction, or those they supervise or assess
-- open: national administrators' act
-- in:   person int, role int, succession int, on_date date
-- out:  employer int
SELECT DISTINCT i.employer FROM induction i
WHERE i.ended IS NULL AND i.employer IN (SELECT p.becomes FROM succession_part p WHERE p.succession = :succession)
  AND ((:role = 1 AND i.ecsw = :person) OR (:role <> 1 AND EXISTS (SELECT 1 FROM assignment a WHERE a.induction = i.id
    AND a.person = :person AND a.role = :role AND (a.ends IS NULL OR a.ends >= :on_date))))
ORDER BY i.employer LIMIT 50

-- name: succession_role_overlaps   one
-- why:  whether somebody has that role there already in that time
-- open: a number
-- in:   person int, organisation int, role int, starts date, ends date?
-- out:  n int
SELECT COUNT(*) AS n FROM role_held r WHERE r.person = :person AND r.organisation = :organisation AND r.role = :role
AND r.starts <= COALESCE(:ends, 9999999) AND (r.ends IS NULL OR r.ends >= :starts)

-- name: succession_role_end   exec
-- in:   role_held int, last date
UPDATE role_held SET ends = CASE WHEN starts > :last THEN starts ELSE :last END WHERE id = :role_held

-- name: succession_sessions_move   exec
-- why:  whoever is signed in goes on in the same role at what comes after
-- in:   role_held int, becomes int
UPDATE session SET role_held = :becomes WHERE role_held = :role_held AND ended_at IS NULL

-- name: succession_tokens_end   exec
-- in:   role_held int, now instant
UPDATE api_token SET ended_at = :now WHERE role_held = :role_held AND ended_at IS NULL

-- name: succession_codes_end   exec
-- in:   organisation int, last date
UPDATE organisation_code SET ends = CASE WHEN starts > :last THEN starts ELSE :last END
WHERE organisation = :organisation AND (ends IS NULL OR ends > :last)

-- name: succession_partnerships   many
-- open: national administrators' act
-- in:   organisation int, last date
-- out:  partnership int, organisation int, partner int, kind int, starts date, ends date?
SELECT id AS partnership, organisation, partner, kind, starts, ends FROM partnership
WHERE (organisation = :organisation OR partner = :organisation) AND (ends IS NULL OR ends > :last) ORDER BY id LIMIT 2000

-- name: succession_partnership_end   exec
-- in:   partnership int, last date
UPDATE partnership SET ends = CASE WHEN starts > :last THEN starts ELSE :last END WHERE id = :partnership

-- name: succession_partnership_add   exec
-- why:  goes on with what comes after, unless that is a partner already
-- in:   id uuid, organisation int, partner int, kind int, starts date, ends date?, now instant
INSERT INTO partnership (uuid, organisation, partner, kind, starts, ends, created)
SELECT :id, :organisation, :partner, :kind, :starts, :ends, :now WHERE :organisation <> :partner AND NOT EXISTS (
  SELECT 1 FROM partnership a WHERE a.organisation = :organisation AND a.partner = :partner AND a.kind = :kind
    AND a.starts <= COALESCE(:ends, 9999999) AND (a.ends IS NULL OR a.ends >= :starts))

-- name: succession_joinings_move   exec
-- why:  people on their way into a programme go on with what comes after
-- in:   organisation int, becomes int
UPDATE joining SET organisation = :becomes WHERE organisation = :organisation AND state <> 3

-- name: succession_invitations_move   exec
-- why:  offers that wait are offers of what comes after, unless the same one was made there
-- in:   organisation int, becomes int
UPDATE invitation SET organisation = :becomes, version = version + 1
WHERE organisation = :organisation AND accepted_at IS NULL AND revoked_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM invitation i WHERE i.organisation = :becomes AND i.role = invitation.role
    AND i.email_folded = invitation.email_folded AND i.accepted_at IS NULL AND i.revoked_at IS NULL)

-- name: succession_departures_move   exec
-- why:  whoever is away comes back to what comes after, and whoever is about to leave leaves it
-- in:   organisation int, becomes int
UPDATE departure SET organisation = :becomes WHERE organisation = :organisation AND ended_on IS NULL AND NOT EXISTS (
  SELECT 1 FROM departure d WHERE d.organisation = :becomes AND d.person = departure.person AND d.ended_on IS NULL)

-- name: succession_capacity_copy   many
-- why:  how many somebody has room for goes on where their role does
-- open: national administrators' act
-- in:   organisation int, last date
-- out:  capacity int, person int, role int, most int, starts date, ends date?
SELECT id AS capacity, person, role, most, starts, ends FROM capacity
WHERE organisation = :organisation AND (ends IS NULL OR ends > :last) ORDER BY id LIMIT 20000

-- name: succession_capacity_end   exec
-- in:   capacity int, last date
UPDATE capacity SET ends = CASE WHEN starts > :last THEN starts ELSE :last END WHERE id = :capacity

-- name: succession_capacity_add   exec
-- in:   id uuid, person int, organisation int, role int, most int, starts date, ends date?, now instant
INSERT INTO capacity (uuid, person, organisation, role, most, starts, ends, created)
SELECT :id, :person, :organisation, :role, :most, :starts, :ends, :now WHERE EXISTS (
  SELECT 1 FROM role_held r WHERE r.person = :person AND r.organisation = :organisation AND r.role = :role
    AND (r.ends IS NULL OR r.ends >= :starts)) AND NOT EXISTS (
  SELECT 1 FROM capacity c WHERE c.person = :person AND c.organisation = :organisation AND c.role = :role
    AND c.starts <= COALESCE(:ends, 9999999) AND (c.ends IS NULL OR c.ends >= :starts))

-- name: succession_liaison_follow   exec
-- in:   organisation int, becomes int
UPDATE organisation SET liaison = (SELECT f.liaison FROM organisation f WHERE f.id = :organisation), version = version + 1
WHERE id = :becomes AND liaison IS NULL

-- name: succession_organisations_lock   one
-- why:  one organisation of it, so that two acts come one after the other
-- open: national administrators' act
-- lock: yes
-- in:   organisation int
-- out:  id uuid
SELECT o.uuid AS id FROM organisation o WHERE o.id = :organisation

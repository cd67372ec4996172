-- succession_places.sql — a split: where open invitations, people joining a programme, and recorded departures go. With their
-- own work or the work they do for others where there is such; else where whoever proposes it says, group by group: the
-- department does not read who they are.

-- name: places_offers   many
-- why:  open invitations by role and, where it can be known, the part they go to
-- open: numbers
-- in:   succession int, organisation int, on_date date
-- out:  role int, goes int?, n int
SELECT x.role, x.goes, COUNT(*) AS n FROM (SELECT i.role, (SELECT MIN(t.becomes) FROM induction n
    JOIN succession_part t ON t.succession = :succession AND t.organisation = n.employer AND (t.team = n.team OR (t.team = ''
      AND NOT EXISTS (SELECT 1 FROM succession_part u WHERE u.succession = :succession AND u.organisation = n.employer
        AND u.team = n.team AND u.team <> '')))
    WHERE n.ended IS NULL AND n.employer = :organisation AND (n.ecsw = i.person OR EXISTS (SELECT 1 FROM assignment a
      WHERE a.induction = n.id AND a.person = i.person AND (a.ends IS NULL OR a.ends >= :on_date)))) AS goes
  FROM invitation i WHERE i.organisation = :organisation AND i.accepted_at IS NULL AND i.revoked_at IS NULL) AS x
GROUP BY x.role, x.goes ORDER BY x.role, CASE WHEN x.goes IS NULL THEN 1 ELSE 0 END, x.goes LIMIT 500

-- name: places_offer_rows   many
-- why:  the same, one by one, to be moved
-- open: national administrators' act; ids alone
-- in:   succession int, organisation int, on_date date
-- out:  id int, what int, goes int?
SELECT i.id, i.role AS what, (SELECT MIN(t.becomes) FROM induction n
    JOIN succession_part t ON t.succession = :succession AND t.organisation = n.employer AND (t.team = n.team OR (t.team = ''
      AND NOT EXISTS (SELECT 1 FROM succession_part u WHERE u.succession = :succession AND u.organisation = n.employer
        AND u.team = n.team AND u.team <> '')))
    WHERE n.ended IS NULL AND n.employer = :organisation AND (n.ecsw = i.person OR EXISTS (SELECT 1 FROM assignment a
      WHERE a.induction = n.id AND a.person = i.person AND (a.ends IS NULL OR a.ends >= :on_date)))) AS goes
FROM invitation i WHERE i.organisation = :organisation AND i.accepted_at IS NULL AND i.revoked_at IS NULL ORDER BY i.id LIMIT 20000

-- name: places_joinings   many
-- why:  people joining by programme and, where they have an induction here, the part it goes to
-- open: numbers
-- in:   succession int, organisation int
-- out:  programme int, slug text, name text, goes int?, n int
SELECT x.programme, g.slug, g.name, x.goes, COUNT(*) AS n FROM (SELECT j.programme, (SELECT MIN(t.becomes) FROM induction n
    JOIN succession_part t ON t.succession = :succession AND t.organisation = n.employer AND (t.team = n.team OR (t.team = ''
      AND NOT EXISTS (SELECT 1 FROM succession_part u WHERE u.succession = :succession AND u.organisation = n.employer
        AND u.team = n.team AND u.team <> '')))
    WHERE n.employer = :organisation AND (n.id = j.induction OR (n.ecsw = j.person AND n.ended IS NULL))) AS goes
  FROM joining j WHERE j.organisation = :organisation AND j.state < 3) AS x JOIN programme g ON g.id = x.programme
GROUP BY x.programme, g.slug, g.name, x.goes ORDER BY g.name, x.programme, CASE WHEN x.goes IS NULL THEN 1 ELSE 0 END, x.goes LIMIT 500

-- name: places_joining_rows   many
-- why:  the same, one by one, to be moved
-- open: national administrators' act; ids alone
-- in:   succession int, organisation int
-- out:  id int, what int, goes int?
SELECT j.id, j.programme AS what, (SELECT MIN(t.becomes) FROM induction n
    JOIN succession_part t ON t.succession = :succession AND t.organisation = n.employer AND (t.team = n.team OR (t.team = ''
      AND NOT EXISTS (SELECT 1 FROM succession_part u WHERE u.succession = :succession AND u.organisation = n.employer
        AND u.team = n.team AND u.team <> '')))
    WHERE n.employer = :organisation AND (n.id = j.induction OR (n.ecsw = j.person AND n.ended IS NULL))) AS goes
FROM joining j WHERE j.organisation = :organisation AND j.state < 3 ORDER BY j.id LIMIT 20000

-- name: places_departures   one
-- why:  people whose leaving is still to come, or who are away
-- open: a number
-- in:   organisation int
-- out:  n int
SELECT COUNT(*) AS n FROM departure d WHERE d.organisation = :organisation AND d.ended_on IS NULL AND d.done_at IS NULL

-- name: places_departure_rows   many
-- why:  a departure and each part its person goes on in, once roles have moved. A role begun since the day they move has its first day
--       alone where it was, and goes on elsewhere from the same day: nobody stays for that
-- open: national administrators' act; ids alone
-- in:   succession int, organisation int, on_date date
-- out:  departure int, becomes int
SELECT DISTINCT d.id AS departure, r.organisation AS becomes FROM departure d JOIN role_held r ON r.person = d.person
WHERE d.organisation = :organisation AND d.ended_on IS NULL AND d.done_at IS NULL AND (r.ends IS NULL OR r.ends >= :on_date)
AND r.organisation IN (SELECT t.becomes FROM succession_part t WHERE t.succession = :succession AND t.organisation = :organisation)
AND (r.organisation <> :organisation OR r.ends IS NULL OR r.ends > r.starts OR NOT EXISTS (SELECT 1 FROM role_held n
  WHERE n.person = r.person AND n.role = r.role AND n.starts = r.starts AND n.organisation <> r.organisation))
ORDER BY departure, becomes LIMIT 40000

-- name: places_chosen   many
-- open: the proposal has been allowed
-- in:   succession int
-- out:  organisation int, kind int, what int, becomes int
SELECT organisation, kind, what, becomes FROM succession_place WHERE succession = :succession
ORDER BY organisation, kind, what LIMIT 500

-- name: places_choose   exec
-- in:   succession int, organisation int, kind int, what int, becomes int
INSERT INTO succession_place (succession, organisation, kind, what, becomes)
VALUES (:succession, :organisation, :kind, :what, :becomes)
ON CONFLICT (succession, organisation, kind, what) DO UPDATE SET becomes = excluded.becomes

-- name: places_offer_move   exec
-- why:  an offer of what comes after, unless the same one was made there
-- in:   invitation int, becomes int
UPDATE invitation SET organisation = :becomes, version = version + 1 WHERE id = :invitation AND NOT EXISTS (
  SELECT 1 FROM invitation i WHERE i.organisation = :becomes AND i.role = invitation.role
    AND i.email_folded = invitation.email_folded AND i.accepted_at IS NULL AND i.revoked_at IS NULL)

-- name: places_joining_move   exec
-- in:   joining int, becomes int
UPDATE joining SET organisation = :becomes, version = version + 1 WHERE id = :joining

-- name: places_departure_copy   exec
-- why:  it is recorded wherever they go on
-- in:   departure int, id uuid, becomes int
INSERT INTO departure (uuid, person, organisation, kind, reason, last_day, back_on, recorded_by, created)
SELECT :id, d.person, :becomes, d.kind, d.reason, d.last_day, d.back_on, d.recorded_by, d.created FROM departure d
WHERE d.id = :departure AND NOT EXISTS (SELECT 1 FROM departure o WHERE o.person = d.person AND o.organisation = :becomes
  AND o.ended_on IS NULL)

-- name: places_departure_ends   exec
-- why:  they go on elsewhere alone: here nothing is to come any more
-- in:   departure int, today date
UPDATE departure SET ended_on = :today WHERE id = :departure AND ended_on IS NULL

-- bulk_export.sql — the same columns out. A coordinator's are of the people of their own organisation.

-- name: bulk_out_people   each
-- why:  who holds which role here now
-- in:   organisation int, today date
-- out:  name text, email text, registration text?, role int, starts date
SELECT p.name, p.email, p.registration, r.role, r.starts FROM role_held r JOIN person p ON p.id = r.person
WHERE r.organisation = :organisation AND r.role <> 1 AND (r.ends IS NULL OR r.ends >= :today)
ORDER BY p.name, r.role

-- name: bulk_out_inductions   each
-- open: a coordinator's own employer
-- in:   organisation int, today date
-- out:  name text, email text, registration text?, starts date, programme text, hours int?, full_week int?, team text, intake text, supervisor text?,
--       assessor text?
SELECT p.name, p.email, p.registration, i.starts, g.slug AS programme,
       (SELECT MAX(h.hours) FROM hours_period h WHERE h.induction = i.id AND h.starts <= :today AND (h.ends IS NULL OR h.ends >= :today)) AS hours,
       (SELECT MAX(h.full_week) FROM hours_period h WHERE h.induction = i.id AND h.starts <= :today AND (h.ends IS NULL OR h.ends >= :today)) AS full_week,
       i.team, i.intake,
       (SELECT MIN(s.email) FROM assignment a JOIN person s ON s.id = a.person WHERE a.induction = i.id AND a.role = 2
        AND (a.ends IS NULL OR a.ends >= :today)) AS supervisor,
       (SELECT MIN(s.email) FROM assignment a JOIN person s ON s.id = a.person WHERE a.induction = i.id AND a.role = 3
        AND (a.ends IS NULL OR a.ends >= :today)) AS assessor
FROM induction i JOIN person p ON p.id = i.ecsw JOIN programme g ON g.id = i.programme
WHERE i.employer = :organisation AND i.ended IS NULL ORDER BY p.name, i.id

-- name: bulk_out_assignments   each
-- open: a coordinator's own employer
-- in:   organisation int, today date
-- out:  email text, name text, part int, person text, starts date, ends date?
SELECT p.email, p.name, a.role AS part, s.email AS person, a.starts, a.ends
FROM assignment a JOIN induction i ON i.id = a.induction JOIN person p ON p.id = i.ecsw JOIN person s ON s.id = a.person
WHERE i.employer = :organisation AND i.ended IS NULL AND (a.ends IS NULL OR a.ends >= :today) ORDER BY p.name, a.role, a.id

-- name: bulk_out_outcomes   each
-- open: a coordinator's own employer
-- in:   organisation int
-- out:  email text, name text, outcome int, on_date date
SELECT p.email, p.name, o.outcome, o.on_date FROM induction_outcome o JOIN induction i ON i.id = o.induction
JOIN person p ON p.id = i.ecsw WHERE i.employer = :organisation ORDER BY o.on_date, p.name

-- name: bulk_out_organisations   each
-- open: national administrators see every organisation
-- in:   today date
-- out:  name text, type int, code text?, ons text?, phone text, address text
SELECT o.name, o.type,
       (SELECT MIN(c.code) FROM organisation_code c WHERE c.organisation = o.id AND c.scheme = 1 AND c.starts <= :today
        AND (c.ends IS NULL OR c.ends >= :today)) AS code,
       (SELECT MIN(c.code) FROM organisation_code c WHERE c.organisation = o.id AND c.scheme = 2 AND c.starts <= :today
        AND (c.ends IS NULL OR c.ends >= :today)) AS ons, o.phone, o.address
FROM organisation o WHERE o.closed IS NULL ORDER BY o.name_sort, o.id

-- name: bulk_out_coordinators   each
-- in:   today date
-- out:  name text, email text, organisation text, starts date
SELECT p.name, p.email, o.name AS organisation, r.starts FROM role_held r JOIN person p ON p.id = r.person
JOIN organisation o ON o.id = r.organisation WHERE r.role = 4 AND (r.ends IS NULL OR r.ends >= :today) ORDER BY o.name_sort, p.name

-- name: bulk_own_organisation   one
-- open: the one the reader acts for
-- in:   organisation int
-- out:  id uuid
SELECT uuid AS id FROM organisation WHERE id = :organisation

-- name: bulk_out_leavers   each
-- in:   organisation int
-- out:  email text, name text, last_day date, reason int
SELECT p.email, p.name, d.last_day, d.reason FROM departure d JOIN person p ON p.id = d.person
WHERE d.organisation = :organisation AND d.kind = 1 AND d.ended_on IS NULL ORDER BY d.last_day, p.name

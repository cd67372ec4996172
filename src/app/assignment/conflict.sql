-- conflict.sql — what stands between two people.

-- name: conflicts_about   many
-- why:  whatever was declared about one ECSW, standing first
-- open: the object rule of the induction has been asked; the page shows each only those of whom it speaks
-- in:   about int
-- out:  id uuid, person int, name text, kind int, since date?, starts date, ends date?, by_name text
SELECT c.uuid AS id, c.person, p.name, c.kind, c.since, c.starts, c.ends, b.name AS by_name
FROM conflict_of_interest c JOIN person p ON p.id = c.person JOIN person b ON b.id = c.declared_by
WHERE c.about = :about ORDER BY COALESCE(c.ends, 9999999) DESC, c.starts DESC, c.id DESC LIMIT 200

-- name: conflict_insert   one
-- open: made in this transaction
-- in:   id uuid, person int, about int, kind int, since date?, today date, declared_by int, now instant
-- out:  conflict int
INSERT INTO conflict_of_interest (uuid, person, about, kind, since, starts, declared_by, created)
VALUES (:id, :person, :about, :kind, :since, :today, :declared_by, :now) RETURNING id AS conflict

-- name: conflict_set_end   exec
-- in:   conflict int, ends date, by int
UPDATE conflict_of_interest SET ends = :ends, ended_by = :by WHERE id = :conflict AND ends IS NULL

-- name: conflict_assignments   many
-- why:  what somebody holds around one ECSW today or later
-- open: the object rule of the induction has been asked
-- in:   about int, person int, today date
-- out:  assignment int, id uuid, induction int, role int, starts date
SELECT a.id AS assignment, a.uuid AS id, a.induction, a.role, a.starts FROM assignment a JOIN induction i ON i.id = a.induction
WHERE i.ecsw = :about AND a.person = :person AND (a.ends IS NULL OR a.ends >= :today) ORDER BY a.id LIMIT 100

-- name: conflict_readings   many
-- why:  where they are the second reader
-- open: the object rule of the induction has been asked
-- in:   about int, person int, today date
-- out:  assignment int, id uuid, induction int, person int, role int, starts date
SELECT a.id AS assignment, a.uuid AS id, a.induction, a.person, a.role, a.starts
FROM assignment a JOIN induction i ON i.id = a.induction
WHERE i.ecsw = :about AND a.second_reader = :person AND (a.ends IS NULL OR a.ends >= :today) ORDER BY a.id LIMIT 100

-- name: conflict_views   many
-- why:  views of this ECSW's work by that person, for marking; times only
-- open: times and numbers
-- in:   about int, person int
-- out:  view int, given_at instant
SELECT v.id AS view, v.given_at FROM view_given v JOIN evidence e ON e.id = v.evidence JOIN induction i ON i.id = e.induction
WHERE i.ecsw = :about AND v.person = :person AND v.undone_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM view_taint t WHERE t.view_given = v.id) ORDER BY v.id LIMIT 5000

-- name: taint_insert   exec
-- in:   view int, conflict int, now instant
INSERT INTO view_taint (view_given, conflict, marked_at) VALUES (:view, :conflict, :now)

-- name: conflict_people   many
-- why:  who may be named in a declaration: those around the ECSW and, for a coordinator, staff of the employer
-- open: names of staff; the object rule of the induction has been asked
-- in:   induction int, organisation int, all bool, words text, today date, limit int
-- out:  id uuid, person int, name text, role int
SELECT p.uuid AS id, p.id AS person, p.name, MAX(x.role) AS role FROM person p JOIN (
  SELECT a.person, a.role FROM assignment a WHERE a.induction = :induction AND (a.ends IS NULL OR a.ends >= :today)
  UNION ALL
  SELECT r.person, r.role FROM role_held r WHERE :all = 1 AND r.organisation = :organisation AND r.role IN (2, 3, 9)
    AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today)
) x ON x.person = p.id
JOIN induction i ON i.id = :induction
WHERE p.id <> i.ecsw AND p.disabled_at IS NULL AND (:words = '' OR LOWER(p.name) LIKE :words ESCAPE '!')
GROUP BY p.uuid, p.id, p.name ORDER BY p.name, p.id LIMIT :limit

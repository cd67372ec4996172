-- privacy.sql — what was kept with a reason, and pieces held back.

-- name: privacy_kept_of   many
-- open: the piece was loaded and its rule asked
-- in:   evidence int
-- out:  kept int, class int, what text, reason int, why text, kept_at instant
SELECT id AS kept, class, what, reason, why, kept_at FROM privacy_kept WHERE evidence = :evidence ORDER BY id LIMIT 1000

-- name: privacy_keep   exec
-- in:   evidence int, class int, what text, reason int, why text, person int, now instant
INSERT INTO privacy_kept (evidence, class, what, reason, why, person, kept_at)
VALUES (:evidence, :class, :what, :reason, :why, :person, :now)
ON CONFLICT (evidence, class, what) DO UPDATE SET reason = excluded.reason, why = excluded.why, person = excluded.person,
  kept_at = excluded.kept_at

-- name: privacy_unkeep   exec
-- in:   evidence int, kept int
DELETE FROM privacy_kept WHERE id = :kept AND evidence = :evidence

-- name: privacy_names   many
-- why:  people around an induction: the check knows them as colleagues
-- open: names only, for a pure rule
-- in:   induction int
-- out:  name text
SELECT DISTINCT p.name FROM assignment a JOIN person p ON p.id = a.person WHERE a.induction = :induction ORDER BY p.name LIMIT 50

-- name: privacy_set_held   exec
-- in:   evidence int, held int
UPDATE evidence SET held = :held WHERE id = :evidence

-- name: privacy_close_versions   exec
-- in:   evidence int, from int, until int
UPDATE evidence_version SET closed = 1 WHERE evidence = :evidence AND version >= :from AND version <= :until

-- name: privacy_hold_add   exec
-- in:   evidence int, kind int, version int, classes int, words text, in_file bool, person int, now instant
INSERT INTO privacy_hold (evidence, kind, version, classes, words, in_file, person, began)
VALUES (:evidence, :kind, :version, :classes, :words, :in_file, :person, :now) ON CONFLICT DO NOTHING

-- name: privacy_hold_now   one
-- open: the piece was loaded and its rule asked
-- in:   evidence int
-- out:  hold int, kind int, version int, classes int, words text, in_file bool, name text, began instant
SELECT h.id AS hold, h.kind, h.version, h.classes, h.words, h.in_file, p.name, h.began FROM privacy_hold h JOIN person p ON p.id = h.person
WHERE h.evidence = :evidence AND h.ended IS NULL

-- name: privacy_files_since   one
-- why:  a file that was there when the piece was sent back and is not any more
-- open: a number, of a piece whose rule has been asked
-- in:   evidence int, began instant
-- out:  gone int
SELECT COUNT(*) AS gone FROM file f WHERE f.evidence = :evidence AND f.created <= :began AND f.removed_at >= :began

-- name: privacy_hold_end   exec
-- why:  what a reader pointed at has done its work and is forgotten
-- in:   evidence int, now instant
UPDATE privacy_hold SET ended = :now, words = '' WHERE evidence = :evidence AND ended IS NULL

-- name: privacy_held_count   one
-- open: a number
-- in:   induction int
-- out:  held int
SELECT COUNT(*) AS held FROM evidence e WHERE e.induction = :induction AND e.held <> 0 AND e.state IN (1, 2)

-- name: privacy_seen_add   exec
-- in:   evidence int, class int, now instant
INSERT INTO privacy_seen (evidence, class, first_at) VALUES (:evidence, :class, :now) ON CONFLICT DO NOTHING

-- name: privacy_of_cohort   many
-- why:  in how many pieces of an employer's ECSWs, shared or handed in, something of a class was found, and how many people wrote
--       those; a piece counts once, in the induction of its writer that the cohort shows
-- open: numbers; small ones are not shown
-- in:   person int, organisation int, role int, today date
-- out:  class int, pieces int, people int
-- use:  visible_induction(i, :person, :organisation, :role, :today); has_not_left(i, :today)
SELECT s.class, COUNT(*) AS pieces, COUNT(DISTINCT i.ecsw) AS people
FROM privacy_seen s JOIN evidence e ON e.id = s.evidence AND e.state IN (1, 2) JOIN induction i ON i.id = e.induction
WHERE i.employer = :organisation AND i.ended IS NULL AND (/*visible_induction*/) AND /*has_not_left*/
  AND (i.is_national = 1 OR NOT EXISTS (SELECT 1 FROM induction n WHERE n.contained_in = i.id AND n.ended IS NULL))
GROUP BY s.class ORDER BY pieces DESC, s.class LIMIT 40

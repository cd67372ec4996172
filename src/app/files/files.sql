-- files.sql — rows of files and of their content. The piece a file hangs on was allowed by its object rule before.

-- name: files_of_evidence   many
-- open: the piece was loaded and its rule asked
-- in:   evidence int
-- out:  id uuid, name text, type text, hash blob, size int, scan int, created instant
SELECT f.uuid AS id, f.name, f.type, f.hash, c.size, c.scan, f.created
FROM file f JOIN file_content c ON c.hash = f.hash
WHERE f.evidence = :evidence AND f.removed_at IS NULL
ORDER BY f.id LIMIT 100

-- name: file_add   exec
-- in:   id uuid, evidence int, hash blob, name text, type text, person int, now instant
INSERT INTO file (uuid, evidence, hash, name, type, person, created)
VALUES (:id, :evidence, :hash, :name, :type, :person, :now)

-- name: file_set_removed   exec
-- in:   file int, now instant
UPDATE file SET removed_at = :now WHERE id = :file AND removed_at IS NULL

-- name: file_evidence_changed   exec
-- why:  not its version: words typed on the piece's page before the file came can still be saved
-- in:   evidence int, now instant
UPDATE evidence SET changed = :now WHERE id = :evidence

-- name: file_content_add   exec
-- why:  the same bytes once; waits for whoever is adding them at this moment
-- in:   hash blob, size int, scan int, now instant
INSERT INTO file_content (hash, size, scan, created) VALUES (:hash, :size, :scan, :now) ON CONFLICT (hash) DO NOTHING

-- name: file_content_lock   one
-- why:  held until the transaction ends: nobody takes away what somebody is adding
-- lock: yes
-- in:   hash blob
-- out:  size int, scan int
SELECT size, scan FROM file_content WHERE hash = :hash


-- name: file_content_shows   one
-- open: counts rows, shows none
-- in:   hash blob
-- out:  scan int, files int
SELECT c.scan, (SELECT COUNT(*) FROM file f WHERE f.hash = c.hash AND f.removed_at IS NULL) AS files
FROM file_content c WHERE c.hash = :hash

-- name: file_content_scanned   exec
-- in:   hash blob, scan int, scanned_at instant?
UPDATE file_content SET scan = :scan, scanned_at = :scanned_at WHERE hash = :hash

-- name: file_contents_waiting   many
-- why:  what has not been checked and somebody would like to open
-- open: counts rows, shows none
-- in:   limit int
-- out:  hash blob, size int
SELECT c.hash, c.size FROM file_content c
WHERE c.scan = 0 AND EXISTS (SELECT 1 FROM file f WHERE f.hash = c.hash AND f.removed_at IS NULL)
ORDER BY c.created LIMIT :limit

-- name: contents_after   many
-- why:  bytes that some file shows; those of a refused one were deleted on purpose
-- open: whether bytes are there, for the operator
-- in:   after blob, limit int
-- out:  hash blob, size int
SELECT c.hash, c.size FROM file_content c WHERE c.hash > :after AND c.scan <> 2
AND EXISTS (SELECT 1 FROM file f WHERE f.hash = c.hash AND f.removed_at IS NULL) ORDER BY c.hash LIMIT :limit

-- name: files_of_content   many
-- open: ids, for the operator
-- in:   hash blob
-- out:  file uuid, evidence uuid
SELECT f.uuid AS file, e.uuid AS evidence FROM file f JOIN evidence e ON e.id = f.evidence
WHERE f.hash = :hash AND f.removed_at IS NULL ORDER BY f.id LIMIT 100

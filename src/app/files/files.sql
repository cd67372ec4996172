-- files.sql — rows of files and of their content. The piece a file hangs on was allowed by its object rule before.

-- name: files_of_evidence   many
-- open: the piece was loaded and its rule asked
-- in:   evidence int
-- out:  id uuid, name text, type text, hash blob, size int, scan int, created instant, looked_at instant?, state int?, more int?, warns int?, author text?, changed_by text?
SELECT f.uuid AS id, f.name, f.type, f.hash, c.size, c.scan, f.created, f.looked_at, t.state, t.more, t.warns, t.author, t.changed_by
FROM file f JOIN file_content c ON c.hash = f.hash LEFT JOIN file_text t ON t.hash = f.hash
WHERE f.evidence = :evidence AND f.removed_at IS NULL
ORDER BY f.id LIMIT 100

-- name: file_texts_of   many
-- why:  what the files of a piece are called and say, for the privacy check
-- open: the piece was loaded and its rule asked
-- in:   evidence int
-- out:  id uuid, name text, text text?
SELECT f.uuid AS id, f.name, t.text FROM file f LEFT JOIN file_text t ON t.hash = f.hash AND t.state = 1
WHERE f.evidence = :evidence AND f.removed_at IS NULL
ORDER BY f.id LIMIT 100

-- name: file_named   one
-- open: the piece was loaded and its rule asked
-- in:   evidence int, id uuid
-- out:  file int, name text
SELECT f.id AS file, f.name FROM file f WHERE f.evidence = :evidence AND f.uuid = :id AND f.removed_at IS NULL

-- name: file_set_name   exec
-- in:   file int, name text
UPDATE file SET name = :name WHERE id = :file

-- name: file_text_put   exec
-- in:   hash blob, state int, search text, text text, more bool, warns int, author text, changed_by text, now instant
INSERT INTO file_text (hash, state, search, text, more, warns, author, changed_by, read_at)
VALUES (:hash, :state, :search, :text, :more, :warns, :author, :changed_by, :now)
ON CONFLICT (hash) DO UPDATE SET state = excluded.state, search = excluded.search, text = excluded.text, more = excluded.more,
  warns = excluded.warns, author = excluded.author, changed_by = excluded.changed_by, read_at = excluded.read_at

-- name: file_text_drop   exec
-- in:   hash blob
DELETE FROM file_text WHERE hash = :hash

-- name: files_unread   many
-- why:  what may be opened and nobody has read yet
-- open: work behind the pages
-- in:   now instant, limit int
-- out:  hash blob, to_read int, type text
SELECT c.hash, c.to_read, MIN(f.type) AS type FROM file_content c JOIN file f ON f.hash = c.hash
WHERE c.to_read > 0 AND c.read_after <= :now AND c.scan IN (1, 3) AND f.removed_at IS NULL
GROUP BY c.hash, c.to_read ORDER BY c.hash LIMIT :limit

-- name: file_content_read   exec
-- in:   hash blob, to_read int, after instant
UPDATE file_content SET to_read = :to_read, read_after = :after WHERE hash = :hash

-- name: file_content_to_read   exec
-- why:  bytes that come again after they were taken away with what they said
-- in:   hash blob, tries int
UPDATE file_content SET to_read = :tries, read_after = 0
WHERE hash = :hash AND to_read = 0 AND NOT EXISTS (SELECT 1 FROM file_text t WHERE t.hash = file_content.hash)

-- name: file_set_looked_at   exec
-- in:   file int, now instant
UPDATE file SET looked_at = :now WHERE id = :file

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

-- name: uploads_open   one
-- open: numbers of one's own
-- in:   person int, since instant
-- out:  n int, bytes int
SELECT COUNT(*) AS n, COALESCE(SUM(size), 0) AS bytes FROM upload WHERE person = :person AND ended = 0 AND touched > :since

-- name: upload_same   one
-- why:  the same file chosen again
-- in:   evidence int, person int, name text, size int, begins blob
-- out:  upload int, id uuid, received int, ended bool
SELECT id AS upload, uuid AS id, received, ended FROM upload
WHERE person = :person AND evidence = :evidence AND name = :name AND size = :size AND begins = :begins

-- name: upload_add   exec
-- in:   id uuid, evidence int, person int, name text, size int, begins blob, now instant
INSERT INTO upload (uuid, evidence, person, name, size, begins, received, touched)
VALUES (:id, :evidence, :person, :name, :size, :begins, 0, :now)

-- name: upload_lock   one
-- why:  a piece at a time
-- lock: yes
-- in:   id uuid, evidence int, person int
-- out:  upload int, id uuid, name text, size int, begins blob, received int, ended bool
SELECT id AS upload, uuid AS id, name, size, begins, received, ended FROM upload
WHERE uuid = :id AND evidence = :evidence AND person = :person

-- name: upload_received   exec
-- in:   upload int, received int, now instant
UPDATE upload SET received = :received, touched = :now WHERE id = :upload

-- name: upload_set_ended   exec
-- why:  the end may be asked for again when its answer was lost
-- in:   upload int, now instant
UPDATE upload SET ended = 1, touched = :now WHERE id = :upload

-- name: upload_drop   exec
-- in:   upload int
DELETE FROM upload WHERE id = :upload

-- import.sql — files on their way to becoming a draft version.

-- name: fw_import_add   one
-- in:   id uuid, person int, name text, bytes int, content blob, result text, now instant
-- out:  import int
INSERT INTO framework_import (uuid, person, name, bytes, state, content, result, created)
VALUES (:id, :person, :name, :bytes, 0, :content, :result, :now)
RETURNING id AS import

-- name: fw_import_lock   one
-- why:  the row as it stands now, held until the end: a second press finds what the first one did
-- open: the object rule has been asked
-- lock: yes
-- in:   import int
-- out:  state int, progress int, person int, name text, bytes int, content blob?, result text?, framework int?
SELECT state, progress, person, name, bytes, content, result, framework FROM framework_import WHERE id = :import

-- name: fw_import_content   one
-- why:  the file, read without holding anybody up
-- open: for the job that was queued by its owner
-- in:   import int
-- out:  state int, progress int, person int, name text, content blob?, result text?
SELECT state, progress, person, name, content, result FROM framework_import WHERE id = :import

-- name: fw_import_state   one
-- open: for the job that was queued by its owner
-- lock: yes
-- in:   import int
-- out:  state int, progress int
SELECT state, progress FROM framework_import WHERE id = :import

-- name: fw_import_set   exec
-- in:   import int, state int, progress int, result text
UPDATE framework_import SET state = :state, progress = :progress, result = :result WHERE id = :import

-- name: fw_import_end   exec
-- why:  the file itself is not needed any more
-- in:   import int, state int, framework int?
UPDATE framework_import SET state = :state, progress = 100, framework = :framework, content = NULL WHERE id = :import

-- name: framework_newest_of_series   one
-- why:  what an import is compared with
-- open: for national administrators, who see every state
-- in:   series uuid
-- out:  framework int
SELECT id AS framework FROM framework WHERE series = :series ORDER BY framework.id DESC LIMIT 1

-- name: fw_uuid_of   one
-- open: made by the import whose owner asks
-- in:   framework int
-- out:  id uuid
SELECT uuid AS id FROM framework WHERE id = :framework

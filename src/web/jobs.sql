-- jobs.sql — what the lanes and their housekeeping ask.

-- name: job_waiting   one
-- why:  a look without the writer's lock, since most looks find nothing
-- open: work behind the pages
-- in:   lane int, now instant
-- out:  waiting int
SELECT COUNT(*) AS waiting FROM (SELECT 1 AS one FROM job
WHERE lane = :lane AND done_at IS NULL AND failed_at IS NULL AND run_at <= :now AND leased_until <= :now LIMIT 1) w

-- name: job_lease_longer   exec
-- in:   job int, until instant
UPDATE job SET leased_until = :until WHERE id = :job AND done_at IS NULL

-- name: job_again   exec
-- why:  periodic work goes back to the queue as new: its row is used for ever
-- in:   job int, run_at instant
UPDATE job SET run_at = :run_at, leased_until = 0, tries = 0, why = NULL WHERE id = :job

-- name: events_last   one
-- why:  whether anything has happened since the chains were last signed
-- open: a number
-- in:   none
-- out:  last int
SELECT COALESCE(MAX(id), 0) AS last FROM event

-- name: mails_sweep   exec
-- in:   before instant
DELETE FROM mail WHERE created < :before AND (sent_at IS NOT NULL OR failed_at IS NOT NULL)

-- name: links_sweep   exec
-- in:   before instant
DELETE FROM sign_in_link WHERE expires < :before

-- name: uploads_sweep   exec
-- why:  files of which the rest never came; their bytes are swept with the folder
-- in:   before instant
DELETE FROM upload WHERE touched < :before

-- name: sessions_sweep   exec
-- in:   before instant
DELETE FROM session WHERE ends < :before

-- name: contents_sweep   exec
-- why:  bytes that no file shows any more
-- open: nobody sees anything
-- in:   before instant
DELETE FROM file_content WHERE created < :before AND NOT EXISTS (SELECT 1 FROM file f WHERE f.hash = file_content.hash)

-- name: content_known   one
-- open: whether there is a row
-- in:   hash blob
-- out:  known int
SELECT COUNT(*) AS known FROM file_content WHERE hash = :hash

-- name: content_add   exec
-- why:  bytes have been kept; known ones are young again, so that no sweep takes them
-- in:   hash blob, size int, scan int, now instant
INSERT INTO file_content (hash, size, scan, created) VALUES (:hash, :size, :scan, :now)
ON CONFLICT (hash) DO UPDATE SET created = excluded.created

-- name: print_pieces_sweep   exec
-- in:   now instant
DELETE FROM print_piece WHERE print IN (SELECT id FROM print WHERE swept_after < :now AND state >= 3)

-- name: prints_sweep   exec
-- why:  copies on paper, seven days after they were asked for; one that is being made is left to its job
-- in:   now instant
DELETE FROM print WHERE swept_after < :now AND state >= 3

-- name: print_known   one
-- open: whether there is a row
-- in:   id uuid
-- out:  known int
SELECT COUNT(*) AS known FROM print WHERE uuid = :id

-- name: bulk_rows_sweep   exec
-- why:  rows of files that were sent 30 days ago; what they added stays
-- in:   now instant
DELETE FROM bulk_row WHERE import IN (SELECT id FROM bulk_import WHERE swept_after < :now AND state NOT IN (3, 6))

-- name: bulk_imports_sweep   exec
-- in:   now instant
DELETE FROM bulk_import WHERE swept_after < :now AND state NOT IN (3, 6)

-- name: given_goes_sweep   exec
-- in:   before int
DELETE FROM given_go WHERE began < :before

-- name: given_marks_sweep   exec
-- why:  minutes that no night has made into goes
-- in:   before int
DELETE FROM given_mark WHERE minute < :before

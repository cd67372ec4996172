-- audit_app.sql — the page about the history.

-- name: audit_job   one
-- why:  the one row of the daily verification
-- open: work behind the pages
-- in:   kind int
-- out:  job int, run_at instant, leased_until instant
SELECT id AS job, run_at, leased_until FROM job WHERE kind = :kind AND done_at IS NULL AND failed_at IS NULL ORDER BY id LIMIT 1

-- name: audit_job_now   exec
-- in:   job int, now instant
UPDATE job SET run_at = :now WHERE id = :job AND run_at > :now

-- name: signatures_by_day   many
-- why:  the days on which something was signed, newest first; a day is one of UTC
-- open: numbers
-- in:   since instant, day int
-- out:  day int, number int
SELECT at / :day AS day, COUNT(*) AS number FROM chain_signature WHERE format = 2 AND at >= :since GROUP BY at / :day
ORDER BY 1 DESC LIMIT 14

-- outline.sql — what the induction of a job would look like, for whoever is thinking of taking it.

-- name: outline_add   one
-- in:   id uuid, organisation int, programme int, token text, job text, team text, starts date, hours int, full_week int, title text,
--       pay text, promises text, ask text, now instant, person int, expires instant
-- out:  outline int
INSERT INTO job_outline (uuid, organisation, programme, token, job, team, starts, hours, full_week, title, pay, promises, ask, created,
  created_by, expires)
VALUES (:id, :organisation, :programme, :token, :job, :team, :starts, :hours, :full_week, :title, :pay, :promises, :ask, :now,
  :person, :expires)
RETURNING id AS outline

-- name: outlines_open   one
-- in:   organisation int, now instant
-- out:  n int
SELECT COUNT(*) AS n FROM job_outline WHERE organisation = :organisation AND ended_at IS NULL AND expires > :now

-- name: outlines_of   many
-- why:  an employer's, the newest first; those that are over go on being seen for a while
-- in:   organisation int, since instant
-- out:  id uuid, token text, job text, team text, programme text, starts date, hours int, full_week int, created instant, by text,
--       expires instant, ended_at instant?
SELECT o.uuid AS id, o.token, o.job, o.team, g.name AS programme, o.starts, o.hours, o.full_week, o.created, p.name AS by, o.expires,
       o.ended_at
FROM job_outline o JOIN programme g ON g.id = o.programme JOIN person p ON p.id = o.created_by
WHERE o.organisation = :organisation AND COALESCE(o.ended_at, o.expires) > :since ORDER BY o.created DESC, o.id DESC LIMIT 200

-- name: outline_open_of   one
-- why:  one of this employer's that can be opened still
-- in:   id uuid, organisation int, now instant
-- out:  outline int
SELECT id AS outline FROM job_outline WHERE uuid = :id AND organisation = :organisation AND ended_at IS NULL AND expires > :now

-- name: outline_end   exec
-- in:   outline int, now instant
UPDATE job_outline SET ended_at = :now WHERE id = :outline AND ended_at IS NULL

-- name: outline_by_token   one
-- in:   token text, now instant
-- out:  organisation text, employer int, programme int, job text, team text, starts date, hours int, full_week int, title text, pay text, promises text,
--       ask text, expires instant
SELECT n.name AS organisation, n.id AS employer, o.programme, o.job, o.team, o.starts, o.hours, o.full_week, o.title, o.pay, o.promises, o.ask, o.expires
FROM job_outline o JOIN organisation n ON n.id = o.organisation WHERE o.token = :token AND o.ended_at IS NULL AND o.expires > :now

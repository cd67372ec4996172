-- given.sql — time given back. Minutes and goes are their person's alone; what others see are sums (given_bars, given_heads).

-- name: given_marks_of   many
-- why:  minutes that are not goes yet
-- open: the person's own, or the job that makes goes of them
-- in:   person int, before int, limit int
-- out:  minute int, role int, task int
SELECT minute, role, task FROM given_mark WHERE person = :person AND minute < :before ORDER BY minute LIMIT :limit

-- name: given_goes_of   many
-- open: the person's own
-- in:   person int, since int, limit int
-- out:  role int, task int, minutes int
SELECT role, task, minutes FROM given_go WHERE person = :person AND began >= :since ORDER BY began DESC LIMIT :limit

-- name: given_stopped_at   one
-- open: the person's own
-- in:   person int
-- out:  since instant
SELECT since FROM given_stopped WHERE person = :person

-- name: given_person   one
-- open: one's own id
-- in:   person int
-- out:  id uuid
SELECT uuid AS id FROM person WHERE id = :person

-- name: given_stop   exec
-- in:   person int, now instant
INSERT INTO given_stopped (person, since) VALUES (:person, :now) ON CONFLICT (person) DO NOTHING

-- name: given_start   exec
-- in:   person int
DELETE FROM given_stopped WHERE person = :person

-- name: given_marks_drop   exec
-- in:   person int, before int
DELETE FROM given_mark WHERE person = :person AND minute < :before

-- name: given_goes_drop   exec
-- in:   person int
DELETE FROM given_go WHERE person = :person

-- name: given_people   many
-- why:  whose minutes are to become goes
-- open: the job at night
-- in:   before int, limit int
-- out:  person int
SELECT DISTINCT person FROM given_mark WHERE minute < :before ORDER BY person LIMIT :limit

-- name: given_programme   one
-- why:  the programme an ECSW is in; of a supervisor or assessor that of whom they have had longest
-- open: the job at night
-- in:   person int, role int, today date
-- out:  programme int?
SELECT CASE WHEN :role = 1
  THEN (SELECT i.programme FROM induction i WHERE i.ecsw = :person ORDER BY i.starts DESC, i.id DESC LIMIT 1)
  ELSE (SELECT i.programme FROM assignment a JOIN induction i ON i.id = a.induction
    WHERE a.person = :person AND a.role = :role AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)
    ORDER BY a.starts, a.id LIMIT 1) END AS programme

-- name: given_go_add   exec
-- in:   person int, role int, task int, began int, minutes int, programme int?
INSERT INTO given_go (person, role, task, began, minutes, programme) VALUES (:person, :role, :task, :began, :minutes, :programme)

-- name: given_bars   many
-- why:  how often which number of minutes came, by programme, role and task; of one employer’s programmes, or (0) of all
-- open: sums; the handler shows none over fewer than ten people
-- in:   since int, organisation int, limit int
-- out:  programme int, name text, role int, task int, minutes int, goes int
SELECT w.programme, p.name, w.role, w.task, w.minutes, w.goes FROM (SELECT programme, role, task, minutes, COUNT(*) AS goes
  FROM given_go WHERE programme IS NOT NULL AND began >= :since GROUP BY programme, role, task, minutes) AS w
JOIN programme p ON p.id = w.programme
WHERE :organisation = 0 OR EXISTS (SELECT 1 FROM induction i WHERE i.programme = w.programme AND i.employer = :organisation)
ORDER BY p.name, w.programme, w.task, w.role, w.minutes LIMIT :limit

-- name: given_heads   many
-- why:  of how many people those goes are
-- open: numbers; the handler shows none of them
-- in:   since int, limit int
-- out:  programme int, role int, task int, people int
SELECT programme, role, task, COUNT(DISTINCT person) AS people FROM given_go WHERE programme IS NOT NULL AND began >= :since
GROUP BY programme, role, task ORDER BY programme, role, task LIMIT :limit

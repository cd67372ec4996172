-- feed.sql — a person's calendar feed: its address, what it said last, and what it is made of beside the timeline's rows. Days and
-- initials; never a title, a name or why somebody is away.

-- name: feed_of_person   one
-- open: the person's own
-- in:   person int
-- out:  is_on bool, since instant, fetched_at instant?
SELECT CASE WHEN token_hash IS NULL THEN 0 ELSE 1 END AS is_on, since, fetched_at FROM calendar_feed WHERE person = :person

-- name: feed_person   one
-- why:  holds the person while their feed is switched on or off
-- open: a person's own id
-- lock: yes
-- in:   person int
-- out:  id uuid
SELECT uuid AS id FROM person WHERE id = :person

-- name: feed_start   exec
-- in:   person int, hash blob, now instant
INSERT INTO calendar_feed (person, token_hash, since) VALUES (:person, :hash, :now)
ON CONFLICT (person) DO UPDATE SET token_hash = excluded.token_hash, since = excluded.since, fetched_at = NULL

-- name: feed_stop   exec
-- in:   person int
UPDATE calendar_feed SET token_hash = NULL WHERE person = :person AND token_hash IS NOT NULL

-- name: feed_forget   exec
-- in:   person int
DELETE FROM feed_item WHERE person = :person

-- name: feed_by_token   one
-- why:  whose it is; nobody's once it is switched off, or who has it can't sign in any more
-- open: who holds the address may read it
-- lock: yes
-- in:   hash blob
-- out:  person int
SELECT f.person FROM calendar_feed f
WHERE f.token_hash = :hash AND EXISTS (SELECT 1 FROM person p WHERE p.id = f.person AND p.disabled_at IS NULL)

-- name: feed_fetched   exec
-- in:   person int, now instant
UPDATE calendar_feed SET fetched_at = :now WHERE person = :person

-- name: feed_items   many
-- open: the person's own
-- in:   person int
-- out:  uid text, on_date date, said blob, sequence int, changed instant, gone_at instant?
SELECT uid, on_date, said, sequence, changed, gone_at FROM feed_item WHERE person = :person ORDER BY uid LIMIT 3000

-- name: feed_item_put   exec
-- in:   person int, uid text, on_date date, said blob, sequence int, changed instant, gone_at instant?
INSERT INTO feed_item (person, uid, on_date, said, sequence, changed, gone_at)
VALUES (:person, :uid, :on_date, :said, :sequence, :changed, :gone_at)
ON CONFLICT (person, uid) DO UPDATE SET on_date = excluded.on_date, said = excluded.said, sequence = excluded.sequence,
  changed = excluded.changed, gone_at = excluded.gone_at

-- name: feed_items_sweep   exec
-- why:  what is gone for long, and what lies so far back that no calendar is told of it any more
-- in:   person int, gone instant, low date
DELETE FROM feed_item WHERE person = :person AND (gone_at < :gone OR on_date < :low)

-- name: feed_supervision   one
-- why:  when it was last held, and for when the next one was planned then; the dates and no more
-- open: the induction was read through visible_induction; dates are for everybody around it (ACCESS, SUP)
-- in:   induction int, today date
-- out:  last date, next_on date?
SELECT s.on_date AS last, s.next_on FROM supervision s
WHERE s.induction = :induction AND s.held = 1 AND s.on_date <= :today ORDER BY s.on_date DESC, s.id DESC LIMIT 1

-- name: feed_observations_own   many
-- why:  those to come and those that were; none on a day on which the clock is stopped
-- open: the person's own induction; the day and no words
-- in:   person int, low date, high date
-- out:  id uuid, on_date date
SELECT o.uuid AS id, e.on_date FROM induction i JOIN evidence e ON e.induction = i.id JOIN observation o ON o.evidence = e.id
WHERE i.ecsw = :person AND i.ended IS NULL AND e.state <> 3 AND o.cancelled_at IS NULL AND e.on_date >= :low AND e.on_date <= :high
  AND NOT EXISTS (SELECT 1 FROM pause_period s WHERE s.induction = i.id AND s.replaced_at IS NULL AND s.starts <= e.on_date
    AND (s.ends IS NULL OR s.ends >= e.on_date))
ORDER BY e.on_date, o.evidence LIMIT 200

-- name: feed_observations_watched   many
-- why:  the same of those somebody is named to watch, in one role, while they are assigned
-- open: who is named to watch sees on which day (may_read_observation)
-- in:   person int, role int, today date, low date, high date
-- out:  id uuid, on_date date, name text
SELECT o.uuid AS id, e.on_date, p.name FROM observation o JOIN evidence e ON e.id = o.evidence
JOIN induction i ON i.id = e.induction JOIN person p ON p.id = i.ecsw
WHERE o.observer = :person AND o.observer_role = :role AND o.cancelled_at IS NULL AND e.state <> 3 AND e.held = 0
  AND i.ended IS NULL AND e.on_date >= :low AND e.on_date <= :high
  AND EXISTS (SELECT 1 FROM assignment a WHERE a.induction = i.id AND a.person = :person AND a.role = :role AND a.starts <= :today
    AND (a.ends IS NULL OR a.ends >= :today))
  AND NOT EXISTS (SELECT 1 FROM pause_period s WHERE s.induction = i.id AND s.replaced_at IS NULL AND s.starts <= e.on_date
    AND (s.ends IS NULL OR s.ends >= e.on_date))
ORDER BY e.on_date, o.evidence LIMIT 200

-- name: feed_responses   many
-- why:  until when an ECSW can answer: about what they were owed; to what was recommended, and to appeal, once they have read it
-- open: the person's own induction; the day, and not what it is about
-- in:   person int
-- out:  induction int, id uuid, state int, until date, since instant?
SELECT w.induction, w.id, w.state, w.until, (SELECT MAX(a.at) FROM decision_act a WHERE a.decision = w.decision
  AND ((w.state = 9 AND a.act = 17) OR (w.state <> 9 AND a.to_state = w.state AND a.from_state <> w.state))) AS since FROM (
  SELECT i.id AS induction, d.id AS decision, d.uuid AS id, d.state,
    CASE d.state WHEN 2 THEN d.owed_until WHEN 4 THEN d.respond_until ELSE d.appeal_until END AS until
  FROM induction i JOIN decision d ON d.induction = i.id
  WHERE i.ecsw = :person AND d.closed_at IS NULL AND ((d.state = 2 AND d.owed_answered_at IS NULL) OR (d.told_at IS NOT NULL
    AND ((d.state = 4 AND d.responded_at IS NULL) OR (d.state = 9 AND d.no_appeal_at IS NULL))))
) w
WHERE w.until IS NOT NULL ORDER BY w.until DESC, w.id LIMIT 20

-- name: feed_steps   many
-- why:  steps after an outcome that are whoever acts' to do, by their days; none of a person who is away
-- open: the day, and not what it is; of inductions the reader may see, by role
-- in:   person int, organisation int, role int, today date, low date, high date
-- out:  id uuid, induction_id uuid, due_on date, name text
-- use:  visible_induction(i, :person, :organisation, :role, :today); is_not_paused(i, :today)
SELECT s.uuid AS id, i.uuid AS induction_id, s.due_on, p.name
FROM after_step s JOIN outcome o ON o.id = s.outcome JOIN induction i ON i.id = o.induction JOIN person p ON p.id = i.ecsw
WHERE s.done_at IS NULL AND o.ended_at IS NULL AND s.role = :role AND s.due_on >= :low AND s.due_on <= :high AND (/*visible_induction*/)
  AND /*is_not_paused*/ ORDER BY s.due_on, s.id LIMIT 100

-- name: feed_waiting   many
-- why:  since when pieces wait for this assessor, and in how many working days each is promised; none of a person who is away
-- in:   person int, role int, today date
-- out:  since instant, answer_days int
-- use:  visible_evidence(e, i, :person, :role, :today); is_not_paused(i, :today); layered_answer_days(i, g, :today)
SELECT CASE WHEN w.claimed_at > w.submitted_at THEN w.claimed_at ELSE w.submitted_at END AS since, w.answer_days
FROM (
  SELECT /*layered_answer_days*/ AS answer_days, e.id AS evidence, COALESCE(e.submitted_at, e.changed) AS submitted_at,
    (SELECT MIN(COALESCE((SELECT MAX(n.answered_at) FROM link_answer n WHERE n.link = l.id), l.created))
     FROM link l WHERE l.evidence = e.id AND l.state = 0) AS claimed_at
  FROM assignment a JOIN induction i ON i.id = a.induction JOIN evidence e ON e.induction = i.id JOIN programme g ON g.id = i.programme
  WHERE a.person = :person AND a.role = 3 AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)
    AND e.state = 2 AND i.ended IS NULL AND EXISTS (SELECT 1 FROM link l WHERE l.evidence = e.id AND l.state = 0)
    AND (/*visible_evidence*/) AND /*is_not_paused*/
) w
ORDER BY since, w.evidence LIMIT 300

-- name: feed_funded   many
-- why:  inductions of an employer that are paid for, by row id, for the days on which funding falls due
-- in:   person int, organisation int, role int, today date, after int
-- out:  induction int, programme int, starts date
-- use:  visible_induction(i, :person, :organisation, :role, :today); has_not_left(i, :today)
SELECT i.id AS induction, i.programme, i.starts FROM induction i
WHERE i.employer = :organisation AND i.ended IS NULL AND i.id > :after AND (/*visible_induction*/) AND /*has_not_left*/
  AND EXISTS (SELECT 1 FROM funding_period f WHERE f.induction = i.id AND f.replaced_at IS NULL AND f.is_funded = 1)
ORDER BY i.id LIMIT 30

-- name: feed_funding   many
-- why:  from when to when each of these is paid for
-- open: the inductions have been read through visible_induction
-- in:   inductions int[30]
-- out:  induction int, starts date, ends date?
SELECT f.induction, f.starts, f.ends FROM (VALUES (:inductions)) AS w CROSS JOIN funding_period f
WHERE f.induction = w.column1 AND f.replaced_at IS NULL AND f.is_funded = 1 ORDER BY f.induction, f.starts LIMIT 3000

-- held.sql — everything held about somebody, for themself, and who has looked.

-- name: held_inductions   many
-- open: the person's own
-- in:   person int
-- out:  id uuid, programme text, employer text, starts date, ended date?, team text, pieces int
SELECT i.uuid AS id, g.name AS programme, o.name AS employer, i.starts, i.ended, i.team,
  (SELECT COUNT(*) FROM evidence e WHERE e.induction = i.id) AS pieces
FROM induction i JOIN programme g ON g.id = i.programme JOIN organisation o ON o.id = i.employer
WHERE i.ecsw = :person ORDER BY i.starts DESC LIMIT 50

-- name: held_assignments   many
-- why:  whom the person supervises, assesses or observes, and did
-- open: the person's own
-- in:   person int
-- out:  name text, role int, starts date, ends date?
SELECT p.name, a.role, a.starts, a.ends FROM assignment a JOIN induction i ON i.id = a.induction JOIN person p ON p.id = i.ecsw
WHERE a.person = :person ORDER BY a.starts DESC, a.id DESC LIMIT 500

-- name: held_helpers   many
-- why:  who supervises, assesses or observes the person, and did
-- open: the person's own
-- in:   person int
-- out:  name text, role int, starts date, ends date?
SELECT p.name, a.role, a.starts, a.ends FROM induction i JOIN assignment a ON a.induction = i.id JOIN person p ON p.id = a.person
WHERE i.ecsw = :person ORDER BY a.starts DESC, a.id DESC LIMIT 200

-- name: held_departures   many
-- open: the person's own
-- in:   person int
-- out:  organisation text, kind int, reason int, last_day date, back_on date?, ended_on date?
SELECT o.name AS organisation, d.kind, d.reason, d.last_day, d.back_on, d.ended_on
FROM departure d JOIN organisation o ON o.id = d.organisation WHERE d.person = :person ORDER BY d.last_day DESC LIMIT 50

-- name: held_sessions   many
-- open: the person's own
-- in:   person int
-- out:  created instant, last_seen instant, ended_at instant?
SELECT created, last_seen, ended_at FROM session WHERE person = :person ORDER BY id DESC LIMIT 200

-- name: held_mails   many
-- why:  what was sent, without its words: those are dropped once it has gone
-- open: the person's own
-- in:   person int
-- out:  created instant, address text, subject text, sent_at instant?, failed_at instant?
SELECT created, address, subject, sent_at, failed_at FROM mail WHERE person = :person ORDER BY id DESC LIMIT 200

-- name: held_counts   one
-- open: numbers of the person's own
-- in:   person int
-- out:  drafts int, did int
SELECT (SELECT COUNT(*) FROM draft WHERE person = :person) AS drafts,
  (SELECT COUNT(*) FROM event WHERE person = :person) AS did

-- name: held_did   many
-- why:  what the person did, newest first
-- open: the person's own
-- in:   person int, limit int
-- out:  at instant, acting_as int, kind int, about uuid, data text
SELECT at, acting_as, kind, object AS about, data FROM event WHERE person = :person ORDER BY at DESC, id DESC LIMIT :limit

-- name: looked_at   many
-- why:  who opened what of the person's inductions, pages about the person (223), and lists of people that were downloaded where
--       they worked; 80 to 82 and 238 (supervision) are reads, 300 to 302 copies on paper, 83 a download
-- open: who looked is for the person whose record it is
-- in:   person int, before int, limit int
-- out:  event int, at instant, name text, acting_as int, kind int, data text, title text?
SELECT x.event, x.at, x.name, x.acting_as, x.kind, x.data, x.title FROM
 (SELECT e.id AS event, e.at, p.name, e.acting_as, e.kind, e.data, v.title
  FROM induction i JOIN chain c ON c.kind = 1 AND c.object = i.id JOIN event e ON e.chain = c.id AND e.kind IN (80, 81, 82, 238, 300, 301, 302)
  JOIN person p ON p.id = e.person LEFT JOIN evidence v ON v.uuid = e.object
  WHERE i.ecsw = :person AND e.person <> :person AND e.id < :before
  UNION
  SELECT e.id AS event, e.at, p.name, e.acting_as, e.kind, e.data, NULL AS title
  FROM chain c JOIN event e ON e.chain = c.id AND e.kind = 223 JOIN person p ON p.id = e.person
  WHERE c.kind = 3 AND c.object = :person AND e.person <> :person AND e.id < :before
  UNION
  SELECT e.id AS event, e.at, p.name, e.acting_as, e.kind, e.data, NULL AS title
  FROM role_held r JOIN chain c ON c.kind = 2 AND c.object = r.organisation JOIN event e ON e.chain = c.id AND e.kind = 83
  JOIN person p ON p.id = e.person
  WHERE r.person = :person AND e.person <> :person AND e.id < :before AND e.data NOT LIKE '%"organisations"%'
    AND e.at >= r.created AND (r.ends IS NULL OR e.at < (r.ends + 2) * 86400000)) x
ORDER BY x.event DESC LIMIT :limit

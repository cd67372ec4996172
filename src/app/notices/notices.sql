-- notices.sql — who is told what, when, and what became of it.

-- name: notice_person   one
-- why:  whether a person can be told: their address, and whether it takes mail. Until they have come in they get the invitation
-- open: used for one mail, never shown
-- in:   person int
-- out:  id uuid, name text, email text, email_folded text, salt blob, trouble text?
SELECT p.uuid AS id, p.name, CASE WHEN p.email <> '' THEN p.email ELSE COALESCE(p.personal_email, '') END AS email,
  CASE WHEN p.email <> '' THEN p.email_folded ELSE COALESCE(p.personal_folded, '') END AS email_folded,
  p.salt, t.address_folded AS trouble
FROM person p LEFT JOIN mail_trouble t ON t.person = p.id
WHERE p.id = :person AND p.disabled_at IS NULL AND p.expected_since IS NULL

-- name: wishes_get   one
-- open: the person themself, and the service
-- in:   person int
-- out:  choices text, digest_at int, quiet bool, quiet_from int, quiet_to int, weekends bool, version int
SELECT choices, digest_at, quiet, quiet_from, quiet_to, weekends, version FROM mail_wishes WHERE person = :person

-- name: wishes_put   exec
-- in:   person int, choices text, digest_at int, quiet bool, quiet_from int, quiet_to int, weekends bool, version int
INSERT INTO mail_wishes (person, choices, digest_at, quiet, quiet_from, quiet_to, weekends, version)
VALUES (:person, :choices, :digest_at, :quiet, :quiet_from, :quiet_to, :weekends, :version)
ON CONFLICT (person) DO UPDATE SET choices = excluded.choices, digest_at = excluded.digest_at, quiet = excluded.quiet,
  quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, weekends = excluded.weekends, version = excluded.version

-- name: notices_lock   one
-- why:  two changes to what one person wishes come one after the other
-- open: the person themself
-- lock: yes
-- in:   person int
-- out:  id uuid
SELECT uuid AS id FROM person WHERE id = :person

-- name: notice_add   exec
-- in:   person int, organisation int?, kind int, daily bool, due instant, now instant
INSERT INTO notice (person, organisation, kind, daily, due, created)
VALUES (:person, :organisation, :kind, :daily, :due, :now)

-- name: notices_due   many
-- why:  people for whom something has fallen due, longest first
-- open: the service itself
-- in:   now instant, limit int
-- out:  person int
SELECT person FROM notice WHERE due <= :now GROUP BY person ORDER BY MIN(due), person LIMIT :limit

-- name: notices_of_person   many
-- why:  what one mail to this person is made of
-- open: the service itself
-- in:   person int, now instant
-- out:  kind int, number int, daily bool, organisation int?
SELECT kind, COUNT(*) AS number, MAX(daily) AS daily, MIN(organisation) AS organisation
FROM notice WHERE person = :person AND due <= :now GROUP BY kind ORDER BY kind LIMIT 40

-- name: notices_gone   exec
-- in:   person int, now instant
DELETE FROM notice WHERE person = :person AND due <= :now

-- name: notices_of_kind_gone   exec
-- why:  somebody wants no mail of this kind any more: what waits goes
-- in:   person int, kind int
DELETE FROM notice WHERE person = :person AND kind = :kind

-- name: notices_moved   exec
-- why:  a chosen time has changed: what waits goes by the new one
-- in:   person int, kind int, due instant, daily bool
UPDATE notice SET due = :due, daily = :daily WHERE person = :person AND kind = :kind

-- name: wishes_roles   many
-- why:  which kinds of notice somebody can get
-- open: the person themself
-- in:   person int, today date
-- out:  role int
SELECT DISTINCT role FROM role_held WHERE person = :person AND starts <= :today AND (ends IS NULL OR ends >= :today)
ORDER BY role LIMIT 20

-- name: people_assigned   many
-- open: used for mail, never shown
-- in:   induction int, role int, today date
-- out:  person int
SELECT a.person FROM assignment a WHERE a.induction = :induction AND a.role = :role AND a.starts <= :today
AND (a.ends IS NULL OR a.ends >= :today) ORDER BY a.person LIMIT 20

-- name: coordinators_of   many
-- open: used for mail, never shown
-- in:   organisation int, today date
-- out:  person int
SELECT r.person FROM role_held r WHERE r.organisation = :organisation AND r.role = 4 AND r.starts <= :today
AND (r.ends IS NULL OR r.ends >= :today) ORDER BY r.person LIMIT 50

-- name: department_people   many
-- why:  national administrators, when something waits for them
-- open: used for mail, never shown
-- in:   today date
-- out:  person int
SELECT DISTINCT r.person FROM role_held r WHERE r.role = 6 AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today)
ORDER BY r.person LIMIT 50

-- name: mail_trouble_put   exec
-- why:  an address that takes no mail; the first time stays
-- in:   person int, address_folded text, why int, now instant
INSERT INTO mail_trouble (person, address_folded, why, since) VALUES (:person, :address_folded, :why, :now)
ON CONFLICT (person) DO UPDATE SET address_folded = excluded.address_folded, why = excluded.why, since = excluded.since

-- name: stop_person   one
-- why:  whose token it is
-- open: nothing of it is shown
-- in:   id uuid
-- out:  person int, id uuid, salt blob
SELECT id AS person, uuid AS id, salt FROM person WHERE uuid = :id

-- name: mails_listed   many
-- why:  what became of mail sent for an organisation, to people who work there; never its words
-- sorts: created m.created; mail m.id
-- in:   organisation int, today date, pattern text, state int, kind int, limit int
-- out:  mail int, id uuid, kind int, person_id uuid, name text, address text, own_address bool, created instant,
--       sent_at instant?, failed_at instant?, tries int, why int
SELECT m.id AS mail, m.uuid AS id, m.kind, p.uuid AS person_id, p.name, m.address,
  CASE WHEN LOWER(m.address) = p.email_folded THEN 1 ELSE 0 END AS own_address, m.created, m.sent_at, m.failed_at, m.tries,
  m.why
FROM mail m JOIN person p ON p.id = m.person
WHERE m.organisation = :organisation AND EXISTS (SELECT 1 FROM role_held r WHERE r.person = m.person
    AND r.organisation = m.organisation AND (r.ends IS NULL OR r.ends >= :today))
  AND (:state < 0 OR :state = CASE WHEN m.failed_at IS NOT NULL THEN 2 WHEN m.sent_at IS NOT NULL THEN 1 ELSE 0 END)
  AND (:kind < 0 OR m.kind = :kind) AND (:pattern = '' OR LOWER(m.address) LIKE :pattern ESCAPE '!') AND /*after*/
ORDER BY /*order*/ LIMIT :limit

-- name: mail_seen   one
-- open: the object rule decides
-- in:   id uuid
-- out:  mail int, kind int, person int, person_id uuid, name text, email text, email_folded text, address text,
--       created instant, sent_at instant?, failed_at instant?, tried_at instant?, tries int, why int, has_words bool
SELECT m.id AS mail, m.kind, p.id AS person, p.uuid AS person_id, p.name, p.email, p.email_folded, m.address, m.created,
  m.sent_at, m.failed_at, m.tried_at, m.tries, m.why, CASE WHEN m.body <> '' THEN 1 ELSE 0 END AS has_words
FROM mail m JOIN person p ON p.id = m.person WHERE m.uuid = :id

-- name: mail_again   exec
-- why:  to the address the person has now
-- in:   mail int, address text
UPDATE mail SET failed_at = NULL, why = 0, status = 0, address = :address
WHERE id = :mail AND failed_at IS NOT NULL AND sent_at IS NULL AND body <> ''

-- name: mail_trouble_drop   exec
-- in:   person int
DELETE FROM mail_trouble WHERE person = :person

-- name: mail_troubles   many
-- why:  people who work here and whom mail does not reach; the bare address keeps SQLite from reading every person instead
-- open: the coordinator's own organisation
-- in:   organisation int, today date
-- out:  id uuid, name text, why int, since instant
SELECT p.uuid AS id, p.name, t.why, t.since FROM mail_trouble t JOIN person p ON p.id = t.person AND p.email_folded || '' = t.address_folded
WHERE EXISTS (SELECT 1 FROM role_held r WHERE r.person = p.id AND r.organisation = :organisation
  AND (r.ends IS NULL OR r.ends >= :today))
ORDER BY t.since DESC, p.id LIMIT 21

-- name: mail_offer   one
-- open: the service itself
-- in:   invitation int
-- out:  id uuid, organisation int
SELECT uuid AS id, organisation FROM invitation WHERE id = :invitation

-- name: mail_of_offer   one
-- why:  what became of the newest mail that carries an offer
-- open: the object rule of the offer decides
-- in:   invitation int
-- out:  sent_at instant?, failed_at instant?, why int, tried_at instant?
SELECT m.sent_at, m.failed_at, m.why, m.tried_at FROM mail m WHERE m.invitation = :invitation ORDER BY m.id DESC LIMIT 1

-- mail.sql — the outbox.

-- name: mail_add   one
-- why:  on behalf of an organisation: the one said, or the first the person belongs to
-- open: the outbox
-- in:   uuid uuid, person int?, organisation int?, invitation int?, kind int, address text, subject text, body text, stop text, now instant
-- out:  mail int
INSERT INTO mail (uuid, person, organisation, invitation, kind, address, subject, body, stop, created)
VALUES (:uuid, :person, COALESCE(:organisation, (SELECT MIN(r.organisation) FROM role_held r WHERE r.person = :person
                                                AND r.ends IS NULL)),
        :invitation, :kind, :address, :subject, :body, :stop, :now)
RETURNING id AS mail

-- name: mail_reach   one
-- why:  where a person is reached: the work address, or the personal one once that is retired; empty for nowhere. Whoever has
--       not come in yet gets their invitation and nothing else
-- open: the outbox
-- in:   person int
-- out:  address text
SELECT CASE WHEN expected_since IS NOT NULL THEN '' WHEN email <> '' THEN email ELSE COALESCE(personal_email, '') END AS address FROM person WHERE id = :person

-- name: mail_to_send   one
-- open: the outbox
-- in:   mail int
-- out:  uuid uuid, address text, subject text, body text, stop text, created instant, sent_at instant?
SELECT uuid, address, subject, body, stop, created, sent_at FROM mail WHERE id = :mail

-- name: mail_state   one
-- open: the outbox
-- in:   mail int
-- out:  kind int, person int?, organisation int?, invitation int?, address text, why int
SELECT kind, person, organisation, invitation, address, why FROM mail WHERE id = :mail

-- name: mail_sent   exec
-- why:  the words of a sent mail are dropped: they may hold a sign-in link; one that has bounced in the meantime stays so
-- in:   mail int, now instant
UPDATE mail SET sent_at = :now, tried_at = :now, tries = tries + 1, body = '',
  why = CASE WHEN failed_at IS NULL THEN 0 ELSE why END, status = CASE WHEN failed_at IS NULL THEN 0 ELSE status END
WHERE id = :mail

-- name: mail_tried   exec
-- in:   mail int, why int, status int, now instant
UPDATE mail SET tries = tries + 1, tried_at = :now, why = :why, status = :status WHERE id = :mail

-- name: mail_failed   exec
-- in:   mail int, now instant
UPDATE mail SET failed_at = :now WHERE id = :mail AND sent_at IS NULL

-- name: mail_failed_dropped   exec
-- in:   mail int, now instant
UPDATE mail SET failed_at = :now, body = '' WHERE id = :mail AND sent_at IS NULL

-- name: mail_trouble_over   exec
-- why:  the mail server took what it had refused; not where mail has come back before (11), since it took that too
-- in:   mail int, address_folded text
DELETE FROM mail_trouble WHERE person = (SELECT m.person FROM mail m WHERE m.id = :mail) AND address_folded = :address_folded
AND why <> 11

-- name: mail_of_return   one
-- open: whoever has the address we made for it
-- lock: yes
-- in:   id uuid
-- out:  mail int
SELECT id AS mail FROM mail WHERE uuid = :id

-- name: mail_bounced   exec
-- in:   mail int, why int, status int, now instant
UPDATE mail SET failed_at = :now, why = :why, status = :status, body = '' WHERE id = :mail AND failed_at IS NULL

-- name: mail_reached   exec
-- why:  somebody has used the link that was sent to an address: mail reaches them there, whatever is said of another
-- in:   person int, address_folded text
DELETE FROM mail_trouble WHERE person = :person AND address_folded = :address_folded

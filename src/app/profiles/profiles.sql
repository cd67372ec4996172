-- profiles.sql — role profiles: what they say, their states, and who has which.

-- name: profile_lock   one
-- open: the object rule decides
-- lock: yes
-- in:   id uuid
-- out:  profile int
SELECT p.id AS profile FROM role_profile p WHERE p.uuid = :id

-- name: profile_by_id   one
-- why:  with the number of national administrators there are today
-- open: the object rule decides
-- in:   id uuid, today date
-- out:  profile int, organisation int, organisation_id uuid, organisation_name text, closed date?, framework int, name text, job text,
--       state int, version int, before_id uuid?, next_id uuid?, next_state int?, created instant, creator text, asked_at instant?,
--       asked_by int?, asker text?, returned_at instant?, returner text?, reasons text, approved_at instant?, approved_by int?,
--       approver text?, published_at instant?, publisher text?, replaced_at instant?, sole_operator bool, admins int
SELECT p.id AS profile, p.organisation, o.uuid AS organisation_id, o.name AS organisation_name, o.closed, p.framework, p.name, p.job,
  p.state, p.version, b.uuid AS before_id, n.uuid AS next_id, n.state AS next_state, p.created, c.name AS creator, p.asked_at, p.asked_by,
  a.name AS asker, p.returned_at, r.name AS returner, p.reasons, p.approved_at, p.approved_by, v.name AS approver, p.published_at,
  u.name AS publisher, p.replaced_at, p.sole_operator,
  (SELECT COUNT(DISTINCT h.person) FROM role_held h JOIN person d ON d.id = h.person WHERE h.role = 6
    AND h.starts <= :today AND (h.ends IS NULL OR h.ends >= :today) AND d.disabled_at IS NULL) AS admins
FROM role_profile p JOIN organisation o ON o.id = p.organisation JOIN person c ON c.id = p.created_by
LEFT JOIN role_profile b ON b.id = p.replaces LEFT JOIN role_profile n ON n.replaces = p.id
LEFT JOIN person a ON a.id = p.asked_by LEFT JOIN person r ON r.id = p.returned_by LEFT JOIN person v ON v.id = p.approved_by
LEFT JOIN person u ON u.id = p.published_by
WHERE p.uuid = :id

-- name: profile_facts   one
-- why:  what can be kept with the worker
-- open: the page's object rule has been asked
-- in:   profile int
-- out:  state int, framework int
SELECT state, framework FROM role_profile WHERE id = :profile

-- name: profile_lines   many
-- why:  its exceptions in reading order; whether each partner is declared apart today
-- open: the page's object rule has been asked
-- in:   profile int, today date
-- out:  position int, way int, words text, partner int?, partner_id uuid?, partner_name text?, starts date?, ends date?, apart bool
SELECT t.position, l.way, l.words, l.partner, o.uuid AS partner_id, o.name AS partner_name, l.starts, l.ends,
  CASE WHEN EXISTS (SELECT 1 FROM partnership a WHERE a.organisation = p.organisation AND a.partner = l.partner
    AND a.apart_at IS NOT NULL AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)) THEN 1 ELSE 0 END AS apart
FROM role_profile_line l JOIN role_profile p ON p.id = l.profile JOIN framework_item t ON t.id = l.item
LEFT JOIN organisation o ON o.id = l.partner
WHERE l.profile = :profile ORDER BY t.position LIMIT 400

-- name: profile_line_count   one
-- open: the object rule has been asked
-- in:   profile int, but int
-- out:  n int
SELECT COUNT(*) AS n FROM role_profile_line WHERE profile = :profile AND item <> :but

-- name: profile_partners   many
-- why:  with whom an employer works today, and of which it was said that they take part in no cases of its people
-- open: the object rule of the profile has been asked
-- in:   organisation int, today date
-- out:  partner int, id uuid, name text, apart bool
SELECT o.id AS partner, o.uuid AS id, o.name, MAX(CASE WHEN a.apart_at IS NULL THEN 0 ELSE 1 END) AS apart
FROM partnership a JOIN organisation o ON o.id = a.partner
WHERE a.organisation = :organisation AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)
GROUP BY o.id, o.uuid, o.name, o.name_sort ORDER BY o.name_sort, o.id LIMIT 100

-- name: profile_frameworks   many
-- why:  versions a profile can be written for
-- open: published standards
-- in:   none
-- out:  framework int, id uuid, title text, version text
SELECT f.id AS framework, f.uuid AS id, f.title, f.version FROM framework f WHERE f.state = 1 AND f.national = 1 ORDER BY f.id DESC LIMIT 50

-- name: profile_add   one
-- in:   id uuid, organisation int, framework int, name text, name_sort text, job text, replaces int?, now instant, person int
-- out:  profile int
INSERT INTO role_profile (uuid, organisation, framework, name, name_sort, job, state, version, replaces, created, created_by)
VALUES (:id, :organisation, :framework, :name, :name_sort, :job, 1, 1, :replaces, :now, :person)
RETURNING id AS profile

-- name: profile_lines_copy   exec
-- in:   of int, profile int
INSERT INTO role_profile_line (profile, item, way, words, partner, starts, ends)
SELECT :profile, l.item, l.way, l.words, l.partner, l.starts, l.ends FROM role_profile_line l WHERE l.profile = :of

-- name: profile_words_put   exec
-- in:   profile int, name text, name_sort text, job text
UPDATE role_profile SET name = :name, name_sort = :name_sort, job = :job, version = version + 1 WHERE id = :profile

-- name: profile_touch   exec
-- in:   profile int
UPDATE role_profile SET version = version + 1 WHERE id = :profile

-- name: profile_line_put   exec
-- in:   profile int, item int, way int, words text, partner int?, starts date?, ends date?
INSERT INTO role_profile_line (profile, item, way, words, partner, starts, ends)
VALUES (:profile, :item, :way, :words, :partner, :starts, :ends)
ON CONFLICT (profile, item) DO UPDATE SET way = excluded.way, words = excluded.words, partner = excluded.partner,
  starts = excluded.starts, ends = excluded.ends

-- name: profile_line_drop   exec
-- in:   profile int, item int
DELETE FROM role_profile_line WHERE profile = :profile AND item = :item

-- name: profile_lines_drop   exec
-- in:   profile int
DELETE FROM role_profile_line WHERE profile = :profile

-- name: profile_drop   exec
-- in:   profile int
DELETE FROM role_profile WHERE id = :profile AND state = 1

-- name: profile_set_asked   exec
-- in:   profile int, now instant, person int
UPDATE role_profile SET state = 2, asked_at = :now, asked_by = :person, version = version + 1 WHERE id = :profile AND state IN (1, 3)

-- name: profile_set_returned   exec
-- in:   profile int, now instant, person int, reasons text
UPDATE role_profile SET state = 3, returned_at = :now, returned_by = :person, reasons = :reasons, version = version + 1
WHERE id = :profile AND state = 2

-- name: profile_set_approved   exec
-- in:   profile int, now instant, person int
UPDATE role_profile SET state = 4, approved_at = :now, approved_by = :person, version = version + 1 WHERE id = :profile AND state = 2

-- name: profile_set_published   exec
-- in:   profile int, now instant, person int, sole_operator bool
UPDATE role_profile SET state = 5, published_at = :now, published_by = :person, sole_operator = :sole_operator, version = version + 1
WHERE id = :profile AND state = 4

-- name: profile_before   one
-- why:  which one a newer version takes the place of
-- open: the object rule of the newer one has been asked
-- lock: yes
-- in:   profile int
-- out:  before int, id uuid
SELECT b.id AS before, b.uuid AS id FROM role_profile b WHERE b.state = 5
  AND b.id = (SELECT p.replaces FROM role_profile p WHERE p.id = :profile)

-- name: profile_set_replaced   exec
-- in:   profile int, now instant
UPDATE role_profile SET state = 6, replaced_at = :now WHERE id = :profile AND state = 5

-- name: employers_merged   many
-- why:  what employers have become part of, in the order of time: a profile keeps its employer, and a list says what they are called now
-- open: what became of organisations is public
-- in:   none
-- out:  organisation int, becomes int, name text
SELECT s.organisation, s.becomes, t.name FROM succession c JOIN succession_part s ON s.succession = c.id JOIN organisation t ON t.id = s.becomes
WHERE c.state = 1 AND c.kind = 1 AND s.organisation <> s.becomes ORDER BY c.on_date DESC, c.id DESC LIMIT 500

-- name: profile_employer_then   one
-- why:  what its employer was called when it was published
-- open: names of organisations are public
-- in:   profile int
-- out:  name text
SELECT COALESCE((SELECT n.name FROM organisation_name n WHERE n.organisation = o.id AND n.ends >= p.published_at / 86400000
  ORDER BY n.ends, n.id LIMIT 1), o.name) AS name
FROM role_profile p JOIN organisation o ON o.id = p.organisation WHERE p.id = :profile

-- name: profiles_open   one
-- open: a number
-- in:   organisation int
-- out:  n int
SELECT COUNT(*) AS n FROM role_profile WHERE organisation = :organisation AND state IN (1, 2, 3, 4)

-- name: profiles_waiting   many
-- why:  what is not published yet: an employer's own, or, for the department, what it was asked about
-- open: narrowed to what the rule lets them read: their own organisation's, or states past a draft
-- in:   own int, national bool
-- out:  id uuid, name text, organisation text, state int, at instant, before bool
SELECT p.uuid AS id, p.name, o.name AS organisation, p.state, COALESCE(p.approved_at, p.returned_at, p.asked_at, p.created) AS at,
  CASE WHEN p.replaces IS NULL THEN 0 ELSE 1 END AS before
FROM role_profile p JOIN organisation o ON o.id = p.organisation
WHERE p.state IN (1, 2, 3, 4) AND ((:national = 1 AND p.state IN (2, 4)) OR p.organisation = :own)
ORDER BY p.state, p.name_sort, p.id LIMIT 100

-- name: profiles_listed   many
-- why:  published ones, for everybody
-- sorts: name_sort p.name_sort, published_at p.published_at; profile p.id
-- open: published
-- in:   pattern text, state int, own int, limit int
-- out:  profile int, id uuid, name text, name_sort text, employer int, organisation text, called text, standards text, state int, published_at instant,
--       adapted int, arranged int, not_applicable int
SELECT p.id AS profile, p.uuid AS id, p.name, p.name_sort, o.id AS employer, o.name AS organisation,
  COALESCE((SELECT n.name FROM organisation_name n WHERE n.organisation = o.id AND n.ends >= p.published_at / 86400000
    ORDER BY n.ends, n.id LIMIT 1), o.name) AS called, f.title AS standards, p.state, p.published_at,
  (SELECT COUNT(*) FROM role_profile_line l WHERE l.profile = p.id AND l.way = 1) AS adapted,
  (SELECT COUNT(*) FROM role_profile_line l WHERE l.profile = p.id AND l.way = 2) AS arranged,
  (SELECT COUNT(*) FROM role_profile_line l WHERE l.profile = p.id AND l.way = 3) AS not_applicable
FROM role_profile p JOIN organisation o ON o.id = p.organisation JOIN framework f ON f.id = p.framework
WHERE p.state IN (5, 6) AND p.published_at IS NOT NULL AND (:state < 0 OR p.state = :state) AND (:own = 0 OR p.organisation = :own)
  AND (:pattern = '' OR ' ' || p.name_sort LIKE :pattern ESCAPE '!' OR ' ' || o.name_sort LIKE :pattern ESCAPE '!'
    OR EXISTS (SELECT 1 FROM succession_part s JOIN succession c ON c.id = s.succession JOIN organisation t ON t.id = s.becomes
      WHERE s.organisation = o.id AND c.state = 1 AND c.kind = 1 AND ' ' || t.name_sort LIKE :pattern ESCAPE '!')) AND /*after*/
ORDER BY /*order*/ LIMIT :limit

-- name: profiles_to_compare   many
-- why:  others of the same standards
-- open: published
-- in:   framework int, but int
-- out:  profile int, id uuid, name text, employer int, organisation text, state int
SELECT p.id AS profile, p.uuid AS id, p.name, o.id AS employer, o.name AS organisation, p.state FROM role_profile p JOIN organisation o ON o.id = p.organisation
WHERE p.framework = :framework AND p.id <> :but AND p.state IN (5, 6) ORDER BY p.state, p.name_sort, p.id LIMIT 200

-- name: profile_of_uuid   one
-- why:  the other of two that are compared
-- open: published, whoever asks
-- in:   id uuid, framework int
-- out:  profile int, name text, employer int, organisation text, job text
SELECT p.id AS profile, p.name, o.id AS employer, o.name AS organisation, p.job FROM role_profile p JOIN organisation o ON o.id = p.organisation
WHERE p.uuid = :id AND p.framework = :framework AND p.state IN (5, 6)

-- name: profile_people   one
-- why:  how many have it today
-- open: a number, for its employer and the department
-- in:   profile int, today date
-- out:  n int
SELECT COUNT(*) AS n FROM induction i WHERE i.ended IS NULL AND :profile = (SELECT g.profile FROM induction_profile g
  WHERE g.induction = i.id AND g.starts <= :today AND g.taken_back_at IS NULL ORDER BY g.starts DESC, g.id DESC LIMIT 1)

-- name: profile_of_induction   one
-- why:  what an induction's job has on a day
-- open: the object rule of the induction has been asked
-- in:   induction int, on date
-- out:  id uuid, name text, organisation text, framework int, starts date
SELECT p.uuid AS id, p.name, o.name AS organisation, p.framework, g.starts FROM induction_profile g JOIN role_profile p ON p.id = g.profile
JOIN organisation o ON o.id = p.organisation
WHERE g.id = (SELECT h.id FROM induction_profile h WHERE h.induction = :induction AND h.taken_back_at IS NULL AND h.starts <= :on
  ORDER BY h.starts DESC, h.id DESC LIMIT 1)

-- name: profiles_of_induction   many
-- why:  all it had, has and will have, the newest first; what was taken back too
-- open: the object rule of the induction has been asked
-- in:   induction int
-- out:  id uuid, profile_id uuid?, name text?, organisation text?, state int?, starts date, created instant, by text, taken_back_at instant?
SELECT g.uuid AS id, p.uuid AS profile_id, p.name, o.name AS organisation, p.state, g.starts, g.created, c.name AS by, g.taken_back_at
FROM induction_profile g JOIN person c ON c.id = g.created_by LEFT JOIN role_profile p ON p.id = g.profile
LEFT JOIN organisation o ON o.id = p.organisation
WHERE g.induction = :induction ORDER BY g.starts DESC, g.id DESC LIMIT 100

-- name: profiles_to_give   many
-- why:  published ones of its employer and its standards
-- open: published
-- in:   organisation int, framework int
-- out:  profile int, id uuid, name text
SELECT p.id AS profile, p.uuid AS id, p.name FROM role_profile p
WHERE p.organisation = :organisation AND p.framework = :framework AND p.state = 5 ORDER BY p.name_sort, p.id LIMIT 100

-- name: profile_take_back   exec
-- in:   id uuid, induction int, now instant, person int
UPDATE induction_profile SET taken_back_at = :now, taken_back_by = :person
WHERE uuid = :id AND induction = :induction AND taken_back_at IS NULL

-- name: profile_give   exec
-- in:   id uuid, induction int, profile int?, starts date, now instant, person int
INSERT INTO induction_profile (uuid, induction, profile, starts, created, created_by)
VALUES (:id, :induction, :profile, :starts, :now, :person)

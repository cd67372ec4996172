-- joining.sql — people on the way into a programme, and the answers about them.

-- name: joining_by_id   one
-- open: the object rule decides
-- in:   id uuid
-- out:  joining int, organisation int, organisation_name text, programme int, person int?, name text, email text, state int,
--       outcome int, version int, created instant, changed instant, induction_id uuid?
SELECT j.id AS joining, j.organisation, o.name AS organisation_name, j.programme, j.person, j.name, j.email, j.state, j.outcome,
       j.version, j.created, j.changed, i.uuid AS induction_id
FROM joining j JOIN organisation o ON o.id = j.organisation LEFT JOIN induction i ON i.id = j.induction WHERE j.uuid = :id

-- name: joining_lock   one
-- open: the object rule decides
-- lock: yes
-- in:   id uuid
-- out:  joining int
SELECT id AS joining FROM joining WHERE uuid = :id

-- name: joining_answers   many
-- why:  every answer, oldest first; those that were replaced too
-- open: the object rule has been asked
-- in:   joining int
-- out:  question text, answer text, person int?, name text?, given_at instant, replaced_at instant?
SELECT a.question, a.answer, a.person, p.name, a.given_at, a.replaced_at
FROM eligibility_answer a LEFT JOIN person p ON p.id = a.person WHERE a.joining = :joining ORDER BY a.id LIMIT 500

-- name: joining_results   many
-- why:  what it came to, newest first
-- open: the object rule has been asked
-- in:   joining int
-- out:  outcome int, rule text, name text?, decided_at instant
SELECT r.outcome, r.rule, p.name, r.decided_at
FROM eligibility_result r LEFT JOIN person p ON p.id = r.person WHERE r.joining = :joining ORDER BY r.id DESC LIMIT 50

-- name: joining_of_induction   one
-- open: the object rule has been asked
-- in:   induction int
-- out:  joining int, id uuid, programme int
SELECT id AS joining, uuid AS id, programme FROM joining WHERE induction = :induction ORDER BY id DESC LIMIT 1

-- name: joining_add   one
-- open: made in this transaction
-- in:   id uuid, organisation int, programme int, person int?, name text, name_folded text, email text, now instant, by int?
-- out:  joining int
INSERT INTO joining (uuid, organisation, programme, person, name, name_folded, email, state, outcome, version, created, changed,
  created_by)
VALUES (:id, :organisation, :programme, :person, :name, :name_folded, :email, 0, 0, 1, :now, :now, :by) RETURNING id AS joining

-- name: joining_set_state   exec
-- in:   joining int, state int, outcome int, now instant
UPDATE joining SET state = :state, outcome = :outcome, version = version + 1, changed = :now WHERE id = :joining

-- name: joining_set_started   exec
-- in:   joining int, person int, induction int, now instant
UPDATE joining SET state = 2, person = :person, induction = :induction, version = version + 1, changed = :now
WHERE id = :joining

-- name: joining_set_who   exec
-- why:  name and address, and nothing else
-- in:   joining int, name text, name_folded text, email text, now instant
UPDATE joining SET name = :name, name_folded = :name_folded, email = :email, version = version + 1, changed = :now
WHERE id = :joining

-- name: eligibility_answer_replace   exec
-- in:   joining int, question text, now instant
UPDATE eligibility_answer SET replaced_at = :now WHERE joining = :joining AND question = :question AND replaced_at IS NULL

-- name: eligibility_answer_add   exec
-- in:   joining int, question text, answer text, person int?, now instant
INSERT INTO eligibility_answer (joining, question, answer, person, given_at)
VALUES (:joining, :question, :answer, :person, :now)

-- name: eligibility_result_add   exec
-- in:   id uuid, joining int, outcome int, rule text, person int?, now instant
INSERT INTO eligibility_result (uuid, joining, outcome, rule, person, decided_at)
VALUES (:id, :joining, :outcome, :rule, :person, :now)

-- name: joinings_listed   many
-- why:  who is on the way at one employer
-- sorts: changed j.changed, name_folded j.name_folded; joining j.id
-- in:   person int, organisation int, role int, pattern text, state int, outcome int, limit int
-- out:  joining int, id uuid, name text, name_folded text, programme text, state int, outcome int, changed instant
-- use:  visible_joining(j, :person, :organisation, :role)
SELECT j.id AS joining, j.uuid AS id, j.name, j.name_folded, g.name AS programme, j.state, j.outcome, j.changed
FROM joining j JOIN programme g ON g.id = j.programme
WHERE (/*visible_joining*/) AND (:state < 0 OR j.state = :state) AND (:outcome < 0 OR j.outcome = :outcome)
  AND (:pattern = '' OR j.name_folded LIKE :pattern ESCAPE '!') AND /*after*/
ORDER BY /*order*/ LIMIT :limit

-- name: joinings_count   one
-- in:   person int, organisation int, role int, pattern text, state int, outcome int, limit int
-- out:  n int
-- use:  visible_joining(j, :person, :organisation, :role)
SELECT COUNT(*) AS n FROM (SELECT 1 FROM joining j WHERE (/*visible_joining*/) AND (:state < 0 OR j.state = :state)
  AND (:outcome < 0 OR j.outcome = :outcome) AND (:pattern = '' OR j.name_folded LIKE :pattern ESCAPE '!') LIMIT :limit) AS found

-- name: joining_ecsw_by_email   one
-- why:  an address that is known: whose, and whether they are an ECSW of this organisation
-- open: answers only about the coordinator's own organisation
-- in:   email_folded text, organisation int, today date
-- out:  person int, id uuid, name text, is_ours bool, works_here bool
SELECT p.id AS person, p.uuid AS id, p.name,
  CASE WHEN EXISTS (SELECT 1 FROM role_held r WHERE r.person = p.id AND r.organisation = :organisation AND r.role = 1
    AND (r.ends IS NULL OR r.ends >= :today)) THEN 1 ELSE 0 END AS is_ours,
  CASE WHEN EXISTS (SELECT 1 FROM role_held r WHERE r.person = p.id AND r.organisation = :organisation
    AND (r.ends IS NULL OR r.ends >= :today)) THEN 1 ELSE 0 END AS works_here
FROM person p WHERE p.email_folded = :email_folded AND p.disabled_at IS NULL

-- name: joining_ecsws   many
-- why:  ECSWs of the organisation without an open induction, whom a check may be about
-- open: people of the coordinator's own organisation
-- in:   organisation int, today date
-- out:  id uuid, name text
SELECT p.uuid AS id, p.name FROM role_held r JOIN person p ON p.id = r.person
WHERE r.organisation = :organisation AND r.role = 1 AND (r.ends IS NULL OR r.ends >= :today) AND p.disabled_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM induction i WHERE i.ecsw = p.id AND i.ended IS NULL)
GROUP BY p.id, p.uuid, p.name ORDER BY p.name, p.id LIMIT 200

-- name: joining_open_of_person   one
-- why:  no second one beside it for the same programme
-- open: this organisation's own
-- in:   person int, organisation int, programme int
-- out:  id uuid
SELECT uuid AS id FROM joining WHERE person = :person AND organisation = :organisation AND programme = :programme AND state < 2
ORDER BY id DESC LIMIT 1

-- name: joining_person_by_id   one
-- open: an ECSW of this organisation
-- in:   id uuid, organisation int, today date
-- out:  person int, name text, email text
SELECT p.id AS person, p.name, p.email FROM person p
WHERE p.uuid = :id AND p.disabled_at IS NULL AND EXISTS (SELECT 1 FROM role_held r WHERE r.person = p.id AND r.organisation = :organisation
  AND r.role = 1 AND (r.ends IS NULL OR r.ends >= :today))

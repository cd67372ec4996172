-- held_more.sql — what else is held about somebody, for themself: what the register said, what they and others answered on the
-- way into a programme, training, and what lets them in.

-- name: held_register   one
-- open: the person's own
-- in:   person int
-- out:  number text, status int, name text, town text, registered_from date?, registered_until date?, annotations text,
--       asked_at instant, changed_at instant
SELECT number, status, name, town, registered_from, registered_until, annotations, asked_at, changed_at FROM register_finding
WHERE person = :person

-- name: held_register_said   many
-- why:  whether the name there is theirs, as somebody confirmed
-- open: the person's own
-- in:   person int
-- out:  register_name text, is_same bool, name text, confirmed_at instant
SELECT c.register_name, c.is_same, p.name, c.confirmed_at FROM register_confirmation c JOIN person p ON p.id = c.confirmed_by
WHERE c.person = :person ORDER BY c.id DESC LIMIT 50

-- name: held_stages   many
-- open: the person's own
-- in:   person int
-- out:  stage int, awarded date, current_until date?
SELECT stage, awarded, current_until FROM educator_stage WHERE person = :person AND replaced_at IS NULL ORDER BY id LIMIT 10

-- name: held_training   many
-- open: the person's own
-- in:   person int
-- out:  kind int, title text, completed date, current_until date?
SELECT kind, title, completed, current_until FROM training WHERE person = :person AND removed_at IS NULL
ORDER BY completed DESC, id DESC LIMIT 200

-- name: held_capacity   many
-- why:  for how many they have room
-- open: the person's own
-- in:   person int
-- out:  organisation text, role int, most int, starts date, ends date?
SELECT o.name AS organisation, c.role, c.most, c.starts, c.ends FROM capacity c JOIN organisation o ON o.id = c.organisation
WHERE c.person = :person ORDER BY c.starts DESC, c.id DESC LIMIT 100

-- name: held_joinings   many
-- open: the person's own
-- in:   person int
-- out:  joining int, programme text, organisation text, state int, outcome int, created instant, changed instant
SELECT j.id AS joining, g.name AS programme, o.name AS organisation, j.state, j.outcome, j.created, j.changed FROM joining j
JOIN programme g ON g.id = j.programme JOIN organisation o ON o.id = j.organisation
WHERE j.person = :person ORDER BY j.id DESC LIMIT 50

-- name: held_answers   many
-- why:  every answer given about them, by whom; those that were replaced too
-- open: the person's own
-- in:   person int
-- out:  programme text, question text, answer text, name text?, given_at instant, replaced_at instant?
SELECT g.name AS programme, a.question, a.answer, p.name, a.given_at, a.replaced_at FROM joining j
JOIN programme g ON g.id = j.programme JOIN eligibility_answer a ON a.joining = j.id LEFT JOIN person p ON p.id = a.person
WHERE j.person = :person ORDER BY a.id DESC LIMIT 500

-- name: held_funding   many
-- why:  hours, and whether their place is paid for
-- open: the person's own
-- in:   person int
-- out:  programme text, starts date, is_funded bool
SELECT g.name AS programme, f.starts, f.is_funded FROM induction i JOIN programme g ON g.id = i.programme
JOIN funding_period f ON f.induction = i.id WHERE i.ecsw = :person AND f.replaced_at IS NULL ORDER BY f.starts DESC, f.id DESC LIMIT 100

-- name: held_details   one
-- open: the person's own
-- in:   person int
-- out:  confirmed_at instant?, born date?, registered_on date?, qualification text, qualified_year int?, route text,
--       equality_at instant?
SELECT confirmed_at, born, registered_on, qualification, qualified_year, route, equality_at FROM ecsw_details WHERE person = :person

-- name: held_equality   one
-- why:  to nobody but whoever gave them, whatever role they work in
-- open: the person's own
-- in:   person int
-- out:  sex int, gender int, ethnic_group int, disability int, religion int, orientation int, caring int
SELECT q.sex, q.gender, q.ethnic_group, q.disability, q.religion, q.orientation, q.caring FROM equality_answer q
WHERE q.person = :person

-- name: held_tokens   many
-- open: the person's own
-- in:   person int
-- out:  name text, role int, organisation text, read_only bool, created instant, expires instant, ended_at instant?
SELECT t.name, r.role, o.name AS organisation, t.read_only, t.created, t.expires, t.ended_at FROM api_token t
JOIN role_held r ON r.id = t.role_held JOIN organisation o ON o.id = r.organisation
WHERE t.person = :person ORDER BY t.id DESC LIMIT 200

-- name: held_ways_in   many
-- why:  accounts at other services, an app for codes, passkeys; never what is secret of them
-- open: the person's own
-- in:   person int
-- out:  kind int, name text, since instant
SELECT w.kind, w.name, w.since FROM (
  SELECT 1 AS kind, issuer AS name, linked_at AS since FROM identity WHERE person = :person
  UNION ALL SELECT 2, '', confirmed_at FROM factor_totp WHERE person = :person AND confirmed_at IS NOT NULL
  UNION ALL SELECT 3, name, created FROM factor_passkey WHERE person = :person) AS w ORDER BY w.since DESC LIMIT 50

-- name: held_offers   many
-- open: the person's own
-- in:   person int
-- out:  organisation text, role int, email text, inviter text, created instant, sends int, accepted_at instant?, revoked_at instant?
SELECT o.name AS organisation, i.role, i.email, p.name AS inviter, i.created, i.sends, i.accepted_at, i.revoked_at FROM invitation i
JOIN organisation o ON o.id = i.organisation JOIN person p ON p.id = i.made_by WHERE i.person = :person ORDER BY i.id DESC LIMIT 100

-- name: held_addresses   many
-- why:  new addresses that were asked for
-- open: the person's own
-- in:   person int
-- out:  kind int, email text, created instant, used_at instant?
SELECT kind, email, created, used_at FROM address_change WHERE person = :person ORDER BY id DESC LIMIT 50

-- name: held_notices   many
-- why:  what waits to be told them
-- open: the person's own
-- in:   person int
-- out:  kind int, due instant
SELECT kind, due FROM notice WHERE person = :person ORDER BY due, id LIMIT 200

-- name: held_conflicts   many
-- why:  what stands between them and somebody else, as far as their own part goes
-- open: the person's own
-- in:   person int
-- out:  kind int, starts date, ends date?, of_them bool
SELECT c.kind, c.starts, c.ends, CASE WHEN c.person = :person THEN 1 ELSE 0 END AS of_them FROM conflict_of_interest c
WHERE c.person = :person OR c.about = :person ORDER BY c.id DESC LIMIT 100

-- name: held_imports   many
-- why:  spreadsheets they sent
-- open: the person's own
-- in:   person int
-- out:  name text, created instant, rows int
SELECT name, created, rows FROM bulk_import WHERE person = :person ORDER BY id DESC LIMIT 100

-- name: held_pauses   many
-- why:  when the clock stopped, and why where it was said
-- open: the person's own
-- in:   person int
-- out:  programme text, starts date, ends date?, kind int
SELECT g.name AS programme, s.starts, s.ends, s.kind FROM induction i JOIN programme g ON g.id = i.programme
JOIN pause_period s ON s.induction = i.id WHERE i.ecsw = :person AND s.replaced_at IS NULL ORDER BY s.starts DESC, s.id DESC LIMIT 100

-- name: held_agreed   many
-- why:  pauses and extensions asked for in one's induction, and what became of them
-- open: the person's own
-- in:   person int
-- out:  programme text, what int, ground text, starts date?, ends date?, days int, state int, said text, created instant
SELECT g.name AS programme, a.what, a.ground, a.starts, a.ends, a.days, a.state, a.said, a.created FROM induction i
JOIN programme g ON g.id = i.programme JOIN agreed_ask a ON a.induction = i.id WHERE i.ecsw = :person ORDER BY a.id DESC LIMIT 100

-- name: held_hours   many
-- why:  hours a week, as they are said today
-- open: the person's own
-- in:   person int
-- out:  programme text, starts date, ends date?, hours int, full_week int
SELECT g.name AS programme, h.starts, h.ends, h.hours, h.full_week FROM induction i JOIN programme g ON g.id = i.programme
JOIN hours_period h ON h.induction = i.id WHERE i.ecsw = :person AND h.replaced_at IS NULL ORDER BY h.starts DESC, h.id DESC LIMIT 100

-- name: held_outcomes   many
-- open: the person's own
-- in:   person int
-- out:  programme text, outcome int, on_date date
SELECT g.name AS programme, u.outcome, u.on_date FROM induction i JOIN programme g ON g.id = i.programme
JOIN induction_outcome u ON u.induction = i.id WHERE i.ecsw = :person ORDER BY u.on_date DESC, u.id DESC LIMIT 50

-- name: held_kept   many
-- why:  how much there is of what they read in its own place: enum held_kept. Each count goes by an index: what is theirs by
--       their induction, and what is not but theirs by what they did, are counted apart
-- open: numbers of the person's own
-- in:   person int
-- out:  what int, n int
SELECT w.what, w.n FROM (SELECT 0 AS what, COUNT(*) AS n FROM private_reflection WHERE person = :person
UNION ALL SELECT 1, COUNT(*) FROM induction i JOIN goal g ON g.induction = i.id WHERE i.ecsw = :person
UNION ALL SELECT 2, COUNT(*) FROM induction i JOIN plan_item m ON m.induction = i.id WHERE i.ecsw = :person
UNION ALL SELECT 3, COUNT(*) FROM induction i JOIN supervision s ON s.induction = i.id WHERE i.ecsw = :person
UNION ALL SELECT 4, COUNT(*) FROM supervision WHERE person = :person
UNION ALL SELECT 5, (SELECT COUNT(*) FROM induction i JOIN ask k ON k.induction = i.id WHERE i.ecsw = :person) +
  (SELECT COUNT(*) FROM ask k JOIN induction i ON i.id = k.induction WHERE k.asked_by = :person AND i.ecsw <> :person)
UNION ALL SELECT 6, (SELECT COUNT(*) FROM induction i JOIN evidence e ON e.induction = i.id
    JOIN observation o ON o.evidence = e.id WHERE i.ecsw = :person) +
  (SELECT COUNT(*) FROM observation o JOIN evidence e ON e.id = o.evidence JOIN induction i ON i.id = e.induction
    WHERE o.observer = :person AND i.ecsw <> :person) +
  (SELECT COUNT(*) FROM observation o JOIN evidence e ON e.id = o.evidence JOIN induction i ON i.id = e.induction
    WHERE o.planned_by = :person AND i.ecsw <> :person AND (o.observer IS NULL OR o.observer <> :person))
UNION ALL SELECT 7, COUNT(*) FROM evidence_part WHERE person = :person
UNION ALL SELECT 8, COUNT(*) FROM view_given WHERE person = :person
UNION ALL SELECT 9, COUNT(*) FROM link_answer WHERE person = :person
UNION ALL SELECT 10, COUNT(*) FROM file WHERE person = :person
UNION ALL SELECT 11, COUNT(*) FROM privacy_kept WHERE person = :person
UNION ALL SELECT 12, (SELECT COUNT(*) FROM induction i JOIN evidence e ON e.induction = i.id
    JOIN privacy_hold d ON d.evidence = e.id WHERE i.ecsw = :person) +
  (SELECT COUNT(*) FROM privacy_hold d JOIN evidence e ON e.id = d.evidence JOIN induction i ON i.id = e.induction
    WHERE d.person = :person AND i.ecsw <> :person)
UNION ALL SELECT 13, COUNT(*) FROM factor_recovery WHERE person = :person AND used_at IS NULL
UNION ALL SELECT 14, COUNT(*) FROM mail_trouble WHERE person = :person
UNION ALL SELECT 15, COUNT(*) FROM talk_comment c WHERE c.person = :person
UNION ALL SELECT 16, COUNT(*) FROM talk_with h JOIN talk t ON t.id = h.talk WHERE h.person = :person
UNION ALL SELECT 18, COUNT(*) FROM induction i JOIN review v ON v.induction = i.id WHERE i.ecsw = :person
UNION ALL SELECT 19, COUNT(*) FROM review_part WHERE person = :person
UNION ALL SELECT 20, COUNT(*) FROM review_signature WHERE person = :person
UNION ALL SELECT 21, COUNT(*) FROM draft_comment m WHERE m.person = :person AND m.withdrawn_at IS NULL
UNION ALL SELECT 17, (SELECT COUNT(*) FROM given_go WHERE person = :person) +
  (SELECT COUNT(*) FROM given_mark WHERE person = :person)) AS w ORDER BY w.what LIMIT 22

-- facts.sql: who stands how to what in the demo, told independently of app/objects.sql, for test_permissions.py.

-- inductions with ECSW, employer and whether they are open
SELECT i.uuid, i.ecsw, i.employer, CASE WHEN i.ended IS NULL THEN 1 ELSE 0 END FROM induction i ORDER BY i.id

-- assignments that have begun and not ended
SELECT i.uuid, a.person, a.role FROM assignment a JOIN induction i ON i.id = a.induction WHERE a.ends IS NULL

-- pieces with their state and their links
SELECT e.uuid, i.uuid, e.state, CASE WHEN e.assessed_at IS NULL THEN 0 ELSE 1 END,
       (SELECT COUNT(*) FROM link l WHERE l.evidence = e.id AND l.state = 0),
       (SELECT COUNT(*) FROM link l WHERE l.evidence = e.id AND l.state = 2),
       CASE WHEN e.shared_at IS NULL THEN 1 ELSE 0 END
FROM evidence e JOIN induction i ON i.id = e.induction ORDER BY e.id

-- frameworks, who imported them, whether they were opened for comments and until when, and whether one was in their series
SELECT f.uuid, f.state, COALESCE(f.created_by, 0), COALESCE(o.ends, 0), COALESCE(o.closed_at, 0),
  (SELECT COUNT(*) FROM framework d JOIN framework_opened b ON b.framework = d.id WHERE d.series = f.series AND d.id <= f.id)
FROM framework f LEFT JOIN framework_opened o ON o.framework = f.id ORDER BY f.id

-- held roles with their organisation
SELECT id, organisation FROM role_held

-- organisations
SELECT o.uuid, o.id FROM organisation o ORDER BY o.id

-- partnerships of today
SELECT a.organisation, a.partner FROM partnership a WHERE a.ends IS NULL

-- people and whether they can sign in
SELECT p.uuid, p.id, CASE WHEN p.disabled_at IS NULL THEN 1 ELSE 0 END FROM person p ORDER BY p.id

-- careers: every role of everybody, and whether it has ended
SELECT r.person, r.organisation, r.role, CASE WHEN r.ends IS NULL THEN 1 ELSE 0 END FROM role_held r ORDER BY r.id

-- files of pieces, with the state of both
SELECT f.uuid, i.uuid, e.state, c.scan, CASE WHEN f.removed_at IS NULL THEN 0 ELSE 1 END,
       CASE WHEN e.assessed_at IS NULL THEN 0 ELSE 1 END
FROM file f JOIN file_content c ON c.hash = f.hash JOIN evidence e ON e.id = f.evidence JOIN induction i ON i.id = e.induction
ORDER BY f.id

-- asks of people without an account: induction, kind, who asked, with the supervisor, over
SELECT k.uuid, i.uuid, k.kind, k.asked_by, CASE WHEN k.kind = 2 AND f.confirmed_at IS NULL AND f.declined_at IS NULL
         AND k.revoked_at IS NULL THEN 1 ELSE 0 END,
       CASE WHEN k.revoked_at IS NOT NULL OR f.declined_at IS NOT NULL OR (k.kind <> 2 AND k.done_at IS NOT NULL) THEN 1 ELSE 0 END
FROM ask k JOIN induction i ON i.id = k.induction LEFT JOIN ask_family f ON f.ask = k.id ORDER BY k.id

-- watchings: observations, who watches, and how far they are
SELECT o.uuid, i.uuid, COALESCE(o.observer, 0), o.observer_role, CASE WHEN o.cancelled_at IS NOT NULL THEN 'cancelled'
       WHEN e.state = 3 THEN 'withdrawn' WHEN o.agreed_at IS NOT NULL THEN 'agreed or not' WHEN o.given_at IS NULL THEN 'planned'
       WHEN e.assessed_at IS NOT NULL THEN 'viewed' ELSE 'observed' END
FROM observation o JOIN evidence e ON e.id = o.evidence JOIN induction i ON i.id = e.induction ORDER BY o.evidence

-- mails and whom they were for
SELECT m.uuid, m.person, m.organisation FROM mail m WHERE m.person IS NOT NULL AND m.organisation IS NOT NULL ORDER BY m.id

-- imports and who began them
SELECT uuid, person FROM framework_import ORDER BY id

-- arrangements: assignments, ended or not, by their induction
SELECT a.uuid, i.uuid FROM assignment a JOIN induction i ON i.id = a.induction ORDER BY a.id

-- joinings: whom they are about, where, and whether they are still on the way
SELECT j.uuid, COALESCE(j.person, 0), j.organisation, CASE WHEN j.state IN (0, 1) THEN 1 ELSE 0 END FROM joining j ORDER BY j.id

-- conflicts of interest with the ECSW's induction, and who declared theirs
SELECT c.uuid, i.uuid, c.person FROM conflict_of_interest c JOIN induction i ON i.ecsw = c.about AND i.is_national = 1
ORDER BY c.id

-- invitations and whether they are over
SELECT uuid, organisation, role, CASE WHEN accepted_at IS NULL AND revoked_at IS NULL THEN 0 ELSE 1 END
FROM invitation ORDER BY id

-- bulk_imports, who sent them, for which organisation
SELECT b.uuid, b.person, r.organisation FROM bulk_import b JOIN role_held r ON r.id = b.role_held ORDER BY b.id

-- programmes, their state
SELECT uuid, state FROM programme ORDER BY id

-- successions of organisations, their state, who proposed them
SELECT uuid, state, proposed_by FROM succession ORDER BY id

-- profiles of jobs, their state, whose they are, who asked for or gave their approval
SELECT uuid, state, organisation, COALESCE(CASE WHEN state = 4 THEN approved_by ELSE asked_by END, 0) FROM role_profile ORDER BY id

-- admins: how many national administrators there are
SELECT COUNT(DISTINCT person) FROM role_held WHERE role = 6 AND ends IS NULL

-- endings: inductions with those who were assigned and are not any more
SELECT i.uuid, a.person FROM assignment a JOIN induction i ON i.id = a.induction WHERE a.ends IS NOT NULL

-- employers an induction was with before
SELECT i.uuid, b.employer FROM induction_employer_before b JOIN induction i ON i.id = b.induction

-- reflections that are private, and whose they are
SELECT uuid, person FROM private_reflection ORDER BY id

-- supervisions, whose, and whether the assessor may read them
SELECT s.uuid, i.uuid, CASE WHEN s.shared_at IS NULL THEN 0 ELSE 1 END FROM supervision s JOIN induction i ON i.id = s.induction
ORDER BY s.id

-- goals of development plans
SELECT g.uuid, i.uuid FROM goal g JOIN induction i ON i.id = g.induction ORDER BY g.id

-- reviews, of whom, and how far they are
SELECT v.uuid, v.id, i.uuid, v.state FROM review v JOIN induction i ON i.id = v.induction ORDER BY v.id

-- review_parts that are handed in
SELECT a.review, a.role, a.person FROM review_part a WHERE a.given_at IS NOT NULL ORDER BY a.id

-- review_signed by whoever has which role
SELECT s.review, s.role FROM review_signature s ORDER BY s.review, s.role

-- talks about pieces: whose, who began them, how their piece stands, and whether all that was said waits for a view
SELECT t.uuid, i.uuid, t.person, e.state, e.held, CASE WHEN EXISTS (SELECT 1 FROM talk_comment c WHERE c.talk = t.id AND c.held = 0) THEN 0 ELSE 1 END
FROM talk t JOIN evidence e ON e.id = t.evidence JOIN induction i ON i.id = e.induction ORDER BY t.id

-- decisions: whose, their state, and whether the ECSW has been told
SELECT d.uuid, i.uuid, d.state, CASE WHEN d.told_at IS NULL THEN 0 ELSE 1 END FROM decision d JOIN induction i ON i.id = d.induction ORDER BY d.id

-- seats: who sits on a panel or reads without a name, while that runs
SELECT d.uuid, m.person FROM decision d JOIN panel_member m ON m.decision = d.id
WHERE m.ended_at IS NULL AND m.conflict <> 2 AND ((m.sitting = 1 AND d.state = 5) OR (m.sitting = 2 AND d.state = 10))
UNION SELECT d.uuid, r.person FROM decision d JOIN decision_reader r ON r.decision = d.id
WHERE r.ended_at IS NULL AND ((r.kind = 1 AND d.state = 3) OR (r.kind = 2 AND d.state = 8))

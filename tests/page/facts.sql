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

-- frameworks and who imported them
SELECT f.uuid, f.state, COALESCE(f.created_by, 0), (SELECT MIN(i.position) FROM framework_item i WHERE i.framework = f.id)
FROM framework f ORDER BY f.id

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

-- mails and whom they were for
SELECT m.uuid, m.person, m.organisation FROM mail m WHERE m.person IS NOT NULL AND m.organisation IS NOT NULL ORDER BY m.id

-- imports and who began them
SELECT uuid, person FROM framework_import ORDER BY id

-- arrangements: assignments, ended or not, by their induction
SELECT a.uuid, i.uuid FROM assignment a JOIN induction i ON i.id = a.induction ORDER BY a.id

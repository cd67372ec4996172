-- ids.sql: what names in page cases stand for, read from the demo database before it is served. A query is named by the
-- comment before it; its first column is the id, the others are the name: ${piece:amina-core-group}, where the title is
-- looked up in demo/world.json; ${induction:amina}; ${framework:pqs-2025-illustrative}; ${item:pqs-2025-illustrative:1.1 K1}.

-- roles of everybody, each with a session
SELECT SUBSTR(p.email, 1, LENGTH(p.email) - 13), r.role, r.id, p.id
FROM role_held r JOIN person p ON p.id = r.person WHERE r.ends IS NULL ORDER BY p.id, r.role, r.id

-- person by the part of the address before the @
SELECT uuid, SUBSTR(email, 1, LENGTH(email) - 13) FROM person

-- role_held by person, role's number and organisation
SELECT r.uuid, SUBSTR(p.email, 1, LENGTH(p.email) - 13), r.role, o.name
FROM role_held r JOIN person p ON p.id = r.person JOIN organisation o ON o.id = r.organisation

-- organisation by its name
SELECT uuid, name FROM organisation

-- induction of an ECSW, the national one
SELECT i.uuid, SUBSTR(p.email, 1, LENGTH(p.email) - 13) FROM induction i JOIN person p ON p.id = i.ecsw WHERE i.is_national = 1

-- piece of evidence
SELECT e.uuid, SUBSTR(p.email, 1, LENGTH(p.email) - 13), e.title
FROM evidence e JOIN induction i ON i.id = e.induction JOIN person p ON p.id = i.ecsw

-- programme by its slug
SELECT uuid, slug FROM programme

-- framework by its slug
SELECT uuid, slug FROM framework

-- series of a framework, as CASE identifies it
SELECT series, slug FROM framework

-- item of a framework by code
SELECT i.uuid, f.slug, i.code FROM framework_item i JOIN framework f ON f.id = i.framework WHERE i.code <> ''

-- position of a statement, as it stands in addresses
SELECT i.position, f.slug, i.code FROM framework_item i JOIN framework f ON f.id = i.framework WHERE i.code <> ''

-- mail
SELECT m.uuid, SUBSTR(p.email, 1, LENGTH(p.email) - 13), m.kind FROM mail m JOIN person p ON p.id = m.person

-- assignment of an ECSW to somebody in a role
SELECT a.uuid, SUBSTR(e.email, 1, LENGTH(e.email) - 13), SUBSTR(p.email, 1, LENGTH(p.email) - 13)
FROM assignment a JOIN induction i ON i.id = a.induction JOIN person e ON e.id = i.ecsw JOIN person p ON p.id = a.person

-- decision of an ECSW
SELECT d.uuid, SUBSTR(p.email, 1, LENGTH(p.email) - 13)
FROM decision d JOIN induction i ON i.id = d.induction JOIN person p ON p.id = i.ecsw

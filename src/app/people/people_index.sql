-- people_index.sql — what lists of people are read by: people_index in people.h keeps it.

-- name: person_to_index   one
-- open: for the index alone
-- in:   person int
-- out:  name text, email text, registration text?
SELECT name, email, registration FROM person WHERE id = :person

-- name: person_sort_put   exec
-- in:   person int, name_sort text
UPDATE person SET name_sort = :name_sort WHERE id = :person

-- name: person_listed_drop   exec
-- in:   person int
DELETE FROM person_listed WHERE person = :person

-- name: person_listed_put   exec
-- why:  everybody's list, those of the organisations, and that of coordinators (4) and national staff (6 to 8)
-- in:   person int, name_sort text, today date
INSERT INTO person_listed (scope, person, name_sort, role_sort, joined, last_in)
SELECT s.scope, :person, :name_sort,
  COALESCE((SELECT MIN(CASE r.role WHEN 1 THEN 'a' WHEN 2 THEN 'b' WHEN 3 THEN 'c' WHEN 4 THEN 'd' WHEN 5 THEN 'e'
    WHEN 6 THEN 'f' WHEN 7 THEN 'g' WHEN 8 THEN 'h' WHEN 9 THEN 'i' WHEN 10 THEN 'j' WHEN 11 THEN 'k' END) FROM role_held r WHERE r.person = :person
    AND (s.scope < 1 OR r.organisation = s.scope) AND (r.ends IS NULL OR r.ends >= :today)), 'z') || ' ' || :name_sort,
  COALESCE((SELECT MIN(r.starts) FROM role_held r WHERE r.person = :person AND (s.scope < 1 OR r.organisation = s.scope)), 0),
  COALESCE((SELECT p.last_in FROM person p WHERE p.id = :person), 0) FROM (
  SELECT 0 AS scope
  UNION SELECT r.organisation FROM role_held r WHERE r.person = :person
  UNION SELECT -1 FROM role_held r WHERE r.person = :person AND r.role IN (4, 6, 7, 8)) AS s

-- name: person_listed_new   exec
-- why:  the same for somebody made in this transaction with one role: nothing has to be looked up
-- in:   person int, name_sort text, organisation int, role_sort text, joined date, is_staff bool
INSERT INTO person_listed (scope, person, name_sort, role_sort, joined, last_in)
SELECT 0, :person, :name_sort, :role_sort, :joined, 0
UNION ALL SELECT :organisation, :person, :name_sort, :role_sort, :joined, 0
UNION ALL SELECT -1, :person, :name_sort, :role_sort, :joined, 0 WHERE :is_staff = 1

-- name: person_listed_last_in   exec
-- why:  they have signed in
-- in:   person int, now instant
UPDATE person_listed SET last_in = :now WHERE person = :person

-- name: person_last_in   exec
-- in:   person int, now instant
UPDATE person SET last_in = :now WHERE id = :person

-- name: people_to_reindex   many
-- why:  those whose role ended with yesterday, where it is what they are still listed as
-- open: the service itself
-- in:   today date, yesterday date
-- out:  person int
SELECT DISTINCT r.person FROM role_held r JOIN person_listed l ON l.person = r.person AND l.scope = r.organisation
WHERE r.ends = :yesterday AND substr(l.role_sort, 1, 1) = CASE r.role WHEN 1 THEN 'a' WHEN 2 THEN 'b' WHEN 3 THEN 'c' WHEN 4 THEN 'd' WHEN 5 THEN 'e'
    WHEN 6 THEN 'f' WHEN 7 THEN 'g' WHEN 8 THEN 'h' WHEN 9 THEN 'i' WHEN 10 THEN 'j' WHEN 11 THEN 'k' END AND NOT EXISTS (
  SELECT 1 FROM role_held n WHERE n.person = r.person AND n.organisation = r.organisation AND n.role = r.role
    AND (n.ends IS NULL OR n.ends >= :today)) ORDER BY r.person LIMIT 200

-- name: person_words_drop   exec
-- in:   person int
DELETE FROM person_word WHERE person = :person

-- name: person_words_put   exec
-- why:  words somebody is found by, on every list they are on; an empty one is none
-- in:   person int, w1 text, w2 text, w3 text, w4 text, w5 text, w6 text
INSERT INTO person_word (scope, word, person)
SELECT l.scope, w.word, l.person
FROM (SELECT :w1 AS word UNION SELECT :w2 UNION SELECT :w3 UNION SELECT :w4 UNION SELECT :w5 UNION SELECT :w6) AS w
JOIN person_listed l ON l.person = :person
WHERE w.word <> ''
ON CONFLICT (scope, word, person) DO NOTHING

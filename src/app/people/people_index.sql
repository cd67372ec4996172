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
-- in:   person int, name_sort text
INSERT INTO person_listed (scope, person, name_sort)
SELECT s.scope, :person, :name_sort FROM (
  SELECT 0 AS scope
  UNION SELECT r.organisation FROM role_held r WHERE r.person = :person
  UNION SELECT -1 FROM role_held r WHERE r.person = :person AND r.role IN (4, 6, 7, 8)) AS s

-- name: person_words_drop   exec
-- in:   person int
DELETE FROM person_word WHERE person = :person

-- name: person_word_put   exec
-- in:   person int, word text
INSERT INTO person_word (scope, word, person)
SELECT l.scope, :word, l.person FROM person_listed l WHERE l.person = :person
ON CONFLICT (scope, word, person) DO NOTHING

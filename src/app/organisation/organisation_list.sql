-- organisation_list.sql — lists of organisations. National administrators see all of them; everybody else their own and
-- those it works with.

-- name: organisations_listed   many
-- why:  all of them, in order
-- sorts: name_sort o.name_sort, created o.created; organisation o.id
-- in:   type int, closed int, today date, limit int
-- out:  organisation int, id uuid, name text, name_sort text, type int, code text?, coordinator text?, closed_on date?,
--       created instant
SELECT o.id AS organisation, o.uuid AS id, o.name, o.name_sort, o.type,
  (SELECT MIN(c.code) FROM organisation_code c WHERE c.organisation = o.id AND c.scheme = 1 AND c.starts <= :today
    AND (c.ends IS NULL OR c.ends >= :today)) AS code,
  (SELECT p.name FROM person p WHERE p.id = o.primary_coordinator) AS coordinator, o.closed AS closed_on, o.created
FROM organisation o
WHERE (:type < 0 OR o.type = :type) AND (:closed < 0 OR :closed = CASE WHEN o.closed < :today THEN 1 ELSE 0 END)
  AND /*after*/
ORDER BY /*order*/ LIMIT :limit

-- name: organisations_found   many
-- why:  those with a word that begins so, of the first 1,000
-- row:  organisations_listed
-- sorts: name_sort o.name_sort, created o.created; organisation o.id
-- in:   word_from text, word_to text, also text, also_too text, type int, closed int, today date, limit int
-- out:  organisation int, id uuid, name text, name_sort text, type int, code text?, coordinator text?, closed_on date?,
--       created instant
SELECT o.id AS organisation, o.uuid AS id, o.name, o.name_sort, o.type,
  (SELECT MIN(c.code) FROM organisation_code c WHERE c.organisation = o.id AND c.scheme = 1 AND c.starts <= :today
    AND (c.ends IS NULL OR c.ends >= :today)) AS code,
  (SELECT p.name FROM person p WHERE p.id = o.primary_coordinator) AS coordinator, o.closed AS closed_on, o.created
FROM (SELECT DISTINCT w.organisation FROM organisation_word w WHERE w.word >= :word_from AND w.word < :word_to LIMIT 1000) f
JOIN organisation o ON o.id = f.organisation
WHERE (:type < 0 OR o.type = :type) AND (:closed < 0 OR :closed = CASE WHEN o.closed < :today THEN 1 ELSE 0 END)
  AND ' ' || o.name_sort LIKE :also ESCAPE '!' AND ' ' || o.name_sort LIKE :also_too ESCAPE '!' AND /*after*/
ORDER BY /*order*/ LIMIT :limit

-- name: organisations_near   many
-- why:  one's own organisation and those it works with today, in either direction
-- row:  organisations_listed
-- sorts: name_sort o.name_sort, created o.created; organisation o.id
-- in:   own int, pattern text, type int, closed int, today date, limit int
-- out:  organisation int, id uuid, name text, name_sort text, type int, code text?, coordinator text?, closed_on date?,
--       created instant
SELECT o.id AS organisation, o.uuid AS id, o.name, o.name_sort, o.type,
  (SELECT MIN(c.code) FROM organisation_code c WHERE c.organisation = o.id AND c.scheme = 1 AND c.starts <= :today
    AND (c.ends IS NULL OR c.ends >= :today)) AS code,
  (SELECT p.name FROM person p WHERE p.id = o.primary_coordinator) AS coordinator, o.closed AS closed_on, o.created
FROM (SELECT m.id AS organisation FROM organisation m WHERE m.id = :own
  UNION SELECT a.partner FROM partnership a WHERE a.organisation = :own AND a.starts <= :today
    AND (a.ends IS NULL OR a.ends >= :today)
  UNION SELECT b.organisation FROM partnership b WHERE b.partner = :own AND b.starts <= :today
    AND (b.ends IS NULL OR b.ends >= :today)) AS f
JOIN organisation o ON o.id = f.organisation
WHERE (:type < 0 OR o.type = :type) AND (:closed < 0 OR :closed = CASE WHEN o.closed < :today THEN 1 ELSE 0 END)
  AND (:pattern = '' OR o.name_sort LIKE :pattern ESCAPE '!') AND /*after*/
ORDER BY /*order*/ LIMIT :limit

-- name: organisations_count   one
-- in:   type int, closed int, today date, limit int
-- out:  n int
SELECT COUNT(*) AS n FROM (SELECT 1 FROM organisation o WHERE (:type < 0 OR o.type = :type)
  AND (:closed < 0 OR :closed = CASE WHEN o.closed < :today THEN 1 ELSE 0 END) LIMIT :limit) AS counted

-- name: organisations_found_count   one
-- in:   word_from text, word_to text, also text, also_too text, type int, closed int, today date, limit int
-- out:  n int
SELECT COUNT(*) AS n FROM (SELECT 1
  FROM (SELECT DISTINCT w.organisation FROM organisation_word w WHERE w.word >= :word_from AND w.word < :word_to LIMIT 1000) f
  JOIN organisation o ON o.id = f.organisation
  WHERE (:type < 0 OR o.type = :type) AND (:closed < 0 OR :closed = CASE WHEN o.closed < :today THEN 1 ELSE 0 END)
    AND ' ' || o.name_sort LIKE :also ESCAPE '!' AND ' ' || o.name_sort LIKE :also_too ESCAPE '!' LIMIT :limit) AS counted

-- name: organisation_to_index   one
-- open: for the index alone
-- in:   organisation int
-- out:  name text
SELECT name FROM organisation WHERE id = :organisation

-- name: organisation_words_drop   exec
-- in:   organisation int
DELETE FROM organisation_word WHERE organisation = :organisation

-- name: organisation_word_put   exec
-- in:   organisation int, word text
INSERT INTO organisation_word (word, organisation) VALUES (:word, :organisation) ON CONFLICT (word, organisation) DO NOTHING

-- name: organisation_other_words   many
-- why:  what else it is found by: earlier names and every code it has had
-- in:   organisation int
-- out:  words text
SELECT n.name AS words FROM organisation_name n WHERE n.organisation = :organisation
UNION SELECT c.code FROM organisation_code c WHERE c.organisation = :organisation LIMIT 200

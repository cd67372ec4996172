-- bulk_store.sql — files on their way in, their rows, and what became of each.

-- name: bulk_add   one
-- in:   id uuid, person int, role_held int, kind int, name text, hash blob, content blob, dates int, now instant,
--       swept_after instant
-- out:  import int
INSERT INTO bulk_import (uuid, person, role_held, kind, name, hash, content, state, dates, created, swept_after)
VALUES (:id, :person, :role_held, :kind, :name, :hash, :content, 0, :dates, :now, :swept_after)
RETURNING id AS import

-- name: bulk_by_id   one
-- why:  the import a page names, and for whom it was sent
-- in:   id uuid
-- out:  import int, person int, role_held int, organisation int, organisation_name text, kind int, name text, state int,
--       dates int, reading text, rows int, adding int, created instant, confirmed_at instant?, ended_at instant?,
--       invites_at instant?, swept_after instant, person_name text
SELECT b.id AS import, b.person, b.role_held, r.organisation, o.name AS organisation_name, b.kind, b.name, b.state, b.dates,
       b.reading, b.rows, b.adding, b.created, b.confirmed_at, b.ended_at, b.invites_at, b.swept_after, p.name AS person_name
FROM bulk_import b JOIN role_held r ON r.id = b.role_held JOIN organisation o ON o.id = r.organisation
JOIN person p ON p.id = b.person
WHERE b.uuid = :id

-- name: bulk_lock   one
-- why:  held until the transaction ends: a second press, another tab and the work behind come one after the other
-- lock: yes
-- in:   import int
-- out:  state int, invites_at instant?
SELECT state, invites_at FROM bulk_import WHERE id = :import

-- name: bulk_work   one
-- why:  what the work behind needs of an import, and whether whoever sent it may still
-- in:   import int, today date
-- out:  uuid uuid, state int, kind int, dates int, person int, role_held int, role int, organisation int, may bool,
--       invites_at instant?, adding int
SELECT b.uuid, b.state, b.kind, b.dates, b.person, b.role_held, r.role, r.organisation,
       CASE WHEN p.disabled_at IS NULL AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today) THEN 1 ELSE 0 END AS may,
       b.invites_at, b.adding
FROM bulk_import b JOIN role_held r ON r.id = b.role_held JOIN person p ON p.id = b.person WHERE b.id = :import

-- name: bulk_content   one
-- in:   import int
-- out:  content blob?
SELECT content FROM bulk_import WHERE id = :import

-- name: bulk_set_state   exec
-- in:   import int, state int
UPDATE bulk_import SET state = :state WHERE id = :import

-- name: bulk_set_read   exec
-- why:  its rows stand in the table now: the file itself is not needed any more
-- in:   import int, state int, dates int, reading text, rows int
UPDATE bulk_import SET state = :state, dates = :dates, reading = :reading, rows = :rows, content = NULL WHERE id = :import

-- name: bulk_set_rows   exec
-- why:  how many there will be, for its page while they are looked at
-- in:   import int, rows int
UPDATE bulk_import SET rows = :rows WHERE id = :import

-- name: bulk_set_dates   exec
-- in:   import int, dates int, state int
UPDATE bulk_import SET dates = :dates, state = :state WHERE id = :import

-- name: bulk_confirmed   exec
-- in:   import int, adding int, now instant
UPDATE bulk_import SET state = 3, adding = :adding, confirmed_at = :now, ended_at = NULL WHERE id = :import

-- name: bulk_ended   exec
-- in:   import int, state int, now instant, invites_at instant?
UPDATE bulk_import SET state = :state, ended_at = :now, invites_at = :invites_at WHERE id = :import

-- name: bulk_to_tell   many
-- why:  whom its rows have assigned, and to whom: those who have not heard of it since, in batches by number. 14 and 18: told of
--       it by itself, or with other things
-- open: the work itself, for mail; never shown
-- in:   import int, after int, limit int
-- out:  person int
SELECT t.person FROM (
  SELECT a.person, a.created FROM bulk_import b JOIN bulk_row r ON r.import = b.id JOIN assignment a ON a.induction = r.induction
  WHERE b.id = :import AND r.state = 2 AND a.created >= b.created
  UNION
  SELECT i.ecsw AS person, a.created FROM bulk_import b JOIN bulk_row r ON r.import = b.id
  JOIN induction i ON i.id = r.induction JOIN assignment a ON a.induction = i.id
  WHERE b.id = :import AND r.state = 2 AND a.created >= b.created) t
WHERE t.person > :after
  AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.person = t.person AND n.kind = 14 AND n.created >= t.created)
  AND NOT EXISTS (SELECT 1 FROM mail m WHERE m.person = t.person AND m.kind IN (14, 18) AND m.created >= t.created)
GROUP BY t.person ORDER BY t.person LIMIT :limit

-- name: bulk_dropped   exec
-- in:   import int
UPDATE bulk_import SET state = 5, content = NULL, reading = '' WHERE id = :import

-- name: bulk_rows_drop   exec
-- why:  what was not added goes with the file; what was stays as the receipt
-- in:   import int
DELETE FROM bulk_row WHERE import = :import AND state <> 2

-- name: bulk_same_file   one
-- why:  the last time the same person sent the same bytes for the same
-- in:   person int, role_held int, kind int, hash blob, before int
-- out:  id uuid, created instant, state int
SELECT uuid AS id, created, state FROM bulk_import
WHERE person = :person AND role_held = :role_held AND kind = :kind AND hash = :hash AND id < :before AND state <> 5
ORDER BY id DESC LIMIT 1

-- name: bulk_hash   one
-- in:   import int
-- out:  hash blob
SELECT hash FROM bulk_import WHERE id = :import

-- name: bulk_list   many
-- why:  somebody's own imports in the role they act in, newest first: those made before an instant, and in it below a row
-- in:   person int, role_held int, before instant, below int, limit int
-- out:  import int, id uuid, kind int, name text, state int, rows int, created instant, ready int, bad int, done int,
--       swept_after instant
SELECT b.id AS import, b.uuid AS id, b.kind, b.name, b.state, b.rows, b.created,
       (SELECT COUNT(*) FROM bulk_row r WHERE r.import = b.id AND r.state = 1) AS ready,
       (SELECT COUNT(*) FROM bulk_row r WHERE r.import = b.id AND r.state = 0) AS bad,
       (SELECT COUNT(*) FROM bulk_row r WHERE r.import = b.id AND r.state = 2) AS done, b.swept_after
FROM bulk_import b WHERE b.person = :person AND b.role_held = :role_held AND b.state <> 5
  AND b.created <= :before AND (b.created < :before OR b.id < :below)
ORDER BY b.created DESC, b.id DESC LIMIT :limit

-- name: bulk_counts   one
-- in:   import int
-- out:  all_rows int, bad int, ready int, noted int, done int, same int, left_out int, taken_back int, people int, to_invite int
SELECT COUNT(*) AS all_rows, COALESCE(SUM(CASE WHEN state = 0 THEN 1 ELSE 0 END), 0) AS bad,
       COALESCE(SUM(CASE WHEN state = 1 THEN 1 ELSE 0 END), 0) AS ready,
       COALESCE(SUM(CASE WHEN state = 1 AND has_note = 1 THEN 1 ELSE 0 END), 0) AS noted,
       COALESCE(SUM(CASE WHEN state = 2 THEN 1 ELSE 0 END), 0) AS done,
       COALESCE(SUM(CASE WHEN state = 3 THEN 1 ELSE 0 END), 0) AS same,
       COALESCE(SUM(CASE WHEN state = 4 THEN 1 ELSE 0 END), 0) AS left_out,
       COALESCE(SUM(CASE WHEN state = 5 THEN 1 ELSE 0 END), 0) AS taken_back,
       COALESCE(SUM(CASE WHEN state = 2 AND made_person = 1 THEN 1 ELSE 0 END), 0) AS people,
       COALESCE(SUM(CASE WHEN state = 2 AND made_role = 1 AND invited_at IS NULL THEN 1 ELSE 0 END), 0) AS to_invite
FROM bulk_row WHERE import = :import

-- name: bulk_row_add   exec
-- in:   import int, row int, state int, has_note bool, name text, cells text, findings text
INSERT INTO bulk_row (import, row, state, has_note, name, cells, findings)
VALUES (:import, :row, :state, :has_note, :name, :cells, :findings)

-- name: bulk_row_last   one
-- why:  how far an earlier try has come
-- in:   import int
-- out:  last int
SELECT COALESCE(MAX(row), 0) AS last FROM bulk_row WHERE import = :import

-- name: bulk_rows_shown   many
-- why:  rows in one state: those with a note first, then as in the file; each kind behind the row it was read to
-- in:   import int, state int, noted int, plain int, limit int
-- out:  row int, name text, cells text, findings text, has_note bool, version int
SELECT x.row, x.name, x.cells, x.findings, x.has_note, x.version FROM
 (SELECT * FROM (SELECT row, name, cells, findings, has_note, version FROM bulk_row
    WHERE import = :import AND state = :state AND has_note = 1 AND row > :noted ORDER BY row LIMIT :limit) AS a
  UNION ALL SELECT * FROM (SELECT row, name, cells, findings, has_note, version FROM bulk_row
    WHERE import = :import AND state = :state AND has_note = 0 AND row > :plain ORDER BY row LIMIT :limit) AS b) AS x
ORDER BY x.has_note DESC, x.row LIMIT :limit

-- name: bulk_rows_every   each
-- in:   import int
-- out:  row int, state int, name text, cells text, findings text
SELECT row, state, name, cells, findings FROM bulk_row WHERE import = :import ORDER BY row

-- name: bulk_rows_in   each
-- in:   import int, state int
-- out:  row int, state int, name text, cells text, findings text
SELECT row, state, name, cells, findings FROM bulk_row WHERE import = :import AND state = :state ORDER BY row

-- name: bulk_rows_next   many
-- why:  the next rows to work on, in the order of the file
-- in:   import int, state int, after int, limit int
-- out:  id int, row int, name text, cells text
SELECT id, row, name, cells FROM bulk_row WHERE import = :import AND state = :state AND row > :after ORDER BY row LIMIT :limit

-- name: bulk_rows_unsettled   many
-- why:  rows that may be looked at again: nothing has come of them yet
-- in:   import int, after int, limit int
-- out:  id int, row int, cells text, findings text
SELECT id, row, cells, findings FROM bulk_row WHERE import = :import AND state IN (0, 1, 3) AND row > :after ORDER BY row LIMIT :limit

-- name: bulk_row_one   one
-- in:   import int, row int
-- out:  id int, row int, state int, name text, cells text, findings text, version int
SELECT id, row, state, name, cells, findings, version FROM bulk_row WHERE import = :import AND row = :row

-- name: bulk_row_checked   exec
-- in:   id int, state int, has_note bool, findings text
UPDATE bulk_row SET state = :state, has_note = :has_note, findings = :findings WHERE id = :id

-- name: bulk_row_typed   exec
-- why:  put right on the page
-- in:   id int, version int, state int, has_note bool, name text, cells text, findings text
UPDATE bulk_row SET state = :state, has_note = :has_note, name = :name, cells = :cells, findings = :findings,
  version = version + 1
WHERE id = :id AND version = :version

-- name: bulk_row_done   exec
-- in:   id int, organisation int?, person int?, role_held int?, role_id uuid?, induction int?, made_person bool, made_role bool
UPDATE bulk_row SET state = 2, organisation = :organisation, person = :person,
  role_held = COALESCE(:role_held, (SELECT r.id FROM role_held r WHERE r.uuid = :role_id)),
  induction = :induction, made_person = :made_person, made_role = :made_role
WHERE id = :id

-- name: bulk_row_state   exec
-- in:   id int, state int
UPDATE bulk_row SET state = :state WHERE id = :id

-- name: bulk_rows_to_invite   many
-- why:  people given a role by an import who have not been written to yet
-- in:   import int, after int, limit int
-- out:  id int, row int, person int, name text, email text, expected bool, role int, organisation int, organisation_name text, starts date
SELECT b.id, b.row, p.id AS person, p.name, p.email, CASE WHEN p.expected_since IS NULL THEN 0 ELSE 1 END AS expected, r.role,
  r.organisation, o.name AS organisation_name, r.starts
FROM bulk_row b JOIN person p ON p.id = b.person JOIN role_held r ON r.id = b.role_held JOIN organisation o ON o.id = r.organisation
WHERE b.import = :import AND b.state = 2 AND b.made_role = 1 AND b.invited_at IS NULL AND p.disabled_at IS NULL AND b.row > :after
ORDER BY b.row LIMIT :limit

-- name: bulk_sender   one
-- why:  who invites those an import has added, and as what
-- in:   import int
-- out:  person int, name text, role int, organisation int, role_held int
SELECT p.id AS person, p.name, r.role, r.organisation, r.id AS role_held
FROM bulk_import b JOIN role_held r ON r.id = b.role_held JOIN person p ON p.id = b.person WHERE b.id = :import

-- name: bulk_row_invited   exec
-- in:   id int, now instant
UPDATE bulk_row SET invited_at = :now WHERE id = :id AND invited_at IS NULL

-- name: bulk_rows_to_take_back   many
-- why:  what an import added and nobody has been told of yet, last first: an induction goes before its person
-- in:   import int, before int, limit int
-- out:  id int, row int, person int?, role_held int?, induction int?, made_person bool, made_role bool
SELECT id, row, person, role_held, induction, made_person, made_role FROM bulk_row
WHERE import = :import AND state = 2 AND invited_at IS NULL AND row < :before ORDER BY row DESC LIMIT :limit

-- name: bulk_first_start   one
-- why:  when the inductions an import has added begin
-- open: of the sender's own import
-- in:   import int
-- out:  first date?, n int
SELECT MIN(i.starts) AS first, COUNT(*) AS n FROM bulk_row r JOIN induction i ON i.id = r.induction
WHERE r.import = :import AND r.state = 2

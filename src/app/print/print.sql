-- print.sql — copies on paper. What its asker alone sees is narrowed to the person and the role they act in.

-- name: print_add   one
-- in:   id uuid, person int, role int, role_held int, induction int, scope int, about uuid, with_private bool, now instant,
--       until instant
-- out:  print int
INSERT INTO print (uuid, person, role, role_held, induction, scope, about, with_private, asked_at, swept_after)
VALUES (:id, :person, :role, :role_held, :induction, :scope, :about, :with_private, :now, :until) RETURNING id AS print

-- name: print_running   one
-- why:  asked for again while it is being made, that one is shown
-- in:   person int, role_held int, induction int, scope int, about uuid, with_private bool
-- out:  id uuid
SELECT uuid AS id FROM print WHERE person = :person AND role_held = :role_held AND induction = :induction AND scope = :scope
  AND about = :about AND with_private = :with_private AND state < 3

-- name: prints_kept   one
-- in:   person int, induction int
-- out:  n int
SELECT COUNT(*) AS n FROM print WHERE person = :person AND induction = :induction

-- name: prints_listed   many
-- open: one's own requests; their titles by the fragment
-- in:   person int, role int, today date, induction int, limit int
-- out:  id uuid, scope int, about uuid, with_private bool, state int, pages int, bytes int, asked_at instant, title text?
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT p.uuid AS id, p.scope, p.about, p.with_private, p.state, p.pages, p.bytes, p.asked_at, e.title
FROM print p JOIN induction i ON i.id = p.induction
LEFT JOIN evidence e ON e.uuid = p.about AND e.induction = i.id AND (/*visible_evidence*/)
WHERE p.person = :person AND p.role = :role AND p.induction = :induction ORDER BY p.id DESC LIMIT :limit

-- name: print_asked   one
-- why:  gone: a piece that is named in it is held back from its reader, what it said has been taken out, or somebody took their answers, comments or view back
-- open: one's own request; a number of pieces
-- in:   id uuid, person int, role int, induction int
-- out:  print int, scope int, about uuid, with_private bool, state int, done int, total int, pages int, bytes int,
--       asked_at instant, made_at instant?, swept_after instant, gone int
SELECT p.id AS print, p.scope, p.about, p.with_private, p.state, p.done, p.total, p.pages, p.bytes, p.asked_at, p.made_at,
  p.swept_after,
  (SELECT COUNT(*) FROM print_piece q JOIN evidence e ON e.id = q.evidence WHERE q.print = p.id AND (
     (p.role <> 1 AND (e.held <> 0 OR EXISTS (SELECT 1 FROM evidence_version v WHERE v.evidence = e.id AND v.closed = 1
        AND v.version = (SELECT MAX(w.version) FROM evidence_version w WHERE w.evidence = e.id AND w.version <= q.version))))
     OR EXISTS (SELECT 1 FROM ask k WHERE k.evidence = e.id AND k.deleted_at > p.asked_at)
     OR EXISTS (SELECT 1 FROM talk t JOIN talk_comment c ON c.talk = t.id WHERE t.evidence = e.id AND c.removed_at > p.asked_at)
     OR EXISTS (SELECT 1 FROM view_given g WHERE g.evidence = e.id AND g.undone_at > p.asked_at))) AS gone
FROM print p WHERE p.uuid = :id AND p.person = :person AND p.role = :role AND p.induction = :induction

-- name: print_to_make   one
-- why:  who asked, if they still hold the role they asked in
-- open: the job asks the rules
-- in:   print int, today date
-- out:  print_row int, id uuid, person int, name text, role int, role_held int, organisation int, induction uuid, scope int, about uuid,
--       with_private bool, state int
SELECT p.id AS print_row, p.uuid AS id, p.person, h.name, p.role, p.role_held, r.organisation, i.uuid AS induction, p.scope, p.about, p.with_private,
  p.state
FROM print p JOIN induction i ON i.id = p.induction JOIN person h ON h.id = p.person AND h.disabled_at IS NULL
JOIN role_held r ON r.id = p.role_held AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today)
WHERE p.id = :print

-- name: print_state_is   exec
-- in:   print int, state int, done int, total int
UPDATE print SET state = :state, done = :done, total = :total WHERE id = :print AND state < 3

-- name: print_made   exec
-- in:   print int, pages int, bytes int, now instant
UPDATE print SET state = 3, pages = :pages, bytes = :bytes, made_at = :now WHERE id = :print AND state < 3

-- name: print_pieces_drop   exec
-- in:   print int
DELETE FROM print_piece WHERE print = :print

-- name: print_piece_add   exec
-- in:   print int, evidence int, version int
INSERT INTO print_piece (print, evidence, version) VALUES (:print, :evidence, :version)
ON CONFLICT (print, evidence, version) DO NOTHING

-- name: print_pieces   many
-- why:  the pieces its reader may read, oldest first
-- in:   induction int, person int, role int, today date, limit int
-- out:  evidence int, id uuid, title text, version int
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT e.id AS evidence, e.uuid AS id, e.title, e.version FROM evidence e JOIN induction i ON i.id = e.induction
WHERE e.induction = :induction AND (/*visible_evidence*/)
ORDER BY COALESCE(e.on_date, e.created / 86400000), e.id LIMIT :limit

-- name: print_links   many
-- why:  what they show, in the same order
-- in:   induction int, person int, role int, today date, limit int
-- out:  evidence int, item int, state int
-- use:  visible_evidence(e, i, :person, :role, :today)
SELECT l.evidence, l.item, l.state FROM link l JOIN evidence e ON e.id = l.evidence JOIN induction i ON i.id = e.induction
WHERE e.induction = :induction AND l.state <> 3 AND e.state <> 3 AND (/*visible_evidence*/)
ORDER BY COALESCE(e.on_date, e.created / 86400000), e.id LIMIT :limit

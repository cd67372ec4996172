-- evidence_store.sql — writing evidence and its links. Pages' own reading queries are in evidence.sql.

-- name: evidence_add   one
-- open: made in this transaction
-- in:   id uuid, induction int, kind int, title text, on_date date?, setting int, text text, state int, form int?, month_only bool,
--       now instant, shared_at instant?, submitted_at instant?
-- out:  evidence int
INSERT INTO evidence (uuid, induction, kind, title, on_date, setting, text, state, form, month_only, version, created, changed,
  shared_at, submitted_at)
VALUES (:id, :induction, :kind, :title, :on_date, :setting, :text, :state, :form, :month_only, 1, :now, :now, :shared_at,
  :submitted_at)
RETURNING id AS evidence

-- name: evidence_made_twin   one
-- why:  the piece a second press would make again: the same words in the same state, a moment ago
-- open: of the induction that is loaded, in which only its ECSW adds
-- in:   induction int, kind int, title text, on_date date?, setting int, text text, state int, since instant, links int
-- out:  id uuid, evidence int
SELECT e.uuid AS id, e.id AS evidence FROM evidence e
WHERE e.induction = :induction AND e.created >= :since AND e.version = 1 AND e.kind = :kind AND e.title = :title
  AND COALESCE(e.on_date, 0) = COALESCE(:on_date, 0) AND e.setting = :setting AND e.text = :text AND e.state = :state
  AND (SELECT COUNT(*) FROM link l WHERE l.evidence = e.id) = :links
ORDER BY e.id DESC LIMIT 1

-- name: evidence_save   exec
-- why:  the words and state of a piece; the version grows; 0 rows when somebody else saved in between
-- in:   evidence int, kind int, title text, on_date date?, setting int, text text, state int, form int?, month_only bool,
--       now instant, shared_at instant?, submitted_at instant?, version int
UPDATE evidence SET kind = :kind, title = :title, on_date = :on_date, setting = :setting, text = :text, state = :state,
  form = :form, month_only = :month_only, changed = :now, shared_at = :shared_at, submitted_at = :submitted_at, version = version + 1
WHERE id = :evidence AND version = :version

-- name: evidence_touch   exec
-- why:  something about the piece changed beside its words: links, files, an answer
-- in:   evidence int, now instant
UPDATE evidence SET changed = :now, version = version + 1 WHERE id = :evidence

-- name: evidence_set_assessed   exec
-- in:   evidence int, assessed_at instant?
UPDATE evidence SET assessed_at = :assessed_at WHERE id = :evidence

-- name: evidence_withdraw   exec
-- in:   evidence int, now instant
UPDATE evidence SET state = 3, withdrawn_at = :now, changed = :now, version = version + 1 WHERE id = :evidence

-- name: theme_put   exec
-- in:   evidence int, thread text
INSERT INTO evidence_theme (evidence, thread) VALUES (:evidence, :thread) ON CONFLICT (evidence, thread) DO NOTHING

-- name: themes_clear   exec
-- in:   evidence int
DELETE FROM evidence_theme WHERE evidence = :evidence

-- name: evidence_version_add   exec
-- in:   evidence int, version int, kind int, title text, on_date date?, setting int, text text, codes text, form int?,
--       month_only bool, themes text, person int, now instant
INSERT INTO evidence_version (evidence, version, kind, title, on_date, setting, text, codes, form, month_only, themes, person,
  saved_at)
VALUES (:evidence, :version, :kind, :title, :on_date, :setting, :text, :codes, :form, :month_only, :themes, :person, :now)

-- name: link_put   exec
-- why:  claims a statement; a withdrawn link is claimed again, others stay as they are
-- in:   evidence int, item int, now instant
INSERT INTO link (evidence, item, state, created, changed) VALUES (:evidence, :item, 0, :now, :now)
ON CONFLICT (evidence, item) DO UPDATE SET state = 0, changed = excluded.changed WHERE link.state = 3

-- name: link_set   exec
-- in:   link int, state int, now instant
UPDATE link SET state = :state, changed = :now WHERE id = :link

-- name: link_drop   exec
-- why:  of a piece nobody else has seen yet; otherwise links are withdrawn
-- in:   link int
DELETE FROM link WHERE id = :link

-- name: links_of   many
-- why:  every link of one piece, in reading order, withdrawn ones too
-- open: the object rule of the piece has been asked
-- in:   evidence int
-- out:  link int, item int, position int, state int, created instant, changed instant
SELECT l.id AS link, l.item, t.position, l.state, l.created, l.changed
FROM link l JOIN framework_item t ON t.id = l.item
WHERE l.evidence = :evidence ORDER BY t.position LIMIT 1000

-- name: view_add   one
-- open: made in this transaction
-- in:   id uuid, evidence int, evidence_version int, person int, sentence text, now instant
-- out:  view_given int
INSERT INTO view_given (uuid, evidence, evidence_version, person, sentence, given_at)
VALUES (:id, :evidence, :evidence_version, :person, :sentence, :now) RETURNING id AS view_given

-- name: view_link_add   exec
-- in:   view_given int, link int, agreed bool, before int, comment text
INSERT INTO view_link (view_given, link, agreed, before, comment) VALUES (:view_given, :link, :agreed, :before, :comment)

-- name: link_answer_add   exec
-- in:   link int, person int, text text, now instant
INSERT INTO link_answer (link, person, text, answered_at) VALUES (:link, :person, :text, :now)

-- name: evidence_title   exec
-- in:   evidence int, title text
UPDATE evidence SET title = :title WHERE id = :evidence

-- name: evidence_text   exec
-- in:   evidence int, text text
UPDATE evidence SET text = :text WHERE id = :evidence

-- name: evidence_answer_text   exec
-- in:   evidence int, prompt text, text text
UPDATE evidence_answer SET text = :text WHERE evidence = :evidence AND prompt = :prompt

-- name: evidence_move   exec
-- why:  another state, with the words it has
-- in:   evidence int, state int, now instant, shared_at instant?, submitted_at instant?
UPDATE evidence SET state = :state, changed = :now, shared_at = :shared_at, submitted_at = :submitted_at, version = version + 1
WHERE id = :evidence

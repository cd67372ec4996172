-- forms.sql — forms of evidence in versions, and the answers to them.

-- name: form_add   exec
-- in:   id uuid, programme int, kind int, version int, body text, now instant
INSERT INTO evidence_form (uuid, programme, kind, version, body, published_at)
VALUES (:id, :programme, :kind, :version, :body, :now)

-- name: form_at   one
-- open: forms are rules of a programme, which are public
-- in:   form int
-- out:  kind int, version int, body text
SELECT kind, version, body FROM evidence_form WHERE id = :form

-- name: form_version   one
-- open: forms are rules of a programme, which are public
-- in:   programme int, kind int, version int
-- out:  body text
SELECT body FROM evidence_form WHERE programme = :programme AND kind = :kind AND version = :version

-- name: form_newest   one
-- open: forms are rules of a programme, which are public
-- in:   programme int, kind int
-- out:  form int, version int, body text
SELECT id AS form, version, body FROM evidence_form WHERE programme = :programme AND kind = :kind
ORDER BY version DESC LIMIT 1

-- name: forms_newest   many
-- why:  of a programme and of the one inside it, its own first; the newest of each kind
-- open: forms are rules of a programme, which are public
-- in:   programme int
-- out:  form int, kind int, version int, body text
SELECT f.id AS form, f.kind, f.version, f.body
FROM evidence_form f JOIN programme g ON g.id = :programme
WHERE f.programme IN (g.id, COALESCE(g.contains, g.id))
  AND NOT EXISTS (SELECT 1 FROM evidence_form n WHERE n.programme = f.programme AND n.kind = f.kind AND n.version > f.version)
ORDER BY f.kind, CASE WHEN f.programme = g.id THEN 0 ELSE 1 END LIMIT 40

-- name: forms_of_programme   many
-- why:  every version, newest first
-- open: forms are rules of a programme, which are public
-- in:   programme int
-- out:  form int, kind int, version int, body text, published_at instant
SELECT id AS form, kind, version, body, published_at FROM evidence_form WHERE programme = :programme
ORDER BY kind, version DESC LIMIT 200

-- name: answers_now   many
-- open: the object rule of the piece has been asked
-- in:   evidence int
-- out:  prompt text, text text
SELECT prompt, text FROM evidence_answer WHERE evidence = :evidence ORDER BY prompt LIMIT 200

-- name: answers_then   many
-- why:  as of a version: changes beside the words have a number of their own but no rows
-- open: the object rule of the piece has been asked
-- in:   evidence int, version int
-- out:  prompt text, text text
SELECT a.prompt, a.text FROM evidence_version_answer a WHERE a.evidence = :evidence
  AND a.version = (SELECT MAX(v.version) FROM evidence_version v WHERE v.evidence = :evidence AND v.version <= :version)
ORDER BY a.prompt LIMIT 200

-- name: answer_put   exec
-- in:   evidence int, prompt text, text text
INSERT INTO evidence_answer (evidence, prompt, text) VALUES (:evidence, :prompt, :text)
ON CONFLICT (evidence, prompt) DO UPDATE SET text = excluded.text

-- name: answer_drop   exec
-- in:   evidence int, prompt text
DELETE FROM evidence_answer WHERE evidence = :evidence AND prompt = :prompt

-- name: answers_keep_version   exec
-- in:   evidence int, version int
INSERT INTO evidence_version_answer (evidence, version, prompt, text)
SELECT evidence, :version, prompt, text FROM evidence_answer WHERE evidence = :evidence

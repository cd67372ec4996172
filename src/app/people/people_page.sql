-- people_page.sql — what one person's page shows beside the person.

-- name: people_inductions   many
-- why:  inductions of somebody that the reader may open
-- in:   ecsw int, person int, organisation int, role int, today date
-- out:  id uuid, programme text, starts date, ended date?
-- use:  visible_induction(i, :person, :organisation, :role, :today)
SELECT i.uuid AS id, g.name AS programme, i.starts, i.ended FROM induction i JOIN programme g ON g.id = i.programme
WHERE i.ecsw = :ecsw AND (/*visible_induction*/) ORDER BY i.starts DESC LIMIT 20

-- name: people_many_opened   one
-- why:  when somebody last opened far more than their work explains
-- open: the caller has been allowed the person
-- in:   chain int, object int, kind int, since instant
-- out:  last instant?
SELECT MAX(e.at) AS last FROM chain c JOIN event e ON e.chain = c.id
WHERE c.kind = :chain AND c.object = :object AND e.kind = :kind AND e.at > :since

-- decision.sql — a decision, its words, its acts, who sits and who reads, and what is counted before it.

-- name: decision_lock   one
-- open: the object rule decides
-- lock: yes
-- in:   id uuid
-- out:  induction int
SELECT i.id AS induction FROM induction i WHERE i.id = (SELECT d.induction FROM decision d WHERE d.uuid = :id)

-- name: decision_by_id   one
-- why:  the seats are those of today: whoever was replaced, or sat in an earlier round, has none. A judgement that came after what
--       was issued does not end the days to appeal against it
-- open: the object rule decides; the facts are what it decides by
-- in:   id uuid, person int
-- out:  decision int, induction_id uuid, state int, judgement int, round int, version int, recommended_by int?, by_name text?,
--       by_uuid uuid?, told_at instant?, owed_until date?, respond_until date?, appeal_until date?, owed_answered_at instant?,
--       responded_at instant?, no_appeal_at instant?, drawn bool, moderated bool, told bool, created instant, changed instant,
--       closed_at instant?, in_force int, issued_at instant?, sits bool, chairs bool, sits_appeal bool, chairs_appeal bool,
--       declared bool, reads bool, moderates bool, apart int, recommendation int, reasons text, next_steps text, raised_on date?, support text,
--       owed_said text, owed text, again_on date?, sent_at instant?
SELECT d.id AS decision, i.uuid AS induction_id, d.state, d.judgement, d.round, d.version, d.recommended_by, p.name AS by_name,
  p.uuid AS by_uuid, d.told_at, d.owed_until, d.respond_until, d.appeal_until, d.owed_answered_at, d.responded_at, d.no_appeal_at,
  d.drawn, d.moderated,
  CASE WHEN EXISTS (SELECT 1 FROM decision_act a WHERE a.decision = d.id AND a.round = d.round AND a.to_state = 4) THEN 1 ELSE 0 END AS told,
  d.created, d.changed, d.closed_at,
  COALESCE((SELECT o.judgement FROM outcome o WHERE o.decision = d.id AND o.ended_at IS NULL), 0) AS in_force,
  (SELECT MAX(o.issued_at) FROM outcome o WHERE o.decision = d.id) AS issued_at,
  CASE WHEN EXISTS (SELECT 1 FROM panel_member m WHERE m.decision = d.id AND m.person = :person AND m.sitting = 1
    AND m.ended_at IS NULL AND m.conflict <> 2) THEN 1 ELSE 0 END AS sits,
  CASE WHEN EXISTS (SELECT 1 FROM panel_member m WHERE m.decision = d.id AND m.person = :person AND m.sitting = 1
    AND m.ended_at IS NULL AND m.conflict <> 2 AND m.is_chair = 1) THEN 1 ELSE 0 END AS chairs,
  CASE WHEN EXISTS (SELECT 1 FROM panel_member m WHERE m.decision = d.id AND m.person = :person AND m.sitting = 2
    AND m.ended_at IS NULL AND m.conflict <> 2) THEN 1 ELSE 0 END AS sits_appeal,
  CASE WHEN EXISTS (SELECT 1 FROM panel_member m WHERE m.decision = d.id AND m.person = :person AND m.sitting = 2
    AND m.ended_at IS NULL AND m.conflict <> 2 AND m.is_chair = 1) THEN 1 ELSE 0 END AS chairs_appeal,
  CASE WHEN EXISTS (SELECT 1 FROM panel_member m WHERE m.decision = d.id AND m.person = :person AND m.ended_at IS NULL
    AND m.conflict = 1 AND m.sitting = CASE d.state WHEN 10 THEN 2 ELSE 1 END) THEN 1 ELSE 0 END AS declared,
  CASE WHEN EXISTS (SELECT 1 FROM decision_reader r WHERE r.decision = d.id AND r.person = :person AND r.kind = 1
    AND r.ended_at IS NULL) THEN 1 ELSE 0 END AS reads,
  CASE WHEN EXISTS (SELECT 1 FROM decision_reader r WHERE r.decision = d.id AND r.person = :person AND r.kind = 2
    AND r.ended_at IS NULL) THEN 1 ELSE 0 END AS moderates,
  COALESCE((SELECT MAX(r.conflict) FROM decision_reader r WHERE r.decision = d.id AND r.person = :person AND r.ended_at IS NULL
    AND r.kind = CASE d.state WHEN 8 THEN 2 ELSE 1 END), 0) AS apart,
  w.id AS recommendation, w.reasons, w.next_steps, w.raised_on, w.support, w.owed_said, w.owed, w.again_on, w.sent_at
FROM decision d JOIN induction i ON i.id = d.induction
JOIN recommendation w ON w.decision = d.id AND w.round = d.round
LEFT JOIN person p ON p.id = d.recommended_by
WHERE d.uuid = :id

-- name: decisions_of   many
-- why:  newest first
-- open: the object rule of the induction has been asked
-- in:   induction int
-- out:  id uuid, state int, judgement int, told_at instant?, told bool, created instant, closed_at instant?, in_force int
SELECT d.uuid AS id, d.state, d.judgement, d.told_at,
  CASE WHEN EXISTS (SELECT 1 FROM decision_act a WHERE a.decision = d.id AND a.round = d.round AND a.to_state = 4) THEN 1 ELSE 0 END AS told,
  d.created, d.closed_at,
  COALESCE((SELECT o.judgement FROM outcome o WHERE o.decision = d.id AND o.ended_at IS NULL), 0) AS in_force
FROM decision d WHERE d.induction = :induction ORDER BY d.id DESC LIMIT 20

-- name: employer_on   one
-- why:  whose induction it was on a day, and what they were called then: a record does not change with a name
-- open: the object rule of the decision has been asked; names of organisations are public
-- in:   induction int, on date
-- out:  name text
SELECT COALESCE((SELECT n.name FROM organisation_name n WHERE n.organisation = o.id AND n.ends >= :on ORDER BY n.ends, n.id LIMIT 1), o.name) AS name
FROM induction i JOIN organisation o ON o.id = COALESCE((SELECT b.employer FROM induction_employer_before b WHERE b.induction = i.id
  AND b.ends >= :on ORDER BY b.ends, b.id LIMIT 1), i.employer)
WHERE i.id = :induction

-- name: decision_record   one
-- why:  what an outcome in force rests on, without a word of anybody's: who recommended, how many confirmed it in that round and who was in the chair
-- open: the object rule of the decision has been asked
-- in:   decision int
-- out:  registration text?, issued_at instant, issued_by text?, recommended_by text?, agreed int, chair text?, read_blind bool
SELECT e.registration, o.issued_at, b.name AS issued_by, r.name AS recommended_by,
  (SELECT COUNT(*) FROM panel_member m WHERE m.decision = d.id AND m.round = d.round AND m.sitting = 1 AND m.said = 1 AND m.conflict = 1) AS agreed,
  (SELECT MAX(p.name) FROM panel_member m JOIN person p ON p.id = m.person WHERE m.decision = d.id AND m.round = d.round AND m.sitting = 1
    AND m.is_chair = 1 AND m.conflict = 1) AS chair,
  CASE WHEN EXISTS (SELECT 1 FROM decision_act a WHERE a.decision = d.id AND a.round = d.round AND a.act = 7) THEN 1 ELSE 0 END AS read_blind
FROM outcome o JOIN decision d ON d.id = o.decision JOIN induction i ON i.id = d.induction JOIN person e ON e.id = i.ecsw
LEFT JOIN person b ON b.id = o.issued_by LEFT JOIN person r ON r.id = d.recommended_by
WHERE d.id = :decision AND o.ended_at IS NULL

-- name: decision_add   one
-- open: made in this transaction
-- in:   id uuid, induction int, state int, judgement int, by int?, now instant, closed_at instant?
-- out:  decision int
INSERT INTO decision (uuid, induction, state, judgement, round, version, recommended_by, drawn, moderated, created, changed, closed_at)
VALUES (:id, :induction, :state, :judgement, 1, 1, :by, 0, 0, :now, :now, :closed_at) RETURNING id AS decision

-- name: decision_move   exec
-- why:  only from the version that was read: of two acts at once one holds
-- in:   decision int, version int, state int, judgement int, round int, by int?, told_at instant?, owed_until date?,
--       respond_until date?, appeal_until date?, owed_answered_at instant?, responded_at instant?, no_appeal_at instant?,
--       drawn bool, moderated bool, closed_at instant?, now instant
UPDATE decision SET state = :state, judgement = :judgement, round = :round, recommended_by = :by, told_at = :told_at,
  owed_until = :owed_until, respond_until = :respond_until, appeal_until = :appeal_until, owed_answered_at = :owed_answered_at,
  responded_at = :responded_at, no_appeal_at = :no_appeal_at, drawn = :drawn, moderated = :moderated, closed_at = :closed_at,
  changed = :now, version = version + 1
WHERE id = :decision AND version = :version AND closed_at IS NULL

-- name: decision_close   exec
-- why:  another one begins; what was issued stands until that one is
-- in:   decision int, version int, now instant
UPDATE decision SET closed_at = :now, changed = :now, version = version + 1
WHERE id = :decision AND version = :version AND closed_at IS NULL

-- name: decision_act_add   exec
-- in:   id uuid, decision int, round int, act int, acted_as int, from_state int, to_state int, judgement int, person int?,
--       words text, ground int, now instant
INSERT INTO decision_act (uuid, decision, round, act, acted_as, from_state, to_state, judgement, person, words, ground, at)
VALUES (:id, :decision, :round, :act, :acted_as, :from_state, :to_state, :judgement, :person, :words, :ground, :now)

-- name: decision_acts_of   many
-- why:  oldest first
-- open: the object rule of the decision has been asked
-- in:   decision int
-- out:  act int, acted_as int, round int, judgement int, person int?, name text?, words text, ground int, at instant
SELECT a.act, a.acted_as, a.round, a.judgement, a.person, p.name, a.words, a.ground, a.at
FROM decision_act a LEFT JOIN person p ON p.id = a.person WHERE a.decision = :decision ORDER BY a.id LIMIT 400

-- name: recommendation_add   one
-- open: made in this transaction
-- in:   decision int, round int
-- out:  recommendation int
INSERT INTO recommendation (decision, round, reasons, next_steps, support, owed_said, owed)
VALUES (:decision, :round, '', '', '', '', '') RETURNING id AS recommendation

-- name: recommendation_put   exec
-- in:   recommendation int, reasons text, next_steps text, raised_on date?, support text, owed_said text, again_on date?
UPDATE recommendation SET reasons = :reasons, next_steps = :next_steps, raised_on = :raised_on, support = :support,
  owed_said = :owed_said, again_on = :again_on WHERE id = :recommendation AND sent_at IS NULL

-- name: recommendation_sent   exec
-- in:   recommendation int, now instant?
UPDATE recommendation SET sent_at = :now WHERE id = :recommendation

-- name: recommendation_owed   exec
-- in:   recommendation int, owed text
UPDATE recommendation SET owed = :owed WHERE id = :recommendation

-- name: recommendation_again   one
-- why:  what was sent stays; the next round begins with its words
-- open: made in this transaction
-- in:   decision int, from_round int, round int
-- out:  recommendation int
INSERT INTO recommendation (decision, round, reasons, next_steps, raised_on, support, owed_said, owed, again_on)
SELECT decision, :round, reasons, next_steps, raised_on, support, owed_said, owed, again_on FROM recommendation
WHERE decision = :decision AND round = :from_round RETURNING id AS recommendation

-- name: recommendation_outcomes_copy   exec
-- in:   old int, new int
INSERT INTO recommendation_outcome (recommendation, item, seen, would_show)
SELECT :new, item, seen, would_show FROM recommendation_outcome WHERE recommendation = :old

-- name: recommendation_plan_copy   exec
-- in:   old int, new int
INSERT INTO recommendation_plan (recommendation, place, what, by_date, who, role)
SELECT :new, place, what, by_date, who, role FROM recommendation_plan WHERE recommendation = :old

-- name: recommendation_pieces_copy   exec
-- in:   old int, new int
INSERT INTO recommendation_piece (recommendation, evidence)
SELECT :new, evidence FROM recommendation_piece WHERE recommendation = :old

-- name: recommendation_outcomes   many
-- open: the object rule of the decision has been asked
-- in:   recommendation int
-- out:  item int, seen text, would_show text
SELECT o.item, o.seen, o.would_show FROM recommendation_outcome o JOIN framework_item f ON f.id = o.item
WHERE o.recommendation = :recommendation ORDER BY f.position LIMIT 60

-- name: recommendation_outcomes_clear   exec
-- in:   recommendation int
DELETE FROM recommendation_outcome WHERE recommendation = :recommendation

-- name: recommendation_outcome_add   exec
-- in:   recommendation int, item int, seen text, would_show text
INSERT INTO recommendation_outcome (recommendation, item, seen, would_show) VALUES (:recommendation, :item, :seen, :would_show)

-- name: recommendation_plan_of   many
-- open: the object rule of the decision has been asked
-- in:   recommendation int
-- out:  place int, what text, by_date date?, who text, role int
SELECT place, what, by_date, who, role FROM recommendation_plan WHERE recommendation = :recommendation ORDER BY place LIMIT 10

-- name: recommendation_plan_clear   exec
-- in:   recommendation int
DELETE FROM recommendation_plan WHERE recommendation = :recommendation

-- name: recommendation_plan_add   exec
-- in:   recommendation int, place int, what text, by_date date?, who text, role int
INSERT INTO recommendation_plan (recommendation, place, what, by_date, who, role)
VALUES (:recommendation, :place, :what, :by_date, :who, :role)

-- name: recommendation_pieces   many
-- why:  what the reasons point to, oldest first; nothing that is held back, nor a draft
-- open: the object rule of the decision has been asked
-- in:   recommendation int
-- out:  evidence int, id uuid, title text, kind int, on_date date?, text text
SELECT e.id AS evidence, e.uuid AS id, e.title, e.kind, e.on_date, e.text FROM recommendation_piece r JOIN evidence e ON e.id = r.evidence
WHERE r.recommendation = :recommendation AND e.held = 0 AND e.state = 2 ORDER BY e.on_date, e.id LIMIT 60

-- name: recommendation_pieces_clear   exec
-- in:   recommendation int
DELETE FROM recommendation_piece WHERE recommendation = :recommendation

-- name: recommendation_piece_add   exec
-- why:  by its identifier, only one of this induction that was handed in
-- open: the object rule of the decision has been asked
-- in:   recommendation int, induction int, id uuid
INSERT INTO recommendation_piece (recommendation, evidence)
SELECT :recommendation, e.id FROM evidence e WHERE e.uuid = :id AND e.induction = :induction AND e.state = 2

-- name: decision_pieces_there   many
-- why:  what the assessor may point at: handed in and read
-- use:  visible_evidence(e, i, :person, :role, :today)
-- in:   induction int, person int, role int, today date
-- out:  evidence int, id uuid, title text, kind int, on_date date?
SELECT e.id AS evidence, e.uuid AS id, e.title, e.kind, e.on_date FROM induction i JOIN evidence e ON e.induction = i.id
WHERE i.id = :induction AND e.state = 2 AND (/*visible_evidence*/) ORDER BY e.on_date DESC, e.id DESC LIMIT 100

-- name: piece_answers_of   many
-- why:  what was answered in a piece, in the order it was asked
-- open: the object rule of the decision has been asked, and the piece is one of those pointed to
-- in:   evidence int
-- out:  prompt text, text text
SELECT prompt, text FROM evidence_answer WHERE evidence = :evidence ORDER BY prompt LIMIT 60

-- ---- people ----

-- name: panel_of   many
-- open: the object rule of the decision has been asked
-- in:   decision int, sitting int
-- out:  panel_member int, id uuid, person int, person_id uuid, name text, is_chair bool, conflict int, said int, words text,
--       said_at instant?, named_at instant
SELECT m.id AS panel_member, m.uuid AS id, m.person, p.uuid AS person_id, p.name, m.is_chair, m.conflict, m.said, m.words, m.said_at,
  m.named_at
FROM panel_member m JOIN person p ON p.id = m.person
WHERE m.decision = :decision AND m.sitting = :sitting AND m.ended_at IS NULL ORDER BY m.is_chair DESC, p.name, m.id LIMIT 20

-- name: panel_add   exec
-- in:   id uuid, decision int, sitting int, round int, person int, is_chair bool, now instant, by int?
INSERT INTO panel_member (uuid, decision, sitting, round, person, is_chair, conflict, said, words, named_at, named_by)
VALUES (:id, :decision, :sitting, :round, :person, :is_chair, 0, 0, '', :now, :by)

-- name: panel_chair_none   exec
-- why:  before another takes the chair
-- in:   decision int, sitting int
UPDATE panel_member SET is_chair = 0 WHERE decision = :decision AND sitting = :sitting AND ended_at IS NULL

-- name: panel_chair   exec
-- in:   panel_member int
UPDATE panel_member SET is_chair = 1 WHERE id = :panel_member

-- name: panel_end   exec
-- in:   panel_member int, now instant
UPDATE panel_member SET ended_at = :now, is_chair = 0 WHERE id = :panel_member AND ended_at IS NULL

-- name: panel_end_all   exec
-- in:   decision int, sitting int, now instant
UPDATE panel_member SET ended_at = :now WHERE decision = :decision AND sitting = :sitting AND ended_at IS NULL

-- name: panel_conflict   exec
-- in:   decision int, sitting int, person int, conflict int
UPDATE panel_member SET conflict = :conflict, said = 0, words = '', said_at = NULL
WHERE decision = :decision AND sitting = :sitting AND person = :person AND ended_at IS NULL

-- name: panel_say   exec
-- in:   decision int, sitting int, person int, said int, words text, now instant
UPDATE panel_member SET said = :said, words = :words, said_at = :now
WHERE decision = :decision AND sitting = :sitting AND person = :person AND ended_at IS NULL AND conflict = 1

-- name: reader_of   one
-- open: the object rule of the decision has been asked
-- in:   decision int, kind int
-- out:  person int, person_id uuid, name text, named_at instant
SELECT r.person, p.uuid AS person_id, p.name, r.named_at FROM decision_reader r JOIN person p ON p.id = r.person
WHERE r.decision = :decision AND r.kind = :kind AND r.ended_at IS NULL

-- name: reader_add   exec
-- in:   decision int, kind int, round int, person int, now instant, by int?
INSERT INTO decision_reader (decision, kind, round, person, named_at, named_by) VALUES (:decision, :kind, :round, :person, :now, :by)

-- name: reader_apart   exec
-- in:   decision int, kind int, person int
UPDATE decision_reader SET conflict = 1 WHERE decision = :decision AND kind = :kind AND person = :person AND ended_at IS NULL

-- name: reader_conflict   exec
-- in:   decision int, kind int, person int, now instant
UPDATE decision_reader SET conflict = 2, ended_at = :now WHERE decision = :decision AND kind = :kind AND person = :person AND ended_at IS NULL

-- name: reader_end   exec
-- in:   decision int, kind int, now instant
UPDATE decision_reader SET ended_at = :now WHERE decision = :decision AND kind = :kind AND ended_at IS NULL

-- name: decision_candidates   many
-- why:  who may be named, by name: of the employer and of partners of which it was said that they take part in no cases of its people (C17), an assessor or a panel member today. Nobody who is
--       it about, has assessed or supervised them, is kept apart from them, coordinates it, has recommended it, or said as a reader that something stands between them; with what they
--       were in this decision before. `moderators`: those of a university or another employer alone, who have had no role with
--       this one since :since
-- open: the coordinator's own employer and its partners
-- in:   decision int, induction int, organisation int, person int, moderators bool, since date, today date
-- out:  person int, id uuid, name text, organisation_name text, read_it bool, sat bool
SELECT p.id AS person, p.uuid AS id, p.name, MIN(o.name) AS organisation_name,
  CASE WHEN EXISTS (SELECT 1 FROM decision_reader x WHERE x.decision = :decision AND x.person = p.id) THEN 1 ELSE 0 END AS read_it,
  CASE WHEN EXISTS (SELECT 1 FROM panel_member x WHERE x.decision = :decision AND x.person = p.id AND x.sitting = 1)
    THEN 1 ELSE 0 END AS sat
FROM induction i CROSS JOIN person p JOIN role_held r ON r.person = p.id JOIN organisation o ON o.id = r.organisation
WHERE i.id = :induction AND p.disabled_at IS NULL AND p.id <> i.ecsw AND p.id <> :person
  AND ((:moderators = 0 AND r.role IN (3, 10)) OR (:moderators = 1 AND r.role = 5 AND r.organisation <> :organisation
    AND NOT EXISTS (SELECT 1 FROM role_held h WHERE h.person = p.id AND h.organisation = :organisation
      AND (h.ends IS NULL OR h.ends >= :since))))
  AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today)
  AND (r.organisation = :organisation OR EXISTS (SELECT 1 FROM partnership a WHERE a.starts <= :today
    AND (a.ends IS NULL OR a.ends >= :today) AND a.organisation = :organisation AND a.partner = r.organisation
    AND a.apart_at IS NOT NULL))
  AND NOT EXISTS (SELECT 1 FROM assignment s WHERE s.induction = i.id AND s.person = p.id AND s.role IN (2, 3))
  AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.induction = i.id AND d.recommended_by = p.id)
  AND NOT EXISTS (SELECT 1 FROM conflict_of_interest c WHERE c.about = i.ecsw AND c.person = p.id
    AND c.starts <= :today AND (c.ends IS NULL OR c.ends >= :today))
  AND NOT EXISTS (SELECT 1 FROM decision d JOIN decision_reader x ON x.decision = d.id WHERE d.induction = i.id AND x.person = p.id AND x.conflict = 2)
GROUP BY p.id, p.uuid, p.name ORDER BY p.name, p.id LIMIT 200

-- name: panel_conflict_stands   one
-- why:  how many said this, of whom no conflict has been declared elsewhere, and who neither assess nor supervise by now
-- open: a number
-- in:   decision int, sitting int, said int, today date
-- out:  n int
SELECT COUNT(*) AS n FROM panel_member m JOIN decision d ON d.id = m.decision JOIN induction i ON i.id = d.induction
WHERE m.decision = :decision AND m.sitting = :sitting AND m.ended_at IS NULL AND m.said = :said AND m.conflict = 1
  AND m.person <> i.ecsw AND (d.recommended_by IS NULL OR m.person <> d.recommended_by)
  AND NOT EXISTS (SELECT 1 FROM assignment s WHERE s.induction = i.id AND s.person = m.person AND s.role IN (2, 3))
  AND NOT EXISTS (SELECT 1 FROM conflict_of_interest c WHERE c.about = i.ecsw AND c.person = m.person
    AND c.starts <= :today AND (c.ends IS NULL OR c.ends >= :today))

-- name: appeal_is_new   one
-- why:  how many of the people of an appeal were in the decision before it
-- open: a number
-- in:   decision int
-- out:  n int
SELECT COUNT(*) AS n FROM panel_member m WHERE m.decision = :decision AND m.sitting = 2 AND m.ended_at IS NULL
  AND (EXISTS (SELECT 1 FROM panel_member b WHERE b.decision = m.decision AND b.sitting = 1 AND b.person = m.person)
    OR EXISTS (SELECT 1 FROM decision_reader r WHERE r.decision = m.decision AND r.person = m.person)
    OR EXISTS (SELECT 1 FROM decision_act a WHERE a.decision = m.decision AND a.person = m.person))

-- ---- the outcome in force ----

-- name: outcome_end   exec
-- in:   induction int, now instant
UPDATE outcome SET ended_at = :now WHERE induction = :induction AND ended_at IS NULL

-- name: outcome_add   exec
-- in:   induction int, decision int, judgement int, now instant, by int?
INSERT INTO outcome (induction, decision, judgement, issued_at, issued_by) VALUES (:induction, :decision, :judgement, :now, :by)

-- name: induction_end   exec
-- why:  completed, or withdrawn from: what is theirs stays theirs to read, and nobody is reminded of it any more
-- in:   induction int, today date
UPDATE induction SET ended = CASE WHEN starts > :today THEN starts ELSE :today END WHERE id = :induction AND ended IS NULL

-- name: induction_open_again   exec
-- why:  an outcome is taken out of force; not beside another induction that has begun since
-- in:   induction int
UPDATE induction SET ended = NULL WHERE id = :induction AND ended IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM induction o WHERE o.ecsw = induction.ecsw AND o.is_national = induction.is_national AND o.ended IS NULL)

-- name: outcome_of   one
-- open: the object rule of the induction has been asked
-- in:   induction int
-- out:  judgement int, issued_at instant, decision_id uuid
SELECT o.judgement, o.issued_at, d.uuid AS decision_id FROM outcome o JOIN decision d ON d.id = o.decision
WHERE o.induction = :induction AND o.ended_at IS NULL

-- ---- before it: what is counted ----

-- name: readiness_counts   one
-- why:  of observations those that somebody watched; a view is late when it has waited since before :late
-- open: numbers; the object rule of the induction has been asked
-- in:   induction int, today date, late instant
-- out:  observed int, held_back int, questions int, supervised int, reviews_due int, reviews_held int, views_late int, parts_late int, has_supervisor bool,
--       has_assessor bool, first_supervision date?
SELECT
  (SELECT COUNT(*) FROM evidence e WHERE e.induction = :induction AND e.kind = 2 AND e.state = 2 AND e.held = 0) AS observed,
  (SELECT COUNT(*) FROM evidence e WHERE e.induction = :induction AND e.held <> 0 AND e.state IN (1, 2)) AS held_back,
  (SELECT COUNT(*) FROM evidence e JOIN link l ON l.evidence = e.id WHERE e.induction = :induction AND e.state = 2
    AND l.state = 2) AS questions,
  (SELECT COUNT(*) FROM supervision s WHERE s.induction = :induction AND s.held = 1 AND s.on_date <= :today) AS supervised,
  (SELECT COUNT(*) FROM review v WHERE v.induction = :induction AND v.kind = 1 AND v.state < 3 AND v.closes_on < :today) AS reviews_due,
  (SELECT COUNT(*) FROM review v WHERE v.induction = :induction AND v.kind = 1 AND v.state = 2 AND v.closes_on < :today) AS reviews_held,
  (SELECT COUNT(*) FROM evidence e WHERE e.induction = :induction AND e.state = 2 AND e.assessed_at IS NULL
    AND e.submitted_at < :late) AS views_late,
  (SELECT COUNT(*) FROM evidence e JOIN evidence_part r ON r.evidence = e.id WHERE e.induction = :induction AND e.state IN (1, 2)
    AND r.given_at IS NULL AND r.asked_at < :late) AS parts_late,
  CASE WHEN EXISTS (SELECT 1 FROM assignment a WHERE a.induction = :induction AND a.role = 2 AND a.starts <= :today
    AND (a.ends IS NULL OR a.ends >= :today)) THEN 1 ELSE 0 END AS has_supervisor,
  CASE WHEN EXISTS (SELECT 1 FROM assignment a WHERE a.induction = :induction AND a.role = 3 AND a.starts <= :today
    AND (a.ends IS NULL OR a.ends >= :today)) THEN 1 ELSE 0 END AS has_assessor,
  (SELECT MIN(s.on_date) FROM supervision s WHERE s.induction = :induction) AS first_supervision

-- name: readiness_kinds   many
-- open: numbers; the object rule of the induction has been asked
-- in:   induction int
-- out:  kind int, n int
SELECT e.kind, COUNT(*) AS n FROM evidence e WHERE e.induction = :induction AND e.state = 2 AND e.held = 0
GROUP BY e.kind ORDER BY e.kind LIMIT 20

-- ---- whose turn it is ----

-- name: decisions_mine   many
-- why:  where somebody has something to do or to follow: what is open and what was issued. Those that could be theirs are found by
--       an index each; which of them are, the fragment says
-- use:  visible_decision(d, i, :person, :organisation, :role, :today); is_not_paused(i, :today)
-- in:   person int, organisation int, role int, today date, limit int, offset int
-- out:  id uuid, induction_id uuid, name text, employer_name text, state int, judgement int, told_at instant?, changed instant,
--       respond_until date?, owed_until date?, appeal_until date?, assessor bool, sits bool, said bool, reads bool, moderates bool, has_reader bool,
--       has_moderator bool, has_appeal bool, closed bool, told bool, paused bool
SELECT w.id, w.induction_id, w.name, w.employer_name, w.state, w.judgement, w.told_at, w.changed, w.respond_until, w.owed_until,
  w.appeal_until, w.assessor, w.sits, w.said, w.reads, w.moderates, w.has_reader, w.has_moderator, w.has_appeal, w.closed, w.told, w.paused
FROM (SELECT d.uuid AS id, i.uuid AS induction_id, p.name, o.name AS employer_name, d.state, d.judgement, d.told_at, d.changed,
  d.respond_until, d.owed_until, d.appeal_until,
  CASE WHEN :role = 3 AND EXISTS (SELECT 1 FROM assignment a WHERE a.induction = i.id AND a.person = :person AND a.role = 3
    AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)) THEN 1 ELSE 0 END AS assessor,
  CASE WHEN :role IN (3, 5, 10) AND EXISTS (SELECT 1 FROM panel_member m WHERE m.decision = d.id AND m.person = :person AND m.ended_at IS NULL
    AND m.conflict <> 2 AND ((m.sitting = 1 AND d.state = 5) OR (m.sitting = 2 AND d.state = 10))) THEN 1 ELSE 0 END AS sits,
  CASE WHEN EXISTS (SELECT 1 FROM panel_member m WHERE m.decision = d.id AND m.person = :person AND m.ended_at IS NULL AND m.said <> 0
    AND ((m.sitting = 1 AND d.state = 5) OR (m.sitting = 2 AND d.state = 10))) THEN 1 ELSE 0 END AS said,
  CASE WHEN :role IN (3, 5, 10) AND d.state = 3 AND EXISTS (SELECT 1 FROM decision_reader r WHERE r.decision = d.id AND r.person = :person
    AND r.kind = 1 AND r.ended_at IS NULL) THEN 1 ELSE 0 END AS reads,
  CASE WHEN :role IN (3, 5, 10) AND d.state = 8 AND EXISTS (SELECT 1 FROM decision_reader r WHERE r.decision = d.id AND r.person = :person
    AND r.kind = 2 AND r.ended_at IS NULL) THEN 1 ELSE 0 END AS moderates,
  CASE WHEN EXISTS (SELECT 1 FROM decision_reader r WHERE r.decision = d.id AND r.kind = 1 AND r.ended_at IS NULL)
    THEN 1 ELSE 0 END AS has_reader,
  CASE WHEN EXISTS (SELECT 1 FROM decision_reader r WHERE r.decision = d.id AND r.kind = 2 AND r.ended_at IS NULL)
    THEN 1 ELSE 0 END AS has_moderator,
  CASE WHEN EXISTS (SELECT 1 FROM panel_member m WHERE m.decision = d.id AND m.sitting = 2 AND m.ended_at IS NULL)
    THEN 1 ELSE 0 END AS has_appeal,
  CASE WHEN EXISTS (SELECT 1 FROM decision_act a WHERE a.decision = d.id AND a.round = d.round AND a.to_state = 4) THEN 1 ELSE 0 END AS told,
  CASE WHEN d.closed_at IS NULL THEN 0 ELSE 1 END AS closed, CASE WHEN /*is_not_paused*/ THEN 0 ELSE 1 END AS paused, d.id AS row
FROM decision d JOIN induction i ON i.id = d.induction JOIN person p ON p.id = i.ecsw JOIN organisation o ON o.id = i.employer
WHERE d.id IN (
    SELECT x.id FROM assignment a JOIN decision x ON x.induction = a.induction WHERE :role = 3 AND a.person = :person
    UNION SELECT m.decision FROM panel_member m WHERE m.person = :person AND m.ended_at IS NULL
    UNION SELECT r.decision FROM decision_reader r WHERE r.person = :person AND r.ended_at IS NULL
    UNION SELECT x.id FROM induction o JOIN decision x ON x.induction = o.id WHERE :role = 1 AND o.ecsw = :person
    UNION SELECT x.id FROM induction o JOIN decision x ON x.induction = o.id WHERE :role = 4 AND o.employer = :organisation
    UNION SELECT x.id FROM decision x WHERE :role = 6)
  AND (d.closed_at IS NULL OR d.state = 9) AND (/*visible_decision*/)) AS w
ORDER BY w.closed, w.changed DESC, w.row DESC LIMIT :limit OFFSET :offset

-- name: decisions_owed_over   many
-- why:  whose days to answer what is owed have gone by as they were set, a turn at a time: in a pause they go on after it
-- open: identifiers, for the job
-- in:   today date, after int, limit int
-- out:  decision int, id uuid
SELECT d.id AS decision, d.uuid AS id FROM decision d WHERE d.state = 2 AND d.closed_at IS NULL AND d.owed_until < :today AND d.id > :after
ORDER BY d.id LIMIT :limit

-- name: decision_policy   one
-- why:  where the employer's own policy on what may follow can be read
-- open: a public address of the employer of a decision that has been read
-- in:   organisation int
-- out:  policy text
SELECT outcome_policy AS policy FROM organisation WHERE id = :organisation

-- name: decisions_waiting   many
-- why:  all with whom somebody could be hurried, a turn at a time: not what is settled
-- open: identifiers, for the job
-- in:   after int, limit int
-- out:  decision int, id uuid
SELECT d.id AS decision, d.uuid AS id FROM decision d WHERE d.closed_at IS NULL AND d.id > :after
  AND (d.state <> 9 OR (d.judgement <> 1 AND d.no_appeal_at IS NULL)) ORDER BY d.id LIMIT :limit

-- name: decision_since   one
-- why:  when it came into the state it is in
-- open: an instant, of a decision that has been read through visible_decision, or for the job
-- in:   decision int, state int
-- out:  at instant?
SELECT MAX(a.at) AS at FROM decision_act a WHERE a.decision = :decision AND a.to_state = :state AND a.from_state <> :state

-- name: decision_who_is_there   one
-- why:  for whom it could wait: an account that is deactivated is nobody; of those who are named for it, when the last of them was
-- open: whether there is somebody, never who
-- in:   decision int, induction int, employer int, today date
-- out:  assessor bool, coordinator bool, assessed_until date?, reader instant?, moderator instant?, panel instant?, appeal instant?
SELECT
  CASE WHEN EXISTS (SELECT 1 FROM assignment a JOIN person p ON p.id = a.person AND p.disabled_at IS NULL WHERE a.induction = :induction
    AND a.role = 3 AND a.starts <= :today AND (a.ends IS NULL OR a.ends >= :today)) THEN 1 ELSE 0 END AS assessor,
  CASE WHEN EXISTS (SELECT 1 FROM role_held r JOIN person p ON p.id = r.person AND p.disabled_at IS NULL WHERE r.organisation = :employer
    AND r.role = 4 AND r.starts <= :today AND (r.ends IS NULL OR r.ends >= :today)) THEN 1 ELSE 0 END AS coordinator,
  (SELECT MAX(a.ends) FROM assignment a WHERE a.induction = :induction AND a.role = 3 AND a.ends < :today) AS assessed_until,
  (SELECT MAX(r.named_at) FROM decision_reader r WHERE r.decision = :decision AND r.kind = 1 AND r.ended_at IS NULL) AS reader,
  (SELECT MAX(r.named_at) FROM decision_reader r WHERE r.decision = :decision AND r.kind = 2 AND r.ended_at IS NULL) AS moderator,
  (SELECT MAX(m.named_at) FROM panel_member m WHERE m.decision = :decision AND m.sitting = 1 AND m.ended_at IS NULL AND m.conflict <> 2) AS panel,
  (SELECT MAX(m.named_at) FROM panel_member m WHERE m.decision = :decision AND m.sitting = 2 AND m.ended_at IS NULL AND m.conflict <> 2) AS appeal

-- name: decision_told_add   exec
-- why:  once a step of each wait
-- in:   decision int, state int, since date, step int, now instant
INSERT INTO decision_told (decision, state, since, step, at) VALUES (:decision, :state, :since, :step, :now)
ON CONFLICT (decision, state, since, step) DO NOTHING

-- name: decision_readers_now   many
-- why:  whoever reads without a name, to be reminded
-- open: used for mail, never shown
-- in:   decision int, kind int
-- out:  person int
SELECT r.person FROM decision_reader r WHERE r.decision = :decision AND r.kind = :kind AND r.ended_at IS NULL ORDER BY r.person LIMIT 5

-- name: decision_set_judgement   exec
-- why:  of a draft alone
-- in:   decision int, version int, judgement int, now instant
UPDATE decision SET judgement = :judgement, changed = :now, version = version + 1
WHERE id = :decision AND version = :version AND state = 1 AND closed_at IS NULL

-- name: decision_touch   exec
-- in:   decision int, version int, now instant
UPDATE decision SET changed = :now, version = version + 1 WHERE id = :decision AND version = :version AND closed_at IS NULL

-- name: decision_no_appeal   exec
-- in:   decision int, version int, now instant
UPDATE decision SET no_appeal_at = :now, changed = :now, version = version + 1
WHERE id = :decision AND version = :version AND closed_at IS NULL AND state = 9

-- name: decision_around   many
-- why:  whose names are covered where somebody reads without them: everybody who has been around the ECSW
-- open: names, to take them out
-- in:   induction int
-- out:  name text, initials text
SELECT DISTINCT p.name, p.initials FROM assignment a JOIN person p ON p.id = a.person WHERE a.induction = :induction
ORDER BY p.name LIMIT 12

-- name: decision_demo_people   one
-- why:  of the demonstration: who plays what
-- open: made-up people
-- in:   induction uuid
-- out:  ecsw int, employer int, assessor int, coordinator int, chair int, first int, second int, third int
SELECT i.ecsw, i.employer,
  (SELECT a.person FROM assignment a WHERE a.induction = i.id AND a.role = 3 ORDER BY a.id LIMIT 1) AS assessor,
  (SELECT r.person FROM role_held r WHERE r.organisation = i.employer AND r.role = 4 ORDER BY r.id LIMIT 1) AS coordinator,
  (SELECT p.id FROM person p WHERE p.email_folded = 'beatriz@demo.example') AS chair,
  (SELECT p.id FROM person p WHERE p.email_folded = 'idris@demo.example') AS first,
  (SELECT p.id FROM person p WHERE p.email_folded = 'marguerite@demo.example') AS second,
  (SELECT p.id FROM person p WHERE p.email_folded = 'rosalind@demo.example') AS third
FROM induction i WHERE i.uuid = :induction

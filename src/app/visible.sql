-- visible.sql — who may see a row, as SQL: the same conditions as rules/access.c, held together by a store test.
-- Queries that read a guarded table name a fragment (`-- use:`) or say why they need none (`-- open:`).

-- guarded: evidence visible_evidence
-- guarded: link visible_evidence
-- guarded: view_given visible_evidence
-- guarded: file visible_evidence
-- guarded: induction visible_induction, visible_evidence, visible_ask, visible_supervision, visible_plan, visible_decision
-- guarded: coverage visible_induction
-- guarded: coverage_brief visible_induction
-- guarded: ask visible_ask
-- guarded: ask_family visible_ask
-- guarded: ask_words visible_ask
-- guarded: ask_answer released_answer
-- guarded: observation visible_evidence
-- guarded: given_answer visible_evidence
-- guarded: private_reflection visible_reflection
-- guarded: supervision visible_supervision
-- guarded: goal visible_plan
-- guarded: review_part released_part
-- guarded: talk_comment visible_comment
-- guarded: joining visible_joining
-- guarded: equality_answer visible_equality
-- guarded: decision visible_decision
-- guarded: recommendation visible_decision
-- guarded: recommendation_outcome visible_decision
-- guarded: recommendation_plan visible_decision
-- guarded: recommendation_piece visible_decision
-- guarded: decision_act visible_decision
-- guarded: panel_member visible_decision
-- guarded: decision_reader visible_decision
-- guarded: outcome visible_decision
-- guarded: draft_comment visible_draft_comment

-- own; supervisor or assessor assigned today; coordinator of the employer (may_read_induction)
-- fragment: visible_induction(i, person, organisation, role, today)
   (:role = 1 AND i.ecsw = :person)
OR (:role IN (2, 3) AND i.ecsw <> :person AND EXISTS (
      SELECT 1 FROM assignment va WHERE va.induction = i.id AND va.person = :person AND va.role = :role
      AND va.starts <= :today AND (va.ends IS NULL OR va.ends >= :today)))
OR (:role = 4 AND i.ecsw <> :person AND i.employer = :organisation)

-- their ECSW works there still: nobody's list has somebody who has left for good, though the record stays readable
-- fragment: has_not_left(i, today)
   NOT EXISTS (SELECT 1 FROM departure vd WHERE vd.person = i.ecsw AND vd.organisation = i.employer AND vd.kind = 1
    AND vd.ended_on IS NULL AND vd.last_day < :today)

-- the clock of it is not stopped: while it is, nobody is reminded of anything in it and nothing counts as late
-- fragment: is_not_paused(i, today)
   NOT EXISTS (SELECT 1 FROM pause_period vp WHERE vp.induction = i.id AND vp.replaced_at IS NULL AND vp.starts <= :today
    AND (vp.ends IS NULL OR vp.ends >= :today))

-- working days more that the ECSW has for what a review wants of them, while it does (rules/adjust.h)
-- fragment: more_days(v, today)
   CASE WHEN v.state = 0 OR (v.state = 2 AND v.signed_by IN (0, 4, 8, 12)) THEN COALESCE((SELECT MAX(md.days) FROM adjustment md
    WHERE md.induction = v.induction AND md.state IN (2, 3) AND md.starts <= :today AND (md.ends IS NULL OR md.ends >= :today)), 0) ELSE 0 END

-- its months are not those of everybody: it had or has a pause, or hours below full time
-- fragment: has_moved_months(i)
   (EXISTS (SELECT 1 FROM pause_period mp WHERE mp.induction = i.id AND mp.replaced_at IS NULL)
    OR EXISTS (SELECT 1 FROM hours_period mh WHERE mh.induction = i.id AND mh.replaced_at IS NULL AND mh.hours < mh.full_week))

-- a role that would begin after the last day of somebody who is leaving there is none; an ECSW keeps theirs
-- fragment: role_is_to_be(r)
   NOT EXISTS (SELECT 1 FROM departure rd WHERE rd.person = r.person AND rd.organisation = r.organisation AND r.role <> 1
    AND rd.kind = 1 AND rd.ended_on IS NULL AND rd.done_at IS NULL AND rd.last_day < r.starts)

-- own; assigned today, unless it is a draft, was withdrawn as one, or is held back for privacy (may_read_evidence)
-- fragment: visible_evidence(e, i, person, role, today)
   (:role = 1 AND i.ecsw = :person)
OR (:role IN (2, 3) AND i.ecsw <> :person AND e.state <> 0
    AND NOT (e.state = 3 AND e.shared_at IS NULL) AND e.held = 0 AND EXISTS (
      SELECT 1 FROM assignment va WHERE va.induction = i.id AND va.person = :person AND va.role = :role
      AND va.starts <= :today AND (va.ends IS NULL OR va.ends >= :today)))

-- own; assigned today; what a family is asked never the assessor's (may_read_ask)
-- fragment: visible_ask(k, i, person, role, today)
   (:role = 1 AND i.ecsw = :person)
OR ((:role = 2 OR (:role = 3 AND k.kind <> 2)) AND i.ecsw <> :person AND EXISTS (
      SELECT 1 FROM assignment va WHERE va.induction = i.id AND va.person = :person AND va.role = :role
      AND va.starts <= :today AND (va.ends IS NULL OR va.ends >= :today)))

-- what a family said: nobody's, until it has been released together with others', and not taken back
-- fragment: released_answer(k, f)
   f.released_at IS NOT NULL AND k.evidence IS NOT NULL AND k.deleted_at IS NULL

-- its owner's, and nobody else's in any role (may_use_reflection)
-- fragment: visible_reflection(r, person, role)
   (:role = 1 AND r.person = :person)

-- own; supervisor assigned today; assessor assigned today once the ECSW has shared it (may_read_supervision)
-- fragment: visible_supervision(s, i, person, role, today)
   (:role = 1 AND i.ecsw = :person)
OR (:role IN (2, 3) AND i.ecsw <> :person AND (:role = 2 OR s.shared_at IS NOT NULL) AND EXISTS (
      SELECT 1 FROM assignment va WHERE va.induction = i.id AND va.person = :person AND va.role = :role
      AND va.starts <= :today AND (va.ends IS NULL OR va.ends >= :today)))

-- own; supervisor or assessor assigned today (may_list_evidence)
-- fragment: visible_plan(i, person, role, today)
   (:role = 1 AND i.ecsw = :person)
OR (:role IN (2, 3) AND i.ecsw <> :person AND EXISTS (
      SELECT 1 FROM assignment va WHERE va.induction = i.id AND va.person = :person AND va.role = :role
      AND va.starts <= :today AND (va.ends IS NULL OR va.ends >= :today)))

-- a part of a review: its writer's and who typed it, until all are released together (rules/reviews.h)
-- fragment: released_part(a, v, person)
   (a.person = :person)
OR (a.typed_by = :person)
OR (a.given_at IS NOT NULL AND v.released_at IS NOT NULL)

-- coordinators of the employer, never about themselves (may_read_joining)
-- fragment: visible_joining(j, person, organisation, role)
   (:role = 4 AND j.organisation = :organisation AND (j.person IS NULL OR j.person <> :person))

-- one's own, and nobody else's in any role (CAP_EQUALITY)
-- fragment: visible_equality(q, person, role)
   (:role = 1 AND q.person = :person)

-- that there is one, and where it stands: its assessor's; whoever sits or reads, while that runs; once the ECSW has been told, or has
-- withdrawn, theirs, their coordinators' and the department's; before that the coordinators' while a second reader is wanted, and the
-- ECSW's while they are asked what they were owed (may_read_decision)
-- fragment: visible_decision(d, i, person, organisation, role, today)
   (:role = 3 AND i.ecsw <> :person AND EXISTS (
      SELECT 1 FROM assignment va WHERE va.induction = i.id AND va.person = :person AND va.role = 3
      AND va.starts <= :today AND (va.ends IS NULL OR va.ends >= :today)))
OR (:role IN (3, 5, 10) AND i.ecsw <> :person AND EXISTS (
      SELECT 1 FROM panel_member vm WHERE vm.decision = d.id AND vm.person = :person AND vm.ended_at IS NULL AND vm.conflict <> 2
      AND ((vm.sitting = 1 AND d.state = 5) OR (vm.sitting = 2 AND d.state = 10))))
OR (:role IN (3, 5, 10) AND i.ecsw <> :person AND EXISTS (
      SELECT 1 FROM decision_reader vr WHERE vr.decision = d.id AND vr.person = :person AND vr.ended_at IS NULL
      AND ((vr.kind = 1 AND d.state = 3) OR (vr.kind = 2 AND d.state = 8))))
OR (:role = 1 AND i.ecsw = :person AND (d.told_at IS NOT NULL OR d.state IN (2, 11)))
OR (:role = 4 AND i.ecsw <> :person AND i.employer = :organisation AND (d.told_at IS NOT NULL OR d.state IN (3, 11)))
OR (:role = 6 AND i.ecsw <> :person AND (d.told_at IS NOT NULL OR d.state = 11))

-- what was said in a conversation about a piece that may be read: one's own; what is not held; what was held once the view it
-- goes with is given and stands, for another assessor once they have given theirs (rules/judging.h, view_is_shown). And so the
-- comment the conversation began with: an answer to words that may not be read would say what they were about, and whose
-- fragment: visible_comment(c, person, role)
   NOT EXISTS (SELECT 1 FROM talk_comment vc
     WHERE (vc.id = c.id OR vc.id = (SELECT MIN(vf.id) FROM talk_comment vf WHERE vf.talk = c.talk))
     AND vc.held = 1 AND vc.person <> :person AND NOT EXISTS (
       SELECT 1 FROM view_given vv WHERE vv.id = vc.view_given AND vv.undone_at IS NULL AND (:role <> 3 OR EXISTS (
         SELECT 1 FROM view_given vo WHERE vo.evidence = vv.evidence AND vo.person = :person AND vo.undone_at IS NULL
         AND vo.evidence_version >= vv.evidence_version))))

-- what a conversation began with is held, and no view it was given with stands: nobody but its writer reads any of it
-- fragment: talk_waits(t)
   EXISTS (SELECT 1 FROM talk_comment wh WHERE wh.id = (SELECT MIN(wf.id) FROM talk_comment wf WHERE wf.talk = t.id)
     AND wh.held = 1 AND NOT EXISTS (SELECT 1 FROM view_given wv WHERE wv.id = wh.view_given AND wv.undone_at IS NULL))

-- the days in which an assessor promises to answer: the programme's, or fewer where the employer has varied them. Not a condition: a value
-- fragment: layered_answer_days(i, g, today)
   COALESCE((SELECT MIN(lv.value) FROM variation lv WHERE lv.programme = g.id AND lv.organisation = i.employer AND lv.what = 1
     AND lv.starts <= :today AND (lv.ends IS NULL OR lv.ends >= :today) AND lv.value < g.answer_days), g.answer_days)

-- a comment on a draft of standards: its writer's; the department's; everybody's who may read the draft once it has an answer beside
-- which it is shown (may_read_comments, may_follow_comments ask for the draft itself)
-- fragment: visible_draft_comment(c, person, role)
   (c.person = :person)
OR (:role = 6)
OR (EXISTS (SELECT 1 FROM draft_answer va WHERE va.id = c.answer AND va.shows = 1))

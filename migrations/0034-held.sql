-- What somebody has here is counted by who they are, without reading anybody else's.
CREATE INDEX plan_item_induction ON plan_item (induction);
CREATE INDEX supervision_person ON supervision (person);
CREATE INDEX ask_asked_by ON ask (asked_by);
CREATE INDEX observation_planned_by ON observation (planned_by);
CREATE INDEX evidence_part_person ON evidence_part (person) WHERE person IS NOT NULL;
CREATE INDEX link_answer_person ON link_answer (person);
CREATE INDEX file_person ON file (person);
CREATE INDEX privacy_kept_person ON privacy_kept (person);
CREATE INDEX privacy_hold_person ON privacy_hold (person);
CREATE INDEX talk_comment_person ON talk_comment (person);

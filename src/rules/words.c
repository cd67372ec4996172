/* words.c — keys of the numbered lists: what data files, JSON and CSV say. */
#include "rules/words.h"

#define LIST(name, ...)                                                                                  \
	static const struct str name##_keys[] = { __VA_ARGS__ };                                            \
	const struct key_list name = { name##_keys, (int)COUNT_OF(name##_keys) }
#define K(number, key) [number] = S_INIT(key)

LIST(organisation_types, K(ORG_LOCAL_AUTHORITY, "local authority"), K(ORG_CHILDRENS_TRUST, "children's trust"),
     K(ORG_FAMILY_COURT_SERVICE, "family-court service"), K(ORG_OTHER_PUBLIC_BODY, "other public body"),
     K(ORG_INDEPENDENT_AGENCY, "independent agency"), K(ORG_CHARITY, "charity"), K(ORG_UNIVERSITY, "university"),
     K(ORG_DEPARTMENT, "department"), K(ORG_REGULATOR, "regulator"));
LIST(roles, K(ROLE_ECSW, "ecsw"), K(ROLE_SUPERVISOR, "practice_supervisor"), K(ROLE_ASSESSOR, "practice_assessor"),
     K(ROLE_COORDINATOR, "coordinator"), K(ROLE_MODERATOR, "external_moderator"),
     K(ROLE_NATIONAL_ADMIN, "national_admin"), K(ROLE_REGULATOR, "regulator"), K(ROLE_SYSTEM_ADMIN, "system_admin"),
     K(ROLE_OBSERVER, "observer"), K(ROLE_PANEL_MEMBER, "panel_member"), K(ROLE_HR_CONTACT, "hr_contact"));
LIST(evidence_kinds, K(KIND_REFLECTION, "critical_reflection"), K(KIND_OBSERVATION, "direct_observation"),
     K(KIND_FEEDBACK, "feedback"), K(KIND_WORK_PRODUCT, "work_product"), K(KIND_SUPERVISION, "supervision"),
     K(KIND_LEARNING, "learning"), K(KIND_COURT_WORK, "court_work"),
     K(KIND_SEEN_WHERE_HELD, "seen_where_held"));
LIST(settings_of_practice, K(SETTING_HOME_VISIT, "home_visit"), K(SETTING_SCHOOL, "school"),
     K(SETTING_CORE_GROUP, "core_group"), K(SETTING_COURT, "court"), K(SETTING_OFFICE, "office"),
     K(SETTING_FAMILY_CENTRE, "family_centre"), K(SETTING_HOSPITAL, "hospital"),
     K(SETTING_PHONE_OR_VIDEO, "phone_or_video"), K(SETTING_COMMUNITY, "community"),
     K(SETTING_FOSTER_HOME, "foster_home"), K(SETTING_RESIDENTIAL, "residential"),
     K(SETTING_LEARNING_EVENT, "learning_event"));
LIST(evidence_states, K(EVIDENCE_DRAFT, "draft"), K(EVIDENCE_SHARED, "shared"), K(EVIDENCE_SUBMITTED, "submitted"),
     K(EVIDENCE_WITHDRAWN, "withdrawn"));
LIST(privacy_holds, K(HOLD_NONE, "none"), K(HOLD_CHANGE, "own_change"), K(HOLD_ASSESSOR, "sent_back"), K(HOLD_MODERATOR, "moderator"));
LIST(privacy_reasons, K(KEEP_NOT_REAL, "not_real"), K(KEEP_PUBLIC, "public"), K(KEEP_OTHER, "other"));
LIST(link_states, K(LINK_CLAIMED, "claimed"), K(LINK_ENDORSED, "endorsed"), K(LINK_RETURNED, "returned"),
     K(LINK_WITHDRAWN, "withdrawn"));
LIST(goal_states, K(GOAL_OPEN, "open"), K(GOAL_CLOSED, "closed"), K(GOAL_DROPPED, "dropped"));
LIST(framework_states, K(FRAMEWORK_DRAFT, "draft"), K(FRAMEWORK_PUBLISHED, "published"),
     K(FRAMEWORK_WITHDRAWN, "withdrawn"));
LIST(programme_states, K(PROGRAMME_DRAFT, "draft"), K(PROGRAMME_PUBLISHED, "published"), K(PROGRAMME_WITHDRAWN, "withdrawn"));
LIST(bulk_kinds, K(BULK_ORGANISATIONS, "organisations"), K(BULK_COORDINATORS, "coordinators"), K(BULK_PEOPLE, "people"),
     K(BULK_INDUCTIONS, "inductions"), K(BULK_ASSIGNMENTS, "assignments"), K(BULK_LEAVERS, "leavers"),
     K(BULK_OUTCOMES, "outcomes"));
LIST(bulk_states, K(BULK_READING, "checking"), K(BULK_REFUSED, "unreadable"), K(BULK_CHECKED, "checked"),
     K(BULK_ADDING, "adding"), K(BULK_DONE, "done"), K(BULK_DROPPED, "thrown_away"),
     K(BULK_TAKING_BACK, "taking_back"), K(BULK_TAKEN_BACK, "taken_back"), K(BULK_STOPPED, "stopped"));
LIST(bulk_row_states, K(ROW_BAD, "to_put_right"), K(ROW_READY, "ready"), K(ROW_DONE, "added"), K(ROW_SAME, "already_there"),
     K(ROW_LEFT_OUT, "left_out"), K(ROW_TAKEN_BACK, "taken_back"));
LIST(induction_outcomes, K(OUTCOME_COMPLETED, "completed"), K(OUTCOME_NOT_COMPLETED, "not completed"),
     K(OUTCOME_WITHDRAWN, "withdrawn"), K(OUTCOME_TRANSFERRED, "transferred"));

LIST(joining_states, K(JOINING_CHECKING, "checking"), K(JOINING_CHECKED, "checked"), K(JOINING_STARTED, "started"),
     K(JOINING_CLOSED, "closed"));
LIST(eligibilities, K(0, "open"), K(1, "stop"), K(2, "unfunded"), K(3, "funded")); /* rules/eligibility.h */
LIST(funding_reasons, K(FUNDING_BY_RULE, "by_rule"), K(FUNDING_ROLE_CHANGED, "role_changed"),
     K(FUNDING_EMPLOYMENT_CHANGED, "employment_changed"), K(FUNDING_PAID_BEFORE, "paid_before"),
     K(FUNDING_MISTAKE, "mistake"), K(FUNDING_OTHER, "other"));
LIST(code_schemes, K(CODE_AUTHORITY, "authority"), K(CODE_ONS, "ons"), K(CODE_UKPRN, "ukprn"),
     K(CODE_COMPANY, "company"), K(CODE_CHARITY, "charity"), K(CODE_OTHER, "other"));
LIST(partnership_kinds, K(PARTNER_TRAINS, "trains"), K(PARTNER_MODERATES, "moderates"), K(PARTNER_HOSTS, "hosts"));
LIST(succession_kinds, K(SUCCESSION_MERGE, "merge"), K(SUCCESSION_SPLIT, "split"));
LIST(succession_states, K(SUCCESSION_PROPOSED, "proposed"), K(SUCCESSION_DONE, "done"), K(SUCCESSION_DROPPED, "dropped"));

struct str key_of(const struct key_list *list, int number)
{
	return number >= 0 && number < list->n ? list->keys[number] : STR_NONE;
}

int number_of(const struct key_list *list, struct str key)
{
	for (int i = 0; i < list->n; i++)
		if (key.n && str_eq(list->keys[i], key))
			return i;
	return -1;
}

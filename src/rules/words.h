/* words.h — the field's words as numbers. The numbers are stored: never renumber, only append.
 *
 * Each list has a key (used in JSON, CSV and data files) beside its number: see words.c. What people read is in
 * text/en.txt.
 */
#ifndef RULES_WORDS_H
#define RULES_WORDS_H

#include "base/base.h"

enum organisation_type {
	ORG_LOCAL_AUTHORITY = 1, ORG_CHILDRENS_TRUST, ORG_FAMILY_COURT_SERVICE, ORG_OTHER_PUBLIC_BODY,
	ORG_INDEPENDENT_AGENCY, ORG_CHARITY, ORG_UNIVERSITY, ORG_DEPARTMENT, ORG_REGULATOR,
};

enum role {
	ROLE_NONE = 0, /* nobody signed in, or Cairn itself */
	ROLE_ECSW = 1, ROLE_SUPERVISOR, ROLE_ASSESSOR, ROLE_COORDINATOR, ROLE_MODERATOR, ROLE_NATIONAL_ADMIN,
	ROLE_REGULATOR, ROLE_SYSTEM_ADMIN,
	ROLE_OBSERVER = 9,      /* watches one piece of practice; may have no account */
	ROLE_PANEL_MEMBER = 10, /* named for one decision */
	ROLE_HR_CONTACT = 11,   /* reads reasons for absence of their own employer */
	ROLE_END,
};

enum evidence_kind {
	KIND_REFLECTION = 1, KIND_OBSERVATION, KIND_FEEDBACK, KIND_WORK_PRODUCT, KIND_SUPERVISION, KIND_LEARNING,
	KIND_COURT_WORK, KIND_SEEN_WHERE_HELD,
	KIND_END,
};

enum setting {
	SETTING_NONE = 0,
	SETTING_HOME_VISIT = 1, SETTING_SCHOOL, SETTING_CORE_GROUP, SETTING_COURT, SETTING_OFFICE,
	SETTING_FAMILY_CENTRE, SETTING_HOSPITAL, SETTING_PHONE_OR_VIDEO, SETTING_COMMUNITY, SETTING_FOSTER_HOME,
	SETTING_RESIDENTIAL, SETTING_LEARNING_EVENT,
	SETTING_END,
};

enum evidence_state { EVIDENCE_DRAFT = 0, EVIDENCE_SHARED = 1, EVIDENCE_SUBMITTED = 2, EVIDENCE_WITHDRAWN = 3 };
enum link_state { LINK_CLAIMED = 0, LINK_ENDORSED = 1, LINK_RETURNED = 2, LINK_WITHDRAWN = 3 };
enum framework_state { FRAMEWORK_DRAFT = 0, FRAMEWORK_PUBLISHED = 1, FRAMEWORK_WITHDRAWN = 2 };
enum import_state { IMPORT_WAITING = 0, IMPORT_CHECKED = 1, IMPORT_FAILED = 2, IMPORT_DONE = 3, IMPORT_GIVEN_UP = 4 };
enum scan_state { SCAN_WAITING = 0, SCAN_CLEAN = 1, SCAN_INFECTED = 2, SCAN_NOT_SCANNED = 3 /* CAIRN_SCAN=none */ };
enum job_kind { JOB_MAIL = 1, JOB_SCAN = 2, JOB_FRAMEWORK_IMPORT = 3, JOB_SIGN_CHAINS = 4, JOB_SWEEP = 5 };
enum chain_kind { CHAIN_INDUCTION = 1, CHAIN_ORGANISATION = 2, CHAIN_PERSON = 3, CHAIN_FRAMEWORK = 4, CHAIN_INSTALLATION = 5 };

enum event_kind {
	EVENT_NONE = 0,
	EVENT_SIGNED_IN = 1, EVENT_SIGNED_OUT, EVENT_SIGN_IN_ASKED, EVENT_ROLE_CHOSEN, EVENT_SESSIONS_ENDED,
	EVENT_TOKEN_ENDED,
	EVENT_FRAMEWORK_IMPORTED = 10, EVENT_FRAMEWORK_PUBLISHED, EVENT_FRAMEWORK_WITHDRAWN,
	EVENT_ORGANISATION_ADDED = 20, EVENT_PERSON_ADDED, EVENT_ROLE_GRANTED, EVENT_INDUCTION_STARTED, EVENT_ASSIGNED,
	EVENT_TOKEN_MADE, EVENT_PROGRAMME_ADDED,
	EVENT_EVIDENCE_STARTED = 40, EVENT_EVIDENCE_CHANGED, EVENT_EVIDENCE_SHARED, EVENT_EVIDENCE_SUBMITTED,
	EVENT_EVIDENCE_WITHDRAWN, EVENT_FILE_ADDED, EVENT_FILE_REMOVED, EVENT_LINKS_CHANGED,
	EVENT_VIEW_GIVEN = 60, EVENT_VIEW_UNDONE, EVENT_LINK_ANSWERED,
	EVENT_EVIDENCE_READ = 80, EVENT_FILE_READ, EVENT_COVERAGE_READ, EVENT_EXPORTED,
	EVENT_REFUSED = 90, EVENT_CHILD_CONCERN,
};

/* A list with keys: number to key and back. */
struct key_list {
	const struct str *keys; /* index is the number; an empty key is no value */
	int n;
};
extern const struct key_list organisation_types, roles, evidence_kinds, settings_of_practice, evidence_states,
	link_states, framework_states;
struct str key_of(const struct key_list *list, int number); /* empty if there is none */
int number_of(const struct key_list *list, struct str key);  /* -1 if there is none */

#endif

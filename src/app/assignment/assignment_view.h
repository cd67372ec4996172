/* assignment_view.h — what the pages about who is around an ECSW show. */
#ifndef APP_ASSIGNMENT_ASSIGNMENT_VIEW_H
#define APP_ASSIGNMENT_ASSIGNMENT_VIEW_H

#include "app/register/register.h"

#define ASSIGNMENT_LIST(name) \
	struct name##s {          \
		struct name *v;       \
		size_t n;             \
	}

struct staff_icons {
	struct url late, ok, plan, empty, eye;
};

/* ---- everybody around one ECSW ---- */

struct around_row {
	enum word role;
	struct str name, when, why, reader, reason; /* why: of an ending; empty for none */
	struct staff_marks marks;
	struct url hand_over, end, caseload;
	bool acts;           /* the reader may change it */
};
ASSIGNMENT_LIST(around_row);
struct around_conflict {
	struct str name, kind, when, by;
	struct url end;
	bool standing, acts;
};
ASSIGNMENT_LIST(around_conflict);
struct around_view {
	struct str name, first;
	struct url back, declare, new_supervisor, new_assessor, new_observer;
	enum word back_word;
	struct around_rows now, later, before;
	struct around_conflicts conflicts;
	struct html csrf;
	bool arranges, declares, no_supervisor, no_assessor;
	struct staff_icons icons;
};

/* ---- naming somebody ---- */

struct candidate {
	struct str id, key, name, room, training;
	struct staff_marks marks;
	bool chosen;
	struct str why_not;  /* empty: may be chosen */
};
ASSIGNMENT_LIST(candidate);
struct reader_option {
	struct str id, name;
	bool chosen;
};
ASSIGNMENT_LIST(reader_option);
struct choosing_view {
	struct str title, lead, part_key, q, from_shown, first;
	struct url back, action, search;
	enum word button;
	struct html hidden, errors, starts, reason, again;
	struct str person_error, reader_error;
	struct candidates may, may_not;
	struct reader_options readers;
	bool both_allowed, both_open, has_before, has_next, searched;
	struct url before, next;
	int from, to;
	int64_t total;
	struct staff_icons icons;
};
struct ending_view {
	struct str title, lead, waiting;
	struct url back, action;
	struct html hidden, errors, ends;
};

/* ---- a conflict of interest ---- */

struct conflict_person {
	struct str id, key, name, part;
	bool chosen;
};
ASSIGNMENT_LIST(conflict_person);
struct conflict_view {
	struct str name, first, person_error;
	struct url back, action;
	struct html hidden, errors, kind, since;
	struct conflict_persons people;
	bool self;           /* there is only oneself to choose */
	struct staff_icons icons;
};

struct capacity_list_view {
	struct html list;
};

/* ---- a caseload ---- */

struct caseload_shown {
	struct str name, part, when, waiting, employer, to, why_not;
	struct url url;
	bool late;
};
ASSIGNMENT_LIST(caseload_shown);
struct taker {
	struct str id, name;
	bool chosen;
};
ASSIGNMENT_LIST(taker);
struct caseload_part {
	struct str key, label, error;
	int64_t n;
	struct takers takers;
};
ASSIGNMENT_LIST(caseload_part);
struct caseload_view {
	struct str name, first, lead, registration;
	struct url back, hand_over, self, capacity_url, training_url, registration_url;
	enum word back_word;
	struct caseload_showns rows, readings;
	int64_t all, waiting;
	bool arranges, own, off; /* off: the account is deactivated */
	struct html hidden, errors, from, csrf;
	struct caseload_parts parts;
	/* before it is done */
	bool preview;
	int64_t will, will_not;
	struct str from_shown, from_iso;
	struct takers chosen;   /* id: NAME=ID of the hidden inputs */
	struct staff_marks marks;
	struct staff_icons icons;
	/* capacity and training */
	struct html capacity_role, capacity_most, capacity_starts;
	struct html training_kind, training_title, training_completed, training_until, capacity_hidden, training_hidden;
	struct html capacity_errors, training_errors;
	bool training_open; /* words are in it */
	struct caseload_showns capacities, trainings;
};

#endif

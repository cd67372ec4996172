/* joining_view.h — what the pages about somebody on the way into a programme show. */
#ifndef APP_JOINING_JOINING_VIEW_H
#define APP_JOINING_JOINING_VIEW_H

#include "web/html.h"

#define JOINING_LIST(name) \
	struct name##s {       \
		struct name *v;    \
		size_t n;          \
	}

struct joining_list_view {
	struct html list;
};

struct joining_option {
	struct str key, name, id;
	bool chosen;
};
JOINING_LIST(joining_option);
struct joining_new_view {
	struct html errors, hidden, name, email;
	struct joining_options programmes, people;
	struct str programme_error, person_error;
};

/* One answer as it stands or stood. */
struct joining_given {
	struct str ask, answer, sentence, who, when;
	struct url change;
};
JOINING_LIST(joining_given);
struct joining_came_to {
	struct str what, rule, who, when;
};
JOINING_LIST(joining_came_to);
struct joining_reason {
	struct str sentence, rule;
};
JOINING_LIST(joining_reason);
struct joining_show_view {
	struct html errors, csrf;
	struct str name, email, programme, version, first;
	struct url programme_url, next, start, induction, decide, close;
	enum word state, outcome;      /* outcome: 0 while questions are open */
	bool checking, checked, started, closed, asks, decides, may_start, stops, begun, funded;
	struct joining_givens given, before; /* before: answers that were replaced */
	struct joining_reasons reasons;
	struct joining_came_tos earlier;     /* results that no longer stand */
	struct str decided_by;
};

struct joining_question_view {
	struct html errors, csrf;
	struct str name, ask, hint, error, said; /* said: the sentence of the answer before */
	struct joining_options answers;
	struct url action, back;
	int number;
};

struct joining_start_view {
	struct html errors, hidden, email, starts, hours, full_week, team, intake;
	struct str name, first, programme, contains, employer;
	struct url action, back;
	bool wants_email, has_contains, in_proportion;
	int months;
};

#endif

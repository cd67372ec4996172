/* home_view.h — what the front page and the plain first screen show. */
#ifndef APP_HOME_HOME_VIEW_H
#define APP_HOME_HOME_VIEW_H

#include "web/html.h"

struct home_role_view {
	bool has_history;
	struct str person;
	enum word role;
	struct str organisation; /* empty for none */
	bool watches;            /* may be asked to observe */
	struct html asked;       /* what waits for them to watch */
	struct html after;       /* steps that follow an outcome; of the department where they wait */
	struct html decisions;   /* outcomes they have a part in */
	bool decides;
	bool resets;             /* may reset other people's second factor */
	bool looks_after_register;
	bool waits;              /* an ECSW whose induction has not been started */
	struct str ended;        /* an ECSW whose induction has: the day; empty for everybody else */
	struct str programme;
	struct url induction;
};

#endif

/* manage_view.h — publishing and withdrawing a version. */
#ifndef APP_FRAMEWORK_MANAGE_VIEW_H
#define APP_FRAMEWORK_MANAGE_VIEW_H

#include "web/web.h"

struct fw_publish_view {
	struct str name, maker, made_on;
	struct url back, action, changes;
	bool is_maker;       /* the reader imported it, so somebody else publishes it */
	bool is_open;        /* for comments: it is published after that */
	struct str until, unanswered;
	bool has_changes, illustrative;
	struct str changes_from;
	int outcomes, statements;
	struct html hidden, errors, in_force;
};
struct fw_withdraw_view {
	struct str name;
	struct url back, action;
	int64_t programmes;
	struct html csrf;
};

#endif

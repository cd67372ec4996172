/* next_view.h — what the pages of this feature show. */
#ifndef APP_NEXT_NEXT_VIEW_H
#define APP_NEXT_NEXT_VIEW_H

#include "web/html.h"

#define NEXT_LIST(name) \
	struct name##s {    \
		struct name *v; \
		size_t n;       \
	}
struct next_statement {
	struct str code;
	struct html text;
};
NEXT_LIST(next_statement);
struct next_proposal {
	struct str number, id, key, say, about, why, helps, ask, codes_id; /* about: its theme; empty for none */
	enum word kind, setting;
	bool has_setting, planned, required;
	struct url start;
	struct str planned_since, remove_id;
	struct next_statements statements;
};
NEXT_LIST(next_proposal);
struct next_domain {
	struct str code, name, latest;
	int told, observed, several, nothing, outcomes, enough;
};
NEXT_LIST(next_domain);
struct next_view {
	struct html csrf, errors;
	struct url coverage, plan, add, remove;
	int enough, all, helped, months;
	int thin_n;
	struct str later; /* codes nothing proposed helps with */
	bool has_candidates;
	struct next_proposals proposals;
	struct next_domains domains;
	int told, observed, several, nothing;
};
struct plan_row {
	struct str id, say, ask, helps, since, piece_title;
	enum word kind, setting;
	bool has_setting, met;
	struct url start, piece;
};
NEXT_LIST(plan_row);
struct plan_view {
	struct html csrf;
	struct url next, remove, goals;
	struct plan_rows rows;
	bool is_empty;
};

#endif

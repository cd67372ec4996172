/* form_inside.h — shared by the files behind form.h: names, and what the templates of fields draw. */
#ifndef WEB_FORM_INSIDE_H
#define WEB_FORM_INSIDE_H

#include "web/form.h"

/* value_name_ok — a name a value may have: 1 to VALUE_NAME_MAX bytes of UTF-8 without control characters. */
bool value_name_ok(struct str s);

/* csrf_of — this session's, for a hidden field. */
struct str csrf_of(struct ctx *cx);

struct drawn_choice {
	struct str id, key, label;
	bool chosen;
};
struct drawn_choices {
	const struct drawn_choice *v;
	size_t n;
};

/* One field on its way into a field_*.html template. */
struct drawn_field {
	struct str id, name, label, hint, error;
	struct str described; /* ids of hint and error, for aria-describedby */
	struct str value;
	struct str day, month, year;
	struct drawn_choices choices;
	struct str_list items;
	int rows;
	bool is_number, is_short, is_ticked, no_day;
	bool is_other; /* of a date with days to tap: another was typed */
};

struct drawn_problem {
	struct str id, message; /* id of the control to go to; empty for none */
};
struct drawn_problems {
	const struct drawn_problem *v;
	size_t n;
};
struct drawn_summary {
	struct drawn_problems problems;
};

struct drawn_hidden {
	struct str csrf, version, tab, from, offline, device; /* all but csrf: empty for none */
	struct html kept;                             /* what was kept of the form while it was typed */
	bool status;                                  /* a line that says when it was saved */
};
struct kept_view {
	struct str when;
	struct url without;
};

/* A form on its way into HTML. */
struct drawing {
	struct ctx *cx;
	struct arena *a;
	const struct form *form;
	const char *filled;           /* NULL for none */
	const struct values *typed;   /* NULL: show `filled` */
	bool mine;                    /* the errors of this request belong to this form */
};
/* field_in_words — what a box holds, as a person would read it out. */
struct str field_in_words(const struct drawing *d, const struct field *field);

#endif

/* register_view.h — what the pages about the register show. */
#ifndef APP_REGISTER_REGISTER_VIEW_H
#define APP_REGISTER_REGISTER_VIEW_H

#include "app/register/register.h"

/* ---- one person ---- */

struct annotation_line {
	struct str text;
};
struct annotation_lines {
	struct annotation_line *v;
	size_t n;
};
struct registration_view {
	struct str name, number, says, register_name, town, asked, compared, said, stage;
	struct date from, until;
	struct annotation_lines annotations;
	bool ok, late, found, arranges, own, waits, asks, may_confirm;
	struct url confirm, ask, educator, back, self;
	struct html hidden, csrf, errors, educator_hidden, educator_errors, stage_field, awarded_field, until_field;
	struct str version;
};

/* ---- the register itself ---- */

struct register_count {
	enum word label;
	int64_t n;
};
struct register_counts {
	struct register_count v[8];
	size_t n;
};
struct copy_line {
	struct str name, when, rows;
	enum word state;
	struct url url;
};
struct copy_lines {
	struct copy_line *v;
	size_t n;
};
struct register_view {
	struct str source, answered, failed, why;
	struct register_counts counts;
	struct copy_lines copies;
	struct html hidden, errors;
	struct str file_error;
	bool by_service, nothing;
};
struct copy_problem {
	struct str line, say;
};
struct copy_problems {
	struct copy_problem *v;
	size_t n;
};
struct copy_view {
	struct str name;
	bool running, bad, ready, in_use, replaced, dropped;
	int64_t rows, bad_rows, people, known, lost;
	bool many_lost;
	struct copy_problems problems;
	int64_t problems_more;
	struct html csrf;
	struct url use, drop, self;
};

#endif

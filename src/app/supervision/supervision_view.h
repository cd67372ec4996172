/* supervision_view.h — what the pages about supervision show. */
#ifndef APP_SUPERVISION_SUPERVISION_VIEW_H
#define APP_SUPERVISION_SUPERVISION_VIEW_H

#include "web/html.h"

struct supervision_line {
	struct url url;
	struct str on, state;
	enum word held;
	bool opens, with_ecsw;
};
struct supervision_lines {
	struct supervision_line *v;
	size_t n;
};
struct supervision_list_view {
	struct str title, lead, dates_only;
	struct url back, write;
	enum word back_word;
	bool may_write;
	struct supervision_lines rows;
};
struct supervision_paragraphs {
	const struct str *v;
	size_t n;
};
struct supervision_said {
	struct str id, label;
	struct supervision_paragraphs text;
};
struct supervision_saids {
	struct supervision_said *v;
	size_t n;
};
struct supervision_field {
	struct html html;
};
struct supervision_fields {
	struct supervision_field *v;
	size_t n;
};
struct supervision_earlier {
	struct str when, says, signed_on;
	struct supervision_saids said;
};
struct supervision_earliers {
	struct supervision_earlier *v;
	size_t n;
};
struct supervision_view {
	struct str on, kicker, lead, countersigned, shared, next;
	bool held, may_edit, may_countersign, may_share, may_unshare, is_own;
	struct url back, edit, countersign, share, unshare;
	struct html csrf, errors, countersign_again, countersign_hidden;
	struct supervision_fields countersign_fields;
	struct supervision_saids said;
	struct supervision_earliers earlier;
};
struct supervision_form_view {
	struct url action, back;
	struct html hidden, errors, again;
	struct supervision_fields fields;
	struct str name, title, note;
	bool moved, was_signed;
};
struct supervision_owed_line {
	struct url url;
	struct str title, note, due;
	struct date next;          /* the day of `due`; DATE_NONE for none */
	bool late;
};
struct supervision_owed_lines {
	struct supervision_owed_line *v;
	size_t n;
};
struct supervision_owed_view {
	bool is_own;
	struct url icon;
	struct supervision_owed_lines rows;
};

#endif

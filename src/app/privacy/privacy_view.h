/* privacy_view.h — what the pages of the privacy check draw. */
#ifndef APP_PRIVACY_PRIVACY_VIEW_H
#define APP_PRIVACY_PRIVACY_VIEW_H

#include "rules/privacy.h"
#include "web/draft.h"
#include "web/html.h"
#include "web/web.h"

struct privacy_span {
	struct str before;          /* plain words in front of the mark */
	struct str first, rest;     /* the marked words: the number stays with the first */
	struct str number;
	struct url to;
	bool marked, kept, together;
};
struct privacy_spans {
	struct privacy_span *v;
	size_t n;
};
struct privacy_finding_view {
	struct str id, number, what, instead, why_kept, error, why_error, n;
	struct str of, tab, tab_from, typed_reason, typed_why; /* of: which finding it is, whatever its number */
	struct html kept;           /* that what was being typed is back */
	enum word class, why;
	bool open, may_keep, in_file, more_of_it, is_open_reason;
	int64_t same;               /* how many of the same there are */
	const struct privacy_page *page;
};
struct privacy_finding_views {
	struct privacy_finding_view *v;
	size_t n;
};
struct privacy_part {
	struct str label, by;       /* by: whose words, where they are not the writer's */
	struct url edit;            /* where its writer changes them */
	struct privacy_spans spans;
	struct privacy_finding_views finds;
	bool clean, in_file;
};
struct privacy_parts {
	struct privacy_part *v;
	size_t n;
};
struct privacy_page {
	struct url back, action, edit;
	struct html hidden, errors, files;
	struct draft_ones typed;    /* reasons on their way: what was kept of them while they were typed */
	const struct values *sent;  /* and the one that did not go through; or NULL */
	struct str version, title, lead, answered, then, assessor, saved, sent_back, sent_back_file;
	struct privacy_parts parts;
	struct privacy_finding_views all, together;
	struct privacy_finding_view jigsaw;
	bool has_jigsaw, jigsaw_open, is_done, can_submit, can_share, can_save, more;
	size_t left;
};
struct privacy_class_view {
	struct str key;
	enum word name;
	bool on;
};
struct privacy_class_views {
	struct privacy_class_view *v;
	size_t n;
};
struct privacy_cohort_row {
	enum word name;
	int64_t pieces;
};
struct privacy_cohort_rows {
	struct privacy_cohort_row *v;
	size_t n;
};
struct privacy_cohort {
	struct privacy_cohort_rows rows;
	bool fewer;                 /* something was left out */
	int least;
};
struct privacy_back {
	struct url back, action;
	struct html hidden, errors, words_field, file_field;
	struct str name, title, error;
	struct privacy_class_views classes;
};

#endif

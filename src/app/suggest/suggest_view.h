/* suggest_view.h — what the list of suggestions shows. */
#ifndef APP_SUGGEST_SUGGEST_VIEW_H
#define APP_SUGGEST_SUGGEST_VIEW_H

#include "web/html.h"

/* A run of a quote: a word that led here, or what stands between. */
struct suggest_part {
	struct str text;
	bool marked;
};
struct suggest_parts {
	struct suggest_part *v;
	size_t n;
};
struct suggest_row {
	struct str key, code;
	struct html text;
	struct suggest_parts parts;
	bool on, cut_before, cut_after;
};
struct suggest_rows {
	struct suggest_row *v;
	size_t n;
};
struct suggest_view {
	struct url ask;
	struct suggest_rows rows;
	bool has_text; /* there were words to go by */
};

#endif

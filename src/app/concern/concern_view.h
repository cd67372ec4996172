/* concern_view.h — what the pages about concerns show. */
#ifndef APP_CONCERN_VIEW_H
#define APP_CONCERN_VIEW_H

#include "web/html.h"

/* A text as it was typed: paragraphs, with their line ends kept. */
struct concern_paragraph {
	struct str text;
};
struct concern_paragraphs {
	struct concern_paragraph v[40];
	size_t n;
};
struct concern_view {
	struct str organisation;         /* empty: the reader has no employer here, or it has no text */
	struct concern_paragraphs own, ours;
	bool may_edit, may_edit_own;
	struct url edit_own;
};
struct concern_edit_view {
	struct str organisation;         /* empty: the installation's */
	struct html errors, hidden, body;
	struct url action, back;
};

#endif

/* bulk_pages.h — shared by the pages of imports. */
#ifndef APP_BULK_PAGES_H
#define APP_BULK_PAGES_H

#include "app/bulk/bulk_inside.h"
#include "app/bulk/bulk_view.h"

enum bulk_when { WHEN_NOW = 1, WHEN_ALL_RIGHT = 2 };
struct bulk_confirm_typed {
	int when;
};

/* bulk_says — stored findings in words. */
struct bulk_says_views bulk_says(struct arena *a, struct str stored);
/* bulk_state_title — the heading above rows in one state. */
enum word bulk_state_title(enum bulk_row_state state);
/* bulk_row_json — one row as an object: its number, state, cells by their keys, what is wrong and worth knowing. */
void bulk_row_json(struct ctx *cx, struct json_out *j, const struct bulk_kind_info *k, int64_t row, enum bulk_row_state state,
                   struct str cells, struct str findings, int64_t version);

#endif

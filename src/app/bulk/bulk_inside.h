/* bulk_inside.h — shared by the files of this feature: the loaded import, one look at a row, pages. */
#ifndef APP_BULK_INSIDE_H
#define APP_BULK_INSIDE_H

#include "app/bulk/bulk.h"
#include "app/bulk/bulk_act.h"

#include "bulk_store.sql.h"

/* reading — what is said of the file as a whole, stored in bulk_import.reading: lines of a letter and a text.
 *     W why it can't be used     U headings nobody knows     C the letters may have been meant otherwise
 */
struct bulk_reading {
	struct str why, unused;
	bool was_1252;
};
struct str bulk_reading_store(struct arena *a, const struct bulk_reading *r);
struct bulk_reading bulk_reading_of(struct str stored);

/* One look at a row: parsed, resolved, and what that makes of it. */
struct bulk_look {
	struct bulk_values v;
	struct bulk_meant m;
	struct findings f;
	enum bulk_row_state state; /* ROW_BAD, ROW_READY or ROW_SAME */
	struct str name;           /* who or what it is about */
};
/* bulk_look_at — in a transaction, with cx->actor as whoever sent it. repeats: another row of the file that says the same, 0
 * for none. known: of the batch, or NULL. */
enum rc bulk_look_at(struct ctx *cx, const struct bulk_kind_info *k, const struct str *cells, enum date_order order, int repeats,
                     const struct bulk_known *known, struct bulk_look *ret);

/* bulk_next_nine — 9 o'clock in the morning, London, of the next day. */
instant bulk_next_nine(const struct ctx *cx);

#endif

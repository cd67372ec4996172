/* bulk_read.h — from the bytes of a file to rows of cells: CSV in all its habits, .xlsx, or a JSON list.
 *
 * No database. A file that can't be used is refused as a whole with a sentence; a cell is never a reason for that. Rows
 * whose first cell begins with # explain the template and are passed over.
 */
#ifndef APP_BULK_READ_H
#define APP_BULK_READ_H

#include "app/bulk/bulk_columns.h"

enum { BULK_ROWS_MAX = 5000, BULK_BYTES_MAX = 5 << 20, BULK_BATCH = 100 };

struct bulk_line {
	int row;                  /* as the spreadsheet counts, without the heading */
	struct str *cells;        /* by use of the kind */
};
struct bulk_sheet {
	struct bulk_line *v;
	size_t n;
	struct str unused;        /* headings nobody knows, parted by commas; empty for none */
	bool was_1252;            /* letters may have been meant otherwise */
	bool ask_dates;           /* some dates have the month first */
};
/* bulk_read — OK, or INVALID with *ret_why, ready to show. */
enum rc bulk_read(struct arena *a, const struct bulk_kind_info *kind, struct str bytes, struct bulk_sheet *ret,
                  struct str *ret_why);

#endif

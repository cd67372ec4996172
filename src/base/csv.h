/* csv.h — tables as text: RFC 4180 in and out, as spreadsheets really write them.
 *
 * Reading: a byte order mark is passed over, or says that it is UTF-16 (a spreadsheet's "Unicode text"); the separator
 * (',' ';' or TAB) is told from the first line, text that is not UTF-8 is taken as Windows-1252, line ends are LF, CRLF or
 * CR, quoted cells may hold line ends. Empty cells beyond the last column allowed are what a spreadsheet leaves behind.
 * Writing: CRLF line ends, cells quoted where needed, and a cell that a spreadsheet would run as a formula
 * (it starts with = + - @ TAB or CR) gets a ' in front; the reader takes one ' off again.
 *
 *     struct csv_table t;
 *     if (csv_read(arena, bytes, CSV_LIMITS, &t, &problem) == OK)
 *         for (size_t r = 1; r < t.n; r++)
 *             use(csv_cell(&t, r, 0));
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/text.h"

struct csv_limits {
	size_t bytes, rows, columns, cell; /* cell: bytes of one */
	size_t cells;                      /* in all: bounds the memory many tiny cells take */
	char separator;                    /* 0: told from the first line */
};
#define CSV_LIMITS                                                                                        \
	((struct csv_limits){                                                                             \
		.bytes = 16 << 20, .rows = 100000, .columns = 200, .cell = 64 * 1024, .cells = 1000000 })

struct csv_row {
	struct str *v;
	size_t n;
	int line; /* where it starts, from 1 */
	int row;  /* as a spreadsheet counts, empty rows too, from 1 */
};
struct csv_table {
	struct csv_row *v; /* rows without any text are left out */
	size_t n;
	char separator;
	bool was_1252; /* read as Windows-1252: letters may have been meant otherwise */
};
struct csv_problem {
	int line;
	struct str say; /* one sentence */
};

/* csv_read — the whole table; cells are valid UTF-8 without control characters but LF and TAB. TOO_LARGE over
 * a limit, INVALID for a quotation mark that is not closed; *ret_problem says where. */
enum rc csv_read(struct arena *a, struct str bytes, struct csv_limits limits, struct csv_table *ret,
                 struct csv_problem *ret_problem);
/* csv_cell — a cell, trimmed of outer white space; empty when the row is shorter. */
struct str csv_cell(const struct csv_table *t, size_t row, size_t column);
/* csv_column — the first column of the first row with that heading (case, spaces and punctuation do not
 * count), or SIZE_MAX. */
size_t csv_column(const struct csv_table *t, struct str heading);
/* text_from_1252 — Windows-1252 bytes as UTF-8. */
struct str text_from_1252(struct arena *a, struct str bytes);
/* text_from_utf16 — UTF-16 bytes behind their byte order mark as UTF-8; half a pair becomes U+FFFD. */
struct str text_from_utf16(struct arena *a, struct str bytes, bool big_endian);

/* Writing: cells of a row one after the other, then csv_end_row. */
struct csv_out {
	struct buf out;
	bool in_row;
};
struct csv_out csv_begin(struct arena *a, size_t cap);
void csv_put(struct csv_out *o, struct str cell);
void csv_put_i64(struct csv_out *o, int64_t v);
void csv_end_row(struct csv_out *o);
struct str csv_done(const struct csv_out *o); /* empty when the cap was passed */

#endif

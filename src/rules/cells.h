/* cells.h — what a cell of a spreadsheet means: dates, numbers and names as people and spreadsheets write them.
 *
 * A reader here never guesses: what can be read in two ways is said to be so, and whoever sent the file is asked. Cells
 * come trimmed and clean (base/csv.h). Nothing here knows what a column is for.
 */
#ifndef RULES_CELLS_H
#define RULES_CELLS_H

#include "base/text.h"
#include "base/time.h"
#include "rules/words.h"

/* What is wrong with a cell. The numbers are stored with imports: never renumber, only append. */
enum cell_problem {
	CELL_OK = 0,
	CELL_DATE_FORM = 1,       /* not a date in any way of writing one */
	CELL_DATE_NO_SUCH_DAY,    /* 31 September */
	CELL_DATE_SHORT_YEAR,     /* two digits: of which century? */
	CELL_DATE_EITHER,         /* 03/04/2026 in a file that has the month first elsewhere */
	CELL_DATE_SERIAL,         /* 46266: a spreadsheet's count of days, and nobody said which */
	CELL_REGISTRATION_ZERO,   /* a zero after SW */
	CELL_REGISTRATION_FORM,
	CELL_CODE_FORM,
	CELL_NUMBER_FORM,
	CELL_FORMULA,             /* begins as one does */
};

/* Which number of 01/09/2026 is the day. */
enum date_order { ORDER_DAY_FIRST = 0, ORDER_MONTH_FIRST = 1, ORDER_ASK = 2 };
struct date_reading {
	enum date_order order;
	bool serials;             /* a whole number is a spreadsheet's count of days: true of .xlsx */
	bool from_1904;           /* counted from 1904 instead of 1900 */
};

/* cell_date — 01/09/2026, 1.9.2026, 2026-09-01, 1 Sep 2026, Tuesday 1st September 2026, September 1, 2026; a time of day
 * behind it is passed over. *ret is set for CELL_OK only. */
enum cell_problem cell_date(struct str s, const struct date_reading *how, struct date *ret);
/* cell_date_month_first — can this date only be read with the month first (09/25/2026)? Such a cell makes all others of its
 * file doubtful. */
bool cell_date_month_first(struct str s);
/* cell_days_of_month — what to say of a day that does not exist: how many its month has; 0 when it names no month. */
int cell_days_of_month(struct str s, const struct date_reading *how, int *ret_month);

/* cell_registration — "sw 123 456" is SW123456. *ret_bare: SW was left out, and put back. */
enum cell_problem cell_registration(struct arena *a, struct str s, struct str *ret, bool *ret_bare);
/* cell_code — a code of `digits` digits whose zeros in front a spreadsheet may have dropped; *ret_padded says so. */
enum cell_problem cell_code(struct arena *a, struct str s, size_t digits, struct str *ret, bool *ret_padded);
/* cell_hundredths — "37.5" or "37,5" is 3750; "37 hours" is 3700. */
enum cell_problem cell_hundredths(struct str s, int64_t *ret);
/* cell_line — one line: no-break and other wide spaces and line ends become one space, quotation marks round the whole go. */
struct str cell_line(struct arena *a, struct str s);
/* cell_email — without "mailto:", angle brackets and the invisible signs that come with copying. */
struct str cell_email(struct arena *a, struct str s);
/* cell_choice — the number of a key, however it is spelt: "Practice assessor", "practice_assessor"; -1 for none. Where
 * exactly one key has that as its beginning or end ("assessor"), it is meant. */
int cell_choice(struct arena *a, struct str s, const struct key_list *list);
/* cell_is_formula — would a spreadsheet run it? A minus or plus before a number does not count. */
bool cell_is_formula(struct str s);

#endif

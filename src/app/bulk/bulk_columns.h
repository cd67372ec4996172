/* bulk_columns.h — what can be sent many at a time: one row a column, one row a kind.
 *
 * The template to download, the explanations on its page, the reading of a file, the boxes that put a row right, the export
 * and the JSON all follow from these tables. A cell is kept as it was typed; what it means is worked out by bulk_parse.
 */
#ifndef APP_BULK_COLUMNS_H
#define APP_BULK_COLUMNS_H

#include "rules/cells.h"
#include "web/web.h"

enum bulk_column {
	COL_NAME, COL_EMAIL, COL_REGISTRATION, COL_ROLE, COL_STARTS, COL_PROGRAMME, COL_HOURS, COL_TEAM, COL_INTAKE,
	COL_SUPERVISOR, COL_ASSESSOR, COL_PERSON, COL_PART, COL_ENDS, COL_LAST_DAY, COL_REASON, COL_PERSONAL, COL_OUTCOME, COL_ON,
	COL_ORGANISATION, COL_TYPE, COL_CODE, COL_ONS, COL_PHONE, COL_ADDRESS,
	COL_FULL_WEEK, COL_END,
};
enum column_type {
	COLUMN_LINE, COLUMN_EMAIL, COLUMN_REGISTRATION, COLUMN_DATE, COLUMN_CHOICE, COLUMN_HOURS, COLUMN_CODE3, COLUMN_PHONE,
};
enum { BULK_COLUMNS_MAX = 16, BULK_CELL_MAX = 300 };

/* What is typed in the boxes of one row, whatever its kind. */
struct bulk_cells {
	int64_t version;
	struct str name, email, registration, role, starts, programme, hours, team, intake, supervisor, assessor, person, part,
		ends, last_day, reason, personal, outcome, on, organisation, type, code, ons, phone, address, full_week;
};
extern const struct form bulk_cells_form;

struct bulk_column_info {
	const char *key;                /* in JSON, and the heading of a template read by programs */
	enum column_type type;
	enum word label, help;
	const char *example;
	size_t offset;                  /* in struct bulk_cells */
	size_t max;                     /* characters */
	const struct key_list *choices;
	const char *const *other_names; /* headings it goes by too, ended by NULL */
};
extern const struct bulk_column_info bulk_columns[COL_END];

struct bulk_use {
	enum bulk_column column;
	bool required;
	enum word help;                 /* where this kind means something else by it; 0 for the usual */
};
struct bulk_kind_info {
	enum bulk_kind kind;
	enum role role;                 /* who may send it */
	bool records;                   /* "recorded" instead of "added" */
	bool invites;                   /* the people it makes are written to */
	enum word title, lead, things;  /* things: {n|…}: "36 people" */
	enum menu menu;
	enum bulk_column shown[3];      /* in the table of a preview; COL_END for none */
	const struct bulk_use *uses;
	size_t uses_n;
};
/* bulk_kind_of — NULL for no such kind. */
const struct bulk_kind_info *bulk_kind_of(int64_t kind);
/* bulk_kinds_of — those a role may send, in the order they are offered. */
size_t bulk_kinds_of(enum role role, const struct bulk_kind_info *ret[BULK_KIND_END]);

/* bulk_things — "36 people". */
struct str bulk_things(struct arena *a, const struct bulk_kind_info *k, int64_t n);
/* bulk_label — of a column, for a sentence. */
struct str bulk_label(enum bulk_column column);
/* bulk_column_named — the use whose column goes by this heading, or SIZE_MAX. */
size_t bulk_column_named(struct arena *a, const struct bulk_kind_info *k, struct str heading);
/* cells_join, cells_split — the cells of a row as they are stored: in the order of the kind's uses. */
struct str cells_join(struct arena *a, const struct bulk_kind_info *k, const struct str *cells);
void cells_split(const struct bulk_kind_info *k, struct str joined, struct str *cells);

#endif

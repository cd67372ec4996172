/* list.h — lists of things: searched, filtered, sorted, paged, as a page, as JSON and as a spreadsheet, from one table.
 *
 * A feature declares its columns and filters, and says how a page of rows is read; everything else follows: the form
 * above the list, headings that sort, "next" and "previous", what an empty list says, JSON with `next`, and a CSV file
 * whose making is on record. docs/how-to/add-a-list.md goes through it; app/organisation/organisation_list.c is one.
 *
 * A page costs the same however many rows there are: the query goes on behind the last row it showed (`-- sorts:` in the
 * .sql file makes one query for each order, docs/architecture.md), and counts stop at LIST_COUNTED.
 *
 *     static const struct list_column columns[] = {
 *         COLUMN("name", T_ORGANISATION_NAME, .sort = LIST_BY(ORGANISATIONS_LISTED_BY_NAME)),
 *         COLUMN("type", T_ORGANISATION_TYPE),
 *         COLUMN("since", T_ORGANISATION_SINCE, .sort = LIST_BY(ORGANISATIONS_LISTED_BY_SINCE)),
 *     };
 *     static enum rc load(struct ctx *cx, const struct list_ask *ask, struct list_rows *out)
 *     {
 *         struct organisations_listed_rows rows;
 *         enum rc rc = sql_organisations_listed(cx->db, cx->arena, ask->chosen[0], ask->limit, ask->at, &rows);
 *
 *         for (size_t i = 0; rc == OK && i < rows.n; i++) {
 *             const struct organisations_listed_row *r = &rows.v[i];
 *
 *             list_row(out, r->id, organisations_listed_at(r, ask->at));
 *             list_link(out, r->name, url_id(cx, "/organisations/", r->id, ""));
 *             list_choice(out, key_of(&organisation_types, r->type), word(type_words[r->type]));
 *             list_date(out, r->since);
 *         }
 *         return rc;
 *     }
 *     static const struct list organisations = {
 *         .name = "organisations", LIST_COLUMNS(columns), LIST_FILTERS(filters), .load = load, .count = count,
 *         .search = T_ORGANISATIONS_SEARCH, .caption = T_ORGANISATIONS, .empty = T_ORGANISATIONS_NONE,
 *         .empty_says = T_ORGANISATIONS_NONE_SAYS,
 *     };
 *     enum rc organisations_show(struct ctx *cx)      // row: GET "/organisations", BOTH
 *     {
 *         struct list_shown l;
 *         enum rc rc = list_show(cx, &organisations, &(struct list_of){ url_lit("/organisations") }, &l);
 *
 *         if (rc != OK || cx->json)
 *             return rc;                              // JSON has been answered
 *         …page around l.html…
 *     }
 *     enum rc organisations_csv(struct ctx *cx)       // row: GET "/organisations.csv", PAGE, AUDIT_READ
 *     {
 *         return list_csv(cx, &organisations, &(struct list_of){ url_lit("/organisations") });
 *     }
 */
#ifndef WEB_LIST_H
#define WEB_LIST_H

#include "web/web.h"

enum {
	LIST_COLUMNS_MAX = 14, LIST_FILTERS_MAX = 6, LIST_WORDS_MAX = 3,
	LIST_PAGE = 25,        /* rows of a page, unless the list says 50 */
	LIST_JSON_MAX = 100,   /* rows of a page of JSON: ?limit= */
	LIST_COUNTED = 1000,   /* counts stop here: "more than 1,000" */
	LIST_CSV_ROWS = 20000, /* more are refused: 413 */
};
#define LIST_BY(order) ((order) + 1)

struct list_column {
	const char *name;      /* in addresses and JSON */
	enum word label;       /* heading, on the page and in CSV */
	int sort;              /* LIST_BY(an order of the query); 0: nobody can sort by it */
	bool not_on_page, not_in_csv;
	bool is_number;        /* digits stand under each other */
};
#define COLUMN(name_, label_, ...) { .name = (name_), .label = (label_), __VA_ARGS__ }

struct list_option {
	struct str key, text;
};
struct list_options {
	struct list_option v[200];
	size_t n;
};
/* A choice above the list. Either `keys` with `words` (numbers without a word are left out), or `options`. */
struct list_filter {
	const char *name;      /* in addresses */
	enum word label;
	enum word all;         /* no choice: "Every type" */
	const struct key_list *keys;
	const enum word *words;
	enum rc (*options)(struct ctx *cx, struct list_options *ret);
};

/* What is asked for. */
struct list_ask {
	void *of;                              /* struct list_of.what */
	struct str q;                          /* as typed, trimmed; empty for none */
	struct str pattern;                    /* q folded (text_fold) as a LIKE pattern with ! as escape; empty for none */
	struct str from, to;                   /* the longest word of q, folded: words w with from <= w < to begin with it */
	struct str also[LIST_WORDS_MAX - 1];   /* further words, as LIKE patterns "% word%" of ' ' || folded; '%' for none */
	int64_t chosen[LIST_FILTERS_MAX];      /* number of the key, or index of the option; -1 for none */
	struct str chosen_key[LIST_FILTERS_MAX];
	struct list_at at;
	int64_t limit;
};

/* Rows being given: list_row begins one, then one call a column, in the order of the columns. Texts are kept as they are:
 * they live with the request. */
struct list_rows;
void list_row(struct list_rows *out, struct uuid id, struct list_at at);
void list_text(struct list_rows *out, struct str text);
void list_link(struct list_rows *out, struct str text, struct url to);
/* list_choice — `key` for JSON and CSV, `text` for people. */
void list_choice(struct list_rows *out, struct str key, struct str text);
void list_date(struct list_rows *out, struct date d);       /* DATE_NONE for none */
void list_instant(struct list_rows *out, instant t);        /* its date on the page; DB_NULL_INT for none */
void list_number(struct list_rows *out, int64_t n);         /* DB_NULL_INT for none */
/* list_small — a line in small type under the cell before; only on the page. */
void list_small(struct list_rows *out, struct str text);
/* list_flag — the cell before begins with a mark of that kind; the text says the same in words. Only on the page. */
enum list_flag { LIST_PLAIN, LIST_OK, LIST_LATE, LIST_PLAN };
void list_flag(struct list_rows *out, enum list_flag flag);

struct list {
	const char *name;                      /* "organisations": in the record of an export and the name of the file */
	const struct list_column *columns;
	size_t columns_n;
	const struct list_filter *filters;
	size_t filters_n;
	enum word search;                      /* label of the search box; 0 for none */
	enum word search_hint;                 /* 0 for none */
	int per_page;                          /* 0 for LIST_PAGE */
	int first;                             /* column it is sorted by at first */
	bool first_down;
	enum word caption;                     /* what the table is, for those who don't see it */
	enum word empty, empty_says;           /* heading and sentence of a list without anything in it */
	/* load — at most ask->limit rows in the order of ask->at, as the query gave them. */
	enum rc (*load)(struct ctx *cx, const struct list_ask *ask, struct list_rows *out);
	/* count — how many there are with these filters, counted to ask->limit at most. NULL: nobody is told. */
	enum rc (*count)(struct ctx *cx, const struct list_ask *ask, int64_t *ret);
};
#define LIST_COLUMNS(c) .columns = (c), .columns_n = COUNT_OF(c)
#define LIST_FILTERS(f) .filters = (f), .filters_n = COUNT_OF(f)

/* Which list of its kind. */
struct list_of {
	struct url url;                        /* of the page; JSON is at /api/v1 + url, CSV at url + ".csv" */
	void *what;                            /* for load and count */
	bool no_csv;
	/* Where an export is put down; 0: the chain of the organisation the reader acts for. */
	enum chain_kind chain;
	int64_t object;
	struct uuid about;
};

/* What a page shows of it. */
struct list_shown {
	struct html html;                      /* search, filters, table, pages, CSV link; or why there is nothing */
	int64_t count;                         /* -1 when it was not counted */
	bool count_is_least;                   /* there are more than `count` */
	bool is_empty;                         /* nothing in it at all: no search, no filter, no row */
	bool filtered;
	size_t rows;
};

/* list_show — reads one page by this request's address: q, sort (a column; with - in front downwards), the filters,
 * after or before; JSON also limit. For JSON it has answered. An unknown sort or filter is passed over on a page and
 * INVALID in JSON. Fails as load does. */
enum rc list_show(struct ctx *cx, const struct list *list, const struct list_of *of, struct list_shown *ret);
/* list_csv — every row with this request's search and filters, formulas made harmless (base/csv.h), and EVENT_EXPORTED
 * with the name of the list and the number of rows. The route's row has AUDIT_READ. TOO_LARGE past LIST_CSV_ROWS. */
enum rc list_csv(struct ctx *cx, const struct list *list, const struct list_of *of);
/* list_word_end — the first word behind all that begin with `word` (bytes). For finding by beginnings elsewhere. */
struct str list_word_end(struct arena *a, struct str word);

#endif

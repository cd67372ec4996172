/* bulk_parse.c — what the cells of a row mean by themselves. No database. */
#include "app/bulk/bulk_act.h"
#include "app/people/people.h"
#include "rules/organisation.h"

#include <stdlib.h>

enum { HOURS_MOST = 6000 /* hundredths */, YEARS_AHEAD = 3, LONG_AGO_DAYS = 90 };

struct parsing {
	struct arena *a;
	const struct bulk_kind_info *kind;
	enum date_order order;
	struct date today;
	struct findings *f;
};

/* "September has 30 days." */
static struct str days_say(struct parsing *p, struct str cell)
{
	struct date_reading how = { .order = p->order };
	int month = 0, days = cell_days_of_month(cell, &how, &month);
	struct str name;

	if (!days)
		return STR_NONE;
	name = date_short(p->a, date_make(2023, month, 1)); /* "1 September" */
	return WORDS(p->a, T_BULK_MONTH_HAS, WORD_ARG("month", str_sub(name, 2, SIZE_MAX)), WORD_ARG("days", days));
}

static void parse_date(struct parsing *p, int column, struct bulk_value *v)
{
	struct date_reading how = { .order = p->order };
	enum cell_problem problem = cell_date(v->s, &how, &v->date);

	if (problem != CELL_OK)
		find(p->f, problem, column, v->s, problem == CELL_DATE_NO_SUCH_DAY ? days_say(p, v->s) : STR_NONE);
	else if (date_cmp(v->date, date_make(1990, 1, 1)) < 0 || date_cmp(v->date, date_add_months(p->today, 12 * YEARS_AHEAD)) > 0)
		find(p->f, FIND_DATE_FAR, column, v->s, STR_NONE);
	else
		v->good = true;
}

/* The choices of a column, as people write them: "practice assessor, practice supervisor". */
static struct str choices_of(struct parsing *p, int column)
{
	const struct key_list *list = bulk_columns[column].choices;
	struct buf b = buf_new(p->a, 1000);

	if (column == COL_ROLE)
		return bulk_roles_given(p->a, p->kind->role);
	if (column == COL_PART)
		return BULK_PARTS;

	for (int i = 0; i < list->n; i++)
		if (list->keys[i].n)
			buf_addf(&b, "%s%.*s", b.n ? ", " : "", STR_FMT(list->keys[i]));
	return str_replace_all(p->a, buf_str(&b), S("_"), S(" "));
}

static void parse_choice(struct parsing *p, int column, struct bulk_value *v)
{
	int n = cell_choice(p->a, v->s, bulk_columns[column].choices);

	if (n < 0)
		find(p->f, FIND_CHOICE, column, v->s, choices_of(p, column));
	v->n = n;
	v->good = n >= 0;
}

static void parse_registration(struct parsing *p, int column, struct bulk_value *v)
{
	bool bare = false;
	struct str number;
	enum cell_problem problem = cell_registration(p->a, v->s, &number, &bare);

	if (problem != CELL_OK) {
		find(p->f, problem, column, v->s, STR_NONE);
		return;
	}
	v->s = number;
	v->good = true;
	if (bare)
		find(p->f, FIND_SW_BACK, column, number, STR_NONE);
}

static void parse_email(struct parsing *p, int column, struct bulk_value *v)
{
	v->s = cell_email(p->a, v->s);
	v->folded = email_fold(p->a, v->s);
	v->good = email_is_plausible(v->s);
	if (!v->good)
		find(p->f, FIND_EMAIL_FORM, column, v->s, STR_NONE);
}

static void parse_hours(struct parsing *p, int column, struct bulk_value *v)
{
	enum cell_problem problem = cell_hundredths(v->s, &v->n);

	if (problem != CELL_OK)
		find(p->f, problem, column, v->s, STR_NONE);
	else if (v->n < 100 || v->n > HOURS_MOST)
		find(p->f, FIND_HOURS_RANGE, column, v->s, STR_NONE);
	else
		v->good = true;
}

static void parse_code(struct parsing *p, int column, struct bulk_value *v)
{
	bool padded = false;
	struct str code;
	enum cell_problem problem = cell_code(p->a, v->s, 3, &code, &padded);

	if (problem != CELL_OK) {
		find(p->f, problem, column, v->s, STR_NONE);
		return;
	}
	if (padded)
		find(p->f, FIND_ZERO_BACK, column, v->s, code);
	v->s = code;
	v->good = true;
}

static bool digits_only(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

/* Ten digits without a zero in front are a telephone number that a spreadsheet took for a number. */
static void parse_phone(struct parsing *p, int column, struct bulk_value *v)
{
	v->good = true;
	if (v->s.n != 10 || !digits_only(v->s) || v->s.p[0] == '0')
		return;
	find(p->f, FIND_ZERO_BACK, column, v->s, strf(p->a, "0%.*s", STR_FMT(v->s)));
	v->s = strf(p->a, "0%.*s", STR_FMT(v->s));
}

static void parse_cell(struct parsing *p, const struct bulk_use *use, struct bulk_value *v)
{
	const struct bulk_column_info *c = &bulk_columns[use->column];
	int column = use->column;

	v->given = v->s.n > 0;
	if (!v->given) {
		if (use->required)
			find(p->f, FIND_MISSING, column, STR_NONE, STR_NONE);
		return;
	}
	if (cell_is_formula(v->s)) {
		find(p->f, CELL_FORMULA, column, str_sub(v->s, 0, 60), STR_NONE);
		return;
	}
	if (utf8_count(v->s) > c->max) {
		find(p->f, FIND_TOO_LONG, column, STR_NONE, strf(p->a, "%zu", c->max));
		v->s = STR_NONE;
		return;
	}
	switch (c->type) {
	case COLUMN_LINE: v->good = true; return;
	case COLUMN_EMAIL: parse_email(p, column, v); return;
	case COLUMN_REGISTRATION: parse_registration(p, column, v); return;
	case COLUMN_DATE: parse_date(p, column, v); return;
	case COLUMN_CHOICE: parse_choice(p, column, v); return;
	case COLUMN_HOURS: parse_hours(p, column, v); return;
	case COLUMN_CODE3: parse_code(p, column, v); return;
	case COLUMN_PHONE: parse_phone(p, column, v); return;
	}
}

/* What can be said of the columns together, without asking anybody. */
static void parse_together(struct parsing *p, const struct bulk_values *v)
{
	const struct bulk_value *starts = &v->v[COL_STARTS], *ends = &v->v[COL_ENDS], *hours = &v->v[COL_HOURS];
	const struct bulk_value *full_given = &v->v[COL_FULL_WEEK];
	int64_t full = full_given->good ? full_given->n : BULK_FULL_WEEK;
	const struct bulk_value *one = &v->v[COL_SUPERVISOR], *two = &v->v[COL_ASSESSOR], *on = &v->v[COL_ON];

	if (starts->good && ends->good && date_cmp(ends->date, starts->date) < 0)
		find(p->f, FIND_ORDER, COL_ENDS, ends->s, STR_NONE);
	if (one->good && two->good && str_eq(one->folded, two->folded))
		find(p->f, FIND_ONE_PERSON, COL_ASSESSOR, two->s, STR_NONE);
	if ((one->good && str_eq(one->folded, v->v[COL_EMAIL].folded)) || (two->good && str_eq(two->folded, v->v[COL_EMAIL].folded)))
		find(p->f, FIND_OWN, COL_EMAIL, v->v[COL_EMAIL].s, STR_NONE);
	if (on->good && date_cmp(on->date, p->today) > 0)
		find(p->f, FIND_FUTURE, COL_ON, on->s, STR_NONE);
	if (hours->good && hours->n < full)
		find(p->f, FIND_PART_TIME, COL_HOURS, hours->s, full_given->good ? full_given->s : S("37"));
	if (v->v[COL_ONS].good && !code_is_valid(CODE_ONS, v->v[COL_ONS].s))
		find(p->f, CELL_CODE_FORM, COL_ONS, v->v[COL_ONS].s, STR_NONE);
	if (p->kind->kind == BULK_INDUCTIONS) {
		if (!v->v[COL_REGISTRATION].given)
			find(p->f, FIND_NO_NUMBER, COL_REGISTRATION, STR_NONE, STR_NONE);
		if (starts->good && date_cmp(starts->date, date_plus(p->today, -LONG_AGO_DAYS)) < 0)
			find(p->f, FIND_LONG_AGO, COL_STARTS, date_long(p->a, starts->date), STR_NONE);
	}
}

void bulk_parse(struct arena *a, const struct bulk_kind_info *k, const struct str *cells, enum date_order order,
                struct date today, struct bulk_values *ret, struct findings *f)
{
	struct parsing p = { a, k, order, today, f };

	*ret = (struct bulk_values){ .v = { { .given = false } } };
	for (int i = 0; i < COL_END; i++)
		ret->v[i].date = DATE_NONE;
	for (size_t i = 0; i < k->uses_n; i++) {
		ret->v[k->uses[i].column].s = cells[i];
		parse_cell(&p, &k->uses[i], &ret->v[k->uses[i].column]);
	}
	parse_together(&p, ret);
}

/* ---- twice in one file ---- */

struct key_row {
	struct str key;
	size_t line;
};

static int by_key(const void *x, const void *y)
{
	const struct key_row *a = x, *b = y;
	int c = str_cmp(a->key, b->key);

	return c ? c : (a->line > b->line) - (a->line < b->line);
}

static struct str cell_of(const struct bulk_kind_info *k, const struct bulk_line *line, enum bulk_column column)
{
	for (size_t i = 0; i < k->uses_n; i++)
		if (k->uses[i].column == column)
			return line->cells[i];
	return STR_NONE;
}

/* What makes two rows the same: the address, and for kinds in which one person may have several rows what else it is about. */
static struct str key_of_line(struct arena *a, const struct bulk_kind_info *k, const struct bulk_line *line)
{
	struct str email = email_fold(a, cell_email(a, cell_of(k, line, COL_EMAIL)));

	switch (k->kind) {
	case BULK_ORGANISATIONS:
		return text_fold(a, cell_of(k, line, COL_NAME));
	case BULK_COORDINATORS:
		return email.n ? strf(a, "%.*s\n%.*s", STR_FMT(email), STR_FMT(text_fold(a, cell_of(k, line, COL_ORGANISATION)))) : email;
	case BULK_PEOPLE:
		return email.n ? strf(a, "%.*s\n%.*s", STR_FMT(email), STR_FMT(text_fold(a, cell_of(k, line, COL_ROLE)))) : email;
	case BULK_ASSIGNMENTS:
		return email.n ? strf(a, "%.*s\n%.*s\n%.*s", STR_FMT(email), STR_FMT(text_fold(a, cell_of(k, line, COL_PART))),
		                      STR_FMT(email_fold(a, cell_of(k, line, COL_PERSON))))
		               : email;
	default:
		return email;
	}
}

const int *bulk_twice(struct arena *a, const struct bulk_kind_info *k, const struct bulk_sheet *sheet)
{
	struct key_row *keys = NEW_ARRAY(a, struct key_row, sheet->n + 1);
	int *twice = NEW_ARRAY(a, int, sheet->n + 1);

	for (size_t i = 0; i < sheet->n; i++)
		keys[i] = (struct key_row){ key_of_line(a, k, &sheet->v[i]), i };
	qsort(keys, sheet->n, sizeof(*keys), by_key);
	for (size_t i = 1; i < sheet->n; i++)
		if (keys[i].key.n && str_eq(keys[i].key, keys[i - 1].key))
			twice[keys[i].line] = twice[keys[i - 1].line] ? twice[keys[i - 1].line] : sheet->v[keys[i - 1].line].row;
	return twice;
}

/* bulk_read.c — see bulk_read.h. */
#include "app/bulk/bulk_read.h"

#include "app/bulk/bulk_xlsx.h"
#include "base/csv.h"
#include "web/json.h"

#include <jansson.h>

/* Headings are looked for in the first rows: people put a title above their table. */
enum { HEADING_WITHIN = 10, UNUSED_SHOWN = 8, CELL_BYTES_MAX = 4000 };

static const struct csv_limits csv_limits = {
	.bytes = 3 * BULK_BYTES_MAX, .rows = BULK_ROWS_MAX + 2 * HEADING_WITHIN, .columns = 200, .cell = CELL_BYTES_MAX,
	.cells = 1000000,
};

struct sheet {
	struct arena *a;
	const struct bulk_kind_info *kind;
	struct csv_table t;
	size_t heading;                    /* row of the table */
	size_t place[BULK_COLUMNS_MAX];    /* column of the table by use; SIZE_MAX for none */
	bool serials, from_1904;           /* a spreadsheet's own file: days are counted */
	struct str why;
};

static enum rc refuse(struct sheet *s, struct str why)
{
	s->why = why;
	return INVALID;
}

/* ---- headings ---- */

static size_t known_in(struct sheet *s, size_t row)
{
	size_t known = 0;

	for (size_t c = 0; c < s->t.v[row].n; c++)
		known += bulk_column_named(s->a, s->kind, csv_cell(&s->t, row, c)) != SIZE_MAX;
	return known;
}

static bool find_heading(struct sheet *s)
{
	size_t best = 0;

	for (size_t r = 0; r < s->t.n && r < HEADING_WITHIN; r++) {
		size_t known = known_in(s, r);

		if (known > best) {
			best = known;
			s->heading = r;
		}
	}
	return best >= 2 || (best == 1 && s->heading == 0);
}

/* Two headings of one column: the second only by another of its names, as "E-mail" beside "Work e-mail". Which is meant
 * is not for a program to say. */
static enum rc place_columns(struct sheet *s, struct bulk_sheet *ret)
{
	struct buf unused = buf_new(s->a, 2000);
	size_t shown = 0;

	for (size_t i = 0; i < BULK_COLUMNS_MAX; i++)
		s->place[i] = SIZE_MAX;
	for (size_t c = 0; c < s->t.v[s->heading].n; c++) {
		struct str heading = csv_cell(&s->t, s->heading, c);
		size_t use = bulk_column_named(s->a, s->kind, heading);

		if (use != SIZE_MAX && s->place[use] != SIZE_MAX)
			return refuse(s, WORDS(s->a, T_BULK_FILE_TWICE, WORD_ARG("a", csv_cell(&s->t, s->heading, s->place[use])),
			                       WORD_ARG("b", heading), WORD_ARG("column", bulk_label(s->kind->uses[use].column))));
		if (use != SIZE_MAX)
			s->place[use] = c;
		else if (heading.n && shown++ < UNUSED_SHOWN)
			buf_addf(&unused, "%s%.*s", unused.n ? ", " : "", (int)(heading.n < 60 ? heading.n : 60), heading.p);
	}
	ret->unused = utf8_valid(buf_str(&unused)) ? buf_str(&unused) : STR_NONE;
	return OK;
}

static enum rc check_columns(struct sheet *s)
{
	struct buf lacks = buf_new(s->a, 2000);

	for (size_t i = 0; i < s->kind->uses_n; i++)
		if (s->kind->uses[i].required && s->place[i] == SIZE_MAX) {
			if (lacks.n)
				buf_add(&lacks, S(", "));
			buf_add(&lacks, bulk_label(s->kind->uses[i].column));
		}
	return lacks.n ? refuse(s, WORDS(s->a, T_BULK_FILE_NO_COLUMN, WORD_ARG("columns", buf_str(&lacks)))) : OK;
}

/* ---- rows ---- */

/* A spreadsheet's count of days becomes the date it stands for, so that nobody sees the number. */
static struct str dated(struct sheet *s, enum bulk_column column, struct str cell)
{
	struct date_reading how = { .serials = true, .from_1904 = s->from_1904 };
	struct date d;
	bool digits = cell.n >= 5 && cell.p[0] >= '0' && cell.p[0] <= '9' && str_find_char(cell, '/') == SIZE_MAX &&
	              str_find_char(cell, '-') == SIZE_MAX && str_find_char(cell, ' ') == SIZE_MAX;

	if (!s->serials || bulk_columns[column].type != COLUMN_DATE || !digits || cell_date(cell, &how, &d) != CELL_OK)
		return cell;
	return date_iso(s->a, d);
}

static bool is_explanation(struct sheet *s, size_t row)
{
	return str_starts(csv_cell(&s->t, row, 0), S("#"));
}

static void read_row(struct sheet *s, size_t row, struct bulk_line *ret)
{
	ret->row = s->t.v[row].row - s->t.v[s->heading].row;
	ret->cells = NEW_ARRAY(s->a, struct str, s->kind->uses_n);
	for (size_t i = 0; i < s->kind->uses_n; i++) {
		struct str cell = cell_line(s->a, csv_cell(&s->t, row, s->place[i]));

		ret->cells[i] = dated(s, s->kind->uses[i].column, cell);
	}
}

static bool has_any(const struct bulk_line *line, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (line->cells[i].n)
			return true;
	return false;
}

static enum rc read_rows(struct sheet *s, struct bulk_sheet *ret)
{
	ret->v = NEW_ARRAY(s->a, struct bulk_line, s->t.n);
	for (size_t r = s->heading + 1; r < s->t.n; r++) {
		if (is_explanation(s, r))
			continue;
		read_row(s, r, &ret->v[ret->n]);
		if (has_any(&ret->v[ret->n], s->kind->uses_n)) /* a row of columns that are not ours is nobody */
			ret->n++;
	}
	if (!ret->n)
		return refuse(s, word(T_BULK_FILE_NO_ROWS));
	if (ret->n > BULK_ROWS_MAX)
		return refuse(s, WORDS(s->a, T_BULK_FILE_TOO_MANY, WORD_ARG("n", ret->n), WORD_ARG("most", (int)BULK_ROWS_MAX)));
	return OK;
}

static bool month_first_somewhere(const struct bulk_kind_info *k, const struct bulk_sheet *sheet)
{
	for (size_t r = 0; r < sheet->n; r++)
		for (size_t i = 0; i < k->uses_n; i++)
			if (bulk_columns[k->uses[i].column].type == COLUMN_DATE && cell_date_month_first(sheet->v[r].cells[i]))
				return true;
	return false;
}

static enum rc table_of(struct sheet *s, struct bulk_sheet *ret)
{
	enum rc rc;

	if (!s->t.n)
		return refuse(s, word(T_BULK_FILE_EMPTY));
	if (!find_heading(s))
		return refuse(s, word(T_BULK_FILE_NO_HEADING));
	if ((rc = place_columns(s, ret)) != OK || (rc = check_columns(s)) != OK || (rc = read_rows(s, ret)) != OK)
		return rc;
	ret->was_1252 = s->t.was_1252;
	ret->ask_dates = month_first_somewhere(s->kind, ret);
	return OK;
}

/* ---- the three kinds of file ---- */

static enum rc read_csv(struct sheet *s, struct str bytes, struct bulk_sheet *ret)
{
	struct csv_problem problem;
	enum rc rc = csv_read(s->a, bytes, csv_limits, &s->t, &problem);

	if (rc != OK)
		return refuse(s, problem.line ? WORDS(s->a, T_BULK_FILE_LINE, WORD_ARG("line", problem.line), WORD_ARG("say", problem.say))
		                              : problem.say);
	return table_of(s, ret);
}

/* An older spreadsheet, a PDF, a picture: bytes that are no text. */
static bool is_other(struct str bytes)
{
	static const struct str begins[] = {
		S_INIT("\xd0\xcf\x11\xe0"), S_INIT("%PDF"), S_INIT("\x89PNG"), S_INIT("\xff\xd8\xff"), S_INIT("{\\rtf"), S_INIT("GIF8"),
		S_INIT("\x1f\x8b"), S_INIT("<!DOCTYPE"), S_INIT("<html"),
	};

	for (size_t i = 0; i < COUNT_OF(begins); i++)
		if (str_starts(bytes, begins[i]))
			return true;
	if (str_starts(bytes, S("\xff\xfe")) || str_starts(bytes, S("\xfe\xff")))
		return false;
	return bytes.n && memchr(bytes.p, 0, bytes.n < 4096 ? bytes.n : 4096);
}

static enum rc read_xlsx(struct sheet *s, struct str bytes, struct bulk_sheet *ret)
{
	struct xlsx_sheet sheet;
	struct csv_problem problem;
	struct csv_limits limits = csv_limits;
	enum rc rc = xlsx_read(s->a, bytes, &sheet);

	if (rc == BUSY || rc == TOO_LARGE)
		return refuse(s, word(T_BULK_FILE_XLSX_LARGE));
	if (rc != OK)
		return refuse(s, word(T_BULK_FILE_XLSX));
	s->serials = true;
	s->from_1904 = sheet.from_1904;
	limits.separator = '\t';
	if (csv_read(s->a, sheet.csv, limits, &s->t, &problem) != OK)
		return refuse(s, problem.say);
	return table_of(s, ret);
}

/* A list of objects is a table whose headings are the names of their members. */
static enum rc read_json(struct sheet *s, struct str bytes, struct bulk_sheet *ret)
{
	struct json_limits limits = { .bytes = BULK_BYTES_MAX, .depth = 4, .values = (size_t)BULK_ROWS_MAX * (BULK_COLUMNS_MAX + 2) };
	struct json_problem problem;
	json_t *tree, *list;

	if (json_parse(s->a, bytes, limits, &tree, &problem) != OK)
		return refuse(s, problem.say);
	list = json_is_object(tree) ? json_object_get(tree, "rows") : tree;
	if (!json_is_array(list) || !json_array_size(list))
		return refuse(s, word(T_BULK_FILE_JSON));
	if (json_array_size(list) > BULK_ROWS_MAX)
		return refuse(s, WORDS(s->a, T_BULK_FILE_TOO_MANY, WORD_ARG("n", json_array_size(list)), WORD_ARG("most", (int)BULK_ROWS_MAX)));
	ret->v = NEW_ARRAY(s->a, struct bulk_line, json_array_size(list));
	for (size_t r = 0; r < json_array_size(list); r++) {
		const json_t *row = json_array_get(list, r);
		struct bulk_line *line = &ret->v[ret->n++];

		line->row = (int)r + 1;
		line->cells = NEW_ARRAY(s->a, struct str, s->kind->uses_n);
		for (size_t i = 0; i < s->kind->uses_n; i++)
			line->cells[i] = cell_line(s->a, text_clean(s->a, json_get_str(row, bulk_columns[s->kind->uses[i].column].key)));
	}
	ret->ask_dates = month_first_somewhere(s->kind, ret);
	return OK;
}

static bool looks_like_json(struct str bytes)
{
	struct str s = str_trim(str_sub(bytes, 0, 200));

	return s.n && (s.p[0] == '[' || s.p[0] == '{');
}

enum rc bulk_read(struct arena *a, const struct bulk_kind_info *kind, struct str bytes, struct bulk_sheet *ret,
                  struct str *ret_why)
{
	struct bulk_sheet sheet = { .n = 0 };
	struct sheet s = { .a = a, .kind = kind };
	enum rc rc;

	if (bytes.n > BULK_BYTES_MAX)
		rc = refuse(&s, word(T_BULK_FILE_TOO_LARGE));
	else if (!str_trim(bytes).n)
		rc = refuse(&s, word(T_BULK_FILE_EMPTY));
	else if (str_starts(bytes, S("PK\x03\x04")))
		rc = read_xlsx(&s, bytes, &sheet);
	else if (is_other(bytes))
		rc = refuse(&s, word(T_BULK_FILE_OTHER));
	else
		rc = looks_like_json(bytes) ? read_json(&s, bytes, &sheet) : read_csv(&s, bytes, &sheet);
	if (rc == OK)
		*ret = sheet;
	else
		*ret_why = s.why;
	return rc;
}

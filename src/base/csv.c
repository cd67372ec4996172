/* csv.c — see csv.h. The reader goes over the bytes once, counting lines for its messages. */
#include "base/csv.h"

/* ---- Windows-1252 ---- */

/* 0x80 to 0x9F; the five that stand for nothing become U+FFFD. */
static const uint16_t high_1252[32] = {
	0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd,
	0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
	0x0153, 0xfffd, 0x017e, 0x0178,
};

struct str text_from_1252(struct arena *a, struct str bytes)
{
	struct buf b = buf_new(a, bytes.n * 3);

	for (size_t i = 0; i < bytes.n; i++) {
		unsigned char c = (unsigned char)bytes.p[i];
		char out[4];

		if (c == 0)
			continue;
		buf_add(&b, (struct str){ out, utf8_put(out, c >= 0x80 && c < 0xa0 ? high_1252[c - 0x80] : c) });
	}
	return buf_str(&b);
}

/* ---- UTF-16 ---- */

static uint32_t unit_at(struct str s, size_t at, bool big_endian)
{
	unsigned char x = (unsigned char)s.p[at], y = (unsigned char)s.p[at + 1];

	return big_endian ? (uint32_t)x << 8 | y : (uint32_t)y << 8 | x;
}

struct str text_from_utf16(struct arena *a, struct str bytes, bool big_endian)
{
	struct buf b = buf_new(a, bytes.n * 2 + 4);

	for (size_t i = 0; i + 1 < bytes.n; i += 2) {
		uint32_t c = unit_at(bytes, i, big_endian), low = i + 3 < bytes.n ? unit_at(bytes, i + 2, big_endian) : 0;
		char out[4];

		if (c >= 0xd800 && c < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			i += 2;
		} else if (c >= 0xd800 && c < 0xe000) {
			c = 0xfffd;
		}
		if (c)
			buf_add(&b, (struct str){ out, utf8_put(out, c) });
	}
	return buf_str(&b);
}

/* ---- reading ---- */

struct reading {
	struct arena *a;
	struct str s;
	size_t at;
	int line, row;
	struct csv_limits limits;
	struct csv_table *t;
	struct csv_problem problem;
	size_t rows_room, cells;
};

/* The separator the first line uses most, outside quotes. */
static char separator_of(struct str s)
{
	static const char possible[] = { ',', ';', '\t' };
	size_t count[COUNT_OF(possible)] = { 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < s.n && (quoted || (s.p[i] != '\n' && s.p[i] != '\r')); i++) {
		if (s.p[i] == '"')
			quoted = !quoted;
		for (size_t k = 0; k < COUNT_OF(possible) && !quoted; k++)
			count[k] += s.p[i] == possible[k];
	}
	for (size_t k = 1; k < COUNT_OF(possible); k++)
		if (count[k] > count[best])
			best = k;
	return possible[best];
}

static enum rc refuse(struct reading *r, enum rc rc, int line, struct str say)
{
	r->problem = (struct csv_problem){ line, say };
	return rc;
}

static bool at_line_end(const struct reading *r)
{
	return r->at == r->s.n || r->s.p[r->at] == '\n' || r->s.p[r->at] == '\r';
}

static void pass_line_end(struct reading *r)
{
	if (r->at < r->s.n && r->s.p[r->at] == '\r')
		r->at++;
	if (r->at < r->s.n && r->s.p[r->at] == '\n')
		r->at++;
	r->line++;
}

/* Behind the opening quotation mark: up to the closing one, "" being one mark. */
static enum rc read_quoted(struct reading *r, struct str *ret)
{
	int opened = r->line;
	size_t from = r->at;
	struct buf cell;

	for (;; r->at++) {
		if (r->at == r->s.n)
			return refuse(r, INVALID, opened, S("A quotation mark is opened here and never closed."));
		r->line += r->s.p[r->at] == '\n';
		if (r->s.p[r->at] != '"')
			continue;
		if (r->at + 1 == r->s.n || r->s.p[r->at + 1] != '"')
			break;
		r->at++;
	}
	cell = buf_new(r->a, r->at - from);
	for (size_t i = from; i < r->at; i++) {
		buf_add_c(&cell, r->s.p[i]);
		i += r->s.p[i] == '"';
	}
	r->at++;
	*ret = buf_str(&cell);
	return OK;
}

static bool runs_as_formula(char c)
{
	return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r';
}

/* Any number of ' and then something a spreadsheet would run: the writer puts one ' more in front of those,
 * the reader takes one off, so that what was written is read. */
static bool wants_guard(struct str s)
{
	size_t i = 0;

	while (i < s.n && s.p[i] == '\'')
		i++;
	return i < s.n && runs_as_formula(s.p[i]);
}

static enum rc read_cell(struct reading *r, struct str *ret)
{
	struct str text = STR_NONE;
	size_t from;
	enum rc rc;

	if (r->at < r->s.n && r->s.p[r->at] == '"') {
		r->at++;
		if ((rc = read_quoted(r, &text)) != OK)
			return rc;
	}
	from = r->at;
	while (!at_line_end(r) && r->s.p[r->at] != r->t->separator)
		r->at++;
	if (r->at > from) /* behind a closing mark it is text too, whatever the standard says */
		text = text.n ? strf(r->a, "%.*s%.*s", STR_FMT(text), (int)(r->at - from), r->s.p + from) :
		                str_sub(r->s, from, r->at - from);
	if (text.n > r->limits.cell)
		return refuse(r, TOO_LARGE, r->line, strf(r->a, "A cell is longer than %zu bytes.", r->limits.cell));
	if (r->cells++ == r->limits.cells)
		return refuse(r, TOO_LARGE, r->line, strf(r->a, "There are more than %zu cells.", r->limits.cells));
	if (text.n && text.p[0] == '\'' && wants_guard(text))
		text = str_sub(text, 1, SIZE_MAX);
	*ret = text.n ? text_clean(r->a, text) : text;
	return OK;
}

static enum rc keep_row(struct reading *r, const struct csv_row *row)
{
	bool any = false;

	for (size_t c = 0; c < row->n; c++)
		any = any || str_trim(row->v[c]).n;
	if (!any)
		return OK;
	if (r->t->n == r->limits.rows)
		return refuse(r, TOO_LARGE, row->line, strf(r->a, "There are more than %zu rows.", r->limits.rows));
	if (r->t->n == r->rows_room) {
		struct csv_row *more = NEW_ARRAY(r->a, struct csv_row, r->rows_room ? r->rows_room * 2 : 64);

		if (r->t->n)
			memcpy(more, r->t->v, r->t->n * sizeof *more);
		r->t->v = more;
		r->rows_room = r->rows_room ? r->rows_room * 2 : 64;
	}
	r->t->v[r->t->n] = *row;
	r->t->v[r->t->n].v = NEW_ARRAY(r->a, struct str, row->n);
	memcpy(r->t->v[r->t->n++].v, row->v, row->n * sizeof *row->v);
	return OK;
}

static enum rc read_row(struct reading *r, struct str *cells)
{
	struct csv_row row = { .v = cells, .line = r->line, .row = ++r->row };
	struct str cell;
	enum rc rc;

	for (;;) {
		if ((rc = read_cell(r, &cell)) != OK)
			return rc;
		if (row.n < r->limits.columns)
			cells[row.n++] = cell;
		else if (str_trim(cell).n)
			return refuse(r, TOO_LARGE, row.line,
			              strf(r->a, "There are more than %zu columns.", r->limits.columns));
		if (at_line_end(r))
			break;
		r->at++; /* the separator */
	}
	pass_line_end(r);
	return keep_row(r, &row);
}

enum rc csv_read(struct arena *a, struct str bytes, struct csv_limits limits, struct csv_table *ret,
                 struct csv_problem *ret_problem)
{
	struct csv_table t = { 0 };
	struct reading r = { .a = a, .s = bytes, .line = 1, .limits = limits, .t = &t };
	struct str *cells = NEW_ARRAY(a, struct str, limits.columns);
	enum rc rc = OK;

	if (bytes.n > limits.bytes)
		rc = refuse(&r, TOO_LARGE, 0, strf(a, "The file is larger than %zu bytes.", limits.bytes));
	else if (str_starts(bytes, S("\xef\xbb\xbf")))
		r.s = str_sub(bytes, 3, SIZE_MAX);
	else if (str_starts(bytes, S("\xff\xfe")) || str_starts(bytes, S("\xfe\xff")))
		r.s = text_from_utf16(a, str_sub(bytes, 2, SIZE_MAX), (unsigned char)bytes.p[0] == 0xfe);
	if (rc == OK && !utf8_valid(r.s)) {
		r.s = text_from_1252(a, r.s);
		t.was_1252 = true;
	}
	t.separator = limits.separator ? limits.separator : separator_of(r.s);
	while (rc == OK && r.at < r.s.n)
		rc = read_row(&r, cells);
	if (rc == OK)
		*ret = t;
	else
		*ret_problem = r.problem;
	return rc;
}

struct str csv_cell(const struct csv_table *t, size_t row, size_t column)
{
	if (row >= t->n || column >= t->v[row].n)
		return STR_NONE;
	return str_trim(t->v[row].v[column]);
}

/* The next letter or digit, in lower case; 0 at the end. */
static int heading_next(struct str *s)
{
	while (s->n) {
		unsigned char c = (unsigned char)s->p[0];

		s->p++;
		s->n--;
		if (c >= 'A' && c <= 'Z')
			return c + 32;
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80)
			return c;
	}
	return 0;
}

size_t csv_column(const struct csv_table *t, struct str heading)
{
	for (size_t c = 0; t->n && c < t->v[0].n; c++) {
		struct str x = t->v[0].v[c], y = heading;
		int i, j;

		do {
			i = heading_next(&x);
			j = heading_next(&y);
		} while (i && i == j);
		if (i == j)
			return c;
	}
	return SIZE_MAX;
}

/* ---- writing ---- */

struct csv_out csv_begin(struct arena *a, size_t cap)
{
	return (struct csv_out){ .out = buf_new(a, cap) };
}

static bool wants_quotes(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == ',' || s.p[i] == ';' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == '\t')
			return true;
	return s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');
}

void csv_put(struct csv_out *o, struct str cell)
{
	bool guard = wants_guard(cell), quote = wants_quotes(cell);

	if (o->in_row)
		buf_add_c(&o->out, ',');
	o->in_row = true;
	if (quote)
		buf_add_c(&o->out, '"');
	if (guard)
		buf_add_c(&o->out, '\'');
	for (size_t i = 0; i < cell.n; i++) {
		if (cell.p[i] == '"')
			buf_add_c(&o->out, '"');
		buf_add_c(&o->out, cell.p[i]);
	}
	if (quote)
		buf_add_c(&o->out, '"');
}

void csv_put_i64(struct csv_out *o, int64_t v)
{
	if (o->in_row)
		buf_add_c(&o->out, ',');
	o->in_row = true;
	buf_add_i64(&o->out, v);
}

void csv_end_row(struct csv_out *o)
{
	buf_add(&o->out, S("\r\n"));
	o->in_row = false;
}

struct str csv_done(const struct csv_out *o)
{
	return o->out.full ? STR_NONE : buf_str(&o->out);
}

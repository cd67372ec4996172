/* cells.c — see cells.h. */
#include "rules/cells.h"

/* ---- dates ---- */

enum { PARTS_MAX = 3 };

struct part {
	int64_t n;       /* the number, or the month a word names */
	size_t digits;   /* 0 for a word */
};
struct parts {
	struct part v[PARTS_MAX];
	size_t n;
	bool bad;        /* something that no date has */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t run_of(struct str s, size_t from, bool (*is)(char))
{
	size_t at = from;

	while (at < s.n && is(s.p[at]))
		at++;
	return at - from;
}

/* begins — is `word` the beginning of `whole`, of at least three letters? "Sept" is too. */
static bool begins(struct str word, const char *whole)
{
	struct str all = str_from_c(whole);

	return word.n >= 3 && word.n <= all.n && str_eq_nocase(word, str_sub(all, 0, word.n));
}

static int month_named(struct str word)
{
	static const char *const names[] = { "january", "february", "march", "april", "may", "june", "july", "august",
		                             "september", "october", "november", "december" };

	for (int m = 0; m < 12; m++)
		if (begins(word, names[m]))
			return m + 1;
	return 0;
}

static bool is_weekday(struct str word)
{
	static const char *const names[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };

	for (size_t d = 0; d < COUNT_OF(names); d++)
		if (begins(word, names[d]))
			return true;
	return false;
}

static bool is_ordinal(struct str word)
{
	return str_eq_nocase(word, S("st")) || str_eq_nocase(word, S("nd")) || str_eq_nocase(word, S("rd")) ||
	       str_eq_nocase(word, S("th"));
}

/* without_time — up to a time of day: "2026-09-01T00:00", "01/09/2026 00:00:00". */
static struct str without_time(struct str s)
{
	size_t colon = str_find_char(s, ':');

	if (colon == SIZE_MAX)
		return s;
	while (colon > 0 && is_digit(s.p[colon - 1]))
		colon--;
	if (colon > 0 && s.p[colon - 1] == 'T')
		colon--;
	return str_trim(str_sub(s, 0, colon));
}

static void add_part(struct parts *p, int64_t n, size_t digits)
{
	if (p->n == PARTS_MAX)
		p->bad = true;
	else
		p->v[p->n++] = (struct part){ n, digits };
}

static void add_word(struct parts *p, struct str word)
{
	int month = month_named(word);

	if (month)
		add_part(p, month, 0);
	else if (!is_weekday(word) && !(is_ordinal(word) && p->n && p->v[p->n - 1].digits) && !str_eq_nocase(word, S("of")))
		p->bad = true;
}

static struct parts parts_of(struct str s)
{
	struct parts p = { .n = 0 };

	s = without_time(s);
	for (size_t i = 0; i < s.n && !p.bad;) {
		size_t digits = run_of(s, i, is_digit), letters = run_of(s, i, is_letter);
		int64_t n = 0;

		if (digits) {
			p.bad = digits > 4 || !str_to_i64(str_sub(s, i, digits), 0, 9999, &n);
			add_part(&p, n, digits);
			i += digits;
		} else if (letters) {
			add_word(&p, str_sub(s, i, letters));
			i += letters;
		} else {
			p.bad = s.p[i] != '/' && s.p[i] != '.' && s.p[i] != '-' && s.p[i] != ' ' && s.p[i] != ',';
			i++;
		}
	}
	p.bad = p.bad || p.n != 3;
	return p;
}

/* The date as three numbers. */
struct typed {
	int64_t day, month, year;
	size_t year_digits;
};

/* With the month as a word there is nothing to ask. */
static bool named(const struct parts *p, struct typed *ret)
{
	const struct part *v = p->v;

	if (v[0].digits && !v[1].digits && v[2].digits && v[0].digits == 4)
		*ret = (struct typed){ v[2].n, v[1].n, v[0].n, 4 };
	else if (v[0].digits && !v[1].digits && v[2].digits)
		*ret = (struct typed){ v[0].n, v[1].n, v[2].n, v[2].digits };
	else if (!v[0].digits && v[1].digits && v[2].digits)
		*ret = (struct typed){ v[1].n, v[0].n, v[2].n, v[2].digits };
	else
		return false;
	return true;
}

static bool all_numbers(const struct parts *p)
{
	return p->v[0].digits && p->v[1].digits && p->v[2].digits;
}

/* ordered — three numbers. *ret_either: both ways of reading it name a day, and not the same one. */
static struct typed ordered(const struct parts *p, enum date_order order, bool *ret_either)
{
	const struct part *v = p->v;
	bool month_only = v[1].n > 12 && v[0].n <= 12;

	*ret_either = false;
	if (v[0].digits == 4)
		return (struct typed){ v[2].n, v[1].n, v[0].n, 4 };
	if (order == ORDER_ASK)
		*ret_either = v[0].n <= 12 && v[1].n <= 12 && v[0].n != v[1].n;
	if (order == ORDER_MONTH_FIRST || (order == ORDER_ASK && month_only))
		return (struct typed){ v[1].n, v[0].n, v[2].n, v[2].digits };
	return (struct typed){ v[0].n, v[1].n, v[2].n, v[2].digits };
}

static enum cell_problem typed_of(struct str s, enum date_order order, struct typed *ret)
{
	struct parts p = parts_of(s);
	bool either = false;

	if (p.bad)
		return CELL_DATE_FORM;
	if (all_numbers(&p))
		*ret = ordered(&p, order, &either);
	else if (!named(&p, ret))
		return CELL_DATE_FORM;
	if (ret->year_digits == 2)
		return CELL_DATE_SHORT_YEAR;
	if (ret->year_digits != 4)
		return CELL_DATE_FORM;
	return either ? CELL_DATE_EITHER : CELL_OK;
}

/* A spreadsheet counts days from the last but one of 1899 (it takes 1900 for a leap year), or from 1904. */
static bool is_serial(struct str s, int64_t *ret)
{
	struct str rest = s, whole = str_cut(&rest, '.');

	return whole.n == 5 && str_to_i64(whole, 20000, 99999, ret) && run_of(rest, 0, is_digit) == rest.n;
}

enum cell_problem cell_date(struct str s, const struct date_reading *how, struct date *ret)
{
	struct typed t;
	struct date d;
	enum cell_problem problem;
	int64_t serial;

	if (is_serial(s, &serial)) {
		if (!how->serials)
			return CELL_DATE_SERIAL;
		*ret = how->from_1904 ? date_plus(date_make(1904, 1, 1), (int32_t)serial)
		                      : date_plus(date_make(1900, 1, 1), (int32_t)serial - 2);
		return CELL_OK;
	}
	if ((problem = typed_of(s, how->order, &t)) != CELL_OK)
		return problem;
	d = date_make((int)t.year, (int)t.month, (int)t.day);
	if (date_is_none(d))
		return t.month >= 1 && t.month <= 12 && t.year >= 1900 && t.year <= 2200 ? CELL_DATE_NO_SUCH_DAY : CELL_DATE_FORM;
	*ret = d;
	return CELL_OK;
}

bool cell_date_month_first(struct str s)
{
	struct parts p = parts_of(s);

	return !p.bad && all_numbers(&p) && p.v[0].digits <= 2 && p.v[2].digits == 4 && p.v[0].n >= 1 && p.v[0].n <= 12 &&
	       p.v[1].n > 12 && p.v[1].n <= 31;
}

int cell_days_of_month(struct str s, const struct date_reading *how, int *ret_month)
{
	struct typed t;
	int days = 28;

	if (typed_of(s, how->order, &t) != CELL_OK || t.month < 1 || t.month > 12)
		return 0;
	while (days < 31 && !date_is_none(date_make((int)t.year, (int)t.month, days + 1)))
		days++;
	*ret_month = (int)t.month;
	return days;
}

/* ---- codes and numbers ---- */

enum cell_problem cell_registration(struct arena *a, struct str s, struct str *ret, bool *ret_bare)
{
	struct buf b = buf_new(a, 16);
	struct str digits;
	bool bare;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && s.p[i] != '-' && s.p[i] != '.')
			buf_add_c(&b, s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 32) : s.p[i]);
	if (b.full || !b.n)
		return CELL_REGISTRATION_FORM;
	bare = !str_starts(buf_str(&b), S("SW"));
	digits = bare ? buf_str(&b) : str_sub(buf_str(&b), 2, SIZE_MAX);
	if (!digits.n || run_of(digits, 0, is_digit) != digits.n)
		return CELL_REGISTRATION_FORM;
	if (digits.p[0] == '0')
		return CELL_REGISTRATION_ZERO;
	if (digits.n > 6)
		return CELL_REGISTRATION_FORM;
	*ret = strf(a, "SW%.*s", STR_FMT(digits));
	*ret_bare = bare;
	return CELL_OK;
}

enum cell_problem cell_code(struct arena *a, struct str s, size_t digits, struct str *ret, bool *ret_padded)
{
	if (!s.n || s.n > digits || run_of(s, 0, is_digit) != s.n)
		return CELL_CODE_FORM;
	*ret_padded = s.n < digits;
	*ret = strf(a, "%.*s%.*s", (int)(digits - s.n), "0000000000", STR_FMT(s));
	return CELL_OK;
}

enum cell_problem cell_hundredths(struct str s, int64_t *ret)
{
	size_t whole = run_of(s, 0, is_digit), part = 0;
	struct str unit;
	int64_t n = 0, fraction = 0;

	if (!whole || whole > 6)
		return CELL_NUMBER_FORM;
	if (whole < s.n && (s.p[whole] == '.' || s.p[whole] == ',')) {
		part = run_of(s, whole + 1, is_digit);
		if (!part || part > 2)
			return CELL_NUMBER_FORM;
		str_to_i64(str_sub(s, whole + 1, part), 0, 99, &fraction);
		if (part == 1)
			fraction *= 10;
	}
	unit = str_trim(str_sub(s, whole + (part ? part + 1 : 0), SIZE_MAX));
	if (unit.n && !str_eq_nocase(unit, S("hours")) && !str_eq_nocase(unit, S("hrs")) && !str_eq_nocase(unit, S("h")))
		return CELL_NUMBER_FORM;
	str_to_i64(str_sub(s, 0, whole), 0, 999999, &n);
	*ret = n * 100 + fraction;
	return CELL_OK;
}

bool cell_is_formula(struct str s)
{
	if (!s.n)
		return false;
	if (s.p[0] == '=' || s.p[0] == '@')
		return true;
	return (s.p[0] == '+' || s.p[0] == '-') && s.n > 1 && !is_digit(s.p[1]) && s.p[1] != ' ';
}

/* ---- words ---- */

static bool is_space(int32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x3000;
}

/* Joined and broken by nothing anybody sees: zero width spaces, a byte order mark in the middle, soft hyphens. */
static bool is_unseen(int32_t c)
{
	return c == 0x200b || c == 0x200c || c == 0x200d || c == 0x2060 || c == 0xfeff || c == 0xad;
}

static struct str unquoted(struct str s)
{
	static const struct {
		struct str open, close;
	} pairs[] = { { S_INIT("\""), S_INIT("\"") }, { S_INIT("\xe2\x80\x9c"), S_INIT("\xe2\x80\x9d") } };

	for (size_t i = 0; i < COUNT_OF(pairs); i++)
		if (s.n > pairs[i].open.n + pairs[i].close.n && str_starts(s, pairs[i].open) && str_ends(s, pairs[i].close))
			return str_trim(str_sub(s, pairs[i].open.n, s.n - pairs[i].open.n - pairs[i].close.n));
	return s;
}

struct str cell_line(struct arena *a, struct str s)
{
	struct buf b = buf_new(a, s.n);
	struct str rest = s;
	bool gap = false;
	int32_t c;

	while (rest.n && (c = utf8_next(&rest)) >= 0) {
		char out[4]; /* bounded: one code point */

		if (is_unseen(c))
			continue;
		if (is_space(c)) {
			gap = true;
			continue;
		}
		if (gap && b.n)
			buf_add_c(&b, ' ');
		gap = false;
		buf_add(&b, (struct str){ out, utf8_put(out, (uint32_t)c) });
	}
	return unquoted(buf_str(&b));
}

struct str cell_email(struct arena *a, struct str s)
{
	struct str line = cell_line(a, s);

	if (line.n > 7 && str_eq_nocase(str_sub(line, 0, 7), S("mailto:")))
		line = str_sub(line, 7, SIZE_MAX);
	if (line.n > 2 && line.p[0] == '<' && line.p[line.n - 1] == '>')
		line = str_sub(line, 1, line.n - 2);
	return str_trim(line);
}

int cell_choice(struct arena *a, struct str s, const struct key_list *list)
{
	struct str wanted = text_fold(a, s);
	int found = -1;

	if (!wanted.n)
		return -1;
	for (int i = 0; i < list->n; i++) {
		struct str key = text_fold(a, list->keys[i]);

		if (!key.n)
			continue;
		if (str_eq(key, wanted))
			return i;
		if (wanted.n < key.n && ((str_ends(key, wanted) && key.p[key.n - wanted.n - 1] == ' ') ||
		                         (str_starts(key, wanted) && key.p[wanted.n] == ' ')))
			found = found == -1 ? i : -2;
	}
	return found < 0 ? -1 : found;
}

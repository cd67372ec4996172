/* privacy_numbers.c — runs of digits: telephone numbers, NHS numbers, sixteen-digit cases; and dates of birth. */
#include "rules/privacy_inside.h"

static bool digit(struct str s, size_t i)
{
	return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

static bool letter(struct str s, size_t i)
{
	return i < s.n && ((s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z');
}

/* ---- one run ---- */

enum { DIGITS_MAX = 20, GROUPS_MAX = 10 };

struct run {
	char d[DIGITS_MAX + 1]; /* bounded: longer runs are none of ours */
	size_t n, groups, group[GROUPS_MAX], start, end;
	bool plus, too_long;
	char sep;             /* what parts the groups; '*' for several things */
};

/* between_groups — bytes of what may stand between two groups at i, with a digit behind it; 0 for none. */
static size_t between_groups(struct str s, size_t i, char *sep)
{
	size_t n = 0;

	while (n < 3 && i + n < s.n && memchr(" -.()/", s.p[i + n], 6))
		n++;
	if (!n && i + 2 < s.n && (unsigned char)s.p[i] == 0xC2 && (unsigned char)s.p[i + 1] == 0xA0)
		n = 2;
	if (!n || !digit(s, i + n))
		return 0;
	*sep = n == 1 ? s.p[i] : memchr(s.p + i, '.', n) || memchr(s.p + i, '/', n) ? '/' : '*';
	return n;
}

static struct run run_at(struct str s, size_t i)
{
	struct run r = { .start = i };
	size_t at = i;
	char sep = 0;

	if (s.p[at] == '+') {
		r.plus = true;
		at++;
	}
	if (at < s.n && s.p[at] == '(')
		at++;
	while (digit(s, at)) {
		size_t from = at, gap;

		for (; digit(s, at); at++) {
			r.too_long |= r.n == DIGITS_MAX;
			if (!r.too_long)
				r.d[r.n++] = s.p[at];
		}
		if (r.groups == GROUPS_MAX) {
			r.too_long = true;
			break;
		}
		r.group[r.groups++] = at - from;
		r.end = at;
		gap = between_groups(s, at, &sep);
		if (!gap)
			break;
		r.sep = !r.sep || r.sep == sep ? sep : r.sep == '/' || sep == '/' ? '/' : '*';
		at += gap;
	}
	return r;
}

/* ---- telephones ---- */

/* Lines anybody may ring stand on every wall and lead to nobody. */
static bool is_public_line(const char *d)
{
	static const char *const lines[] = { "08001111", "08088005000", "08082000247", "08005551111", "08001110111",
		"08088010327", "08001111000", "03001231231", "08088020925", "08000480999", "03454040506", "08008010327" };

	for (size_t i = 0; i < COUNT_OF(lines); i++)
		if (strcmp(d, lines[i]) == 0)
			return true;
	return false;
}

static bool national(const char *d, size_t n)
{
	if (d[0] != '0' || is_public_line(d))
		return false;
	if (d[1] == '7')
		return n == 11;
	return (n == 10 || n == 11) && strchr("12358", d[1]) ? true : d[1] == '9' && n == 11;
}

static bool is_phone(const struct run *r)
{
	char home[DIGITS_MAX + 2]; /* bounded: one more than a run */
	const char *d = r->d;
	size_t n = r->n;

	if (r->sep == '/' && !r->plus)
		return false;
	if (n > 4 && memcmp(d, "0044", 4) == 0) {
		d += 4;
		n -= 4;
	} else if ((r->plus || n == 12) && memcmp(d, "44", 2) == 0) {
		d += 2;
		n -= 2;
	} else if (r->plus) {
		return n >= 8 && n <= 15;
	} else {
		return national(d, n);
	}
	if (d[0] == '0') {
		d++;
		n--;
	}
	home[0] = '0';
	memcpy(home + 1, d, n);
	home[n + 1] = 0;
	return national(home, n + 1);
}

/* ---- NHS numbers ---- */

static bool mod_11(const char *d)
{
	int sum = 0, check;

	for (int i = 0; i < 9; i++)
		sum += (d[i] - '0') * (10 - i);
	check = (11 - sum % 11) % 11;
	return check < 10 && check == d[9] - '0';
}

/* said_before — one of these words in small letters among the `back` bytes before i, in the same line. */
static bool said_before(struct str s, size_t i, size_t back, const char *const *words, size_t n)
{
	size_t from = i > back ? i - back : 0;

	for (size_t at = from; at < i; at++) {
		if (at && letter(s, at - 1) && at > from)
			continue;
		for (size_t w = 0; w < n; w++) {
			size_t len = strlen(words[w]), k = 0;

			while (k < len && at + k < i && (s.p[at + k] >= 'A' && s.p[at + k] <= 'Z' ? s.p[at + k] + 32 : s.p[at + k]) == words[w][k])
				k++;
			if (k == len && !letter(s, at + len))
				return true;
		}
	}
	return false;
}

static bool is_nhs(struct str s, const struct run *r)
{
	static const char *const yes[] = { "nhs" };
	static const char *const no[] = { "invoice", "order", "isbn", "account", "serial", "policy", "charity", "tel", "phone",
		"purchase", "booking", "ticket", "receipt", "barcode", "issn", "ean", "parcel", "tracking", "job" };
	bool spaced = r->groups == 3 && r->group[0] == 3 && r->group[1] == 3 && r->group[2] == 4, named;

	if (r->n != 10 || (r->groups != 1 && !spaced) || r->plus || r->sep == '/')
		return false;
	named = said_before(s, r->start, 40, yes, COUNT_OF(yes));
	if (!mod_11(r->d))
		return named;
	return named || !said_before(s, r->start, 30, no, COUNT_OF(no));
}

static bool is_case(const struct run *r)
{
	return r->n == 16 && !r->plus && r->sep != '/' &&
	       (r->groups == 1 || (r->groups == 4 && r->group[0] == 4 && r->group[1] == 4 && r->group[2] == 4));
}

static bool begins(struct str s, size_t i)
{
	if (i && (letter(s, i - 1) || digit(s, i - 1)))
		return false;
	if (i > 1 && memchr(".,/:-", s.p[i - 1], 5) && digit(s, i - 2))
		return false;
	return digit(s, i) || (s.p[i] == '+' && (digit(s, i + 1) || (i + 1 < s.n && s.p[i + 1] == '('))) ||
	       (s.p[i] == '(' && digit(s, i + 1));
}

/* shorter — the run without what follows its first `groups` groups. */
static struct run shorter(struct str s, const struct run *r, size_t groups)
{
	struct run less = *r;
	size_t n = 0, at = r->start;

	for (size_t g = 0; g < groups; g++)
		n += r->group[g];
	if (n > DIGITS_MAX)
		return less; /* too long all the same */
	less.groups = groups;
	less.n = n;
	less.d[n] = 0;
	less.too_long = false;
	for (less.end = at; n; at++)
		if (digit(s, at)) {
			n--;
			less.end = at + 1;
		}
	return less;
}

static enum privacy_class class_of_run(struct str s, const struct run *r)
{
	if (r->too_long || letter(s, r->end))
		return 0;
	if (is_case(r))
		return PRIVACY_CASE;
	return is_nhs(s, r) ? PRIVACY_NHS : is_phone(r) ? PRIVACY_PHONE : 0;
}

void privacy_numbers(struct looking *l)
{
	struct str s = l->s;

	for (size_t i = 0; i < s.n; i++) {
		enum privacy_class class = 0;
		struct run r, whole;

		if (!memchr("+(0123456789", s.p[i], 12) || !begins(s, i))
			continue;
		whole = run_at(s, i);
		for (size_t g = whole.groups; g > 0 && !class; g--) {
			r = shorter(s, &whole, g);
			class = class_of_run(s, &r);
		}
		if (class) {
			size_t start = s.p[i] == '(' && !memchr(s.p + i, ')', r.end - i) ? i + 1 : i;

			privacy_found(l, class, 0, start, r.end, STR_NONE);
			i = r.end - 1;
		} else if (whole.end > i) {
			i += whole.group[0] - 1; /* a later group may begin one */
		}
	}
}

/* ---- dates ---- */

/* number — digits at *i, at most `most`, as a number; *i moves behind them. -1 for none or more. */
static int number(struct str s, size_t *i, int most)
{
	int v = 0, n = 0;

	while (digit(s, *i) && n < most + 1) {
		v = v * 10 + (s.p[*i] - '0');
		n++;
		++*i;
	}
	return n && n <= most ? v : -1;
}

static size_t word_end(struct str s, size_t i)
{
	while (letter(s, i))
		i++;
	return i;
}

static bool month_at(struct str s, size_t *i)
{
	size_t end = word_end(s, *i);

	if (end - *i < 3 || !(privacy_look_up((struct str){ s.p + *i, end - *i }) & W_MONTH))
		return false;
	*i = end;
	return true;
}

static void skip_parting(struct str s, size_t *i)
{
	while (*i < s.n && memchr(" ,.-/", s.p[*i], 5))
		++*i;
}

static bool year_at(struct str s, size_t *i, bool short_too)
{
	size_t at = *i;
	int y = number(s, &at, 4);
	bool fits = at - *i == 4 ? y >= 1900 && y < 2100 : short_too && at - *i == 2;

	if (fits)
		*i = at;
	return fits;
}

static bool numeric_date(struct str s, size_t *i)
{
	size_t at = *i;
	int a = number(s, &at, 4), b;
	char sep = at < s.n ? s.p[at] : 0;

	if (a < 0 || !sep || !strchr("/.-", sep))
		return false;
	at++;
	b = number(s, &at, 2);
	if (b < 1 || at >= s.n || s.p[at] != sep)
		return false;
	at++;
	if (a > 1900 && a < 2100) {
		int d = number(s, &at, 2);

		if (d < 1 || d > 31 || b > 12)
			return false;
	} else if (a < 1 || a > 31 || b > 31 || (a > 12 && b > 12) || !year_at(s, &at, true)) {
		return false;
	}
	*i = at;
	return true;
}

/* skip_of — "st", "nd", "rd", "th", and "of" behind a day. */
static void skip_of(struct str s, size_t *i)
{
	size_t end = word_end(s, *i);

	if (end - *i == 2 && memchr("snrt", s.p[*i] | 32, 4))
		*i = end;
	skip_parting(s, i);
	if (*i + 3 < s.n && memcmp(s.p + *i, "of ", 3) == 0)
		*i += 3;
}

static bool written_date(struct str s, size_t *i, bool *full)
{
	size_t at = *i;
	int day = number(s, &at, 2);

	*full = day > 0;
	if (day > 0) {
		skip_of(s, &at);
		if (day > 31 || !month_at(s, &at))
			return false;
	} else {
		size_t behind;

		if (!month_at(s, &at))
			return false;
		skip_parting(s, &at);
		behind = at;
		day = number(s, &behind, 2);
		if (day > 0 && day < 32) {
			skip_of(s, &behind);
			at = behind;
			*full = true;
		}
	}
	skip_parting(s, &at);
	if (!year_at(s, &at, false))
		return false;
	*i = at;
	return true;
}

size_t privacy_date_at(const struct looking *l, size_t i, bool *ret_full)
{
	size_t at = i;

	*ret_full = true;
	if (i && (letter(l->s, i - 1) || digit(l->s, i - 1)))
		return 0;
	if (!(digit(l->s, i) ? numeric_date(l->s, &at) || written_date(l->s, &at, ret_full) : written_date(l->s, &at, ret_full)))
		return 0;
	return digit(l->s, at) || letter(l->s, at) ? 0 : at - i;
}

/* ---- which of them is somebody's birth ---- */

enum { WORDS_BACK = 12, BYTES_BACK = 80 };

static bool is_birth_word(const struct looking *l, size_t k)
{
	return (l->t[k].is & W_BORN) || (privacy_is(l, k, "b") && k + 2 < l->n && privacy_is(l, k - 2, "d") && privacy_is(l, k - 1, "o"));
}

/* day_at — length of a day and a month without a year that begins at byte i, or 0. */
static size_t day_at(const struct looking *l, size_t i)
{
	size_t at = i;
	int day = digit(l->s, i) && !(i && (letter(l->s, i - 1) || digit(l->s, i - 1))) ? number(l->s, &at, 2) : 0;

	if (day < 1 || day > 31)
		return 0;
	skip_of(l->s, &at);
	return month_at(l->s, &at) ? at - i : 0;
}

/* turned — "turned sixteen on", "turns 12 on". */
static bool turned(const struct looking *l, size_t k)
{
	return (privacy_is(l, k, "turned") || privacy_is(l, k, "turns") || privacy_is(l, k, "turning")) && k + 1 < l->n && ((l->t[k + 1].is & W_NUMBER) || l->t[k + 1].digit);
}

static bool born_before(const struct looking *l, size_t i)
{
	for (size_t k = i; k-- > 0 && i - k <= WORDS_BACK;) {
		if (l->t[k].sentence != l->t[i].sentence || l->t[i].start - l->t[k].start > BYTES_BACK)
			return false;
		if ((k > 1 && is_birth_word(l, k)) || (l->t[k].is & W_BORN) || turned(l, k))
			return true;
		if (l->t[k].is & W_EVENT)
			return false;
	}
	return false;
}

/* birthday_before — "birthday is", "born on", "turns twelve on": what a day without its year has to follow. */
static bool birthday_before(const struct looking *l, size_t i)
{
	for (size_t k = i; k-- > 0 && i - k <= 5 && l->t[k].sentence == l->t[i].sentence;) {
		if (privacy_is(l, k, "birthday") || privacy_is(l, k, "bday") || privacy_is(l, k, "dob") || privacy_is(l, k, "born"))
			return true;
		if (turned(l, k))
			return k + 2 < i && privacy_is(l, k + 2, "on");
		if (l->t[k].is & W_EVENT)
			return false;
	}
	return false;
}

static bool born_after(const struct looking *l, size_t i, size_t end)
{
	for (size_t k = i; k < l->n && l->t[k].start < end + 14; k++)
		if (l->t[k].start >= end && (privacy_is(l, k, "dob") || privacy_is(l, k, "birth") || privacy_is(l, k, "birthday")))
			return true;
	return false;
}

/* behind_name — "Kelvin, 12/06/2010," and "Amira (3 May 2012)" say when somebody was born. */
static bool behind_name(const struct looking *l, size_t i, size_t end, bool full)
{
	const struct tok *before = i ? &l->t[i - 1] : NULL;
	const unsigned char next = end < l->s.n ? (unsigned char)l->s.p[end] : '\n';

	return full && before && before->cap && !before->possessive && (l->t[i].gap == GAP_COMMA || l->t[i].gap == GAP_OPEN) &&
	       (before->is & (W_GIVEN | W_SURNAME) || !(before->is & ~(uint64_t)W_PROPER)) && !(before->is & (W_DAY | W_MONTH)) &&
	       memchr(",);\n", next, 4);
}

/* behind_child — "The twins (2.2.2021)", and a date next to the number of somebody. */
static bool behind_child(const struct looking *l, size_t i, bool full)
{
	const struct tok *before = i ? &l->t[i - 1] : NULL;

	if (!full || !before)
		return false;
	if (l->t[i].gap == GAP_OPEN)
		return (before->is & (W_RELATION | W_MULTIPLE)) || privacy_is(l, i - 1, "child") || privacy_is(l, i - 1, "boy") || privacy_is(l, i - 1, "girl");
	return l->t[i].gap == GAP_COMMA && before->taken && before->digit && before->end - before->start >= 3 && !before->letter;
}

/* year_born — "b. 1996". */
static bool year_born(struct looking *l, size_t i)
{
	return i && privacy_is(l, i - 1, "b") && !l->t[i - 1].cap && l->t[i].end - l->t[i].start == 4 && l->t[i].digit &&
	       (l->t[i].gap == GAP_DOT || l->t[i].gap == GAP_SPACE);
}

void privacy_dates(struct looking *l)
{
	for (size_t i = 0; i < l->n; i++) {
		bool full;
		size_t n, end;

		if (l->t[i].taken)
			continue;
		if (year_born(l, i)) {
			privacy_found(l, PRIVACY_BIRTH, 0, l->t[i - 1].start, l->t[i].end, STR_NONE);
			continue;
		}
		if (!l->t[i].digit && !(l->t[i].is & W_MONTH))
			continue;
		n = privacy_date_at(l, l->t[i].start, &full);
		if (!n && birthday_before(l, i)) /* a birthday gives itself away without its year */
			n = day_at(l, l->t[i].start);
		end = l->t[i].start + n;
		if (n && (born_before(l, i) || born_after(l, i, end) || behind_name(l, i, end, full) || behind_child(l, i, full)))
			privacy_found(l, PRIVACY_BIRTH, 0, l->t[i].start, end, STR_NONE);
		while (n && i + 1 < l->n && l->t[i + 1].start < end)
			i++;
	}
}

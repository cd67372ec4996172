/* framework_codes.c — reading what people type to name statements: "4.2 K13, K14; 6.2 D1".
 *
 * The text is cut at commas, semicolons, line ends, "and" and "&"; a piece is cut into words, and the
 * longest run of words that names an item is taken. What names nothing by itself is tried behind the code of
 * the outcome last named.
 */
#include "rules/framework.h"

#include "rules/framework_inside.h"

enum {
	UNKNOWN_MAX = 100,
	WORDS_MAX = 4,     /* of one code */
	NEAR = 3,          /* letters that may be wrong in a suggestion */
	RANGE_MAX = 200,
};

struct reading {
	struct arena *a;
	const struct framework *fw;
	struct framework_codes *out;
	size_t max;
	bool *taken;
	struct str outcome;      /* code of the outcome last named, or empty */
	int32_t pending;         /* an item that can't be linked, waiting to see whether it only led in the next */
	struct str pending_typed;
	struct str *plain;       /* codes of all items for suggestions, made when first wanted */
};

static int32_t find_here(struct reading *r, struct str typed)
{
	int32_t i = framework_find_code(r->fw, typed);

	if (i < 0 && r->outcome.n)
		i = framework_find_code(r->fw, strf(r->a, "%.*s %.*s", STR_FMT(r->outcome), STR_FMT(typed)));
	return i;
}

static int64_t trailing_number(struct str s)
{
	size_t n = s.n;
	int64_t v = 0;

	while (n && s.n - n < 9 && s.p[n - 1] >= '0' && s.p[n - 1] <= '9')
		n--;
	return str_to_i64(str_sub(s, n, SIZE_MAX), 0, INT64_MAX, &v) ? v : 0;
}

static size_t common_start(struct str a, struct str b)
{
	size_t n = 0;

	while (n < a.n && n < b.n && a.p[n] == b.p[n])
		n++;
	return n;
}

/* The linkable item whose code is nearest: fewest wrong letters, then the longest common start, then the
 * nearest number. */
static int32_t nearest_to(struct reading *r, struct str wanted)
{
	size_t best_d = NEAR + 1, best_start = 0;
	int64_t best_gap = INT64_MAX, number = trailing_number(wanted);
	int32_t best = -1;

	if (!r->plain) {
		r->plain = NEW_ARRAY(r->a, struct str, r->fw->linkable_n);
		for (size_t k = 0; k < r->fw->linkable_n; k++)
			r->plain[k] = framework_code_plain(r->a, r->fw->items[r->fw->linkable[k]].code, false);
	}
	for (size_t k = 0; k < r->fw->linkable_n; k++) {
		struct str code = r->plain[k];
		size_t d = code.n ? edit_distance(wanted, code, NEAR) : NEAR + 1, start = common_start(wanted, code);
		int64_t gap = trailing_number(code) - number;

		gap = gap < 0 ? -gap : gap;
		if (d > NEAR || d >= wanted.n || d > best_d)
			continue;
		if (d < best_d || start > best_start || (start == best_start && gap < best_gap)) {
			best = r->fw->linkable[k];
			best_d = d;
			best_start = start;
			best_gap = gap;
		}
	}
	return best;
}

static void add_unknown(struct reading *r, struct str typed, int32_t nearest, int why)
{
	if (r->out->unknown_n == UNKNOWN_MAX) {
		r->out->too_many = true;
		return;
	}
	r->out->unknown[r->out->unknown_n++] =
		(struct framework_unknown_code){ .typed = str_dup(r->a, typed), .nearest = nearest, .why = why };
}

static void report_unknown(struct reading *r, struct str typed)
{
	struct str wanted = framework_code_plain(r->a, typed, false);
	int32_t nearest = -1;

	if (!wanted.n)
		return;
	typed = str_sub(typed, 0, FRAMEWORK_CODE_MAX);
	if (wanted.n <= FRAMEWORK_CODE_MAX) {
		bool bare = (wanted.p[0] < '0' || wanted.p[0] > '9') && r->outcome.n;

		if (r->pending >= 0 && r->fw->items[r->pending].role == ROLE_OUTCOME)
			r->pending = -1; /* the outcome led in what is wrong here */
		if (bare)
			nearest = nearest_to(r, framework_code_plain(r->a, strf(r->a, "%.*s %.*s", STR_FMT(r->outcome),
			                                                       STR_FMT(typed)), false));
		if (nearest < 0)
			nearest = nearest_to(r, wanted);
	}
	add_unknown(r, typed, nearest, CODE_UNKNOWN);
}

static void settle_pending(struct reading *r)
{
	if (r->pending >= 0)
		add_unknown(r, r->pending_typed, r->pending, CODE_NOT_LINKABLE);
	r->pending = -1;
}

static void take(struct reading *r, int32_t i, struct str typed)
{
	const struct framework_item *item = &r->fw->items[i];

	/* "4.2: K13" — the outcome only led in what follows */
	if (r->pending >= 0 && (item->outcome != r->pending || i == r->pending))
		settle_pending(r);
	r->pending = -1;
	if (item->outcome >= 0)
		r->outcome = r->fw->items[item->outcome].code;
	if (!framework_is_linkable(r->fw, i)) {
		r->pending = i;
		r->pending_typed = typed;
		return;
	}
	if (r->taken[i])
		return;
	if (r->out->n == r->max) {
		r->out->too_many = true;
		return;
	}
	r->taken[i] = true;
	r->out->items[r->out->n++] = i;
}

/* Where a range is cut: the first '-', en dash or " to ". */
static bool cut_range(struct str typed, struct str *ret_first, struct str *ret_last)
{
	static const struct str dashes[] = { S_INIT("-"), S_INIT("\xe2\x80\x93"), S_INIT("\xe2\x80\x94"),
		                             S_INIT(" to ") };

	for (size_t d = 0; d < COUNT_OF(dashes); d++) {
		size_t at = str_find(typed, dashes[d]);

		if (at == SIZE_MAX)
			continue;
		*ret_first = str_trim(str_sub(typed, 0, at));
		*ret_last = str_trim(str_sub(typed, at + dashes[d].n, SIZE_MAX));
		return ret_first->n > 0 && ret_last->n > 0;
	}
	return false;
}

/* "K13-K15", "4.2 K13–15". False when it isn't a range of statements under one parent. */
static bool take_range(struct reading *r, struct str typed)
{
	struct str first, last;
	int32_t from, to;

	if (!cut_range(typed, &first, &last) || (from = find_here(r, first)) < 0)
		return false;
	if (last.p[0] >= '0' && last.p[0] <= '9' && str_find_char(last, ' ') == SIZE_MAX) {
		/* only a number: the letters are those of the first */
		size_t n = first.n;

		while (n && first.p[n - 1] >= '0' && first.p[n - 1] <= '9')
			n--;
		last = strf(r->a, "%.*s%.*s", (int)n, first.p, STR_FMT(last));
	}
	if (r->fw->items[from].outcome >= 0)
		r->outcome = r->fw->items[r->fw->items[from].outcome].code;
	to = find_here(r, last);
	if (to < from || to - from > RANGE_MAX || r->fw->items[from].parent != r->fw->items[to].parent)
		return false;
	for (int32_t i = from; i <= to; i++)
		if (r->fw->items[i].parent == r->fw->items[from].parent)
			take(r, i, typed);
	return true;
}

/* Words of a piece, as slices that keep the white space between them. */
static size_t cut_words(struct arena *a, struct str piece, struct str **ret)
{
	size_t n = 0, most = text_words(piece);
	struct str *words = NEW_ARRAY(a, struct str, most);

	while (n < most) {
		size_t len = 0;

		piece = str_trim(piece);
		while (len < piece.n && piece.p[len] != ' ' && (piece.p[len] < '\t' || piece.p[len] > '\r'))
			len++;
		words[n++] = str_sub(piece, 0, len);
		piece = str_sub(piece, len, SIZE_MAX);
	}
	*ret = words;
	return n;
}

static struct str run_of(const struct str *words, size_t from, size_t n)
{
	return (struct str){ words[from].p, (size_t)(words[from + n - 1].p + words[from + n - 1].n - words[from].p) };
}

static void read_piece(struct reading *r, struct str piece)
{
	struct str *words;
	size_t n, bad = 0, lead = 0; /* lead: words of an outcome right before the bad ones: "4.2 K15" */

	piece = str_trim(piece);
	if (!piece.n)
		return;
	if (piece.n <= FRAMEWORK_CODE_MAX && framework_find_code(r->fw, piece) < 0 && take_range(r, piece))
		return;
	n = cut_words(r->a, piece, &words);
	for (size_t k = 0; k < n && !r->out->too_many;) {
		size_t len = n - k < WORDS_MAX ? n - k : WORDS_MAX;
		int32_t i = -1;

		while (len > 0 && (i = find_here(r, run_of(words, k, len))) < 0)
			len--;
		if (i < 0) {
			bad++;
			k++;
			continue;
		}
		if (bad)
			report_unknown(r, run_of(words, k - bad - lead, bad + lead));
		bad = 0;
		take(r, i, run_of(words, k, len));
		lead = r->pending == i ? len : 0;
		k += len;
	}
	if (bad && !r->out->too_many)
		report_unknown(r, run_of(words, n - bad - lead, bad + lead));
}

/* The next piece of *rest, up to a separator. */
static struct str next_piece(struct str *rest)
{
	struct str all = *rest;

	for (size_t i = 0; i < all.n; i++) {
		char c = all.p[i];
		size_t width = c == ',' || c == ';' || c == '\n' || c == '\r' || c == '&' || c == '|' ? 1 : 0;

		if (!width && c == ' ' && i + 5 <= all.n && str_eq_nocase(str_sub(all, i, 5), S(" and ")))
			width = 5;
		if (!width)
			continue;
		*rest = str_sub(all, i + width, SIZE_MAX);
		return str_sub(all, 0, i);
	}
	*rest = STR_NONE;
	return all;
}

void framework_parse_codes(struct arena *a, const struct framework *fw, struct str typed, size_t max,
                           struct framework_codes *ret)
{
	struct reading r = { .a = a, .fw = fw, .out = ret, .max = max, .pending = -1 };

	*ret = (struct framework_codes){ .items = NEW_ARRAY(a, int32_t, max) };
	ret->unknown = NEW_ARRAY(a, struct framework_unknown_code, UNKNOWN_MAX);
	r.taken = NEW_ARRAY(a, bool, fw->n);
	while (typed.p && !ret->too_many)
		read_piece(&r, next_piece(&typed));
	settle_pending(&r);
}

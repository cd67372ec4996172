/* framework_diff.c — what changed from one version of a framework to the next.
 *
 * Items are paired in five rounds, surest first: the same identifier; the same code with like text; the same
 * text; like text under another code; the same code whatever the text. Like texts are looked for only
 * through their rarest words (a posting list longer than POSTINGS_MAX says nothing), so that 20,000 items
 * against 20,000 stay near O(n log n).
 */
#include "rules/framework.h"

#include "rules/framework_inside.h"

#include <stdlib.h>

enum {
	RARE_WORDS = 6,       /* of one text that are followed */
	POSTINGS_MAX = 32,
	CANDIDATES_MAX = 16,  /* compared word for word */
	LIKE = 550,           /* per mille of words shared, from which two texts are alike */
	LIKE_SAME_CODE = 350, /* the same when the codes agree too */
	WORD_CELLS_MAX = 1 << 20,
};

struct pairing {
	struct arena *a;
	const struct framework *from, *to;
	int32_t *a_to_b, *b_to_a;
	uint32_t **words_a, **words_b; /* sorted hashes of each item's words, made when first wanted */
	size_t *words_a_n, *words_b_n;
	struct arena *scratch;         /* tables of one pair of texts; emptied for each */
};

static void pair(struct pairing *p, int32_t a, int32_t b)
{
	p->a_to_b[a] = b;
	p->b_to_a[b] = a;
}

static bool both_free(const struct pairing *p, int32_t a, int32_t b)
{
	return p->a_to_b[a] < 0 && p->b_to_a[b] < 0;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* ---- words ---- */

static int by_hash(const void *x, const void *y)
{
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

	return (a > b) - (a < b);
}

/* Sorted hashes of the words, case and punctuation at the ends left out. Different words with one hash only
 * make two texts look a little more alike. */
static size_t word_hashes(struct arena *a, struct str text, uint32_t **ret)
{
	uint32_t *v = NEW_ARRAY(a, uint32_t, text_words(text) + 1), h = 2166136261u;
	bool in = false;
	size_t n = 0;

	for (size_t i = 0; i <= text.n; i++) {
		unsigned char c = i < text.n ? (unsigned char)text.p[i] : ' ';

		if (is_space((char)c)) {
			if (in)
				v[n++] = h;
			in = false;
			h = 2166136261u;
		} else if ((c | 32) >= 'a' ? (c | 32) <= 'z' || c >= 0x80 : c >= '0' && c <= '9') {
			h = (h ^ (c >= 'A' && c <= 'Z' ? c + 32u : c)) * 16777619u;
			in = true;
		}
	}
	if (n)
		qsort(v, n, sizeof *v, by_hash);
	*ret = v;
	return n;
}

static size_t words_of_item(struct arena *a, const struct framework *fw, int32_t i, uint32_t **words, size_t *words_n)
{
	if (!words[i])
		words_n[i] = word_hashes(a, fw->items[i].text, &words[i]);
	return words_n[i];
}

/* Words shared, per mille of the mean number of words. */
static int likeness(struct pairing *p, int32_t a, int32_t b)
{
	size_t n = words_of_item(p->a, p->from, a, p->words_a, p->words_a_n);
	size_t m = words_of_item(p->a, p->to, b, p->words_b, p->words_b_n), shared = 0;
	const uint32_t *x = p->words_a[a], *y = p->words_b[b];

	if (n + m == 0)
		return 1000;
	for (size_t i = 0, j = 0; i < n && j < m;) {
		if (x[i] == y[j]) {
			shared++;
			i++;
			j++;
		} else if (x[i] < y[j]) {
			i++;
		} else {
			j++;
		}
	}
	return (int)(2000 * shared / (n + m));
}

static bool same_text(struct str a, struct str b)
{
	for (;;) {
		a = str_trim(a);
		b = str_trim(b);
		if (!a.n || !b.n)
			return a.n == b.n;
		while (a.n && b.n && !is_space(a.p[0]) && a.p[0] == b.p[0]) {
			a = str_sub(a, 1, SIZE_MAX);
			b = str_sub(b, 1, SIZE_MAX);
		}
		if ((a.n && !is_space(a.p[0])) || (b.n && !is_space(b.p[0])))
			return false;
	}
}

/* ---- rounds ---- */

/* An identifier that we derived from the code says no more than the code does: K14 may have become K15. */
static bool is_own_identifier(const struct framework *fw, const struct framework_item *item)
{
	return !item->code.n || !uuid_eq(item->id, framework_item_id(fw->id, item->code));
}

static void pair_by_id(struct pairing *p)
{
	for (size_t i = 0; i < p->from->n; i++) {
		int32_t b = framework_find(p->to, p->from->items[i].id);

		if (b >= 0 && is_own_identifier(p->from, &p->from->items[i]))
			pair(p, (int32_t)i, b);
	}
}

/* Both sides sorted by code: walks the free items of equal codes side by side. */
static void pair_by_code(struct pairing *p, int least)
{
	const int32_t *x = p->from->index->by_code, *y = p->to->index->by_code;

	for (size_t i = 0, j = 0; i < p->from->n && j < p->to->n;) {
		const struct framework_item *a = &p->from->items[x[i]], *b = &p->to->items[y[j]];
		int c = framework_code_cmp(a->code, b->code, false);

		if (!a->code.n || p->a_to_b[x[i]] >= 0 || c < 0) {
			i++;
		} else if (!b->code.n || p->b_to_a[y[j]] >= 0 || c > 0) {
			j++;
		} else {
			if (likeness(p, x[i], y[j]) >= least)
				pair(p, x[i], y[j]);
			i++;
			j++;
		}
	}
}

struct text_key {
	uint64_t hash;
	int32_t item;
};

static int by_text_key(const void *x, const void *y)
{
	const struct text_key *a = x, *b = y;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->item > b->item) - (a->item < b->item);
}

static struct text_key *free_texts(struct arena *a, const struct framework *fw, const int32_t *paired, size_t *ret_n)
{
	struct text_key *v = NEW_ARRAY(a, struct text_key, fw->n);
	size_t n = 0;

	for (size_t i = 0; i < fw->n; i++) {
		uint64_t h = 14695981039346656037ull;
		struct str s = fw->items[i].text;

		if (paired[i] >= 0 || !str_trim(s).n)
			continue;
		for (size_t k = 0; k < s.n; k++)
			if (!is_space(s.p[k]))
				h = (h ^ (unsigned char)s.p[k]) * 1099511628211ull;
		v[n++] = (struct text_key){ h, (int32_t)i };
	}
	if (n)
		qsort(v, n, sizeof *v, by_text_key);
	*ret_n = n;
	return v;
}

/* The same text: in reading order where several items share it. */
static void pair_by_text(struct pairing *p)
{
	size_t n, m;
	const struct text_key *x = free_texts(p->a, p->from, p->a_to_b, &n);
	const struct text_key *y = free_texts(p->a, p->to, p->b_to_a, &m);

	for (size_t i = 0, j = 0; i < n && j < m;) {
		if (x[i].hash < y[j].hash) {
			i++;
		} else if (x[i].hash > y[j].hash) {
			j++;
		} else {
			if (same_text(p->from->items[x[i].item].text, p->to->items[y[j].item].text))
				pair(p, x[i].item, y[j].item);
			i++;
			j++;
		}
	}
}

/* ---- like texts ---- */

struct posting {
	uint32_t word;
	int32_t item;
};

static int by_word(const void *x, const void *y)
{
	const struct posting *a = x, *b = y;

	if (a->word != b->word)
		return a->word < b->word ? -1 : 1;
	return (a->item > b->item) - (a->item < b->item);
}

/* Where each word of the free items of `from` occurs, once an item. */
static struct posting *postings_of(struct pairing *p, size_t *ret_n)
{
	struct posting *v;
	size_t most = 0, n = 0;

	for (size_t i = 0; i < p->from->n; i++)
		if (p->a_to_b[i] < 0)
			most += words_of_item(p->a, p->from, (int32_t)i, p->words_a, p->words_a_n);
	v = NEW_ARRAY(p->a, struct posting, most);
	for (size_t i = 0; i < p->from->n; i++) {
		const uint32_t *w = p->words_a[i];

		for (size_t k = 0; p->a_to_b[i] < 0 && k < p->words_a_n[i]; k++)
			if (k == 0 || w[k] != w[k - 1])
				v[n++] = (struct posting){ w[k], (int32_t)i };
	}
	if (n)
		qsort(v, n, sizeof *v, by_word);
	*ret_n = n;
	return v;
}

struct word_run {
	size_t at, n;
};

static struct word_run run_of_word(const struct posting *v, size_t n, uint32_t word)
{
	size_t from = 0, to = n, end;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (v[mid].word < word)
			from = mid + 1;
		else
			to = mid;
	}
	for (end = from; end < n && end - from <= POSTINGS_MAX && v[end].word == word;)
		end++;
	return (struct word_run){ from, end - from };
}

/* The shortest posting lists of item b's words, at most RARE_WORDS, shortest first. */
static size_t rare_runs(const struct posting *v, size_t n, const uint32_t *words, size_t words_n,
                        struct word_run ret[RARE_WORDS])
{
	size_t kept = 0;

	for (size_t k = 0; k < words_n; k++) {
		struct word_run run = run_of_word(v, n, words[k]);
		size_t at = kept;

		if ((k > 0 && words[k] == words[k - 1]) || run.n == 0 || run.n > POSTINGS_MAX)
			continue;
		while (at > 0 && ret[at - 1].n > run.n)
			at--;
		if (at == RARE_WORDS)
			continue;
		kept += kept < RARE_WORDS;
		for (size_t m = kept - 1; m > at; m--)
			ret[m] = ret[m - 1];
		ret[at] = run;
	}
	return kept;
}

struct match {
	int like;
	int32_t a, b;
};

static int by_likeness(const void *x, const void *y)
{
	const struct match *a = x, *b = y;

	if (a->like != b->like)
		return a->like > b->like ? -1 : 1;
	return a->b != b->b ? (a->b > b->b) - (a->b < b->b) : (a->a > b->a) - (a->a < b->a);
}

static size_t add_matches(struct pairing *p, const struct posting *v, size_t n, int32_t b, struct match *ret)
{
	struct word_run runs[RARE_WORDS];
	size_t words_n = words_of_item(p->a, p->to, b, p->words_b, p->words_b_n);
	size_t runs_n = rare_runs(v, n, p->words_b[b], words_n, runs), found = 0, seen = 0;
	int32_t met[CANDIDATES_MAX];

	for (size_t r = 0; r < runs_n; r++)
		for (size_t k = 0; k < runs[r].n && seen < CANDIDATES_MAX; k++) {
			int32_t a = v[runs[r].at + k].item;
			size_t m = 0;
			int like;

			while (m < seen && met[m] != a)
				m++;
			if (m < seen)
				continue;
			met[seen++] = a;
			if ((like = likeness(p, a, b)) >= LIKE)
				ret[found++] = (struct match){ like, a, b };
		}
	return found;
}

static void pair_by_likeness(struct pairing *p)
{
	struct match *found;
	size_t n, free_b = 0, found_n = 0;
	const struct posting *v = postings_of(p, &n);

	for (size_t b = 0; b < p->to->n; b++)
		free_b += p->b_to_a[b] < 0;
	if (!n || !free_b)
		return;
	found = NEW_ARRAY(p->a, struct match, free_b * CANDIDATES_MAX);
	for (size_t b = 0; b < p->to->n; b++)
		if (p->b_to_a[b] < 0)
			found_n += add_matches(p, v, n, (int32_t)b, found + found_n);
	if (found_n)
		qsort(found, found_n, sizeof *found, by_likeness);
	for (size_t k = 0; k < found_n; k++)
		if (both_free(p, found[k].a, found[k].b))
			pair(p, found[k].a, found[k].b);
}

/* ---- what changed in a pair ---- */

static bool same_threads(const struct framework *x, const struct framework_item *a, const struct framework *y,
                         const struct framework_item *b)
{
	if (a->threads_n != b->threads_n)
		return false;
	for (size_t t = 0; t < a->threads_n; t++) {
		int32_t there = framework_find_thread(y, x->threads[a->threads[t]].key);

		if (there < 0 || !framework_item_has_thread(b, there))
			return false;
	}
	return true;
}

static struct diff_span *diff_with(struct arena *a, struct arena *scratch, struct str from, struct str to,
                                   size_t *ret_n);

static struct framework_change compare(struct pairing *p, int32_t i, int32_t j)
{
	const struct framework_item *a = &p->from->items[i], *b = &p->to->items[j];
	struct framework_change c = { .a = i, .b = j };

	c.recoded = framework_code_cmp(a->code, b->code, false) != 0;
	c.rekinded = a->kind != b->kind || (a->kind == ITEM_OTHER && !str_eq_nocase(a->type, b->type));
	c.rethreaded = !same_threads(p->from, a, p->to, b);
	c.moved = a->parent < 0 || b->parent < 0 ? a->parent != b->parent : p->a_to_b[a->parent] != b->parent;
	c.reworded = !same_text(a->text, b->text);
	if (c.reworded)
		c.spans = diff_with(p->a, p->scratch, a->text, b->text, &c.spans_n);
	return c;
}

static void add_change(struct framework_diff *d, struct framework_change c)
{
	if (c.a >= 0 && c.b >= 0 && !c.reworded && !c.recoded && !c.moved && !c.rekinded && !c.rethreaded) {
		d->same++;
		return;
	}
	d->added += c.a < 0;
	d->removed += c.b < 0;
	d->reworded += c.reworded;
	d->recoded += c.recoded;
	d->moved += c.moved;
	d->rekinded += c.rekinded;
	d->rethreaded += c.rethreaded;
	d->v[d->n++] = c;
}

struct gone {
	int32_t after; /* index in b of the last pair before it, -1: at the top */
	int32_t a;
};

static int by_place(const void *x, const void *y)
{
	const struct gone *a = x, *b = y;

	if (a->after != b->after)
		return a->after < b->after ? -1 : 1;
	return (a->a > b->a) - (a->a < b->a);
}

static struct gone *removed_places(const struct pairing *p, size_t *ret_n)
{
	struct gone *v = NEW_ARRAY(p->a, struct gone, p->from->n);
	int32_t after = -1;
	size_t n = 0;

	for (size_t i = 0; i < p->from->n; i++) {
		if (p->a_to_b[i] >= 0)
			after = p->a_to_b[i];
		else
			v[n++] = (struct gone){ after, (int32_t)i };
	}
	if (n)
		qsort(v, n, sizeof *v, by_place);
	*ret_n = n;
	return v;
}

static void list_changes(struct pairing *p, struct framework_diff *ret)
{
	size_t gone_n, g = 0;
	const struct gone *gone = removed_places(p, &gone_n);

	ret->v = NEW_ARRAY(p->a, struct framework_change, p->from->n + p->to->n);
	for (int32_t b = -1; b < (int32_t)p->to->n; b++) {
		if (b >= 0 && p->b_to_a[b] >= 0)
			add_change(ret, compare(p, p->b_to_a[b], b));
		else if (b >= 0)
			add_change(ret, (struct framework_change){ .a = -1, .b = b });
		for (; g < gone_n && gone[g].after == b; g++)
			add_change(ret, (struct framework_change){ .a = gone[g].a, .b = -1 });
	}
}

/* An arena for the tables of one comparison; it goes with a. */
static struct arena *scratch_of(struct arena *a)
{
	return arena_within(a, 16 << 20);
}

void framework_diff(struct arena *a, const struct framework *from, const struct framework *to,
                    struct framework_diff *ret)
{
	struct pairing p = {
		.a = a, .from = from, .to = to,
		.a_to_b = NEW_ARRAY(a, int32_t, from->n), .b_to_a = NEW_ARRAY(a, int32_t, to->n),
		.words_a = NEW_ARRAY(a, uint32_t *, from->n), .words_b = NEW_ARRAY(a, uint32_t *, to->n),
		.words_a_n = NEW_ARRAY(a, size_t, from->n), .words_b_n = NEW_ARRAY(a, size_t, to->n),
		.scratch = scratch_of(a),
	};

	for (size_t i = 0; i < from->n; i++)
		p.a_to_b[i] = -1;
	for (size_t i = 0; i < to->n; i++)
		p.b_to_a[i] = -1;
	pair_by_id(&p);
	pair_by_code(&p, LIKE_SAME_CODE);
	pair_by_text(&p);
	pair_by_likeness(&p);
	pair_by_code(&p, 0);
	*ret = (struct framework_diff){ 0 };
	list_changes(&p, ret);
}

/* ---- words within a text ---- */

/* A word with the white space behind it. */
static size_t cut_words(struct arena *a, struct str s, struct str **ret)
{
	struct str *v = NEW_ARRAY(a, struct str, text_words(s) + 1);
	size_t n = 0, at = 0;

	while (at < s.n) {
		size_t from = at;

		while (at < s.n && is_space(s.p[at])) /* only at the very start */
			at++;
		while (at < s.n && !is_space(s.p[at]))
			at++;
		while (at < s.n && is_space(s.p[at]))
			at++;
		v[n++] = str_sub(s, from, at - from);
	}
	*ret = v;
	return n;
}

static bool same_word(struct str a, struct str b)
{
	return str_eq(str_trim(a), str_trim(b));
}

struct spans {
	struct diff_span *v;
	size_t n;
};

/* Words of one kind that touch in the text become one span. */
static void add_span(struct spans *s, enum diff_span_kind kind, struct str word)
{
	struct diff_span *last = s->n ? &s->v[s->n - 1] : NULL;

	if (last && last->kind == kind && last->text.p + last->text.n == word.p)
		last->text.n += word.n;
	else
		s->v[s->n++] = (struct diff_span){ kind, word };
}

/* The middle that differs: the longest common run of words by the classical table, or wholly replaced
 * where the table would be too large. */
static void diff_middle(struct arena *a, struct spans *out, const struct str *x, size_t n, const struct str *y, size_t m)
{
	uint16_t *common;
	size_t i = 0, j = 0, width = m + 1;

	if (n && m && (n + 1) * width <= WORD_CELLS_MAX && n < UINT16_MAX && m < UINT16_MAX) {
		common = NEW_ARRAY(a, uint16_t, (n + 1) * width);
		for (size_t r = n; r-- > 0;)
			for (size_t c = m; c-- > 0;) {
				uint16_t down = common[(r + 1) * width + c], right = common[r * width + c + 1];

				common[r * width + c] = same_word(x[r], y[c]) ? (uint16_t)(common[(r + 1) * width + c + 1] + 1) :
				                        down > right          ? down :
				                                                right;
			}
		while (i < n && j < m) {
			if (same_word(x[i], y[j])) {
				add_span(out, DIFF_SAME, y[j++]);
				i++;
			} else if (common[(i + 1) * width + j] >= common[i * width + j + 1]) {
				add_span(out, DIFF_REMOVED, x[i++]);
			} else {
				add_span(out, DIFF_ADDED, y[j++]);
			}
		}
	}
	while (i < n)
		add_span(out, DIFF_REMOVED, x[i++]);
	while (j < m)
		add_span(out, DIFF_ADDED, y[j++]);
}

static struct diff_span *diff_with(struct arena *a, struct arena *scratch, struct str from, struct str to,
                                   size_t *ret_n)
{
	struct diff_span *spans;
	struct str *x, *y;
	size_t n = cut_words(scratch, from, &x), m = cut_words(scratch, to, &y), head = 0, tail = 0;
	struct spans out = { .v = NEW_ARRAY(scratch, struct diff_span, n + m) };

	while (head < n && head < m && same_word(x[head], y[head]))
		add_span(&out, DIFF_SAME, y[head++]);
	while (tail < n - head && tail < m - head && same_word(x[n - 1 - tail], y[m - 1 - tail]))
		tail++;
	diff_middle(scratch, &out, x + head, n - head - tail, y + head, m - head - tail);
	for (size_t k = m - tail; k < m; k++)
		add_span(&out, DIFF_SAME, y[k]);
	*ret_n = out.n;
	spans = NEW_ARRAY(a, struct diff_span, out.n);
	if (out.n)
		memcpy(spans, out.v, out.n * sizeof *spans);
	arena_reset(scratch);
	return spans;
}

struct diff_span *diff_words(struct arena *a, struct str from, struct str to, size_t *ret_n)
{
	return diff_with(a, scratch_of(a), from, to, ret_n);
}

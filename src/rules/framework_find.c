/* framework_find.c — finding items by identifier and by code as people type it, and glossary terms in a text. */
#include "rules/framework.h"

#include "rules/framework_inside.h"

#include <stdlib.h>

/* ---- codes ---- */

static bool counts_in_code(unsigned char c, bool loose)
{
	if (c == ' ' || (c >= '\t' && c <= '\r') || c == 0xc2 || c == 0xa0) /* C2 A0: no-break space */
		return false;
	return !loose || (c != '.' && c != ':' && c != '-' && c != '/' && c != '_' && c != '(' && c != ')');
}

/* The next byte of a code that counts, in upper case; 0 at the end. */
static int code_next(struct str *s, bool loose)
{
	while (s->n) {
		unsigned char c = (unsigned char)s->p[0];

		s->p++;
		s->n--;
		if (counts_in_code(c, loose))
			return c >= 'a' && c <= 'z' ? c - 32 : c;
	}
	return 0;
}

int framework_code_cmp(struct str x, struct str y, bool loose)
{
	for (;;) {
		int a = code_next(&x, loose), b = code_next(&y, loose);

		if (a != b)
			return a < b ? -1 : 1;
		if (a == 0)
			return 0;
	}
}

struct str framework_code_plain(struct arena *a, struct str code, bool loose)
{
	char *p = arena_alloc(a, code.n + 1);
	size_t n = 0;
	int c;

	while ((c = code_next(&code, loose)) != 0)
		p[n++] = (char)c;
	return (struct str){ p, n };
}

/* ---- indexes ---- */

struct sorting {
	const struct framework_item *items;
	enum framework_sort by;
};

static int in_order(const void *x, const void *y, void *arg)
{
	const struct sorting *s = arg;
	int32_t i = *(const int32_t *)x, j = *(const int32_t *)y;
	const struct framework_item *a = &s->items[i], *b = &s->items[j];
	int c = s->by == BY_ID ? memcmp(a->id.b, b->id.b, sizeof a->id.b) :
	                         framework_code_cmp(a->code, b->code, s->by == BY_LOOSE_CODE);

	return c ? c : (i > j) - (i < j);
}

int32_t *framework_sorted(struct arena *a, const struct framework *fw, enum framework_sort by)
{
	int32_t *v = NEW_ARRAY(a, int32_t, fw->n);
	struct sorting s = { .items = fw->items, .by = by };

	for (size_t i = 0; i < fw->n; i++)
		v[i] = (int32_t)i;
	qsort_r(v, fw->n, sizeof *v, in_order, &s);
	return v;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static int cmp_nocase(struct str a, struct str b)
{
	for (size_t i = 0; i < a.n && i < b.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return (unsigned char)lower(a.p[i]) < (unsigned char)lower(b.p[i]) ? -1 : 1;
	return (a.n > b.n) - (a.n < b.n);
}

static int by_thread_key(const void *x, const void *y, void *arg)
{
	const struct framework_thread *t = arg;
	int32_t i = *(const int32_t *)x, j = *(const int32_t *)y;
	int c = cmp_nocase(t[i].key, t[j].key);

	return c ? c : (i > j) - (i < j);
}

static int by_first_then_longest(const void *x, const void *y)
{
	const struct framework_spelling *a = x, *b = y;
	unsigned char ca = (unsigned char)lower(a->text.p[0]), cb = (unsigned char)lower(b->text.p[0]);

	if (ca != cb)
		return ca < cb ? -1 : 1;
	if (a->text.n != b->text.n)
		return a->text.n > b->text.n ? -1 : 1;
	return (a->term > b->term) - (a->term < b->term);
}

static void add_spelling(struct framework_index *index, struct str text, size_t term)
{
	text = str_trim(text);
	if (text.n)
		index->spellings[index->spellings_n++] = (struct framework_spelling){ text, (int32_t)term };
}

static void index_terms(struct arena *a, const struct framework *fw, struct framework_index *index)
{
	size_t n = fw->terms_n;

	for (size_t t = 0; t < fw->terms_n; t++)
		n += fw->terms[t].also_n;
	index->spellings = NEW_ARRAY(a, struct framework_spelling, n);
	for (size_t t = 0; t < fw->terms_n; t++) {
		add_spelling(index, fw->terms[t].term, t);
		for (size_t k = 0; k < fw->terms[t].also_n; k++)
			add_spelling(index, fw->terms[t].also[k], t);
	}
	if (index->spellings_n)
		qsort(index->spellings, index->spellings_n, sizeof *index->spellings, by_first_then_longest);
	for (size_t c = 0, k = 0; c <= 256; c++) {
		while (k < index->spellings_n && (unsigned char)lower(index->spellings[k].text.p[0]) < c)
			k++;
		index->first_spelling[c] = k;
	}
}

void framework_build_index(struct arena *a, struct framework *fw)
{
	struct framework_index *index = NEW(a, struct framework_index);

	index->by_id = framework_sorted(a, fw, BY_ID);
	index->by_code = framework_sorted(a, fw, BY_CODE);
	index->by_loose_code = framework_sorted(a, fw, BY_LOOSE_CODE);
	index->by_thread_key = NEW_ARRAY(a, int32_t, fw->threads_n);
	for (size_t t = 0; t < fw->threads_n; t++)
		index->by_thread_key[t] = (int32_t)t;
	if (fw->threads_n)
		qsort_r(index->by_thread_key, fw->threads_n, sizeof *index->by_thread_key, by_thread_key, fw->threads);
	index_terms(a, fw, index);
	fw->index = index;
}

/* ---- asking ---- */

int32_t framework_find(const struct framework *fw, struct uuid id)
{
	size_t from = 0, to = fw->n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;
		int32_t i = fw->index->by_id[mid];
		int c = memcmp(id.b, fw->items[i].id.b, sizeof id.b);

		if (c == 0)
			return i;
		if (c < 0)
			to = mid;
		else
			from = mid + 1;
	}
	return -1;
}

enum { SEVERAL = -2 };

/* The one item with that code, -1 for none, SEVERAL. */
static int32_t find_code(const struct framework *fw, struct str code, bool loose)
{
	const int32_t *by = loose ? fw->index->by_loose_code : fw->index->by_code;
	size_t from = 0, to = fw->n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (framework_code_cmp(fw->items[by[mid]].code, code, loose) < 0)
			from = mid + 1;
		else
			to = mid;
	}
	if (from == fw->n || framework_code_cmp(fw->items[by[from]].code, code, loose) != 0)
		return -1;
	if (from + 1 < fw->n && framework_code_cmp(fw->items[by[from + 1]].code, code, loose) == 0)
		return SEVERAL;
	return by[from];
}

static int32_t find_code_any(const struct framework *fw, struct str code)
{
	struct str rest = code;
	int32_t i;

	if (code_next(&rest, true) == 0)
		return -1;
	i = find_code(fw, code, false);
	return i == -1 ? find_code(fw, code, true) : i;
}

int32_t framework_find_code(const struct framework *fw, struct str code)
{
	int32_t i = find_code_any(fw, code);

	return i < 0 ? -1 : i;
}

int32_t framework_find_thread(const struct framework *fw, struct str key)
{
	size_t from = 0, to = fw->threads_n;

	key = str_trim(key);
	while (from < to) {
		size_t mid = from + (to - from) / 2;
		int32_t t = fw->index->by_thread_key[mid];
		int c = cmp_nocase(key, fw->threads[t].key);

		if (c == 0)
			return t;
		if (c < 0)
			to = mid;
		else
			from = mid + 1;
	}
	return -1;
}

bool framework_item_has_thread(const struct framework_item *item, int32_t thread)
{
	for (size_t t = 0; t < item->threads_n; t++)
		if (item->threads[t] == thread)
			return true;
	return false;
}

/* ---- glossary ---- */

static bool is_word_byte(char c)
{
	return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || (unsigned char)c >= 0x80;
}

/* Length of `term` at the start of `text` as a whole word, with a plural s; 0 if it is not there. A curly
 * apostrophe ends a word. */
static size_t term_at(struct str text, struct str term)
{
	size_t n = term.n;

	if (text.n < n || !str_eq_nocase(str_sub(text, 0, n), term))
		return 0;
	if (n < text.n && lower(text.p[n]) == 's' && lower(term.p[n - 1]) != 's')
		n++;
	if (n == text.n || !is_word_byte(text.p[n]) || str_starts(str_sub(text, n, 3), S("\xe2\x80")))
		return n;
	return n > term.n && !is_word_byte(text.p[term.n]) ? term.n : 0;
}

static const struct framework_spelling *longest_at(const struct framework_index *index, struct str text,
                                                   const bool *used, size_t *ret_n)
{
	unsigned char c = (unsigned char)lower(text.p[0]);

	for (size_t k = index->first_spelling[c]; k < index->first_spelling[c + 1]; k++) {
		const struct framework_spelling *s = &index->spellings[k];
		size_t n = used[s->term] ? 0 : term_at(text, s->text);

		if (n) {
			*ret_n = n;
			return s;
		}
	}
	return NULL;
}

struct framework_term_use *framework_terms_in(struct arena *a, const struct framework *fw, struct str text,
                                              size_t *ret_n)
{
	struct framework_term_use *v;
	bool *used;
	size_t n = 0;

	*ret_n = 0;
	if (!fw->index->spellings_n)
		return NULL;
	v = NEW_ARRAY(a, struct framework_term_use, fw->terms_n);
	used = NEW_ARRAY(a, bool, fw->terms_n);
	for (size_t at = 0; at < text.n;) {
		const struct framework_spelling *s = NULL;
		size_t len = 1;

		if (at == 0 || !is_word_byte(text.p[at - 1]))
			s = longest_at(fw->index, str_sub(text, at, SIZE_MAX), used, &len);
		if (s) {
			used[s->term] = true;
			v[n++] = (struct framework_term_use){ at, len, s->term };
		}
		at += len;
	}
	*ret_n = n;
	return v;
}

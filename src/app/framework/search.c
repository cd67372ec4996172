/* search.c — see search.h. An index is a sorted list of stems, each with the items it occurs in, how much that
 * says, and where. */
#include "app/framework/search.h"

#include <libstemmer.h>
#include <stdlib.h>

enum { QUERY_MAX = 200, QUERY_WORDS = 12, WORD_MAX = 60, TERMS_SHOWN = 10 };

struct posting {
	int32_t item;
	uint16_t weight;
	uint16_t places;
};

struct stem {
	struct str text;
	uint32_t first, n; /* of index->postings */
};

struct search_index {
	const struct framework *fw;
	struct stem *stems; /* sorted */
	size_t stems_n;
	struct posting *postings;
	struct str *plain_codes; /* of each item: upper case, no spaces, no dots */
};

/* ---- words ---- */

static bool in_word(struct str s, size_t at, size_t *ret_width)
{
	unsigned char c = (unsigned char)s.p[at];

	*ret_width = 1;
	if (c == 0xe2 && at + 2 < s.n && (unsigned char)s.p[at + 1] == 0x80) { /* dashes and quotation marks */
		*ret_width = 3;
		return (unsigned char)s.p[at + 2] == 0x99; /* ’ */
	}
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c >= 0x80 || c == '\'';
}

/* The next word at or behind *at; false at the end. */
static bool next_word(struct str s, size_t *at, struct str *ret)
{
	size_t width, from;

	while (*at < s.n && !in_word(s, *at, &width))
		*at += width;
	from = *at;
	while (*at < s.n && in_word(s, *at, &width))
		*at += width;
	*ret = str_sub(s, from, *at - from);
	return ret->n > 0;
}

static bool is_stop_word(struct str s)
{
	static const struct str words[] = {
		S_INIT("a"),    S_INIT("an"),   S_INIT("and"), S_INIT("are"), S_INIT("as"),   S_INIT("at"),    S_INIT("be"),
		S_INIT("by"),   S_INIT("for"),  S_INIT("in"),  S_INIT("is"),  S_INIT("it"),   S_INIT("of"),    S_INIT("on"),
		S_INIT("or"),   S_INIT("that"), S_INIT("the"), S_INIT("to"),  S_INIT("with"), S_INIT("their"), S_INIT("they"),
	};

	for (size_t k = 0; k < COUNT_OF(words); k++)
		if (str_eq(s, words[k]))
			return true;
	return false;
}

/* Folded and stemmed; lives in the arena. Empty for a stop word. */
static struct str stem_of(struct arena *a, struct sb_stemmer *stemmer, struct str word)
{
	struct str folded = text_fold(a, str_sub(word, 0, WORD_MAX));
	const sb_symbol *stem;

	if (!folded.n || is_stop_word(folded))
		return STR_NONE;
	stem = sb_stemmer_stem(stemmer, (const sb_symbol *)folded.p, (int)folded.n);
	if (!stem || sb_stemmer_length(stemmer) <= 0)
		return folded;
	return str_dup(a, (struct str){ (const char *)stem, (size_t)sb_stemmer_length(stemmer) });
}

static void drop_stemmer(void *stemmer)
{
	sb_stemmer_delete(stemmer);
}

static struct sb_stemmer *stemmer_of(struct arena *a)
{
	struct sb_stemmer *stemmer = sb_stemmer_new("english", "UTF_8");

	arena_defer(a, drop_stemmer, stemmer);
	return stemmer;
}

/* ---- building ---- */

struct entry {
	struct str stem;
	struct posting posting;
};

struct building {
	struct arena *a;       /* scratch */
	struct sb_stemmer *stemmer;
	struct entry *v;
	size_t n, room;
	struct known_word {    /* words seen, with their stems: most words come again and again */
		struct str word, stem;
	} *known;
	size_t known_mask;
};

static uint32_t hash_of_word(struct str s)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 16777619u;
	return h;
}

/* The table is a cache: a word another one has pushed out is stemmed again. */
static struct str known_stem(struct building *b, struct str word)
{
	struct known_word *slot = &b->known[hash_of_word(word) & b->known_mask];

	if (!slot->word.n || !str_eq(slot->word, word))
		*slot = (struct known_word){ word, stem_of(b->a, b->stemmer, word) };
	return slot->stem;
}

static void add_words(struct building *b, int32_t item, struct str text, int weight, enum search_place place)
{
	struct str word;
	size_t at = 0;

	while (next_word(text, &at, &word)) {
		struct str stem = known_stem(b, word);

		if (!stem.n)
			continue;
		if (b->n == b->room) {
			struct entry *more = NEW_ARRAY(b->a, struct entry, b->room * 2);

			memcpy(more, b->v, b->n * sizeof *more);
			b->v = more;
			b->room *= 2;
		}
		b->v[b->n++] = (struct entry){ stem, { item, (uint16_t)weight, (uint16_t)place } };
	}
}

/* Every spelling of a term used in a text finds it. */
static void add_glossary(struct building *b, const struct framework *fw, int32_t i)
{
	size_t n;
	const struct framework_term_use *uses = framework_terms_in(b->a, fw, fw->items[i].text, &n);

	for (size_t k = 0; k < n; k++) {
		const struct framework_term *term = &fw->terms[uses[k].term];

		add_words(b, i, term->term, 4, SEARCH_GLOSSARY);
		for (size_t s = 0; s < term->also_n; s++)
			add_words(b, i, term->also[s], 4, SEARCH_GLOSSARY);
	}
}

static void add_item(struct building *b, const struct framework *fw, int32_t i)
{
	const struct framework_item *item = &fw->items[i];

	add_words(b, i, item->text, 10, SEARCH_TEXT);
	add_words(b, i, item->short_text, 8, SEARCH_TEXT);
	add_words(b, i, item->code, 12, SEARCH_CODE);
	add_words(b, i, item->notes, 2, SEARCH_NOTES);
	if (item->outcome >= 0 && item->outcome != i)
		add_words(b, i, fw->items[item->outcome].text, 3, SEARCH_OUTCOME);
	for (size_t k = 0; k < item->references_n; k++)
		add_words(b, i, item->references[k].title, 6, SEARCH_REFERENCE);
	for (size_t k = 0; k < item->threads_n; k++)
		add_words(b, i, fw->threads[item->threads[k]].title, 4, SEARCH_THREAD);
	add_glossary(b, fw, i);
}

static int by_stem(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int c = str_cmp(a->stem, b->stem);

	return c ? c : (a->posting.item > b->posting.item) - (a->posting.item < b->posting.item);
}

/* One posting for each stem and item: the weights add up, to a bound. */
static void pack(struct search_index *index, struct arena *a, struct building *b)
{
	size_t stems = 0, postings = 0, p = 0;

	for (size_t k = 0; k < b->n; k++) {
		bool new_stem = k == 0 || !str_eq(b->v[k].stem, b->v[k - 1].stem);

		stems += new_stem;
		postings += new_stem || b->v[k].posting.item != b->v[k - 1].posting.item;
	}
	index->stems = NEW_ARRAY(a, struct stem, stems);
	index->postings = NEW_ARRAY(a, struct posting, postings);
	for (size_t k = 0; k < b->n; k++) {
		bool new_stem = k == 0 || !str_eq(b->v[k].stem, b->v[k - 1].stem);

		if (new_stem)
			index->stems[index->stems_n++] =
				(struct stem){ .text = str_dup(a, b->v[k].stem), .first = (uint32_t)p };
		if (new_stem || b->v[k].posting.item != b->v[k - 1].posting.item) {
			index->postings[p++] = b->v[k].posting;
			index->stems[index->stems_n - 1].n++;
		} else {
			struct posting *last = &index->postings[p - 1];

			last->weight = (uint16_t)(last->weight + b->v[k].posting.weight > 30 ? 30 :
			                                                                      last->weight + b->v[k].posting.weight);
			last->places |= b->v[k].posting.places;
		}
	}
}

static struct str plain_code(struct arena *a, struct str code)
{
	char *p = arena_alloc(a, code.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < code.n; i++) {
		char c = code.p[i];

		if (c >= 'a' && c <= 'z')
			p[n++] = (char)(c - 32);
		else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
			p[n++] = c;
	}
	return (struct str){ p, n };
}

struct search_index *search_build(struct arena *a, const struct framework *fw)
{
	struct search_index *index = NEW(a, struct search_index);
	struct building b = { .a = arena_within(a, 1u << 30), .room = 4096 };

	index->fw = fw;
	b.stemmer = stemmer_of(b.a);
	b.v = NEW_ARRAY(b.a, struct entry, b.room);
	b.known_mask = (1u << 14) - 1;
	b.known = NEW_ARRAY(b.a, struct known_word, b.known_mask + 1);
	index->plain_codes = NEW_ARRAY(a, struct str, fw->n);
	for (size_t i = 0; i < fw->n; i++) {
		add_item(&b, fw, (int32_t)i);
		index->plain_codes[i] = plain_code(a, fw->items[i].code);
	}
	if (b.n)
		qsort(b.v, b.n, sizeof *b.v, by_stem);
	pack(index, a, &b);
	arena_release(b.a);
	return index;
}

/* ---- asking ---- */

struct asked {
	struct arena *a;
	const struct search_index *index;
	const struct search_filters *filters;
	struct sb_stemmer *stemmer;
	struct str stems[QUERY_WORDS]; /* of the query's words */
	struct str words[QUERY_WORDS];
	size_t words_n;
	struct tally {
		int score;
		uint16_t places;
		uint16_t words; /* bit for each word of the query found */
	} *tally;           /* of each item */
	bool *matched;      /* of each stem: to be marked */
	bool guessed;
};

static bool passes(const struct asked *q, int32_t i)
{
	const struct framework *fw = q->index->fw;
	const struct framework_item *item = &fw->items[i];
	const struct search_filters *f = q->filters;

	return (f->kind == ITEM_OTHER || item->kind == f->kind) && (f->domain < 0 || item->domain == f->domain) &&
	       (f->outcome < 0 || item->outcome == f->outcome) && (f->thread < 0 || framework_item_has_thread(item, f->thread)) &&
	       (!f->linkable_only || framework_is_linkable(fw, i));
}

static size_t first_stem(const struct search_index *index, struct str text)
{
	size_t from = 0, to = index->stems_n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (str_cmp(index->stems[mid].text, text) < 0)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

/* Rarer stems say more: 1 for one that is everywhere, up to 8. */
static int rarity(const struct search_index *index, const struct stem *stem)
{
	int r = 1;

	for (size_t n = stem->n; n * 2 < index->fw->n && r < 8; n *= 2)
		r++;
	return r;
}

static void count_stem(struct asked *q, size_t s, size_t word, int factor)
{
	const struct stem *stem = &q->index->stems[s];
	int rare = rarity(q->index, stem);

	q->matched[s] = true;
	for (size_t k = 0; k < stem->n; k++) {
		const struct posting *p = &q->index->postings[stem->first + k];
		struct tally *t = &q->tally[p->item];

		t->score += p->weight * rare * factor;
		t->places |= p->places;
		t->words |= (uint16_t)(1u << word);
	}
}

/* Stems the unfinished last word begins; the raw word, since a stem may have lost the end it shares. */
static bool count_beginnings(struct asked *q, size_t word)
{
	struct str start = text_fold(q->a, q->words[word]);
	bool any = false;

	if (start.n < 2)
		return false;
	for (size_t s = first_stem(q->index, start); s < q->index->stems_n && str_starts(q->index->stems[s].text, start); s++) {
		if (str_eq(q->index->stems[s].text, q->stems[word]))
			continue;
		count_stem(q, s, word, 2);
		any = true;
	}
	return any;
}

/* A word that occurs nowhere: the stems nearest to it. */
static void count_nearest(struct asked *q, size_t word)
{
	struct str wanted = q->stems[word];
	size_t allowed = wanted.n >= 8 ? 2 : wanted.n >= 4 ? 1 : 0, best = allowed;

	for (int pass = 0; pass < 2 && allowed; pass++)
		for (size_t s = 0; s < q->index->stems_n; s++) {
			size_t d = edit_distance(wanted, q->index->stems[s].text, best);

			if (d > best)
				continue;
			if (pass == 0)
				best = d;
			else
				count_stem(q, s, word, 2);
		}
	q->guessed = true;
}

static void count_words(struct asked *q)
{
	for (size_t w = 0; w < q->words_n; w++) {
		size_t s = first_stem(q->index, q->stems[w]);
		bool found = s < q->index->stems_n && str_eq(q->index->stems[s].text, q->stems[w]);

		if (found)
			count_stem(q, s, w, 4);
		if (w == q->words_n - 1 && count_beginnings(q, w))
			found = true;
		if (!found)
			count_nearest(q, w);
	}
}

static void cut_query(struct asked *q, struct str query)
{
	struct str word;
	size_t at = 0;

	while (q->words_n < QUERY_WORDS && next_word(query, &at, &word)) {
		struct str stem = stem_of(q->a, q->stemmer, word);

		if (!stem.n)
			continue;
		q->words[q->words_n] = word;
		q->stems[q->words_n++] = stem;
	}
}

/* Codes: the item itself first, then what begins with it. A query that starts with a number or is like K13. */
static bool count_codes(struct asked *q, struct str query)
{
	const struct framework *fw = q->index->fw;
	struct str plain = plain_code(q->a, query);
	int32_t exact = framework_find_code(fw, query);
	bool any = exact >= 0;

	if (!plain.n || plain.n > 40)
		return false;
	if (exact >= 0) {
		q->tally[exact].score += 1 << 24;
		q->tally[exact].places |= SEARCH_CODE;
		q->tally[exact].words = UINT16_MAX;
	}
	if (query.p[0] < '0' || query.p[0] > '9')
		return any;
	for (size_t i = 0; i < fw->n; i++) {
		/* beneath an outcome that was named, or with a code that begins so */
		bool beneath = exact >= 0 && (int32_t)i > exact && (int32_t)i < fw->items[exact].end;

		if ((int32_t)i == exact || (!beneath && (exact >= 0 || !str_starts(q->index->plain_codes[i], plain))))
			continue;
		q->tally[i].score += 1 << 20;
		q->tally[i].places |= SEARCH_CODE;
		q->tally[i].words = UINT16_MAX;
		any = true;
	}
	return any;
}

static int best_first(const void *x, const void *y)
{
	const struct search_hit *a = x, *b = y;

	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	return (a->item > b->item) - (a->item < b->item);
}

static unsigned words_found(unsigned bits)
{
	return (unsigned)__builtin_popcount(bits);
}

/* Items with every word; if none has, those with most of them. */
static void gather(struct asked *q, struct search_result *ret)
{
	const struct framework *fw = q->index->fw;
	unsigned most = 0;

	for (size_t i = 0; i < fw->n; i++)
		if (q->tally[i].words && passes(q, (int32_t)i) && words_found(q->tally[i].words) > most)
			most = words_found(q->tally[i].words);
	if (most > q->words_n)
		most = (unsigned)q->words_n;
	if (most < q->words_n)
		q->guessed = true;
	ret->v = NEW_ARRAY(q->a, struct search_hit, fw->n);
	for (size_t i = 0; i < fw->n; i++)
		if (q->tally[i].words && words_found(q->tally[i].words) >= most && passes(q, (int32_t)i))
			ret->v[ret->total++] = (struct search_hit){ .item = (int32_t)i, .score = q->tally[i].score,
			                                            .places = q->tally[i].places };
	if (ret->total)
		qsort(ret->v, ret->total, sizeof *ret->v, best_first);
}

static void mark(struct asked *q, struct search_hit *hit)
{
	struct str text = q->index->fw->items[hit->item].text, word;
	size_t at = 0;

	hit->spans = NEW_ARRAY(q->a, struct search_span, text_words(text) * 2 + 1);
	while (hit->spans_n < text_words(text) * 2 && next_word(text, &at, &word)) {
		struct str stem = stem_of(q->a, q->stemmer, word);
		size_t s = stem.n ? first_stem(q->index, stem) : q->index->stems_n;

		if (s < q->index->stems_n && q->matched[s] && str_eq(q->index->stems[s].text, stem))
			hit->spans[hit->spans_n++] = (struct search_span){ (size_t)(word.p - text.p), word.n };
	}
}

static bool term_matches(struct asked *q, const struct framework_term *term)
{
	unsigned found = 0;

	for (size_t k = 0; k <= term->also_n; k++) {
		struct str spelling = k ? term->also[k - 1] : term->term, word;
		size_t at = 0;

		while (next_word(spelling, &at, &word)) {
			struct str stem = stem_of(q->a, q->stemmer, word);

			for (size_t w = 0; w < q->words_n; w++)
				if (stem.n && str_eq(stem, q->stems[w]))
					found |= 1u << w;
		}
	}
	return q->words_n && words_found(found) == q->words_n;
}

static void gather_terms(struct asked *q, struct search_result *ret)
{
	const struct framework *fw = q->index->fw;

	ret->terms = NEW_ARRAY(q->a, int32_t, TERMS_SHOWN);
	for (size_t t = 0; t < fw->terms_n && ret->terms_n < TERMS_SHOWN; t++)
		if (term_matches(q, &fw->terms[t]))
			ret->terms[ret->terms_n++] = (int32_t)t;
}

static void list_all(struct asked *q, struct search_result *ret)
{
	ret->v = NEW_ARRAY(q->a, struct search_hit, q->index->fw->n);
	for (size_t i = 0; i < q->index->fw->n; i++)
		if (passes(q, (int32_t)i))
			ret->v[ret->total++] = (struct search_hit){ .item = (int32_t)i };
}

static int32_t suggestion_for(struct asked *q, struct str query)
{
	struct framework_codes codes;
	bool has_digit = false;

	for (size_t i = 0; i < query.n; i++)
		has_digit = has_digit || (query.p[i] >= '0' && query.p[i] <= '9');
	if (!has_digit || query.n > 20)
		return -1;
	framework_parse_codes(q->a, q->index->fw, query, 1, &codes);
	return codes.unknown_n ? codes.unknown[0].nearest : -1;
}

void framework_search(struct arena *a, const struct search_index *index, struct str query,
                      const struct search_filters *filters, size_t limit, struct search_result *ret)
{
	struct asked q = { .a = a, .index = index, .filters = filters };
	bool coded;

	*ret = (struct search_result){ .suggestion = -1 };
	query = str_trim(str_sub(query, 0, QUERY_MAX));
	if (!query.n) {
		list_all(&q, ret);
	} else {
		q.stemmer = stemmer_of(a);
		q.tally = NEW_ARRAY(a, struct tally, index->fw->n);
		q.matched = NEW_ARRAY(a, bool, index->stems_n);
		cut_query(&q, query);
		coded = count_codes(&q, query);
		if (!coded)
			count_words(&q);
		gather(&q, ret);
		gather_terms(&q, ret);
		if (!coded)
			ret->suggestion = suggestion_for(&q, query);
	}
	ret->n = ret->total < limit ? ret->total : limit;
	ret->guessed = q.guessed;
	for (size_t k = 0; k < ret->n && query.n; k++)
		mark(&q, &ret->v[k]);
}

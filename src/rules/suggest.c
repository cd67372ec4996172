/* suggest.c — making an index: whose words a statement has, and what each says. See suggest.h. */
#include "rules/suggest_inside.h"

#include "rules/suggest_words.h"

#include <math.h>
#include <stdlib.h>

const struct suggest_weights suggest_weights = {
	.k1 = 0.8, .b = 0.5, .k3 = 2, .outcome = 0.25, .thread = 0.3, .glossary = 0.2, .reference = 0.1, .kin = 1,
	.whole_text = 1, .best = 1, .second = 0.6, .neighbours = 0.25, .learnt = 0.6, .learnt_outcome = 0.3, .prior = 0.1,
	.kind = 0.1, .missing = 0.08, .thin = 0.04,
};

enum { SCRATCH = 64 << 20, LEARNT_LINE_PLACES = 2000 };

static bool is_listed(const char *list, struct str s)
{
	for (struct str all = { list, strlen(list) }; all.n;)
		if (str_eq(str_cut(&all, ' '), s))
			return true;
	return false;
}

bool suggest_is_small(struct str s)
{
	static const char *const words =
		" a about after again all also although always am an and any are as at be because been before being but by came can"
		" could did do does doing done down each even every first for from get go going got had has have having he her here"
		" hers him his how i if in into is it its just know less like made make many me more most much my never no not now of"
		" off on once one only or other our out over own really s said same she should so some still such t than that the"
		" their them then there these they thing things this those though through to too two under until up upon us very was"
		" we well went were what when where whether which while who whom whose why will with without would yes yet you your ";
	static const char *const everyday =
		" able actually ago almost alone already another anyone anything around ask asked asks away back bad began behind best"
		" better beside big bit both bring brought bus called car carpet chair coat coffee comes cup day days different door"
		" early eight end enough evening everybody everyone everything eye face fair felt few fifteen fifty find five forgotten"
		" found four friday front full gave give given goes good great half hall hand hands happen happened hard head hear heard"
		" hold hour hours house idea ill inside keep kept kind kitchen knew known last late later laughed learnt least leave left"
		" let letter line list little live living long look looked looking lot main matter mean means meet meeting met might"
		" minute minutes monday month months morning move moved must name names near need needed new next nice night nights nine"
		" nobody noticed nothing number often old open ordinary page part people person phone picked piece place point put"
		" question questions rather read remember right room sat saturday saw say saying says second see seen sentence set seven"
		" show showed side sit sitting six small somebody someone something sometimes sorry sort spoke stand start started stay"
		" stayed step stood stop stopped street sunday sure table take taken talk talked tea tell ten thank thought thirty"
		" three thursday time times today together told tomorrow took town tried true try tuesday turn turned twelve twenty twice"
		" use used using usual visit voice wait waited waiting walk wanted watched way wednesday week weeks window word words"
		" work worker works write writing written wrong wrote year years yesterday ";

	return is_listed(words, s) || is_listed(everyday, s);
}

uint32_t suggest_hash(struct str s)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 16777619u;
	return h;
}

int32_t suggest_term_of(const struct suggest_index *x, struct str stem)
{
	for (size_t h = suggest_hash(stem) & x->slots_mask; x->slots[h]; h = (h + 1) & x->slots_mask)
		if (str_eq(x->terms[x->slots[h] - 1].text, stem))
			return (int32_t)x->slots[h] - 1;
	return -1;
}

size_t suggest_outcomes(const struct framework *fw, int32_t *by_position)
{
	size_t outcomes = 0, p = 0;

	for (size_t i = 0; i < fw->n; i++) {
		if (fw->items[i].role == ROLE_OUTCOME)
			outcomes++;
		if (fw->items[i].position < 0)
			continue;
		by_position[p++] = fw->items[i].outcome >= 0 ? (int32_t)outcomes - 1 : -1;
	}
	return outcomes;
}

/* ---- collecting ---- */

struct entry {
	uint32_t term;
	int32_t place;
	float weight;
	bool is_own;
};
struct building {
	struct suggest_index *x;
	struct arena *a, *scratch; /* the index's; what goes when it is made */
	struct entry *v;
	size_t n, room, terms_room;
};

static void grow_slots(struct building *b)
{
	struct suggest_index *x = b->x;

	x->slots_mask = x->slots_mask * 2 + 1;
	x->slots = NEW_ARRAY(b->a, uint32_t, x->slots_mask + 1);
	for (size_t t = 0; t < x->terms_n; t++) {
		size_t h = suggest_hash(x->terms[t].text) & x->slots_mask;

		while (x->slots[h])
			h = (h + 1) & x->slots_mask;
		x->slots[h] = (uint32_t)t + 1;
	}
}

static uint32_t term_made(struct building *b, struct str stem)
{
	struct suggest_index *x = b->x;
	int32_t known = suggest_term_of(x, stem);
	size_t h;

	if (known >= 0)
		return (uint32_t)known;
	if (x->terms_n == b->terms_room) {
		x->terms = arena_resize(b->a, x->terms, b->terms_room * sizeof(*x->terms), b->terms_room * 2 * sizeof(*x->terms));
		b->terms_room *= 2;
	}
	x->terms[x->terms_n++] = (struct suggest_term){ .text = str_dup(b->a, stem) };
	if (x->terms_n * 2 > x->slots_mask) {
		grow_slots(b);
		return (uint32_t)x->terms_n - 1;
	}
	for (h = suggest_hash(stem) & x->slots_mask; x->slots[h]; h = (h + 1) & x->slots_mask)
		;
	x->slots[h] = (uint32_t)x->terms_n;
	return (uint32_t)x->terms_n - 1;
}

static void entry_add(struct building *b, struct entry e)
{
	if (b->n == b->room) {
		b->v = arena_resize(b->scratch, b->v, b->room * sizeof(*b->v), b->room * 2 * sizeof(*b->v));
		b->room *= 2;
	}
	b->v[b->n++] = e;
}

static void words_add(struct building *b, int32_t place, struct str text, double weight, bool is_own)
{
	struct str word;
	size_t at = 0;

	while (stem_next_word(text, &at, &word)) {
		struct str stem;

		if (suggest_is_small(str_lower(b->scratch, word)))
			continue;
		stem = stem_of(b->x->stemmer, b->scratch, word);
		if (stem.n)
			entry_add(b, (struct entry){ term_made(b, stem), place, (float)weight, is_own });
	}
}

static void glossary_add(struct building *b, const struct framework_item *item)
{
	const struct framework *fw = b->x->fw;
	size_t n;
	const struct framework_term_use *uses = framework_terms_in(b->scratch, fw, item->text, &n);

	for (size_t k = 0; k < n; k++) {
		const struct framework_term *term = &fw->terms[uses[k].term];

		words_add(b, item->position, term->term, suggest_weights.glossary, false);
		words_add(b, item->position, term->definition, suggest_weights.glossary, false);
		for (size_t s = 0; s < term->also_n; s++)
			words_add(b, item->position, term->also[s], suggest_weights.glossary, false);
	}
}

static void statement_add(struct building *b, int32_t i)
{
	const struct framework *fw = b->x->fw;
	const struct framework_item *item = &fw->items[i];
	const struct suggest_weights *w = &suggest_weights;

	b->x->item_kind[item->position] = (uint8_t)item->kind;
	words_add(b, item->position, item->text, 1, true);
	words_add(b, item->position, item->notes, w->reference, false);
	if (item->outcome >= 0 && item->outcome != i)
		words_add(b, item->position, fw->items[item->outcome].text, w->outcome, false);
	for (size_t k = 0; k < item->references_n; k++)
		words_add(b, item->position, item->references[k].title, w->reference, false);
	for (size_t k = 0; k < item->threads_n; k++)
		words_add(b, item->position, fw->threads[item->threads[k]].title, w->thread, false);
	glossary_add(b, item);
}

/* ---- weighing ---- */

static int by_term(const void *p, const void *q)
{
	const struct entry *a = p, *b = q;

	if (a->term != b->term)
		return a->term < b->term ? -1 : 1;
	return (a->place > b->place) - (a->place < b->place);
}

/* gather — one entry a term and place; weights of the same word add up. */
static void gather(struct building *b)
{
	size_t to = 0;

	if (b->n)
		qsort(b->v, b->n, sizeof(*b->v), by_term);
	for (size_t i = 0; i < b->n; i++) {
		if (to && by_term(&b->v[to - 1], &b->v[i]) == 0) {
			b->v[to - 1].weight += b->v[i].weight;
			b->v[to - 1].is_own |= b->v[i].is_own;
		} else {
			b->v[to++] = b->v[i];
		}
	}
	b->n = to;
}

static float *lengths(struct building *b, double *ret_mean)
{
	float *length = NEW_ARRAY(b->scratch, float, b->x->statements_n + 1);
	double sum = 0;

	for (size_t i = 0; i < b->n; i++) {
		length[b->v[i].place] += b->v[i].weight;
		sum += b->v[i].weight;
	}
	*ret_mean = b->x->statements_n && sum > 0 ? sum / (double)b->x->statements_n : 1;
	return length;
}

/* How many statements have the word as their own; a word that is nobody's own is as rare as its fields. */
static double rarity(const struct entry *v, size_t n, size_t statements)
{
	size_t own = 0;

	for (size_t i = 0; i < n; i++)
		own += v[i].is_own;
	if (!own)
		own = n;
	return log(1 + ((double)statements - (double)own + 0.5) / ((double)own + 0.5));
}

static void weigh(struct building *b)
{
	const struct suggest_weights *w = &suggest_weights;
	struct suggest_index *x = b->x;
	double mean;
	float *length = lengths(b, &mean);

	x->postings = NEW_ARRAY(b->a, struct suggest_posting, b->n + 1);
	for (size_t i = 0, end; i < b->n; i = end) {
		struct suggest_term *t = &x->terms[b->v[i].term];
		double idf;

		for (end = i; end < b->n && b->v[end].term == b->v[i].term; end++)
			;
		idf = rarity(&b->v[i], end - i, x->statements_n);
		t->first = (uint32_t)i;
		t->n = (uint32_t)(end - i);
		for (size_t k = i; k < end; k++) {
			double tf = b->v[k].weight, norm = w->k1 * (1 - w->b + w->b * length[b->v[k].place] / mean);

			x->postings[k] = (struct suggest_posting){ b->v[k].place, (float)(idf * tf * (w->k1 + 1) / (tf + norm)),
				                                       b->v[k].is_own ? (float)idf : 0 };
			if (b->v[k].is_own)
				x->whole[b->v[k].place] += (float)idf;
		}
	}
}

/* ---- kindred words ---- */

enum { MEANT_MAX = 16 };

/* meant_of — the terms of what a row means; words this framework does not use are left out. */
static size_t meant_of(struct building *b, const char *words, uint32_t *terms)
{
	struct str text = str_from_c(words), word;
	size_t at = 0, n = 0;

	while (n < MEANT_MAX && stem_next_word(text, &at, &word)) {
		int32_t known = suggest_term_of(b->x, stem_of(b->x->stemmer, b->scratch, word));
		bool twice = known < 0;

		for (size_t i = 0; i < n && !twice; i++)
			twice = terms[i] == (uint32_t)known;
		if (!twice)
			terms[n++] = (uint32_t)known;
	}
	return n;
}

/* kindred_add — a row speaks for the statements that have most of what it means among their own words: both of two words,
 * at least two of more. `own` are the entries of statements' words, in order of term. */
static void kindred_add(struct building *b, const struct kindred_words *row, const struct entry *own, size_t own_n,
                        const uint32_t *first, uint8_t *has)
{
	struct suggest_index *x = b->x;
	uint32_t terms[MEANT_MAX];
	size_t n = meant_of(b, row->meant, terms);
	uint8_t most = 0;

	memset(has, 0, x->statements_n + 1);
	for (size_t t = 0; t < n; t++)
		for (size_t i = first[terms[t]]; i < own_n && own[i].term == terms[t]; i++)
			if (own[i].is_own && ++has[own[i].place] > most)
				most = has[own[i].place];
	if (!most || (n > 1 && most < 2))
		return;
	for (size_t p = 0; p < x->statements_n; p++)
		if (has[p] == most)
			words_add(b, (int32_t)p, str_from_c(row->said), suggest_weights.kin * most / (double)n, false);
}

static void kindred_add_all(struct building *b)
{
	struct suggest_index *x = b->x;
	size_t own_n = b->n;
	const struct entry *own = memcpy(NEW_ARRAY(b->scratch, struct entry, own_n + 1), b->v, own_n * sizeof(*b->v));
	uint32_t *first = NEW_ARRAY(b->scratch, uint32_t, x->terms_n + 1);
	uint8_t *has = NEW_ARRAY(b->scratch, uint8_t, x->statements_n + 1);

	for (size_t i = own_n; i > 0; i--)
		first[own[i - 1].term] = (uint32_t)i - 1;
	for (size_t i = 0; i < kindred_words_n; i++)
		kindred_add(b, &kindred_words[i], own, own_n, first, has);
}

/* ---- what was learnt ---- */

/* place_of — "12:7" into a place and a number of people. */
static bool place_of(struct str pair, size_t places, int64_t *ret_place, int64_t *ret_people)
{
	struct str place = str_cut(&pair, ':');

	return str_to_i64(place, 0, (int64_t)places - 1, ret_place) && str_to_i64(pair, 1, INT32_MAX, ret_people);
}

struct learnt {
	int64_t people;   /* altogether */
	double *at_place; /* people with an agreed piece there */
};

/* learnt_term — a word says as much for a place as it is more common there than elsewhere. */
static void learnt_term(struct building *b, const struct learnt *l, struct str stem, double people, struct str places)
{
	const struct suggest_weights *w = &suggest_weights;
	struct suggest_index *x = b->x;
	uint32_t term = term_made(b, stem);

	for (int n = 0; places.p && n < LEARNT_LINE_PLACES; n++) {
		int64_t place, at;
		double more;

		if (!place_of(str_cut(&places, ' '), x->statements_n + x->outcomes_n, &place, &at))
			continue;
		more = log(((double)at + 0.5) / (l->at_place[place] + 1)) - log((people + 0.5) / ((double)l->people + 1));
		if (more <= 0)
			continue;
		more *= (size_t)place < x->statements_n ? w->learnt : w->learnt_outcome;
		entry_add(b, (struct entry){ term, (int32_t)place, (float)more, false });
	}
}

/* learnt_read — the lines of suggest_learning_end; what is not of that form is passed over. */
static void learnt_read(struct building *b, struct str text)
{
	struct suggest_index *x = b->x;
	size_t places = x->statements_n + x->outcomes_n;
	struct learnt l = { 0, NEW_ARRAY(b->scratch, double, places + 1) };

	while (text.p) {
		struct str line = str_cut(&text, '\n'), word = str_cut(&line, ' '), number = str_cut(&line, ' ');
		int64_t people, place, at;

		if (!str_to_i64(number, 1, INT32_MAX, &people))
			continue;
		if (!str_eq(word, S("@"))) {
			if (l.people)
				learnt_term(b, &l, word, (double)people, line);
			continue;
		}
		l.people = people;
		while (line.p)
			if (place_of(str_cut(&line, ' '), places, &place, &at))
				l.at_place[place] = (double)at;
	}
	for (size_t p = 0; p < x->statements_n && l.people; p++)
		x->prior[p] = (float)(suggest_weights.prior * log(1 + l.at_place[p]));
}

/* learnt_add — postings of what was learnt stand behind the words' own, so that a term has two runs in one. */
static void learnt_add(struct building *b, struct str learnt)
{
	struct suggest_index *x = b->x;
	struct suggest_posting *all;
	size_t n = 0;

	b->n = 0;
	learnt_read(b, learnt);
	if (!b->n)
		return;
	gather(b);
	for (size_t t = 0; t < x->terms_n; t++)
		n += x->terms[t].n;
	all = NEW_ARRAY(b->a, struct suggest_posting, n + b->n + 1);
	n = 0;
	for (size_t t = 0, k = 0; t < x->terms_n; t++) {
		struct suggest_term *term = &x->terms[t];
		uint32_t first = (uint32_t)n;

		for (uint32_t i = 0; i < term->n; i++)
			all[n++] = x->postings[term->first + i];
		for (; k < b->n && b->v[k].term == t; k++)
			all[n++] = (struct suggest_posting){ b->v[k].place, b->v[k].weight, 0 };
		term->first = first;
		term->n = (uint32_t)n - first;
	}
	x->postings = all;
}

struct suggest_index *suggest_build(struct arena *a, const struct framework *fw, struct str learnt)
{
	struct suggest_index *x = NEW(a, struct suggest_index);
	struct building b = { .x = x, .a = a, .scratch = arena_within(a, SCRATCH), .room = 8192, .terms_room = 1024 };

	x->fw = fw;
	x->stemmer = stemmer_new(a);
	x->statements_n = fw->linkable_n;
	x->outcome = NEW_ARRAY(a, int32_t, fw->linkable_n + 1);
	x->outcomes_n = suggest_outcomes(fw, x->outcome);
	x->item_kind = NEW_ARRAY(a, uint8_t, fw->linkable_n + 1);
	x->whole = NEW_ARRAY(a, float, fw->linkable_n + 1);
	x->prior = NEW_ARRAY(a, float, fw->linkable_n + 1);
	x->terms = NEW_ARRAY(a, struct suggest_term, b.terms_room);
	x->slots_mask = 4095;
	x->slots = NEW_ARRAY(a, uint32_t, x->slots_mask + 1);
	b.v = NEW_ARRAY(b.scratch, struct entry, b.room);
	for (size_t k = 0; k < fw->linkable_n; k++)
		statement_add(&b, fw->linkable[k]);
	gather(&b);
	kindred_add_all(&b);
	gather(&b);
	weigh(&b);
	learnt_add(&b, learnt);
	arena_release(b.scratch);
	return x;
}

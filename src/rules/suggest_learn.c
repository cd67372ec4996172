/* suggest_learn.c — counting people, not keeping texts. See suggest.h. */
#include "rules/suggest_inside.h"

#include <stdlib.h>

enum { PAIRS_MAX = 400000, STEMS_MAX = 60000, PAIR_SLOTS = 1 << 20, STEM_SLOTS = 1 << 17 };

/* How many people have said something somewhere; the last one is remembered so that nobody counts twice. */
struct counted {
	uint32_t stem;   /* 1 + its number; 0 for an empty slot */
	int32_t place;   /* -1: anywhere */
	uint32_t people;
	int64_t last;    /* number of the person counted last, from 1 */
};
struct suggest_learning {
	struct arena *a;
	struct stemmer *stemmer;
	struct counted *pairs;
	size_t pairs_n;
	struct str *stems;
	size_t stems_n;
	uint32_t *stem_slots;
	int32_t *outcome;       /* by position */
	size_t statements_n, outcomes_n;
	struct counted *places; /* by place, and one more for everybody */
	int64_t person, number; /* whose pieces come now: as told, and counted from 1 */
};

struct suggest_learning *suggest_learning_new(struct arena *a, const struct framework *fw)
{
	struct suggest_learning *l = NEW(a, struct suggest_learning);

	l->a = a;
	l->stemmer = stemmer_new(a);
	l->pairs = NEW_ARRAY(a, struct counted, PAIR_SLOTS);
	l->stems = NEW_ARRAY(a, struct str, STEMS_MAX);
	l->stem_slots = NEW_ARRAY(a, uint32_t, STEM_SLOTS);
	l->statements_n = fw->linkable_n;
	l->outcome = NEW_ARRAY(a, int32_t, fw->linkable_n + 1);
	l->outcomes_n = suggest_outcomes(fw, l->outcome);
	l->places = NEW_ARRAY(a, struct counted, l->statements_n + l->outcomes_n + 1);
	return l;
}

/* stem_number — from 1; 0 when there is no room for another word. */
static uint32_t stem_number(struct suggest_learning *l, struct str stem)
{
	size_t h = suggest_hash(stem) & (STEM_SLOTS - 1);

	for (; l->stem_slots[h]; h = (h + 1) & (STEM_SLOTS - 1))
		if (str_eq(l->stems[l->stem_slots[h] - 1], stem))
			return l->stem_slots[h];
	if (l->stems_n == STEMS_MAX)
		return 0;
	l->stems[l->stems_n++] = str_dup(l->a, stem);
	return l->stem_slots[h] = (uint32_t)l->stems_n;
}

static void count(struct suggest_learning *l, struct counted *c)
{
	c->people += c->last != l->number;
	c->last = l->number;
}

static void count_pair(struct suggest_learning *l, uint32_t stem, int32_t place)
{
	size_t h = (stem * 2654435761u ^ (uint32_t)place * 40503u) & (PAIR_SLOTS - 1);

	for (; l->pairs[h].stem; h = (h + 1) & (PAIR_SLOTS - 1))
		if (l->pairs[h].stem == stem && l->pairs[h].place == place) {
			count(l, &l->pairs[h]);
			return;
		}
	if (l->pairs_n == PAIRS_MAX)
		return;
	l->pairs_n++;
	l->pairs[h] = (struct counted){ .stem = stem, .place = place };
	count(l, &l->pairs[h]);
}

static bool is_outcome_counted(const struct suggest_learning *l, const int32_t *positions, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (l->outcome[positions[k]] == l->outcome[positions[i]])
			return true;
	return l->outcome[positions[i]] < 0;
}

static void count_word(struct suggest_learning *l, uint32_t stem, const int32_t *positions, size_t n)
{
	count_pair(l, stem, -1);
	for (size_t i = 0; i < n; i++) {
		count_pair(l, stem, positions[i]);
		if (!is_outcome_counted(l, positions, i))
			count_pair(l, stem, (int32_t)l->statements_n + l->outcome[positions[i]]);
	}
}

void suggest_learning_add(struct suggest_learning *l, int64_t person, struct str text, const int32_t *positions, size_t n)
{
	struct arena *scratch = arena_within(l->a, 16 << 20);
	size_t at = 0, known = 0;
	struct str word;
	int32_t *places = NEW_ARRAY(scratch, int32_t, n + 1);

	for (size_t i = 0; i < n; i++)
		if (positions[i] >= 0 && (size_t)positions[i] < l->statements_n)
			places[known++] = positions[i];
	if (l->number == 0 || person != l->person)
		l->number++;
	l->person = person;
	if (known)
		count(l, &l->places[l->statements_n + l->outcomes_n]);
	for (size_t i = 0; i < known; i++) {
		count(l, &l->places[places[i]]);
		if (l->outcome[places[i]] >= 0)
			count(l, &l->places[l->statements_n + (size_t)l->outcome[places[i]]]);
	}
	text = str_sub(text, 0, SUGGEST_TEXT_MAX);
	while (known && stem_next_word(text, &at, &word)) {
		uint32_t stem;

		if (suggest_is_small(str_lower(scratch, word)))
			continue;
		stem = stem_number(l, stem_of(l->stemmer, scratch, word));
		if (stem)
			count_word(l, stem, places, known);
	}
	arena_release(scratch);
}

/* What is kept, in the order of the alphabet: the order words came in would tell something of a text. */
struct kept {
	struct str stem;
	int32_t place;
	uint32_t people;
};

static int by_stem_and_place(const void *p, const void *q)
{
	const struct kept *a = p, *b = q;
	int c = str_cmp(a->stem, b->stem);

	return c ? c : (a->place > b->place) - (a->place < b->place);
}

static struct kept *kept_of(const struct suggest_learning *l, struct arena *a, size_t *ret_n)
{
	struct kept *v = NEW_ARRAY(a, struct kept, l->pairs_n + 1);
	size_t n = 0;

	for (size_t i = 0; i < PAIR_SLOTS; i++)
		if (l->pairs[i].stem && l->pairs[i].people >= SUGGEST_PEOPLE_MIN)
			v[n++] = (struct kept){ l->stems[l->pairs[i].stem - 1], l->pairs[i].place, l->pairs[i].people };
	if (n)
		qsort(v, n, sizeof(*v), by_stem_and_place);
	*ret_n = n;
	return v;
}

struct str suggest_learning_end(struct suggest_learning *l, struct arena *a)
{
	struct buf b = buf_new(a, 32 << 20);
	const struct counted *everybody = &l->places[l->statements_n + l->outcomes_n];
	struct kept *v;
	size_t n;

	if (everybody->people < SUGGEST_PEOPLE_MIN)
		return STR_NONE;
	buf_addf(&b, "@ %u", everybody->people);
	for (size_t p = 0; p < l->statements_n + l->outcomes_n; p++)
		if (l->places[p].people >= SUGGEST_PEOPLE_MIN)
			buf_addf(&b, " %zu:%u", p, l->places[p].people);
	v = kept_of(l, l->a, &n);
	for (size_t i = 0; i < n; i++) {
		if (v[i].place >= 0)
			buf_addf(&b, " %d:%u", v[i].place, v[i].people);
		else if (i + 1 < n && v[i + 1].place >= 0) /* of a stem it comes first; alone it says nothing */
			buf_addf(&b, "\n%.*s %u", STR_FMT(v[i].stem), v[i].people);
	}
	return buf_str(&b);
}

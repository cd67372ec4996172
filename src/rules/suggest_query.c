/* suggest_query.c — asking an index: sentence by sentence, then all together. See suggest.h. */
#include "rules/suggest_inside.h"

#include <stdlib.h>

enum { SENTENCES_MAX = 600, QUOTE_MAX = 150, SCRATCH = 24 << 20, MEMORY = 1 << 12 };

struct word_seen {
	struct str word;
	int32_t term;
};
struct sentence {
	size_t from, end;   /* bytes of the text */
	size_t first, n;    /* of words */
};
struct found_word {
	size_t from, n;     /* bytes of the text */
	int32_t term;       /* -1 for a word that says nothing */
};
struct asking {
	struct arena *a;    /* scratch */
	const struct suggest_index *x;
	const struct suggest_wish *wish;
	struct str text;
	struct found_word *words;
	size_t words_n;
	struct sentence sentences[SENTENCES_MAX];
	size_t sentences_n;
	struct word_seen *memory; /* the same words come again and again */
	float *in_sentence;       /* by term: how much it is said in the sentence at hand */
	float *in_text;           /* by term: the same for the whole text */
	uint32_t *said;           /* terms of the sentence at hand */
	size_t said_n;
	float *score, *cover;     /* by place, of the sentence at hand */
	float *all, *best, *second; /* by place */
	int32_t *where;           /* by place: the best sentence */
};

/* ---- cutting the text ---- */

static int32_t term_of_word(struct asking *q, struct str word)
{
	struct word_seen *seen = &q->memory[suggest_hash(word) & (MEMORY - 1)];

	if (!seen->word.n || !str_eq(seen->word, word)) {
		*seen = (struct word_seen){ word, -1 };
		if (!suggest_is_small(str_lower(q->a, word)))
			seen->term = suggest_term_of(q->x, stem_of(q->x->stemmer, q->a, word));
	}
	return seen->term;
}

/* ends_sentence — between two words: a full stop, question or exclamation mark followed by space, or an empty line. */
static bool ends_sentence(struct str gap)
{
	for (size_t i = 0; i < gap.n; i++) {
		char c = gap.p[i];

		if ((c == '.' || c == '?' || c == '!') && i + 1 < gap.n)
			return true;
		if (c == '\n')
			return true;
	}
	return false;
}

static void cut(struct asking *q)
{
	struct str word;
	size_t at = 0, before = 0;
	struct sentence *s = &q->sentences[0];

	q->words = NEW_ARRAY(q->a, struct found_word, q->text.n / 2 + 2);
	while (stem_next_word(q->text, &at, &word)) {
		size_t from = (size_t)(word.p - q->text.p);

		if (q->words_n && q->sentences_n + 1 < SENTENCES_MAX && ends_sentence(str_sub(q->text, before, from - before))) {
			q->sentences_n++;
			s = &q->sentences[q->sentences_n];
		}
		if (!s->n)
			*s = (struct sentence){ .from = from, .first = q->words_n };
		q->words[q->words_n++] = (struct found_word){ from, word.n, term_of_word(q, word) };
		s->n++;
		before = s->end = from + word.n;
	}
	q->sentences_n += q->words_n > 0;
}

/* ---- one sentence ---- */

static void say(struct asking *q, uint32_t term, float weight)
{
	if (q->in_sentence[term] == 0)
		q->said[q->said_n++] = term;
	if (q->in_sentence[term] < weight)
		q->in_sentence[term] = weight;
}

static void count_term(struct asking *q, uint32_t term)
{
	const struct suggest_term *t = &q->x->terms[term];
	float w = q->in_sentence[term];

	for (uint32_t i = 0; i < t->n; i++) {
		const struct suggest_posting *p = &q->x->postings[t->first + i];

		q->score[p->place] += w * p->weight;
		q->cover[p->place] += w * p->rarity;
	}
}

static void keep_best(struct asking *q, int32_t sentence)
{
	for (size_t p = 0; p < q->x->statements_n; p++) {
		float s = q->score[p];

		if (s <= 0)
			continue;
		if (q->x->whole[p] > 0) /* two words of one statement in one sentence say more than one word twice */
			s *= 0.5f + q->cover[p] / q->x->whole[p];
		if (s > q->best[p]) {
			q->second[p] = q->best[p];
			q->best[p] = s;
			q->where[p] = sentence;
		} else if (s > q->second[p]) {
			q->second[p] = s;
		}
	}
}

static void read_sentence(struct asking *q, size_t number)
{
	const struct suggest_index *x = q->x;
	const struct sentence *s = &q->sentences[number];
	size_t places = x->statements_n + x->outcomes_n;

	q->said_n = 0;
	for (size_t i = s->first; i < s->first + s->n; i++) {
		int32_t term = q->words[i].term;

		if (term >= 0)
			say(q, (uint32_t)term, 1);
	}
	memset(q->score, 0, places * sizeof(*q->score));
	memset(q->cover, 0, places * sizeof(*q->cover));
	for (size_t i = 0; i < q->said_n; i++) {
		count_term(q, q->said[i]);
		q->in_text[q->said[i]] += q->in_sentence[q->said[i]];
		q->in_sentence[q->said[i]] = 0;
	}
	keep_best(q, (int32_t)number);
}

/* ---- together ---- */

static void read_whole(struct asking *q)
{
	const struct suggest_weights *w = &suggest_weights;

	for (size_t t = 0; t < q->x->terms_n; t++) {
		const struct suggest_term *term = &q->x->terms[t];
		double often = q->in_text[t];

		if (often == 0)
			continue;
		often = often * (w->k3 + 1) / (often + w->k3);
		for (uint32_t i = 0; i < term->n; i++)
			q->all[q->x->postings[term->first + i].place] += (float)(often * q->x->postings[term->first + i].weight);
	}
}

/* neighbours_of — what the strongest statements of each outcome come to: a piece is about few outcomes. */
static float *neighbours_of(struct asking *q)
{
	float *sum = NEW_ARRAY(q->a, float, q->x->outcomes_n + 1), *top = NEW_ARRAY(q->a, float, q->x->outcomes_n * 3 + 3);

	for (size_t p = 0; p < q->x->statements_n; p++) {
		int32_t o = q->x->outcome[p];
		float s = q->best[p];

		for (int k = 0; o >= 0 && k < 3; k++)
			if (s > top[o * 3 + k]) {
				float less = top[o * 3 + k];

				top[o * 3 + k] = s;
				s = less;
			}
	}
	for (size_t o = 0; o < q->x->outcomes_n; o++)
		sum[o] = top[o * 3] + top[o * 3 + 1] + top[o * 3 + 2];
	return sum;
}

/* leaning — a course teaches what one knows; somebody else saw what one does. */
static double leaning(const struct asking *q, size_t p)
{
	enum item_kind kind = (enum item_kind)q->x->item_kind[p];
	double by = suggest_weights.kind;

	switch (q->wish->kind) {
	case KIND_LEARNING:
		return kind == ITEM_KNOWS ? 1 + by : 1;
	case KIND_OBSERVATION:
	case KIND_FEEDBACK:
	case KIND_WORK_PRODUCT:
	case KIND_COURT_WORK:
	case KIND_SEEN_WHERE_HELD:
		return kind == ITEM_DOES ? 1 + by : 1;
	default:
		return kind == ITEM_DOES ? 1 + by / 2 : 1;
	}
}

static bool is_missing(const struct asking *q, size_t p)
{
	const struct coverage *c = q->wish->coverage;

	return c && coverage_lacks(c, p);
}

/* lacking — raised a little for what has nothing yet, never enough to bring up what the words don't. */
static double lacking(const struct asking *q, size_t p)
{
	const struct coverage *c = q->wish->coverage;
	int32_t o = q->x->outcome[p];
	double by = 1;

	if (is_missing(q, p))
		by += suggest_weights.missing;
	if (c && q->wish->rule && o >= 0 && (size_t)o < c->outcomes_n &&
	    outcome_talk(&c->outcomes[o], q->wish->rule, q->wish->today) != TALK_ENOUGH)
		by += suggest_weights.thin;
	return by;
}

static int by_score(const void *p, const void *q)
{
	const struct suggestion *a = p, *b = q;

	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	return (a->position > b->position) - (a->position < b->position);
}

static struct suggestion *score(struct asking *q, size_t *ret_n)
{
	const struct suggest_weights *w = &suggest_weights;
	struct suggestion *v = NEW_ARRAY(q->a, struct suggestion, q->x->statements_n + 1);
	const float *near = neighbours_of(q);
	double length = q->sentences_n > 4 ? (double)q->sentences_n / 4 : 1;
	size_t n = 0;

	for (size_t p = 0; p < q->x->statements_n; p++) {
		int32_t o = q->x->outcome[p];
		double s = w->best * q->best[p] + w->second * q->second[p] + w->whole_text * q->all[p] / length;

		if (q->best[p] <= 0 || (q->wish->skip && q->wish->skip[p]))
			continue;
		if (o >= 0)
			s += w->neighbours * near[o] / 3 + q->all[q->x->statements_n + (size_t)o] / length;
		s = (s + q->x->prior[p]) * leaning(q, p) * lacking(q, p);
		v[n++] = (struct suggestion){ .position = (int32_t)p, .score = s, .is_missing = is_missing(q, p) };
	}
	if (n)
		qsort(v, n, sizeof(*v), by_score);
	*ret_n = n;
	return v;
}

/* ---- why ---- */

static bool leads_to(const struct suggest_index *x, uint32_t term, int32_t place)
{
	const struct suggest_term *t = &x->terms[term];

	for (uint32_t i = 0; i < t->n; i++)
		if (x->postings[t->first + i].place == place)
			return true;
	return false;
}

/* quote — the sentence, or where it is long the part around its first reasons, cut at words. */
static void quote(const struct asking *q, struct suggestion *s)
{
	const struct sentence *in = &q->sentences[q->where[s->position]];
	size_t from = in->first, end = in->first + in->n;
	bool *reason = NEW_ARRAY(q->a, bool, in->n + 1);
	size_t first = SIZE_MAX;

	for (size_t i = 0; i < in->n; i++) {
		int32_t term = q->words[in->first + i].term;

		reason[i] = term >= 0 && leads_to(q->x, (uint32_t)term, s->position);
		if (reason[i] && first == SIZE_MAX)
			first = in->first + i;
	}
	if (first == SIZE_MAX)
		first = from;
	if (in->end - in->from > QUOTE_MAX)
		from = first > in->first + 4 ? first - 4 : in->first;
	while (end > from + 1 && q->words[end - 1].from + q->words[end - 1].n - q->words[from].from > QUOTE_MAX)
		end--;
	s->quote = str_sub(q->text, q->words[from].from, q->words[end - 1].from + q->words[end - 1].n - q->words[from].from);
	s->cut_before = from > in->first;
	s->cut_after = end < in->first + in->n;
	for (size_t i = from; i < end && s->spans_n < SUGGEST_SPANS_MAX; i++)
		if (reason[i - in->first])
			s->spans[s->spans_n++] = (struct suggest_span){ q->words[i].from - q->words[from].from, q->words[i].n };
}

static struct asking *asking_new(struct arena *a, const struct suggest_index *x, struct str text,
                                 const struct suggest_wish *wish)
{
	struct asking *q = NEW(a, struct asking);
	size_t places = x->statements_n + x->outcomes_n + 1;

	q->a = a;
	q->x = x;
	q->wish = wish;
	q->text = str_sub(text, 0, SUGGEST_TEXT_MAX);
	q->memory = NEW_ARRAY(a, struct word_seen, MEMORY);
	q->in_sentence = NEW_ARRAY(a, float, x->terms_n + 1);
	q->in_text = NEW_ARRAY(a, float, x->terms_n + 1);
	q->said = NEW_ARRAY(a, uint32_t, x->terms_n + 1);
	q->score = NEW_ARRAY(a, float, places);
	q->cover = NEW_ARRAY(a, float, places);
	q->all = NEW_ARRAY(a, float, places);
	q->best = NEW_ARRAY(a, float, places);
	q->second = NEW_ARRAY(a, float, places);
	q->where = NEW_ARRAY(a, int32_t, places);
	return q;
}

void suggest_query(struct arena *a, const struct suggest_index *x, struct str text, const struct suggest_wish *wish,
                   struct suggestions *ret)
{
	struct arena *scratch = arena_within(a, SCRATCH);
	struct asking *q = asking_new(scratch, x, text, wish);
	size_t limit = wish->limit ? wish->limit : SUGGEST_MAX, n;
	struct suggestion *all;

	cut(q);
	for (size_t i = 0; i < q->sentences_n; i++)
		read_sentence(q, i);
	read_whole(q);
	all = score(q, &n);
	ret->n = n < limit ? n : limit;
	ret->v = NEW_ARRAY(a, struct suggestion, ret->n + 1);
	for (size_t i = 0; i < ret->n; i++) {
		quote(q, &all[i]);
		ret->v[i] = all[i];
	}
	arena_release(scratch);
}

/* privacy_ages.c — an age together with a place; and the details that identify together where none does alone. */
#include "rules/privacy_inside.h"

/* age_number — 0 to 21, in figures or words. */
static bool age_number(const struct looking *l, size_t i)
{
	struct str w = i < l->n ? privacy_word(l, i) : STR_NONE;

	if (w.n && (l->t[i].is & W_NUMBER))
		return true;
	return (w.n == 1 && w.p[0] >= '0' && w.p[0] <= '9') ||
	       (w.n == 2 && w.p[0] >= '1' && w.p[0] <= '2' && w.p[1] >= '0' && w.p[1] <= '9' && !(w.p[0] == '2' && w.p[1] > '1'));
}

static bool ends_with(struct str w, const char *end)
{
	size_t n = strlen(end);

	return w.n >= n && memcmp(w.p + w.n - n, end, n) == 0;
}

/* is_somebody — an initial, a name or a relation: what an age in brackets may follow. */
static bool is_somebody(const struct looking *l, size_t i)
{
	const struct tok *t = &l->t[i];

	return (t->cap && t->end - t->start == 1 && !privacy_is(l, i, "i")) || t->taken || (t->is & (W_RELATION | W_GIVEN));
}

/* age_at — the last word of an age that begins at i, or SIZE_MAX. */
static size_t age_at(const struct looking *l, size_t i)
{
	struct str w = privacy_word(l, i);

	if (ends_with(w, "-year-old") || ends_with(w, "-years-old") || ends_with(w, "-year-olds"))
		return i;
	if (age_number(l, i) && i + 2 < l->n && (l->t[i + 1].is & W_YEARS) && (l->t[i + 2].is & W_OLD))
		return i + 2;
	if (age_number(l, i) && i + 1 < l->n && (privacy_is(l, i + 1, "year-old") || privacy_is(l, i + 1, "y")))
		return i + 1;
	if ((l->t[i].is & W_AGED) && age_number(l, i + 1))
		return i + 1;
	if (i && privacy_is(l, i, "of") && age_number(l, i + 1) &&
	    (privacy_is(l, i - 1, "boy") || privacy_is(l, i - 1, "girl") || privacy_is(l, i - 1, "child") || privacy_is(l, i - 1, "lad")))
		return i + 1;
	if (age_number(l, i) && i && l->t[i].gap == GAP_OPEN && l->t[i].end < l->s.n && l->s.p[l->t[i].end] == ')' && is_somebody(l, i - 1))
		return i;
	if (age_number(l, i) && i && l->t[i].gap == GAP_SPACE && i + 1 < l->n && (privacy_is(l, i + 1, "and") || l->t[i + 1].gap == GAP_COMMA) &&
	    (privacy_is(l, i - 1, "is") || privacy_is(l, i - 1, "was") || privacy_is(l, i - 1, "are") || privacy_is(l, i - 1, "turned")))
		return i;
	if ((privacy_is(l, i, "siblings") || privacy_is(l, i, "children") || privacy_is(l, i, "brothers") || privacy_is(l, i, "sisters")) &&
	    i + 4 < l->n && (privacy_is(l, i + 1, "of") || (l->t[i + 1].is & W_AGED)) && age_number(l, i + 2) &&
	    privacy_is(l, i + 3, "and") && age_number(l, i + 4))
		return i + 4;
	return SIZE_MAX;
}

/* is_place — a place by name, behind "in", "from", "of", "near" or "at". */
static bool is_place(const struct looking *l, size_t i)
{
	const struct tok *t = &l->t[i];

	if (!i || !t->cap || t->taken || t->gap != GAP_SPACE || !(l->t[i - 1].is & (W_IN | W_FROM)) || t->upper || (t->is & (W_MONTH | W_DAY)))
		return false;
	if (t->is & W_PLACE)
		return true;
	return !(t->is & (W_WORD | W_KNOWN | W_PEOPLE | W_GIVEN | W_ORG | W_HONORIFIC | W_PROFESSIONAL)) &&
	       !(privacy_is(l, i - 1, "of") && (t->is & W_SURNAME));
}

enum { AGE_REACH = 10 };

void privacy_ages(struct looking *l)
{
	for (size_t i = 0; i < l->n; i++) {
		size_t age = l->t[i].taken ? SIZE_MAX : age_at(l, i);

		if (age == SIZE_MAX)
			continue;
		for (size_t k = age + 1; k < l->n && k <= age + AGE_REACH && l->t[k].sentence == l->t[age].sentence; k++) {
			if (!is_place(l, k))
				continue;
			privacy_found(l, PRIVACY_AGE_PLACE, 0, l->t[i].start, l->t[k].end,
			              (struct str){ l->s.p + l->t[i].start, l->t[age].end - l->t[i].start });
			i = k;
			break;
		}
	}
}

/* ---- jigsaw ---- */

struct kind {
	enum privacy_hint hint;
	int weight;
};

enum { PHRASE_MAX = 7 };

/* phrase_end — the last word of the phrase that goes on at i: to a comma or the end of the sentence, or before a word that begins
 * another thought. */
static size_t phrase_end(const struct looking *l, size_t i)
{
	static const char *const others[] = { "and", "because", "but", "so", "who", "when", "where", "which", "while", "with", "after", "before" };
	size_t end = i;

	for (size_t k = i + 1; k < l->n && k < i + PHRASE_MAX && l->t[k].gap == GAP_SPACE && l->t[k].sentence == l->t[i].sentence; k++) {
		for (size_t w = 0; w < COUNT_OF(others); w++)
			if (privacy_is(l, k, others[w]))
				return end;
		if (l->t[k].taken)
			return end;
		end = k;
	}
	return end;
}

/* move_at — where a family came from, by "moved from the islands", "came over from abroad": the last word, or SIZE_MAX. People come
 * from meetings too: that counts only from somewhere by name. */
static size_t move_at(const struct looking *l, size_t i)
{
	bool moved = privacy_is(l, i, "moved") || privacy_is(l, i, "fled");
	size_t k = i + 1;

	if (!(l->t[i].is & W_MOVED))
		return SIZE_MAX;
	while (k < l->n && k < i + 3 && (privacy_is(l, k, "here") || privacy_is(l, k, "over")))
		k++;
	if (!privacy_joined(l, k) || !privacy_is(l, k, "from") || !privacy_joined(l, k + 1) || l->t[k + 1].taken)
		return SIZE_MAX;
	if (!moved && !l->t[k + 1].cap && !privacy_is(l, k + 1, "abroad") && !privacy_is(l, k + 1, "overseas"))
		return SIZE_MAX;
	return phrase_end(l, k + 1);
}

/* trade_at — what one of the family does where people know them, by "grandmother, who runs the post office" or "dad teaches at": the
 * last word, or SIZE_MAX. "Who runs away" is none. */
static size_t trade_at(const struct looking *l, size_t i)
{
	static const char *const afters[] = { "the", "a", "an", "our", "their", "his", "her", "at", "in", "for" };
	size_t k = i + 1;

	if (!(l->t[i].is & W_RELATION) || k >= l->n || l->t[k].sentence != l->t[i].sentence)
		return SIZE_MAX;
	if (privacy_is(l, k, "who"))
		k++;
	if (k + 1 >= l->n || (!(l->t[k].is & W_TRADE) && !privacy_is(l, k, "works")) || l->t[k].gap != GAP_SPACE)
		return SIZE_MAX;
	for (size_t w = privacy_is(l, k, "works") ? 7 : 0; w < COUNT_OF(afters); w++)
		if (privacy_joined(l, k + 1) && privacy_is(l, k + 1, afters[w]) && phrase_end(l, k + 1) > k + 1)
			return phrase_end(l, k + 1);
	return SIZE_MAX;
}

static struct kind detail_at(const struct looking *l, size_t i, size_t *last)
{
	const struct tok *t = &l->t[i];
	size_t age = age_at(l, i), end;
	bool full;

	*last = i;
	if (age != SIZE_MAX) {
		*last = age;
		return (struct kind){ PRIVACY_HINT_AGE, 1 };
	}
	if ((t->is & W_PLACE) && is_place(l, i))
		return (struct kind){ PRIVACY_HINT_PLACE, 2 };
	if ((end = move_at(l, i)) != SIZE_MAX) {
		*last = end;
		return (struct kind){ PRIVACY_HINT_MOVE, 2 };
	}
	if ((end = trade_at(l, i)) != SIZE_MAX) {
		*last = end;
		return (struct kind){ PRIVACY_HINT_TRADE, 2 };
	}
	if (t->is & W_CONDITION && !(t->is & (W_GIVEN | W_SURNAME)))
		return (struct kind){ PRIVACY_HINT_CONDITION, 2 };
	if (t->is & W_PEOPLE && t->cap)
		return (struct kind){ PRIVACY_HINT_PEOPLE, 1 };
	if (t->is & W_MULTIPLE)
		return (struct kind){ PRIVACY_HINT_MULTIPLE, 2 };
	if (t->digit && privacy_date_at(l, t->start, &full) && full)
		return (struct kind){ PRIVACY_HINT_DATE, 1 };
	return (struct kind){ PRIVACY_HINT_NONE, 0 };
}

enum { HINTS = PRIVACY_HINT_END };

/* privacy_jigsaw — one detail of each kind counts, the first; with three kinds and enough weight they are shown together. */
void privacy_jigsaw(struct looking *l)
{
	struct privacy_finding *found = NEW_ARRAY(l->arena, struct privacy_finding, HINTS);
	bool seen[HINTS] = { false };
	size_t n = 0, last;
	int score = 0;

	for (size_t i = 0; i < l->n && n < HINTS; i++) {
		struct kind k = l->t[i].taken ? (struct kind){ 0, 0 } : detail_at(l, i, &last);

		if (!k.weight || seen[k.hint])
			continue;
		seen[k.hint] = true;
		score += k.weight;
		found[n++] = (struct privacy_finding){ .text = l->text, .start = l->t[i].start, .end = l->t[last].end,
			                                   .class = PRIVACY_JIGSAW, .hint = k.hint,
			                                   .instead = k.hint == PRIVACY_HINT_TRADE ? privacy_word(l, i) : STR_NONE };
		i = last;
	}
	if (score < PRIVACY_JIGSAW_FROM || n < 3 || score <= l->out->jigsaw_score)
		return;
	l->out->jigsaw = found;
	l->out->jigsaw_n = n;
	l->out->jigsaw_score = score;
}

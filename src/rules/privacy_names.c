/* privacy_names.c — people's names: capitalised words weighed against word lists and against what stands around them.
 *
 * A run of capitalised words is cut into stretches that could be names. A stretch is one when a title, a relation or a word
 * such as "called" leads to it, when a word of it is a name and nothing else, or when no list knows a word that stands where
 * ordinary words have no capital. Words that are names as often as not (Will, Grace, May) need their neighbours. Writers who
 * are cited, reported cases, titles of books of law and public figures are nobody's secret. */
#include "rules/privacy_inside.h"

#define NAMED (W_GIVEN | W_SURNAME)
#define OTHER (W_WORD | W_PLACE | W_KNOWN | W_PEOPLE | W_MONTH | W_DAY)

enum sort { SORT_NO, SORT_PROPER, SORT_WEAK, SORT_UNKNOWN, SORT_STRONG };

static bool is_known(const struct looking *l, size_t i)
{
	return privacy_listed(l->known, l->known_n, privacy_hash(privacy_word(l, i)));
}

static size_t length(const struct looking *l, size_t i)
{
	return l->t[i].end - l->t[i].start;
}

/* begins_with — "O'Rourke" and "D'Souza", "McTavish" and "MacInnes" are names in any list and in none. */
static bool is_name_shaped(struct str w)
{
	size_t mac = w.n > 4 && w.p[0] == 'M' && w.p[1] == 'c' ? 2 : w.n > 5 && w.p[0] == 'M' && w.p[1] == 'a' && w.p[2] == 'c' ? 3 : 0;

	if (mac && w.p[mac] >= 'A' && w.p[mac] <= 'Z')
		return true;
	return w.n > 4 && (w.p[0] == 'O' || w.p[0] == 'D') && (w.p[1] == '\'' || (unsigned char)w.p[1] == 0xE2);
}

static enum sort sort_of(const struct looking *l, size_t i)
{
	const struct tok *t = &l->t[i];

	if (!t->cap || t->digit || length(l, i) < 2)
		return SORT_NO;
	if (t->upper)
		return length(l, i) > 3 && (t->is & W_GIVEN) && !(t->is & (OTHER | W_PROPER)) ? SORT_STRONG : SORT_NO;
	if (t->is & (W_HONORIFIC | W_PROFESSIONAL | W_PUBLIC))
		return SORT_NO;
	if (is_name_shaped(privacy_word(l, i)) && !(t->is & W_KNOWN))
		return SORT_STRONG;
	if (t->is & NAMED)
		return t->is & OTHER ? SORT_WEAK : SORT_STRONG;
	if (t->is & W_PROPER)
		return t->is & (W_WORD | W_PLACE | W_KNOWN | W_PEOPLE | W_MONTH | W_DAY | W_ORG) ? SORT_NO : SORT_PROPER;
	return t->is ? SORT_NO : SORT_UNKNOWN;
}

/* ---- what stands around ---- */

static bool joined(const struct looking *l, size_t i)
{
	return i < l->n && l->t[i].gap == GAP_SPACE;
}

/* before — the word in front of i in the same sentence, or SIZE_MAX. */
static size_t before(const struct looking *l, size_t i)
{
	return i && l->t[i - 1].sentence == l->t[i].sentence ? i - 1 : SIZE_MAX;
}

static bool is_year(const struct looking *l, size_t i)
{
	struct str w = privacy_word(l, i);

	return (w.n == 4 || (w.n == 5 && w.p[4] >= 'a' && w.p[4] <= 'd')) && ((w.p[0] == '1' && w.p[1] == '9') || (w.p[0] == '2' && w.p[1] == '0')) &&
	       w.p[2] >= '0' && w.p[2] <= '9' && w.p[3] >= '0' && w.p[3] <= '9';
}

enum { CITED_REACH = 14 };

/* is_cited — (Ferguson, 2018), Munro (2011), Ruch, Turney and Ward (2010), Featherstone et al. */
static bool is_cited(const struct looking *l, size_t start, size_t end)
{
	/* "Broadhurst and Mason found" */
	if (start > 1 && privacy_is(l, start - 1, "and") && (l->t[start - 2].is & W_KNOWN) && !(l->t[start - 2].is & W_GIVEN) && l->t[start - 2].cap &&
	    !(l->t[start].is & W_GIVEN & ~(l->t[start].is & W_SURNAME ? W_GIVEN : 0)))
		return true;
	for (size_t k = end; k < l->n && k < end + CITED_REACH && l->t[k].sentence <= l->t[end - 1].sentence + 2; k++) {
		if (privacy_is(l, k, "et") && k + 1 < l->n && privacy_is(l, k + 1, "al"))
			return true;
		if (is_year(l, k))
			return l->t[k].gap == GAP_OPEN || l->t[k].gap == GAP_COMMA;
		if (!(l->t[k].cap || privacy_is(l, k, "and") || privacy_is(l, k, "al") || length(l, k) == 1) || (l->t[k].is & (W_MONTH | W_HONORIFIC)))
			return false;
	}
	return false;
}

/* is_case — Re B, R v Smith, A v B. */
static bool is_case(const struct looking *l, size_t start, size_t end)
{
	size_t p = before(l, start);

	return (p != SIZE_MAX && (privacy_is(l, p, "v") || privacy_is(l, p, "vs") || (privacy_is(l, p, "re") && l->t[p].cap))) ||
	       (end < l->n && (privacy_is(l, end, "v") || privacy_is(l, end, "vs")) && joined(l, end));
}

static bool one_of(const struct looking *l, size_t i, const char *const *words, size_t n)
{
	for (size_t k = 0; k < n; k++)
		if (privacy_is(l, i, words[k]))
			return true;
	return false;
}

/* is_thing — what follows says that it is no person: a trust, a model, an act. */
static bool is_thing(const struct looking *l, size_t end)
{
	static const char *const low[] = { "theory", "model", "scale", "approach", "principles", "guidelines", "competence",
		"competent", "framework", "cycle", "hierarchy", "method", "inquiry", "questionnaire", "tool", "toolkit", "syndrome", "training",
		"principle", "test", "programme", "protocol", "pathway", "app", "account", "game", "film", "films" };

	static const char *const writers[] = { "research", "theory", "study", "studies", "findings", "concept", "notion", "paper", "article",
		"law", "rule", "stages", "typology" };

	if (end >= l->n || l->t[end].gap != GAP_SPACE)
		return false;
	if (l->t[end].cap && (l->t[end].is & (W_ORG | W_KNOWN)) && !(l->t[end].is & NAMED))
		return true;
	if (l->t[end - 1].possessive && one_of(l, end, writers, COUNT_OF(writers)))
		return true;
	for (size_t i = 0; i < COUNT_OF(low); i++)
		if (privacy_is(l, end, low[i]))
			return true;
	return false;
}

/* named_here — "called Zak", "calls him Rio", "goes by Fizz", "her name is Princess". */
static bool named_here(const struct looking *l, size_t start)
{
	static const char *const him[] = { "him", "her", "them", "me", "himself", "herself", "themselves", "us", "it" };
	static const char *const call[] = { "call", "calls", "called", "calling", "name", "named" };
	size_t p = before(l, start);

	if (p == SIZE_MAX || l->t[start].gap != GAP_SPACE)
		return false;
	if (l->t[p].is & W_NAMING)
		return true;
	if (p && one_of(l, p, him, COUNT_OF(him)) && one_of(l, p - 1, call, COUNT_OF(call)))
		return true;
	if (p && privacy_is(l, p, "by") && (privacy_is(l, p - 1, "goes") || privacy_is(l, p - 1, "went") || privacy_is(l, p - 1, "known")))
		return true;
	return p && (privacy_is(l, p, "is") || privacy_is(l, p, "as")) && (privacy_is(l, p - 1, "name") || privacy_is(l, p - 1, "known"));
}

/* acts — what follows a name that begins a sentence: somebody says, wants, did; or is eleven, was placed. */
static bool acts(const struct looking *l, size_t end)
{
	static const char *const then[] = { "aged", "my", "his", "her", "seen", "placed", "told", "asked", "born", "very", "not",
		"frightened", "scared", "upset", "angry", "quiet", "moved", "taken", "excluded", "removed", "able", "keen", "happy", "sad",
		"crying", "asleep", "sitting", "standing", "living", "waiting", "pregnant", "worried", "made", "given", "interviewed",
		"described", "observed", "tired", "nervous", "anxious", "shy", "always", "still", "so", "at", "in", "on", "with", "under",
		"referred", "known", "the" };

	if (end >= l->n || l->t[end].gap != GAP_SPACE)
		return end < l->n && l->t[end].gap == GAP_COMMA && (privacy_is(l, end, "who") || (l->t[end].is & W_AGED));
	if (l->t[end].is & W_HUMAN)
		return !privacy_is(l, end, "still") && !privacy_is(l, end, "never") && !privacy_is(l, end, "always") ? true
		       : end + 1 < l->n && (l->t[end + 1].is & (W_HUMAN | W_SPEAKER));
	if (!privacy_is(l, end, "is") && !privacy_is(l, end, "was"))
		return privacy_is(l, end, "and") && end + 1 < l->n && l->t[end + 1].cap && sort_of(l, end + 1) >= SORT_WEAK;
	return end + 1 < l->n && l->t[end + 1].gap == GAP_SPACE &&
	       ((l->t[end + 1].is & W_NUMBER) || l->t[end + 1].digit || one_of(l, end + 1, then, COUNT_OF(then)));
}

/* describes — "is a quiet child", "was an anxious girl". */
static bool describes(const struct looking *l, size_t end)
{
	static const char *const who[] = { "child", "girl", "boy", "baby", "toddler", "teenager", "person", "man", "woman", "mother", "father",
		"student", "pupil", "parent", "carer", "lad", "kid", "youngster", "sibling", "adult" };

	if (end + 2 >= l->n || !(privacy_is(l, end, "is") || privacy_is(l, end, "was")) || !(privacy_is(l, end + 1, "a") || privacy_is(l, end + 1, "an")))
		return false;
	for (size_t k = end + 2; k < l->n && k < end + 7 && joined(l, k); k++)
		if (one_of(l, k, who, COUNT_OF(who)))
			return true;
	return false;
}

/* ---- one stretch ---- */

struct stretch {
	size_t start, end;    /* words [start, end) */
	bool titled;          /* Mr, Dr, Uncle… leads to it; `from` is where that begins */
	bool professional;
	bool relation;
	size_t from;
};

static bool month_like(const struct looking *l, const struct stretch *s)
{
	size_t p = before(l, s->start), n = s->end;
	static const char *const when[] = { "in", "on", "of", "by", "since", "until", "till", "from", "last", "next", "this", "late", "early",
		"mid", "during", "to", "between", "and", "through", "end", "before", "after" };

	if (!(l->t[s->start].is & W_MONTH))
		return false;
	if ((p != SIZE_MAX && (l->t[p].digit || (one_of(l, p, when, COUNT_OF(when)) && !acts(l, n)))))
		return true;
	return n < l->n && l->t[n].digit;
}

/* placed — "in Paris", "from Jordan", "to Lincoln". */
static bool placed(const struct looking *l, const struct stretch *s)
{
	size_t p = before(l, s->start);

	return p != SIZE_MAX && (l->t[p].is & (W_IN | W_FROM)) && joined(l, s->start) && !privacy_is(l, p, "of");
}

static bool weak_single(const struct looking *l, const struct stretch *s)
{
	const struct tok *t = &l->t[s->start];
	size_t p = before(l, s->start);
	bool first = t->first;

	if (!(t->is & W_GIVEN) || (t->is & W_DAY) || month_like(l, s))
		return false;
	if (t->is & W_PLACE)
		return first ? t->possessive || (acts(l, s->end) && !(l->t[s->end].is & W_SPEAKER)) : !placed(l, s) && !(t->is & W_KNOWN);
	if (first)
		return acts(l, s->end) || describes(l, s->end) || (t->possessive && s->end < l->n && !(l->t[s->end].cap) && !(t->is & (W_KNOWN | W_MONTH)));
	/* Within a title in capitals — Family Group Conference — ordinary words stand on both sides. */
	if ((p != SIZE_MAX && joined(l, s->start) && l->t[p].cap && !l->t[p].first && !(l->t[p].is & (W_RELATION | W_ROLE | W_MONTH))) ||
	    (joined(l, s->end) && l->t[s->end].cap && !(l->t[s->end].is & NAMED)))
		return false;
	return !(t->is & W_KNOWN) || t->possessive || acts(l, s->end) || (p != SIZE_MAX && (l->t[p].is & W_HUMAN));
}

/* lone_unknown — a word in no list: a name, unless it is where something is or part of a longer title. */
static bool lone_unknown(const struct looking *l, const struct stretch *s)
{
	size_t p = before(l, s->start);
	bool in_title = (p != SIZE_MAX && joined(l, s->start) && l->t[p].cap && !l->t[p].first && !(l->t[p].is & (W_RELATION | W_ROLE))) ||
	                (joined(l, s->end) && l->t[s->end].cap);

	if (length(l, s->start) < 3)
		return false;
	if (in_title)
		return false;
	if (p != SIZE_MAX && joined(l, s->start) && (l->t[p].is & W_IN))
		return false;
	if (p != SIZE_MAX && joined(l, s->start) && (privacy_is(l, p, "the") || privacy_is(l, p, "a") || privacy_is(l, p, "an"))) {
		struct str w = privacy_word(l, s->start); /* "the Hendersons", "the Lovell children" — "the Xyz app" */

		return (w.p[w.n - 1] == 's' && (privacy_look_up((struct str){ w.p, w.n - 1 }) & W_SURNAME)) ||
		       (s->end < l->n && (privacy_is(l, s->end, "family") || privacy_is(l, s->end, "children") || privacy_is(l, s->end, "siblings") ||
		                          privacy_is(l, s->end, "twins") || privacy_is(l, s->end, "boys") || privacy_is(l, s->end, "girls")));
	}
	if (l->t[s->start].first && !l->t[s->start].possessive && !acts(l, s->end))
		return s->end < l->n && l->t[s->end].gap != GAP_SPACE;
	return true;
}

static bool is_family(const struct looking *l, size_t end)
{
	static const char *const all[] = { "family", "children", "siblings", "twins", "boys", "girls", "brothers", "sisters", "parents", "household" };

	return end < l->n && l->t[end].gap == GAP_SPACE && one_of(l, end, all, COUNT_OF(all));
}

/* is_together — two words that everybody knows: Robin Hood. */
static bool is_together(const struct looking *l, size_t i)
{
	uint32_t from = l->t[i].start, to = i + 1 < l->n ? l->t[i + 1].end : 0;

	return joined(l, i + 1) && to - from < 60 && (privacy_look_up((struct str){ l->s.p + from, to - from }) & W_TOGETHER);
}

static bool is_person(const struct looking *l, const struct stretch *s)
{
	enum sort most = SORT_NO;
	bool given = false, known = false, all_known = true;
	size_t n = s->end - s->start;

	for (size_t i = s->start; i < s->end; i++) {
		enum sort k = sort_of(l, i);

		most = k > most ? k : most;
		given |= (l->t[i].is & W_GIVEN) != 0;
		known |= is_known(l, i);
		all_known &= (l->t[i].is & (W_KNOWN | W_PARTICLE)) != 0;
	}
	if (is_case(l, s->start, s->end) || ((is_cited(l, s->start, s->end) || is_thing(l, s->end)) && !s->titled))
		return false;
	if (s->titled && !s->relation)
		return true;
	if (known && (most >= SORT_STRONG || n > 1))
		return true;
	if (named_here(l, s->start) && most >= SORT_WEAK && (given || most >= SORT_UNKNOWN))
		return true;
	if (s->relation)
		return most >= SORT_UNKNOWN || given || most == SORT_PROPER;
	if (all_known)
		return n == 1 && most == SORT_WEAK && weak_single(l, s);
	if (most == SORT_STRONG)
		return true;
	if (n == 1)
		return most == SORT_WEAK ? weak_single(l, s) || (is_family(l, s->end) && (l->t[s->start].is & W_SURNAME) && !(l->t[s->start].is & (W_PLACE | W_PEOPLE)) && !l->t[s->start].first && !(l->t[s->start].is & W_WORD))
		                         : most == SORT_UNKNOWN && (lone_unknown(l, s));
	if (most == SORT_WEAK)
		return (l->t[s->start].is & W_GIVEN) && (!(l->t[s->start].is & W_PLACE) || !placed(l, s)) &&
		       !(l->t[s->start].is & W_MONTH && l->t[s->start + 1].digit);
	return most == SORT_UNKNOWN;
}

static bool role_before(const struct looking *l, size_t i)
{
	for (size_t k = i, back = 0; k-- > 0 && back < 3; back++) {
		if (l->t[k].sentence != l->t[i].sentence || (l->t[k].is & W_HUMAN) || privacy_is(l, k, "by") || privacy_is(l, k, "and"))
			return false;
		if (l->t[k].is & W_ROLE)
			return true;
	}
	return false;
}

static void add(struct looking *l, const struct stretch *s)
{
	bool worker = s->professional || (!s->relation && role_before(l, s->from));

	for (size_t i = s->start; i < s->end; i++)
		worker |= is_known(l, i);
	privacy_found(l, worker ? PRIVACY_WORKER : PRIVACY_NAME, 0, l->t[s->from].start, l->t[s->end - 1].end, STR_NONE);
}

/* ---- cutting a text into stretches ---- */

/* title_before — Mr, Dr, Uncle, PC and the like in front of word i, perhaps two of them ("Mr and Mrs", "Aunty Mrs"). */
static void title_before(const struct looking *l, struct stretch *s)
{
	size_t k = s->start;

	s->from = s->start;
	while (k > 0 && l->t[k - 1].sentence == l->t[k].sentence && !l->t[k - 1].possessive && !l->t[k - 1].taken &&
	       (l->t[k].gap == GAP_SPACE || (l->t[k].gap == GAP_DOT && l->t[k - 1].end - l->t[k - 1].start <= 4))) {
		const struct tok *t = &l->t[k - 1];
		bool relation = (t->is & W_RELATION) && t->cap && !(t->is & NAMED), low_professional = !t->cap && (t->is & W_PROFESSIONAL);

		if ((t->is & (W_HONORIFIC | W_PROFESSIONAL)) && t->cap) {
			s->titled = true;
			s->professional |= (t->is & W_PROFESSIONAL) != 0;
		} else if (relation) {
			s->titled = s->relation = true;
		} else if (low_professional) {
			s->professional = true;
			break;
		} else {
			break;
		}
		s->from = --k;
		if (k > 1 && privacy_is(l, k - 1, "and") && joined(l, k) && joined(l, k - 1) && (l->t[k - 2].is & (W_HONORIFIC | W_PROFESSIONAL))) {
			s->from = k - 2;
			break;
		}
	}
	/* A relation in front of a title — "Cousin Mrs Bell" — does not make it doubtful. */
	for (size_t i = s->from; i < s->start; i++)
		if (l->t[i].is & (W_HONORIFIC | W_PROFESSIONAL))
			s->relation = false;
	/* "Cousin Bogdan": the relation is no part of the name and may stay. */
	if (s->relation && !privacy_is(l, s->from, "baby") && !privacy_is(l, s->from, "nan"))
		s->from = s->start;
}

/* is_public — Mr Justice Cobb, Lord Laming, Sir James Munby, Lady Hale: their judgments and reports have their names on. */
static bool is_public(const struct looking *l, const struct stretch *s)
{
	for (size_t k = s->from, back = 0; k > 0 && back < 3; k--, back++) {
		if (l->t[k - 1].sentence != l->t[s->from].sentence || !(l->t[k].gap == GAP_SPACE || l->t[k].gap == GAP_DOT))
			return false;
		if ((l->t[k - 1].is & W_PUBLIC) && l->t[k - 1].cap)
			return true;
		if (!(l->t[k - 1].is & (W_HONORIFIC | W_PROFESSIONAL)))
			return false;
	}
	return false;
}

static bool may_go_on(const struct looking *l, size_t i)
{
	return i < l->n && !l->t[i].taken && l->t[i].gap == GAP_SPACE && !l->t[i - 1].possessive;
}

/* stretch_end — behind the words from i on that could be one name, particles between them. */
static size_t stretch_end(const struct looking *l, size_t i, bool titled)
{
	size_t end = i + 1;

	while (may_go_on(l, end) && end - i < 5) {
		if (sort_of(l, end) != SORT_NO || (titled && l->t[end].cap && !l->t[end].upper && (l->t[end].is & W_SURNAME)))
			end++;
		else if ((l->t[end].is & W_PARTICLE) && may_go_on(l, end + 1) && (l->t[end + 1].cap || (l->t[end + 1].is & W_PARTICLE)))
			end += l->t[end + 1].cap && !l->t[end + 1].upper ? 2 : 1;
		else
			break;
	}
	while (end > i + 1 && sort_of(l, end - 1) == SORT_NO && !(titled && (l->t[end - 1].is & W_SURNAME)) &&
	       !(l->t[end - 1].cap && (l->t[end - 2].is & W_PARTICLE) && !l->t[end - 2].cap))
		end--;
	return end;
}

/* begins_title — an ordinary word, or none in any list, behind a title is a name all the same: Mr Strange, Ms Fairweather. */
static bool behind_title(const struct looking *l, size_t i)
{
	const struct tok *p = i ? &l->t[i - 1] : NULL;

	return p && p->cap && (p->is & (W_HONORIFIC | W_PROFESSIONAL)) && l->t[i].cap && !l->t[i].digit && length(l, i) > 1 &&
	       (l->t[i].gap == GAP_SPACE || (l->t[i].gap == GAP_DOT && p->end - p->start <= 4)) && l->t[i].sentence == p->sentence &&
	       !(l->t[i].is & (W_HONORIFIC | W_PROFESSIONAL | W_PUBLIC | W_ROLE)) && !(l->t[i].upper && length(l, i) < 4) &&
	       !((p->is & W_PROFESSIONAL) && length(l, i - 1) > 3 && (l->t[i].is & W_WORD) && !(l->t[i].is & NAMED));
}

/* initial_before — "T. Whitaker": the letter belongs to the name. */
static void initial_before(const struct looking *l, struct stretch *s)
{
	size_t k = s->from;

	if (k && l->t[k - 1].cap && length(l, k - 1) == 1 && l->t[k - 1].letter && !l->t[k - 1].taken && !privacy_is(l, k - 1, "i") &&
	    l->t[k - 1].sentence == l->t[k].sentence && (l->t[k].gap == GAP_DOT))
		s->from = k - 1;
}

/* and_partner — "Jill and Tony Marsden": the first of them is a name too and is found by itself; nothing to do here. */
static bool particle_start(const struct looking *l, size_t i)
{
	return !l->t[i].cap && (l->t[i].is & W_PARTICLE) && i && (l->t[i - 1].is & (W_HONORIFIC | W_PROFESSIONAL)) && l->t[i - 1].cap &&
	       joined(l, i) && i + 1 < l->n;
}

/* plural_family — "the Okonkwos": a surname with its s; one that is a word too has to do what people do, "the Smiths were". */
static bool plural_family(const struct looking *l, size_t i)
{
	bool live = joined(l, i + 1) && (privacy_is(l, i + 1, "were") || privacy_is(l, i + 1, "are") || privacy_is(l, i + 1, "have") ||
	                                 privacy_is(l, i + 1, "live") || (l->t[i + 1].is & W_HUMAN));
	struct str w = privacy_word(l, i);
	uint64_t is = w.n > 3 && (w.p[w.n - 1] | 32) == 's' ? privacy_look_up((struct str){ w.p, w.n - 1 }) : 0;

	return i && joined(l, i) && privacy_is(l, i - 1, "the") && l->t[i].cap && !l->t[i].upper && !l->t[i].taken && !l->t[i].possessive && (is & W_SURNAME) &&
	       !((is | l->t[i].is) & ((OTHER & ~(uint64_t)W_WORD) | W_ORG | W_PROPER)) && (live || !((is | l->t[i].is) & W_WORD)) && !(joined(l, i + 1) && l->t[i + 1].cap);
}

void privacy_names(struct looking *l)
{
	for (size_t i = 0; i < l->n; i++) {
		bool titled = !l->t[i].taken && behind_title(l, i);
		struct stretch s = { .start = i };

		if (plural_family(l, i)) {
			privacy_found(l, PRIVACY_NAME, 0, l->t[i].start, l->t[i].end, STR_NONE);
			continue;
		}
		if (l->t[i].taken || (!titled && sort_of(l, i) < SORT_PROPER && !particle_start(l, i)))
			continue;
		if (particle_start(l, i)) {
			while (s.end = i + 1, i + 1 < l->n && (l->t[i].is & W_PARTICLE) && !l->t[i].cap)
				i++;
			if (!l->t[i].cap)
				continue;
			s.end = i + 1;
		} else {
			s.end = stretch_end(l, i, titled);
		}
		/* A name at the start of a sentence never begins with the ordinary word there. */
		title_before(l, &s);
		initial_before(l, &s);
		if (is_public(l, &s) || is_together(l, s.start)) {
			i = s.end - 1 > s.start ? s.end - 1 : s.start + !is_public(l, &s);
			continue;
		}
		if (s.from < s.start && length(l, s.from) == 1)
			s.titled = s.titled || sort_of(l, s.start) >= SORT_PROPER;
		if (is_person(l, &s)) {
			add(l, &s);
			i = s.end - 1;
		}
	}
}

/* privacy_names_again — words that were somebody's name elsewhere in the piece are that person here too, whatever else they
 * could be. */
void privacy_names_again(struct looking *l, const uint64_t *names, size_t n)
{
	for (size_t i = 0; i < l->n; i++) {
		struct stretch s = { .start = i, .end = i + 1 };
		uint64_t h;

		if (l->t[i].taken || sort_of(l, i) < SORT_WEAK || month_like(l, &s) || !(l->t[i].is & W_GIVEN))
			continue;
		h = privacy_hash(privacy_word(l, i));
		if (privacy_listed(names, n, h) && !is_case(l, i, i + 1) && !is_cited(l, i, i + 1) && !is_thing(l, i + 1))
			privacy_found(l, PRIVACY_NAME, 0, l->t[i].start, l->t[i].end, STR_NONE);
	}
}

/* privacy_places.c — schools, surgeries and the like by their names; addresses. */
#include "rules/privacy_inside.h"

enum { NAME_WORDS = 7 };

/* is_generic — says what sort of place it is and not which. */
static bool is_generic(const struct looking *l, size_t i)
{
	const struct tok *t = &l->t[i];

	return (t->is & (W_GENERIC | W_SCHOOL | W_SCHOOLSOFT | W_SCHOOLFIRST | W_MONTH | W_DAY | W_ROLE)) != 0;
}

static bool is_joiner(const struct looking *l, size_t i)
{
	return privacy_is(l, i, "of") || privacy_is(l, i, "the") || privacy_is(l, i, "and") || privacy_is(l, i, "st") ||
	       privacy_is(l, i, "for");
}

/* sits — joined to the word before by a space, or by the stop behind St. or an initial. */
static bool sits(const struct looking *l, size_t i)
{
	return l->t[i].gap == GAP_SPACE ||
	       (l->t[i].gap == GAP_DOT && i && l->t[i].sentence == l->t[i - 1].sentence);
}

/* name_starts — the first word of the capitalised name that ends before `key`; *which is set when it says which place. */
static size_t name_starts(const struct looking *l, size_t key, bool *which)
{
	size_t start = key;

	for (size_t k = key; k-- > 0 && key - k <= NAME_WORDS && sits(l, k + 1);) {
		const struct tok *t = &l->t[k];

		if (!t->cap && !(is_joiner(l, k) && k > 0 && l->t[k - 1].cap && sits(l, k)))
			break;
		if (t->cap && t->first && (t->is & (W_WORD | W_GENERIC)) && !(t->is & (W_GIVEN | W_SURNAME | W_PLACE)) && start < key &&
		    (is_generic(l, k) || k + 1 < key) && !privacy_is(l, k, "the") && !privacy_is(l, k, "holy") &&
		    !privacy_is(l, k, "little") && !privacy_is(l, k, "st")) {
			/* A capital at the start of a sentence says nothing; what follows it does, if anything. */
			break;
		}
		if (t->cap) {
			start = k;
			*which = *which || !is_generic(l, k);
		}
		if (t->first)
			break;
	}
	return start;
}

/* kind_end — behind the words for the sort of place: "Catholic Primary School", "Sixth Form College", "Day Nursery". */
static size_t kind_end(const struct looking *l, size_t key)
{
	size_t end = key;

	while (end + 1 < l->n && sits(l, end + 1) && l->t[end + 1].gap == GAP_SPACE && !l->t[end].possessive &&
	       (l->t[end + 1].is & (W_SCHOOL | W_SCHOOLSOFT | W_SCHOOLSECOND)) && end - key < 3)
		end++;
	return end;
}

static bool any_near(const struct looking *l, size_t i, uint64_t kind)
{
	for (size_t k = i > 12 ? i - 12 : 0; k < l->n && k < i + 12; k++)
		if ((l->t[k].is & kind) && l->t[k].sentence == l->t[i].sentence && k != i)
			return true;
	return false;
}

static enum privacy_hint hint_of(const struct looking *l, size_t key, size_t end)
{
	for (size_t k = key; k <= end; k++) {
		if (privacy_is(l, k, "nursery") || privacy_is(l, k, "pre-school") || privacy_is(l, k, "preschool") ||
		    privacy_is(l, k, "playgroup") || privacy_is(l, k, "childcare") || privacy_is(l, k, "kindergarten"))
			return PRIVACY_HINT_NURSERY;
		if (privacy_is(l, k, "surgery") || privacy_is(l, k, "practice") || privacy_is(l, k, "clinic"))
			return PRIVACY_HINT_SURGERY;
		if (privacy_is(l, k, "college"))
			return PRIVACY_HINT_COLLEGE;
		if (l->t[k].is & W_SCHOOLSECOND)
			return k && (privacy_is(l, k - 1, "medical") || privacy_is(l, k - 1, "health")) ? PRIVACY_HINT_SURGERY : PRIVACY_HINT_NURSERY;
	}
	return PRIVACY_HINT_SCHOOL;
}

/* named_low — "Larkfield primary school": the word before is a name and nothing else it could be. */
static bool named_low(const struct looking *l, size_t key)
{
	const struct tok *t = key ? &l->t[key - 1] : NULL;

	return t && t->cap && sits(l, key) && !is_generic(l, key - 1) && !t->upper && !t->digit && !t->possessive &&
	       !(t->is & (W_PROPER | W_KNOWN | W_PLACE | W_PEOPLE | W_HONORIFIC | W_ORG)) && (!t->first || !(t->is & W_WORD));
}

/* is_key — may word i be the end of a place's name? *soft when its neighbours have to say so. */
static bool is_key(const struct looking *l, size_t i)
{
	const struct tok *t = &l->t[i];

	if (t->is & W_SCHOOL)
		return true;
	if (t->is & W_SCHOOLSOFT)
		return t->cap && (!privacy_is(l, i, "practice") || any_near(l, i, W_PLACEOFCARE) ||
		                  (i && privacy_is(l, i - 1, "dental")) || (i && privacy_is(l, i - 1, "medical")));
	return (t->is & W_SCHOOLSECOND) && t->cap && i && (l->t[i - 1].is & W_SCHOOLFIRST) && l->t[i - 1].cap && sits(l, i);
}

/* says_sort — "primary", "special", "day" in small letters between a name and "school". */
static bool says_sort(const struct looking *l, size_t i)
{
	static const char *const sorts[] = { "special", "community", "day", "village", "middle", "upper", "lower", "health", "medical", "infant",
		"junior", "high", "catholic", "church", "boarding", "prep" };

	if (l->t[i].cap || privacy_is(l, i, "surgery"))
		return false;
	for (size_t k = 0; k < COUNT_OF(sorts); k++)
		if (privacy_is(l, i, sorts[k]))
			return true;
	return (l->t[i].is & W_SCHOOL) != 0;
}

static void school_at(struct looking *l, size_t *i)
{
	size_t key = *i, start = key, end;
	bool which = false;

	/* "Dr Rahman's surgery" */
	if (key > 1 && !l->t[key].cap && l->t[key - 1].cap && l->t[key - 1].possessive && (l->t[key - 2].is & W_PROFESSIONAL) &&
	    (privacy_is(l, key, "surgery") || privacy_is(l, key, "practice"))) {
		privacy_found(l, PRIVACY_SCHOOL, PRIVACY_HINT_SURGERY, l->t[key - 2].start, l->t[key].end, STR_NONE);
		return;
	}
	end = kind_end(l, key);
	if (l->t[key].cap) {
		start = name_starts(l, key, &which);
		if ((l->t[key].is & (W_GIVEN | W_SURNAME)) && start == key)
			which = false;
	} else if (named_low(l, key)) {
		start = name_starts(l, key, &which);
	} else if (key && says_sort(l, key - 1) && sits(l, key) && named_low(l, key - 1)) {
		start = name_starts(l, key - 1, &which);
	}
	if (which && start < key && !(l->t[start].first && start + 1 == key && (l->t[start].is & W_WORD) &&
	                              !(l->t[start].is & (W_GIVEN | W_SURNAME)) && (l->t[key].is & W_SCHOOLSOFT)) &&
	    privacy_found(l, PRIVACY_SCHOOL, hint_of(l, key, end), l->t[start].start,
	                  l->t[end].end, STR_NONE))
		*i = end;
}

/* Welsh schools say so first: Ysgol Bryn Awel. */
static void ysgol(struct looking *l, size_t *i)
{
	size_t end = *i;

	while (end + 1 < l->n && end - *i < NAME_WORDS && l->t[end + 1].cap && sits(l, end + 1))
		end++;
	if (end > *i && privacy_found(l, PRIVACY_SCHOOL, PRIVACY_HINT_SCHOOL, l->t[*i].start, l->t[end].end, STR_NONE))
		*i = end;
}

/* possessive_end — behind the 's of word i. */
static size_t possessive_end(const struct looking *l, size_t i)
{
	size_t end = l->t[i].end;

	return end + (l->s.p[end] == '\'' ? 2 : 4);
}

/* saint — "at St Mary's", with nothing behind it that says what it is: a school, as people speak. */
static bool saint(struct looking *l, size_t i)
{
	return privacy_is(l, i, "st") && l->t[i].cap && i && i + 1 < l->n && l->t[i + 1].cap && l->t[i + 1].possessive && sits(l, i + 1) &&
	       ((l->t[i - 1].is & (W_IN | W_FROM)) || privacy_is(l, i - 1, "attends") || privacy_is(l, i - 1, "attended")) &&
	       (i + 2 >= l->n || !l->t[i + 2].cap || l->t[i + 2].gap != GAP_SPACE) &&
	       privacy_found(l, PRIVACY_SCHOOL, PRIVACY_HINT_SCHOOL, l->t[i].start, possessive_end(l, i + 1), STR_NONE);
}

void privacy_schools(struct looking *l)
{
	for (size_t i = 0; i < l->n; i++) {
		if (l->t[i].taken || saint(l, i))
			continue;
		if (l->t[i].cap && privacy_is(l, i, "ysgol"))
			ysgol(l, &i);
		else if (is_key(l, i))
			school_at(l, &i);
	}
}

/* ---- addresses ---- */

/* house_number — 14, 6a, 77-79. */
static bool house_number(const struct looking *l, size_t i)
{
	struct str w = privacy_word(l, i);
	size_t digits = 0;

	if (!l->t[i].digit || w.n > 9 || !(w.p[0] >= '1' && w.p[0] <= '9'))
		return false;
	for (size_t k = 0; k < w.n; k++) {
		bool d = w.p[k] >= '0' && w.p[k] <= '9';

		digits += d;
		if (!d && w.p[k] != '-' && !(k + 1 == w.n && (w.p[k] | 32) >= 'a' && (w.p[k] | 32) <= 'k') &&
		    !(k > 0 && w.p[k] != '-' && (w.p[k] | 32) >= 'a' && (w.p[k] | 32) <= 'd'))
			return false;
	}
	return digits <= 8 && !(digits > 4 && !memchr(w.p, '-', w.n));
}

/* street_end — the street's last word when one begins at i, or 0. `sure`: no number stands before it. */
static size_t street_end(const struct looking *l, size_t i)
{
	for (size_t k = i; k < l->n && k < i + 5 && l->t[k].cap && (k == i || sits(l, k)); k++) {
		if (k == i && (l->t[k].is & W_STREETWELSH) && k + 1 < l->n && l->t[k + 1].cap && sits(l, k + 1))
			return k + 1 + (k + 2 < l->n && l->t[k + 2].cap && sits(l, k + 2));
		if (k == i && (l->t[k].is & (W_MONTH | W_DAY)))
			return 0;
		if (k > i && (l->t[k].is & (W_STREET | W_BUILDING)) && !(l->t[k - 1].is & W_NOTSTREET)) {
			/* "St Peter's Avenue": the last of them */
			while (k + 1 < l->n && k + 1 < i + 5 && l->t[k + 1].cap && sits(l, k + 1) && (l->t[k + 1].is & (W_STREET | W_BUILDING)))
				k++;
			if (privacy_is(l, k, "st") && k == i)
				continue;
			return k;
		}
	}
	return 0;
}

/* low_street — "14 harrow lane", in small letters, where something says that it is an address. */
static size_t low_street(const struct looking *l, size_t i, size_t number)
{
	bool said = number > 0 && (l->t[number - 1].is & (W_IN | W_FROM) || privacy_is(l, number - 1, "is") || privacy_is(l, number - 1, "address"));

	for (size_t k = i + 1; said && k < l->n && k <= i + 2 && sits(l, k); k++)
		if (l->t[k].is & W_STREETSURE)
			return privacy_is(l, i, "the") || privacy_is(l, i, "different") || (l->t[i].is & W_NUMBER) ? 0 : k;
	return 0;
}

/* with_town — a town and a postcode behind the street belong to it. */
static size_t with_town(const struct looking *l, size_t end)
{
	for (int more = 0; more < 3; more++) {
		size_t k = end + 1, last = end;

		if (k >= l->n || l->t[k].gap != GAP_COMMA || !l->t[k].cap || (l->t[k].is & W_WORD && !(l->t[k].is & (W_PLACE | W_STREET)) &&
		                                                             !street_end(l, k) && more == 2))
			break;
		while (k < l->n && l->t[k].cap && k - end <= 4 && (k == end + 1 || sits(l, k)) && !l->t[k].digit) {
			last = k;
			k++;
		}
		if (last == end || (l->t[last].is & W_WORD && last == end + 1 && !(l->t[last].is & (W_PLACE | W_STREET | W_SURNAME))))
			break;
		end = last;
	}
	return end;
}

static size_t with_postcode(const struct looking *l, size_t end_byte)
{
	const struct privacy_finding *f = l->out->v;

	for (size_t i = l->out->n; i-- > 0 && f[i].text == l->text;)
		if (f[i].class == PRIVACY_POSTCODE && f[i].start >= end_byte && f[i].start - end_byte <= 2)
			return f[i].end;
	return end_byte;
}

/* front — where the address begins: a flat, or a house's own name before its number. */
static size_t front(const struct looking *l, size_t i)
{
	size_t start = i;

	if (i > 1 && (l->t[i].gap == GAP_COMMA || l->t[i].gap == GAP_SPACE) && (l->t[i - 2].is & W_FLAT) && l->t[i - 1].digit &&
	    l->t[i - 1].gap == GAP_SPACE)
		return i - 2;
	if (i && l->t[i].gap == GAP_COMMA && l->t[i - 1].cap && !(l->t[i - 1].is & (W_GIVEN | W_SURNAME | W_MONTH | W_DAY))) {
		for (size_t k = i; k-- > 0 && i - k <= 4 && l->t[k].cap && (k + 1 == i || sits(l, k + 1));)
			if (privacy_is(l, k, "the") || (l->t[k].is & W_BUILDING) || k + 1 == i)
				start = privacy_is(l, k, "the") || (l->t[i - 1].is & W_BUILDING) ? k : start;
	}
	return start;
}

/* house_behind — the last word of a house's own name behind a flat's number and a comma, "Flat 4, The Old Brewery", or 0. */
static size_t house_behind(const struct looking *l, size_t i)
{
	size_t end = i;

	if (!privacy_is(l, i, "the") || !l->t[i].cap)
		return 0;
	while (end + 1 < l->n && end < i + 4 && l->t[end + 1].cap && sits(l, end + 1))
		end++;
	return end > i ? end : 0;
}

static bool address_from(struct looking *l, size_t number, size_t street, size_t *i)
{
	size_t start = front(l, number), end = with_town(l, street), bytes = with_postcode(l, l->t[end].end);

	/* The postcode was found by itself; here it is part of the whole. */
	if (bytes > l->t[end].end)
		for (size_t k = l->out->n; k-- > 0;)
			if (l->out->v[k].text == l->text && l->out->v[k].end == bytes) {
				memset(l->taken + l->out->v[k].start, 0, bytes - l->out->v[k].start);
				l->out->v[k].class = 0;
				break;
			}
	if (!privacy_found(l, PRIVACY_ADDRESS, 0, l->t[start].start, bytes, STR_NONE))
		return false;
	*i = end;
	return true;
}

static bool po_box(struct looking *l, size_t i)
{
	size_t end;

	if (i + 2 >= l->n || !privacy_is(l, i, "po") || !privacy_is(l, i + 1, "box") || !l->t[i + 2].digit)
		return false;
	end = with_town(l, i + 2);
	return privacy_found(l, PRIVACY_ADDRESS, 0, l->t[i].start, l->t[end].end, STR_NONE);
}

/* lives_in — "lives on Wellington Road": a street without its number, where somebody is said to live there. */
static bool lives_in(const struct looking *l, size_t i)
{
	return i > 1 && (l->t[i - 1].is & W_IN || privacy_is(l, i - 1, "on") || privacy_is(l, i - 1, "to")) &&
	       (privacy_is(l, i - 2, "lives") || privacy_is(l, i - 2, "living") || privacy_is(l, i - 2, "lived") ||
	        privacy_is(l, i - 2, "house") || privacy_is(l, i - 2, "flat") || privacy_is(l, i - 2, "live") ||
	        privacy_is(l, i - 2, "home") || privacy_is(l, i - 2, "moved"));
}

void privacy_addresses(struct looking *l)
{
	for (size_t i = 0; i + 1 < l->n; i++) {
		size_t street;

		if (l->t[i].taken || po_box(l, i))
			continue;
		if (house_number(l, i) && (i == 0 || !(l->t[i - 1].is & W_NOTHERE) || l->t[i].gap != GAP_SPACE)) {
			bool joined = l->t[i + 1].gap == GAP_SPACE, flat = i > 0 && (l->t[i - 1].is & W_FLAT) && l->t[i].gap == GAP_SPACE;
			bool comma = l->t[i + 1].gap == GAP_COMMA && flat;

			street = joined || comma ? street_end(l, i + 1) : 0;
			if (!street && comma)
				street = house_behind(l, i + 1);
			if (!street && joined)
				street = low_street(l, i + 1, i);
			if (street && address_from(l, flat && comma ? i - 1 : flat ? i - 1 : i, street, &i))
				continue;
		}
		if (l->t[i].cap && lives_in(l, i) && (street = street_end(l, i)) && !(l->t[street].is & W_BUILDING & ~(uint64_t)W_STREET))
			address_from(l, i, street, &i);
	}
}

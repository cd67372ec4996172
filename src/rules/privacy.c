/* privacy.c — the privacy check as a whole: parts in the order in which they claim text, then who is who. */
#include "rules/privacy_inside.h"

#include <stdlib.h>

static const struct str keys[PRIVACY_CLASS_END] = {
	[PRIVACY_NAME] = S_INIT("name"), [PRIVACY_WORKER] = S_INIT("worker_name"), [PRIVACY_BIRTH] = S_INIT("date_of_birth"),
	[PRIVACY_AGE_PLACE] = S_INIT("age_and_place"), [PRIVACY_NHS] = S_INIT("nhs_number"),
	[PRIVACY_NI] = S_INIT("national_insurance_number"), [PRIVACY_POSTCODE] = S_INIT("postcode"),
	[PRIVACY_PHONE] = S_INIT("phone"), [PRIVACY_EMAIL] = S_INIT("email"), [PRIVACY_ADDRESS] = S_INIT("address"),
	[PRIVACY_SCHOOL] = S_INIT("school"), [PRIVACY_COURT] = S_INIT("court_number"), [PRIVACY_CASE] = S_INIT("case_number"),
	[PRIVACY_VEHICLE] = S_INIT("number_plate"), [PRIVACY_HANDLE] = S_INIT("social_media"), [PRIVACY_JIGSAW] = S_INIT("jigsaw"),
};

struct str privacy_key(enum privacy_class c)
{
	return c > 0 && c < PRIVACY_CLASS_END ? keys[c] : STR_NONE;
}

enum privacy_class privacy_class_of_key(struct str key)
{
	for (int i = 1; i < PRIVACY_CLASS_END; i++)
		if (str_eq(keys[i], key))
			return (enum privacy_class)i;
	return 0;
}

/* Administration of Justice Act 1960 s.12 and Children Act 1989 s.97 for the first two; the others lead to one person. */
bool privacy_may_keep(enum privacy_class c)
{
	return c != PRIVACY_COURT && c != PRIVACY_CASE && c != PRIVACY_NHS && c != PRIVACY_NI;
}

bool privacy_found(struct looking *l, enum privacy_class class, enum privacy_hint hint, size_t start, size_t end,
                   struct str instead)
{
	struct privacy_findings *out = l->out;

	if (start >= end || end > l->s.n || memchr(l->taken + start, 1, end - start))
		return false;
	if (out->n == PRIVACY_FINDINGS_MAX) {
		out->more = true;
		return false;
	}
	memset(l->taken + start, 1, end - start);
	out->v[out->n++] = (struct privacy_finding){ .text = l->text, .start = (uint32_t)start, .end = (uint32_t)end, .class = class,
		                                         .hint = hint, .instead = instead };
	return true;
}

/* mark_taken — words that are part of a finding by now. */
static void mark_taken(struct looking *l)
{
	for (size_t i = 0; i < l->n; i++)
		l->t[i].taken = l->t[i].end > l->t[i].start && memchr(l->taken + l->t[i].start, 1, l->t[i].end - l->t[i].start);
}

static void check_text(struct looking *l)
{
	static void (*const parts[])(struct looking *) = { privacy_online, privacy_codes, privacy_numbers, privacy_schools,
		privacy_addresses, privacy_dates, privacy_ages, privacy_names, privacy_jigsaw };

	if (l->s.n > PRIVACY_TEXT_MAX) {
		l->s.n = PRIVACY_TEXT_MAX;
		l->out->more = true;
	}
	l->taken = arena_alloc(l->arena, l->s.n + 1);
	privacy_tokens(l);
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		parts[i](l);
		mark_taken(l);
	}
}

static int by_place(const void *x, const void *y)
{
	const struct privacy_finding *a = x, *b = y;

	if (a->text != b->text)
		return a->text < b->text ? -1 : 1;
	return a->start < b->start ? -1 : a->start > b->start;
}

/* in_order — sorts, and drops what became part of something larger. */
static void in_order(struct privacy_findings *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].class)
			f->v[n++] = f->v[i];
	f->n = n;
	qsort(f->v, f->n, sizeof(*f->v), by_place);
}

/* ---- the same again ---- */

/* next_byte — the next byte that counts: letters small, digits; -1 at the end. */
static int next_byte(struct str s, size_t *i)
{
	while (*i < s.n) {
		unsigned char c = (unsigned char)s.p[(*i)++];

		if (c >= 'A' && c <= 'Z')
			return c + 32;
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '@' || c == '_' || c == '.' || (c >= 0x80 && c != 0xC2 && c != 0xA0))
			return c;
	}
	return -1;
}

bool privacy_same(struct str a, struct str b)
{
	size_t i = 0, k = 0;

	for (;;) {
		int x = next_byte(a, &i), y = next_byte(b, &k);

		if (x != y)
			return false;
		if (x < 0)
			return true;
	}
}

static uint32_t hash_same(struct str s)
{
	uint32_t h = 0x811C9DC5u;
	size_t i = 0;
	int c;

	while ((c = next_byte(s, &i)) >= 0)
		h = (h ^ (uint32_t)c) * 0x01000193u;
	return h ? h : 1;
}

/* ---- who is who ---- */

enum { PEOPLE_SLOTS = 16384 }; /* more than twice the words of all findings there can be */

struct person {
	uint32_t hash, group;
};
struct people {
	struct person *slot;
	uint32_t groups;
	struct str *initials; /* by group */
	uint8_t *given;       /* how many people have begun with this letter, by letter */
};

static struct person *person_at(struct people *p, uint32_t hash)
{
	size_t i = hash % PEOPLE_SLOTS;

	while (p->slot[i].hash && p->slot[i].hash != hash)
		i = (i + 1) % PEOPLE_SLOTS;
	return &p->slot[i];
}

static bool is_title(struct str w)
{
	return (privacy_look_up(w) & (W_HONORIFIC | W_PROFESSIONAL | W_RELATION | W_PARTICLE)) != 0 || str_eq(w, S("and")) || str_eq(w, S("the"));
}

/* next_name — the next word of a name that is no title; empty at the end. */
static struct str next_name(struct str *rest)
{
	while (rest->n) {
		size_t n = 0;
		struct str w;

		while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '.')
			n++;
		w = (struct str){ rest->p, n };
		*rest = n < rest->n ? (struct str){ rest->p + n + 1, rest->n - n - 1 } : (struct str){ rest->p + n, 0 };
		if (w.n && !is_title(w))
			return w;
	}
	return STR_NONE;
}

static size_t first_letter(struct str w)
{
	unsigned char c = w.n ? (unsigned char)w.p[0] : 0;
	size_t n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;

	return n <= w.n ? n : w.n;
}

/* initials_for — the first letter; a second person with the same one gets a number behind it: J, J2. */
static struct str initials_for(struct arena *a, struct people *p, struct str w)
{
	unsigned char c = w.n ? (unsigned char)w.p[0] : 'X';
	size_t n = first_letter(w);
	unsigned again;

	c = c >= 'a' && c <= 'z' ? (unsigned char)(c - 32) : c;
	again = p->given[c] < 255 ? ++p->given[c] : 255;
	if (n != 1)
		return again == 1 ? strf(a, "%.*s", (int)n, w.p) : strf(a, "%.*s%u", (int)n, w.p, again);
	return again == 1 ? strf(a, "%c", c) : strf(a, "%c%u", c, again);
}

static uint32_t group_of_name(struct arena *a, struct people *p, struct str name)
{
	struct str rest = name, w, first = STR_NONE;
	uint32_t group = 0;

	while ((w = next_name(&rest)).n) {
		struct person *known = person_at(p, privacy_hash(w) | 1);

		if (!first.n)
			first = w;
		if (!group && known->hash)
			group = known->group;
	}
	if (!group) {
		group = ++p->groups;
		p->initials[group] = initials_for(a, p, first.n ? first : name);
	}
	rest = name;
	for (int n = 0; n < 6 && (w = next_name(&rest)).n; n++) {
		struct person *slot = person_at(p, privacy_hash(w) | 1);

		if (!slot->hash)
			*slot = (struct person){ privacy_hash(w) | 1, group };
	}
	return group;
}

/* with_title — "Mrs Ahmed" becomes "Mrs A", "Uncle Leroy" becomes "Uncle L". */
static struct str with_title(struct arena *a, struct str name, struct str initials)
{
	size_t n = 0;

	while (n < name.n && name.p[n] != ' ')
		n++;
	if (n < name.n && is_title((struct str){ name.p, n }) && !(n == 3 && memcmp(name.p, "the", 3) == 0))
		return strf(a, "%.*s %.*s", (int)n, name.p, STR_FMT(initials));
	return initials;
}

static void group_all(struct arena *a, struct privacy_findings *f, const struct privacy_text *texts)
{
	struct people p = { .slot = NEW_ARRAY(a, struct person, PEOPLE_SLOTS), .initials = NEW_ARRAY(a, struct str, f->n + 2),
		                .given = NEW_ARRAY(a, uint8_t, 256) };

	for (size_t i = 0; i < f->n; i++) {
		struct privacy_finding *x = &f->v[i];
		struct str s = { texts[x->text].text.p + x->start, x->end - x->start };
		struct person *slot;

		if (x->class == PRIVACY_NAME || x->class == PRIVACY_WORKER) {
			x->group = group_of_name(a, &p, s);
			x->instead = with_title(a, s, p.initials[x->group]);
			continue;
		}
		slot = person_at(&p, (hash_same(s) ^ (uint32_t)x->class * 0x9E3779B9u) | 1);
		if (!slot->hash)
			*slot = (struct person){ (hash_same(s) ^ (uint32_t)x->class * 0x9E3779B9u) | 1, ++p.groups };
		x->group = slot->group;
	}
}

/* ---- the whole ---- */

static int by_number(const void *x, const void *y)
{
	uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

	return a < b ? -1 : a > b;
}

/* known_words — the parts of the names that Cairn knows. */
static const uint64_t *known_words(struct arena *a, const struct str *known, size_t n, size_t *ret_n)
{
	uint64_t *v = NEW_ARRAY(a, uint64_t, n * 4 + 1);
	size_t words = 0;

	for (size_t i = 0; i < n; i++) {
		struct str rest = known[i], w;

		for (int k = 0; k < 4 && (w = next_name(&rest)).n; k++)
			if (w.n > 2)
				v[words++] = privacy_hash(w);
	}
	qsort(v, words, sizeof(*v), by_number);
	*ret_n = words;
	return v;
}

bool privacy_listed(const uint64_t *sorted, size_t n, uint64_t hash)
{
	size_t from = 0, to = n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (sorted[mid] == hash)
			return true;
		if (sorted[mid] < hash)
			from = mid + 1;
		else
			to = mid;
	}
	return false;
}

/* names_again — a second look for the words of names that were found. */
static void names_again(struct arena *a, struct looking *l, size_t n, const struct privacy_text *texts)
{
	const struct privacy_findings *f = l->out;
	uint64_t *names = NEW_ARRAY(a, uint64_t, f->n * 4 + 1);
	size_t words = 0;

	for (size_t i = 0; i < f->n; i++) {
		struct str rest = { texts[f->v[i].text].text.p + f->v[i].start, f->v[i].end - f->v[i].start }, w;

		if (f->v[i].class == PRIVACY_NAME)
			for (int k = 0; k < 4 && (w = next_name(&rest)).n; k++)
				names[words++] = privacy_hash(w);
	}
	qsort(names, words, sizeof(*names), by_number);
	for (size_t i = 0; words && i < n; i++)
		privacy_names_again(&l[i], names, words);
}

struct privacy_findings privacy_check_pointed(struct arena *a, const struct privacy_text *texts, size_t n, const struct str *known,
                                              size_t known_n, const struct privacy_pointed *pointed)
{
	struct privacy_findings out = { .v = NEW_ARRAY(a, struct privacy_finding, PRIVACY_FINDINGS_MAX) };
	struct looking *l = NEW_ARRAY(a, struct looking, n + 1);
	size_t known_words_n;
	const uint64_t *words = known_words(a, known, known_n, &known_words_n);

	for (size_t i = 0; i < n; i++) {
		l[i] = (struct looking){ .arena = a, .out = &out, .known = words, .known_n = known_words_n, .text = (uint32_t)i, .s = texts[i].text };
		if (l[i].s.n)
			check_text(&l[i]);
	}
	if (n)
		names_again(a, l, n, texts);
	if (pointed && pointed->lines.n)
		privacy_point(a, &out, texts, n, pointed);
	in_order(&out);
	group_all(a, &out, texts);
	return out;
}

struct privacy_findings privacy_check(struct arena *a, const struct privacy_text *texts, size_t n, const struct str *known,
                                      size_t known_n)
{
	return privacy_check_pointed(a, texts, n, known, known_n, NULL);
}

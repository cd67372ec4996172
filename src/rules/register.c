/* register.c — see register.h. */
#include "rules/register.h"

enum { WORDS_MAX = 12, SHORT_NAME = 8 };

#define LIST(name, ...)                                                                                  \
	static const struct str name##_keys_[] = { __VA_ARGS__ };                                           \
	const struct key_list name = { name##_keys_, (int)COUNT_OF(name##_keys_) }
#define K(number, key) [number] = S_INIT(key)

LIST(register_statuses, K(REGISTER_NOT_ASKED, "not asked"), K(REGISTER_REGISTERED, "registered"),
     K(REGISTER_CONDITIONS, "conditions"), K(REGISTER_SUSPENDED, "suspended"), K(REGISTER_LAPSED, "lapsed"),
     K(REGISTER_REMOVED, "removed"), K(REGISTER_NO_SUCH_NUMBER, "no such number"));
LIST(register_copy_states, K(COPY_READING, "reading"), K(COPY_READ, "read"), K(COPY_BAD, "bad"), K(COPY_IN_USE, "in use"),
     K(COPY_REPLACED, "replaced"), K(COPY_DROPPED, "dropped"));

/* ---- statuses ---- */

enum register_status register_status_of(struct arena *a, struct str typed)
{
	/* The first that is found in it counts, so the graver stand first. */
	static const struct {
		struct str part;
		enum register_status status;
	} parts[] = {
		{ S_INIT("suspen"), REGISTER_SUSPENDED },      { S_INIT("no longer"), REGISTER_LAPSED },
		{ S_INIT("not registered"), REGISTER_LAPSED }, { S_INIT("voluntary"), REGISTER_LAPSED },
		{ S_INIT("lapsed"), REGISTER_LAPSED },         { S_INIT("expired"), REGISTER_LAPSED },
		{ S_INIT("failed to renew"), REGISTER_LAPSED },{ S_INIT("deceased"), REGISTER_LAPSED },
		{ S_INIT("removed"), REGISTER_REMOVED },       { S_INIT("removal"), REGISTER_REMOVED },
		{ S_INIT("struck off"), REGISTER_REMOVED },    { S_INIT("condition"), REGISTER_CONDITIONS },
		{ S_INIT("registered"), REGISTER_REGISTERED },
	};
	struct str folded = text_fold(a, typed);

	for (size_t i = 0; i < COUNT_OF(parts); i++)
		if (str_find(folded, parts[i].part) != SIZE_MAX)
			return parts[i].status;
	return REGISTER_NOT_ASKED;
}

/* ---- names ---- */

struct name_words {
	struct str v[WORDS_MAX];
	size_t n;
};

static struct name_words words_of_name(struct str folded)
{
	struct name_words w = { .n = 0 };

	while (folded.p && w.n < WORDS_MAX) {
		struct str word = str_cut(&folded, ' ');

		if (word.n)
			w.v[w.n++] = word;
	}
	return w;
}

static void sort_words(struct name_words *w)
{
	for (size_t i = 1; i < w->n; i++)
		for (size_t j = i; j > 0 && str_cmp(w->v[j - 1], w->v[j]) > 0; j--) {
			struct str t = w->v[j];

			w->v[j] = w->v[j - 1];
			w->v[j - 1] = t;
		}
}

/* squeezed — apostrophes first, since O'Neill is one word; then without spaces: hyphens and gaps don't count. */
static struct str folded_name(struct arena *a, struct str name)
{
	return text_fold(a, str_replace_all(a, str_replace_all(a, name, S("'"), S("")), S("’"), S("")));
}

static struct str squeezed(struct arena *a, struct str folded)
{
	return str_replace_all(a, folded, S(" "), S(""));
}

static bool is_word_of(const struct name_words *w, struct str word)
{
	for (size_t i = 0; i < w->n; i++)
		if (str_eq(w->v[i], word))
			return true;
	return false;
}

/* within — every word of the shorter one is in the longer, and there are two at least. */
static bool within(const struct name_words *x, const struct name_words *y)
{
	const struct name_words *shorter = x->n <= y->n ? x : y, *longer = shorter == x ? y : x;

	if (shorter->n < 2)
		return false;
	for (size_t i = 0; i < shorter->n; i++)
		if (!is_word_of(longer, shorter->v[i]))
			return false;
	return true;
}

static struct name_comparison sure(enum name_match match, int percent)
{
	return (struct name_comparison){ match, percent };
}

struct name_comparison names_compare(struct arena *a, struct str ours, struct str theirs)
{
	struct str x = folded_name(a, ours), y = folded_name(a, theirs), sx, sy;
	struct name_words wx = words_of_name(x), wy = words_of_name(y), tx = wx, ty = wy;
	struct str jx, jy;
	size_t allowed, apart;

	if (!x.n || !y.n)
		return sure(NAMES_DIFFERENT, 0);
	if (str_eq(str_trim(ours), str_trim(theirs)))
		return sure(NAMES_SAME, 100);
	if (str_eq(squeezed(a, x), squeezed(a, y)))
		return sure(NAMES_FOLDED, 98);
	sort_words(&tx);
	sort_words(&ty);
	jx = str_join(a, tx.v, tx.n, S(" "));
	jy = str_join(a, ty.v, ty.n, S(" "));
	if (str_eq(jx, jy))
		return sure(NAMES_REORDERED, 95);
	if (within(&wx, &wy))
		return sure(NAMES_WITHIN, 85);
	sx = squeezed(a, x);
	sy = squeezed(a, y);
	allowed = sx.n < SHORT_NAME || sy.n < SHORT_NAME ? 1 : 2;
	apart = edit_distance(sx, sy, allowed);
	if (apart > allowed)
		apart = edit_distance(jx, jy, allowed);
	if (apart <= allowed)
		return sure(NAMES_CLOSE, apart == 1 ? 80 : 70);
	if (str_eq(wx.v[wx.n - 1], wy.v[wy.n - 1]))
		return sure(NAMES_SURNAME, wx.v[0].p[0] == wy.v[0].p[0] ? 55 : 40);
	if (str_eq(wx.v[0], wy.v[0]))
		return sure(NAMES_GIVEN, 35);
	return sure(NAMES_DIFFERENT, 5);
}

bool names_agree(const struct name_comparison *c)
{
	return c->match >= NAMES_SAME && c->match <= NAMES_REORDERED;
}

/* ---- standing ---- */

static enum registration_standing of_status(enum register_status s)
{
	switch (s) {
	case REGISTER_SUSPENDED:
		return STANDS_SUSPENDED;
	case REGISTER_LAPSED:
		return STANDS_LAPSED;
	case REGISTER_REMOVED:
		return STANDS_REMOVED;
	case REGISTER_NO_SUCH_NUMBER:
		return STANDS_NO_SUCH_NUMBER;
	default:
		return STANDS_REGISTERED;
	}
}

enum registration_standing registration_standing(const struct registration_facts *f, struct date today)
{
	enum registration_standing s = of_status(f->status);

	if (!f->has_number)
		return STANDS_NO_NUMBER;
	if (f->status == REGISTER_NOT_ASKED)
		return STANDS_NOT_ASKED;
	if (f->status != REGISTER_NO_SUCH_NUMBER && f->said_other)
		return STANDS_SOMEBODY_ELSE;
	if (s != STANDS_REGISTERED)
		return s;
	if (!date_is_none(f->until) && date_cmp(f->until, today) < 0)
		return STANDS_LAPSED;
	if (!names_agree(&f->names) && !f->said_same)
		return STANDS_NAME_TO_LOOK_AT;
	if (f->status == REGISTER_CONDITIONS)
		return STANDS_CONDITIONS;
	if (!date_is_none(f->until) && date_cmp(f->until, date_plus(today, REGISTRATION_ENDS_SOON_DAYS)) <= 0)
		return STANDS_ENDS_SOON;
	return STANDS_REGISTERED;
}

bool registration_stops(enum registration_standing s)
{
	return s == STANDS_NO_NUMBER || s == STANDS_SUSPENDED || s == STANDS_LAPSED || s == STANDS_REMOVED ||
	       s == STANDS_NO_SUCH_NUMBER || s == STANDS_SOMEBODY_ELSE;
}

bool registration_flagged(enum registration_standing s)
{
	return s != STANDS_REGISTERED && s != STANDS_NOT_ASKED;
}

bool registration_is_late(enum registration_standing s)
{
	return registration_stops(s);
}

/* chips.c — made once for a version, in every usual state and number. */
#include "app/coverage/chips.h"

enum {
	KEPT = 16,               /* versions in use at once; others are made anew for each page */
	STATEMENTS_MAX = 1000,   /* more than that, and memory is dearer than time */
	FEW_PIECES = 8,
	VARIANTS = STATEMENT_STATES + 2 * FEW_PIECES,
	ARENA_MAX = 16 << 20,
};

struct chips {
	const struct framework_version *v;
	struct arena *arena;
	struct str *made; /* [position * VARIANTS + variant]; NULL when nothing is kept */
};

/* variant_of — its place among the kept ones: a state with nobody's piece, or claimed or agreed with a few. -1 for none. */
static int variant_of(const struct coverage_statement *s)
{
	if (s->state >= STATEMENT_STATES)
		return STATEMENT_NONE;
	if (s->pieces == 0)
		return s->state;
	if (s->pieces > FEW_PIECES || (s->state != STATEMENT_CLAIMED && s->state != STATEMENT_ENDORSED))
		return -1;
	return STATEMENT_STATES + (s->state == STATEMENT_ENDORSED) * FEW_PIECES + s->pieces - 1;
}

static struct str make(struct arena *a, const struct chip_parts *parts, unsigned state, unsigned pieces)
{
	static const enum word words[STATEMENT_STATES] = {
		[STATEMENT_NONE] = T_COVERAGE_CHIP_NONE, [STATEMENT_CLAIMED] = T_COVERAGE_CHIP_WAITING,
		[STATEMENT_ENDORSED] = T_COVERAGE_CHIP_AGREED, [STATEMENT_NOT_APPLICABLE] = T_COVERAGE_CHIP_NA,
		[STATEMENT_QUESTION] = T_COVERAGE_CHIP_QUESTION,
	};
	static const char *const classes[STATEMENT_STATES] = {
		[STATEMENT_NONE] = "none", [STATEMENT_CLAIMED] = "waiting", [STATEMENT_ENDORSED] = "agreed",
		[STATEMENT_NOT_APPLICABLE] = "na", [STATEMENT_QUESTION] = "question",
	};
	struct str says = word(words[state]);

	if (pieces == 0)
		return strf(a, "<li><a class=\"c-chip c-chip--%s%.*s%.*s%.*s</a></li>", classes[state], STR_FMT(parts->link),
		            STR_FMT(says), STR_FMT(parts->label));
	return strf(a, "<li><a class=\"c-chip c-chip--%s%.*s%u %s, %.*s%.*s <small>%u</small></a></li>", classes[state],
	            STR_FMT(parts->link), pieces, pieces == 1 ? "piece" : "pieces", STR_FMT(says), STR_FMT(parts->label), pieces);
}

static void make_all(struct chips *c)
{
	const struct framework *fw = c->v->fw;

	c->made = NEW_ARRAY(c->arena, struct str, fw->linkable_n * VARIANTS + 1);
	for (size_t p = 0; p < fw->linkable_n; p++) {
		const struct chip_parts *parts = &c->v->chips[fw->linkable[p]];
		struct str *made = &c->made[p * VARIANTS];

		for (unsigned state = 0; state < STATEMENT_STATES; state++)
			made[state] = make(c->arena, parts, state, 0);
		for (unsigned n = 1; n <= FEW_PIECES; n++) {
			made[STATEMENT_STATES + n - 1] = make(c->arena, parts, STATEMENT_CLAIMED, n);
			made[STATEMENT_STATES + FEW_PIECES + n - 1] = make(c->arena, parts, STATEMENT_ENDORSED, n);
		}
	}
}

const struct chips *chips_of(struct ctx *cx, const struct framework_version *v)
{
	static struct chips kept[KEPT]; /* derived from published versions */
	static size_t n;
	struct chips *c;

	for (size_t i = 0; i < n; i++)
		if (kept[i].v == v)
			return &kept[i];
	if (n == KEPT || v->fw->linkable_n > STATEMENTS_MAX || !framework_is_kept(v)) {
		c = NEW(cx->arena, struct chips);
		c->v = v;
		return c;
	}
	c = &kept[n];
	*c = (struct chips){ .v = v, .arena = arena_within(cx->arena, ARENA_MAX) };
	make_all(c);
	arena_keep(c->arena);
	n++;
	return c;
}

struct html chip(const struct chips *c, struct arena *a, size_t item, const struct coverage_statement *s)
{
	int variant = variant_of(s);
	size_t position = (size_t)c->v->fw->items[item].position;

	if (c->made && variant >= 0)
		return (struct html){ c->made[position * VARIANTS + (size_t)variant] };
	return (struct html){ make(a, &c->v->chips[item], s->state < STATEMENT_STATES ? s->state : STATEMENT_NONE, s->pieces) };
}

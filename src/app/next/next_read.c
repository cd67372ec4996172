/* next_read.c — see next_read.h. */
#include "app/next/next_read.h"

#include "app/next/next.h"

#define THEME_MARK '~' /* no key of a theme has it */

static int32_t ordinal_of(const struct framework_version *v, struct str code)
{
	for (size_t o = 0; o < v->outcomes_n; o++)
		if (str_eq(v->fw->items[v->outcomes[o]].code, code))
			return (int32_t)o;
	return -1;
}

/* add_outcomes — those the version has, each once, in its order. */
static void add_outcomes(const struct framework_version *v, const struct next_codes *codes, struct next_candidate *c)
{
	for (size_t i = 0; i < codes->n && c->outcomes_n < NEXT_OUTCOMES_MAX; i++) {
		int32_t ordinal = ordinal_of(v, codes->v[i]);
		size_t at = c->outcomes_n;
		bool known = ordinal < 0;

		for (size_t k = 0; k < c->outcomes_n; k++)
			known = known || c->outcomes[k] == ordinal;
		if (known)
			continue;
		for (; at > 0 && c->outcomes[at - 1] > ordinal; at--)
			c->outcomes[at] = c->outcomes[at - 1];
		c->outcomes[at] = ordinal;
		c->outcomes_n++;
	}
}

/* add — one kind of work, with a theme or (NULL) without. */
static void add(struct arena *a, const struct framework_version *v, const struct next_work *w, const struct next_theme *t, struct next_data *ret)
{
	struct next_candidate c = { .kind = w->kind, .effort = w->effort, .work = (int)w->kind * SETTING_END + (int)w->setting };
	struct next_words said = { .key = w->key, .say = w->say, .ask = w->ask, .setting = w->setting };

	if (ret->n == NEXT_CANDIDATES_MAX)
		return;
	add_outcomes(v, &w->outcomes, &c);
	if (t) {
		add_outcomes(v, &t->outcomes, &c);
		said.theme = t->key;
		said.about = t->say;
		said.key = strf(a, "%.*s%c%.*s", STR_FMT(w->key), THEME_MARK, STR_FMT(t->key));
		said.say = WORDS(a, T_NEXT_SAY_THEME, WORD_ARG("say", w->say), WORD_ARG("theme", t->say));
	}
	if (!c.outcomes_n)
		return;
	ret->candidates[ret->n] = c;
	ret->words[ret->n++] = said;
}

void next_read(struct arena *a, const struct programme_data *d, const struct framework_version *v, struct next_data *ret)
{
	const struct programme_next *next = &d->next;

	*ret = (struct next_data){ .candidates = NEW_ARRAY(a, struct next_candidate, NEXT_CANDIDATES_MAX),
		                       .words = NEW_ARRAY(a, struct next_words, NEXT_CANDIDATES_MAX), .left = d->asked };
	for (size_t i = 0; i < next->n; i++)
		add(a, v, &next->work[i], NULL, ret);
	for (size_t t = 0; t < next->themes_n; t++)
		for (size_t i = 0; i < next->themes[t].with_n; i++)
			add(a, v, &next->work[next->themes[t].with[i]], &next->themes[t], ret);
}

struct str next_theme_of(struct str key)
{
	size_t at = str_find_char(key, THEME_MARK);

	return at == SIZE_MAX ? STR_NONE : str_sub(key, at + 1, SIZE_MAX);
}

/* privacy_given.c — words that reach others as soon as they are sent: a part somebody gives to a piece, what an observation is to
 * look at, what a mail says. They are looked at first, and whoever wrote them changes them. */
#include "app/privacy/privacy_inside.h"

#include "app/notices/notices.h"
#include "web/form.h"

enum { SAID_AT_ONCE = 4 };

/* say_found — at the field in which it stands: what was found, and what could stand there instead. What may never stay comes first:
 * nobody gets past it. */
static void say_found(struct ctx *cx, const struct privacy_state *s, size_t text)
{
	struct str *said = NEW_ARRAY(cx->arena, struct str, SAID_AT_ONCE);
	size_t n = 0;

	for (size_t i = 0; i < 2 * s->found.n && n < SAID_AT_ONCE; i++) {
		const struct privacy_finding *f = &s->found.v[i % s->found.n];

		if (f->text == text && privacy_may_keep(f->class) == (i >= s->found.n))
			said[n++] = WORDS(cx->arena, T_FINDS_GIVEN, WORD_ARG("what", found_text(s, f)), WORD_ARG("class", class_word(f->class)),
			                  WORD_ARG("instead", instead_of(cx, s, f)));
	}
	if (n)
		err_add(&cx->err, s->words.v[text].name, str_join(cx->arena, said, n, S(" ")));
}

enum rc privacy_in_given(struct ctx *cx, const struct piece_words *words, bool read_again)
{
	struct privacy_state s;
	bool never;
	enum rc rc = state_of(cx, 0, words, &s);

	if (rc != OK || !s.found.n)
		return rc;
	never = s.found.more; /* behind the last that is listed may stand one that never stays */
	for (size_t i = 0; i < s.found.n; i++)
		never |= !privacy_may_keep(s.found.v[i].class);
	if (read_again && !never)
		return OK;
	for (size_t text = 0; text < words->n; text++)
		say_found(cx, &s, text);
	if (!never)
		field_error(cx, "read_again", T_FINDS_READ_AGAIN_MISSING);
	return INVALID;
}

struct html privacy_again_field(struct ctx *cx, const struct form_view *fv)
{
	const struct field_view *f = form_field(fv, "read_again");
	bool ticked = cx->values && str_eq(values_get(cx->values, S("read_again")), S("1"));

	return f->error.n || ticked ? f->html : (struct html){ STR_NONE };
}

enum rc privacy_look_again(struct ctx *cx, bool *ret_held)
{
	bool open_to_others = cx->evidence->state == EVIDENCE_SHARED || cx->evidence->state == EVIDENCE_SUBMITTED;
	struct privacy_state s;
	enum rc rc;

	*ret_held = cx->evidence->held != HOLD_NONE;
	if (*ret_held || !open_to_others)
		return OK;
	if ((rc = state_of_piece(cx, &s)) != OK || !s.open)
		return rc;
	*ret_held = true;
	if ((rc = privacy_hold_back(cx, classes_found(&s))) != OK || cx->actor.person == cx->induction->ecsw)
		return rc;
	return notice(cx, NOTICE_VIEW_GIVEN, cx->induction->ecsw, cx->induction->employer);
}

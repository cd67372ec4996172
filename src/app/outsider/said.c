/* said.c — the texts of a family's pages, each with the asker's words for it. */
#include "app/outsider/said.h"

struct page_word {
	struct str id;
	enum word text, heading;
};
/* In the order in which somebody meets them; a heading begins the next part of the list. */
static const struct page_word page_words[SAID_END] = {
	[SAID_MESSAGE] = { S_INIT("t.message"), T_ASK_MESSAGE_FAMILY, T_ASK_WORDS_PAGE },
	[SAID_TITLE] = { S_INIT("t.title"), T_GIVE_FAMILY_TITLE, 0 },
	[SAID_LEAVE] = { S_INIT("t.leave"), T_OUTSIDE_LEAVE, 0 },
	[SAID_HEADING] = { S_INIT("t.heading"), T_GIVE_FAMILY_H, 0 },
	[SAID_LEAD] = { S_INIT("t.lead"), T_GIVE_FAMILY_LEAD, 0 },
	[SAID_SHOULDER] = { S_INIT("t.shoulder"), T_GIVE_SHOULDER, 0 },
	[SAID_FREE] = { S_INIT("t.free"), T_GIVE_FREE, 0 },
	[SAID_NO_NAME] = { S_INIT("t.no_name"), T_GIVE_NO_NAME, 0 },
	[SAID_WHO] = { S_INIT("t.who"), T_GIVE_WHO, 0 },
	[SAID_ME] = { S_INIT("t.me"), T_GIVE_ME, 0 },
	[SAID_HELPED] = { S_INIT("t.helped"), T_GIVE_HELPED, 0 },
	[SAID_HELPER_MAY] = { S_INIT("t.helper_may"), T_GIVE_HELPER_MAY, 0 },
	[SAID_HELPER] = { S_INIT("t.helper"), T_GIVE_HELPER, 0 },
	[SAID_HELPER_HINT] = { S_INIT("t.helper_hint"), T_GIVE_HELPER_HINT, 0 },
	[SAID_WORDS] = { S_INIT("t.words"), T_GIVE_FAMILY_WORDS, 0 },
	[SAID_WHAT] = { S_INIT("t.what"), T_GIVE_WHAT_HAPPENS, 0 },
	[SAID_READERS] = { S_INIT("t.readers"), T_GIVE_FAMILY_READERS, 0 },
	[SAID_DELETE] = { S_INIT("t.delete"), T_GIVE_FAMILY_DELETE, 0 },
	[SAID_SEND] = { S_INIT("t.send"), T_GIVE_FAMILY_SEND, 0 },
	[SAID_SKIP] = { S_INIT("t.skip"), T_GIVE_SKIP, 0 },
	[SAID_VIDEO] = { S_INIT("t.video"), T_GIVE_VIDEO, 0 },
	[SAID_SIGN] = { S_INIT("t.sign"), T_GIVE_SIGN, 0 },
	[SAID_PAPER] = { S_INIT("t.paper"), T_GIVE_PAPER, 0 },
	[SAID_PRINT] = { S_INIT("t.print"), T_GIVE_PRINT, 0 },
	[SAID_BY_HAND] = { S_INIT("t.by_hand"), T_GIVE_BY_HAND, 0 },
	[SAID_NOTHING] = { S_INIT("t.nothing"), T_GIVE_NOTHING_FAMILY, 0 },
	[SAID_HELPER_MISSING] = { S_INIT("t.helper_missing"), T_GIVE_HELPER_MISSING, 0 },
	[SAID_KEY_MISSING] = { S_INIT("t.key_missing"), T_GIVE_KEY_MISSING, 0 },
	[SAID_THANKS] = { S_INIT("t.thanks"), T_GIVE_THANKS, T_ASK_WORDS_SENT },
	[SAID_THANKS_LEAD] = { S_INIT("t.thanks_lead"), T_GIVE_THANKS_LEAD, 0 },
	[SAID_THEN] = { S_INIT("t.then"), T_GIVE_THEN, 0 },
	[SAID_THEN_1] = { S_INIT("t.then_1"), T_GIVE_THEN_FAMILY_1, 0 },
	[SAID_THEN_2] = { S_INIT("t.then_2"), T_GIVE_THEN_FAMILY_2, 0 },
	[SAID_THEN_3] = { S_INIT("t.then_3"), T_GIVE_THEN_FAMILY_3, 0 },
	[SAID_MIND] = { S_INIT("t.mind"), T_GIVE_MIND, 0 },
	[SAID_MIND_WHAT] = { S_INIT("t.mind_what"), T_GIVE_MIND_WHAT, 0 },
	[SAID_REMOVE] = { S_INIT("t.remove"), T_GIVE_REMOVE, 0 },
	[SAID_USED] = { S_INIT("t.used"), T_GIVE_USED, 0 },
	[SAID_USED_WHAT] = { S_INIT("t.used_what"), T_GIVE_USED_WHAT, 0 },
	[SAID_CODE] = { S_INIT("t.code"), T_GIVE_CODE, 0 },
	[SAID_CODE_HINT] = { S_INIT("t.code_hint"), T_GIVE_CODE_HINT, 0 },
	[SAID_CODE_MISSING] = { S_INIT("t.code_missing"), T_GIVE_CODE_MISSING, 0 },
	[SAID_CODE_WRONG] = { S_INIT("t.code_wrong"), T_GIVE_CODE_WRONG, 0 },
	[SAID_GONE] = { S_INIT("t.gone"), T_GIVE_GONE, 0 },
	[SAID_GONE_WHAT] = { S_INIT("t.gone_what"), T_GIVE_GONE_WHAT, 0 },
	[SAID_WORRIED] = { S_INIT("t.worried"), T_GIVE_WORRIED, T_ASK_WORDS_WORRIED },
	[SAID_WORRIED_999] = { S_INIT("t.worried_999"), T_GIVE_WORRIED_999, 0 },
	[SAID_WORRIED_COUNCIL] = { S_INIT("t.worried_council"), T_GIVE_WORRIED_COUNCIL, 0 },
	[SAID_WORRIED_CHILD] = { S_INIT("t.worried_child"), T_GIVE_WORRIED_CHILD, 0 },
};

static int questions_n(const struct said_in *in)
{
	int n = 0;

	for (int i = 0; in->questions.form && i < in->questions.form->prompts_n; i++)
		n += in->questions.form->prompts[i].who == in->questions.who;
	return n;
}

enum rc said_in_of(struct ctx *cx, const struct ask *k, struct said_in *ret)
{
	enum rc rc = OK;

	*ret = (struct said_in){ .first = first_name(cx->induction->name), .until = DATE_NONE };
	if (k->kind != ASK_FAMILY)
		return OK;
	ret->is_child = k->of == FAMILY_CHILD;
	if ((rc = questions_of(cx, k->form, DB_NULL_INT, ASK_FAMILY, ret->first, &ret->questions)) != OK ||
	    (rc = sql_ask_words_of(cx->db, cx->arena, k->id, &ret->own)) != OK)
		return rc;
	ret->language = ret->own.n ? k->language : STR_NONE;
	ret->right_to_left = ret->own.n && k->right_to_left;
	return OK;
}

struct url said_video(const struct said_in *in)
{
	for (size_t i = 0; i < in->own.n; i++)
		if (str_eq(in->own.v[i].word, SAID_VIDEO_ID))
			return (struct url){ in->own.v[i].text };
	return (struct url){ STR_NONE };
}

/* own_of — the asker's words, with what only we know put in; empty for none. A date is in figures, which everybody reads. */
static struct str own_of(struct ctx *cx, const struct said_in *in, struct str id)
{
	for (size_t i = 0; i < in->own.n; i++)
		if (str_eq(in->own.v[i].word, id))
			return date_is_none(in->until) ? in->own.v[i].text
			                               : str_replace_all(cx->arena, in->own.v[i].text, SAID_UNTIL, date_iso(cx->arena, in->until));
	return STR_NONE;
}

static struct give_said said(struct ctx *cx, const struct said_in *in, struct str id, struct str english)
{
	return (struct give_said){ .english = english, .own = own_of(cx, in, id), .language = in->language };
}

struct give_said said_text(struct ctx *cx, const struct said_in *in, enum said which)
{
	const struct page_word *w = &page_words[which];
	enum word text = which == SAID_LEAD && in->is_child ? T_GIVE_FAMILY_LEAD_CHILD : w->text;
	struct word_arg until = date_is_none(in->until) ? WORD_ARG("until", SAID_UNTIL) : WORD_ARG("until", in->until);

	return said(cx, in, w->id, WORDS(cx->arena, text, WORD_ARG("name", in->first), WORD_ARG("n", questions_n(in)), until));
}

struct give_saids said_page(struct ctx *cx, const struct said_in *in)
{
	struct give_saids all;

	for (int i = 0; i < SAID_END; i++)
		all.v[i] = said_text(cx, in, (enum said)i);
	return all;
}

struct str said_error(struct ctx *cx, const struct said_in *in, enum said which)
{
	struct give_said s = said_text(cx, in, which);

	return s.own.n ? strf(cx->arena, "%.*s · %.*s", STR_FMT(s.own), STR_FMT(s.english)) : s.english;
}

/* ---- questions ---- */

struct give_said said_question(struct ctx *cx, const struct said_in *in, const struct prompt *p)
{
	return said(cx, in, strf(cx->arena, "q.%.*s", STR_FMT(p->id)), p->label);
}

struct give_said said_help(struct ctx *cx, const struct said_in *in, const struct prompt *p)
{
	return said(cx, in, strf(cx->arena, "h.%.*s", STR_FMT(p->id)), p->help);
}

/* is_asked_with — a choice of `p` by that key and in those words. */
static bool is_asked_with(const struct prompt *p, struct str key, struct str label)
{
	int n = p->type == PROMPT_CHOICE ? number_of(&p->choices, key) : 0;

	return n > 0 && str_eq(p->choice_labels[n], label);
}

/* choice_id — "yes" is translated once, not with every question. */
static struct str choice_id(struct ctx *cx, const struct said_in *in, const struct prompt *p, int choice)
{
	const struct piece_form *f = in->questions.form;
	struct str key = key_of(&p->choices, choice);
	const struct prompt *first = p;

	for (int i = f->prompts_n - 1; i >= 0; i--)
		if (f->prompts[i].who == in->questions.who && is_asked_with(&f->prompts[i], key, p->choice_labels[choice]))
			first = &f->prompts[i];
	return strf(cx->arena, "c.%.*s.%.*s", STR_FMT(first->id), STR_FMT(key));
}

struct give_said said_choice(struct ctx *cx, const struct said_in *in, const struct prompt *p, int choice)
{
	return said(cx, in, choice_id(cx, in, p, choice), p->choice_labels[choice]);
}

/* ---- all of it ---- */

static void add_row(struct said_rows *to, struct str id, enum word heading, struct give_said said)
{
	for (size_t i = 0; i < to->n; i++)
		if (str_eq(to->v[i].id, id))
			return;
	if (said.english.n && to->n < SAID_ROWS_MAX)
		to->v[to->n++] = (struct said_row){ id, heading, said };
}

static void add_question(struct ctx *cx, const struct said_in *in, const struct prompt *p, struct said_rows *to)
{
	add_row(to, strf(cx->arena, "q.%.*s", STR_FMT(p->id)), to->n ? 0 : T_ASK_WORDS_QUESTIONS, said_question(cx, in, p));
	add_row(to, strf(cx->arena, "h.%.*s", STR_FMT(p->id)), 0, said_help(cx, in, p));
	for (int i = 1; p->type == PROMPT_CHOICE && i < p->choices.n; i++)
		add_row(to, choice_id(cx, in, p, i), 0, said_choice(cx, in, p, i));
}

void said_rows(struct ctx *cx, const struct said_in *in, struct said_rows *ret)
{
	const struct piece_form *f = in->questions.form;

	ret->n = 0;
	for (int i = 0; f && i < f->prompts_n; i++)
		if (f->prompts[i].who == in->questions.who)
			add_question(cx, in, &f->prompts[i], ret);
	for (int i = 0; i < SAID_END; i++)
		add_row(ret, page_words[i].id, page_words[i].heading, said_text(cx, in, (enum said)i));
}

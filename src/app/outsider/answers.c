/* answers.c — what a professional or an observer said for a piece: kept with it, shown, taken back; and the part of the
 * piece's page that shows it. */
#include "app/outsider/outsider_inside.h"

#include "app/privacy/privacy.h"
#include "observation.sql.h"
#include "outsider.sql.h"
#include "templates.gen.h"
#include "web/form.h"

static bool anything_said(const struct answer_list *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_trim(all->v[i].text).n)
			return true;
	return false;
}

void answers_typed(struct ctx *cx, const struct questions *qs, struct answer_list *ret)
{
	answers_fill(cx, qs->form, qs->who, form_month(cx), ret); /* what is wrong is in cx->err */
	if (qs->who != FILLER_FAMILY && ret->n && !anything_said(ret) && !cx->err.n)
		err_add(&cx->err, prompt_field(cx, ret->v[0].prompt), word(T_GIVE_NOTHING));
	for (size_t i = 0; i < ret->n; i++) {
		const struct prompt *p = ret->v[i].prompt;
		struct str field = prompt_field(cx, p);

		if (p->must != WANTED_NO && !str_trim(ret->v[i].text).n && !err_of(&cx->err, field).n)
			err_add(&cx->err, field, WORDS(cx->arena, T_EVIDENCE_ANSWER_WANTED, WORD_ARG("label", p->label)));
	}
}

enum rc answers_given(struct ctx *cx, int64_t evidence, enum ask_kind kind, const struct answer_list *given)
{
	enum rc rc = OK;

	for (size_t i = 0; rc == OK && i < given->n; i++)
		if (str_trim(given->v[i].text).n)
			rc = sql_given_answer_add(cx->db, cx->arena, evidence, kind, given->v[i].id, str_trim(given->v[i].text), NULL);
	return rc;
}

enum rc answers_looked_at(struct ctx *cx, const struct answer_list *given, struct str by, bool read_again)
{
	struct piece_words words = { .n = 0 };

	for (size_t i = 0; i < given->n; i++)
		if (given->v[i].prompt->type <= PROMPT_SHORT)
			piece_word_add(cx, &words, prompt_field(cx, given->v[i].prompt), STR_NONE, str_trim(given->v[i].text), by);
	return privacy_in_given(cx, &words, read_again);
}

enum rc answers_taken_back(struct ctx *cx, int64_t evidence, enum ask_kind kind)
{
	return sql_given_answers_drop(cx->db, cx->arena, evidence, kind, NULL);
}

static void add_shown(struct ctx *cx, struct observation_answer_rows *to, const struct prompt *p, const struct given_answers_row *r)
{
	struct answer a = { p, r->question, r->text };

	to->v[to->n++] = (struct observation_answer_row){ p ? p->label : r->question, answer_said(cx, &a) };
}

enum rc answers_shown(struct ctx *cx, int64_t evidence, enum ask_kind kind, struct str first, struct observation_answer_rows *ret)
{
	struct given_answers_rows rows;
	struct questions qs;
	enum rc rc = sql_given_answers(cx->db, cx->arena, evidence, kind, &rows);

	if (rc != OK || (rc = questions_with(cx, evidence, kind, first, &qs)) != OK)
		return rc;
	ret->v = NEW_ARRAY(cx->arena, struct observation_answer_row, rows.n + 1);
	ret->n = 0;
	/* As the form asks them; what it does not ask comes last, so that nothing that was said is lost. */
	for (int i = 0; i <= qs.form->prompts_n; i++)
		for (size_t k = 0; k < rows.n; k++) {
			const struct prompt *p = form_prompt(qs.form, rows.v[k].question);

			if (i < qs.form->prompts_n ? p == &qs.form->prompts[i] : !p)
				add_shown(cx, ret, p, &rows.v[k]);
		}
	return OK;
}

enum rc ticks_shown(struct ctx *cx, int64_t evidence, struct str_list *ret_looks, struct str_list *ret_ticked)
{
	struct observation_of_piece_row o;
	struct given_answers_rows rows;
	struct questions qs;
	struct str *lines;
	size_t n = 0;
	enum rc rc = sql_observation_of_piece(cx->db, cx->arena, evidence, &o);

	if (rc != OK || (rc = sql_given_answers(cx->db, cx->arena, evidence, ASK_OBSERVER, &rows)) != OK ||
	    (rc = questions_with(cx, evidence, ASK_OBSERVER, STR_NONE, &qs)) != OK)
		return rc;
	*ret_looks = looks_of(cx, o.looks);
	lines = NEW_ARRAY(cx->arena, struct str, LOOKS_MAX);
	for (size_t i = 0; i < rows.n; i++) {
		const struct prompt *p = form_prompt(qs.form, rows.v[i].question);
		struct str keys = rows.v[i].text;

		for (int number; p && p->type == PROMPT_TICKS && keys.n;)
			if ((number = number_of(&p->choices, str_cut(&keys, ','))) > 0 && n < LOOKS_MAX)
				lines[n++] = p->choice_labels[number];
	}
	*ret_ticked = (struct str_list){ lines, n };
	return OK;
}

/* ---- on the page of the piece ---- */

static struct str given_by(struct ctx *cx, const struct asks_of_piece_row *r)
{
	struct str who = r->given_organisation.n
	                         ? strf(cx->arena, "%.*s, %.*s, %.*s", STR_FMT(r->given_name), STR_FMT(r->given_role), STR_FMT(r->given_organisation))
	                         : strf(cx->arena, "%.*s, %.*s", STR_FMT(r->given_name), STR_FMT(r->given_role));

	return WORDS(cx->arena, r->by_mail ? T_ASK_BY_MAIL : T_ASK_BY_SCREEN, WORD_ARG("who", who), WORD_ARG("on", date_of(r->done_at)));
}

/* One part for each professional that was asked: what they said, or that it is still to come. */
static enum rc professional_parts(struct ctx *cx, struct outsider_section_view *v)
{
	struct asks_of_piece_rows asks;
	enum rc rc = sql_asks_of_piece(cx->db, cx->arena, cx->evidence->id, &asks);

	for (size_t i = 0; rc == OK && i < asks.n && v->parts.n < 20; i++) {
		const struct asks_of_piece_row *r = &asks.v[i];
		struct outsider_part part = { .title = WORDS(cx->arena, T_ASK_TITLE_PROFESSIONAL,
			                                         WORD_ARG("name", r->given_name.n ? r->given_name : r->name)) };

		if (r->kind != ASK_PROFESSIONAL)
			continue;
		if (r->deleted_at != DB_NULL_INT)
			part.note = word(T_ASK_LEAD_DELETED);
		else if (r->done_at == DB_NULL_INT)
			part.note = word(r->revoked_at != DB_NULL_INT ? T_ASK_PART_OVER : T_ASK_PART_WAITS);
		else {
			part.by = given_by(cx, r);
			rc = answers_shown(cx, cx->evidence->id, ASK_PROFESSIONAL, first_name(cx->induction->name), &part.rows);
		}
		part.has_url = r->asked_by == cx->actor.person;
		part.url = url_id(cx, "/asks/", r->id, "");
		v->parts.v[v->parts.n++] = part;
	}
	return rc;
}

/* What families said, one question after the other: which answers are whose is not kept together. */
static enum rc family_part(struct ctx *cx, struct outsider_section_view *v)
{
	struct str first = first_name(cx->induction->name);
	struct family_said_rows said;
	struct family_heard_row heard;
	struct outsider_part part = { .title = word(T_ASK_FAMILY_SAID) };
	struct questions qs;
	enum rc rc = sql_family_heard(cx->db, cx->arena, cx->evidence->id, &heard);

	if (rc != OK || !heard.families || (rc = sql_family_said(cx->db, cx->arena, cx->evidence->id, &said)) != OK ||
	    (rc = questions_with(cx, cx->evidence->id, ASK_FAMILY, first, &qs)) != OK)
		return rc;
	part.note = word(T_ASK_FAMILY_SAID_WHAT);
	part.rows.v = NEW_ARRAY(cx->arena, struct observation_answer_row, said.n + 1);
	for (int q = 0; q <= qs.form->prompts_n; q++) { /* what the form does not ask comes last, so that nothing is lost */
		struct str question = q < qs.form->prompts_n ? qs.form->prompts[q].label : STR_NONE; /* once, above its answers */

		for (size_t i = 0; i < said.n; i++) {
			const struct prompt *p = form_prompt(qs.form, said.v[i].question);
			struct answer a = { p, said.v[i].question, said.v[i].text };

			if (q < qs.form->prompts_n ? p != &qs.form->prompts[q] : p != NULL)
				continue;
			part.rows.v[part.rows.n++] = (struct observation_answer_row){ question, answer_said(cx, &a) };
			question = STR_NONE;
		}
	}
	v->parts.v[v->parts.n++] = part;
	return OK;
}

static enum rc observation_part(struct ctx *cx, struct outsider_section_view *v)
{
	struct observation_of_piece_row o;
	struct outsider_part part = { .title = word(T_OBSERVE_PART) };
	enum rc rc = sql_observation_of_piece(cx->db, cx->arena, cx->evidence->id, &o);

	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	v->has_observation = true;
	v->observation = url_id(cx, "/observations/", o.id, "");
	v->stage = o.focus;
	if ((rc = answers_shown(cx, cx->evidence->id, ASK_OBSERVER, first_name(cx->induction->name), &part.rows)) == OK && part.rows.n)
		v->parts.v[v->parts.n++] = part;
	return rc;
}

static enum rc section_read(struct ctx *cx, struct outsider_section_view *v)
{
	enum rc rc = OK;

	v->parts.v = NEW_ARRAY(cx->arena, struct outsider_part, 24);
	if (cx->evidence->kind == KIND_OBSERVATION)
		rc = observation_part(cx, v);
	if (rc == OK && cx->evidence->kind == KIND_FEEDBACK && (rc = professional_parts(cx, v)) == OK)
		rc = family_part(cx, v);
	return rc;
}

enum rc outsider_paper(struct ctx *cx, struct paper *paper)
{
	struct outsider_section_view v = { .has_observation = false };
	enum rc rc = section_read(cx, &v);

	if (rc != OK)
		return rc;
	if (v.has_observation)
		paper_pair(paper, PAPER_FACT, word(T_PRINT_FOCUS), v.stage);
	for (size_t i = 0; i < v.parts.n; i++) {
		const struct outsider_part *part = &v.parts.v[i];

		paper_put(paper, PAPER_HEAD, part->title);
		paper_put(paper, PAPER_SMALL, part->by);
		paper_put(paper, PAPER_SMALL, part->note);
		for (size_t k = 0; k < part->rows.n; k++) {
			paper_put(paper, PAPER_QUESTION, part->rows.v[k].question);
			paper_paragraphs(paper, PAPER_TEXT, part->rows.v[k].answer);
		}
	}
	return OK;
}

enum rc outsider_section(struct ctx *cx, struct html *ret)
{
	struct outsider_section_view v = { .has_observation = false };
	enum rc rc = section_read(cx, &v);

	*ret = (struct html){ STR_NONE };
	if (rc == OK && (v.parts.n || v.has_observation))
		*ret = HTML(cx, outsider_section, &v);
	return rc;
}

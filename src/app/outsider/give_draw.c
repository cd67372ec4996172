/* give_draw.c — the pages behind a link. A professional's and an observer's say whose they are; a family's names nobody but
 * the worker's first name, and so do the pages of links that are over. */
#include "app/outsider/give_inside.h"

#include "app/privacy/privacy.h"
#include "observation.sql.h"
#include "outsider.sql.h"
#include "templates.gen.h"

static struct url path_of(struct ctx *cx, const char *behind)
{
	return (struct url){ strf(cx->arena, "/a/%.*s%s", STR_FMT(url_encode(cx->arena, param(cx, "token"))), behind) };
}

enum rc draw_closed(struct ctx *cx)
{
	return page(cx, &(struct page){ .title = word(T_GIVE_CLOSED), .status = 404, .main = PLAIN_HTML(cx, give_closed) });
}

/* A word with the worker's first name in it. */
static struct str about_them(struct ctx *cx, enum word w, struct str first)
{
	return w ? WORDS(cx->arena, w, WORD_ARG("name", first)) : STR_NONE;
}

/* ---- symbols: families ---- */

static struct str own_word(const struct ask_words_of_rows *own, struct str id)
{
	for (size_t i = 0; i < own->n; i++)
		if (str_eq(own->v[i].word, id))
			return own->v[i].text;
	return STR_NONE;
}

static struct give_choices draw_choices(struct ctx *cx, const struct field_view *f, const struct ask_words_of_rows *own)
{
	struct give_choices all = { .v = NEW_ARRAY(cx->arena, struct give_choice, FAMILY_CHOICES) };

	for (int i = 1; i <= FAMILY_CHOICES; i++) {
		struct str key = key_of(&family_answers, i);

		all.v[all.n++] = (struct give_choice){
			.id = strf(cx->arena, "%.*s-%.*s", STR_FMT(f->id), STR_FMT(key)), .name = f->name, .key = key,
			.label = word(family_answer_words[i]), .symbol = { family_answer_symbols[i] }, .own = own_word(own, key),
			.chosen = str_eq(f->value, key),
		};
	}
	return all;
}

static struct give_symbol_questions draw_symbols(struct ctx *cx, const struct form_view *fv, struct str first,
                                                 const struct ask_words_of_rows *own)
{
	struct give_symbol_questions all = { .v = NEW_ARRAY(cx->arena, struct give_symbol_question, FAMILY_QUESTIONS) };

	for (int i = 0; i + 1 < FAMILY_QUESTIONS; i++) {
		const struct family_question *q = &family_questions[i];
		const struct field_view *f = form_field(fv, strf(cx->arena, "q.%.*s", STR_FMT(q->id)).p);

		all.v[all.n++] = (struct give_symbol_question){
			.id = f->id, .symbol = { q->symbol }, .text = about_them(cx, q->text, first), .own = own_word(own, q->id),
			.number = WORDS(cx->arena, T_GIVE_NUMBER, WORD_ARG("n", i + 1), WORD_ARG("all", FAMILY_QUESTIONS)),
			.choices = draw_choices(cx, f, own),
		};
	}
	return all;
}

static struct give_choices draw_who(struct ctx *cx, const struct form_view *fv, const struct ask_words_of_rows *own)
{
	static const struct str symbols[] = { S_INIT("sym-one"), S_INIT("sym-two") };
	static const enum word words[] = { T_GIVE_ME, T_GIVE_HELPED };
	const struct field_view *f = form_field(fv, "who");
	struct give_choices all = { .v = NEW_ARRAY(cx->arena, struct give_choice, 2), .n = 2 };

	for (int i = 0; i < 2; i++) {
		struct str key = key_of(&answering, i + 1);

		all.v[i] = (struct give_choice){ .id = strf(cx->arena, "who-%.*s", STR_FMT(key)), .name = f->name, .key = key,
			                             .label = word(words[i]), .symbol = { symbols[i] }, .own = own_word(own, key),
			                             .chosen = str_eq(f->value, key) };
	}
	return all;
}

static enum rc draw_family(struct ctx *cx, const struct ask *k, const struct form_view *fv, struct give_view *v)
{
	const struct family_question *last = &family_questions[FAMILY_QUESTIONS - 1];
	const struct field_view *f = form_field(fv, "q.words");
	struct ask_words_of_rows own;
	enum rc rc = sql_ask_words_of(cx->db, cx->arena, k->id, &own);

	if (rc != OK)
		return rc;
	v->is_child = k->of == FAMILY_CHILD;
	v->is_translated = k->language.n > 0 && own.n > 0;
	v->language = k->language;
	v->right_to_left = k->right_to_left;
	v->own_intro = own_word(&own, S("intro"));
	v->own_last = own_word(&own, last->id);
	v->who = draw_who(cx, fv, &own);
	v->helper_field = form_field(fv, "helper")->html;
	v->symbols = draw_symbols(cx, fv, v->first, &own);
	v->last = (struct give_question){ .id = f->id, .name = f->name, .label = about_them(cx, last->text, v->first),
		                              .value = f->value, .error = f->error };
	return OK;
}

static enum rc draw_observed(struct ctx *cx, const struct ask *k, struct give_view *v)
{
	struct observation_of_piece_row o;
	enum rc rc = sql_observation_of_piece(cx->db, cx->arena, k->evidence, &o);

	if (rc != OK)
		return rc;
	v->focus = k->held ? STR_NONE : o.focus;
	v->on = date_is_none(cx->evidence->on_date) ? STR_NONE : date_long(cx->arena, cx->evidence->on_date);
	return OK;
}

/* ---- the page to fill in ---- */

/* What was kept while it was typed stands in the boxes again, unless this is what was just sent. */
static void restore(struct ctx *cx, const struct ask *k, struct give_view *v)
{
	struct values *draft;

	if (cx->values || !k->draft.n || k->draft_at == DB_NULL_INT)
		return;
	draft = NEW(cx->arena, struct values);
	if (values_of_urlencoded(cx->arena, k->draft, draft) != OK)
		return;
	cx->values = draft;
	v->kept = instant_clock(cx->arena, k->draft_at);
}

static struct str readers_of(struct ctx *cx, const struct ask *k, const struct ask_people *p)
{
	UNUSED(k);
	if (p->assessor.n && p->supervisor.n)
		return WORDS(cx->arena, T_GIVE_READERS_BOTH, WORD_ARG("first", p->first), WORD_ARG("assessor", p->assessor),
		             WORD_ARG("supervisor", p->supervisor));
	return WORDS(cx->arena, T_GIVE_READERS, WORD_ARG("first", p->first));
}

static void draw_common(struct ctx *cx, const struct ask *k, const struct ask_people *p, struct give_view *v)
{
	v->action = path_of(cx, "");
	v->keep = path_of(cx, "/keep");
	v->page = v->action.s;
	cx->works_offline = true;
	v->send_key = cx->values ? values_get(cx->values, S("send_key")) : STR_NONE;
	if (!v->send_key.n || v->send_key.n > SEND_KEY_MAX)
		v->send_key = random_token(cx->arena);
	v->first = p->first;
	v->name = p->ecsw;
	v->employer = p->employer;
	v->phone = p->phone;
	v->about = k->about;
	v->asker = k->asker;
	v->readers = readers_of(cx, k, p);
	v->until = date_long(cx->arena, date_of(k->expires));
	v->delete_until = date_long(cx->arena, date_of(cx->now + ASK_DELETE_DAYS * DAY));
}

enum rc draw_give(struct ctx *cx, const struct ask *k)
{
	struct give_view *v = NEW(cx->arena, struct give_view);
	struct give_typed filled = { .name = STR_NONE };
	struct ask_people p;
	struct questions qs;
	struct form_view fv;
	enum rc rc = ask_people_of(cx, cx->induction->id, &p);

	if (rc != OK)
		return rc;
	restore(cx, k, v);
	draw_common(cx, k, &p, v);
	if (k->kind == ASK_OBSERVER) /* whoever was planned, to be confirmed or put right */
		filled.name = k->name;
	if (k->kind == ASK_FAMILY) {
		fv = form_view(cx, &give_form, &filled, -1);
		v->errors = fv.errors;
		if ((rc = draw_family(cx, k, &fv, v)) != OK)
			return rc;
		return page(cx, &(struct page){ .title = word(T_GIVE_FAMILY_TITLE), .main = HTML(cx, give_family, v) });
	}
	if ((rc = asked_of(cx, k, &qs)) != OK)
		return rc;
	fv = questions_view(cx, &qs, &give_form, &filled);
	v->errors = fv.errors;
	v->name_field = form_field(&fv, "name")->html;
	v->role_field = form_field(&fv, "role")->html;
	v->organisation_field = form_field(&fv, "organisation")->html;
	v->there_field = form_field(&fv, "was_there")->html;
	v->again_field = privacy_again_field(cx, &fv);
	v->questions = draw_questions(cx, &fv, &qs);
	if (k->kind == ASK_PROFESSIONAL)
		return page(cx, &(struct page){ .title = word(T_GIVE_PROFESSIONAL_TITLE), .house = p.employer,
			                            .main = HTML(cx, give_professional, v) });
	if ((rc = draw_observed(cx, k, v)) != OK)
		return rc;
	return page(cx, &(struct page){ .title = word(T_GIVE_OBSERVER_TITLE), .house = p.employer,
		                            .main = HTML(cx, give_observer, v) });
}

/* ---- afterwards ---- */

enum rc draw_thanks(struct ctx *cx, const struct ask *k, struct str code)
{
	struct thanks_view v = { .code = code, .remove = path_of(cx, ""), .is_family = k->kind == ASK_FAMILY,
		                     .is_observer = k->kind == ASK_OBSERVER };
	struct ask_people p;
	enum rc rc = ask_people_of(cx, cx->induction->id, &p);

	if (rc != OK)
		return rc;
	v.first = p.first;
	v.phone = p.phone;
	v.readers = readers_of(cx, k, &p);
	v.until = date_long(cx->arena, date_of(k->done_at + ASK_DELETE_DAYS * DAY));
	return page(cx, &(struct page){ .title = word(T_GIVE_THANKS), .house = v.is_family ? STR_NONE : p.employer,
		                            .main = HTML(cx, give_thanks, &v) });
}

enum rc draw_remove(struct ctx *cx, const struct ask *k, struct str error, bool gone)
{
	struct remove_view v = { .action = path_of(cx, "/delete"), .error = error, .gone = gone, .is_family = k->kind == ASK_FAMILY,
		                     .until = date_long(cx->arena, date_of(k->done_at + ASK_DELETE_DAYS * DAY)) };

	bool refuses = !error.n && !gone && !cx->failed && cx->route->method != HTTP_GET;

	if (error.n)
		err_add(&cx->err, S("code"), error);
	return page(cx, &(struct page){ .title = word(gone ? T_GIVE_GONE : T_GIVE_USED), .status = error.n ? 422 : refuses ? 409 : 0,
		                            .main = HTML(cx, give_remove, &v) });
}

/* give_draw.c — the pages behind a link. A professional's and an observer's say whose they are; a family's names nobody but
 * the worker's first name, and so do the pages of links that are over. */
#include "app/outsider/give_inside.h"

#include "app/privacy/privacy.h"
#include "observation.sql.h"
#include "outsider.sql.h"
#include "templates.gen.h"

struct url give_path(struct ctx *cx, const char *behind)
{
	return (struct url){ strf(cx->arena, "/a/%.*s%s", STR_FMT(url_encode(cx->arena, param(cx, "token"))), behind) };
}

enum rc draw_closed(struct ctx *cx)
{
	struct said_in in = { .until = DATE_NONE };
	struct closed_view v;

	if (cx->json)
		return json_closed(cx);
	v.said = said_page(cx, &in);
	v.words.v = NEW_ARRAY(cx->arena, struct str, cx->values ? cx->values->n + 1 : 1);
	v.words.n = 0;
	for (size_t i = 0; cx->values && cx->rq->method == HTTP_POST && i < cx->values->n; i++)
		if ((str_starts(cx->values->names[i], S(GIVEN_PREFIX)) || str_starts(cx->values->names[i], S(FAMILY_PREFIX))) &&
		    str_find_char(str_trim(cx->values->v[i]), ' ') != SIZE_MAX)
			v.words.v[v.words.n++] = str_trim(cx->values->v[i]);
	return page(cx, &(struct page){ .title = word(T_GIVE_CLOSED), .status = 404, .main = HTML(cx, give_closed, &v) });
}

/* ---- symbols: families ---- */

static struct url symbol_of(struct ctx *cx, int symbol)
{
	return (struct url){ strf(cx->arena, "sym-%.*s", STR_FMT(key_of(&family_symbols, symbol))) };
}

static struct give_choice choice_of(struct ctx *cx, const struct field_view *f, struct str key, struct give_said label)
{
	return (struct give_choice){ .id = strf(cx->arena, "%.*s-%.*s", STR_FMT(f->id), STR_FMT(key)), .name = f->name, .key = key,
		                         .label = label, .chosen = str_eq(f->value, key) };
}

static struct give_choices draw_choices(struct ctx *cx, const struct field_view *f, const struct said_in *in, const struct prompt *p)
{
	struct give_choices all = { .v = NEW_ARRAY(cx->arena, struct give_choice, FAMILY_CHOICES_MAX) };

	for (int i = 1; i < p->choices.n && all.n < FAMILY_CHOICES_MAX; i++) {
		all.v[all.n] = choice_of(cx, f, key_of(&p->choices, i), said_choice(cx, in, p, i));
		all.v[all.n++].symbol = symbol_of(cx, p->choice_symbols[i]);
	}
	return all;
}

/* Beside a box stands in any case what not to write in it. */
static struct str described_by(struct ctx *cx, const struct field_view *f)
{
	return strf(cx->arena, "%.*s-h%s%.*s%s", STR_FMT(f->id), f->error.n ? " " : "", STR_FMT(f->error.n ? f->id : STR_NONE),
	            f->error.n ? "-error" : "");
}

static struct give_symbol_questions draw_symbols(struct ctx *cx, const struct form_view *fv, const struct said_in *in)
{
	const struct piece_form *form = in->questions.form;
	struct give_symbol_questions all = { .v = NEW_ARRAY(cx->arena, struct give_symbol_question, FAMILY_PROMPTS_MAX) };

	for (int i = 0; i < form->prompts_n && all.n < FAMILY_PROMPTS_MAX; i++) {
		const struct prompt *p = &form->prompts[i];
		const struct field_view *f;

		if (p->who != FILLER_FAMILY)
			continue;
		f = form_field(fv, str_c(cx->arena, prompt_field(cx, p)));
		all.v[all.n] = (struct give_symbol_question){
			.id = f->id, .name = f->name, .value = f->value, .error = f->error, .symbol = symbol_of(cx, p->symbol),
			.text = said_question(cx, in, p), .help = said_help(cx, in, p), .is_words = p->type == PROMPT_LONG,
			.described = described_by(cx, f),
		};
		if (p->type == PROMPT_CHOICE)
			all.v[all.n].choices = draw_choices(cx, f, in, p);
		all.n++;
	}
	for (size_t i = 0; i < all.n; i++)
		all.v[i].number = in->language.n ? strf(cx->arena, "%zu/%zu", i + 1, all.n)
		                                 : WORDS(cx->arena, T_GIVE_NUMBER, WORD_ARG("n", i + 1), WORD_ARG("all", all.n));
	return all;
}

static struct give_choices draw_who(struct ctx *cx, const struct form_view *fv, const struct give_saids *said)
{
	static const char *const symbols[] = { "sym-one", "sym-two" };
	static const enum said words[] = { SAID_ME, SAID_HELPED };
	const struct field_view *f = form_field(fv, "who");
	struct give_choices all = { .v = NEW_ARRAY(cx->arena, struct give_choice, 2), .n = 2 };

	for (int i = 0; i < 2; i++) {
		all.v[i] = choice_of(cx, f, key_of(&answering, i + 1), said->v[words[i]]);
		all.v[i].symbol = url_lit(symbols[i]);
	}
	return all;
}

/* in_their_words — a page a family sees: its title, and the way out, in their language. */
static enum rc in_their_words(struct ctx *cx, const struct said_in *in, enum said title, struct page page_)
{
	struct give_said t = said_text(cx, in, title), leave = said_text(cx, in, SAID_LEAVE);

	page_.title = t.own.n ? t.own : t.english;
	if (leave.own.n)
		page_.leave = HTML(cx, give_said, &leave);
	return page(cx, &page_);
}

static enum rc draw_family(struct ctx *cx, const struct ask *k, struct give_view *v)
{
	const struct give_typed nothing = { .name = STR_NONE };
	struct said_in in;
	struct form_view fv;
	const struct field_view *helper;
	enum rc rc = said_in_of(cx, k, &in);

	if (rc != OK)
		return rc;
	in.until = date_of(cx->now + ASK_DELETE_DAYS * DAY);
	fv = questions_view(cx, &in.questions, &give_form, &nothing);
	helper = form_field(&fv, "helper");
	v->errors = fv.errors;
	v->right_to_left = in.right_to_left;
	v->said = said_page(cx, &in);
	v->video = said_video(&in);
	v->who = draw_who(cx, &fv, &v->said);
	v->helper = (struct give_symbol_question){ .id = helper->id, .name = helper->name, .value = helper->value, .error = helper->error,
		                                       .described = described_by(cx, helper) };
	v->symbols = draw_symbols(cx, &fv, &in);
	return in_their_words(cx, &in, SAID_TITLE, (struct page){ .main = HTML(cx, give_family, v) });
}

static enum rc draw_observed(struct ctx *cx, const struct ask *k, struct give_view *v)
{
	struct observation_of_piece_row o;
	enum rc rc = sql_observation_of_piece(cx->db, cx->arena, k->evidence, &o);

	if (rc != OK)
		return rc;
	v->focus = k->held ? STR_NONE : o.focus;
	v->on = date_is_none(cx->evidence->on_date) ? STR_NONE : date_long(cx->arena, cx->evidence->on_date);
	return k->held ? OK : looks_outcomes(cx, o.looks, &v->outcomes);
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

struct str readers_of(struct ctx *cx, const struct ask_people *p)
{
	if (p->assessor.n && p->supervisor.n)
		return WORDS(cx->arena, T_GIVE_READERS_BOTH, WORD_ARG("first", p->first), WORD_ARG("assessor", p->assessor),
		             WORD_ARG("supervisor", p->supervisor));
	return WORDS(cx->arena, T_GIVE_READERS, WORD_ARG("first", p->first));
}

static void draw_common(struct ctx *cx, const struct ask *k, const struct ask_people *p, struct give_view *v)
{
	v->action = give_path(cx, "");
	v->keep = give_path(cx, "/keep");
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
	v->readers = readers_of(cx, p);
	v->until = date_long(cx->arena, date_of(k->expires));
	v->delete_until = date_long(cx->arena, date_of(cx->now + ASK_DELETE_DAYS * DAY));
}

/* hide_ticks — what to look for may be what was found: its place stays, so that what was ticked can be sent. */
static void hide_ticks(struct give_questions *all)
{
	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; k < all->v[i].ticks.n; k++)
			all->v[i].ticks.v[k].label = all->v[i].ticks.v[k].key;
}

enum rc draw_give(struct ctx *cx, const struct ask *k)
{
	struct give_view *v = NEW(cx->arena, struct give_view);
	struct give_typed filled = { .name = STR_NONE };
	struct ask_people p;
	struct questions qs;
	struct said_in in;
	struct form_view fv;
	enum rc rc = cx->json ? json_give(cx, k) : ask_people_of(cx, cx->induction->id, &p);

	if (rc != OK || cx->json)
		return rc;
	restore(cx, k, v);
	draw_common(cx, k, &p, v);
	if (k->kind == ASK_FAMILY)
		return draw_family(cx, k, v);
	if (k->kind == ASK_OBSERVER) /* whoever was planned, to be confirmed or put right */
		filled.name = k->name;
	if ((rc = asked_of(cx, k, &qs)) != OK || (rc = said_in_of(cx, k, &in)) != OK)
		return rc;
	v->said = said_page(cx, &in);
	fv = questions_view(cx, &qs, &give_form, &filled);
	v->errors = fv.errors;
	v->name_field = form_field(&fv, "name")->html;
	v->role_field = form_field(&fv, "role")->html;
	v->organisation_field = form_field(&fv, "organisation")->html;
	v->there_field = form_field(&fv, "was_there")->html;
	v->again_field = privacy_again_field(cx, &fv);
	v->questions = draw_questions(cx, &fv, &qs);
	if (k->held)
		hide_ticks(&v->questions);
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
	struct thanks_view v = { .code = code, .remove = give_path(cx, ""), .is_family = k->kind == ASK_FAMILY,
		                     .is_observer = k->kind == ASK_OBSERVER };
	struct ask_people p;
	struct said_in in;
	enum rc rc = cx->json ? json_thanks(cx, k, code) : ask_people_of(cx, cx->induction->id, &p);

	if (rc != OK || cx->json || (rc = said_in_of(cx, k, &in)) != OK)
		return rc;
	in.until = date_of(k->done_at + ASK_DELETE_DAYS * DAY);
	v.said = said_page(cx, &in);
	v.right_to_left = in.right_to_left;
	v.first = p.first;
	v.readers = readers_of(cx, &p);
	return in_their_words(cx, &in, SAID_THANKS,
	                      (struct page){ .house = v.is_family ? STR_NONE : p.employer, .main = HTML(cx, give_thanks, &v) });
}

enum rc draw_remove(struct ctx *cx, const struct ask *k, enum said error, bool gone)
{
	bool wrong = error != SAID_END;
	bool refuses = !wrong && !gone && !cx->failed && cx->route->method != HTTP_GET;
	struct remove_view v = { .action = give_path(cx, "/delete"), .gone = gone };
	struct said_in in;
	enum rc rc = said_in_of(cx, k, &in);

	if (rc != OK)
		return rc;
	in.until = date_of(k->done_at + ASK_DELETE_DAYS * DAY);
	v.said = said_page(cx, &in);
	v.right_to_left = in.right_to_left;
	if (wrong) {
		v.error = said_error(cx, &in, error);
		err_add(&cx->err, S("code"), v.error);
	}
	if (cx->json)
		return json_remove(cx, k, wrong, refuses, gone);
	return in_their_words(cx, &in, gone ? SAID_GONE : SAID_USED,
	                      (struct page){ .status = wrong ? 422 : refuses ? 409 : 0, .main = HTML(cx, give_remove, &v) });
}

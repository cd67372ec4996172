/* talk_page.c — conversations as they are drawn on a page of their piece, and those that wait, on a first screen. */
#include "app/talk/talk_inside.h"

#include "templates.gen.h"
#include "web/form.h"

enum { SUMMARY_MAX = 60, WAITING_WORDS = 240 };

/* ---- one conversation ---- */

static struct talk_comment_view said_view(struct ctx *cx, const struct talk_now *t, const struct talk_comments_row *c, bool may_answer)
{
	struct talk_comment_view v = {
		.is_own = c->person == cx->actor.person, .who = c->name, .role = word(role_word((enum role)c->role)),
		.when = instant_long(cx->arena, c->said_at), .text = c->text, .waits = c->waits, .removed = c->removed_at != DB_NULL_INT,
	};

	if (v.is_own)
		v.who = word(T_EVIDENCE_YOU);
	v.may_take_back = may_answer && v.is_own && !v.removed;
	v.take_back = url_id(cx, "/talks/", t->row->id, str_c(cx->arena, strf(cx->arena, "/comments/%s/take-back", uuid_str(cx->arena, c->id).p)));
	return v;
}

static struct str shortened(struct ctx *cx, struct str s, size_t most)
{
	size_t n = most;

	if (s.n <= most)
		return s;
	while (n && (s.p[n] & 0xC0) == 0x80)
		n--;
	return strf(cx->arena, "%.*s…", STR_FMT(str_sub(s, 0, n)));
}

/* is_answered_here — was this request an answer to this conversation that did not go through? */
static bool is_answered_here(const struct ctx *cx, const struct talk_now *t)
{
	return cx->route->form == &talk_answer_form && cx->values && cx->talk && cx->talk->id == t->row->talk;
}

static struct talk_view talk_view_of(struct ctx *cx, const struct talks_now *all, const struct talk_now *t, bool writes)
{
	bool open = t->row->resolved_at == DB_NULL_INT, here = is_answered_here(cx, t);
	bool may_answer = writes && access_ok(may_comment(&cx->actor, &cx->resource));
	bool may_resolve = cx->actor.person == t->row->person || cx->actor.person == cx->resource.owner;
	struct str id = uuid_str(cx->arena, t->row->id);
	struct talk_view v = {
		.id = strf(cx->arena, "t-%.*s", STR_FMT(id)), .label = t->label, .quote = t->row->quote, .now = t->now,
		.has_quote = t->has_quote && !t->closed, .closed = t->closed, .changed = t->has_quote && !t->closed && t->state == PASSAGE_CHANGED,
		.gone = t->has_quote && !t->closed && t->state == PASSAGE_GONE, .is_open = open, .may_answer = may_answer && open,
		.may_resolve = may_answer && may_resolve, .answer = url_id(cx, "/talks/", t->row->id, "/comments"),
		.resolve = url_id(cx, "/talks/", t->row->id, "/resolve"), .reopen = url_id(cx, "/talks/", t->row->id, "/reopen"),
		.csrf = hidden_csrf(cx), .answering = here, .box = here ? S("reply") : strf(cx->arena, "reply-%.*s", STR_FMT(id)),
		.typed = here ? values_get(cx->values, S("reply")) : STR_NONE, .error = here ? err_of(&cx->err, S("reply")) : STR_NONE,
		.may_hold = access_ok(may_judge_evidence(&cx->actor, &cx->resource)),
		.hold = here ? str_eq(values_get(cx->values, S("hold")), S("1")) : true,
	};

	v.said.v = NEW_ARRAY(cx->arena, struct talk_comment_view, all->comments.n + 1);
	for (size_t i = 0; i < all->comments.n; i++)
		if (all->comments.v[i].talk == t->row->talk)
			v.said.v[v.said.n++] = said_view(cx, t, &all->comments.v[i], may_answer);
	if (!open)
		v.resolved = WORDS(cx->arena, T_TALK_RESOLVED_BY, WORD_ARG("name", t->row->resolver),
		                   WORD_ARG("on", date_of(t->row->resolved_at)));
	v.summary = v.has_quote ? strf(cx->arena, "“%.*s”", STR_FMT(shortened(cx, t->row->quote, SUMMARY_MAX)))
	            : v.said.n  ? shortened(cx, v.said.v[0].text, SUMMARY_MAX)
	                        : STR_NONE;
	return v;
}

/* ---- beginning one ---- */

static bool chosen(const struct ctx *cx, const char *name, struct str key)
{
	struct str_list all = { NULL, 0 };

	if (cx->values && cx->route->form == &talk_form)
		values_all(cx->arena, cx->values, str_from_c(name), &all);
	for (size_t i = 0; i < all.n; i++)
		if (str_eq(str_trim(all.v[i]), key))
			return true;
	return false;
}

static enum rc add_people(struct ctx *cx, struct talk_section_view *v)
{
	struct talk_people_rows rows;
	enum rc rc = sql_talk_people(cx->db, cx->arena, cx->induction->id, cx->induction->ecsw, cx->actor.person, cx->today, &rows);

	if (rc != OK)
		return rc;
	v->people.v = NEW_ARRAY(cx->arena, struct talk_person, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		struct str key = uuid_str(cx->arena, rows.v[i].id);

		if (rows.v[i].person != cx->induction->ecsw) /* whose piece it is hears of it anyway */
			v->people.v[v->people.n++] = (struct talk_person){ strf(cx->arena, "tell-%.*s", STR_FMT(key)), key, rows.v[i].name,
				                                               role_word((enum role)rows.v[i].role), chosen(cx, "tell", key) };
	}
	return OK;
}

static void add_fields(struct ctx *cx, const struct piece_words *words, struct talk_section_view *v)
{
	v->fields.v = NEW_ARRAY(cx->arena, struct talk_choice, words->n + 1);
	for (size_t i = 0; i < words->n; i++)
		if (str_trim(words->v[i].text).n)
			v->fields.v[v->fields.n++] = (struct talk_choice){ words->v[i].name, words->v[i].label, chosen(cx, "field", words->v[i].name) };
}

static enum rc add_form(struct ctx *cx, const struct piece_words *words, struct talk_section_view *v)
{
	bool typed = cx->values && cx->route->form == &talk_form;
	struct form_view fv = form_view(cx, &talk_form, NULL, -1);

	v->writes = true;
	v->action = url_id(cx, "/evidence/", cx->evidence->uuid, "/talks");
	v->csrf = fv.hidden;
	v->comment = form_field(&fv, "comment")->html;
	v->quote_error = err_of(&cx->err, S("quote")).n ? err_of(&cx->err, S("quote")) : err_of(&cx->err, S("field"));
	v->tell_error = err_of(&cx->err, S("tell"));
	v->quote = typed ? values_get(cx->values, S("quote")) : STR_NONE;
	v->at = typed ? values_get(cx->values, S("at")) : STR_NONE;
	v->of_version = typed ? values_get(cx->values, S("of_version")) : strf(cx->arena, "%lld", (long long)cx->evidence->version);
	v->passage_open = typed && (v->quote.n || values_get(cx->values, S("field")).n);
	v->may_hold = access_ok(may_judge_evidence(&cx->actor, &cx->resource));
	v->hold = !typed || chosen(cx, "hold", S("1"));
	add_fields(cx, words, v);
	return add_people(cx, v);
}

enum rc talk_section(struct ctx *cx, bool writes, struct html *ret)
{
	struct talk_section_view *v = NEW(cx->arena, struct talk_section_view);
	struct talks_now all;
	enum rc rc = talks_load(cx, &all);

	if (rc != OK)
		return rc;
	writes = writes && access_ok(may_comment(&cx->actor, &cx->resource));
	if (writes && (rc = add_form(cx, &all.words, v)) != OK)
		return rc;
	v->open.v = NEW_ARRAY(cx->arena, struct talk_view, all.n + 1);
	v->resolved.v = NEW_ARRAY(cx->arena, struct talk_view, all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		struct talk_view one = talk_view_of(cx, &all, &all.v[i], writes);
		struct talk_views *to = one.is_open || one.answering ? &v->open : &v->resolved;

		one.people = v->people;
		to->v[to->n++] = one;
	}
	if (all.n || writes)
		*ret = HTML(cx, talk_section, v);
	return OK;
}

/* ---- what waits ---- */

enum rc talk_waiting(struct ctx *cx, struct html *ret)
{
	struct talk_waits_view v = { .rows = { NULL, 0 } };
	struct talk_waiting_rows rows;
	enum rc rc = sql_talk_waiting(cx->db, cx->arena, cx->actor.person, cx->actor.role, cx->today, &rows);

	if (rc != OK || !rows.n)
		return rc;
	v.rows.v = NEW_ARRAY(cx->arena, struct talk_wait, rows.n);
	for (; v.rows.n < rows.n; v.rows.n++) {
		const struct talk_waiting_row *r = &rows.v[v.rows.n];

		v.rows.v[v.rows.n] = (struct talk_wait){
			.url = url_id(cx, "/evidence/", r->piece, str_c(cx->arena, strf(cx->arena, "#t-%s", uuid_str(cx->arena, r->id).p))),
			.title = r->title, .name = r->name, .text = shortened(cx, r->text, WAITING_WORDS), .when = date_short(cx->arena, date_of(r->said_at)),
		};
	}
	*ret = HTML(cx, talk_waits, &v);
	return OK;
}

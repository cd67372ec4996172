/* talk_page.c — conversations as they are drawn on a page of their piece, and those that wait, on a first screen. */
#include "app/talk/talk_inside.h"
#include "app/desk/desk.h"

#include "app/privacy/privacy.h"
#include "templates.gen.h"
#include "web/draft.h"
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
	v.may_say_now = v.may_take_back && v.waits;
	v.take_back = url_id(cx, "/talks/", t->row->id, str_c(cx->arena, strf(cx->arena, "/comments/%s/take-back", uuid_str(cx->arena, c->id).p)));
	v.say_now = url_id(cx, "/talks/", t->row->id, str_c(cx->arena, strf(cx->arena, "/comments/%s/say-now", uuid_str(cx->arena, c->id).p)));
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

/* people_ticked — who can be told, as they were ticked. */
static struct talk_persons people_ticked(struct ctx *cx, const struct talk_persons *all, const struct values *typed)
{
	struct talk_persons to = { NEW_ARRAY(cx->arena, struct talk_person, all->n + 1), all->n };

	for (size_t i = 0; i < all->n; i++) {
		to.v[i] = all->v[i];
		to.v[i].chosen = values_have(typed, S("tell"), all->v[i].key);
	}
	return to;
}

/* add_answer — the form to answer with: what this request sent in vain, or what was kept of it, stands in it. */
static void add_answer(struct ctx *cx, const struct talk_now *t, const struct draft_look *kept, const struct talk_persons *people,
                       struct talk_view *v)
{
	bool here = is_answered_here(cx, t);
	const struct values *typed = here ? cx->values : kept->typed;
	struct form_view fv;

	v->answering = typed != NULL;
	v->box = here ? S("reply") : strf(cx->arena, "reply-%.*s", STR_FMT(uuid_str(cx->arena, t->row->id)));
	v->typed = values_get(typed, S("reply"));
	v->error = here ? err_of(&cx->err, S("reply")) : STR_NONE;
	v->hold = !typed || values_have(typed, S("hold"), S("1"));
	v->waits = t->row->waits;
	v->may_hold = !v->waits && access_ok(may_judge_evidence(&cx->actor, &cx->resource));
	v->people = people_ticked(cx, people, typed);
	v->kept = kept->says;
	v->tab = here ? values_get(typed, S("tab")) : STR_NONE;
	v->tab_from = values_get(typed, S("tab_from"));
	if (!v->tab.n)
		v->tab = draft_tab_new(cx->arena);
	if (here) {
		fv = form_view(cx, &talk_answer_form, NULL, -1);
		v->again = privacy_again_field(cx, &fv);
	}
}

static struct talk_view talk_view_of(struct ctx *cx, const struct talks_now *all, const struct talk_now *t, bool may_answer)
{
	bool open = t->row->resolved_at == DB_NULL_INT;
	struct resource r = cx->resource;
	struct str id = uuid_str(cx->arena, t->row->id);
	struct talk_view v = {
		.id = strf(cx->arena, "t-%.*s", STR_FMT(id)), .label = t->label, .quote = t->row->quote, .now = t->now,
		.has_quote = t->has_quote && !t->closed, .closed = t->closed, .changed = t->has_quote && !t->closed && t->state == PASSAGE_CHANGED,
		.gone = t->has_quote && !t->closed && t->state == PASSAGE_GONE, .is_open = open, .may_answer = may_answer && open,
		.answer = url_id(cx, "/talks/", t->row->id, "/comments"),
		.resolve = url_id(cx, "/talks/", t->row->id, "/resolve"), .reopen = url_id(cx, "/talks/", t->row->id, "/reopen"),
		.csrf = hidden_csrf(cx),
	};

	r.made_by = t->row->person;
	v.may_resolve = may_answer && access_ok(may_resolve_talk(&cx->actor, &r));
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

static enum rc add_people(struct ctx *cx, const struct values *typed, struct talk_section_view *v)
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
				                                               role_word((enum role)rows.v[i].role), values_have(typed, S("tell"), key) };
	}
	return OK;
}

static void add_fields(struct ctx *cx, const struct piece_words *words, const struct values *typed, struct talk_section_view *v)
{
	v->fields.v = NEW_ARRAY(cx->arena, struct talk_choice, words->n + 1);
	for (size_t i = 0; i < words->n; i++)
		if (str_trim(words->v[i].text).n)
			v->fields.v[v->fields.n++] = (struct talk_choice){ words->v[i].name, words->v[i].label,
				                                                  values_have(typed, S("field"), words->v[i].name) };
}

static enum rc add_form(struct ctx *cx, const struct piece_words *words, struct talk_section_view *v)
{
	struct form_view fv = form_view(cx, &talk_form, NULL, -1);
	const struct values *typed = fv.typed;

	v->writes = true;
	v->action = url_id(cx, "/evidence/", cx->evidence->uuid, "/talks");
	v->csrf = fv.hidden;
	v->comment = form_field(&fv, "comment")->html;
	if (cx->route->form == &talk_form)
		v->again = privacy_again_field(cx, &fv);
	v->quote_error = err_of(&cx->err, S("quote")).n ? err_of(&cx->err, S("quote")) : err_of(&cx->err, S("field"));
	v->tell_error = err_of(&cx->err, S("tell"));
	v->quote = values_get(typed, S("quote"));
	v->at = values_get(typed, S("at"));
	v->of_version = typed ? values_get(typed, S("of_version")) : strf(cx->arena, "%lld", (long long)cx->evidence->version);
	v->passage_open = v->quote.n || values_get(typed, S("field")).n;
	v->may_hold = access_ok(may_judge_evidence(&cx->actor, &cx->resource));
	v->hold = !typed || values_have(typed, S("hold"), S("1"));
	add_fields(cx, words, typed, v);
	return add_people(cx, typed, v);
}

/* answer_kept — what was kept of an answer to this one of the conversations of which anything was. */
static enum rc answer_kept(struct ctx *cx, const struct draft_objects *of, struct uuid talk, struct draft_look *ret)
{
	*ret = (struct draft_look){ .typed = NULL };
	for (size_t i = 0; i < of->n; i++)
		if (uuid_eq(of->v[i], talk))
			return draft_look_of(cx, &talk_answer_form, talk, ret);
	return OK;
}

enum rc talk_section(struct ctx *cx, const struct talks_now *all, bool writes, struct html *ret)
{
	struct talk_section_view *v = NEW(cx->arena, struct talk_section_view);
	struct draft_objects drafts = { NULL, 0 };
	enum rc rc = OK;

	writes = writes && access_ok(may_comment(&cx->actor, &cx->resource));
	if (writes && (rc = add_form(cx, &all->words, v)) != OK)
		return rc;
	if (writes && all->n && cx->route->method == HTTP_GET && (rc = drafts_kept_of(cx, &talk_answer_form, &drafts)) != OK)
		return rc;
	v->open.v = NEW_ARRAY(cx->arena, struct talk_view, all->n + 1);
	v->resolved.v = NEW_ARRAY(cx->arena, struct talk_view, all->n + 1);
	for (size_t i = 0; i < all->n; i++) {
		struct talk_view one = talk_view_of(cx, all, &all->v[i], writes);
		struct draft_look kept;
		struct talk_views *to;

		if ((rc = answer_kept(cx, &drafts, all->v[i].row->id, &kept)) != OK)
			return rc;
		if (writes)
			add_answer(cx, &all->v[i], &kept, &v->people, &one);
		to = one.is_open || one.answering ? &v->open : &v->resolved;
		to->v[to->n++] = one;
	}
	if (all->n || writes)
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
	for (size_t i = 0; i < rows.n && cx->json; i++)
		json_waiting(cx, &(struct waiting_line){ url_id(cx, "/talks/", rows.v[i].id, ""), rows.v[i].title, DATE_NONE, false });
	if (cx->json)
		return OK;
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

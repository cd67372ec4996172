/* evidence_piece.c — one piece as it stands: what it shows and who said so, its words, what was said, its history. The same
 * page for its writer and for those who read it, each with what they can do. */
#include "app/evidence/evidence_inside.h"

#include "app/evidence/evidence_talk.h"
#include "app/files/files.h"
#include "app/outsider/outsider.h"
#include "app/privacy/privacy.h"
#include "templates.gen.h"
#include "web/form.h"

/* ---- links by state ---- */

static struct evidence_link link_view(struct ctx *cx, const struct piece *p, const struct link_now *l)
{
	const struct framework_item *item = &p->v->fw->items[l->item];
	struct str key = item_key(cx, p->v, l->item);

	return (struct evidence_link){
		.id = strf(cx->arena, "l-%.*s", STR_FMT(uuid_str(cx->arena, item->id))), .key = key,
		.code = framework_item_name(cx->arena, p->v->fw, l->item), .text = { p->v->escaped[l->item] },
		.url = { strf(cx->arena, "/frameworks/%s/items/%s", uuid_str(cx->arena, p->v->uuid).p,
		              uuid_str(cx->arena, item->id).p) },
		.when = link_when(cx, p, l), .voices = link_voices(cx, p, l),
		.can_answer = p->is_own && l->state == LINK_RETURNED && p->can_link,
	};
}

/* keep_answer — what was typed as an answer stands in its box again. */
static void keep_answer(struct ctx *cx, const struct framework_version *v, const struct link_now *l,
                        struct evidence_link *view, bool *found)
{
	struct form_view fv;

	if (cx->route->form != &evidence_answer_form || !cx->values || !view->can_answer ||
	    item_named(v, str_trim(values_get(cx->values, S("link")))) != l->item)
		return;
	fv = form_view(cx, &evidence_answer_form, NULL, -1);
	view->again = privacy_again_field(cx, &fv);
	view->typed = values_get(cx->values, S("answer"));
	view->error = err_of(&cx->err, S("answer"));
	*found = true;
}

static struct evidence_links links_in(struct ctx *cx, const struct piece *p, enum link_state state, bool *found)
{
	struct evidence_links links = { .v = NEW_ARRAY(cx->arena, struct evidence_link, p->links.n + 1) };

	for (size_t i = 0; i < p->links.n; i++) {
		const struct link_now *l = &p->links.v[i];

		if (l->item < 0 || l->state != state)
			continue;
		links.v[links.n] = link_view(cx, p, l);
		keep_answer(cx, p->v, l, &links.v[links.n++], found);
	}
	return links;
}

static struct str question_title(struct ctx *cx, const struct piece *p, size_t n)
{
	if (p->people.assessor.n && p->is_own)
		return WORDS(cx->arena, T_EVIDENCE_GROUP_QUESTION, WORD_ARG("name", p->people.assessor), WORD_ARG("n", n));
	return WORDS(cx->arena, p->is_own ? T_EVIDENCE_GROUP_QUESTION_ANY : T_EVIDENCE_GROUP_QUESTION_OTHER, WORD_ARG("n", n),
	             WORD_ARG("name", first_name(cx->induction->name)));
}

static struct str waiting_title(struct ctx *cx, const struct piece *p, size_t n)
{
	if (cx->evidence->state != EVIDENCE_SUBMITTED)
		return WORDS(cx->arena, T_EVIDENCE_GROUP_LINKED, WORD_ARG("n", n));
	if (cx->actor.role == ROLE_ASSESSOR)
		return WORDS(cx->arena, T_EVIDENCE_GROUP_FOR_YOU, WORD_ARG("n", n));
	if (p->people.assessor.n)
		return WORDS(cx->arena, T_EVIDENCE_GROUP_WAITING, WORD_ARG("name", p->people.assessor), WORD_ARG("n", n));
	return WORDS(cx->arena, T_EVIDENCE_GROUP_WAITING_ANY, WORD_ARG("n", n));
}

/* Once the words stand, links are withdrawn here; before, by unticking them where the piece is written. */
static void draw_withdrawable(struct ctx *cx, const struct piece *p, struct evidence_piece *view)
{
	struct evidence_links *to = &view->withdrawable;

	if (!p->is_own || !p->can_link || !p->stands)
		return;
	to->v = NEW_ARRAY(cx->arena, struct evidence_link, p->links.n + 1);
	for (size_t i = 0; i < p->links.n; i++)
		if (p->links.v[i].item >= 0 && p->links.v[i].state != LINK_WITHDRAWN)
			to->v[to->n++] = link_view(cx, p, &p->links.v[i]);
}

static void draw_groups(struct ctx *cx, const struct piece *p, struct evidence_piece *view)
{
	static const struct {
		enum link_state state;
		const char *name, *sign;
	} groups[] = { { LINK_RETURNED, "question", "↩" }, { LINK_CLAIMED, "waiting", "◐" }, { LINK_ENDORSED, "agreed", "✓" },
		           { LINK_WITHDRAWN, "none", "–" } };
	bool found = false;

	view->groups.v = NEW_ARRAY(cx->arena, struct evidence_link_group, COUNT_OF(groups));
	for (size_t i = 0; i < COUNT_OF(groups); i++) {
		struct evidence_link_group g = { .name = str_from_c(groups[i].name), .sign = str_from_c(groups[i].sign) };

		g.links = links_in(cx, p, groups[i].state, &found);
		if (!g.links.n)
			continue;
		g.title = groups[i].state == LINK_RETURNED  ? question_title(cx, p, g.links.n)
		          : groups[i].state == LINK_CLAIMED ? waiting_title(cx, p, g.links.n)
		                                            : WORDS(cx->arena,
		                                                    groups[i].state == LINK_ENDORSED ? T_EVIDENCE_GROUP_AGREED
		                                                                                     : T_EVIDENCE_GROUP_WITHDRAWN,
		                                                    WORD_ARG("n", g.links.n));
		view->groups.v[view->groups.n++] = g;
		if (groups[i].state == LINK_RETURNED && p->can_link && p->is_own) {
			view->has_question = true;
			view->question = (struct url){ strf(cx->arena, "#%.*s", STR_FMT(g.links.v[0].id)) };
		}
	}
	draw_withdrawable(cx, p, view);
	if (cx->route->form == &evidence_answer_form && cx->values && !found)
		view->answer_kept = values_get(cx->values, S("answer"));
}

/* ---- the text ---- */

/* ---- the frame of it ---- */

static void add_fact(struct evidence_piece *view, enum word label, struct str value)
{
	if (value.n)
		view->facts.v[view->facts.n++] = (struct evidence_fact){ label, value };
}

static struct str day(struct ctx *cx, instant t)
{
	return t == DB_NULL_INT ? STR_NONE : date_long(cx->arena, date_of(t));
}

static void draw_facts(struct ctx *cx, const struct piece *p, struct evidence_piece *view)
{
	const struct evidence *e = cx->evidence;

	view->facts.v = NEW_ARRAY(cx->arena, struct evidence_fact, 10);
	if (!p->is_own)
		add_fact(view, T_EVIDENCE_FACT_BY, cx->induction->name);
	add_fact(view, T_EVIDENCE_FACT_DUE, p->due);
	if (!date_is_none(e->on_date))
		add_fact(view, date_cmp(e->on_date, cx->today) > 0 ? T_EVIDENCE_FACT_PLANNED : T_EVIDENCE_FACT_HAPPENED,
		         on_words(cx, e->on_date, e->month_only));
	add_fact(view, T_EVIDENCE_FACT_SETTING, word(setting_word(e->setting)));
	add_fact(view, T_EVIDENCE_THEMES, themes_said(cx, p->v, &p->themes));
	add_fact(view, T_EVIDENCE_FACT_SHARED, day(cx, e->shared_at));
	add_fact(view, T_EVIDENCE_FACT_SUBMITTED, day(cx, e->submitted_at));
	add_fact(view, T_EVIDENCE_FACT_WITHDRAWN, day(cx, e->withdrawn_at));
	if (p->is_own && e->state != EVIDENCE_DRAFT)
		add_fact(view, T_EVIDENCE_FACT_SEEN, p->seen_by);
}

static void draw_acts(struct ctx *cx, const struct piece *p, struct evidence_piece *view)
{
	const struct actor *actor = &cx->actor;
	const struct resource *r = &cx->resource;
	struct uuid id = cx->evidence->uuid;

	view->is_own = p->is_own;
	view->can_edit = access_ok(may_change_evidence(actor, r)) || only_words(cx);
	view->can_add_links = !view->can_edit && access_ok(may_link_evidence(actor, r));
	view->can_withdraw = access_ok(may_withdraw_evidence(actor, r));
	view->can_judge = access_ok(may_judge_evidence(actor, r));
	view->can_concern = access_ok(may_note_child_concern(actor, r));
	view->is_held = cx->evidence->held != HOLD_NONE && cx->evidence->state != EVIDENCE_WITHDRAWN;
	view->can_send_back = access_ok(may_send_back(actor, r)) && !view->is_held;
	view->privacy = url_id(cx, "/evidence/", id, "/privacy");
	view->send_back = url_id(cx, "/evidence/", id, "/send-back");
	view->is_withdrawn = cx->evidence->state == EVIDENCE_WITHDRAWN;
	view->is_draft = cx->evidence->state == EVIDENCE_DRAFT;
	view->edit = url_id(cx, "/evidence/", id, "/edit");
	view->add_links = url_id(cx, "/evidence/", id, "/links");
	view->withdraw = url_id(cx, "/evidence/", id, "/withdraw");
	view->answer = url_id(cx, "/evidence/", id, "/answer");
	view->judge = url_id(cx, "/evidence/", id, "/judge");
	view->concern = url_id(cx, "/evidence/", id, "/child-concern");
	view->back = p->is_own ? url_lit("/evidence") : url_id(cx, "/inductions/", cx->induction->uuid, "/evidence");
	view->back_word = p->is_own ? T_EVIDENCE : T_EVIDENCE_BACK_LIST;
	view->csrf = p->csrf;
	view->version = cx->evidence->version;
}

static struct str kicker(struct ctx *cx, const struct piece *p)
{
	struct str kind = word(kind_word(cx->evidence->kind));

	return p->versions.n > 1 ? WORDS(cx->arena, T_EVIDENCE_KICKER, WORD_ARG("kind", kind), WORD_ARG("n", p->versions.n))
	                         : kind;
}

static void draw_top(struct ctx *cx, const struct piece *p, struct evidence_piece *view)
{
	const struct evidence *e = cx->evidence;

	view->kicker = kicker(cx, p);
	view->title = str_trim(e->title).n ? e->title : word(T_EVIDENCE_UNTITLED);
	view->lead = piece_lead(cx, p);
	view->name = cx->induction->name;
	view->employer = cx->induction->employer_name;
	view->assessor = p->people.assessor;
	view->links_title = WORDS(cx->arena, T_EVIDENCE_LINKS_N, WORD_ARG("n", p->links.live),
	                          WORD_ARG("count", count_word(cx->arena, p->links.live, true)));
	view->printed = WORDS(cx->arena, T_EVIDENCE_PRINTED, WORD_ARG("name", cx->induction->name), WORD_ARG("version", p->versions.n));
}

static enum rc draw_answers(struct ctx *cx, const struct talk_marks *marks, struct evidence_piece *view, bool *ret_no_files)
{
	const struct piece_form *form;
	struct answer_list all;
	enum rc rc;

	if ((rc = form_of_piece(cx, &form)) != OK || (rc = answers_of(cx, form, cx->evidence->id, 0, &all)) != OK ||
	    (rc = piece_answers(cx, form, cx->evidence->text, &all, marks, &view->parts)) != OK)
		return rc;
	*ret_no_files = form->no_files;
	for (size_t i = 0; i < view->parts.n; i++)
		if (view->parts.v[i].is_mine && view->parts.v[i].is_owed) {
			view->owes_part = true;
			view->part = view->parts.v[i].url;
		}
	return OK;
}

enum rc piece_draw(struct ctx *cx, const struct piece *p, const struct talk_marks *marks, struct evidence_piece *view, bool *ret_no_files)
{
	enum rc rc;

	*ret_no_files = false;
	draw_acts(cx, p, view);
	draw_top(cx, p, view);
	draw_groups(cx, p, view);
	draw_facts(cx, p, view);
	if ((rc = draw_answers(cx, marks, view, ret_no_files)) != OK)
		return rc;
	return draw_talk(cx, p, view);
}

static enum rc show_page(struct ctx *cx, const struct piece *p)
{
	struct evidence_piece *view = NEW(cx->arena, struct evidence_piece);
	const struct talks_now *talks;
	struct talk_marks marks;
	bool no_files;
	enum rc rc;

	if ((rc = talks_load(cx, &talks)) != OK)
		return rc;
	marks = talk_marks(cx, talks);
	if ((rc = piece_draw(cx, p, &marks, view, &no_files)) != OK)
		return rc;
	view->files = files_section(cx, !no_files && access_ok(may_change_files(&cx->actor, &cx->resource)));
	view->pdf = url_id(cx, "/evidence/", cx->evidence->uuid, "/prints");
	if ((rc = outsider_section(cx, &view->outsiders)) != OK || (rc = talk_section(cx, talks, true, &view->talk)) != OK ||
	    (rc = evidence_changed(cx, &view->changed)) != OK || (rc = draw_history(cx, p, view)) != OK)
		return rc;
	if (cx->route->form)
		view->errors = form_view(cx, cx->route->form, NULL, -1).errors;
	return page(cx, &(struct page){ .title = view->title, .menu = p->is_own ? MENU_EVIDENCE : MENU_DESK,
		                            .illustrative = p->v->illustrative, .main = HTML(cx, evidence_piece, view) });
}

enum rc evidence_show(struct ctx *cx)
{
	const struct framework_version *v;
	struct piece *p;
	enum rc rc;

	if ((rc = framework_get(cx, cx->induction->framework, &v)) != OK)
		return rc;
	if (cx->route->method == HTTP_GET)
		version_is(cx, cx->evidence->version);
	if (cx->json) {
		rc = piece_json(cx, v, reply_json(cx));
		return rc == OK ? answer_json(cx, 200) : rc;
	}
	p = NEW(cx->arena, struct piece);
	if ((rc = piece_load(cx, v, p)) != OK)
		return rc;
	return show_page(cx, p);
}

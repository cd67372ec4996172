/* evidence_record.c — the page on which a piece is written and linked: new, going on with a draft, changed later. */
#include "app/evidence/evidence_inside.h"
#include "app/files/files.h"

#include "evidence.sql.h"
#include "templates.gen.h"
#include "web.sql.h"
#include "web/draft.h"
#include "web/form.h"

enum { PROMPTS_MAX = 9, DRAFTS_OFFERED = 3, TAB_MAX = 64 };

/* What is asked beside the text, by kind. Questions to think with, never headings to fill. */
static const struct {
	enum word label, hint;
	enum word prompts[PROMPTS_MAX];
} kinds[KIND_END] = {
	[KIND_REFLECTION] = { T_EVIDENCE_TEXT_REFLECTION, T_EVIDENCE_HINT_REFLECTION,
		{ T_EVIDENCE_PROMPT_WHO, T_EVIDENCE_PROMPT_CHILD, T_EVIDENCE_PROMPT_ASSUMED, T_EVIDENCE_PROMPT_VOICE,
		  T_EVIDENCE_PROMPT_OWN, T_EVIDENCE_PROMPT_LAW, T_EVIDENCE_PROMPT_DISAGREE, T_EVIDENCE_PROMPT_NEXT } },
	[KIND_OBSERVATION] = { T_EVIDENCE_TEXT_OBSERVATION, T_EVIDENCE_HINT_OBSERVATION,
		{ T_EVIDENCE_PROMPT_WATCHED, T_EVIDENCE_PROMPT_AIM, T_EVIDENCE_PROMPT_CHILD, T_EVIDENCE_PROMPT_SAW,
		  T_EVIDENCE_PROMPT_SURPRISED, T_EVIDENCE_PROMPT_NEXT } },
	[KIND_FEEDBACK] = { T_EVIDENCE_TEXT_FEEDBACK, T_EVIDENCE_HINT_FEEDBACK,
		{ T_EVIDENCE_PROMPT_FROM, T_EVIDENCE_PROMPT_FREELY, T_EVIDENCE_PROMPT_HARD, T_EVIDENCE_PROMPT_OWN,
		  T_EVIDENCE_PROMPT_NEXT } },
	[KIND_WORK_PRODUCT] = { T_EVIDENCE_TEXT_WORK, T_EVIDENCE_HINT_WORK,
		{ T_EVIDENCE_PROMPT_MADE, T_EVIDENCE_PROMPT_FAMILY, T_EVIDENCE_PROMPT_ANALYSIS, T_EVIDENCE_PROMPT_LAW,
		  T_EVIDENCE_PROMPT_AGAIN } },
	[KIND_SUPERVISION] = { T_EVIDENCE_TEXT_SUPERVISION, T_EVIDENCE_HINT_SUPERVISION,
		{ T_EVIDENCE_PROMPT_BROUGHT, T_EVIDENCE_PROMPT_AVOIDED, T_EVIDENCE_PROMPT_CHANGED, T_EVIDENCE_PROMPT_CASES,
		  T_EVIDENCE_PROMPT_NEXT } },
	[KIND_LEARNING] = { T_EVIDENCE_TEXT_LEARNING, T_EVIDENCE_HINT_LEARNING,
		{ T_EVIDENCE_PROMPT_LEARNT, T_EVIDENCE_PROMPT_DOUBT, T_EVIDENCE_PROMPT_USED, T_EVIDENCE_PROMPT_NEXT } },
	[KIND_COURT_WORK] = { T_EVIDENCE_TEXT_COURT, T_EVIDENCE_HINT_COURT,
		{ T_EVIDENCE_PROMPT_COURT_PART, T_EVIDENCE_PROMPT_CHILD, T_EVIDENCE_PROMPT_BALANCE, T_EVIDENCE_PROMPT_LAW,
		  T_EVIDENCE_PROMPT_NEXT } },
};

static struct evidence_notes notes_of(struct ctx *cx, int kind)
{
	struct evidence_notes n = { .v = NEW_ARRAY(cx->arena, struct evidence_note, PROMPTS_MAX) };

	for (int i = 0; i < PROMPTS_MAX && kinds[kind].prompts[i]; i++)
		n.v[n.n++].text = kinds[kind].prompts[i];
	return n;
}

static bool kind_can_be_written(int kind)
{
	return kind > 0 && kind < KIND_END && kinds[kind].label;
}

static struct evidence_kind_choices kind_choices(struct ctx *cx, int chosen)
{
	struct evidence_kind_choices c = { .v = NEW_ARRAY(cx->arena, struct evidence_kind_choice, KIND_END) };
	struct url new = url_id(cx, "/inductions/", cx->induction->uuid, "/evidence/new");

	for (int k = 1; k < KIND_END; k++)
		if (kind_can_be_written(k))
			c.v[c.n++] = (struct evidence_kind_choice){
				.key = key_of(&evidence_kinds, k), .name = kind_word((enum evidence_kind)k), .hint = kinds[k].hint,
				.url = url_with(cx, new, "kind", key_of(&evidence_kinds, k)), .chosen = k == chosen,
			};
	return c;
}

enum rc people_now(struct ctx *cx, struct people_now *ret)
{
	struct evidence_people_rows rows;
	struct people_now p = { .assessor = STR_NONE };
	enum rc rc = sql_evidence_people(cx->db, cx->arena, cx->induction->id, cx->today, &rows);

	if (rc != OK)
		return rc;
	for (size_t i = 0; i < rows.n; i++) {
		if (rows.v[i].role == ROLE_ASSESSOR && !p.assessor.n) {
			p.assessor_name = rows.v[i].name;
			p.assessor = first_name(rows.v[i].name);
		} else if (rows.v[i].role == ROLE_SUPERVISOR && !p.supervisor.n) {
			p.supervisor_name = rows.v[i].name;
			p.supervisor = first_name(rows.v[i].name);
		}
	}
	*ret = p;
	return OK;
}

/* ---- drafts ---- */

static struct str draft_form(const struct ctx *cx)
{
	return cx->evidence ? DRAFT_OF_PIECE : DRAFT_OF_NEW;
}

static struct uuid draft_object(const struct ctx *cx)
{
	return cx->evidence ? cx->evidence->uuid : cx->induction->uuid;
}

/* moment — "at 2:32pm" today, "6 October 2027 at 2:32pm" before. */
static struct str moment(struct ctx *cx, instant t)
{
	if (date_cmp(date_of(t), cx->today) == 0)
		return WORDS(cx->arena, T_EVIDENCE_AT, WORD_ARG("time", instant_clock(cx->arena, t)));
	return WORDS(cx->arena, T_EVIDENCE_ON_AT, WORD_ARG("when", instant_long(cx->arena, t)));
}

/* is_worth_offering — something that is not in the piece already. */
static bool is_worth_offering(const struct ctx *cx, const struct values *draft, int kind)
{
	struct str title = str_trim(values_get(draft, S("title"))), text = str_trim(values_get(draft, S("text")));

	if (!title.n && !text.n)
		return false;
	if (!cx->evidence)
		return kind == 0 || number_of(&evidence_kinds, values_get(draft, S("kind"))) == kind;
	return !str_eq(title, str_trim(cx->evidence->title)) || !str_eq(text, str_trim(cx->evidence->text));
}

static struct url draft_url(struct ctx *cx, const struct values *draft, struct str tab)
{
	struct url u = cx->evidence ? url_id(cx, "/evidence/", cx->evidence->uuid, "/edit")
	                            : url_with(cx, url_id(cx, "/inductions/", cx->induction->uuid, "/evidence/new"), "kind",
	                                       values_get(draft, S("kind")));

	return url_with(cx, u, "draft", tab);
}

static void offer(struct ctx *cx, const struct drafts_of_row *row, const struct values *draft, struct evidence_drafts *ret)
{
	struct str title = str_trim(values_get(draft, S("title")));

	ret->v[ret->n++] = (struct evidence_draft){
		.title = title.n ? title : word(T_EVIDENCE_UNTITLED), .when = moment(cx, row->saved_at),
		.url = draft_url(cx, draft, row->tab), .tab = row->tab,
	};
}

/* look_at_drafts — offers what was kept and not saved; puts the one asked for (?draft=) into cx->values. */
static enum rc look_at_drafts(struct ctx *cx, int kind, struct evidence_drafts *ret, struct str *ret_restored)
{
	struct str wanted = cx->rq->method == HTTP_GET ? query(cx, "draft") : STR_NONE;
	struct drafts_of_rows rows;
	enum rc rc = sql_drafts_of(cx->db, cx->arena, cx->actor.person, draft_form(cx), draft_object(cx), &rows);

	ret->v = NEW_ARRAY(cx->arena, struct evidence_draft, DRAFTS_OFFERED);
	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		struct values *draft = NEW(cx->arena, struct values);

		if (values_of_urlencoded(cx->arena, rows.v[i].body, draft) != OK)
			continue;
		if (wanted.n && str_eq(rows.v[i].tab, wanted)) {
			cx->values = draft;
			*ret_restored = moment(cx, rows.v[i].saved_at);
		} else if (ret->n < DRAFTS_OFFERED && is_worth_offering(cx, draft, kind)) {
			offer(cx, &rows.v[i], draft, ret);
		}
	}
	return rc;
}

enum rc evidence_autosave(struct ctx *cx)
{
	struct str tab = cx->values ? values_get(cx->values, S("tab")) : STR_NONE;
	struct json_out *j;
	enum rc rc;

	if (!tab.n || tab.n > TAB_MAX)
		return form_error(cx, T_EVIDENCE_AUTOSAVE_TAB);
	rc = draft_keep(cx, cx->actor.person, draft_form(cx), draft_object(cx), tab,
	                   values_encode(cx->arena, cx->values));
	if (rc != OK)
		return rc;
	j = reply_json(cx);
	json_obj(j);
	json_key(j, "saved_at"), json_instant(j, cx->now);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc evidence_put_aside(struct ctx *cx)
{
	struct str tab = cx->values ? values_get(cx->values, S("tab")) : STR_NONE;
	struct str kind = cx->values ? values_get(cx->values, S("kind")) : STR_NONE;
	struct url back = cx->evidence ? url_id(cx, "/evidence/", cx->evidence->uuid, "/edit")
	                               : url_id(cx, "/inductions/", cx->induction->uuid, "/evidence/new");
	enum rc rc = sql_draft_drop_tab(cx->db, cx->arena, cx->actor.person, draft_form(cx), draft_object(cx), tab, NULL);

	if (!cx->evidence && kind.n)
		back = url_with(cx, back, "kind", kind);
	return rc == OK ? done(cx, back, T_EVIDENCE_NOTICE_PUT_ASIDE) : rc;
}

/* ---- the page ---- */

static struct evidence_typed as_typed(const struct evidence *e, int kind)
{
	if (!e)
		return (struct evidence_typed){ .kind = kind, .on = DATE_NONE };
	return (struct evidence_typed){ .kind = (int)e->kind, .title = e->title, .on = e->on_date, .setting = e->setting,
		                            .text = e->text };
}

static struct str why_not_saved(const struct ctx *cx)
{
	switch (cx->failed) {
	case NO_SPACE:
		return word(T_EVIDENCE_WARN_NO_SPACE);
	case BUSY:
	case TOO_MANY:
		return word(T_EVIDENCE_WARN_BUSY);
	case CONFLICT:
		return word(T_EVIDENCE_WARN_CONFLICT);
	case STALE:
		return word(T_EVIDENCE_WARN_STALE);
	default:
		return STR_NONE;
	}
}

/* linked_now — what is ticked: what was typed, or the piece's own links. */
static enum rc linked_now(struct ctx *cx, const struct framework_version *v, struct picking *ret_pick, struct chosen *ret)
{
	struct links_now links = { 0 };
	enum rc rc = OK;

	*ret_pick = (struct picking){ .find = STR_NONE };
	if (cx->values) {
		*ret_pick = picking_of_values(cx, cx->values);
		*ret = choose(cx, v, ret_pick);
		return OK;
	}
	if (cx->evidence)
		rc = links_load(cx, v, cx->evidence->id, &links);
	if (rc == OK)
		*ret = (struct chosen){ .on = links_on(cx, v, &links), .n = links.live };
	return rc;
}

static int kind_now(const struct ctx *cx, int otherwise)
{
	int typed = cx->values ? number_of(&evidence_kinds, values_get(cx->values, S("kind"))) : -1;

	return kind_can_be_written(typed) ? typed : kind_can_be_written(otherwise) ? otherwise : KIND_REFLECTION;
}

static void draw_urls(struct ctx *cx, struct evidence_record *r)
{
	const struct evidence *e = cx->evidence;

	if (e) {
		r->action = url_id(cx, "/evidence/", e->uuid, "");
		r->autosave = url_id(cx, "/evidence/", e->uuid, "/autosave");
		r->put_aside = url_id(cx, "/evidence/", e->uuid, "/put-aside");
		r->back = e->state == EVIDENCE_DRAFT ? url_lit("/evidence") : url_id(cx, "/evidence/", e->uuid, "");
		r->back_word = e->state == EVIDENCE_DRAFT ? T_EVIDENCE : T_EVIDENCE_BACK_PIECE;
	} else {
		r->action = url_id(cx, "/inductions/", cx->induction->uuid, "/evidence");
		r->autosave = url_id(cx, "/inductions/", cx->induction->uuid, "/evidence/autosave");
		r->put_aside = url_id(cx, "/inductions/", cx->induction->uuid, "/evidence/put-aside");
		r->back = url_lit("/evidence");
		r->back_word = T_EVIDENCE;
	}
}

static void draw_fields(struct ctx *cx, const struct form *form, const struct evidence_typed *filled,
                        struct evidence_record *r)
{
	struct form_view fv = form_view(cx, form, filled, cx->evidence && form->wants_version ? cx->evidence->version : -1);
	const struct field_view *text = form_field(&fv, "text");

	r->csrf = hidden_csrf(cx);
	r->hidden = fv.hidden;
	r->errors = fv.errors;
	r->title_field = form_field(&fv, "title")->html;
	r->on_field = form_field(&fv, "on")->html;
	r->setting_field = form_field(&fv, "setting")->html;
	r->kind_error = form_field(&fv, "kind")->error;
	r->text = text->value;
	r->text_error = text->error;
}

static void draw_state(struct ctx *cx, const struct people_now *people, int kind, struct evidence_record *r)
{
	const struct evidence *e = cx->evidence;

	r->is_new = !e;
	r->is_draft = !e || e->state == EVIDENCE_DRAFT;
	r->is_shared = e && e->state == EVIDENCE_SHARED;
	r->is_submitted = e && e->state == EVIDENCE_SUBMITTED;
	if (e && !cx->failed && !cx->err.n)
		r->saved = WORDS(cx->arena, T_EVIDENCE_SAVED, WORD_ARG("when", moment(cx, e->changed)));
	r->warning = why_not_saved(cx);
	r->title = word(kind_word((enum evidence_kind)kind));
	r->kinds = kind_choices(cx, kind);
	r->text_label = kinds[kind].label;
	r->notes = notes_of(cx, kind);
	r->assessor = people->assessor;
	r->supervisor = people->supervisor;
	r->answer_days = cx->induction->answer_days;
}

enum rc draw_record(struct ctx *cx, const struct form *form)
{
	int asked = number_of(&evidence_kinds, query(cx, "kind"));
	struct evidence_record *r = NEW(cx->arena, struct evidence_record);
	const struct framework_version *v;
	struct evidence_typed filled;
	struct people_now people;
	struct picking pick;
	struct chosen chosen;
	int kind;
	enum rc rc;

	if ((rc = framework_get(cx, cx->induction->framework, &v)) != OK || (rc = people_now(cx, &people)) != OK ||
	    (cx->rq->method == HTTP_GET && (rc = look_at_drafts(cx, asked, &r->drafts, &r->restored)) != OK) ||
	    (rc = linked_now(cx, v, &pick, &chosen)) != OK)
		return rc;
	kind = kind_now(cx, cx->evidence ? (int)cx->evidence->kind : asked);
	filled = as_typed(cx->evidence, kind);
	draw_urls(cx, r);
	draw_state(cx, &people, kind, r);
	draw_fields(cx, form, &filled, r);
	if (cx->evidence)
		r->files = files_section(cx, true);
	r->picker = picker(cx, v, &pick, &chosen, NULL);
	return page(cx, &(struct page){
		.title = r->title, .menu = MENU_EVIDENCE, .illustrative = v->illustrative, .wide_dock = true,
		.status = cx->err.n && !cx->failed ? 422 : 0, .main = HTML(cx, evidence_record, r),
	});
}

enum rc evidence_new(struct ctx *cx)
{
	int kind = number_of(&evidence_kinds, query(cx, "kind"));
	struct evidence_choose_kind *c;
	struct str restored = STR_NONE;
	enum rc rc;

	if (kind_can_be_written(kind))
		return draw_record(cx, &evidence_new_form);
	c = NEW(cx->arena, struct evidence_choose_kind);
	c->back = url_lit("/evidence");
	c->kinds = kind_choices(cx, 0);
	if ((rc = look_at_drafts(cx, 0, &c->drafts, &restored)) != OK)
		return rc;
	return page(cx, &(struct page){ .title = word(T_EVIDENCE_CHOOSE_KIND), .menu = MENU_EVIDENCE,
		                            .main = HTML(cx, evidence_kinds, c) });
}

/* evidence_edit — the words while they may change; afterwards, choosing more statements. */
enum rc evidence_edit(struct ctx *cx)
{
	version_is(cx, cx->evidence->version);
	if (!access_ok(may_change_evidence(&cx->actor, &cx->resource)))
		return draw_links(cx);
	return draw_record(cx, &evidence_form);
}

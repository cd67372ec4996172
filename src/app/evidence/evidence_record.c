/* evidence_record.c — the page on which a piece is written and linked: new, going on with a draft, changed later. */
#include "app/evidence/evidence_inside.h"
#include "app/files/files.h"

#include "evidence.sql.h"
#include "templates.gen.h"
#include "web.sql.h"
#include "web/draft.h"
#include "web/form.h"

enum { DRAFTS_OFFERED = 3, ROWS_ALONE = 16, ROWS_FIRST = 10, ROWS_MORE = 5 };

static struct evidence_notes notes_of(struct ctx *cx, const struct prompt *p)
{
	struct evidence_notes n = { .v = NEW_ARRAY(cx->arena, struct evidence_note, PROMPT_NOTES_MAX) };

	for (int i = 0; i < p->notes_n; i++)
		n.v[n.n++].text = p->notes[i];
	return n;
}

static struct evidence_kind_choices kind_choices(struct ctx *cx, const struct piece_form *const forms[KIND_END], int chosen)
{
	struct evidence_kind_choices c = { .v = NEW_ARRAY(cx->arena, struct evidence_kind_choice, KIND_END) };
	struct url new = url_id(cx, "/inductions/", cx->induction->uuid, "/evidence/new");

	for (int k = 1; k < KIND_END; k++)
		if (forms[k])
			c.v[c.n++] = (struct evidence_kind_choice){
				.key = key_of(&evidence_kinds, k), .name = kind_word((enum evidence_kind)k), .hint = forms[k]->about,
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

static bool has_answers(const struct values *draft)
{
	for (size_t i = 0; i < draft->n; i++)
		if (str_starts(draft->names[i], S(ANSWERS_PREFIX)) && str_trim(draft->v[i]).n)
			return true;
	return false;
}

/* is_worth_offering — something that is not in the piece already. */
static bool is_worth_offering(const struct ctx *cx, const struct values *draft, int kind, instant saved_at)
{
	struct str title = str_trim(values_get(draft, S("title"))), text = str_trim(values_get(draft, S("text")));

	if (!title.n && !text.n && !has_answers(draft))
		return false;
	if (!cx->evidence)
		return kind == 0 || number_of(&evidence_kinds, values_get(draft, S("kind"))) == kind;
	/* What was kept after the piece was saved last has answers that the piece may not have. */
	return !str_eq(title, str_trim(cx->evidence->title)) || !str_eq(text, str_trim(cx->evidence->text)) ||
	       (has_answers(draft) && saved_at > cx->evidence->changed);
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
		struct values *draft = draft_values(cx, rows.v[i].body, rows.v[i].tab, rows.v[i].saved_at);

		if (!draft)
			continue;
		if (wanted.n && str_eq(rows.v[i].tab, wanted)) {
			cx->values = draft;
			*ret_restored = moment(cx, rows.v[i].saved_at);
		} else if (ret->n < DRAFTS_OFFERED && is_worth_offering(cx, draft, kind, rows.v[i].saved_at)) {
			offer(cx, &rows.v[i], draft, ret);
		}
	}
	return rc;
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

/* A new piece begins with today in the boxes of its date, to be seen and changed; what is planned, or dated to a month only,
 * begins empty. */
static struct evidence_typed as_typed(const struct ctx *cx, const struct piece_form *f, int kind)
{
	const struct evidence *e = cx->evidence;

	if (!e)
		return (struct evidence_typed){ .kind = kind, .on = f->planned || f->month_only ? DATE_NONE : cx->today };
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

static int kind_now(const struct ctx *cx, const struct piece_form *const forms[KIND_END], int otherwise)
{
	int typed = cx->values ? number_of(&evidence_kinds, values_get(cx->values, S("kind"))) : -1;

	if (typed > 0 && typed < KIND_END && forms[typed])
		return typed;
	return otherwise > 0 && otherwise < KIND_END && forms[otherwise] ? otherwise : KIND_REFLECTION;
}

static void draw_urls(struct ctx *cx, struct evidence_record *r)
{
	const struct evidence *e = cx->evidence;

	if (e) {
		r->action = url_id(cx, "/evidence/", e->uuid, "");
		r->put_aside = url_id(cx, "/evidence/", e->uuid, "/put-aside");
		r->privacy = url_id(cx, "/evidence/", e->uuid, "/privacy");
		r->back = e->state == EVIDENCE_DRAFT ? url_lit("/evidence") : url_id(cx, "/evidence/", e->uuid, "");
		r->back_word = e->state == EVIDENCE_DRAFT ? T_EVIDENCE : T_EVIDENCE_BACK_PIECE;
	} else {
		r->action = url_id(cx, "/inductions/", cx->induction->uuid, "/evidence");
		r->put_aside = url_id(cx, "/inductions/", cx->induction->uuid, "/evidence/put-aside");
		r->back = url_lit("/evidence");
		r->back_word = T_EVIDENCE;
	}
}

/* ---- the questions of the form ---- */

static struct evidence_prompt prompt_view(struct ctx *cx, const struct form_view *fv, const struct prompt *p, bool alone)
{
	const struct field_view *f = form_field(fv, str_c(cx->arena, prompt_field(cx, p)));
	bool is_text = str_eq(p->id, S("text"));
	struct evidence_prompt v = {
		.id = f->id, .label = p->label, .help = p->help, .value = f->value, .error = f->error, .html = f->html,
		.notes = notes_of(cx, p), .is_long = p->type == PROMPT_LONG, .is_text = is_text,
		.rows = is_text ? (alone ? ROWS_ALONE : ROWS_FIRST) : ROWS_MORE,
	};

	v.described = strf(cx->arena, "%s%s%.*s%s", v.error.n ? strf(cx->arena, "%.*s-error ", STR_FMT(f->id)).p : "",
	                   v.help.n ? strf(cx->arena, "%.*s-help ", STR_FMT(f->id)).p : "", STR_FMT(f->id), "-notes");
	/* A question nobody has to answer folds away until somebody wants it. */
	v.folds = v.is_long && !is_text && p->must == WANTED_NO;
	v.open = v.value.n > 0 || v.error.n > 0;
	return v;
}

static void draw_prompts(struct ctx *cx, const struct form_view *fv, const struct piece_form *f, int month,
                         struct evidence_record *r)
{
	r->prompts.v = NEW_ARRAY(cx->arena, struct evidence_prompt, PROMPTS_MAX);
	for (int i = 0; i < f->prompts_n; i++)
		if (f->prompts[i].who == FILLER_ECSW && prompt_is_asked(&f->prompts[i], month))
			r->prompts.v[r->prompts.n++] = prompt_view(cx, fv, &f->prompts[i], f->prompts_n == 1);
}

static struct form *form_drawn(struct ctx *cx, const struct form *base, const struct piece_form *f, int month)
{
	struct form *made = prompts_form(cx, base, "text", f, FILLER_ECSW, month);
	struct field *fields = NEW_ARRAY(cx->arena, struct field, made->n);

	memcpy(fields, made->fields, made->n * sizeof(*fields));
	for (size_t i = 0; i < made->n; i++)
		if (strcmp(fields[i].name, "on") == 0) {
			fields[i].no_day = f->month_only;
			fields[i].label = f->month_only ? T_EVIDENCE_ON_MONTH : f->planned ? T_EVIDENCE_ON_PLANNED : T_EVIDENCE_ON;
		}
	made->fields = fields;
	return made;
}

static void draw_fields(struct ctx *cx, const struct form *base, const struct piece_form *f,
                        const struct evidence_typed *filled, const struct answer_list *answers, struct evidence_record *r)
{
	int month = form_month(cx);
	struct form *form = form_drawn(cx, base, f, month);
	void *all = prompts_filled(cx, form, base, filled, f, answers);
	struct form_view fv = form_view(cx, form, all, cx->evidence && base->wants_version ? cx->evidence->version : -1);

	r->csrf = hidden_csrf(cx);
	r->hidden = fv.hidden;
	r->errors = fv.errors;
	r->title_field = form_field(&fv, "title")->html;
	r->on_field = form_field(&fv, "on")->html;
	r->setting_field = form_field(&fv, "setting")->html;
	r->kind_error = form_field(&fv, "kind")->error;
	r->themes_error = form_field(&fv, "theme")->error;
	r->note = f->note;
	draw_prompts(cx, &fv, f, month, r);
}

/* ---- themes, and what was said of the last piece ---- */

static bool is_in(const struct str_list *list, struct str key)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->v[i], key))
			return true;
	return false;
}

static void draw_themes(struct ctx *cx, const struct framework_version *v, const struct piece_form *f,
                        const struct str_list *own, struct evidence_record *r)
{
	struct str_list chosen = *own;

	if (cx->values)
		values_all(cx->arena, cx->values, S("theme"), &chosen);
	r->has_setting = f->setting != ASKED_NO;
	r->no_files = f->no_files;
	r->has_themes = f->themes != ASKED_NO && v->fw->threads_n > 0;
	r->themes.v = NEW_ARRAY(cx->arena, struct evidence_thread, v->fw->threads_n + 1);
	r->themes_open = chosen.n > 0 || r->themes_error.n > 0;
	for (size_t i = 0; i < v->fw->threads_n && r->has_themes; i++)
		r->themes.v[r->themes.n++] = (struct evidence_thread){ v->fw->threads[i].key, v->fw->threads[i].title,
			                                                   is_in(&chosen, v->fw->threads[i].key) };
}

struct last_said {
	int64_t setting;
	struct str_list themes;
};

/* last_said — of the piece before of this kind; NOT_FOUND when nothing was said. */
static enum rc last_said(struct ctx *cx, int kind, struct last_said *ret)
{
	struct evidence_last_said_row row;
	enum rc rc = sql_evidence_last_said(cx->db, cx->arena, cx->induction->id, kind, cx->evidence ? cx->evidence->id : 0,
	                                    cx->actor.person, cx->actor.role, cx->today, &row);

	if (rc != OK)
		return rc;
	ret->setting = row.setting;
	return themes_of(cx, row.evidence, &ret->themes);
}

/* take_last — the button was pressed: they stand in the page, to be changed or saved. */
static void take_last(struct ctx *cx, const struct last_said *l)
{
	struct values *to = NEW(cx->arena, struct values);

	for (size_t i = 0; i < cx->values->n; i++)
		if (!str_eq(cx->values->names[i], S("setting")) && !str_eq(cx->values->names[i], S("theme")))
			values_add(cx->arena, to, cx->values->names[i], cx->values->v[i]);
	values_add(cx->arena, to, S("setting"), key_of(&settings_of_practice, (int)l->setting));
	for (size_t i = 0; i < l->themes.n; i++)
		values_add(cx->arena, to, S("theme"), l->themes.v[i]);
	cx->values = to;
}

static bool says_nothing_yet(const struct ctx *cx, const struct str_list *own)
{
	if (cx->values)
		return !str_trim(values_get(cx->values, S("setting"))).n && !values_has(cx->values, S("theme"));
	return !own->n && (!cx->evidence || !cx->evidence->setting);
}

static enum rc offer_last(struct ctx *cx, const struct framework_version *v, int kind, const struct str_list *own,
                          struct evidence_record *r)
{
	const struct evidence_typed *typed = cx->rq->method == HTTP_GET ? NULL : cx->form;
	bool asked = typed && typed->act == ACT_AS_LAST && !cx->failed;
	struct str setting, themes;
	struct last_said l;
	enum rc rc;

	if (!asked && !says_nothing_yet(cx, own))
		return OK;
	if ((rc = last_said(cx, kind, &l)) != OK)
		return rc == NOT_FOUND ? OK : rc;
	if (asked) {
		take_last(cx, &l);
		return OK;
	}
	setting = word(setting_word((enum setting)l.setting));
	themes = themes_said(cx, v, &l.themes);
	r->last_said = strf(cx->arena, "%.*s%s%.*s", STR_FMT(setting), setting.n && themes.n ? ", " : "", STR_FMT(themes));
	return OK;
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
	r->assessor = people->assessor;
	r->supervisor = people->supervisor;
	r->answer_days = cx->induction->answer_days;
	r->only_words = only_words(cx);
	r->kind = key_of(&evidence_kinds, kind);
}

/* Everything the page is drawn from beside the framework. */
struct recording {
	const struct piece_form *forms[KIND_END], *form;
	struct answer_list answers;
	struct str_list themes;
	int kind;
};

static enum rc recording_load(struct ctx *cx, int asked, struct recording *ret)
{
	enum rc rc = forms_current_all(cx, ret->forms);

	if (rc != OK)
		return rc;
	ret->kind = kind_now(cx, ret->forms, asked);
	if (cx->evidence && ret->kind != (int)cx->evidence->kind && !cx->values)
		ret->kind = (int)cx->evidence->kind; /* its programme no longer has it */
	if ((rc = form_being_written(cx, (enum evidence_kind)ret->kind, &ret->form)) != OK ||
	    (cx->values && cx->rq->method == HTTP_GET && (rc = draft_with_left(cx, ret->form)) != OK) || !cx->evidence)
		return rc;
	rc = answers_of(cx, ret->form, cx->evidence->id, 0, &ret->answers);
	return rc == OK ? themes_of(cx, cx->evidence->id, &ret->themes) : rc;
}

/* say_answers — a posting refused before the form of its kind was looked at: what is wrong with its answers is said as well. */
static void say_answers(struct ctx *cx, const struct piece_form *f)
{
	struct answer_list ignored;

	if (cx->failed == INVALID)
		answers_fill(cx, f, FILLER_ECSW, form_month(cx), &ignored);
}

enum rc draw_record(struct ctx *cx, const struct form *form)
{
	int asked = number_of(&evidence_kinds, query(cx, "kind"));
	struct evidence_record *r = NEW(cx->arena, struct evidence_record);
	const struct framework_version *v;
	struct evidence_typed filled;
	struct recording w = { .kind = 0 };
	struct people_now people;
	struct picking pick;
	struct chosen chosen;
	enum rc rc;

	if ((rc = framework_get(cx, cx->induction->framework, &v)) != OK || (rc = people_now(cx, &people)) != OK ||
	    (cx->rq->method == HTTP_GET && (rc = look_at_drafts(cx, asked, &r->drafts, &r->restored)) != OK) ||
	    (rc = linked_now(cx, v, &pick, &chosen)) != OK ||
	    (rc = recording_load(cx, cx->evidence ? (int)cx->evidence->kind : asked, &w)) != OK ||
	    (rc = offer_last(cx, v, w.kind, &w.themes, r)) != OK)
		return rc;
	say_answers(cx, w.form);
	filled = as_typed(cx, w.form, w.kind);
	draw_urls(cx, r);
	draw_state(cx, &people, w.kind, r);
	r->kinds = kind_choices(cx, w.forms, w.kind);
	draw_fields(cx, form, w.form, &filled, &w.answers, r);
	draw_themes(cx, v, w.form, &w.themes, r);
	if (cx->evidence && !w.form->no_files && !r->only_words)
		r->files = files_section(cx, true);
	r->picker = picker(cx, v, &pick, &chosen, NULL);
	return page(cx, &(struct page){
		.title = r->title, .menu = MENU_EVIDENCE, .illustrative = v->illustrative, .wide_dock = true,
		.status = cx->err.n && !cx->failed ? 422 : 0, .main = HTML(cx, evidence_record, r),
	});
}

static struct str asked_key(enum asked a)
{
	return a == ASKED_MUST ? S("must") : a == ASKED_NO ? S("no") : S("optional");
}

static void prompts_json(struct json_out *j, const struct piece_form *f, int month)
{
	json_key(j, "prompts"), json_arr(j);
	for (int i = 0; i < f->prompts_n; i++) {
		const struct prompt *p = &f->prompts[i];

		if (p->who != FILLER_ECSW || !prompt_is_asked(p, month))
			continue;
		json_obj(j);
		prompt_as_json(j, p);
		json_key(j, "choices"), json_arr(j);
		for (int c = 1; c < p->choices.n; c++) {
			json_obj(j);
			json_key(j, "key"), json_str(j, key_of(&p->choices, c));
			json_key(j, "label"), json_str(j, p->choice_labels[c]);
			json_end(j);
		}
		json_end(j);
		json_end(j);
	}
	json_end(j);
}

/* kinds_json — each kind there is, and what its writer is asked now. */
static enum rc kinds_json(struct ctx *cx, const struct piece_form *const forms[KIND_END])
{
	struct json_out *j = reply_json(cx);
	int month = form_month(cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (int k = 1; k < KIND_END; k++) {
		if (!forms[k])
			continue;
		json_obj(j);
		json_key(j, "kind"), json_str(j, key_of(&evidence_kinds, k));
		json_key(j, "title"), json_str(j, word(kind_word((enum evidence_kind)k)));
		json_key(j, "about"), json_str(j, forms[k]->about);
		json_key(j, "form"), json_i64(j, forms[k]->version);
		json_key(j, "note"), json_str(j, forms[k]->note);
		json_key(j, "setting"), json_str(j, asked_key(forms[k]->setting));
		json_key(j, "theme"), json_str(j, asked_key(forms[k]->themes));
		json_key(j, "files"), json_bool(j, !forms[k]->no_files);
		json_key(j, "month_only"), json_bool(j, forms[k]->month_only);
		json_key(j, "planned"), json_bool(j, forms[k]->planned);
		prompts_json(j, forms[k], month);
		json_end(j);
	}
	json_end(j);
	json_key(j, "next"), json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc evidence_new(struct ctx *cx)
{
	int kind = number_of(&evidence_kinds, query(cx, "kind"));
	struct evidence_choose_kind *c;
	struct str restored = STR_NONE;
	const struct piece_form *forms[KIND_END];
	enum rc rc = forms_current_all(cx, forms);

	if (rc != OK || cx->json)
		return rc != OK ? rc : kinds_json(cx, forms);
	if (kind > 0 && kind < KIND_END && forms[kind])
		return draw_record(cx, &evidence_new_form);
	c = NEW(cx->arena, struct evidence_choose_kind);
	c->back = url_lit("/evidence");
	c->kinds = kind_choices(cx, forms, 0);
	if ((rc = look_at_drafts(cx, 0, &c->drafts, &restored)) != OK)
		return rc;
	return page(cx, &(struct page){ .title = word(T_EVIDENCE_CHOOSE_KIND), .menu = MENU_EVIDENCE,
		                            .main = HTML(cx, evidence_kinds, c) });
}

/* evidence_edit — the words while they may change; afterwards, choosing more statements. */
enum rc evidence_edit(struct ctx *cx)
{
	version_is(cx, cx->evidence->version);
	if (!access_ok(may_change_evidence(&cx->actor, &cx->resource)) && !only_words(cx))
		return draw_links(cx);
	return draw_record(cx, &evidence_form);
}

/* evidence_parts.c — what others add to a piece: asked, owed, given. */
#include "app/evidence/evidence_inside.h"

#include "app/evidence/evidence_parts.h"
#include "app/evidence/evidence_talk.h"
#include "app/notices/notices.h"
#include "app/privacy/privacy.h"
#include "evidence_parts.sql.h"
#include "evidence_store.sql.h"
#include "forms.sql.h"
#include "templates.gen.h"
#include "web/form.h"

static struct str asked_data(struct ctx *cx, enum filler who, enum role role, struct date due)
{
	struct str by = date_is_none(due) ? STR_NONE : strf(cx->arena, ",\"due\":\"%s\"", date_iso(cx->arena, due).p);

	return strf(cx->arena, "{\"part\":\"%.*s\",\"role\":%d%.*s}", STR_FMT(key_of(&fillers, (int)who)), (int)role, STR_FMT(by));
}

static enum rc ask(struct ctx *cx, const struct piece_form *f, enum filler who, const struct answer_list *all, bool tells)
{
	enum role role = part_role(who, answer_of(all, S("observer")));
	struct date due = f->days[who] ? evidence_answer_due(cx->today, f->days[who]) : DATE_NONE;
	int64_t asked = 0;
	enum rc rc;

	if (role == ROLE_NONE || !form_has_part(f, who, form_month(cx)))
		return sql_part_take_back(cx->db, cx->arena, cx->evidence->id, who, NULL);
	rc = sql_part_ask(cx->db, cx->arena, uuid7(cx->now), cx->evidence->id, who, role, cx->now, due, &asked);
	if (rc != OK || !asked) /* it stands as it was asked before */
		return rc;
	rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_PART_ASKED, cx->evidence->uuid, asked_data(cx, who, role, due));
	return rc == OK && tells ? notice_assigned(cx, NOTICE_PART, cx->induction->id, role, cx->induction->employer) : rc;
}

static enum rc ask_all(struct ctx *cx, const struct piece_form *f, bool tells)
{
	enum evidence_state state = cx->evidence->state;
	struct answer_list all;
	enum rc rc;

	if (state != EVIDENCE_SHARED && state != EVIDENCE_SUBMITTED)
		return OK;
	rc = answers_of(cx, f, cx->evidence->id, 0, &all);
	for (int who = FILLER_ECSW + 1; who < FILLER_END && rc == OK; who++)
		rc = ask(cx, f, (enum filler)who, &all, tells);
	return rc;
}

enum rc parts_ask(struct ctx *cx, const struct piece_form *f)
{
	return ask_all(cx, f, true);
}

enum rc parts_asked_then(struct ctx *cx, const struct piece_form *f)
{
	return ask_all(cx, f, false);
}

enum rc parts_kind_stands(struct ctx *cx)
{
	struct parts_of_rows rows;
	enum rc rc = sql_parts_of(cx->db, cx->arena, cx->evidence->id, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		if (rows.v[i].given_at != DB_NULL_INT)
			return field_error(cx, "kind", T_EVIDENCE_KIND_STANDS);
	return rc;
}

static struct str part_data(struct ctx *cx, enum filler who)
{
	return strf(cx->arena, "{\"version\":%lld,\"part\":\"%.*s\"}", (long long)cx->evidence->version + 1,
	            STR_FMT(key_of(&fillers, (int)who)));
}

enum rc part_give(struct ctx *cx, enum filler who, const struct answer_list *answers, int64_t person, struct str given_by)
{
	const struct framework_version *v;
	int64_t evidence = cx->evidence->id;
	enum rc rc = framework_get(cx, cx->induction->framework, &v);

	if (rc != OK || (rc = answers_put(cx, evidence, answers)) != OK ||
	    (rc = sql_part_put(cx->db, cx->arena, uuid7(cx->now), evidence, who, person ? cx->actor.role : ROLE_NONE,
	                       person ? person : DB_NULL_INT, given_by, cx->now, NULL)) != OK ||
	    (rc = sql_evidence_touch(cx->db, cx->arena, evidence, cx->now, NULL)) != OK)
		return rc;
	return piece_changed(cx, v, false, EVENT_PART_GIVEN, part_data(cx, who));
}

/* ---- a part's own page ---- */

struct part_now {
	const struct piece_form *form;
	struct answer_list all;
	struct parts_of_row row;
	enum filler who;
};

/* part_load — the part the path names, if it is asked of whoever asks: in their role, on a piece they may read. */
static enum rc part_load(struct ctx *cx, struct part_now *ret)
{
	int who = number_of(&fillers, param(cx, "part"));
	struct parts_of_rows rows;
	enum rc rc = sql_parts_of(cx->db, cx->arena, cx->evidence->id, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		if (rows.v[i].filler != who || rows.v[i].role != (int64_t)cx->actor.role || who <= FILLER_ECSW)
			continue;
		ret->row = rows.v[i];
		ret->who = (enum filler)who;
		if ((rc = form_of_piece(cx, &ret->form)) != OK)
			return rc;
		return answers_of(cx, ret->form, cx->evidence->id, 0, &ret->all);
	}
	return rc == OK ? NOT_FOUND : rc;
}

struct part_typed {
	bool read_again;
};
static const struct field part_fields[] = { BOOL(struct part_typed, read_again, .label = T_FINDS_READ_AGAIN) };
const struct form evidence_part_form = {
	.name = "evidence_part", .size = sizeof(struct part_typed), .fields = part_fields, .n = COUNT_OF(part_fields), .autosave = true,
	.offline = true, .wants_version = true, .also = ANSWERS_PREFIX,
};

static void part_words(struct ctx *cx, const struct part_now *p, struct evidence_part_view *view)
{
	struct str writer = first_name(cx->induction->name);

	view->title = str_trim(cx->evidence->title).n ? cx->evidence->title : word(T_EVIDENCE_UNTITLED);
	view->kicker = WORDS(cx->arena, T_EVIDENCE_PART_KICKER, WORD_ARG("part", part_word(p->who)),
	                     WORD_ARG("kind", word(kind_word(cx->evidence->kind))), WORD_ARG("name", cx->induction->name));
	view->lead = WORDS(cx->arena, p->row.given_at == DB_NULL_INT ? T_EVIDENCE_PART_LEAD : T_EVIDENCE_PART_GIVEN,
	                   WORD_ARG("name", writer));
	view->note = p->form->note;
	if (!date_is_none(p->row.due) && p->row.given_at == DB_NULL_INT)
		view->due = WORDS(cx->arena, T_EVIDENCE_PART_DUE, WORD_ARG("due", date_weekday_long(cx->arena, p->row.due)));
	view->send = WORDS(cx->arena, T_EVIDENCE_PART_SEND, WORD_ARG("name", writer));
}

static enum rc draw_part(struct ctx *cx)
{
	struct evidence_part_view *view = NEW(cx->arena, struct evidence_part_view);
	struct part_now p;
	struct form *form;
	struct form_view fv;
	const void *filled;
	enum rc rc = part_load(cx, &p);

	if (rc != OK)
		return rc;
	form = prompts_form(cx, &evidence_part_form, NULL, p.form, p.who, form_month(cx));
	filled = prompts_filled(cx, form, &evidence_part_form, NULL, p.form, &p.all);
	fv = form_view(cx, form, filled, cx->evidence->version);
	view->action = url_id(cx, "/evidence/", cx->evidence->uuid, str_c(cx->arena, strf(cx->arena, "/parts/%.*s",
	                      STR_FMT(key_of(&fillers, (int)p.who)))));
	view->back = url_id(cx, "/evidence/", cx->evidence->uuid, "");
	view->concern = url_id(cx, "/evidence/", cx->evidence->uuid, "#concern");
	view->hidden = fv.hidden;
	view->errors = fv.errors;
	view->moved = cx->failed == STALE;
	view->fields.v = NEW_ARRAY(cx->arena, struct evidence_field, fv.n + 1);
	view->again = privacy_again_field(cx, &fv);
	for (size_t i = 0; i < fv.n; i++)
		if (!str_eq(fv.v[i].name, S("read_again")))
			view->fields.v[view->fields.n++].html = fv.v[i].html;
	part_words(cx, &p, view);
	if ((rc = piece_answers(cx, p.form, cx->evidence->text, &p.all, NULL, &view->parts)) != OK)
		return rc;
	return page(cx, &(struct page){ .title = view->title, .menu = MENU_DESK, .wide_dock = true,
		                            .status = cx->err.n && !cx->failed ? 422 : 0, .main = HTML(cx, evidence_part, view) });
}

static enum rc part_json(struct ctx *cx)
{
	struct json_out *j;
	struct part_now p;
	enum rc rc = part_load(cx, &p);

	if (rc != OK)
		return rc;
	j = reply_json(cx);
	json_obj(j);
	json_key(j, "part"), json_str(j, key_of(&fillers, (int)p.who));
	json_key(j, "due"), json_date(j, p.row.due);
	json_key(j, "given_at"), json_instant(j, p.row.given_at);
	json_key(j, "asked"), json_arr(j);
	for (int i = 0; i < p.form->prompts_n; i++)
		if (p.form->prompts[i].who == p.who) {
			json_obj(j);
			prompt_as_json(j, &p.form->prompts[i]);
			json_end(j);
		}
	json_end(j);
	json_key(j, "prompts"), answers_as_json(j, &p.all);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc evidence_part_show(struct ctx *cx)
{
	version_is(cx, cx->evidence->version);
	return cx->json ? part_json(cx) : draw_part(cx);
}

enum rc evidence_part_again(struct ctx *cx)
{
	return draw_part(cx);
}

static void say_missing(struct ctx *cx, const struct answer_list *answers)
{
	for (size_t i = 0; i < answers->n; i++) {
		const struct prompt *p = answers->v[i].prompt;
		struct str field = prompt_field(cx, p);

		if (p->must != WANTED_NO && !str_trim(answers->v[i].text).n && !err_of(&cx->err, field).n)
			err_add(&cx->err, field, WORDS(cx->arena, T_EVIDENCE_ANSWER_WANTED, WORD_ARG("label", p->label)));
	}
}

/* look_at — what the privacy check says of them is for whoever is giving them to change. */
static enum rc look_at(struct ctx *cx, const struct answer_list *answers)
{
	const struct part_typed *f = cx->form;
	struct piece_words words = { .n = 0 };

	for (size_t i = 0; i < answers->n; i++)
		if (answers->v[i].prompt->type == PROMPT_LONG || answers->v[i].prompt->type == PROMPT_SHORT)
			piece_word_add(cx, &words, prompt_field(cx, answers->v[i].prompt), answers->v[i].prompt->label, answers->v[i].text, cx->person_name);
	return privacy_in_given(cx, &words, f->read_again);
}

enum rc evidence_part_save(struct ctx *cx)
{
	struct answer_list answers;
	struct part_now p;
	bool held;
	enum rc rc = part_load(cx, &p);

	if (rc != OK || (rc = version_is(cx, cx->evidence->version)) != OK)
		return rc;
	if (cx->evidence->state == EVIDENCE_WITHDRAWN || !date_is_none(cx->induction->ended))
		return CONFLICT;
	answers_fill(cx, p.form, p.who, form_month(cx), &answers);
	say_missing(cx, &answers);
	if (cx->err.n)
		return INVALID;
	if ((rc = look_at(cx, &answers)) != OK || (rc = part_give(cx, p.who, &answers, cx->actor.person, STR_NONE)) != OK ||
	    (rc = privacy_look_again(cx, &held)) != OK)
		return rc;
	if (p.row.given_at == DB_NULL_INT)
		rc = notice(cx, NOTICE_PART_GIVEN, cx->induction->ecsw, cx->induction->employer);
	if (rc == OK && cx->json)
		return part_json(cx);
	if (rc == OK && held) /* whoever gave it can't open it now */
		return done(cx, url_lit("/"), T_FINDS_NOTICE_GIVEN_HELD);
	return rc == OK ? done(cx, url_id(cx, "/evidence/", cx->evidence->uuid, ""), T_EVIDENCE_NOTICE_PART) : rc;
}

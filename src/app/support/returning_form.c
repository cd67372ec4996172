/* returning_form.c — a return plan is written, by either of the two it is between, and confirmed by the other. */
#include "app/support/support_inside.h"

#include "app/notices/notices.h"
#include "app/privacy/privacy.h"
#include "templates.gen.h"
#include "web/form.h"

struct returning_typed {
	struct str workload, stands, ask;
	struct date supervision_on;
	bool read_again;
};
static const struct field returning_fields[] = {
	LONG_TEXT(struct returning_typed, workload, .label = T_RETURNING_WORKLOAD, .hint = T_RETURNING_WORKLOAD_HINT, .required = true,
	          .max = SUPPORT_TEXT_MAX, .rows = 6),
	DATE(struct returning_typed, supervision_on, .label = T_RETURNING_SUPERVISION, .hint = T_RETURNING_SUPERVISION_HINT, .required = true, .max = 10),
	LONG_TEXT(struct returning_typed, stands, .label = T_RETURNING_STANDS, .hint = T_RETURNING_STANDS_HINT, .required = true, .max = SUPPORT_TEXT_MAX,
	          .rows = 4),
	LONG_TEXT(struct returning_typed, ask, .label = T_RETURNING_ASK, .hint = T_RETURNING_ASK_HINT, .required = true, .max = SUPPORT_TEXT_MAX, .rows = 3),
	BOOL(struct returning_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form returning_form = { .name = "return_plan", .size = sizeof(struct returning_typed), .fields = returning_fields,
	                                 .n = COUNT_OF(returning_fields), .autosave = true, .wants_version = true };

static const struct str act_keys[] = { [1] = S_INIT("confirm") };
static const struct key_list acts = { act_keys, (int)COUNT_OF(act_keys) };
struct confirm_typed {
	int act;
};
static const struct field confirm_fields[] = {
	ACTION(struct confirm_typed, act, .label = T_RETURNING_CONFIRM, .choices = &acts, .max = 1, .required = true),
};
const struct form returning_confirm_form = { .name = "return_plan_confirm", .size = sizeof(struct confirm_typed), .fields = confirm_fields,
	                                         .n = COUNT_OF(confirm_fields), .wants_version = true };

struct url returning_url(struct ctx *cx, const char *after)
{
	return url_id(cx, "/inductions/", cx->induction->uuid, after);
}

struct str returning_title(struct ctx *cx)
{
	return support_is_own(cx) ? word(T_RETURNING_OWN) : WORDS(cx->arena, T_RETURNING_TITLE, WORD_ARG("name", cx->induction->name));
}

enum rc returning_edit(struct ctx *cx)
{
	struct returning_form_view v = { .title = returning_title(cx) };
	struct returning_typed filled;
	struct returning_now n;
	struct form_view fv;
	bool own = support_is_own(cx);
	enum rc rc = returning_read(cx, &n);

	if (rc != OK)
		return rc;
	if (!n.has_pause) /* nothing to write about: the page says so */
		return returning_show(cx);
	filled = n.is_there ? (struct returning_typed){ n.row.workload, n.row.stands, n.row.ask, n.row.supervision_on, false }
	                    : (struct returning_typed){ .supervision_on = DATE_NONE };
	cx->current_version = n.is_there ? n.row.version : 0;
	stale_said(cx);
	fv = form_view(cx, &returning_form, &filled, cx->current_version);
	v.errors = fv.errors, v.hidden = fv.hidden;
	v.workload = form_field(&fv, "workload")->html, v.stands = form_field(&fv, "stands")->html;
	v.ask = form_field(&fv, "ask")->html, v.supervision_on = form_field(&fv, "supervision_on")->html;
	v.again = privacy_again_field(cx, &fv);
	v.action = returning_url(cx, "/return"), v.back = v.action;
	v.lead = word(own ? T_RETURNING_FORM_LEAD_OWN : T_RETURNING_FORM_LEAD);
	if (n.is_there && (own ? n.row.supervisor_at : n.row.ecsw_at) != DB_NULL_INT)
		v.confirmed = word(own ? T_RETURNING_WAS_SUPERVISOR : T_RETURNING_WAS_ECSW);
	return page(cx, &(struct page){ .title = v.title, .menu = own ? MENU_HOME : MENU_DESK, .main = HTML(cx, returning_form, &v),
	                                .status = cx->err.n && !cx->failed ? 422 : 0 });
}

enum rc returning_again(struct ctx *cx)
{
	return returning_edit(cx);
}

/* ---- saving ---- */

/* tell_other — who has not confirmed hears of it; the ECSW not before the return is near. */
static enum rc tell_other(struct ctx *cx, const struct returning_now *n, bool own)
{
	const struct induction *i = cx->induction;

	if (own)
		return notice_assigned(cx, NOTICE_RETURN, i->id, ROLE_SUPERVISOR, i->employer);
	return date_is_none(n->on.opens) || date_cmp(n->on.opens, cx->today) > 0 ? OK : notice(cx, NOTICE_RETURN, i->ecsw, i->employer);
}

static enum rc noted(struct ctx *cx, enum event_kind kind, struct uuid id)
{
	return event_add(cx, CHAIN_INDUCTION, cx->induction->id, kind, id, S("{}"));
}

/* check_words — each reads what the other writes as soon as it is there. */
static enum rc check_words(struct ctx *cx, const struct returning_typed *f)
{
	struct piece_words words = { .n = 0 };

	piece_word_add(cx, &words, S("workload"), STR_NONE, f->workload, cx->person_name);
	piece_word_add(cx, &words, S("stands"), STR_NONE, f->stands, cx->person_name);
	piece_word_add(cx, &words, S("ask"), STR_NONE, f->ask, cx->person_name);
	return privacy_in_given(cx, &words, f->read_again);
}

/* there — written before anybody asked for it: its row is made. */
static enum rc there(struct ctx *cx, struct returning_now *n)
{
	enum rc rc;

	if (n->is_there)
		return OK;
	rc = returning_ask(cx, n, false);
	return rc == OK ? returning_read(cx, n) : rc;
}

static enum rc answer(struct ctx *cx, enum word notice)
{
	struct returning_now n;
	enum rc rc = returning_read(cx, &n);

	if (rc != OK)
		return rc;
	cx->current_version = n.row.version;
	if (cx->json && (rc = returning_json(cx, &n)) != OK)
		return rc;
	return done(cx, returning_url(cx, "/return"), notice);
}

enum rc returning_save(struct ctx *cx)
{
	const struct returning_typed *f = cx->form;
	bool own = support_is_own(cx);
	struct returning_now n;
	int64_t affected = 0;
	enum rc rc = returning_read(cx, &n);

	if (rc != OK)
		return rc;
	if ((rc = version_is(cx, n.is_there ? n.row.version : 0)) != OK)
		return rc;
	if (!n.has_pause)
		return form_error(cx, T_RETURNING_NO_PAUSE);
	if (date_cmp(f->supervision_on, n.starts) < 0)
		return field_error(cx, "supervision_on", T_RETURNING_SUPERVISION_EARLY);
	if (!date_is_none(n.on.back) && date_cmp(f->supervision_on, date_plus(n.on.back, RETURNING_SETTLED_DAYS)) > 0)
		return field_error(cx, "supervision_on", T_RETURNING_SUPERVISION_LATE);
	if ((rc = check_words(cx, f)) != OK || (rc = there(cx, &n)) != OK ||
	    (rc = sql_return_plan_keep(cx->db, cx->arena, n.row.return_plan, NULL)) != OK ||
	    (rc = sql_return_plan_write(cx->db, cx->arena, n.row.return_plan, str_trim(f->workload), str_trim(f->stands), str_trim(f->ask),
	                                f->supervision_on, cx->actor.person, own ? cx->now : DB_NULL_INT, own ? DB_NULL_INT : cx->now,
	                                own ? DB_NULL_INT : cx->actor.person, n.row.version, cx->today, cx->now, &affected)) != OK)
		return rc;
	if (!affected)
		return STALE;
	if ((rc = noted(cx, EVENT_RETURN_WRITTEN, n.row.id)) != OK || (rc = tell_other(cx, &n, own)) != OK)
		return rc;
	return answer(cx, own ? T_RETURNING_SAVED_OWN : T_RETURNING_SAVED);
}

enum rc returning_confirm(struct ctx *cx)
{
	bool own = support_is_own(cx);
	struct returning_now n;
	int64_t affected = 0;
	enum rc rc = returning_read(cx, &n);

	if (rc != OK || (rc = version_is(cx, n.is_there ? n.row.version : 0)) != OK)
		return rc;
	if (!n.is_there || n.row.written_at == DB_NULL_INT)
		return form_error(cx, T_RETURNING_NOTHING_YET);
	if ((own ? n.row.ecsw_at : n.row.supervisor_at) != DB_NULL_INT)
		return form_error(cx, T_RETURNING_CONFIRMED_ALREADY);
	rc = sql_return_plan_confirm(cx->db, cx->arena, n.row.return_plan, own ? cx->now : DB_NULL_INT, own ? DB_NULL_INT : cx->now,
	                             own ? DB_NULL_INT : cx->actor.person, n.row.version, cx->now, &affected);
	if (rc == OK && !affected)
		return STALE;
	if (rc == OK)
		rc = noted(cx, EVENT_RETURN_CONFIRMED, n.row.id);
	return rc == OK ? answer(cx, T_RETURNING_CONFIRMED_NOTICE) : rc;
}

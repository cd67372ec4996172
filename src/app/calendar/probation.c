/* probation.c — the employer's own date, entered by the practice supervisor or a coordinator with why. Nothing here works it out or moves it,
 * and nothing reads it but the pages that show it. */
#include "app/calendar/calendar.h"

#include "app/calendar/calendar_view.h"
#include "app/joining/joining.h"
#include "app/notices/notices.h"
#include "app/privacy/privacy.h"
#include "probation.sql.h"
#include "templates.gen.h"
#include "web/form.h"

enum { PROBATION_YEARS = 5, PROBATION_WHY_MAX = 500 };

struct probation_typed {
	struct date ends_on;
	struct str why;
	bool read_again;
};
static const struct field probation_fields[] = {
	DATE(struct probation_typed, ends_on, .label = T_PROBATION_ENDS, .hint = T_PROBATION_ENDS_HINT),
	LONG_TEXT(struct probation_typed, why, .label = T_PROBATION_WHY, .hint = T_PROBATION_WHY_HINT, .required = true, .max = PROBATION_WHY_MAX, .rows = 3),
	BOOL(struct probation_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form probation_form = { .name = "probation", .size = sizeof(struct probation_typed), .fields = probation_fields,
	                                 .n = COUNT_OF(probation_fields), .autosave = true, .wants_version = true };

/* The row that stands is the version: 0 while nothing was entered. */
static int64_t version_of(const struct probation_of_rows *rows)
{
	return rows->n ? rows->v[0].probation : 0;
}

static struct url calendar_url(struct ctx *cx)
{
	return url_id(cx, "/inductions/", cx->induction->uuid, "/calendar");
}

/* ---- shown ---- */

static struct str entered(struct ctx *cx, const struct probation_of_row *r)
{
	return date_is_none(r->ends_on)
	               ? WORDS(cx->arena, T_PROBATION_NONE_BY, WORD_ARG("name", r->entered_by), WORD_ARG("on", date_of(r->entered_at)))
	               : WORDS(cx->arena, T_PROBATION_BY, WORD_ARG("date", r->ends_on), WORD_ARG("name", r->entered_by),
	                       WORD_ARG("on", date_of(r->entered_at)));
}

enum rc probation_shown(struct ctx *cx, struct html *ret)
{
	struct probation_view v = { .enter = url_id(cx, "/inductions/", cx->induction->uuid, "/probation"),
		                        .may_enter = access_ok(may_enter_probation(&cx->actor, &cx->resource)) };
	struct probation_of_rows rows = { .n = 0 };
	enum rc rc = access_ok(may_read_agreed(&cx->actor, &cx->resource)) ? sql_probation_of(cx->db, cx->arena, cx->induction->id, &rows) : OK;

	if (rc != OK)
		return rc;
	if (rows.n) {
		v.now = entered(cx, &rows.v[0]);
		v.why = rows.v[0].why;
	}
	v.before.v = NEW_ARRAY(cx->arena, struct probation_before, rows.n + 1);
	for (size_t i = 1; i < rows.n; i++)
		v.before.v[v.before.n++] = (struct probation_before){ entered(cx, &rows.v[i]), rows.v[i].why };
	*ret = HTML(cx, probation, &v);
	return OK;
}

static void one_json(struct json_out *j, const struct probation_of_row *r)
{
	json_key(j, "ends_on"), json_date(j, r->ends_on);
	json_key(j, "why"), json_str(j, r->why);
	json_key(j, "entered_by"), json_str(j, r->entered_by);
	json_key(j, "entered_at"), json_instant(j, r->entered_at);
}

static enum rc probation_json(struct ctx *cx, const struct probation_of_rows *rows)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "version"), json_i64(j, version_of(rows));
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++) {
		json_obj(j);
		one_json(j, &rows->v[i]);
		json_end(j);
	}
	json_end(j);
	json_end(j);
	return answer_json(cx, 200);
}

/* ---- entered ---- */

enum rc probation_show(struct ctx *cx)
{
	struct probation_form_view v = { .action = url_id(cx, "/inductions/", cx->induction->uuid, "/probation"), .back = calendar_url(cx),
		                             .name = cx->induction->name };
	struct probation_typed filled = { .ends_on = DATE_NONE };
	struct probation_of_rows rows;
	struct form_view fv;
	enum rc rc = sql_probation_of(cx->db, cx->arena, cx->induction->id, &rows);

	if (rc != OK)
		return rc;
	if (cx->route->method == HTTP_GET)
		cx->current_version = version_of(&rows);
	if (cx->json)
		return probation_json(cx, &rows);
	if (!access_ok(may_enter_probation(&cx->actor, &cx->resource))) /* one's own: read on the page of dates */
		return redirect(cx, calendar_url(cx));
	stale_said(cx);
	if (rows.n) {
		filled.ends_on = rows.v[0].ends_on;
		v.now = entered(cx, &rows.v[0]);
	}
	fv = form_view(cx, &probation_form, &filled, version_of(&rows));
	v.errors = fv.errors, v.hidden = fv.hidden;
	v.ends_on = form_field(&fv, "ends_on")->html, v.why = form_field(&fv, "why")->html;
	v.again = privacy_again_field(cx, &fv);
	return page(cx, &(struct page){ .title = word(T_PROBATION_TITLE), .menu = cx->actor.role == ROLE_COORDINATOR ? MENU_COHORT : MENU_DESK,
	                                .main = HTML(cx, probation_form, &v), .status = cx->err.n && !cx->failed ? 422 : 0 });
}

enum rc probation_save(struct ctx *cx)
{
	const struct probation_typed *f = cx->form;
	const struct induction *i = cx->induction;
	struct piece_words words = { .n = 0 };
	struct probation_of_rows rows;
	enum rc rc = sql_probation_of(cx->db, cx->arena, i->id, &rows);

	if (rc != OK || (rc = version_is(cx, version_of(&rows))) != OK)
		return rc;
	if (!date_is_none(f->ends_on) && (date_cmp(f->ends_on, date_plus(i->starts, -366)) < 0 || f->ends_on.days > cx->today.days + PROBATION_YEARS * 366))
		field_error(cx, "ends_on", T_PROBATION_FAR);
	piece_word_add(cx, &words, S("why"), STR_NONE, f->why, cx->person_name);
	if ((rc = privacy_in_given(cx, &words, f->read_again)) != OK || cx->err.n)
		return rc != OK ? rc : INVALID;
	rc = sql_probation_replace(cx->db, cx->arena, i->id, cx->now, NULL);
	if (rc == OK)
		rc = sql_probation_add(cx->db, cx->arena, i->id, f->ends_on, str_trim(f->why), cx->actor.person, cx->now, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, i->id, EVENT_PROBATION_ENTERED, i->uuid,
		               date_is_none(f->ends_on) ? S("{}") : strf(cx->arena, "{\"on\":\"%s\"}", date_iso(cx->arena, f->ends_on).p));
	if (rc == OK)
		rc = notice(cx, NOTICE_DATES, i->ecsw, i->employer);
	if (rc != OK)
		return rc;
	if (cx->json) {
		if ((rc = sql_probation_of(cx->db, cx->arena, i->id, &rows)) != OK || (rc = probation_json(cx, &rows)) != OK)
			return rc;
		cx->current_version = version_of(&rows);
	}
	return done(cx, calendar_url(cx), T_PROBATION_SAVED);
}

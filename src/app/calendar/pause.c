/* pause.c — the clock is stopped: told by the person, or dates recorded by their coordinator; changed, and taken back. */
#include "app/calendar/calendar.h"

#include "app/calendar/agreed_inside.h"
#include "app/calendar/calendar_view.h"
#include "app/joining/joining.h"
#include "app/notices/notices.h"
#include "app/support/support.h"
#include "calendar.sql.h"
#include "templates.gen.h"
#include "web/form.h"

enum rc pauses_of(struct ctx *cx, int64_t induction, struct pauses *ret)
{
	struct pauses_of_rows rows;
	struct pauses_version_row version;
	struct pauses p;
	enum rc rc = sql_pauses_of(cx->db, cx->arena, induction, &rows);

	if (rc != OK || (rc = sql_pauses_version(cx->db, cx->arena, induction, &version)) != OK)
		return rc;
	p = (struct pauses){ NEW_ARRAY(cx->arena, struct pause, rows.n + 1), NEW_ARRAY(cx->arena, struct pause_span, rows.n + 1), 0,
		                 version.version };
	for (size_t i = 0; i < rows.n; i++) {
		const struct pauses_of_row *r = &rows.v[i];

		p.spans[p.n] = (struct pause_span){ r->starts, r->ends };
		p.v[p.n++] = (struct pause){ r->pause_period, r->id,     r->starts,    r->ends,
			                         (enum pause_kind)r->kind, r->agreed, r->agreed_id, r->ground };
	}
	*ret = p;
	return OK;
}

enum rc extensions_of(struct ctx *cx, int64_t induction, struct extensions *ret)
{
	struct extensions_of_rows rows;
	enum rc rc = sql_extensions_of(cx->db, cx->arena, induction, &rows);

	if (rc != OK)
		return rc;
	*ret = (struct extensions){ NEW_ARRAY(cx->arena, struct extension_span, rows.n + 1), NEW_ARRAY(cx->arena, struct uuid, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		ret->v[i] = (struct extension_span){ (int)rows.v[i].days, rows.v[i].given_on };
		ret->uuids[i] = rows.v[i].id;
	}
	return OK;
}

/* dates_json — of one that stands; `was` the one it replaces: what stands can be told from the history alone. */
static struct str dates_json(struct ctx *cx, struct date starts, struct date ends, struct uuid was)
{
	struct str replaces = uuid_eq(was, UUID_NONE) ? STR_NONE : strf(cx->arena, ",\"was\":\"%s\"", uuid_str(cx->arena, was).p);
	struct str to = date_is_none(ends) ? STR_NONE : strf(cx->arena, ",\"to\":\"%s\"", date_iso(cx->arena, ends).p);

	return strf(cx->arena, "{\"from\":\"%s\"%.*s%.*s}", date_iso(cx->arena, starts).p, STR_FMT(to), STR_FMT(replaces));
}

static int64_t by(const struct ctx *cx)
{
	return cx->actor.person ? cx->actor.person : DB_NULL_INT;
}

enum rc pause_tell(struct ctx *cx, int64_t induction, const struct pause_told *p)
{
	struct uuid id = uuid7(cx->now);
	enum rc rc = p->replaces ? sql_pause_replace(cx->db, cx->arena, p->replaces, cx->now, by(cx), NULL) : OK;

	if (rc == OK)
		rc = sql_pause_add(cx->db, cx->arena, id, induction, p->starts, p->ends, p->kind, cx->now, by(cx), NULL);
	if (rc != OK || !p->replaces)
		return rc == OK ? event_add(cx, CHAIN_INDUCTION, induction, EVENT_PAUSE_TOLD, id, dates_json(cx, p->starts, p->ends, UUID_NONE)) : rc;
	return event_add(cx, CHAIN_INDUCTION, induction, EVENT_PAUSE_CHANGED, id, dates_json(cx, p->starts, p->ends, p->was));
}

/* ---- the form ---- */

enum pause_act { PAUSE_KEEP = 1, PAUSE_TAKE_BACK = 2 };
static const struct str act_keys[] = { [PAUSE_KEEP] = S_INIT("keep"), [PAUSE_TAKE_BACK] = S_INIT("take_back") };
static const struct key_list acts = { act_keys, (int)COUNT_OF(act_keys) };
static const enum word kind_words[PAUSE_KIND_END] = {
	[PAUSE_PARENTAL] = T_PAUSE_PARENTAL, [PAUSE_SICK] = T_PAUSE_SICK, [PAUSE_CARING] = T_PAUSE_CARING,
	[PAUSE_BEREAVEMENT] = T_PAUSE_BEREAVEMENT, [PAUSE_OTHER] = T_PAUSE_OTHER,
};

enum word pause_word(enum pause_kind kind)
{
	return kind > PAUSE_NOT_SAID && kind < PAUSE_KIND_END ? kind_words[kind] : T_NONE;
}

struct pause_typed {
	int act, kind;
	struct date starts, ends;
	struct str pause;
};
static const struct field pause_fields[] = {
	ACTION(struct pause_typed, act, .label = T_PAUSE_TITLE, .choices = &acts, .max = PAUSE_TAKE_BACK, .required = true),
	TEXT(struct pause_typed, pause, .label = T_PAUSE_TITLE, .max = UUID_TEXT),
	DATE(struct pause_typed, starts, .label = T_PAUSE_STARTS, .hint = T_PAUSE_STARTS_HINT, .max = 10),
	DATE(struct pause_typed, ends, .label = T_PAUSE_ENDS, .hint = T_PAUSE_ENDS_HINT, .max = 10),
	CHOICE(struct pause_typed, kind, .label = T_PAUSE_WHY, .hint = T_PAUSE_WHY_HINT, .choices = &pause_kinds,
	       .choice_words = kind_words, .max = PAUSE_KIND_END),
};
const struct form pause_form = { .name = "pause", .size = sizeof(struct pause_typed), .fields = pause_fields,
	                             .n = COUNT_OF(pause_fields), .wants_version = true };

static struct url induction_url(struct ctx *cx, const char *after)
{
	return url_id(cx, "/inductions/", cx->induction->uuid, after);
}

/* named — the leave by right of those that stand; NULL for none. What was agreed has a page of its own. */
static const struct pause *named(const struct pauses *p, struct str typed)
{
	struct uuid id;

	for (size_t i = 0; uuid_parse(str_trim(typed), &id) && i < p->n; i++)
		if (p->v[i].agreed == DB_NULL_INT && uuid_eq(p->v[i].uuid, id))
			return &p->v[i];
	return NULL;
}

static struct str typed_pause(struct ctx *cx)
{
	return str_trim(cx->values ? values_get(cx->values, S("pause")) : query(cx, "pause"));
}

enum rc pause_show(struct ctx *cx)
{
	struct pause_typed usual = { .starts = DATE_NONE, .ends = DATE_NONE };
	struct str typed = typed_pause(cx);
	const struct pause *one;
	struct form_view fv;
	struct pauses all;
	struct pause_view v;
	bool own = cx->actor.person == cx->induction->ecsw;
	enum rc rc = pauses_of(cx, cx->induction->id, &all);

	if (rc != OK)
		return rc;
	one = named(&all, typed);
	if (!one && typed.n && !cx->values)
		return NOT_FOUND;
	if (one)
		usual = (struct pause_typed){ .starts = one->starts, .ends = one->ends, .kind = own ? (int)one->kind : 0 };
	cx->current_version = all.version;
	stale_said(cx);
	fv = form_view(cx, &pause_form, &usual, all.version);
	v = (struct pause_view){
		.errors = fv.errors, .csrf = hidden_csrf(cx), .version = strf(cx->arena, "%lld", (long long)all.version),
		.name = cx->induction->name, .action = induction_url(cx, "/pause"), .back = induction_url(cx, "/calendar"), .own = own,
		.starts = form_field(&fv, "starts")->html, .ends = form_field(&fv, "ends")->html,
		.pause = typed, /* drawn again it names what it named, even if that stands no more: it never becomes a leave of its own */
	};
	if (own)
		v.kind = form_field(&fv, "kind")->html;
	return page(cx, &(struct page){ .title = word(typed.n ? T_PAUSE_CHANGE : T_PAUSE_TITLE), .menu = own ? MENU_NONE : MENU_COHORT,
	                                .main = HTML(cx, pause, &v) });
}

/* ---- saving ---- */

static const struct {
	const char *field;
	enum word says;
} wrongs[] = {
	[PAUSE_BACKWARDS] = { "ends", T_PAUSE_BACKWARDS }, [PAUSE_OUTSIDE] = { "ends", T_PAUSE_OUTSIDE },
	[PAUSE_FAR] = { "starts", T_PAUSE_FAR },           [PAUSE_OVERLAPS] = { "starts", T_PAUSE_OVERLAPS },
};

/* in_agreed — are there days of it in a pause that was agreed? That one is ended first, which nobody has to agree to. */
static bool in_agreed(const struct pauses *all, const struct pause_typed *f)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].agreed != DB_NULL_INT && (date_is_none(f->ends) || date_cmp(all->v[i].starts, f->ends) <= 0) &&
		    date_cmp(f->starts, all->v[i].ends) <= 0)
			return true;
	return false;
}

static enum rc check(struct ctx *cx, const struct pauses *all, const struct pause *one)
{
	const struct pause_typed *f = cx->form;
	struct pause_span *others = NEW_ARRAY(cx->arena, struct pause_span, all->n + 1);
	enum pause_wrong wrong;
	size_t n = 0;

	if (date_is_none(f->starts))
		return field_error(cx, "starts", T_PAUSE_STARTS_MISSING);
	if (!one && all->n >= CALENDAR_PAUSES_MAX)
		return form_error(cx, T_PAUSE_TOO_MANY);
	for (size_t i = 0; i < all->n; i++)
		if (&all->v[i] != one)
			others[n++] = all->spans[i];
	wrong = pause_wrong((struct pause_span){ f->starts, f->ends }, others, n, cx->induction->starts, cx->today);
	if (wrong == PAUSE_OVERLAPS && in_agreed(all, f))
		return field_error(cx, "starts", T_PAUSE_IN_AGREED);
	return wrong == PAUSE_FINE ? OK : field_error(cx, wrongs[wrong].field, wrongs[wrong].says);
}

enum rc pauses_tell(struct ctx *cx, enum notice_kind person)
{
	const struct induction *i = cx->induction;
	enum rc rc = notice_assigned(cx, NOTICE_DATES, i->id, ROLE_SUPERVISOR, i->employer);

	if (rc == OK)
		rc = returning_follow(cx);
	if (rc == OK)
		rc = notice_assigned(cx, NOTICE_DATES, i->id, ROLE_ASSESSOR, i->employer);
	if (rc == OK && cx->actor.role != ROLE_COORDINATOR)
		rc = notice_coordinators(cx, NOTICE_DATES, i->employer);
	return rc == OK && cx->actor.person != i->ecsw ? notice(cx, person, i->ecsw, i->employer) : rc;
}

static enum rc take_back(struct ctx *cx, const struct pause *one)
{
	enum rc rc = sql_pause_replace(cx->db, cx->arena, one->id, cx->now, by(cx), NULL);

	return rc == OK ? event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_PAUSE_TAKEN_BACK, one->uuid,
	                            dates_json(cx, one->starts, one->ends, UUID_NONE))
	                : rc;
}

enum rc pause_save(struct ctx *cx)
{
	const struct pause_typed *f = cx->form;
	bool own = cx->actor.person == cx->induction->ecsw;
	const struct pause *one;
	struct pauses all;
	enum rc rc = pauses_of(cx, cx->induction->id, &all);

	if (rc != OK || (rc = version_is(cx, all.version)) != OK)
		return rc;
	one = named(&all, f->pause);
	if (!one && (str_trim(f->pause).n || f->act == PAUSE_TAKE_BACK))
		return CONFLICT;
	if (f->act == PAUSE_TAKE_BACK)
		rc = take_back(cx, one);
	else if ((rc = check(cx, &all, one)) == OK) /* what a coordinator corrects keeps why, which they never see */
		rc = pause_tell(cx, cx->induction->id,
		                &(struct pause_told){ f->starts, f->ends, own ? (enum pause_kind)f->kind : one ? one->kind : PAUSE_NOT_SAID,
		                                      one ? one->id : 0, one ? one->uuid : UUID_NONE });
	if (rc == OK)
		rc = pauses_tell(cx, NOTICE_DATES);
	cx->current_version = -1;
	return rc == OK ? done(cx, induction_url(cx, "/calendar"), f->act == PAUSE_TAKE_BACK ? T_PAUSE_TAKEN_BACK : T_PAUSE_KEPT) : rc;
}

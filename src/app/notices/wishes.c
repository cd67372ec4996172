/* wishes.c — the page on which somebody says what Cairn writes to them about, and when. */
#include "app/notices/notices_inside.h"

#include "app/notices/notices_view.h"
#include "notices.sql.h"
#include "templates.gen.h"
#include "web/form.h"

struct wishes_typed {
	int claims_waiting, answered, view_given, shared, assigned, registration, bulk_done, address_failed;
	int feedback, observation, confirm_ask, family, supervision, part, part_given, ask_settled, dates, talk;
	int agreed_asked, agreed, return_plan, support, profile_asked, profile_answered, profile_given, programme_move, programme_moved, adjustment_late;
	int review, review_late, review_released, review_sign, decision, decision_waiting, decision_soon, decision_late, decision_above;
	int draft_answered, comments_closed, after_outcome, after_outcome_above;
	int digest_at, quiet_from, quiet_to;
	bool quiet, weekends;
};

static const enum word choice_words[CHOICE_END] = {
	[CHOICE_AT_ONCE] = T_WISHES_AT_ONCE, [CHOICE_DAILY] = T_WISHES_DAILY, [CHOICE_NONE] = T_WISHES_NONE,
};
/* Half hours of the day, 1 to 48, as a clock shows them. */
#define HOUR_(h) S_INIT(h ":00"), S_INIT(h ":30")
static const struct str half_hours[] = {
	{ "", 0 }, HOUR_("00"), HOUR_("01"), HOUR_("02"), HOUR_("03"), HOUR_("04"), HOUR_("05"), HOUR_("06"), HOUR_("07"),
	HOUR_("08"), HOUR_("09"), HOUR_("10"), HOUR_("11"), HOUR_("12"), HOUR_("13"), HOUR_("14"), HOUR_("15"), HOUR_("16"),
	HOUR_("17"), HOUR_("18"), HOUR_("19"), HOUR_("20"), HOUR_("21"), HOUR_("22"), HOUR_("23"),
};
static const struct key_list times_of_day = { half_hours, COUNT_OF(half_hours) };

#define KIND(member, label_)                                                                              \
	CHOICE(struct wishes_typed, member, .label = (label_), .choices = &notice_choices, .choice_words = choice_words, \
	       .max = CHOICE_END)
#define TIME(member, label_, ...)                                                                         \
	CHOICE(struct wishes_typed, member, .label = (label_), .choices = &times_of_day, .max = 49, .required = true, __VA_ARGS__)
static const struct field wishes_fields[] = {
	KIND(claims_waiting, T_WISHES_CLAIMS_WAITING), KIND(answered, T_WISHES_ANSWERED),
	KIND(view_given, T_WISHES_VIEW_GIVEN), KIND(shared, T_WISHES_SHARED), KIND(assigned, T_WISHES_ASSIGNED),
	KIND(registration, T_WISHES_REGISTRATION), KIND(bulk_done, T_WISHES_BULK_DONE),
	KIND(feedback, T_WISHES_FEEDBACK), KIND(observation, T_WISHES_OBSERVATION), KIND(confirm_ask, T_WISHES_CONFIRM_ASK),
	KIND(ask_settled, T_WISHES_ASK_SETTLED), KIND(family, T_WISHES_FAMILY), KIND(supervision, T_WISHES_SUPERVISION),
	KIND(part, T_WISHES_PART), KIND(part_given, T_WISHES_PART_GIVEN), KIND(dates, T_WISHES_DATES),
	KIND(agreed_asked, T_WISHES_AGREED_ASKED), KIND(agreed, T_WISHES_AGREED), KIND(return_plan, T_WISHES_RETURN), KIND(support, T_WISHES_SUPPORT),
	KIND(profile_asked, T_WISHES_PROFILE_ASKED), KIND(profile_answered, T_WISHES_PROFILE_ANSWERED), KIND(profile_given, T_WISHES_PROFILE_GIVEN), KIND(programme_move, T_WISHES_MOVE), KIND(programme_moved, T_WISHES_MOVED), KIND(adjustment_late, T_WISHES_ADJUST_LATE),
	KIND(talk, T_WISHES_TALK), KIND(review, T_WISHES_REVIEW), KIND(review_late, T_WISHES_REVIEW_LATE),
	KIND(review_released, T_WISHES_REVIEW_RELEASED), KIND(review_sign, T_WISHES_REVIEW_SIGN), KIND(decision, T_WISHES_DECISION),
	KIND(decision_soon, T_WISHES_DECISION_SOON), KIND(decision_waiting, T_WISHES_DECISION_STAFF),
	KIND(decision_late, T_WISHES_DECISION_LATE), KIND(decision_above, T_WISHES_DECISION_ABOVE), KIND(draft_answered, T_WISHES_DRAFT_ANSWERED),
	KIND(after_outcome, T_WISHES_AFTER_OUTCOME), KIND(after_outcome_above, T_WISHES_AFTER_OUTCOME_ABOVE),
	KIND(comments_closed, T_WISHES_COMMENTS_CLOSED), KIND(address_failed, T_WISHES_ADDRESS_FAILED),
	TIME(digest_at, T_WISHES_DIGEST_AT, .hint = T_WISHES_DIGEST_AT_HINT),
	BOOL(struct wishes_typed, quiet, .label = T_WISHES_QUIET, .hint = T_WISHES_QUIET_HINT, .max = 1),
	TIME(quiet_from, T_WISHES_QUIET_FROM, .hint = 0), TIME(quiet_to, T_WISHES_QUIET_TO, .hint = 0),
	BOOL(struct wishes_typed, weekends, .label = T_WISHES_WEEKENDS, .max = 1),
};
const struct form wishes_form = {
	.name = "mail_wishes", .size = sizeof(struct wishes_typed), .fields = wishes_fields, .n = COUNT_OF(wishes_fields),
	.wants_version = true,
};

/* Where each kind stands in what was typed. */
static const struct {
	enum notice_kind kind;
	size_t offset;
} kind_fields[] = {
	{ NOTICE_CLAIMS_WAITING, offsetof(struct wishes_typed, claims_waiting) },
	{ NOTICE_ANSWERED, offsetof(struct wishes_typed, answered) },
	{ NOTICE_VIEW_GIVEN, offsetof(struct wishes_typed, view_given) },
	{ NOTICE_SHARED, offsetof(struct wishes_typed, shared) },
	{ NOTICE_ASSIGNED, offsetof(struct wishes_typed, assigned) },
	{ NOTICE_REGISTRATION, offsetof(struct wishes_typed, registration) },
	{ NOTICE_BULK_DONE, offsetof(struct wishes_typed, bulk_done) },
	{ NOTICE_FEEDBACK, offsetof(struct wishes_typed, feedback) },
	{ NOTICE_OBSERVATION, offsetof(struct wishes_typed, observation) },
	{ NOTICE_CONFIRM_ASK, offsetof(struct wishes_typed, confirm_ask) },
	{ NOTICE_FAMILY, offsetof(struct wishes_typed, family) },
	{ NOTICE_SUPERVISION, offsetof(struct wishes_typed, supervision) },
	{ NOTICE_PART, offsetof(struct wishes_typed, part) },
	{ NOTICE_PART_GIVEN, offsetof(struct wishes_typed, part_given) },
	{ NOTICE_ASK_SETTLED, offsetof(struct wishes_typed, ask_settled) },
	{ NOTICE_DATES, offsetof(struct wishes_typed, dates) },
	{ NOTICE_AGREED_ASKED, offsetof(struct wishes_typed, agreed_asked) },
	{ NOTICE_AGREED, offsetof(struct wishes_typed, agreed) },
	{ NOTICE_RETURN, offsetof(struct wishes_typed, return_plan) },
	{ NOTICE_SUPPORT, offsetof(struct wishes_typed, support) },
	{ NOTICE_ADJUST_LATE, offsetof(struct wishes_typed, adjustment_late) },
	{ NOTICE_PROFILE_ASKED, offsetof(struct wishes_typed, profile_asked) },
	{ NOTICE_PROFILE_ANSWERED, offsetof(struct wishes_typed, profile_answered) },
	{ NOTICE_PROFILE_GIVEN, offsetof(struct wishes_typed, profile_given) },
	{ NOTICE_MOVE, offsetof(struct wishes_typed, programme_move) },
	{ NOTICE_MOVED, offsetof(struct wishes_typed, programme_moved) },
	{ NOTICE_TALK, offsetof(struct wishes_typed, talk) },
	{ NOTICE_REVIEW, offsetof(struct wishes_typed, review) },
	{ NOTICE_REVIEW_LATE, offsetof(struct wishes_typed, review_late) },
	{ NOTICE_REVIEW_RELEASED, offsetof(struct wishes_typed, review_released) },
	{ NOTICE_REVIEW_SIGN, offsetof(struct wishes_typed, review_sign) },
	{ NOTICE_DECISION, offsetof(struct wishes_typed, decision) },
	{ NOTICE_DECISION_STAFF, offsetof(struct wishes_typed, decision_waiting) },
	{ NOTICE_DECISION_SOON, offsetof(struct wishes_typed, decision_soon) },
	{ NOTICE_DECISION_LATE, offsetof(struct wishes_typed, decision_late) },
	{ NOTICE_DECISION_ABOVE, offsetof(struct wishes_typed, decision_above) },
	{ NOTICE_DRAFT_ANSWERED, offsetof(struct wishes_typed, draft_answered) },
	{ NOTICE_AFTER, offsetof(struct wishes_typed, after_outcome) },
	{ NOTICE_AFTER_ABOVE, offsetof(struct wishes_typed, after_outcome_above) },
	{ NOTICE_COMMENTS_CLOSED, offsetof(struct wishes_typed, comments_closed) },
	{ NOTICE_ADDRESS_FAILED, offsetof(struct wishes_typed, address_failed) },
};

static int half_hour_of(int minute)
{
	return minute / 30 + 1;
}

static struct wishes_typed typed_of(const struct notice_wishes *w)
{
	struct wishes_typed t = { .digest_at = half_hour_of(w->digest_at), .quiet_from = half_hour_of(w->quiet_from),
		                      .quiet_to = half_hour_of(w->quiet_to), .quiet = w->quiet, .weekends = w->weekends };

	for (size_t i = 0; i < COUNT_OF(kind_fields); i++)
		*(int *)((char *)&t + kind_fields[i].offset) = (int)notice_choice_of(kind_fields[i].kind, w);
	return t;
}

/* What was not on the page, because no role of the person gets it, stays as it was. */
static struct notice_wishes wishes_typed_to(const struct notice_wishes *before, const struct wishes_typed *t)
{
	struct notice_wishes w = *before;

	for (size_t i = 0; i < COUNT_OF(kind_fields); i++) {
		int choice = *(const int *)((const char *)t + kind_fields[i].offset);

		if (choice > 0)
			w.choice[kind_fields[i].kind] = (enum notice_choice)choice;
	}
	w.digest_at = (t->digest_at - 1) * 30;
	w.quiet_from = (t->quiet_from - 1) * 30;
	w.quiet_to = (t->quiet_to - 1) * 30;
	w.quiet = t->quiet;
	w.weekends = t->weekends;
	return w;
}

enum rc wishes_keep(struct ctx *cx, int64_t person, struct uuid id, const struct notice_wishes *w, int64_t version)
{
	struct buf digits = buf_new(cx->arena, NOTICE_END);
	enum rc rc;

	for (int kind = 0; kind < NOTICE_END; kind++)
		buf_add_c(&digits, (char)('0' + w->choice[kind]));
	rc = sql_wishes_put(cx->db, cx->arena, person, buf_str(&digits), w->digest_at,
	                    w->quiet, w->quiet_from, w->quiet_to, w->weekends, version + 1, NULL);
	for (int kind = 0; rc == OK && kind < NOTICE_END; kind++) /* what waits goes by the new wishes */
		if (notice_row_of(kind) && !notice_row_of(kind)->always)
			rc = notice_due(kind, w, cx->now) == NOTICE_NEVER
			             ? sql_notices_of_kind_gone(cx->db, cx->arena, person, kind, NULL)
			             : sql_notices_moved(cx->db, cx->arena, person, kind, notice_due(kind, w, cx->now),
			                                 notice_choice_of(kind, w) == CHOICE_DAILY, NULL);
	return rc == OK ? event_add(cx, CHAIN_PERSON, person, EVENT_MAIL_WISHES_CHANGED, id,
	                            strf(cx->arena, "{\"version\":%lld}", (long long)version + 1))
	                : rc;
}

/* ---- the page ---- */

/* Which kinds the person can get at all: by every role they hold today, not only the one they act in. */
static enum rc roles_held(struct ctx *cx, unsigned *ret)
{
	struct wishes_roles_rows rows;
	enum rc rc = sql_wishes_roles(cx->db, cx->arena, cx->actor.person, cx->today, &rows);
	unsigned held = 0;

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		held |= 1u << rows.v[i].role;
	if (rc == OK)
		*ret = held;
	return rc;
}

static struct wish_shown wish_shown(struct ctx *cx, const struct form_view *fv, const struct field *field)
{
	const struct field_view *f = form_field(fv, field->name);
	struct wish_shown w = { .name = f->name, .id = f->id, .says = field->label };

	for (int choice = CHOICE_AT_ONCE; choice < CHOICE_END; choice++) {
		struct str key = key_of(&notice_choices, choice);

		w.choices.v[w.choices.n++] = (struct wish_choice){
			.id = choice == CHOICE_AT_ONCE ? f->id : strf(cx->arena, "%.*s-%d", STR_FMT(f->id), choice), .key = key,
			.label = choice_words[choice], .chosen = str_eq(key, str_trim(f->value)),
		};
	}
	return w;
}

static enum rc wishes_json(struct ctx *cx, const struct wishes_typed *t, int64_t version)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_form(j, &wishes_form, t);
	json_key(j, "version"), json_i64(j, version);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc wishes_show(struct ctx *cx)
{
	struct notice_wishes w;
	struct notice_person_row who;
	struct wishes_typed t;
	struct wishes_view v = { .trouble = false };
	struct form_view fv;
	struct page p = { .title = word(T_WISHES_TITLE) };
	int64_t version;
	unsigned held;
	enum rc rc = wishes_of(cx, cx->actor.person, &w, &version);

	if (rc != OK || (rc = roles_held(cx, &held)) != OK ||
	    (rc = sql_notice_person(cx->db, cx->arena, cx->actor.person, &who)) != OK)
		return rc;
	t = typed_of(&w);
	cx->current_version = version;
	if (cx->json)
		return wishes_json(cx, &t, version);
	fv = form_view(cx, &wishes_form, &t, version);
	v.kinds.v = NEW_ARRAY(cx->arena, struct wish_shown, COUNT_OF(kind_fields));
	for (size_t i = 0; i < COUNT_OF(kind_fields); i++)
		if (notice_row_of(kind_fields[i].kind)->roles & held)
			v.kinds.v[v.kinds.n++] = wish_shown(cx, &fv, &wishes_fields[i]);
	v.errors = fv.errors;
	v.hidden = fv.hidden;
	v.digest_at = form_field(&fv, "digest_at")->html;
	v.quiet = form_field(&fv, "quiet")->html;
	v.quiet_from = form_field(&fv, "quiet_from")->html;
	v.quiet_to = form_field(&fv, "quiet_to")->html;
	v.weekends = form_field(&fv, "weekends")->html;
	v.address = who.email;
	v.trouble = who.trouble.p && str_eq(who.trouble, who.email_folded);
	p.main = HTML(cx, notices_wishes, &v);
	return page(cx, &p);
}

enum rc wishes_save(struct ctx *cx)
{
	struct notice_wishes before, w;
	struct notices_lock_row me;
	int64_t version;
	enum rc rc = sql_notices_lock(cx->db, cx->arena, cx->actor.person, &me);

	if (rc == OK)
		rc = wishes_of(cx, cx->actor.person, &before, &version);
	if (rc == OK)
		rc = version_is(cx, version);
	if (rc != OK)
		return rc == NO_VERSION && !cx->json ? STALE : rc;
	w = wishes_typed_to(&before, cx->form);
	if ((rc = wishes_keep(cx, cx->actor.person, me.id, &w, version)) != OK)
		return rc;
	cx->current_version = version + 1;
	return done(cx, url_lit("/account/mail"), T_WISHES_SAVED);
}

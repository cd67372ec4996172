/* reviews_load.c — one review as it stands for its reader, and the words for it. */
#include "app/reviews/reviews_inside.h"

#include "app/notices/notices.h"
#include "app/privacy/privacy.h"
#include "app/support/support.h"

bool review_is_own(const struct ctx *cx)
{
	return cx->actor.role == ROLE_ECSW && cx->actor.person == cx->resource.owner;
}

/* ---- what the programme says ---- */

/* The scale of a programme that has none of its own. */
static void usual_scale(struct review_rules *r)
{
	static const struct {
		struct str key;
		enum word label, anchor;
	} steps[] = {
		{ S_INIT("not_seen"), T_REVIEW_STEP_NOT_SEEN, T_REVIEW_ANCHOR_NOT_SEEN },
		{ S_INIT("alongside"), T_REVIEW_STEP_ALONGSIDE, T_REVIEW_ANCHOR_ALONGSIDE },
		{ S_INIT("with_check_ins"), T_REVIEW_STEP_CHECK_INS, T_REVIEW_ANCHOR_CHECK_INS },
		{ S_INIT("confidently"), T_REVIEW_STEP_CONFIDENTLY, T_REVIEW_ANCHOR_CONFIDENTLY },
	};

	for (size_t i = 0; i < COUNT_OF(steps); i++)
		r->scale[r->scale_n++] = (struct review_step){ steps[i].key, word(steps[i].label), word(steps[i].anchor) };
}

enum rc review_programme(struct ctx *cx, struct review_programme *ret)
{
	enum rc rc = programme_reviewing(cx, cx->induction->programme_row, &ret->rules, &ret->asked);

	if (rc != OK)
		return rc;
	if (!ret->rules.scale_n)
		usual_scale(&ret->rules);
	return OK;
}

bool review_follow(const struct calendar *c, int month, struct date *due, struct date *opens, struct date *closes)
{
	for (int i = 0; i < c->reviews_n; i++)
		if (c->reviews[i].month == month && !date_is_none(c->reviews[i].due.date)) {
			*due = c->reviews[i].due.date;
			*opens = c->reviews[i].opens;
			*closes = c->reviews[i].closes;
			return true;
		}
	return false;
}

bool review_follow_interim(const struct calendar_facts *f, struct date prepared, int64_t days, struct date *due, struct date *closes)
{
	struct date on = calendar_days_on(f, prepared, (int)days);

	if (date_is_none(on))
		return false;
	*due = *closes = on;
	return true;
}

struct date review_planned(const struct calendar_facts *f, struct date planned)
{
	return date_is_none(planned) || calendar_is_paused(f, planned) ? DATE_NONE : planned;
}

/* ---- one review ---- */

static void count_roles(struct review_now *n)
{
	for (size_t i = 0; i < n->parts.n; i++)
		if (n->parts.v[i].given_at != DB_NULL_INT)
			n->given |= REVIEW_ROLE(n->parts.v[i].role);
	for (size_t i = 0; i < n->signatures.n; i++)
		n->signed_by |= REVIEW_ROLE(n->signatures.v[i].role);
}

enum rc review_now(struct ctx *cx, struct review_now *ret)
{
	struct review_now n = { .r = *cx->review, .reads = cx->actor.role != ROLE_COORDINATOR };
	struct induction_dates dates;
	int more;
	enum rc rc;

	if ((rc = review_programme(cx, &n.programme)) != OK || (rc = adjust_days_now(cx, cx->induction->id, &more)) != OK || (rc = dates_of(cx, cx->induction->id, &dates)) != OK ||
	    (rc = sql_review_parts(cx->db, cx->arena, n.r.id, cx->actor.person, &n.parts)) != OK ||
	    (rc = sql_review_signatures(cx->db, cx->arena, n.r.id, &n.signatures)) != OK ||
	    (rc = sql_review_people(cx->db, cx->arena, cx->induction->id, cx->today, &n.people)) != OK)
		return rc;
	if (n.r.state < REVIEW_MET && n.r.kind == REVIEW_POINT)
		review_follow(&dates.calendar, n.r.month, &n.r.due, &n.r.opens, &n.r.closes);
	if (n.r.state < REVIEW_MET && n.r.kind == REVIEW_INTERIM)
		review_follow_interim(&dates.facts, n.r.prepared, n.r.days, &n.r.due, &n.r.closes);
	n.planned = review_planned(&dates.facts, n.r.planned);
	n.paused = calendar_is_paused(&dates.facts, cx->today);
	count_roles(&n);
	n.waits = review_waits(&(struct review_facts){ n.r.state, n.programme.rules.parts, n.given, n.signed_by, n.r.prepared, n.r.due,
	                                               n.r.closes, n.planned, n.r.met, n.paused, more },
	                       &n.programme.rules, cx->today);
	*ret = n;
	return OK;
}

enum rc review_meeting(struct ctx *cx, struct review_meeting *ret)
{
	struct review_now n;
	enum rc rc = review_now(cx, &n);

	if (rc != OK)
		return rc;
	*ret = (struct review_meeting){ .title = review_title(cx, n.r.kind, n.r.month), .opens = n.r.opens, .closes = n.r.closes,
		                            .on = !date_is_none(n.r.met) ? n.r.met : !date_is_none(n.planned) ? n.planned : n.r.due,
		                            .is_due = date_is_none(n.r.met) && date_is_none(n.planned) };
	return OK;
}

enum rc review_asked(struct ctx *cx, const struct framework_version *v, const struct review *r, const struct review_rules *rules, bool **ret)
{
	bool *asked = NEW_ARRAY(cx->arena, bool, v->outcomes_n + 1), all = review_asks_all(rules, (enum review_kind)r->kind, r->month);
	struct review_changed_items_rows rows;
	struct review_met_before_row before;
	instant since = 0;
	enum rc rc = sql_review_met_before(cx->db, cx->arena, cx->induction->id, r->id, &before);

	if (rc == OK && !date_is_none(before.met_on))
		since = instant_of(before.met_on, 0, 0);
	if (rc == OK && !all)
		rc = sql_review_changed_items(cx->db, cx->arena, cx->induction->id, since, &rows);
	for (size_t o = 0; rc == OK && all && o < v->outcomes_n; o++)
		asked[o] = true;
	for (size_t i = 0; rc == OK && !all && i < rows.n; i++) {
		int32_t item = framework_item_of_row(v, rows.v[i].item);

		if (item >= 0 && v->ordinal[item] >= 0)
			asked[v->ordinal[item]] = true;
	}
	*ret = asked;
	return rc;
}

/* ---- words ---- */

struct str review_title(struct ctx *cx, int kind, int month)
{
	return kind == REVIEW_INTERIM ? word(T_REVIEW_INTERIM) : WORDS(cx->arena, T_CALENDAR_REVIEW, WORD_ARG("n", month));
}

struct str review_names(struct ctx *cx, const struct review_people_rows *people, unsigned roles_)
{
	struct str names[12];
	size_t n = 0;
	struct buf b = buf_new(cx->arena, 1200);

	for (int role = ROLE_ECSW; role <= ROLE_ASSESSOR; role++) {
		size_t before = n;

		if (!(roles_ & REVIEW_ROLE(role)))
			continue;
		for (size_t i = 0; i < people->n && n < COUNT_OF(names); i++)
			if (people->v[i].role == role)
				names[n++] = people->v[i].person == cx->actor.person ? word(T_REVIEW_YOU) : people->v[i].name;
		if (n == before && n < COUNT_OF(names))
			names[n++] = word(role == ROLE_SUPERVISOR ? T_REVIEW_NO_SUPERVISOR : T_REVIEW_NO_ASSESSOR);
	}
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_add(&b, i + 1 == n ? strf(cx->arena, " %.*s ", STR_FMT(word(T_REVIEW_AND))) : S(", "));
		buf_add(&b, names[i]);
	}
	return buf_str(&b);
}

struct str review_waiting(struct ctx *cx, const struct review_waits *w, const struct review_people_rows *people)
{
	struct str late = w->days_late ? WORDS(cx->arena, T_REVIEW_LATE, WORD_ARG("n", w->days_late)) : STR_NONE;
	struct str by = date_is_none(w->by) || w->days_late ? STR_NONE : WORDS(cx->arena, T_REVIEW_WANTED_BY, WORD_ARG("date", w->by));
	struct str says = STR_NONE;

	switch (w->what) {
	case REVIEW_WAITS_NOTHING:
		return STR_NONE;
	case REVIEW_WAITS_PARTS:
		says = WORDS(cx->arena, T_REVIEW_WAITS_PARTS, WORD_ARG("names", review_names(cx, people, w->with)), WORD_ARG("date", w->since));
		break;
	case REVIEW_WAITS_MEETING:
		says = word(T_REVIEW_WAITS_MEETING);
		break;
	case REVIEW_WAITS_SIGNATURES:
		says = WORDS(cx->arena, T_REVIEW_WAITS_SIGNATURES, WORD_ARG("names", review_names(cx, people, w->with)), WORD_ARG("date", w->since));
		break;
	}
	return strf(cx->arena, "%.*s %.*s%.*s", STR_FMT(says), STR_FMT(by), STR_FMT(late));
}

enum rc review_check_words(struct ctx *cx, struct str field, struct str text, bool read_again)
{
	struct piece_words words = { .n = 0 };

	piece_word_add(cx, &words, field, STR_NONE, text, cx->person_name);
	return privacy_in_given(cx, &words, read_again);
}

enum word review_part_word(enum role role, bool own)
{
	if (own)
		return T_REVIEW_YOUR_VIEW;
	return role == ROLE_ECSW ? T_REVIEW_OWN_VIEW : role == ROLE_SUPERVISOR ? T_REVIEW_SUPERVISOR_VIEW : T_REVIEW_ASSESSOR_VIEW;
}

const enum word review_why_words[REVIEW_WHY_END] = {
	[REVIEW_WHY_DIARY] = T_REVIEW_WHY_DIARY, [REVIEW_WHY_PARTS] = T_REVIEW_WHY_PARTS, [REVIEW_WHY_TIME] = T_REVIEW_WHY_TIME,
	[REVIEW_WHY_DATES] = T_REVIEW_WHY_CHANGED, [REVIEW_WHY_OTHER_REVIEW] = T_REVIEW_WHY_OTHER_REVIEW, [REVIEW_WHY_OTHER] = T_REVIEW_WHY_OTHER,
};

enum word review_why_word(int why)
{
	return why > 0 && why < REVIEW_WHY_END ? review_why_words[why] : T_REVIEW_WHY_OTHER;
}

enum word review_text_word(enum role role, size_t text)
{
	static const enum word words[][REVIEW_TEXTS] = {
		[ROLE_ECSW] = { T_REVIEW_ECSW_STRENGTHS, T_REVIEW_ECSW_NEEDS, T_REVIEW_ECSW_ONWARD },
		[ROLE_SUPERVISOR] = { T_REVIEW_SUPERVISOR_STRENGTHS, T_REVIEW_SUPERVISOR_NEEDS, T_REVIEW_SUPERVISOR_ONWARD },
		[ROLE_ASSESSOR] = { T_REVIEW_ASSESSOR_STRENGTHS, T_REVIEW_ASSESSOR_NEEDS, T_REVIEW_ASSESSOR_ONWARD },
	};

	return words[role][text];
}

struct str review_step_said(const struct review_rules *rules, int64_t step)
{
	return step > 0 && step <= rules->scale_n ? rules->scale[step - 1].label : word(T_REVIEW_NOT_SAID);
}

struct str review_written_by(struct ctx *cx, const struct review_parts_row *p)
{
	struct date on = date_of(p->given_at == DB_NULL_INT ? p->changed : p->given_at);

	if (p->given_at == DB_NULL_INT)
		return WORDS(cx->arena, T_REVIEW_SAVED_BY, WORD_ARG("date", on));
	if (p->typed_by != p->person)
		return WORDS(cx->arena, T_REVIEW_TYPED_BY, WORD_ARG("name", p->name), WORD_ARG("by", p->typed_name), WORD_ARG("date", on));
	return WORDS(cx->arena, p->late ? T_REVIEW_WRITTEN_LATE : T_REVIEW_WRITTEN_BY, WORD_ARG("name", p->name), WORD_ARG("date", on));
}

/* ---- what happens to one ---- */

enum rc review_event(struct ctx *cx, enum event_kind kind, struct uuid id, struct str data)
{
	return event_add(cx, CHAIN_INDUCTION, cx->induction->id, kind, id, data);
}

enum rc review_tell(struct ctx *cx, int kind, unsigned roles_)
{
	struct review_people_rows people;
	enum rc rc = sql_review_people(cx->db, cx->arena, cx->induction->id, cx->today, &people);

	for (size_t i = 0; rc == OK && i < people.n; i++)
		if ((roles_ & REVIEW_ROLE(people.v[i].role)) && people.v[i].person != cx->actor.person)
			rc = notice(cx, (enum notice_kind)kind, people.v[i].person, cx->induction->employer);
	return rc;
}

enum rc review_prepare(struct ctx *cx, enum review_kind kind, int month, struct date due, struct date opens, struct date closes,
                       struct str concern, struct uuid *ret, bool *ret_new)
{
	int64_t at = kind == REVIEW_POINT ? month : DB_NULL_INT, days = DB_NULL_INT;
	struct review_standing_row there;
	struct induction_dates dates;
	struct uuid id = uuid7(cx->now);
	enum rc rc = sql_review_standing(cx->db, cx->arena, cx->induction->id, kind, at, &there);

	*ret_new = rc == NOT_FOUND;
	if (rc == OK)
		*ret = there.id;
	if (rc != NOT_FOUND)
		return rc;
	if (kind == REVIEW_INTERIM) {
		if ((rc = dates_of(cx, cx->induction->id, &dates)) != OK)
			return rc;
		days = calendar_days_between(&dates.facts, cx->today, due);
	}
	rc = sql_review_add(cx->db, cx->arena, id, cx->induction->id, kind, at, days, due, opens, closes, concern, cx->today,
	                    cx->actor.person ? cx->actor.person : DB_NULL_INT, cx->now, NULL);
	if (rc == OK)
		rc = review_event(cx, kind == REVIEW_POINT ? EVENT_REVIEW_PREPARED : EVENT_REVIEW_ASKED, id,
		                  strf(cx->arena, "{\"month\":%d,\"due\":\"%s\"}", month, date_iso(cx->arena, due).p));
	*ret = id;
	return rc == OK ? review_tell(cx, NOTICE_REVIEW, REVIEW_ALL_THREE) : rc;
}

static const struct {
	enum event_kind event;
	enum notice_kind notice;
} consequences[REVIEW_ACT_END] = {
	[REVIEW_ACT_RELEASE] = { EVENT_REVIEW_RELEASED, NOTICE_REVIEW_RELEASED },
	[REVIEW_ACT_MEET] = { EVENT_REVIEW_MET, NOTICE_REVIEW_SIGN },
	[REVIEW_ACT_MOVE] = { EVENT_REVIEW_MOVED, NOTICE_REVIEW },
	[REVIEW_ACT_SPLIT] = { EVENT_REVIEW_SPLIT, NOTICE_REVIEW },
	[REVIEW_ACT_CANCEL] = { EVENT_REVIEW_CANCELLED, NOTICE_REVIEW },
};

static struct str act_data(struct ctx *cx, const struct review_doing *d)
{
	struct str on = date_is_none(d->on) ? STR_NONE : strf(cx->arena, "\"on\":\"%s\"", date_iso(cx->arena, d->on).p);
	struct str next = date_is_none(d->next) ? STR_NONE : strf(cx->arena, ",\"next\":\"%s\"", date_iso(cx->arena, d->next).p);

	return strf(cx->arena, "{%.*s%.*s}", STR_FMT(on), STR_FMT(next));
}

enum rc review_act(struct ctx *cx, const struct review *r, const struct review_doing *d)
{
	struct date planned = d->act == REVIEW_ACT_MOVE ? d->on : d->act == REVIEW_ACT_SPLIT ? d->next : r->planned;
	struct date begun = d->act == REVIEW_ACT_SPLIT && date_is_none(r->begun) ? d->on : r->begun;
	struct date met = d->act == REVIEW_ACT_MEET ? d->on : DATE_NONE;
	bool is_released = review_releases(d->act) && r->released_at == DB_NULL_INT;
	instant released = is_released ? cx->now : r->released_at;
	enum review_state to;
	int64_t affected = 0;
	enum rc rc;

	if (!review_after(r->state, d->act, &to))
		return CONFLICT;
	if (d->act == REVIEW_ACT_MEET && (rc = sql_review_dates_put(cx->db, cx->arena, r->id, r->due, r->opens, r->closes, NULL)) != OK)
		return rc;
	rc = sql_review_set(cx->db, cx->arena, r->id, to, planned, begun, met, released, cx->today, r->version, cx->now, &affected);
	if (rc == OK && !affected)
		return STALE;
	if (rc == OK && d->act >= REVIEW_ACT_MOVE)
		rc = sql_review_change_add(cx->db, cx->arena, r->id, d->act, date_is_none(r->planned) ? r->due : r->planned, d->act == REVIEW_ACT_SPLIT ? d->next : d->on, d->why,
		                           d->words.n ? d->words : S(""), cx->actor.person, cx->now, NULL);
	if (rc == OK && is_released && d->act != REVIEW_ACT_RELEASE) /* a meeting releases too, and the record says so */
		rc = review_event(cx, EVENT_REVIEW_RELEASED, r->uuid, S("{}"));
	if (rc == OK)
		rc = review_event(cx, consequences[d->act].event, r->uuid, act_data(cx, d));
	return rc == OK ? review_tell(cx, consequences[d->act].notice, REVIEW_ALL_THREE) : rc;
}

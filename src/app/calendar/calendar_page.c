/* calendar_page.c — every date of an induction and why: a picture, a line of dates, and the same as JSON. */
#include "app/calendar/calendar.h"

#include "app/calendar/agreed_inside.h"
#include "app/calendar/calendar_view.h"
#include "app/joining/joining.h"
#include "app/support/support.h"
#include "calendar.sql.h"
#include "templates.gen.h"

#include <stdlib.h>

/* What both answers are made of. */
struct dates {
	struct ctx *cx;
	struct induction_dates d;
	struct calendar_date supervision;
	struct date plan_back, planned_on; /* the return a plan is for, and when both had confirmed it; DATE_NONE */
	struct agreed_all agreed;    /* for the page alone, and only for whom it concerns */
	bool own, arranges;          /* arranges: funding concerns them */
	struct review_rules reviewing;
	bool agrees;                 /* may read what is agreed: not only its dates */
};

static enum rc read_dates(struct ctx *cx, struct dates *ret)
{
	struct supervision_last_row last;
	struct next_asked asked;
	enum rc rc;

	*ret = (struct dates){ .cx = cx, .own = cx->actor.person == cx->induction->ecsw,
		                   .arranges = access_ok(may_arrange_induction(&cx->actor, &cx->resource)) };
	if ((rc = dates_of(cx, cx->induction->id, &ret->d)) != OK ||
	    (rc = programme_reviewing(cx, cx->induction->programme_row, &ret->reviewing, &asked)) != OK ||
	    (rc = sql_supervision_last(cx->db, cx->arena, cx->induction->id, cx->today, &last)) != OK)
		return rc;
	ret->agrees = access_ok(may_read_agreed(&cx->actor, &cx->resource));
	if (ret->agrees && !cx->json && (rc = agreed_read(cx, &ret->agreed)) != OK)
		return rc;
	if ((rc = returning_plan_of(cx, &ret->plan_back, &ret->planned_on)) != OK)
		return rc;
	ret->supervision = calendar_supervision(&ret->d.facts, date_is_none(last.last) ? ret->d.facts.starts : last.last);
	return OK;
}

/* funding_is_shown — to whoever claims it, where a grant pays on that day. */
static bool funding_is_shown(const struct dates *s, int i)
{
	return s->arranges && s->d.funded[i];
}

/* ---- why, in words ---- */

static struct str why_part(struct ctx *cx, const struct calendar_why *w)
{
	struct str share = share_words(cx, w->share);

	switch (w->reason) {
	case BECAUSE_MONTHS:
		return WORDS(cx->arena, T_CALENDAR_WHY_MONTHS, WORD_ARG("n", w->n), WORD_ARG("date", w->from));
	case BECAUSE_FULL_TIME:
		return WORDS(cx->arena, T_CALENDAR_WHY_FULL, WORD_ARG("n", w->days));
	case BECAUSE_PART_TIME:
		return WORDS(cx->arena, T_CALENDAR_WHY_PART, WORD_ARG("n", w->days), WORD_ARG("share", share), WORD_ARG("counts", w->counts));
	case BECAUSE_PAUSED:
		return WORDS(cx->arena, T_CALENDAR_WHY_PAUSED, WORD_ARG("n", w->days));
	case BECAUSE_EXTENDED:
		return w->days % 7 ? WORDS(cx->arena, T_CALENDAR_WHY_EXTENDED, WORD_ARG("n", w->days), WORD_ARG("date", w->from))
		                   : WORDS(cx->arena, T_CALENDAR_WHY_EXTENDED_WEEKS, WORD_ARG("n", w->days / 7), WORD_ARG("date", w->from));
	case BECAUSE_BEFORE_END:
		return WORDS(cx->arena, T_CALENDAR_WHY_BEFORE_END, WORD_ARG("n", w->days));
	case BECAUSE_AFTER_PAUSE:
		return WORDS(cx->arena, T_CALENDAR_WHY_AFTER_PAUSE, WORD_ARG("date", w->from));
	case BECAUSE_BEFORE_PAUSE:
		return WORDS(cx->arena, T_CALENDAR_WHY_BEFORE_PAUSE, WORD_ARG("date", w->from));
	case BECAUSE_EVERY:
		return WORDS(cx->arena, T_CALENDAR_WHY_EVERY, WORD_ARG("n", w->days), WORD_ARG("date", w->from));
	case BECAUSE_MORE:
		return WORDS(cx->arena, T_CALENDAR_WHY_MORE, WORD_ARG("n", w->n), WORD_ARG("days", w->days), WORD_ARG("counts", w->counts));
	}
	return STR_NONE;
}

struct str calendar_why_words(struct ctx *cx, const struct calendar_date *d)
{
	struct buf b = buf_new(cx->arena, 4000);
	bool counted = d->why_n > 1 && d->why[0].reason == BECAUSE_MONTHS && d->why[1].reason <= BECAUSE_PAUSED;

	for (int i = 0; i < d->why_n; i++) {
		if (i == 1 && counted)
			buf_add(&b, WORDS(cx->arena, T_CALENDAR_WHY_DAYS, WORD_ARG("n", d->why[0].days)));
		if (i)
			buf_add(&b, i == 1 && counted ? S(" ") : S(", "));
		buf_add(&b, why_part(cx, &d->why[i]));
	}
	buf_add(&b, S("."));
	return buf_str(&b);
}

/* ---- JSON ---- */

static const char *const reason_keys[] = {
	[BECAUSE_MONTHS] = "months", [BECAUSE_FULL_TIME] = "full_time", [BECAUSE_PART_TIME] = "part_time", [BECAUSE_PAUSED] = "paused",
	[BECAUSE_EXTENDED] = "extended", [BECAUSE_BEFORE_END] = "before_end", [BECAUSE_AFTER_PAUSE] = "after_pause",
	[BECAUSE_BEFORE_PAUSE] = "before_pause", [BECAUSE_EVERY] = "every", [BECAUSE_MORE] = "more",
};

void calendar_date_json(struct ctx *cx, struct json_out *j, const char *key, const struct calendar_date *d)
{
	json_key(j, key), json_date(j, d->date);
	json_key(j, "why"), json_str(j, calendar_why_words(cx, d));
	json_key(j, "parts"), json_arr(j);
	for (int i = 0; i < d->why_n; i++) {
		const struct calendar_why *w = &d->why[i];

		json_obj(j);
		json_key(j, "reason"), json_str(j, str_from_c(reason_keys[w->reason]));
		json_key(j, "from"), json_date(j, w->from.days ? w->from : DATE_NONE);
		json_key(j, "to"), json_date(j, w->to.days ? w->to : DATE_NONE);
		json_key(j, "n"), json_i64(j, w->n);
		json_key(j, "days"), json_i64(j, w->days);
		json_key(j, "share"), json_str(j, share_words(cx, w->share));
		json_key(j, "counts"), json_i64(j, w->counts);
		json_end(j);
	}
	json_end(j);
}

static void pauses_json(const struct dates *s, struct json_out *j)
{
	json_key(j, "pauses"), json_arr(j);
	for (size_t i = 0; i < s->d.pauses.n; i++) {
		const struct pause *p = &s->d.pauses.v[i];

		json_obj(j);
		json_key(j, "id"), json_uuid(j, p->uuid);
		json_key(j, "starts"), json_date(j, p->starts);
		json_key(j, "ends"), json_date(j, p->ends);
		json_key(j, "agreed"), json_bool(j, p->agreed != DB_NULL_INT);
		if (s->own)
			json_key(j, "kind"), json_str(j, key_of(&pause_kinds, (int)p->kind));
		json_end(j);
	}
	json_end(j);
	json_key(j, "extensions"), json_arr(j);
	for (size_t i = 0; i < s->d.extensions.n; i++) {
		json_obj(j);
		json_key(j, "id"), json_uuid(j, s->d.extensions.uuids[i]);
		json_key(j, "days"), json_i64(j, s->d.extensions.v[i].days);
		json_key(j, "given_on"), json_date(j, s->d.extensions.v[i].given);
		json_end(j);
	}
	json_end(j);
}

static enum rc dates_json(const struct dates *s)
{
	struct ctx *cx = s->cx;
	const struct calendar *c = &s->d.calendar;
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "starts"), json_date(j, s->d.facts.starts);
	json_key(j, "paused"), json_bool(j, calendar_is_paused(&s->d.facts, cx->today));
	json_key(j, "month"), json_i64(j, induction_month(cx->induction, cx->today));
	json_key(j, "months"), json_i64(j, s->d.facts.rules->months);
	json_key(j, "undisturbed_end"), json_date(j, c->undisturbed);
	json_key(j, "ready"), json_obj(j), calendar_date_json(cx, j, "from", &c->ready), json_end(j);
	json_key(j, "end"), json_obj(j), calendar_date_json(cx, j, "latest", &c->end), json_end(j);
	json_key(j, "return_plan"), json_obj(j);
	json_key(j, "back_on"), json_date(j, s->plan_back);
	json_key(j, "agreed_on"), json_date(j, s->planned_on);
	json_end(j);
	json_key(j, "supervision"), json_obj(j), calendar_date_json(cx, j, "due", &s->supervision), json_end(j);
	json_key(j, "reviews"), json_arr(j);
	for (int i = 0; i < c->reviews_n; i++) {
		json_obj(j);
		json_key(j, "month"), json_i64(j, c->reviews[i].month);
		json_key(j, "optional"), json_bool(j, review_is_optional(&s->reviewing, c->reviews[i].month));
		calendar_date_json(cx, j, "due", &c->reviews[i].due);
		json_key(j, "opens"), json_date(j, c->reviews[i].opens);
		json_key(j, "closes"), json_date(j, c->reviews[i].closes);
		json_end(j);
	}
	json_end(j);
	json_key(j, "funding"), json_arr(j);
	for (int i = 0; i < c->funding_n; i++)
		if (funding_is_shown(s, i))
			json_obj(j), calendar_date_json(cx, j, "due", &c->funding[i]), json_end(j);
	json_end(j);
	pauses_json(s, j);
	json_end(j);
	return answer_json(cx, 200);
}

/* ---- the line of dates ---- */

static struct calendar_entry *add(const struct dates *s, struct calendar_view *v, struct date on, struct str what, struct str why)
{
	struct ctx *cx = s->cx;
	struct calendar_entry *e = &v->entries.v[v->entries.n];
	int year, month, day;

	if (date_is_none(on))
		return NULL;
	date_split(on, &year, &month, &day);
	*e = (struct calendar_entry){ .on = on, .iso = date_iso(cx->arena, on), .day = date_short(cx->arena, on),
		                          .year = strf(cx->arena, "%d", year), .what = what, .why = why,
		                          .is_past = date_cmp(on, cx->today) < 0, .is_today = date_cmp(on, cx->today) == 0 };
	v->entries.n++;
	return e;
}

static void add_reviews(const struct dates *s, struct calendar_view *v)
{
	struct ctx *cx = s->cx;
	const struct calendar *c = &s->d.calendar;

	for (int i = 0; i < c->reviews_n; i++) {
		const struct calendar_review *r = &c->reviews[i];
		struct calendar_entry *e = add(s, v, r->due.date, WORDS(cx->arena, review_is_optional(&s->reviewing, r->month) ? T_CALENDAR_REVIEW_OPTIONAL : T_CALENDAR_REVIEW,
		                                                              WORD_ARG("n", r->month)),
		                               calendar_why_words(cx, &r->due));

		if (e && date_cmp(r->opens, r->closes) < 0)
			e->more = WORDS(cx->arena, T_CALENDAR_WINDOW, WORD_ARG("from", r->opens), WORD_ARG("to", r->closes));
	}
}

static struct url agreed_page_url(struct ctx *cx, struct uuid id)
{
	return url_id(cx, "/inductions/", cx->induction->uuid, strf(cx->arena, "/agreed/%s", uuid_str(cx->arena, id).p).p);
}

/* pause_why — for the person alone: what kind of leave, or what was agreed. */
static struct str pause_why(const struct dates *s, const struct pause *p)
{
	const struct agreed_kind *k = p->agreed != DB_NULL_INT && s->own ? agreed_pause_named(s->agreed.rules, p->ground) : NULL;
	enum word why = s->own ? pause_word(p->kind) : T_NONE;

	return k ? k->label : why ? word(why) : STR_NONE;
}

/* add_back — with the plan of that return, where it is the one that is near; to others that there is one. */
static void add_back(const struct dates *s, struct calendar_view *v, struct date back)
{
	struct ctx *cx = s->cx;
	bool this = date_cmp(back, s->plan_back) == 0;
	struct calendar_entry *e = add(s, v, back, word(T_CALENDAR_BACK),
	                               this && !date_is_none(s->planned_on) ? WORDS(cx->arena, T_CALENDAR_BACK_AGREED, WORD_ARG("date", s->planned_on))
	                                                                    : word(T_CALENDAR_BACK_SAYS));

	if (this && access_ok(may_read_return(&cx->actor, &cx->resource)))
		e->change = url_id(cx, "/inductions/", cx->induction->uuid, "/return"), e->about = word(T_RETURNING_PLAN);
}

static void add_pauses(const struct dates *s, struct calendar_view *v)
{
	struct ctx *cx = s->cx;

	for (size_t i = 0; i < s->d.pauses.n; i++) {
		const struct pause *p = &s->d.pauses.v[i];
		struct str why = pause_why(s, p);
		bool open = date_is_none(p->ends), agreed = p->agreed != DB_NULL_INT;
		struct str until = open ? word(T_CALENDAR_PAUSE_OPEN)
		                        : WORDS(cx->arena, agreed ? T_CALENDAR_PAUSE_AGREED : T_CALENDAR_PAUSE_UNTIL,
		                                WORD_ARG("n", p->ends.days - p->starts.days + 1), WORD_ARG("date", p->ends));
		struct calendar_entry *e = add(s, v, p->starts, why.n ? WORDS(cx->arena, T_CALENDAR_PAUSED_WHY, WORD_ARG("why", why))
		                                                      : word(T_CALENDAR_PAUSED), until);

		e->is_pause = true;
		e->more = s->own && !agreed ? word(T_CALENDAR_PAUSE_PRIVATE) : STR_NONE;
		if (agreed && s->agrees)
			e->change = agreed_page_url(cx, p->agreed_uuid), e->about = word(T_CALENDAR_AGREED_ABOUT);
		else if (v->tells && !agreed)
			e->change = url_with(cx, v->tell, "pause", uuid_str(cx->arena, p->uuid)), e->about = word(T_PAUSE_CHANGE);
		if (!open)
			add_back(s, v, date_plus(p->ends, 1));
	}
}

static void add_extensions(const struct dates *s, struct calendar_view *v)
{
	struct ctx *cx = s->cx;

	for (size_t i = 0; i < s->d.extensions.n; i++) {
		const struct extension_span *x = &s->d.extensions.v[i];
		struct calendar_entry *e = add(s, v, x->given, word(T_CALENDAR_EXTENSION),
		                               x->days % 7 ? WORDS(cx->arena, T_CALENDAR_EXTENSION_SAYS_DAYS, WORD_ARG("n", x->days))
		                                           : WORDS(cx->arena, T_CALENDAR_EXTENSION_SAYS, WORD_ARG("weeks", x->days / 7)));

		if (e && s->agrees)
			e->change = agreed_page_url(cx, s->d.extensions.uuids[i]), e->about = word(T_CALENDAR_EXTENSION_MORE);
	}
}

static void add_waiting(const struct dates *s, struct calendar_view *v)
{
	struct ctx *cx = s->cx;

	v->waits.v = NEW_ARRAY(cx->arena, struct calendar_wait, 3);
	for (size_t i = 0; s->agrees && i < s->agreed.n && v->waits.n < 2; i++) {
		const struct agreed_one *a = &s->agreed.v[i];

		if (a->state == AGREED_ASKED)
			v->waits.v[v->waits.n++] = (struct calendar_wait){
				.text = a->what == AGREED_PAUSE
				                ? WORDS(cx->arena, T_CALENDAR_WAITS_PAUSE, WORD_ARG("from", a->starts), WORD_ARG("to", a->ends))
				                : WORDS(cx->arena, T_CALENDAR_WAITS_EXTENSION, WORD_ARG("n", a->days)),
				.url = agreed_page_url(cx, a->uuid) };
	}
	if (!s->agrees || !v->tells)
		return;
	v->asks_pause = s->agreed.rules->pauses_n > 0;
	v->asks_extension = s->agreed.rules->extension_count > 0;
	v->ask_pause = url_with(cx, url_id(cx, "/inductions/", cx->induction->uuid, "/agreed"), "what", S("pause"));
	v->ask_extension = url_with(cx, url_id(cx, "/inductions/", cx->induction->uuid, "/agreed"), "what", S("extension"));
	if (s->agreed.outcome != DB_NULL_INT && s->agreed.outcome_owed && v->asks_extension && !agreed_waits(&s->agreed, AGREED_EXTENSION))
		v->waits.v[v->waits.n++] = (struct calendar_wait){ .text = word(T_CALENDAR_WAITS_OWED), .url = v->ask_extension, .is_owed = true };
}

static void add_hours(const struct dates *s, struct calendar_view *v)
{
	struct ctx *cx = s->cx;
	const struct calendar_facts *f = &s->d.facts;

	for (int i = 0; i < f->hours_n && f->rules->in_proportion; i++)
		if (date_cmp(f->hours[i].starts, f->starts) > 0)
			add(s, v, f->hours[i].starts,
			    f->hours[i].share >= FULL_TIME ? word(T_CALENDAR_FULL_TIME)
			                                   : WORDS(cx->arena, T_CALENDAR_PART_TIME, WORD_ARG("share", share_words(cx, f->hours[i].share))),
			    word(T_CALENDAR_HOURS_SAYS));
}

static int by_date(const void *x, const void *y)
{
	const struct calendar_entry *a = x, *b = y;

	return date_cmp(a->on, b->on);
}

static void add_entries(const struct dates *s, struct calendar_view *v)
{
	struct ctx *cx = s->cx;
	const struct calendar *c = &s->d.calendar;
	size_t room = (size_t)(c->reviews_n + c->funding_n + s->d.facts.hours_n) + 2 * s->d.pauses.n + s->d.extensions.n + 8;

	v->entries.v = NEW_ARRAY(cx->arena, struct calendar_entry, room);
	add(s, v, s->d.facts.starts, word(s->own ? T_CALENDAR_STARTED_OWN : T_CALENDAR_STARTED),
	    WORDS(cx->arena, T_CALENDAR_STARTED_SAYS, WORD_ARG("n", s->d.facts.rules->months), WORD_ARG("date", c->undisturbed)));
	add_pauses(s, v);
	add_extensions(s, v);
	add_hours(s, v);
	add_reviews(s, v);
	add(s, v, s->supervision.date, word(T_CALENDAR_SUPERVISION), calendar_why_words(cx, &s->supervision));
	for (int i = 0; i < c->funding_n; i++)
		if (funding_is_shown(s, i))
			add(s, v, c->funding[i].date, word(T_CALENDAR_FUNDING), calendar_why_words(cx, &c->funding[i]));
	add(s, v, c->ready.date, word(T_CALENDAR_READY),
	    strf(cx->arena, "%.*s %.*s", STR_FMT(calendar_why_words(cx, &c->ready)), STR_FMT(word(T_CALENDAR_READY_SAYS))));
	add(s, v, c->end.date, word(T_CALENDAR_END), calendar_why_words(cx, &c->end));
	if (calendar_is_paused(&s->d.facts, cx->today))
		add(s, v, cx->today, word(T_CALENDAR_NOTHING_DUE), word(s->own ? T_CALENDAR_NOTHING_DUE_OWN : T_CALENDAR_NOTHING_DUE_SAYS));
	qsort(v->entries.v, v->entries.n, sizeof(*v->entries.v), by_date);
}

/* ---- the picture ---- */

enum { WIDE = 1000, TALL = 30, THIN = 18 };

static int at(const struct dates *s, struct date d)
{
	int64_t starts = s->d.facts.starts.days, all = s->d.calendar.end.date.days - starts, here = d.days - starts;

	return here < 0 ? 0 : here > all ? WIDE : (int)(here * WIDE / all);
}

/* after — where what ends on a day has stopped: the whole length for what has no end. */
static int after(const struct dates *s, struct date ends)
{
	return date_is_none(ends) ? WIDE : at(s, date_plus(ends, 1));
}

static struct calendar_bars bars_new(struct arena *a, size_t room)
{
	return (struct calendar_bars){ .v = NEW_ARRAY(a, struct calendar_bar, room), .room = room };
}

/* bar — false for nothing to see: it is outside the picture, or shorter than its smallest part. */
static bool bar(struct calendar_bars *b, int from, int to, bool thin, const char *css)
{
	if (to <= from || b->n == b->room)
		return false;
	b->v[b->n++] = (struct calendar_bar){ from, to - from, thin ? TALL - THIN : 0, thin ? THIN : TALL, str_from_c(css) };
	return true;
}

static void add_picture(const struct dates *s, struct calendar_view *v)
{
	struct ctx *cx = s->cx;
	const struct calendar *c = &s->d.calendar;
	const struct calendar_facts *f = &s->d.facts;
	const struct pauses *pauses = &s->d.pauses;

	if (date_is_none(c->end.date) || date_cmp(c->end.date, f->starts) <= 0)
		return;
	v->drawn = true;
	v->bars = bars_new(cx->arena, 2 * (size_t)f->hours_n + pauses->n + 2);
	v->marks = bars_new(cx->arena, (size_t)c->reviews_n + 1);
	bar(&v->bars, 0, WIDE, false, "c-year__full");
	for (int i = 0; i < f->hours_n && f->rules->in_proportion; i++)
		if (f->hours[i].share < FULL_TIME) { /* two: what is missing behind what is worked */
			int from = at(s, f->hours[i].starts), to = after(s, f->hours[i].ends);

			v->has_part_time |= bar(&v->bars, from, to, false, "c-year__none") && bar(&v->bars, from, to, true, "c-year__part");
		}
	for (size_t i = 0; i < pauses->n; i++)
		v->has_pause |= bar(&v->bars, at(s, pauses->v[i].starts), after(s, pauses->v[i].ends), false, "c-year__stop");
	for (int i = 0; i < c->reviews_n && v->marks.n < v->marks.room; i++)
		v->marks.v[v->marks.n++] = (struct calendar_bar){ .x = at(s, c->reviews[i].due.date) };
	v->today = date_cmp(cx->today, f->starts) < 0 || date_cmp(cx->today, c->end.date) > 0 ? -1 : at(s, cx->today);
}

/* ---- the page ---- */

static void add_lead(const struct dates *s, struct calendar_view *v)
{
	struct ctx *cx = s->cx;
	const struct calendar *c = &s->d.calendar;

	v->lead = date_is_none(c->end.date) ? word(T_CALENDAR_LEAD_OPEN)
	                                    : WORDS(cx->arena, s->own ? T_CALENDAR_LEAD_OWN : T_CALENDAR_LEAD, WORD_ARG("name", v->name),
	                                            WORD_ARG("end", c->end.date), WORD_ARG("ready", c->ready.date));
	for (size_t i = 0; i < s->d.pauses.n; i++)
		if (date_cmp(s->d.pauses.v[i].starts, cx->today) <= 0 && !date_is_none(s->d.pauses.v[i].ends) &&
		    date_cmp(cx->today, s->d.pauses.v[i].ends) <= 0)
			v->paused = WORDS(cx->arena, T_CALENDAR_STOPPED, WORD_ARG("date", date_plus(s->d.pauses.v[i].ends, 1)));
}

enum rc calendar_show(struct ctx *cx)
{
	const struct induction *i = cx->induction;
	struct calendar_view v;
	struct dates s;
	enum rc rc = read_dates(cx, &s);

	if (rc != OK)
		return rc;
	cx->current_version = s.d.pauses.version;
	if (cx->json)
		return dates_json(&s);
	v = (struct calendar_view){
		.name = i->name, .own = s.own, .back = url_id(cx, "/inductions/", i->uuid, ""), .today = -1,
		.tells = access_ok(may_tell_pause(&cx->actor, &cx->resource)), .tell = url_id(cx, "/inductions/", i->uuid, "/pause"),
		.arranges = s.arranges, .hours = url_id(cx, "/inductions/", i->uuid, "/hours"),
		.programme = s.d.programme_name, .programme_url = url_id(cx, "/programmes/", s.d.programme, ""),
		.in_proportion = s.d.facts.rules->in_proportion,
		.length = WORDS(cx->arena, T_CALENDAR_LENGTH, WORD_ARG("n", s.d.facts.rules->months)),
	};
	add_lead(&s, &v);
	add_entries(&s, &v);
	add_waiting(&s, &v);
	add_picture(&s, &v);
	if ((rc = probation_shown(cx, &v.probation)) != OK)
		return rc;
	return page(cx, &(struct page){ .title = s.own ? word(T_CALENDAR_OWN) : WORDS(cx->arena, T_CALENDAR_TITLE, WORD_ARG("name", i->name)),
	                                .menu = cx->actor.role == ROLE_COORDINATOR ? MENU_COHORT : s.own ? MENU_NONE : MENU_DESK,
	                                .main = HTML(cx, calendar, &v) });
}

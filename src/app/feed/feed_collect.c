/* feed_collect.c — what a feed holds, from the rows the timeline, /calendar and the first screens are made of. */
#include "app/feed/feed_inside.h"

#include "app/cohort/cohort.h"
#include "app/joining/joining.h"
#include "app/people/people.h"
#include "feed.sql.h"
#include "rules/decision_waits.h"
#include "rules/evidence.h"
#include "web.sql.h"

#include <stdlib.h>

enum { FUNDED_A_TURN = DATES_MANY, TURNS = 1000 };

struct collecting {
	struct ctx *cx;
	struct arena *whole;         /* cx->arena is a turn's own while the timeline is read */
	struct feed_entries *to;
	struct date low, high;
	enum rc rc;
};

/* ---- one entry ---- */

struct str feed_review_key(struct arena *a, struct uuid induction, int month)
{
	return strf(a, "review %s %d", uuid_str(a, induction).p, month);
}

struct str feed_observation_key(struct arena *a, struct uuid observation)
{
	return strf(a, "observation %s", uuid_str(a, observation).p);
}

struct str feed_url(struct arena *a, const struct ctx *cx, const char *before, struct uuid id, const char *after)
{
	return strf(a, "%.*s%s%s%s", STR_FMT(cx->settings->url), before, uuid_is_none(id) ? "" : uuid_str(a, id).p, after);
}

/* add — once: who supervises and assesses somebody has their dates from both. */
static void add(struct collecting *c, struct str key, struct date on, struct str summary, struct str description, struct str url)
{
	struct str uid = ical_uid(c->whole, key);

	if (date_is_none(on) || date_cmp(on, c->low) < 0 || date_cmp(on, c->high) > 0 || c->to->n == FEED_MAX)
		return;
	for (size_t i = 0; i < c->to->n; i++)
		if (str_eq(c->to->v[i].uid, uid))
			return;
	c->to->v[c->to->n++] = (struct ical_event){ .uid = uid, .on = on, .summary = summary, .description = description, .url = url };
}

/* of_whom — nothing of one's own; initials of others: a calendar is kept by others (ADR 0027). */
static struct str of_whom(struct collecting *c, struct str what, struct str name)
{
	if (c->cx->actor.role == ROLE_ECSW)
		return what;
	return WORDS(c->whole, T_FEED_OF, WORD_ARG("what", what), WORD_ARG("initials", initials_of(c->whole, name)));
}

/* ---- one induction, as the timeline reads it ---- */

static void add_review(struct collecting *c, const struct cohort_dates *d, const struct cohort_review *r)
{
	struct str name = r->month ? WORDS(c->whole, T_CALENDAR_REVIEW, WORD_ARG("n", r->month)) : word(T_REVIEW_INTERIM), says = STR_NONE;
	struct str key = r->month ? feed_review_key(c->whole, d->id, r->month) : strf(c->whole, "review %s", uuid_str(c->whole, r->id).p);

	if (!r->is_met && !date_is_none(r->opens) && date_cmp(r->opens, r->closes) < 0)
		says = WORDS(c->whole, T_CALENDAR_WINDOW, WORD_ARG("from", r->opens), WORD_ARG("to", r->closes));
	if (!r->is_met && !r->is_planned)
		name = WORDS(c->whole, T_FEED_DUE, WORD_ARG("what", name));
	add(c, key, r->on, of_whom(c, name, d->name), says, feed_url(c->whole, c->cx, "/inductions/", d->id, "/reviews"));
}

static enum rc add_supervision(struct collecting *c, const struct cohort_dates *m)
{
	struct feed_supervision_row row = { .last = m->starts, .next_on = DATE_NONE };
	enum rc rc = sql_feed_supervision(c->cx->db, c->whole, m->induction, c->cx->today, &row);
	struct date on;
	bool planned;

	if (rc != OK && rc != NOT_FOUND)
		return rc;
	if (rc == NOT_FOUND)
		row = (struct feed_supervision_row){ .last = m->starts, .next_on = DATE_NONE };
	planned = !date_is_none(row.next_on) && date_cmp(row.next_on, row.last) > 0 && !calendar_is_paused(m->facts, row.next_on);
	on = planned ? row.next_on : calendar_supervision(m->facts, row.last).date;
	add(c, strf(c->whole, "supervision %s %d", uuid_str(c->whole, m->id).p, row.last.days), on,
	    of_whom(c, word(planned ? T_FEED_SUPERVISION : T_CALENDAR_SUPERVISION), m->name), STR_NONE,
	    feed_url(c->whole, c->cx, "/inductions/", m->id, "/supervision"));
	return OK;
}

static bool on_member(void *arg, const struct cohort_dates *m)
{
	struct collecting *c = arg;
	enum role role = c->cx->actor.role;

	for (int i = 0; i < m->reviews_n; i++)
		add_review(c, m, &m->reviews[i]);
	if (role == ROLE_ECSW) {
		struct str url = feed_url(c->whole, c->cx, "/inductions/", m->id, "/calendar");

		add(c, strf(c->whole, "ready %s", uuid_str(c->whole, m->id).p), m->ready, word(T_FEED_READY), STR_NONE, url);
		add(c, strf(c->whole, "end %s", uuid_str(c->whole, m->id).p), m->end, word(T_FEED_END), STR_NONE, url);
	}
	if (role == ROLE_ECSW || role == ROLE_SUPERVISOR)
		c->rc = add_supervision(c, m);
	return c->rc == OK && c->to->n < FEED_MAX;
}

static enum rc add_line(struct collecting *c)
{
	enum rc rc = cohort_dates_each(c->cx, on_member, c);

	return rc == OK ? c->rc : rc;
}

/* ---- what is not on the timeline ---- */

/* add_response — the last of the days to say something, as a pause has moved it. */
static enum rc add_response(struct collecting *c, const struct feed_responses_row *r)
{
	struct induction_dates dates;
	struct date until;
	enum rc rc = dates_of(c->cx, r->induction, &dates);

	if (rc != OK)
		return rc;
	until = r->since == DB_NULL_INT ? r->until : decision_day(&dates.facts, date_of(r->since), r->until);
	if (!date_is_none(until) && date_cmp(until, c->cx->today) >= 0)
		add(c, strf(c->whole, "answer %s %lld", uuid_str(c->whole, r->id).p, (long long)r->state), until, word(T_FEED_ANSWER), STR_NONE,
		    feed_url(c->whole, c->cx, "/", UUID_NONE, ""));
	return OK;
}

static enum rc add_own(struct collecting *c)
{
	struct ctx *cx = c->cx;
	struct feed_observations_own_rows observations;
	struct feed_responses_rows responses;
	enum rc rc = sql_feed_observations_own(cx->db, c->whole, cx->actor.person, c->low, c->high, &observations);

	if (rc != OK || (rc = sql_feed_responses(cx->db, c->whole, cx->actor.person, &responses)) != OK)
		return rc;
	for (size_t i = 0; i < observations.n; i++)
		add(c, feed_observation_key(c->whole, observations.v[i].id), observations.v[i].on_date, word(T_FEED_OBSERVATION), STR_NONE,
		    feed_url(c->whole, cx, "/observations/", observations.v[i].id, ""));
	for (size_t i = 0; rc == OK && i < responses.n; i++)
		rc = add_response(c, &responses.v[i]);
	return rc;
}

static enum rc add_watched(struct collecting *c)
{
	struct ctx *cx = c->cx;
	struct feed_observations_watched_rows rows;
	enum rc rc = sql_feed_observations_watched(cx->db, c->whole, cx->actor.person, cx->actor.role, cx->today, c->low, c->high, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		add(c, feed_observation_key(c->whole, rows.v[i].id), rows.v[i].on_date, of_whom(c, word(T_FEED_OBSERVATION), rows.v[i].name),
		    STR_NONE, feed_url(c->whole, cx, "/observations/", rows.v[i].id, ""));
	return rc;
}

/* How many of something there are, by day. */
struct day_counts {
	struct { struct date on; int n; } v[FEED_MAX];
	size_t n;
};

static void count_day(struct day_counts *d, struct date on)
{
	for (size_t i = 0; i < d->n; i++)
		if (date_cmp(d->v[i].on, on) == 0) {
			d->v[i].n++;
			return;
		}
	if (d->n < FEED_MAX)
		d->v[d->n].on = on, d->v[d->n++].n = 1;
}

/* add_answers — pieces an assessor has promised to answer: how many by which day. What is late is due today's list, not a day gone by. */
static enum rc add_answers(struct collecting *c)
{
	struct ctx *cx = c->cx;
	struct day_counts *days = NEW(c->whole, struct day_counts);
	struct feed_waiting_rows rows;
	enum rc rc = sql_feed_waiting(cx->db, c->whole, cx->actor.person, cx->actor.role, cx->today, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		count_day(days, evidence_answer_due(date_of(rows.v[i].since), (int)rows.v[i].answer_days));
	for (size_t i = 0; rc == OK && i < days->n; i++)
		add(c, strf(c->whole, "pieces %lld %d", (long long)cx->actor.person, days->v[i].on.days), days->v[i].on,
		    WORDS(c->whole, T_FEED_PIECES, WORD_ARG("n", days->v[i].n)), STR_NONE, feed_url(c->whole, cx, "/desk", UUID_NONE, ""));
	return rc;
}

/* ---- funding ---- */

static bool is_funded(const struct feed_funding_rows *all, int64_t induction, struct date on)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].induction == induction && date_cmp(all->v[i].starts, on) <= 0 &&
		    (date_is_none(all->v[i].ends) || date_cmp(on, all->v[i].ends) <= 0))
			return true;
	return false;
}

/* add_funded — one turn: the days on which funding falls due that a grant pays, as /calendar shows them. */
static enum rc add_funded(struct collecting *c, const struct feed_funded_rows *rows, struct day_counts *days)
{
	struct ctx *cx = c->cx;
	struct dates_asked asked[FUNDED_A_TURN];
	struct calendar_facts facts[FUNDED_A_TURN];
	int64_t inductions[FUNDED_A_TURN];
	struct feed_funding_rows paid;
	enum rc rc;

	for (size_t i = 0; i < rows->n; i++) {
		inductions[i] = rows->v[i].induction;
		asked[i] = (struct dates_asked){ rows->v[i].induction, rows->v[i].programme, rows->v[i].starts };
	}
	if ((rc = facts_of_many(cx, asked, rows->n, facts)) != OK ||
	    (rc = sql_feed_funding(cx->db, cx->arena, inductions, rows->n, &paid)) != OK)
		return rc;
	for (size_t i = 0; i < rows->n; i++) {
		struct calendar dates;

		calendar_of(&facts[i], &dates);
		for (int k = 0; k < dates.funding_n; k++) {
			struct date on = dates.funding[k].date;

			if (!date_is_none(on) && date_cmp(c->low, on) <= 0 && date_cmp(on, c->high) <= 0 && is_funded(&paid, inductions[i], on))
				count_day(days, on);
		}
	}
	return OK;
}

static enum rc add_funding(struct collecting *c)
{
	struct ctx *cx = c->cx;
	struct day_counts *days = NEW(c->whole, struct day_counts);
	struct feed_funded_rows rows = { .n = FUNDED_A_TURN };
	int64_t after = 0;
	enum rc rc = OK;

	for (int turn = 0; rc == OK && rows.n == FUNDED_A_TURN && turn < TURNS; turn++) {
		cx->arena = arena_new(8 << 20);
		rc = sql_feed_funded(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role, cx->today, after, &rows);
		if (rc == OK && rows.n) {
			after = rows.v[rows.n - 1].induction;
			rc = add_funded(c, &rows, days);
		}
		arena_release(cx->arena);
		cx->arena = c->whole;
	}
	for (size_t i = 0; rc == OK && i < days->n; i++)
		add(c, strf(c->whole, "funding %lld %d", (long long)cx->actor.organisation, days->v[i].on.days), days->v[i].on,
		    WORDS(c->whole, T_FEED_FUNDING, WORD_ARG("n", days->v[i].n)), STR_NONE, feed_url(c->whole, cx, "/timeline", UUID_NONE, ""));
	return rc;
}

/* add_steps — that there is one, and whose induction it is of by initials: never what it is, nor what the outcome was. */
static enum rc add_steps(struct collecting *c)
{
	struct ctx *cx = c->cx;
	struct feed_steps_rows rows;
	enum rc rc = sql_feed_steps(cx->db, c->whole, cx->actor.person, cx->actor.organisation, cx->actor.role, cx->today, c->low, c->high, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		add(c, strf(c->whole, "step %s", uuid_str(c->whole, rows.v[i].id).p), rows.v[i].due_on, of_whom(c, word(T_FEED_STEP), rows.v[i].name), STR_NONE,
		    feed_url(c->whole, cx, "/inductions/", rows.v[i].induction_id, "/after"));
	return rc;
}

/* ---- all roles ---- */

static enum rc add_role(struct collecting *c)
{
	bool own = c->cx->actor.role == ROLE_ECSW;
	enum rc rc = OK;

	c->high = date_plus(c->cx->today, own ? FEED_OWN_AHEAD : FEED_AHEAD);
	switch (c->cx->actor.role) {
	case ROLE_ECSW:
		if ((rc = add_line(c)) != OK || (rc = add_own(c)) != OK)
			return rc;
		return add_steps(c);
	case ROLE_SUPERVISOR:
	case ROLE_OBSERVER:
		rc = c->cx->actor.role == ROLE_SUPERVISOR ? add_line(c) : OK;
		return rc == OK ? add_watched(c) : rc;
	case ROLE_ASSESSOR:
		if ((rc = add_line(c)) != OK || (rc = add_watched(c)) != OK || (rc = add_answers(c)) != OK)
			return rc;
		return add_steps(c);
	case ROLE_COORDINATOR:
		rc = add_funding(c);
		return rc == OK ? add_steps(c) : rc;
	default:
		return OK;
	}
}

static int by_uid(const void *x, const void *y)
{
	return str_cmp(((const struct ical_event *)x)->uid, ((const struct ical_event *)y)->uid);
}

enum rc feed_collect(struct ctx *cx, int64_t person, struct feed_entries *ret)
{
	struct actor before = cx->actor;
	struct roles_of_person_rows roles_held;
	struct collecting c = { .cx = cx, .whole = cx->arena, .to = ret, .low = date_plus(cx->today, -FEED_BACK), .rc = OK };
	enum rc rc = sql_roles_of_person(cx->db, cx->arena, person, cx->today, &roles_held);

	*ret = (struct feed_entries){ .v = NEW_ARRAY(cx->arena, struct ical_event, FEED_MAX + 1) };
	for (size_t i = 0; rc == OK && i < roles_held.n; i++) {
		cx->actor = (struct actor){ .person = person, .role = (enum role)roles_held.v[i].role,
			                        .organisation = roles_held.v[i].organisation, .role_held = roles_held.v[i].role_held };
		rc = add_role(&c);
	}
	cx->actor = before;
	if (ret->n > 1)
		qsort(ret->v, ret->n, sizeof(*ret->v), by_uid);
	return rc;
}

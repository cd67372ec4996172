/* terms.c — hours and funding as dated periods, and the end they lead to, in words. */
#include "app/joining/terms.h"

/* ---- reading ---- */

enum rc terms_read(struct ctx *cx, int64_t induction, struct terms *ret)
{
	struct hours_span *spans;
	int n = 0;
	enum rc rc = sql_terms_facts(cx->db, cx->arena, induction, &ret->facts);

	if (rc != OK || (rc = programme_get(cx, ret->facts.programme, &ret->programme)) != OK ||
	    (rc = sql_hours_of(cx->db, cx->arena, induction, &ret->hours)) != OK ||
	    (rc = sql_funding_of(cx->db, cx->arena, induction, &ret->funding)) != OK ||
	    (rc = pauses_of(cx, induction, &ret->pauses)) != OK || (rc = extensions_of(cx, induction, &ret->extensions)) != OK)
		return rc;
	spans = NEW_ARRAY(cx->arena, struct hours_span, ret->hours.n + 1);
	for (size_t i = 0; i < ret->hours.n; i++)
		if (ret->hours.v[i].replaced_at == DB_NULL_INT)
			spans[n++] = (struct hours_span){ ret->hours.v[i].starts, ret->hours.v[i].ends,
				                              hours_share(ret->hours.v[i].hours, ret->hours.v[i].full_week) };
	ret->dates = (struct calendar_facts){ .starts = ret->facts.starts, .rules = &ret->programme->d.dates, .hours = spans,
		                                  .hours_n = n, .pauses = ret->pauses.spans, .pauses_n = (int)ret->pauses.n,
		                                  .extensions = ret->extensions.v, .extensions_n = (int)ret->extensions.n };
	calendar_of(&ret->dates, &ret->calendar);
	return OK;
}

enum rc dates_of(struct ctx *cx, int64_t induction, struct induction_dates *ret)
{
	struct terms t;
	enum rc rc = terms_read(cx, induction, &t);

	if (rc != OK)
		return rc;
	*ret = (struct induction_dates){ .facts = t.dates, .calendar = t.calendar, .pauses = t.pauses, .extensions = t.extensions,
		                             .programme = t.programme->uuid, .programme_name = t.programme->d.name };
	for (int i = 0; i < t.calendar.funding_n; i++) {
		struct date due = t.calendar.funding[i].date;
		const struct funding_of_row *f = date_is_none(due) ? NULL : funding_on(&t, due);

		ret->funded[i] = f && f->is_funded;
	}
	return OK;
}

int64_t hours_version(const struct terms *t)
{
	int64_t last = 0;

	for (size_t i = 0; i < t->hours.n; i++)
		last = t->hours.v[i].hours_period > last ? t->hours.v[i].hours_period : last;
	return last;
}

int64_t funding_version(const struct terms *t)
{
	int64_t last = 0;

	for (size_t i = 0; i < t->funding.n; i++)
		last = t->funding.v[i].funding_period > last ? t->funding.v[i].funding_period : last;
	return last;
}

static bool holds(struct date starts, struct date ends, struct date d)
{
	return date_cmp(starts, d) <= 0 && (date_is_none(ends) || date_cmp(d, ends) <= 0);
}

const struct hours_of_row *hours_on(const struct terms *t, struct date d)
{
	for (size_t i = 0; i < t->hours.n; i++)
		if (t->hours.v[i].replaced_at == DB_NULL_INT && holds(t->hours.v[i].starts, t->hours.v[i].ends, d))
			return &t->hours.v[i];
	return NULL;
}

const struct funding_of_row *funding_on(const struct terms *t, struct date d)
{
	for (size_t i = 0; i < t->funding.n; i++)
		if (t->funding.v[i].replaced_at == DB_NULL_INT && holds(t->funding.v[i].starts, t->funding.v[i].ends, d))
			return &t->funding.v[i];
	return NULL;
}

/* ---- words ---- */

/* decimal — n with `places` decimals, without zeros at the end: 2220 of 2 is "22.2". */
static struct str decimal(struct ctx *cx, int64_t n, int places)
{
	int64_t unit = places == 2 ? 100 : 1000, part = n % unit;

	while (places > 0 && part % 10 == 0)
		part /= 10, places--;
	return places ? strf(cx->arena, "%lld.%0*lld", (long long)(n / unit), places, (long long)part)
	              : strf(cx->arena, "%lld", (long long)(n / unit));
}

struct str hundredths_words(struct ctx *cx, int64_t hundredths)
{
	return decimal(cx, hundredths, 2);
}

struct str share_words(struct ctx *cx, int share)
{
	return decimal(cx, share, 3);
}

struct str hours_words(struct ctx *cx, int64_t hours, int64_t full_week)
{
	int share = hours_share(hours, full_week);

	if (share >= FULL_TIME)
		return WORDS(cx->arena, T_TERMS_FULL_TIME, WORD_ARG("hours", hundredths_words(cx, hours)));
	return WORDS(cx->arena, T_TERMS_PART_TIME, WORD_ARG("share", share_words(cx, share)),
	             WORD_ARG("hours", hundredths_words(cx, hours)), WORD_ARG("full", hundredths_words(cx, full_week)));
}

enum word funding_reason_word(int64_t reason)
{
	static const enum word words[FUNDING_REASON_END] = {
		[FUNDING_BY_RULE] = T_FUNDING_BY_RULE, [FUNDING_ROLE_CHANGED] = T_FUNDING_ROLE_CHANGED,
		[FUNDING_EMPLOYMENT_CHANGED] = T_FUNDING_EMPLOYMENT_CHANGED, [FUNDING_PAID_BEFORE] = T_FUNDING_PAID_BEFORE,
		[FUNDING_MISTAKE] = T_FUNDING_MISTAKE, [FUNDING_OTHER] = T_FUNDING_OTHER,
	};

	return reason > 0 && reason < FUNDING_REASON_END ? words[reason] : T_FUNDING_OTHER;
}

/* part_words — "since" for what goes on until the end. */
static struct str part_words(struct ctx *cx, const struct calendar_why *w, bool goes_on)
{
	struct str share = share_words(cx, w->share);

	if (goes_on)
		return WORDS(cx->arena, T_TERMS_SINCE, WORD_ARG("share", share), WORD_ARG("date", w->from));
	return WORDS(cx->arena, T_TERMS_BETWEEN, WORD_ARG("share", share), WORD_ARG("from", w->from), WORD_ARG("to", w->to));
}

/* next_of — what comes at i, or after leave there; why_n for nothing. */
static int next_of(const struct calendar_date *d, int i)
{
	while (i < d->why_n && d->why[i].reason == BECAUSE_PAUSED)
		i++;
	return i;
}

static bool is_part(const struct calendar_date *d, int i)
{
	return i < d->why_n && d->why[i].reason == BECAUSE_PART_TIME;
}

/* add_parts — part-time work of one share is one stretch, whatever leave there was within it. */
static void add_parts(struct ctx *cx, const struct calendar_date *d, struct buf *b)
{
	for (int i = 1, next; i < d->why_n; i = next) {
		struct calendar_why part = d->why[i];

		next = next_of(d, i + 1);
		if (!is_part(d, i))
			continue;
		for (; is_part(d, next) && d->why[next].share == part.share; next = next_of(d, next + 1))
			part.to = d->why[next].to;
		buf_add(b, part_words(cx, &part, next == d->why_n || d->why[next].reason == BECAUSE_EXTENDED));
	}
}

static struct str extended_words(struct ctx *cx, const struct calendar_why *w)
{
	return w->days % 7 ? WORDS(cx->arena, T_TERMS_EXTENDED_DAYS, WORD_ARG("n", w->days), WORD_ARG("date", w->from))
	                   : WORDS(cx->arena, T_TERMS_EXTENDED, WORD_ARG("n", w->days / 7), WORD_ARG("date", w->from));
}

struct str end_words(struct ctx *cx, const struct calendar *c)
{
	const struct calendar_why *first = &c->end.why[0], *last = &c->end.why[c->end.why_n - 1];
	struct buf b = buf_new(cx->arena, 4000);

	buf_add(&b, WORDS(cx->arena, T_TERMS_MONTHS_FROM, WORD_ARG("months", first->n), WORD_ARG("date", first->from)));
	add_parts(cx, &c->end, &b);
	if (c->paused_days)
		buf_add(&b, c->paused_days % 7 ? WORDS(cx->arena, T_TERMS_PAUSED_DAYS, WORD_ARG("n", c->paused_days))
		                               : WORDS(cx->arena, T_TERMS_PAUSED, WORD_ARG("n", c->paused_days / 7)));
	for (int i = 1; i < c->end.why_n; i++)
		if (c->end.why[i].reason == BECAUSE_EXTENDED)
			buf_add(&b, extended_words(cx, &c->end.why[i]));
	if (last->reason == BECAUSE_MORE)
		buf_addf(&b, ", %.*s", STR_FMT(WORDS(cx->arena, T_CALENDAR_WHY_MORE, WORD_ARG("n", last->n), WORD_ARG("days", last->days),
		                                     WORD_ARG("counts", last->counts))));
	return buf_str(&b);
}

/* ---- saying ---- */

enum rc hours_say(struct ctx *cx, int64_t induction, struct date from, int64_t hours, int64_t full_week)
{
	struct uuid id = uuid7(cx->now);
	int64_t by = cx->actor.person ? cx->actor.person : DB_NULL_INT;
	enum rc rc = sql_hours_replace_from(cx->db, cx->arena, induction, from, cx->now, by, NULL);

	if (rc == OK)
		rc = sql_hours_end_before(cx->db, cx->arena, induction, from, date_plus(from, -1), NULL);
	if (rc == OK)
		rc = sql_hours_add(cx->db, cx->arena, id, induction, from, DATE_NONE, hours, full_week, cx->now, by, NULL);
	return rc == OK ? event_add(cx, CHAIN_INDUCTION, induction, EVENT_HOURS_SET, id,
	                            strf(cx->arena, "{\"from\":%d,\"hours\":%lld,\"full_week\":%lld}", from.days,
	                                 (long long)hours, (long long)full_week))
	                : rc;
}

enum rc funding_say(struct ctx *cx, int64_t induction, const struct funding_said *f)
{
	struct uuid id = uuid7(cx->now);
	int64_t by = cx->actor.person ? cx->actor.person : DB_NULL_INT;
	enum rc rc = sql_funding_replace_from(cx->db, cx->arena, induction, f->from, cx->now, by, NULL);

	if (rc == OK)
		rc = sql_funding_end_before(cx->db, cx->arena, induction, f->from, date_plus(f->from, -1), NULL);
	if (rc == OK)
		rc = sql_funding_add(cx->db, cx->arena, id, induction, f->from, DATE_NONE, f->is_funded, f->reason, f->rule, f->note,
		                     cx->now, by, NULL);
	return rc == OK ? event_add(cx, CHAIN_INDUCTION, induction, EVENT_FUNDING_SET, id,
	                            strf(cx->arena, "{\"from\":%d,\"funded\":%d,\"reason\":%d}", f->from.days, f->is_funded,
	                                 (int)f->reason))
	                : rc;
}

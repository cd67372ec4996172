/* cohort_line_words.c — what stands beside a line, in words: what is late, with whom it waits and since when; what comes next. */
#include "app/cohort/cohort_line.h"

enum { NAMES_MAX = 12, WORDS_MAX = 1200, WEEK = 7 };

struct str line_review_name(struct ctx *cx, const struct line_point *p)
{
	return p->kind == REVIEW_INTERIM ? word(T_REVIEW_INTERIM) : WORDS(cx->arena, T_CALENDAR_REVIEW, WORD_ARG("n", p->month));
}

struct str line_names(struct ctx *cx, const struct line_member *m, unsigned roles_)
{
	struct str all[NAMES_MAX];
	struct buf b = buf_new(cx->arena, WORDS_MAX);
	size_t n = 0;

	if (roles_ & REVIEW_ROLE(ROLE_ECSW))
		all[n++] = m->name;
	for (enum role role = ROLE_SUPERVISOR; role <= ROLE_ASSESSOR; role++) {
		if (!(roles_ & REVIEW_ROLE(role)))
			continue;
		if (!line_helper(m, role))
			all[n++] = word(role == ROLE_SUPERVISOR ? T_REVIEW_NO_SUPERVISOR : T_REVIEW_NO_ASSESSOR);
		for (size_t i = 0; i < m->people_n && n < NAMES_MAX; i++)
			if (m->people[i].role == role)
				all[n++] = m->people[i].person == cx->actor.person ? word(T_REVIEW_YOU) : m->people[i].name;
	}
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_add(&b, i + 1 == n ? strf(cx->arena, " %.*s ", STR_FMT(word(T_REVIEW_AND))) : S(", "));
		buf_add(&b, all[i]);
	}
	return buf_str(&b);
}

static struct str waits(struct ctx *cx, const struct line_member *m, const struct review_waits *w)
{
	switch (w->what) {
	case REVIEW_WAITS_PARTS:
		return WORDS(cx->arena, T_REVIEW_WAITS_PARTS, WORD_ARG("names", line_names(cx, m, w->with)), WORD_ARG("date", w->since));
	case REVIEW_WAITS_MEETING:
		return WORDS(cx->arena, T_LINE_WAITS_MEETING, WORD_ARG("names", line_names(cx, m, REVIEW_ALL_THREE)));
	case REVIEW_WAITS_SIGNATURES:
		return WORDS(cx->arena, T_REVIEW_WAITS_SIGNATURES, WORD_ARG("names", line_names(cx, m, w->with)), WORD_ARG("date", w->since));
	case REVIEW_WAITS_NOTHING:
		break;
	}
	return STR_NONE;
}

struct str line_month_words(struct ctx *cx, const struct line_member *m)
{
	return date_is_none(m->dates.end) ? WORDS(cx->arena, T_LINE_MONTH_OPEN, WORD_ARG("n", m->month), WORD_ARG("months", m->months))
	                                  : WORDS(cx->arena, T_LINE_MONTH, WORD_ARG("n", m->month), WORD_ARG("months", m->months),
	                                          WORD_ARG("date", m->dates.end));
}

struct str line_late_words(struct ctx *cx, const struct line_member *m)
{
	const struct line_point *p = m->late < 0 ? NULL : &m->points[m->late];

	return !p ? STR_NONE
	          : WORDS(cx->arena, T_LINE_LATE, WORD_ARG("what", line_review_name(cx, p)), WORD_ARG("n", p->r.waits.days_late),
	                  WORD_ARG("waits", waits(cx, m, &p->r.waits)));
}

/* stops_on — the pause a day is in, from its first day to the last of those that touch it; false for none. */
static bool stops_on(const struct calendar_facts *f, struct date day, struct pause_span *ret)
{
	bool found = false;

	for (int i = 0; i < f->pauses_n; i++) { /* they come by date */
		const struct pause_span *p = &f->pauses[i];
		bool holds_day = date_cmp(p->starts, day) <= 0 && (date_is_none(p->ends) || date_cmp(day, p->ends) <= 0);

		if (found && !date_is_none(ret->ends) && p->starts.days <= ret->ends.days + 1)
			ret->ends = p->ends;
		else if (!found && holds_day) {
			*ret = *p;
			found = true;
		}
	}
	return found;
}

struct str line_paused_words(struct ctx *cx, const struct line_member *m)
{
	struct pause_span p = { DATE_NONE, DATE_NONE };

	if (!stops_on(&m->dates.facts, cx->today, &p))
		return STR_NONE;
	return date_is_none(p.ends) ? WORDS(cx->arena, T_LINE_PAUSED_OPEN, WORD_ARG("from", p.starts))
	                            : WORDS(cx->arena, T_LINE_PAUSED_UNTIL, WORD_ARG("from", p.starts), WORD_ARG("to", p.ends));
}

struct str line_plan_words(struct ctx *cx, const struct line_member *m)
{
	UNUSED(cx);
	if (m->facts.has_assessor && m->facts.has_supervisor)
		return STR_NONE;
	return word(m->facts.has_assessor ? T_LINE_NO_SUPERVISOR : m->facts.has_supervisor ? T_LINE_NO_ASSESSOR : T_LINE_NOBODY);
}

struct str line_next_words(struct ctx *cx, const struct line_member *m)
{
	struct date end = m->dates.end;

	if (!m->month)
		return WORDS(cx->arena, T_LINE_STARTS, WORD_ARG("date", m->starts));
	if (m->next >= 0)
		return WORDS(cx->arena, T_LINE_COMES, WORD_ARG("what", line_review_name(cx, &m->points[m->next])),
		             WORD_ARG("date", m->points[m->next].r.on));
	if (date_is_none(end))
		return word(T_LINE_NO_END);
	return WORDS(cx->arena, date_cmp(end, cx->today) < 0 ? T_LINE_ENDED : T_LINE_ENDS, WORD_ARG("date", end));
}

struct str line_next_waits(struct ctx *cx, const struct line_member *m)
{
	return m->next < 0 || !m->points[m->next].r.here ? STR_NONE : waits(cx, m, &m->points[m->next].r.waits);
}

struct str line_pauses_words(struct ctx *cx, const struct line_member *m)
{
	const struct calendar_facts *f = &m->dates.facts;
	int days = 0, n = 0;

	for (int i = 0; i < f->pauses_n; i++) {
		if (date_is_none(f->pauses[i].ends))
			return STR_NONE; /* of that one the row says so already */
		days += f->pauses[i].ends.days - f->pauses[i].starts.days + 1;
		n += !i || f->pauses[i].starts.days > f->pauses[i - 1].ends.days + 1;
	}
	if (!n)
		return STR_NONE;
	return days % WEEK ? WORDS(cx->arena, T_LINE_PAUSED_DAYS, WORD_ARG("times", n), WORD_ARG("n", days))
	                   : WORDS(cx->arena, T_LINE_PAUSED_WEEKS, WORD_ARG("times", n), WORD_ARG("n", days / WEEK));
}

struct str line_mark_words(struct ctx *cx, const struct line_point *p)
{
	static const enum word words[LINE_MARK_END] = { [LINE_DONE] = T_LINE_MARK_DONE, [LINE_LATE] = T_LINE_MARK_LATE,
		                                            [LINE_NEXT] = T_LINE_MARK_NEXT, [LINE_LATER] = T_LINE_MARK_LATER,
		                                            [LINE_NOT_HERE] = T_LINE_MARK_NOT_HERE };

	return date_is_none(p->r.on) ? WORDS(cx->arena, T_LINE_MARK_OPEN, WORD_ARG("what", line_review_name(cx, p)))
	                             : WORDS(cx->arena, words[p->mark], WORD_ARG("what", line_review_name(cx, p)), WORD_ARG("date", p->r.on));
}

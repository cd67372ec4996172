/* cohort_dates.c — the timeline's rows for who is on no page: dates of everybody whom the actor has, for a calendar. */
#include "app/cohort/cohort_line.h"

struct giving {
	bool (*on)(void *arg, const struct cohort_dates *d);
	void *arg;
};

static bool give(void *arg, const struct line_member *m)
{
	struct giving *g = arg;
	struct cohort_dates d = { .induction = m->induction, .id = m->id, .name = m->name, .starts = m->starts, .ready = m->dates.ready,
		                      .end = m->dates.end, .facts = &m->dates.facts };

	for (int i = 0; i < m->points_n && d.reviews_n < COHORT_REVIEWS_MAX; i++) {
		const struct line_point *p = &m->points[i];
		struct cohort_review *r = &d.reviews[d.reviews_n++];

		*r = (struct cohort_review){ .id = p->id, .month = p->kind == REVIEW_POINT ? p->month : 0, .on = p->r.on,
			                         .is_met = p->r.here && p->r.state >= REVIEW_MET, .opens = DATE_NONE, .closes = DATE_NONE };
		r->is_planned = !r->is_met && !date_is_none(p->planned);
		for (int k = 0; k < m->dates.reviews_n && p->kind == REVIEW_POINT; k++)
			if (m->dates.reviews[k].month == p->month) {
				r->opens = m->dates.reviews[k].opens;
				r->closes = m->dates.reviews[k].closes;
				if (!r->is_met && !r->is_planned) /* what was prepared keeps the day it had until it is followed at night */
					r->on = m->dates.reviews[k].due;
			}
		if (!r->is_met && !date_is_none(r->on) && calendar_is_paused(&m->dates.facts, r->on))
			r->on = DATE_NONE;
	}
	return g->on(g->arg, &d);
}

enum rc cohort_dates_each(struct ctx *cx, bool (*on)(void *arg, const struct cohort_dates *d), void *arg)
{
	struct line_filter everybody = { .q = S(""), .intake = S(""), .assessor = S(""), .pattern = S(""), .assessor_pattern = S(""),
		                             .low = line_first.day, .high = { 1000000 }, .standing = -1 };

	return line_each(cx, &everybody, give, &(struct giving){ on, arg });
}

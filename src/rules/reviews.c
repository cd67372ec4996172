/* reviews.c — see reviews.h. */
#include "rules/reviews.h"

#include "rules/readiness.h"

#define K(number, key) [number] = S_INIT(key)
static const struct str kind_keys[] = { K(REVIEW_POINT, "point"), K(REVIEW_INTERIM, "interim") };
static const struct str state_keys[] = { K(REVIEW_WRITING, "being_written"), K(REVIEW_READY, "released"), K(REVIEW_MET, "met"),
	                                     K(REVIEW_CANCELLED, "cancelled") };
static const struct str act_keys[] = { K(REVIEW_ACT_RELEASE, "released"), K(REVIEW_ACT_MEET, "met"), K(REVIEW_ACT_MOVE, "moved"),
	                                   K(REVIEW_ACT_SPLIT, "split"), K(REVIEW_ACT_CANCEL, "cancelled") };
static const struct str why_keys[] = { K(REVIEW_WHY_DIARY, "diary"), K(REVIEW_WHY_PARTS, "parts_missing"), K(REVIEW_WHY_TIME, "more_time"),
	                                   K(REVIEW_WHY_DATES, "dates_changed"), K(REVIEW_WHY_OTHER_REVIEW, "held_with_another"),
	                                   K(REVIEW_WHY_OTHER, "other") };
const struct key_list review_kinds = { kind_keys, (int)COUNT_OF(kind_keys) }, review_states = { state_keys, (int)COUNT_OF(state_keys) },
	review_acts = { act_keys, (int)COUNT_OF(act_keys) }, review_whys = { why_keys, (int)COUNT_OF(why_keys) };

static const struct {
	enum review_state from;
	enum review_act act;
	enum review_state to;
} transitions[] = {
	{ REVIEW_WRITING, REVIEW_ACT_RELEASE, REVIEW_READY }, { REVIEW_WRITING, REVIEW_ACT_MEET, REVIEW_MET },
	{ REVIEW_WRITING, REVIEW_ACT_MOVE, REVIEW_WRITING },  { REVIEW_WRITING, REVIEW_ACT_SPLIT, REVIEW_READY },
	{ REVIEW_WRITING, REVIEW_ACT_CANCEL, REVIEW_CANCELLED }, { REVIEW_READY, REVIEW_ACT_MEET, REVIEW_MET },
	{ REVIEW_READY, REVIEW_ACT_MOVE, REVIEW_READY },      { REVIEW_READY, REVIEW_ACT_SPLIT, REVIEW_READY },
};

bool review_after(enum review_state state, enum review_act act, enum review_state *ret)
{
	for (size_t i = 0; i < COUNT_OF(transitions); i++)
		if (transitions[i].from == state && transitions[i].act == act) {
			*ret = transitions[i].to;
			return true;
		}
	return false;
}

bool review_releases(enum review_act act)
{
	return act == REVIEW_ACT_RELEASE || act == REVIEW_ACT_MEET || act == REVIEW_ACT_SPLIT;
}

struct review_rules review_rules_usual(const int *points, int n, int months)
{
	struct review_rules r = { .parts = REVIEW_ALL_THREE, .prepare_days = REVIEW_PREPARE_DAYS, .parts_days = REVIEW_PARTS_DAYS,
		                      .sign_days = REVIEW_SIGN_DAYS };

	for (int i = 0; i < n; i++) {
		bool middle = 2 * points[i] >= months && (i == 0 || 2 * points[i - 1] < months);

		if (middle || i == n - 1)
			r.all[r.all_n++] = points[i];
	}
	return r;
}

bool review_is_optional(const struct review_rules *r, int month)
{
	for (int i = 0; i < r->optional_n; i++)
		if (r->optional[i] == month)
			return true;
	return false;
}

bool review_asks_all(const struct review_rules *r, enum review_kind kind, int month)
{
	for (int i = 0; kind == REVIEW_POINT && i < r->all_n; i++)
		if (r->all[i] == month)
			return true;
	return false;
}

static struct date later(struct date a, struct date b)
{
	return date_cmp(a, b) > 0 ? a : b;
}

struct review_waits review_waits(const struct review_facts *f, const struct review_rules *rules, struct date today)
{
	struct date meeting = date_is_none(f->planned) ? f->due : f->planned;
	struct review_waits w = { .since = f->prepared, .by = DATE_NONE };

	switch (f->state) {
	case REVIEW_WRITING:
		w.what = REVIEW_WAITS_PARTS;
		w.with = f->wanted & ~f->given;
		w.by = later(date_plus(meeting, -rules->parts_days), f->prepared);
		break;
	case REVIEW_READY:
		w.what = REVIEW_WAITS_MEETING;
		w.by = date_is_none(f->planned) ? f->closes : f->planned;
		break;
	case REVIEW_MET:
		w.with = REVIEW_ALL_THREE & ~f->signed_by;
		w.since = f->met;
		w.what = w.with ? REVIEW_WAITS_SIGNATURES : REVIEW_WAITS_NOTHING;
		w.by = w.with ? date_plus(f->met, rules->sign_days) : DATE_NONE;
		break;
	case REVIEW_CANCELLED:
		break;
	}
	if (f->more && w.with == REVIEW_ROLE(ROLE_ECSW) && !date_is_none(w.by))
		w.by = working_day_after(w.by, f->more);
	if (f->paused && w.what != REVIEW_WAITS_SIGNATURES)
		w.by = DATE_NONE;
	if (!date_is_none(w.by) && !f->paused && date_cmp(today, w.by) > 0)
		w.days_late = today.days - w.by.days;
	return w;
}

bool review_remind(const struct review_waits *w, struct date last, struct date today)
{
	enum { EVERY = 7 };

	if (w->what == REVIEW_WAITS_NOTHING || date_is_none(w->by) || date_cmp(date_plus(w->by, -EVERY), today) > 0)
		return false;
	return date_is_none(last) || date_cmp(date_plus(last, EVERY), today) <= 0;
}

int review_met_when(struct date met, struct date opens, struct date closes)
{
	if (date_cmp(met, opens) < 0)
		return met.days - opens.days;
	return date_cmp(met, closes) > 0 ? met.days - closes.days : 0;
}

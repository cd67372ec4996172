/* calendar_help.h — histories made from a number: the same number makes the same one. */
#ifndef CALENDAR_HELP_H
#define CALENDAR_HELP_H

#include "rules/calendar.h"

static const struct calendar_rules two_years = {
	.months = 24, .in_proportion = true, .reviews = { 3, 6, 12, 18, 24 }, .reviews_n = 5, .window_days = 21, .last_review_days = 14,
	.stages = { { 0, 7 }, { 3, 14 }, { 12, 28 } }, .stages_n = 3, .funding = { 12, 24 }, .funding_n = 2,
};

enum { HISTORY_MAX = 8 };
struct history {
	struct calendar_rules rules;
	struct hours_span hours[HISTORY_MAX];
	struct pause_span pauses[2 * HISTORY_MAX];
	struct extension_span extensions[CALENDAR_EXTENSIONS_MAX];
	struct calendar_facts f;
	uint64_t seed;
};

static inline int history_pick(struct history *h, int below)
{
	h->seed += 0x9e3779b97f4a7c15u;
	uint64_t z = h->seed;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (int)((z ^ (z >> 31)) % (uint64_t)below);
}

static inline struct pause_span history_pause(struct history *h)
{
	struct date from = date_plus(h->f.starts, history_pick(h, 1100) - 30);

	return (struct pause_span){ from, history_pick(h, 60) ? date_plus(from, history_pick(h, 400)) : DATE_NONE };
}

/* Starts on leap days and month ends more often than the calendar has them. */
static inline struct date history_start(struct history *h)
{
	struct date d = date_plus(date_make(2026, 1, 1), history_pick(h, 3000));
	int y, m, day;

	date_split(d, &y, &m, &day);
	if (history_pick(h, 4) == 0)
		return date_plus(date_add_months(date_make(y, m, 1), 1), -1);
	return history_pick(h, 10) ? d : date_make(2028, 2, 29);
}

static inline void history_make(struct history *h, unsigned number)
{
	static const int lengths[] = { 12, 24, 24, 24, 36 };
	struct date from;
	int n;

	h->seed = number;
	h->rules = two_years;
	h->rules.months = lengths[history_pick(h, 5)];
	h->rules.in_proportion = history_pick(h, 5) > 0;
	while (h->rules.reviews[h->rules.reviews_n - 1] > h->rules.months)
		h->rules.reviews_n--;
	while (h->rules.funding[h->rules.funding_n - 1] > h->rules.months)
		h->rules.funding_n--;
	while (h->rules.stages[h->rules.stages_n - 1].from_month >= h->rules.months)
		h->rules.stages_n--;
	h->f = (struct calendar_facts){ .rules = &h->rules, .hours = h->hours, .pauses = h->pauses,
		                            .extensions = h->extensions };
	h->f.starts = from = history_start(h);
	n = history_pick(h, HISTORY_MAX);
	for (int i = 0; i < n; i++) {
		struct date ends = date_plus(from, 1 + history_pick(h, 300));

		h->hours[h->f.hours_n++] = (struct hours_span){ from, i + 1 < n ? ends : DATE_NONE,
			                                            history_pick(h, 3) ? 200 + history_pick(h, 800) : FULL_TIME };
		from = date_plus(ends, 1 + history_pick(h, 2) * history_pick(h, 40));
	}
	n = history_pick(h, 3) ? 0 : 1 + history_pick(h, 3);
	for (int i = 0; i < n; i++)
		h->extensions[h->f.extensions_n++] = (struct extension_span){ 1 + history_pick(h, 120), date_plus(h->f.starts, history_pick(h, 900)) };
	n = history_pick(h, 6);
	for (int i = 0; i < n; i++)
		h->pauses[h->f.pauses_n++] = history_pause(h);
}

static inline void history_add_pause(struct history *h, unsigned number)
{
	h->seed = number + 77777u;
	h->pauses[h->f.pauses_n++] = history_pause(h);
}

/* The same leave, recorded otherwise: the other way round, and each in two pieces that touch where it is long enough. */
static inline void history_shuffle(struct history *h, unsigned number)
{
	struct pause_span was[2 * HISTORY_MAX];
	int n = h->f.pauses_n, k = 0;

	for (int i = 0; i < n; i++)
		was[i] = h->pauses[n - 1 - i];
	for (int i = 0; i < n; i++) {
		struct date middle = date_plus(was[i].starts, (int32_t)(number % 7));

		if (!date_is_none(was[i].ends) && date_cmp(middle, was[i].ends) < 0) {
			h->pauses[k++] = (struct pause_span){ date_plus(middle, 1), was[i].ends };
			h->pauses[k++] = (struct pause_span){ was[i].starts, middle };
		} else {
			h->pauses[k++] = was[i];
		}
	}
	h->f.pauses_n = k;
}

/* The same extensions, recorded otherwise: the last given first, and the longest as two of the same day. */
static inline void history_split_extensions(struct history *h)
{
	struct extension_span was[CALENDAR_EXTENSIONS_MAX];
	int n = h->f.extensions_n, k = 0;

	for (int i = 0; i < n; i++)
		was[i] = h->extensions[n - 1 - i];
	for (int i = 0; i < n; i++) {
		h->extensions[k++] = (struct extension_span){ was[i].days - was[i].days / 2, was[i].given };
		if (was[i].days / 2)
			h->extensions[k++] = (struct extension_span){ was[i].days / 2, was[i].given };
	}
	h->f.extensions_n = k;
}

#endif

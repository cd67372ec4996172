/* pauses.c — whether the dates of a pause can be meant. */
#include "rules/pauses.h"

enum { AHEAD_DAYS = 2 * 366, LONG_DAYS = 10 * 366 };

static const struct str kind_keys[PAUSE_KIND_END] = {
	[PAUSE_PARENTAL] = S_INIT("parental"), [PAUSE_SICK] = S_INIT("sick"), [PAUSE_CARING] = S_INIT("caring"),
	[PAUSE_BEREAVEMENT] = S_INIT("bereavement"), [PAUSE_OTHER] = S_INIT("other"),
};
const struct key_list pause_kinds = { kind_keys, PAUSE_KIND_END };

static bool is_before(struct date ends, struct date d)
{
	return !date_is_none(ends) && date_cmp(ends, d) < 0;
}

enum pause_wrong pause_wrong(struct pause_span p, const struct pause_span *others, size_t n, struct date starts, struct date today)
{
	if (is_before(p.ends, p.starts))
		return PAUSE_BACKWARDS;
	if (is_before(p.ends, starts))
		return PAUSE_OUTSIDE;
	if (p.starts.days > today.days + AHEAD_DAYS || p.starts.days < starts.days - LONG_DAYS ||
	    (!date_is_none(p.ends) && p.ends.days - p.starts.days > LONG_DAYS))
		return PAUSE_FAR;
	for (size_t i = 0; i < n; i++)
		if (!is_before(p.ends, others[i].starts) && !is_before(others[i].ends, p.starts))
			return PAUSE_OVERLAPS;
	return PAUSE_FINE;
}

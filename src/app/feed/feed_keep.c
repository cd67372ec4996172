/* feed_keep.c — what a feed said last, so that it can say what has moved and what is gone. */
#include "app/feed/feed_inside.h"

#include "feed.sql.h"

#include <stdlib.h>

/* said_of — a hash of the words of an event; the day is kept beside it. */
static struct hash said_of(struct arena *a, const struct ical_event *e)
{
	return hash_of(strf(a, "%.*s\n%.*s\n%.*s", STR_FMT(e->summary), STR_FMT(e->description), STR_FMT(e->url)));
}

static enum rc put(struct ctx *cx, int64_t person, const struct ical_event *e, struct str said, instant gone_at)
{
	return sql_feed_item_put(cx->db, cx->arena, person, e->uid, e->on, said, e->sequence, e->stamp, gone_at, NULL);
}

/* compared — one that is there now with what was said of it; `before` NULL for nothing. */
static enum rc compared(struct ctx *cx, int64_t person, struct ical_event *e, const struct feed_items_row *before)
{
	struct hash said = said_of(cx->arena, e);
	bool moved = before && (date_cmp(before->on_date, e->on) != 0 || before->gone_at != DB_NULL_INT);
	bool same = before && !moved && str_eq(before->said, hash_bytes(&said));

	e->sequence = before ? before->sequence + moved : 0;
	e->stamp = same ? before->changed : cx->now;
	return same ? OK : put(cx, person, e, hash_bytes(&said), DB_NULL_INT);
}

/* gone — was there and is not any more: cancelled, for a time; STATUS and SEQUENCE say so to a calendar that still has it. */
static enum rc gone(struct ctx *cx, int64_t person, const struct feed_items_row *before, struct ical_event *ret)
{
	bool is_new = before->gone_at == DB_NULL_INT;

	*ret = (struct ical_event){ .uid = before->uid, .on = before->on_date, .summary = word(T_FEED_GONE), .is_cancelled = true,
		                        .sequence = before->sequence + is_new, .stamp = is_new ? cx->now : before->changed };
	return is_new ? put(cx, person, ret, before->said, cx->now) : OK;
}

static int by_day(const void *x, const void *y)
{
	const struct ical_event *a = x, *b = y;

	return date_cmp(a->on, b->on) ? date_cmp(a->on, b->on) : str_cmp(a->uid, b->uid);
}

/* Both come by uid. */
enum rc feed_remember(struct ctx *cx, int64_t person, struct feed_entries *entries)
{
	struct feed_items_rows rows;
	struct ical_event *all;
	size_t n = 0, k = 0;
	enum rc rc = sql_feed_items_sweep(cx->db, cx->arena, person, cx->now - FEED_GONE * DAY, date_plus(cx->today, -FEED_BACK), NULL);

	if (rc != OK || (rc = sql_feed_items(cx->db, cx->arena, person, &rows)) != OK)
		return rc;
	all = NEW_ARRAY(cx->arena, struct ical_event, entries->n + rows.n + 1);
	for (size_t i = 0; rc == OK && i <= entries->n; i++) {
		for (; rc == OK && k < rows.n && (i == entries->n || str_cmp(rows.v[k].uid, entries->v[i].uid) < 0); k++)
			rc = gone(cx, person, &rows.v[k], &all[n++]);
		if (rc != OK || i == entries->n)
			break;
		all[n] = entries->v[i];
		if (k < rows.n && str_eq(rows.v[k].uid, entries->v[i].uid))
			rc = compared(cx, person, &all[n++], &rows.v[k++]);
		else
			rc = compared(cx, person, &all[n++], NULL);
	}
	if (n > 1)
		qsort(all, n, sizeof(*all), by_day);
	*entries = (struct feed_entries){ all, n };
	return rc;
}

/* ical.c — see ical.h. */
#include "web/ical.h"

#include "base/text.h"
#include "base/uuid.h"

#include <libical/ical.h>
#include <stdlib.h>

enum { UID_BYTES = 16 };

struct str ical_uid(struct arena *a, struct str key)
{
	struct hash h = hash_of2(S("cairn calendar"), key);
	struct buf b = buf_new(a, 2 * UID_BYTES + 16);

	for (int i = 0; i < UID_BYTES; i++)
		buf_addf(&b, "%02x", h.b[i]);
	buf_add(&b, S("@cairn"));
	return buf_str(&b);
}

/* plain — as a C string, without what no calendar can show. */
static const char *plain(struct arena *a, struct str s)
{
	struct buf b = buf_new(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= ' ' || s.p[i] == '\n')
			buf_add(&b, str_sub(s, i, 1));
	return strf(a, "%.*s", STR_FMT(buf_str(&b))).p;
}

static struct icaltimetype day_of(struct date d)
{
	struct icaltimetype t = icaltime_null_date();

	date_split(d, &t.year, &t.month, &t.day);
	return t;
}

static struct icaltimetype instant_utc(instant at)
{
	return icaltime_from_timet_with_zone((time_t)(at / 1000), 0, icaltimezone_get_utc_timezone());
}

static void add(icalcomponent *c, icalproperty *p)
{
	icalcomponent_add_property(c, p);
}

static icalcomponent *event_of(struct arena *a, const struct ical_event *e)
{
	icalcomponent *v = icalcomponent_new(ICAL_VEVENT_COMPONENT);
	icalproperty *starts = icalproperty_new_dtstart(day_of(e->on));

	icalproperty_set_parameter(starts, icalparameter_new_value(ICAL_VALUE_DATE)); /* spelt out: some readers want it */
	add(v, icalproperty_new_uid(plain(a, e->uid)));
	add(v, icalproperty_new_dtstamp(instant_utc(e->stamp)));
	add(v, icalproperty_new_lastmodified(instant_utc(e->stamp)));
	add(v, starts);
	add(v, icalproperty_new_sequence((int)(e->sequence > INT32_MAX ? INT32_MAX : e->sequence)));
	if (e->summary.n)
		add(v, icalproperty_new_summary(plain(a, e->summary)));
	if (e->description.n)
		add(v, icalproperty_new_description(plain(a, e->description)));
	if (e->url.n)
		add(v, icalproperty_new_url(plain(a, e->url)));
	add(v, icalproperty_new_status(e->is_cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
	add(v, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
	add(v, icalproperty_new_class(ICAL_CLASS_PRIVATE));
	return v;
}

static void add_x(icalcomponent *c, const char *name, const char *value)
{
	icalproperty *p = icalproperty_new_x(value);

	icalproperty_set_x_name(p, name);
	add(c, p);
}

static void add_refresh(struct arena *a, icalcomponent *c, int hours)
{
	struct icaldurationtype every = icaldurationtype_from_int(hours * 3600);
	icalproperty *p = icalproperty_new_refreshinterval(every);

	icalproperty_set_parameter(p, icalparameter_new_value(ICAL_VALUE_DURATION));
	add(c, p);
	add_x(c, "X-PUBLISHED-TTL", strf(a, "PT%dH", hours).p);
}

struct str ical_write(struct arena *a, const struct ical *c)
{
	icalcomponent *all = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
	struct str text;
	char *written;

	add(all, icalproperty_new_version("2.0"));
	add(all, icalproperty_new_prodid("-//Cairn//Cairn//EN"));
	add(all, icalproperty_new_calscale("GREGORIAN"));
	if (c->name.n) {
		add(all, icalproperty_new_name(plain(a, c->name)));
		add_x(all, "X-WR-CALNAME", plain(a, c->name));
	}
	if (c->description.n)
		add(all, icalproperty_new_description(plain(a, c->description)));
	if (c->refresh_hours)
		add_refresh(a, all, c->refresh_hours);
	for (size_t i = 0; i < c->n; i++)
		icalcomponent_add_component(all, event_of(a, &c->events[i]));
	written = icalcomponent_as_ical_string_r(all);
	text = strf(a, "%s", written ? written : "");
	free(written);
	icalcomponent_free(all);
	return text;
}

/* time.h — instants, dates and how people write them.
 *
 * An instant is milliseconds since 1970-01-01 UTC. A date is whole days since 1970-01-01, no zone.
 * People see Europe/London. The rule for summer time (last Sundays of March and October, 01:00 UTC,
 * Directive 2000/84/EC as kept in the Summer Time Order 2002) is computed, so no zone files are needed.
 * Nothing here reads a clock except clock_now(), which only cli and web call, and monotonic_ms(), which measures patience.
 */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include "base/arena.h"

typedef int64_t instant; /* ms since 1970 UTC */
struct date {            /* its own type, so that it can't be mixed up with a number */
	int32_t days;        /* since 1970-01-01 */
};
#define DATE_NONE ((struct date){ INT32_MIN })
enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };
#define DAY ((instant)24 * HOUR)

static inline bool date_is_none(struct date d) { return d.days == INT32_MIN; }
static inline int date_cmp(struct date a, struct date b) { return (a.days > b.days) - (a.days < b.days); }
static inline struct date date_plus(struct date d, int32_t days) { return (struct date){ d.days + days }; }

instant clock_now(void);
int64_t monotonic_ms(void);                            /* since some moment; never goes back, whatever the clock is set to */
struct date date_of(instant t);                        /* the date in London at t */
instant instant_of(struct date d, int hour, int min);  /* London wall time to an instant */
struct date date_make(int year, int month, int day);   /* DATE_NONE when there is no such day; years 1900–2200 */
void date_split(struct date d, int *year, int *month, int *day);
int date_weekday(struct date d);                       /* 0 Monday … 6 Sunday */
/* date_add_months — same day of the month, or the last day of a shorter month. */
struct date date_add_months(struct date d, int months);
/* months_between — whole months from a to b; 0 if b is before a. */
int months_between(struct date a, struct date b);
/* bank_holidays_of — the eight of England in a year, ascending, with their substitute days (Banking and Financial Dealings
 * Act 1971; gov.uk/bank-holidays). Days proclaimed for one year alone are not known here. */
enum { BANK_HOLIDAYS = 8 };
void bank_holidays_of(int year, struct date ret[BANK_HOLIDAYS]);
/* days_to — from an instant to that day, in whole days of 24 hours: where the clocks change on the way, a late hour is not the next day. */
instant days_to(instant now, struct date day);
/* working_days_between — Mondays to Fridays that are no bank holiday, after a up to and including b; 0 if b is before a. */
int working_days_between(struct date a, struct date b);
/* date_parse — "2027-10-06" (ISO) only. */
bool date_parse(struct str s, struct date *ret);
/* date_parse_typed — day, month and year as typed in three boxes; month may be a name. */
bool date_parse_typed(struct str day, struct str month, struct str year, struct date *ret);

struct str date_iso(struct arena *a, struct date d);       /* 2027-10-06 */
struct str date_long(struct arena *a, struct date d);      /* 6 October 2027 */
struct str date_short(struct arena *a, struct date d);     /* 6 October */
struct str date_month(struct arena *a, struct date d);     /* October 2027 */
struct str date_weekday_short(struct arena *a, struct date d); /* Wed 6 Oct */
struct str date_weekday_long(struct arena *a, struct date d); /* Wednesday 6 October 2027 */
struct str instant_iso(struct arena *a, instant t);        /* 2027-10-06T13:02:11.123Z */
struct str instant_clock(struct arena *a, instant t);      /* 2:32pm, London */
struct str instant_long(struct arena *a, instant t);       /* 6 October 2027 at 2:32pm, London */
struct str instant_http(struct arena *a, instant t);       /* Wed, 06 Oct 2027 13:02:11 GMT */
bool instant_parse(struct str s, instant *ret);            /* ISO 8601 with zone, or without (then UTC) */

#endif

/* time.c — the calendar: days since 1970, London wall time, and how people write both. */
#include "base/time.h"

#include "base/text.h"

#include <time.h>

static const char *const MONTHS[] = { "January", "February", "March", "April", "May", "June", "July",
	                              "August", "September", "October", "November", "December" };
static const char *const WEEKDAYS[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
	                                "Sunday" };

instant clock_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (instant)t.tv_sec * SECOND + t.tv_nsec / 1000000;
}

int64_t monotonic_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Days from the civil date and back: years are counted from March, in eras of 400 years. */
static int32_t days_from_civil(int y, int m, int d)
{
	int era, yoe, doy, doe;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

void date_split(struct date date, int *year, int *month, int *day)
{
	int z = date.days + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;

	*day = doy - (153 * mp + 2) / 5 + 1;
	*month = mp < 10 ? mp + 3 : mp - 9;
	*year = yoe + era * 400 + (*month <= 2);
}

static int month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

struct date date_make(int year, int month, int day)
{
	if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 || day > month_days(year, month))
		return DATE_NONE;
	return (struct date){ days_from_civil(year, month, day) };
}

int date_weekday(struct date d)
{
	return ((d.days + 3) % 7 + 7) % 7; /* 1 January 1970 was a Thursday */
}

static int32_t last_sunday(int year, int month)
{
	struct date d = { days_from_civil(year, month, month_days(year, month)) };

	return d.days - (date_weekday(d) + 1) % 7;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* london_offset — ms that London is ahead of UTC at t: an hour from 01:00 UTC on the last Sunday of
 * March to 01:00 UTC on the last Sunday of October. */
static instant london_offset(instant t)
{
	int year, month, day;

	date_split((struct date){ (int32_t)floor_div(t, DAY) }, &year, &month, &day);
	if (t >= last_sunday(year, 3) * DAY + HOUR && t < last_sunday(year, 10) * DAY + HOUR)
		return HOUR;
	return 0;
}

struct date date_of(instant t)
{
	return (struct date){ (int32_t)floor_div(t + london_offset(t), DAY) };
}

instant days_to(instant now, struct date day)
{
	instant off = (instant)(day.days - date_of(now).days) * DAY;

	return off + (instant)(day.days - date_of(now + off).days) * DAY;
}

instant instant_of(struct date d, int hour, int min)
{
	instant wall = d.days * DAY + hour * (instant)HOUR + min * (instant)MINUTE;

	return wall - london_offset(wall - london_offset(wall));
}

struct date date_add_months(struct date d, int months)
{
	int year, month, day;

	date_split(d, &year, &month, &day);
	months += year * 12 + month - 1;
	year = (int)floor_div(months, 12);
	month = months - year * 12 + 1;
	if (day > month_days(year, month))
		day = month_days(year, month);
	return (struct date){ days_from_civil(year, month, day) };
}

int months_between(struct date a, struct date b)
{
	int ay, am, ad, by, bm, bd, n;

	if (b.days <= a.days)
		return 0;
	date_split(a, &ay, &am, &ad);
	date_split(b, &by, &bm, &bd);
	n = (by - ay) * 12 + bm - am;
	return date_cmp(date_add_months(a, n), b) > 0 ? n - 1 : n;
}

/* weekdays from the Monday of 1969-12-29 up to and including d */
static int64_t weekdays_to(struct date d)
{
	int64_t n = (int64_t)d.days + 3, week = floor_div(n, 7), in = n - week * 7 + 1;

	return week * 5 + (in > 5 ? 5 : in);
}

/* easter_sunday — of the Gregorian calendar (the anonymous algorithm, as in J. Meeus, Astronomical Algorithms, ch. 8). */
static struct date easter_sunday(int year)
{
	int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
	int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
	int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;

	return date_make(year, n / 31, n % 31 + 1);
}

/* The first Monday on or after a day. */
static struct date monday_from(struct date d)
{
	return date_plus(d, (7 - date_weekday(d)) % 7);
}

/* What falls on a weekend is had later: `d` moved by as many days as its weekday says. */
static struct date moved(struct date d, int from_saturday, int from_sunday)
{
	int weekday = date_weekday(d);

	return date_plus(d, weekday == 5 ? from_saturday : weekday == 6 ? from_sunday : 0);
}

void bank_holidays_of(int year, struct date ret[BANK_HOLIDAYS])
{
	struct date easter = easter_sunday(year);

	ret[0] = moved(date_make(year, 1, 1), 2, 1);
	ret[1] = date_plus(easter, -2);
	ret[2] = date_plus(easter, 1);
	ret[3] = monday_from(date_make(year, 5, 1));
	ret[4] = monday_from(date_make(year, 5, 25));
	ret[5] = monday_from(date_make(year, 8, 25));
	ret[6] = moved(date_make(year, 12, 25), 2, 1);
	ret[7] = moved(date_make(year, 12, 26), 2, 2);
	if (date_weekday(date_make(year, 12, 25)) == 6) { /* Boxing Day is the Monday, and Christmas Day is had on the Tuesday */
		ret[6] = date_make(year, 12, 26);
		ret[7] = date_make(year, 12, 27);
	}
}

int working_days_between(struct date a, struct date b)
{
	int first, last, month, day, n;

	if (b.days <= a.days)
		return 0;
	n = (int)(weekdays_to(b) - weekdays_to(a));
	date_split(a, &first, &month, &day);
	date_split(b, &last, &month, &day);
	for (int year = first; year <= last; year++) {
		struct date holidays[BANK_HOLIDAYS];

		bank_holidays_of(year, holidays);
		for (int i = 0; i < BANK_HOLIDAYS; i++)
			n -= holidays[i].days > a.days && holidays[i].days <= b.days;
	}
	return n;
}

bool date_parse(struct str s, struct date *ret)
{
	int64_t y, m, d;
	struct date date;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !str_to_i64(str_sub(s, 0, 4), 0, 9999, &y) ||
	    !str_to_i64(str_sub(s, 5, 2), 1, 12, &m) || !str_to_i64(str_sub(s, 8, 2), 1, 31, &d))
		return false;
	date = date_make((int)y, (int)m, (int)d);
	if (date_is_none(date))
		return false;
	*ret = date;
	return true;
}

static bool month_parse(struct str s, int64_t *ret)
{
	if (str_to_i64(s, 1, 12, ret))
		return true;
	for (int i = 0; i < 12 && s.n >= 3; i++) {
		struct str name = str_from_c(MONTHS[i]);

		if (s.n <= name.n && str_eq_nocase(s, str_sub(name, 0, s.n))) {
			*ret = i + 1;
			return true;
		}
	}
	return false;
}

bool date_parse_typed(struct str day, struct str month, struct str year, struct date *ret)
{
	int64_t y, m, d;
	struct date date;

	if (!str_to_i64(str_trim(day), 1, 31, &d) || !month_parse(str_trim(month), &m) ||
	    !str_to_i64(str_trim(year), 0, 2200, &y))
		return false;
	if (y < 100 && str_trim(year).n == 2)
		y += 2000;
	date = date_make((int)y, (int)m, (int)d);
	if (date_is_none(date))
		return false;
	*ret = date;
	return true;
}

struct str date_iso(struct arena *a, struct date date)
{
	int y, m, d;

	if (date_is_none(date))
		return STR_NONE;
	date_split(date, &y, &m, &d);
	return strf(a, "%04d-%02d-%02d", y, m, d);
}

/* Without printf: lists and coverage pages write dozens of dates. */
static struct str date_words(struct arena *a, struct date date, bool with_year)
{
	enum { LONGEST = sizeof("30 September 99999") };
	struct buf b = buf_new(a, LONGEST);
	int y, m, d;

	if (date_is_none(date))
		return STR_NONE;
	date_split(date, &y, &m, &d);
	buf_make_room(&b, LONGEST - 1);
	buf_add_i64(&b, d);
	buf_add_c(&b, ' ');
	buf_add(&b, str_from_c(MONTHS[m - 1]));
	if (with_year) {
		buf_add_c(&b, ' ');
		buf_add_i64(&b, y);
	}
	buf_add_c(&b, '\0'); /* these are also printed with %s */
	return (struct str){ b.p, b.n - 1 };
}

struct str date_long(struct arena *a, struct date date)
{
	return date_words(a, date, true);
}

struct str date_month(struct arena *a, struct date date)
{
	struct str whole = date_long(a, date);

	str_cut(&whole, ' '); /* the day */
	return whole;
}

struct str date_short(struct arena *a, struct date date)
{
	return date_words(a, date, false);
}

struct str date_weekday_short(struct arena *a, struct date date)
{
	int year, month, day;

	if (date_is_none(date))
		return STR_NONE;
	date_split(date, &year, &month, &day);
	return strf(a, "%.3s %d %.3s", WEEKDAYS[date_weekday(date)], day, MONTHS[month - 1]);
}

struct str date_weekday_long(struct arena *a, struct date date)
{
	if (date_is_none(date))
		return STR_NONE;
	return strf(a, "%s %s", WEEKDAYS[date_weekday(date)], date_long(a, date).p);
}

struct str instant_iso(struct arena *a, instant t)
{
	int64_t days = floor_div(t, DAY), ms = t - days * DAY;
	int y, m, d;

	date_split((struct date){ (int32_t)days }, &y, &m, &d);
	return strf(a, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", y, m, d, (int)(ms / HOUR), (int)(ms / MINUTE % 60),
	            (int)(ms / SECOND % 60), (int)(ms % SECOND));
}

struct str instant_clock(struct arena *a, instant t)
{
	instant wall = t + london_offset(t), ms = wall - floor_div(wall, DAY) * DAY;
	int hour = (int)(ms / HOUR), min = (int)(ms / MINUTE % 60);

	return strf(a, "%d:%02d%s", hour % 12 ? hour % 12 : 12, min, hour < 12 ? "am" : "pm");
}

struct str instant_long(struct arena *a, instant t)
{
	return strf(a, "%s at %s", date_long(a, date_of(t)).p, instant_clock(a, t).p);
}

struct str instant_http(struct arena *a, instant t)
{
	int64_t days = floor_div(t, DAY), ms = t - days * DAY;
	int y, m, d;

	date_split((struct date){ (int32_t)days }, &y, &m, &d);
	return strf(a, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT", WEEKDAYS[date_weekday((struct date){ (int32_t)days })],
	            d, MONTHS[m - 1], y, (int)(ms / HOUR), (int)(ms / MINUTE % 60), (int)(ms / SECOND % 60));
}

/* zone_parse — "Z", "+01:00", "+0100" or nothing (UTC), as ms ahead of UTC. */
static bool zone_parse(struct str s, instant *ret)
{
	int64_t h, m;
	size_t colon;

	if (s.n == 0 || str_eq_nocase(s, S("Z"))) {
		*ret = 0;
		return true;
	}
	colon = s.n == 6 && s.p[3] == ':';
	if ((s.n != 5 && !colon) || (s.p[0] != '+' && s.p[0] != '-') || !str_to_i64(str_sub(s, 1, 2), 0, 14, &h) ||
	    !str_to_i64(str_sub(s, 3 + colon, 2), 0, 59, &m))
		return false;
	*ret = (s.p[0] == '-' ? -1 : 1) * (h * HOUR + m * MINUTE);
	return true;
}

bool instant_parse(struct str s, instant *ret)
{
	struct date d;
	int64_t hour, min, sec, ms = 0, digit = 100;
	instant zone;

	if (!date_parse(str_sub(s, 0, 10), &d))
		return false;
	s = str_sub(s, 10, SIZE_MAX);
	if (s.n == 0) {
		*ret = d.days * DAY;
		return true;
	}
	if (s.n < 9 || (s.p[0] != 'T' && s.p[0] != 't' && s.p[0] != ' ') || s.p[3] != ':' || s.p[6] != ':' ||
	    !str_to_i64(str_sub(s, 1, 2), 0, 23, &hour) || !str_to_i64(str_sub(s, 4, 2), 0, 59, &min) ||
	    !str_to_i64(str_sub(s, 7, 2), 0, 60, &sec))
		return false;
	s = str_sub(s, 9, SIZE_MAX);
	if (s.n && s.p[0] == '.') {
		s = str_sub(s, 1, SIZE_MAX);
		for (; s.n && s.p[0] >= '0' && s.p[0] <= '9'; s = str_sub(s, 1, SIZE_MAX), digit /= 10)
			ms += (s.p[0] - '0') * digit;
	}
	if (!zone_parse(s, &zone))
		return false;
	*ret = d.days * DAY + hour * HOUR + min * MINUTE + sec * SECOND + ms - zone;
	return true;
}

/* hours.c — hours as people write them, and what share of full time they are. */
#include "rules/hours.h"

#include "base/text.h"

enum { HOURS_MAX = 6000 /* hundredths of an hour a week */ };

int hours_share(int64_t hours, int64_t full_week)
{
	return full_week > 0 ? (int)((hours * FULL_TIME + full_week / 2) / full_week) : FULL_TIME;
}

bool hours_parse(struct str s, int64_t *ret)
{
	int64_t hundredths = 0;
	int decimals = -1; /* digits behind the point so far */

	s = str_trim(s);
	if (!s.n || s.n > 30)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if ((c == '.' || c == ',') && decimals < 0 && i > 0) {
			decimals = 0;
		} else if (c >= '0' && c <= '9' && decimals < 2) {
			hundredths = hundredths * 10 + (c - '0');
			decimals += decimals >= 0;
		} else if (c >= '0' && c <= '9') {
			hundredths += decimals++ == 2 && c >= '5';
		} else {
			return false;
		}
		if (hundredths > HOURS_MAX * 100)
			return false;
	}
	for (int i = decimals < 0 ? 0 : decimals; i < 2; i++)
		hundredths *= 10;
	if (hundredths < 1 || hundredths > HOURS_MAX)
		return false;
	*ret = hundredths;
	return true;
}

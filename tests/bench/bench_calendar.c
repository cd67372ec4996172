/* bench_calendar.c — every date of 100,000 random histories, with why; the time a page takes for one. */
#include "tests/unit/calendar_help.h"

#include <stdio.h>
#include <time.h>

enum { HISTORIES = 100000 };

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

int main(void)
{
	struct history h;
	struct calendar c;
	int64_t sum = 0;
	double made, took, from = now_ms();

	for (unsigned i = 0; i < HISTORIES; i++) {
		history_make(&h, i);
		sum += h.f.pauses_n;
	}
	made = now_ms() - from;
	from = now_ms();
	for (unsigned i = 0; i < HISTORIES; i++) {
		history_make(&h, i);
		calendar_of(&h.f, &c);
		sum += c.end.why_n + c.reviews_n;
	}
	took = now_ms() - from - made;
	printf("calendar: %d random histories in %.0f ms (%.2f us each); dates and reasons, %lld in all\n", HISTORIES, took,
	       took * 1e3 / HISTORIES, (long long)sum);
	return 0;
}

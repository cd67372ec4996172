/* bench_privacy.c — what the privacy check finds of labelled sentences, by class, and how long a page takes.
 *
 *     bench_privacy [FILE [tell]]    a file of one's own; `tell` lists the differences of the part that may be looked at
 *
 * The held-out third of sentences.txt, and the whole of late.txt (written last, by somebody who did not have the rules in
 * mind), are measured and not looked at. Ends with 1 when one of the two finds or marks less well than the bounds of
 * privacy_measure.h, or 10,000 characters take 5 ms or more (three times that where CAIRN_BUSY=1 says that others use the
 * machine too). */
#include "tests/unit/privacy_measure.h"

#include "base/text.h"

#include <stdlib.h>
#include <time.h>

#include "tests/unit/privacy_measure.c"

static const double PAGE_MS = 5; /* for 10,000 characters */

static void line(const char *name, const struct tally *t)
{
	if (t->marks || t->findings)
		printf("  %-26s %5d marked  recall %.3f  %5d found  precision %.3f\n", name, t->marks, recall(t), t->findings, precision(t));
}

static void report(const char *title, const struct measured *m)
{
	printf("%s: %d sentences, %d without anything to find\n", title, m->sentences, m->without);
	for (int c = 1; c < PRIVACY_CLASS_END; c++) {
		char name[40];

		snprintf(name, sizeof(name), "%.*s", STR_FMT(privacy_key((enum privacy_class)c)));
		if (c > PRIVACY_WORKER)
			line(name, &m->of[c]);
	}
	line("STRUCTURED", &m->structured);
	line("NAMES", &m->names);
}

/* over — a measured part that counts, told as over its bounds or not. */
static bool over(const struct measured *m)
{
	if (measured_is_well(m))
		return false;
	printf("  OVER: structured wanted recall %.2f precision %.2f, names recall %.2f precision %.2f\n", STRUCTURED_RECALL,
	       STRUCTURED_PRECISION, NAMES_RECALL, NAMES_PRECISION);
	return true;
}

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1000 + (double)t.tv_nsec / 1e6;
}

/* page_ms — the best of some runs over `chars` characters of sentences one after the other. */
static double page_ms(const struct sentences *s, size_t chars)
{
	struct arena *a = arena_new(64 << 20);
	struct buf b = buf_new(a, chars * 2);
	double best = 1e9;

	for (size_t i = 0; b.n < chars; i = (i + 1) % s->n) {
		buf_add(&b, s->v[i].text);
		buf_add_c(&b, ' ');
	}
	for (int run = 0; run < 40; run++) {
		struct arena *each = arena_new(256 << 20);
		struct privacy_text text = { S("text"), str_sub(buf_str(&b), 0, chars) };
		double from = now_ms();

		privacy_check(each, &text, 1, NULL, 0);
		from = now_ms() - from;
		best = from < best ? from : best;
		arena_release(each);
	}
	arena_release(a);
	return best;
}

static bool slow(const struct sentences *s)
{
	const char *busy = getenv("CAIRN_BUSY");
	double most = busy && strcmp(busy, "1") == 0 ? PAGE_MS * 3 : PAGE_MS, page = page_ms(s, 10000);

	printf("  10,000 characters: %.2f ms (wanted %.0f); 100,000: %.2f ms%s\n", page, most, page_ms(s, 100000), page < most ? "" : " OVER");
	return page >= most;
}

int main(int argc, char **argv)
{
	const char *path = argc > 1 ? argv[1] : "tests/data/privacy/sentences.txt";
	struct arena *a = arena_new(256 << 20);
	struct sentences s = sentences_read(a, path);
	FILE *tell = argc > 2 ? stdout : NULL;
	struct measured m;
	bool wrong = false;

	if (!s.n) {
		fprintf(stderr, "%s: no sentences\n", path);
		return 1;
	}
	if (argc > 1 && !(argc > 2 && argv[2][0] == 'd')) {
		m = measure(&s, PART_ALL, tell);
		report(path, &m);
	} else {
		m = measure(&s, PART_DEV, tell);
		report("privacy, two thirds", &m);
		m = measure(&s, PART_HELD_OUT, NULL);
		report("privacy, held out", &m);
		wrong |= over(&m);
	}
	if (argc == 1) {
		struct sentences late = sentences_read(a, "tests/data/privacy/late.txt");

		if (late.n) {
			m = measure(&late, PART_ALL, NULL);
			report("privacy, written late", &m);
			wrong |= over(&m);
		}
		wrong |= !late.n || slow(&s);
	}
	arena_release(a);
	return wrong;
}

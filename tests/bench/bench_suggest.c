/* bench_suggest.c — suggestions on the labelled pieces of tests/data/suggest: recall at 10, each piece left out in turn of
 * what the others teach, with the third that parameters were never chosen on beside it; and the time of one question. */
#include "tests/unit/suggest_help.c"

#include "app/framework/framework_io.h"

#include <time.h>

enum { ROUNDS = 20 };

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static const struct framework *read_framework(struct arena *a)
{
	FILE *f = fopen("frameworks/pqs-2025-illustrative.json", "rb");
	struct framework_problems *problems = framework_problems_new(a);
	struct framework *fw;
	char *p = arena_alloc(a, 4 << 20);
	size_t n = f ? fread(p, 1, 4 << 20, f) : 0;

	if (f)
		fclose(f);
	return framework_import(a, (struct str){ p, n }, &(struct framework_import_options){ .format = FORMAT_CASE }, &fw,
	                        problems) == OK ? fw : NULL;
}

static double longest_and_mean(struct arena *a, const struct suggest_index *x, const struct labelled_pieces *pieces,
                               double *ret_longest)
{
	double sum = 0;

	*ret_longest = 0;
	for (size_t i = 0; i < pieces->n; i++) {
		double best = 1e18;

		for (int round = 0; round < ROUNDS; round++) {
			struct arena *one = arena_within(a, 64 << 20);
			struct suggestions s;
			double from = now_us(), took;

			suggest_query(one, x, pieces->v[i].text, &(struct suggest_wish){ .kind = pieces->v[i].kind }, &s);
			took = now_us() - from;
			best = took < best ? took : best;
			arena_release(one);
		}
		sum += best;
		*ret_longest = best > *ret_longest ? best : *ret_longest;
	}
	return sum / (double)pieces->n;
}

int main(void)
{
	struct arena *a = arena_new((size_t)2 << 30);
	const struct framework *fw = read_framework(a);
	struct labelled_pieces *pieces = NEW(a, struct labelled_pieces);
	struct suggest_result r;
	double mean, longest, from;
	const struct suggest_index *x;

	if (!fw || !labelled_read(a, fw, pieces))
		return 1;
	from = now_us();
	x = suggest_build(a, fw, STR_NONE);
	printf("suggest: index of %zu statements made in %.1f ms\n", fw->linkable_n, (now_us() - from) / 1e3);
	mean = longest_and_mean(a, x, pieces, &longest);
	printf("suggest: one question %.2f ms, longest %.2f ms (at most 3)\n", mean / 1e3, longest / 1e3);
	r = labelled_measure(a, fw, pieces);
	printf("suggest: recall at 10, leave one out, %zu pieces: %.3f (at least 0.6)\n", r.all, r.recall_all);
	printf("suggest: of these %zu chosen on %.3f, %zu held out %.3f; from the words of the standards alone %.3f\n", r.chosen,
	       r.recall_chosen, r.held_out, r.recall_held_out, r.recall_words);
	return r.recall_all < 0.6 || longest > 3000;
}

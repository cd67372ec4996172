/* fuzz_csv.c — any bytes are a table or an error; a table that is written is read again, the same. */
#include "base/csv.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(256u << 20);
	struct csv_problem problem;
	struct csv_table t, again;

	if (csv_read(a, (struct str){ (const char *)data, size }, CSV_LIMITS, &t, &problem) == OK) {
		struct csv_out o = csv_begin(a, 64 << 20);

		/* a first row without other separators tells the reader that it is a comma */
		csv_put(&o, S("x"));
		csv_put(&o, S("x"));
		csv_end_row(&o);
		for (size_t r = 0; r < t.n; r++) {
			for (size_t c = 0; c < t.v[r].n; c++)
				csv_put(&o, csv_cell(&t, r, c));
			csv_end_row(&o);
		}
		if (csv_read(a, csv_done(&o), CSV_LIMITS, &again, &problem) != OK || again.n != t.n + 1)
			abort();
		for (size_t r = 0; r < t.n; r++)
			for (size_t c = 0; c < t.v[r].n; c++)
				if (!str_eq(csv_cell(&t, r, c), csv_cell(&again, r + 1, c)))
					abort();
	}
	arena_release(a);
	return 0;
}

/* fuzz_case.c — any bytes are a CASE package or an error with a sentence; a package that is written is read again
 * and written the same. Nothing that was a tag comes through. */
#include "app/framework/framework_io.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(512u << 20);
	struct framework_problems *p = framework_problems_new(a);
	struct framework_import_options options = { .format = FORMAT_CASE, .now = 1700000000000 };
	struct case_export_options out = { .now = 1700000000000 };
	struct framework *fw = NULL, *again = NULL;
	struct str once, twice;

	if (framework_import(a, (struct str){ (const char *)data, size }, &options, &fw, p) != OK) {
		if (fw || p->errors == 0 || p->n == 0)
			abort();
	} else if (framework_export_case(a, fw, &out, &once) == OK) {
		if (framework_import(a, once, &options, &again, p) != OK || framework_export_case(a, again, &out, &twice) != OK ||
		    !str_eq(once, twice))
			abort();
		for (size_t i = 0; i < fw->n; i++)
			if (!str_eq(framework_line(a, fw->items[i].text, NULL), fw->items[i].text))
				abort(); /* there was still a tag or an entity to take out */
	}
	arena_release(a);
	return 0;
}

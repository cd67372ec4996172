/* fuzz_urlencoded.c — a form-encoded body: what is taken is clean text, encodes again and reads back as the same. */
#include "web/form.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool claim)
{
	if (!claim)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;
	struct values v = { 0 }, again = { 0 };
	size_t kept = 0;

	if (size > 64 * 1024)
		return 0;
	a = arena_new(64 << 20);
	if (values_of_urlencoded(a, (struct str){ (const char *)data, size }, &v) == OK) {
		must(values_of_urlencoded(a, values_encode(a, &v), &again) == OK);
		for (size_t i = 0; i < v.n; i++) {
			must(utf8_valid(v.names[i]) && utf8_valid(v.v[i]));
			must(str_find_char(v.v[i], '\r') == SIZE_MAX);
			if (str_eq(v.names[i], S("csrf")))
				continue;
			must(str_eq(v.names[i], again.names[kept]) && str_eq(v.v[i], again.v[kept]));
			kept++;
		}
		must(kept == again.n);
	}
	arena_release(a);
	return 0;
}

/* fuzz_privacy.c — any bytes are a text: findings lie inside it, in order, none over another, and twice is the same. */
#include "rules/privacy.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(256u << 20);
	char *copy = malloc(size ? size : 1); /* the sanitizer sees a byte read behind the end */
	struct privacy_text texts[2] = { { S("title"), { copy, size / 2 } }, { S("text"), { copy, size } } };
	struct str known[1] = { S("Harpreet Kaur") };
	struct privacy_findings f, again;
	size_t last = 0, text = 0;

	memcpy(copy, data, size);
	f = privacy_check(a, texts, 2, known, 1);
	again = privacy_check(a, texts, 2, known, 1);
	if (f.n != again.n || f.n > PRIVACY_FINDINGS_MAX)
		abort();
	for (size_t i = 0; i < f.n; i++) {
		if (f.v[i].text != text) {
			text = f.v[i].text;
			last = 0;
		}
		if (f.v[i].text > 1 || f.v[i].start < last || f.v[i].end <= f.v[i].start || f.v[i].end > texts[f.v[i].text].text.n ||
		    !f.v[i].class || f.v[i].start != again.v[i].start)
			abort();
		last = f.v[i].end;
	}
	arena_release(a);
	free(copy);
	return 0;
}

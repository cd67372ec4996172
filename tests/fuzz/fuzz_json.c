/* fuzz_json.c — what the reader takes, the writer writes so that the reader takes it again, the same. */
#include "web/json.h"

#include <jansson.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(256u << 20);
	struct json_problem problem;
	struct json_t *tree, *again;

	if (json_parse(a, (struct str){ (const char *)data, size }, JSON_REQUEST_LIMITS, &tree, &problem) == OK) {
		struct str text = json_text_of(a, tree);

		if (!text.n || !utf8_valid(text) ||
		    json_parse(a, text, (struct json_limits){ 4 << 20, 16, 20000 }, &again, &problem) != OK ||
		    !json_equal(tree, again))
			abort();
	} else if (!problem.say.n || !utf8_valid(problem.say)) {
		abort();
	}
	arena_release(a);
	return 0;
}

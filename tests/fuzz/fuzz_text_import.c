/* fuzz_text_import.c — any bytes are a publication (text, Markdown, HTML: the first byte says which) or an error with
 * a sentence; what was read can be written as Markdown and as a table. */
#include "app/framework/framework_io.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum framework_format formats[] = { FORMAT_TEXT, FORMAT_MARKDOWN, FORMAT_HTML };
	struct arena *a;
	struct framework_problems *p;
	struct framework_import_options options = { .now = 1700000000000 };
	struct framework *fw = NULL;
	struct str s;

	if (size < 1)
		return 0;
	a = arena_new(512u << 20);
	p = framework_problems_new(a);
	options.format = formats[data[0] % COUNT_OF(formats)];
	if (framework_import(a, (struct str){ (const char *)data + 1, size - 1 }, &options, &fw, p) != OK) {
		if (fw || p->n == 0)
			abort();
	} else {
		if (framework_export_markdown(a, fw, &s) != OK || !utf8_valid(s) || framework_export_csv(a, fw, &s) != OK)
			abort();
	}
	arena_release(a);
	return 0;
}

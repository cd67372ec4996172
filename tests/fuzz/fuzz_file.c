/* fuzz_file.c — any bytes are a file of any kind: what is wrong with it and what it says are told within their bounds, and the words
 * are whole characters.
 */
#include "app/files/files_inside.h"

#include "base/text.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const types[] = {
		"application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"application/vnd.oasis.opendocument.text", "application/msword", "text/plain", "image/jpeg", "audio/mpeg", "video/mp4",
	};
	struct str bytes = { (const char *)data, size };
	struct arena *a = arena_new(96 << 20);

	for (size_t i = 0; i < COUNT_OF(types); i++) {
		struct str type = str_from_c(types[i]);
		struct file_said said;

		if (file_probe(a, bytes, type) > FILE_BROKEN)
			abort();
		if (file_text(a, bytes, type, &said) != OK)
			continue;
		if (said.text.n > FILE_TEXT_MAX || !utf8_valid(said.text) || said.author.n > 200 || said.changed_by.n > 200)
			abort();
		if ((said.state == FILE_TEXT_READ) != file_has_words(said.text))
			abort();
	}
	arena_release(a);
	return 0;
}

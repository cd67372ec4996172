/* files_kind.c — the kinds of file that are kept, and what the bytes of one are. */
#include "app/files/files_inside.h"

#include "web/child.h"

#include <fcntl.h>
#include <magic.h>
#include <stdlib.h>
#include <unistd.h>

#define OPEN_DOCUMENT "application/vnd.oasis.opendocument."
/* Prose that begins with certain words looks like program text to libmagic; it is text all the same. */
#define KINDS_OF_TEXT                                                                                     \
	{ "text/plain", "text/x-c", "text/x-c++", "text/x-java", "text/x-tex", "text/x-asm" }

static const struct file_kind kinds[] = {
	{ "pdf", "application/pdf", T_FILES_PDF, { "application/pdf" } },
	{ "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", T_FILES_WORD,
	  { "application/vnd.openxmlformats-officedocument.wordprocessingml.document" } },
	{ "doc", "application/msword", T_FILES_WORD, { "application/msword" } },
	{ "odt", OPEN_DOCUMENT "text", T_FILES_OPEN_DOCUMENT, { OPEN_DOCUMENT "text" } },
	{ "ods", OPEN_DOCUMENT "spreadsheet", T_FILES_OPEN_DOCUMENT, { OPEN_DOCUMENT "spreadsheet" } },
	{ "odp", OPEN_DOCUMENT "presentation", T_FILES_OPEN_DOCUMENT, { OPEN_DOCUMENT "presentation" } },
	{ "txt", "text/plain", T_FILES_TEXT, KINDS_OF_TEXT },
	{ "jpg", "image/jpeg", T_FILES_PHOTO, { "image/jpeg" } },
	{ "jpeg", "image/jpeg", T_FILES_PHOTO, { "image/jpeg" } },
	{ "png", "image/png", T_FILES_PICTURE, { "image/png" } },
	{ "webp", "image/webp", T_FILES_PICTURE, { "image/webp" } },
	/* Telephones write recordings into a container that is often marked as video. */
	{ "m4a", "audio/mp4", T_FILES_SOUND, { "audio/x-m4a", "audio/mp4", "video/mp4" } },
	{ "mp3", "audio/mpeg", T_FILES_SOUND, { "audio/mpeg" } },
	{ "ogg", "audio/ogg", T_FILES_SOUND, { "audio/ogg", "application/ogg" } },
};

const struct file_kind *file_kind_of_name(struct str name)
{
	size_t dot = name.n;

	while (dot && name.p[dot - 1] != '.')
		dot--;
	if (dot < 2) /* no ending, or nothing before it */
		return NULL;
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (str_eq_nocase(str_sub(name, dot, SIZE_MAX), str_from_c(kinds[i].ending)))
			return &kinds[i];
	return NULL;
}

bool file_kind_fits(const struct file_kind *kind, struct str type)
{
	for (size_t i = 0; i < COUNT_OF(kind->bytes) && kind->bytes[i]; i++)
		if (str_eq(type, str_from_c(kind->bytes[i])))
			return true;
	return false;
}

enum word file_type_word(struct str type)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (str_eq(type, str_from_c(kinds[i].type)))
			return kinds[i].says;
	return 0;
}

/* ---- in the child ---- */

static void *load_rules(void)
{
	magic_t rules = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TOKENS);

	return rules && magic_load(rules, NULL) == 0 ? rules : NULL;
}

static size_t look_at(void *rules, char *out)
{
	const char *type = magic_descriptor(rules, 0);
	size_t n = type ? strnlen(type, CHILD_SAYS_MAX) : 0;

	if (n)
		memcpy(out, type, n);
	return n;
}

enum rc file_look(struct arena *a, struct str path, int ms, struct str *ret_type)
{
	static const struct child look = { .prepare = load_rules, .work = look_at, .seconds = 5, .memory = 256 << 20 };
	int fd = open(str_c(a, path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	enum rc rc;

	if (fd < 0)
		return NOT_FOUND;
	rc = child_run(a, &look, fd, ms, ret_type);
	close(fd);
	return rc;
}

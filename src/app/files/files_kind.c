/* files_kind.c — the kinds of file that are kept, and what the bytes of one are. */
#include "app/files/files_inside.h"

#include "web/child.h"

#include <fcntl.h>
#include <magic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define OPEN_DOCUMENT "application/vnd.oasis.opendocument."
/* Prose that begins with certain words looks like program text to libmagic; it is text all the same. */
#define KINDS_OF_TEXT                                                                                     \
	{ "text/plain", "text/x-c", "text/x-c++", "text/x-java", "text/x-tex", "text/x-asm" }

static const struct file_kind kinds[] = {
	{ "pdf", "application/pdf", T_FILES_PDF, { "application/pdf" } },
	{ "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", T_FILES_WORD,
	  { "application/vnd.openxmlformats-officedocument.wordprocessingml.document" } },
	{ NULL, "application/msword", T_FILES_WORD, { NULL } }, /* Word before 2007: nothing reads what it says */
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
		if (kinds[i].ending && str_eq_nocase(str_sub(name, dot, SIZE_MAX), str_from_c(kinds[i].ending)))
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

enum word file_trouble_word(enum file_trouble trouble)
{
	static const enum word words[] = {
		[FILE_LOCKED] = T_FILES_LOCKED, [FILE_BURSTS] = T_FILES_BURSTS, [FILE_HIDES] = T_FILES_HIDES, [FILE_MACROS] = T_FILES_MACROS,
		[FILE_PIXELS] = T_FILES_PIXELS, [FILE_LONG] = T_FILES_LONG, [FILE_FILM] = T_FILES_FILM, [FILE_BROKEN] = T_FILES_UNREADABLE,
	};

	return (size_t)trouble < COUNT_OF(words) ? words[trouble] : T_FILES_UNREADABLE;
}

enum word file_refused_word(struct str name)
{
	static const struct {
		const char *endings; /* each between blanks */
		enum word says;
	} some[] = {
		{ " heic heif ", T_FILES_HEIC },
		{ " gif bmp tif tiff svg avif jxl ", T_FILES_OTHER_PICTURE },
		{ " zip 7z rar gz tgz tar ", T_FILES_ARCHIVE },
		{ " mov mp4 avi webm mkv 3gp ", T_FILES_FILM },
		{ " wav aac amr wma flac caf opus ", T_FILES_OTHER_SOUND },
		{ " doc docm dotm rtf dot dotx ", T_FILES_OTHER_WORD },
	};
	char ending[8] = " "; /* bounded: a blank, at most five letters, a blank, the end */
	size_t dot = name.n, n = 1;

	while (dot && name.p[dot - 1] != '.')
		dot--;
	if (dot < 2 || name.n - dot > 5)
		return T_FILES_WRONG_ENDING;
	for (; dot < name.n; dot++)
		ending[n++] = (char)(name.p[dot] | (name.p[dot] >= 'A' && name.p[dot] <= 'Z' ? 0x20 : 0));
	ending[n++] = ' ';
	for (size_t i = 0; i < COUNT_OF(some); i++)
		if (str_find(str_from_c(some[i].endings), (struct str){ ending, n }) != SIZE_MAX)
			return some[i].says;
	return T_FILES_WRONG_ENDING;
}

/* ---- in the child ---- */

enum { PROBE_ARENA = 64 << 20 };

struct looking {
	magic_t rules;
	struct arena *a;
};

static void *load_rules(void)
{
	struct looking *l = calloc(1, sizeof(*l));

	if (!l)
		return NULL;
	l->a = arena_new(PROBE_ARENA);
	l->rules = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TOKENS);
	return l->rules && magic_load(l->rules, NULL) == 0 ? l : NULL;
}

static enum file_trouble probe_open(struct arena *a, struct str type)
{
	struct stat st;
	void *p;

	if (fstat(0, &st) != 0 || st.st_size <= 0)
		return FILE_BROKEN;
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, 0, 0);
	return p == MAP_FAILED ? FILE_BROKEN : file_probe(a, (struct str){ p, (size_t)st.st_size }, type);
}

/* The first byte is the trouble, the type behind it. */
static size_t look_at(void *prepared, char *out)
{
	struct looking *l = prepared;
	const char *type = magic_descriptor(l->rules, 0);
	size_t n = type ? strnlen(type, CHILD_SAYS_MAX - 1) : 0;

	if (!n)
		return 0;
	memcpy(out + 1, type, n);
	out[0] = (char)('A' + (int)probe_open(l->a, (struct str){ type, n }));
	return n + 1;
}

enum rc file_look(struct arena *a, struct str path, int ms, struct str *ret_type, enum file_trouble *ret_trouble)
{
	static const struct child look = { .prepare = load_rules, .work = look_at, .seconds = 5, .memory = 256 << 20 };
	int fd = open(str_c(a, path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct str said;
	enum rc rc;

	if (fd < 0)
		return NOT_FOUND;
	rc = child_run(a, &look, fd, ms, &said);
	close(fd);
	if (rc != OK)
		return rc;
	*ret_type = str_sub(said, 1, SIZE_MAX);
	*ret_trouble = (enum file_trouble)(said.p[0] - 'A');
	return OK;
}

/* files_image.c — a picture is drawn again: upright, within bounds, in plain colours, and with nothing in it but what it shows.
 *
 * libvips is large, so only the child that needs it loads it: before it is shut in, from the system's own folder, by dlopen.
 * Its modules for other kinds of file are not loaded, its loaders but three are blocked, and it works with one thread (and
 * those it can't do without). Where it was taken and by whom, a small picture of what was cut off, comments: all of that is
 * in what surrounds the picture, and none of it is written again. What was sent is not kept.
 */
#include "app/files/files_inside.h"

#include "web/child.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	SIDE_MAX = 2400,          /* of the picture kept: a photographed page can be read */
	PIXELS_MAX = 50000000,    /* of the picture sent */
	SIDE_SENT_MAX = 20000,
	QUALITY = 82,
	KEPT_MAX = 8 << 20,       /* bytes of the picture kept */
	MEMORY = 640 << 20,       /* a photograph in stages is held whole while it is read */
	SECONDS = 8,
};

/* ---- in the child ---- */

/* What is used of libvips 8.14's C interface, as its reference has it. Its headers bring half a desktop with them. */
typedef struct picture picture;
enum { VIPS_SIZE_DOWN = 2, VIPS_FAIL_ON_TRUNCATED = 1 };

struct vips {
	int (*vips_init)(const char *program);
	void (*vips_concurrency_set)(int threads);
	void (*vips_cache_set_max)(int operations);
	void (*vips_block_untrusted_set)(int yes);
	void (*vips_operation_block_set)(const char *class, int yes);
	void (*vips_vector_set_enabled)(int yes);
	picture *(*vips_image_new_from_buffer)(const void *p, size_t n, const char *options, ...);
	int (*vips_image_get_width)(const picture *);
	int (*vips_image_get_height)(const picture *);
	int (*vips_thumbnail_buffer)(const void *p, size_t n, picture **ret, int width, ...);
	int (*vips_copy)(picture *, picture **ret, ...);
	char **(*vips_image_get_fields)(picture *);
	int (*vips_image_remove)(picture *, const char *field);
	int (*vips_jpegsave_buffer)(picture *, void **ret, size_t *ret_n, ...);
	int (*vips_pngsave_buffer)(picture *, void **ret, size_t *ret_n, ...);
	int (*vips_webpsave_buffer)(picture *, void **ret, size_t *ret_n, ...);
};

static bool find(void *library, const char *name, void *into)
{
	void *function = dlsym(library, name);

	memcpy(into, &function, sizeof(function)); /* as POSIX wants it */
	return function != NULL;
}

static bool find_all(void *library, struct vips *v)
{
#define FIND(name) find(library, #name, &v->name)
	return FIND(vips_init) && FIND(vips_concurrency_set) && FIND(vips_cache_set_max) && FIND(vips_block_untrusted_set) &&
	       FIND(vips_operation_block_set) && FIND(vips_vector_set_enabled) && FIND(vips_image_new_from_buffer) &&
	       FIND(vips_image_get_width) && FIND(vips_image_get_height) && FIND(vips_thumbnail_buffer) && FIND(vips_copy) &&
	       FIND(vips_image_get_fields) && FIND(vips_image_remove) && FIND(vips_jpegsave_buffer) && FIND(vips_pngsave_buffer) &&
	       FIND(vips_webpsave_buffer);
#undef FIND
}

/* Loaders that read three kinds of picture, and no other. */
static void only_three_kinds(const struct vips *v)
{
	v->vips_operation_block_set("VipsForeignLoad", 1);
	v->vips_operation_block_set("VipsForeignLoadJpeg", 0);
	v->vips_operation_block_set("VipsForeignLoadPng", 0);
	v->vips_operation_block_set("VipsForeignLoadWebp", 0);
	v->vips_block_untrusted_set(1);
}

static void *load_vips(void)
{
	struct vips *v = calloc(1, sizeof(*v));
	void *library = dlopen("libvips.so.42", RTLD_NOW | RTLD_LOCAL);

	/* Its modules are looked for under this folder, which is not there; and no machine code is made while it runs. */
	if (!v || !library || !find_all(library, v) || setenv("VIPSHOME", "/nonexistent", 1) != 0 || setenv("VIPS_NOVECTOR", "1", 1) != 0 || v->vips_init("cairn") != 0)
		return NULL;
	v->vips_concurrency_set(1);
	v->vips_cache_set_max(0);
	v->vips_vector_set_enabled(0);
	only_three_kinds(v);
	return v;
}

static size_t say(char *out, enum file_trouble trouble)
{
	out[0] = (char)('A' + (int)trouble);
	return 1;
}

static int save(const struct vips *v, picture *p, const uint8_t *sent, void **ret, size_t *ret_n)
{
	if (sent[0] == 0xFF)
		return v->vips_jpegsave_buffer(p, ret, ret_n, "Q", QUALITY, "strip", 1, "optimize_coding", 1, NULL);
	if (sent[0] == 0x89)
		return v->vips_pngsave_buffer(p, ret, ret_n, "compression", 6, "strip", 1, NULL);
	return v->vips_webpsave_buffer(p, ret, ret_n, "Q", QUALITY, "strip", 1, NULL);
}

/* without_traces — nothing beside the pixels: savers write out whatever hangs on a picture (8.14 puts EXIF into WebP even when
 * told to strip). */
static picture *without_traces(const struct vips *v, picture *p)
{
	picture *bare = NULL;
	char **fields;

	if (v->vips_copy(p, &bare, NULL) != 0 || !(fields = v->vips_image_get_fields(bare)))
		return NULL;
	for (; *fields; fields++)
		v->vips_image_remove(bare, *fields); /* width and the like can't be removed, and stay */
	return bare;
}

static size_t draw_again(void *prepared, char *out)
{
	const struct vips *v = prepared;
	picture *p = NULL;
	void *kept = NULL;
	size_t n = 0;
	struct stat st;
	uint8_t *sent;

	if (fstat(0, &st) != 0 || st.st_size < 16 ||
	    (sent = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, 0, 0)) == MAP_FAILED)
		return say(out, FILE_BROKEN);
	p = v->vips_image_new_from_buffer(sent, (size_t)st.st_size, "", NULL); /* its head only */
	if (!p)
		return say(out, FILE_BROKEN);
	if (v->vips_image_get_width(p) > SIDE_SENT_MAX || v->vips_image_get_height(p) > SIDE_SENT_MAX ||
	    (int64_t)v->vips_image_get_width(p) * v->vips_image_get_height(p) > PIXELS_MAX)
		return say(out, FILE_PIXELS);
	/* Turned as its camera was held, its colours taken into sRGB, never made larger. */
	if (v->vips_thumbnail_buffer(sent, (size_t)st.st_size, &p, SIDE_MAX, "height", SIDE_MAX, "size", VIPS_SIZE_DOWN,
	                             "export_profile", "srgb", "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL) != 0 ||
	    !(p = without_traces(v, p)) || save(v, p, sent, &kept, &n) != 0)
		return say(out, FILE_BROKEN);
	if (n > KEPT_MAX)
		return say(out, FILE_PIXELS);
	say(out, FILE_FINE);
	memcpy(out + 1, kept, n);
	return n + 1;
}

static size_t say_there(void *prepared, char *out)
{
	UNUSED(prepared);
	return say(out, FILE_FINE);
}

/* ---- in the parent ---- */

bool files_draw_here(struct arena *a)
{
	static const struct child loads = { .prepare = load_vips, .work = say_there, .seconds = SECONDS, .memory = MEMORY, .threads = true };
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	struct str said;
	bool ok = fd >= 0 && child_run(a, &loads, fd, SECONDS * 1000, &said) == OK;

	if (fd >= 0)
		close(fd);
	return ok;
}

/* put — these bytes in the place of those that were sent. */
static enum rc put(struct arena *a, struct upload *u, struct str bytes)
{
	int fd = open(str_c(a, u->path), O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOFOLLOW);
	struct str rest = bytes;
	enum rc rc = fd >= 0 ? OK : FAULT;

	while (rc == OK && rest.n) {
		ssize_t n = write(fd, rest.p, rest.n);

		if (n <= 0)
			rc = NO_SPACE;
		else
			rest = str_sub(rest, (size_t)n, SIZE_MAX);
	}
	if (fd >= 0 && close(fd) != 0)
		rc = NO_SPACE;
	if (rc != OK)
		return rc;
	u->size = bytes.n;
	crypto_hash_sha256(u->hash.b, (const unsigned char *)bytes.p, bytes.n);
	return OK;
}

enum rc file_redraw(struct arena *a, struct upload *u, int ms, enum file_trouble *ret_trouble)
{
	static const struct child draw = { .prepare = load_vips, .work = draw_again, .seconds = SECONDS, .memory = MEMORY,
		                               .says = KEPT_MAX + 1, .threads = true };
	struct arena *scratch = arena_within(a, KEPT_MAX + (1 << 20));
	int fd = open(str_c(a, u->path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	enum rc rc = fd >= 0 ? OK : NOT_FOUND;
	struct str said;

	if (fd >= 0) {
		rc = child_run(scratch, &draw, fd, ms, &said);
		close(fd);
	}
	if (rc == OK)
		*ret_trouble = (enum file_trouble)(said.p[0] - 'A');
	if (rc == OK && said.n > 1)
		rc = put(a, u, str_sub(said, 1, SIZE_MAX));
	arena_release(scratch);
	return rc;
}

/* fuzz_multipart.c — an upload in pieces: however it is cut, the result is that of the whole, and no file is left.
 * The first byte of the input is the length of a piece. */
#include "web/form.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct reading {
	enum rc rc;
	struct values values;
	struct upload uploads[UPLOADS_MAX];
	size_t n;
};

static void must(bool claim)
{
	if (!claim)
		abort();
}

static const char *made_folder;

static void remove_folder(void)
{
	rmdir(made_folder);
}

/* folder — one for the whole run, in memory where there is such a place. */
static struct str folder(void)
{
	static char shared[] = "/dev/shm/cairn-fuzz-XXXXXX", usual[] = "/tmp/cairn-fuzz-XXXXXX";

	if (!made_folder) {
		made_folder = mkdtemp(shared);
		if (!made_folder)
			made_folder = mkdtemp(usual);
		must(made_folder && atexit(remove_folder) == 0);
	}
	return str_from_c(made_folder);
}

static bool folder_is_empty(void)
{
	DIR *d = opendir(folder().p);
	size_t n = 0;

	must(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n == 2;
}

static struct reading *read_body(struct arena *a, struct str body, size_t piece)
{
	struct multipart *m = multipart_new(a, S("multipart/form-data; boundary=B"), folder(), 3000);
	struct reading *r = NEW(a, struct reading);

	for (size_t at = 0; at < body.n; at += piece)
		if (!multipart_feed(m, str_sub(body, at, piece)))
			break;
	r->rc = multipart_end(m, &r->values, r->uploads, &r->n);
	must((r->rc == OK) == (multipart_why(m).n == 0));
	return r;
}

static void check(const struct reading *r)
{
	for (size_t i = 0; i < r->values.n; i++)
		must(utf8_valid(r->values.names[i]) && utf8_valid(r->values.v[i]));
	for (size_t i = 0; i < r->n; i++) {
		struct str name = r->uploads[i].name;

		must(name.n && utf8_valid(name) && utf8_count(name) <= 120);
		must(str_find_char(name, '/') == SIZE_MAX && str_find_char(name, '\\') == SIZE_MAX);
		must(str_find_char(name, '\n') == SIZE_MAX && !str_eq(name, S("..")));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;
	struct str body;
	struct reading *whole, *cut;

	if (size < 1 || size > 16 * 1024)
		return 0;
	a = arena_new(64 << 20);
	body = (struct str){ (const char *)data + 1, size - 1 };
	whole = read_body(a, body, body.n ? body.n : 1);
	cut = read_body(a, body, (size_t)data[0] % 37 + 1);
	must(whole->rc == cut->rc && whole->n == cut->n && whole->values.n == cut->values.n);
	for (size_t i = 0; i < whole->values.n; i++)
		must(str_eq(whole->values.v[i], cut->values.v[i]));
	for (size_t i = 0; i < whole->n; i++)
		must(hash_eq(whole->uploads[i].hash, cut->uploads[i].hash) && str_eq(whole->uploads[i].name, cut->uploads[i].name));
	check(whole);
	arena_release(a);
	must(folder_is_empty());
	return 0;
}

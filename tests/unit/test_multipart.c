/* test_multipart.c — a body in pieces is read as the whole, files go to disk hashed, and nothing is left behind. */
#include "web/form.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define TYPE "multipart/form-data; boundary=\"xYz\""
#define PART(head, content) "--xYz\r\nContent-Disposition: form-data; " head "\r\n\r\n" content "\r\n"
#define END "--xYz--\r\n"

struct bench {
	struct arena *a;
	struct str dir;
	struct multipart *m;
	struct values values;
	struct upload uploads[UPLOADS_MAX];
	size_t n;
	enum rc rc;
};

static int setup(void **state)
{
	struct bench *b = calloc(1, sizeof(*b));
	char *dir = strdup("/tmp/cairn-multipart-XXXXXX");

	if (!b || !dir || !mkdtemp(dir))
		return -1;
	b->a = arena_new(64 << 20);
	b->dir = str_from_c(dir);
	*state = b;
	return 0;
}

static size_t files_left(struct bench *b)
{
	DIR *d = opendir(b->dir.p);
	size_t n = 0;

	while (readdir(d))
		n++;
	closedir(d);
	return n - 2; /* . and .. */
}

static int teardown(void **state)
{
	struct bench *b = *state;
	int rc;

	if (b->a)
		arena_release(b->a);
	rc = rmdir(b->dir.p); /* fails when anything was left behind */
	free((void *)(uintptr_t)b->dir.p);
	free(b);
	return rc;
}

static void read_in_pieces(struct bench *b, const char *type, struct str body, size_t piece, uint64_t max)
{
	b->values = (struct values){ 0 };
	b->n = 0;
	b->m = multipart_new(b->a, str_from_c(type), b->dir, max);
	for (size_t at = 0; at < body.n; at += piece)
		if (!multipart_feed(b->m, str_sub(body, at, piece)))
			break;
	b->rc = multipart_end(b->m, &b->values, b->uploads, &b->n);
}

static void read_all(struct bench *b, const char *body)
{
	read_in_pieces(b, TYPE, str_from_c(body), SIZE_MAX / 2, 1 << 20);
}

static void is_str(struct str s, const char *expected)
{
	if (!str_eq(s, str_from_c(expected)))
		fail_msg("«%.*s» is not «%s»", STR_FMT(s), expected);
}

static struct str content_of(struct bench *b, const char *path)
{
	FILE *f = fopen(path, "rb");
	struct stat st;
	char *p;
	size_t n;

	assert_non_null(f);
	assert_int_equal(fstat(fileno(f), &st), 0);
	p = arena_alloc(b->a, (size_t)st.st_size + 1);
	n = fread(p, 1, (size_t)st.st_size, f);
	fclose(f);
	return (struct str){ p, n };
}

static void is_refused(struct bench *b, const char *body)
{
	read_all(b, body);
	if (b->rc != INVALID || multipart_rc(b->m) != INVALID || !multipart_why(b->m).n)
		fail_msg("taken: %s", body);
}

/* ---- what is read ---- */

static void pieces_of_any_size_give_the_same(void **state)
{
	struct bench *b = *state;
	/* content that looks like the mark again and again */
	const struct str content = S("\r\n--xY\r\r\n--xYy\r\n-\r\n--x\n\r\r\n--\0\r\n-- xYz");
	struct str body = strf(b->a, "preamble\r\n%s--xYz \t\r\ncontent-disposition:form-data; name=f; filename=\"a.bin\"\r\n"
	                             "Content-Type: application/octet-stream\r\n\r\n",
	                       PART("name=\"title\"", "A plan\r\n"));

	body = str_join(b->a, (const struct str[]){ body, content, S("\r\n" PART("name=t", "") END "epilogue\r\n--xYz\r\n") },
	                3, STR_NONE);
	for (size_t piece = 1; piece <= body.n; piece++) {
		read_in_pieces(b, TYPE, body, piece, 1 << 20);
		assert_int_equal(b->rc, OK);
		assert_int_equal(b->values.n, 2);
		is_str(values_get(&b->values, S("title")), "A plan\n");
		is_str(values_get(&b->values, S("t")), "");
		assert_int_equal(b->n, 1);
		is_str(b->uploads[0].field, "f");
		is_str(b->uploads[0].name, "a.bin");
		assert_int_equal(b->uploads[0].size, content.n);
		assert_true(hash_eq(b->uploads[0].hash, hash_of(content)));
		assert_true(str_eq(content_of(b, b->uploads[0].path.p), content));
	}
}

static void a_large_file_is_written_whole(void **state)
{
	struct bench *b = *state;
	struct buf body = buf_new(b->a, 1 << 20);
	struct str head = S(PART("name=f; filename=f", ""));

	buf_add(&body, str_sub(head, 0, head.n - 2));
	for (int i = 0; i < 200000; i++)
		buf_add_c(&body, (char)(i * 7));
	buf_add(&body, S("\r\n" END));
	read_in_pieces(b, TYPE, buf_str(&body), 1500, 200000);
	assert_int_equal(b->rc, OK);
	assert_int_equal(b->uploads[0].size, 200000);
	assert_true(str_eq(content_of(b, b->uploads[0].path.p), str_sub(buf_str(&body), head.n - 2, 200000)));
	assert_true(hash_eq(b->uploads[0].hash, hash_of(str_sub(buf_str(&body), head.n - 2, 200000))));
}

static void names_of_files_are_made_harmless(void **state)
{
	static const struct {
		const char *head, *name;
	} cases[] = {
		{ "filename=\"plan.pdf\"", "plan.pdf" },
		{ "filename=\"../../etc/passwd\"", "passwd" },
		{ "filename=\"C:\\Users\\amina\\plan.pdf\"", "plan.pdf" },
		{ "filename=\"a\\\"b%22c.pdf\"", "a\"b\"c.pdf" },
		{ "filename=\"a%0D%0Ab.pdf\"", "a b.pdf" },
		{ "filename=\"..\"", "file" },
		{ "filename=\"x/\"", "file" },
		{ "filename=\"evil\xE2\x80\xAE" "fdp.exe\"", "evilfdp.exe" },
		{ "filename=\"bad\xff.pdf\"", "bad.pdf" },
		{ "filename=\"plain.pdf\"; filename*=UTF-8'en'na%C3%AFve%20plan.pdf", "naïve plan.pdf" },
		{ "filename*=utf-8''..%2Fup.pdf", "up.pdf" },
		{ "filename=\"plain.pdf\"; filename*=latin1''na%EFve.pdf", "plain.pdf" },
		{ "filename*=latin1''na%EFve.pdf", "file" },
	};
	struct bench *b = *state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		read_all(b, strf(b->a, "--xYz\r\nContent-Disposition: form-data; name=f; %s\r\n\r\nx\r\n" END,
		                 cases[i].head).p);
		assert_int_equal(b->rc, OK);
		assert_int_equal(b->n, 1);
		is_str(b->uploads[0].name, cases[i].name);
	}
}

static void a_long_name_keeps_its_ending(void **state)
{
	struct bench *b = *state;
	struct buf name = buf_new(b->a, 4096);

	for (int i = 0; i < 300; i++)
		buf_add(&name, S("é"));
	read_all(b, strf(b->a, PART("name=f; filename=\"%.*s.docx\"", "x") END, STR_FMT(buf_str(&name))).p);
	assert_int_equal(b->rc, OK);
	assert_int_equal(utf8_count(b->uploads[0].name), 120);
	assert_true(utf8_valid(b->uploads[0].name));
	assert_true(str_ends(b->uploads[0].name, S("é.docx")));
}

static void a_file_input_left_empty_is_no_file(void **state)
{
	struct bench *b = *state;

	read_all(b, PART("name=f; filename=\"\"", "") PART("name=g; filename=\"e.txt\"", "") END);
	assert_int_equal(b->rc, OK);
	assert_int_equal(b->n, 1);
	is_str(b->uploads[0].field, "g");
	assert_int_equal(b->uploads[0].size, 0);
	assert_true(hash_eq(b->uploads[0].hash, hash_of(STR_NONE)));
}

/* ---- what is refused ---- */

static void malformed_bodies_are_refused(void **state)
{
	static const char *const bodies[] = {
		"", "--xYz--", /* the second is complete: see below */
		"--xYz\r\n", PART("name=a", "x"), PART("name=a", "x") "--xYz-",
		"--xYz\r\n\r\nx\r\n" END,
		"--xYz\r\nContent-Type: text/plain\r\n\r\nx\r\n" END,
		PART("filename=a", "x") END,
		PART("name=\"\"", "x") END,
		PART("name=a; name=b", "x") END,
		PART("name=a; filename=a; filename=b", "x") END,
		PART("name=\"a", "x") END,
		PART("name=\"a%0Ab\"", "x") END,
		PART("name", "x") END,
		PART("name=\"a\" filename=\"b\"", "x") END,
		PART("name=a", "\xff") END,
		PART("name=a", "\xC0\xAF") END,
		"--xYz\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n" END,
		PART("name=a\r\nContent-Disposition: form-data; name=b", "x") END,
		PART("name=a\r\n folded: x", "x") END,
		PART("name=a\r\nX: a\nb", "x") END,
		PART("name=a\r\nno colon", "x") END,
		PART("name=a\r\nContent-Transfer-Encoding: base64", "eA==") END,
		PART("name=f; filename=\"\"", "bytes") END,
		"--xYzz\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n" END,
	};
	struct bench *b = *state;

	for (size_t i = 0; i < COUNT_OF(bodies); i++)
		if (i != 1)
			is_refused(b, bodies[i]);
	read_all(b, bodies[1]);
	assert_int_equal(b->rc, OK);
	assert_int_equal(b->values.n, 0);
}

static void a_boundary_must_be_one(void **state)
{
	static const char *const types[] = {
		"", "multipart/form-data", "multipart/form-data; charset=utf-8", "multipart/form-data; boundary=",
		"multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=\"a\"; boundary=\"b\"",
		"multipart/form-data; boundary=\"a\x01\"", "multipart/form-data; boundary=\"a\r\n\"",
		"multipart/mixed; boundary=xYz", "multipart/form-data; boundary=\"xYz ", "multipart/form-data; boundary=\"xYz \"",
		"multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901",
	};
	struct bench *b = *state;

	for (size_t i = 0; i < COUNT_OF(types); i++) {
		if (multipart_rc(multipart_new(b->a, str_from_c(types[i]), b->dir, 0)) != INVALID)
			fail_msg("taken: %s", types[i]);
	}
	read_in_pieces(b, "Multipart/Form-Data; charset=utf-8; Boundary=xYz ;", S(PART("name=a", "x") END), 1000, 0);
	assert_int_equal(b->rc, OK);
	read_in_pieces(b, "multipart/form-data; boundary=--=_/x:y", S("----=_/x:y--"), 1000, 0);
	assert_int_equal(b->rc, OK);
}

static void bounds_hold(void **state)
{
	struct bench *b = *state;
	struct buf body = buf_new(b->a, 1 << 20);

	read_in_pieces(b, TYPE, S(PART("name=f; filename=a", "12345") PART("name=f; filename=b", "67890") END), 3, 10);
	assert_int_equal(b->rc, OK);
	read_in_pieces(b, TYPE, S(PART("name=f; filename=a", "12345") PART("name=f; filename=b", "678901") END), 3, 10);
	assert_int_equal(b->rc, TOO_LARGE);
	for (int i = 0; i < 100; i++)
		buf_add(&body, S(PART("name=a", "x")));
	read_in_pieces(b, TYPE, strf(b->a, "%.*s%s", STR_FMT(buf_str(&body)), END), 1000, 0);
	assert_int_equal(b->rc, OK);
	assert_int_equal(b->values.n, 100);
	read_in_pieces(b, TYPE, strf(b->a, "%.*s%s", STR_FMT(buf_str(&body)), PART("name=a", "x") END), 1000, 0);
	assert_int_equal(b->rc, TOO_LARGE);
	body.n = 0;
	for (int i = 0; i < UPLOADS_MAX; i++)
		buf_add(&body, S(PART("name=a; filename=x", "x")));
	read_in_pieces(b, TYPE, strf(b->a, "%.*s%s", STR_FMT(buf_str(&body)), END), 1000, 100);
	assert_int_equal(b->n, UPLOADS_MAX);
	read_in_pieces(b, TYPE, strf(b->a, "%.*s%s", STR_FMT(buf_str(&body)), PART("name=a; filename=x", "x") END), 1000, 100);
	assert_int_equal(b->rc, TOO_LARGE);
	is_str(multipart_why(b->m), "Add 20 files at most at once.");
}

static void fields_have_one_bound_together(void **state)
{
	struct bench *b = *state;
	struct buf body = buf_new(b->a, 1 << 20);

	buf_add(&body, S("--xYz\r\nContent-Disposition: form-data; name=a\r\n\r\n"));
	for (int i = 0; i < 256 * 1024 - 2; i++)
		buf_add_c(&body, 'x');
	read_in_pieces(b, TYPE, strf(b->a, "%.*s\r\n%s", STR_FMT(buf_str(&body)), END), 1000, 0);
	assert_int_equal(b->rc, OK);
	read_in_pieces(b, TYPE, strf(b->a, "%.*s\r\n%s", STR_FMT(buf_str(&body)), PART("name=b", "yy") END), 1000, 0);
	assert_int_equal(b->rc, TOO_LARGE);
}

static void an_endless_head_is_refused(void **state)
{
	struct bench *b = *state;
	struct buf body = buf_new(b->a, 1 << 20);

	buf_add(&body, S("--xYz\r\nX: "));
	for (int i = 0; i < 9000; i++)
		buf_add_c(&body, 'x');
	b->m = multipart_new(b->a, S(TYPE), b->dir, 0);
	assert_false(multipart_feed(b->m, buf_str(&body)));
	assert_int_equal(multipart_rc(b->m), INVALID);
}

/* ---- files on disk ---- */

static void a_full_disk_is_said(void **state)
{
	struct bench *b = *state;
	const struct rlimit tight = { 4, RLIM_INFINITY };
	struct rlimit usual;

	/* A limit on the size of a file fails a write as a full disk does. */
	getrlimit(RLIMIT_FSIZE, &usual);
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &tight);
	read_all(b, PART("name=f; filename=a", "12345") END);
	setrlimit(RLIMIT_FSIZE, &usual);
	assert_int_equal(b->rc, NO_SPACE);
	assert_int_equal(multipart_rc(b->m), NO_SPACE);
	is_str(multipart_why(b->m), "There is no room to keep the files now. Nothing has been saved.");
}

static void a_folder_that_is_not_there_is_our_fault(void **state)
{
	struct bench *b = *state;

	b->m = multipart_new(b->a, S(TYPE), S("/nowhere/at/all"), 100);
	assert_false(multipart_feed(b->m, S(PART("name=f; filename=a", "12345"))));
	assert_int_equal(multipart_rc(b->m), FAULT);
}

static void files_are_private_and_gone_with_the_request(void **state)
{
	struct bench *b = *state;
	struct stat st;

	read_all(b, PART("name=f; filename=a", "1") PART("name=f; filename=b", "2") END);
	assert_int_equal(files_left(b), 2);
	assert_int_equal(stat(b->uploads[0].path.p, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	/* another, broken off in the middle of a file */
	read_all(b, PART("name=f; filename=a", "1"));
	assert_int_equal(files_left(b), 3);
	arena_release(b->a);
	b->a = NULL;
	assert_int_equal(files_left(b), 0);
}

static void a_kept_file_stays(void **state)
{
	struct bench *b = *state;
	const char *to = strf(b->a, "%.*s/kept", STR_FMT(b->dir)).p;
	char *path = strdup(to);

	read_all(b, PART("name=f; filename=a", "12345") END);
	assert_int_equal(upload_keep(&b->uploads[0], to), OK);
	assert_true(str_eq(content_of(b, to), S("12345")));
	arena_release(b->a);
	b->a = NULL;
	assert_int_equal(files_left(b), 1);
	assert_int_equal(unlink(path), 0);
	free(path);
}

static void keeping_where_there_is_no_folder_fails(void **state)
{
	struct bench *b = *state;

	read_all(b, PART("name=f; filename=a", "12345") END);
	assert_int_equal(upload_keep(&b->uploads[0], strf(b->a, "%.*s/no/folder", STR_FMT(b->dir)).p), FAULT);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(pieces_of_any_size_give_the_same),
		T(a_large_file_is_written_whole),
		T(names_of_files_are_made_harmless),
		T(a_long_name_keeps_its_ending),
		T(a_file_input_left_empty_is_no_file),
		T(malformed_bodies_are_refused),
		T(a_boundary_must_be_one),
		T(bounds_hold),
		T(fields_have_one_bound_together),
		T(an_endless_head_is_refused),
		T(a_full_disk_is_said),
		T(a_folder_that_is_not_there_is_our_fault),
		T(files_are_private_and_gone_with_the_request),
		T(a_kept_file_stays),
		T(keeping_where_there_is_no_folder_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

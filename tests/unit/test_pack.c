/* test_pack.c — what goes into a backup comes out again, and nothing else does. */
#include "base/text.h"
#include "cli/pack.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static const char *folder;

static const char *in(const char *name)
{
	return strf(arena, "%s/%s", folder, name).p;
}

static int set_up(void **state)
{
	UNUSED(state);
	arena = arena_new(4 << 20);
	folder = mkdtemp((char *)(uintptr_t)str_c(arena, S("/tmp/cairn-pack-XXXXXX")));
	return folder ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *is, int type, struct FTW *at)
{
	UNUSED(is);
	UNUSED(type);
	UNUSED(at);
	return remove(path);
}

static int tear_down(void **state)
{
	UNUSED(state);
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	arena_release(arena);
	return 0;
}

static void put(const char *name, const char *text)
{
	int fd = open(in(name), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);

	assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	close(fd);
}

static bool holds(const char *name, const char *text)
{
	char *p = arena_alloc(arena, 1000);
	int fd = open(in(name), O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, p, 999) : -1;

	if (fd >= 0)
		close(fd);
	return n == (ssize_t)strlen(text) && memcmp(p, text, (size_t)n) == 0;
}

static void database_and_files_come_out_as_they_went_in(void **state)
{
	static const char *const names[] = { "b.tar.zst", "b.tar.gz" };
	struct str why = STR_NONE;
	struct stat is;

	UNUSED(state);
	put("a.db", "the database");
	mkdir(in("files"), 0700);
	mkdir(in("files/ab"), 0700);
	put("files/ab/abcd", "a letter");
	put("files/.partial", "half of one");
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		assert_int_equal(pack_write(arena, in("a.db"), in("files"), in(names[i]), S("about"), &why), OK);
		assert_int_equal(stat(in(names[i]), &is), 0);
		assert_int_equal(is.st_mode & 0777, 0600);
		assert_int_equal(pack_read(arena, in(names[i]), in("new.db"), in("new"), &why), OK);
		assert_true(holds("new.db", "the database") && holds("new/ab/abcd", "a letter"));
		assert_int_not_equal(access(in("new/.partial"), F_OK), 0);
		unlink(in("new.db"));
		unlink(in("new/ab/abcd"));
	}
}

static void a_backup_without_files_is_one(void **state)
{
	struct str why = STR_NONE;

	UNUSED(state);
	put("a.db", "the database");
	assert_int_equal(pack_write(arena, in("a.db"), in("none"), in("b.tar.zst"), S("about"), &why), OK);
	assert_int_equal(pack_read(arena, in("b.tar.zst"), in("new.db"), in("new"), &why), OK);
	assert_true(holds("new.db", "the database"));
}

static void nothing_is_replaced(void **state)
{
	struct str why = STR_NONE;

	UNUSED(state);
	put("a.db", "the database");
	put("b.tar.zst", "older");
	assert_int_equal(pack_write(arena, in("a.db"), in("none"), in("b.tar.zst"), S("about"), &why), CONFLICT);
	assert_true(holds("b.tar.zst", "older"));
	assert_int_equal(pack_write(arena, in("a.db"), in("none"), in("c.tar.zst"), S("about"), &why), OK);
	assert_int_not_equal(pack_read(arena, in("c.tar.zst"), in("a.db"), in("new"), &why), OK);
	assert_true(holds("a.db", "the database"));
}

/* make_archive — a tar with a database and one more entry. */
static void make_archive(const char *name, const char *entry_name, unsigned type)
{
	struct archive *tar = archive_write_new();
	struct archive_entry *entry = archive_entry_new();

	archive_write_set_format_pax_restricted(tar);
	archive_write_add_filter_gzip(tar);
	assert_int_equal(archive_write_open_filename(tar, in(name)), ARCHIVE_OK);
	archive_entry_set_pathname(entry, entry_name);
	archive_entry_set_filetype(entry, type);
	if (type == AE_IFLNK)
		archive_entry_set_symlink(entry, "/etc");
	else
		archive_entry_set_size(entry, 4);
	archive_entry_set_perm(entry, 0600);
	assert_int_equal(archive_write_header(tar, entry), ARCHIVE_OK);
	if (type == AE_IFREG)
		assert_int_equal(archive_write_data(tar, "evil", 4), 4);
	archive_entry_free(entry);
	archive_write_free(tar);
}

static void what_does_not_belong_in_a_backup_is_refused(void **state)
{
	static const struct {
		const char *name;
		unsigned type;
	} cases[] = {
		{ "files/../../evil", AE_IFREG }, { "../evil", AE_IFREG },         { "/tmp/evil", AE_IFREG },
		{ "files//evil", AE_IFREG },      { "files/.hidden", AE_IFREG },   { "evil", AE_IFREG },
		{ "files/link", AE_IFLNK },       { "cairn.db", AE_IFLNK },        { "files/", AE_IFREG },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct str why = STR_NONE;

		make_archive("b.tar.gz", cases[i].name, cases[i].type);
		if (pack_read(arena, in("b.tar.gz"), in("new.db"), in("new"), &why) != INVALID)
			fail_msg("%s was unpacked", cases[i].name);
		assert_true(str_find(why, S("does not belong")) != SIZE_MAX);
	}
}

static void an_archive_without_a_database_is_refused(void **state)
{
	struct str why = STR_NONE;

	UNUSED(state);
	make_archive("b.tar.gz", "files/ab", AE_IFREG);
	assert_int_equal(pack_read(arena, in("b.tar.gz"), in("new.db"), in("new"), &why), INVALID);
	assert_true(str_find(why, S("no database")) != SIZE_MAX);
}

#define FACT(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(database_and_files_come_out_as_they_went_in),
		FACT(a_backup_without_files_is_one),
		FACT(nothing_is_replaced),
		FACT(what_does_not_belong_in_a_backup_is_refused),
		FACT(an_archive_without_a_database_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

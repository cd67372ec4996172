/* test_framework_case_files FOLDER: writes CASE packages there for tests/tools/validate_case.mjs: the shipped
 * frameworks, the real ones where they are at hand, odd ones, and a hundred made at random. Without a folder
 * it only checks that each can be written. */
#include "framework_help.h"

#include <stdio.h>

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char *folder;
static int written;

static void write_case(struct arena *a, const struct framework *fw, struct str base_url)
{
	struct case_export_options options = { .now = 1700000000000, .base_url = base_url };
	struct str s;
	FILE *f;

	assert_non_null(fw);
	assert_int_equal(framework_export_case(a, fw, &options, &s), OK);
	written++;
	if (!folder)
		return;
	f = fopen(strf(a, "%s/%03d.json", folder, written).p, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(s.p, 1, s.n, f), s.n);
	assert_int_equal(fclose(f), 0);
}

static void every_framework_can_be_written(void **state)
{
	static const char *const paths[] = {
		"frameworks/pqs-2025-illustrative.json", "frameworks/ten-standards-illustrative.json",
		"../shared/data/case/opensalt-framework.json", "../shared/data/case/opensalt-sample.csv",
		"tests/data/frameworks/odd.json", "tests/data/frameworks/capabilities.md", "tests/data/frameworks/standards.txt",
		"tests/data/frameworks/standards.html",
	};
	struct arena *a = arena_new((size_t)1 << 30);

	(void)state;
	for (size_t k = 0; k < COUNT_OF(paths); k++) {
		if (k == 2 || k == 3)
			if (!file_read(a, paths[k]).p) {
				print_message("%s is not here\n", paths[k]);
				continue;
			}
		write_case(a, import_file(a, paths[k]), STR_NONE);
		write_case(a, import_file(a, paths[k]), S("https://cairn.example"));
	}
	for (uint32_t seed = 1; seed <= 100; seed++) {
		write_case(a, random_framework(a, seed, 1 + seed % 40, false), STR_NONE);
		arena_reset(a);
	}
	arena_release(a);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_framework_can_be_written) };

	folder = argc > 1 ? argv[1] : NULL;
	return cmocka_run_group_tests(tests, NULL, NULL);
}

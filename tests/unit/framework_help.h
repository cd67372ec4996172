/* framework_help.h — reading, making and comparing frameworks in tests. */
#ifndef TESTS_FRAMEWORK_HELP_H
#define TESTS_FRAMEWORK_HELP_H

#include "app/framework/framework_io.h"

/* file_read — a whole file; p == NULL when it isn't there. Paths are tried from the repository's root, where
 * tests run, and from the build folder. */
struct str file_read(struct arena *a, const char *path);
/* import_text — imports and prints every problem when that fails; NULL then. */
const struct framework *import_text(struct arena *a, struct str bytes, enum framework_format format);
const struct framework *import_file(struct arena *a, const char *path);
struct framework_problems *import_problems(struct arena *a, struct str bytes, enum framework_format format);
/* is_said — some problem of that severity whose place and sentence hold these words. */
bool is_said(const struct framework_problems *p, enum problem_severity severity, const char *where, const char *words);
void print_problems(const struct framework_problems *p);

/* first_difference — the first thing in which two frameworks differ, in words; empty when equal. Thorough:
 * all that CASE carries; otherwise code, kind, text, parent and threads. */
struct str first_difference(struct arena *a, const struct framework *x, const struct framework *y, bool thorough);
/* random_framework — arranged; the same for the same seed. `plain`: only what a table or Markdown carries. */
const struct framework *random_framework(struct arena *a, uint32_t seed, size_t items, bool plain);

#endif

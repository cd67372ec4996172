/* framework_inside.h — what the files behind framework.h share among themselves. Nobody else includes it. */
#ifndef RULES_FRAMEWORK_INSIDE_H
#define RULES_FRAMEWORK_INSIDE_H

#include "rules/framework.h"

/* One spelling of one glossary term. */
struct framework_spelling {
	struct str text;
	int32_t term;
};

struct framework_index {
	int32_t *by_id, *by_code, *by_loose_code, *by_thread_key;
	struct framework_spelling *spellings; /* by first letter, then longest first */
	size_t spellings_n;
	size_t first_spelling[257];           /* of each lower-case first byte */
};

enum framework_sort { BY_ID, BY_CODE, BY_LOOSE_CODE };
/* framework_sorted — indexes of the items in that order; equal ones in the items' order. */
int32_t *framework_sorted(struct arena *a, const struct framework *fw, enum framework_sort by);
/* framework_code_cmp — compares codes as people mean them: case and white space do not count, and where
 * `loose` neither do dots and other separators. */
int framework_code_cmp(struct str x, struct str y, bool loose);
/* framework_code_plain — the code as framework_code_cmp sees it. */
struct str framework_code_plain(struct arena *a, struct str code, bool loose);

void framework_work_out_roles(struct arena *a, struct framework *fw, struct framework_problems *p);
void framework_build_index(struct arena *a, struct framework *fw);

#endif

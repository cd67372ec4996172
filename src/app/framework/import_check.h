/* import_check.h — reads a file that somebody wants to import, and says what would be added: as JSON, which is stored with
 * the import and shown by its page.
 *
 * {"format","title","version","typed_title","typed_version","counts":{…},"errors","warnings","problems":[{"error","where",
 * "say"}],"entries":[{"code","kind","text"}],"before":{"name","same_version"},"diff":{…},"changes":[{"code","was","what",
 * "note","from","to"}]}. Lists hold the first of what there is; the counts say how many.
 */
#ifndef APP_FRAMEWORK_IMPORT_CHECK_H
#define APP_FRAMEWORK_IMPORT_CHECK_H

#include "app/framework/framework.h"

enum {
	IMPORT_AT_ONCE = 1 << 20,         /* bytes up to which a file is checked in the request */
	IMPORT_ARENA_MAX = 900 << 20,     /* twenty times the largest file, and what is written from it */
	IMPORT_RESULT_MAX = 2 << 20,      /* bytes */
};

/* What was typed beside the file: for files that name no title or version. */
struct import_typed {
	struct str title, version;
};
struct str import_typed_json(struct arena *a, const struct import_typed *typed);
/* import_typed_of — out of a stored result. */
struct import_typed import_typed_of(struct arena *a, struct str result);

/* import_read — bytes to a framework; cx->arena holds it, so give it a context with room (import_ctx). */
enum rc import_read(struct ctx *cx, struct str bytes, struct str name, const struct import_typed *typed,
                    struct framework **ret, struct framework_problems *p);
/* import_check — *ret_result lives in cx->arena of the caller; *ret_good is false when there is an error. Needs an open
 * transaction: it compares with the newest version of the same series. */
enum rc import_check(struct ctx *cx, struct str bytes, struct str name, const struct import_typed *typed,
                     struct str *ret_result, bool *ret_good);

/* import_ctx — the same request with an arena of its own, large enough for the largest file; give it back with
 * import_ctx_end. */
struct ctx import_ctx(const struct ctx *cx);
void import_ctx_end(struct ctx *own);

#endif

/* framework.h — what other features may use of frameworks: files in and out, the store, and the pages' handlers. */
#ifndef APP_FRAMEWORK_FRAMEWORK_H
#define APP_FRAMEWORK_FRAMEWORK_H

#include "app/framework/framework_io.h"
#include "app/framework/pages_view.h"
#include "app/framework/search.h"
#include "app/framework/store.h"
#include "web/jobs.h"

handler_fn framework_list, framework_show, framework_print, framework_items, framework_search_show, framework_item_show,
	framework_export_file_csv, framework_export_file_markdown, framework_export_file_case, framework_diff_show,
	framework_import_new, framework_import_add, framework_import_show, framework_import_confirm, framework_import_drop,
	framework_publish_show, framework_publish, framework_withdraw_show, framework_withdraw;
extern const struct form framework_import_form, framework_publish_form;

/* The CASE read API: published national frameworks. */
handler_fn case_package, case_documents, case_document, case_item, case_item_associations, case_association, case_concept,
	case_subject, case_item_type, case_licence;

/* fw_search_index — of a version; kept with it where that is kept. */
const struct search_index *fw_search_index(struct ctx *cx, const struct framework_version *v);

/* Names and addresses of a version and its items, as every page gives them, and long lists in parts. */
/* fw_url — "/frameworks/ID" and what stands behind it; a literal. */
struct url fw_url(struct ctx *cx, const struct framework_version *v, const char *after);
struct url fw_item_url(struct ctx *cx, const struct framework_version *v, int32_t i);
/* fw_name — "Title, version 1.1". */
struct str fw_name(struct ctx *cx, const struct framework_version *v);
/* fw_coded — "3.3 Analyses risk", or the text alone. */
struct str fw_coded(struct ctx *cx, const struct framework_item *item);
/* fw_pager — the part of a list of n that ?page= asks for, `per` at a time; base carries the other parameters. A page
 * past the end is the last one. */
struct fw_pager fw_pager(struct ctx *cx, struct url base, int64_t n, int per);
/* fw_json_next — "next": the next part of the same JSON list, or null. */
void fw_json_next(struct ctx *cx, struct json_out *j, const struct fw_pager *pager);

/* Importing files too large for one request. */
job_fn framework_import_run, framework_import_given_up;

#endif

/* framework.h — what other features may use of frameworks: files in and out, the store, and the pages' handlers. */
#ifndef APP_FRAMEWORK_FRAMEWORK_H
#define APP_FRAMEWORK_FRAMEWORK_H

#include "app/framework/framework_io.h"
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

/* Importing files too large for one request. */
job_fn framework_import_run, framework_import_given_up;

#endif

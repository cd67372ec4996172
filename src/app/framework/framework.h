/* framework.h — what other features may use of frameworks: files in and out, the store, and the pages' handlers. */
#ifndef APP_FRAMEWORK_FRAMEWORK_H
#define APP_FRAMEWORK_FRAMEWORK_H

#include "app/framework/framework_io.h"
#include "app/framework/search.h"
#include "app/framework/store.h"

handler_fn framework_list, framework_show, framework_print, framework_items, framework_search_show, framework_item_show,
	framework_export_file_csv, framework_export_file_markdown, framework_export_file_case;

#endif

/* bulk_view.h — what the pages of an import show. */
#ifndef APP_BULK_VIEW_H
#define APP_BULK_VIEW_H

#include "web/web.h"

struct bulk_says_view {
	struct str before, value, after, fix;
	bool has_value, transfer;
};
struct bulk_says_views {
	struct bulk_says_view *v;
	size_t n;
};
struct bulk_cell_view {
	struct str label, text;
};
struct bulk_cell_views {
	struct bulk_cell_view *v;
	size_t n;
};
struct bulk_row_view {
	int64_t row;
	bool noted;
	struct str name;
	struct bulk_cell_views cells;
	struct bulk_says_views says;
	struct url fix;
};
struct bulk_row_views {
	struct bulk_row_view *v;
	size_t n;
};
struct bulk_heads {
	struct str v[3];
	size_t n;
};
/* A table of rows: what stands against them, or what they would become. */
struct bulk_table {
	struct str caption;
	struct bulk_heads heads;
	struct bulk_row_views rows;
	bool bad, can_fix;
};
struct bulk_steps {
	int at; /* 1 choose, 2 check, 3 add */
};
struct bulk_date_view {
	struct str day, month, what, more;
};
struct bulk_date_views {
	struct bulk_date_view v[3];
	size_t n;
};
struct bulk_show_view {
	struct bulk_steps steps;
	struct str title, lead, file, things, ready_things, bad_rows, button, keep, why, unused, added;
	struct str same_file; /* when the same file was sent before */
	struct url same_url;
	int64_t rows, ready, bad, noted, same, done, left_out, taken_back, ready_more, bad_more, looked_at, adding, added_n, to_go;
	bool reading, refused, checked, is_adding, taking_back, ended, was_taken_back, stopped, dropped; /* one of them */
	bool ask_dates, was_1252, records, can_take_back, invites, nothing_new, can_confirm;
	struct bulk_table bad_table, ready_table;
	struct html csrf, confirm_hidden, when, dates;
	struct html errors;
	struct url self, rows_bad, rows_ready, left_csv, receipt_csv, confirm, drop, take_back, dates_url, another, all;
	struct str kept_until, invites_on, receipt, what, took;
	struct bulk_date_views happens;
};
struct bulk_help_row {
	struct str label, help, example;
	bool required;
};
struct bulk_help_rows {
	struct bulk_help_row *v;
	size_t n;
};
struct bulk_new_view {
	struct bulk_steps steps;
	struct str title, lead, kind;
	struct html hidden, errors;
	struct str file_error;
	struct bulk_help_rows columns;
	struct url template_url, example_url, export_url, all;
};
struct bulk_kind_view {
	struct str title, lead;
	struct url url, export_url;
	bool has_export;
};
struct bulk_kind_views {
	struct bulk_kind_view v[8];
	size_t n;
};
struct bulk_import_view {
	struct str name, kind, state, when, counts;
	struct url url;
	bool waits, runs;
};
struct bulk_import_views {
	struct bulk_import_view *v;
	size_t n;
};
struct bulk_list_view {
	struct bulk_kind_views kinds;
	struct bulk_import_views imports;
	bool has_next, is_later;
	struct url next;
};
struct bulk_rows_view {
	struct str title, lead;
	struct bulk_table table;
	struct url back, next, first;
	bool has_next, is_later;
};
struct bulk_fields {
	struct html *v;
	size_t n;
};
struct bulk_fix_view {
	struct str title, file;
	struct bulk_says_views says;
	struct html hidden, errors, csrf;
	struct bulk_fields fields;
	struct url self, back, leave_out;
};

#endif

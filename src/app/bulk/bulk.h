/* bulk.h — many at once: a spreadsheet is chosen, checked, shown, confirmed and put into effect; and the same columns out.
 *
 * Nothing happens before the preview is confirmed. Checking and adding are work behind the page, in transactions of at most
 * BULK_BATCH rows, so that nobody else waits; each row is added exactly once, however often the work is begun again. People
 * are written to at nine the next morning, and until then all of it can be taken back.
 */
#ifndef APP_BULK_BULK_H
#define APP_BULK_BULK_H

#include "app/objects.h"
#include "web/jobs.h"

struct bulk_import {
	int64_t id, person, role_held, organisation, rows, adding;
	struct uuid uuid;
	enum bulk_kind kind;
	enum bulk_state state;
	int dates;                 /* enum date_order */
	struct str name, reading, organisation_name, person_name;
	instant created, confirmed_at, ended_at, invites_at, swept_after; /* DB_NULL_INT for never */
};
enum rc load_bulk(struct ctx *cx, struct uuid id);

extern const struct form bulk_upload_form, bulk_confirm_form, bulk_dates_form, bulk_cells_form;
handler_fn bulk_list_show, bulk_new, bulk_template, bulk_upload, bulk_show, bulk_rows_page, bulk_left_csv, bulk_receipt_csv,
	bulk_row_show, bulk_row_fix, bulk_row_leave_out, bulk_dates, bulk_confirm, bulk_confirm_again, bulk_drop, bulk_take_all_back,
	bulk_upload_again, bulk_export, bulk_example;
job_fn bulk_check_run, bulk_add_run, bulk_invite_run, bulk_given_up;

/* bulk_assign — a supervisor or an assessor for many, chosen elsewhere than in a spreadsheet: checked, shown and confirmed as if it had been
 * sent as one. `name` stands where the file's name would. At most BULK_BATCH rows. In a write transaction. */
struct bulk_assigning {
	struct str ecsw, name, person; /* e-mail addresses; the name of the ECSW */
	enum role part;
	struct date starts;
};
enum rc bulk_assign(struct ctx *cx, struct str name, const struct bulk_assigning *rows, size_t n, struct uuid *ret);

#endif

/* joining.c — loading somebody on the way into a programme. */
#include "app/joining/joining.h"

#include "joining.sql.h"

enum rc load_joining(struct ctx *cx, struct uuid id)
{
	bool writing = cx->route->method != HTTP_GET && !cx->failed && !cx->before_body;
	struct joining *j = NEW(cx->arena, struct joining);
	struct joining_lock_row lock;
	struct joining_by_id_row row;
	enum rc rc = writing ? sql_joining_lock(cx->db, cx->arena, id, &lock) : OK;

	cx->resource = (struct resource){ .owner = 0 };
	if (rc != OK || (rc = sql_joining_by_id(cx->db, cx->arena, id, &row)) != OK)
		return rc;
	*j = (struct joining){
		.id = row.joining, .uuid = id, .organisation = row.organisation, .organisation_name = row.organisation_name,
		.person = row.person == DB_NULL_INT ? 0 : row.person, .induction = row.induction_id, .name = row.name,
		.email = row.email, .state = (enum joining_state)row.state, .outcome = (enum eligibility)row.outcome,
		.version = row.version, .created = row.created, .changed = row.changed,
	};
	if ((rc = programme_get(cx, row.programme, &j->programme)) != OK)
		return rc;
	cx->joining = j;
	cx->resource.organisation = j->organisation;
	cx->resource.owner = j->person;
	cx->resource.joining_open = j->state < JOINING_STARTED;
	return OK;
}

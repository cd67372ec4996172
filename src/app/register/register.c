/* register.c — see register.h. */
#include "app/register/register.h"

#include "register.sql.h"

enum rc registration_stops_person(struct ctx *cx, int64_t person, bool *ret_stops)
{
	struct registration_number_row row;
	enum rc rc = sql_registration_number(cx->db, cx->arena, person, &row);

	if (rc == OK)
		*ret_stops = !row.registration.n;
	return rc;
}

enum rc registration_marks(struct ctx *cx, int64_t person, struct staff_marks *marks)
{
	UNUSED(cx), UNUSED(person), UNUSED(marks);
	return OK;
}

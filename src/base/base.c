/* base.c — names of results and the list of errors a person can act on. */
#include "base/base.h"

const char *rc_name(enum rc rc)
{
	static const char *const names[] = {
		[OK] = "ok", [NOT_FOUND] = "not found", [DENIED] = "denied", [INVALID] = "invalid",
		[CONFLICT] = "conflict", [STALE] = "stale", [NO_VERSION] = "no version",
		[TOO_LARGE] = "too large", [TOO_MANY] = "too many", [BUSY] = "busy",
		[NO_SPACE] = "no space", [SIGNED_OUT] = "signed out", [FACTOR_WANTED] = "second factor wanted", [FAULT] = "fault",
	};
	return (size_t)rc < COUNT_OF(names) ? names[rc] : "unknown";
}

enum rc err_add(struct err *err, struct str field, struct str message)
{
	if (err->n < ERR_FIELDS_MAX)
		err->fields[err->n++] = (struct err_field){ field, message };
	return INVALID;
}

struct str err_of(const struct err *err, struct str field)
{
	for (size_t i = 0; i < err->n; i++)
		if (str_eq(err->fields[i].field, field))
			return err->fields[i].message;
	return STR_NONE;
}

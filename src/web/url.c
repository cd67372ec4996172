/* url.c — addresses of our own pages. Nothing a person typed becomes part of one without being encoded. */
#include "web/form.h"

struct url url_lit(const char *literal)
{
	return (struct url){ str_from_c(literal) };
}

struct url url_id(struct ctx *cx, const char *before, struct uuid id, const char *after)
{
	return (struct url){ strf(cx->arena, "%s%s%s", before, uuid_str(cx->arena, id).p, after) };
}

struct url url_int(struct ctx *cx, const char *before, int64_t n, const char *after)
{
	return (struct url){ strf(cx->arena, "%s%lld%s", before, (long long)n, after) };
}

struct url url_with(struct ctx *cx, struct url base, const char *name, struct str value)
{
	char join = str_find_char(base.s, '?') == SIZE_MAX ? '?' : '&';

	return (struct url){ strf(cx->arena, "%.*s%c%s=%.*s", STR_FMT(base.s), join, name,
	                          STR_FMT(url_encode(cx->arena, value))) };
}

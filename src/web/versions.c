/* versions.c — see versions.h. */
#include "web/versions.h"

#include "templates.gen.h"
#include "web/form_inside.h"

struct html versions_hidden(struct ctx *cx, int64_t version)
{
	struct drawn_hidden hidden = { .csrf = csrf_of(cx), .version = strf(cx->arena, "%lld", (long long)version) };

	return HTML(cx, form_hidden, &hidden);
}

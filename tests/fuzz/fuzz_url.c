/* fuzz_url.c — a path and a query, as sent: what the route table makes of them is clean text, however they are escaped,
 * and addresses we write are read again as they were meant. The first byte says method and page or JSON; from the
 * first '?' on it is the query. */
#include "web/form.h"
#include "web/route.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool claim)
{
	if (!claim)
		abort();
}

/* A path parameter is UTF-8 without escapes left half read; one that is a UUID is written as it was read. */
static void look_at_params(const struct ctx *cx)
{
	struct uuid id, again;

	for (size_t i = 0; i < cx->params_n; i++) {
		must(cx->params[i].name.n > 0 && utf8_valid(cx->params[i].value));
		if (!uuid_parse(cx->params[i].value, &id))
			continue;
		must(uuid_parse(uuid_str(cx->arena, id), &again) && uuid_eq(id, again));
		must(str_eq_nocase(uuid_str(cx->arena, id), cx->params[i].value));
	}
}

static void look_for_route(struct ctx *cx, enum http_method method, struct str path, bool json)
{
	struct str allow, other;
	const struct route *r = route_find(cx, method, path, json, &allow);

	look_at_params(cx);
	if (!r)
		return;
	must((r->answers & (json ? JSON : PAGE)) != 0);
	if (method == HTTP_GET) /* HEAD is GET without the body, always */
		must(route_find(cx, HTTP_HEAD, path, json, &other) == r);
	/* a method nobody has: the answer names those there are */
	must(!route_find(cx, HTTP_OTHER, path, json, &other) && other.n > 0);
}

static void look_at_query(struct ctx *cx, struct str raw)
{
	struct url again = url_lit("/");
	size_t n;

	if (!query_parse(cx, raw))
		return;
	n = cx->query_names.n;
	must(n == cx->query_values.n && n <= 50);
	for (size_t i = 0; i < n; i++) {
		const char *name = str_c(cx->arena, cx->query_names.v[i]);
		int64_t number = query_int(cx, name, 1, 1000, -1);

		must(utf8_valid(cx->query_names.v[i]) && utf8_valid(cx->query_values.v[i]));
		must(str_find_char(cx->query_values.v[i], '\r') == SIZE_MAX);
		must(number == -1 || (number >= 1 && number <= 1000));
		again = url_with(cx, again, "v", cx->query_values.v[i]);
	}
	if (n > 0) {
		struct str_list was = cx->query_values;

		must(query_parse(cx, str_sub(again.s, 2, SIZE_MAX)) && cx->query_values.n == n);
		for (size_t i = 0; i < n; i++)
			must(str_eq(was.v[i], cx->query_values.v[i]));
	}
}

/* Whatever can be escaped comes back as it was; in a path a plus is a plus. */
static void look_at_escapes(struct arena *a, struct str s)
{
	struct str once, twice;

	for (int plus = 0; plus < 2; plus++) {
		if (!url_decode(a, s, plus == 1, &once))
			continue;
		must(utf8_valid(once) && once.n <= s.n);
		must(url_decode(a, url_encode(a, once), plus == 1, &twice) && str_eq(once, twice));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum http_method methods[] = { HTTP_GET, HTTP_POST, HTTP_PUT, HTTP_DELETE };
	struct str query, path;
	struct arena *a;
	struct ctx *cx;

	if (size < 2 || size > 2 * HTTP_PATH_MAX)
		return 0;
	a = arena_new(16 << 20);
	cx = NEW(a, struct ctx);
	cx->arena = a;
	query = (struct str){ (const char *)data + 1, size - 1 };
	path = str_cut(&query, '?');
	look_for_route(cx, methods[data[0] & 3], path, (data[0] & 4) != 0);
	look_at_query(cx, query);
	look_at_escapes(a, path);
	arena_release(a);
	return 0;
}

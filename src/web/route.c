/* route.c — the route table: matching, and the check at start. */
#include "web/route.h"

#include "web/form.h"

/* One step through pattern and path: true when both segments fit. Fills a parameter for ":name". */
static bool segment_fits(struct ctx *cx, struct str want, struct str got)
{
	if (!want.n || want.p[0] != ':')
		return str_eq(want, got);
	if (!got.n || cx->params_n == PARAMS_MAX)
		return false;
	cx->params[cx->params_n].name = str_sub(want, 1, SIZE_MAX);
	return url_decode(cx->arena, got, false, &cx->params[cx->params_n++].value);
}

static bool path_fits(struct ctx *cx, struct str pattern, struct str path)
{
	cx->params_n = 0;
	if (pattern.n > 1 && path.n > 1 && pattern.p[1] != ':' && pattern.p[1] != path.p[1])
		return false; /* most rows: seen at the first letter */
	while (pattern.p && path.p)
		if (!segment_fits(cx, str_cut(&pattern, '/'), str_cut(&path, '/')))
			return false;
	return !pattern.p && !path.p;
}

static bool method_fits(const struct route *r, enum http_method method, bool json)
{
	if (r->method == HTTP_GET)
		return method == HTTP_GET || method == HTTP_HEAD;
	return method == r->method || (json && r->method == HTTP_POST && method == HTTP_PUT);
}

const struct route *route_find(struct ctx *cx, enum http_method method, struct str path, bool json,
                               struct str *ret_allow)
{
	*ret_allow = STR_NONE;
	for (size_t i = 0; i < routes_n; i++) {
		const struct route *r = &routes[i];

		if (!(r->answers & (json ? JSON : PAGE)) || !path_fits(cx, str_from_c(r->path), path))
			continue;
		if (method_fits(r, method, json))
			return r;
		if (r->method == HTTP_GET)
			*ret_allow = ret_allow->n ? S("GET, HEAD, POST") : S("GET, HEAD");
		else
			*ret_allow = ret_allow->n ? S("GET, HEAD, POST") : json ? S("POST, PUT") : S("POST");
	}
	cx->params_n = 0;
	return NULL;
}

static const char *row_fault(const struct route *r)
{
	if (r->cap <= CAP_NONE || r->cap >= CAP_END)
		return "says no capability (write PUBLIC if anyone may)";
	if (r->object <= NO_OBJECT_ || r->object >= OBJECT_END)
		return "says no object (write NO_OBJECT if it has none)";
	if (r->object != NO_OBJECT && !r->may)
		return "has an object but no rule";
	if (!r->handler)
		return "has no handler";
	if (!(r->answers & BOTH))
		return "answers neither page nor JSON";
	if (r->method == HTTP_POST && !r->form && !r->no_form)
		return "is a POST without a form and does not say why";
	if (r->method == HTTP_POST && r->form && (r->answers & PAGE) && !r->again)
		return "has a form on a page and nothing that draws it again";
	if (!r->says)
		return "does not say what it is for";
	return NULL;
}

static const char *form_fault(const struct form *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (!f->fields[i].max && f->fields[i].type != FIELD_BOOL && f->fields[i].type != FIELD_DATE &&
		    f->fields[i].type != FIELD_CHOICE && f->fields[i].type != FIELD_ACTION)
			return "has a field without a maximum";
	return NULL;
}

bool routes_check(struct arena *a, struct str *ret_why)
{
	for (size_t i = 0; i < routes_n; i++) {
		const char *fault = row_fault(&routes[i]);

		if (!fault && routes[i].form)
			fault = form_fault(routes[i].form);
		if (fault) {
			*ret_why = strf(a, "The route %s %s.", routes[i].path, fault);
			return false;
		}
	}
	return true;
}

bool query_parse(struct ctx *cx, struct str raw)
{
	enum { MOST = 50 };
	struct str *names = NEW_ARRAY(cx->arena, struct str, MOST), *values = NEW_ARRAY(cx->arena, struct str, MOST);
	size_t n = 0;

	while (raw.p && raw.n) {
		struct str value = str_cut(&raw, '&'), name = str_cut(&value, '=');

		if (!name.n)
			continue;
		if (n == MOST || !url_decode(cx->arena, name, true, &names[n]) ||
		    !url_decode(cx->arena, value, true, &values[n]) || !utf8_valid(names[n]) || !utf8_valid(values[n]))
			return false;
		values[n] = text_clean(cx->arena, values[n]);
		n++;
	}
	cx->query_names = (struct str_list){ names, n };
	cx->query_values = (struct str_list){ values, n };
	return true;
}

struct str param(const struct ctx *cx, const char *name)
{
	for (size_t i = 0; i < cx->params_n; i++)
		if (str_eq(cx->params[i].name, str_from_c(name)))
			return cx->params[i].value;
	return STR_NONE;
}

struct str query(const struct ctx *cx, const char *name)
{
	for (size_t i = 0; i < cx->query_names.n; i++)
		if (str_eq(cx->query_names.v[i], str_from_c(name)))
			return cx->query_values.v[i];
	return STR_NONE;
}

int64_t query_int(const struct ctx *cx, const char *name, int64_t min, int64_t max, int64_t otherwise)
{
	int64_t v;

	return str_to_i64(query(cx, name), min, max, &v) ? v : otherwise;
}

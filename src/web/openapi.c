/* openapi.c — walks the route table and writes down each address, what it takes and what it answers. */
#include "web/openapi.h"

#include "web/app.h"

#include <jansson.h>

static void member(struct json_out *j, const char *key, struct str value)
{
	json_key(j, key);
	json_str(j, value);
}

static void reference(struct json_out *j, struct str to)
{
	json_obj(j);
	member(j, "$ref", to);
	json_end(j);
}

static bool is_described(const struct route *r)
{
	return (r->answers & JSON) || r->errors == ERRORS_CASE;
}

/* path_of — "/api/v1/evidence/{evidence}"; CASE has addresses of its own. */
static struct str path_of(struct arena *a, const struct route *r)
{
	struct str rest = str_from_c(r->path + 1);
	struct buf b = buf_new(a, 1024);

	buf_add(&b, r->answers & JSON ? S("/api/v1") : STR_NONE);
	while (rest.p) {
		struct str part = str_cut(&rest, '/');

		if (part.n && part.p[0] == ':')
			buf_addf(&b, "/{%.*s}", (int)part.n - 1, part.p + 1);
		else
			buf_addf(&b, "/%.*s", STR_FMT(part));
	}
	return buf_str(&b);
}

/* operation_id — the method and the path with underscores: unique, since routes are. */
static struct str operation_id(struct arena *a, const char *method, const struct route *r)
{
	struct buf b = buf_new(a, 1024);

	buf_add(&b, str_from_c(method));
	for (const char *c = r->path; *c; c++)
		if (*c != ':')
			buf_add_c(&b, (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') ? *c : '_');
	return buf_str(&b);
}

static const struct api_answer *answer_of(const struct route *r)
{
	for (size_t i = 0; i < api_answers_n; i++)
		if (api_answers[i].handler == r->handler)
			return &api_answers[i];
	return NULL;
}

/* ---- what it takes ---- */

/* query_parameters — what the handler reads from behind the question mark. */
static void query_parameters(struct json_out *j, struct arena *a, const struct api_answer *answer)
{
	struct json_problem why;
	json_t *all, *schema;
	const char *name;

	if (json_parse(a, answer->query, JSON_REQUEST_LIMITS, &all, &why) != OK)
		return;
	json_object_foreach(all, name, schema) {
		json_obj(j);
		member(j, "name", str_from_c(name));
		member(j, "in", S("query"));
		json_key(j, "schema");
		json_value(j, schema);
		json_end(j);
	}
}

static void path_parameters(struct json_out *j, const struct route *r)
{
	const char *object = r->object > NO_OBJECT && r->object < OBJECT_END ? object_params[r->object] : NULL;
	struct str rest = str_from_c(r->path);

	while (rest.p) {
		struct str part = str_cut(&rest, '/'), name = str_sub(part, 1, SIZE_MAX);

		if (!part.n || part.p[0] != ':')
			continue;
		json_obj(j);
		member(j, "name", name);
		member(j, "in", S("path"));
		json_key(j, "required");
		json_bool(j, true);
		json_key(j, "schema");
		json_obj(j);
		member(j, "type", S("string"));
		if (object && str_eq(name, str_from_c(object)))
			member(j, "format", S("uuid"));
		json_end(j);
		json_end(j);
	}
}

static void parameters(struct json_out *j, struct arena *a, const struct route *r, bool writes)
{
	const struct api_answer *answer = answer_of(r);

	json_key(j, "parameters");
	json_arr(j);
	path_parameters(j, r);
	if (answer)
		query_parameters(j, a, answer);
	if (writes && r->form && r->form->wants_version)
		reference(j, S("#/components/parameters/IfMatch"));
	json_end(j);
}

static void body(struct json_out *j, struct arena *a, const struct route *r)
{
	const struct form *form = r->form;

	if (!form && !r->upload_max)
		return;
	json_key(j, "requestBody");
	json_obj(j);
	json_key(j, "required");
	json_bool(j, true);
	json_key(j, "content");
	json_obj(j);
	json_key_str(j, r->upload_max ? S("multipart/form-data") : S("application/json"));
	json_obj(j);
	json_key(j, "schema");
	if (form) {
		reference(j, strf(a, "#/components/schemas/%s", form->name));
	} else {
		json_obj(j);
		member(j, "type", S("object"));
		json_end(j);
	}
	json_end(j);
	json_end(j);
	json_end(j);
}

/* ---- what it answers ---- */

static void json_content(struct json_out *j, const struct api_answer *answer, bool changes)
{
	json_key(j, "application/json");
	json_obj(j);
	if (answer && (answer->schema.n || changes)) {
		json_key(j, "schema");
		json_obj(j);
		/* An act may say nothing but where its object is. */
		member(j, "$ref", !answer->schema.n ? S("#/components/schemas/Done") : strf(j->out.arena, "#/components/schemas/%.*s", STR_FMT(answer->name)));
		json_end(j);
	}
	json_end(j);
}

static void response(struct json_out *j, const struct api_answer *answer, const char *status, const char *says, bool changes)
{
	static const char *const headers[] = { "Location", "ETag" };

	json_key(j, status);
	json_obj(j);
	member(j, "description", str_from_c(says));
	if (changes) {
		json_key(j, "headers");
		json_obj(j);
		for (size_t i = 0; i < COUNT_OF(headers); i++) {
			json_key(j, headers[i]);
			json_obj(j);
			json_key(j, "schema");
			json_obj(j);
			member(j, "type", S("string"));
			json_end(j);
			json_end(j);
		}
		json_end(j);
	}
	json_key(j, "content");
	json_obj(j);
	json_content(j, answer, changes);
	if (answer && answer->is_file) {
		json_key(j, "application/octet-stream");
		json_obj(j);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

static void problem_response(struct json_out *j, const char *status)
{
	json_key(j, status);
	reference(j, S("#/components/responses/Problem"));
}

static void responses(struct json_out *j, const struct route *r, bool writes)
{
	json_key(j, "responses");
	json_obj(j);
	response(j, answer_of(r), "200", writes ? "changed" : "found", writes);
	if (writes)
		response(j, answer_of(r), "201", "made", true);
	if (r->errors == ERRORS_CASE) {
		json_key(j, "default");
		reference(j, S("#/components/responses/CaseProblem"));
	} else {
		if (!may_use(ROLE_NONE, r->cap))
			problem_response(j, "401");
		if (r->object != NO_OBJECT) {
			problem_response(j, "403");
			problem_response(j, "404");
		}
		if (writes && r->form)
			problem_response(j, "422");
		if (writes && r->form && r->form->wants_version) {
			problem_response(j, "412");
			problem_response(j, "428");
		}
		problem_response(j, "default");
	}
	json_end(j);
}

/* ---- addresses ---- */

static void operation(struct json_out *j, struct arena *a, const struct route *r, const char *method)
{
	bool writes = r->method != HTTP_GET;

	json_key(j, method);
	json_obj(j);
	member(j, "operationId", operation_id(a, method, r));
	member(j, "summary", str_from_c(r->says));
	if (r->audit == AUDIT_READ)
		member(j, "description", S("Reading somebody else's is written into their history."));
	if (may_use(ROLE_NONE, r->cap)) {
		json_key(j, "security");
		json_arr(j);
		json_end(j);
	}
	parameters(j, a, r, writes);
	if (writes)
		body(j, a, r);
	responses(j, r, writes);
	json_end(j);
}

static bool is_first_of_its_path(size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (is_described(&routes[i]) && str_eq(str_from_c(routes[i].path), str_from_c(routes[at].path)))
			return false;
	return true;
}

static void paths(struct json_out *j, struct arena *a)
{
	json_key(j, "paths");
	json_obj(j);
	for (size_t i = 0; i < routes_n; i++) {
		if (!is_described(&routes[i]) || !is_first_of_its_path(i))
			continue;
		json_key_str(j, path_of(a, &routes[i]));
		json_obj(j);
		for (size_t k = i; k < routes_n; k++) {
			const struct route *r = &routes[k];

			if (!is_described(r) || !str_eq(str_from_c(r->path), str_from_c(routes[i].path)))
				continue;
			operation(j, a, r, r->method == HTTP_GET ? "get" : "post");
			if (r->method == HTTP_POST && (r->answers & JSON))
				operation(j, a, r, "put");
		}
		json_end(j);
	}
	json_end(j);
}

/* ---- forms ---- */

static void text_schema(struct json_out *j, const struct field *f)
{
	member(j, "type", S("string"));
	json_key(j, "maxLength");
	json_i64(j, (int64_t)f->max);
	if (f->min > 0) {
		json_key(j, "minLength");
		json_i64(j, f->min);
	}
}

static void choice_schema(struct json_out *j, const struct field *f)
{
	member(j, "type", S("string"));
	json_key(j, "enum");
	json_arr(j);
	for (int i = 0; f->choices && i < f->choices->n; i++)
		if (f->choices->keys[i].n)
			json_str(j, f->choices->keys[i]);
	json_end(j);
}

static void list_schema(struct json_out *j, const struct field *f)
{
	member(j, "type", S("array"));
	json_key(j, "maxItems");
	json_i64(j, (int64_t)f->max);
	json_key(j, "items");
	json_obj(j);
	member(j, "type", S("string"));
	json_end(j);
}

static void field_schema(struct json_out *j, const struct field *f)
{
	switch (f->type) {
	case FIELD_TEXT:
	case FIELD_LONG:
		text_schema(j, f);
		break;
	case FIELD_DATE:
		member(j, "type", S("string"));
		member(j, "format", S("date"));
		break;
	case FIELD_CHOICE:
	case FIELD_ACTION:
		choice_schema(j, f);
		break;
	case FIELD_LIST:
		list_schema(j, f);
		break;
	case FIELD_BOOL:
		member(j, "type", S("boolean"));
		break;
	case FIELD_INT:
		member(j, "type", S("integer"));
		json_key(j, "minimum");
		json_i64(j, f->min);
		json_key(j, "maximum");
		json_i64(j, (int64_t)f->max);
		break;
	}
}

/* What a form's data can ask for at most (rules/forms.h). */
enum { ALSO_MAX = 30, ALSO_TEXT_MAX = 20000 };

/* also_schema — fields that come from data: one object, whose members the data names. */
static void also_schema(struct json_out *j, struct str prefix)
{
	json_key_str(j, str_sub(prefix, 0, prefix.n - 1)); /* without its full stop */
	json_obj(j);
	member(j, "type", S("object"));
	json_key(j, "maxProperties");
	json_i64(j, ALSO_MAX);
	json_key(j, "additionalProperties");
	json_obj(j);
	member(j, "type", S("string"));
	json_key(j, "maxLength");
	json_i64(j, ALSO_TEXT_MAX);
	json_end(j);
	json_end(j);
}

static void form_schema(struct json_out *j, const struct form *form)
{
	json_key(j, form->name);
	json_obj(j);
	member(j, "type", S("object"));
	json_key(j, "additionalProperties");
	json_bool(j, false);
	json_key(j, "properties");
	json_obj(j);
	for (size_t i = 0; i < form->n; i++) {
		const struct field *f = &form->fields[i];

		json_key(j, f->name);
		json_obj(j);
		field_schema(j, f);
		if (f->label)
			member(j, "title", word(f->label));
		if (f->hint)
			member(j, "description", word(f->hint));
		json_end(j);
	}
	if (form->also)
		also_schema(j, str_from_c(form->also));
	json_end(j);
	json_key(j, "required");
	json_arr(j);
	for (size_t i = 0; i < form->n; i++) /* what a draft may lack is not required here */
		if (form->fields[i].required && (!form->is_draft || form->fields[i].in_draft_too))
			json_str(j, str_from_c(form->fields[i].name));
	json_end(j);
	json_end(j);
}

/* answer_schema — its properties, and those of the form that is written beside them. */
static void answer_schema(struct json_out *j, struct arena *a, const struct api_answer *answer)
{
	struct json_problem why;
	json_t *schema, *inner;
	const char *name;

	if (!answer->schema.n || json_parse(a, answer->schema, (struct json_limits){ 256 * 1024, 40, 20000 }, &schema, &why) != OK)
		return;
	json_key_str(j, answer->name);
	if (!answer->form) {
		json_value(j, schema);
		return;
	}
	json_obj(j);
	json_object_foreach(schema, name, inner) {
		if (strcmp(name, "properties") == 0)
			continue;
		json_key(j, name);
		json_value(j, inner);
	}
	json_key(j, "properties"), json_obj(j);
	json_object_foreach(json_object_get(schema, "properties"), name, inner) {
		json_key(j, name);
		json_value(j, inner);
	}
	for (size_t i = 0; i < answer->form->n; i++)
		json_key(j, answer->form->fields[i].name), json_obj(j), json_end(j);
	json_end(j), json_end(j);
}

static bool is_first_of_its_form(size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (is_described(&routes[i]) && routes[i].form == routes[at].form)
			return false;
	return true;
}

/* RFC 9457, with the fields that were wrong. */
static const struct str problem_schema = S_INIT(
	"{\"type\":\"object\",\"required\":[\"type\",\"title\",\"status\"],\"properties\":{\"type\":{\"type\":\"string\"},"
	"\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"},"
	"\"request_id\":{\"type\":\"string\",\"format\":\"uuid\"},\"errors\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
	"\"properties\":{\"field\":{\"type\":\"string\"},\"message\":{\"type\":\"string\"}}}}}}");
static const struct str done_schema = S_INIT(
	"{\"type\":\"object\",\"required\":[\"url\"],\"properties\":{\"url\":{\"type\":\"string\"}}}");
static const struct str fixed_components = S_INIT(
	"{\"Problem\":{\"description\":\"what went wrong, as RFC 9457 has it\",\"content\":{\"application/problem+json\":"
	"{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}},\"CaseProblem\":{\"description\":\"what went wrong, as CASE "
	"has it (imsx_StatusInfo)\",\"content\":{\"application/json\":{\"schema\":{\"type\":\"object\"}}}}}");
static const struct str if_match = S_INIT(
	"{\"IfMatch\":{\"name\":\"If-Match\",\"in\":\"header\",\"required\":true,\"description\":\"the ETag of the version this "
	"change is based on; without it 428, with an old one 412\",\"schema\":{\"type\":\"string\"}}}");
static const struct str bearer = S_INIT(
	"{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\",\"description\":\"made by cairn token create; acts in one role\"}}");

static void components(struct json_out *j, struct arena *a)
{
	json_key(j, "components");
	json_obj(j);
	json_key(j, "schemas");
	json_obj(j);
	json_key(j, "Problem");
	json_raw(j, problem_schema);
	for (size_t i = 0; i < routes_n; i++)
		if (is_described(&routes[i]) && routes[i].form && is_first_of_its_form(i))
			form_schema(j, routes[i].form);
	json_key(j, "Done");
	json_raw(j, done_schema);
	for (size_t i = 0; i < api_answers_n; i++)
		answer_schema(j, a, &api_answers[i]);
	json_end(j);
	json_key(j, "responses");
	json_raw(j, fixed_components);
	json_key(j, "parameters");
	json_raw(j, if_match);
	json_key(j, "securitySchemes");
	json_raw(j, bearer);
	json_end(j);
}

void openapi_write(struct json_out *j, struct arena *a)
{
	json_obj(j);
	member(j, "openapi", S("3.1.0"));
	json_key(j, "info");
	json_obj(j);
	member(j, "title", S("Cairn"));
	member(j, "version", S(CAIRN_VERSION));
	member(j, "description", S("Made from the tables that the pages are made from."));
	json_end(j);
	json_key(j, "servers");
	json_arr(j);
	json_obj(j);
	member(j, "url", S("/"));
	json_end(j);
	json_end(j);
	json_key(j, "security");
	json_arr(j);
	json_obj(j);
	json_key(j, "token");
	json_arr(j);
	json_end(j);
	json_end(j);
	json_end(j);
	paths(j, a);
	components(j, a);
	json_end(j);
}

enum rc openapi_show(struct ctx *cx)
{
	openapi_write(reply_json(cx), cx->arena);
	return answer_json(cx, 200);
}

/* case_api.c — 1EdTech CASE 1.1, reading: published national frameworks under their own identifiers.
 *
 * An identifier means its newest published version. Single resources are written by the exporter, so that what the API says
 * is what a package says. https://www.imsglobal.org/spec/case/v1p1
 */
#include "app/framework/pages.h"

#include "case_api.sql.h"

#include <jansson.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { LOOKED_THROUGH = 50, SERIES_MAX = 500, LIMIT_MAX = 100, LIMIT_USUAL = 100, DEFINITIONS_MAX = 16 << 20,
       INLINE_MAX = 4 << 20, OWN_ARENA_MAX = 512 << 20 };

static struct case_export_options options_of(const struct ctx *cx)
{
	return (struct case_export_options){ .base_url = cx->settings->url, .now = cx->now };
}

static bool id_of(const struct ctx *cx, struct uuid *ret)
{
	return uuid_parse(param(cx, "id"), ret);
}

static enum rc version_of_document(struct ctx *cx, const struct framework_version **ret)
{
	struct fw_case_document_row row;
	struct uuid id;
	enum rc rc = id_of(cx, &id) ? sql_fw_case_document(cx->db, cx->arena, id, &row) : NOT_FOUND;

	return rc == OK ? framework_get(cx, row.framework, ret) : rc;
}

static enum rc version_of_item(struct ctx *cx, const struct framework_version **ret, int32_t *ret_item)
{
	struct fw_case_item_row row;
	struct uuid id;
	enum rc rc = id_of(cx, &id) ? sql_fw_case_item(cx->db, cx->arena, id, &row) : NOT_FOUND;

	if (rc != OK || (rc = framework_get(cx, row.framework, ret)) != OK)
		return rc;
	*ret_item = framework_find((*ret)->fw, id);
	return *ret_item < 0 ? NOT_FOUND : OK;
}

/* ---- packages and documents ---- */

/* A package may be far larger than what one request may hold: it is then sent from a file in memory. */
static enum rc send_large(struct ctx *cx, struct str name, struct str bytes)
{
	int fd = memfd_create("case", MFD_CLOEXEC);
	size_t sent = 0;

	if (fd < 0)
		return FAULT;
	while (sent < bytes.n) {
		ssize_t n = write(fd, bytes.p + sent, bytes.n - sent);

		if (n <= 0) {
			close(fd);
			return FAULT;
		}
		sent += (size_t)n;
	}
	lseek(fd, 0, SEEK_SET);
	return answer_file(cx, S("application/json"), name, fd, bytes.n);
}

enum rc fw_send_case(struct ctx *cx, const struct framework_version *v, struct str name, bool pretty)
{
	struct case_export_options options = options_of(cx);
	struct arena *a = arena_within(cx->arena, OWN_ARENA_MAX);
	struct str bytes;
	enum rc rc;

	options.pretty = pretty;
	rc = framework_export_case(a, v->fw, &options, &bytes);
	if (rc == OK)
		rc = bytes.n > INLINE_MAX ? send_large(cx, name, bytes)
		                          : answer_bytes(cx, S("application/json"), name, str_dup(cx->arena, bytes));
	arena_release(a);
	return rc;
}

enum rc case_package(struct ctx *cx)
{
	const struct framework_version *v;
	enum rc rc = version_of_document(cx, &v);

	return rc == OK ? fw_send_case(cx, v, S("CFPackage.json"), false) : rc;
}

enum rc case_document(struct ctx *cx)
{
	struct case_export_options options = options_of(cx);
	const struct framework_version *v;
	enum rc rc = version_of_document(cx, &v);

	if (rc != OK)
		return rc;
	case_write_document(reply_json(cx), v->fw, &options, false);
	return answer_json(cx, 200);
}

/* ---- the list of documents ---- */

struct listing {
	int64_t limit, offset;
	bool descending;
	bool by_title;  /* else by the time of publication */
	struct str fields;
};

static bool read_number(const struct ctx *cx, const char *name, int64_t min, int64_t max, int64_t usual, int64_t *ret)
{
	struct str s = query(cx, name);

	*ret = usual;
	if (!s.n)
		return true;
	if (!str_to_i64(s, min, INT64_MAX, ret))
		return false;
	if (*ret > max)
		*ret = max;
	return true;
}

static bool listing_of(const struct ctx *cx, struct listing *ret)
{
	struct str sort = query(cx, "sort"), order = query(cx, "orderBy");

	*ret = (struct listing){ .by_title = str_eq(sort, S("title")), .descending = str_eq(order, S("desc")),
		                 .fields = query(cx, "fields") };
	if (sort.n && !ret->by_title && !str_eq(sort, S("lastChangeDateTime")))
		return false;
	if (order.n && !ret->descending && !str_eq(order, S("asc")))
		return false;
	return read_number(cx, "limit", 1, LIMIT_MAX, LIMIT_USUAL, &ret->limit) &&
	       read_number(cx, "offset", 0, INT32_MAX, 0, &ret->offset);
}

/* CASE's own words for a parameter that can't be used; its status is 400. */
static enum rc bad_selection(struct ctx *cx)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "imsx_codeMajor"), json_str(j, S("failure"));
	json_key(j, "imsx_severity"), json_str(j, S("error"));
	json_key(j, "imsx_description"), json_str(j, word(T_FRAMEWORK_CASE_BAD_SELECTION));
	json_key(j, "imsx_codeMinor"), json_obj(j);
	json_key(j, "imsx_codeMinorField"), json_arr(j), json_obj(j);
	json_key(j, "imsx_codeMinorFieldName"), json_str(j, S("TargetEndSystem"));
	json_key(j, "imsx_codeMinorFieldValue"), json_str(j, S("invalid_selection_field"));
	json_end(j), json_end(j), json_end(j), json_end(j);
	return answer_json(cx, 400);
}

static int by_title(const void *a, const void *b)
{
	const struct fw_case_series_row *x = a, *y = b;
	int c = str_cmp(x->title, y->title);

	return c ? c : (x->framework > y->framework) - (x->framework < y->framework);
}

static int by_time(const void *a, const void *b)
{
	const struct fw_case_series_row *x = a, *y = b;

	return x->published_at != y->published_at ? (x->published_at > y->published_at) - (x->published_at < y->published_at)
	                                          : (x->framework > y->framework) - (x->framework < y->framework);
}

static bool is_wanted(struct str fields, const char *key)
{
	while (fields.p)
		if (str_eq(str_trim(str_cut(&fields, ',')), str_from_c(key)))
			return true;
	return false;
}

/* Only the members asked for; those that are not there are passed over. */
static enum rc write_some(struct ctx *cx, struct json_out *j, struct str document, struct str fields)
{
	struct json_limits limits = { .bytes = DEFINITIONS_MAX, .depth = 64, .values = 1000000 };
	struct json_problem problem;
	const char *key;
	json_t *tree, *value;

	if (json_parse(cx->arena, document, limits, &tree, &problem) != OK)
		return FAULT;
	json_obj(j);
	json_object_foreach(tree, key, value) {
		if (is_wanted(fields, key))
			json_key_str(j, str_from_c(key)), json_value(j, value);
	}
	json_end(j);
	return OK;
}

/* One document, read in an arena of its own: a list of them may name more than one request can hold. */
static enum rc write_one(struct ctx *cx, struct json_out *j, int64_t framework, struct str fields)
{
	struct case_export_options options = options_of(cx);
	struct ctx own = *cx;
	const struct framework_version *v;
	struct json_out document;
	enum rc rc;

	own.arena = arena_within(cx->arena, OWN_ARENA_MAX);
	rc = framework_get(&own, framework, &v);
	if (rc == OK) {
		document = json_begin(own.arena, DEFINITIONS_MAX);
		case_write_document(&document, v->fw, &options, false);
		if (fields.n)
			rc = write_some(&own, j, json_done(&document), fields);
		else
			json_raw(j, json_done(&document));
	}
	arena_release(own.arena);
	return rc;
}

static struct str page_url(struct ctx *cx, const struct listing *l, int64_t offset)
{
	struct url u = { strf(cx->arena, "%.*s/ims/case/v1p1/CFDocuments", STR_FMT(cx->settings->url)) };

	u = url_with(cx, u, "limit", strf(cx->arena, "%lld", (long long)l->limit));
	u = url_with(cx, u, "offset", strf(cx->arena, "%lld", (long long)offset));
	if (query(cx, "sort").n)
		u = url_with(cx, u, "sort", query(cx, "sort"));
	if (query(cx, "orderBy").n)
		u = url_with(cx, u, "orderBy", query(cx, "orderBy"));
	return l->fields.n ? url_with(cx, u, "fields", l->fields).s : u.s;
}

static void links(struct ctx *cx, const struct listing *l, int64_t n)
{
	int64_t last = n ? (n - 1) / l->limit * l->limit : 0;
	struct buf b = buf_new(cx->arena, 16 * 1024);

	buf_addf(&b, "<%.*s>; rel=\"first\", <%.*s>; rel=\"last\"", STR_FMT(page_url(cx, l, 0)), STR_FMT(page_url(cx, l, last)));
	if (l->offset + l->limit < n)
		buf_addf(&b, ", <%.*s>; rel=\"next\"", STR_FMT(page_url(cx, l, l->offset + l->limit)));
	if (l->offset > 0)
		buf_addf(&b, ", <%.*s>; rel=\"prev\"",
		         STR_FMT(page_url(cx, l, l->offset > l->limit ? l->offset - l->limit : 0)));
	http_respond_header(cx->rq, "Link", buf_str(&b));
	http_respond_header(cx->rq, "X-Total-Count", strf(cx->arena, "%lld", (long long)n));
}

enum rc case_documents(struct ctx *cx)
{
	struct fw_case_series_rows rows;
	struct listing l;
	struct json_out *j;
	enum rc rc;

	if (!listing_of(cx, &l))
		return bad_selection(cx);
	if ((rc = sql_fw_case_series(cx->db, cx->arena, SERIES_MAX, &rows)) != OK)
		return rc;
	if (rows.n)
		qsort(rows.v, rows.n, sizeof(*rows.v), l.by_title ? by_title : by_time);
	j = reply_json(cx);
	json_obj(j);
	json_key(j, "CFDocuments"), json_arr(j);
	for (int64_t i = l.offset; rc == OK && i < (int64_t)rows.n && i < l.offset + l.limit; i++)
		rc = write_one(cx, j, rows.v[l.descending ? (int64_t)rows.n - 1 - i : i].framework, l.fields);
	json_end(j);
	json_end(j);
	links(cx, &l, (int64_t)rows.n);
	return rc == OK ? answer_json(cx, 200) : rc;
}

/* ---- items and associations ---- */

enum rc case_item(struct ctx *cx)
{
	struct case_export_options options = options_of(cx);
	const struct framework_version *v;
	int32_t i;
	enum rc rc = version_of_item(cx, &v, &i);

	if (rc != OK)
		return rc;
	case_write_item(reply_json(cx), v->fw, i, &options, false);
	return answer_json(cx, 200);
}

/* Does association k have item i at one of its ends? Those of the hierarchy are numbered as their items are. */
static bool touches(const struct framework *fw, size_t k, size_t own, int32_t i)
{
	const struct framework_link *l;

	if (k < own)
		return false;
	l = &fw->links[k - own];
	return l->from == i || l->to == i;
}

enum rc case_item_associations(struct ctx *cx)
{
	struct case_export_options options = options_of(cx);
	const struct framework_version *v;
	struct json_out *j;
	size_t own;
	int32_t i;
	enum rc rc = version_of_item(cx, &v, &i);

	if (rc != OK)
		return rc;
	own = case_associations(v->fw) - v->fw->links_n;
	j = reply_json(cx);
	json_obj(j);
	json_key(j, "CFItem"), case_write_item(j, v->fw, i, &options, false);
	json_key(j, "CFAssociations"), json_arr(j);
	for (size_t k = 0; k < own; k++)
		if ((int32_t)k == i || v->fw->items[k].parent == i)
			case_write_association(j, v->fw, k, &options, false);
	for (size_t k = own; k < case_associations(v->fw); k++)
		if (touches(v->fw, k, own, i))
			case_write_association(j, v->fw, k, &options, false);
	json_end(j);
	json_end(j);
	return answer_json(cx, 200);
}

/* Looks through published versions, newest first, until `look` has answered. */
static enum rc look_through(struct ctx *cx, bool (*look)(struct ctx *cx, const struct framework *fw, struct uuid id, void *arg),
                            void *arg)
{
	struct fw_case_all_rows rows;
	struct uuid id;
	enum rc rc;

	if (!id_of(cx, &id))
		return NOT_FOUND;
	if ((rc = sql_fw_case_all(cx->db, cx->arena, LOOKED_THROUGH, &rows)) != OK)
		return rc;
	for (size_t i = 0; i < rows.n; i++) {
		struct ctx own = *cx;
		const struct framework_version *v;
		bool found;

		own.arena = arena_within(cx->arena, OWN_ARENA_MAX);
		rc = framework_get(&own, rows.v[i].framework, &v);
		found = rc == OK && look(cx, v->fw, id, arg);
		arena_release(own.arena);
		if (rc != OK || found)
			return rc == OK ? answer_json(cx, 200) : rc;
	}
	return NOT_FOUND;
}

static bool find_association(struct ctx *cx, const struct framework *fw, struct uuid id, void *arg)
{
	struct case_export_options options = options_of(cx);

	UNUSED(arg);
	for (size_t k = 0; k < case_associations(fw); k++)
		if (uuid_eq(case_association_id(fw, k), id)) {
			case_write_association(reply_json(cx), fw, k, &options, false);
			return true;
		}
	return false;
}

enum rc case_association(struct ctx *cx)
{
	return look_through(cx, find_association, NULL);
}

/* ---- definitions ---- */

struct definition {
	const char *kind;  /* the member of CFDefinitions */
	bool in_set;       /* answered as a list under that name */
};

static const json_t *definition_with(const json_t *list, struct str id)
{
	const json_t *entry;
	size_t i;

	json_array_foreach(list, i, entry) {
		if (str_eq_nocase(json_get_str(entry, "identifier"), id))
			return entry;
	}
	return NULL;
}

static bool find_definition(struct ctx *cx, const struct framework *fw, struct uuid id, void *arg)
{
	const struct definition *d = arg;
	struct case_export_options options = options_of(cx);
	struct arena *a = arena_within(cx->arena, OWN_ARENA_MAX);
	struct json_out written = json_begin(a, DEFINITIONS_MAX);
	struct json_limits limits = { .bytes = DEFINITIONS_MAX, .depth = 64, .values = 1000000 };
	struct json_problem problem;
	const json_t *entry = NULL;
	struct json_out *j;
	json_t *tree;

	case_write_definitions(&written, fw, &options);
	if (json_parse(a, json_done(&written), limits, &tree, &problem) == OK)
		entry = definition_with(json_object_get(tree, d->kind), uuid_str(a, id));
	if (entry) {
		j = reply_json(cx);
		if (d->in_set)
			json_obj(j), json_key(j, d->kind), json_arr(j);
		json_value(j, entry);
		if (d->in_set)
			json_end(j), json_end(j);
	}
	arena_release(a);
	return entry != NULL;
}

enum rc case_concept(struct ctx *cx)
{
	return look_through(cx, find_definition, &(struct definition){ "CFConcepts", true });
}

enum rc case_subject(struct ctx *cx)
{
	return look_through(cx, find_definition, &(struct definition){ "CFSubjects", true });
}

enum rc case_item_type(struct ctx *cx)
{
	return look_through(cx, find_definition, &(struct definition){ "CFItemTypes", true });
}

enum rc case_licence(struct ctx *cx)
{
	return look_through(cx, find_definition, &(struct definition){ "CFLicenses", false });
}

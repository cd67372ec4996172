/* json.c — see json.h. The writer is a stack of two bit sets; the reader looks the text over before jansson
 * sees it, because jansson bounds neither bytes nor values and lets 2,048 levels through. */
#include "web/json.h"

#include "db/db.h"

#include <jansson.h>
#include <stdio.h>

/* ---- writer ---- */

struct json_out json_begin(struct arena *a, size_t cap)
{
	return (struct json_out){ .out = buf_new(a, cap) };
}

static bool in_array(const struct json_out *o)
{
	return o->depth > 0 && (o->is_array >> (o->depth - 1) & 1);
}

static void new_line(struct json_out *o)
{
	if (!o->pretty)
		return;
	buf_add_c(&o->out, '\n');
	for (int i = 0; i < o->depth; i++)
		buf_add_c(&o->out, '\t');
}

/* Comma and line end before a member or element of the open level. */
static void separate(struct json_out *o)
{
	uint64_t bit;

	if (o->depth == 0)
		return;
	bit = 1ull << (o->depth - 1);
	if (o->has_members & bit)
		buf_add_c(&o->out, ',');
	o->has_members |= bit;
	new_line(o);
}

/* A value may stand here: at the top once, in an array, or behind a key. */
static bool value_may_start(struct json_out *o)
{
	if (o->broken)
		return false;
	if (o->after_key) {
		o->after_key = false;
		return true;
	}
	if (o->depth == 0 ? o->out.n > 0 : !in_array(o)) {
		o->broken = true;
		return false;
	}
	separate(o);
	return true;
}

static void open_level(struct json_out *o, bool array)
{
	if (!value_may_start(o))
		return;
	if (o->depth == JSON_OUT_DEPTH) {
		o->broken = true;
		return;
	}
	buf_add_c(&o->out, array ? '[' : '{');
	o->is_array &= ~(1ull << o->depth);
	o->is_array |= (uint64_t)array << o->depth;
	o->has_members &= ~(1ull << o->depth);
	o->depth++;
}

void json_obj(struct json_out *o)
{
	open_level(o, false);
}

void json_arr(struct json_out *o)
{
	open_level(o, true);
}

void json_end(struct json_out *o)
{
	bool array = in_array(o), members;

	if (o->depth == 0 || o->after_key)
		o->broken = true;
	if (o->broken)
		return;
	o->depth--;
	members = o->has_members >> o->depth & 1;
	if (members)
		new_line(o);
	buf_add_c(&o->out, array ? ']' : '}');
}

/* Length of the well-formed character at s, or 0. */
static size_t whole_character(struct str s)
{
	struct str rest = s;
	int32_t c = utf8_next(&rest);

	return c < 0 ? 0 : s.n - rest.n;
}

static void put_escape(struct buf *b, unsigned char c)
{
	static const char short_for[] = { ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r',
		                          ['"'] = '"', ['\\'] = '\\' };

	buf_add_c(b, '\\');
	if (c < sizeof short_for && short_for[c])
		buf_add_c(b, short_for[c]);
	else
		buf_addf(b, "u%04x", c);
}

static void put_text(struct buf *b, struct str s)
{
	buf_add_c(b, '"');
	while (s.n) {
		size_t plain = 0, n;

		while (plain < s.n && (unsigned char)s.p[plain] >= 0x20 && (unsigned char)s.p[plain] < 0x7f &&
		       s.p[plain] != '"' && s.p[plain] != '\\')
			plain++;
		buf_add(b, str_sub(s, 0, plain));
		s = str_sub(s, plain, SIZE_MAX);
		if (!s.n)
			break;
		if ((unsigned char)s.p[0] < 0x80) {
			put_escape(b, (unsigned char)s.p[0]);
			n = 1;
		} else if ((n = whole_character(s)) > 0) {
			buf_add(b, str_sub(s, 0, n));
		} else {
			buf_add(b, S("\xef\xbf\xbd"));
			n = 1;
		}
		s = str_sub(s, n, SIZE_MAX);
	}
	buf_add_c(b, '"');
}

void json_key_str(struct json_out *o, struct str key)
{
	if (o->depth == 0 || in_array(o) || o->after_key)
		o->broken = true;
	if (o->broken)
		return;
	separate(o);
	put_text(&o->out, key);
	buf_add_c(&o->out, ':');
	if (o->pretty)
		buf_add_c(&o->out, ' ');
	o->after_key = true;
}

void json_key(struct json_out *o, const char *key)
{
	json_key_str(o, str_from_c(key));
}

void json_str(struct json_out *o, struct str s)
{
	if (value_may_start(o))
		put_text(&o->out, s);
}

void json_i64(struct json_out *o, int64_t v)
{
	if (value_may_start(o))
		buf_add_i64(&o->out, v);
}

void json_raw(struct json_out *o, struct str json)
{
	if (json.n == 0)
		json = S("null");
	if (value_may_start(o))
		buf_add(&o->out, json);
}

void json_bool(struct json_out *o, bool v)
{
	json_raw(o, v ? S("true") : S("false"));
}

void json_none(struct json_out *o)
{
	json_raw(o, S("null"));
}

void json_uuid(struct json_out *o, struct uuid u)
{
	if (uuid_is_none(u))
		json_none(o);
	else
		json_str(o, uuid_str(o->out.arena, u));
}

void json_date(struct json_out *o, struct date d)
{
	if (date_is_none(d))
		json_none(o);
	else
		json_str(o, date_iso(o->out.arena, d));
}

void json_instant(struct json_out *o, instant t)
{
	if (t == DB_NULL_INT)
		json_none(o);
	else
		json_str(o, instant_iso(o->out.arena, t));
}

/* Seventeen digits give back the same double; a point keeps it a real when it is read again. */
static void put_real(struct json_out *o, double v)
{
	struct str s = strf(o->out.arena, "%.17g", v);

	if (str_find_char(s, '.') == SIZE_MAX && str_find_char(s, 'e') == SIZE_MAX)
		s = strf(o->out.arena, "%.*s.0", STR_FMT(s));
	json_raw(o, s);
}

static void put_object(struct json_out *o, const json_t *value)
{
	json_t *object = (json_t *)value; /* jansson's iterators want it writable; nothing is written */
	const char *key;
	json_t *member;

	json_obj(o);
	json_object_foreach(object, key, member) {
		json_key(o, key);
		json_value(o, member);
	}
	json_end(o);
}

/* Recursion is bounded by JSON_OUT_DEPTH: a deeper level sets `broken` and writes nothing more. */
void json_value(struct json_out *o, const struct json_t *value)
{
	if (o->broken)
		return;
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		put_object(o, value);
		break;
	case JSON_ARRAY:
		json_arr(o);
		for (size_t i = 0; i < json_array_size(value); i++)
			json_value(o, json_array_get(value, i));
		json_end(o);
		break;
	case JSON_STRING:
		json_str(o, json_str_of(value));
		break;
	case JSON_INTEGER:
		json_i64(o, json_integer_value(value));
		break;
	case JSON_REAL:
		put_real(o, json_real_value(value));
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		json_bool(o, json_is_true(value));
		break;
	case JSON_NULL:
		json_none(o);
		break;
	}
}

struct str json_done(struct json_out *o)
{
	if (o->broken || o->depth > 0 || o->after_key || o->out.full)
		return STR_NONE;
	if (o->pretty)
		buf_add_c(&o->out, '\n');
	return o->out.full ? STR_NONE : buf_str(&o->out);
}

struct str json_text_of(struct arena *a, const struct json_t *value)
{
	struct json_out o = json_begin(a, 64u << 20);

	json_value(&o, value);
	return json_done(&o);
}

/* ---- reader ---- */

static enum rc problem(struct json_problem *ret, enum rc rc, int line, int column, struct str say)
{
	*ret = (struct json_problem){ .line = line, .column = column, .say = say };
	return rc;
}

/* Looks the text over: levels and the number of values, without building anything. Text in quotes is
 * skipped; whether all of it is JSON is for jansson to say. */
static enum rc look_over(struct arena *a, struct str text, struct json_limits limits, struct json_problem *ret)
{
	size_t values = 1, line_start = 0;
	int depth = 0, line = 1;
	bool quoted = false;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == '\n') {
			line++;
			line_start = i + 1;
		} else if (quoted) {
			if (c == '\\')
				i++;
			else if (c == '"')
				quoted = false;
		} else if (c == '"') {
			quoted = true;
		} else if (c == '[' || c == '{') {
			values++;
			if (++depth > limits.depth)
				return problem(ret, TOO_LARGE, line, (int)(i - line_start) + 1,
				               strf(a, "The JSON is nested more than %d levels deep.", limits.depth));
		} else if (c == ']' || c == '}') {
			depth -= depth > 0;
		} else if (c == ',') {
			values++;
		}
	}
	if (values > limits.values)
		return problem(ret, TOO_LARGE, 0, 0,
		               strf(a, "The JSON holds more than %zu values.", limits.values));
	return OK;
}

static struct str sentence_of(struct arena *a, const json_error_t *e)
{
	const char *near = strstr(e->text, " near ");

	switch (json_error_code(e)) {
	case json_error_duplicate_key:
		return strf(a, "An object has the same name twice%s.", near ? near : "");
	case json_error_invalid_utf8:
		return S("The text is not valid UTF-8. Save the file as UTF-8 and try again.");
	case json_error_premature_end_of_input:
		return S("The JSON ends too early: a bracket, brace or quotation mark is not closed.");
	case json_error_end_of_input_expected:
		return strf(a, "There is something behind the end of the JSON%s.", near ? near : "");
	case json_error_null_character:
	case json_error_null_byte_in_key:
		return S("The JSON holds the character U+0000, which no text may hold.");
	case json_error_numeric_overflow:
		return strf(a, "A number is too large%s.", near ? near : "");
	default:
		return strf(a, "This is not JSON%s.", near ? near : "");
	}
}

static void drop_tree(void *tree)
{
	json_decref(tree);
}

enum rc json_parse(struct arena *a, struct str text, struct json_limits limits, struct json_t **ret,
                   struct json_problem *ret_problem)
{
	json_error_t e;
	json_t *tree;
	enum rc rc;

	if (text.n > limits.bytes)
		return problem(ret_problem, TOO_LARGE, 0, 0,
		               strf(a, "The JSON is larger than %zu bytes.", limits.bytes));
	if (str_starts(text, S("\xef\xbb\xbf")))
		text = str_sub(text, 3, SIZE_MAX);
	if (text.n == 0)
		return problem(ret_problem, INVALID, 0, 0, S("There is no JSON: the text is empty."));
	if ((rc = look_over(a, text, limits, ret_problem)) != OK)
		return rc;
	tree = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);
	if (!tree) {
		/* jansson quotes the input after "near"; half a character may end it */
		struct str say = sentence_of(a, &e);

		return problem(ret_problem, INVALID, e.line, e.column > 0 ? e.column : 1,
		               utf8_valid(say) ? say : S("This is not JSON."));
	}
	arena_defer(a, drop_tree, tree);
	*ret = tree;
	return OK;
}

struct str json_str_of(const struct json_t *value)
{
	if (!json_is_string(value))
		return STR_NONE;
	return (struct str){ json_string_value(value), json_string_length(value) };
}

struct str json_get_str(const struct json_t *object, const char *key)
{
	return json_str_of(json_object_get(object, key));
}

int64_t json_get_i64(const struct json_t *object, const char *key, int64_t otherwise)
{
	const json_t *v = json_object_get(object, key);

	return json_is_integer(v) ? json_integer_value(v) : otherwise;
}

bool json_get_bool(const struct json_t *object, const char *key, bool otherwise)
{
	const json_t *v = json_object_get(object, key);

	return json_is_boolean(v) ? json_is_true(v) : otherwise;
}

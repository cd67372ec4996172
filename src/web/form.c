/* form.c — what was sent, as names and values (urlencoded and JSON), and the meaning a form's table gives it. */
#include "web/form.h"
#include "web/form_inside.h"

#include <jansson.h>

enum { LIST_ITEM_MAX = 500 }; /* characters of one item of a list */

/* ---- values ---- */

void values_add(struct arena *a, struct values *v, struct str name, struct str value)
{
	if (v->n == v->room) {
		size_t room = v->room ? v->room * 2 : 16;
		struct str *names = NEW_ARRAY(a, struct str, room);
		struct str *texts = NEW_ARRAY(a, struct str, room);

		for (size_t i = 0; i < v->n; i++) {
			names[i] = v->names[i];
			texts[i] = v->v[i];
		}
		v->names = names;
		v->v = texts;
		v->room = room;
	}
	v->names[v->n] = name;
	v->v[v->n] = value;
	v->n++;
}

/* A request without a body has no values at all. */
static size_t values_find(const struct values *v, struct str name)
{
	for (size_t i = 0; v && i < v->n; i++)
		if (str_eq(v->names[i], name))
			return i;
	return SIZE_MAX;
}

bool values_has(const struct values *v, struct str name)
{
	return values_find(v, name) != SIZE_MAX;
}

struct str values_get(const struct values *v, struct str name)
{
	size_t i = values_find(v, name);

	return i == SIZE_MAX ? STR_NONE : v->v[i];
}

bool values_have(const struct values *v, struct str name, struct str value)
{
	for (size_t i = 0; v && i < v->n; i++)
		if (str_eq(v->names[i], name) && str_eq(str_trim(v->v[i]), value))
			return true;
	return false;
}

static size_t values_count(const struct values *v, struct str name)
{
	size_t n = 0;

	for (size_t i = 0; v && i < v->n; i++)
		n += str_eq(v->names[i], name);
	return n;
}

size_t values_all(struct arena *a, const struct values *v, struct str name, struct str_list *ret)
{
	size_t n = 0;
	struct str *all = NEW_ARRAY(a, struct str, values_count(v, name));

	for (size_t i = 0; v && i < v->n; i++)
		if (str_eq(v->names[i], name))
			all[n++] = v->v[i];
	*ret = (struct str_list){ all, n };
	return n;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool url_decode(struct arena *a, struct str s, bool plus_is_space, struct str *ret)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '%') {
			int high = i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1;
			int low = i + 2 < s.n ? hex_digit(s.p[i + 2]) : -1;

			if (high < 0 || low < 0)
				return false;
			out[n++] = (char)(high << 4 | low);
			i += 2;
		} else {
			out[n++] = plus_is_space && s.p[i] == '+' ? ' ' : s.p[i];
		}
	}
	if (!utf8_valid((struct str){ out, n })) /* also says no to %00 and to overlong forms */
		return false;
	*ret = (struct str){ out, n };
	return true;
}

static void add_url_encoded(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
		    c == '_' || c == '~')
			buf_add_c(b, (char)c);
		else
			buf_addf(b, "%%%02X", c);
	}
}

struct str url_encode(struct arena *a, struct str s)
{
	struct buf b = buf_new(a, s.n * 3 + 1);

	add_url_encoded(&b, s);
	return buf_str(&b);
}

struct str values_encode(struct arena *a, const struct values *v)
{
	size_t cap = 1;
	struct buf b;

	for (size_t i = 0; i < v->n; i++)
		cap += (v->names[i].n + v->v[i].n) * 3 + 2;
	b = buf_new(a, cap);
	for (size_t i = 0; i < v->n; i++) {
		if (str_eq(v->names[i], S("csrf")))
			continue;
		if (b.n)
			buf_add_c(&b, '&');
		add_url_encoded(&b, v->names[i]);
		buf_add_c(&b, '=');
		add_url_encoded(&b, v->v[i]);
	}
	return buf_str(&b);
}

/* A name is ours or a mistake: no need to clean it, so what would need cleaning is refused. */
bool value_name_ok(struct str s)
{
	if (s.n == 0 || s.n > VALUE_NAME_MAX || !utf8_valid(s))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F)
			return false;
	return true;
}

enum rc values_of_urlencoded(struct arena *a, struct str body, struct values *ret)
{
	struct values v = { 0 };
	struct str name, value;

	while (body.p && body.n) {
		struct str pair = str_cut(&body, '&');
		struct str raw_name = str_cut(&pair, '=');

		if (raw_name.n == 0 && pair.n == 0)
			continue;
		if (v.n == VALUES_MAX || !url_decode(a, raw_name, true, &name) || !value_name_ok(name) ||
		    !url_decode(a, pair, true, &value))
			return INVALID;
		values_add(a, &v, name, text_clean(a, value));
	}
	*ret = v;
	return OK;
}

/* ---- JSON ---- */

/* one_of_json — a string, number or boolean as it would have been typed; false for anything else. */
static bool one_of_json(struct arena *a, const json_t *j, struct str *ret)
{
	if (json_is_string(j))
		*ret = text_clean(a, json_str_of(j));
	else if (json_is_integer(j))
		*ret = strf(a, "%lld", (long long)json_integer_value(j));
	else if (json_is_real(j))
		*ret = strf(a, "%.17g", json_real_value(j));
	else if (json_is_boolean(j))
		*ret = json_is_true(j) ? S("1") : S("0");
	else
		return false;
	return true;
}

static bool add_json(struct arena *a, struct values *v, struct str name, const json_t *j);

/* add_members — an object inside the object: "prompts": { "felt": "…" } is prompts.felt. No deeper. */
static bool add_members(struct arena *a, struct values *v, struct str name, const json_t *j)
{
	const char *key;
	json_t *member;

	json_object_foreach((json_t *)j, key, member) {
		struct str whole = strf(a, "%.*s.%s", STR_FMT(name), key);

		if (json_is_object(member) || !value_name_ok(whole) || !add_json(a, v, whole, member))
			return false;
	}
	return true;
}

static bool add_json(struct arena *a, struct values *v, struct str name, const json_t *j)
{
	struct str text;

	if (json_is_object(j))
		return add_members(a, v, name, j);
	if (json_is_null(j))
		return true;
	if (json_is_array(j)) {
		for (size_t i = 0; i < json_array_size(j); i++) {
			const json_t *item = json_array_get(j, i);

			if (!json_is_string(item) || v->n == VALUES_MAX)
				return false;
			values_add(a, v, name, text_clean(a, json_str_of(item)));
		}
		return true;
	}
	if (v->n == VALUES_MAX || !one_of_json(a, j, &text))
		return false;
	values_add(a, v, name, text);
	return true;
}

enum rc values_of_json(struct arena *a, struct str body, struct values *ret, struct str *ret_why)
{
	struct values v = { 0 };
	struct json_problem problem = { 0 };
	json_t *top;
	const char *key;
	json_t *member;
	enum rc rc = json_parse(a, body, JSON_REQUEST_LIMITS, &top, &problem);

	if (rc != OK) {
		*ret_why = problem.line ? strf(a, "Line %d, column %d: %.*s", problem.line, problem.column,
		                               STR_FMT(problem.say)) : problem.say;
		return INVALID;
	}
	if (!json_is_object(top)) {
		*ret_why = S("The body must be one JSON object.");
		return INVALID;
	}
	json_object_foreach(top, key, member) {
		struct str name = str_dup(a, str_from_c(key));

		if (!value_name_ok(name)) {
			*ret_why = S("A name is empty, too long or has control characters.");
			return INVALID;
		}
		if (!add_json(a, &v, name, member)) {
			*ret_why = strf(a, "“%s” must be a string, a number, a boolean or an array of strings, and the "
			                "body may have %d values at most.", key, VALUES_MAX);
			return INVALID;
		}
	}
	*ret = v;
	return OK;
}

/* ---- meaning ---- */

/* One posting on its way into a struct. */
struct filling {
	struct ctx *cx;
	struct arena *a;
	const struct form *form;
	const struct values *values;
	char *filled;
	bool strict;
};

struct str field_label(const struct field *field)
{
	return field->label_text.n ? field->label_text : word(field->label);
}

/* in_sentence — a label as it stands inside a sentence: its first letter small, unless a name is in it. */
static struct str in_sentence(struct arena *a, struct str label)
{
	for (size_t i = 1; i < label.n; i++)
		if (label.p[i] >= 'A' && label.p[i] <= 'Z')
			return label;
	return str_lower(a, label);
}

/* opening — a label as the beginning of a sentence; a question is quoted. */
static struct str opening(struct arena *a, struct str label)
{
	return str_ends(label, S("?")) ? strf(a, "“%.*s”", STR_FMT(label)) : label;
}

/* say — the first thing wrong with a field is the one that is said. */
static void say(struct filling *f, const struct field *field, struct str message)
{
	if (!err_of(&f->cx->err, str_from_c(field->name)).n)
		err_add(&f->cx->err, str_from_c(field->name), message);
}

#define SAY(f, field, id, ...) say((f), (field), WORDS((f)->a, (id), __VA_ARGS__))
#define LABEL(f, field) WORD_ARG("label", opening((f)->a, field_label(field)))

static void say_missing(struct filling *f, const struct field *field)
{
	struct str label = field_label(field);
	enum word general = T_FORM_MISSING;

	if (field->missing) {
		say(f, field, word(field->missing));
		return;
	}
	if (str_ends(label, S("?"))) {
		SAY(f, field, T_FORM_MISSING_QUESTION, WORD_ARG("label", label));
		return;
	}
	switch (field->type) {
	case FIELD_CHOICE:
		general = T_FORM_MISSING_CHOICE;
		break;
	case FIELD_LIST:
		general = T_FORM_MISSING_LIST;
		break;
	case FIELD_BOOL:
		SAY(f, field, T_FORM_MISSING_BOOL, WORD_ARG("label", label));
		return;
	case FIELD_ACTION:
		general = T_FORM_MISSING_ACTION;
		break;
	default:
		break;
	}
	SAY(f, field, general, WORD_ARG("label", in_sentence(f->a, label)));
}

/* one_line — white space that would break the line becomes a space; trimmed. */
static struct str one_line(struct arena *a, struct str s)
{
	s = str_replace_all(a, s, S("\n"), S(" "));
	return str_trim(str_replace_all(a, s, S("\t"), S(" ")));
}

static void fill_text(struct filling *f, const struct field *field, struct str typed, void *into)
{
	struct str s = field->type == FIELD_TEXT ? one_line(f->a, typed) : typed;
	size_t count = utf8_count(s);

	if (count > field->max)
		SAY(f, field, T_FORM_TOO_LONG, LABEL(f, field), WORD_ARG("max", field->max));
	else if (str_trim(s).n && (int64_t)count < field->min)
		SAY(f, field, T_FORM_TOO_SHORT, LABEL(f, field), WORD_ARG("min", field->min));
	*(struct str *)into = s;
}

/* what_date — "The date" where there is only one, its label where there are more. */
static struct str what_date(struct filling *f, const struct field *field)
{
	size_t n = 0;

	for (size_t i = 0; i < f->form->n; i++)
		n += f->form->fields[i].type == FIELD_DATE;
	return n == 1 ? word(T_FORM_THE_DATE) : opening(f->a, field_label(field));
}

static struct str date_part(struct filling *f, const struct field *field, const char *part)
{
	return str_trim(values_get(f->values, strf(f->a, "%s-%s", field->name, part)));
}

/* parts_missing — "a day and a year"; empty when all three were typed. */
static struct str parts_missing(struct filling *f, struct str day, struct str month, struct str year)
{
	struct str parts[3];
	size_t n = 0;

	if (!day.n)
		parts[n++] = word(T_FORM_DATE_DAY);
	if (!month.n)
		parts[n++] = word(T_FORM_DATE_MONTH);
	if (!year.n)
		parts[n++] = word(T_FORM_DATE_YEAR);
	if (n < 2)
		return n ? parts[0] : STR_NONE;
	return WORDS(f->a, T_FORM_BOTH, WORD_ARG("a", parts[0]), WORD_ARG("b", parts[1]));
}

static void fill_date(struct filling *f, const struct field *field, struct str iso, void *into)
{
	struct str day = STR_NONE, month = STR_NONE, year = STR_NONE, missing;
	struct date d = DATE_NONE;
	bool real;

	if (!f->strict) {
		day = date_part(f, field, "day");
		month = date_part(f, field, "month");
		year = date_part(f, field, "year");
	}
	*(struct date *)into = DATE_NONE; /* zero is a day of 1970 */
	iso = str_trim(iso);
	if (!day.n && !month.n && !year.n && !iso.n)
		return;
	if (field->month_will_do && !day.n && month.n && year.n)
		day = S("1");
	if (field->month_will_do && iso.n == 7)
		iso = strf(f->a, "%.*s-01", STR_FMT(iso));
	missing = parts_missing(f, day, month, year);
	if (!iso.n && missing.n) {
		SAY(f, field, T_FORM_DATE_INCOMPLETE, WORD_ARG("what", what_date(f, field)), WORD_ARG("parts", missing));
		return;
	}
	real = iso.n ? date_parse(iso, &d) : date_parse_typed(day, month, year, &d);
	if (!real) {
		SAY(f, field, T_FORM_DATE_NOT_REAL, WORD_ARG("what", what_date(f, field)));
		return;
	}
	*(struct date *)into = d;
	if (field->not_after_today && date_cmp(d, f->cx->today) > 0)
		SAY(f, field, T_FORM_DATE_IN_FUTURE, WORD_ARG("what", what_date(f, field)));
	else if (field->not_before_1990 && date_cmp(d, date_make(1990, 1, 1)) < 0)
		SAY(f, field, T_FORM_DATE_BEFORE_1990, WORD_ARG("what", what_date(f, field)));
}

static void fill_choice(struct filling *f, const struct field *field, struct str typed, void *into)
{
	int number = number_of(field->choices, typed);

	if (number >= 0)
		*(int *)into = number;
	else if (typed.n && field->type == FIELD_ACTION)
		say(f, field, word(T_FORM_NOT_AN_ACTION));
	else if (typed.n)
		SAY(f, field, T_FORM_NOT_A_CHOICE, WORD_ARG("label", in_sentence(f->a, field_label(field))));
}

static void fill_list(struct filling *f, const struct field *field, void *into)
{
	struct str_list list;
	bool too_long = false;

	values_all(f->a, f->values, str_from_c(field->name), &list);
	for (size_t i = 0; i < list.n; i++)
		too_long |= utf8_count(list.v[i]) > LIST_ITEM_MAX;
	if (list.n > field->max)
		SAY(f, field, T_FORM_LIST_TOO_LONG, LABEL(f, field), WORD_ARG("max", field->max));
	else if (list.n && (int64_t)list.n < field->min)
		SAY(f, field, T_FORM_LIST_TOO_SHORT, LABEL(f, field), WORD_ARG("min", field->min));
	else if (too_long)
		SAY(f, field, T_FORM_ITEM_TOO_LONG, LABEL(f, field));
	*(struct str_list *)into = list;
}

static void fill_bool(struct filling *f, const struct field *field, struct str typed, void *into)
{
	*(bool *)into = str_eq(typed, S("1"));
	if (typed.n && !str_eq(typed, S("1")) && !str_eq(typed, S("0")))
		SAY(f, field, T_FORM_NOT_YES_OR_NO, LABEL(f, field));
}

static void fill_int(struct filling *f, const struct field *field, struct str typed, void *into)
{
	int64_t max = field->max > INT64_MAX ? INT64_MAX : (int64_t)field->max;
	int64_t v;

	typed = str_trim(typed);
	if (!typed.n)
		return;
	if (!str_to_i64(typed, INT64_MIN, INT64_MAX, &v)) {
		SAY(f, field, T_FORM_NOT_A_NUMBER, LABEL(f, field));
		return;
	}
	*(int64_t *)into = v;
	if (v < field->min || v > max)
		SAY(f, field, T_FORM_NUMBER_OUT_OF_RANGE, LABEL(f, field), WORD_ARG("min", field->min),
		    WORD_ARG("max", max));
}

static void fill_field(struct filling *f, const struct field *field)
{
	struct str name = str_from_c(field->name);
	struct str typed = values_get(f->values, name);
	void *into = f->filled + field->offset;

	if (f->strict && field->type != FIELD_LIST && values_count(f->values, name) > 1)
		SAY(f, field, T_FORM_MORE_THAN_ONE, LABEL(f, field));
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_LONG:
		fill_text(f, field, typed, into);
		break;
	case FIELD_DATE:
		fill_date(f, field, typed, into);
		break;
	case FIELD_CHOICE:
	case FIELD_ACTION:
		fill_choice(f, field, str_trim(typed), into);
		break;
	case FIELD_LIST:
		fill_list(f, field, into);
		break;
	case FIELD_BOOL:
		fill_bool(f, field, str_trim(typed), into);
		break;
	case FIELD_INT:
		fill_int(f, field, typed, into);
		break;
	}
}

/* is_empty — nothing was answered. White space is nothing, and so is a box that was not ticked. */
static bool is_empty(struct filling *f, const struct field *field)
{
	struct str name = str_from_c(field->name);

	if (field->type == FIELD_BOOL)
		return !*(bool *)(f->filled + field->offset);
	for (size_t i = 0; i < f->values->n; i++)
		if (str_eq(f->values->names[i], name) && str_trim(f->values->v[i]).n)
			return false;
	if (field->type != FIELD_DATE || f->strict)
		return true;
	return !date_part(f, field, "day").n && !date_part(f, field, "month").n && !date_part(f, field, "year").n;
}

static bool is_known(struct filling *f, struct str name)
{
	if (str_eq(name, S("csrf")) || str_eq(name, S("version")) || str_eq(name, S("tab")) ||
	    (f->form->also && str_starts(name, str_from_c(f->form->also))))
		return true;
	for (size_t i = 0; i < f->form->n; i++)
		if (str_eq(name, str_from_c(f->form->fields[i].name)))
			return true;
	return false;
}

static void refuse_unknown(struct filling *f)
{
	for (size_t i = 0; i < f->values->n; i++) {
		struct str name = f->values->names[i];

		if (!is_known(f, name) && !err_of(&f->cx->err, name).n)
			err_add(&f->cx->err, name, WORDS(f->a, T_FORM_UNKNOWN_NAME, WORD_ARG("name", name)));
	}
}

/* take_version — the hidden field says what If-Match says in JSON; the header wins. */
static void take_version(struct ctx *cx, const struct values *values)
{
	int64_t version;

	if (cx->if_match < 0 && str_to_i64(values_get(values, S("version")), 0, INT64_MAX, &version))
		cx->if_match = version;
}

static struct filling fill_fields(struct ctx *cx, const struct form *form, const struct values *values, bool strict)
{
	struct filling f = {
		.cx = cx, .a = cx->arena, .form = form, .values = values, .strict = strict,
		.filled = arena_alloc(cx->arena, form->size ? form->size : 1),
	};

	for (size_t i = 0; i < form->n; i++)
		fill_field(&f, &form->fields[i]);
	return f;
}

enum rc form_fill_part(struct ctx *cx, const struct form *form, const struct values *values, const char *also,
                       const void **ret)
{
	struct filling f = fill_fields(cx, form, values, cx->json);

	for (size_t i = 0; cx->json && i < values->n; i++) {
		struct str name = values->names[i];

		if (str_starts(name, str_from_c(also)) && !is_known(&f, name) && !err_of(&cx->err, name).n)
			err_add(&cx->err, name, WORDS(cx->arena, T_FORM_UNKNOWN_NAME, WORD_ARG("name", name)));
	}
	*ret = f.filled;
	return cx->err.n ? INVALID : OK;
}

enum rc form_fill(struct ctx *cx, const struct form *form, const struct values *values, bool strict)
{
	struct filling f = fill_fields(cx, form, values, strict);
	bool draft;

	/* Whether this is only a draft is known once all is filled in. */
	draft = form->is_draft && form->is_draft(f.filled);
	for (size_t i = 0; i < form->n; i++) {
		const struct field *field = &form->fields[i];

		if (field->required && (!draft || field->in_draft_too) && is_empty(&f, field))
			say_missing(&f, field);
	}
	if (strict)
		refuse_unknown(&f);
	if (form->check)
		form->check(cx, f.filled);
	take_version(cx, values);
	cx->form = f.filled;
	cx->values = values;
	return cx->err.n ? INVALID : OK;
}

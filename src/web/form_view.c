/* form_view.c — a form as HTML and as JSON, with what was typed where this request's own posting was refused. */
#include "web/form.h"
#include "web/draft.h"
#include "web/form_inside.h"

#include "templates.gen.h"

enum {
	RADIOS_MAX = 7,   /* more choices than these make a select */
	SHORT_TEXT = 20,  /* a text of at most so many characters gets a short box */
	USUAL_ROWS = 5,
};

/* is_of_this_request — whether what was typed and its errors are about `form`: a page may hold other forms too. */
static bool is_of_this_request(const struct ctx *cx, const struct form *form)
{
	return !cx->route || !cx->route->form || cx->route->form == form ||
	       (form->part_of && cx->route->form == form->part_of);
}

static const void *member(const struct drawing *d, const struct field *field)
{
	return d->filled ? d->filled + field->offset : NULL;
}

static struct str int_shown(const struct drawing *d, const struct field *field)
{
	const int64_t *v = member(d, field);

	/* A zero that was never asked for, or can't be meant, is an empty box; so is a number that nobody has said yet. */
	if (!v || *v == DB_NULL_INT || (*v == 0 && (!field->required || field->min > 0)))
		return STR_NONE;
	return strf(d->a, "%lld", (long long)*v);
}

/* value_shown — what the control holds: text, a number, a choice's key, "1" of a box, an ISO date. */
static struct str value_shown(const struct drawing *d, const struct field *field)
{
	const void *v = member(d, field);

	if (d->typed)
		return values_get(d->typed, str_from_c(field->name));
	if (!v)
		return STR_NONE;
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_LONG:
		return *(const struct str *)v;
	case FIELD_DATE:
		return date_iso(d->a, *(const struct date *)v);
	case FIELD_CHOICE:
		return key_of(field->choices, *(const int *)v);
	case FIELD_BOOL:
		return *(const bool *)v ? S("1") : STR_NONE;
	case FIELD_INT:
		return int_shown(d, field);
	case FIELD_LIST:
	case FIELD_ACTION:
		break;
	}
	return STR_NONE;
}

static struct str typed_part(const struct drawing *d, const struct field *field, const char *part)
{
	return d->typed ? values_get(d->typed, strf(d->a, "%s-%s", field->name, part)) : STR_NONE;
}

enum { DAYS_TO_COME = 7 };

/* draw_days — today and the six days after, as they are called; a date that is none of them is typed under "Another day". */
static void draw_days(const struct drawing *d, struct drawn_field *f)
{
	struct drawn_choice *v = NEW_ARRAY(d->a, struct drawn_choice, DAYS_TO_COME);
	struct str given = str_trim(f->value);
	bool is_near = false;

	for (int i = 0; i < DAYS_TO_COME; i++) {
		struct date day = date_plus(d->cx->today, i);
		struct str iso = date_iso(d->a, day);

		v[i] = (struct drawn_choice){
			.id = strf(d->a, "%.*s-in-%d", STR_FMT(f->name), i), .key = iso, .chosen = str_eq(iso, given),
			.label = i == 0 ? word(T_FORM_DAY_TODAY) : i == 1 ? word(T_FORM_DAY_TOMORROW) : date_weekday_short(d->a, day),
		};
		is_near = is_near || v[i].chosen;
	}
	f->choices = (struct drawn_choices){ v, DAYS_TO_COME };
	f->is_other = !is_near && (f->day.n || f->month.n || f->year.n || given.n);
	if (is_near)
		f->day = f->month = f->year = STR_NONE;
}

static void draw_date_parts(const struct drawing *d, const struct field *field, struct drawn_field *f)
{
	struct date date;
	int year, month, day;

	f->day = typed_part(d, field, "day");
	f->month = typed_part(d, field, "month");
	f->year = typed_part(d, field, "year");
	if (f->day.n || f->month.n || f->year.n || !date_parse(str_trim(f->value), &date))
		return;
	date_split(date, &year, &month, &day);
	f->day = strf(d->a, "%d", day);
	f->month = strf(d->a, "%d", month);
	f->year = strf(d->a, "%d", year);
}

static struct str choice_label(const struct field *field, int number)
{
	return field->choice_texts ? field->choice_texts[number] : field->choice_words ? word(field->choice_words[number]) : key_of(field->choices, number);
}

static void draw_choices(const struct drawing *d, const struct field *field, struct drawn_field *f)
{
	struct drawn_choice *v = NEW_ARRAY(d->a, struct drawn_choice, (size_t)field->choices->n);
	size_t n = 0;

	for (int i = 0; i < field->choices->n; i++) {
		struct str key = key_of(field->choices, i);

		if (!key.n)
			continue;
		v[n] = (struct drawn_choice){
			/* the first has the field's own id, so that the error summary leads to it */
			.id = n ? strf(d->a, "%s-%zu", field->name, n + 1) : f->id,
			.key = key, .label = choice_label(field, i), .chosen = str_eq(key, str_trim(f->value)),
		};
		n++;
	}
	f->choices = (struct drawn_choices){ v, n };
}

static void draw_items(const struct drawing *d, const struct field *field, struct drawn_field *f)
{
	const struct str_list *list = member(d, field);

	if (d->typed)
		values_all(d->a, d->typed, f->name, &f->items);
	else if (list)
		f->items = *list;
}

static struct drawn_field draw(const struct drawing *d, const struct field *field)
{
	struct str name = str_from_c(field->name);
	struct drawn_field f = {
		.id = name, .name = name, .label = field_label(field),
		.hint = field->hint_text.n ? field->hint_text : word(field->hint), .no_day = field->no_day,
		.error = d->mine ? err_of(&d->cx->err, name) : STR_NONE, .value = value_shown(d, field),
		.rows = field->rows ? field->rows : USUAL_ROWS, .is_number = field->type == FIELD_INT,
		.is_short = field->type == FIELD_TEXT && field->max <= SHORT_TEXT,
	};

	f.described = strf(d->a, "%s%s%s%s%s", f.hint.n ? field->name : "", f.hint.n ? "-hint" : "",
	                   f.hint.n && f.error.n ? " " : "", f.error.n ? field->name : "", f.error.n ? "-error" : "");
	switch (field->type) {
	case FIELD_DATE:
		draw_date_parts(d, field, &f);
		if (field->days_to_come)
			draw_days(d, &f);
		break;
	case FIELD_CHOICE:
		draw_choices(d, field, &f);
		break;
	case FIELD_LIST:
		draw_items(d, field, &f);
		break;
	case FIELD_BOOL:
		f.is_ticked = str_eq(str_trim(f.value), S("1"));
		break;
	case FIELD_LONG:
	case FIELD_TEXT:
	case FIELD_INT:
	case FIELD_ACTION:
		break;
	}
	return f;
}

static struct str date_in_words(const struct drawing *d, const struct drawn_field *f)
{
	int64_t year, month, day;
	struct date date;

	if (str_to_i64(str_trim(f->year), 1, 9999, &year) && str_to_i64(str_trim(f->month), 1, 12, &month) &&
	    str_to_i64(str_trim(f->day), 1, 31, &day) &&
	    date_parse(strf(d->a, "%04d-%02d-%02d", (int)year, (int)month, (int)day), &date))
		return date_long(d->a, date);
	return str_trim(strf(d->a, "%.*s %.*s %.*s", STR_FMT(f->day), STR_FMT(f->month), STR_FMT(f->year)));
}

struct str field_in_words(const struct drawing *d, const struct field *field)
{
	struct drawn_field f = draw(d, field);

	switch (field->type) {
	case FIELD_DATE:
		return date_in_words(d, &f);
	case FIELD_CHOICE:
		for (size_t i = 0; i < f.choices.n; i++)
			if (f.choices.v[i].chosen)
				return f.choices.v[i].label;
		return STR_NONE;
	case FIELD_BOOL:
		return word(f.is_ticked ? T_FORM_YES : T_FORM_NO);
	case FIELD_LIST:
		return str_trim(str_join(d->a, f.items.v, f.items.n, S(", ")));
	default:
		f.value = str_trim(f.value);
		return d->form->say && f.value.n ? d->form->say(d->cx, field, f.value) : f.value;
	}
}

static struct html draw_html(const struct drawing *d, const struct field *field, const struct drawn_field *f)
{
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_INT:
		return HTML(d->cx, field_text, f);
	case FIELD_LONG:
		return HTML(d->cx, field_long, f);
	case FIELD_DATE:
		return HTML(d->cx, field_date, f);
	case FIELD_CHOICE:
		if (f->choices.n > RADIOS_MAX)
			return HTML(d->cx, field_select, f);
		return HTML(d->cx, field_radios, f);
	case FIELD_BOOL:
		return HTML(d->cx, field_bool, f);
	case FIELD_LIST:
		return HTML(d->cx, field_list, f);
	case FIELD_ACTION:
		break;
	}
	return (struct html){ STR_NONE };
}

static const struct field *field_named(const struct form *form, struct str name)
{
	for (size_t i = 0; i < form->n; i++)
		if (str_eq(str_from_c(form->fields[i].name), name))
			return &form->fields[i];
	return NULL;
}

/* control_of — the id that an error's link goes to; empty where there is no control. */
static struct str control_of(const struct drawing *d, const struct field *field)
{
	struct arena *a = d->a;

	switch (field->type) {
	case FIELD_ACTION:
		return STR_NONE;
	case FIELD_DATE:
		if (field->days_to_come && !typed_part(d, field, "day").n && !typed_part(d, field, "month").n)
			return strf(a, "%s-in-0", field->name);
		return strf(a, "%s-%s", field->name, field->no_day ? "month" : "day");
	default:
		return str_from_c(field->name);
	}
}

/* draw_summary — errors in the order of the fields on the page, then those of no field of the table. */
static struct html draw_summary(const struct drawing *d)
{
	const struct err *err = &d->cx->err;
	struct drawn_problem *v = NEW_ARRAY(d->a, struct drawn_problem, d->form->n + err->n);
	struct drawn_summary summary;
	size_t n = 0;

	for (size_t i = 0; i < d->form->n; i++) {
		const struct field *field = &d->form->fields[i];
		struct str message = err_of(err, str_from_c(field->name));

		if (message.n)
			v[n++] = (struct drawn_problem){ control_of(d, field), message };
	}
	for (size_t i = 0; i < err->n; i++)
		if (!field_named(d->form, err->fields[i].field))
			v[n++] = (struct drawn_problem){ err->fields[i].field, err->fields[i].message };
	summary.problems = (struct drawn_problems){ v, n };
	return HTML(d->cx, error_summary, &summary);
}

struct str csrf_of(struct ctx *cx)
{
	return base64url_encode(cx->arena, cx->session.csrf, sizeof(cx->session.csrf));
}

struct html hidden_csrf(struct ctx *cx)
{
	struct drawn_hidden hidden = { .csrf = csrf_of(cx) };

	return HTML(cx, form_hidden, &hidden);
}

struct html hidden_sign_out(struct ctx *cx)
{
	struct drawn_hidden hidden = { .csrf = csrf_of(cx), .device = device_tag(cx) };

	return HTML(cx, form_hidden, &hidden);
}

/* tab_of — tells two tabs with the same form apart, for their drafts. */
static struct str tab_of(const struct drawing *d)
{
	struct str sent = d->typed ? values_get(d->typed, S("tab")) : STR_NONE;

	if (!d->form->autosave && d->form->part_of && d->form->part_of->autosave)
		return STR_NONE; /* the other form of its page has it: this one, without words, would write over what is kept there */
	if (!d->form->autosave || sent.n)
		return sent;
	return draft_tab_new(d->a);
}

/* offline_of — whose form it is, on their device, and its page: the one this was opened as. */
static struct str offline_of(const struct drawing *d)
{
	struct ctx *cx = d->cx;
	struct str kind = query(cx, "kind"), sent = cx->values && d->mine ? values_get(cx->values, S("offline")) : STR_NONE;

	if (!d->form->offline || !cx->actor.person || !cx->route)
		return STR_NONE;
	if (cx->route->method != HTTP_GET && sent.n)
		return sent;
	return strf(d->a, "%.*s %.*s%s%.*s", STR_FMT(device_tag(cx)), STR_FMT(cx->rq->path), kind.n ? "?kind=" : "",
	            STR_FMT(url_encode(d->a, kind)));
}

/* version_shown — what was typed was typed over the version it came with, whatever is newest now. */
static struct str version_shown(const struct drawing *d, int64_t version)
{
	struct str sent = d->typed ? values_get(d->typed, S("version")) : STR_NONE;

	if (sent.n)
		return sent;
	return version < 0 ? STR_NONE : strf(d->a, "%lld", (long long)version);
}

/* what_was_kept — on a page that is opened: what somebody had typed there stands in the boxes again. On one that was refused
 * because of a newer version: the two side by side, and what is in the boxes is over the newer one now. */
static struct html what_was_kept(struct drawing *d, int64_t version)
{
	struct ctx *cx = d->cx;
	struct draft_look look;

	if (!d->form->autosave || d->form->offers_drafts || !cx->route)
		return (struct html){ STR_NONE };
	if (d->typed)
		return cx->failed == STALE && d->filled && version >= 0 ? draft_stale(d) : (struct html){ STR_NONE };
	if (cx->route->method != HTTP_GET || cx->json || !cx->actor.person || draft_look(d, version, &look) != OK)
		return (struct html){ STR_NONE };
	d->typed = look.typed;
	return look.says;
}

struct form_view form_view(struct ctx *cx, const struct form *form, const void *filled, int64_t version)
{
	bool mine = is_of_this_request(cx, form);
	struct drawing d = { .cx = cx, .a = cx->arena, .form = form, .filled = filled,
		             .typed = mine ? cx->values : NULL, .mine = mine };
	struct html kept = what_was_kept(&d, version);
	bool seen = version >= 0 && (kept.s.n || (form->autosave && d.typed && d.filled && cx->failed == STALE)); /* it stands beside */
	struct form_view view = { .v = NEW_ARRAY(cx->arena, struct field_view, form->n), .n = form->n, .csrf = csrf_of(cx),
		                  .version = seen ? strf(cx->arena, "%lld", (long long)version) : version_shown(&d, version),
		                  .has_errors = mine && cx->err.n > 0, .typed = d.typed };
	struct drawn_hidden hidden = {
		.csrf = view.csrf, .version = view.version, .tab = tab_of(&d), .kept = kept,
		.from = form->autosave && d.typed ? values_get(d.typed, S("tab_from")) : STR_NONE,
		.offline = offline_of(&d), .status = form->autosave && !form->offers_drafts,
	};

	for (size_t i = 0; i < form->n; i++) {
		struct drawn_field f = draw(&d, &form->fields[i]);

		view.v[i] = (struct field_view){ .name = f.name, .id = f.id, .value = f.value, .error = f.error,
			                         .html = draw_html(&d, &form->fields[i], &f),
			                         .has_error = f.error.n > 0 };
	}
	cx->works_offline = cx->works_offline || form->offline;
	view.hidden = HTML(cx, form_hidden, &hidden);
	if (view.has_errors)
		view.errors = draw_summary(&d);
	return view;
}

const struct field_view *form_field(const struct form_view *fv, const char *name)
{
	static const struct field_view nothing;

	for (size_t i = 0; i < fv->n; i++)
		if (str_eq(fv->v[i].name, str_from_c(name)))
			return &fv->v[i];
	log_event(LOG_ERROR, "form.no_such_field", { "field", LOG_C(name) });
	return &nothing;
}

static void json_list(struct json_out *j, const struct str_list *list)
{
	json_arr(j);
	for (size_t i = 0; i < list->n; i++)
		json_str(j, list->v[i]);
	json_end(j);
}

static void json_field(struct json_out *j, const struct field *field, const char *v)
{
	if (field->type == FIELD_ACTION) /* what to do is not a property of a thing */
		return;
	json_key(j, field->name);
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_LONG:
		json_str(j, *(const struct str *)(const void *)v);
		break;
	case FIELD_DATE:
		json_date(j, *(const struct date *)(const void *)v);
		break;
	case FIELD_CHOICE: {
		struct str key = key_of(field->choices, *(const int *)(const void *)v);

		if (key.n)
			json_str(j, key);
		else
			json_none(j);
		break;
	}
	case FIELD_LIST:
		json_list(j, (const void *)v);
		break;
	case FIELD_BOOL:
		json_bool(j, *(const bool *)(const void *)v);
		break;
	case FIELD_INT:
		json_i64(j, *(const int64_t *)(const void *)v);
		break;
	case FIELD_ACTION:
		break;
	}
}

void json_form(struct json_out *j, const struct form *form, const void *filled)
{
	for (size_t i = 0; i < form->n; i++)
		json_field(j, &form->fields[i], (const char *)filled + form->fields[i].offset);
}

enum rc field_error(struct ctx *cx, const char *field, enum word message)
{
	/* The first thing wrong with a field is the one that is said. */
	if (err_of(&cx->err, str_from_c(field)).n)
		return INVALID;
	return err_add(&cx->err, str_from_c(field), word(message));
}

enum rc form_error(struct ctx *cx, enum word message)
{
	return err_add(&cx->err, STR_NONE, word(message));
}

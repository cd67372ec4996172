/* organisation_codes.c — what others call an organisation, dated. */
#include "app/organisation/organisation_inside.h"

#include "templates.gen.h"

struct code_form {
	int scheme;
	struct str code;
	struct date starts;
};
static void code_check(struct ctx *cx, const void *filled)
{
	const struct code_form *f = filled;
	static const enum word wrong[CODE_END] = {
		[CODE_AUTHORITY] = T_ORGANISATION_CODE_WRONG, [CODE_ONS] = T_ORGANISATION_ONS_WRONG,
		[CODE_UKPRN] = T_ORGANISATION_UKPRN_WRONG, [CODE_COMPANY] = T_ORGANISATION_COMPANY_WRONG,
		[CODE_CHARITY] = T_ORGANISATION_CHARITY_WRONG, [CODE_OTHER] = T_ORGANISATION_OTHER_WRONG,
	};

	if (f->scheme > 0 && f->scheme < CODE_END && f->code.n &&
	    !code_is_valid((enum code_scheme)f->scheme, code_tidy(cx->arena, f->code)))
		field_error(cx, "code", wrong[f->scheme]);
}
static const struct field code_fields[] = {
	CHOICE(struct code_form, scheme, .label = T_ORGANISATION_SCHEME, .choices = &code_schemes,
	       .choice_words = organisation_scheme_words, .max = CODE_END, .required = true),
	TEXT(struct code_form, code, .label = T_ORGANISATION_THE_CODE, .max = 40, .required = true),
	DATE(struct code_form, starts, .label = T_ORGANISATION_STARTS, .max = 10, .required = true, .not_before_1990 = true),
};
const struct form organisation_code_form = { .name = "organisation_code", .size = sizeof(struct code_form),
                                             .fields = code_fields, .n = COUNT_OF(code_fields), .check = code_check,
                                             .autosave = true };

struct code_end_form {
	struct str code;
	struct date ends;
};
static const struct field code_end_fields[] = {
	TEXT(struct code_end_form, code, .label = T_ORGANISATION_THE_CODE, .max = UUID_TEXT, .required = true),
	DATE(struct code_end_form, ends, .label = T_ORGANISATION_ENDS, .hint = T_ORGANISATION_ENDS_HINT, .max = 10,
	     .required = true),
};
const struct form organisation_code_end_form = { .name = "organisation_code_end", .size = sizeof(struct code_end_form),
                                                 .fields = code_end_fields, .n = COUNT_OF(code_end_fields) };

struct str code_tidy(struct arena *a, struct str typed)
{
	struct buf b = buf_new(a, typed.n + 1);

	for (size_t i = 0; i < typed.n; i++)
		if (typed.p[i] != ' ')
			buf_add_c(&b, typed.p[i] >= 'a' && typed.p[i] <= 'z' ? (char)(typed.p[i] - 'a' + 'A') : typed.p[i]);
	return buf_str(&b);
}

static void add_code(struct ctx *cx, const struct organisation_codes_row *r, struct codes_view *v)
{
	bool now = date_is_none(r->ends) || date_cmp(r->ends, cx->today) >= 0;
	struct codes_shown *to = now ? &v->now : &v->before;
	struct code_shown c = { .id = uuid_str(cx->arena, r->id), .code = r->code,
		                .scheme = scheme_word((enum code_scheme)r->scheme), .is_now = date_is_none(r->ends) };

	c.when = date_is_none(r->ends) ? WORDS(cx->arena, T_ORGANISATION_SINCE, WORD_ARG("date", r->starts))
	                               : WORDS(cx->arena, T_ORGANISATION_FROM_TO, WORD_ARG("from", r->starts), WORD_ARG("to", r->ends));
	to->v[to->n++] = c;
}

enum rc organisation_codes(struct ctx *cx)
{
	struct form_view f = form_view(cx, &organisation_code_form, NULL, -1);
	struct form_view e = form_view(cx, &organisation_code_end_form, NULL, -1);
	struct codes_view v = {
		.name = cx->organisation->name, .back = organisation_url(cx, ""), .add = organisation_url(cx, "/codes"),
		.end = organisation_url(cx, "/codes/end"), .errors = f.has_errors ? f.errors : e.errors, .hidden = f.hidden,
		.scheme = form_field(&f, "scheme")->html, .code = form_field(&f, "code")->html,
		.starts = form_field(&f, "starts")->html, .ends = form_field(&e, "ends")->html, .end_hidden = e.hidden,
		.may = access_ok(may_manage_organisation(&cx->actor, &cx->resource)),
	};
	struct organisation_codes_rows rows;
	enum rc rc = sql_organisation_codes(cx->db, cx->arena, cx->organisation->id, &rows);

	if (rc != OK)
		return rc;
	v.now.v = NEW_ARRAY(cx->arena, struct code_shown, rows.n + 1);
	v.before.v = NEW_ARRAY(cx->arena, struct code_shown, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		add_code(cx, &rows.v[i], &v);
	return page(cx, &(struct page){ .title = word(T_ORGANISATION_DO_CODES), .menu = MENU_ORGANISATIONS, .width = WIDTH_STAFF,
	                                .main = HTML(cx, organisation_codes, &v) });
}

static enum rc taken(struct ctx *cx, const struct code_form *f, struct str code)
{
	struct organisation_code_holder_row row;
	enum rc rc = sql_organisation_code_holder(cx->db, cx->arena, f->scheme, code, f->starts, &row);

	if (rc == OK)
		return err_add(&cx->err, S("code"), WORDS(cx->arena, T_ORGANISATION_CODE_IS_OF, WORD_ARG("name", row.name)));
	return rc == NOT_FOUND ? OK : rc;
}

enum rc organisation_code_add(struct ctx *cx)
{
	const struct code_form *f = cx->form;
	struct str code = code_tidy(cx->arena, f->code);
	struct uuid id = uuid7(cx->now);
	enum rc rc = taken(cx, f, code);

	if (rc == OK)
		rc = sql_organisation_code_add(cx->db, cx->arena, id, cx->organisation->id, f->scheme, code, f->starts, cx->now, NULL);
	if (rc == CONFLICT)
		return field_error(cx, "code", T_ORGANISATION_CODE_TAKEN);
	if (rc == OK)
		rc = organisation_event(cx, EVENT_CODE_ADDED, id,
		                        strf(cx->arena, "{\"scheme\":%d,\"on\":%d}", f->scheme, f->starts.days));
	if (rc == OK)
		rc = organisation_index(cx, cx->organisation->id);
	return rc == OK ? created(cx, organisation_url(cx, "/codes"), T_ORGANISATION_CODE_ADDED) : rc;
}

enum rc organisation_code_end(struct ctx *cx)
{
	const struct code_end_form *f = cx->form;
	struct uuid id;
	int64_t ended;
	enum rc rc;

	if (!uuid_parse(f->code, &id))
		return NOT_FOUND;
	if ((rc = sql_organisation_code_end(cx->db, cx->arena, id, cx->organisation->id, f->ends, &ended)) != OK)
		return rc;
	if (!ended)
		return field_error(cx, "ends", T_ORGANISATION_CODE_NOT_ENDED);
	rc = organisation_event(cx, EVENT_CODE_ENDED, id, strf(cx->arena, "{\"on\":%d}", f->ends.days));
	return rc == OK ? done(cx, organisation_url(cx, "/codes"), T_ORGANISATION_CODE_ENDED) : rc;
}

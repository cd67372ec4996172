/* test_form.c — what is typed is parsed once, by the table, and shown again with nothing lost. */
#include "web/form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { ACT_SAVE = 1, ACT_SHARE = 2 };
static const struct str act_keys[] = { [ACT_SAVE] = S_INIT("save"), [ACT_SHARE] = S_INIT("share") };
static const struct key_list acts = { act_keys, 3 };
static const struct str colour_keys[] = { [1] = S_INIT("red"), [2] = S_INIT("blue") };
static const struct key_list colours = { colour_keys, 3 };
static const enum word colour_words[] = { [1] = T_FORM_DAY, [2] = T_FORM_MONTH };

struct piece_form {
	struct str title, text;
	struct date on;
	int colour, setting, act;
	struct str_list links;
	bool agreed;
	int64_t hours;
};
static const struct field piece_fields[] = {
	TEXT(struct piece_form, title, .label = T_FORM_DAY, .hint = T_FORM_CHOOSE, .max = 20, .min = 2, .required = true,
	     .in_draft_too = true),
	DATE(struct piece_form, on, .label = T_FORM_YEAR, .max = 10, .required = true, .not_after_today = true,
	     .not_before_1990 = true),
	LONG_TEXT(struct piece_form, text, .label = T_FORM_MONTH, .max = 40, .required = true, .rows = 8),
	CHOICE(struct piece_form, colour, .label = T_FORM_YEAR, .max = 10, .choices = &colours,
	       .choice_words = colour_words, .required = true, .missing = T_FORM_CHOOSE),
	CHOICE(struct piece_form, setting, .label = T_FORM_PROBLEM, .max = 20, .choices = &settings_of_practice),
	LIST_OF(struct piece_form, links, .label = T_FORM_CHOOSE, .max = 3),
	BOOL(struct piece_form, agreed, .label = T_FORM_CHOOSE, .max = 1),
	INT(struct piece_form, hours, .label = T_FORM_DAY, .min = 1, .max = 40),
	{ .type = FIELD_ACTION, .name = "do", .offset = offsetof(struct piece_form, act), .max = 5, .choices = &acts },
};

static bool piece_is_draft(const void *filled)
{
	return ((const struct piece_form *)filled)->act == ACT_SAVE;
}

static const struct form piece_form = { .name = "piece", .size = sizeof(struct piece_form), .fields = piece_fields,
	                                .n = COUNT_OF(piece_fields), .is_draft = piece_is_draft, .autosave = true };

#define GOOD "title=A+plan&on-day=27&on-month=June&on-year=28&text=What+I+saw&colour=blue&do=share"

struct bench {
	struct arena *a;
	struct ctx cx;
	struct values values;
	enum rc rc;
	const struct piece_form *form;
};

static void bench_setup(struct bench *b)
{
	*b = (struct bench){ .a = arena_new(16 << 20) };
	b->cx.arena = b->a;
	b->cx.today = date_make(2028, 6, 27);
	b->cx.if_match = -1;
	memset(b->cx.session.csrf, 0xFB, sizeof(b->cx.session.csrf));
}

static void fill(struct bench *b, const char *body)
{
	b->cx.err.n = 0;
	assert_int_equal(values_of_urlencoded(b->a, str_from_c(body), &b->values), OK);
	b->rc = form_fill(&b->cx, &piece_form, &b->values, false);
	b->form = b->cx.form;
}

static void fill_json(struct bench *b, const char *body)
{
	struct str why = STR_NONE;

	b->cx.err.n = 0;
	assert_int_equal(values_of_json(b->a, str_from_c(body), &b->values, &why), OK);
	b->rc = form_fill(&b->cx, &piece_form, &b->values, true);
	b->form = b->cx.form;
}

static void is_str(struct str s, const char *expected)
{
	if (!str_eq(s, str_from_c(expected)))
		fail_msg("«%.*s» is not «%s»", STR_FMT(s), expected);
}

static void says(struct bench *b, const char *field, const char *expected)
{
	is_str(err_of(&b->cx.err, str_from_c(field)), expected);
}

static bool has(struct html h, const char *part)
{
	return str_find(h.s, str_from_c(part)) != SIZE_MAX;
}

static const struct field_view *shown(struct bench *b, const void *filled, const char *name)
{
	struct form_view *fv = NEW(b->a, struct form_view);

	*fv = form_view(&b->cx, &piece_form, filled, 4);
	return form_field(fv, name);
}

/* ---- values ---- */

static void urlencoded_text_is_decoded(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct values v = { 0 };

	UNUSED(state);
	assert_int_equal(values_of_urlencoded(a, S("a=%C3%A9+b&b=%2b&&c&a=2&d=x%0D%0Ay%E2%80%AEz"), &v), OK);
	is_str(values_get(&v, S("a")), "é b");
	is_str(values_get(&v, S("b")), "+");
	assert_true(values_has(&v, S("c")));
	assert_false(values_has(&v, S("e")));
	is_str(values_get(&v, S("d")), "x\nyz");
	arena_release(a);
}

static void urlencoded_nonsense_is_refused(void **state)
{
	static const char *const bodies[] = { "a=%", "a=%4", "a=%zz", "a=%00", "a=%C0%AF", "a=%ED%A0%80", "=1", "%0A=1",
		                              "a%00=1", "a=\xff" };
	struct arena *a = arena_new(16 << 20);
	struct values v = { .n = 77 };
	struct buf many = buf_new(a, 1 << 20);

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(bodies); i++)
		if (values_of_urlencoded(a, str_from_c(bodies[i]), &v) != INVALID)
			fail_msg("%s was taken", bodies[i]);
	for (int i = 0; i <= VALUES_MAX; i++)
		buf_add(&many, S("a=1&"));
	assert_int_equal(values_of_urlencoded(a, buf_str(&many), &v), INVALID);
	assert_int_equal(v.n, 77);
	assert_int_equal(values_of_urlencoded(a, str_sub(buf_str(&many), 4, SIZE_MAX), &v), OK);
	assert_int_equal(v.n, VALUES_MAX);
	arena_release(a);
}

static void a_draft_keeps_all_but_the_token(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct values v = { 0 }, again = { 0 };

	UNUSED(state);
	values_add(a, &v, S("csrf"), S("secret"));
	values_add(a, &v, S("t&x"), S("a=b\n é~"));
	values_add(a, &v, S("l"), S("1"));
	values_add(a, &v, S("l"), S("2"));
	is_str(values_encode(a, &v), "t%26x=a%3Db%0A%20%C3%A9~&l=1&l=2");
	assert_int_equal(values_of_urlencoded(a, values_encode(a, &v), &again), OK);
	assert_int_equal(again.n, 3);
	is_str(values_get(&again, S("t&x")), "a=b\n é~");
	arena_release(a);
}

static void json_values_read_as_typed(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct values v = { 0 };
	struct str_list list;
	struct str why = STR_NONE;

	UNUSED(state);
	assert_int_equal(values_of_json(a, S("{\"a\":\"x\\r\\ny\",\"n\":-12,\"t\":true,\"f\":false,\"z\":null,"
	                                     "\"l\":[\"1\",\"2\"]}"), &v, &why), OK);
	is_str(values_get(&v, S("a")), "x\ny");
	is_str(values_get(&v, S("n")), "-12");
	is_str(values_get(&v, S("t")), "1");
	is_str(values_get(&v, S("f")), "0");
	assert_false(values_has(&v, S("z")));
	assert_int_equal(values_all(a, &v, S("l"), &list), 2);
	is_str(list.v[1], "2");
	arena_release(a);
}

static void json_of_another_shape_is_refused_with_a_reason(void **state)
{
	static const char *const bodies[] = { "", "[]", "1", "{\"a\":{\"b\":{}}}", "{\"a\":{\"b\":[{}]}}", "{\"a\":[1]}",
		                              "{\"a\":[[\"x\"]]}", "{\"a\":1,}", "{\"\":1}", "{\"a\":1,\"a\":2}", "{\"a\":\"\\u0000\"}" };
	struct arena *a = arena_new(4 << 20);
	struct values v = { 0 };

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		struct str why = STR_NONE;

		if (values_of_json(a, str_from_c(bodies[i]), &v, &why) != INVALID || !str_ends(why, S(".")))
			fail_msg("%s: «%.*s»", bodies[i], STR_FMT(why));
	}
	arena_release(a);
}

static void an_encoded_url_reads_back(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct str back;

	UNUSED(state);
	is_str(url_encode(a, S("4.2 K13/é+&")), "4.2%20K13%2F%C3%A9%2B%26");
	assert_true(url_decode(a, url_encode(a, S("4.2 K13/é+&")), false, &back));
	is_str(back, "4.2 K13/é+&");
	assert_true(url_decode(a, S("a+b"), false, &back));
	is_str(back, "a+b");
	arena_release(a);
}

/* ---- meaning ---- */

static void a_good_form_is_filled(void **state)
{
	struct bench b;

	UNUSED(state);
	bench_setup(&b);
	fill(&b, GOOD "&setting=court&links=x&links=y&agreed=1&hours=+12+&csrf=z&version=9&unheard=of");
	assert_int_equal(b.rc, OK);
	is_str(b.form->title, "A plan");
	is_str(b.form->text, "What I saw");
	assert_int_equal(b.form->on.days, date_make(2028, 6, 27).days);
	assert_int_equal(b.form->colour, 2);
	assert_int_equal(b.form->setting, SETTING_COURT);
	assert_int_equal(b.form->act, ACT_SHARE);
	assert_int_equal(b.form->links.n, 2);
	assert_true(b.form->agreed);
	assert_int_equal(b.form->hours, 12);
	assert_int_equal(b.cx.if_match, 9);
	arena_release(b.a);
}

static void the_header_if_match_wins_over_the_field(void **state)
{
	struct bench b;

	UNUSED(state);
	bench_setup(&b);
	b.cx.if_match = 3;
	fill(&b, GOOD "&version=9");
	assert_int_equal(b.cx.if_match, 3);
	b.cx.if_match = -1;
	fill(&b, GOOD "&version=-9");
	assert_int_equal(b.cx.if_match, -1);
	arena_release(b.a);
}

static void missing_answers_are_asked_for(void **state)
{
	struct bench b;

	UNUSED(state);
	bench_setup(&b);
	fill(&b, "title=+&do=share");
	assert_int_equal(b.rc, INVALID);
	says(&b, "title", "Enter day");
	says(&b, "on", "Enter year");
	says(&b, "text", "Enter month");
	says(&b, "colour", "Choose one");
	assert_int_equal(b.cx.err.n, 4);
	assert_true(date_is_none(b.form->on));
	arena_release(b.a);
}

static void a_draft_is_asked_only_for_what_drafts_need(void **state)
{
	struct bench b;

	UNUSED(state);
	bench_setup(&b);
	fill(&b, "do=save");
	assert_int_equal(b.rc, INVALID);
	assert_int_equal(b.cx.err.n, 1);
	says(&b, "title", "Enter day");
	fill(&b, "title=A+plan&do=save");
	assert_int_equal(b.rc, OK);
	arena_release(b.a);
}

static void lengths_are_counted_in_characters(void **state)
{
	struct bench b;

	UNUSED(state);
	bench_setup(&b);
	fill(&b, "do=save&title=%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9"
	         "%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9");
	assert_int_equal(b.rc, OK);
	fill(&b, "do=save&title=123456789012345678901");
	says(&b, "title", "Day must be 20 characters or fewer");
	is_str(b.form->title, "123456789012345678901");
	fill(&b, "do=save&title=1");
	says(&b, "title", "Day must be 2 characters or more");
	arena_release(b.a);
}

static void one_line_stays_one_line(void **state)
{
	struct bench b;

	UNUSED(state);
	bench_setup(&b);
	fill(&b, "do=save&title=%0D%0Aone%0Atwo%09three+&text=a%0D%0Ab");
	is_str(b.form->title, "one two three");
	is_str(b.form->text, "a\nb");
	arena_release(b.a);
}

static void dates_that_cannot_be_are_refused_in_words(void **state)
{
	static const struct {
		const char *body, *says;
	} cases[] = {
		{ "on-day=31&on-month=2&on-year=2028", "The date must be a real date, like 27 6 2028" },
		{ "on-day=x&on-month=2&on-year=2028", "The date must be a real date, like 27 6 2028" },
		{ "on=yesterday", "The date must be a real date, like 27 6 2028" },
		{ "on-day=3&on-month=2", "The date must include a year" },
		{ "on-day=3", "The date must include a month and a year" },
		{ "on-day=28&on-month=6&on-year=2028", "The date can't be in the future" },
		{ "on-day=31&on-month=12&on-year=1989", "The date must be in 1990 or later" },
		{ "on-day=1&on-month=1&on-year=1990", "" },
		{ "on=2028-06-27", "" },
		{ "", "" },
	};
	struct bench b;

	UNUSED(state);
	bench_setup(&b);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		fill(&b, strf(b.a, "title=ab&do=save&%s", cases[i].body).p);
		says(&b, "on", cases[i].says);
	}
	arena_release(b.a);
}

static void what_is_not_on_the_list_is_refused(void **state)
{
	struct bench b;

	UNUSED(state);
	bench_setup(&b);
	fill(&b, GOOD "&setting=moon");
	says(&b, "setting", "Select there is a problem from the list");
	fill(&b, GOOD "&agreed=maybe&hours=1.5&links=1&links=2&links=3&links=4");
	says(&b, "agreed", "Choose one must be yes or no");
	says(&b, "hours", "Day must be a whole number");
	says(&b, "links", "Choose one: 3 at most");
	fill(&b, GOOD "&hours=41");
	says(&b, "hours", "Day must be between 1 and 40");
	fill(&b, "title=ab&do=destroy");
	says(&b, "do", "Choose one of the buttons");
	arena_release(b.a);
}

static void json_is_held_to_the_names_of_the_table(void **state)
{
	struct bench b;

	UNUSED(state);
	bench_setup(&b);
	fill_json(&b, "{\"title\":\"ab\",\"do\":\"save\",\"on\":\"2028-06-01\",\"agreed\":true,\"hours\":3,\"version\":2}");
	assert_int_equal(b.rc, OK);
	assert_true(b.form->agreed);
	assert_int_equal(b.form->hours, 3);
	assert_int_equal(b.cx.if_match, 2);
	fill_json(&b, "{\"title\":[\"ab\",\"c\"],\"do\":\"save\",\"on-day\":\"1\",\"owner\":\"me\"}");
	says(&b, "owner", "There is no property “owner”");
	says(&b, "on-day", "There is no property “on-day”");
	says(&b, "title", "Day must be one value, not several");
	assert_int_equal(b.cx.err.n, 3);
	arena_release(b.a);
}

/* ---- pages ---- */

static void what_was_typed_is_shown_again(void **state)
{
	const struct piece_form before = { .title = S_INIT("Before"), .on = date_make(2027, 1, 2), .colour = 1 };
	struct bench b;

	UNUSED(state);
	bench_setup(&b);
	fill(&b, "title=%3Cb%3E%22&on-day=31&on-month=Febtember&on-year=28&text=%0A%3C/textarea%3E&colour=blue&setting=court"
	         "&links=x%22y&agreed=1&hours=many&do=share&version=2&tab=t1");
	assert_int_equal(b.rc, INVALID);
	assert_true(has(shown(&b, &before, "title")->html, "value=\"&lt;b&gt;&quot;\""));
	assert_true(has(shown(&b, &before, "on")->html, "name=\"on-day\" type=\"text\" inputmode=\"numeric\" value=\"31\""));
	assert_true(has(shown(&b, &before, "on")->html, "value=\"Febtember\""));
	assert_true(has(shown(&b, &before, "on")->html, "value=\"28\""));
	assert_true(has(shown(&b, &before, "text")->html, ">\n\n&lt;/textarea&gt;</textarea>"));
	assert_true(has(shown(&b, &before, "colour")->html, "value=\"blue\" autocomplete=\"off\" checked>"));
	assert_false(has(shown(&b, &before, "colour")->html, "value=\"red\" autocomplete=\"off\" checked>"));
	assert_true(has(shown(&b, &before, "setting")->html, "<option value=\"court\" selected>court</option>"));
	assert_true(has(shown(&b, &before, "links")->html, "name=\"links\" value=\"x&quot;y\""));
	assert_true(has(shown(&b, &before, "agreed")->html, "checked"));
	assert_true(has(shown(&b, &before, "hours")->html, "value=\"many\""));
	arena_release(b.a);
}

static void a_refused_form_keeps_the_version_it_was_typed_over(void **state)
{
	struct bench b;
	struct form_view fv;

	UNUSED(state);
	bench_setup(&b);
	fill(&b, "title=&version=2&tab=t1");
	fv = form_view(&b.cx, &piece_form, NULL, 4);
	is_str(fv.version, "2");
	assert_true(has(fv.hidden, "name=\"version\" value=\"2\""));
	assert_true(has(fv.hidden, "name=\"tab\" value=\"t1\""));
	arena_release(b.a);
}

static void stored_values_are_shown_before_anything_is_typed(void **state)
{
	static const struct str links[] = { S_INIT("x"), S_INIT("y") };
	const struct piece_form filled = { .title = S_INIT("Stored"), .text = S_INIT("One\nTwo"), .on = date_make(2027, 1, 2),
		                           .colour = 1, .setting = SETTING_SCHOOL, .links = { links, 2 }, .hours = 7 };
	struct bench b;
	struct form_view fv;

	UNUSED(state);
	bench_setup(&b);
	fv = form_view(&b.cx, &piece_form, &filled, 4);
	assert_false(fv.has_errors);
	assert_int_equal(fv.errors.s.n, 0);
	is_str(fv.version, "4");
	assert_true(has(fv.hidden, "name=\"tab\""));
	assert_true(has(form_field(&fv, "title")->html, "value=\"Stored\""));
	assert_true(has(form_field(&fv, "text")->html, "rows=\"8\""));
	assert_true(has(form_field(&fv, "text")->html, ">\nOne\nTwo</textarea>"));
	assert_true(has(form_field(&fv, "on")->html, "value=\"2027\""));
	is_str(form_field(&fv, "on")->value, "2027-01-02");
	assert_true(has(form_field(&fv, "colour")->html, "value=\"red\" autocomplete=\"off\" checked>"));
	assert_true(has(form_field(&fv, "setting")->html, "value=\"school\" selected"));
	assert_true(has(form_field(&fv, "links")->html, "value=\"y\""));
	assert_true(has(form_field(&fv, "hours")->html, "value=\"7\""));
	assert_int_equal(form_field(&fv, "do")->html.s.n, 0);
	arena_release(b.a);
}

static void an_error_is_tied_to_its_control(void **state)
{
	struct bench b;
	const struct field_view *f;

	UNUSED(state);
	bench_setup(&b);
	fill(&b, "do=share");
	f = shown(&b, NULL, "title");
	assert_true(f->has_error);
	assert_true(has(f->html, "aria-describedby=\"title-hint title-error\""));
	assert_true(has(f->html, "<div id=\"title-hint\" class=\"govuk-hint\">Choose one</div>"));
	assert_true(has(f->html, "<p id=\"title-error\" class=\"govuk-error-message\"><span class=\"govuk-visually-hidden\">"
	                         "Error:</span> Enter day</p>"));
	assert_true(has(f->html, "govuk-input--error"));
	f = shown(&b, NULL, "hours");
	assert_false(f->has_error);
	assert_false(has(f->html, "aria-describedby"));
	arena_release(b.a);
}

static void the_summary_leads_to_each_field_in_order(void **state)
{
	struct bench b;
	struct form_view fv;
	size_t title, on, colour;

	UNUSED(state);
	bench_setup(&b);
	fill(&b, "do=share&text=x");
	assert_int_equal(field_error(&b.cx, "file", T_FORM_CHOOSE), INVALID);
	assert_int_equal(field_error(&b.cx, "title", T_FORM_CHOOSE), INVALID);
	assert_int_equal(form_error(&b.cx, T_FORM_UPLOAD_BROKEN), INVALID);
	assert_int_equal(b.cx.err.n, 5); /* one a field */
	fv = form_view(&b.cx, &piece_form, NULL, -1);
	assert_true(fv.has_errors);
	title = str_find(fv.errors.s, S("<a href=\"#title\">Enter day</a>"));
	on = str_find(fv.errors.s, S("<a href=\"#on-day\">Enter year</a>"));
	colour = str_find(fv.errors.s, S("<a href=\"#colour\">Choose one</a>"));
	assert_true(title < on && on < colour && colour != SIZE_MAX);
	assert_true(has(fv.errors, "<a href=\"#file\">Choose one</a>"));
	assert_true(has(fv.errors, "<li>The files arrived incomplete or damaged. Try again.</li>"));
	assert_false(has(fv.errors, "do"));
	arena_release(b.a);
}

/* A date that is mostly soon: the days to come are there to be tapped, and what was typed stands under "Another day". */
static void days_to_come_are_tapped_and_another_is_typed(void **state)
{
	static const struct field fields[] = {
		DATE(struct piece_form, on, .label = T_FORM_YEAR, .max = 10, .required = true, .days_to_come = true),
	};
	static const struct form form = { .name = "soon", .size = sizeof(struct piece_form), .fields = fields, .n = COUNT_OF(fields) };
	const struct piece_form near = { .on = date_make(2028, 3, 1) }, far = { .on = date_make(2028, 6, 1) };
	struct bench b;
	struct form_view fv;
	struct html html;

	UNUSED(state);
	bench_setup(&b);
	b.cx.arena = b.a;
	b.cx.today = date_make(2028, 2, 28); /* a Monday, before a leap day */
	fv = form_view(&b.cx, &form, NULL, -1);
	html = form_field(&fv, "on")->html;
	assert_true(has(html, "value=\"2028-02-28\" autocomplete=\"off\"><label class=\"govuk-label govuk-radios__label\" for=\"on-in-0\">Today<"));
	assert_true(has(html, ">Tomorrow<"));
	assert_true(has(html, "value=\"2028-03-05\" autocomplete=\"off\"><label class=\"govuk-label govuk-radios__label\" for=\"on-in-6\">Sun 5 Mar<"));
	assert_false(has(html, " checked"));
	fv = form_view(&b.cx, &form, &near, -1);
	html = form_field(&fv, "on")->html;
	assert_true(has(html, "value=\"2028-03-01\" autocomplete=\"off\" checked"));
	assert_true(has(html, "name=\"on-month\" type=\"text\" inputmode=\"numeric\" value=\"\""));
	fv = form_view(&b.cx, &form, &far, -1);
	html = form_field(&fv, "on")->html;
	assert_true(has(html, "id=\"on-other\" name=\"on\" type=\"radio\" value=\"\" autocomplete=\"off\" checked"));
	assert_true(has(html, "name=\"on-month\" type=\"text\" inputmode=\"numeric\" value=\"6\""));
	arena_release(b.a);
}

static void typed_text_stays_out_of_other_forms(void **state)
{
	const struct form other = piece_form;
	const struct route route = { .form = &other };
	struct bench b;
	struct form_view fv;

	UNUSED(state);
	bench_setup(&b);
	b.cx.route = &route;
	fill(&b, "title=1&do=share");
	fv = form_view(&b.cx, &piece_form, NULL, -1);
	assert_false(fv.has_errors);
	is_str(form_field(&fv, "title")->value, "");
	assert_false(form_field(&fv, "title")->has_error);
	fv = form_view(&b.cx, &other, NULL, -1);
	is_str(form_field(&fv, "title")->value, "1");
	arena_release(b.a);
}

static void the_token_is_in_every_form(void **state)
{
	struct bench b;
	struct form_view fv;

	UNUSED(state);
	bench_setup(&b);
	fv = form_view(&b.cx, &piece_form, NULL, -1);
	is_str(fv.csrf, "-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s");
	assert_true(has(fv.hidden, "name=\"csrf\" value=\"-_v7-_v7"));
	assert_false(has(fv.hidden, "name=\"version\""));
	assert_true(has(hidden_csrf(&b.cx), "name=\"csrf\" value=\"-_v7-_v7"));
	assert_false(has(hidden_csrf(&b.cx), "name=\"tab\""));
	arena_release(b.a);
}

static void a_form_is_written_as_the_json_it_is_read_from(void **state)
{
	struct bench b;
	struct json_out j;

	UNUSED(state);
	bench_setup(&b);
	fill(&b, GOOD "&links=x&links=y&hours=3");
	j = json_begin(b.a, 4096);
	json_obj(&j);
	json_form(&j, &piece_form, b.form);
	json_end(&j);
	is_str(json_done(&j), "{\"title\":\"A plan\",\"on\":\"2028-06-27\",\"text\":\"What I saw\",\"colour\":\"blue\","
	                      "\"setting\":null,\"links\":[\"x\",\"y\"],\"agreed\":false,\"hours\":3}");
	arena_release(b.a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(urlencoded_text_is_decoded),
		cmocka_unit_test(urlencoded_nonsense_is_refused),
		cmocka_unit_test(a_draft_keeps_all_but_the_token),
		cmocka_unit_test(json_values_read_as_typed),
		cmocka_unit_test(json_of_another_shape_is_refused_with_a_reason),
		cmocka_unit_test(an_encoded_url_reads_back),
		cmocka_unit_test(a_good_form_is_filled),
		cmocka_unit_test(the_header_if_match_wins_over_the_field),
		cmocka_unit_test(missing_answers_are_asked_for),
		cmocka_unit_test(a_draft_is_asked_only_for_what_drafts_need),
		cmocka_unit_test(lengths_are_counted_in_characters),
		cmocka_unit_test(one_line_stays_one_line),
		cmocka_unit_test(dates_that_cannot_be_are_refused_in_words),
		cmocka_unit_test(what_is_not_on_the_list_is_refused),
		cmocka_unit_test(json_is_held_to_the_names_of_the_table),
		cmocka_unit_test(what_was_typed_is_shown_again),
		cmocka_unit_test(a_refused_form_keeps_the_version_it_was_typed_over),
		cmocka_unit_test(stored_values_are_shown_before_anything_is_typed),
		cmocka_unit_test(an_error_is_tied_to_its_control),
		cmocka_unit_test(the_summary_leads_to_each_field_in_order),
		cmocka_unit_test(days_to_come_are_tapped_and_another_is_typed), cmocka_unit_test(typed_text_stays_out_of_other_forms),
		cmocka_unit_test(the_token_is_in_every_form),
		cmocka_unit_test(a_form_is_written_as_the_json_it_is_read_from),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

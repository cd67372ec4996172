/* test_privacy.c — what the privacy check finds, leaves alone, proposes, and that it keeps its bounds. */
#include "tests/unit/privacy_measure.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct fixture {
	struct arena *a;
};

static int begin(void **state)
{
	*state = arena_new(512 << 20);
	return 0;
}

static int end(void **state)
{
	arena_release(*state);
	return 0;
}

static struct privacy_findings check(struct arena *a, const char *text)
{
	struct privacy_text *t = NEW(a, struct privacy_text);

	*t = (struct privacy_text){ S("text"), str_from_c(text) };
	return privacy_check(a, t, 1, NULL, 0);
}

/* one — the only finding is of this class and these words; class 0 for none at all. */
static void one(struct arena *a, const char *text, enum privacy_class class, const char *words)
{
	struct privacy_findings f = check(a, text);
	struct str first = f.n ? privacy_key(f.v[0].class) : S("none");

	if (f.n != (class ? 1u : 0u))
		fail_msg("%s: %zu findings, first %.*s", text, f.n, STR_FMT(first));
	if (class) {
		assert_int_equal(f.v[0].class, class);
		assert_string_equal(strf(a, "%.*s", (int)(f.v[0].end - f.v[0].start), text + f.v[0].start).p, words);
	}
}

static void each_class_is_found_in_its_shapes(void **state)
{
	static const struct {
		const char *text;
		enum privacy_class class;
		const char *words;
	} cases[] = {
		{ "I rang Ms Tolland from the kitchen.", PRIVACY_NAME, "Ms Tolland" },
		{ "Then Will told me.", PRIVACY_NAME, "Will" },
		{ "I sat with Hope while it rained.", PRIVACY_NAME, "Hope" },
		{ "She wrote to Mr O’Connor about it.", PRIVACY_NAME, "Mr O’Connor" },
		{ "I met Anna-Maria van der Berg.", PRIVACY_NAME, "Anna-Maria van der Berg" },
		{ "We spoke to Zoë’s mother.", PRIVACY_NAME, "Zoë" },
		{ "Born on 3 May 2012, he is tall.", PRIVACY_BIRTH, "3 May 2012" },
		{ "A 7-year-old boy in Whitby said so.", PRIVACY_AGE_PLACE, "7-year-old boy in Whitby" },
		{ "NHS number 999 123 4560.", PRIVACY_NHS, "999 123 4560" },
		{ "NI number ZX 12 34 56 A.", PRIVACY_NI, "ZX 12 34 56 A" },
		{ "They live in QX4 7TB now.", PRIVACY_POSTCODE, "QX4 7TB" },
		{ "Ring +44 7700 900 020 at six.", PRIVACY_PHONE, "+44 7700 900 020" },
		{ "Ring (0121) 496 0442 at six.", PRIVACY_PHONE, "(0121) 496 0442" },
		{ "Write to a.b@mail.example today.", PRIVACY_EMAIL, "a.b@mail.example" },
		{ "I went to 14 Harrow Lane today.", PRIVACY_ADDRESS, "14 Harrow Lane" },
		{ "He is at Larkfield Primary now.", PRIVACY_SCHOOL, "Larkfield Primary" },
		{ "The hearing in ZW19C00430 is near.", PRIVACY_COURT, "ZW19C00430" },
		{ "Quote 1684 3200 9947 1206 always.", PRIVACY_CASE, "1684 3200 9947 1206" },
		{ "The car was XA21 KZQ, I think.", PRIVACY_VEHICLE, "XA21 KZQ" },
		{ "The van was P417 NHW, I think.", PRIVACY_VEHICLE, "P417 NHW" },
		{ "The car was HJK 662S, I think.", PRIVACY_VEHICLE, "HJK 662S" },
		{ "She posts as @leanne_xo all day.", PRIVACY_HANDLE, "@leanne_xo" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		one(*state, cases[i].text, cases[i].class, cases[i].words);
}

static void context_decides_what_is_left_alone(void **state)
{
	static const char *const texts[] = {
		"Mr Justice Cobb reminded us of the welfare of the child.",
		"The Children Act 1989, section 47 and s.20.",
		"I used relationship-based practice (Ferguson, 2018).",
		"Ruch, Turney and Ward (2010) set out the case.",
		"Statement 4.2 K13 asks what I know.",
		"Will you be there, she asked. May I come in?",
		"Grace under pressure is not what I showed.",
		"J and Child A were seen with Mr K.",
		"The review is on 6 October 2028.",
		"Call 0800 1111 or 999.",
		"Invoice 9991234560 was paid.",
		"The Virtual School paid for a laptop.",
		"Two for £5 and 30 hours of childcare.",
		"In Re B (Children) [2008] UKHL 35 it was settled.",
		"The Merton principles and the Hague Convention apply.",
	};

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		one(*state, texts[i], 0, NULL);
}

static void numbers_that_lead_to_one_person_can_never_be_kept(void **state)
{
	UNUSED(state);
	for (int c = 1; c < PRIVACY_CLASS_END; c++)
		assert_int_equal(privacy_may_keep((enum privacy_class)c),
		                 c != PRIVACY_COURT && c != PRIVACY_CASE && c != PRIVACY_NHS && c != PRIVACY_NI);
}

static void every_class_has_a_key_that_leads_back(void **state)
{
	UNUSED(state);
	for (int c = 1; c < PRIVACY_CLASS_END; c++) {
		assert_true(privacy_key((enum privacy_class)c).n > 0);
		assert_int_equal(privacy_class_of_key(privacy_key((enum privacy_class)c)), c);
	}
	assert_int_equal(privacy_class_of_key(S("nothing")), 0);
}

static void a_name_has_the_same_initials_throughout_a_piece(void **state)
{
	struct privacy_text t[] = { { S("title"), S("A visit to Jordan Pryce") },
		                        { S("text"), S("I met Jordan and Jade. Mrs Pryce was out. Jordan's bag was packed.") } };
	struct privacy_findings f = privacy_check(*state, t, 2, NULL, 0);

	assert_int_equal(f.n, 5);
	assert_true(str_eq(f.v[0].instead, S("J")));
	assert_int_equal(f.v[1].group, f.v[0].group);
	assert_true(str_eq(f.v[1].instead, S("J")));
	assert_int_not_equal(f.v[2].group, f.v[0].group);
	assert_true(str_eq(f.v[2].instead, S("J2")));
	assert_true(str_eq(f.v[3].instead, S("Mrs J")));
	assert_int_equal(f.v[4].group, f.v[0].group);
}

static void colleagues_are_flagged_as_colleagues(void **state)
{
	struct privacy_text t = { S("text"), S("I asked Harpreet and then Zainab.") };
	struct str known[] = { S("Harpreet Kaur") };
	struct privacy_findings f = privacy_check(*state, &t, 1, known, 1);

	assert_int_equal(f.n, 2);
	assert_int_equal(f.v[0].class, PRIVACY_WORKER);
	assert_int_equal(f.v[1].class, PRIVACY_NAME);
}

static void details_count_together_from_three_kinds_on(void **state)
{
	struct privacy_findings f = check(*state, "The older twin, who is 9, lives in Whitby and has cystic fibrosis. "
	                                          "The family is Eritrean.");

	assert_true(f.jigsaw_n >= 3);
	assert_true(f.jigsaw_score >= PRIVACY_JIGSAW_FROM);
	assert_int_equal(check(*state, "She is a twin and nine.").jigsaw_n, 0);
}

static struct str detail(const char *text, const struct privacy_finding *f)
{
	return (struct str){ text + f->start, f->end - f->start };
}

static void where_a_family_came_from_and_what_one_of_them_does_are_details(void **state)
{
	const char *text = "I visited J (7) and his mum, because his attendance had dropped since they moved from the islands in March. His twin "
	                   "sister was already dressed. Their grandmother, who runs the post office, had stayed over.";
	struct privacy_findings f = check(*state, text);

	assert_int_equal(f.jigsaw_n, 4);
	assert_true(str_eq(detail(text, &f.jigsaw[0]), S("7")));
	assert_true(str_eq(detail(text, &f.jigsaw[1]), S("moved from the islands in March")));
	assert_true(str_eq(detail(text, &f.jigsaw[2]), S("twin")));
	assert_true(str_eq(detail(text, &f.jigsaw[3]), S("grandmother, who runs the post office")));
	assert_true(str_eq(f.jigsaw[3].instead, S("grandmother")));
	/* none of these: what anybody's does, an item's number, a change of mind */
	assert_int_equal(check(*state, "Her twin brother, who runs away, is back. We moved from blame to questions. See question (7).").jigsaw_n, 0);
	assert_int_equal(check(*state, "I came from a meeting and the twin, who is 7, was asleep. Mum works late.").jigsaw_n, 0);
}

static void the_same_thing_written_otherwise_is_the_same(void **state)
{
	UNUSED(state);
	assert_true(privacy_same(S("07700 900142"), S("07700-900142")));
	assert_true(privacy_same(S("JORDAN"), S("Jordan")));
	assert_false(privacy_same(S("Jordan"), S("Jordana")));
}

/* ---- bounds ---- */

static void no_finding_is_outside_or_over_another(struct arena *a, struct str s)
{
	struct privacy_text t = { S("text"), s };
	struct privacy_findings f = privacy_check(a, &t, 1, NULL, 0);
	size_t last = 0;

	for (size_t i = 0; i < f.n; i++) {
		assert_true(f.v[i].start >= last);
		assert_true(f.v[i].end > f.v[i].start);
		assert_true(f.v[i].end <= s.n);
		assert_true((s.p[f.v[i].start] & 0xC0) != 0x80);
		assert_true(f.v[i].end == s.n || (s.p[f.v[i].end] & 0xC0) != 0x80);
		assert_true(f.v[i].group > 0);
		last = f.v[i].end;
	}
}

static void findings_stay_inside_any_text(void **state)
{
	static const char *const parts[] = { "Mr ", "Zoë", "’s", " 07700 900142", "\n", ".", "Flat ", "2", " Mill Lane", "@", "x_1", "999 ", "Ysgol ",
		"Ó", " born ", "1/2/2012", "ZW19C00430", "-", "(", "aged 9 in Whitby", " of ", "van der ", "é", "St ", "\xC3", "\xE2\x80", "A", " ", "+" };
	uint32_t seed = 12345;

	for (int run = 0; run < 2000; run++) {
		struct arena *a = arena_new(8 << 20);
		struct buf b = buf_new(a, 4096);

		for (int k = 0; k < 12; k++) {
			seed = seed * 1664525u + 1013904223u;
			buf_add(&b, str_from_c(parts[(seed >> 16) % COUNT_OF(parts)]));
		}
		if (utf8_valid(buf_str(&b)))
			no_finding_is_outside_or_over_another(a, buf_str(&b));
		else
			check(a, str_c(a, buf_str(&b)));
		arena_release(a);
	}
	UNUSED(state);
}

static void past_its_most_it_says_that_there_is_more(void **state)
{
	struct buf b = buf_new(*state, 1 << 20);

	for (int i = 0; i < PRIVACY_FINDINGS_MAX + 5; i++)
		buf_add(&b, S("Ring 07700 900142 now. "));
	assert_int_equal(check(*state, str_c(*state, buf_str(&b))).n, PRIVACY_FINDINGS_MAX);
	assert_true(check(*state, str_c(*state, buf_str(&b))).more);
}

/* hostile — a text of so many characters, the same few again and again. */
static const char *hostile(struct arena *a, const char *few, size_t n)
{
	struct buf b = buf_new(a, n + 1);

	while (b.n + strlen(few) <= n)
		buf_add(&b, str_from_c(few));
	return str_c(a, buf_str(&b));
}

static void addresses_in_a_row_are_looked_at_once(void **state)
{
	static const char *const few[] = { "/t.me/", "x.com/", "t.me/a.", "vm.tiktok.com/", "facebook.com/x/", ".t.me/@", "a:t.me/", "x.com/ " };
	enum { LONG = 60000 };

	for (size_t i = 0; i < COUNT_OF(few); i++) {
		struct privacy_findings half = check(*state, hostile(*state, few[i], LONG / 2)), all = check(*state, hostile(*state, few[i], LONG));

		assert_true(all.steps > 0 && all.steps <= 2 * LONG);
		assert_true(all.steps <= 2 * half.steps + 200);
	}
}

/* ---- what a reader pointed at ---- */

static void words_stand_where_they_begin_and_end_as_words(void **state)
{
	static const struct {
		const char *text, *words, *found;
	} cases[] = {
		{ "I met Kayleigh there.", "Kayleigh", "Kayleigh" },
		{ "I met KAYLEIGH there.", "kayleigh", "KAYLEIGH" },
		{ "I met Kayleigh’s aunt.", "Kayleigh", "Kayleigh" },
		{ "Kayleigh", "Kayleigh", "Kayleigh" },
		{ "the girl\n  with the  parrot", "The girl with the parrot", "the girl\n  with the  parrot" },
		{ "Zoë’s bike", "zoË's", "Zoë’s" },
		{ "(Jo)", "Jo", "Jo" },
		{ "“Jo”", "Jo", "Jo" },
		{ "Join Jordan", "Jo", NULL },
		{ "Banjo", "Jo", NULL },
		{ "Joë", "Jo", NULL },
		{ "met  J", "met J2", NULL },
		{ "anything", "", NULL },
		{ "anything", "  ", NULL },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct str text = str_from_c(cases[i].text);
		size_t start = 0, end = 0;
		bool stands = privacy_stands(text, 0, str_from_c(cases[i].words), &start, &end);

		if (stands != (cases[i].found != NULL) || (stands && !str_eq(str_sub(text, start, end - start), str_from_c(cases[i].found))))
			fail_msg("“%s” in “%s”: %d, %zu to %zu", cases[i].words, cases[i].text, stands, start, end);
	}
}

static void what_a_reader_pointed_at_is_found_wherever_it_stands(void **state)
{
	const struct privacy_text texts[] = { { S("title"), S("The house with the swing") },
		                                  { S("text"), S("I met Kayleigh in the house with the swing. Ring 07700 900142.") } };
	const struct privacy_pointed pointed = { S("the house with the swing\nKayleigh in\nnot there"), PRIVACY_ADDRESS };
	struct privacy_findings f = privacy_check_pointed(*state, texts, 2, NULL, 0, &pointed);

	assert_int_equal(f.n, 4);
	assert_true(f.v[0].pointed && f.v[0].text == 0 && f.v[0].class == PRIVACY_ADDRESS);
	assert_true(f.v[1].pointed && f.v[1].class == PRIVACY_NAME); /* what the check says of it */
	assert_int_equal(f.v[1].end - f.v[1].start, strlen("Kayleigh in"));
	assert_true(f.v[2].pointed && f.v[2].group == f.v[0].group);
	assert_true(!f.v[3].pointed && f.v[3].class == PRIVACY_PHONE);
}

static void many_places_of_what_was_pointed_at_stay_bounded(void **state)
{
	const struct privacy_text text = { S("text"), str_from_c(hostile(*state, "Jo ", 60000)) };
	const struct privacy_pointed pointed = { S("Jo\njo jo"), PRIVACY_NAME };
	struct privacy_findings f = privacy_check_pointed(*state, &text, 1, NULL, 0, &pointed);

	assert_true(f.more && f.n >= PRIVACY_POINTED_PLACES);
	for (size_t i = 1; i < f.n; i++)
		assert_true(f.v[i].start >= f.v[i - 1].end);
}

/* ---- the gates ---- */

static void gate(const struct measured *m, const char *what)
{
	if (!measured_is_well(m))
		fail_msg("%s: structured recall %.3f precision %.3f, names recall %.3f precision %.3f", what, recall(&m->structured),
		         precision(&m->structured), recall(&m->names), precision(&m->names));
}

static void labelled_sentences_pass_the_gates(void **state)
{
	struct sentences s = sentences_read(*state, "tests/data/privacy/sentences.txt");
	struct measured all = measure(&s, PART_ALL, NULL), held_out = measure(&s, PART_HELD_OUT, NULL);

	assert_true(s.n >= 1000);
	assert_true(all.structured.marks >= 400);
	assert_true(all.without * 2 > all.sentences - 40);
	gate(&all, "all");
	gate(&held_out, "held out");
}

static void no_words_at_all_have_no_findings(void **state)
{
	assert_int_equal(privacy_check(*state, NULL, 0, NULL, 0).n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_class_is_found_in_its_shapes, begin, end),
		cmocka_unit_test_setup_teardown(context_decides_what_is_left_alone, begin, end),
		cmocka_unit_test_setup_teardown(numbers_that_lead_to_one_person_can_never_be_kept, begin, end),
		cmocka_unit_test_setup_teardown(every_class_has_a_key_that_leads_back, begin, end),
		cmocka_unit_test_setup_teardown(a_name_has_the_same_initials_throughout_a_piece, begin, end),
		cmocka_unit_test_setup_teardown(colleagues_are_flagged_as_colleagues, begin, end),
		cmocka_unit_test_setup_teardown(details_count_together_from_three_kinds_on, begin, end),
		cmocka_unit_test_setup_teardown(where_a_family_came_from_and_what_one_of_them_does_are_details, begin, end),
		cmocka_unit_test_setup_teardown(the_same_thing_written_otherwise_is_the_same, begin, end),
		cmocka_unit_test_setup_teardown(findings_stay_inside_any_text, begin, end),
		cmocka_unit_test_setup_teardown(no_words_at_all_have_no_findings, begin, end),
		cmocka_unit_test_setup_teardown(past_its_most_it_says_that_there_is_more, begin, end),
		cmocka_unit_test_setup_teardown(addresses_in_a_row_are_looked_at_once, begin, end),
		cmocka_unit_test_setup_teardown(words_stand_where_they_begin_and_end_as_words, begin, end),
		cmocka_unit_test_setup_teardown(what_a_reader_pointed_at_is_found_wherever_it_stands, begin, end),
		cmocka_unit_test_setup_teardown(many_places_of_what_was_pointed_at_stay_bounded, begin, end),
		cmocka_unit_test_setup_teardown(labelled_sentences_pass_the_gates, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

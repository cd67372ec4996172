/* test_forms.c — what a form asks, when, and of whom; and what no form may say. */
#include "app/forms/forms.h"
#include "web/json.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena *arena;

static int set_up(void **state)
{
	UNUSED(state);
	arena = arena_new(8 << 20);
	return 0;
}

static int tear_down(void **state)
{
	UNUSED(state);
	arena_release(arena);
	return 0;
}

static bool read(const char *json, struct forms_read *ret, struct str *ret_why)
{
	struct json_limits limits = { .bytes = 100000, .depth = 8, .values = 5000 };
	struct json_problem problem = { 0 };
	struct json_t *list;

	assert_int_equal(json_parse(arena, str_from_c(json), limits, &list, &problem), OK);
	return forms_read_all(arena, list, ret, ret_why);
}

#define TEXT_PROMPT "{\"id\":\"text\",\"label\":\"What happened?\",\"must\":\"share\"}"
#define FORM(rest) "[{\"kind\":\"learning\",\"about\":\"A line.\"," rest "}]"

#define FEEDBACK(prompts) "[{\"kind\":\"feedback\",\"about\":\"A line.\",\"prompts\":[" TEXT_PROMPT "," prompts "]}]"
#define FAMILY(id, label, rest) "{\"id\":\"" id "\",\"label\":\"" label "\",\"who\":\"family\",\"symbol\":\"ear\"" rest "}"
#define FAMILY_CHOICE(id, choices) FAMILY(id, "?", ",\"type\":\"choice\",\"choices\":[" choices "]")
#define TICKS(id, rest) "{\"id\":\"" id "\",\"label\":\"?\",\"who\":\"observer\",\"type\":\"ticks\"" rest "}"
#define WATCHED(prompts) "[{\"kind\":\"direct_observation\",\"about\":\"A line.\",\"prompts\":[" TEXT_PROMPT "," prompts "]}]"
#define RECORD(prompts) "[{\"kind\":\"supervision_record\",\"about\":\"A line.\",\"prompts\":[" prompts "]}]"
#define GOAL(prompts) "[{\"kind\":\"goal\",\"about\":\"A line.\",\"prompts\":[" prompts "]}]"
#define P(id, rest) "{\"id\":\"" id "\",\"label\":\"?\"" rest "}"
#define OWN_FIVE P("on", "") "," P("held", "") "," P("actions", "") "," P("next", "") "," P("remark", "")
#define OWN_THREE P("text", "") "," P("how", "") "," P("by", "")
#define NINE P("a", "") "," P("b", "") "," P("c", "") "," P("d", "") "," P("e", "") "," P("f", "") "," P("g", "") "," P("h", "") "," P("i", "")
#define TEN "0123456789"

static void a_form_that_can_t_be_meant_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *json, *why;
	} cases[] = {
		{ "[{}]", "forms[0].kind: must be one of" },
		{ "[{\"kind\":\"learning\"}]", "forms[0].about: is missing." },
		{ FORM("\"promts\":[]"), "forms[0].promts: there is no such key." },
		{ FORM("\"prompts\":[]"), "forms[0].prompts: must be a list of 1 to 30." },
		{ FORM("\"prompts\":[{\"id\":\"other\",\"label\":\"?\"}]"), "needs a prompt with the id “text”" },
		{ FORM("\"prompts\":[{\"id\":\"text\",\"label\":\"?\"}]"), "forms[0].prompts[0] (text): “text” must be there" },
		{ FORM("\"prompts\":[" TEXT_PROMPT ",{\"id\":\"Felt\",\"label\":\"?\"}]"), "forms[0].prompts[1].id: may have small" },
		{ FORM("\"prompts\":[" TEXT_PROMPT ",{\"id\":\"a\",\"label\":\"?\"},{\"id\":\"a\",\"label\":\"?\"}]"), "twice" },
		{ FORM("\"prompts\":[" TEXT_PROMPT ",{\"id\":\"a\",\"label\":\"?\",\"max\":20001}]"), "from 1 to 20000" },
		{ FORM("\"prompts\":[" TEXT_PROMPT ",{\"id\":\"a\",\"label\":\"?\",\"who\":\"me\"}]"), "prompts[1].who: must be one of" },
		{ FORM("\"prompts\":[" TEXT_PROMPT ",{\"id\":\"a\",\"label\":\"?\",\"type\":\"choice\"}]"), "at least two choices" },
		{ FORM("\"prompts\":[" TEXT_PROMPT ",{\"id\":\"a\",\"label\":\"?\",\"from\":6,\"until\":6}]"), "must be later" },
		{ FORM("\"prompts\":[" TEXT_PROMPT ",{\"id\":\"observer\",\"label\":\"?\"}]"), "“observer” says who observes" },
		{ FORM("\"days\":{\"ecsw\":3},\"prompts\":[" TEXT_PROMPT "]"), "forms[0].days" },
		{ FORM("\"prompts\":[" TEXT_PROMPT ",{\"id\":\"a\",\"label\":\"?\",\"symbol\":\"ear\"}]"), "only a family’s questions have" },
		{ FORM("\"prompts\":[" TEXT_PROMPT "," TICKS("a", "") "]"), "prompts[1] (a): “ticks” are an observer’s" },
		{ WATCHED("{\"id\":\"a\",\"label\":\"?\",\"type\":\"ticks\"}"), "“ticks” are an observer’s" },
		{ WATCHED(TICKS("a", ",\"must\":\"share\"")), "nobody has to tick anything" },
		{ WATCHED(TICKS("a", "") "," TICKS("b", "")), "prompts[2] (b): what was planned is ticked once" },
		{ FORM("\"prompts\":[" TEXT_PROMPT "," FAMILY("a", "?", "") "]"), "with the form of “feedback” alone" },
		{ FEEDBACK(FAMILY("a", "?", "") "," FAMILY("b", "?", "") "," FAMILY("c", "?", "") "," FAMILY("d", "?", "") ","
		           FAMILY("e", "?", "") "," FAMILY("f", "?", "")), "prompts[6] (f): a family is asked at most five questions" },
		{ FEEDBACK(FAMILY("a", "What is your name?", "")), "prompts[1] (a): asks who they are, and a family is never asked" },
		{ FEEDBACK(FAMILY("a", "Name", "")), "never asked their name: leave it out" },
		{ FEEDBACK(FAMILY("a", "Your SURNAME, please", "")), "never asked their name" },
		{ FEEDBACK(FAMILY("full_name", "?", "")), "never asked their name" },
		{ FEEDBACK(FAMILY("a", "?", ",\"help\":\"Tell us who you are\"")), "never asked their name" },
		{ FEEDBACK(FAMILY("a", "?", ",\"help\":\"Write your first  name\"")), "never asked their name" },
		{ FEEDBACK(FAMILY("a", "How old are you?", "")), "never asked their name" },
		{ FEEDBACK(FAMILY_CHOICE("a", "{\"key\":\"x\",\"label\":\"My name\",\"symbol\":\"yes\"},{\"key\":\"y\",\"label\":\"?\",\"symbol\":\"no\"}")),
		  "never asked their name" },
		{ FEEDBACK(FAMILY("a", "?", ",\"must\":\"share\"")), "may skip any question" },
		{ FEEDBACK(FAMILY("a", "?", ",\"from\":3")), "the same in every month" },
		{ FEEDBACK(FAMILY("a", "?", ",\"until\":3")), "the same in every month" },
		{ FEEDBACK(FAMILY("a", "?", ",\"notes\":[\"x\"]")), "sees no “notes”" },
		{ FEEDBACK(FAMILY("a", "?", ",\"max\":1501")), "at most 1500 characters" },
		{ FEEDBACK(FAMILY("a", "?", ",\"type\":\"date\"")), "is a “choice” or a “long text”" },
		{ FEEDBACK(FAMILY("a", TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN "x", "")), "at most 120 characters" },
		{ FEEDBACK("{\"id\":\"a\",\"label\":\"?\",\"who\":\"family\"}"), "has a “symbol”" },
		{ FEEDBACK("{\"id\":\"a\",\"label\":\"?\",\"who\":\"family\",\"symbol\":\"heart\"}"), "symbol: must be one of “ear”, “talk”" },
		{ FEEDBACK(FAMILY_CHOICE("a", "{\"key\":\"x\",\"label\":\"?\"},{\"key\":\"y\",\"label\":\"?\"}")), "each choice of a family’s has a “symbol”" },
		{ FORM("\"date\":\"year\",\"prompts\":[" TEXT_PROMPT "]"), "must be one of “day”, “month”" },
	};
	struct forms_read forms;
	struct str why;

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_false(read(cases[i].json, &forms, &why));
		if (str_find(why, str_from_c(cases[i].why)) == SIZE_MAX)
			fail_msg("case %zu: %.*s", i, STR_FMT(why));
	}
	assert_true(read(FORM("\"prompts\":[" TEXT_PROMPT "]"), &forms, &why));
	assert_int_equal(forms.n, 1);
}

static void a_family_is_asked_with_symbols_and_has_room_for_1500_characters(void **state)
{
	struct forms_read forms;
	struct str why;
	const struct prompt *p;

	UNUSED(state);
	assert_true(read(FEEDBACK(FAMILY_CHOICE("sure", "{\"key\":\"y\",\"label\":\"Yes\",\"symbol\":\"yes\"},{\"key\":\"n\",\"label\":\"No\",\"symbol\":\"no\"}")
	                          "," FAMILY("own", "What would you tell {name}? Leave out what only they know.", ",\"help\":\"Please leave out names.\"")
	                          "," FAMILY("c", "Did {name} rename it, or surnamed?", "")), &forms, &why));
	p = form_prompt(&forms.v[0], S("sure"));
	assert_int_equal(p->symbol, number_of(&family_symbols, S("ear")));
	assert_int_equal(p->choice_symbols[2], number_of(&family_symbols, S("no")));
	assert_int_equal(form_prompt(&forms.v[0], S("own"))->max, FAMILY_WORDS_MAX);
}

static void a_record_is_asked_what_cairn_counts_with_in_other_words_and_a_little_more(void **state)
{
	static const struct {
		const char *json, *why;
	} cases[] = {
		{ "[{\"kind\":\"record\"}]", "forms[0].kind: must be one of “critical_reflection”" },
		{ "[{\"kind\":\"record\"}]", "“seen_where_held”, “supervision_record”, “goal”." },
		{ RECORD(P("on", "") "," P("held", "") "," P("actions", "") "," P("remark", "")), "needs prompts with the ids “on”, “held”, “actions”, “next” and “remark”" },
		{ GOAL(P("text", "") "," P("how", "")), "needs prompts with the ids “text”, “how” and “by”" },
		{ RECORD(OWN_FIVE "," NINE), "asks more than eight things of its own" },
		{ RECORD(OWN_FIVE "," P("on", "")), "prompts[5] (on): the same id stands there twice" },
		{ RECORD(P("on", ",\"must\":\"no\"") "," P("held", "") "," P("actions", "") "," P("next", "") "," P("remark", "")), "(on): is always asked for: leave out “must”" },
		{ RECORD(P("on", "") "," P("held", ",\"type\":\"short text\"") "," P("actions", "") "," P("next", "") "," P("remark", "")), "(held): Cairn counts with this one" },
		{ RECORD(P("on", "") "," P("held", "") "," P("actions", ",\"max\":4001") "," P("next", "") "," P("remark", "")), "(actions): has at most 4000 characters" },
		{ RECORD(P("on", "") "," P("held", "") "," P("actions", "") "," P("next", ",\"from\":3") "," P("remark", "")), "(next): Cairn counts with this one in every month" },
		{ RECORD(P("on", "") "," P("held", "") "," P("actions", "") "," P("next", "") "," P("remark", ",\"must\":\"held\"")), "(remark): only what a supervisor writes depends on whether it was held" },
		{ RECORD(P("on", "") "," P("held", "") "," P("actions", "") "," P("next", "") "," P("remark", ",\"who\":\"practice_supervisor\"")), "(remark): Cairn counts with this one" },
		{ RECORD(OWN_FIVE "," P("a", ",\"who\":\"practice_assessor\"")), "prompts[5] (a): a record is written by the practice_supervisor and countersigned by the ecsw" },
		{ RECORD(OWN_FIVE "," P("a", ",\"must\":\"share\"")), "prompts[5].must: must be one of “no”, “always”, “held”, “not held”" },
		{ RECORD(OWN_FIVE "," P("a", ",\"max\":4001")), "(a): has at most 4000 characters" },
		{ RECORD(OWN_FIVE "," P("a", ",\"notes\":[\"x\"]")), "(a): a record has no room for “notes”" },
		{ RECORD(OWN_FIVE "," P("a", ",\"type\":\"ticks\"")), "(a): “ticks” are an observer’s" },
		{ GOAL(OWN_THREE "," P("a", ",\"who\":\"practice_supervisor\"")), "(a): a goal is its ECSW’s: leave out “who”" },
		{ GOAL(OWN_THREE "," P("a", ",\"must\":\"held\"")), "(a): only what a supervisor writes depends on" },
		{ "[{\"kind\":\"goal\",\"about\":\"A line.\",\"files\":true,\"prompts\":[" OWN_THREE "]}]", "forms[0].files: there is no such key" },
		{ "[{\"kind\":\"goal\",\"about\":\"A line.\",\"prompts\":[" OWN_THREE "]},{\"kind\":\"goal\",\"about\":\"A line.\",\"prompts\":[" OWN_THREE "]}]",
		  "forms[1].kind: has a form already" },
	};
	struct forms_read forms;
	struct str why;

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		if (read(cases[i].json, &forms, &why))
			fail_msg("case %zu is taken", i);
		if (str_find(why, str_from_c(cases[i].why)) == SIZE_MAX)
			fail_msg("case %zu: %.*s", i, STR_FMT(why));
	}
	assert_true(read(RECORD(OWN_FIVE "," P("a", "")), &forms, &why));
	assert_int_equal(form_kind(&forms.v[0]), RECORD_SUPERVISION);
	assert_int_equal(form_prompt(&forms.v[0], S("held"))->type, PROMPT_YES_NO);
	assert_int_equal(form_prompt(&forms.v[0], S("actions"))->max, 4000);
	assert_int_equal(form_prompt(&forms.v[0], S("actions"))->must, WANTED_NO);
	assert_int_equal(form_prompt(&forms.v[0], S("a"))->who, FILLER_SUPERVISOR);
	assert_int_equal(form_prompt(&forms.v[0], S("remark"))->who, FILLER_ECSW);
	assert_true(read(GOAL(OWN_THREE "," P("a", "")), &forms, &why));
	assert_int_equal(form_prompt(&forms.v[0], S("text"))->must, WANTED_ALWAYS);
	assert_int_equal(form_prompt(&forms.v[0], S("a"))->who, FILLER_ECSW);
}

static void what_a_record_may_not_lack_depends_on_whether_it_was_held(void **state)
{
	static const struct {
		enum wanted must;
		bool held, not_held;
	} cases[] = { { WANTED_NO, false, false }, { WANTED_ALWAYS, true, true }, { WANTED_HELD, true, false }, { WANTED_NOT_HELD, false, true } };

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct prompt p = { .must = cases[i].must };

		assert_int_equal(record_is_wanted(&p, true), cases[i].held);
		assert_int_equal(record_is_wanted(&p, false), cases[i].not_held);
	}
}

/* Forms of before have them, and stay as they were published. */
static void a_helper_s_prompt_and_days_are_passed_over(void **state)
{
	struct forms_read forms;
	struct str why;

	UNUSED(state);
	assert_true(read("[{\"kind\":\"feedback\",\"about\":\"A line.\",\"days\":{\"helper\":3,\"giver\":5},\"prompts\":["
	                 "{\"id\":\"helped\",\"label\":\"Who helped?\",\"who\":\"helper\",\"max\":1000}," TEXT_PROMPT "]}]", &forms, &why));
	assert_int_equal(forms.v[0].prompts_n, 1);
	assert_null(form_prompt(&forms.v[0], S("helped")));
	assert_int_equal(forms.v[0].days[FILLER_GIVER], 5);
	assert_int_equal(number_of(&fillers, S("helper")), -1);
	assert_false(read(FORM("\"prompts\":[{\"id\":\"a\",\"label\":\"?\",\"who\":\"helper\"}]"), &forms, &why)); /* and nothing else is there */
}

static void a_question_is_asked_in_its_months_and_no_others(void **state)
{
	const struct prompt p = { .from = 3, .until = 6 };
	static const struct {
		int month;
		bool asked;
	} cases[] = { { 0, false }, { 2, false }, { 3, true }, { 5, true }, { 6, false }, { 30, false } };

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(prompt_is_asked(&p, cases[i].month), cases[i].asked);
}

static void what_must_be_there_depends_on_the_state(void **state)
{
	static const struct {
		enum wanted must;
		enum filler who;
		bool draft, shared, submitted;
	} cases[] = {
		{ WANTED_NO, FILLER_ECSW, false, false, false },
		{ WANTED_AT_SUBMIT, FILLER_ECSW, false, false, true },
		{ WANTED_AT_SHARE, FILLER_ECSW, false, true, true },
		{ WANTED_AT_SHARE, FILLER_OBSERVER, false, false, false }, /* never of the writer */
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct prompt p = { .must = cases[i].must, .who = cases[i].who, .until = INT32_MAX };

		assert_int_equal(prompt_is_wanted(&p, EVIDENCE_DRAFT), cases[i].draft);
		assert_int_equal(prompt_is_wanted(&p, EVIDENCE_SHARED), cases[i].shared);
		assert_int_equal(prompt_is_wanted(&p, EVIDENCE_SUBMITTED), cases[i].submitted);
		assert_false(prompt_is_wanted(&p, EVIDENCE_WITHDRAWN));
	}
}

static void a_part_is_asked_of_one_role(void **state)
{
	static const struct {
		enum filler who;
		const char *observer;
		enum role role;
	} cases[] = {
		{ FILLER_SUPERVISOR, "", ROLE_SUPERVISOR },
		{ FILLER_ASSESSOR, "", ROLE_ASSESSOR },
		{ FILLER_OBSERVER, "practice_supervisor", ROLE_SUPERVISOR },
		{ FILLER_OBSERVER, "practice_assessor", ROLE_ASSESSOR },
		{ FILLER_OBSERVER, "someone_else", ROLE_NONE },
		{ FILLER_OBSERVER, "", ROLE_NONE },
		{ FILLER_OBSERVER, "coordinator", ROLE_NONE }, /* who reads no evidence is asked for none of it */
		{ FILLER_OBSERVER, "system_admin", ROLE_NONE },
		{ FILLER_GIVER, "practice_supervisor", ROLE_NONE },
		{ FILLER_ECSW, "practice_supervisor", ROLE_NONE },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(part_role(cases[i].who, str_from_c(cases[i].observer)), cases[i].role);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_form_that_can_t_be_meant_is_refused_with_its_place, set_up, tear_down),
	cmocka_unit_test_setup_teardown(a_family_is_asked_with_symbols_and_has_room_for_1500_characters, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_helper_s_prompt_and_days_are_passed_over, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_record_is_asked_what_cairn_counts_with_in_other_words_and_a_little_more, set_up, tear_down),
		cmocka_unit_test(what_a_record_may_not_lack_depends_on_whether_it_was_held),
		cmocka_unit_test(a_question_is_asked_in_its_months_and_no_others),
		cmocka_unit_test(what_must_be_there_depends_on_the_state),
		cmocka_unit_test(a_part_is_asked_of_one_role),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

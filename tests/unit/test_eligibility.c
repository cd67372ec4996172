/* test_eligibility.c — who may join: the tables that come with Cairn, every way through them, and tables that are refused. */
#include "app/joining/joining.h"
#include "web/assets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct arena *arena;

static struct programme_data shipped(const char *name)
{
	struct programme_data d;
	struct str why = STR_NONE;

	if (programme_read(arena, data_file(arena, strf(arena, "programmes/%s.json", name)), &d, &why) != OK)
		fail_msg("%s: %.*s", name, STR_FMT(why));
	return d;
}

/* "registered=yes role=authority": the answers of one case. */
static struct eligibility_path follow(const struct eligibility_table *t, const char *answers)
{
	struct eligibility_given given[ELIGIBILITY_QUESTIONS_MAX];
	struct str rest = str_from_c(answers);
	int n = 0;

	while (rest.p && rest.n) {
		struct str one = str_cut(&rest, ' '), question = str_cut(&one, '=');

		given[n++] = (struct eligibility_given){ question, one };
	}
	return eligibility_follow(t, given, n);
}

struct decided {
	const char *answers;
	enum eligibility outcome;
	const char *rules;
};
static void assert_decided(const char *programme, const struct decided *cases, size_t n)
{
	struct programme_data d = shipped(programme);

	for (size_t i = 0; i < n; i++) {
		struct eligibility_path p = follow(&d.eligibility, cases[i].answers);
		struct str rules = eligibility_rules(arena, &d.eligibility, &p);

		if (p.next >= 0)
			fail_msg("%s: %s: still asks %.*s", programme, cases[i].answers, STR_FMT(d.eligibility.questions[p.next].key));
		if (p.outcome != cases[i].outcome || !str_eq(rules, str_from_c(cases[i].rules)))
			fail_msg("%s: %s: %d by “%.*s”", programme, cases[i].answers, p.outcome, STR_FMT(rules));
	}
}

#define NEWLY "registered=yes experience=no "
static void C16_each_category_of_the_2025_proposal_is_settled(void **state)
{
	static const struct decided cases[] = {
		/* qualified within four years, in a statutory role at an authority */
		{ NEWLY "role=authority engaged=employee qualified-where=england when=yes", ELIGIBILITY_FUNDED,
		  "within four years, in a statutory role" },
		{ NEWLY "role=authority engaged=employee qualified-where=england when=no", ELIGIBILITY_UNFUNDED, "within four years" },
		/* a statutory role for an authority, whoever employs */
		{ NEWLY "role=for-authority engaged=employee qualified-where=england when=yes", ELIGIBILITY_FUNDED,
		  "within four years, in a statutory role" },
		/* voluntary and independent employers */
		{ NEWLY "role=voluntary partner=yes engaged=employee qualified-where=england when=yes", ELIGIBILITY_UNFUNDED,
		  "statutory role" },
		{ NEWLY "role=voluntary partner=no", ELIGIBILITY_STOP, "statutory role" },
		{ NEWLY "role=other", ELIGIBILITY_STOP, "child and family work" },
		/* agency staff */
		{ NEWLY "role=authority engaged=agency qualified-where=england when=yes", ELIGIBILITY_UNFUNDED, "employees" },
		{ NEWLY "role=authority engaged=agency qualified-where=england when=no", ELIGIBILITY_UNFUNDED,
		  "employees; within four years" },
		/* qualified abroad */
		{ NEWLY "role=authority engaged=employee qualified-where=abroad registered-when=yes", ELIGIBILITY_FUNDED,
		  "within four years, in a statutory role" },
		{ NEWLY "role=authority engaged=employee qualified-where=abroad registered-when=no", ELIGIBILITY_UNFUNDED,
		  "within four years" },
		/* from Wales, Scotland or Northern Ireland */
		{ NEWLY "role=authority engaged=employee qualified-where=nations first-year=no when=yes", ELIGIBILITY_FUNDED,
		  "within four years, in a statutory role" },
		{ NEWLY "role=authority engaged=employee qualified-where=nations first-year=part when=yes", ELIGIBILITY_FUNDED,
		  "within four years, in a statutory role" },
		{ NEWLY "role=authority engaged=employee qualified-where=nations first-year=whole when=yes", ELIGIBILITY_UNFUNDED,
		  "one funded first year" },
		/* not registered, or not yet */
		{ "registered=no", ELIGIBILITY_STOP, "registered" },
		{ "registered=waiting", ELIGIBILITY_STOP, "registered" },
	};

	UNUSED(state);
	assert_decided("swip-2025", cases, COUNT_OF(cases));
}

static void J6_somebody_experienced_chooses_and_is_never_shown_as_lacking(void **state)
{
	static const struct decided cases[] = {
		{ "registered=yes experience=rather-not", ELIGIBILITY_STOP, "experienced elsewhere: their choice" },
		{ "registered=yes experience=wants role=authority engaged=employee qualified-where=england when=no",
		  ELIGIBILITY_UNFUNDED, "within four years" },
	};
	struct programme_data d = shipped("swip-2025");
	struct eligibility_path p = follow(&d.eligibility, cases[0].answers);

	UNUSED(state);
	assert_decided("swip-2025", cases, COUNT_OF(cases));
	assert_true(str_starts(p.reasons[0]->sentence, S("Nothing is missing from their record.")));
}

static void the_departments_screens_stop_twice_and_then_only_withhold_funding(void **state)
{
	static const struct decided cases[] = {
		{ "registered=no", ELIGIBILITY_STOP, "registered" },
		{ "registered=yes statutory=no", ELIGIBILITY_STOP, "statutory child and family work" },
		{ "registered=yes statutory=yes agency=no recent=no funded-before=no", ELIGIBILITY_FUNDED, "eligible for funding" },
		{ "registered=yes statutory=yes agency=yes recent=no funded-before=no", ELIGIBILITY_UNFUNDED,
		  "not an agency worker" },
		{ "registered=yes statutory=yes agency=no recent=yes funded-before=no", ELIGIBILITY_UNFUNDED, "within three years" },
		{ "registered=yes statutory=yes agency=no recent=no funded-before=yes", ELIGIBILITY_UNFUNDED, "not funded before" },
		{ "registered=yes statutory=yes agency=yes recent=yes funded-before=yes", ELIGIBILITY_UNFUNDED,
		  "not an agency worker; within three years; not funded before" },
	};

	UNUSED(state);
	assert_decided("department-screens", cases, COUNT_OF(cases));
}

static void the_assessed_year_of_2026_is_paid_within_four_years(void **state)
{
	static const struct decided cases[] = {
		{ "registered=yes role=yes done-before=no when=yes", ELIGIBILITY_FUNDED, "within four years of qualifying" },
		{ "registered=yes role=yes done-before=begun when=yes", ELIGIBILITY_FUNDED, "within four years of qualifying" },
		{ "registered=yes role=yes done-before=no when=no", ELIGIBILITY_UNFUNDED, "within four years of qualifying" },
		{ "registered=yes role=yes done-before=yes", ELIGIBILITY_STOP, "one year only" },
		{ "registered=yes role=yes done-before=experienced", ELIGIBILITY_STOP, "experienced elsewhere" },
		{ "registered=yes role=no", ELIGIBILITY_STOP, "child and family work" },
		{ "registered=waiting", ELIGIBILITY_STOP, "registered" },
	};

	UNUSED(state);
	assert_decided("asye-2026", cases, COUNT_OF(cases));
}

static void a_local_programme_takes_the_table_of_the_one_it_contains(void **state)
{
	struct programme_data d = shipped("three-year-academy");

	UNUSED(state);
	assert_false(d.is_national);
	assert_int_equal(d.eligibility.n, 0);
	assert_true(str_eq(d.contains, S("swip-2025")));
}

static void what_a_programme_requires_of_each_kind_is_in_its_data(void **state)
{
	struct programme_data d = shipped("swip-2025"), none = shipped("three-year-academy"), damaged;
	struct str json = str_dup(arena, data_file(arena, strf(arena, "programmes/swip-2025.json"))), why = STR_NONE;
	size_t next = str_find(json, S("\"next\": {")), at = str_find(str_sub(json, next, SIZE_MAX), S("\"count\": 3"));

	UNUSED(state);
	assert_int_equal(d.asked.n, 1);
	assert_int_equal(d.asked.v[0].kind, KIND_OBSERVATION);
	assert_int_equal(d.asked.v[0].left, 3);
	assert_int_equal(none.asked.n, 0);
	assert_true(at != SIZE_MAX);
	((char *)json.p)[next + at + 9] = '0'; /* none of a kind is nothing to require */
	assert_int_equal(programme_read(arena, json, &damaged, &why), OK);
	assert_int_equal(damaged.asked.n, 0);
}

/* form_for — what it asks for a kind, or what the programme inside it does; NULL for nothing. */
static const struct piece_form *form_for(const struct programme_data *d, enum evidence_kind kind)
{
	struct programme_data *inner;

	for (size_t i = 0; i < d->forms.n; i++)
		if (d->forms.v[i].kind == kind)
			return &d->forms.v[i];
	if (!d->contains.n)
		return NULL;
	inner = NEW(arena, struct programme_data);
	*inner = shipped(str_c(arena, d->contains));
	return form_for(inner, kind);
}

/* What somebody reflects on at the beginning, on the way and towards the end: every month has one of the three, and no month two. */
static void assert_staged(const struct programme_data *d)
{
	const struct piece_form *f = form_for(d, KIND_REFLECTION);
	const char *const stages[] = { "begin", "growing", "back" };
	int months = d->contains.n ? shipped(str_c(arena, d->contains)).months : d->months;

	for (size_t i = 0; i < COUNT_OF(stages); i++)
		if (!form_prompt(f, str_from_c(stages[i])) || form_prompt(f, str_from_c(stages[i]))->from >= months)
			fail_msg("%.*s: nobody reflects on “%s” in its months", STR_FMT(d->slug), stages[i]);
	for (int month = 0; month < months; month++) {
		int asked = 0;

		for (size_t i = 0; i < COUNT_OF(stages); i++)
			asked += prompt_is_asked(form_prompt(f, str_from_c(stages[i])), month);
		if (asked != 1)
			fail_msg("%.*s: in month %d a reflection is asked for %d stages", STR_FMT(d->slug), month, asked);
	}
}

static void every_shipped_programme_asks_for_every_kind_by_itself_or_by_the_one_inside_it(void **state)
{
	int seen = 0;

	UNUSED(state);
	for (size_t i = 0; data_name(i); i++) {
		struct str name = str_from_c(data_name(i));
		struct programme_data d;
		const struct piece_form *court, *held;

		if (!str_starts(name, S("programmes/")))
			continue;
		d = shipped(str_c(arena, str_sub(name, 11, name.n - 11 - 5)));
		seen++;
		for (int k = 1; k < KIND_END; k++)
			if (!form_for(&d, (enum evidence_kind)k))
				fail_msg("%.*s asks nothing for %.*s", STR_FMT(d.slug), STR_FMT(key_of(&evidence_kinds, k)));
		assert_staged(&d);
		court = form_for(&d, KIND_COURT_WORK);
		held = form_for(&d, KIND_SEEN_WHERE_HELD);
		if (!court->month_only || !court->no_files || !form_prompt(court, S("crossed")) || !form_prompt(court, S("law")))
			fail_msg("%.*s: court work is not an account of one’s own, dated to the month, with nothing attached", STR_FMT(d.slug));
		if (!held->no_files || !form_has_part(held, FILLER_ASSESSOR, 0))
			fail_msg("%.*s: nobody reads the work where it is held, or something of it is kept", STR_FMT(d.slug));
	}
	assert_true(seen >= 5);
}

/* Every way through a table: each ends, and says why. */
struct walk {
	const struct eligibility_table *t;
	struct eligibility_given given[ELIGIBILITY_QUESTIONS_MAX];
	int depth, ways[4];
};
static void walk_on(struct walk *w)
{
	struct eligibility_path p = eligibility_follow(w->t, w->given, w->depth);
	const struct eligibility_question *q;

	if (p.next < 0) {
		w->ways[p.outcome]++;
		assert_int_not_equal(p.outcome, ELIGIBILITY_OPEN);
		assert_true(eligibility_rules(arena, w->t, &p).n > 0);
		for (int i = 0; i < p.reasons_n; i++)
			assert_true(p.reasons[i]->sentence.n > 0);
		assert_true(p.outcome != ELIGIBILITY_STOP || p.reasons_n == 1);
		return;
	}
	q = &w->t->questions[p.next];
	for (int i = 0; i < q->answers_n; i++) {
		w->given[w->depth++] = (struct eligibility_given){ q->key, q->answers[i].key };
		walk_on(w);
		w->depth--;
	}
}

static void every_way_through_every_shipped_table_ends_and_says_why(void **state)
{
	static const struct {
		const char *name;
		int stops, unfunded, funded;
	} all[] = { { "swip-2025", 7, 104, 16 }, { "department-screens", 2, 7, 1 }, { "asye-2026", 5, 2, 2 } };

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		struct programme_data d = shipped(all[i].name);
		struct walk w = { .t = &d.eligibility };

		walk_on(&w);
		if (w.ways[1] != all[i].stops || w.ways[2] != all[i].unfunded || w.ways[3] != all[i].funded)
			fail_msg("%s: %d stop, %d without funding, %d with", all[i].name, w.ways[1], w.ways[2], w.ways[3]);
	}
}

static void an_answer_off_the_way_is_passed_over_and_an_unknown_one_asked_again(void **state)
{
	struct programme_data d = shipped("department-screens");
	struct eligibility_path p = follow(&d.eligibility, "registered=no agency=yes recent=yes");

	UNUSED(state);
	assert_int_equal(p.n, 1);
	assert_int_equal(p.outcome, ELIGIBILITY_STOP);
	assert_int_equal(follow(&d.eligibility, "registered=perhaps").next, 0);
	assert_int_equal(follow(&d.eligibility, "").next, 0);
}

/* ---- tables that can't be walked ---- */

#define YES(then_) { .key = S_INIT("yes"), .label = S_INIT("Yes"), .leads = LEAD_CONTINUE, .then = S_INIT(then_) }
#define NO(then_) { .key = S_INIT("no"), .label = S_INIT("No"), .leads = LEAD_CONTINUE, .then = S_INIT(then_) }
#define QUESTION(key_, answers_) { S_INIT(key_), S_INIT("Is it so?"), S_INIT(""), answers_, (int)COUNT_OF(answers_) }

static void assert_refused(const struct eligibility_question *questions, int n, const char *says)
{
	struct eligibility_question *copy = NEW_ARRAY(arena, struct eligibility_question, (size_t)n);
	struct eligibility_table t = { copy, n, S("rule"), S("They may join.") };
	struct str why = STR_NONE;

	memcpy(copy, questions, (size_t)n * sizeof(*questions));
	if (eligibility_link(arena, &t, &why))
		fail_msg("not refused: %s", says);
	if (str_find(why, str_from_c(says)) == SIZE_MAX)
		fail_msg("“%s” is not in “%.*s”", says, STR_FMT(why));
}

static void tables_that_cannot_be_walked_are_refused(void **state)
{
	static const struct eligibility_answer to_b[] = { YES("b"), NO("end") }, to_a[] = { YES("a"), NO("end") },
		ends[] = { YES("end"), NO("end") }, lost[] = { YES("c"), NO("end") }, nowhere[] = { YES(""), NO("end") },
		one[] = { YES("end") }, twice[] = { YES("end"), YES("end") },
		silent[] = { YES("end"), { .key = S_INIT("no"), .label = S_INIT("No"), .leads = LEAD_STOP } },
		stop_on[] = { YES("end"), { .key = S_INIT("no"), .label = S_INIT("No"), .leads = LEAD_STOP, .then = S_INIT("a"),
			                        .sentence = S_INIT("No."), .rule = S_INIT("r") } };
	static const struct eligibility_question circle[] = { QUESTION("a", to_b), QUESTION("b", to_a) },
		itself[] = { QUESTION("a", to_a) }, unreachable[] = { QUESTION("a", ends), QUESTION("b", ends) },
		dangling[] = { QUESTION("a", lost) }, no_end[] = { QUESTION("a", nowhere) }, single[] = { QUESTION("a", one) },
		doubled[] = { QUESTION("a", twice) }, unsaid[] = { QUESTION("a", silent) }, onward[] = { QUESTION("a", stop_on) },
		same_key[] = { QUESTION("a", ends), QUESTION("a", ends) };

	UNUSED(state);
	assert_refused(circle, 2, "round in a circle");
	assert_refused(itself, 1, "round in a circle");
	assert_refused(unreachable, 2, "no answer leads to it");
	assert_refused(dangling, 1, "does not exist");
	assert_refused(no_end, 1, "neither which question follows nor");
	assert_refused(single, 1, "at least two answers");
	assert_refused(doubled, 1, "twice");
	assert_refused(unsaid, 1, "must say why");
	assert_refused(onward, 1, "a stop leads nowhere");
	assert_refused(same_key, 2, "the same key");
	assert_refused(itself, 0, "questions");
}

/* ---- files that don't fit ---- */

/* The smallest programme, with one part put in place of another. */
static struct str file_with(const char *from, const char *to)
{
	struct str whole = S("{\"slug\":\"x\",\"name\":\"X\",\"about\":\"A\",\"source\":\"S\",\"framework\":\"f\",\"months\":12,"
	                     "\"is_national\":true,\"part_time\":\"in proportion\",\"supervisor_may_assess\":\"no\","
	                     "\"enough\":{\"kinds\":2,\"observed\":1,\"months\":12},\"answer_days\":10,"
	                     "\"routes\":[{\"key\":\"r\",\"name\":\"R\"}],\"eligibility\":{\"otherwise\":{\"rule\":\"r\",\"sentence\":\"s\"},"
	                     "\"questions\":[{\"key\":\"q\",\"ask\":\"Q?\",\"answers\":[{\"key\":\"y\",\"label\":\"Y\",\"leads\":"
	                     "\"continue\",\"then\":\"end\"},{\"key\":\"n\",\"label\":\"N\",\"leads\":\"stop\",\"sentence\":\"No.\","
	                     "\"rule\":\"r\"}]}]}}");

	return str_replace_all(arena, whole, str_from_c(from), str_from_c(to));
}

static void a_file_that_does_not_fit_is_refused_by_the_name_of_its_key(void **state)
{
	static const struct {
		const char *from, *to, *says;
	} all[] = {
		{ "\"months\":12,", "\"months\":0,", "months: must be a whole number from 1 to 120" },
		{ "\"months\":12,", "", "months: is missing" },
		{ "\"slug\":\"x\"", "\"slug\":\"X y\"", "slug: may have small letters" },
		{ "\"name\":\"X\"", "\"nam\":\"X\"", "nam: there is no such key" },
		{ "\"leads\":\"stop\"", "\"leads\":\"stopp\"", "eligibility.questions[0].answers[1]: “leads” must be" },
		{ "\"then\":\"end\"", "\"then\":\"z\"", "question “q”, answer “y”: the question that should follow does not exist" },
		{ "\"supervisor_may_assess\":\"no\"", "\"supervisor_may_assess\":\"yes\"", "must be “no” or “with second reader”" },
		{ "\"is_national\":true", "\"is_national\":true,\"contains\":\"y\"", "contains: a national programme contains no other" },
		{ "\"key\":\"r\",\"name\":\"R\"", "\"key\":\"r\"", "routes[0].name: is missing" },
		{ "\"answer_days\":10,", "\"answer_days\":10,\"families\":{},", "families.least: must be a whole number from 2 to 10" },
		{ "\"answer_days\":10,", "\"answer_days\":10,\"families\":{\"least\":1},", "families.least: must be a whole number from 2 to 10" },
		{ "\"answer_days\":10,", "\"answer_days\":10,\"families\":{\"least\":2,\"most\":3},", "families.most: there is no such key" },
		{ "{\"slug\"", "[\"slug\"", "line 1" },
	};
	struct programme_data d;
	struct str why;

	UNUSED(state);
	assert_int_equal(programme_read(arena, file_with("{\"slug\"", "{\"slug\""), &d, &why), OK);
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		why = STR_NONE;
		assert_int_equal(programme_read(arena, file_with(all[i].from, all[i].to), &d, &why), INVALID);
		if (str_find(why, str_from_c(all[i].says)) == SIZE_MAX)
			fail_msg("“%s” is not in “%.*s”", all[i].says, STR_FMT(why));
	}
}

/* next_with — the same with two candidates and these themes. */
static struct str next_with(struct str themes)
{
	struct str next = strf(arena, "\"answer_days\":10,\"next\":{\"candidates\":["
	                       "{\"key\":\"a\",\"kind\":\"critical_reflection\",\"setting\":\"office\",\"effort\":2,\"outcomes\":[\"1\",\"2\"],"
	                       "\"say\":\"A\",\"ask\":\"Nobody\"},"
	                       "{\"key\":\"b\",\"kind\":\"learning\",\"effort\":1,\"outcomes\":[\"3\",\"3\"],\"say\":\"B\",\"ask\":\"Nobody\"},"
	                       "{\"key\":\"no\",\"kind\":\"no such\",\"effort\":1,\"outcomes\":[\"3\"],\"say\":\"N\",\"ask\":\"Nobody\"}]%.*s},",
	                       STR_FMT(themes));

	return file_with("\"answer_days\":10,", str_c(arena, next));
}

static void what_a_programme_proposes_is_read_with_its_themes(void **state)
{
	struct programme_data d, shipped_one = shipped("swip-2025");
	struct str why;

	UNUSED(state);
	assert_int_equal(programme_read(arena, next_with(STR_NONE), &d, &why), OK); /* one from before there were themes */
	assert_int_equal(d.next.n, 2); /* what makes no sense is passed over */
	assert_int_equal(d.next.themes_n, 0);
	assert_int_equal(d.next.work[1].outcomes.n, 1);
	assert_int_equal(d.next.work[1].setting, SETTING_NONE);
	assert_int_equal(programme_read(arena, next_with(S(",\"themes\":[{\"key\":\"t\",\"say\":\"a first visit\",\"outcomes\":[\"2\",\"4\"],"
	                                                   "\"with\":[\"b\",\"a\"]}]")), &d, &why), OK);
	assert_int_equal(d.next.themes_n, 1);
	assert_true(str_eq(d.next.themes[0].say, S("a first visit")));
	assert_int_equal(d.next.themes[0].outcomes.n, 2);
	assert_int_equal(d.next.themes[0].with_n, 2);
	assert_int_equal(d.next.themes[0].with[0], 1);
	assert_true(shipped_one.next.themes_n > 3 && shipped_one.next.n == 16);
}

static void a_theme_that_does_not_fit_is_refused_with_what_to_do(void **state)
{
#define THEME(rest) "[{\"key\":\"t\",\"say\":\"a first visit\"," rest "}]"
	static const struct {
		const char *themes, *says;
	} all[] = {
		{ "{}", "next.themes: write a list of at most 12 themes." },
		{ "[1]", "next.themes[0]: write an object with key, say, outcomes and with." },
		{ THEME("\"outcomes\":[\"1\"],\"with\":[\"a\"],\"kind\":\"learning\""), "next.themes[0].kind: there is no such key: a theme has key, say," },
		{ "[{\"say\":\"x\",\"outcomes\":[\"1\"],\"with\":[\"a\"]}]", "next.themes[0].key: is missing: write it as text." },
		{ "[{\"key\":\"T~\",\"say\":\"x\",\"outcomes\":[\"1\"],\"with\":[\"a\"]}]", "next.themes[0].key: write it in small letters, digits and hyphens." },
		{ "[{\"key\":\"t\",\"outcomes\":[\"1\"],\"with\":[\"a\"]}]", "next.themes[0].say: is missing" },
		{ "[{\"key\":\"t\",\"say\":\"x\",\"outcomes\":[\"1\"],\"with\":[\"a\"]},{\"key\":\"t\",\"say\":\"y\",\"outcomes\":[\"1\"],\"with\":[\"a\"]}]",
		  "next.themes[1].key: another theme has this key: give each its own." },
		{ THEME("\"with\":[\"a\"]"), "next.themes[0].outcomes: name 1 to 12 outcomes in a list." },
		{ THEME("\"outcomes\":[],\"with\":[\"a\"]"), "next.themes[0].outcomes: name 1 to 12 outcomes in a list." },
		{ THEME("\"outcomes\":[1],\"with\":[\"a\"]"), "next.themes[0].outcomes[0]: write the code of an outcome as text" },
		{ THEME("\"outcomes\":[\"1\",\"1\"],\"with\":[\"a\"]"), "next.themes[0].outcomes[1]: “1” stands there twice: leave one out." },
		{ THEME("\"outcomes\":[\"1\"],\"with\":[]"), "next.themes[0].with: name 1 to 40 candidates in a list." },
		{ THEME("\"outcomes\":[\"1\"],\"with\":[\"a\",\"no\"]"), "next.themes[0].with[1]: there is no such candidate" },
		{ THEME("\"outcomes\":[\"1\"],\"with\":[\"a\",\"a\"]"), "next.themes[0].with[1]: “a” stands there twice: leave one out." },
		{ THEME("\"outcomes\":[\"1\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\",\"12\",\"13\"],\"with\":[\"a\"]"),
		  "next.themes[0].with[0]: “a” and this theme together help with 13 outcomes: name fewer, at most 12." },
	};
#undef THEME
	struct programme_data d;
	struct buf many = buf_new(arena, 8000);
	struct str why;

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		why = STR_NONE;
		assert_int_equal(programme_read(arena, next_with(strf(arena, ",\"themes\":%s", all[i].themes)), &d, &why), INVALID);
		if (str_find(why, str_from_c(all[i].says)) == SIZE_MAX)
			fail_msg("“%s” is not in “%.*s”", all[i].says, STR_FMT(why));
	}
	for (int i = 0; i < NEXT_THEMES_MAX + 1; i++)
		buf_addf(&many, "%s{\"key\":\"t%d\",\"say\":\"x\",\"outcomes\":[\"1\"],\"with\":[\"a\"]}", i ? "," : "", i);
	assert_int_equal(programme_read(arena, next_with(strf(arena, ",\"themes\":[%.*s]", STR_FMT(buf_str(&many)))), &d, &why), INVALID);
	assert_true(str_eq(why, S("next.themes: write a list of at most 12 themes.")));
}

/* Forty candidates with four themes each would be two hundred to choose among. */
static void candidates_with_their_themes_are_at_most_a_hundred_and_sixty(void **state)
{
	struct buf next = buf_new(arena, 16000);
	struct programme_data d;
	struct str why = STR_NONE;

	UNUSED(state);
	for (int themes = 3; themes <= 4; themes++) {
		next = buf_new(arena, 16000);
		buf_add(&next, S("\"answer_days\":10,\"next\":{\"candidates\":["));
		for (int i = 0; i < NEXT_WORK_MAX; i++)
			buf_addf(&next, "%s{\"key\":\"k%d\",\"kind\":\"learning\",\"effort\":1,\"outcomes\":[\"1\"],\"say\":\"S\",\"ask\":\"A\"}", i ? "," : "", i);
		buf_add(&next, S("],\"themes\":["));
		for (int t = 0; t < themes; t++) {
			buf_addf(&next, "%s{\"key\":\"t%d\",\"say\":\"x\",\"outcomes\":[\"2\"],\"with\":[", t ? "," : "", t);
			for (int i = 0; i < NEXT_WORK_MAX; i++)
				buf_addf(&next, "%s\"k%d\"", i ? "," : "", i);
			buf_add(&next, S("]}"));
		}
		buf_add(&next, S("]},"));
		assert_int_equal(programme_read(arena, file_with("\"answer_days\":10,", str_c(arena, buf_str(&next))), &d, &why),
		                 themes == 3 ? OK : INVALID);
	}
	assert_true(str_find(why, S("come to 200: name fewer in “with”, so that they are at most 160.")) != SIZE_MAX);
}

static void what_a_programme_says_of_families_is_read(void **state)
{
	struct programme_data d;
	struct str why;

	UNUSED(state);
	assert_int_equal(programme_read(arena, file_with("{\"slug\"", "{\"slug\""), &d, &why), OK);
	assert_int_equal(d.families_least, 0);
	assert_int_equal(programme_read(arena, file_with("\"answer_days\":10,", "\"answer_days\":10,\"families\":{\"least\":4,"
	                                "\"in_proceedings\":\"By the guardian.\"},"), &d, &why), OK);
	assert_int_equal(d.families_least, 4);
	assert_true(str_eq(d.families_live, S("By the guardian.")));
}

static int set_up(void **state)
{
	UNUSED(state);
	arena = arena_new(64 << 20);
	return 0;
}

static int tear_down(void **state)
{
	UNUSED(state);
	arena_release(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(C16_each_category_of_the_2025_proposal_is_settled),
		cmocka_unit_test(J6_somebody_experienced_chooses_and_is_never_shown_as_lacking),
		cmocka_unit_test(what_a_programme_requires_of_each_kind_is_in_its_data),
		cmocka_unit_test(every_shipped_programme_asks_for_every_kind_by_itself_or_by_the_one_inside_it),
		cmocka_unit_test(the_departments_screens_stop_twice_and_then_only_withhold_funding),
		cmocka_unit_test(the_assessed_year_of_2026_is_paid_within_four_years),
		cmocka_unit_test(a_local_programme_takes_the_table_of_the_one_it_contains),
		cmocka_unit_test(every_way_through_every_shipped_table_ends_and_says_why),
		cmocka_unit_test(an_answer_off_the_way_is_passed_over_and_an_unknown_one_asked_again),
		cmocka_unit_test(tables_that_cannot_be_walked_are_refused),
		cmocka_unit_test(a_file_that_does_not_fit_is_refused_by_the_name_of_its_key),
		cmocka_unit_test(what_a_programme_proposes_is_read_with_its_themes),
		cmocka_unit_test(a_theme_that_does_not_fit_is_refused_with_what_to_do),
		cmocka_unit_test(candidates_with_their_themes_are_at_most_a_hundred_and_sixty),
		cmocka_unit_test(what_a_programme_says_of_families_is_read),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

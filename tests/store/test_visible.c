/* test_visible.c — what lists show (SQL fragments of app/visible.sql) is what the rules say (rules/access.c), for
 * everybody in every role, and every induction and piece of the demo. Run with CAIRN_TEST_DB=url.
 *
 * The rule is given the facts that the loaders of app/objects.c find, as in a request. Two connections: statements are
 * cached by their number, and this test numbers its own queries anew. */
#include "app/decision/decision.h"
#include "app/demo/demo.h"
#include "app/joining/joining.h"
#include "app/objects.h"
#include "app/people/people.h"
#include "base/text.h"
#include "db/migrate.h"
#include "rules/judging.h"
#include "visible_test.sql.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { NOW_DAYS = 21000, ARENA_MAX = 1 << 30 };

static struct arena *arena;
static struct db *db, *own; /* own: for visible_test.sql */
static struct ctx cx;
static struct everybody_rows people;

#define assert_ok(e) assert_int_equal((e), OK)

static struct db *connect(bool create)
{
	struct str why = STR_NONE;
	struct db *d = NULL;

	if (db_open(arena, str_from_c(getenv("CAIRN_TEST_DB")), create, &d, &why) != OK)
		fail_msg("can't open: %.*s", STR_FMT(why));
	return d;
}

static struct ctx context(void)
{
	static const struct settings settings;
	static const struct route reading = { .method = HTTP_GET, .path = "test" };
	struct ctx c = { .arena = arena, .db = db, .settings = &settings, .route = &reading, .if_match = -1 };

	c.now = instant_of((struct date){ NOW_DAYS }, 12, 0);
	c.today = date_of(c.now);
	return c;
}

static struct induction_of_name_row induction_of(const char *name)
{
	struct induction_of_name_row row;

	assert_ok(db_begin(own, DB_READ));
	assert_ok(sql_induction_of_name(own, arena, str_from_c(name), &row));
	db_rollback(own);
	return row;
}

static struct date day(int offset)
{
	return date_plus(cx.today, offset);
}

/* refused — the database itself says no, whoever asks. */
static void refused(const struct induction_of_name_row *i, int64_t person, enum role role, const char *constraint)
{
	assert_ok(db_begin(db, DB_WRITE));
	assert_int_equal(assign(&cx, i->induction, person, role, day(0), DATE_NONE), CONFLICT);
	assert_true(str_find(db_constraint(db), str_from_c(constraint)) != SIZE_MAX);
	db_rollback(db);
}

/* What the demo lacks: assignments that have ended or not begun, somebody coordinating their own employer, an assessor who
 * was the supervisor before, an induction that has ended. */
static void add_edges(void)
{
	struct induction_of_name_row amina = induction_of("Amina Yusuf"), ben = induction_of("Ben Alder");
	struct induction_of_name_row dmitri = induction_of("Dmitri Volek"), efe = induction_of("Efe Larkspur");

	assert_ok(db_begin(db, DB_WRITE));
	assert_ok(role_grant(&cx, ben.ecsw, ben.employer, ROLE_ASSESSOR, day(-30), DATE_NONE, NULL));
	assert_ok(role_grant(&cx, ben.ecsw, ben.employer, ROLE_COORDINATOR, day(-30), DATE_NONE, NULL));
	assert_ok(assign(&cx, dmitri.induction, ben.ecsw, ROLE_ASSESSOR, day(-30), day(-1)));
	assert_ok(assign(&cx, efe.induction, ben.ecsw, ROLE_ASSESSOR, day(1), DATE_NONE));
	assert_ok(assign(&cx, amina.induction, ben.ecsw, ROLE_SUPERVISOR, day(-5), day(-1)));
	assert_ok(assign(&cx, amina.induction, ben.ecsw, ROLE_ASSESSOR, day(0), day(0)));
	assert_ok(db_commit(db));
	refused(&ben, ben.ecsw, ROLE_ASSESSOR, "assignment_own");
	refused(&ben, ben.ecsw, ROLE_SUPERVISOR, "assignment_own");
	refused(&amina, ben.ecsw, ROLE_SUPERVISOR, "assignment_both");
	assert_ok(db_begin(own, DB_WRITE));
	assert_ok(sql_induction_end_now(own, arena, efe.induction, day(-2), NULL));
	assert_ok(sql_some_are_held(own, arena, NULL));
	assert_ok(sql_some_parts_are_typed(own, arena, ben.ecsw, NULL));
	assert_ok(sql_some_parts_are_begun(own, arena, NULL));
	assert_ok(db_commit(own));
}

static void said(int64_t talk, int64_t who, enum role role, bool held, int64_t view)
{
	assert_ok(sql_talk_said(own, arena, uuid7(cx.now), talk, who, role, held, view, NULL));
}

/* Of each of some views: a conversation that began with what was held for it, and was answered; one with an open beginning and a held
 * answer; one that waits still. The last of the views is taken back. */
static void add_talks(void)
{
	struct views_there_are_rows views;

	assert_ok(db_begin(own, DB_WRITE));
	assert_ok(sql_views_there_are(own, arena, &views));
	assert_true(views.n > 2);
	for (size_t i = 0; i < views.n; i++) {
		const struct views_there_are_row *v = &views.v[i];
		struct talk_begun_row held, open, waiting;

		assert_ok(sql_talk_begun(own, arena, uuid7(cx.now), v->evidence, v->who, &held));
		said(held.talk, v->who, ROLE_ASSESSOR, true, v->view);
		said(held.talk, v->ecsw, ROLE_ECSW, false, DB_NULL_INT);
		assert_ok(sql_talk_begun(own, arena, uuid7(cx.now), v->evidence, v->ecsw, &open));
		said(open.talk, v->ecsw, ROLE_ECSW, false, DB_NULL_INT);
		said(open.talk, v->who, ROLE_ASSESSOR, true, v->view);
		assert_ok(sql_talk_begun(own, arena, uuid7(cx.now), v->evidence, v->who, &waiting));
		said(waiting.talk, v->who, ROLE_ASSESSOR, true, DB_NULL_INT);
	}
	assert_ok(sql_view_undone(own, arena, views.v[views.n - 1].view, NULL));
	assert_ok(db_commit(own));
}

/* Of one induction a decision in each state, told and not told, with people who sit and read: with a conflict, without one, and
 * replaced; at the sitting that runs and at the other. */
static void add_decisions(void)
{
	int64_t person = 0;

	assert_ok(db_begin(own, DB_WRITE));
	for (int state = DECISION_DRAFT; state < DECISION_STATE_END; state++)
		for (int told = 0; told < 2; told++) {
			struct uuid id = uuid7(cx.now);

			assert_ok(sql_decision_in_state(own, arena, id, state, told ? cx.now : DB_NULL_INT, NULL));
			for (int k = 0; k < 6; k++)
				assert_ok(sql_decision_seat(own, arena, uuid7(cx.now), id, person++ % 30 + 1, k % 2 + 1, k / 2 % 3, k == 5 ? cx.now : DB_NULL_INT,
				                            NULL));
			for (int k = 0; k < 4; k++)
				assert_ok(sql_decision_reader_there(own, arena, id, person++ % 30 + 1, k % 2 + 1, k > 1 ? cx.now : DB_NULL_INT, NULL));
		}
	assert_ok(sql_decision_words_there(own, arena, NULL));
	assert_ok(db_commit(own));
}

static int make_world(void **state)
{
	struct str why = STR_NONE;
	int applied;

	UNUSED(state);
	arena = arena_new(ARENA_MAX);
	db = connect(true);
	cx = context();
	if (migrate_up(db, arena, cx.now, &applied, &why) != OK)
		fail_msg("%.*s", STR_FMT(why));
	assert_ok(db_begin(db, DB_WRITE));
	if (demo_fill(&cx, &why) != OK)
		fail_msg("%.*s", STR_FMT(why));
	assert_ok(db_commit(db));
	cx = context();
	own = connect(false);
	add_edges();
	add_talks();
	add_decisions();
	assert_ok(db_begin(own, DB_READ));
	assert_ok(sql_everybody(own, arena, &people));
	db_rollback(own);
	assert_true(people.n > 35);
	return 0;
}

static int end_world(void **state)
{
	UNUSED(state);
	db_close(own);
	db_close(db);
	arena_release(arena);
	return 0;
}

/* Facts of one row as the loaders find them: they depend on who asks, not on the role they ask in. */
static struct resource facts_of(enum rc (*load)(struct ctx *, struct uuid), struct uuid id, int64_t person)
{
	cx.actor = (struct actor){ .person = person };
	assert_ok(load(&cx, id));
	return cx.resource;
}

static void compare(struct uuid id, bool seen, object_rule *rule, const struct resource *facts, struct actor actor)
{
	if (access_ok(rule(&actor, facts)) == seen)
		return;
	fail_msg("person %d as role %d of organisation %d: the list %s %s, the rule says otherwise", (int)actor.person,
	         (int)actor.role, (int)actor.organisation, seen ? "shows" : "hides", uuid_str(arena, id).p);
}

/* One person in one organisation, in every role there is, held or not. */
static void compare_inductions(int64_t person, int64_t organisation, size_t *ret_seen)
{
	struct resource *facts = NULL;

	for (int role = ROLE_NONE; role < ROLE_END; role++) {
		struct actor actor = { .person = person, .role = (enum role)role, .organisation = organisation };
		struct inductions_with_verdict_rows rows;

		assert_ok(sql_inductions_with_verdict(own, arena, person, organisation, role, cx.today, &rows));
		if (!facts) {
			facts = NEW_ARRAY(arena, struct resource, rows.n);
			for (size_t i = 0; i < rows.n; i++)
				facts[i] = facts_of(load_induction, rows.v[i].id, person);
		}
		for (size_t i = 0; i < rows.n; i++) {
			compare(rows.v[i].id, rows.v[i].seen, may_read_induction, &facts[i], actor);
			*ret_seen += rows.v[i].seen;
		}
	}
}

/* Who knows of a decision depends on the role too: its facts are loaded for each. */
static void compare_decisions(int64_t person, int64_t organisation, size_t *ret_seen)
{
	for (int role = ROLE_NONE; role < ROLE_END; role++) {
		struct actor actor = { .person = person, .role = (enum role)role, .organisation = organisation };
		struct inductions_with_verdict_rows rows;

		assert_ok(sql_decisions_with_verdict(own, arena, person, organisation, role, cx.today, &rows));
		assert_true(rows.n > 20);
		for (size_t i = 0; i < rows.n; i++) {
			cx.actor = actor;
			assert_ok(load_decision(&cx, rows.v[i].id));
			compare(rows.v[i].id, rows.v[i].seen, may_read_decision, &cx.resource, actor);
			*ret_seen += rows.v[i].seen;
		}
	}
}

static void compare_evidence(int64_t person, int64_t organisation, size_t *ret_seen)
{
	struct resource *facts = NULL;

	for (int role = ROLE_NONE; role < ROLE_END; role++) {
		struct actor actor = { .person = person, .role = (enum role)role, .organisation = organisation };
		struct evidence_with_verdict_rows rows;

		assert_ok(sql_evidence_with_verdict(own, arena, person, role, cx.today, &rows));
		if (!facts) {
			facts = NEW_ARRAY(arena, struct resource, rows.n);
			for (size_t i = 0; i < rows.n; i++)
				facts[i] = facts_of(load_evidence, rows.v[i].id, person);
		}
		for (size_t i = 0; i < rows.n; i++) {
			compare(rows.v[i].id, rows.v[i].seen, may_read_evidence, &facts[i], actor);
			*ret_seen += rows.v[i].seen;
		}
	}
}

static void compare_joinings(int64_t person, int64_t organisation, size_t *ret_seen)
{
	for (int role = ROLE_NONE; role < ROLE_END; role++) {
		struct actor actor = { .person = person, .role = (enum role)role, .organisation = organisation };
		struct joinings_with_verdict_rows rows;

		assert_ok(sql_joinings_with_verdict(own, arena, person, organisation, role, &rows));
		for (size_t i = 0; i < rows.n; i++) {
			struct resource facts = facts_of(load_joining, rows.v[i].id, person);

			compare(rows.v[i].id, rows.v[i].seen, may_read_joining, &facts, actor);
			*ret_seen += rows.v[i].seen;
		}
	}
}

static void compare_asks(int64_t person, int64_t organisation, size_t *ret_seen)
{
	struct resource *facts = NULL;

	for (int role = ROLE_NONE; role < ROLE_END; role++) {
		struct actor actor = { .person = person, .role = (enum role)role, .organisation = organisation };
		struct asks_with_verdict_rows rows;

		assert_ok(sql_asks_with_verdict(own, arena, person, role, cx.today, &rows));
		if (!facts) {
			facts = NEW_ARRAY(arena, struct resource, rows.n);
			for (size_t i = 0; i < rows.n; i++)
				facts[i] = facts_of(object_loaders[OBJECT_ASK], rows.v[i].id, person);
		}
		for (size_t i = 0; i < rows.n; i++) {
			compare(rows.v[i].id, rows.v[i].seen, may_read_ask, &facts[i], actor);
			*ret_seen += rows.v[i].seen;
		}
	}
}

typedef enum rc list_fn(struct db *, struct arena *, int64_t person, int64_t role, struct date today, struct evidence_with_verdict_rows *);

static enum rc reflections(struct db *d, struct arena *a, int64_t person, int64_t role, struct date today, struct evidence_with_verdict_rows *ret)
{
	UNUSED(today);
	return sql_reflections_with_verdict(d, a, person, role, ret);
}

/* What else hangs on an induction or a piece: its list, the object it is of, and the rule of that. */
static const struct {
	list_fn *list;
	enum object_kind kind;
	object_rule *rule;
} hanging[] = {
	{ sql_held_with_verdict, OBJECT_EVIDENCE, may_read_evidence }, { sql_observations_with_verdict, OBJECT_OBSERVATION, may_read_evidence },
	{ sql_given_with_verdict, OBJECT_EVIDENCE, may_read_evidence }, { sql_supervisions_with_verdict, OBJECT_SUPERVISION, may_read_supervision },
	{ sql_goals_with_verdict, OBJECT_GOAL, may_list_evidence }, { reflections, OBJECT_REFLECTION, may_use_reflection },
};
static size_t seen_of[COUNT_OF(hanging)], rows_of[COUNT_OF(hanging)];

static void compare_hanging(int64_t person, int64_t organisation, size_t *ret_seen)
{
	for (size_t k = 0; k < COUNT_OF(hanging); k++) {
		struct resource *facts = NULL;

		for (int role = ROLE_NONE; role < ROLE_END; role++) {
			struct actor actor = { .person = person, .role = (enum role)role, .organisation = organisation };
			struct evidence_with_verdict_rows rows;

			assert_ok(hanging[k].list(own, arena, person, role, cx.today, &rows));
			rows_of[k] = rows.n;
			if (!facts) {
				facts = NEW_ARRAY(arena, struct resource, rows.n + 1);
				for (size_t i = 0; i < rows.n; i++)
					facts[i] = facts_of(object_loaders[hanging[k].kind], rows.v[i].id, person);
			}
			for (size_t i = 0; i < rows.n; i++) {
				compare(rows.v[i].id, rows.v[i].seen, hanging[k].rule, &facts[i], actor);
				seen_of[k] += rows.v[i].seen;
				*ret_seen += rows.v[i].seen;
			}
		}
	}
}

static void compare_reviews(int64_t person, int64_t organisation, size_t *ret_seen)
{
	struct resource *facts = NULL;

	for (int role = ROLE_NONE; role < ROLE_END; role++) {
		struct actor actor = { .person = person, .role = (enum role)role, .organisation = organisation };
		struct reviews_with_verdict_rows rows;

		assert_ok(sql_reviews_with_verdict(own, arena, person, organisation, role, cx.today, &rows));
		if (!facts) {
			facts = NEW_ARRAY(arena, struct resource, rows.n + 1);
			for (size_t i = 0; i < rows.n; i++)
				facts[i] = facts_of(load_review, rows.v[i].id, person);
		}
		for (size_t i = 0; i < rows.n; i++) {
			compare(rows.v[i].id, rows.v[i].seen, may_read_review, &facts[i], actor);
			*ret_seen += rows.v[i].seen;
		}
	}
}

static size_t kept_parts;

/* A part of a review: its writer's and who typed it; anybody else's who may read the review, once it is handed in and all are released. */
static void compare_parts(int64_t person, int64_t organisation, size_t *ret_seen)
{
	struct parts_with_verdict_rows rows;

	UNUSED(organisation);
	assert_ok(sql_parts_with_verdict(own, arena, person, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		const struct parts_with_verdict_row *r = &rows.v[i];

		if (r->seen != (r->writer == person || r->typist == person || (r->given && r->released)))
			fail_msg("person %d %s part %d of a review", (int)person, r->seen ? "reads" : "does not read", (int)r->part);
		*ret_seen += r->seen;
		kept_parts += !r->seen;
	}
}

/* Answers about protected characteristics: one's own, as an ECSW; nobody else's, as anything. */
static void compare_equality(int64_t person, int64_t organisation, size_t *ret_seen)
{
	UNUSED(organisation);
	for (int role = ROLE_NONE; role < ROLE_END; role++) {
		struct equality_seen_row row;

		assert_ok(sql_equality_seen(own, arena, person, role, &row));
		assert_int_equal(row.others, 0);
		assert_true(row.mine == 0 || may_use((enum role)role, CAP_EQUALITY));
		*ret_seen += (size_t)row.mine;
	}
}

/* What a reader of its piece may read of one comment, by the rule of the view it was given with. */
static bool is_told(int64_t reader, enum role role, int64_t by, bool held, int64_t view_by, int64_t view_of, int64_t own_view_of)
{
	struct view_seen seen = { .own = view_by == reader, .reader_judges = role == ROLE_ASSESSOR, .reader_decided = own_view_of >= view_of && own_view_of };

	return by == reader || !held || (view_by && view_is_shown(&seen));
}

static size_t hidden_answers;

/* An answer to words that may not be read is not read either. */
static void compare_comments(int64_t person, int64_t organisation, size_t *ret_seen)
{
	UNUSED(organisation);
	for (int role = ROLE_NONE; role < ROLE_END; role++) {
		struct comments_with_verdict_rows rows;

		assert_ok(sql_comments_with_verdict(own, arena, person, role, &rows));
		for (size_t i = 0; i < rows.n; i++) {
			const struct comments_with_verdict_row *r = &rows.v[i];
			bool alone = is_told(person, (enum role)role, r->said_by, r->held, r->view_by, r->view_of, r->own_view_of);
			bool with = is_told(person, (enum role)role, r->began_by, r->began_held, r->began_view_by, r->began_view_of, r->own_view_of);

			if (r->seen != (alone && with))
				fail_msg("person %d as role %d %s comment %s", (int)person, role, r->seen ? "reads" : "does not read", uuid_str(arena, r->id).p);
			*ret_seen += r->seen;
			hidden_answers += alone && !with;
		}
	}
}

/* On a day: the demo's own, the days around it, and one before most assignments began. */
static size_t compare_everybody(int offset, void (*with)(int64_t, int64_t, size_t *))
{
	size_t seen = 0;

	cx = context();
	cx.today = day(offset);
	assert_ok(db_begin(db, DB_READ));
	assert_ok(db_begin(own, DB_READ));
	for (size_t i = 0; i < people.n; i++)
		with(people.v[i].person, people.v[i].organisation, &seen);
	with(0, 0, &seen);
	db_rollback(own);
	db_rollback(db);
	return seen;
}

static void lists_of_inductions_show_what_the_rule_allows(void **state)
{
	UNUSED(state);
	assert_true(compare_everybody(0, compare_inductions) > 60);
	compare_everybody(-1, compare_inductions);
	compare_everybody(1, compare_inductions);
	compare_everybody(-200, compare_inductions);
}

static void lists_of_decisions_show_what_the_rule_allows(void **state)
{
	UNUSED(state);
	assert_true(compare_everybody(0, compare_decisions) > 100);
}

static void lists_of_evidence_show_what_the_rule_allows(void **state)
{
	UNUSED(state);
	assert_true(compare_everybody(0, compare_evidence) > 400);
	compare_everybody(1, compare_evidence);
}

static void lists_of_asks_show_what_the_rule_allows(void **state)
{
	UNUSED(state);
	assert_true(compare_everybody(0, compare_asks) > 10);
	compare_everybody(1, compare_asks);
}

static void what_hangs_on_a_piece_or_an_induction_is_seen_as_the_rules_allow(void **state)
{
	UNUSED(state);
	compare_everybody(0, compare_hanging);
	for (size_t k = 0; k < COUNT_OF(hanging); k++)
		if (!rows_of[k] || !seen_of[k])
			fail_msg("list %zu: %zu rows, seen %zu times", k, rows_of[k], seen_of[k]);
}

static void what_was_held_for_a_view_is_read_as_the_view_is_and_so_are_answers_to_it(void **state)
{
	UNUSED(state);
	assert_true(compare_everybody(0, compare_comments) > 100);
	assert_true(hidden_answers > 0);
}

static void what_families_said_is_seen_once_it_is_released(void **state)
{
	struct held_answers_seen_row seen;
	struct answers_there_are_row all;

	UNUSED(state);
	assert_ok(db_begin(own, DB_READ));
	assert_ok(sql_held_answers_seen(own, arena, &seen));
	assert_ok(sql_answers_there_are(own, arena, &all));
	db_rollback(own);
	assert_int_equal(seen.held, 0);
	assert_true(seen.released > 0 && all.answers > seen.released);
}

static void reviews_are_seen_as_the_rule_allows_and_parts_of_them_by_their_writers_until_all_are_released(void **state)
{
	UNUSED(state);
	assert_true(compare_everybody(0, compare_reviews) > 20);
	compare_everybody(1, compare_reviews);
	assert_true(compare_everybody(0, compare_parts) > 100);
	assert_true(kept_parts > 0);
}

static void lists_of_those_joining_show_what_the_rule_allows(void **state)
{
	UNUSED(state);
	assert_true(compare_everybody(0, compare_joinings) >= 6);
}

static void equality_answers_are_seen_by_their_giver_alone(void **state)
{
	UNUSED(state);
	assert_true(compare_everybody(0, compare_equality) > 15);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_of_inductions_show_what_the_rule_allows),
		cmocka_unit_test(lists_of_evidence_show_what_the_rule_allows),
		cmocka_unit_test(lists_of_decisions_show_what_the_rule_allows),
		cmocka_unit_test(lists_of_asks_show_what_the_rule_allows),
		cmocka_unit_test(what_hangs_on_a_piece_or_an_induction_is_seen_as_the_rules_allow),
		cmocka_unit_test(what_was_held_for_a_view_is_read_as_the_view_is_and_so_are_answers_to_it),
		cmocka_unit_test(what_families_said_is_seen_once_it_is_released),
		cmocka_unit_test(reviews_are_seen_as_the_rule_allows_and_parts_of_them_by_their_writers_until_all_are_released),
		cmocka_unit_test(lists_of_those_joining_show_what_the_rule_allows),
		cmocka_unit_test(equality_answers_are_seen_by_their_giver_alone),
	};

	return cmocka_run_group_tests(tests, make_world, end_world);
}

/* test_draft.c — how many drafts somebody keeps, and which go. */
#include "account.sql.h"
#include "app/account/account.h"
#include "web.sql.h"
#include "web/draft.h"
#include "world_help.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int begin(void **state)
{
	*state = world_open();
	return 0;
}

static int end(void **state)
{
	world_close(*state);
	return 0;
}

static void keep(struct world *w, const char *form, int tab)
{
	w->cx.now += SECOND;
	world_begin(w);
	assert_int_equal(draft_keep(&w->cx, w->ada, str_from_c(form), UUID_NONE, strf(w->arena, "tab-%d", tab), S("text=a")), OK);
	world_commit(w);
}

/* kept — how many there are of a form; they are gone then. */
static int64_t kept(struct world *w, const char *form)
{
	int64_t n = 0;

	world_begin(w);
	assert_int_equal(sql_drafts_drop(w->cx.db, w->arena, w->ada, str_from_c(form), UUID_NONE, &n), OK);
	world_commit(w);
	return n;
}

static bool has(struct world *w, const char *form, int tab)
{
	struct account_drafts_rows rows;
	bool found = false;

	world_begin(w);
	assert_int_equal(sql_account_drafts(w->cx.db, w->arena, w->ada, &rows), OK);
	world_commit(w);
	for (size_t i = 0; i < rows.n; i++)
		found = found || (str_eq(rows.v[i].form, str_from_c(form)) && str_eq(rows.v[i].tab, strf(w->arena, "tab-%d", tab)));
	return found;
}

static void nobody_keeps_more_than_fifty(void **state)
{
	struct world *w = *state;

	for (int tab = 0; tab < 70; tab++)
		keep(w, "/a", tab);
	assert_false(has(w, "/a", 19));
	assert_true(has(w, "/a", 20));
	assert_true(has(w, "/a", 69));
	assert_int_equal(kept(w, "/a"), DRAFTS_A_PERSON);
}

static void the_oldest_of_the_same_page_go_before_anybody_else_s(void **state)
{
	struct world *w = *state;

	keep(w, "/other", 1);
	for (int tab = 0; tab < 60; tab++)
		keep(w, "/a", tab);
	assert_true(has(w, "/other", 1));
	assert_false(has(w, "/a", 10));
	assert_int_equal(kept(w, "/a"), DRAFTS_A_PERSON - 1);
}

static void what_is_being_written_never_goes(void **state)
{
	struct world *w = *state;

	keep(w, "/a", 0);
	for (int tab = 1; tab < 50; tab++)
		keep(w, "/a", tab);
	keep(w, "/a", 0); /* the oldest tab goes on */
	keep(w, "/new", 1);
	assert_true(has(w, "/a", 0));
	assert_true(has(w, "/new", 1));
	assert_false(has(w, "/a", 1));
	assert_int_equal(kept(w, "/a") + kept(w, "/new"), DRAFTS_A_PERSON);
}

/* Texts that aren't kept while they are typed, each with the reason. Every other form with one says `.autosave`. */
#define CHOSEN "its lines of text are picked on the page or carried by it: nobody types them"
#define WAY_IN "what lets somebody in is never left lying"
#define ADDRESS "one address, proved by mail: a half-typed one may be another's, and is not left lying"
static const struct {
	const char *form, *why;
} not_kept[] = {
	{ "suggest", "nobody types into it: a script sends it a copy of boxes whose own form keeps them, to be read for what they may show" },
	{ "account_draft", CHOSEN },
	{ "account_role", CHOSEN },
	{ "account_token", CHOSEN },
	{ "adjustment_share", CHOSEN },
	{ "after_step", CHOSEN },
	{ "agreed_new", CHOSEN },
	{ "caseload", CHOSEN },
	{ "conflict", CHOSEN },
	{ "decision_people", CHOSEN },
	{ "display", CHOSEN },
	{ "evidence_links", CHOSEN },
	{ "give", "somebody without an account has no drafts: what they type is kept by its own address (/a/:token/keep)" },
	{ "give_delete", WAY_IN },
	{ "goal_close", CHOSEN },
	{ "joining_answer", CHOSEN },
	{ "organisation_code_end", CHOSEN },
	{ "organisation_partner_end", CHOSEN },
	{ "organisation_primary", CHOSEN },
	{ "outline_end", CHOSEN },
	{ "pause", CHOSEN },
	{ "plan_add", CHOSEN },
	{ "plan_remove", CHOSEN },
	{ "print", CHOSEN },
	{ "role", CHOSEN },
	{ "role_profile_remove", CHOSEN },
	{ "supplement_end", CHOSEN },
	{ "variation_end", CHOSEN },
	{ "induction_profile_back", CHOSEN },
	{ "organisation_partner_apart", CHOSEN },
	{ "several", "one colleague’s address, on a page that shows what would come of it before it does anything" },
	{ "showcase", CHOSEN },
	{ "provider_go", CHOSEN },
	{ "factor_app", WAY_IN },
	{ "factor_ask", WAY_IN },
	{ "factor_later", WAY_IN },
	{ "factor_reset", WAY_IN },
	{ "passkey_ask", WAY_IN },
	{ "passkey_new", WAY_IN },
	{ "sign_in", WAY_IN },
	{ "sign_in_demo", WAY_IN },
	{ "sign_in_spend", WAY_IN },
	{ "address", ADDRESS },
	{ "bring_back", ADDRESS },
	{ "leave", ADDRESS },
	{ "own_address", ADDRESS },
	{ "personal_address", ADDRESS },
	{ "bulk_row", "its words are cells of a file that is kept, and stand beside them" },
	{ "framework_import", "it goes with a file, which no draft can keep; both are asked again together" },
	{ "upload", "a script sends it pieces of a file, which are kept as they come" },
	{ "upload_piece", "a script sends it pieces of a file, which are kept as they come" },
};

static bool has_text(const struct form *form)
{
	for (size_t i = 0; i < form->n; i++)
		if (form->fields[i].type == FIELD_LONG || form->fields[i].type == FIELD_TEXT)
			return true;
	return false;
}

static void every_text_is_kept_while_it_is_typed_or_says_why_not(void **state)
{
	size_t met[COUNT_OF(not_kept)] = { 0 }, checked = 0;

	UNUSED(state);
	for (size_t i = 0; i < routes_n; i++) {
		const struct form *form = routes[i].form;
		size_t at = 0;

		if (!form || !has_text(form))
			continue;
		checked++;
		while (at < COUNT_OF(not_kept) && strcmp(not_kept[at].form, form->name) != 0)
			at++;
		if (at < COUNT_OF(not_kept))
			met[at]++;
		if (form->autosave == (at < COUNT_OF(not_kept)))
			fail_msg("%s: either it has .autosave, or it stands in not_kept with its reason", form->name);
	}
	assert_true(checked > 60);
	for (size_t i = 0; i < COUNT_OF(not_kept); i++)
		if (!met[i])
			fail_msg("%s: no form of a route has this name and a text", not_kept[i].form);
}

static void every_form_that_keeps_drafts_says_what_they_are_of(void **state)
{
	UNUSED(state);
	for (size_t i = 0; i < routes_n; i++)
		if (routes[i].form && routes[i].form->autosave && !draft_what(str_from_c(routes[i].path)))
			fail_msg("%s keeps drafts: give it a line in `whats` (app/account/drafts.c)", routes[i].path);
	assert_int_equal(draft_what(S("/evidence/:evidence/parts/observer")), draft_what(S("/evidence/:evidence/parts/:part")));
	assert_int_not_equal(draft_what(S("/evidence/:evidence/judge")), draft_what(S("/evidence/:evidence")));
	assert_int_equal(draft_what(S("/evidenceless")), 0);
}

int main(void)
{
#define EACH(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		EACH(nobody_keeps_more_than_fifty),
		EACH(the_oldest_of_the_same_page_go_before_anybody_else_s),
		EACH(what_is_being_written_never_goes),
		cmocka_unit_test(every_form_that_keeps_drafts_says_what_they_are_of),
		cmocka_unit_test(every_text_is_kept_while_it_is_typed_or_says_why_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

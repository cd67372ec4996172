/* routes.c — every URL there is, one row each. PUBLIC and NO_OBJECT must be written out; 0 is refused at start.
 *
 * A row says: method, path, who may come at all, which object is loaded and the rule it must pass, the form, the handler,
 * and what it answers. JSON lives at /api/v1 + path. docs/routes.md and openapi.json are made from this table.
 */
#include "app/account/account.h"
#include "app/coverage/coverage.h"
#include "app/desk/desk.h"
#include "app/evidence/evidence.h"
#include "app/framework/framework.h"
#include "app/home/home.h"
#include "app/pages/pages.h"
#include "app/sign_in/sign_in.h"
#include "app/system/system.h"
#include "web/web.h"

#define OBJ(kind, rule) .object = OBJECT_##kind, .may = (rule)
#define FORM(f, again_) .form = &(f), .again = (again_)

const struct route routes[] = {
	/* the front door */
	{ HTTP_GET, "/", PUBLIC, NO_OBJECT, .handler = home_show, .answers = PAGE,
	  .says = "front page, or the first screen of whoever is signed in" },

	/* getting in */
	{ HTTP_GET, "/sign-in", PUBLIC, NO_OBJECT, .handler = sign_in_show, .answers = PAGE,
	  .says = "asks for an e-mail address; a demonstration also lists its people" },
	{ HTTP_POST, "/sign-in", PUBLIC, NO_OBJECT, FORM(sign_in_form, sign_in_show), .handler = sign_in_ask, .answers = PAGE,
	  .no_csrf = true, .says = "mails a link; the answer is the same for every address" },
	{ HTTP_POST, "/sign-in/demo", PUBLIC, NO_OBJECT, FORM(sign_in_demo_form, sign_in_show), .handler = sign_in_demo,
	  .answers = PAGE, .no_csrf = true, .says = "signs in as somebody of the demonstration; nothing elsewhere" },
	{ HTTP_GET, "/sign-in/:token", PUBLIC, NO_OBJECT, .handler = sign_in_open, .answers = PAGE,
	  .says = "one button; opening the link spends nothing" },
	{ HTTP_POST, "/sign-in/:token", PUBLIC, NO_OBJECT, FORM(sign_in_spend_form, sign_in_show), .handler = sign_in_spend,
	  .answers = PAGE, .no_csrf = true, .says = "spends the link and begins a session" },
	{ HTTP_POST, "/sign-out", CAP_SIGNED_IN, NO_OBJECT, .handler = sign_out, .answers = PAGE,
	  .no_form = "one button", .says = "ends the session" },
	{ HTTP_GET, "/account", CAP_SIGNED_IN, NO_OBJECT, .handler = account_show, .answers = PAGE,
	  .says = "one's own account: roles, sessions, tokens, what Cairn holds" },
	{ HTTP_GET, "/account/role", CAP_SIGNED_IN, NO_OBJECT, .handler = account_role_show, .answers = PAGE,
	  .says = "asks which of one's roles to act in" },
	{ HTTP_POST, "/account/role", CAP_SIGNED_IN, NO_OBJECT, FORM(account_role_form, account_role_show),
	  .handler = account_role_choose, .answers = PAGE, .says = "goes on in another of one's roles; audited" },
	{ HTTP_POST, "/account/sessions/end", CAP_SIGNED_IN, NO_OBJECT, .handler = account_sessions_end, .answers = PAGE,
	  .no_form = "one button", .says = "ends one's sessions everywhere else" },
	{ HTTP_POST, "/account/tokens/end", CAP_SIGNED_IN, NO_OBJECT, FORM(account_token_form, account_show),
	  .handler = account_token_end, .answers = PAGE, .says = "ends one of one's own tokens" },
	{ HTTP_GET, "/account/drafts", CAP_SIGNED_IN, NO_OBJECT, .handler = account_drafts_show, .answers = PAGE,
	  .says = "words that were kept when a session ended, or while they were typed" },
	{ HTTP_POST, "/account/drafts/drop", CAP_SIGNED_IN, NO_OBJECT, FORM(account_draft_form, account_drafts_show),
	  .handler = account_draft_drop, .answers = PAGE, .says = "puts one of them aside" },

	/* what everybody may read */
	{ HTTP_GET, "/help", PUBLIC, NO_OBJECT, .handler = pages_show, .answers = PAGE, .says = "how to use Cairn" },
	{ HTTP_GET, "/who-can-see-what", PUBLIC, NO_OBJECT, .handler = pages_show, .answers = PAGE,
	  .says = "who reads what you record" },
	{ HTTP_GET, "/what-goes-with-you", PUBLIC, NO_OBJECT, .handler = pages_show, .answers = PAGE,
	  .says = "what is yours to keep and what stays with the employer" },
	{ HTTP_GET, "/privacy", PUBLIC, NO_OBJECT, .handler = pages_show, .answers = PAGE,
	  .says = "what is held about people, why, and for how long" },
	{ HTTP_GET, "/accessibility", PUBLIC, NO_OBJECT, .handler = pages_show, .answers = PAGE,
	  .says = "accessibility statement" },
	{ HTTP_GET, "/raise-a-concern", PUBLIC, NO_OBJECT, .handler = pages_show, .answers = PAGE,
	  .says = "where to take a concern; Cairn receives none" },

	/* standards */
	{ HTTP_GET, "/frameworks", CAP_STANDARDS_READ, NO_OBJECT, .handler = framework_list, .answers = BOTH,
	  .says = "the standards there are" },
	{ HTTP_GET, "/frameworks/:framework", CAP_STANDARDS_READ, OBJ(FRAMEWORK, may_read_framework),
	  .handler = framework_show, .answers = BOTH, .says = "one framework: domains, outcomes, threads, glossary" },
	{ HTTP_GET, "/frameworks/:framework/items", CAP_STANDARDS_READ, OBJ(FRAMEWORK, may_read_framework),
	  .handler = framework_items, .answers = JSON, .says = "items of a framework, all or those a search finds" },
	{ HTTP_GET, "/frameworks/:framework/search", CAP_STANDARDS_READ, OBJ(FRAMEWORK, may_read_framework),
	  .handler = framework_search_show, .answers = PAGE, .says = "statements by words, code, kind, domain and thread" },
	{ HTTP_GET, "/frameworks/:framework/items/:item", CAP_STANDARDS_READ, OBJ(ITEM, may_read_framework),
	  .handler = framework_item_show, .answers = BOTH, .says = "one statement: words explained, threads, references" },
	{ HTTP_GET, "/frameworks/:framework/outcomes/:item", CAP_STANDARDS_READ, OBJ(ITEM, may_read_framework),
	  .handler = framework_item_show, .answers = PAGE, .says = "one outcome and the statements that explain it" },
	{ HTTP_GET, "/frameworks/:framework/print", CAP_STANDARDS_READ, OBJ(FRAMEWORK, may_read_framework),
	  .handler = framework_print, .answers = PAGE, .says = "the whole framework as one document" },
	{ HTTP_GET, "/frameworks/:framework/export.csv", CAP_STANDARDS_READ, OBJ(FRAMEWORK, may_read_framework),
	  .handler = framework_export_file_csv, .answers = PAGE, .says = "the framework as a table" },
	{ HTTP_GET, "/frameworks/:framework/export.md", CAP_STANDARDS_READ, OBJ(FRAMEWORK, may_read_framework),
	  .handler = framework_export_file_markdown, .answers = PAGE, .says = "the framework as Markdown" },
	{ HTTP_GET, "/frameworks/:framework/export.json", CAP_STANDARDS_READ, OBJ(FRAMEWORK, may_read_framework),
	  .handler = framework_export_file_case, .answers = PAGE, .says = "the framework as a CASE 1.1 package" },

	/* inductions and coverage */
	{ HTTP_GET, "/coverage", CAP_PORTFOLIO_WRITE, NO_OBJECT, .handler = coverage_own, .answers = PAGE,
	  .says = "an ECSW's own coverage" },
	{ HTTP_GET, "/inductions/:induction/coverage", CAP_PORTFOLIO_READ, OBJ(INDUCTION, may_read_coverage),
	  .handler = coverage_show, .answers = BOTH, .says = "what the evidence shows, outcomes first" },
	{ HTTP_GET, "/inductions/:induction/statements/:position", CAP_PORTFOLIO_READ, OBJ(INDUCTION, may_list_evidence),
	  .handler = coverage_statement, .answers = PAGE, .says = "one statement and the pieces that point at it" },

	/* evidence */
	{ HTTP_GET, "/evidence", CAP_PORTFOLIO_WRITE, NO_OBJECT, .handler = evidence_own_list, .answers = PAGE,
	  .says = "an ECSW's own pieces" },
	{ HTTP_GET, "/inductions/:induction/evidence", CAP_PORTFOLIO_READ, OBJ(INDUCTION, may_list_evidence),
	  .handler = evidence_list, .answers = BOTH,
	  .says = "pieces of one induction that the reader may see: q, kind, state, order=oldest, page" },
	{ HTTP_GET, "/inductions/:induction/evidence/new", CAP_PORTFOLIO_WRITE, OBJ(INDUCTION, may_add_evidence),
	  .handler = evidence_new, .answers = PAGE, .says = "kinds to choose from, or with kind= the page to write on" },
	{ HTTP_POST, "/inductions/:induction/evidence", CAP_PORTFOLIO_WRITE, OBJ(INDUCTION, may_add_evidence),
	  FORM(evidence_new_form, evidence_create_again), .handler = evidence_create, .answers = BOTH,
	  .says = "records a piece: do=draft, share or submit" },
	{ HTTP_POST, "/inductions/:induction/evidence/autosave", CAP_PORTFOLIO_WRITE, OBJ(INDUCTION, may_add_evidence),
	  .handler = evidence_autosave, .answers = PAGE, .no_form = "words being typed are kept as they are",
	  .says = "keeps what is being typed" },
	{ HTTP_POST, "/inductions/:induction/evidence/put-aside", CAP_PORTFOLIO_WRITE, OBJ(INDUCTION, may_add_evidence),
	  .handler = evidence_put_aside, .answers = PAGE, .no_form = "names the draft, nothing else",
	  .says = "lets go of a draft that was offered" },
	{ HTTP_GET, "/evidence/:evidence", CAP_PORTFOLIO_READ, OBJ(EVIDENCE, may_read_evidence), .handler = evidence_show,
	  .answers = BOTH, .audit = AUDIT_READ, .says = "one piece: what it shows, what was said, its history" },
	{ HTTP_GET, "/evidence/:evidence/edit", CAP_PORTFOLIO_WRITE, OBJ(EVIDENCE, may_link_evidence),
	  .handler = evidence_edit, .answers = PAGE, .says = "its words while they may change, then its links" },
	{ HTTP_POST, "/evidence/:evidence", CAP_PORTFOLIO_WRITE, OBJ(EVIDENCE, may_link_evidence),
	  FORM(evidence_form, evidence_update_again), .handler = evidence_update, .answers = BOTH,
	  .says = "saves a piece whose words may still change: do=draft, share, submit or save" },
	{ HTTP_POST, "/evidence/:evidence/autosave", CAP_PORTFOLIO_WRITE, OBJ(EVIDENCE, may_link_evidence),
	  .handler = evidence_autosave, .answers = PAGE, .no_form = "words being typed are kept as they are",
	  .says = "keeps what is being typed" },
	{ HTTP_POST, "/evidence/:evidence/put-aside", CAP_PORTFOLIO_WRITE, OBJ(EVIDENCE, may_link_evidence),
	  .handler = evidence_put_aside, .answers = PAGE, .no_form = "names the draft, nothing else",
	  .says = "lets go of a draft that was offered" },
	{ HTTP_GET, "/evidence/:evidence/links", CAP_PORTFOLIO_WRITE, OBJ(EVIDENCE, may_link_evidence),
	  .handler = evidence_links_show, .answers = PAGE, .says = "statements to add to a piece whose words stand" },
	{ HTTP_POST, "/evidence/:evidence/links", CAP_PORTFOLIO_WRITE, OBJ(EVIDENCE, may_link_evidence),
	  FORM(evidence_links_form, evidence_links_again), .handler = evidence_links, .answers = BOTH,
	  .says = "links more statements, or withdraws links; after a view too" },
	{ HTTP_POST, "/evidence/:evidence/answer", CAP_PORTFOLIO_WRITE, OBJ(EVIDENCE, may_link_evidence),
	  FORM(evidence_answer_form, evidence_answer_again), .handler = evidence_answer, .answers = BOTH,
	  .says = "answers the question about a link, or withdraws it" },
	{ HTTP_POST, "/evidence/:evidence/withdraw", CAP_PORTFOLIO_WRITE, OBJ(EVIDENCE, may_withdraw_evidence),
	  .handler = evidence_withdraw, .answers = BOTH, .no_form = "there is nothing to fill in",
	  .says = "withdraws a piece that has no view yet; it stays in the record" },
	{ HTTP_GET, "/evidence/:evidence/versions/:version", CAP_PORTFOLIO_READ, OBJ(EVIDENCE, may_read_evidence),
	  .handler = evidence_version_show, .answers = BOTH, .audit = AUDIT_READ,
	  .says = "what a version said, compared with the one before" },
	{ HTTP_POST, "/evidence/:evidence/child-concern", CAP_PORTFOLIO_READ, OBJ(EVIDENCE, may_note_child_concern),
	  .handler = evidence_child_concern, .answers = BOTH, .no_form = "only that it was done is noted",
	  .says = "a reader notes that they raised a concern about a child" },

	/* assessing */
	{ HTTP_GET, "/desk", CAP_DESK, NO_OBJECT, .handler = desk_show, .answers = PAGE,
	  .says = "who waits for an assessor, longest first; what a supervisor's ECSWs have shared" },
	{ HTTP_GET, "/desk/decided", CAP_JUDGE, NO_OBJECT, .handler = desk_decided, .answers = PAGE,
	  .says = "what an assessor decided in the last 30 days" },
	{ HTTP_GET, "/evidence/:evidence/judge", CAP_JUDGE, OBJ(EVIDENCE, may_read_evidence), .handler = judge_show,
	  .answers = PAGE, .audit = AUDIT_READ, .says = "a piece beside its claims, to decide; leads on when nothing waits" },
	{ HTTP_POST, "/evidence/:evidence/judge", CAP_JUDGE, OBJ(EVIDENCE, may_read_evidence), FORM(judge_form, judge_again),
	  .handler = judge_decide, .answers = PAGE, .says = "gives a view: one sentence, claims agreed or returned" },
	{ HTTP_POST, "/evidence/:evidence/judge/autosave", CAP_JUDGE, OBJ(EVIDENCE, may_read_evidence),
	  .handler = judge_autosave, .answers = PAGE, .no_form = "words being typed are kept as they are",
	  .says = "keeps what is being typed" },
	{ HTTP_POST, "/evidence/:evidence/judge/put-aside", CAP_JUDGE, OBJ(EVIDENCE, may_read_evidence),
	  .handler = judge_put_aside, .answers = PAGE, .no_form = "there is nothing to fill in",
	  .says = "lets go of what was being typed" },
	{ HTTP_GET, "/evidence/:evidence/judged", CAP_JUDGE, OBJ(EVIDENCE, may_read_evidence), .handler = judged_show,
	  .answers = PAGE, .audit = AUDIT_READ, .says = "what the reader decided, other views, and how to take it back" },
	{ HTTP_POST, "/evidence/:evidence/undo", CAP_JUDGE, OBJ(EVIDENCE, may_undo_view), .handler = judge_undo,
	  .answers = BOTH, .no_form = "there is nothing to fill in",
	  .says = "takes a view back, until 6pm on the next working day" },
	{ HTTP_GET, "/evidence/:evidence/decisions", CAP_PORTFOLIO_READ, OBJ(EVIDENCE, may_read_evidence),
	  .handler = decisions_list, .answers = JSON, .audit = AUDIT_READ, .says = "every view of a piece that stands" },
	{ HTTP_POST, "/evidence/:evidence/decisions", CAP_JUDGE, OBJ(EVIDENCE, may_read_evidence), .form = &judge_form,
	  .handler = judge_decide, .answers = JSON, .says = "gives a view" },

	/* cohort */

	/* the installation */
	{ HTTP_GET, "/healthz", PUBLIC, NO_OBJECT, .handler = system_health, .answers = PAGE,
	  .says = "the process answers" },
	{ HTTP_GET, "/readyz", PUBLIC, NO_OBJECT, .handler = system_ready, .answers = PAGE,
	  .says = "the database answers and its migrations are current" },
};
const size_t routes_n = COUNT_OF(routes);

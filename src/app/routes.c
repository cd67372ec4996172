/* routes.c — every URL there is, one row each. PUBLIC and NO_OBJECT must be written out; 0 is refused at start.
 *
 * A row says: method, path, who may come at all, which object is loaded and the rule it must pass, the form, the handler,
 * and what it answers. JSON lives at /api/v1 + path. docs/routes.md and openapi.json are made from this table.
 */
#include "app/coverage/coverage.h"
#include "app/home/home.h"
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

	/* standards */

	/* inductions and coverage */
	{ HTTP_GET, "/coverage", CAP_PORTFOLIO_WRITE, NO_OBJECT, .handler = coverage_own, .answers = PAGE,
	  .says = "an ECSW's own coverage" },
	{ HTTP_GET, "/inductions/:induction/coverage", CAP_PORTFOLIO_READ, OBJ(INDUCTION, may_read_coverage),
	  .handler = coverage_show, .answers = BOTH, .says = "what the evidence shows, outcomes first" },
	{ HTTP_GET, "/inductions/:induction/statements/:position", CAP_PORTFOLIO_READ, OBJ(INDUCTION, may_list_evidence),
	  .handler = coverage_statement, .answers = PAGE, .says = "one statement and the pieces that point at it" },

	/* evidence */

	/* assessing */

	/* cohort */

	/* the installation */
	{ HTTP_GET, "/healthz", PUBLIC, NO_OBJECT, .handler = system_health, .answers = PAGE,
	  .says = "the process answers" },
	{ HTTP_GET, "/readyz", PUBLIC, NO_OBJECT, .handler = system_ready, .answers = PAGE,
	  .says = "the database answers and its migrations are current" },
};
const size_t routes_n = COUNT_OF(routes);

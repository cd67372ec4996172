/* routes.c — every URL there is, one row each. PUBLIC and NO_OBJECT must be written out; 0 is refused at start.
 *
 * A row says: method, path, who may come at all, which object is loaded and the rule it must pass, the form, the handler,
 * and what it answers. JSON lives at /api/v1 + path. docs/routes.md and openapi.json are made from this table.
 */
#include "app/coverage/coverage.h"
#include "app/home/home.h"
#include "app/system/system.h"
#include "web/web.h"

#define OBJ(kind, rule) .object = OBJECT_##kind, .may = (rule)
#define FORM(f, again_) .form = &(f), .again = (again_)

const struct route routes[] = {
	/* the front door */
	{ HTTP_GET, "/", PUBLIC, NO_OBJECT, .handler = home_show, .answers = PAGE,
	  .says = "front page, or the first screen of whoever is signed in" },

	/* getting in */

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

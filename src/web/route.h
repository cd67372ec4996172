/* route.h — from a path to a row of the route table, and what must be true of every row. */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "web/web.h"

/* route_find — the row for a method and path. `json` when the path is under /api/v1. Fills cx->params. NOT_FOUND when no
 * row has the path; *ret_allow lists methods (a literal) when the path is known but not with this method. */
const struct route *route_find(struct ctx *cx, enum http_method method, struct str path, bool json,
                               struct str *ret_allow);
/* routes_check — refuses to start with a row that forgot something; the sentence names the row. */
bool routes_check(struct arena *a, struct str *ret_why);
/* query_parse — fills cx->query_names and query_values; false on bad escapes or more than 50. */
bool query_parse(struct ctx *cx, struct str raw);

#endif

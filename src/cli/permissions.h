/* permissions.h — the permission matrix, asked of the rules themselves: every route × role × relation × state.
 *
 * Nothing here decides anything: it puts made-up actors and objects before may_use() and the route's object rule and
 * writes down what they say. docs/permissions.md and tests/data/permissions.golden are made from it. Memory: the arena's.
 */
#ifndef CLI_PERMISSIONS_H
#define CLI_PERMISSIONS_H

#include "web/web.h"

struct str cap_name(enum capability cap);
/* rule_name — "may_read_evidence"; empty for a rule that has no row in permissions.c yet. */
struct str rule_name(object_rule *rule);
struct str object_name(enum object_kind kind);
/* permissions_page — docs/permissions.md. permissions_cells — the golden file: route by route, who gets a yes.
 * False when a route's rule has no name; *ret_why names the route. */
bool permissions_page(struct arena *a, struct str *ret, struct str *ret_why);
bool permissions_cells(struct arena *a, struct str *ret, struct str *ret_why);

#endif

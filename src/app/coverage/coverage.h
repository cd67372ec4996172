/* coverage.h — what other features may use of coverage: the stored summary, the words for it, and the pages' handlers. */
#ifndef APP_COVERAGE_COVERAGE_H
#define APP_COVERAGE_COVERAGE_H

#include "app/coverage/coverage_store.h"
#include "app/coverage/coverage_view.h"

handler_fn coverage_show, coverage_own, coverage_statement, coverage_declare;
handler_fn outcome_show, outcome_choose, outcome_again;
extern const struct form declare_form, showcase_form;

/* showcase_follow — links of the loaded piece have changed, or it was withdrawn: it is no longer among those shown first for outcomes
 * it does not point at any more. With their events; in a write transaction. */
enum rc showcase_follow(struct ctx *cx, const struct framework_version *v);

/* coverage_domains — the domains of a framework with one stone an outcome, for first screens. */
struct domain_views coverage_domains(struct ctx *cx, const struct framework_version *v, const struct coverage *c,
                                     const struct enough *rule);
/* talk_icon — the stone in icons.svg. */
struct url talk_icon(enum talk t);
enum word talk_word(enum talk t);
enum word kind_word(enum evidence_kind kind);

#endif

/* cohort_load.h — the open inductions of one employer, with what follows from their dates and summaries. */
#ifndef APP_COHORT_COHORT_LOAD_H
#define APP_COHORT_COHORT_LOAD_H

#include "app/cohort/cohort.h"
#include "app/cohort/cohort_view.h"
#include "rules/needs.h"

struct helper {
	struct uuid id;
	struct str name;
};
struct member {
	int64_t induction;
	struct uuid id;
	struct str name, folded, team, intake;
	struct date starts;
	int64_t programme, edition;
	int months, month;
	size_t pauses_at, pauses_n, hours_at, hours_n; /* in those of the cohort */
	size_t framework;           /* index in cohort.frameworks */
	struct enough rule;
	uint8_t *talk;              /* by ordinal of the outcome */
	struct helper assessor, supervisor; /* the first of each; no name: nobody */
	struct need_facts facts;
	struct needs needs;
	enum standing standing;
	struct date intake_starts;  /* the earliest start in the intake */
};
struct cohort {
	struct member *v;
	size_t n, room;
	const struct framework_version *frameworks[20];
	size_t frameworks_n;
	struct pause_span *pauses;  /* that have begun, by member */
	struct hours_span *hours;
	size_t pauses_n, pauses_room, hours_n, hours_room;
};
/* cohort_load — all of them, by row id. INVALID never; FAULT when a summary does not fit its framework. */
enum rc cohort_load(struct ctx *cx, struct cohort *ret);

/* What is asked for: by name, intake, standing, assessor; and in which order. */
enum cohort_order { ORDER_NEEDS, ORDER_NAME, ORDER_START };
struct cohort_filter {
	struct str q, folded, intake;
	int standing;               /* -1 for everyone */
	struct uuid assessor;
	enum cohort_order order;
};
struct cohort_filter cohort_filter_of(struct ctx *cx);
/* cohort_choose — those that match, in order: by framework and intake, then as asked. */
const struct member **cohort_choose(struct ctx *cx, const struct cohort *c, const struct cohort_filter *f, size_t *ret_n);
struct url cohort_url(struct ctx *cx, const char *path, const struct cohort_filter *f); /* with the filter kept */

extern const struct str standing_keys[STANDING_END];
struct cohort_icons cohort_icons(struct ctx *cx);
/* need_words — what there is to do, as a sentence. need_short — beside a name. */
struct str need_words(struct ctx *cx, const struct needs *n, int i);
struct str need_short(struct ctx *cx, const struct needs *n, int i);

#endif

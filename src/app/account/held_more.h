/* held_more.h — the parts of “everything held about you” that lie with other features: the register, joining, training, ways in.
 */
#ifndef APP_ACCOUNT_HELD_MORE_H
#define APP_ACCOUNT_HELD_MORE_H

#include "app/account/held_view.h"
#include "held_more.sql.h"
#include "web/web.h"

/* What is read in its own place and counted here, in the order of the query's numbers. */
enum held_kept {
	KEPT_REFLECTIONS, KEPT_GOALS, KEPT_PLANNED, KEPT_SUPERVISION, KEPT_SUPERVISION_WRITTEN, KEPT_ASKS, KEPT_OBSERVATIONS,
	KEPT_PARTS, KEPT_VIEWS, KEPT_ANSWERS, KEPT_FILES, KEPT_REASONS, KEPT_HOLDS, KEPT_RECOVERY, KEPT_MAIL_TROUBLE,
	KEPT_COMMENTS, KEPT_TALKS, KEPT_TIME, KEPT_REVIEWS, KEPT_REVIEW_PARTS, KEPT_REVIEW_SIGNED, KEPT_DRAFT_COMMENTS,
	KEPT_END,
};

struct held_more {
	bool has_finding, has_details, has_equality;
	struct held_register_row finding;
	struct held_register_said_rows said;
	struct held_stages_rows stages;
	struct held_training_rows training;
	struct held_capacity_rows capacity;
	struct held_joinings_rows joinings;
	struct held_answers_rows answers;
	struct held_funding_rows funding;
	struct held_details_row details;
	struct held_equality_row equality;
	struct held_tokens_rows tokens;
	struct held_ways_in_rows ways;
	struct held_offers_rows offers;
	struct held_addresses_rows addresses;
	struct held_notices_rows notices;
	struct held_conflicts_rows conflicts;
	struct held_imports_rows imports;
	struct held_hours_rows hours;
	struct held_pauses_rows pauses;
	struct held_agreed_rows agreed;
	struct held_outcomes_rows outcomes;
	struct held_kept_rows kept;
};
enum rc held_more_read(struct ctx *cx, int64_t me, struct held_more *ret);
void held_more_json(struct ctx *cx, struct json_out *j, const struct held_more *h);
void held_more_show(struct ctx *cx, const struct held_more *h, struct held_view *v);

/* held_part — a part of the page. held_line — one line; those beyond the first few are counted. */
struct held_part *held_part(struct ctx *cx, struct held_view *v, enum word title, enum word why);
void held_line(struct held_part *p, struct str what, struct str more);
/* held_period — “since …” or “from … to …”. held_both — “a, b”. */
struct str held_period(struct ctx *cx, struct date from, struct date to);
struct str held_both(struct ctx *cx, struct str a, struct str b);

#endif

/* decision_inside.h — shared by the files of this folder. */
#ifndef APP_DECISION_DECISION_INSIDE_H
#define APP_DECISION_DECISION_INSIDE_H

#include "app/decision/decision.h"
#include "decision.sql.h"
#include "rules/decision_waits.h"

enum { SITTING_PANEL = 1, SITTING_APPEAL = 2, READER_BLIND = 1, READER_MODERATOR = 2 };
enum { CONFLICT_NOT_SAID = 0, CONFLICT_NONE = 1, CONFLICT_THERE = 2, SAID_NOTHING = 0, SAID_YES = 1, SAID_BACK = 2 };
enum { WORDS_MAX = 8000, PLAN_ROWS = 5 };

/* decision_read — load_decision without a lock: where a transaction only reads, or has it. */
enum rc decision_read(struct ctx *cx, struct uuid id);
/* decision_rules_of — of the loaded induction's programme. */
enum rc decision_rules_of(struct ctx *cx, const struct decision_rules **ret);
/* readiness_now — counted today, for the loaded induction. */
enum rc readiness_now(struct ctx *cx, struct readiness *ret);
/* readiness_text — "Every outcome has enough to talk about" and "14 of 26". */
struct str readiness_title(struct ctx *cx, const struct readiness_line *l);
struct str readiness_why(struct ctx *cx, const struct readiness_line *l);
/* owed_keys, owed_read — which rules were owed, as they are kept ("10,11"); titles of them in words. */
struct str owed_keys(struct ctx *cx, const struct readiness *r);
struct str owed_words(struct ctx *cx, struct str keys);

/* An act on the loaded decision, with what came with it. */
struct acting {
	enum decision_act act;
	enum decider by;
	struct str words;
	int ground;
	bool quiet; /* nobody is told: the demonstration */
};
/* decision_act_do — asks the table, moves the state, keeps the act with its event, and tells whom it is with next. DENIED with
 * *ret_wrong when the table says no; STALE when somebody else was faster. The decision is loaded again. In a write transaction
 * with the induction's row locked. */
enum rc decision_act_do(struct ctx *cx, const struct acting *a, enum decision_wrong *ret_wrong);
/* decision_could — would the table let it through, with words that are there? For offering it. */
enum rc decision_could(struct ctx *cx, enum decision_act act, enum decider by, enum decision_wrong *ret);
/* decision_draw_maybe — one in so many of the confirmed is drawn for moderation, by chance. */
enum rc decision_draw_maybe(struct ctx *cx);
/* decision_new — begins one for the loaded induction, or, with DECISION_WITHDRAW, ends what was not begun. */
enum rc decision_new(struct ctx *cx, enum decision_act act, enum decider by, enum judgement judgement, struct uuid *ret,
                     enum decision_wrong *ret_wrong);
/* decision_withdraw_unseen — the ECSW ends what they do not know to be under way. */
enum rc decision_withdraw_unseen(struct ctx *cx, struct uuid id);
/* decision_wrong_word — why not, as a sentence that says what to do. */
enum word decision_wrong_word(enum decision_wrong wrong);
enum word judgement_word(enum judgement j);
enum word decision_state_word(enum decision_state s);

/* decision_state_for — the state as somebody in that role may know it: `told` says whether the ECSW has been told of this round. */
enum decision_state decision_state_for(enum role role, enum decision_state state, bool told);
/* appeal_ground_word — of enum appeal_ground; T_NONE for anything else. */
enum word appeal_ground_word(int ground);
/* decision_form_add — the acts that are offered, with their form, on the page of the loaded decision. decision_acts_json: their keys. */
struct decision_view;
enum rc decision_form_add(struct ctx *cx, struct decision_view *v);
enum rc decision_acts_json(struct ctx *cx, struct json_out *j);
/* decision_json — the loaded decision, as far as the actor may know it, as the answer. */
enum rc decision_json(struct ctx *cx, int status);

/* decisions_owed_end — those whose days to answer what is owed are over go back to their assessor. Each in a transaction of its own. */
enum rc decisions_owed_end(struct ctx *cx);
/* decision_wait_of — with whom the loaded decision is, and until when (rules/decision_waits.h). */
enum rc decision_wait_of(struct ctx *cx, struct wait *ret);

struct url decision_url(struct ctx *cx, const char *after);
/* covered — words in which the ECSW, and those around them, are not named: "[the ECSW]", "[a colleague]", "[the employer]". */
enum rc covered(struct ctx *cx, struct str text, struct str *ret);
/* code and text of an outcome by framework_item.id */
struct str outcome_title(const struct framework_version *v, int64_t row, struct str *ret_code);

#endif

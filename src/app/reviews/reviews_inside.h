/* reviews_inside.h — shared by the files of this feature: one review as it stands for its reader. */
#ifndef APP_REVIEWS_REVIEWS_INSIDE_H
#define APP_REVIEWS_REVIEWS_INSIDE_H

#include "app/joining/joining.h"
#include "app/reviews/reviews.h"
#include "app/reviews/reviews_view.h"
#include "reviews.sql.h"
#include "rules/reviews.h"

enum { REVIEW_TEXTS = 3, REVIEW_TEXT_MAX = 4000, REVIEW_REASON_MAX = 1000, REVIEW_POINTED_MAX = 8, REVIEW_ACTIONS_MAX = 40, REVIEW_ACTION_TEXT = 500 };

/* What the programme says, with a scale in any case. */
struct review_programme {
	struct review_rules rules;
	struct next_asked asked;      /* pieces of each kind it requires */
};
enum rc review_programme(struct ctx *cx, struct review_programme *ret);

/* The loaded review: its dates are the calendar's of today until it was held. */
struct review_now {
	struct review r;
	struct review_programme programme;
	struct review_parts_rows parts;
	struct review_signatures_rows signatures;
	struct review_people_rows people;
	struct review_waits waits;
	struct date planned;          /* the day that was agreed, where it still counts */
	unsigned given, signed_by;
	bool paused, reads;           /* reads: more than dates and actions */
};
enum rc review_now(struct ctx *cx, struct review_now *ret);
/* review_follow — due day and window of a point by this calendar; false while nobody can say, or for none of its points. */
bool review_follow(const struct calendar *c, int month, struct date *due, struct date *opens, struct date *closes);
/* review_check_words — of a form: all three read them as soon as they are sent (privacy_in_given). */
enum rc review_check_words(struct ctx *cx, struct str field, struct str text, bool read_again);

struct str review_title(struct ctx *cx, int kind, int month);
/* review_names — "Amina Yusuf and Grace Holloway": of the roles in the set; a role that nobody has goes by its own name. */
struct str review_names(struct ctx *cx, const struct review_people_rows *people, unsigned roles_);
/* review_waiting — what it waits for, with whom and since when, as a sentence; empty for nothing. */
struct str review_waiting(struct ctx *cx, const struct review_waits *w, const struct review_people_rows *people);
enum word review_part_word(enum role role, bool own);
/* review_why_words — by enum review_why; review_why_word — for a number that was stored. */
extern const enum word review_why_words[REVIEW_WHY_END];
enum word review_why_word(int why);
/* review_text_word — what one role is asked for in the first, second or third of its texts. */
enum word review_text_word(enum role role, size_t text);
/* review_step_said — a step of the scale in words; that nothing was said for any other number. */
struct str review_step_said(const struct review_rules *rules, int64_t step);
/* review_written_by — by whom, typed by whom, on which day, and whether the others' were released before. */
struct str review_written_by(struct ctx *cx, const struct review_parts_row *p);
bool review_is_own(const struct ctx *cx);

/* review_asked — by the ordinal of each outcome: is it asked about? */
enum rc review_asked(struct ctx *cx, const struct framework_version *v, const struct review *r, const struct review_rules *rules, bool **ret);
/* review_act — an act of the table of transitions is done: states, dates, what is released, the event, and who hears of it. CONFLICT when
 * the state forbids it, STALE when somebody was faster. In a write transaction. */
struct review_doing {
	enum review_act act;
	struct date on;               /* held, or moved to; DATE_NONE for a release and a cancellation */
	struct date next;             /* of one held in two: when it goes on */
	enum review_why why;
	struct str words;
};
enum rc review_act(struct ctx *cx, const struct review *r, const struct review_doing *d);
enum rc review_event(struct ctx *cx, enum event_kind kind, struct uuid id, struct str data);
/* review_tell — everybody whose role is in the set, but whoever does it. */
enum rc review_tell(struct ctx *cx, int kind, unsigned roles_);
/* review_prepare — a review of the loaded induction is there to be written; *ret is the one that stands. */
enum rc review_prepare(struct ctx *cx, enum review_kind kind, int month, struct date due, struct date opens, struct date closes,
                       struct str concern, struct uuid *ret, bool *ret_new);

/* What one writes of an outcome. */
struct review_said {
	int64_t item;                 /* framework_item.id */
	int step;
	struct str reason;
	int64_t pieces[REVIEW_POINTED_MAX];
	size_t pieces_n;
};
struct review_writing {
	enum role role;
	int64_t person;               /* whose view it is */
	struct str strengths, needs, onward;
	struct review_said *said;
	size_t n;
	bool give;
	int64_t version;              /* of the part; 0 for a new one */
};
/* review_write — keeps it, with its event once it is handed in; releases all when none is missing. In a write transaction. */
enum rc review_write(struct ctx *cx, const struct review *r, const struct review_rules *rules, const struct review_writing *w);

#endif

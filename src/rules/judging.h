/* judging.h — how an assessor decides the claims of one piece: a sentence first, then agreement, with exceptions returned
 * and a comment for each. Each assessor's view is kept beside the others', never overwritten, and can be taken back for a
 * short while.
 *
 * Who may decide is access.h's question; this says what a decision must hold and how long it can be undone.
 */
#ifndef RULES_JUDGING_H
#define RULES_JUDGING_H

#include "base/time.h"
#include "rules/words.h"

enum { JUDGING_SENTENCE_MAX = 1000, JUDGING_LINKS_MAX = 60 };

/* What was typed about one claim. */
struct judged {
	bool returned, has_comment;
};
enum judged_wrong {
	JUDGED_FINE = 0,
	JUDGED_NO_COMMENT,   /* returned without saying what would make it count */
	JUDGED_NOT_RETURNED, /* something was written, and the claim would have been agreed without it */
};
enum judged_wrong judged_wrong(const struct judged *j);
/* judged_state — what the link becomes. */
enum link_state judged_state(const struct judged *j);
/* link_may_be_judged — only a claim that waits: what was decided stands, what was withdrawn is not there. */
bool link_may_be_judged(enum link_state now);

/* A view is hidden from another assessor until they have given their own, so that neither leans on the other; what it
 * asked stays to be seen while the answer to it is what waits. The one judged sees all of them. */
struct view_seen {
	bool own;            /* the reader gave it */
	bool reader_judges;  /* the reader is an assessor of this person */
	bool reader_decided; /* and has given a view of this piece that stands */
	bool asked;          /* something in it was returned and is waiting again */
};
bool view_is_shown(const struct view_seen *v);

/* view_undo_until — 6pm in London on the next working day (Monday to Friday; bank holidays are not known here). */
instant view_undo_until(instant given_at);
struct view_facts {
	int64_t person;      /* who gave it */
	instant given_at;
	bool undone;
	bool overtaken;      /* one of its links was answered, withdrawn or decided again */
};
enum undo {
	UNDO_YES = 0,
	UNDO_NOT_YOURS, /* as if there were nothing to undo */
	UNDO_TOO_LATE,
	UNDO_OVERTAKEN,
};
enum undo view_may_be_undone(const struct view_facts *v, int64_t person, instant now);

/* minutes_to_read — at 200 words a minute, at least one. */
int minutes_to_read(int64_t words);

/* How long a piece has waited, against the programme's promise of an answer. */
struct waited {
	int days, late;  /* working days waited, and over the promise */
	int percent;     /* of the promise, at most 100 */
};
struct waited waited_for(struct date since, struct date today, int answer_days);

#endif

/* bulk_act.h — one row put into effect, by the same store functions as the act on its page; and taken back.
 */
#ifndef APP_BULK_ACT_H
#define APP_BULK_ACT_H

#include "app/bulk/bulk_check.h"

/* bulk_may_give — roles that can be given many at a time by somebody acting in `by`; the list of them in words. */
bool bulk_may_give(enum role by, enum role role);
struct str bulk_roles_given(struct arena *a, enum role by);
/* What somebody can be for an ECSW. */
#define BULK_PARTS S("practice supervisor, practice assessor, observer")
/* key_words — "practice assessor" for practice_assessor. */
struct str key_words(struct arena *a, const struct key_list *list, int number);

/* What came of a row. */
struct bulk_made {
	int64_t organisation, person, role_held, induction; /* DB_NULL_INT for none */
	struct uuid role_id;   /* where only that is known of role_held */
	bool person_is_new, role_is_new;
	int duty;              /* after DENIED: why an assignment could not be (enum duty_wrong) */
	struct str why;        /* after INVALID: a sentence */
};
/* bulk_act — in a write transaction, right after bulk_resolve found nothing against it. CONFLICT when a constraint does. */
enum rc bulk_act(struct ctx *cx, const struct bulk_kind_info *k, const struct bulk_values *v, const struct bulk_meant *m,
                 struct bulk_made *ret);
/* bulk_untouched — has nothing come of what a row made since: no sign-in, no invitation, nothing recorded? */
struct bulk_rows_to_take_back_row;
enum rc bulk_untouched(struct ctx *cx, const struct bulk_rows_to_take_back_row *row, bool *ret);
/* bulk_take_back — undoes it. A person made by the row keeps an empty row that says nothing of them, so that their number
 * in the history never becomes somebody else's. */
enum rc bulk_take_back(struct ctx *cx, const struct bulk_rows_to_take_back_row *row);

#endif

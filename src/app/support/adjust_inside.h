/* adjust_inside.h — reasonable adjustments, read and changed: shared by their files. */
#ifndef APP_SUPPORT_ADJUST_INSIDE_H
#define APP_SUPPORT_ADJUST_INSIDE_H

#include "adjust.sql.h"
#include "app/support/support_inside.h"
#include "rules/adjust.h"

/* adjust_read — one's own, or those shared with whoever acts. adjust_named — that of the path; NULL: none, or not for them. */
enum rc adjust_read(struct ctx *cx, struct adjustments_of_rows *ret);
const struct adjustments_of_row *adjust_named(struct ctx *cx, const struct adjustments_of_rows *all);
/* adjust_people — who may be asked (`answering`: supervisor and coordinators) or shared with, by key "ROLE-uuid". */
struct adjust_person {
	int64_t person;
	enum role role;
	struct str key, name;
	bool chosen;
};
struct adjust_persons {
	struct adjust_person *v;
	size_t n;
};
enum rc adjust_persons_of(struct ctx *cx, struct adjust_persons *ret);
const struct adjust_person *adjust_person_of(const struct adjust_persons *all, struct str key);
static inline bool adjust_may_answer(enum role role) { return role == ROLE_SUPERVISOR || role == ROLE_COORDINATOR; }
/* adjust_is_asked — is it for whoever acts to answer? */
bool adjust_is_asked(const struct ctx *cx, const struct adjustments_of_row *row);
struct url adjust_url(struct ctx *cx, const char *after);
enum rc adjust_noted(struct ctx *cx, enum event_kind kind, struct uuid id);
enum word adjust_kind_word(int kind);
enum word adjust_state_word(int state);
enum rc adjust_json(struct ctx *cx, const struct adjustments_of_row *row);

#endif

/* assignment_inside.h — what the pages of this feature share. */
#ifndef APP_ASSIGNMENT_ASSIGNMENT_INSIDE_H
#define APP_ASSIGNMENT_ASSIGNMENT_INSIDE_H

#include "app/assignment/assignment.h"
#include "app/assignment/assignment_view.h"

/* The parts people play around an ECSW, with their keys: practice_supervisor, practice_assessor, observer. */
extern const struct key_list parts_played;

struct staff_icons staff_icons(struct ctx *cx);
/* like_pattern — typed words as a pattern for LIKE … ESCAPE '!'; empty for none. */
struct str like_pattern(struct arena *a, struct str words);
/* dates_shown — since a day, or from a day to another. */
struct str dates_shown(struct ctx *cx, struct date starts, struct date ends);
/* room_shown — "5 of 8 ECSWs", "5 ECSWs". training_shown — and until when it is current. */
struct str room_shown(struct ctx *cx, int64_t now, int64_t most);
struct str training_shown(struct ctx *cx, bool has, struct date until);

/* training_word — what a kind of training is called. capacity_blank — what the empty form about room begins with. */
enum word training_word(int kind);
const void *capacity_blank(struct ctx *cx);
/* conflict_word — what a kind of conflict is called. */
enum word conflict_word(int kind);

/* caseload_waits — what waits for somebody in one induction, in words: "2 claims wait, 1 part is owed"; empty for nothing. */
struct str caseload_waits(struct ctx *cx, const struct caseload_item *c);

#endif

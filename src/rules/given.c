/* given.c — goes from minutes, and quarters of goes. See given.h. */
#include "rules/given.h"

static const struct str keys[TASK_END] = {
	[TASK_RECORD] = S_INIT("record"), [TASK_LINK] = S_INIT("link"), [TASK_JUDGE] = S_INIT("judge"),
	[TASK_OBSERVE] = S_INIT("observe"), [TASK_SUPERVISE] = S_INIT("supervise"), [TASK_FEEDBACK] = S_INIT("feedback"),
	[TASK_FIND] = S_INIT("find"), [TASK_REVIEW] = S_INIT("review"), [TASK_DECIDE] = S_INIT("decide"), [TASK_GOAL] = S_INIT("goal"),
};
const struct key_list task_keys = { keys, TASK_END };

bool given_counts(enum role role)
{
	return role == ROLE_ECSW || role == ROLE_SUPERVISOR || role == ROLE_ASSESSOR;
}

/* lasts — minutes until the next mark, or one. */
static int64_t lasts(const struct given_mark *marks, size_t n, size_t i)
{
	int64_t gap = i + 1 < n ? marks[i + 1].minute - marks[i].minute : 0;

	return gap >= 1 && gap <= GIVEN_IDLE_MINUTES ? gap : 1;
}

size_t given_goes(const struct given_mark *marks, size_t n, struct given_go *ret)
{
	struct {
		struct given_go *go; /* the latest one of that role and task */
		int64_t end;
	} latest[ROLE_END][TASK_END] = { 0 };
	size_t made = 0;

	for (size_t i = 0; i < n; i++) {
		const struct given_mark *m = &marks[i];
		int64_t minutes = lasts(marks, n, i);

		if (m->task <= TASK_NONE || m->task >= TASK_END || m->role >= ROLE_END)
			continue;
		if (!latest[m->role][m->task].go || m->minute - latest[m->role][m->task].end > GIVEN_IDLE_MINUTES) {
			ret[made] = (struct given_go){ .began = m->minute, .role = m->role, .task = m->task };
			latest[m->role][m->task].go = &ret[made++];
		}
		latest[m->role][m->task].go->minutes += minutes;
		latest[m->role][m->task].end = m->minute + minutes;
	}
	return made;
}

/* at_rank — the minutes of the rank-th go, counted from 1. */
static int64_t at_rank(const struct given_bar *bars, size_t n, int64_t rank)
{
	int64_t behind = 0;

	for (size_t i = 0; i < n; i++) {
		behind += bars[i].goes;
		if (behind >= rank)
			return bars[i].minutes;
	}
	return 0;
}

struct given_quarters given_quarters(const struct given_bar *bars, size_t n)
{
	struct given_quarters q = { .goes = 0 };

	for (size_t i = 0; i < n; i++)
		q.goes += bars[i].goes;
	if (q.goes > 0) {
		q.low = at_rank(bars, n, (q.goes + 3) / 4);
		q.median = at_rank(bars, n, (q.goes + 1) / 2);
		q.high = at_rank(bars, n, (3 * q.goes + 3) / 4);
	}
	return q;
}

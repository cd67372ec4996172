/* needs.c — from the facts of one induction to what there is to do, and what of a count may be shown. */
#include "rules/needs.h"

static void add(struct needs *n, enum need need, int amount)
{
	n->v[n->n].need = need;
	n->v[n->n].amount = amount;
	n->n++;
}

static int silent_weeks(const struct need_facts *f, struct date today)
{
	struct date since = date_is_none(f->last_shared) ? f->starts : f->last_shared;

	if (!date_is_none(f->back) && date_cmp(f->back, since) > 0)
		since = f->back;
	return since.days >= today.days ? 0 : (today.days - since.days) / 7;
}

struct needs needs_of(const struct need_facts *f, struct date today)
{
	struct needs n = { .n = 0 };
	int waited = date_is_none(f->waiting_since) ? 0 : working_days_between(f->waiting_since, today);
	int asked = date_is_none(f->asked_since) ? 0 : working_days_between(f->asked_since, today);

	if (waited > f->answer_days)
		add(&n, NEED_ANSWER_LATE, waited - f->answer_days);
	if (asked > QUESTION_DAYS && !f->paused)
		add(&n, NEED_QUESTION_OLD, asked);
	if (!f->has_assessor)
		add(&n, NEED_NO_ASSESSOR, 0);
	if (!f->has_supervisor)
		add(&n, NEED_NO_SUPERVISOR, 0);
	if (silent_weeks(f, today) >= SILENT_WEEKS && !f->paused)
		add(&n, NEED_NOTHING_SHARED, silent_weeks(f, today));
	return n;
}

enum standing need_standing(enum need need)
{
	return need == NEED_ANSWER_LATE ? STANDING_LATE : STANDING_PLAN;
}

enum standing standing_of(const struct needs *n)
{
	enum standing s = STANDING_ON_COURSE;

	for (int i = 0; i < n->n; i++)
		if (need_standing(n->v[i].need) > s)
			s = need_standing(n->v[i].need);
	return s;
}

void small_numbers_hide(const int64_t *counts, int n, bool *ret_hidden)
{
	int hidden = 0, next = -1;

	for (int i = 0; i < n; i++) {
		ret_hidden[i] = counts[i] > 0 && counts[i] < SMALL_NUMBER;
		hidden += ret_hidden[i];
		if (!ret_hidden[i] && counts[i] > 0 && (next < 0 || counts[i] < counts[next]))
			next = i;
	}
	if (hidden == 1 && next >= 0)
		ret_hidden[next] = true;
}

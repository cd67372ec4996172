/* judging.c — what a decision must hold, who sees it and until when it can be taken back. */
#include "rules/judging.h"

enum { UNDO_HOUR = 18, WORDS_A_MINUTE = 200 };

enum judged_wrong judged_wrong(const struct judged *j)
{
	if (j->returned == j->has_comment)
		return JUDGED_FINE;
	return j->returned ? JUDGED_NO_COMMENT : JUDGED_NOT_RETURNED;
}

enum link_state judged_state(const struct judged *j)
{
	return j->returned ? LINK_RETURNED : LINK_ENDORSED;
}

bool link_may_be_judged(enum link_state now)
{
	return now == LINK_CLAIMED;
}

bool view_is_shown(const struct view_seen *v)
{
	return v->own || !v->reader_judges || v->reader_decided || v->asked;
}

instant view_undo_until(instant given_at)
{
	struct date day = date_plus(date_of(given_at), 1);

	while (date_weekday(day) > 4)
		day = date_plus(day, 1);
	return instant_of(day, UNDO_HOUR, 0);
}

enum undo view_may_be_undone(const struct view_facts *v, int64_t person, instant now)
{
	if (v->undone || v->person != person)
		return UNDO_NOT_YOURS;
	if (now > view_undo_until(v->given_at))
		return UNDO_TOO_LATE;
	return v->overtaken ? UNDO_OVERTAKEN : UNDO_YES;
}

int minutes_to_read(int64_t words)
{
	return words <= WORDS_A_MINUTE ? 1 : (int)((words + WORDS_A_MINUTE - 1) / WORDS_A_MINUTE);
}

struct waited waited_for(struct date since, struct date today, int answer_days)
{
	int days = working_days_between(since, today);
	int percent = answer_days > 0 ? days * 100 / answer_days : 100;

	return (struct waited){
		.days = days, .late = days > answer_days ? days - answer_days : 0, .percent = percent > 100 ? 100 : percent,
	};
}

/* adjust.c — see adjust.h. */
#include "rules/adjust.h"

static const struct str kind_keys[ADJUST_KIND_END] = {
	[ADJUST_TIME] = S_INIT("more_time"), [ADJUST_FORMAT] = S_INIT("another_form"), [ADJUST_MEETING] = S_INIT("meetings"),
	[ADJUST_TOOLS] = S_INIT("tools"), [ADJUST_OTHER] = S_INIT("other"),
};
const struct key_list adjust_kinds = { kind_keys, ADJUST_KIND_END };
static const struct str state_keys[ADJUST_STATE_END] = {
	[ADJUST_ASKED] = S_INIT("asked"), [ADJUST_AGREED] = S_INIT("agreed"), [ADJUST_PART] = S_INIT("agreed_in_part"),
	[ADJUST_DECLINED] = S_INIT("not_agreed"), [ADJUST_TAKEN_BACK] = S_INIT("taken_back"), [ADJUST_ENDED] = S_INIT("ended"),
};
const struct key_list adjust_states = { state_keys, ADJUST_STATE_END };
static const struct str answer_keys[] = { [ADJUST_DO_AGREE] = S_INIT("agree"), [ADJUST_DO_PART] = S_INIT("part"), [ADJUST_DO_DECLINE] = S_INIT("decline") };
const struct key_list adjust_answers = { answer_keys, (int)COUNT_OF(answer_keys) };

enum adjust_state adjust_next(enum adjust_state from, enum adjust_act act)
{
	bool open = from == ADJUST_ASKED || from == ADJUST_DECLINED || adjust_stands(from);

	if (!open)
		return ADJUST_NONE;
	switch (act) {
	case ADJUST_DO_AGREE:
		return ADJUST_AGREED;
	case ADJUST_DO_PART:
		return ADJUST_PART;
	case ADJUST_DO_DECLINE:
		return ADJUST_DECLINED;
	case ADJUST_DO_END:
		return adjust_stands(from) ? ADJUST_ENDED : ADJUST_TAKEN_BACK;
	case ADJUST_ACT_END:
		break;
	}
	return ADJUST_NONE;
}

bool adjust_applies(const struct adjust_line *line, struct date on)
{
	return adjust_stands(line->state) && date_cmp(line->starts, on) <= 0 && (date_is_none(line->ends) || date_cmp(line->ends, on) >= 0);
}

int adjust_days(const struct adjust_line *lines, size_t n, struct date on)
{
	int most = 0;

	for (size_t i = 0; i < n; i++)
		if (adjust_applies(&lines[i], on) && lines[i].days > most)
			most = lines[i].days < ADJUST_DAYS_MAX ? lines[i].days : ADJUST_DAYS_MAX;
	return most;
}

struct adjust_tell adjust_tell_of(const struct adjust_facts *f, struct date today)
{
	struct adjust_tell t = { .remind = false };

	if (f->state == ADJUST_ASKED) {
		t.remind = today.days - f->reminded.days >= ADJUST_REMIND_DAYS;
		t.above = date_is_none(f->above) && today.days - f->asked.days >= ADJUST_ABOVE_DAYS;
	} else if (adjust_stands(f->state) && !date_is_none(f->look) && date_cmp(f->look, today) <= 0) {
		t.remind = date_cmp(f->reminded, f->look) < 0;
	}
	return t;
}

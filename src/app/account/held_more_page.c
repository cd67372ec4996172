/* held_more_page.c — the same parts on the page. */
#include "app/account/held_more.h"

#include "app/joining/joining.h"
#include "rules/agreed.h"
#include "rules/duties.h"
#include "rules/eligibility.h"
#include "rules/register.h"

/* "practice assessor" for practice_assessor. */
static struct str plain(struct ctx *cx, struct str key)
{
	return str_replace_all(cx->arena, key, S("_"), S(" "));
}

static struct str date_or_none(struct ctx *cx, struct date d)
{
	return date_is_none(d) ? word(T_ORGANISATION_NOT_KNOWN) : date_long(cx->arena, d);
}

static void show_register(struct ctx *cx, const struct held_more *h, struct held_view *v)
{
	struct held_part *p = held_part(cx, v, T_HELD_REGISTER, T_HELD_REGISTER_WHY);

	if (!h->has_finding)
		return;
	held_line(p, h->finding.number, held_both(cx, plain(cx, key_of(&register_statuses, (int)h->finding.status)), h->finding.name));
	if (h->finding.town.n)
		held_line(p, word(T_HELD_TOWN), h->finding.town);
	if (h->finding.annotations.n)
		held_line(p, word(T_HELD_ANNOTATIONS), h->finding.annotations);
	held_line(p, word(T_HELD_ASKED), instant_long(cx->arena, h->finding.asked_at));
	for (size_t i = 0; i < h->said.n; i++)
		held_line(p, word(h->said.v[i].is_same ? T_HELD_SAME_NAME : T_HELD_OTHER_NAME),
		          held_both(cx, h->said.v[i].name, instant_long(cx->arena, h->said.v[i].confirmed_at)));
}

static void show_training(struct ctx *cx, const struct held_more *h, struct held_view *v)
{
	struct held_part *p;

	if (!h->training.n && !h->stages.n && !h->capacity.n)
		return;
	p = held_part(cx, v, T_HELD_TRAINING, T_HELD_TRAINING_WHY);
	for (size_t i = 0; i < h->stages.n; i++)
		held_line(p, WORDS(cx->arena, T_HELD_STAGE, WORD_ARG("n", h->stages.v[i].stage)), date_long(cx->arena, h->stages.v[i].awarded));
	for (size_t i = 0; i < h->training.n; i++)
		held_line(p, h->training.v[i].title, date_long(cx->arena, h->training.v[i].completed));
	for (size_t i = 0; i < h->capacity.n; i++)
		held_line(p, WORDS(cx->arena, T_HELD_ROOM, WORD_ARG("n", h->capacity.v[i].most)),
		          held_both(cx, h->capacity.v[i].organisation,
		                    held_period(cx, h->capacity.v[i].starts, h->capacity.v[i].ends)));
}

static void show_joining(struct ctx *cx, const struct held_more *h, struct held_view *v)
{
	struct held_part *p;

	if (!h->joinings.n && !h->funding.n && !h->hours.n && !h->pauses.n && !h->agreed.n && !h->outcomes.n)
		return;
	p = held_part(cx, v, T_HELD_JOINING, T_HELD_JOINING_WHY);
	for (size_t i = 0; i < h->joinings.n; i++)
		held_line(p, h->joinings.v[i].programme,
		          held_both(cx, h->joinings.v[i].organisation, plain(cx, key_of(&eligibilities, (int)h->joinings.v[i].outcome))));
	for (size_t i = 0; i < h->funding.n; i++)
		held_line(p, word(h->funding.v[i].is_funded ? T_HELD_FUNDED : T_HELD_UNFUNDED),
		          held_both(cx, h->funding.v[i].programme, date_long(cx->arena, h->funding.v[i].starts)));
	for (size_t i = 0; i < h->hours.n; i++)
		held_line(p, hours_words(cx, h->hours.v[i].hours, h->hours.v[i].full_week),
		          held_both(cx, h->hours.v[i].programme, held_period(cx, h->hours.v[i].starts, h->hours.v[i].ends)));
	for (size_t i = 0; i < h->pauses.n; i++)
		held_line(p, word(T_CALENDAR_PAUSED),
		          held_both(cx, h->pauses.v[i].programme, held_period(cx, h->pauses.v[i].starts, h->pauses.v[i].ends)));
	for (size_t i = 0; i < h->agreed.n; i++)
		held_line(p, word(h->agreed.v[i].what == AGREED_PAUSE ? T_AGREED_PAGE_PAUSE : T_AGREED_PAGE_EXTENSION),
		          held_both(cx, plain(cx, h->agreed.v[i].ground), held_both(cx, plain(cx, key_of(&agreed_states, (int)h->agreed.v[i].state)),
		                                                                   h->agreed.v[i].said)));
	for (size_t i = 0; i < h->outcomes.n; i++)
		held_line(p, plain(cx, key_of(&induction_outcomes, (int)h->outcomes.v[i].outcome)),
		          held_both(cx, h->outcomes.v[i].programme, date_long(cx->arena, h->outcomes.v[i].on_date)));
	for (size_t i = 0; i < h->answers.n; i++)
		held_line(p, plain(cx, h->answers.v[i].question),
		          held_both(cx, plain(cx, h->answers.v[i].answer), instant_long(cx->arena, h->answers.v[i].given_at)));
}

static void show_details(struct ctx *cx, const struct held_more *h, struct held_view *v)
{
	struct held_part *p;

	if (!h->has_details)
		return;
	p = held_part(cx, v, T_HELD_DETAILS, T_HELD_DETAILS_WHY);
	held_line(p, word(T_HELD_BORN), date_or_none(cx, h->details.born));
	held_line(p, word(T_HELD_REGISTERED_ON), date_or_none(cx, h->details.registered_on));
	held_line(p, word(T_HELD_QUALIFICATION), h->details.qualification.n ? h->details.qualification : word(T_ORGANISATION_NOT_KNOWN));
	if (h->details.qualified_year != DB_NULL_INT)
		held_line(p, word(T_HELD_QUALIFIED), strf(cx->arena, "%lld", (long long)h->details.qualified_year));
	if (h->details.route.n)
		held_line(p, word(T_HELD_ROUTE), plain(cx, h->details.route));
	held_line(p, word(T_HELD_EQUALITY), word(h->has_equality ? T_HELD_EQUALITY_GIVEN : T_HELD_EQUALITY_NOT));
}

static void show_ways(struct ctx *cx, const struct held_more *h, struct held_view *v)
{
	static const enum word kinds[] = { T_HELD_WAY_ELSEWHERE, T_HELD_WAY_ELSEWHERE, T_HELD_WAY_APP, T_HELD_WAY_PASSKEY };
	struct held_part *p = held_part(cx, v, T_HELD_WAYS, T_HELD_WAYS_WHY);

	for (size_t i = 0; i < h->ways.n; i++)
		held_line(p, word(kinds[h->ways.v[i].kind & 3]),
		          h->ways.v[i].name.n ? held_both(cx, h->ways.v[i].name, instant_long(cx->arena, h->ways.v[i].since))
		                              : instant_long(cx->arena, h->ways.v[i].since));
	for (size_t i = 0; i < h->tokens.n; i++)
		held_line(p, WORDS(cx->arena, T_HELD_TOKEN, WORD_ARG("name", h->tokens.v[i].name)),
		          held_both(cx, word(role_word((enum role)h->tokens.v[i].role)), instant_long(cx->arena, h->tokens.v[i].created)));
	for (size_t i = 0; i < h->offers.n; i++)
		held_line(p, WORDS(cx->arena, T_HELD_OFFER, WORD_ARG("organisation", h->offers.v[i].organisation)),
		          held_both(cx, word(role_word((enum role)h->offers.v[i].role)), instant_long(cx->arena, h->offers.v[i].created)));
	for (size_t i = 0; i < h->addresses.n; i++)
		held_line(p, word(T_HELD_ADDRESS), held_both(cx, h->addresses.v[i].email, instant_long(cx->arena, h->addresses.v[i].created)));
}

/* What there is none of goes without saying; the file says so. */
static void show_kept(struct ctx *cx, const struct held_more *h, struct held_view *v)
{
	static const enum word says[KEPT_END] = {
		T_HELD_KEPT_REFLECTIONS, T_HELD_KEPT_GOALS, T_HELD_KEPT_PLANNED, T_HELD_KEPT_SUPERVISION, T_HELD_KEPT_SUPERVISION_WRITTEN,
		T_HELD_KEPT_ASKS, T_HELD_KEPT_OBSERVATIONS, T_HELD_KEPT_PARTS, T_HELD_KEPT_VIEWS, T_HELD_KEPT_ANSWERS, T_HELD_KEPT_FILES,
		T_HELD_KEPT_REASONS, T_HELD_KEPT_HOLDS, T_HELD_KEPT_RECOVERY, T_HELD_KEPT_MAIL_TROUBLE,
		T_HELD_KEPT_COMMENTS, T_HELD_KEPT_TALKS, T_HELD_KEPT_TIME,
		T_HELD_KEPT_REVIEWS, T_HELD_KEPT_REVIEW_PARTS, T_HELD_KEPT_REVIEW_SIGNED, T_HELD_KEPT_DRAFT_COMMENTS,
	};
	struct held_part *p = held_part(cx, v, T_HELD_KEPT, T_HELD_KEPT_WHY);

	for (size_t i = 0; i < h->kept.n; i++)
		if (h->kept.v[i].n)
			held_line(p, word(says[h->kept.v[i].what]), strf(cx->arena, "%lld", (long long)h->kept.v[i].n));
}

void held_more_show(struct ctx *cx, const struct held_more *h, struct held_view *v)
{
	show_details(cx, h, v);
	show_register(cx, h, v);
	show_training(cx, h, v);
	show_joining(cx, h, v);
	show_ways(cx, h, v);
	show_kept(cx, h, v);
}

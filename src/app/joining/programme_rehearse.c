/* programme_rehearse.c — whole inductions played by a programme's rules: see programme_check.h.
 *
 * Nothing here knows how a date is found or a decision moves: the calendar, what is agreed, readiness and the decision's table are
 * asked as they are by the pages. What is checked is that together they lead somewhere.
 */
#include "app/joining/programme_check.h"
#include "rules/decision.h"

enum { HALF_ROUND = 600, SUPERVISIONS_MAX = 4000 };

/* One way through a programme. */
struct play {
	struct arena *a;
	const struct programme_data *d;
	struct check_lines *to;
	struct calendar_facts f;
	struct hours_span hours;
	struct pause_span pauses[2];
	struct extension_span extension;
	struct calendar calendar;
};

static void say(const struct play *p, enum check_mark mark, const char *where, struct str text)
{
	check_say(p->to, mark, str_from_c(where), text);
}

static struct str day(const struct play *p, struct date d)
{
	return date_long(p->a, d);
}

/* ---- the dates ---- */

static bool within(const struct play *p, struct date d)
{
	return date_cmp(d, p->f.starts) >= 0 && date_cmp(d, p->calendar.end.date) <= 0;
}

static void play_reviews(const struct play *p)
{
	const struct calendar *c = &p->calendar;

	for (int i = 0; i < c->reviews_n; i++) {
		const struct calendar_review *r = &c->reviews[i];
		struct str where = strf(p->a, "reviews[%d]", i);

		if (date_is_none(r->due.date) || !within(p, r->due.date))
			check_say(p->to, CHECK_WRONG, where, strf(p->a, "the review of month %d has no day between the first and the latest end", r->month));
		else if (i && date_cmp(r->opens, c->reviews[i - 1].closes) <= 0)
			check_say(p->to, CHECK_WRONG, where, strf(p->a, "the review of month %d can be held before that of month %d is over", r->month, c->reviews[i - 1].month));
		else if (calendar_is_paused(&p->f, r->due.date))
			check_say(p->to, CHECK_WRONG, where, strf(p->a, "the review of month %d is due while the clock is stopped", r->month));
		else
			say(p, CHECK_FINE, "", strf(p->a, "review of month %d: due %.*s, from %.*s to %.*s, asked for on %.*s", r->month,
			                            STR_FMT(day(p, r->due.date)), STR_FMT(day(p, r->opens)), STR_FMT(day(p, r->closes)),
			                            STR_FMT(day(p, date_plus(r->due.date, -p->d->review.prepare_days)))));
	}
}

/* play_supervision — held on the very day it is due, from the first day to the last. */
static int play_supervision(const struct play *p)
{
	struct date last = p->f.starts;
	int n = 0;

	while (p->d->dates.stages_n && n < SUPERVISIONS_MAX) {
		struct calendar_date next = calendar_supervision(&p->f, last);

		if (date_is_none(next.date) || date_cmp(next.date, p->calendar.end.date) > 0)
			break;
		if (date_cmp(next.date, last) <= 0 || calendar_is_paused(&p->f, next.date)) {
			say(p, CHECK_WRONG, "calendar.supervision", strf(p->a, "the one after %.*s has no day", STR_FMT(day(p, last))));
			break;
		}
		last = next.date;
		n++;
	}
	if (n)
		say(p, CHECK_FINE, "", strf(p->a, "%d supervisions fall due, the last on %.*s", n, STR_FMT(day(p, last))));
	return n;
}

/* ---- before an outcome ---- */

static struct str rule_words(const struct readiness_line *l)
{
	switch (l->rule) {
	case SHOWN_OUTCOMES: return S("every outcome has enough to talk about: the ECSW");
	case SHOWN_ACTIVITY: return S("pieces of a required kind: the ECSW");
	case SHOWN_PRIVACY: return S("nothing is held back for privacy: the ECSW");
	case SHOWN_ANSWERED: return S("no question waits for an answer: the ECSW");
	case OWED_SUPERVISION: return S("supervision at its rhythm: the practice supervisor");
	case OWED_OBSERVATION: return S("direct observations: whoever watches");
	case OWED_PEOPLE: return S("a supervisor and an assessor: the coordinator");
	case OWED_VIEWS: return S("every piece was answered in time: the practice assessor");
	case OWED_PARTS: return S("parts of pieces were added in time: whoever was asked");
	case OWED_REVIEWS: return S("the reviews were held: all three");
	case OWED_CASES: return S("cases within what was agreed, in the months that were entered: the practice supervisor");
	case OWED_TIME: return S("protected time, in the weeks that were answered: the practice supervisor");
	}
	return S("a rule nobody is named for");
}

/* play_ready — once with all that people can bring about, once with nothing: each rule has to be met by the one, and said by the other. */
static void play_ready(const struct play *p, int supervisions)
{
	struct readiness_facts all = { .outcomes = 1, .outcomes_enough = 1, .supervision_due = supervisions, .supervision_held = supervisions,
		                           .has_supervisor = true, .has_assessor = true, .reviews_due = p->calendar.reviews_n - p->d->review.optional_n,
		                           .reviews_held = p->calendar.reviews_n - p->d->review.optional_n, .time_stated = p->d->support.stages_n > 0, .time_met = true,
		                           .time_given = 1, .time_answered = 1, .cases_within = 1, .cases_entered = 1 };
	struct readiness_facts none = { .outcomes = 1, .held_back = 1, .questions = 1, .supervision_due = supervisions, .views_late = 1,
		                            .parts_late = 1, .reviews_due = p->calendar.reviews_n - p->d->review.optional_n, .time_stated = p->d->support.stages_n > 0,
		                            .time_answered = 1, .cases_entered = 1 };
	struct readiness can, cannot;

	for (int i = 0; i < p->d->decision.required_n; i++)
		all.pieces[p->d->decision.required[i].kind] = p->d->decision.required[i].count;
	readiness_of(&p->d->decision, &all, &can);
	readiness_of(&p->d->decision, &none, &cannot);
	for (size_t i = 0; i < can.n; i++) {
		struct str words = rule_words(&can.v[i]);

		if (!can.v[i].met)
			say(p, CHECK_WRONG, "decision", strf(p->a, "nobody can meet this rule: %.*s", STR_FMT(words)));
		else if (cannot.v[i].met)
			say(p, CHECK_WARNING, "decision", strf(p->a, "met by doing nothing: %.*s", STR_FMT(words)));
		else
			say(p, CHECK_FINE, "", can.v[i].wanted > 1 ? strf(p->a, "%s: %.*s (%d)", readiness_is_owed(can.v[i].rule) ? "owed" : "shown",
			                                                  STR_FMT(words), can.v[i].wanted)
			                                           : strf(p->a, "%s: %.*s", readiness_is_owed(can.v[i].rule) ? "owed" : "shown", STR_FMT(words)));
	}
}

/* ---- to an outcome ---- */

/* step_fits — may it be taken on the way to an outcome, when everybody does their part? The clock and the authority are nobody one waits for. */
static bool step_fits(const struct decision_step *s, enum judgement j)
{
	return (!s->judgements || (s->judgements & (1u << j))) && (s->by & ~(unsigned)(DECIDER_CLOCK | DECIDER_AUTHORITY)) &&
	       s->act != DECISION_WITHDRAW;
}

/* way_to — the shortest way from the beginning to an outcome: breadth first over the one table. ret_steps has DECISION_STATE_END places;
 * 0 for no way. */
static int way_to(enum judgement j, const struct decision_step **ret_steps)
{
	const struct decision_step *by[DECISION_STATE_END] = { NULL }, *all, *back[DECISION_STATE_END];
	enum decision_state queue[DECISION_STATE_END], at;
	size_t n, head = 0, tail = 0;
	bool seen[DECISION_STATE_END] = { [DECISION_NONE] = true };
	int long_ = 0;

	all = decision_steps(&n);
	queue[tail++] = DECISION_NONE;
	while (head < tail && !seen[DECISION_ISSUED]) {
		at = queue[head++];
		for (size_t i = 0; i < n; i++)
			if (all[i].from == at && !seen[all[i].to] && step_fits(&all[i], j)) {
				seen[all[i].to] = true;
				by[all[i].to] = &all[i];
				queue[tail++] = all[i].to;
			}
	}
	for (at = DECISION_ISSUED; by[at]; at = by[at]->from)
		back[long_++] = by[at];
	for (int i = 0; i < long_; i++)
		ret_steps[i] = back[long_ - 1 - i];
	return long_;
}

static struct str who_of(struct arena *a, unsigned by)
{
	struct buf b = buf_new(a, 200);

	for (unsigned bit = 1; bit <= by; bit <<= 1)
		if (by & bit)
			buf_addf(&b, "%s%.*s", buf_str(&b).n ? " or " : "", STR_FMT(decider_key(bit)));
	return buf_str(&b);
}

static void play_outcome(const struct play *p, enum judgement j)
{
	const struct decision_step *steps[DECISION_STATE_END];
	const struct decision_rules *r = &p->d->decision;
	int n = way_to(j, steps);
	struct date told = p->calendar.ready.date, respond = working_day_after(told, r->respond_days);
	struct buf b = buf_new(p->a, 2000);

	if (!n) {
		say(p, CHECK_WRONG, "decision", strf(p->a, "no way leads to “%.*s”", STR_FMT(key_of(&judgements, (int)j))));
		return;
	}
	for (int i = 0; i < n; i++)
		buf_addf(&b, "%s%.*s (%.*s)", i ? ", " : "", STR_FMT(key_of(&decision_acts, (int)steps[i]->act)), STR_FMT(who_of(p->a, steps[i]->by)));
	say(p, CHECK_FINE, "", strf(p->a, "“%.*s”: %.*s", STR_FMT(key_of(&judgements, (int)j)), STR_FMT(buf_str(&b))));
	if (j != JUDGEMENT_MEETS)
		say(p, CHECK_FINE, "", strf(p->a, "  told on %.*s: to respond by %.*s; issued that day, to appeal by %.*s", STR_FMT(day(p, told)),
		                            STR_FMT(day(p, respond)), STR_FMT(day(p, working_day_after(respond, r->appeal_days)))));
}

/* ---- more time afterwards ---- */

/* play_more_time — what follows an outcome that wants more of it: as much as can be given at once, and the end it leads to. */
static void play_more_time(struct play *p, bool owed)
{
	const struct agreed_rules *r = &p->d->agreed;
	struct extension_span more = { owed ? r->owed_days : r->extension_days, p->calendar.ready.date };
	const char *after = owed ? "more time owed" : "does not yet meet";
	struct calendar *later = NEW(p->a, struct calendar);
	struct calendar_facts f = p->f;
	int left = 0;

	if (!r->extension_count || more.days < 1)
		return;
	f.extensions = &more;
	f.extensions_n = 1;
	calendar_of(&f, later);
	if (agreed_extension_wrong(r, more.days, 0, 0, owed, &left) != AGREED_FINE)
		say(p, CHECK_WRONG, owed ? "extensions.owed_days" : "extensions.days", strf(p->a, "%d days after “%s” are not within its own bounds (%d are left)", more.days, after, left));
	else if (date_is_none(later->end.date) || date_cmp(later->end.date, p->calendar.undisturbed) <= 0)
		say(p, CHECK_WRONG, "extensions", strf(p->a, "an extension after “%s” moves no date", after));
	else
		say(p, CHECK_FINE, "", strf(p->a, "after “%s”, %d days more: the latest end is %.*s", after, more.days, STR_FMT(day(p, later->end.date))));
}

/* ---- one way through ---- */

static void play(struct play *p, const char *title)
{
	struct calendar *c = &p->calendar;
	int supervisions;

	check_say(p->to, CHECK_HEADING, STR_NONE, strf(p->a, "%s, from %.*s", title, STR_FMT(day(p, p->f.starts))));
	calendar_of(&p->f, c);
	if (date_is_none(c->end.date) || date_is_none(c->ready.date) || date_cmp(c->ready.date, p->f.starts) <= 0) {
		say(p, CHECK_WRONG, "months", S("the end or the day one may be recommended from cannot be found"));
		return;
	}
	if (date_cmp(c->end.date, c->ready.date) < 0)
		say(p, CHECK_WRONG, "months", S("the latest end is before the day one may be recommended from"));
	play_reviews(p);
	supervisions = play_supervision(p);
	for (int i = 0; i < c->funding_n; i++)
		if (date_is_none(c->funding[i].date))
			say(p, CHECK_WRONG, "calendar.funding", S("a day on which funding falls due cannot be found"));
	say(p, CHECK_FINE, "", strf(p->a, "may be recommended from %.*s; latest end %.*s", STR_FMT(day(p, c->ready.date)), STR_FMT(day(p, c->end.date))));
	play_ready(p, supervisions);
}

static struct play begin(struct arena *a, const struct programme_data *d, struct check_lines *to, int year, int month, int at)
{
	struct play p = { .a = a, .d = d, .to = to };

	p.f = (struct calendar_facts){ .starts = date_make(year, month, at), .rules = &d->dates };
	return p;
}

/* play_part_time — at 0.6 with nine months' leave from the middle of the first half on, the longest pause that can be agreed, and one
 * extension as long as may be. The clock stands still twice and the end moves three ways. */
static void play_part_time(struct play *p)
{
	const struct agreed_rules *r = &p->d->agreed;
	struct date leave = date_plus(p->f.starts, p->d->months * 8), pause = date_plus(leave, 400);
	int left = 0;

	p->hours = (struct hours_span){ p->f.starts, DATE_NONE, HALF_ROUND };
	p->f.hours = &p->hours, p->f.hours_n = 1;
	p->pauses[0] = (struct pause_span){ leave, date_plus(leave, 272) };
	p->f.pauses = p->pauses, p->f.pauses_n = 1;
	for (int i = 0; i < r->pauses_n; i++)
		if (agreed_pause_wrong(r, &r->pauses[i], r->pauses[i].days, 0, &left) != AGREED_FINE)
			check_say(p->to, CHECK_WRONG, strf(p->a, "pauses.agreed[%d].days", i), strf(p->a, "is more than there may be: %d days are left", left));
	if (r->pauses_n) {
		p->pauses[1] = (struct pause_span){ pause, date_plus(pause, r->pauses[0].days - 1) };
		p->f.pauses_n = 2;
	}
	if (r->extension_count) {
		p->extension = (struct extension_span){ r->extension_days, date_plus(pause, 200) };
		p->f.extensions = &p->extension, p->f.extensions_n = 1;
	}
	play(p, "At 0.6 of full time, with nine months of leave, the longest pause by agreement and an extension");
}

void programme_rehearse(struct arena *a, const struct programme_data *d, struct check_lines *ret)
{
	struct play *full = NEW(a, struct play), *part = NEW(a, struct play), *leap = NEW(a, struct play);

	*full = begin(a, d, ret, 2027, 10, 6);
	play(full, "Full-time");
	if (ret->wrong == 0)
		for (int j = JUDGEMENT_MEETS; j < JUDGEMENT_END; j++)
			play_outcome(full, (enum judgement)j);
	play_more_time(full, false);
	play_more_time(full, true);
	*part = begin(a, d, ret, 2027, 10, 6);
	play_part_time(part);
	*leap = begin(a, d, ret, 2028, 2, 29);
	play(leap, "Full-time from a leap day");
}

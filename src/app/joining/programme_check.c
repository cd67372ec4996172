/* programme_check.c — what a reader of a programme's rules would notice: see programme_check.h. */
#include "app/joining/programme_check.h"

void check_say(struct check_lines *to, enum check_mark mark, struct str where, struct str text)
{
	to->warnings += mark == CHECK_WARNING;
	to->wrong += mark == CHECK_WRONG;
	if (to->n < CHECK_LINES_MAX)
		to->v[to->n++] = (struct check_line){ mark, where, text };
}

static void warn(struct check_lines *to, struct str where, const char *text)
{
	check_say(to, CHECK_WARNING, where, str_from_c(text));
}

static bool has_form(const struct programme_data *d, enum evidence_kind kind)
{
	for (size_t i = 0; d && i < d->forms.n; i++)
		if (d->forms.v[i].kind == kind)
			return true;
	return false;
}

/* asks_evidence — without any form of evidence people get one plain box a kind, whatever is asked in records. */
static bool asks_evidence(const struct programme_data *d)
{
	for (int k = 1; k < KIND_END; k++)
		if (has_form(d, (enum evidence_kind)k))
			return true;
	return false;
}

/* ---- what it contains, and what it stands on ---- */

static void check_around(struct arena *a, const struct programme_data *d, const struct check_with *with, struct check_lines *to)
{
	const struct programme_data *in = with->inner;

	if (d->open_slot)
		warn(to, S("framework"), "is open: whoever brings it in names the standards it is assessed against (--framework SLUG)");
	else if (!with->framework_known)
		warn(to, S("framework"), "does not come with Cairn: it has to be imported and published before this programme");
	if (!d->contains.n)
		return;
	if (str_eq(d->contains, d->slug))
		check_say(to, CHECK_WRONG, S("contains"), S("is the programme itself"));
	else if (!in)
		warn(to, S("contains"), "does not come with Cairn: it has to be here before this programme, and was not looked at");
	else if (!in->is_national || in->contains.n)
		check_say(to, CHECK_WRONG, S("contains"), strf(a, "“%.*s” is no national programme: a chain has two links", STR_FMT(in->slug)));
	else if (in->months > d->months)
		check_say(to, CHECK_WRONG, S("contains"), strf(a, "“%.*s” is %d months long and does not fit inside %d", STR_FMT(in->slug), in->months, d->months));
	else
		check_say(to, CHECK_FINE, S("contains"), strf(a, "“%.*s”, %d months, keeps its own rules and outcome", STR_FMT(in->slug), in->months));
}

/* ---- what has to be there before an outcome ---- */

static int asked_count(const struct programme_data *d, enum evidence_kind kind)
{
	for (size_t i = 0; i < d->asked.n; i++)
		if (d->asked.v[i].kind == kind)
			return d->asked.v[i].left;
	return 0;
}

static void check_required(struct arena *a, const struct programme_data *d, const struct check_with *with, struct check_lines *to)
{
	const struct decision_rules *r = &d->decision;
	bool any_form = asks_evidence(d) || asks_evidence(with->inner);

	for (int i = 0; i < r->required_n; i++) {
		struct str where = strf(a, "decision.required[%d]", i), kind = key_of(&evidence_kinds, (int)r->required[i].kind);

		if (any_form && !has_form(d, r->required[i].kind) && !has_form(with->inner, r->required[i].kind))
			check_say(to, CHECK_WARNING, where, strf(a, "no form asks for %.*s: people get one plain box for it", STR_FMT(kind)));
		if (d->asked.n && asked_count(d, r->required[i].kind) != r->required[i].count)
			check_say(to, CHECK_WARNING, where, strf(a, "wants %d of %.*s, and next.required %d: what would help most then proposes another number",
			                                         r->required[i].count, STR_FMT(kind), asked_count(d, r->required[i].kind)));
	}
	for (size_t i = 0; i < d->asked.n; i++) {
		bool known = false;

		for (int k = 0; k < r->required_n; k++)
			known = known || r->required[k].kind == d->asked.v[i].kind;
		if (!known)
			check_say(to, CHECK_WARNING, strf(a, "next.required[%zu]", i),
			          strf(a, "%.*s is proposed as required, and decision.required does not ask for it",
			               STR_FMT(key_of(&evidence_kinds, (int)d->asked.v[i].kind))));
	}
	if (d->statements)
		check_say(to, CHECK_WARNING, S("enough.statements"),
		          S("a number of statements is no minimum standard: statements explain an outcome. Nothing goes by it, here or in a decision"));
	if (!r->changes_n)
		warn(to, S("decision.changes"), "is empty: nobody who thinks of taking a job can read what completing it changes");
}

/* ---- reviews, supervision, time ---- */

static void check_time(struct arena *a, const struct programme_data *d, struct check_lines *to)
{
	const struct calendar_rules *c = &d->dates;

	if (!d->reviews_n)
		warn(to, S("reviews"), "there are none: nobody sits down together before an outcome");
	else if (d->reviews[d->reviews_n - 1] != d->months)
		check_say(to, CHECK_WARNING, S("reviews"), strf(a, "the last is in month %d, and the programme ends in month %d",
		                                                d->reviews[d->reviews_n - 1], d->months));
	else if (!c->last_review_days)
		warn(to, S("calendar.last_review_days"), "is nothing: the last review is on the last day, with no time to respond to what is said in it");
	if (d->reviews_n && d->review.prepare_days < d->review.parts_days)
		check_say(to, CHECK_WRONG, S("reviewing.prepare_days"), S("parts are wanted before they are asked for"));
	if (d->reviews_n && d->reviews[0] * 28 <= d->review.prepare_days)
		warn(to, S("reviewing.prepare_days"), "the first review is prepared before the first day");
	if (!c->stages_n)
		warn(to, S("calendar.supervision"), "says nothing: no supervision ever falls due, and none is owed");
	else if (c->stages[0].from_month > 0)
		check_say(to, CHECK_WARNING, S("calendar.supervision"), strf(a, "says nothing of the time before month %d", c->stages[0].from_month));
	for (int i = 1; i < c->stages_n; i++)
		if (c->stages[i].days < c->stages[i - 1].days)
			check_say(to, CHECK_WARNING, strf(a, "calendar.supervision[%d]", i), S("is more often than the stage before it: is that meant?"));
	for (size_t i = 0; i < d->forms.n; i++)
		for (int k = 0; k < d->forms.v[i].prompts_n; k++)
			if (d->forms.v[i].prompts[k].from >= d->months)
				check_say(to, CHECK_WARNING, strf(a, "forms[%zu].prompts[%d].from", i, k),
				          strf(a, "is month %d of %d: it is asked in extra time at most", d->forms.v[i].prompts[k].from, d->months));
}

/* check_records — what is typed every week or two. */
static void check_records(struct arena *a, const struct programme_data *d, struct check_lines *to)
{
	for (size_t i = 0; i < d->forms.n; i++) {
		const struct piece_form *f = &d->forms.v[i];
		const struct prompt *actions = form_prompt(f, S("actions"));
		struct str where = strf(a, "forms[%zu] (%.*s)", i, STR_FMT(form_kind_key(f)));
		int wanted = 0;

		for (int k = 0; f->record && k < f->prompts_n; k++)
			wanted += !record_prompt(f->record, f->prompts[k].id) && f->prompts[k].must != WANTED_NO;
		if (f->record == RECORD_SUPERVISION && actions && !record_is_wanted(actions, true))
			warn(to, where, "“actions” need not be there when supervision was held: nobody has to write down what was agreed");
		if (wanted > 2)
			check_say(to, CHECK_WARNING, where, strf(a, "wants %d answers of its own each time: somebody types them every week or two", wanted));
	}
}

static void check_agreed(struct arena *a, const struct programme_data *d, struct check_lines *to)
{
	const struct agreed_rules *r = &d->agreed;

	if (!r->pauses_n)
		warn(to, S("pauses"), "there are none to agree: only leave by right stops the clock");
	if (!r->extension_count)
		warn(to, S("extensions"), "there are none: “more time owed” and “does not yet meet” lead to no more time");
	else if (!r->owed_days)
		warn(to, S("extensions.owed_days"), "is nothing: “more time owed” gives no time");
	if (r->extension_count && r->extension_days * r->extension_count > r->extension_all)
		check_say(to, CHECK_WARNING, S("extensions.days_in_all"), strf(a, "%d of %d days do not all fit into %d: the last is shorter",
		                                                              r->extension_count, r->extension_days, r->extension_all));
	for (int j = JUDGEMENT_MEETS; d->is_national && j < JUDGEMENT_END; j++)
		if (!d->after.of[j].guidance_n)
			check_say(to, CHECK_WARNING, S("after"), strf(a, "says nothing of “%.*s”: nobody is told what to do next, or by when",
			                                              STR_FMT(key_of(&judgements, j))));
	if (d->is_national && !d->decision.moderate_one_in)
		warn(to, S("decision.moderate_one_in"), "is nothing: nobody from outside ever looks by chance");
}

void programme_check(struct arena *a, const struct programme_data *d, const struct check_with *with, struct check_lines *ret)
{
	check_say(ret, CHECK_HEADING, STR_NONE, S("What stands in it"));
	check_around(a, d, with, ret);
	check_required(a, d, with, ret);
	check_time(a, d, ret);
	check_records(a, d, ret);
	check_agreed(a, d, ret);
	if (!date_is_none(d->published) && !date_is_none(d->in_force) && date_cmp(d->in_force, d->published) < 0)
		check_say(ret, CHECK_WARNING, S("in_force"), S("is before it was published: people were bound by what nobody could read"));
}

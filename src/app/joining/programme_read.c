/* programme_read.c — a programme's JSON, checked. Every refusal names the key it is about. */
#include "app/joining/programme_inside.h"
#include "rules/asks.h"

#include <jansson.h>

void reading_wrong(struct reading *r, struct str where, const char *says)
{
	struct str sentence = strf(r->a, "%.*s: %s.", STR_FMT(where), says);

	if (!r->why.n)
		r->why = sentence;
	if (r->wrong->n < PROGRAMME_WRONGS_MAX)
		r->wrong->v[r->wrong->n++] = sentence;
	r->wrong->all++;
}

/* place — of a member of the object in hand. */
static struct str place(struct reading *r, const char *key)
{
	return r->inside.n ? strf(r->a, "%.*s.%s", STR_FMT(r->inside), key) : str_from_c(key);
}

bool reading_keys(struct reading *r, const json_t *o, struct str where, const char *const *names, size_t n)
{
	const char *key;
	json_t *value;
	bool all_known = true;

	if (!json_is_object(o)) {
		reading_wrong(r, where, "must be an object");
		return false;
	}
	json_object_foreach((json_t *)o, key, value) {
		bool known = false;

		for (size_t i = 0; i < n; i++)
			known = known || strcmp(names[i], key) == 0;
		if (!known)
			reading_wrong(r, where.n ? strf(r->a, "%.*s.%s", STR_FMT(where), key) : str_dup(r->a, str_from_c(key)),
			      "there is no such key");
		all_known = all_known && known;
	}
	return all_known;
}
struct str reading_text(struct reading *r, const json_t *o, const char *key, struct str where, size_t max, bool required)
{
	const json_t *v = json_object_get(o, key);
	struct str s = str_trim(json_get_str(o, key)), at = where.n ? strf(r->a, "%.*s.%s", STR_FMT(where), key) : str_from_c(key);

	if (v && !json_is_string(v))
		reading_wrong(r, at, "must be text");
	else if (required && !s.n)
		reading_wrong(r, at, "is missing");
	else if (utf8_count(s) > max)
		reading_wrong(r, at, "is too long");
	return str_dup(r->a, s);
}

bool reading_is_slug(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] == '-' && i > 0)))
			return false;
	return s.n > 0;
}

static struct str slug_of(struct reading *r, const json_t *o, const char *key, struct str where, bool required)
{
	struct str s = reading_text(r, o, key, where, 60, required);

	if (s.n && !reading_is_slug(s))
		reading_wrong(r, where.n ? strf(r->a, "%.*s.%s", STR_FMT(where), key) : str_from_c(key),
		      "may have small letters, digits and hyphens only");
	return s;
}

static int number_in(struct reading *r, const json_t *o, const char *key, int least, int most)
{
	const json_t *v = json_object_get(o, key);
	int64_t n = json_is_integer(v) ? json_integer_value(v) : INT64_MIN;

	if (!v)
		reading_wrong(r, place(r, key), "is missing");
	else if (n < least || n > most)
		reading_wrong(r, place(r, key), strf(r->a, "must be a whole number from %d to %d", least, most).p);
	return (int)(n < least || n > most ? least : n);
}

static bool yes_or_no(struct reading *r, const json_t *o, const char *key, bool otherwise)
{
	const json_t *v = json_object_get(o, key);

	if (v && !json_is_boolean(v))
		reading_wrong(r, str_from_c(key), "must be true or false");
	return json_get_bool(o, key, otherwise);
}

/* one_of_two — a key with two words: true for the second. */
static bool one_of_two(struct reading *r, const json_t *o, const char *key, const char *first, const char *second)
{
	struct str s = json_get_str(o, key);

	if (!str_eq(s, str_from_c(first)) && !str_eq(s, str_from_c(second)))
		reading_wrong(r, str_from_c(key), strf(r->a, "must be “%s” or “%s”", first, second).p);
	return str_eq(s, str_from_c(second));
}

static struct date date_in(struct reading *r, const json_t *o, const char *key)
{
	struct date d = DATE_NONE;

	if (json_object_get(o, key) && !date_parse(json_get_str(o, key), &d))
		reading_wrong(r, str_from_c(key), "must be a date such as 2027-04-01");
	return d;
}

/* ---- the parts ---- */

static void read_enough(struct reading *r, const json_t *root)
{
	const json_t *o = json_object_get(root, "enough");

	if (!KEYS(r, o, S("enough"), "kinds", "observed", "months", "statements"))
		return;
	if (json_object_get(o, "statements")) /* known, so that it can be warned about: programme_check */
		r->d->statements = number_in(r, o, "statements", 1, 1000);
	r->d->enough = (struct enough){ number_in(r, o, "kinds", 1, 20), number_in(r, o, "observed", 0, 1) > 0,
		                            number_in(r, o, "months", 1, 120) };
}

static void read_reviews(struct reading *r, const json_t *root)
{
	const json_t *list = json_object_get(root, "reviews");
	size_t i;
	json_t *v;

	if (list && (!json_is_array(list) || json_array_size(list) > PROGRAMME_REVIEWS_MAX)) {
		reading_wrong(r, S("reviews"), "must be a list of months");
		return;
	}
	json_array_foreach((json_t *)list, i, v) {
		int64_t month = json_is_integer(v) ? json_integer_value(v) : 0;

		if (month < 1 || month > r->d->months || (i && month <= r->d->reviews[i - 1]))
			reading_wrong(r, S("reviews"), "must be months of the programme, ascending");
		else
			r->d->reviews[r->d->reviews_n++] = (int)month;
		if (r->why.n)
			return; /* the others are held against it */
	}
}

static void read_routes(struct reading *r, const json_t *root)
{
	const json_t *list = json_object_get(root, "routes");
	size_t i;
	json_t *o;

	if (!json_is_array(list) || json_array_size(list) < 1 || json_array_size(list) > PROGRAMME_ROUTES_MAX) {
		reading_wrong(r, S("routes"), strf(r->a, "must be a list of 1 to %d", PROGRAMME_ROUTES_MAX).p);
		return;
	}
	json_array_foreach((json_t *)list, i, o) {
		struct str where = strf(r->a, "routes[%zu]", i);
		struct route_in route;

		if (!KEYS(r, o, where, "key", "name"))
			return;
		route = (struct route_in){ slug_of(r, o, "key", where, true), reading_text(r, o, "name", where, 120, true) };
		if (programme_route_name(r->d, route.key).n)
			reading_wrong(r, where, "the same key stands there twice");
		r->d->routes[r->d->routes_n++] = route;
	}
}

static enum eligibility_lead lead_of(struct reading *r, const json_t *o, struct str where)
{
	struct str s = json_get_str(o, "leads");

	if (str_eq(s, S("stop")))
		return LEAD_STOP;
	if (str_eq(s, S("continue without funding")))
		return LEAD_UNFUNDED;
	if (!str_eq(s, S("continue")))
		reading_wrong(r, where, "“leads” must be “stop”, “continue” or “continue without funding”");
	return LEAD_CONTINUE;
}

static struct eligibility_answer read_answer(struct reading *r, const json_t *o, struct str where)
{
	if (!KEYS(r, o, where, "key", "label", "leads", "then", "sentence", "rule"))
		return (struct eligibility_answer){ .next = ELIGIBILITY_END };
	return (struct eligibility_answer){
		.key = slug_of(r, o, "key", where, true), .label = reading_text(r, o, "label", where, 200, true),
		.leads = lead_of(r, o, where), .then = reading_text(r, o, "then", where, 60, false),
		.sentence = reading_text(r, o, "sentence", where, 600, false), .rule = reading_text(r, o, "rule", where, 80, false),
	};
}

static void read_question(struct reading *r, const json_t *o, struct str where, struct eligibility_question *ret)
{
	const json_t *list = json_object_get(o, "answers");
	struct eligibility_answer *answers;
	size_t i;
	json_t *x;

	if (!KEYS(r, o, where, "key", "ask", "hint", "answers"))
		return;
	if (!json_is_array(list) || json_array_size(list) > ELIGIBILITY_ANSWERS_MAX) {
		reading_wrong(r, where, strf(r->a, "needs a list of at most %d answers", ELIGIBILITY_ANSWERS_MAX).p);
		return;
	}
	answers = NEW_ARRAY(r->a, struct eligibility_answer, json_array_size(list) + 1);
	json_array_foreach((json_t *)list, i, x)
		answers[i] = read_answer(r, x, strf(r->a, "%.*s.answers[%zu]", STR_FMT(where), i));
	*ret = (struct eligibility_question){ .key = slug_of(r, o, "key", where, true), .ask = reading_text(r, o, "ask", where, 300, true),
		                                  .hint = reading_text(r, o, "hint", where, 600, false), .answers = answers,
		                                  .answers_n = (int)json_array_size(list) };
}

static void read_eligibility(struct reading *r, const json_t *root)
{
	const json_t *o = json_object_get(root, "eligibility"), *otherwise = json_object_get(o, "otherwise");
	const json_t *list = json_object_get(o, "questions");
	struct eligibility_table *t = &r->d->eligibility;
	struct str why;
	size_t i;
	json_t *q;

	if (!o) {
		if (!r->d->contains.n)
			reading_wrong(r, S("eligibility"), "is missing; only a programme that contains another may leave it out");
		return;
	}
	if (!KEYS(r, o, S("eligibility"), "otherwise", "questions") ||
	    !KEYS(r, otherwise, S("eligibility.otherwise"), "rule", "sentence"))
		return;
	if (!json_is_array(list) || json_array_size(list) < 1 || json_array_size(list) > ELIGIBILITY_QUESTIONS_MAX) {
		reading_wrong(r, S("eligibility.questions"), strf(r->a, "must be a list of 1 to %d", ELIGIBILITY_QUESTIONS_MAX).p);
		return;
	}
	t->rule = reading_text(r, otherwise, "rule", S("eligibility.otherwise"), 80, true);
	t->sentence = reading_text(r, otherwise, "sentence", S("eligibility.otherwise"), 600, true);
	t->questions = NEW_ARRAY(r->a, struct eligibility_question, json_array_size(list));
	t->n = (int)json_array_size(list);
	json_array_foreach((json_t *)list, i, q)
		read_question(r, q, strf(r->a, "eligibility.questions[%zu]", i), &t->questions[i]);
	if (!r->why.n && !eligibility_link(r->a, t, &why))
		reading_wrong(r, S("eligibility"), str_dup(r->a, why).p);
}

/* read_families — what is said of asking families; may be left out. */
static void read_families(struct reading *r, const json_t *root)
{
	const json_t *o = json_object_get(root, "families");
	const json_t *least = o ? json_object_get(o, "least") : NULL;
	int64_t n = json_is_integer(least) ? json_integer_value(least) : 0;

	if (!o || !KEYS(r, o, S("families"), "least", "in_proceedings"))
		return;
	if (n < FAMILY_LEAST_MIN || n > PROGRAMME_FAMILIES_LEAST_MAX)
		reading_wrong(r, S("families.least"), strf(r->a, "must be a whole number from %d to %d", FAMILY_LEAST_MIN, PROGRAMME_FAMILIES_LEAST_MAX).p);
	r->d->families_least = (int)n;
	r->d->families_live = reading_text(r, o, "in_proceedings", S("families"), 600, false);
}

/* read_stages — supervision: from which month at least every so many days. */
static void read_stages(struct reading *r, const json_t *list)
{
	struct calendar_rules *c = &r->d->dates;
	size_t i;
	json_t *v;

	if (list && (!json_is_array(list) || json_array_size(list) > CALENDAR_STAGES_MAX)) {
		reading_wrong(r, S("calendar.supervision"), "must be a list of stages");
		return;
	}
	json_array_foreach((json_t *)list, i, v) {
		struct str where = strf(r->a, "calendar.supervision[%zu]", i);

		if (!KEYS(r, v, where, "from_month", "days"))
			return;
		r->inside = where;
		c->stages[c->stages_n++] = (struct supervision_stage){ number_in(r, v, "from_month", 0, 120), number_in(r, v, "days", 1, 366) };
	}
}

static void read_funding(struct reading *r, const json_t *list)
{
	struct calendar_rules *c = &r->d->dates;
	size_t i;
	json_t *v;

	if (list && (!json_is_array(list) || json_array_size(list) > CALENDAR_FUNDING_MAX)) {
		reading_wrong(r, S("calendar.funding"), "must be a list of months");
		return;
	}
	json_array_foreach((json_t *)list, i, v)
		c->funding[c->funding_n++] = json_is_integer(v) && json_integer_value(v) <= 120 ? (int)json_integer_value(v) : 0;
}

/* read_calendar — what dates are worked out from. A programme that says nothing of it has reviews on their day, and no
 * rhythm of supervision. */
static void read_calendar(struct reading *r, const json_t *root)
{
	const json_t *o = json_object_get(root, "calendar");
	struct calendar_rules *c = &r->d->dates;
	const char *unfit;

	*c = (struct calendar_rules){ .months = r->d->months, .in_proportion = r->d->in_proportion, .reviews_n = r->d->reviews_n };
	memcpy(c->reviews, r->d->reviews, sizeof(c->reviews));
	if (!o || !KEYS(r, o, S("calendar"), "window_days", "last_review_days", "supervision", "funding"))
		return;
	c->window_days = number_in(r, o, "window_days", 0, 90);
	c->last_review_days = number_in(r, o, "last_review_days", 0, 365);
	read_stages(r, json_object_get(o, "supervision"));
	read_funding(r, json_object_get(o, "funding"));
	r->inside = S("calendar");
	if (!r->why.n && !r->no_months && (unfit = calendar_rules_wrong(c)))
		reading_wrong(r, S("calendar"), unfit);
}

/* read_points — months among those of its reviews. */
static void read_points(struct reading *r, const json_t *list, const char *key, int *ret, int *ret_n)
{
	struct str where = strf(r->a, "reviewing.%s", key);
	size_t i;
	json_t *m;

	if (!json_is_array(list) || json_array_size(list) > REVIEW_POINTS_MAX) {
		reading_wrong(r, where, "must be a list of months");
		return;
	}
	*ret_n = 0;
	json_array_foreach((json_t *)list, i, m) {
		bool known = r->no_months;

		for (int k = 0; k < r->d->reviews_n; k++)
			known = known || (json_is_integer(m) && json_integer_value(m) == r->d->reviews[k]);
		if (!known)
			reading_wrong(r, where, "must be among the months of reviews");
		else
			ret[(*ret_n)++] = (int)json_integer_value(m);
	}
}

static void read_review_parts(struct reading *r, const json_t *list)
{
	size_t i;
	json_t *o;

	r->d->review.parts = 0;
	json_array_foreach((json_t *)list, i, o) {
		int role = number_of(&roles, json_str_of(o));

		if (role != ROLE_ECSW && role != ROLE_SUPERVISOR && role != ROLE_ASSESSOR)
			reading_wrong(r, S("reviewing.parts"), "may have ecsw, practice_supervisor and practice_assessor only");
		else
			r->d->review.parts |= REVIEW_ROLE(role);
	}
	if (!(r->d->review.parts & REVIEW_ROLE(ROLE_ECSW)))
		reading_wrong(r, S("reviewing.parts"), "must have the ecsw: nobody is reviewed without their own view");
}

static void read_scale(struct reading *r, const json_t *list)
{
	struct review_rules *v = &r->d->review;
	size_t i;
	json_t *o;

	if (!json_is_array(list) || json_array_size(list) < 2 || json_array_size(list) > REVIEW_STEPS_MAX) {
		reading_wrong(r, S("reviewing.scale"), strf(r->a, "must be a list of 2 to %d", REVIEW_STEPS_MAX).p);
		return;
	}
	json_array_foreach((json_t *)list, i, o) {
		struct str where = strf(r->a, "reviewing.scale[%zu]", i);

		if (!KEYS(r, o, where, "key", "label", "anchor"))
			return;
		v->scale[v->scale_n++] = (struct review_step){ reading_text(r, o, "key", where, 40, true), reading_text(r, o, "label", where, 60, true),
			                                           reading_text(r, o, "anchor", where, 400, true) };
		for (int k = 0; k + 1 < v->scale_n; k++)
			if (str_eq(v->scale[k].key, v->scale[v->scale_n - 1].key))
				reading_wrong(r, where, "the same key stands there twice");
	}
}

/* read_reviewing — how reviews go; a programme that says nothing has the usual. */
static void read_reviewing(struct reading *r, const json_t *root)
{
	const json_t *o = json_object_get(root, "reviewing");
	struct review_rules *v = &r->d->review;

	*v = review_rules_usual(r->d->reviews, r->d->reviews_n, r->d->months);
	if (!o || !KEYS(r, o, S("reviewing"), "all_outcomes", "optional", "prepare_days", "parts_days", "sign_days", "parts", "scale"))
		return;
	if (json_object_get(o, "all_outcomes"))
		read_points(r, json_object_get(o, "all_outcomes"), "all_outcomes", v->all, &v->all_n);
	if (json_object_get(o, "optional"))
		read_points(r, json_object_get(o, "optional"), "optional", v->optional, &v->optional_n);
	if (r->d->reviews_n && review_is_optional(v, r->d->reviews[r->d->reviews_n - 1]))
		reading_wrong(r, S("reviewing.optional"), "can’t have the last one: somebody sits down together before an outcome");
	if (json_object_get(o, "prepare_days"))
		v->prepare_days = number_in(r, o, "prepare_days", 7, 120);
	if (json_object_get(o, "parts_days"))
		v->parts_days = number_in(r, o, "parts_days", 0, 60);
	if (json_object_get(o, "sign_days"))
		v->sign_days = number_in(r, o, "sign_days", 1, 60);
	if (json_object_get(o, "parts"))
		read_review_parts(r, json_object_get(o, "parts"));
	if (json_object_get(o, "scale"))
		read_scale(r, json_object_get(o, "scale"));
}

/* read_required_by — of what is required, so many by a month. */
static void read_required_by(struct reading *r, const json_t *list, struct str where)
{
	struct decision_rules *d = &r->d->decision;
	int at = d->required_n - 1;

	if (list && (!json_is_array(list) || !json_array_size(list) || json_array_size(list) > REQUIRED_STAGES_MAX)) {
		reading_wrong(r, strf(r->a, "%.*s.by", STR_FMT(where)), "must be a list of one to four stages");
		return;
	}
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *v = json_array_get(list, i);

		r->inside = strf(r->a, "%.*s.by[%zu]", STR_FMT(where), i);
		if (!KEYS(r, v, r->inside, "month", "count"))
			return;
		d->required[at].stages[i].month = number_in(r, v, "month", 1, r->d->months ? r->d->months : 1);
		d->required[at].stages[i].count = number_in(r, v, "count", 1, 60);
		d->required[at].stages_n++;
	}
}

static void read_required(struct reading *r, const json_t *list)
{
	struct decision_rules *d = &r->d->decision;
	size_t i;
	json_t *v;

	if (list && (!json_is_array(list) || json_array_size(list) > DECISION_REQUIRED_MAX)) {
		reading_wrong(r, S("decision.required"), "must be a list of kinds");
		return;
	}
	json_array_foreach((json_t *)list, i, v) {
		struct str where = strf(r->a, "decision.required[%zu]", i);
		int kind = number_of(&evidence_kinds, json_get_str(v, "kind"));

		if (!KEYS(r, v, where, "kind", "count", "by"))
			return;
		r->inside = where;
		if (kind <= 0)
			reading_wrong(r, where, "“kind” must be a kind of evidence");
		d->required[d->required_n].kind = (enum evidence_kind)(kind > 0 ? kind : KIND_REFLECTION);
		d->required[d->required_n++].count = number_in(r, v, "count", 1, 60);
		read_required_by(r, json_object_get(v, "by"), where);
	}
}

static void read_changes(struct reading *r, const json_t *list)
{
	struct decision_rules *d = &r->d->decision;
	size_t i;
	json_t *v;

	if (list && (!json_is_array(list) || json_array_size(list) > DECISION_CHANGES_MAX)) {
		reading_wrong(r, S("decision.changes"), "must be a list of sentences");
		return;
	}
	json_array_foreach((json_t *)list, i, v) {
		if (!json_is_string(v) || !json_string_length(v) || json_string_length(v) > 600)
			reading_wrong(r, S("decision.changes"), "must be sentences of at most 600 letters");
		else
			d->changes[d->changes_n++] = str_dup(r->a, str_from_c(json_string_value(v)));
	}
}

/* read_decision — days, the panel and what is asked before an outcome; may be left out. */
static void read_decision(struct reading *r, const json_t *root)
{
	const json_t *o = json_object_get(root, "decision");
	struct decision_rules *d = &r->d->decision;
	const char *unfit;

	*d = decision_rules_usual;
	if (!o || !KEYS(r, o, S("decision"), "respond_days", "owed_days", "appeal_days", "step_days", "above_days", "members", "quorum", "moderate_one_in",
	                "supervision_percent", "required", "changes"))
		return;
	d->respond_days = number_in(r, o, "respond_days", 5, 60);
	d->owed_days = number_in(r, o, "owed_days", 5, 60);
	d->appeal_days = number_in(r, o, "appeal_days", 5, 120);
	if (json_object_get(o, "step_days"))
		d->step_days = number_in(r, o, "step_days", 3, 60);
	if (json_object_get(o, "above_days"))
		d->above_days = number_in(r, o, "above_days", 3, 60);
	d->members = number_in(r, o, "members", 2, PANEL_MOST);
	d->quorum = number_in(r, o, "quorum", 2, PANEL_MOST);
	d->moderate_one_in = number_in(r, o, "moderate_one_in", 0, 100);
	d->supervision_percent = number_in(r, o, "supervision_percent", 1, 100);
	read_required(r, json_object_get(o, "required"));
	read_changes(r, json_object_get(o, "changes"));
	if (!r->why.n && (unfit = decision_rules_wrong(d)))
		reading_wrong(r, S("decision"), unfit);
}

static void read_asked(struct reading *r, const json_t *list)
{
	struct next_asked *asked = &r->d->asked;

	for (size_t i = 0; i < json_array_size(list) && asked->n < NEXT_REQUIRED_MAX; i++) {
		const json_t *o = json_array_get(list, i), *count = json_object_get(o, "count");
		int kind = number_of(&evidence_kinds, json_get_str(o, "kind"));
		int64_t n = json_is_integer(count) ? json_integer_value(count) : 0;

		if (kind > 0 && n > 0 && n < 100)
			asked->v[asked->n++] = (struct next_required){ (enum evidence_kind)kind, (int)n };
	}
}

/* read_head — the members that are no objects. */
static void read_head(struct reading *r, const json_t *root)
{
	struct programme_data *d = r->d;
	size_t before;

	KEYS(r, root, STR_NONE, "slug", "name", "about", "source", "illustrative", "published", "in_force", "framework",
	     "months", "is_national", "contains", "replaces", "part_time", "supervisor_may_assess", "enough", "answer_days", "reviews",
	     "routes", "eligibility", "families", "forms", "next", "calendar", "reviewing", "decision", "pauses", "extensions", "support", "may_vary", "after");
	d->slug = slug_of(r, root, "slug", STR_NONE, true);
	d->name = reading_text(r, root, "name", STR_NONE, 120, true);
	d->about = reading_text(r, root, "about", STR_NONE, 2000, true);
	d->source = reading_text(r, root, "source", STR_NONE, 300, true);
	d->open_slot = json_is_null(json_object_get(root, "framework"));
	d->framework = d->open_slot ? STR_NONE : slug_of(r, root, "framework", STR_NONE, true);
	d->contains = slug_of(r, root, "contains", STR_NONE, false);
	d->replaces = slug_of(r, root, "replaces", STR_NONE, false);
	if (d->replaces.n && str_eq(d->replaces, d->slug))
		reading_wrong(r, S("replaces"), "must be another programme: other rules have another slug");
	d->illustrative = yes_or_no(r, root, "illustrative", false);
	d->is_national = yes_or_no(r, root, "is_national", false);
	d->published = date_in(r, root, "published");
	d->in_force = date_in(r, root, "in_force");
	before = r->wrong->all;
	d->months = number_in(r, root, "months", 1, 120);
	if (r->wrong->all > before) { /* said once, and not again of everything that is a month of it */
		r->no_months = true;
		d->months = 120;
	}
	d->answer_days = number_in(r, root, "answer_days", 1, 60);
	d->in_proportion = one_of_two(r, root, "part_time", "no change", "in proportion");
	d->second_reader = one_of_two(r, root, "supervisor_may_assess", "no", "with second reader");
	if (d->is_national && d->contains.n)
		reading_wrong(r, S("contains"), "a national programme contains no other");
}

static void read_agreed(struct reading *r, const json_t *root)
{
	programme_agreed_read(r, json_object_get(root, "pauses"), json_object_get(root, "extensions"));
}

static void read_support(struct reading *r, const json_t *root)
{
	programme_support_read(r, json_object_get(root, "support"));
}

static void read_after(struct reading *r, const json_t *root)
{
	programme_after_read(r, json_object_get(root, "after"));
}

static void read_vary(struct reading *r, const json_t *root)
{
	programme_vary_read(r, json_object_get(root, "may_vary"));
}

static void said(struct reading *r, struct str sentence)
{
	if (r->wrong->n < PROGRAMME_WRONGS_MAX)
		r->wrong->v[r->wrong->n++] = sentence;
	r->wrong->all++;
}

static void read_next(struct reading *r, const json_t *root)
{
	struct str why;

	read_asked(r, json_object_get(json_object_get(root, "next"), "required"));
	if (!programme_next_read(r->a, json_object_get(root, "next"), &r->d->next, &why))
		said(r, why);
}

static void read_forms(struct reading *r, const json_t *root)
{
	struct str why;

	forms_read_all(r->a, json_object_get(root, "forms"), &r->d->forms, &why);
	for (size_t i = 0; i < r->d->forms.wrong_n; i++)
		said(r, r->d->forms.wrong[i]);
}

/* What a programme is made of, in the order in which it is read: reviews before whatever is said of their months. */
static const struct {
	const char *key;
	void (*read)(struct reading *, const json_t *);
} parts[] = { { "", read_head }, { "enough", read_enough }, { "reviews", read_reviews }, { "calendar", read_calendar }, { "reviewing", read_reviewing },
	          { "decision", read_decision }, { "routes", read_routes }, { "eligibility", read_eligibility }, { "families", read_families },
	          { "pauses", read_agreed }, { "support", read_support }, { "may_vary", read_vary }, { "after", read_after }, { "next", read_next }, { "forms", read_forms } };

static void read_all(struct reading *r, const json_t *root)
{
	if (!json_is_object(root)) {
		reading_wrong(r, S("the file"), "must be an object");
		return;
	}
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		r->inside = str_from_c(parts[i].key);
		r->why = STR_NONE;
		parts[i].read(r, root);
		r->no_months = r->no_months || (parts[i].read == read_reviews && r->why.n);
	}
}

enum rc programme_read_all(struct arena *a, struct str json, struct programme_data *ret, struct programme_wrongs *ret_wrong)
{
	struct json_limits limits = { .bytes = PROGRAMME_BYTES_MAX, .depth = 8, .values = 20000 };
	struct programme_data *d = NEW(a, struct programme_data);
	struct reading r = { .a = a, .d = d, .wrong = ret_wrong };
	struct json_problem problem = { 0 };
	json_t *root;

	ret_wrong->n = ret_wrong->all = 0;
	if (json_parse(a, json, limits, &root, &problem) != OK)
		said(&r, problem.line ? strf(a, "line %d, column %d: %.*s", problem.line, problem.column, STR_FMT(problem.say)) : problem.say);
	else
		read_all(&r, root);
	if (ret_wrong->all)
		return INVALID;
	json_object_del(root, "forms");
	d->text = json_text_of(a, root);
	*ret = *d;
	return OK;
}

enum rc programme_read(struct arena *a, struct str json, struct programme_data *ret, struct str *ret_why)
{
	struct programme_wrongs *wrong = NEW(a, struct programme_wrongs);
	enum rc rc = programme_read_all(a, json, ret, wrong);

	if (rc != OK)
		*ret_why = wrong->v[0];
	return rc;
}

struct str programme_route_name(const struct programme_data *d, struct str key)
{
	for (int i = 0; i < d->routes_n; i++)
		if (str_eq(d->routes[i].key, key))
			return d->routes[i].name;
	return STR_NONE;
}

enum rc programme_fill_slot(struct arena *a, struct programme_data *d, struct str framework)
{
	struct json_limits limits = { .bytes = PROGRAMME_BYTES_MAX, .depth = 8, .values = 20000 };
	struct json_problem problem = { 0 };
	json_t *root;

	if (!d->open_slot || !reading_is_slug(framework))
		return INVALID;
	if (json_parse(a, d->text, limits, &root, &problem) != OK ||
	    json_object_set_new(root, "framework", json_stringn(framework.p, framework.n)))
		return FAULT;
	d->text = json_text_of(a, root);
	d->framework = framework;
	d->open_slot = false;
	return OK;
}

/* agreed.c — pauses and extensions that somebody agrees to: read, checked against what the programme allows, kept, and what follows. */
#include "app/calendar/agreed_inside.h"

#include "agreed.sql.h"
#include "app/notices/notices.h"
#include "rules/decision.h"

/* ---- reading ---- */

static struct agreed_one one_of(const struct agreed_of_row *r)
{
	return (struct agreed_one){
		.id = r->agreed_ask, .uuid = r->id, .what = (enum agreed_what)r->what, .state = (enum agreed_state)r->state, .ground = r->ground,
		.said = r->said, .answered_by = r->answered_by, .starts = r->starts, .ends = r->ends, .given_on = r->given_on,
		.days = (int)r->days, .place = (int)r->place, .by = (enum role)r->answers, .decision = r->decision, .replaces = r->replaces,
		.version = r->version, .created_by = r->created_by, .is_owed = r->is_owed, .created = r->created, .changed = r->changed,
	};
}

static enum rc read_outcome(struct ctx *cx, struct agreed_all *all)
{
	struct agreed_outcome_row o;
	enum rc rc = sql_agreed_outcome(cx->db, cx->arena, cx->induction->id, &o);

	all->outcome = rc == OK ? o.decision : DB_NULL_INT;
	if (rc == OK) {
		all->outcome_owed = o.judgement == JUDGEMENT_TIME_OWED;
		all->outcome_on = date_of(o.issued_at);
	}
	return rc == NOT_FOUND ? OK : rc;
}

enum rc agreed_read(struct ctx *cx, struct agreed_all *ret)
{
	struct agreed_all all = { .n = 0 };
	const struct programme *p;
	struct agreed_of_rows rows;
	enum rc rc = sql_agreed_of(cx->db, cx->arena, cx->induction->id, &rows);

	if (rc != OK || (rc = programme_get(cx, cx->induction->programme_row, &p)) != OK ||
	    (rc = dates_of(cx, cx->induction->id, &all.dates)) != OK || (rc = read_outcome(cx, &all)) != OK)
		return rc;
	all.rules = &p->d.agreed;
	all.version = all.dates.pauses.version;
	all.v = NEW_ARRAY(cx->arena, struct agreed_one, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		all.v[all.n++] = one_of(&rows.v[i]);
		all.version += rows.v[i].version;
	}
	*ret = all;
	return OK;
}

const struct agreed_one *agreed_named(const struct agreed_all *all, struct str id)
{
	struct uuid u;

	for (size_t i = 0; uuid_parse(str_trim(id), &u) && i < all->n; i++)
		if (uuid_eq(all->v[i].uuid, u))
			return &all->v[i];
	return NULL;
}

const struct agreed_one *agreed_waits(const struct agreed_all *all, enum agreed_what what)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].what == what && all->v[i].state == AGREED_ASKED)
			return &all->v[i];
	return NULL;
}

static const struct agreed_one *of_row(const struct agreed_all *all, int64_t id)
{
	for (size_t i = 0; i < all->n && id != DB_NULL_INT; i++)
		if (all->v[i].id == id)
			return &all->v[i];
	return NULL;
}

struct agreed_facts agreed_facts_of(struct ctx *cx, const struct agreed_one *one)
{
	return (struct agreed_facts){ .what = one->what, .state = one->state, .by = one->by, .role = cx->actor.role,
		                          .own = cx->actor.person == cx->induction->ecsw,
		                          .entered = cx->actor.person && cx->actor.person == one->created_by };
}

struct str agreed_ground_words(const struct agreed_all *all, const struct agreed_one *one)
{
	const struct agreed_kind *k = one->what == AGREED_PAUSE ? agreed_pause_named(all->rules, one->ground)
	                                                        : agreed_ground_named(all->rules, one->ground);

	if (one->decision != DB_NULL_INT)
		return word(one->is_owed ? T_AGREED_FOLLOWS_OWED : T_AGREED_FOLLOWS_NOT_YET);
	return k ? k->label : one->ground;
}

enum word agreed_who(enum role by)
{
	return by == ROLE_SUPERVISOR ? T_AGREED_BY_SUPERVISOR : T_AGREED_BY_COORDINATOR;
}

/* ---- what is possible ---- */

/* at — at a field of the form that asks; of the answer's as a whole. */
static enum rc at(struct ctx *cx, const struct agreed_wish *w, const char *field, struct str text)
{
	return err_add(&cx->err, w->answered ? STR_NONE : str_from_c(field), text);
}

static enum rc says(struct ctx *cx, const struct agreed_wish *w, enum agreed_wrong wrong, int left)
{
	bool pause = w->what == AGREED_PAUSE;
	struct str text = STR_NONE;

	switch (wrong) {
	case AGREED_FINE:
		return OK;
	case AGREED_NONE:
		return at(cx, w, "ground", word(T_AGREED_GROUND_MISSING));
	case AGREED_TOO_LONG:
		text = pause ? WORDS(cx->arena, T_AGREED_TOO_LONG, WORD_ARG("n", left))
		             : WORDS(cx->arena, T_AGREED_TOO_LONG_WEEKS, WORD_ARG("n", left / 7));
		break;
	case AGREED_OVER_ALL:
		text = pause ? WORDS(cx->arena, T_AGREED_OVER_ALL, WORD_ARG("n", left))
		             : WORDS(cx->arena, T_AGREED_OVER_ALL_WEEKS, WORD_ARG("n", left / 7));
		break;
	case AGREED_TOO_MANY:
		text = WORDS(cx->arena, T_AGREED_TOO_MANY, WORD_ARG("n", left));
		break;
	}
	return at(cx, w, pause ? "ends" : "weeks", text);
}

/* beside — no day of it in a pause that stands, but for the one it replaces. */
static enum rc beside(struct ctx *cx, const struct agreed_all *all, const struct agreed_wish *w, const struct agreed_one *stands)
{
	const struct pauses *p = &all->dates.pauses;
	struct pause_span *others = NEW_ARRAY(cx->arena, struct pause_span, p->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (!stands || p->v[i].agreed != stands->id)
			others[n++] = p->spans[i];
	if (!stands && p->n >= CALENDAR_PAUSES_MAX)
		return form_error(cx, T_PAUSE_TOO_MANY);
	switch (pause_wrong((struct pause_span){ w->starts, w->ends }, others, n, cx->induction->starts, cx->today)) {
	case PAUSE_FINE:
		return OK;
	case PAUSE_BACKWARDS:
		return at(cx, w, "ends", word(T_PAUSE_BACKWARDS));
	case PAUSE_OUTSIDE:
		return at(cx, w, "ends", word(T_PAUSE_OUTSIDE));
	case PAUSE_FAR:
		return at(cx, w, "starts", word(T_PAUSE_FAR));
	case PAUSE_OVERLAPS:
		return at(cx, w, "starts", word(T_AGREED_OVERLAPS));
	}
	return OK;
}

enum rc agreed_check(struct ctx *cx, const struct agreed_all *all, const struct agreed_wish *w, const struct agreed_one *stands)
{
	int used = 0, count = 0, left = 0;
	enum agreed_wrong wrong;
	enum rc rc;

	for (size_t i = 0; i < all->n; i++) {
		const struct agreed_one *a = &all->v[i];

		if (a->what != w->what || a->state != AGREED_STANDS || a == stands || a->is_owed)
			continue;
		used += a->days;
		count++;
	}
	if (w->what == AGREED_EXTENSION) {
		if (all->dates.facts.extensions_n >= CALENDAR_EXTENSIONS_MAX)
			return at(cx, w, "weeks", WORDS(cx->arena, T_AGREED_TOO_MANY, WORD_ARG("n", CALENDAR_EXTENSIONS_MAX)));
		wrong = agreed_extension_wrong(all->rules, w->days, count, used, w->is_owed, &left);
		return says(cx, w, wrong, left);
	}
	if ((rc = beside(cx, all, w, stands)) != OK)
		return rc;
	wrong = agreed_pause_wrong(all->rules, w->kind, w->days, used, &left);
	return says(cx, w, wrong, left);
}

/* ---- keeping ---- */

static int64_t by(const struct ctx *cx)
{
	return cx->actor.person ? cx->actor.person : DB_NULL_INT;
}

/* noted_instead — with what it takes the place of once it is agreed: what stands can be told from the history alone. */
static enum rc noted_instead(struct ctx *cx, enum event_kind kind, struct uuid id, const struct agreed_wish *w, const struct agreed_one *stands)
{
	struct str was = stands ? strf(cx->arena, ",\"was\":\"%s\"", uuid_str(cx->arena, stands->uuid).p) : STR_NONE;
	struct str data = w->what == AGREED_EXTENSION ? strf(cx->arena, "{\"days\":%d%.*s}", w->days, STR_FMT(was))
	                                              : strf(cx->arena, "{\"from\":\"%s\",\"to\":\"%s\"%.*s}", date_iso(cx->arena, w->starts).p,
	                                                     date_iso(cx->arena, w->ends).p, STR_FMT(was));

	return event_add(cx, CHAIN_INDUCTION, cx->induction->id, kind, id, data);
}

static enum rc noted(struct ctx *cx, enum event_kind kind, struct uuid id, enum agreed_what what, struct date starts, struct date ends, int days)
{
	return noted_instead(cx, kind, id, &(struct agreed_wish){ .what = what, .starts = starts, .ends = ends, .days = days }, NULL);
}

enum rc agreed_ask(struct ctx *cx, const struct agreed_wish *w, const struct agreed_one *stands, struct uuid *ret)
{
	struct uuid id = uuid7(cx->now);
	enum rc rc = sql_agreed_add(cx->db, cx->arena, id, cx->induction->id, w->what, w->ground, w->starts, w->ends, w->days, w->by, w->decision,
	                            w->is_owed, stands ? stands->id : DB_NULL_INT, cx->now, by(cx), NULL);

	if (rc == OK)
		*ret = id;
	return rc == OK ? noted_instead(cx, EVENT_AGREED_ASKED, id, w, stands) : rc;
}

static enum rc period_add(struct ctx *cx, int64_t agreed, struct date starts, struct date ends)
{
	return sql_agreed_period_add(cx->db, cx->arena, uuid7(cx->now), cx->induction->id, starts, ends, agreed, cx->now, by(cx), NULL);
}

enum rc agreed_alter(struct ctx *cx, const struct agreed_one *one, const struct agreed_wish *w)
{
	enum rc rc = sql_agreed_alter(cx->db, cx->arena, one->id, w->ground, w->starts, w->ends, w->days, w->by, w->decision, w->is_owed,
	                              cx->now, NULL);

	if (rc == OK && one->state == AGREED_STANDS && (rc = sql_agreed_period_end(cx->db, cx->arena, one->id, cx->now, by(cx), NULL)) == OK)
		rc = period_add(cx, one->id, w->starts, w->ends);
	return rc == OK ? noted(cx, EVENT_AGREED_CHANGED, one->uuid, w->what, w->starts, w->ends, w->days) : rc;
}

/* in_its_place — what it replaces stands no more. */
static enum rc in_its_place(struct ctx *cx, const struct agreed_all *all, const struct agreed_one *one)
{
	const struct agreed_one *old = of_row(all, one->replaces);
	enum rc rc;

	if (!old || old->state != AGREED_STANDS)
		return OK;
	rc = sql_agreed_end(cx->db, cx->arena, old->id, AGREED_CHANGED, cx->now, NULL);
	return rc == OK ? sql_agreed_period_end(cx->db, cx->arena, old->id, cx->now, by(cx), NULL) : rc;
}

static int next_place(const struct agreed_all *all)
{
	int most = 0;

	for (size_t i = 0; i < all->n; i++)
		most = all->v[i].place > most ? all->v[i].place : most;
	return most + 1;
}

enum rc agreed_agree(struct ctx *cx, const struct agreed_all *all, const struct agreed_one *one)
{
	bool pause = one->what == AGREED_PAUSE;
	struct agreed_wish w = { .what = one->what, .ground = one->ground, .kind = agreed_pause_named(all->rules, one->ground),
		                     .starts = one->starts, .ends = one->ends, .days = one->days, .by = one->by, .decision = one->decision,
		                     .is_owed = one->is_owed, .answered = true };
	enum rc rc = agreed_check(cx, all, &w, of_row(all, one->replaces)); /* leave may have been told since */

	if (rc != OK || (rc = in_its_place(cx, all, one)) != OK)
		return rc;
	rc = sql_agreed_settle(cx->db, cx->arena, one->id, AGREED_STANDS, pause ? 0 : next_place(all), S(""), date_of(cx->now), by(cx), cx->now, NULL);
	if (rc == OK && pause)
		rc = period_add(cx, one->id, one->starts, one->ends);
	return rc == OK ? noted(cx, pause ? EVENT_AGREED_YES : EVENT_EXTENSION_GIVEN, one->uuid, one->what, one->starts, one->ends, one->days) : rc;
}

enum rc agreed_decline(struct ctx *cx, const struct agreed_one *one, struct str why)
{
	enum rc rc = sql_agreed_settle(cx->db, cx->arena, one->id, AGREED_DECLINED, 0, why, DATE_NONE, by(cx), cx->now, NULL);

	return rc == OK ? noted(cx, EVENT_AGREED_NO, one->uuid, one->what, one->starts, one->ends, one->days) : rc;
}

enum rc agreed_take_back(struct ctx *cx, const struct agreed_one *one)
{
	enum rc rc = sql_agreed_end(cx->db, cx->arena, one->id, AGREED_TAKEN_BACK, cx->now, NULL);

	if (rc == OK && one->what == AGREED_PAUSE)
		rc = sql_agreed_period_end(cx->db, cx->arena, one->id, cx->now, by(cx), NULL);
	return rc == OK ? noted(cx, one->place ? EVENT_EXTENSION_TAKEN_BACK : EVENT_AGREED_TAKEN_BACK, one->uuid, one->what, one->starts,
	                        one->ends, one->days)
	                : rc;
}

/* ---- telling ---- */

enum rc agreed_tell_asked(struct ctx *cx, enum role who)
{
	const struct induction *i = cx->induction;

	return who == ROLE_COORDINATOR ? notice_coordinators(cx, NOTICE_AGREED_ASKED, i->employer)
	                               : notice_assigned(cx, NOTICE_AGREED_ASKED, i->id, who, i->employer);
}

enum rc agreed_tell_person(struct ctx *cx)
{
	return cx->actor.person == cx->induction->ecsw ? OK : notice(cx, NOTICE_AGREED, cx->induction->ecsw, cx->induction->employer);
}

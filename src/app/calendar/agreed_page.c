/* agreed_page.c — one pause or extension that was asked for: what it moves, with whom it is, and the answer; and what waits, for first
 * screens. */
#include "app/calendar/agreed_inside.h"

#include "agreed.sql.h"
#include "app/calendar/agreed_view.h"
#include "app/evidence/evidence.h"
#include "app/privacy/privacy.h"
#include "templates.gen.h"
#include "web/form.h"

enum { SAID_MAX = 1000, ON_FIRST_SCREEN = 5, WEEK = 7 };

static const struct str act_keys[] = { [AGREED_AGREE] = S_INIT("agree"), [AGREED_DECLINE] = S_INIT("decline"),
	                                   [AGREED_TAKE_BACK] = S_INIT("take_back") };
static const struct key_list acts = { act_keys, (int)COUNT_OF(act_keys) };
struct answer_typed {
	int act;
	struct str said;
	bool read_again;
};
static const struct field answer_fields[] = {
	ACTION(struct answer_typed, act, .label = T_AGREED_ANSWER, .choices = &acts, .max = AGREED_TAKE_BACK, .required = true),
	LONG_TEXT(struct answer_typed, said, .label = T_AGREED_SAID, .hint = T_AGREED_SAID_HINT, .max = SAID_MAX, .rows = 4),
	BOOL(struct answer_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form agreed_form = { .name = "agreed", .size = sizeof(struct answer_typed), .fields = answer_fields,
	                              .n = COUNT_OF(answer_fields), .wants_version = true, .autosave = true };
/* The same for who only takes back: nothing is typed there that could be kept. */
static const struct form bare_form = { .name = "agreed", .size = sizeof(struct answer_typed), .fields = answer_fields,
	                                   .n = COUNT_OF(answer_fields), .wants_version = true, .part_of = &agreed_form };

/* ---- what it says ---- */

static struct str state_words(struct ctx *cx, const struct agreed_one *a)
{
	switch (a->state) {
	case AGREED_ASKED:
		return WORDS(cx->arena, T_AGREED_STATE_ASKED, WORD_ARG("who", word(agreed_who(a->by))), WORD_ARG("date", date_of(a->created)));
	case AGREED_STANDS:
		return a->answered_by.n ? WORDS(cx->arena, T_AGREED_STATE_STANDS_BY, WORD_ARG("name", a->answered_by), WORD_ARG("date", a->given_on))
		                        : WORDS(cx->arena, T_AGREED_STATE_STANDS, WORD_ARG("date", a->given_on));
	case AGREED_DECLINED:
		return WORDS(cx->arena, T_AGREED_STATE_DECLINED, WORD_ARG("name", a->answered_by), WORD_ARG("date", date_of(a->changed)));
	case AGREED_TAKEN_BACK:
		return WORDS(cx->arena, T_AGREED_STATE_TAKEN_BACK, WORD_ARG("date", date_of(a->changed)));
	case AGREED_CHANGED:
		return WORDS(cx->arena, T_AGREED_STATE_CHANGED, WORD_ARG("date", date_of(a->changed)));
	case AGREED_STATE_END:
		break;
	}
	return STR_NONE;
}

/* end_with — the latest end if it stood: without the pause that it replaces. */
static struct date end_with(struct ctx *cx, const struct agreed_all *all, const struct agreed_one *a)
{
	struct calendar_facts f = all->dates.facts;
	struct pause_span *pauses = NEW_ARRAY(cx->arena, struct pause_span, all->dates.pauses.n + 1);
	struct extension_span *more = NEW_ARRAY(cx->arena, struct extension_span, all->dates.extensions.n + 1);
	struct calendar c;
	int n = 0;

	for (size_t i = 0; i < all->dates.pauses.n; i++)
		if (a->replaces == DB_NULL_INT || all->dates.pauses.v[i].agreed != a->replaces)
			pauses[n++] = all->dates.pauses.spans[i];
	for (size_t i = 0; i < all->dates.extensions.n; i++)
		more[i] = all->dates.extensions.v[i];
	if (a->what == AGREED_PAUSE)
		pauses[n++] = (struct pause_span){ a->starts, a->ends };
	else
		more[f.extensions_n++] = (struct extension_span){ a->days, cx->today };
	f.pauses = pauses, f.pauses_n = n, f.extensions = more;
	calendar_of(&f, &c);
	return c.end.date;
}

static struct str moves_words(struct ctx *cx, const struct agreed_all *all, const struct agreed_one *a)
{
	struct date now = all->dates.calendar.end.date, then = end_with(cx, all, a);

	if (date_is_none(now) || date_is_none(then))
		return word(T_AGREED_MOVES_OPEN);
	return a->state == AGREED_ASKED ? WORDS(cx->arena, T_AGREED_MOVES_TO, WORD_ARG("then", then), WORD_ARG("now", now))
	                                : WORDS(cx->arena, T_AGREED_STANDS_SAYS, WORD_ARG("now", now));
}

static void fact(struct agreed_page_view *v, enum word label, struct str text)
{
	if (v->facts.n < COUNT_OF(v->facts.v))
		v->facts.v[v->facts.n++] = (struct agreed_fact){ .label = label, .text = text };
}

static struct str more_words(struct ctx *cx, int days)
{
	return days % WEEK ? WORDS(cx->arena, T_AGREED_MORE_DAYS, WORD_ARG("n", days)) : WORDS(cx->arena, T_AGREED_MORE_WEEKS, WORD_ARG("n", days / WEEK));
}

static void add_facts(struct ctx *cx, const struct agreed_all *all, const struct agreed_one *a, bool reads, struct agreed_page_view *v)
{
	if (a->what == AGREED_PAUSE)
		fact(v, T_AGREED_DATES, WORDS(cx->arena, T_AGREED_DATES_ARE, WORD_ARG("from", a->starts), WORD_ARG("to", a->ends), WORD_ARG("n", a->days)));
	else
		fact(v, T_AGREED_MORE, more_words(cx, a->days));
	if (reads)
		fact(v, T_AGREED_WHAT, agreed_ground_words(all, a));
	fact(v, T_AGREED_STATE, state_words(cx, a));
	if (a->state == AGREED_ASKED || a->state == AGREED_STANDS)
		fact(v, T_AGREED_MOVES, moves_words(cx, all, a));
}

static enum rc read_one(struct ctx *cx, struct agreed_all *all, const struct agreed_one **ret)
{
	enum rc rc = agreed_read(cx, all);

	if (rc != OK)
		return rc;
	*ret = agreed_named(all, param(cx, "agreed"));
	return *ret ? OK : NOT_FOUND;
}

enum rc agreed_show(struct ctx *cx)
{
	struct agreed_page_view v = { .facts.n = 0 };
	const struct agreed_one *a;
	struct agreed_facts f;
	struct agreed_all all;
	struct form_view fv;
	bool open = date_is_none(cx->induction->ended);
	enum rc rc = read_one(cx, &all, &a);

	if (rc != OK)
		return rc;
	cx->current_version = a->version;
	if (cx->json)
		return agreed_one_json(cx, &all, a, 200);
	stale_said(cx);
	f = agreed_facts_of(cx, a);
	v.answers = open && agreed_may(AGREED_AGREE, &f);
	v.changes = open && agreed_may(AGREED_CHANGE, &f);
	v.takes_back = open && agreed_may(AGREED_TAKE_BACK, &f);
	fv = form_view(cx, v.answers ? &agreed_form : &bare_form, NULL, a->version);
	v.errors = fv.errors, v.hidden = fv.hidden, v.said = form_field(&fv, "said")->html, v.again = privacy_again_field(cx, &fv);
	v.bare = v.answers ? form_view(cx, &bare_form, NULL, a->version).hidden : fv.hidden;
	v.title = word(a->what == AGREED_PAUSE ? T_AGREED_PAGE_PAUSE : T_AGREED_PAGE_EXTENSION);
	v.change_says = word(a->state == AGREED_STANDS ? T_AGREED_CHANGE_STANDS : T_AGREED_CHANGE_EXTENSION);
	v.back_word = f.own ? word(T_CALENDAR_OWN) : WORDS(cx->arena, T_CALENDAR_TITLE, WORD_ARG("name", cx->induction->name));
	v.says = WORDS(cx->arena, T_AGREED_ANSWER_SAYS, WORD_ARG("name", cx->induction->name));
	v.why_not = agreed_reads_ground(&f) ? a->said : STR_NONE;
	v.back = url_id(cx, "/inductions/", cx->induction->uuid, "/calendar");
	v.action = url_id(cx, "/inductions/", cx->induction->uuid, strf(cx->arena, "/agreed/%s", uuid_str(cx->arena, a->uuid).p).p);
	v.change = url_with(cx, url_id(cx, "/inductions/", cx->induction->uuid, "/agreed"), "ask", uuid_str(cx->arena, a->uuid));
	add_facts(cx, &all, a, agreed_reads_ground(&f), &v);
	return page(cx, &(struct page){ .title = v.title, .menu = f.own ? MENU_NONE : cx->actor.role == ROLE_COORDINATOR ? MENU_COHORT : MENU_DESK,
	                                .main = HTML(cx, agreed_page, &v) });
}

/* ---- the answer ---- */

static enum rc decline(struct ctx *cx, const struct agreed_one *a)
{
	const struct answer_typed *f = cx->form;
	struct piece_words words = { .n = 0 };
	enum rc rc;

	if (!str_trim(f->said).n)
		return field_error(cx, "said", T_AGREED_SAID_MISSING);
	piece_word_add(cx, &words, S("said"), STR_NONE, f->said, cx->person_name);
	if ((rc = privacy_in_given(cx, &words, f->read_again)) != OK)
		return rc;
	rc = agreed_decline(cx, a, str_trim(f->said));
	return rc == OK ? agreed_tell_person(cx) : rc;
}

static enum rc act_on(struct ctx *cx, const struct agreed_all *all, const struct agreed_one *a, enum agreed_act act)
{
	bool moves = act == AGREED_AGREE || a->state == AGREED_STANDS;
	enum rc rc;

	if (act == AGREED_DECLINE)
		return decline(cx, a);
	rc = act == AGREED_AGREE ? agreed_agree(cx, all, a) : agreed_take_back(cx, a);
	if (rc == INVALID)
		form_error(cx, T_AGREED_NO_MORE);
	if (rc != OK)
		return rc;
	return moves ? pauses_tell(cx, NOTICE_AGREED) : agreed_tell_person(cx);
}

enum rc agreed_answer(struct ctx *cx)
{
	static const enum word says[] = { [AGREED_AGREE] = T_AGREED_AGREED_NOTICE, [AGREED_DECLINE] = T_AGREED_DECLINED_NOTICE,
		                              [AGREED_TAKE_BACK] = T_AGREED_TAKEN_BACK_NOTICE };
	const struct answer_typed *f = cx->form;
	const struct agreed_one *a;
	struct agreed_facts facts;
	struct agreed_all all;
	enum rc rc = read_one(cx, &all, &a);

	if (rc != OK || (rc = version_is(cx, a->version)) != OK)
		return rc;
	facts = agreed_facts_of(cx, a);
	if (!agreed_may((enum agreed_act)f->act, &facts))
		return form_error(cx, a->state == AGREED_ASKED ? T_AGREED_NOT_YOURS : T_AGREED_MOVED);
	if ((rc = act_on(cx, &all, a, (enum agreed_act)f->act)) != OK)
		return rc;
	cx->current_version = -1;
	return done(cx, url_id(cx, "/inductions/", cx->induction->uuid, "/calendar"), says[f->act]);
}

/* ---- first screens ---- */

/* add_owed — to the coordinator: an outcome says that more time is owed, and nobody has said how much. */
static enum rc add_owed(struct ctx *cx, struct agreed_lines *lines)
{
	struct agreed_owed_rows rows;
	enum rc rc = sql_agreed_owed(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, ON_FIRST_SCREEN, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct agreed_owed_row *r = &rows.v[i];
		const struct programme *p;

		if ((rc = programme_get(cx, r->programme, &p)) != OK || !p->d.agreed.extension_count)
			continue;
		lines->v[lines->n++] = (struct agreed_line){
			.url = url_with(cx, url_id(cx, "/inductions/", r->induction, "/agreed"), "what", S("extension")),
			.title = r->name, .note = word(T_AGREED_OWED_SAYS),
			.due = WORDS(cx->arena, T_AGREED_WAITING_SINCE, WORD_ARG("date", date_of(r->issued_at))),
		};
	}
	return rc;
}

enum rc agreed_waiting(struct ctx *cx, struct html *ret)
{
	struct agreed_waiting_view v = { .own = cx->actor.role == ROLE_ECSW };
	struct agreed_waiting_rows rows;
	enum rc rc = sql_agreed_waiting(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role, cx->today, ON_FIRST_SCREEN, &rows);

	if (rc != OK)
		return rc;
	v.rows.v = NEW_ARRAY(cx->arena, struct agreed_line, rows.n + ON_FIRST_SCREEN);
	if (cx->actor.role == ROLE_COORDINATOR && (rc = add_owed(cx, &v.rows)) != OK)
		return rc;
	for (size_t i = 0; i < rows.n; i++) {
		const struct agreed_waiting_row *r = &rows.v[i];
		struct str what = r->what == AGREED_PAUSE ? WORDS(cx->arena, T_AGREED_WAITING_PAUSE, WORD_ARG("from", r->starts), WORD_ARG("to", r->ends))
		                                          : more_words(cx, (int)r->days);

		v.rows.v[v.rows.n++] = (struct agreed_line){
			.url = url_id(cx, "/inductions/", r->induction, strf(cx->arena, "/agreed/%s", uuid_str(cx->arena, r->id).p).p),
			.title = v.own ? what : r->name, .note = v.own ? STR_NONE : what,
			.due = WORDS(cx->arena, T_AGREED_WAITING_SINCE, WORD_ARG("date", date_of(r->created))),
		};
	}
	if (v.rows.n)
		*ret = HTML(cx, agreed_waiting, &v);
	return OK;
}

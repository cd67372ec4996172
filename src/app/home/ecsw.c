/* ecsw.c — an ECSW's first screen: where am I, what is next, who is waiting for me. */
#include "app/home/ecsw_view.h"
#include "app/after/after.h"
#include "app/home/home.h"
#include "app/decision/decision.h"
#include "app/joining/joining.h"
#include "app/outsider/outsider.h"
#include "app/reviews/reviews.h"
#include "app/supervision/supervision.h"
#include "app/support/support.h"
#include "app/talk/talk.h"
#include "ecsw.sql.h"
#include "templates.gen.h"
#include "web/assets.h"

enum { REVIEWS_MAX = 8, END_GAP = 3 }; /* END_GAP: as far from the last review as three months, so that there is room for its words */

static struct str words_date(struct ctx *cx, instant t)
{
	return t == DB_NULL_INT ? STR_NONE : date_short(cx->arena, date_of(t));
}

static struct url icon(struct ctx *cx, const char *name)
{
	return (struct url){ strf(cx->arena, "%.*s#%s", STR_FMT(asset_url("icons.svg").s), name) };
}

/* answer_due — the last working day of the promise after a piece was sent. */
static struct date answer_due(const struct induction *i, instant sent)
{
	struct date d = date_of(sent);

	for (int left = i->answer_days; left > 0;) {
		d = date_plus(d, 1);
		left -= date_weekday(d) < 5;
	}
	return d;
}

/* ---- the line from start to end ---- */

/* One mark: `at` months from the start; span is worked out when all are known. */
static void mark(struct path_marks *p, struct str text, struct str when, int at, bool now, bool done)
{
	if (p->n < COUNT_OF(p->v))
		p->v[p->n++] = (struct path_mark){ .text = text, .when = when, .at = at, .now = now, .done = done };
}

/* Classes: how far to the next mark, what is behind, where the person is, and which marks a phone leaves out: all but
 * the one before, the present one and the next. */
static void dress(struct ctx *cx, struct path_marks *p)
{
	size_t here = 0;

	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].now)
			here = i;
	for (size_t i = 0; i < p->n; i++) {
		struct path_mark *m = &p->v[i];
		int until = i + 1 < p->n ? p->v[i + 1].at - m->at : 0;
		bool near = i + 1 >= here && i <= here + (here == 0 ? 2 : 1);
		struct buf css = buf_new(cx->arena, 200);

		if (until > 0)
			buf_addf(&css, "c-span-%d", until > 12 ? 12 : until);
		if (m->done)
			buf_add(&css, S(" c-path__done"));
		if (m->now)
			buf_add(&css, S(" c-path__now"));
		if (!near)
			buf_add(&css, S(" c-path__far"));
		m->css = str_trim(buf_str(&css));
	}
}

static void you_are_here(struct path_marks *p, struct ctx *cx, int at)
{
	const struct induction *i = cx->induction;

	mark(p, word(T_HOME_MARK_HERE),
	     WORDS(cx->arena, T_HOME_MARK_MONTH, WORD_ARG("n", induction_month(i, cx->today)), WORD_ARG("months", i->months)), at, true, false);
}

static struct str review_says(struct ctx *cx, struct date due, bool done)
{
	struct str day;

	if (date_is_none(due))
		return word(T_HOME_MARK_UNKNOWN);
	day = date_short(cx->arena, due);
	return done ? day : WORDS(cx->arena, T_HOME_MARK_REVIEW, WORD_ARG("date", day));
}

/* path_of — from the start over the reviews to the latest end, by the dates of the calendar (app/calendar). */
static enum rc path_of(struct ctx *cx, struct path_marks *p)
{
	const struct induction *i = cx->induction;
	int month = induction_month(i, cx->today), over = month ? month - 1 : 0;
	bool here = month <= 1, ended; /* nowhere yet before it begins */
	struct dates_found d;
	enum rc rc = dates_of_many(cx, &(struct dates_asked){ i->id, i->programme_row, i->starts }, 1, &d);

	if (rc != OK)
		return rc;
	mark(p, word(month == 1 ? T_HOME_MARK_TODAY : T_HOME_MARK_START), date_long(cx->arena, i->starts), 0, month == 1, !here);
	for (int r = 0; r < d.reviews_n && r < REVIEWS_MAX; r++) {
		const struct dates_review *review = &d.reviews[r];
		bool done = !date_is_none(review->due) && date_cmp(review->due, cx->today) <= 0;

		if (!here && !done) {
			you_are_here(p, cx, over);
			here = true;
		}
		mark(p, WORDS(cx->arena, T_HOME_MARK_MONTHS, WORD_ARG("n", review->month)), review_says(cx, review->due, done), review->month,
		     false, done);
	}
	ended = !date_is_none(d.end) && date_cmp(d.end, cx->today) <= 0;
	if (!here && !ended) {
		you_are_here(p, cx, i->months + 1);
		here = true;
	}
	mark(p, word(T_HOME_MARK_END), date_is_none(d.end) ? word(T_HOME_MARK_UNKNOWN) : date_long(cx->arena, d.end), i->months + END_GAP, false, ended);
	if (!here)
		you_are_here(p, cx, i->months + END_GAP);
	dress(cx, p);
	return OK;
}

/* ---- what needs the person, what is with others ---- */

static struct str code_at(const struct framework_version *v, int64_t position)
{
	return position >= 0 && (size_t)position < v->fw->n ? v->fw->items[position].code : STR_NONE;
}

static enum rc add_questions(struct ctx *cx, const struct framework_version *v, struct needs *needs)
{
	struct home_questions_rows rows;
	enum rc rc = sql_home_questions(cx->db, cx->arena, cx->actor.person, cx->actor.role, cx->today, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct home_questions_row *r = &rows.v[i];

		needs->v[needs->n++] = (struct need){
			.url = url_id(cx, "/evidence/", r->id, ""), .title = r->title, .comment = r->comment, .by = r->by_name,
			.who = WORDS(cx->arena, T_HOME_QUESTION_FROM, WORD_ARG("name", r->by_name)), .code = code_at(v, r->position),
			.asked = words_date(cx, r->asked_at), .action = word(T_HOME_ANSWER),
			.about = WORDS(cx->arena, T_HOME_ABOUT_QUESTION, WORD_ARG("kind", kind_word((enum evidence_kind)r->kind)),
			               WORD_ARG("date", words_date(cx, r->submitted_at))),
			.due = WORDS(cx->arena, T_HOME_ASKED_ON, WORD_ARG("date", words_date(cx, r->asked_at))),
		};
	}
	return rc;
}

static enum rc add_drafts(struct ctx *cx, struct needs *needs)
{
	struct home_drafts_rows rows;
	enum rc rc = sql_home_drafts(cx->db, cx->arena, cx->actor.person, cx->actor.role, cx->today, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct home_drafts_row *r = &rows.v[i];

		needs->v[needs->n++] = (struct need){
			.url = url_id(cx, "/evidence/", r->id, "/edit"), .title = r->title.n ? r->title : word(T_HOME_YOUR_DRAFT),
			.who = word(r->state == EVIDENCE_SHARED ? T_HOME_YOUR_SHARED : T_HOME_YOUR_DRAFT),
			.about = WORDS(cx->arena, T_HOME_ABOUT_DRAFT, WORD_ARG("kind", kind_word((enum evidence_kind)r->kind)),
			               WORD_ARG("links", r->links), WORD_ARG("date", words_date(cx, r->changed))),
			.due = word(T_HOME_NO_DATE), .action = word(T_HOME_FINISH),
		};
	}
	return rc;
}

static enum rc add_waiting(struct ctx *cx, struct tasks *waiting, int *ret_late)
{
	struct home_waiting_rows rows;
	enum rc rc = sql_home_waiting(cx->db, cx->arena, cx->actor.person, cx->actor.role, cx->today, &rows);

	if (rc != OK)
		return rc;
	waiting->v = NEW_ARRAY(cx->arena, struct task, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct home_waiting_row *r = &rows.v[i];
		struct date due = answer_due(cx->induction, r->submitted_at == DB_NULL_INT ? cx->now : r->submitted_at);
		int late = r->paused ? 0 : working_days_between(due, cx->today);

		*ret_late += late > 0;
		waiting->v[waiting->n++] = (struct task){
			.url = url_id(cx, "/evidence/", r->id, ""), .title = r->title, .late = late > 0,
			.note = WORDS(cx->arena, T_HOME_WAITING_NOTE, WORD_ARG("claims", r->claims),
			              WORD_ARG("date", words_date(cx, r->submitted_at))),
			.due = date_short(cx->arena, due),
			.due_note = late > 0 ? WORDS(cx->arena, T_HOME_ANSWER_LATE, WORD_ARG("n", late)) : word(T_HOME_ANSWER_PROMISED),
		};
	}
	return OK;
}

static enum rc add_news(struct ctx *cx, struct news_items *news)
{
	struct home_new_views_rows rows;
	enum rc rc = sql_home_new_views(cx->db, cx->arena, cx->actor.person, cx->actor.role, cx->today, cx->induction->seen_at,
	                                &rows);

	if (rc != OK)
		return rc;
	news->v = NEW_ARRAY(cx->arena, struct news_item, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		news->v[news->n++] = (struct news_item){
			.url = url_id(cx, "/evidence/", rows.v[i].id, ""), .title = rows.v[i].title, .sentence = rows.v[i].sentence,
			.says = WORDS(cx->arena, T_HOME_NEWS_SAYS, WORD_ARG("agreed", rows.v[i].agreed),
			              WORD_ARG("returned", rows.v[i].returned)),
			.by = strf(cx->arena, "%.*s, %.*s", STR_FMT(rows.v[i].by_name), STR_FMT(words_date(cx, rows.v[i].given_at))),
		};
	return OK;
}

static enum rc add_people(struct ctx *cx, struct helpers *people)
{
	struct home_people_rows rows;
	enum rc rc = sql_home_people(cx->db, cx->arena, cx->induction->id, cx->today, &rows);

	if (rc != OK)
		return rc;
	people->v = NEW_ARRAY(cx->arena, struct helper, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		people->v[people->n++] = (struct helper){
			rows.v[i].name, role_word((enum role)rows.v[i].role),
			rows.v[i].role == ROLE_ASSESSOR ? T_HOME_ASSESSOR_DOES : T_HOME_SUPERVISOR_DOES,
		};
	return OK;
}

static void add_kinds(struct ctx *cx, struct ecsw_home *v)
{
	for (int k = KIND_OBSERVATION; k <= KIND_COURT_WORK; k++)
		v->kinds.v[v->kinds.n++] = (struct kind_link){
			url_with(cx, v->record, "kind", key_of(&evidence_kinds, k)), kind_word((enum evidence_kind)k),
		};
}

static enum rc fill(struct ctx *cx, const struct framework_version *v, struct ecsw_home *h)
{
	struct coverage c;
	struct talk_counts n;
	struct home_pieces_row pieces;
	struct str late_words;
	int late = 0;
	enum rc rc;

	h->needs.v = NEW_ARRAY(cx->arena, struct need, 60);
	if ((rc = coverage_load(cx, cx->induction->id, v, &c)) != OK || (rc = add_questions(cx, v, &h->needs)) != OK ||
	    (rc = add_drafts(cx, &h->needs)) != OK || (rc = add_waiting(cx, &h->waiting, &late)) != OK ||
	    (rc = add_news(cx, &h->news)) != OK || (rc = add_people(cx, &h->people)) != OK || (rc = supervision_owed(cx, &h->supervision)) != OK ||
	    (rc = reviews_owed(cx, &h->reviews)) != OK ||
	    (rc = observations_owed(cx, &h->observed)) != OK || (rc = talk_waiting(cx, &h->talk)) != OK || (rc = decision_waiting(cx, &h->decisions)) != OK || (rc = after_waiting(cx, &h->after)) != OK ||
	    (rc = agreed_waiting(cx, &h->agreed)) != OK || (rc = moves_waiting(cx, &h->moves)) != OK || (rc = support_waiting(cx, &h->support)) != OK || (rc = time_home(cx, &h->time)) != OK ||
	    (rc = details_progress(cx, cx->actor.person, &h->details_done, &h->details_all)) != OK ||
	    (rc = sql_home_pieces(cx->db, cx->arena, cx->actor.person, cx->actor.role, cx->today, &pieces)) != OK)
		return rc;
	n = coverage_talk(&c, &cx->induction->enough, cx->today);
	h->enough = n.enough;
	h->all = (int)v->outcomes_n;
	h->is_empty = pieces.pieces == 0;
	h->details_open = h->details_done < h->details_all;
	h->domains = coverage_domains(cx, v, &c, &cx->induction->enough);
	late_words = WORDS(cx->arena, T_HOME_LEAD_LATE, WORD_ARG("n", late));
	h->lead = strf(cx->arena, "%.*s %.*s",
	               STR_FMT(WORDS(cx->arena, T_HOME_LEAD_BOTH, WORD_ARG("mine", h->needs.n), WORD_ARG("theirs", h->waiting.n))),
	               STR_FMT(late_words));
	return OK;
}

enum rc home_ecsw(struct ctx *cx)
{
	const struct framework_version *v;
	struct ecsw_home h = { .day = date_weekday_long(cx->arena, cx->today), .name = first_name(cx->person_name) };
	enum rc rc = load_own_induction(cx);

	if (rc == NOT_FOUND || (rc == OK && !date_is_none(cx->induction->ended)))
		return role_home(cx);
	if (rc != OK || (rc = framework_get(cx, cx->induction->framework, &v)) != OK)
		return rc;
	h.record = url_id(cx, "/inductions/", cx->induction->uuid, "/evidence/new");
	h.agreement = url_id(cx, "/inductions/", cx->induction->uuid, "/agreement");
	h.adjustments = url_id(cx, "/inductions/", cx->induction->uuid, "/adjustments");
	h.supervisions = url_id(cx, "/inductions/", cx->induction->uuid, "/supervision");
	h.outcome = url_id(cx, "/inductions/", cx->induction->uuid, "/decision");
	h.plan = url_id(cx, "/inductions/", cx->induction->uuid, "/observations/new");
	h.ask = url_with(cx, url_id(cx, "/inductions/", cx->induction->uuid, "/asks/new"), "kind", S("professional"));
	h.peb_full = talk_icon(TALK_ENOUGH);
	h.peb_half = talk_icon(TALK_SOME);
	h.peb_none = talk_icon(TALK_NOTHING);
	h.late_icon = icon(cx, "late");
	add_kinds(cx, &h);
	/* The button says that it opens a reflection: no question in between. */
	h.record = url_with(cx, h.record, "kind", key_of(&evidence_kinds, KIND_REFLECTION));
	if ((rc = path_of(cx, &h.path)) != OK || (rc = fill(cx, v, &h)) != OK)
		return rc;
	return page(cx, &(struct page){
		.title = word(T_HOME_TITLE), .menu = MENU_HOME, .illustrative = v->illustrative,
		.main = h.is_empty ? HTML(cx, ecsw_first, &h) : HTML(cx, ecsw_home, &h),
	});
}

enum rc home_visited(struct ctx *cx, int64_t person)
{
	return sql_induction_visited(cx->db, cx->arena, person, cx->now, NULL);
}

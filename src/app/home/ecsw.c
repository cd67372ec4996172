/* ecsw.c — an ECSW's first screen: where am I, what is next, who is waiting for me. */
#include "app/home/ecsw_view.h"
#include "app/home/home.h"
#include "app/decision/decision.h"
#include "app/joining/joining.h"
#include "app/outsider/outsider.h"
#include "app/reviews/reviews.h"
#include "app/supervision/supervision.h"
#include "app/talk/talk.h"
#include "ecsw.sql.h"
#include "templates.gen.h"
#include "web/assets.h"

#include <jansson.h>

enum { REVIEWS_MAX = 8 };

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

static size_t read_review_months(struct ctx *cx, int months[REVIEWS_MAX])
{
	struct json_limits limits = { .bytes = 1 << 20, .depth = 16, .values = 20000 };
	struct programme_rules_of_row row;
	struct json_problem problem;
	struct json_t *rules;
	size_t i, n = 0;
	json_t *m;

	if (sql_programme_rules_of(cx->db, cx->arena, cx->induction->id, &row) != OK ||
	    json_parse(cx->arena, row.rules, limits, &rules, &problem) != OK)
		return 0;
	json_array_foreach(json_object_get(rules, "reviews"), i, m)
		if (n < REVIEWS_MAX && json_is_integer(m) && json_integer_value(m) > (n ? months[n - 1] : 0))
			months[n++] = (int)json_integer_value(m);
	return n;
}

/* Months of the programme's review points, ascending; from its rules. A programme that is used never changes, so each is
 * read once by a worker. */
static size_t review_months(struct ctx *cx, int months[REVIEWS_MAX])
{
	enum { KEPT = 32 };
	static struct {
		int64_t programme;
		size_t n;
		int months[REVIEWS_MAX];
	} kept[KEPT];
	static size_t kept_n;
	size_t i = 0;

	while (i < kept_n && kept[i].programme != cx->induction->programme_row)
		i++;
	if (i == KEPT)
		return read_review_months(cx, months);
	if (i == kept_n) {
		size_t n = read_review_months(cx, kept[i].months);

		if (n == 0) /* none, or they could not be read this time */
			return 0;
		kept[i].programme = cx->induction->programme_row;
		kept[i].n = n;
		kept_n++;
	}
	memcpy(months, kept[i].months, kept[i].n * sizeof(*months));
	return kept[i].n;
}

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

static void you_are_here(struct path_marks *p, struct ctx *cx, int months)
{
	mark(p, word(T_HOME_MARK_HERE),
	     WORDS(cx->arena, T_HOME_MARK_MONTH, WORD_ARG("n", induction_month(cx->induction, cx->today))), months, true, false);
}

static struct path_marks path_of(struct ctx *cx)
{
	const struct induction *i = cx->induction;
	int months[REVIEWS_MAX], now = months_between(i->starts, cx->today);
	size_t n = review_months(cx, months);
	bool here = now == 0;
	struct path_marks p = { .n = 0 };

	if (n == 0)
		months[n++] = i->months;
	mark(&p, word(here ? T_HOME_MARK_TODAY : T_HOME_MARK_START), date_long(cx->arena, i->starts), 0, here, !here);
	for (size_t r = 0; r < n; r++) {
		struct date due = date_add_months(i->starts, months[r]);
		bool done = now >= months[r], last = r + 1 == n;

		if (!here && !done) {
			you_are_here(&p, cx, now);
			here = true;
		}
		mark(&p, WORDS(cx->arena, T_HOME_MARK_MONTHS, WORD_ARG("n", months[r])),
		     last   ? date_long(cx->arena, due)
		     : done ? date_short(cx->arena, due)
		            : WORDS(cx->arena, T_HOME_MARK_REVIEW, WORD_ARG("date", date_short(cx->arena, due))),
		     months[r], false, done);
	}
	if (!here)
		you_are_here(&p, cx, now);
	dress(cx, &p);
	return p;
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
	    (rc = observations_owed(cx, &h->observed)) != OK || (rc = talk_waiting(cx, &h->talk)) != OK || (rc = decision_waiting(cx, &h->decisions)) != OK ||
	    (rc = agreed_waiting(cx, &h->agreed)) != OK ||
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
	h.supervisions = url_id(cx, "/inductions/", cx->induction->uuid, "/supervision");
	h.outcome = url_id(cx, "/inductions/", cx->induction->uuid, "/decision");
	h.plan = url_id(cx, "/inductions/", cx->induction->uuid, "/observations/new");
	h.ask = url_with(cx, url_id(cx, "/inductions/", cx->induction->uuid, "/asks/new"), "kind", S("professional"));
	h.path = path_of(cx);
	h.peb_full = talk_icon(TALK_ENOUGH);
	h.peb_half = talk_icon(TALK_SOME);
	h.peb_none = talk_icon(TALK_NOTHING);
	h.late_icon = icon(cx, "late");
	add_kinds(cx, &h);
	/* The button says that it opens a reflection: no question in between. */
	h.record = url_with(cx, h.record, "kind", key_of(&evidence_kinds, KIND_REFLECTION));
	if ((rc = fill(cx, v, &h)) != OK)
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

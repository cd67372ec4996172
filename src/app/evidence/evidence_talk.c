/* evidence_talk.c — what was said about a piece, and its history in plain words. */
#include "app/evidence/evidence_talk.h"

#include "app/desk/desk.h"
#include "web.sql.h"
#include "web/json.h"

enum { HISTORY_MAX = 500 };

/* seen_by — first names of those who could read it today and have opened it, from its history. */
static struct str seen_by(struct ctx *cx, const struct events_of_object_rows *events)
{
	struct str *names = NEW_ARRAY(cx->arena, struct str, events->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < events->n; i++) {
		struct str name = first_name(events->v[i].person_name);
		bool known = false;

		if (events->v[i].kind != EVENT_EVIDENCE_READ || !name.n)
			continue;
		for (size_t k = 0; k < n; k++)
			known |= str_eq(names[k], name);
		if (!known)
			names[n++] = name;
	}
	if (n < 2)
		return n ? names[0] : STR_NONE;
	return WORDS(cx->arena, T_FORM_BOTH, WORD_ARG("a", str_join(cx->arena, names, n - 1, S(", "))),
	             WORD_ARG("b", names[n - 1]));
}

/* due — when the link that has waited longest should be answered; empty when none waits. A link waits since the piece was
 * submitted, or since it was added or answered after that. */
static struct str due(struct ctx *cx, const struct links_now *links)
{
	instant oldest = INT64_MAX, submitted = cx->evidence->submitted_at;

	if (cx->evidence->state != EVIDENCE_SUBMITTED || submitted == DB_NULL_INT)
		return STR_NONE;
	for (size_t i = 0; i < links->n; i++) {
		instant since = links->v[i].changed > submitted ? links->v[i].changed : submitted;

		if (links->v[i].state == LINK_CLAIMED && since < oldest)
			oldest = since;
	}
	return oldest == INT64_MAX ? STR_NONE
	                           : date_weekday_long(cx->arena, evidence_answer_due(date_of(oldest), cx->induction->answer_days));
}

static bool is_hidden(const struct hidden_views *hidden, int64_t view)
{
	for (size_t i = 0; i < hidden->n; i++)
		if (hidden->v[i] == view)
			return true;
	return false;
}

enum rc views_load(struct ctx *cx, struct evidence_views_rows *ret_views, struct evidence_view_links_rows *ret_links)
{
	struct hidden_views hidden;
	size_t views = 0, links = 0;
	enum rc rc;

	if ((rc = desk_hidden_views(cx, &hidden)) != OK ||
	    (rc = sql_evidence_views(cx->db, cx->arena, cx->evidence->id, ret_views)) != OK ||
	    (rc = sql_evidence_view_links(cx->db, cx->arena, cx->evidence->id, ret_links)) != OK)
		return rc;
	for (size_t i = 0; i < ret_views->n; i++)
		if (!is_hidden(&hidden, ret_views->v[i].view_given))
			ret_views->v[views++] = ret_views->v[i];
	for (size_t i = 0; i < ret_links->n; i++)
		if (!is_hidden(&hidden, ret_links->v[i].view_given))
			ret_links->v[links++] = ret_links->v[i];
	ret_views->n = views;
	ret_links->n = links;
	return OK;
}

enum rc piece_load(struct ctx *cx, const struct framework_version *v, struct piece *ret)
{
	const struct evidence *e = cx->evidence;
	struct piece p = { .v = v, .csrf = hidden_csrf(cx) };
	struct events_of_object_rows events;
	enum rc rc;

	if ((rc = links_load(cx, v, e->id, &p.links)) != OK || (rc = people_now(cx, &p.people)) != OK ||
	    (rc = views_load(cx, &p.views, &p.view_links)) != OK ||
	    (rc = sql_evidence_answers(cx->db, cx->arena, e->id, &p.answers)) != OK ||
	    (rc = sql_evidence_versions(cx->db, cx->arena, e->id, &p.versions)) != OK ||
	    (rc = themes_of(cx, e->id, &p.themes)) != OK ||
	    (rc = sql_events_of_object(cx->db, cx->arena, e->uuid, HISTORY_MAX, &events)) != OK)
		return rc;
	p.is_own = cx->actor.role == ROLE_ECSW && cx->actor.person == cx->resource.owner;
	p.can_link = access_ok(may_link_evidence(&cx->actor, &cx->resource));
	p.stands = !access_ok(may_change_evidence(&cx->actor, &cx->resource));
	p.seen_by = seen_by(cx, &events);
	p.due = due(cx, &p.links);
	*ret = p;
	return OK;
}

/* ---- who has the ball ---- */

static struct str assessor_or(struct ctx *cx, const struct piece *p)
{
	return p->people.assessor.n ? p->people.assessor
	       : p->is_own         ? word(T_EVIDENCE_YOUR_ASSESSOR)
	                           : WORDS(cx->arena, T_EVIDENCE_THE_ASSESSOR, WORD_ARG("name", cx->induction->name));
}

static struct str readers(struct ctx *cx, const struct piece *p)
{
	if (p->people.assessor.n && p->people.supervisor.n && !str_eq(p->people.assessor_name, p->people.supervisor_name))
		return WORDS(cx->arena, T_FORM_BOTH, WORD_ARG("a", p->people.assessor), WORD_ARG("b", p->people.supervisor));
	return p->people.supervisor.n ? p->people.supervisor : assessor_or(cx, p);
}

/* The parts of "agreed six of your nine links, has a question about one, and has two still to read". */
static struct str lead_of_views(struct ctx *cx, const struct piece *p)
{
	const struct evidence *e = cx->evidence;
	struct arena *a = cx->arena;
	struct str all = count_word(a, p->links.live, false), parts[3];
	size_t n = 0;

	if (e->endorsed)
		parts[n++] = WORDS(a, p->is_own ? T_EVIDENCE_LEAD_AGREED : T_EVIDENCE_LEAD_AGREED_OTHER,
		                   WORD_ARG("count", count_word(a, (size_t)e->endorsed, false)), WORD_ARG("all", all),
		                   WORD_ARG("n", p->links.live));
	if (e->returned)
		parts[n++] = WORDS(a, T_EVIDENCE_LEAD_ASKED, WORD_ARG("count", count_word(a, (size_t)e->returned, false)));
	if (e->claimed)
		parts[n++] = WORDS(a, T_EVIDENCE_LEAD_TO_READ, WORD_ARG("count", count_word(a, (size_t)e->claimed, false)));
	if (n > 1)
		parts[0] = WORDS(a, T_EVIDENCE_AND, WORD_ARG("a", str_join(a, parts, n - 1, S(", "))), WORD_ARG("b", parts[n - 1]));
	return n ? WORDS(a, T_EVIDENCE_LEAD_VIEW, WORD_ARG("name", assessor_or(cx, p)), WORD_ARG("what", parts[0]))
	         : word(T_EVIDENCE_LEAD_NO_LINKS);
}

struct str piece_lead(struct ctx *cx, const struct piece *p)
{
	const struct evidence *e = cx->evidence;
	struct arena *a = cx->arena;

	switch (e->state) {
	case EVIDENCE_DRAFT:
		return word(T_EVIDENCE_LEAD_DRAFT);
	case EVIDENCE_WITHDRAWN:
		return WORDS(a, p->is_own ? T_EVIDENCE_LEAD_WITHDRAWN : T_EVIDENCE_LEAD_WITHDRAWN_OTHER,
		             WORD_ARG("name", first_name(cx->induction->name)),
		             WORD_ARG("on", date_of(e->withdrawn_at == DB_NULL_INT ? e->changed : e->withdrawn_at)));
	case EVIDENCE_SHARED:
		return p->is_own ? WORDS(a, T_EVIDENCE_LEAD_SHARED, WORD_ARG("names", readers(cx, p)))
		                 : WORDS(a, T_EVIDENCE_LEAD_SHARED_OTHER, WORD_ARG("name", first_name(cx->induction->name)));
	case EVIDENCE_SUBMITTED:
		break;
	}
	if (p->views.n || !p->due.n)
		return lead_of_views(cx, p);
	return WORDS(a, cx->actor.role == ROLE_ASSESSOR ? T_EVIDENCE_LEAD_FOR_YOU : T_EVIDENCE_LEAD_WAITS,
	             WORD_ARG("name", assessor_or(cx, p)), WORD_ARG("writer", first_name(cx->induction->name)),
	             WORD_ARG("due", p->due));
}

/* ---- one link ---- */

struct str link_when(struct ctx *cx, const struct piece *p, const struct link_now *l)
{
	struct date changed = date_of(l->changed);

	switch (l->state) {
	case LINK_ENDORSED:
		return WORDS(cx->arena, T_EVIDENCE_WHEN_AGREED, WORD_ARG("on", changed));
	case LINK_WITHDRAWN:
		return WORDS(cx->arena, T_EVIDENCE_WHEN_WITHDRAWN, WORD_ARG("on", changed));
	case LINK_CLAIMED:
		if (p->views.n && cx->evidence->state == EVIDENCE_SUBMITTED)
			return WORDS(cx->arena, T_EVIDENCE_WHEN_ADDED, WORD_ARG("on", changed));
		return STR_NONE;
	case LINK_RETURNED:
		break;
	}
	return STR_NONE;
}

static const struct evidence_views_row *view_of(const struct piece *p, int64_t id)
{
	for (size_t i = 0; i < p->views.n; i++)
		if (p->views.v[i].view_given == id)
			return &p->views.v[i];
	return NULL;
}

static struct str said_by(struct ctx *cx, const struct piece *p, struct str name, enum word role, instant at)
{
	UNUSED(p);
	return WORDS(cx->arena, T_EVIDENCE_SAID_BY, WORD_ARG("name", name), WORD_ARG("role", role),
	             WORD_ARG("on", date_of(at)));
}

/* Questions first asked, then answers, each in time; together they are read as an exchange. */
struct evidence_voices link_voices(struct ctx *cx, const struct piece *p, const struct link_now *l)
{
	struct evidence_voices vs = { .v = NEW_ARRAY(cx->arena, struct evidence_voice, p->view_links.n + p->answers.n + 1) };
	instant *at = NEW_ARRAY(cx->arena, instant, p->view_links.n + p->answers.n + 1);

	for (size_t i = 0; i < p->view_links.n; i++) {
		const struct evidence_view_links_row *vl = &p->view_links.v[i];
		const struct evidence_views_row *v = view_of(p, vl->view_given);

		if (vl->link != l->link || !v || !str_trim(vl->comment).n)
			continue;
		at[vs.n] = v->given_at;
		vs.v[vs.n++] = (struct evidence_voice){ vl->comment, said_by(cx, p, v->name, T_EVIDENCE_ROLE_ASSESSOR, v->given_at),
			                                    false, vl->agreed };
	}
	for (size_t i = 0; i < p->answers.n; i++) {
		const struct evidence_answers_row *n = &p->answers.v[i];
		struct evidence_voice voice;
		size_t k = vs.n;

		if (n->link != l->link)
			continue;
		voice = (struct evidence_voice){ n->text, WORDS(cx->arena, T_EVIDENCE_ANSWERED_BY,
		                                                WORD_ARG("name", p->is_own ? word(T_EVIDENCE_YOU) : n->name),
		                                                WORD_ARG("on", date_of(n->answered_at))), true, false };
		for (; k > 0 && at[k - 1] > n->answered_at; k--) {
			vs.v[k] = vs.v[k - 1];
			at[k] = at[k - 1];
		}
		vs.v[k] = voice;
		at[k] = n->answered_at;
		vs.n++;
	}
	return vs;
}

/* ---- the conversation ---- */

static struct str code_of_link(struct ctx *cx, const struct piece *p, int64_t link)
{
	for (size_t i = 0; i < p->links.n; i++)
		if (p->links.v[i].link == link && p->links.v[i].item >= 0)
			return framework_item_name(cx->arena, p->v->fw, p->links.v[i].item);
	return STR_NONE;
}

static struct evidence_said said_view(struct ctx *cx, const struct piece *p, const struct evidence_views_row *v)
{
	struct evidence_said s = {
		.who = v->name, .role = word(T_EVIDENCE_ROLE_ASSESSOR), .when = instant_long(cx->arena, v->given_at),
		.lead = T_EVIDENCE_SHOWS_ME, .text = v->sentence, .tainted = v->tainted,
	};

	s.asks.v = NEW_ARRAY(cx->arena, struct evidence_voice, p->view_links.n + 1);
	for (size_t i = 0; i < p->view_links.n; i++) {
		const struct evidence_view_links_row *vl = &p->view_links.v[i];

		if (vl->view_given == v->view_given && str_trim(vl->comment).n)
			s.asks.v[s.asks.n++] = (struct evidence_voice){ vl->comment, code_of_link(cx, p, vl->link), false, vl->agreed };
	}
	return s;
}

static struct evidence_said said_answer(struct ctx *cx, const struct piece *p, const struct evidence_answers_row *n)
{
	struct evidence_said s = {
		.who = p->is_own ? word(T_EVIDENCE_YOU) : n->name, .when = instant_long(cx->arena, n->answered_at),
		.is_own = true, .text = n->text,
	};

	s.role = WORDS(cx->arena, T_EVIDENCE_ABOUT_CODE, WORD_ARG("code", code_of_link(cx, p, n->link)));
	return s;
}

/* draw_talk — views and answers merged by time; both come oldest first. */
enum rc draw_talk(struct ctx *cx, const struct piece *p, struct evidence_piece *view)
{
	size_t a = 0;

	view->said.v = NEW_ARRAY(cx->arena, struct evidence_said, p->views.n + p->answers.n + 1);
	for (size_t i = 0; i <= p->views.n; i++) {
		while (a < p->answers.n && (i == p->views.n || p->answers.v[a].answered_at < p->views.v[i].given_at))
			view->said.v[view->said.n++] = said_answer(cx, p, &p->answers.v[a++]);
		if (i < p->views.n)
			view->said.v[view->said.n++] = said_view(cx, p, &p->views.v[i]);
	}
	return OK;
}

/* ---- history ---- */

struct past_word {
	enum event_kind kind;
	enum word own, other;
};
static const struct past_word past_words[] = {
	{ EVENT_EVIDENCE_STARTED, T_EVIDENCE_PAST_STARTED, 0 },
	{ EVENT_EVIDENCE_CHANGED, T_EVIDENCE_PAST_CHANGED, T_EVIDENCE_PAST_CHANGED_OTHER },
	{ EVENT_EVIDENCE_SHARED, T_EVIDENCE_PAST_SHARED, T_EVIDENCE_PAST_SHARED_OTHER },
	{ EVENT_EVIDENCE_SUBMITTED, T_EVIDENCE_PAST_SUBMITTED, T_EVIDENCE_PAST_SUBMITTED_OTHER },
	{ EVENT_EVIDENCE_WITHDRAWN, T_EVIDENCE_PAST_WITHDRAWN, T_EVIDENCE_PAST_WITHDRAWN_OTHER },
	{ EVENT_FILE_ADDED, T_EVIDENCE_PAST_FILE, T_EVIDENCE_PAST_FILE_OTHER },
	{ EVENT_FILE_REMOVED, T_EVIDENCE_PAST_UNFILE, T_EVIDENCE_PAST_UNFILE_OTHER },
	{ EVENT_LINKS_CHANGED, T_EVIDENCE_PAST_LINKS, T_EVIDENCE_PAST_LINKS_OTHER },
	{ EVENT_LINK_ANSWERED, T_EVIDENCE_PAST_ANSWERED, T_EVIDENCE_PAST_ANSWERED_OTHER },
	{ EVENT_EVIDENCE_READ, T_EVIDENCE_PAST_READ, 0 },
	{ EVENT_FILE_READ, T_EVIDENCE_PAST_FILE_READ, 0 },
	{ EVENT_PRIVACY_REPLACED, T_EVIDENCE_PAST_PRIVACY_REPLACED, 0 },
	{ EVENT_PRIVACY_KEPT, T_EVIDENCE_PAST_PRIVACY_KEPT, 0 },
	{ EVENT_PRIVACY_HELD, T_EVIDENCE_PAST_PRIVACY_HELD, 0 },
	{ EVENT_PRIVACY_SENT_BACK, T_EVIDENCE_PAST_PRIVACY_SENT_BACK, T_EVIDENCE_PAST_PRIVACY_SENT_BACK },
	{ EVENT_PRIVACY_MENDED, T_EVIDENCE_PAST_PRIVACY_MENDED, T_EVIDENCE_PAST_PRIVACY_MENDED },
	{ EVENT_PART_GIVEN, T_EVIDENCE_PAST_PART, T_EVIDENCE_PAST_PART },
	{ EVENT_COMMENTED, T_EVIDENCE_PAST_COMMENTED, T_EVIDENCE_PAST_COMMENTED },
	{ EVENT_TALK_RESOLVED, T_EVIDENCE_PAST_RESOLVED, T_EVIDENCE_PAST_RESOLVED },
	{ EVENT_TALK_REOPENED, T_EVIDENCE_PAST_REOPENED, T_EVIDENCE_PAST_REOPENED },
	{ EVENT_CHILD_CONCERN, 0, T_EVIDENCE_PAST_CONCERN },
};

/* past_word_of — 0 where this reader is not told: who looked is the writer's to see; a concern about a child is not
 * shown to the writer here, since that may not be safe; drafts are nobody else's business. */
static enum word past_word_of(const struct piece *p, int64_t kind)
{
	for (size_t i = 0; i < COUNT_OF(past_words); i++)
		if (past_words[i].kind == (enum event_kind)kind)
			return p->is_own ? past_words[i].own : past_words[i].other;
	return 0;
}

struct event_facts {
	int64_t version;
	bool is_draft;
};

static struct event_facts facts_of(struct ctx *cx, struct str data)
{
	struct json_problem problem;
	struct json_t *j;

	if (json_parse(cx->arena, data, JSON_REQUEST_LIMITS, &j, &problem) != OK)
		return (struct event_facts){ 0, false };
	return (struct event_facts){ json_get_i64(j, "version", 0), str_eq(json_get_str(j, "state"), S("draft")) };
}

/* short_moment — "8 November, 4:05pm"; with its year when that is another. */
static struct str short_moment(struct ctx *cx, instant t)
{
	int year, this_year, month, day;

	date_split(date_of(t), &year, &month, &day);
	date_split(cx->today, &this_year, &month, &day);
	return WORDS(cx->arena, T_EVIDENCE_SHORT_AT,
	             WORD_ARG("day", year == this_year ? date_short(cx->arena, date_of(t)) : date_long(cx->arena, date_of(t))),
	             WORD_ARG("time", instant_clock(cx->arena, t)));
}

static struct evidence_past past_of(struct ctx *cx, enum word w, struct str name, instant at)
{
	return (struct evidence_past){
		.what = WORDS(cx->arena, w, WORD_ARG("name", name)), .when = short_moment(cx, at),
		.iso = instant_iso(cx->arena, at),
	};
}

static void link_version(struct ctx *cx, const struct piece *p, int64_t version, struct evidence_past *past)
{
	for (size_t i = 0; i < p->versions.n; i++)
		if (p->versions.v[i].version == version) {
			past->has_version = true;
			past->version = url_id(cx, "/evidence/", cx->evidence->uuid,
			                       str_c(cx->arena, strf(cx->arena, "/versions/%lld", (long long)version)));
			past->more = WORDS(cx->arena, i ? T_EVIDENCE_PAST_COMPARE : T_EVIDENCE_PAST_VERSION, WORD_ARG("n", i + 1));
		}
}

/* same_again — saved again, or opened again on the same day by the same person: once is enough to read. */
static bool same_again(const struct evidence_pasts *pasts, const struct evidence_past *past, bool saves, struct str day_iso)
{
	const struct evidence_past *last = pasts->n ? &pasts->v[pasts->n - 1] : NULL;

	return last && !last->has_version && str_eq(last->what, past->what) && (saves || str_starts(last->iso, day_iso));
}

static void add_event(struct ctx *cx, const struct piece *p, const struct events_of_object_row *e,
                      struct evidence_pasts *pasts)
{
	enum word w = past_word_of(p, e->kind);
	struct event_facts facts;
	struct evidence_past past;
	struct str iso;

	if (!w)
		return;
	facts = facts_of(cx, e->data);
	if (e->kind == EVENT_EVIDENCE_CHANGED && facts.is_draft && !p->is_own)
		return;
	if (e->kind == EVENT_EVIDENCE_CHANGED && facts.is_draft)
		w = T_EVIDENCE_PAST_DRAFT;
	past = past_of(cx, w, first_name(e->person_name), e->at);
	link_version(cx, p, facts.version, &past);
	iso = instant_iso(cx->arena, e->at);
	if (same_again(pasts, &past, w == T_EVIDENCE_PAST_DRAFT, str_sub(iso, 0, 10)))
		pasts->v[pasts->n - 1] = past;
	else
		pasts->v[pasts->n++] = past;
}

static void add_view(struct ctx *cx, const struct piece *p, const struct evidence_views_row *v,
                     struct evidence_pasts *pasts)
{
	struct evidence_past past = past_of(cx, T_EVIDENCE_PAST_VIEW, first_name(v->name), v->given_at);
	size_t agreed = 0, asked = 0;

	for (size_t i = 0; i < p->view_links.n; i++)
		if (p->view_links.v[i].view_given == v->view_given) {
			agreed += p->view_links.v[i].agreed;
			asked += !p->view_links.v[i].agreed;
		}
	past.more = WORDS(cx->arena, T_EVIDENCE_PAST_VIEW_MORE, WORD_ARG("agreed", agreed), WORD_ARG("asked", asked));
	pasts->v[pasts->n++] = past;
}

/* concern_said — the newest of those notes. */
static struct str concern_said(struct ctx *cx, const struct events_of_object_rows *events)
{
	struct str said = STR_NONE;

	for (size_t i = 0; i < events->n; i++)
		if (events->v[i].kind == EVENT_CHILD_CONCERN)
			said = WORDS(cx->arena, T_EVIDENCE_CONCERN_NOTED, WORD_ARG("on", date_of(events->v[i].at)));
	return said;
}

enum rc draw_history(struct ctx *cx, const struct piece *p, struct evidence_piece *view)
{
	struct events_of_object_rows events;
	size_t given = 0;
	enum rc rc = sql_events_of_object(cx->db, cx->arena, cx->evidence->uuid, HISTORY_MAX, &events);

	if (rc != OK)
		return rc;
	view->history.v = NEW_ARRAY(cx->arena, struct evidence_past, events.n + p->views.n + 1);
	for (size_t i = 0; i <= events.n; i++) {
		while (given < p->views.n && (i == events.n || p->views.v[given].given_at <= events.v[i].at))
			add_view(cx, p, &p->views.v[given++], &view->history);
		if (i < events.n)
			add_event(cx, p, &events.v[i], &view->history);
	}
	if (!p->is_own)
		view->concern_noted = concern_said(cx, &events);
	return OK;
}

enum rc evidence_concern_noted(struct ctx *cx, struct str *ret)
{
	struct events_of_object_rows events;
	enum rc rc = sql_events_of_object(cx->db, cx->arena, cx->evidence->uuid, HISTORY_MAX, &events);

	if (rc == OK)
		*ret = concern_said(cx, &events);
	return rc;
}

/* moving.c — somebody goes to a newer version of their programme, when they want it: they ask for it or agree to an offer, and a coordinator does
 * it, having seen what changes. Nobody is moved otherwise, and the database holds that. Nothing that was linked, held or written is lost: what is
 * assessed stays the same standards, and a review that was held stays held. */
#include "app/joining/moving_view.h"

#include "app/joining/programme_changes.h"
#include "app/notices/notices.h"
#include "moving.sql.h"
#include "templates.gen.h"

enum { MOVE_OFFERED = 1, MOVE_WANTED = 2, MOVE_DONE = 3, MOVE_DECLINED = 4, MOVE_TAKEN_BACK = 5, MOVE_STATES };
enum { VERSIONS_MAX = 20 };

static const struct str state_keys[] = { [MOVE_OFFERED] = S_INIT("offered"), [MOVE_WANTED] = S_INIT("wanted"), [MOVE_DONE] = S_INIT("done"),
	                                     [MOVE_DECLINED] = S_INIT("declined"), [MOVE_TAKEN_BACK] = S_INIT("taken-back") };
static const struct key_list move_states = { state_keys, MOVE_STATES };

enum { ACT_ASK = 1, ACT_OFFER, ACT_AGREE, ACT_DECLINE, ACT_TAKE_BACK, ACT_MOVE, ACT_END };
static const struct str act_keys[] = { [ACT_ASK] = S_INIT("ask"), [ACT_OFFER] = S_INIT("offer"), [ACT_AGREE] = S_INIT("agree"),
	                                   [ACT_DECLINE] = S_INIT("decline"), [ACT_TAKE_BACK] = S_INIT("take-back"), [ACT_MOVE] = S_INIT("move") };
static const struct key_list acts = { act_keys, ACT_END };

struct move_typed {
	int act;
	struct str to, reason;
};
static const struct field move_fields[] = {
	ACTION(struct move_typed, act, .label = T_MOVE_TITLE, .choices = &acts, .max = ACT_END - 1, .required = true),
	TEXT(struct move_typed, to, .label = T_MOVE_TO, .max = UUID_TEXT),
	LONG_TEXT(struct move_typed, reason, .label = T_MOVE_REASON, .hint = T_MOVE_REASON_HINT, .max = 1000, .rows = 3),
};
const struct form programme_move_form = { .name = "programme_move", .size = sizeof(struct move_typed), .fields = move_fields,
	                                      .n = COUNT_OF(move_fields), .autosave = true };

static struct url move_url(struct ctx *cx)
{
	return url_id(cx, "/inductions/", cx->induction->uuid, "/programme");
}

/* ---- where it stands ---- */

/* The induction, the version it could go to, and what is on the way. */
struct moving {
	struct terms t;
	const struct programme *to;  /* NULL: there is no newer version */
	const struct programme *others[VERSIONS_MAX]; /* all there are, the newest last */
	size_t others_n;
	struct calendar then;        /* by the rules of `to` */
	struct move_open_row open;
	bool is_open, is_own;
	struct str why_not;          /* it can't be, to whoever has it: empty for nothing. What is decided is the coordinator's to know */
	struct move_reviews_rows reviews;
	struct moves_of_rows over;
};

/* newer — those that take the place of its programme, and those that take theirs. */
static enum rc newer(struct ctx *cx, struct moving *m)
{
	int64_t seen[VERSIONS_MAX + 1] = { cx->induction->programme_row };
	size_t n = 1;

	for (size_t at = 0; at < n; at++) {
		struct move_versions_rows rows;
		enum rc rc = sql_move_versions(cx->db, cx->arena, seen[at], cx->induction->employer, &rows);

		if (rc != OK)
			return rc;
		for (size_t i = 0; i < rows.n && n <= VERSIONS_MAX; i++) {
			if ((rc = programme_get(cx, rows.v[i].programme, &m->others[m->others_n])) != OK)
				return rc;
			m->others_n++;
			seen[n++] = rows.v[i].programme;
		}
	}
	return OK;
}

/* choose — the one that is asked for; the one on the way; else the last of the chain. */
static void choose(struct ctx *cx, struct moving *m, struct str wanted)
{
	if (m->others_n)
		m->to = m->others[m->others_n - 1];
	for (size_t i = 0; i < m->others_n; i++)
		if (m->is_open ? m->others[i]->id == m->open.to_programme : str_eq(uuid_str(cx->arena, m->others[i]->uuid), wanted))
			m->to = m->others[i];
}

static enum rc stops(struct ctx *cx, struct moving *m)
{
	const struct framework_version *fw;
	struct programme_standing standing;
	struct move_stops_row row;
	enum rc rc = sql_move_stops(cx->db, cx->arena, cx->induction->id, &row);

	if (rc != OK || (rc = framework_get(cx, m->to->framework_id, &fw)) != OK || (rc = programme_standing(cx, m->to->id, &standing)) != OK)
		return rc;
	if (m->to->framework_id != cx->induction->framework)
		m->why_not = WORDS(cx->arena, T_MOVE_OTHER_STANDARDS, WORD_ARG("title", fw->title), WORD_ARG("version", fw->version));
	else if (row.inside != DB_NULL_INT && m->to->contains_id != row.inside)
		m->why_not = word(T_MOVE_INSIDE_FIRST);
	else if (!date_is_none(m->to->d.in_force) && date_cmp(m->to->d.in_force, cx->today) > 0)
		m->why_not = WORDS(cx->arena, T_MOVE_NOT_IN_FORCE, WORD_ARG("date", m->to->d.in_force));
	else if (!standing.is_open)
		m->why_not = word(T_MOVE_NOT_OPEN);
	else if (row.deciding && !m->is_own)
		m->why_not = word(T_MOVE_DECIDING);
	return OK;
}

static enum rc read_moving(struct ctx *cx, struct str wanted, struct moving *m)
{
	struct calendar_facts then;
	enum rc rc = terms_read(cx, cx->induction->id, &m->t);

	m->is_own = cx->actor.person == cx->induction->ecsw;
	if (rc != OK || (rc = newer(cx, m)) != OK || (rc = sql_moves_of(cx->db, cx->arena, cx->induction->id, &m->over)) != OK)
		return rc;
	rc = sql_move_open(cx->db, cx->arena, cx->induction->id, &m->open);
	m->is_open = rc == OK;
	if (rc != OK && rc != NOT_FOUND)
		return rc;
	choose(cx, m, wanted);
	if (!m->to)
		return OK;
	then = m->t.dates;
	then.rules = &m->to->d.dates;
	calendar_of(&then, &m->then);
	rc = sql_move_reviews(cx->db, cx->arena, cx->induction->id, &m->reviews);
	return rc == OK ? stops(cx, m) : rc;
}

/* ---- what would change ---- */

static struct str day_words(struct ctx *cx, struct date d)
{
	return date_is_none(d) ? word(T_TERMS_NO_END) : date_long(cx->arena, d);
}

static const struct calendar_review *point_of(const struct calendar *c, int month)
{
	for (int i = 0; i < c->reviews_n; i++)
		if (c->reviews[i].month == month)
			return &c->reviews[i];
	return NULL;
}

/* A point of either: a review that was held stays, one that is prepared stays, and one whose day is past by the new rules alone is not asked for. */
static void add_point(struct ctx *cx, const struct moving *m, int month, struct move_rows *to)
{
	const struct calendar_review *now = point_of(&m->t.calendar, month), *then = point_of(&m->then, month);
	const struct move_reviews_row *there = NULL;
	struct move_row *row = &to->v[to->n];

	for (size_t i = 0; i < m->reviews.n; i++)
		if (m->reviews.v[i].month == month)
			there = &m->reviews.v[i];
	if ((!now && !then) || to->n == COUNT_OF(to->v))
		return;
	to->n++;
	*row = (struct move_row){ .what = WORDS(cx->arena, T_MOVE_REVIEW, WORD_ARG("n", month)), .now = now ? day_words(cx, now->due.date) : word(T_MOVE_NO_REVIEW),
		                      .then = then ? day_words(cx, then->due.date) : word(T_MOVE_NO_REVIEW) };
	if (there && !date_is_none(there->met_on))
		row->now = row->then = WORDS(cx->arena, T_MOVE_HELD, WORD_ARG("date", there->met_on));
	else if (there && !then)
		row->then = word(T_MOVE_PREPARED);
	else if (!there && !now && !date_is_none(then->due.date) && date_cmp(then->due.date, cx->today) < 0)
		row->then = WORDS(cx->arena, T_MOVE_PAST, WORD_ARG("date", then->due.date));
	row->same = str_eq(row->now, row->then);
}

static void add_rows(struct ctx *cx, const struct moving *m, struct move_rows *to)
{
	to->v[to->n++] = (struct move_row){ word(T_PERSON_END), day_words(cx, m->t.calendar.end.date), day_words(cx, m->then.end.date),
		                                m->t.calendar.end.date.days == m->then.end.date.days };
	to->v[to->n++] = (struct move_row){ word(T_TERMS_READY_FROM), day_words(cx, m->t.calendar.ready.date), day_words(cx, m->then.ready.date),
		                                m->t.calendar.ready.date.days == m->then.ready.date.days };
	for (int month = 1; month <= 120; month++)
		add_point(cx, m, month, to);
}

/* ---- the page ---- */

static void version_json(struct json_out *j, const struct programme *p)
{
	json_obj(j);
	json_key(j, "id"), json_uuid(j, p->uuid);
	json_key(j, "name"), json_str(j, p->d.name);
	json_end(j);
}

static void dates_json(struct json_out *j, const char *key, const struct calendar *c)
{
	json_key(j, key), json_obj(j);
	json_key(j, "end"), json_date(j, c->end.date);
	json_key(j, "ready"), json_date(j, c->ready.date);
	json_key(j, "reviews"), json_arr(j);
	for (int i = 0; i < c->reviews_n; i++) {
		json_obj(j);
		json_key(j, "month"), json_i64(j, c->reviews[i].month);
		json_key(j, "due"), json_date(j, c->reviews[i].due.date);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

static void over_json(struct json_out *j, const struct moving *m)
{
	json_key(j, "before"), json_arr(j);
	for (size_t i = 0; i < m->over.n; i++) {
		const struct moves_of_row *r = &m->over.v[i];

		json_obj(j);
		json_key(j, "id"), json_uuid(j, r->id);
		json_key(j, "from"), json_str(j, r->before);
		json_key(j, "to"), json_str(j, r->after);
		json_key(j, "state"), json_str(j, key_of(&move_states, (int)r->state));
		json_key(j, "wanted"), json_instant(j, r->wanted_at);
		json_key(j, "closed"), json_instant(j, r->closed_at);
		json_key(j, "reason"), json_str(j, r->reason);
		json_key(j, "end_before"), json_date(j, r->end_before);
		json_key(j, "end_after"), json_date(j, r->end_after);
		json_end(j);
	}
	json_end(j);
}

static enum rc move_json(struct ctx *cx, const struct moving *m, const struct programme_changes *changes)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "programme"), version_json(j, m->t.programme);
	json_key(j, "newer"), json_arr(j);
	for (size_t i = 0; i < m->others_n; i++)
		version_json(j, m->others[i]);
	json_end(j);
	json_key(j, "state"), json_str(j, m->is_open ? key_of(&move_states, (int)m->open.state) : S("none"));
	json_key(j, "to");
	if (m->to)
		version_json(j, m->to);
	else
		json_none(j);
	json_key(j, "why_not"), json_str(j, m->why_not);
	dates_json(j, "now", &m->t.calendar);
	if (m->to)
		dates_json(j, "then", &m->then);
	json_key(j, "changes"), json_arr(j);
	for (size_t i = 0; i < changes->n; i++)
		json_str(j, changes->v[i]);
	json_end(j);
	over_json(j, m);
	json_end(j);
	return answer_json(cx, 200);
}

static void add_over(struct ctx *cx, const struct moving *m, struct move_view *v)
{
	static const enum word words[MOVE_STATES] = { [MOVE_DONE] = T_MOVE_OVER_DONE, [MOVE_DECLINED] = T_MOVE_OVER_DECLINED,
		                                          [MOVE_TAKEN_BACK] = T_MOVE_OVER_TAKEN_BACK };

	for (size_t i = 0; i < m->over.n && v->over.n < COUNT_OF(v->over.v); i++) {
		const struct moves_of_row *r = &m->over.v[i];
		enum word w = words[r->state > 0 && r->state < MOVE_STATES ? r->state : MOVE_DONE];

		v->over.v[v->over.n++] = (struct move_over){
			.says = WORDS(cx->arena, w, WORD_ARG("before", r->before), WORD_ARG("after", r->after), WORD_ARG("name", r->name),
			              WORD_ARG("date", date_of(r->closed_at))),
			.ends = r->state == MOVE_DONE ? WORDS(cx->arena, T_MOVE_OVER_ENDS, WORD_ARG("was", day_words(cx, r->end_before)),
			                                      WORD_ARG("now", day_words(cx, r->end_after))) : STR_NONE,
			.reason = r->reason };
	}
}

/* What whoever looks may do now, and what stands. */
static void add_acts(struct ctx *cx, const struct moving *m, struct move_view *v)
{
	bool goes = m->to && !m->why_not.n, offered = m->is_open && m->open.state == MOVE_OFFERED, wanted = m->is_open && m->open.state == MOVE_WANTED;
	struct date on = m->is_open ? date_of(m->open.begun) : cx->today;

	if (m->is_open)
		v->standing = offered ? WORDS(cx->arena, T_MOVE_OFFERED, WORD_ARG("name", m->open.name), WORD_ARG("date", on))
		                                            : WORDS(cx->arena, m->is_own ? T_MOVE_WANTED_OWN : T_MOVE_WANTED, WORD_ARG("name", cx->induction->name),
		                                                    WORD_ARG("date", date_of(m->open.wanted_at)));
	if (!access_ok(may_tell_pause(&cx->actor, &cx->resource)))
		return;
	v->may_ask = m->is_own && goes && !m->is_open;
	v->may_offer = !m->is_own && goes && !m->is_open;
	v->may_agree = m->is_own && goes && offered;
	v->may_decline = m->is_own ? offered : wanted;
	v->wants_reason = v->may_decline && !m->is_own;
	v->may_take_back = m->is_own ? wanted : offered;
	v->may_move = !m->is_own && goes && wanted;
}

enum rc move_show(struct ctx *cx)
{
	struct moving *m = NEW(cx->arena, struct moving);
	struct programme_changes *changes = NEW(cx->arena, struct programme_changes);
	struct move_view *v = NEW(cx->arena, struct move_view);
	struct form_view fv;
	enum rc rc = read_moving(cx, query(cx, "to"), m);

	if (rc == OK && m->to)
		programme_changes_of(cx->arena, &m->t.programme->d, &m->to->d, changes);
	if (rc != OK || cx->json)
		return rc != OK ? rc : move_json(cx, m, changes);
	fv = form_view(cx, &programme_move_form, NULL, -1);
	v->errors = fv.errors, v->hidden = fv.hidden, v->reason = form_field(&fv, "reason")->html;
	v->own = m->is_own;
	v->name = cx->induction->name;
	v->back = url_id(cx, "/inductions/", cx->induction->uuid, "");
	v->action = move_url(cx);
	v->now = m->t.programme->d.name;
	v->now_url = url_id(cx, "/programmes/", m->t.programme->uuid, "");
	v->why_not = m->why_not;
	add_over(cx, m, v);
	if (m->to) {
		v->has_to = true;
		v->to = m->to->d.name;
		v->to_id = uuid_str(cx->arena, m->to->uuid);
		v->to_url = url_id(cx, "/programmes/", m->to->uuid, "");
		v->changes = (struct move_sentences){ changes->v, changes->n };
		add_rows(cx, m, &v->rows);
		add_acts(cx, m, v);
		for (size_t i = 0; i < m->others_n && !m->is_open; i++)
			if (m->others[i] != m->to)
				v->others.v[v->others.n++] = (struct move_other){ m->others[i]->d.name, url_with(cx, move_url(cx), "to", uuid_str(cx->arena, m->others[i]->uuid)) };
	}
	return page(cx, &(struct page){ .title = word(T_MOVE_TITLE), .menu = m->is_own ? MENU_NONE : MENU_COHORT, .main = HTML(cx, moving, v) });
}

/* ---- first screens ---- */

enum rc moves_waiting(struct ctx *cx, struct html *ret)
{
	struct moves_waiting_rows rows;
	struct moves_waiting_view v = { .own = cx->actor.role == ROLE_ECSW };
	enum rc rc = sql_moves_waiting(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role, cx->today, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		v.rows.v[v.rows.n++] = (struct move_waiting){
			.url = url_id(cx, "/inductions/", rows.v[i].induction_id, "/programme"), .title = v.own ? rows.v[i].after : rows.v[i].name,
			.note = v.own ? STR_NONE : rows.v[i].after, .since = WORDS(cx->arena, T_MOVE_WAITING_SINCE, WORD_ARG("date", date_of(rows.v[i].since))) };
	if (rc == OK && v.rows.n)
		*ret = HTML(cx, moves_waiting, &v);
	return rc;
}

/* ---- acts ---- */

static enum rc noted(struct ctx *cx, enum event_kind kind, struct uuid id, const struct moving *m, int state)
{
	return event_add(cx, CHAIN_INDUCTION, cx->induction->id, kind, id,
	                 strf(cx->arena, "{\"state\":%d,\"from\":%lld,\"to\":%lld}", state, (long long)m->t.programme->id, (long long)m->to->id));
}

/* The other side. */
static enum rc tell_other(struct ctx *cx, const struct moving *m)
{
	const struct induction *i = cx->induction;

	return m->is_own ? notice_coordinators(cx, NOTICE_MOVE, i->employer) : notice(cx, NOTICE_MOVE, i->ecsw, i->employer);
}

static enum rc begin(struct ctx *cx, const struct moving *m, int state)
{
	struct uuid id = uuid7(cx->now);
	enum rc rc = sql_move_add(cx->db, cx->arena, id, cx->induction->id, m->t.programme->id, m->to->id, state, cx->now, cx->actor.person,
	                          state == MOVE_WANTED ? cx->now : DB_NULL_INT, NULL);

	return rc == OK ? noted(cx, EVENT_MOVE_ASKED, id, m, state) : rc;
}

static enum rc close_it(struct ctx *cx, const struct moving *m, int state, struct str reason)
{
	enum rc rc = sql_move_close(cx->db, cx->arena, m->open.move, state, cx->now, cx->actor.person, reason.n ? reason : S(""), DATE_NONE, DATE_NONE, NULL);

	return rc == OK ? noted(cx, EVENT_MOVE_ASKED, m->open.id, m, state) : rc;
}

/* The act itself: the record first, since the database lets nothing else move anybody. */
static enum rc move_now(struct ctx *cx, const struct moving *m)
{
	const struct induction *i = cx->induction;
	int64_t changed = 0;
	enum rc rc = sql_move_close(cx->db, cx->arena, m->open.move, MOVE_DONE, cx->now, cx->actor.person, S(""), m->t.calendar.end.date, m->then.end.date, NULL);

	if (rc == OK)
		rc = sql_move_induction(cx->db, cx->arena, i->id, m->t.programme->id, m->to->id, &changed);
	if (rc == OK && changed != 1)
		rc = CONFLICT;
	if (rc == OK)
		rc = noted(cx, EVENT_PROGRAMME_MOVED, m->open.id, m, MOVE_DONE);
	if (rc == OK)
		rc = notice(cx, NOTICE_MOVED, i->ecsw, i->employer);
	if (rc == OK)
		rc = notice_assigned(cx, NOTICE_MOVED, i->id, ROLE_SUPERVISOR, i->employer);
	return rc == OK ? notice_assigned(cx, NOTICE_MOVED, i->id, ROLE_ASSESSOR, i->employer) : rc;
}

/* do_act — one that may be done now, as the page says. */
static enum rc do_act(struct ctx *cx, const struct moving *m, const struct move_view *may, const struct move_typed *f)
{
	enum rc rc;

	if ((f->act == ACT_ASK && may->may_ask) || (f->act == ACT_OFFER && may->may_offer)) {
		rc = begin(cx, m, f->act == ACT_ASK ? MOVE_WANTED : MOVE_OFFERED);
		return rc == OK ? tell_other(cx, m) : rc;
	}
	if (f->act == ACT_AGREE && may->may_agree) {
		rc = sql_move_set_wanted(cx->db, cx->arena, m->open.move, cx->now, NULL);
		if (rc == OK)
			rc = noted(cx, EVENT_MOVE_ASKED, m->open.id, m, MOVE_WANTED);
		return rc == OK ? tell_other(cx, m) : rc;
	}
	if (f->act == ACT_DECLINE && may->may_decline) {
		if (may->wants_reason && !f->reason.n)
			return field_error(cx, "reason", T_MOVE_REASON_MISSING);
		rc = close_it(cx, m, MOVE_DECLINED, may->wants_reason ? f->reason : STR_NONE);
		return rc == OK ? tell_other(cx, m) : rc;
	}
	if (f->act == ACT_TAKE_BACK && may->may_take_back)
		return close_it(cx, m, MOVE_TAKEN_BACK, STR_NONE);
	if (f->act == ACT_MOVE && may->may_move)
		return move_now(cx, m);
	if (m->why_not.n) {
		err_add(&cx->err, S(""), m->why_not);
		return INVALID;
	}
	return form_error(cx, m->to ? T_MOVE_NOT_NOW : T_MOVE_NO_NEWER);
}

enum rc move_save(struct ctx *cx)
{
	static const enum word said[ACT_END] = { 0, T_MOVE_DID_ASK, T_MOVE_DID_OFFER, T_MOVE_DID_AGREE, T_MOVE_DID_DECLINE, T_MOVE_DID_TAKE_BACK, T_MOVE_DID };
	const struct move_typed *f = cx->form;
	struct moving *m = NEW(cx->arena, struct moving);
	struct move_view *may = NEW(cx->arena, struct move_view);
	enum rc rc = read_moving(cx, f->to, m);

	if (rc != OK)
		return rc;
	if (f->to.n && (!m->to || !str_eq(uuid_str(cx->arena, m->to->uuid), f->to)))
		return form_error(cx, T_MOVE_ANOTHER);
	add_acts(cx, m, may);
	rc = do_act(cx, m, may, f);
	return rc == OK ? done(cx, move_url(cx), said[f->act]) : rc;
}

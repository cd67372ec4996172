/* evidence_save.c — writing a piece: new, changed, withdrawn. */
#include "app/evidence/evidence_inside.h"

#include "app/evidence/evidence_parts.h"
#include "app/notices/notices.h"
#include "app/outsider/outsider.h"
#include "app/privacy/privacy.h"
#include "evidence.sql.h"
#include "evidence_store.sql.h"
#include "web/form.h"

/* ---- after any change ---- */

static enum rc add_version(struct ctx *cx, const struct framework_version *v)
{
	const struct evidence *e = cx->evidence;
	struct links_now links;
	struct str_list themes;
	enum rc rc = links_load(cx, v, e->id, &links);

	if (rc != OK || (rc = themes_of(cx, e->id, &themes)) != OK)
		return rc;
	rc = sql_evidence_version_add(cx->db, cx->arena, e->id, e->version, e->kind, e->title, e->on_date, e->setting, e->text,
	                              codes_of(cx, v, links_on(cx, v, &links)), e->form, e->month_only,
	                              str_join(cx->arena, themes.v, themes.n, S(",")), cx->actor.person, cx->now, NULL);
	return rc == OK ? answers_version(cx, e->id, e->version) : rc;
}

/* tell — whoever has the ball now hears that something waits, or was shared. */
static enum rc tell(struct ctx *cx, enum event_kind kind)
{
	const struct induction *i = cx->induction;

	switch (kind) {
	case EVENT_EVIDENCE_SUBMITTED:
		return notice_assigned(cx, NOTICE_CLAIMS_WAITING, i->id, ROLE_ASSESSOR, i->employer);
	case EVENT_LINK_ANSWERED:
		return notice_assigned(cx, NOTICE_ANSWERED, i->id, ROLE_ASSESSOR, i->employer);
	case EVENT_EVIDENCE_SHARED:
		return notice_assigned(cx, NOTICE_SHARED, i->id, ROLE_SUPERVISOR, i->employer);
	default:
		return OK;
	}
}

enum rc piece_changed(struct ctx *cx, const struct framework_version *v, bool was_submitted, enum event_kind kind,
                      struct str data)
{
	enum rc rc = load_evidence(cx, cx->evidence->uuid);

	if (rc == OK && cx->evidence->state != EVIDENCE_DRAFT && kind != EVENT_LINK_ANSWERED &&
	    kind != EVENT_EVIDENCE_WITHDRAWN)
		rc = add_version(cx, v);
	if (rc == OK && was_submitted)
		rc = coverage_refresh(cx, cx->induction->id, v);
	else if (rc == OK && cx->evidence->state == EVIDENCE_SUBMITTED)
		rc = coverage_add_piece(cx, cx->induction->id, v, cx->evidence->id);
	if (rc == OK && was_submitted)
		rc = showcase_follow(cx, v);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, kind, cx->evidence->uuid, data);
	if (rc == OK)
		rc = tell(cx, kind);
	cx->current_version = cx->evidence->version;
	return rc;
}

static struct str event_data(struct ctx *cx, int64_t version, enum evidence_state state, size_t links)
{
	struct json_out j = json_begin(cx->arena, 1024);

	json_obj(&j);
	json_key(&j, "version"), json_i64(&j, version);
	json_key(&j, "state"), json_str(&j, key_of(&evidence_states, state));
	json_key(&j, "links"), json_i64(&j, (int64_t)links);
	json_end(&j);
	return json_done(&j);
}

/* ---- one posting of the record form ---- */

/* Identical postings this close together are one act. */
enum { TWICE_WITHIN = 10 * MINUTE };

static enum event_kind event_of(const struct saving *s, bool is_new)
{
	if (s->to == EVIDENCE_SUBMITTED && s->from != EVIDENCE_SUBMITTED)
		return EVENT_EVIDENCE_SUBMITTED;
	if (s->to == EVIDENCE_SHARED && s->from != EVIDENCE_SHARED)
		return EVENT_EVIDENCE_SHARED;
	return is_new ? EVENT_EVIDENCE_STARTED : EVENT_EVIDENCE_CHANGED;
}

static enum word notice_of(const struct saving *s)
{
	if (s->to == EVIDENCE_SUBMITTED && s->from != EVIDENCE_SUBMITTED)
		return T_EVIDENCE_NOTICE_SUBMITTED;
	if (s->to == EVIDENCE_SHARED && s->from != EVIDENCE_SHARED)
		return T_EVIDENCE_NOTICE_SHARED;
	return s->to == EVIDENCE_DRAFT ? T_EVIDENCE_NOTICE_DRAFT : T_EVIDENCE_NOTICE_SAVED;
}

enum rc answer_piece(struct ctx *cx, const struct framework_version *v, struct url where, enum word notice, bool is_new)
{
	enum rc rc = OK;

	if (cx->json)
		rc = piece_json(cx, v, reply_json(cx));
	if (rc != OK)
		return rc;
	return is_new && cx->json ? created(cx, url_id(cx, "/evidence/", cx->evidence->uuid, ""), notice)
	                          : done(cx, where, notice);
}

static enum rc answer_saved(struct ctx *cx, const struct saving *s, bool is_new)
{
	struct uuid id = cx->evidence->uuid;
	bool writes_on = s->to == EVIDENCE_DRAFT && !cx->json;

	return answer_piece(cx, s->v, url_id(cx, "/evidence/", id, writes_on ? "/edit" : ""), notice_of(s), is_new);
}

/* only_draws — the posting asks for nothing but the page again, with links added, found or taken off. */
static bool only_draws(const struct evidence_typed *f)
{
	return f && (f->act == 0 || act_only_draws(f->act, &f->pick));
}

static int64_t form_row(const struct saving *s)
{
	return s->form->row ? s->form->row : DB_NULL_INT;
}

/* save_beside — what stands beside the piece's own row: answers, themes, and what is asked of others. */
static enum rc save_beside(struct ctx *cx, const struct saving *s, int64_t evidence)
{
	enum rc rc = answers_clear(cx, evidence, s->form);

	if (rc == OK)
		rc = answers_put(cx, evidence, &s->answers);
	if (rc == OK)
		rc = sql_themes_clear(cx->db, cx->arena, evidence, NULL);
	for (size_t i = 0; i < s->themes.n && rc == OK; i++)
		rc = sql_theme_put(cx->db, cx->arena, evidence, s->themes.v[i], NULL);
	return rc;
}

static enum rc save_new(struct ctx *cx, const struct saving *s, struct uuid id)
{
	const struct evidence_typed *f = s->typed;
	const struct links_now none = { 0 };
	struct evidence_add_row row;
	enum rc rc = sql_evidence_add(cx->db, cx->arena, id, cx->induction->id, f->kind, f->title, s->on, s->setting, s->text,
	                              s->to, form_row(s), s->form->month_only, cx->now, s->shared_at, s->submitted_at, &row);

	if (rc == OK)
		rc = save_beside(cx, s, row.evidence);
	if (rc == OK)
		rc = links_make(cx, s->v, row.evidence, &none, s->chosen.on, true);
	return rc == OK ? load_evidence(cx, id) : rc;
}

static bool same_list(const struct str_list *a, const struct str_list *b)
{
	size_t same = 0;

	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n; k++)
			same += str_eq(a->v[i], b->v[k]);
	return a->n == b->n && same == a->n;
}

/* is_twin — the same answers and themes too. */
static bool is_twin(struct ctx *cx, const struct saving *s, int64_t evidence)
{
	struct answer_list there;
	struct str_list themes;

	if (answers_of(cx, s->form, evidence, 0, &there) != OK || themes_of(cx, evidence, &themes) != OK ||
	    !same_list(&s->themes, &themes))
		return false;
	for (size_t i = 0; i < s->answers.n; i++)
		if (!str_eq(str_trim(answer_of(&there, s->answers.v[i].id)), str_trim(s->answers.v[i].text)))
			return false;
	return true;
}

/* made_already — the form came twice: two presses without scripts, or Back and the same again. NOT_FOUND for a new one.
 * A program says what it means, and may mean two. */
static enum rc made_already(struct ctx *cx, const struct saving *s, struct uuid *ret_id)
{
	const struct evidence_typed *f = s->typed;
	struct evidence_made_twin_row row;
	enum rc rc = cx->json ? NOT_FOUND
	                      : sql_evidence_made_twin(cx->db, cx->arena, cx->induction->id, f->kind, f->title, s->on,
	                                               s->setting, s->text, s->to, cx->now - TWICE_WITHIN,
	                                               (int64_t)s->chosen.n, &row);

	if (rc == OK && !is_twin(cx, s, row.evidence))
		return NOT_FOUND;
	if (rc == OK)
		*ret_id = row.id;
	return rc;
}

enum rc evidence_create(struct ctx *cx)
{
	struct uuid id = uuid7(cx->now);
	struct saving s;
	int stopped;
	enum rc rc;

	if (only_draws(cx->form))
		return draw_record(cx, cx->route->form);
	if ((rc = saving_prepare(cx, EVIDENCE_DRAFT, DB_NULL_INT, DB_NULL_INT, &s)) != OK || (rc = saving_stop(cx, &s, &stopped)) != OK ||
	    cx->answered)
		return rc;
	if ((rc = made_already(cx, &s, &id)) == OK)
		return done(cx, url_id(cx, "/evidence/", id, s.to == EVIDENCE_DRAFT ? "/edit" : ""), notice_of(&s));
	if (rc != NOT_FOUND || (rc = save_new(cx, &s, id)) != OK)
		return rc;
	if (s.to != EVIDENCE_DRAFT) /* a piece that is shared at once was begun all the same */
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_EVIDENCE_STARTED, id, S("{}"));
	if (rc == OK)
		rc = piece_changed(cx, s.v, false, event_of(&s, true), event_data(cx, 1, s.to, s.chosen.n));
	if (rc == OK)
		rc = parts_ask(cx, s.form);
	if (rc == OK && stopped)
		return saving_stopped(cx, &s, stopped);
	return rc == OK ? answer_saved(cx, &s, true) : rc;
}

enum rc evidence_create_again(struct ctx *cx)
{
	return draw_record(cx, cx->route->form);
}

enum rc evidence_start(struct ctx *cx, enum evidence_kind kind, struct str title, struct str text, struct uuid *ret)
{
	struct uuid id = uuid7(cx->now);
	const struct piece_form *form;
	struct evidence_add_row row;
	enum rc rc = forms_current(cx, kind, &form);

	if (rc != OK)
		return rc;
	rc = sql_evidence_add(cx->db, cx->arena, id, cx->induction->id, kind, title, DATE_NONE, SETTING_NONE, text, EVIDENCE_DRAFT,
	                      form->row ? form->row : DB_NULL_INT, form->month_only, cx->now, DB_NULL_INT, DB_NULL_INT, &row);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_EVIDENCE_STARTED, id,
		               event_data(cx, 1, EVIDENCE_DRAFT, 0));
	if (rc == OK)
		*ret = id;
	return rc;
}

enum rc evidence_played(struct ctx *cx, struct uuid id)
{
	const struct framework_version *v;
	const struct piece_form *form;
	enum rc rc = load_evidence(cx, id);

	if (rc != OK || (rc = framework_get(cx, cx->induction->framework, &v)) != OK || (rc = form_of_piece(cx, &form)) != OK ||
	    (rc = add_version(cx, v)) != OK || (rc = parts_asked_then(cx, form)) != OK)
		return rc;
	return event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_EVIDENCE_SHARED, id,
	                 event_data(cx, cx->evidence->version, EVIDENCE_SHARED, 0));
}

static enum rc save_changed(struct ctx *cx, const struct saving *s, const struct evidence *e)
{
	const struct evidence_typed *f = s->typed;
	struct links_now now;
	int64_t affected = 0;
	enum rc rc = sql_evidence_save(cx->db, cx->arena, e->id, f->kind, f->title, s->on, s->setting, s->text, s->to,
	                               form_row(s), s->form->month_only, cx->now, s->shared_at, s->submitted_at, e->version, &affected);

	if (rc == OK && affected == 0)
		rc = STALE;
	if (rc == OK)
		rc = save_beside(cx, s, e->id);
	if (rc == OK)
		rc = links_load(cx, s->v, e->id, &now);
	return rc == OK ? links_make(cx, s->v, e->id, &now, s->chosen.on, s->from == EVIDENCE_DRAFT) : rc;
}

enum rc evidence_update(struct ctx *cx)
{
	const struct evidence *e = cx->evidence;
	struct saving s;
	int stopped;
	enum rc rc;

	if (only_draws(cx->form))
		return draw_record(cx, cx->route->form);
	if ((rc = version_is(cx, e->version)) != OK)
		return rc;
	/* The words stand once a view is given. The route lets the writer come this far so that what they typed while it was
	 * being given is shown to them and not lost. */
	if (!access_ok(may_change_evidence(&cx->actor, &cx->resource)) && !only_words(cx))
		return CONFLICT;
	if ((rc = saving_prepare(cx, e->state, e->shared_at, e->submitted_at, &s)) != OK || (rc = saving_stop(cx, &s, &stopped)) != OK ||
	    cx->answered || (rc = save_changed(cx, &s, e)) != OK)
		return rc;
	rc = piece_changed(cx, s.v, s.from == EVIDENCE_SUBMITTED, event_of(&s, false),
	                   event_data(cx, e->version + 1, s.to, s.chosen.n));
	if (rc == OK)
		rc = parts_ask(cx, s.form);
	if (rc == OK && stopped)
		return saving_stopped(cx, &s, stopped);
	if (rc == OK)
		rc = saving_is_mended(cx, &s);
	if (rc == OK && cx->evidence->held != HOLD_NONE && !cx->json)
		return done(cx, url_id(cx, "/evidence/", e->uuid, "/privacy"), T_FINDS_NOTICE_STILL_HELD);
	return rc == OK ? answer_saved(cx, &s, false) : rc;
}

enum rc evidence_update_again(struct ctx *cx)
{
	bool moved = cx->failed == STALE || cx->failed == CONFLICT ||
	             (!access_ok(may_change_evidence(&cx->actor, &cx->resource)) && !only_words(cx));

	return moved && !only_draws(cx->form) ? draw_conflict(cx) : draw_record(cx, cx->route->form);
}

/* ---- withdrawing ---- */

enum rc evidence_withdraw(struct ctx *cx)
{
	const struct evidence *e = cx->evidence;
	const struct framework_version *v;
	bool submitted = e->state == EVIDENCE_SUBMITTED;
	enum rc rc;

	if ((rc = framework_get(cx, cx->induction->framework, &v)) != OK ||
	    (rc = sql_evidence_withdraw(cx->db, cx->arena, e->id, cx->now, NULL)) != OK || (rc = asks_end_with_piece(cx)) != OK ||
	    (rc = privacy_forget(cx)) != OK)
		return rc;
	rc = piece_changed(cx, v, submitted, EVENT_EVIDENCE_WITHDRAWN,
	                   strf(cx->arena, "{\"version\":%lld,\"was\":\"%.*s\"}", (long long)e->version + 1,
	                        STR_FMT(key_of(&evidence_states, e->state))));
	if (rc != OK)
		return rc;
	return answer_piece(cx, v, url_id(cx, "/evidence/", cx->evidence->uuid, ""), T_EVIDENCE_NOTICE_WITHDRAWN, false);
}

/* ---- a concern about a child ---- */

enum rc evidence_concern_note(struct ctx *cx, struct url back)
{
	enum rc rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_CHILD_CONCERN, cx->evidence->uuid, S("{}"));

	return rc == OK ? done(cx, back, T_EVIDENCE_NOTICE_CONCERN) : rc;
}

enum rc evidence_child_concern(struct ctx *cx)
{
	return evidence_concern_note(cx, url_id(cx, "/evidence/", cx->evidence->uuid, ""));
}

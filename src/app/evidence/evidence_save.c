/* evidence_save.c — writing a piece: new, changed, withdrawn; its links, answers to questions about them. */
#include "app/evidence/evidence_inside.h"

#include "app/notices/notices.h"
#include "evidence.sql.h"
#include "evidence_store.sql.h"
#include "web.sql.h"
#include "web/form.h"

/* ---- links ---- */

enum rc links_load(struct ctx *cx, const struct framework_version *v, int64_t evidence, struct links_now *ret)
{
	struct links_of_rows rows;
	enum rc rc = sql_links_of(cx->db, cx->arena, evidence, &rows);

	if (rc != OK)
		return rc;
	*ret = (struct links_now){ .v = NEW_ARRAY(cx->arena, struct link_now, rows.n + 1), .n = rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		ret->v[i] = (struct link_now){
			.link = rows.v[i].link, .item = framework_item_of_row(v, rows.v[i].item),
			.state = (enum link_state)rows.v[i].state, .created = rows.v[i].created, .changed = rows.v[i].changed,
		};
		ret->live += ret->v[i].state != LINK_WITHDRAWN;
	}
	return OK;
}

bool *links_on(struct ctx *cx, const struct framework_version *v, const struct links_now *links)
{
	bool *on = NEW_ARRAY(cx->arena, bool, v->fw->n + 1);

	for (size_t i = 0; i < links->n; i++)
		if (links->v[i].item >= 0 && links->v[i].state != LINK_WITHDRAWN)
			on[links->v[i].item] = true;
	return on;
}

/* take_away — a draft's link was never seen and goes; any other is withdrawn and stays in the record. */
static enum rc take_away(struct ctx *cx, const struct link_now *l, bool was_draft)
{
	return was_draft ? sql_link_drop(cx->db, cx->arena, l->link, NULL)
	                 : sql_link_set(cx->db, cx->arena, l->link, LINK_WITHDRAWN, cx->now, NULL);
}

/* links_make — the piece's links become exactly `on`. */
static enum rc links_make(struct ctx *cx, const struct framework_version *v, int64_t evidence,
                          const struct links_now *now, const bool *on, bool was_draft)
{
	bool *linked = links_on(cx, v, now);
	enum rc rc = OK;

	for (size_t i = 0; i < now->n && rc == OK; i++)
		if (now->v[i].state != LINK_WITHDRAWN && now->v[i].item >= 0 && !on[now->v[i].item])
			rc = take_away(cx, &now->v[i], was_draft);
	for (size_t k = 0; k < v->fw->linkable_n && rc == OK; k++) {
		int32_t i = v->fw->linkable[k];

		if (on[i] && !linked[i])
			rc = sql_link_put(cx->db, cx->arena, evidence, v->rows[i], cx->now, NULL);
	}
	return rc;
}

/* ---- after any change ---- */

static enum rc add_version(struct ctx *cx, const struct framework_version *v)
{
	const struct evidence *e = cx->evidence;
	struct links_now links;
	enum rc rc = links_load(cx, v, e->id, &links);

	return rc == OK ? sql_evidence_version_add(cx->db, cx->arena, e->id, e->version, e->kind, e->title, e->on_date,
	                                           e->setting, e->text, codes_of(cx, v, links_on(cx, v, &links)),
	                                           cx->actor.person, cx->now, NULL)
	                : rc;
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

/* forget_draft — what this tab had been keeping is in the piece now. */
static enum rc forget_draft(struct ctx *cx, struct str form, struct uuid object)
{
	struct str tab = cx->values ? values_get(cx->values, S("tab")) : STR_NONE;

	return tab.n ? sql_draft_drop_tab(cx->db, cx->arena, cx->actor.person, form, object, tab, NULL) : OK;
}

/* ---- one posting of the record form ---- */

/* Identical postings this close together are one act. */
enum { TWICE_WITHIN = 10 * MINUTE };

struct saving {
	const struct evidence_typed *typed;
	const struct framework_version *v;
	struct chosen chosen;
	enum evidence_state from, to;
	instant shared_at, submitted_at;
};

static void say_lacking(struct ctx *cx, const struct saving *s)
{
	const struct evidence_typed *f = s->typed;
	struct evidence_has has = { str_trim(f->title).n > 0, !date_is_none(f->on), str_trim(f->text).n > 0, s->chosen.n > 0 };
	struct evidence_lacks lacks = evidence_lacks(s->to, &has);

	if (lacks.anything)
		field_error(cx, "title", T_EVIDENCE_NOTHING_TYPED);
	if (lacks.title)
		field_error(cx, "title", T_EVIDENCE_TITLE_MISSING);
	if (lacks.date)
		field_error(cx, "on", T_EVIDENCE_ON_MISSING);
	if (lacks.text)
		field_error(cx, "text", T_EVIDENCE_TEXT_MISSING);
	if (lacks.links)
		field_error(cx, "codes", T_EVIDENCE_LINKS_MISSING);
}

/* prepare — everything that can be wrong with what was typed, before anything is written. */
static enum rc prepare(struct ctx *cx, enum evidence_state from, instant shared_at, instant submitted_at,
                       struct saving *ret)
{
	struct saving s = { .typed = cx->form, .from = from, .shared_at = shared_at, .submitted_at = submitted_at };
	enum rc rc = framework_get(cx, cx->induction->framework, &s.v);

	if (rc != OK || (rc = evidence_next(from, (enum evidence_act)s.typed->act, &s.to)) != OK)
		return rc;
	s.chosen = choose(cx, s.v, &s.typed->pick);
	say_lacking(cx, &s);
	if (cx->err.n)
		return INVALID;
	if (s.to != EVIDENCE_DRAFT && s.shared_at == DB_NULL_INT)
		s.shared_at = cx->now;
	if (s.typed->act == EVIDENCE_SUBMIT)
		s.submitted_at = cx->now;
	*ret = s;
	return OK;
}

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
	return f && (f->act == 0 || f->act == ACT_ADD || f->act == ACT_FIND || f->pick.unlink.n > 0);
}

static enum rc save_new(struct ctx *cx, const struct saving *s, struct uuid id)
{
	const struct evidence_typed *f = s->typed;
	const struct links_now none = { 0 };
	struct evidence_add_row row;
	enum rc rc = sql_evidence_add(cx->db, cx->arena, id, cx->induction->id, f->kind, f->title, f->on, f->setting, f->text,
	                              s->to, cx->now, s->shared_at, s->submitted_at, &row);

	if (rc == OK)
		rc = links_make(cx, s->v, row.evidence, &none, s->chosen.on, true);
	return rc == OK ? load_evidence(cx, id) : rc;
}

/* made_already — the form came twice: two presses without scripts, or Back and the same again. NOT_FOUND for a new one.
 * A program says what it means, and may mean two. */
static enum rc made_already(struct ctx *cx, const struct saving *s, struct uuid *ret_id)
{
	const struct evidence_typed *f = s->typed;
	struct evidence_made_twin_row row;
	enum rc rc = cx->json ? NOT_FOUND
	                      : sql_evidence_made_twin(cx->db, cx->arena, cx->induction->id, f->kind, f->title, f->on,
	                                               f->setting, f->text, s->to, cx->now - TWICE_WITHIN,
	                                               (int64_t)s->chosen.n, &row);

	if (rc == OK)
		*ret_id = row.id;
	return rc;
}

enum rc evidence_create(struct ctx *cx)
{
	struct uuid id = uuid7(cx->now);
	struct saving s;
	enum rc rc;

	if (only_draws(cx->form))
		return draw_record(cx, cx->route->form);
	if ((rc = prepare(cx, EVIDENCE_DRAFT, DB_NULL_INT, DB_NULL_INT, &s)) != OK)
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
		rc = forget_draft(cx, DRAFT_OF_NEW, cx->induction->uuid);
	return rc == OK ? answer_saved(cx, &s, true) : rc;
}

enum rc evidence_create_again(struct ctx *cx)
{
	return draw_record(cx, cx->route->form);
}

static enum rc save_changed(struct ctx *cx, const struct saving *s, const struct evidence *e)
{
	const struct evidence_typed *f = s->typed;
	struct links_now now;
	int64_t affected = 0;
	enum rc rc = sql_evidence_save(cx->db, cx->arena, e->id, f->kind, f->title, f->on, f->setting, f->text, s->to, cx->now,
	                               s->shared_at, s->submitted_at, e->version, &affected);

	if (rc == OK && affected == 0)
		rc = STALE;
	if (rc == OK)
		rc = links_load(cx, s->v, e->id, &now);
	return rc == OK ? links_make(cx, s->v, e->id, &now, s->chosen.on, s->from == EVIDENCE_DRAFT) : rc;
}

enum rc evidence_update(struct ctx *cx)
{
	const struct evidence *e = cx->evidence;
	struct saving s;
	enum rc rc;

	if (only_draws(cx->form))
		return draw_record(cx, cx->route->form);
	if ((rc = version_is(cx, e->version)) != OK)
		return rc;
	/* The words stand once a view is given. The route lets the writer come this far so that what they typed while it was
	 * being given is shown to them and not lost. */
	if (!access_ok(may_change_evidence(&cx->actor, &cx->resource)))
		return CONFLICT;
	if ((rc = prepare(cx, e->state, e->shared_at, e->submitted_at, &s)) != OK || (rc = save_changed(cx, &s, e)) != OK)
		return rc;
	rc = piece_changed(cx, s.v, s.from == EVIDENCE_SUBMITTED, event_of(&s, false),
	                   event_data(cx, e->version + 1, s.to, s.chosen.n));
	if (rc == OK)
		rc = forget_draft(cx, DRAFT_OF_PIECE, e->uuid);
	return rc == OK ? answer_saved(cx, &s, false) : rc;
}

enum rc evidence_update_again(struct ctx *cx)
{
	bool moved = cx->failed == STALE || cx->failed == CONFLICT ||
	             !access_ok(may_change_evidence(&cx->actor, &cx->resource));

	return moved && !only_draws(cx->form) ? draw_conflict(cx) : draw_record(cx, cx->route->form);
}

/* ---- more links, after a view too ---- */

static enum rc withdraw_named(struct ctx *cx, const struct framework_version *v, struct links_now *now,
                              const struct str_list *names, size_t *ret_n)
{
	enum rc rc = OK;

	for (size_t i = 0; i < names->n && rc == OK; i++) {
		int32_t item = item_named(v, str_trim(names->v[i]));

		for (size_t k = 0; k < now->n && item >= 0 && rc == OK; k++)
			if (now->v[k].item == item && now->v[k].state != LINK_WITHDRAWN) {
				rc = take_away(cx, &now->v[k], cx->evidence->state == EVIDENCE_DRAFT);
				now->v[k].state = LINK_WITHDRAWN; /* named twice, it goes once */
				*ret_n += 1;
			}
		if (item < 0)
			return err_add(&cx->err, S("withdraw"),
			               WORDS(cx->arena, T_EVIDENCE_CODE_UNKNOWN, WORD_ARG("typed", names->v[i])));
	}
	return rc;
}

/* put_new — the chosen ones that are not linked yet. What is withdrawn in the same posting counts as linked before. */
static enum rc put_new(struct ctx *cx, const struct framework_version *v, const bool *linked, const struct chosen *chosen,
                       size_t *ret_n)
{
	enum rc rc = OK;

	for (size_t k = 0; k < v->fw->linkable_n && rc == OK; k++) {
		int32_t i = v->fw->linkable[k];

		if (!chosen->on[i] || linked[i])
			continue;
		rc = sql_link_put(cx->db, cx->arena, cx->evidence->id, v->rows[i], cx->now, NULL);
		*ret_n += 1;
	}
	return rc;
}

static struct str links_data(struct ctx *cx, int64_t version, size_t added, size_t withdrawn)
{
	return strf(cx->arena, "{\"version\":%lld,\"added\":%zu,\"withdrawn\":%zu}", (long long)version, added, withdrawn);
}

/* change_links — adds and withdraws; the piece gets a new version when anything changed. */
static enum rc change_links(struct ctx *cx, const struct framework_version *v, const struct chosen *chosen,
                            const struct str_list *withdraw)
{
	const struct evidence *e = cx->evidence;
	size_t added = 0, withdrawn = 0;
	struct links_now now;
	enum rc rc = links_load(cx, v, e->id, &now);

	if (rc == OK)
		rc = put_new(cx, v, links_on(cx, v, &now), chosen, &added);
	if (rc == OK)
		rc = withdraw_named(cx, v, &now, withdraw, &withdrawn);
	if (rc != OK || added + withdrawn == 0)
		return rc;
	if (now.live + added - withdrawn > EVIDENCE_LINKS_MAX)
		return err_add(&cx->err, S("link"), WORDS(cx->arena, T_EVIDENCE_TOO_MANY,
		                                          WORD_ARG("n", now.live + added - withdrawn),
		                                          WORD_ARG("max", EVIDENCE_LINKS_MAX)));
	if ((rc = sql_evidence_touch(cx->db, cx->arena, e->id, cx->now, NULL)) != OK)
		return rc;
	return piece_changed(cx, v, true, EVENT_LINKS_CHANGED, links_data(cx, e->version + 1, added, withdrawn));
}

enum rc evidence_links(struct ctx *cx)
{
	const struct links_typed *f = cx->form;
	const struct framework_version *v;
	struct chosen chosen;
	enum rc rc;

	if (f->act != ACT_LINK && !f->withdraw.n)
		return draw_links(cx);
	if ((rc = version_is(cx, cx->evidence->version)) != OK ||
	    (rc = framework_get(cx, cx->induction->framework, &v)) != OK)
		return rc;
	chosen = choose(cx, v, &f->pick);
	if (cx->err.n)
		return INVALID;
	if ((rc = change_links(cx, v, &chosen, &f->withdraw)) != OK)
		return rc;
	return answer_piece(cx, v, url_id(cx, "/evidence/", cx->evidence->uuid, ""), T_EVIDENCE_NOTICE_LINKS, false);
}

enum rc evidence_links_again(struct ctx *cx)
{
	return draw_links(cx);
}

/* ---- a question ---- */

static const struct link_now *link_of_item(const struct links_now *links, int32_t item)
{
	for (size_t i = 0; i < links->n; i++)
		if (item >= 0 && links->v[i].item == item)
			return &links->v[i];
	return NULL;
}

static enum rc settle(struct ctx *cx, const struct answer_typed *f, const struct link_now *l)
{
	enum rc rc = OK;

	if (f->act == ANSWER_SEND)
		rc = sql_link_answer_add(cx->db, cx->arena, l->link, cx->actor.person, f->answer, cx->now, NULL);
	if (rc == OK)
		rc = sql_link_set(cx->db, cx->arena, l->link, f->act == ANSWER_SEND ? LINK_CLAIMED : LINK_WITHDRAWN, cx->now, NULL);
	return rc == OK ? sql_evidence_touch(cx->db, cx->arena, cx->evidence->id, cx->now, NULL) : rc;
}

enum rc evidence_answer(struct ctx *cx)
{
	const struct answer_typed *f = cx->form;
	const struct framework_version *v;
	const struct link_now *l;
	struct links_now links;
	bool sends = f->act == ANSWER_SEND;
	int32_t item;
	enum rc rc;

	if ((rc = framework_get(cx, cx->induction->framework, &v)) != OK ||
	    (rc = links_load(cx, v, cx->evidence->id, &links)) != OK)
		return rc;
	item = item_named(v, f->link);
	l = link_of_item(&links, item);
	if (!l)
		return err_add(&cx->err, S("link"), WORDS(cx->arena, T_EVIDENCE_CODE_UNKNOWN, WORD_ARG("typed", f->link)));
	/* A question can be settled once, and by nobody but whoever it was put to. */
	if (l->state != LINK_RETURNED || cx->evidence->state != EVIDENCE_SUBMITTED)
		return CONFLICT;
	if ((rc = settle(cx, f, l)) != OK)
		return rc;
	rc = piece_changed(cx, v, true, sends ? EVENT_LINK_ANSWERED : EVENT_LINKS_CHANGED,
	                   sends ? strf(cx->arena, "{\"version\":%lld,\"item\":\"%.*s\"}", (long long)cx->evidence->version + 1,
	                                STR_FMT(uuid_str(cx->arena, v->fw->items[item].id)))
	                         : links_data(cx, cx->evidence->version + 1, 0, 1));
	if (rc != OK)
		return rc;
	return answer_piece(cx, v, url_id(cx, "/evidence/", cx->evidence->uuid, ""),
	                    sends ? T_EVIDENCE_NOTICE_ANSWERED : T_EVIDENCE_NOTICE_LINK_WITHDRAWN, false);
}

enum rc evidence_answer_again(struct ctx *cx)
{
	return evidence_show(cx);
}

/* ---- withdrawing ---- */

enum rc evidence_withdraw(struct ctx *cx)
{
	const struct evidence *e = cx->evidence;
	const struct framework_version *v;
	bool submitted = e->state == EVIDENCE_SUBMITTED;
	enum rc rc;

	if ((rc = framework_get(cx, cx->induction->framework, &v)) != OK ||
	    (rc = sql_evidence_withdraw(cx->db, cx->arena, e->id, cx->now, NULL)) != OK)
		return rc;
	rc = piece_changed(cx, v, submitted, EVENT_EVIDENCE_WITHDRAWN,
	                   strf(cx->arena, "{\"version\":%lld,\"was\":\"%.*s\"}", (long long)e->version + 1,
	                        STR_FMT(key_of(&evidence_states, e->state))));
	if (rc != OK)
		return rc;
	return answer_piece(cx, v, url_id(cx, "/evidence/", cx->evidence->uuid, ""), T_EVIDENCE_NOTICE_WITHDRAWN, false);
}

/* ---- a concern about a child ---- */

enum rc evidence_child_concern(struct ctx *cx)
{
	enum rc rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_CHILD_CONCERN, cx->evidence->uuid, S("{}"));

	return rc == OK ? done(cx, url_id(cx, "/evidence/", cx->evidence->uuid, ""), T_EVIDENCE_NOTICE_CONCERN) : rc;
}

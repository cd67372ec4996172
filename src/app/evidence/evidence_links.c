/* evidence_links.c — the links of a piece: made, added after a view too, withdrawn, and the answer to a question about one. */
#include "app/evidence/evidence_inside.h"

#include "app/privacy/privacy.h"

#include "evidence.sql.h"
#include "evidence_store.sql.h"
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

enum rc links_make(struct ctx *cx, const struct framework_version *v, int64_t evidence,
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

/* check_answer — whoever asked reads it as soon as it is sent. */
static enum rc check_answer(struct ctx *cx, const struct answer_typed *f)
{
	struct piece_words words = { .n = 0 };

	piece_word_add(cx, &words, S("answer"), STR_NONE, f->answer, cx->person_name);
	return privacy_in_given(cx, &words, f->read_again);
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
	if ((sends && (rc = check_answer(cx, f)) != OK) || (rc = settle(cx, f, l)) != OK)
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

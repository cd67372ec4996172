/* give.c — what somebody without an account can do with a link: open it, have what they type kept, send it once, delete it. */
#include "app/outsider/give_inside.h"

#include "app/notices/notices.h"
#include "app/privacy/privacy.h"
#include "app/sign_in/sign_in.h"
#include "observation.sql.h"
#include "outsider.sql.h"
#include "web/draft.h"

#include <sodium.h>

/* In a quarter of an hour: wrong links from one place, postings to one link, codes tried on one. */
enum { WRONG_LINKS = 100, POSTINGS = 200, CODES = 10 };
enum { DRAFT_BYTES = 60000 };

const struct key_list answering = { (const struct str[]){ { NULL, 0 }, S_INIT("me"), S_INIT("helped") }, 3 };

static const enum word answering_words[] = { 0, T_GIVE_ME, T_GIVE_HELPED };
/* One table for every kind of link: what a page does not ask stays empty. What must be there depends on the ask; the questions
 * come from the programme. */
static const struct field give_fields[] = {
	TEXT(struct give_typed, send_key, .label = T_GIVE_KEY, .max = SEND_KEY_MAX),
	CHOICE(struct give_typed, who, .label = T_GIVE_WHO, .max = ANSWERS_HELPED, .choices = &answering,
	       .choice_words = answering_words),
	TEXT(struct give_typed, helper, .label = T_GIVE_HELPER, .hint = T_GIVE_HELPER_HINT, .max = HELPER_MAX),
	TEXT(struct give_typed, name, .label = T_GIVE_NAME, .max = 100),
	TEXT(struct give_typed, role, .label = T_GIVE_ROLE, .hint = T_GIVE_ROLE_HINT, .max = 100),
	TEXT(struct give_typed, organisation, .label = T_GIVE_ORGANISATION, .max = 150),
	BOOL(struct give_typed, was_there, .label = T_GIVE_WAS_THERE),
	BOOL(struct give_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form give_form = { .name = "give", .size = sizeof(struct give_typed), .fields = give_fields, .n = COUNT_OF(give_fields),
	                           .also = GIVEN_PREFIX };

struct remove_typed {
	struct str code;
};
static const struct field remove_fields[] = { TEXT(struct remove_typed, code, .label = T_GIVE_CODE, .max = 60) };
const struct form give_delete_form = { .name = "give_delete", .size = sizeof(struct remove_typed), .fields = remove_fields, .n = COUNT_OF(remove_fields) };

/* ---- the link ---- */

/* A wrong link is counted by where it comes from; the answer stays the same until there are too many. */
static enum rc wrong_link(struct ctx *cx)
{
	bool allowed = true;
	enum rc rc = cx->failed ? OK : sign_in_peer_allowed(cx, WRONG_LINKS, &allowed);

	return rc != OK ? rc : allowed ? NOT_FOUND : TOO_MANY;
}

/* is_dead — the piece or the induction has gone meanwhile. (That the piece has a view is among the facts of the ask.) */
static bool is_dead(const struct ctx *cx, const struct ask *k)
{
	const struct evidence *e = k->kind == ASK_FAMILY ? NULL : cx->evidence;

	return !cx->resource.induction_open || (e && e->state == EVIDENCE_WITHDRAWN);
}

/* is_hidden — the piece is its writer's alone until it is mended: what it is called, and what to look at, may be what was found. Who
 * has begun to answer can still send. */
static bool is_hidden(const struct ctx *cx, const struct ask *k)
{
	return k->held && cx->rq->method == HTTP_GET;
}

/* opened — the ask this link belongs to, with its induction and piece. NOT_FOUND for a link that is nobody's. In a writing
 * request the induction is held first. */
static enum rc opened(struct ctx *cx, const struct ask **ret)
{
	struct hash h = hash_of(param(cx, "token"));
	struct ask_by_token_row row;
	struct ask_lock_row lock;
	enum rc rc = sql_ask_by_token(cx->db, cx->arena, hash_bytes(&h), &row);

	if (rc == NOT_FOUND)
		return wrong_link(cx);
	if (rc == OK && cx->route->method != HTTP_GET && !cx->failed)
		rc = sql_ask_lock(cx->db, cx->arena, row.id, &lock);
	if (rc != OK || (rc = ask_load(cx, row.id, ret)) != OK)
		return rc;
	rc = (*ret)->kind != ASK_FAMILY && (*ret)->evidence != DB_NULL_INT ? load_evidence(cx, (*ret)->evidence_uuid)
	                                                                    : load_induction(cx, (*ret)->induction_uuid);
	cx->ask = *ret;
	return rc;
}

static enum rc not_open(struct ctx *cx, const struct ask *k)
{
	return ask_may_delete(&k->facts) ? draw_remove(cx, k, SAID_END, false) : draw_closed(cx);
}

enum rc give_show(struct ctx *cx)
{
	const struct ask *k;
	enum rc rc = opened(cx, &k);

	if (rc != OK)
		return rc == NOT_FOUND ? draw_closed(cx) : rc;
	if (!ask_may_send(&k->facts) || is_dead(cx, k) || is_hidden(cx, k))
		return not_open(cx, k);
	if (k->opened_at == DB_NULL_INT && !cx->failed && !str_eq(cx->rq->method_text, S("HEAD")) &&
	    (rc = sql_ask_opened(cx->db, cx->arena, k->id, cx->now, NULL)) != OK)
		return rc;
	return draw_give(cx, k);
}

enum rc give_again(struct ctx *cx)
{
	return give_show(cx);
}

static enum rc posting_counts(struct ctx *cx, const struct ask *k)
{
	bool allowed = true;
	enum rc rc = count_try(cx, strf(cx->arena, "ask:%lld", (long long)k->id), POSTINGS, &allowed);

	return rc != OK ? rc : allowed ? OK : TOO_MANY;
}

/* give_keep — what is being typed, kept under the link in case the connection goes. A family's is never kept: the next to
 * open the link could be somebody else at home. */
enum rc give_keep(struct ctx *cx)
{
	const struct ask *k;
	struct str body = cx->values ? values_encode(cx->arena, cx->values) : STR_NONE;
	enum rc rc = opened(cx, &k);

	if (rc == OK)
		rc = posting_counts(cx, k);
	if (rc != OK)
		return rc;
	if (!ask_may_send(&k->facts) || is_dead(cx, k) || k->kind == ASK_FAMILY)
		return NOT_FOUND;
	if (body.n > DRAFT_BYTES)
		return TOO_LARGE;
	rc = sql_ask_keep_draft(cx->db, cx->arena, k->id, body, cx->now, NULL);
	return rc == OK ? reply_saved(cx) : rc;
}

/* ---- sending ---- */

enum rc asked_of(struct ctx *cx, const struct ask *k, struct questions *ret)
{
	return questions_of(cx, k->form, k->kind == ASK_FAMILY ? DB_NULL_INT : k->evidence, k->kind, first_name(cx->induction->name), ret);
}

/* A family need answer nothing but may not send nothing. */
static enum rc lacking_family(struct ctx *cx, const struct ask *k, const struct give_typed *f, const struct answer_list *given)
{
	struct said_in in;
	bool any = false;
	enum rc rc = said_in_of(cx, k, &in);

	if (rc != OK)
		return rc;
	for (size_t i = 0; i < given->n; i++)
		any = any || str_trim(given->v[i].text).n;
	if (!any && given->n && !cx->err.n)
		err_add(&cx->err, prompt_field(cx, given->v[given->n - 1].prompt), said_error(cx, &in, SAID_NOTHING));
	if (f->who == ANSWERS_HELPED && !str_trim(f->helper).n)
		err_add(&cx->err, S("helper"), said_error(cx, &in, SAID_HELPER_MISSING));
	return cx->err.n ? INVALID : OK;
}

/* lacking — what must be there for this ask. */
static enum rc lacking(struct ctx *cx, const struct ask *k, const struct give_typed *f, struct answer_list *ret)
{
	struct questions qs;
	enum rc rc;

	if ((rc = asked_of(cx, k, &qs)) != OK)
		return rc;
	answers_typed(cx, &qs, ret);
	if (k->kind == ASK_FAMILY)
		return lacking_family(cx, k, f, ret);
	if (!str_trim(f->name).n)
		field_error(cx, "name", T_GIVE_NAME_MISSING);
	if (!str_trim(f->role).n)
		field_error(cx, "role", T_GIVE_ROLE_MISSING);
	if (k->kind == ASK_PROFESSIONAL && !str_trim(f->organisation).n)
		field_error(cx, "organisation", T_GIVE_ORGANISATION_MISSING);
	if (k->kind == ASK_OBSERVER && !f->was_there)
		field_error(cx, "was_there", T_GIVE_WAS_THERE_MISSING);
	return cx->err.n ? INVALID : OK;
}

static struct str code_of(struct ctx *cx, struct str send_key)
{
	struct hash h = hash_of2(strf(cx->arena, "code|%.*s|", STR_FMT(param(cx, "token"))), send_key);

	return ask_code(cx->arena, h.b);
}

static struct hash code_hash(struct ctx *cx, const struct ask *k, struct str code)
{
	return hash_of2(strf(cx->arena, "%s|", uuid_str(cx->arena, k->uuid).p), ask_code_folded(cx->arena, code));
}

static enum rc keep_family(struct ctx *cx, const struct ask *k, const struct answer_list *given)
{
	enum rc rc = OK;

	for (size_t i = 0; rc == OK && i < given->n; i++)
		if (str_trim(given->v[i].text).n)
			rc = sql_ask_answer_add(cx->db, cx->arena, k->id, given->v[i].id, str_trim(given->v[i].text), NULL);
	/* Neither in the induction's history nor by its own id: when a family answered would say which one it was. */
	return rc == OK ? event_add(cx, CHAIN_INSTALLATION, 0, EVENT_ASK_ANSWERED, UUID_NONE, S("{\"kind\":2}")) : rc;
}

static enum rc keep_given(struct ctx *cx, const struct ask *k, const struct give_typed *f, const struct answer_list *given)
{
	bool observer = k->kind == ASK_OBSERVER;
	struct str by = strf(cx->arena, "%.*s, %.*s", STR_FMT(str_trim(f->name)), STR_FMT(str_trim(f->role)));
	bool held;
	enum rc rc = answers_given(cx, k->evidence, k->kind, given);

	if (rc == OK && observer)
		rc = sql_observation_given(cx->db, cx->arena, k->evidence, by, cx->now, NULL);
	if (rc == OK)
		rc = sql_ask_piece_touch(cx->db, cx->arena, k->evidence, cx->now, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, observer ? EVENT_OBSERVATION_GIVEN : EVENT_ASK_ANSWERED,
		               cx->evidence->uuid, strf(cx->arena, "{\"kind\":%d}", (int)k->kind));
	if (rc == OK)
		rc = notice(cx, observer ? NOTICE_OBSERVATION : NOTICE_FEEDBACK, cx->induction->ecsw, cx->induction->employer);
	if (rc == OK)
		rc = load_evidence(cx, cx->evidence->uuid);
	return rc == OK ? privacy_look_again(cx, &held) : rc;
}

/* sent_before — the same posting again (a slow line, two presses) gets the same answer; another finds the link used. */
static enum rc sent_before(struct ctx *cx, const struct ask *k, const struct give_typed *f)
{
	struct hash key = hash_of(f->send_key);

	if (k->state == ASK_DONE && k->send_key.n == sizeof(key.b) && sodium_memcmp(k->send_key.p, key.b, sizeof(key.b)) == 0)
		return draw_thanks(cx, k, code_of(cx, f->send_key));
	return not_open(cx, k);
}

/* unopened — it was not sent from the page behind the link. */
static enum rc unopened(struct ctx *cx, const struct ask *k)
{
	struct said_in in;
	enum rc rc = said_in_of(cx, k, &in);

	return rc == OK ? err_add(&cx->err, STR_NONE, said_error(cx, &in, SAID_KEY_MISSING)) : rc;
}

enum rc give_send(struct ctx *cx)
{
	const struct give_typed *f = cx->form;
	const struct ask *k;
	struct answer_list given = { .n = 0 };
	struct hash key, code;
	bool family;
	enum rc rc = opened(cx, &k);

	if (rc != OK)
		return rc == NOT_FOUND ? draw_closed(cx) : rc;
	if ((rc = posting_counts(cx, k)) != OK)
		return rc;
	if (!ask_may_send(&k->facts) || is_dead(cx, k))
		return sent_before(cx, k, f);
	if (!f->send_key.n)
		return unopened(cx, k);
	if ((rc = lacking(cx, k, f, &given)) != OK)
		return rc;
	family = k->kind == ASK_FAMILY; /* a family is not sent back to its words: they are looked at before anybody else reads them */
	if (!family && (rc = answers_looked_at(cx, &given, str_trim(f->name), f->read_again)) != OK)
		return rc;
	rc = family ? keep_family(cx, k, &given) : keep_given(cx, k, f, &given);
	if (rc != OK)
		return rc;
	key = hash_of(f->send_key);
	code = code_hash(cx, k, code_of(cx, f->send_key));
	rc = sql_ask_answered(cx->db, cx->arena, k->id, cx->now, hash_bytes(&key), hash_bytes(&code), family ? S("") : str_trim(f->name),
	                      family ? S("") : str_trim(f->role), family ? S("") : str_trim(f->organisation),
	                      family && f->who == ANSWERS_HELPED ? str_trim(f->helper) : S(""), NULL);
	if (rc == OK)
		rc = ask_load(cx, k->uuid, &k);
	return rc == OK ? draw_thanks(cx, k, code_of(cx, f->send_key)) : rc;
}

/* ---- deleting ---- */

static enum rc take_back(struct ctx *cx, const struct ask *k)
{
	bool family = k->kind == ASK_FAMILY;
	enum rc rc = family ? sql_ask_answers_drop(cx->db, cx->arena, k->id, NULL) : answers_taken_back(cx, k->evidence, k->kind);

	if (rc == OK && k->kind == ASK_OBSERVER)
		rc = sql_observation_taken_back(cx->db, cx->arena, k->evidence, NULL);
	if (rc == OK && !family)
		rc = sql_ask_piece_touch(cx->db, cx->arena, k->evidence, cx->now, NULL);
	if (rc == OK)
		rc = sql_ask_deleted(cx->db, cx->arena, k->id, cx->now, NULL);
	if (rc != OK)
		return rc;
	return family ? event_add(cx, CHAIN_INSTALLATION, 0, EVENT_ASK_DELETED, UUID_NONE, S("{\"kind\":2}"))
	              : event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_ASK_DELETED, cx->evidence->uuid,
	                          strf(cx->arena, "{\"kind\":%d}", (int)k->kind));
}

/* A wrong code is answered with a page, not rolled back: it counts. */
enum rc give_delete(struct ctx *cx)
{
	const struct remove_typed *f = cx->form;
	const struct ask *k;
	struct hash typed;
	bool allowed = true;
	enum rc rc = opened(cx, &k);

	if (rc != OK)
		return rc == NOT_FOUND ? draw_closed(cx) : rc;
	if (!ask_may_delete(&k->facts))
		return draw_closed(cx);
	if ((rc = count_try(cx, strf(cx->arena, "code:%lld", (long long)k->id), CODES, &allowed)) != OK)
		return rc;
	if (!allowed)
		return TOO_MANY;
	typed = code_hash(cx, k, f->code);
	if (k->code_hash.n != sizeof(typed.b) || sodium_memcmp(k->code_hash.p, typed.b, sizeof(typed.b)) != 0)
		return draw_remove(cx, k, str_trim(f->code).n ? SAID_CODE_WRONG : SAID_CODE_MISSING, false);
	if ((rc = take_back(cx, k)) != OK)
		return rc;
	return draw_remove(cx, k, SAID_END, true);
}

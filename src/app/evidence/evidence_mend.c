/* evidence_mend.c — a piece and the privacy check: its words as the check reads them, one of them replaced, and what a posting
 * may do while something that was found is not answered. */
#include "app/evidence/evidence_inside.h"

#include "app/evidence/evidence_parts.h"
#include "app/privacy/privacy.h"
#include "evidence.sql.h"
#include "evidence_store.sql.h"

/* ---- words ---- */

static void add_word(struct piece_words *w, struct str name, struct str label, struct str text)
{
	w->v[w->n++] = (struct piece_word){ name, label, text };
}

static bool in_words(const struct answer *a)
{
	return a->prompt && a->prompt->who == FILLER_ECSW && (a->prompt->type == PROMPT_LONG || a->prompt->type == PROMPT_SHORT);
}

static struct piece_words written_words(struct ctx *cx, const struct piece_form *form, struct str title, struct str text,
                                   const struct answer_list *answers)
{
	const struct prompt *own = form_prompt(form, S("text"));
	struct piece_words w = { .v = NEW_ARRAY(cx->arena, struct piece_word, answers->n + 2) };

	add_word(&w, S("title"), word(T_EVIDENCE_TITLE), title);
	add_word(&w, S("text"), own ? own->label : word(T_EVIDENCE_TEXT), text);
	for (size_t i = 0; i < answers->n; i++)
		if (in_words(&answers->v[i]))
			add_word(&w, prompt_field(cx, answers->v[i].prompt), answers->v[i].prompt->label, answers->v[i].text);
	return w;
}

struct piece_words saving_words(struct ctx *cx, const struct saving *s)
{
	return written_words(cx, s->form, s->typed->title, s->text, &s->answers);
}

enum rc evidence_written(struct ctx *cx, struct piece_words *ret)
{
	const struct piece_form *form;
	struct answer_list all;
	enum rc rc;

	if ((rc = form_of_piece(cx, &form)) != OK || (rc = answers_of(cx, form, cx->evidence->id, 0, &all)) != OK)
		return rc;
	*ret = written_words(cx, form, cx->evidence->title, cx->evidence->text, &all);
	return OK;
}

enum rc evidence_written_at(struct ctx *cx, int64_t version, struct piece_words *ret, bool *ret_closed)
{
	struct evidence_version_at_row row;
	const struct piece_form *form;
	struct answer_list all;
	enum rc rc = sql_evidence_version_at(cx->db, cx->arena, cx->evidence->id, version, &row);

	if (rc != OK || (rc = form_get(cx, row.form, (enum evidence_kind)row.kind, &form)) != OK ||
	    (rc = answers_of(cx, form, cx->evidence->id, row.version, &all)) != OK)
		return rc;
	*ret_closed = row.closed && cx->actor.person != cx->resource.owner;
	*ret = written_words(cx, form, row.title, row.text, &all);
	return OK;
}

enum rc evidence_rewrite(struct ctx *cx, struct str name, struct str text)
{
	const struct evidence *e = cx->evidence;
	struct str prefix = S(ANSWERS_PREFIX);

	if (str_eq(name, S("title")))
		return sql_evidence_title(cx->db, cx->arena, e->id, text, NULL);
	if (str_eq(name, S("text")))
		return sql_evidence_text(cx->db, cx->arena, e->id, text, NULL);
	return sql_evidence_answer_text(cx->db, cx->arena, e->id, str_sub(name, prefix.n, SIZE_MAX), text, NULL);
}

enum rc evidence_mended(struct ctx *cx, enum event_kind kind, struct str data)
{
	const struct framework_version *v;
	enum rc rc = framework_get(cx, cx->induction->framework, &v);

	if (rc == OK)
		rc = sql_evidence_touch(cx->db, cx->arena, cx->evidence->id, cx->now, NULL);
	return rc == OK ? piece_changed(cx, v, cx->evidence->state == EVIDENCE_SUBMITTED, kind, data) : rc;
}

/* ---- moving on without new words ---- */

/* is_whole — does it have what its page would ask for? */
static bool is_whole(const struct ctx *cx, const struct piece_form *form, const struct answer_list *all, enum evidence_state to, size_t links)
{
	const struct evidence *e = cx->evidence;
	const struct prompt *own = form_prompt(form, S("text"));
	struct evidence_has has = { str_trim(e->title).n > 0, !date_is_none(e->on_date), str_trim(e->text).n > 0, links > 0 };
	struct evidence_lacks lacks;

	has.text = has.text || !own || !prompt_is_wanted(own, to);
	lacks = evidence_lacks(to, &has);
	for (int i = 0; i < form->prompts_n; i++)
		if (form->prompts[i].who == FILLER_ECSW && !str_eq(form->prompts[i].id, S("text")) && prompt_is_wanted(&form->prompts[i], to) &&
		    prompt_is_asked(&form->prompts[i], form_month(cx)) && !str_trim(answer_of(all, form->prompts[i].id)).n)
			return false;
	return !lacks.anything && !lacks.title && !lacks.date && !lacks.text && !lacks.links;
}

enum rc evidence_pass_on(struct ctx *cx, int act)
{
	const struct evidence *e = cx->evidence;
	const struct framework_version *v;
	const struct piece_form *form;
	enum evidence_state to, from = e->state;
	struct answer_list all;
	struct links_now links;
	instant shared_at = e->shared_at == DB_NULL_INT ? cx->now : e->shared_at;
	enum rc rc;

	if ((rc = evidence_next(from, (enum evidence_act)act, &to)) != OK || (rc = framework_get(cx, cx->induction->framework, &v)) != OK ||
	    (rc = form_of_piece(cx, &form)) != OK || (rc = answers_of(cx, form, e->id, 0, &all)) != OK ||
	    (rc = links_load(cx, v, e->id, &links)) != OK)
		return rc;
	if (!is_whole(cx, form, &all, to, links.live))
		return INVALID;
	rc = sql_evidence_move(cx->db, cx->arena, e->id, to, cx->now, shared_at, to == EVIDENCE_SUBMITTED ? cx->now : e->submitted_at, NULL);
	if (rc == OK)
		rc = piece_changed(cx, v, from == EVIDENCE_SUBMITTED, to == EVIDENCE_SUBMITTED ? EVENT_EVIDENCE_SUBMITTED : EVENT_EVIDENCE_SHARED,
		                   strf(cx->arena, "{\"version\":%lld,\"state\":\"%.*s\",\"links\":%zu}", (long long)e->version + 1,
		                        STR_FMT(key_of(&evidence_states, to)), links.live));
	return rc == OK ? parts_ask(cx, form) : rc;
}

/* ---- a posting of the record form ---- */

enum rc saving_stop(struct ctx *cx, struct saving *s, int *ret_act)
{
	struct piece_words words = saving_words(cx, s);
	size_t open = 0;
	enum rc rc;

	*ret_act = 0;
	if (s->to == EVIDENCE_DRAFT)
		return OK;
	rc = privacy_open_in(cx, cx->evidence ? cx->evidence->id : 0, &words, &open);
	if (rc != OK || !open)
		return rc;
	if (cx->json)
		return privacy_refused(cx, cx->evidence ? cx->evidence->id : 0, &words);
	*ret_act = s->typed->act;
	s->to = s->from; /* nobody else reads it until what was found is answered */
	s->shared_at = cx->evidence ? cx->evidence->shared_at : DB_NULL_INT;
	s->submitted_at = cx->evidence ? cx->evidence->submitted_at : DB_NULL_INT;
	return OK;
}

static struct str act_key(int act)
{
	return act == EVIDENCE_SUBMIT ? S("submit") : act == EVIDENCE_SHARE ? S("share") : S("save");
}

enum rc saving_stopped(struct ctx *cx, const struct saving *s, int act)
{
	enum rc rc = s->to == EVIDENCE_DRAFT ? OK : privacy_hold_back(cx, HOLD_CHANGE, 0);

	return rc == OK ? done(cx, url_with(cx, url_id(cx, "/evidence/", cx->evidence->uuid, "/privacy"), "then", act_key(act)),
	                       s->to == EVIDENCE_DRAFT ? T_FINDS_NOTICE_STOPPED : T_FINDS_NOTICE_HELD)
	                : rc;
}

enum rc saving_is_mended(struct ctx *cx, const struct saving *s, int64_t version_before)
{
	if (cx->evidence->held == HOLD_NONE || s->to == EVIDENCE_DRAFT || cx->evidence->version <= version_before)
		return OK;
	return privacy_give_back(cx);
}

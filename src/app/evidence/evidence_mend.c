/* evidence_mend.c — a piece and the privacy check: its words as the check reads them, one of them replaced, and what a posting
 * may do while something that was found is not answered. */
#include "app/evidence/evidence_inside.h"

#include "app/evidence/evidence_parts.h"
#include "app/files/files.h"
#include "app/outsider/outsider.h"
#include "app/privacy/privacy.h"
#include "evidence.sql.h"
#include "evidence_parts.sql.h"
#include "evidence_store.sql.h"

/* ---- words ---- */

void piece_word_add(struct ctx *cx, struct piece_words *to, struct str name, struct str label, struct str text, struct str by)
{
	if (!str_trim(text).n)
		return;
	if (to->n == to->room) {
		struct piece_word *more = NEW_ARRAY(cx->arena, struct piece_word, to->room * 2 + 16);

		for (size_t i = 0; i < to->n; i++)
			more[i] = to->v[i];
		to->v = more;
		to->room = to->room * 2 + 16;
	}
	to->v[to->n++] = (struct piece_word){ name, label, text, by };
}

static bool in_words(const struct answer *a)
{
	return !a->prompt || a->prompt->type == PROMPT_LONG || a->prompt->type == PROMPT_SHORT;
}

static struct str answer_label(const struct answer *a)
{
	return a->prompt ? a->prompt->label : a->id;
}

static struct piece_words own_words(struct ctx *cx, const struct piece_form *form, struct str title, struct str text,
                                    const struct answer_list *answers)
{
	const struct prompt *own = form_prompt(form, S("text"));
	struct piece_words w = { .n = 0 };

	piece_word_add(cx, &w, S("title"), word(T_EVIDENCE_TITLE), title, STR_NONE);
	piece_word_add(cx, &w, S("text"), own ? own->label : word(T_EVIDENCE_TEXT), text, STR_NONE);
	for (size_t i = 0; i < answers->n; i++)
		if (in_words(&answers->v[i]) && (!answers->v[i].prompt || answers->v[i].prompt->who == FILLER_ECSW))
			piece_word_add(cx, &w, strf(cx->arena, ANSWERS_PREFIX "%.*s", STR_FMT(answers->v[i].id)), answer_label(&answers->v[i]),
			               answers->v[i].text, STR_NONE);
	return w;
}

/* part_words — what those who sign in gave as their part of the form. */
static enum rc part_words(struct ctx *cx, struct piece_words *to)
{
	const struct piece_form *form;
	struct parts_of_rows parts;
	struct answer_list all;
	enum rc rc;

	if ((rc = form_of_piece(cx, &form)) != OK || (rc = answers_of(cx, form, cx->evidence->id, 0, &all)) != OK ||
	    (rc = sql_parts_of(cx->db, cx->arena, cx->evidence->id, &parts)) != OK)
		return rc;
	for (size_t i = 0; i < all.n; i++) {
		const struct answer *a = &all.v[i];
		struct str by;

		if (!a->prompt || a->prompt->who == FILLER_ECSW || !in_words(a))
			continue;
		by = word(part_word(a->prompt->who));
		for (size_t k = 0; k < parts.n; k++)
			if (parts.v[k].filler == (int64_t)a->prompt->who && (parts.v[k].name.n || parts.v[k].given_by.n))
				by = parts.v[k].name.n ? parts.v[k].name : parts.v[k].given_by;
		piece_word_add(cx, to, strf(cx->arena, ANSWERS_PREFIX "%.*s", STR_FMT(a->id)), a->prompt->label, a->text, by);
	}
	return OK;
}

/* Whoever else has words in a piece. A feature whose words are part of one adds its function here, and nothing else: the check,
 * what is sent back and what is held all read them. */
static enum rc (*const others[])(struct ctx *, struct piece_words *) = { part_words, outsider_words, files_words, talk_words };

static enum rc others_words(struct ctx *cx, struct piece_words *to)
{
	enum rc rc = OK;

	for (size_t i = 0; i < COUNT_OF(others) && rc == OK; i++)
		rc = others[i](cx, to);
	return rc;
}

enum rc saving_words(struct ctx *cx, const struct saving *s, struct piece_words *ret)
{
	*ret = own_words(cx, s->form, s->typed->title, s->text, &s->answers);
	return cx->evidence ? others_words(cx, ret) : OK;
}

enum rc evidence_own_written(struct ctx *cx, struct piece_words *ret)
{
	const struct piece_form *form;
	struct answer_list all;
	enum rc rc;

	if ((rc = form_of_piece(cx, &form)) != OK || (rc = answers_of(cx, form, cx->evidence->id, 0, &all)) != OK)
		return rc;
	*ret = own_words(cx, form, cx->evidence->title, cx->evidence->text, &all);
	return OK;
}

enum rc evidence_written(struct ctx *cx, struct piece_words *ret)
{
	enum rc rc = evidence_own_written(cx, ret);

	return rc == OK ? others_words(cx, ret) : rc;
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
	*ret = own_words(cx, form, row.title, row.text, &all);
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
	if (str_starts(name, prefix))
		return sql_evidence_answer_text(cx->db, cx->arena, e->id, str_sub(name, prefix.n, SIZE_MAX), text, NULL);
	if (str_starts(name, S(TALK_WORDS)))
		return talk_rewrite(cx, name, text);
	return outsider_rewrite(cx, name, text);
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
	struct piece_words words;
	struct privacy_sum sum = { .open = 0 };
	enum rc rc;

	*ret_act = 0;
	if (s->to == EVIDENCE_DRAFT)
		return OK;
	if ((rc = saving_words(cx, s, &words)) != OK)
		return rc;
	rc = privacy_sum_of(cx, cx->evidence ? cx->evidence->id : 0, &words, &sum);
	s->classes = sum.classes;
	if (rc != OK || !sum.open)
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
	enum rc rc = s->to == EVIDENCE_DRAFT ? privacy_saw(cx, s->classes) : privacy_hold_back(cx, s->classes);

	return rc == OK ? done(cx, url_with(cx, url_id(cx, "/evidence/", cx->evidence->uuid, "/privacy"), "then", act_key(act)),
	                       s->to == EVIDENCE_DRAFT ? T_FINDS_NOTICE_STOPPED : T_FINDS_NOTICE_HELD)
	                : rc;
}

enum rc saving_is_mended(struct ctx *cx, const struct saving *s)
{
	bool mended;
	enum word why;
	enum rc rc;

	if (cx->evidence->held == HOLD_NONE || s->to == EVIDENCE_DRAFT)
		return OK;
	rc = privacy_is_mended(cx, false, &mended, &why);
	return rc == OK && mended ? privacy_give_back(cx) : rc;
}

/* decide.c — an assessor's view of one piece is given, and taken back. */
#include "app/desk/desk_inside.h"

#include "app/coverage/coverage.h"
#include "app/register/register.h"
#include "app/privacy/privacy.h"
#include "app/notices/notices.h"
#include "app/talk/talk.h"
#include "evidence_store.sql.h"
#include "web/form.h"

/* ---- the form ---- */

static const struct field judge_fields[] = {
	LONG_TEXT(struct judge_typed, sentence, .label = T_JUDGE_SENTENCE_LABEL, .hint = T_JUDGE_SENTENCE_SHORT_HINT,
	          .max = JUDGING_SENTENCE_MAX, .required = true, .rows = 3, .missing = T_JUDGE_SENTENCE_MISSING),
	LIST_OF(struct judge_typed, link, .label = T_JUDGE_LINKS, .max = JUDGING_LINKS_MAX),
	{ .type = FIELD_LIST, .name = "return", .offset = offsetof(struct judge_typed, returned), .label = T_JUDGE_RETURNS,
	  .max = JUDGING_LINKS_MAX },
	LIST_OF(struct judge_typed, comment, .label = T_JUDGE_COMMENTS, .max = JUDGING_LINKS_MAX),
	BOOL(struct judge_typed, read_again, .label = T_FINDS_READ_AGAIN),
};

static bool holds(const struct str_list *list, struct str s)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(str_trim(list->v[i]), str_trim(s)))
			return true;
	return false;
}

static struct judged judged_of(const struct judge_typed *f, size_t i)
{
	return (struct judged){ .returned = holds(&f->returned, f->link.v[i]),
		                    .has_comment = i < f->comment.n && str_trim(f->comment.v[i]).n > 0 };
}

/* box_of — where the errors of claim i belong: its own box, whose id holds the claim's identifier. A program may name a claim by
 * its code; then it is the list. */
static struct str box_of(struct ctx *cx, const struct judge_typed *f, size_t i)
{
	struct uuid id;

	return uuid_parse(str_trim(f->link.v[i]), &id) ? strf(cx->arena, "why-%.*s", STR_FMT(uuid_str(cx->arena, id))) : S("comment");
}

/* check_claims — every claim by the rule. */
static void check_claims(struct ctx *cx, const struct judge_typed *f)
{
	for (size_t i = 0; i < f->link.n; i++) {
		struct judged j = judged_of(f, i);
		enum judged_wrong wrong = judged_wrong(&j);

		if (wrong != JUDGED_FINE)
			err_add(&cx->err, box_of(cx, f, i),
			        word(wrong == JUDGED_NO_COMMENT ? T_JUDGE_COMMENT_MISSING_PLAIN : T_JUDGE_NOT_TICKED_PLAIN));
	}
}

static void check_judge(struct ctx *cx, const void *filled)
{
	const struct judge_typed *f = filled;

	if (!f->link.n && !err_of(&cx->err, S("link")).n)
		field_error(cx, "link", T_JUDGE_NOTHING);
	if (f->comment.n && f->comment.n != f->link.n)
		field_error(cx, "comment", T_JUDGE_COMMENTS_UNEVEN);
	for (size_t i = 0; i < f->returned.n; i++)
		if (!holds(&f->link, f->returned.v[i])) {
			field_error(cx, "return", T_JUDGE_RETURN_UNKNOWN);
			break;
		}
	check_claims(cx, f);
}

const struct form judge_form = {
	.name = "judge", .size = sizeof(struct judge_typed), .fields = judge_fields, .n = COUNT_OF(judge_fields),
	.check = check_judge, .autosave = true, .wants_version = true,
};

/* ---- deciding ---- */

/* What was decided about one link of the piece. */
struct decision {
	int64_t link;
	struct judged judged;
	struct str comment;
	int before;
};
struct decisions {
	struct decision *v;
	size_t n, returned;
};

static int32_t item_of(const struct framework_version *v, struct str name)
{
	struct uuid id;

	name = str_trim(name);
	return uuid_parse(name, &id) ? framework_find(v->fw, id) : framework_find_code(v->fw, name);
}

/* read_decisions — the form's claims as links of this piece. CONFLICT for one that does not wait. */
static enum rc read_decisions(struct ctx *cx, const struct framework_version *v, struct decisions *ret)
{
	const struct judge_typed *f = cx->form;
	struct decisions d = { .v = NEW_ARRAY(cx->arena, struct decision, f->link.n + 1) };
	struct links_of_rows links;
	enum rc rc = sql_links_of(cx->db, cx->arena, cx->evidence->id, &links);

	for (size_t i = 0; rc == OK && i < f->link.n; i++) {
		int32_t item = item_of(v, f->link.v[i]);
		const struct links_of_row *l = NULL;

		for (size_t k = 0; item >= 0 && k < links.n; k++)
			if (links.v[k].item == v->rows[item])
				l = &links.v[k];
		if (!l)
			return field_error(cx, "link", T_JUDGE_LINK_UNKNOWN);
		for (size_t k = 0; k < d.n; k++)
			if (d.v[k].link == l->link)
				return field_error(cx, "link", T_JUDGE_LINK_TWICE);
		if (!link_may_be_judged((enum link_state)l->state))
			return CONFLICT;
		d.v[d.n] = (struct decision){ l->link, judged_of(f, i), STR_NONE, (int)l->state };
		d.v[d.n].comment = i < f->comment.n ? str_trim(f->comment.v[i]) : S("");
		d.returned += d.v[d.n++].judged.returned;
	}
	*ret = d;
	return rc;
}

static enum rc write_view(struct ctx *cx, struct uuid id, const struct decisions *d)
{
	const struct judge_typed *f = cx->form;
	const struct evidence *e = cx->evidence;
	struct view_add_row view;
	enum rc rc = sql_view_add(cx->db, cx->arena, id, e->id, e->version, cx->actor.person, str_trim(f->sentence), cx->now,
	                          &view);

	for (size_t i = 0; rc == OK && i < d->n; i++) {
		const struct decision *one = &d->v[i];

		rc = sql_view_link_add(cx->db, cx->arena, view.view_given, one->link, !one->judged.returned, one->before,
		                       one->judged.returned ? one->comment : S(""), NULL);
		if (rc == OK)
			rc = sql_link_set(cx->db, cx->arena, one->link, judged_state(&one->judged), cx->now, NULL);
	}
	if (rc == OK)
		rc = talk_release(cx, view.view_given);
	if (rc == OK && e->assessed_at == DB_NULL_INT)
		rc = sql_evidence_set_assessed(cx->db, cx->arena, e->id, cx->now, NULL);
	return rc == OK ? sql_evidence_touch(cx->db, cx->arena, e->id, cx->now, NULL) : rc;
}

/* after — what follows from links that have moved: the summary, and the event. */
static enum rc after(struct ctx *cx, const struct framework_version *v, enum event_kind kind, struct str data)
{
	enum rc rc = coverage_refresh(cx, cx->induction->id, v);

	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, kind, cx->evidence->uuid, data);
	return rc == OK ? load_evidence(cx, cx->evidence->uuid) : rc;
}

static struct str view_data(struct ctx *cx, struct uuid view, size_t agreed, size_t returned)
{
	return strf(cx->arena, "{\"view\":\"%.*s\",\"version\":%lld,\"agreed\":%zu,\"returned\":%zu}",
	            STR_FMT(uuid_str(cx->arena, view)), (long long)cx->evidence->version + 1, agreed, returned);
}

static enum rc answer_decided(struct ctx *cx)
{
	struct url where = url_id(cx, "/evidence/", cx->evidence->uuid, cx->json ? "/decisions" : "/judged");

	if (!cx->json)
		return redirect(cx, where);
	cx->current_version = cx->evidence->version;
	return created(cx, where, 0);
}

/* registered — an assessor must be; what was typed stays on the page. */
static enum rc registered(struct ctx *cx)
{
	bool stops;
	enum rc rc = registration_stops_person(cx, cx->actor.person, &stops);

	return rc == OK && stops ? form_error(cx, T_JUDGE_NOT_REGISTERED) : rc;
}

/* check_privacy — the sentence and every comment are read by others once they are given: each box with something in it is named. */
static enum rc check_privacy(struct ctx *cx)
{
	const struct judge_typed *f = cx->form;
	struct piece_words words = { .n = 0 };

	piece_word_add(cx, &words, S("sentence"), STR_NONE, f->sentence, cx->person_name);
	for (size_t i = 0; i < f->link.n && i < f->comment.n; i++)
		piece_word_add(cx, &words, box_of(cx, f, i), STR_NONE, f->comment.v[i], cx->person_name);
	return privacy_in_given(cx, &words, f->read_again);
}

/* The route admits every assessor who may read the piece, so that what was typed while somebody else decided it is shown
 * again and not lost; the rule is asked here. */
enum rc judge_decide(struct ctx *cx)
{
	const struct framework_version *v;
	struct decisions d = { .n = 0 };
	struct uuid id = uuid7(cx->now);
	enum rc rc = version_is(cx, cx->evidence->version);

	if (rc != OK)
		return rc == NO_VERSION && !cx->json ? STALE : rc;
	if (!access_ok(may_judge_evidence(&cx->actor, &cx->resource)))
		return CONFLICT;
	if ((rc = registered(cx)) != OK || (rc = check_privacy(cx)) != OK)
		return rc;
	if ((rc = framework_get(cx, cx->induction->framework, &v)) != OK || (rc = read_decisions(cx, v, &d)) != OK ||
	    (rc = write_view(cx, id, &d)) != OK ||
	    (rc = after(cx, v, EVENT_VIEW_GIVEN, view_data(cx, id, d.n - d.returned, d.returned))) != OK ||
	    (rc = notice(cx, NOTICE_VIEW_GIVEN, cx->induction->ecsw, cx->induction->employer)) != OK)
		return rc;
	return answer_decided(cx);
}

/* ---- taking it back ---- */

static enum rc put_back(struct ctx *cx, const struct judge_all *all, int64_t view)
{
	struct view_first_row first;
	enum rc rc = sql_view_undo(cx->db, cx->arena, view, cx->now, NULL);

	for (size_t i = 0; rc == OK && i < all->links.n; i++)
		if (all->links.v[i].view == view)
			rc = sql_link_set(cx->db, cx->arena, all->links.v[i].link, all->links.v[i].before, cx->now, NULL);
	if (rc == OK)
		rc = sql_view_first(cx->db, cx->arena, cx->evidence->id, &first);
	if (rc == OK)
		rc = sql_evidence_set_assessed(cx->db, cx->arena, cx->evidence->id, first.given_at, NULL);
	return rc == OK ? sql_evidence_touch(cx->db, cx->arena, cx->evidence->id, cx->now, NULL) : rc;
}

static enum undo may_take_back(struct ctx *cx, const struct judge_views_row *r, enum rc *ret_rc)
{
	struct view_overtaken_row over;
	struct view_facts facts = { .person = r->person, .given_at = r->given_at };

	*ret_rc = sql_view_overtaken(cx->db, cx->arena, r->view, &over);
	facts.overtaken = *ret_rc != OK || over.overtaken || cx->evidence->state != EVIDENCE_SUBMITTED;
	return view_may_be_undone(&facts, cx->actor.person, cx->now);
}

enum rc judge_undo(struct ctx *cx)
{
	const struct framework_version *v;
	struct judge_all all;
	size_t agreed = 0, returned = 0;
	enum undo undo;
	enum rc rc = judge_all_load(cx, &all);
	int own = rc == OK ? judge_own(cx, &all) : -1;

	if (rc != OK || own < 0)
		return rc != OK ? rc : NOT_FOUND;
	undo = may_take_back(cx, &all.views.v[own], &rc);
	if (rc != OK || (undo != UNDO_YES && cx->json))
		return rc != OK ? rc : CONFLICT;
	if (undo != UNDO_YES)
		return done(cx, url_id(cx, "/evidence/", cx->evidence->uuid, "/judged"),
		            undo == UNDO_TOO_LATE ? T_JUDGE_UNDO_LATE : T_JUDGE_UNDO_OVERTAKEN);
	for (size_t i = 0; i < all.links.n; i++)
		if (all.links.v[i].view == all.views.v[own].view)
			*(all.links.v[i].agreed ? &agreed : &returned) += 1;
	if ((rc = framework_get(cx, cx->induction->framework, &v)) != OK ||
	    (rc = put_back(cx, &all, all.views.v[own].view)) != OK ||
	    (rc = after(cx, v, EVENT_VIEW_UNDONE, view_data(cx, all.views.v[own].id, agreed, returned))) != OK)
		return rc;
	return done(cx, url_id(cx, "/evidence/", cx->evidence->uuid, cx->json ? "/decisions" : "/judge"), T_JUDGE_UNDONE);
}

/* judge.c — the page on which an assessor decides one piece: its text beside its claims, a sentence first. */
#include "app/desk/desk_inside.h"

#include "app/coverage/coverage.h"
#include "app/evidence/evidence.h"
#include "app/files/files.h"
#include "app/privacy/privacy.h"
#include "app/talk/talk.h"
#include "evidence_store.sql.h"
#include "templates.gen.h"
#include "web/draft.h"
#include "web/form.h"

#define LIT(o, literal) html_lit((o), "" literal, sizeof(literal) - 1)

/* Everything the page is drawn from. */
struct judging {
	struct ctx *cx;
	const struct framework_version *v;
	struct links_of_rows links;
	struct coverage coverage;
	struct profile_now profile;
	struct judge_earlier_rows earlier;
	struct judge_all all;
	const struct values *typed; /* what was typed, or kept as a draft; NULL for a fresh page */
	struct str_list returned, link, comment;
	struct judge_view *view;
};

static struct str day_of(struct ctx *cx, instant t)
{
	return t == DB_NULL_INT ? STR_NONE : date_long(cx->arena, date_of(t));
}

/* ---- the views that are there already ---- */

enum rc judge_all_load(struct ctx *cx, struct judge_all *ret)
{
	enum rc rc = sql_judge_views(cx->db, cx->arena, cx->evidence->id, &ret->views);

	return rc == OK ? sql_judge_view_links(cx->db, cx->arena, cx->evidence->id, &ret->links) : rc;
}

int judge_own(const struct ctx *cx, const struct judge_all *all)
{
	int own = -1;

	for (size_t i = 0; i < all->views.n; i++)
		if (all->views.v[i].person == cx->actor.person)
			own = (int)i;
	return own;
}

static bool asked(const struct judge_all *all, int64_t view)
{
	for (size_t i = 0; i < all->links.n; i++)
		if (all->links.v[i].view == view && !all->links.v[i].agreed && all->links.v[i].state == LINK_CLAIMED)
			return true;
	return false;
}

bool judge_sees(const struct ctx *cx, const struct judge_all *all, size_t i)
{
	const struct judge_views_row *r = &all->views.v[i];
	int own = judge_own(cx, all);
	struct view_seen seen = {
		.own = r->person == cx->actor.person, .reader_judges = cx->actor.role == ROLE_ASSESSOR,
		.reader_decided = own >= 0 && all->views.v[own].evidence_version >= r->evidence_version,
		.asked = asked(all, r->view),
	};

	return view_is_shown(&seen);
}

enum rc desk_hidden_views(struct ctx *cx, struct hidden_views *ret)
{
	struct judge_all all;
	enum rc rc;

	*ret = (struct hidden_views){ NULL, 0 };
	if (cx->actor.role != ROLE_ASSESSOR)
		return OK;
	if ((rc = judge_all_load(cx, &all)) != OK)
		return rc;
	ret->v = NEW_ARRAY(cx->arena, int64_t, all.views.n + 1);
	for (size_t i = 0; i < all.views.n; i++)
		if (!judge_sees(cx, &all, i))
			ret->v[ret->n++] = all.views.v[i].view;
	return OK;
}

static struct str code_at(struct ctx *cx, const struct framework_version *v, int64_t item)
{
	return item >= 0 && (size_t)item < v->fw->n ? framework_item_name(cx->arena, v->fw, (int32_t)item) : STR_NONE;
}

static struct judge_voices asked_in(struct ctx *cx, const struct framework_version *v, const struct judge_all *all,
                                    int64_t view)
{
	struct judge_voices voices = { NEW_ARRAY(cx->arena, struct judge_voice, all->links.n + 1), 0 };

	for (size_t i = 0; i < all->links.n; i++)
		if (all->links.v[i].view == view && !all->links.v[i].agreed)
			voices.v[voices.n++] = (struct judge_voice){ all->links.v[i].comment, code_at(cx, v, all->links.v[i].position) };
	return voices;
}

struct judge_view_showns judge_views_shown(struct ctx *cx, const struct framework_version *v, const struct judge_all *all,
                                           bool others_only)
{
	struct judge_view_showns views = { NEW_ARRAY(cx->arena, struct judge_view_shown, all->views.n + 1), 0 };

	for (size_t i = 0; i < all->views.n; i++) {
		const struct judge_views_row *r = &all->views.v[i];
		bool own = r->person == cx->actor.person, hidden = !judge_sees(cx, all, i);
		struct judge_view_shown *to = &views.v[views.n];

		if (own && others_only)
			continue;
		*to = (struct judge_view_shown){ .name = r->name, .when = day_of(cx, r->given_at), .own = own, .hidden = hidden,
			                            .tainted = r->tainted };
		if (!hidden) {
			to->sentence = r->sentence;
			to->asked = asked_in(cx, v, all, r->view);
		}
		views.n++;
	}
	return views;
}

/* ---- one claim ---- */

/* A statement's text with its glossary words linked to the list below; each word once a page. */
static struct html linked_words(struct judging *j, int32_t item, struct str claim)
{
	struct ctx *cx = j->cx;
	const struct framework *fw = j->v->fw;
	struct judge_terms *terms = &j->view->terms;
	struct html_out o = html_begin(cx->arena);
	struct str text = fw->items[item].text;
	size_t n, at = 0;
	const struct framework_term_use *uses = framework_terms_in(cx->arena, fw, text, &n);

	for (size_t i = 0; i < n; i++) {
		const struct framework_term *t = &fw->terms[uses[i].term];
		struct str id = strf(cx->arena, "term-%d", (int)uses[i].term);
		bool known = false;

		html_str(&o, str_sub(text, at, uses[i].from - at));
		LIT(&o, "<a class=\"c-term\" href=\"#");
		html_str(&o, id);
		LIT(&o, "\">");
		html_str(&o, str_sub(text, uses[i].from, uses[i].n));
		LIT(&o, "</a>");
		at = uses[i].from + uses[i].n;
		for (size_t k = 0; k < terms->n; k++)
			known |= str_eq(terms->v[k].id, id);
		if (!known && terms->n < JUDGING_LINKS_MAX)
			terms->v[terms->n++] = (struct judge_term){ id, t->term, t->definition, framework_item_name(cx->arena, fw, item),
				                                        { strf(cx->arena, "#%.*s", STR_FMT(claim)) } };
	}
	html_str(&o, str_sub(text, at, SIZE_MAX));
	return html_end(&o);
}

static struct str prior_said(struct ctx *cx, const struct judge_earlier_row *r)
{
	bool you = r->by_person == cx->actor.person;
	enum word w = r->state == LINK_ENDORSED ? (you ? T_JUDGE_AGREED_BY_YOU : T_JUDGE_AGREED_BY)
	                                        : (you ? T_JUDGE_RETURNED_BY_YOU : T_JUDGE_RETURNED_BY);

	if (r->state == LINK_CLAIMED || r->given_at == DB_NULL_INT)
		return word(T_JUDGE_PRIOR_WAITING);
	return WORDS(cx->arena, w, WORD_ARG("date", day_of(cx, r->given_at)), WORD_ARG("name", r->by_name));
}

/* add_prior — other pieces that point at the same statement, and the line that counts them. */
static void add_prior(struct judging *j, int64_t row, struct judge_claim *c)
{
	struct ctx *cx = j->cx;
	struct str counts[3];
	int n[3] = { 0 };
	size_t said = 0;
	static const enum word words[3] = { [LINK_CLAIMED] = T_JUDGE_N_WAITING, [LINK_ENDORSED] = T_JUDGE_N_AGREED,
		                                [LINK_RETURNED] = T_JUDGE_N_RETURNED };
	static const int order[3] = { LINK_ENDORSED, LINK_RETURNED, LINK_CLAIMED };

	c->prior.v = NEW_ARRAY(cx->arena, struct judge_prior, j->earlier.n + 1);
	for (size_t i = 0; i < j->earlier.n; i++) {
		const struct judge_earlier_row *r = &j->earlier.v[i];

		if (r->item != row || r->state < 0 || r->state > LINK_RETURNED)
			continue;
		n[r->state]++;
		c->prior.v[c->prior.n++] = (struct judge_prior){
			.url = url_id(cx, "/evidence/", r->id, ""), .title = r->title, .said = prior_said(cx, r),
			.comment = r->state == LINK_RETURNED ? r->comment : STR_NONE,
		};
	}
	for (size_t k = 0; k < COUNT_OF(order); k++)
		if (n[order[k]])
			counts[said++] = WORDS(cx->arena, words[order[k]], WORD_ARG("n", n[order[k]]));
	if (said)
		c->earlier = WORDS(cx->arena, T_JUDGE_EARLIER, WORD_ARG("code", c->code),
		                   WORD_ARG("counts", str_join(cx->arena, counts, said, S(", "))));
}

/* add_voices — what an earlier view asked about this claim, and the answer. */
static void add_voices(struct judging *j, int64_t link, struct judge_claim *c)
{
	struct ctx *cx = j->cx;

	c->voices.v = NEW_ARRAY(cx->arena, struct judge_voice, j->all.links.n * 2 + 1);
	for (size_t i = 0; i < j->all.links.n; i++) {
		const struct judge_view_links_row *r = &j->all.links.v[i];
		const struct judge_views_row *by = NULL;

		for (size_t k = 0; k < j->all.views.n; k++)
			if (j->all.views.v[k].view == r->view)
				by = &j->all.views.v[k];
		if (r->link != link || r->agreed || !by)
			continue;
		c->voices.v[c->voices.n++] = (struct judge_voice){
			r->comment, by->person == cx->actor.person
			                ? WORDS(cx->arena, T_JUDGE_YOU_ASKED, WORD_ARG("date", day_of(cx, by->given_at)))
			                : WORDS(cx->arena, T_JUDGE_ASKED, WORD_ARG("name", by->name),
			                        WORD_ARG("date", day_of(cx, by->given_at))),
		};
		if (r->answer.n)
			c->voices.v[c->voices.n++] = (struct judge_voice){
				r->answer, WORDS(cx->arena, T_JUDGE_ANSWERED, WORD_ARG("name", first_name(cx->induction->name))),
			};
	}
}

static enum word kind_of(const struct framework_item *item)
{
	return item->kind == ITEM_KNOWS ? T_COVERAGE_KNOWS : item->kind == ITEM_DOES ? T_COVERAGE_DOES : T_NONE;
}

static bool is_in(const struct str_list *list, struct str key, size_t *ret_at)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(str_trim(list->v[i]), key)) {
			*ret_at = i;
			return true;
		}
	return false;
}

static void add_claim(struct judging *j, const struct links_of_row *r, int32_t item)
{
	struct ctx *cx = j->cx;
	const struct framework_item *it = &j->v->fw->items[item];
	struct judge_claim *c = &j->view->claims.v[j->view->claims.n++];
	struct str key = uuid_str(cx->arena, it->id), why = strf(cx->arena, "why-%.*s", STR_FMT(key));
	size_t at;

	*c = (struct judge_claim){ .id = strf(cx->arena, "claim-%.*s", STR_FMT(key)), .key = key,
		                       .code = framework_item_name(cx->arena, j->v->fw, item), .kind = kind_of(it) };
	c->what = linked_words(j, item, c->id);
	c->returned = is_in(&j->returned, key, &at);
	if (is_in(&j->link, key, &at) && at < j->comment.n)
		c->comment = j->comment.v[at];
	if (err_of(&cx->err, why).n) {
		if (c->returned && str_trim(c->comment).n) /* it is what the comment says */
			c->error = err_of(&cx->err, why);
		else
			c->error = WORDS(cx->arena, c->returned ? T_JUDGE_COMMENT_MISSING : T_JUDGE_NOT_TICKED, WORD_ARG("code", c->code));
		c->returned = true; /* so that what was written can be seen */
	}
	add_prior(j, r->item, c);
	if (profile_entry_at(&j->profile.e, item)) {
		c->has_met = true;
		c->met = profile_say(cx, j->v, profile_entry_at(&j->profile.e, item));
	}
	add_voices(j, r->link, c);
	j->view->fresh += it->position >= 0 && j->coverage.statements[it->position].pieces <= 1;
}

static void add_claims(struct judging *j)
{
	j->view->claims.v = NEW_ARRAY(j->cx->arena, struct judge_claim, j->links.n + 1);
	j->view->terms.v = NEW_ARRAY(j->cx->arena, struct judge_term, JUDGING_LINKS_MAX);
	for (size_t i = 0; i < j->links.n; i++) {
		int32_t item = framework_item_of_row(j->v, j->links.v[i].item);

		if (item >= 0 && link_may_be_judged((enum link_state)j->links.v[i].state))
			add_claim(j, &j->links.v[i], item);
	}
	j->view->claims_n = (int)j->view->claims.n;
}

/* The summary says what a claim's own error says: the form's table does not know codes. */
static void name_errors(struct judging *j)
{
	for (size_t i = 0; i < j->cx->err.n; i++)
		for (size_t k = 0; k < j->view->claims.n; k++) {
			const struct judge_claim *c = &j->view->claims.v[k];

			if (c->error.n && str_eq(str_sub(j->cx->err.fields[i].field, 4, SIZE_MAX), c->key))
				j->cx->err.fields[i].message = c->error;
		}
}

/* ---- the piece ---- */

static enum rc add_files(struct judging *j)
{
	struct ctx *cx = j->cx;
	struct judge_files_rows rows;
	enum rc rc = sql_judge_files(cx->db, cx->arena, cx->evidence->id, &rows);

	if (rc != OK)
		return rc;
	j->view->files.v = NEW_ARRAY(cx->arena, struct judge_file, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		j->view->files.v[j->view->files.n++] = (struct judge_file){
			.url = url_id(cx, "/files/", rows.v[i].id, ""), .name = rows.v[i].name, .size = file_size_words(cx, rows.v[i].size),
			.ready = rows.v[i].scan == SCAN_CLEAN || rows.v[i].scan == SCAN_NOT_SCANNED,
			.state = rows.v[i].scan == SCAN_INFECTED ? T_JUDGE_FILE_INFECTED : T_JUDGE_FILE_WAITING,
		};
	return OK;
}

/* ---- changed while somebody was reading ---- */

static struct str codes_where(struct judging *j, const bool *is, const bool *was)
{
	struct str *codes = NEW_ARRAY(j->cx->arena, struct str, j->v->fw->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < j->v->fw->n; i++)
		if (is[i] && !was[i])
			codes[n++] = framework_item_name(j->cx->arena, j->v->fw, (int32_t)i);
	return str_join(j->cx->arena, codes, n, S(", "));
}

static void compare_links(struct judging *j, struct str codes_then)
{
	bool *then = NEW_ARRAY(j->cx->arena, bool, j->v->fw->n + 1), *now = NEW_ARRAY(j->cx->arena, bool, j->v->fw->n + 1);
	struct framework_codes codes = { 0 };

	framework_parse_codes(j->cx->arena, j->v->fw, codes_then, 1000, &codes);
	for (size_t i = 0; i < codes.n; i++)
		then[codes.items[i]] = true;
	for (size_t i = 0; i < j->links.n; i++) {
		int32_t item = framework_item_of_row(j->v, j->links.v[i].item);

		if (item >= 0 && j->links.v[i].state != LINK_WITHDRAWN)
			now[item] = true;
	}
	j->view->added = codes_where(j, now, then);
	j->view->taken = codes_where(j, then, now);
}

/* what_moved — the piece as it was read beside the piece as it is. */
static enum rc what_moved(struct judging *j)
{
	struct ctx *cx = j->cx;
	struct judge_text_at_row then;
	struct diff_span *spans;
	struct str was, is;
	int64_t read;
	size_t n;
	enum rc rc;

	j->view->moved = true;
	j->view->gone = !access_ok(may_judge_evidence(&cx->actor, &cx->resource));
	if (!str_to_i64(values_get(cx->values, S("version")), 0, INT64_MAX, &read))
		return OK;
	rc = sql_judge_text_at(cx->db, cx->arena, cx->evidence->id, read, &then);
	if (rc != OK || then.closed) /* what was taken out since stays out, its title and codes too */
		return rc == NOT_FOUND ? OK : rc;
	if (!str_eq(then.title, cx->evidence->title))
		j->view->moved_title = then.title;
	if ((rc = evidence_words_at(cx, read, &was)) != OK || (rc = evidence_words_at(cx, 0, &is)) != OK)
		return rc;
	if (!str_eq(was, is)) {
		spans = diff_words(cx->arena, was, is, &n);
		j->view->moved_text = true;
		j->view->spans.v = NEW_ARRAY(cx->arena, struct judge_span, n + 1);
		for (size_t i = 0; i < n; i++)
			j->view->spans.v[j->view->spans.n++] = (struct judge_span){ spans[i].text, spans[i].kind == DIFF_ADDED,
				                                                        spans[i].kind == DIFF_REMOVED };
	}
	compare_links(j, then.codes);
	return OK;
}

/* ---- what was typed ---- */

static enum rc take_draft(struct judging *j)
{
	struct draft_look look;
	enum rc rc = draft_look_alone(j->cx, &judge_form, &look);

	if (rc == OK) {
		j->typed = look.typed;
		j->view->kept = look.says;
	}
	return rc;
}

static enum rc take_typed(struct judging *j)
{
	struct ctx *cx = j->cx;
	enum rc rc = OK;

	j->typed = cx->values;
	if (!j->typed)
		rc = take_draft(j);
	if (j->typed) {
		j->view->sentence = values_get(j->typed, S("sentence"));
		j->view->tab = values_get(j->typed, S("tab"));
		j->view->tab_from = values_get(j->typed, S("tab_from"));
		values_all(cx->arena, j->typed, S("return"), &j->returned);
		values_all(cx->arena, j->typed, S("link"), &j->link);
		values_all(cx->arena, j->typed, S("comment"), &j->comment);
	}
	if (!j->view->tab.n)
		j->view->tab = draft_tab_new(cx->arena);
	return rc;
}

/* ---- the page ---- */

static void add_facts(struct judging *j)
{
	struct ctx *cx = j->cx;
	const struct evidence *e = cx->evidence;
	const struct induction *i = cx->induction;
	instant since = e->submitted_at == DB_NULL_INT ? e->changed : e->submitted_at;
	struct waited w = waited_for(date_of(since), cx->today, i->answer_days);
	struct judge_view *v = j->view;

	v->title = e->title;
	v->name = i->name;
	v->first = first_name(i->name);
	v->kind = kind_word(e->kind);
	v->sent = day_of(cx, since);
	v->month = induction_month(i, cx->today);
	v->months = i->months;
	v->days = w.days;
	v->late = e->assessed_at == DB_NULL_INT ? w.late : 0; /* what came back has waited since it came back */
	v->until = date_weekday_long(cx->arena, date_of(view_undo_until(cx->now)));
	v->action = url_id(cx, "/evidence/", e->uuid, "/judge");
	v->piece = url_id(cx, "/evidence/", e->uuid, "");
	v->concern = url_id(cx, "/evidence/", e->uuid, "#concern");
	v->say = url_id(cx, "/evidence/", e->uuid, "#say");
	v->coverage = url_id(cx, "/inductions/", i->uuid, "/coverage");
	v->version = strf(cx->arena, "%lld", (long long)e->version);
	v->icons = desk_icons(cx);
}

static enum rc gather(struct judging *j)
{
	struct ctx *cx = j->cx;
	const struct evidence *e = cx->evidence;
	enum rc rc;

	if ((rc = framework_get(cx, cx->induction->framework, &j->v)) != OK ||
	    (rc = sql_links_of(cx->db, cx->arena, e->id, &j->links)) != OK ||
	    (rc = coverage_load(cx, cx->induction->id, j->v, &j->coverage)) != OK ||
	    (rc = profile_now_of(cx, j->v, &j->profile)) != OK || (rc = judge_all_load(cx, &j->all)) != OK || (rc = take_typed(j)) != OK || (rc = add_files(j)) != OK)
		return rc;
	return sql_judge_earlier(cx->db, cx->arena, e->id, cx->induction->id, cx->actor.person, cx->actor.role, cx->today,
	                         &j->earlier);
}

static enum rc draw(struct ctx *cx)
{
	struct judge_view view = { .moved = false };
	struct judging j = { .cx = cx, .view = &view };
	const struct talks_now *talks;
	struct talk_marks marks;
	struct form_view form;
	struct str all;
	enum rc rc = gather(&j);

	if (rc != OK)
		return rc;
	add_facts(&j);
	if ((rc = talks_load(cx, &talks)) != OK)
		return rc;
	marks = talk_marks(cx, talks);
	if ((rc = talk_section(cx, talks, false, &view.talk)) != OK || (rc = evidence_changed(cx, &view.changed)) != OK ||
	    (rc = evidence_words(cx, &marks, &view.text)) != OK || (rc = evidence_words_at(cx, 0, &all)) != OK)
		return rc;
	view.words = (int)text_words(all);
	add_claims(&j);
	name_errors(&j);
	if ((cx->failed == STALE || cx->failed == CONFLICT) && (rc = what_moved(&j)) != OK)
		return rc;
	view.views = judge_views_shown(cx, j.v, &j.all, false);
	form = form_view(cx, &judge_form, NULL, cx->evidence->version);
	view.csrf = form.csrf;
	view.errors = form.errors;
	view.again = privacy_again_field(cx, &form);
	view.sentence_error = err_of(&cx->err, S("sentence"));
	return page(cx, &(struct page){ .title = cx->evidence->title, .menu = MENU_DESK, .width = WIDTH_STAFF,
	                                .own_width = true, .illustrative = j.v->illustrative, .main = HTML(cx, judge, &view) });
}

/* A piece with nothing to decide is shown as what it is: decided by the reader, or only to be read. */
enum rc judge_show(struct ctx *cx)
{
	struct judge_all all;
	enum rc rc;

	if (access_ok(may_judge_evidence(&cx->actor, &cx->resource)))
		return draw(cx);
	if ((rc = judge_all_load(cx, &all)) != OK)
		return rc;
	return redirect(cx, url_id(cx, "/evidence/", cx->evidence->uuid, judge_own(cx, &all) >= 0 ? "/judged" : ""));
}

enum rc judge_again(struct ctx *cx)
{
	return draw(cx);
}

/* adjust.c — reasonable adjustments: read, asked after by night, on first screens and paper, and the days they give. */
#include "app/support/adjust_inside.h"

#include "app/notices/notices.h"
#include "templates.gen.h"

/* ---- reading ---- */

enum rc adjust_read(struct ctx *cx, struct adjustments_of_rows *ret)
{
	return sql_adjustments_of(cx->db, cx->arena, cx->induction->id, cx->actor.person, support_is_own(cx) ? 1 : 0, ret);
}

const struct adjustments_of_row *adjust_named(struct ctx *cx, const struct adjustments_of_rows *all)
{
	struct uuid id;

	for (size_t i = 0; uuid_parse(param(cx, "adjustment"), &id) && i < all->n; i++)
		if (uuid_eq(all->v[i].id, id))
			return &all->v[i];
	return NULL;
}

enum rc adjust_persons_of(struct ctx *cx, struct adjust_persons *ret)
{
	struct adjust_people_rows rows;
	enum rc rc = sql_adjust_people(cx->db, cx->arena, cx->induction->id, cx->induction->employer, cx->induction->ecsw, cx->today, &rows);

	if (rc != OK)
		return rc;
	ret->v = NEW_ARRAY(cx->arena, struct adjust_person, rows.n + 1);
	ret->n = 0;
	for (size_t i = 0; i < rows.n; i++)
		ret->v[ret->n++] = (struct adjust_person){ .person = rows.v[i].person, .role = (enum role)rows.v[i].role, .name = rows.v[i].name,
			.key = strf(cx->arena, "%d-%s", (int)rows.v[i].role, uuid_str(cx->arena, rows.v[i].id).p) };
	return OK;
}

const struct adjust_person *adjust_person_of(const struct adjust_persons *all, struct str key)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].key, str_trim(key)))
			return &all->v[i];
	return NULL;
}

bool adjust_is_asked(const struct ctx *cx, const struct adjustments_of_row *row)
{
	return adjust_may_answer(cx->actor.role) && cx->actor.person == row->answers;
}

struct url adjust_url(struct ctx *cx, const char *after)
{
	return url_id(cx, "/inductions/", cx->induction->uuid, after);
}

enum rc adjust_noted(struct ctx *cx, enum event_kind kind, struct uuid id)
{
	return event_add(cx, CHAIN_INDUCTION, cx->induction->id, kind, id, S("{}"));
}

enum word adjust_kind_word(int kind)
{
	static const enum word words[ADJUST_KIND_END] = {
		[ADJUST_TIME] = T_ADJUST_KIND_TIME, [ADJUST_FORMAT] = T_ADJUST_KIND_FORMAT, [ADJUST_MEETING] = T_ADJUST_KIND_MEETING,
		[ADJUST_TOOLS] = T_ADJUST_KIND_TOOLS, [ADJUST_OTHER] = T_ADJUST_KIND_OTHER,
	};

	return kind > 0 && kind < ADJUST_KIND_END ? words[kind] : 0;
}

enum word adjust_state_word(int state)
{
	static const enum word words[ADJUST_STATE_END] = {
		[ADJUST_ASKED] = T_ADJUST_STATE_ASKED, [ADJUST_AGREED] = T_ADJUST_STATE_AGREED, [ADJUST_PART] = T_ADJUST_STATE_PART,
		[ADJUST_DECLINED] = T_ADJUST_STATE_DECLINED, [ADJUST_TAKEN_BACK] = T_ADJUST_STATE_TAKEN_BACK, [ADJUST_ENDED] = T_ADJUST_STATE_ENDED,
	};

	return state > 0 && state < ADJUST_STATE_END ? words[state] : 0;
}

/* ---- what it changes ---- */

enum rc adjust_days_now(struct ctx *cx, int64_t induction, int *ret)
{
	struct adjust_lines_rows rows;
	struct adjust_line *lines;
	enum rc rc = sql_adjust_lines(cx->db, cx->arena, induction, &rows);

	*ret = 0;
	if (rc != OK)
		return rc;
	lines = NEW_ARRAY(cx->arena, struct adjust_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		lines[i] = (struct adjust_line){ (enum adjust_state)rows.v[i].state, rows.v[i].starts, rows.v[i].ends, (int)rows.v[i].days };
	*ret = adjust_days(lines, rows.n, cx->today);
	return OK;
}

enum rc adjust_agreed_here(struct ctx *cx, struct str_list *ret)
{
	struct adjustments_of_rows all;
	struct str *words;
	size_t n = 0;
	enum rc rc = adjust_read(cx, &all);

	*ret = (struct str_list){ NULL, 0 };
	if (rc != OK)
		return rc;
	words = NEW_ARRAY(cx->arena, struct str, all.n + 1);
	for (size_t i = all.n; i-- > 0;) {
		struct adjust_line line = { (enum adjust_state)all.v[i].state, all.v[i].starts, all.v[i].ends, 0 };

		if (adjust_applies(&line, cx->today))
			words[n++] = all.v[i].words;
	}
	*ret = (struct str_list){ words, n };
	return OK;
}

enum rc adjust_box(struct ctx *cx, struct html *ret)
{
	struct adjust_box_view v = { .url = adjust_url(cx, "/adjustments"), .own = support_is_own(cx) };
	struct str_list words;
	enum rc rc = adjust_agreed_here(cx, &words);

	if (rc != OK)
		return rc;
	v.words = (struct support_texts){ words.v, words.n };
	if (v.words.n)
		*ret = HTML(cx, adjust_box, &v);
	return rc;
}

/* ---- the night ---- */

static enum rc some(struct ctx *cx, int64_t behind, int64_t *ids, struct uuid *uuids, size_t *ret_n)
{
	struct adjusted_to_look_at_rows rows;
	enum rc rc = sql_adjusted_to_look_at(cx->db, cx->arena, behind, cx->today, SUPPORT_TURN, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		ids[i] = rows.v[i].induction, uuids[i] = rows.v[i].id;
	*ret_n = rc == OK ? rows.n : 0;
	return rc;
}

/* tell — coordinators are told that an answer is late, and never whose: who is asked is the ECSW's choice, and the ECSW hears that they may ask
 * somebody else. */
static enum rc tell(struct ctx *cx, const struct adjustments_to_tell_row *r)
{
	const struct induction *i = cx->induction;
	struct adjust_facts f = { (enum adjust_state)r->state, date_of(r->created), r->reminded_on, r->above_on, r->look_on };
	struct adjust_tell t = adjust_tell_of(&f, cx->today);
	enum rc rc = t.remind || t.above ? sql_adjustment_reminded(cx->db, cx->arena, r->adjustment, cx->today, t.above ? cx->today : r->above_on, NULL)
	                                 : OK;

	if (rc == OK && t.remind)
		rc = notice(cx, NOTICE_SUPPORT, r->answers, i->employer);
	if (rc == OK && (t.above || (t.remind && r->state != ADJUST_ASKED)))
		rc = notice(cx, NOTICE_SUPPORT, i->ecsw, i->employer);
	return rc == OK && t.above ? notice_coordinators(cx, NOTICE_ADJUST_LATE, i->employer) : rc;
}

static enum rc look(struct ctx *cx)
{
	struct adjustments_to_tell_rows rows;
	enum rc rc = sql_adjustments_to_tell(cx->db, cx->arena, cx->induction->id, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		rc = tell(cx, &rows.v[i]);
	return rc;
}

enum rc adjust_night(struct ctx *cx)
{
	return support_many(cx, &(struct support_night){ some, look });
}

/* ---- first screens ---- */

enum rc adjust_lines_waiting(struct ctx *cx, struct support_lines *lines)
{
	struct adjustments_waiting_rows rows;
	enum rc rc = sql_adjustments_waiting(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role, cx->today,
	                                     SUPPORT_ON_FIRST_SCREEN, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct adjustments_waiting_row *r = &rows.v[i];
		bool asked = r->state == ADJUST_ASKED;
		struct date due = asked ? date_plus(date_of(r->created), ADJUST_REMIND_DAYS) : r->look_on;
		struct url url = url_id(cx, "/inductions/", r->induction, str_c(cx->arena, strf(cx->arena, "/adjustments/%s", uuid_str(cx->arena, r->id).p)));

		support_line_add(cx, lines, url, cx->actor.role == ROLE_ECSW ? word(T_ADJUST_LINE_OWN)
		                                 : WORDS(cx->arena, asked ? T_ADJUST_LINE_ANSWER : T_ADJUST_LINE_LOOK, WORD_ARG("name", r->name)),
		                 STR_NONE, due, asked && date_cmp(due, cx->today) < 0);
	}
	return rc;
}

/* ---- on paper: one's own ---- */

enum rc adjust_paper(struct ctx *cx, struct paper *paper)
{
	struct adjustments_of_rows all = { .n = 0 };
	enum rc rc = support_is_own(cx) ? adjust_read(cx, &all) : OK;

	if (rc != OK || !all.n)
		return rc;
	paper_put(paper, PAPER_PART, word(T_ADJUST_OWN));
	for (size_t i = 0; i < all.n; i++) {
		paper_put(paper, PAPER_QUESTION, word(adjust_kind_word((int)all.v[i].kind)));
		paper_pair(paper, PAPER_FACT, word(T_ADJUST_STANDS), word(adjust_state_word((int)all.v[i].state)));
		paper_paragraphs(paper, PAPER_TEXT, all.v[i].help);
		if (all.v[i].words.n) {
			paper_put(paper, PAPER_QUESTION, word(T_ADJUST_WORDS_SAID));
			paper_paragraphs(paper, PAPER_TEXT, all.v[i].words);
		}
	}
	return OK;
}

/* adjust_form.c — asking for an adjustment, answering it, sharing it and ending it. */
#include "app/support/adjust_inside.h"

#include "app/notices/notices.h"
#include "app/privacy/privacy.h"
#include "templates.gen.h"
#include "web/form.h"

enum { ADJUST_SHARES_MAX = 30, ADJUST_LOOK_DAYS_MAX = 366 };

static const enum word kind_words[ADJUST_KIND_END] = {
	[ADJUST_TIME] = T_ADJUST_KIND_TIME, [ADJUST_FORMAT] = T_ADJUST_KIND_FORMAT, [ADJUST_MEETING] = T_ADJUST_KIND_MEETING,
	[ADJUST_TOOLS] = T_ADJUST_KIND_TOOLS, [ADJUST_OTHER] = T_ADJUST_KIND_OTHER,
};
struct adjust_typed {
	int kind;
	struct str help, asked;
	struct date starts, ends;
	bool read_again;
};
static const struct field adjust_fields[] = {
	CHOICE(struct adjust_typed, kind, .label = T_ADJUST_KIND, .choices = &adjust_kinds, .choice_words = kind_words, .max = ADJUST_KIND_END, .required = true),
	LONG_TEXT(struct adjust_typed, help, .label = T_ADJUST_HELP, .hint = T_ADJUST_HELP_HINT, .required = true, .max = SUPPORT_TEXT_MAX, .rows = 5),
	DATE(struct adjust_typed, starts, .label = T_ADJUST_STARTS, .hint = T_ADJUST_STARTS_HINT),
	DATE(struct adjust_typed, ends, .label = T_ADJUST_ENDS, .hint = T_ADJUST_ENDS_HINT),
	TEXT(struct adjust_typed, asked, .label = T_ADJUST_ASKED, .max = 64, .required = true, .missing = T_ADJUST_ASKED_MISSING),
	BOOL(struct adjust_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form adjust_form = { .name = "adjustment", .size = sizeof(struct adjust_typed), .fields = adjust_fields, .n = COUNT_OF(adjust_fields),
	                              .autosave = true };

static const enum word answer_words[] = { 0, T_ADJUST_DO_AGREE, T_ADJUST_DO_PART, T_ADJUST_DO_DECLINE };
struct answer_typed {
	int answer;
	struct str words;
	int64_t days;
	struct date look_on;
	bool read_again;
};
static const struct field answer_fields[] = {
	CHOICE(struct answer_typed, answer, .label = T_ADJUST_ANSWER, .choices = &adjust_answers, .choice_words = answer_words, .max = ADJUST_DO_DECLINE + 1,
	       .required = true, .missing = T_ADJUST_ANSWER_MISSING),
	LONG_TEXT(struct answer_typed, words, .label = T_ADJUST_WORDS, .hint = T_ADJUST_WORDS_HINT, .required = true, .max = SUPPORT_TEXT_MAX, .rows = 5),
	INT(struct answer_typed, days, .label = T_ADJUST_DAYS, .hint = T_ADJUST_DAYS_HINT, .max = ADJUST_DAYS_MAX, .min = 0),
	DATE(struct answer_typed, look_on, .label = T_ADJUST_LOOK, .hint = T_ADJUST_LOOK_HINT),
	BOOL(struct answer_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form adjust_answer_form = { .name = "adjustment_answer", .size = sizeof(struct answer_typed), .fields = answer_fields,
	                                     .n = COUNT_OF(answer_fields), .autosave = true, .wants_version = true };

struct share_typed {
	struct str asked;
	struct str_list shared;
};
static const struct field share_fields[] = {
	TEXT(struct share_typed, asked, .label = T_ADJUST_ASKED, .max = 64),
	LIST_OF(struct share_typed, shared, .label = T_ADJUST_SHARED, .max = ADJUST_SHARES_MAX),
};
const struct form adjust_share_form = { .name = "adjustment_share", .size = sizeof(struct share_typed), .fields = share_fields,
	                                    .n = COUNT_OF(share_fields), .wants_version = true };

static const struct str end_keys[] = { [1] = S_INIT("end") };
static const struct key_list end_acts = { end_keys, (int)COUNT_OF(end_keys) };
struct end_typed {
	int act;
};
static const struct field end_fields[] = {
	ACTION(struct end_typed, act, .label = T_ADJUST_END, .choices = &end_acts, .max = 1, .required = true),
};
const struct form adjust_end_form = { .name = "adjustment_end", .size = sizeof(struct end_typed), .fields = end_fields, .n = COUNT_OF(end_fields),
	                                  .wants_version = true };

/* ---- asking ---- */

enum rc adjust_new(struct ctx *cx)
{
	struct adjust_form_view v = { .action = adjust_url(cx, "/adjustments"), .back = adjust_url(cx, "/adjustments") };
	struct form_view fv = form_view(cx, &adjust_form, NULL, -1);
	struct adjust_persons all;
	struct str chosen = form_field(&fv, "asked")->value;
	enum rc rc = adjust_persons_of(cx, &all);

	if (rc != OK)
		return rc;
	v.errors = fv.errors, v.hidden = fv.hidden;
	v.kind = form_field(&fv, "kind")->html, v.help = form_field(&fv, "help")->html;
	v.starts = form_field(&fv, "starts")->html, v.ends = form_field(&fv, "ends")->html;
	v.asked_error = form_field(&fv, "asked")->error;
	v.again = privacy_again_field(cx, &fv);
	v.people.v = NEW_ARRAY(cx->arena, struct adjust_choice, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		if (adjust_may_answer(all.v[i].role))
			v.people.v[v.people.n++] = (struct adjust_choice){ all.v[i].key, all.v[i].name, role_word(all.v[i].role), str_eq(all.v[i].key, chosen) };
	return page(cx, &(struct page){ .title = word(T_ADJUST_NEW), .menu = MENU_HOME, .main = HTML(cx, adjust_form, &v),
	                                .status = cx->err.n && !cx->failed ? 422 : 0 });
}

static enum rc check_new(struct ctx *cx, const struct adjust_typed *f, const struct adjust_persons *all, const struct adjust_person **ret_asked)
{
	struct piece_words words = { .n = 0 };
	struct adjustments_count_row row;
	enum rc rc = sql_adjustments_count(cx->db, cx->arena, cx->induction->id, &row);

	if (rc != OK)
		return rc;
	if (row.n >= ADJUST_MOST)
		return form_error(cx, T_ADJUST_TOO_MANY);
	*ret_asked = adjust_person_of(all, f->asked);
	if (!*ret_asked || !adjust_may_answer((*ret_asked)->role))
		field_error(cx, "asked", T_ADJUST_ASKED_MISSING);
	if (!date_is_none(f->starts) && (f->starts.days < cx->induction->starts.days || f->starts.days > cx->today.days + ADJUST_LOOK_DAYS_MAX))
		field_error(cx, "starts", T_ADJUST_STARTS_FAR);
	if (!date_is_none(f->ends) && date_cmp(f->ends, date_is_none(f->starts) ? cx->today : f->starts) < 0)
		field_error(cx, "ends", T_ADJUST_ENDS_EARLY);
	piece_word_add(cx, &words, S("help"), STR_NONE, f->help, cx->person_name);
	if ((rc = privacy_in_given(cx, &words, f->read_again)) != OK)
		return rc;
	return cx->err.n ? INVALID : OK;
}

static struct str one_path(struct ctx *cx, struct uuid id)
{
	return strf(cx->arena, "/adjustments/%s", uuid_str(cx->arena, id).p);
}

enum rc adjust_create(struct ctx *cx)
{
	const struct adjust_typed *f = cx->form;
	const struct adjust_person *asked = NULL;
	struct uuid id = uuid7(cx->now);
	struct adjustment_add_row row;
	struct adjust_persons all;
	enum rc rc = adjust_persons_of(cx, &all);

	if (rc != OK || (rc = check_new(cx, f, &all, &asked)) != OK)
		return rc;
	rc = sql_adjustment_add(cx->db, cx->arena, id, cx->induction->id, f->kind, str_trim(f->help), date_is_none(f->starts) ? cx->today : f->starts,
	                        f->ends, asked->person, cx->today, cx->now, &row);
	if (rc == OK)
		rc = sql_adjustment_share_add(cx->db, cx->arena, row.adjustment, asked->person, cx->now, NULL);
	if (rc == OK)
		rc = adjust_noted(cx, EVENT_ADJUST_ASKED, id);
	if (rc == OK)
		rc = notice(cx, NOTICE_SUPPORT, asked->person, cx->induction->employer);
	return rc == OK ? created(cx, adjust_url(cx, str_c(cx->arena, one_path(cx, id))), T_ADJUST_MADE) : rc;
}

/* ---- one of them ---- */

/* the_one — that of the path, for whoever reads it, at the version they saw. */
static enum rc the_one(struct ctx *cx, const struct adjustments_of_row **ret)
{
	struct adjustments_of_rows *all = NEW(cx->arena, struct adjustments_of_rows);
	enum rc rc = adjust_read(cx, all);

	if (rc != OK)
		return rc;
	*ret = adjust_named(cx, all);
	return *ret ? version_is(cx, (*ret)->version) : NOT_FOUND;
}

static enum rc answered(struct ctx *cx, struct uuid id, enum word notice_)
{
	struct adjustments_of_rows all;
	const struct adjustments_of_row *row;
	enum rc rc = adjust_read(cx, &all);

	if (rc != OK || !(row = adjust_named(cx, &all)))
		return rc != OK ? rc : done(cx, adjust_url(cx, "/adjustments"), notice_);
	cx->current_version = row->version;
	if (cx->json && (rc = adjust_json(cx, row)) != OK)
		return rc;
	return done(cx, adjust_url(cx, str_c(cx->arena, one_path(cx, id))), notice_);
}

/* tell_shared — all who can read it, but whoever acts. */
static enum rc tell_shared(struct ctx *cx, const struct adjustments_of_row *row)
{
	struct adjustment_shares_rows shares;
	enum rc rc = sql_adjustment_shares(cx->db, cx->arena, row->adjustment, &shares);

	for (size_t i = 0; rc == OK && i < shares.n; i++)
		if (shares.v[i].person != cx->actor.person)
			rc = notice(cx, NOTICE_SUPPORT, shares.v[i].person, cx->induction->employer);
	return rc == OK && cx->actor.person != cx->induction->ecsw ? notice(cx, NOTICE_SUPPORT, cx->induction->ecsw, cx->induction->employer) : rc;
}

enum rc adjust_answer(struct ctx *cx)
{
	const struct answer_typed *f = cx->form;
	const struct adjustments_of_row *row;
	struct piece_words words = { .n = 0 };
	enum adjust_state next;
	int64_t affected = 0;
	bool given;
	enum rc rc = the_one(cx, &row);

	if (rc != OK)
		return rc;
	if (!adjust_is_asked(cx, row))
		return NOT_FOUND;
	if ((next = adjust_next((enum adjust_state)row->state, (enum adjust_act)f->answer)) == ADJUST_NONE)
		return form_error(cx, T_ADJUST_OVER);
	given = adjust_stands(next);
	if (given && date_is_none(f->look_on))
		field_error(cx, "look_on", T_ADJUST_LOOK_MISSING);
	else if (given && (date_cmp(f->look_on, cx->today) <= 0 || f->look_on.days > cx->today.days + ADJUST_LOOK_DAYS_MAX))
		field_error(cx, "look_on", T_ADJUST_LOOK_FAR);
	if (!given && f->days > 0)
		field_error(cx, "days", T_ADJUST_DAYS_NOT_AGREED);
	piece_word_add(cx, &words, S("words"), STR_NONE, f->words, cx->person_name);
	if ((rc = privacy_in_given(cx, &words, f->read_again)) != OK || cx->err.n)
		return rc != OK ? rc : INVALID;
	rc = sql_adjustment_keep(cx->db, cx->arena, row->adjustment, NULL);
	if (rc == OK)
		rc = sql_adjustment_answer(cx->db, cx->arena, row->adjustment, next, str_trim(f->words), given ? f->days : 0, given ? f->look_on : DATE_NONE,
		                           cx->actor.person, row->version, cx->today, cx->now, &affected);
	if (rc == OK && !affected)
		return STALE;
	if (rc == OK)
		rc = adjust_noted(cx, EVENT_ADJUST_ANSWERED, row->id);
	if (rc == OK)
		rc = tell_shared(cx, row);
	return rc == OK ? answered(cx, row->id, T_ADJUST_ANSWERED) : rc;
}

static bool is_shared(const struct adjustment_shares_rows *shares, int64_t person)
{
	for (size_t i = 0; i < shares->n; i++)
		if (shares->v[i].person == person)
			return true;
	return false;
}

/* take_shares — those ticked see it, others of the list no more; whoever is asked always does. Who is on no list any more stays as they were. */
static enum rc take_shares(struct ctx *cx, const struct adjustments_of_row *row, const struct adjust_persons *all, int64_t asked)
{
	const struct share_typed *f = cx->form;
	struct adjustment_shares_rows shares;
	enum rc rc = sql_adjustment_shares(cx->db, cx->arena, row->adjustment, &shares);

	for (size_t i = 0; rc == OK && i < all->n; i++) {
		int64_t person = all->v[i].person;
		bool wanted = person == asked;

		for (size_t k = 0; k < all->n; k++) /* somebody may be two of them */
			for (size_t t = 0; all->v[k].person == person && t < f->shared.n; t++)
				wanted |= str_eq(str_trim(f->shared.v[t]), all->v[k].key);
		if (wanted == is_shared(&shares, person))
			continue;
		rc = wanted ? sql_adjustment_share_add(cx->db, cx->arena, row->adjustment, person, cx->now, NULL)
		            : sql_adjustment_share_end(cx->db, cx->arena, row->adjustment, person, cx->now, NULL);
		if (rc == OK && wanted)
			rc = notice(cx, NOTICE_SUPPORT, person, cx->induction->employer);
	}
	return rc;
}

enum rc adjust_share(struct ctx *cx)
{
	const struct share_typed *f = cx->form;
	const struct adjust_person *asked = NULL;
	const struct adjustments_of_row *row;
	struct adjust_persons all;
	int64_t affected = 0;
	enum rc rc = the_one(cx, &row);

	if (rc != OK || (rc = adjust_persons_of(cx, &all)) != OK)
		return rc;
	if (str_trim(f->asked).n && (!(asked = adjust_person_of(&all, f->asked)) || !adjust_may_answer(asked->role)))
		return field_error(cx, "asked", T_ADJUST_ASKED_MISSING);
	for (size_t i = 0; i < f->shared.n; i++)
		if (!adjust_person_of(&all, f->shared.v[i]))
			return field_error(cx, "shared", T_ADJUST_SHARED_UNKNOWN);
	rc = sql_adjustment_ask(cx->db, cx->arena, row->adjustment, asked ? asked->person : row->answers, row->version, cx->today, cx->now, &affected);
	if (rc == OK && !affected)
		return STALE;
	if (rc == OK)
		rc = take_shares(cx, row, &all, asked ? asked->person : row->answers);
	if (rc == OK)
		rc = adjust_noted(cx, EVENT_ADJUST_SHARED, row->id);
	return rc == OK ? answered(cx, row->id, T_ADJUST_SHARED_NOW) : rc;
}

enum rc adjust_end(struct ctx *cx)
{
	const struct adjustments_of_row *row;
	enum adjust_state next;
	int64_t affected = 0;
	enum rc rc = the_one(cx, &row);

	if (rc != OK)
		return rc;
	if ((next = adjust_next((enum adjust_state)row->state, ADJUST_DO_END)) == ADJUST_NONE)
		return form_error(cx, T_ADJUST_OVER);
	rc = sql_adjustment_end(cx->db, cx->arena, row->adjustment, next, row->version, cx->today, cx->now, &affected);
	if (rc == OK && !affected)
		return STALE;
	if (rc == OK)
		rc = adjust_noted(cx, EVENT_ADJUST_ENDED, row->id);
	if (rc == OK)
		rc = tell_shared(cx, row);
	return rc == OK ? answered(cx, row->id, next == ADJUST_ENDED ? T_ADJUST_IS_ENDED : T_ADJUST_IS_TAKEN_BACK) : rc;
}

/* ---- the demonstration ---- */

enum rc adjust_demo(struct ctx *cx, struct uuid induction, const struct adjust_told *t)
{
	struct adjustment_add_row row;
	struct uuid id = uuid7(cx->now);
	enum rc rc = load_induction(cx, induction);

	if (rc == OK)
		rc = sql_adjustment_add(cx->db, cx->arena, id, cx->induction->id, t->kind, t->help, t->starts, DATE_NONE, t->asked, date_of(cx->now), cx->now, &row);
	if (rc == OK)
		rc = sql_adjustment_share_add(cx->db, cx->arena, row.adjustment, t->asked, cx->now, NULL);
	if (rc == OK)
		rc = adjust_noted(cx, EVENT_ADJUST_ASKED, id);
	if (rc != OK || !t->words.n)
		return rc;
	rc = sql_adjustment_answer(cx->db, cx->arena, row.adjustment, ADJUST_AGREED, t->words, t->days, t->look_on, t->asked, 1, date_of(cx->now), cx->now,
	                           NULL);
	return rc == OK ? adjust_noted(cx, EVENT_ADJUST_ANSWERED, id) : rc;
}

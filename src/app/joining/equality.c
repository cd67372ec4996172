/* equality.c — the optional page about protected characteristics, and its sums. Only who gave an answer can read it again;
 * nothing joins these rows to anything but their giver, and no event says what was answered. */
#include "app/joining/joining_inside.h"

#include "app/joining/details_view.h"
#include "details.sql.h"
#include "rules/equality.h"
#include "templates.gen.h"

struct equality_typed {
	int sex, gender, ethnic_group, disability, religion, orientation, caring;
};

#define NOT T_EQUALITY_PREFER_NOT
static const enum word sex_words[] = { 0, NOT, T_EQUALITY_FEMALE, T_EQUALITY_MALE };
static const enum word gender_words[] = { 0, NOT, T_EQUALITY_SAME, T_EQUALITY_DIFFERENT };
static const enum word ethnic_words[] = {
	0, NOT, T_EQUALITY_INDIAN, T_EQUALITY_PAKISTANI, T_EQUALITY_BANGLADESHI, T_EQUALITY_CHINESE, T_EQUALITY_ASIAN_OTHER,
	T_EQUALITY_CARIBBEAN, T_EQUALITY_AFRICAN, T_EQUALITY_BLACK_OTHER, T_EQUALITY_WHITE_BLACK_CARIBBEAN,
	T_EQUALITY_WHITE_BLACK_AFRICAN, T_EQUALITY_WHITE_ASIAN, T_EQUALITY_MIXED_OTHER, T_EQUALITY_BRITISH, T_EQUALITY_IRISH,
	T_EQUALITY_GYPSY, T_EQUALITY_ROMA, T_EQUALITY_WHITE_OTHER, T_EQUALITY_ARAB, T_EQUALITY_ETHNIC_OTHER,
};
static const enum word disability_words[] = { 0, NOT, T_EQUALITY_NO_CONDITION, T_EQUALITY_LIMITED_LITTLE,
	                                          T_EQUALITY_LIMITED_LOT, T_EQUALITY_NOT_LIMITED };
static const enum word religion_words[] = { 0, NOT, T_EQUALITY_NO_RELIGION, T_EQUALITY_CHRISTIAN, T_EQUALITY_BUDDHIST,
	                                        T_EQUALITY_HINDU, T_EQUALITY_JEWISH, T_EQUALITY_MUSLIM, T_EQUALITY_SIKH,
	                                        T_EQUALITY_RELIGION_OTHER };
static const enum word orientation_words[] = { 0, NOT, T_EQUALITY_STRAIGHT, T_EQUALITY_GAY, T_EQUALITY_BISEXUAL,
	                                           T_EQUALITY_ORIENTATION_OTHER };
static const enum word caring_words[] = { 0, NOT, T_EQUALITY_NOT_CARING, T_EQUALITY_CARING_LITTLE, T_EQUALITY_CARING_SOME,
	                                      T_EQUALITY_CARING_MUCH };
static const struct {
	enum word title;
	const enum word *words;
} questions[EQUALITY_END] = {
	{ T_EQUALITY_SEX, sex_words }, { T_EQUALITY_GENDER, gender_words }, { T_EQUALITY_ETHNIC_GROUP, ethnic_words },
	{ T_EQUALITY_DISABILITY, disability_words }, { T_EQUALITY_RELIGION, religion_words },
	{ T_EQUALITY_ORIENTATION, orientation_words }, { T_EQUALITY_CARING, caring_words },
};

#define ASKED(member, number, ...)                                                                         \
	CHOICE(struct equality_typed, member, .choices = &equality_answers[number], .max = EQUALITY_ANSWERS_MAX, __VA_ARGS__)
static const struct field equality_fields[] = {
	ASKED(sex, EQUALITY_SEX, .label = T_EQUALITY_SEX, .hint = T_EQUALITY_SEX_HINT, .choice_words = sex_words),
	ASKED(gender, EQUALITY_GENDER, .label = T_EQUALITY_GENDER, .choice_words = gender_words),
	ASKED(ethnic_group, EQUALITY_ETHNIC_GROUP, .label = T_EQUALITY_ETHNIC_GROUP, .hint = T_EQUALITY_ETHNIC_HINT,
	      .choice_words = ethnic_words),
	ASKED(disability, EQUALITY_DISABILITY, .label = T_EQUALITY_DISABILITY, .hint = T_EQUALITY_DISABILITY_HINT,
	      .choice_words = disability_words),
	ASKED(religion, EQUALITY_RELIGION, .label = T_EQUALITY_RELIGION, .choice_words = religion_words),
	ASKED(orientation, EQUALITY_ORIENTATION, .label = T_EQUALITY_ORIENTATION, .choice_words = orientation_words),
	ASKED(caring, EQUALITY_CARING, .label = T_EQUALITY_CARING, .hint = T_EQUALITY_CARING_HINT, .choice_words = caring_words),
};
const struct form equality_form = { .name = "equality", .size = sizeof(struct equality_typed), .fields = equality_fields,
	                                .n = COUNT_OF(equality_fields) };

/* ---- one's own ---- */

static enum rc read_own(struct ctx *cx, struct equality_typed *ret, bool *ret_any)
{
	struct equality_own_row r;
	enum rc rc = sql_equality_own(cx->db, cx->arena, cx->actor.person, cx->actor.role, &r);

	*ret_any = rc == OK;
	*ret = rc == OK ? (struct equality_typed){ (int)r.sex, (int)r.gender, (int)r.ethnic_group, (int)r.disability,
		                                       (int)r.religion, (int)r.orientation, (int)r.caring }
	                : (struct equality_typed){ 0 };
	return rc == NOT_FOUND ? OK : rc;
}

enum rc equality_show(struct ctx *cx)
{
	struct equality_typed own;
	struct equality_view v;
	struct html_out fields;
	struct form_view fv;
	bool any;
	enum rc rc = read_own(cx, &own, &any);

	if (rc != OK)
		return rc;
	if (cx->json) {
		struct json_out *j = reply_json(cx);

		json_obj(j);
		json_form(j, &equality_form, &own);
		json_end(j);
		return answer_json(cx, 200);
	}
	fv = form_view(cx, &equality_form, &own, -1);
	fields = html_begin(cx->arena);
	for (size_t i = 0; i < fv.n; i++)
		html_html(&fields, fv.v[i].html);
	v = (struct equality_view){ .errors = fv.errors, .csrf = hidden_csrf(cx), .fields = html_end(&fields),
		                        .action = url_lit("/details/equality"), .has_answers = any };
	return page(cx, &(struct page){ .title = word(T_EQUALITY_TITLE), .main = HTML(cx, equality, &v) });
}

/* What was left open counts as not wanting to say. */
static int said(int answer)
{
	return answer ? answer : EQUALITY_PREFER_NOT;
}

static enum rc saved(struct ctx *cx, enum rc rc, enum word notice)
{
	struct details_of_row me;

	if (rc == OK)
		rc = sql_details_start(cx->db, cx->arena, cx->actor.person, cx->now, NULL);
	if (rc == OK)
		rc = sql_details_set_equality_at(cx->db, cx->arena, cx->actor.person, cx->now, NULL);
	if (rc == OK)
		rc = sql_details_of(cx->db, cx->arena, cx->actor.person, &me);
	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, cx->actor.person, EVENT_EQUALITY_SAVED, me.person_id, S("{}"));
	return rc == OK ? done(cx, url_lit("/details"), notice) : rc;
}

enum rc equality_save(struct ctx *cx)
{
	const struct equality_typed *f = cx->form;

	return saved(cx, sql_equality_put(cx->db, cx->arena, cx->actor.person, said(f->sex), said(f->gender), said(f->ethnic_group),
	                                  said(f->disability), said(f->religion), said(f->orientation), said(f->caring), NULL),
	             T_EQUALITY_SAVED);
}

enum rc equality_remove(struct ctx *cx)
{
	return saved(cx, sql_equality_drop(cx->db, cx->arena, cx->actor.person, NULL), T_EQUALITY_REMOVED);
}

/* ---- the sums ---- */

struct sums {
	int64_t people[EQUALITY_END][EQUALITY_ANSWERS_MAX];
	bool hidden[EQUALITY_END][EQUALITY_ANSWERS_MAX];
	int64_t all;
};

static enum rc read_sums(struct ctx *cx, struct sums *s)
{
	struct equality_sums_rows rows;
	enum rc rc = sql_equality_sums(cx->db, cx->arena, &rows);

	*s = (struct sums){ .all = 0 };
	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct equality_sums_row *r = &rows.v[i];

		if (r->question < 0 || r->question >= EQUALITY_END || r->answer < 1 || r->answer >= EQUALITY_ANSWERS_MAX)
			continue;
		s->people[r->question][r->answer] = r->people;
		s->all += r->question == 0 ? r->people : 0;
	}
	for (int q = 0; q < EQUALITY_END; q++)
		equality_hide(&s->people[q][1], equality_answers[q].n - 1, &s->hidden[q][1]);
	return rc;
}

static enum rc sums_json(struct ctx *cx, const struct sums *s)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (int q = 0; s->all >= EQUALITY_LEAST && q < EQUALITY_END; q++) {
		json_obj(j);
		json_key(j, "question"), json_str(j, key_of(&equality_questions, q));
		json_key(j, "answers"), json_obj(j);
		for (int a = 1; a < equality_answers[q].n; a++) {
			json_key_str(j, key_of(&equality_answers[q], a));
			if (s->hidden[q][a])
				json_none(j);
			else
				json_i64(j, equality_rounded(s->people[q][a]));
		}
		json_end(j);
		json_end(j);
	}
	json_end(j);
	json_key(j, "next"), json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

static struct equality_sum sum_of(struct ctx *cx, const struct sums *s, int q)
{
	struct equality_sum sum = { .question = questions[q].title, .id = strf(cx->arena, "q-%d", q) };

	sum.cells.v = NEW_ARRAY(cx->arena, struct equality_cell, EQUALITY_ANSWERS_MAX);
	for (int a = 1; a < equality_answers[q].n; a++)
		sum.cells.v[sum.cells.n++] = (struct equality_cell){
			questions[q].words[a], strf(cx->arena, "%lld", (long long)equality_rounded(s->people[q][a])), s->hidden[q][a] };
	return sum;
}

enum rc equality_sums(struct ctx *cx)
{
	struct equality_sums_view v = { .too_few = true };
	struct sums s;
	enum rc rc = read_sums(cx, &s);

	if (rc != OK || cx->json)
		return rc != OK ? rc : sums_json(cx, &s);
	v.too_few = s.all < EQUALITY_LEAST;
	v.people = strf(cx->arena, "%lld", (long long)equality_rounded(s.all));
	v.questions.v = NEW_ARRAY(cx->arena, struct equality_sum, EQUALITY_END);
	for (int q = 0; !v.too_few && q < EQUALITY_END; q++)
		v.questions.v[v.questions.n++] = sum_of(cx, &s, q);
	return page(cx, &(struct page){ .title = word(T_EQUALITY_SUMS_TITLE), .width = WIDTH_STAFF,
	                                .main = HTML(cx, equality_sums, &v) });
}

/* cohort_several.c — one thing for several people of the timeline: who it is for is chosen among those a filter finds, what would come of it is
 * shown for each, and only then it is done. Naming somebody for them goes the way of a spreadsheet (app/bulk), which has a preview of its own.
 */
#include "app/bulk/bulk.h"
#include "app/cohort/cohort_line.h"

#include "app/cohort/cohort_line_view.h"
#include "cohort_line.sql.h"
#include "templates.gen.h"
#include "web/form.h"

enum { SEVERAL_MOST = 100, EMAIL_MAX = 254 };
enum several_do { SEVERAL_LOOK = 1, SEVERAL_SEND = 2 };
enum several_what { SEVERAL_REMIND = 1, SEVERAL_SUPERVISOR = 2, SEVERAL_ASSESSOR = 3, SEVERAL_WHAT_END };

static const struct key_list several_dos = { (const struct str[]){ S_INIT(""), S_INIT("look"), S_INIT("send") }, 3 };
static const struct key_list several_whats = {
	(const struct str[]){ S_INIT(""), S_INIT("remind"), S_INIT("practice_supervisor"), S_INIT("practice_assessor") }, SEVERAL_WHAT_END
};
static const enum word what_words[] = { T_NONE, T_SEVERAL_REMIND, T_SEVERAL_SUPERVISOR, T_SEVERAL_ASSESSOR };
struct several_typed {
	int act;
	struct str_list who;
	int what;
	struct str person;
	struct date starts;
};
static const struct field several_fields[] = {
	{ .type = FIELD_ACTION, .name = "do", .offset = offsetof(struct several_typed, act), .label = T_SEVERAL_TITLE, .choices = &several_dos,
	  .max = SEVERAL_SEND, .required = true },
	LIST_OF(struct several_typed, who, .label = T_SEVERAL_WHO, .max = SEVERAL_MOST),
	CHOICE(struct several_typed, what, .label = T_SEVERAL_WHAT, .hint = T_SEVERAL_WHAT_HINT, .choices = &several_whats, .choice_words = what_words,
	       .max = SEVERAL_ASSESSOR, .required = true, .missing = T_SEVERAL_WHAT_MISSING),
	TEXT(struct several_typed, person, .label = T_SEVERAL_PERSON, .hint = T_SEVERAL_PERSON_HINT, .max = EMAIL_MAX),
	DATE(struct several_typed, starts, .label = T_SEVERAL_STARTS, .max = 10),
};
const struct form several_form = { .name = "several", .size = sizeof(struct several_typed), .fields = several_fields,
	                               .n = COUNT_OF(several_fields) };

/* Those a filter finds, from a place on, and what their reviews wait for. */
struct several {
	struct line_filter filter;
	struct line_place after;
	struct line_members all;
	struct review_owing *owing;
};

static enum rc read_several(struct ctx *cx, struct several *s)
{
	struct dates_asked asked[DATES_MANY];
	enum rc rc;

	*s = (struct several){ .filter = line_filter_of(cx), .after = line_place_of(cx) };
	rc = line_read(cx, &s->filter, s->after, SEVERAL_MOST, &s->all);
	s->owing = NEW_ARRAY(cx->arena, struct review_owing, SEVERAL_MOST);
	for (size_t i = 0; rc == OK && i < s->all.n; i += DATES_MANY) {
		size_t n = s->all.n - i < DATES_MANY ? s->all.n - i : DATES_MANY;

		for (size_t k = 0; k < n; k++)
			asked[k] = (struct dates_asked){ s->all.v[i + k].induction, s->all.v[i + k].programme, s->all.v[i + k].starts };
		rc = reviews_owing(cx, asked, n, s->owing + i);
	}
	return rc;
}

static struct url several_url(struct ctx *cx, const struct several *s, const char *path, struct line_place at)
{
	struct url u = line_url(cx, path, &s->filter);

	return date_cmp(at.day, line_first.day) > 0 ? url_with(cx, u, "after", line_place_str(cx, at)) : u;
}

static bool is_chosen(const struct several_typed *f, const struct line_member *m)
{
	struct uuid id;

	for (size_t i = 0; i < f->who.n; i++)
		if (uuid_parse(f->who.v[i], &id) && uuid_eq(id, m->id))
			return true;
	return false;
}

/* ---- in words ---- */

static struct str would(struct ctx *cx, const struct line_member *m, const struct review_owing *o)
{
	if (o->paused)
		return word(T_SEVERAL_PAUSED);
	if (o->with)
		return WORDS(cx->arena, T_SEVERAL_REMINDS, WORD_ARG("names", line_names(cx, m, o->with)), WORD_ARG("date", o->since));
	return word(o->told_today ? T_SEVERAL_TODAY : T_SEVERAL_NOTHING);
}

static struct several_row row_of(struct ctx *cx, const struct line_member *m, struct str says, bool chosen)
{
	return (struct several_row){ .id = uuid_str(cx->arena, m->id), .name = m->name, .says = says, .chosen = chosen,
		                         .url = url_id(cx, "/inductions/", m->id, ""), .small = line_month_words(cx, m) };
}

/* ---- as data ---- */

static void owing_json(struct ctx *cx, const struct line_member *m, const struct review_owing *o, unsigned reminded)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "id"), json_uuid(j, m->id);
	json_key(j, "name"), json_str(j, m->name);
	json_key(j, "waits_for"), json_arr(j);
	for (int role = ROLE_ECSW; role <= ROLE_ASSESSOR; role++)
		if (o->with & REVIEW_ROLE(role))
			json_str(j, key_of(&roles, role));
	json_end(j);
	json_key(j, "since"), json_date(j, o->since);
	json_key(j, "told_today"), json_bool(j, o->told_today || reminded != 0);
	json_key(j, "reminded"), json_bool(j, reminded != 0);
	json_end(j);
}

static enum rc several_json(struct ctx *cx, const struct several *s, const struct several_typed *f, const unsigned *reminded)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < s->all.n; i++)
		if (!f || is_chosen(f, &s->all.v[i]))
			owing_json(cx, &s->all.v[i], &s->owing[i], reminded ? reminded[i] : 0);
	json_end(j);
	json_key(j, "next");
	if (s->all.more && !f)
		json_str(j, several_url(cx, s, "/api/v1/timeline/several", line_place_behind(&s->all.v[s->all.n - 1])).s);
	else
		json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

/* ---- choosing ---- */

enum rc several_show(struct ctx *cx)
{
	struct several_typed usual = { .what = SEVERAL_REMIND, .starts = cx->today };
	struct cohort_several_view v = { .choosing = true };
	struct form_view fv;
	struct several s;
	enum rc rc = read_several(cx, &s);

	if (rc != OK)
		return rc;
	if (cx->json)
		return several_json(cx, &s, NULL, NULL);
	fv = form_view(cx, &several_form, &usual, -1);
	v.hidden = fv.hidden;
	v.errors = fv.errors;
	v.who_error = form_field(&fv, "who")->error;
	v.whats = form_field(&fv, "what")->html;
	v.person = form_field(&fv, "person")->html;
	v.starts = form_field(&fv, "starts")->html;
	v.filtered = s.filter.any;
	v.action = several_url(cx, &s, "/timeline/several", s.after);
	v.back = line_url(cx, "/timeline", &s.filter);
	v.has_next = s.all.more;
	if (s.all.more)
		v.next = several_url(cx, &s, "/timeline/several", line_place_behind(&s.all.v[s.all.n - 1]));
	v.lead = WORDS(cx->arena, T_SEVERAL_LEAD, WORD_ARG("n", SEVERAL_MOST));
	v.rows.v = NEW_ARRAY(cx->arena, struct several_row, SEVERAL_MOST);
	for (size_t i = 0; i < s.all.n; i++)
		v.rows.v[v.rows.n++] = row_of(cx, &s.all.v[i], s.all.v[i].standing == LINE_IS_LATE ? line_late_words(cx, &s.all.v[i]) : STR_NONE,
		                              !cx->values || values_have(cx->values, S("who"), uuid_str(cx->arena, s.all.v[i].id)));
	return page(cx, &(struct page){ .title = word(T_SEVERAL_TITLE), .menu = MENU_TIMELINE, .width = WIDTH_STAFF,
	                                .main = HTML(cx, cohort_several, &v), .status = cx->err.n && !cx->failed ? 422 : 0 });
}

/* ---- what would come of it, and what came ---- */

/* show — each of the chosen: what would be, or with `reminded` what was. */
static enum rc show(struct ctx *cx, const struct several *s, const struct several_typed *f, const unsigned *reminded)
{
	struct form_view fv = form_view(cx, &several_form, f, -1);
	struct cohort_several_view v = { .shown = !reminded, .hidden = fv.hidden };
	int n = 0;

	v.back = several_url(cx, s, "/timeline/several", s->after);
	v.action = v.back;
	v.rows.v = NEW_ARRAY(cx->arena, struct several_row, SEVERAL_MOST);
	for (size_t i = 0; i < s->all.n; i++) {
		const struct line_member *m = &s->all.v[i];
		bool done = reminded && reminded[i];

		if (!is_chosen(f, m))
			continue;
		n += reminded ? done : s->owing[i].with != 0;
		v.rows.v[v.rows.n++] = row_of(cx, m, done ? WORDS(cx->arena, T_SEVERAL_REMINDED, WORD_ARG("names", line_names(cx, m, reminded[i])))
		                                          : would(cx, m, &s->owing[i]), s->owing[i].with != 0);
	}
	v.any = n > 0;
	v.button = WORDS(cx->arena, T_SEVERAL_SEND, WORD_ARG("n", n));
	v.lead = reminded ? WORDS(cx->arena, T_SEVERAL_SENT, WORD_ARG("n", n)) : WORDS(cx->arena, T_SEVERAL_SHOWN, WORD_ARG("n", n));
	return page(cx, &(struct page){ .title = word(T_SEVERAL_TITLE), .menu = MENU_TIMELINE, .width = WIDTH_STAFF,
	                                .main = HTML(cx, cohort_several, &v) });
}

static enum rc remind(struct ctx *cx, const struct several *s, const struct several_typed *f, unsigned *ret_reminded)
{
	enum rc rc = OK;

	for (size_t i = 0; rc == OK && i < s->all.n; i++)
		if (is_chosen(f, &s->all.v[i]) && s->owing[i].with && (rc = load_induction(cx, s->all.v[i].id)) == OK)
			rc = reviews_remind(cx, &ret_reminded[i]);
	cx->induction = NULL;
	return rc;
}

/* name_one — one person for all of the chosen, as rows that are looked at and confirmed where those of a spreadsheet are. */
static enum rc name_one(struct ctx *cx, const struct several *s, const struct several_typed *f)
{
	struct bulk_assigning *rows = NEW_ARRAY(cx->arena, struct bulk_assigning, SEVERAL_MOST);
	int64_t inductions[SEVERAL_MOST];
	struct several_emails_rows emails;
	struct uuid id;
	size_t n = 0;
	enum rc rc = OK;

	if (!f->person.n)
		rc = field_error(cx, "person", T_SEVERAL_PERSON_MISSING);
	if (date_is_none(f->starts))
		rc = field_error(cx, "starts", T_SEVERAL_STARTS_MISSING);
	if (rc != OK)
		return rc;
	for (size_t i = 0; i < s->all.n; i++)
		if (is_chosen(f, &s->all.v[i]))
			inductions[n++] = s->all.v[i].induction;
	if ((rc = sql_several_emails(cx->db, cx->arena, inductions, n, &emails)) != OK)
		return rc;
	for (size_t i = 0; i < emails.n; i++)
		rows[i] = (struct bulk_assigning){ emails.v[i].email, emails.v[i].name, f->person, f->what == SEVERAL_SUPERVISOR ? ROLE_SUPERVISOR : ROLE_ASSESSOR, f->starts };
	rc = bulk_assign(cx, word(T_SEVERAL_FROM_TIMELINE), rows, emails.n, &id);
	return rc == OK ? created(cx, url_id(cx, "/imports/", id, ""), T_NONE) : rc;
}

enum rc several_do(struct ctx *cx)
{
	const struct several_typed *f = cx->form;
	unsigned reminded[SEVERAL_MOST] = { 0 };
	bool any = false;
	struct several s;
	enum rc rc = read_several(cx, &s);

	for (size_t i = 0; rc == OK && i < s.all.n; i++)
		any |= is_chosen(f, &s.all.v[i]);
	if (rc != OK)
		return rc;
	if (!any)
		return field_error(cx, "who", T_SEVERAL_WHO_MISSING);
	if (f->what != SEVERAL_REMIND)
		return name_one(cx, &s, f);
	if (f->act == SEVERAL_SEND && (rc = remind(cx, &s, f, reminded)) != OK)
		return rc;
	if (cx->json)
		return several_json(cx, &s, f, f->act == SEVERAL_SEND ? reminded : NULL);
	return show(cx, &s, f, f->act == SEVERAL_SEND ? reminded : NULL);
}

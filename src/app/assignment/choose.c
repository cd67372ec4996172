/* choose.c — naming a supervisor, assessor or observer, handing the part to somebody else, and ending it. */
#include "app/assignment/assignment_inside.h"

#include "app/notices/notices.h"
#include "app/privacy/privacy.h"
#include "assignment.sql.h"
#include "templates.gen.h"
#include "web/form.h"

enum { CANDIDATES_A_PAGE = 20, READERS_MAX = 500, REASON_MAX = 500 };

static const struct str part_keys[] = { [ROLE_SUPERVISOR] = S_INIT("practice_supervisor"),
	                                    [ROLE_ASSESSOR] = S_INIT("practice_assessor"), [ROLE_OBSERVER] = S_INIT("observer") };
const struct key_list parts_played = { part_keys, (int)COUNT_OF(part_keys) };
static const enum word part_words[] = { [ROLE_SUPERVISOR] = T_ROLE_SUPERVISOR, [ROLE_ASSESSOR] = T_ROLE_ASSESSOR,
	                                    [ROLE_OBSERVER] = T_ROLE_OBSERVER };

/* ---- the forms ---- */

struct assignment_typed {
	int role;
	struct str person;
	struct date starts;
	struct str reason, second_reader;
	bool read_again;
};
static struct str called(struct ctx *cx, const struct field *field, struct str value);
static const struct field assignment_fields[] = {
	CHOICE(struct assignment_typed, role, .label = T_AROUND_PART, .choices = &parts_played, .choice_words = part_words,
	       .max = ROLE_OBSERVER, .required = true),
	TEXT(struct assignment_typed, person, .label = T_AROUND_WHO, .max = UUID_TEXT, .required = true,
	     .missing = T_AROUND_PERSON_MISSING),
	DATE(struct assignment_typed, starts, .label = T_AROUND_STARTS, .hint = T_AROUND_STARTS_HINT, .max = 10, .required = true),
	LONG_TEXT(struct assignment_typed, reason, .label = T_AROUND_BOTH_REASON, .hint = T_AROUND_BOTH_REASON_HINT,
	          .max = REASON_MAX, .rows = 3),
	TEXT(struct assignment_typed, second_reader, .label = T_AROUND_SECOND_READER, .max = UUID_TEXT),
	BOOL(struct assignment_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form assignment_form = { .name = "assignment", .size = sizeof(struct assignment_typed),
	                                  .fields = assignment_fields, .n = COUNT_OF(assignment_fields), .autosave = true,
	                                  .say = called };

/* The same without the part, which stays what it is. */
const struct form hand_over_form = { .name = "hand_over", .size = sizeof(struct assignment_typed),
	                                 .fields = assignment_fields + 1, .n = COUNT_OF(assignment_fields) - 1,
	                                 .wants_version = true, .autosave = true, .say = called };

struct ending_typed {
	struct date ends;
};
static const struct field ending_fields[] = {
	DATE(struct ending_typed, ends, .label = T_AROUND_LAST_DAY, .hint = T_AROUND_LAST_DAY_HINT, .max = 10, .required = true),
};
const struct form assignment_end_form = { .name = "assignment_end", .size = sizeof(struct ending_typed),
	                                      .fields = ending_fields, .n = COUNT_OF(ending_fields), .wants_version = true };

/* ---- choosing somebody ---- */

struct choosing {
	struct ctx *cx;
	enum role role;
	const struct form *form;
	struct date from;
	struct str q, picked, reader; /* picked: typed now, or kept; it stands on every page of the list */
	int64_t page;
	struct candidates_rows rows, chosen;
	struct duty_rule_row rule;
};

static struct str typed_of(struct ctx *cx, const char *name)
{
	return cx->values ? str_trim(values_get(cx->values, str_from_c(name))) : STR_NONE;
}

static enum role role_asked(struct ctx *cx)
{
	struct str key = query(cx, "role").n ? query(cx, "role") : typed_of(cx, "role");
	int role = number_of(&parts_played, key);

	return cx->assignment ? cx->assignment->role : role > 0 ? (enum role)role : ROLE_NONE;
}

/* find_one — somebody who may be named for a part, by id; no row when that is nobody of them. */
static enum rc find_one(struct ctx *cx, enum role role, struct str id, struct candidates_rows *ret)
{
	struct uuid only;

	*ret = (struct candidates_rows){ .n = 0 };
	if (!uuid_parse(id, &only) || uuid_eq(only, UUID_NONE))
		return OK;
	return sql_candidates(cx->db, cx->arena, cx->induction->employer, role, cx->induction->id, S(""), only, cx->today, cx->today, 1,
	                      0, ret);
}

/* called — the name of whoever was picked. Only of those who might be: an id alone tells nobody's name. */
static struct str called(struct ctx *cx, const struct field *field, struct str value)
{
	bool reads = strcmp(field->name, "second_reader") == 0;
	struct candidates_rows one;

	if (!reads && strcmp(field->name, "person") != 0)
		return value;
	return find_one(cx, reads ? ROLE_ASSESSOR : role_asked(cx), value, &one) == OK && one.n ? one.v[0].name : STR_NONE;
}

static enum rc read_candidates(struct ctx *cx, struct choosing *c)
{
	struct date asked;
	enum rc rc;

	*c = (struct choosing){ .cx = cx, .role = role_asked(cx), .form = cx->assignment ? &hand_over_form : &assignment_form,
		                    .q = str_trim(query(cx, "q")), .page = query_int(cx, "page", 1, 100000, 1) };
	if (c->role == ROLE_NONE)
		return NOT_FOUND;
	c->from = date_cmp(cx->induction->starts, cx->today) > 0 ? cx->induction->starts : cx->today;
	if (date_parse(query(cx, "from"), &asked))
		c->from = asked;
	if (c->q.n > 100)
		c->q = str_sub(c->q, 0, 100);
	rc = sql_candidates(cx->db, cx->arena, cx->induction->employer, c->role, cx->induction->id, like_pattern(cx->arena, c->q),
	                    UUID_NONE, c->from, cx->today, CANDIDATES_A_PAGE, (c->page - 1) * CANDIDATES_A_PAGE, &c->rows);
	return rc == OK ? sql_duty_rule(cx->db, cx->arena, cx->induction->id, &c->rule) : rc;
}

/* why_not — what bars somebody whatever else is typed, by the same rule that the saving asks. */
static enum rc why_not(const struct choosing *c, const struct candidates_row *r, enum duty_wrong *ret)
{
	struct duty_facts f = { .role = c->role, .induction_open = true, .holds_role = true, .is_ecsw = r->is_ecsw,
		                    .has_already = r->already, .has_other_part = r->other_part, .conflict = r->conflict,
		                    .rule = (enum supervisor_may_assess)c->rule.rule };
	enum rc rc = OK;

	if (c->role == ROLE_ASSESSOR)
		rc = registration_stops_person(c->cx, r->person, &f.not_registered);
	if (rc == OK)
		*ret = duty_is_final(duty_wrong(&f)) ? duty_wrong(&f) : DUTY_FINE;
	return rc;
}

static enum rc add_candidate(const struct choosing *c, const struct candidates_row *r, struct choosing_view *v)
{
	struct ctx *cx = c->cx;
	struct str key = uuid_str(cx->arena, r->id);
	enum duty_wrong wrong;
	struct candidate shown = {
		.id = v->may.n ? strf(cx->arena, "person-%zu", v->may.n + 1) : S("person"), .key = key, .name = r->name,
		.chosen = str_eq(key, c->picked), .room = room_shown(cx, r->from_then, r->most),
		.training = c->role == ROLE_OBSERVER
		                ? STR_NONE
		                : training_shown(cx, r->has_training, r->trained_for_good ? DATE_NONE : r->trained_until),
	};
	enum rc rc = why_not(c, r, &wrong);

	if (rc != OK)
		return rc;
	if ((rc = registration_marks(cx, r->person, &shown.marks)) != OK)
		return rc;
	shown.why_not = word(duty_word(wrong));
	if (!shown.why_not.n && r->other_part && c->role != ROLE_OBSERVER)
		mark_add(cx, &shown.marks, word(T_AROUND_WOULD_BE_BOTH), false, false);
	if (shown.why_not.n)
		v->may_not.v[v->may_not.n++] = shown;
	else
		v->may.v[v->may.n++] = shown;
	return OK;
}

static enum rc add_readers(const struct choosing *c, struct choosing_view *v)
{
	struct ctx *cx = c->cx;
	struct readers_rows rows;
	enum rc rc = sql_readers(cx->db, cx->arena, cx->induction->employer, cx->induction->id, cx->today, READERS_MAX, &rows);

	if (rc != OK)
		return rc;
	v->readers.v = NEW_ARRAY(cx->arena, struct reader_option, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		struct str key = uuid_str(cx->arena, rows.v[i].id);

		v->readers.v[v->readers.n++] = (struct reader_option){ key, rows.v[i].name, str_eq(key, c->reader) };
	}
	return OK;
}

static void add_words(const struct choosing *c, struct choosing_view *v)
{
	static const enum word titles[] = { [ROLE_SUPERVISOR] = T_AROUND_TITLE_SUPERVISOR,
		                                [ROLE_ASSESSOR] = T_AROUND_TITLE_ASSESSOR, [ROLE_OBSERVER] = T_AROUND_TITLE_OBSERVER };
	static const enum word leads[] = { [ROLE_SUPERVISOR] = T_AROUND_LEAD_SUPERVISOR,
		                               [ROLE_ASSESSOR] = T_AROUND_LEAD_ASSESSOR, [ROLE_OBSERVER] = T_AROUND_LEAD_OBSERVER };
	struct ctx *cx = c->cx;
	const struct assignment *a = cx->assignment;

	v->title = a ? WORDS(cx->arena, T_AROUND_TITLE_HAND_OVER, WORD_ARG("name", a->name), WORD_ARG("ecsw", v->first))
	             : WORDS(cx->arena, titles[c->role], WORD_ARG("name", v->first));
	v->lead = a ? WORDS(cx->arena, T_AROUND_LEAD_HAND_OVER, WORD_ARG("name", first_name(a->name))) : word(leads[c->role]);
	v->button = a ? T_AROUND_HAND_OVER_BUTTON : T_AROUND_ASSIGN_BUTTON;
}

static void add_pages(const struct choosing *c, struct choosing_view *v)
{
	struct ctx *cx = c->cx;
	struct url base = v->search;

	if (!cx->assignment)
		base = url_with(cx, base, "role", key_of(&parts_played, c->role));
	if (c->q.n)
		base = url_with(cx, base, "q", c->q);
	v->total = c->rows.n ? c->rows.v[0].total : 0;
	v->has_before = c->page > 1;
	v->has_next = c->page * CANDIDATES_A_PAGE < v->total;
	v->before = url_with(cx, base, "page", strf(cx->arena, "%lld", (long long)c->page - 1));
	v->next = url_with(cx, base, "page", strf(cx->arena, "%lld", (long long)c->page + 1));
	v->from = (int)((c->page - 1) * CANDIDATES_A_PAGE) + 1;
	v->to = v->from + (int)c->rows.n - 1;
}

/* add_candidates — who was picked is on the page, also when the list has moved on. */
static enum rc add_candidates(struct choosing *c, struct choosing_view *v)
{
	struct ctx *cx = c->cx;
	enum rc rc = find_one(cx, c->role, c->picked, &c->chosen);
	size_t n = c->rows.n + c->chosen.n;

	v->may.v = NEW_ARRAY(cx->arena, struct candidate, n + 1);
	v->may_not.v = NEW_ARRAY(cx->arena, struct candidate, n + 1);
	for (size_t k = 0; rc == OK && k < n; k++) {
		const struct candidates_row *r = k < c->chosen.n ? &c->chosen.v[k] : &c->rows.v[k - c->chosen.n];
		bool shown = k >= c->chosen.n && c->chosen.n && r->person == c->chosen.v[0].person;

		if (!shown && (!cx->assignment || r->person != cx->assignment->person))
			rc = add_candidate(c, r, v);
	}
	return rc;
}

static enum rc draw_choosing(struct choosing *c)
{
	struct ctx *cx = c->cx;
	const struct induction *i = cx->induction;
	struct assignment_typed blank = { .role = (int)c->role, .starts = c->from };
	struct form_view f = form_view(cx, c->form, &blank, cx->assignment ? cx->assignment->version : -1);
	struct choosing_view v = {
		.first = first_name(i->name), .back = url_id(cx, "/inductions/", i->uuid, "/around"), .q = c->q,
		.part_key = cx->assignment ? STR_NONE : key_of(&parts_played, c->role), .hidden = f.hidden, .errors = f.errors,
		.starts = form_field(&f, "starts")->html, .reason = form_field(&f, "reason")->html,
		.again = privacy_again_field(cx, &f),
		.person_error = err_of(&cx->err, S("person")), .reader_error = err_of(&cx->err, S("second_reader")),
		.both_allowed = c->rule.rule == SUPERVISOR_MAY_ASSESS_WITH_READER && c->role != ROLE_OBSERVER,
		.searched = c->q.n > 0, .icons = staff_icons(cx),
	};
	enum rc rc;

	c->picked = str_trim(form_field(&f, "person")->value);
	c->reader = str_trim(form_field(&f, "second_reader")->value);
	v.both_open = c->reader.n || v.reader_error.n || form_field(&f, "reason")->value.n || form_field(&f, "reason")->has_error;
	v.action = cx->assignment ? url_id(cx, "/assignments/", cx->assignment->uuid, "/hand-over") : v.back;
	v.search = cx->assignment ? v.action : url_id(cx, "/inductions/", i->uuid, "/around/new");
	add_words(c, &v);
	rc = add_candidates(c, &v);
	if (rc == OK && v.both_allowed)
		rc = add_readers(c, &v);
	if (rc != OK)
		return rc;
	add_pages(c, &v);
	return page(cx, &(struct page){ .title = v.title, .width = WIDTH_STAFF, .menu = MENU_COHORT,
	                                .main = HTML(cx, choosing, &v) });
}

static void candidate_json(const struct choosing *c, struct json_out *j, const struct candidates_row *r, enum duty_wrong wrong)
{
	json_obj(j);
	json_key(j, "id"), json_uuid(j, r->id);
	json_key(j, "name"), json_str(j, r->name);
	json_key(j, "now"), json_i64(j, r->now);
	json_key(j, "then"), json_i64(j, r->from_then);
	json_key(j, "most");
	if (r->most == DB_NULL_INT)
		json_none(j);
	else
		json_i64(j, r->most);
	json_key(j, "trained"), json_bool(j, r->has_training);
	json_key(j, "trained_until"), json_date(j, r->trained_for_good ? DATE_NONE : r->trained_until);
	json_key(j, "may"), json_bool(j, wrong == DUTY_FINE);
	json_key(j, "why_not");
	if (wrong == DUTY_FINE)
		json_none(j);
	else
		json_str(j, word(duty_word(wrong)));
	json_end(j);
	UNUSED(c);
}

static enum rc choosing_json(const struct choosing *c)
{
	struct ctx *cx = c->cx;
	struct json_out *j = reply_json(cx);
	bool more = c->page * CANDIDATES_A_PAGE < (c->rows.n ? c->rows.v[0].total : 0);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < c->rows.n; i++) {
		enum duty_wrong wrong;
		enum rc rc = why_not(c, &c->rows.v[i], &wrong);

		if (rc != OK)
			return rc;
		candidate_json(c, j, &c->rows.v[i], wrong);
	}
	json_end(j);
	json_key(j, "next");
	if (more)
		json_str(j, strf(cx->arena, "/api/v1/inductions/%s/around/new?role=%.*s&page=%lld",
		                 uuid_str(cx->arena, cx->induction->uuid).p, STR_FMT(key_of(&parts_played, c->role)),
		                 (long long)c->page + 1));
	else
		json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc assignment_new(struct ctx *cx)
{
	struct choosing c;
	enum rc rc = read_candidates(cx, &c);

	if (rc != OK)
		return rc;
	return cx->json ? choosing_json(&c) : draw_choosing(&c);
}

enum rc assignment_change_show(struct ctx *cx)
{
	struct choosing c;
	enum rc rc = read_candidates(cx, &c);

	return rc == OK ? draw_choosing(&c) : rc;
}

/* ---- saving ---- */

/* refused — the rule's sentence beside the field it is about. */
static enum rc refused(struct ctx *cx, enum duty_wrong wrong)
{
	const char *field = wrong == DUTY_OUTSIDE || wrong == DUTY_ECSW_LEFT                   ? "starts"
	                    : wrong == DUTY_BOTH_NO_REASON                                    ? "reason"
	                    : wrong == DUTY_BOTH_NO_READER || wrong >= DUTY_READER_SELF ? "second_reader"
	                                                                                      : "person";

	return field_error(cx, field, duty_word(wrong));
}

/* ended_told — whose part it was, whoever read with them, and the ECSW. */
static enum rc ended_told(struct ctx *cx)
{
	int64_t people[] = { cx->induction->ecsw, cx->assignment->person, cx->assignment->second_reader };
	bool read = cx->assignment->second_reader > 0; /* neither none nor DB_NULL_INT */

	return notice_each(cx, NOTICE_ASSIGNED, people, read ? 3 : 2, cx->induction->employer);
}

/* told — both hear of it: whoever it is about, and whoever takes the part. */
static enum rc told(struct ctx *cx, const struct new_assignment *a)
{
	struct duty_person_row p;
	enum rc rc = sql_duty_person(cx->db, cx->arena, a->person, cx->induction->employer, a->role, a->starts, &p);

	if (rc == OK)
		rc = notice(cx, NOTICE_ASSIGNED, p.person, cx->induction->employer);
	return rc == OK ? notice(cx, NOTICE_ASSIGNED, cx->induction->ecsw, cx->induction->employer) : rc;
}

/* check_words — why somebody is both is read by those around the ECSW. */
static enum rc check_words(struct ctx *cx, const struct assignment_typed *f)
{
	struct piece_words words = { .n = 0 };

	piece_word_add(cx, &words, S("reason"), STR_NONE, f->reason, cx->person_name);
	return privacy_in_given(cx, &words, f->read_again);
}

static enum rc make(struct ctx *cx, enum role role)
{
	const struct assignment_typed *f = cx->form;
	struct new_assignment a = { .induction = cx->induction->id, .role = role, .starts = f->starts, .ends = DATE_NONE,
		                        .reason = f->reason };
	enum duty_wrong wrong = DUTY_FINE;
	struct uuid id;
	enum rc rc;

	if (!uuid_parse(str_trim(f->person), &a.person))
		return field_error(cx, "person", T_AROUND_PERSON_MISSING);
	if (str_trim(f->second_reader).n && !uuid_parse(str_trim(f->second_reader), &a.reader))
		return field_error(cx, "second_reader", T_DUTY_BOTH_NO_READER);
	if ((rc = check_words(cx, f)) != OK)
		return rc;
	rc = assignment_make(cx, &a, &wrong, &id);
	if (rc == DENIED)
		return refused(cx, wrong);
	if (rc == NOT_FOUND)
		return field_error(cx, "person", T_DUTY_NOT_IN_ROLE);
	return rc == OK ? told(cx, &a) : rc;
}

enum rc assignment_create(struct ctx *cx)
{
	const struct assignment_typed *f = cx->form;
	enum rc rc = make(cx, (enum role)f->role);

	return rc == OK ? created(cx, url_id(cx, "/inductions/", cx->induction->uuid, "/around"), T_AROUND_ASSIGNED) : rc;
}

static struct assignment_facts facts_of(const struct ctx *cx)
{
	const struct assignment *a = cx->assignment;

	return (struct assignment_facts){ a->id, cx->induction->id, a->uuid, a->person, a->role, a->starts };
}

/* is_over — the assignment has ended already: another tab, or another coordinator. */
static bool is_over(const struct ctx *cx)
{
	return !date_is_none(cx->assignment->ends) && date_cmp(cx->assignment->ends, cx->today) < 0;
}

enum rc assignment_hand_over(struct ctx *cx)
{
	const struct assignment_typed *f = cx->form;
	struct assignment_facts old = facts_of(cx);
	enum rc rc = version_is(cx, cx->assignment->version);

	if (rc != OK || is_over(cx))
		return rc != OK ? rc : CONFLICT;
	if (date_cmp(f->starts, cx->assignment->starts) < 0)
		return field_error(cx, "starts", T_AROUND_BEFORE_OLD);
	rc = assignment_stop(cx, &old, f->starts, ASSIGNMENT_HANDED_OVER);
	if (rc == OK)
		rc = make(cx, cx->assignment->role);
	if (rc == OK)
		rc = assignment_left_behind(cx, &old, f->starts);
	if (rc == OK) /* and whose it was */
		rc = notice(cx, NOTICE_ASSIGNED, cx->assignment->person, cx->induction->employer);
	return rc == OK ? done(cx, url_id(cx, "/inductions/", cx->induction->uuid, "/around"), T_AROUND_HANDED_OVER) : rc;
}

/* ---- ending ---- */

/* waits_there — what waits for the one assigned, in this induction. */
static enum rc waits_there(struct ctx *cx, struct str *ret, int64_t *ret_n)
{
	struct caseload_item item;
	enum rc rc = caseload_item_of(cx, cx->assignment->person, cx->assignment->id, cx->today, &item);

	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	*ret = caseload_waits(cx, &item);
	*ret_n = item.waiting;
	return OK;
}

enum rc assignment_end_show(struct ctx *cx)
{
	const struct assignment *a = cx->assignment;
	struct ending_typed blank = { .ends = date_cmp(a->starts, cx->today) > 0 ? a->starts : cx->today };
	struct form_view f = form_view(cx, &assignment_end_form, &blank, a->version);
	struct str waits = STR_NONE;
	int64_t n = 0;
	struct ending_view v = {
		.title = WORDS(cx->arena, T_AROUND_END_TITLE, WORD_ARG("name", a->name), WORD_ARG("role", role_word(a->role)),
		               WORD_ARG("ecsw", cx->induction->name)),
		.lead = WORDS(cx->arena, T_AROUND_END_LEAD, WORD_ARG("name", first_name(a->name))),
		.back = url_id(cx, "/inductions/", cx->induction->uuid, "/around"),
		.action = url_id(cx, "/assignments/", a->uuid, "/end"), .hidden = f.hidden, .errors = f.errors,
		.ends = form_field(&f, "ends")->html,
	};
	enum rc rc = waits_there(cx, &waits, &n);

	if (rc != OK)
		return rc;
	if (n)
		v.waiting = WORDS(cx->arena, T_AROUND_END_WAITING, WORD_ARG("n", n), WORD_ARG("what", waits));
	return page(cx, &(struct page){ .title = v.title, .width = WIDTH_STAFF, .menu = MENU_COHORT,
	                                .main = HTML(cx, ending, &v) });
}

enum rc assignment_end(struct ctx *cx)
{
	const struct ending_typed *f = cx->form;
	struct assignment_facts a = facts_of(cx);
	enum rc rc = version_is(cx, cx->assignment->version);

	if (rc != OK || is_over(cx))
		return rc != OK ? rc : CONFLICT;
	if (date_cmp(f->ends, date_plus(a.starts, -1)) < 0)
		return field_error(cx, "ends", T_AROUND_BEFORE_OLD);
	rc = assignment_stop(cx, &a, date_plus(f->ends, 1), ASSIGNMENT_ENDED);
	if (rc == OK)
		rc = ended_told(cx);
	return rc == OK ? done(cx, url_id(cx, "/inductions/", cx->induction->uuid, "/around"), T_AROUND_ENDED) : rc;
}

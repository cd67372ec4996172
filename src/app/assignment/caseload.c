/* caseload.c — what somebody holds, their room and training, and handing all of it over in one act. */
#include "app/assignment/assignment_inside.h"

#include "app/notices/notices.h"
#include "assignment.sql.h"
#include "capacity.sql.h"
#include "templates.gen.h"
#include "web/form.h"

#include <stdlib.h>

enum { TAKERS_MAX = 300 };
enum act { ACT_PREVIEW = 1, ACT_APPLY = 2 };

static const struct str act_keys[] = { [ACT_PREVIEW] = S_INIT("preview"), [ACT_APPLY] = S_INIT("apply") };
static const struct key_list acts = { act_keys, (int)COUNT_OF(act_keys) };

/* ---- forms ---- */

struct caseload_typed {
	int act;
	struct date from;
	struct str practice_supervisor, practice_assessor, observer;
};
static const struct field caseload_fields[] = {
	ACTION(struct caseload_typed, act, .label = T_CASELOAD_HAND_OVER, .choices = &acts, .max = ACT_APPLY, .required = true),
	TEXT(struct caseload_typed, practice_assessor, .label = T_CASELOAD_TO_ASSESSOR, .max = UUID_TEXT),
	TEXT(struct caseload_typed, practice_supervisor, .label = T_CASELOAD_TO_SUPERVISOR, .max = UUID_TEXT),
	TEXT(struct caseload_typed, observer, .label = T_CASELOAD_TO_OBSERVER, .max = UUID_TEXT),
	DATE(struct caseload_typed, from, .label = T_CASELOAD_FROM, .hint = T_CASELOAD_FROM_HINT, .max = 10, .required = true),
};
const struct form caseload_form = { .name = "caseload", .size = sizeof(struct caseload_typed), .fields = caseload_fields,
	                                .n = COUNT_OF(caseload_fields) };

/* ---- who holds what ---- */

struct holding {
	struct ctx *cx;
	int64_t organisation;        /* whose ECSWs are shown; 0 for everywhere, to oneself */
	struct caseload c;
	int64_t *told;               /* who hears of a hand-over: takers and ECSWs, each as often as it concerns them */
	size_t told_n;
};

static enum rc read_holding(struct ctx *cx, struct holding *h)
{
	h->cx = cx;
	h->organisation = cx->actor.person == cx->person->id && cx->actor.role != ROLE_COORDINATOR ? 0 : cx->actor.organisation;
	return caseload_of(cx, cx->person->id, h->organisation, cx->today, &h->c);
}

struct str caseload_waits(struct ctx *cx, const struct caseload_item *c)
{
	const struct {
		enum word says;
		int64_t n;
	} kinds[] = { { T_CASELOAD_WAITING, c->claims }, { T_CASELOAD_WAITING_PARTS, c->parts },
		          { T_CASELOAD_WAITING_ASKS, c->asks }, { T_CASELOAD_WAITING_OBSERVATIONS, c->observations } };
	struct str all = STR_NONE;

	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		struct str one = kinds[i].n ? WORDS(cx->arena, kinds[i].says, WORD_ARG("n", kinds[i].n)) : STR_NONE;

		all = one.n && all.n ? strf(cx->arena, "%.*s, %.*s", STR_FMT(all), STR_FMT(one)) : one.n ? one : all;
	}
	return all;
}

static struct caseload_shown shown_of(struct ctx *cx, const struct caseload_item *c)
{
	return (struct caseload_shown){
		.name = c->name, .part = word(role_word(c->role)), .when = dates_shown(cx, c->starts, c->ends),
		.employer = c->employer_name, .url = url_id(cx, "/inductions/", c->induction_id, ""),
		.waiting = caseload_waits(cx, c),
	};
}

static void add_holding(const struct holding *h, struct caseload_view *v)
{
	struct ctx *cx = h->cx;

	v->rows.v = NEW_ARRAY(cx->arena, struct caseload_shown, h->c.n + 1);
	for (size_t i = 0; i < h->c.n; i++)
		v->rows.v[v->rows.n++] = shown_of(cx, &h->c.v[i]);
	v->readings.v = NEW_ARRAY(cx->arena, struct caseload_shown, h->c.readings_n + 1);
	for (size_t i = 0; i < h->c.readings_n; i++)
		v->readings.v[v->readings.n++] = (struct caseload_shown){ .name = h->c.readings[i].name,
			                                                      .part = word(T_CASELOAD_READS_FOR) };
	v->all = h->c.all;
	v->waiting = h->c.waiting;
}

static struct caseload_view view_of(struct ctx *cx)
{
	const struct person *p = cx->person;

	return (struct caseload_view){
		.name = p->name, .first = first_name(p->name), .self = url_caseload(cx, p->uuid), .csrf = hidden_csrf(cx),
		.hand_over = url_id(cx, "/people/", p->uuid, "/caseload/hand-over"), .icons = staff_icons(cx),
		.capacity_url = url_id(cx, "/people/", p->uuid, "/capacity"),
		.registration_url = url_id(cx, "/people/", p->uuid, "/registration"),
		.training_url = url_id(cx, "/people/", p->uuid, "/training"),
		.arranges = access_ok(may_arrange_caseload(&cx->actor, &cx->resource)), .own = cx->actor.person == p->id,
		.off = p->disabled_at != DB_NULL_INT,
	};
}

static enum menu menu_of(const struct ctx *cx)
{
	return cx->actor.role == ROLE_COORDINATOR ? MENU_COHORT : MENU_NONE;
}

/* ---- the page and its JSON ---- */

static enum rc caseload_json(const struct holding *h)
{
	struct ctx *cx = h->cx;
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "person"), json_uuid(j, cx->person->uuid);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < h->c.n; i++) {
		const struct caseload_item *c = &h->c.v[i];

		json_obj(j);
		json_key(j, "id"), json_uuid(j, c->id);
		json_key(j, "induction"), json_uuid(j, c->induction_id);
		json_key(j, "name"), json_str(j, c->name);
		json_key(j, "employer"), json_str(j, c->employer_name);
		json_key(j, "role"), json_str(j, key_of(&roles, (int)c->role));
		json_key(j, "starts"), json_date(j, c->starts);
		json_key(j, "ends"), json_date(j, c->ends);
		json_key(j, "waiting"), json_i64(j, c->waiting);
		json_key(j, "claims"), json_i64(j, c->claims);
		json_key(j, "parts"), json_i64(j, c->parts);
		json_key(j, "asks"), json_i64(j, c->asks);
		json_key(j, "observations"), json_i64(j, c->observations);
		json_end(j);
	}
	json_end(j);
	json_key(j, "deactivated"), json_bool(j, cx->person->disabled_at != DB_NULL_INT);
	json_key(j, "second_reader_for"), json_i64(j, (int64_t)h->c.readings_n);
	json_key(j, "next"), json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

static enum rc add_capacities(struct ctx *cx, struct caseload_view *v)
{
	struct capacities_of_rows rows;
	enum rc rc = sql_capacities_of(cx->db, cx->arena, cx->person->id, cx->actor.organisation, &rows);

	if (rc != OK)
		return rc;
	v->capacities.v = NEW_ARRAY(cx->arena, struct caseload_shown, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v->capacities.v[v->capacities.n++] = (struct caseload_shown){
			.part = word(role_word((enum role)rows.v[i].role)), .when = dates_shown(cx, rows.v[i].starts, rows.v[i].ends),
			.name = WORDS(cx->arena, T_CAPACITY_UP_TO, WORD_ARG("n", rows.v[i].most)),
		};
	return OK;
}

static enum rc add_trainings(struct ctx *cx, struct caseload_view *v)
{
	struct trainings_of_rows rows;
	enum rc rc = sql_trainings_of(cx->db, cx->arena, cx->person->id, &rows);

	if (rc != OK)
		return rc;
	v->trainings.v = NEW_ARRAY(cx->arena, struct caseload_shown, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct trainings_of_row *t = &rows.v[i];
		enum training_state state = training_state(true, t->current_until, cx->today);

		v->trainings.v[v->trainings.n++] = (struct caseload_shown){
			.name = t->title.n ? t->title : word(training_word((int)t->kind)), .part = word(training_word((int)t->kind)),
			.when = WORDS(cx->arena, T_TRAINING_COMPLETED, WORD_ARG("date", t->completed)),
			.waiting = training_shown(cx, true, t->current_until), .late = state == TRAINING_PAST,
			.url = { strf(cx->arena, "/people/%s/training/%s/remove", uuid_str(cx->arena, cx->person->uuid).p,
			              uuid_str(cx->arena, t->id).p) },
		};
	}
	return OK;
}

static void add_forms(struct ctx *cx, struct caseload_view *v)
{
	struct form_view c = form_view(cx, &capacity_form, capacity_blank(cx), -1);
	struct form_view t = form_view(cx, &training_form, NULL, -1);

	v->capacity_hidden = c.hidden;
	v->capacity_errors = c.errors;
	v->capacity_role = form_field(&c, "role")->html;
	v->capacity_most = form_field(&c, "most")->html;
	v->capacity_starts = form_field(&c, "from")->html;
	v->training_hidden = t.hidden;
	v->training_errors = t.errors;
	v->training_open = t.errors.s.n || t.typed;
	v->training_kind = form_field(&t, "kind")->html;
	v->training_title = form_field(&t, "title")->html;
	v->training_completed = form_field(&t, "completed")->html;
	v->training_until = form_field(&t, "current_until")->html;
}

enum rc caseload_own(struct ctx *cx)
{
	struct person_uuid_row row;
	enum rc rc = sql_person_uuid(cx->db, cx->arena, cx->actor.person, &row);

	return rc == OK ? redirect(cx, url_caseload(cx, row.id)) : rc;
}

enum rc caseload_show(struct ctx *cx)
{
	struct caseload_view v = view_of(cx);
	struct holding h;
	enum rc rc = read_holding(cx, &h);

	if (rc != OK || cx->json)
		return rc != OK ? rc : caseload_json(&h);
	add_holding(&h, &v);
	if ((rc = registration_marks(cx, cx->person->id, &v.marks)) != OK || (rc = add_capacities(cx, &v)) != OK ||
	    (rc = add_trainings(cx, &v)) != OK)
		return rc;
	if (v.arranges)
		add_forms(cx, &v);
	return page(cx, &(struct page){ .title = WORDS(cx->arena, T_CASELOAD_TITLE, WORD_ARG("name", cx->person->name)),
	                                .width = WIDTH_STAFF, .menu = menu_of(cx), .main = HTML(cx, caseload, &v) });
}

/* ---- handing over: choose, see what would happen, do it ---- */

static const struct {
	enum role role;
	const char *field;
	enum word label;
} parts[] = { { ROLE_ASSESSOR, "practice_assessor", T_CASELOAD_TO_ASSESSOR },
	          { ROLE_SUPERVISOR, "practice_supervisor", T_CASELOAD_TO_SUPERVISOR },
	          { ROLE_OBSERVER, "observer", T_CASELOAD_TO_OBSERVER } };

static struct str taker_typed(const struct caseload_typed *f, enum role role)
{
	return str_trim(role == ROLE_ASSESSOR ? f->practice_assessor : role == ROLE_SUPERVISOR ? f->practice_supervisor : f->observer);
}

static int64_t held_in(const struct caseload *c, enum role role)
{
	int64_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += c->v[i].role == role;
	return n;
}

static enum rc add_parts(const struct holding *h, struct caseload_view *v)
{
	struct ctx *cx = h->cx;

	v->parts.v = NEW_ARRAY(cx->arena, struct caseload_part, COUNT_OF(parts));
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		struct caseload_part *p = &v->parts.v[v->parts.n];
		struct str picked = cx->values ? str_trim(values_get(cx->values, str_from_c(parts[i].field))) : STR_NONE;
		struct takers_rows rows;
		enum rc rc;

		*p = (struct caseload_part){ .key = str_from_c(parts[i].field), .n = held_in(&h->c, parts[i].role),
			                         .error = err_of(&cx->err, str_from_c(parts[i].field)) };
		if (parts[i].role == ROLE_ASSESSOR)
			p->n += (int64_t)h->c.readings_n;
		if (!p->n)
			continue;
		p->label = WORDS(cx->arena, parts[i].label, WORD_ARG("n", p->n));
		rc = sql_takers(cx->db, cx->arena, cx->actor.organisation, parts[i].role, cx->person->id, cx->today, TAKERS_MAX, &rows);
		if (rc != OK)
			return rc;
		p->takers.v = NEW_ARRAY(cx->arena, struct taker, rows.n + 1);
		for (size_t k = 0; k < rows.n; k++) {
			struct str key = uuid_str(cx->arena, rows.v[k].id);

			p->takers.v[p->takers.n++] = (struct taker){
				key, strf(cx->arena, "%.*s (%.*s)", STR_FMT(rows.v[k].name),
				          STR_FMT(room_shown(cx, rows.v[k].now, rows.v[k].most))), str_eq(key, picked) };
		}
		v->parts.n++;
	}
	return OK;
}

static enum rc draw_choice(const struct holding *h)
{
	struct ctx *cx = h->cx;
	struct caseload_typed blank = { .from = cx->today };
	struct form_view f = form_view(cx, &caseload_form, &blank, -1);
	struct caseload_view v = view_of(cx);
	enum rc rc;

	add_holding(h, &v);
	v.hidden = f.hidden;
	v.errors = f.errors;
	v.from = form_field(&f, "from")->html;
	if ((rc = add_parts(h, &v)) != OK)
		return rc;
	return page(cx, &(struct page){ .title = WORDS(cx->arena, T_CASELOAD_HAND_OVER_TITLE, WORD_ARG("name", cx->person->name)),
	                                .width = WIDTH_STAFF, .menu = MENU_COHORT, .main = HTML(cx, handing, &v) });
}

enum rc caseload_hand_over_show(struct ctx *cx)
{
	struct holding h;
	enum rc rc = read_holding(cx, &h);

	return rc == OK ? draw_choice(&h) : rc;
}

/* What becomes of one row. */
struct moved {
	bool goes;
	enum word why_not;           /* T_NONE: nobody was chosen for this part */
	struct uuid to;
	int64_t to_person;
	struct str to_name;
};

static enum rc plan_row(struct ctx *cx, const struct caseload_item *c, struct moved *m)
{
	const struct caseload_typed *f = cx->form;
	struct new_assignment a = { .induction = c->induction, .role = c->role, .ends = DATE_NONE,
		                        .starts = date_cmp(f->from, c->starts) < 0 ? c->starts : f->from };
	struct duty_person_row p;
	enum duty_wrong wrong = DUTY_FINE;
	enum rc rc;

	*m = (struct moved){ .why_not = T_NONE };
	if (!uuid_parse(taker_typed(f, c->role), &a.person))
		return OK;
	rc = sql_duty_person(cx->db, cx->arena, a.person, cx->actor.organisation, c->role, a.starts, &p);
	if (rc == NOT_FOUND) {
		m->why_not = T_DUTY_NOT_IN_ROLE;
		return OK;
	}
	if (rc != OK)
		return rc;
	m->to = a.person;
	m->to_person = p.person;
	m->to_name = p.name;
	rc = assignment_check(cx, &a, &wrong);
	m->goes = rc == OK;
	m->why_not = duty_word(wrong);
	return rc == DENIED || rc == OK ? OK : rc;
}

static enum rc move_row(struct ctx *cx, const struct caseload_item *c, const struct moved *m)
{
	const struct caseload_typed *f = cx->form;
	struct date from = date_cmp(f->from, c->starts) < 0 ? c->starts : f->from;
	struct assignment_facts old = { c->assignment, c->induction, c->id, cx->person->id, c->role, c->starts };
	struct new_assignment a = { .induction = c->induction, .person = m->to, .role = c->role, .starts = from, .ends = c->ends };
	enum duty_wrong wrong;
	enum rc rc = assignment_stop(cx, &old, from, ASSIGNMENT_HANDED_OVER);

	if (rc == OK)
		rc = assignment_make(cx, &a, &wrong, NULL);
	return rc == OK ? assignment_left_behind(cx, &old, from) : rc;
}

static struct takers typed_again(struct ctx *cx)
{
	const struct caseload_typed *f = cx->form;
	struct takers t = { NEW_ARRAY(cx->arena, struct taker, COUNT_OF(parts)), 0 };

	for (size_t i = 0; i < COUNT_OF(parts); i++)
		if (taker_typed(f, parts[i].role).n)
			t.v[t.n++] = (struct taker){ str_from_c(parts[i].field), taker_typed(f, parts[i].role), false };
	return t;
}

/* plan_reading — whether the new assessor may read in their place. */
static enum rc plan_reading(struct ctx *cx, const struct reading_item *r, struct moved *m)
{
	struct duty_person_row p;
	struct duty_facts_row f;
	enum rc rc;

	*m = (struct moved){ .why_not = T_NONE };
	if (!uuid_parse(taker_typed(cx->form, ROLE_ASSESSOR), &m->to))
		return OK;
	if ((rc = sql_duty_person(cx->db, cx->arena, m->to, cx->actor.organisation, ROLE_ASSESSOR, cx->today, &p)) != OK ||
	    (rc = sql_duty_facts(cx->db, cx->arena, r->induction, p.person, ROLE_ASSESSOR, cx->today, DATE_NONE, 0, &f)) != OK) {
		m->why_not = T_DUTY_NOT_IN_ROLE;
		return rc == NOT_FOUND ? OK : rc;
	}
	m->to_person = p.person;
	m->to_name = p.name;
	m->why_not = p.person == r->reads_for ? T_DUTY_READER_SELF
	             : f.is_ecsw              ? T_DUTY_READER_ECSW
	             : f.conflict             ? T_DUTY_READER_CONFLICT
	             : f.has_other_part       ? T_DUTY_READER_SUPERVISES
	             : f.has_already          ? T_DUTY_ALREADY
	             : !p.holds_role          ? T_DUTY_READER_NOT_ASSESSOR
	                                      : T_NONE;
	m->goes = m->why_not == T_NONE;
	return OK;
}

static void move_json(struct json_out *j, const struct moved *m)
{
	json_key(j, "goes"), json_bool(j, m->goes);
	json_key(j, "to"), json_uuid(j, m->to);
	json_key(j, "why_not"), json_str(j, word(m->why_not));
}

/* moved — of each part, then of each reading. */
static void moved_json(struct ctx *cx, const struct holding *h, const struct moved *moved, bool applied)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "applied"), json_bool(j, applied);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < h->c.n; i++) {
		json_obj(j);
		json_key(j, "assignment"), json_uuid(j, h->c.v[i].id);
		json_key(j, "name"), json_str(j, h->c.v[i].name);
		json_key(j, "role"), json_str(j, key_of(&roles, (int)h->c.v[i].role));
		move_json(j, &moved[i]);
		json_end(j);
	}
	json_end(j);
	json_key(j, "readings"), json_arr(j);
	for (size_t i = 0; i < h->c.readings_n; i++) {
		json_obj(j);
		json_key(j, "assignment"), json_uuid(j, h->c.readings[i].id);
		json_key(j, "name"), json_str(j, h->c.readings[i].name);
		move_json(j, &moved[h->c.n + i]);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

static void show_moved(struct caseload_view *v, struct caseload_shown *row, const struct moved *m)
{
	row->to = m->goes ? m->to_name : STR_NONE;
	row->why_not = m->goes ? STR_NONE : word(m->why_not ? m->why_not : T_CASELOAD_NOBODY_CHOSEN);
	*(m->goes ? &v->will : &v->will_not) += 1;
}

static enum rc draw_preview(const struct holding *h, const struct moved *moved)
{
	struct ctx *cx = h->cx;
	const struct caseload_typed *f = cx->form;
	struct caseload_view v = view_of(cx);

	if (cx->json) {
		moved_json(cx, h, moved, false);
		return answer_json(cx, 200);
	}
	add_holding(h, &v);
	v.preview = true;
	v.from_iso = date_iso(cx->arena, f->from);
	v.from_shown = date_long(cx->arena, f->from);
	v.chosen = typed_again(cx);
	for (size_t i = 0; i < h->c.n; i++)
		show_moved(&v, &v.rows.v[i], &moved[i]);
	for (size_t i = 0; i < h->c.readings_n; i++)
		show_moved(&v, &v.readings.v[i], &moved[h->c.n + i]);
	v.hidden = hidden_csrf(cx);
	return page(cx, &(struct page){ .title = WORDS(cx->arena, T_CASELOAD_PREVIEW_TITLE, WORD_ARG("name", cx->person->name)),
	                                .width = WIDTH_STAFF, .menu = MENU_COHORT, .main = HTML(cx, handing, &v) });
}

/* by_induction — rows are locked in one order everywhere. */
static int by_induction(const void *x, const void *y)
{
	const struct caseload_item *a = x, *b = y;

	return (a->induction > b->induction) - (a->induction < b->induction);
}

static void concerns(struct holding *h, int64_t taker, int64_t ecsw)
{
	h->told[h->told_n++] = taker;
	h->told[h->told_n++] = ecsw;
}

/* move_readings — where they were the second reader, the new assessor reads instead, if nothing stands against it. */
static enum rc move_readings(struct holding *h, struct moved *moved, int64_t *ret_n)
{
	struct ctx *cx = h->cx;
	enum rc rc = OK;

	for (size_t i = 0; rc == OK && i < h->c.readings_n; i++) {
		const struct reading_item *r = &h->c.readings[i];
		struct induction_lock_row_row lock;

		if ((rc = sql_induction_lock_row(cx->db, cx->arena, r->induction, &lock)) != OK ||
		    (rc = plan_reading(cx, r, &moved[i])) != OK || !moved[i].goes)
			continue;
		rc = sql_assignment_set_reader(cx->db, cx->arena, r->assignment, moved[i].to_person, NULL);
		if (rc == OK)
			rc = event_add(cx, CHAIN_INDUCTION, r->induction, EVENT_SECOND_READER_NAMED, r->id,
			               strf(cx->arena, "{\"person\":%lld}", (long long)moved[i].to_person));
		concerns(h, moved[i].to_person, r->ecsw);
		h->told[h->told_n++] = r->reads_for;
		*ret_n += 1;
	}
	return rc;
}

static enum rc apply(struct holding *h, struct moved *moved)
{
	struct ctx *cx = h->cx;
	int64_t n = 0;
	enum rc rc = OK;

	h->told = NEW_ARRAY(cx->arena, int64_t, 3 * (h->c.n + h->c.readings_n) + 1);
	h->told_n = 0;
	qsort(h->c.v, h->c.n, sizeof(*h->c.v), by_induction);
	for (size_t i = 0; rc == OK && i < h->c.n; i++) {
		struct induction_lock_row_row lock;

		if ((rc = sql_induction_lock_row(cx->db, cx->arena, h->c.v[i].induction, &lock)) != OK ||
		    (rc = plan_row(cx, &h->c.v[i], &moved[i])) != OK || !moved[i].goes)
			continue;
		rc = move_row(cx, &h->c.v[i], &moved[i]);
		concerns(h, moved[i].to_person, h->c.v[i].ecsw);
		n++;
	}
	if (rc != OK || (rc = move_readings(h, moved + h->c.n, &n)) != OK)
		return rc;
	if (n == 0)
		return form_error(cx, T_CASELOAD_NOTHING_GOES);
	h->told[h->told_n++] = cx->person->id; /* whose it was: once, however much it is */
	if ((rc = event_add(cx, CHAIN_PERSON, cx->person->id, EVENT_CASELOAD_HANDED_OVER, cx->person->uuid,
	                    strf(cx->arena, "{\"n\":%lld,\"organisation\":%lld}", (long long)n,
	                         (long long)cx->actor.organisation))) != OK ||
	    (rc = notice_each(cx, NOTICE_ASSIGNED, h->told, h->told_n, cx->actor.organisation)) != OK)
		return rc;
	if (cx->json)
		moved_json(cx, h, moved, true);
	return done(cx, url_caseload(cx, cx->person->uuid), n == (int64_t)(h->c.n + h->c.readings_n) ? T_CASELOAD_DONE : T_CASELOAD_DONE_PART);
}

enum rc caseload_hand_over(struct ctx *cx)
{
	const struct caseload_typed *f = cx->form;
	struct moved *moved;
	struct holding h;
	bool any = false;
	enum rc rc = read_holding(cx, &h);

	if (rc != OK)
		return rc;
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		any |= taker_typed(f, parts[i].role).n > 0;
	if (!any)
		return form_error(cx, T_CASELOAD_CHOOSE);
	moved = NEW_ARRAY(cx->arena, struct moved, h.c.n + h.c.readings_n + 1);
	if (f->act == ACT_APPLY)
		return apply(&h, moved);
	for (size_t i = 0; rc == OK && i < h.c.n; i++)
		rc = plan_row(cx, &h.c.v[i], &moved[i]);
	for (size_t i = 0; rc == OK && i < h.c.readings_n; i++)
		rc = plan_reading(cx, &h.c.readings[i], &moved[h.c.n + i]);
	return rc == OK ? draw_preview(&h, moved) : rc;
}

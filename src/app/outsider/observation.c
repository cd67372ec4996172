/* observation.c — a direct observation: planned, watched, reflected on, viewed, agreed or not. Its words are those of its
 * piece: the observer's part, the ECSW's reflection (where any piece is written), the assessor's view (where any is given). */
#include "app/outsider/outsider_inside.h"

#include "app/notices/notices.h"
#include "app/privacy/privacy.h"
#include "observation.sql.h"
#include "outsider.sql.h"
#include "templates.gen.h"
#include "web/form.h"

enum { WATCHERS_MAX = 20, FOCUS_MAX = 500, LOOKS_TEXT_MAX = LOOKS_MAX * (LOOK_MAX + 5), TITLE_FROM_FOCUS = 80, TWICE_WITHIN = 10 * MINUTE };

/* ---- loading ---- */

void observation_stands_now(struct ctx *cx, struct observation *o)
{
	const struct evidence *e = cx->evidence;

	o->stands = observation_stands(&(struct observation_facts){
		.on = date_is_none(e->on_date) ? date_of(o->planned_at) : e->on_date, .planned_at = o->planned_at, .given_at = o->given_at,
		.submitted = e->state == EVIDENCE_SUBMITTED, .submitted_at = e->submitted_at, .assessed_at = e->assessed_at,
		.agreed_at = o->agreed_at, .agrees = o->agrees, .cancelled_at = o->cancelled_at, .answer_days = cx->induction->answer_days,
	});
}

enum rc observation_load(struct ctx *cx, struct uuid id, const struct observation **ret, struct uuid *ret_evidence)
{
	struct observation *o = NEW(cx->arena, struct observation);
	struct observation_by_id_row r;
	enum rc rc = sql_observation_by_id(cx->db, cx->arena, id, cx->today, &r);

	if (rc != OK || (rc = load_evidence(cx, r.evidence_id)) != OK)
		return rc;
	*o = (struct observation){
		.evidence = r.evidence, .uuid = id, .focus = r.focus, .planned_by = r.planned_by, .planned_at = r.planned_at,
		.observer = r.observer, .observer_name = r.observer_name, .observer_role = (enum role)r.observer_role,
		.given_at = r.given_at, .given_by = r.given_by, .agrees = r.agreed == 1, .agreed_at = r.agreed_at,
		.agreed_words = r.agreed_words, .cancelled_at = r.cancelled_at, .cancelled_why = (enum cancelled_why)r.cancelled_why,
		.version = r.version, .form = r.form, .looks = r.looks,
	};
	observation_stands_now(cx, o);
	cx->resource.made_by = o->planned_by;
	cx->resource.observer = cx->actor.person && r.observer == cx->actor.person && r.assigned &&
	                        r.observer_role == (int64_t)cx->actor.role;
	cx->resource.observed = o->given_at != DB_NULL_INT;
	cx->resource.answered = o->agreed_at != DB_NULL_INT;
	cx->resource.closed = o->cancelled_at != DB_NULL_INT;
	*ret = o;
	*ret_evidence = r.evidence_id;
	return OK;
}

/* ---- planning ---- */

struct plan_typed {
	struct str title, focus, looks, watcher, name, address;
	struct date on;
	bool read_again;
};
static const struct field plan_fields[] = {
	TEXT(struct plan_typed, title, .label = T_OBSERVE_TITLE, .hint = T_OBSERVE_TITLE_HINT, .max = 200),
	LONG_TEXT(struct plan_typed, focus, .label = T_OBSERVE_FOCUS, .hint = T_OBSERVE_FOCUS_HINT, .max = FOCUS_MAX, .required = true,
	          .rows = 3),
	LONG_TEXT(struct plan_typed, looks, .label = T_OBSERVE_LOOKS, .hint = T_OBSERVE_LOOKS_HINT, .max = LOOKS_TEXT_MAX, .rows = 3),
	DATE(struct plan_typed, on, .label = T_OBSERVE_ON, .required = true, .days_to_come = true),
	TEXT(struct plan_typed, watcher, .label = T_OBSERVE_WHO, .max = 64),
	TEXT(struct plan_typed, name, .label = T_OBSERVE_NAME, .max = 100),
	TEXT(struct plan_typed, address, .label = T_OBSERVE_ADDRESS, .hint = T_OBSERVE_ADDRESS_HINT, .max = 254),
	BOOL(struct plan_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form observation_form = { .name = "observation", .size = sizeof(struct plan_typed), .fields = plan_fields, .n = COUNT_OF(plan_fields),
	                                   .autosave = true };

/* A watcher's value: their role and person, so that somebody with two parts is asked in one of them. */
static struct str watcher_key(struct ctx *cx, const struct watchers_of_row *w)
{
	return strf(cx->arena, "%d-%s", (int)w->role, uuid_str(cx->arena, w->id).p);
}

static enum rc draw_plan(struct ctx *cx)
{
	struct observation_new_view v = { .action = url_id(cx, "/inductions/", cx->induction->uuid, "/observations"),
		                              .back = url_id(cx, "/inductions/", cx->induction->uuid, "/asks"),
		                              .first = first_name(cx->induction->name), .is_own = cx->actor.role == ROLE_ECSW };
	struct form_view fv = form_view(cx, &observation_form, NULL, -1);
	struct watchers_of_rows rows;
	struct str chosen = form_field(&fv, "watcher")->value;
	bool ticks;
	enum rc rc = sql_watchers_of(cx->db, cx->arena, cx->induction->id, cx->today, WATCHERS_MAX, &rows);

	if (rc != OK || (rc = observers_tick(cx, &ticks)) != OK)
		return rc;
	v.errors = fv.errors;
	v.hidden = fv.hidden;
	v.title_field = form_field(&fv, "title")->html;
	v.focus_field = form_field(&fv, "focus")->html;
	if (ticks) /* an older version of the form has no such question: nobody would be asked */
		v.looks_field = form_field(&fv, "looks")->html;
	v.on_field = form_field(&fv, "on")->html;
	v.name_field = form_field(&fv, "name")->html;
	v.address_field = form_field(&fv, "address")->html;
	v.again_field = privacy_again_field(cx, &fv);
	v.watcher_error = form_field(&fv, "watcher")->error;
	v.watchers.v = NEW_ARRAY(cx->arena, struct watcher, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		struct str key = watcher_key(cx, &rows.v[i]);

		v.watchers.v[v.watchers.n++] = (struct watcher){
			key, WORDS(cx->arena, T_OBSERVE_WATCHER, WORD_ARG("name", rows.v[i].name),
			           WORD_ARG("role", role_word((enum role)rows.v[i].role))), str_eq(chosen, key) };
	}
	v.watchers.v[v.watchers.n++] = (struct watcher){ S("outside"), word(T_OBSERVE_OUTSIDE), str_eq(chosen, S("outside")) };
	return page(cx, &(struct page){ .title = word(T_OBSERVE_PLAN), .menu = v.is_own ? MENU_EVIDENCE : MENU_DESK,
		                            .main = HTML(cx, observation_new, &v) });
}

/* plan_json — who may be named to watch: `watcher` of what is sent. */
static enum rc plan_json(struct ctx *cx)
{
	struct json_out *j = reply_json(cx);
	struct watchers_of_rows rows;
	enum rc rc = sql_watchers_of(cx->db, cx->arena, cx->induction->id, cx->today, WATCHERS_MAX, &rows);

	if (rc != OK)
		return rc;
	json_obj(j);
	json_key(j, "watchers"), json_arr(j);
	for (size_t i = 0; i < rows.n; i++) {
		json_obj(j);
		json_key(j, "watcher"), json_str(j, watcher_key(cx, &rows.v[i]));
		json_key(j, "name"), json_str(j, rows.v[i].name);
		json_key(j, "role"), json_str(j, key_of(&roles, (int)rows.v[i].role));
		json_end(j);
	}
	json_end(j);
	json_key(j, "without_an_account"), json_str(j, S("outside"));
	json_end(j);
	return answer_json(cx, 200);
}

enum rc observation_new(struct ctx *cx)
{
	return cx->json ? plan_json(cx) : draw_plan(cx);
}

enum rc observation_create_again(struct ctx *cx)
{
	return draw_plan(cx);
}

/* who_watches — the assigned person that was chosen; *ret_person stays DB_NULL_INT for somebody without an account. */
static enum rc who_watches(struct ctx *cx, const struct plan_typed *f, int64_t *ret_person, enum role *ret_role)
{
	struct watchers_of_rows rows;
	struct str address = str_trim(f->address);
	enum rc rc;

	*ret_person = DB_NULL_INT;
	*ret_role = ROLE_NONE;
	if (str_eq(f->watcher, S("outside")) || (!f->watcher.n && str_trim(f->name).n)) {
		if (!str_trim(f->name).n)
			field_error(cx, "name", T_OBSERVE_NAME_MISSING);
		if (address.n && !mail_is_address(address))
			field_error(cx, "address", T_ASK_ADDRESS_BAD);
		return cx->err.n ? INVALID : OK;
	}
	if ((rc = sql_watchers_of(cx->db, cx->arena, cx->induction->id, cx->today, WATCHERS_MAX, &rows)) != OK)
		return rc;
	for (size_t i = 0; i < rows.n; i++)
		if (str_eq(f->watcher, watcher_key(cx, &rows.v[i]))) {
			*ret_person = rows.v[i].person;
			*ret_role = (enum role)rows.v[i].role;
			return OK;
		}
	return field_error(cx, "watcher", T_OBSERVE_WHO_MISSING);
}

/* The link lives until two weeks after the day. */
static int days_until(const struct ctx *cx, struct date on)
{
	int days = on.days - cx->today.days + ASK_DAYS;

	return days < ASK_DAYS_MIN ? ASK_DAYS_MIN : days > ASK_DAYS_MAX ? ASK_DAYS_MAX : days;
}

/* title_of — what was typed, or the beginning of what to look for, up to the end of a word. */
static struct str title_of(struct ctx *cx, const struct plan_typed *f)
{
	struct str focus = str_trim(f->focus), line = str_trim(str_cut(&focus, '\n'));
	size_t end = line.n;

	if (str_trim(f->title).n)
		return str_trim(f->title);
	if (end <= TITLE_FROM_FOCUS)
		return line;
	for (end = TITLE_FROM_FOCUS; end > 0 && line.p[end] != ' ';)
		end--;
	if (end == 0) /* one long word: not inside a character */
		for (end = TITLE_FROM_FOCUS; end > 0 && ((unsigned char)line.p[end] & 0xC0) == 0x80;)
			end--;
	return strf(cx->arena, "%.*s…", (int)end, line.p);
}

static enum rc ask_outside(struct ctx *cx, const struct plan_typed *f, int64_t evidence, struct uuid *ret_ask)
{
	int days = days_until(cx, f->on);
	int64_t row;
	const struct ask *k;
	struct str token;
	enum rc rc = ask_make(cx, &(struct new_ask){ ASK_OBSERVER, evidence, str_trim(f->name), str_trim(f->address),
	                                             title_of(cx, f), days }, ret_ask, &row);

	if (rc != OK || !str_trim(f->address).n || (rc = ask_load(cx, *ret_ask, &k)) != OK)
		return rc;
	rc = ask_new_link(cx, k, days, true, &token);
	return rc == OK ? ask_mail_link(cx, k, token, cx->now + days * DAY, false) : rc;
}

/* check_looks — what was typed as it is kept, a line each. */
static enum rc check_looks(struct ctx *cx, struct str typed, struct str *ret_kept)
{
	struct str_list looks;
	bool too_long = false;
	enum rc rc = err_of(&cx->err, S("looks")).n ? INVALID : looks_worded(cx, typed, &looks);

	if (rc != OK)
		return rc == INVALID ? OK : rc;
	for (size_t i = 0; i < looks.n; i++)
		too_long |= utf8_count(looks.v[i]) > LOOK_MAX;
	if (looks.n > LOOKS_MAX)
		field_error(cx, "looks", T_OBSERVE_LOOKS_MANY);
	else if (too_long)
		field_error(cx, "looks", T_OBSERVE_LOOKS_LONG);
	*ret_kept = str_join(cx->arena, looks.v, looks.n, S("\n"));
	return OK;
}

static enum rc check_plan(struct ctx *cx, const struct plan_typed *f, struct str *ret_looks)
{
	struct piece_words words = { .n = 0 };
	enum rc rc;

	if (f->on.days < cx->today.days - 31 || f->on.days > cx->today.days + 366)
		field_error(cx, "on", T_OBSERVE_ON_FAR);
	if ((rc = check_looks(cx, f->looks, ret_looks)) != OK)
		return rc;
	/* Its assessor and supervisor, and perhaps an observer by mail, read them at once. */
	piece_word_add(cx, &words, S("title"), STR_NONE, f->title, cx->person_name);
	piece_word_add(cx, &words, S("focus"), STR_NONE, f->focus, cx->person_name);
	piece_word_add(cx, &words, S("looks"), STR_NONE, f->looks, cx->person_name);
	if ((rc = privacy_in_given(cx, &words, f->read_again)) != OK)
		return rc;
	return cx->err.n ? INVALID : OK;
}

/* made_already — the form came twice; NOT_FOUND for a new one. A program says what it means, and may mean two. */
static enum rc made_already(struct ctx *cx, const struct plan_typed *f, struct str looks, int64_t person, struct uuid *ret_id, struct uuid *ret_ask)
{
	struct observation_made_twin_row row;
	enum rc rc = cx->json ? NOT_FOUND
	                      : sql_observation_made_twin(cx->db, cx->arena, cx->induction->id, title_of(cx, f), str_trim(f->focus), f->on,
	                                                  person, str_trim(f->name), cx->actor.person, cx->now - TWICE_WITHIN,
	                                                  looks, &row);

	if (rc == OK) {
		*ret_id = row.id;
		*ret_ask = row.ask;
	}
	return rc;
}

static enum rc planned(struct ctx *cx, const struct plan_typed *f, int64_t person, struct uuid id, struct uuid ask)
{
	if (person == DB_NULL_INT && !str_trim(f->address).n && !cx->json)
		return created(cx, url_id(cx, "/asks/", ask, ""), T_ASK_MADE);
	return created(cx, url_id(cx, "/observations/", id, ""), T_OBSERVE_PLANNED);
}

enum rc observation_create(struct ctx *cx)
{
	const struct plan_typed *f = cx->form;
	struct uuid id = uuid7(cx->now), piece, ask = UUID_NONE;
	int64_t evidence, person, form = DB_NULL_INT;
	enum role role;
	struct str looks = STR_NONE;
	enum rc rc = check_plan(cx, f, &looks);

	if (rc != OK || (rc = who_watches(cx, f, &person, &role)) != OK)
		return rc;
	if ((rc = made_already(cx, f, looks, person, &id, &ask)) != NOT_FOUND)
		return rc == OK ? planned(cx, f, person, id, ask) : rc;
	rc = piece_begin(cx, KIND_OBSERVATION, title_of(cx, f), f->on, SETTING_NONE, true, &evidence, &piece);
	if (rc == OK)
		rc = questions_row_now(cx, ASK_OBSERVER, &form);
	if (rc == OK)
		rc = sql_observation_add(cx->db, cx->arena, evidence, id, str_trim(f->focus), cx->actor.person, cx->now, person, role, form,
		                         looks, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_OBSERVATION_PLANNED, piece,
		               strf(cx->arena, "{\"on\":\"%s\",\"role\":%d}", date_iso(cx->arena, f->on).p, (int)role));
	if (rc == OK)
		rc = person == DB_NULL_INT ? ask_outside(cx, f, evidence, &ask) : notice(cx, NOTICE_OBSERVATION, person, cx->induction->employer);
	if (rc == OK && cx->actor.role != ROLE_ECSW)
		rc = notice(cx, NOTICE_OBSERVATION, cx->induction->ecsw, cx->induction->employer);
	return rc == OK ? planned(cx, f, person, id, ask) : rc;
}

/* ---- the observer's part ---- */

struct watch_typed {
	bool was_there, read_again;
};
static const struct field watch_fields[] = {
	BOOL(struct watch_typed, was_there, .label = T_GIVE_WAS_THERE),
	BOOL(struct watch_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form observation_give_form = { .name = "observation_given", .size = sizeof(struct watch_typed), .fields = watch_fields,
	                                        .n = COUNT_OF(watch_fields), .autosave = true, .offline = true, .also = GIVEN_PREFIX };

static enum rc draw_watch(struct ctx *cx)
{
	const struct observation *o = cx->observation;
	struct observation_give_view v = {
		.action = url_id(cx, "/observations/", o->uuid, "/watch"), .back = url_id(cx, "/observations/", o->uuid, ""), .title = cx->evidence->title,
		.first = first_name(cx->induction->name), .focus = o->focus,
		.on = date_is_none(cx->evidence->on_date) ? STR_NONE : date_long(cx->arena, cx->evidence->on_date),
	};
	struct questions qs;
	struct form_view fv;
	enum rc rc = questions_of(cx, o->form, o->evidence, ASK_OBSERVER, v.first, &qs);

	if (rc != OK)
		return rc;
	fv = questions_view(cx, &qs, &observation_give_form, NULL);
	v.errors = fv.errors;
	v.hidden = fv.hidden;
	v.there_field = form_field(&fv, "was_there")->html;
	v.questions = draw_questions(cx, &fv, &qs);
	v.again_field = privacy_again_field(cx, &fv);
	if ((rc = looks_outcomes(cx, o->looks, &v.outcomes)) != OK)
		return rc;
	return page(cx, &(struct page){ .title = word(T_OBSERVE_WATCH), .menu = MENU_DESK, .main = HTML(cx, observation_give, &v) });
}

static enum rc watch_json(struct ctx *cx)
{
	const struct observation *o = cx->observation;
	struct json_out *j = reply_json(cx);
	struct questions qs;
	enum rc rc = questions_of(cx, o->form, o->evidence, ASK_OBSERVER, first_name(cx->induction->name), &qs);

	if (rc != OK)
		return rc;
	json_obj(j);
	json_key(j, "id"), json_uuid(j, o->uuid);
	json_key(j, "title"), json_str(j, cx->evidence->title);
	json_key(j, "first"), json_str(j, first_name(cx->induction->name));
	json_key(j, "focus"), json_str(j, o->focus);
	json_key(j, "on"), json_date(j, cx->evidence->on_date);
	questions_json(cx, j, &qs, NULL);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc observation_watch(struct ctx *cx)
{
	return cx->json ? watch_json(cx) : draw_watch(cx);
}

enum rc observation_give_again(struct ctx *cx)
{
	return draw_watch(cx);
}

enum rc observation_give(struct ctx *cx)
{
	const struct watch_typed *f = cx->form;
	const struct observation *o = cx->observation;
	struct answer_list given;
	struct questions qs;
	bool held;
	enum rc rc = questions_of(cx, o->form, o->evidence, ASK_OBSERVER, first_name(cx->induction->name), &qs);

	if (rc != OK)
		return rc;
	answers_typed(cx, &qs, &given);
	if (!f->was_there)
		field_error(cx, "was_there", T_GIVE_WAS_THERE_MISSING);
	if (cx->err.n)
		return INVALID;
	rc = answers_looked_at(cx, &given, cx->person_name, f->read_again);
	if (rc == OK)
		rc = answers_given(cx, o->evidence, ASK_OBSERVER, &given);
	if (rc == OK)
		rc = sql_observation_given(cx->db, cx->arena, o->evidence, cx->person_name, cx->now, NULL);
	if (rc == OK)
		rc = sql_ask_piece_touch(cx->db, cx->arena, o->evidence, cx->now, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_OBSERVATION_GIVEN, cx->evidence->uuid, S("{\"kind\":3}"));
	if (rc == OK)
		rc = notice(cx, NOTICE_OBSERVATION, cx->induction->ecsw, cx->induction->employer);
	if (rc != OK || (rc = load_evidence(cx, cx->evidence->uuid)) != OK || (rc = privacy_look_again(cx, &held)) != OK)
		return rc;
	return held && !cx->json ? done(cx, url_lit("/"), T_FINDS_NOTICE_GIVEN_HELD)
	                         : done(cx, url_id(cx, "/observations/", o->uuid, ""), T_OBSERVE_GIVEN);
}

/* ---- do they agree what it shows? ---- */

struct agree_typed {
	int agrees;
	struct str words;
	bool read_again;
};
static const struct key_list agreeing = { (const struct str[]){ { NULL, 0 }, S_INIT("yes"), S_INIT("no") }, 3 };
static const enum word agreeing_words[] = { 0, T_OBSERVE_AGREE, T_OBSERVE_DISAGREE };
static const struct field agree_fields[] = {
	CHOICE(struct agree_typed, agrees, .label = T_OBSERVE_AGREES, .max = 2, .choices = &agreeing, .choice_words = agreeing_words,
	       .required = true, .missing = T_OBSERVE_AGREES_MISSING),
	LONG_TEXT(struct agree_typed, words, .label = T_OBSERVE_AGREE_WORDS, .hint = T_OBSERVE_AGREE_WORDS_HINT, .max = 2000, .rows = 3),
	BOOL(struct agree_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form observation_answer_form = { .name = "observation_answer", .size = sizeof(struct agree_typed), .fields = agree_fields,
	                                          .n = COUNT_OF(agree_fields), .autosave = true };

enum rc observation_answer(struct ctx *cx)
{
	const struct agree_typed *f = cx->form;
	const struct observation *o = cx->observation;
	struct piece_words words = { .n = 0 };
	bool agrees = f->agrees == 1;
	enum rc rc;

	if (!agrees && !str_trim(f->words).n)
		return field_error(cx, "words", T_OBSERVE_AGREE_WORDS_MISSING);
	piece_word_add(cx, &words, S("words"), STR_NONE, f->words, cx->person_name);
	if ((rc = privacy_in_given(cx, &words, f->read_again)) != OK) /* the assessor is told of them at once */
		return rc;
	rc = sql_observation_answered(cx->db, cx->arena, o->evidence, agrees, str_trim(f->words), cx->now, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_OBSERVATION_CLOSED, cx->evidence->uuid,
		               strf(cx->arena, "{\"agreed\":%d}", agrees ? 1 : 0));
	if (rc == OK)
		rc = notice_assigned(cx, NOTICE_OBSERVATION, cx->induction->id, ROLE_ASSESSOR, cx->induction->employer);
	return rc == OK ? done(cx, url_id(cx, "/observations/", o->uuid, ""), agrees ? T_OBSERVE_AGREED : T_OBSERVE_DISAGREED) : rc;
}

/* ---- not to be ---- */

const enum word cancel_words[CANCELLED_WHY_END] = {
	0, T_OBSERVE_WHY_FAMILY, T_OBSERVE_WHY_NO_VISIT, T_OBSERVE_WHY_AWAY, T_OBSERVE_WHY_OTHER_WORK, T_OBSERVE_WHY_OTHER,
};

struct cancel_typed {
	int why;
};
static const struct field cancel_fields[] = {
	CHOICE(struct cancel_typed, why, .label = T_OBSERVE_WHY, .max = CANCELLED_OTHER, .choices = &cancel_reasons,
	       .choice_words = cancel_words, .required = true, .missing = T_OBSERVE_WHY_MISSING),
};
const struct form observation_cancel_form = { .name = "observation_cancel", .size = sizeof(struct cancel_typed), .fields = cancel_fields, .n = COUNT_OF(cancel_fields) };
enum rc observation_cancel(struct ctx *cx)
{
	const struct cancel_typed *f = cx->form;
	const struct observation *o = cx->observation;
	enum rc rc = sql_observation_cancelled(cx->db, cx->arena, o->evidence, cx->actor.person, f->why, cx->now, NULL);

	if (rc == OK)
		rc = asks_end_with_piece(cx);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_OBSERVATION_CLOSED, cx->evidence->uuid,
		               strf(cx->arena, "{\"cancelled\":%d}", f->why));
	if (rc == OK && o->observer != DB_NULL_INT)
		rc = notice(cx, NOTICE_OBSERVATION, o->observer, cx->induction->employer);
	return rc == OK ? done(cx, url_id(cx, "/observations/", o->uuid, ""), T_OBSERVE_CANCELLED) : rc;
}

/* profile_pages.c — one role profile: begun, worded, asked about, answered, published, followed by the next. */
#include "app/profiles/profiles_view.h"

#include "profiles.sql.h"
#include "templates.gen.h"

static struct url profile_url(struct ctx *cx, const char *after)
{
	return url_id(cx, "/role-profiles/", cx->profile->uuid, after);
}

/* ---- beginning one, and its words ---- */

struct new_typed {
	struct str framework, name, job;
};
#define WORDS_OF(type)                                                                                                            \
	TEXT(type, name, .label = T_PROFILE_NAME_LABEL, .hint = T_PROFILE_NAME_HINT, .max = 120, .required = true),                   \
	LONG_TEXT(type, job, .label = T_PROFILE_JOB, .hint = T_PROFILE_JOB_HINT, .max = 3000, .rows = 6, .required = true)
static const struct field new_fields[] = {
	TEXT(struct new_typed, framework, .label = T_PROFILE_STANDARDS, .max = UUID_TEXT, .required = true, .missing = T_PROFILE_STANDARDS_MISSING),
	WORDS_OF(struct new_typed),
};
static struct str say_framework(struct ctx *cx, const struct field *field, struct str value)
{
	struct profile_frameworks_rows rows;

	if (strcmp(field->name, "framework") != 0 || sql_profile_frameworks(cx->db, cx->arena, &rows) != OK)
		return value;
	for (size_t i = 0; i < rows.n; i++)
		if (str_eq(uuid_str(cx->arena, rows.v[i].id), value))
			return WORDS(cx->arena, T_FRAMEWORK_NAME, WORD_ARG("title", rows.v[i].title), WORD_ARG("version", rows.v[i].version));
	return value;
}
const struct form profile_new_form = { .name = "role_profile", .size = sizeof(struct new_typed), .fields = new_fields,
	                                   .n = COUNT_OF(new_fields), .autosave = true, .say = say_framework };

struct words_typed {
	struct str name, job;
};
static const struct field words_fields[] = { WORDS_OF(struct words_typed) };
const struct form profile_words_form = { .name = "role_profile_words", .size = sizeof(struct words_typed), .fields = words_fields,
	                                     .n = COUNT_OF(words_fields), .autosave = true, .wants_version = true };

static struct profile_options frameworks_of(struct ctx *cx, const struct profile_frameworks_rows *rows, struct str chosen)
{
	struct profile_options o = { NEW_ARRAY(cx->arena, struct profile_option, rows->n + 1), 0 };

	for (size_t i = 0; i < rows->n; i++) {
		struct str key = uuid_str(cx->arena, rows->v[i].id);

		o.v[o.n++] = (struct profile_option){
			.key = key, .id = i ? strf(cx->arena, "framework-%zu", i + 1) : S("framework"), .chosen = str_eq(key, chosen),
			.name = WORDS(cx->arena, T_FRAMEWORK_NAME, WORD_ARG("title", rows->v[i].title), WORD_ARG("version", rows->v[i].version)),
		};
	}
	return o;
}

enum rc profile_new_show(struct ctx *cx)
{
	struct form_view fv = form_view(cx, &profile_new_form, NULL, -1);
	struct profile_frameworks_rows rows;
	struct profile_words_view v;
	enum rc rc = sql_profile_frameworks(cx->db, cx->arena, &rows);

	if (rc != OK)
		return rc;
	v = (struct profile_words_view){
		.is_new = true, .errors = fv.errors, .hidden = fv.hidden, .name = form_field(&fv, "name")->html, .job = form_field(&fv, "job")->html,
		.frameworks = frameworks_of(cx, &rows, form_field(&fv, "framework")->value), .framework_error = form_field(&fv, "framework")->error,
		.back = url_lit("/role-profiles"), .action = url_lit("/role-profiles"), .back_words = word(T_PROFILE_LIST_TITLE),
	};
	return page(cx, &(struct page){ .title = word(T_PROFILE_NEW), .menu = MENU_STANDARDS, .main = HTML(cx, role_profile_words, &v) });
}

enum rc profile_create(struct ctx *cx)
{
	const struct new_typed *f = cx->form;
	struct profile_new n = { .organisation = cx->actor.organisation, .replaces = DB_NULL_INT, .name = f->name, .job = f->job };
	struct profile_frameworks_rows rows;
	struct profiles_open_row open;
	struct uuid id;
	int64_t row;
	enum rc rc = sql_profile_frameworks(cx->db, cx->arena, &rows);

	if (rc != OK || (rc = sql_profiles_open(cx->db, cx->arena, n.organisation, &open)) != OK)
		return rc;
	for (size_t i = 0; i < rows.n; i++)
		if (str_eq(uuid_str(cx->arena, rows.v[i].id), f->framework))
			n.framework = rows.v[i].framework;
	if (!n.framework)
		return field_error(cx, "framework", T_PROFILE_STANDARDS_MISSING);
	if (open.n >= PROFILES_OPEN_MAX)
		return form_error(cx, T_PROFILE_TOO_MANY);
	rc = profile_begin(cx, &n, &row, &id);
	return rc == OK ? created(cx, url_id(cx, "/role-profiles/", id, ""), T_PROFILE_NOTICE_BEGUN) : rc;
}

enum rc profile_words_show(struct ctx *cx)
{
	const struct role_profile *p = cx->profile;
	struct words_typed now = { p->name, p->job };
	struct form_view fv;
	struct profile_words_view v;

	cx->current_version = p->version;
	fv = form_view(cx, &profile_words_form, &now, p->version);
	v = (struct profile_words_view){
		.errors = fv.errors, .hidden = fv.hidden, .name = form_field(&fv, "name")->html, .job = form_field(&fv, "job")->html,
		.back = profile_url(cx, ""), .action = profile_url(cx, "/words"), .back_words = p->name,
	};
	return page(cx, &(struct page){ .title = word(T_PROFILE_WORDS_TITLE), .menu = MENU_STANDARDS, .main = HTML(cx, role_profile_words, &v) });
}

enum rc profile_words_save(struct ctx *cx)
{
	const struct words_typed *f = cx->form;
	const struct role_profile *p = cx->profile;
	enum rc rc = version_is(cx, p->version);

	if (rc == OK)
		rc = sql_profile_words_put(cx->db, cx->arena, p->id, f->name, text_fold(cx->arena, f->name), f->job, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_ORGANISATION, p->organisation, EVENT_PROFILE_CHANGED, p->uuid, S("{}"));
	cx->current_version = p->version + 1;
	return rc == OK ? done(cx, profile_url(cx, ""), T_PROFILE_NOTICE_SAVED) : rc;
}

/* ---- the page ---- */

struct return_typed {
	struct str reasons;
};
static const struct field return_fields[] = {
	LONG_TEXT(struct return_typed, reasons, .label = T_PROFILE_REASONS, .hint = T_PROFILE_REASONS_HINT, .max = 3000, .rows = 5, .required = true),
};
const struct form profile_return_form = { .name = "role_profile_return", .size = sizeof(struct return_typed), .fields = return_fields,
	                                      .n = COUNT_OF(return_fields), .autosave = true };

struct showing {
	struct ctx *cx;
	const struct framework_version *v;
	struct profile_entries e;
	struct profile_finding *found;
	size_t found_n;
	int ways[WAY_END];
	struct supplement_lines besides;
};

static enum rc read_all(struct showing *s)
{
	struct ctx *cx = s->cx;
	struct profile_line *lines;
	enum rc rc = framework_get(cx, cx->profile->framework, &s->v);

	if (rc != OK || (rc = profile_entries_of(cx, cx->profile->id, s->v, &s->e)) != OK)
		return rc;
	lines = NEW_ARRAY(cx->arena, struct profile_line, s->e.n + 1);
	for (size_t i = 0; i < s->e.n; i++) {
		lines[i] = s->e.v[i].line;
		s->ways[lines[i].way]++;
	}
	s->ways[WAY_CORE] = (int)s->v->fw->linkable_n - (int)s->e.n;
	s->found = NEW_ARRAY(cx->arena, struct profile_finding, s->e.n + s->v->fw->outcomes_n + 1);
	s->found_n = profile_problems(cx->arena, s->v->fw, lines, s->e.n, s->found);
	return OK;
}

static struct str problem_words(const struct showing *s, const struct profile_finding *f)
{
	static const enum word words[] = {
		[PROFILE_NO_SUCH_STATEMENT] = T_PROFILE_P_NO_SUCH, [PROFILE_TWICE] = T_PROFILE_P_NO_SUCH,
		[PROFILE_NO_GUIDANCE] = T_PROFILE_P_GUIDANCE, [PROFILE_NO_REASON] = T_PROFILE_P_REASON,
		[PROFILE_NO_PARTNER] = T_PROFILE_P_PARTNER, [PROFILE_PARTNER_INVOLVED] = T_PROFILE_P_INVOLVED,
		[PROFILE_NO_DATES] = T_PROFILE_P_DATES, [PROFILE_DATES_BACKWARDS] = T_PROFILE_P_BACKWARDS,
		[PROFILE_OUTCOME_EMPTY] = T_PROFILE_P_EMPTY,
	};
	int32_t item = f->what == PROFILE_OUTCOME_EMPTY ? f->at : s->e.v[f->at].item;

	return WORDS(s->cx->arena, words[f->what], WORD_ARG("code", framework_item_name(s->cx->arena, s->v->fw, item)));
}

static void counts_json(struct json_out *j, const struct showing *s)
{
	json_key(j, "counts"), json_obj(j);
	json_key(j, "core"), json_i64(j, s->ways[WAY_CORE]);
	json_key(j, "adapted"), json_i64(j, s->ways[WAY_ADAPTED]);
	json_key(j, "arranged"), json_i64(j, s->ways[WAY_ARRANGED]);
	json_key(j, "not_applicable"), json_i64(j, s->ways[WAY_NOT_APPLICABLE]);
	json_end(j);
}

static void id_json(struct json_out *j, const char *key, struct uuid id)
{
	json_key(j, key);
	if (uuid_eq(id, UUID_NONE))
		json_none(j);
	else
		json_uuid(j, id);
}

/* Why it was sent back is between its employer and the department. */
static bool knows_reasons(const struct ctx *cx)
{
	return cx->actor.role == ROLE_NATIONAL_ADMIN || (cx->actor.role == ROLE_COORDINATOR && cx->actor.organisation == cx->profile->organisation);
}

static enum rc show_json(const struct showing *s)
{
	const struct role_profile *p = s->cx->profile;
	struct json_out *j = reply_json(s->cx);

	json_obj(j);
	json_key(j, "id"), json_uuid(j, p->uuid);
	json_key(j, "name"), json_str(j, p->name);
	json_key(j, "job"), json_str(j, p->job);
	json_key(j, "employer"), json_str(j, p->organisation_name);
	json_key(j, "framework"), json_uuid(j, s->v->uuid);
	json_key(j, "state"), json_str(j, key_of(&profile_states, p->state));
	json_key(j, "version"), json_i64(j, p->version);
	id_json(j, "replaces", p->replaces);
	id_json(j, "replaced_by", p->replaced_by);
	json_key(j, "published"), json_instant(j, p->published_at);
	supplements_json(j, &s->besides);
	counts_json(j, s);
	json_key(j, "lines"), json_arr(j);
	for (size_t i = 0; i < s->e.n; i++) {
		json_obj(j);
		profile_entry_json(j, s->v, &s->e.v[i]);
		json_end(j);
	}
	json_end(j);
	if (knows_reasons(s->cx)) {
		json_key(j, "reasons"), json_str(j, p->reasons);
		json_key(j, "problems"), json_arr(j);
		for (size_t i = 0; i < s->found_n; i++)
			json_str(j, problem_words(s, &s->found[i]));
		json_end(j);
	}
	json_end(j);
	return answer_json(s->cx, 200);
}

static void step(struct profile_view *v, struct ctx *cx, enum word says, struct str name, instant at)
{
	if (at != DB_NULL_INT)
		v->steps.v[v->steps.n++].text = WORDS(cx->arena, says, WORD_ARG("name", name), WORD_ARG("date", date_of(at)));
}

/* Who did what: names for the employer and the department, days for everybody. */
static void add_steps(struct profile_view *v, struct ctx *cx)
{
	const struct role_profile *p = cx->profile;

	if (knows_reasons(cx)) {
		step(v, cx, T_PROFILE_STEP_BEGUN, p->created_by, p->created);
		step(v, cx, T_PROFILE_STEP_ASKED, p->asked_by, p->asked_at);
		step(v, cx, T_PROFILE_STEP_RETURNED, p->returned_by, p->returned_at);
		step(v, cx, T_PROFILE_STEP_APPROVED, p->approved_by, p->approved_at);
		step(v, cx, p->sole_operator ? T_PROFILE_STEP_PUBLISHED_ALONE : T_PROFILE_STEP_PUBLISHED, p->published_by, p->published_at);
	} else {
		step(v, cx, T_PROFILE_STEP_APPROVED_ON, STR_NONE, p->approved_at);
		step(v, cx, T_PROFILE_STEP_PUBLISHED_ON, STR_NONE, p->published_at);
	}
	step(v, cx, T_PROFILE_STEP_REPLACED, STR_NONE, p->replaced_at);
}

static void add_lines(struct profile_view *v, const struct showing *s)
{
	struct ctx *cx = s->cx;

	v->lines.v = NEW_ARRAY(cx->arena, struct profile_said, s->e.n + 1);
	for (size_t i = 0; i < s->e.n; i++) {
		const struct framework_item *item = &s->v->fw->items[s->e.v[i].item];
		struct profile_said said = profile_say(cx, s->v, &s->e.v[i]);

		if (v->may_change) {
			said.remove = uuid_str(cx->arena, item->id);
			said.edit = url_with(cx, v->add, "code", item->code.n ? item->code : said.remove);
		}
		v->lines.v[v->lines.n++] = said;
	}
	for (size_t i = 0; v->may_change && i < s->found_n && v->problems.n < COUNT_OF(v->problems.v); i++)
		v->problems.v[v->problems.n++].text = problem_words(s, &s->found[i]);
}

static void add_may(struct profile_view *v, struct ctx *cx)
{
	const struct actor *a = &cx->actor;
	const struct resource *r = &cx->resource;
	bool national = a->role == ROLE_NATIONAL_ADMIN;

	v->may_change = access_ok(may_change_profile(a, r));
	v->may_drop = access_ok(may_drop_profile(a, r));
	v->may_follow = access_ok(may_follow_profile(a, r)) && !cx->profile->has_next;
	v->may_answer = access_ok(may_answer_profile(a, r));
	v->may_publish = access_ok(may_publish_profile(a, r));
	v->may_compare = cx->profile->state >= PROFILE_PUBLISHED;
	if (national && cx->profile->state == PROFILE_APPROVED && !v->may_publish)
		v->two = word(T_PROFILE_TWO);
	if (national && cx->profile->state == PROFILE_ASKED && !v->may_answer)
		v->two = word(T_PROFILE_TWO_ASKED);
}

static void add_urls(struct profile_view *v, struct ctx *cx)
{
	const struct role_profile *p = cx->profile;

	v->edit = profile_url(cx, "/words");
	v->add = profile_url(cx, "/statements");
	v->remove = profile_url(cx, "/statements/remove");
	v->ask = profile_url(cx, "/ask");
	v->approve = profile_url(cx, "/approve");
	v->send_back = profile_url(cx, "/return");
	v->publish = profile_url(cx, "/publish");
	v->follow = profile_url(cx, "/next");
	v->drop = profile_url(cx, "/drop");
	v->compare = profile_url(cx, "/compare");
	v->organisation_url = url_id(cx, "/organisations/", p->organisation_uuid, "");
	v->has_replaces = !uuid_eq(p->replaces, UUID_NONE);
	v->has_replaced_by = !uuid_eq(p->replaced_by, UUID_NONE);
	v->replaces = url_id(cx, "/role-profiles/", p->replaces, "");
	v->replaced_by = url_id(cx, "/role-profiles/", p->replaced_by, "");
}

enum rc profile_show(struct ctx *cx)
{
	const struct role_profile *p = cx->profile;
	struct showing s = { .cx = cx };
	struct form_view fv;
	struct profile_people_row people;
	struct profile_view v;
	enum rc rc = read_all(&s);

	if (rc != OK)
		return rc;
	cx->current_version = p->version;
	if (p->state != PROFILE_REPLACED && (rc = supplements_of(cx, p->organisation, s.v, &s.besides)) != OK)
		return rc;
	if (cx->json)
		return show_json(&s);
	fv = form_view(cx, &profile_return_form, NULL, -1);
	v = (struct profile_view){
		.name = p->name, .job = p->job, .illustrative = s.v->illustrative,
		.standards = WORDS(cx->arena, T_FRAMEWORK_NAME, WORD_ARG("title", s.v->title), WORD_ARG("version", s.v->version)),
		.standards_url = url_id(cx, "/frameworks/", s.v->uuid, ""), .state = profile_state_word(p->state),
		.state_class = p->state == PROFILE_PUBLISHED ? STR_NONE : p->state == PROFILE_RETURNED ? S("late") : S("paused"),
		.errors = fv.errors, .hidden = fv.hidden, .csrf = hidden_csrf(cx), .reasons_field = form_field(&fv, "reasons")->html,
		.lead = WORDS(cx->arena, T_PROFILE_COUNTS, WORD_ARG("core", s.ways[WAY_CORE]), WORD_ARG("adapted", s.ways[WAY_ADAPTED]),
		              WORD_ARG("arranged", s.ways[WAY_ARRANGED]), WORD_ARG("none", s.ways[WAY_NOT_APPLICABLE])),
	};
	if (p->state == PROFILE_RETURNED && knows_reasons(cx))
		v.reasons = p->reasons;
	if ((rc = profile_employer_of(cx, p->id, p->organisation, p->organisation_name, &v.organisation)) != OK)
		return rc;
	v.besides = s.besides;
	if (v.besides.n)
		v.besides_says = WORDS(cx->arena, T_SUPPLEMENT_PROFILE_SAYS, WORD_ARG("employer", p->organisation_name));
	add_may(&v, cx);
	add_urls(&v, cx);
	add_steps(&v, cx);
	add_lines(&v, &s);
	if (knows_reasons(cx) && p->state >= PROFILE_PUBLISHED) {
		if ((rc = sql_profile_people(cx->db, cx->arena, p->id, cx->today, &people)) != OK)
			return rc;
		v.people = WORDS(cx->arena, T_PROFILE_PEOPLE, WORD_ARG("n", people.n));
	}
	return page(cx, &(struct page){ .title = p->name, .menu = MENU_STANDARDS, .width = WIDTH_STAFF, .illustrative = s.v->illustrative,
	                                .main = HTML(cx, role_profile, &v) });
}

/* ---- acts ---- */

static enum rc moved(struct ctx *cx, enum profile_act act, struct str reasons)
{
	enum rc rc = profile_move(cx, act, reasons);

	return rc == OK ? profile_tell(cx, act) : rc;
}

enum rc profile_ask(struct ctx *cx)
{
	struct showing s = { .cx = cx };
	enum rc rc = read_all(&s);

	if (rc == OK && !s.e.n)
		return form_error(cx, T_PROFILE_P_NOTHING);
	for (size_t i = 0; rc == OK && i < s.found_n && i < 10; i++)
		err_add(&cx->err, S(""), problem_words(&s, &s.found[i]));
	if (rc == OK && s.found_n)
		return INVALID;
	if (rc == OK)
		rc = moved(cx, PROFILE_ASK, STR_NONE);
	return rc == OK ? done(cx, profile_url(cx, ""), T_PROFILE_NOTICE_ASKED) : rc;
}

enum rc profile_approve(struct ctx *cx)
{
	struct showing s = { .cx = cx };
	enum rc rc = read_all(&s);

	for (size_t i = 0; rc == OK && i < s.found_n && i < 10; i++) /* a partner may have ended since it was asked */
		err_add(&cx->err, S(""), problem_words(&s, &s.found[i]));
	if (rc == OK && s.found_n)
		return INVALID;
	if (rc == OK)
		rc = moved(cx, PROFILE_APPROVE, STR_NONE);
	return rc == OK ? done(cx, profile_url(cx, ""), T_PROFILE_NOTICE_APPROVED) : rc;
}

enum rc profile_return(struct ctx *cx)
{
	const struct return_typed *f = cx->form;
	enum rc rc = moved(cx, PROFILE_RETURN, f->reasons);

	return rc == OK ? done(cx, profile_url(cx, ""), T_PROFILE_NOTICE_RETURNED) : rc;
}

enum rc profile_publish(struct ctx *cx)
{
	enum rc rc = moved(cx, PROFILE_PUBLISH, STR_NONE);

	return rc == OK ? done(cx, profile_url(cx, ""), T_PROFILE_NOTICE_PUBLISHED) : rc;
}

/* The next version begins as this one stands. */
enum rc profile_follow(struct ctx *cx)
{
	const struct role_profile *p = cx->profile;
	struct profile_new n = { p->organisation, p->framework, p->id, p->name, p->job };
	struct profiles_open_row open;
	struct uuid id;
	int64_t row;
	enum rc rc = sql_profiles_open(cx->db, cx->arena, p->organisation, &open);

	if (rc == OK && p->has_next)
		return form_error(cx, T_PROFILE_HAS_NEXT);
	if (rc == OK && open.n >= PROFILES_OPEN_MAX)
		return form_error(cx, T_PROFILE_TOO_MANY);
	if (rc == OK)
		rc = profile_begin(cx, &n, &row, &id);
	return rc == OK ? created(cx, url_id(cx, "/role-profiles/", id, ""), T_PROFILE_NOTICE_FOLLOWED) : rc;
}

enum rc profile_drop(struct ctx *cx)
{
	const struct role_profile *p = cx->profile;
	int64_t gone = 0;
	enum rc rc = sql_profile_lines_drop(cx->db, cx->arena, p->id, NULL);

	if (rc == OK)
		rc = sql_profile_drop(cx->db, cx->arena, p->id, &gone);
	if (rc == OK && !gone)
		rc = CONFLICT;
	if (rc == OK)
		rc = event_add(cx, CHAIN_ORGANISATION, p->organisation, EVENT_PROFILE_DROPPED, p->uuid, S("{}"));
	return rc == OK ? done(cx, url_lit("/role-profiles"), T_PROFILE_NOTICE_DROPPED) : rc;
}

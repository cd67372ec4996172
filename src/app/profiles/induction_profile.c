/* induction_profile.c — which role profile somebody's job has, from which day; what it had stays to be read. */
#include "app/profiles/profiles_view.h"

#include "app/notices/notices.h"
#include "profiles.sql.h"
#include "templates.gen.h"

enum { AHEAD = 366 };

struct give_typed {
	struct str profile;
	struct date starts;
};
static const struct field give_fields[] = {
	TEXT(struct give_typed, profile, .label = T_PROFILE_OF_WHICH, .max = UUID_TEXT, .required = true, .missing = T_PROFILE_OF_WHICH_MISSING),
	DATE(struct give_typed, starts, .label = T_PROFILE_OF_STARTS, .hint = T_PROFILE_OF_STARTS_HINT, .max = 30, .required = true,
	     .not_before_1990 = true),
};
static struct str say_profile(struct ctx *cx, const struct field *field, struct str value)
{
	struct profiles_to_give_rows rows;

	if (strcmp(field->name, "profile") != 0 || !cx->induction)
		return value;
	if (sql_profiles_to_give(cx->db, cx->arena, cx->induction->employer, cx->induction->framework, &rows) != OK)
		return value;
	for (size_t i = 0; i < rows.n; i++)
		if (str_eq(uuid_str(cx->arena, rows.v[i].id), value))
			return rows.v[i].name;
	return word(T_PROFILE_OF_STANDARD);
}
const struct form induction_profile_form = { .name = "induction_profile", .size = sizeof(struct give_typed), .fields = give_fields,
	                                         .n = COUNT_OF(give_fields), .autosave = true, .say = say_profile };

struct back_typed {
	struct str change;
};
static const struct field back_fields[] = {
	TEXT(struct back_typed, change, .label = T_PROFILE_OF_CHANGE_IS, .max = UUID_TEXT, .required = true),
};
const struct form induction_profile_back_form = { .name = "induction_profile_back", .size = sizeof(struct back_typed), .fields = back_fields,
	                                              .n = COUNT_OF(back_fields) };

static struct url own_url(struct ctx *cx, const char *after)
{
	return url_id(cx, "/inductions/", cx->induction->uuid, after);
}

/* ---- reading ---- */

static enum rc show_json(struct ctx *cx, const struct framework_version *v, const struct profile_now *now, const struct profiles_of_induction_rows *rows)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	profile_now_json(j, now);
	json_key(j, "lines"), json_arr(j);
	for (size_t i = 0; i < now->e.n; i++) {
		json_obj(j);
		profile_entry_json(j, v, &now->e.v[i]);
		json_end(j);
	}
	json_end(j);
	json_key(j, "changes"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++) {
		json_obj(j);
		json_key(j, "id"), json_uuid(j, rows->v[i].id);
		json_key(j, "name"), json_str(j, rows->v[i].name);
		json_key(j, "from"), json_date(j, rows->v[i].starts);
		json_key(j, "entered"), json_instant(j, rows->v[i].created);
		json_key(j, "taken_back"), json_instant(j, rows->v[i].taken_back_at);
		json_end(j);
	}
	json_end(j);
	json_end(j);
	return answer_json(cx, 200);
}

static void add_options(struct ctx *cx, const struct profiles_to_give_rows *rows, struct str chosen, struct induction_profile_view *v)
{
	v->options.v = NEW_ARRAY(cx->arena, struct profile_option, rows->n + 2);
	for (size_t i = 0; i < rows->n; i++) {
		struct str key = uuid_str(cx->arena, rows->v[i].id);

		v->options.v[v->options.n++] = (struct profile_option){
			key, rows->v[i].name, i ? strf(cx->arena, "profile-%zu", i + 1) : S("profile"), str_eq(key, chosen) };
	}
	v->options.v[v->options.n] = (struct profile_option){ S("none"), word(T_PROFILE_OF_STANDARD),
		                                                  v->options.n ? strf(cx->arena, "profile-%zu", v->options.n + 1) : S("profile"),
		                                                  str_eq(chosen, S("none")) };
	v->options.n++;
}

static void add_changes(struct ctx *cx, const struct profiles_of_induction_rows *rows, struct induction_profile_view *v)
{
	v->changes.v = NEW_ARRAY(cx->arena, struct profile_change, rows->n + 1);
	for (size_t i = 0; i < rows->n; i++) {
		const struct profiles_of_induction_row *r = &rows->v[i];
		bool gone = r->taken_back_at != DB_NULL_INT;

		v->changes.v[v->changes.n++] = (struct profile_change){
			.id = uuid_str(cx->arena, r->id), .name = r->name.n ? r->name : word(T_PROFILE_OF_NONE), .organisation = r->organisation,
			.has_profile = r->name.n > 0, .url = url_id(cx, "/role-profiles/", r->profile_id, ""),
			.from = WORDS(cx->arena, T_PROFILE_OF_FROM, WORD_ARG("date", r->starts)),
			.by = WORDS(cx->arena, T_PROFILE_OF_BY, WORD_ARG("name", r->by), WORD_ARG("date", date_of(r->created))),
			.taken_back = gone ? WORDS(cx->arena, T_PROFILE_OF_TAKEN_BACK, WORD_ARG("date", date_of(r->taken_back_at))) : STR_NONE,
			.may_take_back = v->may_change && !gone,
		};
		if (!gone && r->state == PROFILE_REPLACED && !v->is_older && date_cmp(r->starts, cx->today) <= 0 && v->now.n)
			v->is_older = str_eq(r->name, v->now);
	}
}

enum rc induction_profile_show(struct ctx *cx)
{
	const struct induction *i = cx->induction;
	const struct framework_version *fw;
	struct profiles_of_induction_rows rows;
	struct profiles_to_give_rows to_give = { .n = 0 };
	struct profile_now now;
	struct form_view fv;
	struct induction_profile_view v = { .own = cx->actor.person == i->ecsw, .person = i->name };
	enum rc rc = framework_get(cx, i->framework, &fw);

	if (rc != OK || (rc = profile_now_of(cx, fw, &now)) != OK || (rc = sql_profiles_of_induction(cx->db, cx->arena, i->id, &rows)) != OK)
		return rc;
	if (cx->json)
		return show_json(cx, fw, &now, &rows);
	v.may_change = access_ok(may_arrange_induction(&cx->actor, &cx->resource));
	if (v.may_change && (rc = sql_profiles_to_give(cx->db, cx->arena, i->employer, i->framework, &to_give)) != OK)
		return rc;
	fv = form_view(cx, &induction_profile_form, NULL, -1);
	v.errors = fv.errors;
	v.hidden = fv.hidden;
	v.csrf = hidden_csrf(cx);
	v.starts = form_field(&fv, "starts")->html;
	v.which_error = form_field(&fv, "profile")->error;
	v.lead = v.own ? word(T_PROFILE_OF_LEAD_OWN) : WORDS(cx->arena, T_PROFILE_OF_LEAD, WORD_ARG("name", i->name));
	v.back = own_url(cx, "");
	v.action = own_url(cx, "/profile");
	v.take_back = own_url(cx, "/profile/take-back");
	v.now = now.name;
	v.now_organisation = now.organisation;
	v.now_url = url_id(cx, "/role-profiles/", now.id, "");
	v.since = now.name.n ? WORDS(cx->arena, T_PROFILE_OF_FROM, WORD_ARG("date", now.since)) : STR_NONE;
	v.has_choice = to_give.n > 0 || rows.n > 0;
	add_options(cx, &to_give, form_field(&fv, "profile")->value, &v);
	add_changes(cx, &rows, &v);
	v.lines.v = NEW_ARRAY(cx->arena, struct profile_said, now.e.n + 1);
	for (size_t k = 0; k < now.e.n; k++)
		v.lines.v[v.lines.n++] = profile_say(cx, fw, &now.e.v[k]);
	return page(cx, &(struct page){ .title = word(T_PROFILE_OF_TITLE), .illustrative = fw->illustrative,
	                                .menu = cx->actor.role == ROLE_COORDINATOR ? MENU_COHORT : MENU_NONE, .main = HTML(cx, induction_profile, &v) });
}

/* ---- changing ---- */

static enum rc tell(struct ctx *cx)
{
	const struct induction *i = cx->induction;
	enum rc rc = notice(cx, NOTICE_PROFILE_GIVEN, i->ecsw, i->employer);

	if (rc == OK)
		rc = notice_assigned(cx, NOTICE_PROFILE_GIVEN, i->id, ROLE_SUPERVISOR, i->employer);
	return rc == OK ? notice_assigned(cx, NOTICE_PROFILE_GIVEN, i->id, ROLE_ASSESSOR, i->employer) : rc;
}

/* The row that is meant: its employer's, published, of its standards; DB_NULL_INT for none. */
static enum rc meant(struct ctx *cx, struct str typed, int64_t *ret)
{
	struct profiles_to_give_rows rows;
	enum rc rc;

	*ret = DB_NULL_INT;
	if (str_eq(typed, S("none")))
		return OK;
	rc = sql_profiles_to_give(cx->db, cx->arena, cx->induction->employer, cx->induction->framework, &rows);
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		if (str_eq(uuid_str(cx->arena, rows.v[i].id), typed)) {
			*ret = rows.v[i].profile;
			return OK;
		}
	return rc == OK ? field_error(cx, "profile", T_PROFILE_OF_WHICH_MISSING) : rc;
}

enum rc induction_profile_give(struct ctx *cx)
{
	const struct give_typed *f = cx->form;
	const struct induction *i = cx->induction;
	struct profiles_of_induction_rows rows;
	int64_t profile;
	enum rc rc = meant(cx, f->profile, &profile);
	bool has_before = false, same = false;

	if (rc != OK || (rc = sql_profiles_of_induction(cx->db, cx->arena, i->id, &rows)) != OK)
		return rc;
	if (date_cmp(f->starts, i->starts) < 0)
		return field_error(cx, "starts", T_PROFILE_OF_TOO_EARLY);
	if (f->starts.days > cx->today.days + AHEAD)
		return field_error(cx, "starts", T_PROFILE_OF_TOO_LATE);
	for (size_t k = 0; k < rows.n; k++) {
		const struct profiles_of_induction_row *r = &rows.v[k];

		if (r->taken_back_at != DB_NULL_INT || date_cmp(r->starts, f->starts) > 0)
			continue;
		if (date_cmp(r->starts, f->starts) == 0)
			return field_error(cx, "starts", T_PROFILE_OF_SAME_DAY);
		if (!has_before)
			same = profile == DB_NULL_INT ? !r->name.n : str_eq(uuid_str(cx->arena, r->profile_id), f->profile);
		has_before = true;
	}
	if (same || (!has_before && profile == DB_NULL_INT))
		return field_error(cx, "profile", T_PROFILE_OF_SAME);
	rc = profile_give(cx, i->id, profile, f->starts, NULL);
	if (rc == CONFLICT)
		return field_error(cx, "starts", T_PROFILE_OF_SAME_DAY);
	if (rc == OK)
		rc = tell(cx);
	return rc == OK ? done(cx, own_url(cx, "/profile"), T_PROFILE_OF_NOTICE) : rc;
}

enum rc induction_profile_take_back(struct ctx *cx)
{
	const struct back_typed *f = cx->form;
	int64_t changed = 0;
	struct uuid id;
	enum rc rc = uuid_parse(f->change, &id) ? OK : NOT_FOUND;

	if (rc == OK)
		rc = sql_profile_take_back(cx->db, cx->arena, id, cx->induction->id, cx->now, cx->actor.person, &changed);
	if (rc == OK && !changed)
		rc = NOT_FOUND;
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_PROFILE_TAKEN_BACK, id, S("{}"));
	if (rc == OK)
		rc = tell(cx);
	return rc == OK ? done(cx, own_url(cx, "/profile"), T_PROFILE_OF_NOTICE_BACK) : rc;
}

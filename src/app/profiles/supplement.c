/* supplement.c — what an employer asks besides the national standards (C5): beside an outcome, shown apart. Nothing can be linked to it, and
 * nothing that counts, decides or chooses reads it. */
#include "app/profiles/profiles_view.h"

#include "profiles.sql.h"
#include "supplement.sql.h"
#include "templates.gen.h"

enum { OPEN_MAX = 60, AHEAD = 366 };

struct supplement_typed {
	struct str framework, outcome, code, text;
	struct date starts;
};
static const struct field fields[] = {
	TEXT(struct supplement_typed, framework, .label = T_SUPPLEMENT_STANDARDS, .max = UUID_TEXT, .required = true,
	     .missing = T_PROFILE_STANDARDS_MISSING),
	TEXT(struct supplement_typed, outcome, .label = T_SUPPLEMENT_OUTCOME, .hint = T_SUPPLEMENT_OUTCOME_HINT, .max = 20, .required = true),
	TEXT(struct supplement_typed, code, .label = T_SUPPLEMENT_CODE, .hint = T_SUPPLEMENT_CODE_HINT, .max = 20, .required = true),
	LONG_TEXT(struct supplement_typed, text, .label = T_SUPPLEMENT_TEXT, .max = 600, .rows = 3, .required = true),
	DATE(struct supplement_typed, starts, .label = T_SUPPLEMENT_STARTS, .max = 30, .required = true, .not_before_1990 = true),
};
static void check(struct ctx *cx, const void *filled)
{
	const struct supplement_typed *f = filled;

	if (!date_is_none(f->starts) && (f->starts.days < cx->today.days - AHEAD || f->starts.days > cx->today.days + AHEAD))
		field_error(cx, "starts", T_SUPPLEMENT_TOO_FAR);
}
static struct str say(struct ctx *cx, const struct field *field, struct str value)
{
	struct profile_frameworks_rows rows;

	if (strcmp(field->name, "framework") != 0 || sql_profile_frameworks(cx->db, cx->arena, &rows) != OK)
		return value;
	for (size_t i = 0; i < rows.n; i++)
		if (str_eq(uuid_str(cx->arena, rows.v[i].id), value))
			return rows.v[i].title;
	return value;
}
const struct form supplement_form = { .name = "supplement", .size = sizeof(struct supplement_typed), .fields = fields, .n = COUNT_OF(fields),
	                                  .check = check, .autosave = true, .say = say };

struct end_typed {
	struct str supplement;
};
static const struct field end_fields[] = {
	TEXT(struct end_typed, supplement, .label = T_SUPPLEMENT_WHICH, .max = UUID_TEXT, .required = true),
};
const struct form supplement_end_form = { .name = "supplement_end", .size = sizeof(struct end_typed), .fields = end_fields,
	                                      .n = COUNT_OF(end_fields) };

/* ---- reading ---- */

static struct supplement_line line_of(struct ctx *cx, const struct framework_version *v, struct uuid id, int64_t position, struct str code,
                                      struct str text, struct date starts)
{
	const struct framework_item *item = position >= 0 && (size_t)position < v->fw->n ? &v->fw->items[position] : NULL;

	return (struct supplement_line){
		.id = uuid_str(cx->arena, id), .code = code, .text = text,
		.beside = item ? WORDS(cx->arena, T_SUPPLEMENT_BESIDE, WORD_ARG("code", item->code), WORD_ARG("title", item->text)) : STR_NONE,
		.when = WORDS(cx->arena, date_cmp(starts, cx->today) > 0 ? T_SUPPLEMENT_FROM : T_SUPPLEMENT_SINCE, WORD_ARG("date", starts)),
	};
}

enum rc supplements_of(struct ctx *cx, int64_t organisation, const struct framework_version *v, struct supplement_lines *ret)
{
	struct supplements_of_rows rows;
	enum rc rc = sql_supplements_of(cx->db, cx->arena, organisation, v->id, &rows);

	if (rc != OK)
		return rc;
	*ret = (struct supplement_lines){ rows.n ? NEW_ARRAY(cx->arena, struct supplement_line, rows.n) : NULL, 0 };
	for (size_t i = 0; i < rows.n; i++)
		if (date_cmp(rows.v[i].starts, cx->today) <= 0)
			ret->v[ret->n++] = line_of(cx, v, rows.v[i].id, rows.v[i].position, rows.v[i].code, rows.v[i].text, rows.v[i].starts);
	return OK;
}

void supplements_json(struct json_out *j, const struct supplement_lines *l)
{
	json_key(j, "supplement"), json_arr(j);
	for (size_t i = 0; i < l->n; i++) {
		json_obj(j);
		json_key(j, "id"), json_str(j, l->v[i].id);
		json_key(j, "code"), json_str(j, l->v[i].code);
		json_key(j, "beside"), json_str(j, l->v[i].beside);
		json_key(j, "text"), json_str(j, l->v[i].text);
		json_end(j);
	}
	json_end(j);
}

static enum rc own_lines(struct ctx *cx, struct supplement_lines *ret)
{
	struct supplements_own_rows rows;
	enum rc rc = sql_supplements_own(cx->db, cx->arena, cx->actor.organisation, &rows);

	if (rc != OK)
		return rc;
	*ret = (struct supplement_lines){ NEW_ARRAY(cx->arena, struct supplement_line, rows.n + 1), 0 };
	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		const struct framework_version *v;

		if ((rc = framework_get(cx, rows.v[i].framework, &v)) == OK)
			ret->v[ret->n++] = line_of(cx, v, rows.v[i].id, rows.v[i].position, rows.v[i].code, rows.v[i].text, rows.v[i].starts);
	}
	return rc;
}

enum rc supplements_show(struct ctx *cx)
{
	struct form_view fv = form_view(cx, &supplement_form, &(struct supplement_typed){ .starts = cx->today }, -1);
	struct supplements_view v = { .errors = fv.errors, .hidden = fv.hidden, .csrf = hidden_csrf(cx) };
	struct profile_frameworks_rows rows;
	struct str chosen = form_field(&fv, "framework")->value;
	enum rc rc = own_lines(cx, &v.all);

	if (rc == OK && cx->json) {
		struct json_out *j = reply_json(cx);

		json_obj(j);
		supplements_json(j, &v.all);
		json_end(j);
		return answer_json(cx, 200);
	}
	if (rc != OK || (rc = sql_profile_frameworks(cx->db, cx->arena, &rows)) != OK)
		return rc;
	v.frameworks.v = NEW_ARRAY(cx->arena, struct profile_option, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		struct str key = uuid_str(cx->arena, rows.v[i].id);

		v.frameworks.v[v.frameworks.n++] = (struct profile_option){ key, WORDS(cx->arena, T_FRAMEWORK_NAME, WORD_ARG("title", rows.v[i].title),
			WORD_ARG("version", rows.v[i].version)), i ? strf(cx->arena, "framework-%zu", i + 1) : S("framework"), str_eq(key, chosen) };
	}
	v.framework_error = form_field(&fv, "framework")->error;
	v.outcome = form_field(&fv, "outcome")->html;
	v.code = form_field(&fv, "code")->html;
	v.text = form_field(&fv, "text")->html;
	v.starts = form_field(&fv, "starts")->html;
	return page(cx, &(struct page){ .title = word(T_SUPPLEMENT_TITLE), .menu = MENU_STANDARDS, .main = HTML(cx, supplements, &v) });
}

/* ---- changing ---- */

static enum rc changed(struct ctx *cx, int64_t organisation, struct uuid id, bool added)
{
	return event_add(cx, CHAIN_ORGANISATION, organisation, EVENT_SUPPLEMENT_CHANGED, id, added ? S("{\"added\":true}") : S("{\"added\":false}"));
}

enum rc supplement_make(struct ctx *cx, int64_t organisation, int64_t item, struct str code, struct str text, struct date starts)
{
	struct uuid id = uuid7(cx->now);
	enum rc rc = sql_supplement_add(cx->db, cx->arena, id, organisation, item, code, text, starts, cx->now, cx->actor.person, NULL);

	return rc == OK ? changed(cx, organisation, id, true) : rc;
}

enum rc supplement_add(struct ctx *cx)
{
	const struct supplement_typed *f = cx->form;
	const struct framework_version *v = NULL;
	struct profile_frameworks_rows rows;
	struct supplement_lines all;
	int32_t item;
	enum rc rc = own_lines(cx, &all);

	if (rc != OK || (rc = sql_profile_frameworks(cx->db, cx->arena, &rows)) != OK)
		return rc;
	for (size_t i = 0; rc == OK && i < rows.n && !v; i++)
		if (str_eq(uuid_str(cx->arena, rows.v[i].id), f->framework))
			rc = framework_get(cx, rows.v[i].framework, &v);
	if (rc != OK)
		return rc;
	if (!v)
		return field_error(cx, "framework", T_PROFILE_STANDARDS_MISSING);
	item = framework_find_code(v->fw, f->outcome);
	if (item < 0 || v->fw->items[item].role != ROLE_OUTCOME)
		return field_error(cx, "outcome", T_SUPPLEMENT_OUTCOME_WRONG);
	if (framework_find_code(v->fw, f->code) >= 0) /* nobody is to take it for one of theirs */
		return field_error(cx, "code", T_SUPPLEMENT_CODE_NATIONAL);
	for (size_t i = 0; i < all.n; i++)
		if (str_eq(all.v[i].code, f->code))
			return field_error(cx, "code", T_SUPPLEMENT_CODE_TAKEN);
	if (all.n >= OPEN_MAX)
		return form_error(cx, T_SUPPLEMENT_TOO_MANY);
	rc = supplement_make(cx, cx->actor.organisation, v->rows[item], f->code, f->text, f->starts);
	if (rc == CONFLICT)
		return field_error(cx, "code", T_SUPPLEMENT_CODE_TAKEN);
	return rc == OK ? created(cx, url_lit("/supplements"), T_SUPPLEMENT_ADDED) : rc;
}

enum rc supplement_end(struct ctx *cx)
{
	const struct end_typed *f = cx->form;
	int64_t gone = 0;
	struct uuid id;
	enum rc rc = uuid_parse(f->supplement, &id) ? OK : NOT_FOUND;

	if (rc == OK)
		rc = sql_supplement_end(cx->db, cx->arena, id, cx->actor.organisation, cx->now, cx->actor.person, &gone);
	if (rc == OK && !gone)
		rc = NOT_FOUND;
	if (rc == OK)
		rc = changed(cx, cx->actor.organisation, id, false);
	return rc == OK ? done(cx, url_lit("/supplements"), T_SUPPLEMENT_ENDED) : rc;
}

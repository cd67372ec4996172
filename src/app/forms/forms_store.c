/* forms_store.c — forms in versions: published once, read by the row a piece was written with. */
#include "app/forms/forms_inside.h"

#include "forms.sql.h"

#include <jansson.h>

static enum rc taken(struct ctx *cx, const struct piece_form *f, struct str *ret_why)
{
	*ret_why = strf(cx->arena, "forms: version %d of %.*s is here with other questions, and something may have been written with "
	                "it: give the new one a higher version.", f->version, STR_FMT(form_kind_key(f)));
	return CONFLICT;
}

static enum rc publish(struct ctx *cx, int64_t programme, const struct piece_form *f, struct str body, size_t *ret_added,
                       struct str *ret_why)
{
	struct uuid id = uuid7(cx->now);
	struct form_version_row same;
	struct form_newest_row newest;
	enum rc rc = sql_form_version(cx->db, cx->arena, programme, form_kind(f), f->version, &same);

	if (rc != NOT_FOUND)
		return rc == OK && !str_eq(same.body, body) ? taken(cx, f, ret_why) : rc;
	rc = sql_form_newest(cx->db, cx->arena, programme, form_kind(f), &newest);
	if (rc == OK && newest.version > f->version)
		return taken(cx, f, ret_why);
	if (rc != OK && rc != NOT_FOUND)
		return rc;
	*ret_added += 1;
	rc = sql_form_add(cx->db, cx->arena, id, programme, form_kind(f), f->version, body, cx->now, NULL);
	return rc == OK ? event_add(cx, CHAIN_INSTALLATION, 0, EVENT_FORM_PUBLISHED, id,
	                            strf(cx->arena, "{\"kind\":\"%.*s\",\"version\":%d}", STR_FMT(form_kind_key(f)), f->version))
	                : rc;
}

enum rc forms_publish(struct ctx *cx, int64_t programme, const struct forms_read *forms, size_t *ret_added,
                      struct str *ret_why)
{
	enum rc rc = OK;

	for (size_t i = 0; i < forms->n && rc == OK; i++)
		rc = publish(cx, programme, &forms->v[i], forms->bodies[i], ret_added, ret_why);
	return rc;
}

/* form_of_body — a form as it was published. What is in the database was checked when it came in. */
enum rc form_of_body(struct ctx *cx, int64_t row, struct str body, const struct piece_form **ret)
{
	struct json_limits limits = { .bytes = 256 * 1024, .depth = 8, .values = 10000 };
	struct json_problem problem = { 0 };
	struct forms_read read;
	struct str why = STR_NONE;
	json_t *o, *list;

	if (json_parse(cx->arena, strf(cx->arena, "[%.*s]", STR_FMT(body)), limits, &list, &problem) != OK ||
	    !(o = json_array_get(list, 0)) || !forms_read_all(cx->arena, list, &read, &why)) {
		log_event(LOG_ERROR, "form.damaged", { "row", LOG_I(row) }, { "why", LOG_S(why) });
		return FAULT;
	}
	read.v[0].row = row;
	*ret = &read.v[0];
	return OK;
}

enum rc form_get(struct ctx *cx, int64_t row, enum evidence_kind kind, const struct piece_form **ret)
{
	struct form_at_row at;
	enum rc rc;

	if (row > 0 && row != DB_NULL_INT) {
		rc = sql_form_at(cx->db, cx->arena, row, &at);
		return rc == OK ? form_of_body(cx, row, at.body, ret) : rc;
	}
	*ret = forms_plain(cx, kind);
	return *ret ? OK : NOT_FOUND;
}

enum rc forms_current_all(struct ctx *cx, const struct piece_form *ret[KIND_END])
{
	struct forms_newest_rows rows;
	bool any = false;
	enum rc rc = sql_forms_newest(cx->db, cx->arena, cx->induction->programme_row, &rows);

	for (int k = 0; k < KIND_END; k++)
		ret[k] = NULL;
	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		any = any || rows.v[i].kind < KIND_END;
		if (rows.v[i].kind > 0 && rows.v[i].kind < KIND_END && !ret[rows.v[i].kind])
			rc = form_of_body(cx, rows.v[i].form, rows.v[i].body, &ret[rows.v[i].kind]);
	}
	for (int k = 1; k < KIND_END && !any; k++)
		ret[k] = forms_plain(cx, (enum evidence_kind)k);
	return rc;
}

enum rc forms_current(struct ctx *cx, enum evidence_kind kind, const struct piece_form **ret)
{
	struct forms_newest_rows rows;
	bool any = false;
	enum rc rc = sql_forms_newest(cx->db, cx->arena, cx->induction->programme_row, &rows);

	if (rc != OK)
		return rc;
	for (size_t i = 0; i < rows.n; i++) {
		if (rows.v[i].kind == (int64_t)kind)
			return form_of_body(cx, rows.v[i].form, rows.v[i].body, ret);
		any = any || rows.v[i].kind < KIND_END;
	}
	*ret = any ? NULL : forms_plain(cx, kind);
	return *ret ? OK : NOT_FOUND;
}

enum rc form_of_piece(struct ctx *cx, const struct piece_form **ret)
{
	return form_get(cx, cx->evidence->form, cx->evidence->kind, ret);
}

int form_month(const struct ctx *cx)
{
	int month = induction_month(cx->induction, cx->evidence ? date_of(cx->evidence->created) : cx->today);

	return month ? month - 1 : 0; /* data count from 0 */
}

enum rc forms_newest_of(struct ctx *cx, int64_t programme, int kind, int64_t *ret)
{
	struct forms_newest_rows rows;
	enum rc rc = sql_forms_newest(cx->db, cx->arena, programme, &rows);

	*ret = DB_NULL_INT;
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		if (rows.v[i].kind == (int64_t)kind && *ret == DB_NULL_INT)
			*ret = rows.v[i].form;
	return rc;
}

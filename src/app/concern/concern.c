/* concern.c — the page, and the two texts that can be changed. */
#include "app/concern/concern.h"

#include "app/concern/concern_view.h"
#include "concern.sql.h"
#include "templates.gen.h"
#include "web/form.h"

enum { TEXT_MAX = 4000, INSTALLATION = 0 };

struct concern_form {
	struct str body;
};
static const struct field concern_fields[] = {
	LONG_TEXT(struct concern_form, body, .label = T_CONCERN_BODY, .hint = T_CONCERN_BODY_HINT, .max = TEXT_MAX, .rows = 14),
};
/* Two, since what is typed is kept by the address a form posts to. */
#define CONCERN_FORM(name_)                                                                                        \
	{ .name = (name_), .size = sizeof(struct concern_form), .fields = concern_fields, .n = COUNT_OF(concern_fields),  \
	  .autosave = true, .wants_version = true }
const struct form concern_form = CONCERN_FORM("concern_text");
const struct form organisation_concern_form = CONCERN_FORM("organisation_concern_text");

/* ---- the page ---- */

static enum rc text_of(struct ctx *cx, int64_t place, struct concern_text_of_row *ret)
{
	enum rc rc = sql_concern_text_of(cx->db, cx->arena, place, ret);

	if (rc == NOT_FOUND)
		*ret = (struct concern_text_of_row){ .body = S("") };
	return rc == NOT_FOUND ? OK : rc;
}

static void paragraphs(struct str text, struct concern_paragraphs *ret)
{
	struct str rest = str_trim(text);

	while (rest.n && ret->n < COUNT_OF(ret->v)) {
		size_t end = ret->n + 1 < COUNT_OF(ret->v) ? str_find(rest, S("\n\n")) : SIZE_MAX;

		ret->v[ret->n++].text = str_trim(str_sub(rest, 0, end));
		rest = end == SIZE_MAX ? STR_NONE : str_trim(str_sub(rest, end, SIZE_MAX));
	}
}

static enum rc read_own(struct ctx *cx, struct concern_view *v)
{
	struct resource r = { .organisation = cx->actor.organisation };
	struct concern_text_of_row own;
	struct concern_organisation_row o;
	enum rc rc = text_of(cx, cx->actor.organisation, &own);

	if (rc != OK || (rc = sql_concern_organisation(cx->db, cx->arena, cx->actor.organisation, &o)) != OK)
		return rc;
	if (str_trim(own.body).n)
		v->organisation = o.name;
	paragraphs(own.body, &v->own);
	v->may_edit_own = cx->actor.role == ROLE_COORDINATOR && access_ok(may_coordinate_organisation(&cx->actor, &r));
	v->edit_own = url_id(cx, "/organisations/", o.id, "/concern");
	return OK;
}

enum rc concern_show(struct ctx *cx)
{
	struct concern_view v = { .may_edit = may_use(cx->actor.role, CAP_SYSTEM) };
	struct concern_text_of_row ours;
	enum rc rc = text_of(cx, INSTALLATION, &ours);

	if (rc == OK && cx->actor.person && cx->actor.organisation)
		rc = read_own(cx, &v);
	if (rc != OK)
		return rc;
	paragraphs(ours.body, &v.ours);
	return page(cx, &(struct page){ .title = word(T_CONCERN_TITLE), .main = HTML(cx, concern_show, &v) });
}

/* ---- changing a text ---- */

static enum rc show_edit(struct ctx *cx, int64_t place, struct concern_edit_view *v)
{
	const struct form *form = place == INSTALLATION ? &concern_form : &organisation_concern_form;
	struct concern_text_of_row now;
	struct concern_form typed;
	struct form_view fv;
	enum rc rc = text_of(cx, place, &now);

	if (rc != OK)
		return rc;
	typed.body = now.body;
	fv = form_view(cx, form, &typed, now.version);
	v->errors = fv.errors;
	v->hidden = fv.hidden;
	v->body = form_field(&fv, "body")->html;
	return page(cx, &(struct page){ .title = word(T_CONCERN_EDIT), .main = HTML(cx, concern_edit, v) });
}

/* keep — the text of a place, at the version it was read at; 0 where there was none. */
static enum rc keep(struct ctx *cx, int64_t place, enum chain_kind chain, struct uuid about)
{
	const struct concern_form *form = cx->form;
	struct concern_text_of_row now;
	int64_t changed = 1;
	enum rc rc = text_of(cx, place, &now);

	if (rc == OK)
		rc = version_is(cx, now.version);
	if (rc != OK)
		return rc == NO_VERSION && !cx->json ? STALE : rc;
	if (now.version)
		rc = sql_concern_text_change(cx->db, cx->arena, place, now.version, str_trim(form->body), cx->now, &changed);
	else
		rc = sql_concern_text_add(cx->db, cx->arena, place, place ? place : DB_NULL_INT, str_trim(form->body), cx->now, NULL);
	if (rc == CONFLICT || (rc == OK && !changed)) /* somebody else's came in between */
		return STALE;
	if (rc == OK)
		rc = event_add(cx, chain, place, EVENT_CONCERN_TEXT_CHANGED, about,
		               strf(cx->arena, "{\"version\":%lld}", (long long)now.version + 1));
	cx->current_version = now.version + 1;
	return rc == OK ? done(cx, url_lit("/raise-a-concern"), T_CONCERN_SAVED) : rc;
}

enum rc concern_edit(struct ctx *cx)
{
	return show_edit(cx, INSTALLATION, &(struct concern_edit_view){ .action = url_lit("/raise-a-concern"),
	                                                                .back = url_lit("/raise-a-concern") });
}

enum rc concern_save(struct ctx *cx)
{
	return keep(cx, INSTALLATION, CHAIN_INSTALLATION, UUID_NONE);
}

enum rc organisation_concern_edit(struct ctx *cx)
{
	const struct organisation *o = cx->organisation;

	return show_edit(cx, o->id, &(struct concern_edit_view){
		.organisation = o->name, .action = url_id(cx, "/organisations/", o->uuid, "/concern"),
		.back = url_id(cx, "/organisations/", o->uuid, "") });
}

enum rc organisation_concern_save(struct ctx *cx)
{
	return keep(cx, cx->organisation->id, CHAIN_ORGANISATION, cx->organisation->uuid);
}

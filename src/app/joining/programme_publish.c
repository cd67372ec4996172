/* programme_publish.c — a draft is published by the department, which sees first what it changes and for whom; a published one is withdrawn
 * from new starts. Whoever brought it in did so at the command line, so that two people have had it in hand. */
#include "app/joining/joining.h"

#include "app/joining/programme_changes.h"
#include "app/joining/programme_view.h"
#include "programme.sql.h"
#include "templates.gen.h"

static struct url programme_url(struct ctx *cx, const char *after)
{
	return url_id(cx, "/programmes/", cx->programme->uuid, after);
}

/* One button, and what was wrong when it was pressed. */
static const struct form publish_form = { .name = "programme_publish" };

/* What it takes the place of, what it changes, and how many are on that one. */
static enum rc add_before(struct ctx *cx, struct programme_publish_view *v)
{
	struct programme_changes *changes = NEW(cx->arena, struct programme_changes);
	const struct programme *p = cx->programme, *before;
	struct programme_people_row people;
	enum rc rc;

	if (p->replaces_id == DB_NULL_INT)
		return OK;
	if ((rc = programme_get(cx, p->replaces_id, &before)) != OK || (rc = sql_programme_people(cx->db, cx->arena, before->id, &people)) != OK)
		return rc;
	programme_changes_of(cx->arena, &before->d, &p->d, changes);
	v->is_next = true;
	v->before = before->d.name;
	v->before_url = url_id(cx, "/programmes/", before->uuid, "");
	v->people = (int)people.n;
	v->changes = (struct programme_sentences){ changes->v, changes->n };
	return OK;
}

enum rc programme_publish_show(struct ctx *cx)
{
	const struct programme *p = cx->programme;
	const struct framework_version *fw;
	struct programme_standing s;
	struct programme_publish_view v;
	struct form_view fv = form_view(cx, &publish_form, NULL, -1);
	enum rc rc = programme_standing(cx, p->id, &s);

	if (rc != OK || (rc = framework_get(cx, p->framework_id, &fw)) != OK)
		return rc;
	v = (struct programme_publish_view){
		.name = p->d.name, .back = programme_url(cx, ""), .action = programme_url(cx, "/publish"), .csrf = hidden_csrf(cx),
		.made_on = date_long(cx->arena, date_of(s.created)), .months = p->d.months, .illustrative = p->d.illustrative,
		.standards = WORDS(cx->arena, T_FRAMEWORK_NAME, WORD_ARG("title", fw->title), WORD_ARG("version", fw->version)),
		.standards_url = url_id(cx, "/frameworks/", p->framework_uuid, ""), .errors = fv.errors,
		.waits = s.waits ? word(s.waits) : STR_NONE,
		.in_force = date_is_none(p->d.in_force) ? word(T_PROGRAMME_PUBLISH_NO_DAY) : date_long(cx->arena, p->d.in_force),
	};
	if ((rc = add_before(cx, &v)) != OK)
		return rc;
	return page(cx, &(struct page){ .title = word(T_PROGRAMME_PUBLISH_TITLE), .menu = MENU_STANDARDS, .illustrative = p->d.illustrative,
	                                .main = HTML(cx, programme_publish, &v) });
}

enum rc programme_publish_do(struct ctx *cx)
{
	const struct programme *p = cx->programme;
	struct programme_standing s;
	enum rc rc = programme_standing(cx, p->id, &s);

	if (rc == OK && s.waits)
		return form_error(cx, s.waits);
	if (rc == OK)
		rc = programme_publish(cx, p->id, p->uuid, false);
	return rc == OK ? done(cx, programme_url(cx, ""), T_PROGRAMME_PUBLISH_DONE) : rc;
}

enum rc programme_withdraw_show(struct ctx *cx)
{
	const struct programme *p = cx->programme;
	struct programme_people_row people;
	struct programme_standing s;
	struct programme_withdraw_view v;
	enum rc rc = programme_standing(cx, p->id, &s);

	if (rc != OK || (rc = sql_programme_people(cx->db, cx->arena, p->id, &people)) != OK)
		return rc;
	v = (struct programme_withdraw_view){ .name = p->d.name, .back = programme_url(cx, ""), .action = programme_url(cx, "/withdraw"),
		                                  .csrf = hidden_csrf(cx), .people = (int)people.n, .containing = (int)s.containing };
	return page(cx, &(struct page){ .title = word(T_PROGRAMME_WITHDRAW_TITLE), .menu = MENU_STANDARDS, .main = HTML(cx, programme_withdraw, &v) });
}

enum rc programme_withdraw_do(struct ctx *cx)
{
	enum rc rc = programme_withdraw(cx, cx->programme->id, cx->programme->uuid);

	return rc == OK ? done(cx, programme_url(cx, ""), T_PROGRAMME_WITHDRAW_DONE) : rc;
}

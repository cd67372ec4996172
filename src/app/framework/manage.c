/* manage.c — a draft is published by somebody else than who imported it; a published version can be withdrawn. */
#include "app/consult/consult.h"
#include "app/framework/manage_view.h"
#include "app/framework/pages.h"

#include "browse.sql.h"
#include "templates.gen.h"

struct publish_form {
	struct date in_force;
};
static const struct field publish_fields[] = {
	DATE(struct publish_form, in_force, .label = T_FRAMEWORK_IN_FORCE_LABEL, .hint = T_FRAMEWORK_IN_FORCE_HINT),
};
const struct form framework_publish_form = {
	.name = "framework_publish", .size = sizeof(struct publish_form), .fields = publish_fields, .n = COUNT_OF(publish_fields),
};

static enum rc fill_changes(struct ctx *cx, struct fw_publish_view *view)
{
	const struct framework_version *before;
	enum rc rc = fw_previous(cx, cx->framework, &before);

	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	view->has_changes = true;
	view->changes_from = fw_name(cx, before);
	view->changes = url_id(cx, str_c(cx->arena, fw_url(cx, cx->framework, "/diff/").s), before->uuid, "");
	return OK;
}

/* framework_publish_show — what publishing means, and the button; or why it is not this person's to press. */
enum rc framework_publish_show(struct ctx *cx)
{
	const struct framework_version *v = cx->framework;
	struct form_view f = form_view(cx, &framework_publish_form, NULL, -1);
	struct fw_publish_view view;
	struct fw_made_row made;
	enum rc rc = sql_fw_made(cx->db, cx->arena, v->id, &made);

	if (rc != OK)
		return rc;
	view = (struct fw_publish_view){
		.name = fw_name(cx, v), .maker = made.maker, .made_on = date_long(cx->arena, date_of(made.created)),
		.back = fw_url(cx, v, ""), .action = fw_url(cx, v, "/publish"), .illustrative = v->illustrative,
		.is_open = cx->resource.commenting, .is_maker = !access_ok(may_publish_framework(&cx->actor, &cx->resource)), .outcomes = (int)v->fw->outcomes_n,
		.statements = (int)v->fw->statements_n, .hidden = f.hidden, .errors = f.errors,
		.in_force = form_field(&f, "in_force")->html,
	};
	if ((rc = fill_changes(cx, &view)) != OK || (rc = consult_before_publishing(cx, v, &view.until, &view.unanswered)) != OK)
		return rc;
	return fw_page(cx, v, word(T_FRAMEWORK_PUBLISH_TITLE), HTML(cx, manage_publish, &view));
}

enum rc framework_publish(struct ctx *cx)
{
	const struct publish_form *form = cx->form;
	const struct framework_version *v = cx->framework;
	enum rc rc = framework_do_publish(cx, v->id, v->uuid, false, form->in_force);

	return rc == OK ? done(cx, fw_url(cx, v, ""), T_FRAMEWORK_PUBLISH_DONE) : rc;
}

enum rc framework_withdraw_show(struct ctx *cx)
{
	const struct framework_version *v = cx->framework;
	struct fw_withdraw_view view = { .name = fw_name(cx, v), .back = fw_url(cx, v, ""), .action = fw_url(cx, v, "/withdraw"),
		                         .csrf = hidden_csrf(cx) };
	struct fw_made_row made;
	enum rc rc = sql_fw_made(cx->db, cx->arena, v->id, &made);

	if (rc != OK)
		return rc;
	view.programmes = made.programmes;
	return fw_page(cx, v, word(T_FRAMEWORK_WITHDRAW_TITLE), HTML(cx, manage_withdraw, &view));
}

enum rc framework_withdraw(struct ctx *cx)
{
	const struct framework_version *v = cx->framework;
	enum rc rc = framework_do_withdraw(cx, v->id, v->uuid);

	return rc == OK ? done(cx, fw_url(cx, v, ""), T_FRAMEWORK_WITHDRAW_DONE) : rc;
}

/* privacy_back.c — a reader sends a piece back because it names somebody: from then on nobody but its writer reads it. */
#include "app/privacy/privacy_inside.h"

#include "app/notices/notices.h"
#include "app/privacy/privacy_view.h"
#include "templates.gen.h"
#include "web/form.h"

static const struct field back_fields[] = {
	LIST_OF(struct send_back_typed, what, .label = T_FINDS_BACK_WHAT, .max = PRIVACY_CLASS_END),
};

static int64_t classes_of(const struct str_list *keys)
{
	int64_t bits = 0;

	for (size_t i = 0; i < keys->n; i++)
		bits |= INT64_C(1) << privacy_class_of_key(str_trim(keys->v[i]));
	return bits & ~INT64_C(1);
}

static void check_back(struct ctx *cx, const void *filled)
{
	if (!classes_of(&((const struct send_back_typed *)filled)->what))
		field_error(cx, "what", T_FINDS_BACK_MISSING);
}

const struct form privacy_send_back_form = {
	.name = "privacy_send_back", .size = sizeof(struct send_back_typed), .fields = back_fields, .n = COUNT_OF(back_fields), .check = check_back,
};

static enum rc draw_back(struct ctx *cx)
{
	struct privacy_back *v = NEW(cx->arena, struct privacy_back);
	struct form_view fv = form_view(cx, &privacy_send_back_form, NULL, -1);

	v->back = url_id(cx, "/evidence/", cx->evidence->uuid, "");
	v->action = url_id(cx, "/evidence/", cx->evidence->uuid, "/send-back");
	v->hidden = fv.hidden;
	v->errors = fv.errors;
	v->error = form_field(&fv, "what")->error;
	v->name = first_name(cx->induction->name);
	v->title = str_trim(cx->evidence->title).n ? cx->evidence->title : word(T_EVIDENCE_UNTITLED);
	v->classes.v = NEW_ARRAY(cx->arena, struct privacy_class_view, PRIVACY_CLASS_END);
	for (int c = 1; c < PRIVACY_CLASS_END; c++)
		v->classes.v[v->classes.n++] = (struct privacy_class_view){ privacy_key((enum privacy_class)c), class_word((enum privacy_class)c) };
	return page(cx, &(struct page){ .title = word(T_FINDS_BACK_TITLE), .menu = MENU_DESK, .status = cx->err.n ? 422 : 0,
		                            .main = HTML(cx, privacy_back, v) });
}

enum rc privacy_send_back_show(struct ctx *cx)
{
	return draw_back(cx);
}

enum rc privacy_send_back_again(struct ctx *cx)
{
	return draw_back(cx);
}

enum rc privacy_send_back(struct ctx *cx)
{
	const struct send_back_typed *t = cx->form;
	enum rc rc = privacy_hold_back(cx, HOLD_ASSESSOR, classes_of(&t->what));

	if (rc == OK)
		rc = notice(cx, NOTICE_VIEW_GIVEN, cx->induction->ecsw, cx->induction->employer);
	return rc == OK ? done(cx, cx->json ? url_id(cx, "/inductions/", cx->induction->uuid, "") : url_lit("/"), T_FINDS_NOTICE_SENT_BACK) : rc;
}

enum rc privacy_held_of(struct ctx *cx, int64_t *ret)
{
	struct privacy_held_count_row row;
	enum rc rc = sql_privacy_held_count(cx->db, cx->arena, cx->induction->id, &row);

	if (rc == OK)
		*ret = row.held;
	return rc;
}

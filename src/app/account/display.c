/* display.c — the page on which anybody says how pages are to look. No event: it is nobody's business why somebody wants large
 * letters. */
#include "app/account/account.h"

#include "app/account/account_view.h"
#include "app/sign_in/sign_in.h"
#include "templates.gen.h"
#include "web/form.h"
#include "web/look.h"
#include "web/session.h"

struct display_typed {
	struct str size, font, spacing, background, next;
};
static const struct field display_fields[] = {
	TEXT(struct display_typed, size, .label = T_LOOK_SIZE, .max = 20), TEXT(struct display_typed, font, .label = T_LOOK_FONT, .max = 20),
	TEXT(struct display_typed, spacing, .label = T_LOOK_SPACING, .max = 20),
	TEXT(struct display_typed, background, .label = T_LOOK_GROUND, .max = 20), TEXT(struct display_typed, next, .label = T_SIGN_IN_NEXT, .max = 500),
};
const struct form display_form = { .name = "display", .size = sizeof(struct display_typed), .fields = display_fields,
	                               .n = COUNT_OF(display_fields) };

static enum rc show_json(struct ctx *cx, const struct look *look)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	for (int i = 0; i < LOOK_PARTS; i++) {
		json_key(j, look_parts[i].name);
		json_str(j, look_parts[i].v[look->v[i] - 1].key);
	}
	json_end(j);
	return answer_json(cx, 200);
}

/* What a program is told is what was kept; a browser is shown what it shows. */
static enum rc look_now(struct ctx *cx, struct look *ret)
{
	enum rc rc;

	*ret = look_of(cx);
	if (!cx->json || !cx->actor.person)
		return OK;
	rc = look_kept(cx, cx->actor.person, ret);
	return rc == NOT_FOUND ? OK : rc;
}

enum rc display_show(struct ctx *cx)
{
	struct str next = cx->values ? values_get(cx->values, S("next")) : query(cx, "next");
	struct display_view v = { .csrf = cx->actor.person ? hidden_csrf(cx) : (struct html){ STR_NONE }, .signed_in = cx->actor.person != 0 };
	struct look look;
	enum rc rc = look_now(cx, &look);

	if (rc != OK || (cx->json && !cx->failed && !cx->err.n))
		return rc != OK ? rc : show_json(cx, &look);
	v.next = next.n ? safe_next(cx, next).s : STR_NONE;
	v.fields = look_fields(cx, &look, S(""));
	if (cx->route->form)
		v.errors = form_view(cx, cx->route->form, NULL, -1).errors;
	return page(cx, &(struct page){ .title = word(T_LOOK_TITLE), .main = HTML(cx, display, &v) });
}

/* choose — a key that is none of ours is refused; nothing leaves it as it is. */
static bool choose(struct look *look, enum look_part part, struct str key)
{
	if (!key.n)
		return true;
	for (int k = 0; k < look_parts[part].n; k++)
		if (str_eq(look_parts[part].v[k].key, key)) {
			look->v[part] = k + 1;
			return true;
		}
	return false;
}

enum rc display_save(struct ctx *cx)
{
	const struct display_typed *t = cx->form;
	const struct str keys[LOOK_PARTS] = { t->size, t->font, t->spacing, t->background };
	struct look look;
	enum rc rc = look_now(cx, &look);

	/* What is kept for a person is changed from their own page; a device alone can be told by whoever holds it. */
	if (cx->session.id && !csrf_is_right(cx, values_get(cx->values, S("csrf"))))
		return SIGNED_OUT;
	for (int i = 0; rc == OK && i < LOOK_PARTS; i++)
		if (!choose(&look, (enum look_part)i, str_trim(keys[i])))
			field_error(cx, look_parts[i].name, T_LOOK_NO_SUCH);
	if (rc != OK || cx->err.n)
		return rc != OK ? rc : INVALID;
	if ((rc = look_keep(cx, &look)) != OK)
		return rc;
	if (cx->json)
		return show_json(cx, &look);
	if (cx->route->outside)
		return redirect(cx, safe_next(cx, t->next));
	return done(cx, t->next.n ? safe_next(cx, t->next) : url_lit("/display"), T_LOOK_SAVED);
}

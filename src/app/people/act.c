/* act.c — the page of one act. */
#include "app/people/people_inside.h"

#include "app/people/people_view.h"
#include "templates.gen.h"

void act_says(struct act_view *v, struct str text)
{
	if (v->says.n < COUNT_OF(v->says.v) && text.n)
		v->says.v[v->says.n++].text = text;
}

enum rc act_page(struct ctx *cx, const struct form *form, const void *filled, int64_t version, struct act_view *v)
{
	struct form_view fv = form_view(cx, form, filled, version);

	v->errors = fv.errors;
	v->hidden = fv.hidden;
	for (size_t i = 0; i < fv.n && v->fields.n < COUNT_OF(v->fields.v); i++)
		v->fields.v[v->fields.n++].html = fv.v[i].html;
	return page(cx, &(struct page){ .title = word(v->title), .menu = MENU_PEOPLE, .width = WIDTH_STAFF,
	                                .main = HTML(cx, people_act, v) });
}

/* place.c — the team and the intake of an induction, changed after its start. */
#include "app/joining/terms.h"

#include "app/joining/terms_view.h"
#include "templates.gen.h"

struct place_typed {
	struct str team, intake;
};
static const struct field place_fields[] = {
	TEXT(struct place_typed, team, .label = T_JOINING_TEAM, .max = 120),
	TEXT(struct place_typed, intake, .label = T_JOINING_INTAKE, .hint = T_TERMS_PLACE_INTAKE_HINT, .max = 60),
};
const struct form place_form = { .name = "place", .size = sizeof(struct place_typed), .fields = place_fields,
	                             .n = COUNT_OF(place_fields), .wants_version = true, .autosave = true };

static enum rc place_json(struct ctx *cx, const struct place_of_row *now)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "team"), json_str(j, now->team);
	json_key(j, "intake"), json_str(j, now->intake);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc place_show(struct ctx *cx)
{
	struct place_of_row now;
	struct place_typed usual;
	struct form_view fv;
	struct place_view v;
	enum rc rc = sql_place_of(cx->db, cx->arena, cx->induction->id, &now);

	if (rc != OK)
		return rc;
	cx->current_version = now.version;
	if (cx->json)
		return place_json(cx, &now);
	stale_said(cx);
	usual = (struct place_typed){ now.team, now.intake };
	fv = form_view(cx, &place_form, &usual, now.version);
	v = (struct place_view){
		.errors = fv.errors, .hidden = fv.hidden, .team = form_field(&fv, "team")->html,
		.intake = form_field(&fv, "intake")->html, .name = cx->induction->name,
		.team_now = now.team, .intake_now = now.intake,
		.action = url_id(cx, "/inductions/", cx->induction->uuid, "/place"),
		.back = url_id(cx, "/inductions/", cx->induction->uuid, ""),
	};
	return page(cx, &(struct page){ .title = word(T_TERMS_PLACE_TITLE), .menu = MENU_COHORT, .main = HTML(cx, place, &v) });
}

/* What was typed, without what surrounds it; never without a value. */
static struct str said(struct str typed)
{
	struct str s = str_trim(typed);

	return s.n ? s : S("");
}

enum rc place_save(struct ctx *cx)
{
	const struct place_typed *f = cx->form;
	struct str team = said(f->team), intake = said(f->intake);
	struct place_of_row now;
	bool moves, regroups;
	enum rc rc = sql_place_of(cx->db, cx->arena, cx->induction->id, &now);

	if (rc != OK || (rc = version_is(cx, now.version)) != OK)
		return rc;
	moves = !str_eq(team, now.team);
	regroups = !str_eq(intake, now.intake);
	if (moves || regroups) {
		rc = sql_place_put(cx->db, cx->arena, cx->induction->id, team, intake, NULL);
		if (rc == OK) /* which of them, never their names: those are a person's words */
			rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_PLACE_CHANGED, cx->induction->uuid,
			               strf(cx->arena, "{\"team\":%d,\"intake\":%d}", moves, regroups));
		cx->current_version = now.version + 1;
	}
	return rc == OK ? done(cx, url_id(cx, "/inductions/", cx->induction->uuid, ""), T_TERMS_PLACE_SAVED) : rc;
}

/* succession_places.c — a split: where open invitations, people joining and recorded departures go. Whoever has work here goes
 * with it; of the others nobody can know, so whoever proposes the split says it, by role and by programme: the department
 * does not read who they are. Recorded departures and absences go wherever their person's roles go.
 */
#include "app/organisation/succession_places.h"

#include "templates.gen.h"

enum { PLACES_MOST = 60, PLACE_LENGTH = 120 };

struct places_form {
	struct str_list place; /* "invitations:practice_supervisor=UUID" */
};
static const struct field places_fields[] = {
	LIST_OF(struct places_form, place, .label = T_SUCCESSION_PLACES, .max = PLACES_MOST),
};
const struct form succession_places_form = { .name = "succession_places", .size = sizeof(struct places_form),
                                             .fields = places_fields, .n = COUNT_OF(places_fields) };

static int64_t chosen_for(const struct places_chosen_rows *chosen, int64_t organisation, enum place_kind kind, int64_t what)
{
	for (size_t i = 0; i < chosen->n; i++)
		if (chosen->v[i].organisation == organisation && chosen->v[i].kind == (int64_t)kind && chosen->v[i].what == what)
			return chosen->v[i].becomes;
	return 0;
}

/* ---- what there is ---- */

static void add_group(struct place_groups *g, const struct place_group *one)
{
	if (g->n < COUNT_OF(g->v))
		g->v[g->n++] = *one;
}

enum rc places_read(struct ctx *cx, int64_t succession, int64_t from, struct date on, struct place_groups *ret)
{
	struct places_chosen_rows chosen;
	struct places_offers_rows offers;
	struct places_joinings_rows joinings;
	struct places_departures_row departures;
	enum rc rc = sql_places_chosen(cx->db, cx->arena, succession, &chosen);

	ret->n = 0;
	if (rc != OK || (rc = sql_places_offers(cx->db, cx->arena, succession, from, on, &offers)) != OK ||
	    (rc = sql_places_joinings(cx->db, cx->arena, succession, from, &joinings)) != OK ||
	    (rc = sql_places_departures(cx->db, cx->arena, from, &departures)) != OK)
		return rc;
	for (size_t i = 0; i < offers.n; i++)
		add_group(ret, &(struct place_group){
			PLACE_INVITATIONS, offers.v[i].role, key_of(&roles, (int)offers.v[i].role),
			WORDS(cx->arena, T_SUCCESSION_PLACE_OFFER, WORD_ARG("role", role_word((enum role)offers.v[i].role))),
			offers.v[i].goes == DB_NULL_INT ? 0 : offers.v[i].goes,
			chosen_for(&chosen, from, PLACE_INVITATIONS, offers.v[i].role), offers.v[i].n });
	for (size_t i = 0; i < joinings.n; i++)
		add_group(ret, &(struct place_group){
			PLACE_JOININGS, joinings.v[i].programme, joinings.v[i].slug,
			WORDS(cx->arena, T_SUCCESSION_PLACE_JOINING, WORD_ARG("programme", joinings.v[i].name)),
			joinings.v[i].goes == DB_NULL_INT ? 0 : joinings.v[i].goes,
			chosen_for(&chosen, from, PLACE_JOININGS, joinings.v[i].programme), joinings.v[i].n });
	ret->departures = departures.n;
	return OK;
}

enum rc places_missing(struct ctx *cx, const struct succession *s, const struct succession_parts_rows *parts,
                       struct succession_problems *p)
{
	struct place_groups g;
	enum rc rc = s->kind == SUCCESSION_SPLIT && parts->n ? places_read(cx, s->id, parts->v[0].organisation, s->on_date, &g)
	                                                     : NOT_FOUND;

	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	for (size_t i = 0; i < g.n; i++)
		if (!g.v[i].goes && !g.v[i].chosen && p->n < COUNT_OF(p->v))
			p->v[p->n++] = WORDS(cx->arena, T_SUCCESSION_PLACE_MISSING, WORD_ARG("what", g.v[i].name), WORD_ARG("n", g.v[i].n));
	return OK;
}

/* ---- shown ---- */

static void add_options(struct ctx *cx, const struct place_group *g, const struct succession_parts_rows *parts,
                        struct place_shown *ret)
{
	const char *kind = g->kind == PLACE_INVITATIONS ? "invitations" : "joinings";

	ret->options.v = NEW_ARRAY(cx->arena, struct place_option, parts->n + 1);
	for (size_t i = 0; i < parts->n; i++) {
		bool seen = false;

		for (size_t k = 0; k < i; k++)
			seen = seen || parts->v[k].becomes == parts->v[i].becomes;
		if (!seen)
			ret->options.v[ret->options.n++] = (struct place_option){
				strf(cx->arena, "%s:%.*s=%s", kind, STR_FMT(g->key), uuid_str(cx->arena, parts->v[i].becomes_id).p),
				parts->v[i].becomes_name, parts->v[i].becomes == g->chosen };
	}
}

static struct str name_of(const struct succession_parts_rows *parts, int64_t becomes)
{
	for (size_t i = 0; i < parts->n; i++)
		if (parts->v[i].becomes == becomes)
			return parts->v[i].becomes_name;
	return STR_NONE;
}

enum rc places_shown(struct ctx *cx, const struct succession_parts_rows *parts, bool may_choose, struct places_view *v)
{
	struct place_groups g;
	enum rc rc = places_read(cx, cx->succession->id, parts->v[0].organisation, cx->succession->on_date, &g);

	if (rc != OK)
		return rc;
	v->rows.v = NEW_ARRAY(cx->arena, struct place_shown, g.n + 1);
	for (size_t i = 0; i < g.n; i++) {
		struct place_shown *row = &v->rows.v[v->rows.n++];

		*row = (struct place_shown){ .id = strf(cx->arena, "place-%zu", i), .name = g.v[i].name, .n = g.v[i].n,
			                         .known = g.v[i].goes != 0, .goes = name_of(parts, g.v[i].goes ? g.v[i].goes : g.v[i].chosen) };
		if (!row->known && may_choose)
			add_options(cx, &g.v[i], parts, row);
		v->may_choose = v->may_choose || row->options.n;
	}
	v->departures = g.departures;
	return OK;
}

/* ---- chosen ---- */

static const struct place_group *group_named(const struct place_groups *g, struct str kind, struct str key)
{
	for (size_t i = 0; i < g->n; i++)
		if (!g->v[i].goes && str_eq(g->v[i].key, key) &&
		    str_eq(kind, g->v[i].kind == PLACE_INVITATIONS ? S("invitations") : S("joinings")))
			return &g->v[i];
	return NULL;
}

static enum rc choose_one(struct ctx *cx, const struct succession_parts_rows *parts, const struct place_groups *g, struct str typed)
{
	struct str to = typed, what = str_cut(&to, '='), kind = str_cut(&what, ':');
	const struct place_group *group = what.p ? group_named(g, kind, what) : NULL;
	struct uuid id;

	if (!typed.n) /* left open */
		return OK;
	if (!group || !to.p || !uuid_parse(to, &id))
		return field_error(cx, "place", T_SUCCESSION_PLACE_WRONG);
	for (size_t i = 0; i < parts->n; i++)
		if (uuid_eq(parts->v[i].becomes_id, id))
			return sql_places_choose(cx->db, cx->arena, cx->succession->id, parts->v[i].organisation, group->kind, group->what,
			                         parts->v[i].becomes, NULL);
	return field_error(cx, "place", T_SUCCESSION_PLACE_WRONG);
}

enum rc succession_places(struct ctx *cx)
{
	const struct places_form *f = cx->form;
	const struct succession *s = cx->succession;
	struct succession_parts_rows parts;
	struct place_groups g;
	enum rc rc = succession_read(cx, s->id, &parts);

	if (rc == OK)
		rc = s->kind == SUCCESSION_SPLIT && parts.n ? places_read(cx, s->id, parts.v[0].organisation, s->on_date, &g) : CONFLICT;
	for (size_t i = 0; rc == OK && i < f->place.n; i++)
		rc = choose_one(cx, &parts, &g, f->place.v[i]);
	if (rc == OK)
		rc = event_add(cx, CHAIN_ORGANISATION, parts.v[0].organisation, EVENT_PLACES_CHOSEN, s->uuid, S("{}"));
	return rc == OK ? done(cx, url_id(cx, "/successions/", s->uuid, ""), T_SUCCESSION_PLACES_SAVED) : rc;
}

/* ---- done ---- */

enum rc places_before(struct ctx *cx, int64_t succession, int64_t from, struct date on, struct places *ret)
{
	enum rc rc = sql_places_chosen(cx->db, cx->arena, succession, &ret->chosen);

	ret->from = from;
	ret->succession = succession;
	ret->on = on;
	if (rc == OK)
		rc = sql_places_offer_rows(cx->db, cx->arena, succession, from, on, &ret->offers);
	return rc == OK ? sql_places_joining_rows(cx->db, cx->arena, succession, from, &ret->joinings) : rc;
}

static int64_t place_of(const struct places *p, enum place_kind kind, int64_t goes, int64_t what)
{
	return goes != DB_NULL_INT ? goes : chosen_for(&p->chosen, p->from, kind, what);
}

/* Departures go last: roles have moved, and say where their people go on. */
static enum rc move_departures(struct ctx *cx, const struct places *p)
{
	struct places_departure_rows_rows rows;
	enum rc rc = sql_places_departure_rows(cx->db, cx->arena, p->succession, p->from, p->on, &rows);

	for (size_t i = 0; rc == OK && i < rows.n;) {
		int64_t departure = rows.v[i].departure;
		bool stays = false;

		for (; rc == OK && i < rows.n && rows.v[i].departure == departure; i++)
			if (rows.v[i].becomes == p->from)
				stays = true;
			else
				rc = sql_places_departure_copy(cx->db, cx->arena, departure, uuid7(cx->now), rows.v[i].becomes, NULL);
		if (rc == OK && !stays)
			rc = sql_places_departure_ends(cx->db, cx->arena, departure, cx->today, NULL);
	}
	return rc;
}

enum rc places_move(struct ctx *cx, const struct places *p)
{
	enum rc rc = OK;

	for (size_t i = 0; rc == OK && i < p->offers.n; i++) {
		int64_t to = place_of(p, PLACE_INVITATIONS, p->offers.v[i].goes, p->offers.v[i].what);

		if (to && to != p->from)
			rc = sql_places_offer_move(cx->db, cx->arena, p->offers.v[i].id, to, NULL);
	}
	for (size_t i = 0; rc == OK && i < p->joinings.n; i++) {
		int64_t to = place_of(p, PLACE_JOININGS, p->joinings.v[i].goes, p->joinings.v[i].what);

		if (to && to != p->from)
			rc = sql_places_joining_move(cx->db, cx->arena, p->joinings.v[i].id, to, NULL);
	}
	return rc == OK ? move_departures(cx, p) : rc;
}

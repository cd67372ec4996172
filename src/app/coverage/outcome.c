/* outcome.c — one outcome of an induction's framework: the pieces that point at it, those its ECSW shows first before the others,
 * and choosing them. */
#include "app/coverage/coverage.h"

#include "coverage.sql.h"
#include "rules/evidence.h"
#include "templates.gen.h"
#include "web/form.h"
#include "web/versions.h"

struct showcase_typed {
	struct str first, second, third; /* pieces by identifier; empty: nobody */
};
static const struct field showcase_fields[] = {
	TEXT(struct showcase_typed, first, .label = T_SHOWCASE_PLACE1, .max = UUID_TEXT),
	TEXT(struct showcase_typed, second, .label = T_SHOWCASE_PLACE2, .max = UUID_TEXT),
	TEXT(struct showcase_typed, third, .label = T_SHOWCASE_PLACE3, .max = UUID_TEXT),
};
const struct form showcase_form = { .name = "showcase", .size = sizeof(struct showcase_typed), .fields = showcase_fields,
	                                .n = COUNT_OF(showcase_fields), .wants_version = true };
static const char *const places[SHOWCASE_PLACES] = { "first", "second", "third" };
static const enum word place_words[SHOWCASE_PLACES] = { T_SHOWCASE_PLACE1, T_SHOWCASE_PLACE2, T_SHOWCASE_PLACE3 };

struct outcome_now {
	const struct framework_version *v;
	int32_t at;           /* index of the outcome */
	int64_t item, version; /* its row; when the choice was last changed */
	struct pieces_of_outcome_rows pieces;
};

/* outcome_load — the outcome the path names. NOT_FOUND for what is none. */
static enum rc outcome_load(struct ctx *cx, struct outcome_now *ret)
{
	struct showcase_changed_row changed;
	bool is_one = false;
	int64_t n;
	enum rc rc = framework_get(cx, cx->induction->framework, &ret->v);

	if (rc != OK)
		return rc;
	if (!str_to_i64(param(cx, "position"), 0, (int64_t)ret->v->fw->n - 1, &n))
		return NOT_FOUND;
	for (size_t o = 0; o < ret->v->outcomes_n; o++)
		is_one |= ret->v->outcomes[o] == n;
	if (!is_one)
		return NOT_FOUND;
	ret->at = (int32_t)n;
	ret->item = ret->v->rows[n];
	if ((rc = sql_showcase_changed(cx->db, cx->arena, cx->induction->id, ret->item, &changed)) != OK)
		return rc;
	ret->version = changed.at;
	return sql_pieces_of_outcome(cx->db, cx->arena, cx->induction->id, cx->induction->framework, ret->item, n,
	                             ret->v->fw->items[n].end, cx->actor.person, cx->actor.role, cx->today, &ret->pieces);
}

static struct url outcome_url(struct ctx *cx, int32_t at)
{
	return url_int(cx, str_c(cx->arena, url_id(cx, "/inductions/", cx->induction->uuid, "/outcomes/").s), at, "");
}

/* ---- the page ---- */

static struct outcome_piece piece_of(struct ctx *cx, const struct pieces_of_outcome_row *r)
{
	return (struct outcome_piece){
		.url = url_id(cx, "/evidence/", r->id, ""), .title = r->title, .kind = kind_word((enum evidence_kind)r->kind),
		.when = date_is_none(r->on_date) ? STR_NONE : r->month_only ? date_month(cx->arena, r->on_date) : date_long(cx->arena, r->on_date),
		.links = WORDS(cx->arena, T_SHOWCASE_LINKS, WORD_ARG("n", r->links), WORD_ARG("agreed", r->agreed)),
	};
}

/* chosen_at — is this piece at that place: as typed where something was, else as it is kept. */
static bool chosen_at(const struct ctx *cx, const struct pieces_of_outcome_row *r, int place, struct str key)
{
	if (cx->values && cx->route->form == &showcase_form)
		return str_eq(str_trim(values_get(cx->values, str_from_c(places[place]))), key);
	return r->place == place + 1;
}

static void add_places(struct ctx *cx, const struct outcome_now *o, struct outcome_page *v)
{
	v->places.v = NEW_ARRAY(cx->arena, struct outcome_place, SHOWCASE_PLACES);
	for (int p = 0; p < SHOWCASE_PLACES; p++) {
		struct outcome_place *to = &v->places.v[v->places.n++];

		*to = (struct outcome_place){ .name = str_from_c(places[p]), .label = place_words[p],
			                          .error = err_of(&cx->err, str_from_c(places[p])) };
		to->options.v = NEW_ARRAY(cx->arena, struct outcome_option, o->pieces.n + 1);
		for (size_t i = 0; i < o->pieces.n; i++) {
			struct str key = uuid_str(cx->arena, o->pieces.v[i].id);

			to->options.v[to->options.n++] = (struct outcome_option){ key, o->pieces.v[i].title, chosen_at(cx, &o->pieces.v[i], p, key) };
		}
	}
}

static enum rc outcome_json(struct ctx *cx, const struct outcome_now *o)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "id"), json_uuid(j, o->v->fw->items[o->at].id);
	json_key(j, "code"), json_str(j, o->v->fw->items[o->at].code);
	json_key(j, "version"), json_i64(j, o->version);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < o->pieces.n; i++) {
		const struct pieces_of_outcome_row *r = &o->pieces.v[i];

		json_obj(j);
		json_key(j, "piece"), json_uuid(j, r->id);
		json_key(j, "title"), json_str(j, r->title);
		json_key(j, "statements"), json_i64(j, r->links);
		json_key(j, "agreed"), json_i64(j, r->agreed);
		json_key(j, "shown");
		if (r->place == DB_NULL_INT)
			json_none(j);
		else
			json_i64(j, r->place);
		json_end(j);
	}
	json_end(j);
	json_key(j, "next"), json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

static enum rc outcome_draw(struct ctx *cx, const struct outcome_now *o)
{
	const struct framework_item *item = &o->v->fw->items[o->at];
	struct outcome_page v = {
		.own = cx->actor.person == cx->induction->ecsw, .name = cx->induction->name, .code = item->code, .text = item->text,
		.domain = item->domain >= 0 ? o->v->fw->items[item->domain].text : STR_NONE, .moved = cx->failed == STALE,
		.back = url_id(cx, "/inductions/", cx->induction->uuid, "/coverage"), .action = outcome_url(cx, o->at),
	};
	struct form_view fv = form_view(cx, &showcase_form, NULL, o->version);

	v.first.v = NEW_ARRAY(cx->arena, struct outcome_piece, o->pieces.n + 1);
	v.others.v = NEW_ARRAY(cx->arena, struct outcome_piece, o->pieces.n + 1);
	for (size_t i = 0; i < o->pieces.n; i++) {
		struct outcome_pieces *to = o->pieces.v[i].place == DB_NULL_INT ? &v.others : &v.first;

		to->v[to->n++] = piece_of(cx, &o->pieces.v[i]);
	}
	v.may_choose = access_ok(may_add_evidence(&cx->actor, &cx->resource)) && o->pieces.n > 0;
	v.hidden = v.moved ? versions_hidden(cx, o->version) : fv.hidden;
	v.errors = fv.errors;
	add_places(cx, o, &v);
	return page(cx, &(struct page){ .title = strf(cx->arena, "%.*s %.*s", STR_FMT(item->code), STR_FMT(item->text)),
		                            .illustrative = o->v->illustrative, .menu = v.own ? MENU_COVERAGE : MENU_NONE,
		                            .status = cx->err.n && !cx->failed ? 422 : 0, .main = HTML(cx, outcome, &v) });
}

enum rc outcome_show(struct ctx *cx)
{
	struct outcome_now o;
	enum rc rc = outcome_load(cx, &o);

	if (rc != OK)
		return rc;
	if (cx->route->method == HTTP_GET)
		version_is(cx, o.version);
	return cx->json ? outcome_json(cx, &o) : outcome_draw(cx, &o);
}

enum rc outcome_again(struct ctx *cx)
{
	struct outcome_now o;
	enum rc rc = outcome_load(cx, &o);

	return rc == OK ? outcome_draw(cx, &o) : rc;
}

/* ---- choosing ---- */

/* choices_of — what was typed, as pieces that point here. */
static void choices_of(const struct showcase_typed *f, const struct outcome_now *o, struct showcase_choice ret[SHOWCASE_PLACES])
{
	const struct str typed[SHOWCASE_PLACES] = { str_trim(f->first), str_trim(f->second), str_trim(f->third) };

	for (int p = 0; p < SHOWCASE_PLACES; p++) {
		struct uuid id;

		ret[p] = (struct showcase_choice){ .piece = typed[p].n ? -1 - p : 0 };
		for (size_t i = 0; uuid_parse(typed[p], &id) && i < o->pieces.n; i++)
			if (uuid_eq(o->pieces.v[i].id, id))
				ret[p] = (struct showcase_choice){ o->pieces.v[i].evidence, true, (int)o->pieces.v[i].elsewhere };
	}
}

static enum rc check_choices(struct ctx *cx, const struct showcase_choice c[SHOWCASE_PLACES])
{
	static const enum word says[] = { [SHOWCASE_NOT_OF_IT] = T_SHOWCASE_NOT_OF_IT, [SHOWCASE_TWICE] = T_SHOWCASE_TWICE,
		                              [SHOWCASE_TOO_OFTEN] = T_SHOWCASE_TOO_OFTEN };

	for (int p = 0; p < SHOWCASE_PLACES; p++)
		if (showcase_wrong(c, p) != SHOWCASE_FINE)
			field_error(cx, places[p], says[showcase_wrong(c, p)]);
	return cx->err.n ? INVALID : OK;
}

enum rc outcome_choose(struct ctx *cx)
{
	struct showcase_choice c[SHOWCASE_PLACES];
	struct showcase_changed_row changed;
	struct outcome_now o;
	int place = 0;
	enum rc rc = outcome_load(cx, &o);

	if (rc != OK || (rc = version_is(cx, o.version)) != OK)
		return rc;
	choices_of(cx->form, &o, c);
	if ((rc = check_choices(cx, c)) != OK || (rc = sql_showcase_clear(cx->db, cx->arena, cx->induction->id, o.item, NULL)) != OK)
		return rc;
	for (int p = 0; p < SHOWCASE_PLACES && rc == OK; p++) /* an empty place in between is closed up */
		if (c[p].piece)
			rc = sql_showcase_put(cx->db, cx->arena, cx->induction->id, o.item, ++place, c[p].piece, cx->now, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_SHOWCASE_CHANGED, o.v->fw->items[o.at].id,
		               strf(cx->arena, "{\"pieces\":%d}", place));
	if (rc == OK)
		rc = sql_showcase_changed(cx->db, cx->arena, cx->induction->id, o.item, &changed);
	if (rc != OK)
		return rc;
	cx->current_version = changed.at;
	return done(cx, outcome_url(cx, o.at), T_SHOWCASE_NOTICE);
}

/* ---- what is shown first no longer points there ---- */

static enum rc still_points(struct ctx *cx, const struct framework_version *v, int64_t outcome, bool *ret)
{
	int32_t at = framework_item_of_row(v, outcome);
	struct showcase_points_row links = { .n = 0 };
	enum rc rc = OK;

	if (at >= 0 && cx->evidence->state == EVIDENCE_SUBMITTED)
		rc = sql_showcase_points(cx->db, cx->arena, cx->evidence->id, v->id, at, v->fw->items[at].end, &links);
	*ret = links.n > 0;
	return rc;
}

/* take_off — the others of that outcome close up; with a time of its own the choice is another version. */
static enum rc take_off(struct ctx *cx, const struct framework_version *v, int64_t outcome)
{
	int32_t at = framework_item_of_row(v, outcome);
	struct showcase_others_rows others;
	enum rc rc = sql_showcase_others(cx->db, cx->arena, cx->induction->id, outcome, cx->evidence->id, &others);

	if (rc == OK)
		rc = sql_showcase_clear(cx->db, cx->arena, cx->induction->id, outcome, NULL);
	for (size_t i = 0; i < others.n && rc == OK; i++)
		rc = sql_showcase_put(cx->db, cx->arena, cx->induction->id, outcome, (int64_t)i + 1, others.v[i].evidence, cx->now, NULL);
	return rc == OK ? event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_SHOWCASE_CHANGED,
	                            at < 0 ? cx->induction->uuid : v->fw->items[at].id, strf(cx->arena, "{\"pieces\":%zu}", others.n))
	                : rc;
}

enum rc showcase_follow(struct ctx *cx, const struct framework_version *v)
{
	struct showcase_of_piece_rows outcomes;
	bool points = true;
	enum rc rc = sql_showcase_of_piece(cx->db, cx->arena, cx->evidence->id, &outcomes);

	for (size_t i = 0; rc == OK && i < outcomes.n; i++)
		if ((rc = still_points(cx, v, outcomes.v[i].item, &points)) == OK && !points)
			rc = take_off(cx, v, outcomes.v[i].item);
	return rc;
}

/* coverage.c — what an induction's evidence shows: outcomes first, statements beneath as explanation; and one statement
 * with the pieces that point at it. Never a score or a target.
 *
 * The page is made from the stored summary and from parts derived once from the framework, so it costs the same however
 * many links there are.
 */
#include "app/coverage/coverage.h"

#include "app/coverage/chips.h"
#include "coverage.sql.h"
#include "rules/evidence.h"
#include "rules/next.h"
#include "templates.gen.h"
#include "web/assets.h"

struct url talk_icon(enum talk t)
{
	static const char *const names[] = { "#peb-none", "#peb-half", "#peb-full" };
	static struct url urls[3]; /* derived from the build's own assets */

	if (!urls[t].s.n) {
		static char text[3][80]; /* bounded: an asset's path and a fragment */
		struct str path = asset_url("icons.svg").s;
		size_t n = strlen(names[t]);

		if (path.n + n >= sizeof(text[t]))
			return asset_url("icons.svg");
		memcpy(text[t], path.p, path.n);
		memcpy(text[t] + path.n, names[t], n);
		urls[t].s = (struct str){ text[t], path.n + n };
	}
	return urls[t];
}

enum word talk_word(enum talk t)
{
	static const enum word words[] = { T_COVERAGE_NOTHING, T_COVERAGE_SOME, T_COVERAGE_ENOUGH };

	return words[t];
}

static struct str talk_key(enum talk t)
{
	static const struct str keys[] = { S_INIT("none"), S_INIT("some"), S_INIT("enough") };

	return keys[t];
}

enum word kind_word(enum evidence_kind kind)
{
	static const enum word words[KIND_END] = {
		[KIND_REFLECTION] = T_KIND_REFLECTION, [KIND_OBSERVATION] = T_KIND_OBSERVATION, [KIND_FEEDBACK] = T_KIND_FEEDBACK,
		[KIND_WORK_PRODUCT] = T_KIND_WORK_PRODUCT, [KIND_SUPERVISION] = T_KIND_SUPERVISION,
		[KIND_LEARNING] = T_KIND_LEARNING, [KIND_COURT_WORK] = T_KIND_COURT_WORK, [KIND_SEEN_WHERE_HELD] = T_KIND_SEEN,
	};

	return kind > 0 && kind < KIND_END ? words[kind] : T_NONE;
}

/* ---- chips ---- */

struct coverage_reading {
	struct ctx *cx;
	const struct framework_version *v;
	const struct coverage *c;
	const struct enough *rule;
	struct str show;     /* filter; empty for all */
	bool statements;
	const struct chips *chips;
	struct showcase_of_rows first; /* pieces shown first, by outcome */
	struct profile_now profile;    /* of the job */
	const uint8_t *ways;           /* NULL for no profile */
	struct supplement_lines besides;
	struct str (*said)[COVERAGE_KINDS + 1]; /* [observed][kinds], as they are first asked for */
};

/* The chips of an outcome's statements of one kind; ITEM_OTHER takes those that are neither knows nor does. */
static struct chip_list chip_list(const struct coverage_reading *r, int32_t outcome, enum item_kind kind)
{
	const struct framework *fw = r->v->fw;
	struct chip_list list = { .v = NEW_ARRAY(r->cx->arena, struct chip_view, (size_t)(fw->items[outcome].end - outcome)) };

	for (int32_t i = outcome; i < fw->items[outcome].end; i++) {
		enum item_kind k = fw->items[i].kind == ITEM_KNOWS || fw->items[i].kind == ITEM_DOES ? fw->items[i].kind : ITEM_OTHER;

		if (k == kind && fw->items[i].position >= 0)
			list.v[list.n++].html = chip(r->chips, r->cx->arena, (size_t)i, &r->c->statements[fw->items[i].position]);
	}
	return list;
}

/* ---- outcomes and domains ---- */

/* Why an outcome stands where it stands, in words: how many kinds, observed or told, how recent. */
/* Which kinds, in words. Of 26 outcomes many say the same: each sentence is made once a page. */
static struct str why_kinds(const struct coverage_reading *r, const struct coverage_outcome *o)
{
	int kinds = outcome_kinds(o);
	bool observed = outcome_is_observed(o);
	struct str *said = &r->said[observed][kinds];

	if (!observed && kinds == 1 && outcome_is_own_account(o))
		return word(T_COVERAGE_WHY_OWN);
	if (!said->n)
		*said = WORDS(r->cx->arena, observed ? T_COVERAGE_WHY_KINDS_OBSERVED : T_COVERAGE_WHY_KINDS, WORD_ARG("n", kinds));
	return *said;
}

static struct str why(const struct coverage_reading *r, const struct coverage_outcome *o)
{
	struct ctx *cx = r->cx;
	struct date latest = outcome_latest(o), oldest = date_add_months(cx->today, -r->rule->months);
	struct str first, second;

	if (!o->pieces)
		return STR_NONE;
	first = why_kinds(r, o);
	if (date_is_none(latest))
		return first;
	second = date_cmp(latest, oldest) < 0
	             ? WORDS(cx->arena, T_COVERAGE_WHY_OLD, WORD_ARG("months", r->rule->months))
	             : WORDS(cx->arena, T_COVERAGE_WHY_LATEST, WORD_ARG("date", date_short(cx->arena, latest)));
	return str_join(cx->arena, (const struct str[]){ first, second }, 2, S(". "));
}

static struct str strength_key(enum strength s)
{
	static const struct str keys[STRENGTHS] = { [STRENGTH_TOLD] = S_INIT("told"), [STRENGTH_OBSERVED] = S_INIT("observed"),
		                                        [STRENGTH_SEVERAL] = S_INIT("several") };

	return keys[s];
}

/* What the role profile says of the statements of one outcome. */
static struct profile_saids met_of(const struct coverage_reading *r, int32_t outcome)
{
	struct profile_saids s = { .n = 0 };

	for (size_t i = 0; i < r->profile.e.n; i++)
		if (r->v->fw->items[r->profile.e.v[i].item].outcome == outcome) {
			if (!s.v)
				s.v = NEW_ARRAY(r->cx->arena, struct profile_said, r->profile.e.n);
			s.v[s.n++] = profile_say(r->cx, r->v, &r->profile.e.v[i]);
		}
	return s;
}

static struct outcome_view outcome_of(const struct coverage_reading *r, size_t ordinal, enum talk t)
{
	const struct framework *fw = r->v->fw;
	int32_t i = r->v->outcomes[ordinal];
	struct outcome_view o = {
		.code = fw->items[i].code, .title = fw->items[i].text, .icon = talk_icon(t), .amount = talk_word(t),
		.state = talk_key(t), .none = t == TALK_NOTHING, .why = why(r, &r->c->outcomes[ordinal]), .strength = strength_key(outcome_strength(&r->c->outcomes[ordinal])),
	};

	if (r->statements) {
		o.url = url_int(r->cx, str_c(r->cx->arena, url_id(r->cx, "/inductions/", r->cx->induction->uuid, "/outcomes/").s), i, "");
		o.first.v = NEW_ARRAY(r->cx->arena, struct shown_piece, SHOWCASE_PLACES);
		for (size_t k = 0; k < r->first.n && o.first.n < SHOWCASE_PLACES; k++)
			if (r->first.v[k].position == i)
				o.first.v[o.first.n++] = (struct shown_piece){ url_id(r->cx, "/evidence/", r->first.v[k].id, ""), r->first.v[k].title };
		o.knows = chip_list(r, i, ITEM_KNOWS);
		o.does = chip_list(r, i, ITEM_DOES);
		o.others = chip_list(r, i, ITEM_OTHER);
		o.has_kinds = o.knows.n || o.does.n;
		o.met = met_of(r, i);
	}
	return o;
}

static int32_t domain_of(const struct framework_version *v, size_t ordinal)
{
	return v->fw->items[v->outcomes[ordinal]].domain;
}

/* heading_of — "1 Anti-discriminatory practice". */
static struct str heading_of(struct arena *a, const struct framework_item *domain)
{
	if (!domain->code.n)
		return domain->text;
	return str_join(a, (const struct str[]){ domain->code, domain->text }, 2, S(" "));
}

/* One domain: outcomes from ordinal `from` that share its topmost item. */
static struct domain_view domain_from(const struct coverage_reading *r, size_t from, size_t to, size_t number)
{
	struct ctx *cx = r->cx;
	const struct framework *fw = r->v->fw;
	int32_t d = domain_of(r->v, from);
	struct domain_view view = {
		.heading = d < 0 ? fw->title : heading_of(cx->arena, &fw->items[d]),
		.pebbles.v = NEW_ARRAY(cx->arena, struct pebble, to - from), .outcomes.v = NEW_ARRAY(cx->arena, struct outcome_view, to - from),
		.outcomes_n = (int)(to - from),
	};

	view.anchor = url_id(cx, "/inductions/", cx->induction->uuid, strf(cx->arena, "/coverage#d%zu", number).p);
	view.id = str_sub(view.anchor.s, str_find_char(view.anchor.s, '#') + 1, SIZE_MAX);
	for (size_t i = from; i < to; i++) {
		enum talk t = outcome_talk(&r->c->outcomes[i], r->rule, cx->today);

		view.enough += t == TALK_ENOUGH;
		view.pebbles.v[view.pebbles.n++] = (struct pebble){ talk_icon(t), t == TALK_NOTHING };
		if (!r->show.n || str_eq(r->show, talk_key(t)))
			view.outcomes.v[view.outcomes.n++] = outcome_of(r, i, t);
	}
	return view;
}

static struct domain_views domains(const struct coverage_reading *r)
{
	struct domain_views all = { .v = NEW_ARRAY(r->cx->arena, struct domain_view, r->v->outcomes_n + 1) };
	size_t from = 0;

	while (from < r->v->outcomes_n) {
		size_t to = from + 1;

		while (to < r->v->outcomes_n && domain_of(r->v, to) == domain_of(r->v, from))
			to++;
		all.v[all.n] = domain_from(r, from, to, all.n + 1);
		all.n++;
		from = to;
	}
	return all;
}

struct domain_views coverage_domains(struct ctx *cx, const struct framework_version *v, const struct coverage *c,
                                     const struct enough *rule)
{
	struct str said[2][COVERAGE_KINDS + 1] = { 0 };
	struct coverage_reading r = { .cx = cx, .v = v, .c = c, .rule = rule, .said = said };

	return domains(&r);
}

/* ---- the page and its JSON ---- */

static void outcome_json(struct json_out *j, const struct coverage_reading *r, size_t ordinal)
{
	const struct framework_item *item = &r->v->fw->items[r->v->outcomes[ordinal]];
	const struct coverage_outcome *o = &r->c->outcomes[ordinal];

	json_obj(j);
	json_key(j, "id"), json_uuid(j, item->id);
	json_key(j, "code"), json_str(j, item->code);
	json_key(j, "title"), json_str(j, item->text);
	json_key(j, "talk"), json_str(j, talk_key(outcome_talk(o, r->rule, r->cx->today)));
	json_key(j, "pieces"), json_i64(j, o->pieces);
	json_key(j, "agreed_pieces"), json_i64(j, o->agreed);
	json_key(j, "latest"), json_date(j, outcome_latest(o));
	json_key(j, "rests_on"), json_str(j, o->pieces ? strength_key(outcome_strength(o)) : S("nothing"));
	json_key(j, "kinds"), json_arr(j);
	for (int k = 0; k < COVERAGE_KINDS; k++)
		if (!date_is_none(o->latest[k]))
			json_str(j, key_of(&evidence_kinds, k + 1));
	json_end(j);
	json_end(j);
}

static enum rc coverage_json(const struct coverage_reading *r)
{
	static const struct str states[] = { S_INIT("none"), S_INIT("claimed"), S_INIT("endorsed"), S_INIT("not_applicable"),
		                             S_INIT("returned") };
	struct json_out *j = reply_json(r->cx);

	json_obj(j);
	json_key(j, "induction"), json_uuid(j, r->cx->induction->uuid);
	json_key(j, "framework"), json_uuid(j, r->v->uuid);
	profile_now_json(j, &r->profile);
	supplements_json(j, &r->besides);
	json_key(j, "outcomes"), json_arr(j);
	for (size_t i = 0; i < r->v->outcomes_n; i++)
		outcome_json(j, r, i);
	json_end(j);
	if (r->statements) {
		json_key(j, "statements"), json_arr(j);
		for (size_t p = 0; p < r->v->fw->linkable_n; p++) {
			const struct framework_item *item = &r->v->fw->items[r->v->fw->linkable[p]];

			json_obj(j);
			json_key(j, "id"), json_uuid(j, item->id);
			json_key(j, "code"), json_str(j, item->code);
			json_key(j, "state"), json_str(j, states[r->c->statements[p].state]);
			json_key(j, "pieces"), json_i64(j, r->c->statements[p].pieces);
			json_key(j, "way"), json_str(j, key_of(&profile_ways, r->ways ? r->ways[p] : WAY_CORE));
			json_end(j);
		}
		json_end(j);
	}
	json_end(j);
	return answer_json(r->cx, 200);
}

static struct url icon(const char *name)
{
	return talk_icon(strcmp(name, "full") == 0 ? TALK_ENOUGH : strcmp(name, "half") == 0 ? TALK_SOME : TALK_NOTHING);
}

static enum rc coverage_page(const struct coverage_reading *r)
{
	enum { PAGE_ROOM = 80 * 1024 };
	struct ctx *cx = r->cx;
	const struct induction *i = cx->induction;
	struct talk_counts n = coverage_talk(r->c, r->rule, cx->today);
	struct coverage_view v = {
		.own = cx->actor.person == i->ecsw, .statements = r->statements, .name = i->name, .enough = n.enough, .some = n.some,
		.nothing = n.nothing, .all = (int)r->v->outcomes_n, .is_empty = !n.enough && !n.some, .kinds = r->rule->kinds,
		.months = r->rule->months, .observed = r->rule->observed, .show = r->show, .domains = domains(r),
		.peb_full = icon("full"), .peb_half = icon("half"), .peb_none = icon("none"),
		.record = url_id(cx, "/inductions/", i->uuid, "/evidence/new"), .prints = url_id(cx, "/inductions/", i->uuid, "/prints"),
		.next = url_id(cx, "/inductions/", i->uuid, "/next"), .profile = r->profile.name,
		.profile_url = url_id(cx, "/role-profiles/", r->profile.id, ""), .profile_of = url_id(cx, "/inductions/", i->uuid, "/profile"),
		.besides = r->besides, .besides_says = WORDS(cx->arena, T_SUPPLEMENT_OWN_SAYS, WORD_ARG("employer", i->employer_name)),
	};
	struct html_out out = html_begin_room(cx->arena, PAGE_ROOM);

	for (size_t d = 0; d < v.domains.n; d++)
		v.shown += (int)v.domains.v[d].outcomes.n;
	html_coverage(&out, &v);
	return page(cx, &(struct page){
		.title = v.own ? word(T_COVERAGE_TITLE_OWN) : WORDS(cx->arena, T_COVERAGE_TITLE_OTHER, WORD_ARG("name", i->name)),
		.menu = v.own ? MENU_COVERAGE : MENU_NONE, .illustrative = r->v->illustrative, .main = html_end(&out),
	});
}

static struct str filter(const struct ctx *cx)
{
	struct str show = query(cx, "show");

	for (enum talk t = TALK_NOTHING; t <= TALK_ENOUGH; t++)
		if (str_eq(show, talk_key(t)))
			return talk_key(t);
	return STR_NONE;
}

enum rc coverage_show(struct ctx *cx)
{
	struct str said[2][COVERAGE_KINDS + 1] = { 0 };
	struct coverage_reading r = { .cx = cx, .rule = &cx->induction->enough, .show = filter(cx), .said = said,
		                      .statements = cx->actor.role != ROLE_COORDINATOR };
	struct coverage c;
	enum rc rc = framework_get(cx, cx->induction->framework, &r.v);

	if (rc != OK || (rc = coverage_load(cx, cx->induction->id, r.v, &c)) != OK)
		return rc;
	r.c = &c;
	if ((rc = profile_now_of(cx, r.v, &r.profile)) != OK || (rc = profile_ways_of(cx, cx->induction->profile, r.v, &r.ways)) != OK ||
	    (rc = supplements_of(cx, cx->induction->employer, r.v, &r.besides)) != OK)
		return rc;
	r.chips = chips_of(cx, r.v);
	if (r.statements && !cx->json && (rc = sql_showcase_of(cx->db, cx->arena, cx->induction->id, cx->actor.person, cx->actor.role,
	                                                       cx->today, &r.first)) != OK)
		return rc;
	return cx->json ? coverage_json(&r) : coverage_page(&r);
}

enum rc coverage_own(struct ctx *cx)
{
	enum rc rc = load_own_induction(cx);
	struct url to;

	if (rc == NOT_FOUND)
		return redirect(cx, url_lit("/")); /* which says that none has started */
	if (rc != OK)
		return rc;
	to = url_id(cx, "/inductions/", cx->induction->uuid, "/coverage");
	return redirect(cx, query(cx, "show").n ? url_with(cx, to, "show", query(cx, "show")) : to);
}

/* evidence_versions.c — two versions of a piece beside each other: mine and what was saved meanwhile; earlier and now.
 * And choosing more statements for a piece whose words stand. */
#include "app/evidence/evidence_inside.h"

#include "evidence.sql.h"
#include "templates.gen.h"
#include "web/form.h"

enum { DIFF_MAX = 20000, ROWS = 7 };

struct said {
	struct str kind, title, on, setting, themes, text, codes;
	struct answer_list answers;
};

static struct evidence_spans spans_of(struct ctx *cx, struct str from, struct str to)
{
	size_t n = 0;
	struct diff_span *d = diff_words(cx->arena, from, to, &n);
	struct evidence_spans s = { .v = NEW_ARRAY(cx->arena, struct evidence_span, n + 1), .n = n };

	for (size_t i = 0; i < n; i++)
		s.v[i] = (struct evidence_span){ d[i].text, d[i].kind == DIFF_ADDED, d[i].kind == DIFF_REMOVED };
	return s;
}

/* difference — words are compared where that is quick enough to wait for; else both stand as they are. */
static struct evidence_difference difference(struct ctx *cx, struct str label, struct str mine, struct str theirs)
{
	struct evidence_difference d = { .label = label, .mine = mine, .theirs = theirs, .same = str_eq(mine, theirs) };

	if (!d.same && mine.n <= DIFF_MAX && theirs.n <= DIFF_MAX)
		d.spans = spans_of(cx, theirs, mine);
	else if (!d.same) {
		d.spans.v = NEW_ARRAY(cx->arena, struct evidence_span, 1);
		d.spans.v[d.spans.n++].text = mine;
	}
	return d;
}

static void add_difference(struct ctx *cx, enum word label, struct str mine, struct str theirs, struct evidence_differences *to)
{
	to->v[to->n++] = difference(cx, word(label), mine, theirs);
}

static bool answer_is_in(const struct answer_list *all, struct str id)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].id, id))
			return true;
	return false;
}

/* add_answers — every question either of them answers, in the order of mine. */
static void add_answers(struct ctx *cx, const struct answer_list *mine, const struct answer_list *theirs,
                        struct evidence_differences *to)
{
	for (size_t i = 0; i < mine->n + theirs->n; i++) {
		const struct answer *a = i < mine->n ? &mine->v[i] : &theirs->v[i - mine->n], other = {
			.prompt = a->prompt, .id = a->id, .text = answer_of(i < mine->n ? theirs : mine, a->id),
		};
		struct str said = answer_said(cx, a), there = answer_said(cx, &other);

		if (i < mine->n ? said.n || there.n : said.n && !other.text.n && !answer_is_in(mine, a->id))
			to->v[to->n++] = difference(cx, a->prompt ? a->prompt->label : a->id, i < mine->n ? said : STR_NONE,
			                            i < mine->n ? there : said);
	}
}

static struct evidence_differences differences(struct ctx *cx, const struct said *mine, const struct said *theirs)
{
	struct evidence_differences rows = { .v = NEW_ARRAY(cx->arena, struct evidence_difference,
	                                                    ROWS + mine->answers.n + theirs->answers.n) };

	add_difference(cx, T_EVIDENCE_KIND, mine->kind, theirs->kind, &rows);
	add_difference(cx, T_EVIDENCE_TITLE, mine->title, theirs->title, &rows);
	add_difference(cx, T_EVIDENCE_ON, mine->on, theirs->on, &rows);
	add_difference(cx, T_EVIDENCE_SETTING, mine->setting, theirs->setting, &rows);
	if (mine->themes.n || theirs->themes.n)
		add_difference(cx, T_EVIDENCE_THEMES, mine->themes, theirs->themes, &rows);
	add_difference(cx, T_EVIDENCE_WORDS, mine->text, theirs->text, &rows);
	add_answers(cx, &mine->answers, &theirs->answers, &rows);
	add_difference(cx, T_EVIDENCE_LINKS, mine->codes, theirs->codes, &rows);
	return rows;
}

static struct str kind_said(int kind)
{
	return word(kind_word((enum evidence_kind)kind));
}

static struct str setting_said(int setting)
{
	return word(setting_word((enum setting)setting));
}

/* ---- somebody, or another tab, saved in between ---- */

static struct str typed(const struct ctx *cx, const char *name)
{
	return cx->values ? values_get(cx->values, str_from_c(name)) : STR_NONE;
}

static enum rc said_now(struct ctx *cx, const struct framework_version *v, const struct links_now *links, struct said *ret)
{
	const struct evidence *e = cx->evidence;
	const struct piece_form *form;
	struct str_list themes;
	enum rc rc;

	*ret = (struct said){ kind_said((int)e->kind), e->title, on_words(cx, e->on_date, e->month_only),
		                  setting_said(e->setting), STR_NONE, e->text, codes_of(cx, v, links_on(cx, v, links)), { 0 } };
	if ((rc = themes_of(cx, e->id, &themes)) != OK || (rc = form_of_piece(cx, &form)) != OK)
		return rc;
	ret->themes = themes_said(cx, v, &themes);
	return answers_of(cx, form, e->id, 0, &ret->answers);
}

/* on_typed — the date as it was typed, in words where it is one. */
static struct str on_typed(struct ctx *cx, bool month_only)
{
	struct str day = str_trim(typed(cx, "on-day")), month = str_trim(typed(cx, "on-month")),
	           year = str_trim(typed(cx, "on-year"));
	struct date on = DATE_NONE;

	if (!date_parse_typed(month_only ? S("1") : day, month, year, &on))
		date_parse(str_trim(typed(cx, "on")), &on);
	if (date_is_none(on) && day.n + month.n + year.n)
		return strf(cx->arena, "%.*s %.*s %.*s", STR_FMT(day), STR_FMT(month), STR_FMT(year));
	return on_words(cx, on, month_only);
}

static enum rc said_typed(struct ctx *cx, const struct framework_version *v, const struct chosen *chosen, struct said *ret)
{
	int kind = number_of(&evidence_kinds, typed(cx, "kind"));
	const struct piece_form *form;
	struct str_list themes = { 0 };
	enum rc rc = form_being_written(cx, kind > 0 ? (enum evidence_kind)kind : cx->evidence->kind, &form);

	if (rc == NOT_FOUND)
		rc = form_of_piece(cx, &form);
	if (rc != OK)
		return rc;
	*ret = (struct said){
		kind_said(kind), str_trim(typed(cx, "title")), on_typed(cx, form->month_only),
		setting_said(number_of(&settings_of_practice, typed(cx, "setting"))), STR_NONE, typed(cx, "text"),
		codes_of(cx, v, chosen->on), { 0 },
	};
	if (cx->values)
		values_all(cx->arena, cx->values, S("theme"), &themes);
	ret->themes = themes_said(cx, v, &themes);
	answers_fill(cx, form, FILLER_ECSW, form_month(cx), &ret->answers); /* said again when it is saved */
	return OK;
}

const struct values *with_value(struct ctx *cx, const struct values *from, struct str name, struct str value)
{
	struct values *to = NEW(cx->arena, struct values);

	for (size_t i = 0; from && i < from->n; i++)
		if (!str_eq(from->names[i], name))
			values_add(cx->arena, to, from->names[i], from->v[i]);
	values_add(cx->arena, to, name, value);
	return to;
}

static void take_newest_version(struct ctx *cx)
{
	cx->values = with_value(cx, cx->values, S("version"), strf(cx->arena, "%lld", (long long)cx->evidence->version));
}

/* act_possible — whether the button pressed then still means something now. */
static bool act_possible(const struct ctx *cx)
{
	const struct field *f = &evidence_form.fields[evidence_form.n - 1];
	enum evidence_state to;

	return evidence_next(cx->evidence->state, (enum evidence_act)number_of(f->choices, typed(cx, "do")), &to) == OK;
}

/* keep_others — every answer and theme that was typed, as it was. */
static void keep_others(struct ctx *cx, struct evidence_conflict *c)
{
	size_t n = cx->values ? cx->values->n : 0;

	c->mine_answers.v = NEW_ARRAY(cx->arena, struct evidence_kept, n + 1);
	c->mine_themes.v = NEW_ARRAY(cx->arena, struct evidence_kept, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct evidence_kept one = { cx->values->names[i], cx->values->v[i] };

		if (str_starts(one.name, S(ANSWERS_PREFIX)))
			c->mine_answers.v[c->mine_answers.n++] = one;
		else if (str_eq(one.name, S("theme")))
			c->mine_themes.v[c->mine_themes.n++] = one;
	}
}

static void keep_mine(struct ctx *cx, const struct framework_version *v, const struct chosen *chosen,
                      struct evidence_conflict *c)
{
	c->mine_kind = typed(cx, "kind");
	c->mine_title = typed(cx, "title");
	c->mine_text = typed(cx, "text");
	c->mine_setting = typed(cx, "setting");
	c->mine_on = typed(cx, "on");
	c->mine_day = typed(cx, "on-day");
	c->mine_month = typed(cx, "on-month");
	c->mine_year = typed(cx, "on-year");
	keep_others(cx, c);
	c->mine_codes = chosen->codes_left;
	c->mine_act = act_possible(cx) ? typed(cx, "do") : S("save");
	c->mine_links.v = NEW_ARRAY(cx->arena, struct evidence_chip, chosen->n + 1);
	for (size_t k = 0; k < v->fw->linkable_n; k++)
		if (chosen->on[v->fw->linkable[k]])
			c->mine_links.v[c->mine_links.n++].key = item_key(cx, v, v->fw->linkable[k]);
}

enum rc draw_conflict(struct ctx *cx)
{
	const struct evidence *e = cx->evidence;
	struct evidence_conflict *c = NEW(cx->arena, struct evidence_conflict);
	const struct framework_version *v;
	struct links_now links;
	struct chosen chosen;
	struct picking pick = { .find = STR_NONE };
	struct said mine, theirs;
	enum rc rc;

	if ((rc = framework_get(cx, cx->induction->framework, &v)) != OK || (rc = links_load(cx, v, e->id, &links)) != OK)
		return rc;
	if (cx->values)
		pick = picking_of_values(cx, cx->values);
	chosen = choose(cx, v, &pick);
	if ((rc = said_now(cx, v, &links, &theirs)) != OK || (rc = said_typed(cx, v, &chosen, &mine)) != OK)
		return rc;
	take_newest_version(cx);
	c->action = url_id(cx, "/evidence/", e->uuid, "");
	c->piece = url_id(cx, "/evidence/", e->uuid, e->state == EVIDENCE_DRAFT ? "/edit" : "");
	c->saved = instant_long(cx->arena, e->changed);
	c->stands = !access_ok(may_change_evidence(&cx->actor, &cx->resource)) && !only_words(cx);
	c->rows = differences(cx, &mine, &theirs);
	keep_mine(cx, v, &chosen, c);
	cx->err.n = 0; /* said again when it is saved; here the question is which words to keep */
	c->hidden = form_view(cx, &evidence_form, NULL, e->version).hidden;
	return page(cx, &(struct page){ .title = word(c->stands ? T_EVIDENCE_STANDS_TITLE : T_EVIDENCE_CONFLICT_TITLE),
		                            .menu = MENU_EVIDENCE, .main = HTML(cx, evidence_conflict, c) });
}

/* ---- an earlier version ---- */

static enum rc said_then(struct ctx *cx, const struct framework_version *v, const struct evidence_version_at_row *r,
                         struct said *ret)
{
	const struct piece_form *form;
	struct str_list themes;
	struct str rest = r->themes, *keys = NEW_ARRAY(cx->arena, struct str, r->themes.n + 1);
	enum rc rc = form_get(cx, r->form, (enum evidence_kind)r->kind, &form);
	size_t n = 0;

	if (rc != OK)
		return rc;
	while (rest.n)
		keys[n++] = str_cut(&rest, ',');
	themes = (struct str_list){ keys, n };
	*ret = (struct said){ kind_said((int)r->kind), r->title, on_words(cx, r->on_date, r->month_only),
		                  setting_said((int)r->setting), themes_said(cx, v, &themes), r->text, r->codes, { 0 } };
	return answers_of(cx, form, cx->evidence->id, r->version, &ret->answers);
}

static void draw_neighbours(struct ctx *cx, const struct evidence_versions_rows *all, int64_t version,
                            struct evidence_version_view *view)
{
	struct uuid id = cx->evidence->uuid;

	for (size_t i = 0; i < all->n; i++) {
		if (all->v[i].version != version)
			continue;
		view->number = (int64_t)i + 1;
		view->has_before = i > 0;
		view->has_after = i + 1 < all->n;
		if (view->has_before)
			view->before = url_id(cx, "/evidence/", id, str_c(cx->arena, strf(cx->arena, "/versions/%lld",
			                                                  (long long)all->v[i - 1].version)));
		if (view->has_after)
			view->after = url_id(cx, "/evidence/", id, str_c(cx->arena, strf(cx->arena, "/versions/%lld",
			                                                 (long long)all->v[i + 1].version)));
	}
}

static void version_json(struct ctx *cx, struct json_out *j, const struct evidence_version_at_row *r,
                         const struct answer_list *answers)
{
	json_obj(j);
	json_key(j, "version"), json_i64(j, r->version);
	json_key(j, "saved_at"), json_instant(j, r->saved_at);
	json_key(j, "kind"), json_str(j, key_of(&evidence_kinds, (int)r->kind));
	json_key(j, "title"), json_str(j, r->title);
	json_key(j, "on"), on_json(cx, j, r->on_date, r->month_only);
	json_key(j, "setting");
	if (r->setting)
		json_str(j, key_of(&settings_of_practice, (int)r->setting));
	else
		json_none(j);
	json_key(j, "text"), json_str(j, r->text);
	json_key(j, "prompts"), answers_as_json(j, answers);
	json_key(j, "codes"), json_str(j, r->codes);
	json_end(j);
}

enum rc evidence_version_show(struct ctx *cx)
{
	struct evidence_version_view *view = NEW(cx->arena, struct evidence_version_view);
	struct evidence_version_at_row row, earlier;
	bool is_own = cx->actor.role == ROLE_ECSW; /* the rule of the piece has been asked */
	struct evidence_versions_rows all;
	struct said now, before = { .kind = STR_NONE };
	const struct framework_version *v;
	int64_t version;
	enum rc rc;

	if (!str_to_i64(param(cx, "version"), 1, INT64_MAX, &version))
		return NOT_FOUND;
	if ((rc = sql_evidence_version_at(cx->db, cx->arena, cx->evidence->id, version, &row)) != OK ||
	    (row.closed && !is_own && (rc = NOT_FOUND) != OK) ||
	    (rc = sql_evidence_versions(cx->db, cx->arena, cx->evidence->id, &all)) != OK ||
	    (rc = framework_get(cx, cx->induction->framework, &v)) != OK || (rc = said_then(cx, v, &row, &now)) != OK)
		return rc;
	if (cx->json) {
		version_json(cx, reply_json(cx), &row, &now.answers);
		return answer_json(cx, 200);
	}
	view->is_first = sql_evidence_version_at(cx->db, cx->arena, cx->evidence->id, row.version - 1, &earlier) != OK ||
	                 (earlier.closed && !is_own);
	before = now;
	if (!view->is_first && (rc = said_then(cx, v, &earlier, &before)) != OK)
		return rc;
	draw_neighbours(cx, &all, row.version, view);
	view->back = url_id(cx, "/evidence/", cx->evidence->uuid, "");
	view->concern = url_id(cx, "/evidence/", cx->evidence->uuid, "#concern");
	view->can_concern = access_ok(may_note_child_concern(&cx->actor, &cx->resource));
	view->title = row.title;
	view->saved = instant_long(cx->arena, row.saved_at);
	view->rows = differences(cx, &now, &before);
	return page(cx, &(struct page){ .title = row.title, .menu = cx->actor.role == ROLE_ECSW ? MENU_EVIDENCE : MENU_DESK,
		                            .main = HTML(cx, evidence_version, view) });
}

/* ---- since it was last read ---- */

/* differing — only what is not as it was. */
static struct evidence_differences differing(struct ctx *cx, const struct said *now, const struct said *then)
{
	struct evidence_differences all = differences(cx, now, then), rows = { .v = all.v };

	for (size_t i = 0; i < all.n; i++)
		if (!all.v[i].same)
			rows.v[rows.n++] = all.v[i];
	return rows;
}

enum rc evidence_version_read(struct ctx *cx, int64_t *ret)
{
	struct evidence_last_read_row read = { .at = DB_NULL_INT, .version = DB_NULL_INT };
	enum rc rc = cx->actor.person == cx->resource.owner
	                     ? OK
	                     : sql_evidence_last_read(cx->db, cx->arena, cx->evidence->id, cx->evidence->uuid, cx->actor.person, EVENT_EVIDENCE_READ,
	                                              EVENT_VIEW_GIVEN, &read);

	*ret = rc == OK && read.at != DB_NULL_INT ? read.version : DB_NULL_INT;
	return rc;
}

enum rc evidence_changed(struct ctx *cx, struct html *ret)
{
	struct evidence_changed_view *view = NEW(cx->arena, struct evidence_changed_view);
	struct evidence_version_at_row row;
	const struct framework_version *v;
	struct evidence_last_read_row read;
	struct links_now links;
	struct said now, then;
	enum rc rc;

	if (cx->actor.person == cx->resource.owner)
		return OK;
	rc = sql_evidence_last_read(cx->db, cx->arena, cx->evidence->id, cx->evidence->uuid, cx->actor.person, EVENT_EVIDENCE_READ,
	                            EVENT_VIEW_GIVEN, &read);
	if (rc != OK || read.at == DB_NULL_INT || read.version == DB_NULL_INT)
		return rc;
	if ((rc = sql_evidence_version_at(cx->db, cx->arena, cx->evidence->id, read.version, &row)) != OK || row.closed)
		return rc == NOT_FOUND ? OK : rc; /* what was taken out for privacy is not told by what it became */
	if ((rc = framework_get(cx, cx->induction->framework, &v)) != OK || (rc = links_load(cx, v, cx->evidence->id, &links)) != OK ||
	    (rc = said_then(cx, v, &row, &then)) != OK || (rc = said_now(cx, v, &links, &now)) != OK)
		return rc;
	view->rows = differing(cx, &now, &then);
	if (!view->rows.n)
		return OK;
	view->read = date_long(cx->arena, date_of(read.at));
	*ret = HTML(cx, evidence_changed, view);
	return OK;
}

/* ---- more links ---- */

enum rc draw_links(struct ctx *cx)
{
	const struct evidence *e = cx->evidence;
	struct evidence_record *r = NEW(cx->arena, struct evidence_record);
	const struct framework_version *v;
	struct people_now people;
	struct links_now links;
	struct picking pick = { .find = STR_NONE };
	struct chosen chosen;
	bool *fixed;
	struct form_view fv;
	enum rc rc;

	if ((rc = framework_get(cx, cx->induction->framework, &v)) != OK || (rc = people_now(cx, &people)) != OK ||
	    (rc = links_load(cx, v, e->id, &links)) != OK)
		return rc;
	if (cx->values)
		pick = picking_of_values(cx, cx->values);
	chosen = choose(cx, v, &pick);
	fixed = links_on(cx, v, &links);
	for (size_t i = 0; i < v->fw->n; i++)
		if (fixed[i] && chosen.on[i]) {
			chosen.on[i] = false;
			chosen.n--;
		}
	if (cx->failed == STALE) { /* adding takes nothing away from what was saved meanwhile */
		take_newest_version(cx);
		r->warning = word(T_EVIDENCE_LINKS_STALE);
	}
	fv = form_view(cx, &evidence_links_form, NULL, e->version);
	r->csrf = hidden_csrf(cx);
	r->hidden = fv.hidden;
	r->errors = fv.errors;
	r->action = url_id(cx, "/evidence/", e->uuid, "/links");
	r->back = url_id(cx, "/evidence/", e->uuid, "");
	r->title = e->title;
	r->assessor = people.assessor;
	r->answer_days = cx->induction->answer_days;
	r->is_submitted = e->state == EVIDENCE_SUBMITTED;
	r->picker = picker(cx, v, &pick, &chosen, fixed);
	r->picker.adding = true;
	return page(cx, &(struct page){ .title = word(T_EVIDENCE_LINKS_ADD), .menu = MENU_EVIDENCE,
		                            .illustrative = v->illustrative, .status = cx->err.n && !cx->failed ? 422 : 0,
		                            .main = HTML(cx, evidence_links, r) });
}

enum rc evidence_links_show(struct ctx *cx)
{
	version_is(cx, cx->evidence->version);
	return draw_links(cx);
}

/* statement.c — one statement of an induction's framework, and the pieces that point at it. */
#include "app/coverage/coverage.h"
#include "coverage.sql.h"
#include "templates.gen.h"
#include "web/assets.h"

struct piece_state {
	enum word text;
	const char *state_class, *icon;
};
static struct piece_state state_of(enum link_state s)
{
	static const struct piece_state states[] = {
		[LINK_CLAIMED] = { T_COVERAGE_CHIP_WAITING, "waiting", "waiting" },
		[LINK_ENDORSED] = { T_COVERAGE_CHIP_AGREED, "agreed", "agreed" },
		[LINK_RETURNED] = { T_COVERAGE_CHIP_QUESTION, "question", "question" },
	};

	return s <= LINK_RETURNED ? states[s] : states[LINK_CLAIMED];
}

static struct url icon_url(struct ctx *cx, const char *name)
{
	return (struct url){ strf(cx->arena, "%.*s#%s", STR_FMT(asset_url("icons.svg").s), name) };
}

static struct statement_pieces pieces_of(struct ctx *cx, const struct pieces_of_statement_rows *rows)
{
	struct statement_pieces all = { .v = NEW_ARRAY(cx->arena, struct statement_piece, rows->n + 1), .n = rows->n };

	for (size_t i = 0; i < rows->n; i++) {
		const struct pieces_of_statement_row *row = &rows->v[i];
		struct piece_state s = state_of((enum link_state)row->link_state);

		all.v[i] = (struct statement_piece){
			.url = url_id(cx, "/evidence/", row->id, ""), .title = row->title, .when = row->month_only ? date_month(cx->arena, row->on_date) : date_long(cx->arena, row->on_date),
			.kind = kind_word((enum evidence_kind)row->kind), .state = s.text, .state_class = str_from_c(s.state_class),
			.icon = icon_url(cx, s.icon),
		};
	}
	return all;
}

static struct statement_reference_views references_of(struct ctx *cx, const struct framework_item *item)
{
	struct statement_reference_views all = { NEW_ARRAY(cx->arena, struct statement_reference_view, item->references_n + 1),
		                                 item->references_n };

	for (size_t i = 0; i < item->references_n; i++) {
		const struct framework_reference *r = &item->references[i];
		bool safe = str_starts(r->url, S("https://")) || str_starts(r->url, S("http://"));

		all.v[i] = (struct statement_reference_view){ r->title, r->kind, { safe ? r->url : STR_NONE }, safe };
	}
	return all;
}

static struct term_views terms_in(struct ctx *cx, const struct framework *fw, struct str text)
{
	size_t n;
	const struct framework_term_use *uses = framework_terms_in(cx->arena, fw, text, &n);
	struct term_views all = { NEW_ARRAY(cx->arena, struct term_view, n + 1), n };

	for (size_t i = 0; i < n; i++)
		all.v[i] = (struct term_view){ fw->terms[uses[i].term].term, fw->terms[uses[i].term].definition };
	return all;
}

/* What stands under the heading: the strongest that is true of any piece shown. */
static enum word amount(const struct pieces_of_statement_rows *rows, bool own)
{
	bool waiting = false, question = false;

	for (size_t i = 0; i < rows->n; i++) {
		if (rows->v[i].link_state == LINK_ENDORSED)
			return T_STATEMENT_AGREED;
		waiting |= rows->v[i].link_state == LINK_CLAIMED;
		question |= rows->v[i].link_state == LINK_RETURNED;
	}
	if (question)
		return T_STATEMENT_QUESTION;
	return waiting ? T_STATEMENT_WAITING : own ? T_STATEMENT_NONE_OWN : T_STATEMENT_NONE_OTHER;
}

/* ---- what does not come up in somebody's work ---- */

struct declare_typed {
	bool applies;
};
static const struct field declare_fields[] = {
	BOOL(struct declare_typed, applies, .label = T_STATEMENT_APPLIES, .max = 1),
};
const struct form declare_form = { .name = "declare", .size = sizeof(struct declare_typed), .fields = declare_fields,
	                               .n = COUNT_OF(declare_fields) };

static void piece_json(struct ctx *cx, struct json_out *j, const struct pieces_of_statement_row *r)
{
	json_obj(j);
	json_key(j, "id"), json_uuid(j, r->id);
	json_key(j, "title"), json_str(j, r->title);
	json_key(j, "kind"), json_str(j, key_of(&evidence_kinds, (int)r->kind));
	json_key(j, "on");
	if (r->month_only && !date_is_none(r->on_date))
		json_str(j, str_sub(date_iso(cx->arena, r->on_date), 0, 7));
	else
		json_date(j, r->on_date);
	json_key(j, "state"), json_str(j, key_of(&evidence_states, (int)r->evidence_state));
	json_key(j, "link"), json_str(j, key_of(&link_states, (int)r->link_state));
	json_end(j);
}

/* code_json — of an item above the statement; null where it stands alone. */
static void code_json(struct json_out *j, const char *key, const struct framework *fw, int32_t item)
{
	json_key(j, key);
	item >= 0 ? json_str(j, fw->items[item].code) : json_none(j);
}

static enum rc statement_json(struct ctx *cx, const struct framework_version *v, int64_t n, const struct pieces_of_statement_rows *rows)
{
	const struct framework_item *item = &v->fw->items[n];
	struct not_applicable_said_row said = { .declared_at = DB_NULL_INT };
	struct json_out *j = reply_json(cx);
	struct profile_now now;
	const struct profile_entry *met;
	enum rc rc = sql_not_applicable_said(cx->db, cx->arena, cx->induction->id, v->rows[n], &said);

	if ((rc != OK && rc != NOT_FOUND) || (rc = profile_now_of(cx, v, &now)) != OK)
		return rc;
	met = profile_entry_at(&now.e, (int32_t)n);
	json_obj(j);
	json_key(j, "item"), json_uuid(j, item->id);
	json_key(j, "code"), json_str(j, item->code);
	json_key(j, "text"), json_str(j, item->text);
	code_json(j, "outcome", v->fw, item->outcome);
	code_json(j, "domain", v->fw, item->domain);
	json_key(j, "does_not_come_up_since"), json_instant(j, said.declared_at);
	profile_now_json(j, &now);
	json_key(j, "met"), json_obj(j);
	if (met)
		profile_entry_json(j, v, met);
	json_end(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++)
		piece_json(cx, j, &rows->v[i]);
	json_end(j);
	json_key(j, "next"), json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

static enum rc add_declared(struct ctx *cx, int64_t item, const struct pieces_of_statement_rows *rows, struct statement_view *view)
{
	struct not_applicable_said_row said;
	enum rc rc = sql_not_applicable_said(cx->db, cx->arena, cx->induction->id, item, &said);

	view->may_declare = access_ok(may_add_evidence(&cx->actor, &cx->resource)) && (rc == OK || !rows->n);
	view->csrf = hidden_csrf(cx);
	if (cx->route->form)
		view->errors = form_view(cx, &declare_form, NULL, -1).errors;
	if (rc == OK)
		view->declared = WORDS(cx->arena, view->own ? T_STATEMENT_DECLARED_OWN : T_STATEMENT_DECLARED_OTHER,
		                       WORD_ARG("name", cx->induction->name), WORD_ARG("on", date_of(said.declared_at)));
	return rc == NOT_FOUND ? OK : rc;
}

/* coverage_declare — said once, and taken back; counted for the national picture, never beside a name. */
enum rc coverage_declare(struct ctx *cx)
{
	const struct declare_typed *f = cx->form;
	const struct framework_version *v;
	struct pieces_of_statement_rows rows;
	int64_t n, changed = 0;
	enum rc rc = framework_get(cx, cx->induction->framework, &v);

	if (rc != OK)
		return rc;
	if (!str_to_i64(param(cx, "position"), 0, (int64_t)v->fw->n - 1, &n) || !framework_is_linkable(v->fw, (int32_t)n))
		return NOT_FOUND;
	rc = sql_pieces_of_statement(cx->db, cx->arena, cx->induction->id, v->rows[n], cx->actor.person, cx->actor.role, cx->today, &rows);
	if (rc == OK && rows.n && !f->applies)
		return field_error(cx, "applies", T_STATEMENT_DECLARE_LINKED);
	if (rc == OK)
		rc = f->applies ? sql_not_applicable_take_back(cx->db, cx->arena, cx->induction->id, v->rows[n], &changed)
		                : sql_not_applicable_say(cx->db, cx->arena, cx->induction->id, v->rows[n], cx->now, &changed);
	if (rc == OK && changed)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, f->applies ? EVENT_NOT_APPLICABLE_TAKEN_BACK : EVENT_NOT_APPLICABLE_SAID,
		               v->fw->items[n].id, S("{}"));
	return rc == OK ? done(cx, url_int(cx, str_c(cx->arena, url_id(cx, "/inductions/", cx->induction->uuid, "/statements/").s), n, ""),
	                       f->applies ? T_STATEMENT_NOTICE_TAKEN_BACK : T_STATEMENT_NOTICE_DECLARED)
	                : rc;
}

enum rc coverage_statement(struct ctx *cx)
{
	const struct induction *ind = cx->induction;
	const struct framework_version *v;
	struct pieces_of_statement_rows rows;
	const struct framework_item *item;
	struct statement_view view;
	struct profile_now now;
	const struct profile_entry *met;
	int64_t n;
	enum rc rc = framework_get(cx, ind->framework, &v);

	if (rc != OK)
		return rc;
	if (!str_to_i64(param(cx, "position"), 0, (int64_t)v->fw->n - 1, &n) || !framework_is_linkable(v->fw, (int32_t)n))
		return NOT_FOUND;
	rc = sql_pieces_of_statement(cx->db, cx->arena, ind->id, v->rows[n], cx->actor.person, cx->actor.role, cx->today, &rows);
	if (rc != OK)
		return rc;
	if (cx->json)
		return statement_json(cx, v, n, &rows);
	item = &v->fw->items[n];
	view = (struct statement_view){
		.own = cx->actor.person == ind->ecsw, .name = ind->name, .code = item->code, .text = item->text,
		.pieces = pieces_of(cx, &rows), .references = references_of(cx, item), .terms = terms_in(cx, v->fw, item->text),
		.back = url_id(cx, "/inductions/", ind->uuid, "/coverage"),
		.record = url_with(cx, url_id(cx, "/inductions/", ind->uuid, "/evidence/new"), "codes", item->code),
	};
	view.amount = amount(&rows, view.own);
	if ((rc = add_declared(cx, v->rows[n], &rows, &view)) != OK)
		return rc;
	if ((rc = profile_now_of(cx, v, &now)) != OK)
		return rc;
	if ((met = profile_entry_at(&now.e, (int32_t)n))) {
		view.has_met = true;
		view.met = profile_say(cx, v, met);
		view.profile = now.name;
		view.profile_url = url_id(cx, "/role-profiles/", now.id, "");
		view.may_declare = view.may_declare && met->line.way != WAY_NOT_APPLICABLE;
	}
	view.declare = url_int(cx, str_c(cx->arena, url_id(cx, "/inductions/", ind->uuid, "/statements/").s), n, "");
	view.may_record = access_ok(may_add_evidence(&cx->actor, &cx->resource));
	if (item->outcome >= 0)
		view.outcome = strf(cx->arena, "%.*s %.*s", STR_FMT(v->fw->items[item->outcome].code),
		                    STR_FMT(v->fw->items[item->outcome].text));
	if (item->domain >= 0)
		view.domain = strf(cx->arena, "%.*s %.*s", STR_FMT(v->fw->items[item->domain].code),
		                   STR_FMT(v->fw->items[item->domain].text));
	return page(cx, &(struct page){ .title = strf(cx->arena, "%.*s", STR_FMT(item->code)), .illustrative = v->illustrative,
	                                .menu = view.own ? MENU_COVERAGE : MENU_NONE, .main = HTML(cx, statement, &view) });
}

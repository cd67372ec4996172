/* ask_pages.c — the asker's pages: what has been asked, asking, one ask. */
#include "app/outsider/outsider_inside.h"

#include "app/notices/notices.h"
#include "app/privacy/privacy.h"
#include "observation.sql.h"
#include "outsider.sql.h"
#include "templates.gen.h"
#include "web/form.h"

enum { PAGE_ROWS = 20, TWICE_WITHIN = 10 * MINUTE, SEND_MAIL = 1, SEND_SHOW = 2 };

struct ask_typed {
	int kind, who, act;
	struct str name, address, about;
	int64_t days;
	bool read_again;
};
static const struct key_list ways = { (const struct str[]){ { NULL, 0 }, S_INIT("mail"), S_INIT("show") }, 3 };
static const enum word who_words[] = { 0, T_ASK_WHO_CHILD, T_ASK_WHO_PARENT, T_ASK_WHO_CARER };
static const struct field ask_fields[] = {
	CHOICE(struct ask_typed, kind, .label = T_ASK_KIND, .max = ASK_FAMILY, .choices = &ask_kinds, .required = true),
	TEXT(struct ask_typed, name, .label = T_ASK_NAME, .hint = T_ASK_NAME_HINT, .max = 100),
	CHOICE(struct ask_typed, who, .label = T_ASK_WHO, .max = FAMILY_CARER, .choices = &family_members, .choice_words = who_words),
	TEXT(struct ask_typed, about, .label = T_ASK_ABOUT, .hint = T_ASK_ABOUT_HINT, .max = 200, .required = true,
	     .missing = T_ASK_ABOUT_MISSING),
	TEXT(struct ask_typed, address, .label = T_ASK_ADDRESS, .hint = T_ASK_ADDRESS_HINT, .max = 254),
	INT(struct ask_typed, days, .label = T_ASK_DAYS, .hint = T_ASK_DAYS_HINT, .min = 0, .max = ASK_DAYS_MAX),
	BOOL(struct ask_typed, read_again, .label = T_FINDS_READ_AGAIN),
	ACTION(struct ask_typed, act, .label = T_ASK_NEW, .max = SEND_SHOW, .choices = &ways),
};
const struct form ask_form = { .name = "ask", .size = sizeof(struct ask_typed), .fields = ask_fields, .n = COUNT_OF(ask_fields),
	                           .autosave = true };

enum word ask_state_word(enum ask_state shown)
{
	static const enum word words[ASK_STATE_END] = {
		T_ASK_STATE_PROPOSED, T_ASK_STATE_READY, T_ASK_STATE_SENT, T_ASK_STATE_OPENED, T_ASK_STATE_DONE, T_ASK_STATE_EXPIRED,
		T_ASK_STATE_REVOKED, T_ASK_STATE_DELETED, T_ASK_STATE_DECLINED,
	};

	return shown < ASK_STATE_END ? words[shown] : 0;
}

static struct str kind_title(struct ctx *cx, int64_t kind, int64_t who, struct str name, struct str given)
{
	if (kind == ASK_FAMILY)
		return word(who > 0 && who < FAMILY_MEMBER_END ? who_words[who] : T_ASK_WHO_PARENT);
	return WORDS(cx->arena, kind == ASK_OBSERVER ? T_ASK_TITLE_OBSERVER : T_ASK_TITLE_PROFESSIONAL,
	             WORD_ARG("name", given.n ? given : name.n ? name : word(T_ASK_SOMEBODY)));
}

/* ---- the list ---- */

static struct str line_says(struct ctx *cx, const struct asks_listed_row *r, enum ask_state shown)
{
	instant when = shown == ASK_DONE ? r->done_at : shown == ASK_SENT || shown == ASK_OPENED ? r->expires : r->created;

	if (shown == ASK_SENT || shown == ASK_OPENED)
		return WORDS(cx->arena, T_ASK_LINE_UNTIL, WORD_ARG("on", date_of(when)));
	return WORDS(cx->arena, shown == ASK_DONE ? T_ASK_LINE_CAME : T_ASK_LINE_ASKED, WORD_ARG("on", date_of(when)));
}

static enum ask_state shown_of(const struct ctx *cx, const struct asks_listed_row *r)
{
	return ask_shown(&(struct ask_facts){
		.kind = (enum ask_kind)r->kind, .confirmed_at = r->confirmed_at, .declined_at = r->declined_at, .sent_at = r->sent_at,
		.expires = r->expires, .opened_at = r->opened_at, .done_at = r->done_at, .revoked_at = r->revoked_at,
		.deleted_at = r->deleted_at, .piece_stands = r->assessed_at != DB_NULL_INT, .now = cx->now });
}

static struct ask_line line_of(struct ctx *cx, const struct asks_listed_row *r)
{
	enum ask_state shown = shown_of(cx, r);
	bool supervisor = cx->actor.role == ROLE_SUPERVISOR, own = cx->actor.role == ROLE_ECSW;
	bool theirs = r->kind == ASK_FAMILY ? supervisor : own;
	struct ask_line l = { .url = url_id(cx, "/asks/", r->id, ""), .state = word(ask_state_word(shown)),
		                  .title = kind_title(cx, r->kind, r->who, r->name, r->given_name), .what = line_says(cx, r, shown) };

	if (r->kind != ASK_FAMILY && r->about.n)
		l.what = WORDS(cx->arena, T_ASK_LINE_ABOUT, WORD_ARG("about", r->about), WORD_ARG("says", l.what));
	l.is_you = (shown == ASK_PROPOSED && supervisor) || (shown == ASK_READY && theirs);
	l.is_them = !l.is_you && shown <= ASK_OPENED;
	l.is_done = shown == ASK_DONE;
	l.is_plain = !l.is_you && !l.is_them && !l.is_done;
	return l;
}

static void json_line(struct json_out *j, const struct asks_listed_row *r, const struct ask_line *l, enum ask_state shown)
{
	json_obj(j);
	json_key(j, "id"), json_uuid(j, r->id);
	json_key(j, "kind"), json_str(j, key_of(&ask_kinds, (int)r->kind));
	json_key(j, "state"), json_str(j, key_of(&ask_states, (int)shown));
	json_key(j, "title"), json_str(j, l->title);
	if (r->kind != ASK_FAMILY) {
		json_key(j, "about"), json_str(j, r->about);
	}
	json_end(j);
}

static enum rc asks_json(struct ctx *cx, const struct asks_listed_rows *rows, int64_t number)
{
	struct json_out *j = reply_json(cx);
	int64_t total = rows->n ? rows->v[0].total : 0;

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++) {
		const struct asks_listed_row *r = &rows->v[i];
		struct ask_line l = line_of(cx, r);

		json_line(j, r, &l, shown_of(cx, r));
	}
	json_end(j);
	json_key(j, "next");
	if (number * PAGE_ROWS < total)
		json_str(j, strf(cx->arena, "/api/v1/inductions/%s/asks?page=%lld", uuid_str(cx->arena, cx->induction->uuid).p,
		                 (long long)number + 1));
	else
		json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

static enum rc draw_list(struct ctx *cx, const struct asks_listed_rows *rows, int64_t number)
{
	struct asks_view v = { .name = first_name(cx->induction->name), .page = (size_t)number };
	int64_t total = rows->n ? rows->v[0].total : 0;
	struct url base = url_id(cx, "/inductions/", cx->induction->uuid, "/asks");
	bool own = cx->actor.role == ROLE_ECSW;
	enum rc rc = observation_lines(cx, &v.observations);

	if (rc != OK)
		return rc;
	v.title = own ? word(T_ASK_LIST_OWN) : WORDS(cx->arena, T_ASK_LIST, WORD_ARG("name", cx->induction->name));
	v.lead = word(own ? T_ASK_LIST_LEAD_OWN : T_ASK_LIST_LEAD);
	v.back = own ? url_lit("/evidence") : url_id(cx, "/inductions/", cx->induction->uuid, "/evidence");
	v.can_ask = access_ok(may_ask(&cx->actor, &cx->resource));
	v.can_observe = access_ok(may_plan_observation(&cx->actor, &cx->resource));
	v.new_professional = url_with(cx, url_id(cx, "/inductions/", cx->induction->uuid, "/asks/new"), "kind", S("professional"));
	v.new_family = url_with(cx, url_id(cx, "/inductions/", cx->induction->uuid, "/asks/new"), "kind", S("family"));
	v.new_observation = url_id(cx, "/inductions/", cx->induction->uuid, "/observations/new");
	v.asks.v = NEW_ARRAY(cx->arena, struct ask_line, rows->n + 1);
	for (size_t i = 0; i < rows->n; i++)
		v.asks.v[v.asks.n++] = line_of(cx, &rows->v[i]);
	v.is_empty = !rows->n && !v.observations.n && number == 1;
	v.pages = (size_t)((total + PAGE_ROWS - 1) / PAGE_ROWS);
	v.has_before = number > 1;
	v.has_next = number * PAGE_ROWS < total;
	v.before = url_with(cx, base, "page", strf(cx->arena, "%lld", (long long)number - 1));
	v.next = url_with(cx, base, "page", strf(cx->arena, "%lld", (long long)number + 1));
	return page(cx, &(struct page){ .title = v.title, .menu = own ? MENU_EVIDENCE : MENU_DESK, .main = HTML(cx, asks, &v) });
}

enum rc asks_list(struct ctx *cx)
{
	int64_t number = query_int(cx, "page", 1, 1000, 1);
	struct asks_listed_rows rows;
	enum rc rc = sql_asks_listed(cx->db, cx->arena, cx->induction->id, cx->actor.person, cx->actor.role, cx->today, PAGE_ROWS,
	                             (number - 1) * PAGE_ROWS, &rows);

	if (rc != OK)
		return rc;
	return cx->json ? asks_json(cx, &rows, number) : draw_list(cx, &rows, number);
}

/* ---- asking ---- */

static enum rc draw_new(struct ctx *cx, int kind)
{
	struct ask_typed filled = { .kind = kind, .days = ASK_DAYS };
	struct form_view fv = form_view(cx, &ask_form, &filled, -1);
	struct ask_people p;
	struct ask_new_view v = { .is_family = kind == ASK_FAMILY, .key = key_of(&ask_kinds, kind) };
	enum rc rc = ask_people_of(cx, cx->induction->id, &p);

	if (rc != OK)
		return rc;
	v.action = url_id(cx, "/inductions/", cx->induction->uuid, "/asks");
	v.back = v.action;
	v.errors = fv.errors;
	v.hidden = fv.hidden;
	v.name_field = form_field(&fv, "name")->html;
	v.address_field = form_field(&fv, "address")->html;
	v.about_field = form_field(&fv, "about")->html;
	v.days_field = form_field(&fv, "days")->html;
	v.who_field = form_field(&fv, "who")->html;
	v.again_field = privacy_again_field(cx, &fv);
	v.supervisor = p.supervisor;
	return page(cx, &(struct page){ .title = word(v.is_family ? T_ASK_FAMILY_NEW : T_ASK_NEW), .menu = MENU_EVIDENCE,
		                            .main = HTML(cx, ask_new, &v) });
}

enum rc ask_new(struct ctx *cx)
{
	int kind = number_of(&ask_kinds, query(cx, "kind"));

	return draw_new(cx, kind == ASK_FAMILY ? ASK_FAMILY : ASK_PROFESSIONAL);
}

enum rc ask_create_again(struct ctx *cx)
{
	int kind = cx->values ? number_of(&ask_kinds, values_get(cx->values, S("kind"))) : 0;

	return draw_new(cx, kind == ASK_FAMILY ? ASK_FAMILY : ASK_PROFESSIONAL);
}

static enum rc check(struct ctx *cx, const struct ask_typed *f)
{
	struct str address = str_trim(f->address);
	struct piece_words words = { .n = 0 };
	enum rc rc;

	if (f->kind == ASK_FAMILY) {
		if (!f->who)
			field_error(cx, "who", T_ASK_WHO_MISSING);
	} else {
		if (!str_trim(f->name).n)
			field_error(cx, "name", T_ASK_NAME_MISSING);
		if (f->act != SEND_SHOW && !address.n)
			field_error(cx, "address", T_ASK_ADDRESS_MISSING);
		else if (address.n && !mail_is_address(address))
			field_error(cx, "address", T_ASK_ADDRESS_BAD);
		/* It is mailed to them, and stands in the title of the piece. A family's is for the supervisor alone. */
		piece_word_add(cx, &words, S("about"), STR_NONE, f->about, cx->person_name);
		if ((rc = privacy_in_given(cx, &words, f->read_again)) != OK)
			return rc;
	}
	return cx->err.n ? INVALID : OK;
}

static int days_of(const struct ask_typed *f)
{
	return f->days < ASK_DAYS_MIN ? ASK_DAYS : (int)f->days;
}

static enum rc make_family(struct ctx *cx, const struct ask_typed *f, struct uuid *ret)
{
	int64_t row = 0;
	enum rc rc = ask_make(cx, &(struct new_ask){ ASK_FAMILY, DB_NULL_INT, S(""), S(""), str_trim(f->about), days_of(f) }, ret, &row);

	if (rc == OK)
		rc = sql_ask_family_add(cx->db, cx->arena, row, f->who, NULL);
	return rc == OK ? notice_assigned(cx, NOTICE_CONFIRM_ASK, cx->induction->id, ROLE_SUPERVISOR, cx->induction->employer) : rc;
}

static enum rc make_professional(struct ctx *cx, const struct ask_typed *f, struct uuid *ret)
{
	struct str name = str_trim(f->name), token;
	struct uuid piece;
	int64_t row = 0, evidence = 0;
	const struct ask *k;
	enum rc rc = piece_begin(cx, KIND_FEEDBACK, WORDS(cx->arena, T_ASK_PIECE_TITLE, WORD_ARG("about", str_trim(f->about))),
	                         cx->today, SETTING_NONE, false, &evidence, &piece);

	if (rc == OK)
		rc = ask_make(cx, &(struct new_ask){ ASK_PROFESSIONAL, evidence, name, str_trim(f->address), str_trim(f->about), days_of(f) },
		              ret, &row);
	if (rc != OK || f->act == SEND_SHOW || (rc = ask_load(cx, *ret, &k)) != OK)
		return rc;
	rc = ask_new_link(cx, k, days_of(f), true, &token);
	return rc == OK ? ask_mail_link(cx, k, token, cx->now + days_of(f) * DAY, false) : rc;
}

static enum rc made_already(struct ctx *cx, const struct ask_typed *f, struct uuid *ret)
{
	struct ask_made_twin_row row;
	enum rc rc = cx->json ? NOT_FOUND
	                      : sql_ask_made_twin(cx->db, cx->arena, cx->induction->id, f->kind,
	                                          f->kind == ASK_FAMILY ? S("") : str_trim(f->name),
	                                          f->kind == ASK_FAMILY ? S("") : str_trim(f->address), str_trim(f->about),
	                                          cx->now - TWICE_WITHIN, &row);

	if (rc == OK)
		*ret = row.id;
	return rc;
}

enum rc ask_create(struct ctx *cx)
{
	const struct ask_typed *f = cx->form;
	bool family = f->kind == ASK_FAMILY;
	struct uuid id;
	enum rc rc = check(cx, f);

	if (rc != OK)
		return rc;
	if ((rc = made_already(cx, f, &id)) == NOT_FOUND)
		rc = family ? make_family(cx, f, &id) : make_professional(cx, f, &id);
	if (rc != OK)
		return rc;
	return created(cx, url_id(cx, "/asks/", id, ""), family ? T_ASK_PROPOSED : f->act == SEND_SHOW ? T_ASK_MADE : T_ASK_MAILED);
}

/* ---- one ask ---- */

static void add_fact(struct ask_show_view *v, enum word label, struct str value)
{
	if (value.n)
		v->facts.v[v->facts.n++] = (struct ask_fact){ label, value };
}

static struct str moment(struct ctx *cx, instant t)
{
	return t == DB_NULL_INT ? STR_NONE : instant_long(cx->arena, t);
}

/* Of a family's ask nobody learns whether or when it was opened or answered. */
static void draw_facts(struct ctx *cx, const struct ask *k, struct ask_show_view *v)
{
	bool family = k->kind == ASK_FAMILY;

	v->facts.v = NEW_ARRAY(cx->arena, struct ask_fact, 10);
	add_fact(v, T_ASK_FACT_ABOUT, k->about);
	add_fact(v, T_ASK_FACT_ASKED, moment(cx, k->created));
	add_fact(v, T_ASK_FACT_SENT, k->by_mail ? WORDS(cx->arena, T_ASK_FACT_MAILED, WORD_ARG("at", moment(cx, k->sent_at)))
	                                        : moment(cx, k->sent_at));
	if (!family) {
		add_fact(v, T_ASK_FACT_OPENED, moment(cx, k->opened_at));
		add_fact(v, T_ASK_FACT_DONE, moment(cx, k->done_at));
		if (k->done_at == DB_NULL_INT)
			add_fact(v, T_ASK_FACT_REMINDED, moment(cx, k->reminded_at));
	}
	if (k->revoked_at == DB_NULL_INT && (family || k->done_at == DB_NULL_INT))
		add_fact(v, T_ASK_FACT_UNTIL, moment(cx, k->expires));
}

static enum word lead_of(const struct ctx *cx, const struct ask *k, enum ask_state shown)
{
	bool supervisor = cx->actor.role == ROLE_SUPERVISOR;

	if (k->kind == ASK_FAMILY)
		switch (shown) {
		case ASK_PROPOSED:
			return supervisor ? T_ASK_LEAD_CONFIRM : T_ASK_LEAD_PROPOSED;
		case ASK_READY:
			return supervisor ? T_ASK_LEAD_READY_FAMILY : T_ASK_LEAD_CONFIRMED;
		case ASK_DECLINED:
			return T_ASK_LEAD_DECLINED;
		default:
			return T_ASK_LEAD_FAMILY;
		}
	switch (shown) {
	case ASK_READY:
		return T_ASK_LEAD_READY;
	case ASK_SENT:
	case ASK_OPENED:
		return T_ASK_LEAD_SENT;
	case ASK_DONE:
		return k->kind == ASK_OBSERVER ? T_ASK_LEAD_OBSERVED : T_ASK_LEAD_DONE;
	case ASK_DELETED:
		return T_ASK_LEAD_DELETED;
	default:
		return T_ASK_LEAD_OVER;
	}
}

static void draw_acts(struct ctx *cx, const struct ask *k, enum ask_state shown, struct ask_show_view *v)
{
	bool may = access_ok(may_change_ask(&cx->actor, &cx->resource));

	v->can_link = may && ask_may_link(&k->facts);
	v->can_mail = v->can_link && k->kind != ASK_FAMILY && k->address.n > 0;
	v->can_revoke = may && (shown == ASK_READY || shown == ASK_SENT || shown == ASK_OPENED);
	v->can_word = access_ok(may_word_ask(&cx->actor, &cx->resource));
	v->can_confirm = access_ok(may_confirm_ask(&cx->actor, &cx->resource));
	v->was_linked = k->sends > 0;
	v->link = url_id(cx, "/asks/", k->uuid, "/link");
	v->mail = url_id(cx, "/asks/", k->uuid, "/mail");
	v->revoke = url_id(cx, "/asks/", k->uuid, "/revoke");
	v->words = url_id(cx, "/asks/", k->uuid, "/words");
	v->confirm = url_id(cx, "/asks/", k->uuid, "/confirm");
	v->has_piece = k->kind == ASK_PROFESSIONAL && cx->actor.role == ROLE_ECSW && k->evidence != DB_NULL_INT;
	v->piece = url_id(cx, "/evidence/", k->evidence_uuid, "");
}

static enum rc ask_json(struct ctx *cx, const struct ask *k, enum ask_state shown)
{
	struct json_out *j = reply_json(cx);
	bool family = k->kind == ASK_FAMILY;

	json_obj(j);
	json_key(j, "id"), json_uuid(j, k->uuid);
	json_key(j, "kind"), json_str(j, key_of(&ask_kinds, k->kind));
	json_key(j, "state"), json_str(j, key_of(&ask_states, shown));
	json_key(j, "about"), json_str(j, k->about);
	json_key(j, "days"), json_i64(j, k->days);
	json_key(j, "sends"), json_i64(j, k->sends);
	json_key(j, "expires"), json_instant(j, k->expires);
	if (!family) {
		json_key(j, "name"), json_str(j, k->name);
		json_key(j, "evidence"), json_uuid(j, k->evidence_uuid);
		json_key(j, "opened_at"), json_instant(j, k->opened_at);
		json_key(j, "done_at"), json_instant(j, k->done_at);
	}
	json_end(j);
	return answer_json(cx, 200);
}

enum rc draw_ask(struct ctx *cx, struct ask_show_view *v)
{
	const struct ask *k = cx->ask;
	enum ask_state shown = ask_shown(&k->facts);
	struct form_view fv = form_view(cx, &ask_days_form, &(struct days_typed){ k->days }, -1);

	v->title = kind_title(cx, k->kind, k->of, k->name, k->given_name);
	v->kicker = word(k->kind == ASK_FAMILY ? T_ASK_KICKER_FAMILY : k->kind == ASK_OBSERVER ? T_ASK_KICKER_OBSERVER
	                                                                                         : T_ASK_KICKER_PROFESSIONAL);
	v->state = word(ask_state_word(shown));
	v->first = first_name(cx->induction->name);
	v->lead = WORDS(cx->arena, lead_of(cx, k, shown), WORD_ARG("name", v->first));
	v->back = url_id(cx, "/inductions/", cx->induction->uuid, "/asks");
	v->is_family = k->kind == ASK_FAMILY;
	v->is_done = shown == ASK_DONE;
	v->csrf = hidden_csrf(cx);
	v->errors = fv.errors;
	v->days_field = form_field(&fv, "days")->html;
	draw_facts(cx, k, v);
	draw_acts(cx, k, shown, v);
	v->is_you = v->can_confirm || (shown == ASK_READY && v->can_link);
	return page(cx, &(struct page){ .title = v->title, .menu = cx->actor.role == ROLE_ECSW ? MENU_EVIDENCE : MENU_DESK,
		                            .main = HTML(cx, ask_show, v) });
}

enum rc ask_show(struct ctx *cx)
{
	struct ask_show_view *v;

	version_is(cx, cx->ask->version);
	if (cx->json)
		return ask_json(cx, cx->ask, ask_shown(&cx->ask->facts));
	v = NEW(cx->arena, struct ask_show_view);
	return draw_ask(cx, v);
}

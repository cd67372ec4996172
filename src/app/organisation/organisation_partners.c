/* organisation_partners.c — who trains, moderates or takes people in for an employer, dated (C17). */
#include "app/organisation/organisation_inside.h"

#include "templates.gen.h"

enum { NAME_MOST = 200, SUGGESTIONS = 5 };

struct partner_form {
	struct str partner;
	int kind;
	struct date starts;
	bool apart;
};
static const struct field partner_fields[] = {
	TEXT(struct partner_form, partner, .label = T_ORGANISATION_PARTNER, .hint = T_ORGANISATION_PARTNER_HINT, .max = NAME_MOST,
	     .required = true),
	CHOICE(struct partner_form, kind, .label = T_ORGANISATION_PARTNER_KIND, .choices = &partnership_kinds,
	       .choice_words = organisation_partner_words, .max = PARTNER_END, .required = true),
	DATE(struct partner_form, starts, .label = T_ORGANISATION_STARTS, .max = 10, .required = true, .not_before_1990 = true),
	BOOL(struct partner_form, apart, .label = T_ORGANISATION_APART, .hint = T_ORGANISATION_APART_HINT, .max = 1),
};
const struct form organisation_partner_form = { .name = "organisation_partner", .size = sizeof(struct partner_form),
                                                .fields = partner_fields, .n = COUNT_OF(partner_fields), .autosave = true };

struct partner_end_form {
	struct str partnership;
	struct date ends;
};
static const struct field partner_end_fields[] = {
	TEXT(struct partner_end_form, partnership, .label = T_ORGANISATION_PARTNER, .max = UUID_TEXT, .required = true),
	DATE(struct partner_end_form, ends, .label = T_ORGANISATION_ENDS, .hint = T_ORGANISATION_ENDS_HINT, .max = 10,
	     .required = true),
};
const struct form organisation_partner_end_form = { .name = "organisation_partner_end",
                                                    .size = sizeof(struct partner_end_form), .fields = partner_end_fields,
                                                    .n = COUNT_OF(partner_end_fields) };

struct partner_apart_form {
	struct str partnership;
	bool apart;
};
static const struct field partner_apart_fields[] = {
	TEXT(struct partner_apart_form, partnership, .label = T_ORGANISATION_PARTNER, .max = UUID_TEXT, .required = true),
	BOOL(struct partner_apart_form, apart, .label = T_ORGANISATION_APART, .max = 1),
};
const struct form organisation_partner_apart_form = { .name = "organisation_partner_apart", .size = sizeof(struct partner_apart_form),
                                                      .fields = partner_apart_fields, .n = COUNT_OF(partner_apart_fields) };

/* ---- the one that is meant ---- */

static enum rc say_which(struct ctx *cx, const char *field, const struct organisation_match_rows *rows)
{
	struct str names[SUGGESTIONS];
	size_t n = 0;

	for (size_t i = 0; i < rows->n && n < SUGGESTIONS; i++)
		names[n++] = rows->v[i].name;
	if (!n)
		return field_error(cx, field, T_ORGANISATION_NOT_FOUND);
	return err_add(&cx->err, str_from_c(field),
	               WORDS(cx->arena, T_ORGANISATION_WHICH, WORD_ARG("names", str_join(cx->arena, names, n, S("; ")))));
}

enum rc organisation_find(struct ctx *cx, const char *field, struct str typed, struct found_organisation *ret)
{
	struct str folded = text_fold(cx->arena, typed), first = folded;
	struct organisation_match_rows rows;
	const struct organisation_match_row *hit = NULL;
	enum rc rc;

	first = str_cut(&first, ' ');
	if (!folded.n)
		return field_error(cx, field, T_ORGANISATION_NOT_FOUND);
	rc = sql_organisation_match(cx->db, cx->arena, folded, code_tidy(cx->arena, typed), first,
	                            strf(cx->arena, "%.*s\xF4\x8F\xBF\xBF", STR_FMT(first)), cx->today, &rows);
	if (rc != OK)
		return rc;
	for (size_t i = 0; i < rows.n && !hit; i++)
		if (rows.v[i].by_code || str_eq(rows.v[i].name_sort, folded))
			hit = &rows.v[i];
	if (!hit && rows.n == 1 && str_starts(rows.v[0].name_sort, folded))
		hit = &rows.v[0];
	if (!hit)
		return say_which(cx, field, &rows);
	*ret = (struct found_organisation){ hit->organisation, hit->id, hit->name, (enum organisation_type)hit->type };
	return OK;
}

/* ---- the page ---- */

static void add_partner(struct ctx *cx, const struct organisation_partners_row *r, struct partners_view *v)
{
	bool before = !date_is_none(r->ends) && date_cmp(r->ends, cx->today) < 0;
	struct partners_shown *to = before ? &v->before : &v->now;

	to->v[to->n++] = (struct partner_shown){
		.id = uuid_str(cx->arena, r->id), .name = r->other, .url = url_id(cx, "/organisations/", r->other_id, ""),
		.says = partnership_word((enum partnership_kind)r->kind, r->is_theirs),
		.may_end = !r->is_theirs && date_is_none(r->ends),
		.when = date_is_none(r->ends) ? WORDS(cx->arena, date_cmp(r->starts, cx->today) > 0 ? T_ORGANISATION_FROM
		                                                                                    : T_ORGANISATION_SINCE,
		                                      WORD_ARG("date", r->starts))
		                              : WORDS(cx->arena, T_ORGANISATION_FROM_TO, WORD_ARG("from", r->starts),
		                                      WORD_ARG("to", r->ends)),
	};
	if (!r->is_theirs && !before) {
		to->v[to->n - 1].asks_apart = true;
		to->v[to->n - 1].is_apart = r->apart_at != DB_NULL_INT;
		to->v[to->n - 1].apart = r->apart_at == DB_NULL_INT ? word(T_ORGANISATION_NOT_APART)
		                                                    : WORDS(cx->arena, T_ORGANISATION_APART_SAID, WORD_ARG("name", r->apart_by),
		                                                            WORD_ARG("date", date_of(r->apart_at)));
	}
	v->may_end = v->may_end || to->v[to->n - 1].may_end;
}

enum rc organisation_partners(struct ctx *cx)
{
	struct form_view f = form_view(cx, &organisation_partner_form, NULL, -1);
	struct form_view e = form_view(cx, &organisation_partner_end_form, NULL, -1);
	struct partners_view v = {
		.name = cx->organisation->name, .back = organisation_url(cx, ""), .add = organisation_url(cx, "/partners"),
		.end = organisation_url(cx, "/partners/end"), .errors = f.has_errors ? f.errors : e.errors, .hidden = f.hidden,
		.end_hidden = e.hidden, .partner = form_field(&f, "partner")->html, .kind = form_field(&f, "kind")->html,
		.starts = form_field(&f, "starts")->html, .apart = form_field(&f, "apart")->html, .say_apart = organisation_url(cx, "/partners/apart"),
		.csrf = hidden_csrf(cx), .ends = form_field(&e, "ends")->html,
		.may = access_ok(may_coordinate_organisation(&cx->actor, &cx->resource)) &&
		       organisation_may(cx->organisation->type, POWER_INDUCTIONS),
	};
	struct organisation_partners_rows rows;
	enum rc rc = sql_organisation_partners(cx->db, cx->arena, cx->organisation->id, &rows);

	if (rc != OK)
		return rc;
	v.now.v = NEW_ARRAY(cx->arena, struct partner_shown, rows.n + 1);
	v.before.v = NEW_ARRAY(cx->arena, struct partner_shown, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		add_partner(cx, &rows.v[i], &v);
	return page(cx, &(struct page){ .title = word(T_ORGANISATION_DO_PARTNERS), .menu = MENU_ORGANISATIONS,
	                                .width = WIDTH_STAFF, .main = HTML(cx, organisation_partners, &v) });
}

/* Both see it in their history. */
static enum rc partnership_event(struct ctx *cx, enum event_kind kind, int64_t other, struct uuid id, struct date on)
{
	int64_t own = cx->organisation->id;
	enum rc rc = event_add(cx, CHAIN_ORGANISATION, own, kind, id,
	                       strf(cx->arena, "{\"organisation\":%lld,\"on\":%d}", (long long)other, on.days));

	return rc == OK ? event_add(cx, CHAIN_ORGANISATION, other, kind, id,
	                            strf(cx->arena, "{\"organisation\":%lld,\"on\":%d}", (long long)own, on.days))
	                : rc;
}

/* Whether the partner takes part in no cases of this employer's people: who says so, and when. */
static enum rc say_apart(struct ctx *cx, struct uuid id, int64_t partner, bool apart)
{
	enum rc rc = sql_partnership_apart(cx->db, cx->arena, id, apart ? cx->now : DB_NULL_INT, apart ? cx->actor.person : DB_NULL_INT, NULL);

	return rc == OK ? partnership_event(cx, EVENT_PARTNERSHIP_APART, partner, id, cx->today) : rc;
}

enum rc organisation_partner_apart(struct ctx *cx)
{
	const struct partner_apart_form *f = cx->form;
	struct partnership_of_id_row row;
	struct uuid id;
	enum rc rc = uuid_parse(f->partnership, &id) ? OK : NOT_FOUND;

	if (rc == OK)
		rc = sql_partnership_of_id(cx->db, cx->arena, id, cx->organisation->id, &row);
	if (rc == OK)
		rc = say_apart(cx, id, row.partner, f->apart);
	return rc == OK ? done(cx, organisation_url(cx, "/partners"), f->apart ? T_ORGANISATION_APART_SAVED : T_ORGANISATION_NOT_APART_SAVED) : rc;
}

enum rc organisation_partner_add(struct ctx *cx)
{
	const struct partner_form *f = cx->form;
	struct found_organisation partner;
	struct uuid id = uuid7(cx->now);
	enum rc rc = organisation_find(cx, "partner", f->partner, &partner);

	if (rc != OK)
		return rc;
	if (partner.id == cx->organisation->id)
		return field_error(cx, "partner", T_ORGANISATION_PARTNER_SELF);
	if (!partnership_fits((enum partnership_kind)f->kind, cx->organisation->type, partner.type))
		return field_error(cx, "kind", T_ORGANISATION_PARTNER_UNFIT);
	rc = sql_partnership_add(cx->db, cx->arena, id, cx->organisation->id, partner.id, f->kind, f->starts, cx->now, NULL);
	if (rc == CONFLICT)
		return field_error(cx, "partner", T_ORGANISATION_PARTNER_ALREADY);
	if (rc == OK)
		rc = partnership_event(cx, EVENT_PARTNERSHIP_BEGUN, partner.id, id, f->starts);
	if (rc == OK && f->apart)
		rc = say_apart(cx, id, partner.id, true);
	return rc == OK ? created(cx, organisation_url(cx, "/partners"), T_ORGANISATION_PARTNER_ADDED) : rc;
}

enum rc organisation_partner_end(struct ctx *cx)
{
	const struct partner_end_form *f = cx->form;
	struct partnership_of_id_row row;
	struct uuid id;
	int64_t ended;
	enum rc rc = uuid_parse(f->partnership, &id) ? OK : NOT_FOUND;

	if (rc == OK)
		rc = sql_partnership_of_id(cx->db, cx->arena, id, cx->organisation->id, &row);
	if (rc == OK)
		rc = sql_partnership_end(cx->db, cx->arena, id, f->ends, &ended);
	if (rc == OK && !ended)
		return field_error(cx, "ends", T_ORGANISATION_PARTNER_NOT_ENDED);
	if (rc == OK)
		rc = partnership_event(cx, EVENT_PARTNERSHIP_ENDED, row.partner, id, f->ends);
	return rc == OK ? done(cx, organisation_url(cx, "/partners"), T_ORGANISATION_PARTNER_ENDED) : rc;
}

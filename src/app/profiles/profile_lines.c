/* profile_lines.c — the exceptions of a draft: found by words or codes, and how each is met. */
#include "app/profiles/profiles_view.h"

#include "app/framework/framework.h"
#include "profiles.sql.h"
#include "templates.gen.h"
#include "web/form.h"

enum { CODES_MAX = 60, HITS_MAX = 20 };

struct line_typed {
	struct str codes;
	struct str_list link;
	int way;
	struct str words, partner;
	struct date from, to;
};
static const enum word way_words[] = { [WAY_ADAPTED] = T_PROFILE_ADAPTED_LONG, [WAY_ARRANGED] = T_PROFILE_ARRANGED_LONG,
	                                   [WAY_NOT_APPLICABLE] = T_PROFILE_NOT_APPLICABLE_LONG };
/* Core is no choice: it is what a statement is without a line. */
static const struct str chosen_keys[] = { S_INIT(""), S_INIT("adapted"), S_INIT("arranged"), S_INIT("not-applicable") };
static const struct key_list chosen_ways = { chosen_keys, WAY_END };
static const struct field line_fields[] = {
	TEXT(struct line_typed, codes, .label = T_PROFILE_CODES, .hint = T_PROFILE_CODES_HINT, .max = 400),
	LIST_OF(struct line_typed, link, .label = T_PROFILE_STATEMENT, .max = CODES_MAX),
	CHOICE(struct line_typed, way, .label = T_PROFILE_WAY, .choices = &chosen_ways, .choice_words = way_words, .max = WAY_END, .required = true),
	LONG_TEXT(struct line_typed, words, .label = T_PROFILE_LINE_WORDS, .hint = T_PROFILE_LINE_WORDS_HINT, .max = 1500, .rows = 5),
	TEXT(struct line_typed, partner, .label = T_PROFILE_PARTNER, .max = UUID_TEXT),
	DATE(struct line_typed, from, .label = T_PROFILE_STARTS, .max = 30, .not_before_1990 = true),
	DATE(struct line_typed, to, .label = T_PROFILE_ENDS, .max = 30, .not_before_1990 = true),
};
static void check_line(struct ctx *cx, const void *filled)
{
	const struct line_typed *f = filled;

	if (!f->codes.n && !f->link.n)
		field_error(cx, "codes", T_PROFILE_CODES_MISSING);
	if (f->way == WAY_ADAPTED && !f->words.n)
		field_error(cx, "words", T_PROFILE_GUIDANCE_MISSING);
	if (f->way == WAY_NOT_APPLICABLE && !f->words.n)
		field_error(cx, "words", T_PROFILE_REASON_MISSING);
	if (f->way == WAY_ARRANGED) {
		if (!f->partner.n)
			field_error(cx, "partner", T_PROFILE_PARTNER_MISSING);
		if (date_is_none(f->from))
			field_error(cx, "from", T_PROFILE_FROM_MISSING);
		if (date_is_none(f->to))
			field_error(cx, "to", T_PROFILE_TO_MISSING);
	}
	if (!date_is_none(f->from) && !date_is_none(f->to) && date_cmp(f->to, f->from) < 0)
		field_error(cx, "to", T_PROFILE_TO_BEFORE);
}
static struct str say_partner(struct ctx *cx, const struct field *field, struct str value)
{
	struct profile_partners_rows rows;

	if (strcmp(field->name, "partner") != 0 || sql_profile_partners(cx->db, cx->arena, cx->actor.organisation, cx->today, &rows) != OK)
		return value;
	for (size_t i = 0; i < rows.n; i++)
		if (str_eq(uuid_str(cx->arena, rows.v[i].id), value))
			return rows.v[i].name;
	return value;
}
const struct form profile_line_form = { .name = "role_profile_line", .size = sizeof(struct line_typed), .fields = line_fields,
	                                    .n = COUNT_OF(line_fields), .check = check_line, .autosave = true, .say = say_partner };

static struct url profile_url(struct ctx *cx, const char *after)
{
	return url_id(cx, "/role-profiles/", cx->profile->uuid, after);
}

static int32_t item_named(struct ctx *cx, const struct framework_version *v, struct str typed)
{
	struct framework_codes codes = { 0 };
	struct uuid id;
	int32_t i = uuid_parse(typed, &id) ? framework_find(v->fw, id) : -1;

	if (i >= 0)
		return framework_is_linkable(v->fw, i) ? i : -1;
	framework_parse_codes(cx->arena, v->fw, typed, 1, &codes);
	return codes.n ? codes.items[0] : -1;
}

/* ---- the page ---- */

static void add_partners(struct ctx *cx, const struct profile_partners_rows *rows, struct str chosen, struct profile_line_view *v)
{
	struct str *not_apart = NEW_ARRAY(cx->arena, struct str, rows->n + 1);
	size_t n = 0;

	v->partners.v = NEW_ARRAY(cx->arena, struct profile_option, rows->n + 1);
	for (size_t i = 0; i < rows->n; i++) {
		struct str key = uuid_str(cx->arena, rows->v[i].id);

		if (rows->v[i].apart)
			v->partners.v[v->partners.n++] = (struct profile_option){ .key = key, .name = rows->v[i].name, .chosen = str_eq(key, chosen) };
		else
			not_apart[n++] = rows->v[i].name;
	}
	if (n)
		v->declare = WORDS(cx->arena, T_PROFILE_PARTNERS_NOT_APART, WORD_ARG("names", str_join(cx->arena, not_apart, n, S(", "))));
}

static void add_hits(struct ctx *cx, const struct framework_version *fv, const struct profile_entries *e, struct str_list ticked,
                     struct profile_line_view *v)
{
	struct search_filters filters = SEARCH_ALL;
	struct search_result r = { 0 };

	v->find = str_sub(str_trim(query(cx, "find")), 0, 200);
	filters.linkable_only = true;
	if (v->find.n) {
		v->searched = true;
		framework_search(cx->arena, fw_search_index(cx, fv), v->find, &filters, HITS_MAX, &r);
	}
	v->hits.v = NEW_ARRAY(cx->arena, struct profile_hit, r.n + ticked.n + 1);
	for (size_t i = 0; i < r.n; i++) {
		const struct framework_item *item = &fv->fw->items[r.v[i].item];

		v->hits.v[v->hits.n++] = (struct profile_hit){
			.code = framework_item_name(cx->arena, fv->fw, r.v[i].item), .text = item->text, .id = uuid_str(cx->arena, item->id),
			.has_line = profile_entry_at(e, r.v[i].item) != NULL,
		};
	}
	for (size_t i = 0; i < ticked.n; i++) { /* what was ticked stays when something else was wrong */
		int32_t at = item_named(cx, fv, str_trim(ticked.v[i]));

		if (at >= 0)
			v->hits.v[v->hits.n++] = (struct profile_hit){
				.code = framework_item_name(cx->arena, fv->fw, at), .text = fv->fw->items[at].text, .chosen = true,
				.id = uuid_str(cx->arena, fv->fw->items[at].id), .has_line = profile_entry_at(e, at) != NULL,
			};
	}
}

/* Changing one that is there: its page begins with what it says. */
static struct line_typed as_is(struct ctx *cx, const struct framework_version *v, const struct profile_entries *e, bool *ret_change)
{
	struct line_typed now = { .from = DATE_NONE, .to = DATE_NONE };
	struct str code = query(cx, "code");
	int32_t item = code.n ? item_named(cx, v, code) : -1;
	const struct profile_entry *at = item >= 0 ? profile_entry_at(e, item) : NULL;

	*ret_change = at != NULL;
	if (item < 0)
		return now;
	now.codes = framework_item_name(cx->arena, v->fw, item);
	if (at) {
		now.way = at->line.way;
		now.words = at->words;
		now.partner = at->line.partner ? uuid_str(cx->arena, at->partner_uuid) : STR_NONE;
		now.from = at->line.from;
		now.to = at->line.to;
	}
	return now;
}

enum rc profile_line_show(struct ctx *cx)
{
	const struct framework_version *fv;
	struct profile_partners_rows partners;
	struct profile_entries e;
	struct str_list ticked = { 0 };
	struct profile_line_view v = { .name = cx->profile->name };
	struct line_typed now;
	struct form_view f;
	enum rc rc = framework_get(cx, cx->profile->framework, &fv);

	if (rc != OK || (rc = profile_entries_of(cx, cx->profile->id, fv, &e)) != OK ||
	    (rc = sql_profile_partners(cx->db, cx->arena, cx->profile->organisation, cx->today, &partners)) != OK)
		return rc;
	now = as_is(cx, fv, &e, &v.is_change);
	f = form_view(cx, &profile_line_form, &now, -1);
	if (f.typed)
		values_all(cx->arena, f.typed, S("link"), &ticked);
	v.errors = f.errors;
	v.hidden = f.hidden;
	v.codes = form_field(&f, "codes")->html;
	v.way = form_field(&f, "way")->html;
	v.words = form_field(&f, "words")->html;
	v.from = form_field(&f, "from")->html;
	v.to = form_field(&f, "to")->html;
	v.partner_error = form_field(&f, "partner")->error;
	v.back = profile_url(cx, "");
	v.action = profile_url(cx, "/statements");
	v.frameworks = url_id(cx, "/frameworks/", fv->uuid, "");
	v.partners_url = url_id(cx, "/organisations/", cx->profile->organisation_uuid, "/partners");
	add_partners(cx, &partners, form_field(&f, "partner")->value, &v);
	add_hits(cx, fv, &e, ticked, &v);
	return page(cx, &(struct page){ .title = word(v.is_change ? T_PROFILE_LINE_CHANGE : T_PROFILE_LINE_ADD), .menu = MENU_STANDARDS,
	                                .main = HTML(cx, role_profile_line, &v) });
}

/* ---- saving ---- */

static enum rc say_unknown(struct ctx *cx, const struct framework_version *v, const struct framework_codes *codes)
{
	struct str *typed = NEW_ARRAY(cx->arena, struct str, codes->unknown_n + 1);
	const struct framework_unknown_code *first = &codes->unknown[0];

	for (size_t i = 0; i < codes->unknown_n; i++)
		typed[i] = codes->unknown[i].typed;
	if (codes->unknown_n == 1 && first->nearest >= 0)
		return err_add(&cx->err, S("codes"), WORDS(cx->arena, T_EVIDENCE_CODE_NEAR, WORD_ARG("typed", first->typed),
		                                           WORD_ARG("near", framework_item_name(cx->arena, v->fw, first->nearest))));
	return err_add(&cx->err, S("codes"), WORDS(cx->arena, T_EVIDENCE_CODE_UNKNOWN,
	                                           WORD_ARG("typed", str_join(cx->arena, typed, codes->unknown_n, S(", ")))));
}

/* The items that are meant, each once. */
static enum rc items_of(struct ctx *cx, const struct framework_version *v, const struct line_typed *f, bool *on, size_t *ret_n)
{
	struct framework_codes codes = { 0 };
	size_t n = 0;

	framework_parse_codes(cx->arena, v->fw, f->codes, CODES_MAX, &codes);
	if (codes.unknown_n)
		return say_unknown(cx, v, &codes);
	if (codes.too_many)
		return field_error(cx, "codes", T_PROFILE_CODES_MANY);
	for (size_t i = 0; i < codes.n; i++)
		on[codes.items[i]] = true;
	for (size_t i = 0; i < f->link.n; i++) {
		int32_t item = item_named(cx, v, str_trim(f->link.v[i]));

		if (item < 0)
			return err_add(&cx->err, S("codes"), WORDS(cx->arena, T_EVIDENCE_CODE_UNKNOWN, WORD_ARG("typed", f->link.v[i])));
		on[item] = true;
	}
	for (size_t i = 0; i < v->fw->n; i++)
		n += on[i];
	*ret_n = n;
	return n ? OK : field_error(cx, "codes", T_PROFILE_CODES_MISSING);
}

static enum rc partner_of(struct ctx *cx, struct str typed, int64_t *ret)
{
	struct profile_partners_rows rows;
	enum rc rc = sql_profile_partners(cx->db, cx->arena, cx->profile->organisation, cx->today, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		if (str_eq(uuid_str(cx->arena, rows.v[i].id), typed)) {
			*ret = rows.v[i].partner;
			return rows.v[i].apart ? OK : err_add(&cx->err, S("partner"), WORDS(cx->arena, T_PROFILE_PARTNER_INVOLVED,
			                                                                     WORD_ARG("name", rows.v[i].name)));
		}
	return rc == OK ? field_error(cx, "partner", T_PROFILE_PARTNER_UNKNOWN) : rc;
}

enum rc profile_line_save(struct ctx *cx)
{
	const struct line_typed *f = cx->form;
	const struct role_profile *p = cx->profile;
	const struct framework_version *v;
	struct profile_line line = { .way = (enum profile_way)f->way, .from = DATE_NONE, .to = DATE_NONE };
	size_t n;
	bool *on;
	enum rc rc = framework_get(cx, p->framework, &v);

	if (rc != OK)
		return rc;
	on = NEW_ARRAY(cx->arena, bool, v->fw->n + 1);
	if ((rc = items_of(cx, v, f, on, &n)) != OK)
		return rc;
	if (f->way == WAY_ARRANGED) {
		if ((rc = partner_of(cx, f->partner, &line.partner)) != OK)
			return rc;
		line.from = f->from;
		line.to = f->to;
	}
	for (size_t i = 0; rc == OK && i < v->fw->n; i++) {
		struct profile_line_count_row others;

		if (!on[i])
			continue;
		rc = sql_profile_line_count(cx->db, cx->arena, p->id, v->rows[i], &others);
		if (rc == OK && others.n >= PROFILE_LINES_MAX)
			return form_error(cx, T_PROFILE_LINES_MANY);
		if (rc == OK)
			rc = profile_line_put(cx, p->id, v->rows[i], &line, f->words);
	}
	if (rc == OK)
		rc = sql_profile_touch(cx->db, cx->arena, p->id, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_ORGANISATION, p->organisation, EVENT_PROFILE_CHANGED, p->uuid, strf(cx->arena, "{\"statements\":%zu}", n));
	return rc == OK ? done(cx, profile_url(cx, ""), T_PROFILE_NOTICE_LINE) : rc;
}

struct remove_typed {
	struct str statement;
};
static const struct field remove_fields[] = {
	TEXT(struct remove_typed, statement, .label = T_PROFILE_STATEMENT, .max = UUID_TEXT, .required = true),
};
const struct form profile_remove_form = { .name = "role_profile_remove", .size = sizeof(struct remove_typed), .fields = remove_fields,
	                                      .n = COUNT_OF(remove_fields) };

enum rc profile_line_remove(struct ctx *cx)
{
	const struct remove_typed *f = cx->form;
	const struct role_profile *p = cx->profile;
	const struct framework_version *v;
	int64_t gone = 0;
	int32_t item;
	enum rc rc = framework_get(cx, p->framework, &v);

	if (rc != OK)
		return rc;
	if ((item = item_named(cx, v, f->statement)) < 0)
		return NOT_FOUND;
	if ((rc = sql_profile_line_drop(cx->db, cx->arena, p->id, v->rows[item], &gone)) == OK && gone)
		rc = sql_profile_touch(cx->db, cx->arena, p->id, NULL);
	if (rc == OK && gone)
		rc = event_add(cx, CHAIN_ORGANISATION, p->organisation, EVENT_PROFILE_CHANGED, p->uuid, S("{\"statements\":-1}"));
	return rc == OK ? done(cx, profile_url(cx, ""), T_PROFILE_NOTICE_CORE) : rc;
}

/* organisation_page.c — one organisation: who they are, who to talk to, who they work with, what they answer for, and what
 * happened when.
 */
#include "app/organisation/organisation_inside.h"

#include "app/timeline/timeline.h"
#include "succession.sql.h"
#include "templates.gen.h"

const enum word organisation_scheme_words[] = {
	[CODE_AUTHORITY] = T_ORGANISATION_SCHEME_AUTHORITY, [CODE_ONS] = T_ORGANISATION_SCHEME_ONS,
	[CODE_UKPRN] = T_ORGANISATION_SCHEME_UKPRN, [CODE_COMPANY] = T_ORGANISATION_SCHEME_COMPANY,
	[CODE_CHARITY] = T_ORGANISATION_SCHEME_CHARITY, [CODE_OTHER] = T_ORGANISATION_SCHEME_OTHER,
};
const enum word organisation_partner_words[] = {
	[PARTNER_TRAINS] = T_ORGANISATION_TRAINS, [PARTNER_MODERATES] = T_ORGANISATION_MODERATES,
	[PARTNER_HOSTS] = T_ORGANISATION_HOSTS,
};
static const enum word partner_words_back[] = {
	[PARTNER_TRAINS] = T_ORGANISATION_TRAINS_FOR, [PARTNER_MODERATES] = T_ORGANISATION_MODERATES_FOR,
	[PARTNER_HOSTS] = T_ORGANISATION_HOSTS_FOR,
};
static const enum word power_words[POWER_END] = {
	[POWER_INDUCTIONS] = T_ORGANISATION_MAY_EMPLOY, [POWER_HOST] = T_ORGANISATION_MAY_HOST,
	[POWER_TRAIN] = T_ORGANISATION_MAY_TRAIN, [POWER_MODERATE] = T_ORGANISATION_MAY_MODERATE,
	[POWER_NATIONAL] = T_ORGANISATION_MAY_NATIONAL, [POWER_REGULATE] = T_ORGANISATION_MAY_REGULATE,
};

enum word scheme_word(enum code_scheme scheme)
{
	return organisation_scheme_words[scheme];
}

enum word partnership_word(enum partnership_kind kind, bool is_theirs)
{
	return is_theirs ? partner_words_back[kind] : organisation_partner_words[kind];
}

struct url organisation_url(struct ctx *cx, const char *after)
{
	return url_id(cx, "/organisations/", cx->organisation->uuid, after);
}

enum rc organisation_event(struct ctx *cx, enum event_kind kind, struct uuid about, struct str data)
{
	return event_add(cx, CHAIN_ORGANISATION, cx->organisation->id, kind, about, data);
}

/* ---- one question on a page ---- */

enum rc form_page(struct ctx *cx, const struct form_page *p)
{
	struct form_view f = form_view(cx, p->form, p->filled, p->version);
	struct form_page_view v = {
		.back = p->back, .back_words = p->back_words, .action = p->action, .title = p->title, .lead = p->lead,
		.button = p->button, .errors = f.errors, .warn = p->warn, .has_warn = p->warn.s.n, .hidden = f.hidden,
		.is_not_possible = p->is_not_possible,
	};

	v.fields.v = NEW_ARRAY(cx->arena, struct shown_field, f.n + 1);
	for (size_t i = 0; i < f.n; i++)
		if (p->form->fields[i].label)
			v.fields.v[v.fields.n++].html = f.v[i].html;
	return page(cx, &(struct page){ .title = word(p->title), .menu = MENU_ORGANISATIONS, .width = WIDTH_STAFF,
	                                .main = HTML(cx, organisation_form, &v) });
}

/* ---- what is read ---- */

struct reading {
	struct organisation_people_row people;
	struct organisation_names_rows names;
	struct organisation_codes_rows codes;
	struct organisation_coordinators_rows coordinators;
	struct organisation_partners_rows partners;
	struct succession_of_organisation_rows became;
};

static enum rc read_all(struct ctx *cx, struct reading *r)
{
	int64_t id = cx->organisation->id;
	enum rc rc = sql_organisation_people(cx->db, cx->arena, id, &r->people);

	if (rc == OK)
		rc = sql_organisation_names(cx->db, cx->arena, id, &r->names);
	if (rc == OK)
		rc = sql_organisation_codes(cx->db, cx->arena, id, &r->codes);
	if (rc == OK)
		rc = sql_organisation_coordinators(cx->db, cx->arena, id, cx->today, &r->coordinators);
	if (rc == OK)
		rc = sql_succession_of_organisation(cx->db, cx->arena, id, &r->became);
	return rc == OK ? sql_organisation_partners(cx->db, cx->arena, id, &r->partners) : rc;
}

static bool is_now(struct ctx *cx, struct date starts, struct date ends)
{
	return date_cmp(starts, cx->today) <= 0 && (date_is_none(ends) || date_cmp(ends, cx->today) >= 0);
}

static bool follows(const struct ctx *cx)
{
	return access_ok(may_follow_organisation(&cx->actor, &cx->resource));
}

/* ---- JSON ---- */

static void coordinators_json(struct json_out *j, const struct organisation_coordinators_rows *rows)
{
	json_key(j, "coordinators"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++) {
		json_obj(j);
		json_key(j, "id"), json_uuid(j, rows->v[i].id);
		json_key(j, "name"), json_str(j, rows->v[i].name);
		json_key(j, "primary"), json_bool(j, rows->v[i].is_primary);
		json_end(j);
	}
	json_end(j);
}

static void codes_json(struct json_out *j, const struct organisation_codes_rows *rows)
{
	json_key(j, "codes"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++) {
		json_obj(j);
		json_key(j, "id"), json_uuid(j, rows->v[i].id);
		json_key(j, "scheme"), json_str(j, key_of(&code_schemes, (int)rows->v[i].scheme));
		json_key(j, "code"), json_str(j, rows->v[i].code);
		json_key(j, "starts"), json_date(j, rows->v[i].starts);
		json_key(j, "ends"), json_date(j, rows->v[i].ends);
		json_end(j);
	}
	json_end(j);
}

static void partners_json(struct json_out *j, const struct organisation_partners_rows *rows)
{
	json_key(j, "partnerships"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++) {
		json_obj(j);
		json_key(j, "id"), json_uuid(j, rows->v[i].id);
		json_key(j, "with"), json_uuid(j, rows->v[i].other_id);
		json_key(j, "name"), json_str(j, rows->v[i].other);
		json_key(j, "kind"), json_str(j, key_of(&partnership_kinds, (int)rows->v[i].kind));
		json_key(j, "for_them"), json_bool(j, rows->v[i].is_theirs);
		json_key(j, "starts"), json_date(j, rows->v[i].starts);
		json_key(j, "ends"), json_date(j, rows->v[i].ends);
		json_end(j);
	}
	json_end(j);
}

static enum rc show_json(struct ctx *cx, const struct reading *r)
{
	const struct organisation *o = cx->organisation;
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "id"), json_uuid(j, o->uuid);
	json_key(j, "name"), json_str(j, o->name);
	json_key(j, "type"), json_str(j, key_of(&organisation_types, (int)o->type));
	json_key(j, "opened"), json_date(j, o->opened);
	json_key(j, "closed"), json_date(j, o->closed);
	json_key(j, "phone"), json_str(j, o->phone);
	json_key(j, "email"), json_str(j, o->email);
	json_key(j, "address"), json_str(j, o->address);
	json_key(j, "policy"), o->policy.n ? json_str(j, o->policy) : json_none(j);
	json_key(j, "liaison"), r->people.liaison.n ? json_str(j, r->people.liaison) : json_none(j);
	coordinators_json(j, &r->coordinators);
	codes_json(j, &r->codes);
	partners_json(j, &r->partners);
	json_key(j, "successions"), json_arr(j);
	for (size_t i = 0; i < r->became.n; i++) {
		json_obj(j);
		json_key(j, r->became.v[i].follows ? "follows" : "became"), json_uuid(j, r->became.v[i].other_id);
		json_key(j, "on"), json_date(j, r->became.v[i].on_date);
		json_key(j, "team"), json_str(j, r->became.v[i].team);
		json_end(j);
	}
	json_end(j);
	json_key(j, "former_names"), json_arr(j);
	for (size_t i = 0; i < r->names.n; i++) {
		json_obj(j);
		json_key(j, "name"), json_str(j, r->names.v[i].name);
		json_key(j, "until"), json_date(j, r->names.v[i].ends);
		json_end(j);
	}
	json_end(j);
	json_end(j);
	return answer_json(cx, 200);
}

/* ---- the page ---- */

static void add_codes(struct ctx *cx, const struct reading *r, struct organisation_view *v)
{
	v->codes.v = NEW_ARRAY(cx->arena, struct code_shown, r->codes.n + 1);
	for (size_t i = 0; i < r->codes.n; i++)
		if (is_now(cx, r->codes.v[i].starts, r->codes.v[i].ends))
			v->codes.v[v->codes.n++] = (struct code_shown){
				.code = r->codes.v[i].code, .scheme = scheme_word((enum code_scheme)r->codes.v[i].scheme), .is_now = true,
			};
}

static void add_people(struct ctx *cx, const struct reading *r, struct organisation_view *v)
{
	v->liaison = r->people.liaison;
	v->liaison_email = r->people.liaison_email;
	v->counts = v->follows;
	v->inductions = r->people.inductions;
	v->contacts.v = NEW_ARRAY(cx->arena, struct contact_shown, r->coordinators.n + 1);
	for (size_t i = 0; i < r->coordinators.n; i++)
		if (date_cmp(r->coordinators.v[i].starts, cx->today) <= 0)
			v->contacts.v[v->contacts.n++] = (struct contact_shown){
				.name = r->coordinators.v[i].name, .email = r->coordinators.v[i].email,
				.is_primary = r->coordinators.v[i].is_primary,
			};
}

static void add_partners(struct ctx *cx, const struct reading *r, struct organisation_view *v)
{
	v->partners.v = NEW_ARRAY(cx->arena, struct partner_shown, r->partners.n + 1);
	for (size_t i = 0; i < r->partners.n; i++) {
		const struct organisation_partners_row *p = &r->partners.v[i];

		if (is_now(cx, p->starts, p->ends))
			v->partners.v[v->partners.n++] = (struct partner_shown){
				.name = p->other, .url = url_id(cx, "/organisations/", p->other_id, ""),
				.says = partnership_word((enum partnership_kind)p->kind, p->is_theirs),
				.when = WORDS(cx->arena, T_ORGANISATION_SINCE, WORD_ARG("date", p->starts)),
			};
	}
}

static void add_names(struct ctx *cx, const struct reading *r, struct organisation_view *v)
{
	v->names.v = NEW_ARRAY(cx->arena, struct line_shown, r->names.n + 1);
	for (size_t i = 0; i < r->names.n; i++)
		v->names.v[v->names.n++].text = WORDS(cx->arena, T_ORGANISATION_WAS_CALLED, WORD_ARG("name", r->names.v[i].name),
		                                      WORD_ARG("date", r->names.v[i].ends));
}

/* The old page says what became of it, the new one what it follows on from. */
static void add_became(struct ctx *cx, const struct reading *r, struct organisation_view *v)
{
	v->became.v = NEW_ARRAY(cx->arena, struct line_shown, r->became.n + 1);
	for (size_t i = 0; i < r->became.n; i++) {
		const struct succession_of_organisation_row *b = &r->became.v[i];
		enum word says = b->follows                        ? T_SUCCESSION_FOLLOWS
		                 : b->team.n                       ? T_SUCCESSION_TEAM_WENT
		                 : b->kind == SUCCESSION_MERGE ? T_SUCCESSION_BECAME
		                                                   : T_SUCCESSION_REST_WENT;

		v->became.v[v->became.n++] = (struct line_shown){
			.text = WORDS(cx->arena, says, WORD_ARG("date", b->on_date), WORD_ARG("team", b->team)),
			.name = b->other, .url = url_id(cx, "/organisations/", b->other_id, ""),
		};
	}
}

static void add_what_it_does(const struct organisation *o, struct organisation_view *v)
{
	static const enum word answers[DATA_END][4] = {
		[DATA_PRACTICE][ANSWERS_ALONE] = T_ORGANISATION_ANSWERS_PRACTICE,
		[DATA_DECISIONS][ANSWERS_ALONE] = T_ORGANISATION_ANSWERS_DECISIONS,
		[DATA_DECISIONS][ANSWERS_RECEIVED] = T_ORGANISATION_ANSWERS_RECEIVED,
		[DATA_SAMPLES][ANSWERS_INSTRUCTED] = T_ORGANISATION_ANSWERS_SAMPLES,
	};

	for (int p = 1; p < POWER_END; p++)
		if (organisation_may(o->type, (enum organisation_power)p))
			v->powers.v[v->powers.n++].text = power_words[p];
	for (int d = 1; d < DATA_END; d++) {
		enum word w = answers[d][organisation_answers(o->type, (enum data_class)d)];

		if (w)
			v->answers.v[v->answers.n++].text = w;
	}
}

static void add_actions(struct ctx *cx, struct organisation_view *v)
{
	bool manages = access_ok(may_manage_organisation(&cx->actor, &cx->resource));
	bool coordinates = access_ok(may_coordinate_organisation(&cx->actor, &cx->resource));
	const struct {
		bool may;
		struct action_shown action;
	} all[] = {
		{ manages, { T_ORGANISATION_DO_EDIT, T_ORGANISATION_DO_EDIT_SAYS, organisation_url(cx, "/edit") } },
		{ coordinates, { T_ORGANISATION_DO_CONTACT, T_ORGANISATION_DO_CONTACT_SAYS, organisation_url(cx, "/contact") } },
		{ coordinates, { T_ORGANISATION_DO_CONCERN, T_ORGANISATION_DO_CONCERN_SAYS, organisation_url(cx, "/concern") } },
		{ coordinates, { T_ORGANISATION_DO_COORDINATORS, T_ORGANISATION_DO_COORDINATORS_SAYS,
		                 organisation_url(cx, "/coordinators") } },
		{ coordinates, { T_ORGANISATION_DO_PARTNERS, T_ORGANISATION_DO_PARTNERS_SAYS, organisation_url(cx, "/partners") } },
		{ manages, { T_ORGANISATION_DO_CODES, T_ORGANISATION_DO_CODES_SAYS, organisation_url(cx, "/codes") } },
		{ manages, { T_SUCCESSION_MERGE, T_SUCCESSION_MERGE_SAYS, organisation_url(cx, "/merge") } },
		{ manages, { T_SUCCESSION_SPLIT, T_SUCCESSION_SPLIT_SAYS, organisation_url(cx, "/split") } },
		{ manages, { T_ORGANISATION_DO_CLOSE, T_ORGANISATION_DO_CLOSE_SAYS, organisation_url(cx, "/close") } },
	};

	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (all[i].may)
			v->actions.v[v->actions.n++] = all[i].action;
}

enum rc organisation_show(struct ctx *cx)
{
	const struct organisation *o = cx->organisation;
	struct organisation_view v = {
		.name = o->name, .type = organisation_type_word(o->type), .phone = o->phone, .email = o->email, .address = o->address, .policy = { o->policy },
		.opened = date_is_none(o->opened) ? STR_NONE : date_long(cx->arena, o->opened), .is_closed = cx->resource.closed,
		.closed = date_is_none(o->closed) ? STR_NONE : date_long(cx->arena, o->closed), .follows = follows(cx),
	};
	struct timeline_of of = { CHAIN_ORGANISATION, o->id, TIMELINE_OTHERS };
	struct reading r;
	enum rc rc = read_all(cx, &r);

	if (rc != OK || (rc = version_is(cx, o->version)) != OK)
		return rc;
	if (cx->json)
		return show_json(cx, &r);
	if (v.follows && (rc = timeline_newest(cx, &of, organisation_url(cx, "/timeline"), &v.happened)) != OK)
		return rc;
	add_codes(cx, &r, &v);
	add_people(cx, &r, &v);
	add_partners(cx, &r, &v);
	add_names(cx, &r, &v);
	add_became(cx, &r, &v);
	add_what_it_does(o, &v);
	add_actions(cx, &v);
	return page(cx, &(struct page){ .title = o->name, .menu = MENU_ORGANISATIONS, .width = WIDTH_STAFF,
	                                .main = HTML(cx, organisation, &v) });
}

enum rc organisation_timeline(struct ctx *cx)
{
	const struct organisation *o = cx->organisation;

	return timeline_answer(cx, &(struct timeline_of){ CHAIN_ORGANISATION, o->id, TIMELINE_OTHERS },
	                       &(struct timeline_page){ .title = o->name, .back = organisation_url(cx, ""), .back_words = o->name,
	                                                .base = organisation_url(cx, "/timeline"), .menu = MENU_ORGANISATIONS,
	                                                .width = WIDTH_STAFF });
}

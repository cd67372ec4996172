/* registration_page.c — what the register says of one person, and the acts that go with it: it is the same person, ask
 * again, practice-educator stage. */
#include "app/register/register_inside.h"

#include "app/register/register_view.h"
#include "register.sql.h"
#include "rules/duties.h"
#include "templates.gen.h"

enum { REFRESH_SECONDS = 5 };

struct registration_typed {
	int said;
};
enum { SAID_SAME = 1, SAID_OTHER = 2 };
static const struct str said_keys[] = { [SAID_SAME] = S_INIT("same"), [SAID_OTHER] = S_INIT("other") };
static const struct key_list said_list = { said_keys, (int)COUNT_OF(said_keys) };
static const struct field registration_fields[] = {
	ACTION(struct registration_typed, said, .label = T_REGISTER_SAME_QUESTION, .choices = &said_list, .max = SAID_OTHER,
	       .required = true),
};
const struct form registration_form = { .name = "registration", .size = sizeof(struct registration_typed),
	                                    .fields = registration_fields, .n = COUNT_OF(registration_fields),
	                                    .wants_version = true };

static const struct str stage_keys[] = { [1] = S_INIT("1"), [2] = S_INIT("2") };
static const struct key_list stages = { stage_keys, (int)COUNT_OF(stage_keys) };
static const enum word stage_words[] = { [1] = T_REGISTER_STAGE_1, [2] = T_REGISTER_STAGE_2 };
struct educator_typed {
	int stage;
	struct date awarded, current_until;
};
static const struct field educator_fields[] = {
	CHOICE(struct educator_typed, stage, .label = T_REGISTER_STAGE_LABEL, .choices = &stages, .choice_words = stage_words,
	       .max = 2, .required = true),
	DATE(struct educator_typed, awarded, .label = T_REGISTER_STAGE_AWARDED, .max = 10, .required = true, .not_after_today = true),
	DATE(struct educator_typed, current_until, .label = T_REGISTER_STAGE_CURRENT, .hint = T_TRAINING_UNTIL_HINT, .max = 10),
};
static void check_educator(struct ctx *cx, const void *filled)
{
	const struct educator_typed *t = filled;

	if (!date_is_none(t->current_until) && !date_is_none(t->awarded) && date_cmp(t->current_until, t->awarded) < 0)
		field_error(cx, "current_until", T_REGISTER_STAGE_EARLY);
}
const struct form educator_form = { .name = "educator_stage", .size = sizeof(struct educator_typed), .fields = educator_fields,
	                                .n = COUNT_OF(educator_fields), .check = check_educator };

/* ---- the page ---- */

static struct str compared_words(struct ctx *cx, const struct registration *r)
{
	static const enum word words[NAMES_END] = {
		[NAMES_SAME] = T_REGISTER_NAMES_SAME, [NAMES_FOLDED] = T_REGISTER_NAMES_FOLDED,
		[NAMES_REORDERED] = T_REGISTER_NAMES_REORDERED, [NAMES_WITHIN] = T_REGISTER_NAMES_WITHIN,
		[NAMES_CLOSE] = T_REGISTER_NAMES_CLOSE, [NAMES_SURNAME] = T_REGISTER_NAMES_SURNAME,
		[NAMES_GIVEN] = T_REGISTER_NAMES_GIVEN, [NAMES_DIFFERENT] = T_REGISTER_NAMES_DIFFERENT,
	};

	return WORDS(cx->arena, words[r->facts.names.match], WORD_ARG("percent", r->facts.names.percent));
}

static struct annotation_lines lines_of(struct arena *a, struct str text)
{
	struct annotation_lines l = { NEW_ARRAY(a, struct annotation_line, text.n / 2 + 2), 0 };

	while (text.n) {
		struct str line = str_cut(&text, '\n');

		if (line.n)
			l.v[l.n++].text = line;
	}
	return l;
}

static void add_finding(struct ctx *cx, const struct registration *r, struct registration_view *v)
{
	v->asked = r->asked_at == DB_NULL_INT ? STR_NONE : instant_long(cx->arena, r->asked_at);
	v->found = r->name.n > 0;
	v->register_name = r->name;
	v->town = r->town;
	v->from = r->from;
	v->until = r->until;
	v->annotations = lines_of(cx->arena, r->annotations);
	v->compared = v->found ? compared_words(cx, r) : STR_NONE;
	v->may_confirm = v->arranges && !v->own && v->found;
	if (r->said_by.n)
		v->said = WORDS(cx->arena, r->facts.said_same ? T_REGISTER_SAID_SAME : T_REGISTER_SAID_OTHER,
		                WORD_ARG("name", r->said_by), WORD_ARG("date", date_of(r->said_at)));
}

static void add_stage(struct ctx *cx, const struct registration *r, struct registration_view *v)
{
	struct educator_typed filled = { .stage = r->stage, .awarded = r->stage_awarded, .current_until = r->stage_until };
	struct form_view f = form_view(cx, &educator_form, r->stage ? &filled : NULL, -1);

	if (r->stage)
		v->stage = date_is_none(r->stage_until)
		               ? WORDS(cx->arena, T_REGISTER_STAGE_IS, WORD_ARG("n", r->stage), WORD_ARG("awarded", r->stage_awarded))
		               : WORDS(cx->arena, T_REGISTER_STAGE_IS_UNTIL, WORD_ARG("n", r->stage),
		                       WORD_ARG("awarded", r->stage_awarded), WORD_ARG("until", r->stage_until));
	v->educator_hidden = f.hidden;
	v->educator_errors = f.errors;
	v->stage_field = form_field(&f, "stage")->html;
	v->awarded_field = form_field(&f, "awarded")->html;
	v->until_field = form_field(&f, "current_until")->html;
}

static enum rc registration_json(struct ctx *cx, const struct registration *r)
{
	struct json_out *j = reply_json(cx);
	struct annotation_lines lines = lines_of(cx->arena, r->annotations);

	json_obj(j);
	json_key(j, "person"), json_uuid(j, cx->person->uuid);
	json_key(j, "number"), json_str(j, r->number);
	json_key(j, "status"), json_str(j, key_of(&register_statuses, (int)r->facts.status));
	json_key(j, "says"), json_str(j, registration_says(cx, r));
	json_key(j, "stops"), json_bool(j, registration_stops(r->stands));
	json_key(j, "name"), json_str(j, r->name);
	json_key(j, "town"), json_str(j, r->town);
	json_key(j, "registered_from"), json_date(j, r->from);
	json_key(j, "registered_until"), json_date(j, r->until);
	json_key(j, "annotations"), json_arr(j);
	for (size_t i = 0; i < lines.n; i++)
		json_str(j, lines.v[i].text);
	json_end(j);
	json_key(j, "names_alike"), json_i64(j, r->facts.names.percent);
	json_key(j, "asked_at"), json_instant(j, r->asked_at);
	json_key(j, "practice_educator_stage"), json_i64(j, r->stage);
	json_key(j, "practice_educator_until"), json_date(j, r->stage_until);
	json_end(j);
	cx->current_version = r->version;
	return answer_json(cx, 200);
}

enum rc registration_show(struct ctx *cx)
{
	const struct person *p = cx->person;
	const struct register_adapter *adapter;
	struct register_job_waits_row waits;
	struct registration r;
	struct registration_view v;
	enum rc rc = registration_of(cx, p->id, &r);

	if (rc != OK || cx->json)
		return rc != OK ? rc : registration_json(cx, &r);
	if ((rc = register_adapter_of(cx, &adapter)) != OK ||
	    (rc = sql_register_job_waits(cx->db, cx->arena, p->id, &waits)) != OK)
		return rc;
	v = (struct registration_view){
		.name = p->name, .number = r.number, .says = registration_says(cx, &r), .ok = r.stands == STANDS_REGISTERED,
		.late = registration_is_late(r.stands), .arranges = access_ok(may_arrange_caseload(&cx->actor, &cx->resource)),
		.own = cx->actor.person == p->id, .waits = waits.n > 0, .asks = adapter && r.number.n, .csrf = hidden_csrf(cx),
		.self = url_id(cx, "/people/", p->uuid, "/registration"), .from = DATE_NONE, .until = DATE_NONE,
		.confirm = url_id(cx, "/people/", p->uuid, "/registration"), .ask = url_id(cx, "/people/", p->uuid, "/registration/ask"),
		.educator = url_id(cx, "/people/", p->uuid, "/educator-stage"), .back = url_id(cx, "/people/", p->uuid, "/caseload"),
	};
	add_finding(cx, &r, &v);
	v.hidden = form_view(cx, &registration_form, NULL, r.version).hidden;
	add_stage(cx, &r, &v);
	return page(cx, &(struct page){ .title = WORDS(cx->arena, T_REGISTER_PERSON_TITLE, WORD_ARG("name", p->name)),
	                                .width = WIDTH_STAFF, .main = HTML(cx, registration, &v),
	                                .menu = cx->actor.role == ROLE_COORDINATOR ? MENU_COHORT : MENU_NONE,
	                                .refresh_seconds = v.waits && v.asks ? REFRESH_SECONDS : 0 });
}

/* ---- acts ---- */

/* A person says so, having looked at both names: it holds for these two names and this number, until one changes. */
enum rc registration_confirm(struct ctx *cx)
{
	const struct registration_typed *f = cx->form;
	struct uuid id = uuid7(cx->now);
	struct registration r;
	enum rc rc = registration_of(cx, cx->person->id, &r);

	if (rc != OK)
		return rc;
	if (!r.name.n)
		return CONFLICT;
	if ((rc = version_is(cx, r.version)) != OK)
		return rc;
	rc = sql_register_confirm(cx->db, cx->arena, id, cx->person->id, r.number, r.name, r.own_name, f->said == SAID_SAME,
	                          cx->actor.person, cx->now, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_PERSON, cx->person->id, EVENT_REGISTER_CONFIRMED, id,
		               strf(cx->arena, "{\"same\":%s}", f->said == SAID_SAME ? "true" : "false"));
	return rc == OK ? done(cx, url_id(cx, "/people/", cx->person->uuid, "/registration"),
	                       f->said == SAID_SAME ? T_REGISTER_CONFIRMED_SAME : T_REGISTER_CONFIRMED_OTHER)
	                : rc;
}

enum rc registration_ask(struct ctx *cx)
{
	enum rc rc = register_ask_soon(cx, cx->person->id);

	return rc == OK ? done(cx, url_id(cx, "/people/", cx->person->uuid, "/registration"), T_REGISTER_ASKING) : rc;
}

enum rc educator_stage_keep(struct ctx *cx, int64_t person, int stage, struct date awarded, struct date until)
{
	struct uuid id = uuid7(cx->now);
	enum rc rc = sql_educator_replace(cx->db, cx->arena, person, cx->now, NULL);

	if (rc == OK)
		rc = sql_educator_insert(cx->db, cx->arena, id, person, stage, awarded, until,
		                         cx->actor.person ? cx->actor.person : DB_NULL_INT, cx->now, NULL);
	return rc == OK ? event_add(cx, CHAIN_PERSON, person, EVENT_EDUCATOR_STAGE_SET, id, strf(cx->arena, "{\"n\":%d}", stage))
	                : rc;
}

enum rc educator_stage_set(struct ctx *cx)
{
	const struct educator_typed *f = cx->form;
	enum rc rc = educator_stage_keep(cx, cx->person->id, f->stage, f->awarded, f->current_until);

	return rc == OK ? done(cx, url_id(cx, "/people/", cx->person->uuid, "/registration"), T_REGISTER_STAGE_KEPT) : rc;
}

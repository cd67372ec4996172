/* timeline.c — reads a chain and says what happened: as a short list, as a page, as JSON. */
#include "app/timeline/timeline.h"

#include "app/timeline/timeline_view.h"
#include "templates.gen.h"
#include "timeline.sql.h"

enum {
	NEWEST = 6,
	A_PAGE = 50,
	A_TIME = 100,         /* events read at once; where a few are wanted, 25 */
	LOOKED_AT_MAX = 2000, /* events read to fill one page, when most are for other eyes */
};

/* A page being filled. */
struct filling {
	struct ctx *cx;
	const struct timeline_of *of;
	struct timeline_events_row *v;
	size_t n, wanted, looked_at;
	int64_t last; /* the lowest number looked at; 0 when the chain's beginning was reached */
	bool full;    /* a page of them, or enough was looked at */
	bool each;    /* every event: for programs. Otherwise the same again on the same day is said once */
};

static bool same_again(const struct timeline_events_row *a, const struct timeline_events_row *b)
{
	return a->kind == b->kind && a->person == b->person && uuid_eq(a->about, b->about) &&
	       date_cmp(date_of(a->at), date_of(b->at)) == 0 && str_eq(a->data, b->data);
}

static void take_one(struct filling *f, const struct timeline_events_row *row)
{
	const struct timeline_kind *k = timeline_kind_of(row->kind);
	struct arena *a = f->cx->arena;
	struct timeline_events_row *kept = &f->v[f->n];

	f->looked_at++;
	f->last = row->seq - 1;
	f->full = f->looked_at == LOOKED_AT_MAX;
	if (!k || !(k->seen_by & f->of->reader) || (!f->each && f->n && same_again(&f->v[f->n - 1], row)))
		return;
	if (f->n == f->wanted) { /* one more than fits: there is more */
		f->last = row->seq;
		f->full = true;
		return;
	}
	*kept = *row;
	kept->name = str_dup(a, row->name);
	kept->data = str_dup(a, row->data);
	kept->title = row->title.p ? str_dup(a, row->title) : STR_NONE;
	f->n++;
}

static bool take(void *arg, const struct timeline_events_row *row)
{
	struct filling *f = arg;

	take_one(f, row);
	return !f->full;
}

static enum rc fill(struct ctx *cx, const struct timeline_of *of, int64_t before, size_t wanted, struct filling *ret)
{
	size_t looked_at, a_time = wanted <= NEWEST ? A_TIME / 4 : A_TIME;
	enum rc rc;

	*ret = (struct filling){ .cx = cx, .of = of, .wanted = wanted, .each = cx->json,
		                     .v = NEW_ARRAY(cx->arena, struct timeline_events_row, wanted + 1) };
	do {
		looked_at = ret->looked_at;
		rc = sql_timeline_events(cx->db, cx->arena, of->chain, of->object, before, of->reader == TIMELINE_OWN, (int64_t)a_time,
		                         take, ret);
		before = ret->last + 1;
	} while (rc == OK && !ret->full && ret->looked_at == looked_at + a_time);
	return rc;
}

/* ---- words ---- */

static struct str date_words(struct ctx *cx, const struct json_t *j, const char *key)
{
	int64_t days = json_get_i64(j, key, INT64_MIN);
	struct date d;

	if (days > -100000 && days < 200000)
		return date_long(cx->arena, (struct date){ (int32_t)days });
	return date_parse(json_get_str(j, key), &d) ? date_long(cx->arena, d) : STR_NONE;
}

/* Today's name; somebody who is not there any more has none. */
static struct str person_name(struct ctx *cx, int64_t person)
{
	struct timeline_person_row row;

	return person && sql_timeline_person(cx->db, cx->arena, person, &row) == OK ? row.name : word(T_TIMELINE_SOMEBODY);
}

static struct str organisation_name(struct ctx *cx, int64_t organisation)
{
	struct timeline_organisation_row row;

	return organisation && sql_timeline_organisation(cx->db, cx->arena, organisation, &row) == OK
	           ? row.name
	           : word(T_TIMELINE_AN_ORGANISATION);
}

static struct str title_words(struct ctx *cx, const struct timeline_events_row *e)
{
	return e->title.n ? WORDS(cx->arena, T_TIMELINE_TITLED, WORD_ARG("title", e->title)) : word(T_TIMELINE_A_PIECE);
}

/* In the middle of a sentence a role has a small first letter, unless it is an abbreviation. */
static struct str role_words(struct ctx *cx, int64_t role)
{
	struct str w = role > ROLE_NONE && role < ROLE_END ? word(role_word((enum role)role)) : STR_NONE;
	bool abbreviated = w.n > 1 && w.p[1] >= 'A' && w.p[1] <= 'Z';

	return abbreviated ? w
	                   : strf(cx->arena, "%.*s%.*s", STR_FMT(str_lower(cx->arena, str_sub(w, 0, 1))),
	                          STR_FMT(str_sub(w, 1, SIZE_MAX)));
}

static struct timeline_entry entry_of(struct ctx *cx, const struct timeline_events_row *e)
{
	const struct timeline_kind *k = timeline_kind_of(e->kind);
	struct json_problem problem;
	struct json_t *j = NULL;
	int64_t reason, person, organisation;
	struct timeline_entry t = { .iso = instant_iso(cx->arena, e->at), .when = instant_long(cx->arena, e->at) };

	if (json_parse(cx->arena, e->data, JSON_REQUEST_LIMITS, &j, &problem) != OK)
		j = NULL;
	person = json_get_i64(j, "person", 0);
	organisation = json_get_i64(j, "organisation", 0);
	t.what = WORDS(cx->arena, k->says, WORD_ARG("role", role_words(cx, json_get_i64(j, "role", 0))),
	               WORD_ARG("person", person ? person_name(cx, person) : word(T_TIMELINE_SOMEBODY)),
	               WORD_ARG("organisation",
	                        organisation ? organisation_name(cx, organisation) : word(T_TIMELINE_AN_ORGANISATION)),
	               WORD_ARG("title", title_words(cx, e)), WORD_ARG("from", date_words(cx, j, "from")),
	               WORD_ARG("to", date_words(cx, j, "to")), WORD_ARG("on", date_words(cx, j, "on")),
	               WORD_ARG("n", json_get_i64(j, "n", json_get_i64(j, "rows", 0))), WORD_ARG("page", timeline_page_word(j)));
	reason = json_get_i64(j, "reason", -1);
	if (k->reasons && reason >= 0 && (size_t)reason < k->reasons_n && k->reasons[reason])
		t.why = word(k->reasons[reason]);
	if (e->person == DB_NULL_INT)
		t.who = word(T_TIMELINE_CAIRN);
	else if (role_word((enum role)e->acting_as))
		t.who = WORDS(cx->arena, T_TIMELINE_WHO, WORD_ARG("name", e->name),
		              WORD_ARG("role", role_words(cx, e->acting_as)));
	else
		t.who = e->name;
	return t;
}

static struct timeline_entries entries_of(struct ctx *cx, const struct filling *f)
{
	struct timeline_entries all = { NEW_ARRAY(cx->arena, struct timeline_entry, f->n + 1), f->n };

	for (size_t i = 0; i < f->n; i++)
		all.v[i] = entry_of(cx, &f->v[i]);
	return all;
}

/* ---- answers ---- */

enum rc timeline_newest(struct ctx *cx, const struct timeline_of *of, struct url all, struct html *ret)
{
	struct timeline_list v = { .narrow = true, .more = all };
	struct filling f;
	enum rc rc = fill(cx, of, INT64_MAX, NEWEST, &f);

	if (rc != OK)
		return rc;
	v.entries = entries_of(cx, &f);
	v.has_more = f.n > 0;
	*ret = HTML(cx, timeline_list, &v);
	return OK;
}

static struct str key_in_json(struct ctx *cx, const struct timeline_kind *k)
{
	return str_lower(cx->arena, str_from_c(k->key));
}

static void entry_json(struct ctx *cx, struct json_out *j, const struct timeline_events_row *e)
{
	const struct timeline_kind *k = timeline_kind_of(e->kind);
	struct timeline_entry t = entry_of(cx, e);

	json_obj(j);
	json_key(j, "at"), json_instant(j, e->at);
	json_key(j, "event"), json_str(j, key_in_json(cx, k));
	json_key(j, "about"), json_uuid(j, e->about);
	json_key(j, "who"), json_str(j, e->person == DB_NULL_INT ? S("Cairn") : e->name);
	json_key(j, "acting_as"), json_str(j, key_of(&roles, (int)e->acting_as));
	json_key(j, "what"), json_str(j, t.what);
	json_key(j, "why"), json_str(j, t.why);
	json_end(j);
}

static struct url older_than(struct ctx *cx, const struct timeline_page *p, const struct filling *f)
{
	return url_with(cx, p->base, "before", strf(cx->arena, "%lld", (long long)f->last + 1));
}

static enum rc answer_as_json(struct ctx *cx, const struct filling *f, const struct timeline_page *p)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < f->n; i++)
		entry_json(cx, j, &f->v[i]);
	json_end(j);
	json_key(j, "next");
	if (f->last > 0)
		json_str(j, strf(cx->arena, "/api/v1%.*s", STR_FMT(older_than(cx, p, f).s)));
	else
		json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc timeline_answer(struct ctx *cx, const struct timeline_of *of, const struct timeline_page *p)
{
	int64_t before = query_int(cx, "before", 1, INT64_MAX, INT64_MAX);
	struct timeline_all v = { .title = p->title, .back = p->back, .back_words = p->back_words, .newest = p->base };
	struct filling f;
	enum rc rc = fill(cx, of, before, A_PAGE, &f);

	if (rc != OK || cx->json)
		return rc != OK ? rc : answer_as_json(cx, &f, p);
	v.list.entries = entries_of(cx, &f);
	v.has_newest = before != INT64_MAX;
	v.has_older = f.last > 0;
	if (v.has_older)
		v.older = older_than(cx, p, &f);
	return page(cx, &(struct page){ .title = WORDS(cx->arena, T_TIMELINE_PAGE_TITLE, WORD_ARG("name", p->title)),
	                                .menu = p->menu, .width = p->width, .main = HTML(cx, timeline_all, &v) });
}

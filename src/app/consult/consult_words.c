/* consult_words.c — comments and what came of them, read and put in words for pages and JSON. */
#include "app/consult/consult_inside.h"

#include "app/framework/framework.h"
#include "app/organisation/organisation.h"

enum { VOICES_AN_ANSWER = 20, VOICES_A_PAGE = 400 };

const enum word comment_sort_words[COMMENT_SORTS] = {
	[COMMENT_UNCLEAR] = T_CONSULT_UNCLEAR, [COMMENT_MISSING] = T_CONSULT_MISSING, [COMMENT_TOO_MUCH] = T_CONSULT_TOO_MUCH,
	[COMMENT_WRONG_PLACE] = T_CONSULT_WRONG_PLACE, [COMMENT_OTHER] = T_CONSULT_OTHER,
};
const enum word comment_shown_words[COMMENT_SHOWNS] = { [COMMENT_BY_NAME] = T_CONSULT_BY_NAME, [COMMENT_BY_ROLE] = T_CONSULT_BY_ROLE };
const enum word comment_came_words[CAME_END] = {
	[CAME_CHANGED] = T_CONSULT_CHANGED, [CAME_KEPT] = T_CONSULT_KEPT, [CAME_ELSEWHERE] = T_CONSULT_ELSEWHERE,
};

enum word comment_sort_word(int64_t sort)
{
	return comment_sort_words[sort > 0 && sort < COMMENT_SORTS ? sort : COMMENT_OTHER];
}

enum word comment_came_word(int64_t came)
{
	return comment_came_words[came > 0 && came < CAME_END ? came : CAME_KEPT];
}

struct url consult_url(struct ctx *cx, struct uuid framework, const char *after)
{
	return url_id(cx, "/frameworks/", framework, str_c(cx->arena, strf(cx->arena, "/comments%s", after)));
}

struct url consult_item_url(struct ctx *cx, const struct framework_version *v, int32_t i)
{
	return (struct url){ strf(cx->arena, "%.*s#comments", STR_FMT(fw_item_url(cx, v, i).s)) };
}

static const struct framework_item *item_at(const struct framework_version *v, int64_t place)
{
	return place >= 0 && (size_t)place < v->fw->n ? &v->fw->items[place] : NULL;
}

struct str consult_place_name(struct ctx *cx, const struct framework_version *v, int64_t place)
{
	const struct framework_item *item = item_at(v, place);

	return item ? fw_coded(cx, item) : word(T_CONSULT_WHOLE);
}

struct str consult_by(struct ctx *cx, struct str name, int64_t role, int64_t employer_type)
{
	struct str as = word(role_word((enum role)role));

	if (!name.n)
		return as;
	if (!employer_type)
		return WORDS(cx->arena, T_CONSULT_BY_NAME_ROLE, WORD_ARG("name", name), WORD_ARG("role", as));
	return WORDS(cx->arena, T_CONSULT_BY_ALL, WORD_ARG("name", name), WORD_ARG("role", as),
	             WORD_ARG("employer", word(organisation_type_word((enum organisation_type)employer_type))));
}

struct str consult_until(struct ctx *cx, const struct consult *k)
{
	return k->open ? WORDS(cx->arena, T_CONSULT_OPEN_UNTIL, WORD_ARG("date", k->ends)) : WORDS(cx->arena, T_CONSULT_CLOSED_ON, WORD_ARG("date", k->ends));
}

enum rc consult_page(struct ctx *cx, struct str title, bool wide, struct html main)
{
	return page(cx, &(struct page){ .title = title, .menu = MENU_STANDARDS, .width = wide ? WIDTH_STAFF : WIDTH_READING,
	                                .illustrative = cx->framework && cx->framework->illustrative, .main = main });
}

/* ---- one's own ---- */

enum rc consult_own(struct ctx *cx, const struct consult *k, const struct framework_version *draft, int64_t place, struct consult_owns *ret)
{
	struct draft_comments_own_rows rows;
	enum rc rc;

	*ret = (struct consult_owns){ NULL, 0 };
	if (!cx->actor.person)
		return OK;
	if ((rc = sql_draft_comments_own(cx->db, cx->arena, k->framework, place, cx->actor.person, &rows)) != OK)
		return rc;
	ret->v = NEW_ARRAY(cx->arena, struct consult_own, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct draft_comments_own_row *r = &rows.v[i];
		const struct framework_item *item = item_at(draft, r->place);
		struct consult_own o = {
			.id = strf(cx->arena, "c-%.*s", STR_FMT(uuid_str(cx->arena, r->id))), .uuid = r->id, .words = r->words, .sort = comment_sort_word(r->sort),
			.sort_key = key_of(&comment_sorts, (int)r->sort), .shown_key = key_of(&comment_showns, (int)r->shown),
			.shown_as = word(comment_shown_words[r->shown == COMMENT_BY_NAME ? COMMENT_BY_NAME : COMMENT_BY_ROLE]),
			.when = date_long(cx->arena, date_of(r->changed)), .has_answer = r->came != DB_NULL_INT,
			.has_place = place == CONSULT_ANYWHERE, .place = consult_place_name(cx, draft, r->place),
		};

		if (place != CONSULT_ANYWHERE && r->shows && !cx->json)
			continue; /* it stands with what came of it */
		if (item)
			o.code = item->code, o.url = consult_item_url(cx, draft, (int32_t)r->place);
		if (o.has_answer) {
			o.came = word(comment_came_word(r->came));
			o.came_key = key_of(&comment_cames, (int)r->came);
			o.answer = r->answer_words;
			o.pill = r->came == CAME_CHANGED ? STR_NONE : S("paused");
		}
		o.may_change = k->open && !o.has_answer;
		o.change = url_id(cx, str_c(cx->arena, consult_url(cx, k->uuid, "/mine/").s), r->id, "");
		ret->v[ret->n++] = o;
	}
	return OK;
}

void consult_own_json(struct json_out *j, const struct consult_owns *own)
{
	json_key(j, "mine"), json_arr(j);
	for (size_t i = 0; i < own->n; i++) {
		const struct consult_own *o = &own->v[i];

		json_obj(j);
		json_key(j, "id"), json_uuid(j, o->uuid);
		json_key(j, "about"), json_str(j, o->place);
		json_key(j, "code"), o->code.n ? json_str(j, o->code) : json_none(j);
		json_key(j, "sort"), json_str(j, o->sort_key);
		json_key(j, "shown"), json_str(j, o->shown_key);
		json_key(j, "words"), json_str(j, o->words);
		json_key(j, "came"), o->has_answer ? json_str(j, o->came_key) : json_none(j);
		json_key(j, "answer"), o->has_answer ? json_str(j, o->answer) : json_none(j);
		json_end(j);
	}
	json_end(j);
}

/* ---- what came of them ---- */

/* Where a version came of the draft: what became of the words that were commented on. */
static struct str became(const struct framework_version *draft, const struct framework_version *v, const struct framework_item *item)
{
	int32_t i;

	if (!item || v == draft)
		return STR_NONE;
	i = framework_find(v->fw, item->id);
	if (i < 0)
		return word(T_CONSULT_NOW_GONE);
	return word(str_eq(v->fw->items[i].text, item->text) ? T_CONSULT_NOW_SAME : T_CONSULT_NOW_REWORDED);
}

static struct consult_place place_of(struct ctx *cx, const struct framework_version *draft, const struct framework_version *v, int64_t place)
{
	const struct framework_item *item = item_at(draft, place);
	int32_t i = item ? framework_find(v->fw, item->id) : -1;
	struct consult_place p = { .id = strf(cx->arena, "p%lld", (long long)(place + 1)), .name = consult_place_name(cx, draft, place),
		                       .now = became(draft, v, item) };

	p.text = p.name;
	if (item) {
		p.code = item->code;
		p.text = item->text;
		p.item = item->id;
		p.has_url = i >= 0;
		if (p.has_url)
			p.url = consult_item_url(cx, v, i);
	}
	return p;
}

static struct consult_answer answer_of(struct ctx *cx, const struct consult *k, const struct draft_answered_row *r)
{
	struct consult_answer a = {
		.id = strf(cx->arena, "a-%.*s", STR_FMT(uuid_str(cx->arena, r->id))), .uuid = r->id, .words = r->words, .n = r->n, .more = r->n,
		.came = comment_came_word(r->came), .came_key = key_of(&comment_cames, (int)r->came), .shows = r->shows,
		.pill = r->came == CAME_CHANGED ? STR_NONE : S("paused"), .when = date_long(cx->arena, date_of(r->changed)),
		.may_change = access_ok(may_answer_comments(&cx->actor, &cx->resource)),
	};

	if (a.may_change)
		a.change = url_id(cx, str_c(cx->arena, consult_url(cx, k->uuid, "/answers/").s), r->id, "");
	return a;
}

/* Their words, beside the answer, to whoever is signed in: anybody else reads what came of them, and how many there were. */
static enum rc add_voices(struct ctx *cx, const struct consult *k, const struct draft_answered_rows *rows, struct consult_answer **answers)
{
	struct draft_comments_answered_rows said;
	size_t at = 0;
	enum rc rc;

	if (!cx->actor.person || !rows->n)
		return OK;
	rc = sql_draft_comments_answered(cx->db, cx->arena, k->framework, cx->actor.person, cx->actor.role, rows->v[0].place,
	                                 rows->v[rows->n - 1].place, 0, VOICES_A_PAGE, &said);
	for (size_t i = 0; rc == OK && i < said.n; i++) {
		const struct draft_comments_answered_row *s = &said.v[i];
		struct consult_answer *a;

		while (at < rows->n && (rows->v[at].place != s->place || rows->v[at].answer != s->answer) &&
		       (rows->v[at].place < s->place || (rows->v[at].place == s->place && rows->v[at].answer < s->answer)))
			at++;
		if (at == rows->n)
			break;
		a = answers[at];
		if (rows->v[at].place != s->place || rows->v[at].answer != s->answer || a->voices.n == VOICES_AN_ANSWER)
			continue;
		if (!a->voices.v)
			a->voices.v = NEW_ARRAY(cx->arena, struct consult_voice, VOICES_AN_ANSWER);
		a->voices.v[a->voices.n++] = (struct consult_voice){ s->words, consult_by(cx, s->name, s->writer_role, s->employer_type),
			                                                 key_of(&comment_sorts, (int)s->sort), comment_sort_word(s->sort) };
		a->more--;
	}
	return rc;
}

enum rc consult_said(struct ctx *cx, const struct consult *k, const struct framework_version *draft, const struct framework_version *v,
                     int64_t place, int64_t from, int64_t limit, struct consult_places *ret)
{
	struct draft_answered_rows rows;
	struct consult_answer **answers, *all;
	enum rc rc = sql_draft_answered(cx->db, cx->arena, k->framework, place, limit, from, &rows);

	if (rc != OK)
		return rc;
	*ret = (struct consult_places){ NEW_ARRAY(cx->arena, struct consult_place, rows.n + 1), 0 };
	answers = NEW_ARRAY(cx->arena, struct consult_answer *, rows.n + 1);
	all = NEW_ARRAY(cx->arena, struct consult_answer, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		if (!i || rows.v[i].place != rows.v[i - 1].place) {
			ret->v[ret->n] = place_of(cx, draft, v, rows.v[i].place);
			ret->v[ret->n++].answers.v = &all[i];
		}
		all[i] = answer_of(cx, k, &rows.v[i]);
		answers[i] = &all[i];
		ret->v[ret->n - 1].answers.n++;
	}
	rc = add_voices(cx, k, &rows, answers);
	for (size_t i = 0; i < rows.n; i++)
		all[i].says_more = cx->actor.person && all[i].shows && all[i].more > 0;
	return rc;
}

static void came_json(struct json_out *j, const struct consult_answer *a)
{
	json_obj(j);
	json_key(j, "id"), json_uuid(j, a->uuid);
	json_key(j, "came"), json_str(j, a->came_key);
	json_key(j, "words"), json_str(j, a->words);
	json_key(j, "of"), json_i64(j, a->n);
	json_key(j, "said"), json_arr(j);
	for (size_t i = 0; i < a->voices.n; i++) {
		json_obj(j);
		json_key(j, "sort"), json_str(j, a->voices.v[i].sort_key);
		json_key(j, "by"), json_str(j, a->voices.v[i].by);
		json_key(j, "words"), json_str(j, a->voices.v[i].words);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

void consult_places_json(struct json_out *j, const struct consult_places *p)
{
	json_key(j, "came_of_it"), json_arr(j);
	for (size_t i = 0; i < p->n; i++) {
		json_obj(j);
		json_key(j, "item"), json_uuid(j, p->v[i].item);
		json_key(j, "code"), json_str(j, p->v[i].code);
		json_key(j, "text"), json_str(j, p->v[i].text);
		json_key(j, "answers"), json_arr(j);
		for (size_t a = 0; a < p->v[i].answers.n; a++)
			came_json(j, &p->v[i].answers.v[a]);
		json_end(j);
		json_end(j);
	}
	json_end(j);
}

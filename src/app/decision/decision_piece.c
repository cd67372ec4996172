/* decision_piece.c — a piece the reasons point to, for whoever sits or reads while it runs; without names for those who read so. */
#include "app/decision/decision_inside.h"

#include "app/coverage/coverage.h"
#include "app/decision/decision_view.h"
#include "app/evidence/evidence.h"
#include "app/privacy/privacy.h"
#include "templates.gen.h"

enum { NAMES_MOST = 60 };

/* One name and what stands in its place. */
struct cover {
	struct str name;
	enum word instead;
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* stands_here — the name as words of their own, not inside another word. */
static bool stands_here(struct str text, size_t at, struct str name)
{
	return name.n > 1 && at + name.n <= text.n && memcmp(text.p + at, name.p, name.n) == 0 &&
	       (at == 0 || !is_letter(text.p[at - 1])) && (at + name.n == text.n || !is_letter(text.p[at + name.n]));
}

static void put_name(struct cover *all, size_t *n, struct str name, enum word instead)
{
	if (name.n > 1 && *n < NAMES_MOST)
		all[(*n)++] = (struct cover){ name, instead };
}

/* put_person — the whole name, its parts and its initials. */
static void put_person(struct cover *all, size_t *n, struct str name, struct str initials, enum word instead)
{
	struct str rest = name;

	put_name(all, n, name, instead);
	while (rest.n)
		put_name(all, n, str_cut(&rest, ' '), instead);
	put_name(all, n, initials, instead);
}

static enum rc names_of(struct ctx *cx, struct cover *all, size_t *n)
{
	struct decision_around_rows rows;
	enum rc rc = sql_decision_around(cx->db, cx->arena, cx->induction->id, &rows);

	put_person(all, n, cx->induction->name, cx->induction->initials, T_DECISION_COVER_ECSW);
	put_name(all, n, cx->induction->employer_name, T_DECISION_COVER_EMPLOYER);
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		put_person(all, n, rows.v[i].name, rows.v[i].initials, T_DECISION_COVER_COLLEAGUE);
	return rc;
}

enum rc covered(struct ctx *cx, struct str text, struct str *ret)
{
	struct cover *all = NEW_ARRAY(cx->arena, struct cover, NAMES_MOST);
	struct buf b = buf_new(cx->arena, text.n * 8 + 64);
	size_t n = 0, at = 0;
	enum rc rc = names_of(cx, all, &n);

	while (rc == OK && at < text.n) {
		const struct cover *found = NULL;

		for (size_t i = 0; i < n && !found; i++)
			found = stands_here(text, at, all[i].name) ? &all[i] : NULL;
		if (found) {
			buf_add(&b, word(found->instead));
			at += found->name.n;
		} else {
			buf_add_c(&b, text.p[at]);
			at++;
		}
	}
	if (rc == OK)
		*ret = buf_str(&b);
	return rc;
}

static struct url piece_url(struct ctx *cx, struct uuid piece, const char *after)
{
	return url_id(cx, strf(cx->arena, "/decisions/%s/pieces/", uuid_str(cx->arena, cx->decision->uuid).p).p, piece, after);
}

/* piece_json — as it is shown: without a name where the reader has none, and then without its day. */
static enum rc piece_json(struct ctx *cx, const struct decision_piece_view *v)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "title"), json_str(j, v->title);
	json_key(j, "kind"), json_str(j, key_of(&evidence_kinds, (int)cx->evidence->kind));
	json_key(j, "on"), json_date(j, v->covered ? DATE_NONE : cx->evidence->on_date);
	json_key(j, "covered"), json_bool(j, v->covered);
	json_key(j, "parts"), json_arr(j);
	for (size_t i = 0; i < v->parts.n; i++) {
		json_obj(j);
		json_key(j, "label"), json_str(j, v->parts.v[i].label);
		json_key(j, "text"), json_str(j, v->parts.v[i].text);
		json_end(j);
	}
	json_end(j);
	json_end(j);
	return answer_json(cx, 200);
}

static enum rc draw_piece(struct ctx *cx, bool cover)
{
	const struct evidence *e = cx->evidence;
	struct decision_piece_view v = { .back = decision_url(cx, ""), .covered = cover, .title = e->title };
	struct piece_words words = { .n = 0 };
	enum rc rc = evidence_written(cx, &words);

	if (rc != OK || (cover && (rc = covered(cx, e->title, &v.title)) != OK))
		return rc;
	v.about = cover ? word(kind_word(e->kind))
	                : strf(cx->arena, "%.*s, %.*s", STR_FMT(word(kind_word(e->kind))), STR_FMT(date_long(cx->arena, e->on_date)));
	v.may_send_back = cx->actor.role == ROLE_MODERATOR && (cx->decision->seats & DECIDER_MODERATOR);
	v.send_back = piece_url(cx, e->uuid, "/send-back");
	v.can_concern = cx->actor.person != cx->resource.owner;
	v.concern = piece_url(cx, e->uuid, "/child-concern");
	v.csrf = hidden_csrf(cx);
	if (v.can_concern && (rc = evidence_concern_noted(cx, &v.concern_noted)) != OK)
		return rc;
	v.parts.v = NEW_ARRAY(cx->arena, struct piece_part, words.n + 1);
	for (size_t i = 0; i < words.n; i++) {
		struct str text = words.v[i].text;

		if (str_eq(words.v[i].name, S("title")) || (cover && (rc = covered(cx, text, &text)) != OK))
			continue;
		v.parts.v[v.parts.n++] = (struct piece_part){ words.v[i].label, text };
	}
	if (rc == OK && cx->json)
		return piece_json(cx, &v);
	return rc == OK ? page(cx, &(struct page){ .title = v.title, .main = HTML(cx, decision_piece, &v),
		                                       .strip = cover ? word(T_DECISION_NAMELESS) : STR_NONE })
	                : rc;
}

/* load_pointed — the piece of the path, when the reasons point to it and nothing holds it back. */
static enum rc load_pointed(struct ctx *cx)
{
	struct recommendation_pieces_rows rows;
	struct uuid id;
	enum rc rc;

	if (!uuid_parse(param(cx, "piece"), &id))
		return NOT_FOUND;
	if ((rc = sql_recommendation_pieces(cx->db, cx->arena, cx->decision->recommendation, &rows)) != OK)
		return rc;
	for (size_t i = 0; i < rows.n; i++)
		if (uuid_eq(rows.v[i].id, id))
			return load_evidence(cx, id);
	return NOT_FOUND;
}

/* load_shown — only what the reasons point to, and only for those who read the decision in full or without a name; everybody else
 * has the portfolio, or nothing. *ret_cover: without names. */
static enum rc load_shown(struct ctx *cx, bool *ret_cover)
{
	const struct decision *d = cx->decision;
	bool cover = d->seats & (DECIDER_SECOND_ASSESSOR | DECIDER_MODERATOR);

	*ret_cover = cover;
	if (!cover && !((d->sits || d->sits_appeal) && d->declared) && !cx->resource.assessor && cx->actor.person != cx->resource.owner)
		return NOT_FOUND;
	if (cx->actor.person == cx->resource.owner && !d->told)
		return NOT_FOUND;
	return load_pointed(cx);
}

enum rc decision_piece_show(struct ctx *cx)
{
	bool cover;
	enum rc rc = load_shown(cx, &cover);

	return rc == OK ? draw_piece(cx, cover) : rc;
}

enum rc decision_piece_concern(struct ctx *cx)
{
	bool cover;
	enum rc rc = load_shown(cx, &cover);

	return rc == OK ? evidence_concern_note(cx, piece_url(cx, cx->evidence->uuid, "")) : rc;
}

/* ---- a moderator sends it back ---- */

/* back_from — without a name: whoever moderates does not learn here whose it is. */
static enum rc back_from(struct ctx *cx, struct privacy_back_to *ret)
{
	enum rc rc = cx->decision->seats & DECIDER_MODERATOR ? load_pointed(cx) : NOT_FOUND; /* who has not said yet that nothing stands between */

	if (rc != OK)
		return rc;
	*ret = (struct privacy_back_to){ .back = piece_url(cx, cx->evidence->uuid, ""), .action = piece_url(cx, cx->evidence->uuid, "/send-back"),
		                             .after = decision_url(cx, ""), .name = word(T_DECISION_THE_ECSW) };
	return covered(cx, cx->evidence->title, &ret->title);
}

enum rc decision_piece_back_show(struct ctx *cx)
{
	struct privacy_back_to to;
	enum rc rc = back_from(cx, &to);

	return rc == OK ? privacy_back_draw(cx, &to) : rc;
}

enum rc decision_piece_back_again(struct ctx *cx)
{
	return decision_piece_back_show(cx);
}

enum rc decision_piece_back(struct ctx *cx)
{
	struct privacy_back_to to;
	enum rc rc = back_from(cx, &to);

	return rc == OK ? privacy_back_do(cx, &to) : rc;
}

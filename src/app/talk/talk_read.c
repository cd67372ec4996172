/* talk_read.c — the conversations of a piece, each with its place in the words as they are now. */
#include "app/talk/talk_inside.h"

const struct piece_word *word_named(const struct piece_words *words, struct str name)
{
	for (size_t i = 0; i < words->n; i++)
		if (str_eq(words->v[i].name, name))
			return &words->v[i];
	return NULL;
}

static void stands(struct talk_now *t, struct str text, struct passage at)
{
	t->state = PASSAGE_STANDS;
	t->at = at;
	t->now = str_sub(text, at.at, at.n);
}

/* changed — the words are not where they were: what they have become since that version. Nobody but the writer sees words that
 * were taken out for privacy, not even as a quotation. */
static enum rc changed(struct ctx *cx, struct talk_now *t, struct str text)
{
	struct passage was = { (size_t)t->row->at_byte, t->row->quote.n };
	const struct piece_word *then;
	struct piece_words words;
	enum rc rc = evidence_written_at(cx, t->row->evidence_version, &words, &t->closed);

	if (rc == NOT_FOUND || (rc == OK && t->closed)) {
		t->closed = true;
		if (passage_find(text, t->row->quote, was.at, &was)) {
			t->closed = false;
			stands(t, text, was);
		}
		return OK;
	}
	then = rc == OK ? word_named(&words, t->row->field) : NULL;
	if (!then)
		return rc;
	t->state = passage_now(cx->arena, then->text, was, text, &t->at);
	t->now = str_sub(text, t->at.at, t->at.n);
	return OK;
}

static enum rc place(struct ctx *cx, const struct piece_words *words, struct talk_now *t)
{
	const struct piece_word *field = word_named(words, t->row->field);
	struct str text = field ? field->text : STR_NONE, quote = t->row->quote;
	size_t at = (size_t)t->row->at_byte;

	t->label = field ? field->label : STR_NONE;
	t->has_quote = quote.n > 0;
	t->state = PASSAGE_GONE;
	if (!t->has_quote)
		return OK;
	if (at <= text.n && str_eq(str_sub(text, at, quote.n), quote)) {
		stands(t, text, (struct passage){ at, quote.n });
		return OK;
	}
	return changed(cx, t, text);
}

enum rc talks_load(struct ctx *cx, const struct talks_now **ret)
{
	struct talks_now *all = NEW(cx->arena, struct talks_now);
	enum rc rc;

	if ((rc = sql_talks_of(cx->db, cx->arena, cx->evidence->id, cx->actor.person, cx->actor.role, &all->rows)) != OK ||
	    (rc = sql_talk_comments(cx->db, cx->arena, cx->evidence->id, cx->actor.person, cx->actor.role, &all->comments)) != OK ||
	    (rc = evidence_own_written(cx, &all->words)) != OK)
		return rc;
	all->v = NEW_ARRAY(cx->arena, struct talk_now, all->rows.n + 1);
	for (; all->n < all->rows.n; all->n++) {
		all->v[all->n].row = &all->rows.v[all->n];
		if ((rc = place(cx, &all->words, &all->v[all->n])) != OK)
			return rc;
	}
	*ret = all;
	return OK;
}

struct talk_marks talk_marks(struct ctx *cx, const struct talks_now *all)
{
	struct talk_marks marks = { NEW_ARRAY(cx->arena, struct talk_mark, all->n + 1), 0 };

	for (size_t i = 0; i < all->n; i++) {
		const struct talk_now *t = &all->v[i];
		size_t k = marks.n;

		if (!t->at.n || t->row->resolved_at != DB_NULL_INT)
			continue;
		for (; k > 0 && marks.v[k - 1].at.at > t->at.at; k--)
			marks.v[k] = marks.v[k - 1];
		marks.v[k] = (struct talk_mark){ t->row->field, t->at, { strf(cx->arena, "#t-%s", uuid_str(cx->arena, t->row->id).p) } };
		marks.n++;
	}
	return marks;
}

/* ---- as the privacy check reads them ---- */

/* What is asked for is what the person acting reads: the ECSW, or whoever reads the piece and sends it back; else what the ECSW would.
 * In what somebody says to others every name of a colleague is one of those others' (privacy_load.c, drop_colleagues), whoever
 * says it; and a mention is nobody's handle. */
enum rc talk_words(struct ctx *cx, struct piece_words *to)
{
	struct talk_words_of_rows rows;
	struct talk_names_of_rows names;
	bool reads = cx->actor.role == ROLE_SUPERVISOR || cx->actor.role == ROLE_ASSESSOR;
	enum rc rc = sql_talk_words_of(cx->db, cx->arena, cx->evidence->id, reads ? cx->actor.person : cx->resource.owner,
	                               reads ? cx->actor.role : ROLE_ECSW, &rows);

	if (rc != OK || !rows.n || (rc = sql_talk_names_of(cx->db, cx->arena, cx->evidence->id, &names)) != OK)
		return rc;
	for (size_t i = 0; i < rows.n; i++) {
		struct str text = rows.v[i].text;

		for (size_t k = 0; k < names.n && str_find_char(text, '@') != SIZE_MAX; k++)
			if (mentioned(text, names.v[k].name))
				text = mention_apart(cx->arena, text, names.v[k].name);
		piece_word_add(cx, to, strf(cx->arena, TALK_WORDS "%.*s", STR_FMT(uuid_str(cx->arena, rows.v[i].id))), word(T_EVIDENCE_TALK),
		               text, rows.v[i].name);
	}
	return OK;
}

enum rc talk_rewrite(struct ctx *cx, struct str name, struct str text)
{
	struct uuid id;

	if (!uuid_parse(str_sub(name, sizeof(TALK_WORDS) - 1, SIZE_MAX), &id))
		return NOT_FOUND;
	return sql_talk_comment_set(cx->db, cx->arena, cx->evidence->id, id, mention_joined(cx->arena, text), NULL);
}

/* ---- JSON ---- */

static int64_t characters(struct str text, size_t bytes)
{
	return (int64_t)utf8_count(str_sub(text, 0, bytes));
}

static void about_json(struct json_out *j, const struct talks_now *all, const struct talk_now *t)
{
	static const char *const states[] = { [PASSAGE_STANDS] = "stands", [PASSAGE_CHANGED] = "changed", [PASSAGE_GONE] = "gone" };
	const struct piece_word *field = word_named(&all->words, t->row->field);

	json_key(j, "field"), json_str(j, t->row->field);
	json_key(j, "of_version"), json_i64(j, t->row->evidence_version);
	json_key(j, "passage");
	if (!t->has_quote) {
		json_none(j);
		return;
	}
	json_obj(j);
	json_key(j, "state"), json_str(j, str_from_c(t->closed ? "closed" : states[t->state]));
	json_key(j, "quote"), json_str(j, t->closed ? S("") : t->row->quote);
	json_key(j, "now"), json_str(j, t->at.n ? t->now : S(""));
	if (field && t->at.n) {
		json_key(j, "from"), json_i64(j, characters(field->text, t->at.at));
		json_key(j, "to"), json_i64(j, characters(field->text, t->at.at + t->at.n));
	}
	json_end(j);
}

static void comment_json(struct json_out *j, const struct talk_comments_row *c)
{
	json_obj(j);
	json_key(j, "id"), json_uuid(j, c->id);
	json_key(j, "by"), json_str(j, c->name);
	json_key(j, "role"), json_str(j, key_of(&roles, (int)c->role));
	json_key(j, "text"), json_str(j, c->text);
	json_key(j, "said_at"), json_instant(j, c->said_at);
	json_key(j, "held"), json_bool(j, c->waits);
	json_key(j, "taken_back"), json_bool(j, c->removed_at != DB_NULL_INT);
	json_end(j);
}

void talk_json(struct ctx *cx, struct json_out *j, const struct talks_now *all, const struct talk_now *t)
{
	UNUSED(cx);
	json_obj(j);
	json_key(j, "id"), json_uuid(j, t->row->id);
	about_json(j, all, t);
	json_key(j, "begun_by"), json_str(j, t->row->name);
	json_key(j, "began"), json_instant(j, t->row->began);
	json_key(j, "resolved_at");
	if (t->row->resolved_at == DB_NULL_INT)
		json_none(j);
	else
		json_instant(j, t->row->resolved_at);
	json_key(j, "comments"), json_arr(j);
	for (size_t i = 0; i < all->comments.n; i++)
		if (all->comments.v[i].talk == t->row->talk)
			comment_json(j, &all->comments.v[i]);
	json_end(j);
	json_end(j);
}

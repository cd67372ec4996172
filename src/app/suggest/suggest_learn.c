/* suggest_learn.c — each night: what agreed links teach, counted anew. Of a person who has left or taken something back
 * nothing stays behind, since nothing is added to what was there before. */
#include "app/suggest/suggest.h"

#include "rules/suggest.h"
#include "suggest.sql.h"

enum { AT_ONCE = 200, PIECES_MAX = 20000, ROOM = 192 << 20, PAGE_ROOM = 64 << 20, POSITIONS_MAX = 100 };

struct place {
	int64_t induction, evidence;
};

static enum rc learn_piece(struct ctx *cx, const struct framework_version *v, const struct suggest_pieces_row *r,
                           struct suggest_learning *l)
{
	struct suggest_agreed_rows agreed;
	struct str text;
	int32_t positions[POSITIONS_MAX];
	size_t n = 0;
	enum rc rc = sql_suggest_agreed(cx->db, cx->arena, r->evidence, &agreed);

	for (size_t i = 0; rc == OK && i < agreed.n && n < POSITIONS_MAX; i++)
		if (agreed.v[i].position >= 0 && (size_t)agreed.v[i].position < v->fw->n)
			positions[n++] = v->fw->items[agreed.v[i].position].position;
	if (rc == OK && (rc = suggest_text_of_piece(cx, r->evidence, r->text, &text)) == OK)
		suggest_learning_add(l, r->person, text, positions, n);
	return rc;
}

/* learn_page — in a short transaction of its own. */
static enum rc learn_page(struct ctx *cx, const struct framework_version *v, struct place *from, struct suggest_learning *l,
                          size_t *ret_n)
{
	struct suggest_pieces_rows rows = { .n = 0 };
	enum rc rc = db_begin(cx->db, DB_READ);

	if (rc == OK)
		rc = sql_suggest_pieces(cx->db, cx->arena, v->id, from->induction, from->evidence, AT_ONCE, &rows);
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		rc = learn_piece(cx, v, &rows.v[i], l);
	db_rollback(cx->db);
	if (rc == OK && rows.n)
		*from = (struct place){ rows.v[rows.n - 1].induction, rows.v[rows.n - 1].evidence };
	*ret_n = rows.n;
	return rc;
}

static enum rc keep(struct ctx *cx, int64_t framework, size_t pieces, struct str words)
{
	enum rc rc = db_begin(cx->db, DB_WRITE);

	if (rc == OK && (rc = sql_suggest_learnt_put(cx->db, cx->arena, framework, cx->now, (int64_t)pieces, words, NULL)) == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	return rc;
}

static enum rc learn_one(struct ctx *cx, const struct framework_version *v)
{
	struct arena *whole = cx->arena, *room = arena_within(whole, ROOM);
	struct suggest_learning *l = suggest_learning_new(room, v->fw);
	struct place from = { 0, 0 };
	size_t pieces = 0, n = 0;
	enum rc rc;

	do {
		cx->arena = arena_within(room, PAGE_ROOM);
		rc = learn_page(cx, v, &from, l, &n);
		arena_release(cx->arena);
		cx->arena = whole;
		pieces += n;
	} while (rc == OK && n == AT_ONCE && pieces < PIECES_MAX);
	if (rc == OK)
		rc = keep(cx, v->id, pieces, suggest_learning_end(l, room));
	arena_release(room);
	return rc;
}

enum rc suggest_learn(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct suggest_frameworks_rows rows = { .n = 0 };
	const struct framework_version *v;
	enum rc rc = db_begin(cx->db, DB_READ);

	UNUSED(job);
	if (rc != OK)
		return rc;
	rc = sql_suggest_frameworks(cx->db, cx->arena, &rows);
	db_rollback(cx->db);
	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		if ((rc = db_begin(cx->db, DB_READ)) != OK)
			break;
		rc = framework_get(cx, rows.v[i].framework, &v);
		db_rollback(cx->db);
		if (rc == OK)
			rc = learn_one(cx, v);
	}
	if (rc != OK)
		*ret_why = S("what agreed links teach could not be counted");
	return rc;
}

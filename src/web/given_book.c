/* given_book.c — see given_book.h. */
#include "web/given_book.h"

#include "rules/given.h"
#include "web.sql.h"

enum { NOTES_MAX = 256, WRITE_EVERY_MS = 60 * 1000 };

struct note {
	int64_t person, minute;
	enum role role;
	enum given_task task;
};
struct given_book {
	struct note v[NOTES_MAX];
	size_t n;
	instant written; /* or tried */
};

struct given_book *given_book_new(struct arena *a)
{
	struct given_book *book = NEW(a, struct given_book);

	book->written = clock_now();
	return book;
}

void given_note(struct given_book *book, const struct ctx *cx)
{
	struct note note = { cx->actor.person, cx->now / MINUTE, cx->actor.role, cx->route->task };

	if (!note.task || !note.person || cx->session.by_token || !given_counts(note.role) || book->n == NOTES_MAX)
		return;
	for (size_t i = book->n; i > 0; i--) /* the first of a minute is enough */
		if (book->v[i - 1].person == note.person && book->v[i - 1].minute == note.minute)
			return;
	book->v[book->n++] = note;
}

void given_write(struct given_book *book, struct db *db, bool now)
{
	instant at = clock_now();
	struct arena *a;
	enum rc rc;

	if (!book->n || (!now && book->n < NOTES_MAX && at - book->written < WRITE_EVERY_MS))
		return;
	if (!now && book->n == NOTES_MAX && at - book->written < SECOND)
		return; /* full, and just tried */
	book->written = at;
	if ((now ? db_begin(db, DB_WRITE) : db_begin_if_free(db)) != OK)
		return;
	a = arena_new(1 << 20);
	rc = db_send_ahead(db);
	for (size_t i = 0; rc == OK && i < book->n; i++)
		rc = sql_given_mark_add(db, a, book->v[i].person, book->v[i].minute, book->v[i].role, book->v[i].task, NULL);
	if (rc == OK)
		rc = db_commit(db);
	if (rc != OK)
		db_rollback(db);
	if (rc != BUSY)
		book->n = 0;
	arena_release(a);
}

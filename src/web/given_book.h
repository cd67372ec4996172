/* given_book.h — one worker's notes of who did which task in which minute (rules/given.h).
 *
 * A page must not wait for this: what is noted stays in memory, at most once a minute it is written in one transaction after
 * an answer has gone out, and only when nobody else is writing just then (db_begin_if_free). What a worker that dies had not
 * written is lost, and no loss.
 */
#ifndef WEB_GIVEN_BOOK_H
#define WEB_GIVEN_BOOK_H

#include "web/web.h"

struct given_book;

struct given_book *given_book_new(struct arena *a);
/* given_note — this request was answered well: notes it where its route has a task, and its person a role that counts. */
void given_note(struct given_book *book, const struct ctx *cx);
/* given_write — writes what was noted when a minute has passed or the book is full; at once with `now`, when a worker ends. Opens its own
 * transaction; keeps what could not be written for the next time, as long as there is room. */
void given_write(struct given_book *book, struct db *db, bool now);

#endif

/* paper.h — writing a document for cairn-pdf (base/paper.h has the records): a program of its own, beside the program that runs,
 * started by a job and fed while the job reads the database.
 *
 *     rc = paper_begin(arena, fd, &paper);
 *     paper_put(paper, PAPER_PART, S("Pieces"));
 *     db_rollback(db);
 *     paper_send(paper);
 *     rc = paper_end(paper, on_page, arg, &pages);
 *
 * Nothing of it is called in a process that serves pages.
 */
#ifndef WEB_PAPER_H
#define WEB_PAPER_H

#include "base/arena.h"
#include "base/paper.h"

struct paper;

/* paper_is_there — does the program stand beside this one? */
bool paper_is_there(struct arena *a);
/* paper_begin — starts the program; it writes to `fd`, a file open for reading and writing. FAULT when there is no such
 * program. */
enum rc paper_begin(struct arena *a, int fd, struct paper **ret);
/* paper_put — one record; an empty text puts none. paper_pair — of the kinds that have two. Trouble is told at the end. What is put is
 * kept in the arena until paper_send or paper_end. */
void paper_put(struct paper *p, char kind, struct str text);
void paper_pair(struct paper *p, char kind, struct str first, struct str second);
/* paper_paragraphs — one record for each paragraph of what somebody wrote: an empty line is between them. */
void paper_paragraphs(struct paper *p, char kind, struct str text);
/* paper_send — hands it what was put. It may have to wait for the program, so never while a transaction is open. */
void paper_send(struct paper *p);
/* paper_end — waits for the PDF; on_page (may be NULL) is told of progress and ends it by returning false. *ret_pages is the
 * number of pages. NO_SPACE: the disk is full. TOO_LARGE: past the bounds of base/paper.h. BUSY: it took too long, or was ended.
 * FAULT: anything else, logged. The program has ended in every case. */
enum rc paper_end(struct paper *p, bool (*on_page)(void *arg, int page, int pages), void *arg, int *ret_pages);
/* paper_drop — ends the program; nothing has been made. */
void paper_drop(struct paper *p);

#endif

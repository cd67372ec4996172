/* scan.h — asks clamd about a file (its INSTREAM command, over its unix socket).
 *
 * Only jobs call it: it waits for an answer.
 *
 *     if (scan_ask(arena, settings->scan_socket, fd, &infected, &why) == OK && infected)
 *         …
 */
#ifndef WEB_SCAN_H
#define WEB_SCAN_H

#include "base/arena.h"

enum { SCAN_SILENT_SECONDS = 60 }; /* how long clamd may say or take nothing */

/* scan_ask — sends what is in `fd` from its beginning. OK with *ret_infected; only clamd's own "OK" counts as clean.
 * BUSY when it could not be asked or gave no verdict, with a sentence in *ret_why (without names of files). TOO_LARGE when
 * it takes no streams of this length (its setting StreamMaxLength). `fd` stays open. */
enum rc scan_ask(struct arena *a, struct str socket_path, int fd, bool *ret_infected, struct str *ret_why);

/* scan_takes — would clamd take a stream of SCAN_STREAM_LEAST bytes, as long as the longest file that is kept? Sends that many zero
 * bytes and waits for its verdict. BUSY and TOO_LARGE as scan_ask; nothing is wrong with OK. */
enum { SCAN_STREAM_LEAST = 25 << 20 };
enum rc scan_takes(struct arena *a, struct str socket_path, struct str *ret_why);

#endif

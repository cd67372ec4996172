/* pack.h — a backup as one archive: `cairn.db` and `files/…`, in a tar packed with zstd or gzip. */
#ifndef CLI_PACK_H
#define CLI_PACK_H

#include "base/arena.h"

/* pack_write — makes the archive `to` (which must not exist, mode 0600) of a plain database file and the
 * folder of files (which need not exist); `about` is kept as about.txt. Files that vanish meanwhile and
 * temporary ones (names with a dot in front) are left out. On disk when it returns OK; else a sentence and nothing is left. */
enum rc pack_write(struct arena *a, const char *db, const char *files, const char *to, struct str about,
                   struct str *ret_why);
/* pack_read — unpacks into `db` (which must not exist) and the folder `files` (made where missing). Refuses entries
 * that don't belong in a backup. On disk when it returns OK; else a sentence, and the caller removes what is there. */
enum rc pack_read(struct arena *a, const char *from, const char *db, const char *files, struct str *ret_why);

#endif

/* db_backup.h — what the operator's commands ask of a database beyond queries. */
#ifndef DB_DB_BACKUP_H
#define DB_DB_BACKUP_H

#include "db/db.h"

/* db_engine — the engine and its version for people: “SQLite 3.40.1”, “PostgreSQL 15.8”. */
enum rc db_engine(struct db *db, struct arena *a, struct str *ret);

/* db_backup — writes a consistent copy of the whole database to a new file while others go on reading and
 * writing. SQLite only: one snapshot is read, without the writer lock; checkpoints wait for it to end.
 * INVALID with a sentence on PostgreSQL, CONFLICT when `path` exists, else as any write; a sentence then too.
 * After a failure nothing is left at `path`. */
enum rc db_backup(struct db *db, struct arena *a, struct str path, struct str *ret_why);

#endif

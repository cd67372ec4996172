/* migrate.h — numbered, forward-only changes of the schema: migrations/NNNN-name.sql, embedded.
 *
 * One text serves both databases: it is written for SQLite (STRICT tables, INTEGER, TEXT, BLOB) and
 * translated for PostgreSQL (INTEGER -> BIGINT, `INTEGER PRIMARY KEY` -> identity, BLOB -> BYTEA, STRICT
 * dropped). Where they must differ, blocks are marked:
 *     --[sqlite]   …   --[postgresql]   …   --[end]
 * Each applied migration is kept with its SHA-256; a changed text is refused.
 */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include "db/db.h"

struct migration {
	int number;
	const char *name;
	const char *text;
	size_t n;
};
extern const struct migration migrations[];
extern const size_t migrations_n;

/* migrate_up — applies what is missing, each in its own transaction. FAULT with a sentence when a text
 * was changed after it was applied or the database is newer than the program. */
enum rc migrate_up(struct db *db, struct arena *a, instant now, int *ret_applied, struct str *ret_why);
/* migrate_is_current — OK when all are applied and unchanged, else CONFLICT and a sentence. */
enum rc migrate_is_current(struct db *db, struct arena *a, struct str *ret_why);

#endif

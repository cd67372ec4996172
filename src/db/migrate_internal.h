/* migrate_internal.h — the translation of migrations, open to its test. Only for src/db/ and tests. */
#ifndef DB_MIGRATE_INTERNAL_H
#define DB_MIGRATE_INTERNAL_H

#include "db/db.h"

/* migration_text — the text of one migration as one database takes it. Lines of the other database's
 * blocks become empty, so that line numbers stay. */
struct str migration_text(struct arena *a, struct str text, enum db_kind kind);

#endif

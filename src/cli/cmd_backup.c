/* cmd_backup.c — cairn backup and cairn restore. */
#include "base/text.h"
#include "cli/cli.h"
#include "cli/pack.h"
#include "db/db_backup.h"
#include "db/migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static bool exists(const char *path)
{
	return access(path, F_OK) == 0;
}

/* keep_folder — makes a rename in the folder of `path` last. */
static void keep_folder(struct arena *a, struct str path)
{
	size_t slash = path.n;
	int fd;

	while (slash > 0 && path.p[slash - 1] != '/')
		slash--;
	fd = open(slash ? str_c(a, str_sub(path, 0, slash)) : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

/* backup_to — the database first: every file it names was there before its row, so the folder read
 * afterwards has them all. */
static enum rc backup_to(struct cli *cli, struct db *db, struct str file, struct str *why)
{
	struct arena *a = cli->arena;
	bool gzip = str_ends(file, S("gz"));
	struct str copy = strf(a, "%.*s.db.partial", STR_FMT(file));
	const char *partial = strf(a, "%.*s.partial%s", STR_FMT(file), gzip ? ".gz" : "").p;
	struct str when = instant_iso(a, clock_now());
	enum rc rc;

	if ((rc = db_backup(db, a, copy, why)) != OK)
		return rc;
	rc = pack_write(a, copy.p, str_c(a, cli->settings.files), partial,
	                strf(a, "Backup of Cairn %s, %.*s\n", CAIRN_VERSION, STR_FMT(when)), why);
	unlink(copy.p);
	if (rc != OK)
		return rc;
	if (link(partial, str_c(a, file)) != 0) { /* unlike rename(), it never replaces a backup */
		*why = strf(a, "Cannot make %.*s: %s.", STR_FMT(file), strerror(errno));
		rc = FAULT;
	}
	unlink(partial);
	keep_folder(a, file);
	return rc;
}

int cmd_backup(struct cli *cli)
{
	struct str file = cli_operand(cli, 0), why;
	struct db *db;
	enum rc rc;

	if (!cli_operands(cli, 1, 1))
		return cli_usage(cli, "backup takes the name of a new file.");
	if (exists(file.p))
		return cli_refuse(cli, "%s exists already.", file.p);
	if (!cli_open(cli, false, false, &db))
		return CLI_REFUSED;
	rc = backup_to(cli, db, file, &why);
	db_close(db);
	if (rc != OK)
		return cli_refuse(cli, "%.*s", STR_FMT(why));
	printf("Written: %s\n", file.p);
	return CLI_OK;
}

/* ---- restore ---- */

static void remove_database(struct arena *a, struct str path)
{
	static const char *const behind[] = { "", "-wal", "-shm", "-journal", ".lock" };

	for (size_t i = 0; i < COUNT_OF(behind); i++)
		unlink(strf(a, "%.*s%s", STR_FMT(path), behind[i]).p);
}

/* is_sound — opens what was unpacked and looks at all of it. */
static enum rc is_sound(struct cli *cli, struct str path, struct str *why)
{
	struct str findings;
	struct db *db;
	enum rc rc;

	if ((rc = db_open(cli->arena, path, false, &db, why)) != OK)
		return rc;
	if ((rc = db_verify(db, cli->arena, &findings)) != OK)
		*why = strf(cli->arena, "The database in this backup is damaged: %.*s", STR_FMT(findings));
	else if (migrate_is_current(db, cli->arena, &findings) != OK)
		printf("Next, run “cairn migrate”: %.*s\n", STR_FMT(findings));
	if (rc == OK)
		rc = db_checkpoint(db, true);
	db_close(db);
	return rc;
}

static enum rc restore_from(struct cli *cli, struct str file, struct str *why)
{
	struct arena *a = cli->arena;
	struct str db = cli->settings.db, unpacked = strf(a, "%.*s.restoring", STR_FMT(db));
	struct str files = strf(a, "%.*s.restoring", STR_FMT(cli->settings.files));
	enum rc rc;

	if ((rc = pack_read(a, file.p, unpacked.p, files.p, why)) == OK)
		rc = is_sound(cli, unpacked, why);
	if (rc == OK && exists(files.p) && rename(files.p, str_c(a, cli->settings.files)) != 0) {
		*why = strf(a, "Cannot make %.*s: %s.", STR_FMT(cli->settings.files), strerror(errno));
		rc = FAULT;
	}
	if (rc == OK && rename(unpacked.p, str_c(a, db)) != 0) {
		*why = strf(a, "Cannot make %.*s: %s.", STR_FMT(db), strerror(errno));
		rc = FAULT;
	}
	remove_database(a, unpacked);
	keep_folder(a, db);
	keep_folder(a, cli->settings.files);
	if (rc != OK && exists(files.p))
		*why = strf(a, "%.*s What was unpacked so far is in %s; remove it before trying again.", STR_FMT(*why), files.p);
	return rc;
}

int cmd_restore(struct cli *cli)
{
	const struct settings *s = &cli->settings;
	struct str file = cli_operand(cli, 0), why;

	if (!cli_operands(cli, 1, 1))
		return cli_usage(cli, "restore takes the name of a backup.");
	if (str_find(s->db, S("://")) != SIZE_MAX)
		return cli_refuse(cli, "This database is PostgreSQL: restore it with pg_restore, and copy the folder of files.");
	if (exists(str_c(cli->arena, s->db)) || exists(str_c(cli->arena, s->files)))
		return cli_refuse(cli, "%.*s or %.*s exists already: restore never replaces anything.", STR_FMT(s->db),
		                  STR_FMT(s->files));
	if (restore_from(cli, file, &why) != OK)
		return cli_refuse(cli, "%.*s", STR_FMT(why));
	printf("Restored: %.*s\n", STR_FMT(s->db));
	return CLI_OK;
}

/* cmd_audit.c — cairn audit: is the history what was written? */
#include "cli/cmd_audit.h"

#include "cli/cli_ctx.h"
#include "web/audit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* each_line — calls `on_line` with every line of a file, however long it is. */
static bool each_line(struct cli *cli, struct str path, enum rc (*on_line)(void *arg, int64_t nth, struct str line), void *arg)
{
	FILE *f = fopen(str_c(cli->arena, path), "re");
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	enum rc rc = OK;

	if (!f) {
		cli_refuse(cli, "%.*s can't be read: %s.", STR_FMT(path), strerror(errno));
		return false;
	}
	for (int64_t nth = 1; rc == OK && (n = getline(&line, &room, f)) > 0; nth++)
		rc = on_line(arg, nth, str_trim((struct str){ line, (size_t)n }));
	free(line);
	fclose(f);
	if (rc != OK)
		cli_refuse(cli, "%.*s could not be gone through (%s).", STR_FMT(path), rc_name(rc));
	return rc == OK;
}

/* ---- verifying ---- */

struct reading {
	struct cli *cli;
	struct ctx *cx;
	struct audit_keys keys;
	struct audit_report report;
	int64_t lines;
};

static enum rc one_key(void *arg, int64_t nth, struct str line)
{
	struct reading *r = arg;

	if (line.n && line.p[0] != '#' && !audit_keys_add(r->cli->arena, &r->keys, line)) {
		cli_refuse(r->cli, "Line %lld of the keys is not a public key.", (long long)nth);
		return INVALID;
	}
	return OK;
}

static enum rc one_head(void *arg, int64_t nth, struct str line)
{
	struct reading *r = arg;

	r->lines++;
	return line.n ? audit_verify_copy(r->cx, &r->report, nth, line) : OK;
}

static void say(struct reading *r, const struct cli_audit *with)
{
	const struct audit_report *rep = &r->report;

	printf("history: %lld entries in %lld chains\n", (long long)rep->entries, (long long)rep->chains);
	if (rep->signatures)
		printf("signatures: %lld over %lld ends of chains, the last at %s\n", (long long)rep->signatures, (long long)rep->ends,
		       rep->last_signed == DB_NULL_INT ? "-" : instant_iso(r->cli->arena, rep->last_signed).p);
	else
		printf("signatures: none yet; `cairn serve` or `cairn jobs` makes one every minute\n");
	if (rep->signatures && !r->keys.n)
		printf("No key of ours could be read: signatures were held only to the keys beside them.\n");
	if (with->heads.n)
		printf("copy: %lld lines compared\n", (long long)r->lines);
	fflush(stdout);
	for (size_t i = 0; i < rep->n; i++)
		cli_refuse(r->cli, "%.*s.", STR_FMT(audit_finding_says(r->cli->arena, &rep->v[i])));
	if (rep->more)
		cli_refuse(r->cli, "… and %lld more.", (long long)rep->more);
	if (!rep->n)
		printf("Every entry is as it was written.\n");
}

bool cli_audit(struct cli *cli, struct db *db, const struct cli_audit *with)
{
	struct reading r = { .cli = cli, .cx = cli_ctx(cli, db) };
	bool read = true;
	enum rc rc;

	r.report.keys = &r.keys;
	audit_keys_own(cli->arena, &cli->settings, &r.keys);
	if (with->keys.n && !each_line(cli, with->keys, one_key, &r))
		return false;
	if ((rc = db_begin(db, DB_READ)) == OK)
		rc = audit_verify(r.cx, &r.report);
	if (rc == OK && with->heads.n)
		read = each_line(cli, with->heads, one_head, &r);
	db_rollback(db);
	if (rc != OK) {
		cli_refuse(cli, "The history could not be verified (%s).", rc_name(rc));
		return false;
	}
	say(&r, with);
	return read && r.report.n == 0;
}

static int verify(struct cli *cli)
{
	struct cli_audit with = { .heads = STR_NONE, .keys = STR_NONE };
	struct db *db;
	bool sound;

	cli_option(cli, "heads", &with.heads);
	cli_option(cli, "keys", &with.keys);
	if (!cli_operands(cli, 1, 1))
		return cli_usage(cli, "audit verify takes --heads FILE and --keys FILE.");
	if (!cli_open(cli, false, true, &db))
		return CLI_REFUSED;
	sound = cli_audit(cli, db, &with);
	db_close(db);
	return sound ? CLI_OK : CLI_REFUSED;
}

/* ---- a copy ---- */

static int export(struct cli *cli)
{
	struct str path = cli_operand(cli, 1);
	struct db *db;
	int64_t last, lines = 0;
	int fd;
	enum rc rc;

	if (!cli_operands(cli, 2, 2))
		return cli_usage(cli, "audit export takes a FILE that does not exist yet.");
	if (!cli_open(cli, false, true, &db))
		return CLI_REFUSED;
	if ((fd = open(str_c(cli->arena, path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640)) < 0) {
		db_close(db);
		return cli_refuse(cli, "%.*s can't be made: %s.", STR_FMT(path), strerror(errno));
	}
	if ((rc = db_begin(db, DB_READ)) == OK)
		rc = audit_export(cli_ctx(cli, db), fd, 0, INT64_MAX, &last, &lines);
	db_rollback(db);
	db_close(db);
	if (rc == OK && fsync(fd) != 0)
		rc = FAULT;
	close(fd);
	if (rc != OK) {
		unlink(str_c(cli->arena, path));
		return cli_refuse(cli, "%.*s could not be written (%s).", STR_FMT(path), rc_name(rc));
	}
	printf("%lld signatures\n", (long long)lines);
	return CLI_OK;
}

static int key(struct cli *cli)
{
	struct signing_key k;
	struct str why = STR_NONE;

	if (!cli_operands(cli, 1, 1))
		return cli_usage(cli, "audit key takes nothing more.");
	if (signing_key_find(cli->arena, &cli->settings, &k, &why) != OK)
		return cli_refuse(cli, "%.*s", STR_FMT(why));
	printf("%s\n", base64url_encode(cli->arena, k.public_key, sizeof(k.public_key)).p);
	sodium_memzero(&k, sizeof(k));
	return CLI_OK;
}

int cmd_audit(struct cli *cli)
{
	static const struct {
		struct str name;
		int (*run)(struct cli *cli);
	} parts[] = { { S_INIT("verify"), verify }, { S_INIT("export"), export }, { S_INIT("key"), key } };
	struct str name = cli_operand(cli, 0);

	for (size_t i = 0; i < COUNT_OF(parts); i++)
		if (str_eq(name, parts[i].name))
			return parts[i].run(cli);
	return cli_usage(cli, "audit is followed by verify, export or key.");
}

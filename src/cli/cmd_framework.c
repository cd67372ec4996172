/* cmd_framework.c — cairn framework: standards in, out and published from the command line. */
#include "app/framework/framework.h"
#include "cli/cli_ctx.h"
#include "import.sql.h"
#include "objects.sql.h"
#include "rules/comments.h"
#include "store.sql.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the options say. */
struct options {
	struct str slug, format, in_force, title, version;
	bool sole_operator, dry_run;
};

/* One subcommand: its word, how many operands, and what it does in an open transaction. */
struct framework_command {
	const char *name;
	int least, most;
	enum db_mode mode;
	int (*run)(struct cli *cli, struct ctx *cx, const struct options *given);
};

/* ---- finding a version ---- */

static enum rc find(struct ctx *cx, struct str what, const struct framework_version **ret, struct framework_by_uuid_row *row)
{
	struct framework_by_slug_row slug;
	struct uuid id;
	enum rc rc = OK;

	if (!uuid_parse(what, &id)) {
		rc = sql_framework_by_slug(cx->db, cx->arena, what, &slug);
		id = slug.id;
	}
	if (rc == OK)
		rc = sql_framework_by_uuid(cx->db, cx->arena, id, row);
	return rc == OK ? framework_get(cx, row->framework, ret) : rc;
}

static int not_found(struct cli *cli, struct ctx *cx, struct str what, enum rc rc)
{
	if (rc == NOT_FOUND)
		return cli_refuse(cli, "There is no framework “%.*s”. “cairn framework list” shows what there is.", STR_FMT(what));
	return cli_refuse(cli, "“%.*s” could not be read: %s. %.*s", STR_FMT(what), rc_name(rc), STR_FMT(db_error(cx->db)));
}

static int failed(struct cli *cli, struct ctx *cx, const char *what, enum rc rc)
{
	return cli_refuse(cli, "%s: %s. %.*s", what, rc_name(rc), STR_FMT(db_error(cx->db)));
}

static struct str id_text(struct ctx *cx, const struct framework_version *v)
{
	return uuid_str(cx->arena, v->uuid);
}

/* ---- import ---- */

static bool read_file(struct cli *cli, struct str path, struct str *ret, int *ret_status)
{
	int fd = open(str_c(cli->arena, path), O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *p = NULL;

	if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		*ret_status = cli_refuse(cli, "%.*s can't be read: %s.", STR_FMT(path), fd < 0 ? strerror(errno) : "not a file");
	} else if (st.st_size == 0 || st.st_size > FRAMEWORK_INPUT_MAX) {
		*ret_status = cli_refuse(cli, "%.*s %s.", STR_FMT(path), st.st_size ? "is larger than 16 MB" : "is empty");
	} else if ((p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0)) == MAP_FAILED) {
		*ret_status = cli_refuse(cli, "%.*s can't be read: %s.", STR_FMT(path), strerror(errno));
		p = NULL;
	} else {
		*ret = (struct str){ p, (size_t)st.st_size };
	}
	if (fd >= 0)
		close(fd);
	return p != NULL;
}

static void print_problems(struct str file, const struct framework_problems *p)
{
	for (size_t i = 0; i < p->n; i++)
		fprintf(stderr, "%.*s: %s%.*s%s%.*s\n", STR_FMT(file), p->v[i].severity == PROBLEM_ERROR ? "" : "note: ",
		        STR_FMT(p->v[i].where), p->v[i].where.n ? ": " : "", STR_FMT(p->v[i].say));
	if (p->errors + p->warnings > p->n)
		fprintf(stderr, "… and %zu more\n", p->errors + p->warnings - p->n);
}

static void print_diff_counts(const struct framework_diff *d)
{
	printf("%zu added, %zu removed, %zu reworded, %zu moved, %zu with another code, %zu the same\n", d->added, d->removed,
	       d->reworded, d->moved, d->recoded, d->same);
}

static enum rc print_preview(struct ctx *cx, const struct framework *fw)
{
	struct framework_newest_of_series_row newest;
	const struct framework_version *before;
	struct framework_diff d;
	enum rc rc;

	printf("%.*s%s%.*s\n%zu domains, %zu outcomes, %zu statements (%zu knows, %zu does), %zu threads, %zu words explained\n",
	       STR_FMT(fw->title), fw->version.n ? ", version " : "", STR_FMT(fw->version), fw->domains_n, fw->outcomes_n,
	       fw->statements_n, fw->knows_n, fw->does_n, fw->threads_n, fw->terms_n);
	rc = sql_framework_newest_of_series(cx->db, cx->arena, fw->id, &newest);
	if (rc == NOT_FOUND)
		return OK;
	if (rc != OK || (rc = framework_get(cx, newest.framework, &before)) != OK)
		return rc;
	framework_diff(cx->arena, before->fw, fw, &d);
	printf("Against %.*s, version %.*s: ", STR_FMT(before->title), STR_FMT(before->version));
	print_diff_counts(&d);
	return OK;
}

static int import(struct cli *cli, struct ctx *cx, const struct options *given)
{
	struct framework_problems *p = framework_problems_new(cx->arena);
	struct framework_import_options options = { .filename = cli_operand(cli, 1), .title = given->title,
		                                    .version = given->version, .now = cx->now };
	struct framework *fw;
	struct uuid uuid;
	struct str bytes;
	int64_t id;
	int status = CLI_REFUSED;
	enum rc rc;

	if (!read_file(cli, options.filename, &bytes, &status))
		return status;
	rc = framework_import(cx->arena, bytes, &options, &fw, p);
	print_problems(options.filename, p);
	if (rc != OK)
		return cli_refuse(cli, "Nothing was added: %zu to put right.", p->errors);
	if ((rc = print_preview(cx, fw)) != OK)
		return failed(cli, cx, "It could not be compared", rc);
	if (given->dry_run) {
		printf("Nothing was added (--dry-run).\n");
		return CLI_OK;
	}
	if ((rc = framework_store(cx, fw, given->slug, &id, &uuid)) != OK)
		return failed(cli, cx, "Nothing was added", rc);
	printf("Draft %.*s\n", STR_FMT(uuid_str(cx->arena, uuid)));
	return CLI_OK;
}

/* ---- publish, withdraw ---- */

static int publish(struct cli *cli, struct ctx *cx, const struct options *given)
{
	struct str what = cli_operand(cli, 1);
	const struct framework_version *v;
	struct framework_by_uuid_row row;
	struct date in_force = DATE_NONE;
	enum rc rc;

	if (given->in_force.n && !date_parse(given->in_force, &in_force))
		return cli_usage(cli, "--in-force wants a date such as 2027-04-01.");
	if ((rc = find(cx, what, &v, &row)) != OK)
		return not_found(cli, cx, what, rc);
	if (row.state != FRAMEWORK_DRAFT)
		return cli_refuse(cli, "Only a draft can be published; this one is %s.",
		                  row.state == FRAMEWORK_PUBLISHED ? "published already" : "withdrawn");
	if (comments_open(row.ends, row.closed_at != DB_NULL_INT, cx->today))
		return cli_refuse(cli, "It is open for comments until %.*s; it can be published after that.", STR_FMT(date_long(cx->arena, row.ends)));
	if (!given->sole_operator)
		return cli_refuse(cli, "Publishing wants two people, and the command line can't tell who is asking. Another national\n"
		                  "administrator than who imported it can publish it on its page; or say --sole-operator, which is recorded.");
	if ((rc = framework_do_publish(cx, v->id, v->uuid, true, in_force)) != OK)
		return failed(cli, cx, "It was not published", rc);
	printf("Published %.*s by a sole operator.\n", STR_FMT(id_text(cx, v)));
	return CLI_OK;
}

static int withdraw(struct cli *cli, struct ctx *cx, const struct options *given)
{
	struct str what = cli_operand(cli, 1);
	const struct framework_version *v;
	struct framework_by_uuid_row row;
	enum rc rc = find(cx, what, &v, &row);

	UNUSED(given);
	if (rc != OK)
		return not_found(cli, cx, what, rc);
	if (row.state != FRAMEWORK_PUBLISHED)
		return cli_refuse(cli, "Only a published version can be withdrawn; this one is %s.",
		                  row.state == FRAMEWORK_DRAFT ? "a draft" : "withdrawn already");
	if ((rc = framework_do_withdraw(cx, v->id, v->uuid)) != OK)
		return failed(cli, cx, "It was not withdrawn", rc);
	printf("Withdrew %.*s.\n", STR_FMT(id_text(cx, v)));
	return CLI_OK;
}

/* ---- export ---- */

static enum rc exported(struct ctx *cx, const struct framework *fw, struct str format, struct str *ret)
{
	struct case_export_options options = { .base_url = cx->settings->url, .now = cx->now, .pretty = true };

	if (str_eq(format, S("csv")))
		return framework_export_csv(cx->arena, fw, ret);
	if (str_eq(format, S("md")))
		return framework_export_markdown(cx->arena, fw, ret);
	return framework_export_case(cx->arena, fw, &options, ret);
}

static int write_out(struct cli *cli, struct str path, struct str bytes)
{
	FILE *to = path.n ? fopen(str_c(cli->arena, path), "wxe") : stdout;
	bool good = to && fwrite(bytes.p, 1, bytes.n, to) == bytes.n && fflush(to) == 0;

	if (!to && errno == EEXIST)
		return cli_refuse(cli, "%.*s exists already.", STR_FMT(path));
	if (to && path.n && fclose(to) != 0)
		good = false;
	return good ? CLI_OK : cli_refuse(cli, "%.*s can't be written: %s.", STR_FMT(path), strerror(errno));
}

static int export(struct cli *cli, struct ctx *cx, const struct options *given)
{
	struct str what = cli_operand(cli, 1), bytes;
	const struct framework_version *v;
	struct framework_by_uuid_row row;
	enum rc rc;

	if (given->format.n && !str_eq(given->format, S("case")) && !str_eq(given->format, S("csv")) && !str_eq(given->format, S("md")))
		return cli_usage(cli, "--format is case, csv or md.");
	if ((rc = find(cx, what, &v, &row)) != OK)
		return not_found(cli, cx, what, rc);
	if ((rc = exported(cx, v->fw, given->format, &bytes)) != OK)
		return failed(cli, cx, "It could not be written", rc);
	return write_out(cli, cli_operand(cli, 2), bytes);
}

/* ---- list, show, diff ---- */

static int list(struct cli *cli, struct ctx *cx, const struct options *given)
{
	struct framework_versions_rows rows;
	enum rc rc = sql_framework_versions(cx->db, cx->arena, true, &rows);

	UNUSED(given);
	if (rc != OK)
		return failed(cli, cx, "The list could not be read", rc);
	for (size_t i = 0; i < rows.n; i++) {
		const struct framework_versions_row *r = &rows.v[i];
		struct str in_force = date_is_none(r->in_force) ? S("-") : date_iso(cx->arena, r->in_force);

		printf("%.*s  %-9.*s  %-10.*s  %5lld  %.*s, version %.*s\n", STR_FMT(uuid_str(cx->arena, r->id)),
		       STR_FMT(key_of(&framework_states, (int)r->state)), STR_FMT(in_force), (long long)r->items, STR_FMT(r->title),
		       STR_FMT(r->version));
	}
	if (!rows.n)
		printf("No frameworks yet. “cairn framework import FILE” makes a draft of one.\n");
	return CLI_OK;
}

static int show(struct cli *cli, struct ctx *cx, const struct options *given)
{
	struct str what = cli_operand(cli, 1);
	const struct framework_version *v;
	struct framework_by_uuid_row row;
	enum rc rc = find(cx, what, &v, &row);

	UNUSED(given);
	if (rc != OK)
		return not_found(cli, cx, what, rc);
	printf("%.*s, version %.*s\nid      %.*s\nseries  %.*s\nstate   %.*s\n", STR_FMT(v->title), STR_FMT(v->version),
	       STR_FMT(id_text(cx, v)), STR_FMT(uuid_str(cx->arena, v->series)), STR_FMT(key_of(&framework_states, (int)row.state)));
	if (!date_is_none(v->in_force))
		printf("in force from %.*s\n", STR_FMT(date_iso(cx->arena, v->in_force)));
	printf("%zu domains, %zu outcomes, %zu statements (%zu knows, %zu does), %zu threads, %zu words explained%s\n\n",
	       v->fw->domains_n, v->fw->outcomes_n, v->fw->statements_n, v->fw->knows_n, v->fw->does_n, v->fw->threads_n,
	       v->fw->terms_n, v->illustrative ? "; illustrative wording" : "");
	for (size_t i = 0; i < v->fw->n; i++)
		if (v->fw->items[i].role == ROLE_DOMAIN || v->fw->items[i].role == ROLE_OUTCOME)
			printf("%*s%.*s  %.*s\n", v->fw->items[i].depth * 2, "", STR_FMT(v->fw->items[i].code),
			       STR_FMT(v->fw->items[i].text));
	return CLI_OK;
}

/* One change on a line: + added, - removed, ~ anything else, with [-words taken out-] and {+words added+}. */
static void print_change(struct ctx *cx, const struct framework *from, const struct framework *to,
                         const struct framework_change *c)
{
	const struct framework *in = c->b >= 0 ? to : from;
	int32_t i = c->b >= 0 ? c->b : c->a;

	printf("%c %.*s ", c->a < 0 ? '+' : c->b < 0 ? '-' : '~', STR_FMT(framework_item_name(cx->arena, in, i)));
	if (c->moved)
		printf("(moved) ");
	if (c->recoded)
		printf("(was %.*s) ", STR_FMT(from->items[c->a].code));
	if (c->rekinded)
		printf("(another kind) ");
	if (c->rethreaded)
		printf("(other threads) ");
	if (!c->reworded)
		printf("%.*s", STR_FMT(in->items[i].text));
	for (size_t s = 0; c->reworded && s < c->spans_n; s++) {
		static const char *const open[] = { [DIFF_SAME] = "", [DIFF_REMOVED] = "[-", [DIFF_ADDED] = "{+" };
		static const char *const shut[] = { [DIFF_SAME] = "", [DIFF_REMOVED] = "-]", [DIFF_ADDED] = "+}" };
		struct str words = str_trim(c->spans[s].text);

		printf("%s%.*s%s ", open[c->spans[s].kind], STR_FMT(words), shut[c->spans[s].kind]);
	}
	putchar('\n');
}

static int diff(struct cli *cli, struct ctx *cx, const struct options *given)
{
	const struct framework_version *from, *to;
	struct framework_by_uuid_row row;
	struct framework_diff d;
	enum rc rc = find(cx, cli_operand(cli, 1), &from, &row);

	UNUSED(given);
	if (rc != OK)
		return not_found(cli, cx, cli_operand(cli, 1), rc);
	if ((rc = find(cx, cli_operand(cli, 2), &to, &row)) != OK)
		return not_found(cli, cx, cli_operand(cli, 2), rc);
	framework_diff(cx->arena, from->fw, to->fw, &d);
	for (size_t i = 0; i < d.n; i++)
		print_change(cx, from->fw, to->fw, &d.v[i]);
	print_diff_counts(&d);
	return CLI_OK;
}

/* ---- the command ---- */

static const struct framework_command subcommands[] = {
	{ "import", 1, 1, DB_WRITE, import },    { "publish", 1, 1, DB_WRITE, publish },
	{ "withdraw", 1, 1, DB_WRITE, withdraw }, { "export", 1, 2, DB_READ, export },
	{ "list", 0, 0, DB_READ, list },         { "show", 1, 1, DB_READ, show },
	{ "diff", 2, 2, DB_READ, diff },
};

static const struct framework_command *subcommand(struct str name)
{
	for (size_t i = 0; i < COUNT_OF(subcommands); i++)
		if (str_eq(name, str_from_c(subcommands[i].name)))
			return &subcommands[i];
	return NULL;
}

static int run_in_transaction(struct cli *cli, const struct framework_command *c, const struct options *given,
                              struct db *db)
{
	struct ctx *cx = cli_ctx(cli, db);
	enum rc rc = db_begin(db, c->mode);
	int status;

	if (rc != OK)
		return failed(cli, cx, "The database did not answer", rc);
	status = c->run(cli, cx, given);
	if (status == CLI_OK && c->mode == DB_WRITE && !given->dry_run) {
		fflush(stdout);
		if ((rc = db_commit(db)) != OK)
			return failed(cli, cx, "Nothing was changed", rc);
	} else {
		db_rollback(db);
	}
	return status;
}

int cmd_framework(struct cli *cli)
{
	struct options given = { .sole_operator = cli_switch(cli, "sole-operator"), .dry_run = cli_switch(cli, "dry-run") };
	const struct framework_command *c;
	struct db *db;
	int status;

	cli_option(cli, "slug", &given.slug);
	cli_option(cli, "format", &given.format);
	cli_option(cli, "in-force", &given.in_force);
	cli_option(cli, "title", &given.title);
	cli_option(cli, "version", &given.version);
	if (!cli_operands(cli, 1, 3))
		return cli_usage(cli, "framework wants import, publish, withdraw, export, list, show or diff.");
	if (!(c = subcommand(cli_operand(cli, 0))))
		return cli_usage(cli, "There is no “framework %.*s”.", STR_FMT(cli_operand(cli, 0)));
	if (!cli_operands(cli, c->least + 1, c->most + 1))
		return cli_usage(cli, "framework %s wants %s.", c->name,
		                 c->most == 0 ? "nothing more" : c->least == 2 ? "two ids" : c->most == 2 ? "an id, and perhaps a file"
		                 : c->run == import ? "a file" : "an id");
	if (!cli_open(cli, false, true, &db))
		return CLI_REFUSED;
	status = run_in_transaction(cli, c, &given, db);
	db_close(db);
	return status;
}

/* cmd_programme.c — cairn programme: the rules of inductions, looked at, checked, drawn and brought in. */
#include "app/joining/joining.h"
#include "app/joining/programme_check.h"
#include "cli/cli_ctx.h"
#include "programme.sql.h"
#include "rules/decision.h"
#include "web/assets.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* A name without a slash or a dot is one of those shipped (programmes/NAME.json); anything else is a file. */
static bool is_shipped(struct str name)
{
	return str_find_char(name, '/') == SIZE_MAX && str_find_char(name, '.') == SIZE_MAX;
}

static bool read_text(struct cli *cli, struct str name, struct str *ret, int *ret_status)
{
	char *bytes = arena_alloc(cli->arena, PROGRAMME_BYTES_MAX + 1);
	size_t n = 0;
	ssize_t got = 1;
	int fd;

	if (is_shipped(name)) {
		*ret = data_file(cli->arena, strf(cli->arena, "programmes/%.*s.json", STR_FMT(name)));
		if (!ret->n)
			*ret_status = cli_refuse(cli, "No programme “%.*s” comes with Cairn; “cairn programme list” shows those that do.",
			                         STR_FMT(name));
		return ret->n > 0;
	}
	fd = open(str_c(cli->arena, name), O_RDONLY | O_CLOEXEC);
	while (fd >= 0 && n <= PROGRAMME_BYTES_MAX && (got = read(fd, bytes + n, PROGRAMME_BYTES_MAX + 1 - n)) > 0)
		n += (size_t)got;
	if (fd < 0 || got < 0)
		*ret_status = cli_refuse(cli, "%.*s can't be read: %s.", STR_FMT(name), strerror(errno));
	else if (n == 0 || n > PROGRAMME_BYTES_MAX)
		*ret_status = cli_refuse(cli, "%.*s %s.", STR_FMT(name), n ? "is larger than 256 KB" : "is empty");
	if (fd >= 0)
		close(fd);
	*ret = (struct str){ bytes, n };
	return fd >= 0 && got >= 0 && n > 0 && n <= PROGRAMME_BYTES_MAX;
}

/* read_programme — or every place of it that can't be read, a line each. */
static bool read_programme(struct cli *cli, struct str name, struct programme_data *ret, int *ret_status)
{
	struct programme_wrongs *wrong = NEW(cli->arena, struct programme_wrongs);
	struct str text;

	if (!read_text(cli, name, &text, ret_status))
		return false;
	if (programme_read_all(cli->arena, text, ret, wrong) == OK)
		return true;
	for (size_t i = 0; i < wrong->n; i++)
		*ret_status = cli_refuse(cli, "%.*s: %.*s", STR_FMT(name), STR_FMT(wrong->v[i]));
	if (wrong->all > wrong->n)
		*ret_status = cli_refuse(cli, "%.*s: and %zu places more.", STR_FMT(name), wrong->all - wrong->n);
	return false;
}

/* ---- check, which wants no database ---- */

static void print_programme(const struct programme_data *d)
{
	printf("%.*s (%.*s)\n%s, %d months, framework %.*s%s%.*s%s\n", STR_FMT(d->name), STR_FMT(d->slug),
	       d->is_national ? "national" : "local", d->months, STR_FMT(d->open_slot ? S("still to be named") : d->framework), d->contains.n ? ", contains " : "",
	       STR_FMT(d->contains), d->illustrative ? ", illustrative" : "");
	printf("an assessor answers within %d working days; a supervisor %s\n", d->answer_days,
	       d->second_reader ? "may assess, with a second reader" : "may not assess");
	if (d->families_least)
		printf("what families say is read once %d have answered; while proceedings are live %s\n", d->families_least,
		       d->families_live.n ? "as it says" : "they are not asked");
	for (int i = 0; i < d->eligibility.n; i++) {
		const struct eligibility_question *q = &d->eligibility.questions[i];

		printf("\n%d. %.*s [%.*s]\n", i + 1, STR_FMT(q->ask), STR_FMT(q->key));
		for (int k = 0; k < q->answers_n; k++) {
			const struct eligibility_answer *x = &q->answers[k];

			printf("   %.*s: %s%.*s\n", STR_FMT(x->label),
			       x->leads == LEAD_STOP ? "stop" : x->leads == LEAD_UNFUNDED ? "without funding, then " : "then ",
			       STR_FMT(x->then));
		}
	}
}

static void print_lines(const struct check_lines *lines, enum check_mark least)
{
	static const char *const marks[] = { [CHECK_FINE] = "  ok      ", [CHECK_WARNING] = "  warning ", [CHECK_WRONG] = "  WRONG   " };

	for (size_t i = 0; i < lines->n; i++) {
		const struct check_line *l = &lines->v[i];

		if (l->mark == CHECK_HEADING && least == CHECK_HEADING)
			printf("\n%.*s\n", STR_FMT(l->text));
		else if (l->mark >= least && l->mark != CHECK_HEADING)
			printf("%s%.*s%s%.*s\n", marks[l->mark], STR_FMT(l->where), l->where.n ? ": " : "", STR_FMT(l->text));
	}
}

/* hold — against itself and what comes with Cairn, and played through to every outcome. */
static const struct check_lines *hold(struct cli *cli, const struct programme_data *d)
{
	struct check_lines *lines = NEW(cli->arena, struct check_lines);
	struct check_with with = { .inner = NULL };
	struct programme_data *inner = NEW(cli->arena, struct programme_data);
	struct str text = d->contains.n ? data_file(cli->arena, strf(cli->arena, "programmes/%.*s.json", STR_FMT(d->contains))) : STR_NONE, why;

	with.framework_known = data_file(cli->arena, strf(cli->arena, "frameworks/%.*s.json", STR_FMT(d->framework))).n > 0;
	if (text.n && programme_read(cli->arena, text, inner, &why) == OK)
		with.inner = inner;
	programme_check(cli->arena, d, &with, lines);
	programme_rehearse(cli->arena, d, lines);
	return lines;
}

static int refuse_wrong(struct cli *cli, struct str name, const struct check_lines *lines)
{
	return cli_refuse(cli, "%.*s does not hang together: %d of its lines above %s wrong.", STR_FMT(name), lines->wrong,
	                  lines->wrong == 1 ? "is" : "are");
}

/* print_forms — what it asks by kind, and in the records that Cairn counts with. */
static void print_forms(const struct programme_data *d)
{
	for (size_t i = 0; i < d->forms.n; i++) {
		const struct piece_form *f = &d->forms.v[i];
		int own = 0;

		for (int k = 0; k < f->prompts_n; k++)
			own += !f->record || !record_prompt(f->record, f->prompts[k].id);
		printf("%s%.*s, version %d: ", i ? "" : "\nasks\n", STR_FMT(form_kind_key(f)), f->version);
		if (f->record)
			printf("Cairn’s own %d in its words, and %d of its own\n", f->prompts_n - own, own);
		else
			printf("%d question%s\n", own, own == 1 ? "" : "s");
	}
}

static int check(struct cli *cli, struct str name)
{
	const struct check_lines *lines;
	struct programme_data d;
	int status = CLI_OK;

	if (!read_programme(cli, name, &d, &status))
		return status;
	print_programme(&d);
	print_forms(&d);
	lines = hold(cli, &d);
	print_lines(lines, CHECK_HEADING);
	printf("\n%d %s, %d wrong.\n", lines->warnings, lines->warnings == 1 ? "warning" : "warnings", lines->wrong);
	return lines->wrong ? refuse_wrong(cli, name, lines) : CLI_OK;
}

/* ---- diagram: how a decision moves ---- */

static void print_bits(struct arena *a, unsigned bits, struct str (*key)(unsigned), const char *between)
{
	const char *before = "";

	for (unsigned bit = 1; bit && bit <= bits; bit <<= 1)
		if (bits & bit) {
			struct str name = key(bit);

			printf("%s%s", before, str_c(a, name));
			before = between;
		}
}

static struct str judgement_key(unsigned bit)
{
	for (int i = 0; i < JUDGEMENT_END; i++)
		if (bit == 1u << i)
			return key_of(&judgements, i);
	return STR_NONE;
}

/* diagram — Mermaid's text for the picture, then the same as a table for whoever can't see one. Markdown. */
static int diagram(struct cli *cli)
{
	size_t n;
	const struct decision_step *s = decision_steps(&n);

	printf("# How a decision moves\n\nMade by `cairn programme diagram` from the table in `src/rules/decision.c`. An ECSW may withdraw from "
	       "nearly anywhere;\nthe picture leaves that out, the table has it.\n\n```mermaid\nstateDiagram-v2\n    [*] --> s%d\n", DECISION_NONE);
	for (int i = 0; i < DECISION_STATE_END; i++)
		printf("    s%d: %s\n", i, str_c(cli->arena, key_of(&decision_states, i)));
	for (size_t i = 0; i < n; i++)
		if (s[i].act != DECISION_WITHDRAW && !(i && s[i - 1].from == s[i].from && s[i - 1].act == s[i].act))
			printf("    s%d --> s%d: %s\n", s[i].from, s[i].to, str_c(cli->arena, key_of(&decision_acts, (int)s[i].act)));
	printf("    s%d --> [*]\n    s%d --> [*]\n```\n\n| from | act | whose | recommended | what must be there | to |\n|---|---|---|---|---|---|\n",
	       DECISION_ISSUED, DECISION_STOPPED);
	for (size_t i = 0; i < n; i++) {
		printf("| %s | %s | ", str_c(cli->arena, key_of(&decision_states, (int)s[i].from)),
		       str_c(cli->arena, key_of(&decision_acts, (int)s[i].act)));
		print_bits(cli->arena, s[i].by, decider_key, " or ");
		printf(" | ");
		s[i].judgements ? print_bits(cli->arena, s[i].judgements, judgement_key, " or ") : (void)printf("any");
		printf(" | ");
		print_bits(cli->arena, s[i].needs, decision_need_key, "; ");
		printf(" | %s |\n", str_c(cli->arena, key_of(&decision_states, (int)s[i].to)));
	}
	return CLI_OK;
}

/* ---- with a database ---- */

static int list(struct cli *cli, struct ctx *cx)
{
	struct programmes_all_rows rows;
	enum rc rc = sql_programmes_all(cx->db, cx->arena, true, &rows);

	if (rc != OK)
		return cli_refuse(cli, "The programmes could not be read (%s).", rc_name(rc));
	for (size_t i = 0; i < rows.n; i++)
		printf("%-24.*s %3lld months  %-8s %-9s %5lld inductions  %.*s\n", STR_FMT(rows.v[i].slug), (long long)rows.v[i].months,
		       rows.v[i].is_national ? "national" : "local", str_c(cli->arena, key_of(&programme_states, (int)rows.v[i].state)),
		       (long long)rows.v[i].inductions, STR_FMT(rows.v[i].name));
	printf("%sCome with Cairn, to import by name:", rows.n ? "\n" : "None yet. ");
	for (size_t i = 0; data_name(i); i++) {
		struct str name = str_from_c(data_name(i));

		if (str_starts(name, S("programmes/")))
			printf(" %.*s", STR_FMT(str_sub(name, 11, name.n - 11 - 5)));
	}
	printf("\n");
	return CLI_OK;
}

static int show(struct cli *cli, struct ctx *cx, struct str slug)
{
	const struct programme *p;
	enum rc rc = programme_of_slug(cx, slug, &p);

	if (rc != OK)
		return cli_refuse(cli, rc == NOT_FOUND ? "There is no programme “%.*s” here." : "“%.*s” could not be read.",
		                  STR_FMT(slug));
	print_programme(&p->d);
	return CLI_OK;
}

/* fill_slot — the standards of one that leaves them open; one that names its own keeps them. */
static bool fill_slot(struct cli *cli, struct str name, struct str framework, struct programme_data *d, int *ret_status)
{
	if (d->open_slot && !framework.n)
		*ret_status = cli_refuse(cli, "%.*s does not say which standards it is assessed against: name those with --framework SLUG. “cairn framework\n"
		                         "list” shows what is here.", STR_FMT(name));
	else if (!d->open_slot && framework.n)
		*ret_status = cli_refuse(cli, "%.*s names its own standards, “%.*s”: leave --framework out.", STR_FMT(name), STR_FMT(d->framework));
	else if (framework.n && programme_fill_slot(cli->arena, d, framework) != OK)
		*ret_status = cli_refuse(cli, "“%.*s” can't be the name of standards here: small letters, digits and hyphens.", STR_FMT(framework));
	else
		return true;
	return false;
}

static int import(struct cli *cli, struct ctx *cx, struct str name, struct str organisation, struct str framework, bool dry_run)
{
	struct organisation_named_rows owners = { .n = 0 };
	const struct check_lines *lines;
	struct programme_by_slug_row was;
	struct programme_data d;
	struct str why = STR_NONE;
	int status = CLI_OK;
	bool is_new;
	size_t forms;
	int64_t id;
	enum rc rc;

	if (!read_programme(cli, name, &d, &status) || !fill_slot(cli, name, framework, &d, &status))
		return status;
	lines = hold(cli, &d);
	print_lines(lines, CHECK_WARNING);
	if (lines->wrong)
		return refuse_wrong(cli, name, lines);
	if (organisation.n && (sql_organisation_named(cx->db, cx->arena, organisation, &owners) != OK || owners.n != 1))
		return cli_refuse(cli, "There is %s organisation called “%.*s”.", owners.n ? "more than one" : "no",
		                  STR_FMT(organisation));
	if (owners.n && d.is_national)
		return cli_refuse(cli, "A national programme is nobody's own: leave --organisation out.");
	is_new = sql_programme_by_slug(cx->db, cx->arena, d.slug, &was) != OK || was.state == PROGRAMME_DRAFT;
	rc = programme_store(cx, &d, owners.n ? owners.v[0].organisation : DB_NULL_INT, &id, &forms, &why);
	if (rc != OK)
		return why.n ? cli_refuse(cli, "%.*s: %.*s", STR_FMT(name), STR_FMT(why))
		             : cli_refuse(cli, "%.*s could not be kept (%s).", STR_FMT(name), rc_name(rc));
	printf("%.*s %s%s: %.*s.\n", STR_FMT(d.slug), dry_run ? "could come in" : "is here", is_new ? " as a draft" : "", STR_FMT(d.name));
	if (is_new)
		printf("Nobody begins on a draft: a national administrator publishes it on its page.\n");
	if (d.forms.n)
		printf("%zu of its %zu forms %s new%s.\n", forms, d.forms.n, forms == 1 ? "is" : "are",
		       forms ? "; what is under way keeps the form it was written with" : "");
	if (dry_run)
		printf("Nothing was changed.\n");
	return CLI_OK;
}

/* publish, withdraw — for an installation that one person runs; what the department does on the programme's page. */
static int move(struct cli *cli, struct ctx *cx, struct str slug, bool publishes, bool sole_operator)
{
	enum programme_state wanted = publishes ? PROGRAMME_DRAFT : PROGRAMME_PUBLISHED;
	struct programme_standing s;
	struct programme_by_slug_row row;
	enum rc rc = sql_programme_by_slug(cx->db, cx->arena, slug, &row);

	if (rc == NOT_FOUND)
		return cli_refuse(cli, "There is no programme “%.*s” here.", STR_FMT(slug));
	if (rc == OK && row.state != wanted)
		return cli_refuse(cli, "Only a %s programme can be %s; this one is %s.", publishes ? "draft" : "published", publishes ? "published" : "withdrawn",
		                  str_c(cli->arena, key_of(&programme_states, (int)row.state)));
	if (rc == OK && publishes && !sole_operator)
		return cli_refuse(cli, "Publishing wants two people, and the command line can't tell who is asking. A national administrator can publish\n"
		                  "it on its page; or say --sole-operator, which is recorded.");
	if (rc == OK && publishes && (rc = programme_standing(cx, row.programme, &s)) == OK && s.waits)
		return cli_refuse(cli, "It was not published. %.*s", STR_FMT(word(s.waits)));
	if (rc == OK)
		rc = publishes ? programme_publish(cx, row.programme, row.id, true) : programme_withdraw(cx, row.programme, row.id);
	if (rc != OK)
		return cli_refuse(cli, "Nothing was changed (%s).", rc_name(rc));
	printf("%.*s is %s.\n", STR_FMT(slug), publishes ? "published, by a sole operator" : "withdrawn from new starts; whoever is on it stays");
	return CLI_OK;
}

static int with_database(struct cli *cli, struct str organisation, struct str framework, bool dry_run, bool sole_operator)
{
	struct str what = cli_operand(cli, 0);
	bool publishes = str_eq(what, S("publish")), moves = publishes || str_eq(what, S("withdraw")), writes = moves || str_eq(what, S("import"));
	struct db *db;
	struct ctx *cx;
	int status;

	if (cli->settings.db.n == 0)
		return cli_usage(cli, "Which database? Say --db URL, or set CAIRN_DB.");
	if (!cli_open(cli, false, true, &db))
		return CLI_REFUSED;
	cx = cli_ctx(cli, db);
	if (db_begin(db, writes ? DB_WRITE : DB_READ) != OK)
		status = cli_refuse(cli, "The database did not answer.");
	else if (moves)
		status = move(cli, cx, cli_operand(cli, 1), publishes, sole_operator);
	else if (writes)
		status = import(cli, cx, cli_operand(cli, 1), organisation, framework, dry_run);
	else
		status = str_eq(what, S("show")) ? show(cli, cx, cli_operand(cli, 1)) : list(cli, cx);
	if (status == CLI_OK && writes && !dry_run && db_commit(db) != OK)
		status = cli_refuse(cli, "Nothing was changed: the database did not answer.");
	db_rollback(db);
	db_close(db);
	return status;
}

int cmd_programme(struct cli *cli)
{
	struct str organisation = STR_NONE, framework = STR_NONE, what;
	bool lists, dry_run = cli_switch(cli, "dry-run"), sole_operator = cli_switch(cli, "sole-operator");

	cli_option(cli, "organisation", &organisation);
	cli_option(cli, "framework", &framework);
	if (!cli_operands(cli, 1, 2))
		return cli_usage(cli, "programme wants list, show, check, import, publish, withdraw or diagram.");
	what = cli_operand(cli, 0);
	if (str_eq(what, S("diagram")))
		return cli_operands(cli, 1, 1) ? diagram(cli) : cli_usage(cli, "programme diagram wants nothing more.");
	lists = str_eq(what, S("list"));
	if (!lists && !str_eq(what, S("show")) && !str_eq(what, S("check")) && !str_eq(what, S("import")) && !str_eq(what, S("publish")) &&
	    !str_eq(what, S("withdraw")))
		return cli_usage(cli, "There is no “programme %.*s”.", STR_FMT(what));
	if (!cli_operands(cli, lists ? 1 : 2, lists ? 1 : 2))
		return cli_usage(cli, "programme %.*s wants %s.", STR_FMT(what), lists ? "nothing more" : "a name or a file");
	return str_eq(what, S("check")) ? check(cli, cli_operand(cli, 1)) : with_database(cli, organisation, framework, dry_run, sole_operator);
}

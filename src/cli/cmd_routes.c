/* cmd_routes.c — cairn routes: the route table as docs/routes.md, and who may use it. */
#include "cli/cli.h"
#include "cli/permissions.h"

#include "base/text.h"

#include <stdio.h>

enum { TEXT_MAX = 1 << 20 };

static void write_route(struct buf *out, const struct route *r)
{
	const char *json = r->errors == ERRORS_CASE ? "CASE" : r->answers == PAGE ? "page" : r->answers == JSON ? "JSON" : "page, JSON";

	buf_addf(out, "| %s | `%s` | %s | %.*s |", r->method == HTTP_GET ? "GET" : "POST", r->path, json,
	         STR_FMT(cap_name(r->cap)));
	if (r->object == NO_OBJECT)
		buf_add(out, S(" |"));
	else
		buf_addf(out, " %.*s: `%.*s` |", STR_FMT(object_name(r->object)), STR_FMT(rule_name(r->may)));
	if (r->form)
		buf_addf(out, " `%s` |", r->form->name);
	else
		buf_addf(out, " %s |", r->no_form ? r->no_form : "");
	buf_addf(out, " %s%s%s%s |\n", r->says, r->audit == AUDIT_READ ? " (reading it is recorded)" : "",
	         r->upload_max ? " (upload)" : "", r->fresh_factor ? " (second step, if not shown lately)" : "");
}

static struct str routes_page(struct arena *a)
{
	struct buf out = buf_new(a, TEXT_MAX);

	buf_add(&out, S("# Every address there is\n\nMade by `cairn routes` from `src/app/routes.c`; don't edit it. JSON is at "
	                "`/api/v1` before the path, with `PUT` beside `POST`, and described in `/api/v1/openapi.json`. Who may do "
	                "what with whose object: [permissions.md](permissions.md).\n\n"
	                "| method | path | answers | capability | object: rule | form | what |\n|---|---|---|---|---|---|---|\n"));
	for (size_t i = 0; i < routes_n; i++)
		write_route(&out, &routes[i]);
	return buf_str(&out);
}

int cmd_routes(struct cli *cli)
{
	bool permissions = cli_switch(cli, "permissions"), cells = cli_switch(cli, "cells");
	struct str text, why;

	if (!cli_operands(cli, 0, 0) || (cells && !permissions))
		return cli_usage(cli, "routes takes --permissions, and with it --cells.");
	if (!permissions)
		text = routes_page(cli->arena);
	else if (!(cells ? permissions_cells : permissions_page)(cli->arena, &text, &why))
		return cli_refuse(cli, "%.*s", STR_FMT(why));
	fwrite(text.p, 1, text.n, stdout);
	return CLI_OK;
}

/* cli_ctx.h — the context features want, without a request: for commands that change data. */
#ifndef CLI_CLI_CTX_H
#define CLI_CLI_CTX_H

#include "cli/cli.h"
#include "web/web.h"

/* cli_ctx — acts as Cairn itself (no person) at cli_now(). Lives with the command. */
struct ctx *cli_ctx(struct cli *cli, struct db *db);

#endif

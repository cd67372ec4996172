/* cli_ctx.c — a context without a request. */
#include "cli/cli_ctx.h"

struct ctx *cli_ctx(struct cli *cli, struct db *db)
{
	static const struct route command = { .method = HTTP_POST, .path = "command" };
	struct ctx *cx = NEW(cli->arena, struct ctx);

	*cx = (struct ctx){
		.arena = cli->arena, .db = db, .settings = &cli->settings, .now = cli_now(cli), .route = &command,
		.if_match = -1, .current_version = -1,
	};
	cx->today = date_of(cx->now);
	cx->request_id = uuid7(cx->now);
	return cx;
}

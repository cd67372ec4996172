/* cmd_version.c — cairn version. */
#include "cli/cli.h"

#include <stdio.h>

int cmd_version(struct cli *cli)
{
	if (!cli_operands(cli, 0, 0))
		return cli_usage(cli, "version takes nothing.");
	printf("Cairn %s\n", CAIRN_VERSION);
	return CLI_OK;
}

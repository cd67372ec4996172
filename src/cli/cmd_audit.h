/* cmd_audit.h — verifying the history from a command: `cairn audit verify`, and as a part of `cairn check`. */
#ifndef CLI_CMD_AUDIT_H
#define CLI_CMD_AUDIT_H

#include "cli/cli.h"

struct cli_audit {
	struct str heads; /* path of an exported copy to compare with; empty for none */
	struct str keys;  /* path of a file of public keys that are ours too, one a line; empty for none */
};
/* cli_audit — says what was looked at on stdout, and every finding on stderr. False when there is one, or when something
 * could not be read. */
bool cli_audit(struct cli *cli, struct db *db, const struct cli_audit *with);

#endif

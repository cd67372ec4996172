/* shut.c — Landlock, which glibc has no functions for. */
#include "base/shut.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

bool shut_is_there(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) >= 1;
}

static bool may_read(int rules, const struct shut_path *p)
{
	struct landlock_path_beneath_attr below = { .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE, .parent_fd = open(p->path, O_PATH | O_CLOEXEC) };
	bool ok;

	if (below.parent_fd < 0)
		return errno == ENOENT;
	if (p->folder)
		below.allowed_access |= LANDLOCK_ACCESS_FS_READ_DIR;
	if (p->runs)
		below.allowed_access |= LANDLOCK_ACCESS_FS_EXECUTE;
	ok = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &below, 0) == 0;
	close(below.parent_fd);
	return ok;
}

bool shut_files(const struct shut_path *paths, size_t n)
{
	/* All of its first version: later ones would be asked of kernels that don't know them. */
	struct landlock_ruleset_attr attr = { .handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1 };
	int rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr.handled_access_fs), 0);
	bool ok = rules >= 0;

	for (size_t i = 0; ok && i < n; i++)
		ok = may_read(rules, &paths[i]);
	ok = ok && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	if (rules >= 0)
		close(rules);
	return ok;
}

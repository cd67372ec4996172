/* files_content.c — where bytes live: put there durably, opened, checked for. */
#include "app/files/files_inside.h"

#include "web/form.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct str content_path(struct arena *a, const struct settings *s, struct str hash)
{
	struct str hex = hex_encode(a, hash.p, hash.n);

	return strf(a, "%.*s/%.2s/%.2s/%.*s", STR_FMT(s->files), hex.p, hex.p + 2, STR_FMT(hex));
}

static enum rc failed(const char *doing)
{
	int e = errno;

	if (e == ENOSPC || e == EDQUOT)
		return NO_SPACE;
	log_event(LOG_ERROR, "file.failed", { "doing", LOG_C(doing) }, { "errno", LOG_I(e) });
	return FAULT;
}

/* parent_of — the path up to its last slash. */
static struct str parent_of(struct arena *a, struct str path)
{
	while (path.n && path.p[path.n - 1] != '/')
		path.n--;
	return str_dup(a, str_sub(path, 0, path.n ? path.n - 1 : 0));
}

static enum rc sync_folder(struct arena *a, struct str path)
{
	int fd = open(str_c(a, path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum rc rc = fd >= 0 && fsync(fd) == 0 ? OK : failed("fsync of a folder");

	if (fd >= 0)
		close(fd);
	return rc;
}

/* folder_make — a folder, and its name in the one above, on disk. */
static enum rc folder_make(struct arena *a, struct str path)
{
	if (mkdir(str_c(a, path), 0700) == 0)
		return sync_folder(a, parent_of(a, path));
	return errno == EEXIST ? OK : failed("mkdir");
}

bool content_is_at(struct arena *a, const struct settings *s, const struct upload *u)
{
	return str_eq(u->path, content_path(a, s, (struct str){ (const char *)u->hash.b, sizeof(u->hash.b) }));
}

enum rc content_keep(struct arena *a, const struct settings *s, struct upload *u)
{
	struct str to = content_path(a, s, hash_bytes(&u->hash));
	struct str folder = parent_of(a, to);
	enum rc rc;

	if (str_eq(u->path, to)) /* kept by an earlier try of this request */
		return OK;
	/* The same bytes may be there already. They are replaced all the same: the file is new again then, and the sweep
	 * leaves it alone until its row is there. */
	if ((rc = folder_make(a, parent_of(a, folder))) != OK || (rc = folder_make(a, folder)) != OK ||
	    (rc = upload_keep(u, to.p)) != OK)
		return rc;
	u->path = to;
	return OK;
}

int content_open(struct arena *a, const struct settings *s, struct str hash, uint64_t *ret_size)
{
	int fd = open(content_path(a, s, hash).p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;

	if (fd < 0)
		return -1;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return -1;
	}
	*ret_size = (uint64_t)st.st_size;
	return fd;
}

bool content_is_there(struct arena *a, const struct settings *s, struct str hash, uint64_t size)
{
	struct stat st;

	return lstat(content_path(a, s, hash).p, &st) == 0 && S_ISREG(st.st_mode) && (uint64_t)st.st_size == size;
}

/* pack.c — see pack.h. */
#include "cli/pack.h"

#include "base/text.h"
#include "base/time.h"

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 256 * 1024, DEPTH_MAX = 8 };

struct pack {
	struct arena *arena;
	struct archive *archive;
	char *piece;
	struct str why;
};

static enum rc failed(struct pack *p, const char *what)
{
	const char *said = archive_error_string(p->archive);

	p->why = strf(p->arena, "%s: %s.", what, said ? said : strerror(errno));
	return errno == ENOSPC || errno == EDQUOT ? NO_SPACE : FAULT;
}

/* ---- writing ---- */

static enum rc begin_entry(struct pack *p, const char *name, int64_t size, time_t changed)
{
	struct archive_entry *entry = archive_entry_new();
	int code;

	archive_entry_set_pathname(entry, name);
	archive_entry_set_size(entry, size);
	archive_entry_set_mtime(entry, changed, 0);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0600);
	code = archive_write_header(p->archive, entry);
	archive_entry_free(entry);
	return code == ARCHIVE_OK ? OK : failed(p, "The backup could not be written");
}

static enum rc add_bytes(struct pack *p, const char *name, struct str bytes)
{
	enum rc rc = begin_entry(p, name, (int64_t)bytes.n, (time_t)(clock_now() / SECOND));

	if (rc == OK && archive_write_data(p->archive, bytes.p, bytes.n) != (la_ssize_t)bytes.n)
		rc = failed(p, "The backup could not be written");
	return rc;
}

static enum rc add_open_file(struct pack *p, const char *name, int fd)
{
	struct stat is;
	ssize_t n = 0;
	enum rc rc;

	if (fstat(fd, &is) != 0 || !S_ISREG(is.st_mode))
		return OK;
	if ((rc = begin_entry(p, name, is.st_size, is.st_mtime)) != OK)
		return rc;
	while ((n = read(fd, p->piece, PIECE)) > 0)
		if (archive_write_data(p->archive, p->piece, (size_t)n) < 0)
			return failed(p, "The backup could not be written");
	if (n < 0) {
		p->why = strf(p->arena, "Cannot read %s: %s.", name, strerror(errno));
		return FAULT;
	}
	return OK;
}

static enum rc add_folder(struct pack *p, const char *path, const char *name, int depth);

/* add_path — a file, or a folder with what is in it. What is gone, or is neither, is left out. */
static enum rc add_path(struct pack *p, const char *path, const char *name, int depth)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat is;
	enum rc rc;

	if (fd < 0) {
		if (errno == ENOENT || errno == ELOOP)
			return OK;
		p->why = strf(p->arena, "Cannot read %s: %s.", path, strerror(errno));
		return FAULT;
	}
	if (fstat(fd, &is) == 0 && S_ISDIR(is.st_mode))
		rc = add_folder(p, path, name, depth + 1);
	else
		rc = add_open_file(p, name, fd);
	close(fd);
	return rc;
}

static enum rc add_folder(struct pack *p, const char *path, const char *name, int depth)
{
	struct arena *mine = arena_new(1 << 20); /* paths: there can be a million of them in all */
	DIR *folder = depth <= DEPTH_MAX ? opendir(path) : NULL;
	struct dirent *d;
	enum rc rc = OK;

	while (folder && rc == OK && (d = readdir(folder))) {
		if (d->d_name[0] == '.')
			continue;
		rc = add_path(p, strf(mine, "%s/%s", path, d->d_name).p, strf(mine, "%s/%s", name, d->d_name).p, depth);
		arena_reset(mine);
	}
	if (folder)
		closedir(folder);
	arena_release(mine);
	return rc;
}

static enum rc write_all(struct pack *p, const char *db, const char *files, int out, struct str about, bool gzip)
{
	enum rc rc;

	archive_write_set_format_pax_restricted(p->archive);
	if ((gzip ? archive_write_add_filter_gzip(p->archive) : archive_write_add_filter_zstd(p->archive)) != ARCHIVE_OK ||
	    archive_write_open_fd(p->archive, out) != ARCHIVE_OK)
		return failed(p, "The backup could not be begun");
	if ((rc = add_bytes(p, "about.txt", about)) != OK || (rc = add_path(p, db, "cairn.db", 0)) != OK ||
	    (files[0] && (rc = add_path(p, files, "files", 0)) != OK))
		return rc;
	if (archive_write_close(p->archive) != ARCHIVE_OK || fsync(out) != 0)
		return failed(p, "The backup could not be finished");
	return OK;
}

enum rc pack_write(struct arena *a, const char *db, const char *files, const char *to, struct str about,
                   struct str *ret_why)
{
	struct pack p = { .arena = a, .archive = archive_write_new(), .piece = arena_alloc(a, PIECE) };
	int out = open(to, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	enum rc rc;

	if (out < 0) {
		*ret_why = strf(a, "Cannot make %s: %s.", to, strerror(errno));
		archive_write_free(p.archive);
		return errno == EEXIST ? CONFLICT : FAULT;
	}
	rc = write_all(&p, db, files, out, about, str_ends(str_from_c(to), S("gz")));
	archive_write_free(p.archive);
	close(out);
	if (rc != OK) {
		unlink(to);
		*ret_why = p.why;
	}
	return rc;
}

/* ---- reading ---- */

/* is_plain — a relative path whose parts are names that begin neither with a dot nor empty. */
static bool is_plain(struct str path)
{
	int parts = 0;

	while (path.p) {
		struct str part = str_cut(&path, '/');

		if (part.n == 0 || part.p[0] == '.' || ++parts > DEPTH_MAX + 2)
			return false;
	}
	return true;
}

static void make_folders_of(struct arena *a, struct str path)
{
	for (size_t i = 1; i < path.n; i++)
		if (path.p[i] == '/')
			mkdir(str_c(a, str_sub(path, 0, i)), 0700);
}

static enum rc unpack_to(struct pack *p, const char *path)
{
	int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
	enum rc rc = OK;

	if (fd < 0) {
		p->why = strf(p->arena, "Cannot make %s: %s.", path, strerror(errno));
		return FAULT;
	}
	if (archive_read_data_into_fd(p->archive, fd) != ARCHIVE_OK)
		rc = failed(p, "The backup could not be unpacked");
	if (fsync(fd) != 0 && rc == OK)
		rc = failed(p, "The backup could not be unpacked");
	close(fd);
	return rc;
}

static enum rc unpack_entry(struct pack *p, struct archive_entry *entry, const char *db, const char *files, bool *has_db)
{
	struct str name = str_from_c(archive_entry_pathname(entry));
	struct arena *mine;
	enum rc rc;

	if (archive_entry_filetype(entry) == AE_IFREG && str_eq(name, S("about.txt")))
		return OK;
	if (archive_entry_filetype(entry) == AE_IFREG && str_eq(name, S("cairn.db"))) {
		*has_db = true;
		return unpack_to(p, db);
	}
	if (archive_entry_filetype(entry) != AE_IFREG || !str_starts(name, S("files/")) || !is_plain(name)) {
		p->why = strf(p->arena, "This is not a backup of Cairn: “%.*s” does not belong in one.", STR_FMT(name));
		return INVALID;
	}
	mine = arena_new(1 << 16);
	name = strf(mine, "%s/%.*s", files, (int)name.n - 6, name.p + 6);
	make_folders_of(mine, name);
	rc = unpack_to(p, name.p);
	arena_release(mine);
	return rc;
}

static enum rc read_all(struct pack *p, const char *from, const char *db, const char *files)
{
	struct archive_entry *entry;
	bool has_db = false;
	enum rc rc = OK;
	int code;

	archive_read_support_format_tar(p->archive);
	archive_read_support_filter_zstd(p->archive);
	archive_read_support_filter_gzip(p->archive);
	if (archive_read_open_filename(p->archive, from, PIECE) != ARCHIVE_OK)
		return failed(p, "The backup could not be opened");
	while (rc == OK && (code = archive_read_next_header(p->archive, &entry)) != ARCHIVE_EOF) {
		if (code != ARCHIVE_OK)
			return failed(p, "The backup could not be read");
		rc = unpack_entry(p, entry, db, files, &has_db);
	}
	if (rc == OK && !has_db) {
		p->why = S("This is not a backup of Cairn: it has no database.");
		rc = INVALID;
	}
	return rc;
}

enum rc pack_read(struct arena *a, const char *from, const char *db, const char *files, struct str *ret_why)
{
	struct pack p = { .arena = a, .archive = archive_read_new() };
	enum rc rc = read_all(&p, from, db, files);

	archive_read_free(p.archive);
	if (rc != OK)
		*ret_why = p.why;
	return rc;
}

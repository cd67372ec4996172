/* multipart.c — multipart/form-data (RFC 7578), read as it comes in.
 *
 * A part's content ends where CR LF "--" boundary stands. That mark may be cut anywhere between two pieces, so the
 * number of its bytes seen so far is kept (`matched`) instead of the bytes. A CR stands only at its beginning:
 * when the next byte doesn't fit, what was matched is content, and only that byte can begin a new mark.
 */
#include "web/form.h"
#include "web/form_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
	PARTS_MAX = 100,
	FIELDS_MAX = 256 * 1024, /* bytes of all fields together */
	HEADERS_MAX = 8 * 1024,  /* of one part */
	BOUNDARY_MAX = 70,       /* RFC 2046 */
	WRITE_BUFFER = 64 * 1024,
	FILE_NAME_MAX = 120,     /* characters */
};

/* A temporary file, gone with the arena unless somebody has moved it. */
struct temporary {
	int fd; /* -1 when closed */
	const char *path;
};

enum reading { PREAMBLE, BEHIND_MARK, HEADERS, CONTENT, EPILOGUE };

struct multipart {
	struct arena *a;
	struct str dir;
	uint64_t files_max, files_size; /* bytes of all files together */
	struct str mark;                /* CR LF "--" boundary */
	size_t matched;
	enum reading reading;
	char behind;                    /* first of the two bytes behind a mark, 0 for none yet */
	struct buf headers;
	size_t parts, fields_size;

	/* the part being read */
	struct str name, file_name;
	bool is_file;
	bool is_empty_file;             /* a file input where nothing was chosen */
	struct buf field;
	struct temporary *file;
	crypto_hash_sha256_state hash;
	uint64_t size;
	char *buffer;                   /* of the file, not written yet */
	size_t buffered;

	struct values values;
	struct upload uploads[UPLOADS_MAX];
	size_t uploads_n;
	enum rc rc;
	struct str why;
};

static bool fail(struct multipart *m, enum rc rc, struct str why)
{
	if (m->rc == OK) {
		m->rc = rc;
		m->why = why;
	}
	return false;
}

static bool broken(struct multipart *m)
{
	return fail(m, INVALID, word(T_FORM_UPLOAD_BROKEN));
}

struct str multipart_why(const struct multipart *m)
{
	return m->why;
}

enum rc multipart_rc(const struct multipart *m)
{
	return m->rc;
}

/* ---- parameters of a header: name=token or name="quoted" ---- */

static struct str take_token(struct str *rest)
{
	struct str token;
	size_t n = 0;

	while (n < rest->n && (unsigned char)rest->p[n] > ' ' && !memchr("()<>@,;:\\\"/[]?=", rest->p[n], 15))
		n++;
	token = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, n, SIZE_MAX);
	return token;
}

/* take_quoted — behind the opening quote. Only \" is an escape: browsers send a backslash in a file's name as it is. */
static bool take_quoted(struct arena *a, struct str *rest, struct str *ret)
{
	struct buf b = buf_new(a, rest->n + 1);

	for (size_t i = 0; i < rest->n; i++) {
		char c = rest->p[i];

		if (c == '"') {
			*rest = str_sub(*rest, i + 1, SIZE_MAX);
			*ret = buf_str(&b);
			return true;
		}
		if (c == '\\' && i + 1 < rest->n && rest->p[i + 1] == '"')
			c = rest->p[++i];
		buf_add_c(&b, c);
	}
	return false;
}

/* take_parameter — the next `; name=value`. OK, NOT_FOUND at the end, INVALID. */
static enum rc take_parameter(struct arena *a, struct str *rest, struct str *ret_name, struct str *ret_value)
{
	*rest = str_trim(*rest);
	if (!rest->n)
		return NOT_FOUND;
	if (rest->p[0] != ';')
		return INVALID;
	*rest = str_trim(str_sub(*rest, 1, SIZE_MAX));
	if (!rest->n) /* a semicolon too many */
		return NOT_FOUND;
	*ret_name = take_token(rest);
	if (!ret_name->n || !rest->n || rest->p[0] != '=')
		return INVALID;
	*rest = str_sub(*rest, 1, SIZE_MAX);
	if (rest->n && rest->p[0] == '"') {
		*rest = str_sub(*rest, 1, SIZE_MAX);
		return take_quoted(a, rest, ret_value) ? OK : INVALID;
	}
	/* Boundaries are sent bare with characters that a token may not have. */
	*ret_value = str_sub(*rest, 0, str_find_char(*rest, ';'));
	*rest = str_sub(*rest, ret_value->n, SIZE_MAX);
	*ret_value = str_trim(*ret_value);
	return OK;
}

static bool is_boundary(struct str s)
{
	if (!s.n || s.n > BOUNDARY_MAX || s.p[s.n - 1] == ' ')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		      memchr("'()+_,-./:=? ", c, 13)))
			return false;
	}
	return true;
}

static bool boundary_of(struct arena *a, struct str content_type, struct str *ret)
{
	size_t at = str_find_char(content_type, ';');
	struct str rest = str_sub(content_type, at, SIZE_MAX), name, value, found = STR_NONE;
	enum rc rc;

	if (at == SIZE_MAX || !str_eq_nocase(str_trim(str_sub(content_type, 0, at)), S("multipart/form-data")))
		return false;
	while ((rc = take_parameter(a, &rest, &name, &value)) == OK) {
		if (!str_eq_nocase(name, S("boundary")))
			continue;
		if (found.n)
			return false;
		found = value;
	}
	*ret = found;
	return rc == NOT_FOUND && is_boundary(found);
}

struct multipart *multipart_new(struct arena *a, struct str content_type, struct str dir, uint64_t file_max)
{
	struct multipart *m = NEW(a, struct multipart);
	struct str boundary;

	m->a = a;
	m->dir = dir;
	m->files_max = file_max;
	m->matched = 2; /* the first mark may stand at the very beginning, as if behind a line */
	if (boundary_of(a, content_type, &boundary))
		m->mark = strf(a, "\r\n--%.*s", STR_FMT(boundary));
	else
		broken(m);
	return m;
}

/* ---- temporary files ---- */

static void temporary_end(void *what)
{
	struct temporary *t = what;

	if (t->fd >= 0)
		close(t->fd);
	if (t->path)
		unlink(t->path); /* gone already when it was kept; the name is never used twice */
}

static bool fail_write(struct multipart *m, const char *doing)
{
	int e = errno;

	if (e == ENOSPC || e == EDQUOT || e == EFBIG)
		return fail(m, NO_SPACE, word(T_FORM_UPLOAD_NO_SPACE));
	log_event(LOG_ERROR, "upload.failed", { "doing", LOG_C(doing) }, { "errno", LOG_I(e) });
	return fail(m, FAULT, word(T_FORM_UPLOAD_BROKEN));
}

static bool file_begin(struct multipart *m)
{
	/* Registered before it exists, so that it can't be left behind. */
	struct temporary *t = NEW(m->a, struct temporary);
	uint8_t unique[8];
	char *path;

	if (m->uploads_n == UPLOADS_MAX)
		return fail(m, TOO_LARGE, WORDS(m->a, T_FORM_UPLOAD_TOO_MANY, WORD_ARG("max", (int)UPLOADS_MAX)));
	if (!m->buffer)
		m->buffer = arena_alloc(m->a, WRITE_BUFFER);
	t->fd = -1;
	arena_defer(m->a, temporary_end, t);
	random_bytes(unique, sizeof(unique));
	path = arena_alloc(m->a, m->dir.n + 64);
	snprintf(path, m->dir.n + 64, "%.*s/upload-%s-XXXXXX", STR_FMT(m->dir),
	         hex_encode(m->a, unique, sizeof(unique)).p);
	t->fd = mkostemp(path, O_CLOEXEC); /* mode 0600 */
	if (t->fd < 0)
		return fail_write(m, "create");
	t->path = path;
	m->file = t;
	m->size = m->buffered = 0;
	crypto_hash_sha256_init(&m->hash);
	return true;
}

static bool file_flush(struct multipart *m)
{
	size_t at = 0;

	while (at < m->buffered) {
		ssize_t n = write(m->file->fd, m->buffer + at, m->buffered - at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return fail_write(m, "write");
		at += (size_t)n;
	}
	crypto_hash_sha256_update(&m->hash, (const unsigned char *)m->buffer, m->buffered);
	m->buffered = 0;
	return true;
}

static struct str size_words(struct multipart *m)
{
	uint64_t mb = m->files_max >> 20;

	return mb ? strf(m->a, "%llu MB", (unsigned long long)mb)
	          : strf(m->a, "%llu KB", (unsigned long long)(m->files_max >> 10));
}

static bool file_add(struct multipart *m, struct str s)
{
	if (s.n > m->files_max - m->files_size)
		return fail(m, TOO_LARGE, WORDS(m->a, T_FORM_UPLOAD_TOO_LARGE, WORD_ARG("size", size_words(m))));
	m->files_size += s.n;
	m->size += s.n;
	while (s.n) {
		size_t n = WRITE_BUFFER - m->buffered;

		if (n > s.n)
			n = s.n;
		memcpy(m->buffer + m->buffered, s.p, n);
		m->buffered += n;
		s = str_sub(s, n, SIZE_MAX);
		if (m->buffered == WRITE_BUFFER && !file_flush(m))
			return false;
	}
	return true;
}

static bool file_end(struct multipart *m)
{
	struct upload *u = &m->uploads[m->uploads_n];
	int fd = m->file->fd;

	if (!file_flush(m))
		return false;
	m->file->fd = -1;
	if (close(fd) != 0)
		return fail_write(m, "close");
	*u = (struct upload){ .field = m->name, .name = m->file_name, .size = m->size,
		              .path = str_from_c(m->file->path) };
	crypto_hash_sha256_final(&m->hash, u->hash.b);
	m->uploads_n++;
	m->file = NULL;
	return true;
}

static enum rc keep_failed(const char *doing, int e)
{
	if (e == ENOSPC || e == EDQUOT)
		return NO_SPACE;
	log_event(LOG_ERROR, "upload.failed", { "doing", LOG_C(doing) }, { "errno", LOG_I(e) });
	return FAULT;
}

static enum rc sync_path(const char *path, int flags)
{
	int fd = open(path, flags | O_RDONLY | O_CLOEXEC), e;

	if (fd < 0)
		return keep_failed("open", errno);
	e = fsync(fd) == 0 ? 0 : errno;
	close(fd);
	return e ? keep_failed("fsync", e) : OK;
}

enum rc upload_keep(struct upload *u, const char *to)
{
	char *path = strndup(u->path.p, u->path.n), *copy = strdup(to);
	enum rc rc = FAULT;

	if (path && copy && (rc = sync_path(path, O_NOFOLLOW)) == OK) {
		if (rename(path, to) != 0)
			rc = keep_failed("rename", errno);
		else
			rc = sync_path(dirname(copy), O_DIRECTORY);
	}
	free(copy);
	free(path);
	return rc;
}

/* ---- headers of a part ---- */

struct str file_name_of(struct arena *a, struct str sent)
{
	struct str s = text_clean(a, sent), ending = STR_NONE;

	for (size_t i = s.n; i > 0; i--) {
		if (s.p[i - 1] == '/' || s.p[i - 1] == '\\') {
			s = str_sub(s, i, SIZE_MAX);
			break;
		}
	}
	s = str_replace_all(a, str_replace_all(a, s, S("\n"), S(" ")), S("\t"), S(" "));
	s = str_trim(s);
	if (!s.n || str_eq(s, S(".")) || str_eq(s, S("..")))
		return S("file");
	if (utf8_count(s) <= FILE_NAME_MAX)
		return s;
	for (size_t i = s.n; i > 1 && i + 10 > s.n && !ending.n; i--)
		if (s.p[i - 1] == '.')
			ending = str_sub(s, i - 1, SIZE_MAX);
	s = utf8_first(s, FILE_NAME_MAX - utf8_count(ending));
	return strf(a, "%.*s%.*s", STR_FMT(s), STR_FMT(ending));
}

/* unescape — %22, %0D and %0A as browsers write them in a quoted name (HTML standard); nothing else is an escape. */
static struct str unescape(struct arena *a, struct str s)
{
	s = str_replace_all(a, s, S("%22"), S("\""));
	s = str_replace_all(a, s, S("%0D"), S("\r"));
	return str_replace_all(a, s, S("%0A"), S("\n"));
}

/* extended_value — UTF-8'en'na%C3%AFve.pdf (RFC 5987). Other character sets are passed over. */
static bool extended_value(struct arena *a, struct str s, struct str *ret)
{
	struct str charset = str_cut(&s, '\''), language = str_cut(&s, '\'');

	UNUSED(language);
	return s.p && str_eq_nocase(charset, S("utf-8")) && url_decode(a, s, false, ret);
}

struct disposition {
	struct str name, file_name, extended;
	bool has_name, has_file, has_extended;
};

static bool take_once(bool *seen, struct str *into, struct str value)
{
	if (*seen)
		return false;
	*seen = true;
	*into = value;
	return true;
}

static bool read_disposition(struct arena *a, struct str header, struct disposition *d)
{
	struct str rest = str_trim(header), type = take_token(&rest), name, value, decoded;
	enum rc rc;

	if (!str_eq_nocase(type, S("form-data")))
		return false;
	while ((rc = take_parameter(a, &rest, &name, &value)) == OK) {
		bool once = true;

		if (str_eq_nocase(name, S("name")))
			once = take_once(&d->has_name, &d->name, unescape(a, value));
		else if (str_eq_nocase(name, S("filename")))
			once = take_once(&d->has_file, &d->file_name, unescape(a, value));
		else if (str_eq_nocase(name, S("filename*")))
			once = take_once(&d->has_extended, &d->extended,
			                 extended_value(a, value, &decoded) ? decoded : STR_NONE);
		if (!once)
			return false;
	}
	return rc == NOT_FOUND && d->has_name;
}

/* read_header — one line of a part's head. What says how the bytes are packed would change their meaning, so it must
 * say that they are not packed. */
static bool read_header(struct multipart *m, struct str line, struct disposition *d)
{
	struct str value = line, name = str_cut(&value, ':');

	for (size_t i = 0; i < line.n; i++)
		if (((unsigned char)line.p[i] < 0x20 && line.p[i] != '\t') || line.p[i] == 0x7F)
			return false;
	if (!value.p || !name.n || name.p[0] == ' ' || name.p[0] == '\t')
		return false;
	value = str_trim(value);
	if (str_eq_nocase(name, S("content-disposition")))
		return !d->has_name && read_disposition(m->a, value, d);
	if (str_eq_nocase(name, S("content-transfer-encoding")))
		return str_eq_nocase(value, S("binary")) || str_eq_nocase(value, S("8bit")) ||
		       str_eq_nocase(value, S("7bit"));
	return true;
}

static bool part_begin(struct multipart *m)
{
	struct disposition d = { 0 };
	struct str rest = str_sub(buf_str(&m->headers), 0, m->headers.n - 2); /* the empty line */

	while (rest.n) {
		size_t end = str_find(rest, S("\r\n"));

		if (!read_header(m, str_sub(rest, 0, end), &d))
			return broken(m);
		rest = str_sub(rest, end + 2, SIZE_MAX);
	}
	if (!value_name_ok(d.name))
		return broken(m);
	m->name = str_dup(m->a, d.name);
	m->is_file = d.has_file || d.has_extended;
	m->is_empty_file = m->is_file && !d.has_extended && !d.file_name.n;
	m->matched = 0;
	m->reading = CONTENT;
	if (m->is_empty_file)
		return true;
	if (m->is_file) {
		m->file_name = str_dup(m->a, file_name_of(m->a, d.extended.n ? d.extended : d.file_name));
		return file_begin(m);
	}
	m->field = buf_new(m->a, FIELDS_MAX);
	m->fields_size += m->name.n;
	return true;
}

/* ---- content ---- */

static bool part_add(struct multipart *m, struct str s)
{
	if (m->reading != CONTENT || !s.n)
		return true;
	if (m->is_empty_file) /* then it has no bytes */
		return broken(m);
	if (m->is_file)
		return file_add(m, s);
	if (s.n > FIELDS_MAX || m->fields_size + s.n > FIELDS_MAX)
		return fail(m, TOO_LARGE, word(T_FORM_UPLOAD_TOO_MUCH));
	m->fields_size += s.n;
	buf_add(&m->field, s);
	return true;
}

static bool part_end(struct multipart *m)
{
	struct str value;

	if (m->reading != CONTENT || m->is_empty_file)
		return true;
	if (m->is_file)
		return file_end(m);
	value = buf_str(&m->field);
	if (!utf8_valid(value))
		return broken(m);
	values_add(m->a, &m->values, m->name, text_clean(m->a, value));
	return true;
}

/* feed_content — reads up to and including the next mark, or all of *piece. */
static bool feed_content(struct multipart *m, struct str *piece)
{
	while (piece->n) {
		if (m->matched == 0) {
			size_t at = str_find_char(*piece, '\r');
			struct str before = str_sub(*piece, 0, at);

			*piece = str_sub(*piece, before.n, SIZE_MAX);
			if (!part_add(m, before))
				return false;
			if (!piece->n)
				return true;
		}
		if (piece->p[0] == m->mark.p[m->matched]) {
			*piece = str_sub(*piece, 1, SIZE_MAX);
			if (++m->matched < m->mark.n)
				continue;
			m->matched = 0;
			m->behind = 0;
			if (!part_end(m))
				return false;
			m->reading = BEHIND_MARK;
			return true;
		}
		/* Not the mark: what looked like it was content. The byte itself is looked at again. */
		if (!part_add(m, str_sub(m->mark, 0, m->matched)))
			return false;
		m->matched = 0;
	}
	return true;
}

/* feed_behind — CR LF behind a mark begins a part, "--" ends the body. Blanks may stand before (RFC 2046). */
static bool feed_behind(struct multipart *m, struct str *piece)
{
	char c = piece->p[0];

	*piece = str_sub(*piece, 1, SIZE_MAX);
	if (!m->behind) {
		if (c == ' ' || c == '\t')
			return true;
		m->behind = c;
		return c == '\r' || c == '-' ? true : broken(m);
	}
	if (m->behind == '-' && c == '-') {
		m->reading = EPILOGUE;
		return true;
	}
	if (m->behind != '\r' || c != '\n')
		return broken(m);
	if (m->parts++ == PARTS_MAX)
		return fail(m, TOO_LARGE, word(T_FORM_UPLOAD_TOO_MUCH));
	m->headers = buf_new(m->a, HEADERS_MAX);
	m->reading = HEADERS;
	return true;
}

static bool feed_headers(struct multipart *m, struct str *piece)
{
	while (piece->n) {
		buf_add_c(&m->headers, piece->p[0]);
		*piece = str_sub(*piece, 1, SIZE_MAX);
		if (m->headers.full)
			return broken(m);
		if (m->headers.n == 2 && str_eq(buf_str(&m->headers), S("\r\n"))) /* a part without a name */
			return broken(m);
		if (str_ends(buf_str(&m->headers), S("\r\n\r\n")))
			return part_begin(m);
	}
	return true;
}

bool multipart_feed(struct multipart *m, struct str piece)
{
	while (m->rc == OK && piece.n) {
		switch (m->reading) {
		case PREAMBLE:
		case CONTENT:
			feed_content(m, &piece);
			break;
		case BEHIND_MARK:
			feed_behind(m, &piece);
			break;
		case HEADERS:
			feed_headers(m, &piece);
			break;
		case EPILOGUE:
			return true; /* nothing there means anything */
		}
	}
	return m->rc == OK;
}

enum rc multipart_end(struct multipart *m, struct values *ret_values, struct upload *ret_uploads, size_t *ret_n)
{
	if (m->rc == OK && m->reading != EPILOGUE)
		broken(m);
	if (m->rc != OK)
		return m->rc;
	*ret_values = m->values;
	for (size_t i = 0; i < m->uploads_n; i++)
		ret_uploads[i] = m->uploads[i];
	*ret_n = m->uploads_n;
	return OK;
}

/* ---- a file as a slice ---- */

struct mapping {
	void *p;
	size_t n;
};

static void unmap(void *what)
{
	struct mapping *m = what;

	munmap(m->p, m->n);
}

enum rc upload_map(struct ctx *cx, const struct upload *u, struct str *ret)
{
	struct mapping *m = NEW(cx->arena, struct mapping);
	int fd = open(str_c(cx->arena, u->path), O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return FAULT;
	m->n = (size_t)u->size;
	m->p = mmap(NULL, m->n, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (m->p == MAP_FAILED)
		return FAULT;
	arena_defer(cx->arena, unmap, m);
	*ret = (struct str){ m->p, m->n };
	return OK;
}

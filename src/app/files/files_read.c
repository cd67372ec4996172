/* files_read.c — in the slow lane: what a file says is read, shut in, and kept for the privacy check and for finding it again.
 *
 * Word, OpenDocument and text are read by files_text.c in a child; a PDF by the programs pdftotext and pdfinfo, which open the
 * system's own files and nothing else (web/child.h). What can't be read (a picture, a recording, a scanned page, an old .doc from
 * when one could be added) is written down as that: then its writer is asked to look at it.
 */
#include "app/files/files_inside.h"

#include "base/text.h"
#include "files.sql.h"
#include "web/child.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	WAIT_MS = 9000, SECONDS = 8, MEMORY = 384 << 20, TEXT_ARENA = 96 << 20,
	PDF_TAIL = 4096,         /* where its index is pointed at */
	ABOUT_MAX = 16 << 10,    /* what pdfinfo says */
	NAME_CHARACTERS = 100,
	PAGES_MAX = 500,         /* of a PDF, as PAGES has it */
	AT_ONCE = 20,
	AGAIN_AFTER = 5 * MINUTE,
	ANSWER_HEAD = 64 + 2 * 512,
};

/* ---- in the child ---- */

static void *prepare(void)
{
	return arena_new(TEXT_ARENA);
}

/* answer — numbers on the first line, two names on the next, the words behind them. */
static size_t answer(struct arena *a, const struct file_said *said, char *out)
{
	struct str s = strf(a, "%d %d %d\n%.*s\n%.*s\n%.*s", (int)said->state, (int)said->more, said->warns,
	                    STR_FMT(str_replace_all(a, said->author, S("\n"), S(" "))),
	                    STR_FMT(str_replace_all(a, said->changed_by, S("\n"), S(" "))), STR_FMT(said->text));

	memcpy(out, s.p, s.n);
	return s.n;
}

static size_t read_as(void *prepared, char *out, struct str type)
{
	struct arena *a = prepared;
	struct file_said said;
	struct stat st;
	void *p;

	if (fstat(0, &st) != 0 || st.st_size <= 0 || (p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, 0, 0)) == MAP_FAILED)
		return 0;
	return file_text(a, (struct str){ p, (size_t)st.st_size }, type, &said) == OK ? answer(a, &said, out) : 0;
}

static size_t read_document(void *prepared, char *out)
{
	return read_as(prepared, out, S("application/vnd.oasis.opendocument.text"));
}

static size_t read_text(void *prepared, char *out)
{
	return read_as(prepared, out, S("text/plain"));
}

/* ---- in the parent ---- */

static int number(struct str *rest)
{
	struct str s = str_cut(rest, rest->n && str_find_char(*rest, ' ') < str_find_char(*rest, '\n') ? ' ' : '\n');
	int64_t v = 0;

	return str_to_i64(s, 0, 1 << 20, &v) ? (int)v : 0;
}

static enum rc read_in_child(struct arena *a, const struct child *reader, int fd, struct file_said *ret)
{
	struct str said;
	enum rc rc = child_run(a, reader, fd, WAIT_MS, &said);

	if (rc != OK)
		return rc;
	ret->state = (enum file_text_state)number(&said);
	ret->more = number(&said) != 0;
	ret->warns = number(&said);
	ret->author = str_cut(&said, '\n');
	ret->changed_by = str_cut(&said, '\n');
	ret->text = said;
	return utf8_valid(said) && utf8_valid(ret->author) && utf8_valid(ret->changed_by) ? OK : INVALID;
}

/* ---- PDF ---- */

/* value_of — what pdfinfo says behind a name at the beginning of a line. */
static struct str value_of(struct str said, struct str name)
{
	while (said.n) {
		struct str line = str_cut(&said, '\n');

		if (str_starts(line, name))
			return str_trim(str_sub(line, name.n, SIZE_MAX));
	}
	return STR_NONE;
}

/* pdf_warns — what is told by its bytes where they are not packed; a program that packs everything is not seen through. */
static int pdf_warns(int fd)
{
	static const struct {
		const char *mark;
		enum file_warning warning;
	} marks[] = {
		{ "/Popup", FILE_WARN_COMMENTS }, { "/FreeText", FILE_WARN_COMMENTS }, { "/Subtype /Text", FILE_WARN_COMMENTS },
		{ "/Subtype/Text", FILE_WARN_COMMENTS }, { "/Highlight", FILE_WARN_COMMENTS }, { "/EmbeddedFile", FILE_WARN_INSIDE },
		{ "/Subtype /Image", FILE_WARN_PICTURES }, { "/Subtype/Image", FILE_WARN_PICTURES },
	};
	struct stat st;
	void *p;
	int warns = 0;

	if (fstat(fd, &st) != 0 || st.st_size <= 0 || (p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0)) == MAP_FAILED)
		return 0;
	for (size_t i = 0; i < COUNT_OF(marks); i++)
		if (str_find((struct str){ p, (size_t)st.st_size }, str_from_c(marks[i].mark)) != SIZE_MAX)
			warns |= 1 << marks[i].warning;
	munmap(p, (size_t)st.st_size);
	return warns;
}

/* has_index — does it end as a PDF does? One that does not would be searched from end to end for its parts, and takes as long as it
 * is large. */
static bool has_index(struct arena *a, int fd)
{
	char *tail = arena_alloc(a, PDF_TAIL);
	off_t size = lseek(fd, 0, SEEK_END);
	ssize_t n = size > 0 ? pread(fd, tail, PDF_TAIL, size > PDF_TAIL ? size - PDF_TAIL : 0) : 0;

	return n > 0 && str_find((struct str){ tail, (size_t)n }, S("startxref")) != SIZE_MAX && lseek(fd, 0, SEEK_SET) == 0;
}

/* whole_characters — what was cut in the middle of one, or is not UTF-8, ends before it. */
static struct str whole_characters(struct str s)
{
	for (int i = 0; i < 4 && s.n && !utf8_valid(s); i++)
		s.n--;
	return utf8_valid(s) ? s : STR_NONE;
}

#define PAGES "500"

/* about_pdf — who made it, and whether it has more pages than are read. Where that can't be told, it may have. */
static enum rc about_pdf(struct arena *a, int fd, struct file_said *ret)
{
	static const char *const about[] = { "/usr/bin/pdfinfo", "-enc", "UTF-8", "-", NULL };
	static const struct child teller = { .program = about, .seconds = SECONDS, .memory = MEMORY, .says = ABOUT_MAX };
	struct str said = STR_NONE;
	int64_t pages;
	enum rc rc = lseek(fd, 0, SEEK_SET) == 0 ? child_run(a, &teller, fd, WAIT_MS, &said) : FAULT;

	if (rc == BUSY || rc == FAULT)
		return rc;
	said = rc == OK ? whole_characters(said) : STR_NONE;
	ret->author = utf8_first(text_clean(a, value_of(said, S("Author:"))), NAME_CHARACTERS);
	ret->more |= !str_to_i64(value_of(said, S("Pages:")), 0, INT32_MAX, &pages) || pages > PAGES_MAX;
	return OK;
}

static bool runs(struct arena *a, const char *program)
{
	const char *const words[] = { program, "-v", NULL };
	const struct child asks = { .program = words, .seconds = SECONDS, .memory = MEMORY };
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	struct str said;
	bool ok = fd >= 0 && child_run(a, &asks, fd, WAIT_MS, &said) == OK;

	if (fd >= 0)
		close(fd);
	return ok;
}

bool files_read_pdf_here(struct arena *a)
{
	return runs(a, "/usr/bin/pdftotext") && runs(a, "/usr/bin/pdfinfo");
}

static enum rc read_pdf(struct arena *a, int fd, struct file_said *ret)
{
	static const char *const words[] = { "/usr/bin/pdftotext", "-enc", "UTF-8", "-nopgbrk", "-l", PAGES, "-", "-", NULL };
	static const struct child reader = { .program = words, .seconds = SECONDS, .memory = MEMORY, .says = FILE_TEXT_MAX + 1 };
	struct str said;
	enum rc rc = has_index(a, fd) ? child_run(a, &reader, fd, WAIT_MS, &said) : INVALID;

	if (rc != OK)
		return rc;
	ret->more = said.n > FILE_TEXT_MAX;
	ret->text = str_trim(text_clean(a, whole_characters(str_sub(said, 0, FILE_TEXT_MAX))));
	ret->state = file_has_words(ret->text) ? FILE_TEXT_READ : FILE_TEXT_NONE;
	ret->warns = pdf_warns(fd);
	return about_pdf(a, fd, ret);
}

/* file_read — BUSY and FAULT: later, it says nothing about the file. One that defeats its reader is one that can't be read. */
static enum rc file_read(struct arena *a, int fd, struct str type, struct file_said *ret)
{
	static const struct child document = { .prepare = prepare, .work = read_document, .seconds = SECONDS, .memory = MEMORY,
		                                   .says = FILE_TEXT_MAX + ANSWER_HEAD };
	static const struct child text = { .prepare = prepare, .work = read_text, .seconds = SECONDS, .memory = MEMORY,
		                               .says = FILE_TEXT_MAX + ANSWER_HEAD };
	struct file_said said = { .state = FILE_TEXT_NONE };
	enum rc rc = OK;

	if (str_eq(type, S("application/pdf")))
		rc = read_pdf(a, fd, &said);
	else if (str_starts(type, S("application/vnd.o")))
		rc = read_in_child(a, &document, fd, &said);
	else if (str_eq(type, S("text/plain")))
		rc = read_in_child(a, &text, fd, &said);
	if (rc == FAULT || rc == BUSY)
		return rc;
	if (rc != OK)
		said = (struct file_said){ .state = FILE_TEXT_NONE };
	*ret = said;
	return OK;
}

/* ---- the jobs ---- */

static enum rc put(struct ctx *cx, struct str hash, const struct file_said *said)
{
	struct str search = text_fold(cx->arena, utf8_first(said->text, FILE_SEARCH_MAX));
	enum rc rc = db_begin(cx->db, DB_WRITE);

	if (rc != OK)
		return rc;
	rc = sql_file_text_put(cx->db, cx->arena, hash, said->state, search, said->text.p ? said->text : S(""), said->more, said->warns,
	                       said->author.p ? said->author : S(""), said->changed_by.p ? said->changed_by : S(""), cx->now, NULL);
	if (rc == OK)
		rc = sql_file_content_read(cx->db, cx->arena, hash, 0, cx->now, NULL);
	if (rc == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	return rc;
}

/* put_off — it is tried again, but not for ever: then a person looks at it. */
static enum rc put_off(struct ctx *cx, const struct files_unread_row *row)
{
	const struct file_said nothing = { .state = FILE_TEXT_NONE };
	enum rc rc;

	if (row->to_read <= 1)
		return put(cx, row->hash, &nothing);
	if ((rc = db_begin(cx->db, DB_WRITE)) == OK &&
	    (rc = sql_file_content_read(cx->db, cx->arena, row->hash, row->to_read - 1, cx->now + AGAIN_AFTER, NULL)) == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	return rc;
}

/* read_content — BUSY: it is to be tried again. */
static enum rc read_content(struct ctx *cx, const struct files_unread_row *row)
{
	struct arena *scratch = arena_within(cx->arena, 8 << 20);
	struct file_said said = { .state = FILE_TEXT_NONE }; /* also of one whose bytes are missing */
	uint64_t size = 0;
	int fd = content_open(scratch, cx->settings, row->hash, &size);
	enum rc rc = fd >= 0 ? file_read(scratch, fd, row->type, &said) : OK, how;

	if (fd >= 0)
		close(fd);
	if (rc == OK)
		rc = put(cx, row->hash, &said);
	else if ((how = put_off(cx, row)) != OK || row->to_read <= 1)
		rc = how;
	log_event(rc == OK ? LOG_INFO : LOG_WARN, "file.read", { "rc", LOG_C(rc_name(rc)) }, { "size", LOG_I((int64_t)size) });
	arena_release(scratch);
	return rc;
}

enum rc files_read(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct files_unread_rows rows;
	enum rc rc = db_begin(cx->db, DB_READ), one, last = OK;

	UNUSED(job);
	if (rc == OK)
		rc = sql_files_unread(cx->db, cx->arena, cx->now, AT_ONCE, &rows);
	db_rollback(cx->db);
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		if ((one = read_content(cx, &rows.v[i])) != OK)
			last = one;
	if (rc == OK)
		rc = last; /* the others were read all the same */
	if (rc != OK)
		*ret_why = S("a file could not be read: see the log");
	else if (rows.n == AT_ONCE) { /* there may be more */
		rc = db_begin(cx->db, DB_WRITE);
		if (rc == OK && (rc = job_queue(cx, JOB_FILES_READ, 0, S(""), NULL)) == OK)
			rc = db_commit(cx->db);
	}
	return rc;
}

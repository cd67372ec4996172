/* bulk_xlsx.c — see bulk_xlsx.h. */
#include "app/bulk/bulk_xlsx.h"

#include "web/child.h"

#include <archive.h>
#include <archive_entry.h>
#include <expat.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
	UNPACKED_MAX = 64 << 20, /* of one part */
	TEXT_MAX = 16 << 20,     /* all strings of the file */
	OUT_MAX = 14 << 20,
	STRINGS_MAX = 500000,
	ROWS_MAX = 6000,         /* rows beyond are more than an import takes, and are not all read */
	COLUMNS_MAX = 202,       /* one more than a table may have: the reader of tables says so */
	PARTS_MAX = 10000,
	IN_MAX = 6 << 20,
};

struct xlsx {
	struct arena *a;
	struct str bytes;
	enum rc rc;              /* why reading was stopped */
	struct buf text;         /* of the element being read */
	bool in_text;
	int skipped;             /* inside something whose text is not the cell's */
	/* workbook and its relations */
	struct str sheet_relation, sheet_part;
	bool from_1904;
	/* shared strings */
	struct str *strings;
	size_t strings_n, strings_room, strings_bytes;
	/* the sheet */
	struct buf out;
	int64_t row, column;     /* of the next cell to write, from 0 */
	int64_t cell_column;
	enum { CELL_NUMBER, CELL_SHARED, CELL_TEXT } type;
};

/* ---- parts of the archive ---- */

static bool feed(XML_Parser parser, struct archive *ar)
{
	const void *piece;
	size_t n, all = 0;
	la_int64_t at;
	int r;

	while ((r = archive_read_data_block(ar, &piece, &n, &at)) == ARCHIVE_OK) {
		struct xlsx *x = XML_GetUserData(parser);

		if ((all += n) > UNPACKED_MAX) {
			x->rc = TOO_LARGE;
			return false;
		}
		if (XML_Parse(parser, piece, (int)n, 0) != XML_STATUS_OK)
			return false;
	}
	return r == ARCHIVE_EOF && XML_Parse(parser, "", 0, 1) == XML_STATUS_OK;
}

/* A file of this kind has no document type; one that has wants something else. */
static void no_doctype(void *arg, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal)
{
	struct xlsx *x = arg;

	UNUSED(name);
	UNUSED(system);
	UNUSED(public);
	UNUSED(internal);
	x->rc = INVALID;
}

static void on_text(void *arg, const XML_Char *p, int n)
{
	struct xlsx *x = arg;

	if (x->in_text && !x->skipped)
		buf_add(&x->text, (struct str){ p, (size_t)n });
}

static enum rc parse_part(struct xlsx *x, struct archive *ar, XML_StartElementHandler start, XML_EndElementHandler end)
{
	XML_Parser parser = XML_ParserCreate(NULL);
	bool ok;

	if (!parser)
		return FAULT;
	x->rc = OK;
	x->in_text = false;
	x->skipped = 0;
	XML_SetUserData(parser, x);
	XML_SetHashSalt(parser, 0x9e3779b9);
	XML_SetElementHandler(parser, start, end);
	XML_SetCharacterDataHandler(parser, on_text);
	XML_SetStartDoctypeDeclHandler(parser, no_doctype);
	ok = feed(parser, ar);
	XML_ParserFree(parser);
	return x->rc != OK ? x->rc : ok ? OK : INVALID;
}

static bool is_part(const char *path, struct str wanted)
{
	struct str s = str_from_c(path);

	if (str_starts(s, S("/")))
		s = str_sub(s, 1, SIZE_MAX);
	return str_eq_nocase(s, wanted);
}

/* read_part — goes through the archive for one part. NOT_FOUND if it has none of that name. */
static enum rc read_part(struct xlsx *x, struct str wanted, XML_StartElementHandler start, XML_EndElementHandler end)
{
	struct archive *ar = archive_read_new();
	struct archive_entry *entry;
	enum rc rc = NOT_FOUND;
	int seen = 0;

	if (!ar)
		return FAULT;
	archive_read_support_format_zip_seekable(ar);
	if (archive_read_open_memory(ar, x->bytes.p, x->bytes.n) != ARCHIVE_OK)
		rc = INVALID;
	while (rc == NOT_FOUND && seen++ < PARTS_MAX && archive_read_next_header(ar, &entry) == ARCHIVE_OK) {
		const char *path = archive_entry_pathname(entry);

		if (path && is_part(path, wanted))
			rc = parse_part(x, ar, start, end);
	}
	archive_read_free(ar);
	return rc;
}

/* ---- elements ---- */

/* Names and attributes come with whatever prefix the writer liked. */
static struct str local(const XML_Char *name)
{
	struct str s = str_from_c(name);
	size_t colon = str_find_char(s, ':');

	return colon == SIZE_MAX ? s : str_sub(s, colon + 1, SIZE_MAX);
}

static bool is(const XML_Char *name, const char *wanted)
{
	return str_eq(local(name), str_from_c(wanted));
}

static struct str attribute(const XML_Char **attributes, const char *wanted)
{
	for (size_t i = 0; attributes[i]; i += 2)
		if (str_eq(str_from_c(attributes[i]), str_from_c(wanted)))
			return str_from_c(attributes[i + 1]);
	return STR_NONE;
}

static struct str relation_of(const XML_Char **attributes)
{
	for (size_t i = 0; attributes[i]; i += 2)
		if (str_ends(str_from_c(attributes[i]), S(":id")))
			return str_from_c(attributes[i + 1]);
	return STR_NONE;
}

/* ---- which sheet ---- */

static void workbook_start(void *arg, const XML_Char *name, const XML_Char **attributes)
{
	struct xlsx *x = arg;
	struct str since;

	if (is(name, "workbookPr")) {
		since = attribute(attributes, "date1904");
		x->from_1904 = str_eq(since, S("1")) || str_eq(since, S("true"));
	} else if (is(name, "sheet") && !x->sheet_relation.n && !attribute(attributes, "state").n) {
		x->sheet_relation = str_dup(x->a, relation_of(attributes));
	}
}

static void relations_start(void *arg, const XML_Char *name, const XML_Char **attributes)
{
	struct xlsx *x = arg;
	struct str target;

	if (!is(name, "Relationship") || !str_eq(attribute(attributes, "Id"), x->sheet_relation))
		return;
	target = attribute(attributes, "Target");
	x->sheet_part = str_starts(target, S("/")) ? str_dup(x->a, str_sub(target, 1, SIZE_MAX))
	                                           : strf(x->a, "xl/%.*s", STR_FMT(target));
}

static void nothing_ends(void *arg, const XML_Char *name)
{
	UNUSED(arg);
	UNUSED(name);
}

/* ---- shared strings ---- */

static void strings_start(void *arg, const XML_Char *name, const XML_Char **attributes)
{
	struct xlsx *x = arg;

	UNUSED(attributes);
	if (is(name, "si")) {
		x->text = buf_new(x->a, TEXT_MAX);
	} else if (is(name, "rPh")) {
		x->skipped++; /* how it is pronounced */
	} else if (is(name, "t")) {
		x->in_text = true;
	}
}

static void strings_end(void *arg, const XML_Char *name)
{
	struct xlsx *x = arg;

	if (is(name, "t")) {
		x->in_text = false;
	} else if (is(name, "rPh")) {
		x->skipped--;
	} else if (is(name, "si") && x->rc == OK) {
		if (x->strings_n == STRINGS_MAX || (x->strings_bytes += x->text.n) > TEXT_MAX) {
			x->rc = TOO_LARGE;
			return;
		}
		if (x->strings_n == x->strings_room) {
			size_t room = x->strings_room ? x->strings_room * 2 : 1024;

			x->strings = arena_resize(x->a, x->strings, x->strings_room * sizeof(struct str), room * sizeof(struct str));
			x->strings_room = room;
		}
		x->strings[x->strings_n++] = str_dup(x->a, buf_str(&x->text));
	}
}

/* ---- the sheet ---- */

/* "AB12" is column 27 (from 0). -1 for something else. */
static int64_t column_of(struct str reference)
{
	int64_t column = 0;
	size_t i = 0;

	for (; i < reference.n && i < 4 && reference.p[i] >= 'A' && reference.p[i] <= 'Z'; i++)
		column = column * 26 + (reference.p[i] - 'A' + 1);
	return i ? column - 1 : -1;
}

static void next_row(struct xlsx *x, int64_t row)
{
	if (row > ROWS_MAX) /* so far down that nobody means it as the next one, or far too many */
		x->rc = TOO_LARGE;
	for (; x->rc == OK && x->row < row; x->row++)
		buf_add_c(&x->out, '\n');
	x->column = 0;
}

static void row_start(struct xlsx *x, const XML_Char **attributes)
{
	int64_t row;

	if (!str_to_i64(attribute(attributes, "r"), 1, INT32_MAX, &row))
		row = x->row + 1;
	/* Rows that are only formatted lie below the table by the thousand. */
	x->cell_column = -1;
	if (row - 1 <= ROWS_MAX)
		next_row(x, row - 1);
	else
		x->skipped++;
}

static void cell_start(struct xlsx *x, const XML_Char **attributes)
{
	struct str type = attribute(attributes, "t");
	int64_t column = column_of(attribute(attributes, "r"));

	x->cell_column = column < 0 ? x->cell_column + 1 : column;
	x->type = str_eq(type, S("s")) ? CELL_SHARED : !type.n || str_eq(type, S("n")) ? CELL_NUMBER : CELL_TEXT;
	x->text = buf_new(x->a, 1 << 16);
}

/* A number as people would write it: 1.21496E9 is 1214960000, 37.499999999999993 is 37.5. */
static struct str number_text(struct xlsx *x, struct str s)
{
	char *end;
	const char *c = str_c(x->a, s);
	double d = strtod(c, &end);

	return *end || !s.n ? s : strf(x->a, "%.15g", d);
}

static struct str cell_text(struct xlsx *x)
{
	struct str s = buf_str(&x->text);
	int64_t n;

	if (x->type == CELL_NUMBER)
		return number_text(x, s);
	if (x->type == CELL_SHARED)
		return str_to_i64(s, 0, (int64_t)x->strings_n - 1, &n) ? x->strings[n] : STR_NONE;
	return s;
}

static void put_cell(struct xlsx *x, struct str s)
{
	int64_t column = x->cell_column < COLUMNS_MAX ? x->cell_column : COLUMNS_MAX;

	if (!s.n || column < x->column)
		return;
	for (; x->column < column; x->column++)
		buf_add_c(&x->out, '\t');
	buf_add_c(&x->out, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_add_c(&x->out, '"');
		buf_add_c(&x->out, s.p[i]);
	}
	buf_add_c(&x->out, '"');
	if (x->out.full)
		x->rc = TOO_LARGE;
}

static void sheet_start(void *arg, const XML_Char *name, const XML_Char **attributes)
{
	struct xlsx *x = arg;

	if (x->rc != OK)
		return;
	if (is(name, "row"))
		row_start(x, attributes);
	else if (is(name, "c"))
		cell_start(x, attributes);
	else if (is(name, "rPh"))
		x->skipped++;
	else if (is(name, "v") || is(name, "t"))
		x->in_text = true;
}

static void sheet_end(void *arg, const XML_Char *name)
{
	struct xlsx *x = arg;

	if (is(name, "v") || is(name, "t")) {
		x->in_text = false;
	} else if (is(name, "rPh")) {
		x->skipped--;
	} else if (is(name, "c") && x->rc == OK) {
		if (!x->skipped)
			put_cell(x, cell_text(x));
		else if (x->text.n)
			x->rc = TOO_LARGE;
	} else if (is(name, "row")) {
		x->skipped = 0;
	}
}

static enum rc unpack(struct xlsx *x)
{
	enum rc rc = read_part(x, S("xl/workbook.xml"), workbook_start, nothing_ends);

	if (rc != OK || !x->sheet_relation.n)
		return rc == OK ? INVALID : rc;
	if ((rc = read_part(x, S("xl/_rels/workbook.xml.rels"), relations_start, nothing_ends)) != OK)
		return rc;
	if (!x->sheet_part.n)
		return INVALID;
	rc = read_part(x, S("xl/sharedStrings.xml"), strings_start, strings_end);
	if (rc != OK && rc != NOT_FOUND) /* a file may hold its strings in its cells */
		return rc;
	return read_part(x, x->sheet_part, sheet_start, sheet_end);
}

enum rc xlsx_unpack(struct arena *a, struct str bytes, struct xlsx_sheet *ret)
{
	struct xlsx x = { .a = a, .bytes = bytes, .out = buf_new(a, OUT_MAX) };
	enum rc rc = unpack(&x);

	if (rc != OK)
		return rc == TOO_LARGE ? TOO_LARGE : INVALID;
	*ret = (struct xlsx_sheet){ buf_str(&x.out), x.from_1904 };
	return OK;
}

/* ---- shut in ---- */

enum { ARENA_MAX = 192 << 20, SECONDS = 5, WAIT_MS = 10000 };

static void *prepare(void)
{
	return arena_new(ARENA_MAX);
}

static struct str read_all(struct arena *a, int fd)
{
	char *p = arena_alloc(a, IN_MAX);
	size_t n = 0;
	ssize_t got;

	while (n < IN_MAX && (got = read(fd, p + n, IN_MAX - n)) > 0)
		n += (size_t)got;
	return (struct str){ p, n };
}

/* The first byte says how it went: the table behind it, or nothing. */
static size_t work(void *prepared, char *out)
{
	struct arena *a = prepared;
	struct xlsx_sheet sheet;
	enum rc rc = xlsx_unpack(a, read_all(a, 0), &sheet);

	out[0] = rc == TOO_LARGE ? 'L' : rc != OK ? 'X' : sheet.from_1904 ? '4' : '0';
	if (rc != OK)
		return 1;
	if (sheet.csv.n)
		memcpy(out + 1, sheet.csv.p, sheet.csv.n);
	return sheet.csv.n + 1;
}

static bool fill(int fd, struct str bytes)
{
	while (bytes.n) {
		ssize_t wrote = write(fd, bytes.p, bytes.n);

		if (wrote <= 0)
			return false;
		bytes = str_sub(bytes, (size_t)wrote, SIZE_MAX);
	}
	return lseek(fd, 0, SEEK_SET) == 0;
}

enum rc xlsx_read(struct arena *a, struct str bytes, struct xlsx_sheet *ret)
{
	static const struct child reader = { .prepare = prepare, .work = work, .seconds = SECONDS,
		                             .memory = ARENA_MAX + (64 << 20), .says = OUT_MAX + 1 };
	struct str said;
	int fd = memfd_create("sheet", MFD_CLOEXEC);
	enum rc rc = fd >= 0 && fill(fd, bytes) ? child_run(a, &reader, fd, WAIT_MS, &said) : FAULT;

	if (fd >= 0)
		close(fd);
	if (rc != OK)
		return rc;
	if (said.p[0] == 'L')
		return TOO_LARGE;
	if (said.p[0] == 'X')
		return INVALID;
	*ret = (struct xlsx_sheet){ str_sub(said, 1, SIZE_MAX), said.p[0] == '4' };
	return OK;
}

/* files_probe.c — what is wrong with a file beyond its kind: locked, packed to burst, two files in one, too long.
 *
 * Pure: bytes in, trouble out. It runs shut in (files_kind.c), after libmagic has said what the bytes are.
 */
#include "app/files/files_inside.h"

#include "base/text.h"

#include <archive.h>
#include <archive_entry.h>

enum {
	PARTS_MAX = 3000,
	UNPACKED_MAX = 256 << 20,
	SMALL = 16 << 20,        /* unpacked, it may be packed as tightly as it likes */
	TIGHTEST = 120,          /* times smaller packed: text in XML gets to thirty */
	MANIFEST_MAX = 1 << 20,
	ZIP_END = 22,            /* bytes of the record at the end of an archive, without its comment */
	ZIP_COMMENT_MAX = 0xFFFF,
};

static unsigned u16(const char *p)
{
	return (unsigned char)p[0] | (unsigned)(unsigned char)p[1] << 8;
}

/* ends_as_archive — is there the index of an archive whose comment ends where the bytes do?. */
static bool ends_as_archive(struct str bytes)
{
	size_t from = bytes.n > ZIP_END + ZIP_COMMENT_MAX ? bytes.n - ZIP_END - ZIP_COMMENT_MAX : 0;
	struct str rest = str_sub(bytes, from, SIZE_MAX);
	size_t at;

	while ((at = str_find(rest, S("PK\5\6"))) != SIZE_MAX) {
		rest = str_sub(rest, at, SIZE_MAX);
		if (rest.n >= ZIP_END && rest.n == ZIP_END + u16(rest.p + 20))
			return true;
		rest = str_sub(rest, 4, SIZE_MAX);
	}
	return false;
}

/* ---- PDF ---- */

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0;
}

/* is_pdf_locked — /Encrypt with what it refers to. It stands unpacked, in a trailer or in the head of a packed index. */
static bool is_pdf_locked(struct str bytes)
{
	size_t at;

	while ((at = str_find(bytes, S("/Encrypt"))) != SIZE_MAX) {
		bytes = str_sub(bytes, at + 8, SIZE_MAX);
		for (at = 0; at < bytes.n && at < 20 && is_space(bytes.p[at]); at++)
			;
		if (at < bytes.n && ((at && bytes.p[at] >= '0' && bytes.p[at] <= '9') || bytes.p[at] == '<'))
			return true;
	}
	return false;
}

static enum file_trouble probe_pdf(struct str bytes)
{
	if (!str_starts(bytes, S("%PDF-")))
		return FILE_HIDES;
	if (ends_as_archive(bytes))
		return FILE_HIDES;
	return is_pdf_locked(bytes) ? FILE_LOCKED : FILE_FINE;
}

/* ---- Word and OpenDocument: archives ---- */

struct parts {
	struct arena *a;
	struct archive *ar;
	struct str bytes;        /* of the whole archive */
	size_t n, unpacked;
	bool has_main, is_locked, has_macros, has_archive, bursts;
};

static bool is_archive_name(struct str name)
{
	static const char *const endings[] = { ".zip", ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst", ".iso", ".cab" };

	for (size_t i = 0; i < COUNT_OF(endings); i++) {
		struct str ending = str_from_c(endings[i]);

		if (name.n > ending.n && str_eq_nocase(str_sub(name, name.n - ending.n, SIZE_MAX), ending))
			return true;
	}
	return false;
}

/* manifest_add — what of META-INF/manifest.xml has come, until it says that parts are encrypted. */
static void manifest_add(struct parts *p, struct buf *manifest, struct str piece)
{
	buf_add(manifest, piece);
	p->is_locked |= str_find(buf_str(manifest), S("encryption-data")) != SIZE_MAX;
}

static bool read_part(struct parts *p, bool is_manifest)
{
	struct buf manifest = buf_new(p->a, MANIFEST_MAX);
	const void *piece;
	la_int64_t at;
	size_t n;
	int r;

	while ((r = archive_read_data_block(p->ar, &piece, &n, &at)) == ARCHIVE_OK) {
		p->unpacked += n;
		p->bursts |= p->unpacked > UNPACKED_MAX || (p->unpacked > SMALL && p->unpacked / TIGHTEST > p->bytes.n);
		if (p->bursts)
			return false;
		if (is_manifest)
			manifest_add(p, &manifest, (struct str){ piece, n });
	}
	return r == ARCHIVE_EOF;
}

static bool look_at_part(struct parts *p, struct archive_entry *entry)
{
	struct str name = str_from_c(archive_entry_pathname(entry));
	bool is_manifest = str_eq(name, S("META-INF/manifest.xml"));

	p->has_main |= str_eq(name, S("word/document.xml")) || str_eq(name, S("content.xml"));
	p->has_macros |= str_ends(name, S("vbaProject.bin"));
	p->has_archive |= is_archive_name(name);
	if (archive_entry_is_encrypted(entry)) {
		p->is_locked = true;
		return false;
	}
	return read_part(p, is_manifest);
}

static enum file_trouble trouble_of(const struct parts *p, bool whole)
{
	if (p->is_locked)
		return FILE_LOCKED;
	if (p->bursts || p->n > PARTS_MAX)
		return FILE_BURSTS;
	if (!whole || !p->has_main)
		return FILE_BROKEN;
	return p->has_macros ? FILE_MACROS : p->has_archive ? FILE_HIDES : FILE_FINE;
}

static enum file_trouble probe_archive(struct arena *a, struct str bytes)
{
	struct parts p = { .a = a, .ar = archive_read_new(), .bytes = bytes };
	struct archive_entry *entry;
	int r = ARCHIVE_FATAL;

	if (!ends_as_archive(bytes) || !str_starts(bytes, S("PK"))) {
		archive_read_free(p.ar);
		return FILE_HIDES;
	}
	if (p.ar && archive_read_support_format_zip_seekable(p.ar) == ARCHIVE_OK &&
	    archive_read_open_memory(p.ar, bytes.p, bytes.n) == ARCHIVE_OK)
		while ((r = archive_read_next_header(p.ar, &entry)) == ARCHIVE_OK && ++p.n <= PARTS_MAX)
			if (!look_at_part(&p, entry))
				break;
	archive_read_free(p.ar);
	return trouble_of(&p, r == ARCHIVE_EOF);
}

/* ---- Word before 2007, and what is wrapped as such ---- */

enum file_trouble file_probe_ole(struct str bytes)
{
	static const char package[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	enum { STREAM = 512, FLAGS = 0x0B };

	if (!str_starts(bytes, S("\xd0\xcf\x11\xe0")))
		return FILE_FINE;
	if (str_find(bytes, (struct str){ package, sizeof(package) }) != SIZE_MAX) /* .docx with a password */
		return FILE_LOCKED;
	/* The words of a .doc begin with 0xA5EC; a bit of its flags says that they are encrypted ([MS-DOC] 2.5.2). */
	if (bytes.n > STREAM + FLAGS && u16(bytes.p + STREAM) == 0xA5EC && (bytes.p[STREAM + FLAGS] & 1))
		return FILE_LOCKED;
	return FILE_FINE;
}

enum file_trouble file_probe(struct arena *a, struct str bytes, struct str type)
{
	if (str_eq(type, S("application/pdf")))
		return probe_pdf(bytes);
	if (str_starts(type, S("application/vnd.o")))
		return probe_archive(a, bytes);
	if (ends_as_archive(bytes))
		return FILE_HIDES;
	if (str_starts(bytes, S("\xd0\xcf\x11\xe0")))
		return file_probe_ole(bytes);
	if (str_starts(type, S("audio/")) || str_eq(type, S("video/mp4")) || str_eq(type, S("application/ogg")))
		return file_probe_sound(bytes);
	return FILE_FINE;
}

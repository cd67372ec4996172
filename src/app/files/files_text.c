/* files_text.c — the words of a Word, OpenDocument or text file, and what such a file says beside them.
 *
 * Pure: bytes in, words out; it runs shut in (files_read.c). Everything that can be read is: headings, tables, notes, comments,
 * headers, diagrams, charts, and what tracked changes have struck out, since whoever opens the file can read that too. A part of an
 * archive that is neither read nor known to have no words of anybody's is told of as a document inside it. XML is told by its
 * local names alone, whatever prefix a program gives them; a document type ends the reading, since such files have none.
 *
 * Sources: ECMA-376 part 1 (17 WordprocessingML), OpenDocument 1.3 part 3.
 */
#include "app/files/files_inside.h"

#include "base/text.h"

#include <archive.h>
#include <archive_entry.h>
#include <expat.h>
#include <fnmatch.h>

enum { PARTS_MAX = 3000, PART_MAX = 96 << 20, NAME_MAX = 120 };

struct reading {
	struct file_said *said;
	struct buf text;
	struct buf *name;        /* of its author, while that is read */
	struct buf author, changed_by;
	XML_Parser parser;
	size_t part;             /* bytes of the part being read */
	int in_text, skipped;    /* how deep in what has words, and in what has them twice */
	bool full, broken;
	enum part_kind {
		PART_OTHER,          /* nobody knows what is in it */
		PART_PLAIN,          /* nothing of anybody's: styles, settings, which part belongs to which */
		PART_PICTURE,
		PART_WORD,
		PART_CHART,
		PART_DATA,           /* all that stands in it: what fields of a form are filled from */
		PART_OPEN,
		PART_ABOUT, PART_OPEN_ABOUT,
	} kind;
};

/* ---- names of elements ---- */

static struct str local(const XML_Char *name)
{
	struct str s = str_from_c(name);
	size_t at = str_find_char(s, ':');

	return at == SIZE_MAX ? s : str_sub(s, at + 1, SIZE_MAX);
}

static bool is(struct str name, const char *what)
{
	return str_eq(name, str_from_c(what));
}

static void add(struct reading *r, struct str s)
{
	size_t room = FILE_TEXT_MAX - r->text.n;

	if (s.n <= room) {
		buf_add(&r->text, s);
		return;
	}
	while (room && ((unsigned char)s.p[room] & 0xC0) == 0x80) /* whole characters */
		room--;
	buf_add(&r->text, str_sub(s, 0, room));
	r->full = true;
}

/* ---- Word ---- */

/* Charts keep what stands at their axes as values, and newer ones as points. */
static bool has_words(const struct reading *r, struct str name)
{
	return is(name, "t") || is(name, "delText") || (r->kind == PART_CHART && (is(name, "v") || is(name, "pt")));
}

static void word_start(struct reading *r, struct str name)
{
	if (is(name, "Fallback")) /* the same drawing again, for older programs */
		r->skipped++;
	else if (has_words(r, name))
		r->in_text++;
	else if (is(name, "altChunk")) /* a whole document that Word puts in when it opens this one */
		r->said->warns |= 1 << FILE_WARN_INSIDE;
	else if (is(name, "tab"))
		add(r, S("\t"));
	else if (is(name, "br") || is(name, "cr"))
		add(r, S("\n"));
	else if (is(name, "noBreakHyphen"))
		add(r, S("-"));
	else if (is(name, "ins") || is(name, "del") || is(name, "moveFrom") || is(name, "moveTo"))
		r->said->warns |= 1 << FILE_WARN_CHANGES;
	else if (is(name, "comment"))
		r->said->warns |= 1 << FILE_WARN_COMMENTS;
}

static void word_end(struct reading *r, struct str name)
{
	if (is(name, "Fallback"))
		r->skipped--;
	else if (has_words(r, name)) {
		r->in_text--;
		if (r->kind == PART_CHART)
			add(r, S("\n"));
	} else if (is(name, "p") || is(name, "tr"))
		add(r, S("\n"));
	else if (is(name, "tc"))
		add(r, S("\t"));
	else if (is(name, "ins") || is(name, "del")) /* what stands on both sides of a change is not one word */
		add(r, S(" "));
}

/* ---- OpenDocument ---- */

static void open_start(struct reading *r, struct str name)
{
	if (is(name, "p") || is(name, "h"))
		r->in_text++;
	else if (is(name, "s"))
		add(r, S(" "));
	else if (is(name, "tab"))
		add(r, S("\t"));
	else if (is(name, "line-break"))
		add(r, S("\n"));
	else if (is(name, "tracked-changes"))
		r->said->warns |= 1 << FILE_WARN_CHANGES;
	else if (is(name, "annotation"))
		r->said->warns |= 1 << FILE_WARN_COMMENTS;
}

static void open_end(struct reading *r, struct str name)
{
	if (!is(name, "p") && !is(name, "h"))
		return;
	r->in_text--;
	add(r, S("\n"));
}

/* ---- any part ---- */

static void on_start(void *arg, const XML_Char *element, const XML_Char **attributes)
{
	struct reading *r = arg;
	struct str name = local(element);

	UNUSED(attributes);
	if (r->kind == PART_OPEN)
		open_start(r, name);
	else if (r->kind != PART_DATA)
		word_start(r, name);
	if (r->full)
		XML_StopParser(r->parser, XML_FALSE);
}

static void on_end(void *arg, const XML_Char *element)
{
	struct reading *r = arg;

	if (r->kind == PART_OPEN)
		open_end(r, local(element));
	else if (r->kind != PART_DATA)
		word_end(r, local(element));
	else if (!str_ends(buf_str(&r->text), S("\n")))
		add(r, S("\n"));
}

static void on_words(void *arg, const XML_Char *p, int n)
{
	struct reading *r = arg;

	if (r->kind == PART_DATA || (r->in_text > 0 && r->skipped <= 0))
		add(r, (struct str){ p, (size_t)n });
}

static void on_doctype(void *arg, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal)
{
	struct reading *r = arg;

	UNUSED(name);
	UNUSED(system);
	UNUSED(public);
	UNUSED(internal);
	r->broken = true;
	XML_StopParser(r->parser, XML_FALSE);
}

/* ---- who wrote it ---- */

static void about_start(void *arg, const XML_Char *element, const XML_Char **attributes)
{
	struct reading *r = arg;
	struct str name = local(element);

	UNUSED(attributes);
	r->name = is(name, "creator") ? (r->kind == PART_OPEN_ABOUT ? &r->changed_by : &r->author)
	          : is(name, "initial-creator") ? &r->author : is(name, "lastModifiedBy") ? &r->changed_by : NULL;
}

static void about_end(void *arg, const XML_Char *element)
{
	struct reading *r = arg;

	UNUSED(element);
	r->name = NULL;
}

static void about_words(void *arg, const XML_Char *p, int n)
{
	struct reading *r = arg;

	if (r->name && r->name->n + (size_t)n <= NAME_MAX)
		buf_add(r->name, (struct str){ p, (size_t)n });
}

/* ---- parts of the archive ---- */

static void feed(struct reading *r, struct archive *ar)
{
	bool about = r->kind == PART_ABOUT || r->kind == PART_OPEN_ABOUT;
	const void *piece;
	la_int64_t at;
	size_t n;
	int got;

	r->parser = XML_ParserCreate(NULL);
	if (!r->parser) {
		r->broken = true;
		return;
	}
	r->part = 0;
	r->in_text = r->skipped = 0;
	XML_SetUserData(r->parser, r);
	XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
	XML_SetElementHandler(r->parser, about ? about_start : on_start, about ? about_end : on_end);
	XML_SetCharacterDataHandler(r->parser, about ? about_words : on_words);
	while ((got = archive_read_data_block(ar, &piece, &n, &at)) == ARCHIVE_OK && !r->full && !r->broken) {
		if ((r->part += n) > PART_MAX || XML_Parse(r->parser, piece, (int)n, 0) != XML_STATUS_OK)
			r->broken |= !r->full;
	}
	if (got == ARCHIVE_EOF && !r->full && !r->broken && XML_Parse(r->parser, "", 0, 1) != XML_STATUS_OK)
		r->broken = true;
	XML_ParserFree(r->parser);
}

/* Where each part belongs: the first that fits. A star stands for anything but a slash. */
static const struct {
	const char *name;
	enum part_kind kind;
} parts_known[] = {
	{ "word/media/*", PART_PICTURE }, { "media/*", PART_PICTURE }, { "Pictures/*", PART_PICTURE },
	{ "ObjectReplacements/*", PART_PICTURE }, { "word/theme/media/*", PART_PICTURE },
	{ "docProps/core.xml", PART_ABOUT }, { "meta.xml", PART_OPEN_ABOUT }, { "content.xml", PART_OPEN }, { "styles.xml", PART_OPEN },
	{ "word/document*.xml", PART_WORD }, { "word/footnotes*.xml", PART_WORD }, { "word/endnotes*.xml", PART_WORD },
	{ "word/comments*.xml", PART_WORD }, { "word/header*.xml", PART_WORD }, { "word/footer*.xml", PART_WORD },
	{ "word/glossary/document*.xml", PART_WORD }, { "word/diagrams/data*.xml", PART_WORD },
	{ "word/diagrams/drawing*.xml", PART_WORD }, { "word/drawings/drawing*.xml", PART_WORD },
	{ "word/charts/chart*.xml", PART_CHART }, { "customXml/itemProps*.xml", PART_PLAIN }, { "customXml/item*.xml", PART_DATA },
	{ "[[]Content_Types].xml", PART_PLAIN }, { "_rels/.rels", PART_PLAIN }, { "*/_rels/*.rels", PART_PLAIN },
	{ "word/*/_rels/*.rels", PART_PLAIN }, { "docProps/*.xml", PART_PLAIN }, { "docProps/thumbnail.*", PART_PLAIN },
	{ "docMetadata/LabelInfo.xml", PART_PLAIN }, { "word/diagrams/layout*.xml", PART_PLAIN },
	{ "word/diagrams/quickStyle*.xml", PART_PLAIN }, { "word/diagrams/colors*.xml", PART_PLAIN },
	{ "word/charts/style*.xml", PART_PLAIN }, { "word/charts/colors*.xml", PART_PLAIN }, { "word/theme/theme*.xml", PART_PLAIN },
	{ "word/fonts/*", PART_PLAIN }, { "word/styles*.xml", PART_PLAIN }, { "word/settings*.xml", PART_PLAIN },
	{ "word/webSettings*.xml", PART_PLAIN }, { "word/fontTable*.xml", PART_PLAIN }, { "word/numbering*.xml", PART_PLAIN },
	{ "word/people*.xml", PART_PLAIN }, { "word/intelligence*.xml", PART_PLAIN }, { "word/printerSettings/*", PART_PLAIN },
	{ "word/glossary/styles*.xml", PART_PLAIN }, { "word/glossary/settings*.xml", PART_PLAIN },
	{ "word/glossary/webSettings*.xml", PART_PLAIN }, { "word/glossary/fontTable*.xml", PART_PLAIN },
	{ "word/glossary/numbering*.xml", PART_PLAIN }, { "mimetype", PART_PLAIN }, { "META-INF/*", PART_PLAIN },
	{ "manifest.rdf", PART_PLAIN }, { "settings.xml", PART_PLAIN }, { "layout-cache", PART_PLAIN }, { "Thumbnails/*", PART_PLAIN },
	{ "Configurations2/*", PART_PLAIN }, { "Configurations2/*/*", PART_PLAIN }, { "Configurations2/*/*/*", PART_PLAIN },
	{ "Fonts/*", PART_PLAIN },
};

static enum part_kind kind_of_part(const char *name)
{
	if (str_ends(str_from_c(name), S("/"))) /* a folder */
		return PART_PLAIN;
	for (size_t i = 0; i < COUNT_OF(parts_known); i++)
		if (fnmatch(parts_known[i].name, name, FNM_PATHNAME) == 0)
			return parts_known[i].kind;
	return PART_OTHER;
}

static void part(struct reading *r, struct archive *ar, const char *name)
{
	r->kind = name ? kind_of_part(name) : PART_OTHER;
	if (r->kind == PART_PICTURE)
		r->said->warns |= 1 << FILE_WARN_PICTURES;
	else if (r->kind == PART_OTHER)
		r->said->warns |= 1 << FILE_WARN_INSIDE;
	else if (r->kind != PART_PLAIN)
		feed(r, ar);
}

static enum rc read_archive(struct arena *a, struct str bytes, struct reading *r)
{
	struct archive *ar = archive_read_new();
	struct archive_entry *entry;
	int parts = 0;

	UNUSED(a);
	if (!ar || archive_read_support_format_zip_seekable(ar) != ARCHIVE_OK || archive_read_open_memory(ar, bytes.p, bytes.n) != ARCHIVE_OK) {
		archive_read_free(ar);
		return INVALID;
	}
	while (archive_read_next_header(ar, &entry) == ARCHIVE_OK && parts++ < PARTS_MAX && !r->broken)
		part(r, ar, archive_entry_pathname(entry));
	archive_read_free(ar);
	return r->broken ? INVALID : OK;
}

/* ---- plain text ---- */

static void add_character(struct reading *r, uint32_t c)
{
	char p[4]; /* bounded: one character */

	add(r, (struct str){ p, utf8_put(p, c) });
}

/* Windows writes two bytes a character with a mark before them; surrogates are left out. */
static void read_wide(struct reading *r, struct str bytes, bool big)
{
	for (size_t i = 2; i + 1 < bytes.n && !r->full; i += 2) {
		unsigned hi = (unsigned char)bytes.p[i + !big], lo = (unsigned char)bytes.p[i + big], c = hi << 8 | lo;

		if (c && (c < 0xD800 || c > 0xDFFF))
			add_character(r, c);
	}
}

static void read_plain(struct reading *r, struct str bytes)
{
	if (str_starts(bytes, S("\xff\xfe")))
		read_wide(r, bytes, false);
	else if (str_starts(bytes, S("\xfe\xff")))
		read_wide(r, bytes, true);
	else if (utf8_valid(bytes))
		add(r, str_starts(bytes, S("\xef\xbb\xbf")) ? str_sub(bytes, 3, SIZE_MAX) : bytes);
	else
		for (size_t i = 0; i < bytes.n && !r->full; i++) /* Latin-1, more or less */
			add_character(r, (unsigned char)bytes.p[i]);
}

/* ---- all ---- */

bool file_has_words(struct str text)
{
	size_t letters = 0;

	for (size_t i = 0; i < text.n && letters < 3; i++)
		letters += (text.p[i] | 0x20) >= 'a' && (text.p[i] | 0x20) <= 'z' ? 1 : (unsigned char)text.p[i] >= 0xC3;
	return letters >= 3;
}

enum rc file_text(struct arena *a, struct str bytes, struct str type, struct file_said *ret)
{
	struct file_said said = { .state = FILE_TEXT_NONE };
	struct reading r = { .said = &said, .text = buf_new(a, FILE_TEXT_MAX + 4), .author = buf_new(a, NAME_MAX + 4),
		             .changed_by = buf_new(a, NAME_MAX + 4) };
	enum rc rc = OK;

	if (str_eq(type, S("text/plain")))
		read_plain(&r, bytes);
	else if (str_starts(type, S("application/vnd.o")))
		rc = read_archive(a, bytes, &r);
	if (rc != OK)
		return rc;
	said.text = str_trim(text_clean(a, buf_str(&r.text)));
	said.author = str_trim(text_clean(a, buf_str(&r.author)));
	said.changed_by = str_trim(text_clean(a, buf_str(&r.changed_by)));
	said.more = r.full;
	said.state = file_has_words(said.text) ? FILE_TEXT_READ : FILE_TEXT_NONE;
	*ret = said;
	return OK;
}

/* files_inside.h — shared by the files of this feature: what kinds of file are kept, what the bytes are, where they live. */
#ifndef APP_FILES_FILES_INSIDE_H
#define APP_FILES_FILES_INSIDE_H

#include "app/files/files.h"

enum { FILE_BYTES_MAX = 25 << 20, FILES_MAX = 20, FILE_NAME_MAX = 150 };

/* One ending that is kept, and what the bytes of such a file may be. */
struct file_kind {
	const char *ending;      /* without the dot, small letters; NULL: kept once and no longer, what is there is still named */
	const char *type;        /* what it is served as */
	enum word says;          /* "PDF" */
	const char *bytes[8];    /* types libmagic may give for it */
};
/* file_kind_of_name — by the ending; NULL when no such file is kept. */
const struct file_kind *file_kind_of_name(struct str name);
/* file_kind_fits — are bytes of this type what the ending says? */
bool file_kind_fits(const struct file_kind *kind, struct str type);
/* file_type_word — "PDF", "Word" … for a stored type; 0 for none. */
enum word file_type_word(struct str type);

/* What is wrong with a file that is of a kind we keep. */
enum file_trouble {
	FILE_FINE,
	FILE_LOCKED,             /* with a password */
	FILE_BURSTS,             /* packed so tightly, or of so many parts, that it is meant to choke its reader */
	FILE_HIDES,              /* another file before, behind or in it */
	FILE_MACROS,             /* has a program in it */
	FILE_PIXELS,             /* a picture with too many */
	FILE_LONG,               /* a recording over ten minutes */
	FILE_FILM,               /* a recording with pictures */
	FILE_BROKEN,
};
/* file_trouble_word — the sentence that names the file ({name}) and what to do; 0 for FILE_FINE. */
enum word file_trouble_word(enum file_trouble trouble);
/* file_refused_word — the same for an ending that is not kept: some have a better answer than others. */
enum word file_refused_word(struct str name);

/* file_look — what libmagic says a file's bytes are, and what is wrong with them, asked in a child (web/child.h) within `ms`.
 * Errors as child_run; NOT_FOUND when the file can't be opened. */
enum rc file_look(struct arena *a, struct str path, int ms, struct str *ret_type, enum file_trouble *ret_trouble);
/* file_probe — the trouble alone, of bytes of that type. file_probe_sound — of a recording. Pure; slow for large archives. */
enum file_trouble file_probe(struct arena *a, struct str bytes, struct str type);
enum file_trouble file_probe_ole(struct str bytes);
enum file_trouble file_probe_sound(struct str bytes);
/* file_redraw — puts a picture drawn again in the place of the upload's bytes, with its new size and hash; with a trouble
 * those are left alone. Errors as child_run, NO_SPACE. */
enum rc file_redraw(struct arena *a, struct upload *u, int ms, enum file_trouble *ret_trouble);

/* files_look — looks at cx->uploads and puts the bytes of what is good where they stay, with no transaction open: it takes a while.
 * files_give — gives that rows, in a write transaction, in which the piece is loaded and its rule asked again. What was refused is in
 * cx->err. */
struct adding;
enum rc files_look(struct ctx *cx, struct adding **ret);
enum rc files_give(struct ctx *cx, const struct adding *files, size_t *ret_kept);
/* files_taken_here — INVALID, with the reason in cx->err, for a kind of piece that has no files. */
enum rc files_taken_here(struct ctx *cx);

/* ---- what files say ---- */

enum {
	FILE_READ_TRIES = 3,         /* as migrations/0030-files.sql has it */
	FILE_TEXT_MAX = 300 * 1000,  /* bytes; what is longer is read so far, and its writer asked to look at the rest */
	FILE_SEARCH_MAX = 20 * 1000, /* characters; a search over all files of an induction reads so much of each, folded */
};

struct file_said {
	enum file_text_state state;
	int warns;               /* a bit for each enum file_warning */
	bool more;               /* there is more than was read */
	struct str text, author, changed_by;
};
/* file_text — the words of a Word, OpenDocument or text file. INVALID when it is broken. Pure; memory from the arena. */
enum rc file_text(struct arena *a, struct str bytes, struct str type, struct file_said *ret);
/* file_has_words — are there letters in it at all? */
bool file_has_words(struct str text);

/* file_notes — sentences about what a file holds beside its words, and about whom it names as its author. */
struct file_notes file_notes(struct ctx *cx, int64_t warns, bool more, struct str author, struct str changed_by);

/* ---- where content lives: DIR/ab/cd/<sha-256 as hex> ---- */

struct str content_path(struct arena *a, const struct settings *s, struct str hash);
/* content_keep — moves an upload there, durably; u->path names the new place, so that doing it again is harmless.
 * NO_SPACE or FAULT. */
enum rc content_keep(struct arena *a, const struct settings *s, struct upload *u);
/* content_is_at — has an earlier try of this request moved it there? */
bool content_is_at(struct arena *a, const struct settings *s, const struct upload *u);
/* content_is_there — with exactly this many bytes? */
bool content_is_there(struct arena *a, const struct settings *s, struct str hash, uint64_t size);
/* content_open — a descriptor for reading, or -1. */
int content_open(struct arena *a, const struct settings *s, struct str hash, uint64_t *ret_size);

#endif

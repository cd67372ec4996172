/* files.h — files on a piece of evidence: up to 20 of 25 MB, kept by content, looked at before anybody opens them.
 *
 * The bytes live outside the database (settings: files), named by their SHA-256; rows say which piece shows them. A file
 * is of a kind we keep when its ending and its bytes say the same (files_kind.c); bytes are only ever looked at in a child
 * that is shut in. Until the malware scan is done a file is there but can't be opened; a file that is found to be bad
 * stays listed as refused and its bytes are deleted.
 *
 * Files are added and removed on a page of their own, /evidence/:evidence/files, so that an upload can never cost the
 * words on the page where a piece is written. Adding one changes no version of the piece, so those words can be saved
 * afterwards.
 */
#ifndef APP_FILES_FILES_H
#define APP_FILES_FILES_H

#include "app/objects.h"
#include "web/jobs.h"

handler_fn files_show, files_add, file_download, file_remove, file_looked_at, upload_begin, upload_piece, upload_end, upload_refused;
extern const struct form upload_form, upload_piece_form;
/* may_open_file — who may ask for a file: as may_read_file, but one that is still being checked is explained. */
rule_fn may_open_file;

/* One file as it is shown. */
struct file_view {
	struct uuid id;
	struct str name, type;   /* media type */
	int64_t size;
	enum scan_state scan;
	instant added;
	struct str says;         /* "PDF, 84 KB" */
	struct url open, remove;
	bool ready, waiting, refused;
	/* What the privacy check makes of it. `reading`: it has not been read yet. `unread`: nothing in it can be. `ask`: some or all
	 * of it wants somebody to look; `looked`: they have. */
	bool reading, unread, ask, looked, needs_look;
	struct date looked_on;
	struct url look;
	struct file_notes {
		struct file_note {
			struct str says;
		} *v;
		size_t n;
	} notes;                 /* what it holds that a reader would not expect, and what to do */
};
struct file_views {
	struct file_view *v;
	size_t n;
};
/* files_of — the files of a piece that are not removed, oldest first; the piece must have been allowed by its rule. An
 * empty list when the database fails, which the request then notices. */
struct file_views files_of(struct ctx *cx, int64_t evidence);
/* files_section — the list of cx->evidence's files for another page, and with may_change the way to the page where they
 * are added and removed. Has no form and no heading, so it may stand inside a form: leaving that page keeps what was typed
 * because the link opens beside it. Empty when there is nothing to show. */
struct html files_section(struct ctx *cx, bool may_change);
/* files_words — adds what the files of the loaded piece are called and what they say, for the privacy check (evidence_written). What
 * one says stands under FILE_WORDS and its id, labelled with its name: files_is_of, and nobody changes it here. Its name without its
 * ending, with spaces for underlines, stands under FILE_NAMES and its id: files_is_name, its writer's own words.
 * file_rename — such a name becomes `text`, and the ending stays. NOT_FOUND for a file that is not there any more. */
#define FILE_WORDS "files."
#define FILE_NAMES "file_names."
struct piece_words;
enum rc files_words(struct ctx *cx, struct piece_words *to);
bool files_is_of(struct str name);
bool files_is_name(struct str name);
enum rc file_rename(struct ctx *cx, struct str name, struct str text);
/* files_unchecked — of a piece: files that nobody has read yet, and such as its writer has yet to look at. */
struct files_unchecked {
	size_t waiting, to_look_at;
};
struct files_unchecked files_unchecked(struct ctx *cx, int64_t evidence);
/* files_checks — a section of the page of the check: each file, what it holds, and "I have looked". `then` is passed on. */
struct html files_checks(struct ctx *cx, struct str then);
/* file_size_words — "84 KB". */
struct str file_size_words(struct ctx *cx, int64_t bytes);
/* files_json — the list as a JSON array, into an open document behind its key. */
void files_json(struct json_out *j, const struct file_views *files);

/* files_verify — are the bytes of every file there, as many as were kept? Calls on_missing for each that is not, until it
 * returns false. *ret_checked counts contents. In a read transaction. */
struct missing_file {
	struct uuid file, evidence;
	struct str hash;
	bool is_there; /* with another size */
};
enum rc files_verify(struct ctx *cx, bool (*on_missing)(void *arg, const struct missing_file *f), void *arg,
                     int64_t *ret_checked);

/* files_scan — JOB_SCAN, for one content (payload: its hash as hex): asks clamd, or takes the bytes away when no file shows
 * them any more. What nobody ever finished sending is web/sweep.h's. files_scan_later — when it was given up: begins again,
 * since a file must not wait for ever. */
job_fn files_scan, files_scan_later;
/* files_draw_here, files_read_pdf_here — can this machine draw pictures again, and read PDFs? Each runs what does it. */
bool files_draw_here(struct arena *a);
bool files_read_pdf_here(struct arena *a);
/* files_read — JOB_FILES_READ and JOB_FILES_UNREAD: what the files say, of all that may be opened and were not read yet. */
job_fn files_read;

#endif

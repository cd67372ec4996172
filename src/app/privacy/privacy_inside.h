/* privacy_inside.h — shared by the files of this feature: what was found in a piece, and what has been answered. */
#ifndef APP_PRIVACY_PRIVACY_INSIDE_H
#define APP_PRIVACY_PRIVACY_INSIDE_H

#include "app/privacy/privacy.h"

#include "app/files/files.h"
#include "rules/evidence.h"
#include "rules/privacy.h"

#include "privacy.sql.h"

struct privacy_state {
	struct piece_words words;
	struct privacy_findings found;
	struct privacy_kept_of_rows kept;
	int *kept_at;            /* by finding: index in `kept`, -1 while it is open */
	int jigsaw_kept_at;
	bool jigsaw_open;
	size_t open, answered;   /* open: files that wait, or want to be looked at, too */
	struct files_unchecked files;
};
/* in_file — does this text stand in a file? Nothing is changed there: the file is replaced, or comes off. */
bool in_file(const struct privacy_state *s, size_t text);
/* state_of — checks these words. state_of_piece — the loaded piece. */
enum rc state_of(struct ctx *cx, int64_t evidence, const struct piece_words *words, struct privacy_state *ret);
enum rc state_of_piece(struct ctx *cx, struct privacy_state *ret);
/* may_stay — may this be kept with a reason? Not what a reader pointed at, whatever its class. first_class — of a hold's bits. */
bool may_stay(const struct privacy_finding *f);
enum privacy_class first_class(int64_t classes);
/* classes_found — a bit for each class of everything that was found. */
int64_t classes_found(const struct privacy_state *s);
/* found_text — what was found. instead_of — what could stand there. jigsaw_text — all details together. */
struct str found_text(const struct privacy_state *s, const struct privacy_finding *f);
struct str instead_of(struct ctx *cx, const struct privacy_state *s, const struct privacy_finding *f);
struct str jigsaw_text(struct ctx *cx, const struct privacy_state *s);
enum word class_word(enum privacy_class c);   /* "Person’s name" */
enum word class_why(enum privacy_class c);    /* why it matters */
/* state_json — version, findings and places, into the open object. */
void state_json(struct ctx *cx, struct json_out *j, const struct privacy_state *s);
enum rc draw_privacy(struct ctx *cx);

enum { DO_SWAP = 1, DO_SWAP_ALL, DO_KEEP, DO_UNDO, DO_SHARE, DO_SUBMIT, DO_SAVE };
struct privacy_typed {
	int act, reason;
	int64_t finding;         /* number on the page, from 1; behind the last: details that are found together */
	struct str instead, why, then;
};
struct send_back_typed {
	struct str_list what;    /* keys of classes */
	struct str words;        /* as they stand in the piece, one a line */
	bool in_file;
};

#endif

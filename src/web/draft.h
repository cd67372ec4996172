/* draft.h — words being typed, kept on the server: one row a person, form, object and browser tab.
 *
 * A form gets it by one word in its table, `.autosave = true`. Its page then carries a hidden field `tab`, a script posts it to
 * its own address with ?keep=1 while it is typed in, and the lifecycle does the rest: keeps it (draft_typed), also when
 * the session has ended meanwhile, puts it back into the boxes when the page is opened again (form_view), and forgets it when
 * the form has gone through (draft_done). A page that lets one choose among what was kept says `.offers_drafts` too.
 * Buttons beside it that take no words are drawn with a copy of the form that is `.part_of` it without `.autosave`: they carry no
 * tab. Which forms with text keep nothing, and why: tests/unit/test_draft.c.
 *
 * Nothing is overwritten: a page that was opened again writes under a tab of its own. What it began from goes only once this
 * one holds it, and only if nobody has gone on writing there. What differs, on the server or in another tab, is shown beside
 * what is in the boxes. Drafts are forgotten DRAFT_DAYS after they were last written.
 */
#ifndef WEB_DRAFT_H
#define WEB_DRAFT_H

#include "web/web.h"

struct drawing;

enum { DRAFTS_A_PERSON = 50, DRAFT_TAB_MAX = 64, DRAFT_DAYS = 90 };

/* What a draft is filed under: the address its form posts to, as its route has it (parameters behind the first as they are),
 * and what the first parameter names. */
struct draft_key {
	struct str form;
	struct uuid object;
};
/* draft_key_of — of a route and this request's parameters. */
struct draft_key draft_key_of(struct ctx *cx, const struct route *route);

/* draft_keep — stores what a tab holds now; the last save of a tab wins, other tabs keep theirs. A person keeps at most
 * DRAFTS_A_PERSON: beyond that the oldest of the same form and object go first, then the oldest of all, never the one that
 * is being written. No event, no version. In a write transaction. */
enum rc draft_keep(struct ctx *cx, int64_t person, struct str form, struct uuid object, struct str tab, struct str body);
/* draft_tab_new — what a page that is opened calls itself, so that its drafts are told from those of another. */
struct str draft_tab_new(struct arena *a);
/* draft_is_asked — this posting is a form being typed in, not one being sent. */
bool draft_is_asked(const struct ctx *cx);
/* draft_typed — keeps it, and answers with the time. INVALID without a tab. */
enum rc draft_typed(struct ctx *cx, const struct values *typed);
/* reply_saved — answers such a posting: when it was kept. */
enum rc reply_saved(struct ctx *cx);
/* draft_done — what this tab had been keeping is in the record now; so is what it had been begun from. */
enum rc draft_done(struct ctx *cx, const struct values *sent);

/* draft_values — what a tab kept, to be gone on with: without its tab, with where it comes from (`tab_from`). NULL when it
 * can't be read. */
struct values *draft_values(struct ctx *cx, struct str body, struct str tab, instant saved_at);

/* What was kept of a form, for its page. */
struct draft_look {
	const struct values *typed; /* for the boxes; NULL for nothing */
	struct str when;            /* it was kept */
	struct html says;           /* that it is back, and what else was kept, side by side; or nothing */
};
/* draft_look — of the form that `d` is about to draw: the newest, or the one asked for with ?draft=TAB (?draft=none for
 * none). A draft that says what is stored already is nothing. `version` is the stored one's, -1 for none. */
enum rc draft_look(const struct drawing *d, int64_t version, struct draft_look *ret);
/* draft_look_alone — the same for a page that draws its boxes itself: it shows `typed` and `says`, and sends `tab_from` on. */
enum rc draft_look_alone(struct ctx *cx, const struct form *form, struct draft_look *ret);
/* draft_look_of — the same where the form is filed under another object than the page is of: a page with one of them for each of
 * several. drafts_kept_of — those objects of which this person has kept anything in that form, so that the others need not be
 * asked. */
enum rc draft_look_of(struct ctx *cx, const struct form *form, struct uuid object, struct draft_look *ret);
struct draft_objects {
	const struct uuid *v;
	size_t n;
};
enum rc drafts_kept_of(struct ctx *cx, const struct form *form, struct draft_objects *ret);
/* drafts_kept_each — on a page that has one form several times, each with a tab of its own: everything kept of it under the page's
 * object, the newest first; nothing with ?draft=none. Which belongs to which of them, the page knows by what it put into them. */
struct draft_one {
	const struct values *typed;
	struct html says;           /* that it is back */
};
struct draft_ones {
	struct draft_one *v;
	size_t n;
};
enum rc drafts_kept_each(struct ctx *cx, const struct form *form, struct draft_ones *ret);
/* draft_stale — the posting was refused because somebody saved in between: what was typed beside what is kept now. */
struct html draft_stale(const struct drawing *d);

#endif

/* outsider.h — asking somebody who has no account: a professional for feedback, a family, an observer. One link, one form, once.
 *
 * The asker's side (ask_*.c) makes, mails, shows and revokes links; the giver's side (give*.c) is all there is behind one:
 * no cookie, no menu, no referrer, the same page for a link that is unknown, over or revoked. A link is a random token kept
 * as its hash; a new one ends the one before it. What was sent comes to the piece it was asked for, except a family's: that
 * lies in ask_answer, read by nobody, until the programme's number of families has answered and it has rested
 * (family_release), so that nobody can tell whose is whose.
 */
#ifndef APP_OUTSIDER_OUTSIDER_H
#define APP_OUTSIDER_OUTSIDER_H

#include "app/objects.h"
#include "rules/asks.h"
#include "web/jobs.h"
#include "web/paper.h"

struct ask {
	int64_t id;
	struct uuid uuid;
	enum ask_kind kind;
	struct uuid induction_uuid;
	int64_t evidence;            /* the piece; DB_NULL_INT for none yet */
	int64_t form;                /* whose questions it asks; DB_NULL_INT: Cairn's */
	struct uuid evidence_uuid;
	int64_t asked_by;
	struct str asker;            /* their name */
	enum role asked_as;
	struct str name, address, about;
	int days;
	bool by_mail;
	int64_t sends, version;
	instant created, sent_at, expires, opened_at, reminded_at, done_at, revoked_at, deleted_at, draft_at;
	struct str draft;
	struct str send_key, code_hash; /* 32 bytes, or empty */
	struct str given_name, given_role, given_organisation;
	/* a family's */
	enum family_member of;
	struct str language;
	bool right_to_left;
	instant confirmed_at, declined_at, released_at;
	struct ask_facts facts;
	enum ask_state state;
	bool held;                   /* its piece is held back: what it is about is the ECSW's alone */
};
struct observation {
	int64_t evidence;
	struct uuid uuid;
	int64_t form;                /* whose questions its observer is asked; DB_NULL_INT: Cairn's */
	struct str focus, looks;     /* looks: what its observer can tick, a line each; empty for nothing */
	int64_t planned_by;
	instant planned_at;
	int64_t observer;            /* DB_NULL_INT: somebody without an account */
	struct str observer_name;
	enum role observer_role;
	instant given_at, agreed_at, cancelled_at;
	struct str given_by;
	bool agrees;
	struct str agreed_words;
	enum cancelled_why cancelled_why;
	int64_t version;
	struct observation_stands stands;
};

/* ask_load — by id; NOT_FOUND. The induction and its facts are loaded by whoever calls (app/objects.c). */
enum rc ask_load(struct ctx *cx, struct uuid id, const struct ask **ret);
enum rc observation_load(struct ctx *cx, struct uuid id, const struct observation **ret, struct uuid *ret_evidence);
/* observation_facts_now — fills `stands` once the piece is loaded (cx->evidence). */
void observation_stands_now(struct ctx *cx, struct observation *o);

/* the asker's side */
handler_fn asks_list, ask_new, ask_create, ask_create_again, ask_show, ask_link, ask_mail, ask_revoke;
handler_fn ask_words_show, ask_words_save, ask_confirm_show, ask_confirm, ask_decline;
extern const struct form ask_form, ask_words_form, ask_confirm_form, ask_days_form;
/* the giver's side */
handler_fn give_show, give_send, give_again, give_keep, give_delete;
extern const struct form give_form, give_delete_form;
/* direct observation */
handler_fn observations_own, observation_new, observation_create, observation_create_again, observation_show;
handler_fn observation_watch, observation_give, observation_give_again, observation_answer, observation_cancel;
extern const struct form observation_form, observation_give_form, observation_answer_form, observation_cancel_form;

/* asks_end_with_piece — the loaded piece is withdrawn, or what it was to be is not to be: links that nobody has used end with it, each
 * with its event. What has been answered stays. In a write transaction. */
enum rc asks_end_with_piece(struct ctx *cx);

/* observations_owed — a section of an ECSW's first screen (cx->induction is loaded): what an observer gave and they have not answered.
 * Nothing when there is nothing. */
enum rc observations_owed(struct ctx *cx, struct html *ret);
/* outsider_owed — a section of the first screen: families that wait for the supervisor's word, observations that wait to be watched,
 * straight to the page to write on, each with how long. Nothing when there is nothing. */
enum rc outsider_owed(struct ctx *cx, struct html *ret);

/* observer_gone — somebody's part in an induction ends the day before `from`: observations they were to watch on that day or later
 * go to whoever has the part then, or are cancelled where nobody has; all concerned are told. In a write transaction that holds the
 * induction, after the part was ended and any other begun. */
struct observer_gone {
	int64_t induction, person;
	enum role role;
	struct date from;
};
enum rc observer_gone(struct ctx *cx, const struct observer_gone *g);

/* asks_job — reminders, what families said that may be released, and what is over forgotten. */
job_fn asks_job;

/* outsider_demo — for the demonstration, for one ECSW: a family that may not be asked yet; or what families said, some of it
 * released and some held; or professionals and observers. In a write transaction; cx->now is the demo's present. */
enum outsider_demo { OUTSIDER_DEMO_PROPOSED, OUTSIDER_DEMO_FAMILIES, OUTSIDER_DEMO_ASKED };
enum rc outsider_demo(struct ctx *cx, struct uuid induction, enum outsider_demo which, int64_t supervisor);

/* outsider_words — adds what others put into the loaded piece, for the privacy check (evidence_written). outsider_rewrite — one of
 * them becomes `text`; NOT_FOUND for a name that is none of them. */
struct piece_words;
enum rc outsider_words(struct ctx *cx, struct piece_words *to);
enum rc outsider_rewrite(struct ctx *cx, struct str name, struct str text);

/* outsider_section — on the page of the loaded piece: what somebody without an account said for it, what families said, and
 * where an observation stands. Empty for none. */
enum rc outsider_section(struct ctx *cx, struct html *ret);
/* outsider_paper — the same on paper. */
enum rc outsider_paper(struct ctx *cx, struct paper *paper);

#endif

/* asks.h — asking somebody without an account: how long a link lives, what can be done with it, when what families said is
 * released, and where a direct observation stands.
 *
 *     state = ask_state_of(&(struct ask_facts){ .sent_at = …, .expires = …, .now = now });
 *     if (ask_may_send(&facts)) …
 *
 * A link is good until it expires, is revoked, or has been used; one that was opened in time may still be sent for seven
 * days. What has been sent can only be deleted, with the code its giver was shown.
 */
#ifndef RULES_ASKS_H
#define RULES_ASKS_H

#include "base/time.h"
#include "rules/words.h"

enum {
	ASK_DAYS = 14, ASK_DAYS_MIN = 1, ASK_DAYS_MAX = 60, /* a link's life, adjustable by the asker within bounds */
	ASK_SEND_DAYS = 7,    /* opened in time, it may be sent this long after its end */
	ASK_DELETE_DAYS = 30, /* what was sent can be deleted this long */
	ASK_REMIND_DAYS = 5,  /* a mailed one that is not answered is reminded of once, so long before it ends */
	ASKS_OPEN_MAX = 12,   /* of one induction at a time */
	ASKS_A_DAY_MAX = 20,  /* made for one induction in a day */
	ASK_SENDS_MAX = 8,    /* links of one request, shown or mailed */
	ASK_LINKS_A_DAY_MAX = 40, /* links one person makes in a day, for whomever */
};

/* Instants are DB_NULL_INT's value (INT64_MIN) for never. */
#define ASK_NEVER INT64_MIN
struct ask_facts {
	enum ask_kind kind;
	instant confirmed_at;   /* of a family: the supervisor has */
	instant declined_at;    /* of a family: the supervisor said no */
	instant sent_at, expires, opened_at, done_at, revoked_at, deleted_at;
	bool piece_stands;      /* the assessor has given a view of the piece: nothing more is taken for it */
	instant now;
};
enum ask_state {
	ASK_PROPOSED = 0, /* a family's: with the supervisor */
	ASK_READY = 1,    /* may be sent; no link is out */
	ASK_SENT = 2, ASK_OPENED = 3, ASK_DONE = 4, ASK_EXPIRED = 5, ASK_REVOKED = 6, ASK_DELETED = 7, ASK_DECLINED = 8,
	ASK_STATE_END,
};
extern const struct key_list ask_states;

enum ask_state ask_state_of(const struct ask_facts *f);
/* ask_may_send — will what is sent by this link be taken? Also whether its page may be shown to be filled in. */
bool ask_may_send(const struct ask_facts *f);
/* ask_may_delete — can its giver take back what was sent? A professional's and an observer's words stand once the assessor has
 * given a view on the piece they are part of; a family's may go, released or not. */
bool ask_may_delete(const struct ask_facts *f);
/* ask_may_link — may a (new) link be made? It ends the one before it. A family gets one link and never another: a new one would show
 * whoever makes it that the first was used, and take the way to delete from whoever used it. */
bool ask_may_link(const struct ask_facts *f);
/* ask_is_over — nothing of it can be changed any more by those who asked; of a family's, as far as they may know. */
bool ask_is_over(const struct ask_facts *f);
/* ask_reminds — is it time for the one reminder? Of those that were mailed. */
bool ask_reminds(const struct ask_facts *f, instant reminded_at);
/* ask_shown_to — the state as people of the house see it. Of a family's nobody sees whether or when it was opened or
 * answered: it is out, and later it is over. */
enum ask_state ask_shown(const struct ask_facts *f);

/* ask_code — two words and a number between them from 32 bytes: "heron 48 lamp". */
struct str ask_code(struct arena *a, const uint8_t bytes[32]);
/* ask_code_folded — as it is compared: lower case, single spaces. */
struct str ask_code_folded(struct arena *a, struct str typed);

/* ---- what families said ---- */

enum { FAMILY_LEAST_MIN = 2, FAMILY_LEAST = 3, FAMILY_REST_DAYS = 7 };
/* family_may_release — `held` answers of one ECSW that nobody has read, the newest sent at `newest`: are there as many as the
 * programme asks for, and have they lain a while, so that nobody can tell from the day whose was the last? */
bool family_may_release(int held, int least, instant newest, instant now);

/* ---- direct observation ---- */

enum observation_stage {
	OBSERVATION_PLANNED = 1,   /* with the observer */
	OBSERVATION_OBSERVED,      /* with the ECSW, for their reflection */
	OBSERVATION_REFLECTED,     /* with the assessor, for their view */
	OBSERVATION_VIEWED,        /* with the ECSW: do they agree what it shows? */
	OBSERVATION_AGREED, OBSERVATION_DISAGREED, OBSERVATION_CANCELLED,
	OBSERVATION_STAGE_END,
};
extern const struct key_list observation_stages;
enum { OBSERVER_DAYS = 5, REFLECT_DAYS = 10 }; /* working days in which each is promised */
struct observation_facts {
	struct date on;
	instant planned_at, given_at, submitted_at, assessed_at, agreed_at, cancelled_at;
	bool submitted;   /* the piece is with the assessor */
	bool agrees;
	int answer_days;  /* the assessor's promise: the programme's */
};
struct observation_stands {
	enum observation_stage stage;
	instant since;    /* when it came to them */
	struct date due;  /* the last day of the promise; DATE_NONE for none */
};
struct observation_stands observation_stands(const struct observation_facts *f);
/* observation_is_late — the promise's last day has passed. */
bool observation_is_late(const struct observation_stands *s, struct date today);

#endif

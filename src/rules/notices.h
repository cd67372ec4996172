/* notices.h — what Cairn writes to people about, and when: one table of kinds, and the clock of each person.
 *
 * A notice says that something has happened or waits, never what. Getting in and what protects an account always go at
 * once and can't be turned off. The rest goes as its person wishes: at once, once a day, or not at all; and never in their
 * quiet hours (19:00 to 07:00 and weekends in London, unless they have said otherwise).
 *
 *     due = notice_due(NOTICE_VIEW_GIVEN, &wishes, now);
 *     if (due == NOTICE_NEVER) …
 *
 * The numbers of kinds, choices and reasons are stored: never renumber.
 */
#ifndef RULES_NOTICES_H
#define RULES_NOTICES_H

#include "base/time.h"
#include "rules/words.h"

enum notice_kind {
	NOTICE_OTHER = 0,            /* about an account, in words of its own */
	NOTICE_SIGN_IN = 1,          /* a link to sign in */
	NOTICE_SIGN_IN_UNKNOWN = 2,  /* somebody tried with an address nobody has */
	NOTICE_SECURITY = 3,         /* an address, a second factor, a role: what protects an account has changed */
	NOTICE_INVITATION = 4,
	NOTICE_CLAIMS_WAITING = 10,  /* to the assessor: a piece was handed in */
	NOTICE_ANSWERED = 11,        /* to the assessor: a question was answered */
	NOTICE_VIEW_GIVEN = 12,      /* to the ECSW: an assessor has read a piece */
	NOTICE_SHARED = 13,          /* to the supervisor: a piece was shared */
	NOTICE_ASSIGNED = 14,        /* to both: who supervises or assesses whom has changed */
	NOTICE_REGISTRATION = 15,    /* to coordinator and assessor: the register says something that stops work */
	NOTICE_BULK_DONE = 16,       /* to whoever uploaded: the file has been worked through */
	NOTICE_ADDRESS_FAILED = 17,  /* to the coordinator: mail does not reach somebody */
	NOTICE_DIGEST = 18,          /* several of the above in one */
	NOTICE_FEEDBACK = 30,        /* to the ECSW: somebody without an account has answered */
	NOTICE_OBSERVATION = 31,     /* to who has it: an observation is planned, or has moved on */
	NOTICE_CONFIRM_ASK = 32,     /* to the supervisor: a family is to be asked */
	NOTICE_FAMILY = 33,          /* to the ECSW: what families said is released */
	NOTICE_SUPERVISION = 36,     /* to the ECSW: supervision is recorded, or its record has changed: to countersign */
	NOTICE_PART = 37,            /* to whoever is asked: a piece waits for their part */
	NOTICE_PART_GIVEN = 38,      /* to the ECSW: somebody has added their part to a piece */
	NOTICE_ASK_SETTLED = 39,     /* to the ECSW: the supervisor has said whether a family may be asked */
	NOTICE_DATES = 40,           /* to all who plan around them: dates of an induction have changed */
	NOTICE_TALK = 45,            /* to whom a conversation about a piece is with: something was said */
	NOTICE_DECISION = 46,        /* to the ECSW: something about their outcome, to read */
	NOTICE_DECISION_STAFF = 47,  /* to whom a decision is with now */
	NOTICE_REVIEW = 50,          /* to the three: a review is prepared, or its day has changed */
	NOTICE_REVIEW_LATE = 51,     /* to whom it waits for: a part, the meeting or a signature is late */
	NOTICE_REVIEW_RELEASED = 52, /* to the three: all parts can be read, or something was added */
	NOTICE_REVIEW_SIGN = 53,     /* to the three: it was held, to read and sign */
	NOTICE_AGREED_ASKED = 54,    /* to who agrees: a pause or an extension is asked for */
	NOTICE_AGREED = 55,          /* to the ECSW: it was answered, or asked for in their name */
	NOTICE_RETURN = 56,          /* to ECSW, supervisor and, when it is late, coordinators: a return plan waits */
	NOTICE_SUPPORT = 57,         /* to whoever owes something of support, and to coordinators when it is late */
	NOTICE_PROFILE_ASKED = 58,   /* to the department: a role profile waits to be approved, or to be published */
	NOTICE_PROFILE_ANSWERED = 59, /* to coordinators: theirs was sent back, or is published */
	NOTICE_PROFILE_GIVEN = 60,   /* to the three: the profile of the job has changed, or will */
	NOTICE_MOVE = 61,            /* to the ECSW or coordinators: going to a newer version of a programme waits for them, or is answered */
	NOTICE_MOVED = 62,           /* to the three: an induction goes by a newer version of its programme */
	NOTICE_ADJUST_LATE = 63,     /* to coordinators: somebody waits for an answer about an adjustment; never who */
	NOTICE_DECISION_SOON = 64,   /* to the ECSW: their days to say something about their outcome end soon */
	NOTICE_DECISION_LATE = 65,   /* to whoever a decision waits for: their day has gone by */
	NOTICE_DECISION_ABOVE = 66,  /* to coordinators and the department: somebody has let a decision wait, or nobody is there for it */
	NOTICE_DRAFT_ANSWERED = 67,  /* to whoever commented on a draft of standards: what came of it */
	NOTICE_COMMENTS_CLOSED = 68, /* to the department: the last day for comments on a draft has gone by */
	NOTICE_AFTER = 69,           /* to whoever has a step that follows an outcome: its day is near, or has gone by */
	NOTICE_AFTER_ABOVE = 70,     /* to coordinators or the department: somebody has let such a step go by */
	NOTICE_END,
};
enum notice_choice { CHOICE_USUAL = 0, CHOICE_AT_ONCE = 1, CHOICE_DAILY = 2, CHOICE_NONE = 3, CHOICE_END };

struct notice_row {
	bool always;               /* at once, whoever and whenever */
	bool keeps_words;          /* a failed one may be sent again as it was */
	enum notice_choice usual;
	unsigned roles;            /* bits (1 << ROLE_X): who can get it at all */
};
/* notice_row_of — NULL for a number that is none. */
const struct notice_row *notice_row_of(int kind);
extern const struct key_list notice_kinds, notice_choices;

/* What somebody wishes. Minutes are of the day in London, 0 to 1439. */
struct notice_wishes {
	enum notice_choice choice[NOTICE_END];
	int digest_at;             /* minute of the day */
	bool quiet;                /* has quiet hours */
	int quiet_from, quiet_to;  /* equal: none at night */
	bool weekends;             /* Saturdays and Sundays are quiet too */
};
extern const struct notice_wishes notice_wishes_usual;

/* notice_choice_of — what happens with a kind: never CHOICE_USUAL, and CHOICE_AT_ONCE for what always goes. */
enum notice_choice notice_choice_of(int kind, const struct notice_wishes *w);
/* quiet_end — t itself, or the end of the quiet hours it falls into. Right across changes of the clock. */
instant quiet_end(const struct notice_wishes *w, instant t);
/* notice_due — when it may go: now, later, or NOTICE_NEVER. */
#define NOTICE_NEVER INT64_MAX
instant notice_due(int kind, const struct notice_wishes *w, instant now);

/* Why a mail has not gone, or not yet. */
enum mail_why {
	MAIL_WHY_NONE = 0, MAIL_WHY_NO_SERVER = 1, MAIL_WHY_UNREACHABLE = 2, MAIL_WHY_TLS = 3, MAIL_WHY_LOGIN = 4,
	MAIL_WHY_LATER = 5,        /* the mail server asked us to come back */
	MAIL_WHY_ADDRESS = 6,      /* it knows no such mailbox, or the mailbox takes nothing */
	MAIL_WHY_REFUSED = 7,      /* it will not take this message */
	MAIL_WHY_TOO_LATE = 8,     /* it would have been of no use any more */
	MAIL_WHY_DEMO = 9, MAIL_WHY_SLOW = 10,
	MAIL_WHY_BOUNCED = 11,     /* taken, and sent back: there is no such mailbox */
	MAIL_WHY_RETURNED = 12,    /* taken, and sent back for another reason */
	MAIL_WHY_END,
};
/* mail_why_of_status — of the mail server's last answer (RFC 5321 and RFC 3463); 0: there was none. */
enum mail_why mail_why_of_status(long status);
/* mail_why_is_final — is it no use to try again? About us (a password, TLS, a policy) it may be put right. */
bool mail_why_is_final(enum mail_why why);

/* What a report of delivery says of one recipient (RFC 3464: its Action, Status and Diagnostic-Code; any may be empty or nonsense).
 * Only a delivery that has failed for good counts; only where the code is about the mailbox (5.1.x, 5.2.1, no such host) is it
 * the address. Pure. *ret_status: 511 for 5.1.1. */
enum mail_bounce { BOUNCE_NOT = 0, BOUNCE_ONCE = 1, BOUNCE_ADDRESS = 2 };
enum mail_bounce mail_bounce_of(struct str action, struct str status, struct str diagnostic, int *ret_status);

#endif

/* agreed.h — pauses and extensions that somebody agrees to: who does, for how long at most, and whose each act is.
 *
 * Leave by right is none of it: it is told (rules/pauses.h), and nobody agrees or caps it. What a programme lets people agree,
 * with whom and how much of it, is its data:
 *
 *     wrong = agreed_pause_wrong(&rules, kind, span, standing, n, &left);
 *     if (wrong == AGREED_OVER_ALL) …            left: the days that are possible still
 *
 * Pure; days are calendar days, the first and the last in them. Neither a pause nor an extension counts against anybody.
 */
#ifndef RULES_AGREED_H
#define RULES_AGREED_H

#include "rules/hours.h"
#include "rules/words.h"

enum { AGREED_KINDS_MAX = 12, AGREED_GROUNDS_MAX = 8, AGREED_KEY_MAX = 40, AGREED_LABEL_MAX = 120 };

/* Why a pause or an extension may be asked for. */
struct agreed_kind {
	struct str key, label;
	enum role by;                /* who agrees: the practice supervisor or the coordinator */
	int days;                    /* of a pause, at most at a time */
};
/* What a programme says. pauses_n, extension_count 0: it knows none. */
struct agreed_rules {
	struct agreed_kind pauses[AGREED_KINDS_MAX];
	int pauses_n, pause_days;    /* pause_days: in all */
	struct agreed_kind grounds[AGREED_GROUNDS_MAX];
	int grounds_n;
	enum role extends;           /* who gives an extension */
	int extension_count, extension_days, extension_all; /* how many; days each, days in all */
	int owed_days;               /* each that follows “more time owed”: the employer’s debt, so it uses up nothing of the others */
};
/* agreed_kind_named — the one with that key; NULL for none. */
const struct agreed_kind *agreed_pause_named(const struct agreed_rules *r, struct str key);
const struct agreed_kind *agreed_ground_named(const struct agreed_rules *r, struct str key);
/* agreed_rules_wrong — what is wrong with a programme's rules, as a sentence's end ("must be …"); NULL for nothing. */
const char *agreed_rules_wrong(const struct agreed_rules *r);

/* Stored. */
enum agreed_what { AGREED_PAUSE = 1, AGREED_EXTENSION = 2, AGREED_WHAT_END };
enum agreed_state {
	AGREED_ASKED = 1,            /* waits for who agrees */
	AGREED_STANDS = 2,
	AGREED_DECLINED = 3,
	AGREED_TAKEN_BACK = 4,       /* asked or agreed, and not to be after all */
	AGREED_CHANGED = 5,          /* another, agreed since, stands in its place */
	AGREED_STATE_END,
};
extern const struct key_list agreed_whats, agreed_states;

enum agreed_wrong {
	AGREED_FINE = 0,
	AGREED_NONE,                 /* the programme has none of it */
	AGREED_TOO_LONG,             /* at most *ret_left days at a time */
	AGREED_OVER_ALL,             /* *ret_left days are left of all there may be */
	AGREED_TOO_MANY,             /* so many extensions have been given already */
};
/* agreed_pause_wrong — may a pause of a kind last `days`, where `used` days of agreed pauses stand? */
enum agreed_wrong agreed_pause_wrong(const struct agreed_rules *r, const struct agreed_kind *kind, int days, int used, int *ret_left);
/* agreed_extension_wrong — may one more extension of `days` be given, where `count` of `used` days stand? owed: it follows
 * “more time owed”; then neither is asked about. */
enum agreed_wrong agreed_extension_wrong(const struct agreed_rules *r, int days, int count, int used, bool owed, int *ret_left);

enum agreed_act { AGREED_AGREE = 1, AGREED_DECLINE, AGREED_CHANGE, AGREED_TAKE_BACK };
/* Who acts on what. */
struct agreed_facts {
	enum agreed_what what;
	enum agreed_state state;
	enum role by, role;          /* who agrees; the role acted in */
	bool own;                    /* the ECSW's own induction */
	bool entered;                /* by whoever acts */
};
/* agreed_may — is it theirs, now? Who agrees never agrees to their own; the person ends or takes back a pause of theirs whenever
 * they wish, and nobody has to agree to that. An extension is taken back by who gives it. */
bool agreed_may(enum agreed_act act, const struct agreed_facts *f);
/* agreed_reads_ground — which kind it is: for the person, for who entered it, and for who agrees while it waits or stands. Everybody
 * else sees dates. */
bool agreed_reads_ground(const struct agreed_facts *f);
/* agreed_within — is a pause that was agreed only made shorter? Then it stands at once. */
bool agreed_within(struct pause_span is, struct pause_span was);

#endif

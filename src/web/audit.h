/* audit.h — proving that the history is what was written.
 *
 * Every entry's hash covers the entry before it, so that one that was altered, taken out, put in or moved no longer fits.
 * Whoever can write to the database could compute a whole chain again; therefore its end is signed every minute with a key
 * that is not in the database (sign_chains.h), and the signatures form a chain of their own. Whoever holds the key too is
 * found out by a copy of the signatures kept elsewhere: `cairn audit verify --heads FILE`.
 *
 *     struct audit_report r = { .keys = keys };
 *     if ((rc = audit_verify(cx, &r)) == OK) … r.findings.v[i] …
 *
 * All of it reads only, inside one read transaction: a snapshot.
 */
#ifndef WEB_AUDIT_H
#define WEB_AUDIT_H

#include "web/event.h"
#include "web/sign_chains.h"

enum audit_fault {
	AUDIT_ALTERED = 1,     /* its hash does not follow from its words; or the one before it was altered with its hash */
	AUDIT_REMOVED,         /* seq to `to` are missing */
	AUDIT_INSERTED,        /* stands where nothing was written */
	AUDIT_MOVED,           /* was written as entry `to` */
	AUDIT_END,             /* the chain's own record of its end was altered */
	AUDIT_NO_CHAIN,        /* entries of a chain that is not there */
	AUDIT_WORDS,           /* carries more than ids, states, dates and hashes */
	AUDIT_CUT,             /* seq to `to` were signed, and are missing */
	AUDIT_REWRITTEN,       /* entry seq was signed with another hash: it, or one before it, was written anew */
	AUDIT_SIGNATURE,       /* signature seq is not good */
	AUDIT_UNKNOWN_KEY,     /* signature seq was made with a key that is none of ours */
	AUDIT_SIGNED_ENDS,     /* the ends that signature seq covers were altered, or a signature before it taken out */
	AUDIT_NOT_SIGNED,      /* the last signature is old, though things have happened since */
	AUDIT_NOT_HERE,        /* a signature in the copy is not in the database */
	AUDIT_COPY,            /* line seq of the copy can't be read, or its signature is not good */
	AUDIT_FAULT_END,
};
struct audit_finding {
	enum audit_fault fault;
	int chain_kind;        /* 0: about no chain */
	int64_t object, seq, to;
	instant at;            /* when it was signed; DB_NULL_INT for unknown */
};
enum { AUDIT_FINDINGS_MAX = 1000, AUDIT_KEYS_MAX = 50 };
/* Public keys that are ours. With none, only that a signature fits the key beside it is looked at. */
struct audit_keys {
	uint8_t v[AUDIT_KEYS_MAX][32];
	size_t n;
};
struct audit_report {
	const struct audit_keys *keys;
	int64_t chains, entries, signatures, ends; /* how many were looked at */
	instant last_signed;                       /* DB_NULL_INT for never */
	struct audit_finding *v;                   /* at most AUDIT_FINDINGS_MAX */
	size_t n;
	int64_t more;                              /* found beyond those */
};

/* audit_verify — every chain, every signature, every signed end. In a read transaction. Fails as the database does. */
enum rc audit_verify(struct ctx *cx, struct audit_report *r);
/* audit_verify_copy — one line of an exported copy, the nth, against the database. Findings are added to r. */
enum rc audit_verify_copy(struct ctx *cx, struct audit_report *r, int64_t nth, struct str line);
/* audit_finding_says — "induction 12, entry 17: altered…", one line for the operator, without personal data. */
struct str audit_finding_says(struct arena *a, const struct audit_finding *f);

/* audit_keys_own — the key that signs here now, if it can be read: one is never made. audit_keys_add — a public key as 43
 * characters of base64url, or 64 of hex; false if it is none. */
void audit_keys_own(struct arena *a, const struct settings *s, struct audit_keys *keys);
bool audit_keys_add(struct arena *a, struct audit_keys *keys, struct str text);

/* audit_export — signatures after `after` and no later than `before` (by id), oldest first, one line of JSON each, to a
 * file; *ret_last is the id of the last. In a read transaction. NO_SPACE or FAULT when the file can't be written. */
enum rc audit_export(struct ctx *cx, int fd, int64_t after, int64_t before, int64_t *ret_last, int64_t *ret_lines);
/* audit_export_daily — what is new, into the files of the setting audit_dir, heads-YYYY-MM-DD.jsonl, appended and fsynced;
 * remembers how far it got. A line may come twice after a crash, never not at all. OK where there is no such setting.
 * Opens its own transactions. */
enum rc audit_export_daily(struct ctx *cx, struct str *ret_why);

#endif

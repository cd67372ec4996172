/* session.h — how long a session lasts, and who must show a second factor. Pure: times come in.
 *
 * The limits are by the role acted in, so that changing to a role with shorter ones shortens the session at once. They are
 * upper bounds: the settings of an installation can shorten them, never lengthen them.
 */
#ifndef RULES_SESSION_H
#define RULES_SESSION_H

#include "base/time.h"
#include "rules/words.h"

/* How a session began. Stored. */
enum sign_in_way { WAY_UNKNOWN = 0, WAY_LINK = 1, WAY_PROVIDER = 2, WAY_DEMO = 3 };

/* What a session still waits for before it is somebody's. Stored. */
enum factor_step { FACTOR_NONE = 0, FACTOR_SHOW = 1, FACTOR_SET_UP = 2 };

struct session_limits {
	int idle_minutes, absolute_minutes;
};
/* session_limits — of a role; 0 in `idle` or `absolute` means that the settings say nothing. */
struct session_limits session_limits(enum role role, int64_t idle, int64_t absolute);

/* session_is_over — of a session begun at `created` and last used at `last_seen`. */
bool session_is_over(struct session_limits limits, instant created, instant last_seen, instant now);

/* factor_is_required — does holding this role ask for a second factor? National and system administrators, coordinators and
 * panel members: what they do reaches other people's records, or cannot be taken back. */
bool factor_is_required(enum role role);

/* Whom a second factor is asked of: enum in the settings. */
enum factor_rule {
	FACTOR_USUAL = 0,      /* the roles above; in a demonstration of nobody */
	FACTOR_OF_ROLES = 1,   /* the roles above, in a demonstration too */
	FACTOR_OF_ALL = 2,
};
struct factor_facts {
	enum factor_rule rule;
	bool demo;             /* the database is a demonstration's */
	bool pressed;          /* signed in there by one press */
	bool role_wants_it;    /* some role held today does */
	bool has_one;
	bool was_shown;        /* the provider has just asked for one */
	bool can_be_kept;      /* the installation has a key to seal secrets with */
};
/* factor_step — what follows signing in. FACTOR_SET_UP still leaves the choice to put it off, while the days of grace last. */
enum factor_step factor_step(const struct factor_facts *f);

/* factor_grace_left — whole days left, counted from the first time it was asked for; 0 when it can't be put off. */
int factor_grace_left(instant since, int grace_days, instant now);

/* factor_is_fresh — was it shown within the last `minutes`? factor_at is DB_NULL (INT64_MIN) for never. */
bool factor_is_fresh(instant factor_at, int64_t minutes, instant now);

#endif

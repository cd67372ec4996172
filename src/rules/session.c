/* session.c — limits by role, and second factors. */
#include "rules/session.h"

/* Minutes. An hour without a click covers a visit or a telephone call, so that nobody loses their place in a working day;
 * twelve hours cover the longest of them. Who can change other people's roles, or see many people at once, or reads reasons
 * for absence, sits at more open desks than a portfolio does: half an hour and a day's work. Who can act for the nation or
 * the installation: 20 minutes (ASVS 5.0, 7.3, asks for limits by what can be done). */
static const struct session_limits limits_of[ROLE_END] = {
	[ROLE_NONE] = { 20, 60 },
	[ROLE_ECSW] = { 60, 720 },
	[ROLE_SUPERVISOR] = { 60, 720 },
	[ROLE_ASSESSOR] = { 60, 720 },
	[ROLE_COORDINATOR] = { 30, 600 },
	[ROLE_MODERATOR] = { 60, 720 },
	[ROLE_NATIONAL_ADMIN] = { 20, 480 },
	[ROLE_REGULATOR] = { 30, 480 },
	[ROLE_SYSTEM_ADMIN] = { 20, 480 },
	[ROLE_OBSERVER] = { 60, 720 },
	[ROLE_PANEL_MEMBER] = { 30, 600 },
	[ROLE_HR_CONTACT] = { 30, 480 },
};

static int shorter(int limit, int64_t setting)
{
	return setting > 0 && setting < limit ? (int)setting : limit;
}

struct session_limits session_limits(enum role role, int64_t idle, int64_t absolute)
{
	struct session_limits l = limits_of[role >= ROLE_NONE && role < ROLE_END ? role : ROLE_NONE];

	return (struct session_limits){ shorter(l.idle_minutes, idle), shorter(l.absolute_minutes, absolute) };
}

bool session_is_over(struct session_limits limits, instant created, instant last_seen, instant now)
{
	return now - last_seen >= (instant)limits.idle_minutes * MINUTE ||
	       now - created >= (instant)limits.absolute_minutes * MINUTE;
}

bool factor_is_required(enum role role)
{
	return role == ROLE_NATIONAL_ADMIN || role == ROLE_SYSTEM_ADMIN || role == ROLE_COORDINATOR ||
	       role == ROLE_PANEL_MEMBER;
}

enum factor_step factor_step(const struct factor_facts *f)
{
	bool excused = f->demo && f->rule == FACTOR_USUAL;

	if (f->was_shown || (excused && f->pressed))
		return FACTOR_NONE;
	if (f->has_one)
		return FACTOR_SHOW;
	if (excused || !f->can_be_kept || (!f->role_wants_it && f->rule != FACTOR_OF_ALL))
		return FACTOR_NONE;
	return FACTOR_SET_UP;
}

int factor_grace_left(instant since, int grace_days, instant now)
{
	instant left = since + (instant)grace_days * DAY - now;

	return left <= 0 ? 0 : (int)((left + DAY - 1) / DAY);
}

bool factor_is_fresh(instant factor_at, int64_t minutes, instant now)
{
	return factor_at >= 0 && factor_at <= now && now - factor_at < minutes * MINUTE;
}

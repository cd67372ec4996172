/* agreed.c — what may be agreed, by whom, and how much. */
#include "rules/agreed.h"

enum { LONGEST = 3660 };

static const struct str what_keys[AGREED_WHAT_END] = { [AGREED_PAUSE] = S_INIT("pause"), [AGREED_EXTENSION] = S_INIT("extension") };
const struct key_list agreed_whats = { what_keys, AGREED_WHAT_END };
static const struct str state_keys[AGREED_STATE_END] = {
	[AGREED_ASKED] = S_INIT("asked"), [AGREED_STANDS] = S_INIT("agreed"), [AGREED_DECLINED] = S_INIT("declined"),
	[AGREED_TAKEN_BACK] = S_INIT("taken_back"), [AGREED_CHANGED] = S_INIT("changed"),
};
const struct key_list agreed_states = { state_keys, AGREED_STATE_END };

static const struct agreed_kind *named(const struct agreed_kind *v, int n, struct str key)
{
	for (int i = 0; i < n; i++)
		if (str_eq(v[i].key, key))
			return &v[i];
	return NULL;
}

const struct agreed_kind *agreed_pause_named(const struct agreed_rules *r, struct str key)
{
	return named(r->pauses, r->pauses_n, key);
}

const struct agreed_kind *agreed_ground_named(const struct agreed_rules *r, struct str key)
{
	return named(r->grounds, r->grounds_n, key);
}

static bool agrees(enum role role)
{
	return role == ROLE_SUPERVISOR || role == ROLE_COORDINATOR;
}

static bool same_key_twice(const struct agreed_kind *v, int n)
{
	for (int i = 0; i < n; i++)
		if (named(v, i, v[i].key))
			return true;
	return false;
}

const char *agreed_rules_wrong(const struct agreed_rules *r)
{
	for (int i = 0; i < r->pauses_n; i++)
		if (!agrees(r->pauses[i].by))
			return "must be agreed by the practice_supervisor or the employer's coordinator: nobody else agrees to a pause";
	for (int i = 0; i < r->pauses_n; i++)
		if (r->pauses[i].days < 1 || r->pauses[i].days > r->pause_days)
			return "must have days for each pause, at most as many as in all";
	if (r->pause_days > LONGEST || r->extension_all > LONGEST || r->owed_days > LONGEST)
		return "must be at most ten years";
	if (same_key_twice(r->pauses, r->pauses_n) || same_key_twice(r->grounds, r->grounds_n))
		return "must give each its own key";
	if (!r->extension_count)
		return NULL;
	if (!agrees(r->extends))
		return "must be given by the practice_supervisor or the employer's coordinator";
	if (r->extension_days < 1 || r->extension_days > r->extension_all)
		return "must have days for each extension, at most as many as in all";
	return r->grounds_n ? NULL : "must name its grounds";
}

enum agreed_wrong agreed_pause_wrong(const struct agreed_rules *r, const struct agreed_kind *kind, int days, int used, int *ret_left)
{
	int left = r->pause_days - used;

	if (!kind)
		return AGREED_NONE;
	if (days > kind->days && kind->days <= left) {
		*ret_left = kind->days;
		return AGREED_TOO_LONG;
	}
	if (days > left) {
		*ret_left = left > 0 ? left : 0;
		return AGREED_OVER_ALL;
	}
	return AGREED_FINE;
}

enum agreed_wrong agreed_extension_wrong(const struct agreed_rules *r, int days, int count, int used, bool owed, int *ret_left)
{
	int each = owed ? r->owed_days : r->extension_days, left = r->extension_all - used;

	if (!r->extension_count || !each)
		return AGREED_NONE;
	if (!owed && count >= r->extension_count) {
		*ret_left = r->extension_count;
		return AGREED_TOO_MANY;
	}
	if (days > each && (owed || each <= left)) {
		*ret_left = each;
		return AGREED_TOO_LONG;
	}
	if (!owed && days > left) {
		*ret_left = left > 0 ? left : 0;
		return AGREED_OVER_ALL;
	}
	return AGREED_FINE;
}

/* ---- whose it is ---- */

bool agreed_may(enum agreed_act act, const struct agreed_facts *f)
{
	bool asked = f->state == AGREED_ASKED, stands = f->state == AGREED_STANDS, agreeing = !f->own && f->role == f->by;
	bool records = f->own || f->role == ROLE_COORDINATOR;

	switch (act) {
	case AGREED_AGREE:
	case AGREED_DECLINE:
		return asked && agreeing;
	case AGREED_CHANGE:
		return records && (asked || (stands && f->what == AGREED_PAUSE));
	case AGREED_TAKE_BACK:
		if (asked)
			return f->own || f->entered;
		return stands && (agreeing || (f->own && f->what == AGREED_PAUSE));
	}
	return false;
}

bool agreed_reads_ground(const struct agreed_facts *f)
{
	return f->own || f->entered || (f->role == f->by && (f->state == AGREED_ASKED || f->state == AGREED_STANDS));
}

bool agreed_within(struct pause_span is, struct pause_span was)
{
	return date_cmp(was.starts, is.starts) <= 0 && !date_is_none(is.ends) &&
	       (date_is_none(was.ends) || date_cmp(is.ends, was.ends) <= 0);
}

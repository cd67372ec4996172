/* profiles.h — role profiles: how a kind of job meets the standards (C2), who has which, and what that changes.
 *
 * An employer's coordinator drafts one, the department approves and publishes it (rules/profile.h has the states, rules/access.h who
 * may); from then on it never changes, everybody signed in can read and compare it, and a newer version takes its place. An
 * induction has one from a date. What it says is laid over what links add up to, never mixed with it:
 *
 *     rc = profile_ways_of(cx, cx->induction->profile, v, &ways);     ways[position]: enum profile_way; NULL for no profile
 *
 * It is no reason to sample anybody: nothing that chooses people reads these tables (tests/page/test_profiles.py).
 */
#ifndef APP_PROFILES_PROFILES_H
#define APP_PROFILES_PROFILES_H

#include "app/objects.h"
#include "rules/profile.h"

enum { PROFILES_OPEN_MAX = 40 /* an employer's that are not published */, PROFILE_LINES_MAX = 400 };

struct role_profile {
	int64_t id;
	struct uuid uuid;
	int64_t organisation;
	struct uuid organisation_uuid;
	struct str organisation_name;
	int64_t framework;           /* row: framework_get() */
	struct str name, job;
	enum profile_state state;
	int64_t version;
	struct uuid replaces, replaced_by;  /* all zero for none; replaced_by once that is published */
	bool has_next;               /* a newer version is on its way, or here */
	instant created, asked_at, returned_at, approved_at, published_at, replaced_at; /* DB_NULL_INT for never */
	struct str created_by, asked_by, returned_by, approved_by, published_by;
	struct str reasons;
	bool sole_operator;
};
/* load_profile — object loader: cx->profile and the facts of its rules; locked in a writing request. */
enum rc load_profile(struct ctx *cx, struct uuid id);

/* A profile's exceptions in reading order. */
struct profile_entry {
	int32_t item;                /* index among the framework's items */
	struct profile_line line;    /* partner_involved: it has not been said, as of today, that it takes part in no cases */
	struct uuid partner_uuid;
	struct str partner_name;
	struct str words;            /* guidance, what is arranged, or the reason */
};
struct profile_entries {
	struct profile_entry *v;
	size_t n;
};
enum rc profile_entries_of(struct ctx *cx, int64_t profile, const struct framework_version *v, struct profile_entries *ret);
/* profile_entry_at — of one item; NULL for core. */
const struct profile_entry *profile_entry_at(const struct profile_entries *e, int32_t item);

/* profile_ways_of — by linkable position; NULL when there is no profile (0), or it is of another framework. Of a published profile,
 * which never changes, kept with the worker. */
enum rc profile_ways_of(struct ctx *cx, int64_t profile, const struct framework_version *v, const uint8_t **ret);

/* The profile of the loaded induction's job today: e.n is 0 and name empty where there is none. */
struct profile_now {
	struct uuid id;
	struct str name, organisation;
	struct date since;
	struct profile_entries e;
};
enum rc profile_now_of(struct ctx *cx, const struct framework_version *v, struct profile_now *ret);
/* profile_now_json — "profile": its id and name, or null. */
void profile_now_json(struct json_out *j, const struct profile_now *p);

/* What one exception is in words, for any page that shows the statement. */
struct profile_said {
	enum word way;
	struct str key;              /* "adapted", "arranged", "not-applicable": JSON */
	struct str code, number, text, words, partner, when, until;
	struct url partner_url, edit;
	struct str problem;          /* of a draft: what is wrong with it; of any: that the partner is not declared apart any more */
	struct str remove;           /* a draft's: value of its button; empty for none */
};
struct profile_saids {
	struct profile_said *v;
	size_t n;
};
struct profile_said profile_say(struct ctx *cx, const struct framework_version *v, const struct profile_entry *e);
/* profile_entry_json — the same as members of the open object. */
void profile_entry_json(struct json_out *j, const struct framework_version *v, const struct profile_entry *e);
enum word profile_way_word(enum profile_way way);
enum word profile_state_word(enum profile_state state);

/* ---- whose they are ---- */

/* profile_employers — what employers have become part of, for all rows of a page. profile_employer — what one is called now, with what it was
 * called when the profile was published in brackets where that is another name; `then` empty: not asked. profile_employer_of — for one. */
struct profile_merged {
	int64_t organisation, becomes;
	struct str name;
};
struct profile_employers {
	struct profile_merged *v;
	size_t n;
};
enum rc profile_employers(struct ctx *cx, struct profile_employers *ret);
struct str profile_employer(struct ctx *cx, const struct profile_employers *all, int64_t employer, struct str name, struct str then);
enum rc profile_employer_of(struct ctx *cx, int64_t profile, int64_t employer, struct str name, struct str *ret);

/* ---- making and moving them: each with its event, in a write transaction ---- */

struct profile_new {
	int64_t organisation, framework, replaces; /* replaces: DB_NULL_INT for none */
	struct str name, job;
};
enum rc profile_begin(struct ctx *cx, const struct profile_new *n, int64_t *ret, struct uuid *ret_uuid);
enum rc profile_line_put(struct ctx *cx, int64_t profile, int64_t item, const struct profile_line *line, struct str words);
/* profile_move — an act of rules/profile.h on the loaded profile. CONFLICT when it may not be done from its state. `reasons` of a
 * return alone. */
enum rc profile_move(struct ctx *cx, enum profile_act act, struct str reasons);
/* profile_tell — whoever it is with now. */
enum rc profile_tell(struct ctx *cx, enum profile_act act);
/* profile_give — somebody's job has that profile from a day; DB_NULL_INT: none from then on. CONFLICT when something begins that day
 * already. */
enum rc profile_give(struct ctx *cx, int64_t induction, int64_t profile, struct date from, struct uuid *ret);

handler_fn profiles_show, profiles_csv, profile_new_show, profile_create, profile_show, profile_words_show, profile_words_save, profile_line_show,
	profile_line_save, profile_line_remove, profile_ask, profile_approve, profile_return, profile_publish, profile_follow, profile_drop,
	profile_compare, induction_profile_show, induction_profile_give, induction_profile_take_back;
extern const struct form profile_new_form, profile_words_form, profile_line_form, profile_remove_form, profile_return_form, induction_profile_form,
	induction_profile_back_form;

/* ---- what an employer asks besides (C5) ---- */

struct supplement_line {
	struct str id, code, text, beside, when;
};
struct supplement_lines {
	struct supplement_line *v;
	size_t n;
};
/* supplements_of — an employer's of today beside a version, in the order of its outcomes. Shown apart, never added up with anything. */
enum rc supplements_of(struct ctx *cx, int64_t organisation, const struct framework_version *v, struct supplement_lines *ret);
/* supplements_json — "supplement": code, what it stands beside, text. */
void supplements_json(struct json_out *j, const struct supplement_lines *l);

/* supplement_make — one more from a day, beside an item (its row), with its event. CONFLICT when the code is in use. In a write transaction. */
enum rc supplement_make(struct ctx *cx, int64_t organisation, int64_t item, struct str code, struct str text, struct date starts);

handler_fn supplements_show, supplement_add, supplement_end;
extern const struct form supplement_form, supplement_end_form;

#endif

/* programme.h — programmes as data: reading one from its JSON, keeping it, loading it.
 *
 * A programme file (programmes/NAME.json, or an employer's own) says how long an induction is, what enough to talk about
 * means, who may assess, the routes into the profession, and, as a decision table, who may join. programmes/README.md
 * describes every key. It comes in as a draft, which the department alone reads and nobody begins on; published, it never changes, and the
 * database holds that (migration 0051): another version is another slug.
 */
#ifndef APP_JOINING_PROGRAMME_H
#define APP_JOINING_PROGRAMME_H

#include "app/forms/forms.h"
#include "app/joining/programme_next.h"
#include "rules/after.h"
#include "rules/agreed.h"
#include "rules/calendar.h"
#include "rules/eligibility.h"
#include "rules/reviews.h"
#include "rules/readiness.h"
#include "rules/support.h"
#include "rules/vary.h"

enum { PROGRAMME_FAMILIES_LEAST_MAX = 10 };
enum { PROGRAMME_ROUTES_MAX = 20, PROGRAMME_REVIEWS_MAX = 24, PROGRAMME_BYTES_MAX = 256 * 1024 };

struct route_in {
	struct str key, name;
};
struct programme_data {
	struct str slug, name, about, source;
	struct str framework;         /* slug of it; empty while the slot is open */
	bool open_slot;               /* “framework” is null: its standards are named when it is brought in */
	struct str contains;          /* slug of the national programme inside a local one; empty for none */
	struct str replaces;          /* slug of the one it takes the place of; empty for none */
	bool is_national, illustrative, in_proportion;
	bool second_reader;           /* a supervisor may assess, with a second reader; false: may not */
	int months, answer_days;
	struct enough enough;
	int statements;               /* a number of statements it asks for; 0: none. Nothing goes by it */
	struct date published, in_force; /* DATE_NONE: not said */
	struct route_in routes[PROGRAMME_ROUTES_MAX];
	int routes_n;
	int reviews[PROGRAMME_REVIEWS_MAX], reviews_n; /* months, ascending */
	struct calendar_rules dates;  /* what dates are worked out from: the length, reviews and `calendar` */
	struct review_rules review;   /* how its reviews go; usual where it says nothing */
	struct agreed_rules agreed;      /* pauses and extensions that somebody agrees to */
	struct support_rules support;    /* protected time, workload, returns, promises */
	struct vary_rules vary;          /* what an employer may vary, and within which bounds */
	struct decision_rules decision;  /* what is asked before an outcome, and who decides it */
	struct after_rules after;        /* what follows each outcome; nothing where it says nothing */
	struct eligibility_table eligibility; /* n == 0: a local programme takes that of the one it contains */
	int families_least;           /* how many families' answers are read together at the least; 0: not said */
	struct str families_live;     /* how a family may be asked while proceedings or a child-protection decision are live; empty: it may not */
	struct next_asked asked;      /* how many pieces of which kinds it requires, from `next`; what makes no sense there is passed over */
	struct programme_next next;   /* what it proposes, and what that may be about */
	struct forms_read forms;      /* of the kinds of evidence; kept beside the rules, in versions of their own */
	struct str text;              /* the rules as compact JSON, without the forms: what is stored */
};
/* What can't be read: a sentence a place, in the order of the rules; of a form, of `next` and of what needs a whole part, the first. */
enum { PROGRAMME_WRONGS_MAX = 50 };
struct programme_wrongs {
	struct str v[PROGRAMME_WRONGS_MAX];
	size_t n, all;               /* n: kept; all: there are */
};
/* programme_read_all — checks everything that can be checked without a database. INVALID with all that is wrong. Everything lives in the arena. */
enum rc programme_read_all(struct arena *a, struct str json, struct programme_data *ret, struct programme_wrongs *ret_wrong);
/* programme_fill_slot — names the standards of one whose slot is open. INVALID when it is not, or that is no slug. */
enum rc programme_fill_slot(struct arena *a, struct programme_data *d, struct str framework);
/* programme_read — the same, INVALID with the first sentence. */
enum rc programme_read(struct arena *a, struct str json, struct programme_data *ret, struct str *ret_why);

/* A programme in the database, with its data. */
struct programme {
	int64_t id, framework_id, organisation; /* organisation: DB_NULL_INT for one that is for everyone */
	int64_t contains_id, replaces_id; /* DB_NULL_INT for none */
	struct uuid uuid, framework_uuid;
	struct programme_data d;
	struct eligibility_table eligibility; /* its own, or that of the one it contains; the same of what it says of families */
	int families_least;           /* FAMILY_LEAST where neither says */
	struct str families_live;
};
/* programme_store — a new programme as a draft, with its event, and what is new among its forms; *ret_forms counts them. organisation: whose own it is, DB_NULL_INT for everyone. INVALID with a
 * sentence when the framework or the programme it contains is not here or does not fit; CONFLICT when the slug is taken by
 * different rules of one that is published; OK and the old id when it is taken by a draft, which these rules take the place of; by the same; or by
 * the same without `calendar`, `families`, `reviewing`, `pauses`, `extensions`, `support`, `next`, `next.themes` or `may_vary`, which came later: they
 * are kept beside the rules, once each, with an event. In a write transaction. */
enum rc programme_store(struct ctx *cx, const struct programme_data *d, int64_t organisation, int64_t *ret_id,
                        size_t *ret_forms, struct str *ret_why);
/* Where it stands. */
struct programme_standing {
	enum programme_state state;
	bool is_open;                /* somebody may begin on it: it is published, and so is the one inside it */
	bool sole_operator;
	instant created, published_at, withdrawn_at; /* DB_NULL_INT for never, or for before there were drafts */
	struct str published_by, withdrawn_by;       /* empty: from the command line */
	int64_t containing;          /* published ones that it is inside of */
	enum word waits;             /* why a draft can't be published yet; 0 for nothing */
};
enum rc programme_standing(struct ctx *cx, int64_t id, struct programme_standing *ret);
/* programme_publish, programme_withdraw — with their event; CONFLICT when it is no draft, or not published. What it waits for is the caller's
 * to ask. In a write transaction. */
enum rc programme_publish(struct ctx *cx, int64_t id, struct uuid uuid, bool sole_operator);
enum rc programme_withdraw(struct ctx *cx, int64_t id, struct uuid uuid);
/* programme_get, programme_of_slug — NOT_FOUND, or FAULT when its data is damaged. */
enum rc programme_get(struct ctx *cx, int64_t id, const struct programme **ret);
enum rc programme_of_slug(struct ctx *cx, struct str slug, const struct programme **ret);
/* programme_route_name — the words for a route's key; empty when the programme has no such route. */
struct str programme_route_name(const struct programme_data *d, struct str key);

#endif

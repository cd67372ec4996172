/* objects.h — what a path can name, loaded: the induction, the piece of evidence, the framework version, the file.
 *
 * Loaders run inside the request's transaction, before the object rule; in a writing request they first lock the
 * induction's row, so that two decisions on one induction come one after the other. Everything lives with the request.
 */
#ifndef APP_OBJECTS_H
#define APP_OBJECTS_H

#include "rules/calendar.h"
#include "rules/coverage.h"
#include "rules/framework.h"
#include "web/app.h"

struct induction {
	int64_t id;
	struct uuid uuid;
	int64_t ecsw;
	struct uuid ecsw_uuid;
	struct str name, initials;   /* of the ECSW */
	int64_t employer;
	struct str employer_name, programme, team, intake;
	int64_t programme_row;       /* programme_get() of app/joining/joining.h */
	bool is_national;            /* false: an employer's own, perhaps around a national one */
	int64_t framework;           /* row id: framework_get() */
	struct uuid framework_uuid;
	int64_t profile;             /* row of the role profile the job has today (app/profiles/profiles.h); 0 for none */
	int months, answer_days;
	struct enough enough;
	struct date starts, ended;   /* ended: DATE_NONE while it runs */
	struct calendar_facts month_by; /* rules, hours and pauses: what its month follows from, and no date */
	instant seen_at;             /* the ECSW's last visit: what is newer is new to them */
};
struct evidence {
	int64_t id;
	struct uuid uuid;
	enum evidence_kind kind;
	struct str title, text;
	struct date on_date;
	bool month_only;             /* on_date is the first of its month */
	enum setting setting;
	enum evidence_state state;
	int64_t form;                /* the form it was written with (app/forms/forms.h); DB_NULL_INT for none */
	int64_t version;
	instant created, changed, shared_at, submitted_at, assessed_at, withdrawn_at; /* DB_NULL_INT for never */
	int claimed, returned, endorsed; /* links by state */
	enum privacy_hold held;
};
struct file_row {
	int64_t id;
	struct uuid uuid;
	struct str name, type, hash;
	int64_t size;
	enum scan_state scan;
	instant created;
};
struct import_row {
	int64_t id;
	struct uuid uuid;
	struct str name, result;
	int64_t bytes;
	enum import_state state;
	int progress;
	int64_t framework; /* DB_NULL_INT until confirmed */
};

struct organisation {
	int64_t id;
	struct uuid uuid;
	struct str name;
	enum organisation_type type;
	struct str phone, email, address, policy; /* policy: a web address, on what may follow an outcome */
	struct date opened, closed;   /* DATE_NONE: not known; still open. `closed` is the last day */
	int64_t liaison, primary;     /* persons; 0 for none */
	int64_t version;
};
/* A merge or split of organisations, proposed or done. */
struct succession {
	int64_t id;
	struct uuid uuid;
	enum succession_kind kind;
	enum succession_state state;
	struct date on_date;          /* the first day of what comes after */
	struct str proposed_by;
	instant proposed_at, decided_at; /* decided_at: DB_NULL_INT until then */
	struct str decided_by;
	bool sole_operator;
};
/* Somebody known to Cairn, as far as a page about them must say who they are. */
struct person {
	int64_t id;
	struct uuid uuid;
	struct str name, initials, email, registration; /* registration: empty for none */
	instant disabled_at, created;                    /* disabled_at: DB_NULL_INT while they can sign in */
};

/* Somebody supervises, assesses or observes one ECSW, from a day. */
struct assignment {
	int64_t id;
	struct uuid uuid;
	int64_t person;
	struct uuid person_uuid;
	struct str name;             /* of who is assigned */
	enum role role;
	struct date starts, ends;    /* ends: the last day, DATE_NONE while it is open */
	int64_t second_reader;       /* DB_NULL_INT for none */
	int64_t version;
};
/* Why somebody may not act on one ECSW. */
struct conflict {
	int64_t id;
	struct uuid uuid;
	int64_t person;
	struct str name;             /* of whose conflict it is */
	int kind;                    /* enum conflict_kind */
	struct date since, starts, ends;
};

/* A private reflection: its owner's, and nobody else's. */
struct reflection {
	int64_t id;
	struct uuid uuid;
	struct str title, text;
	int64_t version;
	instant created, changed, copied_at; /* copied_at: DB_NULL_INT for never */
};
struct supervision {
	int64_t id;
	struct uuid uuid;
	struct date on_date, next_on; /* next_on: DATE_NONE for none */
	bool held;
	struct str actions, remark, name; /* name: of who wrote it last */
	int64_t version;
	instant changed, countersigned_at, shared_at; /* DB_NULL_INT for never */
	int64_t form;                 /* what it was written with; DB_NULL_INT: Cairn's own questions */
	instant created;
};
struct goal {
	int64_t id;
	struct uuid uuid;
	struct str text, how;
	struct date by_date; /* DATE_NONE for none */
	enum goal_state state;
	int64_t version;
	instant closed_at;
	int64_t form;                 /* as of a record of supervision */
	instant created;
};

/* A review; its dates are stored when it was held, and what the calendar last said until then. */
struct review {
	int64_t id;
	struct uuid uuid;
	int kind, month;      /* enum review_kind of rules/reviews.h; month 0 between two points */
	int days;             /* between two points: due so many days outside pauses after it was prepared */
	enum review_state state;
	struct date due, opens, closes, planned, begun, met; /* the last three: DATE_NONE for none */
	struct str concern;   /* what one between two points is about */
	struct date prepared;
	instant released_at;  /* DB_NULL_INT: nobody reads the others' parts yet */
	int64_t version;
};

/* A conversation about a piece. */
struct conversation {
	int64_t id;
	struct uuid uuid;
	int64_t person;       /* who began it */
	instant resolved_at;  /* DB_NULL_INT while it is open */
	bool waits;           /* what it began with is held back still: nobody but its writer reads any of it */
};

/* The parts of `<a class="c-chip c-chip--STATE LINK… LABEL</a>` that are the same in every portfolio. */
struct chip_parts {
	struct str link;  /* `" href="statements/12" aria-label="1.1 K1, ` */
	struct str label; /* `">K1` */
};
/* One version of a framework with what pages derive from it. Published and withdrawn versions never change and are kept
 * for the life of the worker; a draft belongs to the request. */
struct framework_version {
	int64_t id;                  /* row */
	struct uuid uuid, series;
	enum framework_state state;
	struct str slug, title, version;
	bool national, illustrative;
	instant published_at;        /* DB_NULL_INT for never */
	struct date in_force;
	const struct framework *fw;
	int32_t *outcomes;           /* item indexes of outcomes, in reading order */
	size_t outcomes_n;
	int32_t *ordinal;            /* by item index: ordinal of its outcome, -1 for none */
	int64_t *rows;               /* by item index: framework_item.id */
	int32_t *positions;          /* by linkable position: item index (= fw->linkable) */
	struct str *escaped;         /* by item index: text, HTML-escaped once */
	struct chip_parts *chips;    /* by item index: the fixed parts of its chip on a coverage page, HTML */
};
/* framework_get — by row id, from this worker's memory or the database. NOT_FOUND, or FAULT when its document is damaged. */
enum rc framework_get(struct ctx *cx, int64_t id, const struct framework_version **ret);
/* framework_facts_of — what the object rule asks of a version. */
struct framework_by_uuid_row;
void framework_facts_of(const struct ctx *cx, const struct framework_by_uuid_row *row, struct resource *ret);
/* framework_is_kept — does this version stay for the life of the worker, so that what is derived from it may stay too? */
bool framework_is_kept(const struct framework_version *v);
/* framework_item_of_row — item index by framework_item.id, -1 if it is not of this version. */
int32_t framework_item_of_row(const struct framework_version *v, int64_t row);

/* induction_month — which month it was in on a day, by its programme's rules (calendar_month): 0 before it begins; where it has ended, the
 * month it ended in. */
int induction_month(const struct induction *i, struct date on);
/* strip_of — what stands under the header of its ECSW: programme, employer, month of months. */
struct str strip_of(struct ctx *cx, const struct induction *i);
/* load_induction, load_evidence — also for pages whose path names neither ("/" of an ECSW). */
enum rc load_induction(struct ctx *cx, struct uuid id);
/* induction_read — the same, without the lock and without forgetting the facts there are: for loaders of what hangs on one. */
enum rc induction_read(struct ctx *cx, struct uuid id);
enum rc load_evidence(struct ctx *cx, struct uuid id);
enum rc load_supervision(struct ctx *cx, struct uuid id);
enum rc load_review(struct ctx *cx, struct uuid id);
/* load_organisation, load_person — for pages whose path names neither (one's own organisation, one's own account). In a
 * writing request the row is locked first. */
enum rc load_organisation(struct ctx *cx, struct uuid id);
enum rc load_person(struct ctx *cx, struct uuid id);
/* load_own_induction — the signed-in ECSW's open induction into cx->induction: the national one while it is open, then the
 * local one around it; where none is open, the last that was. NOT_FOUND if there never was one. */
enum rc load_own_induction(struct ctx *cx);

#endif

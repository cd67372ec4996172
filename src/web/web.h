/* web.h — what a handler sees: the context of one request, the tables a feature declares, and ways to answer.
 *
 * A page is a function from (request, database) to bytes. Everything before it is declared in app/routes.c: method,
 * path, who may (capability), which object is loaded and which rule it must pass, which form is parsed. A handler
 * starts authorised, loaded, validated and inside a transaction; it reads rows, fills a view struct and ends with
 * one of the answers below. Everything it allocates comes from cx->arena and lives until the last byte has gone.
 *
 *     enum rc evidence_create(struct ctx *cx)
 *     {
 *         const struct evidence_form *form = cx->form;
 *         …
 *         return done(cx, url_of(cx, "/evidence/%s", id), T_EVIDENCE_SAVED);
 *     }
 *
 * Returning anything but OK rolls the transaction back; the lifecycle (web/app.c) turns the rc into a page or a
 * problem document: INVALID shows the form again with what was typed (cx->again draws it).
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "base/uuid.h"
#include "db/db.h"
#include "http/http.h"
#include "rules/access.h"
#include "rules/given.h"
#include "rules/session.h"
#include "web/html.h"
#include "web/json.h"
#include "web/settings.h"

struct ctx;
struct form;
struct route;
struct values;

typedef enum rc handler_fn(struct ctx *cx);

/* ---- form tables: one row a field; page, JSON, validation, error text and OpenAPI follow from it ---- */

enum field_type {
	FIELD_TEXT,    /* one line: struct str */
	FIELD_LONG,    /* many lines: struct str */
	FIELD_DATE,    /* struct date; typed as NAME-day, NAME-month, NAME-year, or ISO in NAME (JSON) */
	FIELD_CHOICE,  /* int: a number of a key_list; typed and in JSON as its key */
	FIELD_LIST,    /* struct str_list: NAME repeated; JSON array of strings */
	FIELD_BOOL,    /* bool: checkbox with value 1 */
	FIELD_INT,     /* int64_t */
	FIELD_ACTION,  /* int: which button; as CHOICE, never shown as a field */
};
struct str_list {
	const struct str *v;
	size_t n;
};
struct field {
	enum field_type type;
	const char *name;         /* in page and JSON */
	size_t offset;            /* in the form's struct */
	enum word label, hint;    /* hint 0 for none */
	struct str label_text, hint_text; /* in their place, where the words are data */
	size_t max;               /* characters, items or the largest number; mandatory */
	int64_t min;              /* least characters, items or the smallest number */
	bool required;            /* asked for where the form says so; empty is refused */
	bool in_draft_too;        /* required even when the form is only saved as a draft */
	bool not_after_today;
	bool not_before_1990;
	bool month_will_do;       /* a date whose day may be left out: the first of the month then */
	bool no_day;              /* drawn without a box for the day */
	bool days_to_come;        /* a date that is mostly soon: today and the days after stand there to be tapped, another is typed */
	const struct key_list *choices;
	const enum word *choice_words; /* by number */
	const struct str *choice_texts; /* in their place, where the words are data */
	enum word missing;        /* error text when required and empty; 0 for a general one */
	int rows;                 /* of a textarea */
};
struct form {
	const char *name;
	size_t size;              /* of the struct it fills */
	const struct field *fields;
	size_t n;
	/* is_draft — true when this posting only saves: `required` is not asked for then. NULL: never. */
	bool (*is_draft)(const void *filled);
	/* check — rules across fields; adds to cx->err. May be NULL. Pure: no database. */
	void (*check)(struct ctx *cx, const void *filled);
	bool autosave;            /* kept while it is typed (web/draft.h) */
	bool offers_drafts;       /* its page lets one choose among what was kept; without it the newest stands in the boxes again */
	bool offline;             /* works without a network once opened (assets/js/offline.js) */
	bool wants_version;       /* a hidden field `version` (page) or If-Match (JSON) must come with it */
	/* Names that begin so are looked at by the handler, with fields that come from data: form_fill_part (web/form.h). In
	 * JSON they are the members of one object. */
	const char *also;
	const struct form *part_of; /* a table made for one request: the form of the route it is posted to */
	/* ask — the table as it is for what this request is about, where labels, bounds and further fields are data: made once that is loaded,
	 * before anything is read out of `values` (NULL: it is only drawn). What it makes is part_of this. NULL: as it stands. */
	enum rc (*ask)(struct ctx *cx, const struct values *values, const struct form **ret);
	/* say — what an id in a field is called, where two fillings stand side by side. NULL: every value is its own words. */
	struct str (*say)(struct ctx *cx, const struct field *field, struct str value);
};
#define FIELD(type_, struct_, member, ...)                                                                \
	{ .type = (type_), .name = #member, .offset = offsetof(struct_, member), __VA_ARGS__ }
#define TEXT(struct_, member, ...) FIELD(FIELD_TEXT, struct_, member, __VA_ARGS__)
#define LONG_TEXT(struct_, member, ...) FIELD(FIELD_LONG, struct_, member, __VA_ARGS__)
#define DATE(struct_, member, ...) FIELD(FIELD_DATE, struct_, member, __VA_ARGS__)
#define CHOICE(struct_, member, ...) FIELD(FIELD_CHOICE, struct_, member, __VA_ARGS__)
#define LIST_OF(struct_, member, ...) FIELD(FIELD_LIST, struct_, member, __VA_ARGS__)
#define BOOL(struct_, member, ...) FIELD(FIELD_BOOL, struct_, member, __VA_ARGS__)
#define INT(struct_, member, ...) FIELD(FIELD_INT, struct_, member, __VA_ARGS__)
#define ACTION(struct_, member, ...) FIELD(FIELD_ACTION, struct_, member, __VA_ARGS__)

/* ---- the route table ---- */

enum answers { PAGE = 1, JSON = 2, BOTH = 3 };
enum audit { AUDIT_NONE, AUDIT_READ }; /* AUDIT_READ: reading it as somebody else than its owner is recorded */
enum errors_as { ERRORS_PAGE_OR_PROBLEM, ERRORS_CASE };

/* Objects a path can name. app/objects.c loads them. */
enum object_kind {
	NO_OBJECT_ = 0, /* must be written out as NO_OBJECT in the table */
	NO_OBJECT = 1,
	OBJECT_INDUCTION, OBJECT_EVIDENCE, OBJECT_FRAMEWORK, OBJECT_FILE, OBJECT_IMPORT, OBJECT_ITEM,
	OBJECT_CASE_DOCUMENT, OBJECT_ORGANISATION, OBJECT_PERSON, OBJECT_PROGRAMME, OBJECT_JOINING, OBJECT_ASSIGNMENT,
	OBJECT_CONFLICT, OBJECT_INVITATION, OBJECT_BULK, OBJECT_MAIL, OBJECT_SUCCESSION, OBJECT_ASK,
	OBJECT_OBSERVATION, OBJECT_REFLECTION, OBJECT_SUPERVISION, OBJECT_GOAL, OBJECT_TALK, OBJECT_REVIEW,
	OBJECT_DECISION, OBJECT_PROFILE, OBJECT_END,
};
/* object_rule — may this actor do this to the loaded object? Pure (rules/access.h). */
typedef enum access object_rule(const struct actor *actor, const struct resource *resource);

struct route {
	enum http_method method;   /* HTTP_GET rows answer HEAD too; POST rows answer PUT for JSON */
	const char *path;          /* "/inductions/:induction/evidence"; JSON at /api/v1 + path */
	enum capability cap;       /* 0 is refused at start */
	enum object_kind object;   /* 0 is refused at start */
	object_rule *may;          /* required with an object */
	const struct form *form;   /* required for POST, unless no_form says why there is none */
	handler_fn *handler;
	enum answers answers;
	enum audit audit;
	handler_fn *again;         /* draws the page when the form is INVALID; required for page POSTs with a form */
	uint64_t upload_max;       /* > 0: multipart body streamed to temporary files */
	enum errors_as errors;
	const char *no_form;       /* POST without a form: why */
	enum word not_now;         /* what the refusal says when the object rule answers ACCESS_NOT_NOW; 0 for a general word */
	bool no_csrf;              /* only where there can be no session: sign-in */
	bool writes;               /* a GET that must write: only where another service sends a browser back to us */
	bool outside;              /* for people without an account: nobody is signed in here, the frame leads nowhere, no referrer, no
	                            * index, no cookie. Its path carries a token of its own */
	bool fresh_factor;         /* asks for the second factor again if it was shown too long ago */
	enum given_task task;            /* whose time this address belongs to (rules/given.h); TASK_NONE: nobody's */
	const char *says;          /* one line for docs/routes.md and OpenAPI */
};
extern const struct route routes[];
extern const size_t routes_n;

/* ---- pages ---- */

/* A whole page around `main`; `menu` marks the entry of the menu. */
enum page_width { WIDTH_READING, WIDTH_STAFF };
enum menu { MENU_NONE, MENU_HOME, MENU_EVIDENCE, MENU_COVERAGE, MENU_STANDARDS, MENU_DESK, MENU_COHORT, MENU_TIMELINE, MENU_PEOPLE,
            MENU_ORGANISATIONS, MENU_SIGN_IN };
struct page {
	struct str title;
	enum menu menu;
	enum page_width width;
	struct html main;
	struct str strip;          /* what stands in the strip; empty for the usual one */
	bool illustrative;         /* shows a framework whose wording is ours */
	int refresh_seconds;       /* > 0: the page asks for itself again (a job is running) */
	struct url refresh_to;     /* the page leads on to there at once, on another site; empty for none */
	bool wide_dock;
	bool own_width;            /* main reaches from edge to edge and brings its own containers */
	struct str house;          /* outside only: whose page it is. Empty: it names nobody, and can be left at once */
	struct html leave;         /* outside only: the words for that; empty for ours */
	int status;                /* 0 for 200 */
};

/* ---- the context of one request ---- */

enum { PARAMS_MAX = 6 };
struct param { struct str name, value; };

/* An uploaded file, stored under a temporary name until the handler takes it. */
struct upload {
	struct str field, name; /* name as sent, cleaned; only its last path part */
	struct str path;        /* of the temporary file */
	uint64_t size;
	struct hash hash;
};
enum { UPLOADS_MAX = 20 };

struct session_facts {
	int64_t id;             /* 0: none */
	uint8_t csrf[32];
	instant created, last_seen, ends;
	bool by_token, read_only;
	enum sign_in_way how;
	instant factor_at;      /* the second factor was last shown; DB_NULL_INT for never */
	enum factor_step waits; /* not FACTOR_NONE: the session is nobody's yet, and `entering` is who it will be */
	struct actor entering;
};

struct ctx {
	struct arena *arena;
	struct db *db;
	const struct settings *settings;
	struct http_request *rq;
	const struct route *route;
	instant now;               /* with the demo's offset */
	struct date today;
	struct uuid request_id;
	bool json;                 /* answer as JSON */
	bool demo;

	struct actor actor;        /* ROLE_NONE when nobody is signed in */
	struct session_facts session;
	struct str person_name, person_initials;

	struct param params[PARAMS_MAX];
	size_t params_n;
	struct str_list query_names, query_values; /* decoded, bounded */
	const void *form;          /* filled by the route's form; never NULL for a row with one */
	const struct values *values; /* what was typed, for drawing the form again */
	struct err err;
	int64_t if_match;          /* version sent; -1 for none */
	bool before_body;          /* an upload is being let in: only a read transaction is open */
	enum rc failed;            /* set while `again` draws the form: why the posting did not go through */
	struct upload uploads[UPLOADS_MAX];
	size_t uploads_n;

	/* Loaded objects (types in app/objects.h); facts about them and the actor for the object rule. */
	struct resource resource;
	const struct induction *induction;
	const struct evidence *evidence;
	const struct framework_version *framework;
	const struct framework_item *item;
	const struct file_row *file;
	const struct import_row *import;
	const struct programme *programme; /* app/joining/joining.h */
	const struct joining *joining;
	const struct organisation *organisation;
	const struct person *person;
	const struct bulk_import *bulk;
	const struct succession *succession;
	const struct role_profile *profile; /* app/profiles/profiles.h */
	const struct assignment *assignment;
	const struct conflict *conflict;
	const struct invitation *invitation;
	const struct ask *ask;             /* app/outsider/outsider.h */
	const struct observation *observation;
	const struct reflection *reflection;
	const struct supervision *supervision;
	const struct goal *goal;
	const struct conversation *talk;
	const struct review *review;
	const struct decision *decision;   /* app/decision/decision.h */

	/* Written down when this request is refused (refusal_noted). */
	struct {
		enum chain_kind chain; /* 0: nothing */
		int64_t object;
		struct uuid about;
		struct str data;
	} refusal;

	/* What the handler decided. */
	bool answered;
	int status;
	struct page page;          /* when the answer is a page: drawn after the transaction has ended */
	bool has_page;
	int64_t current_version;   /* ETag; -1 for none */
	bool works_offline;        /* the page has a form that does: it may be kept on the device, sealed */
	struct str went_to;        /* where a redirect leads */
	struct str strip;          /* of an ECSW, where their induction was loaded anyway */
	struct uuid own_induction; /* the same: their menu leads straight into it */
	enum word notice;          /* shown once on the page redirected to */
	struct str notice_args;
	struct json_out *out;      /* JSON body being written */
};

/* param — a path parameter by name. query — a query parameter, empty if absent. */
struct str param(const struct ctx *cx, const char *name);
struct str query(const struct ctx *cx, const char *name);
int64_t query_int(const struct ctx *cx, const char *name, int64_t min, int64_t max, int64_t otherwise);

/* ---- answers ---- */

/* page — answers with a whole page around p->main; drawn after the transaction has ended. */
enum rc page(struct ctx *cx, const struct page *p);
/* done — a change was made: page 303 to `where` with a notice; JSON 200 (or 201 when created) with Location. */
enum rc done(struct ctx *cx, struct url where, enum word notice);
enum rc created(struct ctx *cx, struct url where, enum word notice);
/* redirect — 303 without a notice. */
enum rc redirect(struct ctx *cx, struct url where);
/* answer_json — the JSON written to reply_json(cx). */
struct json_out *reply_json(struct ctx *cx);
enum rc answer_json(struct ctx *cx, int status);
/* answer_bytes — a download; disposition attachment with that name. */
enum rc answer_bytes(struct ctx *cx, struct str type, struct str name, struct str bytes);
enum rc answer_file(struct ctx *cx, struct str type, struct str name, int fd, uint64_t size);
/* version_is — sets ETag from a version number and checks If-Match where the form wants it. */
enum rc version_is(struct ctx *cx, int64_t version);

/* HTML(cx, template, &view) — runs a template into struct html. */
#define HTML(cx, template, view) ({                                                                       \
	struct html_out o_ = html_begin((cx)->arena);                                                         \
	html_##template(&o_, (view));                                                                         \
	html_end(&o_);                                                                                        \
})

/* PLAIN_HTML — the same for a template without a view. */
#define PLAIN_HTML(cx, template) ({                                                                       \
	struct html_out o_ = html_begin((cx)->arena);                                                         \
	html_##template(&o_);                                                                                 \
	html_end(&o_);                                                                                        \
})

/* url_of — a path of ours from a literal format: %s takes struct uuid via url_id(), so: */
struct url url_lit(const char *literal);
struct url url_id(struct ctx *cx, const char *before, struct uuid id, const char *after);
struct url url_with(struct ctx *cx, struct url base, const char *name, struct str value); /* adds ?name=value */
struct url url_int(struct ctx *cx, const char *before, int64_t n, const char *after);

/* ---- forms on pages ---- */

/* One field as HTML, ready for {{ f.html }}, and all that a hand-made template needs instead. */
struct field_view {
	struct str name, id, value, error;
	struct html html;
	bool has_error;
};
struct form_view {
	struct field_view *v;
	size_t n;
	struct str csrf;           /* value of the hidden field `csrf` */
	struct str version;        /* value of the hidden field `version`, empty for none */
	struct html hidden;        /* both as hidden inputs, and the tab's id */
	struct html errors;        /* error summary, or nothing */
	bool has_errors;
	const struct values *typed; /* what stands in the boxes, sent in vain or kept: for a page that draws some itself. NULL for nothing */
};
/* form_view — the form with `filled` values (a struct of the form, may be NULL), or with what was typed when this
 * request's own posting was INVALID. version -1 for none. */
struct form_view form_view(struct ctx *cx, const struct form *form, const void *filled, int64_t version);
const struct field_view *form_field(const struct form_view *fv, const char *name);
/* hidden_csrf — for forms without fields: one hidden input. */
enum word role_word(enum role role);
struct html hidden_csrf(struct ctx *cx);
/* hidden_sign_out — for a button that signs out: whose key their device is to let go of (assets/js/offline/) is another. */
struct html hidden_sign_out(struct ctx *cx);
/* json_form — writes every field of a form as JSON properties into the open object. */
void json_form(struct json_out *j, const struct form *form, const void *filled);
/* device_tag — stands for the person signed in on their own device, so that what is kept there for one is never another's: a
 * hash of their id that says nothing to anybody else, of DEVICE_TAG characters. Empty when nobody is. */
enum { DEVICE_TAG = 22 };
struct str device_tag(struct ctx *cx);
/* field_error — adds an error to a field. Returns INVALID. */
enum rc field_error(struct ctx *cx, const char *field, enum word message);
enum rc form_error(struct ctx *cx, enum word message);

/* ---- events: every change, in the transaction that makes it ---- */

/* event_add — appends to the chain of an object (its row id). data is JSON text of ids, states and dates; empty for
 * none. Fails as the database does. */
enum rc event_add(struct ctx *cx, enum chain_kind chain, int64_t object, enum event_kind kind, struct uuid about,
                  struct str data);

/* refusal_noted — what a handler is about to refuse is written down all the same: EVENT_REFUSED in the chain of an object,
 * in a second small transaction once this one has been rolled back. For what nobody does by accident: a role one may not
 * give, an organisation that isn't one's own, somebody else's token. Returns rc, so that one can write
 * `return refusal_noted(cx, CHAIN_PERSON, p->id, p->uuid, data, field_error(cx, "role", T_…));` */
enum rc refusal_noted(struct ctx *cx, enum chain_kind chain, int64_t object, struct uuid about, struct str data, enum rc rc);

#endif

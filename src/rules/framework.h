/* framework.h — a set of standards as data: domain > outcome > statement, whatever their number.
 *
 * A `struct framework` is one version of one framework, complete and in memory. Importers
 * (app/framework/framework_io.h) and the store fill `items` in any order, with `parent` an index into the
 * same array, and call framework_arrange(): it refuses cycles and excess, puts the items into reading
 * order and works out everything derived (depth, end, role, outcome, domain, indexes). From then on the
 * framework is read-only. Everything lives in the arena the caller gave, slices included.
 *
 *     int32_t i = framework_find_code(fw, S("4.2k13"));
 *     if (i >= 0 && framework_is_linkable(fw, i)) ...
 *     for (int32_t s = o + 1; s < fw->items[o].end; s++)   (everything beneath outcome o)
 *         if (fw->items[s].role == ROLE_STATEMENT) ...
 *
 * Nothing assumes three levels or 399 statements. Evidence is linked to statements; an outcome that has
 * no statements is itself what evidence is linked to (framework_is_linkable).
 */
#ifndef RULES_FRAMEWORK_H
#define RULES_FRAMEWORK_H

#include "base/text.h"
#include "base/time.h"
#include "base/uuid.h"

enum {
	FRAMEWORK_ITEMS_MAX = 20000,
	FRAMEWORK_LINKS_MAX = 200000,
	FRAMEWORK_DEPTH_MAX = 64,        /* levels */
	FRAMEWORK_THREADS_MAX = 500,
	FRAMEWORK_TERMS_MAX = 2000,
	FRAMEWORK_CODE_MAX = 200,        /* bytes */
	FRAMEWORK_TEXT_MAX = 20000,      /* bytes of one statement */
	FRAMEWORK_PROBLEMS_MAX = 200,    /* listed; the rest are counted */
	FRAMEWORK_INPUT_MAX = 16 << 20,  /* bytes of an import */
};

/* What an item says it is (CASE: CFItemType). */
enum item_kind {
	ITEM_OTHER, /* says nothing we know; `type` keeps its own word */
	ITEM_DOMAIN,
	ITEM_OUTCOME,
	ITEM_KNOWS,
	ITEM_DOES,
};

/* What an item is for, worked out by framework_arrange() from kind, code and shape. */
enum item_role {
	ROLE_DOMAIN,    /* holds outcomes (or other domains) */
	ROLE_OUTCOME,   /* what assessors judge */
	ROLE_GROUP,     /* a heading inside an outcome, between it and its statements */
	ROLE_STATEMENT, /* what explains an outcome; evidence is linked to it */
};

/* A published source an item rests on. */
struct framework_reference {
	struct str title; /* "Children Act 1989, section 17" */
	struct str kind;  /* "legislation", "guidance", … as the source says */
	struct str url;   /* http(s) or empty */
};

struct framework_item {
	/* given */
	struct uuid id;
	struct str code;       /* "4.2 K13"; may be empty */
	struct str text;       /* plain text, never markup */
	struct str short_text; /* CASE abbreviatedStatement; may be empty */
	struct str notes;
	struct str type;       /* CFItemType as the source spells it; may be empty */
	enum item_kind kind;
	int32_t parent;        /* index, -1 at the top */
	int64_t seq;           /* order among siblings; equal ones keep the order given. Then 1, 2, 3 … */
	int32_t *threads;      /* indexes into framework.threads, ascending */
	size_t threads_n;
	struct framework_reference *references;
	size_t references_n;
	struct str uri;        /* the source's own URI; empty for ours */
	struct uuid link_id;   /* identifier of its isChildOf association; made when none */
	struct str link_extra; /* that association's other members, one JSON object, or empty */
	instant changed;       /* 0: not known */
	struct str extra;      /* CASE 1.1 members we only carry, one JSON object ("{…}"), or empty */
	/* derived by framework_arrange() */
	int32_t *more_parents; /* from the isChildOf in framework.links; `parent` is the one that is shown */
	size_t more_parents_n;
	enum item_role role;
	int32_t depth;         /* 0 at the top */
	int32_t end;           /* one past the last item beneath this one: beneath is (i, end) */
	int32_t outcome;       /* the outcome it belongs to (itself for an outcome), or -1 */
	int32_t domain;        /* its topmost ancestor when that is a domain (itself for one), or -1 */
	int32_t statements;    /* ROLE_STATEMENT items beneath */
	int32_t position;      /* place among the linkable items, counted from 0, or -1 */
};

struct framework_thread {
	struct uuid id;
	struct str key;   /* how items and CSV files name it; no ';' or '|' */
	struct str title;
	struct str description;
	struct str code;  /* CASE hierarchyCode */
	struct str uri;
	instant changed;
	struct str extra;
};

struct framework_term {
	struct str term, definition;
	struct str *also; /* other spellings */
	size_t also_n;
};

/* Any published association that is not an item's first parent: crosswalks, further parents, relations.
 * Either end may lie outside this framework (index -1). */
struct framework_link {
	struct uuid id;
	struct str type;               /* "exactMatchOf", "isChildOf", "ext:…" */
	int32_t from, to;              /* indexes of items, -1 when outside */
	struct str from_id, from_uri, from_title; /* as published; empty for an end that is inside */
	struct str to_id, to_uri, to_title;
	bool has_seq;
	int64_t seq;
	struct str uri;
	instant changed;
	struct str extra;
};

struct framework {
	struct uuid id;
	struct str title, version, creator, publisher, description, notes, language;
	struct str source_url;      /* officialSourceURL */
	struct str adoption_status; /* as published; Cairn's own draft/published/withdrawn is the store's */
	struct str licence;         /* title of the licence, for people */
	struct str uri;
	instant changed;
	bool illustrative;          /* wording made up: every page that shows it says so */
	struct framework_item *items;
	size_t n;
	struct framework_thread *threads;
	size_t threads_n;
	struct framework_term *terms;
	size_t terms_n;
	struct framework_link *links;
	size_t links_n;
	struct str extra;             /* of the CFDocument */
	struct str definitions_extra; /* CFDefinitions we only carry */
	struct str package_extra;     /* of the CFPackage: rubrics, extensions */
	/* derived */
	int32_t *linkable;            /* the items evidence can be linked to, in reading order */
	size_t linkable_n;
	size_t domains_n, outcomes_n, statements_n, knows_n, does_n;
	const struct framework_index *index; /* by identifier and code; framework.c's own */
};

/* ---- problems found in an import or a draft ---- */

enum problem_severity { PROBLEM_ERROR, PROBLEM_WARNING };
struct framework_problem {
	enum problem_severity severity;
	struct str where; /* "line 12, column 3", "CFItems[12].humanCodingScheme", "row 7"; may be empty */
	struct str say;   /* one sentence: what is wrong and what to do */
};
struct framework_problems {
	struct arena *arena;
	struct framework_problem v[FRAMEWORK_PROBLEMS_MAX];
	size_t n;                /* listed */
	size_t errors, warnings; /* found, listed or not */
};
struct framework_problems *framework_problems_new(struct arena *a);
/* framework_error, framework_warn — one problem, printf style; kept if there is room, counted always.
 * framework_error returns INVALID. */
enum rc framework_error(struct framework_problems *p, struct str where, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void framework_warn(struct framework_problems *p, struct str where, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* ---- making one ---- */

/* framework_arrange — see the top. Checks bounds, identifiers given twice, parents out of range, cycles (named
 * by code) and levels; warns of codes given twice and of items without text. Items without an identifier get
 * one (framework_item_id). INVALID with the problems, and the framework must then not be used; OK otherwise,
 * warnings or not. Indexes held elsewhere are no longer right afterwards; links and parents are put right.
 * O(n log n). */
enum rc framework_arrange(struct arena *a, struct framework *fw, struct framework_problems *p);
/* item_kind_of — kind behind a type's word, any case: Domain, Outcome, Knows, Does, and their plurals. */
enum item_kind item_kind_of(struct str type);
struct str item_kind_name(enum item_kind kind); /* "Domain" …; "Item" for ITEM_OTHER */
struct str item_role_name(enum item_role role); /* "domain", "outcome", "group", "statement" */
/* framework_kind_of_code — ITEM_KNOWS for a code ending in K and digits, ITEM_DOES for D, else ITEM_OTHER. */
enum item_kind framework_kind_of_code(struct str code);
/* framework_item_id — the identifier we give an item that came without one: the same again for the same
 * framework and code (or place). */
struct uuid framework_item_id(struct uuid framework, struct str code_or_place);
/* framework_id_of_title — the identifier for a framework that came without one. */
struct uuid framework_id_of_title(struct str title);
/* framework_thread_key — a thread's key as it is kept: trimmed, ';' and '|' become ','. */
struct str framework_thread_key(struct arena *a, struct str typed);

/* ---- asking ---- */

int32_t framework_find(const struct framework *fw, struct uuid id); /* index, or -1 */
/* framework_find_code — by code; case, white space and a missing or extra dot do not matter ("42 k13"), as
 * long as only one item can be meant. -1 otherwise. */
int32_t framework_find_code(const struct framework *fw, struct str code);
int32_t framework_find_thread(const struct framework *fw, struct str key); /* index, or -1; any case */
/* framework_is_linkable — may evidence be linked to item i? A statement, or an outcome with none. */
bool framework_is_linkable(const struct framework *fw, int32_t i);
/* framework_item_name — what to call an item in a sentence: its code, or its first words. */
struct str framework_item_name(struct arena *a, const struct framework *fw, int32_t i);
bool framework_item_has_thread(const struct framework_item *item, int32_t thread);

/* Where glossary terms occur in a text: whole words, any case, plural s allowed, longest first, each term
 * once (its first place). */
struct framework_term_use {
	size_t from, n;
	int32_t term;
};
/* framework_terms_in — ascending, not overlapping; *ret_n of them. */
struct framework_term_use *framework_terms_in(struct arena *a, const struct framework *fw, struct str text,
                                              size_t *ret_n);

/* ---- code lists: "4.2 K13, K14; 6.2 D1" ---- */

struct framework_unknown_code {
	struct str typed;
	int32_t nearest; /* an item it may have meant, or -1 */
	enum { CODE_UNKNOWN, CODE_AMBIGUOUS, CODE_NOT_LINKABLE } why; /* NOT_LINKABLE: nearest is that item */
};
struct framework_codes {
	int32_t *items; /* linkable, each once, in the order typed */
	size_t n;
	struct framework_unknown_code *unknown;
	size_t unknown_n;
	bool too_many;  /* there were more than max; the rest was not read */
};
/* framework_parse_codes — codes separated by commas, semicolons, "and" or line ends; a bare K14 continues
 * the outcome last named; "K13-K15" (or a dash, or "to") is every one between. At most `max` items and
 * 100 unknown ones. */
void framework_parse_codes(struct arena *a, const struct framework *fw, struct str typed, size_t max,
                           struct framework_codes *ret);

/* ---- differences between two versions ---- */

enum diff_span_kind { DIFF_SAME, DIFF_REMOVED, DIFF_ADDED };
struct diff_span {
	enum diff_span_kind kind;
	struct str text; /* words with the white space behind them */
};
struct framework_change {
	int32_t a, b;    /* index in each; -1: added (a) or removed (b) */
	bool reworded, recoded, moved, rekinded, rethreaded;
	struct diff_span *spans; /* when reworded */
	size_t spans_n;
};
struct framework_diff {
	struct framework_change *v; /* only what changed, in the reading order of b; removed ones where they stood in a */
	size_t n;
	size_t added, removed, reworded, recoded, moved, rekinded, rethreaded, same;
};
/* framework_diff — items are matched by identifier, else by code when the texts are alike or nothing matches
 * better, else by text. `moved` means another parent (by match), not another number. */
void framework_diff(struct arena *a, const struct framework *from, const struct framework *to,
                    struct framework_diff *ret);
/* diff_words — word-level difference of two texts; alternating spans that together spell both. */
struct diff_span *diff_words(struct arena *a, struct str from, struct str to, size_t *ret_n);

#endif

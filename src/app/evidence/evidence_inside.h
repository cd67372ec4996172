/* evidence_inside.h — shared by the files of this feature: forms, the choice of statements, loading, JSON. */
#ifndef APP_EVIDENCE_EVIDENCE_INSIDE_H
#define APP_EVIDENCE_EVIDENCE_INSIDE_H

#include "app/coverage/coverage.h"
#include "app/evidence/evidence.h"
#include "app/evidence/evidence_view.h"
#include "rules/evidence.h"

/* Buttons of the record page beyond the moves of rules/evidence.h: they only draw it again. */
enum { ACT_ADD = 5, ACT_FIND = 6, ACT_LINK = 7 };
enum { ANSWER_SEND = 1, ANSWER_WITHDRAW = 2 };

/* The part of a form that chooses statements. */
struct picking {
	struct str_list link; /* ticked: codes or identifiers */
	struct str codes;     /* typed */
	struct str find, thread, unlink;
};
struct evidence_typed {
	int act, kind, setting;
	struct str title, text;
	struct date on;
	struct picking pick;
};
struct links_typed {
	int act;
	struct picking pick;
	struct str_list withdraw;
};
struct answer_typed {
	int act;
	struct str link, answer;
};

/* What a draft row is filed under: the path its form posts to (the lifecycle uses the same when a session has ended). */
#define DRAFT_OF_NEW S("/inductions/:induction/evidence")
#define DRAFT_OF_PIECE S("/evidence/:evidence")

/* Items chosen, by item index. */
struct chosen {
	bool *on;
	size_t n;
	struct str codes_left; /* typed codes that name nothing, for the box */
};
/* choose — from ticks and typed codes; adds errors to cx->err for what names nothing and past EVIDENCE_LINKS_MAX. What
 * could be understood is chosen all the same. `unlink` takes one away again. */
struct chosen choose(struct ctx *cx, const struct framework_version *v, const struct picking *pick);
/* item_named — index of a linkable item by identifier or code, or -1. */
int32_t item_named(const struct framework_version *v, struct str name);
/* codes_of — "1.1 K1, 1.1 K2": what is chosen, as it could be typed. */
struct str codes_of(struct ctx *cx, const struct framework_version *v, const bool *on);
/* item_key — the value a checkbox has: its code where that names only it, or its identifier. */
struct str item_key(struct ctx *cx, const struct framework_version *v, int32_t i);

/* picker — everything the "What does this show?" part draws. `fixed` (may be NULL): already linked, not offered. */
struct evidence_picker picker(struct ctx *cx, const struct framework_version *v, const struct picking *pick,
                              const struct chosen *chosen, const bool *fixed);
/* picking_of_values — the same from what was typed, where no form has been filled (a restored draft). */
struct picking picking_of_values(struct ctx *cx, const struct values *values);

/* One piece's links as they stand. */
struct link_now {
	int64_t link;
	int32_t item; /* index, -1 when it is not of this framework */
	enum link_state state;
	instant created, changed;
};
struct links_now {
	struct link_now *v;
	size_t n;
	size_t live; /* not withdrawn */
};
enum rc links_load(struct ctx *cx, const struct framework_version *v, int64_t evidence, struct links_now *ret);
/* links_on — by item index: linked and not withdrawn. */
bool *links_on(struct ctx *cx, const struct framework_version *v, const struct links_now *links);

/* piece_changed — after any change: version row (not of a draft), summary, event; loads the piece again. `kind` names what
 * was done; data is the event's. */
enum rc piece_changed(struct ctx *cx, const struct framework_version *v, bool was_submitted, enum event_kind kind,
                      struct str data);
/* piece_json — the piece as JSON, into the open document. */
enum rc piece_json(struct ctx *cx, const struct framework_version *v, struct json_out *j);
/* answer_piece — done() for a changed piece: its page with a notice, or its JSON with its new ETag. */
enum rc answer_piece(struct ctx *cx, const struct framework_version *v, struct url where, enum word notice, bool is_new);

/* draw_record — the page for writing a piece: new (cx->evidence NULL) or not, with what was typed if anything was. */
enum rc draw_record(struct ctx *cx, const struct form *form);
/* draw_conflict — both versions side by side. */
enum rc draw_conflict(struct ctx *cx);
/* draw_links — choosing more statements for a piece whose words stand. */
enum rc draw_links(struct ctx *cx);

/* assessor_first_name, supervisor… — of this induction today; empty for none. */
struct people_now {
	struct str assessor, assessor_name, supervisor, supervisor_name;
};
enum rc people_now(struct ctx *cx, struct people_now *ret);

#endif

/* desk_view.h — what the pages of the desk show. */
#ifndef APP_DESK_DESK_VIEW_H
#define APP_DESK_DESK_VIEW_H

#include "app/profiles/profiles.h"
#include "app/register/register.h"

#define DESK_LIST(name) \
	struct name##s {    \
		struct name *v; \
		size_t n;       \
	}

struct desk_icons {
	struct url late, back, empty;
};
struct desk_pages {
	struct url before, next;
	bool has_before, has_next;
	int from, to;
	int64_t total;
};

/* ---- the desk ---- */

struct desk_piece {
	struct url url;
	struct uuid id;
	instant since;
	int kind_number;                                        /* enum evidence_kind */
	struct str title, name, first;
	enum word kind;
	int month, months, days, late, percent, minutes, claims, fresh; /* fresh: statements nothing else points at */
	int back;                                               /* claims that were returned and are here again */
	struct str back_at;
	bool shown_first;                                       /* its ECSW shows it first for an outcome */
};
DESK_LIST(desk_piece);
struct desk_person {
	struct url url, coverage, evidence, waiting;
	struct uuid id;
	struct str name, team, shared;
	instant shared_at;                                      /* DB_NULL_INT for never */
	int month, months, enough, all, percent, claims;
	struct staff_marks flags; /* of their registration */
};
DESK_LIST(desk_person);
struct desk_shared_piece {
	struct url url;
	struct uuid id;
	instant shared_at;
	int kind_number, state_number;
	struct str title, name, shared;
	enum word kind, state;
	int claims, returned;
};
DESK_LIST(desk_shared_piece);
struct desk_view {
	struct html decisions;   /* outcomes this person has a part in */
	struct html after;       /* steps of theirs that follow an outcome */
	struct html talk;        /* conversations that wait for this person */
	struct html owed;        /* parts of pieces that wait for this person */
	struct html reviews;     /* those that wait for them, and what was agreed */
	struct html supervision; /* of whom they supervise */
	struct html support;     /* what of support waits for them */
	struct html agreed;      /* pauses and extensions that wait for them to agree */
	struct html asked;       /* families to confirm, observations to watch */
	bool judges;             /* an assessor's desk; a supervisor's has nothing to decide */
	struct str day, only;    /* only: the name the queue is narrowed to */
	struct url start, all;
	struct desk_pieces pieces;
	struct desk_pages queue_pages, people_pages, shared_pages;
	int64_t waiting;
	int oldest, promise, minutes;
	int64_t decided;
	struct str last_decided;
	struct desk_persons people;
	struct desk_shared_pieces shared;
	struct desk_icons icons;
	struct staff_marks flags; /* of the reader's own registration */
};

/* ---- what was decided lately ---- */

struct desk_decided_piece {
	struct url url;
	struct str title, name, when;
	enum word kind;
	int agreed, returned;
};
DESK_LIST(desk_decided_piece);
struct desk_decided_view {
	struct desk_decided_pieces pieces;
	struct desk_pages pages;
	struct desk_icons icons;
};

/* ---- deciding ---- */

struct judge_prior {
	struct url url;
	struct str title, said, comment;
};
DESK_LIST(judge_prior);
struct judge_voice {
	struct str text, who;
};
DESK_LIST(judge_voice);
struct judge_claim {
	bool has_met;
	struct profile_said met;     /* what the role profile of the job says of it */
	struct str id, key, code, error, comment, earlier;
	enum word kind;          /* Knows, Does; T_NONE for neither */
	struct html what;        /* its text, glossary words linked */
	struct judge_priors prior;
	struct judge_voices voices; /* what was asked before, and the answer */
	bool returned;
};
DESK_LIST(judge_claim);
struct judge_term {
	struct str id, term, definition, code;
	struct url claim;
};
DESK_LIST(judge_term);
struct judge_file {
	struct url url;
	struct str name, size;
	enum word state;
	bool ready;
};
DESK_LIST(judge_file);
struct judge_span {
	struct str text;
	bool added, removed;
};
DESK_LIST(judge_span);
struct judge_view_shown {
	struct str name, when, sentence;
	bool own, hidden, tainted;
	struct judge_voices asked;
};
DESK_LIST(judge_view_shown);
struct judge_view {
	struct url action, piece, say, concern, coverage;
	struct html kept;
	struct str csrf, version, tab, tab_from;
	struct html errors, again;
	struct str title, name, first, sent, setting;
	enum word kind;
	int month, months, words, days, late, claims_n, fresh;
	struct str sentence, sentence_error;
	struct judge_claims claims;
	struct judge_terms terms;
	struct html text, changed, talk; /* the piece; what is new since it was read; what was said of it */
	struct judge_files files;
	struct judge_view_showns views;
	struct str until;        /* how long it can be undone */
	/* when the piece was changed meanwhile */
	bool moved, moved_text, gone;
	struct str moved_title;
	struct judge_spans spans;
	struct str added, taken; /* codes */
	struct desk_icons icons;
};

/* ---- decided ---- */

struct judged_line {
	struct str code, text, comment;
};
DESK_LIST(judged_line);
struct judged_difference {
	struct str code, mine, theirs, who;
};
DESK_LIST(judged_difference);
struct judged_view {
	struct str title, name, first, sentence, when;
	struct url piece, concern, undo, next;
	int agreed, returned;
	struct judged_lines returns;
	bool can_undo, overtaken, has_next;
	struct str until;
	struct html csrf;
	struct str next_first, next_name;
	int next_days, next_claims;
	int64_t waiting;
	struct judge_view_showns others;
	struct judged_differences differences;
	struct str notice;
};

#endif

/* access.h — who may do what: the one place that says so (ACCESS matrix of the design).
 *
 * Deny by default. Two questions are asked of every request:
 *   1. capability of the route: may somebody acting in this role come here at all? (may_use)
 *   2. object rule of the route: may this actor do this to this object? (may_…)
 * Both are pure. The facts about the object (struct resource) come from one query per object, and the same
 * conditions stand in SQL as fragments in app/visible.sql; a store test holds the two together.
 * A rule's `enum access` says why, for the log and the tests; a person sees the same 404 for every "no", except
 * where they can see the thing and may know why they can't change it (ACCESS_NOT_NOW).
 */
#ifndef RULES_ACCESS_H
#define RULES_ACCESS_H

#include "rules/words.h"

/* Who asks. A person with several roles acts in one of them at a time. */
struct actor {
	int64_t person;        /* 0: nobody */
	enum role role;        /* acting as */
	int64_t organisation;  /* acting for; 0 for none */
	int64_t role_held;     /* the row behind it */
};

/* What a route lets people do; each role has a set of them (access.c). */
enum capability {
	CAP_NONE = 0,          /* refused at start */
	PUBLIC,                /* anyone, signed in or not */
	CAP_SIGNED_IN,         /* anyone with a session */
	CAP_ENTERING,          /* the same, also before the second factor was shown: nothing but showing it */
	CAP_STANDARDS_READ,    /* published frameworks: public */
	CAP_STANDARDS_WRITE,   /* import, publish, withdraw */
	CAP_PORTFOLIO_READ,    /* an induction, its coverage and evidence (object rule decides whose) */
	CAP_PORTFOLIO_WRITE,   /* record evidence and links: the ECSW */
	CAP_JUDGE,             /* an assessor's view */
	CAP_SEND_BACK,         /* a piece that names somebody goes back to its writer: assessors, moderators */
	CAP_DESK,              /* the assessor's and supervisor's first screen */
	CAP_COHORT,            /* the coordinator's */
	CAP_TIMELINE,          /* who is where in the two years: coordinators, supervisors and assessors, of their own people */
	CAP_NATIONAL,          /* aggregates over everyone */
	CAP_SYSTEM,            /* settings, jobs, backups */
	CAP_ORGANISATIONS,     /* an organisation: one's own, its partners; all of them for national administrators */
	CAP_ORGANISATIONS_WRITE, /* organisations that are not there yet, and what becomes of them */
	CAP_PEOPLE,            /* people and their roles (object rule decides whose) */
	CAP_INVITE,            /* offering roles by mail */
	CAP_EQUALITY,          /* one's own answers about protected characteristics: nobody reads anybody else's */
	CAP_REGISTER,          /* how the regulator's register is asked; numbers, no names */
	CAP_BULK,              /* many at once, from a spreadsheet */
	CAP_ASK,               /* asking people without an account, and direct observations */
	CAP_AUDIT,             /* that the history is what was written: numbers and hashes, nobody's record */
	CAP_DECIDE,            /* the outcome of an induction: everybody who has a part in one (object rule decides whose) */
	CAP_END,
};

enum access {
	ACCESS_NO = 0,         /* as if it did not exist */
	ACCESS_NOT_NOW,        /* may see it, but its state forbids this: said plainly */
	ACCESS_OWN,            /* yes: their own */
	ACCESS_ASSIGNED,       /* yes: they supervise or assess this person now */
	ACCESS_EMPLOYER,       /* yes: coordinator of the employer */
	ACCESS_OPEN,           /* yes: public or by role alone */
};
static inline bool access_ok(enum access a) { return a >= ACCESS_OWN; }

/* Facts about the object asked for. Zero means no. */
struct resource {
	int64_t owner;             /* person it belongs to */
	int64_t employer;          /* organisation answering for it now */
	bool assessor;             /* actor is assigned as assessor today */
	bool supervisor;           /* actor is assigned as supervisor today */
	bool induction_open;
	/* evidence */
	enum evidence_state state;
	bool assessed;             /* some view stands */
	bool never_shared;         /* nobody else has been able to read it */
	bool held;                 /* held back for privacy: its writer's alone until it is mended */
	bool has_claims;           /* links waiting */
	bool has_returned;         /* links with a question for the ECSW */
	bool shared;               /* supervision: the ECSW lets the assessor read it */
	bool unsaid;               /* talk: all that was said in it is held back from the actor. `made_by` began it */
	/* framework */
	enum framework_state framework_state;
	bool opened;               /* it was opened for comments while it was a draft */
	bool commenting;           /* it is open for them today */
	bool commented;            /* there is one behind it in its series, or it is one itself: comments and what came of them can be read */
	enum programme_state programme;
	bool national;
	int64_t made_by;           /* who imported it; whose conflict of interest it is */
	/* organisation */
	int64_t organisation;      /* the one asked for */
	bool partner;              /* the actor's organisation works with it today */
	bool closed;               /* it has closed, or has become another */
	/* what becomes of organisations: `made_by` proposed it */
	bool decided;              /* done, or dropped */
	bool only_admin;           /* nobody else administers nationally today */
	/* person: `owner` is who it is about */
	bool works_here;           /* holds a role in the actor's organisation today, or will */
	bool worked_here;          /* held one before, and holds none now */
	bool coordinator;          /* coordinates somewhere today */
	bool national_staff;       /* administers nationally or technically, or is the regulator's */
	bool disabled;             /* can't sign in */
	/* joining: `organisation` is whose it is, `owner` the person once there is one */
	bool joining_open;         /* neither started nor closed */
	/* ask: `made_by` asked; `closed` is over */
	enum ask_kind ask_kind;
	bool asks_agreement;       /* of a family: the supervisor has not answered yet */
	/* observation: `made_by` planned it */
	bool observer;             /* the actor is to watch it, in the role they act in */
	bool observed;             /* the observer's part is given */
	bool answered;             /* the ECSW has said whether they agree what it shows */
	/* review */
	enum review_state review;
	bool part_given;           /* the actor's own part is handed in */
	bool signed_by;            /* the actor has signed, in the role they act in */
	/* decision: `unsaid` of those who may not know of it yet */
	bool sits;                 /* on its panel, while that runs */
	bool reads_blind;          /* named to read it without the name, while that runs */
	bool drafting;             /* with the assessor, who writes */
	/* role profile: `organisation` is whose it is, `made_by` who asked for its approval or, then, who approved it */
	enum profile_state profile;
	/* file */
	enum scan_state scan;
	bool removed;
};

/* may_use — does this role carry the capability? */
bool may_use(enum role role, enum capability cap);

/* Object rules, named for the table in app/routes.c. */
typedef enum access rule_fn(const struct actor *, const struct resource *);
rule_fn may_see_mail;            /* what became of it: coordinator of the organisation it was sent for, while its person works there */
rule_fn may_read_induction;      /* dates, titles, outcomes: own, assigned, coordinator of the employer */
rule_fn may_read_coverage;       /* own, assigned; coordinator sees outcomes only (may_read_induction) */
rule_fn may_list_evidence;       /* own, assigned */
rule_fn may_add_evidence;        /* own, while the induction is open */
rule_fn may_read_evidence;       /* own; assigned once shared; supervisor reads shared and submitted, assessor too */
rule_fn may_change_evidence;     /* own, until a view stands: drafts, shared and submitted pieces */
rule_fn may_write_evidence;      /* own: its words as long as they may change, its links after that; what is typed is never lost */
rule_fn may_link_evidence;       /* own: as change; after a view links may still be added or withdrawn, not while it is held back */
rule_fn may_withdraw_evidence;   /* own, before it is assessed */
rule_fn may_use_reflection;      /* a private one: its owner, and nobody else in any role */
rule_fn may_read_supervision;    /* own; assigned supervisor; assigned assessor once the ECSW has shared it */
rule_fn may_write_supervision;   /* assigned supervisor, while the induction is open */
rule_fn may_answer_supervision;  /* countersigning and sharing: own, while the induction is open */
rule_fn may_begin_review;        /* one that is due, or one between two points: own, assigned; while the induction is open */
rule_fn may_read_review;         /* own, assigned; the coordinator of the employer its dates and actions */
rule_fn may_write_review;        /* a part: own, assigned; until all are released, or their own is handed in after that */
rule_fn may_hold_review;         /* moved, held, cancelled: own, assigned; until it was held */
rule_fn may_act_on_review;       /* its actions: own, assigned; once the parts are released */
rule_fn may_sign_review;         /* own, assigned; once it was held, once */
rule_fn may_change_plan;         /* goals: own, while the induction is open (read: may_list_evidence) */
rule_fn may_answer_link;         /* own, while a link is returned */
rule_fn may_judge_evidence;      /* assigned assessor, submitted, claims waiting, never their own */
rule_fn may_comment;             /* whoever may read a piece that is shared or submitted, while the induction is open and nothing holds it back */
rule_fn may_read_talk;           /* whoever may read its piece, once something in it may be read */
rule_fn may_answer_talk;         /* the same, while one may comment on the piece */
rule_fn may_resolve_talk;        /* who began it, and whose piece it is */
rule_fn may_undo_view;           /* assigned assessor; the time limit is the handler's */
rule_fn may_mend_evidence;       /* own: what the privacy check or a reader found; after a view its words alone, while it is held back */
rule_fn may_send_back_sampled;   /* the moderator who reads a decision without a name: a piece of it that names somebody */
rule_fn may_send_back;           /* assigned assessor, and a moderator who may read it: a piece that names somebody */
rule_fn may_note_child_concern;  /* every reader of a piece but its writer, who is told in it whom to tell */
rule_fn may_note_concern_sampled; /* the same, of a piece a decision's reasons point to: who sits or reads, the assessor */
rule_fn may_ask;                 /* own, while it is open: a professional's or a family's feedback */
rule_fn may_list_asks;           /* own, assigned */
rule_fn may_read_ask;            /* own, assigned; a family's: own and the supervisor */
rule_fn may_change_ask;          /* a link, a mail, the end of it: who asked; a family's: the supervisor alone */
rule_fn may_word_ask;            /* the asker's own translation of a family's questions: own, until it is agreed */
rule_fn may_confirm_ask;         /* a family's: the supervisor, once */
rule_fn may_plan_observation;    /* own; assigned assessor */
rule_fn may_read_observation;    /* as its piece; who is to watch it */
rule_fn may_give_observation;    /* who is to watch it, once */
rule_fn may_answer_observation;  /* own, once the assessor has given a view */
rule_fn may_cancel_observation;  /* own; assigned assessor; until it was watched */
rule_fn may_see_decision;        /* of an induction: where it stands and what is there: own, assigned assessor, coordinator of the employer */
rule_fn may_begin_decision;      /* the same, without the coordinator: the assessor begins, the ECSW withdraws */
rule_fn may_read_decision;       /* own, coordinator, national administrator once told; assigned assessor; who sits or reads, while that runs */
rule_fn may_write_decision;      /* assigned assessor, while it is a draft */
rule_fn may_name_in_decision;    /* coordinator of the employer: who reads and who sits */
rule_fn may_read_file;           /* as its evidence, once the scan is clean and it is not removed */
rule_fn may_change_files;        /* own, as change */
rule_fn may_remove_file;         /* own, as change; while the piece is held back always */
rule_fn may_arrange_induction;   /* coordinator of the employer, while it is open: hours, funding, who
                                  * supervises, assesses, observes */
rule_fn may_declare_conflict;    /* the ECSW, those assigned, the coordinator */
rule_fn may_end_conflict;        /* coordinator of the employer, never of their own conflict */
rule_fn may_read_caseload;       /* whose it is; coordinators: of who works or worked for them */
rule_fn may_arrange_caseload;    /* coordinators: of who works or worked for them */
rule_fn may_read_framework;      /* published: anyone; withdrawn: anyone signed in; drafts: national administrators, and everybody bound by
                                  * it who is signed in once it was opened for comments */
rule_fn may_read_comments;       /* on a draft, and what came of them: whoever may read it, or the version that became of it */
rule_fn may_comment_on_draft;    /* everybody bound by it who is signed in: not the department, who answers, nor who keeps the machine */
rule_fn may_open_comments;       /* national administrator other than who imported it, while it is a draft */
rule_fn may_follow_comments;     /* national administrators: all that is said, and by whom as they wish to be shown */
rule_fn may_answer_comments;     /* the same, once it has closed */
rule_fn may_change_framework;    /* national administrators, drafts */
rule_fn may_publish_framework;   /* national administrator other than who imported it, not while it is open for comments */
rule_fn may_withdraw_framework;
rule_fn may_read_import;         /* whoever started it */
rule_fn may_use_bulk;            /* whoever sent the file, while acting for the organisation it was sent for */
rule_fn may_read_organisation;   /* one's own, its partners; every one for national administrators */
rule_fn may_follow_organisation; /* its coordinators and national administrators: its history, closed or not */
rule_fn may_coordinate_organisation; /* its coordinators and national administrators: contacts, primary coordinator */
rule_fn may_manage_organisation; /* national administrators, until it has closed */
rule_fn may_read_profile;        /* published: anyone signed in; before: its coordinators, and the department once it was asked */
rule_fn may_change_profile;      /* its coordinators, while it is a draft or was sent back */
rule_fn may_drop_profile;        /* the same, while nobody else has seen it */
rule_fn may_follow_profile;      /* its coordinators, once published: the next version */
rule_fn may_answer_profile;      /* a national administrator other than who asked: approves or sends back */
rule_fn may_publish_profile;     /* another one than who approved it, unless there is no other */
rule_fn may_read_succession;     /* national administrators */
rule_fn may_decide_succession;   /* another national administrator than who proposed it, unless there is no other */
rule_fn may_place_succession;    /* whoever proposed it, until it is decided */
rule_fn may_drop_succession;     /* national administrators, until it is done */
rule_fn may_read_person;         /* oneself; coordinators: who works or worked for them; national administrators:
                                  * coordinators and staff like themselves; system administrators: to reach and unlock */
rule_fn may_manage_person;       /* coordinators: who works for them; national administrators: coordinators and admins;
                                  * nobody themself */
rule_fn may_bring_back_person;   /* coordinators: who worked for them and doesn't now */
rule_fn may_read_invitation;     /* coordinators of the organisation; national administrators: to roles they may give */
rule_fn may_manage_invitation;   /* the same, until it was accepted or revoked (`closed`) */
rule_fn may_unlock_person;       /* who may manage them, and system administrators */
rule_fn may_read_programme;      /* anyone: what somebody would agree to before accepting a job; a draft, the department */
rule_fn may_publish_programme;   /* the department, while it is a draft; whoever brings one in does it at the command line */
rule_fn may_vary_programme;      /* a coordinator, for their own employer, of one that is published or withdrawn */
rule_fn may_withdraw_programme;  /* the department, once it is published */
rule_fn may_read_joining;        /* coordinators of the employer, never about themselves */
rule_fn may_change_joining;      /* as read, until it has started or was closed */
rule_fn may_read_agreed;         /* a pause or an extension that is agreed: one's own, and who may agree to one of theirs */
rule_fn may_answer_agreed;       /* to agree, decline or take back: rules/agreed.h says whose each is */
rule_fn may_read_return;         /* a return plan: own, assigned supervisor; the coordinator of the employer its dates */
rule_fn may_write_return;        /* own, assigned supervisor; while the induction is open */
rule_fn may_read_time;           /* protected time and workload: own, assigned; the coordinator of the employer what is owed, not one week’s answer */
rule_fn may_answer_time;         /* whether it was given: own, while the induction is open */
rule_fn may_plan_time;           /* levels and cases: the assigned supervisor, while it is open */
rule_fn may_read_agreement;      /* about support and assessment: own, assigned, the coordinator of the employer */
rule_fn may_sign_agreement;      /* the same, while the induction is open */
rule_fn may_read_adjustments;    /* own; who is assigned and the employer's coordinators see those that are shared with them by name */
rule_fn may_enter_probation;     /* the practice supervisor and the coordinator of the employer, while it is open */
rule_fn may_ask_adjustment;      /* own, while the induction is open */
rule_fn may_answer_adjustment;   /* who may read, while it is open: the query asks who was asked */
rule_fn may_tell_pause;          /* that the clock stops: one's own, and coordinators of the employer who record dates */
rule_fn may_read_terms;          /* eligibility, hours and funding: own; coordinators of the employer */

#endif

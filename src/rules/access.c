/* access.c — the matrix of ACCESS.md as code: capabilities by role, then one rule an act.
 *
 * Read with docs/permissions.md, which is generated from the routes and these functions and shows every cell.
 */
#include "rules/access.h"

#define C(cap) (1u << (cap))

/* What everybody who is signed in may come to. */
#define SIGNED_IN (C(PUBLIC) | C(CAP_STANDARDS_READ) | C(CAP_SIGNED_IN) | C(CAP_ENTERING) | C(CAP_ORGANISATIONS))

/* What each role may come to at all. Object rules narrow it down. */
static const unsigned role_capabilities[ROLE_END] = {
	[ROLE_NONE] = C(PUBLIC) | C(CAP_STANDARDS_READ),
	[ROLE_ECSW] = SIGNED_IN | C(CAP_DECIDE) | C(CAP_EQUALITY) | C(CAP_PORTFOLIO_READ) | C(CAP_PORTFOLIO_WRITE) | C(CAP_ASK),
	[ROLE_SUPERVISOR] = SIGNED_IN | C(CAP_PORTFOLIO_READ) | C(CAP_DESK) | C(CAP_TIMELINE) | C(CAP_ASK),
	[ROLE_ASSESSOR] = SIGNED_IN | C(CAP_DECIDE) | C(CAP_PORTFOLIO_READ) | C(CAP_DESK) | C(CAP_TIMELINE) | C(CAP_JUDGE) | C(CAP_SEND_BACK) | C(CAP_ASK),
	[ROLE_COORDINATOR] = SIGNED_IN | C(CAP_DECIDE) | C(CAP_PORTFOLIO_READ) | C(CAP_COHORT) | C(CAP_TIMELINE) | C(CAP_PEOPLE) | C(CAP_INVITE) | C(CAP_BULK),
	[ROLE_MODERATOR] = SIGNED_IN | C(CAP_DECIDE) | C(CAP_SEND_BACK),
	[ROLE_NATIONAL_ADMIN] = SIGNED_IN | C(CAP_DECIDE) | C(CAP_STANDARDS_WRITE) | C(CAP_NATIONAL) | C(CAP_AUDIT) | C(CAP_REGISTER) |
	                        C(CAP_PEOPLE) | C(CAP_INVITE) | C(CAP_ORGANISATIONS_WRITE) | C(CAP_BULK),
	[ROLE_REGULATOR] = SIGNED_IN,
	[ROLE_SYSTEM_ADMIN] = SIGNED_IN | C(CAP_REGISTER) | C(CAP_SYSTEM) | C(CAP_AUDIT) | C(CAP_PEOPLE),
	[ROLE_OBSERVER] = SIGNED_IN | C(CAP_ASK),
	[ROLE_PANEL_MEMBER] = SIGNED_IN | C(CAP_DECIDE),
	[ROLE_HR_CONTACT] = SIGNED_IN,
};

bool may_use(enum role role, enum capability cap)
{
	return cap > CAP_NONE && cap < CAP_END && role >= ROLE_NONE && role < ROLE_END &&
	       (role_capabilities[role] & C(cap));
}

static bool is_own(const struct actor *actor, const struct resource *r)
{
	return actor->role == ROLE_ECSW && actor->person && actor->person == r->owner;
}

/* Nobody acts on their own portfolio in any other role. */
static bool is_assessor_of(const struct actor *actor, const struct resource *r)
{
	return actor->role == ROLE_ASSESSOR && r->assessor && actor->person != r->owner;
}

static bool is_supervisor_of(const struct actor *actor, const struct resource *r)
{
	return actor->role == ROLE_SUPERVISOR && r->supervisor && actor->person != r->owner;
}

static bool is_coordinator_of(const struct actor *actor, const struct resource *r)
{
	return actor->role == ROLE_COORDINATOR && r->employer && actor->organisation == r->employer &&
	       actor->person != r->owner;
}

static enum access own_or_assigned(const struct actor *actor, const struct resource *r)
{
	if (is_own(actor, r))
		return ACCESS_OWN;
	return is_assessor_of(actor, r) || is_supervisor_of(actor, r) ? ACCESS_ASSIGNED : ACCESS_NO;
}

enum access may_read_induction(const struct actor *actor, const struct resource *r)
{
	return is_coordinator_of(actor, r) ? ACCESS_EMPLOYER : own_or_assigned(actor, r);
}

enum access may_read_coverage(const struct actor *actor, const struct resource *r)
{
	return may_read_induction(actor, r);
}

enum access may_list_evidence(const struct actor *actor, const struct resource *r)
{
	return own_or_assigned(actor, r);
}

enum access may_add_evidence(const struct actor *actor, const struct resource *r)
{
	if (!is_own(actor, r))
		return ACCESS_NO;
	return r->induction_open ? ACCESS_OWN : ACCESS_NOT_NOW;
}

/* A draft is its owner's alone; shared and submitted pieces are read by those assigned; a withdrawn piece stays in the
 * record of whoever could read it, so one that was withdrawn as a draft stays its owner's alone. */
enum access may_read_evidence(const struct actor *actor, const struct resource *r)
{
	enum access a = own_or_assigned(actor, r);
	bool unseen = r->state == EVIDENCE_DRAFT || (r->state == EVIDENCE_WITHDRAWN && r->never_shared) || r->held;

	return a == ACCESS_ASSIGNED && unseen ? ACCESS_NO : a;
}

enum access may_change_evidence(const struct actor *actor, const struct resource *r)
{
	if (!is_own(actor, r))
		return ACCESS_NO;
	return r->induction_open && !r->assessed && r->state != EVIDENCE_WITHDRAWN ? ACCESS_OWN : ACCESS_NOT_NOW;
}

enum access may_write_evidence(const struct actor *actor, const struct resource *r)
{
	if (!is_own(actor, r))
		return ACCESS_NO;
	return r->induction_open && r->state != EVIDENCE_WITHDRAWN ? ACCESS_OWN : ACCESS_NOT_NOW;
}

/* After a view links still come and go, but not while nobody who gave one can read the piece. */
enum access may_link_evidence(const struct actor *actor, const struct resource *r)
{
	return is_own(actor, r) && r->assessed && r->held ? ACCESS_NOT_NOW : may_write_evidence(actor, r);
}

enum access may_withdraw_evidence(const struct actor *actor, const struct resource *r)
{
	return may_change_evidence(actor, r);
}

enum access may_use_reflection(const struct actor *actor, const struct resource *r)
{
	return is_own(actor, r) ? ACCESS_OWN : ACCESS_NO;
}

/* An assessor sees dates (may_read_induction), and the content only if the ECSW shares it. */
enum access may_read_supervision(const struct actor *actor, const struct resource *r)
{
	if (is_own(actor, r))
		return ACCESS_OWN;
	return is_supervisor_of(actor, r) || (is_assessor_of(actor, r) && r->shared) ? ACCESS_ASSIGNED : ACCESS_NO;
}

enum access may_write_supervision(const struct actor *actor, const struct resource *r)
{
	if (!is_supervisor_of(actor, r))
		return ACCESS_NO;
	return r->induction_open ? ACCESS_ASSIGNED : ACCESS_NOT_NOW;
}

enum access may_answer_supervision(const struct actor *actor, const struct resource *r)
{
	return may_add_evidence(actor, r);
}

enum access may_begin_review(const struct actor *actor, const struct resource *r)
{
	enum access a = own_or_assigned(actor, r);

	return access_ok(a) && !r->induction_open ? ACCESS_NOT_NOW : a;
}

enum access may_read_review(const struct actor *actor, const struct resource *r)
{
	return may_read_induction(actor, r);
}

/* Released, one's own may still be added where it was missing; what others have read is not written anew. */
enum access may_write_review(const struct actor *actor, const struct resource *r)
{
	bool closed = r->review == REVIEW_CANCELLED || (r->review != REVIEW_WRITING && r->part_given);
	enum access a = may_begin_review(actor, r);

	return access_ok(a) && closed ? ACCESS_NOT_NOW : a;
}

enum access may_hold_review(const struct actor *actor, const struct resource *r)
{
	enum access a = may_begin_review(actor, r);

	return access_ok(a) && (r->review == REVIEW_MET || r->review == REVIEW_CANCELLED) ? ACCESS_NOT_NOW : a;
}

enum access may_act_on_review(const struct actor *actor, const struct resource *r)
{
	enum access a = may_begin_review(actor, r);

	return access_ok(a) && r->review != REVIEW_READY && r->review != REVIEW_MET ? ACCESS_NOT_NOW : a;
}

enum access may_sign_review(const struct actor *actor, const struct resource *r)
{
	enum access a = may_begin_review(actor, r);

	return access_ok(a) && (r->review != REVIEW_MET || r->signed_by) ? ACCESS_NOT_NOW : a;
}

enum access may_change_plan(const struct actor *actor, const struct resource *r)
{
	return may_add_evidence(actor, r);
}

enum access may_answer_link(const struct actor *actor, const struct resource *r)
{
	if (!is_own(actor, r))
		return ACCESS_NO;
	return r->induction_open && r->has_returned && !r->held && r->state == EVIDENCE_SUBMITTED ? ACCESS_OWN : ACCESS_NOT_NOW;
}

enum access may_judge_evidence(const struct actor *actor, const struct resource *r)
{
	if (!is_assessor_of(actor, r) || !access_ok(may_read_evidence(actor, r)))
		return ACCESS_NO;
	return r->induction_open && r->state == EVIDENCE_SUBMITTED && r->has_claims ? ACCESS_ASSIGNED : ACCESS_NOT_NOW;
}

enum access may_comment(const struct actor *actor, const struct resource *r)
{
	enum access a = may_read_evidence(actor, r);
	bool said_of = r->state == EVIDENCE_SHARED || r->state == EVIDENCE_SUBMITTED;

	return access_ok(a) && (!said_of || !r->induction_open || r->held) ? ACCESS_NOT_NOW : a;
}

enum access may_read_talk(const struct actor *actor, const struct resource *r)
{
	return r->unsaid ? ACCESS_NO : may_read_evidence(actor, r);
}

enum access may_answer_talk(const struct actor *actor, const struct resource *r)
{
	return r->unsaid ? ACCESS_NO : may_comment(actor, r);
}

enum access may_resolve_talk(const struct actor *actor, const struct resource *r)
{
	enum access a = may_answer_talk(actor, r);

	return is_own(actor, r) || actor->person == r->made_by ? a : access_ok(may_read_talk(actor, r)) ? ACCESS_NOT_NOW : ACCESS_NO;
}

enum access may_undo_view(const struct actor *actor, const struct resource *r)
{
	if (!is_assessor_of(actor, r) || !access_ok(may_read_evidence(actor, r)))
		return ACCESS_NO;
	return r->induction_open && r->assessed ? ACCESS_ASSIGNED : ACCESS_NOT_NOW;
}

enum access may_mend_evidence(const struct actor *actor, const struct resource *r)
{
	if (!is_own(actor, r))
		return ACCESS_NO;
	return (r->held && r->state != EVIDENCE_WITHDRAWN) || access_ok(may_change_evidence(actor, r)) ? ACCESS_OWN : ACCESS_NOT_NOW;
}

/* Whoever judges a piece, or moderates what was judged, as far as they may read it. */
enum access may_send_back(const struct actor *actor, const struct resource *r)
{
	bool judges = actor->role == ROLE_ASSESSOR || actor->role == ROLE_MODERATOR;

	return judges && actor->person != r->owner ? may_read_evidence(actor, r) : ACCESS_NO;
}

/* Whoever moderates a decision reads what its reasons point to: they see names that were covered badly, and those of others. */
enum access may_send_back_sampled(const struct actor *actor, const struct resource *r)
{
	return actor->role == ROLE_MODERATOR && actor->person && actor->person != r->owner && r->reads_blind ? ACCESS_ASSIGNED : ACCESS_NO;
}

enum access may_note_child_concern(const struct actor *actor, const struct resource *r)
{
	enum access a = may_read_evidence(actor, r);

	return a == ACCESS_OWN ? ACCESS_NO : a; /* the writer's own way is the notice on the writing page */
}

/* A coordinator and the department read a decision, not the pieces behind it. */
enum access may_note_concern_sampled(const struct actor *actor, const struct resource *r)
{
	return may_read_decision(actor, r) == ACCESS_ASSIGNED ? ACCESS_ASSIGNED : ACCESS_NO;
}

/* ---- people without an account, direct observations ---- */

enum access may_ask(const struct actor *actor, const struct resource *r)
{
	return may_add_evidence(actor, r);
}

enum access may_list_asks(const struct actor *actor, const struct resource *r)
{
	return own_or_assigned(actor, r);
}

/* What is asked of a family is between the ECSW and their supervisor. */
enum access may_read_ask(const struct actor *actor, const struct resource *r)
{
	return r->ask_kind == ASK_FAMILY && is_assessor_of(actor, r) ? ACCESS_NO : own_or_assigned(actor, r);
}

enum access may_change_ask(const struct actor *actor, const struct resource *r)
{
	enum access a = may_read_ask(actor, r);
	bool theirs = r->ask_kind == ASK_FAMILY ? is_supervisor_of(actor, r) : actor->person == r->made_by;

	if (!access_ok(a) || !theirs)
		return ACCESS_NO;
	return r->induction_open && !r->closed && !r->asks_agreement ? a : ACCESS_NOT_NOW;
}

enum access may_word_ask(const struct actor *actor, const struct resource *r)
{
	if (!is_own(actor, r) || r->ask_kind != ASK_FAMILY)
		return ACCESS_NO;
	return r->induction_open && r->asks_agreement && !r->closed ? ACCESS_OWN : ACCESS_NOT_NOW;
}

enum access may_confirm_ask(const struct actor *actor, const struct resource *r)
{
	if (!is_supervisor_of(actor, r) || r->ask_kind != ASK_FAMILY)
		return ACCESS_NO;
	return r->induction_open && r->asks_agreement && !r->closed ? ACCESS_ASSIGNED : ACCESS_NOT_NOW;
}

enum access may_plan_observation(const struct actor *actor, const struct resource *r)
{
	enum access a = is_assessor_of(actor, r) ? ACCESS_ASSIGNED : is_own(actor, r) ? ACCESS_OWN : ACCESS_NO;

	return access_ok(a) && !r->induction_open ? ACCESS_NOT_NOW : a;
}

static bool is_observer_of(const struct actor *actor, const struct resource *r)
{
	bool watches = actor->role == ROLE_SUPERVISOR || actor->role == ROLE_ASSESSOR || actor->role == ROLE_OBSERVER;

	return watches && r->observer && actor->person != r->owner;
}

/* Whoever is to watch sees what it is to look at, before and after; not while the piece is held back. */
enum access may_read_observation(const struct actor *actor, const struct resource *r)
{
	enum access a = may_read_evidence(actor, r);

	return !access_ok(a) && is_observer_of(actor, r) && !r->held ? ACCESS_ASSIGNED : a;
}

enum access may_give_observation(const struct actor *actor, const struct resource *r)
{
	if (!is_observer_of(actor, r) || r->held)
		return ACCESS_NO;
	return r->induction_open && !r->observed && !r->closed && r->state != EVIDENCE_WITHDRAWN ? ACCESS_ASSIGNED : ACCESS_NOT_NOW;
}

enum access may_answer_observation(const struct actor *actor, const struct resource *r)
{
	if (!is_own(actor, r))
		return ACCESS_NO;
	return r->observed && r->assessed && !r->answered && !r->closed ? ACCESS_OWN : ACCESS_NOT_NOW;
}

enum access may_cancel_observation(const struct actor *actor, const struct resource *r)
{
	if (!is_own(actor, r) && !is_assessor_of(actor, r))
		return ACCESS_NO;
	return r->induction_open && !r->observed && !r->closed && r->state != EVIDENCE_WITHDRAWN ? own_or_assigned(actor, r)
	                                                                                      : ACCESS_NOT_NOW;
}

enum access may_read_file(const struct actor *actor, const struct resource *r)
{
	enum access a = may_read_evidence(actor, r);

	if (!access_ok(a) || r->removed)
		return ACCESS_NO;
	return r->scan == SCAN_CLEAN || r->scan == SCAN_NOT_SCANNED ? a : ACCESS_NOT_NOW;
}

enum access may_change_files(const struct actor *actor, const struct resource *r)
{
	return may_change_evidence(actor, r);
}

/* A file that names somebody has to come off a piece that was sent back, whatever was said of the piece before. */
enum access may_remove_file(const struct actor *actor, const struct resource *r)
{
	return is_own(actor, r) && r->held && r->induction_open ? ACCESS_OWN : may_change_files(actor, r);
}

/* Everybody who works with standards: not who keeps the machine. */
static bool is_bound_by_standards(const struct actor *actor)
{
	return actor->person && actor->role != ROLE_NONE && actor->role != ROLE_SYSTEM_ADMIN;
}

enum access may_read_framework(const struct actor *actor, const struct resource *r)
{
	if (r->framework_state == FRAMEWORK_PUBLISHED)
		return ACCESS_OPEN;
	if (r->framework_state == FRAMEWORK_WITHDRAWN && actor->person) /* links made under it must stay readable */
		return ACCESS_OPEN;
	if (r->framework_state == FRAMEWORK_DRAFT && r->opened && is_bound_by_standards(actor))
		return ACCESS_OPEN;
	return actor->role == ROLE_NATIONAL_ADMIN ? ACCESS_OPEN : ACCESS_NO;
}

enum access may_change_framework(const struct actor *actor, const struct resource *r)
{
	if (actor->role != ROLE_NATIONAL_ADMIN)
		return ACCESS_NO;
	return r->framework_state == FRAMEWORK_DRAFT ? ACCESS_OPEN : ACCESS_NOT_NOW;
}

enum access may_publish_framework(const struct actor *actor, const struct resource *r)
{
	if (actor->role != ROLE_NATIONAL_ADMIN)
		return ACCESS_NO;
	return r->framework_state == FRAMEWORK_DRAFT && r->made_by != actor->person && !r->commenting ? ACCESS_OPEN : ACCESS_NOT_NOW;
}

enum access may_read_comments(const struct actor *actor, const struct resource *r)
{
	return r->commented ? may_read_framework(actor, r) : ACCESS_NO;
}

/* Whoever writes while it closes is told so by the page, which still has their words: no reason to hide it from them. */
enum access may_comment_on_draft(const struct actor *actor, const struct resource *r)
{
	if (!r->opened || !is_bound_by_standards(actor) || actor->role == ROLE_NATIONAL_ADMIN)
		return ACCESS_NO;
	return may_read_framework(actor, r);
}

enum access may_open_comments(const struct actor *actor, const struct resource *r)
{
	if (actor->role != ROLE_NATIONAL_ADMIN)
		return ACCESS_NO;
	return r->framework_state == FRAMEWORK_DRAFT && r->made_by != actor->person ? ACCESS_OPEN : ACCESS_NOT_NOW;
}

enum access may_follow_comments(const struct actor *actor, const struct resource *r)
{
	return actor->role == ROLE_NATIONAL_ADMIN && r->opened ? ACCESS_OPEN : ACCESS_NO;
}

enum access may_answer_comments(const struct actor *actor, const struct resource *r)
{
	if (!access_ok(may_follow_comments(actor, r)))
		return ACCESS_NO;
	return r->commenting ? ACCESS_NOT_NOW : ACCESS_OPEN;
}

enum access may_withdraw_framework(const struct actor *actor, const struct resource *r)
{
	if (actor->role != ROLE_NATIONAL_ADMIN)
		return ACCESS_NO;
	return r->framework_state == FRAMEWORK_PUBLISHED ? ACCESS_OPEN : ACCESS_NOT_NOW;
}

enum access may_read_import(const struct actor *actor, const struct resource *r)
{
	return actor->role == ROLE_NATIONAL_ADMIN && actor->person == r->made_by ? ACCESS_OPEN : ACCESS_NO;
}

/* ---- the decision (DEC) ---- */

enum access may_see_decision(const struct actor *actor, const struct resource *r)
{
	if (is_own(actor, r))
		return ACCESS_OWN;
	return is_assessor_of(actor, r) ? ACCESS_ASSIGNED : is_coordinator_of(actor, r) ? ACCESS_EMPLOYER : ACCESS_NO;
}

enum access may_begin_decision(const struct actor *actor, const struct resource *r)
{
	enum access a = is_own(actor, r) ? ACCESS_OWN : is_assessor_of(actor, r) ? ACCESS_ASSIGNED : ACCESS_NO;

	return access_ok(a) && !r->induction_open ? ACCESS_NOT_NOW : a;
}

/* Whoever sits or reads does so for this one, in whichever of their roles carries the capability; never for themself. */
enum access may_read_decision(const struct actor *actor, const struct resource *r)
{
	bool named = (r->sits || r->reads_blind) && actor->person && actor->person != r->owner &&
	             (actor->role == ROLE_ASSESSOR || actor->role == ROLE_PANEL_MEMBER || actor->role == ROLE_MODERATOR);

	if (is_assessor_of(actor, r) || named)
		return ACCESS_ASSIGNED;
	if (r->unsaid)
		return ACCESS_NO;
	if (is_own(actor, r))
		return ACCESS_OWN;
	if (is_coordinator_of(actor, r))
		return ACCESS_EMPLOYER;
	return actor->role == ROLE_NATIONAL_ADMIN && actor->person != r->owner ? ACCESS_OPEN : ACCESS_NO;
}

enum access may_write_decision(const struct actor *actor, const struct resource *r)
{
	if (!is_assessor_of(actor, r))
		return ACCESS_NO;
	return r->drafting && r->induction_open ? ACCESS_ASSIGNED : ACCESS_NOT_NOW;
}

enum access may_name_in_decision(const struct actor *actor, const struct resource *r)
{
	if (!is_coordinator_of(actor, r) || r->unsaid)
		return ACCESS_NO;
	return r->induction_open ? ACCESS_EMPLOYER : ACCESS_NOT_NOW;
}

/* ---- who is around an ECSW ---- */

enum access may_arrange_induction(const struct actor *actor, const struct resource *r)
{
	if (!is_coordinator_of(actor, r))
		return ACCESS_NO;
	return r->induction_open ? ACCESS_EMPLOYER : ACCESS_NOT_NOW;
}

enum access may_declare_conflict(const struct actor *actor, const struct resource *r)
{
	enum access a = may_read_induction(actor, r);

	return access_ok(a) && !r->induction_open ? ACCESS_NOT_NOW : a;
}

enum access may_end_conflict(const struct actor *actor, const struct resource *r)
{
	enum access a = may_arrange_induction(actor, r);

	return access_ok(a) && r->made_by == actor->person ? ACCESS_NOT_NOW : a;
}

/* ---- organisations and people ---- */

enum access may_read_organisation(const struct actor *actor, const struct resource *r)
{
	if (actor->role == ROLE_NATIONAL_ADMIN)
		return ACCESS_OPEN;
	if (!actor->person || !actor->organisation)
		return ACCESS_NO;
	return actor->organisation == r->organisation ? ACCESS_EMPLOYER : r->partner ? ACCESS_ASSIGNED : ACCESS_NO;
}

enum access may_follow_organisation(const struct actor *actor, const struct resource *r)
{
	if (actor->role == ROLE_COORDINATOR && actor->organisation && actor->organisation == r->organisation)
		return ACCESS_EMPLOYER;
	return actor->role == ROLE_NATIONAL_ADMIN ? ACCESS_OPEN : ACCESS_NO;
}

enum access may_coordinate_organisation(const struct actor *actor, const struct resource *r)
{
	enum access a = may_follow_organisation(actor, r);

	return access_ok(a) && r->closed ? ACCESS_NOT_NOW : a;
}

enum access may_manage_organisation(const struct actor *actor, const struct resource *r)
{
	if (actor->role != ROLE_NATIONAL_ADMIN)
		return ACCESS_NO;
	return r->closed ? ACCESS_NOT_NOW : ACCESS_OPEN;
}

static bool is_theirs(const struct actor *actor, const struct resource *r)
{
	return actor->role == ROLE_COORDINATOR && actor->organisation && actor->organisation == r->organisation;
}

enum access may_read_profile(const struct actor *actor, const struct resource *r)
{
	if (r->profile == PROFILE_PUBLISHED || r->profile == PROFILE_REPLACED)
		return ACCESS_OPEN;
	if (is_theirs(actor, r))
		return ACCESS_EMPLOYER;
	return actor->role == ROLE_NATIONAL_ADMIN && r->profile != PROFILE_DRAFT ? ACCESS_OPEN : ACCESS_NO;
}

enum access may_change_profile(const struct actor *actor, const struct resource *r)
{
	if (!is_theirs(actor, r))
		return ACCESS_NO;
	return (r->profile == PROFILE_DRAFT || r->profile == PROFILE_RETURNED) && !r->closed ? ACCESS_EMPLOYER : ACCESS_NOT_NOW;
}

enum access may_drop_profile(const struct actor *actor, const struct resource *r)
{
	if (!is_theirs(actor, r))
		return ACCESS_NO;
	return r->profile == PROFILE_DRAFT ? ACCESS_EMPLOYER : ACCESS_NOT_NOW;
}

enum access may_follow_profile(const struct actor *actor, const struct resource *r)
{
	if (!is_theirs(actor, r))
		return ACCESS_NO;
	return r->profile == PROFILE_PUBLISHED && !r->closed ? ACCESS_EMPLOYER : ACCESS_NOT_NOW;
}

enum access may_answer_profile(const struct actor *actor, const struct resource *r)
{
	if (actor->role != ROLE_NATIONAL_ADMIN || r->profile == PROFILE_DRAFT)
		return ACCESS_NO;
	return r->profile == PROFILE_ASKED && r->made_by != actor->person ? ACCESS_OPEN : ACCESS_NOT_NOW;
}

enum access may_publish_profile(const struct actor *actor, const struct resource *r)
{
	if (actor->role != ROLE_NATIONAL_ADMIN || r->profile == PROFILE_DRAFT)
		return ACCESS_NO;
	return r->profile == PROFILE_APPROVED && (r->made_by != actor->person || r->only_admin) ? ACCESS_OPEN : ACCESS_NOT_NOW;
}

enum access may_read_succession(const struct actor *actor, const struct resource *r)
{
	(void)r;
	return actor->role == ROLE_NATIONAL_ADMIN ? ACCESS_OPEN : ACCESS_NO;
}

enum access may_decide_succession(const struct actor *actor, const struct resource *r)
{
	if (actor->role != ROLE_NATIONAL_ADMIN)
		return ACCESS_NO;
	return !r->decided && (r->made_by != actor->person || r->only_admin) ? ACCESS_OPEN : ACCESS_NOT_NOW;
}

/* Where what can't be known goes is part of the proposal: whoever confirms it can't have changed it. */
enum access may_place_succession(const struct actor *actor, const struct resource *r)
{
	if (actor->role != ROLE_NATIONAL_ADMIN)
		return ACCESS_NO;
	return !r->decided && r->made_by == actor->person ? ACCESS_OPEN : ACCESS_NOT_NOW;
}

enum access may_drop_succession(const struct actor *actor, const struct resource *r)
{
	if (actor->role != ROLE_NATIONAL_ADMIN)
		return ACCESS_NO;
	return r->decided ? ACCESS_NOT_NOW : ACCESS_OPEN;
}

static bool is_self(const struct actor *actor, const struct resource *r)
{
	return actor->person && actor->person == r->owner;
}

enum access may_read_person(const struct actor *actor, const struct resource *r)
{
	if (is_self(actor, r))
		return ACCESS_OWN;
	switch (actor->role) {
	case ROLE_COORDINATOR:
		return r->works_here || r->worked_here ? ACCESS_EMPLOYER : ACCESS_NO;
	case ROLE_NATIONAL_ADMIN:
		return r->coordinator || r->national_staff ? ACCESS_OPEN : ACCESS_NO;
	case ROLE_SYSTEM_ADMIN:
		return ACCESS_OPEN;
	default:
		return ACCESS_NO;
	}
}

enum access may_manage_person(const struct actor *actor, const struct resource *r)
{
	enum access reads = may_read_person(actor, r);

	if (!access_ok(reads) || actor->role == ROLE_SYSTEM_ADMIN)
		return ACCESS_NO;
	if (reads == ACCESS_OWN)
		return ACCESS_NOT_NOW; /* another coordinator or administrator does that */
	return reads == ACCESS_EMPLOYER && !r->works_here ? ACCESS_NOT_NOW : reads;
}

/* Coming back is an offer to somebody who has worked here: may_manage_person is for those who do now. */
enum access may_bring_back_person(const struct actor *actor, const struct resource *r)
{
	if (actor->role != ROLE_COORDINATOR || is_self(actor, r) || !(r->works_here || r->worked_here))
		return ACCESS_NO;
	return r->works_here ? ACCESS_NOT_NOW : ACCESS_EMPLOYER;
}

static enum access reads_invitation(const struct actor *actor, const struct resource *r)
{
	if (actor->role == ROLE_COORDINATOR)
		return actor->organisation && actor->organisation == r->organisation ? ACCESS_EMPLOYER : ACCESS_NO;
	return actor->role == ROLE_NATIONAL_ADMIN && r->national ? ACCESS_OPEN : ACCESS_NO;
}

enum access may_read_invitation(const struct actor *actor, const struct resource *r)
{
	return reads_invitation(actor, r);
}

enum access may_manage_invitation(const struct actor *actor, const struct resource *r)
{
	enum access reads = reads_invitation(actor, r);

	return access_ok(reads) && r->closed ? ACCESS_NOT_NOW : reads;
}

enum access may_unlock_person(const struct actor *actor, const struct resource *r)
{
	if (actor->role == ROLE_SYSTEM_ADMIN)
		return is_self(actor, r) ? ACCESS_NOT_NOW : ACCESS_OPEN;
	return may_manage_person(actor, r);
}

/* ---- joining a programme ---- */

enum access may_read_programme(const struct actor *actor, const struct resource *r)
{
	return r->programme != PROGRAMME_DRAFT || actor->role == ROLE_NATIONAL_ADMIN ? ACCESS_OPEN : ACCESS_NO;
}

enum access may_publish_programme(const struct actor *actor, const struct resource *r)
{
	if (actor->role != ROLE_NATIONAL_ADMIN)
		return ACCESS_NO;
	return r->programme == PROGRAMME_DRAFT ? ACCESS_OPEN : ACCESS_NOT_NOW;
}

enum access may_vary_programme(const struct actor *actor, const struct resource *r)
{
	return actor->role == ROLE_COORDINATOR && actor->organisation && r->programme != PROGRAMME_DRAFT ? ACCESS_EMPLOYER : ACCESS_NO;
}

enum access may_withdraw_programme(const struct actor *actor, const struct resource *r)
{
	if (actor->role != ROLE_NATIONAL_ADMIN || r->programme == PROGRAMME_DRAFT)
		return ACCESS_NO;
	return r->programme == PROGRAMME_PUBLISHED ? ACCESS_OPEN : ACCESS_NOT_NOW;
}

enum access may_read_joining(const struct actor *actor, const struct resource *r)
{
	bool own = actor->role == ROLE_COORDINATOR && actor->organisation && actor->organisation == r->organisation;

	return own && actor->person != r->owner ? ACCESS_EMPLOYER : ACCESS_NO;
}

enum access may_change_joining(const struct actor *actor, const struct resource *r)
{
	enum access a = may_read_joining(actor, r);

	return access_ok(a) && !r->joining_open ? ACCESS_NOT_NOW : a;
}

/* What each sees of it, and whose each act is, is in rules/agreed.h: the programme names who agrees. */
enum access may_read_agreed(const struct actor *actor, const struct resource *r)
{
	return is_own(actor, r) ? ACCESS_OWN : is_supervisor_of(actor, r) ? ACCESS_ASSIGNED : is_coordinator_of(actor, r) ? ACCESS_EMPLOYER
	                                                                                                               : ACCESS_NO;
}

enum access may_answer_agreed(const struct actor *actor, const struct resource *r)
{
	enum access a = may_read_agreed(actor, r);

	return access_ok(a) && !r->induction_open ? ACCESS_NOT_NOW : a;
}

/* What it says is for the two it is between; a coordinator sees dates and who has confirmed. */
enum access may_read_return(const struct actor *actor, const struct resource *r)
{
	return may_read_agreed(actor, r);
}

enum access may_write_return(const struct actor *actor, const struct resource *r)
{
	enum access a = may_read_return(actor, r);

	if (a == ACCESS_EMPLOYER)
		return ACCESS_NO;
	return access_ok(a) && !r->induction_open ? ACCESS_NOT_NOW : a;
}

enum access may_read_time(const struct actor *actor, const struct resource *r)
{
	return may_read_induction(actor, r);
}

enum access may_answer_time(const struct actor *actor, const struct resource *r)
{
	return may_add_evidence(actor, r);
}

enum access may_plan_time(const struct actor *actor, const struct resource *r)
{
	return may_write_supervision(actor, r);
}

enum access may_read_agreement(const struct actor *actor, const struct resource *r)
{
	return may_read_induction(actor, r);
}

enum access may_sign_agreement(const struct actor *actor, const struct resource *r)
{
	enum access a = may_read_agreement(actor, r);

	return access_ok(a) && !r->induction_open ? ACCESS_NOT_NOW : a;
}

enum access may_enter_probation(const struct actor *actor, const struct resource *r)
{
	enum access a = is_own(actor, r) ? ACCESS_NO : may_read_agreed(actor, r);

	return access_ok(a) && !r->induction_open ? ACCESS_NOT_NOW : a;
}

/* Which of them anybody but the ECSW sees is theirs to say: shared with a person, by name (adjustments_of). */
enum access may_read_adjustments(const struct actor *actor, const struct resource *r)
{
	return may_read_induction(actor, r);
}

enum access may_ask_adjustment(const struct actor *actor, const struct resource *r)
{
	return !is_own(actor, r) ? ACCESS_NO : r->induction_open ? ACCESS_OWN : ACCESS_NOT_NOW;
}

enum access may_answer_adjustment(const struct actor *actor, const struct resource *r)
{
	enum access a = may_read_adjustments(actor, r);

	return access_ok(a) && !r->induction_open ? ACCESS_NOT_NOW : a;
}

enum access may_tell_pause(const struct actor *actor, const struct resource *r)
{
	enum access a = may_read_terms(actor, r);

	return access_ok(a) && !r->induction_open ? ACCESS_NOT_NOW : a;
}

enum access may_read_terms(const struct actor *actor, const struct resource *r)
{
	return is_own(actor, r) ? ACCESS_OWN : is_coordinator_of(actor, r) ? ACCESS_EMPLOYER : ACCESS_NO;
}

static bool coordinates_here(const struct actor *actor, const struct resource *r)
{
	return actor->role == ROLE_COORDINATOR && (r->works_here || r->worked_here);
}

enum access may_read_caseload(const struct actor *actor, const struct resource *r)
{
	return is_self(actor, r) ? ACCESS_OWN : coordinates_here(actor, r) ? ACCESS_EMPLOYER : ACCESS_NO;
}

enum access may_arrange_caseload(const struct actor *actor, const struct resource *r)
{
	return coordinates_here(actor, r) ? ACCESS_EMPLOYER : ACCESS_NO;
}

enum access may_use_bulk(const struct actor *actor, const struct resource *r)
{
	if (actor->role != ROLE_COORDINATOR && actor->role != ROLE_NATIONAL_ADMIN)
		return ACCESS_NO;
	return actor->person == r->made_by && actor->organisation == r->organisation ? ACCESS_EMPLOYER : ACCESS_NO;
}

/* What became of a mail, never its words. */
enum access may_see_mail(const struct actor *actor, const struct resource *r)
{
	return actor->role == ROLE_COORDINATOR && r->organisation && actor->organisation == r->organisation && r->works_here
	               ? ACCESS_EMPLOYER
	               : ACCESS_NO;
}

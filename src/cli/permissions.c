/* permissions.c — puts every situation there is before the rules and writes down what they answer. */
#include "cli/permissions.h"

#include "app/files/files.h"
#include "base/text.h"

enum { ME = 1, SOMEBODY = 2, MY_EMPLOYER = 10, OTHER_EMPLOYER = 20, TEXT_MAX = 4 << 20 };

#define NAMED(rule) { rule, S_INIT(#rule) }
static const struct {
	object_rule *rule;
	struct str name;
} rule_names[] = {
	NAMED(may_see_decision), NAMED(may_begin_decision), NAMED(may_read_decision), NAMED(may_write_decision), NAMED(may_name_in_decision),
	NAMED(may_comment), NAMED(may_read_talk), NAMED(may_answer_talk), NAMED(may_resolve_talk),
	NAMED(may_see_mail), NAMED(may_use_reflection), NAMED(may_read_supervision), NAMED(may_write_supervision),
	NAMED(may_answer_supervision), NAMED(may_change_plan), NAMED(may_begin_review), NAMED(may_read_review), NAMED(may_write_review),
	NAMED(may_hold_review), NAMED(may_act_on_review), NAMED(may_sign_review),
	NAMED(may_read_induction), NAMED(may_read_coverage), NAMED(may_list_evidence), NAMED(may_add_evidence),
	NAMED(may_read_evidence), NAMED(may_change_evidence), NAMED(may_write_evidence), NAMED(may_link_evidence), NAMED(may_withdraw_evidence),
	NAMED(may_answer_link), NAMED(may_mend_evidence), NAMED(may_send_back), NAMED(may_send_back_sampled), NAMED(may_judge_evidence), NAMED(may_undo_view), NAMED(may_note_child_concern), NAMED(may_note_concern_sampled),
	NAMED(may_read_file), NAMED(may_open_file), NAMED(may_change_files), NAMED(may_remove_file), NAMED(may_read_framework),
	NAMED(may_change_framework),
	NAMED(may_publish_framework), NAMED(may_read_comments), NAMED(may_comment_on_draft), NAMED(may_open_comments),
	NAMED(may_follow_comments), NAMED(may_answer_comments), NAMED(may_withdraw_framework), NAMED(may_read_import), NAMED(may_read_organisation),
	NAMED(may_follow_organisation), NAMED(may_coordinate_organisation), NAMED(may_manage_organisation),
	NAMED(may_read_profile), NAMED(may_change_profile), NAMED(may_drop_profile), NAMED(may_follow_profile), NAMED(may_answer_profile),
	NAMED(may_publish_profile),
	NAMED(may_read_succession), NAMED(may_decide_succession), NAMED(may_place_succession),
	NAMED(may_drop_succession),
	NAMED(may_read_person), NAMED(may_manage_person),
	NAMED(may_unlock_person), NAMED(may_use_bulk), NAMED(may_read_programme), NAMED(may_publish_programme), NAMED(may_vary_programme), NAMED(may_withdraw_programme), NAMED(may_read_joining), NAMED(may_change_joining),
	NAMED(may_arrange_induction), NAMED(may_read_terms), NAMED(may_tell_pause), NAMED(may_read_agreed), NAMED(may_answer_agreed),
	NAMED(may_read_return), NAMED(may_write_return), NAMED(may_read_time), NAMED(may_answer_time), NAMED(may_plan_time),
	NAMED(may_read_agreement), NAMED(may_sign_agreement),
	NAMED(may_enter_probation), NAMED(may_read_adjustments), NAMED(may_ask_adjustment), NAMED(may_answer_adjustment),
	NAMED(may_declare_conflict), NAMED(may_end_conflict),
	NAMED(may_read_caseload), NAMED(may_arrange_caseload),
	NAMED(may_ask), NAMED(may_list_asks), NAMED(may_read_ask), NAMED(may_change_ask), NAMED(may_word_ask), NAMED(may_confirm_ask),
	NAMED(may_plan_observation), NAMED(may_read_observation), NAMED(may_give_observation), NAMED(may_answer_observation),
	NAMED(may_cancel_observation),
	NAMED(may_unlock_person), NAMED(may_bring_back_person), NAMED(may_read_invitation), NAMED(may_manage_invitation),
};

struct str rule_name(object_rule *rule)
{
	for (size_t i = 0; i < COUNT_OF(rule_names); i++)
		if (rule_names[i].rule == rule)
			return rule_names[i].name;
	return STR_NONE;
}

struct str cap_name(enum capability cap)
{
	static const struct str names[CAP_END] = {
		[PUBLIC] = S_INIT("public"), [CAP_SIGNED_IN] = S_INIT("signed in"), [CAP_ENTERING] = S_INIT("entering"),
		[CAP_STANDARDS_READ] = S_INIT("read standards"), [CAP_STANDARDS_WRITE] = S_INIT("write standards"),
		[CAP_PORTFOLIO_READ] = S_INIT("read portfolios"), [CAP_PORTFOLIO_WRITE] = S_INIT("write a portfolio"),
		[CAP_JUDGE] = S_INIT("judge"), [CAP_SEND_BACK] = S_INIT("send back"), [CAP_DESK] = S_INIT("desk"), [CAP_COHORT] = S_INIT("cohort"),
		[CAP_TIMELINE] = S_INIT("timeline"),
		[CAP_NATIONAL] = S_INIT("national"), [CAP_REGISTER] = S_INIT("register"), [CAP_SYSTEM] = S_INIT("system"),
		[CAP_ORGANISATIONS] = S_INIT("organisations"), [CAP_PEOPLE] = S_INIT("people"), [CAP_INVITE] = S_INIT("invite"), [CAP_BULK] = S_INIT("many at once"),
		[CAP_AUDIT] = S_INIT("audit"), [CAP_ASK] = S_INIT("ask and observe"),
		[CAP_DECIDE] = S_INIT("decide"),
		[CAP_EQUALITY] = S_INIT("own equality answers"),
		[CAP_ORGANISATIONS_WRITE] = S_INIT("write organisations"),
	};

	return cap > CAP_NONE && cap < CAP_END ? names[cap] : STR_NONE;
}

struct str object_name(enum object_kind kind)
{
	static const struct str names[OBJECT_END] = {
		[OBJECT_INDUCTION] = S_INIT("induction"), [OBJECT_EVIDENCE] = S_INIT("evidence"),
		[OBJECT_FRAMEWORK] = S_INIT("framework"), [OBJECT_FILE] = S_INIT("file"), [OBJECT_IMPORT] = S_INIT("import"),
		[OBJECT_ITEM] = S_INIT("item of a framework"), [OBJECT_CASE_DOCUMENT] = S_INIT("CASE document"),
		[OBJECT_ORGANISATION] = S_INIT("organisation"), [OBJECT_PERSON] = S_INIT("person"), [OBJECT_BULK] = S_INIT("file of many"),
		[OBJECT_SUCCESSION] = S_INIT("succession"), [OBJECT_PROFILE] = S_INIT("role profile"),
		[OBJECT_PROGRAMME] = S_INIT("programme"), [OBJECT_JOINING] = S_INIT("joining"),
		[OBJECT_ASSIGNMENT] = S_INIT("assignment"), [OBJECT_CONFLICT] = S_INIT("conflict of interest"),
		[OBJECT_INVITATION] = S_INIT("invitation"),
		[OBJECT_ASK] = S_INIT("ask"), [OBJECT_OBSERVATION] = S_INIT("observation"),
		[OBJECT_MAIL] = S_INIT("mail"), [OBJECT_REFLECTION] = S_INIT("private reflection"),
		[OBJECT_SUPERVISION] = S_INIT("supervision"), [OBJECT_GOAL] = S_INIT("goal"),
		[OBJECT_TALK] = S_INIT("conversation"), [OBJECT_REVIEW] = S_INIT("review"), [OBJECT_DECISION] = S_INIT("decision"),
	};

	return kind > NO_OBJECT && kind < OBJECT_END ? names[kind] : STR_NONE;
}

static struct str role_title(enum role role)
{
	return role == ROLE_NONE ? S("nobody") : key_of(&roles, (int)role);
}

/* ---- situations ---- */

/* How the person who asks stands to the object. */
struct relation {
	struct str name;
	struct resource facts;
};
/* An assignment that has ended gives the same facts as none: the loader counts those of today (test_visible.c). */
static const struct relation relations_of_portfolio[] = {
	{ S_INIT("own"), { .owner = ME, .employer = MY_EMPLOYER } },
	{ S_INIT("own, and assigned to it"),
	  { .owner = ME, .employer = MY_EMPLOYER, .assessor = true, .supervisor = true } },
	{ S_INIT("assigned, same employer"),
	  { .owner = SOMEBODY, .employer = MY_EMPLOYER, .assessor = true, .supervisor = true } },
	{ S_INIT("assigned, other employer"),
	  { .owner = SOMEBODY, .employer = OTHER_EMPLOYER, .assessor = true, .supervisor = true } },
	{ S_INIT("assigned in the other role only"), { .owner = SOMEBODY, .employer = OTHER_EMPLOYER } },
	{ S_INIT("not or formerly assigned, same employer"), { .owner = SOMEBODY, .employer = MY_EMPLOYER } },
	{ S_INIT("not or formerly assigned, other employer"), { .owner = SOMEBODY, .employer = OTHER_EMPLOYER } },
};
static const struct relation relations_of_standards[] = {
	{ S_INIT("imported by them"), { .made_by = ME } },
	{ S_INIT("imported by somebody else"), { .made_by = SOMEBODY } },
};
static const struct relation relations_of_conflict[] = {
	{ S_INIT("own induction"), { .owner = ME, .employer = MY_EMPLOYER, .made_by = SOMEBODY } },
	{ S_INIT("theirs, same employer"), { .owner = SOMEBODY, .employer = MY_EMPLOYER, .made_by = ME } },
	{ S_INIT("somebody's, same employer"), { .owner = SOMEBODY, .employer = MY_EMPLOYER, .made_by = SOMEBODY } },
	{ S_INIT("somebody's, other employer"), { .owner = SOMEBODY, .employer = OTHER_EMPLOYER, .made_by = SOMEBODY } },
};
static const struct relation relations_of_organisation[] = {
	{ S_INIT("their own"), { .organisation = MY_EMPLOYER } },
	{ S_INIT("a partner of their own"), { .organisation = OTHER_EMPLOYER, .partner = true } },
	{ S_INIT("another"), { .organisation = OTHER_EMPLOYER } },
};
static const struct relation relations_of_bulk[] = {
	{ S_INIT("sent by them"), { .made_by = ME, .organisation = MY_EMPLOYER } },
	{ S_INIT("sent by them for another organisation"), { .made_by = ME, .organisation = OTHER_EMPLOYER } },
	{ S_INIT("sent by a colleague"), { .made_by = SOMEBODY, .organisation = MY_EMPLOYER } },
	{ S_INIT("sent by somebody elsewhere"), { .made_by = SOMEBODY, .organisation = OTHER_EMPLOYER } },
};
static const struct relation relations_of_succession[] = {
	{ S_INIT("proposed by them"), { .made_by = ME } },
	{ S_INIT("proposed by somebody else"), { .made_by = SOMEBODY } },
};
static const struct relation relations_of_profile[] = {
	{ S_INIT("their own organisation"), { .made_by = SOMEBODY, .organisation = MY_EMPLOYER } },
	{ S_INIT("another organisation, and their act"), { .made_by = ME, .organisation = OTHER_EMPLOYER } },
	{ S_INIT("another organisation"), { .made_by = SOMEBODY, .organisation = OTHER_EMPLOYER } },
};
static const struct relation relations_of_person[] = {
	{ S_INIT("themself"), { .owner = ME, .works_here = true, .coordinator = true, .national_staff = true } },
	{ S_INIT("same organisation"), { .owner = SOMEBODY, .works_here = true } },
	{ S_INIT("formerly same organisation"), { .owner = SOMEBODY, .worked_here = true } },
	{ S_INIT("other organisation"), { .owner = SOMEBODY } },
	{ S_INIT("coordinator, same organisation"), { .owner = SOMEBODY, .works_here = true, .coordinator = true } },
	{ S_INIT("coordinator, formerly same organisation"), { .owner = SOMEBODY, .worked_here = true, .coordinator = true } },
	{ S_INIT("coordinator, other organisation"), { .owner = SOMEBODY, .coordinator = true } },
	{ S_INIT("national staff, same organisation"), { .owner = SOMEBODY, .works_here = true, .national_staff = true } },
	{ S_INIT("national staff, formerly same organisation"),
	  { .owner = SOMEBODY, .worked_here = true, .national_staff = true } },
	{ S_INIT("national staff, other organisation"), { .owner = SOMEBODY, .national_staff = true } },
};

static const struct relation relations_of_mail[] = {
	{ S_INIT("to themself, for their own organisation"), { .owner = ME, .organisation = MY_EMPLOYER, .works_here = true } },
	{ S_INIT("to somebody of their own organisation"), { .owner = SOMEBODY, .organisation = MY_EMPLOYER, .works_here = true } },
	{ S_INIT("to somebody who has left it"), { .owner = SOMEBODY, .organisation = MY_EMPLOYER } },
	{ S_INIT("for another organisation"), { .owner = SOMEBODY, .organisation = OTHER_EMPLOYER, .works_here = true } },
};
static const struct relation relations_of_reflection[] = {
	{ S_INIT("written by them"), { .owner = ME } },
	{ S_INIT("written by somebody else"), { .owner = SOMEBODY } },
};
static const struct relation relations_of_programme[] = { { S_INIT("any"), { .owner = 0 } } };
static const struct relation relations_of_joining[] = {
	{ S_INIT("their own organisation"), { .owner = SOMEBODY, .organisation = MY_EMPLOYER } },
	{ S_INIT("about themself"), { .owner = ME, .organisation = MY_EMPLOYER } },
	{ S_INIT("another organisation"), { .owner = SOMEBODY, .organisation = OTHER_EMPLOYER } },
};
static const struct relation relations_of_invitation[] = {
	{ S_INIT("to their own organisation"), { .organisation = MY_EMPLOYER } },
	{ S_INIT("to coordinate their own organisation"), { .organisation = MY_EMPLOYER, .national = true } },
	{ S_INIT("to another organisation"), { .organisation = OTHER_EMPLOYER } },
	{ S_INIT("to coordinate another organisation"), { .organisation = OTHER_EMPLOYER, .national = true } },
};

static const struct relation relations_of_ask[] = {
	{ S_INIT("own, asked by them"), { .owner = ME, .employer = MY_EMPLOYER, .made_by = ME } },
	{ S_INIT("own, asked by the assessor"), { .owner = ME, .employer = MY_EMPLOYER, .made_by = SOMEBODY } },
	{ S_INIT("assigned, asked by them"), { .owner = SOMEBODY, .employer = MY_EMPLOYER, .assessor = true, .supervisor = true, .made_by = ME } },
	{ S_INIT("assigned, asked by somebody else"),
	  { .owner = SOMEBODY, .employer = MY_EMPLOYER, .assessor = true, .supervisor = true, .made_by = SOMEBODY } },
	{ S_INIT("not or formerly assigned"), { .owner = SOMEBODY, .employer = MY_EMPLOYER, .made_by = ME } },
};
static const struct relation relations_of_observation[] = {
	{ S_INIT("own"), { .owner = ME, .employer = MY_EMPLOYER } },
	{ S_INIT("own, and named to watch it"), { .owner = ME, .employer = MY_EMPLOYER, .observer = true } },
	{ S_INIT("assigned"), { .owner = SOMEBODY, .employer = MY_EMPLOYER, .assessor = true, .supervisor = true } },
	{ S_INIT("assigned, and named to watch it"),
	  { .owner = SOMEBODY, .employer = MY_EMPLOYER, .assessor = true, .supervisor = true, .observer = true } },
	{ S_INIT("named to watch it"), { .owner = SOMEBODY, .employer = OTHER_EMPLOYER, .observer = true } },
	{ S_INIT("not or formerly assigned"), { .owner = SOMEBODY, .employer = MY_EMPLOYER } },
};

static const struct relation relations_of_talk[] = {
	{ S_INIT("own piece, begun by somebody else"), { .owner = ME, .employer = MY_EMPLOYER, .made_by = SOMEBODY } },
	{ S_INIT("own piece, begun by them"), { .owner = ME, .employer = MY_EMPLOYER, .made_by = ME } },
	{ S_INIT("assigned, begun by them"), { .owner = SOMEBODY, .employer = MY_EMPLOYER, .assessor = true, .supervisor = true, .made_by = ME } },
	{ S_INIT("assigned, begun by somebody else"),
	  { .owner = SOMEBODY, .employer = MY_EMPLOYER, .assessor = true, .supervisor = true, .made_by = SOMEBODY } },
	{ S_INIT("begun by them, assigned no more"), { .owner = SOMEBODY, .employer = MY_EMPLOYER, .made_by = ME } },
	{ S_INIT("not or formerly assigned"), { .owner = SOMEBODY, .employer = MY_EMPLOYER, .made_by = SOMEBODY } },
};

static const struct relation relations_of_decision[] = {
	{ S_INIT("own"), { .owner = ME, .employer = MY_EMPLOYER } },
	{ S_INIT("assigned"), { .owner = SOMEBODY, .employer = MY_EMPLOYER, .assessor = true, .supervisor = true } },
	{ S_INIT("of their employer"), { .owner = SOMEBODY, .employer = MY_EMPLOYER } },
	{ S_INIT("named to sit or to read"), { .owner = SOMEBODY, .employer = OTHER_EMPLOYER, .sits = true, .reads_blind = true } },
	{ S_INIT("of another employer"), { .owner = SOMEBODY, .employer = OTHER_EMPLOYER } },
};

struct state {
	struct str name;
	struct resource facts;
};
static const struct state induction_states[] = {
	{ S_INIT("open"), { .induction_open = true } },
	{ S_INIT("ended"), { .induction_open = false } },
};
/* Twins: the induction is open, or has ended. */
#define PIECE(name_, ...)                                                                                            \
	{ S_INIT(name_), { .induction_open = true, __VA_ARGS__ } }, { S_INIT(name_), { __VA_ARGS__ } }
static const struct state evidence_states_of_access[] = {
	PIECE("draft", .state = EVIDENCE_DRAFT),
	PIECE("shared", .state = EVIDENCE_SHARED),
	PIECE("waiting", .state = EVIDENCE_SUBMITTED, .has_claims = true),
	PIECE("returned", .state = EVIDENCE_SUBMITTED, .assessed = true, .has_returned = true),
	PIECE("answered", .state = EVIDENCE_SUBMITTED, .assessed = true, .has_claims = true),
	PIECE("agreed", .state = EVIDENCE_SUBMITTED, .assessed = true),
	PIECE("withdrawn", .state = EVIDENCE_WITHDRAWN),
	PIECE("withdrawn unseen", .state = EVIDENCE_WITHDRAWN, .never_shared = true),
};
static const struct state file_states[] = {
	{ S_INIT("clean and of a draft"), { .induction_open = true, .state = EVIDENCE_DRAFT, .scan = SCAN_CLEAN } },
	{ S_INIT("clean"), { .induction_open = true, .state = EVIDENCE_SUBMITTED, .scan = SCAN_CLEAN } },
	{ S_INIT("clean and of a piece with a view"),
	  { .induction_open = true, .state = EVIDENCE_SUBMITTED, .scan = SCAN_CLEAN, .assessed = true } },
	{ S_INIT("never scanned"), { .induction_open = true, .state = EVIDENCE_SUBMITTED, .scan = SCAN_NOT_SCANNED } },
	{ S_INIT("waiting for its scan"), { .induction_open = true, .state = EVIDENCE_SUBMITTED, .scan = SCAN_WAITING } },
	{ S_INIT("infected"), { .induction_open = true, .state = EVIDENCE_SUBMITTED, .scan = SCAN_INFECTED } },
	{ S_INIT("removed"), { .induction_open = true, .state = EVIDENCE_SUBMITTED, .scan = SCAN_CLEAN, .removed = true } },
};
static const struct state framework_states_of_access[] = {
	{ S_INIT("draft"), { .framework_state = FRAMEWORK_DRAFT, .national = true } },
	{ S_INIT("draft open for comments"),
	  { .framework_state = FRAMEWORK_DRAFT, .national = true, .opened = true, .commenting = true, .commented = true } },
	{ S_INIT("draft closed for comments"), { .framework_state = FRAMEWORK_DRAFT, .national = true, .opened = true, .commented = true } },
	{ S_INIT("published"), { .framework_state = FRAMEWORK_PUBLISHED, .national = true } },
	{ S_INIT("published with a draft behind it that had comments"),
	  { .framework_state = FRAMEWORK_PUBLISHED, .national = true, .commented = true } },
	{ S_INIT("published as it was opened for comments"),
	  { .framework_state = FRAMEWORK_PUBLISHED, .national = true, .opened = true, .commented = true } },
	{ S_INIT("withdrawn"), { .framework_state = FRAMEWORK_WITHDRAWN, .national = true } },
};
static const struct state import_states_of_access[] = { { S_INIT("any"), { .owner = 0 } } };
static const struct state succession_states_of_access[] = {
	{ S_INIT("proposed"), { .decided = false } },
	{ S_INIT("proposed with one administrator"), { .only_admin = true } },
	{ S_INIT("done or dropped"), { .decided = true } },
};
static const struct state profile_states_of_access[] = {
	{ S_INIT("draft"), { .profile = PROFILE_DRAFT } },
	{ S_INIT("asked"), { .profile = PROFILE_ASKED } },
	{ S_INIT("returned"), { .profile = PROFILE_RETURNED } },
	{ S_INIT("returned to an organisation that has closed"), { .profile = PROFILE_RETURNED, .closed = true } },
	{ S_INIT("approved"), { .profile = PROFILE_APPROVED } },
	{ S_INIT("approved with one administrator"), { .profile = PROFILE_APPROVED, .only_admin = true } },
	{ S_INIT("published"), { .profile = PROFILE_PUBLISHED } },
	{ S_INIT("replaced"), { .profile = PROFILE_REPLACED } },
};
static const struct state organisation_states[] = { { S_INIT("open"), { .owner = 0 } }, { S_INIT("closed"), { .closed = true } } };
static const struct state invitation_states_of_access[] = { { S_INIT("open"), { .owner = 0 } }, { S_INIT("over"), { .closed = true } } };
static const struct state ask_states_of_access[] = {
	{ S_INIT("of a professional"), { .induction_open = true, .ask_kind = ASK_PROFESSIONAL } },
	{ S_INIT("of a professional and over"), { .induction_open = true, .ask_kind = ASK_PROFESSIONAL, .closed = true } },
	{ S_INIT("of an observer"), { .induction_open = true, .ask_kind = ASK_OBSERVER } },
	{ S_INIT("proposed for a family"), { .induction_open = true, .ask_kind = ASK_FAMILY, .asks_agreement = true } },
	{ S_INIT("of a family"), { .induction_open = true, .ask_kind = ASK_FAMILY } },
	{ S_INIT("of a family and over"), { .induction_open = true, .ask_kind = ASK_FAMILY, .closed = true } },
	{ S_INIT("induction ended"), { .ask_kind = ASK_PROFESSIONAL } },
};
static const struct state observation_states_of_access[] = {
	{ S_INIT("planned"), { .induction_open = true, .state = EVIDENCE_SHARED } },
	{ S_INIT("observed"), { .induction_open = true, .state = EVIDENCE_SHARED, .observed = true } },
	{ S_INIT("viewed"), { .induction_open = true, .state = EVIDENCE_SUBMITTED, .observed = true, .assessed = true } },
	{ S_INIT("agreed or not"),
	  { .induction_open = true, .state = EVIDENCE_SUBMITTED, .observed = true, .assessed = true, .answered = true } },
	{ S_INIT("cancelled"), { .induction_open = true, .state = EVIDENCE_SHARED, .closed = true } },
	{ S_INIT("withdrawn"), { .induction_open = true, .state = EVIDENCE_WITHDRAWN } },
};
static const struct state person_states[] = { { S_INIT("can sign in"), { .owner = 0 } }, { S_INIT("disabled"), { .disabled = true } } };
static const struct state states_of_programme[] = {
	{ S_INIT("draft"), { .programme = PROGRAMME_DRAFT } },
	{ S_INIT("published"), { .programme = PROGRAMME_PUBLISHED } },
	{ S_INIT("withdrawn"), { .programme = PROGRAMME_WITHDRAWN } },
};
static const struct state joining_states_of_access[] = {
	{ S_INIT("on the way"), { .joining_open = true } },
	{ S_INIT("started or closed"), { .joining_open = false } },
};

static const struct state supervision_states_of_access[] = {
	{ S_INIT("shared"), { .induction_open = true, .shared = true } },
	{ S_INIT("not shared"), { .induction_open = true } },
	{ S_INIT("shared and ended"), { .shared = true } },
	{ S_INIT("not shared and ended"), { .owner = 0 } },
};

static const struct state review_states_of_access[] = {
	{ S_INIT("being written"), { .induction_open = true, .review = REVIEW_WRITING } },
	{ S_INIT("being written with own part given"), { .induction_open = true, .review = REVIEW_WRITING, .part_given = true } },
	{ S_INIT("released without own part"), { .induction_open = true, .review = REVIEW_READY } },
	{ S_INIT("released"), { .induction_open = true, .review = REVIEW_READY, .part_given = true } },
	{ S_INIT("held without own part"), { .induction_open = true, .review = REVIEW_MET } },
	{ S_INIT("held"), { .induction_open = true, .review = REVIEW_MET, .part_given = true } },
	{ S_INIT("signed without own part"), { .induction_open = true, .review = REVIEW_MET, .signed_by = true } },
	{ S_INIT("signed"), { .induction_open = true, .review = REVIEW_MET, .part_given = true, .signed_by = true } },
	{ S_INIT("cancelled"), { .induction_open = true, .review = REVIEW_CANCELLED } },
	{ S_INIT("induction ended"), { .review = REVIEW_MET } },
};

static const struct state talk_states_of_access[] = {
	{ S_INIT("of a shared piece"), { .induction_open = true, .state = EVIDENCE_SHARED } },
	{ S_INIT("of a submitted piece"), { .induction_open = true, .state = EVIDENCE_SUBMITTED } },
	{ S_INIT("held with a view"), { .induction_open = true, .state = EVIDENCE_SUBMITTED, .unsaid = true } },
	{ S_INIT("of a piece held back"), { .induction_open = true, .state = EVIDENCE_SUBMITTED, .held = true } },
	{ S_INIT("of a withdrawn piece"), { .induction_open = true, .state = EVIDENCE_WITHDRAWN } },
	{ S_INIT("induction ended"), { .state = EVIDENCE_SUBMITTED } },
};

static const struct state decision_states_of_access[] = {
	{ S_INIT("a draft"), { .induction_open = true, .unsaid = true, .drafting = true } },
	{ S_INIT("not told yet"), { .induction_open = true, .unsaid = true } },
	{ S_INIT("told"), { .induction_open = true } },
	{ S_INIT("induction ended"), { .owner = 0 } },
};

/* All there is to ask about one kind of object. */
struct situations {
	const struct relation *relations;
	size_t relations_n;
	const struct state *states;
	size_t states_n;
	bool twins; /* states come in pairs: in an open induction, in an ended one */
};
#define ASK(relations_, states_) .relations = relations_, .relations_n = COUNT_OF(relations_), .states = states_, \
	                         .states_n = COUNT_OF(states_)
static const struct situations situations_of[OBJECT_END] = {
	[OBJECT_INDUCTION] = { ASK(relations_of_portfolio, induction_states) },
	[OBJECT_EVIDENCE] = { ASK(relations_of_portfolio, evidence_states_of_access), .twins = true },
	[OBJECT_FILE] = { ASK(relations_of_portfolio, file_states) },
	[OBJECT_FRAMEWORK] = { ASK(relations_of_standards, framework_states_of_access) },
	[OBJECT_ITEM] = { ASK(relations_of_standards, framework_states_of_access) },
	[OBJECT_CASE_DOCUMENT] = { ASK(relations_of_standards, framework_states_of_access) },
	[OBJECT_IMPORT] = { ASK(relations_of_standards, import_states_of_access) },
	[OBJECT_ORGANISATION] = { ASK(relations_of_organisation, organisation_states) },
	[OBJECT_PERSON] = { ASK(relations_of_person, person_states) },
	[OBJECT_BULK] = { ASK(relations_of_bulk, import_states_of_access) },
	[OBJECT_SUCCESSION] = { ASK(relations_of_succession, succession_states_of_access) },
	[OBJECT_PROFILE] = { ASK(relations_of_profile, profile_states_of_access) },
	[OBJECT_PROGRAMME] = { ASK(relations_of_programme, states_of_programme) },
	[OBJECT_JOINING] = { ASK(relations_of_joining, joining_states_of_access) },
	[OBJECT_ASSIGNMENT] = { ASK(relations_of_portfolio, induction_states) },
	[OBJECT_CONFLICT] = { ASK(relations_of_conflict, induction_states) },
	[OBJECT_INVITATION] = { ASK(relations_of_invitation, invitation_states_of_access) },
	[OBJECT_MAIL] = { ASK(relations_of_mail, import_states_of_access) },
	[OBJECT_ASK] = { ASK(relations_of_ask, ask_states_of_access) },
	[OBJECT_OBSERVATION] = { ASK(relations_of_observation, observation_states_of_access) },
	[OBJECT_REFLECTION] = { ASK(relations_of_reflection, import_states_of_access) },
	[OBJECT_SUPERVISION] = { ASK(relations_of_portfolio, supervision_states_of_access) },
	[OBJECT_GOAL] = { ASK(relations_of_portfolio, induction_states) },
	[OBJECT_REVIEW] = { ASK(relations_of_portfolio, review_states_of_access) },
	[OBJECT_TALK] = { ASK(relations_of_talk, talk_states_of_access) },
	[OBJECT_DECISION] = { ASK(relations_of_decision, decision_states_of_access) },
};

static struct resource resource_of(const struct relation *relation, const struct state *state)
{
	struct resource r = state->facts;

	r.owner = relation->facts.owner;
	r.employer = relation->facts.employer;
	r.assessor = relation->facts.assessor;
	r.supervisor = relation->facts.supervisor;
	r.made_by = relation->facts.made_by;
	r.organisation = relation->facts.organisation;
	r.partner = relation->facts.partner;
	r.observer = relation->facts.observer;
	r.sits = relation->facts.sits;
	r.reads_blind = relation->facts.reads_blind;
	r.works_here = relation->facts.works_here;
	r.worked_here = relation->facts.worked_here;
	r.coordinator = relation->facts.coordinator;
	r.national_staff = relation->facts.national_staff;
	r.national = r.national || relation->facts.national;
	return r;
}

/* ---- asking ---- */

enum cell { CELL_SIGN_IN, CELL_MISSING, CELL_NOT_NOW, CELL_YES, CELLS };
/* What each role gets, in one situation. */
struct row {
	enum cell v[ROLE_END];
};

static struct actor actor_as(enum role role)
{
	return (struct actor){
		.person = role == ROLE_NONE ? 0 : ME, .role = role, .organisation = role == ROLE_NONE ? 0 : MY_EMPLOYER,
	};
}

/* The order of the lifecycle (web/app.c: admit): capability, then the object's rule. */
static enum cell ask(enum role role, enum capability cap, object_rule *rule, const struct resource *resource)
{
	struct actor actor = actor_as(role);
	enum access access;

	if (!may_use(role, cap))
		return role == ROLE_NONE ? CELL_SIGN_IN : CELL_MISSING;
	if (!rule)
		return CELL_YES;
	access = rule(&actor, resource);
	return access_ok(access) ? CELL_YES : access == ACCESS_NOT_NOW ? CELL_NOT_NOW : CELL_MISSING;
}

static struct row ask_all(enum capability cap, object_rule *rule, const struct resource *resource)
{
	struct row row;

	for (int role = ROLE_NONE; role < ROLE_END; role++)
		row.v[role] = ask((enum role)role, cap, rule, resource);
	return row;
}

static bool rows_equal(const struct row *a, const struct row *b)
{
	return memcmp(a->v, b->v, sizeof(a->v)) == 0;
}

/* ---- writing ---- */

/* Relations that answer alike in every state share lines, and so do states within them. `write` gets their names. */
typedef void write_line(struct buf *out, struct str relations, struct str states, const struct row *row);

/* Every state of a piece is there twice, open and ended: named once where both answer alike. */
static struct str twin_suffix(const struct situations *s, const struct row *rows, size_t i)
{
	if (!s->twins || rows_equal(&rows[i ^ 1], &rows[i]))
		return STR_NONE;
	return i & 1 ? S(" (ended)") : S(" (open)");
}

static struct str state_names(struct arena *a, const struct situations *s, const struct row *rows, size_t of)
{
	struct buf names = buf_new(a, 2048);
	size_t same = 0;

	for (size_t i = 0; i < s->states_n; i++)
		same += rows_equal(&rows[i], &rows[of]);
	if (same == s->states_n)
		return S("any");
	for (size_t i = 0; i < s->states_n; i++) {
		struct str suffix = twin_suffix(s, rows, i);

		if (!rows_equal(&rows[i], &rows[of]) || (s->twins && (i & 1) && !suffix.n))
			continue;
		buf_addf(&names, "%s%.*s%.*s", names.n ? ", " : "", STR_FMT(s->states[i].name), STR_FMT(suffix));
	}
	return buf_str(&names);
}

/* Lines of one relation: a line for each different answer, at the first state that gives it. */
static void write_relation(struct arena *a, struct buf *out, const struct situations *s, const struct row *rows,
                           struct str relations, write_line *write)
{
	for (size_t i = 0; i < s->states_n; i++) {
		bool first = true;

		for (size_t j = 0; j < i; j++)
			first = first && !rows_equal(&rows[j], &rows[i]);
		if (first)
			write(out, relations, state_names(a, s, rows, i), &rows[i]);
	}
}

static struct row *ask_relation(struct arena *a, const struct situations *s, size_t relation, const struct route *route)
{
	struct row *rows = NEW_ARRAY(a, struct row, s->states_n);

	for (size_t i = 0; i < s->states_n; i++) {
		struct resource r = resource_of(&s->relations[relation], &s->states[i]);

		rows[i] = ask_all(route->cap, route->may, &r);
	}
	return rows;
}

static void write_situations(struct arena *a, struct buf *out, const struct route *route, write_line *write)
{
	const struct situations *s = &situations_of[route->object];
	struct row **all = NEW_ARRAY(a, struct row *, s->relations_n);

	for (size_t i = 0; i < s->relations_n; i++)
		all[i] = ask_relation(a, s, i, route);
	for (size_t i = 0; i < s->relations_n; i++) {
		struct buf names = buf_new(a, 1024);
		bool written = false;

		for (size_t j = 0; j < s->relations_n; j++) {
			if (memcmp(all[i], all[j], s->states_n * sizeof(*all[i])) != 0)
				continue;
			written = written || j < i;
			buf_addf(&names, "%s%.*s", names.n ? "; " : "", STR_FMT(s->relations[j].name));
		}
		if (!written)
			write_relation(a, out, s, all[i], buf_str(&names), write);
	}
}

/* is_closed — nobody gets more than a 404 or the way to sign in: not worth a line. */
static bool is_closed(const struct row *row)
{
	for (int role = ROLE_NONE; role < ROLE_END; role++)
		if (row->v[role] == CELL_YES || row->v[role] == CELL_NOT_NOW)
			return false;
	return true;
}

static void add_roles_with(struct buf *out, const struct row *row, enum cell cell, struct str says)
{
	bool any = false;

	for (int role = ROLE_NONE; role < ROLE_END; role++) {
		if (row->v[role] != cell)
			continue;
		if (!any)
			buf_addf(out, " | %.*s:", STR_FMT(says));
		buf_addf(out, " %.*s", STR_FMT(role_title((enum role)role)));
		any = true;
	}
}

/* Golden: `	relations | states | yes: … | not now: …`; who is not named gets the 404, or is asked to sign in. */
static void write_cells_line(struct buf *out, struct str relations, struct str states, const struct row *row)
{
	if (is_closed(row))
		return;
	buf_addf(out, "\t%.*s | %.*s", STR_FMT(relations), STR_FMT(states));
	add_roles_with(out, row, CELL_YES, S("yes"));
	add_roles_with(out, row, CELL_NOT_NOW, S("not now"));
	buf_add_c(out, '\n');
}

static struct str method_name(enum http_method method)
{
	return method == HTTP_GET ? S("GET") : S("POST");
}

static struct str answers_name(const struct route *r)
{
	return r->errors == ERRORS_CASE ? S("CASE") : r->answers == BOTH ? S("page, JSON") : r->answers == PAGE ? S("page") : S("JSON");
}

static bool has_name(struct arena *a, const struct route *r, struct str *ret_why)
{
	if (r->object == NO_OBJECT || (rule_name(r->may).n && situations_of[r->object].states_n))
		return true;
	*ret_why = strf(a, "The rule or the object of %s has no row in cli/permissions.c.", r->path);
	return false;
}

bool permissions_cells(struct arena *a, struct str *ret, struct str *ret_why)
{
	struct buf out = buf_new(a, TEXT_MAX);

	for (size_t i = 0; i < routes_n; i++) {
		const struct route *r = &routes[i];
		struct row row = ask_all(r->cap, NULL, NULL);

		if (!has_name(a, r, ret_why))
			return false;
		buf_addf(&out, "%.*s %s (%.*s; %.*s)", STR_FMT(method_name(r->method)), r->path, STR_FMT(answers_name(r)),
		         STR_FMT(cap_name(r->cap)));
		if (r->object == NO_OBJECT) {
			buf_add(&out, S("\n"));
			write_cells_line(&out, S("no object"), S("any"), &row);
			continue;
		}
		buf_addf(&out, " %.*s\n", STR_FMT(rule_name(r->may)));
		write_situations(a, &out, r, write_cells_line);
	}
	*ret = buf_str(&out);
	return true;
}

/* ---- docs/permissions.md ---- */

static void write_page_line(struct buf *out, struct str relations, struct str states, const struct row *row)
{
	static const struct str marks[CELLS] = {
		[CELL_SIGN_IN] = S_INIT("sign in"), [CELL_MISSING] = S_INIT("-"), [CELL_NOT_NOW] = S_INIT("not now"),
		[CELL_YES] = S_INIT("**yes**"),
	};

	if (is_closed(row))
		return;
	buf_addf(out, "| %.*s | %.*s |", STR_FMT(relations), STR_FMT(states));
	for (int role = ROLE_NONE; role < ROLE_END; role++)
		buf_addf(out, " %.*s |", STR_FMT(marks[row->v[role]]));
	buf_add_c(out, '\n');
}

static void write_table_head(struct buf *out, const char *first)
{
	buf_addf(out, "| %s |", first);
	for (int role = ROLE_NONE; role < ROLE_END; role++)
		buf_addf(out, " %.*s |", STR_FMT(role_title((enum role)role)));
	buf_add(out, S("\n|---|"));
	for (const char *c = first; *c; c++)
		if (*c == '|')
			buf_add(out, S("---|"));
	for (int role = ROLE_NONE; role < ROLE_END; role++)
		buf_add(out, S("---|"));
	buf_add_c(out, '\n');
}

static void write_capabilities(struct buf *out)
{
	buf_add(out, S("## Capabilities: may somebody in this role come here at all?\n\n"));
	write_table_head(out, "capability");
	for (int cap = CAP_NONE + 1; cap < CAP_END; cap++) {
		struct row row = ask_all((enum capability)cap, NULL, NULL);

		buf_addf(out, "| %.*s |", STR_FMT(cap_name((enum capability)cap)));
		for (int role = ROLE_NONE; role < ROLE_END; role++)
			buf_addf(out, " %s |", row.v[role] == CELL_YES ? "**yes**" : "-");
		buf_add_c(out, '\n');
	}
	buf_add_c(out, '\n');
}

static bool is_same_question(const struct route *a, const struct route *b)
{
	return a->cap == b->cap && a->object == b->object && a->may == b->may;
}

/* One table for all routes that ask the same question. */
static void write_question(struct arena *a, struct buf *out, size_t first)
{
	const struct route *r = &routes[first];

	buf_addf(out, "### %.*s, for who may %.*s\n\n", STR_FMT(rule_name(r->may)), STR_FMT(cap_name(r->cap)));
	for (size_t i = first; i < routes_n; i++)
		if (is_same_question(&routes[i], r))
			buf_addf(out, "- `%.*s %s` %s\n", STR_FMT(method_name(routes[i].method)), routes[i].path, routes[i].says);
	buf_add_c(out, '\n');
	write_table_head(out, "relation | state");
	write_situations(a, out, r, write_page_line);
	buf_add_c(out, '\n');
}

static void write_questions(struct arena *a, struct buf *out)
{
	buf_add(out, S("## Object rules: may this person do this to this object?\n\n"));
	for (size_t i = 0; i < routes_n; i++) {
		bool asked = routes[i].object == NO_OBJECT;

		for (size_t j = 0; j < i && !asked; j++)
			asked = is_same_question(&routes[j], &routes[i]);
		if (!asked)
			write_question(a, out, i);
	}
}

static void write_plain(struct buf *out)
{
	buf_add(out, S("## Routes that show no single object\n\n| route | capability | what |\n|---|---|---|\n"));
	for (size_t i = 0; i < routes_n; i++)
		if (routes[i].object == NO_OBJECT)
			buf_addf(out, "| `%.*s %s` | %.*s | %s |\n", STR_FMT(method_name(routes[i].method)), routes[i].path,
			         STR_FMT(cap_name(routes[i].cap)), routes[i].says);
}

bool permissions_page(struct arena *a, struct str *ret, struct str *ret_why)
{
	struct buf out = buf_new(a, TEXT_MAX);

	for (size_t i = 0; i < routes_n; i++)
		if (!has_name(a, &routes[i], ret_why))
			return false;
	buf_add(&out, S("# Who may do what\n\nMade by `cairn routes --permissions` from the route table (`src/app/routes.c`) "
	                "and the rules (`src/rules/access.c`); don't edit it.\n\n**yes**: allowed. **not now**: the person may see "
	                "the thing, but its state forbids this, which is said plainly. **sign in**: asked to. **-**: the same 404 "
	                "as for what does not exist. A state holds whether the induction is open or has ended, unless it says. An "
	                "assignment that has ended counts as none. Situations that are open to nobody are left out.\n\n"));
	write_capabilities(&out);
	write_questions(a, &out);
	write_plain(&out);
	*ret = buf_str(&out);
	return true;
}

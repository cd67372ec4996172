/* objects.c — loads what a path names, and the facts its rule decides by. */
#include "app/objects.h"

#include "app/bulk/bulk.h"
#include "app/decision/decision.h"

#include "app/joining/joining.h"
#include "app/outsider/outsider.h"
#include "app/people/people.h"
#include "app/profiles/profiles.h"
#include "objects.sql.h"
#include "rules/comments.h"
#include "observation.sql.h"
#include "outsider.sql.h"
#include "talk.sql.h"

const char *const object_params[OBJECT_END] = {
	[OBJECT_INDUCTION] = "induction", [OBJECT_EVIDENCE] = "evidence", [OBJECT_FRAMEWORK] = "framework",
	[OBJECT_FILE] = "file", [OBJECT_IMPORT] = "import", [OBJECT_ITEM] = "framework",
	[OBJECT_CASE_DOCUMENT] = "document", [OBJECT_ORGANISATION] = "organisation", [OBJECT_PERSON] = "person", [OBJECT_BULK] = "bulk",
	[OBJECT_SUCCESSION] = "succession", [OBJECT_PROFILE] = "profile",
	[OBJECT_PROGRAMME] = "programme", [OBJECT_JOINING] = "joining",
	[OBJECT_ASSIGNMENT] = "assignment", [OBJECT_CONFLICT] = "conflict",
	[OBJECT_INVITATION] = "invitation",
	[OBJECT_ASK] = "ask", [OBJECT_OBSERVATION] = "observation",
	[OBJECT_MAIL] = "mail", [OBJECT_REFLECTION] = "reflection", [OBJECT_SUPERVISION] = "supervision", [OBJECT_GOAL] = "goal",
	[OBJECT_TALK] = "talk", [OBJECT_REVIEW] = "review", [OBJECT_DECISION] = "decision",
};

/* Drawing a form again after a refusal only reads. */
static bool is_writing(const struct ctx *cx)
{
	return cx->route->method != HTTP_GET && !cx->failed && !cx->before_body;
}

static struct induction *induction_from(struct ctx *cx, struct uuid id, const struct induction_by_id_row *r)
{
	struct induction *i = NEW(cx->arena, struct induction);

	*i = (struct induction){
		.id = r->induction, .uuid = id, .ecsw = r->ecsw, .ecsw_uuid = r->ecsw_id, .name = r->ecsw_name,
		.initials = r->ecsw_initials, .employer = r->employer, .employer_name = r->employer_name,
		.programme = r->programme, .programme_row = r->programme_row, .is_national = r->is_national, .team = r->team, .intake = r->intake, .framework = r->framework,
		.framework_uuid = r->framework_id, .months = (int)r->months, .answer_days = (int)r->answer_days,
		.enough = { (int)r->enough_kinds, r->enough_observed, (int)r->enough_months },
		.starts = r->starts, .ended = r->ended, .seen_at = r->seen_at, .profile = r->profile == DB_NULL_INT ? 0 : r->profile,
	};
	return i;
}

/* read_month — what its month follows from: the programme's length alone, unless there was a pause or part-time work. */
static enum rc read_month(struct ctx *cx, struct induction *i, bool is_moved)
{
	struct calendar_rules *rules;

	if (is_moved)
		return facts_of_many(cx, &(struct dates_asked){ i->id, i->programme_row, i->starts }, 1, &i->month_by);
	rules = NEW(cx->arena, struct calendar_rules);
	rules->months = i->months;
	i->month_by = (struct calendar_facts){ .starts = i->starts, .rules = rules };
	return OK;
}

int induction_month(const struct induction *i, struct date on)
{
	return calendar_month(&i->month_by, !date_is_none(i->ended) && date_cmp(i->ended, on) < 0 ? i->ended : on);
}

struct str strip_of(struct ctx *cx, const struct induction *i)
{
	return WORDS(cx->arena, T_LAYOUT_STRIP_ECSW, WORD_ARG("programme", i->programme), WORD_ARG("employer", i->employer_name),
	             WORD_ARG("month", induction_month(i, cx->today)), WORD_ARG("months", i->months));
}

struct str strip_of_ecsw(struct ctx *cx)
{
	struct strip_of_ecsw_row row;
	struct induction i;

	if (sql_strip_of_ecsw(cx->db, cx->arena, cx->actor.person, &row) != OK)
		return STR_NONE;
	i = (struct induction){ .id = row.induction, .programme = row.programme, .programme_row = row.programme_row,
		                    .employer_name = row.employer, .months = (int)row.months, .starts = row.starts, .ended = DATE_NONE };
	if (read_month(cx, &i, row.is_moved) != OK)
		return STR_NONE;
	cx->own_induction = row.id;
	return strip_of(cx, &i);
}

/* The row and the facts, without taking the lock: callers in a writing request have it already. */
enum rc induction_read(struct ctx *cx, struct uuid id)
{
	struct induction_by_id_row row;
	struct induction *i;
	enum rc rc = sql_induction_by_id(cx->db, cx->arena, id, cx->actor.person, cx->today, &row);

	if (rc != OK)
		return rc;
	i = induction_from(cx, id, &row);
	if ((rc = read_month(cx, i, row.is_moved)) != OK)
		return rc;
	cx->induction = i;
	cx->resource.owner = row.ecsw;
	cx->resource.employer = row.employer;
	cx->resource.assessor = row.assessor;
	cx->resource.supervisor = row.supervisor;
	cx->resource.induction_open = date_is_none(row.ended);
	if (cx->actor.role == ROLE_ECSW && cx->actor.person == row.ecsw && row.is_national && date_is_none(row.ended)) {
		cx->strip = strip_of(cx, i);
		cx->own_induction = id;
	}
	return OK;
}

enum rc load_induction(struct ctx *cx, struct uuid id)
{
	struct induction_lock_row lock;
	enum rc rc = is_writing(cx) ? sql_induction_lock(cx->db, cx->arena, id, &lock) : OK;

	cx->resource = (struct resource){ .owner = 0 };
	return rc == OK ? induction_read(cx, id) : rc;
}

enum rc load_own_induction(struct ctx *cx)
{
	struct induction_of_person_row row;
	enum rc rc = sql_induction_of_person(cx->db, cx->arena, cx->actor.person, &row);

	return rc == OK ? load_induction(cx, row.id) : rc;
}

enum rc load_evidence(struct ctx *cx, struct uuid id)
{
	struct evidence *e = NEW(cx->arena, struct evidence);
	struct evidence_lock_row lock;
	struct evidence_by_id_row row;
	enum rc rc = is_writing(cx) ? sql_evidence_lock(cx->db, cx->arena, id, &lock) : OK;

	cx->resource = (struct resource){ .owner = 0 };
	if (rc != OK || (rc = sql_evidence_by_id(cx->db, cx->arena, id, &row)) != OK ||
	    (rc = induction_read(cx, row.induction_id)) != OK)
		return rc;
	*e = (struct evidence){
		.id = row.evidence, .uuid = id, .kind = (enum evidence_kind)row.kind, .title = row.title, .text = row.text,
		.on_date = row.on_date, .month_only = row.month_only, .form = row.form, .setting = (enum setting)row.setting, .state = (enum evidence_state)row.state,
		.version = row.version, .created = row.created, .changed = row.changed, .shared_at = row.shared_at,
		.submitted_at = row.submitted_at, .assessed_at = row.assessed_at, .withdrawn_at = row.withdrawn_at,
		.claimed = (int)row.claimed, .returned = (int)row.returned, .endorsed = (int)row.endorsed,
		.held = (enum privacy_hold)row.held,
	};
	cx->evidence = e;
	cx->resource.held = e->held != HOLD_NONE;
	cx->resource.state = e->state;
	cx->resource.assessed = e->assessed_at != DB_NULL_INT;
	cx->resource.never_shared = e->shared_at == DB_NULL_INT;
	cx->resource.has_claims = e->claimed > 0;
	cx->resource.has_returned = e->returned > 0;
	return OK;
}

static enum rc load_reflection(struct ctx *cx, struct uuid id)
{
	struct reflection *r = NEW(cx->arena, struct reflection);
	struct reflection_lock_row lock;
	struct reflection_by_id_row row;
	enum rc rc = is_writing(cx) ? sql_reflection_lock(cx->db, cx->arena, id, &lock) : OK;

	cx->resource = (struct resource){ .owner = 0 };
	if (rc != OK || (rc = sql_reflection_by_id(cx->db, cx->arena, id, &row)) != OK)
		return rc;
	*r = (struct reflection){ row.reflection, id, row.title, row.text, row.version, row.created, row.changed, row.copied_at };
	cx->reflection = r;
	cx->resource.owner = row.person;
	return OK;
}

enum rc load_supervision(struct ctx *cx, struct uuid id)
{
	struct supervision *s = NEW(cx->arena, struct supervision);
	struct supervision_lock_row lock;
	struct supervision_by_id_row row;
	enum rc rc = is_writing(cx) ? sql_supervision_lock(cx->db, cx->arena, id, &lock) : OK;

	cx->resource = (struct resource){ .owner = 0 };
	if (rc != OK || (rc = sql_supervision_by_id(cx->db, cx->arena, id, &row)) != OK ||
	    (rc = induction_read(cx, row.induction_id)) != OK)
		return rc;
	*s = (struct supervision){ row.supervision, id, row.on_date, row.next_on, row.held, row.actions, row.remark, row.name,
		                       row.version, row.changed, row.countersigned_at, row.shared_at, row.form, row.created };
	cx->supervision = s;
	cx->resource.shared = row.shared_at != DB_NULL_INT;
	return OK;
}

static enum rc load_goal(struct ctx *cx, struct uuid id)
{
	struct goal *g = NEW(cx->arena, struct goal);
	struct goal_lock_row lock;
	struct goal_by_id_row row;
	enum rc rc = is_writing(cx) ? sql_goal_lock(cx->db, cx->arena, id, &lock) : OK;

	cx->resource = (struct resource){ .owner = 0 };
	if (rc != OK || (rc = sql_goal_by_id(cx->db, cx->arena, id, &row)) != OK || (rc = induction_read(cx, row.induction_id)) != OK)
		return rc;
	*g = (struct goal){ row.goal, id, row.text, row.how, row.by_date, (enum goal_state)row.state, row.version, row.closed_at,
		               row.form, row.created };
	cx->goal = g;
	return OK;
}

enum rc load_review(struct ctx *cx, struct uuid id)
{
	struct review *r = NEW(cx->arena, struct review);
	struct review_lock_row lock;
	struct review_by_id_row row;
	enum rc rc = is_writing(cx) ? sql_review_lock(cx->db, cx->arena, id, &lock) : OK;

	cx->resource = (struct resource){ .owner = 0 };
	if (rc != OK || (rc = sql_review_by_id(cx->db, cx->arena, id, cx->actor.person, cx->actor.role, &row)) != OK ||
	    (rc = induction_read(cx, row.induction_id)) != OK)
		return rc;
	*r = (struct review){ row.review, id, (int)row.kind, row.month == DB_NULL_INT ? 0 : (int)row.month,
		                  row.days == DB_NULL_INT ? 0 : (int)row.days, (enum review_state)row.state,
		                  row.due_on, row.opens_on, row.closes_on, row.planned_on, row.begun_on, row.met_on, row.concern,
		                  row.prepared_on, row.released_at, row.version };
	cx->review = r;
	cx->resource.review = r->state;
	cx->resource.part_given = row.given;
	cx->resource.signed_by = row.has_signed;
	return OK;
}

/* A conversation, with its piece: nobody reads the one who may not read the other. */
static enum rc load_talk(struct ctx *cx, struct uuid id)
{
	struct conversation *t = NEW(cx->arena, struct conversation);
	struct talk_lock_row lock;
	struct talk_by_id_row row;
	enum rc rc = is_writing(cx) ? sql_talk_lock(cx->db, cx->arena, id, &lock) : OK;

	cx->resource = (struct resource){ .owner = 0 };
	if (rc != OK || (rc = sql_talk_by_id(cx->db, cx->arena, id, cx->actor.person, cx->actor.role, &row)) != OK ||
	    (rc = load_evidence(cx, row.evidence_id)) != OK)
		return rc;
	*t = (struct conversation){ row.talk, id, row.person, row.resolved_at, row.waits };
	cx->talk = t;
	cx->resource.unsaid = !row.shown;
	cx->resource.made_by = row.person;
	return OK;
}

static enum rc load_file(struct ctx *cx, struct uuid id)
{
	struct file_row *f = NEW(cx->arena, struct file_row);
	struct file_by_id_row row;
	enum rc rc = sql_file_by_id(cx->db, cx->arena, id, &row);

	if (rc != OK || (rc = load_evidence(cx, row.evidence_id)) != OK)
		return rc;
	*f = (struct file_row){ row.file, id, row.name, row.type, row.hash, row.size, (enum scan_state)row.scan, row.created };
	cx->file = f;
	cx->resource.scan = f->scan;
	cx->resource.removed = row.removed_at != DB_NULL_INT;
	return OK;
}

void framework_facts_of(const struct ctx *cx, const struct framework_by_uuid_row *row, struct resource *ret)
{
	ret->framework_state = (enum framework_state)row->state;
	ret->national = row->national;
	ret->made_by = row->created_by == DB_NULL_INT ? 0 : row->created_by;
	ret->opened = !date_is_none(row->ends);
	ret->commenting = ret->opened && comments_open(row->ends, row->closed_at != DB_NULL_INT, cx->today);
	ret->commented = row->commented != DB_NULL_INT;
}

static enum rc load_framework(struct ctx *cx, struct uuid id)
{
	struct framework_by_uuid_row row;
	enum rc rc = sql_framework_by_uuid(cx->db, cx->arena, id, &row);

	cx->resource = (struct resource){ .owner = 0 };
	if (rc != OK || (rc = framework_get(cx, row.framework, &cx->framework)) != OK)
		return rc;
	framework_facts_of(cx, &row, &cx->resource);
	return OK;
}

/* One item of a version: "/frameworks/:framework/items/:item". */
static enum rc load_item(struct ctx *cx, struct uuid id)
{
	struct uuid item;
	enum rc rc = load_framework(cx, id);
	int32_t i;

	if (rc != OK)
		return rc;
	if (!uuid_parse(param(cx, "item"), &item) || (i = framework_find(cx->framework->fw, item)) < 0)
		return NOT_FOUND;
	cx->item = &cx->framework->fw->items[i];
	return OK;
}

static enum rc load_import(struct ctx *cx, struct uuid id)
{
	struct import_row *i = NEW(cx->arena, struct import_row);
	struct import_by_id_row row;
	enum rc rc = sql_import_by_id(cx->db, cx->arena, id, &row);

	if (rc != OK)
		return rc;
	*i = (struct import_row){ row.import, id, row.name, row.result, row.bytes, (enum import_state)row.state,
	                          (int)row.progress, row.framework };
	cx->import = i;
	cx->resource = (struct resource){ .made_by = row.person };
	return OK;
}

enum rc load_organisation(struct ctx *cx, struct uuid id)
{
	struct organisation *o = NEW(cx->arena, struct organisation);
	struct organisation_lock_row lock;
	struct organisation_by_id_row row;
	enum rc rc = is_writing(cx) ? sql_organisation_lock(cx->db, cx->arena, id, &lock) : OK;

	cx->resource = (struct resource){ .owner = 0 };
	if (rc != OK || (rc = sql_organisation_by_id(cx->db, cx->arena, id, cx->actor.organisation, cx->today, &row)) != OK)
		return rc;
	*o = (struct organisation){
		.id = row.organisation, .uuid = id, .name = row.name, .type = (enum organisation_type)row.type, .phone = row.phone,
		.email = row.email, .address = row.address, .policy = row.policy, .opened = row.opened, .closed = row.closed_on,
		.liaison = row.liaison == DB_NULL_INT ? 0 : row.liaison,
		.primary = row.primary_coordinator == DB_NULL_INT ? 0 : row.primary_coordinator, .version = row.version,
	};
	cx->organisation = o;
	cx->resource.organisation = o->id;
	cx->resource.partner = row.partner;
	cx->resource.closed = !date_is_none(o->closed) && date_cmp(o->closed, cx->today) < 0;
	return OK;
}

enum rc load_person(struct ctx *cx, struct uuid id)
{
	struct person *p = NEW(cx->arena, struct person);
	struct person_lock_row lock;
	struct person_by_id_row row;
	enum rc rc = is_writing(cx) ? sql_person_lock(cx->db, cx->arena, id, &lock) : OK;

	cx->resource = (struct resource){ .owner = 0 };
	if (rc != OK || (rc = sql_person_by_id(cx->db, cx->arena, id, cx->actor.organisation, cx->today, &row)) != OK)
		return rc;
	*p = (struct person){ row.person, id, row.name, row.initials, row.email, row.registration, row.disabled_at,
		                  row.created };
	cx->person = p;
	cx->resource.owner = p->id;
	cx->resource.works_here = row.works_here;
	cx->resource.worked_here = row.worked_here && !row.works_here;
	cx->resource.coordinator = row.coordinator;
	cx->resource.national_staff = row.national_staff;
	cx->resource.disabled = p->disabled_at != DB_NULL_INT;
	return OK;
}

static enum rc load_assignment(struct ctx *cx, struct uuid id)
{
	struct assignment *a = NEW(cx->arena, struct assignment);
	struct assignment_lock_row lock;
	struct assignment_by_id_row row;
	enum rc rc = is_writing(cx) ? sql_assignment_lock(cx->db, cx->arena, id, &lock) : OK;

	cx->resource = (struct resource){ .owner = 0 };
	if (rc != OK || (rc = sql_assignment_by_id(cx->db, cx->arena, id, &row)) != OK ||
	    (rc = induction_read(cx, row.induction_id)) != OK)
		return rc;
	*a = (struct assignment){ row.assignment, id, row.person, row.person_id, row.name, (enum role)row.role, row.starts,
		                      row.ends, row.second_reader, row.version };
	cx->assignment = a;
	return OK;
}

/* Whoever answers for the ECSW answers for what stands between them and somebody else. */
static enum rc load_conflict(struct ctx *cx, struct uuid id)
{
	struct conflict *c = NEW(cx->arena, struct conflict);
	struct conflict_lock_row lock;
	struct conflict_by_id_row row;
	enum rc rc = is_writing(cx) ? sql_conflict_lock(cx->db, cx->arena, id, &lock) : OK;

	cx->resource = (struct resource){ .owner = 0 };
	if (rc != OK || (rc = sql_conflict_by_id(cx->db, cx->arena, id, &row)) != OK ||
	    (rc = induction_read(cx, row.induction_id)) != OK)
		return rc;
	*c = (struct conflict){ row.conflict, id, row.person, row.name, (int)row.kind, row.since, row.starts, row.ends };
	cx->conflict = c;
	cx->resource.made_by = row.person;
	return OK;
}

static enum rc load_invitation(struct ctx *cx, struct uuid id)
{
	enum rc rc;

	cx->resource = (struct resource){ .owner = 0 };
	if ((rc = invitation_read(cx, id, is_writing(cx), &cx->invitation)) != OK)
		return rc;
	cx->resource.organisation = cx->invitation->organisation;
	cx->resource.made_by = cx->invitation->made_by;
	cx->resource.national = may_grant_any(ROLE_NATIONAL_ADMIN, cx->invitation->role);
	cx->resource.closed = cx->invitation->state == INVITATION_ACCEPTED || cx->invitation->state == INVITATION_REVOKED;
	return OK;
}

/* What became of one mail; its words are never loaded. */
static enum rc load_mail(struct ctx *cx, struct uuid id)
{
	struct mail_facts_row row;
	enum rc rc = sql_mail_facts(cx->db, cx->arena, id, cx->today, &row);

	cx->resource = (struct resource){ .owner = 0 };
	if (rc != OK)
		return rc;
	cx->resource.owner = row.person;
	cx->resource.organisation = row.organisation;
	cx->resource.works_here = row.works_there;
	return OK;
}

static enum rc load_succession(struct ctx *cx, struct uuid id)
{
	struct succession *s = NEW(cx->arena, struct succession);
	struct succession_lock_row lock;
	struct succession_by_id_row row;
	enum rc rc = is_writing(cx) ? sql_succession_lock(cx->db, cx->arena, id, &lock) : OK;

	cx->resource = (struct resource){ .owner = 0 };
	if (rc != OK || (rc = sql_succession_by_id(cx->db, cx->arena, id, cx->today, &row)) != OK)
		return rc;
	*s = (struct succession){
		.id = row.succession, .uuid = id, .kind = (enum succession_kind)row.kind, .state = (enum succession_state)row.state,
		.on_date = row.on_date, .proposed_by = row.proposer, .proposed_at = row.proposed_at, .decided_at = row.decided_at,
		.decided_by = row.decider, .sole_operator = row.sole_operator,
	};
	cx->succession = s;
	cx->resource.made_by = row.proposed_by;
	cx->resource.decided = s->state != SUCCESSION_PROPOSED;
	cx->resource.only_admin = row.admins < 2;
	return OK;
}

/* A request to somebody without an account, with the induction it is about. */
static enum rc load_ask(struct ctx *cx, struct uuid id)
{
	struct ask_lock_row lock;
	enum rc rc = is_writing(cx) ? sql_ask_lock(cx->db, cx->arena, id, &lock) : OK;

	cx->resource = (struct resource){ .owner = 0 };
	if (rc != OK || (rc = ask_load(cx, id, &cx->ask)) != OK || (rc = induction_read(cx, cx->ask->induction_uuid)) != OK)
		return rc;
	cx->resource.ask_kind = cx->ask->kind;
	cx->resource.made_by = cx->ask->asked_by;
	cx->resource.asks_agreement = cx->ask->state == ASK_PROPOSED;
	cx->resource.closed = ask_is_over(&cx->ask->facts);
	return OK;
}

static enum rc load_observation(struct ctx *cx, struct uuid id)
{
	struct observation_lock_row lock;
	struct uuid evidence;
	enum rc rc = is_writing(cx) ? sql_observation_lock(cx->db, cx->arena, id, &lock) : OK;

	cx->resource = (struct resource){ .owner = 0 };
	return rc == OK ? observation_load(cx, id, &cx->observation, &evidence) : rc;
}

enum rc (*const object_loaders[OBJECT_END])(struct ctx *cx, struct uuid id) = {
	[OBJECT_INDUCTION] = load_induction, [OBJECT_EVIDENCE] = load_evidence, [OBJECT_FILE] = load_file,
	[OBJECT_FRAMEWORK] = load_framework, [OBJECT_ITEM] = load_item, [OBJECT_IMPORT] = load_import,
	[OBJECT_CASE_DOCUMENT] = load_framework, [OBJECT_ORGANISATION] = load_organisation, [OBJECT_PERSON] = load_person, [OBJECT_BULK] = load_bulk,
	[OBJECT_SUCCESSION] = load_succession, [OBJECT_PROFILE] = load_profile,
	[OBJECT_PROGRAMME] = load_programme, [OBJECT_JOINING] = load_joining,
	[OBJECT_ASSIGNMENT] = load_assignment, [OBJECT_CONFLICT] = load_conflict,
	[OBJECT_REFLECTION] = load_reflection, [OBJECT_SUPERVISION] = load_supervision, [OBJECT_GOAL] = load_goal,
	[OBJECT_TALK] = load_talk,
	[OBJECT_REVIEW] = load_review,
	[OBJECT_DECISION] = load_decision,
	[OBJECT_INVITATION] = load_invitation,
	[OBJECT_MAIL] = load_mail,
	[OBJECT_ASK] = load_ask, [OBJECT_OBSERVATION] = load_observation,
};

/* A coordinator who opens the records of more people within an hour than the work explains: said in their own history and in
 * their organisation's, once an hour (ACCESS.md, case 8). Nobody is stopped. */
static enum rc many_opened(struct ctx *cx)
{
	struct portfolios_opened_row row;
	struct str data = strf(cx->arena, "{\"n\":%d,\"person\":%lld}", PORTFOLIOS_AN_HOUR, (long long)cx->actor.person);
	enum rc rc = sql_portfolios_opened(cx->db, cx->arena, cx->actor.person, cx->now - HOUR, EVENT_COVERAGE_READ,
	                                   EVENT_MANY_OPENED, &row);

	if (rc != OK || row.people <= PORTFOLIOS_AN_HOUR || row.said)
		return rc;
	if ((rc = event_add(cx, CHAIN_PERSON, cx->actor.person, EVENT_MANY_OPENED, row.id, data)) != OK)
		return rc;
	return event_add(cx, CHAIN_ORGANISATION, cx->actor.organisation, EVENT_MANY_OPENED, row.id, data);
}

/* page_read — which page it was, by its address: the last part that is no id. "/inductions/:induction/coverage" is coverage. */
static struct str page_read(const struct ctx *cx)
{
	struct str path = str_from_c(cx->route->path), last = STR_NONE;

	while (path.n) {
		struct str part = str_cut(&path, '/');

		if (part.n && part.p[0] != ':')
			last = part;
	}
	return last;
}

/* person_read — a page about a person, not about an induction: in the person's own history, or in that of the organisation
 * while there is no account. */
static enum rc person_read(struct ctx *cx, struct str data)
{
	int64_t person = cx->person ? cx->person->id : cx->joining ? cx->joining->person : 0;

	if (cx->person)
		return event_add(cx, CHAIN_PERSON, person, EVENT_PERSON_READ, cx->person->uuid, data);
	if (!cx->joining) /* nobody's own record: the handler has written its event itself */
		return OK;
	return event_add(cx, person ? CHAIN_PERSON : CHAIN_ORGANISATION, person ? person : cx->actor.organisation,
	                 EVENT_PERSON_READ, cx->joining->uuid, data);
}

/* object_read — a read by somebody else than the owner goes into the owner's history, with the page. That of a file is a read
 * of its piece, so that the piece's history tells all its readers. */
enum rc object_read(struct ctx *cx)
{
	enum event_kind kind = cx->decision ? EVENT_DECISION_READ : cx->file ? EVENT_FILE_READ : cx->evidence ? EVENT_EVIDENCE_READ : cx->review ? EVENT_REVIEW_READ
	                       : cx->supervision ? EVENT_SUPERVISION_READ : EVENT_COVERAGE_READ;
	struct str page = page_read(cx);
	struct str data = strf(cx->arena, "{\"page\":\"%.*s\"}", STR_FMT(page));
	struct uuid about;
	enum rc rc;

	if (!cx->induction)
		return person_read(cx, data);
	about = cx->decision ? cx->decision->uuid : cx->evidence ? cx->evidence->uuid : cx->review ? cx->review->uuid : cx->supervision ? cx->supervision->uuid : cx->induction->uuid;
	if (cx->file)
		data = strf(cx->arena, "{\"file\":\"%s\",\"page\":\"%.*s\"}", uuid_str(cx->arena, cx->file->uuid).p, STR_FMT(page));
	rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, kind, about, data);
	return rc == OK && cx->actor.role == ROLE_COORDINATOR ? many_opened(cx) : rc;
}

/* decision_page.c — one decision: what the reader may know of it, and, in the same place, what they may do. */
#include "app/decision/decision_inside.h"

#include "app/after/after.h"
#include "app/coverage/coverage.h"
#include "app/decision/decision_view.h"
#include "app/joining/joining.h"
#include "templates.gen.h"
#include "web/form.h"

/* ---- how much the reader may know ---- */

/* full — the words; otherwise whoever reads without a name, or has not said yet that nothing stands between them, is asked one thing, or only
 * arranges or follows. */
enum sight { SIGHT_STATE, SIGHT_APART, SIGHT_ASKED, SIGHT_BLIND, SIGHT_MODERATOR, SIGHT_FULL };
static enum sight sight_of(const struct ctx *cx)
{
	const struct decision *d = cx->decision;
	const struct resource *r = &cx->resource;

	if (cx->actor.role == ROLE_ECSW && cx->actor.person == r->owner)
		return d->told ? SIGHT_FULL : d->state == DECISION_OWED ? SIGHT_ASKED : SIGHT_STATE;
	if (d->seats & DECIDER_SECOND_ASSESSOR)
		return SIGHT_BLIND;
	if (d->seats & DECIDER_MODERATOR)
		return SIGHT_MODERATOR;
	if (d->reads_as == READER_MODERATOR)
		return SIGHT_APART;
	if ((cx->actor.role == ROLE_ASSESSOR && r->assessor) || (r->sits && d->declared))
		return SIGHT_FULL;
	return cx->actor.role == ROLE_COORDINATOR && d->told ? SIGHT_FULL : SIGHT_STATE;
}

static bool is_nameless(enum sight sight)
{
	return sight == SIGHT_BLIND || sight == SIGHT_MODERATOR || sight == SIGHT_APART;
}

/* state_shown — that a second assessor reads it would say what was recommended: until they are told, the ECSW knows that it is with
 * an assessor again. */
static enum decision_state state_shown(const struct ctx *cx)
{
	return decision_state_for(cx->actor.role, cx->decision->state, cx->decision->told);
}

/* ---- whose turn ---- */

/* days — until when the ECSW may say something; in a pause without an end nobody can say. */
static struct str days(struct ctx *cx, enum word own, enum word other, struct word_arg name, struct date until)
{
	bool is_own = cx->actor.role == ROLE_ECSW;

	if (date_is_none(until))
		return is_own ? word(T_DECISION_STANDS_STILL_OWN) : WORDS(cx->arena, T_DECISION_STANDS_STILL, name);
	return is_own ? WORDS(cx->arena, own, WORD_ARG("date", until)) : WORDS(cx->arena, other, name, WORD_ARG("date", until));
}

static struct str who_has_it(struct ctx *cx)
{
	const struct decision *d = cx->decision;
	struct word_arg name = WORD_ARG("name", is_nameless(sight_of(cx))
	                                                ? word(T_DECISION_THE_ECSW) : first_name(cx->induction->name));

	switch (state_shown(cx)) {
	case DECISION_OWED:
		return days(cx, T_DECISION_WITH_OWED_OWN, T_DECISION_WITH_OWED, name, d->owed_ends);
	case DECISION_TOLD:
		return d->responded_at != DB_NULL_INT ? word(T_DECISION_WITH_COORDINATOR)
		                                      : days(cx, T_DECISION_WITH_TOLD_OWN, T_DECISION_WITH_TOLD, name, d->respond_ends);
	case DECISION_BLIND:
		return word(T_DECISION_WITH_BLIND);
	case DECISION_PANEL:
		return word(T_DECISION_WITH_PANEL);
	case DECISION_DRAFT:
	case DECISION_BACK:
		return word(T_DECISION_WITH_ASSESSOR);
	case DECISION_CONFIRMED:
		return word(T_DECISION_WITH_COORDINATOR);
	case DECISION_MODERATION:
		return word(T_DECISION_WITH_MODERATOR);
	case DECISION_APPEAL:
		return word(T_DECISION_WITH_APPEAL);
	case DECISION_ISSUED:
		return d->closed_at != DB_NULL_INT ? word(T_DECISION_OVER)
		       : d->in_force == JUDGEMENT_MEETS
		               ? word(T_DECISION_DONE)
		       : date_is_none(d->appeal_ends) ? word(T_DECISION_WITH_PLAN_STILL)
		                                      : WORDS(cx->arena, T_DECISION_WITH_PLAN, WORD_ARG("date", d->appeal_ends));
	default:
		return word(T_DECISION_OVER);
	}
}

/* ---- the parts ---- */

struct str outcome_title(const struct framework_version *v, int64_t row, struct str *ret_code)
{
	int32_t item = framework_item_of_row(v, row);

	*ret_code = item < 0 ? STR_NONE : v->fw->items[item].code;
	return item < 0 ? STR_NONE : v->fw->items[item].text;
}

static enum rc maybe_covered(struct ctx *cx, bool cover, struct str text, struct str *ret)
{
	*ret = text;
	return cover ? covered(cx, text, ret) : OK;
}

static enum rc add_outcomes(struct ctx *cx, struct decision_view *v, bool cover)
{
	struct recommendation_outcomes_rows rows;
	const struct framework_version *f;
	enum rc rc = framework_get(cx, cx->induction->framework, &f);

	if (rc == OK)
		rc = sql_recommendation_outcomes(cx->db, cx->arena, cx->decision->recommendation, &rows);
	if (rc != OK)
		return rc;
	v->outcomes.v = NEW_ARRAY(cx->arena, struct decision_outcome_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		struct decision_outcome_line *l = &v->outcomes.v[v->outcomes.n++];

		l->title = outcome_title(f, rows.v[i].item, &l->code);
		if ((rc = maybe_covered(cx, cover, rows.v[i].seen, &l->seen)) != OK ||
		    (rc = maybe_covered(cx, cover, rows.v[i].would_show, &l->show)) != OK)
			return rc;
	}
	return OK;
}

static enum rc add_plan(struct ctx *cx, struct decision_view *v)
{
	struct recommendation_plan_of_rows rows;
	enum rc rc = sql_recommendation_plan_of(cx->db, cx->arena, cx->decision->recommendation, &rows);

	if (rc != OK)
		return rc;
	v->plan.v = NEW_ARRAY(cx->arena, struct decision_plan_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v->plan.v[v->plan.n++] = (struct decision_plan_line){ rows.v[i].what, date_long(cx->arena, rows.v[i].by_date), rows.v[i].who };
	if (!date_is_none(cx->decision->again_on))
		v->again = WORDS(cx->arena, T_DECISION_AGAIN_ON, WORD_ARG("date", cx->decision->again_on));
	return OK;
}

static enum rc add_pieces(struct ctx *cx, struct decision_view *v)
{
	struct recommendation_pieces_rows rows;
	enum rc rc = sql_recommendation_pieces(cx->db, cx->arena, cx->decision->recommendation, &rows);

	if (rc != OK)
		return rc;
	v->pieces.v = NEW_ARRAY(cx->arena, struct decision_piece_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		struct str title = rows.v[i].title;

		if ((rc = maybe_covered(cx, v->blind || v->moderates, title, &title)) != OK)
			return rc;
		v->pieces.v[v->pieces.n++] = (struct decision_piece_line){
			url_id(cx, strf(cx->arena, "/decisions/%s/pieces/", uuid_str(cx->arena, cx->decision->uuid).p).p, rows.v[i].id, ""), title,
			v->blind || v->moderates ? word(kind_word((enum evidence_kind)rows.v[i].kind))
			                         : strf(cx->arena, "%.*s, %.*s", STR_FMT(word(kind_word((enum evidence_kind)rows.v[i].kind))),
			                                STR_FMT(date_long(cx->arena, rows.v[i].on_date))),
		};
	}
	return OK;
}

/* act_says — what somebody did, as a line of the history. */
static enum word act_says(int act)
{
	switch (act) {
	case DECISION_ANSWER_OWED:
		return T_DECISION_A_ANSWERED;
	case DECISION_BLIND_AGREES:
		return T_DECISION_A_BLIND_AGREED;
	case DECISION_BLIND_DIFFERS:
		return T_DECISION_A_BLIND_DIFFERED;
	case DECISION_RESPOND:
		return T_DECISION_A_RESPONDED;
	case DECISION_TAKE_BACK:
		return T_DECISION_A_TAKEN_BACK;
	case DECISION_CONFIRM:
		return T_DECISION_A_CONFIRMED;
	case DECISION_REFER_BACK:
		return T_DECISION_A_REFERRED;
	case DECISION_MODERATOR_AGREES:
		return T_DECISION_A_MOD_AGREED;
	case DECISION_MODERATOR_REFERS:
		return T_DECISION_A_MOD_REFERRED;
	case DECISION_LODGE_APPEAL:
		return T_DECISION_A_APPEALED;
	case DECISION_DISMISS_APPEAL:
		return T_DECISION_A_DISMISSED;
	case DECISION_ALLOW_APPEAL:
		return T_DECISION_A_ALLOWED;
	case DECISION_REOPEN:
		return T_DECISION_A_REOPENED;
	case DECISION_BEGIN:
	case DECISION_JUDGE_AGAIN:
		return T_DECISION_A_BEGUN;
	case DECISION_ASK_OWED:
		return T_DECISION_A_ASKED;
	case DECISION_OWED_OVER:
		return T_DECISION_A_OWED_OVER;
	case DECISION_SEND:
		return T_DECISION_A_SENT;
	case DECISION_SEND_BLIND:
		return T_DECISION_A_SENT_BLIND;
	case DECISION_CONVENE:
		return T_DECISION_A_CONVENED;
	case DECISION_DRAW:
		return T_DECISION_A_DRAWN;
	case DECISION_ISSUE:
		return T_DECISION_A_ISSUED;
	default:
		return T_DECISION_A_WITHDRAWN;
	}
}

/* who_acted — readers without a name are not named to anybody either. */
static struct str who_acted(struct ctx *cx, const struct decision_acts_of_row *r, bool cover)
{
	static const enum word as[] = { T_DECISION_AS_ASSESSOR, T_DECISION_AS_ECSW, T_DECISION_AS_SECOND, T_DECISION_AS_COORDINATOR,
		                            T_DECISION_AS_CHAIR, T_DECISION_AS_MODERATOR, T_DECISION_AS_APPEAL, T_DECISION_AS_AUTHORITY,
		                            T_DECISION_AS_CLOCK };
	size_t bit = 0;
	struct str role;

	while (bit + 1 < COUNT_OF(as) && !(r->acted_as & (1 << bit)))
		bit++;
	role = word(as[bit]);
	if (cover || !r->name.n || r->acted_as == DECIDER_SECOND_ASSESSOR || r->acted_as == DECIDER_MODERATOR)
		return role;
	return strf(cx->arena, "%.*s, %.*s", STR_FMT(r->name), STR_FMT(role));
}

static enum rc add_words(struct ctx *cx, struct decision_view *v, bool cover)
{
	struct decision_acts_of_rows rows;
	enum rc rc = sql_decision_acts_of(cx->db, cx->arena, cx->decision->id, &rows);

	if (rc != OK)
		return rc;
	v->words.v = NEW_ARRAY(cx->arena, struct decision_word, rows.n + 1);
	v->history.v = NEW_ARRAY(cx->arena, struct decision_word, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct decision_acts_of_row *r = &rows.v[i];
		struct decision_word w = { .who = who_acted(cx, r, cover), .when = date_long(cx->arena, date_of(r->at)),
			                       .own = r->acted_as == DECIDER_ECSW, .words = word(act_says((int)r->act)) };

		v->history.v[v->history.n++] = w;
		if (!r->words.n)
			continue;
		w.more = r->act == DECISION_LODGE_APPEAL && r->ground > 0 && r->ground < GROUND_END ? word(appeal_ground_word((int)r->ground))
		                                                                                     : word(act_says((int)r->act));
		if ((rc = maybe_covered(cx, cover, r->words, &w.words)) != OK)
			return rc;
		v->words.v[v->words.n++] = w;
	}
	return OK;
}

/* seat_says — what a member is known to have said: of a recommendation, or of the outcome that was appealed. */
static struct str seat_says(const struct panel_of_row *r, bool inside, bool appeal)
{
	if (r->conflict == CONFLICT_THERE)
		return word(T_DECISION_SEAT_CONFLICT);
	if (r->conflict == CONFLICT_NOT_SAID)
		return word(T_DECISION_SEAT_ASKED);
	if (!inside)
		return word(T_DECISION_SEAT_NONE);
	if (appeal && r->said != SAID_NOTHING)
		return word(r->said == SAID_YES ? T_DECISION_SEAT_STANDS : T_DECISION_SEAT_OUT);
	return word(r->said == SAID_YES ? T_DECISION_SEAT_YES : r->said == SAID_BACK ? T_DECISION_SEAT_BACK : T_DECISION_SEAT_WAITS);
}

/* seat_line — that nothing stands between them stays beside what a member says since. */
static struct str seat_line(struct ctx *cx, const struct panel_of_row *r, bool inside, bool appeal)
{
	struct str says = seat_says(r, inside, appeal);

	return inside && r->conflict == CONFLICT_NONE ? WORDS(cx->arena, T_DECISION_SEAT_BOTH, WORD_ARG("apart", word(T_DECISION_SEAT_NONE)), WORD_ARG("says", says)) : says;
}

/* add_seats — who sits now. What members have said is for those who sit, until it is closed. */
static enum rc add_seats(struct ctx *cx, struct decision_view *v)
{
	const struct decision *d = cx->decision;
	struct panel_of_rows rows;
	bool inside = d->sits || d->sits_appeal;
	int sitting = d->state == DECISION_APPEAL ? SITTING_APPEAL : SITTING_PANEL;
	enum rc rc = sql_panel_of(cx->db, cx->arena, d->id, sitting, &rows);

	if (rc != OK)
		return rc;
	v->seats.v = NEW_ARRAY(cx->arena, struct decision_seat, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		v->seats.v[v->seats.n++] = (struct decision_seat){ rows.v[i].name, seat_line(cx, &rows.v[i], inside, sitting == SITTING_APPEAL), rows.v[i].is_chair };
		if (inside && rows.v[i].words.n)
			v->words.v[v->words.n++] = (struct decision_word){ .who = rows.v[i].name, .words = rows.v[i].words,
				.when = date_long(cx->arena, date_of(rows.v[i].said_at)), .more = seat_says(&rows.v[i], true, sitting == SITTING_APPEAL) };
	}
	return OK;
}

static void add_right(struct ctx *cx, struct decision_view *v, enum word what, struct str when)
{
	UNUSED(cx);
	v->rights.v[v->rights.n++] = (struct decision_right){ word(what), when };
}

static struct str until(struct ctx *cx, struct date d)
{
	return date_is_none(d) ? word(T_DECISION_UNTIL_BACK) : WORDS(cx->arena, T_DECISION_UNTIL, WORD_ARG("date", d));
}

static void add_rights(struct ctx *cx, struct decision_view *v, const struct decision_rules *rules)
{
	const struct decision *d = cx->decision;

	v->rights.v = NEW_ARRAY(cx->arena, struct decision_right, 6);
	if (d->state == DECISION_TOLD)
		add_right(cx, v, T_DECISION_R_RESPOND, until(cx, d->respond_ends));
	if (d->state == DECISION_TOLD || d->state == DECISION_PANEL)
		add_right(cx, v, T_DECISION_R_HEARD, word(T_DECISION_R_HEARD_WHEN));
	if (d->judgement != JUDGEMENT_MEETS)
		add_right(cx, v, T_DECISION_R_APPEAL,
		          !date_is_none(d->appeal_until) ? until(cx, d->appeal_ends)
		                                         : WORDS(cx->arena, T_DECISION_R_APPEAL_WHEN, WORD_ARG("n", rules->appeal_days)));
	add_right(cx, v, T_DECISION_R_KEEP, word(T_DECISION_R_ALWAYS));
}

static void add_doors(struct ctx *cx, struct decision_view *v)
{
	const struct decision *d = cx->decision;
	bool open = d->closed_at == DB_NULL_INT;

	v->may_draft = open && access_ok(may_write_decision(&cx->actor, &cx->resource));
	v->draft = decision_url(cx, "/draft");
	v->people = decision_url(cx, "/people");
	v->may_name = open && access_ok(may_name_in_decision(&cx->actor, &cx->resource)) &&
	              (d->state == DECISION_BLIND || d->state == DECISION_TOLD || d->state == DECISION_PANEL ||
	               d->state == DECISION_MODERATION || d->state == DECISION_APPEAL);
	v->people_word = d->state == DECISION_BLIND ? T_DECISION_NAME_READER
	                 : d->state == DECISION_MODERATION ? T_DECISION_NAME_MODERATOR
	                 : d->state == DECISION_APPEAL ? T_DECISION_NAME_APPEAL : T_DECISION_NAME_PANEL;
}

/* add_policy — what may follow is the employer's to say, and it is a page of theirs where they have named one. */
static enum rc add_policy(struct ctx *cx, struct decision_view *v)
{
	struct decision_policy_row row;
	enum rc rc = sql_decision_policy(cx->db, cx->arena, cx->induction->employer, &row);

	if (rc == OK)
		v->policy.s = row.policy;
	return rc;
}

/* add_wait — what follows if nothing happens, to all who follow it; with whom it is only to those who may know. */
static enum rc add_wait(struct ctx *cx, struct decision_view *v)
{
	static const struct { unsigned bit; enum word who; } all[] = {
		{ DECIDER_ASSESSOR, T_DECISION_AS_ASSESSOR }, { DECIDER_SECOND_ASSESSOR, T_DECISION_AS_SECOND },
		{ DECIDER_COORDINATOR, T_DECISION_AS_COORDINATOR }, { DECIDER_CHAIR, T_DECISION_WAIT_PANEL },
		{ DECIDER_MODERATOR, T_DECISION_AS_MODERATOR }, { DECIDER_APPEAL_CHAIR, T_DECISION_WAIT_APPEAL },
	};
	struct wait w;
	enum rc rc;

	v->waits = cx->decision->closed_at == DB_NULL_INT && (cx->decision->state != DECISION_ISSUED || cx->decision->in_force != JUDGEMENT_MEETS);
	if (!v->waits || (cx->actor.role == ROLE_ECSW && !cx->decision->told))
		return OK;
	if ((rc = decision_wait_of(cx, &w)) != OK)
		return rc;
	if (w.with == DECIDER_AUTHORITY)
		v->wait_by = word(T_DECISION_WAIT_NOBODY);
	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (w.with == all[i].bit)
			v->wait_by = date_is_none(w.above) ? WORDS(cx->arena, T_DECISION_WAIT_BY, WORD_ARG("who", word(all[i].who)), WORD_ARG("date", w.by))
			                                   : WORDS(cx->arena, T_DECISION_WAIT_ABOVE, WORD_ARG("who", word(all[i].who)),
			                                           WORD_ARG("date", w.by), WORD_ARG("above", w.above));
	return OK;
}

/* ---- the page ---- */

static struct str title_of(struct ctx *cx, enum sight sight)
{
	const struct decision *d = cx->decision;

	if (sight == SIGHT_ASKED)
		return word(T_DECISION_TITLE_ASKED);
	if (sight == SIGHT_BLIND)
		return word(T_DECISION_TITLE_BLIND);
	if (sight == SIGHT_APART)
		return word(T_DECISION_TITLE_APART);
	if (d->in_force)
		return WORDS(cx->arena, T_DECISION_TITLE_OUTCOME, WORD_ARG("what", word(judgement_word(d->in_force))));
	if (sight == SIGHT_STATE || d->state == DECISION_STOPPED || d->state == DECISION_DRAFT)
		return word(decision_state_word(state_shown(cx)));
	return WORDS(cx->arena, T_DECISION_TITLE_RECOMMENDED, WORD_ARG("what", word(judgement_word(d->judgement))));
}

static enum rc add_body(struct ctx *cx, struct decision_view *v, enum sight sight)
{
	const struct decision *d = cx->decision;
	const struct programme *p;
	bool cover = sight == SIGHT_BLIND || sight == SIGHT_MODERATOR;
	enum rc rc = programme_get(cx, cx->induction->programme_row, &p);

	if (rc != OK)
		return rc;
	if (sight == SIGHT_ASKED)
		v->owed = owed_words(cx, d->owed);
	if (sight == SIGHT_STATE || sight == SIGHT_ASKED || sight == SIGHT_APART)
		return OK;
	v->full = sight == SIGHT_FULL || sight == SIGHT_MODERATOR;
	if ((rc = add_outcomes(cx, v, cover)) != OK || (rc = add_pieces(cx, v)) != OK || !v->full)
		return rc;
	if ((rc = maybe_covered(cx, cover, d->reasons, &v->reasons)) != OK || (rc = maybe_covered(cx, cover, d->next_steps, &v->next_steps)) != OK ||
	    (rc = maybe_covered(cx, cover, d->owed_said, &v->owed_said)) != OK || (rc = add_words(cx, v, cover)) != OK)
		return rc;
	v->owed = owed_words(cx, d->owed);
	if (d->judgement == JUDGEMENT_NOT_YET)
		rc = maybe_covered(cx, cover, d->support, &v->support);
	else
		v->outcomes.n = 0;
	if (rc == OK && d->judgement == JUDGEMENT_NOT_YET)
		rc = add_plan(cx, v);
	if (rc != OK || sight == SIGHT_MODERATOR)
		return rc;
	if (d->by_name.n && d->sent_at != DB_NULL_INT)
		v->reasons_by = !date_is_none(d->raised_on) && d->judgement == JUDGEMENT_NOT_YET
		                        ? WORDS(cx->arena, T_DECISION_WRITTEN_RAISED, WORD_ARG("name", d->by_name),
		                                WORD_ARG("date", date_of(d->sent_at)), WORD_ARG("raised", d->raised_on))
		                        : WORDS(cx->arena, T_DECISION_WRITTEN, WORD_ARG("name", d->by_name), WORD_ARG("date", date_of(d->sent_at)));
	if ((rc = add_seats(cx, v)) != OK)
		return rc;
	if (v->own)
		add_rights(cx, v, &p->d.decision);
	if (d->in_force == JUDGEMENT_MEETS)
		v->changes = (struct decision_texts){ (struct str *)p->d.decision.changes, (size_t)p->d.decision.changes_n };
	return OK;
}

static enum rc draw(struct ctx *cx)
{
	enum sight sight = sight_of(cx);
	bool nameless = is_nameless(sight);
	struct decision_view v = { .own = cx->actor.role == ROLE_ECSW, .asked_only = sight == SIGHT_ASKED, .blind = sight == SIGHT_BLIND,
		                       .moderates = sight == SIGHT_MODERATOR, .name = cx->induction->name };
	enum rc rc;

	v.kicker = nameless ? word(T_DECISION_NAMELESS) : cx->induction->name;
	v.title = title_of(cx, sight);
	v.lead = who_has_it(cx);
	v.back = v.own || nameless || !access_ok(may_see_decision(&cx->actor, &cx->resource))
	                 ? url_lit("/decisions") : url_id(cx, "/inductions/", cx->induction->uuid, "/decision");
	v.back_word = T_DECISION_TITLE;
	v.action = decision_url(cx, "");
	v.not_job = v.own || cx->decision->judgement != JUDGEMENT_MEETS;
	if ((rc = add_body(cx, &v, sight)) != OK || (rc = decision_form_add(cx, &v)) != OK)
		return rc;
	if (v.not_job && (rc = add_policy(cx, &v)) != OK)
		return rc;
	if (!nameless && (rc = add_wait(cx, &v)) != OK)
		return rc;
	if (cx->decision->in_force && access_ok(may_see_decision(&cx->actor, &cx->resource)) && (rc = after_short(cx, &v.after)) != OK)
		return rc;
	v.has_record = cx->decision->in_force != JUDGEMENT_NONE;
	v.record = decision_url(cx, "/record");
	if (nameless)
		v.not_job = false;
	add_doors(cx, &v);
	return page(cx, &(struct page){ .title = v.title, .main = HTML(cx, decision, &v), .width = v.own ? WIDTH_READING : WIDTH_STAFF,
	                                .strip = nameless ? word(T_DECISION_NAMELESS) : STR_NONE,
	                                .status = cx->err.n && !cx->failed ? 422 : 0 });
}

enum rc decision_json(struct ctx *cx, int status)
{
	const struct decision *d = cx->decision;
	enum sight sight = sight_of(cx);
	struct json_out *j = reply_json(cx);
	enum rc rc;

	json_obj(j);
	json_key(j, "id"), json_uuid(j, d->uuid);
	json_key(j, "state"), json_str(j, key_of(&decision_states, (int)state_shown(cx)));
	json_key(j, "version"), json_i64(j, d->version);
	json_key(j, "with"), json_str(j, who_has_it(cx));
	if ((rc = decision_acts_json(cx, j)) != OK)
		return rc;
	if (sight == SIGHT_FULL) {
		json_key(j, "induction"), json_uuid(j, cx->induction->uuid);
		json_key(j, "judgement"), json_str(j, key_of(&judgements, (int)d->judgement));
		json_key(j, "in_force"), json_str(j, key_of(&judgements, (int)d->in_force));
		json_key(j, "round"), json_i64(j, d->round);
		json_key(j, "reasons"), json_str(j, d->reasons);
		json_key(j, "next_steps"), json_str(j, d->next_steps);
		json_key(j, "respond_until"), json_date(j, d->respond_ends);
		json_key(j, "appeal_until"), json_date(j, d->appeal_ends);
	}
	json_end(j);
	return answer_json(cx, status);
}

enum rc decision_show(struct ctx *cx)
{
	version_is(cx, cx->decision->version);
	return cx->json ? decision_json(cx, 200) : draw(cx);
}

enum rc decision_again(struct ctx *cx)
{
	return draw(cx);
}

struct url decision_url(struct ctx *cx, const char *after)
{
	return url_id(cx, "/decisions/", cx->decision->uuid, after);
}

/* decision_acts.c — what somebody can do with a decision: each act as a button, the form they stand in, and doing it. */
#include "app/decision/decision_inside.h"

#include "app/decision/decision_view.h"
#include "app/evidence/evidence.h"
#include "app/notices/notices.h"
#include "app/privacy/privacy.h"
#include "web/form.h"

/* ---- the acts as buttons ---- */

/* Beside the acts of the table: what a member of a panel says before it closes, and that there will be no appeal. */
enum { ACT_NO_CONFLICT = 100, ACT_CONFLICT, ACT_YES, ACT_BACK, ACT_NO_APPEAL };
enum wants { NO_WORDS = 0, MAY_HAVE_WORDS = 1, WANTS_WORDS = 2 };
enum do_act { DO_ANSWER = 1, DO_AGREES, DO_DIFFERS, DO_RESPOND, DO_TAKE_BACK, DO_BEGIN, DO_NO_CONFLICT, DO_CONFLICT, DO_YES,
	DO_BACK, DO_CONFIRM, DO_REFER_BACK, DO_DRAW, DO_MODERATOR_AGREES, DO_MODERATOR_REFERS, DO_ISSUE, DO_JUDGE_AGAIN, DO_APPEAL,
	DO_NO_APPEAL, DO_DISMISS, DO_ALLOW, DO_REOPEN, DO_WITHDRAW, DO_END };
static const struct move {
	int act;
	enum decider by;           /* 0: whoever sits */
	enum wants wants;
	enum word button, notice;
	bool second;
} moves[DO_END] = {
	[DO_ANSWER] = { DECISION_ANSWER_OWED, DECIDER_ECSW, MAY_HAVE_WORDS, T_DECISION_B_ANSWER, T_DECISION_N_SENT, false },
	[DO_AGREES] = { DECISION_BLIND_AGREES, DECIDER_SECOND_ASSESSOR, WANTS_WORDS, T_DECISION_B_BLIND_NOT_YET, T_DECISION_N_THANKS, false },
	[DO_DIFFERS] = { DECISION_BLIND_DIFFERS, DECIDER_SECOND_ASSESSOR, WANTS_WORDS, T_DECISION_B_BLIND_MEETS, T_DECISION_N_THANKS, false },
	[DO_RESPOND] = { DECISION_RESPOND, DECIDER_ECSW, MAY_HAVE_WORDS, T_DECISION_B_RESPOND, T_DECISION_N_SENT, false },
	[DO_TAKE_BACK] = { DECISION_TAKE_BACK, DECIDER_ASSESSOR, WANTS_WORDS, T_DECISION_B_TAKE_BACK, T_DECISION_N_BACK, true },
	[DO_BEGIN] = { DECISION_BEGIN, DECIDER_ASSESSOR, NO_WORDS, T_DECISION_B_BEGIN, T_DECISION_NOTICE_BEGUN, false },
	[DO_NO_CONFLICT] = { ACT_NO_CONFLICT, 0, NO_WORDS, T_DECISION_B_NO_CONFLICT, T_DECISION_N_SAID, false },
	[DO_CONFLICT] = { ACT_CONFLICT, 0, NO_WORDS, T_DECISION_B_CONFLICT, T_DECISION_N_CONFLICT, true },
	[DO_YES] = { ACT_YES, 0, MAY_HAVE_WORDS, T_DECISION_B_YES, T_DECISION_N_SAID, false },
	[DO_BACK] = { ACT_BACK, 0, WANTS_WORDS, T_DECISION_B_NO, T_DECISION_N_SAID, true },
	[DO_CONFIRM] = { DECISION_CONFIRM, DECIDER_CHAIR, WANTS_WORDS, T_DECISION_B_CONFIRM, T_DECISION_N_CONFIRMED, false },
	[DO_REFER_BACK] = { DECISION_REFER_BACK, DECIDER_CHAIR, WANTS_WORDS, T_DECISION_B_REFER, T_DECISION_N_BACK, true },
	[DO_DRAW] = { DECISION_DRAW, DECIDER_AUTHORITY, NO_WORDS, T_DECISION_B_DRAW, T_DECISION_N_DRAWN, true },
	[DO_MODERATOR_AGREES] = { DECISION_MODERATOR_AGREES, DECIDER_MODERATOR, WANTS_WORDS, T_DECISION_B_MOD_AGREE, T_DECISION_N_THANKS, false },
	[DO_MODERATOR_REFERS] = { DECISION_MODERATOR_REFERS, DECIDER_MODERATOR, WANTS_WORDS, T_DECISION_B_MOD_REFER, T_DECISION_N_THANKS, true },
	[DO_ISSUE] = { DECISION_ISSUE, DECIDER_COORDINATOR, NO_WORDS, T_DECISION_B_ISSUE, T_DECISION_N_ISSUED, false },
	[DO_JUDGE_AGAIN] = { DECISION_JUDGE_AGAIN, DECIDER_ASSESSOR, NO_WORDS, T_DECISION_B_JUDGE_AGAIN, T_DECISION_NOTICE_BEGUN, false },
	[DO_APPEAL] = { DECISION_LODGE_APPEAL, DECIDER_ECSW, WANTS_WORDS, T_DECISION_B_APPEAL, T_DECISION_N_APPEALED, false },
	[DO_NO_APPEAL] = { ACT_NO_APPEAL, DECIDER_ECSW, NO_WORDS, T_DECISION_B_NO_APPEAL, T_DECISION_N_NO_APPEAL, true },
	[DO_DISMISS] = { DECISION_DISMISS_APPEAL, DECIDER_APPEAL_CHAIR, WANTS_WORDS, T_DECISION_B_DISMISS, T_DECISION_N_DISMISSED, true },
	[DO_ALLOW] = { DECISION_ALLOW_APPEAL, DECIDER_APPEAL_CHAIR, WANTS_WORDS, T_DECISION_B_ALLOW, T_DECISION_N_ALLOWED, false },
	[DO_REOPEN] = { DECISION_REOPEN, DECIDER_AUTHORITY, WANTS_WORDS, T_DECISION_B_REOPEN, T_DECISION_N_REOPENED, true },
	[DO_WITHDRAW] = { DECISION_WITHDRAW, DECIDER_ECSW, NO_WORDS, T_DECISION_WITHDRAW, T_DECISION_NOTICE_WITHDRAWN, true },
};

struct act_typed {
	int act, ground;
	struct str words;
	bool sure, read_again;
};
static const struct str act_keys_[DO_END] = {
	[DO_ANSWER] = S_INIT("answer"), [DO_AGREES] = S_INIT("agrees"), [DO_DIFFERS] = S_INIT("differs"),
	[DO_RESPOND] = S_INIT("respond"), [DO_TAKE_BACK] = S_INIT("take_back"), [DO_BEGIN] = S_INIT("begin"),
	[DO_NO_CONFLICT] = S_INIT("no_conflict"), [DO_CONFLICT] = S_INIT("conflict"), [DO_YES] = S_INIT("yes"),
	[DO_BACK] = S_INIT("back"), [DO_CONFIRM] = S_INIT("confirm"), [DO_REFER_BACK] = S_INIT("refer_back"),
	[DO_DRAW] = S_INIT("draw"), [DO_MODERATOR_AGREES] = S_INIT("moderator_agrees"),
	[DO_MODERATOR_REFERS] = S_INIT("moderator_refers"), [DO_ISSUE] = S_INIT("issue"), [DO_JUDGE_AGAIN] = S_INIT("judge_again"),
	[DO_APPEAL] = S_INIT("appeal"), [DO_NO_APPEAL] = S_INIT("no_appeal"), [DO_DISMISS] = S_INIT("dismiss"),
	[DO_ALLOW] = S_INIT("allow"), [DO_REOPEN] = S_INIT("reopen"), [DO_WITHDRAW] = S_INIT("withdraw"),
};
static const struct key_list act_list = { act_keys_, DO_END };

static const enum word ground_words[GROUND_END] = { [GROUND_PROCESS] = T_DECISION_G_PROCESS, [GROUND_EVIDENCE] = T_DECISION_G_EVIDENCE,
	                                                [GROUND_SUPPORT] = T_DECISION_G_SUPPORT, [GROUND_BIAS] = T_DECISION_G_BIAS };
static const struct field act_fields[] = {
	{ .type = FIELD_ACTION, .name = "do", .offset = offsetof(struct act_typed, act), .label = T_DECISION_TITLE, .choices = &act_list,
	  .max = DO_END - 1, .required = true },
	CHOICE(struct act_typed, ground, .label = T_DECISION_GROUND, .choices = &appeal_grounds, .choice_words = ground_words, .max = GROUND_END),
	LONG_TEXT(struct act_typed, words, .label = T_DECISION_WORDS, .hint = T_DECISION_WORDS_HINT, .max = WORDS_MAX, .rows = 7),
	BOOL(struct act_typed, sure, .label = T_DECISION_WITHDRAW_SURE, .max = 1),
	BOOL(struct act_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form decision_act_form = { .name = "decision_act", .size = sizeof(struct act_typed), .fields = act_fields,
	                                    .n = COUNT_OF(act_fields), .wants_version = true, .autosave = true };
/* The same where no button takes words: nothing is typed there that could be kept, and nothing kept elsewhere is brought back. */
static const struct form bare_act_form = { .name = "decision_act", .size = sizeof(struct act_typed), .fields = act_fields,
	                                       .n = COUNT_OF(act_fields), .wants_version = true, .part_of = &decision_act_form };

/* is_there — does the table have this step for whoever acts, whatever is still missing for it? */
static bool is_there(const struct decision *d, enum decision_act act, unsigned by)
{
	struct decision_facts f = { .by = (enum decider)by,
		                        .judgement = d->state == DECISION_ISSUED || d->state == DECISION_APPEAL ? d->in_force : d->judgement };
	enum decision_state to;
	enum decision_wrong w = decision_next(d->state, act, &f, &to);

	return w != DECISION_NO_SUCH_STEP && w != DECISION_NOT_YOURS;
}

/* What whoever sits has said so far; of nobody who sits, nothing. */
struct sitting {
	bool sits;
	int conflict, said;
};

static bool is_offered(const struct decision *d, const struct move *m, const struct sitting *me)
{
	if (d->closed_at != DB_NULL_INT)
		return false;
	switch (m->act) {
	case ACT_NO_CONFLICT:
		return (me->sits || d->reads_as == READER_MODERATOR) && me->conflict == CONFLICT_NOT_SAID;
	case ACT_CONFLICT: /* who reads without a name may see whom it is about at any line */
		return d->reads_as || (me->sits && me->conflict == CONFLICT_NOT_SAID);
	case ACT_YES:
	case ACT_BACK:
		return me->sits && me->conflict == CONFLICT_NONE && me->said == SAID_NOTHING;
	case ACT_NO_APPEAL:
		return (d->seats & DECIDER_ECSW) && d->no_appeal_at == DB_NULL_INT && is_there(d, DECISION_LODGE_APPEAL, DECIDER_ECSW);
	case DECISION_CONFIRM:
	case DECISION_REFER_BACK:
	case DECISION_DISMISS_APPEAL:
	case DECISION_ALLOW_APPEAL: /* whoever is in the chair speaks as a member first */
		return me->said != SAID_NOTHING && (d->seats & m->by) && is_there(d, (enum decision_act)m->act, m->by);
	default:
		return (d->seats & m->by) && is_there(d, (enum decision_act)m->act, m->by);
	}
}

static enum rc sitting_of(struct ctx *cx, struct sitting *ret)
{
	const struct decision *d = cx->decision;
	struct panel_of_rows rows;
	enum rc rc = sql_panel_of(cx->db, cx->arena, d->id, d->sits_appeal ? SITTING_APPEAL : SITTING_PANEL, &rows);

	*ret = (struct sitting){ .sits = false };
	for (size_t i = 0; rc == OK && (d->sits || d->sits_appeal) && i < rows.n; i++)
		if (rows.v[i].person == cx->actor.person)
			*ret = (struct sitting){ true, (int)rows.v[i].conflict, (int)rows.v[i].said };
	if (d->reads_as)
		ret->conflict = d->apart;
	return rc;
}

enum word appeal_ground_word(int ground)
{
	return ground > 0 && ground < GROUND_END ? ground_words[ground] : T_NONE;
}

enum rc decision_acts_json(struct ctx *cx, struct json_out *j)
{
	struct sitting me;
	enum rc rc = sitting_of(cx, &me);

	json_key(j, "acts"), json_arr(j);
	for (int i = DO_ANSWER; rc == OK && i < DO_END; i++)
		if (is_offered(cx->decision, &moves[i], &me))
			json_str(j, act_keys_[i]);
	json_end(j);
	return rc;
}

/* ---- what the reader can do ---- */

static struct str form_says(struct ctx *cx, const struct decision_view *v)
{
	const struct decision *d = cx->decision;

	if (d->reads_as == READER_MODERATOR && d->apart == CONFLICT_NOT_SAID)
		return word(T_DECISION_F_APART);
	if (v->blind)
		return word(T_DECISION_F_BLIND);
	if (v->moderates)
		return word(T_DECISION_F_MODERATOR);
	if (d->sits_appeal)
		return WORDS(cx->arena, d->declared ? T_DECISION_F_SITS_APPEAL_SAID : T_DECISION_F_SITS_APPEAL, WORD_ARG("what", word(judgement_word(d->in_force))));
	if (d->sits)
		return WORDS(cx->arena, d->declared ? T_DECISION_F_SITS_SAID : T_DECISION_F_SITS, WORD_ARG("what", word(judgement_word(d->judgement))));
	if (v->own)
		return word(d->state == DECISION_ISSUED ? T_DECISION_F_APPEAL : T_DECISION_F_RESPOND);
	return d->state == DECISION_TOLD && (d->seats & DECIDER_ASSESSOR) ? word(T_DECISION_F_TAKE_BACK) : STR_NONE;
}

/* button_of — a member says to what: to a recommendation, or to the outcome that was appealed. */
static enum word button_of(const struct decision *d, const struct move *m)
{
	if (d->reads_as && m->act == ACT_NO_CONFLICT)
		return T_DECISION_B_APART;
	if (d->reads_as && m->act == ACT_CONFLICT)
		return T_DECISION_B_RECOGNISES;
	if (d->sits_appeal && m->act == ACT_YES)
		return T_DECISION_B_STANDS;
	return d->sits_appeal && m->act == ACT_BACK ? T_DECISION_B_OUT : m->button;
}

enum rc decision_form_add(struct ctx *cx, struct decision_view *v)
{
	const struct decision *d = cx->decision;
	struct act_typed filled = { .act = 0 };
	struct form_view fv;
	struct sitting me;
	bool appeals = false;
	enum rc rc = sitting_of(cx, &me);

	if (rc != OK)
		return rc;
	v->with_words.v = NEW_ARRAY(cx->arena, struct decision_button, DO_END);
	v->plain.v = NEW_ARRAY(cx->arena, struct decision_button, DO_END);
	for (int i = DO_ANSWER; i < DO_END; i++) {
		struct decision_buttons *to = moves[i].wants ? &v->with_words : &v->plain;

		if (!is_offered(d, &moves[i], &me))
			continue;
		if (moves[i].act == DECISION_WITHDRAW) {
			v->may_withdraw = true;
			continue;
		}
		appeals = appeals || moves[i].act == DECISION_LODGE_APPEAL;
		to->v[to->n] = (struct decision_button){ act_keys_[i], button_of(d, &moves[i]), to->n > 0 || moves[i].second };
		to->n++;
	}
	v->has_words = v->with_words.n > 0;
	v->bare = form_view(cx, &bare_act_form, &filled, d->version).hidden;
	fv = form_view(cx, v->has_words ? &decision_act_form : &bare_act_form, &filled, d->version);
	v->hidden = fv.hidden;
	v->errors = fv.errors;
	v->has_form = v->has_words || v->plain.n > 0;
	v->form_title = word(v->own ? T_DECISION_FORM_OWN : T_DECISION_FORM);
	v->form_says = form_says(cx, v);
	if (v->has_words)
		v->words_field = form_field(&fv, "words")->html;
	v->again_field = privacy_again_field(cx, &fv);
	if (appeals)
		v->ground_field = form_field(&fv, "ground")->html;
	return OK;
}

/* ---- doing it ---- */

static enum rc touch(struct ctx *cx, enum event_kind kind, struct str data)
{
	int64_t affected = 0;
	enum rc rc = sql_decision_touch(cx->db, cx->arena, cx->decision->id, cx->decision->version, cx->now, &affected);

	if (rc == OK && !affected)
		return STALE;
	return rc == OK ? event_add(cx, CHAIN_INDUCTION, cx->induction->id, kind, cx->decision->uuid, data) : rc;
}

/* reads_apart — whoever reads without a name: nothing stands between them, or something does, and then it is somebody else's to read. */
static enum rc reads_apart(struct ctx *cx, int conflict)
{
	const struct decision *d = cx->decision;

	return conflict == CONFLICT_THERE ? sql_reader_conflict(cx->db, cx->arena, d->id, d->reads_as, cx->actor.person, cx->now, NULL)
	                                  : sql_reader_apart(cx->db, cx->arena, d->id, d->reads_as, cx->actor.person, NULL);
}

/* say — as a member: whether there is a conflict, and yes or back; of an appeal, that the outcome stands, or not. */
static enum rc say(struct ctx *cx, const struct move *m, struct str words)
{
	const struct decision *d = cx->decision;
	int sitting = d->sits_appeal ? SITTING_APPEAL : SITTING_PANEL;
	int conflict = m->act == ACT_CONFLICT ? CONFLICT_THERE : CONFLICT_NONE, said = m->act == ACT_YES ? SAID_YES : SAID_BACK;
	bool of_conflict = m->act == ACT_CONFLICT || m->act == ACT_NO_CONFLICT;
	enum rc rc = d->reads_as ? reads_apart(cx, conflict)
	             : of_conflict ? sql_panel_conflict(cx->db, cx->arena, d->id, sitting, cx->actor.person, conflict, NULL)
	                           : sql_panel_say(cx->db, cx->arena, d->id, sitting, cx->actor.person, said, words, cx->now, NULL);

	if (rc == OK)
		rc = touch(cx, of_conflict ? EVENT_DECISION_CONFLICT : EVENT_DECISION_SAID,
		           strf(cx->arena, "{\"said\":%d}", of_conflict ? conflict : said));
	if (rc == OK && m->act == ACT_CONFLICT)
		rc = notice_coordinators(cx, NOTICE_DECISION_STAFF, cx->induction->employer);
	return rc;
}

static enum rc no_appeal(struct ctx *cx)
{
	int64_t affected = 0;
	enum rc rc = sql_decision_no_appeal(cx->db, cx->arena, cx->decision->id, cx->decision->version, cx->now, &affected);

	if (rc == OK && !affected)
		return STALE;
	return rc == OK ? event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_DECISION_NO_APPEAL, cx->decision->uuid, S("{}")) : rc;
}

/* done_with — back to the page, or, for whoever may not read it any more, to their list. */
static enum rc done_with(struct ctx *cx, const struct move *m)
{
	enum rc rc = load_decision(cx, cx->decision->uuid);

	if (rc != OK)
		return rc;
	cx->current_version = cx->decision->version;
	if (!access_ok(may_read_decision(&cx->actor, &cx->resource))) {
		cx->current_version = -1;
		return done(cx, url_lit("/decisions"), m->notice);
	}
	if (cx->json && (rc = decision_json(cx, 200)) != OK)
		return rc;
	return done(cx, m->act == DECISION_BEGIN || m->act == DECISION_JUDGE_AGAIN ? decision_url(cx, "/draft") : decision_url(cx, ""), m->notice);
}

static enum rc check_words(struct ctx *cx, const struct move *m, const struct act_typed *f)
{
	struct piece_words words = { .n = 0 };

	if (m->wants == WANTS_WORDS && !str_trim(f->words).n)
		return field_error(cx, "words", m->act == DECISION_LODGE_APPEAL ? T_DECISION_W_GROUNDS : T_DECISION_W_REASONS);
	if (m->act == DECISION_LODGE_APPEAL && !f->ground)
		return field_error(cx, "ground", T_DECISION_W_GROUND);
	if (m->act == DECISION_WITHDRAW && !f->sure)
		return field_error(cx, "sure", T_DECISION_SURE_MISSING);
	if (!m->wants || !str_trim(f->words).n)
		return OK;
	/* Nobody's answer or appeal is kept out by a name that is none. */
	piece_word_add(cx, &words, S("words"), STR_NONE, f->words, cx->person_name);
	return privacy_in_given(cx, &words, f->read_again);
}

/* acted — an act of the table; what is confirmed may be drawn for moderation in the same moment. */
static enum rc acted(struct ctx *cx, const struct move *m, const struct act_typed *f)
{
	struct acting a = { (enum decision_act)m->act, m->by, m->wants ? str_trim(f->words) : STR_NONE, m->act == DECISION_LODGE_APPEAL ? f->ground : 0, false };
	enum decision_wrong wrong;
	enum rc rc = decision_act_do(cx, &a, &wrong);

	if (rc == DENIED)
		return wrong == DECISION_NO_SUCH_STEP || wrong == DECISION_NOT_YOURS ? CONFLICT : form_error(cx, decision_wrong_word(wrong));
	return rc == OK && m->act == DECISION_CONFIRM ? decision_draw_maybe(cx) : rc;
}

enum rc decision_act_post(struct ctx *cx)
{
	const struct act_typed *f = cx->form;
	const struct move *m = &moves[f->act];
	struct sitting me;
	enum rc rc = version_is(cx, cx->decision->version);

	if (rc != OK || (rc = sitting_of(cx, &me)) != OK)
		return rc;
	if (!is_offered(cx->decision, m, &me))
		return form_error(cx, T_DECISION_W_MOVED);
	if ((rc = check_words(cx, m, f)) != OK)
		return rc;
	rc = m->act == ACT_NO_APPEAL ? no_appeal(cx) : m->act >= ACT_NO_CONFLICT ? say(cx, m, str_trim(f->words)) : acted(cx, m, f);
	return rc == OK ? done_with(cx, m) : rc;
}

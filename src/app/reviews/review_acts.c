/* review_acts.c — what happens to a review: held, moved, held in two, cancelled; its actions; read and signed. */
#include "app/reviews/reviews_inside.h"

#include "app/notices/notices.h"
#include "app/privacy/privacy.h"
#include "templates.gen.h"
#include "web/form.h"

enum { WORDS_MAX = 500, AHEAD_DAYS = 366 };

static struct url review_url(struct ctx *cx, const char *after)
{
	return url_id(cx, "/reviews/", cx->review->uuid, after);
}

/* ---- held, moved, held in two, cancelled ---- */

struct hold_typed {
	int act, why;
	struct date on, next;
	struct str words;
	bool read_again;
};
static const struct field hold_fields[] = {
	ACTION(struct hold_typed, act, .label = T_REVIEW_ACT, .choices = &review_acts, .max = REVIEW_ACT_END, .required = true),
	DATE(struct hold_typed, on, .label = T_REVIEW_ON, .not_before_1990 = true, .max = 1),
	DATE(struct hold_typed, next, .label = T_REVIEW_NEXT, .max = 1),
	CHOICE(struct hold_typed, why, .label = T_REVIEW_WHY, .hint = T_REVIEW_WHY_HINT, .choices = &review_whys, .choice_words = review_why_words,
	       .max = REVIEW_WHY_END),
	LONG_TEXT(struct hold_typed, words, .label = T_REVIEW_WORDS, .hint = T_REVIEW_WORDS_HINT, .max = WORDS_MAX, .rows = 2),
	BOOL(struct hold_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form review_hold_form = { .name = "review_hold", .size = sizeof(struct hold_typed), .fields = hold_fields,
	                                   .n = COUNT_OF(hold_fields), .wants_version = true, .autosave = true };
/* The same for an act that asks no reason: nothing is typed there that could be kept. */
static const struct form bare_hold_form = { .name = "review_hold", .size = sizeof(struct hold_typed), .fields = hold_fields,
	                                        .n = COUNT_OF(hold_fields), .wants_version = true, .part_of = &review_hold_form };

/* What each act is called, and what it asks. */
static const struct {
	enum word title, lead, button, notice;
	bool on, next, why;
} holds[REVIEW_ACT_END] = {
	[REVIEW_ACT_MEET] = { T_REVIEW_MEET, T_REVIEW_MEET_LEAD, T_REVIEW_MEET_DO, T_REVIEW_NOTICE_MET, true, false, false },
	[REVIEW_ACT_MOVE] = { T_REVIEW_MOVE, T_REVIEW_MOVE_LEAD, T_REVIEW_MOVE_DO, T_REVIEW_NOTICE_MOVED, true, false, true },
	[REVIEW_ACT_SPLIT] = { T_REVIEW_SPLIT, T_REVIEW_SPLIT_LEAD, T_REVIEW_SPLIT_DO, T_REVIEW_NOTICE_SPLIT, true, true, true },
	[REVIEW_ACT_CANCEL] = { T_REVIEW_CANCEL, T_REVIEW_CANCEL_LEAD, T_REVIEW_CANCEL_DO, T_REVIEW_NOTICE_CANCELLED, false, false, true },
};

static int act_asked(struct ctx *cx)
{
	int act = number_of(&review_acts, cx->values ? values_get(cx->values, S("act")) : query(cx, "act"));

	return act > REVIEW_ACT_RELEASE && act < REVIEW_ACT_END ? act : REVIEW_ACT_MEET;
}

static enum rc draw_hold(struct ctx *cx)
{
	int act = act_asked(cx);
	struct hold_typed usual = { .on = DATE_NONE, .next = DATE_NONE };
	struct review_hold_view v = { .moved = cx->failed == STALE };
	struct review_now now;
	struct form_view fv;
	enum review_state to;
	unsigned missing;
	enum rc rc = review_now(cx, &now);

	if (rc != OK)
		return rc;
	if (!review_after(now.r.state, (enum review_act)act, &to))
		return cx->route->method == HTTP_GET ? redirect(cx, review_url(cx, "")) : CONFLICT;
	version_is(cx, now.r.version);
	if (act == REVIEW_ACT_MEET)
		usual.on = cx->today;
	fv = form_view(cx, holds[act].why ? &review_hold_form : &bare_hold_form, &usual, now.r.version);
	missing = now.programme.rules.parts & ~now.given;
	v.title = word(holds[act].title);
	v.kicker = WORDS(cx->arena, T_REVIEW_OF, WORD_ARG("review", review_title(cx, now.r.kind, now.r.month)), WORD_ARG("name", cx->induction->name));
	v.lead = word(holds[act].lead);
	if (missing && review_releases((enum review_act)act) && now.r.released_at == DB_NULL_INT)
		v.missing = WORDS(cx->arena, T_REVIEW_MISSING_PARTS, WORD_ARG("names", review_names(cx, &now.people, missing)));
	v.button = word(holds[act].button);
	v.act = key_of(&review_acts, act);
	v.back = review_url(cx, "");
	v.action = review_url(cx, "/hold");
	v.hidden = fv.hidden;
	v.errors = fv.errors;
	v.has_on = holds[act].on;
	v.has_next = holds[act].next;
	v.has_why = holds[act].why;
	v.on = form_field(&fv, "on")->html;
	v.next = form_field(&fv, "next")->html;
	v.why = form_field(&fv, "why")->html;
	v.words = form_field(&fv, "words")->html;
	v.again = privacy_again_field(cx, &fv);
	return page(cx, &(struct page){ .title = v.title, .menu = review_is_own(cx) ? MENU_HOME : MENU_DESK,
	                                .status = cx->err.n && !cx->failed ? 422 : 0, .main = HTML(cx, review_hold, &v) });
}

enum rc review_hold_show(struct ctx *cx)
{
	return draw_hold(cx);
}

enum rc review_hold_again(struct ctx *cx)
{
	return draw_hold(cx);
}

/* A day that was: since the induction began, until today. A day to come: within a year. */
static bool has_been(const struct ctx *cx, struct date d)
{
	return !date_is_none(d) && date_cmp(d, cx->today) <= 0 && date_cmp(d, cx->induction->starts) >= 0;
}

static bool is_to_come(const struct ctx *cx, struct date d)
{
	return !date_is_none(d) && date_cmp(d, cx->today) >= 0 && date_cmp(d, date_plus(cx->today, AHEAD_DAYS)) <= 0;
}

static enum rc check_hold(struct ctx *cx, const struct hold_typed *f)
{
	if ((f->act == REVIEW_ACT_MEET || f->act == REVIEW_ACT_SPLIT) && !has_been(cx, f->on))
		field_error(cx, "on", T_REVIEW_ON_BEEN);
	if (f->act == REVIEW_ACT_MEET && !date_is_none(cx->review->begun) && !date_is_none(f->on) && date_cmp(f->on, cx->review->begun) < 0)
		field_error(cx, "on", T_REVIEW_ON_BEGUN);
	if (f->act == REVIEW_ACT_MOVE && !is_to_come(cx, f->on))
		field_error(cx, "on", T_REVIEW_ON_COMING);
	if (f->act == REVIEW_ACT_SPLIT && !is_to_come(cx, f->next))
		field_error(cx, "next", T_REVIEW_ON_COMING);
	if (holds[f->act].why && !f->why)
		field_error(cx, "why", T_REVIEW_WHY_MISSING);
	if (f->why == REVIEW_WHY_OTHER && !str_trim(f->words).n)
		field_error(cx, "words", T_REVIEW_WORDS_MISSING);
	if (cx->err.n)
		return INVALID;
	return review_check_words(cx, S("words"), f->words, f->read_again);
}

enum rc review_hold(struct ctx *cx)
{
	const struct hold_typed *f = cx->form;
	struct review_now now;
	enum review_state to;
	enum rc rc = review_now(cx, &now);

	if (rc != OK || (rc = version_is(cx, now.r.version)) != OK)
		return rc;
	if (f->act <= REVIEW_ACT_RELEASE || !review_after(now.r.state, (enum review_act)f->act, &to))
		return CONFLICT;
	if ((rc = check_hold(cx, f)) != OK)
		return rc;
	rc = review_act(cx, &now.r, &(struct review_doing){ (enum review_act)f->act, holds[f->act].on ? f->on : DATE_NONE,
	                                                    holds[f->act].next ? f->next : DATE_NONE,
	                                                    holds[f->act].why ? (enum review_why)f->why : REVIEW_WHY_OTHER,
	                                                    holds[f->act].why ? str_trim(f->words) : S("") });
	cx->current_version = now.r.version + 1;
	return rc == OK ? done(cx, review_url(cx, ""), holds[f->act].notice) : rc;
}

/* ---- actions ---- */

struct action_typed {
	struct str text;
	int owner;
	struct date by;
	bool read_again;
};
static const struct str owner_keys[] = { [ROLE_ECSW] = S_INIT("ecsw"), [ROLE_SUPERVISOR] = S_INIT("practice_supervisor"),
	                                     [ROLE_ASSESSOR] = S_INIT("practice_assessor") };
static const struct key_list owners = { owner_keys, (int)COUNT_OF(owner_keys) };
static const enum word owner_words[] = { [ROLE_ECSW] = T_ROLE_ECSW, [ROLE_SUPERVISOR] = T_ROLE_SUPERVISOR, [ROLE_ASSESSOR] = T_ROLE_ASSESSOR };
static const struct field action_fields[] = {
	LONG_TEXT(struct action_typed, text, .label = T_REVIEW_ACTION, .hint = T_REVIEW_ACTION_HINT, .max = REVIEW_ACTION_TEXT, .rows = 2,
	          .required = true, .missing = T_REVIEW_ACTION_MISSING),
	CHOICE(struct action_typed, owner, .label = T_REVIEW_OWNER, .choices = &owners, .choice_words = owner_words, .max = ROLE_ASSESSOR + 1,
	       .required = true),
	DATE(struct action_typed, by, .label = T_REVIEW_ACTION_BY, .required = true, .max = 1),
	BOOL(struct action_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form review_action_form = { .name = "review_action", .size = sizeof(struct action_typed), .fields = action_fields,
	                                     .n = COUNT_OF(action_fields), .autosave = true };

static struct str action_data(struct ctx *cx, struct uuid id)
{
	return strf(cx->arena, "{\"action\":\"%s\"}", uuid_str(cx->arena, id).p);
}

enum rc review_action_add(struct ctx *cx)
{
	const struct action_typed *f = cx->form;
	struct url where = review_url(cx, "#actions");
	struct review_action_count_row there;
	struct uuid id = uuid7(cx->now);
	enum rc rc = sql_review_action_count(cx->db, cx->arena, cx->review->id, str_trim(f->text), f->owner, f->by, &there);

	if (rc != OK)
		return rc;
	if (there.same) /* pressed twice, or agreed already */
		return done(cx, where, T_REVIEW_NOTICE_ACTION);
	if (there.n >= REVIEW_ACTIONS_MAX)
		return field_error(cx, "text", T_REVIEW_ACTIONS_FULL);
	if (date_cmp(f->by, cx->today) < 0 || date_cmp(f->by, date_plus(cx->today, 3 * AHEAD_DAYS)) > 0)
		return field_error(cx, "by", T_REVIEW_ACTION_BY_WRONG);
	if ((rc = review_check_words(cx, S("text"), f->text, f->read_again)) != OK ||
	    (rc = sql_review_action_add(cx->db, cx->arena, id, cx->review->id, str_trim(f->text), f->owner, f->by, cx->actor.person, cx->now,
	                                NULL)) != OK ||
	    (rc = sql_review_touch(cx->db, cx->arena, cx->review->id, cx->now, NULL)) != OK ||
	    (rc = review_event(cx, EVENT_REVIEW_ACTION_ADDED, cx->review->uuid, action_data(cx, id))) != OK)
		return rc;
	return cx->json ? created(cx, where, T_REVIEW_NOTICE_ACTION) : done(cx, where, T_REVIEW_NOTICE_ACTION);
}

struct done_typed {
	bool done;
};
static const struct field done_fields[] = { BOOL(struct done_typed, done, .label = T_REVIEW_DONE, .max = 1) };
const struct form review_done_form = { .name = "review_done", .size = sizeof(struct done_typed), .fields = done_fields,
	                                   .n = COUNT_OF(done_fields) };

enum rc review_action_set(struct ctx *cx)
{
	const struct done_typed *f = cx->form;
	struct review_action_there_row there;
	struct uuid id;
	int64_t affected = 0;
	enum rc rc;

	if (!uuid_parse(param(cx, "action"), &id))
		return NOT_FOUND;
	if ((rc = sql_review_action_there(cx->db, cx->arena, cx->review->id, id, &there)) != OK)
		return rc;
	rc = f->done ? sql_review_action_done(cx->db, cx->arena, cx->review->id, id, cx->actor.person, cx->now, &affected)
	             : sql_review_action_undone(cx->db, cx->arena, cx->review->id, id, &affected);
	if (rc == OK && affected) /* pressed twice is once */
		rc = review_event(cx, f->done ? EVENT_REVIEW_ACTION_DONE : EVENT_REVIEW_ACTION_REOPENED, cx->review->uuid, action_data(cx, id));
	return rc == OK ? done(cx, review_url(cx, "#actions"), f->done ? T_REVIEW_NOTICE_DONE : T_REVIEW_NOTICE_REOPENED) : rc;
}

/* ---- read and signed ---- */

enum { SIGN_AGREES = 1, SIGN_DIFFERS = 2 };
struct sign_typed {
	int agrees;
	struct str differs;
	bool read_again;
};
static const struct str agrees_keys[] = { [SIGN_AGREES] = S_INIT("agree"), [SIGN_DIFFERS] = S_INIT("differ") };
static const struct key_list agrees_list = { agrees_keys, (int)COUNT_OF(agrees_keys) };
static const enum word agrees_words[] = { [SIGN_AGREES] = T_REVIEW_I_AGREE, [SIGN_DIFFERS] = T_REVIEW_I_DIFFER };
static const struct field sign_fields[] = {
	CHOICE(struct sign_typed, agrees, .label = T_REVIEW_YOUR_SIGNATURE, .hint = T_REVIEW_SIGN_HINT, .choices = &agrees_list,
	       .choice_words = agrees_words, .max = SIGN_DIFFERS + 1, .required = true, .missing = T_REVIEW_AGREES_MISSING),
	LONG_TEXT(struct sign_typed, differs, .label = T_REVIEW_DIFFERS, .max = 2000, .rows = 4),
	BOOL(struct sign_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form review_sign_form = { .name = "review_sign", .size = sizeof(struct sign_typed), .fields = sign_fields,
	                                   .n = COUNT_OF(sign_fields), .autosave = true, .wants_version = true };

enum rc review_sign(struct ctx *cx)
{
	const struct sign_typed *f = cx->form;
	bool differs = f->agrees == SIGN_DIFFERS;
	int64_t affected = 0;
	enum rc rc = version_is(cx, cx->review->version);

	if (rc != OK)
		return rc;
	if (differs && !str_trim(f->differs).n)
		return field_error(cx, "differs", T_REVIEW_DIFFERS_MISSING);
	if ((rc = review_check_words(cx, S("differs"), f->differs, f->read_again)) != OK ||
	    (rc = sql_review_sign(cx->db, cx->arena, cx->review->id, cx->actor.role, cx->actor.person, !differs,
	                          str_trim(f->differs).n ? str_trim(f->differs) : S(""), cx->now, &affected)) != OK)
		return rc;
	if (!affected)
		return CONFLICT;
	rc = review_event(cx, differs ? EVENT_REVIEW_SIGNED_DIFFERENTLY : EVENT_REVIEW_SIGNED, cx->review->uuid,
	                  strf(cx->arena, "{\"version\":%lld}", (long long)cx->review->version));
	if (rc == OK && differs) /* the others should not find out by chance */
		rc = review_tell(cx, NOTICE_REVIEW_RELEASED, REVIEW_ALL_THREE);
	return rc == OK ? done(cx, review_url(cx, "#signatures"), T_REVIEW_NOTICE_SIGNED) : rc;
}

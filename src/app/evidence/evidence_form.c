/* evidence_form.c — the forms of this feature, one row a field, and its words. */
#include "app/evidence/evidence_inside.h"

static const struct str act_keys[] = {
	[EVIDENCE_KEEP] = S_INIT("draft"), [EVIDENCE_SHARE] = S_INIT("share"), [EVIDENCE_SUBMIT] = S_INIT("submit"),
	[EVIDENCE_SAVE] = S_INIT("save"), [ACT_ADD] = S_INIT("add"), [ACT_FIND] = S_INIT("find"),
	[ACT_AS_LAST] = S_INIT("as_last"), [ACT_LIST] = S_INIT("list"),
};
static const struct key_list acts = { act_keys, (int)COUNT_OF(act_keys) };

static const struct str link_act_keys[] = {
	[ACT_ADD] = S_INIT("add"), [ACT_FIND] = S_INIT("find"), [ACT_LINK] = S_INIT("link"), [ACT_LIST] = S_INIT("list"),
};
static const struct key_list link_acts = { link_act_keys, (int)COUNT_OF(link_act_keys) };

static const struct str answer_act_keys[] = {
	[ANSWER_SEND] = S_INIT("answer"), [ANSWER_WITHDRAW] = S_INIT("withdraw"),
};
static const struct key_list answer_acts = { answer_act_keys, (int)COUNT_OF(answer_act_keys) };

static const enum word kind_words[KIND_END] = {
	[KIND_REFLECTION] = T_KIND_REFLECTION, [KIND_OBSERVATION] = T_KIND_OBSERVATION,
	[KIND_FEEDBACK] = T_KIND_FEEDBACK, [KIND_WORK_PRODUCT] = T_KIND_WORK_PRODUCT,
	[KIND_SUPERVISION] = T_KIND_SUPERVISION, [KIND_LEARNING] = T_KIND_LEARNING,
	[KIND_COURT_WORK] = T_KIND_COURT_WORK, [KIND_SEEN_WHERE_HELD] = T_KIND_SEEN,
};

static const enum word setting_words[SETTING_END] = {
	[SETTING_HOME_VISIT] = T_EVIDENCE_SETTING_HOME_VISIT, [SETTING_SCHOOL] = T_EVIDENCE_SETTING_SCHOOL,
	[SETTING_CORE_GROUP] = T_EVIDENCE_SETTING_CORE_GROUP, [SETTING_COURT] = T_EVIDENCE_SETTING_COURT,
	[SETTING_OFFICE] = T_EVIDENCE_SETTING_OFFICE, [SETTING_FAMILY_CENTRE] = T_EVIDENCE_SETTING_FAMILY_CENTRE,
	[SETTING_HOSPITAL] = T_EVIDENCE_SETTING_HOSPITAL, [SETTING_PHONE_OR_VIDEO] = T_EVIDENCE_SETTING_PHONE,
	[SETTING_COMMUNITY] = T_EVIDENCE_SETTING_COMMUNITY, [SETTING_FOSTER_HOME] = T_EVIDENCE_SETTING_FOSTER_HOME,
	[SETTING_RESIDENTIAL] = T_EVIDENCE_SETTING_RESIDENTIAL,
	[SETTING_LEARNING_EVENT] = T_EVIDENCE_SETTING_LEARNING_EVENT,
};

enum word setting_word(enum setting setting)
{
	return setting > 0 && setting < SETTING_END ? setting_words[setting] : 0;
}

struct str count_word(struct arena *a, size_t n, bool open)
{
	static const enum word small[] = {
		T_EVIDENCE_COUNT_0, T_EVIDENCE_COUNT_1, T_EVIDENCE_COUNT_2, T_EVIDENCE_COUNT_3, T_EVIDENCE_COUNT_4,
		T_EVIDENCE_COUNT_5, T_EVIDENCE_COUNT_6, T_EVIDENCE_COUNT_7, T_EVIDENCE_COUNT_8, T_EVIDENCE_COUNT_9,
	};
	struct str s;
	char *copy;

	if (n >= COUNT_OF(small))
		return strf(a, "%zu", n);
	s = word(small[n]);
	if (!open || !s.n || s.p[0] < 'a' || s.p[0] > 'z')
		return s;
	copy = arena_alloc(a, s.n);
	memcpy(copy, s.p, s.n);
	copy[0] = (char)(copy[0] - 'a' + 'A');
	return (struct str){ copy, s.n };
}

/* ---- the record form ---- */

/* Every box of a framework may be ticked twice on the page (found and browsed); the bound of 60 different statements is
 * choose()'s. */
enum { THEMES_MAX = 20, TICKS_MAX = 1000, TEXT_MAX = 50000, ANSWER_MAX = 5000, CODES_MAX = 4000 };

#define PICK(struct_, member_, name_, type_, ...) \
	{ .type = (type_), .name = (name_), .offset = offsetof(struct_, pick.member_), __VA_ARGS__ }
#define PICKING_FIELDS(struct_)                                                                                     \
	PICK(struct_, link, "link", FIELD_LIST, .label = T_EVIDENCE_LINKS, .max = TICKS_MAX),                           \
	PICK(struct_, codes, "codes", FIELD_TEXT, .label = T_EVIDENCE_CODES, .hint = T_EVIDENCE_CODES_HINT,             \
	     .max = CODES_MAX),                                                                                         \
	PICK(struct_, find, "find", FIELD_TEXT, .label = T_EVIDENCE_FIND, .max = 200),                                  \
	PICK(struct_, thread, "thread", FIELD_TEXT, .label = T_EVIDENCE_THREAD, .max = 200),                            \
	PICK(struct_, unlink, "unlink", FIELD_TEXT, .label = T_EVIDENCE_UNLINK, .max = 200)

static const struct field evidence_fields[] = {
	CHOICE(struct evidence_typed, kind, .label = T_EVIDENCE_KIND, .choices = &evidence_kinds, .choice_words = kind_words,
	       .required = true, .in_draft_too = true, .max = KIND_END),
	TEXT(struct evidence_typed, title, .label = T_EVIDENCE_TITLE, .max = 200, .required = true,
	     .missing = T_EVIDENCE_TITLE_MISSING),
	DATE(struct evidence_typed, on, .label = T_EVIDENCE_ON, .required = true, .not_before_1990 = true,
	     .month_will_do = true, .max = 1, .missing = T_EVIDENCE_ON_MISSING),
	CHOICE(struct evidence_typed, setting, .label = T_EVIDENCE_SETTING, .choices = &settings_of_practice,
	       .choice_words = setting_words, .max = SETTING_END),
	LIST_OF(struct evidence_typed, theme, .label = T_EVIDENCE_THEMES, .max = THEMES_MAX),
	LONG_TEXT(struct evidence_typed, text, .label = T_EVIDENCE_TEXT, .max = TEXT_MAX, .rows = 16),
	PICKING_FIELDS(struct evidence_typed),
	{ .type = FIELD_ACTION, .name = "do", .offset = offsetof(struct evidence_typed, act), .label = T_EVIDENCE_DO,
	  .max = ACT_LIST, .choices = &acts },
};

/* Only drawing again, or only keeping: what is missing is not asked for. What else may be missing depends on the state a piece
 * moves to and on the form of its kind, which the handler knows. */
static bool only_keeps(const void *filled)
{
	const struct evidence_typed *f = filled;

	return f->act != EVIDENCE_SHARE && f->act != EVIDENCE_SUBMIT;
}

bool act_only_draws(int act, const struct picking *pick)
{
	return act == ACT_ADD || act == ACT_FIND || act == ACT_AS_LAST || act == ACT_LIST || pick->unlink.n > 0;
}

static void asks_something(struct ctx *cx, int act, const struct picking *pick)
{
	if (act == 0 && pick->unlink.n == 0)
		field_error(cx, "do", T_FORM_MISSING_ACTION);
	else if (cx->json && act_only_draws(act, pick))
		field_error(cx, "do", T_FORM_NOT_AN_ACTION); /* these only draw a page */
}

static void check_evidence(struct ctx *cx, const void *filled)
{
	const struct evidence_typed *f = filled;

	if (f->act == EVIDENCE_SUBMIT && !str_trim(f->text).n) /* every form wants it by then */
		field_error(cx, "text", T_EVIDENCE_TEXT_MISSING);
	asks_something(cx, f->act, &f->pick);
}

#define EVIDENCE_FORM(name_, version_)                                                                              \
	{ .name = (name_), .size = sizeof(struct evidence_typed), .fields = evidence_fields,                            \
	  .n = COUNT_OF(evidence_fields), .is_draft = only_keeps, .check = check_evidence, .autosave = true,            \
	  .offers_drafts = true, .offline = true,                                                                       \
	  .also = ANSWERS_PREFIX,                                                                                       \
	  .wants_version = (version_) }
const struct form evidence_new_form = EVIDENCE_FORM("evidence_new", false);
const struct form evidence_form = EVIDENCE_FORM("evidence", true);

/* ---- more links ---- */

static const struct field links_fields[] = {
	PICKING_FIELDS(struct links_typed),
	LIST_OF(struct links_typed, withdraw, .label = T_EVIDENCE_LINKS_WITHDRAW, .max = TICKS_MAX),
	{ .type = FIELD_ACTION, .name = "do", .offset = offsetof(struct links_typed, act), .label = T_EVIDENCE_DO,
	  .max = ACT_LIST, .choices = &link_acts },
};

static void check_links(struct ctx *cx, const void *filled)
{
	const struct links_typed *f = filled;

	if (!f->withdraw.n)
		asks_something(cx, f->act, &f->pick);
	if (f->act == ACT_LINK && !f->pick.link.n && !str_trim(f->pick.codes).n && !f->withdraw.n)
		field_error(cx, "codes", T_EVIDENCE_LINKS_NONE);
}

const struct form evidence_links_form = {
	.name = "evidence_links", .size = sizeof(struct links_typed), .fields = links_fields, .n = COUNT_OF(links_fields),
	.check = check_links, .wants_version = true,
};

/* ---- an answer ---- */

static const struct field answer_fields[] = {
	TEXT(struct answer_typed, link, .label = T_EVIDENCE_LINKS, .max = 200, .required = true, .in_draft_too = true),
	LONG_TEXT(struct answer_typed, answer, .label = T_EVIDENCE_ANSWER, .max = ANSWER_MAX, .required = true,
	          .missing = T_EVIDENCE_ANSWER_MISSING),
	BOOL(struct answer_typed, read_again, .label = T_FINDS_READ_AGAIN),
	{ .type = FIELD_ACTION, .name = "do", .offset = offsetof(struct answer_typed, act), .label = T_EVIDENCE_DO,
	  .required = true, .in_draft_too = true, .max = ANSWER_WITHDRAW, .choices = &answer_acts },
};

static bool only_withdraws(const void *filled)
{
	return ((const struct answer_typed *)filled)->act == ANSWER_WITHDRAW;
}

const struct form evidence_answer_form = {
	.name = "evidence_answer", .size = sizeof(struct answer_typed), .fields = answer_fields,
	.n = COUNT_OF(answer_fields), .is_draft = only_withdraws, .autosave = true,
};

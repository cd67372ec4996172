/* forms.c — what follows from a form: what is asked when, of whom, and what must be there. */
#include "rules/forms.h"

#include "base/text.h"

static const struct str filler_keys[] = {
	[FILLER_ECSW] = S_INIT("ecsw"), [FILLER_OBSERVER] = S_INIT("observer"), [FILLER_GIVER] = S_INIT("giver"),
	[FILLER_SUPERVISOR] = S_INIT("practice_supervisor"),
	[FILLER_ASSESSOR] = S_INIT("practice_assessor"), [FILLER_FAMILY] = S_INIT("family"),
};
const struct key_list fillers = { filler_keys, (int)COUNT_OF(filler_keys) };

static const struct str type_keys[] = {
	[PROMPT_LONG] = S_INIT("long text"), [PROMPT_SHORT] = S_INIT("short text"), [PROMPT_CHOICE] = S_INIT("choice"),
	[PROMPT_YES_NO] = S_INIT("yes or no"), [PROMPT_DATE] = S_INIT("date"), [PROMPT_MONTH] = S_INIT("month"), [PROMPT_TICKS] = S_INIT("ticks"),
};
const struct key_list prompt_types = { type_keys, (int)COUNT_OF(type_keys) };

static const struct str symbol_keys[] = {
	S_INIT(""), S_INIT("ear"), S_INIT("talk"), S_INIT("done"), S_INIT("hand"), S_INIT("pen"), S_INIT("eye"), S_INIT("one"),
	S_INIT("two"), S_INIT("yes"), S_INIT("some"), S_INIT("no"), S_INIT("unsure"), S_INIT("free"), S_INIT("lock"), S_INIT("bin"),
};
const struct key_list family_symbols = { symbol_keys, (int)COUNT_OF(symbol_keys) };

bool prompt_is_asked(const struct prompt *p, int month)
{
	return month >= p->from && month < p->until && (p->type != PROMPT_TICKS || p->choices.n > 1);
}

bool form_has_part(const struct piece_form *f, enum filler who, int month)
{
	for (int i = 0; i < f->prompts_n; i++)
		if (f->prompts[i].who == who && prompt_is_asked(&f->prompts[i], month))
			return true;
	return false;
}

const struct prompt *form_prompt(const struct piece_form *f, struct str id)
{
	for (int i = 0; i < f->prompts_n; i++)
		if (str_eq(f->prompts[i].id, id))
			return &f->prompts[i];
	return NULL;
}

bool prompt_is_wanted(const struct prompt *p, enum evidence_state state)
{
	if (p->who != FILLER_ECSW)
		return false;
	return (state == EVIDENCE_SHARED && p->must == WANTED_AT_SHARE) || (state == EVIDENCE_SUBMITTED && p->must != WANTED_NO);
}

enum role part_role(enum filler who, struct str observer)
{
	int role;

	switch (who) {
	case FILLER_SUPERVISOR:
		return ROLE_SUPERVISOR;
	case FILLER_ASSESSOR:
		return ROLE_ASSESSOR;
	case FILLER_OBSERVER:
		role = number_of(&roles, observer);
		return role == ROLE_SUPERVISOR || role == ROLE_ASSESSOR ? (enum role)role : ROLE_NONE;
	default:
		return ROLE_NONE;
	}
}

/* ---- records that are no evidence ---- */

static const struct str record_keys[] = { S_INIT("supervision_record"), S_INIT("goal") };

/* What Cairn itself asks in each: rules stand on it. A supervisor writes a record, and its ECSW what they say when they countersign. */
static const struct prompt supervision_own[] = {
	{ .id = S_INIT("on"), .type = PROMPT_DATE, .who = FILLER_SUPERVISOR, .must = WANTED_ALWAYS },
	{ .id = S_INIT("held"), .type = PROMPT_YES_NO, .who = FILLER_SUPERVISOR, .must = WANTED_ALWAYS },
	{ .id = S_INIT("actions"), .type = PROMPT_LONG, .who = FILLER_SUPERVISOR, .max = 4000 },
	{ .id = S_INIT("next"), .type = PROMPT_DATE, .who = FILLER_SUPERVISOR },
	{ .id = S_INIT("remark"), .type = PROMPT_LONG, .who = FILLER_ECSW, .max = 1000 },
};
static const struct prompt goal_own[] = {
	{ .id = S_INIT("text"), .type = PROMPT_LONG, .who = FILLER_ECSW, .max = 500, .must = WANTED_ALWAYS },
	{ .id = S_INIT("how"), .type = PROMPT_LONG, .who = FILLER_ECSW, .max = 1000 },
	{ .id = S_INIT("by"), .type = PROMPT_DATE, .who = FILLER_ECSW },
};

static const struct prompt *own_of(enum record_kind kind, size_t *ret_n)
{
	*ret_n = kind == RECORD_GOAL ? COUNT_OF(goal_own) : COUNT_OF(supervision_own);
	return kind == RECORD_GOAL ? goal_own : supervision_own;
}

struct str record_kind_key(enum record_kind kind)
{
	return kind >= RECORD_SUPERVISION && kind < RECORD_KIND_END ? record_keys[kind - RECORD_SUPERVISION] : STR_NONE;
}

enum record_kind record_kind_of(struct str key)
{
	for (size_t i = 0; i < COUNT_OF(record_keys); i++)
		if (str_eq(record_keys[i], key))
			return (enum record_kind)(RECORD_SUPERVISION + (int)i);
	return (enum record_kind)0;
}

int form_kind(const struct piece_form *f)
{
	return f->record ? (int)f->record : (int)f->kind;
}

struct str form_kind_key(const struct piece_form *f)
{
	return f->record ? record_kind_key(f->record) : key_of(&evidence_kinds, (int)f->kind);
}

const struct prompt *record_prompt(enum record_kind kind, struct str id)
{
	size_t n;
	const struct prompt *own = own_of(kind, &n);

	for (size_t i = 0; i < n; i++)
		if (str_eq(own[i].id, id))
			return &own[i];
	return NULL;
}

bool record_is_wanted(const struct prompt *p, bool held)
{
	return p->must == WANTED_ALWAYS || (p->must == WANTED_HELD && held) || (p->must == WANTED_NOT_HELD && !held);
}

/* own_check — one of Cairn's own: what it is stands fast, its words and what has to be there do not. */
static const char *own_check(const struct prompt *p, const struct prompt *own)
{
	if (p->type != own->type || p->who != own->who)
		return "Cairn counts with this one: leave out “type” and “who”, and change its words";
	if (p->max > own->max && own->max)
		return own->max == 500 ? "has at most 500 characters: make “max” smaller" : own->max == 1000
		       ? "has at most 1000 characters: make “max” smaller" : "has at most 4000 characters: make “max” smaller";
	if (p->from > 0 || p->until != INT32_MAX)
		return "Cairn counts with this one in every month: leave out “from” and “until”";
	if (own->must == WANTED_ALWAYS && p->must != WANTED_ALWAYS)
		return "is always asked for: leave out “must”";
	return NULL;
}

static const char *record_check_one(const struct piece_form *f, const struct prompt *p)
{
	const struct prompt *own = record_prompt(f->record, p->id);

	if (p->who != FILLER_ECSW && (p->who != FILLER_SUPERVISOR || f->record == RECORD_GOAL))
		return f->record == RECORD_GOAL ? "a goal is its ECSW’s: leave out “who”"
		                                : "a record is written by the practice_supervisor and countersigned by the ecsw: name one of them";
	if (p->notes_n)
		return "a record has no room for “notes”: say it in “help”";
	if (p->type == PROMPT_TICKS)
		return "“ticks” are an observer’s: ask for a choice";
	if ((p->must == WANTED_HELD || p->must == WANTED_NOT_HELD) && (f->record == RECORD_GOAL || p->who == FILLER_ECSW))
		return "only what a supervisor writes depends on whether it was held: say “always” or “no”";
	if (own)
		return own_check(p, own);
	return p->max > RECORD_TEXT_MAX ? "has at most 4000 characters: make “max” smaller" : NULL;
}

/* record_check — of the whole: everything Cairn counts with, and not much beside it. */
static const char *record_check(const struct piece_form *f)
{
	size_t n;
	const struct prompt *own = own_of(f->record, &n);

	for (size_t i = 0; i < n; i++)
		if (!form_prompt(f, own[i].id))
			return f->record == RECORD_GOAL ? "needs prompts with the ids “text”, “how” and “by”: Cairn counts with them"
			                                : "needs prompts with the ids “on”, “held”, “actions”, “next” and “remark”: Cairn counts with them";
	return f->prompts_n - (int)n > RECORD_OWN_MAX ? "asks more than eight things of its own: somebody types them every week or two, so leave some out"
	                                              : NULL;
}

static const char *text_check(const struct prompt *p)
{
	if (str_eq(p->id, S("text")) && (p->who != FILLER_ECSW || p->type != PROMPT_LONG))
		return "“text” is the ECSW’s own account: a long text that the ECSW writes";
	if (str_eq(p->id, S("observer")) && (p->who != FILLER_ECSW || p->type != PROMPT_CHOICE))
		return "“observer” says who observes: a choice that the ECSW makes";
	if (str_eq(p->id, S("text")) && (p->from > 0 || p->until != INT32_MAX))
		return "“text” is asked in every month";
	if (str_eq(p->id, S("text")) && p->must == WANTED_NO)
		return "“text” must be there to submit or to share";
	return NULL;
}

static const char *ticks_check(const struct piece_form *f, int at)
{
	if (f->prompts[at].type != PROMPT_TICKS)
		return NULL;
	if (f->prompts[at].who != FILLER_OBSERVER || f->kind != KIND_OBSERVATION)
		return "“ticks” are an observer’s, in the form of “direct_observation”: move the question there";
	if (f->prompts[at].must != WANTED_NO)
		return "nobody has to tick anything: leave out “must”";
	for (int i = 0; i < at; i++)
		if (f->prompts[i].type == PROMPT_TICKS)
			return "what was planned is ticked once: leave the second out";
	return NULL;
}

/* ---- a family's questions ---- */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* next_word — the next run of letters, past `{name}`, which is the worker's; empty at the end. */
static struct str next_word(struct str *rest)
{
	const struct str mark = S_INIT("{name}");
	struct str found;
	size_t at = 0, end;

	while (at < rest->n && !is_letter(rest->p[at]))
		at += str_starts(str_sub(*rest, at, SIZE_MAX), mark) ? mark.n : 1;
	for (end = at; end < rest->n && is_letter(rest->p[end]);)
		end++;
	found = str_sub(*rest, at, end - at);
	*rest = str_sub(*rest, end, SIZE_MAX);
	return found;
}

static bool same_word(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if ((a.p[i] | 0x20) != (b.p[i] | 0x20))
			return false;
	return true;
}

/* has_phrase — do these words stand in the text one after another? */
static bool has_phrase(struct str text, const char *phrase)
{
	for (struct str from = text; from.n; next_word(&from)) {
		struct str here = from, wanted = str_from_c(phrase), w;

		while ((w = next_word(&wanted)).n && same_word(next_word(&here), w))
			;
		if (!w.n)
			return true;
	}
	return false;
}

/* asks_who_they_are — a family is never asked that. In a question any word for a name will do to refuse it; beneath one only
 * what asks for the reader's own, since “leave out names” may stand there. */
static bool asks_who_they_are(struct str text, bool is_question)
{
	static const char *const words[] = { "name", "names", "surname", "surnames", "forename", "forenames", "nickname", "initials" };
	static const char *const phrases[] = {
		"your name", "your names", "your first name", "your last name", "your full name", "your own name", "your surname",
		"your nickname", "your initials", "who you are", "who are you", "you are called", "are you called", "date of birth",
		"your birthday", "old are you", "your postcode", "your address", "your phone number",
	};

	for (size_t i = 0; is_question && i < COUNT_OF(words); i++)
		if (has_phrase(text, words[i]))
			return true;
	for (size_t i = 0; i < COUNT_OF(phrases); i++)
		if (has_phrase(text, phrases[i]))
			return true;
	return false;
}

static const char *family_choices_check(const struct prompt *p)
{
	if (p->choices.n - 1 > FAMILY_CHOICES_MAX)
		return "a family chooses among at most five: leave the others out";
	for (int i = 1; i < p->choices.n; i++) {
		if (!p->choice_symbols || !p->choice_symbols[i])
			return "each choice of a family’s has a “symbol”, such as “yes”, “some”, “no” or “unsure”: give it one";
		if (utf8_count(p->choice_labels[i]) > FAMILY_LABEL_MAX)
			return "a family’s choices are in a few plain words, at most 120 characters: make this one shorter";
		if (asks_who_they_are(p->choice_labels[i], true))
			return "asks who they are, and a family is never asked their name: leave it out, or ask about the work";
	}
	return NULL;
}

static const char *family_words_check(const struct prompt *p)
{
	if (utf8_count(p->label) > FAMILY_LABEL_MAX)
		return "a family’s question is in plain words, at most 120 characters: make it shorter";
	if (utf8_count(p->help) > FAMILY_HELP_MAX)
		return "a family’s “help” has at most 200 characters: make it shorter";
	if (p->type == PROMPT_LONG && p->max > FAMILY_WORDS_MAX)
		return "a family’s own words have at most 1500 characters: make “max” smaller, or leave it out";
	if (asks_who_they_are(p->label, true) || asks_who_they_are(p->help, false) || asks_who_they_are(p->id, true))
		return "asks who they are, and a family is never asked their name: leave it out, or ask about the work";
	return NULL;
}

static const char *family_check(const struct piece_form *f, int at)
{
	const struct prompt *p = &f->prompts[at];
	int before = 0;

	for (int i = 0; i < at; i++)
		before += f->prompts[i].who == FILLER_FAMILY;
	if (p->who != FILLER_FAMILY)
		return p->symbol || p->choice_symbols ? "only a family’s questions have a “symbol”: leave it out" : NULL;
	if (f->kind != KIND_FEEDBACK)
		return "families are asked with the form of “feedback” alone: move the question there";
	if (before >= FAMILY_PROMPTS_MAX)
		return "a family is asked at most five questions: leave the others out, or put two into one";
	if (p->type != PROMPT_CHOICE && p->type != PROMPT_LONG)
		return "a family’s question is a “choice” or a “long text”: make it one of them";
	if (p->must != WANTED_NO)
		return "a family may skip any question: leave out “must”";
	if (p->from > 0 || p->until != INT32_MAX) /* the question would tell when somebody was asked */
		return "a family is asked the same in every month: leave out “from” and “until”";
	if (p->notes_n)
		return "a family sees no “notes”: leave them out, or say it in “help”";
	if (!p->symbol)
		return "a family’s question has a “symbol”, such as “ear”, “talk”, “done”, “hand” or “pen”: give it one";
	return family_words_check(p) ? family_words_check(p) : family_choices_check(p);
}

static bool is_twice(const struct piece_form *f, int at)
{
	for (int i = 0; i < at; i++)
		if (str_eq(f->prompts[i].id, f->prompts[at].id))
			return true;
	return false;
}

const char *form_check(const struct piece_form *f, const struct prompt **ret_prompt)
{
	*ret_prompt = NULL;
	if (f->record && record_check(f))
		return record_check(f);
	if (!f->record && !form_prompt(f, S("text")))
		return "needs a prompt with the id “text”: what the ECSW writes";
	for (int i = 0; i < f->prompts_n; i++) {
		const struct prompt *p = *ret_prompt = &f->prompts[i];

		if (is_twice(f, i))
			return "the same id stands there twice";
		if (p->type == PROMPT_CHOICE && p->choices.n < 3) /* keys begin at 1 */
			return "a choice needs at least two choices";
		if (p->type != PROMPT_CHOICE && p->choices.n)
			return "only a choice has choices";
		if (p->until <= p->from)
			return "“until” must be later than “from”";
		if (f->record && record_check_one(f, p))
			return record_check_one(f, p);
		if (!f->record && text_check(p))
			return text_check(p);
		if (!f->record && ticks_check(f, i))
			return ticks_check(f, i);
		if (family_check(f, i))
			return family_check(f, i);
	}
	*ret_prompt = NULL;
	return NULL;
}

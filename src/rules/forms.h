/* forms.h — what is asked for one kind of evidence: data of the programme, here as tables, with what follows from them.
 *
 * A form has prompts. Each says who answers it (the ECSW, or somebody who has a part in the piece), in which months of the
 * programme it is asked, and by when it must be there. The prompt with the id `text` is the ECSW's own account and is kept in
 * the piece itself; every other answer is a row. A published form never changes: a piece keeps the one it was written with.
 */
#ifndef RULES_FORMS_H
#define RULES_FORMS_H

#include "base/time.h"
#include "rules/words.h"

/* What an observer can tick when they saw it: so many lines of a plan, so many characters each. */
enum { LOOKS_MAX = 8, LOOK_MAX = 160 };
enum { PROMPTS_MAX = 30, PROMPT_NOTES_MAX = 8, PROMPT_CHOICES_MAX = 20, PROMPT_TEXT_MAX = 20000 };

/* Who answers. Numbers are stored. Observer, giver and family may be people without an account. 4 was a helper, whom nobody
 * asked: never use it again. */
enum filler {
	FILLER_ECSW = 1, FILLER_OBSERVER, FILLER_GIVER, FILLER_SUPERVISOR = 5, FILLER_ASSESSOR, FILLER_FAMILY,
	FILLER_END,
};
extern const struct key_list fillers;

/* What a child, a parent or a carer is asked: few questions in short words, each with a picture, none of them about who they are.
 * form_check holds a form to it. Lengths are characters. */
enum {
	FAMILY_PROMPTS_MAX = 5, FAMILY_CHOICES_MAX = 5, FAMILY_LABEL_MAX = 120, FAMILY_HELP_MAX = 200, FAMILY_WORDS_MAX = 1500,
};
/* family_symbols — the pictures there are, from 1; in assets/icons.svg each is "sym-" and its key. */
extern const struct key_list family_symbols;

/* Numbers are stored nowhere. Ticks are an observer’s, of what was planned to be looked for: the form asks, the plan says what. */
enum prompt_type { PROMPT_LONG = 1, PROMPT_SHORT, PROMPT_CHOICE, PROMPT_YES_NO, PROMPT_DATE, PROMPT_MONTH, PROMPT_TICKS, PROMPT_TYPE_END };
extern const struct key_list prompt_types;

/* Asked for: never, wherever it is asked at all, at the latest when a view is asked for, at the latest when it is shared. In a record
 * nobody shares: whenever it is written, or where supervision was held, or was not. */
enum wanted { WANTED_NO = 0, WANTED_AT_SUBMIT, WANTED_AT_SHARE, WANTED_ALWAYS, WANTED_HELD, WANTED_NOT_HELD };

/* What is no evidence and is asked by the programme all the same. Numbers are stored beside those of enum evidence_kind. Of each,
 * some prompts are Cairn's own: rules count with them, so a programme words and bounds them and cannot leave them out. */
enum record_kind { RECORD_SUPERVISION = 101, RECORD_GOAL, RECORD_KIND_END };
enum { RECORD_OWN_MAX = 8, RECORD_TEXT_MAX = 4000 }; /* questions of the programme's own; characters of an answer to one */
/* record_kind_key — "supervision_record", "goal"; record_kind_of — the number, 0 for another word. */
struct str record_kind_key(enum record_kind kind);
enum record_kind record_kind_of(struct str key);

struct prompt {
	struct str id, label, help;
	const char *prefix;       /* its field’s name begins so; NULL: as a prompt of a piece does */
	enum filler who;
	enum prompt_type type;
	int max;                  /* characters of a text */
	enum wanted must;         /* of a part: anything but WANTED_NO wants it there when the part is given */
	int from, until;          /* months of the programme: from (0) up to but not with until (INT_MAX) */
	struct str notes[PROMPT_NOTES_MAX]; /* questions to think with, beside a long text */
	int notes_n;
	struct key_list choices;  /* of a choice: keys, from 1; labels stand at the same numbers. Of ticks: those of one plan */
	const struct str *choice_labels;
	int symbol;               /* of a family’s: a number of family_symbols; 0 for none */
	const int *choice_symbols; /* of a family’s choices, at the same numbers */
};
enum asked { ASKED_OPTIONAL = 0, ASKED_NO, ASKED_MUST };
struct piece_form {
	int64_t row;              /* 0 for the plain form of a programme that has none */
	enum evidence_kind kind;  /* nothing when it is of a record */
	enum record_kind record;  /* 0: it is of evidence */
	int version;
	struct str about, note;   /* where one chooses a kind; above the questions */
	bool no_files, month_only, planned; /* planned: shared before it happens, with a date to come */
	enum asked setting, themes;
	int days[FILLER_END];     /* working days each part is asked within; 0: not said */
	struct prompt prompts[PROMPTS_MAX];
	int prompts_n;
};

/* prompt_is_asked — in that month of the programme (0 is the first). Ticks are asked of a plan that has something to tick. */
bool prompt_is_asked(const struct prompt *p, int month);
/* form_has_part — is something asked of `who` in that month? */
bool form_has_part(const struct piece_form *f, enum filler who, int month);
/* form_prompt — by id; NULL when there is none. */
const struct prompt *form_prompt(const struct piece_form *f, struct str id);
/* prompt_is_wanted — may a piece in `state` not lack this answer of its writer? */
bool prompt_is_wanted(const struct prompt *p, enum evidence_state state);
/* part_role — the role that is asked for a part. An observer is whoever the answer to the prompt `observer` names: a key of
 * `roles`, or anything else for somebody without an account. ROLE_NONE: nobody who signs in. */
enum role part_role(enum filler who, struct str observer);
/* form_kind — its number as it is stored; form_kind_key — its key in a file. */
int form_kind(const struct piece_form *f);
struct str form_kind_key(const struct piece_form *f);
/* record_prompt — what Cairn asks under that id in such a record: type, who writes it, the most characters. NULL when it is the
 * programme's own. */
const struct prompt *record_prompt(enum record_kind kind, struct str id);
/* record_is_wanted — may a record not lack this answer? `held` says so of supervision; of a goal it is not asked. */
bool record_is_wanted(const struct prompt *p, bool held);
/* form_check — what no reader of a form could make sense of: NULL, or a sentence's end about `*ret_prompt` (or the form). */
const char *form_check(const struct piece_form *f, const struct prompt **ret_prompt);

#endif

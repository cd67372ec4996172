/* eligibility.h — who may join a programme, and with what funding, as a decision table that is the programme's data.
 *
 * A table is questions, each with answers; an answer stops, goes on, or goes on without funding, and says where. What is
 * decided names the rule of the answer that decided it, so that nobody is told "no" without a sentence they can check.
 * Nothing here counts against a person: somebody experienced who stays outside a programme lacks nothing (ask J6).
 *
 *     struct eligibility_path p = eligibility_follow(table, given, n);
 *     if (p.next >= 0) ask(table->questions[p.next]); else tell(p.outcome, p.reasons[0]->sentence);
 */
#ifndef RULES_ELIGIBILITY_H
#define RULES_ELIGIBILITY_H

#include "base/arena.h"
#include "base/base.h"

enum { ELIGIBILITY_QUESTIONS_MAX = 40, ELIGIBILITY_ANSWERS_MAX = 12 };

enum eligibility_lead { LEAD_STOP = 1, LEAD_CONTINUE = 2, LEAD_UNFUNDED = 3 };
/* Stored in the database: never renumber. */
enum eligibility { ELIGIBILITY_OPEN = 0, ELIGIBILITY_STOP = 1, ELIGIBILITY_UNFUNDED = 2, ELIGIBILITY_FUNDED = 3 };
enum { ELIGIBILITY_END = -1 }; /* of `next`: no more questions */

struct eligibility_answer {
	struct str key, label;
	struct str sentence;        /* shown once it is given; may be empty where it only leads on */
	struct str rule;            /* name of the rule it applies; empty where it only leads on */
	enum eligibility_lead leads;
	struct str then;            /* key of the next question, or "end"; empty for a stop */
	int next;                   /* index of it, ELIGIBILITY_END; set by eligibility_link */
};
struct eligibility_question {
	struct str key, ask, hint;
	const struct eligibility_answer *answers; /* eligibility_link sets `next` in place */
	int answers_n;
};
struct eligibility_table {
	struct eligibility_question *questions; /* the first is asked first */
	int n;
	struct str rule, sentence;  /* of who gets through without any reason against funding */
};

/* eligibility_link — finds what follows each answer and refuses a table that can't be walked: no questions, a key twice,
 * a stop that leads on or an answer that leads nowhere, a stop or an unfunded answer without its sentence and rule, a
 * question nobody can reach, a way round in a circle. False with one sentence naming the place. */
bool eligibility_link(struct arena *a, struct eligibility_table *t, struct str *ret_why);

/* An answer as it was given. Answers to questions that are not on the way (any more) are passed over. */
struct eligibility_given {
	struct str question, answer;
};
/* The way through the table that the answers give. */
struct eligibility_path {
	int n;                       /* questions answered on the way, in order */
	int questions[ELIGIBILITY_QUESTIONS_MAX];
	const struct eligibility_answer *answers[ELIGIBILITY_QUESTIONS_MAX];
	int next;                    /* the question to ask; ELIGIBILITY_END when it is decided */
	enum eligibility outcome;    /* ELIGIBILITY_OPEN while next >= 0 */
	int reasons_n;               /* a stop: the one; unfunded: each; funded: none */
	const struct eligibility_answer *reasons[ELIGIBILITY_QUESTIONS_MAX];
};
struct eligibility_path eligibility_follow(const struct eligibility_table *t, const struct eligibility_given *given, int n);

/* eligibility_question_named, eligibility_answer_named — by key; -1 and NULL when there is none. */
int eligibility_question_named(const struct eligibility_table *t, struct str key);
const struct eligibility_answer *eligibility_answer_named(const struct eligibility_question *q, struct str key);
/* eligibility_rules — "rule; rule" of the reasons, or the table's own rule: what a result is recorded as. */
struct str eligibility_rules(struct arena *a, const struct eligibility_table *t, const struct eligibility_path *p);

#endif

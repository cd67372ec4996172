/* decision_record.c — an outcome in force as a formal record: who, on what, by whom and when, and what it is not. It has no word of anybody's
 * reasons, so that it can be shown to others. Until a body recognises completing a programme it is a record of completion (J5). */
#include "app/decision/decision_inside.h"

#include "app/coverage/coverage.h"
#include "app/decision/decision_view.h"
#include "app/joining/joining.h"
#include "templates.gen.h"

enum { FACTS_MOST = 14 };

struct recorded {
	struct decision_record_row row;
	const struct programme *p;
	const struct framework_version *v;
	struct str employer;         /* as it was called on the day it was issued */
};

static void fact(struct decision_record_view *v, enum word label, struct str text)
{
	if (text.n && v->facts.n < FACTS_MOST)
		v->facts.v[v->facts.n++] = (struct record_fact){ label, text };
}

static void add_facts(struct ctx *cx, const struct recorded *r, struct decision_record_view *v)
{
	const struct induction *i = cx->induction;
	struct str issued = date_long(cx->arena, date_of(r->row.issued_at));

	v->facts.v = NEW_ARRAY(cx->arena, struct record_fact, FACTS_MOST);
	fact(v, T_DECISION_RECORD_PROGRAMME, WORDS(cx->arena, T_DECISION_RECORD_LENGTH, WORD_ARG("programme", r->p->d.name), WORD_ARG("n", i->months)));
	if (!date_is_none(r->p->d.in_force))
		fact(v, T_DECISION_RECORD_RULES, date_long(cx->arena, r->p->d.in_force));
	fact(v, T_DECISION_RECORD_STANDARDS, WORDS(cx->arena, T_FRAMEWORK_NAME, WORD_ARG("title", r->v->title), WORD_ARG("version", r->v->version)));
	fact(v, T_DECISION_RECORD_EMPLOYER, str_eq(r->employer, i->employer_name)
	             ? r->employer : WORDS(cx->arena, T_DECISION_RECORD_EMPLOYER_NOW, WORD_ARG("then", r->employer), WORD_ARG("now", i->employer_name)));
	fact(v, T_DECISION_RECORD_NUMBER, r->row.registration);
	fact(v, T_DECISION_RECORD_BEGAN, date_long(cx->arena, i->starts));
	if (!date_is_none(i->ended))
		fact(v, T_DECISION_RECORD_ENDED, date_long(cx->arena, i->ended));
	fact(v, T_DECISION_RECORD_ISSUED, r->row.issued_by.n ? WORDS(cx->arena, T_DECISION_RECORD_ISSUED_BY, WORD_ARG("date", issued),
	                                                             WORD_ARG("name", r->row.issued_by)) : issued);
	fact(v, T_DECISION_RECORD_RECOMMENDED, r->row.recommended_by);
	if (r->row.agreed)
		fact(v, T_DECISION_RECORD_CONFIRMED, r->row.chair.n ? WORDS(cx->arena, T_DECISION_RECORD_PANEL, WORD_ARG("n", r->row.agreed),
		                                                            WORD_ARG("name", r->row.chair))
		                                                    : WORDS(cx->arena, T_DECISION_RECORD_PANEL_N, WORD_ARG("n", r->row.agreed)));
	if (r->row.read_blind)
		fact(v, T_DECISION_RECORD_BLIND, word(T_DECISION_RECORD_BLIND_SAYS));
	if (cx->decision->state == DECISION_APPEAL)
		fact(v, T_DECISION_RECORD_APPEAL, word(T_DECISION_RECORD_APPEAL_RUNS));
	fact(v, T_DECISION_RECORD_OUTSIDE, word(cx->decision->moderated ? T_DECISION_RECORD_MODERATED : T_DECISION_RECORD_NOT_DRAWN));
}

static enum rc record_json(struct ctx *cx, const struct recorded *r)
{
	const struct induction *i = cx->induction;
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "decision"), json_uuid(j, cx->decision->uuid);
	json_key(j, "name"), json_str(j, i->name);
	json_key(j, "registration"), r->row.registration.n ? json_str(j, r->row.registration) : json_none(j);
	json_key(j, "outcome"), json_str(j, key_of(&judgements, (int)cx->decision->in_force));
	json_key(j, "programme"), json_str(j, r->p->d.name);
	json_key(j, "standards"), json_str(j, r->v->title);
	json_key(j, "standards_version"), json_str(j, r->v->version);
	json_key(j, "employer"), json_str(j, r->employer);
	json_key(j, "began"), json_date(j, i->starts);
	json_key(j, "ended"), json_date(j, i->ended);
	json_key(j, "issued_at"), json_instant(j, r->row.issued_at);
	json_key(j, "recommended_by"), json_str(j, r->row.recommended_by);
	json_key(j, "panel_agreed"), json_i64(j, r->row.agreed);
	json_key(j, "moderated"), json_bool(j, cx->decision->moderated);
	json_end(j);
	return answer_json(cx, 200);
}

static struct str says(struct ctx *cx, const struct recorded *r)
{
	static const enum word of[JUDGEMENT_END] = { [JUDGEMENT_MEETS] = T_DECISION_RECORD_SAYS_MEETS, [JUDGEMENT_NOT_YET] = T_DECISION_RECORD_SAYS_NOT_YET,
		                                         [JUDGEMENT_TIME_OWED] = T_DECISION_RECORD_SAYS_TIME };

	return WORDS(cx->arena, of[cx->decision->in_force], WORD_ARG("name", cx->induction->name), WORD_ARG("programme", r->p->d.name),
	             WORD_ARG("employer", r->employer));
}

enum rc decision_record(struct ctx *cx)
{
	bool meets = cx->decision->in_force == JUDGEMENT_MEETS;
	struct decision_record_view v = { .name = cx->induction->name, .back = decision_url(cx, "") };
	struct employer_on_row employer;
	struct recorded r;
	enum rc rc = sql_decision_record(cx->db, cx->arena, cx->decision->id, &r.row); /* NOT_FOUND: nothing is in force */

	if (rc != OK || (rc = sql_employer_on(cx->db, cx->arena, cx->induction->id, date_of(r.row.issued_at), &employer)) != OK ||
	    (rc = programme_get(cx, cx->induction->programme_row, &r.p)) != OK ||
	    (rc = framework_get(cx, cx->induction->framework, &r.v)) != OK)
		return rc;
	r.employer = employer.name;
	if (cx->json)
		return record_json(cx, &r);
	v.title = word(meets ? T_DECISION_RECORD_MEETS : T_DECISION_RECORD_OTHER);
	v.says = says(cx, &r);
	add_facts(cx, &r, &v);
	if (meets)
		v.changes = (struct decision_texts){ (struct str *)r.p->d.decision.changes, (size_t)r.p->d.decision.changes_n };
	v.stands = WORDS(cx->arena, T_DECISION_RECORD_STANDS, WORD_ARG("id", uuid_str(cx->arena, cx->decision->uuid)));
	return page(cx, &(struct page){ .title = v.title, .main = HTML(cx, decision_record, &v), .width = WIDTH_READING,
	                                .illustrative = r.v->illustrative });
}

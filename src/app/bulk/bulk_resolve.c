/* bulk_resolve.c — who and what a row means, and whether it may be. The same rules as one act on a page, asked first so that
 * a preview can say so.
 */
#include "app/assignment/assignment.h"
#include "app/bulk/bulk_act.h"
#include "app/people/people.h"
#include "app/register/register.h"

#include "bulk_facts.sql.h"

enum { PROGRAMMES_MAX = 100, NEAR = 2 };

struct look {
	struct ctx *cx;
	const struct bulk_kind_info *kind;
	const struct bulk_values *v;
	const struct bulk_known *known;
	struct bulk_meant *m;
	struct findings *f;
};

/* Somebody found by address or number. */
struct found {
	int64_t person; /* 0: nobody */
	struct uuid id;
	struct str name, email_folded, registration;
	bool disabled, here, ever_here;
};

#define FOUND(row)                                                                                       \
	((struct found){ (row).person, (row).id, (row).name, (row).email_folded, (row).registration, (row).disabled, (row).here > 0, \
	                 (row).ever_here > 0 })

/* Was it among what was looked up for the whole batch? `number` or an address, as the database has it. */
static bool is_known(const struct look *l, struct str email, struct str number, struct found *ret)
{
	const struct bulk_known *known = l->known;

	if (!known || known->organisation != l->m->organisation)
		return false;
	for (size_t i = 0; !number.n && i < known->email_n; i++)
		if (str_eq(known->email[i].email_folded, email))
			*ret = FOUND(known->email[i]);
	for (size_t i = 0; number.n && i < known->number_n; i++)
		if (str_eq(known->number[i].registration, number))
			*ret = FOUND(known->number[i]);
	return true;
}

static enum rc by_email(struct look *l, const struct bulk_value *email, struct found *ret)
{
	struct bulk_person_by_email_row row;
	enum rc rc;

	*ret = (struct found){ .person = 0 };
	if (!email->good || (email == &l->v->v[COL_EMAIL] && is_known(l, email->folded, STR_NONE, ret)))
		return OK;
	rc = sql_bulk_person_by_email(l->cx->db, l->cx->arena, email->folded, l->m->organisation, l->cx->today, &row);
	if (rc == OK)
		*ret = FOUND(row);
	return rc == NOT_FOUND ? OK : rc;
}

static enum rc by_number(struct look *l, struct found *ret)
{
	const struct bulk_value *number = &l->v->v[COL_REGISTRATION];
	struct bulk_person_by_number_row row;
	enum rc rc;

	*ret = (struct found){ .person = 0 };
	if (!number->good || is_known(l, STR_NONE, number->s, ret))
		return OK;
	rc = sql_bulk_person_by_number(l->cx->db, l->cx->arena, number->s, l->m->organisation, l->cx->today, &row);
	if (rc == OK)
		*ret = FOUND(row);
	return rc == NOT_FOUND ? OK : rc;
}

/* The name on the row beside the one Cairn has: the same, nearly the same, or somebody else's. */
static void compare_names(struct look *l, const struct found *who)
{
	const struct bulk_value *name = &l->v->v[COL_NAME];
	struct str typed, known;

	if (!name->good)
		return;
	typed = text_fold(l->cx->arena, name->s);
	known = text_fold(l->cx->arena, who->name);
	if (str_eq(typed, known))
		return;
	find(l->f, edit_distance(typed, known, NEAR) <= NEAR ? FIND_NAME_SPELT : FIND_NAME_DIFFERS, COL_NAME, name->s, who->name);
}

/* Somebody of ours who is named by a row. Nobody else's people are told from nobody. */
static enum rc our_person(struct look *l, enum bulk_column column, bool now, struct found *ret)
{
	const struct bulk_value *email = &l->v->v[column];
	enum rc rc = by_email(l, email, ret);

	if (rc != OK || !email->good)
		return rc;
	if (!ret->person || (now ? !ret->here : !ret->ever_here)) {
		find(l->f, FIND_NOT_HERE, column, email->s, STR_NONE);
		ret->person = 0;
	}
	return OK;
}

/* The number is known, the address is not, or is another's. */
static void number_of_another(struct look *l, const struct found *number)
{
	struct str s = l->v->v[COL_REGISTRATION].s;

	if (number->ever_here)
		find(l->f, FIND_ADDRESS_DIFFERS, COL_REGISTRATION, s, number->name);
	else
		find(l->f, FIND_ELSEWHERE, COL_NAME, STR_NONE, l->v->v[COL_NAME].s);
}

static void check_known(struct look *l, const struct found *who)
{
	const struct bulk_value *number = &l->v->v[COL_REGISTRATION];

	if (!who->ever_here) {
		find(l->f, FIND_ELSEWHERE, COL_NAME, STR_NONE, l->v->v[COL_NAME].s);
		return;
	}
	l->m->person = who->person;
	if (who->person == l->cx->actor.person)
		find(l->f, FIND_SELF, COL_EMAIL, l->v->v[COL_EMAIL].s, STR_NONE);
	if (who->disabled)
		find(l->f, FIND_CLOSED, COL_NAME, l->v->v[COL_NAME].s, STR_NONE);
	if (number->good && who->registration.n && !str_eq(number->s, who->registration))
		find(l->f, FIND_NUMBER_DIFFERS, COL_REGISTRATION, number->s, who->registration);
	compare_names(l, who);
	if (!who->here)
		find(l->f, FIND_COMES_BACK, COL_NAME, STR_NONE, STR_NONE);
}

/* meet — the person a row adds: somebody new, or somebody of ours. */
static enum rc meet(struct look *l)
{
	struct found email, number;
	enum rc rc;

	if ((rc = by_email(l, &l->v->v[COL_EMAIL], &email)) != OK || (rc = by_number(l, &number)) != OK)
		return rc;
	if (number.person && number.person != email.person && email.person)
		find(l->f, FIND_NUMBER_TAKEN, COL_REGISTRATION, l->v->v[COL_REGISTRATION].s, STR_NONE);
	else if (number.person && !email.person)
		number_of_another(l, &number);
	if (email.person)
		check_known(l, &email);
	return OK;
}

/* What day a role begins that says none. */
static struct date begins(struct look *l)
{
	return l->v->v[COL_STARTS].good ? l->v->v[COL_STARTS].date : l->cx->today;
}

static enum rc has_role(struct look *l, int64_t person, enum role role, struct date from, bool *ret)
{
	struct bulk_role_from_row row;
	enum rc rc = sql_bulk_role_from(l->cx->db, l->cx->arena, person, l->m->organisation, role, from, &row);

	if (rc == OK)
		*ret = row.held > 0;
	return rc;
}

static enum rc role_already(struct look *l, enum role role)
{
	bool held = false;
	enum rc rc = l->m->person ? has_role(l, l->m->person, role, l->cx->today, &held) : OK;

	l->m->has_role = held;
	l->m->role_starts = begins(l);
	return rc;
}

/* may_be_given — the rule of giving a role, as on the page: to whom, where, and whether such an organisation has it. */
static enum rc may_be_given(struct look *l, enum role role, enum bulk_column column)
{
	struct grant g = { .by = &l->cx->actor, .to = l->m->person, .role = role, .organisation = l->m->organisation };
	struct bulk_organisation_type_row o;
	struct str value = l->v->v[column].s;
	enum rc rc = OK;

	if (l->m->has_role)
		return OK;
	if (l->known && l->known->organisation == l->m->organisation)
		g.type = l->known->type;
	else if ((rc = sql_bulk_organisation_type(l->cx->db, l->cx->arena, l->m->organisation, &o)) == OK)
		g.type = (enum organisation_type)o.type;
	if (rc != OK)
		return rc;
	switch (may_grant(&g)) {
	case GRANT_OK:
	case GRANT_SELF: /* said already: check_known */
		break;
	case GRANT_MISFIT:
		find(l->f, FIND_REFUSED_BECAUSE, column, value, strf(l->cx->arena, "%.*s.", STR_FMT(word(T_PEOPLE_GRANT_MISFIT))));
		break;
	case GRANT_ABOVE:
	case GRANT_ELSEWHERE:
		find(l->f, FIND_ROLE, column, value, bulk_roles_given(l->cx->arena, l->cx->actor.role));
	}
	return OK;
}

/* ---- kinds ---- */

static enum rc look_person(struct look *l)
{
	const struct bulk_value *role = &l->v->v[COL_ROLE];
	enum rc rc = meet(l);

	if (rc != OK || !role->good)
		return rc;
	if (!bulk_may_give(l->cx->actor.role, (enum role)role->n))
		find(l->f, FIND_ROLE, COL_ROLE, role->s, bulk_roles_given(l->cx->arena, l->cx->actor.role));
	else if ((rc = role_already(l, (enum role)role->n)) == OK && (rc = may_be_given(l, (enum role)role->n, COL_ROLE)) == OK)
		l->m->same = l->m->person && l->m->has_role;
	return rc;
}

/* An organisation by one of its codes, or by its whole name. */
static enum rc find_organisation(struct look *l)
{
	struct str s = l->v->v[COL_ORGANISATION].s;
	struct bulk_organisations_named_rows named;
	struct bulk_organisation_coded_rows coded;
	enum rc rc;

	if (!l->v->v[COL_ORGANISATION].good)
		return OK;
	if ((rc = sql_bulk_organisations_named(l->cx->db, l->cx->arena, text_fold(l->cx->arena, s), 2, &named)) != OK ||
	    (rc = sql_bulk_organisation_coded(l->cx->db, l->cx->arena, s, l->cx->today, 2, &coded)) != OK)
		return rc;
	if (named.n + coded.n == 0)
		find(l->f, FIND_NO_ORGANISATION, COL_ORGANISATION, s, STR_NONE);
	else if (named.n + coded.n > 1)
		find(l->f, FIND_WHICH_ORGANISATION, COL_ORGANISATION, s, STR_NONE);
	else
		l->m->organisation = named.n ? named.v[0].organisation : coded.v[0].organisation;
	return OK;
}

static enum rc look_coordinator(struct look *l)
{
	enum rc rc;

	l->m->organisation = 0;
	rc = find_organisation(l);
	if (rc != OK || !l->m->organisation || (rc = meet(l)) != OK || (rc = role_already(l, ROLE_COORDINATOR)) != OK ||
	    (rc = may_be_given(l, ROLE_COORDINATOR, COL_ORGANISATION)) != OK)
		return rc;
	l->m->same = l->m->person && l->m->has_role;
	return OK;
}

static enum rc look_organisation(struct look *l)
{
	const struct bulk_value *name = &l->v->v[COL_NAME], *type = &l->v->v[COL_TYPE], *code = &l->v->v[COL_CODE];
	struct bulk_organisations_named_rows named;
	struct bulk_organisation_coded_rows coded = { .n = 0 };
	enum rc rc;

	if (!name->good)
		return OK;
	if ((rc = sql_bulk_organisations_named(l->cx->db, l->cx->arena, text_fold(l->cx->arena, name->s), 2, &named)) != OK)
		return rc;
	if (code->good)
		rc = sql_bulk_organisation_coded(l->cx->db, l->cx->arena, code->s, l->cx->today, 2, &coded);
	if (rc != OK)
		return rc;
	if (coded.n && (!named.n || coded.v[0].organisation != named.v[0].organisation))
		find(l->f, FIND_CODE_TAKEN, COL_CODE, code->s, coded.v[0].name);
	else if (named.n && type->good && named.v[0].type == type->n)
		l->m->same = true;
	else if (named.n)
		find(l->f, FIND_ORGANISATION_THERE, COL_NAME, name->s, key_of(&organisation_types, (int)named.v[0].type));
	return OK;
}

/* programme — the one that is named, by its short name or its title; the only one there is for everyone where none is. */
static enum rc find_programme(struct look *l)
{
	const struct bulk_value *typed = &l->v->v[COL_PROGRAMME];
	struct bulk_programmes_rows all;
	struct buf names = buf_new(l->cx->arena, 4000);
	const struct bulk_programmes_row *one = NULL;
	size_t hits = 0;
	enum rc rc = sql_bulk_programmes(l->cx->db, l->cx->arena, l->m->organisation, PROGRAMMES_MAX, &all);

	for (size_t i = 0; rc == OK && i < all.n; i++) {
		struct str wanted = text_fold(l->cx->arena, typed->s);

		buf_addf(&names, "%s%.*s", names.n ? ", " : "", STR_FMT(all.v[i].slug));
		if (typed->given && !str_eq(wanted, text_fold(l->cx->arena, all.v[i].slug)) &&
		    !str_eq(wanted, text_fold(l->cx->arena, all.v[i].name)))
			continue;
		one = &all.v[i];
		hits++;
	}
	if (rc != OK)
		return rc;
	if (hits == 1) {
		l->m->programme = one->programme;
		l->m->framework = one->framework;
	} else {
		find(l->f, typed->given ? FIND_NO_SUCH_PROGRAMME : FIND_WHICH_PROGRAMME, COL_PROGRAMME, typed->s, buf_str(&names));
	}
	return OK;
}

/* Whoever supervises or assesses is of ours, and holds that role when it begins. */
static enum rc find_staff(struct look *l, enum bulk_column column, enum role role, struct uuid *ret)
{
	struct found who;
	bool held = false;
	enum rc rc;

	*ret = UUID_NONE;
	if (!l->v->v[column].good)
		return OK;
	if ((rc = our_person(l, column, true, &who)) != OK || !who.person)
		return rc;
	if ((rc = has_role(l, who.person, role, l->cx->today, &held)) != OK)
		return rc;
	if (!held)
		find(l->f, FIND_NOT_IN_ROLE, column, who.name, key_words(l->cx->arena, &roles, role));
	*ret = who.id;
	return OK;
}

static enum rc induction_already(struct look *l)
{
	struct bulk_induction_now_row row;
	enum rc rc;

	if (!l->m->person)
		return OK;
	rc = sql_bulk_induction_now(l->cx->db, l->cx->arena, l->m->person, &row);
	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	if (row.employer == l->m->organisation && l->v->v[COL_STARTS].good && date_cmp(row.starts, l->v->v[COL_STARTS].date) == 0 &&
	    (!l->m->programme || row.programme == l->m->programme))
		l->m->same = true;
	else
		find(l->f, FIND_INDUCTION_THERE, COL_STARTS, date_long(l->cx->arena, row.starts), STR_NONE);
	return OK;
}

static enum rc look_induction(struct look *l)
{
	enum rc rc;

	if ((rc = meet(l)) != OK || (rc = find_programme(l)) != OK ||
	    (rc = find_staff(l, COL_SUPERVISOR, ROLE_SUPERVISOR, &l->m->supervisor)) != OK ||
	    (rc = find_staff(l, COL_ASSESSOR, ROLE_ASSESSOR, &l->m->assessor)) != OK || (rc = role_already(l, ROLE_ECSW)) != OK ||
	    (rc = may_be_given(l, ROLE_ECSW, COL_EMAIL)) != OK)
		return rc;
	return induction_already(l);
}

/* The rules of one act of assigning, asked without doing it. Being assigned already is no fault here. */
static enum rc ask_duties(struct look *l)
{
	struct new_assignment a = { .induction = l->m->induction, .person = l->m->other, .role = (enum role)l->v->v[COL_PART].n,
		                    .starts = l->m->role_starts, .ends = l->v->v[COL_ENDS].date };
	enum duty_wrong wrong = DUTY_FINE;
	enum rc rc = assignment_check(l->cx, &a, &wrong);

	if (rc == DENIED && wrong == DUTY_ALREADY)
		l->m->same = true;
	else if (rc == DENIED)
		find(l->f, FIND_DUTY, COL_PERSON, l->v->v[COL_PERSON].s, strf(l->cx->arena, "%d", (int)wrong));
	return rc == DENIED ? OK : rc;
}

static enum rc look_assignment(struct look *l)
{
	const struct bulk_value *part = &l->v->v[COL_PART];
	struct found who, other;
	struct bulk_induction_now_row i;
	enum rc rc;

	if ((rc = our_person(l, COL_EMAIL, true, &who)) != OK || !who.person || !part->good)
		return rc;
	l->m->person = who.person;
	compare_names(l, &who);
	if (part->n != ROLE_SUPERVISOR && part->n != ROLE_ASSESSOR && part->n != ROLE_OBSERVER) {
		find(l->f, FIND_ROLE, COL_PART, part->s, BULK_PARTS);
		return OK;
	}
	rc = sql_bulk_induction_now(l->cx->db, l->cx->arena, who.person, &i);
	if (rc == NOT_FOUND || (rc == OK && i.employer != l->m->organisation)) {
		find(l->f, FIND_NO_INDUCTION, COL_EMAIL, l->v->v[COL_EMAIL].s, STR_NONE);
		return OK;
	}
	if (rc != OK || (rc = our_person(l, COL_PERSON, true, &other)) != OK || !other.person)
		return rc;
	l->m->induction = i.induction;
	l->m->other = other.id;
	l->m->role_starts = begins(l);
	if (!l->v->v[COL_STARTS].given && date_cmp(l->m->role_starts, i.starts) < 0)
		l->m->role_starts = i.starts;
	return ask_duties(l);
}

static enum rc look_leaver(struct look *l)
{
	const struct bulk_value *last = &l->v->v[COL_LAST_DAY];
	struct bulk_departure_of_row there;
	struct caseload held = { .n = 0 };
	struct found who;
	enum rc rc;

	if ((rc = our_person(l, COL_EMAIL, false, &who)) != OK || !who.person)
		return rc;
	l->m->person = who.person;
	l->m->person_id = who.id;
	if (who.person == l->cx->actor.person)
		find(l->f, FIND_SELF, COL_EMAIL, l->v->v[COL_EMAIL].s, STR_NONE);
	compare_names(l, &who);
	rc = sql_bulk_departure_of(l->cx->db, l->cx->arena, who.person, l->m->organisation, &there);
	if (rc == OK && last->good && date_cmp(there.last_day, last->date) == 0)
		l->m->same = true;
	else if (rc == OK)
		find(l->f, FIND_LEAVING_THERE, COL_LAST_DAY, date_long(l->cx->arena, there.last_day), STR_NONE);
	if (rc != NOT_FOUND)
		return rc;
	if (!who.here)
		find(l->f, FIND_NOT_HERE, COL_EMAIL, l->v->v[COL_EMAIL].s, STR_NONE);
	rc = last->good ? caseload_of(l->cx, who.person, l->m->organisation, date_plus(last->date, 1), &held) : OK;
	if (rc == OK && !caseload_is_empty(&held))
		find(l->f, FIND_CASELOAD, COL_EMAIL, who.name, WORDS(l->cx->arena, T_BULK_THINGS_PEOPLE, WORD_ARG("n", held.n + held.readings_n)));
	return rc;
}

static enum rc look_outcome(struct look *l)
{
	const struct bulk_value *outcome = &l->v->v[COL_OUTCOME], *on = &l->v->v[COL_ON];
	struct bulk_induction_last_row i;
	struct bulk_outcome_of_row there;
	struct found who;
	enum rc rc;

	if ((rc = our_person(l, COL_EMAIL, false, &who)) != OK || !who.person)
		return rc;
	l->m->person = who.person;
	compare_names(l, &who);
	rc = sql_bulk_induction_last(l->cx->db, l->cx->arena, who.person, l->m->organisation, &i);
	if (rc == NOT_FOUND)
		find(l->f, FIND_NO_INDUCTION, COL_EMAIL, l->v->v[COL_EMAIL].s, STR_NONE);
	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	l->m->induction = i.induction;
	if (on->good && date_cmp(on->date, i.starts) < 0)
		find(l->f, FIND_BEFORE_START, COL_ON, on->s, date_long(l->cx->arena, i.starts));
	rc = sql_bulk_outcome_of(l->cx->db, l->cx->arena, i.induction, &there);
	if (rc == OK && outcome->good && on->good && there.outcome == outcome->n && date_cmp(there.on_date, on->date) == 0)
		l->m->same = true;
	else if (rc == OK)
		find(l->f, FIND_OUTCOME_THERE, COL_OUTCOME, key_of(&induction_outcomes, (int)there.outcome), date_long(l->cx->arena, there.on_date));
	else if (outcome->good && outcome->n == OUTCOME_TRANSFERRED)
		find(l->f, FIND_TRANSFER, COL_OUTCOME, STR_NONE, STR_NONE);
	else if (rc == NOT_FOUND && date_is_none(i.ended) && on->good)
		find(l->f, FIND_ENDS_INDUCTION, COL_ON, date_long(l->cx->arena, on->date), STR_NONE);
	return rc == NOT_FOUND ? OK : rc;
}

/* The cell of a row in one column, before it is understood. */
static struct str cell_in(const struct bulk_kind_info *k, struct str joined, enum bulk_column column)
{
	struct str cells[BULK_COLUMNS_MAX] = { { 0 } };

	cells_split(k, joined, cells);
	for (size_t i = 0; i < k->uses_n; i++)
		if (k->uses[i].column == column)
			return cells[i];
	return STR_NONE;
}

enum rc bulk_known_read(struct ctx *cx, const struct bulk_kind_info *k, const struct str *rows, size_t n, struct bulk_known *ret)
{
	struct str emails[BULK_BATCH] = { { 0 } }, numbers[BULK_BATCH] = { { 0 } };
	struct bulk_people_by_email_rows by_email = { .n = 0 }, by_number = { .n = 0 };
	struct bulk_organisation_type_row o;
	size_t numbers_n = 0;
	bool bare, asks = false;
	enum rc rc;

	for (size_t i = 0; i < n; i++) {
		struct str number = cell_in(k, rows[i], COL_REGISTRATION);

		emails[i] = email_fold(cx->arena, cell_email(cx->arena, cell_in(k, rows[i], COL_EMAIL)));
		if (number.n && cell_registration(cx->arena, number, &numbers[numbers_n], &bare) == CELL_OK)
			numbers_n++;
	}
	rc = sql_bulk_people_by_email(cx->db, cx->arena, emails, n, cx->actor.organisation, cx->today, &by_email);
	if (rc == OK && numbers_n)
		rc = sql_bulk_people_by_number(cx->db, cx->arena, numbers, numbers_n, cx->actor.organisation, cx->today, &by_number);
	if (rc == OK && numbers_n)
		rc = register_is_asked(cx, &asks);
	if (rc == OK)
		rc = sql_bulk_organisation_type(cx->db, cx->arena, cx->actor.organisation, &o);
	if (rc == OK)
		*ret = (struct bulk_known){ cx->actor.organisation, by_email.v, by_number.v, by_email.n, by_number.n, asks,
		                            (enum organisation_type)o.type };
	return rc;
}

enum rc bulk_resolve(struct ctx *cx, const struct bulk_kind_info *k, const struct bulk_values *v, const struct bulk_known *known,
                     struct bulk_meant *ret, struct findings *f)
{
	struct look l = { cx, k, v, known, ret, f };

	*ret = (struct bulk_meant){ .organisation = cx->actor.organisation, .role_starts = DATE_NONE,
		                    .register_asks = known && known->register_asks };
	switch (k->kind) {
	case BULK_ORGANISATIONS: return look_organisation(&l);
	case BULK_COORDINATORS: return look_coordinator(&l);
	case BULK_PEOPLE: return look_person(&l);
	case BULK_INDUCTIONS: return look_induction(&l);
	case BULK_ASSIGNMENTS: return look_assignment(&l);
	case BULK_OUTCOMES: return look_outcome(&l);
	case BULK_LEAVERS: return look_leaver(&l);
	case BULK_KIND_END: break;
	}
	return FAULT;
}

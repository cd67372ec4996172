/* people_index.c — keeps what lists of people are read by: whose lists somebody is on, in which place, and the words they
 * are found by. */
#include "app/people/people.h"

#include "people_index.sql.h"

enum { WORDS_AT_ONCE = 6 };

/* Words on their way to the table, some at a time. */
struct words {
	struct ctx *cx;
	int64_t person;
	struct str v[WORDS_AT_ONCE];
	size_t n;
};

static enum rc flush(struct words *w)
{
	enum rc rc;

	if (w->n == 0)
		return OK;
	while (w->n < WORDS_AT_ONCE)
		w->v[w->n++] = S("");
	rc = sql_person_words_put(w->cx->db, w->cx->arena, w->person, w->v[0], w->v[1], w->v[2], w->v[3], w->v[4], w->v[5], NULL);
	w->n = 0;
	return rc;
}

static enum rc put_words(struct words *w, struct str text)
{
	struct str rest = text_fold(w->cx->arena, text);
	enum rc rc = OK;

	while (rc == OK && rest.p) {
		struct str word = str_cut(&rest, ' ');

		if (!word.n)
			continue;
		w->v[w->n++] = word;
		if (w->n == WORDS_AT_ONCE)
			rc = flush(w);
	}
	return rc;
}

static enum rc put_all_words(struct ctx *cx, int64_t person, struct str name, struct str email, struct str registration)
{
	struct words w = { .cx = cx, .person = person };
	enum rc rc = put_words(&w, name);

	if (rc != OK || (rc = put_words(&w, str_cut(&email, '@'))) != OK || (rc = put_words(&w, registration)) != OK)
		return rc;
	return flush(&w);
}

enum rc people_index_new(struct ctx *cx, int64_t person, const struct new_person *p)
{
	enum rc rc = sql_person_listed_put(cx->db, cx->arena, person, text_fold(cx->arena, p->name), cx->today, NULL);

	return rc == OK ? put_all_words(cx, person, p->name, p->email, p->registration) : rc;
}

/* Coordinators and national staff are on a list of their own, and each role has its letter: as in person_listed_put. */
static bool is_staff(enum role role)
{
	return role == ROLE_COORDINATOR || role == ROLE_NATIONAL_ADMIN || role == ROLE_REGULATOR || role == ROLE_SYSTEM_ADMIN;
}

enum rc people_index_first(struct ctx *cx, int64_t person, const struct new_person *p, const struct first_role *r)
{
	struct str sort = text_fold(cx->arena, p->name);
	struct str role = strf(cx->arena, "%c %.*s", 'a' + (char)r->role - 1, STR_FMT(sort));
	enum rc rc = sql_person_listed_new(cx->db, cx->arena, person, sort, r->organisation, role, r->starts, is_staff(r->role), NULL);

	return rc == OK ? put_all_words(cx, person, p->name, p->email, p->registration) : rc;
}

enum rc people_index(struct ctx *cx, int64_t person)
{
	struct person_to_index_row p;
	struct str sort;
	enum rc rc = sql_person_to_index(cx->db, cx->arena, person, &p);

	if (rc != OK)
		return rc;
	sort = text_fold(cx->arena, p.name);
	if ((rc = sql_person_words_drop(cx->db, cx->arena, person, NULL)) != OK ||
	    (rc = sql_person_listed_drop(cx->db, cx->arena, person, NULL)) != OK ||
	    (rc = sql_person_sort_put(cx->db, cx->arena, person, sort, NULL)) != OK ||
	    (rc = sql_person_listed_put(cx->db, cx->arena, person, sort, cx->today, NULL)) != OK)
		return rc;
	return put_all_words(cx, person, p.name, p.email, p.registration);
}

enum rc people_signed_in(struct ctx *cx, int64_t person)
{
	enum rc rc = sql_person_last_in(cx->db, cx->arena, person, cx->now, NULL);

	return rc == OK ? sql_person_listed_last_in(cx->db, cx->arena, person, cx->now, NULL) : rc;
}

enum rc people_index_ended(struct ctx *cx)
{
	struct people_to_reindex_rows rows;
	enum rc rc = sql_people_to_reindex(cx->db, cx->arena, cx->today, date_plus(cx->today, -1), &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		rc = people_index(cx, rows.v[i].person);
	return rc;
}

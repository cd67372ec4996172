/* people_index.c — keeps what lists of people are read by: whose lists somebody is on, in which place, and the words they
 * are found by. */
#include "app/people/people.h"

#include "people_index.sql.h"

static enum rc put_words(struct ctx *cx, int64_t person, struct str text)
{
	struct str rest = text_fold(cx->arena, text);
	enum rc rc = OK;

	while (rc == OK && rest.p) {
		struct str word = str_cut(&rest, ' ');

		if (word.n)
			rc = sql_person_word_put(cx->db, cx->arena, person, word, NULL);
	}
	return rc;
}

enum rc people_index(struct ctx *cx, int64_t person)
{
	struct person_to_index_row p;
	struct str sort, rest;
	enum rc rc = sql_person_to_index(cx->db, cx->arena, person, &p);

	if (rc != OK)
		return rc;
	sort = text_fold(cx->arena, p.name);
	rest = p.email;
	if ((rc = sql_person_words_drop(cx->db, cx->arena, person, NULL)) != OK ||
	    (rc = sql_person_listed_drop(cx->db, cx->arena, person, NULL)) != OK ||
	    (rc = sql_person_sort_put(cx->db, cx->arena, person, sort, NULL)) != OK ||
	    (rc = sql_person_listed_put(cx->db, cx->arena, person, sort, cx->today, NULL)) != OK ||
	    (rc = put_words(cx, person, p.name)) != OK || (rc = put_words(cx, person, str_cut(&rest, '@'))) != OK)
		return rc;
	return put_words(cx, person, p.registration);
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

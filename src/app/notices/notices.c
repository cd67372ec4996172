/* notices.c — who is told, when, and in which words. */
#include "app/notices/notices.h"

#include "app/notices/notices_inside.h"
#include "mail.sql.h"
#include "notices.sql.h"

#include <stdlib.h>

enum { PEOPLE_A_TURN = 200 };

/* What each kind says: the subject and the sentence when it comes alone, the line when it comes with others, and where the
 * link leads. */
static const struct notice_words {
	enum word subject, says, line;
	const char *path;
} words_of_kind[NOTICE_END] = {
	[NOTICE_CLAIMS_WAITING] = { T_NOTICES_WAITING_SUBJECT, T_NOTICES_WAITING, T_NOTICES_WAITING_LINE, "/desk" },
	[NOTICE_ANSWERED] = { T_NOTICES_ANSWERED_SUBJECT, T_NOTICES_ANSWERED, T_NOTICES_ANSWERED_LINE, "/desk" },
	[NOTICE_VIEW_GIVEN] = { T_NOTICES_VIEW_SUBJECT, T_NOTICES_VIEW, T_NOTICES_VIEW_LINE, "/" },
	[NOTICE_SHARED] = { T_NOTICES_SHARED_SUBJECT, T_NOTICES_SHARED, T_NOTICES_SHARED_LINE, "/desk" },
	[NOTICE_ASSIGNED] = { T_NOTICES_ASSIGNED_SUBJECT, T_NOTICES_ASSIGNED, T_NOTICES_ASSIGNED_LINE, "/" },
	[NOTICE_REGISTRATION] = { T_NOTICES_REGISTER_SUBJECT, T_NOTICES_REGISTER, T_NOTICES_REGISTER_LINE, "/" },
	[NOTICE_BULK_DONE] = { T_NOTICES_BULK_SUBJECT, T_NOTICES_BULK, T_NOTICES_BULK_LINE, "/" },
	[NOTICE_FEEDBACK] = { T_NOTICES_FEEDBACK_SUBJECT, T_NOTICES_FEEDBACK, T_NOTICES_FEEDBACK_LINE, "/" },
	[NOTICE_OBSERVATION] = { T_NOTICES_OBSERVATION_SUBJECT, T_NOTICES_OBSERVATION, T_NOTICES_OBSERVATION_LINE, "/" },
	[NOTICE_CONFIRM_ASK] = { T_NOTICES_CONFIRM_SUBJECT, T_NOTICES_CONFIRM, T_NOTICES_CONFIRM_LINE, "/desk" },
	[NOTICE_FAMILY] = { T_NOTICES_FAMILY_SUBJECT, T_NOTICES_FAMILY, T_NOTICES_FAMILY_LINE, "/" },
	[NOTICE_SUPERVISION] = { T_NOTICES_SUPERVISION_SUBJECT, T_NOTICES_SUPERVISION, T_NOTICES_SUPERVISION_LINE, "/" },
	[NOTICE_PART] = { T_NOTICES_PART_SUBJECT, T_NOTICES_PART, T_NOTICES_PART_LINE, "/" },
	[NOTICE_PART_GIVEN] = { T_NOTICES_PART_GIVEN_SUBJECT, T_NOTICES_PART_GIVEN, T_NOTICES_PART_GIVEN_LINE, "/" },
	[NOTICE_ASK_SETTLED] = { T_NOTICES_SETTLED_SUBJECT, T_NOTICES_SETTLED, T_NOTICES_SETTLED_LINE, "/" },
	[NOTICE_DATES] = { T_NOTICES_DATES_SUBJECT, T_NOTICES_DATES, T_NOTICES_DATES_LINE, "/" },
	[NOTICE_TALK] = { T_NOTICES_TALK_SUBJECT, T_NOTICES_TALK, T_NOTICES_TALK_LINE, "/" },
	[NOTICE_REVIEW] = { T_NOTICES_REVIEW_SUBJECT, T_NOTICES_REVIEW, T_NOTICES_REVIEW_LINE, "/" },
	[NOTICE_REVIEW_LATE] = { T_NOTICES_REVIEW_LATE_SUBJECT, T_NOTICES_REVIEW_LATE, T_NOTICES_REVIEW_LATE_LINE, "/" },
	[NOTICE_REVIEW_RELEASED] = { T_NOTICES_REVIEW_RELEASED_SUBJECT, T_NOTICES_REVIEW_RELEASED, T_NOTICES_REVIEW_RELEASED_LINE, "/" },
	[NOTICE_REVIEW_SIGN] = { T_NOTICES_REVIEW_SIGN_SUBJECT, T_NOTICES_REVIEW_SIGN, T_NOTICES_REVIEW_SIGN_LINE, "/" },
	[NOTICE_AGREED_ASKED] = { T_NOTICES_AGREED_ASKED_SUBJECT, T_NOTICES_AGREED_ASKED, T_NOTICES_AGREED_ASKED_LINE, "/" },
	[NOTICE_AGREED] = { T_NOTICES_AGREED_SUBJECT, T_NOTICES_AGREED, T_NOTICES_AGREED_LINE, "/" },
	[NOTICE_ADJUST_LATE] = { T_NOTICES_ADJUST_LATE_SUBJECT, T_NOTICES_ADJUST_LATE, T_NOTICES_ADJUST_LATE_LINE, "/" },
	[NOTICE_RETURN] = { T_NOTICES_RETURN_SUBJECT, T_NOTICES_RETURN, T_NOTICES_RETURN_LINE, "/" },
	[NOTICE_SUPPORT] = { T_NOTICES_SUPPORT_SUBJECT, T_NOTICES_SUPPORT, T_NOTICES_SUPPORT_LINE, "/" },
	[NOTICE_PROFILE_ASKED] = { T_NOTICES_PROFILE_ASKED_SUBJECT, T_NOTICES_PROFILE_ASKED, T_NOTICES_PROFILE_ASKED_LINE, "/role-profiles" },
	[NOTICE_PROFILE_ANSWERED] = { T_NOTICES_PROFILE_ANSWERED_SUBJECT, T_NOTICES_PROFILE_ANSWERED, T_NOTICES_PROFILE_ANSWERED_LINE, "/role-profiles" },
	[NOTICE_PROFILE_GIVEN] = { T_NOTICES_PROFILE_GIVEN_SUBJECT, T_NOTICES_PROFILE_GIVEN, T_NOTICES_PROFILE_GIVEN_LINE, "/" },
	[NOTICE_MOVE] = { T_NOTICES_MOVE_SUBJECT, T_NOTICES_MOVE, T_NOTICES_MOVE_LINE, "/" },
	[NOTICE_MOVED] = { T_NOTICES_MOVED_SUBJECT, T_NOTICES_MOVED, T_NOTICES_MOVED_LINE, "/" },
	[NOTICE_DECISION] = { T_NOTICES_DECISION_SUBJECT, T_NOTICES_DECISION, T_NOTICES_DECISION_LINE, "/decisions" },
	[NOTICE_DECISION_STAFF] = { T_NOTICES_DECISION_STAFF_SUBJECT, T_NOTICES_DECISION_STAFF, T_NOTICES_DECISION_STAFF_LINE, "/decisions" },
	[NOTICE_DECISION_SOON] = { T_NOTICES_DECISION_SOON_SUBJECT, T_NOTICES_DECISION_SOON, T_NOTICES_DECISION_SOON_LINE, "/decisions" },
	[NOTICE_DECISION_LATE] = { T_NOTICES_DECISION_LATE_SUBJECT, T_NOTICES_DECISION_LATE, T_NOTICES_DECISION_LATE_LINE, "/decisions" },
	[NOTICE_DRAFT_ANSWERED] = { T_NOTICES_DRAFT_ANSWERED_SUBJECT, T_NOTICES_DRAFT_ANSWERED, T_NOTICES_DRAFT_ANSWERED_LINE, "/comments" },
	[NOTICE_AFTER] = { T_NOTICES_AFTER_OUTCOME_SUBJECT, T_NOTICES_AFTER_OUTCOME, T_NOTICES_AFTER_OUTCOME_LINE, "/" },
	[NOTICE_AFTER_ABOVE] = { T_NOTICES_AFTER_OUTCOME_ABOVE_SUBJECT, T_NOTICES_AFTER_OUTCOME_ABOVE, T_NOTICES_AFTER_OUTCOME_ABOVE_LINE, "/" },
	[NOTICE_COMMENTS_CLOSED] = { T_NOTICES_COMMENTS_CLOSED_SUBJECT, T_NOTICES_COMMENTS_CLOSED, T_NOTICES_COMMENTS_CLOSED_LINE, "/comments" },
	[NOTICE_DECISION_ABOVE] = { T_NOTICES_DECISION_ABOVE_SUBJECT, T_NOTICES_DECISION_ABOVE, T_NOTICES_DECISION_ABOVE_LINE, "/decisions" },
	[NOTICE_ADDRESS_FAILED] = { T_NOTICES_ADDRESS_SUBJECT, T_NOTICES_ADDRESS, T_NOTICES_ADDRESS_LINE, "/mail" },
};

enum rc wishes_of(struct ctx *cx, int64_t person, struct notice_wishes *ret, int64_t *ret_version)
{
	struct wishes_get_row row;
	enum rc rc = sql_wishes_get(cx->db, cx->arena, person, &row);
	struct notice_wishes w = notice_wishes_usual;

	if (rc != OK && rc != NOT_FOUND)
		return rc;
	if (rc == OK) {
		w = (struct notice_wishes){ .digest_at = (int)row.digest_at, .quiet = row.quiet, .quiet_from = (int)row.quiet_from,
			                        .quiet_to = (int)row.quiet_to, .weekends = row.weekends };
		for (size_t i = 0; i < row.choices.n && i < NOTICE_END; i++)
			w.choice[i] = row.choices.p[i] >= '0' && row.choices.p[i] < '0' + CHOICE_END
			                      ? (enum notice_choice)(row.choices.p[i] - '0') : CHOICE_USUAL;
	}
	*ret = w;
	if (ret_version)
		*ret_version = rc == OK ? row.version : 0;
	return OK;
}

static struct str link_to(struct ctx *cx, const char *path)
{
	return strf(cx->arena, "%.*s%s", STR_FMT(cx->settings->url), path);
}

/* ---- the words ---- */

/* One kind, once: its own subject and sentence. Otherwise a line a kind. */
static struct mail_new compose(struct ctx *cx, const struct notice_person_row *p, const struct notices_of_person_rows *due)
{
	const struct notice_words *only = &words_of_kind[due->v[0].kind];
	struct buf lines = buf_new(cx->arena, 16 * 1024);
	bool alone = due->n == 1 && due->v[0].number == 1, daily = false;
	struct mail_new m = { .kind = alone ? (enum notice_kind)due->v[0].kind : NOTICE_DIGEST };
	struct word_arg name = WORD_ARG("name", first_name(p->name)), ends = WORD_ARG("wishes", link_to(cx, "/account/mail"));

	for (size_t i = 0; i < due->n; i++) {
		buf_addf(&lines, "%s- %.*s", i ? "\n" : "",
		         STR_FMT(WORDS(cx->arena, words_of_kind[due->v[i].kind].line, WORD_ARG("n", due->v[i].number))));
		daily = daily || due->v[i].daily;
	}
	m.organisation = due->v[0].organisation == DB_NULL_INT ? 0 : due->v[0].organisation;
	m.subject = alone ? word(only->subject) : word(T_NOTICES_DIGEST_SUBJECT);
	m.body = alone ? WORDS(cx->arena, T_NOTICES_ONE, name, WORD_ARG("says", word(only->says)),
	                       WORD_ARG("link", link_to(cx, only->path)), ends)
	               : WORDS(cx->arena, T_NOTICES_SEVERAL, name, WORD_ARG("lines", buf_str(&lines)),
	                       WORD_ARG("link", link_to(cx, "/")), ends);
	if (daily)
		m.stop = stop_path(cx->arena, p->id, p->salt);
	return m;
}

static enum rc mail_for(struct ctx *cx, int64_t person, const struct notice_person_row *p,
                        const struct notices_of_person_rows *due)
{
	struct mail_new m = compose(cx, p, due);

	m.person = person;
	return mail_queue_as(cx, &m);
}

/* ---- telling ---- */

enum rc notice(struct ctx *cx, enum notice_kind kind, int64_t person, int64_t organisation)
{
	struct notice_wishes w;
	struct notice_person_row p;
	struct notices_of_person_row one = { .kind = kind, .number = 1, .organisation = organisation ? organisation : DB_NULL_INT };
	enum rc rc = sql_notice_person(cx->db, cx->arena, person, &p);
	instant due;

	if (rc == NOT_FOUND || (rc == OK && is_in_trouble(&p)))
		return OK;
	if (rc != OK || !words_of_kind[kind].subject || (rc = wishes_of(cx, person, &w, NULL)) != OK)
		return rc == OK ? FAULT : rc;
	due = notice_due(kind, &w, cx->now);
	if (due == NOTICE_NEVER)
		return OK;
	if (due <= cx->now)
		return mail_for(cx, person, &p, &(struct notices_of_person_rows){ &one, 1 });
	return sql_notice_add(cx->db, cx->arena, person, one.organisation, kind, notice_choice_of(kind, &w) == CHOICE_DAILY, due,
	                      cx->now, NULL);
}

static int by_id(const void *x, const void *y)
{
	const int64_t *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

enum rc notice_each(struct ctx *cx, enum notice_kind kind, int64_t *people, size_t n, int64_t organisation)
{
	enum rc rc = OK;

	qsort(people, n, sizeof(*people), by_id);
	for (size_t i = 0; rc == OK && i < n; i++)
		if (i == 0 || people[i] != people[i - 1])
			rc = notice(cx, kind, people[i], organisation);
	return rc;
}

enum rc notice_assigned(struct ctx *cx, enum notice_kind kind, int64_t induction, enum role role, int64_t organisation)
{
	struct people_assigned_rows to;
	enum rc rc = sql_people_assigned(cx->db, cx->arena, induction, role, cx->today, &to);

	for (size_t i = 0; rc == OK && i < to.n; i++)
		rc = notice(cx, kind, to.v[i].person, organisation);
	return rc;
}

enum rc notice_coordinators(struct ctx *cx, enum notice_kind kind, int64_t organisation)
{
	struct coordinators_of_rows to;
	enum rc rc = sql_coordinators_of(cx->db, cx->arena, organisation, cx->today, &to);

	for (size_t i = 0; rc == OK && i < to.n; i++)
		rc = notice(cx, kind, to.v[i].person, organisation);
	return rc;
}

enum rc notice_department(struct ctx *cx, enum notice_kind kind)
{
	struct department_people_rows to;
	enum rc rc = sql_department_people(cx->db, cx->arena, cx->today, &to);

	for (size_t i = 0; rc == OK && i < to.n; i++)
		if (to.v[i].person != cx->actor.person)
			rc = notice(cx, kind, to.v[i].person, 0);
	return rc;
}

/* ---- what has fallen due ---- */

/* One person, one transaction: the mail and the end of what it was made of. */
static enum rc write_due(struct ctx *cx, int64_t person)
{
	struct notice_person_row p;
	struct notices_of_person_rows due;
	enum rc rc = db_begin(cx->db, DB_WRITE), known;

	if (rc != OK)
		return rc;
	known = sql_notice_person(cx->db, cx->arena, person, &p);
	rc = known == NOT_FOUND ? OK : known;
	if (rc == OK)
		rc = sql_notices_of_person(cx->db, cx->arena, person, cx->now, &due);
	if (rc == OK && known == OK && due.n && !is_in_trouble(&p))
		rc = mail_for(cx, person, &p, &due);
	if (rc == OK)
		rc = sql_notices_gone(cx->db, cx->arena, person, cx->now, NULL);
	if (rc == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	return rc;
}

enum rc notices_due(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct notices_due_rows people = { .n = PEOPLE_A_TURN };
	enum rc rc = OK;

	while (rc == OK && people.n == PEOPLE_A_TURN) {
		if ((rc = db_begin(cx->db, DB_READ)) != OK)
			break;
		rc = sql_notices_due(cx->db, cx->arena, cx->now, PEOPLE_A_TURN, &people);
		db_rollback(cx->db);
		for (size_t i = 0; rc == OK && i < people.n; i++)
			rc = write_due(cx, people.v[i].person);
		if (rc == OK && people.n == PEOPLE_A_TURN)
			rc = job_extend(cx, job, 600);
	}
	if (rc != OK)
		*ret_why = S("mails that have fallen due could not be written");
	return rc;
}

/* ---- an address that takes no mail ---- */

enum rc notices_mail_given_up(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct mail_state_row m;
	enum rc rc = mail_give_up(cx, job, ret_why);

	if (rc != OK || (rc = sql_mail_state(cx->db, cx->arena, job->object, &m)) != OK)
		return rc == NOT_FOUND ? OK : rc;
	return m.why == MAIL_WHY_ADDRESS ? address_failed(cx, &m) : OK;
}

/* ---- the demonstration ---- */

enum rc notices_demo_mail(struct ctx *cx, enum notice_kind kind, int64_t person, enum mail_why why)
{
	const struct notice_words *words = &words_of_kind[kind];
	struct notice_person_row p;
	struct mail_add_row row;
	enum rc rc = sql_notice_person(cx->db, cx->arena, person, &p);

	if (rc == OK)
		rc = sql_mail_add(cx->db, cx->arena, uuid7(cx->now), person, DB_NULL_INT, DB_NULL_INT, kind, p.email,
		                  words->subject ? word(words->subject) : S(""), words->says ? word(words->says) : S(""), S(""), cx->now,
		                  &row);
	if (rc != OK || why == MAIL_WHY_NONE)
		return rc == OK ? sql_mail_sent(cx->db, cx->arena, row.mail, cx->now, NULL) : rc;
	rc = sql_mail_tried(cx->db, cx->arena, row.mail, why, 0, cx->now, NULL);
	if (rc == OK)
		rc = sql_mail_failed(cx->db, cx->arena, row.mail, cx->now, NULL);
	if (rc == OK && why == MAIL_WHY_ADDRESS)
		rc = sql_mail_trouble_put(cx->db, cx->arena, person, p.email_folded, why, cx->now, NULL);
	return rc;
}

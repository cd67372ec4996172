/* held_more.c — see held_more.h. Answers about protected characteristics are in the file alone: the page says that they are
 * there, since somebody may be looking over a shoulder. */
#include "rules/agreed.h"
#include "rules/pauses.h"
#include "app/account/held_more.h"

#include "app/joining/joining.h"
#include "rules/duties.h"
#include "rules/eligibility.h"
#include "rules/equality.h"
#include "rules/notices.h"
#include "rules/register.h"

/* One row that may not be there. */
static enum rc maybe(enum rc rc, bool *ret_there)
{
	*ret_there = rc == OK;
	return rc == NOT_FOUND ? OK : rc;
}

enum rc held_more_read(struct ctx *cx, int64_t me, struct held_more *h)
{
	struct db *db = cx->db;
	struct arena *a = cx->arena;
	enum rc rc;

	if ((rc = maybe(sql_held_register(db, a, me, &h->finding), &h->has_finding)) != OK ||
	    (rc = maybe(sql_held_details(db, a, me, &h->details), &h->has_details)) != OK ||
	    (rc = maybe(sql_held_equality(db, a, me, &h->equality), &h->has_equality)) != OK ||
	    (rc = sql_held_register_said(db, a, me, &h->said)) != OK || (rc = sql_held_stages(db, a, me, &h->stages)) != OK ||
	    (rc = sql_held_training(db, a, me, &h->training)) != OK || (rc = sql_held_capacity(db, a, me, &h->capacity)) != OK ||
	    (rc = sql_held_joinings(db, a, me, &h->joinings)) != OK || (rc = sql_held_answers(db, a, me, &h->answers)) != OK ||
	    (rc = sql_held_hours(db, a, me, &h->hours)) != OK || (rc = sql_held_outcomes(db, a, me, &h->outcomes)) != OK ||
	    (rc = sql_held_pauses(db, a, me, &h->pauses)) != OK || (rc = sql_held_agreed(db, a, me, &h->agreed)) != OK ||
	    (rc = sql_held_kept(db, a, me, &h->kept)) != OK ||
	    (rc = sql_held_funding(db, a, me, &h->funding)) != OK || (rc = sql_held_tokens(db, a, me, &h->tokens)) != OK ||
	    (rc = sql_held_ways_in(db, a, me, &h->ways)) != OK || (rc = sql_held_offers(db, a, me, &h->offers)) != OK ||
	    (rc = sql_held_addresses(db, a, me, &h->addresses)) != OK || (rc = sql_held_notices(db, a, me, &h->notices)) != OK ||
	    (rc = sql_held_conflicts(db, a, me, &h->conflicts)) != OK)
		return rc;
	return sql_held_imports(db, a, me, &h->imports);
}

/* ---- JSON ---- */

#define KEY_STR(j, key, s) (json_key((j), (key)), json_str((j), (s)))
#define KEY_DATE(j, key, d) (json_key((j), (key)), json_date((j), (d)))
#define KEY_INSTANT(j, key, t) (json_key((j), (key)), json_instant((j), (t)))

static void register_json(struct json_out *j, const struct held_more *h)
{
	json_key(j, "register"), json_obj(j);
	if (h->has_finding) {
		KEY_STR(j, "number", h->finding.number);
		KEY_STR(j, "status", key_of(&register_statuses, (int)h->finding.status));
		KEY_STR(j, "name", h->finding.name);
		KEY_STR(j, "town", h->finding.town);
		KEY_DATE(j, "registered_from", h->finding.registered_from);
		KEY_DATE(j, "registered_until", h->finding.registered_until);
		KEY_STR(j, "annotations", h->finding.annotations);
		KEY_INSTANT(j, "asked", h->finding.asked_at);
		KEY_INSTANT(j, "says_so_since", h->finding.changed_at);
	}
	json_key(j, "names_compared"), json_arr(j);
	for (size_t i = 0; i < h->said.n; i++) {
		json_obj(j);
		KEY_STR(j, "register_name", h->said.v[i].register_name);
		json_key(j, "is_same"), json_bool(j, h->said.v[i].is_same);
		KEY_STR(j, "by", h->said.v[i].name);
		KEY_INSTANT(j, "at", h->said.v[i].confirmed_at);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

static void training_json(struct json_out *j, const struct held_more *h)
{
	json_key(j, "training"), json_arr(j);
	for (size_t i = 0; i < h->training.n; i++) {
		json_obj(j);
		KEY_STR(j, "kind", key_of(&training_kinds, (int)h->training.v[i].kind));
		KEY_STR(j, "title", h->training.v[i].title);
		KEY_DATE(j, "completed", h->training.v[i].completed);
		KEY_DATE(j, "current_until", h->training.v[i].current_until);
		json_end(j);
	}
	json_end(j);
	json_key(j, "practice_educator"), json_arr(j);
	for (size_t i = 0; i < h->stages.n; i++) {
		json_obj(j);
		json_key(j, "stage"), json_i64(j, h->stages.v[i].stage);
		KEY_DATE(j, "awarded", h->stages.v[i].awarded);
		KEY_DATE(j, "current_until", h->stages.v[i].current_until);
		json_end(j);
	}
	json_end(j);
	json_key(j, "room_for"), json_arr(j);
	for (size_t i = 0; i < h->capacity.n; i++) {
		json_obj(j);
		KEY_STR(j, "organisation", h->capacity.v[i].organisation);
		KEY_STR(j, "role", key_of(&roles, (int)h->capacity.v[i].role));
		json_key(j, "most"), json_i64(j, h->capacity.v[i].most);
		KEY_DATE(j, "starts", h->capacity.v[i].starts);
		KEY_DATE(j, "ends", h->capacity.v[i].ends);
		json_end(j);
	}
	json_end(j);
}

static void joining_json(struct ctx *cx, struct json_out *j, const struct held_more *h)
{
	json_key(j, "joining"), json_arr(j);
	for (size_t i = 0; i < h->joinings.n; i++) {
		json_obj(j);
		KEY_STR(j, "programme", h->joinings.v[i].programme);
		KEY_STR(j, "organisation", h->joinings.v[i].organisation);
		KEY_STR(j, "state", key_of(&joining_states, (int)h->joinings.v[i].state));
		KEY_STR(j, "outcome", key_of(&eligibilities, (int)h->joinings.v[i].outcome));
		KEY_INSTANT(j, "began", h->joinings.v[i].created);
		json_end(j);
	}
	json_end(j);
	json_key(j, "eligibility_answers"), json_arr(j);
	for (size_t i = 0; i < h->answers.n; i++) {
		json_obj(j);
		KEY_STR(j, "programme", h->answers.v[i].programme);
		KEY_STR(j, "question", h->answers.v[i].question);
		KEY_STR(j, "answer", h->answers.v[i].answer);
		KEY_STR(j, "by", h->answers.v[i].name);
		KEY_INSTANT(j, "given", h->answers.v[i].given_at);
		KEY_INSTANT(j, "replaced", h->answers.v[i].replaced_at);
		json_end(j);
	}
	json_end(j);
	json_key(j, "funding"), json_arr(j);
	for (size_t i = 0; i < h->funding.n; i++) {
		json_obj(j);
		KEY_STR(j, "programme", h->funding.v[i].programme);
		KEY_DATE(j, "from", h->funding.v[i].starts);
		json_key(j, "is_funded"), json_bool(j, h->funding.v[i].is_funded);
		json_end(j);
	}
	json_end(j);
	json_key(j, "hours_a_week"), json_arr(j);
	for (size_t i = 0; i < h->hours.n; i++) {
		json_obj(j);
		KEY_STR(j, "programme", h->hours.v[i].programme);
		KEY_STR(j, "hours", hours_words(cx, h->hours.v[i].hours, h->hours.v[i].full_week));
		KEY_DATE(j, "starts", h->hours.v[i].starts);
		KEY_DATE(j, "ends", h->hours.v[i].ends);
		json_end(j);
	}
	json_end(j);
	json_key(j, "pauses"), json_arr(j);
	for (size_t i = 0; i < h->pauses.n; i++) {
		json_obj(j);
		KEY_STR(j, "programme", h->pauses.v[i].programme);
		KEY_DATE(j, "starts", h->pauses.v[i].starts);
		KEY_DATE(j, "ends", h->pauses.v[i].ends);
		KEY_STR(j, "kind", key_of(&pause_kinds, (int)h->pauses.v[i].kind));
		json_end(j);
	}
	json_end(j);
	json_key(j, "agreed"), json_arr(j);
	for (size_t i = 0; i < h->agreed.n; i++) {
		json_obj(j);
		KEY_STR(j, "programme", h->agreed.v[i].programme);
		KEY_STR(j, "what", key_of(&agreed_whats, (int)h->agreed.v[i].what));
		KEY_STR(j, "ground", h->agreed.v[i].ground);
		KEY_DATE(j, "starts", h->agreed.v[i].starts);
		KEY_DATE(j, "ends", h->agreed.v[i].ends);
		json_key(j, "days"), json_i64(j, h->agreed.v[i].days);
		KEY_STR(j, "state", key_of(&agreed_states, (int)h->agreed.v[i].state));
		KEY_STR(j, "declined_because", h->agreed.v[i].said);
		KEY_INSTANT(j, "asked", h->agreed.v[i].created);
		json_end(j);
	}
	json_end(j);
	json_key(j, "outcomes"), json_arr(j);
	for (size_t i = 0; i < h->outcomes.n; i++) {
		json_obj(j);
		KEY_STR(j, "programme", h->outcomes.v[i].programme);
		KEY_STR(j, "outcome", key_of(&induction_outcomes, (int)h->outcomes.v[i].outcome));
		KEY_DATE(j, "on", h->outcomes.v[i].on_date);
		json_end(j);
	}
	json_end(j);
}

static void details_json(struct json_out *j, const struct held_more *h)
{
	const int64_t answers[EQUALITY_END] = { h->equality.sex, h->equality.gender, h->equality.ethnic_group, h->equality.disability,
		                                    h->equality.religion, h->equality.orientation, h->equality.caring };

	json_key(j, "details"), json_obj(j);
	if (h->has_details) {
		KEY_INSTANT(j, "confirmed", h->details.confirmed_at);
		KEY_DATE(j, "date_of_birth", h->details.born);
		KEY_DATE(j, "registered_on", h->details.registered_on);
		KEY_STR(j, "qualification", h->details.qualification);
		json_key(j, "qualified_year");
		if (h->details.qualified_year == DB_NULL_INT)
			json_none(j);
		else
			json_i64(j, h->details.qualified_year);
		KEY_STR(j, "route", h->details.route);
	}
	json_end(j);
	json_key(j, "equality"), json_obj(j);
	for (int q = 0; h->has_equality && q < EQUALITY_END; q++)
		json_key_str(j, key_of(&equality_questions, q)), json_str(j, key_of(&equality_answers[q], (int)answers[q]));
	json_end(j);
}

static void ways_json(struct json_out *j, const struct held_more *h)
{
	static const char *const kinds[] = { "", "account_elsewhere", "app_for_codes", "passkey" };

	json_key(j, "tokens"), json_arr(j);
	for (size_t i = 0; i < h->tokens.n; i++) {
		json_obj(j);
		KEY_STR(j, "name", h->tokens.v[i].name);
		KEY_STR(j, "role", key_of(&roles, (int)h->tokens.v[i].role));
		KEY_STR(j, "organisation", h->tokens.v[i].organisation);
		json_key(j, "read_only"), json_bool(j, h->tokens.v[i].read_only);
		KEY_INSTANT(j, "made", h->tokens.v[i].created);
		KEY_INSTANT(j, "expires", h->tokens.v[i].expires);
		KEY_INSTANT(j, "ended", h->tokens.v[i].ended_at);
		json_end(j);
	}
	json_end(j);
	json_key(j, "ways_in"), json_arr(j);
	for (size_t i = 0; i < h->ways.n; i++) {
		json_obj(j);
		KEY_STR(j, "kind", str_from_c(kinds[h->ways.v[i].kind & 3]));
		KEY_STR(j, "name", h->ways.v[i].name);
		KEY_INSTANT(j, "since", h->ways.v[i].since);
		json_end(j);
	}
	json_end(j);
	json_key(j, "invitations"), json_arr(j);
	for (size_t i = 0; i < h->offers.n; i++) {
		json_obj(j);
		KEY_STR(j, "organisation", h->offers.v[i].organisation);
		KEY_STR(j, "role", key_of(&roles, (int)h->offers.v[i].role));
		KEY_STR(j, "address", h->offers.v[i].email);
		KEY_STR(j, "by", h->offers.v[i].inviter);
		KEY_INSTANT(j, "made", h->offers.v[i].created);
		json_key(j, "links_sent"), json_i64(j, h->offers.v[i].sends);
		KEY_INSTANT(j, "accepted", h->offers.v[i].accepted_at);
		KEY_INSTANT(j, "taken_back", h->offers.v[i].revoked_at);
		json_end(j);
	}
	json_end(j);
	json_key(j, "addresses_asked_for"), json_arr(j);
	for (size_t i = 0; i < h->addresses.n; i++) {
		json_obj(j);
		KEY_STR(j, "address", h->addresses.v[i].email);
		json_key(j, "personal"), json_bool(j, h->addresses.v[i].kind == 2);
		KEY_INSTANT(j, "asked", h->addresses.v[i].created);
		KEY_INSTANT(j, "confirmed", h->addresses.v[i].used_at);
		json_end(j);
	}
	json_end(j);
}

static void rest_json(struct json_out *j, const struct held_more *h)
{
	json_key(j, "notices_waiting"), json_arr(j);
	for (size_t i = 0; i < h->notices.n; i++) {
		json_obj(j);
		KEY_STR(j, "kind", key_of(&notice_kinds, (int)h->notices.v[i].kind));
		KEY_INSTANT(j, "due", h->notices.v[i].due);
		json_end(j);
	}
	json_end(j);
	json_key(j, "conflicts_of_interest"), json_arr(j);
	for (size_t i = 0; i < h->conflicts.n; i++) {
		json_obj(j);
		KEY_STR(j, "kind", key_of(&conflict_kinds, (int)h->conflicts.v[i].kind));
		json_key(j, "you_may_not_act"), json_bool(j, h->conflicts.v[i].of_them);
		KEY_DATE(j, "starts", h->conflicts.v[i].starts);
		KEY_DATE(j, "ends", h->conflicts.v[i].ends);
		json_end(j);
	}
	json_end(j);
	json_key(j, "spreadsheets_sent"), json_arr(j);
	for (size_t i = 0; i < h->imports.n; i++) {
		json_obj(j);
		KEY_STR(j, "name", h->imports.v[i].name);
		KEY_INSTANT(j, "sent", h->imports.v[i].created);
		json_key(j, "rows"), json_i64(j, h->imports.v[i].rows);
		json_end(j);
	}
	json_end(j);
}

static void kept_json(struct json_out *j, const struct held_more *h)
{
	static const char *const keys[KEPT_END] = {
		"private_reflections", "goals", "planned_pieces", "supervision_of_you", "supervision_you_wrote", "requests_to_others",
		"observations", "parts_you_gave", "views_you_gave", "answers_you_gave", "files_you_added", "reasons_you_kept_words_for",
		"pieces_held_back", "recovery_codes_left", "mail_does_not_reach_you", "comments_you_made", "conversations_with_you",
		"times_tasks_took", "reviews_of_you", "parts_of_reviews_you_wrote", "reviews_you_signed",
		"comments_on_draft_standards",
	};

	json_key(j, "kept_in_its_own_place"), json_obj(j);
	for (size_t i = 0; i < h->kept.n; i++)
		json_key(j, keys[h->kept.v[i].what]), json_i64(j, h->kept.v[i].n);
	json_end(j);
}

void held_more_json(struct ctx *cx, struct json_out *j, const struct held_more *h)
{
	register_json(j, h);
	training_json(j, h);
	joining_json(cx, j, h);
	details_json(j, h);
	ways_json(j, h);
	rest_json(j, h);
	kept_json(j, h);
}

/* notices.c — the table of kinds, and when each may go. */
#include "rules/notices.h"

#include <string.h>

#define R(role) (1u << (role))
#define EVERYBODY (~0u)

static const struct notice_row rows[NOTICE_END] = {
	[NOTICE_OTHER] = { .always = true, .roles = EVERYBODY },
	[NOTICE_SIGN_IN] = { .always = true, .roles = EVERYBODY },
	[NOTICE_SIGN_IN_UNKNOWN] = { .always = true, .roles = EVERYBODY },
	[NOTICE_SECURITY] = { .always = true, .keeps_words = true, .roles = EVERYBODY },
	[NOTICE_INVITATION] = { .always = true, .roles = EVERYBODY },
	[NOTICE_CLAIMS_WAITING] = { .keeps_words = true, .usual = CHOICE_AT_ONCE, .roles = R(ROLE_ASSESSOR) },
	[NOTICE_ANSWERED] = { .keeps_words = true, .usual = CHOICE_AT_ONCE, .roles = R(ROLE_ASSESSOR) },
	[NOTICE_VIEW_GIVEN] = { .keeps_words = true, .usual = CHOICE_AT_ONCE, .roles = R(ROLE_ECSW) },
	[NOTICE_SHARED] = { .keeps_words = true, .usual = CHOICE_DAILY, .roles = R(ROLE_SUPERVISOR) },
	[NOTICE_ASSIGNED] = { .keeps_words = true, .usual = CHOICE_AT_ONCE,
	                      .roles = R(ROLE_ECSW) | R(ROLE_SUPERVISOR) | R(ROLE_ASSESSOR) | R(ROLE_OBSERVER) },
	[NOTICE_REGISTRATION] = { .keeps_words = true, .usual = CHOICE_AT_ONCE, .roles = R(ROLE_COORDINATOR) | R(ROLE_ASSESSOR) },
	[NOTICE_BULK_DONE] = { .keeps_words = true, .usual = CHOICE_AT_ONCE,
	                       .roles = R(ROLE_COORDINATOR) | R(ROLE_NATIONAL_ADMIN) },
	[NOTICE_ADDRESS_FAILED] = { .keeps_words = true, .usual = CHOICE_DAILY, .roles = R(ROLE_COORDINATOR) },
	[NOTICE_FEEDBACK] = { .keeps_words = true, .usual = CHOICE_AT_ONCE, .roles = R(ROLE_ECSW) },
	[NOTICE_OBSERVATION] = { .keeps_words = true, .usual = CHOICE_AT_ONCE,
	                         .roles = R(ROLE_ECSW) | R(ROLE_SUPERVISOR) | R(ROLE_ASSESSOR) | R(ROLE_OBSERVER) },
	[NOTICE_CONFIRM_ASK] = { .keeps_words = true, .usual = CHOICE_AT_ONCE, .roles = R(ROLE_SUPERVISOR) },
	[NOTICE_FAMILY] = { .keeps_words = true, .usual = CHOICE_AT_ONCE, .roles = R(ROLE_ECSW) },
	[NOTICE_SUPERVISION] = { .keeps_words = true, .usual = CHOICE_AT_ONCE, .roles = R(ROLE_ECSW) },
	[NOTICE_PART] = { .keeps_words = true, .usual = CHOICE_AT_ONCE,
	                  .roles = R(ROLE_SUPERVISOR) | R(ROLE_ASSESSOR) | R(ROLE_OBSERVER) },
	[NOTICE_PART_GIVEN] = { .keeps_words = true, .usual = CHOICE_AT_ONCE, .roles = R(ROLE_ECSW) },
	[NOTICE_ASK_SETTLED] = { .keeps_words = true, .usual = CHOICE_AT_ONCE, .roles = R(ROLE_ECSW) },
	[NOTICE_DATES] = { .keeps_words = true, .usual = CHOICE_DAILY,
	                   .roles = R(ROLE_ECSW) | R(ROLE_SUPERVISOR) | R(ROLE_ASSESSOR) | R(ROLE_COORDINATOR) },
	[NOTICE_TALK] = { .keeps_words = true, .usual = CHOICE_AT_ONCE, .roles = R(ROLE_ECSW) | R(ROLE_SUPERVISOR) | R(ROLE_ASSESSOR) },
	[NOTICE_REVIEW] = { .keeps_words = true, .usual = CHOICE_DAILY, .roles = R(ROLE_ECSW) | R(ROLE_SUPERVISOR) | R(ROLE_ASSESSOR) },
	[NOTICE_REVIEW_LATE] = { .keeps_words = true, .usual = CHOICE_DAILY, .roles = R(ROLE_ECSW) | R(ROLE_SUPERVISOR) | R(ROLE_ASSESSOR) },
	[NOTICE_REVIEW_RELEASED] = { .keeps_words = true, .usual = CHOICE_AT_ONCE, .roles = R(ROLE_ECSW) | R(ROLE_SUPERVISOR) | R(ROLE_ASSESSOR) },
	[NOTICE_REVIEW_SIGN] = { .keeps_words = true, .usual = CHOICE_DAILY, .roles = R(ROLE_ECSW) | R(ROLE_SUPERVISOR) | R(ROLE_ASSESSOR) },
	[NOTICE_AGREED_ASKED] = { .keeps_words = true, .usual = CHOICE_DAILY, .roles = R(ROLE_SUPERVISOR) | R(ROLE_COORDINATOR) },
	[NOTICE_AGREED] = { .keeps_words = true, .usual = CHOICE_AT_ONCE, .roles = R(ROLE_ECSW) },
	[NOTICE_RETURN] = { .keeps_words = true, .usual = CHOICE_DAILY, .roles = R(ROLE_ECSW) | R(ROLE_SUPERVISOR) | R(ROLE_COORDINATOR) },
	[NOTICE_SUPPORT] = { .keeps_words = true, .usual = CHOICE_DAILY, .roles = R(ROLE_ECSW) | R(ROLE_SUPERVISOR) | R(ROLE_ASSESSOR) | R(ROLE_COORDINATOR) },
	[NOTICE_ADJUST_LATE] = { .keeps_words = true, .usual = CHOICE_DAILY, .roles = R(ROLE_COORDINATOR) },
	[NOTICE_PROFILE_ASKED] = { .keeps_words = true, .usual = CHOICE_DAILY, .roles = R(ROLE_NATIONAL_ADMIN) },
	[NOTICE_PROFILE_ANSWERED] = { .keeps_words = true, .usual = CHOICE_DAILY, .roles = R(ROLE_COORDINATOR) },
	[NOTICE_PROFILE_GIVEN] = { .keeps_words = true, .usual = CHOICE_DAILY, .roles = R(ROLE_ECSW) | R(ROLE_SUPERVISOR) | R(ROLE_ASSESSOR) },
	[NOTICE_MOVE] = { .keeps_words = true, .usual = CHOICE_DAILY, .roles = R(ROLE_ECSW) | R(ROLE_COORDINATOR) },
	[NOTICE_MOVED] = { .keeps_words = true, .usual = CHOICE_AT_ONCE, .roles = R(ROLE_ECSW) | R(ROLE_SUPERVISOR) | R(ROLE_ASSESSOR) },
	[NOTICE_DECISION] = { .keeps_words = true, .usual = CHOICE_AT_ONCE, .roles = R(ROLE_ECSW) },
	[NOTICE_DECISION_STAFF] = { .keeps_words = true, .usual = CHOICE_AT_ONCE,
	                            .roles = R(ROLE_ASSESSOR) | R(ROLE_COORDINATOR) | R(ROLE_MODERATOR) | R(ROLE_PANEL_MEMBER) },
	[NOTICE_DECISION_SOON] = { .keeps_words = true, .usual = CHOICE_AT_ONCE, .roles = R(ROLE_ECSW) },
	[NOTICE_DECISION_LATE] = { .keeps_words = true, .usual = CHOICE_DAILY,
	                           .roles = R(ROLE_ASSESSOR) | R(ROLE_COORDINATOR) | R(ROLE_MODERATOR) | R(ROLE_PANEL_MEMBER) },
	[NOTICE_DECISION_ABOVE] = { .keeps_words = true, .usual = CHOICE_DAILY, .roles = R(ROLE_COORDINATOR) | R(ROLE_NATIONAL_ADMIN) },
	[NOTICE_DRAFT_ANSWERED] = { .keeps_words = true, .usual = CHOICE_DAILY, .roles = EVERYBODY & ~(R(ROLE_NATIONAL_ADMIN) | R(ROLE_SYSTEM_ADMIN)) },
	[NOTICE_COMMENTS_CLOSED] = { .keeps_words = true, .usual = CHOICE_DAILY, .roles = R(ROLE_NATIONAL_ADMIN) },
	[NOTICE_AFTER] = { .keeps_words = true, .usual = CHOICE_DAILY, .roles = R(ROLE_ECSW) | R(ROLE_ASSESSOR) | R(ROLE_COORDINATOR) },
	[NOTICE_AFTER_ABOVE] = { .keeps_words = true, .usual = CHOICE_DAILY, .roles = R(ROLE_COORDINATOR) | R(ROLE_NATIONAL_ADMIN) },
	[NOTICE_DIGEST] = { .always = true, .keeps_words = true, .roles = EVERYBODY },
};
static const struct str kind_keys[NOTICE_END] = {
	[NOTICE_OTHER] = S_INIT("account"), [NOTICE_SIGN_IN] = S_INIT("sign_in"),
	[NOTICE_SIGN_IN_UNKNOWN] = S_INIT("sign_in_unknown"), [NOTICE_SECURITY] = S_INIT("security"),
	[NOTICE_INVITATION] = S_INIT("invitation"), [NOTICE_CLAIMS_WAITING] = S_INIT("claims_waiting"),
	[NOTICE_ANSWERED] = S_INIT("answered"), [NOTICE_VIEW_GIVEN] = S_INIT("view_given"), [NOTICE_SHARED] = S_INIT("shared"),
	[NOTICE_ASSIGNED] = S_INIT("assigned"), [NOTICE_REGISTRATION] = S_INIT("registration"),
	[NOTICE_BULK_DONE] = S_INIT("bulk_done"), [NOTICE_ADDRESS_FAILED] = S_INIT("address_failed"),
	[NOTICE_FEEDBACK] = S_INIT("feedback"), [NOTICE_OBSERVATION] = S_INIT("observation"),
	[NOTICE_CONFIRM_ASK] = S_INIT("confirm_ask"), [NOTICE_FAMILY] = S_INIT("family"),
	[NOTICE_SUPERVISION] = S_INIT("supervision"), [NOTICE_PART] = S_INIT("part"),
	[NOTICE_PART_GIVEN] = S_INIT("part_given"), [NOTICE_ASK_SETTLED] = S_INIT("ask_settled"),
	[NOTICE_DATES] = S_INIT("dates"), [NOTICE_TALK] = S_INIT("talk"), [NOTICE_REVIEW] = S_INIT("review"),
	[NOTICE_REVIEW_LATE] = S_INIT("review_late"), [NOTICE_REVIEW_RELEASED] = S_INIT("review_released"),
	[NOTICE_REVIEW_SIGN] = S_INIT("review_sign"), [NOTICE_AGREED_ASKED] = S_INIT("agreed_asked"),
	[NOTICE_AGREED] = S_INIT("agreed"), [NOTICE_RETURN] = S_INIT("return_plan"),
	[NOTICE_ADJUST_LATE] = S_INIT("adjustment_late"), [NOTICE_SUPPORT] = S_INIT("support"), [NOTICE_PROFILE_ASKED] = S_INIT("profile_asked"),
	[NOTICE_PROFILE_ANSWERED] = S_INIT("profile_answered"), [NOTICE_PROFILE_GIVEN] = S_INIT("profile_given"), [NOTICE_MOVE] = S_INIT("programme_move"), [NOTICE_MOVED] = S_INIT("programme_moved"), [NOTICE_DECISION] = S_INIT("decision"),
	[NOTICE_DECISION_STAFF] = S_INIT("decision_waiting"), [NOTICE_DECISION_SOON] = S_INIT("decision_soon"),
	[NOTICE_DECISION_LATE] = S_INIT("decision_late"), [NOTICE_DECISION_ABOVE] = S_INIT("decision_above"), [NOTICE_DRAFT_ANSWERED] = S_INIT("draft_answered"),
	[NOTICE_AFTER] = S_INIT("after_outcome"), [NOTICE_AFTER_ABOVE] = S_INIT("after_outcome_above"),
	[NOTICE_COMMENTS_CLOSED] = S_INIT("comments_closed"), [NOTICE_DIGEST] = S_INIT("digest"),
};
const struct key_list notice_kinds = { kind_keys, NOTICE_END };
static const struct str choice_keys[CHOICE_END] = {
	[CHOICE_AT_ONCE] = S_INIT("at_once"), [CHOICE_DAILY] = S_INIT("daily"), [CHOICE_NONE] = S_INIT("none"),
};
const struct key_list notice_choices = { choice_keys, CHOICE_END };

const struct notice_wishes notice_wishes_usual = {
	.digest_at = 8 * 60, .quiet = true, .quiet_from = 19 * 60, .quiet_to = 7 * 60, .weekends = true,
};

const struct notice_row *notice_row_of(int kind)
{
	return kind >= 0 && kind < NOTICE_END && kind_keys[kind].n ? &rows[kind] : NULL;
}

enum notice_choice notice_choice_of(int kind, const struct notice_wishes *w)
{
	const struct notice_row *row = notice_row_of(kind);
	enum notice_choice wished = row ? w->choice[kind] : CHOICE_USUAL;

	if (!row || row->always)
		return CHOICE_AT_ONCE;
	return wished == CHOICE_USUAL ? row->usual : wished;
}

static instant at_minute(struct date d, int minute)
{
	return instant_of(d, minute / 60, minute % 60);
}

/* One step out of the quiet hours t is in; t itself when it is in none. */
static instant step_out(const struct notice_wishes *w, instant t)
{
	struct date d = date_of(t);
	bool overnight = w->quiet_from > w->quiet_to;

	if (w->weekends && date_weekday(d) >= 5)
		return at_minute(date_plus(d, 1), 0);
	if (overnight && t >= at_minute(d, w->quiet_from))
		return at_minute(date_plus(d, 1), 0);
	if ((overnight || t >= at_minute(d, w->quiet_from)) && t < at_minute(d, w->quiet_to))
		return at_minute(d, w->quiet_to);
	return t;
}

instant quiet_end(const struct notice_wishes *w, instant t)
{
	/* At most: an evening, two days, a night. */
	for (int i = 0; w->quiet && i < 6; i++) {
		instant next = step_out(w, t);

		if (next <= t)
			break;
		t = next;
	}
	return t;
}

instant notice_due(int kind, const struct notice_wishes *w, instant now)
{
	const struct notice_row *row = notice_row_of(kind);
	struct date today = date_of(now);
	instant at;

	if (!row || row->always)
		return now;
	switch (notice_choice_of(kind, w)) {
	case CHOICE_NONE:
		return NOTICE_NEVER;
	case CHOICE_DAILY:
		at = at_minute(today, w->digest_at);
		return quiet_end(w, at > now ? at : at_minute(date_plus(today, 1), w->digest_at));
	default:
		return quiet_end(w, now);
	}
}

/* 530 to 538 and 454 are about who we are; 550, 551, 553 and 501 about the mailbox; 552 and 554 about the message. */
enum mail_why mail_why_of_status(long status)
{
	if (status == 454 || (status >= 530 && status <= 538))
		return MAIL_WHY_LOGIN;
	if (status >= 400 && status < 500)
		return MAIL_WHY_LATER;
	if (status == 501 || status == 550 || status == 551 || status == 553 || status == 556)
		return MAIL_WHY_ADDRESS;
	if (status == 552 || status == 554 || status == 555)
		return MAIL_WHY_REFUSED;
	return status >= 500 ? MAIL_WHY_LATER : MAIL_WHY_UNREACHABLE;
}

bool mail_why_is_final(enum mail_why why)
{
	return why == MAIL_WHY_ADDRESS || why == MAIL_WHY_REFUSED || why == MAIL_WHY_TOO_LATE || why == MAIL_WHY_DEMO ||
	       why == MAIL_WHY_BOUNCED;
}

/* code_of — an enhanced status code (RFC 3463) at the beginning of s: class, subject, detail. */
static bool code_of(struct str s, int ret[3])
{
	size_t at = 0;

	for (int i = 0; i < 3; i++) {
		int n = 0, digits = 0;

		for (; at < s.n && s.p[at] >= '0' && s.p[at] <= '9' && digits < 3; at++, digits++)
			n = n * 10 + (s.p[at] - '0');
		if (!digits || (i < 2 && (at >= s.n || s.p[at++] != '.')))
			return false;
		ret[i] = n;
	}
	return true;
}

/* Many servers say 5.0.0 and mean what stands in the answer they were given: "smtp; 550 5.1.1 …", or a plain 550. */
static void ask_diagnostic(struct str diagnostic, int code[3])
{
	static const char *const mailboxes[] = { "550", "551", "553" };

	for (size_t i = 0; i < diagnostic.n; i++) {
		struct str rest = { diagnostic.p + i, diagnostic.n - i };
		bool begins = i == 0 || diagnostic.p[i - 1] == ' ';
		int found[3];

		if (!begins || rest.n < 3)
			continue;
		if (code_of(rest, found) && found[0] == 5) {
			memcpy(code, found, sizeof(found));
			return;
		}
		for (size_t k = 0; k < COUNT_OF(mailboxes); k++)
			if (memcmp(rest.p, mailboxes[k], 3) == 0)
				code[1] = 1;
	}
}

/* RFC 3463: 1.x is about addresses, but for 1.7 and 1.8, which are about ours; 2.1 a mailbox that is shut, 4.4 a host that is
 * not there. A full mailbox, a policy, a size are not. */
static bool is_of_address(const int code[3])
{
	return (code[1] == 1 && code[2] != 7 && code[2] != 8) || (code[1] == 2 && code[2] == 1) || (code[1] == 4 && code[2] == 4);
}

enum mail_bounce mail_bounce_of(struct str action, struct str status, struct str diagnostic, int *ret_status)
{
	static const char failed[] = "failed";
	int code[3] = { 0, 0, 0 };

	if (action.n != sizeof(failed) - 1)
		return BOUNCE_NOT;
	for (size_t i = 0; i < action.n; i++)
		if ((action.p[i] | 32) != failed[i])
			return BOUNCE_NOT;
	if (!code_of(status, code) || (code[0] != 5 && code[0] != 4))
		code[0] = 5, code[1] = code[2] = 0;
	if (code[0] == 5 && code[1] == 0 && code[2] == 0)
		ask_diagnostic(diagnostic, code);
	*ret_status = code[0] * 100 + (code[1] < 10 ? code[1] * 10 : 0) + (code[2] < 10 ? code[2] : 0);
	return code[0] == 5 && is_of_address(code) ? BOUNCE_ADDRESS : BOUNCE_ONCE;
}

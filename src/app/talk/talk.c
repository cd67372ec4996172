/* talk.c — conversations: begun, answered, resolved, opened again; and what follows when something was said. */
#include "app/talk/talk_inside.h"

#include "app/notices/notices.h"
#include "app/privacy/privacy.h"

enum { TWICE_WITHIN = 10 * MINUTE };

/* ---- forms ---- */

static const struct field talk_fields[] = {
	LONG_TEXT(struct talk_typed, comment, .label = T_TALK_COMMENT, .hint = T_TALK_COMMENT_HINT, .max = TALK_COMMENT_MAX, .rows = 4,
	          .required = true, .missing = T_TALK_COMMENT_MISSING),
	TEXT(struct talk_typed, field, .label = T_TALK_FIELD, .max = 100),
	LONG_TEXT(struct talk_typed, quote, .label = T_TALK_QUOTE, .max = TALK_QUOTE_MAX),
	INT(struct talk_typed, at, .label = T_TALK_AT, .max = 1000000),
	INT(struct talk_typed, of_version, .label = T_TALK_OF_VERSION, .max = 1000000000),
	LIST_OF(struct talk_typed, tell, .label = T_TALK_TELL, .max = TALK_PEOPLE_MAX),
	BOOL(struct talk_typed, hold, .label = T_TALK_HOLD, .max = 1),
	BOOL(struct talk_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form talk_form = { .name = "talk", .size = sizeof(struct talk_typed), .fields = talk_fields, .n = COUNT_OF(talk_fields),
	                            .autosave = true };

static const struct field answer_fields[] = {
	LONG_TEXT(struct talk_answer_typed, reply, .label = T_TALK_YOUR_ANSWER, .max = TALK_COMMENT_MAX, .rows = 3, .required = true,
	          .missing = T_TALK_COMMENT_MISSING),
	LIST_OF(struct talk_answer_typed, tell, .label = T_TALK_TELL, .max = TALK_PEOPLE_MAX),
	BOOL(struct talk_answer_typed, hold, .label = T_TALK_HOLD, .max = 1),
	BOOL(struct talk_answer_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form talk_answer_form = { .name = "talk_answer", .size = sizeof(struct talk_answer_typed), .fields = answer_fields,
	                                   .n = COUNT_OF(answer_fields), .autosave = true };

/* ---- reading ---- */

enum rc talk_list(struct ctx *cx)
{
	const struct talks_now *all;
	struct json_out *j;
	enum rc rc = talks_load(cx, &all);

	if (rc != OK)
		return rc;
	j = reply_json(cx);
	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < all->n; i++)
		talk_json(cx, j, all, &all->v[i]);
	json_end(j);
	json_key(j, "next"), json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

static struct url talk_url(struct ctx *cx, struct uuid talk)
{
	if (cx->json)
		return url_id(cx, "/talks/", talk, "");
	return url_id(cx, "/evidence/", cx->evidence->uuid, str_c(cx->arena, strf(cx->arena, "#t-%s", uuid_str(cx->arena, talk).p)));
}

enum rc talk_show(struct ctx *cx)
{
	const struct talks_now *all;
	enum rc rc;

	if (!cx->json)
		return redirect(cx, talk_url(cx, cx->talk->uuid));
	rc = talks_load(cx, &all);
	for (size_t i = 0; rc == OK && i < all->n; i++)
		if (all->v[i].row->talk == cx->talk->id) {
			talk_json(cx, reply_json(cx), all, &all->v[i]);
			return answer_json(cx, 200);
		}
	return rc == OK ? NOT_FOUND : rc;
}

/* ---- saying something ---- */

/* What is to be said, whichever form it came by. */
struct saying {
	const char *field; /* of the form: where its errors go */
	struct str text;
	const struct str_list *tell;
	bool read_again;
	bool hold, waits;  /* waits: it is held because what it answers is */
	struct talk_people_rows people;
	bool *told;        /* by index in people */
};

/* check_saying — what must not be in it, and whom it names: everybody with an @ who may read the piece. */
static enum rc check_saying(struct ctx *cx, struct saying *s)
{
	enum rc rc = sql_talk_people(cx->db, cx->arena, cx->induction->id, cx->induction->ecsw, cx->actor.person, cx->today, &s->people);
	struct piece_words words = { .n = 0 };
	struct str plain = s->text;

	for (size_t k = 0; rc == OK && k < s->people.n; k++) /* a mention is nobody's handle */
		plain = mention_apart(cx->arena, plain, s->people.v[k].name);
	if (rc != OK)
		return rc;
	piece_word_add(cx, &words, str_from_c(s->field), STR_NONE, plain, cx->person_name);
	if ((rc = privacy_in_given(cx, &words, s->read_again)) != OK)
		return rc;
	if (s->hold && !s->waits && !access_ok(may_judge_evidence(&cx->actor, &cx->resource)))
		return cx->json ? field_error(cx, "hold", T_TALK_NOT_HELD) : field_error(cx, s->field, T_TALK_NOT_HELD);
	s->told = NEW_ARRAY(cx->arena, bool, s->people.n + 1);
	for (size_t k = 0; k < s->people.n; k++)
		s->told[k] = s->people.v[k].person == cx->induction->ecsw || mentioned(s->text, s->people.v[k].name);
	for (size_t i = 0; i < s->tell->n; i++) {
		bool known = false;

		for (size_t k = 0; k < s->people.n; k++)
			if (str_eq(str_trim(s->tell->v[i]), uuid_str(cx->arena, s->people.v[k].id)))
				s->told[k] = known = true;
		if (!known)
			return field_error(cx, "tell", T_TALK_TELL_UNKNOWN);
	}
	return OK;
}

/* tell — everybody the conversation is with, if they may still read the piece. */
static enum rc tell(struct ctx *cx, int64_t talk)
{
	struct talk_with_rows with;
	enum rc rc = sql_talk_with(cx->db, cx->arena, talk, cx->induction->id, cx->actor.person, cx->today, &with);

	for (size_t i = 0; rc == OK && i < with.n; i++)
		rc = notice(cx, NOTICE_TALK, with.v[i].person, cx->induction->employer);
	return rc;
}

static struct str event_of(struct ctx *cx, struct uuid talk)
{
	return strf(cx->arena, "{\"talk\":\"%s\"}", uuid_str(cx->arena, talk).p);
}

/* open_again — a conversation that had been resolved, because something can be read in it that could not before. */
static enum rc open_again(struct ctx *cx, int64_t talk, struct uuid id)
{
	int64_t opened = 0;
	enum rc rc = sql_talk_resolve(cx->db, cx->arena, talk, DB_NULL_INT, DB_NULL_INT, &opened);

	return rc == OK && opened ? event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_TALK_REOPENED, cx->evidence->uuid, event_of(cx, id)) : rc;
}

static enum rc say(struct ctx *cx, const struct saying *s, int64_t talk, struct uuid id)
{
	enum rc rc = sql_talk_comment_add(cx->db, cx->arena, uuid7(cx->now), talk, cx->actor.person, cx->actor.role, s->text, s->hold, cx->now, NULL);

	if (rc == OK)
		rc = sql_talk_with_add(cx->db, cx->arena, talk, cx->actor.person, cx->now, NULL);
	for (size_t k = 0; rc == OK && k < s->people.n; k++)
		if (s->told[k])
			rc = sql_talk_with_add(cx->db, cx->arena, talk, s->people.v[k].person, cx->now, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, s->hold ? EVENT_COMMENT_HELD : EVENT_COMMENTED, cx->evidence->uuid,
		               event_of(cx, id));
	return rc == OK && !s->hold ? tell(cx, talk) : rc;
}

/* find_passage — the words somebody pasted or selected, in the version they read: in the answer they named, or else in any. */
static enum rc find_passage(struct ctx *cx, const struct talk_typed *f, struct str *ret_field, struct str *ret_quote, struct passage *ret)
{
	int64_t version = f->of_version ? f->of_version : cx->evidence->version;
	const struct piece_word *w;
	struct piece_words words;
	bool closed = false;
	enum rc rc = evidence_written_at(cx, version, &words, &closed);

	if (rc == NOT_FOUND || closed)
		rc = evidence_own_written(cx, &words);
	if (rc != OK)
		return rc;
	w = word_named(&words, f->field);
	if (f->field.n && !w)
		return field_error(cx, "field", T_TALK_NO_FIELD);
	*ret_field = f->field;
	if (!str_trim(f->quote).n)
		return OK;
	for (size_t i = 0; i <= words.n; i++) {
		const struct piece_word *one = i ? &words.v[i - 1] : w;

		if (one && passage_find(one->text, f->quote, (size_t)f->at, ret)) {
			*ret_field = one->name;
			*ret_quote = str_sub(one->text, ret->at, ret->n);
			return OK;
		}
	}
	return field_error(cx, "quote", T_TALK_NO_QUOTE);
}

static enum rc room_for_more(struct ctx *cx, int64_t talk, const char *field)
{
	struct talk_counts_row n;
	enum rc rc = sql_talk_counts(cx->db, cx->arena, cx->evidence->id, talk, &n);

	if (rc == OK && (n.all_comments >= TALK_COMMENTS_A_PIECE || (talk ? n.comments >= TALK_COMMENTS_MAX : n.talks >= TALKS_A_PIECE)))
		return field_error(cx, field, T_TALK_FULL);
	return rc;
}

static enum rc said(struct ctx *cx, struct uuid talk, bool held, bool is_new)
{
	enum word notice = held ? T_TALK_NOTICE_HELD : T_TALK_NOTICE_SAID;

	return is_new ? created(cx, talk_url(cx, talk), notice) : done(cx, talk_url(cx, talk), notice);
}

enum rc talk_begin(struct ctx *cx)
{
	const struct talk_typed *f = cx->form;
	struct saying s = { .field = "comment", .text = str_trim(f->comment), .tell = &f->tell, .read_again = f->read_again, .hold = f->hold };
	struct str field = S(""), quote = S("");
	struct passage at = { 0, 0 };
	struct uuid id = uuid7(cx->now);
	struct talk_twin_row twin;
	struct talk_add_row added;
	enum rc rc = check_saying(cx, &s);

	if (rc != OK || (rc = find_passage(cx, f, &field, &quote, &at)) != OK)
		return rc;
	rc = sql_talk_twin(cx->db, cx->arena, cx->evidence->id, 0, cx->actor.person, s.text, s.hold, field, quote,
	                   cx->now - TWICE_WITHIN, &twin);
	if (rc != NOT_FOUND) /* pressed twice */
		return rc == OK ? said(cx, twin.id, s.hold, false) : rc;
	if ((rc = room_for_more(cx, 0, "comment")) != OK ||
	    (rc = sql_talk_add(cx->db, cx->arena, id, cx->evidence->id, f->of_version ? f->of_version : cx->evidence->version, field, quote,
	                       (int64_t)at.at, cx->actor.person, cx->now, &added)) != OK ||
	    (rc = say(cx, &s, added.talk, id)) != OK)
		return rc;
	return said(cx, id, s.hold, cx->json);
}

enum rc talk_begin_again(struct ctx *cx)
{
	return evidence_show(cx);
}

/* An answer to a conversation that was resolved while it was being written opens it again: nothing is lost. One to a conversation
 * that waits for a view waits with it: nobody could read it alone. */
enum rc talk_answer(struct ctx *cx)
{
	const struct talk_answer_typed *f = cx->form;
	struct saying s = { .field = "reply", .text = str_trim(f->reply), .tell = &f->tell, .read_again = f->read_again,
		                .hold = f->hold || cx->talk->waits, .waits = cx->talk->waits };
	struct talk_twin_row twin;
	enum rc rc = check_saying(cx, &s);

	if (rc != OK)
		return rc;
	rc = sql_talk_twin(cx->db, cx->arena, cx->evidence->id, cx->talk->id, cx->actor.person, s.text, s.hold, S(""), S(""),
	                   cx->now - TWICE_WITHIN, &twin);
	if (rc != NOT_FOUND)
		return rc == OK ? said(cx, cx->talk->uuid, s.hold, false) : rc;
	if ((rc = room_for_more(cx, cx->talk->id, "reply")) != OK || (rc = say(cx, &s, cx->talk->id, cx->talk->uuid)) != OK)
		return rc;
	if (!s.hold)
		rc = open_again(cx, cx->talk->id, cx->talk->uuid);
	return rc == OK ? said(cx, cx->talk->uuid, s.hold, false) : rc;
}

enum rc talk_answer_again(struct ctx *cx)
{
	return evidence_show(cx);
}

/* ---- its end, and what is taken back ---- */

static enum rc set_resolved(struct ctx *cx, bool resolved, enum event_kind kind, enum word notice)
{
	int64_t changed = 0;
	enum rc rc = sql_talk_resolve(cx->db, cx->arena, cx->talk->id, resolved ? cx->actor.person : DB_NULL_INT, resolved ? cx->now : DB_NULL_INT,
	                              &changed);

	if (rc == OK && changed) /* pressed twice is once */
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, kind, cx->evidence->uuid, event_of(cx, cx->talk->uuid));
	return rc == OK ? done(cx, talk_url(cx, cx->talk->uuid), notice) : rc;
}

enum rc talk_resolve(struct ctx *cx)
{
	return set_resolved(cx, true, EVENT_TALK_RESOLVED, T_TALK_NOTICE_RESOLVED);
}

enum rc talk_reopen(struct ctx *cx)
{
	return set_resolved(cx, false, EVENT_TALK_REOPENED, T_TALK_NOTICE_REOPENED);
}

enum rc talk_take_back(struct ctx *cx)
{
	struct uuid id;
	int64_t removed = 0;
	enum rc rc;

	if (!uuid_parse(param(cx, "comment"), &id))
		return NOT_FOUND;
	rc = sql_talk_comment_remove(cx->db, cx->arena, cx->talk->id, id, cx->actor.person, cx->now, &removed);
	if (rc == OK && !removed)
		return NOT_FOUND;
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_COMMENT_REMOVED, cx->evidence->uuid, event_of(cx, cx->talk->uuid));
	return rc == OK ? done(cx, talk_url(cx, cx->talk->uuid), T_TALK_NOTICE_TAKEN_BACK) : rc;
}

/* talk_say_now — a comment that was held is said after all, without waiting for a view. */
enum rc talk_say_now(struct ctx *cx)
{
	struct uuid id;
	int64_t now_said = 0;
	enum rc rc;

	if (!uuid_parse(param(cx, "comment"), &id))
		return NOT_FOUND;
	rc = sql_talk_say_now(cx->db, cx->arena, cx->talk->id, id, cx->actor.person, cx->now, &now_said);
	if (rc != OK || !now_said)
		return rc == OK ? NOT_FOUND : rc;
	if ((rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_COMMENTED, cx->evidence->uuid, event_of(cx, cx->talk->uuid))) != OK ||
	    (rc = open_again(cx, cx->talk->id, cx->talk->uuid)) != OK || (rc = tell(cx, cx->talk->id)) != OK)
		return rc;
	return done(cx, talk_url(cx, cx->talk->uuid), T_TALK_NOTICE_SAID);
}

enum rc talk_release(struct ctx *cx, int64_t view_given)
{
	struct talk_released_rows ended;
	struct talk_told_with_rows told;
	int64_t released = 0;
	enum rc rc = sql_talk_release(cx->db, cx->arena, cx->evidence->id, cx->actor.person, view_given, &released);

	if (rc != OK || !released || (rc = sql_talk_released(cx->db, cx->arena, cx->evidence->id, view_given, &ended)) != OK)
		return rc;
	for (size_t i = 0; i < ended.n; i++)
		if ((rc = open_again(cx, ended.v[i].talk, ended.v[i].id)) != OK)
			return rc;
	rc = sql_talk_told_with(cx->db, cx->arena, cx->evidence->id, view_given, cx->actor.person, cx->induction->ecsw, &told);
	for (size_t i = 0; rc == OK && i < told.n; i++)
		rc = notice(cx, NOTICE_TALK, told.v[i].person, cx->induction->employer);
	return rc;
}

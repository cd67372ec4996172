/* privacy_act.c — answering what was found: replaced, kept with a reason, undone; then the piece goes on. Holding a piece back and
 * giving it back. */
#include "app/privacy/privacy_inside.h"

#include "app/notices/notices.h"
#include "web/form.h"

static const struct str act_keys[] = {
	[DO_SWAP] = S_INIT("replace"), [DO_SWAP_ALL] = S_INIT("replace_all"), [DO_KEEP] = S_INIT("keep"), [DO_UNDO] = S_INIT("undo"),
	[DO_SHARE] = S_INIT("share"), [DO_SUBMIT] = S_INIT("submit"), [DO_SAVE] = S_INIT("save"),
};
static const struct key_list acts = { act_keys, (int)COUNT_OF(act_keys) };
static const enum word reason_words[] = {
	[KEEP_NOT_REAL] = T_FINDS_KEEP_NOT_REAL, [KEEP_PUBLIC] = T_FINDS_KEEP_PUBLIC, [KEEP_OTHER] = T_FINDS_KEEP_OTHER,
};

enum { WHY_MAX = 500, INSTEAD_MAX = 200, FINDING_MAX = PRIVACY_FINDINGS_MAX + PRIVACY_POINTED_PLACES + 100 };

static const struct field privacy_fields[] = {
	INT(struct privacy_typed, finding, .label = T_FINDS_FINDING, .max = FINDING_MAX, .min = 0),
	CHOICE(struct privacy_typed, reason, .label = T_FINDS_KEEP_WHY, .choices = &privacy_reasons, .choice_words = reason_words, .max = KEEP_END),
	TEXT(struct privacy_typed, why, .label = T_FINDS_KEEP_WORDS, .max = WHY_MAX),
	TEXT(struct privacy_typed, instead, .label = T_FINDS_INSTEAD, .max = INSTEAD_MAX),
	TEXT(struct privacy_typed, then, .label = T_FINDS_THEN, .max = 20),
	{ .type = FIELD_ACTION, .name = "do", .offset = offsetof(struct privacy_typed, act), .label = T_EVIDENCE_DO, .required = true,
	  .in_draft_too = true, .max = DO_SAVE, .choices = &acts },
};

static void check_answer(struct ctx *cx, const void *filled)
{
	const struct privacy_typed *f = filled;

	if (f->act == DO_KEEP && !f->reason)
		field_error(cx, "reason", T_FINDS_REASON_MISSING);
	else if (f->act == DO_KEEP && f->reason == KEEP_OTHER && !str_trim(f->why).n)
		field_error(cx, "why", T_FINDS_WHY_MISSING);
}

const struct form privacy_form = {
	.name = "privacy", .size = sizeof(struct privacy_typed), .fields = privacy_fields, .n = COUNT_OF(privacy_fields),
	.check = check_answer, .wants_version = true, .autosave = true, .offers_drafts = true,
};

/* ---- holding back ---- */

static enum rc hold(struct ctx *cx, enum privacy_hold kind, int64_t classes, struct str words, bool in_file)
{
	const struct evidence *e = cx->evidence;
	int64_t person = cx->actor.person ? cx->actor.person : cx->induction->ecsw; /* behind a link nobody is signed in */
	enum rc rc;

	if (e->held != HOLD_NONE)
		return OK;
	if ((rc = sql_privacy_set_held(cx->db, cx->arena, e->id, kind, NULL)) != OK ||
	    (rc = sql_privacy_hold_add(cx->db, cx->arena, e->id, kind, e->version, classes, words, in_file, person, cx->now,
	                                   NULL)) != OK ||
	    (rc = privacy_saw(cx, classes)) != OK || (rc = load_evidence(cx, e->uuid)) != OK)
		return rc;
	return event_add(cx, CHAIN_INDUCTION, cx->induction->id, kind == HOLD_CHANGE ? EVENT_PRIVACY_HELD : EVENT_PRIVACY_SENT_BACK, e->uuid,
	                 strf(cx->arena, "{\"version\":%lld,\"classes\":%lld}", (long long)e->version, (long long)classes));
}

enum rc privacy_hold_back(struct ctx *cx, int64_t classes)
{
	return hold(cx, HOLD_CHANGE, classes, S(""), false);
}

enum rc privacy_hold_pointed(struct ctx *cx, enum privacy_hold kind, int64_t classes, struct str words, bool in_file)
{
	return hold(cx, kind, classes, words, in_file);
}

/* words_moved — where nobody said which words it is (before that could be said): do they differ from those that were read? */
static enum rc words_moved(struct ctx *cx, int64_t version, bool *ret)
{
	struct str was, is;
	enum rc rc = evidence_words_at(cx, version, &was);

	if (rc == OK)
		rc = evidence_words_at(cx, 0, &is);
	*ret = rc == OK && !str_eq(str_trim(was), str_trim(is));
	return rc == NOT_FOUND ? OK : rc;
}

/* A reader's finding is mended when it is gone: the words pointed at are findings of the check (state_of), and what is left to
 * ask here is the rest. A version number says nothing: an answer from outside makes a new one. */
enum rc privacy_is_mended(struct ctx *cx, bool asked_for, bool *ret, enum word *ret_why)
{
	struct privacy_hold_now_row h;
	struct privacy_files_since_row files;
	enum rc rc = sql_privacy_hold_now(cx->db, cx->arena, cx->evidence->id, &h);

	*ret = rc == NOT_FOUND || h.kind == HOLD_CHANGE || (h.words.n && !h.in_file);
	*ret_why = 0;
	if (rc != OK || *ret)
		return rc == NOT_FOUND ? OK : rc;
	if (h.in_file) {
		*ret_why = T_FINDS_FILE_STANDS;
		rc = sql_privacy_files_since(cx->db, cx->arena, cx->evidence->id, h.began, &files);
		*ret = rc == OK && files.gone > 0;
	} else {
		*ret_why = T_FINDS_NOT_CHANGED;
		rc = words_moved(cx, h.version, ret);
		*ret = *ret && asked_for;
	}
	return rc;
}

enum rc privacy_give_back(struct ctx *cx)
{
	const struct evidence *e = cx->evidence;
	struct privacy_hold_now_row h;
	bool was_changed;
	enum rc rc = sql_privacy_hold_now(cx->db, cx->arena, e->id, &h);

	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	was_changed = h.kind == HOLD_CHANGE;
	/* What a reader saw may have stood there from the beginning; words of one's own change began with it. */
	if ((rc = sql_privacy_close_versions(cx->db, cx->arena, e->id, was_changed ? h.version : 0, e->version, NULL)) != OK ||
	    (rc = sql_privacy_set_held(cx->db, cx->arena, e->id, HOLD_NONE, NULL)) != OK ||
	    (rc = sql_privacy_hold_end(cx->db, cx->arena, e->id, cx->now, NULL)) != OK)
		return rc;
	rc = evidence_mended(cx, EVENT_PRIVACY_MENDED, strf(cx->arena, "{\"version\":%lld}", (long long)e->version + 1));
	return rc == OK && !was_changed ? notice_assigned(cx, NOTICE_CLAIMS_WAITING, cx->induction->id, ROLE_ASSESSOR, cx->induction->employer) : rc;
}

enum rc privacy_forget(struct ctx *cx)
{
	return sql_privacy_hold_end(cx->db, cx->arena, cx->evidence->id, cx->now, NULL);
}

/* ---- replacing ---- */

/* what_then — what is to stand there: what was typed, or what the check proposes. Others' words are not typed into: what was found
 * in them is covered, in brackets, so that a reader sees that it is not what they wrote. */
static struct str what_then(struct ctx *cx, const struct privacy_state *s, const struct privacy_finding *f, struct str typed)
{
	struct str proposed = instead_of(cx, s, f);

	if (!s->words.v[f->text].by.n)
		return typed.n ? typed : proposed;
	return str_starts(proposed, S("[")) ? proposed : strf(cx->arena, "[%.*s]", STR_FMT(proposed));
}

/* replaced — a text with some of its findings changed, from the last to the first. */
static struct str replaced(struct ctx *cx, const struct privacy_state *s, size_t text, const bool *which, struct str instead)
{
	struct str from = s->words.v[text].text;
	struct buf b = buf_new(cx->arena, from.n + 1 + s->found.n * 256);
	size_t at = 0;

	for (size_t i = 0; i < s->found.n; i++) {
		const struct privacy_finding *f = &s->found.v[i];

		if (f->text != text || !which[i])
			continue;
		buf_add(&b, str_sub(from, at, f->start - at));
		buf_add(&b, what_then(cx, s, f, instead));
		at = f->end;
	}
	buf_add(&b, str_sub(from, at, SIZE_MAX));
	return buf_str(&b);
}

/* rewrite — the name of a file is its own to change, beside the words of the piece. */
static enum rc rewrite(struct ctx *cx, struct str name, struct str text)
{
	return files_is_name(name) ? file_rename(cx, name, text) : evidence_rewrite(cx, name, text);
}

static enum rc swap_detail(struct ctx *cx, const struct privacy_state *s, size_t detail, struct str instead)
{
	const struct privacy_finding *f = &s->found.jigsaw[detail];
	struct str from = s->words.v[f->text].text;

	if (in_file(s, f->text))
		return field_error(cx, "finding", T_FINDS_IN_FILE_STAYS);
	instead = what_then(cx, s, f, instead);
	return rewrite(cx, s->words.v[f->text].name,
	               strf(cx->arena, "%.*s%.*s%.*s", (int)f->start, from.p, STR_FMT(instead), (int)(from.n - f->end), from.p + f->end));
}

static struct str class_data(struct ctx *cx, enum privacy_class class, size_t n)
{
	return strf(cx->arena, "{\"version\":%lld,\"class\":\"%.*s\",\"places\":%zu}", (long long)cx->evidence->version + 1,
	            STR_FMT(privacy_key(class)), n);
}

static enum rc swap(struct ctx *cx, const struct privacy_typed *t, const struct privacy_state *s)
{
	size_t i = (size_t)t->finding - 1, n = 0;
	struct str instead = str_trim(t->instead);
	bool *which;
	enum rc rc = OK;

	if (t->finding < 1 || i >= s->found.n + 1 + s->found.jigsaw_n || i == s->found.n)
		return CONFLICT;
	if (i > s->found.n) {
		rc = swap_detail(cx, s, i - s->found.n - 1, instead);
		return rc == OK ? evidence_mended(cx, EVENT_PRIVACY_REPLACED, class_data(cx, PRIVACY_JIGSAW, 1)) : rc;
	}
	if (in_file(s, s->found.v[i].text))
		return field_error(cx, "finding", T_FINDS_IN_FILE_STAYS);
	which = NEW_ARRAY(cx->arena, bool, s->found.n + 1);
	for (size_t k = 0; k < s->found.n; k++) {
		which[k] = k == i || (t->act == DO_SWAP_ALL && s->found.v[k].group == s->found.v[i].group && !in_file(s, s->found.v[k].text));
		n += which[k];
	}
	for (size_t text = 0; text < s->words.n && rc == OK; text++) {
		struct str to = in_file(s, text) ? s->words.v[text].text : replaced(cx, s, text, which, instead);

		if (!str_eq(to, s->words.v[text].text))
			rc = rewrite(cx, s->words.v[text].name, to);
	}
	if (rc == OK)
		rc = privacy_saw(cx, INT64_C(1) << s->found.v[i].class);
	return rc == OK ? evidence_mended(cx, EVENT_PRIVACY_REPLACED, class_data(cx, s->found.v[i].class, n)) : rc;
}

/* ---- keeping ---- */

static enum rc keep(struct ctx *cx, const struct privacy_typed *t, const struct privacy_state *s)
{
	size_t i = (size_t)t->finding - 1;
	bool together = i == s->found.n && s->found.jigsaw_n;
	enum privacy_class class = together ? PRIVACY_JIGSAW : i < s->found.n ? s->found.v[i].class : 0;
	struct piece_words why = { .n = 0 };
	enum rc rc;

	if (t->finding < 1 || !class)
		return CONFLICT;
	if (!together && !may_stay(&s->found.v[i]))
		return field_error(cx, "reason", s->found.v[i].pointed ? T_FINDS_POINTED_NEVER : T_FINDS_NEVER);
	/* A reason stays beside the piece: what can't be kept can't be in it either. The rest may be what it is about. */
	piece_word_add(cx, &why, S("why"), STR_NONE, str_trim(t->why), cx->person_name);
	if ((rc = privacy_in_given(cx, &why, true)) != OK)
		return rc;
	rc = sql_privacy_keep(cx->db, cx->arena, cx->evidence->id, class, together ? jigsaw_text(cx, s) : found_text(s, &s->found.v[i]), t->reason,
	                      str_trim(t->why), cx->actor.person, cx->now, NULL);
	if (rc == OK)
		rc = privacy_saw(cx, INT64_C(1) << class);
	return rc == OK ? event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_PRIVACY_KEPT, cx->evidence->uuid,
	                            strf(cx->arena, "{\"class\":\"%.*s\",\"reason\":\"%.*s\"}", STR_FMT(privacy_key(class)),
	                                 STR_FMT(key_of(&privacy_reasons, t->reason)))) : rc;
}

static enum rc undo(struct ctx *cx, const struct privacy_typed *t, const struct privacy_state *s)
{
	size_t i = (size_t)t->finding - 1;
	int at = t->finding < 1 ? -1 : i < s->found.n ? s->kept_at[i] : i == s->found.n ? s->jigsaw_kept_at : -1;
	enum rc rc;

	if (at < 0)
		return CONFLICT;
	rc = sql_privacy_unkeep(cx->db, cx->arena, cx->evidence->id, s->kept.v[at].kept, NULL);
	return rc == OK ? event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_PRIVACY_UNKEPT, cx->evidence->uuid,
	                            strf(cx->arena, "{\"class\":\"%.*s\"}", STR_FMT(privacy_key((enum privacy_class)s->kept.v[at].class)))) : rc;
}

/* ---- going on ---- */

static struct url here(struct ctx *cx, const struct privacy_typed *t, const char *place)
{
	struct url u = url_id(cx, "/evidence/", cx->evidence->uuid, "/privacy");

	if (t->then.n)
		u = url_with(cx, u, "then", t->then);
	u.s = strf(cx->arena, "%.*s%s", STR_FMT(u.s), place);
	return u;
}

/* state_body — for a program: what is left to answer. */
static enum rc state_body(struct ctx *cx)
{
	struct privacy_state s;
	struct json_out *j;
	enum rc rc = cx->json ? state_of_piece(cx, &s) : OK;

	cx->current_version = cx->evidence->version;
	if (rc != OK || !cx->json)
		return rc;
	j = reply_json(cx);
	json_obj(j);
	json_key(j, "version"), json_i64(j, cx->evidence->version);
	state_json(cx, j, &s);
	json_end(j);
	return OK;
}

static enum rc answered(struct ctx *cx, const struct privacy_typed *t, enum word notice)
{
	const char *place = t->finding > 0 && (t->act == DO_KEEP || t->act == DO_UNDO)
	                            ? str_c(cx->arena, strf(cx->arena, "#find-%lld", (long long)t->finding)) : "";
	enum rc rc = state_body(cx);

	return rc == OK ? done(cx, here(cx, t, place), notice) : rc;
}

static enum rc go_on(struct ctx *cx, const struct privacy_typed *t, const struct privacy_state *s)
{
	bool mended = true;
	enum word why = 0;
	enum rc rc;

	if (s->open) {
		if (cx->json)
			return privacy_refused(cx, cx->evidence->id, &s->words);
		return form_error(cx, T_FINDS_STILL_OPEN);
	}
	if (cx->evidence->held != HOLD_NONE && ((rc = privacy_is_mended(cx, true, &mended, &why)) != OK || !mended))
		return rc != OK ? rc : form_error(cx, why);
	if (cx->evidence->held != HOLD_NONE && (rc = privacy_give_back(cx)) != OK)
		return rc;
	if (t->act != DO_SAVE && cx->evidence->state != EVIDENCE_SUBMITTED) {
		rc = evidence_pass_on(cx, t->act == DO_SUBMIT ? EVIDENCE_SUBMIT : EVIDENCE_SHARE);
		if (rc == INVALID)
			return cx->json ? form_error(cx, T_FINDS_NOTICE_LACKS)
			                : done(cx, url_id(cx, "/evidence/", cx->evidence->uuid, "/edit"), T_FINDS_NOTICE_LACKS);
		if (rc != OK)
			return rc;
	}
	if ((rc = state_body(cx)) != OK)
		return rc;
	return done(cx, url_id(cx, "/evidence/", cx->evidence->uuid, ""),
	            t->act == DO_SUBMIT ? T_EVIDENCE_NOTICE_SUBMITTED : t->act == DO_SHARE ? T_EVIDENCE_NOTICE_SHARED : T_EVIDENCE_NOTICE_SAVED);
}

enum rc privacy_answer(struct ctx *cx)
{
	const struct privacy_typed *t = cx->form;
	struct privacy_state s;
	enum rc rc;

	if ((rc = version_is(cx, cx->evidence->version)) != OK || (rc = state_of_piece(cx, &s)) != OK)
		return rc;
	switch (t->act) {
	case DO_SWAP:
	case DO_SWAP_ALL:
		rc = swap(cx, t, &s);
		return rc == OK ? answered(cx, t, T_FINDS_NOTICE_CHANGED) : rc;
	case DO_KEEP:
		rc = keep(cx, t, &s);
		return rc == OK ? answered(cx, t, T_FINDS_NOTICE_KEPT) : rc;
	case DO_UNDO:
		rc = undo(cx, t, &s);
		return rc == OK ? answered(cx, t, T_FINDS_NOTICE_UNDONE) : rc;
	default:
		return go_on(cx, t, &s);
	}
}

/* privacy_answer_again — the words may have changed in another tab: what the check finds in them now, and why nothing was done. */
enum rc privacy_answer_again(struct ctx *cx)
{
	return draw_privacy(cx);
}

/* privacy_back.c — a reader sends a piece back because it names somebody: from then on nobody but its writer reads it. */
#include "app/privacy/privacy_inside.h"

#include "app/notices/notices.h"
#include "app/privacy/privacy_view.h"
#include "templates.gen.h"
#include "web/form.h"

static const struct field back_fields[] = {
	LIST_OF(struct send_back_typed, what, .label = T_FINDS_BACK_WHAT, .max = PRIVACY_CLASS_END),
	LONG_TEXT(struct send_back_typed, words, .label = T_FINDS_BACK_WORDS, .hint = T_FINDS_BACK_WORDS_HINT, .rows = 4,
	          .max = PRIVACY_POINTED_MAX * (PRIVACY_POINTED_BYTES + 1)),
	BOOL(struct send_back_typed, in_file, .label = T_FINDS_BACK_IN_FILE),
};

static int64_t classes_of(const struct str_list *keys)
{
	int64_t bits = 0;

	for (size_t i = 0; i < keys->n; i++)
		bits |= INT64_C(1) << privacy_class_of_key(str_trim(keys->v[i]));
	return bits & ~INT64_C(1);
}

static void check_back(struct ctx *cx, const void *filled)
{
	if (!classes_of(&((const struct send_back_typed *)filled)->what))
		field_error(cx, "what", T_FINDS_BACK_MISSING);
}

const struct form privacy_send_back_form = {
	.name = "privacy_send_back", .size = sizeof(struct send_back_typed), .fields = back_fields, .n = COUNT_OF(back_fields), .check = check_back,
	.autosave = true,
};

enum rc privacy_back_draw(struct ctx *cx, const struct privacy_back_to *to)
{
	struct privacy_back *v = NEW(cx->arena, struct privacy_back);
	struct form_view fv = form_view(cx, &privacy_send_back_form, NULL, -1);
	struct str_list ticked;

	v->back = to->back;
	v->action = to->action;
	v->hidden = fv.hidden;
	v->errors = fv.errors;
	v->error = form_field(&fv, "what")->error;
	v->words_field = form_field(&fv, "words")->html;
	v->file_field = form_field(&fv, "in_file")->html;
	values_all(cx->arena, fv.typed, S("what"), &ticked);
	v->name = to->name;
	v->title = str_trim(to->title).n ? to->title : word(T_EVIDENCE_UNTITLED);
	v->classes.v = NEW_ARRAY(cx->arena, struct privacy_class_view, PRIVACY_CLASS_END);
	for (int c = 1; c < PRIVACY_CLASS_END; c++)
		v->classes.v[v->classes.n++] = (struct privacy_class_view){ privacy_key((enum privacy_class)c), class_word((enum privacy_class)c),
			                                                        (classes_of(&ticked) & INT64_C(1) << c) != 0 };
	return page(cx, &(struct page){ .title = word(T_FINDS_BACK_TITLE), .menu = MENU_DESK, .status = cx->err.n ? 422 : 0,
		                            .main = HTML(cx, privacy_back, v) });
}

/* from_piece — from its own page. */
static struct privacy_back_to from_piece(struct ctx *cx)
{
	return (struct privacy_back_to){
		.back = url_id(cx, "/evidence/", cx->evidence->uuid, ""), .action = url_id(cx, "/evidence/", cx->evidence->uuid, "/send-back"),
		.after = cx->json ? url_id(cx, "/inductions/", cx->induction->uuid, "") : url_lit("/"),
		.name = first_name(cx->induction->name), .title = cx->evidence->title,
	};
}

enum rc privacy_send_back_show(struct ctx *cx)
{
	struct privacy_back_to to = from_piece(cx);

	return privacy_back_draw(cx, &to);
}

enum rc privacy_send_back_again(struct ctx *cx)
{
	return privacy_send_back_show(cx);
}

/* stands_somewhere — a line of what was typed is there to be taken out. */
static bool stands_somewhere(const struct piece_words *words, struct str line)
{
	size_t start, end;

	for (size_t i = 0; i < words->n; i++)
		if (privacy_stands(words->v[i].text, 0, line, &start, &end))
			return true;
	return false;
}

struct lines {
	struct str v[PRIVACY_POINTED_MAX];
	size_t n;
	bool too_many, unsaid; /* unsaid: something that can't stand on a line of its own */
};

/* is_line — do these words stand wherever those do? (Not privacy_same: a number without its spaces stands elsewhere than with them.) */
static bool is_line(struct str line, struct str there)
{
	size_t start, end;

	return privacy_stands(there, 0, line, &start, &end) && start == 0 && end == there.n;
}

/* add_line — one that is there already is the same thing at another place, and counts once. Longer ones stand before shorter ones:
 * a whole name is pointed at as one before the first name is, alone. */
static void add_line(struct lines *to, struct str line)
{
	size_t k = to->n;

	for (size_t i = 0; i < to->n; i++)
		if (is_line(line, to->v[i]))
			return;
	if (to->n == PRIVACY_POINTED_MAX) {
		to->too_many = true;
		return;
	}
	for (to->n++; k > 0 && to->v[k - 1].n < line.n; k--)
		to->v[k] = to->v[k - 1];
	to->v[k] = line;
}

/* pointed_lines — what was typed, a line each, all of which stand in the piece: else INVALID with the line that does not. */
static enum rc pointed_lines(struct ctx *cx, struct str typed, const struct piece_words *words, struct lines *to)
{
	while (typed.n) {
		struct str line = str_trim(str_cut(&typed, '\n'));

		if (!line.n)
			continue;
		add_line(to, line);
		if (!to->too_many && !stands_somewhere(words, line))
			return err_add(&cx->err, S("words"), WORDS(cx->arena, T_FINDS_BACK_NOT_THERE, WORD_ARG("what", line)));
	}
	return OK;
}

/* found_lines — nobody typed any: what the check itself sees of those classes, kept with a reason until now. Nothing of it is left out
 * in silence: where there is more than can be pointed at, whoever sends it back says which it is. */
static void found_lines(struct ctx *cx, const struct privacy_state *s, int64_t classes, struct lines *to)
{
	for (size_t i = 0; i < s->found.n; i++) {
		struct str line = str_trim(str_replace_all(cx->arena, found_text(s, &s->found.v[i]), S("\n"), S(" ")));

		if (!(classes & INT64_C(1) << s->found.v[i].class))
			continue;
		if (line.n > PRIVACY_POINTED_BYTES)
			to->unsaid = true;
		else
			add_line(to, line);
	}
	to->too_many |= s->found.more;
}

static enum rc what_is_pointed_at(struct ctx *cx, const struct send_back_typed *t, struct str *ret)
{
	struct lines lines = { .n = 0 };
	struct privacy_state s;
	enum rc rc = state_of_piece(cx, &s);

	if (rc != OK || (rc = pointed_lines(cx, t->words, &s.words, &lines)) != OK)
		return rc;
	if (!lines.n)
		found_lines(cx, &s, classes_of(&t->what), &lines);
	if (lines.too_many)
		return field_error(cx, "words", T_FINDS_BACK_TOO_MANY);
	if (lines.unsaid || (!lines.n && !t->in_file))
		return field_error(cx, "words", T_FINDS_BACK_WORDS_MISSING);
	*ret = str_join(cx->arena, lines.v, lines.n, S("\n"));
	return OK;
}

enum rc privacy_back_do(struct ctx *cx, const struct privacy_back_to *to)
{
	const struct send_back_typed *t = cx->form;
	struct str lines;
	enum rc rc = what_is_pointed_at(cx, t, &lines);

	if (rc == OK)
		rc = privacy_hold_pointed(cx, cx->actor.role == ROLE_MODERATOR ? HOLD_MODERATOR : HOLD_ASSESSOR, classes_of(&t->what), lines,
		                          t->in_file);
	if (rc == OK)
		rc = notice(cx, NOTICE_VIEW_GIVEN, cx->induction->ecsw, cx->induction->employer);
	return rc == OK ? done(cx, to->after, T_FINDS_NOTICE_SENT_BACK) : rc;
}

enum rc privacy_send_back(struct ctx *cx)
{
	struct privacy_back_to to = from_piece(cx);

	return privacy_back_do(cx, &to);
}

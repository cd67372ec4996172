/* evidence_prepare.c — one posting of the record form: everything that can be wrong with it, before anything is written. */
#include "app/evidence/evidence_inside.h"

#include "app/evidence/evidence_parts.h"
#include "app/files/files.h"
#include "web/form.h"

enum rc form_being_written(struct ctx *cx, enum evidence_kind kind, const struct piece_form **ret)
{
	if (cx->evidence && cx->evidence->kind == kind)
		return form_of_piece(cx, ret);
	return forms_current(cx, kind, ret);
}

static bool any_answer(const struct answer_list *a)
{
	for (size_t i = 0; i < a->n; i++)
		if (str_trim(a->v[i].text).n)
			return true;
	return false;
}

static void say_unanswered(struct ctx *cx, const struct saving *s)
{
	for (size_t i = 0; i < s->answers.n; i++) {
		const struct answer *a = &s->answers.v[i];
		struct str field = prompt_field(cx, a->prompt);

		if (prompt_is_wanted(a->prompt, s->to) && !str_trim(a->text).n && !err_of(&cx->err, field).n)
			err_add(&cx->err, field, WORDS(cx->arena, T_EVIDENCE_ANSWER_WANTED, WORD_ARG("label", a->prompt->label)));
	}
	if (s->to != EVIDENCE_DRAFT && s->form->setting == ASKED_MUST && !s->setting)
		field_error(cx, "setting", T_EVIDENCE_SETTING_MISSING);
	if (s->to != EVIDENCE_DRAFT && s->form->themes == ASKED_MUST && !s->themes.n)
		field_error(cx, "theme", T_EVIDENCE_THEMES_MISSING);
}

static void say_lacking(struct ctx *cx, const struct saving *s)
{
	const struct prompt *own = form_prompt(s->form, S("text"));
	bool text = str_trim(s->text).n > 0;
	struct evidence_has has = { str_trim(s->typed->title).n > 0, !date_is_none(s->on), text, s->chosen.n > 0 };
	struct evidence_lacks lacks;

	has.text = text || (s->to == EVIDENCE_DRAFT ? any_answer(&s->answers) : !own || !prompt_is_wanted(own, s->to));
	lacks = evidence_lacks(s->to, &has);
	if (lacks.anything)
		field_error(cx, "title", T_EVIDENCE_NOTHING_TYPED);
	if (lacks.title)
		field_error(cx, "title", T_EVIDENCE_TITLE_MISSING);
	if (lacks.date)
		field_error(cx, "on", T_EVIDENCE_ON_MISSING);
	if (lacks.text)
		field_error(cx, "text", T_EVIDENCE_TEXT_MISSING);
	say_unanswered(cx, s);
	if (lacks.links)
		field_error(cx, "codes", T_EVIDENCE_LINKS_MISSING);
}

/* ---- the date, the setting and the themes, as the form wants them ---- */

static bool day_left_out(const struct ctx *cx)
{
	return !str_trim(values_get(cx->values, S("on-day"))).n && str_trim(values_get(cx->values, S("on"))).n <= 7;
}

static void take_date(struct ctx *cx, struct saving *s)
{
	int year, month, day;

	s->on = s->typed->on;
	if (date_is_none(s->on))
		return;
	if (s->form->month_only) {
		date_split(s->on, &year, &month, &day);
		s->on = date_make(year, month, 1); /* the day is not kept anywhere */
	} else if (day_left_out(cx)) {
		field_error(cx, "on", T_EVIDENCE_ON_DAY);
	}
	if (date_cmp(s->on, cx->today) > 0 && !(s->form->planned && s->to != EVIDENCE_SUBMITTED))
		field_error(cx, "on", s->form->planned ? T_EVIDENCE_ON_NOT_YET : T_EVIDENCE_ON_FUTURE);
}

static void take_themes(struct ctx *cx, struct saving *s)
{
	const struct framework *fw = s->v->fw;
	struct str *keys = NEW_ARRAY(cx->arena, struct str, s->typed->theme.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s->typed->theme.n && s->form->themes != ASKED_NO; i++) {
		int32_t at = framework_find_thread(fw, str_trim(s->typed->theme.v[i]));

		if (at < 0)
			field_error(cx, "theme", T_EVIDENCE_NO_SUCH_THEME);
		else
			keys[n++] = fw->threads[at].key;
	}
	s->themes = (struct str_list){ keys, n };
	s->setting = s->form->setting == ASKED_NO ? SETTING_NONE : s->typed->setting;
}

/* ---- another kind ---- */

static struct str label_of(const struct piece_form *const all[KIND_END], struct str id)
{
	for (int k = 1; k < KIND_END; k++) {
		const struct prompt *p = all[k] ? form_prompt(all[k], id) : NULL;

		if (p)
			return p->label;
	}
	return id;
}

/* is_left — was that typed for a question that this form does not ask its writer now? */
static bool is_left(struct ctx *cx, const struct piece_form *f, struct str name, struct str said)
{
	const struct prompt *p = str_starts(name, S(ANSWERS_PREFIX)) ? form_prompt(f, str_sub(name, sizeof(ANSWERS_PREFIX) - 1, SIZE_MAX)) : NULL;

	return str_starts(name, S(ANSWERS_PREFIX)) && str_trim(said).n && !(p && p->who == FILLER_ECSW && prompt_is_asked(p, form_month(cx)));
}

enum rc text_with_left(struct ctx *cx, const struct piece_form *f, const struct values *typed, struct str text, struct str *ret)
{
	const struct piece_form *all[KIND_END];
	bool loaded = false;
	enum rc rc;

	for (size_t i = 0; i < typed->n; i++) {
		struct str name = typed->names[i];

		if (!is_left(cx, f, name, typed->v[i]))
			continue;
		if (!loaded && (rc = forms_current_all(cx, all)) != OK)
			return rc;
		loaded = true;
		text = strf(cx->arena, "%.*s\n\n%.*s\n%.*s", STR_FMT(text), STR_FMT(label_of(all, str_sub(name, sizeof(ANSWERS_PREFIX) - 1, SIZE_MAX))),
		            STR_FMT(str_trim(typed->v[i])));
	}
	*ret = text;
	return OK;
}

enum rc draft_with_left(struct ctx *cx, const struct piece_form *f)
{
	struct values *to = NEW(cx->arena, struct values);
	struct str text;
	enum rc rc = text_with_left(cx, f, cx->values, values_get(cx->values, S("text")), &text);

	if (rc != OK || str_eq(text, values_get(cx->values, S("text"))))
		return rc;
	for (size_t i = 0; i < cx->values->n; i++)
		if (!str_eq(cx->values->names[i], S("text")) && !is_left(cx, f, cx->values->names[i], cx->values->v[i]))
			values_add(cx->arena, to, cx->values->names[i], cx->values->v[i]);
	values_add(cx->arena, to, S("text"), text);
	cx->values = to;
	return OK;
}

static enum rc kind_may_be(struct ctx *cx, const struct saving *s)
{
	if (!cx->evidence)
		return OK;
	if (s->form->no_files && files_of(cx, cx->evidence->id).n)
		field_error(cx, "kind", T_EVIDENCE_FILES_FIRST);
	return (int)cx->evidence->kind == s->typed->kind ? OK : parts_kind_stands(cx);
}

bool only_words(const struct ctx *cx)
{
	return cx->evidence && cx->evidence->held != HOLD_NONE && cx->evidence->assessed_at != DB_NULL_INT &&
	       access_ok(may_mend_evidence(&cx->actor, &cx->resource));
}

/* rest_stands — all but the words is as it was. A program that asks for more is told. */
static enum rc rest_stands(struct ctx *cx, struct saving *s)
{
	static const char *const others[] = { "on", "setting", "theme", "link", "codes" };
	const struct evidence *e = cx->evidence;
	struct links_now links;
	enum rc rc = links_load(cx, s->v, e->id, &links);

	if (rc != OK || (rc = themes_of(cx, e->id, &s->themes)) != OK)
		return rc;
	for (size_t i = 0; cx->json && i < COUNT_OF(others); i++)
		if (values_has(cx->values, str_from_c(others[i])))
			field_error(cx, others[i], T_EVIDENCE_ONLY_WORDS);
	if (s->typed->kind != (int)e->kind)
		field_error(cx, "kind", T_EVIDENCE_ONLY_WORDS);
	s->on = e->on_date;
	s->setting = (int)e->setting;
	s->chosen = (struct chosen){ .on = links_on(cx, s->v, &links), .n = links.live };
	return OK;
}

/* Everything that can be wrong with what was typed, before anything is written. */
enum rc saving_prepare(struct ctx *cx, enum evidence_state from, instant shared_at, instant submitted_at,
                       struct saving *ret)
{
	struct saving s = { .typed = cx->form, .from = from, .shared_at = shared_at, .submitted_at = submitted_at };
	enum rc rc = framework_get(cx, cx->induction->framework, &s.v);

	if (rc != OK || (rc = evidence_next(from, (enum evidence_act)s.typed->act, &s.to)) != OK)
		return rc;
	if ((rc = form_being_written(cx, (enum evidence_kind)s.typed->kind, &s.form)) != OK)
		return rc == NOT_FOUND ? field_error(cx, "kind", T_EVIDENCE_NO_SUCH_KIND) : rc;
	answers_fill(cx, s.form, FILLER_ECSW, form_month(cx), &s.answers); /* what is wrong is said with the rest */
	s.text = s.typed->text;
	if ((!cx->json && (rc = text_with_left(cx, s.form, cx->values, s.text, &s.text)) != OK) || (rc = kind_may_be(cx, &s)) != OK)
		return rc;
	if (only_words(cx)) {
		if ((rc = rest_stands(cx, &s)) != OK)
			return rc;
	} else {
		take_date(cx, &s);
		take_themes(cx, &s);
		s.chosen = choose(cx, s.v, &s.typed->pick);
	}
	say_lacking(cx, &s);
	if (cx->err.n)
		return INVALID;
	if (s.to != EVIDENCE_DRAFT && s.shared_at == DB_NULL_INT)
		s.shared_at = cx->now;
	if (s.typed->act == EVIDENCE_SUBMIT)
		s.submitted_at = cx->now;
	*ret = s;
	return OK;
}

/* evidence_answers.c — what a piece says beside its text: answers by who gave them, themes, and the date as its form has it. */
#include "app/evidence/evidence_inside.h"

#include "app/desk/desk.h"
#include "app/evidence/evidence_parts.h"
#include "evidence.sql.h"
#include "evidence_parts.sql.h"
#include "templates.gen.h"
#include "web/assets.h"

enum rc themes_of(struct ctx *cx, int64_t evidence, struct str_list *ret)
{
	struct evidence_themes_rows rows;
	enum rc rc = sql_evidence_themes(cx->db, cx->arena, evidence, &rows);
	struct str *keys;

	if (rc != OK)
		return rc;
	keys = NEW_ARRAY(cx->arena, struct str, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		keys[i] = rows.v[i].thread;
	*ret = (struct str_list){ keys, rows.n };
	return OK;
}

struct str themes_said(struct ctx *cx, const struct framework_version *v, const struct str_list *keys)
{
	struct str *titles = NEW_ARRAY(cx->arena, struct str, keys->n + 1);

	for (size_t i = 0; i < keys->n; i++) {
		int32_t at = framework_find_thread(v->fw, keys->v[i]);

		titles[i] = at < 0 ? keys->v[i] : v->fw->threads[at].title;
	}
	return str_join(cx->arena, titles, keys->n, S(", "));
}

struct str on_words(struct ctx *cx, struct date on, bool month_only)
{
	if (date_is_none(on))
		return STR_NONE;
	return month_only ? date_month(cx->arena, on) : date_long(cx->arena, on);
}

void on_json(struct ctx *cx, struct json_out *j, struct date on, bool month_only)
{
	if (month_only && !date_is_none(on))
		json_str(j, str_sub(date_iso(cx->arena, on), 0, 7));
	else
		json_date(j, on);
}

#define LIT(o, literal) html_lit((o), "" literal, sizeof(literal) - 1)

/* with_marks — one paragraph of a text; words somebody speaks about lead to what was said. Of marks that overlap, the first. */
static struct html with_marks(struct ctx *cx, struct str text, struct str one, struct str field, const struct talk_marks *marks)
{
	size_t from = (size_t)(one.p - text.p), at = from, end = from + one.n;
	struct html_out o = html_begin(cx->arena);

	for (size_t i = 0; marks && i < marks->n; i++) {
		const struct talk_mark *m = &marks->v[i];
		size_t a = m->at.at > at ? m->at.at : at, b = m->at.at + m->at.n < end ? m->at.at + m->at.n : end;

		if (!str_eq(m->field, field) || a >= b)
			continue;
		html_str(&o, str_sub(text, at, a - at));
		LIT(&o, "<a class=\"c-term\" href=\"");
		html_str(&o, m->url.s);
		LIT(&o, "\">");
		html_str(&o, str_sub(text, a, b - a));
		LIT(&o, "</a>");
		at = b;
	}
	html_str(&o, str_sub(text, at, end - at));
	return html_end(&o);
}

static struct evidence_paragraphs paragraphs_marked(struct ctx *cx, struct str text, struct str field, const struct talk_marks *marks)
{
	struct evidence_paragraphs ps = { .v = NULL };
	struct str whole = text;
	size_t room = 1;

	for (size_t i = 0; i + 1 < text.n; i++)
		room += text.p[i] == '\n' && text.p[i + 1] == '\n';
	ps.v = NEW_ARRAY(cx->arena, struct evidence_paragraph, room);
	while (text.n) {
		size_t at = str_find(text, S("\n\n"));
		struct str one = str_trim(str_sub(text, 0, at == SIZE_MAX ? text.n : at));

		if (one.n)
			ps.v[ps.n++] = (struct evidence_paragraph){ one, with_marks(cx, whole, one, field, marks) };
		text = at == SIZE_MAX ? STR_NONE : str_sub(text, at + 2, SIZE_MAX);
	}
	return ps;
}

enum word part_word(enum filler who)
{
	static const enum word words[FILLER_END] = {
		[FILLER_OBSERVER] = T_EVIDENCE_PART_OBSERVER, [FILLER_GIVER] = T_EVIDENCE_PART_GIVER,
		[FILLER_SUPERVISOR] = T_EVIDENCE_PART_SUPERVISOR,
		[FILLER_ASSESSOR] = T_EVIDENCE_PART_ASSESSOR,
	};

	return who > 0 && who < FILLER_END ? words[who] : 0;
}

/* add_answer — `marks` NULL: nothing in it is marked. `field` is its name in struct piece_words. */
static void add_answer(struct ctx *cx, struct evidence_said_answers *to, struct str id, struct str label, struct str text,
                       struct str field, const struct talk_marks *marks)
{
	if (str_trim(text).n)
		to->v[to->n++] = (struct evidence_said_answer){ strf(cx->arena, "q-%.*s", STR_FMT(id)), label, field,
			                                            paragraphs_marked(cx, text, field, marks) };
}

static void add_answers(struct ctx *cx, const struct answer_list *all, enum filler who, struct evidence_said_answers *to)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].prompt && all->v[i].prompt->who == who)
			add_answer(cx, to, all->v[i].id, all->v[i].prompt->label, answer_said(cx, &all->v[i]), STR_NONE, NULL);
}

/* add_writers — the text where the form asks for it, then what the form does not ask. Where it asks nothing else the text needs
 * no heading. */
static void add_writers(struct ctx *cx, const struct piece_form *f, struct str text, const struct answer_list *all,
                        const struct talk_marks *marks, struct evidence_said_answers *to)
{
	for (int i = 0; i < f->prompts_n; i++) {
		const struct prompt *p = &f->prompts[i];
		struct answer a = { p, p->id, answer_of(all, p->id) };

		if (str_eq(p->id, S("text")))
			add_answer(cx, to, p->id, f->prompts_n > 1 ? p->label : STR_NONE, text, S("text"), marks);
		else if (p->who == FILLER_ECSW)
			add_answer(cx, to, p->id, p->label, answer_said(cx, &a), prompt_field(cx, p), marks);
	}
	for (size_t i = 0; i < all->n; i++)
		if (!all->v[i].prompt)
			add_answer(cx, to, all->v[i].id, all->v[i].id, all->v[i].text, STR_NONE, NULL);
}

static struct str given_line(struct ctx *cx, const struct parts_of_row *r)
{
	if (r->given_at == DB_NULL_INT)
		return date_is_none(r->due) ? word(T_EVIDENCE_PART_ASKED)
		                            : WORDS(cx->arena, T_EVIDENCE_PART_ASKED_BY, WORD_ARG("due", date_weekday_long(cx->arena, r->due)));
	return WORDS(cx->arena, T_EVIDENCE_PART_BY, WORD_ARG("name", r->name.n ? r->name : r->given_by),
	             WORD_ARG("on", date_of(r->given_at)));
}

static struct url part_url(struct ctx *cx, enum filler who)
{
	return url_id(cx, "/evidence/", cx->evidence->uuid,
	              str_c(cx->arena, strf(cx->arena, "/parts/%.*s", STR_FMT(key_of(&fillers, (int)who)))));
}

enum rc piece_answers(struct ctx *cx, const struct piece_form *f, struct str text, const struct answer_list *all,
                      const struct talk_marks *marks, struct evidence_answer_parts *ret)
{
	bool open = cx->evidence->state == EVIDENCE_SHARED || cx->evidence->state == EVIDENCE_SUBMITTED;
	struct parts_of_rows rows;
	struct evidence_answer_part *p;
	enum rc rc = sql_parts_of(cx->db, cx->arena, cx->evidence->id, &rows);

	if (rc != OK)
		return rc;
	ret->v = NEW_ARRAY(cx->arena, struct evidence_answer_part, rows.n + 1);
	p = &ret->v[ret->n++];
	p->is_writers = true;
	p->answers.v = NEW_ARRAY(cx->arena, struct evidence_said_answer, all->n + PROMPTS_MAX);
	add_writers(cx, f, text, all, marks, &p->answers);
	for (size_t i = 0; i < rows.n; i++) {
		enum filler who = (enum filler)rows.v[i].filler;

		p = &ret->v[ret->n++];
		p->id = strf(cx->arena, "part-%.*s", STR_FMT(key_of(&fillers, (int)who)));
		p->title = part_word(who);
		p->by = given_line(cx, &rows.v[i]);
		p->is_mine = open && rows.v[i].role == (int64_t)cx->actor.role && cx->actor.person != cx->resource.owner &&
		             date_is_none(cx->induction->ended);
		p->is_owed = rows.v[i].given_at == DB_NULL_INT;
		p->url = part_url(cx, who);
		p->answers.v = NEW_ARRAY(cx->arena, struct evidence_said_answer, all->n + 1);
		add_answers(cx, all, who, &p->answers);
	}
	return OK;
}

enum rc evidence_words(struct ctx *cx, const struct talk_marks *marks, struct html *ret)
{
	struct evidence_words v = { .parts.v = NULL };
	const struct piece_form *form;
	struct answer_list all;
	enum rc rc;

	if ((rc = form_of_piece(cx, &form)) != OK || (rc = answers_of(cx, form, cx->evidence->id, 0, &all)) != OK ||
	    (rc = piece_answers(cx, form, cx->evidence->text, &all, marks, &v.parts)) != OK)
		return rc;
	*ret = HTML(cx, evidence_words, &v);
	return OK;
}

enum rc evidence_words_at(struct ctx *cx, int64_t version, struct str *ret)
{
	struct evidence_version_at_row row = { .text = cx->evidence->text, .form = cx->evidence->form, .kind = cx->evidence->kind };
	const struct piece_form *form;
	struct answer_list all;
	enum rc rc = version ? sql_evidence_version_at(cx->db, cx->arena, cx->evidence->id, version, &row) : OK;

	/* What was taken out since stays out for everybody but its writer. */
	if (rc == OK && row.closed && cx->actor.role != ROLE_ECSW)
		return evidence_words_at(cx, 0, ret);
	if (rc != OK || (rc = form_get(cx, row.form, (enum evidence_kind)row.kind, &form)) != OK ||
	    (rc = answers_of(cx, form, cx->evidence->id, version, &all)) != OK)
		return rc;
	*ret = answers_copied(cx, row.text, &all);
	return OK;
}

static struct url owed_url(struct ctx *cx, const struct parts_owed_row *r)
{
	return url_id(cx, "/evidence/", r->id, str_c(cx->arena, strf(cx->arena, "/parts/%.*s", STR_FMT(key_of(&fillers, (int)r->filler)))));
}

static bool is_past(const struct ctx *cx, struct date due)
{
	return !date_is_none(due) && date_cmp(due, cx->today) < 0;
}

enum rc evidence_owed(struct ctx *cx, struct html *ret)
{
	struct evidence_owed_view v = { .icon = { asset_url("icons.svg").s } };
	struct parts_owed_rows rows;
	enum rc rc = sql_parts_owed(cx->db, cx->arena, cx->actor.person, cx->actor.role, cx->today, &rows);

	if (rc != OK || !rows.n)
		return rc;
	v.icon.s = strf(cx->arena, "%.*s#late", STR_FMT(v.icon.s));
	v.rows.v = NEW_ARRAY(cx->arena, struct evidence_owed_row, rows.n);
	for (size_t i = 0; i < rows.n; i++) {
		const struct parts_owed_row *r = &rows.v[i];

		if (cx->json)
			json_waiting(cx, &(struct waiting_line){ owed_url(cx, r), r->title, r->due, is_past(cx, r->due) });
		v.rows.v[v.rows.n++] = (struct evidence_owed_row){
			.url = owed_url(cx, r),
			.title = r->title, .part = part_word((enum filler)r->filler), .name = r->name,
			.kind = kind_word((enum evidence_kind)r->kind), .late = is_past(cx, r->due),
			.due = date_is_none(r->due) ? STR_NONE : date_short(cx->arena, r->due),
		};
	}
	if (!cx->json)
		*ret = HTML(cx, evidence_owed, &v);
	return OK;
}

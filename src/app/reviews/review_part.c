/* review_part.c — one person's part of a review: a form with the outcomes that are asked about, for themself or typed for somebody
 * in the room; kept as a draft while it is typed, saved, handed in. */
#include "app/reviews/reviews_inside.h"

#include "app/notices/notices.h"
#include "app/privacy/privacy.h"
#include "templates.gen.h"
#include "web/form.h"

enum { PIECES_OFFERED = 6, NAME_MAX_ = 96 };
enum part_act { PART_SAVE = 1, PART_GIVE = 2 };

#define OUTCOME_PREFIX "outcome."

struct part_typed {
	int act;
	struct str strengths, needs, onward;
	bool together, read_again;
};
static const struct str act_keys[] = { [PART_SAVE] = S_INIT("save"), [PART_GIVE] = S_INIT("give") };
static const struct key_list acts = { act_keys, (int)COUNT_OF(act_keys) };

static const struct field part_fields[] = {
	ACTION(struct part_typed, act, .label = T_REVIEW_PART_GIVE, .choices = &acts, .max = PART_GIVE, .required = true, .in_draft_too = true),
	LONG_TEXT(struct part_typed, strengths, .label = T_REVIEW_STRENGTHS, .max = REVIEW_TEXT_MAX, .rows = 5, .required = true,
	          .missing = T_REVIEW_STRENGTHS_MISSING),
	LONG_TEXT(struct part_typed, needs, .label = T_REVIEW_NEEDS, .max = REVIEW_TEXT_MAX, .rows = 5, .required = true,
	          .missing = T_REVIEW_NEEDS_MISSING),
	LONG_TEXT(struct part_typed, onward, .label = T_REVIEW_ONWARD, .max = REVIEW_TEXT_MAX, .rows = 4),
	BOOL(struct part_typed, together, .label = T_REVIEW_TOGETHER, .max = 1),
	BOOL(struct part_typed, read_again, .label = T_FINDS_READ_AGAIN, .max = 1),
};

static bool only_saved(const void *filled)
{
	return ((const struct part_typed *)filled)->act == PART_SAVE;
}

const struct form review_part_form = { .name = "review_part", .size = sizeof(struct part_typed), .fields = part_fields,
	                                   .n = COUNT_OF(part_fields), .is_draft = only_saved, .autosave = true, .wants_version = true,
	                                   .also = OUTCOME_PREFIX };

/* ---- the form of one part: what everybody is asked, then what the framework has ---- */

enum slot_kind { SLOT_STEP = 1, SLOT_REASON, SLOT_PIECE };
struct slot {
	enum slot_kind kind;
	size_t ordinal, offset;
	int64_t evidence;
};
struct part_now {
	struct review_now now;
	const struct framework_version *v;
	enum role role;               /* whose view */
	int64_t person;
	struct str name;
	bool typed_for;               /* by another, in the room */
	struct review_part_own_row row; /* part 0: not begun */
	bool *asked;                  /* by the ordinal of each outcome */
	struct form *form;
	struct slot *slots;
	size_t n;
	char *filled;
};

static void add_slot(struct ctx *cx, struct part_now *p, struct field *fields, struct slot s, struct field f, const char *what)
{
	struct str code = p->v->fw->items[p->v->outcomes[s.ordinal]].code;

	s.offset = p->form->size;
	f.offset = s.offset;
	f.name = str_c(cx->arena, strf(cx->arena, OUTCOME_PREFIX "%.*s.%s", STR_FMT(code), what));
	if (strlen(f.name) > NAME_MAX_)
		return;
	fields[p->form->n++] = f;
	p->slots[p->n++] = s;
	p->form->size += sizeof(struct str);
}

/* steps_of — the scale as a choice: numbers from 1. */
static void steps_of(struct ctx *cx, const struct review_rules *r, struct field *f)
{
	struct str *keys = NEW_ARRAY(cx->arena, struct str, (size_t)r->scale_n + 1), *labels = NEW_ARRAY(cx->arena, struct str, (size_t)r->scale_n + 1);
	struct key_list *list = NEW(cx->arena, struct key_list);

	for (int i = 0; i < r->scale_n; i++) {
		keys[i + 1] = r->scale[i].key;
		labels[i + 1] = r->scale[i].label;
	}
	*list = (struct key_list){ keys, r->scale_n + 1 };
	f->choices = list;
	f->choice_texts = labels;
}

/* Pieces that can be pointed at: those that are already, then the newest of each outcome. */
static void add_pieces(struct ctx *cx, struct part_now *p, struct field *fields, size_t o, const struct review_pieces_rows *rows,
                       const struct review_pointed_of_rows *pointed)
{
	int64_t there[PIECES_OFFERED * 2];
	size_t n = 0;

	for (int turn = 0; turn < 2; turn++)
		for (size_t i = 0; i < rows->n && n < PIECES_OFFERED + (turn ? 0 : 2); i++) {
			int32_t item = framework_item_of_row(p->v, rows->v[i].item);
			bool wanted = turn == 1, twice = false;

			if (item < 0 || p->v->ordinal[item] != (int32_t)o)
				continue;
			for (size_t k = 0; turn == 0 && k < pointed->n; k++)
				wanted = wanted || (pointed->v[k].part == p->row.part && pointed->v[k].evidence == rows->v[i].evidence &&
				                    pointed->v[k].item == p->v->rows[p->v->outcomes[o]]);
			for (size_t k = 0; k < n; k++)
				twice = twice || there[k] == rows->v[i].evidence;
			if (!wanted || twice)
				continue;
			there[n++] = rows->v[i].evidence;
			add_slot(cx, p, fields, (struct slot){ SLOT_PIECE, o, 0, rows->v[i].evidence },
			         (struct field){ .type = FIELD_BOOL, .label_text = rows->v[i].title, .max = 1 },
			         strf(cx->arena, "piece.%.*s", STR_FMT(uuid_str(cx->arena, rows->v[i].id))).p);
		}
}

static enum rc add_outcomes(struct ctx *cx, struct part_now *p, struct field *fields)
{
	struct review_pieces_rows pieces = { .n = 0 };
	struct review_pointed_of_rows pointed = { .n = 0 };
	enum rc rc = OK;

	if (p->role == ROLE_ASSESSOR && !p->typed_for &&
	    ((rc = sql_review_pieces(cx->db, cx->arena, cx->induction->id, cx->actor.person, cx->actor.role, cx->today, &pieces)) != OK ||
	     (rc = sql_review_pointed_of(cx->db, cx->arena, p->now.r.id, cx->actor.person, cx->actor.role, cx->today, &pointed)) != OK))
		return rc;
	for (size_t o = 0; o < p->v->outcomes_n; o++) {
		const struct framework_item *item = &p->v->fw->items[p->v->outcomes[o]];
		struct field step = { .type = FIELD_CHOICE, .max = REVIEW_STEPS_MAX,
			                  .label_text = strf(cx->arena, "%.*s %.*s", STR_FMT(item->code), STR_FMT(item->text)) };

		steps_of(cx, &p->now.programme.rules, &step);
		add_slot(cx, p, fields, (struct slot){ SLOT_STEP, o, 0, 0 }, step, "step");
		if (p->role != ROLE_ASSESSOR)
			continue;
		add_slot(cx, p, fields, (struct slot){ SLOT_REASON, o, 0, 0 },
		         (struct field){ .type = FIELD_LONG, .label_text = WORDS(cx->arena, T_REVIEW_REASON, WORD_ARG("code", item->code)),
		                         .max = REVIEW_REASON_MAX, .rows = 2 }, "reason");
		add_pieces(cx, p, fields, o, &pieces, &pointed);
	}
	return OK;
}

/* The labels of the three texts are another's for each of the three. */
static void ask_as(struct part_now *p, struct field *fields)
{
	for (size_t i = 0, k = 0; i < COUNT_OF(part_fields); i++)
		if (fields[i].type == FIELD_LONG)
			fields[i].label = review_text_word(p->role, k++);
}

static enum rc make_form(struct ctx *cx, struct part_now *p)
{
	size_t room = COUNT_OF(part_fields) + p->v->outcomes_n * (2 + PIECES_OFFERED * 2);
	struct field *fields = NEW_ARRAY(cx->arena, struct field, room);

	memcpy(fields, part_fields, sizeof(part_fields));
	ask_as(p, fields);
	p->form = NEW(cx->arena, struct form);
	*p->form = review_part_form;
	p->form->part_of = &review_part_form;
	p->form->fields = fields;
	p->form->size = (review_part_form.size + sizeof(struct str) - 1) / sizeof(struct str) * sizeof(struct str);
	p->slots = NEW_ARRAY(cx->arena, struct slot, room);
	return p->role == ROLE_SUPERVISOR ? OK : add_outcomes(cx, p, fields);
}

/* ---- whose it is ---- */

static enum rc whose(struct ctx *cx, struct part_now *p)
{
	int role = number_of(&roles, param(cx, "whose"));

	if (role < ROLE_ECSW || role > ROLE_ASSESSOR || !(p->now.programme.rules.parts & REVIEW_ROLE(role)))
		return NOT_FOUND;
	p->role = (enum role)role;
	p->typed_for = p->role != cx->actor.role;
	for (size_t i = 0; i < p->now.people.n; i++)
		if (p->now.people.v[i].role == role && (p->typed_for ? !p->person : p->now.people.v[i].person == cx->actor.person)) {
			p->person = p->now.people.v[i].person;
			p->name = p->now.people.v[i].name;
		}
	return p->person ? OK : NOT_FOUND;
}

static enum rc load_part(struct ctx *cx, struct part_now *p)
{
	enum rc rc;

	*p = (struct part_now){ .person = 0 };
	if ((rc = review_now(cx, &p->now)) != OK || (rc = whose(cx, p)) != OK ||
	    (rc = framework_get(cx, cx->induction->framework, &p->v)) != OK ||
	    (rc = review_asked(cx, p->v, &p->now.r, &p->now.programme.rules, &p->asked)) != OK)
		return rc;
	rc = sql_review_part_own(cx->db, cx->arena, p->now.r.id, p->role, p->person, &p->row);
	if (rc == NOT_FOUND)
		p->row = (struct review_part_own_row){ .given_at = DB_NULL_INT };
	else if (rc != OK)
		return rc;
	else if (p->typed_for && p->row.typed_by != cx->actor.person) /* theirs, and begun */
		return CONFLICT;
	else if (p->typed_for && p->row.given_at != DB_NULL_INT && p->now.r.released_at != DB_NULL_INT) /* read by the others as it is */
		return CONFLICT;
	return make_form(cx, p);
}

/* ---- as it stands ---- */

static size_t ordinal_of(const struct part_now *p, int64_t row)
{
	int32_t item = framework_item_of_row(p->v, row);

	return item >= 0 && p->v->ordinal[item] >= 0 && p->v->outcomes[p->v->ordinal[item]] == item ? (size_t)p->v->ordinal[item] : SIZE_MAX;
}

static void fill_outcomes(struct part_now *p, const struct review_outcomes_of_rows *said, const struct review_pointed_of_rows *pointed)
{
	for (size_t k = 0; k < p->n; k++) {
		const struct slot *s = &p->slots[k];
		char *at = p->filled + s->offset;

		for (size_t i = 0; s->kind != SLOT_PIECE && i < said->n; i++) {
			if (said->v[i].part != p->row.part || ordinal_of(p, said->v[i].item) != s->ordinal)
				continue;
			if (s->kind == SLOT_STEP)
				*(int *)(void *)at = (int)said->v[i].step;
			else
				*(struct str *)(void *)at = said->v[i].reason;
		}
		for (size_t i = 0; s->kind == SLOT_PIECE && i < pointed->n; i++)
			if (pointed->v[i].part == p->row.part && pointed->v[i].evidence == s->evidence && ordinal_of(p, pointed->v[i].item) == s->ordinal)
				*(bool *)at = true;
	}
}

static enum rc fill_part(struct ctx *cx, struct part_now *p)
{
	struct part_typed *base;
	struct review_outcomes_of_rows said;
	struct review_pointed_of_rows pointed;
	enum rc rc;

	p->filled = arena_alloc(cx->arena, p->form->size);
	base = (struct part_typed *)(void *)p->filled;
	for (size_t i = 0; p->row.part && i < p->now.parts.n; i++)
		if (p->now.parts.v[i].part == p->row.part) {
			base->strengths = p->now.parts.v[i].strengths;
			base->needs = p->now.parts.v[i].needs;
			base->onward = p->now.parts.v[i].onward;
		}
	if ((rc = sql_review_outcomes_of(cx->db, cx->arena, p->now.r.id, cx->actor.person, &said)) != OK ||
	    (rc = sql_review_pointed_of(cx->db, cx->arena, p->now.r.id, cx->actor.person, cx->actor.role, cx->today, &pointed)) != OK)
		return rc;
	fill_outcomes(p, &said, &pointed);
	return OK;
}

/* ---- the page ---- */

static void draw_outcomes(struct ctx *cx, const struct part_now *p, const struct form_view *fv, struct review_part_view *view)
{
	struct review_asking *all = NEW_ARRAY(cx->arena, struct review_asking, p->v->outcomes_n + 1);

	for (size_t k = 0; k < p->n; k++) {
		const struct slot *s = &p->slots[k];
		const struct field_view *f = &fv->v[COUNT_OF(part_fields) + k];
		struct review_asking *a = &all[s->ordinal];

		if (!a->pieces.v)
			a->pieces.v = NEW_ARRAY(cx->arena, struct review_html, PIECES_OFFERED * 2);
		if (s->kind == SLOT_STEP)
			a->step = f->html;
		else if (s->kind == SLOT_REASON)
			a->reason = f->html;
		else
			a->pieces.v[a->pieces.n++].html = f->html;
		view->others_open = view->others_open || (f->has_error && !p->asked[s->ordinal]);
	}
	view->asked.v = NEW_ARRAY(cx->arena, struct review_asking, p->v->outcomes_n + 1);
	view->others.v = NEW_ARRAY(cx->arena, struct review_asking, p->v->outcomes_n + 1);
	for (size_t o = 0; p->n && o < p->v->outcomes_n; o++) {
		struct review_askings *to = p->asked[o] ? &view->asked : &view->others;

		to->v[to->n++] = all[o];
	}
}

static void draw_scale(struct ctx *cx, const struct review_rules *r, struct review_part_view *view)
{
	view->scale.v = NEW_ARRAY(cx->arena, struct review_scale_line, (size_t)r->scale_n + 1);
	for (int i = 0; i < r->scale_n; i++)
		view->scale.v[view->scale.n++] = (struct review_scale_line){ r->scale[i].label, r->scale[i].anchor };
}

static struct str part_lead(struct ctx *cx, const struct part_now *p)
{
	if (p->typed_for)
		return WORDS(cx->arena, T_REVIEW_TYPED_LEAD, WORD_ARG("name", p->name));
	if (p->now.r.released_at != DB_NULL_INT)
		return word(T_REVIEW_PART_LATE);
	return word(p->row.given_at != DB_NULL_INT ? T_REVIEW_PART_THERE : T_REVIEW_PART_LEAD);
}

static enum rc draw_part(struct ctx *cx)
{
	struct review_part_view *view = NEW(cx->arena, struct review_part_view);
	struct part_now p;
	struct form_view fv;
	enum rc rc = load_part(cx, &p);

	if (rc == CONFLICT && cx->route->method == HTTP_GET)
		return redirect(cx, url_id(cx, "/reviews/", cx->review->uuid, ""));
	if (rc != OK || (rc = fill_part(cx, &p)) != OK)
		return rc;
	fv = form_view(cx, p.form, p.filled, p.row.version);
	view->title = p.typed_for ? WORDS(cx->arena, T_REVIEW_TYPED_TITLE, WORD_ARG("name", p.name)) : word(review_part_word(p.role, true));
	view->kicker = WORDS(cx->arena, T_REVIEW_OF, WORD_ARG("review", review_title(cx, p.now.r.kind, p.now.r.month)),
	                     WORD_ARG("name", cx->induction->name));
	view->lead = part_lead(cx, &p);
	view->by = p.now.waits.what == REVIEW_WAITS_PARTS && !date_is_none(p.now.waits.by)
	               ? WORDS(cx->arena, T_REVIEW_WANTED_BY, WORD_ARG("date", p.now.waits.by)) : STR_NONE;
	view->back = url_id(cx, "/reviews/", p.now.r.uuid, "");
	view->action = url_id(cx, "/reviews/", p.now.r.uuid, str_c(cx->arena, strf(cx->arena, "/parts/%.*s", STR_FMT(key_of(&roles, p.role)))));
	view->hidden = fv.hidden;
	view->errors = fv.errors;
	view->moved = cx->failed == STALE;
	view->strengths = form_field(&fv, "strengths")->html;
	view->needs = form_field(&fv, "needs")->html;
	view->onward = form_field(&fv, "onward")->html;
	view->typed_for = p.typed_for;
	view->judges = p.role == ROLE_ASSESSOR;
	view->is_given = p.row.given_at != DB_NULL_INT;
	if (p.typed_for)
		view->together = form_field(&fv, "together")->html;
	view->again = privacy_again_field(cx, &fv);
	draw_scale(cx, &p.now.programme.rules, view);
	draw_outcomes(cx, &p, &fv, view);
	return page(cx, &(struct page){ .title = view->title, .menu = review_is_own(cx) ? MENU_HOME : MENU_DESK,
	                                .status = cx->err.n && !cx->failed ? 422 : 0, .main = HTML(cx, review_part, view) });
}

static void said_json(struct json_out *j, const struct part_now *p, size_t o)
{
	int32_t item = p->v->outcomes[o];

	json_obj(j);
	json_key(j, "code"), json_str(j, p->v->fw->items[item].code);
	json_key(j, "asked"), json_bool(j, p->asked[o]);
	json_key(j, "pieces"), json_arr(j);
	for (size_t k = 0; k < p->n; k++)
		if (p->slots[k].ordinal == o && p->slots[k].kind == SLOT_PIECE && *(const bool *)(p->filled + p->slots[k].offset))
			json_str(j, str_from_c(p->form->fields[COUNT_OF(part_fields) + k].name));
	json_end(j);
	for (size_t k = 0; k < p->n; k++) {
		const void *at = p->filled + p->slots[k].offset;

		if (p->slots[k].ordinal != o || p->slots[k].kind == SLOT_PIECE)
			continue;
		if (p->slots[k].kind == SLOT_REASON)
			json_key(j, "reason"), json_str(j, *(const struct str *)at);
		else if (*(const int *)at)
			json_key(j, "step"), json_str(j, p->now.programme.rules.scale[*(const int *)at - 1].key);
		else
			json_key(j, "step"), json_none(j);
	}
	json_end(j);
}

static enum rc part_json(struct ctx *cx)
{
	const struct part_typed *base;
	struct json_out *j;
	struct part_now p;
	enum rc rc = load_part(cx, &p);

	if (rc != OK || (rc = fill_part(cx, &p)) != OK)
		return rc;
	cx->current_version = p.row.version;
	base = (const struct part_typed *)(const void *)p.filled;
	j = reply_json(cx);
	json_obj(j);
	json_key(j, "part"), json_str(j, key_of(&roles, p.role));
	json_key(j, "of"), json_str(j, p.name);
	json_key(j, "strengths"), json_str(j, base->strengths);
	json_key(j, "needs"), json_str(j, base->needs);
	json_key(j, "onward"), json_str(j, base->onward);
	json_key(j, "given_at"), json_instant(j, p.row.given_at);
	json_key(j, "version"), json_i64(j, p.row.version);
	json_key(j, "outcomes"), json_arr(j);
	for (size_t o = 0; p.n && o < p.v->outcomes_n; o++)
		said_json(j, &p, o);
	json_end(j);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc review_part_show(struct ctx *cx)
{
	return cx->json ? part_json(cx) : draw_part(cx);
}

enum rc review_part_again(struct ctx *cx)
{
	return draw_part(cx);
}

/* ---- saving, handing in ---- */

/* Everything that can be missing, said at once. */
static enum rc check_outcomes(struct ctx *cx, const struct part_now *p, const char *filled)
{
	int step = 0;

	for (size_t k = 0; k < p->n; k++) {
		const struct slot *s = &p->slots[k];
		const char *name = p->form->fields[COUNT_OF(part_fields) + k].name;
		struct str code = p->v->fw->items[p->v->outcomes[s->ordinal]].code;

		if (s->kind == SLOT_STEP)
			step = *(const int *)(const void *)(filled + s->offset);
		if (s->kind == SLOT_STEP && p->asked[s->ordinal] && !step)
			err_add(&cx->err, str_from_c(name), WORDS(cx->arena, T_REVIEW_STEP_MISSING, WORD_ARG("code", code)));
		if (s->kind == SLOT_REASON && step && !str_trim(*(const struct str *)(const void *)(filled + s->offset)).n)
			err_add(&cx->err, str_from_c(name), WORDS(cx->arena, T_REVIEW_REASON_MISSING, WORD_ARG("code", code)));
	}
	return cx->err.n ? INVALID : OK;
}

/* Words that others read once they are released are looked at when they are handed in. */
static enum rc check_words(struct ctx *cx, const struct part_now *p, const struct part_typed *f, const char *filled)
{
	struct piece_words words = { .v = NEW_ARRAY(cx->arena, struct piece_word, p->n + 3) };

	words.v[words.n++] = (struct piece_word){ .name = S("strengths"), .text = f->strengths };
	words.v[words.n++] = (struct piece_word){ .name = S("needs"), .text = f->needs };
	words.v[words.n++] = (struct piece_word){ .name = S("onward"), .text = f->onward };
	for (size_t k = 0; k < p->n; k++)
		if (p->slots[k].kind == SLOT_REASON)
			words.v[words.n++] = (struct piece_word){ .name = str_from_c(p->form->fields[COUNT_OF(part_fields) + k].name),
				                                      .text = *(const struct str *)(const void *)(filled + p->slots[k].offset) };
	return privacy_in_given(cx, &words, f->read_again);
}

static void take_outcomes(struct ctx *cx, const struct part_now *p, const char *filled, struct review_writing *w)
{
	w->said = NEW_ARRAY(cx->arena, struct review_said, p->v->outcomes_n + 1);
	for (size_t k = 0; k < p->n; k++) {
		const struct slot *s = &p->slots[k];
		const void *at = filled + s->offset;
		struct review_said *one;

		if (s->kind == SLOT_STEP)
			w->said[w->n++] = (struct review_said){ .item = p->v->rows[p->v->outcomes[s->ordinal]], .step = *(const int *)at, .reason = S("") };
		one = &w->said[w->n - 1];
		if (s->kind == SLOT_REASON && str_trim(*(const struct str *)at).n)
			one->reason = str_trim(*(const struct str *)at);
		if (s->kind == SLOT_PIECE && *(const bool *)at && one->pieces_n < REVIEW_POINTED_MAX)
			one->pieces[one->pieces_n++] = s->evidence;
	}
}

enum rc review_part_save(struct ctx *cx)
{
	static const struct values nothing;
	const struct part_typed *f = cx->form;
	struct review_writing w;
	const void *filled;
	struct part_now p;
	enum rc rc = load_part(cx, &p);

	if (rc != OK || (rc = version_is(cx, p.row.version)) != OK ||
	    (rc = form_fill_part(cx, p.form, cx->values ? cx->values : &nothing, OUTCOME_PREFIX, &filled)) != OK)
		return rc;
	if (p.typed_for && (f->act == PART_SAVE || !f->together))
		return field_error(cx, "together", T_REVIEW_TOGETHER_MISSING);
	if (f->act == PART_SAVE && p.row.given_at != DB_NULL_INT && p.now.r.released_at == DB_NULL_INT)
		return form_error(cx, T_REVIEW_PART_STAYS);
	if (f->act == PART_GIVE && ((rc = check_outcomes(cx, &p, filled)) != OK || (rc = check_words(cx, &p, f, filled)) != OK))
		return rc;
	w = (struct review_writing){ .role = p.role, .person = p.person, .strengths = str_trim(f->strengths), .needs = str_trim(f->needs),
		                         .onward = str_trim(f->onward), .give = f->act == PART_GIVE, .version = p.row.version };
	take_outcomes(cx, &p, filled, &w);
	if ((rc = review_write(cx, &p.now.r, &p.now.programme.rules, &w)) != OK)
		return rc;
	cx->current_version = p.row.version + 1;
	return w.give ? done(cx, url_id(cx, "/reviews/", p.now.r.uuid, ""), T_REVIEW_NOTICE_GIVEN)
	              : done(cx, url_id(cx, "/reviews/", p.now.r.uuid, str_c(cx->arena, strf(cx->arena, "/parts/%.*s", STR_FMT(key_of(&roles, p.role))))),
	                     T_REVIEW_NOTICE_SAVED);
}

/* ---- into the record ---- */

static enum rc put_row(struct ctx *cx, const struct review *r, const struct review_writing *w, int64_t *ret)
{
	instant given = w->give ? cx->now : DB_NULL_INT;
	struct review_part_own_row there;
	struct review_part_add_row added;
	int64_t affected = 0;
	struct str strengths = w->strengths.n ? w->strengths : S(""), needs = w->needs.n ? w->needs : S(""), onward = w->onward.n ? w->onward : S("");
	enum rc rc = sql_review_part_own(cx->db, cx->arena, r->id, w->role, w->person, &there);

	if (rc == NOT_FOUND) {
		rc = sql_review_part_add(cx->db, cx->arena, r->id, w->role, w->person, cx->actor.person, strengths, needs, onward, given, cx->now, &added);
		*ret = added.part;
		return rc;
	}
	*ret = there.part;
	if (rc == OK)
		rc = sql_review_part_put(cx->db, cx->arena, there.part, cx->actor.person, strengths, needs, onward, given, w->version, cx->now, &affected);
	return rc == OK && !affected ? STALE : rc;
}

static enum rc put_outcomes(struct ctx *cx, int64_t part, const struct review_writing *w)
{
	enum rc rc = sql_review_outcomes_clear(cx->db, cx->arena, part, NULL);

	if (rc == OK)
		rc = sql_review_pointed_clear(cx->db, cx->arena, part, NULL);
	for (size_t i = 0; rc == OK && i < w->n; i++) {
		const struct review_said *s = &w->said[i];

		if (s->step || s->reason.n)
			rc = sql_review_outcome_add(cx->db, cx->arena, part, s->item, s->step, s->reason, NULL);
		for (size_t k = 0; rc == OK && k < s->pieces_n; k++)
			rc = sql_review_pointed_add(cx->db, cx->arena, part, s->item, s->pieces[k], NULL);
	}
	return rc;
}

/* Handed in: released with the others when it was the last, told to them when it came late. */
static enum rc after_giving(struct ctx *cx, const struct review *r, const struct review_rules *rules, const struct review_writing *w)
{
	struct str data = strf(cx->arena, "{\"part\":\"%.*s\",\"typed_for\":%s}", STR_FMT(key_of(&roles, w->role)),
	                       w->person == cx->actor.person ? "false" : "true");
	struct review_given_rows given;
	unsigned there = 0;
	enum rc rc = review_event(cx, EVENT_REVIEW_PART_GIVEN, r->uuid, data);

	if (rc != OK || (rc = sql_review_given(cx->db, cx->arena, r->id, &given)) != OK)
		return rc;
	for (size_t i = 0; i < given.n; i++)
		there |= REVIEW_ROLE(given.v[i].role);
	if (r->state != REVIEW_WRITING) {
		rc = sql_review_touch(cx->db, cx->arena, r->id, cx->now, NULL);
		return rc == OK ? review_tell(cx, NOTICE_REVIEW_RELEASED, REVIEW_ALL_THREE) : rc;
	}
	return review_all_given(rules->parts, there)
	           ? review_act(cx, r, &(struct review_doing){ .act = REVIEW_ACT_RELEASE, .on = DATE_NONE, .next = DATE_NONE }) : OK;
}

enum rc review_write(struct ctx *cx, const struct review *r, const struct review_rules *rules, const struct review_writing *w)
{
	int64_t part;
	enum rc rc = put_row(cx, r, w, &part);

	if (rc == OK)
		rc = put_outcomes(cx, part, w);
	return rc == OK && w->give ? after_giving(cx, r, rules, w) : rc;
}

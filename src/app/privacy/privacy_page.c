/* privacy_page.c — what was found, marked in the words it was found in, each with its one tap; as a page and as JSON. */
#include "app/privacy/privacy_inside.h"

#include "app/privacy/privacy_view.h"
#include "templates.gen.h"
#include "web/draft.h"
#include "web/form.h"

static struct str number_of_finding(struct ctx *cx, size_t i)
{
	return strf(cx->arena, "%zu", i + 1);
}

static struct str letter_of_detail(struct ctx *cx, size_t i)
{
	return strf(cx->arena, "%c", (char)('A' + i % 26));
}

/* first_word — the length of what must not part from its number. */
static size_t first_word(struct str s)
{
	size_t at = str_find_char(s, ' ');

	return at == SIZE_MAX || at > 24 ? (s.n > 24 ? 0 : s.n) : at;
}

static const struct privacy_typed *typed(const struct ctx *cx)
{
	return cx->form && cx->route->form == &privacy_form ? cx->form : NULL;
}

static size_t same_of(const struct privacy_state *s, size_t i)
{
	size_t n = 0;

	for (size_t k = 0; k < s->found.n; k++)
		n += !in_file(s, s->found.v[k].text) && s->found.v[k].group == s->found.v[i].group && s->kept_at[k] < 0;
	return n;
}

/* name_of — which finding it is, whatever its number has become: what was found is not said by it. */
static struct str name_of(struct ctx *cx, enum privacy_class class, struct str what)
{
	struct hash h = hash_of2(strf(cx->arena, "%.*s?", STR_FMT(privacy_key(class))), what);

	return base64url_encode(cx->arena, h.b, 12);
}

static bool is_same(const struct privacy_state *s, size_t a, size_t b)
{
	return s->found.v[a].class == s->found.v[b].class && str_eq(found_text(s, &s->found.v[a]), found_text(s, &s->found.v[b]));
}

static bool is_reason_of(const struct values *typed, const struct privacy_finding_view *v)
{
	struct str of = values_get(typed, S("of"));

	return of.n ? str_eq(of, v->of) : str_eq(values_get(typed, S("finding")), v->n);
}

/* is_shown_at — of several that say the same, what was being typed goes back to the one it was typed at, or else to the first. */
static bool is_shown_at(const struct privacy_state *s, size_t i, const struct values *typed)
{
	int64_t number = 0;
	size_t at = 0;

	if (i >= s->found.n) /* all of them together */
		return true;
	if (str_to_i64(values_get(typed, S("finding")), 1, (int64_t)s->found.n, &number) && is_same(s, (size_t)number - 1, i))
		return (size_t)number - 1 == i;
	while (!is_same(s, at, i))
		at++;
	return at == i;
}

/* add_reason — the form to keep it with: what was sent in vain, or was being typed before the page was drawn again, stands in it. */
static void add_reason(struct ctx *cx, const struct privacy_state *s, size_t at, struct privacy_finding_view *v)
{
	const struct values *sent = v->page->sent, *typed = sent && is_reason_of(sent, v) && is_shown_at(s, at, sent) ? sent : NULL;

	if (typed) {
		v->error = err_of(&cx->err, S("reason"));
		v->why_error = err_of(&cx->err, S("why"));
		v->tab = values_get(typed, S("tab"));
	}
	for (size_t i = 0; i < v->page->typed.n && !typed; i++) {
		const struct draft_one *one = &v->page->typed.v[i];

		if (values_get(one->typed, S("of")).n && is_reason_of(one->typed, v) && is_shown_at(s, at, one->typed) &&
		    (values_get(one->typed, S("why")).n || values_get(one->typed, S("reason")).n)) {
			typed = one->typed;
			v->kept = one->says;
		}
	}
	if (!v->tab.n)
		v->tab = draft_tab_new(cx->arena);
	if (!typed)
		return;
	v->tab_from = values_get(typed, S("tab_from"));
	v->typed_reason = values_get(typed, S("reason"));
	v->typed_why = values_get(typed, S("why"));
	v->is_open_reason = true;
}

static struct str kept_words(struct ctx *cx, const struct privacy_kept_of_row *k)
{
	static const enum word words[KEEP_END] = { [KEEP_NOT_REAL] = T_FINDS_KEEP_NOT_REAL, [KEEP_PUBLIC] = T_FINDS_KEEP_PUBLIC,
		                                       [KEEP_OTHER] = T_FINDS_KEEP_OTHER };

	UNUSED(cx);
	return k->why.n ? k->why : k->reason > 0 && k->reason < KEEP_END ? word(words[k->reason]) : STR_NONE;
}

static struct privacy_finding_view view_of(struct ctx *cx, const struct privacy_state *s, const struct privacy_page *p, size_t i)
{
	const struct privacy_finding *f = &s->found.v[i];
	struct privacy_finding_view v = {
		.id = strf(cx->arena, "find-%zu", i + 1), .number = number_of_finding(cx, i), .n = number_of_finding(cx, i), .what = found_text(s, f),
		.instead = instead_of(cx, s, f), .class = class_word(f->class), .why = f->pointed ? T_FINDS_WHY_POINTED : class_why(f->class),
		.open = s->kept_at[i] < 0, .may_keep = may_stay(f), .page = p,
	};

	v.in_file = in_file(s, f->text);
	v.same = (int64_t)same_of(s, i);
	v.more_of_it = v.open && v.same > 1 && !v.in_file;
	if (!v.open)
		v.why_kept = kept_words(cx, &s->kept.v[s->kept_at[i]]);
	if (v.open && v.may_keep) {
		v.of = name_of(cx, f->class, v.what);
		add_reason(cx, s, i, &v);
	}
	return v;
}

/* ---- marks in the words ---- */

struct place {
	size_t start, end;
	struct str number;
	struct url to;
	bool kept, together;
};

static void add_span(struct privacy_spans *to, struct str text, size_t *at, const struct place *m)
{
	struct str marked = str_sub(text, m->start, m->end - m->start);
	size_t first = first_word(marked);

	to->v[to->n++] = (struct privacy_span){
		.before = str_sub(text, *at, m->start - *at), .first = str_sub(marked, 0, first), .rest = str_sub(marked, first, SIZE_MAX),
		.number = m->number, .to = m->to, .marked = true, .kept = m->kept, .together = m->together,
	};
	*at = m->end;
}

/* next_place — of the findings and details of one text, whichever comes first behind `at`. */
static bool next_place(struct ctx *cx, const struct privacy_state *s, size_t text, size_t at, struct place *ret)
{
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < s->found.n; i++) {
		const struct privacy_finding *f = &s->found.v[i];

		if (f->text == text && f->start >= at && f->start < best) {
			best = f->start;
			*ret = (struct place){ f->start, f->end, number_of_finding(cx, i), { strf(cx->arena, "#find-%zu", i + 1) }, s->kept_at[i] >= 0, false };
		}
		if (f->text > text || (f->text == text && f->start >= at))
			break; /* in order */
	}
	for (size_t i = 0; i < s->found.jigsaw_n; i++) {
		const struct privacy_finding *f = &s->found.jigsaw[i];

		if (f->text == text && f->start >= at && f->start < best) {
			best = f->start;
			*ret = (struct place){ f->start, f->end, letter_of_detail(cx, i), url_lit("#together"), !s->jigsaw_open, true };
		}
	}
	return best != SIZE_MAX;
}

/* Of a file's text only what stands around a finding is shown, and of its findings the first few. */
enum { FILE_SHOWN = 40, GAP_MAX = 200, GAP_HEAD = 70, GAP_TAIL = 100 };

/* around — the words between two marks, with most of a long stretch left out. */
static struct str around(struct ctx *cx, struct str gap, bool behind_one, bool before_one)
{
	struct str head = behind_one ? utf8_first(gap, GAP_HEAD) : STR_NONE, tail = STR_NONE;

	if (gap.n <= GAP_MAX)
		return gap;
	if (before_one) {
		size_t from = gap.n - GAP_TAIL;

		while (from < gap.n && ((unsigned char)gap.p[from] & 0xC0) == 0x80)
			from++;
		tail = str_sub(gap, from, SIZE_MAX);
	}
	return strf(cx->arena, "%.*s … %.*s", STR_FMT(head), STR_FMT(tail));
}

static void shorten(struct ctx *cx, struct privacy_spans *spans)
{
	for (size_t i = 0; i < spans->n; i++)
		spans->v[i].before = around(cx, spans->v[i].before, i > 0, spans->v[i].marked);
}

static struct privacy_part part_of(struct ctx *cx, const struct privacy_state *s, const struct privacy_page *p, size_t text)
{
	struct privacy_part part = { .label = s->words.v[text].label, .by = s->words.v[text].by, .in_file = in_file(s, text), .edit = p->edit };
	struct str words = s->words.v[text].text;
	struct place m;
	size_t at = 0;

	if (files_is_name(s->words.v[text].name))
		part.edit = url_id(cx, "/evidence/", cx->evidence->uuid, "/files");
	part.spans.v = NEW_ARRAY(cx->arena, struct privacy_span, s->found.n + s->found.jigsaw_n + 2);
	part.finds.v = NEW_ARRAY(cx->arena, struct privacy_finding_view, s->found.n + 1);
	while ((!part.in_file || part.spans.n < FILE_SHOWN) && next_place(cx, s, text, at, &m))
		add_span(&part.spans, words, &at, &m);
	part.clean = part.spans.n == 0;
	part.spans.v[part.spans.n++] = (struct privacy_span){ .before = str_sub(words, at, SIZE_MAX) };
	if (part.in_file)
		shorten(cx, &part.spans);
	for (size_t i = 0; i < s->found.n; i++)
		if (s->found.v[i].text == text && (!part.in_file || part.finds.n < FILE_SHOWN))
			part.finds.v[part.finds.n++] = view_of(cx, s, p, i);
	return part;
}

static void draw_together(struct ctx *cx, const struct privacy_state *s, struct privacy_page *p)
{
	p->has_jigsaw = s->found.jigsaw_n > 0;
	p->jigsaw_open = s->jigsaw_open;
	p->together.v = NEW_ARRAY(cx->arena, struct privacy_finding_view, s->found.jigsaw_n + 1);
	for (size_t i = 0; i < s->found.jigsaw_n; i++)
		p->together.v[p->together.n++] = (struct privacy_finding_view){
			.number = letter_of_detail(cx, i), .n = strf(cx->arena, "%zu", s->found.n + 2 + i), .what = found_text(s, &s->found.jigsaw[i]),
			.instead = instead_of(cx, s, &s->found.jigsaw[i]), .open = s->jigsaw_open, .page = p,
			.in_file = in_file(s, s->found.jigsaw[i].text),
		};
	p->jigsaw = (struct privacy_finding_view){ .n = strf(cx->arena, "%zu", s->found.n + 1), .open = s->jigsaw_open, .page = p };
	if (p->has_jigsaw && !s->jigsaw_open)
		p->jigsaw.why_kept = kept_words(cx, &s->kept.v[s->jigsaw_kept_at]);
	if (s->jigsaw_open) {
		p->jigsaw.of = name_of(cx, PRIVACY_JIGSAW, jigsaw_text(cx, s));
		add_reason(cx, s, s->found.n, &p->jigsaw);
	}
}

/* ---- the frame ---- */

static enum rc draw_held(struct ctx *cx, struct privacy_page *p)
{
	struct privacy_hold_now_row hold;
	struct str *names = NEW_ARRAY(cx->arena, struct str, PRIVACY_CLASS_END);
	size_t n = 0;
	enum rc rc = sql_privacy_hold_now(cx->db, cx->arena, cx->evidence->id, &hold);

	if (rc != OK || hold.kind == HOLD_CHANGE)
		return rc == NOT_FOUND ? OK : rc;
	for (int c = 1; c < PRIVACY_CLASS_END; c++)
		if (hold.classes & INT64_C(1) << c)
			names[n++] = word(class_word((enum privacy_class)c));
	p->sent_back = WORDS(cx->arena, T_FINDS_SENT_BACK, WORD_ARG("name", hold.name), WORD_ARG("on", date_of(hold.began)),
	                     WORD_ARG("what", str_join(cx->arena, names, n, S(", "))));
	if (hold.in_file)
		p->sent_back_file = WORDS(cx->arena, T_FINDS_SENT_BACK_FILE, WORD_ARG("name", first_name(hold.name)));
	return OK;
}

static void draw_acts(struct ctx *cx, const struct privacy_state *s, struct privacy_page *p)
{
	struct str then = cx->rq->method == HTTP_GET ? query(cx, "then") : typed(cx) ? typed(cx)->then : STR_NONE;
	bool draft = cx->evidence->state == EVIDENCE_DRAFT, shared = cx->evidence->state == EVIDENCE_SHARED;

	p->then = str_eq(then, S("share")) || str_eq(then, S("submit")) || str_eq(then, S("save")) ? then : STR_NONE;
	p->can_submit = (draft || shared) && !str_eq(p->then, S("share")) && !str_eq(p->then, S("save"));
	p->can_share = draft && !str_eq(p->then, S("submit"));
	p->can_save = !draft;
	p->left = s->open;
	p->is_done = !s->open;
}

static void draw_lead(struct ctx *cx, const struct privacy_state *s, struct privacy_page *p)
{
	size_t n = s->found.n;

	p->title = str_trim(cx->evidence->title).n ? cx->evidence->title : word(T_EVIDENCE_UNTITLED);
	if (!n && !p->has_jigsaw)
		p->lead = word(T_FINDS_LEAD_NONE);
	else if (n && p->has_jigsaw)
		p->lead = WORDS(cx->arena, T_FINDS_LEAD_BOTH, WORD_ARG("n", n), WORD_ARG("details", s->found.jigsaw_n));
	else
		p->lead = n ? WORDS(cx->arena, T_FINDS_LEAD, WORD_ARG("n", n)) : WORDS(cx->arena, T_FINDS_LEAD_TOGETHER, WORD_ARG("n", s->found.jigsaw_n));
	p->answered = WORDS(cx->arena, T_FINDS_ANSWERED, WORD_ARG("n", s->answered), WORD_ARG("of", s->answered + s->open));
	p->more = s->found.more;
}

/* draw_all — the list beside the words: of each file as many as are shown there. */
static void draw_all(struct ctx *cx, const struct privacy_state *s, struct privacy_page *p)
{
	size_t shown = 0;

	for (size_t i = 0; i < s->found.n; i++) {
		shown = i && s->found.v[i].text == s->found.v[i - 1].text ? shown + 1 : 1;
		if (in_file(s, s->found.v[i].text) && shown > FILE_SHOWN)
			p->more = true;
		else
			p->all.v[p->all.n++] = view_of(cx, s, p, i);
	}
}

enum rc draw_privacy(struct ctx *cx)
{
	struct privacy_page *p = NEW(cx->arena, struct privacy_page);
	struct form_view fv = form_view(cx, &privacy_form, NULL, cx->evidence->version);
	struct privacy_state s;
	enum rc rc;

	if ((rc = state_of_piece(cx, &s)) != OK || (rc = draw_held(cx, p)) != OK ||
	    (rc = drafts_kept_each(cx, &privacy_form, &p->typed)) != OK)
		return rc;
	/* What was sent against another version did nothing: the page shows what stands now, with its own version. */
	if (cx->failed == STALE)
		form_error(cx, T_FINDS_STALE);
	else if (cx->failed == CONFLICT)
		form_error(cx, T_FINDS_GONE);
	if (typed(cx) && typed(cx)->act == DO_KEEP)
		p->sent = cx->values;
	cx->values = NULL;
	fv = form_view(cx, &privacy_form, NULL, cx->evidence->version);
	p->hidden = hidden_csrf(cx);
	p->version = fv.version;
	p->errors = fv.errors;
	p->action = url_id(cx, "/evidence/", cx->evidence->uuid, "/privacy");
	p->edit = url_id(cx, "/evidence/", cx->evidence->uuid, "/edit");
	p->back = p->edit;
	draw_together(cx, &s, p);
	draw_lead(cx, &s, p);
	draw_acts(cx, &s, p);
	p->parts.v = NEW_ARRAY(cx->arena, struct privacy_part, s.words.n + 1);
	p->all.v = NEW_ARRAY(cx->arena, struct privacy_finding_view, s.found.n + 1);
	for (size_t i = 0; i < s.words.n; i++) {
		struct privacy_part part = part_of(cx, &s, p, i);

		if (str_trim(s.words.v[i].text).n && !(part.clean && files_is_name(s.words.v[i].name))) /* clean, it stands in the list of files */
			p->parts.v[p->parts.n++] = part;
	}
	draw_all(cx, &s, p);
	p->files = files_checks(cx, p->then);
	return page(cx, &(struct page){ .title = word(T_FINDS_TITLE), .menu = MENU_EVIDENCE, .wide_dock = true,
		                            .status = cx->err.n && !cx->failed ? 422 : 0, .main = HTML(cx, privacy_page, p) });
}

enum rc privacy_show(struct ctx *cx)
{
	struct privacy_state s;
	struct json_out *j;
	enum rc rc;

	version_is(cx, cx->evidence->version);
	if (!cx->json)
		return draw_privacy(cx);
	if ((rc = state_of_piece(cx, &s)) != OK)
		return rc;
	j = reply_json(cx);
	json_obj(j);
	json_key(j, "version"), json_i64(j, cx->evidence->version);
	json_key(j, "held"), json_str(j, key_of(&privacy_holds, (int)cx->evidence->held));
	state_json(cx, j, &s);
	json_end(j);
	return answer_json(cx, 200);
}

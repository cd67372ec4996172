/* evidence_pick.c — choosing statements for a piece: from ticks, from codes as people type them, by search and thread. */
#include "app/evidence/evidence_inside.h"

#include "app/framework/framework.h"
#include "app/suggest/suggest.h"
#include "rules/suggest.h"
#include "web/draft.h"
#include "web/form.h"

enum { CODES_READ_MAX = 400, SAID_MAX = 5, FOUND_MAX = 40 };
/* Devices keep what evidence_statements gives: a number that changes with its shape. */
#define STATEMENTS_AS S("1")

int32_t item_named(const struct framework_version *v, struct str name)
{
	struct uuid id;
	int32_t i = uuid_parse(name, &id) ? framework_find(v->fw, id) : framework_find_code(v->fw, name);

	return i >= 0 && framework_is_linkable(v->fw, i) ? i : -1;
}

struct str item_key(struct ctx *cx, const struct framework_version *v, int32_t i)
{
	struct str code = v->fw->items[i].code;

	return code.n && framework_find_code(v->fw, code) == i ? code : uuid_str(cx->arena, v->fw->items[i].id);
}

struct str codes_of(struct ctx *cx, const struct framework_version *v, const bool *on)
{
	struct str *keys = NEW_ARRAY(cx->arena, struct str, v->fw->linkable_n + 1);
	size_t n = 0;

	for (size_t k = 0; k < v->fw->linkable_n; k++)
		if (on[v->fw->linkable[k]])
			keys[n++] = item_key(cx, v, v->fw->linkable[k]);
	return str_join(cx->arena, keys, n, S(", "));
}

static void choose_item(struct chosen *c, int32_t i)
{
	c->n += !c->on[i];
	c->on[i] = true;
}

/* say_unknown — one sentence for each code that names nothing here, with the one it may have meant. */
static void say_unknown(struct ctx *cx, const struct framework_version *v, const struct framework_codes *codes)
{
	struct buf say = buf_new(cx->arena, 4096);

	for (size_t i = 0; i < codes->unknown_n && i < SAID_MAX; i++) {
		const struct framework_unknown_code *u = &codes->unknown[i];
		struct str near = u->nearest >= 0 ? framework_item_name(cx->arena, v->fw, u->nearest) : STR_NONE;

		if (i)
			buf_add_c(&say, ' ');
		if (u->why == CODE_NOT_LINKABLE)
			buf_add(&say, WORDS(cx->arena, T_EVIDENCE_CODE_WHOLE, WORD_ARG("typed", u->typed)));
		else if (near.n)
			buf_add(&say, WORDS(cx->arena, T_EVIDENCE_CODE_NEAR, WORD_ARG("typed", u->typed), WORD_ARG("near", near)));
		else
			buf_add(&say, WORDS(cx->arena, T_EVIDENCE_CODE_UNKNOWN, WORD_ARG("typed", u->typed)));
	}
	if (!err_of(&cx->err, S("codes")).n)
		err_add(&cx->err, S("codes"), buf_str(&say));
}

static struct str unknown_typed(struct ctx *cx, const struct framework_codes *codes)
{
	struct str *typed = NEW_ARRAY(cx->arena, struct str, codes->unknown_n + 1);

	for (size_t i = 0; i < codes->unknown_n; i++)
		typed[i] = codes->unknown[i].typed;
	return str_join(cx->arena, typed, codes->unknown_n, S(", "));
}

struct chosen choose(struct ctx *cx, const struct framework_version *v, const struct picking *pick)
{
	struct chosen c = { .on = NEW_ARRAY(cx->arena, bool, v->fw->n + 1) };
	struct framework_codes codes = { 0 };
	int32_t gone;

	for (size_t i = 0; i < pick->link.n; i++) {
		int32_t item = item_named(v, str_trim(pick->link.v[i]));

		if (item >= 0)
			choose_item(&c, item);
		else if (!err_of(&cx->err, S("link")).n)
			err_add(&cx->err, S("link"), WORDS(cx->arena, T_EVIDENCE_CODE_UNKNOWN, WORD_ARG("typed", pick->link.v[i])));
	}
	framework_parse_codes(cx->arena, v->fw, pick->codes, CODES_READ_MAX, &codes);
	for (size_t i = 0; i < codes.n; i++)
		choose_item(&c, codes.items[i]);
	if (codes.unknown_n) {
		say_unknown(cx, v, &codes);
		c.codes_left = unknown_typed(cx, &codes);
	}
	if (pick->unlink.n && (gone = item_named(v, pick->unlink)) >= 0 && c.on[gone]) {
		c.on[gone] = false;
		c.n--;
	}
	if (c.n > EVIDENCE_LINKS_MAX && !err_of(&cx->err, S("link")).n)
		err_add(&cx->err, S("link"), WORDS(cx->arena, T_EVIDENCE_TOO_MANY, WORD_ARG("n", c.n),
		                                   WORD_ARG("max", EVIDENCE_LINKS_MAX)));
	return c;
}

struct picking picking_of_values(struct ctx *cx, const struct values *values)
{
	struct picking p = {
		.codes = str_trim(values_get(values, S("codes"))), .find = str_trim(values_get(values, S("find"))),
		.thread = str_trim(values_get(values, S("thread"))), .unlink = str_trim(values_get(values, S("unlink"))),
		.listed = values_get(values, S("listed")).n || str_eq(values_get(values, S("do")), S("list")),
	};

	values_all(cx->arena, values, S("link"), &p.link);
	return p;
}

/* ---- the view ---- */

static struct str number_of_code(struct str code)
{
	for (size_t i = code.n; i > 0; i--)
		if (code.p[i - 1] == ' ')
			return str_sub(code, i, SIZE_MAX);
	return code;
}

struct evidence_tick tick(const struct drawing *d, int32_t i)
{
	const struct framework_item *item = &d->v->fw->items[i];
	struct str key = item_key(d->cx, d->v, i);

	return (struct evidence_tick){
		.key = key, .number = number_of_code(item->code), .code = item->code,
		.text = { d->v->escaped[i] }, /* escaped once, when the version was loaded */
		.on = d->chosen->on[i], .fixed = d->fixed && d->fixed[i], .item = i,
	};
}

static void draw_linked(const struct drawing *d, struct evidence_chip_groups *groups)
{
	const struct framework *fw = d->v->fw;
	int32_t last = -2;

	groups->v = NEW_ARRAY(d->cx->arena, struct evidence_chip_group, d->chosen->n + 1);
	for (size_t k = 0; k < fw->linkable_n; k++) {
		int32_t i = fw->linkable[k], outcome = fw->items[i].outcome;
		struct evidence_chip_group *g;

		if (!d->chosen->on[i])
			continue;
		if (outcome != last || outcome < 0) {
			struct evidence_chip_group *fresh = &groups->v[groups->n++];

			*fresh = (struct evidence_chip_group){ .chips.v = NEW_ARRAY(d->cx->arena, struct evidence_chip, d->chosen->n) };
			fresh->code = outcome >= 0 ? fw->items[outcome].code : fw->items[i].code;
			fresh->name = outcome >= 0 ? fw->items[outcome].text : fw->items[i].text;
			last = outcome;
		}
		g = &groups->v[groups->n - 1];
		g->chips.v[g->chips.n++] = (struct evidence_chip){
			.key = item_key(d->cx, d->v, i), .number = number_of_code(framework_item_name(d->cx->arena, fw, i)),
			.text = fw->items[i].text,
		};
	}
}

static void draw_found(const struct drawing *d, const struct picking *pick, struct evidence_picker *p)
{
	struct search_filters filters = SEARCH_ALL;
	struct search_result r = { 0 };

	filters.linkable_only = true;
	filters.thread = pick->thread.n ? framework_find_thread(d->v->fw, pick->thread) : -1;
	if (!pick->find.n && filters.thread < 0)
		return;
	framework_search(d->cx->arena, fw_search_index(d->cx, d->v), pick->find, &filters, FOUND_MAX, &r);
	p->searched = true;
	p->found.v = NEW_ARRAY(d->cx->arena, struct evidence_tick, r.n + 1);
	for (size_t i = 0; i < r.n; i++)
		if (!(d->fixed && d->fixed[r.v[i].item]))
			p->found.v[p->found.n++] = tick(d, r.v[i].item);
}

static void draw_threads(const struct drawing *d, struct str chosen, struct evidence_threads *t)
{
	const struct framework *fw = d->v->fw;

	t->v = NEW_ARRAY(d->cx->arena, struct evidence_thread, fw->threads_n + 1);
	for (size_t i = 0; i < fw->threads_n; i++)
		t->v[t->n++] = (struct evidence_thread){ fw->threads[i].key, fw->threads[i].title,
			                                     str_eq(fw->threads[i].key, chosen) };
}

/* keep_words — whoever asks for suggestions or for the list without a script has what they typed kept as well as shown again. */
static enum rc keep_words(struct ctx *cx)
{
	struct str tab = cx->values ? values_get(cx->values, S("tab")) : STR_NONE;

	struct str act = cx->values ? values_get(cx->values, S("do")) : STR_NONE;

	if (cx->rq->method != HTTP_POST || cx->failed || cx->err.n || !cx->form || !tab.n || tab.n > DRAFT_TAB_MAX ||
	    !(str_eq(act, S("find")) || str_eq(act, S("list"))))
		return OK;
	return draft_keep(cx, cx->actor.person, cx->evidence ? DRAFT_OF_PIECE : DRAFT_OF_NEW,
	                  cx->evidence ? cx->evidence->uuid : cx->induction->uuid, tab, values_encode(cx->arena, cx->values));
}

/* draw_suggestions — from what was typed, or from the piece as it stands. The page does without when that fails. */
static void draw_suggestions(const struct drawing *d, struct evidence_picker *p)
{
	struct ctx *cx = d->cx;
	const struct evidence *e = cx->evidence;
	struct str text = suggest_text_of(cx, cx->values);
	int kind = cx->values ? number_of(&evidence_kinds, values_get(cx->values, S("kind"))) : e ? (int)e->kind : 0;

	if (!str_trim(text).n && e)
		(void)suggest_text_of_piece(cx, e->id, e->text, &text);
	(void)suggest_section(cx, d->v, kind > 0 ? (enum evidence_kind)kind : 0, text, d->chosen->on, d->fixed, &p->suggest);
}

static struct url list_url(struct ctx *cx, bool more_links)
{
	if (!cx->evidence)
		return url_id(cx, "/inductions/", cx->induction->uuid, "/evidence#browse");
	return url_id(cx, "/evidence/", cx->evidence->uuid, more_links ? "/links#browse" : "#browse");
}

struct evidence_picker picker(struct ctx *cx, const struct framework_version *v, const struct picking *pick,
                              const struct chosen *chosen, const bool *fixed)
{
	struct drawing d = { cx, v, chosen, fixed, pick->listed || browse_is_whole(v), list_url(cx, fixed != NULL) };
	struct evidence_picker p = {
		.linked_n = chosen->n, .find = pick->find, .codes = chosen->codes_left,
		.codes_error = err_of(&cx->err, S("codes")), .link_error = err_of(&cx->err, S("link")),
	};

	browse(&d, &p.domains);
	p.listed = pick->listed;
	if (!d.whole)
		p.fetch = url_with(cx, url_id(cx, "/frameworks/", v->uuid, "/statements"), "as", STATEMENTS_AS);
	draw_linked(&d, &p.linked);
	draw_found(&d, pick, &p);
	draw_threads(&d, pick->thread, &p.threads);
	draw_suggestions(&d, &p);
	p.many = chosen->n > SUGGEST_LINKS_MANY;
	(void)keep_words(cx);
	return p;
}

/* search_page.c — finding statements: words, codes, threads; narrowed by kind, domain and, for an ECSW, by what their own
 * evidence has. As JSON it is also the list of a version's items.
 */
#include "app/framework/pages.h"

#include "templates.gen.h"

enum { HITS_PART = 30, JSON_PART = 200, OUTCOMES_SHOWN = 3, TERMS_SHOWN = 3 };

struct asking {
	struct ctx *cx;
	const struct framework_version *v;
	const struct framework *fw;
	const struct search_index *index;
	struct arena *found; /* what was found, each time */
	struct fw_own own;
	struct search_filters filters;
	struct str q, kind, domain, thread, mine; /* as they go into addresses: empty when not given or unknown */
};

/* ---- what is asked ---- */

static enum item_kind kind_asked(struct str s)
{
	return str_eq(s, S("knows")) ? ITEM_KNOWS : str_eq(s, S("does")) ? ITEM_DOES : ITEM_OTHER;
}

static struct str mine_key(uint8_t state)
{
	static const struct str keys[] = { [STATEMENT_NONE] = S_INIT("none"), [STATEMENT_CLAIMED] = S_INIT("waiting"),
		                           [STATEMENT_ENDORSED] = S_INIT("agreed"), [STATEMENT_QUESTION] = S_INIT("question"),
		                           [STATEMENT_NOT_APPLICABLE] = S_INIT("not-applicable") };

	return state < COUNT_OF(keys) ? keys[state] : STR_NONE;
}

static int32_t domain_asked(const struct framework *fw, struct str s)
{
	struct uuid id;
	int32_t i;

	if (!s.n)
		return -1;
	i = uuid_parse(s, &id) ? framework_find(fw, id) : framework_find_code(fw, s);
	return i >= 0 && fw->items[i].role == ROLE_DOMAIN ? i : -1;
}

static enum rc ask(struct ctx *cx, struct asking *a)
{
	const struct framework_version *v = cx->framework;

	*a = (struct asking){ .cx = cx, .v = v, .fw = v->fw, .index = fw_search_index(cx, v), .found = fw_own_arena(cx), .filters = SEARCH_ALL };
	a->q = str_sub(str_trim(query(cx, "q")), 0, 400);
	while (a->q.n && !utf8_valid(a->q)) /* a character was cut in two */
		a->q.n--;
	a->filters.linkable_only = true;
	if ((a->filters.kind = kind_asked(query(cx, "kind"))) != ITEM_OTHER)
		a->kind = query(cx, "kind");
	if ((a->filters.domain = domain_asked(v->fw, query(cx, "domain"))) >= 0)
		a->domain = query(cx, "domain");
	if ((a->filters.thread = framework_find_thread(v->fw, query(cx, "thread"))) >= 0)
		a->thread = query(cx, "thread");
	for (uint8_t s = 0; s <= STATEMENT_QUESTION; s++)
		if (query(cx, "mine").n && str_eq(query(cx, "mine"), mine_key(s)))
			a->mine = query(cx, "mine");
	return cx->json ? OK : fw_own_load(cx, v, &a->own);
}

static struct url address(const struct asking *a, bool kind, bool domain, bool thread, bool mine)
{
	struct url u = a->cx->json ? fw_url(a->cx, a->v, "/items") : fw_search_url(a->cx, a->v);

	if (a->q.n)
		u = url_with(a->cx, u, "q", a->q);
	if (kind && a->kind.n)
		u = url_with(a->cx, u, "kind", a->kind);
	if (domain && a->domain.n)
		u = url_with(a->cx, u, "domain", a->domain);
	if (thread && a->thread.n)
		u = url_with(a->cx, u, "thread", a->thread);
	if (mine && a->mine.n)
		u = url_with(a->cx, u, "mine", a->mine);
	return u;
}

/* All hits under some filters; those of another state than `mine` asks for are taken out. */
static struct search_result find(const struct asking *a, struct search_filters filters, bool by_mine)
{
	struct search_result r;
	size_t kept = 0;

	framework_search(a->found, a->index, a->q, &filters, a->fw->n, &r);
	if (r.guessed && r.suggestion >= 0) /* a code that is not there: its digits found elsewhere are no answer */
		r.n = r.total = 0;
	if (!by_mine || !a->mine.n || !a->own.is)
		return r;
	for (size_t i = 0; i < r.n; i++)
		if (str_eq(mine_key(a->own.c.statements[a->fw->items[r.v[i].item].position].state), a->mine))
			r.v[kept++] = r.v[i];
	r.n = r.total = kept;
	return r;
}

/* ---- the choices that narrow ---- */

static int count_kind(const struct asking *a, const struct search_result *r, enum item_kind kind)
{
	int n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += kind == ITEM_OTHER || a->fw->items[r->v[i].item].kind == kind;
	return n;
}

static void choice(struct fw_choices *c, struct str value, struct str label, int n, bool chosen)
{
	c->v[c->n++] = (struct fw_choice){ .value = value, .label = label, .n = n, .chosen = chosen };
}

static struct fw_choices kind_choices(const struct asking *a)
{
	struct fw_choices c = { NEW_ARRAY(a->cx->arena, struct fw_choice, 3), 0 };
	struct search_filters filters = a->filters;
	struct search_result r;

	filters.kind = ITEM_OTHER;
	r = find(a, filters, true);
	choice(&c, STR_NONE, word(T_FRAMEWORK_KIND_ALL), count_kind(a, &r, ITEM_OTHER), !a->kind.n);
	choice(&c, S("knows"), word(T_FRAMEWORK_KIND_KNOWS), count_kind(a, &r, ITEM_KNOWS),
	       a->filters.kind == ITEM_KNOWS);
	choice(&c, S("does"), word(T_FRAMEWORK_KIND_DOES), count_kind(a, &r, ITEM_DOES),
	       a->filters.kind == ITEM_DOES);
	return c;
}

static struct fw_choices mine_choices(const struct asking *a)
{
	static const struct {
		uint8_t state;
		enum word text;
	} shown[] = {
		{ STATEMENT_ENDORSED, T_FRAMEWORK_OWN_AGREED }, { STATEMENT_CLAIMED, T_FRAMEWORK_OWN_WAITING },
		{ STATEMENT_QUESTION, T_FRAMEWORK_OWN_QUESTION }, { STATEMENT_NONE, T_FRAMEWORK_OWN_NONE },
		{ STATEMENT_NOT_APPLICABLE, T_FRAMEWORK_OWN_NOT_APPLICABLE },
	};
	struct fw_choices c = { NEW_ARRAY(a->cx->arena, struct fw_choice, COUNT_OF(shown) + 1), 0 };
	struct search_result r;

	if (!a->own.is)
		return c;
	r = find(a, a->filters, false);
	choice(&c, STR_NONE, word(T_FRAMEWORK_OWN_ALL), (int)r.n, !a->mine.n);
	for (size_t s = 0; s < COUNT_OF(shown); s++) {
		int n = 0;

		for (size_t i = 0; i < r.n; i++)
			n += a->own.c.statements[a->fw->items[r.v[i].item].position].state == shown[s].state;
		if (shown[s].state == STATEMENT_NOT_APPLICABLE && !n)
			continue; /* no role profile says so */
		choice(&c, mine_key(shown[s].state), word(shown[s].text), n,
		       str_eq(a->mine, mine_key(shown[s].state)));
	}
	return c;
}

static struct fw_choices domain_choices(const struct asking *a)
{
	enum { DOMAINS_MAX = 100 };
	struct fw_choices c = { NEW_ARRAY(a->cx->arena, struct fw_choice, DOMAINS_MAX), 0 };

	for (size_t i = 0; i < a->fw->n && c.n < DOMAINS_MAX; i++)
		if (a->fw->items[i].role == ROLE_DOMAIN && a->fw->items[i].parent < 0)
			choice(&c, uuid_str(a->cx->arena, a->fw->items[i].id), fw_coded(a->cx, &a->fw->items[i]), 0,
			       a->filters.domain == (int32_t)i);
	return c;
}

static struct fw_choices thread_choices(const struct asking *a)
{
	const struct framework *fw = a->fw;
	struct fw_choices c = { NEW_ARRAY(a->cx->arena, struct fw_choice, fw->threads_n + 1), 0 };

	for (size_t t = 0; t < fw->threads_n; t++)
		choice(&c, fw->threads[t].key, fw->threads[t].title.n ? fw->threads[t].title : fw->threads[t].key, 0,
		       a->filters.thread == (int32_t)t);
	return c;
}

/* ---- what was found ---- */

/* Why an item is listed whose own words show nothing. */
static struct str why_listed(const struct asking *a, const struct search_hit *h)
{
	if (!a->q.n || h->spans_n || (h->places & (SEARCH_TEXT | SEARCH_CODE)))
		return STR_NONE;
	if (h->places & SEARCH_REFERENCE)
		return word(T_FRAMEWORK_IN_REFERENCE);
	if (h->places & SEARCH_THREAD)
		return word(T_FRAMEWORK_IN_THREAD);
	if (h->places & SEARCH_OUTCOME)
		return word(T_FRAMEWORK_IN_OUTCOME);
	return h->places & SEARCH_GLOSSARY ? word(T_FRAMEWORK_IN_GLOSSARY) : word(T_FRAMEWORK_IN_NOTES);
}

static struct fw_hits hits_of(const struct asking *a, const struct search_result *r, const struct fw_pager *part)
{
	struct fw_hits all = { NEW_ARRAY(a->cx->arena, struct fw_hit, (size_t)(part->to - part->from) + 1), 0 };

	for (int64_t k = part->from; k < part->to; k++) {
		const struct search_hit *h = &r->v[k];
		const struct framework_item *item = &a->fw->items[h->item];

		all.v[all.n++] = (struct fw_hit){
			.code = item->code.n ? item->code : word(T_FRAMEWORK_NO_CODE), .url = fw_item_url(a->cx, a->v, h->item),
			.parts = fw_found_parts(a->cx->arena, item->text, h->spans, h->spans_n), .where = why_listed(a, h),
			.own = fw_own_state(a->cx, &a->own, a->v, h->item),
		};
	}
	return all;
}

/* Outcomes and domains whose own words match: shown above the statements. */
static struct fw_links outcomes_of(const struct asking *a)
{
	struct fw_links all = { NEW_ARRAY(a->cx->arena, struct fw_link, OUTCOMES_SHOWN), 0 };
	struct search_filters filters = SEARCH_ALL;
	struct search_result r;

	if (!a->q.n)
		return all;
	framework_search(a->found, a->index, a->q, &filters, a->fw->n, &r);
	if (r.guessed)
		return all;
	for (size_t i = 0; i < r.n && all.n < OUTCOMES_SHOWN; i++) {
		const struct framework_item *item = &a->fw->items[r.v[i].item];

		if (item->position < 0 && (r.v[i].places & (SEARCH_TEXT | SEARCH_CODE)))
			all.v[all.n++] = (struct fw_link){ fw_item_url(a->cx, a->v, r.v[i].item), fw_coded(a->cx, item), 0 };
	}
	return all;
}

static struct fw_terms terms_of(const struct asking *a, const struct search_result *r)
{
	struct fw_terms all = { NEW_ARRAY(a->cx->arena, struct fw_term_view, TERMS_SHOWN), 0 };

	for (size_t i = 0; i < r->terms_n && all.n < TERMS_SHOWN; i++) {
		const struct framework_term *t = &a->fw->terms[r->terms[i]];

		all.v[all.n++] = (struct fw_term_view){ strf(a->cx->arena, "term-%d", (int)r->terms[i] + 1), t->term, t->definition };
	}
	return all;
}

static void suggest(const struct asking *a, const struct search_result *r, struct fw_search *view)
{
	if (r->suggestion < 0)
		return;
	view->has_suggestion = true;
	view->suggestion = (struct fw_link){ fw_item_url(a->cx, a->v, r->suggestion),
		                             fw_coded(a->cx, &a->fw->items[r->suggestion]), 0 };
}

static void without_filters(const struct asking *a, struct fw_search *view)
{
	struct search_filters filters = SEARCH_ALL;
	struct search_result r;

	filters.linkable_only = true;
	r = find(a, filters, false);
	view->without_filters = (struct fw_link){ address(a, false, false, false, false), STR_NONE, (int)r.n };
}

static enum rc items_json(const struct asking *a, const struct search_result *r)
{
	struct json_out *j = reply_json(a->cx);
	struct fw_pager part = fw_pager(a->cx, address(a, true, true, true, false), (int64_t)r->n, JSON_PART);

	json_obj(j);
	json_key(j, "total"), json_i64(j, (int64_t)r->n);
	json_key(j, "items"), json_arr(j);
	for (int64_t k = part.from; k < part.to; k++)
		fw_item_json(j, a->v, r->v[k].item);
	json_end(j);
	fw_json_next(a->cx, j, &part);
	json_end(j);
	return answer_json(a->cx, 200);
}

/* framework_items — JSON: every item of a version, or those a search finds. */
enum rc framework_items(struct ctx *cx)
{
	struct asking a;
	struct search_result r;
	enum rc rc = ask(cx, &a);

	if (rc != OK)
		return rc;
	a.filters.linkable_only = false;
	r = find(&a, a.filters, false);
	return items_json(&a, &r);
}

enum rc framework_search_show(struct ctx *cx)
{
	struct asking a;
	struct search_result r;
	struct fw_search view;
	enum rc rc = ask(cx, &a);

	if (rc != OK)
		return rc;
	r = find(&a, a.filters, true);
	view = (struct fw_search){
		.title = a.v->title, .q = a.q, .action = fw_search_url(cx, a.v), .back = fw_url(cx, a.v, ""), .none = r.n == 0,
		.all = a.q.n == 0, .guessed = r.guessed, .own = a.own.is, .has_kinds = a.fw->knows_n && a.fw->does_n,
		.filtered = a.kind.n || a.domain.n || a.thread.n || a.mine.n, .kinds = kind_choices(&a),
		.domains = domain_choices(&a), .threads = thread_choices(&a), .mine = mine_choices(&a), .outcomes = outcomes_of(&a),
		.terms = terms_of(&a, &r), .pager = fw_pager(cx, address(&a, true, true, true, true), (int64_t)r.n, HITS_PART),
	};
	view.hits = hits_of(&a, &r, &view.pager);
	suggest(&a, &r, &view);
	if (view.none && view.filtered)
		without_filters(&a, &view);
	return fw_page(cx, a.v, a.q.n ? WORDS(cx->arena, T_FRAMEWORK_SEARCH_TITLE, WORD_ARG("q", a.q))
	                              : word(T_FRAMEWORK_SEARCH_TITLE_ALL), HTML(cx, search_page, &view));
}

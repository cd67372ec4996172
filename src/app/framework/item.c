/* item.c — one statement with what explains it, and one outcome (or domain) with the statements beneath. */
#include "app/consult/consult.h"
#include "app/framework/pages.h"

#include "templates.gen.h"

enum { STATEMENTS_PART = 500 };

static int32_t index_of(const struct ctx *cx)
{
	return (int32_t)(cx->item - cx->framework->fw->items);
}

static struct fw_link step(struct ctx *cx, int32_t i, bool *ret_has)
{
	const struct framework_version *v = cx->framework;

	*ret_has = i >= 0;
	if (i < 0)
		return (struct fw_link){ .n = 0 };
	return (struct fw_link){ fw_item_url(cx, v, i), framework_item_name(cx->arena, v->fw, i), 0 };
}

/* The nearest item before or behind i that satisfies the same question, -1 for none. */
static int32_t neighbour(const struct framework *fw, int32_t i, int by, bool (*is)(const struct framework_item *))
{
	for (int32_t k = i + by; k >= 0 && k < (int32_t)fw->n; k += by)
		if (is(&fw->items[k]))
			return k;
	return -1;
}

static bool is_linkable(const struct framework_item *item)
{
	return item->position >= 0;
}

static bool is_outcome(const struct framework_item *item)
{
	return item->role == ROLE_OUTCOME;
}

static bool is_domain(const struct framework_item *item)
{
	return item->role == ROLE_DOMAIN;
}

static struct str kind_name(const struct framework_item *item)
{
	if (item->type.n)
		return item->type;
	return item->kind == ITEM_OTHER ? word(T_FRAMEWORK_KIND_STATEMENT) : item_kind_name(item->kind);
}

static struct fw_sibling sibling(struct ctx *cx, const struct fw_own *own, int32_t i, int32_t here)
{
	const struct framework_item *item = &cx->framework->fw->items[i];

	return (struct fw_sibling){ .code = item->code, .text = item->text, .url = fw_item_url(cx, cx->framework, i),
		                    .here = i == here, .own = fw_own_state(cx, own, cx->framework, i) };
}

/* ---- one statement ---- */

/* The others beneath the same outcome or parent; at most 60, round the one that is shown. */
static struct fw_siblings siblings_of(struct ctx *cx, const struct fw_own *own, int32_t here)
{
	enum { ROUND = 30 };
	const struct framework *fw = cx->framework->fw;
	int32_t top = fw->items[here].outcome >= 0 ? fw->items[here].outcome : fw->items[here].parent;
	int32_t from = top < 0 ? 0 : top + 1, end = top < 0 ? (int32_t)fw->n : fw->items[top].end;
	struct fw_siblings all = { NEW_ARRAY(cx->arena, struct fw_sibling, 2 * ROUND + 1), 0 };
	int32_t at = fw->items[here].position;

	for (int32_t i = from; i < end; i++) {
		int32_t p = fw->items[i].position;

		if (p >= 0 && p >= at - ROUND && p <= at + ROUND)
			all.v[all.n++] = sibling(cx, own, i, here);
	}
	return all;
}

/* What changed since the version before, when the same statement was worded otherwise there. */
static enum rc rewording(struct ctx *cx, struct fw_item *view)
{
	const struct framework_version *before;
	enum rc rc = fw_previous(cx, cx->framework, &before);
	const struct diff_span *spans;
	size_t n;
	int32_t i;

	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	i = framework_find(before->fw, cx->item->id);
	if (i < 0 || str_eq(before->fw->items[i].text, cx->item->text))
		return OK;
	view->was_reworded = true;
	view->version_before = before->version;
	view->version_now = cx->framework->version;
	spans = diff_words(cx->arena, before->fw->items[i].text, cx->item->text, &n);
	view->change = fw_diff_parts(cx->arena, spans, n);
	return OK;
}

static enum rc statement_page(struct ctx *cx, enum framework_state state)
{
	const struct framework_version *v = cx->framework;
	const struct framework_item *item = cx->item;
	int32_t i = index_of(cx);
	struct fw_own own;
	struct fw_item view;
	enum rc rc = fw_own_load(cx, v, &own);

	if (rc != OK)
		return rc;
	view = (struct fw_item){
		.framework = v->title, .framework_url = fw_url(cx, v, ""), .code = item->code, .kind = kind_name(item),
		.notes = item->notes, .has_domain = item->domain >= 0 && item->domain != i, .has_outcome = item->outcome >= 0 && item->outcome != i,
		.state = fw_state_of(cx, v, state), .threads = fw_threads_of(cx, v, i), .references = fw_references_of(cx, item),
		.siblings = siblings_of(cx, &own, i), .own = fw_own_state(cx, &own, v, i),
	};
	view.text = fw_text_with_terms(cx, v->fw, item->text, &view.terms);
	if (view.has_domain)
		view.domain = fw_coded(cx, &v->fw->items[item->domain]);
	if (view.has_outcome) {
		view.outcome = fw_coded(cx, &v->fw->items[item->outcome]);
		view.outcome_url = fw_item_url(cx, v, item->outcome);
	}
	if (own.is && item->position >= 0) {
		view.pieces = own.c.statements[item->position].pieces;
		view.mine = url_int(cx, str_c(cx->arena, url_id(cx, "/inductions/", own.induction, "/statements/").s), i, "");
	}
	view.before = step(cx, neighbour(v->fw, i, -1, is_linkable), &view.has_before);
	view.next = step(cx, neighbour(v->fw, i, 1, is_linkable), &view.has_next);
	if ((rc = rewording(cx, &view)) != OK || (rc = consult_section(cx, v, i, &view.comments)) != OK)
		return rc;
	return fw_page(cx, v, WORDS(cx->arena, T_FRAMEWORK_ITEM_TITLE, WORD_ARG("name", framework_item_name(cx->arena, v->fw, i))),
	               HTML(cx, item_statement, &view));
}

/* ---- one outcome, group or domain ---- */

struct group_kind {
	enum word heading;
	bool (*is)(const struct framework_item *);
};

static bool is_knows(const struct framework_item *item)
{
	return item->position >= 0 && item->kind == ITEM_KNOWS;
}

static bool is_does(const struct framework_item *item)
{
	return item->position >= 0 && item->kind == ITEM_DOES;
}

static bool is_other(const struct framework_item *item)
{
	return item->position >= 0 && item->kind != ITEM_KNOWS && item->kind != ITEM_DOES;
}

static int64_t count(const struct framework *fw, int32_t top, const struct group_kind *kinds, size_t kinds_n)
{
	int64_t n = 0;

	for (size_t k = 0; k < kinds_n; k++)
		for (int32_t i = top + 1; i < fw->items[top].end; i++)
			n += kinds[k].is(&fw->items[i]);
	return n;
}

/* What stands beneath, kind by kind, the part that the pager asks for. */
static struct fw_groups groups_of(struct ctx *cx, const struct fw_own *own, int32_t top, const struct group_kind *kinds,
                                  size_t kinds_n, const struct fw_pager *part)
{
	const struct framework *fw = cx->framework->fw;
	struct fw_groups all = { NEW_ARRAY(cx->arena, struct fw_group, kinds_n), 0 };
	struct fw_sibling *rows = NEW_ARRAY(cx->arena, struct fw_sibling, (size_t)(part->to - part->from) + 1);
	int64_t seen = 0;

	for (size_t k = 0; k < kinds_n; k++) {
		struct fw_group g = { strf(cx->arena, "g%zu", k + 1), word(kinds[k].heading), { rows, 0 } };

		for (int32_t i = top + 1; i < fw->items[top].end; i++)
			if (kinds[k].is(&fw->items[i]) && seen++ >= part->from && seen <= part->to)
				rows[g.items.n++] = sibling(cx, own, i, -1);
		rows += g.items.n;
		if (g.items.n)
			all.v[all.n++] = g;
	}
	return all;
}

static enum rc outcome_page(struct ctx *cx, enum framework_state state)
{
	static const struct group_kind statements[] = { { T_FRAMEWORK_KIND_KNOWS, is_knows }, { T_FRAMEWORK_KIND_DOES, is_does },
		                                        { T_FRAMEWORK_STATEMENTS, is_other } };
	static const struct group_kind outcomes[] = { { T_FRAMEWORK_OUTCOMES, is_outcome } };
	const struct framework_version *v = cx->framework;
	const struct framework_item *item = cx->item;
	int32_t i = index_of(cx);
	bool domain = item->role == ROLE_DOMAIN && count(v->fw, i, outcomes, 1) > 0;
	const struct group_kind *kinds = domain ? outcomes : statements;
	size_t kinds_n = domain ? COUNT_OF(outcomes) : COUNT_OF(statements);
	struct fw_own own;
	struct fw_outcome_page view;
	enum rc rc = fw_own_load(cx, v, &own);

	if (rc != OK)
		return rc;
	view = (struct fw_outcome_page){
		.framework = v->title, .framework_url = fw_url(cx, v, ""), .code = item->code, .notes = item->notes,
		.kind = kind_name(item), .has_domain = item->domain >= 0 && item->domain != i, .state = fw_state_of(cx, v, state),
		.statements = item->statements, .threads = fw_threads_of(cx, v, i), .references = fw_references_of(cx, item),
		.pager = fw_pager(cx, fw_item_url(cx, v, i), count(v->fw, i, kinds, kinds_n), STATEMENTS_PART), .own = own.is,
	};
	view.text = fw_text_with_terms(cx, v->fw, item->text, &view.terms);
	if (view.has_domain)
		view.domain = fw_coded(cx, &v->fw->items[item->domain]);
	if (own.is)
		view.mine = url_id(cx, "/inductions/", own.induction, "/coverage");
	view.groups = groups_of(cx, &own, i, kinds, kinds_n, &view.pager);
	view.before = step(cx, neighbour(v->fw, i, -1, domain ? is_domain : is_outcome), &view.has_before);
	view.next = step(cx, neighbour(v->fw, i, 1, domain ? is_domain : is_outcome), &view.has_next);
	if ((rc = consult_section(cx, v, i, &view.comments)) != OK)
		return rc;
	return fw_page(cx, v, fw_coded(cx, item), HTML(cx, item_outcome, &view));
}

/* framework_item_show — whatever the item is. */
enum rc framework_item_show(struct ctx *cx)
{
	enum framework_state state = fw_loaded_state(cx);

	if (cx->json) {
		fw_item_json(reply_json(cx), cx->framework, index_of(cx));
		return answer_json(cx, 200);
	}
	if (cx->item->position >= 0)
		return statement_page(cx, state);
	return outcome_page(cx, state);
}

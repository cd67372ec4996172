/* evidence_browse.c — the statements of a framework by outcome, to be ticked: on the page those that are chosen, all of them when they
 * are asked for, by a button or by assets/js/picker.js. */
#include "app/evidence/evidence_inside.h"

#include "app/framework/framework.h"

enum { WHOLE_MAX = 60 };

bool browse_is_whole(const struct framework_version *v)
{
	return v->fw->linkable_n <= WHOLE_MAX;
}

static bool is_drawn(const struct drawing *d, int32_t i)
{
	return d->whole || d->chosen->on[i] || (d->fixed && d->fixed[i]);
}

/* folds — an outcome with statements below it. */
static bool folds(const struct framework *fw, int32_t i)
{
	return fw->items[i].role == ROLE_OUTCOME && !framework_is_linkable(fw, i);
}

static int32_t after(const struct framework *fw, int32_t i)
{
	return fw->items[i].role == ROLE_OUTCOME ? fw->items[i].end : i + 1;
}

static void draw_ticks(const struct drawing *d, int32_t from, int32_t end, struct evidence_outcome *o)
{
	const struct framework *fw = d->v->fw;

	for (int32_t i = from; i < end; i++)
		o->statements += framework_is_linkable(fw, i);
	o->ticks.v = NEW_ARRAY(d->cx->arena, struct evidence_tick, o->statements + 1);
	for (int32_t i = from; i < end; i++)
		if (framework_is_linkable(fw, i) && is_drawn(d, i))
			o->ticks.v[o->ticks.n++] = tick(d, i);
	o->more = o->ticks.n < o->statements;
	o->list = d->list;
}

/* One outcome, or a run of statements that belong to none. Returns where the next begins. */
static int32_t draw_one(const struct drawing *d, int32_t i, int32_t end, struct evidence_outcome *o)
{
	const struct framework *fw = d->v->fw;
	int32_t next = after(fw, i);

	*o = (struct evidence_outcome){ .code = fw->items[i].code, .name = fw->items[i].text, .alone = !folds(fw, i) };
	while (o->alone && next < end && !folds(fw, next))
		next = after(fw, next);
	if (next > end)
		next = end;
	draw_ticks(d, i, next, o);
	return next;
}

static void draw_domain(const struct drawing *d, int32_t from, int32_t end, size_t *number, struct evidence_domain *domain)
{
	domain->outcomes.v = NEW_ARRAY(d->cx->arena, struct evidence_outcome, (size_t)(end - from) + 1);
	for (int32_t i = from; i < end;) {
		struct evidence_outcome *o = &domain->outcomes.v[domain->outcomes.n];

		i = draw_one(d, i, end, o);
		if (!o->statements)
			continue;
		o->number = (*number)++;
		domain->statements += o->statements;
		domain->outcomes.n++;
	}
}

/* Top items one after the other: a domain is folded, what stands outside any is shown as it is. */
void browse(const struct drawing *d, struct evidence_domains *domains)
{
	const struct framework *fw = d->v->fw;
	size_t room = 0, number = 0;

	for (size_t i = 0; i < fw->n; i++)
		room += fw->items[i].depth == 0;
	domains->v = NEW_ARRAY(d->cx->arena, struct evidence_domain, room + 1);
	for (int32_t i = 0; i < (int32_t)fw->n;) {
		const struct framework_item *item = &fw->items[i];
		struct evidence_domain *domain = &domains->v[domains->n];
		bool is_domain = item->role == ROLE_DOMAIN;
		int32_t end = item->end;

		while (!is_domain && end < (int32_t)fw->n && fw->items[end].role != ROLE_DOMAIN)
			end = fw->items[end].end;
		*domain = (struct evidence_domain){ .code = item->code, .name = item->text, .alone = !is_domain };
		draw_domain(d, is_domain ? i + 1 : i, end, &number, domain);
		domains->n += domain->statements > 0;
		i = end;
	}
}

/* ---- for the script ---- */

/* One statement: its key, its words, and its code where that is not the key. */
static void tick_json(struct json_out *j, const struct framework *fw, const struct evidence_tick *t)
{
	json_arr(j);
	json_str(j, t->key), json_str(j, fw->items[t->item].text);
	if (!str_eq(t->code, t->key))
		json_str(j, t->code);
	json_end(j);
}

static void domain_json(struct json_out *j, const struct framework *fw, const struct evidence_domain *domain)
{
	for (size_t i = 0; i < domain->outcomes.n; i++) {
		const struct evidence_ticks *ticks = &domain->outcomes.v[i].ticks;

		json_arr(j);
		for (size_t k = 0; k < ticks->n; k++)
			tick_json(j, fw, &ticks->v[k]);
		json_end(j);
	}
}

enum rc evidence_statements(struct ctx *cx)
{
	const struct framework_version *v = cx->framework;
	struct chosen none = { .on = NEW_ARRAY(cx->arena, bool, v->fw->n + 1) };
	struct drawing d = { .cx = cx, .v = v, .chosen = &none, .whole = true };
	struct evidence_domains domains = { 0 };
	struct json_out *j = reply_json(cx);

	browse(&d, &domains);
	json_obj(j);
	json_key(j, "outcomes"), json_arr(j);
	for (size_t i = 0; i < domains.n; i++)
		domain_json(j, v->fw, &domains.v[i]);
	json_end(j);
	json_end(j);
	return answer_json(cx, 200);
}

/* framework_roles.c — what each item of a framework is for: domain, outcome, group or statement.
 *
 * A type that says Domain, Outcome, Knows or Does is believed. Everything else is told by shape, so that a
 * framework of ten flat standards works as well as one of three levels:
 *
 *   beneath an outcome        a leaf is a statement, anything with children a group
 *   has children, all leaves  an outcome (unless outcomes or domains are declared beneath it)
 *   has children              a domain
 *   a leaf elsewhere          what its siblings with children are, or an outcome when there are none
 *
 * A Knows or Does with no outcome above makes its parent one.
 */
#include "rules/framework.h"

#include "rules/framework_inside.h"

enum { UNDECIDED = -1 };

struct shape {
	struct framework *fw;
	int *role;                /* enum item_role, or UNDECIDED */
	bool *children_are_leaves;
	bool *declared_beneath;   /* a declared domain or outcome somewhere beneath */
	bool *child_outcome, *child_domain; /* of place parent + 1 */
	bool *outcome_beneath;
};

static bool is_leaf(const struct framework *fw, size_t i)
{
	return fw->items[i].end == (int32_t)i + 1;
}

/* A leaf that says nothing about itself but carries a code like K13 is what its code says. */
static void kinds_from_codes(struct framework *fw)
{
	for (size_t i = 0; i < fw->n; i++) {
		struct framework_item *item = &fw->items[i];

		if (item->kind == ITEM_OTHER && item->type.n)
			item->kind = item_kind_of(item->type);
		if (item->kind == ITEM_OTHER && !item->type.n && is_leaf(fw, i))
			item->kind = framework_kind_of_code(item->code);
		if (item->kind != ITEM_OTHER && !item->type.n)
			item->type = item_kind_name(item->kind);
	}
}

static int declared_role(enum item_kind kind)
{
	switch (kind) {
	case ITEM_DOMAIN:
		return ROLE_DOMAIN;
	case ITEM_OUTCOME:
		return ROLE_OUTCOME;
	case ITEM_KNOWS:
	case ITEM_DOES:
		return ROLE_STATEMENT;
	case ITEM_OTHER:
		break;
	}
	return UNDECIDED;
}

static void look_at_shape(struct shape *s)
{
	struct framework *fw = s->fw;

	for (size_t i = 0; i < fw->n; i++) {
		s->role[i] = declared_role(fw->items[i].kind);
		s->children_are_leaves[i] = !is_leaf(fw, i);
	}
	for (size_t i = fw->n; i-- > 0;) {
		int32_t p = fw->items[i].parent;

		if (p < 0)
			continue;
		if (!is_leaf(fw, i))
			s->children_are_leaves[p] = false;
		if (s->declared_beneath[i] || s->role[i] == ROLE_DOMAIN || s->role[i] == ROLE_OUTCOME)
			s->declared_beneath[p] = true;
	}
}

static bool is_beneath_outcome(const struct shape *s, size_t i)
{
	int32_t p = s->fw->items[i].parent;

	return p >= 0 && (s->role[p] == ROLE_OUTCOME || s->role[p] == ROLE_GROUP);
}

static void decide_parents(struct shape *s)
{
	for (size_t i = 0; i < s->fw->n; i++) {
		int32_t p = s->fw->items[i].parent;

		if (s->role[i] == UNDECIDED && !is_leaf(s->fw, i)) {
			if (p >= 0 && s->role[p] == ROLE_STATEMENT)
				s->role[i] = ROLE_STATEMENT;
			else if (is_beneath_outcome(s, i) && !s->declared_beneath[i])
				s->role[i] = ROLE_GROUP;
			else if (s->children_are_leaves[i] && !s->declared_beneath[i])
				s->role[i] = ROLE_OUTCOME;
			else
				s->role[i] = ROLE_DOMAIN;
		}
		if (s->role[i] == ROLE_OUTCOME)
			s->child_outcome[p + 1] = true;
		else if (s->role[i] == ROLE_DOMAIN)
			s->child_domain[p + 1] = true;
	}
}

static void decide_leaves(struct shape *s)
{
	for (size_t i = 0; i < s->fw->n; i++) {
		int32_t p = s->fw->items[i].parent;

		if (s->role[i] != UNDECIDED)
			continue;
		if (p >= 0 && (s->role[p] == ROLE_STATEMENT || is_beneath_outcome(s, i)))
			s->role[i] = ROLE_STATEMENT;
		else if (s->child_outcome[p + 1] || !s->child_domain[p + 1])
			s->role[i] = ROLE_OUTCOME;
		else
			s->role[i] = ROLE_DOMAIN;
	}
}

static bool has_outcome_above(const struct shape *s, size_t i)
{
	for (int32_t p = s->fw->items[i].parent; p >= 0; p = s->fw->items[p].parent)
		if (s->role[p] == ROLE_OUTCOME)
			return true;
	return false;
}

/* Statements nobody would judge: their parent becomes the outcome, or they do themselves. */
static void adopt_orphans(struct arena *a, struct shape *s, struct framework_problems *problems)
{
	for (size_t i = s->fw->n; i-- > 0;) {
		int32_t p = s->fw->items[i].parent;

		if (p >= 0 && (s->outcome_beneath[i] || s->role[i] == ROLE_OUTCOME))
			s->outcome_beneath[p] = true;
	}
	for (size_t i = 0; i < s->fw->n; i++) {
		int32_t p = s->fw->items[i].parent, judged = (int32_t)i;

		if (s->role[i] != ROLE_STATEMENT || has_outcome_above(s, i))
			continue;
		if (p >= 0 && !s->outcome_beneath[p])
			judged = p;
		s->role[judged] = ROLE_OUTCOME;
		framework_warn(problems, STR_NONE, "%.*s stands under no outcome; %.*s is taken as the outcome.",
		               STR_FMT(framework_item_name(a, s->fw, (int32_t)i)),
		               STR_FMT(framework_item_name(a, s->fw, judged)));
	}
}

static void keep_roles(struct shape *s)
{
	struct framework *fw = s->fw;

	for (size_t i = 0; i < fw->n; i++) {
		struct framework_item *item = &fw->items[i];
		const struct framework_item *up = item->parent < 0 ? NULL : &fw->items[item->parent];

		item->role = (enum item_role)s->role[i];
		item->outcome = up ? up->outcome : -1;
		if (item->role == ROLE_DOMAIN && item->outcome >= 0 && !s->outcome_beneath[i])
			item->role = ROLE_GROUP;
		if (item->role == ROLE_OUTCOME)
			item->outcome = (int32_t)i;
		item->domain = up ? up->domain : item->role == ROLE_DOMAIN ? (int32_t)i : -1;
		item->statements = 0;
		item->position = -1;
	}
	for (size_t i = fw->n; i-- > 0;)
		if (fw->items[i].parent >= 0)
			fw->items[fw->items[i].parent].statements +=
				fw->items[i].statements + (fw->items[i].role == ROLE_STATEMENT);
}

static void count(struct arena *a, struct framework *fw)
{
	fw->linkable = NEW_ARRAY(a, int32_t, fw->n);
	fw->linkable_n = fw->domains_n = fw->outcomes_n = fw->statements_n = fw->knows_n = fw->does_n = 0;
	for (size_t i = 0; i < fw->n; i++) {
		struct framework_item *item = &fw->items[i];

		fw->domains_n += item->role == ROLE_DOMAIN;
		fw->outcomes_n += item->role == ROLE_OUTCOME;
		fw->statements_n += item->role == ROLE_STATEMENT;
		fw->knows_n += item->kind == ITEM_KNOWS;
		fw->does_n += item->kind == ITEM_DOES;
		if (framework_is_linkable(fw, (int32_t)i)) {
			item->position = (int32_t)fw->linkable_n;
			fw->linkable[fw->linkable_n++] = (int32_t)i;
		}
	}
}

bool framework_is_linkable(const struct framework *fw, int32_t i)
{
	const struct framework_item *item;

	if (i < 0 || (size_t)i >= fw->n)
		return false;
	item = &fw->items[i];
	return item->role == ROLE_STATEMENT || (item->role == ROLE_OUTCOME && item->statements == 0);
}

void framework_work_out_roles(struct arena *a, struct framework *fw, struct framework_problems *p)
{
	struct shape s = {
		.fw = fw,
		.role = NEW_ARRAY(a, int, fw->n),
		.children_are_leaves = NEW_ARRAY(a, bool, fw->n),
		.declared_beneath = NEW_ARRAY(a, bool, fw->n),
		.child_outcome = NEW_ARRAY(a, bool, fw->n + 1),
		.child_domain = NEW_ARRAY(a, bool, fw->n + 1),
		.outcome_beneath = NEW_ARRAY(a, bool, fw->n),
	};

	kinds_from_codes(fw);
	look_at_shape(&s);
	decide_parents(&s);
	decide_leaves(&s);
	adopt_orphans(a, &s, p);
	keep_roles(&s);
	count(a, fw);
	if (fw->linkable_n == 0)
		framework_warn(p, STR_NONE, "Nothing in this framework can have evidence linked to it.");
}

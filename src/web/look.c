/* look.c — four digits in a cookie, and what they stand for. */
#include "web/look.h"

#include "templates.gen.h"
#include "web.sql.h"
#include "web/look_view.h"
#include "web/session.h"

enum { A_YEAR = 365 * 24 * 3600 };
#define COOKIE "cairn-look"

const struct look_choices look_parts[LOOK_PARTS] = {
	[LOOK_SIZE] = { "size", T_LOOK_SIZE, 0, { { S_INIT("normal"), NULL, T_LOOK_SIZE_NORMAL }, { S_INIT("large"), "c-size-2", T_LOOK_SIZE_LARGE },
	                { S_INIT("larger"), "c-size-3", T_LOOK_SIZE_LARGER } }, 3 },
	[LOOK_FONT] = { "font", T_LOOK_FONT, T_LOOK_FONT_HINT, { { S_INIT("house"), NULL, T_LOOK_FONT_HOUSE },
	                { S_INIT("plain"), "c-font-2", T_LOOK_FONT_PLAIN }, { S_INIT("dyslexic"), "c-font-3", T_LOOK_FONT_DYSLEXIC } }, 3 },
	[LOOK_SPACING] = { "spacing", T_LOOK_SPACING, 0, { { S_INIT("normal"), NULL, T_LOOK_SPACING_NORMAL },
	                   { S_INIT("wide"), "c-space-2", T_LOOK_SPACING_WIDE } }, 2 },
	[LOOK_GROUND] = { "background", T_LOOK_GROUND, 0, { { S_INIT("white"), NULL, T_LOOK_GROUND_WHITE }, { S_INIT("cream"), "c-ground-2", T_LOOK_GROUND_CREAM },
	                  { S_INIT("blue"), "c-ground-3", T_LOOK_GROUND_BLUE }, { S_INIT("dark"), "c-ground-4", T_LOOK_GROUND_DARK } }, 4 },
};

static struct look plain_look(void)
{
	return (struct look){ { 1, 1, 1, 1 } };
}

struct look look_of(const struct ctx *cx)
{
	struct str said = cx->rq ? cookie_of(cx, COOKIE) : STR_NONE;
	struct look look = plain_look();

	if (said.n != LOOK_PARTS)
		return look;
	for (int i = 0; i < LOOK_PARTS; i++)
		if (said.p[i] >= '1' && said.p[i] <= '0' + look_parts[i].n)
			look.v[i] = said.p[i] - '0';
	return look;
}

struct str look_classes(struct ctx *cx, const struct look *look)
{
	struct buf b = buf_new(cx->arena, 200);

	for (int i = 0; i < LOOK_PARTS; i++) {
		const char *name = look_parts[i].v[look->v[i] - 1].html_class;

		if (name)
			buf_addf(&b, " %s", name);
	}
	return buf_str(&b);
}

static void tell_device(struct ctx *cx, const struct look *look)
{
	cookie_set(cx, COOKIE, strf(cx->arena, "%d%d%d%d", look->v[0], look->v[1], look->v[2], look->v[3]), A_YEAR);
}

enum rc look_keep(struct ctx *cx, const struct look *look)
{
	if (!cx->json)
		tell_device(cx, look);
	if (!cx->actor.person)
		return OK;
	return sql_look_put(cx->db, cx->arena, cx->actor.person, look->v[LOOK_SIZE], look->v[LOOK_FONT], look->v[LOOK_SPACING],
	                    look->v[LOOK_GROUND], cx->now, NULL);
}

enum rc look_kept(struct ctx *cx, int64_t person, struct look *ret)
{
	struct look_get_row row;
	enum rc rc = sql_look_get(cx->db, cx->arena, person, &row);
	const int64_t kept[LOOK_PARTS] = { row.size, row.font, row.spacing, row.ground };

	if (rc != OK)
		return rc;
	*ret = plain_look();
	for (int i = 0; i < LOOK_PARTS; i++)
		if (kept[i] >= 1 && kept[i] <= look_parts[i].n)
			ret->v[i] = (int)kept[i];
	return OK;
}

enum rc look_enters(struct ctx *cx, int64_t person)
{
	struct look look;
	enum rc rc = look_kept(cx, person, &look);

	if (rc == OK)
		tell_device(cx, &look);
	return rc == NOT_FOUND ? OK : rc;
}

struct html look_fields(struct ctx *cx, const struct look *look, struct str prefix)
{
	struct look_fields_view v = { .prefix = prefix };

	v.parts.v = NEW_ARRAY(cx->arena, struct look_part_view, LOOK_PARTS);
	v.parts.n = LOOK_PARTS;
	for (int i = 0; i < LOOK_PARTS; i++) {
		const struct look_choices *c = &look_parts[i];
		struct look_part_view *p = &v.parts.v[i];

		*p = (struct look_part_view){ .name = str_from_c(c->name), .id = strf(cx->arena, "%.*s%s", STR_FMT(prefix), c->name),
			                          .label = c->label, .hint = c->hint ? word(c->hint) : STR_NONE };
		p->options.v = NEW_ARRAY(cx->arena, struct look_option_view, (size_t)c->n);
		p->options.n = (size_t)c->n;
		for (int k = 0; k < c->n; k++)
			p->options.v[k] = (struct look_option_view){ c->v[k].key, c->v[k].name, look->v[i] == k + 1 };
	}
	return HTML(cx, look_fields, &v);
}

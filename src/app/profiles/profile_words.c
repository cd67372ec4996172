/* profile_words.c — what a profile says, put in words for pages and JSON. */
#include "app/profiles/profiles.h"

enum word profile_way_word(enum profile_way way)
{
	static const enum word words[WAY_END] = { T_PROFILE_CORE, T_PROFILE_ADAPTED, T_PROFILE_ARRANGED, T_PROFILE_NOT_APPLICABLE };

	return words[way < WAY_END ? way : WAY_CORE];
}

enum word profile_state_word(enum profile_state state)
{
	static const enum word words[PROFILE_STATES] = {
		[PROFILE_NONE] = T_NONE, [PROFILE_DRAFT] = T_PROFILE_STATE_DRAFT, [PROFILE_ASKED] = T_PROFILE_STATE_ASKED,
		[PROFILE_RETURNED] = T_PROFILE_STATE_RETURNED, [PROFILE_APPROVED] = T_PROFILE_STATE_APPROVED,
		[PROFILE_PUBLISHED] = T_PROFILE_STATE_PUBLISHED, [PROFILE_REPLACED] = T_PROFILE_STATE_REPLACED,
	};

	return words[state < PROFILE_STATES ? state : PROFILE_NONE];
}

static struct str when_of(struct ctx *cx, const struct profile_line *l)
{
	if (l->way != WAY_ARRANGED || date_is_none(l->from))
		return STR_NONE;
	return date_is_none(l->to) ? WORDS(cx->arena, T_PROFILE_FROM, WORD_ARG("from", l->from))
	                           : WORDS(cx->arena, T_PROFILE_FROM_TO, WORD_ARG("from", l->from), WORD_ARG("to", l->to));
}

static struct str number_of_code(struct str code)
{
	for (size_t i = code.n; i > 0; i--)
		if (code.p[i - 1] == ' ')
			return str_sub(code, i, SIZE_MAX);
	return code;
}

struct profile_said profile_say(struct ctx *cx, const struct framework_version *v, const struct profile_entry *e)
{
	const struct framework_item *item = &v->fw->items[e->item];
	struct profile_said s = {
		.way = profile_way_word(e->line.way), .key = key_of(&profile_ways, e->line.way), .code = framework_item_name(cx->arena, v->fw, e->item),
		.number = number_of_code(item->code), .text = item->text, .words = e->words, .when = when_of(cx, &e->line),
	};

	if (e->line.way == WAY_ARRANGED && e->partner_name.n) {
		s.partner = e->partner_name;
		if (e->line.partner_involved)
			s.problem = WORDS(cx->arena, T_PROFILE_NOT_APART, WORD_ARG("name", e->partner_name));
	}
	return s;
}

void profile_entry_json(struct json_out *j, const struct framework_version *v, const struct profile_entry *e)
{
	const struct framework_item *item = &v->fw->items[e->item];

	json_key(j, "statement"), json_uuid(j, item->id);
	json_key(j, "code"), json_str(j, item->code);
	json_key(j, "way"), json_str(j, key_of(&profile_ways, e->line.way));
	json_key(j, "words"), json_str(j, e->words);
	json_key(j, "partner");
	if (e->line.partner)
		json_str(j, e->partner_name);
	else
		json_none(j);
	json_key(j, "partner_is_apart"), json_bool(j, e->line.partner && !e->line.partner_involved);
	json_key(j, "from"), json_date(j, e->line.from);
	json_key(j, "to"), json_date(j, e->line.to);
}

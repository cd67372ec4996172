/* forms_read.c — the forms of a programme's JSON, checked. Every refusal names the place it is about. */
#include "app/forms/forms_inside.h"

#include <jansson.h>

enum { FORMS_MAX = 20, PROMPT_MONTHS_MAX = 120 };

/* A form on its way into a struct: the first thing wrong is the one that is said. */
struct reading {
	struct arena *a;
	struct str why;
	struct str where; /* "forms[2]", "forms[2].prompts[4]" */
};

static void wrong(struct reading *r, const char *key, const char *says)
{
	if (!r->why.n)
		r->why = strf(r->a, "%.*s%s%s: %s.", STR_FMT(r->where), *key ? "." : "", key, says);
}

/* keys — every member must be one of these: a misspelt key would be a rule that does not hold. */
static bool keys(struct reading *r, const json_t *o, const char *const *names, size_t n)
{
	const char *key;
	json_t *value;

	if (!json_is_object(o)) {
		wrong(r, "", "must be an object");
		return false;
	}
	json_object_foreach((json_t *)o, key, value) {
		bool known = false;

		for (size_t i = 0; i < n; i++)
			known = known || strcmp(names[i], key) == 0;
		if (!known)
			wrong(r, str_c(r->a, str_dup(r->a, str_from_c(key))), "there is no such key");
	}
	return !r->why.n;
}

static struct str text_in(struct reading *r, const json_t *o, const char *key, size_t max, bool required)
{
	const json_t *v = json_object_get(o, key);
	struct str s = str_trim(json_get_str(o, key));

	if (v && !json_is_string(v))
		wrong(r, key, "must be text");
	else if (required && !s.n)
		wrong(r, key, "is missing");
	else if (utf8_count(s) > max)
		wrong(r, key, strf(r->a, "has more than %zu characters", max).p);
	return str_dup(r->a, s);
}

static int number_in(struct reading *r, const json_t *o, const char *key, int least, int most, int otherwise)
{
	const json_t *v = json_object_get(o, key);
	int64_t n = json_is_integer(v) ? json_integer_value(v) : INT64_MIN;

	if (!v)
		return otherwise;
	if (n < least || n > most)
		wrong(r, key, strf(r->a, "must be a whole number from %d to %d", least, most).p);
	return (int)(n < least || n > most ? least : n);
}

static bool yes_in(struct reading *r, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	if (v && !json_is_boolean(v))
		wrong(r, key, "must be true or false");
	return json_get_bool(o, key, false);
}

/* one_of — the number of a key; `otherwise` when it is left out, an error when it is none of them. */
static int one_of(struct reading *r, const json_t *o, const char *key, const struct key_list *list, int otherwise)
{
	struct str s = json_get_str(o, key);
	int n = number_of(list, s);
	struct buf all = buf_new(r->a, 2000);

	if (!json_object_get(o, key) && otherwise >= 0)
		return otherwise;
	for (int i = 0; n < 0 && i < list->n; i++)
		if (list->keys[i].n)
			buf_addf(&all, "%s“%.*s”", all.n ? ", " : "", STR_FMT(list->keys[i]));
	if (n < 0)
		wrong(r, key, strf(r->a, "must be one of %.*s", STR_FMT(buf_str(&all))).p);
	return n < 0 ? 1 : n;
}

/* A prompt's id is a name in JSON and in a page: small letters, digits and underscores. */
static struct str id_in(struct reading *r, const json_t *o, const char *key)
{
	struct str s = text_in(r, o, key, 40, true);

	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '_'))
			wrong(r, key, "may have small letters, digits and underscores only");
	return s;
}

/* ---- prompts ---- */

static void read_notes(struct reading *r, const json_t *o, struct prompt *p)
{
	const json_t *list = json_object_get(o, "notes");
	size_t i;
	json_t *x;

	if (list && (!json_is_array(list) || json_array_size(list) > PROMPT_NOTES_MAX)) {
		wrong(r, "notes", strf(r->a, "must be a list of at most %d", PROMPT_NOTES_MAX).p);
		return;
	}
	json_array_foreach((json_t *)list, i, x) {
		if (!json_is_string(x) || utf8_count(json_str_of(x)) > 200)
			wrong(r, "notes", "must be short texts");
		else
			p->notes[p->notes_n++] = str_dup(r->a, json_str_of(x));
	}
}

static void read_choices(struct reading *r, const json_t *o, struct prompt *p)
{
	const json_t *list = json_object_get(o, "choices");
	size_t n = json_array_size(list), i;
	struct str *names, *labels;
	struct str where = r->where;
	int *marks;
	bool marked = false;
	json_t *x;

	if (!list)
		return;
	if (!json_is_array(list) || n > PROMPT_CHOICES_MAX) {
		wrong(r, "choices", strf(r->a, "must be a list of at most %d", PROMPT_CHOICES_MAX).p);
		return;
	}
	names = NEW_ARRAY(r->a, struct str, n + 1);
	labels = NEW_ARRAY(r->a, struct str, n + 1);
	marks = NEW_ARRAY(r->a, int, n + 1);
	json_array_foreach((json_t *)list, i, x) {
		r->where = strf(r->a, "%.*s.choices[%zu]", STR_FMT(where), i);
		if (!keys(r, x, (const char *const[]){ "key", "label", "symbol" }, 3))
			break;
		names[i + 1] = id_in(r, x, "key");
		labels[i + 1] = text_in(r, x, "label", 200, true);
		marks[i + 1] = one_of(r, x, "symbol", &family_symbols, 0);
		marked = marked || marks[i + 1];
	}
	r->where = where;
	p->choices = (struct key_list){ names, (int)n + 1 };
	p->choice_labels = labels;
	p->choice_symbols = marked ? marks : NULL;
}

static const struct str yes_no_keys[] = { S_INIT(""), S_INIT("yes"), S_INIT("no") };

/* must_in — a piece is shared and submitted, a record is neither. */
static enum wanted must_in(struct reading *r, const json_t *o, bool is_record, enum wanted otherwise)
{
	static const struct str piece_keys[] = { S_INIT("no"), S_INIT("submit"), S_INIT("share") };
	static const struct str record_keys[] = { [WANTED_NO] = S_INIT("no"), [WANTED_ALWAYS] = S_INIT("always"), [WANTED_HELD] = S_INIT("held"),
		                                      [WANTED_NOT_HELD] = S_INIT("not held") };
	static const struct key_list piece = { piece_keys, (int)COUNT_OF(piece_keys) }, record = { record_keys, (int)COUNT_OF(record_keys) };

	return (enum wanted)one_of(r, o, "must", is_record ? &record : &piece, (int)otherwise);
}

/* max_of — characters where a prompt does not say. */
static int max_of(const struct prompt *p, enum record_kind record, const struct prompt *own)
{
	if (own && own->max)
		return own->max;
	if (p->type == PROMPT_SHORT)
		return 200;
	return p->who == FILLER_FAMILY ? FAMILY_WORDS_MAX : record ? 2000 : 5000;
}

static struct prompt read_prompt(struct reading *r, const json_t *o, enum record_kind record)
{
	static const char *const names[] = { "id", "label", "help", "who", "type", "max", "must", "from", "until", "notes",
		                                 "choices", "symbol" };
	struct prompt p = { .until = INT32_MAX };
	const struct prompt *own;

	if (!keys(r, o, names, COUNT_OF(names)))
		return p;
	p.id = id_in(r, o, "id");
	own = record ? record_prompt(record, p.id) : NULL;
	p.label = text_in(r, o, "label", 200, true);
	p.help = text_in(r, o, "help", 400, false);
	p.who = (enum filler)one_of(r, o, "who", &fillers, own ? (int)own->who : record == RECORD_SUPERVISION ? FILLER_SUPERVISOR : FILLER_ECSW);
	p.type = (enum prompt_type)one_of(r, o, "type", &prompt_types, own ? (int)own->type : PROMPT_LONG);
	p.max = number_in(r, o, "max", 1, PROMPT_TEXT_MAX, max_of(&p, record, own));
	p.must = must_in(r, o, record != 0, own ? own->must : WANTED_NO);
	p.symbol = one_of(r, o, "symbol", &family_symbols, 0);
	p.from = number_in(r, o, "from", 0, PROMPT_MONTHS_MAX, 0);
	p.until = number_in(r, o, "until", 1, PROMPT_MONTHS_MAX, INT32_MAX);
	read_notes(r, o, &p);
	read_choices(r, o, &p);
	return p;
}

/* was_a_helper_s — forms of before have a part of whoever helped a family, which nobody was ever asked; Cairn's own page asks it. */
static bool was_a_helper_s(struct str who)
{
	return str_eq(who, S("helper"));
}

static void read_prompts(struct reading *r, const json_t *o, struct piece_form *f)
{
	const json_t *list = json_object_get(o, "prompts");
	struct str where = r->where;
	const struct prompt *about;
	const char *says;
	size_t i;
	json_t *x;

	if (!json_is_array(list) || !json_array_size(list) || json_array_size(list) > PROMPTS_MAX) {
		wrong(r, "prompts", strf(r->a, "must be a list of 1 to %d", PROMPTS_MAX).p);
		return;
	}
	json_array_foreach((json_t *)list, i, x) {
		if (was_a_helper_s(json_get_str(x, "who")))
			continue;
		r->where = strf(r->a, "%.*s.prompts[%zu]", STR_FMT(where), i);
		f->prompts[f->prompts_n++] = read_prompt(r, x, f->record);
	}
	r->where = where;
	if (!r->why.n && (says = form_check(f, &about))) {
		if (about)
			r->where = strf(r->a, "%.*s.prompts[%td] (%.*s)", STR_FMT(where), about - f->prompts, STR_FMT(about->id));
		wrong(r, "", says);
	}
	r->where = where;
}

/* ---- forms ---- */

static void read_parts(struct reading *r, const json_t *o, struct piece_form *f)
{
	const json_t *parts = json_object_get(o, "days");
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)parts, key, value) {
		int who = number_of(&fillers, str_from_c(key));

		if (was_a_helper_s(str_from_c(key)))
			continue;
		if (who <= FILLER_ECSW || !json_is_integer(value) || json_integer_value(value) < 1 || json_integer_value(value) > 60)
			wrong(r, "days", "says for a part how many working days it is asked within, 1 to 60");
		else
			f->days[who] = (int)json_integer_value(value);
	}
}

/* kind_in — a kind of evidence, or a record that is none. */
static void kind_in(struct reading *r, const json_t *o, struct piece_form *f)
{
	int kind = number_of(&evidence_kinds, json_get_str(o, "kind"));
	struct buf all = buf_new(r->a, 2000);

	f->record = record_kind_of(json_get_str(o, "kind"));
	f->kind = kind > 0 ? (enum evidence_kind)kind : KIND_END;
	if (kind > 0 || f->record)
		return;
	for (int i = 1; i < KIND_END; i++)
		buf_addf(&all, "“%.*s”, ", STR_FMT(key_of(&evidence_kinds, i)));
	wrong(r, "kind", strf(r->a, "must be one of %.*s“%.*s”, “%.*s”", STR_FMT(buf_str(&all)), STR_FMT(record_kind_key(RECORD_SUPERVISION)),
	                      STR_FMT(record_kind_key(RECORD_GOAL))).p);
}

/* read_record — its words and its prompts: it has neither setting nor files, and nobody is asked for a part of it. */
static void read_record(struct reading *r, const json_t *o, struct piece_form *f)
{
	static const char *const names[] = { "kind", "version", "about", "note", "prompts" };

	if (keys(r, o, names, COUNT_OF(names)))
		read_prompts(r, o, f);
}

static struct piece_form read_form(struct reading *r, const json_t *o)
{
	static const struct str asked_keys[] = { S_INIT("optional"), S_INIT("no"), S_INIT("must") };
	static const struct key_list asked = { asked_keys, 3 };
	static const struct str date_keys[] = { S_INIT("day"), S_INIT("month") };
	static const struct key_list dates = { date_keys, 2 };
	static const char *const names[] = { "kind", "version", "about", "note", "date", "planned", "setting", "themes", "files",
		                                 "days", "prompts" };
	struct piece_form f = { .version = 1 };

	if (!keys(r, o, names, COUNT_OF(names)))
		return f;
	kind_in(r, o, &f);
	f.version = number_in(r, o, "version", 1, 1000, 1);
	f.about = text_in(r, o, "about", 300, true);
	f.note = text_in(r, o, "note", 600, false);
	if (f.record) {
		read_record(r, o, &f);
		return f;
	}
	f.month_only = one_of(r, o, "date", &dates, 0) == 1;
	f.planned = yes_in(r, o, "planned");
	f.setting = (enum asked)one_of(r, o, "setting", &asked, ASKED_OPTIONAL);
	f.themes = (enum asked)one_of(r, o, "themes", &asked, ASKED_OPTIONAL);
	if (json_object_get(o, "files"))
		f.no_files = !yes_in(r, o, "files");
	read_parts(r, o, &f);
	read_prompts(r, o, &f);
	return f;
}

static bool is_kind_twice(const struct forms_read *forms, const struct piece_form *f)
{
	for (size_t i = 0; i < forms->n; i++)
		if (form_kind(&forms->v[i]) == form_kind(f))
			return true;
	return false;
}

bool forms_read_all(struct arena *a, const struct json_t *list, struct forms_read *ret, struct str *ret_why)
{
	struct reading r = { .a = a, .where = S("forms") };
	size_t n = json_array_size(list), i;
	struct forms_read forms = { .v = NEW_ARRAY(a, struct piece_form, n + 1), .bodies = NEW_ARRAY(a, struct str, n + 1), .wrong = NEW_ARRAY(a, struct str, FORMS_MAX + 1) };
	json_t *o;

	if (list && (!json_is_array(list) || n > FORMS_MAX)) {
		wrong(&r, "", strf(a, "must be a list of at most %d", FORMS_MAX).p);
		forms.wrong[forms.wrong_n++] = r.why;
		n = 0;
	}
	for (i = 0; i < n; i++) {
		struct piece_form f;

		o = json_array_get(list, i);
		r.where = strf(a, "forms[%zu]", i);
		f = read_form(&r, o);
		if (!r.why.n && is_kind_twice(&forms, &f))
			wrong(&r, "kind", "has a form already");
		forms.bodies[forms.n] = json_text_of(a, o);
		forms.v[forms.n++] = f;
		if (r.why.n)
			forms.wrong[forms.wrong_n++] = r.why;
		r.why = STR_NONE;
	}
	*ret = forms;
	*ret_why = forms.wrong_n ? forms.wrong[0] : STR_NONE;
	return !forms.wrong_n;
}

/* A yes or no is a choice whose keys are ours. */
const struct key_list yes_or_no_keys = { yes_no_keys, (int)COUNT_OF(yes_no_keys) };

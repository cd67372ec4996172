/* privacy_measure.c — labelled sentences, and what the privacy check makes of them. */
#include "tests/unit/privacy_measure.h"

#include "base/text.h"

#include <stdlib.h>

static enum privacy_class class_named(struct str name)
{
	static const struct {
		const char *name;
		enum privacy_class class;
	} names[] = { { "name", PRIVACY_NAME }, { "worker", PRIVACY_WORKER }, { "dob", PRIVACY_BIRTH }, { "age", PRIVACY_AGE_PLACE },
		          { "nhs", PRIVACY_NHS }, { "ni", PRIVACY_NI }, { "postcode", PRIVACY_POSTCODE }, { "phone", PRIVACY_PHONE },
		          { "email", PRIVACY_EMAIL }, { "address", PRIVACY_ADDRESS }, { "school", PRIVACY_SCHOOL }, { "court", PRIVACY_COURT },
		          { "case", PRIVACY_CASE }, { "plate", PRIVACY_VEHICLE }, { "handle", PRIVACY_HANDLE } };

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_eq(name, str_from_c(names[i].name)))
			return names[i].class;
	fprintf(stderr, "no class %.*s\n", STR_FMT(name));
	abort();
}

static bool is_held_out(struct str s)
{
	uint32_t h = 0x811C9DC5u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x01000193u;
	return (h >> 8) % 3 == 0;
}

static struct sentence sentence_of(struct arena *a, struct str line)
{
	struct buf b = buf_new(a, line.n + 1);
	struct sentence s = { .n = 0 };

	while (line.n) {
		size_t close = str_find_char(line, '}'), colon = str_find_char(line, ':');

		if (line.p[0] != '{' || close == SIZE_MAX || colon > close) {
			buf_add_c(&b, line.p[0]);
			line = str_sub(line, 1, SIZE_MAX);
			continue;
		}
		if (s.n == MARKS_MAX)
			abort();
		s.marks[s.n].class = class_named(str_sub(line, 1, colon - 1));
		s.marks[s.n].start = b.n;
		buf_add(&b, str_sub(line, colon + 1, close - colon - 1));
		s.marks[s.n++].end = b.n;
		line = str_sub(line, close + 1, SIZE_MAX);
	}
	s.text = buf_str(&b);
	s.held_out = is_held_out(s.text);
	return s;
}

struct sentences sentences_read(struct arena *a, const char *path)
{
	struct sentences all = { .v = NEW_ARRAY(a, struct sentence, 4000) };
	struct buf b = buf_new(a, 4 << 20);
	FILE *f = fopen(path, "re");
	struct str rest;
	int c;

	while (f && (c = getc(f)) != EOF)
		buf_add_c(&b, (char)c);
	if (f)
		fclose(f);
	rest = buf_str(&b);
	while (rest.p && rest.n && all.n < 4000) {
		struct str line = str_cut(&rest, '\n');

		if (line.n && line.p[0] != '#')
			all.v[all.n++] = sentence_of(a, line);
	}
	return all;
}

static bool is_name(enum privacy_class c)
{
	return c == PRIVACY_NAME || c == PRIVACY_WORKER;
}

static bool same_sort(enum privacy_class a, enum privacy_class b)
{
	return a == b || (is_name(a) && is_name(b));
}

static bool half(const struct mark *m, const struct privacy_finding *f)
{
	size_t start = m->start > f->start ? m->start : f->start, end = m->end < f->end ? m->end : f->end;
	size_t longer = m->end - m->start > f->end - f->start ? m->end - m->start : f->end - f->start;

	return end > start && (end - start) * 2 >= longer;
}

static void tell_one(FILE *tell, const char *what, enum privacy_class class, struct str text, size_t start, size_t end)
{
	if (tell)
		fprintf(tell, "%s %.*s \"%.*s\": %.*s\n", what, STR_FMT(privacy_key(class)), (int)(end - start), text.p + start, STR_FMT(text));
}

static void compare(const struct sentence *s, const struct privacy_findings *f, struct measured *m, FILE *tell)
{
	for (size_t i = 0; i < s->n; i++) {
		bool found = false;

		for (size_t k = 0; k < f->n; k++)
			found |= same_sort(s->marks[i].class, f->v[k].class) && half(&s->marks[i], &f->v[k]);
		m->of[s->marks[i].class].marks++;
		m->of[s->marks[i].class].found += found;
		if (!found)
			tell_one(tell, "missed", s->marks[i].class, s->text, s->marks[i].start, s->marks[i].end);
	}
	for (size_t k = 0; k < f->n; k++) {
		bool right = false;

		for (size_t i = 0; i < s->n; i++)
			right |= same_sort(s->marks[i].class, f->v[k].class) && half(&s->marks[i], &f->v[k]);
		m->of[f->v[k].class].findings++;
		m->of[f->v[k].class].right += right;
		if (!right)
			tell_one(tell, "wrong", f->v[k].class, s->text, f->v[k].start, f->v[k].end);
	}
}

static void pool(struct tally *into, const struct tally *t)
{
	into->marks += t->marks;
	into->found += t->found;
	into->findings += t->findings;
	into->right += t->right;
}

struct measured measure(const struct sentences *s, enum part part, FILE *tell)
{
	struct measured m = { .sentences = 0 };

	for (size_t i = 0; i < s->n; i++) {
		struct arena *a;
		struct privacy_text text = { S("text"), s->v[i].text };
		struct privacy_findings f;

		if (part != PART_ALL && s->v[i].held_out != (part == PART_HELD_OUT))
			continue;
		a = arena_new(4 << 20);
		f = privacy_check(a, &text, 1, NULL, 0);
		compare(&s->v[i], &f, &m, tell);
		m.sentences++;
		m.without += s->v[i].n == 0;
		arena_release(a);
	}
	for (int c = 1; c < PRIVACY_CLASS_END; c++)
		pool(is_name((enum privacy_class)c) ? &m.names : &m.structured, &m.of[c]);
	return m;
}

double recall(const struct tally *t)
{
	return t->marks ? (double)t->found / t->marks : 1;
}

double precision(const struct tally *t)
{
	return t->findings ? (double)t->right / t->findings : 1;
}

bool measured_is_well(const struct measured *m)
{
	return recall(&m->structured) >= STRUCTURED_RECALL && precision(&m->structured) >= STRUCTURED_PRECISION &&
	       recall(&m->names) >= NAMES_RECALL && precision(&m->names) >= NAMES_PRECISION;
}

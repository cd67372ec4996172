/* words.c — the messages of text/en.txt with their arguments put in. tools/gen_text.py has checked the
 * form of every message, so what is read here is well formed. */
#include "web/html.h"

enum { WORDS_MAX = 64 * 1024 };

struct word_arg word_arg_str(const char *name, struct str s)
{
	return (struct word_arg){ .name = name, .s = s, .type = WORD_ARG_TEXT };
}

struct word_arg word_arg_i64(const char *name, int64_t n)
{
	return (struct word_arg){ .name = name, .n = n, .type = WORD_ARG_NUMBER };
}

struct word_arg word_arg_int(const char *name, int n)
{
	return word_arg_i64(name, n);
}

struct word_arg word_arg_size(const char *name, size_t n)
{
	return word_arg_i64(name, n > INT64_MAX ? INT64_MAX : (int64_t)n);
}

struct word_arg word_arg_date(const char *name, struct date d)
{
	return (struct word_arg){ .name = name, .n = d.days, .type = WORD_ARG_DATE };
}

struct word_arg word_arg_word(const char *name, enum word w)
{
	return word_arg_str(name, word(w));
}

static bool is_word(enum word w)
{
	return (unsigned)w < WORDS_COUNT;
}

struct str word(enum word w)
{
	return is_word(w) ? word_table[w].text : STR_NONE;
}

struct message {
	struct buf out;
	const struct word_arg *args;
	size_t n;
};

static const struct word_arg *arg_named(const struct message *m, struct str name)
{
	for (size_t i = 0; i < m->n; i++) {
		if (str_eq(str_from_c(m->args[i].name), name))
			return &m->args[i];
	}
	return NULL;
}

static void put_arg(struct message *m, const struct word_arg *arg)
{
	switch (arg->type) {
	case WORD_ARG_TEXT:
		buf_add(&m->out, arg->s);
		return;
	case WORD_ARG_NUMBER:
		buf_add_i64(&m->out, arg->n);
		return;
	case WORD_ARG_DATE: {
		struct date d = { (int32_t)arg->n };

		if (!date_is_none(d))
			buf_add(&m->out, date_long(m->out.arena, d));
		return;
	}
	}
}

/* put_grouped — 1204567 as 1,204,567. */
static void put_grouped(struct message *m, int64_t v)
{
	struct str digits;

	if (v > -1000 && v < 1000) {
		buf_add_i64(&m->out, v);
		return;
	}
	digits = strf(m->out.arena, "%lld", (long long)v);
	for (size_t i = 0; i < digits.n; i++) {
		size_t left = digits.n - i;

		if (i > 0 && left % 3 == 0 && digits.p[i - 1] != '-')
			buf_add_c(&m->out, ',');
		buf_add_c(&m->out, digits.p[i]);
	}
}

/* placeholder_end — offset of the } that closes the { at `at`. */
static size_t placeholder_end(struct str s, size_t at)
{
	int depth = 0;

	for (; at < s.n; at++) {
		if (s.p[at] == '{')
			depth++;
		else if (s.p[at] == '}' && --depth == 0)
			return at;
	}
	return s.n;
}

/* branch_of — which of zero|one|other or one|other a number means. Choices hold no further choices, so
 * every | parts two of them. */
static struct str branch_of(struct str choices, int64_t n)
{
	struct str branch[3];
	size_t count = 0;

	while (choices.p && count < COUNT_OF(branch))
		branch[count++] = str_cut(&choices, '|');
	if (count == 3)
		return n == 0 ? branch[0] : n == 1 ? branch[1] : branch[2];
	return n == 1 ? branch[0] : branch[count - 1];
}

static void put_branch(struct message *m, struct str text, int64_t n)
{
	size_t from = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] != '#' && text.p[i] != '{')
			continue;
		buf_add(&m->out, str_sub(text, from, i - from));
		if (text.p[i] == '#') {
			put_grouped(m, n);
		} else {
			size_t end = placeholder_end(text, i);
			const struct word_arg *arg = arg_named(m, str_sub(text, i + 1, end - i - 1));

			if (arg)
				put_arg(m, arg);
			else
				buf_add(&m->out, str_sub(text, i, end + 1 - i));
			i = end;
		}
		from = i + 1;
	}
	buf_add(&m->out, str_sub(text, from, text.n));
}

static void put_placeholder(struct message *m, struct str whole)
{
	struct str choices = str_sub(whole, 1, whole.n - 2);
	struct str name = str_cut(&choices, '|');
	const struct word_arg *arg = arg_named(m, name);

	if (!arg)
		buf_add(&m->out, whole);
	else if (choices.p)
		put_branch(m, branch_of(choices, arg->n), arg->n);
	else
		put_arg(m, arg);
}

struct str words_of(struct arena *a, enum word w, const struct word_arg *args, size_t n)
{
	return words_put(a, word(w), args, n);
}

struct str words_put(struct arena *a, struct str text, const struct word_arg *args, size_t n)
{
	struct message m = { .args = args, .n = n };
	size_t from = 0;

	if (str_find_char(text, '{') == SIZE_MAX)
		return text;
	m.out = buf_new(a, WORDS_MAX);
	for (size_t i = 0; i < text.n; i++) {
		size_t end;

		if (text.p[i] != '{')
			continue;
		buf_add(&m.out, str_sub(text, from, i - from));
		end = placeholder_end(text, i);
		put_placeholder(&m, str_sub(text, i, end + 1 - i));
		from = end + 1;
		i = end;
	}
	buf_add(&m.out, str_sub(text, from, text.n));
	return buf_str(&m.out);
}

/* suggest_help.c — see suggest_help.h. */
#include "suggest_help.h"

#include <stdio.h>

static const char *const files[] = { "reflections", "observed", "work", "learning", "more" };

static struct str file_of(struct arena *a, const char *name)
{
	static const char *const roots[] = { "", "../", "../../" };

	for (size_t i = 0; i < COUNT_OF(roots); i++) {
		FILE *f = fopen(str_c(a, strf(a, "%stests/data/suggest/%s.txt", roots[i], name)), "rb");
		char *p;
		size_t n;

		if (!f)
			continue;
		p = arena_alloc(a, 1 << 20);
		n = fread(p, 1, 1 << 20, f);
		fclose(f);
		return (struct str){ p, n };
	}
	return STR_NONE;
}

/* read_piece — "NAME KIND SETTING", a line of codes, the text. */
static bool read_piece(const struct framework *fw, struct str block, struct labelled *p)
{
	struct str head = str_cut(&block, '\n'), codes = str_cut(&block, '\n');
	size_t words = text_words(block);

	p->name = str_cut(&head, ' ');
	p->kind = (enum evidence_kind)number_of(&evidence_kinds, str_cut(&head, ' '));
	p->text = str_trim(block);
	while (codes.p) {
		int32_t i = framework_find_code(fw, str_trim(str_cut(&codes, ',')));

		if (i < 0 || fw->items[i].position < 0 || p->n == LABELS_MAX)
			return false;
		p->positions[p->n++] = fw->items[i].position;
	}
	return p->n > 0 && (int)p->kind > 0 && number_of(&settings_of_practice, head) > 0 && words >= 80 && words <= 400;
}

bool labelled_read(struct arena *a, const struct framework *fw, struct labelled_pieces *ret)
{
	for (size_t f = 0; f < COUNT_OF(files); f++) {
		struct str text = file_of(a, files[f]);

		while (text.n) {
			size_t end = str_find(str_sub(text, 3, SIZE_MAX), S("\n== "));
			struct labelled *p = &ret->v[ret->n];

			if (ret->n == LABELLED_MAX || !str_starts(text, S("== ")))
				return false;
			p->held_out = ret->n++ % 3 == 2;
			if (!read_piece(fw, str_sub(text, 3, end), p)) {
				fprintf(stderr, "tests/data/suggest/%s.txt: %.*s is not as the README says\n", files[f], STR_FMT(p->name));
				return false;
			}
			text = end == SIZE_MAX ? STR_NONE : str_sub(text, end + 4, SIZE_MAX);
		}
	}
	return ret->n > 0;
}

double recall_at(const struct labelled *piece, const struct suggestions *s)
{
	size_t hits = 0;

	for (size_t i = 0; i < s->n && i < 10; i++)
		for (size_t k = 0; k < piece->n; k++)
			hits += s->v[i].position == piece->positions[k];
	return (double)hits / (double)piece->n;
}

static struct str learnt_without(struct arena *a, const struct framework *fw, const struct labelled_pieces *pieces, size_t out)
{
	struct suggest_learning *l = suggest_learning_new(a, fw);

	for (size_t i = 0; i < pieces->n; i++)
		if (i != out)
			suggest_learning_add(l, (int64_t)i + 1, pieces->v[i].text, pieces->v[i].positions, pieces->v[i].n);
	return suggest_learning_end(l, a);
}

static double ask(struct arena *a, const struct suggest_index *x, const struct labelled *piece)
{
	struct suggestions s;

	suggest_query(a, x, piece->text, &(struct suggest_wish){ .kind = piece->kind }, &s);
	return recall_at(piece, &s);
}

struct suggest_result labelled_measure(struct arena *a, const struct framework *fw, const struct labelled_pieces *pieces)
{
	struct suggest_result r = { .statements = fw->linkable_n };
	const struct suggest_index *words = suggest_build(a, fw, STR_NONE);

	for (size_t i = 0; i < pieces->n; i++) {
		struct arena *one = arena_within(a, (size_t)256 << 20);
		double recall = ask(one, suggest_build(one, fw, learnt_without(one, fw, pieces, i)), &pieces->v[i]);

		r.recall_words += ask(one, words, &pieces->v[i]);
		r.recall_all += recall;
		*(pieces->v[i].held_out ? &r.recall_held_out : &r.recall_chosen) += recall;
		*(pieces->v[i].held_out ? &r.held_out : &r.chosen) += 1;
		arena_release(one);
	}
	r.all = pieces->n;
	r.recall_all /= (double)r.all;
	r.recall_words /= (double)r.all;
	r.recall_chosen /= (double)(r.chosen ? r.chosen : 1);
	r.recall_held_out /= (double)(r.held_out ? r.held_out : 1);
	return r;
}

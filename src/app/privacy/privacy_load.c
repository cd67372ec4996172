/* privacy_load.c — the check of a piece: its words, what was found in them, and what has been answered. */
#include "app/privacy/privacy_inside.h"

#include "web/form.h"

struct str found_text(const struct privacy_state *s, const struct privacy_finding *f)
{
	return str_sub(s->words.v[f->text].text, f->start, f->end - f->start);
}

struct str jigsaw_text(struct ctx *cx, const struct privacy_state *s)
{
	struct str *parts = NEW_ARRAY(cx->arena, struct str, s->found.jigsaw_n + 1);

	for (size_t i = 0; i < s->found.jigsaw_n; i++)
		parts[i] = found_text(s, &s->found.jigsaw[i]);
	return str_join(cx->arena, parts, s->found.jigsaw_n, S(" + "));
}

static int kept_index(const struct privacy_state *s, enum privacy_class class, struct str what)
{
	for (size_t i = 0; i < s->kept.n; i++)
		if (s->kept.v[i].class == (int64_t)class && privacy_same(s->kept.v[i].what, what))
			return (int)i;
	return -1;
}

static enum rc known_names(struct ctx *cx, struct str **ret, size_t *ret_n)
{
	struct privacy_names_rows rows;
	enum rc rc = cx->induction ? sql_privacy_names(cx->db, cx->arena, cx->induction->id, &rows) : OK;

	if (rc != OK || !cx->induction) /* words about no induction: nobody is known */
		return rc;
	*ret = NEW_ARRAY(cx->arena, struct str, rows.n + 2);
	for (size_t i = 0; i < rows.n; i++)
		(*ret)[(*ret_n)++] = rows.v[i].name;
	(*ret)[(*ret_n)++] = cx->induction->name;
	return OK;
}

bool may_stay(const struct privacy_finding *f)
{
	return privacy_may_keep(f->class) && !f->pointed;
}

static void answers_of_findings(struct ctx *cx, struct privacy_state *s)
{
	s->kept_at = NEW_ARRAY(cx->arena, int, s->found.n + 1);
	for (size_t i = 0; i < s->found.n; i++) {
		const struct privacy_finding *f = &s->found.v[i];

		s->kept_at[i] = may_stay(f) ? kept_index(s, f->class, found_text(s, f)) : -1;
		s->open += s->kept_at[i] < 0;
		s->answered += s->kept_at[i] >= 0;
	}
	s->open += s->found.more; /* behind the last that is listed may stand one that is never kept */
	s->jigsaw_kept_at = -1;
	if (!s->found.jigsaw_n)
		return;
	s->jigsaw_kept_at = kept_index(s, PRIVACY_JIGSAW, jigsaw_text(cx, s));
	s->jigsaw_open = s->jigsaw_kept_at < 0;
	s->open += s->jigsaw_open;
	s->answered += !s->jigsaw_open;
}

enum privacy_class first_class(int64_t classes)
{
	for (int c = 1; c < PRIVACY_CLASS_END; c++)
		if (classes & INT64_C(1) << c)
			return (enum privacy_class)c;
	return PRIVACY_NAME;
}

/* drop_colleagues — others write about the writer of the piece, and about each other, by name: that is no finding in their words. */
static void drop_colleagues(struct privacy_state *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->found.n; i++) {
		const struct privacy_finding *f = &s->found.v[i];

		if (f->class != PRIVACY_WORKER || f->pointed || !s->words.v[f->text].by.n)
			s->found.v[n++] = *f;
	}
	s->found.n = n;
}

/* pointed_at — the words for which a reader sent the piece back, while it is. */
static enum rc pointed_at(struct ctx *cx, int64_t evidence, struct privacy_pointed *ret)
{
	struct privacy_hold_now_row hold;
	enum rc rc = sql_privacy_hold_now(cx->db, cx->arena, evidence, &hold);

	if (rc == OK)
		*ret = (struct privacy_pointed){ hold.words, first_class(hold.classes) };
	return rc == NOT_FOUND ? OK : rc;
}

bool in_file(const struct privacy_state *s, size_t text)
{
	return files_is_of(s->words.v[text].name);
}

enum rc state_of(struct ctx *cx, int64_t evidence, const struct piece_words *words, struct privacy_state *ret)
{
	struct privacy_text *texts = NEW_ARRAY(cx->arena, struct privacy_text, words->n + 1);
	struct privacy_state s = { .words = *words };
	struct str *known = NULL;
	size_t known_n = 0;
	struct privacy_pointed pointed = { .class = 0 };
	enum rc rc = known_names(cx, &known, &known_n);

	if (rc == OK && evidence)
		rc = sql_privacy_kept_of(cx->db, cx->arena, evidence, &s.kept);
	if (rc == OK && evidence)
		rc = pointed_at(cx, evidence, &pointed);
	if (rc != OK)
		return rc;
	for (size_t i = 0; i < words->n; i++)
		texts[i] = (struct privacy_text){ words->v[i].name, words->v[i].text };
	s.found = privacy_check_pointed(cx->arena, texts, words->n, known, known_n, &pointed);
	drop_colleagues(&s);
	answers_of_findings(cx, &s);
	if (evidence)
		s.files = files_unchecked(cx, evidence);
	s.open += s.files.waiting + s.files.to_look_at;
	*ret = s;
	return OK;
}

enum rc state_of_piece(struct ctx *cx, struct privacy_state *ret)
{
	struct piece_words words;
	enum rc rc = evidence_written(cx, &words);

	return rc == OK ? state_of(cx, cx->evidence->id, &words, ret) : rc;
}

int64_t classes_found(const struct privacy_state *s)
{
	int64_t bits = s->found.jigsaw_n ? INT64_C(1) << PRIVACY_JIGSAW : 0;

	for (size_t i = 0; i < s->found.n; i++)
		bits |= INT64_C(1) << s->found.v[i].class;
	return bits;
}

enum rc privacy_sum_of(struct ctx *cx, int64_t evidence, const struct piece_words *words, struct privacy_sum *ret)
{
	struct privacy_state s;
	enum rc rc = state_of(cx, evidence, words, &s);

	if (rc == OK)
		*ret = (struct privacy_sum){ s.open, classes_found(&s) };
	return rc;
}

enum rc privacy_saw(struct ctx *cx, int64_t classes)
{
	enum rc rc = OK;

	for (int c = 1; c < PRIVACY_CLASS_END && rc == OK; c++)
		if (classes & INT64_C(1) << c)
			rc = sql_privacy_seen_add(cx->db, cx->arena, cx->evidence->id, c, cx->now, NULL);
	return rc;
}

/* ---- what could stand there ---- */

static enum word hint_word(enum privacy_hint hint)
{
	static const enum word words[] = {
		[PRIVACY_HINT_SCHOOL] = T_FINDS_SWAP_SCHOOL, [PRIVACY_HINT_NURSERY] = T_FINDS_SWAP_NURSERY,
		[PRIVACY_HINT_SURGERY] = T_FINDS_SWAP_SURGERY, [PRIVACY_HINT_COLLEGE] = T_FINDS_SWAP_COLLEGE,
		[PRIVACY_HINT_PLACE] = T_FINDS_SWAP_PLACE, [PRIVACY_HINT_CONDITION] = T_FINDS_SWAP_CONDITION,
		[PRIVACY_HINT_PEOPLE] = T_FINDS_SWAP_PEOPLE, [PRIVACY_HINT_MULTIPLE] = T_FINDS_SWAP_SIBLING,
		[PRIVACY_HINT_MOVE] = T_FINDS_SWAP_MOVE, [PRIVACY_HINT_DATE] = T_FINDS_SWAP_DATE, [PRIVACY_HINT_AGE] = T_FINDS_SWAP_AGE,
	};

	return (size_t)hint < COUNT_OF(words) ? words[hint] : 0;
}

static enum word swap_word(enum privacy_class class)
{
	static const enum word words[PRIVACY_CLASS_END] = {
		[PRIVACY_BIRTH] = T_FINDS_SWAP_BIRTH, [PRIVACY_NHS] = T_FINDS_SWAP_NHS, [PRIVACY_NI] = T_FINDS_SWAP_NI,
		[PRIVACY_POSTCODE] = T_FINDS_SWAP_POSTCODE, [PRIVACY_PHONE] = T_FINDS_SWAP_PHONE, [PRIVACY_EMAIL] = T_FINDS_SWAP_EMAIL,
		[PRIVACY_ADDRESS] = T_FINDS_SWAP_ADDRESS, [PRIVACY_COURT] = T_FINDS_SWAP_COURT, [PRIVACY_CASE] = T_FINDS_SWAP_COURT,
		[PRIVACY_VEHICLE] = T_FINDS_SWAP_VEHICLE, [PRIVACY_HANDLE] = T_FINDS_SWAP_HANDLE,
	};

	return words[class];
}

struct str instead_of(struct ctx *cx, const struct privacy_state *s, const struct privacy_finding *f)
{
	UNUSED(cx);
	UNUSED(s);
	if (f->instead.n)
		return f->instead;
	if (hint_word(f->hint))
		return word(hint_word(f->hint));
	return swap_word(f->class) ? word(swap_word(f->class)) : S("…");
}

enum word class_word(enum privacy_class c)
{
	static const enum word words[PRIVACY_CLASS_END] = {
		[PRIVACY_NAME] = T_FINDS_CLASS_NAME, [PRIVACY_WORKER] = T_FINDS_CLASS_WORKER, [PRIVACY_BIRTH] = T_FINDS_CLASS_BIRTH,
		[PRIVACY_AGE_PLACE] = T_FINDS_CLASS_AGE, [PRIVACY_NHS] = T_FINDS_CLASS_NHS, [PRIVACY_NI] = T_FINDS_CLASS_NI,
		[PRIVACY_POSTCODE] = T_FINDS_CLASS_POSTCODE, [PRIVACY_PHONE] = T_FINDS_CLASS_PHONE, [PRIVACY_EMAIL] = T_FINDS_CLASS_EMAIL,
		[PRIVACY_ADDRESS] = T_FINDS_CLASS_ADDRESS, [PRIVACY_SCHOOL] = T_FINDS_CLASS_SCHOOL, [PRIVACY_COURT] = T_FINDS_CLASS_COURT,
		[PRIVACY_CASE] = T_FINDS_CLASS_CASE, [PRIVACY_VEHICLE] = T_FINDS_CLASS_VEHICLE, [PRIVACY_HANDLE] = T_FINDS_CLASS_HANDLE,
		[PRIVACY_JIGSAW] = T_FINDS_CLASS_JIGSAW,
	};

	return words[c];
}

enum word class_why(enum privacy_class c)
{
	static const enum word words[PRIVACY_CLASS_END] = {
		[PRIVACY_NAME] = T_FINDS_WHY_NAME, [PRIVACY_WORKER] = T_FINDS_WHY_WORKER, [PRIVACY_BIRTH] = T_FINDS_WHY_BIRTH,
		[PRIVACY_AGE_PLACE] = T_FINDS_WHY_AGE, [PRIVACY_POSTCODE] = T_FINDS_WHY_PLACE, [PRIVACY_PHONE] = T_FINDS_WHY_RECORD,
		[PRIVACY_EMAIL] = T_FINDS_WHY_RECORD, [PRIVACY_ADDRESS] = T_FINDS_WHY_PLACE, [PRIVACY_SCHOOL] = T_FINDS_WHY_SCHOOL,
		[PRIVACY_VEHICLE] = T_FINDS_WHY_RECORD, [PRIVACY_HANDLE] = T_FINDS_WHY_HANDLE,
		[PRIVACY_NHS] = T_FINDS_WHY_NEVER, [PRIVACY_NI] = T_FINDS_WHY_NEVER, [PRIVACY_COURT] = T_FINDS_WHY_NEVER,
		[PRIVACY_CASE] = T_FINDS_WHY_NEVER,
	};

	return words[c];
}

/* ---- JSON ---- */

static int64_t chars(struct str s, size_t bytes)
{
	return (int64_t)utf8_count(str_sub(s, 0, bytes));
}

static void finding_json(struct ctx *cx, struct json_out *j, const struct privacy_state *s, const struct privacy_finding *f, int64_t number,
                         int kept)
{
	struct str text = s->words.v[f->text].text;

	json_obj(j);
	json_key(j, "number"), json_i64(j, number);
	json_key(j, "field"), json_str(j, s->words.v[f->text].name);
	if (s->words.v[f->text].by.n)
		json_key(j, "by"), json_str(j, s->words.v[f->text].by);
	json_key(j, "start"), json_i64(j, chars(text, f->start));
	json_key(j, "end"), json_i64(j, chars(text, f->end));
	json_key(j, "text"), json_str(j, found_text(s, f));
	json_key(j, "class"), json_str(j, privacy_key(f->class));
	json_key(j, "group"), json_i64(j, f->group);
	json_key(j, "instead"), json_str(j, instead_of(cx, s, f));
	json_key(j, "may_keep"), json_bool(j, may_stay(f));
	json_key(j, "pointed_at"), json_bool(j, f->pointed);
	json_key(j, "kept");
	if (kept >= 0)
		json_str(j, key_of(&privacy_reasons, (int)s->kept.v[kept].reason));
	else
		json_none(j);
	json_end(j);
}

void state_json(struct ctx *cx, struct json_out *j, const struct privacy_state *s)
{
	json_key(j, "open"), json_i64(j, (int64_t)s->open);
	json_key(j, "files_waiting"), json_i64(j, (int64_t)s->files.waiting);
	json_key(j, "files_to_look_at"), json_i64(j, (int64_t)s->files.to_look_at);
	json_key(j, "findings"), json_arr(j);
	for (size_t i = 0; i < s->found.n; i++)
		finding_json(cx, j, s, &s->found.v[i], (int64_t)i + 1, s->kept_at[i]);
	json_end(j);
	json_key(j, "together"), json_obj(j);
	json_key(j, "number"), json_i64(j, (int64_t)s->found.n + 1);
	json_key(j, "score"), json_i64(j, s->found.jigsaw_score);
	json_key(j, "open"), json_bool(j, s->jigsaw_open);
	json_key(j, "details"), json_arr(j);
	for (size_t i = 0; i < s->found.jigsaw_n; i++)
		finding_json(cx, j, s, &s->found.jigsaw[i], (int64_t)(s->found.n + 2 + i), s->jigsaw_kept_at);
	json_end(j);
	json_end(j);
}

enum rc privacy_refused(struct ctx *cx, int64_t evidence, const struct piece_words *words)
{
	struct privacy_state s;
	struct json_out *j;
	enum rc rc = state_of(cx, evidence, words, &s);

	if (rc != OK)
		return rc;
	j = reply_json(cx);
	json_obj(j);
	json_key(j, "type"), json_str(j, S("about:blank"));
	json_key(j, "title"), json_str(j, word(T_FINDS_PROBLEM));
	json_key(j, "status"), json_i64(j, 422);
	json_key(j, "detail"), json_str(j, word(T_FINDS_PROBLEM_DETAIL));
	state_json(cx, j, &s);
	json_end(j);
	return answer_json(cx, 422);
}

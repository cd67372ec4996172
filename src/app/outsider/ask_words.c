/* ask_words.c — before a family is asked: all they will read, in the asker's own translation. */
#include "app/outsider/said.h"
#include "app/people/people.h"

#include "templates.gen.h"
#include "web/form.h"

#define WORDS_PREFIX "w."
enum { WORD_MAX = 300 };
struct words_typed {
	struct str language, video;
	bool right_to_left;
};
static const struct field words_fields[] = {
	TEXT(struct words_typed, language, .label = T_ASK_LANGUAGE, .hint = T_ASK_LANGUAGE_HINT, .max = 12),
	BOOL(struct words_typed, right_to_left, .label = T_ASK_RTL),
	TEXT(struct words_typed, video, .label = T_ASK_VIDEO, .hint = T_ASK_VIDEO_HINT, .max = WORD_MAX),
};
const struct form ask_words_form = { .name = "ask_words", .size = sizeof(struct words_typed), .fields = words_fields,
	                                 .n = COUNT_OF(words_fields), .autosave = true, .also = WORDS_PREFIX };

/* What is drawn and filled: the route's fields, and a text for each row. */
struct words_filled {
	struct words_typed typed;
	struct str text[SAID_ROWS_MAX];
};

/* words_table — a field for each row. */
static const struct form *words_table(struct ctx *cx, const struct said_rows *rows, bool with_language)
{
	size_t base = with_language ? COUNT_OF(words_fields) : 0;
	struct field *fields = NEW_ARRAY(cx->arena, struct field, base + rows->n);
	struct form *made = NEW(cx->arena, struct form);

	for (size_t i = 0; i < base; i++)
		fields[i] = words_fields[i];
	for (size_t i = 0; i < rows->n; i++)
		fields[base + i] = (struct field){
			.type = FIELD_TEXT, .name = strf(cx->arena, WORDS_PREFIX "%.*s", STR_FMT(rows->v[i].id)).p, .max = WORD_MAX,
			.offset = offsetof(struct words_filled, text) + i * sizeof(struct str), .label_text = rows->v[i].said.english,
		};
	*made = ask_words_form;
	made->part_of = &ask_words_form;
	made->size = sizeof(struct words_filled);
	made->fields = fields;
	made->n = base + rows->n;
	return made;
}

/* all_rows — and, with `video`, the address of the one in sign language. */
static enum rc all_rows(struct ctx *cx, struct said_rows *ret, struct str *video)
{
	struct said_in in;
	enum rc rc = said_in_of(cx, cx->ask, &in);

	if (rc == OK)
		said_rows(cx, &in, ret);
	if (rc == OK && video)
		*video = said_video(&in).s;
	return rc;
}

enum rc ask_words_rows(struct ctx *cx, struct ask_word_rows *ret)
{
	struct said_rows rows;
	enum rc rc = all_rows(cx, &rows, NULL);

	if (rc != OK)
		return rc;
	ret->v = NEW_ARRAY(cx->arena, struct ask_word_row, rows.n + 1);
	for (ret->n = 0; ret->n < rows.n; ret->n++)
		ret->v[ret->n] = (struct ask_word_row){ .english = rows.v[ret->n].said.english, .value = rows.v[ret->n].said.own };
	return OK;
}

static enum rc words_json(struct ctx *cx, const struct said_rows *rows, struct str video)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "language");
	cx->ask->language.n ? json_str(j, cx->ask->language) : json_none(j);
	json_key(j, "right_to_left"), json_bool(j, cx->ask->right_to_left);
	json_key(j, "video");
	video.n ? json_str(j, video) : json_none(j);
	said_rows_json(j, rows);
	json_end(j);
	return answer_json(cx, 200);
}

enum rc ask_words_show(struct ctx *cx)
{
	struct ask_words_view v = { .action = url_id(cx, "/asks/", cx->ask->uuid, "/words"),
		                        .back = url_id(cx, "/asks/", cx->ask->uuid, ""), .mark = SAID_UNTIL };
	struct words_filled *now = NEW(cx->arena, struct words_filled);
	struct said_rows rows;
	struct form_view fv;
	struct str video;
	enum rc rc = all_rows(cx, &rows, &video);

	if (rc != OK || cx->json)
		return rc != OK ? rc : words_json(cx, &rows, video);
	now->typed = (struct words_typed){ cx->ask->language, video, cx->ask->right_to_left };
	for (size_t i = 0; i < rows.n; i++)
		now->text[i] = rows.v[i].said.own;
	fv = form_view(cx, words_table(cx, &rows, true), now, -1);
	v.errors = fv.errors;
	v.hidden = fv.hidden;
	v.language_field = form_field(&fv, "language")->html;
	v.rtl_field = form_field(&fv, "right_to_left")->html;
	v.video_field = form_field(&fv, "video")->html;
	v.rows.v = NEW_ARRAY(cx->arena, struct ask_word_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct field_view *f = form_field(&fv, strf(cx->arena, WORDS_PREFIX "%.*s", STR_FMT(rows.v[i].id)).p);

		v.rows.v[v.rows.n++] = (struct ask_word_row){ .id = f->id, .name = f->name, .english = rows.v[i].said.english, .value = f->value,
			                                          .error = f->error, .heading = rows.v[i].heading };
	}
	return page(cx, &(struct page){ .title = word(T_ASK_WORDS_TITLE), .menu = MENU_EVIDENCE, .main = HTML(cx, ask_words, &v) });
}

/* A language as BCP 47 writes its first part: "ur", "pl", "zh-Hant". */
static bool is_language(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] == '-' && i > 1)))
			return false;
	return s.n >= 2;
}

static enum rc check_language(struct ctx *cx, struct str language, size_t texts)
{
	if (texts && !language.n)
		return field_error(cx, "language", T_ASK_LANGUAGE_MISSING);
	return language.n && !is_language(language) ? field_error(cx, "language", T_ASK_LANGUAGE_BAD) : OK;
}

enum rc ask_words_save(struct ctx *cx)
{
	const struct words_typed *f = cx->form;
	const struct words_filled *filled;
	const void *part;
	struct str language = str_trim(f->language), video = str_trim(f->video);
	struct said_rows rows;
	size_t n = 0;
	enum rc rc = all_rows(cx, &rows, NULL);

	if (rc != OK || (rc = form_fill_part(cx, words_table(cx, &rows, false), cx->values, WORDS_PREFIX, &part)) != OK)
		return rc;
	filled = part;
	for (size_t i = 0; i < rows.n; i++)
		n += str_trim(filled->text[i]).n > 0;
	if (video.n && !https_is_plausible(video))
		return field_error(cx, "video", T_ASK_VIDEO_BAD);
	if ((rc = check_language(cx, language, n)) != OK || (rc = sql_ask_words_drop(cx->db, cx->arena, cx->ask->id, NULL)) != OK ||
	    (rc = sql_ask_language(cx->db, cx->arena, cx->ask->id, n ? language : S(""), f->right_to_left && n, NULL)) != OK)
		return rc;
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		if (str_trim(filled->text[i]).n)
			rc = sql_ask_words_put(cx->db, cx->arena, cx->ask->id, rows.v[i].id, str_trim(filled->text[i]), NULL);
	if (rc == OK && video.n)
		rc = sql_ask_words_put(cx->db, cx->arena, cx->ask->id, SAID_VIDEO_ID, video, NULL);
	if (rc == OK)
		rc = sql_ask_changed(cx->db, cx->arena, cx->ask->id, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_ASKED, cx->ask->uuid, S("{\"kind\":2,\"words\":1}"));
	return rc == OK ? done(cx, url_id(cx, "/asks/", cx->ask->uuid, ""), T_ASK_WORDS_SAVED) : rc;
}

/* files_said.c — what the files of a piece say, for the privacy check and for whoever is about to share it: their words, what
 * they hold beside them, and what nobody but a person can look at. */
#include "app/files/files_view.h"

#include "app/evidence/evidence.h"
#include "app/files/files_inside.h"
#include "base/text.h"
#include "files.sql.h"
#include "templates.gen.h"

/* ---- notes ---- */

static struct str author_words(struct ctx *cx, struct str author, struct str changed_by)
{
	if (author.n && changed_by.n && !str_eq(author, changed_by))
		return WORDS(cx->arena, T_FILES_WARN_AUTHORS, WORD_ARG("name", author), WORD_ARG("other", changed_by));
	return WORDS(cx->arena, T_FILES_WARN_AUTHOR, WORD_ARG("name", author.n ? author : changed_by));
}

struct file_notes file_notes(struct ctx *cx, int64_t warns, bool more, struct str author, struct str changed_by)
{
	static const enum word words[] = {
		[FILE_WARN_CHANGES] = T_FILES_WARN_CHANGES, [FILE_WARN_COMMENTS] = T_FILES_WARN_COMMENTS,
		[FILE_WARN_PICTURES] = T_FILES_WARN_PICTURES, [FILE_WARN_INSIDE] = T_FILES_WARN_INSIDE,
	};
	struct file_notes notes = { .v = NEW_ARRAY(cx->arena, struct file_note, COUNT_OF(words) + 2) };

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (warns & INT64_C(1) << i)
			notes.v[notes.n++] = (struct file_note){ word(words[i]) };
	if (more)
		notes.v[notes.n++] = (struct file_note){ word(T_FILES_WARN_MORE) };
	if (author.n || changed_by.n)
		notes.v[notes.n++] = (struct file_note){ author_words(cx, author, changed_by) };
	return notes;
}

/* ---- what the check reads ---- */

/* stem_length — of a name as far as its ending, which has its dot. Every file has one that is kept (files_kind.c). */
static size_t stem_length(struct str name)
{
	size_t n = name.n;

	while (n > 0 && name.p[n - 1] != '.')
		n--;
	return n > 0 ? n - 1 : name.n;
}

enum rc files_words(struct ctx *cx, struct piece_words *to)
{
	struct file_texts_of_rows rows;
	enum rc rc = sql_file_texts_of(cx->db, cx->arena, cx->evidence->id, &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++) {
		struct str id = uuid_str(cx->arena, rows.v[i].id), stem = str_sub(rows.v[i].name, 0, stem_length(rows.v[i].name));

		piece_word_add(cx, to, strf(cx->arena, FILE_NAMES "%.*s", STR_FMT(id)), word(T_FILES_NAME),
		               str_replace_all(cx->arena, stem, S("_"), S(" ")), STR_NONE);
		piece_word_add(cx, to, strf(cx->arena, FILE_WORDS "%.*s", STR_FMT(id)), rows.v[i].name, rows.v[i].text, word(T_FILES_BY));
	}
	return rc;
}

bool files_is_name(struct str name)
{
	return str_starts(name, S(FILE_NAMES));
}

/* stem_of — what was typed or proposed, as a name on one line that is no path. */
static struct str stem_of(struct ctx *cx, struct str text, size_t room)
{
	static const struct str parts[] = { S_INIT("\n"), S_INIT("\t"), S_INIT("/"), S_INIT("\\") };

	text = text_clean(cx->arena, text);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		text = str_replace_all(cx->arena, text, parts[i], S(" "));
	text = str_trim(utf8_first(str_trim(text), room));
	return text.n ? text : S("file");
}

enum rc file_rename(struct ctx *cx, struct str name, struct str text)
{
	struct file_named_row row;
	struct str ending;
	struct uuid id;
	enum rc rc;

	if (!files_is_name(name) || !uuid_parse(str_sub(name, sizeof(FILE_NAMES) - 1, SIZE_MAX), &id))
		return NOT_FOUND;
	if ((rc = sql_file_named(cx->db, cx->arena, cx->evidence->id, id, &row)) != OK)
		return rc;
	ending = str_sub(row.name, stem_length(row.name), SIZE_MAX);
	text = stem_of(cx, text, FILE_NAME_MAX - utf8_count(ending));
	return sql_file_set_name(cx->db, cx->arena, row.file, strf(cx->arena, "%.*s%.*s", STR_FMT(text), STR_FMT(ending)), NULL);
}

bool files_is_of(struct str name)
{
	return str_starts(name, S(FILE_WORDS));
}

struct files_unchecked files_unchecked(struct ctx *cx, int64_t evidence)
{
	struct file_views files = files_of(cx, evidence);
	struct files_unchecked n = { 0, 0 };

	for (size_t i = 0; i < files.n; i++) {
		n.waiting += files.v[i].reading;
		n.to_look_at += files.v[i].ask && !files.v[i].looked;
	}
	return n;
}

struct html files_checks(struct ctx *cx, struct str then)
{
	struct files_checks v = {
		.files = files_of(cx, cx->evidence->id), .csrf = hidden_csrf(cx), .here = url_id(cx, "/evidence/", cx->evidence->uuid, "/privacy"),
		.change = url_id(cx, "/evidence/", cx->evidence->uuid, "/files"),
	};

	if (then.n)
		v.here = url_with(cx, v.here, "then", then);
	for (size_t i = 0; i < v.files.n; i++) {
		v.any_reading |= v.files.v[i].reading;
		if (then.n)
			v.files.v[i].look = url_with(cx, v.files.v[i].look, "then", then);
	}
	return v.files.n ? HTML(cx, files_checks, &v) : (struct html){ STR_NONE };
}

/* ---- having looked ---- */

enum rc file_looked_at(struct ctx *cx)
{
	struct url back = url_id(cx, "/evidence/", cx->evidence->uuid, "/privacy");
	struct str then = query(cx, "then"), which = strf(cx->arena, "{\"file\":\"%s\"}", uuid_str(cx->arena, cx->file->uuid).p);
	enum rc rc;

	if (cx->resource.removed)
		return NOT_FOUND;
	if ((rc = sql_file_set_looked_at(cx->db, cx->arena, cx->file->id, cx->now, NULL)) != OK ||
	    (rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_FILE_LOOKED_AT, cx->evidence->uuid, which)) != OK)
		return rc;
	if (str_eq(then, S("share")) || str_eq(then, S("submit")) || str_eq(then, S("save")))
		back = url_with(cx, back, "then", then);
	return done(cx, back, T_FILES_LOOKED_AT);
}

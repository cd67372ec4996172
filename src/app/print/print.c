/* print.c — asking for a copy, how far it is, fetching it. */
#include "app/print/print_inside.h"

#include "app/evidence/evidence.h"
#include "app/files/files.h"
#include "app/print/print_view.h"
#include "print.sql.h"
#include "templates.gen.h"
#include "web/form.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { REFRESH_SECONDS = 2 };

struct print_typed {
	struct str outcome; /* an outcome's id; empty: everything */
	bool private_too;
};
static const struct field print_fields[] = {
	TEXT(struct print_typed, outcome, .label = T_PRINT_WHAT, .max = UUID_TEXT),
	{ .type = FIELD_BOOL, .name = "private", .offset = offsetof(struct print_typed, private_too), .label = T_PRINT_WITH_PRIVATE, .max = 1 },
};
const struct form print_form = { .name = "print", .size = sizeof(struct print_typed), .fields = print_fields, .n = COUNT_OF(print_fields) };

struct str print_path(struct arena *a, const struct settings *s, struct uuid print)
{
	return strf(a, "%.*s/print-%s.pdf", STR_FMT(s->files), uuid_str(a, print).p);
}

static bool is_own(const struct ctx *cx)
{
	return cx->actor.role == ROLE_ECSW && cx->actor.person == cx->resource.owner;
}

static struct url print_url(struct ctx *cx, struct uuid print, const char *after)
{
	return url_id(cx, str_c(cx->arena, strf(cx->arena, "/inductions/%s/prints/", uuid_str(cx->arena, cx->induction->uuid).p)), print, after);
}

/* ---- asking ---- */

static enum rc too_many(struct ctx *cx)
{
	struct prints_kept_row kept;
	enum rc rc = sql_prints_kept(cx->db, cx->arena, cx->actor.person, cx->induction->id, &kept);

	return rc == OK && kept.n >= PRINTS_KEPT_MAX ? TOO_MANY : rc;
}

/* ask_for — one more, or the one that is being made already. */
static enum rc ask_for(struct ctx *cx, enum print_scope scope, struct uuid about, bool with_private)
{
	static const enum event_kind kinds[] = { [PRINT_PIECE] = EVENT_PIECE_PRINTED, [PRINT_OUTCOME] = EVENT_OUTCOME_PRINTED,
		                                     [PRINT_WHOLE] = EVENT_PORTFOLIO_PRINTED };
	struct print_running_row running;
	struct print_add_row added;
	struct uuid id = uuid7(cx->now);
	struct str data = strf(cx->arena, "{\"print\":\"%s\"}", uuid_str(cx->arena, id).p);
	enum rc rc;

	with_private = with_private && is_own(cx);
	rc = sql_print_running(cx->db, cx->arena, cx->actor.person, cx->actor.role_held, cx->induction->id, scope, about, with_private,
	                       &running);

	if (rc == OK)
		return done(cx, print_url(cx, running.id, ""), 0);
	if (rc != NOT_FOUND || (rc = too_many(cx)) != OK)
		return rc;
	if ((rc = sql_print_add(cx->db, cx->arena, id, cx->actor.person, cx->actor.role, cx->actor.role_held, cx->induction->id, scope,
	                        about, with_private, cx->now, cx->now + PRINT_DAYS * DAY, &added)) != OK ||
	    (rc = job_queue(cx, JOB_PRINT, added.print, STR_NONE, NULL)) != OK ||
	    (rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, kinds[scope], scope == PRINT_PIECE ? about : cx->induction->uuid, data)) != OK)
		return rc;
	return created(cx, print_url(cx, id, ""), 0);
}

enum rc print_create(struct ctx *cx)
{
	const struct print_typed *typed = cx->form;
	struct str asked = str_trim(typed->outcome);
	const struct framework_version *v;
	struct uuid item;
	int32_t i = -1;
	enum rc rc;

	if (!asked.n)
		return ask_for(cx, PRINT_WHOLE, cx->induction->uuid, typed->private_too);
	if ((rc = framework_get(cx, cx->induction->framework, &v)) != OK)
		return rc;
	if (uuid_parse(asked, &item))
		i = framework_find(v->fw, item);
	if (i < 0 || v->ordinal[i] < 0 || v->outcomes[v->ordinal[i]] != i)
		return field_error(cx, "outcome", T_PRINT_NO_SUCH);
	return ask_for(cx, PRINT_OUTCOME, item, typed->private_too);
}

enum rc print_piece_create(struct ctx *cx)
{
	return ask_for(cx, PRINT_PIECE, cx->evidence->uuid, false);
}

/* ---- what was asked for ---- */

static enum word state_word(enum print_state state)
{
	static const enum word words[PRINT_STATE_END] = {
		[PRINT_WAITING] = T_PRINT_STATE_RUNNING, [PRINT_GATHERING] = T_PRINT_STATE_RUNNING, [PRINT_SETTING] = T_PRINT_STATE_RUNNING,
		[PRINT_DONE] = T_PRINT_STATE_DONE, [PRINT_NO_ROOM] = T_PRINT_STATE_NOT, [PRINT_TOO_LARGE] = T_PRINT_STATE_NOT,
		[PRINT_FAILED] = T_PRINT_STATE_NOT, [PRINT_STALE] = T_PRINT_STATE_STALE,
	};

	return words[state < PRINT_STATE_END ? state : PRINT_FAILED];
}

static struct str state_key(enum print_state state)
{
	static const struct str keys[PRINT_STATE_END] = {
		[PRINT_WAITING] = S_INIT("waiting"), [PRINT_GATHERING] = S_INIT("gathering"), [PRINT_SETTING] = S_INIT("setting"),
		[PRINT_DONE] = S_INIT("done"), [PRINT_NO_ROOM] = S_INIT("no_space"), [PRINT_TOO_LARGE] = S_INIT("too_large"),
		[PRINT_FAILED] = S_INIT("failed"), [PRINT_STALE] = S_INIT("stale"),
	};

	return keys[state < PRINT_STATE_END ? state : PRINT_FAILED];
}

static struct str outcome_title(struct ctx *cx, const struct framework_version *v, int32_t i)
{
	return strf(cx->arena, "%.*s %.*s", STR_FMT(framework_item_name(cx->arena, v->fw, i)), STR_FMT(v->fw->items[i].text));
}

static struct str what_it_is(struct ctx *cx, enum print_scope scope, struct uuid about, struct str piece)
{
	const struct framework_version *v;
	int32_t i;

	if (scope == PRINT_PIECE)
		return piece.n ? piece : word(T_PRINT_A_PIECE);
	if (scope == PRINT_OUTCOME && framework_get(cx, cx->induction->framework, &v) == OK && (i = framework_find(v->fw, about)) >= 0)
		return outcome_title(cx, v, i);
	return word(T_PRINT_WHOLE);
}

static struct str pages_words(struct ctx *cx, int64_t pages, int64_t bytes)
{
	return WORDS(cx->arena, T_PRINT_SIZE, WORD_ARG("n", pages), WORD_ARG("size", file_size_words(cx, bytes)));
}

static struct print_outcomes outcomes_of(struct ctx *cx, const struct framework_version *v)
{
	struct print_outcomes os = { .v = NEW_ARRAY(cx->arena, struct print_outcome, v->outcomes_n + 1) };
	struct str asked = cx->values ? values_get(cx->values, S("outcome")) : query(cx, "outcome");

	for (size_t o = 0; o < v->outcomes_n; o++) {
		struct str id = uuid_str(cx->arena, v->fw->items[v->outcomes[o]].id);

		os.v[os.n++] = (struct print_outcome){ id, outcome_title(cx, v, v->outcomes[o]), str_eq(id, asked) };
	}
	return os;
}

/* scope_json — what it is of: the whole, or a piece or an outcome by its id. */
static void scope_json(struct json_out *j, int64_t scope, struct uuid about)
{
	static const struct str scopes[] = { [PRINT_PIECE] = S_INIT("piece"), [PRINT_OUTCOME] = S_INIT("outcome"), [PRINT_WHOLE] = S_INIT("whole") };

	json_key(j, "scope"), json_str(j, scope >= PRINT_PIECE && scope <= PRINT_WHOLE ? scopes[scope] : STR_NONE);
	json_key(j, "of");
	if (scope == PRINT_WHOLE)
		json_none(j);
	else
		json_uuid(j, about);
}

static enum rc list_json(struct ctx *cx, const struct prints_listed_rows *rows)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++) {
		json_obj(j);
		json_key(j, "id"), json_uuid(j, rows->v[i].id);
		scope_json(j, rows->v[i].scope, rows->v[i].about);
		json_key(j, "state"), json_str(j, state_key((enum print_state)rows->v[i].state));
		json_key(j, "with_private"), json_bool(j, rows->v[i].with_private);
		json_key(j, "asked"), json_instant(j, rows->v[i].asked_at);
		json_key(j, "url"), json_str(j, strf(cx->arena, "/api/v1%.*s", STR_FMT(print_url(cx, rows->v[i].id, "").s)));
		json_end(j);
	}
	json_end(j);
	json_key(j, "next"), json_none(j); /* there are never more than PRINTS_KEPT_MAX */
	json_end(j);
	return answer_json(cx, 200);
}

static struct print_rows rows_of(struct ctx *cx, const struct prints_listed_rows *from)
{
	struct print_rows rows = { .v = NEW_ARRAY(cx->arena, struct print_row, from->n + 1) };

	for (size_t i = 0; i < from->n; i++) {
		const struct prints_listed_row *r = &from->v[i];

		rows.v[rows.n++] = (struct print_row){
			.url = print_url(cx, r->id, ""), .what = what_it_is(cx, (enum print_scope)r->scope, r->about, r->title),
			.when = instant_long(cx->arena, r->asked_at), .state = state_word((enum print_state)r->state),
			.says = r->state == PRINT_DONE ? pages_words(cx, r->pages, r->bytes) : STR_NONE, .with_private = r->with_private,
		};
	}
	return rows;
}

enum rc print_list(struct ctx *cx)
{
	struct print_list_view view = { .is_own = is_own(cx), .csrf = hidden_csrf(cx), .title = word(T_PRINT_TITLE) };
	const struct framework_version *v;
	struct prints_listed_rows rows;
	enum rc rc = sql_prints_listed(cx->db, cx->arena, cx->actor.person, cx->actor.role, cx->today, cx->induction->id, PRINTS_KEPT_MAX,
	                               &rows);

	if (rc != OK || (cx->json && !cx->failed))
		return rc != OK ? rc : list_json(cx, &rows);
	if ((rc = framework_get(cx, cx->induction->framework, &v)) != OK)
		return rc;
	if (!view.is_own)
		view.title = WORDS(cx->arena, T_PRINT_TITLE_OF, WORD_ARG("name", cx->induction->name));
	view.back = view.is_own ? url_lit("/evidence") : url_id(cx, "/inductions/", cx->induction->uuid, "/evidence");
	view.action = url_id(cx, "/inductions/", cx->induction->uuid, "/prints");
	view.outcomes = outcomes_of(cx, v);
	view.rows = rows_of(cx, &rows);
	view.with_private = cx->values && values_get(cx->values, S("private")).n;
	if (cx->route->form) {
		view.errors = form_view(cx, cx->route->form, NULL, -1).errors;
		view.error = err_of(&cx->err, S("outcome"));
	}
	return page(cx, &(struct page){ .title = view.title, .menu = view.is_own ? MENU_EVIDENCE : MENU_DESK, .main = HTML(cx, print_list, &view),
	                                .status = view.error.n && !cx->failed ? 422 : 0 });
}

/* ---- one of them ---- */

static enum rc read_asked(struct ctx *cx, struct uuid *ret_id, struct print_asked_row *ret)
{
	enum rc rc;

	if (!uuid_parse(param(cx, "print"), ret_id))
		return NOT_FOUND;
	rc = sql_print_asked(cx->db, cx->arena, *ret_id, cx->actor.person, cx->actor.role, cx->induction->id, ret);
	if (rc == OK && ret->swept_after < cx->now)
		return NOT_FOUND;
	if (rc == OK && ret->state == PRINT_DONE && ret->gone)
		ret->state = PRINT_STALE;
	return rc;
}

static enum rc show_json(struct ctx *cx, struct uuid id, const struct print_asked_row *r)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "id"), json_uuid(j, id);
	scope_json(j, r->scope, r->about);
	json_key(j, "state"), json_str(j, state_key((enum print_state)r->state));
	json_key(j, "with_private"), json_bool(j, r->with_private);
	json_key(j, "done"), json_i64(j, r->done);
	json_key(j, "total"), json_i64(j, r->total);
	json_key(j, "asked"), json_instant(j, r->asked_at);
	json_key(j, "kept_until"), json_instant(j, r->swept_after);
	if (r->state == PRINT_DONE) {
		json_key(j, "pages"), json_i64(j, r->pages);
		json_key(j, "size"), json_i64(j, r->bytes);
		json_key(j, "file"), json_str(j, strf(cx->arena, "/api/v1%.*s", STR_FMT(print_url(cx, id, "/file").s)));
	}
	json_end(j);
	return answer_json(cx, 200);
}

static void draw_state(struct print_show_view *v, enum print_state state)
{
	static const enum word titles[PRINT_STATE_END] = {
		[PRINT_WAITING] = T_PRINT_MAKING, [PRINT_GATHERING] = T_PRINT_MAKING, [PRINT_SETTING] = T_PRINT_MAKING,
		[PRINT_DONE] = T_PRINT_READY, [PRINT_NO_ROOM] = T_PRINT_NOT_MADE, [PRINT_TOO_LARGE] = T_PRINT_NOT_MADE,
		[PRINT_FAILED] = T_PRINT_NOT_MADE, [PRINT_STALE] = T_PRINT_STALE_TITLE,
	};
	static const enum word whys[PRINT_STATE_END] = {
		[PRINT_NO_ROOM] = T_PRINT_WHY_NO_ROOM, [PRINT_TOO_LARGE] = T_PRINT_WHY_TOO_LARGE, [PRINT_FAILED] = T_PRINT_WHY_FAILED,
		[PRINT_STALE] = T_PRINT_WHY_STALE,
	};

	v->title = word(titles[state]);
	v->why = whys[state];
	v->waiting = state == PRINT_WAITING;
	v->gathering = state == PRINT_GATHERING;
	v->setting = state == PRINT_SETTING;
	v->is_done = state == PRINT_DONE;
	v->can_again = whys[state] && state != PRINT_TOO_LARGE;
}

/* The title of a piece is known to be readable when it is listed. */
static enum rc title_of(struct ctx *cx, struct uuid id, struct str *ret)
{
	struct prints_listed_rows rows;
	enum rc rc = sql_prints_listed(cx->db, cx->arena, cx->actor.person, cx->actor.role, cx->today, cx->induction->id, PRINTS_KEPT_MAX,
	                               &rows);

	for (size_t i = 0; rc == OK && i < rows.n; i++)
		if (uuid_eq(rows.v[i].id, id))
			*ret = rows.v[i].title;
	return rc;
}

enum rc print_show(struct ctx *cx)
{
	struct print_show_view v = { .csrf = hidden_csrf(cx) };
	struct str title = STR_NONE;
	struct print_asked_row r;
	struct uuid id;
	enum rc rc = read_asked(cx, &id, &r);
	bool runs;

	if (rc != OK || cx->json)
		return rc != OK ? rc : show_json(cx, id, &r);
	if ((rc = title_of(cx, id, &title)) != OK)
		return rc;
	draw_state(&v, (enum print_state)r.state);
	runs = r.state < PRINT_DONE;
	v.what = what_it_is(cx, (enum print_scope)r.scope, r.about, title);
	v.back = url_id(cx, "/inductions/", cx->induction->uuid, "/prints");
	v.self = print_url(cx, id, "");
	v.file = print_url(cx, id, "/file");
	v.is_piece = r.scope == PRINT_PIECE;
	v.again = v.is_piece ? url_id(cx, "/evidence/", r.about, "/prints") : v.back;
	v.outcome = r.scope == PRINT_OUTCOME ? uuid_str(cx->arena, r.about) : STR_NONE;
	v.with_private = r.with_private;
	v.done = r.done;
	v.total = r.total;
	v.says = pages_words(cx, r.pages, r.bytes);
	v.until = WORDS(cx->arena, T_PRINT_UNTIL, WORD_ARG("on", date_of(r.swept_after)));
	return page(cx, &(struct page){ .title = v.title, .menu = is_own(cx) ? MENU_EVIDENCE : MENU_DESK, .main = HTML(cx, print_show, &v),
	                                .refresh_seconds = runs && !query(cx, "stay").n ? REFRESH_SECONDS : 0 });
}

/* ---- fetching it ---- */

static struct str file_name(struct ctx *cx, const struct print_asked_row *r)
{
	return WORDS(cx->arena, T_PRINT_FILE_NAME, WORD_ARG("name", cx->induction->name),
	             WORD_ARG("on", date_iso(cx->arena, date_of(r->made_at))));
}

enum rc print_file(struct ctx *cx)
{
	struct print_asked_row r;
	struct stat st;
	struct uuid id;
	enum rc rc = read_asked(cx, &id, &r);
	int fd;

	if (rc != OK)
		return rc;
	if (r.state != PRINT_DONE) /* not yet, or not any more: its page says which */
		return cx->json ? CONFLICT : redirect(cx, print_url(cx, id, ""));
	fd = open(print_path(cx->arena, cx->settings, id).p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd >= 0 && fstat(fd, &st) == 0 && st.st_size == r.bytes)
		return answer_file(cx, S("application/pdf"), file_name(cx, &r), fd, (uint64_t)st.st_size);
	if (fd >= 0)
		close(fd);
	log_event(LOG_ERROR, "print.missing", { "print", LOG_I(r.print) });
	return FAULT;
}

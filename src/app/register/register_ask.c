/* register_ask.c — asking: the two adapters, keeping an answer, and the jobs that do it. */
#include "app/register/register_inside.h"

#include "app/notices/notices.h"
#include "register.sql.h"
#include "web/json.h"

#include <curl/curl.h>
#include <jansson.h>

enum { ANSWER_MAX = 64 * 1024, BATCH = 50, FAULTS_MAX = 5, AGAIN_AFTER_HOURS = 20, LEASE_SECONDS = 900 };

/* ---- what comes from outside ---- */

struct str register_clean(struct arena *a, struct str s, size_t most)
{
	if (!utf8_valid(s))
		return S("");
	s = str_trim(str_replace_all(a, str_replace_all(a, text_clean(a, s), S("\n"), S(" ")), S("\t"), S(" ")));
	s = str_sub(s, 0, most);
	while (s.n && !utf8_valid(s)) /* a character was cut in two */
		s.n--;
	return s;
}

/* ---- the service ---- */

struct received {
	struct buf body;
};

static size_t on_bytes(char *p, size_t size, size_t n, void *arg)
{
	struct received *r = arg;

	buf_add(&r->body, (struct str){ p, size * n });
	return r->body.full ? 0 : size * n;
}

static struct str annotations_of(struct arena *a, const json_t *list)
{
	struct buf b = buf_new(a, REGISTER_ANNOTATIONS_MAX);
	size_t i;
	json_t *one;

	if (json_is_string(list))
		return register_clean(a, json_str_of(list), REGISTER_TEXT_MAX);
	json_array_foreach(list, i, one) {
		struct str line = register_clean(a, json_str_of(one), REGISTER_TEXT_MAX);

		if (line.n && b.n + line.n + 1 < REGISTER_ANNOTATIONS_MAX) {
			if (b.n)
				buf_add_c(&b, '\n');
			buf_add(&b, line);
		}
	}
	return buf_str(&b);
}

static struct date date_in(const json_t *o, const char *key)
{
	struct date d;

	return date_parse(json_get_str(o, key), &d) ? d : DATE_NONE;
}

/* read_answer — a body that is not what was agreed is a fault of the register's, never of the person's. */
static enum rc read_answer(struct ctx *cx, struct str body, struct str number, struct register_answer *ret, struct str *ret_why)
{
	struct json_limits limits = { .bytes = ANSWER_MAX, .depth = 6, .values = 500 };
	struct json_problem problem;
	json_t *o;

	*ret_why = S("the register's answer could not be understood");
	if (json_parse(cx->arena, body, limits, &o, &problem) != OK || !json_is_object(o) ||
	    !str_eq_nocase(str_trim(json_get_str(o, "number")), number))
		return FAULT;
	*ret = (struct register_answer){
		.status = register_status_of(cx->arena, json_get_str(o, "status")),
		.name = register_clean(cx->arena, json_get_str(o, "name"), REGISTER_TEXT_MAX),
		.town = register_clean(cx->arena, json_get_str(o, "town"), REGISTER_TEXT_MAX),
		.from = date_in(o, "registered_from"), .until = date_in(o, "registered_until"),
		.annotations = annotations_of(cx->arena, json_object_get(o, "annotations")),
	};
	if (ret->status == REGISTER_NOT_ASKED || !ret->name.n)
		return FAULT;
	*ret_why = STR_NONE;
	return OK;
}

static enum rc fetch(struct ctx *cx, struct str number, struct received *r, long *ret_status, struct str *ret_why)
{
	const struct settings *s = cx->settings;
	CURL *curl = curl_easy_init();
	struct curl_slist *headers = NULL;
	CURLcode code;

	if (!curl)
		return FAULT;
	headers = curl_slist_append(headers, "Accept: application/json");
	if (s->register_key.n)
		headers = curl_slist_append(headers, strf(cx->arena, "Authorization: Bearer %.*s", STR_FMT(s->register_key)).p);
	curl_easy_setopt(curl, CURLOPT_URL, strf(cx->arena, "%.*s/%.*s", STR_FMT(s->register_url), STR_FMT(number)).p);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)s->register_timeout);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "Cairn");
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_bytes);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, r);
	code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, ret_status);
	curl_slist_free_all(headers);
	curl_easy_cleanup(curl);
	if (code != CURLE_OK)
		*ret_why = strf(cx->arena, "the register did not answer: %s", curl_easy_strerror(code));
	return code == CURLE_OK ? OK : BUSY;
}

static enum rc ask_service(struct ctx *cx, struct str number, struct register_answer *ret, struct str *ret_why)
{
	struct received r = { buf_new(cx->arena, ANSWER_MAX) };
	long status = 0;
	enum rc rc = fetch(cx, number, &r, &status, ret_why);

	if (rc != OK)
		return rc;
	if (status == 404) {
		*ret = (struct register_answer){ .status = REGISTER_NO_SUCH_NUMBER, .from = DATE_NONE, .until = DATE_NONE };
		return OK;
	}
	if (status != 200) {
		*ret_why = strf(cx->arena, "the register answered with status %ld", status);
		return BUSY;
	}
	return read_answer(cx, buf_str(&r.body), number, ret, ret_why);
}
const struct register_adapter register_service = { REGISTER_BY_SERVICE, ask_service };

/* ---- the copy ---- */

static enum rc read_copy(struct ctx *cx, struct str number, struct register_answer *ret)
{
	struct register_copy_in_use_row copy;
	struct register_row_of_row row;
	enum rc rc = sql_register_copy_in_use(cx->db, cx->arena, &copy);

	if (rc != OK)
		return rc == NOT_FOUND ? BUSY : rc;
	rc = sql_register_row_of(cx->db, cx->arena, copy.copy, number, &row);
	if (rc == NOT_FOUND) {
		*ret = (struct register_answer){ .status = REGISTER_NO_SUCH_NUMBER, .from = DATE_NONE, .until = DATE_NONE };
		return OK;
	}
	if (rc == OK)
		*ret = (struct register_answer){ (enum register_status)row.status, row.name, row.town, row.annotations,
			                             row.registered_from, row.registered_until };
	return rc;
}

static enum rc ask_copy(struct ctx *cx, struct str number, struct register_answer *ret, struct str *ret_why)
{
	enum rc rc = db_begin(cx->db, DB_READ);

	if (rc == OK)
		rc = read_copy(cx, number, ret);
	db_rollback(cx->db);
	if (rc == BUSY)
		*ret_why = S("no copy of the register is in use");
	return rc;
}
const struct register_adapter register_copy = { REGISTER_BY_COPY, ask_copy };

enum rc register_adapter_of(struct ctx *cx, const struct register_adapter **ret)
{
	struct register_copy_in_use_row copy;
	enum rc rc = OK;

	*ret = NULL;
	if (cx->settings->register_url.n)
		*ret = &register_service;
	else if ((rc = sql_register_copy_in_use(cx->db, cx->arena, &copy)) == OK)
		*ret = &register_copy;
	return rc == NOT_FOUND ? OK : rc;
}

/* ---- keeping what was said ---- */

static bool says_else(const struct register_found_row *was, struct str number, const struct register_answer *a)
{
	return !str_eq(was->number, number) || was->status != a->status || !str_eq(was->name, a->name) ||
	       date_cmp(was->registered_until, a->until) != 0 || !str_eq(was->annotations, a->annotations);
}

/* told — where a registration is not what it should be: the coordinators of whoever employs them hear of it, and the assessors
 * of an induction of theirs. */
static enum rc told(struct ctx *cx, int64_t person)
{
	struct register_employers_rows employers;
	struct register_inductions_rows inductions;
	enum rc rc = sql_register_employers(cx->db, cx->arena, person, cx->today, &employers);

	for (size_t i = 0; rc == OK && i < employers.n; i++)
		rc = notice_coordinators(cx, NOTICE_REGISTRATION, employers.v[i].organisation);
	if (rc == OK)
		rc = sql_register_inductions(cx->db, cx->arena, person, &inductions);
	for (size_t i = 0; rc == OK && i < inductions.n; i++)
		rc = notice_assigned(cx, NOTICE_REGISTRATION, inductions.v[i].induction, ROLE_ASSESSOR, inductions.v[i].employer);
	return rc;
}

enum rc register_keep(struct ctx *cx, int64_t person, struct str number, const struct register_answer *a,
                      enum register_source source)
{
	struct register_number_row p;
	struct register_found_row was = { .status = REGISTER_NOT_ASKED };
	bool changed;
	enum rc rc = sql_register_number(cx->db, cx->arena, person, &p);

	if (rc != OK || !str_eq(p.number, number)) /* the number has changed while it was asked: its own asking is queued */
		return rc;
	rc = sql_register_found(cx->db, cx->arena, person, &was);
	if (rc != OK && rc != NOT_FOUND)
		return rc;
	changed = rc == NOT_FOUND || says_else(&was, number, a);
	rc = sql_register_put(cx->db, cx->arena, person, number, a->status, a->name, a->town, a->from, a->until, a->annotations,
	                      source, changed, cx->now, NULL);
	if (rc == OK && changed)
		rc = event_add(cx, CHAIN_PERSON, person, EVENT_REGISTER_CHECKED, p.id,
		               strf(cx->arena, "{\"was\":%d,\"status\":%d}", (int)was.status, (int)a->status));
	if (rc == OK && a->status != REGISTER_REGISTERED && (enum register_status)was.status != a->status)
		rc = told(cx, person);
	return rc;
}

/* ---- the jobs ---- */

enum rc register_ask_soon(struct ctx *cx, int64_t person)
{
	const struct register_adapter *adapter;
	struct register_job_waits_row waits;
	enum rc rc = register_adapter_of(cx, &adapter);

	if (rc != OK || !adapter || (rc = sql_register_job_waits(cx->db, cx->arena, person, &waits)) != OK || waits.n)
		return rc;
	return job_queue(cx, JOB_REGISTER_CHECK, person, S(""), NULL);
}

enum rc register_is_asked(struct ctx *cx, bool *ret)
{
	const struct register_adapter *adapter;
	enum rc rc = register_adapter_of(cx, &adapter);

	if (rc == OK)
		*ret = adapter != NULL;
	return rc;
}

static enum rc adapter_now(struct ctx *cx, const struct register_adapter **ret)
{
	enum rc rc = db_begin(cx->db, DB_READ);

	if (rc == OK)
		rc = register_adapter_of(cx, ret);
	db_rollback(cx->db);
	return rc;
}

static enum rc write_down(struct ctx *cx, const struct register_adapter *adapter, int64_t person, struct str number,
                          const struct register_answer *a, enum rc asked, struct str why)
{
	enum rc rc = db_begin(cx->db, DB_WRITE);

	if (rc != OK)
		return rc;
	if (asked == OK) {
		rc = register_keep(cx, person, number, a, adapter->source);
		if (rc == OK)
			rc = sql_register_source_ok(cx->db, cx->arena, adapter->source, cx->now, NULL);
	} else {
		rc = sql_register_source_fault(cx->db, cx->arena, adapter->source, cx->now, why.n ? why : S(""), NULL);
	}
	if (rc == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	return rc;
}

/* ask_one — asks about one number and keeps the answer. A fault of the register's is written down and returned. */
static enum rc ask_one(struct ctx *cx, const struct register_adapter *adapter, int64_t person, struct str number,
                       struct str *ret_why)
{
	struct register_answer a;
	enum rc asked = adapter->ask(cx, number, &a, ret_why), rc;

	rc = write_down(cx, adapter, person, number, &a, asked, *ret_why);
	return asked != OK ? (asked == FAULT ? FAULT : BUSY) : rc;
}

enum rc register_check_run(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	const struct register_adapter *adapter;
	struct register_number_row p;
	enum rc rc = adapter_now(cx, &adapter);

	if (rc != OK || !adapter)
		return rc;
	if ((rc = db_begin(cx->db, DB_READ)) == OK)
		rc = sql_register_number(cx->db, cx->arena, job->object, &p);
	db_rollback(cx->db);
	if (rc != OK || !p.number.n)
		return rc;
	return ask_one(cx, adapter, job->object, p.number, ret_why);
}

/* due — whose answer is old, or from before the copy that is in use now. */
static enum rc due(struct ctx *cx, const struct register_adapter *adapter, int64_t after, struct register_due_rows *ret)
{
	struct register_copy_in_use_row copy;
	instant before = cx->now - (instant)AGAIN_AFTER_HOURS * HOUR;
	enum rc rc = db_begin(cx->db, DB_READ);

	if (rc == OK && adapter == &register_copy && (rc = sql_register_copy_in_use(cx->db, cx->arena, &copy)) == OK &&
	    copy.used_at > before)
		before = copy.used_at;
	if (rc == OK)
		rc = sql_register_due(cx->db, cx->arena, before, after, BATCH, ret);
	db_rollback(cx->db);
	return rc;
}

static enum rc sweep_rows(struct ctx *cx)
{
	enum rc rc = db_begin(cx->db, DB_WRITE);
	int64_t n = 0;

	if (rc != OK)
		return rc;
	rc = sql_register_rows_sweep(cx->db, cx->arena, 1000, &n);
	if (rc == OK && (rc = db_commit(cx->db)) == OK)
		return n == 1000 ? BUSY : OK;
	db_rollback(cx->db);
	return rc;
}

/* Everybody whose answer is from before today, in batches. What could not be asked is still due, so that the job, which a
 * register out of order ends early, goes on where it was. */
enum rc register_nightly_run(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	const struct register_adapter *adapter;
	struct register_due_rows rows;
	struct arena *whole = cx->arena;
	int64_t after = 0;
	int faults = 0;
	enum rc rc = adapter_now(cx, &adapter), one;

	while (rc == OK && adapter && (rc = due(cx, adapter, after, &rows)) == OK && rows.n) {
		for (size_t i = 0; i < rows.n && faults < FAULTS_MAX; i++) {
			cx->arena = arena_within(whole, 4 << 20);
			one = ask_one(cx, adapter, rows.v[i].person, rows.v[i].number, ret_why);
			*ret_why = ret_why->n ? str_dup(whole, *ret_why) : STR_NONE;
			arena_release(cx->arena);
			cx->arena = whole;
			faults = one == OK ? 0 : faults + 1;
			after = rows.v[i].person;
		}
		if (faults >= FAULTS_MAX)
			return BUSY;
		rc = job_extend(cx, job, LEASE_SECONDS);
	}
	while (rc == OK && (rc = sweep_rows(cx)) == BUSY)
		rc = job_extend(cx, job, LEASE_SECONDS);
	return rc;
}

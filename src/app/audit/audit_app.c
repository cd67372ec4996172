/* audit_app.c — the page, the job behind it, and the download. */
#include "app/audit/audit_app.h"

#include "app/audit/audit_view.h"
#include "audit.sql.h"
#include "audit_app.sql.h"
#include "templates.gen.h"
#include "web.sql.h"
#include "web/audit.h"

#include <sys/mman.h>
#include <unistd.h>

enum { FINDINGS_KEPT = 50, DAYS_BACK = 31, SIGNED_WITHIN_MINUTES = 15, REFRESH_SECONDS = 5 };
#define VERIFIED S("audit_verified")
#define FINDINGS S("audit_findings")

/* ---- the job ---- */

static enum rc keep(struct ctx *cx, const struct audit_report *r)
{
	struct buf lines = buf_new(cx->arena, 64 * 1024);
	enum rc rc = db_begin(cx->db, DB_WRITE);

	for (size_t i = 0; i < r->n && i < FINDINGS_KEPT; i++)
		buf_addf(&lines, "%.*s\n", STR_FMT(audit_finding_says(cx->arena, &r->v[i])));
	if (rc == OK)
		rc = sql_setting_put(cx->db, cx->arena, VERIFIED,
		                     strf(cx->arena, "%lld %lld", (long long)cx->now, (long long)((int64_t)r->n + r->more)), NULL);
	if (rc == OK)
		rc = sql_setting_put(cx->db, cx->arena, FINDINGS, str_dup(cx->arena, buf_str(&lines)), NULL);
	if (rc == OK)
		return db_commit(cx->db);
	db_rollback(cx->db);
	return rc;
}

enum rc audit_verify_job(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct audit_keys keys = { .n = 0 };
	struct audit_report r = { .keys = &keys };
	enum rc rc = db_begin(cx->db, DB_READ);

	UNUSED(job);
	audit_keys_own(cx->arena, cx->settings, &keys);
	if (rc == OK)
		rc = audit_verify(cx, &r);
	db_rollback(cx->db);
	if (rc == OK)
		rc = keep(cx, &r);
	if (rc == OK && r.n)
		log_event(LOG_ERROR, "audit.wrong", { "findings", LOG_I((int64_t)r.n + r.more) },
		          { "first", LOG_S(audit_finding_says(cx->arena, &r.v[0])) });
	if (rc != OK)
		*ret_why = S("the history could not be verified");
	return rc;
}

/* ---- the page ---- */

static enum rc read_verified(struct ctx *cx, struct audit_view *v, instant *ret_at)
{
	struct setting_get_row row;
	struct str rest;
	enum rc rc = sql_setting_get(cx->db, cx->arena, VERIFIED, &row);

	*ret_at = DB_NULL_INT;
	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	rest = row.value;
	if (!str_to_i64(str_cut(&rest, ' '), 0, INT64_MAX, ret_at) || !str_to_i64(rest, 0, INT64_MAX, &v->wrong))
		return FAULT;
	v->verified = instant_long(cx->arena, *ret_at);
	v->sound = v->wrong == 0;
	if ((rc = sql_setting_get(cx->db, cx->arena, FINDINGS, &row)) != OK)
		return rc == NOT_FOUND ? OK : rc;
	v->findings.v = NEW_ARRAY(cx->arena, struct str, FINDINGS_KEPT);
	for (rest = row.value; rest.n && v->findings.n < FINDINGS_KEPT;)
		v->findings.v[v->findings.n++] = str_cut(&rest, '\n');
	return OK;
}

static enum rc read_days(struct ctx *cx, struct audit_days *ret)
{
	struct signatures_by_day_rows rows;
	enum rc rc = sql_signatures_by_day(cx->db, cx->arena, cx->now - DAYS_BACK * DAY, DAY, &rows);

	if (rc != OK)
		return rc;
	*ret = (struct audit_days){ NEW_ARRAY(cx->arena, struct audit_day, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		struct date day = { (int32_t)rows.v[i].day };

		ret->v[i] = (struct audit_day){ date_long(cx->arena, day), rows.v[i].number,
			                            url_with(cx, url_lit("/history/heads"), "day", date_iso(cx->arena, day)) };
	}
	return OK;
}

static enum rc is_running(struct ctx *cx, bool *ret)
{
	struct audit_job_row job;
	enum rc rc = sql_audit_job(cx->db, cx->arena, JOB_AUDIT_VERIFY, &job);

	*ret = rc == OK && (job.run_at <= cx->now || job.leased_until > cx->now);
	return rc == NOT_FOUND ? OK : rc;
}

static enum rc audit_json(struct ctx *cx, const struct audit_view *v, instant verified, instant last_signed)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "chains"), json_i64(j, v->chains);
	json_key(j, "entries"), json_i64(j, v->entries);
	json_key(j, "signatures"), json_i64(j, v->signatures);
	json_key(j, "last_signed"), json_instant(j, last_signed);
	json_key(j, "verified"), json_instant(j, verified);
	json_key(j, "running"), json_bool(j, v->running);
	json_key(j, "findings"), json_arr(j);
	for (size_t i = 0; i < v->findings.n; i++)
		json_str(j, v->findings.v[i]);
	json_end(j);
	json_end(j);
	return answer_json(cx, 200);
}

static void own_key(struct ctx *cx, struct audit_view *v)
{
	struct audit_keys keys = { .n = 0 };

	audit_keys_own(cx->arena, cx->settings, &keys);
	if (keys.n)
		v->key = base64url_encode(cx->arena, keys.v[0], sizeof(keys.v[0]));
}

enum rc audit_show(struct ctx *cx)
{
	struct audit_view v = { .csrf = hidden_csrf(cx) };
	struct page p = { .title = word(T_AUDIT_TITLE) };
	struct audit_numbers_row n;
	struct events_unsigned_row unsigned_;
	instant verified;
	enum rc rc = sql_audit_numbers(cx->db, cx->arena, &n);

	if (rc != OK || (rc = sql_events_unsigned(cx->db, cx->arena, &unsigned_)) != OK ||
	    (rc = read_verified(cx, &v, &verified)) != OK || (rc = read_days(cx, &v.days)) != OK ||
	    (rc = is_running(cx, &v.running)) != OK)
		return rc;
	v.chains = n.chains;
	v.entries = n.entries;
	v.signatures = n.signatures;
	v.last_signed = n.last_signed == DB_NULL_INT ? STR_NONE : instant_long(cx->arena, n.last_signed);
	v.late = unsigned_.oldest != DB_NULL_INT && cx->now - unsigned_.oldest > SIGNED_WITHIN_MINUTES * MINUTE;
	if (cx->json)
		return audit_json(cx, &v, verified, n.last_signed);
	own_key(cx, &v);
	p.refresh_seconds = v.running ? REFRESH_SECONDS : 0;
	p.main = HTML(cx, audit, &v);
	return page(cx, &p);
}

/* The daily work, now. Its row is the lane's; where no lane has run yet there is none, and this makes it. */
enum rc audit_verify_now(struct ctx *cx)
{
	struct audit_job_row job;
	enum rc rc = sql_audit_job(cx->db, cx->arena, JOB_AUDIT_VERIFY, &job);

	if (rc == NOT_FOUND)
		rc = job_queue(cx, JOB_AUDIT_VERIFY, 0, S(""), NULL);
	else if (rc == OK)
		rc = sql_audit_job_now(cx->db, cx->arena, job.job, cx->now, NULL);
	return rc == OK ? done(cx, url_lit("/history"), T_AUDIT_ASKED) : rc;
}

/* ---- the download ---- */

enum rc audit_heads(struct ctx *cx)
{
	struct signature_bounds_of_day_row bounds;
	struct date day = cx->today;
	struct str typed = query(cx, "day");
	int64_t last, lines = 0;
	enum rc rc;
	int fd;

	if (typed.n && !date_parse(typed, &day))
		return NOT_FOUND;
	rc = sql_signature_bounds_of_day(cx->db, cx->arena, (instant)day.days * DAY, (instant)(day.days + 1) * DAY, &bounds);
	if (rc == OK && bounds.first == DB_NULL_INT && !typed.n) /* nothing has been signed today yet: a file of no lines */
		return answer_bytes(cx, S("application/jsonl; charset=utf-8"),
		                    strf(cx->arena, "heads-%s.jsonl", date_iso(cx->arena, day).p), S(""));
	if (rc != OK || bounds.first == DB_NULL_INT)
		return rc == OK ? NOT_FOUND : rc;
	if ((fd = memfd_create("heads", MFD_CLOEXEC)) < 0)
		return FAULT;
	rc = audit_export(cx, fd, bounds.first - 1, bounds.last, &last, &lines);
	if (rc == OK && lseek(fd, 0, SEEK_SET) == 0) {
		off_t size = lseek(fd, 0, SEEK_END);

		lseek(fd, 0, SEEK_SET);
		return answer_file(cx, S("application/jsonl; charset=utf-8"),
		                   strf(cx->arena, "heads-%s.jsonl", date_iso(cx->arena, day).p), fd, (uint64_t)size);
	}
	close(fd);
	return rc == OK ? FAULT : rc;
}

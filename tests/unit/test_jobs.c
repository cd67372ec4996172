/* test_jobs.c — leases, back-off and giving up; mail over a small SMTP server; signed chains; the daily sweep. */
#include "audit.sql.h"
#include "jobs.sql.h"
#include "app/people/people.h"
#include "mail.sql.h"
#include "people_acts.sql.h"
#include "web.sql.h"
#include "web/mail.h"
#include "web/sign_chains.h"
#include "web/sweep.h"
#include "world_help.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- the table of this test, in place of the real one ---- */

static enum rc answer_is;
static int runs, given_ups, tries_seen;

static enum rc run(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	UNUSED(cx);
	UNUSED(ret_why);
	runs++;
	tries_seen = job->tries;
	return answer_is;
}

static enum rc give_up_noted(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	UNUSED(cx);
	UNUSED(job);
	UNUSED(ret_why);
	given_ups++;
	return OK;
}

const struct job_row job_rows[] = {
	{ .kind = JOB_SCAN, .lane = LANE_SLOW, .run = run, .lease_seconds = 60, .given_up = give_up_noted },
	{ .kind = JOB_MAIL, .lane = LANE_PROMPT, .run = mail_send, .lease_seconds = 60, .given_up = mail_give_up },
};
const size_t job_rows_n = COUNT_OF(job_rows);

static int begin(void **state)
{
	runs = given_ups = tries_seen = 0;
	answer_is = OK;
	*state = world_open();
	return 0;
}

static int end(void **state)
{
	world_close(*state);
	return 0;
}

static void queue(struct world *w)
{
	world_begin(w);
	assert_int_equal(job_queue(&w->cx, JOB_SCAN, 7, S(""), NULL), OK);
	world_commit(w);
}

/* turn_at — what one turn of a lane finds at that time. */
static enum rc turn_at(struct world *w, enum job_lane which, int64_t offset)
{
	struct str why;
	struct lane *lane = lane_open(w->arena, world_at(w, offset), which, &why);
	enum rc rc;

	assert_non_null(lane);
	rc = lane_turn(lane);
	lane_close(lane);
	return rc;
}

/* ---- jobs ---- */

static void a_job_is_done_once(void **state)
{
	struct world *w = *state;

	queue(w);
	assert_int_equal(turn_at(w, LANE_PROMPT, SECOND), NOT_FOUND);
	assert_int_equal(turn_at(w, LANE_SLOW, SECOND), OK);
	assert_int_equal(turn_at(w, LANE_SLOW, DAY), NOT_FOUND);
	assert_int_equal(runs, 1);
}

static void a_job_that_was_not_committed_is_never_done(void **state)
{
	struct world *w = *state;

	world_begin(w);
	assert_int_equal(job_queue(&w->cx, JOB_SCAN, 7, S(""), NULL), OK);
	db_rollback(w->cx.db);
	assert_int_equal(turn_at(w, LANE_SLOW, SECOND), NOT_FOUND);
}

static void a_job_whose_lane_died_is_done_again_when_its_lease_is_over(void **state)
{
	struct world *w = *state;
	struct job_next_row next;

	queue(w);
	world_begin(w); /* a lane takes it, and is never heard of again */
	assert_int_equal(sql_job_next(w->cx.db, w->arena, LANE_SLOW, w->cx.now + SECOND, &next), OK);
	assert_int_equal(sql_job_lease(w->cx.db, w->arena, next.job, w->cx.now + MINUTE, NULL), OK);
	world_commit(w);
	assert_int_equal(turn_at(w, LANE_SLOW, 30 * SECOND), NOT_FOUND);
	assert_int_equal(turn_at(w, LANE_SLOW, 61 * SECOND), OK);
	assert_int_equal(runs, 1);
	assert_int_equal(tries_seen, 2);
}

static void a_passing_fault_is_tried_again_after_longer_and_longer(void **state)
{
	static const int minutes[] = { 1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360 };
	struct world *w = *state;
	int64_t at = SECOND;

	answer_is = BUSY;
	queue(w);
	for (size_t i = 0; i < COUNT_OF(minutes); i++) {
		assert_int_equal(turn_at(w, LANE_SLOW, at), OK);
		at += (int64_t)minutes[i] * MINUTE;
		assert_int_equal(turn_at(w, LANE_SLOW, at - 30 * SECOND), NOT_FOUND);
		at += 30 * SECOND;
	}
	assert_int_equal(given_ups, 0);
	assert_int_equal(turn_at(w, LANE_SLOW, at), OK);
	assert_int_equal(runs, JOB_TRIES_MAX);
	assert_int_equal(given_ups, 1);
	assert_int_equal(turn_at(w, LANE_SLOW, at + 30 * DAY), NOT_FOUND);
}

static void what_can_never_work_is_given_up_at_once(void **state)
{
	struct world *w = *state;

	answer_is = INVALID;
	queue(w);
	assert_int_equal(turn_at(w, LANE_SLOW, SECOND), OK);
	assert_int_equal(given_ups, 1);
	assert_int_equal(turn_at(w, LANE_SLOW, DAY), NOT_FOUND);
}

/* ---- mail ---- */

/* A mail server that answers the first RCPT with `first`, all others with 250, and writes what it gets into a file. */
struct sink {
	pid_t pid;
	int socket, port;
	const char *path;
};

static void say(FILE *f, const char *line)
{
	fprintf(f, "%s\r\n", line);
	fflush(f);
}

static void take_mail(FILE *from, FILE *to)
{
	char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, from) > 0 && strcmp(line, ".\r\n") != 0)
		fputs(line, to);
	free(line);
	fflush(to);
}

static void talk(int fd, FILE *to, const char *first, int *rcpts)
{
	FILE *in = fdopen(dup(fd), "r"), *out = fdopen(fd, "w");
	char *line = NULL;
	size_t room = 0;

	say(out, "220 sink.example");
	while (getline(&line, &room, in) > 0) {
		if (strncmp(line, "DATA", 4) == 0) {
			say(out, "354 go on");
			take_mail(in, to);
			say(out, "250 taken");
		} else if (strncmp(line, "RCPT", 4) == 0) {
			fputs(line, to);
			say(out, (*rcpts)++ == 0 ? first : "250 ok");
		} else if (strncmp(line, "QUIT", 4) == 0) {
			say(out, "221 bye");
			break;
		} else
			say(out, "250 ok");
	}
	free(line);
	fclose(in);
	fclose(out);
}

static struct sink sink_open(struct world *w, const char *first)
{
	struct sink s = { .path = strf(w->arena, "%s/mail", w->folder.p).p };
	struct str why;
	int rcpts = 0;

	s.socket = http_listen_socket(w->arena, S("127.0.0.1:0"), &why, &s.port);
	assert_true(s.socket >= 0);
	fcntl(s.socket, F_SETFL, fcntl(s.socket, F_GETFL) & ~O_NONBLOCK);
	fflush(NULL);
	if ((s.pid = fork()) == 0) {
		FILE *to = fopen(s.path, "w");
		int fd;

		prctl(PR_SET_PDEATHSIG, SIGKILL);
		while ((fd = accept(s.socket, NULL, NULL)) >= 0)
			talk(fd, to, first, &rcpts);
		_exit(0);
	}
	w->settings.smtp_url = strf(w->arena, "smtp://127.0.0.1:%d", s.port);
	w->settings.mail_from = S("cairn@northmoor.example");
	return s;
}

static struct str sink_close(struct world *w, struct sink *s)
{
	struct buf got = buf_new(w->arena, 1 << 20);
	FILE *f = fopen(s->path, "r");
	int c;

	kill(s->pid, SIGKILL);
	waitpid(s->pid, NULL, 0);
	close(s->socket);
	while (f && (c = getc(f)) != EOF)
		buf_add_c(&got, (char)c);
	if (f)
		fclose(f);
	return buf_str(&got);
}

static int64_t queue_mail(struct world *w, instant until)
{
	world_begin(w);
	assert_int_equal(mail_queue_as(&w->cx, &(struct mail_new){ .person = w->ada, .subject = S("Für Ada"),
	                 .body = S("Grüße, =\n.\nEnd"), .until = until }), OK);
	world_commit(w);
	return 1;
}

static struct mail_to_send_row mail_row(struct world *w)
{
	struct mail_to_send_row row;

	world_begin(w);
	assert_int_equal(sql_mail_to_send(w->cx.db, w->arena, 1, &row), OK);
	world_commit(w);
	return row;
}

static bool has(struct str text, const char *words)
{
	return str_find(text, str_from_c(words)) != SIZE_MAX;
}

static void mail_refused_for_now_is_sent_later_and_its_words_are_dropped(void **state)
{
	struct world *w = *state;
	struct sink s = sink_open(w, "451 not now");
	struct str got;

	queue_mail(w, INT64_MAX);
	assert_int_equal(turn_at(w, LANE_PROMPT, SECOND), OK);
	assert_true(mail_row(w).sent_at == DB_NULL_INT);
	assert_int_equal(turn_at(w, LANE_PROMPT, 30 * SECOND), NOT_FOUND);
	assert_int_equal(turn_at(w, LANE_PROMPT, 62 * SECOND), OK);
	assert_true(mail_row(w).sent_at != DB_NULL_INT);
	assert_int_equal(mail_row(w).body.n, 0);
	got = sink_close(w, &s);
	assert_true(has(got, "RCPT TO:<Ada@example.org>"));
	assert_true(has(got, "\r\nFrom: Cairn <cairn@northmoor.example>\r\n"));
	assert_true(has(got, "\r\nSubject: =?utf-8?q?F=C3=BCr_Ada?=\r\n"));
	assert_true(has(got, "@northmoor.example>\r\n"));
	assert_true(has(got, "\r\nAuto-Submitted: auto-generated\r\n"));
	assert_true(has(got, "\r\n\r\nGr=C3=BC=C3=9Fe, =3D\r\n=2E\r\nEnd\r\n"));
}

static void mail_refused_for_ever_is_not_tried_again(void **state)
{
	struct world *w = *state;
	struct sink s = sink_open(w, "550 nobody here");

	queue_mail(w, INT64_MAX);
	assert_int_equal(turn_at(w, LANE_PROMPT, SECOND), OK);
	assert_int_equal(turn_at(w, LANE_PROMPT, DAY), NOT_FOUND);
	assert_true(mail_row(w).sent_at == DB_NULL_INT);
	assert_int_equal(mail_row(w).body.n, 0);
	sink_close(w, &s);
}

static void mail_that_is_too_late_is_not_sent(void **state)
{
	struct world *w = *state;
	struct sink s = sink_open(w, "250 ok");

	queue_mail(w, w->cx.now + 15 * MINUTE);
	assert_int_equal(turn_at(w, LANE_PROMPT, 16 * MINUTE), OK);
	assert_int_equal(sink_close(w, &s).n, 0);
	assert_int_equal(mail_row(w).body.n, 0);
}

static void a_line_end_in_a_subject_adds_no_header(void **state)
{
	struct world *w = *state;
	struct mail m = { .from = S("a@b.example"), .address = S("c@d.example"), .subject = S("One\r\nBcc: e@f.example"),
	                  .host = S("b.example"), .at = 0 };
	struct str text = mail_text(w->arena, &m);

	assert_true(has(text, "\r\nSubject: One  Bcc: e@f.example\r\n"));
	assert_false(has(text, "\nBcc:"));
}

/* What both parts say, as words with single spaces; marks of HTML and dashes of lists taken out. */
static struct str words_alone(struct arena *a, struct str text, bool html)
{
	struct buf out = buf_new(a, text.n * 2 + 16);
	struct str said;
	bool in_tag = false;
	size_t from = html ? str_find(text, S("<main>")) : 0;

	for (size_t i = from; i < text.n; i++) {
		char c = text.p[i];

		if (html && c == '<')
			in_tag = true;
		if (!in_tag && !(c == '-' && (i == 0 || text.p[i - 1] == '\n')))
			buf_add_c(&out, c == '\n' ? ' ' : c);
		if (html && c == '>') {
			in_tag = false;
			buf_add_c(&out, ' ');
		}
	}
	said = buf_str(&out);
	said = str_replace_all(a, said, S("&amp;"), S("&"));
	said = str_replace_all(a, said, S("&lt;"), S("<"));
	said = str_replace_all(a, said, S("&gt;"), S(">"));
	for (size_t n = 0; n != said.n; ) {
		n = said.n;
		said = str_replace_all(a, said, S("  "), S(" "));
	}
	return str_trim(str_replace_all(a, said, S(" ."), S(".")));
}

static void both_parts_of_a_mail_say_the_same(void **state)
{
	static const char *const texts[] = {
		"Hello Ada,\n\nOpen https://cairn.example/sign-in/abc?x=1&y=2. It works <once> & only once.\n\nCairn",
		"Two things:\n\n- A piece\n- 3 answers\n\nSee http://127.0.0.1:8080/", "One\nline under the other", "https://a.example",
	};
	struct world *w = *state;

	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct str text = str_from_c(texts[i]), html = mail_html(w->arena, S("A & B"), text);
		struct str plain = words_alone(w->arena, text, false), marked = words_alone(w->arena, html, true);

		assert_string_equal(str_c(w->arena, plain), str_c(w->arena, marked));
		assert_true(has(html, "<html lang=\"en-GB\">"));
		assert_true(has(html, "<title>A &amp; B</title>"));
		assert_false(has(html, "src=")); /* nothing from elsewhere, nothing that runs */
		assert_false(has(html, "<script"));
		assert_false(has(html, "url("));
	}
	assert_true(has(mail_html(w->arena, S("s"), str_from_c(texts[0])),
	                "<a href=\"https://cairn.example/sign-in/abc?x=1&amp;y=2\">https://cairn.example/sign-in/abc?x=1&amp;y=2</a>. "));
}

static void an_address_that_ends_a_header_is_never_queued(void **state)
{
	static const char *const bad[] = { "a@b.example\r\nBcc: c@d.example", "a@b.example>", "a b@c.example", "a@b.example,c@d.example",
		                               "nobody", "@b.example", "a@", "\"a\"@b.example", "a@b.example\n" };
	struct world *w = *state;

	world_begin(w);
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_equal(mail_queue_as(&w->cx, &(struct mail_new){ .person = w->ada, .address = str_from_c(bad[i]),
		                 .subject = S("s"), .body = S("b") }), FAULT);
	assert_int_equal(mail_queue_as(&w->cx, &(struct mail_new){ .person = w->ada, .address = S("o'neill+x@b.example"),
	                 .subject = S("s"), .body = S("b") }), OK);
	world_commit(w);
}

/* The one rule: the work address; once it is retired the personal one; nowhere without either, or before they have come in.
 * Mails are numbered as they are queued. */
static void mail_to_a_person_goes_to_where_they_are_reached(void **state)
{
	static const struct {
		const char *work, *personal, *reached;
		bool expected;
	} cases[] = {
		{ "a@work.example", "", "a@work.example", false }, { "b@work.example", "b@home.example", "b@work.example", false },
		{ "", "c@home.example", "c@home.example", false }, { "", "", NULL, false },
		{ "e@work.example", "", NULL, true },
	};
	struct world *w = *state;
	struct mail_to_send_row row;
	int64_t person, mail = 0;

	world_begin(w);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct str work = str_from_c(cases[i].work), personal = str_from_c(cases[i].personal);
		struct new_person p = { .name = S("Cy"), .email = strf(w->arena, "cy%zu@work.example", i), .expected = cases[i].expected };

		assert_int_equal(person_create(&w->cx, &p, &person), OK);
		assert_int_equal(sql_act_set_email(w->cx.db, w->arena, person, work, strf(w->arena, "%zu", i), NULL), OK);
		if (personal.n)
			assert_int_equal(sql_act_set_personal(w->cx.db, w->arena, person, personal, personal, NULL), OK);
		assert_int_equal(mail_person(&w->cx, person, S("s"), S("b")), OK);
		assert_int_equal(sql_mail_to_send(w->cx.db, w->arena, mail + 1, &row), cases[i].reached ? OK : NOT_FOUND);
		if (!cases[i].reached)
			continue;
		assert_true(str_eq(row.address, str_from_c(cases[i].reached)));
		mail++;
	}
	world_commit(w);
}

static void the_words_of_a_notice_that_failed_are_kept_and_those_of_a_link_are_not(void **state)
{
	struct world *w = *state;
	struct sink s = sink_open(w, "550 nobody here");

	world_begin(w);
	assert_int_equal(mail_queue_as(&w->cx, &(struct mail_new){ .kind = NOTICE_SECURITY, .person = w->ada,
	                 .address = S("ada@example.org"), .subject = S("s"), .body = S("kept") }), OK);
	world_commit(w);
	assert_int_equal(turn_at(w, LANE_PROMPT, SECOND), OK);
	assert_int_equal(mail_row(w).body.n, 4);
	sink_close(w, &s);
}

static void no_line_of_a_mail_is_longer_than_76(void **state)
{
	struct world *w = *state;
	struct buf long_text = buf_new(w->arena, 100000);
	struct mail m = { .from = S("a@b.example"), .address = S("c@d.example"), .host = S("b.example") };
	struct str rest;

	for (int i = 0; i < 300; i++)
		buf_add(&long_text, i % 7 ? S("ä word ") : S("€uro= "));
	m.subject = str_sub(buf_str(&long_text), 0, 400);
	m.body = buf_str(&long_text);
	rest = mail_text(w->arena, &m);
	while (rest.p) {
		struct str line = str_cut(&rest, '\n');

		assert_true(line.n <= 77); /* with its CR */
	}
}

/* ---- signed chains ---- */

static const struct job no_job = { .tries = 1 };

static void the_chains_are_signed_with_a_key_that_only_its_owner_reads(void **state)
{
	struct world *w = *state;
	struct signatures_after_rows all;
	struct heads_to_sign_rows none;
	struct signing_key key, again;
	struct chains_signed s;
	struct str why;
	struct stat st;

	assert_int_equal(signing_key_find(w->arena, &w->settings, &key, &why), NOT_FOUND);
	assert_int_equal(chains_sign(&w->cx, &no_job, &why), OK);
	assert_int_equal(signing_key_load(w->arena, &w->settings, &key, &why), OK);
	assert_int_equal(signing_key_load(w->arena, &w->settings, &again, &why), OK);
	assert_memory_equal(&key, &again, sizeof(key));
	assert_int_equal(stat(strf(w->arena, "%s.key", w->settings.db.p).p, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	world_begin(w);
	assert_int_equal(sql_signatures_after(w->cx.db, w->arena, 0, INT64_MAX, 10, &all), OK);
	assert_int_equal(sql_heads_to_sign(w->cx.db, w->arena, 10, &none), OK);
	world_commit(w);
	assert_int_equal(all.n, 1);
	assert_int_equal(none.n, 0);
	assert_memory_equal(all.v[0].public_key.p, key.public_key, sizeof(key.public_key));
	s = (struct chains_signed){ all.v[0].at, all.v[0].chains, all.v[0].digest, all.v[0].public_key, all.v[0].signature, 2 };
	assert_true(chains_signature_is_good(w->arena, &s));
	s.at++;
	assert_false(chains_signature_is_good(w->arena, &s));
	s.at--;
	s.format = 1;
	assert_false(chains_signature_is_good(w->arena, &s));
	s.format = 2;
	s.chains++;
	assert_false(chains_signature_is_good(w->arena, &s));
}

static void chains_are_signed_again_only_when_something_has_happened(void **state)
{
	struct world *w = *state;
	struct chain_signature_last_row last;
	struct str why;
	instant first = w->cx.now;

	assert_int_equal(chains_sign(&w->cx, &no_job, &why), OK);
	w->cx.now += MINUTE;
	assert_int_equal(chains_sign(&w->cx, &no_job, &why), OK);
	world_begin(w);
	assert_int_equal(sql_chain_signature_last(w->cx.db, w->arena, &last), OK);
	assert_true(last.at == first);
	assert_int_equal(event_add(&w->cx, CHAIN_PERSON, w->ada, EVENT_SIGNED_OUT, uuid7(w->cx.now), S("{}")), OK);
	world_commit(w);
	assert_int_equal(chains_sign(&w->cx, &no_job, &why), OK);
	world_begin(w);
	assert_int_equal(sql_chain_signature_last(w->cx.db, w->arena, &last), OK);
	world_commit(w);
	assert_true(last.at == w->cx.now);
}

static void a_damaged_key_is_refused_and_never_replaced(void **state)
{
	struct world *w = *state;
	struct signing_key key;
	struct str why;
	FILE *f = fopen(strf(w->arena, "%s.key", w->settings.db.p).p, "w");

	fputs("not a key\n", f);
	fclose(f);
	assert_int_equal(signing_key_load(w->arena, &w->settings, &key, &why), FAULT);
	assert_int_equal(signing_key_load(w->arena, &w->settings, &key, &why), FAULT);
}

/* ---- the sweep ---- */

static const char *put_file(struct world *w, const char *name, int64_t age_days)
{
	const char *path = strf(w->arena, "%s/%s", w->settings.files.p, name).p;
	struct timespec when[2] = { { .tv_sec = (clock_now() - age_days * DAY) / SECOND }, { .tv_sec = (clock_now() - age_days * DAY) / SECOND } };
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fclose(f);
	assert_int_equal(utimensat(AT_FDCWD, path, when, 0), 0);
	return path;
}

static bool is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

static void the_sweep_takes_old_orphans_and_nothing_else(void **state)
{
	struct world *w = *state;
	struct hash h = hash_of(S("one")), other = hash_of(S("two"));
	const char *known = hex_encode(w->arena, h.b, sizeof(h.b)).p, *unknown = hex_encode(w->arena, other.b, sizeof(other.b)).p;
	const char *kept[4], *gone[2];

	mkdir(w->settings.files.p, 0700);
	mkdir(strf(w->arena, "%s/ab", w->settings.files.p).p, 0700);
	world_begin(w);
	assert_int_equal(sql_content_add(w->cx.db, w->arena, (struct str){ (const char *)h.b, sizeof(h.b) }, 3, SCAN_CLEAN, w->cx.now, NULL), OK);
	world_commit(w);
	kept[0] = put_file(w, strf(w->arena, "ab/%s", known).p, 5);
	gone[0] = put_file(w, strf(w->arena, "ab/%s", unknown).p, 5);
	kept[1] = put_file(w, unknown, 0);
	gone[1] = put_file(w, "upload-1-abcdef", 2);
	kept[2] = put_file(w, "upload-1-ghijkl", 0);
	kept[3] = put_file(w, "somebody-put-this-here", 5);
	assert_int_equal(sweep_folder(&w->cx, w->settings.files, clock_now() - DAY), OK);
	for (size_t i = 0; i < COUNT_OF(kept); i++)
		assert_true(is_there(kept[i]));
	for (size_t i = 0; i < COUNT_OF(gone); i++)
		assert_false(is_there(gone[i]));
}

int main(void)
{
#define EACH(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		EACH(a_job_is_done_once),
		EACH(a_job_that_was_not_committed_is_never_done),
		EACH(a_job_whose_lane_died_is_done_again_when_its_lease_is_over),
		EACH(a_passing_fault_is_tried_again_after_longer_and_longer),
		EACH(what_can_never_work_is_given_up_at_once),
		EACH(mail_refused_for_now_is_sent_later_and_its_words_are_dropped),
		EACH(mail_refused_for_ever_is_not_tried_again),
		EACH(mail_that_is_too_late_is_not_sent),
		EACH(a_line_end_in_a_subject_adds_no_header),
		EACH(both_parts_of_a_mail_say_the_same),
		EACH(an_address_that_ends_a_header_is_never_queued),
		EACH(mail_to_a_person_goes_to_where_they_are_reached),
		EACH(the_words_of_a_notice_that_failed_are_kept_and_those_of_a_link_are_not),
		EACH(no_line_of_a_mail_is_longer_than_76),
		EACH(the_chains_are_signed_with_a_key_that_only_its_owner_reads),
		EACH(chains_are_signed_again_only_when_something_has_happened),
		EACH(a_damaged_key_is_refused_and_never_replaced),
		EACH(the_sweep_takes_old_orphans_and_nothing_else),
	};

	curl_global_init(CURL_GLOBAL_DEFAULT);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

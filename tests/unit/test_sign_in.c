/* test_sign_in.c — links, sessions and throttles, through a real server and a real client. */
#include "app/people/people.h"
#include "app/sign_in/sign_in.h"
#include "web/app.h"
#include "world_help.h"

#include <curl/curl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- a service, and somebody with a browser ---- */

struct service {
	struct world *w;
	pid_t pid;
	int socket, port;
};
struct answer {
	long status;
	struct buf body;
	struct str cookie, location; /* cookie: "cairn=…" to send back; empty if none was set */
	struct arena *arena;
};

static void serve_on(int socket, const struct settings *settings)
{
	struct str why;
	struct app *app = app_new(settings, &why);
	struct http_server *server = app ? http_start(socket, app_http(app)) : NULL;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (server)
		http_poll(server, 1000, -1);
	_exit(1);
}

static struct service service_at(struct world *w, int64_t offset)
{
	struct settings *settings = world_at(w, offset);
	struct service s = { .w = w };
	struct str why;

	s.socket = http_listen_socket(w->arena, S("127.0.0.1:0"), &why, &s.port);
	assert_true(s.socket >= 0);
	settings_listens_at(settings, w->arena, s.port);
	fflush(NULL);
	s.pid = fork();
	if (s.pid == 0)
		serve_on(s.socket, settings);
	return s;
}

static void service_end(struct service *s)
{
	kill(s->pid, SIGKILL);
	waitpid(s->pid, NULL, 0);
	close(s->socket);
}

static size_t take_body(char *p, size_t size, size_t n, void *arg)
{
	struct answer *a = arg;

	buf_add(&a->body, (struct str){ p, size * n });
	return size * n;
}

static size_t take_header(char *p, size_t size, size_t n, void *arg)
{
	struct answer *a = arg;
	struct str line = str_trim((struct str){ p, size * n }), cookie = line;

	if (str_starts(line, S("Location: ")))
		a->location = str_dup(a->arena, str_sub(line, 10, SIZE_MAX));
	if (str_starts(line, S("Set-Cookie: cairn=")))
		a->cookie = str_dup(a->arena, str_sub(str_cut(&cookie, ';'), 12, SIZE_MAX));
	return size * n;
}

/* ask — a GET, or with `form` a POST. */
static struct answer ask(struct service *s, const char *path, const char *form, struct str cookie, const char *header)
{
	struct arena *a = s->w->arena;
	struct answer answer = { .arena = a, .body = buf_new(a, 1 << 20) };
	struct curl_slist *headers = header ? curl_slist_append(NULL, header) : NULL;
	CURL *curl = curl_easy_init();

	curl_easy_setopt(curl, CURLOPT_URL, strf(a, "http://127.0.0.1:%d%s", s->port, path).p);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	if (form)
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, form);
	if (cookie.n)
		curl_easy_setopt(curl, CURLOPT_COOKIE, str_c(a, cookie));
	assert_int_equal(curl_easy_perform(curl), CURLE_OK);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
	curl_easy_cleanup(curl);
	curl_slist_free_all(headers);
	return answer;
}

static struct answer get(struct service *s, const char *path, struct str cookie)
{
	return ask(s, path, NULL, cookie, NULL);
}

static struct answer post(struct service *s, const char *path, const char *form)
{
	return ask(s, path, form, STR_NONE, NULL);
}

static bool shows(const struct answer *a, const char *words)
{
	return str_find(buf_str(&a->body), str_from_c(words)) != SIZE_MAX;
}

static const char *new_link(struct world *w)
{
	struct str token;

	world_begin(w);
	assert_int_equal(sign_in_link_for(&w->cx, S("ada@example.org"), &token), OK);
	world_commit(w);
	return strf(w->arena, "/sign-in/%.*s", STR_FMT(token)).p;
}

static bool opens_account(struct service *s, struct str cookie)
{
	struct answer a = get(s, "/account", cookie);

	assert_true(a.status == 200 || a.status == 401);
	return a.status == 200;
}

/* One world and one service a test. */
static int begin(void **state)
{
	struct service *s = test_malloc(sizeof(*s));

	*s = service_at(world_open(), 0);
	*state = s;
	return 0;
}

static int end(void **state)
{
	struct service *s = *state;
	struct world *w = s->w;

	service_end(s);
	world_close(w);
	test_free(s);
	return 0;
}

/* The same world, at another time. */
static void move_to(struct service *s, int64_t offset)
{
	service_end(s);
	*s = service_at(s->w, offset);
}

/* ---- links ---- */

static void a_scanner_that_opens_a_link_does_not_spend_it(void **state)
{
	struct service *s = *state;
	const char *link = new_link(s->w);
	struct answer a;

	for (int i = 0; i < 3; i++) {
		a = get(s, link, STR_NONE);
		assert_int_equal(a.status, 200);
		assert_int_equal(a.cookie.n, 0);
		assert_true(shows(&a, "Ada Lovell"));
	}
	a = post(s, link, "");
	assert_int_equal(a.status, 303);
	assert_true(opens_account(s, a.cookie));
}

static void a_link_is_spent_once(void **state)
{
	struct service *s = *state;
	const char *link = new_link(s->w);
	struct answer a = post(s, link, "");

	assert_int_equal(a.status, 303);
	a = post(s, link, "");
	assert_int_equal(a.status, 410);
	assert_int_equal(a.cookie.n, 0);
	assert_true(shows(&a, "That link no longer works"));
}

static void a_link_works_for_fifteen_minutes(void **state)
{
	struct service *s = *state;
	const char *link = new_link(s->w);
	struct answer a;

	move_to(s, 14 * MINUTE);
	a = get(s, link, STR_NONE);
	assert_int_equal(a.status, 200);
	move_to(s, 15 * MINUTE);
	a = get(s, link, STR_NONE);
	assert_int_equal(a.status, 410);
	a = post(s, link, "");
	assert_int_equal(a.status, 410);
	assert_int_equal(a.cookie.n, 0);
}

static void a_link_survives_a_restart(void **state)
{
	struct service *s = *state;
	const char *link = new_link(s->w);
	struct answer a;

	move_to(s, 0);
	a = post(s, link, "");
	assert_int_equal(a.status, 303);
}

static void a_made_up_link_lets_nobody_in(void **state)
{
	struct service *s = *state;
	struct answer a = post(s, "/sign-in/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "");

	assert_int_equal(a.status, 410);
	assert_int_equal(a.cookie.n, 0);
}

static void a_press_on_another_site_signs_nobody_in(void **state)
{
	struct service *s = *state;
	const char *link = new_link(s->w);
	struct answer a = ask(s, link, "", STR_NONE, "Sec-Fetch-Site: cross-site");

	assert_int_equal(a.status, 403);
	assert_int_equal(a.cookie.n, 0);
	a = ask(s, link, "", STR_NONE, "Origin: https://elsewhere.example");
	assert_int_equal(a.status, 403);
	a = ask(s, link, "", STR_NONE, "Sec-Fetch-Site: same-origin");
	assert_int_equal(a.status, 303);
}

static void after_signing_in_one_goes_on_only_to_a_page_of_ours(void **state)
{
	static const struct {
		const char *next, *lands;
	} cases[] = {
		{ "next=/coverage%3Fx=1", "/coverage?x=1" }, { "next=https://elsewhere.example/", "/" },
		{ "next=//elsewhere.example", "/" }, { "next=/%5Celsewhere.example", "/" }, { "next=/%09/elsewhere.example", "/" },
		{ "next=/sign-out", "/" }, { "next=coverage", "/" }, { "", "/" },
	};
	struct service *s = *state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct answer a = post(s, new_link(s->w), cases[i].next);

		assert_int_equal(a.status, 303);
		assert_string_equal(a.location.p, cases[i].lands);
	}
}

static void who_holds_no_role_today_is_told_so(void **state)
{
	struct service *s = *state;
	struct new_person ben = { .name = S("Ben"), .initials = S("B."), .email = S("ben@example.org") };
	struct answer a;
	struct str token;
	int64_t id;

	world_begin(s->w);
	assert_int_equal(person_create(&s->w->cx, &ben, &id), OK);
	assert_int_equal(sign_in_link_for(&s->w->cx, S("ben@example.org"), &token), OK);
	world_commit(s->w);
	a = post(s, strf(s->w->arena, "/sign-in/%.*s", STR_FMT(token)).p, "");
	assert_int_equal(a.status, 403);
	assert_int_equal(a.cookie.n, 0);
	assert_true(shows(&a, "you hold no role"));
}

/* ---- asking ---- */

static void known_and_unknown_addresses_get_the_same_page(void **state)
{
	struct service *s = *state;
	struct answer known = post(s, "/sign-in", "email=ADA%40example.org"), unknown = post(s, "/sign-in", "email=eve%40example.org");

	assert_int_equal(known.status, 200);
	assert_int_equal(unknown.status, 200);
	assert_true(str_eq(buf_str(&known.body), buf_str(&unknown.body)));
}

static void the_sixth_asking_for_one_address_is_refused(void **state)
{
	struct service *s = *state;
	struct answer a;

	for (int i = 0; i < 5; i++) {
		a = post(s, "/sign-in", i % 2 ? "email=eve%40example.org" : "email=EVE%40example.org");
		assert_int_equal(a.status, 200);
	}
	a = post(s, "/sign-in", "email=eve%40example.org");
	assert_int_equal(a.status, 429);
	assert_true(shows(&a, "Please wait a little"));
	a = post(s, "/sign-in", "email=ada%40example.org");
	assert_int_equal(a.status, 200);
	move_to(s, 16 * MINUTE);
	a = post(s, "/sign-in", "email=eve%40example.org");
	assert_int_equal(a.status, 200);
}

static void what_is_not_an_address_is_said_at_the_field(void **state)
{
	struct service *s = *state;
	struct answer a = post(s, "/sign-in", "email=ada&next=/coverage");

	assert_int_equal(a.status, 422);
	assert_true(shows(&a, "Enter an e-mail address like name@example.org"));
	assert_true(shows(&a, "value=\"ada\""));
	assert_true(shows(&a, "name=\"next\" value=\"/coverage\""));
}

/* ---- sessions ---- */

static void a_session_ends_after_an_hour_without_a_click(void **state)
{
	struct service *s = *state;
	struct str cookie = post(s, new_link(s->w), "").cookie;

	move_to(s, 59 * MINUTE);
	assert_true(opens_account(s, cookie));
	move_to(s, 118 * MINUTE); /* 59 minutes after the click before */
	assert_true(opens_account(s, cookie));
	move_to(s, 179 * MINUTE);
	assert_false(opens_account(s, cookie));
}

static void a_session_ends_after_half_a_day_whatever_is_done(void **state)
{
	struct service *s = *state;
	struct str cookie = post(s, new_link(s->w), "").cookie;

	for (int64_t minutes = 50; minutes < 720; minutes += 50) {
		move_to(s, minutes * MINUTE);
		assert_true(opens_account(s, cookie));
	}
	move_to(s, 721 * MINUTE);
	assert_false(opens_account(s, cookie));
}

static void a_session_ends_with_the_role_it_acts_in(void **state)
{
	struct service *s = *state;
	struct world *w = s->w;
	struct new_person carl = { .name = S("Carl"), .initials = S("C."), .email = S("carl@example.org") };
	int64_t late = instant_of(w->cx.today, 23, 30) - w->cx.now, id;
	struct str token, cookie;

	world_begin(w);
	assert_int_equal(person_create(&w->cx, &carl, &id), OK);
	assert_int_equal(role_grant(&w->cx, id, w->organisation, ROLE_SUPERVISOR, w->cx.today, w->cx.today, NULL), OK);
	w->cx.now += late;
	assert_int_equal(sign_in_link_for(&w->cx, S("carl@example.org"), &token), OK);
	w->cx.now -= late;
	world_commit(w);
	move_to(s, late);
	cookie = post(s, strf(w->arena, "/sign-in/%.*s", STR_FMT(token)).p, "").cookie;
	assert_true(opens_account(s, cookie));
	move_to(s, late + 31 * MINUTE); /* the next day */
	assert_false(opens_account(s, cookie));
}

static struct str csrf_in(struct service *s, struct str cookie)
{
	struct answer a = get(s, "/account", cookie);
	struct str body = buf_str(&a.body);
	size_t at = str_find(body, S("name=\"csrf\" value=\""));
	struct str rest = str_sub(body, at + 19, SIZE_MAX);

	assert_true(at != SIZE_MAX);
	return str_cut(&rest, '"');
}

static void signing_out_ends_the_session_everywhere_it_is_shown(void **state)
{
	struct service *s = *state;
	struct str cookie = post(s, new_link(s->w), "").cookie;
	const char *form = strf(s->w->arena, "csrf=%.*s", STR_FMT(csrf_in(s, cookie))).p;
	struct answer a = ask(s, "/sign-out", "csrf=wrong", cookie, NULL);

	assert_true(opens_account(s, cookie));
	a = ask(s, "/sign-out", form, cookie, NULL);
	assert_int_equal(a.status, 303);
	assert_false(opens_account(s, cookie));
}

static void other_sessions_can_be_ended_from_here(void **state)
{
	struct service *s = *state;
	struct str here = post(s, new_link(s->w), "").cookie, there = post(s, new_link(s->w), "").cookie;
	struct answer a = ask(s, "/account/sessions/end", strf(s->w->arena, "csrf=%.*s", STR_FMT(csrf_in(s, here))).p, here, NULL);

	assert_int_equal(a.status, 303);
	assert_true(opens_account(s, here));
	assert_false(opens_account(s, there));
}

/* ---- several roles ---- */

static void who_holds_several_roles_chooses_one_and_the_choice_counts_at_once(void **state)
{
	struct service *s = *state;
	struct world *w = s->w;
	struct answer a;
	struct str body, rest, id, cookie;
	size_t at;

	world_begin(w);
	assert_int_equal(role_grant(&w->cx, w->ada, w->organisation, ROLE_COORDINATOR, w->cx.today, DATE_NONE, NULL), OK);
	world_commit(w);
	a = post(s, new_link(w), "next=/account");
	cookie = a.cookie;
	assert_string_equal(a.location.p, "/account/role?next=%2Faccount");
	a = get(s, "/account/role?next=%2Faccount", cookie);
	body = buf_str(&a.body);
	at = str_find(body, S(">Coordinator<"));
	assert_true(at != SIZE_MAX);
	rest = str_sub(body, at - 1 - UUID_TEXT, SIZE_MAX);
	id = str_cut(&rest, '"');
	a = ask(s, "/account/role", strf(w->arena, "csrf=%.*s&role=%.*s&next=/account", STR_FMT(csrf_in(s, cookie)), STR_FMT(id)).p,
	        cookie, NULL);
	assert_int_equal(a.status, 303);
	a = get(s, "/account", cookie);
	assert_true(shows(&a, "You are working as Coordinator at Northmoor"));
	a = ask(s, "/account/role", strf(w->arena, "csrf=%.*s&role=01a20140-9937-7de6-beac-1a324416b5ec", STR_FMT(csrf_in(s, cookie))).p,
	        cookie, NULL);
	assert_int_equal(a.status, 404);
}

int main(void)
{
#define EACH(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		EACH(a_scanner_that_opens_a_link_does_not_spend_it),
		EACH(a_link_is_spent_once),
		EACH(a_link_works_for_fifteen_minutes),
		EACH(a_link_survives_a_restart),
		EACH(a_made_up_link_lets_nobody_in),
		EACH(a_press_on_another_site_signs_nobody_in),
		EACH(after_signing_in_one_goes_on_only_to_a_page_of_ours),
		EACH(who_holds_no_role_today_is_told_so),
		EACH(known_and_unknown_addresses_get_the_same_page),
		EACH(the_sixth_asking_for_one_address_is_refused),
		EACH(what_is_not_an_address_is_said_at_the_field),
		EACH(a_session_ends_after_an_hour_without_a_click),
		EACH(a_session_ends_after_half_a_day_whatever_is_done),
		EACH(a_session_ends_with_the_role_it_acts_in),
		EACH(signing_out_ends_the_session_everywhere_it_is_shown),
		EACH(other_sessions_can_be_ended_from_here),
		EACH(who_holds_several_roles_chooses_one_and_the_choice_counts_at_once),
	};

	curl_global_init(CURL_GLOBAL_DEFAULT);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_bounce.c — mail that comes back: return addresses nobody else can make, and reports of delivery from anybody. */
#include "base/text.h"
#include "web/bounce.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static const struct seal_key key = { { 1, 2, 3 } };
static const struct uuid mail = { { 1, 0x9a, 0xff, 0, 5, 6, 0x7f, 8, 0x89, 10, 11, 12, 13, 14, 15, 0xff } };
static const struct str ours = S_INIT("bounces@mail.example.org");

static int set_up(void **state)
{
	UNUSED(state);
	arena = arena_new(8 << 20);
	return 0;
}

static int tear_down(void **state)
{
	UNUSED(state);
	arena_release(arena);
	return 0;
}

static void a_return_address_leads_to_its_mail_in_whatever_case_it_comes_back(void **state)
{
	struct str address = bounce_address(arena, &key, ours, mail), shouted = str_dup(arena, address);
	struct uuid back = UUID_NONE;

	UNUSED(state);
	assert_true(str_find_char(address, '@') <= 64 && str_starts(address, S("bounces+")) && str_ends(address, S("@mail.example.org")));
	assert_true(bounce_mail(arena, &key, ours, address, &back) && uuid_eq(back, mail));
	for (size_t i = 0; i < shouted.n; i++)
		if (shouted.p[i] >= 'a' && shouted.p[i] <= 'z')
			((char *)(uintptr_t)shouted.p)[i] -= 32;
	assert_true(bounce_mail(arena, &key, ours, shouted, &back));
}

static void no_other_address_leads_anywhere(void **state)
{
	struct str right = bounce_address(arena, &key, ours, mail);
	const struct seal_key other = { { 9 } };
	struct uuid back;

	UNUSED(state);
	for (size_t i = 0; i < right.n; i++) { /* each character matters */
		struct str wrong = str_dup(arena, right);

		((char *)(uintptr_t)wrong.p)[i] = wrong.p[i] == 'b' ? 'c' : 'b';
		assert_false(bounce_mail(arena, &key, ours, wrong, &back));
	}
	assert_false(bounce_mail(arena, &other, ours, right, &back));
	assert_false(bounce_mail(arena, &key, S("bounces@mail.example.net"), right, &back));
	for (size_t i = 0; i < right.n; i++)
		assert_false(bounce_mail(arena, &key, ours, str_sub(right, 0, i), &back));
	assert_false(bounce_mail(arena, &key, ours, S("bounces@mail.example.org"), &back));
}

/* report — as Postfix writes it, with these fields of the recipient. */
static struct str report(const char *fields)
{
	return strf(arena, "Return-Path: <>\r\nDelivered-To: bounces+abc@mail.example.org\r\nFrom: MAILER-DAEMON@mail.example.org\r\n"
	            "To: <bounces+abc@mail.example.org>\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n"
	            "\tboundary=\"B/1=x\"\r\nMIME-Version: 1.0\r\n\r\nThis is a MIME-encapsulated message.\r\n\r\n--B/1=x\r\n"
	            "Content-Type: text/plain\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--B/1=x\r\nContent-Type: message/delivery-status\r\n\r\n"
	            "Reporting-MTA: dns; mail.example.org\r\nAction: failed of nothing\r\n\r\n%s\r\n--B/1=x\r\n"
	            "Content-Type: message/rfc822\r\n\r\nSubject: a link\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--B/1=x--\r\n", fields);
}

static void a_report_says_whether_the_address_is_to_blame(void **state)
{
	static const struct {
		const char *fields;
		enum mail_bounce says;
		int status;
	} cases[] = {
		{ "Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n", BOUNCE_ADDRESS, 511 },
		{ "action:FAILED\r\nstatus:5.1.1 (bad)\r\n", BOUNCE_ADDRESS, 511 },
		{ "Action: failed\r\nStatus: 5.2.1\r\n", BOUNCE_ADDRESS, 521 },
		{ "Action: failed\r\nStatus: 5.4.4\r\n", BOUNCE_ADDRESS, 544 },
		{ "Action: failed\r\nStatus: 5.1.10\r\n", BOUNCE_ADDRESS, 510 },
		{ "Action: failed\r\nStatus: 5.1.8\r\n", BOUNCE_ONCE, 518 },   /* the sender's address, not theirs */
		{ "Action: failed\r\nStatus: 5.2.2\r\n", BOUNCE_ONCE, 522 },   /* full */
		{ "Action: failed\r\nStatus: 5.7.1\r\n", BOUNCE_ONCE, 571 },   /* a policy */
		{ "Action: failed\r\nStatus: 4.4.7\r\n", BOUNCE_ONCE, 447 },   /* tried for days */
		{ "Action: failed\r\nStatus: 5.0.0\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user\r\n", BOUNCE_ADDRESS, 511 },
		{ "Action: failed\r\nStatus: 5.0.0\r\nDiagnostic-Code: smtp;\r\n 550 no such\r\n user here\r\n", BOUNCE_ADDRESS, 510 },
		{ "Action: failed\r\nStatus: 5.0.0\r\nDiagnostic-Code: smtp; 554 5.7.1 spam\r\n", BOUNCE_ONCE, 571 },
		{ "Action: failed\r\nStatus: 5.0.0\r\nDiagnostic-Code: smtp; 552 too large\r\n", BOUNCE_ONCE, 500 },
		{ "Action: failed\r\nStatus: none of your business\r\n", BOUNCE_ONCE, 500 },
		{ "Action: failed\r\n", BOUNCE_ONCE, 500 },
		{ "Action: delayed\r\nStatus: 4.4.1\r\n", BOUNCE_NOT, 0 },
		{ "Action: delivered\r\nStatus: 2.0.0\r\n", BOUNCE_NOT, 0 },
		{ "Action: relayed\r\nStatus: 5.1.1\r\n", BOUNCE_NOT, 0 },
		{ "Action: failed\r\nStatus: 5.2.2\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n", BOUNCE_ADDRESS, 511 },
		{ "", BOUNCE_NOT, 0 },
	};

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct bounce_report r;

		bounce_read(report(cases[i].fields), &r);
		if (r.says != cases[i].says || r.status != cases[i].status)
			fail_msg("%s: %d %d", cases[i].fields, (int)r.says, r.status);
		assert_int_equal(r.to_n, 2);
		assert_true(str_eq(r.to[0], S("bounces+abc@mail.example.org")) && str_eq(r.to[1], r.to[0]));
	}
}

static void what_is_no_report_says_nothing(void **state)
{
	struct str good = report("Action: failed\r\nStatus: 5.1.1\r\n");
	const char *messages[] = {
		"", "\n", "\r\n\r\n", "Subject: Out of the office\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n",
		"Content-Type: multipart/report\r\n\r\n--\r\nContent-Type: message/delivery-status\r\n\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n",
		"Content-Type: multipart/report; boundary=\r\n\r\n--\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n",
		"Content-Type: text/plain; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nA: b\r\n\r\nAction: failed\r\n--x--\r\n",
		"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nA: b\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n",
	};
	struct bounce_report r;

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(messages); i++) {
		bounce_read(str_from_c(messages[i]), &r);
		assert_int_equal(r.says, BOUNCE_NOT);
	}
	for (size_t n = 0; n < good.n; n++) { /* cut off anywhere: nothing is made up */
		bounce_read(str_sub(good, 0, n), &r);
		assert_true(r.says == BOUNCE_NOT || r.status == 511);
	}
}

static void more_than_the_bounds_is_not_read(void **state)
{
	struct buf b = buf_new(arena, 4 << 20);
	struct bounce_report r;

	UNUSED(state);
	buf_add(&b, S("To:"));
	for (int i = 0; i < 100; i++)
		buf_addf(&b, " <a+%d@b.example>,", i);
	buf_add(&b, S("\r\nContent-Type: multipart/report; boundary=x\r\n\r\n"));
	for (int i = 0; i < 1000; i++)
		buf_add(&b, S("--x\r\nContent-Type: text/plain\r\n\r\n\r\n"));
	buf_add(&b, S("--x\r\nContent-Type: message/delivery-status\r\n\r\nA: b\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--x--\r\n"));
	bounce_read(buf_str(&b), &r);
	assert_int_equal(r.says, BOUNCE_NOT);
	assert_int_equal(r.to_n, BOUNCE_TO_MAX);
}

static void it_is_read_the_same_in_a_process_that_is_shut_in(void **state)
{
	struct str text = report("Action: failed\r\nStatus: 5.1.1\r\n");
	struct bounce_report r;
	char path[] = "/tmp/cairn-bounce-XXXXXX"; /* bounded: its own length */
	int fd = mkstemp(path);

	UNUSED(state);
	assert_true(fd >= 0 && unlink(path) == 0 && write(fd, text.p, text.n) == (ssize_t)text.n && lseek(fd, 0, SEEK_SET) == 0);
	assert_int_equal(bounce_read_shut_in(arena, fd, &r), OK);
	assert_int_equal(r.says, BOUNCE_ADDRESS);
	assert_int_equal(r.status, 511);
	assert_true(r.to_n == 2 && str_eq(r.to[1], S("bounces+abc@mail.example.org")));
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_return_address_leads_to_its_mail_in_whatever_case_it_comes_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_other_address_leads_anywhere, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_report_says_whether_the_address_is_to_blame, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_no_report_says_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(more_than_the_bounds_is_not_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(it_is_read_the_same_in_a_process_that_is_shut_in, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_files.c — what a file is, told in a child that can do no harm. */
#include "app/files/files_inside.h"
#include "web/child.h"
#include "web/scan.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *a;

static int setup(void **state)
{
	UNUSED(state);
	a = arena_new(16 << 20);
	log_set_level(LOG_ERROR);
	return 0;
}

static int teardown(void **state)
{
	UNUSED(state);
	arena_release(a);
	return 0;
}

static void removed(void *path)
{
	unlink(path);
}

/* written — a temporary file with these bytes, gone with the arena. */
static struct str written(struct str bytes)
{
	char *path = (char *)(uintptr_t)str_c(a, S("/tmp/cairn-files-XXXXXX"));
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	arena_defer(a, removed, path);
	assert_int_equal(write(fd, bytes.p, bytes.n), (ssize_t)bytes.n);
	close(fd);
	return str_from_c(path);
}

/* kept — would a file of this name with these bytes be kept? */
static bool kept(const char *name, struct str bytes)
{
	const struct file_kind *kind = file_kind_of_name(str_from_c(name));
	enum file_trouble trouble;
	struct str type;

	return kind && file_look(a, written(bytes), 5000, &type, &trouble) == OK && file_kind_fits(kind, type) && !trouble;
}

/* ---- kinds ---- */

static void endings_we_know_are_told_in_either_case(void **state)
{
	UNUSED(state);
	assert_string_equal(file_kind_of_name(S("Plan.PDF"))->type, "application/pdf");
	assert_string_equal(file_kind_of_name(S("a.b.Docx"))->ending, "docx");
	assert_string_equal(file_kind_of_name(S("x.jpeg"))->type, "image/jpeg");
}

static void other_endings_and_none_are_refused(void **state)
{
	static const char *const names[] = { "a.exe", "a.html", "a.svg", "a.docm", "a.doc", "a.zip", "pdf", ".pdf", "a.", "a.pdf ", "", "a.pdf.js" };

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		assert_null(file_kind_of_name(str_from_c(names[i])));
}

static void every_kind_has_words_and_is_served_as_one_of_ours(void **state)
{
	static const char *const endings[] = { "a.pdf", "a.docx", "a.odt", "a.ods", "a.odp", "a.txt", "a.jpg", "a.jpeg",
	                                       "a.png", "a.webp", "a.m4a", "a.mp3", "a.ogg" };

	UNUSED(state);
	for (size_t i = 0; i < COUNT_OF(endings); i++)
		assert_true(file_type_word(str_from_c(file_kind_of_name(str_from_c(endings[i]))->type)) != 0);
	assert_int_equal(file_type_word(S("text/html")), 0);
	assert_int_equal(file_type_word(S("application/msword")), T_FILES_WORD); /* kept once */
}

static void bytes_that_say_what_the_name_says_are_kept(void **state)
{
	UNUSED(state);
	assert_true(kept("a.pdf", S("%PDF-1.7\nsomething\n")));
	assert_true(kept("a.txt", S("Dear all,\nthis is a note.\n")));
	assert_true(kept("a.txt", S("#include the family in every decision\nint he end\n")));
	assert_true(kept("a.jpg", S("\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\0\0")));
	assert_true(kept("a.png", S("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0abcd")));
	assert_true(kept("a.webp", S("RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0\x30\1\0\x9d\1*\1\0\1\0")));
	assert_true(kept("a.ogg", S("OggS\0\2\0\0\0\0\0\0\0\0\1\2\3\4\0\0\0\0\1\2\3\4\1\x1e\1vorbis\0\0\0\0\1\x44\xac\0\0"
	                              "OggS\0\4\x44\xac\0\0\0\0\0\0\1\2\3\4")));
	assert_true(kept("a.m4a", S("\0\0\0\x10" "ftypM4A \0\0\2\0" "\0\0\0\x24" "moov" "\0\0\0\x1c" "mvhd\0\0\0\0\0\0\0\0\0\0\0\0"
	                              "\0\0\0\1\0\0\0\7")));
}

static void bytes_that_say_otherwise_are_refused(void **state)
{
	UNUSED(state);
	assert_false(kept("a.pdf", S("PK\3\4 this is an archive")));
	assert_false(kept("a.pdf", S("MZ\x90\0\3\0\0\0 a program")));
	assert_false(kept("a.txt", S("<!doctype html><html><script>alert(1)</script></html>")));
	assert_false(kept("a.txt", S("\x7f" "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0>\0\1\0\0\0")));
	assert_false(kept("a.jpg", S("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")));
	assert_false(kept("a.docx", S("PK\3\4\24\0\0\0\0\0 and no word in it")));
	assert_false(kept("a.mp3", S("%PDF-1.7\n")));
}

static void a_polyglot_is_what_its_first_bytes_are(void **state)
{
	UNUSED(state);
	assert_false(kept("a.pdf", S("\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\0\0%PDF-1.7")));
	assert_false(kept("a.jpg", S("%PDF-1.7\n\xff\xd8\xff\xe0\0\x10JFIF")));
	assert_false(kept("a.txt", S("GIF89a/*\1\0\1\0*/=1;alert(1)")));
}

static void truncated_and_broken_files_do_no_harm(void **state)
{
	struct buf b = buf_new(a, 4 << 20);

	UNUSED(state);
	assert_false(kept("a.pdf", S("%")));
	assert_false(kept("a.docx", S("PK\3\4")));
	assert_false(kept("a.docx", S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\xff\xff\xff\xff\xff\xff\xff\xff")));
	/* An OLE file whose header sends its reader round in circles. */
	buf_add(&b, S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"));
	for (int i = 0; i < 1 << 20; i++)
		buf_add_c(&b, i % 4 ? 0 : 1);
	assert_false(kept("a.docx", buf_str(&b)));
}

static void a_file_that_is_not_there_is_said(void **state)
{
	enum file_trouble trouble;
	struct str type;

	UNUSED(state);
	assert_int_equal(file_look(a, S("/tmp/cairn-there-is-no-such-file"), 5000, &type, &trouble), NOT_FOUND);
}

/* ---- what is wrong beyond the kind ---- */

static void a_recording_is_timed_in_three_containers(void **state)
{
	/* A second of 44,100 in Ogg, then an hour; a head of MP3 that counts its frames; and one that has none. */
	static const char vorbis[] = "OggS\0\2\0\0\0\0\0\0\0\0\1\2\3\4\0\0\0\0\1\2\3\4\1\x1e\1vorbis\0\0\0\0\1\x44\xac\0\0";
	struct buf b = buf_new(a, 1024);

	UNUSED(state);
	buf_add(&b, (struct str){ vorbis, sizeof(vorbis) - 1 });
	assert_int_equal(file_probe_sound(buf_str(&b)), FILE_BROKEN);
	buf_add(&b, S("OggS\0\4\x44\xac\0\0\0\0\0\0\1\2\3\4"));
	assert_int_equal(file_probe_sound(buf_str(&b)), FILE_FINE);
	buf_add(&b, S("OggS\0\4\0\0\x78\x09\0\0\0\0\1\2\3\4"));
	assert_int_equal(file_probe_sound(buf_str(&b)), FILE_LONG);
	assert_int_equal(file_probe_sound(S("\xff\xfb\x90\x64" "...................." "Xing\0\0\0\1\0\0\x10\0")), FILE_FINE);
	assert_int_equal(file_probe_sound(S("\xff\xfb\x90\x64" "...................." "Xing\0\0\0\1\0\1\0\0")), FILE_LONG);
	assert_int_equal(file_probe_sound(S("\xff\xfb\x90\x64")), FILE_FINE);
	assert_int_equal(file_probe_sound(S("no sound at all")), FILE_BROKEN);
}

static void a_pdf_is_locked_where_it_refers_to_how_it_is_encrypted(void **state)
{
	UNUSED(state);
	assert_int_equal(file_probe(a, S("%PDF-1.4 trailer << /Encrypt 9 0 R >>"), S("application/pdf")), FILE_LOCKED);
	assert_int_equal(file_probe(a, S("%PDF-1.4 trailer << /Encrypt<</V 1>> >>"), S("application/pdf")), FILE_LOCKED);
	assert_int_equal(file_probe(a, S("%PDF-1.4 (/Encrypt means to lock)"), S("application/pdf")), FILE_FINE);
	assert_int_equal(file_probe(a, S("%PDF-1.4 /EncryptMetadata 1"), S("application/pdf")), FILE_FINE);
	assert_int_equal(file_probe(a, S("GIF89a %PDF-1.4"), S("application/pdf")), FILE_HIDES);
}

static void an_archive_behind_a_file_of_any_kind_is_found(void **state)
{
#define EMPTY_ZIP "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
	UNUSED(state);
	assert_int_equal(file_probe(a, S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old words"), S("application/msword")), FILE_FINE);
	assert_int_equal(file_probe(a, S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old words" EMPTY_ZIP), S("application/msword")), FILE_HIDES);
	assert_int_equal(file_probe(a, S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old words" EMPTY_ZIP), S("application/CDFV2")), FILE_HIDES);
	assert_int_equal(file_probe(a, S("\xff\xd8\xff\xe0 a photograph" EMPTY_ZIP), S("image/jpeg")), FILE_HIDES);
#undef EMPTY_ZIP
}

static void every_trouble_has_words(void **state)
{
	UNUSED(state);
	for (int t = FILE_LOCKED; t <= FILE_BROKEN; t++)
		assert_true(word(file_trouble_word((enum file_trouble)t)).n > 0);
	assert_int_equal(file_refused_word(S("IMG_1.HEIC")), T_FILES_HEIC);
	assert_int_equal(file_refused_word(S("a.Zip")), T_FILES_ARCHIVE);
	assert_int_equal(file_refused_word(S("Old letter.DOC")), T_FILES_OTHER_WORD);
	assert_int_equal(file_refused_word(S("a.exe")), T_FILES_WRONG_ENDING);
	assert_int_equal(file_refused_word(S("zip")), T_FILES_WRONG_ENDING);
	assert_int_equal(file_refused_word(S("a.")), T_FILES_WRONG_ENDING);
	assert_int_equal(file_refused_word(S("a.heic heif")), T_FILES_WRONG_ENDING);
}

/* ---- the child ---- */

static void *nothing(void)
{
	return &a;
}

static size_t says_done(char *out)
{
	memcpy(out, "done", 4);
	return 4;
}

static size_t reads(void *prepared, char *out)
{
	ssize_t n = read(0, out, CHILD_SAYS_MAX);

	UNUSED(prepared);
	return n > 0 ? (size_t)n : 0;
}

static size_t works_for_ever(void *prepared, char *out)
{
	UNUSED(prepared);
	for (volatile uint64_t i = 0; i < UINT64_MAX; i++)
		out[0] = (char)i;
	return says_done(out);
}

static size_t calls(void *prepared, char *out)
{
	UNUSED(prepared);
	socket(AF_INET, SOCK_STREAM, 0);
	return says_done(out);
}

static size_t forks(void *prepared, char *out)
{
	UNUSED(prepared);
	if (fork() == 0)
		_exit(0);
	return says_done(out);
}

static size_t opens(void *prepared, char *out)
{
	UNUSED(prepared);
	return open("/etc/passwd", O_RDONLY) >= 0 ? says_done(out) : 0;
}

static size_t crashes(void *prepared, char *out)
{
	UNUSED(prepared);
	raise(SIGSEGV);
	return says_done(out);
}

static size_t says_too_much(void *prepared, char *out)
{
	UNUSED(prepared);
	UNUSED(out);
	return CHILD_SAYS_MAX + 1;
}

/* inherits — an open descriptor of the parent's, the database's for one? */
static size_t inherits(void *prepared, char *out)
{
	UNUSED(prepared);
	for (int fd = 2; fd < 64; fd++)
		if (lseek(fd, 0, SEEK_CUR) >= 0)
			return says_done(out);
	return 0;
}

static enum rc run(size_t (*work)(void *, char *), int ms, struct str *ret)
{
	const struct child c = { .prepare = nothing, .work = work, .seconds = 1, .memory = 64 << 20 };
	int fd = open(written(S("what is in the file")).p, O_RDONLY | O_CLOEXEC);
	enum rc rc = child_run(a, &c, fd, ms, ret);

	close(fd);
	return rc;
}

static void a_child_reads_its_file_and_answers(void **state)
{
	struct str said;

	UNUSED(state);
	assert_int_equal(run(reads, 5000, &said), OK);
	assert_true(str_eq(said, S("what is in the file")));
}

static void a_child_may_not_call_fork_open_or_keep_what_is_open(void **state)
{
	struct str said;

	UNUSED(state);
	assert_int_equal(run(calls, 5000, &said), INVALID);
	assert_int_equal(run(forks, 5000, &said), INVALID);
	assert_int_equal(run(opens, 5000, &said), INVALID);
	assert_int_equal(run(inherits, 5000, &said), INVALID);
}

static void a_child_that_crashes_or_says_too_much_gives_no_answer(void **state)
{
	struct str said;

	UNUSED(state);
	assert_int_equal(run(crashes, 5000, &said), INVALID);
	assert_int_equal(run(says_too_much, 5000, &said), INVALID);
}

static void *prepared_nothing(void)
{
	return NULL;
}

static void a_child_that_lacks_what_it_works_with_is_the_machines_fault(void **state)
{
	static const char *const missing[] = { "/usr/bin/there-is-no-such-program", NULL };
	const struct child lacks = { .prepare = prepared_nothing, .work = reads, .seconds = 1, .memory = 64 << 20 };
	const struct child runs = { .program = missing, .seconds = 1, .memory = 64 << 20 };
	struct str said;
	int fd = open("/dev/null", O_RDONLY);

	UNUSED(state);
	assert_int_equal(child_run(a, &lacks, fd, 5000, &said), FAULT);
	assert_int_equal(child_run(a, &runs, fd, 5000, &said), FAULT);
	close(fd);
}

static void a_child_that_works_for_ever_is_ended(void **state)
{
	struct str said;

	UNUSED(state);
	assert_int_equal(run(works_for_ever, 30000, &said), BUSY); /* by its processor time */
	assert_int_equal(run(works_for_ever, 50, &said), BUSY);    /* by its parent's patience */
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);          /* and nothing is left of it */
}

#if !defined(__SANITIZE_ADDRESS__)
static size_t eats(void *prepared, char *out)
{
	UNUSED(prepared);
	return malloc((size_t)512 << 20) ? says_done(out) : 0;
}

static void a_child_has_little_memory(void **state)
{
	struct str said;

	UNUSED(state);
	assert_int_equal(run(eats, 5000, &said), INVALID);
}
#endif

/* ---- asking clamd ---- */

/* clamd — answers one conversation in a process of its own. */
static struct str clamd(const char *verdict, size_t n, pid_t *pid)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	struct str path = strf(a, "/tmp/cairn-clamd-%d-%u", (int)getpid(), (unsigned)arena_used(a));
	int listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	memcpy(at.sun_path, path.p, path.n);
	unlink(path.p);
	arena_defer(a, removed, (void *)(uintptr_t)path.p);
	assert_int_equal(bind(listening, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(listening, 1), 0);
	if ((*pid = fork()) == 0) {
		int peer = accept(listening, NULL, NULL);
		char got[4096]; /* bounded: thrown away */
		ssize_t k;
		size_t end = 0;

		/* All, up to the piece of length 0. */
		while (end < 4 && (k = read(peer, got, sizeof(got))) > 0)
			for (ssize_t i = 0; i < k; i++)
				end = got[i] ? 0 : end + 1;
		_exit(write(peer, verdict, n) == (ssize_t)n ? 0 : 1);
	}
	close(listening);
	return path;
}

static enum rc ask(const char *verdict, size_t n, bool *infected)
{
	struct str why = STR_NONE;
	int fd = open(written(S("words")).p, O_RDONLY | O_CLOEXEC);
	pid_t pid;
	struct str path = clamd(verdict, n, &pid);
	enum rc rc = scan_ask(a, path, fd, infected, &why);

	assert_true(rc == OK || why.n > 0);
	waitpid(pid, NULL, 0);
	close(fd);
	return rc;
}

static void only_ok_from_clamd_is_clean(void **state)
{
	bool infected = true;

	UNUSED(state);
	assert_int_equal(ask("stream: OK", 11, &infected), OK);
	assert_false(infected);
	assert_int_equal(ask("stream: Eicar-Test FOUND", 25, &infected), OK);
	assert_true(infected);
	assert_int_equal(ask("stream: OK", 10, &infected), BUSY); /* cut short: no zero byte */
	assert_int_equal(ask("stream: something ERROR", 24, &infected), BUSY);
	assert_int_equal(ask("", 0, &infected), BUSY);
	assert_int_equal(ask("INSTREAM size limit exceeded. ERROR", 36, &infected), TOO_LARGE);
}

static void no_clamd_is_no_verdict(void **state)
{
	struct str why = STR_NONE;
	bool infected;

	UNUSED(state);
	assert_int_equal(scan_ask(a, S("/tmp/cairn-no-such-clamd"), 0, &infected, &why), BUSY);
	assert_true(why.n > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(endings_we_know_are_told_in_either_case, setup, teardown),
		cmocka_unit_test_setup_teardown(other_endings_and_none_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(every_kind_has_words_and_is_served_as_one_of_ours, setup, teardown),
		cmocka_unit_test_setup_teardown(bytes_that_say_what_the_name_says_are_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(bytes_that_say_otherwise_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(a_polyglot_is_what_its_first_bytes_are, setup, teardown),
		cmocka_unit_test_setup_teardown(truncated_and_broken_files_do_no_harm, setup, teardown),
		cmocka_unit_test_setup_teardown(a_file_that_is_not_there_is_said, setup, teardown),
		cmocka_unit_test_setup_teardown(a_recording_is_timed_in_three_containers, setup, teardown),
		cmocka_unit_test_setup_teardown(a_pdf_is_locked_where_it_refers_to_how_it_is_encrypted, setup, teardown),
		cmocka_unit_test_setup_teardown(an_archive_behind_a_file_of_any_kind_is_found, setup, teardown),
		cmocka_unit_test_setup_teardown(every_trouble_has_words, setup, teardown),
		cmocka_unit_test_setup_teardown(a_child_reads_its_file_and_answers, setup, teardown),
		cmocka_unit_test_setup_teardown(a_child_may_not_call_fork_open_or_keep_what_is_open, setup, teardown),
		cmocka_unit_test_setup_teardown(a_child_that_crashes_or_says_too_much_gives_no_answer, setup, teardown),
		cmocka_unit_test_setup_teardown(a_child_that_works_for_ever_is_ended, setup, teardown),
		cmocka_unit_test_setup_teardown(a_child_that_lacks_what_it_works_with_is_the_machines_fault, setup, teardown),
#if !defined(__SANITIZE_ADDRESS__)
		cmocka_unit_test_setup_teardown(a_child_has_little_memory, setup, teardown),
#endif
		cmocka_unit_test_setup_teardown(only_ok_from_clamd_is_clean, setup, teardown),
		cmocka_unit_test_setup_teardown(no_clamd_is_no_verdict, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

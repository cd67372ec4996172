/* main.c — cairn-pdf: shuts itself in, reads, lays out twice, writes. */
#include "pdf/pdf.h"

#include "base/shut.h"

#include <cairo-pdf.h>
#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
/* Font libraries keep what they have read until the end. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}
#else
#define SANITIZED 0
#endif

enum { SECONDS_MAX = 120, MEMORY_MAX = 1 << 30, PDF_MAX = 256 << 20, SAYS_AT = 3, CHUNK = 1 << 16, SAY_EVERY = 20 };

static bool limit(int what, rlim_t most)
{
	struct rlimit r = { most, most }, had;

	if (getrlimit(what, &had) == 0 && had.rlim_max < most)
		r.rlim_cur = r.rlim_max = had.rlim_max;
	return setrlimit(what, &r) == 0;
}

/* Whoever started us allows less than we allow ourselves: then it is room that is missing. */
static bool has_all_room(void)
{
	struct rlimit r;

	return getrlimit(RLIMIT_FSIZE, &r) == 0 && r.rlim_cur >= PDF_MAX;
}

/* Letters come from people, and fonts are hard to read: nothing in here opens anything but fonts, or reaches a network, another program
 * or process. Without Landlock it does not run at all. */
static bool shut_in(void)
{
	static const struct shut_path fonts[] = {
		{ "/usr", true, false }, { "/lib", true, false }, { "/lib64", true, false }, { "/etc/fonts", true, false },
		{ "/var/cache/fontconfig", true, false }, { "/etc/ld.so.cache", false, false }, { "/dev/null", false, false },
	};
	static const int never[] = { SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept4),
		                         SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(ptrace), SCMP_SYS(kill), SCMP_SYS(tgkill),
		                         SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rename), SCMP_SYS(renameat2), SCMP_SYS(mount) };
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	bool ok = filter != NULL;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (size_t i = 0; ok && i < COUNT_OF(never); i++)
		ok = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), never[i], 0) == 0;
	ok = ok && limit(RLIMIT_CORE, 0) && limit(RLIMIT_CPU, SECONDS_MAX) && limit(RLIMIT_FSIZE, PDF_MAX) &&
	     (SANITIZED || limit(RLIMIT_AS, MEMORY_MAX)) && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && shut_files(fonts, COUNT_OF(fonts)) &&
	     seccomp_load(filter) == 0;
	if (filter)
		seccomp_release(filter);
	return ok;
}

/* read_all — descriptor 0 until it ends; p NULL when it is too long or breaks off. */
static struct str read_all(struct arena *a)
{
	char *p = NULL;
	size_t n = 0, room = 0;

	for (;;) {
		ssize_t got;

		if (n == room) {
			if (n > PAPER_STREAM_MAX)
				return STR_NONE;
			p = arena_resize(a, p, n, room += room < CHUNK ? CHUNK : room);
		}
		got = read(0, p + n, room - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return STR_NONE;
		if (got == 0)
			return (struct str){ p, n };
		n += (size_t)got;
	}
}

static int wrong; /* errno of the first write that failed */

static cairo_status_t write_out(void *unused, const unsigned char *p, unsigned int n)
{
	UNUSED(unused);
	while (n) {
		ssize_t wrote = write(1, p, n);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0) {
			wrong = wrong ? wrong : errno;
			return CAIRO_STATUS_WRITE_ERROR;
		}
		p += wrote;
		n -= (unsigned int)wrote;
	}
	return CAIRO_STATUS_SUCCESS;
}

/* Nobody has to listen. */
static void say_page(int page, int pages)
{
	if (pages && (page % SAY_EVERY == 0 || page == pages))
		dprintf(SAYS_AT, "%d %d\n", page, pages);
}

static void say_nothing(int page, int pages)
{
	UNUSED(page);
	UNUSED(pages);
}

/* The same metrics whether something is drawn or not: no hinting, no rounding to a device. */
static PangoContext *context_new(void)
{
	PangoFontMap *fonts = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
	cairo_font_options_t *options = cairo_font_options_create();
	PangoContext *context;

	if (!fonts)
		return NULL;
	pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts), 72);
	context = pango_font_map_create_context(fonts);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	pango_cairo_context_set_font_options(context, options);
	pango_context_set_round_glyph_positions(context, FALSE);
	pango_context_set_language(context, pango_language_from_string("en-gb"));
	cairo_font_options_destroy(options);
	return context;
}

static bool has_fonts(PangoContext *context)
{
	PangoFontFamily **families = NULL;
	int n = 0;

	pango_font_map_list_families(pango_context_get_font_map(context), &families, &n);
	g_free(families);
	return n > 0;
}

static void set_metadata(struct arena *a, cairo_surface_t *surface, const struct paper_doc *doc)
{
	time_t now = time(NULL);
	struct tm t;
	struct str made = STR_NONE;

	if (gmtime_r(&now, &t))
		made = strf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, str_c(a, doc->title));
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, str_c(a, doc->author));
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, str_c(a, doc->subject));
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Cairn " CAIRN_VERSION);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, str_c(a, made));
}

/* no_room — what is behind an errno of a write. */
static int no_room(int e)
{
	if (e == ENOSPC || e == EDQUOT || (e == EFBIG && !has_all_room()))
		return PAPER_NO_SPACE;
	return e == EFBIG ? PAPER_TOO_LARGE : PAPER_FAILED;
}

static int draw(struct arena *a, struct paper_doc *doc, PangoContext *context)
{
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(write_out, NULL, SHEET_WIDTH, SHEET_HEIGHT);
	cairo_status_t status;
	int how;

	set_metadata(a, surface, doc);
	how = doc_lay(a, doc, context, surface, say_page);
	cairo_surface_finish(surface);
	status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	if (how != PAPER_OK || (status == CAIRO_STATUS_SUCCESS && !wrong))
		return how;
	if (!wrong)
		fprintf(stderr, "cairn-pdf: %s\n", cairo_status_to_string(status));
	return no_room(wrong);
}

/* mend — the document is as it was where there is nothing to mend; one that was written in part is none. */
static int mend(struct arena *a)
{
	enum tail tail = tail_mend(a);

	if (tail == TAIL_AS_IT_WAS)
		fprintf(stderr, "cairn-pdf: not marked as tagged\n");
	return tail == TAIL_BROKEN ? no_room(errno) : PAPER_OK;
}

int main(void)
{
	struct arena *a = arena_new((size_t)512 << 20);
	struct paper_doc doc;
	PangoContext *context;
	struct str stream;
	int how;

	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a write that says so is enough */
	if (!shut_in()) {
		fprintf(stderr, "cairn-pdf: cannot shut itself in\n");
		return PAPER_NOT_SHUT_IN;
	}
	stream = read_all(a);
	if (!stream.n || !doc_read(a, stream, &doc))
		return PAPER_BAD_STREAM;
	context = context_new();
	if (!context || !has_fonts(context))
		return PAPER_NO_FONT;
	how = doc_lay(a, &doc, context, NULL, say_nothing);
	if (how == PAPER_OK && (how = draw(a, &doc, context)) == PAPER_OK)
		how = mend(a);
	g_hash_table_destroy(doc.by_name);
	arena_release(a);
	return how;
}

/* tools.c — asked by `cairn check`, and at the start of the jobs, so that an operator hears of it before a person does. */
#include "cli/tools.h"

#include "app/files/files.h"
#include "base/shut.h"
#include "web/paper.h"

size_t tools_missing(struct arena *a, void (*say)(void *arg, const char *what, const char *costs), void *arg)
{
	const struct {
		const char *what, *costs;
		bool there;
	} tools[] = {
		{ "Landlock", "the kernel has none, or does not let us use it: no PDF is made, and none that is added is read", shut_is_there() },
		{ "cairn-pdf", "it does not stand beside this program: no PDF can be made", paper_is_there(a) },
		{ "pdftotext", "/usr/bin/pdftotext or pdfinfo does not run (poppler-utils): the words of PDFs are not checked for names", files_read_pdf_here(a) },
		{ "libvips", "libvips.so.42 can't be loaded (libvips42): pictures are refused", files_draw_here(a) },
	};
	size_t n = 0;

	for (size_t i = 0; i < COUNT_OF(tools); i++) {
		if (tools[i].there)
			continue;
		say(arg, tools[i].what, tools[i].costs);
		n++;
	}
	return n;
}

/* pdf.h — cairn-pdf: sets a stream of records (base/paper.h) in type with Pango and writes it as a PDF with cairo.
 *
 * A program of its own, so that no process that serves pages carries a font library. It reads the stream from descriptor 0
 * until it ends, writes the PDF to 1, and says how far it is on 3: lines of "PAGE PAGES". It opens fonts and nothing else.
 *
 * The document is laid out twice, in the same way: first without drawing, to learn which page each heading is on, then with
 * the contents, the outline and "page 3 of 57" filled in. One paragraph at a time is in memory.
 */
#ifndef PDF_PDF_H
#define PDF_PDF_H

#include "base/arena.h"
#include "base/paper.h"

#include <pango/pangocairo.h>

struct record {
	char kind;
	struct str text;
};
struct heading {
	size_t record;
	struct str text, name; /* name: what PAPER_DEST called it; empty for none */
	int level;             /* 1, 2 */
	int page;              /* from the first pass */
};
struct paper_doc {
	struct record *v;
	size_t n;
	struct heading *headings;
	size_t headings_n;
	struct str title, author, subject, foot, page_of;
	GHashTable *by_name;   /* name to its struct heading */
	int pages;
};

/* doc_read — takes the stream to pieces; the text stays where it is. False for a stream that is none. */
bool doc_read(struct arena *a, struct str stream, struct paper_doc *ret);

/* One pass. `surface` NULL: nothing is drawn, and the pages of headings are learnt. on_page is told of every page that is done;
 * returns PAPER_OK or why not. */
int doc_lay(struct arena *a, struct paper_doc *doc, PangoContext *context, cairo_surface_t *surface, void (*on_page)(int page, int pages));

/* tail_mend — descriptor 1, a finished PDF in a file, is said to be tagged and in English. BROKEN: it could not be written, or not
 * whole (errno): it is no PDF any more. */
enum tail { TAIL_MENDED, TAIL_AS_IT_WAS, TAIL_BROKEN };
enum tail tail_mend(struct arena *a);

enum { SHEET_WIDTH = 595, SHEET_HEIGHT = 842 }; /* A4, points */

#endif

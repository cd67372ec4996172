/* bulk_xlsx.h — the first sheet of an .xlsx file as a table of text.
 *
 * Such a file is a zip of XML: libarchive unpacks it, expat reads it (docs/adr/ says why these). Both work on what a stranger
 * sent, so xlsx_read runs them in a child that is shut in (web/child.h); what comes back is text with TAB between cells.
 * Formulas are never computed: the value the spreadsheet last showed is taken. Formats are not looked at: a date comes
 * as its count of days, and the column says that it is a date.
 */
#ifndef APP_BULK_XLSX_H
#define APP_BULK_XLSX_H

#include "base/text.h"

struct xlsx_sheet {
	struct str csv;     /* cells quoted as in CSV, TAB between them; empty rows stand */
	bool from_1904;     /* days are counted from 1904 */
};
/* xlsx_read — waits up to ten seconds, so never inside a transaction. TOO_LARGE when it unpacks to too much, BUSY when it
 * takes too long, INVALID when it is no such file. */
enum rc xlsx_read(struct arena *a, struct str bytes, struct xlsx_sheet *ret);
/* xlsx_unpack — the same in this process: what the child does, and the fuzzer. */
enum rc xlsx_unpack(struct arena *a, struct str bytes, struct xlsx_sheet *ret);

#endif

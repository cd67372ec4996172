/* fuzz_bulk.c — any bytes sent as a file of many are rows or a sentence, whatever kind they are sent as. A workbook is unpacked
 * in this process here, not in its child. */
#include "app/bulk/bulk_read.h"
#include "app/bulk/bulk_xlsx.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum rc xlsx_read(struct arena *a, struct str bytes, struct xlsx_sheet *ret)
{
	return xlsx_unpack(a, bytes, ret);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(512u << 20);
	struct bulk_sheet sheet = { .n = 0 };
	struct str why = STR_NONE;
	const struct bulk_kind_info *kind = size ? bulk_kind_of(1 + data[0] % (BULK_KIND_END - 1)) : NULL;

	if (kind) {
		if (bulk_read(a, kind, (struct str){ (const char *)data + 1, size - 1 }, &sheet, &why) == OK) {
			if (!sheet.n || sheet.n > BULK_ROWS_MAX)
				abort();
			for (size_t r = 0; r < sheet.n; r++)
				for (size_t c = 0; c < kind->uses_n; c++)
					if (!utf8_valid(sheet.v[r].cells[c]))
						abort();
		} else if (!why.n) {
			abort();
		}
	}
	arena_release(a);
	return 0;
}

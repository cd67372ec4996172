/* qr.c — libqrencode's modules as a path. */
#include "web/qr.h"

#include <qrencode.h>

enum { QUIET = 4 }; /* modules of white around it: ISO/IEC 18004 */

enum rc qr_of(struct arena *a, struct str text, struct qr *ret)
{
	QRcode *code = QRcode_encodeString8bit(str_c(a, text), 0, QR_ECLEVEL_M);
	struct buf b = buf_new(a, 256 * 1024);

	if (!code)
		return INVALID;
	for (int y = 0; y < code->width; y++)
		for (int x = 0, run; x < code->width; x += run ? run : 1) {
			for (run = 0; x + run < code->width && (code->data[y * code->width + x + run] & 1); run++)
				;
			if (run)
				buf_addf(&b, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, run, run);
		}
	*ret = (struct qr){ buf_str(&b), code->width + 2 * QUIET };
	QRcode_free(code);
	return OK;
}

/* qr.h — a QR code as one SVG path, so that a page can draw it without a script or a picture from elsewhere. */
#ifndef WEB_QR_H
#define WEB_QR_H

#include "base/text.h"

struct qr {
	struct str path; /* the `d` of a path, in units of one module, with the quiet zone around it */
	int size;        /* modules a side, the quiet zone counted */
};
/* qr_of — up to a few hundred bytes of text. INVALID when it is too long for a QR code. */
enum rc qr_of(struct arena *a, struct str text, struct qr *ret);

#endif

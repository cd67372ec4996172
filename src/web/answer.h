/* answer.h — the last step of a request: headers and bodies. Used by the lifecycle (app.c) only. */
#ifndef WEB_ANSWER_H
#define WEB_ANSWER_H

#include "web/web.h"

/* answer_draw — turns what the handler decided into the response. Inside a read transaction if the page needs rows
 * for its frame (strip), which it looks up itself. */
enum rc answer_draw(struct ctx *cx);
/* answer_error — a page or a problem document for rc; nothing of the handler's answer is kept. `detail` may be empty. */
void answer_error(struct ctx *cx, enum rc rc, struct str detail);
/* answer_kept — the page for a posting whose session had ended or that could not be saved: shows every text that was
 * typed, so that nothing is lost. */
void answer_kept(struct ctx *cx, enum rc rc, bool saved_as_draft);
void answer_text(struct ctx *cx, int status, struct str type, struct str body);
/* answer_plainly — one sentence without a page around it: as text, or under /api as a problem document. */
void answer_plainly(struct ctx *cx, int status, struct str says);
/* answer_headers — the security headers every response carries. */
void answer_headers(struct ctx *cx);
int status_of(enum rc rc);

#endif

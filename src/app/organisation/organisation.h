/* organisation.h — organisations: who they are, what they are called elsewhere, who coordinates, who they work with, and
 * what becomes of them.
 */
#ifndef APP_ORGANISATION_ORGANISATION_H
#define APP_ORGANISATION_ORGANISATION_H

#include "web/web.h"

handler_fn organisations_show, organisations_csv;

/* organisation_type_word — "Children's trust". */
enum word organisation_type_word(enum organisation_type type);
/* organisation_index — the words it is found by follow its names and codes. Call it in the transaction that changes one. */
enum rc organisation_index(struct ctx *cx, int64_t organisation);

#endif

/* concern.h — “Raise a concern”: Cairn receives none, so this page says who does. The law and the bodies are words of ours;
 * whom to turn to is a text of the installation's, where it has one, and of the reader's own employer. Nobody's opening of
 * the page is written down.
 */
#ifndef APP_CONCERN_CONCERN_H
#define APP_CONCERN_CONCERN_H

#include "app/objects.h"

handler_fn concern_show;
handler_fn concern_edit, concern_save;                           /* the installation's */
handler_fn organisation_concern_edit, organisation_concern_save; /* an employer's */
extern const struct form concern_form, organisation_concern_form;

#endif

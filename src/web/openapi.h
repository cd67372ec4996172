/* openapi.h — the JSON interface described by the tables that make it: OpenAPI 3.1 from routes and forms.
 *
 * A field added to a form's table is in the description at once; nothing here is kept by hand but the words.
 */
#ifndef WEB_OPENAPI_H
#define WEB_OPENAPI_H

#include "web/web.h"

/* openapi_show — handler of GET /api/v1/openapi.json. FAULT when the description does not fit into its cap. */
handler_fn openapi_show;
/* openapi_write — the whole document into an empty writer. */
void openapi_write(struct json_out *j, struct arena *a);

#endif

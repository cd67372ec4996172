/* openapi.h — the JSON interface described by the tables that make it: OpenAPI 3.1 from routes and forms.
 *
 * A field added to a form's table is in the description at once, and so is a member that a handler writes (api_answers, made by
 * tools/gen_api.py when the program is built); nothing here is kept by hand but the words. docs/json.md says what is left open.
 */
#ifndef WEB_OPENAPI_H
#define WEB_OPENAPI_H

#include "web/web.h"

/* What a handler answers in JSON and reads from its address, as tools/gen_api.py reads it out of the handler itself. `schema` is a
 * JSON Schema of a good answer, empty where it has no body of its own; `query` an object of schemas by parameter. `form`: the fields
 * of this form are members too (json_form). `is_file`: the answer may be a file. */
struct api_answer {
	handler_fn *handler;
	struct str name;            /* the handler's: what its schema is called */
	struct str schema, query;
	const struct form *form;
	bool is_file;
};
extern const struct api_answer api_answers[];
extern const size_t api_answers_n;

/* openapi_show — handler of GET /api/v1/openapi.json. FAULT when the description does not fit into its cap. */
handler_fn openapi_show;
/* openapi_write — the whole document into an empty writer. */
void openapi_write(struct json_out *j, struct arena *a);

#endif

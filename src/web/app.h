/* app.h — one worker's application: a database connection and the request lifecycle.
 *
 *     struct app *app = app_new(settings, &why);
 *     struct http_server *s = http_start(socket, app_http(app));
 *
 * The lifecycle is one straight function (app.c: run) in the order the design gives: route, session, capability, Origin,
 * body, CSRF, form, transaction with object and rule and handler and events, then the bytes, then the log.
 */
#ifndef WEB_APP_H
#define WEB_APP_H

#include "web/web.h"

struct app;
/* app_new — opens the database and checks routes and migrations; NULL with a sentence. */
struct app *app_new(const struct settings *settings, struct str *ret_why);
void app_free(struct app *app);
const struct http_app *app_http(struct app *app);

/* What the features give the lifecycle (app/objects.c): loads the object the route names into cx and fills cx->resource.
 * NOT_FOUND when there is none; the same queries run for objects that exist and are denied. */
extern const char *const object_params[OBJECT_END]; /* name of the path parameter, e.g. "induction" */
extern enum rc (*const object_loaders[OBJECT_END])(struct ctx *cx, struct uuid id);
/* strip_of_ecsw — what stands under the header of the ECSW who acts, of their open induction, which goes into cx->own_induction; empty for
 * none. */
struct str strip_of_ecsw(struct ctx *cx);
/* object_read — records that a person has read an audited object (route.audit). Called in a write transaction. */
enum rc object_read(struct ctx *cx);

#endif

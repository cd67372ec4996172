/* assets.h — the files that travel inside the program.
 *
 * Assets (styles, scripts, fonts, pictures) are served under a name that holds a hash of their bytes,
 * so a browser may keep them for ever: /assets/cairn.1a2b3c4d.css. Templates write {{a cairn.css }}; an
 * asset that does not exist fails the build (ASSET_… is an enumerator for each).
 *
 * Data (frameworks/, programmes/, demo/) is what `cairn init` and `cairn demo` start from.
 *
 * Everything here is read-only and lives as long as the process.
 */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include "assets.gen.h" /* enum asset_name, made from the built assets */
#include "web/html.h"

struct asset {
	const char *name;    /* "cairn.css", "fonts/atkinson.woff2" */
	const char *type;    /* Content-Type */
	struct str path;     /* "/assets/cairn.1a2b3c4d.css" */
	struct str etag;     /* with its quotes */
	struct str body;
	struct str gzip;     /* n == 0 when it would not be smaller */
};

/* asset_of_path — what a request path names; NULL for anything else, also for names of older builds. */
const struct asset *asset_of_path(struct str path);
/* asset_url — the hashed address of a name. An unknown name comes back as it is, and is 404. */
struct url asset_url(const char *name);

/* data_file — "demo/world.json", "frameworks/….json", "programmes/….json": inflated into the arena.
 * An empty slice with p == NULL when there is no such file. */
struct str data_file(struct arena *a, struct str name);
/* data_name — the names in order, for i from 0; NULL at the end. */
const char *data_name(size_t i);

/* What tools/gen_assets.py makes, sorted by path and by name; for assets.c. */
extern const struct asset asset_table[];
extern const size_t asset_count;
struct data_entry {
	const char *name;
	struct str deflated;
	size_t size;
};
extern const struct data_entry data_table[];
extern const size_t data_count;

#endif

/* fetch.h — one request over HTTP, for jobs: bounded in size and time, without redirects. Never in a worker, never while a
 * transaction is open. */
#ifndef WEB_FETCH_H
#define WEB_FETCH_H

#include "base/text.h"

struct fetch {
	struct str url;            /* http or https: who calls has decided which */
	struct str agent_url;      /* our own address, for User-Agent */
	struct str form;           /* a POST of this form; empty for a GET */
	struct str bearer;         /* a token for Authorization; empty for none */
	struct str user, password; /* HTTP Basic; empty for none */
	size_t max;                /* bytes of the answer */
};
struct fetched {
	int status;
	struct str body;
};
/* fetch — BUSY with a sentence when there is no answer within 15 seconds; TOO_LARGE over max. Any status is OK. */
enum rc fetch(struct arena *a, const struct fetch *f, struct fetched *ret, struct str *ret_why);

#endif

/* provider_view.h — what the pages of signing in through another service show. */
#ifndef APP_SIGN_IN_PROVIDER_VIEW_H
#define APP_SIGN_IN_PROVIDER_VIEW_H

#include "web/html.h"

struct provider_wait_view {
	struct str name;
	struct url to;    /* of the provider; empty while something is waited for */
};
struct provider_refused_view {
	struct str lead, name;
	bool is_unknown, links;
	struct url offer; /* of the invitation that was not accepted; empty for none */
};

#endif

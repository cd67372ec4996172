/* feed_view.h — what the page about one's calendar feed shows. */
#ifndef APP_FEED_FEED_VIEW_H
#define APP_FEED_FEED_VIEW_H

#include "web/html.h"

struct feed_view {
	struct html csrf, errors;
	struct str address;          /* shown once; empty otherwise */
	struct str said;             /* why it is shown */
	struct str since, fetched;
	bool is_on;
};

#endif

/* organisation_view.h — what the pages of organisations show. */
#ifndef APP_ORGANISATION_ORGANISATION_VIEW_H
#define APP_ORGANISATION_ORGANISATION_VIEW_H

#include "web/html.h"

struct organisations_view {
	bool all; /* everybody's, else one's own and its partners */
	struct html list;
};

#endif

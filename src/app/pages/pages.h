/* pages.h — short pages everybody may read: help, who sees what, what goes with you, privacy, accessibility, concerns. */
#ifndef APP_PAGES_PAGES_H
#define APP_PAGES_PAGES_H

#include "web/web.h"

handler_fn pages_show; /* the page that the route's path names */

#endif

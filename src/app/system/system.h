/* system.h — health, readiness, and what the operator asks of a running Cairn. */
#ifndef APP_SYSTEM_H
#define APP_SYSTEM_H

#include "web/web.h"

handler_fn system_health, system_ready, system_worker;

#endif

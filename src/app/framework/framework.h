/* framework.h — what other features may use of frameworks: files in and out, the store, and the pages' handlers. */
#ifndef APP_FRAMEWORK_FRAMEWORK_H
#define APP_FRAMEWORK_FRAMEWORK_H

#include "app/framework/framework_io.h"
#include "app/framework/search.h"
#include "app/framework/store.h"

#endif

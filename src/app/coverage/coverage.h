/* coverage.h — what other features may use of coverage: the stored summary, and the pages' handlers. */
#ifndef APP_COVERAGE_COVERAGE_H
#define APP_COVERAGE_COVERAGE_H

#include "app/coverage/coverage_store.h"

#endif

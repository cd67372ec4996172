/* log.h — one JSON object a line on stderr.
 *
 *     log_line(LOG_WARN, "job.failed", "job", LOG_I(id), "why", LOG_S(reason), NULL);
 *
 * Keys are ours, values are escaped. No free text a person typed, no tokens, no addresses go in:
 * ids, states, counts and times do. A line is written with one write() so that processes don't mix. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/base.h"

enum log_level { LOG_DEBUG_LEVEL, LOG_INFO, LOG_WARN, LOG_ERROR };

/* A value: text (s.p != NULL) or a number. */
struct log_value {
	struct str s;
	int64_t i;
	bool is_text;
};
#define LOG_S(text) ((struct log_value){ .s = (text), .is_text = true })
#define LOG_C(c_string) ((struct log_value){ .s = { (c_string), strlen(c_string) }, .is_text = true })
#define LOG_I(number) ((struct log_value){ .i = (number) })
struct log_pair { const char *key; struct log_value value; };

void log_pairs(enum log_level level, const char *event, const struct log_pair *pairs, size_t n);
/* log_event(level, "http.request", { "status", LOG_I(200) }, { "path", LOG_S(path) }); */
#define log_event(level, event, ...)                                                                     \
	log_pairs((level), (event), (const struct log_pair[]){ __VA_ARGS__ },                               \
	          sizeof((const struct log_pair[]){ __VA_ARGS__ }) / sizeof(struct log_pair))
void log_set_level(enum log_level least);

#endif

/* register_inside.h — what the parts of this feature share: an answer of the register, who gives it, and keeping it. */
#ifndef APP_REGISTER_REGISTER_INSIDE_H
#define APP_REGISTER_REGISTER_INSIDE_H

#include "app/register/register.h"

enum { REGISTER_TEXT_MAX = 300, REGISTER_ANNOTATIONS_MAX = 2000 };

/* An adapter: asks one register about one number. Outside any transaction; opens its own if it needs one. A fault (BUSY,
 * FAULT) has a sentence without personal data in *ret_why. */
struct register_adapter {
	enum register_source source;
	enum rc (*ask)(struct ctx *cx, struct str number, struct register_answer *ret, struct str *ret_why);
};
extern const struct register_adapter register_service, register_copy;
/* register_adapter_of — the service where one is set, else the copy in use; NULL when there is neither. In a transaction. */
enum rc register_adapter_of(struct ctx *cx, const struct register_adapter **ret);

/* register_clean — one line of at most `most` bytes from outside: trimmed, valid, no controls. */
struct str register_clean(struct arena *a, struct str s, size_t most);

#endif

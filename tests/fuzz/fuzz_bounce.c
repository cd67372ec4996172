/* fuzz_bounce.c — any bytes are a message that came back: what is taken from it are slices of it, within the bounds, and no
 * bytes of a stranger are ever a return address of ours.
 */
#include "base/text.h"
#include "web/bounce.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct seal_key key = { { 7 } };
	struct arena *a = arena_new(4 << 20);
	struct str message = { (const char *)data, size };
	struct bounce_report r;
	struct uuid id;

	bounce_read(message, &r);
	if (r.says < BOUNCE_NOT || r.says > BOUNCE_ADDRESS || r.status < 0 || r.status > 599 || r.to_n > BOUNCE_TO_MAX ||
	    (r.says == BOUNCE_NOT) != (r.status == 0))
		abort();
	for (size_t i = 0; i < r.to_n; i++) {
		if (r.to[i].p < message.p || r.to[i].p + r.to[i].n > message.p + message.n || r.to[i].n > 254)
			abort();
		if (bounce_mail(a, &key, S("bounces@mail.example.org"), r.to[i], &id))
			abort();
	}
	if (bounce_mail(a, &key, S("b@c"), message, &id))
		abort();
	arena_release(a);
	return 0;
}

/* passkey.h — what a browser sends for a passkey (WebAuthn Level 2), checked by libfido2. Pure: the challenge, and that it is used
 * once, are the caller's.
 *
 * The relying party is the host people see, without its port; WebAuthn takes no address in numbers, and wants https or
 * localhost. Attestation is not asked for: which make of key somebody has is not our business.
 */
#ifndef WEB_PASSKEY_H
#define WEB_PASSKEY_H

#include "base/text.h"

enum { PASSKEY_CHALLENGE = 32, PASSKEY_MAX = 8192 /* of anything a browser sends, decoded */ };

/* What must be true of the ceremony. */
struct passkey_wanted {
	struct str host;       /* relying party: cairn.example.gov.uk */
	struct str origin;     /* https://cairn.example.gov.uk */
	struct str challenge;  /* bytes */
};
/* passkey_host_may — can this host be a relying party? */
bool passkey_host_may(struct str host);

struct passkey {
	struct str credential, public_key; /* bytes */
	int algorithm;                     /* COSE: -7 or -257 */
	int64_t sign_count;
};
/* passkey_made — a new one: clientDataJSON and authenticator data as the browser gave them. INVALID with a sentence. */
enum rc passkey_made(struct arena *a, const struct passkey_wanted *w, struct str client_data, struct str authenticator_data,
                     struct passkey *ret, struct str *ret_why);
/* passkey_shown — is this signature of that passkey? *ret_count is to be kept. A counter that did not grow is of a copy: INVALID. */
enum rc passkey_shown(struct arena *a, const struct passkey_wanted *w, const struct passkey *of, struct str client_data,
                      struct str authenticator_data, struct str signature, int64_t *ret_count, struct str *ret_why);

#endif

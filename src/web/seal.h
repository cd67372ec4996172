/* seal.h — secrets at rest: sealed with a key that is not in the database.
 *
 * The key is worked out of the installation's signing key (sign_chains.h: CAIRN_SIGNING_KEY_FILE, or DB.key beside a SQLite
 * database), so there is one file to keep. What is sealed for one purpose and one person opens for no other: `purpose` is
 * part of the seal (XChaCha20-Poly1305, its associated data).
 */
#ifndef WEB_SEAL_H
#define WEB_SEAL_H

#include "base/uuid.h"
#include "web/settings.h"

struct seal_key {
	uint8_t b[32];
};
/* seal_key_load — FAULT with a sentence when the installation has no key and none can be made. */
enum rc seal_key_load(struct arena *a, const struct settings *settings, struct seal_key *ret, struct str *ret_why);
/* seal — bytes to store. unseal — false for anything else than what was sealed with this key for this purpose. */
struct str seal(struct arena *a, const struct seal_key *key, struct str purpose, struct str secret);
bool unseal(struct arena *a, const struct seal_key *key, struct str purpose, struct str sealed, struct str *ret);
/* seal_hash — a keyed hash: whoever has only the database can't try words against it. */
struct hash seal_hash(const struct seal_key *key, struct str purpose, struct str secret);

#endif

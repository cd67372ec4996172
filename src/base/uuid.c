/* uuid.c — identifiers, randomness and SHA-256, all through libsodium. */
#include "base/uuid.h"

#include "base/text.h"

#include <openssl/evp.h>
#include <sodium.h>

void random_bytes(void *out, size_t n)
{
	randombytes_buf(out, n);
}

struct str random_token(struct arena *a)
{
	uint8_t bytes[32];

	random_bytes(bytes, sizeof(bytes));
	return base64url_encode(a, bytes, sizeof(bytes));
}

struct uuid uuid7(instant now)
{
	struct uuid u;

	random_bytes(u.b, sizeof(u.b));
	for (int i = 0; i < 6; i++)
		u.b[i] = (uint8_t)((uint64_t)now >> (40 - 8 * i));
	u.b[6] = (uint8_t)(0x70 | (u.b[6] & 0x0F));
	u.b[8] = (uint8_t)(0x80 | (u.b[8] & 0x3F));
	return u;
}

struct uuid uuid5(struct uuid space, struct str name)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	struct uuid u;

	EVP_DigestInit_ex(md, EVP_sha1(), NULL);
	EVP_DigestUpdate(md, space.b, sizeof(space.b));
	EVP_DigestUpdate(md, name.p, name.n);
	EVP_DigestFinal_ex(md, digest, NULL);
	EVP_MD_CTX_free(md);
	memcpy(u.b, digest, sizeof(u.b));
	u.b[6] = (uint8_t)(0x50 | (u.b[6] & 0x0F));
	u.b[8] = (uint8_t)(0x80 | (u.b[8] & 0x3F));
	return u;
}

bool uuid_parse(struct str s, struct uuid *ret)
{
	char hex[32]; /* bounded: a UUID without its hyphens */
	size_t n = 0;

	if (s.n != UUID_TEXT)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;

		if (hyphen != (s.p[i] == '-'))
			return false;
		if (!hyphen)
			hex[n++] = s.p[i];
	}
	struct uuid u;
	if (!hex_decode((struct str){ hex, n }, u.b, sizeof(u.b)))
		return false;
	*ret = u;
	return true;
}

struct str uuid_str(struct arena *a, struct uuid u)
{
	static const char digits[] = "0123456789abcdef";
	enum { LONG = 36 };
	char *p = arena_alloc(a, LONG + 1);
	size_t at = 0;

	for (size_t i = 0; i < sizeof(u.b); i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			p[at++] = '-';
		p[at++] = digits[u.b[i] >> 4];
		p[at++] = digits[u.b[i] & 15];
	}
	return (struct str){ p, LONG };
}

struct hash hash_of(struct str data)
{
	return hash_of2(data, STR_NONE);
}

struct hash hash_of2(struct str a, struct str b)
{
	crypto_hash_sha256_state state;
	struct hash h;

	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, (const unsigned char *)a.p, a.n);
	crypto_hash_sha256_update(&state, (const unsigned char *)b.p, b.n);
	crypto_hash_sha256_final(&state, h.b);
	return h;
}

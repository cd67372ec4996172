/* bounce.c — return addresses, and reports of delivery (RFC 3464 in RFC 6522) from anybody. */
#include "web/bounce.h"

#include "base/text.h"
#include "web/child.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MARK = 10, TOKEN_BYTES = 16 + MARK, TOKEN_TEXT = 42, PARTS_MOST = 20, BLOCKS_MOST = 100, ADDRESS_MOST = 254 };

/* ---- return addresses ---- */

/* Case is not kept on the way, so: RFC 4648's base32 in small letters. */
static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";

static void base32(const uint8_t *bytes, char *to)
{
	for (int i = 0; i < TOKEN_TEXT; i++) {
		int bit = i * 5, byte = bit / 8, two = bytes[byte] << 8 | (byte + 1 < TOKEN_BYTES ? bytes[byte + 1] : 0);

		to[i] = letters[two >> (11 - bit % 8) & 31];
	}
}

static bool base32_back(struct str text, uint8_t *bytes)
{
	memset(bytes, 0, TOKEN_BYTES);
	for (int i = 0; i < TOKEN_TEXT; i++) {
		char c = text.p[i] >= 'A' && text.p[i] <= 'Z' ? (char)(text.p[i] + 32) : text.p[i];
		const char *at = c ? strchr(letters, c) : NULL;
		int bit = i * 5, byte = bit / 8, two = at ? (int)(at - letters) << (11 - bit % 8) : 0;

		if (!at)
			return false;
		bytes[byte] |= (uint8_t)(two >> 8);
		if (byte + 1 < TOKEN_BYTES)
			bytes[byte + 1] |= (uint8_t)two;
		else if (two & 255)
			return false; /* bits behind the end: another spelling of the same */
	}
	return true;
}

static void token_of(const struct seal_key *key, struct uuid mail, uint8_t *bytes)
{
	struct hash h = seal_hash(key, S("bounce"), (struct str){ (const char *)mail.b, sizeof(mail.b) });

	memcpy(bytes, mail.b, sizeof(mail.b));
	memcpy(bytes + sizeof(mail.b), h.b, MARK);
}

struct str bounce_address(struct arena *a, const struct seal_key *key, struct str ours, struct uuid mail)
{
	uint8_t bytes[TOKEN_BYTES];
	char text[TOKEN_TEXT]; /* bounded: always so long, and not ended by a zero */
	struct str host = ours, local = str_cut(&host, '@');

	token_of(key, mail, bytes);
	base32(bytes, text);
	return strf(a, "%.*s+%.*s@%.*s", STR_FMT(local), (int)TOKEN_TEXT, text, STR_FMT(host));
}

bool bounce_mail(struct arena *a, const struct seal_key *key, struct str ours, struct str address, struct uuid *ret)
{
	uint8_t said[TOKEN_BYTES], right[TOKEN_BYTES], different = 0;
	struct str host = ours, local = str_cut(&host, '@'), token = str_sub(address, local.n + 1, TOKEN_TEXT);
	struct uuid id;

	if (address.n != local.n + 1 + TOKEN_TEXT + 1 + host.n || address.p[local.n] != '+' ||
	    address.p[local.n + 1 + TOKEN_TEXT] != '@' || !str_eq_nocase(str_sub(address, 0, local.n), local) ||
	    !str_eq_nocase(str_sub(address, address.n - host.n, SIZE_MAX), host) || !base32_back(token, said))
		return false;
	UNUSED(a);
	memcpy(id.b, said, sizeof(id.b));
	token_of(key, id, right);
	for (size_t i = 0; i < sizeof(right); i++) /* in constant time */
		different |= said[i] ^ right[i];
	if (!different)
		*ret = id;
	return !different;
}

/* ---- lines and headers ---- */

static struct str next_line(struct str *rest)
{
	struct str line = str_cut(rest, '\n');

	return line.n && line.p[line.n - 1] == '\r' ? str_sub(line, 0, line.n - 1) : line;
}

/* header_of — the first line of the header of that name in front of the first empty line, with what is folded behind it: a
 * slice that may hold line ends. Empty for none. */
static struct str header_of(struct str block, struct str name)
{
	struct str rest = block;

	while (rest.p) {
		struct str line = next_line(&rest), found;

		if (!line.n)
			return STR_NONE;
		if (line.n <= name.n || line.p[name.n] != ':' || !str_eq_nocase(str_sub(line, 0, name.n), name))
			continue;
		found = str_sub(line, name.n + 1, SIZE_MAX);
		while (rest.n && (rest.p[0] == ' ' || rest.p[0] == '\t')) {
			line = next_line(&rest);
			found.n = (size_t)(line.p + line.n - found.p);
		}
		return str_trim(found);
	}
	return STR_NONE;
}

/* body_of — behind the first empty line. */
static struct str body_of(struct str part)
{
	struct str rest = part;

	while (rest.p)
		if (!next_line(&rest).n)
			return rest.p ? rest : STR_NONE;
	return STR_NONE;
}

static struct str first_word(struct str s)
{
	size_t n = 0;

	while (n < s.n && (unsigned char)s.p[n] > ' ' && !strchr(";(", s.p[n]))
		n++;
	return str_sub(s, 0, n);
}

/* parameter — of a Content-Type: the value of NAME=, with or without quotes. */
static struct str parameter(struct str header, const char *name)
{
	struct str rest = header, wanted = str_from_c(name);

	while (rest.p) {
		struct str one = str_trim(str_cut(&rest, ';')), value = one, key = str_trim(str_cut(&value, '='));

		if (!str_eq_nocase(key, wanted) || !value.p)
			continue;
		value = str_trim(value);
		if (value.n >= 2 && value.p[0] == '"')
			value = str_sub(value, 1, str_find_char(str_sub(value, 1, SIZE_MAX), '"'));
		return value;
	}
	return STR_NONE;
}

/* ---- the report ---- */

/* say — a mail has one recipient; where a report names several, the worst counts. */
static void say(struct bounce_report *r, enum mail_bounce says, int status)
{
	if (says > r->says) {
		r->says = says;
		r->status = status;
	}
}

/* read_status — message/delivery-status: blocks of fields with empty lines between; the first is of the message. */
static void read_status(struct str text, struct bounce_report *r)
{
	struct str rest = body_of(text);

	for (int i = 0; rest.n && i < BLOCKS_MOST; i++) {
		struct str block = rest;
		int status = 0;
		enum mail_bounce says = mail_bounce_of(first_word(header_of(block, S("Action"))), first_word(header_of(block, S("Status"))),
		                                       header_of(block, S("Diagnostic-Code")), &status);

		say(r, says, status);
		rest = body_of(block);
	}
}

static bool is_report(struct str type)
{
	return str_eq_nocase(first_word(type), S("message/delivery-status")) ||
	       str_eq_nocase(first_word(type), S("message/global-delivery-status"));
}

/* read_parts — between the lines of the boundary, as far as there are any. */
static void read_parts(struct str body, struct str boundary, struct bounce_report *r)
{
	struct str rest = body, part = STR_NONE;
	int parts = 0;

	while (rest.p && parts <= PARTS_MOST) {
		struct str line = next_line(&rest);

		if (line.n < boundary.n + 2 || !str_starts(line, S("--")) || !str_eq(str_sub(line, 2, boundary.n), boundary))
			continue;
		if (part.p) {
			part.n = (size_t)(line.p - part.p);
			if (is_report(header_of(part, S("Content-Type"))))
				read_status(body_of(part), r);
		}
		part = rest;
		parts++;
	}
}

/* read_to — the addresses between white space, commas and angle brackets of the headers that say where it was delivered. */
static void read_to(struct str message, struct bounce_report *r)
{
	static const struct str names[] = { S_INIT("Delivered-To"), S_INIT("X-Original-To"), S_INIT("Envelope-To"), S_INIT("To") };

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct str value = header_of(message, names[i]);
		size_t from = 0;

		for (size_t k = 0; k <= value.n && r->to_n < BOUNCE_TO_MAX; k++) {
			struct str one = str_sub(value, from, k - from);

			if (k < value.n && (unsigned char)value.p[k] > ' ' && !strchr("<>,;\"", value.p[k]))
				continue;
			from = k + 1;
			if (one.n <= ADDRESS_MOST && str_find_char(one, '+') != SIZE_MAX && str_find_char(one, '@') != SIZE_MAX)
				r->to[r->to_n++] = one;
		}
	}
}

void bounce_read(struct str message, struct bounce_report *ret)
{
	struct str all = str_sub(message, 0, BOUNCE_MAX), type = header_of(all, S("Content-Type"));

	*ret = (struct bounce_report){ .says = BOUNCE_NOT };
	read_to(all, ret);
	if (str_eq_nocase(first_word(type), S("multipart/report")) && parameter(type, "boundary").n)
		read_parts(body_of(all), parameter(type, "boundary"), ret);
}

/* ---- in a process that is shut in ---- */

enum { CHILD_SECONDS = 5, CHILD_MS = 30000, CHILD_SAYS = 4096 };

static void *room(void)
{
	return malloc(BOUNCE_MAX);
}

/* "2 511 ADDRESS ADDRESS …" */
static size_t read_input(void *prepared, char *out)
{
	struct bounce_report report;
	size_t n = 0, at;
	ssize_t got = 1;

	while (n < BOUNCE_MAX && got > 0) {
		got = read(0, (char *)prepared + n, BOUNCE_MAX - n);
		n += got > 0 ? (size_t)got : 0;
	}
	bounce_read((struct str){ prepared, n }, &report);
	at = (size_t)snprintf(out, CHILD_SAYS, "%d %d", (int)report.says, report.status);
	for (size_t i = 0; i < report.to_n && at + report.to[i].n + 1 < CHILD_SAYS; i++) {
		out[at++] = ' ';
		memcpy(out + at, report.to[i].p, report.to[i].n);
		at += report.to[i].n;
	}
	return at;
}

enum rc bounce_read_shut_in(struct arena *a, int fd, struct bounce_report *ret)
{
	static const struct child reader = { .prepare = room, .work = read_input, .seconds = CHILD_SECONDS, .memory = 64 << 20,
		                                 .says = CHILD_SAYS };
	struct str said;
	int64_t says, status;
	enum rc rc = child_run(a, &reader, fd, CHILD_MS, &said);

	if (rc != OK)
		return rc;
	*ret = (struct bounce_report){ .says = BOUNCE_NOT };
	if (!str_to_i64(str_cut(&said, ' '), BOUNCE_NOT, BOUNCE_ADDRESS, &says) || !str_to_i64(str_cut(&said, ' '), 0, 599, &status))
		return INVALID;
	ret->says = (enum mail_bounce)says;
	ret->status = (int)status;
	while (said.p && ret->to_n < BOUNCE_TO_MAX)
		ret->to[ret->to_n++] = str_cut(&said, ' ');
	return OK;
}

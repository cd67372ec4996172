/* privacy_online.c — e-mail addresses and names on social media. */
#include "rules/privacy_inside.h"

static bool in_name(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' || c == '.' || c == '-' || c == '+';
}

/* name_end — behind the last byte of what could be a name on a service, without a full stop at its end. */
static size_t name_end(struct str s, size_t i)
{
	size_t end = i;

	while (end < s.n && end - i < 64 && in_name(s.p[end]))
		end++;
	while (end > i && (s.p[end - 1] == '.' || s.p[end - 1] == '-' || s.p[end - 1] == '+'))
		end--;
	return end;
}

static void at_sign(struct looking *l, size_t at)
{
	struct str s = l->s;
	size_t start = at, end = name_end(s, at + 1);

	while (start > 0 && at - start < 64 && in_name(s.p[start - 1]))
		start--;
	while (start < at && (s.p[start] == '.' || s.p[start] == '-'))
		start++;
	if (start < at && end > at + 3 && memchr(s.p + at, '.', end - at))
		privacy_found(l, PRIVACY_EMAIL, 0, start, end, STR_NONE);
	else if (start == at && end > at + 2 && !(s.p[at + 1] >= '0' && s.p[at + 1] <= '9' && end - at < 4))
		privacy_found(l, PRIVACY_HANDLE, 0, at, end, STR_NONE);
}

/* ---- addresses of profiles ---- */

static bool same_letters(struct str s, size_t i, const char *what)
{
	size_t n = strlen(what);

	if (i + n > s.n)
		return false;
	for (size_t k = 0; k < n; k++)
		if ((s.p[i + k] >= 'A' && s.p[i + k] <= 'Z' ? s.p[i + k] + 32 : s.p[i + k]) != what[k])
			return false;
	return true;
}

enum { BEFORE_MAX = 80 }; /* "https://www." and what else may stand in front of a site */

/* profile — an address of a profile at byte i; `from` is where the last one ended. Behind its last byte; i where there is none.
 * Nothing is looked at twice, however many sites stand in a row without a space. */
static size_t profile(struct looking *l, size_t i, size_t from)
{
	static const char *const sites[] = { "facebook.com/", "fb.com/", "instagram.com/", "tiktok.com/", "twitter.com/",
		"x.com/", "snapchat.com/", "youtube.com/", "twitch.tv/", "linkedin.com/", "reddit.com/", "threads.net/", "t.me/",
		"pinterest.com/", "soundcloud.com/", "linktr.ee/", "onlyfans.com/", "vm.tiktok.com/", "discord.gg/" };
	struct str s = l->s;

	for (size_t k = 0; k < COUNT_OF(sites); k++) {
		size_t end, start = i;

		if (!same_letters(s, i, sites[k]))
			continue;
		end = i + strlen(sites[k]);
		while (end < s.n && (in_name(s.p[end]) || s.p[end] == '/' || s.p[end] == '@' || s.p[end] == '='))
			end++;
		while (end > i && (s.p[end - 1] == '.' || s.p[end - 1] == '-'))
			end--;
		while (start > from && i - start < BEFORE_MAX && (in_name(s.p[start - 1]) || s.p[start - 1] == '/' || s.p[start - 1] == ':'))
			start--;
		l->out->steps += end - start;
		if (end > i + strlen(sites[k]))
			privacy_found(l, PRIVACY_HANDLE, 0, start, end, STR_NONE);
		return end;
	}
	return i;
}

/* ---- names without a sign ---- */

/* handle_shaped — letters with an underscore, or with digits that are no ordinary ending. */
static bool handle_shaped(struct str w, bool *sure)
{
	size_t letters = 0, digits = 0, turns = 0;
	bool under = false, hash = false, dot = false, capital_inside = false;

	for (size_t i = 0; i < w.n; i++) {
		char c = w.p[i];
		bool d = c >= '0' && c <= '9', a = (c | 32) >= 'a' && (c | 32) <= 'z';

		letters += a;
		digits += d;
		under |= c == '_';
		hash |= c == '#';
		dot |= c == '.' && i > 0 && i + 1 < w.n;
		turns += i && a && w.p[i - 1] >= '0' && w.p[i - 1] <= '9';
		capital_inside |= i && c >= 'A' && c <= 'Z' && w.p[i - 1] >= 'a' && w.p[i - 1] <= 'z';
	}
	*sure = under && letters > 2;
	if (letters < 3)
		return false;
	return under || hash || (digits && letters > 3 && (turns || digits > 1 || capital_inside)) || (dot && letters > 4 && w.n > 6);
}

static size_t bare_end(struct str s, size_t i)
{
	size_t end = i;

	while (end < s.n && end - i < 40 && (in_name(s.p[end]) || s.p[end] == '#'))
		end++;
	while (end > i && memchr(".-+#", s.p[end - 1], 4))
		end--;
	return end;
}

/* platform_from — a service is named within a line of byte `start`; *k is moved on to the word there. */
static bool platform_from(const struct looking *l, size_t *k, size_t start)
{
	bool near = false;

	while (*k < l->n && l->t[*k].start < start)
		++*k;
	for (size_t b = *k; b-- > 0 && start - l->t[b].start < 60;)
		near |= (l->t[b].is & W_PLATFORM) != 0;
	for (size_t b = *k; b < l->n && l->t[b].start < start + 60; b++)
		near |= (l->t[b].is & W_PLATFORM) != 0 && l->t[b].start > start;
	return near;
}

static void bare_names(struct looking *l)
{
	struct str s = l->s;
	size_t k = 0;

	for (size_t i = 0; i < s.n;) {
		size_t end = bare_end(s, i);
		bool sure = false;

		if (end == i || (i && (s.p[i - 1] == '/' || s.p[i - 1] == '@'))) {
			i = end > i ? end : i + 1;
			continue;
		}
		if (end - i > 3 && handle_shaped((struct str){ s.p + i, end - i }, &sure) &&
		    ((s.p[i] | 32) >= 'a' || s.p[i] == '_') && (sure || platform_from(l, &k, i)))
			privacy_found(l, PRIVACY_HANDLE, 0, i, end, STR_NONE);
		i = end;
	}
}

void privacy_online(struct looking *l)
{
	size_t from = 0;

	for (size_t i = 0; i < l->s.n; i++) {
		size_t end;

		if (l->s.p[i] == '@') {
			at_sign(l, i);
		} else if ((i == 0 || !in_name(l->s.p[i - 1]) || l->s.p[i - 1] == '.') && memchr("fitxslrpomdyFITXSLRPOMDYvV", l->s.p[i], 26) &&
		           (end = profile(l, i, from)) > i) {
			from = end;
			i = end - 1;
		}
	}
	bare_names(l);
}

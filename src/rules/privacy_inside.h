/* privacy_inside.h — shared by the files of the privacy check: words of a text with what is known about each, and what was
 * found so far. */
#ifndef RULES_PRIVACY_INSIDE_H
#define RULES_PRIVACY_INSIDE_H

#include "rules/privacy.h"

#include "privacy_words.gen.h"

/* What stands between a word and the one before it. */
enum gap { GAP_START, GAP_SPACE, GAP_COMMA, GAP_DOT, GAP_OPEN, GAP_OTHER, GAP_NEWLINE };

struct tok {
	uint32_t start, end; /* bytes; a possessive 's is outside */
	uint64_t is;         /* W_… bits of the word in small letters */
	uint32_t sentence;   /* number of the sentence it stands in */
	enum gap gap;
	bool cap;            /* begins with a capital */
	bool upper;          /* two letters or more, all capitals */
	bool digit;          /* has a digit */
	bool letter;         /* has a letter */
	bool first;          /* where a capital means nothing: the start of a sentence, line or quotation */
	bool possessive;     /* 's follows */
	bool taken;          /* part of a finding */
};
struct looking {
	struct arena *arena;
	uint32_t text;       /* which one */
	struct str s;
	struct tok *t;
	size_t n;
	const uint64_t *known;
	size_t known_n;      /* hashes of the parts of names that Cairn knows, sorted */
	struct privacy_findings *out;
	uint8_t *taken;      /* by byte */
};

/* privacy_tokens — words of a text. privacy_look_up — the bits of a word. privacy_hash — of its small letters. */
void privacy_tokens(struct looking *l);
uint64_t privacy_look_up(struct str word);
uint32_t privacy_hash(struct str word);
static inline struct str privacy_word(const struct looking *l, size_t i)
{
	return (struct str){ l->s.p + l->t[i].start, l->t[i].end - l->t[i].start };
}
/* privacy_found — adds bytes [start, end), unless some of them are part of a finding already. */
bool privacy_found(struct looking *l, enum privacy_class class, enum privacy_hint hint, size_t start, size_t end,
                   struct str instead);
/* privacy_is — are the letters of a word these small ones? */
bool privacy_is(const struct looking *l, size_t i, const char *word);
/* privacy_after — does one space and nothing else part word i from the one before? */
static inline bool privacy_joined(const struct looking *l, size_t i)
{
	return i < l->n && l->t[i].gap == GAP_SPACE;
}

/* The parts of the check, in the order in which they claim text. */
void privacy_online(struct looking *l);
void privacy_codes(struct looking *l);
void privacy_numbers(struct looking *l);
void privacy_dates(struct looking *l);
void privacy_schools(struct looking *l);
void privacy_addresses(struct looking *l);
void privacy_ages(struct looking *l);
void privacy_names(struct looking *l);
void privacy_jigsaw(struct looking *l);
void privacy_names_again(struct looking *l, const uint64_t *names, size_t n);
/* privacy_listed — is this hash in a sorted list? */
bool privacy_listed(const uint64_t *sorted, size_t n, uint64_t hash);
/* privacy_point — findings where pointed lines stand, in the place of those they overlap; still to be put in order. */
void privacy_point(struct arena *a, struct privacy_findings *f, const struct privacy_text *texts, size_t n,
                   const struct privacy_pointed *pointed);
/* privacy_date_at — length of a date that begins at byte i, or 0; *ret_full when it names a day. */
size_t privacy_date_at(const struct looking *l, size_t i, bool *ret_full);

#endif

/* stem.h — words of an English text, and what is left of a word when its ending is taken off ("assessing", "assesses" and
 * "assessed" are one). A thin coat around libstemmer, so that rules may compare words without knowing a library.
 *
 *     struct stemmer *s = stemmer_new(arena);
 *     struct str word;
 *     size_t at = 0;
 *     while (stem_next_word(text, &at, &word))
 *         use(stem_of(s, scratch, word));
 */
#ifndef BASE_STEM_H
#define BASE_STEM_H

#include "base/text.h"

struct stemmer;
/* stemmer_new — lives as long as the arena. For one thread, as everything here. */
struct stemmer *stemmer_new(struct arena *a);
/* stem_next_word — the next run of letters, digits and apostrophes at or behind *at, as it is written; false at the end.
 * A possessive ending ("child's") is not part of it. */
bool stem_next_word(struct str text, size_t *at, struct str *ret);
/* stem_of — in small letters, without accents, stemmed. At most 60 bytes of a word count. Empty for what is no word. */
struct str stem_of(struct stemmer *s, struct arena *a, struct str word);

#endif

/* suggest_words.h — words that practitioners use where standards use others: "felt-tips" for drawing, "arrears" for debt.
 *
 * Our own list, made from how social workers write and from common abbreviations, not taken from any framework's glossary
 * (a framework's own glossary comes with it). A row says: whoever writes one of `said` may mean `meant`. Words of one row
 * are one way only; every word is stemmed when an index is made. Terms of any framework may stand under `meant`: those it
 * does not use are passed over.
 */
#ifndef RULES_SUGGEST_WORDS_H
#define RULES_SUGGEST_WORDS_H

#include "base/base.h"

struct kindred_words {
	const char *said, *meant; /* words, with spaces between */
};
extern const struct kindred_words kindred_words[];
extern const size_t kindred_words_n;

#endif

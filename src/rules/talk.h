/* talk.h — conversations about a piece: where the words stand that somebody speaks about, also after they have changed, and who is
 * named in what was said.
 *
 * Who may read a comment is access.h's question and app/visible.sql's. Everything here is pure; what is returned lives in the
 * arena or in what was passed.
 */
#ifndef RULES_TALK_H
#define RULES_TALK_H

#include "base/base.h"

enum { TALK_COMMENT_MAX = 2000, TALK_QUOTE_MAX = 1000, TALKS_A_PIECE = 100, TALK_COMMENTS_A_PIECE = 1000, TALK_COMMENTS_MAX = 100,
	   TALK_PEOPLE_MAX = 20 };

/* A stretch of a text, in bytes. */
struct passage {
	size_t at, n;
};
/* passage_find — where `words` stand in `text`. White space of any kind and length counts as the same, since a page lays a text
 * out anew. Of several places the one that begins nearest to `near` (bytes). False when they stand nowhere, or are empty. */
bool passage_find(struct str text, struct str words, size_t near, struct passage *ret);

enum passage_state {
	PASSAGE_STANDS,   /* the same words, perhaps elsewhere */
	PASSAGE_CHANGED,  /* other words have taken their place */
	PASSAGE_GONE,     /* nothing has */
};
/* passage_now — what became in `now` of the stretch `p` of `was`: *ret is its place in `now`, empty when it is gone. Texts longer
 * than PASSAGE_DIFF_MAX bytes are only searched for the words as they were. */
enum { PASSAGE_DIFF_MAX = 20000 };
enum passage_state passage_now(struct arena *a, struct str was, struct passage p, struct str now, struct passage *ret);

/* mentioned — is this person named in a text with an @ in front: "@Rukhsana", "@rukhsana hussain", but not "@Rukh"? A first name
 * that several share names all of them. */
bool mentioned(struct str text, struct str name);
/* mention_apart — the text with a joiner, which nobody sees, between the @ of a mention and that name: the privacy check reads a name
 * there, and no handle of anybody's. mention_joined — without those joiners again. */
struct str mention_apart(struct arena *a, struct str text, struct str name);
struct str mention_joined(struct arena *a, struct str text);

#endif

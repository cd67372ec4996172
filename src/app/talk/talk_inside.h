/* talk_inside.h — shared by the files of this feature: conversations as they stand. */
#ifndef APP_TALK_TALK_INSIDE_H
#define APP_TALK_TALK_INSIDE_H

#include "app/evidence/evidence.h"
#include "app/talk/talk.h"
#include "app/talk/talk_view.h"
#include "talk.sql.h"

/* What a conversation is about, looked up in the piece as it is. */
struct talk_now {
	const struct talks_of_row *row;
	struct str label;          /* of the answer it is about; empty: the whole piece */
	bool has_quote, closed;    /* closed: its words were taken out, and the reader may not see them */
	enum passage_state state;  /* of the quote */
	struct passage at;         /* in the present text of its field; empty when it is gone */
	struct str now;            /* the words that stand there */
};
struct talks_now {
	struct talk_now *v;
	size_t n;
	struct talks_of_rows rows;
	struct talk_comments_rows comments;
	struct piece_words words;  /* its writer's, as they are */
};
/* word_named — of these words, or NULL. */
const struct piece_word *word_named(const struct piece_words *words, struct str name);
/* talk_json — one conversation, into the open document. */
void talk_json(struct ctx *cx, struct json_out *j, const struct talks_now *all, const struct talk_now *t);

struct talk_typed {
	struct str comment, field, quote;
	int64_t at, of_version;
	struct str_list tell;
	bool hold, read_again;
};
struct talk_answer_typed {
	struct str reply;
	struct str_list tell;
	bool hold, read_again;
};

#endif

/* text_blocks.h — a publication as a row of blocks, whatever it was written in.
 *
 * A block is a heading, a list item, a paragraph or, in plain text, a line. Markdown is cut by cmark; HTML by a
 * small scanner that keeps text only: nothing of the markup survives. */
#ifndef APP_FRAMEWORK_TEXT_BLOCKS_H
#define APP_FRAMEWORK_TEXT_BLOCKS_H

#include "app/framework/framework_io.h"

enum block_kind { BLOCK_HEADING, BLOCK_LIST_ITEM, BLOCK_PARAGRAPH, BLOCK_LINE };

struct block {
	enum block_kind kind;
	int level;          /* heading: 1 to 6; list item: depth of its list, from 1 */
	int line;           /* where it starts, from 1; 0 when not known */
	bool after_gap;     /* plain text: an empty line stands before */
	bool bulleted;      /* plain text: started with a bullet, which is taken off */
	struct str text;    /* one line of plain text */
	/* Markdown as markdown_export.c writes it: *type* `code` text *Threads: a; b* */
	struct str type, code, threads;
	bool is_structured; /* it had a code or a type of that form */
};

struct blocks {
	struct block *v;
	size_t n, room;
	struct str title; /* HTML: <title> */
	bool too_many;
};
enum { BLOCKS_MAX = 200000 };

void blocks_of_text(struct arena *a, struct str bytes, struct blocks *ret);
void blocks_of_markdown(struct arena *a, struct str bytes, struct blocks *ret);
void blocks_of_html(struct arena *a, struct str bytes, struct blocks *ret);

#endif

/* paper.h — a document as a stream of records, from who knows what it says (web/paper.h) to who sets it in type (src/pdf/).
 *
 * A record is one letter, the number of its bytes in four bytes, least first, and that many bytes of UTF-8 without markup. The
 * order of the records is the order of the document.
 */
#ifndef BASE_PAPER_H
#define BASE_PAPER_H

enum {
	/* of the whole document, before anything else */
	PAPER_TITLE = 'T', PAPER_AUTHOR = 'A', PAPER_SUBJECT = 'J',
	PAPER_FOOT = 'F',      /* at the foot of every page, left */
	PAPER_PAGE_OF = 'G',   /* the same, right: byte 1 stands for the page's number, byte 2 for the number of pages */
	/* what is in it */
	PAPER_COVER = 't',     /* its name, large */
	PAPER_CONTENTS = 'c',  /* under this heading every PART and CHAPTER with its page */
	PAPER_DEST = 'd',      /* a name for the heading that follows, for PAPER_SEE */
	PAPER_PART = '1',      /* begins a page; in the contents and the outline */
	PAPER_CHAPTER = '2',   /* begins a page too, unless it follows a PART at once; one step below it */
	PAPER_HEAD = '3', PAPER_QUESTION = '4',
	PAPER_LEAD = 's',      /* what stands first, a little larger */
	PAPER_TEXT = 'p', PAPER_SMALL = 'q', PAPER_VOICE = 'b' /* somebody's words, set in */, PAPER_ITEM = 'l',
	PAPER_FACT = 'k',      /* what it is, a zero byte, the fact */
	PAPER_SEE = 'x',       /* a name, a zero byte, words: they lead to that heading and end in its page */
};
enum {
	PAPER_RECORD_MAX = 1 << 20,    /* bytes of one record */
	PAPER_STREAM_MAX = 64 << 20,
	PAPER_PAGES_MAX = 10000,
};
/* How the program that sets it ends. */
enum { PAPER_OK = 0, PAPER_FAILED = 1, PAPER_BAD_STREAM = 2, PAPER_NO_FONT = 3, PAPER_NO_SPACE = 4, PAPER_TOO_LARGE = 5,
       PAPER_NOT_SHUT_IN = 6 };

#endif

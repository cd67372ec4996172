/* evidence_talk.h — what was said about a piece and what became of it, for its page. */
#ifndef APP_EVIDENCE_EVIDENCE_TALK_H
#define APP_EVIDENCE_EVIDENCE_TALK_H

#include "app/evidence/evidence_inside.h"
#include "evidence.sql.h"

/* views_load — the views of the loaded piece that the present reader may see, and what each says of a link. An assessor who
 * has not decided yet sees none of a colleague's: neither leans on the other. */
enum rc views_load(struct ctx *cx, struct evidence_views_rows *ret_views, struct evidence_view_links_rows *ret_links);
/* Everything the page of one piece is drawn from. */
struct piece {
	const struct framework_version *v;
	struct links_now links;
	struct people_now people;
	struct evidence_views_rows views;
	struct evidence_view_links_rows view_links;
	struct evidence_answers_rows answers;
	struct evidence_versions_rows versions;
	struct str_list themes;
	struct str due, seen_by;
	struct html csrf;
	bool is_own, can_link, stands; /* stands: the words can't be changed any more */
};
enum rc piece_load(struct ctx *cx, const struct framework_version *v, struct piece *ret);
/* piece_draw — all of it that is read, on a page or on paper: files, families, conversations and its history are left to the
 * caller. `marks` (NULL on paper): words that lead to what was said of them. */
enum rc piece_draw(struct ctx *cx, const struct piece *p, const struct talk_marks *marks, struct evidence_piece *view, bool *ret_no_files);
/* piece_lead — one sentence: who has the ball. */
struct str piece_lead(struct ctx *cx, const struct piece *p);
/* link_when, link_voices — beside one link: since when, and what was asked and answered about it. */
struct str link_when(struct ctx *cx, const struct piece *p, const struct link_now *l);
struct evidence_voices link_voices(struct ctx *cx, const struct piece *p, const struct link_now *l);
/* draw_talk — every view with what it agreed and asked, and every answer, in time. */
enum rc draw_talk(struct ctx *cx, const struct piece *p, struct evidence_piece *view);
enum rc draw_history(struct ctx *cx, const struct piece *p, struct evidence_piece *view);

#endif

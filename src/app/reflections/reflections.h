/* reflections.h — private reflections: the owner's alone. Nobody else in any role comes here, no query about evidence can reach
 * one, and what others get to read is a piece of evidence that the owner makes of it, by an act.
 */
#ifndef APP_REFLECTIONS_REFLECTIONS_H
#define APP_REFLECTIONS_REFLECTIONS_H

#include "app/objects.h"
#include "web/paper.h"

handler_fn reflections_list, reflections_new, reflections_create, reflections_show, reflections_save, reflections_again,
	reflections_delete, reflections_to_piece;
extern const struct form reflection_new_form, reflection_form;
/* reflections_paper — for a copy that its owner has asked for, of their own: the newest first. */
enum { REFLECTIONS_ON_PAPER = 1000 };
enum rc reflections_paper(struct ctx *cx, struct paper *paper);

#endif

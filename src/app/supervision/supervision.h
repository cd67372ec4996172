/* supervision.h — that supervision was held or not, and the development actions: the practice supervisor writes, the ECSW
 * countersigns and may share it with the practice assessor. Cases are discussed in the children's records, not here.
 *
 * The assessor and the employer's coordinators see dates; the assessor sees the content only once the ECSW shares it.
 */
#ifndef APP_SUPERVISION_SUPERVISION_H
#define APP_SUPERVISION_SUPERVISION_H

#include "app/objects.h"
#include "web/paper.h"

handler_fn supervision_list, supervision_new, supervision_create, supervision_create_again, supervision_show, supervision_edit,
	supervision_save, supervision_save_again, supervision_countersign, supervision_share, supervision_unshare;
extern const struct form supervision_new_form, supervision_form, countersign_form;

/* supervision_owed — a section of the first screen: records to countersign, or, for a supervisor, people whose next
 * supervision has passed unrecorded and the way to record one. Nothing when there is nothing. */
enum rc supervision_owed(struct ctx *cx, struct html *ret);
/* supervision_paper — on paper what the present reader may read of it: a part of its own, nothing where there is none. */
enum rc supervision_paper(struct ctx *cx, struct paper *paper);

#endif

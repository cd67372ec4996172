/* notices_inside.h — between the files of this feature. */
#ifndef APP_NOTICES_INSIDE_H
#define APP_NOTICES_INSIDE_H

#include "app/notices/notices.h"
#include "mail.sql.h"
#include "notices.sql.h"

/* stop_path — "/mail/stop/TOKEN": ends the person's daily mail. The token is the person's id and a keyed hash of it with
 * their salt, so that nothing has to be kept of a mail, and nobody can make one for somebody else. */
struct str stop_path(struct arena *a, struct uuid person, struct str salt);
/* wishes_keep — stores them as the next version, moves what waits to its new time, and writes the event. */
enum rc wishes_keep(struct ctx *cx, int64_t person, struct uuid id, const struct notice_wishes *w, int64_t version);

/* is_in_trouble — does the address they have now take no mail? */
static inline bool is_in_trouble(const struct notice_person_row *p)
{
	return p->trouble.p && str_eq(p->trouble, p->email_folded);
}
/* address_failed — the address a mail went to takes none (m->why): kept for the person, written down, and their coordinators
 * are told, once for each address. */
enum rc address_failed(struct ctx *cx, const struct mail_state_row *m);

#endif

/* people_pages.h — the pages of people: who works here, inviting, one person and what may be changed about them, and the two
 * links that come by mail. people.h has what other features call.
 */
#ifndef APP_PEOPLE_PEOPLE_PAGES_H
#define APP_PEOPLE_PEOPLE_PAGES_H

#include "app/objects.h"

/* invitation.c, invite.c: a role offered by mail */
handler_fn offer_show, offer_accept, offer_with;   /* the link */
handler_fn people_invite_new, people_invite;       /* the form */
handler_fn invitation_show, invitation_resend, invitation_revoke, invitation_confirm;
extern const struct form people_invite_form;

/* people_list.c */
handler_fn people_show, people_csv, invitations_show, invitations_csv, invitations_again;

/* expected.c: somebody who has not come in yet */
handler_fn staff_invite, staff_uninvite;

/* person_page.c: one person, as those who manage them see it */
handler_fn staff_show, staff_events;

/* person_acts.c */
handler_fn staff_deactivate_new, staff_deactivate, staff_reactivate;
handler_fn staff_edit, staff_save;
extern const struct form staff_deactivate_form, staff_edit_form;

/* person_roles.c */
handler_fn staff_roles_new, staff_role_grant, staff_role_end_new, staff_role_end;
extern const struct form staff_role_form, staff_role_end_form;

/* departure.c */
handler_fn staff_leave_new, staff_leave, staff_leave_take_back, staff_away_new, staff_away, staff_back;
handler_fn staff_bring_back_new, staff_bring_back;
extern const struct form staff_leave_form, staff_away_form, staff_bring_back_form;

/* address.c */
handler_fn staff_address_new, staff_address_ask;   /* by a coordinator */
handler_fn own_address_new, own_address_ask;       /* one's own */
handler_fn personal_address_show, personal_address_ask, personal_address_remove;
handler_fn address_open, address_confirm;          /* the link */
extern const struct form staff_address_form, own_address_form, personal_address_form;

#endif

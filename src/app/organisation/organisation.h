/* organisation.h — organisations: who they are, what they are called elsewhere, who coordinates, who they work with, and
 * what becomes of them.
 *
 * Whoever grants or ends the role of a coordinator tells it here, in the same transaction: the first coordinator becomes
 * the primary one, and the last can't leave without a successor.
 *
 *     if ((rc = organisation_coordinator_leaves(cx, organisation, person, last_day, &why)) == CONFLICT)
 *         return field_error(cx, "last_day", why);
 */
#ifndef APP_ORGANISATION_ORGANISATION_H
#define APP_ORGANISATION_ORGANISATION_H

#include "web/web.h"

handler_fn organisations_show, organisations_csv;
handler_fn organisation_show, organisation_timeline, organisation_new, organisation_create_new, organisation_edit,
	organisation_save, organisation_contact, organisation_contact_save, organisation_close, organisation_close_save;
handler_fn organisation_codes, organisation_code_add, organisation_code_end;
handler_fn organisation_coordinators, organisation_primary, organisation_replace, organisation_replace_save;
handler_fn organisation_partners, organisation_partner_add, organisation_partner_end, organisation_partner_apart;
handler_fn successions_show, succession_show, succession_confirm, succession_drop, organisation_merge,
	organisation_merge_propose, organisation_split, organisation_split_propose, succession_places;
extern const struct form succession_merge_form, succession_split_form, succession_places_form;
extern const struct form organisation_new_form, organisation_form, organisation_contact_form, organisation_close_form,
	organisation_code_form, organisation_code_end_form, organisation_primary_form, organisation_replace_form,
	organisation_partner_form, organisation_partner_end_form, organisation_partner_apart_form;

/* organisation_type_word — "Children's trust". */
enum word organisation_type_word(enum organisation_type type);
/* organisation_index — the words it is found by follow its names and codes. Call it in the transaction that changes one. */
enum rc organisation_index(struct ctx *cx, int64_t organisation);

/* organisation_coordinator_joins — somebody has become a coordinator: the first is the primary one. */
enum rc organisation_coordinator_joins(struct ctx *cx, int64_t organisation, int64_t person);
/* organisation_coordinator_leaves — before the role of a coordinator ends on `last` (the last day it is held), or the person
 * can't sign in any more. CONFLICT with *ret_why (a sentence that says what to do) when they are the last one, or the
 * primary one with several others. If one other is left, that one becomes the primary. Nothing is asked of an organisation
 * that has closed. */
enum rc organisation_coordinator_leaves(struct ctx *cx, int64_t organisation, int64_t person, struct date last,
                                        enum word *ret_why);

#endif

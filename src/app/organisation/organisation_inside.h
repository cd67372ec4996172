/* organisation_inside.h — shared by the pages of organisations. */
#ifndef APP_ORGANISATION_ORGANISATION_INSIDE_H
#define APP_ORGANISATION_ORGANISATION_INSIDE_H

#include "app/objects.h"
#include "app/organisation/organisation.h"
#include "app/organisation/organisation_view.h"
#include "organisation.sql.h"
#include "rules/organisation.h"
#include "web.sql.h"
#include "web/form.h"

enum word scheme_word(enum code_scheme scheme);
enum word partnership_word(enum partnership_kind kind, bool is_theirs); /* theirs: done for another */
extern const enum word organisation_type_words[], organisation_scheme_words[], organisation_partner_words[];

/* organisation_url — "/organisations/ID" and what follows. */
struct url organisation_url(struct ctx *cx, const char *after);
/* organisation_event — in the chain of the loaded organisation. */
enum rc organisation_event(struct ctx *cx, enum event_kind kind, struct uuid about, struct str data);
/* form_page — one question on a page: heading, lead, the fields of a form in their order, one button. `warn` may be empty. */
struct form_page {
	enum word title, lead, button;
	const struct form *form;
	const void *filled;
	int64_t version;          /* -1 for none */
	struct url action, back;
	struct str back_words;
	struct html warn;
	bool is_not_possible;     /* only the warning */
};
enum rc form_page(struct ctx *cx, const struct form_page *p);
/* organisation_find — the open organisation somebody means by its name or its three-digit code. INVALID with an error at
 * `field` that says which it could be. */
struct found_organisation {
	int64_t id;
	struct uuid uuid;
	struct str name;
	enum organisation_type type;
};
enum rc organisation_find(struct ctx *cx, const char *field, struct str typed, struct found_organisation *ret);
/* code_tidy — capitals, without spaces. */
struct str code_tidy(struct arena *a, struct str typed);

#endif

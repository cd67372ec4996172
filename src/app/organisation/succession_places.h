/* succession_places.h — where open invitations, people joining and departures go when an organisation splits: inside the
 * feature. Groups are by role and by programme; nobody's name is read.
 */
#ifndef APP_ORGANISATION_SUCCESSION_PLACES_H
#define APP_ORGANISATION_SUCCESSION_PLACES_H

#include "app/organisation/succession.h"
#include "succession_places.sql.h"

/* Stored: never renumber. */
enum place_kind { PLACE_INVITATIONS = 1, PLACE_JOININGS = 2 };
struct place_group {
	enum place_kind kind;
	int64_t what;          /* role, programme */
	struct str key, name;
	int64_t goes, chosen;  /* where their work goes; where it was said they go; 0 for neither */
	int64_t n;
};
struct place_groups {
	struct place_group v[200];
	size_t n;
	int64_t departures;
};
enum rc places_read(struct ctx *cx, int64_t succession, int64_t from, struct date on, struct place_groups *ret);
/* places_missing — adds a sentence for each group of which nobody has said where it goes. */
enum rc places_missing(struct ctx *cx, const struct succession *s, const struct succession_parts_rows *parts,
                       struct succession_problems *p);
/* places_shown — of the loaded split. */
enum rc places_shown(struct ctx *cx, const struct succession_parts_rows *parts, bool may_choose, struct places_view *v);

/* places_before — read before anything moves; places_move — done after inductions and roles have. */
struct places {
	int64_t succession, from;
	struct date on;
	struct places_chosen_rows chosen;
	struct places_offer_rows_rows offers;
	struct places_joining_rows_rows joinings;
};
enum rc places_before(struct ctx *cx, int64_t succession, int64_t from, struct date on, struct places *ret);
enum rc places_move(struct ctx *cx, const struct places *p);

#endif

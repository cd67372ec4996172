/* bulk_columns.c — the tables: columns, then kinds. */
#include "app/bulk/bulk_columns.h"

#include "rules/people.h"

#define NAMES(...)                                                                                                     \
	(const char *const[])                                                                                          \
	{                                                                                                              \
		__VA_ARGS__, NULL                                                                                      \
	}
#define COLUMN(id, member, label_, help_, type_, max_, example_, ...)                                                  \
	[COL_##id] = { .key = #member,                                                                                 \
		       .type = COLUMN_##type_,                                                                         \
		       .label = (label_),                                                                              \
		       .help = (help_),                                                                                \
		       .example = (example_),                                                                          \
		       .offset = offsetof(struct bulk_cells, member),                                                  \
		       .max = (max_),                                                                                  \
		       __VA_ARGS__ }

const struct bulk_column_info bulk_columns[COL_END] = {
	COLUMN(NAME, name, T_BULK_COL_NAME, T_BULK_HELP_NAME, LINE, 200, "Amina Yusuf",
	       .other_names = NAMES("full name", "employee name", "ecsw name", "organisation name", "worker")),
	COLUMN(EMAIL, email, T_BULK_COL_EMAIL, T_BULK_HELP_EMAIL, EMAIL, 254, "amina@trust.example",
	       .other_names = NAMES("e-mail", "email address", "work email", "work e-mail address", "mail",
	                            "ecsw email", "ecsw")),
	COLUMN(REGISTRATION, registration, T_BULK_COL_REGISTRATION, T_BULK_HELP_REGISTRATION, REGISTRATION, 20,
	       "SW123456",
	       .other_names = NAMES("registration", "swe number", "swe registration number", "swe",
	                            "social work england number", "registration no", "sw number")),
	COLUMN(ROLE, role, T_BULK_COL_ROLE, T_BULK_HELP_ROLE, CHOICE, 40, "Practice assessor", .choices = &roles,
	       .other_names = NAMES("job", "part")),
	COLUMN(STARTS, starts, T_BULK_COL_STARTS, T_BULK_HELP_STARTS, DATE, 40, "01/09/2026",
	       .other_names = NAMES("starts", "start", "from", "date started", "first day", "starting", "start day")),
	COLUMN(PROGRAMME, programme, T_BULK_COL_PROGRAMME, T_BULK_HELP_PROGRAMME, LINE, 100, "asye-2026",
	       .other_names = NAMES("scheme", "program")),
	COLUMN(HOURS, hours, T_BULK_COL_HOURS, T_BULK_HELP_HOURS, HOURS, 20, "37",
	       .other_names = NAMES("hours", "weekly hours", "contracted hours")),
	COLUMN(TEAM, team, T_BULK_COL_TEAM, T_BULK_HELP_TEAM, LINE, 100, "Assessment East",
	       .other_names = NAMES("department", "service")),
	COLUMN(INTAKE, intake, T_BULK_COL_INTAKE, T_BULK_HELP_INTAKE, LINE, 60, "September 2026",
	       .other_names = NAMES("cohort", "group")),
	COLUMN(SUPERVISOR, supervisor, T_BULK_COL_SUPERVISOR, T_BULK_HELP_SUPERVISOR, EMAIL, 254,
	       "grace@trust.example",
	       .other_names = NAMES("practice supervisor", "supervisor", "supervisor email", "manager")),
	COLUMN(ASSESSOR, assessor, T_BULK_COL_ASSESSOR, T_BULK_HELP_ASSESSOR, EMAIL, 254,
	       "harpreet@trust.example",
	       .other_names = NAMES("practice assessor", "assessor", "assessor email", "practice educator")),
	COLUMN(PERSON, person, T_BULK_COL_PERSON, T_BULK_HELP_PERSON, EMAIL, 254, "harpreet@trust.example",
	       .other_names = NAMES("supervisor or assessor", "person email", "assigned to", "staff email")),
	COLUMN(PART, part, T_BULK_COL_PART, T_BULK_HELP_PART, CHOICE, 40, "Practice assessor", .choices = &roles,
	       .other_names = NAMES("role", "as")),
	COLUMN(ENDS, ends, T_BULK_COL_ENDS, T_BULK_HELP_ENDS, DATE, 40, "31/08/2027",
	       .other_names = NAMES("until", "end", "ends", "end date")),
	COLUMN(LAST_DAY, last_day, T_BULK_COL_LAST_DAY, T_BULK_HELP_LAST_DAY, DATE, 40, "31/10/2026",
	       .other_names = NAMES("leaving date", "left on", "leaves", "leaving")),
	COLUMN(REASON, reason, T_BULK_COL_REASON, T_BULK_HELP_REASON, CHOICE, 60, "Contract ended", .choices = &departure_reasons,
	       .other_names = NAMES("reason for leaving", "why")),
	COLUMN(PERSONAL, personal, T_BULK_COL_PERSONAL, T_BULK_HELP_PERSONAL, EMAIL, 254, "amina@home.example",
	       .other_names = NAMES("personal email", "private email", "home email")),
	COLUMN(OUTCOME, outcome, T_BULK_COL_OUTCOME, T_BULK_HELP_OUTCOME, CHOICE, 40, "Completed",
	       .choices = &induction_outcomes, .other_names = NAMES("result")),
	COLUMN(ON, on, T_BULK_COL_ON, T_BULK_HELP_ON, DATE, 40, "31/08/2028",
	       .other_names = NAMES("date", "outcome date", "decided on", "ended on")),
	COLUMN(ORGANISATION, organisation, T_BULK_COL_ORGANISATION, T_BULK_HELP_ORGANISATION, LINE, 200,
	       "Northmoor Children’s Trust",
	       .other_names = NAMES("employer", "authority", "organisation name", "trust", "council")),
	COLUMN(TYPE, type, T_BULK_COL_TYPE, T_BULK_HELP_TYPE, CHOICE, 40, "Local authority",
	       .choices = &organisation_types, .other_names = NAMES("kind", "organisation type")),
	COLUMN(CODE, code, T_BULK_COL_CODE, T_BULK_HELP_CODE, CODE3, 10, "330",
	       .other_names = NAMES("la code", "dfe code", "three digit code", "code")),
	COLUMN(ONS, ons, T_BULK_COL_ONS, T_BULK_HELP_ONS, LINE, 9, "E08000025",
	       .other_names = NAMES("ons", "gss code")),
	COLUMN(PHONE, phone, T_BULK_COL_PHONE, T_BULK_HELP_PHONE, PHONE, 40, "0121 496 0000",
	       .other_names = NAMES("telephone", "phone number", "tel")),
	COLUMN(ADDRESS, address, T_BULK_COL_ADDRESS, T_BULK_HELP_ADDRESS, LINE, 300, "1 Civic Square, Northmoor",
	       .other_names = NAMES("postal address")),
	COLUMN(FULL_WEEK, full_week, T_TERMS_FULL_WEEK, T_TERMS_FULL_WEEK_HINT, HOURS, 20, "37",
	       .other_names = NAMES("full week", "full-time week", "full-time hours", "standard hours")),
};

#define BOX(label_, member) TEXT(struct bulk_cells, member, .label = (label_), .max = BULK_CELL_MAX)
static const struct field cells_fields[] = {
	BOX(T_BULK_COL_NAME, name),
	BOX(T_BULK_COL_EMAIL, email),
	BOX(T_BULK_COL_REGISTRATION, registration),
	BOX(T_BULK_COL_ROLE, role),
	BOX(T_BULK_COL_STARTS, starts),
	BOX(T_BULK_COL_PROGRAMME, programme),
	BOX(T_BULK_COL_HOURS, hours),
	BOX(T_BULK_COL_TEAM, team),
	BOX(T_BULK_COL_INTAKE, intake),
	BOX(T_BULK_COL_SUPERVISOR, supervisor),
	BOX(T_BULK_COL_ASSESSOR, assessor),
	BOX(T_BULK_COL_PERSON, person),
	BOX(T_BULK_COL_PART, part),
	BOX(T_BULK_COL_ENDS, ends),
	BOX(T_BULK_COL_LAST_DAY, last_day),
	BOX(T_BULK_COL_REASON, reason),
	BOX(T_BULK_COL_PERSONAL, personal),
	BOX(T_BULK_COL_OUTCOME, outcome),
	BOX(T_BULK_COL_ON, on),
	BOX(T_BULK_COL_ORGANISATION, organisation),
	BOX(T_BULK_COL_TYPE, type),
	BOX(T_BULK_COL_CODE, code),
	BOX(T_BULK_COL_ONS, ons),
	BOX(T_BULK_COL_PHONE, phone),
	BOX(T_BULK_COL_ADDRESS, address),
	BOX(T_TERMS_FULL_WEEK, full_week),
};
const struct form bulk_cells_form = {
	.name = "bulk_row",
	.size = sizeof(struct bulk_cells),
	.fields = cells_fields,
	.n = COUNT_OF(cells_fields),
	.wants_version = true,
};

#define MUST(id)                                                                                                       \
	{                                                                                                              \
		COL_##id, true, 0                                                                                      \
	}
#define MAY(id)                                                                                                        \
	{                                                                                                              \
		COL_##id, false, 0                                                                                     \
	}
#define MUST_AS(id, help_)                                                                                             \
	{                                                                                                              \
		COL_##id, true, (help_)                                                                                \
	}
#define MAY_AS(id, help_)                                                                                              \
	{                                                                                                              \
		COL_##id, false, (help_)                                                                               \
	}
static const struct bulk_use organisations[] = {
	MUST_AS(NAME, T_BULK_HELP_NAME_ORGANISATION), MUST(TYPE), MAY(CODE), MAY(ONS), MAY(PHONE), MAY(ADDRESS)
};
static const struct bulk_use coordinators[] = { MUST(NAME), MUST(EMAIL), MUST(ORGANISATION),
	                                        MAY_AS(STARTS, T_BULK_HELP_STARTS_ROLE) };
static const struct bulk_use people[] = { MUST(NAME), MUST(EMAIL), MUST(ROLE), MAY(REGISTRATION),
	                                  MAY_AS(STARTS, T_BULK_HELP_STARTS_ROLE) };
static const struct bulk_use inductions[] = { MUST(NAME),      MUST(EMAIL),  MAY(REGISTRATION), MUST(STARTS),
	                                      MAY(PROGRAMME),  MAY(HOURS),   MAY(TEAM),         MAY(INTAKE),
	                                      MAY(SUPERVISOR), MAY(ASSESSOR), MAY(FULL_WEEK) };
static const struct bulk_use assignments[] = { MUST_AS(EMAIL, T_BULK_HELP_EMAIL_ECSW),
	                                       MAY_AS(NAME, T_BULK_HELP_NAME_CHECK),
	                                       MUST(PART),
	                                       MUST(PERSON),
	                                       MAY_AS(STARTS, T_BULK_HELP_STARTS_ROLE),
	                                       MAY(ENDS) };
static const struct bulk_use leavers[] = {
	MUST(EMAIL), MAY_AS(NAME, T_BULK_HELP_NAME_CHECK), MUST(LAST_DAY), MUST(REASON), MAY(PERSONAL)
};
static const struct bulk_use outcomes[] = { MUST_AS(EMAIL, T_BULK_HELP_EMAIL_ECSW),
	                                    MAY_AS(NAME, T_BULK_HELP_NAME_CHECK), MUST(OUTCOME), MUST(ON) };

#define KIND(id, list, title_, lead_, things_, role_, ...)                                                             \
	{                                                                                                              \
		.kind = BULK_##id, .role = (role_), .title = (title_), .lead = (lead_), .things = (things_),           \
		.uses = (list), .uses_n = COUNT_OF(list), __VA_ARGS__                                                  \
	}
static const struct bulk_kind_info kinds[] = {
	KIND(INDUCTIONS, inductions, T_BULK_KIND_INDUCTIONS, T_BULK_LEAD_INDUCTIONS, T_BULK_THINGS_INDUCTIONS,
	     ROLE_COORDINATOR, .invites = true, .menu = MENU_PEOPLE,
	     .shown = { COL_REGISTRATION, COL_STARTS, COL_ASSESSOR }),
	KIND(PEOPLE, people, T_BULK_KIND_PEOPLE, T_BULK_LEAD_PEOPLE, T_BULK_THINGS_PEOPLE, ROLE_COORDINATOR,
	     .invites = true, .menu = MENU_PEOPLE, .shown = { COL_EMAIL, COL_ROLE, COL_STARTS }),
	KIND(ASSIGNMENTS, assignments, T_BULK_KIND_ASSIGNMENTS, T_BULK_LEAD_ASSIGNMENTS, T_BULK_THINGS_ASSIGNMENTS,
	     ROLE_COORDINATOR, .menu = MENU_PEOPLE, .shown = { COL_PART, COL_PERSON, COL_STARTS }),
	KIND(LEAVERS, leavers, T_BULK_KIND_LEAVERS, T_BULK_LEAD_LEAVERS, T_BULK_THINGS_LEAVERS, ROLE_COORDINATOR, .records = true,
	     .menu = MENU_PEOPLE, .shown = { COL_EMAIL, COL_LAST_DAY, COL_REASON }),
	KIND(OUTCOMES, outcomes, T_BULK_KIND_OUTCOMES, T_BULK_LEAD_OUTCOMES, T_BULK_THINGS_OUTCOMES, ROLE_COORDINATOR,
	     .records = true, .menu = MENU_PEOPLE, .shown = { COL_EMAIL, COL_OUTCOME, COL_ON }),
	KIND(ORGANISATIONS, organisations, T_BULK_KIND_ORGANISATIONS, T_BULK_LEAD_ORGANISATIONS,
	     T_BULK_THINGS_ORGANISATIONS, ROLE_NATIONAL_ADMIN, .menu = MENU_ORGANISATIONS,
	     .shown = { COL_TYPE, COL_CODE, COL_ONS }),
	KIND(COORDINATORS, coordinators, T_BULK_KIND_COORDINATORS, T_BULK_LEAD_COORDINATORS, T_BULK_THINGS_COORDINATORS,
	     ROLE_NATIONAL_ADMIN, .invites = true, .menu = MENU_PEOPLE,
	     .shown = { COL_ORGANISATION, COL_EMAIL, COL_STARTS }),
};

const struct bulk_kind_info *bulk_kind_of(int64_t kind)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (kinds[i].kind == (enum bulk_kind)kind)
			return &kinds[i];
	return NULL;
}

size_t bulk_kinds_of(enum role role, const struct bulk_kind_info *ret[BULK_KIND_END])
{
	size_t n = 0;

	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (kinds[i].role == role)
			ret[n++] = &kinds[i];
	return n;
}

struct str bulk_things(struct arena *a, const struct bulk_kind_info *k, int64_t n)
{
	return WORDS(a, k->things, WORD_ARG("n", n));
}

struct str bulk_label(enum bulk_column column)
{
	return word(bulk_columns[column].label);
}

/* Letters and digits only, in lower case: how headings are compared. */
static struct str bare(struct arena *a, struct str s)
{
	return str_replace_all(a, text_fold(a, s), S(" "), S(""));
}

static bool goes_by(struct arena *a, const struct bulk_column_info *c, struct str heading)
{
	if (str_eq(bare(a, word(c->label)), heading) || str_eq(bare(a, str_from_c(c->key)), heading))
		return true;
	for (const char *const *other = c->other_names; *other; other++)
		if (str_eq(bare(a, str_from_c(*other)), heading))
			return true;
	return false;
}

/* The names that stand in the template come first: "role" is a person's, "part" an assignment's, and each is known as the
 * other only where the kind has no column of that name. */
size_t bulk_column_named(struct arena *a, const struct bulk_kind_info *k, struct str heading)
{
	struct str wanted = bare(a, heading);

	if (!wanted.n)
		return SIZE_MAX;
	for (size_t i = 0; i < k->uses_n; i++)
		if (str_eq(bare(a, bulk_label(k->uses[i].column)), wanted))
			return i;
	for (size_t i = 0; i < k->uses_n; i++)
		if (goes_by(a, &bulk_columns[k->uses[i].column], wanted))
			return i;
	return SIZE_MAX;
}

struct str cells_join(struct arena *a, const struct bulk_kind_info *k, const struct str *cells)
{
	return str_join(a, cells, k->uses_n, S("\x1f"));
}

void cells_split(const struct bulk_kind_info *k, struct str joined, struct str *cells)
{
	for (size_t i = 0; i < k->uses_n; i++)
		cells[i] = str_cut(&joined, '\x1f');
}

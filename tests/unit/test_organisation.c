/* test_organisation.c — what organisations of each type may do, and who may be what there. */
#include "rules/organisation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void employers_run_inductions_and_universities_moderate(void **state)
{
	static const struct {
		enum organisation_type type;
		bool inductions, hosts, trains, moderates, national;
	} rows[] = {
		{ ORG_LOCAL_AUTHORITY, true, true, false, false, false }, { ORG_CHILDRENS_TRUST, true, true, false, false, false },
		{ ORG_FAMILY_COURT_SERVICE, true, true, false, false, false },
		{ ORG_OTHER_PUBLIC_BODY, true, true, false, false, false },
		{ ORG_INDEPENDENT_AGENCY, true, true, false, false, false }, { ORG_CHARITY, true, true, false, false, false },
		{ ORG_UNIVERSITY, false, false, true, true, false }, { ORG_DEPARTMENT, false, false, false, false, true },
		{ ORG_REGULATOR, false, false, false, false, false }, { 0, false, false, false, false, false },
		{ 99, false, false, false, false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(organisation_may(rows[i].type, POWER_INDUCTIONS), rows[i].inductions);
		assert_int_equal(organisation_may(rows[i].type, POWER_HOST), rows[i].hosts);
		assert_int_equal(organisation_may(rows[i].type, POWER_TRAIN), rows[i].trains);
		assert_int_equal(organisation_may(rows[i].type, POWER_MODERATE), rows[i].moderates);
		assert_int_equal(organisation_may(rows[i].type, POWER_NATIONAL), rows[i].national);
		assert_false(organisation_may(rows[i].type, POWER_END));
	}
}

static void a_role_is_held_where_it_belongs(void **state)
{
	static const struct {
		enum role role;
		enum organisation_type type;
		bool fits;
	} rows[] = {
		{ ROLE_ECSW, ORG_LOCAL_AUTHORITY, true }, { ROLE_ECSW, ORG_UNIVERSITY, false }, { ROLE_ECSW, ORG_DEPARTMENT, false },
		{ ROLE_ASSESSOR, ORG_CHARITY, true }, { ROLE_ASSESSOR, ORG_UNIVERSITY, true }, { ROLE_ASSESSOR, ORG_REGULATOR, false },
		{ ROLE_MODERATOR, ORG_UNIVERSITY, true }, { ROLE_MODERATOR, ORG_LOCAL_AUTHORITY, true },
		{ ROLE_NATIONAL_ADMIN, ORG_DEPARTMENT, true }, { ROLE_NATIONAL_ADMIN, ORG_LOCAL_AUTHORITY, false },
		{ ROLE_REGULATOR, ORG_REGULATOR, true }, { ROLE_REGULATOR, ORG_DEPARTMENT, false },
		{ ROLE_COORDINATOR, ORG_UNIVERSITY, true }, { ROLE_COORDINATOR, ORG_DEPARTMENT, false },
		{ ROLE_HR_CONTACT, ORG_UNIVERSITY, false }, { ROLE_NONE, ORG_DEPARTMENT, false }, { ROLE_END, ORG_DEPARTMENT, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (role_fits(rows[i].role, rows[i].type) != rows[i].fits)
			fail_msg("role %d at type %d", rows[i].role, rows[i].type);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(employers_run_inductions_and_universities_moderate),
		cmocka_unit_test(a_role_is_held_where_it_belongs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

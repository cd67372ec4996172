/* bulk_check.h — what is wrong with a row, or worth knowing before it goes in.
 *
 * Two looks: bulk_parse is pure and knows only the row; bulk_resolve asks the database who is meant and whether the same act
 * would be allowed on a page. Both are run when the file is checked, and again in the transaction that adds the row, since
 * days may lie between.
 *
 * Findings are stored as numbers with what they are about, never as sentences: what \x1f column \x1f value \x1f more \x1e.
 */
#ifndef APP_BULK_CHECK_H
#define APP_BULK_CHECK_H

#include "app/bulk/bulk_read.h"

/* Up to 19 are enum cell_problem. The numbers are stored: never renumber, only append. */
enum bulk_finding {
	FIND_MISSING = 20,
	FIND_TOO_LONG,
	FIND_EMAIL_FORM,
	FIND_CHOICE,
	FIND_NO_SUCH_PROGRAMME,
	FIND_WHICH_PROGRAMME,
	FIND_TWICE,            /* in the same file */
	FIND_ELSEWHERE,        /* in Cairn through another employer */
	FIND_NUMBER_TAKEN,     /* the registration number is another's */
	FIND_NUMBER_DIFFERS,
	FIND_ADDRESS_DIFFERS,  /* the number is somebody's here, with another address */
	FIND_NAME_DIFFERS,
	FIND_CLOSED,           /* the account may not sign in */
	FIND_SELF,
	FIND_ROLE,             /* not one this sender may give */
	FIND_NOT_HERE,         /* nobody of ours has that address */
	FIND_NOT_IN_ROLE,
	FIND_ONE_PERSON,       /* supervisor and assessor */
	FIND_OWN,              /* supervises or assesses themself */
	FIND_INDUCTION_THERE,
	FIND_NO_INDUCTION,
	FIND_BEFORE_START,
	FIND_ORDER,            /* ends before it begins */
	FIND_OUTCOME_THERE,
	FIND_FUTURE,
	FIND_NO_ORGANISATION,
	FIND_WHICH_ORGANISATION,
	FIND_ORGANISATION_THERE,
	FIND_CODE_TAKEN,
	FIND_DATE_FAR,
	FIND_REFUSED,          /* when it came to it, something stood against it */
	FIND_HOURS_RANGE,
	FIND_DUTY,             /* rules/duties.h says no; `more` is its number */
	FIND_CASELOAD,
	FIND_LEAVING_THERE,
	FIND_REFUSED_BECAUSE,  /* `more` says why */
	FIND_TRANSFER,         /* an outcome ends an induction; somebody who moves goes on with theirs */
	/* worth knowing */
	FIND_NOTES = 100,
	FIND_PART_TIME = FIND_NOTES,
	FIND_ZERO_BACK,
	FIND_SW_BACK,
	FIND_COMES_BACK,
	FIND_NAME_SPELT,
	FIND_LONG_AGO,
	FIND_ENDS_INDUCTION,
	FIND_NO_NUMBER,
	FIND_END,
};

struct finding {
	int what;
	int column;            /* enum bulk_column; -1 for the row */
	struct str value, more;
};
enum { FINDINGS_MAX = 20 };
struct findings {
	struct finding v[FINDINGS_MAX];
	size_t n;
	bool bad, note;
};
void find(struct findings *f, int what, int column, struct str value, struct str more);
struct str findings_store(struct arena *a, const struct findings *f);
void findings_of(struct str stored, struct findings *ret);

/* A finding in words. `why` has been cut at the value, so that a page can set it in type of its own. */
struct finding_says {
	struct str before, value, after, fix;
	bool transfer;         /* the way on is to ask for a transfer */
};
struct finding_says finding_says(struct arena *a, const struct finding *f);
/* finding_why — the same as one sentence, for CSV and JSON. */
struct str finding_why(struct arena *a, const struct finding *f);

/* What an employer's full week is taken to be where neither file nor page says, in hundredths. */
enum { BULK_FULL_WEEK = 3700 };

/* What the cells of a row mean, by column. */
struct bulk_value {
	struct str s;          /* the line, cleaned */
	struct str folded;     /* of an address */
	struct date date;
	int64_t n;             /* a choice, or hundredths of hours */
	bool given, good;
};
struct bulk_values {
	struct bulk_value v[COL_END];
};
void bulk_parse(struct arena *a, const struct bulk_kind_info *k, const struct str *cells, enum date_order order,
                struct date today, struct bulk_values *ret, struct findings *f);

/* What the database knows of the row. */
struct bulk_meant {
	int64_t organisation;  /* where it happens */
	int64_t person;        /* 0: somebody new */
	int64_t induction;
	struct uuid person_id; /* of whom a row is about who is ours */
	struct uuid supervisor, assessor, other; /* none: nobody; other: who is assigned */
	int64_t programme, framework;
	bool same;             /* all of it is so already */
	bool has_role;
	bool register_asks;    /* about whoever it adds with a number */
	struct date role_starts;
};
/* Who the rows of a batch name by their own address or number, looked up in one go. Good only for as long as nothing has been
 * added since; an organisation it was not asked for is looked up row by row. */
struct bulk_people_by_email_row;
struct bulk_known {
	int64_t organisation;
	const struct bulk_people_by_email_row *email, *number;
	size_t email_n, number_n;
	bool register_asks;    /* is there a register that is asked? */
	enum organisation_type type; /* of that organisation */
};
/* bulk_known_read — of rows whose cells stand as in bulk_row.cells, BULK_BATCH at most. */
enum rc bulk_known_read(struct ctx *cx, const struct bulk_kind_info *k, const struct str *rows, size_t n, struct bulk_known *ret);

/* bulk_resolve — in a transaction, with cx->actor as whoever sent it. `known` may be NULL. */
enum rc bulk_resolve(struct ctx *cx, const struct bulk_kind_info *k, const struct bulk_values *v, const struct bulk_known *known,
                     struct bulk_meant *ret, struct findings *f);

/* bulk_twice — rows of one file that say the same of the same person: for each line the row it repeats, 0 for none. */
const int *bulk_twice(struct arena *a, const struct bulk_kind_info *k, const struct bulk_sheet *sheet);

#endif

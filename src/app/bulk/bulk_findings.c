/* bulk_findings.c — findings as they are stored, and in words. */
#include "app/assignment/assignment.h"
#include "app/bulk/bulk_check.h"

/* Where the value goes in a sentence, until it is put there: no typed text holds it. */
#define VALUE_HERE "\x01"

static const struct finding_words {
	int what;
	enum word why, fix; /* {label} {value} {more} */
} says[] = {
	{ CELL_DATE_FORM, T_BULK_WHY_DATE_FORM, T_BULK_FIX_DATE_FORM },
	{ CELL_DATE_NO_SUCH_DAY, T_BULK_WHY_DATE_NONE, T_BULK_FIX_DATE_NONE },
	{ CELL_DATE_SHORT_YEAR, T_BULK_WHY_DATE_YEAR, T_BULK_FIX_DATE_YEAR },
	{ CELL_DATE_EITHER, T_BULK_WHY_DATE_EITHER, T_BULK_FIX_DATE_EITHER },
	{ CELL_DATE_SERIAL, T_BULK_WHY_DATE_SERIAL, T_BULK_FIX_DATE_SERIAL },
	{ CELL_REGISTRATION_ZERO, T_BULK_WHY_NUMBER_ZERO, T_BULK_FIX_NUMBER_ZERO },
	{ CELL_REGISTRATION_FORM, T_BULK_WHY_NUMBER_FORM, T_BULK_FIX_NUMBER_FORM },
	{ CELL_CODE_FORM, T_BULK_WHY_CODE_FORM, T_BULK_FIX_CODE_FORM },
	{ CELL_NUMBER_FORM, T_BULK_WHY_HOURS_FORM, T_BULK_FIX_HOURS_FORM },
	{ CELL_FORMULA, T_BULK_WHY_FORMULA, T_BULK_FIX_FORMULA },
	{ FIND_MISSING, T_BULK_WHY_MISSING, T_BULK_FIX_MISSING },
	{ FIND_TOO_LONG, T_BULK_WHY_TOO_LONG, T_BULK_FIX_TOO_LONG },
	{ FIND_EMAIL_FORM, T_BULK_WHY_EMAIL_FORM, T_BULK_FIX_EMAIL_FORM },
	{ FIND_CHOICE, T_BULK_WHY_CHOICE, T_BULK_FIX_CHOICE },
	{ FIND_NO_SUCH_PROGRAMME, T_BULK_WHY_NO_PROGRAMME, T_BULK_FIX_PROGRAMME },
	{ FIND_WHICH_PROGRAMME, T_BULK_WHY_WHICH_PROGRAMME, T_BULK_FIX_PROGRAMME },
	{ FIND_TWICE, T_BULK_WHY_TWICE, T_BULK_FIX_TWICE },
	{ FIND_ELSEWHERE, T_BULK_WHY_ELSEWHERE, T_BULK_FIX_ELSEWHERE },
	{ FIND_NUMBER_TAKEN, T_BULK_WHY_NUMBER_TAKEN, T_BULK_FIX_NUMBER_TAKEN },
	{ FIND_NUMBER_DIFFERS, T_BULK_WHY_NUMBER_DIFFERS, T_BULK_FIX_NUMBER_DIFFERS },
	{ FIND_ADDRESS_DIFFERS, T_BULK_WHY_ADDRESS_DIFFERS, T_BULK_FIX_ADDRESS_DIFFERS },
	{ FIND_NAME_DIFFERS, T_BULK_WHY_NAME_DIFFERS, T_BULK_FIX_NAME_DIFFERS },
	{ FIND_CLOSED, T_BULK_WHY_CLOSED, T_BULK_FIX_CLOSED },
	{ FIND_SELF, T_BULK_WHY_SELF, T_BULK_FIX_SELF },
	{ FIND_ROLE, T_BULK_WHY_ROLE, T_BULK_FIX_CHOICE },
	{ FIND_NOT_HERE, T_BULK_WHY_NOT_HERE, T_BULK_FIX_NOT_HERE },
	{ FIND_NOT_IN_ROLE, T_BULK_WHY_NOT_IN_ROLE, T_BULK_FIX_NOT_IN_ROLE },
	{ FIND_ONE_PERSON, T_BULK_WHY_ONE_PERSON, T_BULK_FIX_ONE_PERSON },
	{ FIND_OWN, T_BULK_WHY_OWN, T_BULK_FIX_ONE_PERSON },
	{ FIND_INDUCTION_THERE, T_BULK_WHY_INDUCTION_THERE, T_BULK_FIX_INDUCTION_THERE },
	{ FIND_NO_INDUCTION, T_BULK_WHY_NO_INDUCTION, T_BULK_FIX_NO_INDUCTION },
	{ FIND_BEFORE_START, T_BULK_WHY_BEFORE_START, T_BULK_FIX_DATE_NONE },
	{ FIND_ORDER, T_BULK_WHY_ORDER, T_BULK_FIX_DATE_NONE },
	{ FIND_OUTCOME_THERE, T_BULK_WHY_OUTCOME_THERE, T_BULK_FIX_OUTCOME_THERE },
	{ FIND_FUTURE, T_BULK_WHY_FUTURE, T_BULK_FIX_FUTURE },
	{ FIND_NO_ORGANISATION, T_BULK_WHY_NO_ORGANISATION, T_BULK_FIX_NO_ORGANISATION },
	{ FIND_WHICH_ORGANISATION, T_BULK_WHY_WHICH_ORGANISATION, T_BULK_FIX_WHICH_ORGANISATION },
	{ FIND_ORGANISATION_THERE, T_BULK_WHY_ORGANISATION_THERE, T_BULK_FIX_ORGANISATION_THERE },
	{ FIND_CODE_TAKEN, T_BULK_WHY_CODE_TAKEN, T_BULK_FIX_CODE_TAKEN },
	{ FIND_DATE_FAR, T_BULK_WHY_DATE_FAR, T_BULK_FIX_DATE_NONE },
	{ FIND_REFUSED, T_BULK_WHY_REFUSED, T_BULK_FIX_REFUSED },
	{ FIND_HOURS_RANGE, T_BULK_WHY_HOURS_RANGE, T_BULK_FIX_HOURS_FORM },
	{ FIND_DUTY, T_BULK_WHY_REFUSED, T_BULK_FIX_DUTY },
	{ FIND_CASELOAD, T_BULK_WHY_CASELOAD, T_BULK_FIX_CASELOAD },
	{ FIND_LEAVING_THERE, T_BULK_WHY_LEAVING_THERE, T_BULK_FIX_LEAVING_THERE },
	{ FIND_REFUSED_BECAUSE, T_BULK_WHY_BECAUSE, 0 },
	{ FIND_TRANSFER, T_BULK_WHY_TRANSFER, T_BULK_FIX_TRANSFER },
	{ FIND_PART_TIME, T_BULK_NOTE_PART_TIME, 0 },
	{ FIND_ZERO_BACK, T_BULK_NOTE_ZERO_BACK, 0 },
	{ FIND_SW_BACK, T_BULK_NOTE_SW_BACK, 0 },
	{ FIND_COMES_BACK, T_BULK_NOTE_COMES_BACK, 0 },
	{ FIND_NAME_SPELT, T_BULK_NOTE_NAME_SPELT, 0 },
	{ FIND_LONG_AGO, T_BULK_NOTE_LONG_AGO, 0 },
	{ FIND_ENDS_INDUCTION, T_BULK_NOTE_ENDS_INDUCTION, 0 },
	{ FIND_NO_NUMBER, T_BULK_NOTE_NO_NUMBER, 0 },
};

void find(struct findings *f, int what, int column, struct str value, struct str more)
{
	if (what >= FIND_NOTES)
		f->note = true;
	else
		f->bad = true;
	if (f->n < FINDINGS_MAX)
		f->v[f->n++] = (struct finding){ what, column, value, more };
}

struct str findings_store(struct arena *a, const struct findings *f)
{
	struct buf b = buf_new(a, 64 * 1024);

	for (size_t i = 0; i < f->n; i++) {
		buf_add_i64(&b, f->v[i].what);
		buf_add_c(&b, '\x1f');
		buf_add_i64(&b, f->v[i].column);
		buf_add_c(&b, '\x1f');
		buf_add(&b, f->v[i].value);
		buf_add_c(&b, '\x1f');
		buf_add(&b, f->v[i].more);
		buf_add_c(&b, '\x1e');
	}
	return buf_str(&b);
}

void findings_of(struct str stored, struct findings *ret)
{
	*ret = (struct findings){ .n = 0 };
	while (stored.n && ret->n < FINDINGS_MAX) {
		struct str one = str_cut(&stored, '\x1e');
		struct str value;
		int64_t what, column;

		if (!str_to_i64(str_cut(&one, '\x1f'), 0, FIND_END, &what) || !str_to_i64(str_cut(&one, '\x1f'), -1, COL_END - 1, &column))
			continue;
		value = str_cut(&one, '\x1f');
		find(ret, (int)what, (int)column, value, one);
	}
}

static const struct finding_words *words_for(int what)
{
	for (size_t i = 0; i < COUNT_OF(says); i++)
		if (says[i].what == what)
			return &says[i];
	return words_for(FIND_REFUSED);
}

/* A label begins a sentence as it is, and stands inside one with a small letter: "E-mail address", "no e-mail address". */
static struct str small(struct arena *a, struct str label)
{
	if (label.n < 2 || (label.p[1] >= 'A' && label.p[1] <= 'Z'))
		return label;
	return strf(a, "%.*s%.*s", STR_FMT(str_lower(a, str_sub(label, 0, 1))), STR_FMT(str_sub(label, 1, SIZE_MAX)));
}

/* why_of — what stands against an assignment has words of its own. */
static enum word why_of(const struct finding *f)
{
	int64_t wrong;

	if (f->what == FIND_MISSING && f->column == COL_EMAIL)
		return T_BULK_WHY_NO_ADDRESS;
	if (f->what == FIND_DUTY && str_to_i64(f->more, 1, DUTY_END - 1, &wrong))
		return duty_word((enum duty_wrong)wrong);
	return words_for(f->what)->why;
}

static struct str put(struct arena *a, enum word w, const struct finding *f, struct str value)
{
	struct str label = f->column >= 0 ? bulk_label((enum bulk_column)f->column) : STR_NONE;

	return w ? WORDS(a, w, WORD_ARG("label", label), WORD_ARG("small", small(a, label)), WORD_ARG("value", value),
	                 WORD_ARG("more", f->more))
	         : STR_NONE;
}

struct finding_says finding_says(struct arena *a, const struct finding *f)
{
	const struct finding_words *w = words_for(f->what);
	enum word fix = f->what == FIND_MISSING && f->column == COL_EMAIL ? T_BULK_FIX_NO_ADDRESS : w->fix;
	struct finding_says s = { .fix = put(a, fix, f, f->value), .transfer = f->what == FIND_ELSEWHERE };
	struct str why = put(a, why_of(f), f, S(VALUE_HERE));

	s.before = str_cut(&why, VALUE_HERE[0]);
	if (why.p) {
		s.value = f->value;
		s.after = why;
	}
	return s;
}

struct str finding_why(struct arena *a, const struct finding *f)
{
	return put(a, why_of(f), f, f->value);
}

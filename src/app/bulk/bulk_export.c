/* bulk_export.c — what can be sent many at a time, handed out in the same columns; recorded. */
#include "app/bulk/bulk_pages.h"
#include "base/csv.h"
#include "rules/people.h"

#include "bulk_export.sql.h"

enum { CSV_MAX = 12 << 20 };

struct out {
	struct ctx *cx;
	struct csv_out o;
	int64_t rows;
};

static void put_date(struct out *x, struct date d)
{
	csv_put(&x->o, date_is_none(d) ? STR_NONE : date_iso(x->cx->arena, d));
}

static bool end_row(struct out *x)
{
	csv_end_row(&x->o);
	x->rows++;
	return !x->o.out.full;
}

static bool on_person(void *arg, const struct bulk_out_people_row *r)
{
	struct out *x = arg;

	csv_put(&x->o, r->name);
	csv_put(&x->o, r->email);
	csv_put(&x->o, key_words(x->cx->arena, &roles, (int)r->role));
	csv_put(&x->o, r->registration);
	put_date(x, r->starts);
	return end_row(x);
}

static struct str hours_text(struct arena *a, int64_t hundredths)
{
	if (hundredths == DB_NULL_INT)
		return STR_NONE;
	return hundredths % 100 ? strf(a, "%lld.%02lld", (long long)hundredths / 100, (long long)hundredths % 100)
	                        : strf(a, "%lld", (long long)hundredths / 100);
}

static bool on_induction(void *arg, const struct bulk_out_inductions_row *r)
{
	struct out *x = arg;

	csv_put(&x->o, r->name);
	csv_put(&x->o, r->email);
	csv_put(&x->o, r->registration);
	put_date(x, r->starts);
	csv_put(&x->o, r->programme);
	csv_put(&x->o, hours_text(x->cx->arena, r->hours));
	csv_put(&x->o, r->team);
	csv_put(&x->o, r->intake);
	csv_put(&x->o, r->supervisor);
	csv_put(&x->o, r->assessor);
	csv_put(&x->o, hours_text(x->cx->arena, r->full_week));
	return end_row(x);
}

static bool on_assignment(void *arg, const struct bulk_out_assignments_row *r)
{
	struct out *x = arg;

	csv_put(&x->o, r->email);
	csv_put(&x->o, r->name);
	csv_put(&x->o, key_words(x->cx->arena, &roles, (int)r->part));
	csv_put(&x->o, r->person);
	put_date(x, r->starts);
	put_date(x, r->ends);
	return end_row(x);
}

static bool on_outcome(void *arg, const struct bulk_out_outcomes_row *r)
{
	struct out *x = arg;

	csv_put(&x->o, r->email);
	csv_put(&x->o, r->name);
	csv_put(&x->o, key_of(&induction_outcomes, (int)r->outcome));
	put_date(x, r->on_date);
	return end_row(x);
}

static bool on_organisation(void *arg, const struct bulk_out_organisations_row *r)
{
	struct out *x = arg;

	csv_put(&x->o, r->name);
	csv_put(&x->o, key_of(&organisation_types, (int)r->type));
	csv_put(&x->o, r->code);
	csv_put(&x->o, r->ons);
	csv_put(&x->o, r->phone);
	csv_put(&x->o, r->address);
	return end_row(x);
}

static bool on_coordinator(void *arg, const struct bulk_out_coordinators_row *r)
{
	struct out *x = arg;

	csv_put(&x->o, r->name);
	csv_put(&x->o, r->email);
	csv_put(&x->o, r->organisation);
	put_date(x, r->starts);
	return end_row(x);
}

static bool on_leaver(void *arg, const struct bulk_out_leavers_row *r)
{
	struct out *x = arg;

	csv_put(&x->o, r->email);
	csv_put(&x->o, r->name);
	put_date(x, r->last_day);
	csv_put(&x->o, key_words(x->cx->arena, &departure_reasons, (int)r->reason));
	csv_put(&x->o, STR_NONE); /* a personal address is the person's own */
	return end_row(x);
}

static enum rc rows_of(struct out *x, const struct bulk_kind_info *k)
{
	struct ctx *cx = x->cx;
	int64_t own = cx->actor.organisation;

	switch (k->kind) {
	case BULK_PEOPLE: return sql_bulk_out_people(cx->db, cx->arena, own, cx->today, on_person, x);
	case BULK_INDUCTIONS: return sql_bulk_out_inductions(cx->db, cx->arena, own, cx->today, on_induction, x);
	case BULK_ASSIGNMENTS: return sql_bulk_out_assignments(cx->db, cx->arena, own, cx->today, on_assignment, x);
	case BULK_OUTCOMES: return sql_bulk_out_outcomes(cx->db, cx->arena, own, on_outcome, x);
	case BULK_LEAVERS: return sql_bulk_out_leavers(cx->db, cx->arena, own, on_leaver, x);
	case BULK_ORGANISATIONS: return sql_bulk_out_organisations(cx->db, cx->arena, cx->today, on_organisation, x);
	case BULK_COORDINATORS: return sql_bulk_out_coordinators(cx->db, cx->arena, cx->today, on_coordinator, x);
	case BULK_KIND_END: break;
	}
	return FAULT;
}

static enum rc recorded(struct ctx *cx, const struct bulk_kind_info *k, int64_t rows)
{
	struct bulk_own_organisation_row own;
	enum rc rc = sql_bulk_own_organisation(cx->db, cx->arena, cx->actor.organisation, &own);

	return rc == OK ? event_add(cx, CHAIN_ORGANISATION, cx->actor.organisation, EVENT_EXPORTED, own.id,
	                            strf(cx->arena, "{\"list\":\"%.*s\",\"rows\":%lld}", STR_FMT(key_of(&bulk_kinds, (int)k->kind)),
	                                 (long long)rows))
	                : rc;
}

enum rc bulk_export(struct ctx *cx)
{
	const struct bulk_kind_info *k = bulk_kind_of(number_of(&bulk_kinds, query(cx, "kind")));
	struct out x = { .cx = cx, .o = csv_begin(cx->arena, CSV_MAX) };
	enum rc rc;

	if (!query(cx, "kind").n)
		return redirect(cx, url_lit("/imports"));
	if (!k || k->role != cx->actor.role)
		return NOT_FOUND;
	buf_add(&x.o.out, S("\xef\xbb\xbf"));
	for (size_t i = 0; i < k->uses_n; i++)
		csv_put(&x.o, bulk_label(k->uses[i].column));
	csv_end_row(&x.o);
	if ((rc = rows_of(&x, k)) != OK)
		return rc;
	if (!csv_done(&x.o).n)
		return TOO_LARGE;
	if ((rc = recorded(cx, k, x.rows)) != OK)
		return rc;
	return answer_bytes(cx, S("text/csv; charset=utf-8"),
	                    strf(cx->arena, "%.*s-%.*s.csv", STR_FMT(key_of(&bulk_kinds, (int)k->kind)), STR_FMT(date_iso(cx->arena, cx->today))),
	                    csv_done(&x.o));
}

/* pact.c — the agreement about support and assessment: where it stands, begun, signed, renewed when things change; first screens, the
 * night, paper. */
#include "app/support/support_inside.h"

#include "app/calendar/calendar.h"
#include "app/notices/notices.h"

enum { BEGIN_WITHIN_DAYS = 60 };     /* Cairn begins one by itself for somebody who has just started */

bool pact_signed_by(const struct pact_now *n, enum role role)
{
	for (size_t i = 0; i < n->signatures.n; i++)
		if (n->signatures.v[i].role == (int64_t)role)
			return true;
	return false;
}

static int share_now(const struct ctx *cx, const struct calendar_facts *f)
{
	for (int i = 0; i < f->hours_n; i++)
		if (date_cmp(f->hours[i].starts, cx->today) <= 0 && (date_is_none(f->hours[i].ends) || date_cmp(cx->today, f->hours[i].ends) <= 0))
			return f->hours[i].share;
	return FULL_TIME;
}

static int64_t row_or_0(int64_t id)
{
	return id == DB_NULL_INT ? 0 : id;
}

static enum rc basis_now(struct ctx *cx, const struct induction_dates *d, struct pact_now *n)
{
	struct pact_now_row people;
	enum rc rc = sql_pact_now(cx->db, cx->arena, cx->induction->id, cx->today, &people);

	if (rc != OK)
		return rc;
	n->paused = calendar_is_paused(&d->facts, cx->today);
	n->now = (struct pact_basis){ row_or_0(people.supervisor), row_or_0(people.assessor), cx->induction->programme_row, share_now(cx, &d->facts), DATE_NONE };
	for (size_t i = 0; i < d->pauses.n; i++)
		if (!date_is_none(d->pauses.v[i].ends) && date_cmp(d->pauses.v[i].ends, cx->today) < 0 &&
		    (date_is_none(n->now.pause_ended) || date_cmp(d->pauses.v[i].ends, n->now.pause_ended) > 0))
			n->now.pause_ended = d->pauses.v[i].ends;
	return OK;
}

/* read_with — the dates of the induction have been read. */
static enum rc read_with(struct ctx *cx, const struct induction_dates *d, struct pact_now *ret)
{
	struct pact_now n = { .is_there = false };
	const struct programme *p;
	enum rc rc = programme_get(cx, cx->induction->programme_row, &p);

	if (rc != OK || (rc = basis_now(cx, d, &n)) != OK)
		return rc;
	n.rules = &p->d.support;
	rc = sql_pact_of(cx->db, cx->arena, cx->induction->id, &n.row);
	if (rc == NOT_FOUND) {
		*ret = n;
		return OK;
	}
	if (rc != OK || (rc = sql_pact_own(cx->db, cx->arena, n.row.pact, &n.own)) != OK ||
	    (rc = sql_pact_signatures(cx->db, cx->arena, n.row.pact, &n.signatures)) != OK)
		return rc;
	n.is_there = true;
	for (size_t i = 0; i < n.signatures.n; i++)
		n.signed_by |= 1u << n.signatures.v[i].role;
	n.changed = pact_changed(&(struct pact_basis){ row_or_0(n.row.supervisor), row_or_0(n.row.assessor), n.row.programme, (int)n.row.share, n.row.pause_ended }, &n.now);
	*ret = n;
	return OK;
}

enum rc pact_read(struct ctx *cx, struct pact_now *ret)
{
	struct induction_dates d;
	enum rc rc = dates_of(cx, cx->induction->id, &d);

	return rc == OK ? read_with(cx, &d, ret) : rc;
}

static enum rc noted(struct ctx *cx, enum event_kind kind, struct uuid id, int64_t number)
{
	return event_add(cx, CHAIN_INDUCTION, cx->induction->id, kind, id, strf(cx->arena, "{\"number\":%lld}", (long long)number));
}

/* tell — everybody who has not signed, but whoever does it. */
static enum rc tell(struct ctx *cx, const struct pact_now *n)
{
	const struct induction *i = cx->induction;
	enum rc rc = OK;

	if (!pact_signed_by(n, ROLE_ECSW) && cx->actor.person != i->ecsw)
		rc = notice(cx, NOTICE_SUPPORT, i->ecsw, i->employer);
	if (rc == OK && !pact_signed_by(n, ROLE_SUPERVISOR) && cx->actor.role != ROLE_SUPERVISOR)
		rc = notice_assigned(cx, NOTICE_SUPPORT, i->id, ROLE_SUPERVISOR, i->employer);
	if (rc == OK && !pact_signed_by(n, ROLE_ASSESSOR) && cx->actor.role != ROLE_ASSESSOR)
		rc = notice_assigned(cx, NOTICE_SUPPORT, i->id, ROLE_ASSESSOR, i->employer);
	if (rc == OK && !pact_signed_by(n, ROLE_COORDINATOR) && cx->actor.role != ROLE_COORDINATOR)
		rc = notice_coordinators(cx, NOTICE_SUPPORT, i->employer);
	return rc;
}

enum rc pact_begin(struct ctx *cx, const struct pact_now *n, unsigned why, int64_t *ret_pact)
{
	int64_t number = n->is_there ? n->row.number + 1 : 1;
	struct uuid id = uuid7(cx->now);
	struct pact_now fresh = *n;
	struct pact_add_row row;
	enum rc rc = n->is_there ? sql_pact_replace(cx->db, cx->arena, n->row.pact, cx->now, NULL) : OK;

	if (rc == OK)
		rc = sql_pact_add(cx->db, cx->arena, id, cx->induction->id, number, why, n->now.supervisor ? n->now.supervisor : DB_NULL_INT,
		                  n->now.assessor ? n->now.assessor : DB_NULL_INT, n->now.share, n->now.pause_ended, n->now.programme, cx->today, cx->now,
		                  support_by(cx), &row);
	if (rc == OK && n->is_there)
		rc = sql_pact_own_copy(cx->db, cx->arena, n->row.pact, row.pact, NULL);
	if (rc == OK)
		rc = noted(cx, EVENT_PACT_BEGUN, id, number);
	fresh.signatures.n = 0;
	if (rc == OK && ret_pact)
		*ret_pact = row.pact;
	return rc == OK ? tell(cx, &fresh) : rc;
}

enum rc pact_put_signature(struct ctx *cx, const struct pact_now *n)
{
	int64_t affected = 0;
	enum rc rc = sql_pact_touch(cx->db, cx->arena, n->row.pact, n->row.version, &affected);

	if (rc == OK && !affected)
		return STALE;
	if (rc == OK)
		rc = sql_pact_sign(cx->db, cx->arena, n->row.pact, cx->actor.role, cx->actor.person, cx->now, NULL);
	return rc == OK ? noted(cx, EVENT_PACT_SIGNED, n->row.id, n->row.number) : rc;
}

enum rc pact_put_lines(struct ctx *cx, const struct pact_now *n, struct str lines)
{
	int64_t affected = 0, pact = n->row.pact;
	enum rc rc;

	if (n->signed_by) { /* what somebody has signed is never changed under them */
		if ((rc = pact_begin(cx, n, PACT_BIT(PACT_WORDS) | n->changed, &pact)) != OK)
			return rc;
	} else {
		if ((rc = sql_pact_touch(cx->db, cx->arena, pact, n->row.version, &affected)) != OK)
			return rc;
		if (!affected)
			return STALE;
	}
	rc = sql_pact_own_put(cx->db, cx->arena, pact, cx->actor.role, lines, NULL);
	return rc == OK ? noted(cx, EVENT_PACT_WORDS, n->row.id, n->row.number) : rc;
}

/* ---- the night ---- */

enum rc pact_look(struct ctx *cx, const struct induction_dates *d)
{
	struct pact_now n;
	enum rc rc = read_with(cx, d, &n);

	if (rc != OK || n.paused || !n.rules->promises_n[ROLE_ECSW])
		return rc;
	if (!n.is_there)
		return n.now.supervisor && n.now.assessor && date_cmp(date_plus(cx->induction->starts, BEGIN_WITHIN_DAYS), cx->today) >= 0 &&
		                       date_cmp(cx->induction->starts, cx->today) <= 0
		               ? pact_begin(cx, &n, PACT_BIT(PACT_FIRST), NULL)
		               : OK;
	if (n.changed)
		return pact_begin(cx, &n, n.changed, NULL);
	if (pact_is_signed(n.signed_by) || date_cmp(date_plus(n.row.reminded_on, SUPPORT_REMIND_DAYS), cx->today) > 0 ||
	    date_cmp(date_plus(date_of(n.row.created), 6 * SUPPORT_REMIND_DAYS), cx->today) < 0)
		return OK;
	rc = sql_pact_reminded(cx->db, cx->arena, n.row.pact, cx->today, NULL);
	return rc == OK ? tell(cx, &n) : rc;
}

/* ---- first screens ---- */

enum rc pact_lines(struct ctx *cx, struct support_lines *lines)
{
	struct pacts_waiting_rows rows;
	bool own = cx->actor.role == ROLE_ECSW;
	enum rc rc;

	if (!pact_is_party(cx->actor.role))
		return OK;
	rc = sql_pacts_waiting(cx->db, cx->arena, cx->actor.person, cx->actor.organisation, cx->actor.role, cx->today, SUPPORT_ON_FIRST_SCREEN, &rows);
	for (size_t i = 0; rc == OK && i < rows.n; i++)
		support_line_add(cx, lines, url_id(cx, "/inductions/", rows.v[i].induction, "/agreement"),
		                 own ? word(T_PACT_LINE_OWN) : WORDS(cx->arena, T_PACT_LINE, WORD_ARG("name", rows.v[i].name)),
		                 WORDS(cx->arena, T_TIME_OWED_SINCE, WORD_ARG("date", date_of(rows.v[i].created))), DATE_NONE, false);
	return rc;
}

/* ---- on paper ---- */

enum rc pact_paper(struct ctx *cx, struct paper *paper)
{
	struct pact_now n;
	enum rc rc = pact_read(cx, &n);

	if (rc != OK || !n.is_there)
		return rc;
	paper_put(paper, PAPER_PART, word(T_PACT_PAPER));
	paper_put(paper, PAPER_SMALL, WORDS(cx->arena, T_PACT_NUMBER, WORD_ARG("n", n.row.number), WORD_ARG("date", date_of(n.row.created))));
	for (int role = ROLE_ECSW; role <= ROLE_COORDINATOR; role++) {
		paper_put(paper, PAPER_HEAD, word(pact_party_word((enum role)role)));
		for (int k = 0; k < n.rules->promises_n[role]; k++)
			paper_put(paper, PAPER_TEXT, n.rules->promises[role][k]);
		for (size_t i = 0; i < n.own.n; i++)
			if (n.own.v[i].role == role)
				paper_paragraphs(paper, PAPER_TEXT, n.own.v[i].lines);
		for (size_t i = 0; i < n.signatures.n; i++)
			if (n.signatures.v[i].role == role)
				paper_put(paper, PAPER_SMALL, WORDS(cx->arena, T_PACT_SIGNED_ON, WORD_ARG("name", n.signatures.v[i].name),
				                                    WORD_ARG("date", date_of(n.signatures.v[i].signed_at))));
		if (!pact_signed_by(&n, (enum role)role))
			paper_put(paper, PAPER_SMALL, word(T_PACT_NOT_SIGNED));
	}
	return OK;
}

/* ---- the demonstration ---- */

enum rc pact_demo(struct ctx *cx, struct uuid induction, const struct pact_demo_signed *all, size_t n_signed, int share, bool before_pause)
{
	struct actor by = cx->actor;
	struct pact_now n;
	enum rc rc = load_induction(cx, induction);

	if (rc != OK || (rc = pact_read(cx, &n)) != OK)
		return rc;
	if (share)
		n.now.share = share;
	if (before_pause)
		n.now.pause_ended = DATE_NONE;
	if ((rc = sql_pact_add(cx->db, cx->arena, uuid7(cx->now), cx->induction->id, 1, PACT_BIT(PACT_FIRST), n.now.supervisor ? n.now.supervisor : DB_NULL_INT,
	                       n.now.assessor ? n.now.assessor : DB_NULL_INT, n.now.share, n.now.pause_ended, n.now.programme, date_of(cx->now), cx->now, DB_NULL_INT,
	                       &(struct pact_add_row){ 0 })) != OK)
		return rc;
	for (size_t i = 0; rc == OK && i < n_signed; i++) {
		cx->actor = (struct actor){ .person = all[i].person, .role = all[i].role };
		if ((rc = pact_read(cx, &n)) == OK && all[i].lines.n)
			rc = sql_pact_own_put(cx->db, cx->arena, n.row.pact, all[i].role, all[i].lines, NULL);
		if (rc == OK)
			rc = pact_put_signature(cx, &n);
	}
	cx->actor = by;
	return rc;
}

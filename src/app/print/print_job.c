/* print_job.c — makes one copy: asks the rules again as whoever asked, gathers a piece at a time, hands it to cairn-pdf.
 *
 * Each piece is read in a transaction of its own and in memory that is emptied after it, so that a copy of two thousand pieces
 * takes no more than one of ten. What may not be read any more when its turn comes is left out.
 */
#include "app/profiles/profiles.h"
#include "app/print/print_inside.h"

#include "app/evidence/evidence.h"
#include "app/goals/goals.h"
#include "app/reflections/reflections.h"
#include "app/reviews/reviews.h"
#include "app/supervision/supervision.h"
#include "app/support/support.h"
#include "print.sql.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SAY_EVERY = 20, PIECE_ARENA_MAX = 64 << 20, SEEN_MAX = 80 };

struct making {
	struct ctx *cx;            /* of the job: writes */
	struct ctx *reader;        /* whoever asked: reads */
	const struct job *job;
	struct print_to_make_row asked;
	struct str path;
	int fd;
	struct paper *paper;
	const struct framework_version *v;
	struct print_pieces_rows pieces;
	struct print_links_rows links;
	int32_t *outcome_of;       /* by row of links: ordinal of its outcome, -1 for none */
	bool *wanted;              /* by piece */
	size_t wanted_n;
	int64_t *in_it, *versions; /* what went into it, as of which version */
	size_t in_it_n;
	int64_t said_done;
};

/* ---- who asks ---- */

/* The same rules as for a page, on the same facts, for the role they asked in. */
static struct ctx *reader_of(struct ctx *cx, const struct print_to_make_row *asked)
{
	static const struct route reading = { .method = HTTP_GET, .path = "print" };
	struct ctx *reader = NEW(cx->arena, struct ctx);

	*reader = *cx;
	reader->route = &reading;
	reader->actor = (struct actor){ asked->person, (enum role)asked->role, asked->organisation, asked->role_held };
	reader->person_name = asked->name;
	return reader;
}

static enum rc may_have_it(struct making *m)
{
	enum rc rc = load_induction(m->reader, m->asked.induction);

	if (rc != OK)
		return rc;
	return access_ok(may_list_evidence(&m->reader->actor, &m->reader->resource)) ? OK : DENIED;
}

/* ---- which pieces ---- */

static int32_t outcome_asked(const struct making *m)
{
	int32_t i = m->asked.scope == PRINT_OUTCOME ? framework_find(m->v->fw, m->asked.about) : -1;

	return i < 0 ? -1 : m->v->ordinal[i];
}

static void choose_pieces(struct making *m)
{
	int32_t outcome = outcome_asked(m);
	size_t l = 0;

	m->wanted = NEW_ARRAY(m->cx->arena, bool, m->pieces.n + 1);
	for (size_t i = 0; i < m->pieces.n; i++) {
		const struct print_pieces_row *p = &m->pieces.v[i];

		m->wanted[i] = m->asked.scope == PRINT_WHOLE || (m->asked.scope == PRINT_PIECE && uuid_eq(p->id, m->asked.about));
		/* Links come in the order of the pieces; those of a withdrawn one are not among them. */
		for (; l < m->links.n && m->links.v[l].evidence == p->evidence; l++)
			m->wanted[i] |= m->asked.scope == PRINT_OUTCOME && outcome >= 0 && m->outcome_of[l] == outcome;
		m->wanted_n += m->wanted[i];
	}
}

static enum rc read_what(struct making *m)
{
	struct ctx *r = m->reader;
	enum rc rc;

	if ((rc = may_have_it(m)) != OK || (rc = framework_get(r, r->induction->framework, &m->v)) != OK ||
	    (rc = sql_print_pieces(r->db, r->arena, r->induction->id, r->actor.person, r->actor.role, r->today, PRINT_PIECES_MAX + 1,
	                           &m->pieces)) != OK ||
	    (rc = sql_print_links(r->db, r->arena, r->induction->id, r->actor.person, r->actor.role, r->today, PRINT_LINKS_MAX, &m->links)) != OK)
		return rc;
	m->outcome_of = NEW_ARRAY(r->arena, int32_t, m->links.n + 1);
	for (size_t l = 0; l < m->links.n; l++) {
		int32_t i = framework_item_of_row(m->v, m->links.v[l].item);

		m->outcome_of[l] = i < 0 ? -1 : m->v->ordinal[i];
	}
	choose_pieces(m);
	return m->wanted_n > PRINT_PIECES_MAX ? TOO_LARGE : OK;
}

/* ---- how far it is ---- */

static enum rc say(struct making *m, enum print_state state, int64_t n, int64_t of)
{
	enum rc rc = db_begin(m->cx->db, DB_WRITE);

	if (rc == OK)
		rc = sql_print_state_is(m->cx->db, m->cx->arena, m->asked.print_row, state, n, of, NULL);
	if (rc == OK)
		return db_commit(m->cx->db);
	db_rollback(m->cx->db);
	return rc;
}

static bool on_page(void *arg, int page, int pages)
{
	struct making *m = arg;

	if (page > m->said_done)
		say(m, PRINT_SETTING, m->said_done = page, pages); /* told late or not at all, it is made all the same */
	return serve_pause(0);
}

/* ---- what stands before the pieces ---- */

static struct str standards(struct making *m)
{
	return WORDS(m->cx->arena, T_PRINT_STANDARDS, WORD_ARG("title", m->v->title), WORD_ARG("version", m->v->version));
}

static struct str title_of(struct making *m)
{
	const struct induction *i = m->reader->induction;

	return WORDS(m->cx->arena, T_PRINT_PORTFOLIO_OF, WORD_ARG("name", i->name));
}

static void put_whole(struct making *m)
{
	struct arena *a = m->cx->arena;
	struct str foot = WORDS(a, T_PRINT_FOOT, WORD_ARG("title", title_of(m)), WORD_ARG("on", m->cx->today), WORD_ARG("name", m->asked.name),
	                        WORD_ARG("standards", standards(m)));

	paper_put(m->paper, PAPER_TITLE, title_of(m));
	paper_put(m->paper, PAPER_AUTHOR, m->reader->induction->name);
	paper_put(m->paper, PAPER_SUBJECT, standards(m));
	paper_put(m->paper, PAPER_FOOT, foot);
	paper_put(m->paper, PAPER_PAGE_OF, WORDS(a, T_PRINT_PAGE_OF, WORD_ARG("page", S("\1")), WORD_ARG("pages", S("\2"))));
}

static void put_about(struct making *m)
{
	const struct induction *i = m->reader->induction;
	struct arena *a = m->cx->arena;

	paper_pair(m->paper, PAPER_FACT, word(T_PRINT_ABOUT_BY), i->name);
	paper_pair(m->paper, PAPER_FACT, word(T_PRINT_ABOUT_PROGRAMME), i->programme);
	paper_pair(m->paper, PAPER_FACT, word(T_PRINT_ABOUT_EMPLOYER), i->employer_name);
	paper_pair(m->paper, PAPER_FACT, word(T_PRINT_ABOUT_STANDARDS), standards(m));
	paper_pair(m->paper, PAPER_FACT, word(T_PRINT_ABOUT_MADE),
	           WORDS(a, T_PRINT_ABOUT_MADE_BY, WORD_ARG("name", m->asked.name), WORD_ARG("role", role_word((enum role)m->asked.role)),
	                 WORD_ARG("when", instant_long(a, m->cx->now))));
	paper_put(m->paper, PAPER_SMALL, word(m->reader->actor.role == ROLE_ECSW ? T_PRINT_ABOUT_OWN : T_PRINT_ABOUT_OTHER));
	paper_put(m->paper, PAPER_SMALL, word(T_PRINT_ABOUT_COPY));
	if (m->v->illustrative)
		paper_put(m->paper, PAPER_SMALL, word(T_LAYOUT_ILLUSTRATIVE));
}

static void put_cover(struct making *m)
{
	int32_t outcome = outcome_asked(m);

	paper_put(m->paper, PAPER_COVER, title_of(m));
	if (outcome >= 0) {
		int32_t i = m->v->outcomes[outcome];

		paper_put(m->paper, PAPER_LEAD, strf(m->cx->arena, "%.*s %.*s", STR_FMT(framework_item_name(m->cx->arena, m->v->fw, i)),
		                                     STR_FMT(m->v->fw->items[i].text)));
	}
	put_about(m);
	paper_put(m->paper, PAPER_CONTENTS, word(T_PRINT_CONTENTS));
}

/* One outcome with the pieces that are linked to its statements, each with its page. */
static void put_outcome(struct making *m, int32_t outcome)
{
	struct arena *a = m->cx->arena;
	int32_t item = m->v->outcomes[outcome];
	size_t seen = 0, l = 0;
	int64_t agreed = 0, others = 0;

	for (size_t k = 0; k < m->links.n; k++)
		if (m->outcome_of[k] == outcome)
			*(m->links.v[k].state == LINK_ENDORSED ? &agreed : &others) += 1;
	paper_put(m->paper, PAPER_QUESTION, strf(a, "%.*s %.*s", STR_FMT(framework_item_name(a, m->v->fw, item)), STR_FMT(m->v->fw->items[item].text)));
	paper_put(m->paper, PAPER_SMALL, agreed || others ? WORDS(a, T_PRINT_OUTCOME_COUNTS, WORD_ARG("agreed", agreed), WORD_ARG("others", others))
	                                                  : word(T_PRINT_OUTCOME_NOTHING));
	for (size_t i = 0; i < m->pieces.n; i++) {
		bool shows = false;

		for (; l < m->links.n && m->links.v[l].evidence == m->pieces.v[i].evidence; l++)
			shows |= m->outcome_of[l] == outcome;
		if (shows && seen++ < SEEN_MAX)
			paper_pair(m->paper, PAPER_SEE, uuid_str(a, m->pieces.v[i].id), m->pieces.v[i].title);
	}
	if (seen > SEEN_MAX)
		paper_put(m->paper, PAPER_SMALL, WORDS(a, T_PRINT_AND_MORE, WORD_ARG("n", seen - SEEN_MAX)));
}

static void put_outcomes(struct making *m)
{
	paper_put(m->paper, PAPER_PART, word(T_PRINT_SHOWS));
	paper_put(m->paper, PAPER_TEXT, word(T_PRINT_SHOWS_SAYS));
	for (size_t o = 0; o < m->v->outcomes_n; o++)
		put_outcome(m, (int32_t)o);
}

/* ---- the pieces ---- */

/* put_piece — as its reader may read it now; nothing where they may not. */
static enum rc put_piece(struct making *m, struct arena *own, size_t at)
{
	struct ctx *r = NEW(own, struct ctx);
	const struct print_pieces_row *p = &m->pieces.v[at];
	enum rc rc = db_begin(m->cx->db, DB_READ);

	*r = *m->reader;
	r->arena = own;
	if (rc == OK && (rc = load_evidence(r, p->id)) == OK && access_ok(may_read_evidence(&r->actor, &r->resource))) {
		m->in_it[m->in_it_n] = r->evidence->id;
		m->versions[m->in_it_n++] = r->evidence->version;
		rc = evidence_paper(r, m->paper, uuid_str(own, p->id));
	}
	db_rollback(m->cx->db);
	paper_send(m->paper);
	arena_reset(own);
	return rc == NOT_FOUND ? OK : rc;
}

static enum rc put_pieces(struct making *m)
{
	struct arena *own = arena_within(m->cx->arena, PIECE_ARENA_MAX);
	int64_t n = 0;
	enum rc rc = OK;

	m->in_it = NEW_ARRAY(m->cx->arena, int64_t, m->wanted_n + 1);
	m->versions = NEW_ARRAY(m->cx->arena, int64_t, m->wanted_n + 1);
	for (size_t i = 0; rc == OK && i < m->pieces.n; i++) {
		if (!m->wanted[i])
			continue;
		if (!serve_pause(0))
			rc = BUSY;
		else if (n % SAY_EVERY == 0)
			rc = say(m, PRINT_GATHERING, n, (int64_t)m->wanted_n);
		if (rc == OK)
			rc = put_piece(m, own, i);
		n++;
	}
	arena_release(own);
	return rc;
}

/* How the statements are met in this kind of job, where it has a role profile. */
static enum rc put_profile(struct making *m)
{
	struct arena *a = m->cx->arena;
	struct profile_now now;
	enum rc rc = profile_now_of(m->reader, m->v, &now);

	if (rc != OK || !now.name.n)
		return rc;
	paper_put(m->paper, PAPER_PART, WORDS(a, T_PRINT_PROFILE, WORD_ARG("name", now.name)));
	paper_put(m->paper, PAPER_TEXT, WORDS(a, T_PRINT_PROFILE_SAYS, WORD_ARG("organisation", now.organisation), WORD_ARG("date", now.since)));
	for (size_t i = 0; i < now.e.n; i++) {
		struct profile_said s = profile_say(m->reader, m->v, &now.e.v[i]);
		struct str where = s.partner.n ? strf(a, "%.*s: %.*s, %.*s.", STR_FMT(word(s.way)), STR_FMT(s.partner), STR_FMT(s.when)) : strf(a, "%.*s.", STR_FMT(word(s.way)));

		paper_put(m->paper, PAPER_QUESTION, strf(a, "%.*s %.*s", STR_FMT(s.code), STR_FMT(s.text)));
		paper_put(m->paper, PAPER_TEXT, s.words.n ? strf(a, "%.*s %.*s", STR_FMT(where), STR_FMT(s.words)) : where);
	}
	return OK;
}

/* What belongs to a whole portfolio besides its pieces. */
static enum rc put_rest(struct making *m)
{
	enum rc rc = db_begin(m->cx->db, DB_READ);

	if (rc == OK && (rc = may_have_it(m)) == OK && (rc = put_profile(m)) == OK && (rc = goals_paper(m->reader, m->paper)) == OK)
		rc = supervision_paper(m->reader, m->paper);
	if (rc == OK)
		rc = reviews_paper(m->reader, m->paper);
	if (rc == OK)
		rc = support_paper(m->reader, m->paper);
	if (rc == OK && m->asked.with_private && m->reader->actor.role == ROLE_ECSW && m->reader->actor.person == m->reader->resource.owner)
		rc = reflections_paper(m->reader, m->paper);
	db_rollback(m->cx->db);
	paper_send(m->paper);
	return rc;
}

static enum rc gather(struct making *m)
{
	enum rc rc;

	put_whole(m);
	if (m->asked.scope != PRINT_PIECE)
		put_cover(m);
	if (m->asked.scope == PRINT_WHOLE)
		put_outcomes(m);
	if (m->asked.scope != PRINT_PIECE) {
		paper_put(m->paper, PAPER_PART, word(T_PRINT_PIECES));
		if (!m->wanted_n)
			paper_put(m->paper, PAPER_TEXT, word(T_PRINT_NO_PIECES));
	}
	if ((rc = put_pieces(m)) != OK)
		return rc;
	if (m->asked.scope == PRINT_PIECE) {
		if (!m->in_it_n)
			return NOT_FOUND;
		paper_put(m->paper, PAPER_HEAD, word(T_PRINT_ABOUT));
		put_about(m);
	}
	return m->asked.scope == PRINT_WHOLE ? put_rest(m) : OK;
}

/* ---- the file ---- */

static enum rc file_open(struct making *m)
{
	const struct settings *s = m->cx->settings;

	if (!s->files.n || (mkdir(str_c(m->cx->arena, s->files), 0700) != 0 && errno != EEXIST))
		return errno == ENOSPC || errno == EDQUOT ? NO_SPACE : FAULT;
	m->path = print_path(m->cx->arena, s, m->asked.id);
	m->fd = open(m->path.p, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (m->fd >= 0)
		return OK;
	return errno == ENOSPC || errno == EDQUOT ? NO_SPACE : FAULT;
}

/* The titles of all pieces stood in the list of what they show before the first was put: one that was held back since is named too. */
static enum rc note_pieces(struct making *m)
{
	struct db *db = m->cx->db;
	enum rc rc = sql_print_pieces_drop(db, m->cx->arena, m->asked.print_row, NULL);

	for (size_t i = 0; rc == OK && i < m->pieces.n; i++)
		if (m->wanted[i])
			rc = sql_print_piece_add(db, m->cx->arena, m->asked.print_row, m->pieces.v[i].evidence, m->pieces.v[i].version, NULL);
	for (size_t i = 0; rc == OK && i < m->in_it_n; i++)
		rc = sql_print_piece_add(db, m->cx->arena, m->asked.print_row, m->in_it[i], m->versions[i], NULL);
	return rc;
}

static enum rc note_made(struct making *m, int pages, int64_t bytes)
{
	struct db *db = m->cx->db;
	enum rc rc = db_begin(db, DB_WRITE);

	if (rc == OK)
		rc = note_pieces(m);
	if (rc == OK)
		rc = sql_print_made(db, m->cx->arena, m->asked.print_row, pages, bytes, m->cx->now, NULL);
	if (rc == OK)
		return db_commit(db);
	db_rollback(db);
	return rc;
}

static enum rc make(struct making *m)
{
	struct stat st;
	int pages = 0;
	enum rc rc = paper_begin(m->cx->arena, m->fd, &m->paper);

	if (rc != OK)
		return rc;
	if ((rc = gather(m)) != OK) {
		paper_drop(m->paper);
		return rc;
	}
	say(m, PRINT_SETTING, 0, 0);
	if ((rc = paper_end(m->paper, on_page, m, &pages)) != OK)
		return rc;
	if (fsync(m->fd) != 0 || fstat(m->fd, &st) != 0)
		return errno == ENOSPC || errno == EDQUOT || errno == EIO ? NO_SPACE : FAULT;
	return note_made(m, pages, st.st_size);
}

/* ---- the job ---- */

/* What can't be helped by trying again is said to whoever waits. */
static enum rc ends_with(struct making *m, enum rc rc, struct str *ret_why)
{
	enum print_state state = rc == NO_SPACE ? PRINT_NO_ROOM : rc == TOO_LARGE ? PRINT_TOO_LARGE : PRINT_FAILED;

	if (rc == OK)
		return OK;
	if (m->path.n)
		unlink(m->path.p);
	*ret_why = strf(m->cx->arena, "a copy was not made: %s", rc_name(rc));
	if (rc != NO_SPACE && rc != TOO_LARGE && rc != DENIED && rc != NOT_FOUND && m->job->tries < PRINT_TRIES)
		return rc;
	rc = say(m, state, 0, 0);
	return rc == OK ? INVALID : rc;
}

enum rc print_run(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	struct making m = { .cx = cx, .job = job, .fd = -1 };
	enum rc rc = db_begin(cx->db, DB_READ);

	if (rc == OK && (rc = sql_print_to_make(cx->db, cx->arena, job->object, cx->today, &m.asked)) == OK) {
		m.reader = reader_of(cx, &m.asked);
		if (m.asked.state < PRINT_DONE)
			rc = read_what(&m);
	}
	db_rollback(cx->db);
	if (rc == NOT_FOUND)
		return NOT_FOUND; /* they don't hold that role any more: given up */
	if (rc == OK && m.asked.state >= PRINT_DONE)
		return OK;
	if (rc == OK && (rc = file_open(&m)) == OK)
		rc = make(&m);
	if (m.fd >= 0)
		close(m.fd);
	return ends_with(&m, rc, ret_why);
}

enum rc print_given_up(struct ctx *cx, const struct job *job, struct str *ret_why)
{
	UNUSED(ret_why);
	return sql_print_state_is(cx->db, cx->arena, job->object, PRINT_FAILED, 0, 0, NULL);
}

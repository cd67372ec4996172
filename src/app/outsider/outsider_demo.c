/* outsider_demo.c — for the demonstration: a professional who has answered and one who has not, an observation that is owed,
 * what families said (some of it released, some held), and a family that may not be asked yet. All of it is made up. */
#include "app/outsider/outsider_inside.h"

#include "observation.sql.h"
#include "outsider.sql.h"
#include "web/form.h"

static void play(struct ctx *cx, int64_t person, enum role role, instant at)
{
	cx->actor = (struct actor){ .person = person, .role = role };
	cx->now = at;
	cx->today = date_of(at);
}

static struct str some_hash(void)
{
	static uint8_t bytes[32];

	random_bytes(bytes, sizeof(bytes));
	return (struct str){ (const char *)bytes, sizeof(bytes) };
}

/* A link nobody has: in a demonstration one makes a new one. */
static enum rc sent(struct ctx *cx, const struct ask *k, bool by_mail)
{
	struct str token;

	return ask_new_link(cx, k, ASK_DAYS, by_mail, &token);
}

/* said_for — the texts in the order of the questions that want one, and two of what can be ticked. */
static enum rc said_for(struct ctx *cx, int64_t evidence, enum ask_kind kind, const struct str *texts, size_t texts_n)
{
	struct answer_list said = { .v = NEW_ARRAY(cx->arena, struct answer, PROMPTS_MAX) };
	size_t text = 0;
	struct questions qs;
	enum rc rc = questions_with(cx, evidence, kind, STR_NONE, &qs);

	if (rc != OK)
		return rc;
	for (int i = 0; i < qs.form->prompts_n; i++)
		if (text < texts_n && qs.form->prompts[i].who == qs.who && qs.form->prompts[i].type == PROMPT_LONG) {
			said.v[said.n++] = (struct answer){ &qs.form->prompts[i], qs.form->prompts[i].id, texts[text++] };
		} else if (qs.form->prompts[i].type == PROMPT_TICKS && prompt_is_asked(&qs.form->prompts[i], 0)) {
			said.v[said.n++] = (struct answer){ &qs.form->prompts[i], qs.form->prompts[i].id, S("1,2") };
		}
	return answers_given(cx, evidence, kind, &said);
}

struct asked_one {
	const char *name, *address, *about, *role, *organisation;
	const char *said[3];
	int days_ago, answered_days_ago;
	bool by_mail;
};
static const struct asked_one asked_professionals[] = {
	{ "Bryony Tan", "b.tan@hill-lane.example", "our joint meeting with the school in the section 7 work", "Head of inclusion",
	  "Hill Lane Primary (made up)",
	  { "She rang before she came and told us what she could and could not share. In the meeting she asked the class teacher what "
	    "the boy had said in his own words, and wrote that down as he had said it.",
	    "Tell us sooner when a date moves. We had arranged cover twice.", "" }, 24, 19, true },
	{ "Conor Vale", "conor.vale@harbour-health.example", "the health visits we planned together in the autumn", NULL, NULL,
	  { NULL, NULL, NULL }, 5, 0, true },
};

static enum rc add_professional(struct ctx *cx, const struct asked_one *a, int64_t ecsw, instant now)
{
	struct str texts[3] = { str_from_c(a->said[0]), str_from_c(a->said[1]), str_from_c(a->said[2]) };
	struct uuid piece, id;
	int64_t evidence, row;
	const struct ask *k;
	enum rc rc;

	play(cx, ecsw, ROLE_ECSW, now - a->days_ago * DAY);
	rc = piece_begin(cx, KIND_FEEDBACK, WORDS(cx->arena, T_ASK_PIECE_TITLE, WORD_ARG("about", str_from_c(a->about))), cx->today,
	                 SETTING_NONE, false, &evidence, &piece);
	if (rc == OK)
		rc = ask_make(cx, &(struct new_ask){ ASK_PROFESSIONAL, evidence, str_from_c(a->name), str_from_c(a->address),
		                                     str_from_c(a->about), ASK_DAYS }, &id, &row);
	if (rc != OK || (rc = ask_load(cx, id, &k)) != OK || (rc = sent(cx, k, a->by_mail)) != OK || !a->role)
		return rc;
	play(cx, 0, ROLE_NONE, now - a->answered_days_ago * DAY);
	if ((rc = sql_ask_opened(cx->db, cx->arena, row, cx->now, NULL)) != OK ||
	    (rc = said_for(cx, evidence, ASK_PROFESSIONAL, texts, COUNT_OF(texts))) != OK)
		return rc;
	rc = sql_ask_answered(cx->db, cx->arena, row, cx->now, some_hash(), some_hash(), str_from_c(a->name), str_from_c(a->role),
	                      str_from_c(a->organisation), S(""), NULL);
	return rc == OK ? event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_ASK_ANSWERED, piece, S("{\"kind\":1}")) : rc;
}

/* Two observations: one is to come, by somebody without an account; one was watched a few days ago and waits for reflection. */
static enum rc add_observation(struct ctx *cx, int64_t ecsw, instant now, bool watched)
{
	static const struct str saw[4] = {
		S_INIT("She said at the start how long it would take and what would be written down. The girl asked twice whether her mum "
		       "would read it. Each time she was told the truth, in the same plain words. When the girl went quiet, nobody filled it."),
		S_INIT("She can’t promise that nobody will read it, and she said so before she was asked. She said it again, and no more gently."),
		S_INIT("Telling the truth twice without sighing."),
		S_INIT("Say at the end, in one sentence, what happens next and when."),
	};
	struct uuid piece, ask;
	int64_t evidence, row, form = DB_NULL_INT;
	const struct ask *k;
	struct date on = date_of(now + (watched ? -4 : 6) * DAY);
	enum rc rc;

	play(cx, ecsw, ROLE_ECSW, now - (watched ? 12 : 2) * DAY);
	rc = piece_begin(cx, KIND_OBSERVATION, watched ? S("Meeting a ten-year-old for the first time") : S("A first joint call with both parents"),
	                 on, watched ? SETTING_SCHOOL : SETTING_PHONE_OR_VIDEO, true, &evidence, &piece);
	if (rc == OK)
		rc = questions_row_now(cx, ASK_OBSERVER, &form);
	if (rc == OK)
		rc = sql_observation_add(cx->db, cx->arena, evidence, uuid7(cx->now),
		                         watched ? S("How do I say what I can’t promise?")
		                                 : S("Do I give each of them the same room to speak, and do I notice when I don’t?"),
		                         ecsw, cx->now, DB_NULL_INT, ROLE_NONE, form,
		                         watched ? S("Explains why she is there and what will happen (2.2)\nNames power, and says what the girl can choose (1.1)\n"
		                                     "Stays kind and clear when it goes quiet (2.4)")
		                                 : S("Gives each of them time to finish\nNotices when one of them stops talking"), NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_OBSERVATION_PLANNED, piece, S("{}"));
	if (rc == OK)
		rc = ask_make(cx, &(struct new_ask){ ASK_OBSERVER, evidence, watched ? S("Wren Hollis") : S("Idris Penhale"),
		                                     S("observer@family-support.example"), watched ? S("a first meeting") : S("a joint call"), ASK_DAYS },
		              &ask, &row);
	if (rc != OK || (rc = ask_load(cx, ask, &k)) != OK || (rc = sent(cx, k, true)) != OK || !watched)
		return rc;
	play(cx, 0, ROLE_NONE, now - 3 * DAY);
	if ((rc = said_for(cx, evidence, ASK_OBSERVER, saw, COUNT_OF(saw))) != OK ||
	    (rc = sql_observation_given(cx->db, cx->arena, evidence, S("Wren Hollis, family support lead"), cx->now, NULL)) != OK)
		return rc;
	rc = sql_ask_answered(cx->db, cx->arena, row, cx->now, some_hash(), some_hash(), S("Wren Hollis"), S("family support lead"), S(""),
	                      S(""), NULL);
	return rc == OK ? event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_OBSERVATION_GIVEN, piece, S("{\"kind\":3}")) : rc;
}

struct family {
	enum family_member who;
	int answers[FAMILY_PROMPTS_MAX - 1]; /* by their number among the choices */
	const char *words;
	int days_ago;
};
static const struct family families[] = {
	{ FAMILY_PARENT, { 1, 1, 2, 1 }, "She listens. It would help to know earlier when somebody else comes in her place.", 60 },
	{ FAMILY_CARER, { 1, 2, 1, 1 }, "Short letters, please. The long one we had to read three times.", 52 },
	{ FAMILY_CHILD, { 2, 1, 4, 1 }, "asks good questions. could come on a day when there is no football", 41 },
	{ FAMILY_PARENT, { 2, 3, 2, 1 }, "I still don’t know who decides.", 3 },
};

static enum rc family_says(struct ctx *cx, const struct ask *k, const struct family *f)
{
	struct questions qs;
	int chosen = 0;
	enum rc rc = questions_of(cx, k->form, DB_NULL_INT, ASK_FAMILY, STR_NONE, &qs);

	for (int i = 0; rc == OK && i < qs.form->prompts_n; i++) {
		const struct prompt *p = &qs.form->prompts[i];

		if (p->who != FILLER_FAMILY || (p->type == PROMPT_CHOICE && chosen == (int)COUNT_OF(f->answers)))
			continue;
		rc = sql_ask_answer_add(cx->db, cx->arena, k->id, p->id,
		                        p->type == PROMPT_CHOICE ? key_of(&p->choices, f->answers[chosen++]) : str_from_c(f->words), NULL);
	}
	return rc;
}

static enum rc add_family(struct ctx *cx, const struct family *f, int64_t ecsw, int64_t supervisor, instant now)
{
	struct uuid id;
	int64_t row;
	const struct ask *k;
	enum rc rc;

	play(cx, ecsw, ROLE_ECSW, now - (f->days_ago + 5) * DAY);
	rc = ask_make(cx, &(struct new_ask){ ASK_FAMILY, DB_NULL_INT, S(""), S(""), S(""), ASK_DAYS }, &id, &row);
	if (rc == OK)
		rc = sql_ask_family_add(cx->db, cx->arena, row, f->who, NULL);
	play(cx, supervisor, ROLE_SUPERVISOR, now - (f->days_ago + 4) * DAY);
	if (rc == OK)
		rc = sql_ask_family_confirmed(cx->db, cx->arena, row, supervisor, cx->now, NULL);
	if (rc == OK)
		rc = event_add(cx, CHAIN_INDUCTION, cx->induction->id, EVENT_ASK_CONFIRMED, id, S("{\"proceedings\":1}"));
	if (rc != OK || (rc = ask_load(cx, id, &k)) != OK || (rc = sent(cx, k, false)) != OK)
		return rc;
	play(cx, 0, ROLE_NONE, now - f->days_ago * DAY);
	if ((rc = family_says(cx, k, f)) == OK)
		rc = sql_ask_answered(cx->db, cx->arena, row, cx->now, some_hash(), some_hash(), S(""), S(""), S(""), S(""), NULL);
	return rc == OK ? event_add(cx, CHAIN_INSTALLATION, 0, EVENT_ASK_ANSWERED, UUID_NONE, S("{\"kind\":2}")) : rc;
}

static enum rc add_families(struct ctx *cx, int64_t ecsw, int64_t supervisor, instant now)
{
	enum rc rc = OK;

	for (size_t i = 0; rc == OK && i < COUNT_OF(families); i++) {
		if (i + 1 == COUNT_OF(families)) { /* the last came after the others were released: it is held */
			int64_t form = DB_NULL_INT;

			play(cx, 0, ROLE_NONE, now - 30 * DAY);
			if ((rc = questions_row_now(cx, ASK_FAMILY, &form)) == OK)
				rc = family_release_now(cx, form);
		}
		if (rc == OK)
			rc = add_family(cx, &families[i], ecsw, supervisor, now);
	}
	return rc;
}

static enum rc add_proposed(struct ctx *cx, int64_t ecsw, instant now)
{
	struct uuid id;
	int64_t row;
	enum rc rc;

	play(cx, ecsw, ROLE_ECSW, now - DAY);
	rc = ask_make(cx, &(struct new_ask){ ASK_FAMILY, DB_NULL_INT, S(""), S(""), S("the carer we met with on Tuesday"), ASK_DAYS }, &id,
	              &row);
	return rc == OK ? sql_ask_family_add(cx->db, cx->arena, row, FAMILY_CARER, NULL) : rc;
}

enum rc outsider_demo(struct ctx *cx, struct uuid induction, enum outsider_demo which, int64_t supervisor)
{
	instant now = cx->now;
	struct date today = cx->today;
	const struct induction *before = cx->induction;
	enum rc rc = load_induction(cx, induction);
	int64_t ecsw = rc == OK ? cx->induction->ecsw : 0;

	if (rc == OK && which == OUTSIDER_DEMO_PROPOSED)
		rc = add_proposed(cx, ecsw, now);
	if (rc == OK && which == OUTSIDER_DEMO_FAMILIES)
		rc = add_families(cx, ecsw, supervisor, now);
	if (rc == OK && which == OUTSIDER_DEMO_ASKED) {
		for (size_t i = 0; rc == OK && i < COUNT_OF(asked_professionals); i++)
			rc = add_professional(cx, &asked_professionals[i], ecsw, now);
		if (rc == OK && (rc = add_observation(cx, ecsw, now, true)) == OK)
			rc = add_observation(cx, ecsw, now, false);
	}
	cx->induction = before;
	cx->actor = (struct actor){ .person = 0 };
	cx->now = now;
	cx->today = today;
	return rc;
}

/* questions.c — what people without an account are asked where the programme says nothing else: for a professional and an
 * observer three things each, for a family five in plain words with symbols of our own. */
#include "app/outsider/outsider_inside.h"

static const struct question professional[] = {
	{ "well", "answers.well", T_GIVE_Q_WELL, T_GIVE_Q_WELL_HINT },
	{ "differently", "answers.differently", T_GIVE_Q_DIFFERENTLY, T_GIVE_Q_DIFFERENTLY_HINT },
	{ "else", "answers.else", T_GIVE_Q_ELSE, T_GIVE_Q_ELSE_HINT },
};
static const struct question observer[] = {
	{ "saw", "answers.saw", T_GIVE_Q_SAW, T_GIVE_Q_SAW_HINT },
	{ "strong", "answers.strong", T_GIVE_Q_STRONG, T_GIVE_Q_STRONG_HINT },
	{ "next", "answers.next", T_GIVE_Q_NEXT, T_GIVE_Q_NEXT_HINT },
};

struct questions questions_of(enum ask_kind kind)
{
	if (kind == ASK_OBSERVER)
		return (struct questions){ observer, COUNT_OF(observer) };
	if (kind == ASK_PROFESSIONAL)
		return (struct questions){ professional, COUNT_OF(professional) };
	return (struct questions){ NULL, 0 };
}

const struct family_question family_questions[FAMILY_QUESTIONS] = {
	{ S_INIT("listened"), S_INIT("sym-ear"), T_GIVE_F_LISTENED },
	{ S_INIT("explained"), S_INIT("sym-talk"), T_GIVE_F_EXPLAINED },
	{ S_INIT("kept_word"), S_INIT("sym-done"), T_GIVE_F_KEPT_WORD },
	{ S_INIT("respected"), S_INIT("sym-hand"), T_GIVE_F_RESPECTED },
	{ S_INIT("words"), S_INIT("sym-pen"), T_GIVE_F_WORDS },
};
const struct key_list family_answers = {
	(const struct str[]){ { NULL, 0 }, S_INIT("yes"), S_INIT("sometimes"), S_INIT("no"), S_INIT("unsure") }, FAMILY_CHOICES + 1
};
const enum word family_answer_words[FAMILY_CHOICES + 1] = { 0, T_GIVE_YES, T_GIVE_SOMETIMES, T_GIVE_NO, T_GIVE_UNSURE };
const struct str family_answer_symbols[FAMILY_CHOICES + 1] = {
	{ NULL, 0 }, S_INIT("sym-yes"), S_INIT("sym-some"), S_INIT("sym-no"), S_INIT("sym-unsure")
};

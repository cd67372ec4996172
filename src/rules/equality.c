/* equality.c — the lists of answers, and hiding small numbers. */
#include "rules/equality.h"

#define K(key) S_INIT(key)
static const struct str question_keys[] = { K("sex"), K("gender"), K("ethnic_group"), K("disability"), K("religion"),
	                                        K("orientation"), K("caring") };
static const struct str sex_keys[] = { K(""), K("prefer_not"), K("female"), K("male") };
static const struct str gender_keys[] = { K(""), K("prefer_not"), K("same"), K("different") };
static const struct str ethnic_keys[] = {
	K(""), K("prefer_not"), K("asian_indian"), K("asian_pakistani"), K("asian_bangladeshi"), K("asian_chinese"),
	K("asian_other"), K("black_caribbean"), K("black_african"), K("black_other"), K("mixed_white_black_caribbean"),
	K("mixed_white_black_african"), K("mixed_white_asian"), K("mixed_other"), K("white_british"), K("white_irish"),
	K("white_gypsy_irish_traveller"), K("white_roma"), K("white_other"), K("other_arab"), K("other"),
};
static const struct str disability_keys[] = { K(""), K("prefer_not"), K("no"), K("yes_a_little"), K("yes_a_lot"),
	                                          K("yes_not_limiting") };
static const struct str religion_keys[] = { K(""), K("prefer_not"), K("none"), K("christian"), K("buddhist"), K("hindu"),
	                                        K("jewish"), K("muslim"), K("sikh"), K("other") };
static const struct str orientation_keys[] = { K(""), K("prefer_not"), K("straight"), K("gay_or_lesbian"), K("bisexual"),
	                                           K("other") };
static const struct str caring_keys[] = { K(""), K("prefer_not"), K("no"), K("under_20"), K("20_to_49"), K("50_or_more") };

#define LIST(keys) { keys, (int)COUNT_OF(keys) }
const struct key_list equality_questions = LIST(question_keys);
const struct key_list equality_answers[EQUALITY_END] = {
	LIST(sex_keys), LIST(gender_keys), LIST(ethnic_keys), LIST(disability_keys), LIST(religion_keys), LIST(orientation_keys),
	LIST(caring_keys),
};

void equality_hide(const int64_t *counts, int n, bool *ret_hidden)
{
	int64_t people = 0;
	int cells = 0;

	for (int i = 0; i < n; i++) {
		ret_hidden[i] = counts[i] < EQUALITY_LEAST;
		cells += ret_hidden[i];
		people += ret_hidden[i] ? counts[i] : 0;
	}
	while (cells > 0 && cells < n && (cells < 2 || people < EQUALITY_LEAST)) {
		int next = -1;

		for (int i = 0; i < n; i++)
			if (!ret_hidden[i] && (next < 0 || counts[i] < counts[next]))
				next = i;
		ret_hidden[next] = true;
		cells++;
		people += counts[next];
	}
}

int64_t equality_rounded(int64_t n)
{
	return (n + 2) / 5 * 5;
}

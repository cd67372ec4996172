/* asks.c — links for people without an account, what families said, and where an observation stands. */
#include "rules/asks.h"

#include "base/text.h"
#include "rules/evidence.h"

const struct key_list ask_kinds = { (const struct str[]){ { NULL, 0 }, S_INIT("professional"), S_INIT("family"), S_INIT("observer") }, 4 };
const struct key_list family_members = {
	(const struct str[]){ { NULL, 0 }, S_INIT("child"), S_INIT("parent"), S_INIT("carer") }, 4
};
const struct key_list cancel_reasons = {
	(const struct str[]){ { NULL, 0 }, S_INIT("family_said_no"), S_INIT("visit_did_not_happen"), S_INIT("observer_away"),
	                      S_INIT("other_work_first"), S_INIT("other") }, 6
};
const struct key_list ask_states = {
	(const struct str[]){ S_INIT("proposed"), S_INIT("ready"), S_INIT("sent"), S_INIT("opened"), S_INIT("done"), S_INIT("expired"),
	                      S_INIT("revoked"), S_INIT("deleted"), S_INIT("declined") }, ASK_STATE_END
};
const struct key_list observation_stages = {
	(const struct str[]){ { NULL, 0 }, S_INIT("planned"), S_INIT("observed"), S_INIT("reflected"), S_INIT("viewed"), S_INIT("agreed"),
	                      S_INIT("disagreed"), S_INIT("cancelled") }, OBSERVATION_STAGE_END
};

static bool was(instant t)
{
	return t != ASK_NEVER;
}

/* The instant until which it is taken: what was opened in time may have been written far from a network, on the last day too. */
static instant last_moment(const struct ask_facts *f)
{
	return was(f->opened_at) && f->opened_at < f->expires ? f->expires + ASK_SEND_DAYS * DAY : f->expires;
}

enum ask_state ask_state_of(const struct ask_facts *f)
{
	if (was(f->deleted_at))
		return ASK_DELETED;
	if (was(f->done_at))
		return ASK_DONE;
	if (was(f->revoked_at))
		return ASK_REVOKED;
	if (was(f->declined_at))
		return ASK_DECLINED;
	if (f->kind != ASK_FAMILY && f->piece_stands)
		return ASK_EXPIRED;
	if (f->kind == ASK_FAMILY && !was(f->confirmed_at))
		return ASK_PROPOSED;
	if (!was(f->sent_at))
		return ASK_READY;
	if (f->now >= last_moment(f))
		return ASK_EXPIRED;
	return was(f->opened_at) ? ASK_OPENED : ASK_SENT;
}

bool ask_may_send(const struct ask_facts *f)
{
	enum ask_state state = ask_state_of(f);

	return state == ASK_SENT || state == ASK_OPENED;
}

bool ask_may_delete(const struct ask_facts *f)
{
	return ask_state_of(f) == ASK_DONE && f->now < f->done_at + ASK_DELETE_DAYS * DAY &&
	       (f->kind == ASK_FAMILY || !f->piece_stands);
}

bool ask_may_link(const struct ask_facts *f)
{
	enum ask_state state = ask_state_of(f);

	if (f->kind == ASK_FAMILY)
		return ask_shown(f) == ASK_READY;
	return !f->piece_stands && ((state >= ASK_READY && state <= ASK_OPENED) || state == ASK_EXPIRED);
}

bool ask_is_over(const struct ask_facts *f)
{
	enum ask_state shown = ask_shown(f);

	return shown == ASK_DONE || shown == ASK_REVOKED || shown == ASK_DELETED || shown == ASK_DECLINED;
}

bool ask_reminds(const struct ask_facts *f, instant reminded_at)
{
	enum ask_state state = ask_state_of(f);

	return (state == ASK_SENT || state == ASK_OPENED) && f->kind != ASK_FAMILY && !was(reminded_at) &&
	       f->now >= f->expires - ASK_REMIND_DAYS * DAY && f->now < f->expires &&
	       f->now >= f->sent_at + (f->expires - f->sent_at) / 2;
}

enum ask_state ask_shown(const struct ask_facts *f)
{
	enum ask_state state = ask_state_of(f);

	if (f->kind != ASK_FAMILY)
		return state;
	if (was(f->revoked_at))
		return ASK_REVOKED;
	if (state < ASK_SENT || state == ASK_DECLINED)
		return state;
	return f->now < f->expires ? ASK_SENT : ASK_EXPIRED;
}

/* ---- the code ---- */

static const char *const first_words[64] = {
	"heron", "otter", "badger", "robin", "wren", "hare", "finch", "swan", "beaver", "dove", "falcon", "lark", "magpie", "newt",
	"owl", "panda", "rabbit", "salmon", "tiger", "toad", "trout", "walrus", "whale", "zebra", "camel", "donkey", "eagle", "fox",
	"goose", "hedgehog", "jay", "koala", "lemur", "lion", "llama", "mole", "moose", "mouse", "ostrich", "oyster", "parrot",
	"pelican", "penguin", "pigeon", "pony", "puffin", "raven", "seal", "shark", "sheep", "snail", "sparrow", "squid",
	"starling", "stork", "swallow", "swift", "tern", "thrush", "turtle", "weasel", "wombat", "yak", "bison",
};
static const char *const second_words[64] = {
	"lamp", "table", "garden", "kettle", "ladder", "window", "bottle", "basket", "blanket", "bridge", "bucket", "button",
	"candle", "carpet", "castle", "chair", "clock", "cloud", "compass", "cushion", "drum", "engine", "feather", "flag", "fork",
	"gate", "glove", "guitar", "hammer", "harbour", "island", "jacket", "jar", "kite", "lantern", "mirror", "mitten", "needle",
	"orchard", "paper", "pencil", "pepper", "piano", "pillow", "plate", "pocket", "puzzle", "river", "rocket", "saddle",
	"sandal", "scarf", "shovel", "spoon", "stamp", "station", "teapot", "tent", "tower", "train", "trumpet", "umbrella",
	"violin", "whistle",
};

struct str ask_code(struct arena *a, const uint8_t bytes[32])
{
	return strf(a, "%s %d %s", first_words[bytes[0] % 64], 10 + (bytes[1] * 256 + bytes[2]) % 90, second_words[bytes[3] % 64]);
}

struct str ask_code_folded(struct arena *a, struct str typed)
{
	return text_fold(a, typed);
}

/* ---- what families said ---- */

bool family_may_release(int held, int least, instant newest, instant now)
{
	return held >= (least < FAMILY_LEAST_MIN ? FAMILY_LEAST_MIN : least) && now >= newest + FAMILY_REST_DAYS * DAY;
}

/* ---- direct observation ---- */

static struct date promised(instant from, int working_days)
{
	return evidence_answer_due(date_of(from), working_days);
}

struct observation_stands observation_stands(const struct observation_facts *f)
{
	if (was(f->cancelled_at))
		return (struct observation_stands){ OBSERVATION_CANCELLED, f->cancelled_at, DATE_NONE };
	if (!was(f->given_at))
		return (struct observation_stands){ OBSERVATION_PLANNED, f->planned_at, evidence_answer_due(f->on, OBSERVER_DAYS) };
	if (!f->submitted)
		return (struct observation_stands){ OBSERVATION_OBSERVED, f->given_at, promised(f->given_at, REFLECT_DAYS) };
	if (!was(f->assessed_at))
		return (struct observation_stands){ OBSERVATION_REFLECTED, f->submitted_at, promised(f->submitted_at, f->answer_days) };
	if (!was(f->agreed_at))
		return (struct observation_stands){ OBSERVATION_VIEWED, f->assessed_at, promised(f->assessed_at, REFLECT_DAYS) };
	return (struct observation_stands){ f->agrees ? OBSERVATION_AGREED : OBSERVATION_DISAGREED, f->agreed_at, DATE_NONE };
}

bool observation_is_late(const struct observation_stands *s, struct date today)
{
	return !date_is_none(s->due) && date_cmp(s->due, today) < 0;
}

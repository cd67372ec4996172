/* agreed_new.c — asking for a pause or an extension that has to be agreed, and changing what was asked for. */
#include "app/calendar/agreed_inside.h"

#include "app/calendar/agreed_view.h"
#include "templates.gen.h"
#include "web/form.h"

enum { WEEKS_MAX = 520, WEEK = 7 };
#define OUTCOME S("outcome") /* the ground of an extension that follows one */

struct agreed_typed {
	int what;
	int64_t weeks;
	struct str ask, ground;
	struct date starts, ends;
	bool knows;
};
static const struct field new_fields[] = {
	{ .type = FIELD_ACTION, .name = "what", .offset = offsetof(struct agreed_typed, what), .label = T_AGREED_WHAT, .choices = &agreed_whats,
	  .max = AGREED_EXTENSION, .required = true },
	TEXT(struct agreed_typed, ask, .label = T_AGREED_WHAT, .max = UUID_TEXT),
	TEXT(struct agreed_typed, ground, .label = T_AGREED_GROUND_PAUSE, .max = AGREED_KEY_MAX),
	DATE(struct agreed_typed, starts, .label = T_AGREED_STARTS, .hint = T_PAUSE_STARTS_HINT, .max = 10),
	DATE(struct agreed_typed, ends, .label = T_AGREED_ENDS, .max = 10),
	INT(struct agreed_typed, weeks, .label = T_AGREED_WEEKS, .hint = T_AGREED_WEEKS_HINT, .max = WEEKS_MAX, .min = 0),
	BOOL(struct agreed_typed, knows, .label = T_AGREED_KNOWS, .max = 1),
};
const struct form agreed_new_form = { .name = "agreed_new", .size = sizeof(struct agreed_typed), .fields = new_fields,
	                                  .n = COUNT_OF(new_fields), .wants_version = true };

static struct url agreed_url(struct ctx *cx, const char *after)
{
	return url_id(cx, "/inductions/", cx->induction->uuid, after);
}

static bool is_own(const struct ctx *cx)
{
	return cx->actor.person == cx->induction->ecsw;
}

static struct str typed_or_asked(struct ctx *cx, const char *name)
{
	return str_trim(cx->values ? values_get(cx->values, str_from_c(name)) : query(cx, name));
}

/* ---- JSON: what there is, and what is possible ---- */

static void one_json(struct ctx *cx, struct json_out *j, const struct agreed_all *all, const struct agreed_one *a)
{
	struct agreed_facts f = agreed_facts_of(cx, a);

	json_obj(j);
	json_key(j, "id"), json_uuid(j, a->uuid);
	json_key(j, "what"), json_str(j, key_of(&agreed_whats, (int)a->what));
	json_key(j, "state"), json_str(j, key_of(&agreed_states, (int)a->state));
	json_key(j, "starts"), json_date(j, a->starts);
	json_key(j, "ends"), json_date(j, a->ends);
	json_key(j, "days"), json_i64(j, a->days);
	json_key(j, "agreed_by"), json_str(j, key_of(&roles, (int)a->by));
	json_key(j, "agreed_on"), json_date(j, a->given_on);
	if (agreed_reads_ground(&f)) {
		json_key(j, "ground"), json_str(j, a->decision != DB_NULL_INT ? OUTCOME : a->ground);
		json_key(j, "ground_label"), json_str(j, agreed_ground_words(all, a));
		json_key(j, "declined_because"), json_str(j, a->said);
	}
	json_key(j, "version"), json_i64(j, a->version);
	json_end(j);
}

enum rc agreed_one_json(struct ctx *cx, const struct agreed_all *all, const struct agreed_one *one, int status)
{
	one_json(cx, reply_json(cx), all, one);
	return answer_json(cx, status);
}

static enum rc all_json(struct ctx *cx, const struct agreed_all *all)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < all->n; i++)
		one_json(cx, j, all, &all->v[i]);
	json_end(j);
	json_key(j, "pauses"), json_arr(j);
	for (int i = 0; i < all->rules->pauses_n; i++) {
		json_obj(j);
		json_key(j, "ground"), json_str(j, all->rules->pauses[i].key);
		json_key(j, "label"), json_str(j, all->rules->pauses[i].label);
		json_key(j, "agreed_by"), json_str(j, key_of(&roles, (int)all->rules->pauses[i].by));
		json_key(j, "days"), json_i64(j, all->rules->pauses[i].days);
		json_end(j);
	}
	json_end(j);
	json_key(j, "next"), json_none(j);
	json_end(j);
	return answer_json(cx, 200);
}

/* ---- the page ---- */

static struct str possible_words(struct ctx *cx, const struct agreed_all *all, enum agreed_what what, const struct agreed_one *stands)
{
	const struct agreed_rules *r = all->rules;
	int used = 0, count = 0;

	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].what == what && all->v[i].state == AGREED_STANDS && &all->v[i] != stands && !all->v[i].is_owed) {
			used += all->v[i].days;
			count++;
		}
	if (what == AGREED_PAUSE)
		return WORDS(cx->arena, T_AGREED_POSSIBLE_PAUSE, WORD_ARG("n", r->pause_days > used ? r->pause_days - used : 0),
		             WORD_ARG("all", r->pause_days));
	return WORDS(cx->arena, T_AGREED_POSSIBLE_EXTENSION, WORD_ARG("n", r->extension_count > count ? r->extension_count - count : 0),
	             WORD_ARG("each", r->extension_days / WEEK),
	             WORD_ARG("left", r->extension_all > used ? (r->extension_all - used) / WEEK : 0));
}

static void add_kind(struct ctx *cx, struct agreed_new_view *v, struct str key, struct str label, struct str note, struct str chosen)
{
	struct agreed_options *k = &v->kinds;

	k->v[k->n] = (struct agreed_option){ k->n ? strf(cx->arena, "ground-%zu", k->n + 1) : S("ground"), key, label, note, str_eq(key, chosen) };
	k->n++;
}

static void add_kinds(struct ctx *cx, const struct agreed_all *all, enum agreed_what what, struct str chosen, struct agreed_new_view *v)
{
	const struct agreed_rules *r = all->rules;

	v->kinds.v = NEW_ARRAY(cx->arena, struct agreed_option, AGREED_KINDS_MAX + AGREED_GROUNDS_MAX + 1);
	for (int i = 0; what == AGREED_PAUSE && i < r->pauses_n; i++)
		add_kind(cx, v, r->pauses[i].key, r->pauses[i].label,
		         WORDS(cx->arena, T_AGREED_KIND_NOTE, WORD_ARG("who", word(agreed_who(r->pauses[i].by))),
		               WORD_ARG("n", r->pauses[i].days)), chosen);
	if (what == AGREED_EXTENSION && all->outcome != DB_NULL_INT)
		add_kind(cx, v, OUTCOME, word(all->outcome_owed ? T_AGREED_FOLLOWS_OWED : T_AGREED_FOLLOWS_NOT_YET),
		         WORDS(cx->arena, T_AGREED_FOLLOWS_NOTE, WORD_ARG("date", all->outcome_on)), chosen);
	for (int i = 0; what == AGREED_EXTENSION && i < r->grounds_n; i++)
		add_kind(cx, v, r->grounds[i].key, r->grounds[i].label, STR_NONE, chosen);
}

static bool knows_any(const struct agreed_rules *r, enum agreed_what what)
{
	return what == AGREED_PAUSE ? r->pauses_n > 0 : r->extension_count > 0;
}

static struct str ground_key(const struct agreed_one *one)
{
	return one->decision != DB_NULL_INT ? OUTCOME : one->ground;
}

/* hides — may the reader change its dates, and not know which kind it is? */
static bool hides(struct ctx *cx, const struct agreed_one *one)
{
	struct agreed_facts f;

	if (!one)
		return false;
	f = agreed_facts_of(cx, one);
	return !agreed_reads_ground(&f);
}

static struct agreed_typed usual_of(struct ctx *cx, const struct agreed_one *one)
{
	if (!one)
		return (struct agreed_typed){ .starts = DATE_NONE, .ends = DATE_NONE };
	return (struct agreed_typed){ .starts = one->starts, .ends = one->ends, .weeks = one->days / WEEK,
		                          .ground = hides(cx, one) ? STR_NONE : ground_key(one) };
}

static void add_fields(const struct form_view *fv, bool pause, bool own, struct agreed_new_view *v)
{
	if (pause) {
		v->starts = form_field(fv, "starts")->html;
		v->ends = form_field(fv, "ends")->html;
	} else {
		v->weeks = form_field(fv, "weeks")->html;
	}
	if (!own)
		v->knows = form_field(fv, "knows")->html;
}

static void add_words(struct ctx *cx, const struct agreed_one *one, bool pause, struct agreed_new_view *v)
{
	struct str name = cx->induction->name;
	enum word of = pause ? T_AGREED_LEAD_PAUSE_OF : T_AGREED_LEAD_EXTENSION_OF;

	v->title = word(one ? (pause ? T_AGREED_CHANGE_PAUSE : T_AGREED_CHANGE_EXTENSION) : pause ? T_AGREED_TITLE_PAUSE : T_AGREED_TITLE_EXTENSION);
	v->lead = v->own ? word(pause ? T_AGREED_LEAD_PAUSE : T_AGREED_LEAD_EXTENSION) : WORDS(cx->arena, of, WORD_ARG("name", name));
	v->legend = word(pause ? T_AGREED_GROUND_PAUSE : T_AGREED_GROUND_EXTENSION);
	v->button = word(one && one->state == AGREED_STANDS ? T_AGREED_KEEP_DO : T_AGREED_ASK_DO);
	v->back_word = v->own ? word(T_CALENDAR_OWN) : WORDS(cx->arena, T_CALENDAR_TITLE, WORD_ARG("name", name));
}

enum rc agreed_new_show(struct ctx *cx)
{
	int what = number_of(&agreed_whats, typed_or_asked(cx, "what"));
	struct str ask = typed_or_asked(cx, "ask");
	const struct agreed_one *one;
	struct agreed_typed usual;
	struct agreed_new_view v = { .own = is_own(cx) };
	struct agreed_all all;
	struct form_view fv;
	enum rc rc = agreed_read(cx, &all);

	if (rc != OK)
		return rc;
	cx->current_version = all.version;
	if (cx->json)
		return all_json(cx, &all);
	one = agreed_named(&all, ask);
	if (one && !cx->values)
		what = (int)one->what;
	if (what <= 0) /* not said: what the programme knows, a pause first */
		what = knows_any(all.rules, AGREED_PAUSE) ? AGREED_PAUSE : AGREED_EXTENSION;
	if ((!one && ask.n && !cx->values) || (one && one->state != AGREED_ASKED && one->state != AGREED_STANDS) ||
	    !knows_any(all.rules, (enum agreed_what)what))
		return NOT_FOUND;
	stale_said(cx);
	usual = usual_of(cx, one);
	fv = form_view(cx, &agreed_new_form, &usual, all.version);
	v.pause = what == AGREED_PAUSE;
	add_words(cx, one, v.pause, &v);
	add_fields(&fv, v.pause, v.own, &v);
	v.errors = fv.errors, v.hidden = fv.hidden, v.what = key_of(&agreed_whats, what), v.ask = ask;
	v.error = form_field(&fv, "ground")->error;
	v.possible = possible_words(cx, &all, (enum agreed_what)what, one);
	if (!hides(cx, one))
		add_kinds(cx, &all, (enum agreed_what)what, form_field(&fv, "ground")->value, &v);
	v.action = agreed_url(cx, "/agreed"), v.back = agreed_url(cx, "/calendar"), v.tell = agreed_url(cx, "/pause");
	return page(cx, &(struct page){ .title = v.title, .menu = v.own ? MENU_NONE : MENU_COHORT, .main = HTML(cx, agreed_new, &v) });
}

/* ---- asking ---- */

/* ground_typed — which kind was chosen; what somebody may not know they can't change. */
static struct str ground_typed(struct ctx *cx, const struct agreed_one *one)
{
	const struct agreed_typed *f = cx->form;

	return hides(cx, one) ? ground_key(one) : str_trim(f->ground);
}

static enum rc wish_pause(struct ctx *cx, const struct agreed_all *all, const struct agreed_one *one, struct agreed_wish *ret)
{
	const struct agreed_typed *f = cx->form;
	const struct agreed_kind *k = agreed_pause_named(all->rules, ground_typed(cx, one));

	if (!k)
		return field_error(cx, "ground", T_AGREED_GROUND_MISSING);
	if (date_is_none(f->starts))
		return field_error(cx, "starts", T_PAUSE_STARTS_MISSING);
	if (date_is_none(f->ends))
		return field_error(cx, "ends", T_AGREED_ENDS_MISSING);
	if (date_cmp(f->ends, f->starts) < 0)
		return field_error(cx, "ends", T_PAUSE_BACKWARDS);
	*ret = (struct agreed_wish){ .what = AGREED_PAUSE, .ground = k->key, .kind = k, .starts = f->starts, .ends = f->ends,
		                         .days = f->ends.days - f->starts.days + 1, .by = k->by, .decision = DB_NULL_INT };
	return OK;
}

static enum rc wish_extension(struct ctx *cx, const struct agreed_all *all, const struct agreed_one *one, struct agreed_wish *ret)
{
	const struct agreed_typed *f = cx->form;
	struct str ground = ground_typed(cx, one);
	bool follows = str_eq(ground, OUTCOME) && all->outcome != DB_NULL_INT;
	const struct agreed_kind *k = agreed_ground_named(all->rules, ground);

	if (!all->rules->extension_count || (!k && !follows))
		return field_error(cx, "ground", T_AGREED_GROUND_MISSING);
	if (f->weeks < 1)
		return field_error(cx, "weeks", T_AGREED_WEEKS_MISSING);
	*ret = (struct agreed_wish){ .what = AGREED_EXTENSION, .ground = follows ? OUTCOME : k->key, .starts = DATE_NONE, .ends = DATE_NONE,
		                         .days = (int)f->weeks * WEEK, .by = all->rules->extends, .decision = follows ? all->outcome : DB_NULL_INT,
		                         .is_owed = follows && all->outcome_owed };
	return OK;
}

/* agree_at_once — entered by whoever agrees: it stands. */
static enum rc agree_at_once(struct ctx *cx, struct uuid id)
{
	struct agreed_all all;
	const struct agreed_one *one;
	enum rc rc = agreed_read(cx, &all);

	if (rc != OK)
		return rc;
	one = agreed_named(&all, uuid_str(cx->arena, id));
	rc = one ? agreed_agree(cx, &all, one) : FAULT;
	return rc == OK ? pauses_tell(cx, NOTICE_AGREED) : rc;
}

/* keep — asked for anew, asked for otherwise, or made shorter; *ret_stands: it moves dates now. */
static enum rc keep(struct ctx *cx, const struct agreed_one *one, const struct agreed_wish *w, bool *ret_stands)
{
	bool stands = one && one->state == AGREED_STANDS, own = is_own(cx);
	struct uuid id = one ? one->uuid : UUID_NONE;
	enum rc rc;

	*ret_stands = true;
	if (stands && str_eq(w->ground, one->ground) &&
	    agreed_within((struct pause_span){ w->starts, w->ends }, (struct pause_span){ one->starts, one->ends }))
		return (rc = agreed_alter(cx, one, w)) == OK ? pauses_tell(cx, NOTICE_AGREED) : rc;
	rc = one && !stands ? agreed_alter(cx, one, w) : agreed_ask(cx, w, one, &id);
	*ret_stands = !own && w->by == cx->actor.role;
	if (rc == OK && *ret_stands)
		return agree_at_once(cx, id);
	if (rc == OK)
		rc = agreed_tell_asked(cx, w->by);
	return rc == OK ? agreed_tell_person(cx) : rc;
}

static const struct agreed_one *replaced_by(const struct agreed_all *all, const struct agreed_one *one)
{
	if (!one || one->state == AGREED_STANDS)
		return one;
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].id == one->replaces)
			return &all->v[i];
	return NULL;
}

static enum rc may_save(struct ctx *cx, const struct agreed_all *all, const struct agreed_one *one)
{
	const struct agreed_typed *f = cx->form;
	const struct agreed_one *waits = agreed_waits(all, (enum agreed_what)f->what);
	struct agreed_facts facts;

	if (!one && str_trim(f->ask).n)
		return CONFLICT;
	if (one) {
		facts = agreed_facts_of(cx, one);
		if ((int)one->what != f->what || !agreed_may(AGREED_CHANGE, &facts))
			return form_error(cx, T_AGREED_MOVED);
	}
	if (waits && waits != one)
		return form_error(cx, T_AGREED_WAITS_ALREADY);
	if (!one && all->n >= AGREED_ASKS_MAX)
		return form_error(cx, T_PAUSE_TOO_MANY);
	return OK;
}

enum rc agreed_new_save(struct ctx *cx)
{
	const struct agreed_typed *f = cx->form;
	const struct agreed_one *one;
	struct agreed_wish w;
	struct agreed_all all;
	bool stands;
	enum rc rc = agreed_read(cx, &all);

	if (rc != OK || (rc = version_is(cx, all.version)) != OK)
		return rc;
	one = agreed_named(&all, f->ask);
	if ((rc = may_save(cx, &all, one)) != OK ||
	    (rc = f->what == AGREED_PAUSE ? wish_pause(cx, &all, one, &w) : wish_extension(cx, &all, one, &w)) != OK)
		return rc;
	if (!is_own(cx) && !f->knows)
		return field_error(cx, "knows", T_AGREED_KNOWS_MISSING);
	if ((rc = agreed_check(cx, &all, &w, replaced_by(&all, one))) != OK || (rc = keep(cx, one, &w, &stands)) != OK)
		return rc;
	cx->current_version = -1;
	return done(cx, agreed_url(cx, "/calendar"), stands ? T_AGREED_KEPT : T_AGREED_ASKED);
}

enum rc agreed_demo_ask(struct ctx *cx, struct uuid induction, const struct agreed_told *t, struct uuid *ret)
{
	bool pause = !date_is_none(t->starts);
	struct agreed_wish w = { .what = pause ? AGREED_PAUSE : AGREED_EXTENSION, .ground = t->ground, .starts = t->starts, .ends = t->ends,
		                     .days = pause ? t->ends.days - t->starts.days + 1 : t->weeks * WEEK, .decision = DB_NULL_INT };
	struct agreed_all all;
	enum rc rc = load_induction(cx, induction);

	if (rc != OK || (rc = agreed_read(cx, &all)) != OK)
		return rc;
	w.kind = agreed_pause_named(all.rules, t->ground);
	w.by = w.kind ? w.kind->by : all.rules->extends;
	rc = agreed_check(cx, &all, &w, NULL);
	return rc == OK ? agreed_ask(cx, &w, NULL, ret) : rc;
}

enum rc agreed_demo_agree(struct ctx *cx, struct uuid induction, struct uuid agreed)
{
	struct agreed_all all;
	enum rc rc = load_induction(cx, induction);

	if (rc != OK || (rc = agreed_read(cx, &all)) != OK)
		return rc;
	return agreed_agree(cx, &all, agreed_named(&all, uuid_str(cx->arena, agreed)));
}

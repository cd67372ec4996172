/* pact_page.c — the page of the agreement: what each promises, who has signed which version, what has changed since; its forms and JSON. */
#include "app/support/support_inside.h"

#include "app/privacy/privacy.h"
#include "templates.gen.h"
#include "web/form.h"

enum { OWN_LINES_MAX = 1500, BEGIN = 1, SIGN = 2 };

static const struct str act_keys[] = { [BEGIN] = S_INIT("begin"), [SIGN] = S_INIT("sign") };
static const struct key_list acts = { act_keys, (int)COUNT_OF(act_keys) };
struct act_typed {
	int act;
};
static const struct field act_fields[] = {
	ACTION(struct act_typed, act, .label = T_PACT_SIGN, .choices = &acts, .max = SIGN, .required = true),
};
const struct form pact_form = { .name = "support_agreement", .size = sizeof(struct act_typed), .fields = act_fields, .n = COUNT_OF(act_fields),
	                            .wants_version = true };

struct lines_typed {
	struct str lines;
	bool read_again;
};
static const struct field lines_fields[] = {
	LONG_TEXT(struct lines_typed, lines, .label = T_PACT_LINES, .hint = T_PACT_LINES_HINT, .max = OWN_LINES_MAX, .rows = 6),
	BOOL(struct lines_typed, read_again, .label = T_FINDS_READ_AGAIN),
};
const struct form pact_lines_form = { .name = "support_agreement_lines", .size = sizeof(struct lines_typed), .fields = lines_fields,
	                                  .n = COUNT_OF(lines_fields), .wants_version = true, .autosave = true };

enum word pact_party_word(enum role role)
{
	return role == ROLE_COORDINATOR ? T_PACT_EMPLOYER : role_word(role);
}

static struct url pact_url(struct ctx *cx, const char *after)
{
	return url_id(cx, "/inductions/", cx->induction->uuid, after);
}

static int64_t version_of(const struct pact_now *n)
{
	return n->is_there ? n->row.number * 1000 + n->row.version : 0;
}

static struct str own_of(const struct pact_now *n, int role)
{
	for (size_t i = 0; i < n->own.n; i++)
		if (n->own.v[i].role == role)
			return n->own.v[i].lines;
	return S("");
}

static struct str why_words(struct ctx *cx, unsigned why)
{
	static const enum word words[PACT_WHY_END] = { T_PACT_WHY_FIRST, T_PACT_WHY_SUPERVISOR, T_PACT_WHY_ASSESSOR, T_PACT_WHY_HOURS, T_PACT_WHY_PAUSE,
		                                           T_PACT_WHY_PROGRAMME, T_PACT_WHY_WORDS };
	struct str parts[PACT_WHY_END];
	size_t n = 0;

	for (int i = 0; i < PACT_WHY_END; i++)
		if (why & PACT_BIT(i))
			parts[n++] = word(words[i]);
	return str_join(cx->arena, parts, n, S(", "));
}

/* ---- JSON ---- */

static void whys_json(struct json_out *j, const char *key, unsigned why)
{
	json_key(j, key), json_arr(j);
	for (int i = 0; i < PACT_WHY_END; i++)
		if (why & PACT_BIT(i))
			json_str(j, key_of(&pact_whys, i));
	json_end(j);
}

static enum rc pact_json(struct ctx *cx, const struct pact_now *n)
{
	struct json_out *j = reply_json(cx);

	json_obj(j);
	json_key(j, "there"), json_bool(j, n->is_there);
	json_key(j, "number"), json_i64(j, n->is_there ? n->row.number : 0);
	json_key(j, "version"), json_i64(j, version_of(n));
	json_key(j, "signed"), json_bool(j, pact_is_signed(n->signed_by));
	whys_json(j, "why", n->is_there ? (unsigned)n->row.why : 0);
	whys_json(j, "changed_since", n->changed);
	json_key(j, "parties"), json_arr(j);
	for (int role = ROLE_ECSW; role <= ROLE_COORDINATOR; role++) {
		json_obj(j);
		json_key(j, "role"), json_str(j, key_of(&roles, role));
		json_key(j, "promises"), json_arr(j);
		for (int k = 0; k < n->rules->promises_n[role]; k++)
			json_str(j, n->rules->promises[role][k]);
		json_end(j);
		json_key(j, "own"), json_str(j, own_of(n, role));
		json_key(j, "signed_at");
		{
			instant at = DB_NULL_INT;

			for (size_t i = 0; i < n->signatures.n; i++)
				if (n->signatures.v[i].role == role)
					at = n->signatures.v[i].signed_at;
			json_instant(j, at);
		}
		json_end(j);
	}
	json_end(j);
	json_end(j);
	return answer_json(cx, 200);
}

/* ---- the page ---- */

static void add_party(struct ctx *cx, const struct pact_now *n, int role, struct pact_party *p)
{
	const struct support_texts own = support_paragraphs(cx, own_of(n, role));

	*p = (struct pact_party){ .who = word(pact_party_word((enum role)role)), .signed_on = word(T_PACT_NOT_SIGNED) };
	p->lines = (struct support_texts){ n->rules->promises[role], (size_t)n->rules->promises_n[role] };
	p->own = own;
	for (size_t i = 0; i < n->signatures.n; i++)
		if (n->signatures.v[i].role == role) {
			p->is_signed = true;
			p->signed_on = WORDS(cx->arena, T_PACT_SIGNED_ON, WORD_ARG("name", n->signatures.v[i].name),
			                     WORD_ARG("date", date_of(n->signatures.v[i].signed_at)));
		}
}

/* add_before — those that were replaced, with the words each had: the programme's of then, what was added, and who signed. */
static enum rc add_before(struct ctx *cx, struct pact_befores *ret)
{
	struct pacts_before_rows rows;
	enum rc rc = sql_pacts_before(cx->db, cx->arena, cx->induction->id, &rows);

	if (rc != OK)
		return rc;
	ret->v = NEW_ARRAY(cx->arena, struct pact_before, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		struct pact_before *b = &ret->v[ret->n++];
		struct pact_now then = { .is_there = true };
		const struct programme *p;

		if ((rc = programme_get(cx, rows.v[i].programme, &p)) != OK || (rc = sql_pact_own(cx->db, cx->arena, rows.v[i].pact, &then.own)) != OK ||
		    (rc = sql_pact_signatures(cx->db, cx->arena, rows.v[i].pact, &then.signatures)) != OK)
			return rc;
		then.rules = &p->d.support;
		b->text = WORDS(cx->arena, T_PACT_BEFORE_ONE, WORD_ARG("n", rows.v[i].number), WORD_ARG("from", date_of(rows.v[i].created)),
		                WORD_ARG("to", date_of(rows.v[i].replaced_at)), WORD_ARG("signed", rows.v[i].signatures));
		for (int role = ROLE_ECSW; role <= ROLE_COORDINATOR; role++)
			add_party(cx, &then, role, &b->parties.v[b->parties.n++]);
	}
	return OK;
}

static struct str state_words(struct ctx *cx, const struct pact_now *n)
{
	struct str missing[4];
	size_t k = 0;

	if (!n->is_there)
		return STR_NONE;
	if (n->changed)
		return WORDS(cx->arena, T_PACT_CHANGED, WORD_ARG("what", why_words(cx, n->changed)));
	for (int role = ROLE_ECSW; role <= ROLE_COORDINATOR; role++)
		if (!(n->signed_by & 1u << role))
			missing[k++] = word(pact_party_word((enum role)role));
	return k ? WORDS(cx->arena, T_PACT_WAITS, WORD_ARG("who", str_join(cx->arena, missing, k, S(", ")))) : word(T_PACT_ALL_SIGNED);
}

enum rc pact_show(struct ctx *cx)
{
	struct pact_view v = { .back = url_lit("/") };
	bool own = support_is_own(cx), may = access_ok(may_sign_agreement(&cx->actor, &cx->resource));
	const struct form *form = cx->route->form == &pact_lines_form ? &pact_lines_form : &pact_form;
	struct form_view fv;
	struct pact_now n;
	enum rc rc = pact_read(cx, &n);

	if (rc != OK)
		return rc;
	if (cx->route->method == HTTP_GET)
		cx->current_version = version_of(&n);
	if (cx->json)
		return pact_json(cx, &n);
	stale_said(cx);
	if ((rc = add_before(cx, &v.before)) != OK)
		return rc;
	fv = form_view(cx, form, NULL, version_of(&n));
	v.errors = fv.errors, v.hidden = fv.hidden;
	v.title = own ? word(T_PACT_TITLE_OWN) : WORDS(cx->arena, T_PACT_TITLE, WORD_ARG("name", cx->induction->name));
	v.back = own ? url_lit("/") : pact_url(cx, "");
	v.back_word = own ? word(T_HOME_TITLE) : cx->induction->name;
	v.action = pact_url(cx, "/agreement"), v.lines = pact_url(cx, "/agreement/lines");
	v.stated = n.rules->promises_n[ROLE_ECSW] > 0;
	v.is_there = n.is_there;
	v.lead = word(v.stated ? T_PACT_LEAD : T_PACT_NOT_STATED);
	v.state = state_words(cx, &n);
	if (n.is_there)
		v.number = WORDS(cx->arena, T_PACT_NUMBER_WHY, WORD_ARG("n", n.row.number), WORD_ARG("date", date_of(n.row.created)),
		                 WORD_ARG("why", why_words(cx, (unsigned)n.row.why)));
	v.may_begin = may && v.stated && (!n.is_there || n.changed);
	v.may_sign = may && n.is_there && !n.changed && !pact_signed_by(&n, cx->actor.role);
	v.may_write = may && n.is_there;
	for (int role = ROLE_ECSW; v.stated && role <= ROLE_COORDINATOR; role++)
		add_party(cx, &n, role, &v.parties.v[v.parties.n++]);
	return page(cx, &(struct page){ .title = v.title, .menu = own ? MENU_HOME : cx->actor.role == ROLE_COORDINATOR ? MENU_COHORT : MENU_DESK,
	                                .main = HTML(cx, pact, &v) });
}

static enum rc answer(struct ctx *cx, enum word notice)
{
	struct pact_now n;
	enum rc rc = pact_read(cx, &n);

	if (rc != OK)
		return rc;
	cx->current_version = version_of(&n);
	if (cx->json && (rc = pact_json(cx, &n)) != OK)
		return rc;
	return done(cx, pact_url(cx, "/agreement"), notice);
}

enum rc pact_act(struct ctx *cx)
{
	const struct act_typed *f = cx->form;
	struct pact_now n;
	enum rc rc = pact_read(cx, &n);

	if (rc != OK || (rc = version_is(cx, version_of(&n))) != OK)
		return rc;
	if (!n.rules->promises_n[ROLE_ECSW])
		return form_error(cx, T_PACT_NOT_STATED);
	if (f->act == BEGIN) {
		if (n.is_there && !n.changed)
			return form_error(cx, T_PACT_NOTHING_CHANGED);
		rc = pact_begin(cx, &n, n.is_there ? n.changed : PACT_BIT(PACT_FIRST), NULL);
		return rc == OK ? answer(cx, T_PACT_BEGUN_NOTICE) : rc;
	}
	if (!n.is_there)
		return form_error(cx, T_PACT_NONE_YET);
	if (n.changed)
		return form_error(cx, T_PACT_CHANGED_FIRST);
	if (pact_signed_by(&n, cx->actor.role))
		return form_error(cx, T_PACT_SIGNED_ALREADY);
	rc = pact_put_signature(cx, &n);
	return rc == OK ? answer(cx, T_PACT_SIGNED_NOTICE) : rc;
}

enum rc pact_lines_show(struct ctx *cx)
{
	struct pact_lines_view v = { .action = pact_url(cx, "/agreement/lines"), .back = pact_url(cx, "/agreement") };
	struct lines_typed filled;
	struct form_view fv;
	struct pact_now n;
	enum rc rc = pact_read(cx, &n);

	if (rc != OK)
		return rc;
	if (!n.is_there)
		return pact_show(cx);
	cx->current_version = version_of(&n);
	stale_said(cx);
	filled = (struct lines_typed){ .lines = own_of(&n, (int)cx->actor.role) };
	fv = form_view(cx, &pact_lines_form, &filled, version_of(&n));
	v.errors = fv.errors, v.hidden = fv.hidden, v.lines = form_field(&fv, "lines")->html, v.again = privacy_again_field(cx, &fv);
	v.warns = n.signed_by != 0;
	return page(cx, &(struct page){ .title = word(T_PACT_LINES_TITLE), .menu = support_is_own(cx) ? MENU_HOME : MENU_DESK,
	                                .main = HTML(cx, pact_lines, &v), .status = cx->err.n && !cx->failed ? 422 : 0 });
}

enum rc pact_lines_again(struct ctx *cx)
{
	return pact_lines_show(cx);
}

enum rc pact_lines_save(struct ctx *cx)
{
	const struct lines_typed *f = cx->form;
	struct piece_words words = { .n = 0 };
	struct pact_now n;
	enum rc rc = pact_read(cx, &n);

	if (rc != OK || (rc = version_is(cx, version_of(&n))) != OK)
		return rc;
	if (!n.is_there)
		return form_error(cx, T_PACT_NONE_YET);
	piece_word_add(cx, &words, S("lines"), STR_NONE, f->lines, cx->person_name);
	if ((rc = privacy_in_given(cx, &words, f->read_again)) != OK || (rc = pact_put_lines(cx, &n, str_trim(f->lines))) != OK)
		return rc;
	return answer(cx, T_PACT_LINES_NOTICE);
}

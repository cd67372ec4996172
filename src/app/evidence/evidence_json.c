/* evidence_json.c — a piece as JSON: the properties of its form, then what Cairn knows about it. */
#include "app/evidence/evidence_inside.h"

#include "app/evidence/evidence_talk.h"
#include "app/files/files.h"

/* comment_on — what the newest view asked about a link that was returned; empty for none. */
static struct str comment_on(const struct evidence_view_links_rows *all, int64_t link)
{
	struct str comment = STR_NONE;

	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].link == link && !all->v[i].agreed)
			comment = all->v[i].comment;
	return comment;
}

static void link_json(struct ctx *cx, const struct framework_version *v, const struct link_now *l, struct str comment,
                      struct json_out *j)
{
	UNUSED(cx);
	json_obj(j);
	json_key(j, "item"), json_uuid(j, v->fw->items[l->item].id);
	json_key(j, "code"), json_str(j, v->fw->items[l->item].code);
	json_key(j, "state"), json_str(j, key_of(&link_states, (int)l->state));
	json_key(j, "comment");
	if (comment.n)
		json_str(j, comment);
	else
		json_none(j);
	json_key(j, "changed"), json_instant(j, l->changed);
	json_end(j);
}

static enum rc form_json(struct ctx *cx, const struct framework_version *v, const struct links_now *links,
                         struct json_out *j)
{
	const struct evidence *e = cx->evidence;
	const struct piece_form *form;
	struct answer_list answers;
	struct str_list themes;
	enum rc rc;

	json_key(j, "kind"), json_str(j, key_of(&evidence_kinds, (int)e->kind));
	json_key(j, "title"), json_str(j, e->title);
	json_key(j, "on"), on_json(cx, j, e->on_date, e->month_only);
	json_key(j, "setting");
	if (e->setting)
		json_str(j, key_of(&settings_of_practice, (int)e->setting));
	else
		json_none(j);
	if ((rc = form_of_piece(cx, &form)) != OK || (rc = answers_of(cx, form, e->id, 0, &answers)) != OK ||
	    (rc = themes_of(cx, e->id, &themes)) != OK)
		return rc;
	json_key(j, "text"), json_str(j, e->text);
	json_key(j, "form"), json_i64(j, form->version);
	json_key(j, "prompts"), answers_as_json(j, &answers);
	json_key(j, "theme"), json_arr(j);
	for (size_t i = 0; i < themes.n; i++)
		json_str(j, themes.v[i]);
	json_end(j);
	json_key(j, "link"), json_arr(j);
	for (size_t i = 0; i < links->n; i++)
		if (links->v[i].item >= 0 && links->v[i].state != LINK_WITHDRAWN)
			json_uuid(j, v->fw->items[links->v[i].item].id);
	json_end(j);
	json_key(j, "codes"), json_str(j, codes_of(cx, v, links_on(cx, v, links)));
	return OK;
}

static void views_json(const struct evidence_views_rows *views, struct json_out *j)
{
	json_key(j, "views"), json_arr(j);
	for (size_t i = 0; i < views->n; i++) {
		json_obj(j);
		json_key(j, "by"), json_str(j, views->v[i].name);
		json_key(j, "sentence"), json_str(j, views->v[i].sentence);
		json_key(j, "conflict_declared_since"), json_bool(j, views->v[i].tainted);
		json_key(j, "given_at"), json_instant(j, views->v[i].given_at);
		json_key(j, "version"), json_i64(j, views->v[i].evidence_version);
		json_end(j);
	}
	json_end(j);
}

static enum rc link_answers_json(struct ctx *cx, const struct framework_version *v, const struct links_now *links,
                                 struct json_out *j)
{
	struct evidence_answers_rows answers;
	enum rc rc = sql_evidence_answers(cx->db, cx->arena, cx->evidence->id, &answers);

	if (rc != OK)
		return rc;
	json_key(j, "answers"), json_arr(j);
	for (size_t i = 0; i < answers.n; i++)
		for (size_t k = 0; k < links->n; k++) {
			if (links->v[k].link != answers.v[i].link || links->v[k].item < 0)
				continue;
			json_obj(j);
			json_key(j, "code"), json_str(j, v->fw->items[links->v[k].item].code);
			json_key(j, "text"), json_str(j, answers.v[i].text);
			json_key(j, "answered_at"), json_instant(j, answers.v[i].answered_at);
			json_end(j);
		}
	json_end(j);
	return OK;
}

static void facts_json(const struct ctx *cx, struct json_out *j)
{
	const struct evidence *e = cx->evidence;

	json_key(j, "id"), json_uuid(j, e->uuid);
	json_key(j, "induction"), json_uuid(j, cx->induction->uuid);
	json_key(j, "state"), json_str(j, key_of(&evidence_states, (int)e->state));
	json_key(j, "version"), json_i64(j, e->version);
	json_key(j, "created"), json_instant(j, e->created);
	json_key(j, "changed"), json_instant(j, e->changed);
	json_key(j, "shared_at"), json_instant(j, e->shared_at);
	json_key(j, "submitted_at"), json_instant(j, e->submitted_at);
	json_key(j, "assessed_at"), json_instant(j, e->assessed_at);
	json_key(j, "withdrawn_at"), json_instant(j, e->withdrawn_at);
}

enum rc piece_json(struct ctx *cx, const struct framework_version *v, struct json_out *j)
{
	struct evidence_views_rows views;
	struct evidence_view_links_rows comments;
	struct file_views files;
	struct links_now links;
	int64_t read;
	enum rc rc = links_load(cx, v, cx->evidence->id, &links);

	if (rc != OK || (rc = views_load(cx, &views, &comments)) != OK || (rc = evidence_version_read(cx, &read)) != OK)
		return rc;
	json_obj(j);
	facts_json(cx, j);
	json_key(j, "read_version"); /* what the reader last read before the newest: what changed since is in /versions/ from there on */
	if (read == DB_NULL_INT)
		json_none(j);
	else
		json_i64(j, read);
	if ((rc = form_json(cx, v, &links, j)) != OK)
		return rc;
	json_key(j, "links"), json_arr(j);
	for (size_t i = 0; i < links.n; i++)
		if (links.v[i].item >= 0)
			link_json(cx, v, &links.v[i],
			          links.v[i].state == LINK_RETURNED ? comment_on(&comments, links.v[i].link) : STR_NONE, j);
	json_end(j);
	files = files_of(cx, cx->evidence->id);
	json_key(j, "files");
	files_json(j, &files);
	views_json(&views, j);
	rc = link_answers_json(cx, v, &links, j);
	json_end(j);
	return rc;
}

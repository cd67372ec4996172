/* case_export.c — a framework as CASE 1.1, in a package or resource by resource.
 *
 * What Cairn models is written from the model; what it only carries (`extra`) is written behind it, its
 * `extensions` merged with ours. A member is never written twice.
 */
#include "app/framework/framework_io.h"
#include "web/json.h"

#include <jansson.h>

enum { CASE_MAX = 64 << 20, EXTRA_DEPTH = 40 };

struct writing {
	struct json_out *o;
	struct arena *a;
	const struct framework *fw;
	const struct case_export_options *options;
};

static struct writing begin(struct json_out *o, const struct framework *fw, const struct case_export_options *options)
{
	return (struct writing){ .o = o, .a = o->out.arena, .fw = fw, .options = options };
}

/* ---- small pieces ---- */

static void put_text(struct json_out *o, const char *key, struct str s)
{
	json_key(o, key);
	json_str(o, s);
}

static void put_text_if(struct json_out *o, const char *key, struct str s)
{
	if (s.n)
		put_text(o, key, s);
}

static struct str uri_of(const struct writing *w, struct str given, const char *resource, struct uuid id)
{
	struct str text = uuid_str(w->a, id);

	if (given.n)
		return given;
	if (!w->options->base_url.n)
		return strf(w->a, "urn:uuid:%.*s", STR_FMT(text));
	return strf(w->a, "%.*s/ims/case/v1p1/%s/%.*s", STR_FMT(w->options->base_url), resource, STR_FMT(text));
}

static void put_changed(const struct writing *w, instant changed)
{
	json_key(w->o, "lastChangeDateTime");
	json_instant(w->o, changed ? changed : w->fw->changed ? w->fw->changed : w->options->now);
}

static json_t *parsed(struct arena *a, struct str extra)
{
	struct json_problem problem;
	json_t *tree = NULL;

	if (!extra.n || json_parse(a, extra, (struct json_limits){ CASE_MAX, EXTRA_DEPTH, 3000000 }, &tree, &problem) != OK)
		return NULL;
	return json_is_object(tree) ? tree : NULL;
}

/* Members of a carried object, but for extensions. */
static void put_carried(struct json_out *o, json_t *extra)
{
	const char *key;
	json_t *v;

	json_object_foreach(extra, key, v)
		if (strcmp(key, "extensions") != 0) {
			json_key(o, key);
			json_value(o, v);
		}
}

/* Members of the carried extensions; opens the object if there are any and the caller hasn't. */
static void put_extensions(struct json_out *o, json_t *extra, bool open)
{
	json_t *ext = json_object_get(extra, "extensions"), *v;
	const char *key;

	if (!open && json_object_size(ext)) {
		json_key(o, "extensions");
		json_obj(o);
		open = true;
	}
	json_object_foreach(ext, key, v) {
		json_key(o, key);
		json_value(o, v);
	}
	if (open)
		json_end(o);
}

static void put_link(struct json_out *o, const char *key, struct str title, struct str id, struct str uri)
{
	json_key(o, key);
	json_obj(o);
	put_text(o, "title", title);
	put_text(o, "identifier", id);
	put_text(o, "uri", uri);
	json_end(o);
}

static void put_document_link(const struct writing *w, const char *key)
{
	bool package = strcmp(key, "CFPackageURI") == 0;
	struct str uri = package ? uri_of(w, STR_NONE, "CFPackages", w->fw->id) :
	                           uri_of(w, w->fw->uri, "CFDocuments", w->fw->id);

	put_link(w->o, key, w->fw->title, uuid_str(w->a, w->fw->id), uri);
}

/* ---- document ---- */

static void put_glossary(const struct writing *w)
{
	json_key(w->o, "cairnGlossary");
	json_arr(w->o);
	for (size_t i = 0; i < w->fw->terms_n; i++) {
		const struct framework_term *term = &w->fw->terms[i];

		json_obj(w->o);
		put_text(w->o, "term", term->term);
		put_text(w->o, "definition", term->definition);
		json_key(w->o, "also");
		json_arr(w->o);
		for (size_t k = 0; k < term->also_n; k++)
			json_str(w->o, term->also[k]);
		json_end(w->o);
		json_end(w->o);
	}
	json_end(w->o);
}

void case_write_document(struct json_out *o, const struct framework *fw, const struct case_export_options *options,
                         bool in_package)
{
	struct writing w = begin(o, fw, options);
	json_t *extra = parsed(w.a, fw->extra);
	bool own = fw->illustrative || fw->terms_n;

	json_obj(o);
	put_text(o, "identifier", uuid_str(w.a, fw->id));
	put_text(o, "uri", uri_of(&w, fw->uri, "CFDocuments", fw->id));
	put_text(o, "caseVersion", S("1.1"));
	put_text(o, "creator", fw->creator);
	put_text(o, "title", fw->title);
	put_changed(&w, fw->changed);
	put_text_if(o, "officialSourceURL", fw->source_url);
	put_text_if(o, "publisher", fw->publisher);
	put_text_if(o, "description", fw->description);
	put_text_if(o, "language", fw->language);
	put_text_if(o, "version", fw->version);
	put_text_if(o, "adoptionStatus", fw->adoption_status);
	put_text_if(o, "notes", fw->notes);
	if (!in_package)
		put_document_link(&w, "CFPackageURI");
	put_carried(o, extra);
	if (own) {
		json_key(o, "extensions");
		json_obj(o);
		if (fw->illustrative) {
			json_key(o, "cairnIllustrative");
			json_bool(o, true);
		}
		if (fw->terms_n)
			put_glossary(&w);
	}
	put_extensions(o, extra, own);
	json_end(o);
}

/* ---- items ---- */

static void put_references(struct json_out *o, const struct framework_item *item)
{
	json_key(o, "extensions");
	json_obj(o);
	json_key(o, "cairnReferences");
	json_arr(o);
	for (size_t i = 0; i < item->references_n; i++) {
		json_obj(o);
		put_text(o, "title", item->references[i].title);
		put_text_if(o, "kind", item->references[i].kind);
		put_text_if(o, "url", item->references[i].url);
		json_end(o);
	}
	json_end(o);
}

void case_write_item(struct json_out *o, const struct framework *fw, int32_t i,
                     const struct case_export_options *options, bool in_package)
{
	struct writing w = begin(o, fw, options);
	const struct framework_item *item = &fw->items[i];
	json_t *extra = parsed(w.a, item->extra);

	json_obj(o);
	put_text(o, "identifier", uuid_str(w.a, item->id));
	put_text(o, "fullStatement", item->text);
	put_text_if(o, "CFItemType", item->type);
	put_text(o, "uri", uri_of(&w, item->uri, "CFItems", item->id));
	put_text_if(o, "humanCodingScheme", item->code);
	put_text_if(o, "abbreviatedStatement", item->short_text);
	if (item->threads_n) {
		json_key(o, "conceptKeywords");
		json_arr(o);
		for (size_t t = 0; t < item->threads_n; t++)
			json_str(o, fw->threads[item->threads[t]].key);
		json_end(o);
	}
	put_text_if(o, "notes", item->notes);
	if (!in_package)
		put_document_link(&w, "CFDocumentURI");
	put_changed(&w, item->changed);
	put_carried(o, extra);
	if (item->references_n)
		put_references(o, item);
	put_extensions(o, extra, item->references_n > 0);
	json_end(o);
}

/* ---- associations ---- */

size_t case_associations(const struct framework *fw)
{
	return fw->n + fw->links_n;
}

struct uuid case_association_id(const struct framework *fw, size_t k)
{
	return k < fw->n ? fw->items[k].link_id : fw->links[k - fw->n].id;
}

static void put_item_node(const struct writing *w, const char *key, int32_t i)
{
	const struct framework_item *item = &w->fw->items[i];
	struct str title = item->code.n ? item->code : item->text;

	put_link(w->o, key, title, uuid_str(w->a, item->id), uri_of(w, item->uri, "CFItems", item->id));
}

static void put_own_association(const struct writing *w, int32_t i)
{
	const struct framework_item *item = &w->fw->items[i];
	json_t *extra = parsed(w->a, item->link_extra);

	put_text(w->o, "identifier", uuid_str(w->a, item->link_id));
	put_text(w->o, "associationType", S("isChildOf"));
	json_key(w->o, "sequenceNumber");
	json_i64(w->o, item->seq);
	if (!json_object_get(extra, "uri"))
		put_text(w->o, "uri", uri_of(w, STR_NONE, "CFAssociations", item->link_id));
	put_item_node(w, "originNodeURI", i);
	if (item->parent >= 0)
		put_item_node(w, "destinationNodeURI", item->parent);
	else
		put_document_link(w, "destinationNodeURI");
	if (!json_object_get(extra, "lastChangeDateTime"))
		put_changed(w, item->changed);
	put_carried(w->o, extra);
	put_extensions(w->o, extra, false);
}

static void put_published_link(const struct writing *w, const struct framework_link *link)
{
	json_t *extra = parsed(w->a, link->extra);

	put_text(w->o, "identifier", uuid_str(w->a, link->id));
	put_text(w->o, "associationType", link->type);
	if (link->has_seq) {
		json_key(w->o, "sequenceNumber");
		json_i64(w->o, link->seq);
	}
	put_text(w->o, "uri", uri_of(w, link->uri, "CFAssociations", link->id));
	if (link->from >= 0)
		put_item_node(w, "originNodeURI", link->from);
	else
		put_link(w->o, "originNodeURI", link->from_title, link->from_id, link->from_uri);
	if (link->to >= 0)
		put_item_node(w, "destinationNodeURI", link->to);
	else
		put_link(w->o, "destinationNodeURI", link->to_title, link->to_id, link->to_uri);
	put_changed(w, link->changed);
	put_carried(w->o, extra);
	put_extensions(w->o, extra, false);
}

void case_write_association(struct json_out *o, const struct framework *fw, size_t k,
                            const struct case_export_options *options, bool in_package)
{
	struct writing w = begin(o, fw, options);

	json_obj(o);
	if (k < fw->n)
		put_own_association(&w, (int32_t)k);
	else
		put_published_link(&w, &fw->links[k - fw->n]);
	if (!in_package)
		put_document_link(&w, "CFDocumentURI");
	json_end(o);
}

/* ---- definitions and the whole ---- */

void case_write_concept(struct json_out *o, const struct framework *fw, size_t thread,
                        const struct case_export_options *options)
{
	struct writing w = begin(o, fw, options);
	const struct framework_thread *t = &fw->threads[thread];
	json_t *extra = parsed(w.a, t->extra);

	json_obj(o);
	put_text(o, "identifier", uuid_str(w.a, t->id));
	put_text(o, "uri", uri_of(&w, t->uri, "CFConcepts", t->id));
	put_text(o, "title", t->title);
	put_text(o, "keywords", t->key);
	put_text(o, "hierarchyCode", t->code);
	put_text_if(o, "description", t->description);
	put_changed(&w, t->changed);
	put_carried(o, extra);
	put_extensions(o, extra, false);
	json_end(o);
}

void case_write_definitions(struct json_out *o, const struct framework *fw, const struct case_export_options *options)
{
	json_t *extra = parsed(o->out.arena, fw->definitions_extra);

	json_obj(o);
	if (fw->threads_n) {
		json_key(o, "CFConcepts");
		json_arr(o);
		for (size_t t = 0; t < fw->threads_n; t++)
			case_write_concept(o, fw, t, options);
		json_end(o);
	}
	put_carried(o, extra);
	put_extensions(o, extra, false);
	json_end(o);
}

enum rc framework_export_case(struct arena *a, const struct framework *fw, const struct case_export_options *options,
                              struct str *ret)
{
	struct json_out o = json_begin(a, CASE_MAX);
	json_t *extra = parsed(a, fw->package_extra);
	struct str text;

	o.pretty = options->pretty;
	json_obj(&o);
	json_key(&o, "CFDocument");
	case_write_document(&o, fw, options, true);
	json_key(&o, "CFItems");
	json_arr(&o);
	for (size_t i = 0; i < fw->n; i++)
		case_write_item(&o, fw, (int32_t)i, options, true);
	json_end(&o);
	json_key(&o, "CFAssociations");
	json_arr(&o);
	for (size_t k = 0; k < case_associations(fw); k++)
		case_write_association(&o, fw, k, options, true);
	json_end(&o);
	if (fw->threads_n || fw->definitions_extra.n) {
		json_key(&o, "CFDefinitions");
		case_write_definitions(&o, fw, options);
	}
	put_carried(&o, extra);
	put_extensions(&o, extra, false);
	json_end(&o);
	text = json_done(&o);
	if (!text.n)
		return FAULT;
	*ret = text;
	return OK;
}

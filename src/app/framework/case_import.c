/* case_import.c — a 1EdTech CASE 1.0 or 1.1 CFPackage as a framework.
 *
 * Each object is first made to fit the 1.1 schema (case_shape.c). Then what Cairn models is taken out of it,
 * and what remains is kept as JSON in `extra`, to be written again by case_export.c.
 */
#include "app/framework/case_shape.h"
#include "app/framework/framework_io.h"
#include "web/json.h"

#include <jansson.h>
#include <stdlib.h>

enum { PACKAGE_DEPTH = 32, PACKAGE_VALUES = 3000000 };

struct package {
	struct framework_draft *d;
	struct arena *a;
	struct framework *fw;
	struct framework_problems *p;
	struct id_place {
		struct uuid id;
		int32_t item;
	} *ids;          /* sorted by id */
	bool *has_parent;
	json_t *root, *document;
	struct str document_id; /* as published */
};

/* ---- taking members out ---- */

/* The member as plain text in the arena; it is deleted from the object. */
static struct str take_text(struct package *k, json_t *object, const char *key)
{
	struct str s = framework_plain_text(k->a, json_get_str(object, key), &k->d->had_tags);

	json_object_del(object, key);
	return s;
}

static struct str take_line(struct package *k, json_t *object, const char *key)
{
	struct str s = framework_line(k->a, json_get_str(object, key), &k->d->had_tags);

	json_object_del(object, key);
	return s;
}

/* When it last changed; the framework's own date where the object has none. */
static instant take_changed(struct package *k, json_t *object)
{
	instant t = 0;

	if (!instant_parse(json_get_str(object, "lastChangeDateTime"), &t) || t == 0)
		t = k->fw->changed;
	json_object_del(object, "lastChangeDateTime");
	return t;
}

/* Cairn's own URIs (urn:uuid: and the identifier) say nothing and are not kept. */
static struct str take_uri(struct package *k, json_t *object, struct uuid id)
{
	struct str s = str_dup(k->a, json_get_str(object, "uri"));

	json_object_del(object, "uri");
	return str_eq(s, strf(k->a, "urn:uuid:%.*s", STR_FMT(uuid_str(k->a, id)))) ? STR_NONE : s;
}

/* The identifier as published, or one derived from it when it isn't a UUID: always the same for the same text. */
static struct uuid id_of_text(struct package *k, struct str text)
{
	struct uuid id;

	return uuid_parse(text, &id) ? id : uuid5(k->fw->id, text);
}

/* What remains of an object, as JSON; an `extensions` that became empty is dropped. */
static struct str remains(struct package *k, json_t *object)
{
	json_t *ext = json_object_get(object, "extensions");
	struct str s;

	if (ext) { /* last, as the exporter writes it: so the same comes back the same */
		json_incref(ext);
		json_object_del(object, "extensions");
		if (json_object_size(ext))
			json_object_set(object, "extensions", ext);
		json_decref(ext);
	}
	if (json_object_size(object) == 0)
		return STR_NONE;
	s = json_text_of(k->a, object);
	if (!s.n)
		framework_error(k->p, STR_NONE, "Fields that Cairn only carries are nested too deep.");
	return s;
}

/* ---- before tidying: identifiers that are no UUIDs ---- */

static void ease_identifier(struct package *k, json_t *object, struct str where)
{
	struct str text = json_get_str(object, "identifier");
	struct uuid id;
	struct str made;

	if (!text.n || uuid_parse(text, &id))
		return;
	framework_warn(k->p, strf(k->a, "%.*s.identifier", STR_FMT(where)),
	               "“%.*s” is not a UUID; one was derived from it.", (int)(text.n < 80 ? text.n : 80), text.p);
	made = uuid_str(k->a, id_of_text(k, text));
	json_object_set_new(object, "identifier", json_stringn(made.p, made.n));
}

/* ---- document ---- */

static void read_terms(struct package *k, json_t *ext)
{
	json_t *list = json_object_get(ext, "cairnGlossary");
	size_t n = json_array_size(list);

	if (!json_is_array(list) || n > FRAMEWORK_TERMS_MAX)
		return;
	k->fw->terms = NEW_ARRAY(k->a, struct framework_term, n);
	for (size_t i = 0; i < n; i++) {
		const json_t *v = json_array_get(list, i), *also = json_object_get(v, "also");
		struct framework_term *term = &k->fw->terms[k->fw->terms_n];

		term->term = framework_line(k->a, json_get_str(v, "term"), &k->d->had_tags);
		term->definition = framework_plain_text(k->a, json_get_str(v, "definition"), &k->d->had_tags);
		if (!term->term.n) {
			framework_warn(k->p, strf(k->a, "CFDocument.extensions.cairnGlossary[%zu]", i), "This entry has no term.");
			continue;
		}
		term->also = NEW_ARRAY(k->a, struct str, json_array_size(also));
		for (size_t j = 0; j < json_array_size(also); j++) {
			struct str s = framework_line(k->a, json_str_of(json_array_get(also, j)), &k->d->had_tags);

			if (s.n)
				term->also[term->also_n++] = s;
		}
		k->fw->terms_n++;
	}
	json_object_del(ext, "cairnGlossary");
}

static enum rc read_document(struct package *k)
{
	struct framework *fw = k->fw;
	json_t *doc = k->document, *ext;

	fw->changed = k->d->options->now;
	if (!json_is_object(doc))
		return framework_error(k->p, S("CFDocument"), "There is no CFDocument object. Is this a CASE package?");
	if (!json_get_str(doc, "identifier").n)
		framework_error(k->p, S("CFDocument.identifier"), "The document has no identifier.");
	if (!str_trim(json_get_str(doc, "title")).n)
		framework_error(k->p, S("CFDocument.title"), "The document has no title.");
	if (k->p->errors)
		return INVALID;
	k->document_id = str_dup(k->a, json_get_str(doc, "identifier"));
	if (!uuid_parse(k->document_id, &fw->id))
		fw->id = framework_id_of_title(k->document_id);
	ease_identifier(k, doc, S("CFDocument"));
	json_object_set_new(doc, "identifier", json_string(str_c(k->a, uuid_str(k->a, fw->id))));
	fw->licence = framework_line(k->a, json_get_str(json_object_get(doc, "licenseURI"), "title"), NULL);
	case_tidy(k->a, doc, &case_document_shape, S("CFDocument"), fw->id, k->p);
	json_object_del(doc, "identifier");
	fw->uri = take_uri(k, doc, fw->id);
	fw->title = take_line(k, doc, "title");
	fw->creator = take_line(k, doc, "creator");
	fw->publisher = take_line(k, doc, "publisher");
	fw->version = take_line(k, doc, "version");
	fw->description = take_text(k, doc, "description");
	fw->notes = take_text(k, doc, "notes");
	fw->language = take_line(k, doc, "language");
	fw->source_url = take_line(k, doc, "officialSourceURL");
	fw->adoption_status = take_line(k, doc, "adoptionStatus");
	fw->changed = take_changed(k, doc);
	if ((ext = json_object_get(doc, "extensions"))) {
		fw->illustrative = json_get_bool(ext, "cairnIllustrative", false);
		json_object_del(ext, "cairnIllustrative");
		read_terms(k, ext);
	}
	fw->extra = remains(k, doc);
	return OK;
}

/* ---- threads ---- */

static void read_concept(struct package *k, json_t *v, size_t i)
{
	struct str where = strf(k->a, "CFDefinitions.CFConcepts[%zu]", i), title, key;
	struct framework_thread *t;
	size_t before = k->fw->threads_n;
	int32_t at;

	if (!json_is_object(v)) {
		framework_warn(k->p, where, "This is not an object and was left out.");
		return;
	}
	ease_identifier(k, v, where);
	case_tidy(k->a, v, &case_concept_shape, where, k->fw->id, k->p);
	title = take_line(k, v, "title");
	key = take_line(k, v, "keywords");
	at = draft_thread(k->d, key.n ? key : title);
	if (at < 0 || k->fw->threads_n == before) {
		framework_warn(k->p, where, "This concept has no name of its own and was left out.");
		return;
	}
	t = &k->fw->threads[at];
	t->title = title.n ? title : t->key;
	t->id = id_of_text(k, json_get_str(v, "identifier"));
	json_object_del(v, "identifier");
	t->uri = take_uri(k, v, t->id);
	t->description = take_text(k, v, "description");
	t->code = take_line(k, v, "hierarchyCode");
	t->changed = take_changed(k, v);
	t->extra = remains(k, v);
}

static void read_definitions(struct package *k)
{
	json_t *definitions = json_object_get(k->root, "CFDefinitions"), *list;

	if (!json_is_object(definitions))
		return;
	list = json_object_get(definitions, "CFConcepts");
	for (size_t i = 0; i < json_array_size(list); i++)
		read_concept(k, json_array_get(list, i), i);
	if (!list || json_is_array(list))
		json_object_del(definitions, "CFConcepts");
	case_tidy(k->a, definitions, &case_definitions_shape, S("CFDefinitions"), k->fw->id, k->p);
	k->fw->definitions_extra = remains(k, definitions);
}

/* ---- items ---- */

static void read_references(struct package *k, struct framework_item *item, json_t *ext)
{
	json_t *list = json_object_get(ext, "cairnReferences");
	size_t n = json_array_size(list);

	if (!json_is_array(list))
		return;
	item->references = NEW_ARRAY(k->a, struct framework_reference, n);
	for (size_t i = 0; i < n; i++) {
		const json_t *v = json_array_get(list, i);
		struct framework_reference r = {
			.title = framework_line(k->a, json_get_str(v, "title"), &k->d->had_tags),
			.kind = framework_line(k->a, json_get_str(v, "kind"), &k->d->had_tags),
			.url = str_dup(k->a, str_trim(json_get_str(v, "url"))),
		};

		if (r.url.n && !str_starts(r.url, S("https://")) && !str_starts(r.url, S("http://"))) {
			framework_warn(k->p, STR_NONE, "The address of “%.*s” is not http or https and was left out.",
			               STR_FMT(r.title));
			r.url = STR_NONE;
		}
		if (r.title.n || r.url.n)
			item->references[item->references_n++] = r;
	}
	json_object_del(ext, "cairnReferences");
}

static bool is_concept(const struct package *k, struct str key)
{
	for (size_t t = 0; t < k->fw->threads_n; t++)
		if (str_eq_nocase(k->fw->threads[t].key, key))
			return true;
	return false;
}

/* A keyword is a concept's, or several run together as some exporters do ("a; b"). */
static void read_keywords(struct package *k, struct framework_item *item, json_t *v)
{
	json_t *list = json_object_get(v, "conceptKeywords");
	struct buf b = buf_new(k->a, 1 << 20);

	for (size_t i = 0; i < json_array_size(list); i++) {
		struct str word = framework_line(k->a, json_str_of(json_array_get(list, i)), &k->d->had_tags);
		struct str key = framework_thread_key(k->a, word);

		if (i)
			buf_add(&b, S("; "));
		buf_add(&b, is_concept(k, key) ? key : word);
	}
	if (b.n)
		draft_item_threads(k->d, item, buf_str(&b));
	json_object_del(v, "conceptKeywords");
}

static void read_item(struct package *k, struct framework_item *item, json_t *v, struct str where)
{
	json_t *ext;

	if (!json_get_str(v, "identifier").n)
		framework_error(k->p, strf(k->a, "%.*s.identifier", STR_FMT(where)), "The item has no identifier.");
	if (!json_is_string(json_object_get(v, "fullStatement")))
		framework_error(k->p, strf(k->a, "%.*s.fullStatement", STR_FMT(where)), "The item has no fullStatement.");
	ease_identifier(k, v, where);
	case_tidy(k->a, v, &case_item_shape, where, k->fw->id, k->p);
	item->id = id_of_text(k, json_get_str(v, "identifier"));
	json_object_del(v, "identifier");
	item->uri = take_uri(k, v, item->id);
	item->code = take_line(k, v, "humanCodingScheme");
	item->text = take_line(k, v, "fullStatement");
	item->short_text = take_line(k, v, "abbreviatedStatement");
	item->notes = take_text(k, v, "notes");
	item->type = take_line(k, v, "CFItemType");
	item->kind = item_kind_of(item->type);
	item->changed = take_changed(k, v);
	read_keywords(k, item, v);
	if ((ext = json_object_get(v, "extensions")))
		read_references(k, item, ext);
	item->extra = remains(k, v);
}

static int by_id(const void *x, const void *y)
{
	const struct id_place *a = x, *b = y;
	int c = memcmp(a->id.b, b->id.b, sizeof a->id.b);

	return c ? c : (a->item > b->item) - (a->item < b->item);
}

static int32_t find_item(const struct package *k, struct uuid id)
{
	size_t from = 0, to = k->fw->n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;
		int c = memcmp(id.b, k->ids[mid].id.b, sizeof id.b);

		if (c == 0)
			return k->ids[mid].item;
		if (c < 0)
			to = mid;
		else
			from = mid + 1;
	}
	return -1;
}

static enum rc read_items(struct package *k)
{
	json_t *list = json_object_get(k->root, "CFItems");
	size_t n = json_array_size(list);

	if (!json_is_array(list) || n == 0)
		return framework_error(k->p, S("CFItems"), "There are no CFItems.");
	if (n > FRAMEWORK_ITEMS_MAX)
		return framework_error(k->p, S("CFItems"), "There are %zu items; at most %d are possible.", n,
		                       FRAMEWORK_ITEMS_MAX);
	for (size_t i = 0; i < n; i++) {
		json_t *v = json_array_get(list, i);
		struct str where = strf(k->a, "CFItems[%zu]", i);

		if (!json_is_object(v))
			framework_error(k->p, where, "This is not an object.");
		else
			read_item(k, draft_add_item(k->d), v, where);
	}
	if (k->p->errors)
		return INVALID;
	k->ids = NEW_ARRAY(k->a, struct id_place, n);
	k->has_parent = NEW_ARRAY(k->a, bool, n);
	for (size_t i = 0; i < n; i++)
		k->ids[i] = (struct id_place){ k->fw->items[i].id, (int32_t)i };
	qsort(k->ids, n, sizeof *k->ids, by_id);
	for (size_t i = 1; i < n; i++)
		if (uuid_eq(k->ids[i - 1].id, k->ids[i].id))
			framework_error(k->p, strf(k->a, "CFItems[%d].identifier", k->ids[i].item),
			                "CFItems[%d] has the same identifier already.", k->ids[i - 1].item);
	return k->p->errors ? INVALID : OK;
}

/* ---- associations ---- */

/* One end of an association, read from a link object or, as some exporters write it, from a plain URI. */
struct end {
	struct str id, uri, title;
	int32_t item;     /* -1: outside, or the document */
	bool is_document;
};

static struct str last_segment(struct str uri)
{
	size_t n = uri.n;

	while (n && uri.p[n - 1] != '/' && uri.p[n - 1] != ':')
		n--;
	return str_sub(uri, n, SIZE_MAX);
}

static struct end read_end(struct package *k, json_t *association, const char *key)
{
	const json_t *v = json_object_get(association, key);
	struct end end = { .item = -1 };
	struct uuid id;

	end.uri = str_dup(k->a, json_is_string(v) ? json_str_of(v) : json_get_str(v, "uri"));
	end.id = str_dup(k->a, json_get_str(v, "identifier"));
	end.title = framework_line(k->a, json_get_str(v, "title"), NULL);
	if (!end.id.n)
		end.id = last_segment(end.uri);
	json_object_del(association, key);
	if (!end.id.n)
		return end;
	id = id_of_text(k, end.id);
	end.item = find_item(k, id);
	end.is_document = uuid_eq(id, k->fw->id) || str_eq(end.id, k->document_id);
	return end;
}

static struct str end_name(struct package *k, const struct end *end)
{
	struct str name = end->title.n && !str_eq(end->title, S("Origin")) && !str_eq(end->title, S("Destination")) ?
	                          end->title :
	                          end->id;

	return name.n ? strf(k->a, "%.*s", (int)(name.n < 80 ? name.n : 80), name.p) : S("nothing");
}

static const char *const known_types[] = { "isChildOf",   "isPeerOf",   "isPartOf", "exactMatchOf",  "precedes",
	                                   "isRelatedTo", "replacedBy", "exemplar", "hasSkillLevel", "isTranslationOf" };

/* A type the schema knows, or "ext:" and letters: others are made so. */
static struct str association_type(struct package *k, struct str given, struct str where)
{
	struct buf b = buf_new(k->a, 200);
	struct str type;

	for (size_t i = 0; i < COUNT_OF(known_types); i++)
		if (str_eq_nocase(given, str_from_c(known_types[i])))
			return str_from_c(known_types[i]);
	buf_add(&b, S("ext:"));
	if (str_starts(given, S("ext:")))
		given = str_sub(given, 4, SIZE_MAX);
	for (size_t i = 0; i < given.n && b.n < 100; i++) {
		char c = given.p[i];
		bool kept = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '.' || c == '_';

		buf_add_c(&b, kept ? c : '_');
	}
	if (b.n == 4)
		buf_add(&b, S("unknown"));
	type = buf_str(&b);
	framework_warn(k->p, strf(k->a, "%.*s.associationType", STR_FMT(where)),
	               "CASE 1.1 does not know this type; it is kept as %.*s.", STR_FMT(type));
	return type;
}

static bool is_dangling(struct package *k, const struct end *end, bool is_child, const char *key, struct str where)
{
	if (end->item >= 0 || end->is_document)
		return false;
	if (is_child)
		framework_error(k->p, strf(k->a, "%.*s.%s", STR_FMT(where), key),
		                "This isChildOf names %.*s, which is not among the CFItems.", STR_FMT(end_name(k, end)));
	return true;
}

static void keep_link(struct package *k, json_t *v, struct str type, const struct end *from, const struct end *to)
{
	struct framework_link *link = draft_add_link(k->d);
	const json_t *seq = json_object_get(v, "sequenceNumber");

	if (!link)
		return;
	link->id = id_of_text(k, json_get_str(v, "identifier"));
	json_object_del(v, "identifier");
	link->type = type;
	link->from = from->item;
	link->to = to->item;
	if (from->item < 0) {
		link->from_id = from->id;
		link->from_uri = from->uri;
		link->from_title = from->title;
	}
	if (to->item < 0) {
		link->to_id = to->id;
		link->to_uri = to->uri;
		link->to_title = to->title;
	}
	link->has_seq = json_is_integer(seq);
	link->seq = json_integer_value(seq);
	link->uri = take_uri(k, v, link->id);
	link->changed = take_changed(k, v);
	json_object_del(v, "sequenceNumber");
	json_object_del(v, "associationType");
	link->extra = remains(k, v);
}

/* What an isChildOf says beyond its ends and its number; where it says only what we would write ourselves,
 * nothing. */
static void keep_association(struct package *k, json_t *v, struct framework_item *item)
{
	instant changed;

	json_object_del(v, "identifier");
	json_object_del(v, "associationType");
	json_object_del(v, "sequenceNumber");
	if (str_eq(json_get_str(v, "uri"), strf(k->a, "urn:uuid:%.*s", STR_FMT(uuid_str(k->a, item->link_id)))))
		json_object_del(v, "uri");
	if (instant_parse(json_get_str(v, "lastChangeDateTime"), &changed) && (changed == 0 || changed == item->changed))
		json_object_del(v, "lastChangeDateTime");
	item->link_extra = remains(k, v);
}

/* The first parent of an item is where it stands; its number orders it among its siblings. */
static void place_item(struct package *k, json_t *v, const struct end *child, const struct end *parent)
{
	struct framework_item *item = &k->fw->items[child->item];
	const json_t *seq = json_object_get(v, "sequenceNumber");

	k->has_parent[child->item] = true;
	item->parent = parent->item;
	item->seq = json_is_integer(seq) ? json_integer_value(seq) : INT64_MAX;
	item->link_id = id_of_text(k, json_get_str(v, "identifier"));
	keep_association(k, v, item);
}

static bool same_parent_again(const struct package *k, const struct end *child, const struct end *parent)
{
	if (k->fw->items[child->item].parent == parent->item)
		return true;
	for (size_t l = 0; l < k->fw->links_n && parent->item >= 0 && l < 64; l++) {
		const struct framework_link *link = &k->fw->links[k->fw->links_n - 1 - l];

		if (link->from == child->item && link->to == parent->item && str_eq(link->type, S("isChildOf")))
			return true;
	}
	return false;
}

static void read_association(struct package *k, json_t *v, struct str where)
{
	struct str type;
	struct end from, to;
	bool child, no_from, no_to;

	ease_identifier(k, v, where);
	case_tidy(k->a, v, &case_association_shape, where, k->fw->id, k->p);
	type = association_type(k, json_get_str(v, "associationType"), where);
	child = str_eq(type, S("isChildOf"));
	from = read_end(k, v, "originNodeURI");
	to = read_end(k, v, "destinationNodeURI");
	no_from = is_dangling(k, &from, child, "originNodeURI", where);
	no_to = is_dangling(k, &to, child, "destinationNodeURI", where);
	if (child && (no_from || no_to))
		return;
	if (no_from && no_to) {
		framework_error(k->p, where, "Neither end of this %.*s (%.*s, %.*s) is in the package.", STR_FMT(type),
		                STR_FMT(end_name(k, &from)), STR_FMT(end_name(k, &to)));
		return;
	}
	if (child && from.is_document) {
		framework_error(k->p, where, "The document cannot be the child of an item.");
	} else if (!child) {
		keep_link(k, v, type, &from, &to);
	} else if (from.item == to.item) {
		framework_error(k->p, where, "%.*s is its own parent.",
		                STR_FMT(framework_item_name(k->a, k->fw, from.item)));
	} else if (!k->has_parent[from.item]) {
		place_item(k, v, &from, &to);
	} else if (same_parent_again(k, &from, &to)) {
		framework_warn(k->p, where, "%.*s is made a child of the same parent twice; once is kept.",
		               STR_FMT(framework_item_name(k->a, k->fw, from.item)));
	} else {
		keep_link(k, v, type, &from, &to);
	}
}

static void read_associations(struct package *k)
{
	json_t *list = json_object_get(k->root, "CFAssociations");
	size_t n = json_array_size(list);

	if (list && !json_is_array(list)) {
		framework_error(k->p, S("CFAssociations"), "This should be a list.");
		return;
	}
	if (n > FRAMEWORK_LINKS_MAX) {
		framework_error(k->p, S("CFAssociations"), "There are %zu associations; at most %d are possible.", n,
		                FRAMEWORK_LINKS_MAX);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		json_t *v = json_array_get(list, i);
		struct str where = strf(k->a, "CFAssociations[%zu]", i);

		if (json_is_object(v))
			read_association(k, v, where);
		else
			framework_error(k->p, where, "This is not an object.");
	}
	for (size_t i = 0; i < k->fw->n; i++)
		if (!k->has_parent[i]) {
			k->fw->items[i].seq = INT64_MAX;
			framework_warn(k->p, strf(k->a, "CFItems[%zu]", i), "%.*s is nobody’s child; it stands at the top, last.",
			               STR_FMT(framework_item_name(k->a, k->fw, (int32_t)i)));
		}
}

/* ---- package ---- */

enum rc case_import(struct framework_draft *d, struct str bytes)
{
	struct package k = { .d = d, .a = d->arena, .fw = d->fw, .p = d->p };
	struct json_limits limits = { FRAMEWORK_INPUT_MAX, PACKAGE_DEPTH, PACKAGE_VALUES };
	struct json_problem problem;
	enum rc rc = json_parse(d->arena, bytes, limits, &k.root, &problem);

	if (rc != OK) {
		framework_error(d->p, problem.line ? strf(d->arena, "line %d, column %d", problem.line, problem.column) :
		                                     STR_NONE,
		                "%.*s", STR_FMT(problem.say));
		return rc;
	}
	if (json_is_object(json_object_get(k.root, "CFPackage")))
		k.root = json_object_get(k.root, "CFPackage");
	k.document = json_object_get(k.root, "CFDocument");
	if ((rc = read_document(&k)) != OK)
		return rc;
	read_definitions(&k);
	if ((rc = read_items(&k)) != OK)
		return rc;
	read_associations(&k);
	if (d->p->errors)
		return INVALID;
	json_object_del(k.root, "CFDocument");
	json_object_del(k.root, "CFItems");
	json_object_del(k.root, "CFAssociations");
	json_object_del(k.root, "CFDefinitions");
	case_tidy(k.a, k.root, &case_package_shape, STR_NONE, k.fw->id, d->p);
	k.fw->package_extra = remains(&k, k.root);
	return d->p->errors ? INVALID : OK;
}

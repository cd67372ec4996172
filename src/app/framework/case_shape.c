/* case_shape.c — see case_shape.h. The tables follow case_v1p1_cfpackage-jsonschema1.json member by member. */
#include "app/framework/case_shape.h"

#include "web/json.h"

#include <jansson.h>

enum type {
	TEXT,
	ID,      /* a UUID */
	DATE,
	INSTANT,
	WHOLE,   /* integer */
	NUMBER,
	TEXTS,   /* list of text */
	LINK,    /* { title, identifier (UUID), uri } */
	LINKS,
	NODE,    /* LinkGenURI: { title, identifier, uri, targetType } */
	LIST,    /* list of objects of a shape */
	DROP,    /* known to be put here wrongly by exporters */
};

struct member {
	const char *name;
	enum type type;
	bool required;
	const struct case_shape *of;
};

struct case_shape {
	const struct member *v;
	size_t n;
	bool open; /* has `extensions` */
};
#define SHAPE(members, is_open) { .v = (members), .n = COUNT_OF(members), .open = (is_open) }
#define MAY(n, t) { .name = (n), .type = (t) }
#define MUST(n, t) { .name = (n), .type = (t), .required = true }
#define EACH(n, shape) { .name = (n), .type = LIST, .of = &(shape) }

static const struct member document_members[] = {
	MUST("identifier", ID), MUST("uri", TEXT), MAY("frameworkType", TEXT), MAY("caseVersion", DROP),
	MUST("creator", TEXT), MUST("title", TEXT), MUST("lastChangeDateTime", INSTANT),
	MAY("officialSourceURL", TEXT), MAY("publisher", TEXT), MAY("description", TEXT),
	MAY("subject", TEXTS), MAY("subjectURI", LINKS), MAY("language", TEXT), MAY("version", TEXT),
	MAY("adoptionStatus", TEXT), MAY("statusStartDate", DATE), MAY("statusEndDate", DATE),
	MAY("licenseURI", LINK), MAY("notes", TEXT), MAY("CFPackageURI", DROP),
	MAY("CFDocumentURI", DROP),
};
const struct case_shape case_document_shape = SHAPE(document_members, true);

static const struct member item_members[] = {
	MUST("identifier", ID), MUST("fullStatement", TEXT), MAY("alternativeLabel", TEXT),
	MAY("CFItemType", TEXT), MUST("uri", TEXT), MAY("humanCodingScheme", TEXT),
	MAY("listEnumeration", TEXT), MAY("abbreviatedStatement", TEXT), MAY("conceptKeywords", TEXTS),
	MAY("conceptKeywordsURI", LINK), MAY("notes", TEXT), MAY("subject", TEXTS),
	MAY("subjectURI", LINKS), MAY("language", TEXT), MAY("educationLevel", TEXTS),
	MAY("CFItemTypeURI", LINK), MAY("licenseURI", LINK), MAY("statusStartDate", DATE),
	MAY("statusEndDate", DATE), MUST("lastChangeDateTime", INSTANT), MAY("CFDocumentURI", DROP),
	MAY("CFPackageURI", DROP), MAY("CFItemAssociationURI", DROP),
};
const struct case_shape case_item_shape = SHAPE(item_members, true);

static const struct member association_members[] = {
	MUST("identifier", ID), MUST("associationType", TEXT), MAY("sequenceNumber", WHOLE),
	MUST("uri", TEXT), MUST("originNodeURI", NODE), MUST("destinationNodeURI", NODE),
	MAY("CFAssociationGroupingURI", LINK), MUST("lastChangeDateTime", INSTANT), MAY("notes", TEXT),
	MAY("CFDocumentURI", DROP), MAY("CFPackageURI", DROP),
};
const struct case_shape case_association_shape = SHAPE(association_members, true);

static const struct member concept_members[] = {
	MUST("identifier", ID), MUST("uri", TEXT), MUST("title", TEXT), MAY("keywords", TEXT),
	MUST("hierarchyCode", TEXT), MAY("description", TEXT), MUST("lastChangeDateTime", INSTANT),
};
const struct case_shape case_concept_shape = SHAPE(concept_members, true);

static const struct member subject_members[] = {
	MUST("identifier", ID), MUST("uri", TEXT), MUST("title", TEXT), MUST("hierarchyCode", TEXT),
	MAY("description", TEXT), MUST("lastChangeDateTime", INSTANT),
};
static const struct case_shape subject_shape = SHAPE(subject_members, true);

static const struct member licence_members[] = {
	MUST("identifier", ID), MUST("uri", TEXT), MUST("title", TEXT), MAY("description", TEXT),
	MUST("licenseText", TEXT), MUST("lastChangeDateTime", INSTANT),
};
static const struct case_shape licence_shape = SHAPE(licence_members, true);

static const struct member type_members[] = {
	MUST("identifier", ID), MUST("uri", TEXT), MUST("title", TEXT), MUST("description", TEXT),
	MUST("hierarchyCode", TEXT), MAY("typeCode", TEXT), MUST("lastChangeDateTime", INSTANT),
};
static const struct case_shape type_shape = SHAPE(type_members, true);

static const struct member grouping_members[] = {
	MUST("identifier", ID), MUST("uri", TEXT), MUST("title", TEXT), MAY("description", TEXT),
	MUST("lastChangeDateTime", INSTANT),
};
static const struct case_shape grouping_shape = SHAPE(grouping_members, true);

/* CFConcepts are taken out before the rest is tidied. */
static const struct member definition_members[] = {
	EACH("CFSubjects", subject_shape), EACH("CFLicenses", licence_shape),
	EACH("CFItemTypes", type_shape), EACH("CFAssociationGroupings", grouping_shape),
};
const struct case_shape case_definitions_shape = SHAPE(definition_members, true);

/* The schema has `extensions` of a level as a list, which nobody writes: unknown members of one are dropped. */
static const struct member level_members[] = {
	MUST("identifier", ID), MUST("uri", TEXT), MAY("description", TEXT), MAY("quality", TEXT),
	MAY("score", NUMBER), MAY("feedback", TEXT), MAY("position", WHOLE), MAY("rubricCriterionId", ID),
	MUST("lastChangeDateTime", INSTANT),
};
static const struct case_shape level_shape = SHAPE(level_members, false);

static const struct member criterion_members[] = {
	MUST("identifier", ID), MUST("uri", TEXT), MAY("category", TEXT), MAY("description", TEXT),
	MAY("CFItemURI", LINK), MAY("weight", NUMBER), MAY("position", WHOLE), MAY("rubricId", ID),
	MUST("lastChangeDateTime", INSTANT), EACH("CFRubricCriterionLevels", level_shape),
};
static const struct case_shape criterion_shape = SHAPE(criterion_members, true);

static const struct member rubric_members[] = {
	MUST("identifier", ID), MUST("uri", TEXT), MAY("title", TEXT), MAY("description", TEXT),
	MUST("lastChangeDateTime", INSTANT), EACH("CFRubricCriteria", criterion_shape),
};
static const struct case_shape rubric_shape = SHAPE(rubric_members, true);

/* Of a package once its document, items, associations and definitions are taken out. */
static const struct member package_members[] = {
	EACH("CFRubrics", rubric_shape),
};
const struct case_shape case_package_shape = SHAPE(package_members, true);

/* ---- making objects fit ---- */

struct tidying {
	struct arena *a;
	struct uuid document;
	struct framework_problems *p;
};

static bool is_uuid(const json_t *v)
{
	struct uuid u;

	return uuid_parse(json_str_of(v), &u);
}

static bool fits_link(const json_t *v)
{
	return json_is_object(v) && json_is_string(json_object_get(v, "title")) && is_uuid(json_object_get(v, "identifier")) &&
	       json_is_string(json_object_get(v, "uri")) && json_object_size(v) == 3;
}

static bool all_fit(const json_t *list, bool (*fits)(const json_t *))
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (!fits(json_array_get(list, i)))
			return false;
	return json_is_array(list);
}

static bool is_text(const json_t *v)
{
	return json_is_string(v);
}

static void set_text(json_t *object, const char *key, struct str s)
{
	json_object_set_new(object, key, json_stringn(s.p ? s.p : "", s.n));
}

/* Three members of a link are all it may have; what is missing, or no UUID, is made good. */
static void tidy_link(struct tidying *t, json_t *v)
{
	static const char *const kept[] = { "title", "identifier", "uri" };
	const char *key;
	json_t *member;
	void *next;

	if (!json_is_object(v))
		return;
	json_object_foreach_safe(v, next, key, member) {
		bool keep = false;

		for (size_t k = 0; k < COUNT_OF(kept); k++)
			keep = keep || strcmp(key, kept[k]) == 0;
		if (!keep)
			json_object_del(v, key);
	}
	if (!json_is_string(json_object_get(v, "title")))
		set_text(v, "title", S(""));
	if (!is_uuid(json_object_get(v, "identifier"))) {
		struct str name = json_get_str(v, json_get_str(v, "identifier").n ? "identifier" : "title");

		set_text(v, "identifier", uuid_str(t->a, uuid5(t->document, name)));
	}
	if (!json_is_string(json_object_get(v, "uri")))
		set_text(v, "uri", strf(t->a, "urn:uuid:%.*s", STR_FMT(json_get_str(v, "identifier"))));
}

/* Puts a value into the schema's form where that loses nothing. */
static void ease(struct tidying *t, json_t *object, const struct member *m, json_t *v)
{
	struct date day;
	instant at;

	if ((m->type == TEXTS && json_is_string(v)) || (m->type == LINKS && json_is_object(v))) {
		json_t *list = json_array();

		json_array_append(list, v);
		json_object_set_new(object, m->name, list);
	} else if (m->type == INSTANT && instant_parse(json_str_of(v), &at)) {
		set_text(object, m->name, instant_iso(t->a, at));
	} else if (m->type == INSTANT && date_parse(json_str_of(v), &day)) {
		set_text(object, m->name, instant_iso(t->a, (instant)day.days * DAY));
	} else if (m->type == ID && is_uuid(v)) {
		set_text(object, m->name, str_lower(t->a, json_str_of(v)));
	} else if (m->type == LINK) {
		tidy_link(t, v);
	} else if (m->type == TEXT && json_is_integer(v)) {
		set_text(object, m->name, strf(t->a, "%lld", (long long)json_integer_value(v)));
	} else if (m->type == WHOLE && json_is_real(v) && json_real_value(v) > -1e9 && json_real_value(v) < 1e9 &&
	           (double)(int64_t)json_real_value(v) == json_real_value(v)) {
		json_object_set_new(object, m->name, json_integer((json_int_t)json_real_value(v)));
	}
}

static bool fits(const struct member *m, const json_t *v)
{
	struct date day;
	instant at;

	switch (m->type) {
	case TEXT:
		return json_is_string(v);
	case ID:
		return is_uuid(v);
	case DATE:
		return date_parse(json_str_of(v), &day);
	case INSTANT:
		return instant_parse(json_str_of(v), &at);
	case WHOLE:
		return json_is_integer(v);
	case NUMBER:
		return json_is_number(v);
	case TEXTS:
		return all_fit(v, is_text);
	case LINK:
		return fits_link(v);
	case LINKS:
		return all_fit(v, fits_link);
	case LIST:
		return json_is_array(v);
	case NODE: /* looked at by whoever reads the association */
		return json_is_object(v) || json_is_string(v);
	case DROP:
		break;
	}
	return false;
}

static const char *wanted(enum type type)
{
	static const char *const names[] = {
		[TEXT] = "text",           [ID] = "a UUID",       [DATE] = "a date (2027-10-06)",
		[INSTANT] = "an instant (2027-10-06T13:02:11Z)",  [WHOLE] = "a whole number",
		[NUMBER] = "a number",     [TEXTS] = "a list of texts",
		[LINK] = "a link with title, identifier and uri", [LINKS] = "a list of links",
		[LIST] = "a list",         [NODE] = "a link", [DROP] = "absent",
	};

	return names[type];
}

static json_t *extensions_of(json_t *object)
{
	json_t *ext = json_object_get(object, "extensions"), *made;

	if (json_is_object(ext))
		return ext;
	made = json_object();
	if (ext)
		json_object_set(made, "extensions", ext);
	json_object_set_new(object, "extensions", made);
	return made;
}

/* The value must outlive the object's own reference, so it is added before it is deleted. */
static void move_to_extensions(json_t *object, const char *key, json_t *v)
{
	json_t *ext = extensions_of(object);

	if (strcmp(key, "extensions") == 0)
		return;
	if (!json_object_get(ext, key))
		json_object_set(ext, key, v);
	json_object_del(object, key);
}

static const struct member *member_named(const struct case_shape *shape, const char *name)
{
	for (size_t k = 0; k < shape->n; k++)
		if (strcmp(shape->v[k].name, name) == 0)
			return &shape->v[k];
	return NULL;
}

static void fill_required(struct tidying *t, json_t *object, const struct case_shape *shape, struct str where)
{
	for (size_t k = 0; k < shape->n; k++) {
		const struct member *m = &shape->v[k];

		if (!m->required || json_object_get(object, m->name))
			continue;
		if (m->type == ID)
			set_text(object, m->name, uuid_str(t->a, uuid5(t->document, where)));
		else if (m->type == INSTANT)
			set_text(object, m->name, S("1970-01-01T00:00:00.000Z"));
		else if (m->type == TEXT)
			set_text(object, m->name,
			         strcmp(m->name, "uri") ? S("") :
			                                  strf(t->a, "urn:uuid:%.*s",
			                                       STR_FMT(json_get_str(object, "identifier"))));
	}
}

static void tidy(struct tidying *t, json_t *object, const struct case_shape *shape, struct str where);

/* Objects of a list, depth bounded by the tables; what is no object goes. */
static void tidy_list(struct tidying *t, json_t *list, const struct case_shape *of, struct str where)
{
	for (size_t i = json_array_size(list); i-- > 0;) {
		json_t *v = json_array_get(list, i);

		if (json_is_object(v))
			tidy(t, v, of, strf(t->a, "%.*s[%zu]", STR_FMT(where), i));
		else
			json_array_remove(list, i);
	}
}

static void tidy_member(struct tidying *t, json_t *object, const struct member *m, struct str where)
{
	json_t *v = json_object_get(object, m->name);
	struct str path;

	ease(t, object, m, v);
	v = json_object_get(object, m->name);
	if (fits(m, v)) {
		if (m->type == LIST)
			tidy_list(t, v, m->of, strf(t->a, "%.*s%s%s", STR_FMT(where), where.n ? "." : "", m->name));
		return;
	}
	path = strf(t->a, "%.*s%s%s", STR_FMT(where), where.n ? "." : "", m->name);
	framework_warn(t->p, path, "This should be %s; it is kept under extensions.", wanted(m->type));
	move_to_extensions(object, m->name, v);
}

static void tidy(struct tidying *t, json_t *object, const struct case_shape *shape, struct str where)
{
	const char *key;
	json_t *v;
	void *next;

	json_object_foreach_safe(object, next, key, v) {
		const struct member *m = member_named(shape, key);

		if (strcmp(key, "extensions") == 0 && shape->open && json_is_object(v))
			continue;
		if (json_is_null(v) || (m && m->type == DROP) || (!m && !shape->open))
			json_object_del(object, key);
		else if (m)
			tidy_member(t, object, m, where);
		else
			move_to_extensions(object, key, v);
	}
	fill_required(t, object, shape, where);
}

void case_tidy(struct arena *a, struct json_t *object, const struct case_shape *shape, struct str where,
               struct uuid document, struct framework_problems *p)
{
	struct tidying t = { .a = a, .document = document, .p = p };

	tidy(&t, object, shape, where);
}

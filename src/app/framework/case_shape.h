/* case_shape.h — the shape of CASE 1.1 objects as tables, and making real-world objects fit them. */
#ifndef APP_FRAMEWORK_CASE_SHAPE_H
#define APP_FRAMEWORK_CASE_SHAPE_H

#include "rules/framework.h"

struct json_t;
struct case_shape;
extern const struct case_shape case_document_shape, case_item_shape, case_association_shape, case_concept_shape,
	case_definitions_shape, case_package_shape;

/* case_tidy — makes the object valid for the shape, in place: nulls go; what the schema does not know, or knows with
 * another type, moves under `extensions` (the latter with a warning at `where`.name); a single value where a
 * list is wanted becomes a list; instants get their zone; CFDocumentURI and CFPackageURI, which packages
 * must not carry, go; objects inside lists are treated the same. Required members that are missing get the
 * emptiest value that is valid (identifier: one derived from `where`); whoever models them looks first. */
void case_tidy(struct arena *a, struct json_t *object, const struct case_shape *shape, struct str where,
               struct uuid document, struct framework_problems *p);

#endif

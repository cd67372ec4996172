/* framework_io.h — frameworks in and out as files: CASE, CSV, plain text, Markdown, HTML.
 *
 * Pure: bytes in, a model (rules/framework.h) out, and back. No database, no network, no clock. A file over
 * 1 MB belongs in a job; the limits of rules/framework.h hold for all.
 *
 *     struct framework_problems *p = framework_problems_new(arena);
 *     struct framework_import_options options = { .filename = name, .now = cx->now };
 *     if (framework_import(arena, bytes, &options, &fw, p) == OK) …   (p may still hold warnings)
 *
 * What is not modelled is kept as JSON (`extra`), in the place CASE 1.1 has for it: fields the standard
 * does not know move under `extensions`. Text becomes plain text: tags are taken out with a warning.
 */
#ifndef APP_FRAMEWORK_FRAMEWORK_IO_H
#define APP_FRAMEWORK_FRAMEWORK_IO_H

#include "rules/framework.h"

enum framework_format {
	FORMAT_DETECT, /* by content first, then by the file's name */
	FORMAT_CASE,
	FORMAT_CSV,    /* OpenSALT's columns, or code,kind,text,parent,threads */
	FORMAT_TEXT,
	FORMAT_MARKDOWN,
	FORMAT_HTML,
};

struct framework_import_options {
	enum framework_format format;
	struct str filename;       /* may be empty */
	struct str title, version; /* for files that name none (CSV, text); may be empty */
	instant now;               /* `changed` of what carries no date */
};

/* framework_import — reads a whole file. INVALID or TOO_LARGE with at least one error in p, and nothing
 * made; OK with an arranged framework and perhaps warnings. Memory: about 20 times the input at most. */
enum rc framework_import(struct arena *a, struct str bytes, const struct framework_import_options *options,
                         struct framework **ret, struct framework_problems *p);
enum framework_format framework_detect(struct str bytes, struct str filename);
struct str framework_format_name(enum framework_format format); /* "CASE", "CSV" … */

struct case_export_options {
	struct str base_url; /* "https://cairn.example": our own URIs become BASE/ims/case/v1p1/…; empty: urn:uuid: */
	instant now;         /* lastChangeDateTime of what has none */
	bool pretty;
};
/* The whole as a CASE 1.1 CFPackage. FAULT when it would pass 64 MB. */
enum rc framework_export_case(struct arena *a, const struct framework *fw, const struct case_export_options *options,
                              struct str *ret);
/* code,kind,text,parent,threads */
enum rc framework_export_csv(struct arena *a, const struct framework *fw, struct str *ret);
/* For people, and read again by FORMAT_MARKDOWN: headings for what holds others, lists for the rest. */
enum rc framework_export_markdown(struct arena *a, const struct framework *fw, struct str *ret);

/* Single CASE resources for the read API, written as values into an open JSON document (web/json.h). Unlike in a
 * package they carry CFPackageURI or CFDocumentURI. */
struct json_out;
void case_write_document(struct json_out *o, const struct framework *fw, const struct case_export_options *options,
                         bool in_package);
void case_write_item(struct json_out *o, const struct framework *fw, int32_t i,
                     const struct case_export_options *options, bool in_package);
/* Associations are numbered: 0 … n-1 are the items' own isChildOf, then those of fw->links. */
size_t case_associations(const struct framework *fw);
struct uuid case_association_id(const struct framework *fw, size_t k);
void case_write_association(struct json_out *o, const struct framework *fw, size_t k,
                            const struct case_export_options *options, bool in_package);
void case_write_concept(struct json_out *o, const struct framework *fw, size_t thread,
                        const struct case_export_options *options);
void case_write_definitions(struct json_out *o, const struct framework *fw,
                            const struct case_export_options *options);

/* framework_plain_text — text without tags and entities, control characters dropped, trimmed; what it returns it
 * leaves as it is when asked again. *ret_had_tags (may be NULL) says whether markup was taken out. */
struct str framework_plain_text(struct arena *a, struct str s, bool *ret_had_tags);
/* framework_line — the same, white space run together: titles, statements, codes. */
struct str framework_line(struct arena *a, struct str s, bool *ret_had_tags);

/* ---- between the importers only ---- */

/* A framework being filled; items and links grow. */
struct framework_draft {
	struct arena *arena;
	struct framework *fw;
	struct framework_problems *p;
	const struct framework_import_options *options;
	size_t items_room, links_room, threads_room;
	bool had_tags;
};
struct framework_item *draft_add_item(struct framework_draft *d); /* NULL past the limit, said once */
struct framework_link *draft_add_link(struct framework_draft *d); /* the same */
/* draft_thread — the thread with that key, made when new; -1 past the limit. */
int32_t draft_thread(struct framework_draft *d, struct str key);
/* draft_item_threads — "a; b | c" as typed. */
void draft_item_threads(struct framework_draft *d, struct framework_item *item, struct str typed);
/* draft_title — title and identifier of a framework that names neither. */
void draft_title(struct framework_draft *d, struct str found);

enum rc case_import(struct framework_draft *d, struct str bytes);
enum rc csv_import(struct framework_draft *d, struct str bytes);
enum rc text_import(struct framework_draft *d, struct str bytes, enum framework_format format);

#endif

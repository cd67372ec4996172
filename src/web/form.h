/* form.h — what a person or a program sent, parsed by a form's table. The lifecycle (web/app.c) calls this.
 *
 * `struct values` is what was typed, name by name, before any meaning: it is kept so that a form can be drawn
 * again with nothing lost, and saved as a draft.
 */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "web/web.h"

enum { VALUES_MAX = 1000, VALUE_NAME_MAX = 100 };
struct values {
	struct str *names, *v; /* decoded, valid UTF-8, cleaned */
	size_t n, room;
};

/* values_of_urlencoded — application/x-www-form-urlencoded. INVALID for bad escapes, bad UTF-8, a NUL, or more than
 * VALUES_MAX values. */
enum rc values_of_urlencoded(struct arena *a, struct str body, struct values *ret);
/* values_of_json — one JSON object: strings, numbers, booleans and arrays of strings, null as absent; an object in it gives
 * its members as NAME.MEMBER. Unknown names are refused by form_fill. INVALID with *ret_why (a sentence). */
enum rc values_of_json(struct arena *a, struct str body, struct values *ret, struct str *ret_why);
struct str values_get(const struct values *v, struct str name);         /* first, or empty */
bool values_has(const struct values *v, struct str name);
/* values_have — is that one of its values, white space aside? */
bool values_have(const struct values *v, struct str name, struct str value);
size_t values_all(struct arena *a, const struct values *v, struct str name, struct str_list *ret);
void values_add(struct arena *a, struct values *v, struct str name, struct str value);
/* values_encode — form-encoded again, leaving out `csrf`: what a draft row keeps. */
struct str values_encode(struct arena *a, const struct values *v);

/* form_fill — fills a zeroed struct of form->size from the values, adding one error a field to cx->err. Returns
 * INVALID when there is one. What could be parsed is filled in all the same. `strict` (JSON): unknown names are
 * errors. Sets cx->form, cx->values. */
enum rc form_fill(struct ctx *cx, const struct form *form, const struct values *values, bool strict);
/* form_fill_part — the same for fields that come from data, once the object they belong to is loaded: names that begin with
 * `also` and are no field of `form` are errors in JSON. What was filled is in *ret; cx->form stays as it is. */
enum rc form_fill_part(struct ctx *cx, const struct form *form, const struct values *values, const char *also,
                       const void **ret);
/* field_label — the words a field goes by. */
struct str field_label(const struct field *field);

/* Multipart bodies, read piece by piece: fields become values, files go to temporary files under `dir`, hashed on the way
 * (SHA-256) and never in memory. Bounds: parts 100, a field 256 KB in all, files UPLOADS_MAX, route's upload_max in all. */
struct multipart;
struct multipart *multipart_new(struct arena *a, struct str content_type, struct str dir, uint64_t file_max);
/* multipart_feed — false when the body is malformed or over a bound; multipart_why says so in a sentence. */
bool multipart_feed(struct multipart *m, struct str piece);
/* multipart_end — OK when the closing boundary was seen. */
enum rc multipart_end(struct multipart *m, struct values *ret_values, struct upload *ret_uploads, size_t *ret_n);
struct str multipart_why(const struct multipart *m);
enum rc multipart_rc(const struct multipart *m); /* INVALID, TOO_LARGE, NO_SPACE or OK */
/* Temporary files that nobody took are removed when the arena is released. upload_keep — takes one: it is fsynced and moved
 * to `to` (same file system). */
enum rc upload_keep(struct upload *u, const char *to);

/* file_name_of — what is kept of the name a file was sent with: its last part, on one line, not endless, its ending kept; never empty. */
struct str file_name_of(struct arena *a, struct str sent);
/* upload_map — an uploaded file as a slice, for as long as the request lasts; not copied into its arena. FAULT when it cannot
 * be read, or is empty. */
enum rc upload_map(struct ctx *cx, const struct upload *u, struct str *ret);

/* url_decode — %XX (and + in queries); false on bad escapes. */
bool url_decode(struct arena *a, struct str s, bool plus_is_space, struct str *ret);
struct str url_encode(struct arena *a, struct str s);

#endif

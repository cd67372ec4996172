/* framework_io.c — telling formats apart, and what all importers share: plain text and growing drafts. */
#include "app/framework/framework_io.h"

/* ---- formats ---- */

struct str framework_format_name(enum framework_format format)
{
	static const struct str names[] = {
		[FORMAT_DETECT] = S_INIT("unknown"), [FORMAT_CASE] = S_INIT("CASE"),         [FORMAT_CSV] = S_INIT("CSV"),
		[FORMAT_TEXT] = S_INIT("text"),      [FORMAT_MARKDOWN] = S_INIT("Markdown"), [FORMAT_HTML] = S_INIT("HTML"),
	};

	return names[format];
}

static const struct ending {
	struct str end;
	enum framework_format format;
} endings[] = {
	{ S_INIT(".json"), FORMAT_CASE },   { S_INIT(".csv"), FORMAT_CSV },      { S_INIT(".tsv"), FORMAT_CSV },
	{ S_INIT(".md"), FORMAT_MARKDOWN }, { S_INIT(".markdown"), FORMAT_MARKDOWN },
	{ S_INIT(".html"), FORMAT_HTML },   { S_INIT(".htm"), FORMAT_HTML },     { S_INIT(".xhtml"), FORMAT_HTML },
	{ S_INIT(".txt"), FORMAT_TEXT },
};

static bool has_nocase(struct str s, struct str word)
{
	for (size_t i = 0; i + word.n <= s.n; i++)
		if (str_eq_nocase(str_sub(s, i, word.n), word))
			return true;
	return false;
}

enum framework_format framework_detect(struct str bytes, struct str filename)
{
	struct str head, line;

	if (str_starts(bytes, S("\xef\xbb\xbf")))
		bytes = str_sub(bytes, 3, SIZE_MAX);
	head = str_trim(str_sub(bytes, 0, 4096));
	if (head.n && head.p[0] == '{')
		return FORMAT_CASE;
	if (head.n && head.p[0] == '<' && (has_nocase(head, S("<html")) || has_nocase(head, S("<h1")) ||
	                                   has_nocase(head, S("<!doctype")) || has_nocase(head, S("<body"))))
		return FORMAT_HTML;
	for (size_t k = 0; k < COUNT_OF(endings); k++) {
		size_t n = endings[k].end.n;

		if (filename.n > n && str_eq_nocase(str_sub(filename, filename.n - n, n), endings[k].end))
			return endings[k].format;
	}
	line = str_cut(&head, '\n');
	if ((has_nocase(line, S("code")) && has_nocase(line, S("text")) && has_nocase(line, S("kind"))) ||
	    has_nocase(line, S("fullStatement")) || has_nocase(line, S("full statement")))
		return FORMAT_CSV;
	if (str_starts(line, S("# ")) || str_find(head, S("\n# ")) != SIZE_MAX || str_find(head, S("\n## ")) != SIZE_MAX)
		return FORMAT_MARKDOWN;
	return FORMAT_TEXT;
}

enum rc framework_import(struct arena *a, struct str bytes, const struct framework_import_options *options,
                         struct framework **ret, struct framework_problems *p)
{
	struct framework *fw = NEW(a, struct framework);
	struct framework_draft d = { .arena = a, .fw = fw, .p = p, .options = options };
	enum framework_format format = options->format;
	enum rc rc;

	if (bytes.n > FRAMEWORK_INPUT_MAX) {
		framework_error(p, STR_NONE, "The file is larger than %d MB. Split it.", FRAMEWORK_INPUT_MAX >> 20);
		return TOO_LARGE;
	}
	if (!str_trim(bytes).n)
		return framework_error(p, STR_NONE, "The file is empty.");
	if (format == FORMAT_DETECT)
		format = framework_detect(bytes, options->filename);
	if (format == FORMAT_CASE)
		rc = case_import(&d, bytes);
	else if (format == FORMAT_CSV)
		rc = csv_import(&d, bytes);
	else
		rc = text_import(&d, bytes, format);
	if (rc == OK && !p->errors)
		rc = framework_arrange(a, fw, p);
	if (rc != OK || p->errors)
		return rc != OK ? rc : INVALID;
	if (d.had_tags)
		framework_warn(p, STR_NONE, "HTML tags in the text were taken out; Cairn keeps plain text only.");
	*ret = fw;
	return OK;
}

/* ---- plain text ---- */

static bool is_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* Length of the tag at the start of s ("<b>", "</p>", "<!-- … -->"), or 0. */
static size_t tag_length(struct str s)
{
	size_t at;

	if (s.n < 3 || s.p[0] != '<')
		return 0;
	if (str_starts(s, S("<!--")))
		return (at = str_find(s, S("-->"))) == SIZE_MAX ? s.n : at + 3;
	if (!is_letter(s.p[1]) && s.p[1] != '!' && s.p[1] != '?' && !(s.p[1] == '/' && is_letter(s.p[2])))
		return 0;
	for (at = 1; at < s.n && s.p[at] != '>' && s.p[at] != '<';)
		at++;
	return at < s.n && s.p[at] == '>' ? at + 1 : 0;
}

static bool tag_is(struct str tag, struct str name)
{
	size_t from = tag.n > 1 && tag.p[1] == '/' ? 2 : 1;

	return str_eq_nocase(str_sub(tag, from, name.n), name) && from + name.n < tag.n && !is_letter(tag.p[from + name.n]);
}

/* Tags that stand between words. */
static bool tag_parts(struct str tag)
{
	static const struct str names[] = { S_INIT("p"),  S_INIT("br"),  S_INIT("li"), S_INIT("div"), S_INIT("ul"),
		                            S_INIT("ol"), S_INIT("td"),  S_INIT("tr"), S_INIT("h1"),  S_INIT("h2"),
		                            S_INIT("h3"), S_INIT("h4") };

	for (size_t k = 0; k < COUNT_OF(names); k++)
		if (tag_is(tag, names[k]))
			return true;
	return false;
}

static const struct entity {
	struct str name;
	uint32_t code;
} entities[] = {
	{ S_INIT("amp"), '&' },      { S_INIT("lt"), '<' },       { S_INIT("gt"), '>' },       { S_INIT("quot"), '"' },
	{ S_INIT("apos"), '\'' },    { S_INIT("nbsp"), ' ' },     { S_INIT("ndash"), 0x2013 }, { S_INIT("mdash"), 0x2014 },
	{ S_INIT("lsquo"), 0x2018 }, { S_INIT("rsquo"), 0x2019 }, { S_INIT("ldquo"), 0x201c }, { S_INIT("rdquo"), 0x201d },
	{ S_INIT("hellip"), 0x2026 }, { S_INIT("bull"), 0x2022 }, { S_INIT("pound"), 0xa3 },   { S_INIT("eacute"), 0xe9 },
	{ S_INIT("middot"), 0xb7 },  { S_INIT("copy"), 0xa9 },    { S_INIT("deg"), 0xb0 },     { S_INIT("frac12"), 0xbd },
};

static uint32_t numeric_entity(struct str name)
{
	bool hex = name.n > 1 && (name.p[1] | 32) == 'x';
	uint32_t v = 0;

	for (size_t i = hex ? 2 : 1; i < name.n; i++) {
		char c = name.p[i];
		int digit = c >= '0' && c <= '9' ? c - '0' : hex && (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;

		if (digit < 0 || v > 0x10ffff)
			return 0;
		v = v * (hex ? 16 : 10) + (uint32_t)digit;
	}
	return v;
}

/* Length of the entity at the start of s ("&amp;") and what it stands for; 0 if it is none we know. */
static size_t entity_length(struct str s, char *out, size_t *ret_out_n)
{
	struct str name = str_sub(s, 1, 12);
	size_t end = str_find_char(name, ';');
	uint32_t code = 0;

	if (end == SIZE_MAX || end == 0)
		return 0;
	name.n = end;
	if (name.p[0] == '#')
		code = numeric_entity(name);
	for (size_t k = 0; k < COUNT_OF(entities); k++)
		if (str_eq(name, entities[k].name))
			code = entities[k].code;
	if (code < 0x20 || (*ret_out_n = utf8_put(out, code)) == 0)
		return 0;
	return end + 2;
}

/* Length of a whole <script>…</script> or <style>…</style>, or 0. One that is not closed goes to the end, as
 * in a browser; so does a comment. */
static size_t hidden_length(struct str s, struct str tag)
{
	struct str close = tag_is(tag, S("script")) ? S("</script") : tag_is(tag, S("style")) ? S("</style") : STR_NONE;

	if (!close.n || tag.p[1] == '/')
		return 0;
	for (size_t at = tag.n; at + close.n <= s.n; at++)
		if (s.p[at] == '<' && str_eq_nocase(str_sub(s, at, close.n), close)) {
			size_t end = str_find_char(str_sub(s, at, SIZE_MAX), '>');

			return end == SIZE_MAX ? s.n : at + end + 1;
		}
	return s.n;
}

static struct str strip_once(struct arena *a, struct str s, bool *found)
{
	struct buf b = buf_new(a, s.n + 1);

	*found = false;
	while (s.n) {
		char out[4]; /* bounded: one character of UTF-8 */
		size_t out_n = 1, n = 0;

		if (s.p[0] == '<' && (n = tag_length(s)) > 0) {
			size_t hidden = hidden_length(s, str_sub(s, 0, n));

			if (tag_parts(str_sub(s, 0, n)))
				buf_add_c(&b, '\n');
			n = hidden ? hidden : n;
		} else if (s.p[0] == '&' && (n = entity_length(s, out, &out_n)) > 0) {
			buf_add(&b, (struct str){ out, out_n });
		}
		*found = *found || n > 0;
		if (n == 0) {
			buf_add_c(&b, s.p[0]);
			n = 1;
		}
		s = str_sub(s, n, SIZE_MAX);
	}
	return buf_str(&b);
}

enum { STRIPS_MAX = 4 };

/* Taking tags out can leave new ones ("<<b>b>"), so it is done until nothing is found; text that goes on
 * hiding them loses its brackets. */
struct str framework_plain_text(struct arena *a, struct str s, bool *ret_had_tags)
{
	bool found = true, any = false;

	s = text_clean(a, s);
	if (str_find_char(s, '<') == SIZE_MAX && str_find_char(s, '&') == SIZE_MAX)
		return str_trim(s);
	for (int k = 0; found && k < STRIPS_MAX; k++) {
		s = strip_once(a, s, &found);
		any = any || found;
	}
	if (found) {
		s = str_replace_all(a, s, S("<"), S("("));
		s = str_replace_all(a, s, S("&"), S("+"));
	}
	if (any && ret_had_tags)
		*ret_had_tags = true;
	return str_trim(text_clean(a, s));
}

struct str framework_line(struct arena *a, struct str s, bool *ret_had_tags)
{
	struct str plain = framework_plain_text(a, s, ret_had_tags);
	struct buf b;
	bool gap = false, tidy = true;

	for (size_t i = 0; i < plain.n && tidy; i++)
		tidy = (unsigned char)plain.p[i] > ' ' || (plain.p[i] == ' ' && plain.p[i - 1] != ' ');
	if (tidy)
		return plain;
	b = buf_new(a, plain.n + 1);
	for (size_t i = 0; i < plain.n; i++) {
		char c = plain.p[i];

		if (c == ' ' || c == '\n' || c == '\t') {
			gap = true;
			continue;
		}
		if (gap)
			buf_add_c(&b, ' ');
		gap = false;
		buf_add_c(&b, c);
	}
	return buf_str(&b);
}

/* ---- drafts ---- */

/* Room for one more in an array that doubles. */
static void *grown(struct arena *a, void *v, size_t n, size_t *room, size_t size)
{
	size_t more = *room ? *room * 2 : 64;
	void *bigger;

	if (n < *room)
		return v;
	bigger = arena_array(a, more, size);
	if (n)
		memcpy(bigger, v, n * size);
	*room = more;
	return bigger;
}

struct framework_item *draft_add_item(struct framework_draft *d)
{
	struct framework *fw = d->fw;

	if (fw->n == FRAMEWORK_ITEMS_MAX) {
		framework_error(d->p, STR_NONE, "There are more than %d items.", FRAMEWORK_ITEMS_MAX);
		return NULL;
	}
	fw->items = grown(d->arena, fw->items, fw->n, &d->items_room, sizeof *fw->items);
	fw->items[fw->n] = (struct framework_item){ .parent = -1 };
	return &fw->items[fw->n++];
}

struct framework_link *draft_add_link(struct framework_draft *d)
{
	struct framework *fw = d->fw;

	if (fw->links_n == FRAMEWORK_LINKS_MAX) {
		framework_error(d->p, STR_NONE, "There are more than %d associations.", FRAMEWORK_LINKS_MAX);
		return NULL;
	}
	fw->links = grown(d->arena, fw->links, fw->links_n, &d->links_room, sizeof *fw->links);
	fw->links[fw->links_n] = (struct framework_link){ .from = -1, .to = -1 };
	return &fw->links[fw->links_n++];
}

int32_t draft_thread(struct framework_draft *d, struct str key)
{
	struct framework *fw = d->fw;

	key = framework_thread_key(d->arena, framework_line(d->arena, key, &d->had_tags));
	if (!key.n)
		return -1;
	for (size_t t = 0; t < fw->threads_n; t++)
		if (str_eq_nocase(fw->threads[t].key, key))
			return (int32_t)t;
	if (fw->threads_n == FRAMEWORK_THREADS_MAX) {
		framework_error(d->p, STR_NONE, "There are more than %d threads (concept keywords).", FRAMEWORK_THREADS_MAX);
		return -1;
	}
	fw->threads = grown(d->arena, fw->threads, fw->threads_n, &d->threads_room, sizeof *fw->threads);
	fw->threads[fw->threads_n] = (struct framework_thread){
		.id = framework_item_id(fw->id, strf(d->arena, "thread %.*s", STR_FMT(key))),
		.key = key, .title = key, .changed = d->options->now };
	return (int32_t)fw->threads_n++;
}

void draft_item_threads(struct framework_draft *d, struct framework_item *item, struct str typed)
{
	struct str rest = typed;
	size_t most = 1;

	for (size_t i = 0; i < typed.n; i++)
		most += typed.p[i] == ';' || typed.p[i] == '|';
	item->threads = NEW_ARRAY(d->arena, int32_t, most);
	for (size_t from = 0; from <= typed.n && rest.p;) {
		size_t n = 0;
		int32_t t;

		while (n < rest.n && rest.p[n] != ';' && rest.p[n] != '|')
			n++;
		t = draft_thread(d, str_sub(rest, 0, n));
		if (t >= 0)
			item->threads[item->threads_n++] = t;
		from += n + 1;
		rest = n < rest.n ? str_sub(rest, n + 1, SIZE_MAX) : STR_NONE;
	}
}

static struct str title_of_filename(struct str name)
{
	for (size_t i = name.n; i-- > 0;)
		if (name.p[i] == '/' || name.p[i] == '\\') {
			name = str_sub(name, i + 1, SIZE_MAX);
			break;
		}
	for (size_t i = name.n; i-- > 1;)
		if (name.p[i] == '.')
			return str_sub(name, 0, i);
	return name;
}

void draft_title(struct framework_draft *d, struct str found)
{
	struct framework *fw = d->fw;

	fw->title = framework_line(d->arena, d->options->title, NULL);
	if (!fw->title.n)
		fw->title = framework_line(d->arena, found, &d->had_tags);
	if (!fw->title.n && utf8_valid(d->options->filename))
		fw->title = framework_line(d->arena, title_of_filename(d->options->filename), NULL);
	if (!fw->title.n)
		fw->title = S("Untitled framework");
	fw->version = framework_line(d->arena, d->options->version, NULL);
	fw->id = framework_id_of_title(fw->title);
	fw->language = S("en");
	fw->changed = d->options->now;
}

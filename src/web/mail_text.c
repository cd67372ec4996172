/* mail_text.c — a mail as it goes over the wire: the same words twice, plain and as HTML. */
#include "web/mail.h"

#include "web/html.h"

enum { MAIL_LINE = 74 /* characters of a quoted-printable line, and of a part of a subject */ };

static bool is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || (unsigned char)s.p[i] > '~')
			return false;
	return true;
}

static void put_hex(struct buf *b, unsigned char c)
{
	static const char digits[] = "0123456789ABCDEF";

	buf_add_c(b, '=');
	buf_add_c(b, digits[c >> 4]);
	buf_add_c(b, digits[c & 15]);
}

/* One character in the encoding of RFC 2047's "Q": a space is an underscore. */
static size_t put_q(struct buf *b, struct str c)
{
	unsigned char only = (unsigned char)c.p[0];
	bool letter = c.n == 1 && ((only >= 'a' && only <= 'z') || (only >= 'A' && only <= 'Z') || (only >= '0' && only <= '9'));

	if (letter || only == ' ') {
		buf_add_c(b, only == ' ' ? '_' : (char)only);
		return 1;
	}
	for (size_t i = 0; i < c.n; i++)
		put_hex(b, (unsigned char)c.p[i]);
	return 3 * c.n;
}

/* put_subject — as it is where it is ASCII and short, else in encoded words of at most MAIL_LINE, never cut inside a
 * character. */
static void put_subject(struct buf *b, struct str subject)
{
	struct str s = subject, rest = s;
	size_t used = MAIL_LINE;
	bool open = false;

	buf_add(b, S("Subject:"));
	if (is_plain(s) && s.n < MAIL_LINE) {
		buf_addf(b, " %.*s\r\n", STR_FMT(s));
		return;
	}
	while (rest.n) {
		struct str before = rest;

		if (utf8_next(&rest) < 0)
			break;
		if (used + 12 > MAIL_LINE) {
			buf_add(b, open ? S("?=\r\n =?utf-8?q?") : S(" =?utf-8?q?"));
			used = 12;
			open = true;
		}
		used += put_q(b, str_sub(before, 0, before.n - rest.n));
	}
	buf_add(b, open ? S("?=\r\n") : S("\r\n"));
}

/* put_quoted_printable — lines of at most 76; a space at the end of a line is encoded, or mail servers would drop it. */
static void put_quoted_printable(struct buf *b, struct str text)
{
	size_t column = 0;

	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		bool ends = i + 1 == text.n || text.p[i + 1] == '\n';

		if (c == '\r')
			continue;
		if (c == '\n') {
			buf_add(b, S("\r\n"));
			column = 0;
			continue;
		}
		if (column >= MAIL_LINE - 2) {
			buf_add(b, S("=\r\n"));
			column = 0;
		}
		/* A dot alone at the start of a line ends a message; libcurl doubles it, and this leaves nothing to double. */
		if (c == '=' || c > '~' || (c < ' ' && c != '\t') || (ends && (c == ' ' || c == '\t')) || (c == '.' && column == 0)) {
			put_hex(b, c);
			column += 3;
		} else {
			buf_add_c(b, (char)c);
			column++;
		}
	}
	buf_add(b, S("\r\n"));
}

static struct str mail_date(struct arena *a, instant t)
{
	struct str http = instant_http(a, t); /* Wed, 06 Oct 2027 13:02:11 GMT */

	return strf(a, "%.*s +0000", STR_FMT(str_sub(http, 0, http.n - 4)));
}

/* ---- the words as HTML ---- */

static bool is_link(struct str word)
{
	return str_starts(word, S("https://")) || str_starts(word, S("http://"));
}

/* A full stop behind an address ends the sentence, not the address. */
static size_t link_length(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] != ' ' && s.p[n] != '\n')
		n++;
	while (n && strchr(".,;:!?)", s.p[n - 1]))
		n--;
	return n;
}

static void put_line(struct html_out *o, struct str line)
{
	while (line.n) {
		size_t n = 0;

		if (is_link(line)) {
			struct str link = str_sub(line, 0, link_length(line));

			html_lit(o, "<a href=\"", 9);
			html_str(o, link);
			html_lit(o, "\">", 2);
			html_str(o, link);
			html_lit(o, "</a>", 4);
			line = str_sub(line, link.n, SIZE_MAX);
			continue;
		}
		while (n < line.n && !is_link(str_sub(line, n, SIZE_MAX)))
			n++;
		html_str(o, str_sub(line, 0, n));
		line = str_sub(line, n, SIZE_MAX);
	}
}

static void put_lit(struct html_out *o, struct str s)
{
	html_lit(o, s.p, s.n);
}

/* A paragraph; one whose lines all begin with "- " is a list. */
static void put_paragraph(struct html_out *o, struct str text)
{
	bool is_list = str_starts(text, S("- "));
	struct str rest = text;
	bool first = true;

	put_lit(o, is_list ? S("<ul>") : S("<p>"));
	while (rest.p) {
		struct str line = str_cut(&rest, '\n');

		if (is_list) {
			put_lit(o, S("<li>"));
			put_line(o, str_starts(line, S("- ")) ? str_sub(line, 2, SIZE_MAX) : line);
			put_lit(o, S("</li>"));
		} else {
			if (!first)
				put_lit(o, S("<br>\n"));
			put_line(o, line);
		}
		first = false;
	}
	put_lit(o, is_list ? S("</ul>\n") : S("</p>\n"));
}

struct str mail_html(struct arena *a, struct str subject, struct str text)
{
	struct html_out o = html_begin(a);
	struct str rest = str_trim(str_replace_all(a, text, S("\r"), S("")));

	put_lit(&o, S("<!doctype html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\">"
	              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
	              "<meta name=\"color-scheme\" content=\"light dark\"><title>"));
	html_str(&o, subject);
	/* Its own colours only where the reader's device has not chosen: dark screens keep theirs. */
	put_lit(&o, S("</title><style>body{margin:0;padding:24px;font:18px/1.5 sans-serif}"
	              "main{max-width:34em}p,ul{margin:0 0 1em}ul{padding-left:1.2em}a{word-break:break-all}</style></head>\n"
	              "<body><main>\n"));
	while (rest.n) {
		size_t at = str_find(rest, S("\n\n"));

		put_paragraph(&o, str_sub(rest, 0, at));
		rest = at == SIZE_MAX ? STR_NONE : str_trim(str_sub(rest, at, SIZE_MAX));
	}
	put_lit(&o, S("</main></body></html>\n"));
	return html_end(&o).s;
}

/* ---- the whole ---- */

static void put_part(struct buf *b, const char *boundary, const char *type, struct str text)
{
	buf_addf(b, "--%s\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", boundary,
	         type);
	put_quoted_printable(b, text);
}

struct str mail_text(struct arena *a, const struct mail *m)
{
	struct str subject = str_replace_all(a, str_replace_all(a, m->subject, S("\r"), S(" ")), S("\n"), S(" "));
	struct str html = mail_html(a, subject, m->body);
	struct buf b = buf_new(a, 4 * (m->body.n + html.n + subject.n) + 8192);
	/* "=_" is in no quoted-printable line. */
	const char *boundary = strf(a, "=_cairn_%s", uuid_str(a, m->id).p).p;

	buf_addf(&b, "Date: %s\r\nFrom: Cairn <%.*s>\r\nTo: <%.*s>\r\n", mail_date(a, m->at).p, STR_FMT(m->from),
	         STR_FMT(m->address));
	put_subject(&b, subject);
	buf_addf(&b, "Message-ID: <%s@%.*s>\r\n", uuid_str(a, m->id).p, STR_FMT(m->host));
	if (m->stop.n) /* RFC 8058 */
		buf_addf(&b, "List-Unsubscribe:\r\n <%.*s>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", STR_FMT(m->stop));
	buf_addf(&b, "MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary=\"%s\"\r\n"
	             "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n\r\n", boundary);
	put_part(&b, boundary, "text/plain", m->body);
	put_part(&b, boundary, "text/html", html);
	buf_addf(&b, "--%s--\r\n", boundary);
	return buf_str(&b);
}

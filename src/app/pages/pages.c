/* pages.c — which template stands behind which path. */
#include "app/pages/pages.h"

#include "templates.gen.h"

static const struct text_page {
	const char *path;
	enum word title;
	void (*draw)(struct html_out *o);
} text_pages[] = {
	{ "/help", T_HELP_TITLE, html_pages_help },
	{ "/who-can-see-what", T_WHO_TITLE, html_pages_who },
	{ "/what-goes-with-you", T_GOES_TITLE, html_pages_goes },
	{ "/privacy", T_PRIVACY_TITLE, html_pages_privacy },
	{ "/accessibility", T_ACCESSIBILITY_TITLE, html_pages_accessibility },
};

enum rc pages_show(struct ctx *cx)
{
	struct html_out out = html_begin(cx->arena);
	struct page p = { .menu = MENU_NONE };

	for (size_t i = 0; i < COUNT_OF(text_pages); i++) {
		if (strcmp(text_pages[i].path, cx->route->path) != 0)
			continue;
		text_pages[i].draw(&out);
		p.title = word(text_pages[i].title);
		p.main = html_end(&out);
		return page(cx, &p);
	}
	return NOT_FOUND;
}

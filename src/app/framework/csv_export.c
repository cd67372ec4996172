/* csv_export.c — a framework as code,kind,text,parent,threads: what a spreadsheet user edits and sends back. */
#include "app/framework/framework_io.h"
#include "base/csv.h"

enum { CSV_MAX = 64 << 20 };

static struct str parent_name(const struct framework *fw, const struct framework_item *item)
{
	const struct framework_item *parent;

	if (item->parent < 0)
		return STR_NONE;
	parent = &fw->items[item->parent];
	return parent->code.n ? parent->code : parent->text;
}

static struct str thread_names(struct arena *a, const struct framework *fw, const struct framework_item *item)
{
	struct str *keys = NEW_ARRAY(a, struct str, item->threads_n);

	for (size_t t = 0; t < item->threads_n; t++)
		keys[t] = fw->threads[item->threads[t]].key;
	return str_join(a, keys, item->threads_n, S("; "));
}

enum rc framework_export_csv(struct arena *a, const struct framework *fw, struct str *ret)
{
	static const struct str headings[] = { S_INIT("code"), S_INIT("kind"), S_INIT("text"), S_INIT("parent"),
		                               S_INIT("threads") };
	struct csv_out o = csv_begin(a, CSV_MAX);
	struct str text;

	for (size_t k = 0; k < COUNT_OF(headings); k++)
		csv_put(&o, headings[k]);
	csv_end_row(&o);
	for (size_t i = 0; i < fw->n; i++) {
		const struct framework_item *item = &fw->items[i];

		csv_put(&o, item->code);
		csv_put(&o, item->type);
		csv_put(&o, item->text);
		csv_put(&o, parent_name(fw, item));
		csv_put(&o, thread_names(a, fw, item));
		csv_end_row(&o);
	}
	text = csv_done(&o);
	if (!text.n)
		return FAULT;
	*ret = text;
	return OK;
}

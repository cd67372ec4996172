/* assets.c — finding embedded files. */
#include "web/assets.h"

#include <zlib.h>

const struct asset *asset_of_path(struct str path)
{
	size_t low = 0, high = asset_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_cmp(path, asset_table[middle].path);

		if (order == 0)
			return &asset_table[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

struct url asset_url(const char *name)
{
	for (size_t i = 0; i < asset_count; i++) {
		if (strcmp(asset_table[i].name, name) == 0)
			return (struct url){ asset_table[i].path };
	}
	return (struct url){ str_from_c(name) };
}

struct str data_file(struct arena *a, struct str name)
{
	for (size_t i = 0; i < data_count; i++) {
		const struct data_entry *entry = &data_table[i];
		uLongf n = entry->size;
		char *out;

		if (!str_eq(str_from_c(entry->name), name))
			continue;
		out = arena_alloc(a, entry->size + 1);
		/* The bytes are our own build's; failing to inflate means a damaged program file. */
		if (uncompress((Bytef *)out, &n, (const Bytef *)entry->deflated.p, entry->deflated.n) != Z_OK ||
		    n != entry->size)
			return STR_NONE;
		return (struct str){ out, n };
	}
	return STR_NONE;
}

const char *data_name(size_t i)
{
	return i < data_count ? data_table[i].name : NULL;
}

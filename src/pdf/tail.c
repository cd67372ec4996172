/* tail.c — what cairo 1.16 does not say of a document it has tagged: that it is tagged, in which language, and that its title is
 * to be shown rather than its file's name. The catalogue is the last object before the table of places, so only the number that
 * says where that table is moves with it. */
#include "pdf/pdf.h"

#include "base/text.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TAIL_MAX = 8 << 20, CATALOGUE_MAX = 4096, LAST = 64 };

static bool read_at(struct arena *a, off_t from, size_t n, struct str *ret)
{
	char *p = arena_alloc(a, n + 1);

	if (pread(1, p, n, from) != (ssize_t)n)
		return false;
	*ret = (struct str){ p, n };
	return true;
}

/* table_place — the number behind the last "startxref". */
static bool table_place(struct arena *a, off_t size, int64_t *ret)
{
	struct str last;
	size_t at;

	if (size < LAST || !read_at(a, size - LAST, LAST, &last) || (at = str_find(last, S("startxref\n"))) == SIZE_MAX)
		return false;
	last = str_sub(last, at + 10, SIZE_MAX);
	return str_to_i64(str_sub(last, 0, str_find_char(last, '\n')), 1, size, ret);
}

static bool write_at(off_t at, struct str s)
{
	while (s.n) {
		ssize_t n = pwrite(1, s.p, s.n, at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		s = str_sub(s, (size_t)n, SIZE_MAX);
		at += n;
	}
	return true;
}

enum tail tail_mend(struct arena *a)
{
	static const struct str catalogue = S_INIT("/Type /Catalog\n");
	struct str said = S("   /MarkInfo << /Marked true >>\n   /Lang (en-GB)\n   /ViewerPreferences << /DisplayDocTitle true >>\n");
	struct str before, table, all;
	struct stat st;
	int64_t place;
	size_t at, skip;

	if (fstat(1, &st) != 0 || !S_ISREG(st.st_mode) || !table_place(a, st.st_size, &place) || st.st_size - place > TAIL_MAX)
		return TAIL_AS_IT_WAS;
	skip = place > CATALOGUE_MAX ? (size_t)place - CATALOGUE_MAX : 0;
	if (!read_at(a, (off_t)skip, (size_t)place - skip, &before) || (at = str_find(before, catalogue)) == SIZE_MAX ||
	    !read_at(a, place, (size_t)(st.st_size - place), &table))
		return TAIL_AS_IT_WAS;
	at += catalogue.n;
	all = strf(a, "%.*s%.*s%.*sstartxref\n%lld\n%%%%EOF\n", STR_FMT(said), STR_FMT(str_sub(before, at, SIZE_MAX)),
	           STR_FMT(str_sub(table, 0, str_find(table, S("startxref\n")))), (long long)place + (long long)said.n);
	return write_at((off_t)(skip + at), all) ? TAIL_MENDED : TAIL_BROKEN;
}

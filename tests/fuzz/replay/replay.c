/* replay.c — a fuzzer's main without libFuzzer: every file of a folder, whole and cut short, so that `make test` holds what
 * fuzzing once found with whatever compiler there is. */
#include "base/base.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { CUTS = 24, FILE_MOST = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* one — a file whole, and what it begins with: how many inputs that were. 0: it can't be read. */
static size_t one(const char *path)
{
	uint8_t *whole = malloc(FILE_MOST);
	FILE *f = fopen(path, "rb");
	size_t n = f ? fread(whole, 1, FILE_MOST, f) : 0, inputs = 0;

	for (size_t cut = 1; f && cut <= CUTS; cut++) {
		size_t size = n * cut / CUTS;
		uint8_t *copy = malloc(size ? size : 1); /* of just that size: a byte read behind its end is seen */

		memcpy(copy, whole, size);
		LLVMFuzzerTestOneInput(copy, size);
		free(copy);
		inputs++;
	}
	if (f)
		fclose(f);
	free(whole);
	return inputs;
}

int main(int argc, char **argv)
{
	DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
	size_t inputs = 0;

	if (!folder) {
		fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
		return 2;
	}
	for (struct dirent *e; (e = readdir(folder));) {
		char path[4096];
		struct stat about;

		snprintf(path, sizeof path, "%s/%s", argv[1], e->d_name);
		if (stat(path, &about) || !S_ISREG(about.st_mode))
			continue;
		size_t n = one(path);

		if (!n) {
			fprintf(stderr, "%s can't be read\n", path);
			return 1;
		}
		inputs += n;
	}
	closedir(folder);
	printf("%zu inputs\n", inputs);
	return inputs ? 0 : 1;
}

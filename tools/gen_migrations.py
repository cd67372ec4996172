#!/usr/bin/env python3
"""Embeds the migrations as C.

    gen_migrations.py OUT.c [FOLDER]      FOLDER is migrations/ unless given
"""

import sys

from sql_c import NOTE
from sql_schema import Failure, fail, migration_files, sqlite_text, write_or_check


def c_lines(text):
    out = []
    for line in text.splitlines(keepends=True):
        for old, new in (("\\", "\\\\"), ('"', '\\"'), ("??", "?\\?"), ("\t", "\\t"), ("\n", "\\n")):
            line = line.replace(old, new)
        out.append(f'\t"{line}"\n')
    return "".join(out) or '\t""\n'


def main():
    if len(sys.argv) not in (2, 3):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    folder = sys.argv[2] if len(sys.argv) == 3 else "migrations"
    texts, rows = "", ""
    try:
        for number, path in migration_files(folder):
            sqlite_text(path)  # refuses a block that is not ended
            name = path.stem[5:]
            texts += f"static const char text_{number}[] =\n{c_lines(path.read_text(encoding='utf-8')).rstrip()};\n\n"
            rows += f'\t{{ {number}, "{name}", text_{number}, sizeof(text_{number}) - 1 }},\n'
        write_or_check(sys.argv[1], NOTE.format(f"{folder}/").replace("gen_sql", "gen_migrations") +
                       '#include "db/migrate.h"\n\n' + texts +
                       "const struct migration migrations[] = {\n" + rows + "\t{ 0, NULL, NULL, 0 },\n};\n"
                       f"const size_t migrations_n = {rows.count(chr(10))};\n", False)
    except Failure as e:
        return fail(e)
    return 0


if __name__ == "__main__":
    sys.exit(main())

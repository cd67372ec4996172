#!/usr/bin/env python3
"""check_banned.py [--stamp FILE] ROOT: fails on calls and buffers that have no place in this code.

A fixed `char name[N]` outside base/ needs `/* bounded: why */` on its line; anything else has no way round.
"""
import argparse
import re

import source_scan

BANNED = {
    'strcpy': 'use struct str and strf()', 'strcat': 'use struct buf', 'sprintf': 'use strf()',
    'vsprintf': 'use strfv()', 'strncpy': 'use struct str', 'strncat': 'use struct buf', 'strtok': 'use str_cut()',
    'strtok_r': 'use str_cut()', 'atoi': 'use str_to_i64()', 'atol': 'use str_to_i64()', 'atof': 'parse and check',
    'gets': 'read into a slice', 'system': 'no shell is run', 'popen': 'no shell is run',
    'alloca': 'use an arena', 'scanf': 'parse and check', 'sscanf': 'parse and check', 'fscanf': 'parse and check',
}
CALL = re.compile(r'(?<![\w.>])(%s)\s*\(' % '|'.join(BANNED))
FIXED = re.compile(r'(?<!const )\bchar\s+\w+\s*\[\s*\w[^\]]*\]')
# A library belongs to one layer; its header or its calls elsewhere are a second door.
DOORS = [
    (re.compile(r'\bsqlite3_\w+|[<"]sqlite3\.h'), 'src/db/', 'SQLite'),
    (re.compile(r'\bPQ[a-z]\w+\s*\(|[<"]libpq-fe\.h'), 'src/db/', 'libpq'),
    (re.compile(r'\bMHD_\w+|[<"]microhttpd\.h'), 'src/http/', 'libmicrohttpd'),
]


def problems_of(path, text):
    found = []
    lines = text.split('\n')

    def say(match, sentence):
        found.append('%s:%d: %s' % (path, code.count('\n', 0, match.start()) + 1, sentence))

    code = source_scan.blank(text)
    for match in CALL.finditer(code):
        say(match, '%s is not used here: %s' % (match.group(1), BANNED[match.group(1)]))
    if not path.startswith('src/base/'):
        for match in FIXED.finditer(code):
            if 'bounded:' not in lines[code.count('\n', 0, match.start())]:
                say(match, 'a fixed buffer of text; use a slice, or say /* bounded: why */')
    code = source_scan.blank(text, strings=False)
    for pattern, home, name in DOORS:
        if path.startswith(home):
            continue
        for match in pattern.finditer(code):
            say(match, '%s is used only in %s' % (name, home))
    return found


def main():
    parser = argparse.ArgumentParser(description='Fails on calls and buffers that have no place in this code.')
    parser.add_argument('--stamp')
    parser.add_argument('root')
    options = parser.parse_args()
    problems = []
    for path in source_scan.files(options.root, 'src'):
        problems += problems_of(path, source_scan.read(options.root, path))
    source_scan.report(problems, options.stamp)


if __name__ == '__main__':
    main()

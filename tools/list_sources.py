#!/usr/bin/env python3
"""list_sources.py: what there is to build, found by looking, so that a new file needs no line anywhere.

    list_sources.py KIND    one path a line, relative to the root of the tree
    list_sources.py all     every kind with its paths: when this changes, Meson must look again
"""
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def walk(top, *endings):
    found = []
    for folder, folders, names in os.walk(os.path.join(ROOT, top)):
        folders.sort()
        found += [os.path.relpath(os.path.join(folder, n), ROOT) for n in names if n.endswith(endings)]
    return sorted(found)


def here(top, *endings):
    return [p for p in walk(top, *endings) if os.path.dirname(p) == top]


def tests(top):
    return [p for p in here(top, '.c') if os.path.basename(p).startswith('test_')]


def helpers(top):
    return [p for p in here(top, '.c') if not os.path.basename(p).startswith('test_')]


def mentions(path, text):
    with open(os.path.join(ROOT, path), encoding='utf-8') as f:
        return text in f.read()


KINDS = {
    'library': lambda: [p for p in walk('src', '.c') if p != 'src/cli/main.c' and not p.startswith('src/pdf/')],
    'pdf': lambda: walk('src/pdf', '.c'),
    'main': lambda: [p for p in walk('src/cli', '.c') if p == 'src/cli/main.c'],
    'headers': lambda: walk('src', '.h'),
    'sql': lambda: [p for p in walk('src', '.sql') if p != 'src/app/visible.sql'],
    'visible': lambda: [p for p in walk('src', '.sql') if p == 'src/app/visible.sql'],
    'html': lambda: walk('src', '.html'),
    'migrations': lambda: here('migrations', '.sql'),
    'data': lambda: walk('frameworks', '.json') + walk('programmes', '.json') + walk('demo', '.json'),
    'privacy-words': lambda: walk('src/rules/privacy_words', '.txt'),
    'assets': lambda: walk('assets', ''),
    'tools': lambda: here('tools', '.py'),
    'packaging': lambda: walk('packaging', '.service', '.socket', '.timer', '.1', '.conf'),
    'unit-tests': lambda: tests('tests/unit'),
    'unit-helpers': lambda: helpers('tests/unit'),
    'page-tests': lambda: tests('tests/page'),
    'page-helpers': lambda: helpers('tests/page'),
    # Store tests of db/ itself bring their own little schema; the others use the real one, some with queries of their own.
    'store-tests': lambda: [p for p in tests('tests/store') if not mentions(p, '_test.sql.h"')],
    'store-own-tests': lambda: [p for p in tests('tests/store') if mentions(p, '"store_test.sql.h"')],
    'store-visible-tests': lambda: [p for p in tests('tests/store') if mentions(p, '"visible_test.sql.h"')],
    'store-helpers': lambda: helpers('tests/store'),
    'store-migrations': lambda: here('tests/store/migrations', '.sql'),
    'fuzz': lambda: here('tests/fuzz', '.c'),
    'bench': lambda: [p for p in here('tests/bench', '.c') if not mentions(p, '"store_test.sql.h"')],
    'store-own-bench': lambda: [p for p in here('tests/bench', '.c') if mentions(p, '"store_test.sql.h"')],
}


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in list(KINDS) + ['all']:
        sys.exit('list_sources.py all|%s' % '|'.join(KINDS))
    if sys.argv[1] == 'all':
        for kind, paths in KINDS.items():
            print(kind, *paths(), sep='\n\t')
    else:
        print('\n'.join(KINDS[sys.argv[1]]()))


if __name__ == '__main__':
    main()

#!/usr/bin/env python3
"""check_layers.py [--stamp FILE] ROOT: fails on an #include that the layer law forbids.

base < db, http < web < app; rules and pdf see only base; app and cli see rules too, and cli sees all. Between two
features of app only <feature>.h is included. Generated headers may be included by the layer they serve.
"""
import argparse
import os
import re

import source_scan

SEES = {
    'base': {'base'},
    'db': {'base', 'db'},
    'http': {'base', 'http'},
    'rules': {'base', 'rules'},
    'pdf': {'base', 'pdf'},
    'web': {'base', 'db', 'http', 'rules', 'web'},
    'app': {'base', 'db', 'http', 'rules', 'web', 'app'},
    'cli': {'base', 'db', 'http', 'rules', 'web', 'app', 'cli'},
}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+"([^"]+)"', re.M)
GENERATED = re.compile(r'[\w.]+\.(gen|sql)\.h\Z')
# Which layers may see a generated header that has no folder.
GENERATED_FOR = {'words.gen.h': {'web', 'app', 'cli'}, 'assets.gen.h': {'web', 'app', 'cli'},
                 'templates.gen.h': {'web', 'app', 'cli'}, 'privacy_words.gen.h': {'rules'}}
ANY_ABOVE_DB = {'db', 'web', 'app', 'cli'}


def feature(path):
    """The feature a file of app belongs to; '' for files directly in app/."""
    parts = path.split('/')
    return parts[1] if len(parts) > 2 else ''


def complaint(path, header):
    """What is wrong with this include in src/PATH, or None."""
    layer = path.split('/')[0]
    if GENERATED.match(header):
        if layer not in GENERATED_FOR.get(header, ANY_ABOVE_DB):
            return '%s/ does not see the generated %s' % (layer, header)
        return None
    target = header.split('/')[0] if '/' in header else None
    if target is None or target not in SEES:
        return '"%s" must be written with its folder, as in "base/text.h"' % header
    if target not in SEES[layer]:
        return '%s/ does not see %s/ (%s)' % (layer, target, header)
    if layer == target == 'app':
        mine, theirs = feature(path), feature(header)
        if theirs and mine != theirs and os.path.basename(header) != theirs + '.h' and mine:
            return 'the feature %s is used through app/%s/%s.h, not %s' % (theirs, theirs, theirs, header)
    return None


def main():
    parser = argparse.ArgumentParser(description='Fails on an #include that the layer law forbids.')
    parser.add_argument('--stamp')
    parser.add_argument('root')
    options = parser.parse_args()
    problems = []
    for path in source_scan.files(options.root, 'src'):
        inside = os.path.relpath(path, 'src')
        if inside.split('/')[0] not in SEES:
            problems.append('%s:1: src/%s is no layer' % (path, inside.split('/')[0]))
            continue
        text = source_scan.blank(source_scan.read(options.root, path), strings=False)
        for match in INCLUDE.finditer(text):
            why = complaint(inside, match.group(1))
            if why:
                problems.append('%s:%d: %s' % (path, text.count('\n', 0, match.start()) + 1, why))
    source_scan.report(problems, options.stamp)


if __name__ == '__main__':
    main()

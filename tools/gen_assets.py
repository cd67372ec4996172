#!/usr/bin/env python3
"""gen_assets.py: files to C, so that the program carries them.

    gen_assets.py --out DIR --assets FOLDER        DIR/assets.gen.h, DIR/assets.gen.c
    gen_assets.py --out DIR --build FOLDER         the same, from what tools/build_assets.py puts in FOLDER
    gen_assets.py --out DIR --data ROOT FILE...    DIR/data.gen.c, names relative to ROOT

Assets are named after their bytes (/assets/NAME.HASH8.EXT). Where a text asset says /assets/NAME of
another, the hashed name is put there first, so a changed font changes the name of the style that uses it.
"""
import argparse
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import zlib

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

TYPES = {
    '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
    '.mjs': 'text/javascript; charset=utf-8', '.json': 'application/json',
    '.webmanifest': 'application/manifest+json', '.svg': 'image/svg+xml', '.png': 'image/png',
    '.jpg': 'image/jpeg', '.webp': 'image/webp', '.ico': 'image/x-icon', '.woff2': 'font/woff2',
    '.txt': 'text/plain; charset=utf-8', '.html': 'text/html; charset=utf-8', '.pdf': 'application/pdf',
}
TEXT = ('.css', '.js', '.mjs', '.json', '.webmanifest', '.svg', '.html')


class Asset:
    def __init__(self, name, body):
        self.name, self.body = name, body
        self.path = None
        self.refers_to = set()

    def finish(self):
        """The body is final: name it after its bytes."""
        self.hash = hashlib.sha256(self.body).hexdigest()
        stem, extension = os.path.splitext(self.name)
        self.path = '/assets/%s.%s%s' % (stem, self.hash[:8], extension)
        packed = gzip.compress(self.body, 9, mtime=0)
        self.gzip = packed if len(packed) < len(self.body) else b''


def read_folder(folder):
    assets = {}
    for top, folders, names in os.walk(folder):
        folders.sort()
        for file_name in sorted(names):
            path = os.path.join(top, file_name)
            name = os.path.relpath(path, folder)
            extension = os.path.splitext(name)[1]
            if extension == '.map':
                continue
            if extension not in TYPES:
                sys.exit('%s: no content type is known for "%s"; add it to tools/gen_assets.py' % (path, extension))
            with open(path, 'rb') as f:
                assets[name] = Asset(name, f.read())
    return assets


def reference(assets):
    """Matches /assets/NAME of any asset, longest name first, not followed by more of a name."""
    names = sorted(assets, key=len, reverse=True)
    pattern = b'|'.join(re.escape(n.encode()) for n in names)
    return re.compile(b'/assets/(' + pattern + rb')(?![\w./-])')


def hash_names(assets):
    """Finishes every asset, those that are referred to first."""
    if not assets:
        return
    pattern = reference(assets)
    for a in assets.values():
        if a.name.endswith(TEXT):
            a.refers_to = {m.decode() for m in pattern.findall(a.body)}
    waiting = dict(assets)
    while waiting:
        ready = [a for a in waiting.values() if not a.refers_to & set(waiting)]
        if not ready:
            sys.exit('assets refer to each other in a circle: %s' % ', '.join(sorted(waiting)))
        for a in ready:
            if a.refers_to:
                a.body = pattern.sub(lambda m: assets[m.group(1).decode()].path.encode(), a.body)
            a.finish()
            del waiting[a.name]


def literal(data):
    """Bytes as C string literals of bounded width; three octal digits, so that no digit is swallowed."""
    safe = [chr(b) if 32 <= b < 127 and chr(b) not in '"\\?' else '\\%03o' % b for b in range(256)]
    lines = ['"%s"' % ''.join(safe[b] for b in data[at:at + 64]) for at in range(0, len(data), 64)]
    return '\n\t'.join(lines or ['""'])


def bytes_variable(name, data):
    return 'static const char %s[] =\n\t%s;\n' % (name, literal(data))


def asset_files(assets):
    order = sorted(assets.values(), key=lambda a: a.path.encode())
    names = ['ASSET_' + re.sub(r'\W', '_', a.name) for a in order]
    head = ['/* Made by tools/gen_assets.py: one enumerator for each asset, so that a wrong name fails the build. */',
            '#ifndef ASSETS_GEN_H', '#define ASSETS_GEN_H', '', 'enum asset_name {']
    head += ['\t%s,' % n for n in names] + ['\tASSETS_END', '};', '', '#endif', '']
    body = ['/* Made by tools/gen_assets.py. */', '#include "web/assets.h"', '']
    rows = []
    for i, a in enumerate(order):
        body.append(bytes_variable('body_%d' % i, a.body))
        packed = '{ NULL, 0 }'
        if a.gzip:
            body.append(bytes_variable('gzip_%d' % i, a.gzip))
            packed = '{ gzip_%d, %d }' % (i, len(a.gzip))
        rows.append('\t{ "%s", "%s", S_INIT("%s"), S_INIT("\\"%s\\""), { body_%d, %d }, %s },' % (
            a.name, TYPES[os.path.splitext(a.name)[1]], a.path, a.hash[:32], i, len(a.body),
            packed))
    # An array needs one element; the count does not include it.
    rows.append('\t{ NULL, NULL, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 } },')
    body += ['const struct asset asset_table[] = {'] + rows + ['};', 'const size_t asset_count = %d;' % len(order), '']
    return '\n'.join(head), '\n'.join(body)


def data_file(root, paths):
    body = ['/* Made by tools/gen_assets.py. */', '#include "web/assets.h"', '']
    rows = []
    for i, path in enumerate(sorted(paths)):
        with open(path, 'rb') as f:
            data = f.read()
        packed = zlib.compress(data, 9)
        body.append(bytes_variable('data_%d' % i, packed))
        rows.append('\t{ "%s", { data_%d, %d }, %d },' % (os.path.relpath(path, root), i, len(packed), len(data)))
    rows.append('\t{ NULL, { NULL, 0 }, 0 },')
    body += ['const struct data_entry data_table[] = {'] + rows + ['};', 'const size_t data_count = %d;' % len(paths), '']
    return '\n'.join(body)


def built_assets(folder):
    """Builds the assets into `folder`. A release tarball carries them built, and needs no npm packages."""
    ready = os.path.join(ROOT, 'assets', 'built')
    if os.path.isdir(os.path.join(ROOT, 'node_modules')):
        shutil.rmtree(folder, ignore_errors=True)
        done = subprocess.run([sys.executable, '-B', os.path.join(ROOT, 'tools', 'build_assets.py'), folder],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode:
            sys.exit(done.stdout)
        return folder
    if os.path.isdir(ready):
        return ready
    sys.exit('There are no npm packages to build the assets with: run tools/install_deps.sh run')


def write_if_changed(path, text):
    """Leaves an unchanged file alone, so that nothing is compiled again for nothing."""
    try:
        with open(path, encoding='utf-8') as f:
            if f.read() == text:
                return
    except FileNotFoundError:
        pass
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)


def main():
    parser = argparse.ArgumentParser(description='Files to C.')
    parser.add_argument('--out', required=True)
    parser.add_argument('--assets', metavar='FOLDER')
    parser.add_argument('--build', metavar='FOLDER')
    parser.add_argument('--data', metavar='ROOT')
    parser.add_argument('files', nargs='*')
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    folder = built_assets(options.build) if options.build else options.assets
    if folder:
        assets = read_folder(folder)
        hash_names(assets)
        header, table = asset_files(assets)
        write_if_changed(os.path.join(options.out, 'assets.gen.h'), header)
        write_if_changed(os.path.join(options.out, 'assets.gen.c'), table)
    if options.data:
        write_if_changed(os.path.join(options.out, 'data.gen.c'), data_file(options.data, options.files))


if __name__ == '__main__':
    main()

#!/usr/bin/env python3
"""gen_text.py: the words people read (text/en.txt) to C.

    gen_text.py --out DIR text/en.txt          DIR/words.gen.h and DIR/words.gen.c
    gen_text.py --check-used ROOT text/en.txt  fails when a text is used by no template and no C file

A line is `id = message`; empty lines and lines that begin with # are skipped. In a message `\\n` is a
new line, {name} takes an argument, {name|one|other} or {name|zero|one|other} picks by number, and in
such a branch # is the number and {other_name} another argument.
"""
import argparse
import os
import re
import sys

ID = re.compile(r'[a-z][a-z0-9_]*(\.[a-z0-9_]+)*\Z')
ARGUMENT = re.compile(r'[a-z][a-z0-9_]*\Z')
USE_IN_C = re.compile(r'\bT_[A-Z0-9_]+\b')
USE_IN_HTML = re.compile(r'\{\{t\s+([a-z0-9_.]+)')


class Problems(Exception):
    def __init__(self, sentences):
        super().__init__('\n'.join(sentences))
        self.sentences = sentences


class Malformed(Exception):
    pass


class Message:
    def __init__(self, identifier, text, args, line):
        self.id, self.text, self.args, self.line = identifier, text, args, line


def symbol(identifier):
    return 'T_' + identifier.replace('.', '_').upper()


def arguments(text):
    """Names of the arguments of a message in order of appearance; Malformed with a reason otherwise."""
    names = []
    at = 0
    while at < len(text):
        c = text[at]
        if c == '}':
            raise Malformed('a } closes nothing')
        if c == '{':
            at = placeholder(text, at + 1, names)
        else:
            at += 1
    return names


def placeholder(text, at, names):
    """Reads a placeholder from behind its {; gives the offset behind its }."""
    depth, parts = 1, ['']
    while at < len(text) and depth:
        c = text[at]
        depth += (c == '{') - (c == '}')
        if depth > 2:
            raise Malformed('placeholders nest once at most')
        if depth == 1 and c == '|':
            parts.append('')
        elif depth:
            parts[-1] += c
        at += 1
    if depth:
        raise Malformed('a { is never closed')
    if not ARGUMENT.match(parts[0]):
        raise Malformed('"%s" is not the name of an argument' % parts[0])
    if len(parts) not in (1, 3, 4):
        raise Malformed('{%s} has %d choices; two or three can be told apart' % (parts[0], len(parts) - 1))
    if parts[0] not in names:
        names.append(parts[0])
    for part in parts[1:]:
        for inner in re.findall(r'\{([^}]*)\}', part):
            if not ARGUMENT.match(inner):
                raise Malformed('"%s" is not the name of an argument' % inner)
            if inner not in names:
                names.append(inner)
    return at


def read(path):
    """All messages of a text file, in its order. Problems lists everything wrong with it."""
    messages, problems, seen = [], [], {}
    shown = os.path.relpath(path)
    with open(path, encoding='utf-8') as f:
        lines = f.read().split('\n')
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith('#'):
            continue
        identifier, equals, text = (s.strip() for s in line.partition('='))
        try:
            if not equals or not ID.match(identifier):
                raise Malformed('expected "id = message", id in lower case with dots')
            if not text:
                raise Malformed('%s has no message' % identifier)
            if re.search(r'\\(?!n)', text):
                raise Malformed('the only escape is \\n')
            if symbol(identifier) in seen:
                raise Malformed('%s is there already, on line %d' % (identifier, seen[symbol(identifier)]))
            if identifier == 'none':
                raise Malformed('T_NONE means no text')
            args = arguments(text)
        except Malformed as e:
            problems.append('%s:%d: %s' % (shown, number, e))
            continue
        seen[symbol(identifier)] = number
        messages.append(Message(identifier, text.replace('\\n', '\n'), args, number))
    if problems:
        raise Problems(problems)
    return messages


def c_string(text):
    escapes = {'\n': '\\n', '"': '\\"', '\\': '\\\\', '\t': '\\t'}
    return '"' + ''.join(escapes.get(c, c) for c in text).replace('??', '?\\?') + '"'


def header(messages):
    lines = ['/* Made by tools/gen_text.py from text/en.txt. */', '#ifndef WORDS_GEN_H', '#define WORDS_GEN_H', '',
             '#include "base/base.h"', '',
             '/* T_NONE is no text: it is written as nothing. */', 'enum word {', '\tT_NONE = 0,']
    lines += ['\t%s,' % symbol(m.id) for m in messages]
    lines += ['};', 'enum { WORDS_COUNT = %d };' % (len(messages) + 1), '',
              'struct word_entry {', '\tstruct str id;', '\tstruct str text;',
              '\tconst char *const *args; /* names, ended by NULL */', '};',
              'extern const struct word_entry word_table[WORDS_COUNT];', '', '#endif', '']
    return '\n'.join(lines)


def table(messages):
    lines = ['/* Made by tools/gen_text.py from text/en.txt. */', '#include "words.gen.h"', '']
    sets = {}
    for m in messages:
        key = tuple(m.args)
        if key not in sets:
            sets[key] = 'args_%d' % len(sets)
            lines.append('static const char *const %s[] = { %s };'
                         % (sets[key], ', '.join(['"%s"' % a for a in key] + ['NULL'])))
    sets.setdefault((), 'no_args')
    if sets[()] == 'no_args':
        lines.append('static const char *const no_args[] = { NULL };')
    lines += ['', 'const struct word_entry word_table[WORDS_COUNT] = {',
              '\t{ S_INIT("none"), S_INIT(""), %s },' % sets[()]]
    lines += ['\t{ S_INIT("%s"), S_INIT(%s), %s },' % (m.id, c_string(m.text), sets[tuple(m.args)]) for m in messages]
    lines += ['};', '']
    return '\n'.join(lines)


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


def unused(messages, root):
    used = set()
    for folder, _, names in os.walk(os.path.join(root, 'src')):
        for name in names:
            if not name.endswith(('.c', '.h', '.html')):
                continue
            with open(os.path.join(folder, name), encoding='utf-8') as f:
                text = f.read()
            used.update(USE_IN_C.findall(text))
            used.update(symbol(i) for i in USE_IN_HTML.findall(text))
    return [m for m in messages if symbol(m.id) not in used]


def main():
    parser = argparse.ArgumentParser(description='The words people read, to C.')
    parser.add_argument('--out')
    parser.add_argument('--check-used', metavar='ROOT')
    parser.add_argument('text')
    options = parser.parse_args()
    try:
        messages = read(options.text)
    except Problems as e:
        sys.exit('\n'.join(e.sentences))
    if options.check_used:
        idle = unused(messages, options.check_used)
        if idle:
            shown = os.path.relpath(options.text)
            sys.exit('\n'.join('%s:%d: no page and no C file uses %s' % (shown, m.line, m.id) for m in idle))
    if options.out:
        os.makedirs(options.out, exist_ok=True)
        write_if_changed(os.path.join(options.out, 'words.gen.h'), header(messages))
        write_if_changed(os.path.join(options.out, 'words.gen.c'), table(messages))


if __name__ == '__main__':
    main()

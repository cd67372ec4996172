#!/usr/bin/env python3
"""gen_html.py: HTML templates to typed C functions.

    gen_html.py --out DIR [--root DIR] [--text text/en.txt] TEMPLATE.html...

Each NAME.html becomes DIR/NAME.html.c with `void html_NAME(struct html_out *, const struct VIEW *)`;
DIR/templates.gen.h declares them all. docs/architecture.md has the grammar. The generator follows the
HTML far enough to know where a substitution stands, and refuses the places where escaping cannot
help: scripts, styles, comments, names, unquoted attributes. Types are left to the C compiler, which
is pointed at the template by #line. Anything refused is said as `file:line: sentence`.
"""
import argparse
import os
import re
import sys

import gen_text
from html_context import Context, Refused

TAG = re.compile(r'\{\{((?:"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|(?!\}\}).)*?)\}\}', re.S)
TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|[A-Za-z_]\w*|\d[\w.]*|->|\+\+|--|'
                   r'[=!<>]=|&&|\|\||<<|>>|[-+*/%&|^]=|\s+|.', re.S)
NAME = re.compile(r'[A-Za-z_]\w*\Z')
VIEW = re.compile(r'view:\s*(?:(none)|struct\s+([A-Za-z_]\w*)\s+([A-Za-z_]\w*))\s*\Z')
INCLUDE = re.compile(r'include\s+"([^"]+)"\s*\Z')
TOGGLE = re.compile(r'(.*\S)\s+([a-z][a-z0-9-]*(?:="[^"<>&{}]*")?)\Z', re.S)
WORD_CHOICE = re.compile(r'(?:[^?]*\?\s*T_[A-Z0-9_]+\s*:\s*)?T_[A-Z0-9_]+\s*\Z', re.S)


class Part:
    """A run of literal text (kind '') or one {{...}} (kind: its sign, '=' for a plain value)."""

    def __init__(self, kind, body, line, starts_line=False):
        self.kind, self.body, self.line, self.starts_line = kind, body, line, starts_line


def split(source, path):
    """The template as literals and tags. A tag of control alone on its line takes the line with it."""
    parts, at, line, starts_line = [], 0, 1, True
    for match in TAG.finditer(source):
        literal, inside = source[at:match.start()], match.group(1)
        tag_line = line + literal.count('\n')
        sign = inside[:1] if inside[:1] in '!#/?>' else ''
        if not sign and re.match(r'[ta]\s', inside):
            sign = inside[0]
        end = match.end()
        alone = False
        if sign and sign in '!#/':
            before = literal.rsplit('\n', 1)[-1]
            at_start = '\n' in literal or at == 0 or starts_line
            after = re.match(r'[ \t]*(\n|\Z)', source[end:])
            if not before.strip() and at_start and after:
                literal = literal[:len(literal) - len(before)]
                end += after.end()
                alone = True
        if literal:
            parts.append(Part('', literal, line, starts_line))
        parts.append(Part(sign or '=', inside[len(sign):].strip(), tag_line))
        line += source.count('\n', at, end)
        at, starts_line = end, alone
    if '{{' in source[at:]:
        bad = line + source[at:source.index('{{', at)].count('\n')
        raise Refused(path, bad, 'this {{ is never closed')
    if source[at:]:
        parts.append(Part('', source[at:], line, starts_line))
    return parts


class Template:
    """One template on its way to C."""

    def __init__(self, path, shown, words):
        self.path, self.shown, self.words = path, shown, words
        self.name = os.path.basename(path)[:-len('.html')]
        self.view = self.var = None
        self.includes, self.body, self.literal = [], [], ''
        self.literal_line = 1
        self.scope, self.blocks = [], []
        self.uses_assets = False
        self.depth = 1

    def refuse(self, line, sentence):
        raise Refused(self.shown, line, sentence)

    # ---- writing C ----

    def flush(self):
        if self.literal:
            n = len(self.literal.encode())
            text, self.literal = c_string(self.literal), ''
            self.put(self.literal_line, 'html_lit(to_, %s, %d);' % (text, n))

    def put(self, line, statement):
        self.flush()
        self.body.append('#line %d "%s"' % (line, self.shown))
        self.body.append('\t' * self.depth + statement)

    def lit(self, line, text):
        if text and not self.literal:
            self.literal_line = line
        self.literal += text

    # ---- expressions ----

    def expression(self, text, line):
        """C text of a template expression: `v.x` and `l.x` become `v->x`, `l->x`."""
        if not text.strip():
            self.refuse(line, 'an expression is missing')
        out, previous, pending = [], '', False
        for token in TOKEN.findall(text):
            if token.isspace():
                out.append(' ')
                continue
            if token in (';', '{', '}', '=', '++', '--', '#', '\\') or (len(token) == 2 and token[1] == '=' and
                                                                      token[0] in '-+*/%&|^'):
                self.refuse(line, 'only plain expressions, without "%s"' % token)
            if token == '.' and pending:
                token = '->'
            pending = token in self.scope and previous not in ('.', '->')
            out.append(token)
            previous = token
        return ''.join(out).strip()

    def value(self, text, line):
        """As expression(), for a value that is written: a bare T_ID is an int to C, so say its type."""
        c = self.expression(text, line)
        return '(enum word)(%s)' % c if WORD_CHOICE.match(c) else c

    # ---- tags ----

    def first(self, part):
        """{{! view: struct X v; include "a.h" }}"""
        if part is None or part.kind != '!' or not part.body.startswith('view:'):
            self.refuse(1, 'the first line must be {{! view: struct NAME v; include "header.h" }}')
        clauses = [c.strip() for c in part.body.split(';') if c.strip()]
        match = VIEW.match(clauses[0])
        if not match:
            self.refuse(part.line, 'the view is "struct NAME v" or "none"')
        self.view, self.var = match.group(2), match.group(3)
        if self.var:
            self.scope.append(self.var)
        for clause in clauses[1:]:
            include = INCLUDE.match(clause)
            if not include:
                self.refuse(part.line, 'expected include "header.h", not "%s"' % clause)
            self.includes.append(include.group(1))

    def tag(self, part, html):
        line, body = part.line, part.body
        if part.kind == '!':
            return
        if part.kind == '#':
            self.open_block(body, line, html)
        elif part.kind == '/':
            self.close_block(body, line, html)
        elif part.kind == '?':
            self.toggle(body, line, html)
        elif part.kind == '>':
            self.call(body, line, html)
        elif part.kind == 't':
            self.text(body, line, html)
        elif part.kind == 'a':
            html.substitute(line, 'asset')
            if not re.match(r'[\w./-]+\Z', body):
                self.refuse(line, '"%s" is not the name of an asset' % body)
            self.uses_assets = True
            symbol = re.sub(r'\W', '_', body)
            self.put(line, '(void)ASSET_%s, html_url(to_, asset_url("%s"));' % (symbol, body))
        else:
            macro = html.substitute(line, 'value')
            self.put(line, '%s(to_, %s);' % (macro, self.value(body, line)))

    def open_block(self, body, line, html):
        is_else = body == 'else' or body.startswith('else if ')
        html.settle(line, opens=not is_else)
        if is_else:
            self.else_block(body, line, html)
            return
        loop = re.match(r'each\s+(.*\S)\s+as\s+(\S+)\Z', body, re.S)
        if loop:
            items, name = self.expression(loop.group(1), line), loop.group(2)
            if not NAME.match(name) or name in self.scope or name == 'to_':
                self.refuse(line, '"%s" is taken or is not a name' % name)
            self.put(line, 'for (size_t %s_index = 0; %s_index < (size_t)(%s).n; %s_index++) {'
                     % (name, name, items, name))
            self.depth += 1
            self.put(line, 'const __typeof__((%s).v[0]) *%s = &(%s).v[%s_index]; (void)%s;'
                     % (items, name, items, name, name))
            self.scope.append(name)
            html.after_block = False
            self.blocks.append(['each', line, html.copy(), None, 1])
            return
        test = re.match(r'if\s+(.*)\Z', body, re.S)
        if not test:
            self.refuse(line, 'expected if, else or each, not "%s"' % body)
        self.put(line, 'if (%s) {' % self.condition(test.group(1), line))
        self.depth += 1
        self.blocks.append(['if', line, html.copy(), None, 1])

    def condition(self, text, line):
        negated = re.match(r'not\s+(.*)\Z', text, re.S)
        if negated:
            return '!(%s)' % self.expression(negated.group(1), line)
        return self.expression(text, line)

    def else_block(self, body, line, html):
        if not self.blocks or self.blocks[-1][0] != 'if':
            self.refuse(line, 'this else belongs to no if')
        block = self.blocks[-1]
        block[3] = html.merged(block[3], line)
        html.restore(block[2])
        self.flush()
        self.depth -= 1
        self.put(line, '} else {')
        self.depth += 1
        if body == 'else':
            block[0] = 'if, after its else,'
            return
        self.put(line, 'if (%s) {' % self.condition(body[len('else if '):], line))
        self.depth += 1
        block[4] += 1

    def close_block(self, body, line, html):
        html.settle(line, opens=False)
        if body not in ('if', 'each'):
            self.refuse(line, 'expected {{/ if }} or {{/ each }}')
        if not self.blocks or self.blocks[-1][0].split(',')[0] != body:
            self.refuse(line, 'this {{/ %s }} closes nothing that is open' % body)
        kind, _, before, after, levels = self.blocks.pop()
        if after is None or ',' not in kind:
            html.merged(before, line)
        if after is not None:
            html.merged(after, line)
        if kind == 'each':
            self.scope.pop()
        self.flush()
        for _ in range(levels):
            self.depth -= 1
            self.put(line, '}')

    def toggle(self, body, line, html):
        html.toggle(line)
        match = TOGGLE.match(body)
        if not match:
            self.refuse(line, 'expected {{? expression attribute }}')
        attribute = match.group(2)
        html.check_attribute(attribute.split('=')[0], line)
        self.put(line, 'if (%s) html_lit(to_, %s, %d);' % (
            self.expression(match.group(1), line), c_string(' ' + attribute), len(attribute.encode()) + 1))

    def call(self, body, line, html):
        html.call(line)
        name, _, argument = body.partition(' ')
        if not NAME.match(name):
            self.refuse(line, '"%s" is not the name of a template' % name)
        argument = argument.strip()
        if not argument:
            self.put(line, 'html_%s(to_);' % name)
            return
        c = self.expression(argument, line)
        if argument in self.scope or not re.match(r'[A-Za-z_][\w.\[\]]*\Z', argument):
            self.put(line, 'html_%s(to_, %s);' % (name, c))
        else:
            self.put(line, 'html_%s(to_, HTML_VIEW_%s(%s));' % (name, name, c))

    def text(self, body, line, html):
        html.substitute(line, 'text')
        identifier, _, rest = body.partition(' ')
        names, values = self.arguments(rest.strip(), line)
        if self.words is not None:
            if identifier not in self.words:
                self.refuse(line, 'there is no text "%s" in text/en.txt' % identifier)
            wanted = self.words[identifier]
            for name in wanted:
                if name not in names:
                    self.refuse(line, 'text "%s" needs %s=' % (identifier, name))
            for name in names:
                if name not in wanted:
                    self.refuse(line, 'text "%s" has no place for %s=' % (identifier, name))
        symbol = gen_text.symbol(identifier)
        if not names:
            self.put(line, 'html_word(to_, %s);' % symbol)
            return
        args = ', '.join('WORD_ARG("%s", %s)' % pair for pair in zip(names, values))
        self.put(line, 'html_words(to_, %s, (const struct word_arg[]){ %s }, %d);' % (symbol, args, len(names)))

    def arguments(self, text, line):
        """`a=e b=e`: a name starts where a word and a single = stand outside brackets and quotes."""
        starts, depth, at = [], 0, 0
        tokens = TOKEN.findall(text)
        for i, token in enumerate(tokens):
            depth += (token in '([') - (token in ')]')
            follows = [t for t in tokens[i + 1:i + 3] if not t.isspace()]
            if depth == 0 and NAME.match(token) and follows[:1] == ['='] and (i == 0 or tokens[i - 1].isspace()):
                starts.append((at, token))
            at += len(token)
        if text and (not starts or starts[0][0] != 0):
            self.refuse(line, 'arguments are written name=expression')
        names, values = [], []
        for i, (start, name) in enumerate(starts):
            end = starts[i + 1][0] if i + 1 < len(starts) else len(text)
            names.append(name)
            values.append(self.value(text[start + len(name):end].strip()[1:], line))
        return names, values

    # ---- the whole ----

    def compile(self):
        with open(self.path, encoding='utf-8', newline='') as f:
            source = f.read().replace('\r\n', '\n')
        parts = split(source, self.shown)
        while parts and not parts[0].kind and not parts[0].body.strip():
            parts.pop(0)
        self.first(parts[0] if parts else None)
        html = Context(self.shown)
        for i, part in enumerate(parts[1:], 2):
            if part.kind:
                self.tag(part, html)
            else:
                self.lit(part.line, html.feed(part.body, part.line, part.starts_line, last=i == len(parts)))
        last = parts[-1].line + parts[-1].body.count('\n')
        if self.blocks:
            kind, line = self.blocks[-1][0].split(',')[0], self.blocks[-1][1]
            self.refuse(line, 'this {{# %s }} is never closed' % kind)
        html.finish(last)
        self.flush()
        return self.file()

    def signature(self):
        if not self.view:
            return 'void html_%s(struct html_out *to_)' % self.name
        return 'void html_%s(struct html_out *to_, const struct %s *%s)' % (self.name, self.view, self.var)

    def file(self):
        lines = ['/* Made by tools/gen_html.py from %s. */' % self.shown]
        lines += ['#include "%s"' % header for header in self.includes]
        lines.append('#include "templates.gen.h"')
        if self.uses_assets:
            lines.append('#include "web/assets.h"')
        lines += ['', self.signature(), '{', '\t(void)to_;']
        if self.view:
            lines.append('\t(void)%s;' % self.var)
        return '\n'.join(lines + self.body + ['}', ''])


def c_string(text):
    escapes = {'\n': '\\n', '\t': '\\t', '\r': '\\r', '"': '\\"', '\\': '\\\\'}
    return '"' + ''.join(escapes.get(c, c) for c in text).replace('??', '?\\?') + '"'


def header(templates):
    lines = ['/* Made by tools/gen_html.py: every template. */', '#ifndef TEMPLATES_GEN_H', '#define TEMPLATES_GEN_H',
             '', '#include "web/html.h"', '']
    lines += ['struct %s;' % view for view in sorted({t.view for t in templates if t.view})]
    lines.append('')
    lines += ['%s;' % t.signature() for t in templates]
    lines += ['', '/* {{> name e }}: e may be the view or a pointer to it. */']
    for t in templates:
        if t.view:
            lines.append('#define HTML_VIEW_%s(e) _Generic((e), struct %s: &(e), struct %s *: (e), const struct %s *: (e))'
                         % (t.name, t.view, t.view, t.view))
    return '\n'.join(lines + ['', '#endif', ''])


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
    parser = argparse.ArgumentParser(description='HTML templates to typed C functions.')
    parser.add_argument('--out', required=True)
    parser.add_argument('--root', default='.', help='paths in messages are relative to this')
    parser.add_argument('--text', help='text/en.txt, to check the ids and arguments of {{t }}')
    parser.add_argument('templates', nargs='*')
    options = parser.parse_args()
    words, problems, done, names = None, [], [], {}
    if options.text:
        try:
            words = {m.id: m.args for m in gen_text.read(options.text)}
        except gen_text.Problems as e:
            sys.exit('\n'.join(e.sentences))
    for path in sorted(options.templates, key=os.path.basename):
        shown = os.path.relpath(path, options.root)
        template = Template(path, shown, words)
        if not NAME.match(template.name):
            problems.append('%s:1: the name of a template is letters, digits and underscores' % shown)
            continue
        if template.name in names:
            problems.append('%s:1: %s has the same name' % (shown, names[template.name]))
            continue
        names[template.name] = shown
        try:
            done.append((template, template.compile()))
        except Refused as e:
            problems.append(str(e))
    if problems:
        sys.exit('\n'.join(problems))
    os.makedirs(options.out, exist_ok=True)
    for template, text in done:
        write_if_changed(os.path.join(options.out, template.name + '.html.c'), text)
    write_if_changed(os.path.join(options.out, 'templates.gen.h'), header([t for t, _ in done]))


if __name__ == '__main__':
    main()

#!/usr/bin/env python3
"""What each address answers in JSON and which query parameters it reads, told from the functions that write and read them.

    gen_api.py --out DIR ROOT      makes DIR/api.gen.c
    gen_api.py --show NAME ROOT    what the handler NAME answers, to look at

A handler is followed as if cx->json were true: every json_… call in the order it is made, into whatever functions it is handed to, both
ways at a condition, loops once. What comes out is a JSON Schema: types, members, which of them are always there, and the words of a
list of keys (rules/words.c) where `key_of` gives the text. So a member that is written is described, and nothing is typed twice;
tests/page/test_openapi.py holds real answers to it. What this can't know it leaves open: a value that is JSON already (json_raw,
json_value), a member whose name is data.
"""
import argparse
import json
import os
import re
import sys

import c_tree
import source_scan
from sql_c import NOTE
from sql_schema import write_or_check

VALUES = {
    'json_str': {'type': 'string'}, 'json_i64': {'type': 'integer'}, 'json_bool': {'type': 'boolean'}, 'json_none': {'type': 'null'},
    'json_uuid': {'type': 'string', 'format': 'uuid'}, 'json_date': {'type': 'string', 'format': 'date'},
    'json_instant': {'type': 'string', 'format': 'date-time'}, 'json_raw': {}, 'json_value': {},
}
MAY_BE_NULL = {'json_uuid', 'json_date', 'json_instant'}
CELLS = {'list_text': {'type': 'string'}, 'list_link': {'type': 'string'}, 'list_choice': {'type': 'string'},
         'list_date': {'type': 'string', 'format': 'date'}, 'list_instant': {'type': 'string', 'format': 'date-time'},
         'list_number': {'type': 'integer'}}
EVENTS = set(VALUES) | {'json_obj', 'json_arr', 'json_end', 'json_key', 'json_key_str', 'json_form', 'done', 'created', 'list_show',
                        'answer_bytes', 'answer_file', 'reply_saved'}
ASKS = {'query', 'query_int'}
DEEPEST = 40
WORD = re.compile(r'[A-Za-z_]\w*$')


class Schema:
    """What may stand in one place: everything that was ever put there."""

    def __init__(self):
        self.kinds, self.words, self.members, self.always = {}, set(), {}, None
        self.items = self.rest = None
        self.forms, self.anything = [], False

    def put(self, kind, words=None):
        if not kind:
            self.anything = True
        elif kind['type'] == 'string':
            before = self.kinds.get('string')
            self.words = words if words and (before is None or self.words) and not (before and not self.words) else set()
            if before and words and self.words:
                self.words |= before.get('words', set())
            made = {'format': kind.get('format')} if kind.get('format') and (not before or before.get('format') == kind['format']) else {}
            self.kinds['string'] = dict(made, words=self.words)
        else:
            self.kinds[kind['type']] = {}

    def is_empty(self):
        return not (self.kinds or self.anything or self.forms)

    def as_json(self):
        if self.anything or self.is_empty():
            return {}
        order = [k for k in ('object', 'array', 'string', 'integer', 'boolean', 'null') if k in self.kinds]
        made = {'type': order[0] if len(order) == 1 else order}
        if 'object' in self.kinds:
            made['properties'] = {name: self.members[name].as_json() for name in self.members}
            required = [name for name in self.members if name in (self.always or ())]
            if required:
                made['required'] = required
            if self.forms:
                made['x-form'] = self.forms[0]
            else:
                made['additionalProperties'] = self.rest.as_json() if self.rest else False
        if 'array' in self.kinds:
            made['items'] = self.items.as_json()
        text = self.kinds.get('string', {})
        if text.get('format'):
            made['format'] = text['format']
        if text.get('words'):
            made['enum'] = sorted(text['words']) + ([None] if 'null' in self.kinds else [])
        return made


class Open:
    """An object or list that is being written; `key`: the member whose value comes next."""

    def __init__(self, schema, is_list):
        self.schema, self.is_list, self.key, self.always = schema, is_list, None, set()


class Source:
    """Every function there is, and what tables they name."""

    def __init__(self, root):
        self.own, self.all, self.texts, self.key_lists, self.macros = {}, {}, {}, {}, {}
        paths = source_scan.files(root, 'src')
        self.zeros = set()  # names of number 0: the first of an enum that says nothing else
        for path in paths:
            if path.endswith('.h'):
                self.zeros |= set(re.findall(r'\benum \w* ?\{\s*(\w+)(?: = 0)?\s*[,}]', source_scan.blank(source_scan.read(root, path))))
        for path in paths:
            if path.endswith('.c'):
                self.read(path, source_scan.read(root, path))
        self.calls = {key: self.names_in(key[0], f.body) for key, f in self.own.items()}
        self.does = {what: self.reaches(names) for what, names in (('write', EVENTS), ('ask', ASKS), ('cells', set(CELLS)))}

    def read(self, path, text):
        self.texts[path] = text
        for match in re.finditer(r'\bLIST\((\w+),((?:\s*K\(\w+, "[^"]*"\),?)+)\)', text):
            first = re.search(r'K\((\w+)', match.group(2)).group(1)
            self.key_lists[match.group(1)] = set(re.findall(r'"([^"]*)"', match.group(2))) | (set() if first in self.zeros else {''})
        for match in re.finditer(r'\bkey_list (\w+) = \{(.*?)\};', text, re.S):
            words = set(re.findall(r'S_INIT\("([^"]*)"\)', match.group(2)))
            if words:
                self.key_lists[match.group(1)] = words | ({''} if 'NULL' in match.group(2) else set())
        for name, parameters, does in re.findall(r'^#define (\w+)\(([\w, ]+)\) ((?:\\\n|[^\n])*)', text, re.M):
            if 'json_' in does:
                self.macros[path, name] = parameters.split(', '), c_tree.tokens_of(does.replace('\\\n', ' '))
        for f in c_tree.functions(text):
            key = (path, f.name)
            self.own[key] = f
            if not f.is_static:
                self.all[f.name] = key

    def find(self, path, name):
        return (path, name) if (path, name) in self.own else self.all.get(name)

    def names_in(self, path, body):
        """What a body calls, and what functions of its own file it hands on to be called."""
        found = set()
        for part in body if isinstance(body, (list, tuple)) else ():
            if isinstance(part, (list, tuple)):
                found |= self.names_in(path, part)
        for i, t in enumerate(body):
            if isinstance(t, str) and WORD.match(t) and (body[i + 1:i + 2] in (['('], ('(',)) or (
                    (path, t) in self.own and body[i - 1:i] not in (['.'], ['->']))):
                found.add(t)
                if (path, t) in self.macros:
                    found |= self.names_in(path, self.macros[path, t][1])
        return found

    def reaches(self, names):
        """Functions that call one of these, or one that does."""
        reached = {key for key, called in self.calls.items() if called & names}
        while True:
            more = {key for key, called in self.calls.items() if key not in reached and
                    any(self.find(key[0], n) in reached for n in called)}
            if not more:
                return reached
            reached |= more


class Walk:
    """One handler, followed."""

    def __init__(self, source):
        self.source, self.root, self.open, self.asked = source, Schema(), [], {}
        self.stack, self.done, self.bytes, self.dead, self.cells, self.followed = [], False, False, False, [], set()

    # -- what is written --

    def place(self):
        if not self.open:
            return self.root
        top = self.open[-1]
        if top.is_list:
            top.schema.items = top.schema.items or Schema()
            return top.schema.items
        key, top.key = top.key, None
        if key is None:
            return Schema()
        if key == '*':
            top.schema.rest = top.schema.rest or Schema()
            return top.schema.rest
        return top.schema.members.setdefault(key, Schema())

    def begin(self, is_list):
        schema = self.place()
        schema.put({'type': 'array' if is_list else 'object'})
        if is_list:
            schema.items = schema.items or Schema()
        self.open.append(Open(schema, is_list))

    def end(self):
        if self.open:
            top = self.open.pop()
            if not top.is_list:
                top.schema.always = top.always if top.schema.always is None else top.schema.always & top.always

    def name(self, key):
        if self.open and not self.open[-1].is_list:
            self.open[-1].key = key
            self.open[-1].always.add(key)

    # -- both ways, and then one --

    def now(self):
        return [(o, o.key, set(o.always)) for o in self.open], self.dead

    def back_to(self, then):
        self.open, self.dead = [o for o, _, _ in then[0]], then[1]
        for o, key, always in then[0]:
            o.key, o.always = key, set(always)

    def either(self, ways):
        before, ends = self.now(), []
        for way in ways:
            self.back_to(before)
            way()
            if not self.dead:
                ends.append(self.now())
        if not ends:
            self.back_to(before)
            self.dead = True
            return
        last = max(ends, key=lambda e: (len(e[0]) != len(before[0]), sum(1 for _, key, _ in e[0] if key is None)))
        self.back_to(last)
        for end in ends:
            for o, _, always in end[0]:
                o.always &= always

    # -- statements --

    def run(self, body, env):
        for s in body:
            if self.dead:
                return
            getattr(self, 'run_' + s[0])(s, env)

    def run_do(self, s, env):
        tokens = s[1]
        if tokens[:2] == ['struct', 'json_out']:  # one that is begun here is another document
            env['muted'] |= {p[p.index('=') - 1] for p in c_tree.split(tokens, ',') if 'json_begin' in p and '=' in p}
        if 'va_start' not in tokens:
            self.value(tokens, env)

    def run_return(self, s, env):
        self.value(s[1], env)
        self.dead = True

    def run_leave(self, s, env):
        self.dead = True

    def run_if(self, s, env):
        self.value(s[1], env)
        known = self.truth(s[1])
        if known is None:
            self.either([lambda: self.run(s[2], env), lambda: self.run(s[3], env)])
        else:
            self.run(s[2] if known else s[3], env)

    def run_loop(self, s, env):
        before = self.now()

        def once():
            for head in s[1]:
                self.value(head, env)
            self.run(s[2], env)
            self.dead = before[1]
        self.either([once, lambda: None])

    def run_switch(self, s, env):
        def way(group):
            def go():
                self.run([x for x in group], env)
                if not (group and group[-1][0] == 'return'):
                    self.dead = False
            return go
        self.value(s[1], env)
        self.either([way(g) for g in s[2]] + ([] if s[3] else [lambda: None]))

    # -- expressions --

    def truth(self, tokens):
        """Of a condition, where it follows from cx->json; else None."""
        while tokens[:1] == ['('] and c_tree.closing(tokens, 0) == len(tokens) - 1:
            tokens = tokens[1:-1]
        for mark, decides in (('||', True), ('&&', False)):
            parts = c_tree.split(tokens, mark)
            if mark == '&&' and len(parts) > 1: # a way that failed answers nothing
                parts = [p for p in parts if p != ['rc', '==', 'OK']] or parts
            if len(parts) > 1 or (mark == '&&' and parts[0] != tokens):
                known = [self.truth(p) for p in parts]
                return decides if decides in known else None if None in known else not decides
        if tokens[:1] == ['!']:
            known = self.truth(tokens[1:])
            return None if known is None else not known
        return True if tokens == ['cx', '->', 'json'] else None

    def value(self, tokens, env):
        if not tokens or self.dead:
            return
        parts = c_tree.split(tokens, ',')
        if len(parts) > 1:
            for p in parts:
                self.value(p, env)
            return
        parts = c_tree.split(tokens, '=')
        if len(parts) > 1:
            self.value(parts[-1], env)
            return
        at = self.question(tokens)
        if at:
            self.choose(tokens[:at[0]], tokens[at[0] + 1:at[1]], tokens[at[1] + 1:], env)
            return
        for mark, stops in (('||', True), ('&&', False)):
            parts = c_tree.split(tokens, mark)
            if len(parts) > 1:
                for p in parts:
                    self.value(p, env)
                    if self.truth(p) is stops:
                        break
                return
        self.calls_in(tokens, env)

    def question(self, tokens):
        depth = nested = 0
        first = None
        for i, t in enumerate(tokens):
            depth += (t in c_tree.CLOSE) - (t in (')', '}', ']'))
            if depth:
                continue
            if t == '?':
                nested += 1
                first = i if first is None else first
            elif t == ':' and first is not None:
                nested -= 1
                if not nested:
                    return first, i
        return None

    def choose(self, condition, then, otherwise, env):
        self.value(condition, env)
        known = self.truth(condition)
        if known is None:
            self.either([lambda: self.value(then, env), lambda: self.value(otherwise, env)])
        else:
            self.value(then if known else otherwise, env)

    def calls_in(self, tokens, env):
        i = 0
        while i < len(tokens):
            t = tokens[i]
            if t in c_tree.CLOSE:
                end = c_tree.closing(tokens, i)
                inside = tokens[i + 1:end]
                if t == '(' and i and WORD.match(tokens[i - 1]):
                    self.call(tokens[i - 1], c_tree.split(inside, ',') if inside else [], env)
                else:
                    self.value(inside, env)
                i = end
            i += 1

    # -- calls --

    def call(self, name, args, env):
        macro = self.source.macros.get((env['path'], name))
        if macro:
            given = dict(zip(macro[0], args))
            self.value([t for m in macro[1] for t in given.get(m, [m])], env)
            return
        if name not in VALUES and name != 'json_key':
            for a in args:
                self.value(a, env)
        elif len(args) > 1:
            self.value(args[1], env)
        if self.dead:
            return
        if name in ASKS:
            self.ask(name, args, env)
        elif name in EVENTS:
            if not (args and set(args[0]) & env['muted']):
                self.event(name, args, env)
        elif name in CELLS:
            self.cells.append(CELLS[name])
        else:
            self.into(name, args, env)

    def ask(self, name, args, env):
        key = self.literal(args[1], env)
        if not key:
            return
        if name == 'query':
            self.asked.setdefault(key, {'type': 'string'})
            return
        kind = self.asked[key] = {'type': 'integer'}
        for bound, arg in (('minimum', args[2]), ('maximum', args[3])):
            number = self.number(arg, env)
            if number is not None:
                kind[bound] = number

    def number(self, arg, env):
        if len(arg) == 1 and re.match(r'-?\d+$', arg[0]):
            return int(arg[0])
        match = len(arg) == 1 and re.search(r'\b%s = (\d+)\b' % re.escape(arg[0]), self.source.texts[env['path']])
        return int(match.group(1)) if match else None

    def literal(self, arg, env):
        while arg[:1] == ['('] and arg[-1:] == [')']:
            arg = arg[1:-1]
        if len(arg) == 1 and arg[0][0] == '"':
            return arg[0][1:-1]
        if len(arg) == 1:
            return env['literals'].get(arg[0])
        if len(arg) == 4 and arg[0] == 'S' and arg[2][0] == '"':
            return arg[2][1:-1]
        return None

    def event(self, name, args, env):
        if name in ('done', 'created'):
            self.done = True
        elif name in ('answer_bytes', 'answer_file'):
            self.bytes = True
        elif name == 'list_show':
            self.a_list(args, env)
        elif name == 'reply_saved':
            self.into(name, args, env)
        elif name == 'json_obj' or name == 'json_arr':
            self.begin(name == 'json_arr')
        elif name == 'json_end':
            self.end()
        elif name in ('json_key', 'json_key_str'):
            self.name(self.literal(args[1], env) or '*')
        elif name == 'json_form':
            if self.open:
                self.open[-1].schema.forms.append(args[1][-1])
        else:
            place = self.place()
            place.put(VALUES[name], self.words(args[1]) if name == 'json_str' else None)
            if name in MAY_BE_NULL:
                place.put({'type': 'null'})

    def words(self, arg):
        """The keys that key_of(&list, …) may give; empty where nothing is numbered 0."""
        if arg[:3] == ['key_of', '(', '&'] and c_tree.closing(arg, 1) == len(arg) - 1:
            found = self.source.key_lists.get(arg[3])
            return found
        return None

    def into(self, name, args, env):
        key = self.source.find(env['path'], name)
        given = [a[0] for a in args if len(a) == 1 and self.source.find(env['path'], a[0]) in self.source.does['write']]
        for back in given:  # called back with rows, perhaps with none
            if self.source.find(env['path'], back) not in self.stack:
                self.either([lambda b=back: self.into(b, [], env), lambda: None])
        if key is None or not any(key in self.source.does[what] for what in ('write', 'ask', 'cells')):
            return
        if key[0].startswith('src/web/') and name != 'reply_saved':
            return
        if key in self.stack or len(self.stack) > DEEPEST:
            if key in self.source.does['write']:
                self.place().put({})
            return
        if key not in self.source.does['write'] and (key, tuple(map(tuple, args))) in self.followed:
            return
        self.followed.add((key, tuple(map(tuple, args))))
        f = self.source.own[key]
        inner = {'path': key[0], 'muted': set(), 'literals': {}}
        for parameter, arg in zip(f.parameters, args):
            if set(arg) & env['muted']:
                inner['muted'].add(parameter)
            text = self.literal(arg, env)
            if text:
                inner['literals'][parameter] = text
        self.stack.append(key)
        self.run(f.body, inner)
        self.dead = False
        self.stack.pop()

    # -- lists (web/list.h) --

    def a_list(self, args, env):
        text = self.source.texts[env['path']]
        name = args[1][-1]
        body = re.search(r'struct list %s = \{(.*?)\};' % name, text, re.S).group(1)

        def table(what, macro):
            named = re.search(r'LIST_%s\((\w+)\)' % what, body)
            if not named:
                return []
            rows = re.search(r'\b%s\[\] = \{(.*?)\n\};' % named.group(1), text, re.S).group(1)
            return re.findall(macro, rows)
        columns = table('COLUMNS', r'COLUMN\("(\w+)"')
        sorts = table('COLUMNS', r'COLUMN\("(\w+)"[^\n]*\.sort =')
        filters = table('FILTERS', r'\.name = "(\w+)"|\{ "(\w+)"')
        inside = Walk(self.source)
        inside.into(re.search(r'\.load = (\w+)', body).group(1), [], env)
        row = {'id': {'type': ['string', 'null'], 'format': 'uuid'}}
        for i, column in enumerate(columns):
            cell = inside.cells[i] if len(inside.cells) == len(columns) else {}
            row[column] = dict(cell, type=[cell['type'], 'null']) if cell else {}
        self.fixed = {
            'type': 'object', 'required': ['items', 'next'], 'additionalProperties': False, 'properties': {
                'items': {'type': 'array', 'items': {'type': 'object', 'properties': row, 'required': list(row),
                                                     'additionalProperties': False}},
                'total': {'type': 'integer'}, 'total_is_least': {'type': 'boolean'}, 'next': {'type': ['string', 'null']}}}
        self.asked.update({'q': {'type': 'string'}} if '.search =' in body else {})
        self.asked['sort'] = {'type': 'string', 'enum': [d + s for s in sorts for d in ('', '-')]}
        for found in filters:
            self.asked[found[0] or found[1]] = {'type': 'string'}
        self.asked.update({'after': {'type': 'string'}, 'before': {'type': 'string'},
                           'limit': {'type': 'integer', 'minimum': 1, 'maximum': 100}})

    fixed = None

    def answer(self):
        if self.fixed:
            return self.fixed
        if self.root.is_empty() and self.done:
            return {'type': 'object', 'properties': {'url': {'type': 'string'}}, 'required': ['url'], 'additionalProperties': False}
        return None if self.root.is_empty() else self.root.as_json()


def follow(source, handler):
    walk = Walk(source)
    key = source.all[handler]
    walk.stack.append(key)
    walk.run(source.own[key].body, {'path': key[0], 'muted': set(), 'literals': {}})
    return walk


def handlers(source):
    """Handlers of the rows that answer JSON, in their order. (What CASE answers is described by CASE.)"""
    rows = re.split(r'\n\t\{ HTTP_', source.texts['src/app/routes.c'].partition('struct route routes[]')[2])[1:]
    found = [re.search(r'\.handler = (\w+)', r).group(1) for r in rows if re.search(r'\.answers = (BOTH|JSON)', r)]
    return list(dict.fromkeys(found))


def c_text(value):
    return json.dumps(json.dumps(value, ensure_ascii=False, separators=(',', ':')), ensure_ascii=False).replace('??', '?\\?')


def generate(root):
    source = Source(root)
    names, rows, forms = handlers(source), [], set()
    for name in names:
        walk = follow(source, name)
        answer = walk.answer()
        match = answer and answer.pop('x-form', None)
        if match:
            forms.add(match)
        rows.append('\t{ %s, S_INIT("answer.%s"), S_INIT(%s), S_INIT(%s), %s, %s },' % (
            name, name, c_text(answer) if answer is not None else '""', c_text(walk.asked), '&' + match if match else 'NULL',
            'true' if walk.bytes else 'false'))
    declared = ''.join('extern const struct form %s;\n' % f for f in sorted(forms)) + 'handler_fn %s;\n' % ',\n\t'.join(names)
    return (NOTE.format('src/').replace('gen_sql', 'gen_api') + '#include "web/openapi.h"\n\n' + declared +
            '\nconst struct api_answer api_answers[] = {\n' + '\n'.join(rows) + '\n};\nconst size_t api_answers_n = %d;\n' % len(names))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--out')
    parser.add_argument('--show')
    parser.add_argument('root')
    options = parser.parse_args()
    if options.show:
        walk = follow(Source(options.root), options.show)
        print(json.dumps({'asks': walk.asked, 'answers': walk.answer(), 'bytes': walk.bytes}, indent=1, ensure_ascii=False))
        return 0
    write_or_check(os.path.join(options.out, 'api.gen.c'), generate(options.root), False)
    return 0


if __name__ == '__main__':
    sys.exit(main())

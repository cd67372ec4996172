"""cases.py: reads .test files (README.md says how they are written) and plays a case against a House."""
import datetime
import json
import os
import re
import urllib.parse

import house as house_module
import schema

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = house_module.ROOT
METHODS = ('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS')
DIRECTIVES = ('name', 'as', 'status', 'save', 'json', 'host')


class Mistake(Exception):
    """A .test file that can't be read."""


class Step:
    def __init__(self, line, who, method, path):
        self.line, self.who, self.method, self.path = line, who, method, path
        self.fields, self.files, self.headers, self.raw = [], [], [], []
        self.whole = False
        self.host = None
        self.status = None
        self.checks = []  # (line, kind, text)


class Case:
    def __init__(self, line, name):
        self.line, self.name, self.steps = line, name, []


def read(path):
    cases, who = [], None
    with open(path, encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            line = line.rstrip('\n')
            if line.strip() and not line.startswith('#'):
                try:
                    who = read_line(cases, who, number, line)
                except Mistake as e:
                    raise Mistake('%s:%d: %s' % (os.path.relpath(path, ROOT), number, e)) from None
    for case in cases:
        missing = [s.line for s in case.steps if s.status is None]
        if missing or not case.steps:
            raise Mistake('%s:%d: %s' % (os.path.relpath(path, ROOT), (missing or [case.line])[0],
                                         'this step says no status' if missing else 'this case does nothing'))
    return cases


def read_line(cases, who, number, line):
    word, _, rest = line.partition(' ')
    rest = rest.strip()
    if word == 'name:':
        if not re.fullmatch(r'[a-z][a-z0-9_]*', rest):
            raise Mistake('a name is a fact in small letters, digits and underscores')
        if rest in [c.name for c in cases]:
            raise Mistake('“%s” is there twice' % rest)
        cases.append(Case(number, rest))
        return None
    if not cases:
        raise Mistake('a case begins with “name: …”')
    case = cases[-1]
    if word == 'as:':
        return rest
    if word in METHODS or line == 'follow':
        if who is None:
            raise Mistake('“as: …” comes before the first step')
        case.steps.append(Step(number, who, word, rest))
        return who
    if not case.steps:
        raise Mistake('“%s” stands before the first step' % line)
    read_detail(case.steps[-1], number, word, rest, line)
    return who


def read_detail(step, number, word, rest, line):
    if word == 'status:':
        step.status = int(rest)
    elif word == 'host:':
        step.host = rest
    elif word in ('+', '-', '+>', '->', 'save:', 'json:'):
        step.checks.append((number, word, rest))
    elif word == '>':
        name, _, value = rest.partition(':')
        step.headers.append((name.strip(), value.strip()))
    elif word == '|':
        step.raw.append(line[2:])
    elif word == '*' and not rest:
        step.whole = True
    elif word == '!':
        step.fields.append((rest, None))
    elif word == '@':
        step.files.append(rest)
    elif re.match(r'[\w.-]+ =', line):
        name, _, value = line.partition(' =')
        step.fields.append((name, value[1:].replace('\\n', '\n')))
    else:
        raise Mistake('can’t read “%s”' % line)


# ---- playing ----

class Broken(Exception):
    """A fact that is not true."""


class Player:
    """Plays the cases of one file in their order. What is saved stays for the cases behind it."""

    def __init__(self, house):
        self.house = house
        self.names = dict(house.world.names)
        self.visitors, self.described = {}, None

    def play(self, case):
        for step in case.steps:
            try:
                self.step(step)
            except (Broken, KeyError) as e:
                raise Broken('line %d: %s %s: %s' % (step.line, step.method, step.path, e)) from None

    def fill(self, text):
        def value(match):
            day = re.fullmatch(r'(day|month|year|date):([+-]\d+)', match.group(1))
            if day:
                on = datetime.date.today() + datetime.timedelta(int(day.group(2)))
                return on.isoformat() if day.group(1) == 'date' else str(getattr(on, day.group(1)))
            if match.group(1) not in self.names:
                raise Broken('nothing is called ${%s}' % match.group(1))
            return self.names[match.group(1)]
        return re.sub(r'\$\{([^}]+)\}', value, text)

    def visitor(self, who):
        if who not in self.visitors:
            key, _, how = who.partition(',')
            if how.strip() not in ('', 'expired'):
                raise Broken('“%s”? only “expired”' % how.strip())
            self.visitors[who] = self.house.visitor(key.strip(), expired=bool(how))
        return self.visitors[who]

    def step(self, step):
        visitor = self.visitor(step.who)
        answer = self.send(step, visitor)
        self.names['etag'] = answer.header('ETag')
        self.names['location'] = answer.header('Location')
        if answer.status != step.status:
            raise Broken('status %d, not %d:\n%s' % (answer.status, step.status, shown(answer)))
        broken = answer.promises() + self.undescribed(step, answer)
        if broken:
            raise Broken('; '.join(broken))
        for line, kind, text in step.checks:
            self.check(line, kind, text, answer)

    def undescribed(self, step, answer):
        """An answer in JSON is what /api/v1/openapi.json says of its address."""
        if not answer.path.startswith('/api/v1/') or answer.status not in (200, 201) or answer.path.endswith('/openapi.json'):
            return []
        if not self.described:
            self.described = schema.Described(self.house.visitor().get('/api/v1/openapi.json').json)
        return self.described.faults(answer.method, answer.path, answer)[:5]

    def send(self, step, visitor):
        headers = [(n, self.fill(v) or None) for n, v in step.headers]
        fields = [(n, None if v is None else self.fill(v)) for n, v in step.fields]
        if step.method == 'follow':
            where = urllib.parse.urlsplit(self.names.get('location') or '')
            return visitor.get(where.path + ('?' + where.query if where.query else ''), headers=headers, host=step.host)
        path = self.fill(step.path)
        if step.method != 'POST' or step.raw or step.host or path.startswith('/api/'):
            body = self.fill('\n'.join(step.raw))
            if body and path.startswith('/api/') and 'content-type' not in [n.lower() for n, _ in headers]:
                headers.append(('Content-Type', 'application/json'))
            if fields:
                body = urllib.parse.urlencode(fields)
                headers.append(('Content-Type', 'application/x-www-form-urlencoded'))
            return visitor.request(step.method, path, body or None, headers, step.host)
        if step.files:
            return visitor.upload(path, fields, [self.file(f) for f in step.files])
        return visitor.post(path, fields, headers, whole=step.whole)

    def file(self, text):
        """FIELD = NAME | words, or FIELD = NAME < path in the tree, or FIELD = NAME * bytes."""
        match = re.fullmatch(r'([\w-]+) = (.+?) ([|<*]) (.*)', text)
        if not match:
            raise Broken('can’t read the file “%s”' % text)
        field, name, how, what = match.groups()
        if how == '<':
            with open(os.path.join(ROOT, what), 'rb') as f:
                content = f.read()
        else:
            content = what.replace('\\n', '\n').encode() if how == '|' else b'x' * int(what)
        return field, name, 'application/octet-stream', content

    def check(self, line, kind, text, answer):
        if kind == 'save:':
            self.save(text, answer)
            return
        text = self.fill(text)
        if kind == 'json:':
            pointer, _, wanted = text.partition(' = ')
            got = at_pointer(answer.json, pointer)
            if got != json.loads(wanted):
                raise Broken('line %d: %s is %s' % (line, pointer, json.dumps(got, ensure_ascii=False)))
        elif kind in ('+>', '->'):
            name, _, value = text.partition(':')
            there = value.strip() in answer.header(name) and bool(answer.header(name))
            if there != (kind == '+>'):
                raise Broken('line %d: the header %s is “%s”' % (line, name, answer.header(name)))
        else:
            wanted = re.sub(r'\s+', ' ', text)
            there = wanted in answer.text or wanted in re.sub(r'\s+', ' ', answer.raw)
            if there != (kind == '+'):
                raise Broken('line %d: “%s” is %sthere:\n%s' % (line, text, 'not ' if kind == '+' else '', shown(answer)))

    def save(self, text, answer):
        match = re.fullmatch(r'(\w+) from (?:header ([\w-]+) )?(.+)', text)
        if not match:
            raise Broken('save: NAME from [header NAME] REGEX')
        name, header, pattern = match.groups()
        found = re.search(self.fill(pattern), answer.header(header) if header else answer.raw)
        if not found:
            raise Broken('nothing fits “%s”:\n%s' % (pattern, shown(answer)))
        self.names[name] = found.group(found.lastindex or 0)


def at_pointer(value, pointer):
    """RFC 6901; `*` at the end counts."""
    for part in pointer.split('/')[1:]:
        try:
            if part == '*':
                return len(value)
            value = value[int(part)] if isinstance(value, list) else value[part.replace('~1', '/').replace('~0', '~')]
        except (KeyError, IndexError, TypeError, ValueError):
            raise Broken('there is no %s' % pointer) from None
    return value


def shown(answer):
    text = answer.text if answer.is_page else answer.raw
    return '    ' + ('\n    '.join(re.findall(r'.{1,150}', text))[:6000] or '(nothing)')

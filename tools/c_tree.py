"""c_tree.py: C functions as trees of statements, for generators that read what a function does. Not a compiler: no types, no
macros; a statement it can't make sense of is an expression.

    for function in functions(text):
        function.name, function.is_static, function.parameters, function.body

A body is a list of statements: ('do', tokens), ('return', tokens), ('leave',), ('if', tokens, then, otherwise),
('loop', [tokens…], body), ('switch', tokens, [bodies…], has_default). Tokens are strings; literals keep their quotes.
"""
import collections
import re

TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])+\'|[A-Za-z_]\w*|\d[\w.]*|->|\+\+|--|<<=|>>=|<<|>>|[-+*/%&|^!=<>]=|&&|\|\||\.\.\.|[^\s\w]')
NOISE = re.compile(r'/\*.*?\*/|//[^\n]*|^[ \t]*#(?:\\\n|[^\n])*', re.S | re.M)
STRING = re.compile(r'"(?:\\.|[^"\\\n])*"')
CLOSE = {'(': ')', '{': '}', '[': ']'}

Function = collections.namedtuple('Function', 'name is_static parameters body')


def tokens_of(text):
    kept = []

    def keep(match):  # a comment's marks inside a string are none
        kept.append(match.group())
        return '"%d"' % (len(kept) - 1)
    text = NOISE.sub(' ', re.sub(r"'(?:\\.|[^'\\\n])'", "' '", STRING.sub(keep, text)))
    return [kept[int(t[1:-1])] if t[0] == '"' else t for t in TOKEN.findall(text)]


def closing(tokens, at):
    """The place of the bracket that ends the one at `at`."""
    depth = 0
    for i in range(at, len(tokens)):
        if tokens[i] in CLOSE:
            depth += 1
        elif tokens[i] in ')}]':
            depth -= 1
            if not depth:
                return i
    return len(tokens)


def split(tokens, at):
    """The parts between those tokens `at` that are in no bracket."""
    parts, depth = [[]], 0
    for t in tokens:
        depth += (t in CLOSE) - (t in (')', '}', ']'))
        if t == at and not depth:
            parts.append([])
        else:
            parts[-1].append(t)
    return parts


def functions(text):
    tokens, i, found, starts = tokens_of(text), 0, [], 0
    while i < len(tokens):
        if tokens[i] == '(' and i and re.match(r'[A-Za-z_]', tokens[i - 1]):
            end = closing(tokens, i)
            if tokens[end + 1:end + 2] == ['{']:
                last = closing(tokens, end + 1)
                names = [[t for t in p if re.match(r'[A-Za-z_]', t)] for p in split(tokens[i + 1:end], ',')]
                found.append(Function(tokens[i - 1], 'static' in tokens[starts:i], [n[-1] if n else '' for n in names], Reader(tokens[end + 2:last]).all()))
                i = starts = last
            else:
                i = end
        elif tokens[i] == '{':
            i = closing(tokens, i)
        if tokens[i:i + 1] in ([';'], ['}']):
            starts = i + 1
        i += 1
    return found


class Reader:
    def __init__(self, tokens):
        self.tokens, self.at = tokens, 0

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ''

    def bracket(self):
        end = closing(self.tokens, self.at)
        inside = self.tokens[self.at + 1:end]
        self.at = end + 1
        return inside

    def until_semicolon(self):
        start, depth = self.at, 0
        while self.at < len(self.tokens):
            t = self.tokens[self.at]
            depth += (t in CLOSE) - (t in (')', '}', ']'))
            self.at += 1
            if t == ';' and not depth:
                return self.tokens[start:self.at - 1]
        return self.tokens[start:]

    def all(self):
        found = []
        while self.at < len(self.tokens):
            found += self.one()
        return found

    def one(self):
        t = self.peek()
        if t == '{':
            return Reader(self.bracket()).all()
        if t in ('if', 'for', 'while', 'switch', 'do', 'return', 'else'):
            self.at += 1
            return getattr(self, 'read_' + t)()
        if t in ('break', 'continue', 'goto'):
            self.until_semicolon()
            return [('leave',)]
        return [('do', self.until_semicolon())]

    def read_if(self):
        condition, then, otherwise = self.bracket(), self.one(), []
        if self.peek() == 'else':
            self.at += 1
            otherwise = self.one()
        return [('if', condition, then, otherwise)]

    def read_else(self):
        return self.one()

    def read_for(self):
        heads = split(self.bracket(), ';')
        return [('do', heads[0]), ('loop', heads[1:], self.one())]

    def read_while(self):
        return [('loop', [self.bracket()], self.one())]

    def read_do(self):
        body = self.one()
        self.at += 1
        head = self.bracket()
        self.until_semicolon()
        return [('loop', [head], body)]

    def read_return(self):
        return [('return', self.until_semicolon())]

    def read_switch(self):
        on, inside, groups, default = self.bracket(), Reader(self.bracket()), [], False
        while inside.at < len(inside.tokens):
            t = inside.peek()
            if t in ('case', 'default'):
                default = default or t == 'default'
                while inside.peek() != ':':
                    inside.at += 1
                inside.at += 1
                if not groups or groups[-1]:
                    groups.append([])
            elif groups:
                groups[-1] += inside.one()
            else:
                inside.one()
        return [('switch', on, groups, default)]

"""html_context.py: where in the HTML a template's substitution stands.

A small state machine over the literal text of one template, fed piece by piece between substitutions.
It answers what may be put at the present place (value, words, call, attribute), refuses the rest, and
gives each literal back without comments and without the newlines and indentation a browser would
ignore. It follows the tokeniser of the HTML standard as far as templates of ours need; what it does
not know it refuses.
"""
import copy
import re

URL_ATTRIBUTES = frozenset('href src action formaction xlink:href poster cite data srcset ping manifest '
                           'background longdesc'.split())
RAW_ELEMENTS = frozenset('script style xmp iframe noembed noframes plaintext'.split())
TEXT_ELEMENTS = frozenset('textarea title'.split())
# White space with a newline in it beside one of these is dropped: a browser ignores it there.
BLOCKS = frozenset('''html head body title meta link script style base template noscript div p h1 h2 h3 h4 h5 h6
    ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr th td form fieldset legend section article
    aside header footer main nav address blockquote details summary hr br pre option optgroup figure figcaption
    svg g path rect circle line polyline polygon defs symbol use'''.split())
SPACE = ' \t\n\f\r'
NEXT_TAG = re.compile(r'</?([a-zA-Z][a-zA-Z0-9:-]*)')


class Refused(Exception):
    """A template that can't be compiled: `file:line: sentence`."""

    def __init__(self, path, line, sentence):
        super().__init__('%s:%d: %s' % (path, line, sentence))


class Context:
    """The place reached so far.

    kind: text, tag-start (<), tag-name, in-tag, attribute-name, after-name, before-value, value, after-value,
    raw (script, style), comment, declaration.
    """

    def __init__(self, path):
        self.path = path
        self.kind, self.tag, self.closing = 'text', '', False
        self.attribute, self.quote, self.prefix = '', '', ''
        self.inside = ''           # script, style, textarea or title, while in one
        self.pre = 0
        self.glued = False         # a name has just been cut by a control tag; it may not go on
        self.http_equiv = self.filled_content = False
        self.after_block = True    # the last thing written is a tag that ignores white space
        self.line = 1

    def copy(self):
        return copy.copy(self)

    def restore(self, other):
        self.__dict__.update(other.__dict__)

    def refuse(self, line, sentence):
        raise Refused(self.path, line, sentence)

    def place(self):
        place = (self.kind, self.inside, self.pre)
        if self.kind not in ('text', 'raw', 'comment', 'declaration'):
            place += (self.tag, self.closing)
        if self.kind == 'value':
            place += (self.attribute, self.quote)
        return place

    def merged(self, other, line):
        """The branches of an if, or the ends of a loop, must come out at the same place."""
        if other is not None:
            if self.place() != other.place():
                self.refuse(line, 'the branches end at different places in the HTML (%s and %s)'
                            % (other.where(), self.where()))
            if other.prefix != self.prefix:
                self.prefix = self.prefix if '#' in self.prefix and '#' in other.prefix else '?'
            self.http_equiv |= other.http_equiv
            self.filled_content |= other.filled_content
            self.glued |= other.glued
        self.after_block = False
        return self.copy()

    def where(self):
        if self.kind == 'value':
            return 'in the attribute "%s" of <%s>' % (self.attribute, self.tag)
        if self.inside:
            return 'inside <%s>' % self.inside
        if self.kind in ('text', 'comment', 'declaration'):
            return 'in %s' % self.kind
        return 'in the tag <%s>' % self.tag

    # ---- what may stand here ----

    def settle(self, line, opens):
        """Before a control tag: a name just read is complete."""
        self.no_raw(line)
        if self.kind == 'tag-start':
            self.refuse(line, 'a tag name can\'t be put together from pieces')
        if self.kind == 'attribute-name':
            if opens:
                self.refuse(line, 'an attribute name can\'t be put together from pieces')
            self.end_name(line)
            self.kind, self.glued = 'in-tag', True
        elif self.kind == 'after-name':
            self.kind = 'in-tag'
        elif self.kind == 'tag-name':
            self.kind, self.glued = 'in-tag', True
        elif self.kind == 'after-value':
            self.kind, self.glued = 'in-tag', True
        elif self.kind == 'before-value':
            self.refuse(line, 'the value of "%s" must be in quotes' % self.attribute)

    def no_raw(self, line):
        if self.kind == 'raw':
            self.refuse(line, 'nothing can be put inside <%s>: escaping does not help there' % self.inside)
        if self.kind in ('comment', 'declaration'):
            self.refuse(line, 'nothing can be put inside a %s' % self.kind)

    def substitute(self, line, what):
        """what: value, text or asset. Gives the macro that writes a value here."""
        self.no_raw(line)
        self.after_block = False
        if self.kind == 'text':
            return 'HTML_PUT_TEXT' if self.inside else 'HTML_PUT'
        if self.kind == 'before-value':
            self.refuse(line, 'the value of "%s" must be in quotes' % self.attribute)
        if self.kind != 'value':
            self.refuse(line, 'a substitution can\'t stand in a tag, only in a quoted attribute value')
        self.check_live(self.attribute, line)
        is_url = self.attribute in URL_ATTRIBUTES
        if self.attribute == 'content':
            self.filled_content, is_url = True, self.http_equiv
        if not is_url or '#' in self.prefix:
            return 'HTML_PUT_TEXT'
        if self.prefix:
            self.refuse(line, 'an address is not put together in a template: "%s" takes one struct url from the view'
                        % self.attribute)
        if what == 'text':
            self.refuse(line, 'words can\'t be the address in "%s"' % self.attribute)
        self.prefix = '?'
        return 'HTML_PUT_URL'

    def call(self, line):
        self.no_raw(line)
        if self.kind != 'text' or self.inside:
            self.refuse(line, 'another template can only be called between tags')
        self.after_block = False

    def toggle(self, line):
        self.settle(line, opens=False)
        if self.kind != 'in-tag':
            self.refuse(line, '{{? }} stands inside a tag, between attributes')
        self.glued = True

    def check_live(self, name, line):
        if name.startswith('on') or name in ('style', 'srcdoc'):
            self.refuse(line, 'nothing can be put in "%s": escaping does not help there' % name)

    def check_attribute(self, name, line):
        self.check_live(name, line)
        if name in URL_ATTRIBUTES:
            self.refuse(line, '"%s" can\'t be switched; write it with {{# if }}' % name)

    def finish(self, line):
        if self.kind != 'text' or self.inside:
            self.refuse(line, 'the template ends %s' % self.where())

    # ---- following the literal text ----

    def feed(self, text, line, starts_line=False, last=False):
        """Goes over a literal; gives what of it is to be written."""
        out, at = [], 0
        self.line = line
        if starts_line and self.squeezes():
            at = len(text) - len(text.lstrip(' \t'))
        while at < len(text):
            at = self.step(text, at, out, last)
        return ''.join(out)

    def squeezes(self):
        return self.kind == 'text' and not self.pre and self.inside != 'textarea'

    def step(self, text, at, out, last):
        handler = getattr(self, 'on_' + self.kind.replace('-', '_'))
        after = handler(text, at, out, last)
        self.line += text.count('\n', at, after)
        return after

    def on_text(self, text, at, out, last):
        c = text[at]
        if c == '<':
            return self.on_less_than(text, at, out)
        if c in SPACE and self.squeezes():
            end = at
            while end < len(text) and text[end] in SPACE:
                end += 1
            if '\n' not in text[at:end]:
                out.append(text[at:end])
            elif not (self.after_block or (end == len(text) and last) or self.block_follows(text, end)):
                out.append(' ')
            return end
        end = at + 1
        while end < len(text) and text[end] != '<' and text[end] not in SPACE:
            end += 1
        out.append(text[at:end])
        self.after_block = False
        return end

    def block_follows(self, text, at):
        match = NEXT_TAG.match(text, at)
        return bool(match) and match.group(1).lower() in BLOCKS

    def on_less_than(self, text, at, out):
        if self.inside:
            end = '</' + self.inside
            if text[at:at + len(end)].lower() != end:
                out.append('<')
                return at + 1
            self.inside = ''
        if text.startswith('<!--', at):
            self.kind = 'comment'
            return at + 4
        if text.startswith('<!', at) or text.startswith('<?', at):
            self.kind = 'declaration'
            out.append(text[at:at + 2])
            return at + 2
        self.kind, self.closing, self.tag = 'tag-start', False, ''
        self.http_equiv = self.filled_content = False
        out.append('<')
        return at + 1

    def on_comment(self, text, at, _out, _last):
        end = text.find('-->', at)
        if end < 0:
            return len(text)
        self.kind = 'text'
        return end + 3

    def on_declaration(self, text, at, out, _last):
        end = text.find('>', at)
        stop = len(text) if end < 0 else end + 1
        out.append(text[at:stop])
        if end >= 0:
            self.kind, self.after_block = 'text', True
        return stop

    def on_raw(self, text, at, out, _last):
        match = re.compile('</' + self.inside + r'(?=[\s/>])', re.I).search(text, at)
        stop = match.start() if match else len(text)
        out.append(text[at:stop])
        if match:
            self.kind, self.inside = 'text', ''
        return stop

    def on_tag_start(self, text, at, out, _last):
        c = text[at]
        if c == '/' and not self.closing:
            self.closing = True
        elif c.isascii() and c.isalpha():
            self.kind, self.tag = 'tag-name', c.lower()
        else:
            self.refuse(self.line, 'a "<" that opens no tag is written &lt;')
        out.append(c)
        return at + 1

    def on_tag_name(self, text, at, out, last):
        c = text[at]
        if c in SPACE or c in '/>':
            self.kind = 'in-tag'
            return self.on_in_tag(text, at, out, last)
        self.tag += c.lower()
        out.append(c)
        return at + 1

    def on_in_tag(self, text, at, out, _last):
        c = text[at]
        if c in SPACE:
            end = at
            while end < len(text) and text[end] in SPACE:
                end += 1
            self.glued = False
            out.append(' ' if '\n' in text[at:end] else text[at:end])
            return end
        if c == '>':
            out.append(c)
            self.end_tag()
            # A browser drops one newline here: without this the text would lose its own first empty line.
            if self.inside == 'textarea' and text[at + 1:at + 2] != '\n':
                out.append('\n')
            return at + 1
        if c == '/':
            self.glued = False
            out.append(c)
            return at + 1
        if self.glued:
            self.refuse(self.line, 'a space is missing before "%s"' % c)
        if c in '"\'=<':
            self.refuse(self.line, 'a stray %s in the tag <%s>' % (c, self.tag))
        self.kind, self.attribute = 'attribute-name', ''
        return self.on_attribute_name(text, at, out, _last)

    def on_attribute_name(self, text, at, out, last):
        c = text[at]
        if c == '=':
            self.end_name(self.line)
            self.kind = 'before-value'
        elif c in SPACE:
            self.end_name(self.line)
            self.kind = 'after-name'
        elif c in '/>':
            self.end_name(self.line)
            self.kind = 'in-tag'
            return self.on_in_tag(text, at, out, last)
        elif c in '"\'<':
            self.refuse(self.line, 'a stray %s in the name of an attribute' % c)
        else:
            self.attribute += c.lower()
        out.append(c)
        return at + 1

    def end_name(self, line):
        if self.attribute == 'http-equiv':
            self.http_equiv = True
            if self.filled_content:
                self.refuse(line, 'http-equiv must stand before content')

    def on_after_name(self, text, at, out, last):
        c = text[at]
        if c == '=':
            self.kind = 'before-value'
            out.append(c)
            return at + 1
        if c in SPACE:
            return at + 1
        self.kind = 'in-tag'
        return self.on_in_tag(text, at, out, last)

    def on_before_value(self, text, at, out, _last):
        c = text[at]
        if c in SPACE:
            return at + 1
        if c not in '"\'':
            self.refuse(self.line, 'the value of "%s" must be in quotes' % self.attribute)
        self.kind, self.quote, self.prefix = 'value', c, ''
        out.append(c)
        return at + 1

    def on_value(self, text, at, out, _last):
        end = text.find(self.quote, at)
        stop = len(text) if end < 0 else end
        self.prefix += text[at:stop]
        out.append(text[at:stop])
        if end >= 0:
            out.append(self.quote)
            self.kind, self.quote, self.prefix = 'after-value', '', ''
            return stop + 1
        return stop

    def on_after_value(self, text, at, out, last):
        c = text[at]
        if c not in SPACE and c not in '/>':
            self.refuse(self.line, 'a space is missing after the value of "%s"' % self.attribute)
        self.kind = 'in-tag'
        return self.on_in_tag(text, at, out, last)

    def end_tag(self):
        """Behind the '>' of a tag."""
        self.kind, self.glued = 'text', False
        self.after_block = self.tag in BLOCKS
        if self.tag == 'pre':
            self.pre = max(0, self.pre - 1) if self.closing else self.pre + 1
        if self.closing:
            return
        if self.tag in RAW_ELEMENTS:
            self.kind, self.inside = 'raw', self.tag
        elif self.tag in TEXT_ELEMENTS:
            self.inside = self.tag

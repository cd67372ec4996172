"""What tools/gen_html.py makes of templates, and what it or the C compiler refuses."""
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOOLS = os.path.join(ROOT, 'tools')
sys.path.insert(0, TOOLS)

VIEW = '''
#include "web/html.h"
struct link { struct url url; struct str text; int64_t n; };
struct links { const struct link *v; size_t n; };
struct group { struct str name; struct links links; };
struct groups { const struct group *v; size_t n; };
struct page {
	struct str title; struct url back; struct html body; struct date on; bool open; int kind;
	struct links links; struct groups groups; struct link first; const struct link *last; enum word label;
};
'''
FIRST = '{{! view: struct page v; include "page.h" }}\n'
LINK = '{{! view: struct link l; include "page.h" }}\n<a href="{{ l.url }}">{{ l.text }}</a>\n'
WORDS = 'greeting = Hello & welcome\npieces = {n|one|#} for {name}\nshared.on = Shared on {date}\n'
MAIN = '''
#include "page.h"
#include "templates.gen.h"
#include <stdio.h>
static const struct link a[] = { { { S_INIT("/a?x=1&y=2") }, S_INIT("A<"), 1 }, { { S_INIT("/b") }, S_INIT("B"), 2 } };
static const struct group g[] = { { S_INIT("G"), { a, 2 } }, { S_INIT("H"), { a, 1 } } };
int main(void)
{
	struct arena *arena = arena_new(1 << 20);
	struct html_out inner = html_begin(arena), o = html_begin(arena);
	html_lit(&inner, "<i>in</i>", 9);
	struct page v = { .title = S("T\\"<&"), .back = { S("/back") }, .body = html_end(&inner), .on = { 0 }, .open = true,
		.kind = 3, .links = { a, 2 }, .groups = { g, 2 }, .first = a[0], .last = &a[1], .label = T_GREETING };
	html_page(&o, &v);
	struct str s = html_end(&o).s;
	fwrite(s.p, 1, s.n, stdout);
	arena_release(arena);
}
'''
FLAGS = ['-std=c17', '-D_GNU_SOURCE', '-Wall', '-Wextra', '-Werror', '-Wshadow']
LIBRARY = ['src/web/html.c', 'src/web/words.c', 'src/base/arena.c', 'src/base/base.c', 'src/base/buf.c',
           'src/base/text.c', 'src/base/time.c', 'src/base/uuid.c']
ASSETS = '''
#include "base/base.h"
enum asset_name { ASSET_icons_svg };
struct url asset_url(const char *name);
'''
LIBS = ['-lsodium', '-lcrypto', '-lstemmer']
library = tempfile.TemporaryDirectory()


def setUpModule():
    """What rendered pages are linked with, compiled once."""
    with open(os.path.join(library.name, 'en.txt'), 'w', encoding='utf-8') as f:
        f.write(WORDS)
    subprocess.run([sys.executable, '-B', os.path.join(TOOLS, 'gen_text.py'), '--out', library.name,
                    os.path.join(library.name, 'en.txt')], check=True)
    sources = [os.path.join(ROOT, p) for p in LIBRARY] + ['words.gen.c']
    subprocess.run(['gcc', *FLAGS, '-I.', '-I' + os.path.join(ROOT, 'src'), '-c', *sources], check=True, cwd=library.name)


def tearDownModule():
    library.cleanup()


class Templates(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        for name, text in (('page.h', VIEW), ('en.txt', WORDS), ('main.c', MAIN), ('assets.gen.h', ASSETS)):
            self.write(name, text)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def write(self, name, text):
        with open(self.path(name), 'w', encoding='utf-8') as f:
            f.write(text)

    def generate(self, body, first=FIRST, more=None):
        """Runs the generator on page.html; gives its messages ('' when it succeeds)."""
        self.write('page.html', first + body)
        self.write('link_row.html', LINK)
        names = ['page.html', 'link_row.html']
        for name, text in (more or {}).items():
            self.write(name, text)
            names.append(name)
        subprocess.run([sys.executable, '-B', os.path.join(TOOLS, 'gen_text.py'), '--out', self.folder.name,
                        self.path('en.txt')], check=True)
        done = subprocess.run([sys.executable, '-B', os.path.join(TOOLS, 'gen_html.py'), '--out', self.folder.name,
                               '--root', self.folder.name, '--text', self.path('en.txt')] +
                              [self.path(n) for n in names], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode != 0, bool(done.stderr))
        return done.stderr

    def compile(self, body):
        """What the C compiler says about the function made of a template."""
        self.assertEqual(self.generate(body), '')
        done = subprocess.run(['gcc', *FLAGS, '-I' + self.folder.name, '-I' + os.path.join(ROOT, 'src'), '-c',
                               '-o', os.devnull, self.path('page.html.c')], capture_output=True, text=True, check=False)
        return done.stderr

    def refused(self, body, line, words):
        message = self.generate(body)
        self.assertIn('page.html:%d: ' % line, message)
        self.assertIn(words, message)

    def render(self, body):
        self.assertEqual(self.generate(body), '')
        sources = [self.path(n) for n in ('main.c', 'page.html.c', 'link_row.html.c')]
        sources += [os.path.join(library.name, n) for n in os.listdir(library.name) if n.endswith('.o')]
        subprocess.run(['gcc', *FLAGS, '-I' + self.folder.name, '-I' + os.path.join(ROOT, 'src'), '-o',
                        self.path('page'), *sources, *LIBS], check=True)
        return subprocess.run([self.path('page')], capture_output=True, text=True, check=True).stdout


class WhatIsWritten(Templates):
    def test_values_are_escaped_and_finished_html_is_not(self):
        self.assertEqual(self.render('<p title="{{ v.title }}">{{ v.title }}</p>{{ v.body }}'),
                         '<p title="T&quot;&lt;&amp;">T&quot;&lt;&amp;</p><i>in</i>')

    def test_loops_in_loops_and_their_counters(self):
        out = self.render('{{# each v.groups as o }}{{ o.name }}{{ o_index }}:'
                          '{{# each o.links as l }}{{ l.n }}/{{ o.links.n }},{{/ each }}{{/ each }}')
        self.assertEqual(out, 'G0:1/2,2/2,H1:1/1,')

    def test_conditions_are_plain_expressions(self):
        out = self.render('{{# if v.kind == 2 }}two{{# else if v.kind == 3 && v.open }}three{{# else }}else{{/ if }}'
                          '{{# if not v.open }}shut{{# else }}open{{/ if }}{{# each v.links as l }}'
                          '{{# if l.n > 1 }}+{{/ if }}{{/ each }}')
        self.assertEqual(out, 'threeopen+')

    def test_words_take_their_arguments(self):
        out = self.render('{{t greeting }} {{t pieces n=v.links.n name=v.title }} {{t shared.on date=v.on }} '
                          '{{ v.label }} {{ T_GREETING }} {{ v.open ? T_GREETING : T_NONE }}')
        hello = 'Hello &amp; welcome'
        self.assertEqual(out, '%s 2 for T&quot;&lt;&amp; Shared on 1 January 1970 %s %s %s' % ((hello,) * 4))

    def test_a_template_calls_another_with_a_view_or_a_pointer(self):
        out = self.render('{{> link_row v.first }}{{> link_row v.last }}'
                          '{{# each v.links as l }}{{> link_row l }}{{/ each }}')
        a, b = '<a href="/a?x=1&amp;y=2">A&lt;</a>', '<a href="/b">B</a>'
        self.assertEqual(out, a + b + a + b)

    def test_attributes_are_switched(self):
        self.assertEqual(self.render('<input type="checkbox"{{? v.open checked }}{{? v.kind == 2 disabled }}>'
                                     '<a{{? v.open aria-current="page" }} href="/x">x</a>'),
                         '<input type="checkbox" checked><a aria-current="page" href="/x">x</a>')

    def test_an_address_may_have_a_fragment_of_text(self):
        self.assertEqual(self.render('<a href="#{{ v.kind }}">x</a><a href="{{ v.back }}#f-{{ v.kind }}">y</a>'),
                         '<a href="#3">x</a><a href="/back#f-3">y</a>')

    def test_indentation_is_not_sent(self):
        out = self.render('<ul>\n  {{# each v.links as l }}\n  <li>\n    {{ l.n }}\n  </li>\n  {{/ each }}\n</ul>\n'
                          '<p>\n  Some\n  <b>bold</b>\n  words\n</p>\n<!-- a note -->\n<p\n  class="a">x</p>\n')
        self.assertEqual(out, '<ul><li>1</li><li>2</li></ul><p>Some <b>bold</b> words</p><p class="a">x</p>')

    def test_space_between_inline_elements_is_kept(self):
        self.assertEqual(self.render('<a href="/a">a</a>\n<a href="/b">b</a>{{# if v.open }}\n  {{ v.kind }}\n{{/ if }}'),
                         '<a href="/a">a</a> <a href="/b">b</a> 3 ')
        self.assertEqual(self.render('<p>{{# each v.links as l }}\n{{ l.n }}{{/ each }}</p>'), '<p> 1 2</p>')
        self.assertEqual(self.render('<p>{{# each v.links as l }}x\n{{ l.n }}{{/ each }}</p>'), '<p>x 1x 2</p>')

    def test_pre_and_textarea_keep_their_lines(self):
        self.assertEqual(self.render('<pre>\n  a\n    b\n</pre>\n<textarea name="x">\n{{ v.title }}\n  y</textarea>'),
                         '<pre>\n  a\n    b\n</pre><textarea name="x">\nT&quot;&lt;&amp;\n  y</textarea>')

    def test_the_first_empty_line_of_a_text_survives(self):
        self.assertEqual(self.render('<textarea name="x">{{ v.kind }}</textarea>'), '<textarea name="x">\n3</textarea>')

    def test_an_unchanged_template_is_not_written_again(self):
        self.generate('<p>{{ v.title }}</p>')
        before = os.stat(self.path('page.html.c')).st_mtime_ns
        self.generate('<p>{{ v.title }}</p>')
        self.assertEqual(os.stat(self.path('page.html.c')).st_mtime_ns, before)


class WhatTheCompilerRefuses(Templates):
    def test_a_misspelt_field_fails_at_its_line_of_the_template(self):
        message = self.compile('<p>x</p>\n<p>{{ v.titel }}</p>')
        self.assertIn('page.html:3:', message)
        self.assertIn('titel', message)

    def test_text_is_no_address(self):
        for attribute in ('href', 'src', 'action', 'formaction'):
            with self.subTest(attribute):
                message = self.compile('<a %s="{{ v.title }}">x</a>' % attribute)
                self.assertIn('page.html:2:', message)
                self.assertIn('_Generic', message)

    def test_html_has_no_place_in_an_attribute_or_a_textarea(self):
        self.assertIn('_Generic', self.compile('<p title="{{ v.body }}">x</p>'))
        self.assertIn('_Generic', self.compile('<textarea name="x">{{ v.body }}</textarea>'))

    def test_an_address_of_a_refresh_is_checked(self):
        self.assertIn('_Generic', self.compile('<meta http-equiv="refresh" content="{{ v.title }}">'))

    def test_a_flag_is_no_text(self):
        self.assertIn('_Generic', self.compile('{{ v.open }}'))

    def test_a_view_of_another_type_is_refused(self):
        self.assertIn('page.html:2:', self.compile('{{> link_row v.groups }}'))

    def test_an_asset_that_is_not_there_is_refused(self):
        self.assertEqual(self.compile('<use href="{{a icons.svg }}#peb-{{ v.kind }}"/>'), '')
        self.assertIn('ASSET_icon_svg', self.compile('<use href="{{a icon.svg }}#peb"/>'))


class WhatTheGeneratorRefuses(Templates):
    def test_scripts_and_styles(self):
        self.refused('<p>x</p>\n<script>var x = {{ v.kind }};</script>', 3, 'inside <script>')
        self.refused('<style>\n.a { width: {{ v.kind }} }</style>', 3, 'inside <style>')
        self.refused('<script>{{# if v.open }}x(){{/ if }}</script>', 2, 'inside <script>')
        self.refused('<p style="width: {{ v.kind }}">', 2, '"style"')

    def test_event_attributes(self):
        self.refused('<p onclick="f({{ v.kind }})">', 2, '"onclick"')
        self.refused('<p ONCLICK="f({{ v.kind }})">', 2, '"onclick"')
        self.refused('<iframe srcdoc="{{ v.title }}">', 2, '"srcdoc"')

    def test_unquoted_attributes(self):
        self.refused('<p title={{ v.title }}>', 2, 'in quotes')
        self.refused('<p title=a{{ v.title }}>', 2, 'in quotes')

    def test_names_of_tags_and_attributes(self):
        self.refused('<{{ v.title }}>', 2, 'in a tag')
        self.refused('<h{{ v.kind }}>', 2, 'in a tag')
        self.refused('<p {{ v.title }}>', 2, 'in a tag')
        self.refused('<p data-{{ v.kind }}="x">', 2, 'in a tag')
        self.refused('<p on{{# if v.open }}click="{{ v.title }}"{{/ if }}>', 2, 'from pieces')
        self.refused('<p on{{? v.open hidden }}click="{{ v.title }}">', 2, 'a space is missing')
        self.refused('<s{{# if v.open }}cript>{{/ if }}', 2, 'a space is missing')

    def test_comments(self):
        self.refused('<p>x</p>\n<!-- {{ v.title }} -->', 3, 'a comment')

    def test_addresses_put_together(self):
        self.refused('<a href="/x/{{ v.back }}">x</a>', 2, 'not put together')
        self.refused('<a href="{{ v.back }}?a={{ v.back }}">x</a>', 2, 'not put together')
        self.refused('<a href="{{# if v.open }}#{{# else }}javascript:{{/ if }}{{ v.title }}">', 2, 'not put together')
        self.refused('<a href="{{# if v.open }}javascript:{{# else }}#{{/ if }}{{ v.title }}">', 2, 'not put together')
        self.refused('<a href="{{t greeting }}">x</a>', 2, 'can\'t be the address')

    def test_branches_that_end_in_different_places(self):
        self.refused('{{# if v.open }}<a href="{{/ if }}', 2, 'different places')
        self.refused('{{# each v.links as l }}<p{{/ each }}>', 2, 'different places')
        self.refused('<p class="{{# if v.open }}a"{{# else }}b{{/ if }}>', 2, 'different places')

    def test_switched_attributes_that_matter(self):
        self.refused('<p{{? v.open onclick="x" }}>', 2, '"onclick"')
        self.refused('<a{{? v.open href="/x" }}>', 2, '"href"')
        self.refused('<p>{{? v.open checked }}</p>', 2, 'inside a tag')

    def test_blocks_that_do_not_fit(self):
        self.refused('{{# if v.open }}\n<p>', 2, 'never closed')
        self.refused('<p>\n{{/ if }}', 3, 'closes nothing')
        self.refused('{{# each v.links as l }}{{/ if }}', 2, 'closes nothing')
        self.refused('{{# else }}', 2, 'belongs to no if')
        self.refused('{{# if v.open }}a{{# else }}b{{# else }}c{{/ if }}', 2, 'belongs to no if')
        self.refused('{{# each v.links as v }}{{/ each }}', 2, 'is taken')
        self.refused('{{# while v.open }}', 2, 'expected if, else or each')
        self.refused('<p>{{ v.title </p>', 2, 'never closed')

    def test_statements_in_expressions(self):
        self.refused('{{ v.kind = 3 }}', 2, '"="')
        self.refused('{{ v.kind; exit(1) }}', 2, '";"')
        self.refused('{{ v.kind++ }}', 2, '"++"')
        self.refused('{{ }}', 2, 'missing')

    def test_words_that_are_not_there_or_not_complete(self):
        self.refused('{{t nothing.here }}', 2, 'there is no text')
        self.refused('{{t pieces n=v.kind }}', 2, 'needs name=')
        self.refused('{{t greeting n=v.kind }}', 2, 'no place for n=')

    def test_templates_without_a_view_or_with_a_second_of_the_name(self):
        self.assertIn('page.html:1: the first line', self.generate('', first='<p>x</p>'))
        os.mkdir(self.path('b'))
        self.assertIn('has the same name', self.generate('', more={'b/page.html': FIRST}))

    def test_templates_that_end_in_the_middle(self):
        self.refused('<p class="a', 2, 'ends in the attribute')
        self.refused('<script>', 2, 'ends inside <script>')
        self.refused('a < b', 2, 'written &lt;')


if __name__ == '__main__':
    unittest.main()

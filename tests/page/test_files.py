"""Files on a piece: what is kept and what is refused, who may open them, and the virus check. CAIRN_TEST_DB."""
import ctypes
import glob
import hashlib
import json
import os
import re
import socket
import struct
import sys
import threading
import time
import unittest
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402
import papers  # noqa: E402

MB = 1 << 20
DAY = 24 * 3600
EICAR_LIKE = b'this stands for something bad'


def pdf(words, size=0):
    head = b'%PDF-1.4\n% ' + words.encode() + b'\n'
    return head + b'\n' * (size - len(head))


class Clamd:
    """Something that speaks like clamd: refuses what holds EICAR_LIKE."""

    def __init__(self, path, most=1 << 30):
        self.most = most
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(path)
        self.socket.listen(8)
        self.asked = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                peer, _ = self.socket.accept()
            except OSError:
                return
            with peer, peer.makefile('rb') as f:
                assert f.read(10) == b'zINSTREAM\0'
                content = b''
                while True:
                    n, = struct.unpack('>I', f.read(4))
                    if not n:
                        break
                    content += f.read(n)
                if content.strip(b'\0'):  # at each start it is asked whether it takes as much as that
                    self.asked.append(content)
                elif len(content) > self.most:
                    peer.sendall(b'INSTREAM size limit exceeded. ERROR\0')
                    continue
                peer.sendall(b'stream: Test.Bad FOUND\0' if EICAR_LIKE in content else b'stream: OK\0')

    def close(self):
        self.socket.close()


class Checked(house.House):
    """A house whose files are checked by that Clamd."""

    def __init__(self, world, socket, **more):
        self.socket = socket
        super().__init__(world, **more)

    def start(self):
        self.env['CAIRN_SCAN'] = 'clamd:' + self.socket
        super().start()


class Files(house.InWorld):
    drafts = 0

    def serve(self, make=house.House, **more):
        self.folder = os.path.join(self.world.folder, 'f' + self.id().rpartition('.')[2][:40])
        served = make(self.world, files=self.folder, **more)
        self.addCleanup(lambda: served.process.poll() is None and served.kill())
        return served

    def draft(self, amina):
        """A piece of hers that may still change; each has its title, since the same form sent twice makes one piece."""
        Files.drafts += 1
        answer = amina.post('/inductions/%s/evidence' % self.world.names['induction:amina'],
                            [('title', 'With files %d' % Files.drafts), ('do', 'draft'), ('kind', 'critical_reflection')])
        self.assertEqual(answer.status, 303, answer.text)
        return re.search(r'[0-9a-f-]{36}', answer.header('Location')).group(0)

    def start(self, **more):
        served = self.serve(**more)
        amina = served.visitor('amina')
        return served, amina, '/evidence/%s/files' % self.draft(amina)

    def add(self, who, path, *files):
        return who.upload(path, [], [('file', name, 'application/octet-stream', content) for name, content in files])

    def items(self, who, path):
        return who.get('/api/v1' + path).json['items']

    def content(self):
        return [f for f in glob.glob(self.folder + '/*/*/*') if os.path.isfile(f)]

    # ---- adding ----

    def test_files_of_every_kind_are_kept_and_come_back_whole(self):
        served, amina, path = self.start()
        good = [('a note.pdf', pdf('note')), ('Plan é.docx', papers.docx()), ('notes.odt', papers.odt()),
                ('words.txt', 'Été, plain.\n'.encode()), ('said.m4a', papers.m4a()), ('said.mp3', papers.mp3())]
        answer = self.add(amina, path, *good)
        self.assertEqual(answer.status, 303, answer.text)
        self.assertIn('Your files have been added', amina.get(path).text)
        items = self.items(amina, path)
        self.assertEqual([i['name'] for i in items], [name for name, _ in good])
        for item, (name, content) in zip(items, good):
            got = amina.get('/files/' + item['id'])
            self.assertEqual((got.status, got.body), (200, content))
            self.assertEqual(got.header('Content-Type'), item['type'])
            self.assertTrue(got.header('Content-Disposition').startswith("attachment; filename*=UTF-8''"))
            self.assertEqual(got.promises(), [])
        served.stop()

    def test_a_picture_is_drawn_again_upright_and_smaller_with_nothing_but_what_it_shows(self):
        served, amina, path = self.start()
        sent = [('held sideways.JPG', papers.jpeg(64, 40, orientation=6)), ('wide.png', papers.png(3000, 100, extra=papers.png_text(b'Amina Secret'))),
                ('p.webp', papers.webp()), ('small.png', papers.png(30, 20))]
        for name, content in sent[:3]:
            self.assertIn(b'Secret', content)
        answer = self.add(amina, path, *sent)
        self.assertEqual(answer.status, 303, answer.text)
        items = self.items(amina, path)
        self.assertEqual([i['type'] for i in items], ['image/jpeg', 'image/png', 'image/webp', 'image/png'])
        got = [amina.get('/files/' + i['id']).body for i in items]
        for item, picture in zip(items, got):
            self.assertEqual(item['size'], len(picture))
            for trace in (b'Secret', b'GPS', b'xmp', b'tEXt', b'eXIf'):
                self.assertNotIn(trace, picture, item['name'])
        self.assertEqual([papers.size_of(p) for p in got], [(320, 512), (2400, 80), (20, 10), (30, 20)])
        self.assertEqual(len(self.content()), 4)
        for name in self.content():  # what was sent is not kept
            with open(name, 'rb') as f:
                self.assertNotIn(b'Secret', f.read())
        self.add(amina, path, sent[0])  # sent twice, kept once: it is drawn the same each time
        self.assertEqual(len(self.items(amina, path)), 4)
        served.stop()

    def test_hostile_files_are_refused_each_with_its_reason(self):
        served, amina, path = self.start()
        deep = b'<w:p/>' * 3000000
        tail = papers.packed([('inside.txt', 'x')])
        encrypted = bytearray(papers.docx())
        for mark, at in ((b'PK\1\2', 8), (b'PK\3\4', 6)):  # the bit that says so, in both heads of a part
            place = encrypted.index(mark) + at
            encrypted[place] |= 1
        ole = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + b'\0' * 600 + 'EncryptedPackage'.encode('utf-16-le') + b'\0' * 600
        wrong = [
            ('flood.png', papers.png(19000, 19000, honest=False), 'the picture is too large'),
            ('flood.jpg', papers.jpeg(2, 2).replace(struct.pack('>HH', 16, 16), struct.pack('>HH', 60000, 60000)), 'the picture is too large'),
            ('cut.png', papers.png(400, 300)[:-40], 'could not be read safely'),
            ('half.jpg', papers.jpeg(64, 64)[:150], 'could not be read safely'),
            ('two.jpg', papers.jpeg() + tail, 'another file before, behind or inside'),
            ('two.png', papers.png() + tail, 'another file before, behind or inside'),
            ('two.pdf', papers.pdf() + tail, 'another file before, behind or inside'),
            ('front.docx', papers.docx() + b'more', 'another file before, behind or inside'),
            ('nest.docx', papers.docx(more=[('word/more.zip', tail)]), 'another file before, behind or inside'),
            ('front.pdf', b'GIF89a' + papers.pdf(), 'its name says one kind of file'),
            ('locked.pdf', papers.pdf(trailer='/Encrypt 9 0 R '), 'locked with a password'),
            ('locked.docx', ole, 'locked with a password'),
            ('parts.docx', bytes(encrypted), 'locked with a password'),
            ('locked.odt', papers.odt(manifest='<m><manifest:encryption-data/></m>'), 'locked with a password'),
            ('bomb.docx', papers.docx(body=deep.decode()), 'unpacks to far more'),
            ('many.odt', papers.odt(more=[('p%d' % i, '') for i in range(3100)]), 'unpacks to far more'),
            ('program.docx', papers.docx(more=[('word/vbaProject.bin', 'x')]), 'has a program'),
            ('long.m4a', papers.m4a(700), 'recordings may be ten minutes'),
            ('film.m4a', papers.m4a(5, pictures=True), 'films are not kept'),
            ('film.mov', b'x', 'films are not kept'),
            ('IMG_1.HEIC', b'x', 'this kind of photograph (HEIC)'),
            ('all.zip', tail, 'take the files out of it'),
            ('old.docm', b'x', 'save a copy as a Word document'),
        ]
        for i in range(0, len(wrong), 6):
            answer = self.add(amina, path, *[(name, content) for name, content, _ in wrong[i:i + 6]])
            self.assertEqual(answer.status, 422)
            for name, _, says in wrong[i:i + 6]:
                self.assertRegex(answer.text, re.escape(name) + ' could not be kept: [^.]*' + re.escape(says))
        self.assertEqual(self.items(amina, path), [])
        self.assertEqual(self.content() + glob.glob(self.folder + '/upload-*'), [])
        served.stop()

    def test_what_is_refused_is_named_and_the_rest_is_kept(self):
        served, amina, path = self.start()
        answer = self.add(amina, path, ('planner.pages', b'x'), ('fine.pdf', pdf('fine')), ('lies.pdf', b'PK\3\4 zip'),
                          ('nothing.pdf', b''), ('page.jpg', b'<html><script>alert(1)</script></html>'))
        self.assertEqual(answer.status, 422)
        for words in ('planner.pages could not be kept: choose PDF or Word (.docx)', 'lies.pdf could not be kept: its name says',
                      'nothing.pdf could not be kept: it is empty', 'page.jpg could not be kept', 'fine.pdf PDF'):
            self.assertIn(words, answer.text)
        self.assertEqual([i['name'] for i in self.items(amina, path)], ['fine.pdf'])
        none = self.add(amina, path, ('x.exe', b'MZ'))
        self.assertEqual(none.status, 422)
        self.assertIn('x.exe could not be kept', none.text)
        self.assertIn('fine.pdf', none.text)
        nothing = self.add(amina, path)
        self.assertIn('Choose a file to add', nothing.text)
        served.stop()

    # ---- what files say ----

    def read(self, who, path):
        self.until(lambda: all(i['check'] != 'waiting' for i in self.items(who, path)))
        return {i['name']: i for i in self.items(who, path)}

    def says(self, served, name, text, author=''):
        """Was exactly that read? (A line break is one in the statement, too.)"""
        where = "f.name = '%s' AND t.text = '%s' AND t.author = '%s'" % (name, text, author)
        return int(self.world.store.rows(served.url, 'SELECT COUNT(*) FROM file f JOIN file_text t ON t.hash = f.hash WHERE ' + where)[0][0]) == 1

    def test_documents_are_read_and_what_they_hold_beside_words_is_told(self):
        served, amina, path = self.start()
        struck = ('<w:p><w:del w:author="B"><w:r><w:delText>Struck out words</w:delText></w:r></w:del><w:ins><w:r><w:t>put in</w:t></w:r></w:ins></w:p>'
                  '<w:tbl><w:tr><w:tc><w:p><w:r><w:t>left</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>right</w:t></w:r></w:p></w:tc></w:tr></w:tbl>')
        comment = '<w:comments xmlns:w="x"><w:comment><w:p><w:r><w:t>In the margin</w:t></w:r></w:p></w:comment></w:comments>'
        open_changes = '<text:tracked-changes><text:p>Once here</text:p></text:tracked-changes><text:p>Now<text:s/>here</text:p>'
        sent = [('plan.docx', papers.docx(['First line', 'Second &amp; last'], author='Karen Doyle', changed_by='Jonas Berg')),
                ('struck.docx', papers.docx(body=struck, more=[('word/comments.xml', comment), ('word/media/image1.png', 'x'),
                                                               ('word/embeddings/a.xlsx', 'x')])),
                ('open.odt', papers.odt(body=open_changes, author='Karen Doyle')),
                ('page.pdf', papers.pdf(['What the page says'], author='Karen Doyle', annotation='A note')),
                ('scan.pdf', papers.pdf([''])), ('wide.txt', 'Größe wide'.encode('utf-16')), ('picture.png', papers.png()),
                ('empty.docx', papers.docx(body=''))]
        self.assertEqual(self.add(amina, path, *sent).status, 303)
        items = self.read(amina, path)
        for name, text, author in (('plan.docx', 'First line\nSecond & last', 'Karen Doyle'), ('open.odt', 'Once here\nNow here', 'Karen Doyle'),
                                   ('struck.docx', 'Struck out words put in \nleft\n\tright\n\t\nIn the margin', ''),
                                   ('page.pdf', 'What the page says', 'Karen Doyle'), ('scan.pdf', '', ''), ('wide.txt', 'Größe wide', ''),
                                   ('picture.png', '', '')):
            self.assertTrue(self.says(served, name, text, author), name)
        notes = {name: ' '.join(i['notes']) for name, i in items.items()}
        self.assertIn('Karen Doyle made it and Jonas Berg changed it last', notes['plan.docx'])
        for words in ('tracked changes', 'comments in it', 'pictures in it', 'another document inside'):
            self.assertIn(words, notes['struck.docx'])
        self.assertIn('tracked changes', notes['open.odt'])
        self.assertIn('comments in it', notes['page.pdf'])
        self.assertEqual({n: i['check'] for n, i in items.items()},
                         {'plan.docx': 'read', 'struck.docx': 'to_look_at', 'open.odt': 'read', 'page.pdf': 'read', 'scan.pdf': 'to_look_at',
                          'wide.txt': 'read', 'picture.png': 'to_look_at', 'empty.docx': 'to_look_at'})
        page = amina.get(path).text
        self.assertIn('no words in it that the privacy check can read', page)
        self.assertIn('It says that Karen Doyle made it', page)
        amina.post('/files/%s/remove' % items['plan.docx']['id'])
        self.until(lambda: not self.says(served, 'plan.docx', 'First line\nSecond & last', 'Karen Doyle'))  # gone with its file
        served.stop()

    def test_every_part_of_a_document_is_read_or_told_of(self):
        served, amina, path = self.start()
        said = '<x:d xmlns:x="x" xmlns:a="a">%s</x:d>'
        quiet = [('word/styles.xml', '<s/>'), ('word/settings.xml', '<s/>'), ('word/theme/theme1.xml', '<s/>'), ('word/_rels/document.xml.rels', '<R/>'),
                 ('docProps/app.xml', '<s/>'), ('customXml/itemProps1.xml', '<s/>'), ('docMetadata/LabelInfo.xml', '<s/>'), ('word/', '')]
        sent = [('plain.docx', papers.docx(['Words'], more=quiet)),
                ('diagram.docx', papers.docx(body='', more=[('word/diagrams/data1.xml', said % '<x:t><a:p><a:r><a:t>Jaden in a box</a:t></a:r></a:p></x:t>'),
                                                            ('word/diagrams/layout1.xml', '<s/>')])),
                ('chart.docx', papers.docx(body='', more=[('word/charts/chart1.xml', said % '<x:pt idx="0"><x:v>Jaden at an axis</x:v></x:pt>')])),
                ('chart2.docx', papers.docx(body='', more=[('word/charts/chartEx1.xml', said % '<x:pt idx="0">Jaden at a point</x:pt>')])),
                ('form.docx', papers.docx(body='', more=[('customXml/item1.xml', said % '<x:child>Jaden in a form</x:child>')])),
                ('blocks.docx', papers.docx(body='', more=[('word/glossary/document.xml', said % '<x:t>Jaden in a block</x:t>')])),
                ('chunk.docx', papers.docx(body='<w:altChunk r:id="r1" xmlns:r="r"/><w:p><w:r><w:t>Words</w:t></w:r></w:p>')),
                ('other.docx', papers.docx(['Words'], more=[('word/afchunk1.htm', '<p>Jaden</p>')])),
                ('object.odt', papers.odt(['Words'], more=[('Chart of Jaden/content.xml', '<x/>')]))]
        self.assertEqual(self.add(amina, path, *sent).status, 303)
        items = self.read(amina, path)
        for name, text in (('diagram.docx', 'Jaden in a box'), ('chart.docx', 'Jaden at an axis'), ('chart2.docx', 'Jaden at a point'),
                           ('form.docx', 'Jaden in a form'), ('blocks.docx', 'Jaden in a block')):
            self.assertTrue(self.says(served, name, text), name)
            self.assertEqual(items[name]['check'], 'read', name)
        self.assertEqual((items['plain.docx']['check'], items['plain.docx']['notes']), ('read', []))
        for name in ('chunk.docx', 'other.docx', 'object.odt'):
            self.assertEqual(items[name]['check'], 'to_look_at', name)
            self.assertIn('another document inside', ' '.join(items[name]['notes']), name)
        served.stop()

    def test_a_pdf_of_more_pages_than_are_read_is_looked_at(self):
        served, amina, path = self.start()
        pages = {n: papers.pdf(['Words'], pages=n) for n in (500, 501)}
        self.add(amina, path, *[('%d.pdf' % n, content) for n, content in pages.items()])
        items = self.read(amina, path)
        self.assertEqual((items['500.pdf']['check'], items['501.pdf']['check']), ('read', 'to_look_at'))
        self.assertIn('read only the beginning', ' '.join(items['501.pdf']['notes']))
        served.stop()

    def test_what_this_machine_lacks_is_said_and_is_no_fault_of_the_file(self):
        libc = ctypes.CDLL(None, use_errno=True)

        def without():  # a name space in which pdftotext is no program, and libvips no library
            if libc.unshare(0x20000) or libc.mount(None, b'/', None, 0x4000 | 0x40000, None):
                os._exit(1)
            for name in (b'/usr/bin/pdftotext', vips):
                if libc.mount(b'/dev/null', name, None, 0x1000, None):
                    os._exit(1)
        found = glob.glob('/usr/lib/*/libvips.so.42')
        if os.getuid() or not found:
            self.skipTest('a program can be hidden by root alone')
        vips = os.path.realpath(found[0]).encode()
        served, amina, path = self.start(preexec=without)
        self.until(lambda: served.said().count('tool.missing') >= 2)
        answer = self.add(amina, path, ('a.pdf', papers.pdf(['Words'])), ('a.png', papers.png()), ('a.docx', papers.docx(['Words'])))
        self.assertIn('a.png could not be kept: this service can’t look at such files at the moment', answer.text)
        left = "SELECT to_read FROM file_content c JOIN file f ON f.hash = c.hash WHERE f.name = 'a.pdf'"
        for n in (2, 1, 0):
            self.until(lambda: int(self.world.store.rows(served.url, left)[0][0]) <= n)
            self.until(lambda: {i['name']: i['check'] for i in self.items(amina, path)} ==
                       {'a.pdf': 'waiting' if n else 'to_look_at', 'a.docx': 'read'})
            self.world.store.run(served.url, ['UPDATE file_content SET read_after = 0',
                                              'UPDATE job SET run_at = 0, leased_until = 0 WHERE kind = 37'])
        served.kill()  # its complaints are in the log

    def test_what_comes_again_after_it_was_taken_away_is_read_again(self):
        served, amina, path = self.start()
        content = papers.docx(['Words that come again'])
        self.add(amina, path, ('a.docx', content))
        item = self.read(amina, path)['a.docx']
        amina.post('/files/%s/remove' % item['id'])
        self.until(lambda: not self.content())
        self.add(amina, path, ('b.docx', content))
        self.assertEqual(self.read(amina, path)['b.docx']['check'], 'read')
        self.assertTrue(self.says(served, 'b.docx', 'Words that come again'))
        served.stop()

    def test_xml_that_grows_and_a_pdf_that_is_none_are_read_by_nobody_and_harm_nothing(self):
        served, amina, path = self.start()
        laughs = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        evil = papers.packed([('[Content_Types].xml', '<Types/>'), ('_rels/.rels', '<R/>'),
                              ('word/document.xml', laughs + '<w:document xmlns:w="w"><w:t>&b;</w:t></w:document>')])
        self.add(amina, path, ('laughs.docx', evil), ('broken.pdf', b'%PDF-1.7\n' + b'\0\xff' * 5000), ('half.docx', papers.docx(body='<w:p><w:t>no end')))
        self.assertEqual({i['check'] for i in self.read(amina, path).values()}, {'to_look_at'})
        for name in ('laughs.docx', 'broken.pdf', 'half.docx'):
            self.assertTrue(self.says(served, name, ''), name)
        served.stop()

    # ---- the privacy check ----

    def submitting(self, amina, path):
        return amina.post(path[:-6] + '/privacy', [('do', 'share'), ('then', 'share'), ('version', amina.get(
            '/api/v1' + path[:-6]).header('ETag').strip('"'))])

    def test_what_a_file_says_is_checked_and_only_the_file_can_change_it(self):
        served, amina, path = self.start()
        lines = ['Notes of the visit.'] * 60 + ['Jaden Whitcombe was there, case ZW19C00430, and went home.'] + ['Afterwards.'] * 60
        self.add(amina, path, ('visit.docx', papers.docx(lines)), ('clean.txt', b'Nothing about anybody.\n'))
        self.read(amina, path)
        page = amina.get(path[:-6] + '/privacy')
        self.assertIn('In a file: the words around what was found', page.text)
        self.assertIn('Take it out of the file and add that instead', page.text)
        self.assertIn('ZW19C00430', page.text)
        self.assertLess(page.text.count('Notes of the visit'), 10)  # not the whole file
        state = amina.get('/api/v1' + path[:-6] + '/privacy').json
        found = {f['class']: f for f in state['findings']}
        self.assertEqual(found['court_number']['may_keep'], False)
        self.assertTrue(found['court_number']['field'].startswith('files.'))
        version = [('version', str(state['version'])), ('finding', str(found['court_number']['number']))]
        for act in ([('do', 'replace')], [('do', 'replace_all')], [('do', 'keep'), ('reason', 'public')]):
            answer = amina.post(path[:-6] + '/privacy', version + act)
            self.assertEqual(answer.status, 422, act)
        self.assertIn('A file is not changed here', amina.post(path[:-6] + '/privacy', version + [('do', 'replace')]).text)
        name = str(found['name']['number'])
        kept = amina.post(path[:-6] + '/privacy', [('version', str(state['version'])), ('finding', name), ('do', 'keep'), ('reason', 'not_real')])
        self.assertEqual(kept.status, 303, kept.text)
        self.assertEqual(self.submitting(amina, path).status, 422)
        amina.post('/files/%s/remove' % self.items(amina, path)[0]['id'])
        state = amina.get('/api/v1' + path[:-6] + '/privacy').json
        self.assertEqual((state['open'], state['findings']), (0, []))
        served.stop()

    def test_what_no_check_can_read_is_looked_at_by_its_writer_before_it_is_shared(self):
        served, amina, path = self.start()
        self.add(amina, path, ('board.png', papers.png()), ('said.m4a', papers.m4a()))
        items = self.read(amina, path)
        page = amina.get(path[:-6] + '/privacy')
        self.assertIn('I have looked: nothing in it could identify someone: board.png', page.text)
        state = amina.get('/api/v1' + path[:-6] + '/privacy').json
        self.assertEqual((state['files_to_look_at'], state['open']), (2, 2))
        self.assertIn('Answer what the check found first', self.submitting(amina, path).text)
        for item in items.values():
            self.assertEqual(served.visitor('ben').post('/files/%s/looked-at' % item['id']).status, 404)
            self.assertEqual(amina.post('/files/%s/looked-at' % item['id']).status, 303)
        self.assertEqual(amina.get('/api/v1' + path[:-6] + '/privacy').json['open'], 0)
        self.assertIn('You looked at it on', amina.get(path[:-6] + '/privacy').text)
        served.stop()

    def test_a_file_for_a_piece_that_others_read_holds_it_back_until_it_was_checked(self):
        served, amina, _ = self.start()
        harpreet = served.visitor('harpreet')
        for item in amina.get('/api/v1/inductions/%s/evidence' % self.world.names['induction:amina']).json['items']:
            piece, path = item['id'], '/evidence/%s/files' % item['id']
            if item['state'] != 'draft' and harpreet.get('/evidence/' + piece).status == 200 and \
                    self.add(amina, path, ('late.txt', b'Case ZW19C00430.\n')).status == 303:
                break
        else:
            self.fail('no piece of hers that others read takes a file')
        self.assertEqual(harpreet.get('/evidence/' + piece).status, 404)
        self.read(amina, path)
        self.assertEqual(amina.get('/api/v1/evidence/%s/privacy' % piece).json['held'], 'own_change')
        served.stop()

    def test_a_name_in_the_name_of_a_file_is_found_and_changed_there_and_its_ending_stays(self):
        served, amina, path = self.start()
        self.add(amina, path, ('Jayden_review.docx', papers.docx(['We spoke.'])), ('notes.txt', b'We spoke.\n'))
        self.read(amina, path)
        state = amina.get('/api/v1' + path[:-6] + '/privacy').json
        self.assertEqual([(f['text'], f['class'], f['may_keep']) for f in state['findings']], [('Jayden', 'name', True)])
        self.assertEqual(state['findings'][0]['field'], 'file_names.' + self.items(amina, path)[0]['id'])
        page = amina.get(path[:-6] + '/privacy').text
        self.assertIn('Name of the file', page)
        self.assertEqual(page.count('Name of the file'), 2)  # its heading and the link to change it; not of the other
        self.assertIn('Answer what the check found first', self.submitting(amina, path).text)

        def replace(instead):
            state = amina.get('/api/v1' + path[:-6] + '/privacy').json
            return amina.post(path[:-6] + '/privacy', [('version', str(state['version'])), ('finding', '1'), ('do', 'replace'), ('instead', instead)])
        for instead, name in (('../Kayleigh', '.. Kayleigh review.docx'), ('K', '.. K review.docx')):
            self.assertEqual(replace(instead).status, 303)
            self.assertEqual([i['name'] for i in self.items(amina, path)], [name, 'notes.txt'])
        self.assertEqual(amina.get('/api/v1' + path[:-6] + '/privacy').json['open'], 0)
        self.assertNotIn('Jayden', amina.get(path[:-6]).text)
        served.stop()

    def test_names_that_files_are_given_by_nobody_are_no_findings(self):
        served, amina, path = self.start()
        names = ('IMG_20260102_101500.txt', 'Scan 2026-01-02.txt', 'Core group minutes.txt', 'Supervision record final v2.txt',
                 'Document1.txt', 'Direct Observation 3.txt', 'Child and family assessment (draft).txt')
        self.add(amina, path, *[(n, ('We spoke %d.\n' % i).encode()) for i, n in enumerate(names)])
        self.read(amina, path)
        state = amina.get('/api/v1' + path[:-6] + '/privacy').json
        self.assertEqual([f['text'] for f in state['findings']], [])
        self.assertNotIn('Name of the file', amina.get(path[:-6] + '/privacy').text)
        served.stop()

    def test_a_search_finds_the_words_of_files_as_they_are_said_and_passes_no_more_than_their_beginning(self):
        served, amina, path = self.start()
        long = 'Marmalade  Café, Lantern.\n' + 'We spoke. ' * 4000 + 'Periwinkle.\n'
        self.add(amina, path, ('words.txt', long.encode()), ('rate.txt', b'It was 100% so_so.\n'))
        self.read(amina, path)
        title = amina.get('/api/v1' + path[:-6]).json['title']

        def found(words):
            listed = amina.get('/api/v1/inductions/%s/evidence?q=%s' % (self.world.names['induction:amina'], urllib.parse.quote(words)))
            return title in [i['title'] for i in listed.json['items']]
        for words in ('marmalade', 'MARMALADE CAFÉ', 'cafe lantern', '100%'):
            self.assertTrue(found(words), words)
        for words in ('marmalade lantern', 'periwinkle', '%%', '--'):
            self.assertFalse(found(words), words)
        served.stop()

    # ---- in pieces ----

    def api(self, who, path, body=None):
        return who.request('POST', '/api/v1' + path, body=json.dumps(body or {}), headers={'Content-Type': 'application/json'})

    def begin(self, who, path, name, content):
        return self.api(who, path, {'name': name, 'size': len(content), 'begins': hashlib.sha256(content[:256 << 10]).hexdigest()})

    def piece(self, who, path, at, content, wrong=False):
        sum_ = hashlib.sha256(content + (b'x' if wrong else b'')).hexdigest()
        return who.upload('/api/v1' + path, [('at', str(at)), ('sum', sum_)], [('piece', 'piece', 'application/octet-stream', content)])

    def test_a_file_comes_in_pieces_and_goes_on_where_it_stopped(self):
        served, amina, path = self.start()
        uploads, content = path[:-6] + '/uploads', pdf('pieces', 600 << 10)
        begun = self.begin(amina, uploads, 'slow.pdf', content)
        self.assertEqual((begun.status, begun.json['received']), (201, 0), begun.text)
        here, size = uploads + '/' + begun.json['id'], 256 << 10
        self.assertEqual(self.piece(amina, here, 0, content[:size], wrong=True).status, 422)
        self.assertEqual(self.piece(amina, here, 0, content[size:2 * size]).status, 422)  # not what it began with
        self.assertEqual(self.piece(amina, here, 0, content[:size]).json['received'], size)
        again = self.piece(amina, here, 0, content[:size])
        self.assertEqual((again.status, again.json['received']), (409, size))
        early = self.api(amina, here + '/end')
        self.assertEqual((early.status, early.json['received']), (409, size))
        served.stop()
        served.start()
        amina = served.visitor('amina')
        chosen_again = self.begin(amina, uploads, 'slow.pdf', content)
        self.assertEqual((chosen_again.status, chosen_again.json), (200, {'id': begun.json['id'], 'received': size}))
        self.assertEqual(self.piece(amina, here, size, content[size:2 * size]).status, 200)
        self.assertEqual(self.piece(amina, here, 2 * size, content[2 * size:] + b'more').status, 422)
        self.assertEqual(self.piece(amina, here, 2 * size, content[2 * size:]).json['received'], len(content))
        for who in ('ben', 'harpreet'):
            self.assertEqual(self.api(served.visitor(who), here + '/end').status, 404, who)
        self.assertEqual(self.api(amina, here + '/end').status, 201)
        self.assertEqual(amina.get('/files/' + self.items(amina, path)[0]['id']).body, content)
        again = self.api(amina, here + '/end')  # the answer was lost
        self.assertEqual((again.status, len(self.items(amina, path))), (201, 1))
        self.assertEqual(glob.glob(self.folder + '/upload-*'), [])
        self.assertEqual(self.begin(amina, uploads, 'slow.pdf', content).json['received'], 0)  # and chosen once more
        served.stop()

    def whole(self, amina, uploads, name, content):
        """All its pieces sent: the address of the upload."""
        here = uploads + '/' + self.begin(amina, uploads, name, content).json['id']
        for at in range(0, len(content), 256 << 10):
            self.assertEqual(self.piece(amina, here, at, content[at:at + (256 << 10)]).status, 200)
        return here

    def test_the_end_of_an_upload_can_be_asked_for_again_whatever_became_of_the_first_time(self):
        served, amina, path = self.start()
        uploads, picture = path[:-6] + '/uploads', papers.png(3000, 100)
        here = self.whole(amina, uploads, 'wide.png', picture)
        os.chmod(self.folder, 0o500)  # nothing can be put where it stays
        if os.getuid() == 0:  # a name that stands where the folder should: the same
            os.chmod(self.folder, 0o700)
            for i in range(256):
                open(self.folder + '/%02x' % i, 'w').close()
        self.assertIn(self.api(amina, here + '/end').status, (500, 507, 503))
        with open(self.folder + '/upload-' + here[-36:], 'rb') as f:
            self.assertEqual(f.read(), picture)  # as it was sent, not as it was drawn
        os.chmod(self.folder, 0o700)
        for name in glob.glob(self.folder + '/??'):
            os.unlink(name)
        served.kill()
        served.start()
        amina = served.visitor('amina')
        ends = []
        asking = [threading.Thread(target=lambda: ends.append(self.api(served.visitor('amina'), here + '/end').status)) for _ in range(4)]
        for t in asking:
            t.start()
        for t in asking:
            t.join()
        self.assertEqual(ends, [201] * 4)
        self.assertEqual([i['name'] for i in self.items(amina, path)], ['wide.png'])
        self.assertEqual(glob.glob(self.folder + '/upload-*'), [])
        served.kill()  # its complaint about the folder is in the log

    def test_pieces_that_are_not_there_any_more_are_asked_for_again(self):
        served, amina, path = self.start()
        uploads, content = path[:-6] + '/uploads', pdf('pieces', 500 << 10)
        begun = self.begin(amina, uploads, 'C:\\fakepath\\two\nlines.pdf', content).json['id']
        here = uploads + '/' + begun
        self.piece(amina, here, 0, content[:256 << 10])
        os.truncate(self.folder + '/upload-' + begun, 1000)
        answer = self.piece(amina, here, 256 << 10, content[256 << 10:])
        self.assertEqual((answer.status, answer.json['received']), (409, 0))
        self.piece(amina, here, 0, content[:256 << 10])
        self.piece(amina, here, 256 << 10, content[256 << 10:])
        os.unlink(self.folder + '/upload-' + begun)
        answer = self.api(amina, here + '/end')
        self.assertEqual((answer.status, answer.json['received']), (409, 0))
        self.piece(amina, here, 0, content[:256 << 10])
        self.piece(amina, here, 256 << 10, content[256 << 10:])
        self.assertEqual(self.api(amina, here + '/end').status, 201)
        item, = self.items(amina, path)
        self.assertEqual((item['name'], amina.get('/files/' + item['id']).body), ('two lines.pdf', content))
        served.stop()

    def test_what_would_be_refused_is_refused_before_it_is_sent_and_at_its_end(self):
        served, amina, path = self.start()
        uploads = path[:-6] + '/uploads'
        for name, size, says in (('a.exe', 10, 'could not be kept'), ('a.pdf', 0, 'it is empty'), ('a.pdf', 26 * MB, 'larger than 25 MB')):
            answer = self.api(amina, uploads, {'name': name, 'size': size, 'begins': 'ab' * 32})
            self.assertEqual(answer.status, 422, answer.text)
            self.assertIn(says, answer.json['errors'][0]['message'])
        lie = b'no PDF at all'
        here = uploads + '/' + self.begin(amina, uploads, 'lie.pdf', lie).json['id']
        self.piece(amina, here, 0, lie)
        end = self.api(amina, here + '/end')
        self.assertEqual(end.status, 422)
        self.assertIn('its name says one kind', end.json['errors'][0]['message'])
        self.assertEqual(glob.glob(self.folder + '/upload-*'), [])
        for i in range(8):
            answer = self.api(amina, uploads, {'name': 'n%d.pdf' % i, 'size': 25 * MB, 'begins': 'cd' * 32})
            self.assertEqual(answer.status, 201)
        self.assertIn('too many files on their way', self.api(amina, uploads, {
            'name': 'n9.pdf', 'size': 25 * MB, 'begins': 'cd' * 32}).json['errors'][0]['message'])

        def swept():
            self.world.store.run(served.url, ['UPDATE upload SET touched = 0', 'UPDATE job SET run_at = 0, leased_until = 0 WHERE kind = 5'])
            time.sleep(0.2)
            return not self.world.store.rows(served.url, 'SELECT id FROM upload')
        self.until(swept)
        served.stop()

    def test_twenty_five_megabytes_are_kept_and_a_byte_more_is_not(self):
        served, amina, path = self.start()
        self.assertEqual(self.add(amina, path, ('large.pdf', pdf('large', 25 * MB))).status, 303)
        refused = self.add(amina, path, ('larger.pdf', pdf('larger', 25 * MB + 1)))
        self.assertEqual(refused.status, 422)
        self.assertIn('larger.pdf could not be kept: it is larger than 25 MB', refused.text)
        self.assertEqual(self.add(amina, path, ('far.pdf', pdf('far', 27 * MB))).status, 413)
        self.assertEqual([i['size'] for i in self.items(amina, path)], [25 * MB])
        self.assertEqual(glob.glob(self.folder + '/upload-*'), [])
        served.stop()

    def test_the_twenty_first_file_is_refused_by_name(self):
        served, amina, path = self.start()
        self.assertEqual(self.add(amina, path, *[('%d.pdf' % i, pdf('n%d' % i)) for i in range(19)]).status, 303)
        answer = self.add(amina, path, ('19.pdf', pdf('n19')), ('20.pdf', pdf('n20')))
        self.assertEqual(answer.status, 422)
        self.assertIn('20.pdf could not be kept: a piece can have 20 files', answer.text)
        self.assertIn('This piece has 20 files', answer.text)
        self.assertEqual(len(self.items(amina, path)), 20)
        served.stop()

    def test_the_same_bytes_are_stored_once_and_kept_while_shown(self):
        served, amina, path = self.start()
        other = '/evidence/%s/files' % self.draft(amina)
        self.add(amina, path, ('one.pdf', pdf('same')))
        self.add(amina, path, ('one.pdf', pdf('same')))
        self.add(amina, other, ('two.pdf', pdf('same')))
        self.assertEqual((len(self.items(amina, path)), len(self.content())), (1, 1))
        first, second = self.items(amina, path)[0]['id'], self.items(amina, other)[0]['id']
        self.assertEqual(amina.post('/files/%s/remove' % first).status, 303)
        self.assertEqual(amina.get('/files/' + first).status, 404)
        self.assertEqual(amina.get('/files/' + second).body, pdf('same'))
        self.assertEqual(amina.post('/files/%s/remove' % first).status, 404)
        amina.post('/files/%s/remove' % second)
        self.until(lambda: not self.content())
        self.add(amina, path, ('again.pdf', pdf('same')))
        self.assertEqual(amina.get('/files/' + self.items(amina, path)[0]['id']).body, pdf('same'))
        served.stop()

    def test_a_program_adds_files_with_its_token(self):
        served, amina, path = self.start()
        answer = self.add(amina, '/api/v1' + path, ('one.pdf', pdf('json')), ('two.exe', b'MZ'))
        self.assertEqual(answer.status, 201, answer.text)
        self.assertEqual([i['name'] for i in answer.json['items']], ['one.pdf'])
        self.assertIn('two.exe', answer.json['refused'][0])
        answer = self.add(amina, '/api/v1' + path, ('two.exe', b'MZ'))
        self.assertEqual(answer.status, 422)
        self.assertIn('two.exe', answer.json['errors'][0]['message'])
        served.stop()

    def test_adding_files_leaves_the_version_of_the_piece(self):
        served, amina, path = self.start()
        before = amina.get('/api/v1' + path[:-6]).header('ETag')
        self.add(amina, path, ('one.pdf', pdf('one')))
        self.assertEqual(amina.get('/api/v1' + path[:-6]).header('ETag'), before)
        served.stop()

    # ---- who ----

    def test_other_peoples_files_are_not_there(self):
        served, amina, path = self.start()
        self.add(amina, path, ('one.pdf', pdf('mine')))
        file = '/files/' + self.items(amina, path)[0]['id']
        for who in ('ben', 'harpreet', 'karen', 'jonas'):  # it is a draft: nobody else's
            other = served.visitor(who)
            self.assertEqual(other.get(file).status, 404, who)
            self.assertEqual(other.get(path).status, 404, who)
            self.assertEqual(self.add(other, path, ('x.pdf', pdf('x'))).status, 404, who)
            self.assertEqual(other.post(file + '/remove').status, 404, who)
        self.assertEqual(self.add(served.visitor(), path, ('x.pdf', pdf('x'))).status, 401)
        self.assertEqual([i['name'] for i in self.items(amina, path)], ['one.pdf'])
        served.stop()

    def test_a_request_without_the_token_of_the_page_adds_nothing(self):
        served, amina, path = self.start()
        answer = amina.upload(path, [('csrf', 'wrong')], [('file', 'a.pdf', 'application/pdf', pdf('a'))])
        self.assertEqual(answer.status, 401)
        self.assertEqual(self.items(amina, path), [])
        self.assertEqual(self.content() + glob.glob(self.folder + '/upload-*'), [])
        served.stop()

    # ---- the virus check ----

    def until(self, so):
        end = time.monotonic() + 60
        while not so():
            self.assertLess(time.monotonic(), end, 'it did not come about')
            time.sleep(0.05)

    def test_a_file_can_be_opened_once_it_was_checked_and_never_if_it_is_bad(self):
        where = os.path.join(self.world.folder, 'clamd')
        served, amina, path = self.start(make=Checked, socket=where)
        good, bad = ('good.pdf', pdf('good')), ('bad.pdf', pdf('bad') + EICAR_LIKE)
        answer = self.add(amina, path, good, bad)
        self.assertEqual(answer.status, 303)
        self.assertEqual([i['state'] for i in self.items(amina, path)], ['waiting'] * 2)
        ids = [i['id'] for i in self.items(amina, path)]
        waiting = amina.get('/files/' + ids[0])
        self.assertEqual(waiting.status, 403)
        self.assertIn('can be opened once it has been checked', waiting.text)
        self.assertEqual(amina.get('/api/v1/files/' + ids[0]).status, 403)
        self.assertIn('Waiting for the virus check', amina.get(path).text)
        served.stop()
        # Nobody answered; what waits is asked for again when somebody does.
        clamd = Clamd(where)
        self.addCleanup(clamd.close)
        self.world.store.run(served.url, ['UPDATE job SET run_at = 0, leased_until = 0 WHERE kind = 2'])
        served.start()
        self.addCleanup(lambda: served.process.poll() is None and served.kill())
        amina = served.visitor('amina')
        self.until(lambda: [i['state'] for i in self.items(amina, path)] == ['clean', 'refused'])
        self.assertEqual(sorted(clamd.asked), sorted([good[1], bad[1]]))
        self.assertEqual(amina.get('/files/' + ids[0]).body, good[1])
        refused = amina.get('/files/' + ids[1])
        self.assertEqual(refused.status, 403)
        self.assertIn('This file was refused', refused.text)
        self.until(lambda: len(self.content()) == 1)
        again = self.add(amina, path, bad[:1] + (bad[1],), ('copy.pdf', bad[1]))
        self.assertIn('copy.pdf could not be kept: the virus check refused', again.text)
        self.assertEqual(len(self.content()), 1)  # nor do bad bytes come back to the disk
        served.stop()

    def log(self, served):
        with open(served.log_path) as f:
            return f.read()

    def test_a_clamd_that_takes_too_little_is_told_of_at_the_start(self):
        for most, event, says in ((26 * MB, 'scan.ready', ''), (1 * MB, 'scan.not_ready', 'StreamMaxLength')):
            where = os.path.join(self.world.folder, 'clamd%d' % most)
            clamd = Clamd(where, most=most)
            served = self.serve(make=Checked, socket=where)
            self.until(lambda: event in self.log(served))
            self.assertIn(says, self.log(served))
            served.stop()
            clamd.close()

    # ---- what goes wrong ----

    def test_a_disk_without_room_keeps_nothing_and_says_so(self):
        def small():
            import resource
            import signal
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (8 * MB, 8 * MB))
        served, amina, path = self.start(preexec=small)
        answer = self.add(amina, path, ('large.pdf', pdf('large', 9 * MB)))
        self.assertEqual(answer.status, 507)
        self.assertIn('disk is full', answer.text)
        self.assertEqual(self.items(amina, path), [])
        self.assertEqual(self.content() + glob.glob(self.folder + '/upload-*'), [])
        served.stop()

    def test_a_broken_upload_leaves_nothing_after_the_sweep(self):
        served, amina, path = self.start(expects='serve.died', workers=1)
        body = ('--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n').encode() + pdf('a', MB)
        raw = socket.create_connection(('127.0.0.1', served.port))
        raw.sendall(('POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: cairn=%s\r\nContent-Length: %d\r\nContent-Type: '
                     'multipart/form-data; boundary=b\r\n\r\n' % (path, served.port, amina.held.session, 2 * MB)).encode() + body)
        self.until(lambda: glob.glob(self.folder + '/upload-*'))
        served.kill()
        raw.close()
        left = glob.glob(self.folder + '/upload-*')
        self.assertEqual(len(left), 1)
        os.utime(left[0], (time.time() - 2 * DAY,) * 2)
        self.world.store.run(served.url, ['UPDATE job SET run_at = 0, leased_until = 0 WHERE kind = 5'])
        served.start()
        self.until(lambda: not glob.glob(self.folder + '/upload-*'))
        served.stop()


if __name__ == '__main__':
    unittest.main()

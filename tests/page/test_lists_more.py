"""Lists that are not declared in src/web/list.h, with 0, 1, 10, 11 and 10,000 rows: the first page, pages further on, the
last, every row once by JSON's `next`, what is said when there is none. CAIRN_TEST_DB. ROWS=300 is what `make test` walks;
`make soak` walks 10,000 (tests/bench/soak_lists.py).
"""
import csv
import io
import json
import os
import re
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import filling  # noqa: E402
import filling_more as more  # noqa: E402
import house  # noqa: E402

MANY = int(os.environ.get('ROWS', '300'))
LENGTHS = (0, 1, 10, 11, MANY)
SECONDS = 5  # a page at most, with the sanitizers and whatever else goes on
C, HISTORY = filling.COORDINATOR, r'<ol class="c-history">(.*?)</ol>'

# What it is; who reads it; its address; rows of a page; where they stand, and what each has; words when there is none; the
# parameter of its pages, where they have numbers; whether JSON gives the same rows, and how many a page.
LISTS = [
    ('imports', C, '/imports', 20, r'id="h-mine">(.*?)</section>', '<li class="c-line">', 'You have sent none yet', None, 20),
    ('rows of an import', C, '/imports/{file}/rows?state=ready', 50, r'<tbody>(.*?)</tbody>', '<th scope="row">', 'There are none', None, 50),
    ('cohort', C, '/cohort', 40, r'id="h-map">(.*)', '<tr><th scope="row">', 'When somebody starts an induction with you', 'page', 0),
    ('cohort, to arrange', C, '/cohort?needs=1', 50, r'id="h-need">(.*?)</section>', '<tr><th scope="row">', 'When somebody starts', 'needs', 0),
    ('inductions', C, '/inductions', 0, '', '', '', None, 50),
    ('evidence', more.WRITER, '/inductions/{induction}/evidence', 25, r'<ul class="c-lines">(.*?)</ul>', '<li class="c-line">',
     'Start with something small', 'page', 25),
    ('desk, waiting', more.ASSESSOR, '/desk', 25, r'<ol class="c-queue">(.*?)</ol>', '<li', 'When someone hands in a piece', 'page', 0),
    ('desk, people', more.SUPERVISOR, '/desk', 25, r'id="h-mine">(.*?)</section>', '<tr><th scope="row">', 'Nobody is with you yet', 'people', 0),
    ('desk, shared', more.READER, '/desk', 25, r'id="h-shared">(.*?)</section>', '<li>', 'Nothing has been shared', 'page', 0),
    ('induction, what happened', more.WRITER, '/inductions/{induction}/events', 50, HISTORY, '<li>', 'Nothing has happened', None, 50),
    ('organisation, what happened', C, '/organisations/{here}/timeline', 50, HISTORY, '<li>', 'Nothing has happened', None, 50),
    ('person, what happened', more.WRITER, '/account/events', 50, HISTORY, '<li>', 'Nothing has happened', None, 50),
    ('who has looked', more.WRITER, '/account/looked', 50, HISTORY, '<li>', 'Nobody has looked', None, 50),
]


def with_people(world):
    store = world.store
    store.run(world.template, filling.employer(store.blob) + more.people(store.blob, 1))
    held = []
    for key, role in [(C, 'coordinator')] + [(key, role) for key, (_, role) in more.ROLES.items()]:
        row, person = store.rows(world.template, "SELECT r.id, r.person FROM role_held r JOIN person p ON p.id = r.person WHERE "
                                 "p.email = '%s@demo.example'" % key)[0]
        held.append(house.Held(key, role, row, person))
    world.held += held
    world.let_in(held)
    return {h.key: h for h in held}


class Lists(house.InWorld):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.held = with_people(cls.world)

    def filled(self, n):
        store = self.world.store
        url = store.copy(self.world.template)

        def rows(sql):
            return store.rows(url, sql)
        ids = more.Ids(rows, self.held)
        store.run(url, more.fill(store.blob, n, ids))
        if self.world.is_postgresql:
            store.psql(url, 'ANALYZE')
        names = {'induction': 'induction WHERE id = %d' % ids.next['induction'], 'here': 'organisation WHERE id = %d' % ids.here,
                 'file': 'bulk_import WHERE id = %d' % (ids.next['bulk_import'] + n)}
        return url, {k: house.as_uuid(str(rows('SELECT uuid FROM ' + v)[0][0])) for k, v in names.items()}

    def get(self, visitor, address):
        before = time.monotonic()
        page = visitor.get(address)
        self.assertEqual(page.status, 200, address + '\n' + page.text[:600])
        self.assertLess(time.monotonic() - before, SECONDS, address)
        return page

    def walk(self, visitor, address, n, size, most):
        """Every row once, by `next`, in pages of `size`; of lists whose pages have numbers the first `most`."""
        seen, address = [], '/api/v1' + address
        while address:
            page = self.get(visitor, address).json
            self.assertLessEqual(len(page['items']), size)
            if page['next']:
                self.assertEqual(len(page['items']), size)
            seen += [json.dumps(i, sort_keys=True) for i in page['items']]
            self.assertLessEqual(len(seen), n, 'it never ends: ' + address)
            address = page['next'] if len(seen) < most else None
        self.assertEqual(len(seen), min(n, most))
        self.assertEqual(len(set(seen)), len(seen), 'a row came twice')

    def rows(self, page, where, row):
        part = re.search(where, page.raw, re.S)
        return part.group(1).split(row)[1:] if part else []

    def on_pages(self, visitor, address, n, size, where, row, empty, numbered):
        first = self.get(visitor, address)
        shown = self.rows(first, where, row)
        self.assertEqual(len(shown), min(n, size))
        (self.assertIn if n == 0 else self.assertNotIn)(empty, first.text)
        self.assertEqual(self.rows(self.get(visitor, address), where, row), shown, 'not the same twice')
        links = re.findall(r'href="([^"]+)">(?:Next|Next page|Earlier)</a>', first.raw)
        if n <= size:
            self.assertEqual(links, [])
            return
        following = [l for l in links if not numbered or re.search(r'[?;&]%s=2' % numbered, l)][0].replace('&amp;', '&')
        second = self.rows(self.get(visitor, following), where, row)
        self.assertEqual(len(second), min(n - size, size))
        self.assertFalse(set(second) & set(shown))
        if numbered:
            last = (n + size - 1) // size
            for number, left in ((last // 2 + 1, size if last > 2 else n - size), (last, n - (last - 1) * size), (last + 1, 0)):
                page = self.get(visitor, re.sub(numbered + r'=2', '%s=%d' % (numbered, number), following))
                self.assertEqual(len(self.rows(page, where, row)), left, 'page %d' % number)

    def test_lists_of_any_length_are_whole_and_end(self):
        # of each person two things are to be arranged
        for n in LENGTHS:
            url, names = self.filled(n)
            with house.House(self.world, url=url, expects=r'audit.wrong') as served:
                for what, who, address, size, where, row, empty, numbered, in_json in LISTS:
                    with self.subTest(list=what, rows=n):
                        began, visitor, address = time.monotonic(), served.visitor(who), address.format(**names)
                        if size:
                            self.on_pages(visitor, address, n * 2 if numbered == 'needs' else n, size, where, row, empty, numbered)
                        if in_json:
                            self.walk(visitor, address, n, in_json, 1000 if numbered else n)
                        if os.environ.get('TIMES'):
                            print('%6d %-30s %5.1f s' % (n, what, time.monotonic() - began), file=sys.stderr)
                with self.subTest(list='files', rows=n):
                    self.files(served.visitor(C), n)
            self.world.store.drop(url)

    def files(self, visitor, n):
        """Whole; and registrations to see to are the first 20, which is said."""
        table = list(csv.reader(io.StringIO(self.get(visitor, '/cohort.csv').raw)))
        self.assertEqual(len(table), n + 1)
        page = self.get(visitor, '/cohort')
        self.assertEqual(len(self.rows(page, r'id="h-reg">(.*?)</section>', '<li>')), min(n, 20))
        self.assertEqual('More than 20 registrations to see to' in page.text, n > 20)


if __name__ == '__main__':
    unittest.main(verbosity=2)

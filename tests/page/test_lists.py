"""Every list with 0, 1, 10, 11 and 10,000 rows: paged to its end forwards and back, in every order, by every filter,
downloaded; and read by an index, however long it is. CAIRN_TEST_DB.

A list is a row of LISTS: its address and who reads it. One house for each length has all of them at that length.
"""
import csv
import io
import json
import os
import pathlib
import re
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import filling  # noqa: E402
import house  # noqa: E402

sys.path.insert(0, os.path.join(house.ROOT, 'tools'))
import gen_sql  # noqa: E402

JSON_PAGE, COUNTED, PAGE = 100, 1000, 25
LENGTHS = (0, 1, 10, 11, 10000)

# what it is, who reads it, its address, whether people are told how many there are
LISTS = [
    ('organisations', 'mo', '/organisations?type=charity', True),
    ('people', filling.COORDINATOR, '/people?', True),
    ('capacity', filling.COORDINATOR, '/capacity?', False),
    ('invitations', filling.COORDINATOR, '/people/invitations?', False),
    ('joining', filling.COORDINATOR, '/joining?', True),
    ('mail', filling.COORDINATOR, '/mail?', False),
    ('role_profiles', filling.COORDINATOR, '/role-profiles?whose=own', False),
]
# Rows that are the statements of a framework, as many as that has, and no people: walked in a test of its own. Comments on a draft stand on a
# page with another table: walked in test_comments.py.
ELSEWHERE = {'statements', 'draft_comments'}
# Queries that sort what they found: of the first 1,000 at most; of one's own organisation and its partners.
SORTED_AFTERWARDS = {'people_found', 'organisations_found', 'organisations_near'}
LOOKED_AT = 3000  # rows of tables and indexes that a page of 26 may look at, each of which asks for several things


def with_employer(world):
    """The employer, in the template, and its coordinator, who can come in."""
    store = world.store
    store.run(world.template, filling.employer(store.blob))
    row, person = store.rows(world.template, "SELECT r.id, r.person FROM role_held r JOIN person p ON p.id = r.person WHERE "
                             "p.email = '%s@demo.example'" % filling.COORDINATOR)[0]
    held = house.Held(filling.COORDINATOR, 'coordinator', row, person)
    world.held.append(held)
    world.let_in([held])


def filled(world, n):
    store = world.store
    url = store.copy(world.template)

    def one(sql):
        return store.rows(url, sql)[0][0]
    here = one("SELECT id FROM organisation WHERE name = '%s'" % filling.NAME)
    statements = filling.fill(store.blob, n, here, world.find(filling.COORDINATOR).person, one('SELECT MAX(id) FROM person') + 1,
                              one('SELECT MAX(id) FROM organisation') + 1, one('SELECT MIN(id) FROM programme'))
    if statements:
        store.run(url, statements)
    return url, here


class Lists(house.InWorld):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with_employer(cls.world)

    def rows_of(self, page):
        return page.raw.count('<th scope="row">')

    def names(self, page):
        return re.findall(r'<th scope="row">(.*?)</th>', page.raw, re.S)

    def link(self, page, words):
        found = re.search(r'href="([^"]+)">%s</a>' % words, page.raw)
        return found.group(1).replace('&amp;', '&') if found else None

    def walk(self, visitor, address, limit=JSON_PAGE, most=None):
        """Ids of every row, or of the first, by following `next`."""
        ids, address = [], '/api/v1%s&limit=%d' % (address, limit)
        while address and (most is None or len(ids) < most):
            page = visitor.get(address)
            self.assertEqual(page.status, 200, page.text)
            ids += [json.dumps([i.get('id'), i.get('role'), i.get('person')]) for i in page.json['items']]
            address = page.json['next']
            self.assertLessEqual(len(ids), self.length, 'it never ends: ' + str(address))
        self.assertEqual(len(set(ids)), len(ids), 'a row came twice')
        return ids

    def pages(self, visitor, address, n, is_counted):
        """On the page: forwards over three pages, and back to the first."""
        first = visitor.get(address)
        self.assertEqual(first.status, 200)
        self.assertEqual(self.rows_of(first), min(PAGE, n))
        self.assertEqual(bool(self.link(first, 'Next page')), n > PAGE)
        self.assertNotIn('Previous page', first.text)
        if n == 0:
            self.assertNotIn('<table', first.raw)
        elif is_counted:
            total = visitor.get('/api/v1' + address).json
            self.assertEqual((total['total'], total['total_is_least']), (min(n, COUNTED), n > COUNTED))
            self.assertIn('More than 1,000' if n > COUNTED else str(n), first.text)
        if n <= PAGE:
            return first
        second = visitor.get(self.link(first, 'Next page'))
        third = visitor.get(self.link(second, 'Next page'))
        back = visitor.get(self.link(third, 'Previous page'))
        self.assertEqual(self.names(back), self.names(second))
        self.assertEqual(self.names(visitor.get(self.link(back, 'Previous page'))), self.names(first))
        self.assertNotEqual(self.names(first), self.names(second))
        return first

    def orders(self, visitor, address, first, n):
        """Each order has every row once, and downwards the same the other way round; of the long ones the first order, and
        downwards as far as it takes to pass many pages."""
        columns = sorted(set(re.findall(r'[?&;]sort=-?(\w+)', first.raw)))
        self.assertTrue(columns or not n)
        for column in columns[:1] if n > COUNTED else columns:
            limit, most = (JSON_PAGE, 10 * JSON_PAGE) if n > COUNTED else (3, None)
            up = self.walk(visitor, '%s&sort=%s' % (address, column), limit)
            self.assertEqual(len(up), n)
            self.assertEqual(self.walk(visitor, '%s&sort=-%s' % (address, column), limit, most), up[::-1][:most])

    def filters(self, visitor, address, first, n):
        """What each choice of a filter leaves is a part of the whole, and together they are the whole."""
        for name, options in re.findall(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', first.raw, re.S):
            keys = [k for k in re.findall(r'<option[^>]* value="([^"]*)"', options) if k]
            if name == 'sort' or name + '=' in address or not keys or n > 11:
                continue
            left = [row for key in keys for row in self.walk(visitor, '%s&%s=%s' % (address, name, key))]
            self.assertEqual(len(left), n, name)

    def beyond(self, visitor, address):
        """Behind the last row there is nothing more, and a way back."""
        last = visitor.get('/api/v1%s&sort=-name&limit=1' % address).json
        place = re.search(r'after=([\w-]+)', last.get('next') or '')
        if place:  # the last row by name, as a place in the other direction
            page = visitor.get('%s&after=%s' % (address, place.group(1)))
            self.assertEqual(page.status, 200)
            self.assertIn('nothing more on this page', page.text)
            self.assertIn('First page', page.text)

    def file(self, visitor, address, n):
        path, _, asked = address.partition('?')
        answer = visitor.get('%s.csv?%s' % (path, asked))
        if answer.status != 404:  # a list that is no file
            self.assertEqual(answer.status, 200)
            self.assertEqual(len(list(csv.reader(io.StringIO(answer.raw)))), n + 1)

    def one(self, visitor, address, n, is_counted):
        first = self.pages(visitor, address, n, is_counted)
        self.orders(visitor, address, first, n)
        self.filters(visitor, address, first, n)
        if address.startswith('/organisations'):
            self.beyond(visitor, address)
        self.file(visitor, address, n)

    def test_lists_of_any_length_are_whole_in_order_and_end(self):
        for n in LENGTHS:
            self.length = n
            url, _ = filled(self.world, n)
            with house.House(self.world, url=url) as served:
                for what, who, address, is_counted in LISTS:
                    with self.subTest(list=what, rows=n):
                        self.one(served.visitor(who), address, n, is_counted)
            self.world.store.drop(url)

    def test_every_list_that_is_declared_is_walked_here(self):
        declared = set()
        for path in pathlib.Path(house.ROOT, 'src', 'app').rglob('*.c'):
            declared.update(re.findall(r'^static const struct list (?:\w+) = \{\s*\.name = "(\w+)"', path.read_text(encoding='utf-8'), re.M))
        self.assertEqual(declared, {row[0] for row in LISTS} | ELSEWHERE)

    def test_statements_of_the_national_picture_come_once_each_whatever_their_order(self):
        with house.House(self.world) as served:
            visitor = served.visitor('mo')
            self.length = 399
            every = self.walk(visitor, '/national/statements?')
            self.assertEqual(len(every), self.length)
            for column in sorted(set(re.findall(r'[?&;]sort=-?(\w+)', visitor.get('/national/statements').raw))):
                self.assertEqual(sorted(self.walk(visitor, '/national/statements?sort=%s' % column)), sorted(every))


def sorted_queries():
    """(query, the text of one of its orders and directions) of every list there is."""
    visible = gen_sql.Visible(pathlib.Path(house.ROOT, 'src', 'app', 'visible.sql'))
    for path in sorted(pathlib.Path(house.ROOT, 'src', 'app').rglob('*.sql')):
        if path.name == 'visible.sql':
            continue
        for q in gen_sql.read_queries(path):
            for v in gen_sql.variants(q) if q.sorts and q.name not in SORTED_AFTERWARDS else []:
                gen_sql.expand(v, visible)
                yield v


class Plans(house.InWorld):
    """A page in the middle of 10,000 rows is found by an index in its own order: nothing is sorted, and next to nothing is
    looked at that is not shown."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with_employer(cls.world)
        cls.url, here = filled(cls.world, 10000)
        cls.values = {'scope': here, 'organisation': here, 'person': cls.world.find(filling.COORDINATOR).person, 'role': -1,
                      'state': -1, 'kind': -1, 'outcome': -1, 'type': -1, 'closed': -1, 'sort': -1, 'by_role': -1, 'waits': -1,
                      'framework': cls.world.store.rows(cls.url, 'SELECT MIN(framework) FROM framework_opened')[0][0], 'pattern': '', 'own': 0, 'today': 20000, 'now': 0, 'limit': 26}
        if cls.world.is_postgresql:
            cls.world.store.psql(cls.url, 'ANALYZE')

    def text(self, q):
        """With what is asked at most: no filter, in the middle."""
        values = dict(self.values, after_row=1 << 40 if q.name.endswith('_down') else 0)
        key = q.name.rsplit('_by_', 1)[1]
        is_text = [f for f in q.ins if f.name == 'after_key'][0].kind == 'text'
        values['after_key'] = ('person 05000' if is_text else 0) if key.endswith('_up') else ('person 05000' if is_text else 1 << 50)
        if 'joinings' in q.name: # the fragment asks in which role; the list has no such filter
            values['role'] = 4
        if q.name.startswith('organisations'):
            values['type'] = 6

        def put(match):
            value = values[match.group(1)]
            return "'%s'" % value if isinstance(value, str) else str(value)
        return re.sub(r':([a-z_]+)', put, q.full)

    def looked_at(self, plan):
        """Rows that the leaves of a plan gave or threw away."""
        below = sum(self.looked_at(p) for p in plan.get('Plans', []))
        rows = plan.get('Actual Rows', 0) + plan.get('Rows Removed by Filter', 0) + plan.get('Rows Removed by Join Filter', 0)
        return below + (rows * plan.get('Actual Loops', 1) if not plan.get('Plans') or 'Scan' in plan['Node Type'] else 0)

    def test_a_page_in_the_middle_of_10000_rows_is_found_by_an_index(self):
        queries = list(sorted_queries())
        self.assertGreater(len(queries), 20)
        for q in queries:
            with self.subTest(q.name):
                sql = self.text(q)
                if self.world.is_postgresql:
                    plan = json.loads(self.world.store.psql(self.url, 'EXPLAIN (ANALYZE, FORMAT JSON) ' + sql))[0]['Plan']
                    self.assertLessEqual(self.looked_at(plan), LOOKED_AT, json.dumps(plan, indent=1)[:3000])
                    continue
                steps = [row[3] for row in self.world.store.rows(self.url, 'EXPLAIN QUERY PLAN ' + sql) if not row[1]]
                self.assertEqual([s for s in steps if 'TEMP B-TREE FOR ORDER BY' in s or re.match(r'SCAN (?!\(?subquery|x\b)', s)
                                  and 'INDEX' not in s], [], '\n'.join(steps))


if __name__ == '__main__':
    unittest.main(verbosity=2)

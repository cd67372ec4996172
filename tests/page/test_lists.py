"""Every list with 0, 1, 10, 11 and 10,000 rows: paged to its end forwards and back, sorted, counted, downloaded.

A list is a row of LISTS: its address, who reads it, and the rows that make it as long as asked. CAIRN_TEST_DB.
"""
import csv
import io
import os
import re
import secrets
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

A_TIME, JSON_PAGE, COUNTED = 500, 100, 1000


def many(store, table, columns, rows):
    """INSERT statements of at most A_TIME rows."""
    return ['INSERT INTO %s (%s) VALUES %s' % (table, columns, ', '.join(rows[i:i + A_TIME]))
            for i in range(0, len(rows), A_TIME)]


def organisations(world, n):
    """Charities, named in an order that is not that of their making."""
    store, rows = world.store, []
    for i in range(n):
        name = 'Longlist Charity %05d' % (i * 7919 % 10007)
        rows.append("(%s, '%s', '%s', 6, %d)" % (store.blob(secrets.token_bytes(16)), name, name.lower(), 1000 + i))
    return many(store, 'organisation', 'uuid, name, name_sort, type, created', rows)


# what it is, who reads it, its address, what makes it longer
LISTS = [
    ('organisations', 'mo', '/organisations?type=charity', organisations),
]


class Lists(unittest.TestCase):
    def setUp(self):
        self.world = house.World()

    def tearDown(self):
        self.world.close()

    def rows_of(self, page):
        return page.raw.count('<th scope="row">')

    def link(self, page, words):
        found = re.search(r'href="([^"]+)">%s</a>' % words, page.raw)
        return found.group(1).replace('&amp;', '&') if found else None

    def walk(self, visitor, address):
        """Names of every row, by following `next`."""
        names, ids, address = [], set(), '/api/v1%s&limit=%d' % (address, JSON_PAGE)
        while address:
            page = visitor.get(address)
            self.assertEqual(page.status, 200, page.text)
            names += [i['name'] for i in page.json['items']]
            ids.update(i['id'] for i in page.json['items'])
            address = page.json['next']
        self.assertEqual(len(ids), len(names), 'a row came twice')
        return names

    def pages(self, visitor, address, n):
        """On the page: forwards over three pages, and back to the first."""
        first = visitor.get(address)
        self.assertEqual(first.status, 200)
        self.assertEqual(self.rows_of(first), min(25, n))
        self.assertEqual(bool(self.link(first, 'Next page')), n > 25)
        self.assertNotIn('Previous page', first.text)
        if n == 0:
            self.assertIn('Nothing like that', first.text)
        elif n > COUNTED:
            self.assertIn('More than 1,000', first.text)
        else:
            self.assertIn('%d found' % n, first.text)
        if n <= 25:
            return
        second = visitor.get(self.link(first, 'Next page'))
        third = visitor.get(self.link(second, 'Next page'))
        back = visitor.get(self.link(third, 'Previous page'))
        self.assertEqual(self.names(back), self.names(second))
        self.assertEqual(self.names(visitor.get(self.link(back, 'Previous page'))), self.names(first))
        self.assertNotEqual(self.names(first), self.names(second))

    def names(self, page):
        return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', page.raw)

    def beyond(self, visitor, address):
        """Behind the last row there is nothing more, and a way back."""
        last = visitor.get('/api/v1%s&sort=-name&limit=1' % address).json
        if not last['items']:
            return
        place = re.search(r'after=([\w-]+)', last['next'] or '')
        if place:  # the last row by name, as a place in the other direction
            page = visitor.get('%s&after=%s' % (address, place.group(1)))
            self.assertEqual(page.status, 200)
            self.assertIn('nothing more on this page', page.text)
            self.assertIn('First page', page.text)

    def file(self, visitor, address, n):
        path, _, asked = address.partition('?')
        answer = visitor.get('%s.csv?%s' % (path, asked))
        self.assertEqual(answer.status, 200)
        self.assertEqual(len(list(csv.reader(io.StringIO(answer.raw)))), n + 1)

    def one(self, what, who, address, make, n):
        url = self.world.store.copy(self.world.template)
        statements = make(self.world, n)
        if statements:
            self.world.store.run(url, statements)
        with house.House(self.world, url=url) as served:
            visitor = served.visitor(who)
            self.pages(visitor, address, n)
            up = self.walk(visitor, address)
            self.assertEqual(len(up), n)
            self.assertEqual(up, sorted(up, key=str.lower))
            self.assertEqual(self.walk(visitor, address + '&sort=-name'), up[::-1])
            self.beyond(visitor, address)
            self.file(visitor, address, n)

    def test_lists_of_any_length_are_whole_in_order_and_end(self):
        for what, who, address, make in LISTS:
            for n in (0, 1, 10, 11, 10000):
                with self.subTest(list=what, rows=n):
                    self.one(what, who, address, make, n)


if __name__ == '__main__':
    unittest.main(verbosity=2)

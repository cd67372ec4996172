"""The regulator's register: asked over HTTP and from a copy, kept beside people, and what it stops. CAIRN_TEST_DB.

The register here is a small server of our own that answers as the adapter expects, or badly, as a test wants it.
"""
import http.server
import json
import os
import re
import sys
import threading
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402


class Register:
    """Answers GET /NUMBER with what `entries` says; everybody else is registered under the name in `names`."""

    def __init__(self, names):
        self.names, self.entries, self.asked, self.status, self.body = names, {}, [], None, None
        register = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                number = self.path.strip('/')
                register.asked.append((number, self.headers.get('Authorization')))
                entry = register.entries.get(number, {'name': register.names.get(number), 'status': 'Registered'})
                status = register.status or (404 if entry.get('name') is None else 200)
                body = json.dumps(dict({'number': number, 'town': 'Northmoor', 'registered_from': '2020-01-02',
                                        'registered_until': '2099-11-30', 'annotations': []}, **entry))
                body = (register.body or body).encode()
                self.send_response(status)
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass
        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.url = 'http://127.0.0.1:%d' % self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def until(what, seconds=40):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        got = what()
        if got:
            return got
        time.sleep(0.1)
    return what()


class Asked(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World()
        rows = cls.world.store.rows(cls.world.template, 'SELECT registration, name FROM person WHERE registration IS NOT NULL')
        cls.names = dict(rows)
        cls.number = {name.split()[0].lower(): number for number, name in rows}
        cls.register = Register(cls.names)
        cls.register.entries[cls.number['harpreet']] = {'name': 'BAINS, Harpreet', 'status': 'Suspension order'}
        cls.register.entries[cls.number['idris']] = {
            'name': 'Idris Pebblecombe', 'status': 'Registered with conditions',
            'annotations': ['Conditions of practice', 'Practice educator']}
        cls.register.entries[cls.number['grace']] = {'name': None}
        cls.register.entries[cls.number['niamh']] = {'name': 'Patrick Somebody-Else', 'status': 'Registered'}
        cls.url = cls.world.store.copy(cls.world.template)
        cls.world.store.run(cls.url, ['UPDATE register_finding SET asked_at = 1000'])
        cls.house = house.House(cls.world, cls.url, expects='job.ended',
                                env={'CAIRN_REGISTER_URL': cls.register.url, 'CAIRN_REGISTER_KEY': 'open sesame'})
        cls.all_asked = until(lambda: len({n for n, _ in cls.register.asked}) >= len(cls.names) and not cls.due())

    @classmethod
    def due(cls):
        return cls.world.store.rows(cls.url, 'SELECT person FROM register_finding WHERE asked_at = 1000')

    @classmethod
    def tearDownClass(cls):
        cls.house.stop()
        cls.register.close()
        cls.world.close()

    def says(self, who, person):
        return self.house.visitor(who).get('/api/v1/people/%s/registration' % self.world.names['person:' + person]).json

    def test_everybody_is_asked_about_at_night_with_the_key(self):
        self.assertTrue(self.all_asked)
        self.assertEqual({key for _, key in self.register.asked}, {'Bearer open sesame'})

    def test_what_it_says_is_kept_with_the_day(self):
        said = self.says('jonas', 'idris')
        self.assertEqual(said['status'], 'conditions')
        self.assertEqual(said['annotations'], ['Conditions of practice', 'Practice educator'])
        self.assertEqual((said['registered_until'], said['town'], said['stops']), ('2099-11-30', 'Northmoor', False))

    def test_a_suspended_assessor_stops_assessing_and_is_told_why(self):
        said = self.says('jonas', 'harpreet')
        self.assertEqual((said['status'], said['stops']), ('suspended', True))
        visitor = self.house.visitor('harpreet')
        desk = visitor.get('/desk')
        self.assertIn('Suspended from the register', desk.text)
        piece = re.search(r'/evidence/([0-9a-f-]{36})/judge', desk.raw).group(1)
        links = visitor.get('/evidence/%s/judge' % piece)
        claims = re.findall(r'name="link" value="([^"]+)"', links.raw)
        answer = visitor.post('/evidence/%s/judge' % piece,
                              [('sentence', 'What I wrote stays here.')] + [f for c in claims for f in (('link', c), ('comment', ''))],
                              page=links)
        self.assertEqual(answer.status, 422)
        self.assertIn('Only a registered social worker gives a view', answer.text)
        self.assertIn('What I wrote stays here.', answer.raw)
        page = self.house.visitor('jonas').get('/inductions/%s/around/new?role=practice_assessor' % self.world.names['induction:marcus'])
        self.assertIn('An assessor must be registered', page.text)

    def test_a_number_it_does_not_know_is_said_and_stops_no_supervisor(self):
        said = self.says('jonas', 'grace')
        self.assertEqual(said['status'], 'no such number')
        self.assertIn('no such number', self.house.visitor('jonas').get('/inductions/%s' % self.world.names['induction:amina']).text)

    def test_another_name_is_looked_at_by_a_person_whose_word_is_kept(self):
        said = self.says('jonas', 'niamh')
        self.assertEqual((said['stops'], said['names_alike']), (False, 5))
        path = '/people/%s/registration' % self.world.names['person:niamh']
        visitor = self.house.visitor('jonas')
        page = visitor.get(path)
        self.assertIn('somebody has to look', page.text)
        self.assertEqual(visitor.post(path, [('said', 'other')], page=page).status, 303)
        self.assertIn('Jonas Reed said on', visitor.get(path).text)
        self.assertTrue(self.says('jonas', 'niamh')['stops'])
        page = visitor.get(path)
        self.assertEqual(visitor.post(path, [('said', 'same')], page=page).status, 303)
        self.assertFalse(self.says('jonas', 'niamh')['stops'])
        self.assertEqual(self.house.visitor('karen').get(path).status, 404)

    def test_who_looks_after_it_sees_numbers_and_no_names(self):
        page = self.house.visitor('olu').get('/register')
        self.assertEqual(page.status, 200)
        self.assertIn('The register’s own service is asked', page.text)
        self.assertNotIn('Harpreet', page.text)
        self.assertEqual(self.house.visitor('jonas').get('/register').status, 404)


class Faults(unittest.TestCase):
    """A register out of order, or one that talks nonsense, changes nothing and stops nobody."""

    def setUp(self):
        self.world = house.World()
        self.register = Register({})

    def tearDown(self):
        self.register.close()
        self.world.close()

    def trouble(self, url):
        return self.world.store.rows(url, 'SELECT why FROM register_source WHERE failed_at IS NOT NULL')

    def test_faults_are_written_down_and_findings_stay(self):
        for status, body in ((500, None), (200, 'nonsense'), (200, '{"number": "SW1", "name": "X", "status": "Registered"}')):
            self.register.status, self.register.body = status, body
            url = self.world.store.copy(self.world.template)
            self.world.store.run(url, ['UPDATE register_finding SET asked_at = 1000'])
            with house.House(self.world, url, expects='job.ended', env={'CAIRN_REGISTER_URL': self.register.url}) as h:
                self.assertTrue(until(lambda: self.trouble(url)), (status, body))
                said = h.visitor('jonas').get('/api/v1/people/%s/registration' % self.world.names['person:harpreet']).json
                self.assertEqual((said['status'], said['stops']), ('registered', False))
                self.assertIn('The last question failed', h.visitor('olu').get('/register').text)
            waits = self.world.store.rows(url, 'SELECT run_at FROM job WHERE kind = 11 AND done_at IS NULL AND failed_at IS NULL')
            self.assertEqual(len(waits), 1)


HEAD = 'Registration number,Name,Status,Town,Registered from,Registered until,Annotations\n'


class Copy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World()
        cls.url = cls.world.store.copy(cls.world.template)
        cls.rows = cls.world.store.rows(cls.url, 'SELECT registration, name FROM person WHERE registration IS NOT NULL ORDER BY id')
        cls.house = house.House(cls.world, cls.url)

    @classmethod
    def tearDownClass(cls):
        cls.house.stop()
        cls.world.close()

    def upload(self, text, who='olu'):
        visitor = self.house.visitor(who)
        visitor.get('/register')
        answer = visitor.upload('/register/copies', [], [('file', 'register.csv', 'text/csv', text.encode())])
        if answer.status != 303:
            return visitor, None, answer
        where = answer.header('Location')
        return visitor, where, until(lambda: (lambda p: p if 'Reading' not in p.text else None)(visitor.get(where)))

    def csv(self, changes=()):
        changes = dict(changes)
        return HEAD + ''.join('%s,%s,%s,Northmoor,02/01/2020,30/11/2099,\n' % (n, name, changes.get(name, 'Registered'))
                              for n, name in self.rows) + ''.join('sw %d,Nobody Here %d,Registered,,,,\n' % (n, n) for n in range(1, 1200))

    def test_a_copy_is_read_looked_at_and_taken_into_use_at_one_stroke(self):
        visitor, where, page = self.upload(self.csv({'Iris Tennant': 'Removed from the register'}) + 'SWX,Somebody,Registered,,,,\n')
        self.assertIn('Preview. This copy is not in use.', page.text)
        self.assertIn('One line could not be used', page.text)
        self.assertEqual(visitor.post(where + '/use', page=page).status, 303)
        self.assertEqual(visitor.post(where + '/use', page=page).status, 303)  # a second press finds it done
        path = '/api/v1/people/%s/registration' % self.world.names['person:iris']
        self.assertEqual(until(lambda: self.house.visitor('karen').get(path).json['status'] == 'removed'), True)
        self.assertIn('A copy of the register is asked', visitor.get('/register').text)
        visitor, second, page = self.upload(self.csv())
        self.assertEqual(visitor.post(second + '/use', page=page).status, 303)
        self.assertTrue(until(lambda: self.house.visitor('karen').get(path).json['status'] == 'registered'))
        self.assertIn('Another copy has taken its place', visitor.get(where).text)

    def test_a_file_without_its_columns_changes_nothing(self):
        visitor, where, page = self.upload('Name;Town\nA;B\n')
        self.assertIn('could not be read', page.text)
        self.assertIn('there is no column called “number”', page.text)
        self.assertEqual(visitor.post(where + '/use', page=page).status, 409)
        _, where, answer = self.upload('')
        self.assertEqual((where, answer.status), (None, 422))

    def test_a_coordinator_can_not_bring_one(self):
        visitor = self.house.visitor('jonas')
        visitor.get('/')
        self.assertEqual(visitor.upload('/register/copies', [], [('file', 'x.csv', 'text/csv', b'number,name,status')]).status, 404)


if __name__ == '__main__':
    unittest.main(verbosity=2)

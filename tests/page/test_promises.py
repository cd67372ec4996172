"""Promises of the engine that need more than requests: a row too large for a request's memory, a full disk."""
import fcntl
import os
import subprocess
import sys
import tempfile
import threading
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

MARK = 'What I had typed when the disk was full, word for word.'


class Engine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World(url='sqlite')

    @classmethod
    def tearDownClass(cls):
        cls.world.close()

    def test_a_request_over_its_memory_gets_a_500_and_the_worker_lives(self):
        # A piece of thirty million letters, which no form would take, is put into the database behind Cairn's back.
        url = self.world.store.copy(self.world.template)
        self.world.store.run(url, ["UPDATE evidence SET text = CAST(zeroblob(30000000) AS TEXT) "
                                   "WHERE title = 'Chairing my first core group'"])
        with house.House(self.world, url, expects='http.arena_full', workers=1) as served:
            before = served.children()
            amina = served.visitor('amina')
            answer = amina.get('/evidence/' + self.world.names['piece:amina-core-group'])
            self.assertEqual(answer.status, 500)
            self.assertIn('more memory than one request may have', answer.raw)
            for _ in range(20):
                self.assertEqual(amina.get('/inductions/%s/coverage' % self.world.names['induction:amina']).status, 200)
            self.assertEqual(served.children(), before)
            self.assertIn('http.arena_full', served.said())

    def test_a_writer_is_told_after_one_wait_for_the_lock(self):
        # Whoever holds it for longer, a worker has others to serve: it must not wait three times.
        with house.House(self.world, workers=1) as served:
            amina = served.visitor('amina')
            with open(served.url + '.lock', 'r+') as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                timer = threading.Timer(9, fcntl.flock, (lock, fcntl.LOCK_UN))
                timer.start()
                answer = amina.post('/inductions/%s/evidence' % self.world.names['induction:amina'],
                                    [('kind', 'critical_reflection'), ('title', MARK), ('do', 'draft')])
                timer.cancel()
                timer.join()
            self.assertEqual(answer.status, 503)
            self.assertIn(MARK, answer.raw)

    def test_a_body_too_large_is_a_problem_document_under_api_whether_or_not_there_is_such_an_address(self):
        with house.House(self.world) as served:
            amina = served.visitor('amina')
            for path, kind in (('/api/v1/inductions/%s/evidence' % self.world.names['induction:amina'], 'application/problem+json'),
                               ('/api/v1/no-such-thing', 'application/problem+json'), ('/no-such-thing', 'text/html; charset=utf-8')):
                answer = amina.request('POST', path, body=b'x' * 400000, headers={'Content-Type': 'application/json'})
                self.assertEqual((answer.status, answer.header('Content-Type')), (413, kind), path)

    def test_the_word_bearer_is_known_in_any_case(self):
        with house.House(self.world) as served:
            amina = served.visitor('amina')
            path = '/api/v1/inductions/%s/coverage' % self.world.names['induction:amina']
            for word in ('bearer', 'BEARER', 'Bearer'):
                answer = amina.request('GET', path, headers={'Authorization': '%s %s' % (word, amina.held.token)})
                self.assertEqual(answer.status, 200)
            self.assertEqual(amina.request('GET', path, headers={'Authorization': amina.held.token}).status, 401)

    def test_on_a_full_disk_nothing_typed_is_lost_and_it_recovers_by_itself(self):
        folder = tempfile.mkdtemp(prefix='cairn-full.')
        mounted = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder], capture_output=True)
        if mounted.returncode:
            os.rmdir(folder)
            self.skipTest('a small file system can’t be mounted here')
        try:
            self.fill_up(folder)
        finally:
            subprocess.run(['umount', '-l', folder], check=True)
            os.rmdir(folder)

    def fill_up(self, folder):
        url = os.path.join(folder, 'cairn.db')
        with open(self.world.template, 'rb') as f, open(url, 'wb') as g:
            g.write(f.read())
        path = '/inductions/%s/evidence' % self.world.names['induction:amina']
        fields = [('kind', 'critical_reflection'), ('title', 'The disk was full'), ('text', MARK), ('do', 'draft')]
        with house.House(self.world, url, expects='no space|full|SQLITE_FULL|database or disk') as served:
            amina = served.visitor('amina')
            self.assertEqual(amina.post(path, [('kind', 'critical_reflection'), ('title', 'Before'), ('do', 'draft')]).status, 303)
            ballast = os.path.join(folder, 'ballast')
            self.fill(ballast)
            answer = self.post_until_refused(amina, path, fields)
            self.assertEqual(answer.status, 507)
            self.assertIn(MARK, answer.raw)
            self.assertEqual(amina.get(path).status, 200)
            os.unlink(ballast)
            self.assertEqual(amina.post(path, fields).status, 303)
            self.assertIn('The disk was full', amina.get(path).text)
        self.assertEqual(self.world.cairn('check', url=url).returncode, 0)

    def fill(self, ballast):
        with open(ballast, 'wb', buffering=0) as f:
            try:
                while True:
                    f.write(b'x' * 4096)
            except OSError:
                pass

    def post_until_refused(self, visitor, path, fields):
        """The log of the database may have room in the last page it was given."""
        for n in range(200):
            answer = visitor.post(path, [(k, v + '\n' + 'y' * 20000 if k == 'text' else v) for k, v in fields])
            if answer.status != 303:
                return answer
        self.fail('a full disk took 200 pieces')


if __name__ == '__main__':
    unittest.main(verbosity=2)

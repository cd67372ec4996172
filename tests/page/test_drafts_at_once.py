"""Many people saving drafts at once lose nothing. CAIRN_TEST_DB; CAIRN_DRAFTS says how many people (100; make soak: 2,000).

Everybody has a page of their own and saves what they type three times, all of them at once, over a bounded number of connections.
Half way a worker is killed. Every draft is read back, and has what was acknowledged last, or what was sent after it.
"""
import collections
import concurrent.futures
import http.client
import os
import re
import signal
import sys
import threading
import time
import unittest
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

PEOPLE = int(os.environ.get('CAIRN_DRAFTS', '100'))
CONNECTIONS, TIMES, TRIES = 32, 3, 20
WORDS = 'I knocked twice and then stood where I could be seen. ' * 20


class DraftsAtOnce(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World(extra=('--inductions', str(PEOPLE)))
        cls.house = house.House(cls.world, expects='serve.(?:died|killed)')
        ecsws = {h.person: h for h in cls.world.held if h.role == 'ecsw'}
        rows = cls.world.store.rows(cls.house.url, 'SELECT i.ecsw, i.uuid FROM induction i WHERE i.ended IS NULL ORDER BY i.id')
        cls.writers = [(ecsws[person], house.as_uuid(uuid)) for person, uuid in rows if person in ecsws][:PEOPLE]

    @classmethod
    def tearDownClass(cls):
        cls.house.stop()
        cls.world.close()

    def setUp(self):
        self.acknowledged, self.answers, self.slowest, self.lock = {}, collections.Counter(), 0.0, threading.Lock()
        self.kill_at = len(self.writers) * TIMES // 2

    def saved(self, person, n, seconds):
        with self.lock:
            self.acknowledged[person] = n
            self.answers['saved'] += 1
            self.slowest = max(self.slowest, seconds)
            if self.answers['saved'] == self.kill_at:
                os.kill(self.house.children()[0], signal.SIGKILL)

    def save(self, writer, n):
        """A browser tries again where there was no answer, and where the service says that it is busy."""
        held, induction = writer
        text = '%s wrote this, the %d. time. %s' % (held.key, n, WORDS)
        visitor = house.Visitor(self.house, held)
        for _ in range(TRIES):
            began = time.monotonic()
            try:
                answer = visitor.post('/inductions/%s/evidence?keep=1' % induction, [
                    ('tab', 'only-tab'), ('kind', 'critical_reflection'), ('title', 'At once'), ('text', text)])
            except (OSError, http.client.HTTPException):
                visitor = house.Visitor(self.house, held)
                time.sleep(0.05)
                continue
            if answer.status == 200:
                self.saved(held.person, n, time.monotonic() - began)
                return
            with self.lock:
                self.answers[answer.status] += 1
        with self.lock:
            self.answers['given up'] += 1

    def test_everybody_finds_what_was_acknowledged_last(self):
        self.assertEqual(len(self.writers), PEOPLE)
        began = time.monotonic()
        for n in range(1, TIMES + 1):
            with concurrent.futures.ThreadPoolExecutor(CONNECTIONS) as pool:
                list(pool.map(lambda writer: self.save(writer, n), self.writers))
        took = time.monotonic() - began
        rows = self.world.store.rows(self.house.url, "SELECT person, body FROM draft WHERE tab = 'only-tab'")
        found = {person: urllib.parse.parse_qs(body)['text'][0] for person, body in rows}
        lost = []
        for held, _ in self.writers:
            match = re.match(r'(\S+) wrote this, the (\d+)\. time\. ', found.get(held.person, ''))
            if not match or match.group(1) != held.key or int(match.group(2)) < self.acknowledged.get(held.person, TIMES):
                lost.append(held.key)
            elif found[held.person] != match.group(0) + WORDS.strip() and found[held.person] != match.group(0) + WORDS:
                lost.append(held.key + ', not whole')
        self.addClassCleanup(print, '%d people saved %d drafts in %.1f s, %d a second, the slowest %.2f s; answers: %s' % (
            PEOPLE, self.answers['saved'], took, self.answers['saved'] / took, self.slowest, dict(self.answers)), flush=True)
        self.assertEqual(lost[:20], [])
        self.assertEqual(self.answers['saved'], PEOPLE * TIMES, self.answers)
        self.assertFalse([status for status in self.answers if status not in ('saved', 503)], self.answers)


if __name__ == '__main__':
    unittest.main(verbosity=2)

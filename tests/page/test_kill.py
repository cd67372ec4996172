"""kill -9 of any process at any moment loses no write that was acknowledged. Run with CAIRN_TEST_DB.

Writers record pieces without pause; whatever was answered with 303 is remembered. Twenty times a worker, and now and
then the parent, is killed in the middle of it. In the end every remembered piece is there, whole, with its event.
CAIRN_KILLS says how often otherwise (make soak: 2,000).
"""
import http.client
import os
import random
import re
import signal
import sys
import threading
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

KILLS = int(os.environ.get('CAIRN_KILLS', '20'))
WRITERS = ['amina', 'ben', 'chloe', 'efe']
BETWEEN = 5  # acknowledged writes between two kills


class Writer(threading.Thread):
    """Writes until told to stop, whatever happens to the service."""

    def __init__(self, test, who, served):
        super().__init__(daemon=True)
        self.test, self.who, self.served = test, who, served
        self.stop, self.tried, self.faults = False, 0, []

    def run(self):
        path = '/inductions/%s/evidence' % self.test.world.names['induction:' + self.who]
        visitor = self.served().visitor(self.who)
        while not self.stop:
            self.tried += 1
            title = '%s wrote number %d' % (self.who, self.tried)
            try:
                answer = visitor.post(path, [('kind', 'critical_reflection'), ('title', title), ('text', title * 20),
                                             ('do', 'draft')])
            except (OSError, http.client.HTTPException):
                # Cut off in the middle: unknown, so not counted on. The service may be a new one by now.
                visitor = self.served().visitor(self.who)
                continue
            if answer.status == 303:
                self.test.acknowledge(re.search(r'[0-9a-f-]{36}', answer.header('Location')).group(0), title)
            elif answer.status != 503:
                self.faults.append('%s: %d' % (title, answer.status))


class Kill(unittest.TestCase):
    def setUp(self):
        self.world = house.World()
        self.written, self.news = {}, threading.Condition()

    def tearDown(self):
        self.world.close()

    def acknowledge(self, piece, title):
        with self.news:
            self.written[piece] = title
            self.news.notify_all()

    def wait_for_writes(self, n):
        with self.news:
            self.assertTrue(self.news.wait_for(lambda: len(self.written) >= n, timeout=120), 'nothing is written any more')

    def test_no_acknowledged_write_is_lost_when_processes_are_killed(self):
        dice = random.Random(20)
        served = house.House(self.world, expects='serve.died')
        writers = [Writer(self, who, lambda: served) for who in WRITERS]
        for writer in writers:
            writer.start()
        for kill in range(KILLS):
            self.wait_for_writes(len(self.written) + BETWEEN)
            if kill % 5 == 4:
                served.kill()
                served.start()
            else:
                children = served.children()
                if children:
                    os.kill(dice.choice(children), signal.SIGKILL)
        self.wait_for_writes(len(self.written) + BETWEEN)
        for writer in writers:
            writer.stop = True
        for writer in writers:
            writer.join(60)
        self.assertEqual([f for w in writers for f in w.faults], [])
        self.look_for_all(served)
        served.stop()
        self.assertIn('sound', self.world.cairn('check', url=served.url).stdout)

    def look_for_all(self, served):
        visitors = {who: served.visitor(who) for who in WRITERS}
        lost = []
        for piece, title in self.written.items():
            answer = visitors[title.split()[0]].get('/api/v1/evidence/' + piece)
            if answer.status != 200 or answer.json['title'] != title or answer.json['text'] != title * 20:
                lost.append(title)
        self.assertGreater(len(self.written), KILLS * BETWEEN)
        self.assertEqual(lost, [])


if __name__ == '__main__':
    unittest.main(verbosity=2)

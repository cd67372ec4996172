"""Assessors' views are kept apart: who has not decided yet reads none of a colleague's words, on the page or in JSON.
CAIRN_TEST_DB."""
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

SENTENCE = 'You will stop a meeting of professionals'
QUESTION = 'You name Working Together'
# A second assessor of Amina's, from the day she started. Any unused UUID serves.
SECOND = """INSERT INTO assignment (uuid, induction, person, role, starts, created)
SELECT p.uuid, i.id, p.id, 3, i.starts, i.created FROM person p, induction i JOIN person e ON e.id = i.ecsw
WHERE p.email_folded = 'iris@demo.example' AND e.email_folded = 'amina@demo.example'"""


class Views(unittest.TestCase):
    def setUp(self):
        self.world = house.World()
        self.addCleanup(self.world.close)
        self.url = self.world.store.copy(self.world.template)
        self.world.store.run(self.url, [SECOND])
        self.path = '/evidence/' + self.world.names['piece:amina-core-group']

    def words_read_by(self, served, who):
        visitor = served.visitor(who)
        answers = [visitor.get(self.path), visitor.get('/api/v1' + self.path)]
        self.assertEqual([a.status for a in answers], [200, 200])
        return [(SENTENCE in a.text, QUESTION in a.text) for a in answers]

    def test_an_assessor_who_has_not_decided_reads_no_words_of_a_colleague(self):
        served = house.House(self.world, url=self.url)
        read = {who: self.words_read_by(served, who) for who in ('amina', 'harpreet', 'iris')}
        served.stop()
        self.assertEqual(read['amina'], [(True, True)] * 2)
        self.assertEqual(read['harpreet'], [(True, True)] * 2)
        self.assertEqual(read['iris'], [(False, False)] * 2)


if __name__ == '__main__':
    unittest.main()

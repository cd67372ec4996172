"""What `cairn migrate` adds beside its SQL, and what `cairn check` says while it is missing. CAIRN_TEST_DB."""
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402


class Migrate(unittest.TestCase):
    def setUp(self):
        self.world = house.World()
        self.addCleanup(self.world.close)
        self.url = self.world.store.copy(self.world.template)

    def national(self):
        served = house.House(self.world, url=self.url)
        answer = served.visitor('mo').get('/national')
        served.stop()
        self.assertEqual(answer.status, 200)
        return answer.text[answer.text.index('1.1'):]

    def test_briefs_missing_beside_older_summaries_are_filled_and_say_the_same(self):
        whole = self.national()
        self.world.store.run(self.url, ['DELETE FROM coverage_brief'])
        self.assertNotEqual(self.national(), whole)
        said = self.world.cairn('check', url=self.url, check=False)
        self.assertEqual(said.returncode, 1)
        self.assertIn('summaries differ from their links', said.stdout + said.stderr)
        self.world.cairn('migrate', url=self.url)
        self.assertEqual(self.world.cairn('check', url=self.url, check=False).returncode, 0)
        self.assertEqual(self.national(), whole)

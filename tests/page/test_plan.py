"""What was taken into the plan: met by work that shows what it was for, and made a goal by its owner's act alone. CAIRN_TEST_DB."""
import datetime
import os
import re
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402


class Plan(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.house = house.House(self.world, url=self.url)
        self.addCleanup(self.house.stop)
        self.amina, self.grace = self.house.visitor('amina'), self.house.visitor('grace')
        self.of = '/inductions/%s' % self.world.names['induction:amina']
        proposed = self.amina.get('/api/v1' + self.of + '/next').json['items']
        self.taken = next(p for p in proposed if p['kind'] == 'supervision')
        self.amina.get(self.of + '/next')
        self.assertEqual(self.amina.post(self.of + '/plan', [('key', self.taken['key'])]).status, 303)

    def planned(self):
        return self.amina.get('/api/v1' + self.of + '/plan').json['items'][0]

    def recorded(self, title, codes):
        page = self.amina.get(self.of + '/evidence/new?kind=supervision')
        today = datetime.date.today()
        sent = self.amina.post(self.of + '/evidence', [
            ('kind', 'supervision'), ('title', title), ('text', 'We thought about power and about who decides.'), ('on-day', today.day), ('on-month', today.month),
            ('on-year', today.year), ('setting', 'office'), ('codes', codes), ('do', 'submit')], page=page)
        self.assertEqual(sent.status, 303, sent.text[:800])
        return re.search(r'[0-9a-f-]{36}', sent.header('Location').split('/evidence/')[1])[0]

    def test_work_on_something_else_has_not_done_what_was_planned(self):
        self.assertEqual((self.planned()['piece'], self.planned()['ask'], self.planned()['setting']), (None, self.taken['ask'], 'office'))
        now = self.amina.get('/api/v1' + self.of + '/next').json
        mine = next(p for p in now['items'] if p['key'] == self.taken['key'])
        self.assertEqual(([p['key'] for p in now['items'] if p['in_plan']], now['outcomes']), ([self.taken['key']], 26))
        self.assertTrue(mine['statements'] and all(re.fullmatch(r'\d\.\d [KD]\d+', s) for s in mine['statements']), mine)
        helps = self.taken['helps_with'].replace(' and ', ', ').split(', ')
        other = next(o for o in ('5.1', '2.1', '3.1', '1.1') if o not in helps)
        self.recorded('About something else', other + ' D1')
        self.assertIsNone(self.planned()['piece'])
        self.assertNotIn('About something else', self.amina.get(self.of + '/goals').text.partition('Your goals')[0])
        done = self.recorded('What it was for', helps[0] + ' D1')
        self.assertEqual(self.planned()['piece'], done)

    def test_it_is_seen_by_nobody_until_its_owner_makes_it_a_goal(self):
        self.assertIn(self.taken['say'], self.amina.get(self.of + '/goals').text)
        self.assertNotIn(self.taken['say'], self.grace.get(self.of + '/goals').text)
        self.assertEqual(self.grace.get('/api/v1' + self.of + '/plan').status, 404)
        page = self.amina.get(self.of + '/goals')
        self.assertIn('Make it a goal that my supervisor sees', page.text)
        sent = self.amina.post(self.of + '/goals', [('text', self.taken['say']), ('how', self.taken['ask'])], page=page)
        self.assertEqual(sent.status, 303, sent.text[:500])
        self.assertIn(self.taken['say'], self.grace.get(self.of + '/goals').text)


if __name__ == '__main__':
    unittest.main()
